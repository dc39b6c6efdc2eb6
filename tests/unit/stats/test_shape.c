/* SPDX-License-Identifier: GPL-3.0-or-later
 * Skewness and kurtosis against psych, weighted description against survey, multiple responses by hand.
 */
#include "table.h"

#include "ceping/stats_intervals.h"

static const double codes[] = {1, 2, 3, 4, 5, 6};
static const double a1[] = {922, 818, 402, 337, 223, 82}; /* psychTools::bfi A1 */

static void shapes_agree_with_r(void **state)
{
    (void)state;
    struct stats_shape shape = stats_shape(codes, a1, 6);
    check_close(shape.n, 2784, 0);
    check_close(shape.g1, 0.8254882874430514, 1e-12);
    check_close(shape.G1, 0.8259333612606491, 1e-12);
    check_close(shape.b1, 0.825043559988792, 1e-12);
    check_close(shape.g2, -0.3057042560470231, 1e-12);
    check_close(shape.G2, -0.3040957318535553, 1e-12);
    check_close(shape.b2, -0.3076394657127066, 1e-12);
}

static void shapes_of_columns_agree_with_r(void **state)
{
    (void)state;
    static const struct {
        const char *file, *column;
        double g1, G1, b1, g2, G2, b2;
    } rows[] = {
        {"bfi.csv", "age", 1.024186352747975, 1.0247353998524604, 1.0236377304789963, 0.5675030115501571, 0.5706636364769224, 0.5649552501519852},
        {"mass_survey.csv", "Height", 0.21739722898848907, 0.21897194159344177, 0.21583882963410253, -0.4127452301233907, -0.39352543623164227,
         -0.43744441830677694},
        {"mobi.csv", "CUSA1", -0.2215197203139051, -0.22285910982412943, -0.22019193199775428, 0.17816348896475942, 0.20616821040891464,
         0.15278903166886604},
        {"chile.csv", "income", 2.5860397024766217, 2.5875316006676097, 2.584549046508123, 7.299859194262661, 7.316215495370039, 7.291943836864826},
        {"beps.csv", "Europe", -0.13581295528712453, -0.13594670991422228, -0.13567939067554977, -1.2377178744884922, -1.2378407968484235,
         -1.2400283063941886},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        size_t n;
        double *x = reference_column(rows[i].file, rows[i].column, &n);
        struct stats_shape shape = stats_shape(x, NULL, n);
        check_close(shape.g1, rows[i].g1, 1e-11);
        check_close(shape.G1, rows[i].G1, 1e-11);
        check_close(shape.b1, rows[i].b1, 1e-11);
        check_close(shape.g2, rows[i].g2, 1e-11);
        check_close(shape.G2, rows[i].G2, 1e-11);
        check_close(shape.b2, rows[i].b2, 1e-11);
        free(x);
    }
}

static void shape_is_free_of_shift_scale_and_order(void **state)
{
    (void)state;
    double x[6], back[6], w[6], twice[12], twice_w[12];
    for (size_t i = 0; i < 6; i++) {
        x[i] = 1e9 + 0.25 * codes[i];
        back[5 - i] = codes[i];
        w[5 - i] = a1[i];
        twice[i] = twice[6 + i] = codes[i];
        twice_w[i] = twice_w[6 + i] = a1[i] / 2;
    }
    struct stats_shape shape = stats_shape(x, a1, 6);
    check_close(shape.G1, 0.8259333612606491, 1e-8);
    check_close(shape.G2, -0.3040957318535553, 1e-8);
    check_close(stats_shape(back, w, 6).G1, 0.8259333612606491, 1e-12);
    check_close(stats_shape(twice, twice_w, 12).G2, -0.3040957318535553, 1e-12);
}

static void no_shape(void **state)
{
    (void)state;
    const double same[] = {0.1, 0.1, 0.1, 0.1}, nan[] = {1, NAN, 3, 4}, inf[] = {1, INFINITY, 2, 3}, two[] = {1, 2}, hidden[] = {1, 1, 0, 0};
    assert_true(isnan(stats_shape(NULL, NULL, 0).G1));
    assert_true(isnan(stats_shape(same, NULL, 4).G1) && isnan(stats_shape(same, NULL, 4).G2));
    assert_true(isnan(stats_shape(nan, NULL, 4).G1));
    assert_true(isnan(stats_shape(inf, NULL, 4).G1));
    check_close(stats_shape(two, NULL, 2).g1, 0, 0);
    assert_true(isnan(stats_shape(two, NULL, 2).G1));
    assert_true(isnan(stats_shape((const double[]){1, 1, 5, 6}, hidden, 4).g1)); /* only equal values count */
}

