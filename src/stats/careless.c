/* SPDX-License-Identifier: GPL-3.0-or-later
 * Indices of careless answering: see stats_careless.h.
 */
#include "ceping/stats_careless.h"

#include <math.h>
#include <stdlib.h>

#include "ceping/stats_association.h"
#include "linear_priv.h"
#include "tails_priv.h"

/* Even and odd ----------------------------------------------------------------------------------------------- */

static double mean_of_every_other(const double *x, size_t n, size_t first)
{
    double total = 0;
    size_t count = 0;
    for (size_t i = first; i < n; i += 2) {
        if (isnan(x[i]))
            continue;
        total += x[i];
        count++;
    }
    return count ? total / (double)count : NAN;
}

double stats_even_odd(const double *x, const size_t *lengths, size_t groups)
{
    auto_free double *odd = xcalloc(groups + 1, sizeof *odd);
    auto_free double *even = xcalloc(groups + 1, sizeof *even);
    size_t count = 0;
    for (size_t g = 0; g < groups; x += lengths[g++]) {
        odd[count] = mean_of_every_other(x, lengths[g], 0);
        even[count] = mean_of_every_other(x, lengths[g], 1);
        count += !isnan(odd[count]) && !isnan(even[count]);
    }
    if (count < 3)
        return NAN;
    double r = stats_pearson(odd, even, NULL, count, 0.95).value;
    double corrected = 2 * r / (1 + r);
    return corrected < -1 ? -1 : corrected;
}

/* Distance --------------------------------------------------------------------------------------------------- */

struct cloud {
    size_t columns;
    double *mean;
    double *covariance; /* columns² */
    bool *varies;
    size_t complete;
};

static bool is_complete(const double *row, size_t columns)
{
    for (size_t j = 0; j < columns; j++)
        if (isnan(row[j]))
            return false;
    return true;
}

static void measure_cloud(struct cloud *cloud, const double *x, size_t n)
{
    size_t k = cloud->columns;
    for (size_t i = 0; i < n; i++) {
        if (!is_complete(x + i * k, k))
            continue;
        cloud->complete++;
        for (size_t j = 0; j < k; j++)
            cloud->mean[j] += x[i * k + j];
    }
    for (size_t j = 0; j < k; j++)
        cloud->mean[j] /= (double)cloud->complete;
    for (size_t i = 0; i < n; i++) {
        if (!is_complete(x + i * k, k))
            continue;
        for (size_t a = 0; a < k; a++)
            for (size_t b = 0; b <= a; b++)
                cloud->covariance[a * k + b] += (x[i * k + a] - cloud->mean[a]) * (x[i * k + b] - cloud->mean[b]);
    }
    for (size_t a = 0; a < k; a++)
        for (size_t b = 0; b <= a; b++)
            cloud->covariance[b * k + a] = cloud->covariance[a * k + b] /= (double)cloud->complete - 1;
    for (size_t j = 0; j < k; j++)
        cloud->varies[j] = cloud->covariance[j * k + j] > 0;
}

/* The inverse over the columns listed; false where it is singular. */
static bool invert(const struct cloud *cloud, const size_t *used, size_t m, double *ret_inverse)
{
    for (size_t a = 0; a < m; a++)
        for (size_t b = 0; b < m; b++)
            ret_inverse[a * m + b] = cloud->covariance[used[a] * cloud->columns + used[b]];
    return spd_invert(ret_inverse, m, NULL);
}

static size_t answered(const struct cloud *cloud, const double *row, size_t *ret_used)
{
    size_t m = 0;
    for (size_t j = 0; j < cloud->columns; j++)
        if (cloud->varies[j] && (!row || !isnan(row[j])))
            ret_used[m++] = j;
    return m;
}

static double distance(const struct cloud *cloud, const double *row, const size_t *used, size_t m, const double *inverse)
{
    double total = 0;
    for (size_t a = 0; a < m; a++) {
        double line = 0;
        for (size_t b = 0; b < m; b++)
            line += inverse[a * m + b] * (row[used[b]] - cloud->mean[used[b]]);
        total += line * (row[used[a]] - cloud->mean[used[a]]);
    }
    return total;
}

void stats_mahalanobis(const double *x, size_t n, size_t columns, double *ret_squared, double *ret_p)
{
    for (size_t i = 0; i < n; i++)
        ret_squared[i] = ret_p[i] = NAN;
    if (columns == 0)
        return;
    struct arena *arena = arena_new();
    struct cloud cloud = {
        .columns = columns,
        .mean = ARENA_ARRAY(arena, double, columns + 1),
        .covariance = ARENA_ARRAY(arena, double, columns * columns + 1),
        .varies = ARENA_ARRAY(arena, bool, columns + 1),
    };
    size_t *all = ARENA_ARRAY(arena, size_t, columns + 1), *some = ARENA_ARRAY(arena, size_t, columns + 1);
    double *inverse = ARENA_ARRAY(arena, double, columns * columns + 1), *own = ARENA_ARRAY(arena, double, columns * columns + 1);
    measure_cloud(&cloud, x, n);
    size_t whole = answered(&cloud, NULL, all);
    bool usable = cloud.complete > whole && invert(&cloud, all, whole, inverse);
    for (size_t i = 0; usable && i < n; i++) {
        const double *row = x + i * columns;
        size_t m = answered(&cloud, row, some);
        if (m == 0 || (m < whole && !invert(&cloud, some, m, own)))
            continue;
        ret_squared[i] = distance(&cloud, row, some, m, m < whole ? own : inverse);
        ret_p[i] = tail_chisq(ret_squared[i], (double)m);
    }
    arena_free(arena);
}
