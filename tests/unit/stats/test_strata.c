/* SPDX-License-Identifier: GPL-3.0-or-later
 * Tables by strata: R 4.2.2 mantelhaen.test, DescTools::BreslowDayTest; the same formulas in 30 digits.
 */
#include "check.h"

#include "ceping/stats_tables.h"

/* Admissions at Berkeley, 1973 (Bickel, Hammel & O'Connell, Science 187, 1975): admitted men and women, rejected men and women, by department. */
static const double berkeley[24] = {512, 89, 313, 19, 353, 17, 207, 8, 120, 202, 205, 391, 138, 131, 279, 244, 53, 94, 138, 299, 22, 24, 351, 317};

static void mantel_haenszel(void **state)
{
    (void)state;
    struct stats_mantel_haenszel m;
    stats_mantel_haenszel(berkeley, 6, 0.95, &m);
    check_close(m.strata, 6, 0);
    check_close(m.chisq, 1.52460666044344168, 1e-13);
    check_close(m.corrected, 1.42694622858669418, 1e-13);
    check_close(m.odds_ratio, 0.904696828258622982, 1e-14);
    check_close(m.low, 0.771907361759350445, 1e-13);
    check_close(m.high, 1.06032976443665562, 1e-13);
    check_close(m.breslow_day, 18.8255137052360416, 1e-12);
    check_close(m.homogeneity.chisq, 18.8255012520527563, 1e-12);
    check_close(m.homogeneity.p, 0.00207140139788124935, 1e-13);
    check_close(m.homogeneity.df, 5, 0);
    struct stats_chisq_test general = stats_cmh(berkeley, 2, 2, 6);
    check_close(general.chisq, m.chisq, 1e-13);
    check_close(general.df, 1, 0);
    /* Rows exchanged: the inverse. */
    double turned[24];
    for (int i = 0; i < 24; i++)
        turned[i] = berkeley[i - i % 4 + (i % 4 + 2) % 4];
    struct stats_mantel_haenszel other;
    stats_mantel_haenszel(turned, 6, 0.95, &other);
    check_close(other.odds_ratio, 1 / m.odds_ratio, 1e-14);
    check_close(other.low, 1 / m.high, 1e-14);
    check_close(other.homogeneity.chisq, m.homogeneity.chisq, 1e-11);
}

static void general_association(void **state)
{
    (void)state;
    /* Job satisfaction by income and sex, Agresti 2002, p. 297: R's help page of mantelhaen.test gives M² = 10.2, df = 9, p = 0.3345. */
    static const double jobs[32] = {1, 3, 11, 2, 2, 3, 17, 3, 0, 1, 8, 5, 0, 2, 4, 2, 1, 1, 2, 1, 0, 3, 5, 1, 0, 0, 7, 3, 0, 1, 9, 6};
    struct stats_chisq_test t = stats_cmh(jobs, 4, 4, 2);
    check_close(t.df, 9, 0);
    check_close(t.chisq, 10.2, 5e-4);
    check_close(t.p, 0.3345, 5e-5);
    /* An empty column, and a stratum that says nothing, change nothing. */
    double padded[60] = {0};
    for (int s = 0; s < 2; s++)
        for (int r = 0; r < 4; r++)
            for (int c = 0; c < 4; c++)
                padded[(s * 4 + r) * 5 + c + (c > 1)] = jobs[(s * 4 + r) * 4 + c];
    padded[40] = 1;
    struct stats_chisq_test other = stats_cmh(padded, 4, 5, 3);
    check_close(other.chisq, t.chisq, 1e-12);
    check_close(other.df, 9, 0);
    /* One stratum: Pearson's chi-square times (n − 1)/n. */
    struct stats_crosstab table;
    stats_crosstab(jobs, 4, 4, NULL, NULL, &table);
    check_close(stats_cmh(jobs, 4, 4, 1).chisq, table.chisq * (table.n - 1) / table.n, 1e-12);
}

static void edges(void **state)
{
    (void)state;
    struct stats_mantel_haenszel m;
    stats_mantel_haenszel(berkeley, 0, 0.95, &m);
    check_close(m.p, NAN, 0);
    const double useless[] = {3, 4, 0, 0, 0, 0, 2, 9}, bad[] = {1, 2, 3, -4}, one_sided[] = {5, 0, 0, 5};
    stats_mantel_haenszel(useless, 2, 0.95, &m);
    check_close(m.strata, 0, 0);
    check_close(m.odds_ratio, NAN, 0);
    stats_mantel_haenszel(bad, 1, 0.95, &m);
    check_close(m.p, NAN, 0);
    stats_mantel_haenszel(one_sided, 1, 0.95, &m);
    assert_true(m.odds_ratio == INFINITY);
    check_close(m.low, NAN, 0);
    check_close(m.homogeneity.p, NAN, 0);
    check_close(stats_cmh(useless, 2, 2, 2).p, NAN, 0);
    check_close(stats_cmh(bad, 2, 2, 1).p, NAN, 0);
    check_close(stats_cmh(berkeley, 2, 2, 0).p, NAN, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(mantel_haenszel),
        cmocka_unit_test(general_association),
        cmocka_unit_test(edges),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
