/* SPDX-License-Identifier: GPL-3.0-or-later
 * Complete rows, covariances and matrices of correlations.
 *
 * A covariance of a million rows and twenty items is 2·10⁸ products; compensating each would take seconds. So products are added
 * plainly within blocks of 256 rows, and the sums of blocks are compensated: the error is that of 256 terms, whatever n is. Two passes: values
 * enter as deviations from the mean, whose own sum (nothing but rounding) is taken off again (Chan, Golub & LeVeque 1983).
 */
#include "ceping/base_num.h"
#include "ceping/stats_association.h"
#include "linear_priv.h"

#include <math.h>

#define BLOCK 256
#define VARIATION_LEAST 1e-14 /* of the mean */

bool rows_usable(const double *x, const double *w, size_t n, size_t columns)
{
    for (size_t i = 0; w && i < n; i++)
        if (!(w[i] >= 0 && w[i] < INFINITY))
            return false;
    for (size_t j = 0; j < columns; j++)
        for (size_t i = 0; i < n; i++)
            if (frequency_at(w, i) > 0 && !isfinite(x[j * n + i]))
                return false;
    return true;
}

size_t stats_listwise(const double *x, const double *w, size_t n, size_t columns, double *ret_x, double *ret_w)
{
    size_t count = 0;
    auto_free bool *complete = xcalloc(n + 1, sizeof *complete);
    for (size_t i = 0; i < n; i++) {
        bool good = !(frequency_at(w, i) <= 0); /* an unusable frequency stays and makes the result NaN */
        for (size_t j = 0; j < columns && good; j++)
            good = !isnan(x[j * n + i]);
        complete[i] = good;
        count += good;
    }
    for (size_t j = 0; j < columns; j++)
        for (size_t i = 0, at = 0; i < n; i++)
            if (complete[i])
                ret_x[j * count + at++] = x[j * n + i];
    for (size_t i = 0, at = 0; ret_w && i < n; i++)
        if (complete[i])
            ret_w[at++] = frequency_at(w, i);
    return count;
}

/* Four partial sums, so that the processor need not wait for each addition; their order is fixed. */
static double dot(const double *a, const double *b, size_t n)
{
    double sums[4] = {0};
    size_t i = 0;
    for (; i + 4 <= n; i += 4)
        for (size_t s = 0; s < 4; s++)
            sums[s] += a[i + s] * b[i + s];
    for (; i < n; i++)
        sums[0] += a[i] * b[i];
    return (sums[0] + sums[1]) + (sums[2] + sums[3]);
}

/* Deviations of rows from…from + count of all columns; `weighted` the same times frequency (or the same array where all are 1). */
static void deviations(const double *x, const double *w, size_t n, size_t columns, const double *mean, size_t from, size_t count, double *plain,
                       double *weighted)
{
    for (size_t j = 0; j < columns; j++)
        for (size_t i = 0; i < count; i++) {
            double weight = frequency_at(w, from + i);
            double value = weight > 0 ? x[j * n + from + i] - mean[j] : 0;
            plain[j * BLOCK + i] = value;
            if (weighted != plain)
                weighted[j * BLOCK + i] = weight * value;
        }
}

static void fill(double *at, size_t count, double value)
{
    for (size_t i = 0; at && i < count; i++)
        at[i] = value;
}

