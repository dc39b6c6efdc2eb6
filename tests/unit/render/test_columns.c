/* SPDX-License-Identifier: GPL-3.0-or-later
 * Columns of tables, and what else must fit a line: seen in what the layout places.
 */
#include <math.h>

#include "layout_help.h"

/* The first placed line with exactly this text, on any page; NULL. */
static const struct placed *find_line(const struct layout *layout, const char *text, size_t *ret_page)
{
    auto_strbuf struct strbuf line;
    strbuf_init(&line);
    for (size_t p = 0; p < layout->pages.count; p++)
        for (size_t i = 0; i < layout->pages.at[p].items.count; i++) {
            const struct placed *item = &layout->pages.at[p].items.at[i];
            if (item->kind != PLACED_TEXT)
                continue;
            strbuf_clear(&line);
            text_line_text(item->line, &line);
            if (strcmp(line.at, text) == 0) {
                if (ret_page)
                    *ret_page = p;
                return item;
            }
        }
    return NULL;
}

static double right_of(const struct placed *item)
{
    return item->x + item->width;
}

/* A table from rows of texts; the first row is the header. */
static struct doc_table *add_table(struct doc *doc, const char *const *texts, size_t columns, size_t rows)
{
    struct doc_table *table = doc_new_table(doc, columns);
    for (size_t r = 0; r < rows; r++) {
        struct doc_row *row = r == 0 ? doc_add_row(doc, &table->header) : doc_add_row(doc, &table->rows);
        for (size_t c = 0; c < columns; c++)
            doc_add_cell(doc, row, texts[r * columns + c]);
    }
    doc_add(doc, &doc->blocks, DOC_TABLE)->table = table;
    return table;
}

/* "Department" once became "Departm-ent": the blank behind a word was counted as a part of it. */
static void words_of_headers_stay_whole(void **state)
{
    (void)state;
    static const char *const texts[] = {"District",   "District rating", "Department rating", "Symposium rating", "Site rating", "Survey", "Overall score",
                                        "Zhangdian", "98.91",           "96.28",             "91.41",            "96.17",       "91.21",  "95.04"};
    struct doc *doc = doc_new("en");
    add_table(doc, texts, 7, 2);
    struct laid page = lay(doc);
    assert_non_null(find_line(page.layout, "Department", NULL));
    assert_non_null(find_line(page.layout, "Symposium", NULL));
    release(&page, doc);
}

/* A unit in brackets is one word of a header. */
static void brackets_in_headers_stay_whole(void **state)
{
    (void)state;
    static const char *const texts[] = {"", "前者(%)", "后者(%)", "差(百分点)", "95%下限", "95%上限", "P值", "校正后P值",
                                        "机关事业单位干部与群众", "94.0", "89.1", "5.0", "1.1", "8.5", "0.012", "0.012"};
    struct doc *doc = doc_new("zh");
    add_table(doc, texts, 8, 2);
    struct laid page = lay(doc);
    assert_true(find_line(page.layout, "(百分点)", NULL) || find_line(page.layout, "差(百分点)", NULL));
    release(&page, doc);
}

/* The closing bracket loses its blank at the end of a line: a column as wide as "（百分点" and the mark itself is wide enough. */
static void full_width_brackets_stay_whole(void **state)
{
    (void)state;
    static const char *const texts[] = {"", "有效回答", "满意", "满意率（%）", "95%下限", "95%上限", "与全体之差（百分点）", "轻微刑事案件快速办理", "508", "480", "94.5", "92.1", "96.2", "0.2"};
    static const char *const pairs[] = {"", "前者（%）", "后者（%）", "差（百分点）", "95%下限", "95%上限", "P值", "校正后P值",
                                        "机关事业单位干部—群众", "94.0", "89.1", "5.0", "1.1", "8.5", "0.012", "0.012"};
    for (int i = 0; i < 2; i++) {
        struct doc *doc = doc_new("zh");
        add_table(doc, i ? pairs : texts, i ? 8 : 7, 2);
        struct laid page = lay(doc);
        assert_non_null(find_line(page.layout, "（百分点）", NULL));
        release(&page, doc);
    }
}

/* Names on one line where numbers beside them have blank to give, though the widest columns share what is left at first. */
static void blank_beside_numbers_goes_to_names(void **state)
{
    (void)state;
    static const char *const texts[] = {"",                     "所评对象", "均值",  "标准差", "满分占比(%)", "与他人之差", "宽严效应", "残差比",
                                        "专家01（来源未载名）", "9",        "17.97", "0.42",   "0.0",         "0.05",       "0.05",     "1.75",
                                        "专家02（来源未载名）", "9",        "17.79", "0.48",   "0.0",         "-0.14",      "-0.13",    "1.47",
                                        "专家03（来源未载名）", "9",        "17.90", "0.30",   "0.0",         "-0.02",      "-0.02",    "1.92"};
    struct doc *doc = doc_new("zh");
    add_table(doc, texts, 8, 4);
    struct laid page = lay(doc);
    assert_non_null(find_line(page.layout, "专家01（来源未载名）", NULL));
    assert_non_null(find_line(page.layout, "专家03（来源未载名）", NULL));
    release(&page, doc);
}

