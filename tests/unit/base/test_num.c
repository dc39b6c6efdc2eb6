/* SPDX-License-Identifier: GPL-3.0-or-later
 * Rounding, printing, sums, Chinese numerals. The rounded figures are those of the decimal arithmetic taught in school.
 */
#include "check.h"

#include "ceping/base_num.h"

#include <float.h>
#include <locale.h>
#include <stdlib.h>

static const struct round_case {
    double value;
    int decimals;
    const char *want;
} round_cases[] = {
    {91.125, 2, "91.13"}, /* a tie in binary too */
    {0.285, 2, "0.29"},   /* the double lies below the tie */
    {2.675, 2, "2.68"},
    {1.005, 2, "1.01"},
    {-1.005, 2, "-1.01"},
    {-2.5, 0, "-3"},
    {2.5, 0, "3"},
    {0.5, 0, "1"},
    {0.49999, 0, "0"},
    {91.12499, 2, "91.12"},
    {91.12499999999999, 2, "91.13"}, /* the sum that should have been 91.125 */
    {91.1249999999, 2, "91.12"},     /* 12 digits, and below */
    {-0.004, 2, "0.00"},
    {-0.0, 2, "0.00"},
    {-0.004, 0, "0"},
    {-0.005, 2, "-0.01"},
    {-0.5, 2, "-0.50"},
    {94.24, 2, "94.24"},
    {100, 2, "100.00"},
    {99.995, 2, "100.00"},
    {9.999999, 3, "10.000"},
    {0, 0, "0"},
    {0.05, 1, "0.1"},
    {0.04, 1, "0.0"},
    {0.0000000004, 9, "0.000000000"},
    {0.0000000005, 9, "0.000000001"},
    {1e-300, 2, "0.00"},
    {1234567.891, 1, "1234567.9"},
    {123456789012.35, 2, "123456789012.35"}, /* more digits than 12, kept */
    {99999999999.96, 1, "100000000000.0"},
    {1e15, 2, "1000000000000000.00"},
    {1e22, 0, "10000000000000000000000"},
    {-1e22, 1, "-10000000000000000000000.0"},
    {9007199254740993.0, 0, "9007199254740992"},
    {0.1 + 0.2, 1, "0.3"},
    {1.15, 1, "1.2"},       /* GB/T 8170 would say 1.2 as well, */
    {1.25, 1, "1.3"},       /* but 1.2 here: half up is the default */
    {5, 12, "5.000000000"}, /* at most nine */
    {5.6, -1, "6"},
};

/* What is computed with a hidden number is hidden, and it is none of the other NaNs. */
static void a_hidden_number_stays_hidden(void **state)
{
    (void)state;
    const volatile double hidden = num_hidden();
    const double computed[] = {hidden, -hidden, hidden + 1, 2 - hidden, 100 * hidden / 7, num_round(hidden, 2), fabs(hidden)};
    for (size_t i = 0; i < sizeof computed / sizeof *computed; i++) {
        assert_true(isnan(computed[i]) && num_is_hidden(computed[i]));
        struct strbuf out;
        strbuf_init(&out);
        num_format(&out, computed[i], 2);
        assert_string_equal(out.at, "*");
        strbuf_release(&out);
    }
    const double others[] = {NAN, -NAN, 0, 1, INFINITY, nan("1")};
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        assert_false(num_is_hidden(others[i]));
    struct strbuf out;
    strbuf_init(&out);
    num_format_exact(&out, hidden);
    assert_string_equal(out.at, "null");
    strbuf_release(&out);
}

static void rounds_half_up_on_the_decimal(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(round_cases); i++) {
        const struct round_case *c = &round_cases[i];
        auto_strbuf struct strbuf text;
        strbuf_init(&text);
        num_format(&text, c->value, c->decimals);
        assert_string_equal(text.at, c->want);
        double rounded = num_round(c->value, c->decimals);
        assert_true(rounded == strtod(c->want, NULL));
        assert_false(rounded == 0 && signbit(rounded));
    }
}

/* Against integer arithmetic: every value of k/1000 rounds at two decimals as (k + 5) / 10 says. */
static void rounds_each_thousandth_as_integers_do(void **state)
{
    (void)state;
    for (int k = 0; k <= 100000; k += 1) {
        double want = (double)((k + 5) / 10) / 100;
        if (num_round(k / 1000.0, 2) != want || num_round(-k / 1000.0, 2) != -want)
            fail_msg("%d/1000: %.17g", k, num_round(k / 1000.0, 2));
    }
}

