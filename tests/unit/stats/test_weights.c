/* SPDX-License-Identifier: GPL-3.0-or-later
 * Weights against R's survey (rake, postStratify, calibrate, trimWeights) and by hand.
 */
#include "table.h"

#include "ceping/stats_weights.h"

/* survey::apipop: the margins that all tests share. */
static const double stype_population[] = {4421, 755, 1018}, wide_population[] = {1072, 5122};

struct schools {
    size_t n;
    double pw[TABLE_ROWS], api00[TABLE_ROWS], api99[TABLE_ROWS], enroll[TABLE_ROWS];
    int stype[TABLE_ROWS], wide[TABLE_ROWS], awards[TABLE_ROWS]; /* E H M; No Yes; No Yes as 0 … */
};

static int code_of(int letter, const char *letters)
{
    return (int)(strchr(letters, letter) - letters);
}

static struct schools *schools_read(const char *file)
{
    struct schools *schools = calloc(1, sizeof *schools);
    schools->n = table_numbers(file, "pw", schools->pw);
    table_numbers(file, "api00", schools->api00);
    table_numbers(file, "api99", schools->api99);
    table_numbers(file, "enroll", schools->enroll);
    table_codes(file, "stype", schools->stype);
    table_codes(file, "sch_wide", schools->wide);
    table_codes(file, "awards", schools->awards);
    for (size_t i = 0; i < schools->n; i++) {
        schools->stype[i] = code_of(schools->stype[i], "EHM");
        schools->wide[i] = code_of(schools->wide[i], "NY");
        schools->awards[i] = code_of(schools->awards[i], "NY");
    }
    return schools;
}

static void kish_by_hand(void **state)
{
    (void)state;
    const double w[] = {1, 1, 2, 4, 2, 0}, bad[] = {1, -1}, none[] = {0, 0};
    struct stats_kish kish = stats_kish(w, 6);
    check_close(kish.n, 5, 0);
    check_close(kish.total, 10, 0);
    check_close(kish.effective_n, 100. / 26, 1e-15);
    check_close(kish.deff, 1.3, 1e-15);
    check_close(kish.cv * kish.cv, 0.3, 1e-15);
    check_close(kish.smallest, 1, 0);
    check_close(kish.largest, 4, 0);
    check_close(stats_kish(NULL, 7).deff, 1, 0);
    assert_true(isnan(stats_kish(bad, 2).deff));
    assert_true(isnan(stats_kish(none, 2).deff));
    assert_true(isnan(stats_kish(NULL, 0).effective_n));
    double scaled[] = {1, 3};
    assert_true(stats_scale_weights(scaled, 2, 2));
    check_close(scaled[1], 1.5, 0);
    assert_false(stats_scale_weights(scaled, 2, 0));
}

static void cells_by_hand(void **state)
{
    (void)state;
    const double sample[] = {10, 0, 5}, population[] = {100, 50, 0};
    double weight[3];
    stats_cell_weights(sample, population, 3, weight);
    check_close(weight[0], 10, 0);
    assert_true(isnan(weight[1]));
    check_close(weight[2], 0, 0);
    /* base weights are respected: cell 0 has base 1, 3 for a population of 8 */
    const double base[] = {1, 3, 2, 1, 0};
    const int cell[] = {0, 0, 2, -1, 0};
    struct stats_cells report;
    double w[5];
    const double figures[] = {8, 50, 0};
    assert_false(stats_poststratify(base, cell, 5, figures, 3, w, &report));
    check_close(w[0], 2, 0);
    check_close(w[1], 6, 0);
    check_close(w[2], 0, 0);
    assert_true(isnan(w[3]));
    check_close(w[4], 0, 0);
    check_close(report.outside, 1, 0);
    assert_int_equal(report.empty, 1);
    assert_int_equal(report.first_empty, 1);
    check_close(report.empty_population, 50, 0);
    assert_int_equal(report.unwanted, 1);
    check_close(report.total, 8, 0);
    const double bad[] = {8, NAN, 0};
    assert_false(stats_poststratify(base, cell, 5, bad, 3, w, &report));
    assert_true(isnan(w[0]));
    assert_false(stats_poststratify(NULL, cell, 0, figures, 3, w, &report));
}

