/* SPDX-License-Identifier: GPL-3.0-or-later
 * Fisher's exact test: R 4.2.2 (odds ratios solved again to 10⁻¹⁴), and enumeration of all tables in rational arithmetic.
 */
#include "check.h"

#include "ceping/stats_tables.h"

struct two_row {
    double counts[4], want[7];
};

static const struct two_row two_rows[] = {
    {{7, 110, 10, 108},
     {0.6158363837552403, 0.3143997078857739, 0.8385640699066599, 0.688361865040831, 0.2140339458713407, 2.087657772632659, 0.6872727272727273}},
    {{48, 0, 39, 113},
     {1.718149029239388e-22, 1, 1.7181490292393827e-22, INFINITY, 33.461052449877464, INFINITY, INFINITY}},
    /* Tea: Fisher 1935, 17/35; odds ratio and interval are roots of polynomials in ω with the weights 1, 16, 36, 16, 1 (R prints 6.408309, 0.2117329, 621.9337505). */
    {{3, 1, 1, 3}, {17. / 35, 69. / 70, 17. / 70, 6.408319658199674, 0.2117355954465785670, 626.2435305888140419, 9}},
};

static void two_by_two(void **state)
{
    (void)state;
    for (size_t k = 0; k < sizeof two_rows / sizeof *two_rows; k++) {
        const struct two_row *row = &two_rows[k];
        struct stats_fisher_two f;
        stats_fisher_two(row->counts, 0.95, &f);
        const double got[7] = {f.p, f.p_less, f.p_greater, f.odds_ratio, f.low, f.high, f.sample_odds_ratio};
        for (size_t i = 0; i < 7; i++)
            check_close(got[i], row->want[i], 1e-10);
        assert_true(fabs(f.p / row->want[0] - 1) < 1e-9);
        /* The general test agrees. */
        struct stats_fisher general;
        stats_fisher(row->counts, 2, 2, STATS_FISHER_WORK, 0, 1, &general);
        assert_true(general.exact);
        assert_true(fabs(general.p / f.p - 1) < 1e-9);
        /* Turned about, the odds ratio is the inverse. */
        const double *c = row->counts, swapped[4] = {c[2], c[3], c[0], c[1]};
        struct stats_fisher_two other;
        stats_fisher_two(swapped, 0.95, &other);
        check_close(other.p, f.p, 1e-12);
        check_close(other.odds_ratio, 1 / f.odds_ratio, 1e-10);
        check_close(other.low, 1 / f.high, 1e-10);
    }
}

struct table_row {
    size_t rows, columns;
    double counts[20], p;
};

static const struct table_row table_rows[] = {
    {3, 3, {2, 0, 1, 1, 3, 0, 0, 2, 4}, 0.055944055944055944},
    {3, 4, {4, 1, 0, 2, 1, 3, 3, 0, 2, 2, 1, 5}, 0.09124507809100743},
    {2, 5, {3, 0, 1, 2, 1, 0, 4, 2, 1, 3}, 0.09481694775812423},
    {3, 3, {1, 1, 1, 1, 1, 1, 1, 1, 1}, 1},
    {3, 3, {5, 0, 0, 0, 5, 0, 0, 0, 5}, 7.928579357150786e-06},
};

static void tables(void **state)
{
    (void)state;
    for (size_t k = 0; k < sizeof table_rows / sizeof *table_rows; k++) {
        const struct table_row *row = &table_rows[k];
        struct stats_fisher f;
        stats_fisher(row->counts, row->rows, row->columns, STATS_FISHER_WORK, 0, 1, &f);
        assert_true(f.exact);
        assert_true(fabs(f.p / row->p - 1) < 1e-10);
        check_close(f.p_error, 0, 0);
        double turned[20];
        for (size_t r = 0; r < row->rows; r++)
            for (size_t c = 0; c < row->columns; c++)
                turned[c * row->rows + r] = row->counts[r * row->columns + c];
        stats_fisher(turned, row->columns, row->rows, STATS_FISHER_WORK, 0, 1, &f);
        assert_true(fabs(f.p / row->p - 1) < 1e-10);
    }
    /* Job satisfaction, Agresti 2002, p. 57: R's help page of fisher.test gives 0.7827. */
    const double jobs[] = {1, 3, 10, 6, 2, 3, 10, 7, 1, 6, 14, 12, 0, 1, 9, 11};
    struct stats_fisher f;
    stats_fisher(jobs, 4, 4, STATS_FISHER_WORK, 0, 1, &f);
    assert_true(f.exact);
    check_close(f.p, 0.7827, 5e-5);
}

