/* SPDX-License-Identifier: GPL-3.0-or-later
 * Where tables and charts stand that do not fit on the rest of a page, seen in what the layout places.
 */
#include <math.h>

#include "../../../src/render/scene.h"
#include "layout_help.h"

/* Documents -------------------------------------------------------------------------------------------- */

static struct doc_table *add_table(struct doc *doc, int rows, const char *name)
{
    struct doc_table *table = doc_new_table(doc, 2);
    table->caption = doc_text(doc, name);
    struct doc_row *header = doc_add_row(doc, &table->header);
    doc_add_cell(doc, header, "栏目");
    doc_add_cell(doc, header, "得分");
    for (int r = 0; r < rows; r++) {
        struct doc_row *row = doc_add_row(doc, &table->rows);
        doc_add_cell(doc, row, arena_printf(doc->arena, "%s行%d", name, r));
        doc_add_cell(doc, row, "94.24");
    }
    doc_add(doc, &doc->blocks, DOC_TABLE)->table = table;
    return table;
}

/* About 15.5 pt a bar, 60 pt besides. */
static void add_chart(struct doc *doc, int bars, const char *name)
{
    struct doc_chart *chart = doc_new_chart(doc, CHART_BARS);
    double values[64];
    for (int i = 0; i < bars; i++) {
        doc_add_category(doc, chart, arena_printf(doc->arena, "单位%d", i));
        values[i] = 90 + i % 7;
    }
    doc_add_series(doc, chart, "得分", values);
    chart->caption = doc_text(doc, name);
    chart->note = doc_text(doc, arena_printf(doc->arena, "注：%s的说明。", name));
    doc_add(doc, &doc->blocks, DOC_CHART)->chart = chart;
}

static void add_text(struct doc *doc, int lines)
{
    help_lines(doc, lines);
}

static void add_heading(struct doc *doc, int level, const char *text)
{
    help_block(doc, DOC_HEADING, text)->level = level;
}

/* Pages ------------------------------------------------------------------------------------------------ */

static bool line_is(const struct placed *item, const char *part)
{
    if (item->kind != PLACED_TEXT)
        return false;
    auto_strbuf struct strbuf text;
    strbuf_init(&text);
    text_line_text(item->line, &text);
    return strstr(text.at, part) != NULL;
}

/* Page, from 0, and place down the page of the first line that holds `part`. */
static size_t find(const struct layout *layout, const char *part, double *ret_y)
{
    for (size_t p = 0; p < layout->pages.count; p++) {
        for (size_t i = 0; i < layout->pages.at[p].items.count; i++) {
            if (!line_is(&layout->pages.at[p].items.at[i], part))
                continue;
            if (ret_y)
                *ret_y = layout->pages.at[p].items.at[i].y;
            return p;
        }
    }
    print_error("no line holds '%s'\n", part);
    assert_true(false);
    return 0;
}

static double lowest(const struct layout_page *page)
{
    double y = 0;
    for (size_t i = 0; i < page->items.count; i++) {
        const struct placed *item = &page->items.at[i];
        y = fmax(y, item->kind == PLACED_TEXT ? item->y : item->y + item->height);
    }
    return y;
}

/* Share of the type area below what stands on the page. */
static double blank_of(const struct layout_page *page)
{
    const struct render_theme *theme = &render_theme_official;
    return (theme->top + theme->height - lowest(page)) / theme->height;
}

static size_t count_lines(const struct layout *layout, size_t page, const char *part)
{
    size_t count = 0;
    for (size_t i = 0; i < layout->pages.at[page].items.count; i++)
        count += line_is(&layout->pages.at[page].items.at[i], part);
    return count;
}

/* Rules ------------------------------------------------------------------------------------------------ */

static void text_fills_the_page_before_a_chart(void **state)
{
    (void)state;
    struct doc *doc = doc_new("zh-CN");
    add_text(doc, 12);
    add_chart(doc, 20, "位置");
    add_text(doc, 14);
    struct laid laid = lay(doc);
    double caption = 0;
    assert_int_equal(laid.layout->pages.count, 2);
    assert_int_equal(count_lines(laid.layout, 0, "评评"), 22);
    assert_int_equal(find(laid.layout, "位置", &caption), 1);
    assert_true(laid.layout->pages.at[1].items.at[0].kind == PLACED_SCENE); /* at the head of the page */
    assert_int_equal(find(laid.layout, "位置的说明", NULL), 1);
    release(&laid, doc);
}

