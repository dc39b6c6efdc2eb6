/* SPDX-License-Identifier: GPL-3.0-or-later
 * Intervals of proportions, means, differences and recommendation scores: R, Newcombe's papers, cases by hand.
 */
#include "check.h"

#include "ceping/stats_intervals.h"

struct row {
    double count, base, low, high;
};

static void corrected_wilson_vectors(void **state)
{
    (void)state;
    static const struct row rows[] = {
        /* R; data of psychTools, seminr, carData, ordinal as counts */
        {1896, 2773, 0.6660014351114834, 0.7009569673550794},
        {67, 250, 0.21506894255935852, 0.3282062316705258},
        {624, 1525, 0.3844371600469765, 0.4343859495422134},
        {19, 72, 0.17014905436913733, 0.38312586124395565},
        {0, 10, 0, 0.34453721830692247},
        {1, 10, 0.005242301569677724, 0.4588460161566561},
        {10, 10, 0.6554627816930775, 1},
        {0, 1, 0, 0.9453792444711481},
        {5, 10, 0.20142296959860723, 0.7985770304013927},
        {3, 2000, 0.00038747585604144853, 0.004769462691140449},
        {999, 1000, 0.9935312149531745, 0.9999477976445573},
        /* also Newcombe 1998, table I: .2535 to .3682, .1063 to .4270 */
        {81, 263, 0.2535086822951852, 0.3681762010430035},
        {7, 30, 0.10635020748807787, 0.4270023432336965},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct interval interval = stats_wilson_corrected(rows[i].count, rows[i].base, 0.95);
        check_close(interval.low / (rows[i].low > 0 ? rows[i].low : 1), rows[i].low > 0 ? 1 : 0, 1e-11);
        check_close(interval.high, rows[i].high, 1e-12);
        struct interval plain = stats_wilson(rows[i].count, rows[i].base, 0.95);
        assert_true(interval.low <= plain.low && interval.high >= plain.high);
    }
    check_close(stats_wilson_corrected(0, 0, 0.95).low, NAN, 0);
    check_close(stats_wilson_corrected(3, 2, 0.95).high, NAN, 0);
    check_close(stats_wilson_corrected(NAN, 2, 0.95).high, NAN, 0);
    check_close(stats_wilson_corrected(1, 2, 0).high, NAN, 0);
    check_close(stats_wilson_corrected(1, INFINITY, 0.95).high, NAN, 0);
}

static void differences_of_shares(void **state)
{
    (void)state;
    struct interval blair = stats_share_difference(502, 812, 487, 713, 0.95); /* R, carData::BEPS */
    check_close(blair.low, -0.11217739743928976, 1e-12);
    check_close(blair.high, -0.016804976252578756, 1e-12);
    struct interval vote = stats_share_difference(480, 1309, 388, 1223, 0.95); /* R, carData::Chile */
    check_close(vote.low, 0.012450654015390764, 1e-12);
    check_close(vote.high, 0.08617130312850296, 1e-12);
    /* Newcombe 1998, table II, method 10: 56/70 − 48/80 is .0524 to .3339; 10/10 − 0/10 is .6075 to 1 */
    struct interval newcombe = stats_share_difference(56, 70, 48, 80, 0.95), extreme = stats_share_difference(10, 10, 0, 10, 0.95);
    check_close(newcombe.low, 0.0524, 5e-5);
    check_close(newcombe.high, 0.3339, 5e-5);
    check_close(extreme.low, 0.6075, 5e-5);
    check_close(extreme.high, 1, 1e-15);
    struct interval turned = stats_share_difference(487, 713, 502, 812, 0.95);
    check_close(turned.low, -blair.high, 1e-15);
    check_close(stats_share_difference(1, 0, 2, 3, 0.95).low, NAN, 0);
}

