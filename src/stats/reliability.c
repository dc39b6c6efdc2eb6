/* SPDX-License-Identifier: GPL-3.0-or-later
 * Reliability of a scale. Everything but omega follows from the covariance matrix of the items, which is computed once: the variance of the sum
 * is the sum of all its elements, that of the sum without item i is less by row and column i. So a million rows are read once, and alpha
 * if an item were deleted costs k additions.
 *
 * Alpha is a lower bound of reliability where the items measure one thing, and says nothing about whether they do: that is what omega, the
 * loadings and KMO are for. Formulas and papers stand in the header; numbers agree with psych::alpha (R).
 */
#include "ceping/stats_reliability.h"

#include "ceping/base_num.h"
#include "ceping/stats_association.h"
#include "ceping/stats_structure.h"
#include "linear_priv.h"
#include "measures_priv.h"
#include "tails_priv.h"

#include <math.h>

struct scale {
    size_t k;
    double n;
    double *mean, *covariance, *correlation, *row; /* row: sums of rows of the covariance matrix */
    double total, trace;                           /* variance of the sum; sum of the items' variances */
};

static bool scale_init(struct scale *scale, struct arena *arena, const double *x, const double *w, size_t n, size_t items)
{
    if (items < 2 || n == 0)
        return false;
    *scale = (struct scale){.k = items, .n = stats_total(w, n)};
    scale->mean = ARENA_ARRAY(arena, double, items);
    scale->covariance = ARENA_ARRAY(arena, double, items * items);
    scale->correlation = ARENA_ARRAY(arena, double, items * items);
    scale->row = ARENA_ARRAY(arena, double, items);
    stats_covariances(x, w, n, items, scale->mean, scale->covariance);
    if (isnan(scale->mean[0]))
        return false;
    struct sum total = {0}, trace = {0};
    for (size_t i = 0; i < items; i++) {
        struct sum row = {0};
        for (size_t j = 0; j < items; j++) {
            double value = scale->covariance[i * items + j];
            sum_add(&row, value);
            sum_add(&total, value);
            scale->correlation[i * items + j] =
                i == j && value > 0 ? 1 : value / sqrt(scale->covariance[i * items + i] * scale->covariance[j * items + j]);
        }
        scale->row[i] = sum_value(&row);
        sum_add(&trace, scale->covariance[i * items + i]);
    }
    scale->total = sum_value(&total);
    scale->trace = sum_value(&trace);
    return true;
}

/* Sums that do not vary but for rounding, as those of two items of which one is the other turned round, have no alpha. */
static bool varies(double variance, double trace)
{
    return variance > 1e-13 * trace;
}

static double alpha_of(double trace, double total, size_t k)
{
    return k >= 2 && varies(total, trace) ? (double)k / (double)(k - 1) * (1 - trace / total) : NAN;
}

struct interval stats_alpha_interval(double alpha, double n, size_t items, double level)
{
    if (!(n > 1 && n < INFINITY && level > 0 && level < 1) || items < 2 || isnan(alpha))
        return (struct interval){NAN, NAN};
    double df1 = n - 1, df2 = (n - 1) * (double)(items - 1), tail = (1 - level) / 2;
    return (struct interval){1 - (1 - alpha) * quantile_f(tail, df1, df2), 1 - (1 - alpha) * quantile_f(1 - tail, df1, df2)};
}

/* 1 − Σ own variance / variance of the sum, + what the covariances guarantee. */
static double lambda2(const struct scale *scale)
{
    if (!varies(scale->total, scale->trace))
        return NAN;
    struct sum squares = {0};
    for (size_t i = 0; i < scale->k; i++)
        for (size_t j = 0; j < scale->k; j++)
            if (i != j)
                sum_add(&squares, scale->covariance[i * scale->k + j] * scale->covariance[i * scale->k + j]);
    double k = (double)scale->k;
    return (scale->total - scale->trace + sqrt(k / (k - 1) * sum_value(&squares))) / scale->total;
}