static void what_fits_stays_in_its_place(void **state)
{
    (void)state;
    struct doc *doc = doc_new("zh-CN");
    add_text(doc, 3);
    add_table(doc, 5, "表甲");
    add_text(doc, 3);
    struct laid laid = lay(doc);
    double row = 0;
    find(laid.layout, "表甲行4", &row);
    assert_int_equal(laid.layout->pages.count, 1);
    assert_true(row < lowest(&laid.layout->pages.at[0]) - 2 * render_theme_official.leading);
    release(&laid, doc);
}

/* The blank that the grid leaves below a table is shared with what is above it. */
static void a_table_stands_in_the_middle_of_its_room(void **state)
{
    (void)state;
    const double leading = render_theme_official.leading;
    for (int rows = 3; rows < 12; rows++) {
        struct doc *doc = doc_new("zh-CN");
        add_text(doc, 3);
        add_table(doc, rows, "表甲");
        help_block(doc, DOC_PARAGRAPH, "后文。");
        struct laid laid = lay(doc);
        const struct layout_page *page = &laid.layout->pages.at[0];
        double caption = 0, text = 0, first = 1e9, last = 0;
        find(laid.layout, "表1", &caption);
        find(laid.layout, "后文", &text);
        for (size_t i = 0; i < page->items.count; i++) {
            if (page->items.at[i].kind != PLACED_RULE)
                continue;
            first = fmin(first, page->items.at[i].y);
            last = fmax(last, page->items.at[i].y);
        }
        double steps = (text - page->items.at[0].y) / leading;
        check_close(steps, round(steps), 1e-6); /* on the grid again */
        double above = caption - page->items.at[2].y, below = text - last; /* third line of the text */
        assert_true(above < below + leading && below < above + leading);
        assert_true(below < 1.7 * leading);
        release(&laid, doc);
    }
}

static void order_and_numbers_are_those_of_the_document(void **state)
{
    (void)state;
    for (int lines = 0; lines < 22; lines++) {
        struct doc *doc = doc_new("zh-CN");
        add_text(doc, lines < 2 ? 2 : lines);
        add_chart(doc, 16, "图甲");
        add_text(doc, 5);
        add_table(doc, 6, "表甲");
        add_text(doc, 4);
        add_table(doc, 9, "表乙");
        add_chart(doc, 8, "图乙");
        add_text(doc, 6);
        struct laid laid = lay(doc);
        static const char *const captions[] = {"图1　图甲", "表1　表甲", "表2　表乙", "图2　图乙"};
        size_t before = 0;
        double above = 0;
        for (size_t i = 0; i < COUNT_OF(captions); i++) {
            double y = 0;
            size_t page = find(laid.layout, captions[i], &y);
            assert_true(page > before || (page == before && y > above));
            before = page;
            above = y;
        }
        release(&laid, doc);
    }
}

/* On the page where it is spoken of, or at the head of the next. */
static void a_chart_is_never_far(void **state)
{
    (void)state;
    for (int lines = 2; lines < 40; lines++) {
        struct doc *doc = doc_new("zh-CN");
        add_text(doc, lines);
        help_block(doc, DOC_PARAGRAPH, "见图一。");
        add_chart(doc, 20, "图一");
        add_text(doc, 60);
        struct laid laid = lay(doc);
        size_t spoken = find(laid.layout, "见图一", NULL), page = find(laid.layout, "图1　图一", NULL);
        assert_true(page - spoken <= 1);
        assert_true(blank_of(&laid.layout->pages.at[0]) < 0.1);
        release(&laid, doc);
    }
}

