/* SPDX-License-Identifier: GPL-3.0-or-later
 * Structs from YAML by a table: every type, every fallback, and what is said where a value does not fit.
 */
#include "check.h"

#include "ceping/yaml.h"

#include <math.h>

/* A format that has everything. */
enum colour { RED, GREEN, BLUE };

struct leaf {
    struct pos pos;
    const char *id;
    int count;
};

struct thing {
    struct pos pos;
    const char *id;
    const char *text;
    const char *date;
    struct name word;
    int whole;
    double number;
    double open;
    bool yes;
    bool exact;
    enum colour colour;
    bool colour_set;
    struct pos number_pos;
    LIST_OF(const char *) texts;
    LIST_OF(struct name) words;
    LIST_OF(int) wholes;
    LIST_OF(double) numbers;
    LIST_OF(struct leaf) leaves;
    struct leaf inner;
    const char *flat;
};

static const char *const colours[] = {"red", "green", "blue"};
static const char *const precisions[] = {"printed", "exact"};

static const struct yaml_field leaf_fields[] = {
    {"id", YAML_ID, offsetof(struct leaf, id), .required = true, .help = "its id"},
    {"count", YAML_INTEGER, offsetof(struct leaf, count), .fallback = 7, .min = 0, .max = 9, .help = "its count"},
    {0},
};
static const struct yaml_schema leaf_schema = {"leaf", "a leaf", leaf_fields, sizeof(struct leaf), YAML_POS(struct leaf)};

static const struct yaml_field flat_fields[] = {
    {"text", YAML_TEXT, offsetof(struct thing, flat), .required = true, .help = "a member of the outer struct"},
    {0},
};
static const struct yaml_schema flat_schema = {"flat", "members of the outer struct", flat_fields, sizeof(struct thing), 0};

static const struct yaml_field thing_fields[] = {
    {"id", YAML_ID, offsetof(struct thing, id), .required = true, .help = "its id"},
    {"text", YAML_TEXT, offsetof(struct thing, text), .fallback_text = "none", .help = "a text"},
    {"date", YAML_DATE, offsetof(struct thing, date), .help = "a date"},
    {"word", YAML_WORD, offsetof(struct thing, word), .help = "a word"},
    {"whole", YAML_INTEGER, offsetof(struct thing, whole), .fallback = 3, .help = "a whole number"},
    {"number", YAML_NUMBER, offsetof(struct thing, number), .fallback = NAN, .place = offsetof(struct thing, number_pos), .help = "a number"},
    {"open", YAML_NUMBER, offsetof(struct thing, open), .fallback = INFINITY, .min = 1, .max = INFINITY, .help = "a number without upper limit"},
    {"yes", YAML_YES_NO, offsetof(struct thing, yes), .fallback = 1, .help = "yes or no"},
    {"exact", YAML_EITHER, offsetof(struct thing, exact), YAML_WORDS(precisions), .help = "one of two"},
    {"colour", YAML_ENUM, offsetof(struct thing, colour), YAML_WORDS(colours), .fallback = BLUE, .set = offsetof(struct thing, colour_set), .help = "a colour"},
    {"texts", YAML_LIST, offsetof(struct thing, texts), .of = YAML_TEXT, .help = "texts"},
    {"words", YAML_LIST, offsetof(struct thing, words), .of = YAML_WORD, .help = "words"},
    {"wholes", YAML_LIST, offsetof(struct thing, wholes), .of = YAML_INTEGER, .help = "whole numbers"},
    {"numbers", YAML_LIST, offsetof(struct thing, numbers), .of = YAML_NUMBER, .help = "numbers"},
    {"leaves", YAML_LIST, offsetof(struct thing, leaves), .of = YAML_OBJECT, .element = &leaf_schema, .help = "leaves"},
    {"inner", YAML_OBJECT, offsetof(struct thing, inner), .element = &leaf_schema, .help = "a leaf inside"},
    {"flat", YAML_OBJECT, 0, .element = &flat_schema, .help = "members of this struct under a key of their own"},
    {0},
};
static const struct yaml_schema thing_schema = {"thing", "a thing", thing_fields, sizeof(struct thing), YAML_POS(struct thing)};

/* Reading ------------------------------------------------------------------------------------------------- */

struct fixture {
    struct arena *arena;
    struct diags diags;
    struct yaml_places places;
    struct thing thing;
    bool good;
};

