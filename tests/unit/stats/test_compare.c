/* SPDX-License-Identifier: GPL-3.0-or-later
 * Two means: R 4.2.2 (t.test, var.test) on the reference data, tiny cases by hand, and what must not change a result.
 */
#include "check.h"
#include "reference_rows.h"

#include "ceping/stats_compare.h"

struct two_row {
    const char *file, *item, *group;
    double want[25]; /* n, mean, sd of both, difference, Welch t df p low high, Student the same, d, g, F, p, then ranks */
};

static const struct two_row two_rows[] = {
    {"bfi.csv", "N1", "gender",
     {910, 1868, 2.834065934065934, 2.975374732334047, 1.562044285506445, 1.573560885562329, -0.14130879826811293, -2.232382824734765, 1814.0502937247575, 0.025711312645328336, -0.26545644263427903, -0.017161153901946898, -2.2267329893625405, 2776, 0.02604506081322157, -0.2657426508641325, -0.016874945672093366, -0.09001712370021016, -0.08999280095631518, 0.9854159362601774, 0.8025784542677078, 806128.5, 0.4742267101207144, 0.024353626690083955, 0.024352001107940415}},
    {"mass_survey.csv", "Pulse", "Sex",
     {95, 96, 75.12631578947368, 73.19791666666667, 11.406644298589102, 11.999666479283293, 1.9283991228070079, 1.1383948543193638, 188.69618892100908, 0.25639890484150124, -1.4131392469514776, 5.269937492565493, 1.1380914776662123, 189, 0.2565229129701263, -1.4139953110654393, 5.270793556679455, 0.1647010757174498, 0.16404648970413632, 0.903602548181179, 0.6235164079066925, 5110.5, 0.5603618421052632, 0.1492969539169563, 0.1489274936965577}},
    {"chile.csv", "statusquo", "sex",
     {1368, 1315, 0.06570627192982456, -0.06835453231939163, 1.0032123695514616, 0.9928026828691424, 0.13406080424921618, 3.4785834945762013, 2678.73159640105, 0.0005121107038059045, 0.0584917903672618, 0.2096298181311706, 3.4778665809512495, 2681, 0.0005134692061420161, 0.05847624177943092, 0.20964536671900144, 0.13431277705175043, 0.13427519945266297, 1.0210802416927254, 0.7029384046229299, 963529, 0.5356152580437151, 0.0013996871943202428, 0.0013995662931175679}},
};

static void two_samples_as_r(void **state)
{
    (void)state;
    for (size_t k = 0; k < sizeof two_rows / sizeof *two_rows; k++) {
        const struct two_row *row = &two_rows[k];
        struct reference_rows *data = reference_rows(row->file, row->item, row->group);
        assert_int_equal(data->groups_b, 2);
        double *x[2] = {calloc(data->count, sizeof(double)), calloc(data->count, sizeof(double))};
        size_t n[2] = {0, 0};
        for (size_t i = 0; i < data->count; i++)
            x[data->b[i]][n[data->b[i]]++] = data->x[i];
        struct stats_two_sample t;
        stats_two_sample(x[0], NULL, n[0], x[1], NULL, n[1], 0.95, &t);
        const double got[] = {t.n1,         t.n2,        t.mean1,     t.mean2,    t.sd1,         t.sd2,          t.difference,
                              t.welch.t,    t.welch.df,  t.welch.p,   t.welch.low, t.welch.high, t.student.t,    t.student.df,
                              t.student.p,  t.student.low, t.student.high, t.cohen_d, t.hedges_g, t.variance_ratio, t.variance_ratio_p};
        for (size_t i = 0; i < sizeof got / sizeof *got; i++)
            check_close(got[i], row->want[i], 1e-10);
        struct stats_mann_whitney u;
        stats_mann_whitney(x[0], NULL, n[0], x[1], NULL, n[1], &u);
        assert_false(u.exact);
        check_close(u.u, row->want[21 - 0], 1e-12);
        check_close(u.auc, row->want[22], 1e-12);
        check_close(u.p, row->want[23], 1e-12);
        check_close(u.p_uncorrected, row->want[24], 1e-12);
        free(x[0]);
        free(x[1]);
        free(data);
    }
}

struct paired_row {
    const char *file, *x, *y;
    double want[11];
};

static const struct paired_row paired_rows[] = {
    {"mobi.csv", "CUSA1", "CUSA2",
     {250, 0.86, 1.513128624054058, 8.986542004798025, 249, 6.534870430165864e-17, 0.6715179670593695, 1.0484820329406306, 0.5683588204787511, 13787.5, 4.843958399313003e-15}},
    {"apiclus1.csv", "api00", "api99",
     {183, 37.19125683060109, 29.755256808711245, 16.908407151249623, 182, 3.629488059858524e-39, 32.851316585955054, 41.53119707524713, 1.2499054224164134, 16087, 9.707181748803068e-29}},
};

