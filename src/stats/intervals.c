/* SPDX-License-Identifier: GPL-3.0-or-later
 * Intervals for proportions, means, their differences and the recommendation score.
 *
 * Choices. A proportion gets Wilson's interval; where an authority wants the level as a minimum, the corrected one. R's prop.test drops the correction
 * without a word when |count − base/2| < ½; Newcombe's formula does not, and neither does this. A difference of proportions gets Newcombe's hybrid,
 * not p₁ − p₂ ± z·se, which runs out of −1…1 and covers too little near the ends, where satisfaction rates live. Weighted proportions get Wilson at the
 * effective sample size n_eff = (Σw)²/Σw² (Kish, Survey Sampling, 1965, 11.7): exact for weights that have nothing to do with the answer, and
 * cautious for others; the design-based interval (stats_design.h) is better where strata and clusters are known.
 */
#include "ceping/base_num.h"
#include "ceping/stats_intervals.h"
#include "measures_priv.h"
#include "tails_priv.h"

#include <math.h>

static bool level_usable(double level)
{
    return level > 0 && level < 1;
}

struct interval stats_wilson_corrected(double count, double base, double level)
{
    if (!(base > 0 && base < INFINITY && count >= 0 && count <= base && level_usable(level)))
        return (struct interval){NAN, NAN};
    double z = quantile_normal((1 - level) / 2), zz = z * z, p = count / base, rest = base - count;
    double below = zz - 2 - 1 / base + 4 * p * (rest + 1), above = zz + 2 - 1 / base + 4 * p * (rest - 1);
    double low = (2 * count + zz - 1 - z * sqrt(fmax(below, 0))) / (2 * (base + zz));
    double high = (2 * count + zz + 1 + z * sqrt(fmax(above, 0))) / (2 * (base + zz));
    return (struct interval){count == 0 ? 0 : fmax(low, 0), count == base ? 1 : fmin(high, 1)};
}

struct interval stats_share_difference(double count1, double base1, double count2, double base2, double level)
{
    struct interval one = stats_wilson(count1, base1, level), two = stats_wilson(count2, base2, level);
    double p1 = stats_share(count1, base1), p2 = stats_share(count2, base2), difference = p1 - p2;
    if (isnan(one.low) || isnan(two.low))
        return (struct interval){NAN, NAN};
    return (struct interval){
        fmax(-1, difference - hypot(p1 - one.low, two.high - p2)),
        fmin(1, difference + hypot(one.high - p1, p2 - two.low)),
    };
}

struct stats_weighted_share stats_weighted_share(const double *hit, const double *w, size_t n, double level)
{
    const struct stats_weighted_share undefined = {NAN, NAN, NAN, NAN, {NAN, NAN}};
    struct sum weight = {0}, hits = {0}, squares = {0};
    double rows = 0;
    for (size_t i = 0; i < n; i++) {
        double weight_i = w ? w[i] : 1;
        if (!(weight_i >= 0 && weight_i < INFINITY))
            return undefined;
        if (weight_i == 0)
            continue;
        if (hit[i] != 0 && hit[i] != 1)
            return undefined;
        rows++;
        sum_add(&weight, weight_i);
        sum_add(&squares, weight_i * weight_i);
        sum_add(&hits, hit[i] * weight_i);
    }
    struct stats_weighted_share share = undefined;
    share.n = rows;
    share.weight = sum_value(&weight);
    if (rows == 0)
        return share;
    share.share = fmin(1, sum_value(&hits) / share.weight);
    share.effective_n = fmin(rows, share.weight * share.weight / sum_value(&squares));
    share.interval = stats_wilson(share.share * share.effective_n, share.effective_n, level);
    return share;
}

/* Boxes ------------------------------------------------------------------------------------------------------ */

static struct stats_box box(const double *counts, size_t options, size_t from, size_t to, double level)
{
    struct stats_box result = {NAN, NAN, NAN, {NAN, NAN}};
    if (from > to || to > options)
        return result;
    struct sum inside = {0};
    for (size_t i = from; i < to; i++)
        sum_add(&inside, counts[i]);
    result.base = stats_total(counts, options);
    if (!(result.base > 0))
        return result;
    result.count = sum_value(&inside);
    result.share = stats_share(result.count, result.base);
    result.interval = stats_wilson(result.count, result.base, level);
    return result;
}

struct stats_box stats_top_box(const double *counts, size_t options, size_t k, double level)
{
    return k > options ? box(counts, options, 1, 0, level) : box(counts, options, options - k, options, level);
}

struct stats_box stats_bottom_box(const double *counts, size_t options, size_t k, double level)
{
    return box(counts, options, 0, k, level);
}

/* Recommendation --------------------------------------------------------------------------------------------- */

static double clamp(double points)
{
    return isnan(points) ? points : fmin(100, fmax(-100, points));
}

static double nps_variance(double promoters, double passives, double detractors, double *ret_mean)
{
    double n = promoters + passives + detractors;
    *ret_mean = (promoters - detractors) / n;
    return fmax(0, (promoters + detractors) / n - *ret_mean * *ret_mean);
}

struct stats_nps stats_nps(double promoters, double passives, double detractors, double level)
{
    const double nan = NAN;
    struct stats_nps nps = {nan, nan, nan, nan, {nan, nan}, {nan, nan}};
    const double counts[] = {promoters, passives, detractors};
    nps.n = stats_total(counts, 3);
    if (!(nps.n > 0))
        return nps;
    double mean, z = level_usable(level) ? quantile_normal((1 - level) / 2) : NAN;
    nps.variance = nps_variance(promoters, passives, detractors, &mean);
    nps.points = 100 * mean;
    nps.se = 100 * sqrt(nps.variance / nps.n);
    nps.plain = (struct interval){clamp(nps.points - z * nps.se), clamp(nps.points + z * nps.se)};
    double variance = nps_variance(promoters + 0.75, passives + 1.5, detractors + 0.75, &mean);
    double half = 100 * z * sqrt(variance / (nps.n + 3));
    nps.adjusted = (struct interval){clamp(100 * mean - half), clamp(100 * mean + half)};
    return nps;
}

