/* SPDX-License-Identifier: GPL-3.0-or-later
 * libyaml's documents as trees: places, limits against files made to hurt, and plain words for what libyaml refuses.
 */
#include "check.h"

#include "ceping/yaml.h"

#include <errno.h>
#include <time.h>

struct fixture {
    struct arena *arena;
    struct diags diags;
    const struct yaml_node *root;
};

static void open_bytes(struct fixture *fixture, const char *text, size_t len, int first_line)
{
    *fixture = (struct fixture){.arena = arena_new()};
    diags_init(&fixture->diags);
    fixture->root = yaml_parse(fixture->arena, &(struct yaml_input){"t.yaml", text, len, first_line}, &fixture->diags);
}

static void close_tree(struct fixture *fixture)
{
    diags_release(&fixture->diags);
    arena_free(fixture->arena);
}

static void keeps_kinds_and_places(void **state)
{
    (void)state;
    static const char text[] = "甲: [1, '2', \"三\"]\n乙:\n  - a\n";
    struct fixture f;
    open_bytes(&f, text, sizeof text - 1, 0);
    assert_non_null(f.root);
    assert_int_equal(f.root->kind, YAML_NODE_MAP);
    assert_int_equal(f.root->pos.width, 2); /* 甲 */
    assert_string_equal(f.root->entries.at[1].key.text, "乙");
    const struct yaml_node *list = f.root->entries.at[0].value;
    assert_int_equal(list->kind, YAML_NODE_LIST);
    assert_true(list->entries.at[0].value->plain);
    assert_false(list->entries.at[1].value->plain);
    assert_int_equal(list->entries.at[2].value->pos.col, 14); /* 甲 is two columns */
    assert_int_equal(list->entries.at[2].value->pos.width, 4);
    assert_int_equal(f.root->size, 7);
    close_tree(&f);
}

static void counts_lines_of_every_kind(void **state)
{
    (void)state;
    static const char text[] = "a: 1\r\nb: 2\rc: 3\nd: 4\n";
    struct fixture f;
    open_bytes(&f, text, sizeof text - 1, 0);
    for (size_t i = 0; i < 4; i++) {
        assert_int_equal(f.root->entries.at[i].key.pos.line, i + 1);
        assert_int_equal(f.root->entries.at[i].value->pos.col, 4);
    }
    close_tree(&f);
}

static void places_blocks_of_a_template_in_their_file(void **state)
{
    (void)state;
    static const char text[] = "a: 1\nb: 2\n";
    struct fixture f;
    open_bytes(&f, text, sizeof text - 1, 41);
    assert_int_equal(f.root->entries.at[1].key.pos.line, 42);
    close_tree(&f);
}

static void accepts_a_byte_order_mark(void **state)
{
    (void)state;
    static const char text[] = "\xEF\xBB\xBF" "a: 1\n";
    struct fixture f;
    open_bytes(&f, text, sizeof text - 1, 0);
    assert_non_null(f.root);
    assert_int_equal(f.diags.count, 0);
    assert_string_equal(f.root->entries.at[0].key.text, "a");
    assert_int_equal(f.root->entries.at[0].key.pos.col, 1);
    close_tree(&f);
}

static void knows_what_is_not_given(void **state)
{
    (void)state;
    static const char text[] = "[~, null, '~', '', nul]";
    struct fixture f;
    open_bytes(&f, text, sizeof text - 1, 0);
    static const bool null[] = {true, true, false, false, false};
    for (size_t i = 0; i < COUNT_OF(null); i++)
        assert_int_equal(yaml_node_is_null(f.root->entries.at[i].value), null[i]);
    assert_true(yaml_node_is_null(NULL));
    close_tree(&f);
}

/* What is refused ----------------------------------------------------------------------------------------- */

struct refused {
    const char *name;
    const char *bytes;
    size_t len;
    int line, col;
    const char *message;
};

#define BYTES(text) text, sizeof(text) - 1