static void open_text(struct fixture *fixture, const char *text)
{
    *fixture = (struct fixture){.arena = arena_new()};
    diags_init(&fixture->diags);
    yaml_places_init(&fixture->places);
    struct yaml_reader reader = {.arena = fixture->arena, .diags = &fixture->diags, .places = &fixture->places};
    struct yaml_input input = {.file = "t.yaml", .text = text, .len = strlen(text)};
    fixture->good = yaml_read_text(&reader, &input, &thing_schema, &fixture->thing);
    assert_true(fixture->good == (fixture->diags.errors == 0));
}

static void close_text(struct fixture *fixture)
{
    yaml_places_release(&fixture->places);
    diags_release(&fixture->diags);
    arena_free(fixture->arena);
}

static void fills_every_type(void **state)
{
    (void)state;
    struct fixture f;
    open_text(&f, "id: a_1\n"
                  "text: 007\n"
                  "date: 2016-02-29\n"
                  "word: no\n"
                  "whole: -12\n"
                  "number: 1.25e2\n"
                  "open: 5\n"
                  "yes: off\n"
                  "exact: exact\n"
                  "colour: green\n"
                  "texts: [on, 1.0, \"a: b\"]\n"
                  "words: [x, y]\n"
                  "wholes: [3, 1, 2]\n"
                  "numbers: [0.1, -2]\n"
                  "leaves:\n  - {id: l1}\n  - {id: l2, count: 0}\n"
                  "inner: {id: i, count: 9}\n"
                  "flat: {text: deep}\n");
    assert_true(f.good);
    assert_string_equal(f.thing.id, "a_1");
    assert_string_equal(f.thing.text, "007"); /* never a number where a text is wanted */
    assert_string_equal(f.thing.date, "2016-02-29");
    assert_string_equal(f.thing.word.text, "no");
    assert_int_equal(f.thing.whole, -12);
    check_close(f.thing.number, 125, 0);
    check_close(f.thing.open, 5, 0);
    assert_false(f.thing.yes);
    assert_true(f.thing.exact);
    assert_int_equal(f.thing.colour, GREEN);
    assert_true(f.thing.colour_set);
    assert_int_equal(f.thing.texts.count, 3);
    assert_string_equal(f.thing.texts.at[0], "on");
    assert_string_equal(f.thing.texts.at[1], "1.0");
    assert_string_equal(f.thing.words.at[1].text, "y");
    assert_int_equal(f.thing.wholes.at[0], 3);
    check_close(f.thing.numbers.at[1], -2, 0);
    assert_int_equal(f.thing.leaves.count, 2);
    assert_int_equal(f.thing.leaves.at[0].count, 7);
    assert_int_equal(f.thing.leaves.at[1].count, 0);
    assert_int_equal(f.thing.inner.count, 9);
    assert_string_equal(f.thing.flat, "deep");
    close_text(&f);
}

static void fills_fallbacks_where_nothing_is_given(void **state)
{
    (void)state;
    struct fixture f;
    open_text(&f, "id: a\nwhole: ~\nnumber: null\ntexts:\n");
    assert_true(f.good);
    assert_string_equal(f.thing.text, "none");
    assert_null(f.thing.date);
    assert_null(f.thing.word.text);
    assert_int_equal(f.thing.whole, 3);
    check_close(f.thing.number, NAN, 0);
    assert_true(isinf(f.thing.open));
    assert_true(f.thing.yes);
    assert_false(f.thing.exact);
    assert_int_equal(f.thing.colour, BLUE);
    assert_false(f.thing.colour_set);
    assert_int_equal(f.thing.texts.count, 0);
    assert_int_equal(f.thing.inner.count, 7); /* also inside what is not given */
    assert_null(f.thing.inner.id);
    assert_null(f.thing.flat);
    close_text(&f);
}

static void keeps_places(void **state)
{
    (void)state;
    struct fixture f;
    open_text(&f, "# 注释\nid: a\nword: 中文 后\nnumber: 3\nwords: [“甲”, b]\nleaves:\n  - id: l1\n    count: 2\n");
    assert_true(f.good);
    assert_int_equal(f.thing.pos.line, 2);
    assert_int_equal(f.thing.pos.col, 1);
    assert_int_equal(f.thing.pos.width, 2); /* the first key */
    assert_string_equal(f.thing.pos.file, "t.yaml");
    assert_int_equal(f.thing.word.pos.line, 3);
    assert_int_equal(f.thing.word.pos.col, 7);
    assert_int_equal(f.thing.word.pos.width, 7); /* two wide, a space, one wide */
    assert_int_equal(f.thing.number_pos.line, 4);
    assert_int_equal(f.thing.words.at[1].pos.col, 17); /* “甲” is six columns */
    assert_int_equal(f.thing.leaves.at[0].pos.line, 7);
    assert_int_equal(f.thing.leaves.at[0].pos.col, 5);
    const struct pos *count = yaml_place(&f.places, &f.thing.leaves.at[0].count);
    assert_non_null(count);
    assert_int_equal(count->line, 8);
    assert_int_equal(count->col, 12);
    assert_null(yaml_place(&f.places, &f.thing.whole)); /* not given */
    assert_false(yaml_is_wrong(&f.places, &f.thing.whole));
    close_text(&f);
}

