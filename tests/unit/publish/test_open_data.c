/* SPDX-License-Identifier: GPL-3.0-or-later
 * Open data as a value: CSV there and back, JSON in order, differences between two editions.
 */
#include "check.h"

#include <math.h>
#include <stdlib.h>

#include "ceping/base_num.h"

#include "../../../src/publish/data_priv.h"
#include "../../../src/publish/json_text.h"

static void add_change(struct data_set *set, const char *const *cells)
{
    for (size_t c = 0; c < data_forms[DATA_CHANGES].column_count; c++)
        data_add(set, &set->tables[DATA_CHANGES], cells[c]);
}

static struct data_set *new_set(struct arena *arena)
{
    struct data_set *set = ARENA_NEW(arena, struct data_set);
    set->arena = arena;
    for (size_t t = 0; t < DATA_TABLES; t++)
        set->tables[t].form = &data_forms[t];
    return set;
}

/* Texts that spreadsheets run, that break rows, that quote, that look guarded already. */
static const char *const nasty[] = {
    "=cmd|'/C calc'!A0", "+1", "-1+1", "@SUM(A1)", "\tx", "\r\nx", "'quoted", "''", "a,b", "say \"no\"", "\"", "line\r\nbreak", " led by a blank", "张店区", "*",
};

static void csv_comes_back_as_it_was(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    struct data_set *set = new_set(arena);
    for (size_t i = 0; i < COUNT_OF(nasty); i++)
        add_change(set, (const char *const[]){"2", nasty[i], "row", NULL, "column", NULL, nasty[i]});
    auto_strbuf struct strbuf text;
    strbuf_init(&text);
    data_write_csv(&data_forms[DATA_CHANGES], &set->tables[DATA_CHANGES], true, &text);
    struct csv_rows rows;
    assert_true(csv_rows_parse(arena, text.at, &rows));
    assert_int_equal(rows.ends.count, COUNT_OF(nasty) + 1);
    for (size_t i = 0; i < COUNT_OF(nasty); i++) {
        const char *const *cells = rows.cells.at + rows.ends.at[i];
        assert_int_equal(rows.ends.at[i + 1] - rows.ends.at[i], 8);
        bool guarded = strchr("=+-@'", *nasty[i]) || (unsigned char)*nasty[i] < 0x20;
        assert_string_equal(cells[1] + guarded, nasty[i]);
        assert_true(!guarded || *cells[1] == '\'');
        assert_string_equal(cells[6] + guarded, nasty[i]);
        assert_null(cells[3]);
        assert_null(cells[5]);
        assert_string_equal(cells[7], DATA_MARK);
    }
    arena_free(arena);
}

/* Neither what is hidden nor what does not exist is a number, and they are not the same. */
static void hidden_numbers_are_stars_with_a_reason(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    struct data_set *set = new_set(arena);
    struct data_table *table = &set->tables[DATA_CHANGES];
    data_add_number(set, table, num_hidden(), 2);
    data_add_count(set, table, num_hidden());
    data_add_exact(set, table, 100 * num_hidden() / 7);
    data_add_reason(set, table, HIDDEN_DERIVED);
    data_add_number(set, table, NAN, 2);
    data_add_count(set, table, 0);
    data_add_reason(set, table, SHOWN);
    for (size_t i = 0; i < 3; i++)
        assert_string_equal(table->cells.at[i], DATA_HIDDEN);
    assert_string_equal(table->cells.at[3], hidden_words[HIDDEN_DERIVED]);
    assert_null(table->cells.at[4]);
    assert_string_equal(table->cells.at[5], "0");
    assert_null(table->cells.at[6]);
    arena_free(arena);
}

static void csv_of_strangers(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        bool good;
        size_t rows, cells;
    } cases[] = {
        {"", true, 0, 0},           {"a", true, 1, 1},         {"a,b\nc,d", true, 2, 4}, {"a,\n", true, 1, 2},  {",\r\n,\r\n", true, 2, 4},
        {"\"a", false, 0, 0},       {"\"a\"\"", false, 0, 0}, {"\"a\"b,c", true, 1, 2}, {"\n\n", true, 2, 2},  {"a\rb\r", true, 2, 2},
        {"\xEF\xBB\xBFx", true, 1, 1}, {"\"\n\n\"", true, 1, 1},
    };
    struct arena *arena = arena_new();
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct csv_rows rows = {0};
        assert_int_equal(csv_rows_parse(arena, cases[i].text, &rows), cases[i].good);
        if (!cases[i].good)
            continue;
        assert_int_equal(rows.ends.count, cases[i].rows);
        assert_int_equal(rows.cells.count, cases[i].cells);
    }
    arena_free(arena);
}

