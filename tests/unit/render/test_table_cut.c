/* SPDX-License-Identifier: GPL-3.0-or-later
 * A table that goes on: on the next page, or as the next table where it has more columns than fit. Nothing of it is lost or stands twice, and
 * each part says what it is a part of.
 */
#include "layout_help.h"

/* How many lines of all pages have this text. */
static int lines_with(const struct layout *layout, const char *text)
{
    auto_strbuf struct strbuf line;
    strbuf_init(&line);
    int found = 0;
    for (size_t p = 0; p < layout->pages.count; p++)
        for (size_t i = 0; i < layout->pages.at[p].items.count; i++) {
            if (layout->pages.at[p].items.at[i].kind != PLACED_TEXT)
                continue;
            strbuf_clear(&line);
            text_line_text(layout->pages.at[p].items.at[i].line, &line);
            found += strcmp(line.at, text) == 0;
        }
    return found;
}

static bool on_page(const struct layout *layout, size_t page, const char *text)
{
    struct layout one = {.pages = {.at = layout->pages.at + page, .count = 1}};
    return lines_with(&one, text) > 0;
}

/* Scores of pairs: value of row r and column c is r.cc, the last column is a mean. */
static struct doc_table *pairs_of(struct doc *doc, size_t rows, size_t columns)
{
    struct doc_table *table = doc_new_table(doc, columns + 1);
    table->caption = "各项目得分";
    struct doc_row *header = doc_add_row(doc, &table->header);
    doc_add_cell(doc, header, "项目");
    for (size_t c = 0; c < columns; c++)
        doc_add_cell(doc, header, arena_printf(doc->arena, "县%zu", c + 1));
    for (size_t r = 0; r < rows; r++) {
        struct doc_row *row = doc_add_row(doc, &table->rows);
        doc_add_cell(doc, row, arena_printf(doc->arena, "第%zu项", r + 1));
        for (size_t c = 0; c < columns; c++)
            doc_add_cell(doc, row, arena_printf(doc->arena, "%zu.%02zu", r + 1, c + 1));
    }
    doc_add(doc, &doc->blocks, DOC_TABLE)->table = table;
    return table;
}

static void check_whole(const struct layout *layout, size_t rows, size_t columns, int parts)
{
    char text[32];
    for (size_t r = 1; r <= rows; r++) {
        snprintf(text, sizeof text, "第%zu项", r);
        assert_int_equal(lines_with(layout, text), parts);
        for (size_t c = 1; c <= columns; c++) {
            snprintf(text, sizeof text, "%zu.%02zu", r, c);
            assert_int_equal(lines_with(layout, text), 1);
        }
    }
}

static void pairs_of_two_large_kinds(void **state)
{
    (void)state;
    static const size_t sizes[] = {26, 31, 47, 90};
    for (size_t s = 0; s < COUNT_OF(sizes); s++)
        for (int landscape = 0; landscape < 2; landscape++) {
            struct doc *doc = doc_new("zh-CN");
            pairs_of(doc, 12, sizes[s])->landscape = landscape;
            struct laid laid = lay(doc);
            assert_non_null(laid.layout);
            assert_int_equal(lines_with(laid.layout, "表1　各项目得分"), 1);
            int parts = lines_with(laid.layout, "第1项"), heads = lines_with(laid.layout, "项目"); /* a part may go on on the next page */
            assert_true(parts > (s == 0 && landscape ? 0 : 1) && heads >= parts);
            assert_int_equal(lines_with(laid.layout, "表1　各项目得分（续）"), heads - 1);
            check_whole(laid.layout, 12, sizes[s], parts);
            release(&laid, doc);
        }
}

