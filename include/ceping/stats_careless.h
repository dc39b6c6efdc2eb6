/* SPDX-License-Identifier: GPL-3.0-or-later
 * How carefully was a form filled in: what one response says against itself, and against all others. Neither proves anything alone (Meade & Craig,
 * Psychological Methods 17 (2012)): rules made of them flag. Longest run: stats_longest_run(); spread: stats_sd().
 */
#ifndef CEPING_STATS_CARELESS_H
#define CEPING_STATS_CARELESS_H

#include "ceping/stats.h"

/* Even–odd consistency of one response: in each group of items that ask for one thing the mean of the 1st, 3rd … item and of the 2nd, 4th …; r between
 * them over the groups; 2r / (1 + r), not below −1. Near 1 is consistent. `x` holds the groups one after another, NaN where not answered; items that
 * run the other way are turned round by the caller. NaN where fewer than three groups have both means, or either does not vary. */
double stats_even_odd(const double *x, const size_t *lengths, size_t groups);

/* Squared Mahalanobis distance of each row from the mean of all, and its upper tail in chi-square with as many degrees of freedom as answers used.
 * `x` holds rows one after another, NaN where not answered. Mean and covariance come from the complete rows; items that do not vary there are left out; a row
 * with gaps is judged by what it answered. All NaN with no more complete rows than items or where an item is a combination of others. */
void stats_mahalanobis(const double *x, size_t n, size_t columns, double *ret_squared, double *ret_p);

#endif