/* The examples of GB/T 8170-2008, 3.2 and 3.3 (those in tens as hundredths of what stands there), and values that half up rounds otherwise; then each thousandth by integers. */
static void rounds_by_the_national_standard(void **state)
{
    (void)state;
    static const struct round_case cases[] = {
        {12.1498, 0, "12"}, {12.1498, 1, "12.1"}, {12.68, 0, "13"},    {10.5002, 0, "11"},  {1.050, 1, "1.0"},   {0.35, 1, "0.4"},   {2.5, 0, "2"},    {3.5, 0, "4"},
        {0.0325, 3, "0.032"}, {-35.5, 0, "-36"},  {-32.5, 0, "-32"},   {-0.365, 2, "-0.36"}, {15.4546, 0, "15"}, {0.5, 0, "0"},      {1.5, 0, "2"},    {-0.5, 0, "0"},
        {91.125, 2, "91.12"}, {91.135, 2, "91.14"}, {2.675, 2, "2.68"}, {2.665, 2, "2.66"}, {91.12499999999999, 2, "91.12"}, {91.12500001, 2, "91.13"}, {0.05, 1, "0.0"}, {9.995, 2, "10.00"},
        {9.985, 2, "9.98"},
    };
    num_round_by(ROUND_GBT8170);
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        auto_strbuf struct strbuf text;
        strbuf_init(&text);
        num_format(&text, cases[i].value, cases[i].decimals);
        assert_string_equal(text.at, cases[i].want);
        assert_true(num_round(cases[i].value, cases[i].decimals) == strtod(cases[i].want, NULL));
    }
    size_t wrong = 0, other = 0;
    for (int k = 0; k <= 100000; k++) {
        int whole = k / 10, rest = k % 10, up = rest > 5 || (rest == 5 && whole % 2 == 1);
        wrong += num_round(k / 1000.0, 2) != (double)(whole + up) / 100 || num_round(-k / 1000.0, 2) != -(double)(whole + up) / 100;
        other += up != (rest >= 5);
    }
    num_round_by(ROUND_HALF_UP);
    assert_int_equal(wrong, 0);
    assert_int_equal(other, 5000); /* 0.005, 0.025, … 99.985: the two rules differ in each second tie */
    assert_true(num_round(91.125, 2) == 91.13);
}

/* What is returned is what is printed, far from ties and near them. */
static void rounds_as_it_prints(void **state)
{
    (void)state;
    auto_strbuf struct strbuf text;
    strbuf_init(&text);
    for (int i = 1; i < 200000; i++) {
        int decimals = i % 10;
        double value = pow(10, i % 13 - 3) * sin(i), near = (floor(value * 1000) + 0.5 + (i % 7 - 3) * 4e-3) / 1000;
        const double values[] = {value, near};
        for (size_t k = 0; k < COUNT_OF(values); k++) {
            strbuf_clear(&text);
            num_format(&text, values[k], decimals);
            if (num_round(values[k], decimals) != strtod(text.at, NULL))
                fail_msg("%.17g at %d decimals: %.17g, printed %s", values[k], decimals, num_round(values[k], decimals), text.at);
        }
    }
}

static void rounding_twice_changes_nothing(void **state)
{
    (void)state;
    for (int i = 1; i < 20000; i++) {
        double once = num_round(sqrt(i) * 13.37, i % 10);
        assert_true(num_round(once, i % 10) == once);
    }
}

static void not_finite_is_said(void **state)
{
    (void)state;
    assert_true(isnan(num_round(NAN, 2)));
    assert_true(num_round(-INFINITY, 2) == -INFINITY);
    auto_strbuf struct strbuf text;
    strbuf_init(&text);
    num_format(&text, NAN, 2);
    num_format(&text, -INFINITY, 2);
    num_format_exact(&text, NAN);
    num_format_exact(&text, INFINITY);
    assert_string_equal(text.at, "—-∞nullnull");
}

static void check_exact(double value, const char *want)
{
    auto_strbuf struct strbuf text;
    strbuf_init(&text);
    num_format_exact(&text, value);
    if (want)
        assert_string_equal(text.at, want);
    assert_true(strtod(text.at, NULL) == value);
}