/* Means ------------------------------------------------------------------------------------------------------ */

struct stats_mean_interval stats_mean_interval_of(double n, double mean, double sd, double level)
{
    struct stats_mean_interval result = {n, mean, NAN, NAN, NAN, NAN};
    if (!(n > 1 && n < INFINITY && sd >= 0 && sd < INFINITY))
        return result;
    result.sd = sd;
    result.se = sd / sqrt(n);
    double half = level_usable(level) ? quantile_t((1 - level) / 2, n - 1) * result.se : NAN;
    result.low = mean - half;
    result.high = mean + half;
    return result;
}

struct stats_mean_interval stats_mean_interval(const double *x, const double *w, size_t n, double level)
{
    return stats_mean_interval_of(stats_total(w, n), stats_mean(x, w, n), stats_sd(x, w, n), level);
}

struct stats_mean_difference stats_mean_difference(double n1, double mean1, double sd1, double n2, double mean2, double sd2, double level)
{
    struct stats_mean_difference result = {mean1 - mean2, NAN, NAN, NAN, NAN};
    if (!(n1 > 1 && n2 > 1 && n1 < INFINITY && n2 < INFINITY && sd1 >= 0 && sd2 >= 0 && sd1 < INFINITY && sd2 < INFINITY))
        return result;
    double v1 = sd1 * sd1 / n1, v2 = sd2 * sd2 / n2;
    result.se = sqrt(v1 + v2);
    if (result.se == 0) {
        result.low = result.high = level_usable(level) ? result.difference : NAN;
        return result;
    }
    /* As shares of the whole, so that tiny variances do not vanish when squared. */
    double share1 = v1 / (v1 + v2), share2 = v2 / (v1 + v2);
    result.df = 1 / (share1 * share1 / (n1 - 1) + share2 * share2 / (n2 - 1));
    double half = level_usable(level) ? quantile_t((1 - level) / 2, result.df) * result.se : NAN;
    result.low = result.difference - half;
    result.high = result.difference + half;
    return result;
}

const struct stats_measure stats_intervals_measures[] = {
    {"share", "比例及其区间（Wilson）", N_("intervals"), N_("counts"), 1, "stats_wilson", "(p + z²/2n ± z√(p(1 − p)/n + z²/4n²)) / (1 + z²/n)",
     "Wilson, JASA 22 (1927)", "tests/unit/stats/test_proportion.c: wilson_vectors"},
    {"share_exact", "比例的精确区间（Clopper–Pearson）", N_("intervals"), N_("counts"), 1, "stats_clopper_pearson", "quantiles of Beta(k, n − k + 1), Beta(k + 1, n − k)",
     "Clopper, Pearson, Biometrika 26 (1934)", "tests/unit/stats/test_proportion.c: clopper_pearson_vectors"},
    {"share_corrected", "比例的区间（Wilson，连续性校正）", N_("intervals"), N_("counts"), 1, "stats_wilson_corrected",
     "(2np + z² ∓ 1 ∓ z√(z² ∓ 2 − 1/n + 4p(n(1 − p) ± 1))) / 2(n + z²)", "Newcombe, Statistics in Medicine 17 (1998) 857–872",
     "tests/unit/stats/test_intervals.c: corrected_wilson_vectors"},
    {"share_weighted", "加权比例及其区间", N_("intervals"), N_("yes/no rows with sampling weights"), 1, "stats_weighted_share", "Wilson with n = (Σw)²/Σw²",
     "Kish, Survey Sampling (1965) 11.7", "tests/unit/stats/test_intervals.c: weighted_share_rests_on_effective_size"},
    {"share_difference", "两个比例之差的区间", N_("intervals"), N_("counts of two groups"), 1, "stats_share_difference",
     "d − √((p₁ − l₁)² + (u₂ − p₂)²) … d + √((u₁ − p₁)² + (p₂ − l₂)²)", "Newcombe, Statistics in Medicine 17 (1998) 873–890",
     "tests/unit/stats/test_intervals.c: differences_of_shares"},
    {"top_box", "前 k 档比例", N_("intervals"), N_("counts of an ordered scale"), 1, "stats_top_box", "Σ counts of the k highest options / base",
     "Wilson, JASA 22 (1927), for the interval", "tests/unit/stats/test_intervals.c: boxes"},
    {"nps", "净推荐值", N_("intervals"), N_("item 0…10 or counts of promoters, passives, detractors"), 1, "stats_nps",
     "100(p₊ − p₋); se = 100√((p₊ + p₋ − (p₊ − p₋)²)/n)", "Reichheld, Harvard Business Review 81/12 (2003); Rocks, American Statistician 70 (2016)",
     "tests/unit/stats/test_intervals.c: recommendation"},
    {"mean_interval", "平均数的区间", N_("intervals"), N_("number item"), 2, "stats_mean_interval", "mean ± t(n − 1)·sd/√n", "Student, Biometrika 6 (1908)",
     "tests/unit/stats/test_intervals.c: means"},
    {"mean_difference", "两个平均数之差的区间", N_("intervals"), N_("number item, two groups"), 2, "stats_mean_difference", "d ± t(ν)·√(s₁²/n₁ + s₂²/n₂)",
     "Welch, Biometrika 34 (1947)", "tests/unit/stats/test_intervals.c: differences_of_means"},
    {0},
};