static void the_note_stands_once_and_the_next_table_has_the_next_number(void **state)
{
    (void)state;
    struct doc *doc = doc_new("en");
    struct doc_table *table = pairs_of(doc, 4, 40);
    table->caption = "Scores";
    table->note = "Note: means.";
    pairs_of(doc, 4, 4)->caption = "Means";
    struct laid laid = lay(doc);
    assert_int_equal(lines_with(laid.layout, "Table 1. Scores"), 1);
    assert_true(lines_with(laid.layout, "Table 1. Scores (continued)") > 0);
    assert_int_equal(lines_with(laid.layout, "Note: means."), 1);
    assert_int_equal(lines_with(laid.layout, "Table 2. Means"), 1);
    release(&laid, doc);
}

/* Score and place of each district below its name: the two are not parted. */
static void headers_over_two_columns_stay_whole(void **state)
{
    (void)state;
    struct doc *doc = doc_new("zh-CN");
    struct doc_table *table = doc_new_table(doc, 61);
    table->caption = "得分和名次";
    doc_add_row(doc, &table->header);
    doc_add_row(doc, &table->header);
    struct doc_row *top = &table->header.at[0], *below = &table->header.at[1], *row = doc_add_row(doc, &table->rows);
    doc_add_cell(doc, top, "项目")->rows = 2;
    doc_add_cell(doc, row, "甲");
    for (int c = 0; c < 30; c++) {
        doc_add_cell(doc, top, arena_printf(doc->arena, "县%d", c))->columns = 2;
        doc_add_cell(doc, below, "得分");
        doc_add_cell(doc, below, "名次");
        doc_add_cell(doc, row, "98.76");
        doc_add_cell(doc, row, "12");
    }
    doc_add(doc, &doc->blocks, DOC_TABLE)->table = table;
    struct laid laid = lay(doc);
    char text[32];
    for (int c = 0; c < 30; c++) {
        snprintf(text, sizeof text, "县%d", c);
        assert_int_equal(lines_with(laid.layout, text), 1);
    }
    assert_int_equal(lines_with(laid.layout, "98.76"), 30);
    assert_int_equal(lines_with(laid.layout, "12"), 30);
    assert_true(lines_with(laid.layout, "甲") > 1);
    release(&laid, doc);
}

/* A row that is a heading of its own, over all columns, heads its rows in each part. */
static void a_cell_over_all_columns_stands_in_each_part(void **state)
{
    (void)state;
    struct doc *doc = doc_new("zh-CN");
    struct doc_table *table = pairs_of(doc, 3, 40);
    struct doc_row *group = doc_add_row(doc, &table->rows);
    doc_add_cell(doc, group, "第二批")->columns = 41;
    struct laid laid = lay(doc);
    int parts = lines_with(laid.layout, "项目");
    assert_true(parts > 1);
    assert_int_equal(lines_with(laid.layout, "第二批"), parts);
    check_whole(laid.layout, 3, 40, parts);
    release(&laid, doc);
}

static void a_further_page_says_what_goes_on(void **state)
{
    (void)state;
    for (int english = 0; english < 2; english++) {
        struct doc *doc = doc_new(english ? "en" : "zh-CN");
        pairs_of(doc, 90, 3);
        struct laid laid = lay(doc);
        size_t pages = laid.layout->pages.count;
        const char *first = english ? "Table 1. 各项目得分" : "表1　各项目得分", *further = english ? "Table 1. 各项目得分 (continued)" : "表1　各项目得分（续）";
        assert_true(pages >= 3);
        for (size_t p = 0; p < pages; p++)
            assert_true(on_page(laid.layout, p, p == 0 ? first : further) && !on_page(laid.layout, p, p == 0 ? further : first));
        check_whole(laid.layout, 90, 3, 1);
        release(&laid, doc);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pairs_of_two_large_kinds),
        cmocka_unit_test(the_note_stands_once_and_the_next_table_has_the_next_number),
        cmocka_unit_test(headers_over_two_columns_stay_whole),
        cmocka_unit_test(a_cell_over_all_columns_stands_in_each_part),
        cmocka_unit_test(a_further_page_says_what_goes_on),
    };
    return cmocka_run_group_tests(tests, open_faces, close_faces);
}