static void poststrata_agree_with_r(void **state)
{
    (void)state;
    struct schools *schools = schools_read("apiclus1.csv");
    double w[TABLE_ROWS];
    struct stats_cells report;
    assert_true(stats_poststratify(schools->pw, schools->stype, schools->n, stype_population, 3, w, &report));
    static const double want[] = {30.701388888888886, 53.92857142857143, 40.720000000000006};
    for (size_t i = 0; i < schools->n; i++)
        check_close(w[i], want[schools->stype[i]], 1e-13);
    check_close(report.total, 6194, 1e-14);
    check_close(stats_kish(w, schools->n).deff, 1.0393591943128977, 1e-13);
    check_close(stats_kish(w, schools->n).effective_n, 176.0700256478494, 1e-13);
    check_close(stats_mean(schools->api00, w, schools->n), 642.3107882115821, 1e-13);
    check_close(stats_sum(schools->enroll, w, schools->n), 3680892.9451190475, 1e-13);
    free(schools);
}

static void raking_agrees_with_r(void **state)
{
    (void)state;
    struct schools *schools = schools_read("apiclus1.csv");
    const struct stats_margin margins[] = {{schools->stype, stype_population, 3}, {schools->wide, wide_population, 2}};
    double w[TABLE_ROWS];
    struct stats_raking report;
    assert_true(stats_rake(schools->pw, schools->n, margins, 2, 1000, 1e-13, w, &report));
    assert_true(report.converged && report.iterations > 2 && report.iterations < 100);
    assert_true(report.largest_difference <= 1e-13);
    static const double want[3][2] = {
        {39.839236247129776, 29.870675492684686}, {67.1255292411947, 50.32940111603923}, {49.06907216385732, 36.79102486406996}};
    for (size_t i = 0; i < schools->n; i++)
        check_close(w[i], want[schools->stype[i]][schools->wide[i]], 1e-11);
    check_close(stats_kish(w, schools->n).deff, 1.0516566956038327, 1e-11);
    check_close(stats_mean(schools->api00, w, schools->n), 641.23032092682, 1e-11);
    check_close(stats_sum(schools->enroll, w, schools->n), 3647280.148065212, 1e-11);
    free(schools);
}

static void raking_reports_what_cannot_be(void **state)
{
    (void)state;
    const int one[] = {0, 0, 1, 1}, other[] = {0, 1, 0, 1};
    const double half[] = {50, 50}, more[] = {30, 72}, three[] = {40, 40, 20}, zero[] = {0, 100};
    double w[4];
    struct stats_raking report;
    /* Margins of 100 and 102: scaled to the first. */
    const struct stats_margin unequal[] = {{one, half, 2}, {other, more, 2}};
    assert_true(stats_rake(NULL, 4, unequal, 2, 50, 1e-12, w, &report));
    check_close(report.total_difference, 0.02, 1e-14);
    check_close(w[0], 50 * 30. / 102, 1e-12);
    check_close(w[0] + w[1] + w[2] + w[3], 100, 1e-12);
    /* Nobody in category 2. */
    const struct stats_margin empty[] = {{one, three, 3}, {other, half, 2}};
    assert_false(stats_rake(NULL, 4, empty, 2, 50, 1e-12, w, &report));
    assert_true(report.converged);
    assert_int_equal(report.empty, 1);
    assert_int_equal(report.empty_margin, 0);
    assert_int_equal(report.empty_category, 2);
    check_close(w[0], 25, 1e-12);
    /* A category that the population does not have. */
    const struct stats_margin unwanted[] = {{one, zero, 2}, {other, half, 2}};
    assert_true(stats_rake(NULL, 4, unwanted, 2, 50, 1e-12, w, &report));
    assert_int_equal(report.unwanted, 1);
    check_close(w[0], 0, 0);
    check_close(w[2], 50, 1e-12);
    /* The same people on both sides: 50 cannot be 40. */
    const double forty[] = {40, 60};
    const struct stats_margin clash[] = {{one, half, 2}, {one, forty, 2}};
    assert_false(stats_rake(NULL, 4, clash, 2, 50, 1e-12, w, &report));
    assert_false(report.converged);
    assert_int_equal(report.iterations, 50);
    check_close(report.largest_difference, 0.2, 1e-12); /* of the first margin, after the second */
    assert_int_equal(report.margin, 0);
    /* A row without category. */
    const int gap[] = {0, 0, 1, -1};
    const struct stats_margin outside[] = {{gap, half, 2}};
    assert_false(stats_rake(NULL, 4, outside, 1, 50, 1e-12, w, &report));
    check_close(report.outside, 1, 0);
    assert_true(isnan(w[3]));
    check_close(w[2], 50, 1e-13);
    const double bad[] = {1, -1, 1, 1};
    assert_false(stats_rake(bad, 4, unequal, 2, 50, 1e-12, w, &report));
    assert_true(isnan(w[0]) && isnan(report.largest_difference));
    const double none[] = {0, 0, 0, 0};
    assert_false(stats_rake(none, 4, unequal, 2, 50, 1e-12, w, &report));
    assert_true(isnan(w[0]));
}

