/* SPDX-License-Identifier: GPL-3.0-or-later
 * Agreement beyond chance: irr::kappa2, kappam.fleiss; Krippendorff's published example; cases by hand.
 */
#include "check.h"
#include "reference.h"

#include "ceping/stats_raters.h"


/* irr::anxiety, 20 subjects by 3 raters; the caller frees. */
static double *anxiety(void)
{
    double *x = calloc(60, sizeof *x);
    for (int j = 0; j < 3; j++) {
        char name[32];
        size_t n;
        snprintf(name, sizeof name, "rater%d", j + 1);
        double *column = reference_column("anxiety.csv", name, &n);
        assert_int_equal(n, 20);
        for (int i = 0; i < 20; i++)
            x[3 * i + j] = column[i];
        free(column);
    }
    return x;
}

static void cohen(void **state)
{
    (void)state;
    double *x = anxiety(), counts[36] = {0};
    for (int i = 0; i < 20; i++)
        counts[((int)x[3 * i] - 1) * 6 + (int)x[3 * i + 1] - 1]++;
    free(x);
    struct stats_kappa k;
    stats_kappa(counts, 6, STATS_KAPPA_NOMINAL, 0.95, &k);
    check_close(k.n, 20, 0);
    check_close(k.kappa, 0.11949685534591195, 1e-13);
    check_close(k.z, 1.1637622286595422, 1e-12);
    stats_kappa(counts, 6, STATS_KAPPA_LINEAR, 0.95, &k);
    check_close(k.kappa, 0.18918918918918934, 1e-13);
    stats_kappa(counts, 6, STATS_KAPPA_QUADRATIC, 0.95, &k);
    check_close(k.kappa, 0.29676511954993035, 1e-13);
}

static void cohen_by_hand(void **state)
{
    (void)state;
    /* 20 5 / 10 15: agreement 0.7, by chance 0.5; p = .5 .5 and .6 .4. */
    const double counts[4] = {20, 5, 10, 15}, scaled[4] = {40, 10, 20, 30};
    struct stats_kappa k, more;
    stats_kappa(counts, 2, STATS_KAPPA_NOMINAL, 0.95, &k);
    check_close(k.agreement, 0.7, 1e-15);
    check_close(k.kappa, 0.4, 1e-15);
    check_close(k.z, 0.4 / sqrt((0.5 + 0.25 - (0.3 * 1.1 + 0.2 * 0.9)) / (50 * 0.25)), 1e-13);
    /* Fleiss, Cohen & Everitt 1969: (Σp_ii(1 − (p_i + q_i)(1 − κ))² + (1 − κ)²Σp_ij(q_i + p_j)² − (κ − pe(1 − κ))²)/(n(1 − pe)²). */
    double a = 0.4 * pow(1 - 1.1 * 0.6, 2) + 0.3 * pow(1 - 0.9 * 0.6, 2);
    double off = 0.36 * (0.1 * pow(0.6 + 0.5, 2) + 0.2 * pow(0.5 + 0.4, 2)); /* cells (1,2): q₁ + p₂; (2,1): q₂ + p₁ */
    check_close(k.error, sqrt((a + off - pow(0.4 - 0.5 * 0.6, 2)) / (50 * 0.25)), 1e-13);
    check_close(k.high - k.low, 2 * 1.959963984540054 * k.error, 1e-13);
    stats_kappa(counts, 2, STATS_KAPPA_QUADRATIC, 0.95, &more); /* two categories: weights do not matter */
    check_close(more.kappa, k.kappa, 1e-15);
    check_close(more.error, k.error, 1e-14);
    stats_kappa(scaled, 2, STATS_KAPPA_NOMINAL, 0.95, &more);
    check_close(more.error * sqrt(2), k.error, 1e-14);
    const double one[4] = {9, 0, 0, 0}, none[4] = {0}, bad[4] = {1, -1, 2, 2};
    stats_kappa(one, 2, STATS_KAPPA_NOMINAL, 0.95, &k);
    check_close(k.agreement, 1, 0);
    check_close(k.kappa, NAN, 0);
    stats_kappa(none, 2, STATS_KAPPA_NOMINAL, 0.95, &k);
    check_close(k.kappa, NAN, 0);
    stats_kappa(bad, 2, STATS_KAPPA_NOMINAL, 0.95, &k);
    check_close(k.n, NAN, 0);
}

