/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ceping/doc.h"
#include "check.h"

static struct doc_table *two_columns(struct doc *doc)
{
    struct doc_table *table = doc_new_table(doc, 2);
    table->caption = doc_text(doc, "得分");
    struct doc_row *head = doc_add_row(doc, &table->header);
    doc_add_cell(doc, head, "区县");
    doc_add_cell(doc, head, "得分");
    struct doc_row *row = doc_add_row(doc, &table->rows);
    doc_add_cell(doc, row, "张店区");
    doc_add_cell(doc, row, "94.24");
    doc_add(doc, &doc->blocks, DOC_TABLE)->table = table;
    return table;
}

static void expect_problem(const struct doc *doc, const char *wanted)
{
    struct strbuf out;
    strbuf_init(&out);
    bool good = doc_check(doc, &out);
    if (good || !strstr(out.at, wanted)) {
        print_error("wanted '%s', got '%s'\n", wanted, out.at);
        fail();
    }
    strbuf_release(&out);
}

static void expect_good(const struct doc *doc)
{
    struct strbuf out;
    strbuf_init(&out);
    bool good = doc_check(doc, &out);
    assert_string_equal(out.at, "");
    assert_true(good);
    strbuf_release(&out);
}

static void texts_are_copied(void **state)
{
    (void)state;
    char name[] = "淄博";
    double values[] = {1, 2};
    struct doc *doc = doc_new("zh-CN");
    doc->title = doc_text(doc, name);
    struct doc_block *block = doc_add(doc, &doc->blocks, DOC_PARAGRAPH);
    doc_add_run(doc, &block->runs, 0, name);
    struct doc_chart *chart = doc_new_chart(doc, CHART_BARS);
    doc_add_category(doc, chart, name);
    doc_add_category(doc, chart, name);
    struct chart_series *series = doc_add_series(doc, chart, name, values);
    memset(name, 'x', sizeof name - 1);
    values[0] = values[1] = -1;
    assert_string_equal(doc->title, "淄博");
    assert_string_equal(block->runs.at[0].text, "淄博");
    assert_string_equal(chart->categories.at[1], "淄博");
    assert_string_equal(series->name, "淄博");
    check_close(series->values[1], 2, 0);
    assert_null(doc_text(doc, NULL));
    doc_free(doc);
    doc_free(NULL);
}

static void an_empty_document_is_good(void **state)
{
    (void)state;
    struct doc *doc = doc_new(NULL);
    assert_string_equal(doc->language, "zh-CN");
    expect_good(doc);
    doc_free(doc);
}

static void plain_text_of_runs(void **state)
{
    (void)state;
    struct doc *doc = doc_new("zh-CN");
    doc_runs runs = {0};
    doc_add_run(doc, &runs, 0, "得分");
    doc_add_run(doc, &runs, DOC_LINE_BREAK, NULL);
    doc_add_run(doc, &runs, DOC_STRONG, "94.24");
    struct strbuf out;
    strbuf_init(&out);
    doc_runs_text(&runs, &out);
    assert_string_equal(out.at, "得分\n94.24");
    strbuf_release(&out);
    doc_free(doc);
}

static void rows_must_fill_the_columns(void **state)
{
    (void)state;
    struct doc *doc = doc_new("zh-CN");
    struct doc_table *table = two_columns(doc);
    expect_good(doc);
    doc_add_cell(doc, doc_add_row(doc, &table->rows), "周村区");
    expect_problem(doc, "table '得分': row 2 of the body fills 1 of 2 columns");
    doc_add_cell(doc, &table->rows.at[1], "90");
    doc_add_cell(doc, &table->rows.at[1], "91");
    expect_problem(doc, "row 2 of the body fills 3 of 2 columns");
    doc_free(doc);
}

static void spans_count_as_columns_and_rows(void **state)
{
    (void)state;
    struct doc *doc = doc_new("zh-CN");
    struct doc_table *table = two_columns(doc);
    doc_add_cell(doc, doc_add_row(doc, &table->rows), "合计")->columns = 2;
    expect_good(doc);

    struct doc_row *tall = doc_add_row(doc, &table->rows);
    doc_add_cell(doc, tall, "博山区")->rows = 2;
    doc_add_cell(doc, tall, "1");
    expect_problem(doc, "reaches below the last row");
    doc_add_cell(doc, doc_add_row(doc, &table->rows), "2");
    expect_good(doc);
    doc_free(doc);
}