static const struct refused refusals[] = {
    {"empty", BYTES(""), 0, 0, "nothing stands in it"},
    {"comment alone", BYTES("# x\n"), 0, 0, "nothing stands in it"},
    {"mark alone", BYTES("\xEF\xBB\xBF"), 0, 0, "nothing stands in it"},
    {"tab", BYTES("a:\n\tb: 1\n"), 2, 1, "a tab stands where the line is indented"},
    {"wide colon", BYTES("标: 1\na：2\nb: 3\n"), 2, 2, "full-width colon after 'a'"},
    {"no space", BYTES("a:2\nb: 3\n"), 1, 2, "no space after 'a:'"},
    {"two documents", BYTES("a: 1\n---\nb: 2\n"), 2, 1, "a second document begins here"},
    {"open quote", BYTES("a: 1\nb: \"x\n"), 2, 4, "a quoted text does not end"},
    {"open bracket", BYTES("a: [1, 2\nb: 3\n"), 2, 2, "a list in [ ] lacks a comma or its end"},
    {"unknown alias", BYTES("a: *b\n"), 1, 4, "alias '*b' has no anchor '&b' above"},
    {"alias of itself", BYTES("a: &a [1, *a]\n"), 1, 11, "alias '*a' stands inside what it repeats"},
    {"at sign", BYTES("a: @b\n"), 1, 4, "this character cannot begin a value without quotes"},
    {"invalid UTF-8", BYTES("a: 1\nb: 中\xFF\n"), 2, 6, "byte 0xFF is not valid UTF-8"},
    {"overlong UTF-8", BYTES("a: \xC0\xAF\n"), 1, 4, "byte 0xC0 is not valid UTF-8"},
    {"surrogate", BYTES("a: \xED\xA0\x80\n"), 1, 4, "byte 0xED is not valid UTF-8"},
    {"NUL", BYTES("a: 1\nb: \0\n"), 2, 4, "a NUL byte stands in the file"},
    {"bell", BYTES("a: \a\n"), 1, 4, "control character U+0007 stands in the file"},
    {"mark inside", BYTES("a: x\xEF\xBB\xBFy\n"), 1, 5, "control character U+FEFF stands in the file"},
    {"UTF-16", BYTES("\xFF\xFE" "a\0:\0 \0001\0"), 0, 0, "file is encoded as UTF-16LE"},
};

static void is_refused(void **state)
{
    const struct refused *refused = *state;
    struct fixture f;
    open_bytes(&f, refused->bytes, refused->len, 0);
    assert_null(f.root);
    assert_int_equal(f.diags.errors, 1);
    assert_string_equal(f.diags.at[0].text, refused->message);
    assert_string_equal(f.diags.at[0].pos.file, "t.yaml");
    assert_int_equal(f.diags.at[0].pos.line, refused->line);
    if (refused->col)
        assert_int_equal(f.diags.at[0].pos.col, refused->col);
    close_tree(&f);
}

static void goes_on_after_keys_given_twice(void **state)
{
    (void)state;
    static const char text[] = "a: 1\na: 2\nb: &x 3\nc: &x 4\n[d]: 5\ne: !t 6\nf: \"\\0\"\n";
    struct fixture f;
    open_bytes(&f, text, sizeof text - 1, 0);
    assert_non_null(f.root);
    assert_int_equal(f.diags.errors, 5);
    static const char *const messages[] = {"key 'a' is given twice", "anchor '&x' is given twice", "a key must be a word", "tag '!t' is not accepted",
                                           "a text contains a NUL character"};
    for (size_t i = 0; i < COUNT_OF(messages); i++)
        assert_string_equal(f.diags.at[i].text, messages[i]);
    close_tree(&f);
}

/* Nine aliases of nine aliases of …: a billion values in a few hundred bytes. */
static void refuses_a_billion_laughs(void **state)
{
    (void)state;
    auto_strbuf struct strbuf text;
    strbuf_init(&text);
    strbuf_adds(&text, "a0: &a0 [x, x, x, x, x, x, x, x, x]\n");
    for (int i = 1; i < 9; i++) {
        strbuf_addf(&text, "a%d: &a%d [", i, i);
        for (int k = 0; k < 9; k++)
            strbuf_addf(&text, "%s*a%d", k ? ", " : "", i - 1);
        strbuf_adds(&text, "]\n");
    }
    struct fixture f;
    open_bytes(&f, text.at, text.len, 0);
    assert_null(f.root);
    assert_int_equal(f.diags.errors, 1);
    assert_string_equal(f.diags.at[0].text, "aliases repeat too much: more than 200000 values");
    close_tree(&f);
}