void stats_covariances(const double *x, const double *w, size_t n, size_t columns, double *ret_mean, double *ret_covariance)
{
    double total = stats_total(w, n);
    fill(ret_mean, columns, NAN);
    fill(ret_covariance, columns * columns, NAN);
    if (!(total > 1) || columns == 0 || !rows_usable(x, w, n, columns))
        return;
    struct arena *arena = arena_new();
    struct sum *sums = ARENA_ARRAY(arena, struct sum, columns * columns), *rest = ARENA_ARRAY(arena, struct sum, columns);
    double *plain = ARENA_ARRAY(arena, double, columns * BLOCK), *weighted = w ? ARENA_ARRAY(arena, double, columns * BLOCK) : plain;
    for (size_t j = 0; j < columns; j++)
        ret_mean[j] = stats_mean(x + j * n, w, n);
    for (size_t from = 0; from < n; from += BLOCK) {
        size_t count = n - from < BLOCK ? n - from : BLOCK;
        deviations(x, w, n, columns, ret_mean, from, count, plain, weighted);
        for (size_t j = 0; j < columns; j++) {
            double sum = 0;
            for (size_t i = 0; i < count; i++)
                sum += weighted[j * BLOCK + i];
            sum_add(&rest[j], sum);
            for (size_t k = 0; k <= j; k++)
                sum_add(&sums[j * columns + k], dot(weighted + j * BLOCK, plain + k * BLOCK, count));
        }
    }
    for (size_t j = 0; j < columns; j++)
        for (size_t k = 0; k <= j; k++) {
            double correction = sum_value(&rest[j]) * sum_value(&rest[k]) / total;
            double value = (sum_value(&sums[j * columns + k]) - correction) / (total - 1);
            ret_covariance[j * columns + k] = ret_covariance[k * columns + j] = j == k ? fmax(value, 0) : value;
        }
    /* The mean of equal values may differ from them by rounding: that is not variance. */
    for (size_t j = 0; j < columns; j++)
        if (!(sqrt(ret_covariance[j * columns + j]) > VARIATION_LEAST * fabs(ret_mean[j])))
            for (size_t k = 0; k < columns; k++)
                ret_covariance[j * columns + k] = ret_covariance[k * columns + j] = 0;
    arena_free(arena);
}

/* Matrices ------------------------------------------------------------------------------------------------- */

static double one_correlation(const double *x, const double *y, const double *w, size_t n, enum stats_correlation_kind kind)
{
    switch (kind) {
    case STATS_PEARSON:
        return stats_pearson(x, y, w, n, 0.95).value;
    case STATS_SPEARMAN:
        return stats_spearman(x, y, w, n, 0.95).value;
    case STATS_KENDALL:
        return stats_kendall(x, y, w, n, 0.95).value;
    case STATS_CORRELATION_KINDS:
        break;
    }
    return NAN;
}

/* The rows that both columns have; room for two columns in `pair`. */
static size_t common_rows(const double *x, const double *y, const double *w, size_t n, double *pair, double *pair_w)
{
    size_t count = 0;
    for (size_t i = 0; i < n; i++) {
        if (isnan(x[i]) || isnan(y[i]) || frequency_at(w, i) <= 0)
            continue;
        pair[count] = x[i];
        pair[n + count] = y[i];
        pair_w[count++] = frequency_at(w, i);
    }
    return count;
}

void stats_correlation_matrix(const double *x, const double *w, size_t n, size_t columns, enum stats_correlation_kind kind, bool listwise,
                              double *ret_r, double *ret_n)
{
    struct arena *arena = arena_new();
    double *own = NULL, *own_w = NULL;
    if (listwise) {
        own = ARENA_ARRAY(arena, double, columns * n + 1);
        own_w = ARENA_ARRAY(arena, double, n + 1);
        n = stats_listwise(x, w, n, columns, own, own_w);
        x = own;
        w = w ? own_w : NULL;
    }
    double *pair = ARENA_ARRAY(arena, double, 2 * n + 1), *pair_w = ARENA_ARRAY(arena, double, n + 1);
    for (size_t j = 0; j < columns; j++)
        for (size_t k = 0; k <= j; k++) {
            size_t count = common_rows(x + j * n, x + k * n, w, n, pair, pair_w);
            double value = one_correlation(pair, pair + n, w ? pair_w : NULL, count, kind);
            ret_r[j * columns + k] = ret_r[k * columns + j] = j == k && !isnan(value) ? 1 : value;
            if (ret_n)
                ret_n[j * columns + k] = ret_n[k * columns + j] = stats_total(w ? pair_w : NULL, count);
        }
    arena_free(arena);
}

void stats_partial_correlations(const double *r, size_t columns, double *ret_partial)
{
    memcpy(ret_partial, r, columns * columns * sizeof *r);
    if (!spd_invert(ret_partial, columns, NULL)) {
        fill(ret_partial, columns * columns, NAN);
        return;
    }
    for (size_t j = 0; j < columns; j++)
        for (size_t k = 0; k < j; k++) {
            double value = -ret_partial[j * columns + k] / sqrt(ret_partial[j * columns + j] * ret_partial[k * columns + k]);
            ret_partial[j * columns + k] = ret_partial[k * columns + j] = value;
        }
    for (size_t j = 0; j < columns; j++)
        ret_partial[j * columns + j] = 1;
}
