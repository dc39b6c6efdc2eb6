/* SPDX-License-Identifier: GPL-3.0-or-later
 * Problems: what is kept, and exactly what is printed.
 */
#include "check.h"

#include "ceping/base_diag.h"
#include "ceping/base_text.h"

#include <stdlib.h>

static void check_all(const struct diags *diags, const char *want)
{
    auto_strbuf struct strbuf out;
    strbuf_init(&out);
    diags_format_all(diags, false, &out);
    assert_string_equal(out.at, want);
}

static struct pos at(const char *file, int line, int col, int width)
{
    return (struct pos){file, line, col, width};
}

static const char source[] = "id: public\n题目: 您对“改革”满意吗？\n\tscale: agree6\nlast";

static void add_the_source(struct diags *diags)
{
    diags_add_source(diags, "x.yaml", source, strlen(source));
}

static void caret_under_the_thing(void **state)
{
    (void)state;
    struct diags diags;
    diags_init(&diags);
    add_the_source(&diags);
    diags_error(&diags, at("x.yaml", 3, 9, 6), "item '%s' refers to unknown scale '%s'", "q7", "agree6");
    diags_hint(&diags, "known scales: %s", "agree5, agree7, yesno");
    check_all(&diags, "x.yaml:3:9: error: item 'q7' refers to unknown scale 'agree6'\n"
                      "  3 |  scale: agree6\n"
                      "    |         ^^^^^^ known scales: agree5, agree7, yesno\n");
    assert_int_equal(diags.errors, 1);
    diags_release(&diags);
    diags_release(&diags);
    diags_release(NULL);
}

static void caret_by_display_width(void **state)
{
    (void)state;
    struct diags diags;
    diags_init(&diags);
    add_the_source(&diags);
    /* 题目(4) :(1) space(1) 您对(4) “改革”(8): the columns before and of the quoted word. */
    diags_warning(&diags, at("x.yaml", 2, 11, 8), "'%s' is quoted", "改革");
    diags_note(&diags, at("x.yaml", 4, 99, 7), "the file ends");
    check_all(&diags, "x.yaml:2:11: warning: '改革' is quoted\n"
                      "  2 | 题目: 您对“改革”满意吗？\n"
                      "    |           ^^^^^^^^\n"
                      "x.yaml:4:99: note: the file ends\n"
                      "  4 | last\n"
                      "    |     ^\n");
    assert_int_equal(diags.warnings, 1);
    diags_release(&diags);
}

static void places_that_are_known_in_part(void **state)
{
    (void)state;
    struct diags diags;
    diags_init(&diags);
    add_the_source(&diags);
    diags_error(&diags, POS_NONE, "nothing to load");
    diags_hint(&diags, "a hint");
    diags_error(&diags, at("x.csv", 0, 0, 0), "no header");
    diags_error(&diags, at("x.csv", 12, 0, 0), "too few cells");
    diags_error(&diags, at("x.csv", 12, 3, 0), "'abc' is no number");
    diags_hint(&diags, "1 to 5");
    diags_hint(&diags, "or empty");
    diags_error(&diags, at("x.yaml", 1, 0, 0), "incomplete");
    diags_hint(&diags, "needs a title");
    diags_error(&diags, at("x.yaml", 4, 0, 0), "no hint");
    diags_error(&diags, at("x.yaml", 17, 1, 0), "past the end");
    check_all(&diags, "error: nothing to load\n"
                      "    a hint\n"
                      "x.csv: error: no header\n"
                      "x.csv:12: error: too few cells\n"
                      "x.csv:12:3: error: 'abc' is no number\n"
                      "    1 to 5; or empty\n"
                      "x.yaml:1: error: incomplete\n"
                      "  1 | id: public\n"
                      "    | needs a title\n"
                      "x.yaml:4: error: no hint\n"
                      "  4 | last\n"
                      "x.yaml:17:1: error: past the end\n");
    diags_release(&diags);
}

static void ordered_with_notes_behind(void **state)
{
    (void)state;
    struct diags diags;
    diags_init(&diags);
    diags_error(&diags, at("b", 2, 1, 0), "third");
    diags_error(&diags, at("a", 10, 2, 0), "second");
    diags_note(&diags, at("a", 1, 1, 0), "declared here");
    diags_error(&diags, at("a", 9, 5, 0), "first");
    diags_error(&diags, at("b", 2, 1, 0), "fourth");
    check_all(&diags, "a:9:5: error: first\na:10:2: error: second\na:1:1: note: declared here\nb:2:1: error: "
                      "third\nb:2:1: error: fourth\n");
    diags_release(&diags);
}