static void exact_reads_back(void **state)
{
    (void)state;
    check_exact(0, "0");
    check_exact(-0.0, "0");
    check_exact(0.1, "0.1");
    check_exact(0.1 + 0.2, "0.30000000000000004");
    check_exact(-91.125, "-91.125");
    check_exact(1e22, "1e+22");
    check_exact(1e-7, "1e-07");
    check_exact(DBL_MAX, NULL);
    check_exact(DBL_MIN, NULL);
    check_exact(5e-324, NULL);
    for (int i = 1; i < 2000; i++)
        check_exact(sqrt(i) / 7, NULL);
}

/* Few machines have a locale with a decimal comma: it is made from the descriptions of the package locales. */
static void speak_german(void)
{
    char folder[CHECK_PATH], command[2 * CHECK_PATH];
    check_folder(folder);
    snprintf(command, sizeof command, "localedef --no-archive -i de_DE -f UTF-8 '%s/de_DE.UTF-8'", folder);
    assert_int_equal(system(command), 0);
    setenv("LOCPATH", folder, 1);
    assert_non_null(setlocale(LC_NUMERIC, "de_DE.UTF-8"));
    char text[8];
    snprintf(text, sizeof text, "%.1f", 0.5);
    assert_string_equal(text, "0,5"); /* it is as the test wants it */
}

static void locale_does_not_matter(void **state)
{
    (void)state;
    speak_german();
    auto_strbuf struct strbuf text;
    strbuf_init(&text);
    num_format(&text, 1234.5, 2);
    num_format_exact(&text, 0.25);
    double rounded = num_round(2.675, 2);
    setlocale(LC_NUMERIC, "C");
    assert_string_equal(text.at, "1234.500.25");
    check_close(rounded, 2.68, 0);
}

static void sums_do_not_drift(void **state)
{
    (void)state;
    struct sum sum = {0};
    check_close(sum_value(&sum), 0, 0);
    for (int i = 0; i < 1000000; i++)
        sum_add(&sum, 0.1);
    assert_true(sum_value(&sum) == 100000.0); /* the plain sum gives 100000.00000133288 */

    /* Neumaier's own example, where Kahan's sum gives 0. */
    struct sum hard = {0};
    const double terms[] = {1, 1e100, 1, -1e100};
    for (size_t i = 0; i < COUNT_OF(terms); i++)
        sum_add(&hard, terms[i]);
    assert_true(sum_value(&hard) == 2);

    struct sum infinite = {0};
    sum_add(&infinite, INFINITY);
    sum_add(&infinite, 1);
    assert_true(isinf(sum_value(&infinite)));
}

static void chinese_numerals(void **state)
{
    (void)state;
    static const struct {
        long value;
        const char *want;
    } cases[] = {
        {0, "零"},
        {6, "六"},
        {10, "十"},
        {12, "十二"},
        {20, "二十"},
        {25, "二十五"},
        {100, "一百"},
        {101, "一百零一"},
        {103, "一百零三"},
        {110, "一百一十"},
        {111, "一百一十一"},
        {999, "九百九十九"},
        {1000, "一千"},
        {1001, "一千零一"},
        {1010, "一千零一十"},
        {1100, "一千一百"},
        {2017, "二千零一十七"},
        {10000, "一万"},
        {10001, "一万零一"},
        {10010, "一万零一十"},
        {10100, "一万零一百"},
        {11000, "一万一千"},
        {100000, "十万"},
        {120000, "十二万"},
        {100001, "十万零一"},
        {110000, "十一万"},
        {1000000, "一百万"},
        {1010000, "一百零一万"},
        {20000000, "二千万"},
        {20000020, "二千万零二十"},
        {99999999, "九千九百九十九万九千九百九十九"},
        {100000000, "100000000"},
        {-1, "-1"},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        auto_strbuf struct strbuf text;
        strbuf_init(&text);
        num_format_chinese(&text, cases[i].value);
        assert_string_equal(text.at, cases[i].want);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_hidden_number_stays_hidden),
        cmocka_unit_test(rounds_half_up_on_the_decimal),
        cmocka_unit_test(rounds_each_thousandth_as_integers_do),
        cmocka_unit_test(rounds_by_the_national_standard),
        cmocka_unit_test(rounds_as_it_prints),
        cmocka_unit_test(rounding_twice_changes_nothing),
        cmocka_unit_test(not_finite_is_said),
        cmocka_unit_test(exact_reads_back),
        cmocka_unit_test(locale_does_not_matter),
        cmocka_unit_test(sums_do_not_drift),
        cmocka_unit_test(chinese_numerals),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
