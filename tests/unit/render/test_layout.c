/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "layout_help.h"

static void item_text(const struct placed *item, struct strbuf *out)
{
    strbuf_clear(out);
    text_line_text(item->line, out);
}

static size_t count_texts(const struct layout_page *page)
{
    size_t count = 0;
    for (size_t i = 0; i < page->items.count; i++)
        count += page->items.at[i].kind == PLACED_TEXT;
    return count;
}

/* Index of the page that has a line with exactly this text; −1. */
static int page_of(const struct layout *layout, const char *text)
{
    struct strbuf line;
    strbuf_init(&line);
    int found = -1;
    for (size_t p = 0; p < layout->pages.count && found < 0; p++) {
        for (size_t i = 0; i < layout->pages.at[p].items.count; i++) {
            if (layout->pages.at[p].items.at[i].kind != PLACED_TEXT)
                continue;
            item_text(&layout->pages.at[p].items.at[i], &line);
            if (strcmp(line.at, text) == 0)
                found = (int)p;
        }
    }
    strbuf_release(&line);
    return found;
}

static void twenty_two_lines_fill_a_page(void **state)
{
    (void)state;
    const struct render_theme *theme = &render_theme_official;
    struct doc *doc = doc_new("zh-CN");
    help_lines(doc, 22);
    struct laid laid = lay(doc);
    assert_int_equal(laid.layout->pages.count, 1);
    assert_int_equal(count_texts(&laid.layout->pages.at[0]), 22);
    const struct placed *last = &laid.layout->pages.at[0].items.at[21];
    /* the last line's square ends where the type area does: 262 mm */
    check_close(last->y + 0.12 * theme->body_size, 262 * 72 / 25.4, 1e-4);
    check_close(last->x, 28 * 72 / 25.4, 1e-6);
    release(&laid, doc);

    doc = doc_new("zh-CN");
    help_lines(doc, 24);
    laid = lay(doc);
    assert_int_equal(laid.layout->pages.count, 2);
    /* even pages lie the other way round: 28 mm at the right */
    check_close(laid.layout->pages.at[1].items.at[0].x, 26 * 72 / 25.4, 1e-6);
    release(&laid, doc);
}

static void no_single_line_of_a_paragraph_stands_alone(void **state)
{
    (void)state;
    for (int before = 15; before < 22; before++) {
        for (int lines = 2; lines < 8; lines++) {
            struct doc *doc = doc_new("zh-CN");
            help_lines(doc, before);
            help_lines(doc, lines);
            struct laid laid = lay(doc);
            size_t first = count_texts(&laid.layout->pages.at[0]);
            assert_int_not_equal(first, before + 1);
            assert_true(first <= 22);
            if (laid.layout->pages.count > 1)
                assert_true(count_texts(&laid.layout->pages.at[1]) != 1);
            release(&laid, doc);
        }
    }
}

static void headings_keep_two_lines_of_what_follows(void **state)
{
    (void)state;
    for (int before = 15; before < 23; before++) {
        struct doc *doc = doc_new("zh-CN");
        help_lines(doc, before);
        help_block(doc, DOC_HEADING, "一、主要特点");
        struct doc_block *second = help_block(doc, DOC_HEADING, "（一）制度");
        second->level = 2;
        help_lines(doc, 6);
        struct laid laid = lay(doc);
        int heading = page_of(laid.layout, "一、主要特点");
        assert_int_equal(heading, page_of(laid.layout, "（一）制度"));
        size_t on_first = count_texts(&laid.layout->pages.at[0]);
        if (heading == 0)
            assert_true(on_first >= (size_t)before + 4);
        release(&laid, doc);
    }
}

static void attachments_begin_pages(void **state)
{
    (void)state;
    const struct render_theme *theme = &render_theme_official;
    struct doc *doc = doc_new("zh-CN");
    help_lines(doc, 2);
    help_block(doc, DOC_PAGE_BREAK, NULL); /* that both ask for a new page gives one */
    struct doc_block *block = help_block(doc, DOC_ATTACHMENT, "得分表");
    block->label = "附件1";
    help_lines(doc, 1);
    struct laid laid = lay(doc);
    assert_int_equal(laid.layout->pages.count, 2);
    assert_int_equal(page_of(laid.layout, "附件1"), 1);
    const struct placed *items = laid.layout->pages.at[1].items.at;
    check_close(items[0].y - theme->top, 0.88 * theme->body_size, 1e-6);
    /* the title on line 3, centred */
    check_close(items[1].y - theme->top, 2 * theme->leading + 0.88 * theme->title_size, 1e-6);
    check_close(items[1].x + items[1].width / 2, 26 * 72 / 25.4 + theme->width / 2, 1e-6);
    assert_int_equal(laid.layout->bookmarks.count, 1);
    assert_string_equal(laid.layout->bookmarks.at[0].title, "附件1　得分表");
    release(&laid, doc);
}

