/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ceping/base_text.h"
#include "ceping/render.h"
#include "check.h"

static void expect_text(const struct doc *doc, size_t width, const char *wanted)
{
    struct strbuf out;
    strbuf_init(&out);
    render_text(doc, width, &out);
    assert_string_equal(out.at, wanted);
    strbuf_release(&out);
}

static void paragraph(struct doc *doc, const char *text)
{
    struct doc_block *block = doc_add(doc, &doc->blocks, DOC_PARAGRAPH);
    doc_add_run(doc, &block->runs, 0, text);
}

static void nothing_gives_nothing(void **state)
{
    (void)state;
    struct doc *doc = doc_new("zh-CN");
    expect_text(doc, 40, "");
    doc_free(doc);
}

static void paragraphs_are_wrapped_by_width(void **state)
{
    (void)state;
    struct doc *doc = doc_new("zh-CN");
    paragraph(doc, "项目组历时两个多月，对创新改革经验进行了第三方评估。");
    /* 22 columns, indent 4: nine characters fill the first line, but the comma must not begin the second */
    expect_text(doc, 22, "    项目组历时两个多\n月，对创新改革经验进行\n了第三方评估。\n");
    doc_free(doc);
}

static void numbers_stay_with_their_units(void **state)
{
    (void)state;
    struct doc *doc = doc_new("zh-CN");
    paragraph(doc, "各项目平均得分达到94.24分，");
    expect_text(doc, 26, "    各项目平均得分达到\n94.24分，\n");
    doc_free(doc);
}

static void tables_are_aligned_by_width(void **state)
{
    (void)state;
    struct doc *doc = doc_new("zh-CN");
    struct doc_table *table = doc_new_table(doc, 2);
    table->caption = doc_text(doc, "得分");
    table->note = doc_text(doc, "注：基数885。");
    table->columns.at[1].align = DOC_ALIGN_DECIMAL;
    struct doc_row *row = doc_add_row(doc, &table->header);
    doc_add_cell(doc, row, "区县");
    doc_add_cell(doc, row, "得分");
    row = doc_add_row(doc, &table->rows);
    doc_add_cell(doc, row, "高新区");
    doc_add_cell(doc, row, "9.50");
    row = doc_add_row(doc, &table->rows);
    doc_add_cell(doc, row, "合计")->columns = 2;
    doc_add(doc, &doc->blocks, DOC_TABLE)->table = table;
    expect_text(doc, 20, "     表1　得分\n"
                         "============\n"
                         " 区县   得分\n"
                         "------------\n"
                         "高新区  9.50\n"
                         "合计\n"
                         "============\n"
                         "注：基数885。\n");
    doc_free(doc);
}

static void charts_are_tables_of_their_data(void **state)
{
    (void)state;
    struct doc *doc = doc_new("en");
    struct doc_chart *chart = doc_new_chart(doc, CHART_BARS);
    chart->caption = doc_text(doc, "Scores");
    chart->decimals = 1;
    chart->highlight = 0;
    doc_add_category(doc, chart, "A");
    doc_add_category(doc, chart, "B");
    doc_add_series(doc, chart, "score", (const double[]){91.25, NAN});
    doc_add(doc, &doc->blocks, DOC_CHART)->chart = chart;
    expect_text(doc, 20, "==========\n"
                         "     score\n"
                         "----------\n"
                         "* A   91.3\n"
                         "B       —\n"
                         "==========\n"
                         "  Figure 1. Scores\n");
    doc_free(doc);
}

static void wide_tables_wrap_their_cells(void **state)
{
    (void)state;
    struct doc *doc = doc_new("zh-CN");
    struct doc_table *table = doc_new_table(doc, 2);
    struct doc_row *row = doc_add_row(doc, &table->rows);
    doc_add_cell(doc, row, "轻微刑事案件快速办理机制改革项目");
    doc_add_cell(doc, row, "94.24");
    doc_add(doc, &doc->blocks, DOC_TABLE)->table = table;
    struct strbuf out;
    strbuf_init(&out);
    render_text(doc, 24, &out);
    for (char *line = strtok(out.at, "\n"); line; line = strtok(NULL, "\n"))
        assert_true(text_width(line) <= 24);
    strbuf_release(&out);
    doc_free(doc);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_gives_nothing),
        cmocka_unit_test(paragraphs_are_wrapped_by_width),
        cmocka_unit_test(numbers_stay_with_their_units),
        cmocka_unit_test(tables_are_aligned_by_width),
        cmocka_unit_test(charts_are_tables_of_their_data),
        cmocka_unit_test(wide_tables_wrap_their_cells),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