static void doubled_rows_halve_weights(void **state)
{
    (void)state;
    const int one[] = {0, 0, 1, 1, 1, 0, 0, 1, 1, 1}, other[] = {0, 1, 0, 1, 1, 0, 1, 0, 1, 1};
    const double base[] = {2, 2, 2, 2, 4, 1, 1, 1, 1, 2}, a[] = {70, 30}, b[] = {45, 55};
    const struct stats_margin margins[] = {{one, a, 2}, {other, b, 2}};
    double w[10], doubled[10];
    struct stats_raking report;
    assert_true(stats_rake(base, 5, margins, 2, 500, 1e-13, w, &report));
    assert_true(stats_rake(base + 5, 5, margins, 2, 500, 1e-13, doubled, &report)); /* scale of the base does not matter */
    for (size_t i = 0; i < 5; i++)
        check_close(doubled[i], w[i], 1e-12);
    assert_true(stats_rake(NULL, 10, margins, 2, 500, 1e-13, doubled, &report));
    assert_true(stats_rake(NULL, 5, margins, 2, 500, 1e-13, w, &report));
    for (size_t i = 0; i < 5; i++)
        check_close(2 * doubled[i], w[i], 1e-11);
}

static void trimming_agrees_with_r(void **state)
{
    (void)state;
    struct schools *schools = schools_read("apistrat.csv");
    static const double awards_population[] = {2027, 4167};
    const struct stats_margin margins[] = {{schools->wide, wide_population, 2}, {schools->awards, awards_population, 2}};
    double w[TABLE_ROWS];
    struct stats_raking report;
    assert_true(stats_rake(schools->pw, schools->n, margins, 2, 1000, 1e-13, w, &report));
    static const double raked[3][2][2] = {
        {{44.471768122616034, 0}, {36.06313044773237, 46.549541342306576}},
        {{15.189408041675, 0}, {12.317423542064875, 15.899075018821677}},
        {{20.480552926269684, 0}, {16.608128774761727, 21.437428404603036}},
    };
    static const double trimmed[3][2][2] = {
        {{45, 0}, {36.98145613495206, 45}},
        {{16.107733728894697, 0}, {13.235749229284568, 16.817400706041372}},
        {{21.39887861348938, 0}, {17.526454461981423, 22.35575409182273}},
    };
    check_close(stats_kish(w, schools->n).deff, 1.2033928286478388, 1e-10);
    for (size_t i = 0; i < schools->n; i++)
        check_close(w[i], raked[schools->stype[i]][schools->wide[i]][schools->awards[i]], 1e-10);
    struct stats_trimming trimming;
    assert_true(stats_trim_weights(w, schools->n, 10, 45, w, &trimming));
    for (size_t i = 0; i < schools->n; i++)
        check_close(w[i], trimmed[schools->stype[i]][schools->wide[i]][schools->awards[i]], 1e-10);
    check_close(stats_total(w, schools->n), 6193.999999999999, 1e-11);
    check_close(stats_kish(w, schools->n).deff, 1.1750813170542582, 1e-10);
    assert_true(trimming.high > 0 && trimming.low == 0 && trimming.rounds > 1);
    free(schools);
}

static void trimming_by_hand(void **state)
{
    (void)state;
    const double w[] = {1, 1, 1, 1, 6, 0};
    double out[6];
    struct stats_trimming trimming;
    assert_true(stats_trim_weights(w, 6, 0.5, 2, out, &trimming));
    check_close(out[0], 2, 1e-15);
    check_close(out[4], 2, 0);
    check_close(out[5], 0, 0);
    check_close(trimming.moved, 0.8, 1e-15);
    assert_int_equal(trimming.high, 1);
    assert_true(stats_trim_weights(w, 6, 0.5, 9, out, &trimming));
    assert_int_equal(trimming.rounds, 0);
    assert_false(stats_trim_weights(w, 6, 0.5, 1.5, out, &trimming)); /* five weights of at most 1.5 cannot add up to 10 */
    assert_false(trimming.total_kept);
    check_close(out[0], 1, 0);
    check_close(out[4], 1.5, 0);
    assert_false(stats_trim_weights(w, 6, 2, 1, out, &trimming));
    assert_true(isnan(out[0]));
}

