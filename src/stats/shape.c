/* SPDX-License-Identifier: GPL-3.0-or-later
 * Shape of a distribution, description under sampling weights, sets of multiple responses.
 *
 * Third and fourth moments are taken about the mean in a second pass with compensated sums; what the rounded mean leaves over (the mean of the
 * deviations) is taken off each deviation again, so that values far from zero keep their shape. Where all values are equal there is no shape: NaN.
 */
#include "ceping/base_num.h"
#include "ceping/stats_intervals.h"
#include "measures_priv.h"
#include "tails_priv.h"

#include <math.h>
#include <stdlib.h>

static double weight_at(const double *w, size_t i)
{
    return w ? w[i] : 1;
}

struct stats_shape stats_shape(const double *x, const double *w, size_t n)
{
    const double nan = NAN;
    struct stats_shape shape = {stats_total(w, n), nan, nan, nan, nan, nan, nan, nan, nan};
    double mean = stats_mean(x, w, n), total = shape.n;
    if (!isfinite(mean))
        return shape;
    struct sum rest = {0}, second = {0}, third = {0}, fourth = {0};
    for (size_t i = 0; i < n; i++)
        if (weight_at(w, i) > 0)
            sum_add(&rest, weight_at(w, i) * (x[i] - mean));
    double left = sum_value(&rest) / total, low = INFINITY, high = -INFINITY;
    for (size_t i = 0; i < n; i++) {
        if (weight_at(w, i) <= 0)
            continue;
        double d = x[i] - mean - left, square = d * d;
        sum_add(&second, weight_at(w, i) * square);
        sum_add(&third, weight_at(w, i) * square * d);
        sum_add(&fourth, weight_at(w, i) * square * square);
        low = fmin(low, x[i]);
        high = fmax(high, x[i]);
    }
    double m2 = sum_value(&second) / total;
    if (!(low < high) || !(m2 > 0))
        return shape;
    shape.g1 = sum_value(&third) / total / (m2 * sqrt(m2));
    shape.g2 = sum_value(&fourth) / total / (m2 * m2) - 3;
    double shrink = 1 - 1 / total;
    shape.b1 = shape.g1 * shrink * sqrt(shrink);
    shape.b2 = (shape.g2 + 3) * shrink * shrink - 3;
    if (total > 2) {
        shape.G1 = shape.g1 * sqrt(total * (total - 1)) / (total - 2);
        shape.se_G1 = sqrt(6 * total * (total - 1) / ((total - 2) * (total + 1) * (total + 3)));
    }
    if (total > 3) {
        shape.G2 = ((total + 1) * shape.g2 + 6) * (total - 1) / ((total - 2) * (total - 3));
        shape.se_G2 = 2 * shape.se_G1 * sqrt((total * total - 1) / ((total - 3) * (total + 5)));
    }
    return shape;
}

/* Sampling weights ------------------------------------------------------------------------------------------- */

struct stats_weighted_description stats_weighted_description(const double *x, const double *w, size_t n, double level)
{
    const double nan = NAN;
    struct stats_weighted_description d = {0, nan, nan, nan, nan, nan, nan, nan, nan, nan, nan, nan};
    struct sum squares = {0}, deviations = {0}, errors = {0};
    for (size_t i = 0; i < n; i++)
        d.n += weight_at(w, i) > 0;
    d.weight = stats_total(w, n);
    d.mean = stats_mean(x, w, n);
    if (!(d.weight > 0) || !isfinite(d.mean))
        return d;
    for (size_t i = 0; i < n; i++) {
        double weight = weight_at(w, i), deviation = x[i] - d.mean;
        if (weight <= 0)
            continue;
        sum_add(&squares, weight * weight);
        sum_add(&deviations, weight * deviation * deviation);
        sum_add(&errors, weight * weight * deviation * deviation);
    }
    double total = d.weight;
    d.effective_n = fmin(d.n, total * total / sum_value(&squares));
    d.deff = d.n / d.effective_n;
    d.cv = sqrt(d.deff - 1);
    d.variance_ml = sum_value(&deviations) / total;
    if (d.n < 2)
        return d;
    d.variance = d.variance_ml * d.n / (d.n - 1);
    d.variance_reliability = sum_value(&deviations) / (total - sum_value(&squares) / total);
    d.se = sqrt(d.n / (d.n - 1) * sum_value(&errors)) / total;
    double half = level > 0 && level < 1 ? quantile_t((1 - level) / 2, d.n - 1) * d.se : NAN;
    d.low = d.mean - half;
    d.high = d.mean + half;
    return d;
}

struct pair {
    double x, w;
};

static int by_value(const void *a, const void *b)
{
    const struct pair *one = a, *two = b;
    if (one->x != two->x)
        return one->x < two->x ? -1 : 1;
    return one->w < two->w ? -1 : one->w > two->w; /* equal values: any order that does not depend on the sort */
}