static void refuses_deep_nesting(void **state)
{
    (void)state;
    auto_strbuf struct strbuf text;
    strbuf_init(&text);
    strbuf_pad(&text, '[', 64);
    strbuf_pad(&text, ']', 64);
    struct fixture f;
    open_bytes(&f, text.at, text.len, 0);
    assert_non_null(f.root);
    close_tree(&f);
    strbuf_clear(&text);
    strbuf_pad(&text, '[', 100000);
    open_bytes(&f, text.at, text.len, 0);
    assert_null(f.root);
    assert_string_equal(f.diags.at[0].text, "nested more than 64 levels deep");
    close_tree(&f);
}

static void refuses_a_million_values(void **state)
{
    (void)state;
    auto_strbuf struct strbuf text;
    strbuf_init(&text);
    strbuf_addc(&text, '[');
    for (int i = 0; i < 1000001; i++)
        strbuf_adds(&text, "a,");
    strbuf_addc(&text, ']');
    struct fixture f;
    open_bytes(&f, text.at, text.len, 0);
    assert_null(f.root);
    assert_string_equal(f.diags.at[0].text, "more than 1000000 values stand in the file");
    close_tree(&f);
}

/* One line of 300,000 values: places are counted on, not from the start of the line each time. */
static void reads_one_long_line_in_linear_time(void **state)
{
    (void)state;
    auto_strbuf struct strbuf text;
    strbuf_init(&text);
    strbuf_addc(&text, '[');
    for (int i = 0; i < 300000; i++)
        strbuf_adds(&text, "区,");
    strbuf_addc(&text, ']');
    clock_t start = clock();
    struct fixture f;
    open_bytes(&f, text.at, text.len, 0);
    double seconds = (double)(clock() - start) / CLOCKS_PER_SEC;
    assert_non_null(f.root);
    assert_int_equal(f.root->entries.count, 300000);
    assert_int_equal(f.root->entries.at[299999].value->pos.col, 2 + 3 * 299999);
    assert_true(seconds < 20); /* quadratic counting takes minutes; 0.2 s is usual */
    close_tree(&f);
}

static void reports_a_file_that_cannot_be_read(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    struct diags diags;
    diags_init(&diags);
    static const struct yaml_field fields[] = {{0}};
    static const struct yaml_schema schema = {"nothing", "nothing", fields, 1, 0};
    struct yaml_reader reader = {.arena = arena, .diags = &diags};
    char object = 0;
    assert_false(yaml_read_file(&reader, "/nonexistent.yaml", "shown.yaml", &schema, &object));
    assert_int_equal(diags.errors, 1);
    assert_string_equal(diags.at[0].pos.file, "shown.yaml");
    assert_non_null(strstr(diags.at[0].text, strerror(ENOENT)));
    diags_release(&diags);
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest plain[] = {
        cmocka_unit_test(keeps_kinds_and_places),
        cmocka_unit_test(counts_lines_of_every_kind),
        cmocka_unit_test(places_blocks_of_a_template_in_their_file),
        cmocka_unit_test(accepts_a_byte_order_mark),
        cmocka_unit_test(knows_what_is_not_given),
        cmocka_unit_test(goes_on_after_keys_given_twice),
        cmocka_unit_test(refuses_a_billion_laughs),
        cmocka_unit_test(refuses_deep_nesting),
        cmocka_unit_test(refuses_a_million_values),
        cmocka_unit_test(reads_one_long_line_in_linear_time),
        cmocka_unit_test(reports_a_file_that_cannot_be_read),
    };
    struct CMUnitTest cases[COUNT_OF(refusals)];
    for (size_t i = 0; i < COUNT_OF(refusals); i++)
        cases[i] = (struct CMUnitTest){.name = refusals[i].name, .test_func = is_refused, .initial_state = (void *)&refusals[i]};
    int failed = cmocka_run_group_tests(plain, NULL, NULL);
    return failed + cmocka_run_group_tests(cases, NULL, NULL);
}