static void page_numbers_stand_outside(void **state)
{
    (void)state;
    const struct render_theme *theme = &render_theme_official;
    struct doc *doc = doc_new("zh-CN");
    doc->mark = "模拟数据，非真实评估结果";
    help_lines(doc, 30);
    struct laid laid = lay(doc);
    struct strbuf text;
    strbuf_init(&text);
    for (size_t p = 0; p < 2; p++) {
        const struct layout_page *page = &laid.layout->pages.at[p];
        assert_int_equal(page->margins.count, 3);
        item_text(&page->margins.at[0], &text);
        assert_string_equal(text.at, p == 0 ? "— 1 —" : "— 2 —");
        item_text(&page->margins.at[1], &text);
        assert_string_equal(text.at, doc->mark);
        assert_true(page->margins.at[1].y < theme->top);
        assert_true(page->margins.at[0].y > theme->top + theme->height);
    }
    const struct placed *odd = &laid.layout->pages.at[0].margins.at[0], *even = &laid.layout->pages.at[1].margins.at[0];
    check_close(odd->x + odd->width, theme->left + theme->width - theme->pitch, 1e-6);
    check_close(even->x, 26 * 72 / 25.4 + theme->pitch, 1e-6);
    strbuf_release(&text);
    release(&laid, doc);
}

/* Tables ----------------------------------------------------------------------------------------------- */

static struct doc_table *table_of(struct doc *doc, size_t columns, int rows, const char *text)
{
    struct doc_table *table = doc_new_table(doc, columns);
    table->caption = doc_text(doc, "得分");
    struct doc_row *header = doc_add_row(doc, &table->header);
    for (size_t c = 0; c < columns; c++)
        doc_add_cell(doc, header, c == 0 ? "区县" : "栏");
    for (int r = 0; r < rows; r++) {
        struct doc_row *row = doc_add_row(doc, &table->rows);
        for (size_t c = 0; c < columns; c++)
            doc_add_cell(doc, row, c == 0 ? arena_printf(doc->arena, "行%d", r) : text);
    }
    doc_add(doc, &doc->blocks, DOC_TABLE)->table = table;
    return table;
}

static void headers_are_repeated(void **state)
{
    (void)state;
    struct doc *doc = doc_new("zh-CN");
    table_of(doc, 3, 100, "94.24");
    struct laid laid = lay(doc);
    assert_true(laid.layout->pages.count >= 3);
    struct strbuf text;
    strbuf_init(&text);
    for (size_t p = 0; p < laid.layout->pages.count; p++) {
        bool header = false;
        for (size_t i = 0; i < laid.layout->pages.at[p].items.count && !header; i++) {
            const struct placed *item = &laid.layout->pages.at[p].items.at[i];
            if (item->kind != PLACED_TEXT)
                continue;
            item_text(item, &text);
            header = strcmp(text.at, "区县") == 0;
            assert_true(item->y < render_theme_official.top + render_theme_official.height);
        }
        assert_true(header);
    }
    for (int r = 0; r < 100; r++) {
        char name[16];
        snprintf(name, sizeof name, "行%d", r);
        assert_true(page_of(laid.layout, name) >= 0);
    }
    strbuf_release(&text);
    release(&laid, doc);
}

static void nothing_leaves_the_type_area(void **state)
{
    (void)state;
    const struct render_theme *theme = &render_theme_official;
    for (size_t columns = 1; columns <= 12; columns++) {
        struct doc *doc = doc_new("zh-CN");
        table_of(doc, columns, 30, columns < 4 ? "牵头部门组织有力，制度健全，推广效果明显，群众满意度较高，但宣传方式较为单一" : "94.24");
        struct laid laid = lay(doc);
        assert_non_null(laid.layout);
        for (size_t p = 0; p < laid.layout->pages.count; p++) {
            double left = p % 2 == 0 ? theme->left : theme->page_width - theme->left - theme->width;
            for (size_t i = 0; i < laid.layout->pages.at[p].items.count; i++) {
                const struct placed *item = &laid.layout->pages.at[p].items.at[i];
                assert_true(item->x >= left - 0.01);
                assert_true(item->x + item->width <= left + theme->width + 0.02);
                assert_true(item->y >= theme->top - 0.01 && item->y <= theme->top + theme->height + 0.01);
            }
        }
        release(&laid, doc);
    }
}