/* On correlations: 1 − Σ(1 − squared multiple correlation)/ΣR; 1 − smc is 1/diagonal of the inverse. */
static double lambda6(const struct scale *scale, struct arena *arena)
{
    size_t k = scale->k;
    double *inverse = ARENA_ARRAY(arena, double, k * k);
    memcpy(inverse, scale->correlation, k * k * sizeof *inverse);
    struct sum all = {0}, unique = {0};
    for (size_t i = 0; i < k * k; i++)
        sum_add(&all, inverse[i]);
    if (!spd_invert(inverse, k, NULL))
        return NAN;
    for (size_t i = 0; i < k; i++)
        sum_add(&unique, 1 / inverse[i * k + i]);
    return 1 - sum_value(&unique) / sum_value(&all);
}

static void halves(const struct scale *scale, struct stats_reliability *reliability)
{
    struct sum odd = {0}, even = {0}, between = {0};
    for (size_t i = 0; i < scale->k; i++)
        for (size_t j = 0; j < scale->k; j++)
            sum_add(i % 2 != j % 2 ? &between : i % 2 ? &even : &odd, scale->covariance[i * scale->k + j]);
    double first = sum_value(&odd), second = sum_value(&even), both = sum_value(&between) / 2;
    double r = first > 0 && second > 0 ? both / sqrt(first * second) : NAN;
    reliability->half_correlation = r;
    reliability->spearman_brown = r > -1 ? 2 * r / (1 + r) : NAN;
    reliability->guttman_half = varies(scale->total, scale->trace) ? 4 * both / scale->total : NAN;
}

static struct stats_reliability_item item_of(const struct scale *scale, size_t i)
{
    double own = scale->covariance[i * scale->k + i], with_total = scale->row[i];
    double rest = scale->total - 2 * with_total + own;
    bool rest_varies = varies(rest, scale->trace);
    return (struct stats_reliability_item){
        .mean = scale->mean[i],
        .sd = sqrt(own),
        .total_correlation = own > 0 && varies(scale->total, scale->trace) ? with_total / sqrt(own * scale->total) : NAN,
        .rest_correlation = own > 0 && rest_varies ? (with_total - own) / sqrt(own * rest) : NAN,
        .alpha_without = rest_varies ? alpha_of(scale->trace - own, rest, scale->k - 1) : NAN,
    };
}

static struct stats_reliability nothing(size_t items, struct stats_reliability_item *ret_items)
{
    for (size_t i = 0; ret_items && i < items; i++)
        ret_items[i] = (struct stats_reliability_item){NAN, NAN, NAN, NAN, NAN};
    return (struct stats_reliability){NAN, items, NAN, NAN, NAN, {NAN, NAN}, NAN, NAN, NAN, NAN, NAN, NAN, NAN};
}

struct stats_reliability stats_reliability(const double *x, const double *w, size_t n, size_t items, double level,
                                           struct stats_reliability_item *ret_items)
{
    struct arena *arena = arena_new();
    struct scale scale;
    struct stats_reliability reliability = nothing(items, ret_items);
    if (!scale_init(&scale, arena, x, w, n, items)) {
        arena_free(arena);
        return reliability;
    }
    struct sum mean = {0}, correlations = {0};
    for (size_t i = 0; i < items; i++) {
        sum_add(&mean, scale.mean[i]);
        for (size_t j = 0; j < i; j++)
            sum_add(&correlations, scale.correlation[i * items + j]);
    }
    double k = (double)items;
    reliability.n = scale.n;
    reliability.scale_mean = sum_value(&mean);
    reliability.scale_variance = scale.total;
    reliability.alpha = alpha_of(scale.trace, scale.total, items);
    reliability.alpha_interval = stats_alpha_interval(reliability.alpha, scale.n, items, level);
    reliability.mean_correlation = sum_value(&correlations) / (k * (k - 1) / 2);
    reliability.alpha_standardised = k * reliability.mean_correlation / (1 + (k - 1) * reliability.mean_correlation);
    reliability.lambda2 = lambda2(&scale);
    reliability.lambda6 = lambda6(&scale, arena);
    halves(&scale, &reliability);
    for (size_t i = 0; ret_items && i < items; i++)
        ret_items[i] = item_of(&scale, i);
    arena_free(arena);
    return reliability;
}