static void lists_can_grow_later(void **state)
{
    (void)state;
    struct fixture f;
    open_text(&f, "id: a\nwholes: [1, 2, 3]\n");
    for (int i = 4; i < 100; i++)
        *LIST_ADD(f.arena, &f.thing.wholes) = i;
    for (int i = 0; i < 99; i++)
        assert_int_equal(f.thing.wholes.at[i], i + 1);
    close_text(&f);
}

static void aliases_share_values(void **state)
{
    (void)state;
    struct fixture f;
    open_text(&f, "id: a\ntexts: &t [x, y]\nwords: *t\nleaves: [&l {id: l1}, *l]\n");
    assert_true(f.good);
    assert_string_equal(f.thing.words.at[1].text, "y");
    assert_int_equal(f.thing.leaves.count, 2);
    assert_string_equal(f.thing.leaves.at[1].id, "l1");
    close_text(&f);
}

/* Problems ------------------------------------------------------------------------------------------------ */

struct problem {
    const char *name;
    const char *text;
    const char *message; /* of the first problem */
    const char *hint;    /* NULL: any */
    size_t errors;
};

static const struct problem problems[] = {
    {"unknown key", "id: a\ncolor: red\n", "unknown key 'color' in thing", "did you mean 'colour'", 1},
    {"missing key", "text: x\n", "thing lacks key 'id'", "id: its id", 1},
    {"missing key inside", "id: a\nleaves: [{count: 1}]\n", "leaf lacks key 'id'", NULL, 1},
    {"no value", "id:\n", "key 'id' of thing has no value", NULL, 1},
    {"key twice", "id: a\nid: b\n", "key 'id' is given twice", "first in line 1", 1},
    {"list for text", "id: a\ntext: [x]\n", "'text' must be a text, not a list", NULL, 1},
    {"map for word", "id: a\nword: {a: b}\n", "'word' must be a word, not a map of keys", NULL, 1},
    {"text for list", "id: a\ntexts: x\n", "'texts' must be a list, not a single value", "write [x]", 1},
    {"text for object", "id: a\ninner: x\n", "leaf must be a map of keys, not a single value", NULL, 1},
    {"list for root", "- a\n", "thing must be a map of keys, not a list", NULL, 1},
    {"empty entry", "id: a\ntexts: [x, ~]\n", "an entry of 'texts' is empty", NULL, 1},
    {"empty text", "id: a\ntext: \"  \"\n", "'text' has no text", NULL, 1},
    {"octal", "id: a\nwhole: 010\n", "'whole' must be a number, not '010'", "write it without leading zeros: 10", 1},
    {"hexadecimal", "id: a\nwhole: 0x10\n", "'whole' must be a number, not '0x10'", NULL, 1},
    {"sexagesimal", "id: a\nnumber: 1:30\n", "'number' must be a number, not '1:30'", NULL, 1},
    {"underscores", "id: a\nnumber: 1_000\n", "'number' must be a number, not '1_000'", NULL, 1},
    {"infinity", "id: a\nnumber: .inf\n", "'number' must be a number, not '.inf'", NULL, 1},
    {"too large", "id: a\nnumber: 1e999\n", "'number' must be a number, not '1e999'", NULL, 1},
    {"full-width digits", "id: a\nwhole: １２\n", "'whole' must be a number, not '１２'", "write it as 12", 1},
    {"thousands", "id: a\nwhole: \"1,126\"\n", "'whole' must be a number, not '1,126'", "write it as 1126", 1},
    {"with a unit", "id: a\nwhole: 30分\n", "'whole' must be a number, not '30分'", "write it as 30", 1},
    {"not whole", "id: a\nwhole: 1.5\n", "'whole' must be a whole number, not '1.5'", NULL, 1},
    {"beyond int", "id: a\nwhole: 3000000000\n", "'whole' must be a whole number, not '3000000000'", NULL, 1},
    {"out of range", "id: a\ninner: {id: i, count: 10}\n", "'count' is out of range: 10", "between 0 and 9", 1},
    {"below the least", "id: a\nopen: 0.5\n", "'open' is out of range: 0.5", "at least 1", 1},
    {"not yes or no", "id: a\nyes: y\n", "'yes' must be yes or no, not 'y'", "write true or false", 1},
    {"enum near", "id: a\ncolour: grean\n", "'colour' cannot be 'grean'", "did you mean 'green'", 1},
    {"enum far", "id: a\ncolour: 紫\n", "'colour' cannot be '紫'", "known: red, green, blue", 1},
    {"either", "id: a\nexact: very\n", "'exact' cannot be 'very'", "known: printed, exact", 1},
    {"id with a digit first", "id: 1a\n", "'1a' is no id", "it must begin with a small letter a-z", 1},
    {"id with a hyphen", "id: a-b\n", "'a-b' is no id", "only a-z, 0-9 and _ are allowed", 1},
    {"id in Chinese", "id: 张店\n", "'张店' is no id", NULL, 1},
    {"no such day", "id: a\ndate: 2018-06-31\n", "'2018-06-31' is no date", NULL, 1},
    {"leap day of 1900", "id: a\ndate: 1900-02-29\n", "'1900-02-29' is no date", NULL, 1},
    {"date with slashes", "id: a\ndate: 2018/07/06\n", "'2018/07/06' is no date", NULL, 1},
    {"wide colon in braces", "id: a\ninner: {id： i}\n", "leaf lacks key 'id'", NULL, 2},
    {"five at once", "text: []\nwhole: x\nyes: z\ncolour: w\nmore: 1\n", "unknown key 'more' in thing", NULL, 6},
};

