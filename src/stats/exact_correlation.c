/* SPDX-License-Identifier: GPL-3.0-or-later
 * Exact tests of rank correlations by going through all n! orders of y: at most 362,880, a few milliseconds. No table or recursion of the
 * null distribution serves when there are ties, and small evaluations are full of them. Orders are made by exchanges of two (Heap, Computer Journal 6, 1963).
 *
 * Both coefficients have a fixed denominator under permutation, so only the numerator is compared: Σ of products of doubled, centred ranks, or C − D.
 * Both are whole numbers, so "at least as far" needs no tolerance.
 */
#include "ceping/stats_association.h"
#include "ceping/stats_compare.h"

#include <math.h>
#include <stdlib.h>

typedef long numerator_function(const long *x, const long *y, size_t n);

static long sum_of_products(const long *x, const long *y, size_t n)
{
    long sum = 0;
    for (size_t i = 0; i < n; i++)
        sum += x[i] * y[i];
    return sum;
}

static int sign(long value)
{
    return (value > 0) - (value < 0);
}

static long surplus_of_pairs(const long *x, const long *y, size_t n)
{
    long surplus = 0;
    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j < i; j++)
            surplus += sign(x[i] - x[j]) * sign(y[i] - y[j]);
    return surplus;
}

/* Twice the mean ranks less n + 1: whole, adding up to 0. False where x is not finite or does not vary. */
static bool whole_ranks(const double *x, size_t n, long *ret_ranks)
{
    double ranks[STATS_EXACT_MAX];
    bool varies = false;
    for (size_t i = 0; i < n; i++) {
        if (!isfinite(x[i]))
            return false;
        varies = varies || x[i] != x[0];
    }
    stats_ranks(x, NULL, n, ranks, NULL);
    for (size_t i = 0; i < n; i++)
        ret_ranks[i] = lround(2 * ranks[i]) - (long)(n + 1);
    return varies;
}

static double share_of_orders(const double *x, const double *y, size_t n, numerator_function *numerator)
{
    long a[STATS_EXACT_MAX], b[STATS_EXACT_MAX];
    if (n < 2 || n > STATS_EXACT_MAX || !whole_ranks(x, n, a) || !whole_ranks(y, n, b))
        return NAN;
    long observed = labs(numerator(a, b, n)), far = 1, all = 1;
    size_t turn[STATS_EXACT_MAX] = {0};
    for (size_t i = 1; i < n;) {
        if (turn[i] == i) {
            turn[i++] = 0;
            continue;
        }
        size_t other = i % 2 ? turn[i] : 0;
        long kept = b[i];
        b[i] = b[other], b[other] = kept;
        far += labs(numerator(a, b, n)) >= observed;
        all++;
        turn[i]++;
        i = 1;
    }
    return (double)far / (double)all;
}

double stats_spearman_exact_p(const double *x, const double *y, size_t n)
{
    return share_of_orders(x, y, n, sum_of_products);
}

double stats_kendall_exact_p(const double *x, const double *y, size_t n)
{
    return share_of_orders(x, y, n, surplus_of_pairs);
}