static void links_must_lead_somewhere(void **state)
{
    (void)state;
    struct doc *doc = doc_new("zh-CN");
    struct doc_block *block = doc_add(doc, &doc->blocks, DOC_PARAGRAPH);
    doc_add_run(doc, &block->runs, 0, "见表")->link = doc_text(doc, "#ranks");
    expect_problem(doc, "the link '#ranks' leads nowhere");
    struct doc_block *quote = doc_add(doc, &doc->blocks, DOC_QUOTE);
    doc_add(doc, &quote->children, DOC_PARAGRAPH)->id = doc_text(doc, "ranks");
    expect_good(doc);
    doc_add(doc, &doc->blocks, DOC_HEADING)->id = doc_text(doc, "ranks");
    expect_problem(doc, "the id 'ranks' stands twice");
    doc_free(doc);
}

static void charts_need_values(void **state)
{
    (void)state;
    struct doc *doc = doc_new("zh-CN");
    struct doc_chart *chart = doc_new_chart(doc, CHART_BARS);
    chart->caption = doc_text(doc, "名次");
    doc_add(doc, &doc->blocks, DOC_CHART)->chart = chart;
    expect_problem(doc, "chart '名次' has no categories");
    doc_add_category(doc, chart, "张店区");
    doc_add_series(doc, chart, "得分", NULL);
    expect_problem(doc, "series '得分' has no values");
    chart->series.at[0].values = (const double[]){94.24};
    expect_good(doc);
    chart->highlight = 1;
    expect_problem(doc, "highlights category 2 of 1");
    doc_free(doc);
}

static void the_dump_has_every_field(void **state)
{
    (void)state;
    struct doc *doc = doc_new("zh-CN");
    doc->title = doc_text(doc, "报告");
    doc->mark = doc_text(doc, "模拟数据");
    struct doc_block *heading = doc_add(doc, &doc->blocks, DOC_HEADING);
    heading->id = doc_text(doc, "h");
    heading->keep_next = true;
    doc_add_run(doc, &heading->runs, 0, "一、“特点”");
    struct doc_block *list = doc_add(doc, &doc->blocks, DOC_LIST);
    struct doc_block *item = doc_add(doc, &list->children, DOC_ITEM);
    item->label = doc_text(doc, "1.");
    doc_add_run(doc, &item->runs, DOC_STRONG | DOC_SMALL, "a\"b")->footnote = doc_text(doc, "注");
    struct doc_table *table = two_columns(doc);
    table->rows.at[0].strong = true;
    table->rows.at[0].cells.at[1].shade = 0.5;
    struct doc_chart *chart = doc_new_chart(doc, CHART_PROFILE);
    doc_add_category(doc, chart, "A");
    doc_add_category(doc, chart, "B");
    doc_add_series(doc, chart, "s", (const double[]){NAN, 2.5});
    doc_add(doc, &doc->blocks, DOC_CHART)->chart = chart;

    struct strbuf out;
    strbuf_init(&out);
    doc_dump(doc, &out);
    assert_string_equal(out.at, "document language=\"zh-CN\" title=\"报告\" mark=\"模拟数据\"\n"
                                "  heading 1 id=\"h\" keep_next \"一、“特点”\"\n"
                                "  list\n"
                                "    item label=\"1.\" bs\"a\\\"b\" footnote=\"注\"\n"
                                "  table\n"
                                "    columns default default caption=\"得分\"\n"
                                "    header | \"区县\" | \"得分\"\n"
                                "    row strong | \"张店区\" | \"94.24\" shade=0.5\n"
                                "  chart\n"
                                "    profile decimals=0\n"
                                "    categories \"A\" \"B\"\n"
                                "    series \"s\"\n"
                                "      values - 2.5\n");
    strbuf_release(&out);
    doc_free(doc);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(texts_are_copied),
        cmocka_unit_test(an_empty_document_is_good),
        cmocka_unit_test(plain_text_of_runs),
        cmocka_unit_test(rows_must_fill_the_columns),
        cmocka_unit_test(spans_count_as_columns_and_rows),
        cmocka_unit_test(links_must_lead_somewhere),
        cmocka_unit_test(charts_need_values),
        cmocka_unit_test(the_dump_has_every_field),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