static void file_names_outlive_their_arena(void **state)
{
    (void)state;
    struct diags diags;
    diags_init(&diags);
    char *file = strdup("x.yaml");
    diags_error(&diags, at(file, 1, 1, 2), "wrong");
    free(file);
    add_the_source(&diags);
    check_all(&diags, "x.yaml:1:1: error: wrong\n  1 | id: public\n    | ^^\n");
    diags_add_source(&diags, "x.yaml", "changed", 7);
    check_all(&diags, "x.yaml:1:1: error: wrong\n  1 | changed\n    | ^^\n");
    diags_add_source(&diags, "x.yaml", "", 0);
    check_all(&diags, "x.yaml:1:1: error: wrong\n  1 | \n    | ^\n");
    diags_release(&diags);
}

static void lines_end_in_many_ways(void **state)
{
    (void)state;
    struct diags diags;
    diags_init(&diags);
    static const char text[] = "one\r\ntwo\rthree\xE2\x80\xA8"
                               "four\n\nsix";
    diags_add_source(&diags, "f", text, strlen(text));
    static const char *const lines[] = {"one", "two", "three", "four", "", "six"};
    for (int i = 0; i < 6; i++) {
        diags_error(&diags, at("f", i + 1, 0, 0), "x");
        auto_strbuf struct strbuf got, want;
        strbuf_init(&got);
        strbuf_init(&want);
        diags_format(&diags, (size_t)i, false, &got);
        strbuf_addf(&want, "f:%d: error: x\n  %d | %s\n", i + 1, i + 1, lines[i]);
        assert_string_equal(got.at, want.at);
    }
    diags_release(&diags);
}

/* Columns of the second and third line of a printed problem. */
static void check_long(const char *text, int col, int width, const char *want_begin, bool cut_end)
{
    struct diags diags;
    diags_init(&diags);
    diags_add_source(&diags, "f", text, strlen(text));
    diags_error(&diags, at("f", 1, col, width), "x");
    auto_strbuf struct strbuf out;
    strbuf_init(&out);
    diags_format(&diags, 0, false, &out);
    char *line = strchr(out.at, '\n') + 1;
    char *caret = strchr(line, '\n');
    *caret++ = '\0';
    caret[strcspn(caret, "\n")] = '\0';
    assert_true(text_width(line) <= 120);
    assert_memory_equal(line + 6, want_begin, strlen(want_begin));
    assert_int_equal(strcmp(line + strlen(line) - 3, "…") == 0, cut_end);

    /* What stands over the caret is what stands at the column. */
    size_t before = strcspn(caret, "^"), column = 0;
    assert_int_equal(strlen(caret) - before, width);
    const char *p = line, *end = line + strlen(line);
    while (column < before)
        column += (size_t)text_codepoint_width(utf8_next(&p, end));
    assert_memory_equal(p, "HERE", 4);
    diags_release(&diags);
}

static void long_lines_are_cut_around_the_caret(void **state)
{
    (void)state;
    auto_strbuf struct strbuf text;
    for (int before = 0; before < 400; before += 7) {
        strbuf_init(&text);
        for (int i = 0; i < before; i++)
            strbuf_adds(&text, "度");
        strbuf_adds(&text, "HERE");
        strbuf_pad(&text, 'x', 200);
        check_long(text.at, before * 2 + 1, 4, before * 2 > 60 ? "…度" : "", true);
        strbuf_truncate(&text, text.len - 200);
        if (before > 60)
            check_long(text.at, before * 2 + 1, 4, "…度", false);
        strbuf_release(&text);
    }
    strbuf_init(&text);
}

static void strangers_cannot_steer_the_terminal(void **state)
{
    (void)state;
    struct diags diags;
    diags_init(&diags);
    static const char text[] = "a\x1b[31m\xE2\x80\xAE"
                               "b\xFF";
    diags_add_source(&diags, "f\x1b", text, strlen(text));
    diags_error(&diags, at("f\x1b", 1, 2, 1), "cell '%s'", "\x1b]0;x\x07\ny");
    diags_hint(&diags, "%s",
               "\x9b"
               "31m");
    check_all(&diags, "f:1:2: error: cell ']0;x y'\n  1 | a[31mb\xEF\xBF\xBD\n    |  ^ \xEF\xBF\xBD"
                      "31m\n");
    diags_release(&diags);
}