static void weighted_description_agrees_with_r(void **state)
{
    (void)state;
    double x[TABLE_ROWS], w[TABLE_ROWS];
    size_t n = table_numbers("apistrat.csv", "enroll", x);
    assert_int_equal(table_numbers("apistrat.csv", "pw", w), n);
    struct stats_weighted_description d = stats_weighted_description(x, w, n, 0.95);
    check_close(d.n, 200, 0);
    check_close(d.weight, 6193.999958038335, 1e-13);
    check_close(d.mean, 595.2821371355037, 1e-12);
    check_close(d.variance_ml, 194589.85220947547, 1e-12);
    check_close(d.variance_reliability, 195751.0188544848, 1e-12);
    check_close(d.variance, 195567.6906627894, 1e-12);
    check_close(d.se, 26.563173924966797, 1e-12);
    check_close(d.effective_n, 168.58133128075562, 1e-12);
    check_close(d.deff, 1.1863709847380413, 1e-12);
    check_close(d.cv, 0.4317070589393243, 1e-12);
    static const double p[] = {0.1, 0.25, 0.5, 0.75, 0.9}, want[] = {262, 334, 446, 660, 1139};
    for (size_t i = 0; i < 5; i++)
        check_close(stats_weighted_quantile(x, w, n, p[i]), want[i], 0);
    n = table_numbers("apistrat.csv", "api00", x);
    d = stats_weighted_description(x, w, n, 0.95);
    check_close(d.variance, 15190.586205827336, 1e-12);
    check_close(d.se, 9.585428876373125, 1e-12);
}

static void weighted_description_by_hand(void **state)
{
    (void)state;
    const double x[] = {1, 2, 3, 99}, w[] = {1, 1, 1, 0}, bad[] = {1, INFINITY, 1, 1};
    struct stats_weighted_description d = stats_weighted_description(x, w, 4, 0.95);
    check_close(d.mean, 2, 0);
    check_close(d.variance, 1, 1e-15);
    check_close(d.variance_reliability, 1, 1e-15);
    check_close(d.se, 1 / sqrt(3), 1e-15);
    check_close(d.deff, 1, 0);
    check_close(d.cv, 0, 0);
    assert_true(isnan(stats_weighted_description(x, bad, 4, 0.95).mean));
    d = stats_weighted_description(x, NULL, 1, 0.95);
    check_close(d.mean, 1, 0);
    assert_true(isnan(d.variance) && isnan(d.se) && isnan(d.low));
    assert_true(isnan(stats_weighted_description(x, w + 3, 1, 0.95).mean));
    assert_true(isnan(stats_weighted_quantile(x, w + 3, 1, 0.5)));
    check_close(stats_weighted_quantile(x, w, 4, 1), 3, 0);
    check_close(stats_weighted_quantile(x, w, 4, 0), 1, 0);
    check_close(stats_weighted_quantile(x, NULL, 4, 0.5), 2, 0);
    assert_true(isnan(stats_weighted_quantile(x, NULL, 4, 1.1)));
}

static void cases_and_answers(void **state)
{
    (void)state;
    /* five rows, three options, column by column: {1,2} {1} {} {2,3} not asked */
    const double marks[] = {1, 1, 0, 0, NAN, 1, 0, 0, 1, NAN, 0, 0, 0, 1, NAN};
    struct stats_option options[3];
    struct stats_multiple set = stats_multiple_response(marks, NULL, 5, 3, false, 0.95, options);
    check_close(set.cases, 3, 0);
    check_close(set.answers, 5, 0);
    check_close(set.empty, 1, 0);
    check_close(set.missing, 1, 0);
    check_close(set.answers_per_case, 5. / 3, 1e-15);
    check_close(options[0].count, 2, 0);
    check_close(options[0].of_cases, 2. / 3, 1e-15);
    check_close(options[0].of_answers, 0.4, 1e-15);
    check_close(options[2].of_cases, 1. / 3, 1e-15);
    check_close(options[1].interval.low, stats_wilson(2, 3, 0.95).low, 0);
    set = stats_multiple_response(marks, NULL, 5, 3, true, 0.95, options);
    check_close(set.cases, 4, 0);
    check_close(options[0].of_cases, 0.5, 0);
    const double w[] = {2, 2, 2, 2, 2}, bad[] = {1, 2};
    set = stats_multiple_response(marks, w, 5, 3, false, 0.95, options);
    check_close(set.answers, 10, 0);
    check_close(options[0].of_cases, 2. / 3, 1e-15);
    assert_true(isnan(stats_multiple_response(bad, NULL, 1, 2, false, 0.95, options).cases));
    set = stats_multiple_response(NULL, NULL, 0, 3, false, 0.95, options);
    check_close(set.cases, 0, 0);
    assert_true(isnan(options[0].of_cases) && isnan(set.answers_per_case));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(shapes_agree_with_r), cmocka_unit_test(shapes_of_columns_agree_with_r),
        cmocka_unit_test(shape_is_free_of_shift_scale_and_order), cmocka_unit_test(no_shape),
        cmocka_unit_test(weighted_description_agrees_with_r), cmocka_unit_test(weighted_description_by_hand),
        cmocka_unit_test(cases_and_answers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
