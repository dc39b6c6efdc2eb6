/* SPDX-License-Identifier: GPL-3.0-or-later
 * Documents as HTML: meaning in the marks, and nothing of a text may become a mark.
 */
#include "check.h"

#include "ceping/base.h"
#include "ceping/render.h"

static struct doc *doc;
static struct strbuf out;

static int begin(void **state)
{
    (void)state;
    doc = doc_new("zh-CN");
    strbuf_init(&out);
    return 0;
}

static int end(void **state)
{
    (void)state;
    doc_free(doc);
    strbuf_release(&out);
    return 0;
}

static void render(void)
{
    strbuf_clear(&out);
    render_html(doc, NULL, &out);
}

static struct doc_block *add(enum doc_kind kind, const char *text)
{
    struct doc_block *block = doc_add(doc, &doc->blocks, kind);
    if (text)
        doc_add_run(doc, &block->runs, 0, text);
    return block;
}

static void holds(const char *text)
{
    if (!strstr(out.at, text)) {
        print_error("expected in the output: %s\ngot: %s\n", text, out.at);
        fail();
    }
}

static void lacks(const char *text)
{
    if (strstr(out.at, text)) {
        print_error("not expected in the output: %s\ngot: %s\n", text, out.at);
        fail();
    }
}

static void nothing_of_an_empty_document(void **state)
{
    (void)state;
    render();
    assert_string_equal(out.at, "");
}

static void the_mark_comes_first(void **state)
{
    (void)state;
    doc->mark = "模拟数据，非真实评估结果";
    add(DOC_TITLE, "题")->level = 1;
    render();
    const char *mark = strstr(out.at, "模拟数据，非真实评估结果"), *title = strstr(out.at, "<h1>题</h1>");
    assert_non_null(mark);
    assert_non_null(title);
    assert_true(mark < title);
}

static void headings_go_down_one_level_and_have_ids(void **state)
{
    (void)state;
    add(DOC_CONTENTS, NULL)->level = 1;
    add(DOC_HEADING, "一、甲")->level = 1;
    add(DOC_HEADING, "（一）乙")->level = 2;
    struct doc_block *own = add(DOC_HEADING, "二、丙");
    own->level = 1;
    own->id = "third one";
    render();
    holds("<h2 id=\"s1\">一、甲</h2>");
    holds("<h3 id=\"s2\">（一）乙</h3>");
    holds("<h2 id=\"third-20one\">二、丙</h2>");
    holds("<a href=\"#s1\">一、甲</a>");
    holds("<a href=\"#third-20one\">二、丙</a>");
    lacks("<a href=\"#s2\">");
}

/* Each of these runs something, or breaks out of its place, in a page that writes it as it is. */
static void hostile_text_stays_text(void **state)
{
    (void)state;
    static const char *const bad[] = {"<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "' onmouseover='x", "</style><b>", "<!--", "]]>", "&lt;", "\xFF\xFE"};
    for (size_t i = 0; i < COUNT_OF(bad); i++) {
        end(NULL);
        begin(NULL);
        doc->mark = bad[i];
        struct doc_block *paragraph = add(DOC_PARAGRAPH, bad[i]);
        struct doc_run *run = doc_add_run(doc, &paragraph->runs, DOC_STRONG, bad[i]);
        run->footnote = bad[i];
        run->link = bad[i];
        paragraph->id = bad[i];
        struct doc_block *heading = add(DOC_HEADING, bad[i]);
        heading->label = bad[i];
        struct doc_table *table = doc_new_table(doc, 1);
        table->caption = table->note = bad[i];
        doc_add_cell(doc, doc_add_row(doc, &table->header), bad[i]);
        doc_add_cell(doc, doc_add_row(doc, &table->rows), bad[i]);
        add(DOC_TABLE, NULL)->table = table;
        struct doc_chart *chart = doc_new_chart(doc, CHART_BARS);
        chart->caption = chart->alt = chart->note = chart->unit = bad[i];
        doc_add_category(doc, chart, bad[i]);
        doc_add_series(doc, chart, bad[i], (double[]){1});
        add(DOC_CHART, NULL)->chart = chart;
        render();
        lacks("<script");
        lacks("<img");
        lacks("<b>");
        lacks("<!--");
        lacks("</style");
        lacks("' onmouseover");
        lacks("\"><im");
        lacks("\xFF");
        if (bad[i][0] == '&')
            holds("&amp;lt;");
    }
}

