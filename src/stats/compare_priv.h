/* SPDX-License-Identifier: GPL-3.0-or-later
 * Shared by the comparisons of means: moments about a shift.
 */
#ifndef CEPING_STATS_COMPARE_PRIV_H
#define CEPING_STATS_COMPARE_PRIV_H

#include "ceping/stats_compare.h"

/* n, mean − shift and Σw(x − mean)² of values. */
struct cell {
    double n, mean, squares;
};

/* Subtracting a number near the values is exact (Sterbenz), while a mean of 10¹² cannot hold a tenth: so means are kept relative to `shift`. */
struct cell cell_of(const double *x, const double *w, size_t n, double shift);
double cell_variance(struct cell cell); /* NaN for n ≤ 1 */

/* t of an estimate with its standard error; all NaN where se is not above 0. */
struct stats_t_test t_test_of(double estimate, double se, double df, double level);

#endif
