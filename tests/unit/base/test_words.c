/* SPDX-License-Identifier: GPL-3.0-or-later
 * Fixed words of documents: the order of the tables, arguments of formats, what comes back where nothing is known.
 */
#include "check.h"

#include "ceping/base_words.h"

#include <stdlib.h>

static void test_order(void **state)
{
    (void)state;
    size_t count;
    const struct words_entry *table = words_table("en", &count);
    assert_true(count > 100);
    for (size_t i = 1; i < count; i++)
        if (strcmp(table[i - 1].chinese, table[i].chinese) >= 0)
            fail_msg("'%s' must stand after '%s', once", table[i].chinese, table[i - 1].chinese);
}

/* The conversions of a format by argument: letter of argument n in ret[n − 1], what stands between % and it aside. */
static int conversions(const char *format, char ret[12])
{
    int count = 0, next = 0;
    memset(ret, 0, 12);
    for (const char *at = strchr(format, '%'); at; at = strchr(at, '%')) {
        at++;
        if (*at == '%') {
            at++;
            continue;
        }
        char *end;
        long number = strtol(at, &end, 10);
        int argument = next;
        if (*end == '$') {
            argument = (int)number - 1;
            at = end + 1;
        } else {
            next++;
        }
        at += strspn(at, "0123456789.+-z");
        if (!*at || !strchr("sdfug", *at))
            return -1; /* no format at all: "45%" */
        assert_in_range(argument, 0, 11);
        ret[argument] = *at;
        count++;
    }
    return count;
}

/* A text is given to printf as it is or as its translation: both must take the same arguments. */
static void test_formats(void **state)
{
    (void)state;
    size_t count;
    const struct words_entry *table = words_table("en", &count);
    size_t formats = 0;
    for (size_t i = 0; i < count; i++) {
        char chinese[12], other[12];
        int wanted = conversions(table[i].chinese, chinese);
        if (wanted <= 0)
            continue;
        formats++;
        if (conversions(table[i].other, other) != wanted || memcmp(chinese, other, sizeof chinese) != 0)
            fail_msg("'%s' takes other arguments than '%s'", table[i].other, table[i].chinese);
    }
    assert_true(formats > 30);
}

static void test_languages(void **state)
{
    (void)state;
    assert_string_equal(words_in("zh-CN", "平均得分"), "平均得分");
    assert_string_equal(words_in(NULL, "平均得分"), "平均得分");
    assert_string_equal(words_in("en", "平均得分"), "Mean score");
    assert_string_equal(words_in("en-GB", "平均得分"), "Mean score");
    assert_string_equal(words_in("en", "张店区"), "张店区"); /* data */
    assert_null(words_in("en", NULL));
    assert_true(words_chinese("zh") && words_chinese(NULL) && !words_chinese("en"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_order), cmocka_unit_test(test_formats), cmocka_unit_test(test_languages)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