double stats_cronbach_alpha(const double *x, const double *w, size_t n, size_t items)
{
    struct arena *arena = arena_new();
    struct scale scale;
    double alpha = scale_init(&scale, arena, x, w, n, items) ? alpha_of(scale.trace, scale.total, items) : NAN;
    arena_free(arena);
    return alpha;
}

struct stats_omega stats_omega(const double *x, const double *w, size_t n, size_t items, double *ret_loadings)
{
    struct stats_omega omega = {NAN, NAN, NAN, false, false};
    for (size_t i = 0; ret_loadings && i < items; i++)
        ret_loadings[i] = NAN;
    struct arena *arena = arena_new();
    struct scale scale;
    const struct stats_factors *factors = NULL;
    if (items >= 3 && scale_init(&scale, arena, x, w, n, items))
        factors = stats_maximum_likelihood(arena, scale.correlation, items, 1, scale.n);
    if (factors) {
        struct sum common = {0}, own = {0}, raw = {0}, squares = {0};
        for (size_t i = 0; i < items; i++) {
            double loading = factors->loadings[i];
            sum_add(&common, loading);
            sum_add(&own, 1 - loading * loading);
            sum_add(&raw, loading * sqrt(scale.covariance[i * items + i]));
            sum_add(&squares, loading * loading);
            if (ret_loadings)
                ret_loadings[i] = loading;
        }
        double true_variance = sum_value(&common) * sum_value(&common);
        omega.omega = true_variance / (true_variance + sum_value(&own));
        omega.omega_scale = sum_value(&raw) * sum_value(&raw) / scale.total;
        omega.mean_explained = sum_value(&squares) / (double)items;
        omega.converged = factors->converged;
        omega.heywood = factors->heywood;
    }
    arena_free(arena);
    return omega;
}

const struct stats_measure stats_reliability_measures[] = {
    {"cronbach_alpha", "克龙巴赫 α 系数", N_("reliability"), N_("two or more number items"), 2, "stats_reliability", "k/(k − 1) · (1 − Σ s²ᵢ / s²_sum)",
     "Cronbach, Psychometrika 16 (1951); interval: Feldt, Psychometrika 30 (1965)", "tests/unit/stats/test_reliability.c: alpha_as_psych"},
    {"alpha_standardised", "标准化 α 系数", N_("reliability"), N_("two or more number items"), 2, "stats_reliability", "k·r̄ / (1 + (k − 1)·r̄)",
     "Cronbach, Psychometrika 16 (1951)", "tests/unit/stats/test_reliability.c: alpha_as_psych"},
    {"item_total", "校正的题总相关与删题后 α", N_("reliability"), N_("two or more number items"), 2, "stats_reliability",
     "r(item, sum of the others); α of the others", "Nunnally, Bernstein, Psychometric Theory (1994)", "tests/unit/stats/test_reliability.c: alpha_as_psych"},
    {"guttman_lambda", "古特曼 λ2、λ6", N_("reliability"), N_("two or more number items"), 2, "stats_reliability",
     "λ2 = (Σcov + √(k/(k − 1) Σcov²)) / s²_sum; λ6 = 1 − Σ(1 − smc)/ΣR", "Guttman, Psychometrika 10 (1945)",
     "tests/unit/stats/test_reliability.c: alpha_as_psych"},
    {"split_half", "折半信度", N_("reliability"), N_("two or more number items"), 2, "stats_reliability",
     "Spearman–Brown 2r/(1 + r); Guttman 2(1 − (s²₁ + s²₂)/s²_sum); odd against even items",
     "Spearman, Brown, Brit. J. Psychol. 3 (1910); Guttman, Psychometrika 10 (1945)", "tests/unit/stats/test_reliability.c: alpha_as_psych"},
    {"mcdonald_omega", "麦克唐纳 ω 系数", N_("reliability"), N_("three or more number items"), 3, "stats_omega",
     "(Σλ)² / ((Σλ)² + Σψ) of one ML factor", "McDonald, Test Theory (1999)", "tests/unit/stats/test_reliability.c: omega_as_factanal"},
    {0},
};