static void fleiss(void **state)
{
    (void)state;
    double *x = anxiety(), counts[120] = {0};
    for (int i = 0; i < 60; i++)
        counts[i / 3 * 6 + (int)x[i] - 1]++;
    free(x);
    struct stats_fleiss k;
    stats_fleiss(counts, NULL, 20, 6, &k);
    check_close(k.kappa, -0.04107648725212466, 1e-13);
    check_close(k.z, -0.6341518887951202, 1e-12);
    check_close(k.p, 0.5259817021230437, 1e-12);
    check_close(k.all_agree, 0, 0);
    /* Frequencies are rows; a ratee with one rating does not count; unequal numbers have no z. */
    const double rows[] = {3, 0, 1, 2, 1, 2, 0, 3}, grouped[] = {3, 0, 1, 2, 0, 3, 1, 0}, w[] = {1, 2, 1, 5}, unequal[] = {3, 0, 1, 1};
    struct stats_fleiss one, other;
    stats_fleiss(rows, NULL, 4, 2, &one);
    stats_fleiss(grouped, w, 4, 2, &other);
    check_close(one.kappa, other.kappa, 1e-15);
    check_close(one.z, other.z, 1e-15);
    check_close(one.all_agree, 0.5, 0);
    check_close(one.kappa, (2. / 3 - (25 + 49) / 144.) / (1 - (25 + 49) / 144.), 1e-14);
    stats_fleiss(unequal, NULL, 2, 2, &one);
    assert_false(isnan(one.kappa));
    check_close(one.z, NAN, 0);
    stats_fleiss(rows, NULL, 1, 2, &one);
    check_close(one.kappa, NAN, 0);
    stats_fleiss(rows, NULL, 0, 2, &one);
    check_close(one.kappa, NAN, 0);
}

static void krippendorff(void **state)
{
    (void)state;
    /* Krippendorff 2011, four observers, twelve units: .743 .815 .849 .797 */
    static const double by_observer[4][12] = {{1, 2, 3, 3, 2, 1, 4, 1, 2, NAN, NAN, NAN},
                                              {1, 2, 3, 3, 2, 2, 4, 1, 2, 5, NAN, 3},
                                              {NAN, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, NAN},
                                              {1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, NAN}};
    static const double want[] = {0.743, 0.815, 0.849, 0.797};
    double x[48], twice[96], twos[12];
    for (int i = 0; i < 48; i++)
        x[i] = twice[i] = twice[i + 48] = by_observer[i % 4][i / 4];
    for (int i = 0; i < 12; i++)
        twos[i] = 2;
    for (int level = 0; level < STATS_LEVELS; level++) {
        check_close(stats_krippendorff(x, NULL, 12, 4, (enum stats_level)level), want[level], 5e-4);
        check_close(stats_krippendorff(x, twos, 12, 4, (enum stats_level)level), stats_krippendorff(twice, NULL, 24, 4, (enum stats_level)level), 1e-14);
    }
    double *a = anxiety();
    check_close(stats_krippendorff(a, NULL, 20, 3, STATS_NOMINAL), -0.02372521246458925, 1e-13);
    check_close(stats_krippendorff(a, NULL, 20, 3, STATS_ORDINAL), 0.22838694529232217, 1e-13);
    check_close(stats_krippendorff(a, NULL, 20, 3, STATS_INTERVAL), 0.17009860788863107, 1e-13);
    a[0] = a[4 * 3 + 1] = a[4 * 3 + 2] = a[16 * 3] = NAN;
    check_close(stats_krippendorff(a, NULL, 20, 3, STATS_NOMINAL), -0.04633529907329392, 1e-13);
    check_close(stats_krippendorff(a, NULL, 20, 3, STATS_ORDINAL), 0.22185805969219263, 1e-13);
    check_close(stats_krippendorff(a, NULL, 20, 3, STATS_INTERVAL), 0.16723783413296778, 1e-13);
    free(a);
    const double same[] = {2, 2, 2, 2}, alone[] = {1, NAN, NAN, 2}, agree[] = {1, 1, 2, 2}, negative[] = {-1, 1, 2, 2};
    check_close(stats_krippendorff(same, NULL, 2, 2, STATS_INTERVAL), NAN, 0);
    check_close(stats_krippendorff(alone, NULL, 2, 2, STATS_NOMINAL), NAN, 0);
    check_close(stats_krippendorff(agree, NULL, 2, 2, STATS_ORDINAL), 1, 0);
    check_close(stats_krippendorff(negative, NULL, 2, 2, STATS_RATIO), NAN, 0);
    check_close(stats_krippendorff(agree, NULL, 0, 0, STATS_NOMINAL), NAN, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cohen),
        cmocka_unit_test(cohen_by_hand),
        cmocka_unit_test(fleiss),
        cmocka_unit_test(krippendorff),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
