/* SPDX-License-Identifier: GPL-3.0-or-later
 * UTF-8, width, keys, distances, numbers as typed.
 */
#include "check.h"

#include "ceping/base_text.h"

#include <stdlib.h>

/* UTF-8 ------------------------------------------------------------------------------------------------- */

static void utf8_goes_there_and_back(void **state)
{
    (void)state;
    for (uint32_t c = 0; c <= 0x10FFFF; c += c < 0x3000 ? 1 : 61) {
        if (c >= 0xD800 && c < 0xE000)
            continue;
        char bytes[4];
        size_t size = utf8_encode(c, bytes);
        const char *at = bytes;
        assert_int_equal(utf8_next(&at, bytes + size), c);
        assert_ptr_equal(at, bytes + size);
        assert_int_equal(utf8_check(bytes, size), c ? size : 0);
    }
    char bytes[4];
    assert_int_equal(utf8_encode(0xD800, bytes), 3); /* U+FFFD */
    assert_memory_equal(bytes, "\xEF\xBF\xBD", 3);
}

static void utf8_refuses(void **state)
{
    (void)state;
    static const struct {
        const char *bytes;
        size_t len, bad_at;
    } cases[] = {
        {"", 0, 0},
        {"分", 3, 3},
        {"a\0b", 3, 1},
        {"ab\xE5\x88", 4, 2},       /* cut off */
        {"\xC0\xAF", 2, 0},         /* overlong */
        {"\xE0\x80\xAF", 3, 0},     /* overlong */
        {"\xF0\x80\x80\xAF", 4, 0}, /* overlong */
        {"\xED\xA0\x80", 3, 0},     /* surrogate */
        {"\xF4\x90\x80\x80", 4, 0}, /* past U+10FFFF */
        {"\xF5\x80\x80\x80", 4, 0},
        {"x\x80", 2, 1}, /* a following byte without a first */
        {"\xE5\x41\x86", 3, 0},
        {"\xF0\xA0\xAE\xB7", 4, 4}, /* 𠮷 */
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++)
        assert_int_equal(utf8_check(cases[i].bytes, cases[i].len), cases[i].bad_at);
    /* Each invalid byte is one character, so that reading always ends. */
    assert_int_equal(utf8_length("\xE5\x88"
                                 "a\xFF",
                                 4),
                     4);
    const char *at = "";
    assert_int_equal(utf8_next(&at, at), 0xFFFD);
}

/* Width ------------------------------------------------------------------------------------------------- */

static void widths(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        size_t width;
    } cases[] = {
        {"", 0},   {"abc", 3},    {"满意度", 6}, {"ＡＢ１", 6}, {"（一）", 6}, {"“爱工惠”", 10}, {"‘’", 4},
        {"……", 4}, {"——", 4},     {"A·B", 4},    {"3×4", 4},    {"│─┌┐┼", 5},  {"e\xCC\x81", 1}, {"\xEF\xBB\xBFx", 1},
        {"ｱ", 1},  {"\x1b[m", 2}, {"a\tb", 3},   {"é", 1},      {"𠮷", 2},     {"％", 2},        {"\xFF", 1},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++)
        if (text_width(cases[i].text) != cases[i].width)
            fail_msg("'%s': expected %zu, got %zu", cases[i].text, cases[i].width, text_width(cases[i].text));
    assert_int_equal(text_width_n("满意度", 3), 2);
}

static void pads_by_columns(void **state)
{
    (void)state;
    auto_strbuf struct strbuf out;
    strbuf_init(&out);
    text_pad(&out, "分", 4, false);
    strbuf_addc(&out, '|');
    text_pad(&out, "分", 4, true);
    strbuf_addc(&out, '|');
    text_pad(&out, "满意度", 4, true);
    assert_string_equal(out.at, "分  |  分|满意度");
}

/* Keys -------------------------------------------------------------------------------------------------- */

static void check_same(const char *a, const char *b, bool same)
{
    auto_free char *key_a = text_key(a), *key_b = text_key(b), *again = text_key(key_a);
    if ((strcmp(key_a, key_b) == 0) != same)
        fail_msg("'%s' and '%s' have the keys '%s' and '%s'", a, b, key_a, key_b);
    assert_string_equal(again, key_a); /* a key is its own key */
    assert_int_equal(utf8_check(key_a, strlen(key_a)), strlen(key_a));
}