static void json_stands_in_order(void **state)
{
    (void)state;
    auto_strbuf struct strbuf out;
    strbuf_init(&out);
    struct json_out json = {.out = &out};
    json_out_begin(&json, NULL, '{');
    json_out_text(&json, "b", "</script>\"\n");
    json_out_begin(&json, "list", '[');
    json_out_begin_flat(&json, NULL, '{');
    json_out_number(&json, "x", 0.1);
    json_out_number(&json, "none", NAN);
    json_out_end(&json, '}');
    json_out_begin(&json, NULL, '[');
    json_out_end(&json, ']');
    json_out_end(&json, ']');
    json_out_bool(&json, "a", false);
    json_out_text(&json, "nothing", NULL);
    json_out_end(&json, '}');
    assert_string_equal(out.at, "{\n  \"b\": \"\\u003c/script\\u003e\\\"\\u000a\",\n  \"list\": [\n    {\"x\": 0.1, \"none\": null},\n    []\n  ],\n  \"a\": false,\n  \"nothing\": null\n}\n");
}

/* table, name, kind, unit, unit name, score, place, the rest empty */
static void add_score(struct data_set *set, const char *unit, const char *name, const char *score, const char *place)
{
    const char *const cells[] = {"t", "表", "k", unit, name, score, place};
    for (size_t c = 0; c < data_forms[DATA_SCORES].column_count; c++)
        data_add(set, &set->tables[DATA_SCORES], c < COUNT_OF(cells) ? cells[c] : NULL);
}

static void check_change(const struct data_table *changes, size_t row, const char *key, const char *column, const char *before, const char *after)
{
    const char *const want[][2] = {{"file", "scores.csv"}, {"row", key}, {"column", column}, {"before", before}, {"after", after}, {"edition", "3"}};
    for (size_t i = 0; i < COUNT_OF(want); i++) {
        const char *got = data_cell(changes, row, want[i][0]);
        if (want[i][1])
            assert_string_equal(got ? got : "(none)", want[i][1]);
        else
            assert_null(got);
    }
}

static void differences_of_two_editions(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    struct data_set *from = new_set(arena), *to = new_set(arena);
    add_score(from, "same", "甲", "90.00", "2");
    add_score(from, "moved", "乙", "91.00", "1");
    add_score(from, "gone", "丙", "80.00", "3");
    add_score(to, "moved", "乙（更名）", "89.00", "2");
    add_score(to, "same", "甲", "90.00", "2");
    add_score(to, "new", "丁", "*", NULL);
    struct data_table changes = {0};
    data_compare(from, to, 3, arena, &changes);
    assert_int_equal(data_rows(&changes), 5);
    check_change(&changes, 0, "t/k/moved", "score", "91.00", "89.00");
    check_change(&changes, 1, "t/k/moved", "place", "1", "2");
    check_change(&changes, 2, "t/k/new", "score", NULL, "*");
    check_change(&changes, 3, "t/k/gone", "score", "80.00", NULL);
    check_change(&changes, 4, "t/k/gone", "place", "3", NULL);
    struct data_table none = {0};
    data_compare(to, to, 3, arena, &none);
    assert_int_equal(data_rows(&none), 0);
    arena_free(arena);
}

static void numbers_that_are_none(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        double want;
    } cases[] = {{"90.5", 90.5}, {"*", NAN}, {"", NAN}, {NULL, NAN}, {"9x", NAN}, {"inf", NAN}, {"nan", NAN}, {"1e2", 100}};
    struct arena *arena = arena_new();
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct data_set *set = new_set(arena);
        add_score(set, "u", "名", cases[i].text, NULL);
        check_close(data_number(&set->tables[DATA_SCORES], 0, "score"), cases[i].want, 0);
        check_close(data_number(&set->tables[DATA_SCORES], 0, "no such column"), NAN, 0);
    }
    arena_free(arena);
}

/* The English page of downloads lists them. */
static void files_have_english_words(void **state)
{
    (void)state;
    for (size_t i = 0; i < DATA_FILES; i++)
        if (words_in("en", data_files[i].meaning) == data_files[i].meaning)
            fail_msg("no English in words_en.c: %s", data_files[i].meaning);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(csv_comes_back_as_it_was), cmocka_unit_test(hidden_numbers_are_stars_with_a_reason), cmocka_unit_test(csv_of_strangers),      cmocka_unit_test(json_stands_in_order),
        cmocka_unit_test(differences_of_two_editions), cmocka_unit_test(numbers_that_are_none), cmocka_unit_test(files_have_english_words),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
