/* SPDX-License-Identifier: GPL-3.0-or-later
 * Statistics: arrays, counts and weights in, numbers out. Nothing here has heard of surveys. The only door to GSL.
 *
 * Conventions that hold for every function:
 * - `x` holds `n` values without gaps: the caller leaves out what is missing. A NaN among them makes the result NaN.
 * - `w` are frequencies: a value with frequency 3 counts as three equal rows; NULL stands for 1 each. They need not be whole. Values of
 *   frequency 0 are as though absent; a negative, infinite or NaN frequency makes the result NaN.
 * - An infinite value is what arithmetic makes of it (an infinite mean, a variance that is NaN); order and ranks take it as the greatest or least.
 * - What is not defined (no values, one value for a variance) is NaN, never 0.
 * - How each measure keeps this for no rows, one, no variance, gaps and odd weights: tests/unit/stats/test_edges.c, a row a function.
 * - Sums are compensated and run in the order of the array, so equal input gives equal bits.
 *
 *     double rate = 100 * stats_share(801, 885);
 *     struct interval interval = stats_wilson(801, 885, 0.95);
 */
#ifndef CEPING_STATS_H
#define CEPING_STATS_H

#include "ceping/base.h"

/* Moments -------------------------------------------------------------------------------------------------- */

double stats_total(const double *w, size_t n);                  /* Σw; n where w is NULL; 0 for none */
double stats_sum(const double *x, const double *w, size_t n);   /* Σwx; NaN for n = 0 */
double stats_mean(const double *x, const double *w, size_t n);  /* Σwx / Σw; NaN where Σw = 0 */
/* Σw(x − mean)² / (Σw − 1), two-pass with correction (Chan, Golub, LeVeque 1983). NaN where Σw ≤ 1; 0 for equal values. */
double stats_variance(const double *x, const double *w, size_t n);
double stats_sd(const double *x, const double *w, size_t n);

/* Mean and variance gathered value by value, for many cells at once (West, CACM 22, 1979). Begin with {0}. */
struct moments {
    double weight; /* Σw */
    double mean;
    double squares; /* Σw(x − mean)² */
};

void moments_add(struct moments *moments, double x, double w); /* w ≤ 0 adds nothing */
double moments_mean(const struct moments *moments);            /* NaN where empty */
double moments_sd(const struct moments *moments);              /* NaN where Σw ≤ 1 */

/* Order ---------------------------------------------------------------------------------------------------- */

double stats_min(const double *x, size_t n);
double stats_max(const double *x, size_t n);
/* Type 7 of Hyndman & Fan (American Statistician 50, 1996): between the values of rank 1 + (Σw − 1)p on either side. With
 * frequencies the value of rank r is the smallest one whose cumulated frequency reaches r (as Hmisc::wtd.quantile). NaN for n = 0 or p outside 0…1. */
double stats_quantile(const double *x, const double *w, size_t n, double p);
double stats_median(const double *x, const double *w, size_t n);

/* Mean without the `trim` lowest and as many highest values, when there are at least `from` values and some are left; else of all.
 * `ret_dropped` (room for 2·trim, or NULL) gets the indices of those left out, lowest first, and *ret_count their number.
 * Among equal values the earlier ones count as lower. NaN for n = 0. */
double stats_trimmed_mean(const double *x, size_t n, size_t trim, size_t from, size_t *ret_dropped, size_t *ret_count);

/* Length of the longest run of equal neighbours; 0 for n = 0. */
size_t stats_longest_run(const double *x, size_t n);

/* Proportions ---------------------------------------------------------------------------------------------- */

struct interval {
    double low, high;
};

double stats_share(double count, double base); /* count / base; NaN where base ≤ 0 or either is NaN */
/* Wilson's score interval without continuity correction (JASA 22, 1927). 0…1; NaN where base ≤ 0, count outside 0…base, or level outside ]0,1[.
 * `base` may be an effective sample size. */
struct interval stats_wilson(double count, double base, double level);
/* Two people enter the same cells independently and differ in a share d of them. A cell differs when just one of the two is wrong, d = 2p(1 − p), so the error rate of one entry is
 * p = (1 − √(1 − 2d)) / 2; both are wrong in the same cell with p², and only such cells can pass unseen when every difference is decided rightly. NaN where d is outside 0…½. */
double stats_double_entry(double differ);
/* Clopper & Pearson (Biometrika 26, 1934), from quantiles of the beta distribution. As above. */
struct interval stats_clopper_pearson(double count, double base, double level);

/* Two-way tables ------------------------------------------------------------------------------------------- */

/* Least-squares fit of x[r·columns + c] ≈ row_effect[r] + column_effect[c] over the cells that are not NaN (column effects add up to 0
 * within connected cells). An effect is NaN where its row or column is empty. Then
 *     stats_two_way_value(…, r, c)
 * is the expected value of any cell; NaN where row and column are not connected by observed cells, so that the data do not determine it.
 * `component` (room for rows + columns) tells which are connected. */
void stats_two_way(const double *x, size_t rows, size_t columns, double *ret_row, double *ret_column, int *ret_component);
double stats_two_way_value(const double *row, const double *column, const int *component, size_t rows, size_t r, size_t c);

#endif