static void calibration_agrees_with_r(void **state)
{
    (void)state;
    struct schools *schools = schools_read("apiclus1.csv");
    size_t n = schools->n;
    double *x = calloc(4 * n, sizeof *x), w[TABLE_ROWS];
    for (size_t i = 0; i < n; i++) {
        x[i] = 1;
        x[n + i] = schools->stype[i] == 1;
        x[2 * n + i] = schools->stype[i] == 2;
        x[3 * n + i] = schools->api99[i];
    }
    const double totals[] = {6194, 755, 1018, 3914069};
    struct stats_calibration report;
    assert_true(stats_calibrate(schools->pw, x, n, 4, totals, w, &report));
    assert_int_equal(report.rank, 4);
    assert_int_equal(report.negative, 0);
    static const struct {
        size_t row;
        double weight;
    } want[] = {{0, 51.632742594884775}, {1, 27.038358315084796}, {2, 25.26784624842814},   {9, 39.998175849747646},
                {43, 42.36009735345972}, {60, 30.238899358656447}, {100, 57.489051738441425}, {182, 39.2276529278364}};
    for (size_t i = 0; i < sizeof want / sizeof *want; i++)
        check_close(w[want[i].row], want[i].weight, 1e-11);
    check_close(stats_kish(w, n).deff, 1.090583262204503, 1e-11);
    check_close(stats_mean(schools->api00, w, n), 665.3090711657799, 1e-12);
    check_close(stats_sum(schools->enroll, w, n), 3638487.204131879, 1e-11);
    free(x);
    free(schools);
}

static void calibration_of_cells_is_poststratification(void **state)
{
    (void)state;
    /* ones and two full sets of dummies, one too many: rank 3 of 5 */
    const double x[] = {1, 1, 1, 1, /**/ 1, 1, 0, 0, /**/ 0, 0, 1, 1, /**/ 1, 0, 1, 0, /**/ 0, 1, 0, 1};
    const double totals[] = {100, 60, 40, 50, 50}, wrong[] = {100, 60, 50, 50, 50};
    double w[4];
    struct stats_calibration report;
    assert_true(stats_calibrate(NULL, x, 4, 5, totals, w, &report));
    assert_int_equal(report.rank, 3);
    check_close(w[0], 30, 1e-13);
    check_close(w[3], 20, 1e-13);
    check_close(report.smallest_g, 20, 1e-12);
    assert_false(stats_calibrate(NULL, x, 4, 5, wrong, w, &report)); /* 60 + 50 is not 100 */
    assert_true(report.largest_difference > 0.01);
    const double zero[] = {1, 1, 1, 0};
    assert_true(stats_calibrate(zero, x, 4, 3, totals, w, &report));
    check_close(w[3], 0, 0);
    check_close(w[2], 40, 1e-13);
    const double nan[] = {NAN, 1, 1, 1};
    assert_false(stats_calibrate(NULL, nan, 4, 1, totals, w, &report));
    assert_true(isnan(w[1]));
    assert_false(stats_calibrate(NULL, x, 0, 1, totals, w, &report));
    /* Fewer rows than variables. */
    const double pair[] = {1, 1, /**/ 0, 1, /**/ 2, 3};
    const double pair_totals[] = {10, 4, 24};
    assert_true(stats_calibrate(NULL, pair, 2, 3, pair_totals, w, &report));
    check_close(w[0], 6, 1e-13);
}

static void residuals_are_orthogonal(void **state)
{
    (void)state;
    const double x[] = {1, 1, 1, 1, 1, /**/ 1e6 + 1, 1e6 + 2, 1e6 + 3, 1e6 + 4, 1e6 + 5}, base[] = {1, 2, 1, 3, 0}, y[] = {3, 1, 4, 1, NAN};
    double e[5];
    assert_true(stats_calibration_residuals(base, x, 5, 2, y, e));
    double one = 0, two = 0;
    for (size_t i = 0; i < 4; i++) {
        one += base[i] * e[i];
        two += base[i] * e[i] * (double)(i + 1);
    }
    check_close(one, 0, 1e-9);
    check_close(two, 0, 1e-8);
    check_close(e[4], 0, 0);
    assert_false(stats_calibration_residuals(NULL, x, 5, 2, y, e));
    assert_true(isnan(e[0]));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(kish_by_hand), cmocka_unit_test(cells_by_hand), cmocka_unit_test(poststrata_agree_with_r),
        cmocka_unit_test(raking_agrees_with_r), cmocka_unit_test(raking_reports_what_cannot_be), cmocka_unit_test(doubled_rows_halve_weights),
        cmocka_unit_test(trimming_agrees_with_r), cmocka_unit_test(trimming_by_hand), cmocka_unit_test(calibration_agrees_with_r),
        cmocka_unit_test(calibration_of_cells_is_poststratification), cmocka_unit_test(residuals_are_orthogonal),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
