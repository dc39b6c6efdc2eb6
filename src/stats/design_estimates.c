/* SPDX-License-Identifier: GPL-3.0-or-later
 * Totals, means, ratios, proportions and differences from a design. Each is a value and the linearised variable u of it, for the rows it rests on:
 *     total  u = y            mean  u = (y − mean) / Σw            ratio  u = (y − R·x) / Σwx
 * and 0 for all other rows, which stay in the design: dropping rows outside a domain before computing would take the number of them for known.
 * The design effect compares with a simple random sample of the rows it rests on.
 */
#include "ceping/base_num.h"
#include "design_priv.h"
#include "measures_priv.h"
#include "tails_priv.h"

#include <gsl/gsl_cdf.h>
#include <math.h>

static const struct stats_estimate undefined = {NAN, NAN, NAN, NAN, NAN, NAN, NAN, NAN, NAN, NAN};

static bool level_usable(double level)
{
    return level > 0 && level < 1;
}

/* Rows of the domain with weight and a value (in x too, where not NULL); returns their number and Σw. */
static double choose(const struct stats_plan *plan, const double *y, const double *x, const bool *domain, bool *ret_in, double *ret_weight)
{
    double n = 0;
    struct sum weight = {0};
    for (size_t i = 0; i < plan->design.n; i++) {
        ret_in[i] = design_weight(plan, i) > 0 && (!domain || domain[i]) && !isnan(y[i]) && !(x && isnan(x[i]));
        if (!ret_in[i])
            continue;
        n++;
        sum_add(&weight, design_weight(plan, i));
    }
    *ret_weight = sum_value(&weight);
    return n;
}

static double weighted_sum(const struct stats_plan *plan, const double *y, const bool *in)
{
    struct sum sum = {0};
    for (size_t i = 0; i < plan->design.n; i++)
        if (in[i])
            sum_add(&sum, design_weight(plan, i) * y[i]);
    return sum_value(&sum);
}

static double standard_error(const struct stats_plan *plan, const double *u)
{
    auto_free double *z = xcalloc(plan->design.n + 1, sizeof *z);
    double variance = NAN;
    if (plan->info.df >= 1 && design_linearise(plan, u, z))
        stats_design_covariance(plan, z, 1, &variance);
    return sqrt(variance);
}

/* Interval and design effects; `spread` is Σw·d² of the deviations whose mean the estimate is. */
static void complete(const struct stats_plan *plan, struct stats_estimate *estimate, double spread, double level)
{
    estimate->df = plan->info.df;
    double half = level_usable(level) ? quantile_t((1 - level) / 2, estimate->df) * estimate->se : NAN;
    estimate->low = estimate->value - half;
    estimate->high = estimate->value + half;
    double n = estimate->n, population = estimate->weight, simple = n > 1 ? spread / population / (n - 1) : NAN;
    estimate->deff = simple > 0 ? estimate->se * estimate->se / simple : NAN;
    estimate->deff_finite = population > n ? estimate->deff * population / (population - n) : NAN;
    estimate->effective_n = n / estimate->deff;
}

/* Turns the deviations d of the rows in into u = d / Σw; returns Σw·d². */
static double mean_like(const struct stats_plan *plan, const bool *in, double weight, double *d)
{
    struct sum spread = {0};
    for (size_t i = 0; i < plan->design.n; i++) {
        if (!in[i])
            continue;
        sum_add(&spread, design_weight(plan, i) * d[i] * d[i]);
        d[i] /= weight;
    }
    return sum_value(&spread);
}