static void is_reported(void **state)
{
    const struct problem *problem = *state;
    struct fixture f;
    open_text(&f, problem->text);
    assert_int_equal(f.diags.errors, problem->errors);
    bool found = false;
    for (size_t i = 0; i < f.diags.count; i++) {
        if (strncmp(f.diags.at[i].text, problem->message, strlen(problem->message)) != 0)
            continue;
        found = true;
        assert_true(f.diags.at[i].pos.line > 0 && f.diags.at[i].pos.col > 0);
        if (problem->hint) {
            assert_non_null(f.diags.at[i].hint);
            assert_string_equal(f.diags.at[i].hint, problem->hint);
        }
    }
    if (!found)
        print_error("expected '%s', got '%s'\n", problem->message, f.diags.count ? f.diags.at[0].text : "nothing");
    assert_true(found);
    close_text(&f);
}

static void wrong_values_are_known_to_be_wrong(void **state)
{
    (void)state;
    struct fixture f;
    open_text(&f, "whole: x\nnumber: 1\nwholes: [1, x]\nwords: 3\n");
    assert_true(yaml_is_wrong(&f.places, &f.thing.id)); /* required, missing */
    assert_string_equal(f.thing.id, "");                /* and never NULL */
    assert_true(yaml_is_wrong(&f.places, &f.thing.whole));
    assert_int_equal(f.thing.whole, 3); /* the fallback */
    assert_false(yaml_is_wrong(&f.places, &f.thing.number));
    assert_true(yaml_is_wrong(&f.places, &f.thing.wholes));
    assert_false(yaml_is_wrong(&f.places, &f.thing.wholes.at[0]));
    assert_true(yaml_is_wrong(&f.places, &f.thing.wholes.at[1]));
    assert_true(yaml_is_wrong(&f.places, &f.thing.words));
    assert_int_equal(f.thing.words.count, 0);
    close_text(&f);
}

static void ids_have_at_most_40_characters(void **state)
{
    (void)state;
    assert_null(yaml_id_problem("a123456789012345678901234567890123456789"));
    assert_non_null(yaml_id_problem("a1234567890123456789012345678901234567890"));
    assert_non_null(yaml_id_problem(""));
    assert_non_null(yaml_id_problem("_a"));
    assert_non_null(yaml_id_problem("a__b"));
    assert_null(yaml_id_problem("a_b_"));
}

int main(void)
{
    const struct CMUnitTest plain[] = {
        cmocka_unit_test(fills_every_type),
        cmocka_unit_test(fills_fallbacks_where_nothing_is_given),
        cmocka_unit_test(keeps_places),
        cmocka_unit_test(lists_can_grow_later),
        cmocka_unit_test(aliases_share_values),
        cmocka_unit_test(wrong_values_are_known_to_be_wrong),
        cmocka_unit_test(ids_have_at_most_40_characters),
    };
    struct CMUnitTest cases[COUNT_OF(problems)];
    for (size_t i = 0; i < COUNT_OF(problems); i++)
        cases[i] = (struct CMUnitTest){.name = problems[i].name, .test_func = is_reported, .initial_state = (void *)&problems[i]};
    int failed = cmocka_run_group_tests(plain, NULL, NULL);
    return failed + cmocka_run_group_tests(cases, NULL, NULL);
}