/* A mark of writing direction would show "cba" where "abc" stands. */
static void marks_of_direction_are_taken_out(void **state)
{
    (void)state;
    add(DOC_PARAGRAPH, "\xE2\x80\xAE" "abc" "\xE2\x81\xA6")->id = "\xE2\x80\xAE";
    render();
    assert_string_equal(out.at, "<p id=\"-e2-80-ae\">\xEF\xBF\xBD" "abc\xEF\xBF\xBD</p>\n");
}

static void links_that_could_run_are_only_text(void **state)
{
    (void)state;
    static const struct {
        const char *address;
        bool link;
    } cases[] = {
        {"https://example.org/a?b=1&c=2", true}, {"mailto:a@example.org", true}, {"#t1", true}, {"district/zd.html", true}, {"../index.html", true},
        {"javascript:alert(1)", false}, {"JaVaScRiPt:alert(1)", false}, {" javascript:alert(1)", false}, {"java\tscript:alert(1)", false},
        {"data:text/html,x", false}, {"//example.org/", false}, {"\\\\example.org", false}, {"vbscript:x", false}, {"", false},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        end(NULL);
        begin(NULL);
        doc_add_run(doc, &add(DOC_PARAGRAPH, NULL)->runs, 0, "那里")->link = cases[i].address;
        render();
        if ((strstr(out.at, "<a ") != NULL) != cases[i].link) {
            print_error("address '%s' gives %s\n", cases[i].address, out.at);
            fail();
        }
        holds("那里");
    }
}

static void tables_name_their_columns_and_rows(void **state)
{
    (void)state;
    struct doc_table *table = doc_new_table(doc, 3);
    table->caption = "区县得分";
    table->note = "注：平均90.98分";
    table->columns.at[2].align = DOC_ALIGN_DECIMAL;
    struct doc_row *header = doc_add_row(doc, &table->header);
    doc_add_cell(doc, header, "名次");
    doc_add_cell(doc, header, "区县");
    doc_add_cell(doc, header, "得分");
    struct doc_row *row = doc_add_row(doc, &table->rows);
    doc_add_cell(doc, row, "1");
    doc_add_cell(doc, row, "张店区");
    doc_add_cell(doc, row, "94.24")->shade = 1;
    row = doc_add_row(doc, &table->rows);
    doc_add_cell(doc, row, "2");
    struct doc_cell *wide = doc_add_cell(doc, row, "合计");
    wide->columns = 2;
    row->strong = true;
    add(DOC_TABLE, NULL)->table = table;
    render();
    holds("<caption>区县得分</caption>");
    holds("<th scope=\"col\">区县</th><th scope=\"col\" class=\"n\">得分</th>");
    holds("<td>1</td><th scope=\"row\">张店区</th><td class=\"n shade9\">94.24</td>");
    holds("<tr class=\"strong\"><td>2</td><th scope=\"row\" colspan=\"2\">合计</th></tr>");
    holds("<p class=\"note\">注：平均90.98分</p>");
    holds("tabindex=\"0\" aria-label=\"区县得分\"");
    lacks("style=");
}

/* A range is not broken at its dash, and a sentence has a width to be read in: the sheet of styles knows them by class. */
static void ranges_and_sentences_are_told_apart(void **state)
{
    (void)state;
    struct doc_table *table = add(DOC_TABLE, NULL)->table = doc_new_table(doc, 4);
    table->columns.at[1].align = DOC_ALIGN_CENTRE;
    struct doc_row *row = doc_add_row(doc, &table->rows);
    doc_add_cell(doc, row, "张店");
    doc_add_cell(doc, row, "94.68–95.38");
    doc_add_cell(doc, row, "张店–临淄");
    doc_add_cell(doc, row, "表示非常满意的有效问卷占全部有效问卷的比重");
    render();
    holds("<td class=\"c range\">94.68–95.38</td><td>张店–临淄</td><td class=\"long\">表示");
}