struct stats_estimate stats_design_mean(const struct stats_plan *plan, const double *y, const bool *domain, double level)
{
    if (plan->info.status != STATS_DESIGN_GOOD)
        return undefined;
    size_t rows = plan->design.n;
    auto_free bool *in = xcalloc(rows, sizeof *in);
    auto_free double *u = xcalloc(rows, sizeof *u);
    struct stats_estimate estimate = undefined;
    estimate.n = choose(plan, y, NULL, domain, in, &estimate.weight);
    if (estimate.n == 0)
        return estimate;
    estimate.value = weighted_sum(plan, y, in) / estimate.weight;
    for (size_t i = 0; i < rows; i++)
        u[i] = in[i] ? y[i] - estimate.value : 0;
    double spread = mean_like(plan, in, estimate.weight, u);
    estimate.se = standard_error(plan, u);
    complete(plan, &estimate, spread, level);
    return estimate;
}

struct stats_estimate stats_design_ratio(const struct stats_plan *plan, const double *y, const double *x, const bool *domain, double level)
{
    if (plan->info.status != STATS_DESIGN_GOOD)
        return undefined;
    size_t rows = plan->design.n;
    auto_free bool *in = xcalloc(rows, sizeof *in);
    auto_free double *u = xcalloc(rows, sizeof *u);
    struct stats_estimate estimate = undefined;
    estimate.n = choose(plan, y, x, domain, in, &estimate.weight);
    double below = weighted_sum(plan, x, in);
    if (estimate.n == 0 || below == 0)
        return estimate;
    estimate.value = weighted_sum(plan, y, in) / below;
    double mean = below / estimate.weight;
    for (size_t i = 0; i < rows; i++)
        u[i] = in[i] ? (y[i] - estimate.value * x[i]) / mean : 0;
    double spread = mean_like(plan, in, estimate.weight, u);
    estimate.se = standard_error(plan, u);
    complete(plan, &estimate, spread, level);
    return estimate;
}

/* The simple random sample to compare with is the whole one, in which rows outside the domain count as 0. */
struct stats_estimate stats_design_total(const struct stats_plan *plan, const double *y, const bool *domain, double level)
{
    if (plan->info.status != STATS_DESIGN_GOOD)
        return undefined;
    size_t rows = plan->design.n;
    auto_free bool *in = xcalloc(rows, sizeof *in);
    auto_free double *u = xcalloc(rows, sizeof *u);
    struct stats_estimate estimate = undefined;
    estimate.n = choose(plan, y, NULL, domain, in, &estimate.weight);
    if (estimate.n == 0)
        return estimate;
    estimate.value = weighted_sum(plan, y, in);
    double all = 0, population = stats_total(plan->design.weight, rows);
    struct sum spread = {0};
    for (size_t i = 0; i < rows; i++) {
        u[i] = in[i] ? y[i] : 0;
        double d = population * u[i] - estimate.value;
        all += design_weight(plan, i) > 0;
        sum_add(&spread, design_weight(plan, i) > 0 ? design_weight(plan, i) * d * d : 0);
    }
    estimate.se = standard_error(plan, u);
    struct stats_estimate whole = estimate;
    whole.n = all;
    whole.weight = population;
    complete(plan, &whole, sum_value(&spread), level);
    whole.n = estimate.n;
    whole.weight = estimate.weight;
    whole.effective_n = whole.n / whole.deff;
    return whole;
}

struct stats_design_share stats_design_share(const struct stats_plan *plan, const double *y, const bool *domain, double level)
{
    struct stats_design_share share = {undefined, {NAN, NAN}, {NAN, NAN}};
    for (size_t i = 0; i < plan->design.n; i++)
        if ((!domain || domain[i]) && !isnan(y[i]) && y[i] != 0 && y[i] != 1)
            return share;
    share.estimate = stats_design_mean(plan, y, domain, level);
    double p = share.estimate.value, se = share.estimate.se, df = share.estimate.df, n = share.estimate.n;
    if (isnan(se) || !level_usable(level))
        return share;
    double tail = (1 - level) / 2, t = quantile_t(tail, df), varies = p * (1 - p);
    if (varies > 0 && se > 0) {
        double half = t * se / varies, centre = log(p / (1 - p));
        share.logit = (struct interval){1 / (1 + exp(half - centre)), 1 / (1 + exp(-half - centre))};
    }
    double narrowing = quantile_t(tail, n - 1) / t, size = se > 0 ? varies / (se * se) * narrowing * narrowing : n;
    double hits = size * p, misses = size * (1 - p);
    share.beta = (struct interval){
        hits > 0 ? gsl_cdf_beta_Pinv(tail, hits, misses + 1) : 0,
        misses > 0 ? gsl_cdf_beta_Qinv(tail, hits + 1, misses) : 1,
    };
    return share;
}

