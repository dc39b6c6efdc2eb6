/* SPDX-License-Identifier: GPL-3.0-or-later
 * Two proportions, paired answers, trend: R 4.2.2, Newcombe's published intervals, cases by hand.
 */
#include "check.h"

#include "ceping/stats_tables.h"

struct two_row {
    double counts[4], want[13];
};

static const struct two_row two_rows[] = {
    {{502, 812, 487, 713},
     {0.6182266009852216, 0.6830294530154277, -0.06480285203020608, -2.644668732832708, 0.00817709264701129, 0.009571985104717155, -0.11258398182496848, -0.01702172223544369, -0.11217739743928976, -0.016804976252578756, -0.13605652363667442, 0.9051243665348317, 0.7514870504073657}},
    {{480, 1309, 388, 1223},
     {0.36669213139801377, 0.3172526573998365, 0.049439473998177275, 2.619100843392307, 0.008816188103740704, 0.00996021660850164, 0.012536014416298709, 0.08634293358005585, 0.012450654015390764, 0.08617130312850296, 0.104284249140846, 1.1558362801540485, 1.246067178192581}},
};

static void two_proportions(void **state)
{
    (void)state;
    for (size_t k = 0; k < sizeof two_rows / sizeof *two_rows; k++) {
        const double *c = two_rows[k].counts;
        struct stats_two_proportions t;
        stats_two_proportions(c[0], c[1], c[2], c[3], 0.95, &t);
        const double got[13] = {t.p1, t.p2, t.difference, t.z, t.p, t.corrected_p, t.wald_low, t.wald_high, t.newcombe_low, t.newcombe_high,
                                t.cohen_h, t.risk_ratio, t.odds_ratio};
        for (size_t i = 0; i < 13; i++)
            check_close(got[i], two_rows[k].want[i], 1e-12);
    }
    /* Newcombe 1998, table II, method 10, four decimals. */
    static const double newcombe[][6] = {{56, 70, 48, 80, 0.0524, 0.3339}, {9, 10, 3, 10, 0.1705, 0.8090}, {6, 7, 2, 7, 0.0582, 0.8062},
                                         {5, 56, 0, 29, -0.0381, 0.1926}, {0, 10, 0, 20, -0.1611, 0.2775}, {10, 10, 0, 20, 0.6791, 1.0}};
    for (size_t k = 0; k < sizeof newcombe / sizeof *newcombe; k++) {
        struct stats_two_proportions t;
        stats_two_proportions(newcombe[k][0], newcombe[k][1], newcombe[k][2], newcombe[k][3], 0.95, &t);
        check_close(t.newcombe_low, newcombe[k][4], 5.1e-5);
        check_close(t.newcombe_high, newcombe[k][5], 5.1e-5);
    }
}

static void paired(void **state)
{
    (void)state;
    struct stats_mcnemar m;
    stats_mcnemar(110, 10, &m);
    check_close(m.corrected, 81.675, 1e-14);
    assert_true(fabs(m.corrected_p / 1.6040981572350219e-19 - 1) < 1e-9);
    stats_mcnemar(0, 39, &m);
    check_close(m.corrected, 37.02564102564103, 1e-14);
    check_close(m.exact_p / ldexp(1, -38), 1, 1e-12);
    stats_mcnemar(3, 10, &m);
    check_close(m.chisq, 49. / 13, 1e-15);
    check_close(m.exact_p, 0.09228515625, 1e-13); /* 2(1 + 13 + 78 + 286)/8192 */
    stats_mcnemar(4, 4, &m);
    check_close(m.corrected, 0, 0);
    check_close(m.exact_p, 1, 0);
    stats_mcnemar(2.5, 1, &m);
    check_close(m.exact_p, NAN, 0);
    stats_mcnemar(0, 0, &m);
    check_close(m.p, NAN, 0);
    stats_mcnemar(-1, 3, &m);
    check_close(m.p, NAN, 0);
    const double two[] = {5, 3, 10, 7}, three[] = {9, 4, 1, 2, 8, 0, 3, 0, 7};
    struct stats_chisq_test b = stats_bowker(two, 2);
    check_close(b.chisq, 49. / 13, 1e-15);
    check_close(b.df, 1, 0);
    b = stats_bowker(three, 3); /* 4/6 + 4/4, the pair 0, 0 does not count */
    check_close(b.chisq, 5. / 3, 1e-15);
    check_close(b.df, 2, 0);
    check_close(b.p, exp(-5. / 6), 1e-14);
    const double diagonal[] = {3, 0, 0, 4};
    check_close(stats_bowker(diagonal, 2).p, NAN, 0);
}

static void trend(void **state)
{
    (void)state;
    /* Smokers, R's help page of prop.trend.test: X² = 8.2249, p = 0.004132. */
    const double smokers[] = {83, 90, 129, 70}, patients[] = {86, 93, 136, 82};
    struct stats_trend t, other;
    stats_trend(smokers, patients, NULL, 4, &t);
    check_close(t.z * t.z, 8.2249, 5e-5 / 8);
    assert_true(t.z < 0);
    check_close(t.p, 0.004132, 5e-7);
    const double scores[] = {10, 30, 50, 70};
    stats_trend(smokers, patients, scores, 4, &other);
    check_close(other.z, t.z, 1e-13);
    check_close(other.slope * 20, t.slope, 1e-14);
    /* Two groups: the test of two proportions. */
    struct stats_two_proportions two;
    stats_trend(smokers, patients, NULL, 2, &t);
    stats_two_proportions(90, 93, 83, 86, 0.95, &two);
    check_close(t.z, two.z, 1e-13);
    check_close(t.slope, two.difference, 1e-14);
    stats_trend(patients, patients, NULL, 4, &t); /* all of them */
    check_close(t.p, NAN, 0);
    check_close(t.slope, 0, 0);
    stats_trend(patients, smokers, NULL, 4, &t);
    check_close(t.p, NAN, 0);
    stats_trend(smokers, patients, NULL, 0, &t);
    check_close(t.p, NAN, 0);
}

static void edges(void **state)
{
    (void)state;
    struct stats_two_proportions t;
    stats_two_proportions(0, 10, 0, 20, 0.95, &t);
    check_close(t.difference, 0, 0);
    check_close(t.p, NAN, 0);
    check_close(t.risk_ratio, NAN, 0);
    stats_two_proportions(1, 0, 3, 20, 0.95, &t);
    check_close(t.difference, NAN, 0);
    stats_two_proportions(11, 10, 3, 20, 0.95, &t);
    check_close(t.p, NAN, 0);
    stats_two_proportions(5, 10, 0, 20, 0.95, &t);
    assert_true(t.risk_ratio == INFINITY);
    check_close(t.risk_low, NAN, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(two_proportions),
        cmocka_unit_test(paired),
        cmocka_unit_test(trend),
        cmocka_unit_test(edges),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
