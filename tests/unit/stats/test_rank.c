/* SPDX-License-Identifier: GPL-3.0-or-later
 * Tests on ranks: R (wilcox.test; examples of Hollander & Wolfe), enumeration of all permutations for small cases.
 */
#include "check.h"

#include "ceping/stats_compare.h"

static void mann_whitney_exact(void **state)
{
    (void)state;
    /* Permeability constants, Hollander & Wolfe 1973, p. 69: W = 35; all 3,003 choices counted. */
    const double x[] = {0.80, 0.83, 1.89, 1.04, 1.45, 1.38, 1.91, 1.64, 0.73, 1.46}, y[] = {1.15, 0.88, 0.90, 0.74, 1.21};
    struct stats_mann_whitney u;
    stats_mann_whitney(x, NULL, 10, y, NULL, 5, &u);
    assert_true(u.exact);
    check_close(u.u, 35, 0);
    check_close(u.p, 0.25441225441225444, 1e-14);
    stats_mann_whitney(y, NULL, 5, x, NULL, 10, &u);
    check_close(u.u, 15, 0);
    check_close(u.p, 0.25441225441225444, 1e-14);
    /* Complete separation of 2 and 3: two of ten choices. */
    const double low[] = {1, 2}, high[] = {3, 4, 5};
    stats_mann_whitney(low, NULL, 2, high, NULL, 3, &u);
    check_close(u.u, 0, 0);
    check_close(u.auc, 0, 0);
    check_close(u.p, 0.2, 1e-15);
    /* 49 and 49 apart: 2 / C(98, 49). */
    double below[49], above[49];
    for (int i = 0; i < 49; i++)
        below[i] = i, above[i] = 100 + i;
    stats_mann_whitney(below, NULL, 49, above, NULL, 49, &u);
    assert_true(u.exact);
    check_close(u.p / (2 / 25477612258980856902730428600.), 1, 1e-12);
}

static void wilcoxon_exact(void **state)
{
    (void)state;
    /* Depression scores, Hollander & Wolfe 1973, p. 29: V = 40, one-sided 0.01953125. */
    const double x[] = {1.83, 0.50, 1.62, 2.48, 1.68, 1.88, 1.55, 3.06, 1.30}, y[] = {0.878, 0.647, 0.598, 2.05, 1.06, 1.29, 1.06, 3.14, 1.29};
    struct stats_wilcoxon v;
    stats_wilcoxon(x, y, NULL, 9, &v);
    assert_true(v.exact);
    check_close(v.v, 40, 0);
    check_close(v.p, 0.0390625, 1e-15);
    check_close(v.effect, 35. / 45, 1e-15);
    const double a[] = {5, 3, 4, 4, 2}, b[] = {3, 3, 5, 2, 1}, twos[] = {2, 2, 2, 2, 2};
    stats_wilcoxon(a, b, NULL, 5, &v); /* differences 2 0 −1 2 1: ranks 3.5, 1.5, 3.5, 1.5 */
    assert_false(v.exact);
    check_close(v.zeros, 1, 0);
    check_close(v.v, 8.5, 0);
    check_close(v.z, 3 / sqrt(4 * 5 * 9 / 24. - 12 / 48.), 1e-14);
    const double aa[] = {5, 3, 4, 4, 2, 5, 3, 4, 4, 2}, bb[] = {3, 3, 5, 2, 1, 3, 3, 5, 2, 1};
    struct stats_wilcoxon doubled;
    stats_wilcoxon(a, b, twos, 5, &v);
    stats_wilcoxon(aa, bb, NULL, 10, &doubled);
    check_close(v.p, doubled.p, 1e-15);
    check_close(v.v, doubled.v, 0);
}

static void jonckheere_by_permutation(void **state)
{
    (void)state;
    /* All 5,040 orders of the values counted: J = 11, mean 8, variance 898/105 */
    const double x[] = {1, 2, 2, 3, 1, 3, 3};
    const int group[] = {0, 0, 1, 1, 2, 2, 2};
    struct stats_jonckheere j;
    stats_jonckheere(x, NULL, group, 7, 3, &j);
    check_close(j.j, 11, 0);
    check_close(j.expected, 8, 0);
    check_close(j.sd * j.sd, (898. / 105), 1e-14);
    check_close(j.z, (11 - 8) / sqrt((898. / 105)), 1e-14);
    check_close(j.p_rising + j.p_falling, 1, 1e-15);
    const double values[] = {3, 1, 2, 2, 3, 1}, w[] = {2, 1, 1, 1, 1, 1};
    const int groups[] = {2, 0, 1, 0, 1, 2};
    struct stats_jonckheere counted;
    stats_jonckheere(values, w, groups, 6, 3, &counted);
    check_close(counted.z, j.z, 1e-14);
    /* Two groups: J is U, and z that of Mann & Whitney without continuity correction. */
    const int halves[] = {0, 0, 0, 1, 1, 1, 1};
    struct stats_mann_whitney u;
    stats_jonckheere(x, NULL, halves, 7, 2, &j);
    stats_mann_whitney(x + 3, NULL, 4, x, NULL, 3, &u);
    check_close(j.j, u.u, 0);
    check_close(j.p, u.p_uncorrected, 1e-14);
}

static void ranks(void **state)
{
    (void)state;
    const double x[] = {20, 10, 20, 5}, w[] = {1, 2, 1, 0};
    double got[4], ties;
    stats_ranks(x, NULL, 4, got, &ties);
    check_close(got[0], 3.5, 0);
    check_close(got[1], 2, 0);
    check_close(got[3], 1, 0);
    check_close(ties, 6, 0);
    stats_ranks(x, w, 4, got, &ties);
    check_close(got[1], 1.5, 0);
    check_close(got[2], 3.5, 0);
    check_close(got[3], NAN, 0);
    check_close(ties, 12, 0);
}

static void edges(void **state)
{
    (void)state;
    const double x[] = {1, 2}, same[] = {3, 3, 3}, hole[] = {1, NAN};
    const int group[] = {0, 1, 2};
    struct stats_mann_whitney u;
    stats_mann_whitney(x, NULL, 2, x, NULL, 0, &u);
    check_close(u.p, NAN, 0);
    stats_mann_whitney(same, NULL, 3, same, NULL, 2, &u);
    check_close(u.auc, 0.5, 0);
    check_close(u.p, NAN, 0);
    stats_mann_whitney(x, NULL, 2, hole, NULL, 2, &u);
    check_close(u.u, NAN, 0);
    struct stats_wilcoxon v;
    stats_wilcoxon(x, x, NULL, 2, &v);
    check_close(v.n, 0, 0);
    check_close(v.p, NAN, 0);
    stats_wilcoxon(x, hole, NULL, 2, &v);
    check_close(v.p, NAN, 0);
    struct stats_jonckheere j;
    stats_jonckheere(same, NULL, group, 3, 3, &j);
    check_close(j.p, NAN, 0);
    stats_jonckheere(x, NULL, group, 1, 3, &j);
    check_close(j.p, NAN, 0);
    stats_jonckheere(x, NULL, group, 0, 0, &j);
    check_close(j.j, NAN, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(mann_whitney_exact),
        cmocka_unit_test(wilcoxon_exact),
        cmocka_unit_test(jonckheere_by_permutation),
        cmocka_unit_test(ranks),
        cmocka_unit_test(edges),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