/* With two rows of headers each head stands as the numbers below it do: at the left they stood over the column before. */
static void heads_in_two_rows_stand_over_their_columns(void **state)
{
    (void)state;
    struct doc_table *table = add(DOC_TABLE, NULL)->table = doc_new_table(doc, 3);
    table->columns.at[1].align = DOC_ALIGN_DECIMAL;
    table->columns.at[2].align = DOC_ALIGN_CENTRE;
    struct doc_row *above = doc_add_row(doc, &table->header);
    doc_add_cell(doc, above, "选项")->rows = 2;
    doc_add_cell(doc, above, "全部")->columns = 2;
    struct doc_row *below = doc_add_row(doc, &table->header);
    doc_add_cell(doc, below, "回答数");
    doc_add_cell(doc, below, "占比");
    render();
    holds("<tr><th scope=\"col\" rowspan=\"2\">选项</th><th scope=\"colgroup\" colspan=\"2\" class=\"c\">全部</th></tr>");
    holds("<tr><th scope=\"col\" class=\"n\">回答数</th><th scope=\"col\" class=\"c\">占比</th></tr>");
}

static void a_chart_is_drawn_and_tabulated(void **state)
{
    (void)state;
    struct doc_chart *chart = doc_new_chart(doc, CHART_FOREST);
    chart->caption = "满意率";
    chart->unit = "%";
    chart->decimals = 1;
    doc_add_category(doc, chart, "张店");
    doc_add_category(doc, chart, "淄川");
    struct chart_series *series = doc_add_series(doc, chart, "满意率", (double[]){91.125, NAN});
    series->lower = (double[]){88, NAN};
    series->upper = (double[]){93.25, NAN};
    add(DOC_CHART, NULL)->chart = chart;
    render();
    holds("<figcaption>满意率</figcaption>");
    holds("<svg ");
    holds("viewBox=");
    holds("<th scope=\"row\">张店</th><td class=\"n\">91.1（88.0–93.3）</td>");
    holds("<th scope=\"row\">淄川</th><td class=\"n\">—</td>");
    lacks("style=");
}

static void footnotes_stand_at_the_end_and_link_back(void **state)
{
    (void)state;
    struct doc_block *paragraph = add(DOC_PARAGRAPH, "正文");
    doc_add_run(doc, &paragraph->runs, 0, "甲")->footnote = "脚注一";
    add(DOC_PARAGRAPH, "后文");
    render();
    holds("<a id=\"r1\" href=\"#f1\" role=\"doc-noteref\">1</a>");
    const char *note = strstr(out.at, "<li id=\"f1\">脚注一"), *after = strstr(out.at, "后文");
    assert_non_null(note);
    assert_true(note > after);
}

static void lists_keep_their_numbers(void **state)
{
    (void)state;
    struct doc_block *list = add(DOC_LIST, NULL);
    static const char *const labels[] = {"3.", "4."};
    for (size_t i = 0; i < 2; i++) {
        struct doc_block *item = doc_add(doc, &list->children, DOC_ITEM);
        item->label = labels[i];
        doc_add_run(doc, &item->runs, 0, "项");
    }
    render();
    holds("<ol>\n<li value=\"3\">项</li>\n<li value=\"4\">项</li>\n</ol>");
}

static void a_prefix_begins_all_ids(void **state)
{
    (void)state;
    add(DOC_HEADING, "一")->level = 1;
    doc_add_run(doc, &add(DOC_PARAGRAPH, NULL)->runs, 0, "见")->link = "#s1";
    strbuf_clear(&out);
    render_html(doc, &(struct render_html_options){.id_prefix = "x-"}, &out);
    holds("id=\"x-2ds1\"");
    holds("href=\"#x-2ds1\"");
}

/* Numbers stand at captions where a text refers to them, and nowhere else. */
static void what_is_referred_to_has_its_number(void **state)
{
    (void)state;
    static const char png[] = "\x89PNG\r\n\x1A\n\0\0\0\rIHDR\0\0\0\x02\0\0\0\x03\x08\0\0\0\0\0\0\0\0";
    struct doc_block *text = add(DOC_PARAGRAPH, "见");
    for (int i = 0; i < 2; i++) {
        struct doc_block *block = add(DOC_TABLE, NULL);
        block->table = doc_new_table(doc, 1);
        block->table->caption = i ? "乙" : "甲";
        block->id = i ? "second" : NULL;
    }
    struct doc_block *picture = add(DOC_IMAGE, NULL);
    picture->image = doc_new_image(doc, png, sizeof png - 1);
    assert_non_null(picture->image);
    picture->image->caption = "丙";
    picture->image->alt = "<图>";
    render();
    holds("<caption>乙</caption>");
    text = &doc->blocks.at[0];
    doc_add_run(doc, &text->runs, DOC_REFERENCE, "[@second]")->link = "#second";
    doc_resolve(doc);
    render();
    holds("见<a href=\"#second\">表2</a>");
    holds("<caption>表2　乙</caption>");
    holds("<figcaption>图1　丙</figcaption>");
    holds("<img width=\"2\" height=\"3\" alt=\"&lt;图&gt;\" src=\"data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAIAAAADCAAAAAAAAAAA\">");
}