static void names_that_are_the_same(void **state)
{
    (void)state;
    /* The first as the crawled page has it (stray backslash, half-width quotes), then as the list of projects does. */
    check_same("信息孤岛\\’构建全领域", "信息孤岛’构建全领域", true);
    check_same("打破\\‘信息孤岛\\’构建全领域", "打破“信息孤岛”构建全领域", true);
    check_same("爱工惠", "“爱工惠”", true);
    check_same("“两官”", "「两官」", true);
    check_same("“两官”", "两官", true);
    check_same("'两官'", "＂两官＂", true);
    check_same("博山区创新推行“1+N打包式” 社会救助服务", "博山区创新推行\"１＋Ｎ打包式\"社会救助服务", true);
    check_same("张店区", " 张　店\xC2\xA0区\n", true);
    check_same("\xEF\xBB\xBF张店区", "张店\xE2\x80\x8B区", true);
    check_same("互联网+家政", "互联网＋家政", true);
    check_same("桓台县（县公安局）", "桓台县(县公安局)", true);
    check_same("桓台县【县公安局】", "桓台县〔县公安局〕", true);
    check_same("桓台县[县公安局]", "桓台县［县公安局］", true);
    check_same("2014—2017", "2014-2017", true);
    check_same("2014——2017", "2014–2017", true);
    check_same("改革−创新", "改革－创新", true);
    check_same("是，完全同意；谢谢：好。", "是,完全同意;谢谢:好.", true);
    check_same("AGREE", "ａｇｒｅｅ", true);
    check_same("Straße", "STRASSE", true);
    check_same("买买提·艾力", "买买提•艾力", true);
    check_same("é", "e\xCC\x81", true);
    check_same("e'\xCC\x81", "é", true); /* an accent behind a dropped quote */
    check_same("a¨", "ä", true);         /* its compatibility form is a space and an accent */
    check_same("⼀", "一", true);        /* a radical that looks like the character */
    check_same("", " “” ", true);
}

static void names_that_are_not(void **state)
{
    (void)state;
    check_same("满意", "不满意", false);
    check_same("张店区", "淄川区", false);
    check_same("+", "-", false);
    check_same("-", "--", false); /* marks on a scale of symbols */
    check_same("1", "2", false);
    check_same("18岁以上", "18岁以下", false);
    check_same("", "0", false);
    check_same("《条例》", "条例", false);
}

static void keys_of_hostile_bytes(void **state)
{
    (void)state;
    static const char bytes[] = "\xFF\xE5\x88 a\xED\xA0\x80";
    check_same(bytes, "x", false);
    char long_text[4000];
    unsigned seed = 7;
    for (int round = 0; round < 200; round++) {
        for (size_t i = 0; i + 1 < sizeof long_text; i++) {
            seed = seed * 1103515245u + 12345u;
            long_text[i] = (char)(1 + (seed >> 16) % 255);
        }
        long_text[round * 13 % (int)sizeof long_text] = '\0';
        long_text[sizeof long_text - 1] = '\0';
        auto_free char *key = text_key(long_text), *again = text_key(key);
        assert_string_equal(key, again);
    }
}

static void key_form(void **state)
{
    (void)state;
    auto_strbuf struct strbuf out;
    strbuf_init(&out);
    strbuf_adds(&out, "k:");
    text_key_add(&out, "【Ａ】 “１２．５％”——x", strlen("【Ａ】 “１２．５％”——x"));
    assert_string_equal(out.at, "k:(a)12.5%-x");
}

static void trims(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    static const char text[] = "\xEF\xBB\xBF　 张 店\xC2\xA0\r\n";
    assert_string_equal(text_trim_copy(arena, text, strlen(text)), "张 店");
    assert_string_equal(text_trim_copy(arena, " 　 ", strlen(" 　 ")), "");
    assert_string_equal(text_trim_copy(arena, "", 0), "");
    assert_string_equal(text_trim_copy(arena, "abc", 2), "ab");
    arena_free(arena);
}

/* Distance ---------------------------------------------------------------------------------------------- */

static void distances(void **state)
{
    (void)state;
    static const struct {
        const char *a, *b;
        size_t want;
    } cases[] = {
        {"", "", 0},
        {"", "abc", 3},
        {"kitten", "sitting", 3},
        {"abcd", "abdc", 1},
        {"ca", "abc", 3} /* Damerau without restriction: 2 */,
        {"满意度", "满意", 1},
        {"满意", "不满意", 1},
        {"张店", "店张", 1},
        {"agree5", "agree6", 1},
        {"saturday", "sunday", 3},
        {"ab", "ba", 1},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        assert_int_equal(text_distance(cases[i].a, cases[i].b, SIZE_MAX), cases[i].want);
        assert_int_equal(text_distance(cases[i].b, cases[i].a, 100), cases[i].want);
        for (size_t limit = 0; limit < 4; limit++)
            assert_int_equal(text_distance(cases[i].a, cases[i].b, limit),
                             cases[i].want > limit ? limit + 1 : cases[i].want);
    }
}