static void weighted_share_rests_on_effective_size(void **state)
{
    (void)state;
    const double hit[] = {1, 0, 1, 1, 0, NAN}, equal[] = {2.5, 2.5, 2.5, 2.5, 2.5, 0}, unequal[] = {1, 1, 2, 4, 2, 0};
    struct stats_weighted_share share = stats_weighted_share(hit, equal, 6, 0.95);
    check_close(share.n, 5, 0);
    check_close(share.effective_n, 5, 1e-15);
    check_close(share.share, 0.6, 1e-15);
    check_close(share.interval.low, stats_wilson(3, 5, 0.95).low, 1e-14);
    share = stats_weighted_share(hit, unequal, 6, 0.95);
    check_close(share.share, 0.7, 1e-15);
    check_close(share.effective_n, 100. / 26, 1e-15);
    check_close(share.interval.high, stats_wilson(0.7 * 100 / 26, 100. / 26, 0.95).high, 1e-14);
    const double none[] = {0, 0}, bad[] = {1, -1}, third[] = {1, 0.5};
    assert_true(isnan(stats_weighted_share(hit, none, 2, 0.95).share));
    check_close(stats_weighted_share(hit, none, 2, 0.95).n, 0, 0);
    assert_true(isnan(stats_weighted_share(hit, bad, 2, 0.95).share));
    assert_true(isnan(stats_weighted_share(third, NULL, 2, 0.95).share));
    assert_true(isnan(stats_weighted_share(NULL, NULL, 0, 0.95).interval.low));
}

static void boxes(void **state)
{
    (void)state;
    /* The five-level counts of the method: 40 60 100 300 500 from the lowest up. */
    const double counts[] = {40, 60, 100, 300, 500};
    check_close(stats_top_box(counts, 5, 1, 0.95).share, 0.5, 1e-15);
    check_close(stats_top_box(counts, 5, 2, 0.95).share, 0.8, 1e-15);
    check_close(stats_top_box(counts, 5, 3, 0.95).share, 0.9, 1e-15);
    check_close(stats_bottom_box(counts, 5, 2, 0.95).share, 0.1, 1e-15);
    check_close(stats_top_box(counts, 5, 2, 0.95).interval.low, stats_wilson(800, 1000, 0.95).low, 0);
    check_close(stats_top_box(counts, 5, 5, 0.95).share, 1, 0);
    check_close(stats_top_box(counts, 5, 0, 0.95).share, 0, 0);
    assert_true(isnan(stats_top_box(counts, 5, 6, 0.95).share));
    assert_true(isnan(stats_bottom_box(counts, 5, 6, 0.95).share));
    const double none[] = {0, 0}, bad[] = {1, -2};
    assert_true(isnan(stats_top_box(none, 2, 1, 0.95).share));
    assert_true(isnan(stats_top_box(bad, 2, 1, 0.95).share));
}

static void recommendation(void **state)
{
    (void)state;
    struct stats_nps nps = stats_nps(105, 77, 68, 0.95); /* seminr mobi, CUSL1 */
    check_close(nps.points, 14.799999999999997, 1e-13);
    check_close(nps.variance, 0.6700959999999999, 1e-14);
    check_close(nps.se, 5.177242509290056, 1e-13);
    check_close(nps.plain.low, 4.652791142561713, 1e-12);
    check_close(nps.plain.high, 24.94720885743828, 1e-13);
    nps = stats_nps(67, 159, 24, 0.95);
    check_close(nps.points, 17.200000000000003, 1e-13);
    check_close(nps.plain.low, 10.03161024223363, 1e-12);
    check_close(nps.plain.high, 24.368389757766373, 1e-13);
    nps = stats_nps(10, 0, 0, 0.95);
    check_close(nps.points, 100, 0);
    check_close(nps.plain.low, 100, 0);
    assert_true(nps.adjusted.low < 90 && nps.adjusted.high == 100);
    assert_true(isnan(stats_nps(0, 0, 0, 0.95).points));
    assert_true(isnan(stats_nps(1, -1, 4, 0.95).points));
    assert_true(isnan(stats_nps(1, NAN, 4, 0.95).points));
}