static void pairs_as_r(void **state)
{
    (void)state;
    for (size_t k = 0; k < sizeof paired_rows / sizeof *paired_rows; k++) {
        const struct paired_row *row = &paired_rows[k];
        struct reference_rows *data = reference_rows(row->file, row->x, row->y);
        struct stats_paired t;
        stats_paired(data->x, data->y, NULL, data->count, 0.95, &t);
        const double got[] = {t.n, t.difference, t.sd, t.test.t, t.test.df, t.test.p, t.test.low, t.test.high, t.dz};
        for (size_t i = 0; i < sizeof got / sizeof *got; i++)
            check_close(got[i], row->want[i], 1e-10);
        struct stats_wilcoxon v;
        stats_wilcoxon(data->x, data->y, NULL, data->count, &v);
        check_close(v.v, row->want[9], 1e-12);
        check_close(v.p, row->want[10], 1e-10);
        assert_true(fabs(v.p / row->want[10] - 1) < 1e-7);
        free(data);
    }
}

static void same_two(const struct stats_two_sample *a, const struct stats_two_sample *b, double factor)
{
    check_close(a->difference * factor, b->difference, 1e-12);
    check_close(a->welch.t, b->welch.t, 1e-11);
    check_close(a->welch.df, b->welch.df, 1e-11);
    check_close(a->welch.p, b->welch.p, 1e-11);
    check_close(a->welch.high * factor, b->welch.high, 1e-11);
    check_close(a->student.p, b->student.p, 1e-11);
    check_close(a->hedges_g, b->hedges_g, 1e-11);
}

static void invariances(void **state)
{
    (void)state;
    const double x[] = {3, 5, 5, 6, 9}, y[] = {2, 2, 4, 5}, moved[] = {9, 3, 5, 6, 5}, wx[] = {1, 2, 0, 1, 1}, ones[] = {1, 1, 1, 1, 1};
    double far_x[5], far_y[4], twice_x[10], twice_y[8];
    const double twos[] = {2, 2, 2, 2, 2};
    for (int i = 0; i < 5; i++)
        far_x[i] = 1e9 + 4 * x[i], twice_x[i] = twice_x[i + 5] = x[i];
    for (int i = 0; i < 4; i++)
        far_y[i] = 1e9 + 4 * y[i], twice_y[i] = twice_y[i + 4] = y[i];
    struct stats_two_sample t, other;
    stats_two_sample(x, NULL, 5, y, NULL, 4, 0.95, &t);
    stats_two_sample(moved, ones, 5, y, NULL, 4, 0.95, &other);
    same_two(&t, &other, 1);
    stats_two_sample(x, wx, 5, y, NULL, 4, 0.95, &other);
    same_two(&t, &other, 1);
    stats_two_sample(far_x, NULL, 5, far_y, NULL, 4, 0.95, &other);
    same_two(&t, &other, 4);
    stats_two_sample(x, twos, 5, y, twos, 4, 0.95, &t);
    stats_two_sample(twice_x, NULL, 10, twice_y, NULL, 8, 0.95, &other);
    same_two(&t, &other, 1);
    /* By hand: means 5.6 and 3.25, squares 19.2 and 6.75. */
    stats_two_sample(x, NULL, 5, y, NULL, 4, 0.95, &t);
    check_close(t.student.t, 2.35 / sqrt((19.2 + 6.75) / 7 * (1. / 5 + 1. / 4)), 1e-14);
    check_close(t.variance_ratio, (19.2 / 4) / (6.75 / 3), 1e-14);
}

static void edges(void **state)
{
    (void)state;
    const double x[] = {1, 2, 3}, same[] = {4, 4, 4}, hole[] = {1, NAN, 3}, endless[] = {1, INFINITY, 2}, bad[] = {1, -1, 1}, none[] = {0, 0, 0};
    struct stats_two_sample t;
    stats_two_sample(x, NULL, 3, x, NULL, 0, 0.95, &t);
    check_close(t.n2, 0, 0);
    check_close(t.mean2, NAN, 0);
    check_close(t.welch.p, NAN, 0);
    stats_two_sample(x, NULL, 3, x, NULL, 1, 0.95, &t); /* one value: Student only */
    check_close(t.welch.p, NAN, 0);
    check_close(t.student.df, 2, 0);
    check_close(t.student.t, 1 / sqrt(4. / 3), 1e-14);
    stats_two_sample(same, NULL, 3, same, NULL, 3, 0.95, &t);
    check_close(t.difference, 0, 0);
    check_close(t.student.p, NAN, 0);
    check_close(t.cohen_d, NAN, 0);
    stats_two_sample(x, NULL, 3, hole, NULL, 3, 0.95, &t);
    check_close(t.difference, NAN, 0);
    check_close(t.welch.p, NAN, 0);
    stats_two_sample(endless, NULL, 3, x, NULL, 3, 0.95, &t);
    check_close(t.welch.p, NAN, 0);
    stats_two_sample(x, bad, 3, x, NULL, 3, 0.95, &t);
    check_close(t.welch.p, NAN, 0);
    stats_two_sample(x, none, 3, x, NULL, 3, 0.95, &t);
    check_close(t.n1, 0, 0);
    stats_two_sample(x, NULL, 3, same, NULL, 3, 2, &t); /* no such level: no interval, but a test */
    check_close(t.student.low, NAN, 0);
    assert_true(t.student.p < 0.05);
    struct stats_paired p;
    stats_paired(x, x, NULL, 3, 0.95, &p);
    check_close(p.difference, 0, 0);
    check_close(p.test.p, NAN, 0);
    stats_paired(x, x, NULL, 0, 0.95, &p);
    check_close(p.difference, NAN, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(two_samples_as_r),
        cmocka_unit_test(pairs_as_r),
        cmocka_unit_test(invariances),
        cmocka_unit_test(edges),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