struct stats_design_test stats_design_difference(const struct stats_plan *plan, const double *y, const int *group, double level)
{
    struct stats_design_test test = {NAN, NAN, NAN, NAN, NAN, NAN, NAN, {NAN, NAN}, {0, 0}};
    if (plan->info.status != STATS_DESIGN_GOOD)
        return test;
    size_t rows = plan->design.n;
    auto_free bool *in = xcalloc(2 * rows, sizeof *in);
    auto_free bool *domain = xcalloc(rows, sizeof *domain);
    auto_free double *u = xcalloc(rows, sizeof *u);
    double weight[2];
    for (int g = 0; g < 2; g++) {
        for (size_t i = 0; i < rows; i++)
            domain[i] = group[i] == g;
        test.n[g] = choose(plan, y, NULL, domain, in + g * rows, &weight[g]);
        test.mean[g] = test.n[g] > 0 ? weighted_sum(plan, y, in + g * rows) / weight[g] : NAN;
    }
    test.difference = test.mean[0] - test.mean[1];
    if (isnan(test.difference))
        return test;
    for (size_t i = 0; i < rows; i++)
        u[i] = in[i] ? (y[i] - test.mean[0]) / weight[0] : in[rows + i] ? -(y[i] - test.mean[1]) / weight[1] : 0;
    test.se = standard_error(plan, u);
    test.df = plan->info.df - 1;
    test.t = test.se > 0 ? test.difference / test.se : NAN;
    test.p = tail_t_two(test.t, test.df);
    double half = level_usable(level) ? quantile_t((1 - level) / 2, test.df) * test.se : NAN;
    test.low = test.difference - half;
    test.high = test.difference + half;
    return test;
}

const struct stats_measure stats_design_measures[] = {
    {"design_total", "总体总量的估计（抽样设计）", N_("design"), N_("number item, weights, strata, clusters"), 2, "stats_design_total", "Σwy; variance of stratified clusters of u = y",
     "Cochran, Sampling Techniques (1977) 11", "tests/unit/stats/test_design.c: stratified_agrees_with_r"},
    {"design_mean", "总体均值的估计（抽样设计）", N_("design"), N_("number item, weights, strata, clusters"), 2, "stats_design_mean", "Σwy/Σw; u = (y − mean)/Σw",
     "Särndal, Swensson, Wretman, Model Assisted Survey Sampling (1992) 5.7", "tests/unit/stats/test_design.c: two_stages_agree_with_r"},
    {"design_ratio", "比率的估计（抽样设计）", N_("design"), N_("two number items, weights, strata, clusters"), 2, "stats_design_ratio", "Σwy/Σwx; u = (y − Rx)/Σwx",
     "Woodruff, JASA 66 (1971)", "tests/unit/stats/test_design.c: stratified_agrees_with_r"},
    {"design_share", "总体比例的估计（抽样设计）", N_("design"), N_("yes/no item, weights, strata, clusters"), 2, "stats_design_share",
     "mean of 0 and 1; Clopper–Pearson at effective size", "Korn, Graubard, Survey Methodology 24 (1998)",
     "tests/unit/stats/test_design.c: shares_agree_with_r"},
    {"design_difference", "两个子总体均值之差（抽样设计）", N_("design"), N_("number item, two groups, weights, strata, clusters"), 3, "stats_design_difference",
     "t = (mean₁ − mean₂)/se, df = clusters − strata − 1", "Binder, International Statistical Review 51 (1983)",
     "tests/unit/stats/test_design.c: differences_agree_with_r"},
    {0},
};