double stats_weighted_quantile(const double *x, const double *w, size_t n, double p)
{
    double total = stats_total(w, n);
    if (!(total > 0) || !(p >= 0 && p <= 1))
        return NAN;
    auto_free struct pair *pairs = xcalloc(n, sizeof *pairs);
    size_t count = 0;
    for (size_t i = 0; i < n; i++) {
        if (weight_at(w, i) <= 0)
            continue;
        if (isnan(x[i]))
            return NAN;
        pairs[count++] = (struct pair){x[i], weight_at(w, i)};
    }
    qsort(pairs, count, sizeof *pairs, by_value);
    struct sum cumulated = {0};
    for (size_t i = 0; i < count; i++) {
        sum_add(&cumulated, pairs[i].w);
        /* Half of 2·0.1 + 0.1 + … is half, though doubles may fall short by a bit. */
        if (sum_value(&cumulated) >= p * total * (1 - 1e-14))
            return pairs[i].x;
    }
    return pairs[count - 1].x;
}

/* Multiple response ------------------------------------------------------------------------------------------- */

enum row_kind { ROW_MARKED, ROW_EMPTY, ROW_MISSING, ROW_BAD };

static enum row_kind classify(const double *marks, size_t n, size_t options, size_t i)
{
    bool any = false, missing = false;
    for (size_t o = 0; o < options; o++) {
        double mark = marks[o * n + i];
        if (isnan(mark))
            missing = true;
        else if (mark != 0 && mark != 1)
            return ROW_BAD;
        any = any || mark == 1;
    }
    return missing ? ROW_MISSING : any ? ROW_MARKED : ROW_EMPTY;
}

struct stats_multiple stats_multiple_response(const double *marks, const double *w, size_t n, size_t options, bool empty_counts, double level,
                                              struct stats_option *ret_options)
{
    const struct stats_multiple undefined = {NAN, NAN, NAN, NAN, NAN};
    struct sum kinds[ROW_BAD] = {{0}};
    for (size_t o = 0; o < options; o++)
        ret_options[o] = (struct stats_option){NAN, NAN, NAN, {NAN, NAN}};
    if (isnan(stats_total(w, n)))
        return undefined;
    auto_free struct sum *counts = xcalloc(options + 1, sizeof *counts);
    for (size_t i = 0; i < n; i++) {
        if (weight_at(w, i) <= 0)
            continue;
        enum row_kind kind = classify(marks, n, options, i);
        if (kind == ROW_BAD)
            return undefined;
        sum_add(&kinds[kind], weight_at(w, i));
        for (size_t o = 0; kind == ROW_MARKED && o < options; o++)
            sum_add(&counts[o], weight_at(w, i) * marks[o * n + i]);
    }
    struct stats_multiple set = {0, 0, sum_value(&kinds[ROW_EMPTY]), sum_value(&kinds[ROW_MISSING]), NAN};
    set.cases = sum_value(&kinds[ROW_MARKED]) + (empty_counts ? set.empty : 0);
    for (size_t o = 0; o < options; o++)
        set.answers += sum_value(&counts[o]);
    set.answers_per_case = stats_share(set.answers, set.cases);
    for (size_t o = 0; o < options; o++) {
        double count = sum_value(&counts[o]);
        ret_options[o] = (struct stats_option){count, stats_share(count, set.cases), stats_share(count, set.answers), stats_wilson(count, set.cases, level)};
    }
    return set;
}

const struct stats_measure stats_shape_measures[] = {
    {"skewness", "偏度", N_("description"), N_("number item"), 3, "stats_shape", "G1 = √(n(n − 1))/(n − 2) · m₃/m₂^1.5 (also g1, b1)",
     "Joanes, Gill, The Statistician 47 (1998)", "tests/unit/stats/test_shape.c: shapes_agree_with_r"},
    {"kurtosis", "峰度（超额）", N_("description"), N_("number item"), 4, "stats_shape", "G2 = (n − 1)((n + 1)(m₄/m₂² − 3) + 6) / ((n − 2)(n − 3)) (also g2, b2)",
     "Joanes, Gill, The Statistician 47 (1998)", "tests/unit/stats/test_shape.c: shapes_agree_with_r"},
    {"weighted_description", "加权描述统计", N_("description"), N_("number item with sampling weights"), 2, "stats_weighted_description",
     "mean Σwx/Σw; se √(n/(n − 1)·Σw²(x − mean)²)/Σw", "Särndal, Swensson, Wretman, Model Assisted Survey Sampling (1992) 5.7",
     "tests/unit/stats/test_shape.c: weighted_description_agrees_with_r"},
    {"multiple_response", "多选题", N_("description"), N_("marks of the options of one item"), 1, "stats_multiple_response",
     "count / cases; count / answers", "Wilson, JASA 22 (1927), for the interval of cases", "tests/unit/stats/test_shape.c: cases_and_answers"},
    {0},
};