static void by_chance(void **state)
{
    (void)state;
    for (size_t k = 0; k < sizeof table_rows / sizeof *table_rows; k++) {
        const struct table_row *row = &table_rows[k];
        struct stats_fisher f, again, other;
        stats_fisher(row->counts, row->rows, row->columns, 0, 20000, 7, &f);
        assert_false(f.exact);
        assert_int_equal(f.replicates, 20000);
        assert_true(fabs(f.p - row->p) <= 4 * f.p_error + 1e-4);
        stats_fisher(row->counts, row->rows, row->columns, 0, 20000, 7, &again);
        check_close(again.p, f.p, 0);
        stats_fisher(row->counts, row->rows, row->columns, 0, 20000, 8, &other);
        assert_true(fabs(other.p - row->p) <= 4 * other.p_error + 1e-4);
    }
    /* Too large to enumerate: the limit is kept, and the random answer agrees with chi-square. */
    double large[64];
    for (int i = 0; i < 64; i++)
        large[i] = 400 + (i * 37) % 41;
    struct stats_fisher f;
    struct stats_crosstab t;
    stats_fisher(large, 8, 8, 1e5, 1000, 1, &f);
    assert_false(f.exact);
    assert_true(f.work <= 1e5);
    stats_crosstab(large, 8, 8, NULL, NULL, &t);
    assert_true(fabs(f.p - t.p) <= 4 * f.p_error + 0.01);
    stats_fisher(large, 8, 8, 1e4, 0, 1, &f); /* no replicates allowed: no answer */
    check_close(f.p, NAN, 0);
}

static void edges(void **state)
{
    (void)state;
    const double empty[4] = {0, 0, 0, 0}, row[] = {3, 4, 0, 0}, half[] = {1.5, 2, 3, 4}, bad[] = {-1, 2, 3, 4}, one[] = {1, 0, 0, 0};
    struct stats_fisher_two f;
    struct stats_fisher g;
    stats_fisher_two(empty, 0.95, &f);
    check_close(f.p, NAN, 0);
    stats_fisher(empty, 2, 2, 1e6, 100, 1, &g);
    check_close(g.p, NAN, 0);
    stats_fisher_two(row, 0.95, &f);
    check_close(f.p, 1, 0);
    check_close(f.odds_ratio, NAN, 0);
    check_close(f.low, NAN, 0);
    stats_fisher(row, 2, 2, 1e6, 100, 1, &g);
    check_close(g.p, 1, 0);
    stats_fisher(one, 2, 2, 1e6, 100, 1, &g);
    check_close(g.p, 1, 0);
    stats_fisher_two(half, 0.95, &f);
    check_close(f.p, NAN, 0);
    stats_fisher(half, 2, 2, 1e6, 100, 1, &g);
    check_close(g.p, NAN, 0);
    stats_fisher(bad, 2, 2, 1e6, 100, 1, &g);
    check_close(g.p, NAN, 0);
    /* Large counts keep their digits: p from the normal limit. */
    const double large[] = {500100, 499900, 499900, 500100};
    stats_fisher_two(large, 0.95, &f);
    struct stats_crosstab t;
    stats_crosstab(large, 2, 2, NULL, NULL, &t);
    check_close(f.p, t.yates_p, 1e-5);
    check_close(f.odds_ratio, f.sample_odds_ratio, 1e-6);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(two_by_two),
        cmocka_unit_test(tables),
        cmocka_unit_test(by_chance),
        cmocka_unit_test(edges),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