static void means(void **state)
{
    (void)state;
    /* R: psychTools::bfi A1 by its counts */
    const double x[] = {1, 2, 3, 4, 5, 6}, w[] = {922, 818, 402, 337, 223, 82};
    struct stats_mean_interval mean = stats_mean_interval(x, w, 6, 0.95);
    check_close(mean.n, 2784, 0);
    check_close(mean.se, 0.02668006949209193, 1e-13);
    check_close(mean.low, 2.36111918051625, 1e-12);
    check_close(mean.high, 2.465748635575704, 1e-12);
    /* by hand: 1, 2, 3: 2 ± 4.302652729911275/√3 */
    mean = stats_mean_interval(x, NULL, 3, 0.95);
    check_close(mean.low, 2 - 4.30265272974946 / sqrt(3), 1e-12);
    mean = stats_mean_interval(x, NULL, 1, 0.95);
    check_close(mean.mean, 1, 0);
    assert_true(isnan(mean.low) && isnan(mean.se));
    const double same[] = {7, 7, 7};
    mean = stats_mean_interval(same, NULL, 3, 0.95);
    check_close(mean.low, 7, 0);
    check_close(mean.high, 7, 0);
    assert_true(isnan(stats_mean_interval(NULL, NULL, 0, 0.95).mean));
    assert_true(isnan(stats_mean_interval(x, NULL, 6, 1.5).low));
}

static void differences_of_means(void **state)
{
    (void)state;
    /* Equal n and sd: Welch is Student with 2n − 2. */
    struct stats_mean_difference d = stats_mean_difference(10, 5, 2, 10, 3, 2, 0.95);
    check_close(d.df, 18, 1e-13);
    check_close(d.se, 2 * sqrt(0.2), 1e-15);
    check_close(d.high, 2 + 2.10092204024104 * 2 * sqrt(0.2), 1e-12);
    check_close(d.low + d.high, 4, 1e-14);
    d = stats_mean_difference(10, 5, 0, 10, 3, 0, 0.95);
    check_close(d.low, 2, 0);
    check_close(d.high, 2, 0);
    d = stats_mean_difference(1, 5, NAN, 10, 3, 1, 0.95);
    check_close(d.difference, 2, 0);
    assert_true(isnan(d.low) && isnan(d.df));
    d = stats_mean_difference(10, 5, 2e-200, 10, 3, 2e-200, 0.95); /* squares vanish: no variance that a double can hold */
    check_close(d.low, 2, 0);
}

/* Chance of k, l and the rest among n, with shares p, q and the rest. */
static double trinomial(int n, int k, int l, double p, double q)
{
    int rest = n - k - l;
    double last = rest > 0 ? rest * log1p(-p - q) : 0;
    return exp(lgamma(n + 1) - lgamma(k + 1) - lgamma(l + 1) - lgamma(rest + 1) + k * log(p) + (l > 0 ? l * log(q) : 0) + last);
}

/* Not simulated but added up over all samples: how often an interval holds the true value. */
static void intervals_cover_what_they_say(void **state)
{
    (void)state;
    double wilson = 0, corrected = 0, exact = 0;
    for (int k = 0; k <= 98; k++) {
        double chance = trinomial(98, k, 0, 0.91, 0);
        struct interval a = stats_wilson(k, 98, 0.95), b = stats_wilson_corrected(k, 98, 0.95), c = stats_clopper_pearson(k, 98, 0.95);
        wilson += a.low <= 0.91 && a.high >= 0.91 ? chance : 0;
        corrected += b.low <= 0.91 && b.high >= 0.91 ? chance : 0;
        exact += c.low <= 0.91 && c.high >= 0.91 ? chance : 0;
    }
    assert_true(wilson > 0.935 && wilson < 0.97);
    assert_true(corrected >= 0.95 && corrected < 0.985);
    assert_true(exact >= 0.95 && exact < 0.985);
    double plain = 0, adjusted = 0;
    for (int k = 0; k <= 50; k++)
        for (int l = 0; k + l <= 50; l++) {
            struct stats_nps nps = stats_nps(k, 50 - k - l, l, 0.95);
            double chance = trinomial(50, k, l, 0.9, 0.02);
            plain += nps.plain.low <= 88 && nps.plain.high >= 88 ? chance : 0;
            adjusted += nps.adjusted.low <= 88 && nps.adjusted.high >= 88 ? chance : 0;
        }
    assert_true(adjusted > 0.935 && adjusted < 0.98);
    assert_true(plain < 0.93); /* why the adjusted one exists */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(corrected_wilson_vectors), cmocka_unit_test(differences_of_shares),
        cmocka_unit_test(weighted_share_rests_on_effective_size), cmocka_unit_test(boxes), cmocka_unit_test(recommendation),
        cmocka_unit_test(means), cmocka_unit_test(differences_of_means), cmocka_unit_test(intervals_cover_what_they_say),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