static void its_section_is_left_only_for_much_blank(void **state)
{
    (void)state;
    int left = 0, kept = 0;
    for (int lines = 4; lines < 21; lines++) {
        struct doc *doc = doc_new("zh-CN");
        add_heading(doc, 1, "一、得分");
        add_text(doc, lines);
        add_chart(doc, 26, "图一");
        add_heading(doc, 1, "二、问卷");
        add_text(doc, 30);
        struct laid laid = lay(doc);
        size_t page = find(laid.layout, "图1　图一", NULL), next = find(laid.layout, "二、问卷", NULL);
        if (page == 1) {
            left += next == 0;
            kept += next == 1;
            assert_true(blank_of(&laid.layout->pages.at[0]) < 0.34);
            assert_true(next == 0 || lines + 1 >= 14); /* a third of 22 lines is blank at most */
            assert_true(next == 1 || lines + 1 <= 18); /* for a few lines a chart stays with its section */
        }
        release(&laid, doc);
    }
    assert_true(left > 0 && kept > 0);
}

static void attachments_and_signatures_are_not_passed(void **state)
{
    (void)state;
    for (int lines = 2; lines < 22; lines++) {
        struct doc *doc = doc_new("zh-CN");
        add_text(doc, lines);
        add_table(doc, 7, "表甲");
        struct doc_block *signature = help_block(doc, DOC_SIGNATURE, NULL);
        doc_add_run(doc, &doc_add(doc, &signature->children, DOC_PARAGRAPH)->runs, 0, "评估项目组");
        add_chart(doc, 20, "图甲");
        help_block(doc, DOC_ATTACHMENT, "得分表")->label = "附件1";
        add_text(doc, 3);
        struct laid laid = lay(doc);
        double row = 0, name = 0;
        size_t page = find(laid.layout, "表甲行6", &row), signed_on = find(laid.layout, "评估项目组", &name);
        assert_true(page < signed_on || (page == signed_on && row < name));
        assert_true(page == signed_on); /* what is signed stands above it */
        assert_true(find(laid.layout, "图1　图甲", NULL) < find(laid.layout, "附件1", NULL));
        release(&laid, doc);
    }
}

static void headings_have_something_below_them(void **state)
{
    (void)state;
    for (int lines = 2; lines < 24; lines++) {
        for (int kind = 0; kind < 3; kind++) {
            struct doc *doc = doc_new("zh-CN");
            add_text(doc, lines);
            add_heading(doc, 1, "一、记录");
            if (kind == 0)
                add_chart(doc, 12, "图甲");
            else
                add_table(doc, kind == 1 ? 7 : 20, "表甲");
            add_heading(doc, 1, "二、项目");
            add_text(doc, 4);
            struct laid laid = lay(doc);
            double first = 0, second = 0;
            size_t page = find(laid.layout, "一、记录", &first), next = find(laid.layout, "二、项目", &second);
            assert_true(lowest(&laid.layout->pages.at[page]) > first + render_theme_official.leading);
            assert_true(lowest(&laid.layout->pages.at[next]) > second + render_theme_official.leading * 0.9);
            assert_int_equal(find(laid.layout, kind == 0 ? "图1" : "表1", NULL), page); /* nothing else would be below it */
            release(&laid, doc);
        }
    }
}

static void a_broken_table_has_rows_on_both_sides(void **state)
{
    (void)state;
    int broken = 0;
    for (int lines = 2; lines < 24; lines++) {
        for (int rows = 2; rows < 40; rows += 3) {
            struct doc *doc = doc_new("zh-CN");
            add_text(doc, lines);
            add_table(doc, rows, "表甲");
            struct laid laid = lay(doc);
            for (size_t p = 0; p < laid.layout->pages.count; p++) {
                size_t here = count_lines(laid.layout, p, "表甲行");
                assert_true(here == 0 || here == (size_t)rows || here >= 3);
                assert_true(here == 0 || count_lines(laid.layout, p, "栏目") == 1);
                broken += here > 0 && here < (size_t)rows;
                if (here > 0 && here < (size_t)rows)
                    assert_true(rows >= 6);
            }
            if (laid.layout->pages.count > 1)
                assert_true(blank_of(&laid.layout->pages.at[0]) < 0.36);
            release(&laid, doc);
        }
    }
    assert_true(broken > 0);
}

