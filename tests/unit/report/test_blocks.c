/* SPDX-License-Identifier: GPL-3.0-or-later
 * Each kind of fenced block against a small evaluation; and the report as a whole.
 */
#include "fixture.h"

static const struct unit *district(const struct fixture *f, int i)
{
    return &f->evaluation->kinds.at[0].units.at[i];
}

static void check_block(const struct report_plan *plan, struct fixture *f, const struct unit *unit, const char *text, const char *const *wanted)
{
    char *got = build_text(f, plan, unit, text);
    for (; *wanted; wanted++)
        if (**wanted == '!')
            expect_not_in(got, *wanted + 1);
        else
            expect_in(got, *wanted);
    free(got);
}

#define CHECK(plan, unit, text, ...) \
    do { \
        const char *const wanted[] = {__VA_ARGS__, NULL}; \
        check_block((plan), f, (unit), (text), wanted); \
    } while (0)

static void ranking_is_in_order_of_places(void **state)
{
    (void)state;
    struct fixture *f = fixture_new();
    char *got = build_text(f, f->overall, NULL, "```table\ntable: districts\n```\n");
    expect_in(got, "| \"名次\" | \"区县\" | \"得分\"");
    const char *first = strstr(got, "| \"1\" | \"淄川区\" | \"96.00\""), *second = strstr(got, "| \"2\" | \"张店区\" | \"90.00\"");
    assert_non_null(first);
    assert_non_null(second);
    assert_true(first < second);
    expect_in(got, "平均得分90.00分");
    expect_in(got, "高新有1个单元不适用");
    free(got);
    fixture_free(f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(ranking_is_in_order_of_places)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