static void colours_only_when_wanted(void **state)
{
    (void)state;
    struct diags diags;
    diags_init(&diags);
    add_the_source(&diags);
    diags_error(&diags, at("x.yaml", 1, 1, 2), "x");
    auto_strbuf struct strbuf out;
    strbuf_init(&out);
    diags_format(&diags, 0, true, &out);
    assert_string_equal(
        out.at, "\033[1mx.yaml:1:1:\033[0m \033[1;31merror:\033[0m x\n  1 | id: public\n    | \033[1;32m^^\033[0m\n");
    diags_release(&diags);
}

static void the_ceiling_keeps_errors(void **state)
{
    (void)state;
    struct diags diags;
    diags_init(&diags);
    diags_hint(&diags, "belongs to nothing");
    for (int i = 0; i < 1500; i++) {
        diags_warning(&diags, at("f", i + 1, 0, 0), "warning %d", i);
        diags_hint(&diags, "hint %d", i);
    }
    assert_int_equal(diags.count, 1000);
    assert_int_equal(diags.dropped, 500);
    assert_string_equal(diags.at[999].hint, "hint 999"); /* and not that of a dropped one */

    diags_error(&diags, at("f", 9999, 0, 0), "the error");
    diags_hint(&diags, "its hint");
    assert_int_equal(diags.count, 1000);
    assert_string_equal(diags.at[999].text, "the error");
    assert_string_equal(diags.at[999].hint, "its hint");
    assert_string_equal(diags.at[998].text, "warning 998");

    for (int i = 0; i < 2000; i++)
        diags_error(&diags, POS_NONE, "error %d", i);
    assert_int_equal(diags.count, 1000);
    assert_int_equal(diags.errors, 2001);
    assert_int_equal(diags.warnings, 1500);
    assert_int_equal(diags.dropped, 2501);
    assert_string_equal(diags.at[0].text, "the error");
    assert_string_equal(diags.at[999].text, "error 998");
    auto_strbuf struct strbuf out;
    strbuf_init(&out);
    diags_format_all(&diags, false, &out);
    assert_non_null(strstr(out.at, "\n2501 more problems are not shown\n"));
    diags_release(&diags);
}

static void hints_of_words(void **state)
{
    (void)state;
    static const char *const words[] = {"agree5", "agree7",   "yesno", "likert10", "满意度", "不满意", "是",
                                        "a",      "“爱工惠”", "w10",   "w11",      "w12",    "w13"};
    static const struct {
        const char *wrong;
        size_t count;
        const char *want;
    } cases[] = {
        {"agree6", 13, "did you mean 'agree5'"}, /* the first of two as near */
        {"argee7", 13, "did you mean 'agree7'"},
        {"YesNo", 13, "did you mean 'yesno'"},
        {"满意渡", 13, "did you mean '满意度'"},
        {"爱工惠", 13, "did you mean '“爱工惠”'"},
        {"lik10", 4, "known: agree5, agree7, yesno, likert10"},
        {"否", 3, "known: agree5, agree7, yesno"}, /* one letter, and wrong: near to nothing */
        {"b", 13, "known: agree5, agree7, yesno, likert10, 满意度, 不满意, 是, a, “爱工惠”, w10, w11, w12, …"},
        {"", 1, "known: agree5"},
        {NULL, 12, "known: agree5, agree7, yesno, likert10, 满意度, 不满意, 是, a, “爱工惠”, w10, w11, w12"},
        {"x", 0, NULL},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct diags diags;
        diags_init(&diags);
        diags_error(&diags, POS_NONE, "unknown");
        diags_hint_words(&diags, cases[i].wrong, words, cases[i].count);
        if (cases[i].want)
            assert_string_equal(diags.at[0].hint, cases[i].want);
        else
            assert_null(diags.at[0].hint);
        diags_release(&diags);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(caret_under_the_thing),
        cmocka_unit_test(caret_by_display_width),
        cmocka_unit_test(places_that_are_known_in_part),
        cmocka_unit_test(ordered_with_notes_behind),
        cmocka_unit_test(file_names_outlive_their_arena),
        cmocka_unit_test(lines_end_in_many_ways),
        cmocka_unit_test(long_lines_are_cut_around_the_caret),
        cmocka_unit_test(strangers_cannot_steer_the_terminal),
        cmocka_unit_test(colours_only_when_wanted),
        cmocka_unit_test(the_ceiling_keeps_errors),
        cmocka_unit_test(hints_of_words),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