static void decimal_points_are_aligned(void **state)
{
    (void)state;
    struct doc *doc = doc_new("zh-CN");
    struct doc_table *table = doc_new_table(doc, 1);
    table->columns.at[0].align = DOC_ALIGN_DECIMAL;
    static const char *const values[] = {"100", "94.24", "9.5", "—"};
    for (size_t i = 0; i < COUNT_OF(values); i++)
        doc_add_cell(doc, doc_add_row(doc, &table->rows), values[i]);
    doc_add(doc, &doc->blocks, DOC_TABLE)->table = table;
    struct laid laid = lay(doc);
    double points[3] = {0};
    size_t found = 0;
    for (size_t i = 0; i < laid.layout->pages.at[0].items.count; i++) {
        const struct placed *item = &laid.layout->pages.at[0].items.at[i];
        if (item->kind != PLACED_TEXT || item->line->glyphs.at[0].code < '0' || item->line->glyphs.at[0].code > '9')
            continue;
        size_t k = 0;
        while (k < item->line->glyphs.count && item->line->glyphs.at[k].code != '.')
            k++;
        assert_true(found < 3);
        points[found++] = item->x + (k < item->line->glyphs.count ? item->line->glyphs.at[k].x : item->width);
    }
    assert_int_equal(found, 3);
    check_close(points[0], points[1], 1e-4);
    check_close(points[1], points[2], 1e-4);
    release(&laid, doc);
}

static void one_line_under_the_cells_of_a_row(void **state)
{
    (void)state;
    struct doc *doc = doc_new("zh-CN");
    table_of(doc, 5, 6, "94.24");
    struct laid laid = lay(doc);
    size_t rules = 0;
    for (size_t i = 0; i < laid.layout->pages.at[0].items.count; i++) {
        const struct placed *item = &laid.layout->pages.at[0].items.at[i];
        if (item->kind != PLACED_RULE)
            continue;
        rules++;
        check_close(item->width, render_theme_official.width, 1e-6);
    }
    assert_int_equal(rules, 3 + 5); /* above, below the header, below; between six rows */
    release(&laid, doc);
}

/* "20" once went with the number, and no space was left before the 项 that follows. */
static void a_name_that_begins_with_a_number_is_no_number_of_an_attachment(void **state)
{
    (void)state;
    struct doc *doc = doc_new("zh-CN");
    struct doc_block *list = doc_add(doc, &doc->blocks, DOC_ATTACHMENTS);
    static const char *const names[] = {"20项经验得分", "3．2018年样本", "名单"};
    for (size_t i = 0; i < COUNT_OF(names); i++)
        doc_add_run(doc, &doc_add(doc, &list->children, DOC_ITEM)->runs, 0, names[i]);
    list->children.at[0].label = "1.";
    struct laid laid = lay(doc);
    assert_true(page_of(laid.layout, "1. ") >= 0 && page_of(laid.layout, "20项经验得分") >= 0);
    assert_true(page_of(laid.layout, "3．") >= 0 && page_of(laid.layout, "2018年样本") >= 0);
    assert_true(page_of(laid.layout, "3. ") >= 0 && page_of(laid.layout, "名单") >= 0);
    release(&laid, doc);
}

static void a_table_of_one_column_too_wide_is_refused(void **state)
{
    (void)state;
    struct doc *doc = doc_new("zh-CN");
    char digits[201] = {0};
    memset(digits, '7', sizeof digits - 1);
    table_of(doc, 16, 3, doc_text(doc, digits));
    struct laid laid = lay(doc);
    assert_null(laid.layout);
    assert_int_equal(laid.diags.errors, 1);
    assert_non_null(strstr(laid.diags.at[0].text, "得分"));
    release(&laid, doc);
}

static void a_wide_table_is_turned(void **state)
{
    (void)state;
    struct doc *doc = doc_new("zh-CN");
    help_lines(doc, 1);
    table_of(doc, 16, 3, "1234.56")->landscape = true;
    help_lines(doc, 1);
    struct laid laid = lay(doc);
    assert_non_null(laid.layout);
    /* the line behind it passes it and stands below the first */
    assert_int_equal(laid.layout->pages.count, 2);
    assert_false(laid.layout->pages.at[0].turned);
    assert_int_equal(count_texts(&laid.layout->pages.at[0]), 2);
    assert_true(laid.layout->pages.at[1].turned);
    release(&laid, doc);
}