/* Numbers as typed -------------------------------------------------------------------------------------- */

static void numbers_as_typed(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        double want;
    } cases[] = {
        {"0", 0},
        {"5", 5},
        {"１２.５", 12.5},
        {"１２．５", 12.5},
        {" 12 ", 12},
        {"　12\xC2\xA0", 12},
        {"1.0", 1},
        {"1,234", 1234},
        {"1，234", 1234},
        {"12,345,678.5", 12345678.5},
        {"121秒", 121},
        {"92分", 92},
        {"92 分 ", 92},
        {"3次", 3},
        {"3份", 3},
        {"3个", 3},
        {"3项", 3},
        {"-3", -3},
        {"+3", 3},
        {"－3", -3},
        {"−3", -3},
        {"1e5", 1e5},
        {"1E+05", 1e5},
        {"2.5e-3", 0.0025},
        {".5", 0.5},
        {"5.", 5},
        {"007", 7},
        {"-0", 0},
        {"91%", 91},
        {"91.9％", 91.9},
        {"1e-400", 0},
        {"0.1", 0.1},
        {"9007199254740993", 9007199254740992.0},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        double value = -99;
        if (!text_number(cases[i].text, strlen(cases[i].text), false, &value) || value != cases[i].want ||
            (value == 0 && signbit(value)))
            fail_msg("'%s': expected %.17g, got %.17g", cases[i].text, cases[i].want, value);
    }
    double value = 0;
    assert_true(text_number("91.9%", 5, true, &value));
    check_close(value, 0.919, 1e-15);
    assert_true(text_number("91.9", 4, true, &value));
    check_close(value, 91.9, 0);
}

static void what_is_no_number(void **state)
{
    (void)state;
    static const char *const cases[] = {
        "",      " ",      "abc",  "12abc",  "a12",      "0x10",     "nan",    "inf",      "-inf", "infinity",
        "1e999", "-1e999", "1,23", "1,2345", ",123",     "1234,567", "1,,234", "1,234e5,", "--3",  "+-3",
        "-",     "+",      ".",    "-.",     "e5",       "1e",       "1e+",    "1 2",      "- 3",  "1.2.3",
        "分",    "%",      "5%%",  "5分分",  "分5",      "5%分",     "5元",    "3/4",      "十二", "1'000",
        "1_000", "5 分 6", "\xFF", "5\x01",  "12（约）", "12-15",
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        double value = -99;
        if (text_number(cases[i], strlen(cases[i]), false, &value))
            fail_msg("'%s' was read as %g", cases[i], value);
        assert_true(value == -99); /* untouched */
    }
    double value;
    assert_false(text_number("1\0002", 3, false, &value));
}

static void cells_of_csv(void **state)
{
    (void)state;
    static const struct {
        const char *text, *written;
    } cases[] = {
        {"", ""}, {"满意", "满意"}, {"a,b", "\"a,b\""}, {"甲;乙", "\"甲;乙\""}, {"a\tb", "\"a\tb\""}, {"说“好”", "说“好”"},
        {"say \"hi\"", "\"say \"\"hi\"\"\""}, {"two\nlines", "\"two\nlines\""}, {" a", "\" a\""}, {"a ", "\"a \""}, {"a b", "a b"},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        auto_strbuf struct strbuf out;
        strbuf_init(&out);
        csv_add_cell(&out, cases[i].text);
        assert_string_equal(out.at, cases[i].written);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cells_of_csv),
        cmocka_unit_test(utf8_goes_there_and_back),
        cmocka_unit_test(utf8_refuses),
        cmocka_unit_test(widths),
        cmocka_unit_test(pads_by_columns),
        cmocka_unit_test(names_that_are_the_same),
        cmocka_unit_test(names_that_are_not),
        cmocka_unit_test(keys_of_hostile_bytes),
        cmocka_unit_test(key_form),
        cmocka_unit_test(trims),
        cmocka_unit_test(distances),
        cmocka_unit_test(numbers_as_typed),
        cmocka_unit_test(what_is_no_number),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
