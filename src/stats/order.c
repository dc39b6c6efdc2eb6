/* SPDX-License-Identifier: GPL-3.0-or-later
 * Order statistics: quantiles, trimmed mean, runs. Everything is sorted by (value, index), so that results do not depend on how a
 * sort treats equals.
 */
#include "ceping/base_num.h"
#include "ceping/stats.h"

#include <gsl/gsl_statistics_double.h>
#include <math.h>
#include <stdlib.h>

static bool any_nan(const double *x, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (isnan(x[i]))
            return true;
    return false;
}

static int compare_at(const void *a, const void *b, void *values)
{
    const double *x = values;
    size_t i = *(const size_t *)a, j = *(const size_t *)b;
    if (x[i] != x[j])
        return x[i] < x[j] ? -1 : 1;
    return i < j ? -1 : i > j;
}

/* Indices of x in ascending order; the caller frees. */
static size_t *sorted_indices(const double *x, size_t n)
{
    size_t *order = xcalloc(n, sizeof *order);
    for (size_t i = 0; i < n; i++)
        order[i] = i;
    qsort_r(order, n, sizeof *order, compare_at, (void *)(uintptr_t)x);
    return order;
}

double stats_min(const double *x, size_t n)
{
    if (n == 0 || any_nan(x, n))
        return NAN;
    double min = x[0];
    for (size_t i = 1; i < n; i++)
        min = fmin(min, x[i]);
    return min;
}

double stats_max(const double *x, size_t n)
{
    if (n == 0 || any_nan(x, n))
        return NAN;
    double max = x[0];
    for (size_t i = 1; i < n; i++)
        max = fmax(max, x[i]);
    return max;
}

/* The smallest value whose cumulated frequency reaches `rank` (from 1); the greatest where none does. */
static double value_of_rank(const double *x, const double *w, const size_t *order, size_t n, double rank)
{
    struct sum cumulated = {0};
    double value = NAN;
    for (size_t i = 0; i < n; i++) {
        if (w[order[i]] <= 0)
            continue;
        sum_add(&cumulated, w[order[i]]);
        value = x[order[i]];
        if (sum_value(&cumulated) >= rank)
            break;
    }
    return value;
}

/* The values of two ranks, from 1. */
static void weighted_ranks(const double *x, const double *w, size_t n, const double ranks[2], double ret_values[2])
{
    auto_free size_t *order = sorted_indices(x, n);
    for (int i = 0; i < 2; i++)
        ret_values[i] = value_of_rank(x, w, order, n, ranks[i]);
}

/* Without weights nothing needs to be sorted for it. */
static void plain_ranks(const double *x, size_t n, const double ranks[2], double ret_values[2])
{
    auto_free double *values = xcalloc(n, sizeof *values);
    memcpy(values, x, n * sizeof *values);
    for (int i = 0; i < 2; i++)
        ret_values[i] = gsl_stats_select(values, 1, n, ranks[i] >= (double)n ? n - 1 : (size_t)ranks[i] - 1);
}

double stats_quantile(const double *x, const double *w, size_t n, double p)
{
    double total = stats_total(w, n);
    if (!(total > 0) || any_nan(x, n) || !(p >= 0 && p <= 1))
        return NAN;
    double rank = 1 + (total - 1) * p;
    double low_rank = fmax(floor(rank), 1), fraction = rank - floor(rank);
    double ranks[2] = {low_rank, fmin(low_rank + 1, total)}, values[2];
    if (w)
        weighted_ranks(x, w, n, ranks, values);
    else
        plain_ranks(x, n, ranks, values);
    return values[0] == values[1] || fraction == 0 ? values[0] : (1 - fraction) * values[0] + fraction * values[1];
}

double stats_median(const double *x, const double *w, size_t n)
{
    return stats_quantile(x, w, n, 0.5);
}

double stats_trimmed_mean(const double *x, size_t n, size_t trim, size_t from, size_t *ret_dropped, size_t *ret_count)
{
    if (ret_count)
        *ret_count = 0;
    if (n == 0 || any_nan(x, n))
        return NAN;
    if (trim == 0 || n < from || trim > (n - 1) / 2)
        return stats_mean(x, NULL, n);
    auto_free size_t *order = sorted_indices(x, n);
    struct sum sum = {0};
    for (size_t i = trim; i < n - trim; i++)
        sum_add(&sum, x[order[i]]);
    if (ret_dropped) {
        memcpy(ret_dropped, order, trim * sizeof *order);
        memcpy(ret_dropped + trim, order + n - trim, trim * sizeof *order);
    }
    if (ret_count)
        *ret_count = 2 * trim;
    return sum_value(&sum) / (double)(n - 2 * trim);
}

size_t stats_longest_run(const double *x, size_t n)
{
    size_t longest = 0, run = 0;
    for (size_t i = 0; i < n; i++) {
        run = i > 0 && x[i] == x[i - 1] ? run + 1 : 1;
        longest = run > longest ? run : longest;
    }
    return longest;
}
