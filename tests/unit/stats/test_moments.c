/* SPDX-License-Identifier: GPL-3.0-or-later
 * Means and variances against R (grouped counts of psychTools::bfi) and NIST StRD certified values.
 */
#include "reference.h"

#include "ceping/stats.h"

/* psychTools::bfi A1, table(): R gives mean 2.41343…, var 1.98172… */
static const double a1[] = {1, 2, 3, 4, 5, 6};
static const double a1_counts[] = {922, 818, 402, 337, 223, 82};

static void nothing_is_nan_not_zero(void **state)
{
    (void)state;
    const double one[] = {7}, zero_weight[] = {0}, bad_weight[] = {-1}, nan_weight[] = {NAN};
    check_close(stats_mean(NULL, NULL, 0), NAN, 0);
    check_close(stats_sum(NULL, NULL, 0), NAN, 0);
    check_close(stats_total(NULL, 0), 0, 0);
    check_close(stats_variance(NULL, NULL, 0), NAN, 0);
    check_close(stats_mean(one, NULL, 1), 7, 0);
    check_close(stats_variance(one, NULL, 1), NAN, 0);
    check_close(stats_mean(one, zero_weight, 1), NAN, 0);
    check_close(stats_mean(one, bad_weight, 1), NAN, 0);
    check_close(stats_variance(one, nan_weight, 1), NAN, 0);
}

static void nan_and_infinity_are_not_swallowed(void **state)
{
    (void)state;
    const double x[] = {1, NAN, 3}, inf[] = {1, INFINITY, 3}, w[] = {1, 0, 1};
    check_close(stats_mean(x, NULL, 3), NAN, 0);
    check_close(stats_sd(x, NULL, 3), NAN, 0);
    assert_true(isinf(stats_mean(inf, NULL, 3)));
    check_close(stats_mean(x, w, 3), 2, 0); /* frequency 0: as though absent */
    check_close(stats_variance(x, w, 3), 2, 1e-15);
}

static void equal_values_have_no_variance(void **state)
{
    (void)state;
    const double x[] = {0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1};
    check_close(stats_mean(x, NULL, 7), 0.1, 1e-17);
    check_close(stats_variance(x, NULL, 7), 0, 1e-32);
}

static void grouped_counts_agree_with_r(void **state)
{
    (void)state;
    check_close(stats_total(a1_counts, 6), 2784, 0);
    check_close(stats_mean(a1, a1_counts, 6), 2.413433908045977, 1e-14);
    check_close(stats_variance(a1, a1_counts, 6), 1.9817238849583472, 1e-13);
    check_close(stats_sd(a1, a1_counts, 6), 1.407737150521484, 1e-13);
}

static void rows_equal_grouped_counts(void **state)
{
    (void)state;
    double rows[2784];
    size_t n = 0;
    struct moments moments = {0};
    for (size_t i = 0; i < 6; i++)
        for (int j = 0; j < (int)a1_counts[i]; j++)
            rows[n++] = a1[i];
    for (size_t i = 0; i < n; i++)
        moments_add(&moments, rows[n - 1 - i], 1);
    check_close(stats_mean(rows, NULL, n), stats_mean(a1, a1_counts, 6), 1e-15);
    check_close(stats_variance(rows, NULL, n), stats_variance(a1, a1_counts, 6), 1e-14);
    check_close(moments_mean(&moments), 2.413433908045977, 1e-13);
    check_close(moments_sd(&moments), 1.407737150521484, 1e-12);
    check_close(moments_sd(&(struct moments){0}), NAN, 0);
    check_close(moments_mean(&(struct moments){0}), NAN, 0);
}

static void shift_and_scale(void **state)
{
    (void)state;
    double x[6];
    for (size_t i = 0; i < 6; i++)
        x[i] = 1e9 + 4 * a1[i];
    check_close(stats_sd(x, a1_counts, 6), 4 * 1.407737150521484, 1e-11);
}

struct certified {
    const char *file;
    size_t n;
    double mean, sd;
    double sd_tolerance; /* relative */
};

static void nist_univariate(void **state)
{
    (void)state;
    static const struct certified rows[] = {
        {"nist/Lew.csv", 200, -177.435, 277.332168044316, 1e-13},
        {"nist/Michelso.csv", 100, 299.8524, 0.0790105478190518, 1e-13},
        {"nist/NumAcc1.csv", 3, 10000002, 1, 1e-15},
        {"nist/NumAcc3.csv", 1001, 1000000.2, 0.1, 1e-9},
        {"nist/PiDigits.csv", 5000, 4.5348, 2.86733906028871, 1e-13},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        size_t n;
        double *x = reference_column(rows[i].file, "y", &n);
        assert_int_equal(n, rows[i].n);
        check_close(stats_mean(x, NULL, n), rows[i].mean, 1e-15);
        check_close(stats_sd(x, NULL, n) / rows[i].sd, 1, rows[i].sd_tolerance);
        free(x);
    }
}

/* NumAcc2 and NumAcc4 (NIST StRD, public domain): the first value is the mean, then mean − 0.1 and mean + 0.1 by turns; 1,001 values, sd 0.1 exactly. */
static void nist_by_rule(void **state)
{
    (void)state;
    static const struct {
        const char *values[3];
        double mean, tolerance;
    } rows[] = {{{"1.2", "1.1", "1.3"}, 1.2, 1e-13}, {{"10000000.2", "10000000.1", "10000000.3"}, 10000000.2, 1e-8}};
    for (size_t k = 0; k < sizeof rows / sizeof *rows; k++) {
        double x[1001];
        for (size_t i = 0; i < 1001; i++)
            x[i] = strtod(rows[k].values[i == 0 ? 0 : i % 2 ? 1 : 2], NULL);
        check_close(stats_mean(x, NULL, 1001), rows[k].mean, 1e-15);
        check_close(stats_sd(x, NULL, 1001) / 0.1, 1, rows[k].tolerance);
    }
}

/* Hmisc::wtd.mean, wtd.var on survey::apistrat, weights pw. */
static void weighted_agrees_with_r(void **state)
{
    (void)state;
    size_t n, m;
    double *x = reference_column("apistrat.csv", "api00", &n);
    double *w = reference_column("apistrat.csv", "pw", &m);
    assert_int_equal(n, 200);
    assert_int_equal(m, 200);
    check_close(stats_total(w, n), 6193.999958038335, 1e-14);
    check_close(stats_mean(x, w, n), 662.2873631593208, 1e-14);
    check_close(stats_variance(x, w, n), 15117.073874406986, 1e-13);
    free(x);
    free(w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_is_nan_not_zero),     cmocka_unit_test(nan_and_infinity_are_not_swallowed),
        cmocka_unit_test(equal_values_have_no_variance), cmocka_unit_test(grouped_counts_agree_with_r),
        cmocka_unit_test(rows_equal_grouped_counts),   cmocka_unit_test(shift_and_scale),
        cmocka_unit_test(nist_univariate),             cmocka_unit_test(nist_by_rule),
                   cmocka_unit_test(weighted_agrees_with_r),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