static void a_cell_of_ten_thousand_characters(void **state)
{
    (void)state;
    struct doc *doc = doc_new("zh-CN");
    struct strbuf text;
    strbuf_init(&text);
    for (int i = 0; i < 10000; i++)
        strbuf_adds(&text, "评");
    table_of(doc, 2, 1, text.at);
    struct laid laid = lay(doc);
    assert_non_null(laid.layout);
    size_t glyphs = 0;
    for (size_t p = 0; p < laid.layout->pages.count; p++) {
        for (size_t i = 0; i < laid.layout->pages.at[p].items.count; i++) {
            const struct placed *item = &laid.layout->pages.at[p].items.at[i];
            if (item->kind != PLACED_TEXT)
                continue;
            assert_true(item->y <= render_theme_official.top + render_theme_official.height);
            for (size_t k = 0; k < item->line->glyphs.count; k++)
                glyphs += item->line->glyphs.at[k].code == 0x8BC4;
        }
    }
    assert_int_equal(glyphs, 10000);
    strbuf_release(&text);
    release(&laid, doc);
}

static void a_spanning_cell_higher_than_a_page_is_refused(void **state)
{
    (void)state;
    struct doc *doc = doc_new("zh-CN");
    struct strbuf text;
    strbuf_init(&text);
    for (int i = 0; i < 10000; i++)
        strbuf_adds(&text, "评");
    struct doc_table *table = table_of(doc, 2, 2, text.at);
    table->rows.at[0].cells.at[0].rows = 2;
    table->rows.at[1].cells.at++;
    table->rows.at[1].cells.count--;
    struct laid laid = lay(doc);
    assert_null(laid.layout);
    assert_non_null(strstr(laid.diags.at[0].text, "higher than a page"));
    strbuf_release(&text);
    release(&laid, doc);
}

static void rows_of_a_group_stay_together(void **state)
{
    (void)state;
    for (int before = 0; before < 8; before++) {
        struct doc *doc = doc_new("zh-CN");
        struct doc_table *table = table_of(doc, 2, 24 + before, "1");
        for (size_t r = 20; r < 27 && r < table->rows.count; r++)
            table->rows.at[r].group = 1;
        struct laid laid = lay(doc);
        size_t last = table->rows.count - 1 < 26 ? table->rows.count - 1 : 26;
        char first_name[16], last_name[16];
        snprintf(first_name, sizeof first_name, "行%d", 20);
        snprintf(last_name, sizeof last_name, "行%zu", last);
        assert_int_equal(page_of(laid.layout, first_name), page_of(laid.layout, last_name));
        release(&laid, doc);
    }
}

/* Links, contents, notes ------------------------------------------------------------------------------- */

static void contents_know_their_pages(void **state)
{
    (void)state;
    struct doc *doc = doc_new("zh-CN");
    struct doc_block *contents = help_block(doc, DOC_CONTENTS, NULL);
    contents->level = 2;
    help_block(doc, DOC_PAGE_BREAK, NULL);
    help_lines(doc, 22);
    help_block(doc, DOC_HEADING, "一、主要特点");
    help_lines(doc, 2);
    struct laid laid = lay(doc);
    assert_int_equal(laid.layout->pages.count, 3);
    struct strbuf text;
    strbuf_init(&text);
    const struct layout_page *page = &laid.layout->pages.at[0];
    size_t texts = 0;
    for (size_t i = 0; i < page->items.count; i++) {
        if (page->items.at[i].kind != PLACED_TEXT)
            continue;
        item_text(&page->items.at[i], &text);
        if (++texts == 2)
            assert_string_equal(text.at, "一、主要特点");
        if (texts == 4)
            assert_string_equal(text.at, "3");
    }
    assert_int_equal(texts, 4);
    strbuf_release(&text);
    release(&laid, doc);
}

static void footnotes_stand_on_the_page_of_their_mark(void **state)
{
    (void)state;
    for (int before = 16; before < 23; before++) {
        struct doc *doc = doc_new("zh-CN");
        help_lines(doc, before);
        struct doc_block *block = help_block(doc, DOC_PARAGRAPH, NULL);
        doc_add_run(doc, &block->runs, 0, "依据")->footnote = "实施意见";
        struct laid laid = lay(doc);
        int mark = page_of(laid.layout, "依据[1]");
        assert_true(mark >= 0);
        assert_int_equal(mark, page_of(laid.layout, "[1] 实施意见"));
        release(&laid, doc);
    }
}