static void a_lead_in_may_point_to_the_next_page(void **state)
{
    (void)state;
    struct doc *doc = doc_new("zh-CN");
    add_text(doc, 14);
    help_block(doc, DOC_PARAGRAPH, "各单位得分如下表。")->keep_next = true;
    add_table(doc, 18, "表甲");
    add_text(doc, 12);
    struct laid laid = lay(doc);
    assert_int_equal(find(laid.layout, "如下表", NULL), 0);
    assert_int_equal(find(laid.layout, "表1", NULL), 1);
    assert_true(blank_of(&laid.layout->pages.at[0]) < 0.05);
    release(&laid, doc);
}

/* A generator of its own: the same documents everywhere. */
static unsigned next_random(unsigned *seed)
{
    *seed = *seed * 1664525u + 1013904223u;
    return *seed >> 16;
}

static void add_section(struct doc *doc, int number, unsigned *seed)
{
    add_heading(doc, 1, arena_printf(doc->arena, "节%d、", number));
    add_text(doc, 2 + (int)(next_random(seed) % 6));
    for (unsigned i = next_random(seed) % 3; i > 0; i--) {
        if (next_random(seed) % 2)
            add_table(doc, 4 + (int)(next_random(seed) % 20), arena_printf(doc->arena, "节%d之%u", number, i));
        else
            add_chart(doc, 4 + (int)(next_random(seed) % 18), arena_printf(doc->arena, "节%d之%u", number, i));
        add_text(doc, 2 + (int)(next_random(seed) % 7));
    }
}

/* Reports as they are: text, tables, charts. Pages are full, or have a third blank at most; nothing is lost or doubled. */
static void blank_is_a_third_at_most(void **state)
{
    (void)state;
    int pages = 0, over = 0, full = 0;
    for (unsigned run = 1; run <= 60; run++) {
        unsigned seed = run * 7919;
        struct doc *doc = doc_new("zh-CN");
        for (int i = 0; i < 8; i++)
            add_section(doc, i, &seed);
        struct laid laid = lay(doc);
        size_t rows = 0, placed = 0, scenes = 0, charts = 0;
        for (size_t i = 0; i < doc->blocks.count; i++) {
            rows += doc->blocks.at[i].table ? doc->blocks.at[i].table->rows.count : 0;
            charts += doc->blocks.at[i].chart != NULL;
        }
        for (size_t p = 0; p < laid.layout->pages.count; p++) {
            const struct layout_page *page = &laid.layout->pages.at[p];
            placed += count_lines(laid.layout, p, "行");
            for (size_t i = 0; i < page->items.count; i++)
                scenes += page->items.at[i].kind == PLACED_SCENE;
            assert_true(lowest(page) <= render_theme_official.top + render_theme_official.height + 0.01);
            if (p + 1 == laid.layout->pages.count)
                continue;
            pages++;
            over += blank_of(page) > 0.35;
            full += blank_of(page) < 0.2;
            assert_true(blank_of(page) < 0.4);
        }
        assert_int_equal(placed, rows);
        assert_int_equal(scenes, charts);
        release(&laid, doc);
    }
    print_message("of %d pages %d are full, %d have more than a third blank\n", pages, full, over);
    assert_true(over * 200 <= pages); /* a chart and a table that together exceed a page can leave it no choice */
    assert_true(full * 10 >= pages * 9);
}

/* Two charts that together are a little higher than a page give way, both alike and no more than a fifth; alone they keep their size. */
static void two_charts_share_a_page(void **state)
{
    (void)state;
    for (int bars = 12; bars <= 30; bars++) {
        struct doc *doc = doc_new("zh-CN");
        add_chart(doc, bars, "甲图");
        add_chart(doc, bars, "乙图");
        struct laid laid = lay(doc);
        double whole = 0, set = 0;
        for (size_t p = 0; p < laid.layout->pages.count; p++) {
            assert_true(lowest(&laid.layout->pages.at[p]) <= render_theme_official.top + render_theme_official.height + 0.01);
            for (size_t i = 0; i < laid.layout->pages.at[p].items.count; i++) {
                const struct placed *item = &laid.layout->pages.at[p].items.at[i];
                if (item->kind != PLACED_SCENE)
                    continue;
                whole += item->scene->height;
                set += item->height;
                assert_true(item->height >= 0.8 * item->scene->height - 0.01);
                check_close(item->width / item->height, item->scene->width / item->scene->height, 1e-9);
                check_close(item->x + item->width / 2, laid.layout->pages.at[p].odd ? 28 * 72 / 25.4 + 78 * 72 / 25.4 : 26 * 72 / 25.4 + 78 * 72 / 25.4, 1e-6);
            }
        }
        double room = render_theme_official.height - 99.2; /* captions, notes and the blank around them */
        if (whole < room) {
            assert_int_equal(laid.layout->pages.count, 1);
            check_close(set, whole, 1e-6);
        } else if (whole * 0.8 < room) {
            assert_int_equal(laid.layout->pages.count, 1);
            check_close(set, room, 0.5); /* no smaller than it must be */
        } else {
            assert_int_equal(laid.layout->pages.count, 2);
            check_close(set, whole, 1e-6);
        }
        release(&laid, doc);
    }
}