static void a_cover_and_an_address(void **state)
{
    (void)state;
    struct doc_block *cover = add(DOC_COVER, "报告");
    doc_add_run(doc, &doc_add(doc, &cover->children, DOC_PARAGRAPH)->runs, 0, "项目组");
    add(DOC_QR, NULL)->label = "https://example.org/a?b=1&c=2";
    add(DOC_QR, "点这里")->label = "javascript:alert(1)";
    render();
    holds("<header class=\"cover\">报告<p>项目组</p>");
    holds("<a href=\"https://example.org/a?b=1&amp;c=2\">https://example.org/a?b=1&amp;c=2</a>");
    lacks("javascript");
    holds("<p>点这里</p>");
}

/* Screen readers change their voice; names and signs between belong to the Chinese. */
static void chinese_within_english_says_so(void **state)
{
    (void)state;
    doc->language = "en";
    add(DOC_PARAGRAPH, "Place of 高新区 (2017年“全市”) and <b>");
    struct doc_block *block = add(DOC_TABLE, NULL);
    block->table = doc_new_table(doc, 1);
    block->table->caption = "得分 and rank";
    doc_add_cell(doc, doc_add_row(doc, &block->table->rows), "张店");
    render();
    holds("<p>Place of <span lang=\"zh-CN\">高新区</span> (2017<span lang=\"zh-CN\">年“全市</span>”) and &lt;b&gt;</p>");
    holds("<caption><span lang=\"zh-CN\">得分</span> and rank</caption>");
    holds("<span lang=\"zh-CN\">张店</span>");
    doc->language = "zh-CN";
    render();
    lacks("<span lang");
}

/* A number and its unit are one stressed word, though only the number is published. */
static void runs_of_the_same_marks_share_an_element(void **state)
{
    (void)state;
    struct doc_block *block = add(DOC_PARAGRAPH, "得");
    struct doc_run *run = doc_add_run(doc, &block->runs, DOC_STRONG, "95.04");
    run->data = "a/b";
    doc_add_run(doc, &block->runs, DOC_STRONG, "分");
    doc_add_run(doc, &block->runs, DOC_STRONG | DOC_EMPHASIS, "，");
    doc_add_run(doc, &block->runs, DOC_STRONG | DOC_LINE_BREAK, "第1名");
    doc_add_run(doc, &block->runs, DOC_STRONG, "见")->link = "https://example.org/";
    render();
    holds("<p>得<strong><data value=\"a/b\">95.04</data>分</strong><strong><em>，</em></strong><br><strong>第1名</strong><a href=\"https://example.org/\"><strong>见</strong></a></p>");
}

int main(void)
{
#define CASE(name) cmocka_unit_test_setup_teardown(name, begin, end)
    const struct CMUnitTest tests[] = {
        CASE(what_is_referred_to_has_its_number),
        CASE(a_cover_and_an_address),
        CASE(nothing_of_an_empty_document), CASE(the_mark_comes_first), CASE(headings_go_down_one_level_and_have_ids),
        CASE(links_that_could_run_are_only_text), CASE(tables_name_their_columns_and_rows), CASE(heads_in_two_rows_stand_over_their_columns), CASE(ranges_and_sentences_are_told_apart), CASE(a_chart_is_drawn_and_tabulated),
        CASE(footnotes_stand_at_the_end_and_link_back), CASE(lists_keep_their_numbers), CASE(a_prefix_begins_all_ids),
        CASE(hostile_text_stays_text), CASE(marks_of_direction_are_taken_out), CASE(chinese_within_english_says_so),
        CASE(runs_of_the_same_marks_share_an_element),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