/* Also on pages and in columns that others follow. */
static void footnotes_stand_within_the_type_area(void **state)
{
    (void)state;
    for (int columns = 1; columns <= 2; columns++) {
        struct doc *doc = doc_new("zh-CN");
        for (int i = 0; i < 12; i++) {
            struct doc_block *block = help_block(doc, DOC_PARAGRAPH, NULL);
            doc_add_run(doc, &block->runs, 0, "依据")->footnote = "实施意见";
            help_lines(doc, 3 + i);
        }
        struct render_theme theme = render_theme_official;
        theme.columns = columns;
        theme.column_gap = 24;
        struct laid laid = {.arena = arena_new()};
        laid.setter = (struct typesetter){.arena = laid.arena, .faces = faces};
        diags_init(&laid.diags);
        laid.layout = layout_document(doc, &theme, &laid.setter, &laid.diags);
        assert_non_null(laid.layout);
        assert_true(laid.layout->pages.count >= 2);
        size_t notes = 0;
        for (size_t p = 0; p < laid.layout->pages.count; p++) {
            const struct layout_page *page = &laid.layout->pages.at[p];
            for (size_t i = 0; i < page->items.count; i++) {
                const struct placed *item = &page->items.at[i];
                assert_true(item->y <= theme.top + theme.height + 0.01);
                notes += item->kind == PLACED_RULE; /* one above those of each page or column */
            }
        }
        assert_true(notes >= 2);
        release(&laid, doc);
    }
}

/* All of it kept together is more than a page: broken where the page ends, nothing lost. */
static void more_kept_together_than_a_page_holds(void **state)
{
    (void)state;
    struct doc *doc = doc_new("zh-CN");
    for (int i = 0; i < 30; i++) {
        help_lines(doc, 2);
        doc->blocks.at[doc->blocks.count - 1].keep_next = true;
    }
    for (int i = 0; i < 40; i++)
        help_block(doc, DOC_HEADING, "一、特点");
    struct laid laid = lay(doc);
    size_t texts = 0;
    for (size_t p = 0; p < laid.layout->pages.count; p++)
        texts += count_texts(&laid.layout->pages.at[p]);
    assert_int_equal(texts, 100);
    assert_int_equal(laid.layout->pages.count, 5);
    release(&laid, doc);
}

static void an_address_in_a_cell_breaks(void **state)
{
    (void)state;
    struct doc *doc = doc_new("zh-CN");
    table_of(doc, 5, 2, "http://www.example.gov.cn/reform/2017/evaluation/index.html?department=court&district=zhangdian");
    struct laid laid = lay(doc);
    assert_non_null(laid.layout);
    for (size_t i = 0; i < laid.layout->pages.at[0].items.count; i++) {
        const struct placed *item = &laid.layout->pages.at[0].items.at[i];
        assert_true(item->x + item->width <= render_theme_official.left + render_theme_official.width + 0.02);
    }
    release(&laid, doc);
}

static void an_empty_document_has_a_page(void **state)
{
    (void)state;
    struct doc *doc = doc_new("zh-CN");
    struct laid laid = lay(doc);
    assert_int_equal(laid.layout->pages.count, 1);
    release(&laid, doc);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(twenty_two_lines_fill_a_page),
        cmocka_unit_test(no_single_line_of_a_paragraph_stands_alone),
        cmocka_unit_test(headings_keep_two_lines_of_what_follows),
        cmocka_unit_test(attachments_begin_pages),
        cmocka_unit_test(page_numbers_stand_outside),
        cmocka_unit_test(headers_are_repeated),
        cmocka_unit_test(nothing_leaves_the_type_area),
        cmocka_unit_test(decimal_points_are_aligned),
        cmocka_unit_test(one_line_under_the_cells_of_a_row),
        cmocka_unit_test(a_name_that_begins_with_a_number_is_no_number_of_an_attachment),
        cmocka_unit_test(a_table_of_one_column_too_wide_is_refused),
        cmocka_unit_test(a_wide_table_is_turned),
        cmocka_unit_test(a_cell_of_ten_thousand_characters),
        cmocka_unit_test(a_spanning_cell_higher_than_a_page_is_refused),
        cmocka_unit_test(rows_of_a_group_stay_together),
        cmocka_unit_test(contents_know_their_pages),
        cmocka_unit_test(footnotes_stand_on_the_page_of_their_mark),
        cmocka_unit_test(footnotes_stand_within_the_type_area),
        cmocka_unit_test(more_kept_together_than_a_page_holds),
        cmocka_unit_test(an_address_in_a_cell_breaks),
        cmocka_unit_test(an_empty_document_has_a_page),
    };
    return cmocka_run_group_tests(tests, open_faces, close_faces);
}