/* A chart of more rows than a page holds goes on on the next, at its size; each row stands once, in order, on the same axis. */
static void a_chart_of_many_rows_takes_several_pages(void **state)
{
    (void)state;
    struct doc *doc = doc_new("zh-CN");
    enum { BARS = 300 };
    struct doc_chart *chart = doc_new_chart(doc, CHART_BARS);
    double values[BARS];
    for (int i = 0; i < BARS; i++) {
        doc_add_category(doc, chart, arena_printf(doc->arena, i % 40 == 9 ? "这是名称很长要折成两行的一个单位的全称和它的简称%d" : "单位%d", i));
        values[i] = 99 - 0.3 * i;
    }
    doc_add_series(doc, chart, "得分", values);
    chart->caption = "长图";
    chart->note = "注：说明";
    chart->highlight = 250;
    doc_add(doc, &doc->blocks, DOC_CHART)->chart = chart;
    add_chart(doc, 5, "后图");
    struct laid laid = lay(doc);
    size_t parts = 0, bars = 0, strong = 0;
    for (size_t p = 0; p < laid.layout->pages.count; p++) {
        for (size_t i = 0; i < laid.layout->pages.at[p].items.count; i++) {
            const struct placed *item = &laid.layout->pages.at[p].items.at[i];
            if (item->kind != PLACED_SCENE || line_is(item + 1, "后图"))
                continue;
            parts++;
            check_close(item->width, item->scene->width, 1e-9);
            double widest = 0;
            size_t first = bars;
            for (size_t k = 0; k < item->scene->items.count; k++) {
                const struct scene_item *bar = &item->scene->items.at[k];
                if (bar->kind != SCENE_RECT || bar->part != SCENE_DATA)
                    continue;
                strong += bar->fill != item->scene->items.at[0].fill && bar->fill == 0x14365C;
                assert_int_equal(bar->category, bars - first);
                widest = bar->width > widest ? bar->width : widest;
                bars++;
            }
            assert_true(bars > first);
            assert_true(widest <= item->scene->width * values[first] / 100); /* the axis goes to 100 on each of them */
        }
    }
    assert_true(parts >= 8);
    assert_int_equal(bars, BARS);
    assert_int_equal(strong, 1);
    assert_int_equal(find(laid.layout, "图2", NULL), laid.layout->pages.count - 1); /* parts have one number */
    release(&laid, doc);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(text_fills_the_page_before_a_chart),
        cmocka_unit_test(what_fits_stays_in_its_place),
        cmocka_unit_test(a_table_stands_in_the_middle_of_its_room),
        cmocka_unit_test(order_and_numbers_are_those_of_the_document),
        cmocka_unit_test(a_chart_is_never_far),
        cmocka_unit_test(its_section_is_left_only_for_much_blank),
        cmocka_unit_test(attachments_and_signatures_are_not_passed),
        cmocka_unit_test(headings_have_something_below_them),
        cmocka_unit_test(a_broken_table_has_rows_on_both_sides),
        cmocka_unit_test(a_lead_in_may_point_to_the_next_page),
        cmocka_unit_test(blank_is_a_third_at_most),
        cmocka_unit_test(two_charts_share_a_page),
        cmocka_unit_test(a_chart_of_many_rows_takes_several_pages),
    };
    return cmocka_run_group_tests(tests, open_faces, close_faces);
}
