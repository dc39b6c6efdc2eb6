/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ceping/base_text.h"
#include "render_help.h"

enum { MOST = 64 };

struct broken {
    uint32_t codes[MOST];
    enum text_class kinds[MOST];
    bool allowed[MOST];
    size_t count;
};

static struct broken mark(const char *text, bool chinese)
{
    struct broken b = {.count = 0};
    const char *end = text + strlen(text);
    while (text < end)
        b.codes[b.count++] = utf8_next(&text, end);
    for (size_t i = 0; i < b.count; i++)
        b.kinds[i] = text_class_of(b.codes[i], linebreak_wide(b.codes, b.count, i, chinese));
    linebreak_mark(b.codes, b.kinds, b.count, b.allowed);
    return b;
}

/* `want` is the text with | where a line may end, as CLREQ §3.1.3 and method §17 say. */
static void expect_breaks(const char *want, bool chinese)
{
    struct strbuf text, got;
    strbuf_init(&text);
    strbuf_init(&got);
    for (const char *at = want; *at; at++)
        if (*at != '|')
            strbuf_addc(&text, *at);
    struct broken b = mark(text.at, chinese);
    for (size_t i = 0; i < b.count; i++) {
        if (i > 0 && b.allowed[i])
            strbuf_addc(&got, '|');
        strbuf_add_codepoint(&got, b.codes[i]);
    }
    assert_string_equal(got.at, want);
    strbuf_release(&text);
    strbuf_release(&got);
}

static void between_ideographs(void **state)
{
    (void)state;
    expect_breaks("评|估|报|告", true);
}

static void no_mark_at_line_start(void **state)
{
    (void)state;
    expect_breaks("评、|估，|报。|告；|评：|估！|报？", true);
    expect_breaks("（评）|“估”|《报》|【告】|〔评〕", true);
    expect_breaks("评”，|估）。|报》、|告", true);
}

static void no_opening_mark_at_line_end(void **state)
{
    (void)state;
    expect_breaks("评|“估|（《报》）|告”", true);
    expect_breaks("评|《 报 》", true);
}

static void middle_dots_and_strokes(void **state)
{
    (void)state;
    expect_breaks("评·估|报～告", true);
}

static void relations_are_whole(void **state)
{
    (void)state;
    expect_breaks("差|异：|V＝0.123，|P＜0.05，|β＝−0.4", true);
    expect_breaks("率|＝|满|意", true);
}

static void dashes_and_ellipses_are_whole(void **state)
{
    (void)state;
    expect_breaks("评——|估……|报", true);
}

static void numbers_are_whole(void **state)
{
    (void)state;
    expect_breaks("达|到|94.24分，|占|97.25%", true);
    expect_breaks("共|1,917份|问|卷", true);
    expect_breaks("第2名|和|第20项|是|37℃|的|￥300元", true);
    expect_breaks("下|降|−3.5％|左|右", true);
}

static void words_are_whole(void **state)
{
    (void)state;
    expect_breaks("用|WeChat|宣|传", true);
    expect_breaks("two |words, |and |third-|party", false);
    expect_breaks("见|http://|www.example.gov.cn/|reform", true);
}

static void quotes_by_language(void **state)
{
    (void)state;
    struct broken b = mark("don’t “say” 评’", true);
    assert_int_equal(b.kinds[3], CLASS_CLOSE);
    assert_false(linebreak_wide(b.codes, b.count, 3, true));
    assert_true(linebreak_wide(b.codes, b.count, b.count - 1, true));
    assert_false(linebreak_wide(b.codes, b.count, b.count - 1, false));
}

static void titles_keep_words_together(void **state)
{
    (void)state;
    struct broken b = mark("改革的经验推广", true);
    assert_true(linebreak_sense(b.codes, b.kinds, b.count, 1) > linebreak_sense(b.codes, b.kinds, b.count, 2));
    assert_true(linebreak_sense(b.codes, b.kinds, b.count, 5) > linebreak_sense(b.codes, b.kinds, b.count, 3));
    check_close(linebreak_sense(b.codes, b.kinds, b.count, 3), 0, 0);
    check_close(linebreak_sense(b.codes, b.kinds, b.count, 0), 0, 0);
    b = mark("与平均之差", true); /* a particle does not stand on a line of its own */
    assert_true(linebreak_sense(b.codes, b.kinds, b.count, 1) >= linebreak_sense(b.codes, b.kinds, b.count, 3));
    b = mark("牵头推广推介工作", true);
    assert_true(linebreak_sense(b.codes, b.kinds, b.count, 5) > linebreak_sense(b.codes, b.kinds, b.count, 6));
    assert_true(linebreak_sense(b.codes, b.kinds, b.count, 4) > linebreak_sense(b.codes, b.kinds, b.count, 2));
}

static void empty_text(void **state)
{
    (void)state;
    struct broken b = mark("", true);
    assert_int_equal(b.count, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(between_ideographs),
        cmocka_unit_test(no_mark_at_line_start),
        cmocka_unit_test(no_opening_mark_at_line_end),
        cmocka_unit_test(middle_dots_and_strokes),
        cmocka_unit_test(relations_are_whole), cmocka_unit_test(dashes_and_ellipses_are_whole),
        cmocka_unit_test(numbers_are_whole),
        cmocka_unit_test(words_are_whole),
        cmocka_unit_test(quotes_by_language),
        cmocka_unit_test(titles_keep_words_together),
        cmocka_unit_test(empty_text),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