/* Numbers at the right stand below one another and, as a block, below the middle of their header. */
static void numbers_at_the_right_stand_under_their_header(void **state)
{
    (void)state;
    static const char *const texts[] = {"规则", "符合（份）", "未满18周岁", "2", "连续相同答案", "81", "漏答超过三分之一", "1016"};
    struct doc *doc = doc_new("zh");
    add_table(doc, texts, 2, 4)->columns.at[1].align = DOC_ALIGN_RIGHT;
    struct laid page = lay(doc);
    const struct placed *head = find_line(page.layout, "符合（份）", NULL), *one = find_line(page.layout, "2", NULL), *two = find_line(page.layout, "81", NULL),
                        *four = find_line(page.layout, "1016", NULL);
    check_close(right_of(one), right_of(four), 0.01);
    check_close(right_of(two), right_of(four), 0.01);
    check_close(head->x + head->width / 2, four->x + four->width / 2, 1);
    release(&page, doc);
}

static void signs_do_not_move_the_point(void **state)
{
    (void)state;
    static const char *const texts[] = {"检验", "P值", "甲", "0.407", "乙", "<0.001", "丙", "—"};
    struct doc *doc = doc_new("zh");
    add_table(doc, texts, 2, 4)->columns.at[1].align = DOC_ALIGN_DECIMAL;
    struct laid page = lay(doc);
    check_close(right_of(find_line(page.layout, "0.407", NULL)), right_of(find_line(page.layout, "<0.001", NULL)), 0.01);
    release(&page, doc);
}

/* The name of a team once ran off the page. */
static void a_long_signature_is_set_in_lines(void **state)
{
    (void)state;
    struct doc *doc = doc_new("en");
    struct doc_block *signature = doc_add(doc, &doc->blocks, DOC_SIGNATURE);
    static const char *const lines[] = {"Third-party evaluation team of the Party School of the Communist Party of China Zibo Municipal Committee and its partners in research", "6 July 2018"};
    for (size_t i = 0; i < COUNT_OF(lines); i++)
        doc_add_run(doc, &doc_add(doc, &signature->children, DOC_PARAGRAPH)->runs, 0, lines[i]);
    struct laid page = lay(doc);
    const struct layout_page *first = &page.layout->pages.at[0];
    size_t found = 0;
    for (size_t i = 0; i < first->items.count; i++)
        if (first->items.at[i].kind == PLACED_TEXT) {
            found++;
            assert_true(right_of(&first->items.at[i]) <= render_theme_official.left + render_theme_official.width + 0.01);
        }
    assert_true(found >= 3);
    release(&page, doc);
}

/* 12 points on the page of official documents, whose Chinese has 15.8; lines that fill the page. */
static void english_has_a_size_of_its_own(void **state)
{
    (void)state;
    struct render_theme english = theme_in_english(&render_theme_official);
    check_close(english.body_size, 12, 0);
    check_close(fmod(english.height / english.leading + 0.001, 1), 0.001, 0.0005);
    assert_true(english.note_size < english.table_size && english.table_size < english.body_size);
    struct render_theme plain = render_theme_official;
    plain.english_size = 0;
    check_close(theme_in_english(&plain).body_size, plain.body_size, 0);
}

/* "…如下：" at the foot of a page goes with the table that it announces. */
static void what_is_announced_follows_on_the_same_page(void **state)
{
    (void)state;
    for (int lines = 14; lines < 21; lines++) {
        struct doc *doc = doc_new("zh");
        for (int i = 0; i < lines; i++)
            doc_add_run(doc, &doc_add(doc, &doc->blocks, DOC_PARAGRAPH)->runs, 0, "评估依据实施意见进行。");
        struct doc_block *lead = doc_add(doc, &doc->blocks, DOC_PARAGRAPH);
        doc_add_run(doc, &lead->runs, 0, "各区县得分如下：");
        lead->keep_next = doc_runs_lead(&lead->runs);
        assert_true(lead->keep_next);
        static const char *const texts[] = {"名称", "得分", "甲区", "90.1", "乙区", "91.2", "丙区", "92.3", "丁区", "93.4", "戊区", "94.5"};
        add_table(doc, texts, 2, 6);
        struct laid page = lay(doc);
        size_t announced = 0, table = 0;
        assert_non_null(find_line(page.layout, "各区县得分如下：", &announced));
        assert_non_null(find_line(page.layout, "甲区", &table));
        assert_int_equal(announced, table);
        release(&page, doc);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_of_headers_stay_whole),
        cmocka_unit_test(brackets_in_headers_stay_whole),
        cmocka_unit_test(full_width_brackets_stay_whole),
        cmocka_unit_test(blank_beside_numbers_goes_to_names),
        cmocka_unit_test(numbers_at_the_right_stand_under_their_header),
        cmocka_unit_test(signs_do_not_move_the_point),
        cmocka_unit_test(a_long_signature_is_set_in_lines),
        cmocka_unit_test(english_has_a_size_of_its_own),
        cmocka_unit_test(what_is_announced_follows_on_the_same_page),
    };
    return cmocka_run_group_tests(tests, open_faces, close_faces);
}
