/* SPDX-License-Identifier: GPL-3.0-or-later
 * Association of two variables: correlations, measures of ordered pairs, matrices of them.
 *
 * `x`, `y` hold complete pairs; NaN or an infinite value makes the result NaN (for matrices NaN means missing). `w` are frequencies, NULL for 1
 * each; n means their sum. A variable without variance has no correlation: NaN. Tests are two-sided.
 */
#ifndef CEPING_STATS_ASSOCIATION_H
#define CEPING_STATS_ASSOCIATION_H

#include "ceping/stats.h"

/* Complete rows ------------------------------------------------------------------------------------------- */

/* Copies the rows that have a number (no NaN) in every column and a frequency above 0 to `ret_x` (room for columns · n; there
 * the columns are as long as the count returned) and their frequencies to `ret_w` (NULL where not wanted). */
size_t stats_listwise(const double *x, const double *w, size_t n, size_t columns, double *ret_x, double *ret_w);

/* Covariances Σw(x − mean)(y − mean)/(Σw − 1) of `columns` columns x[j·n + i], and their means. Two-pass; sums compensated block by block.
 * Where a column does not vary but for rounding, exactly 0. All NaN where Σw ≤ 1 or something is not finite. `ret_covariance` columns²; `ret_mean` columns. */
void stats_covariances(const double *x, const double *w, size_t n, size_t columns, double *ret_mean, double *ret_covariance);

/* Two variables ------------------------------------------------------------------------------------------- */

struct stats_correlation {
    double n;
    double value; /* −1…1 */
    double statistic, df; /* t with n − 2 degrees of freedom (Pearson, Spearman), or z (Kendall; df NaN) */
    double p;
    struct interval interval;
};

/* Product-moment correlation; t test; interval by Fisher's z (Metron 1, 1921), from n = 4 on. |r| = 1 has p = 0 and no width. */
struct stats_correlation stats_pearson(const double *x, const double *y, const double *w, size_t n, double level);
/* The same of mean ranks (stats_compare.h); t test, as R does for ties (rough below n = 10: stats_spearman_exact_p); interval with Bonett & Wright's √((1 + ρ²/2)/(n − 3))
 * (Psychometrika 65, 2000). */
struct stats_correlation stats_spearman(const double *x, const double *y, const double *w, size_t n, double level);
/* Kendall's τ-b (Rank Correlation Methods, 1970): (C − D) / √((pairs − ties in x)(pairs − ties in y)); z from the variance with ties, without
 * continuity correction; interval with the standard error at the observed table (as gamma). */
struct stats_correlation stats_kendall(const double *x, const double *y, const double *w, size_t n, double level);

/* Exact two-sided p of Spearman's ρ or Kendall's τ-b for few cases, ties allowed: the share of all n! ways to pair x with y whose coefficient is
 * at least as far from 0. NaN for n < 2 or above STATS_EXACT_MAX (there the tests above are good enough), or where one does not vary. */
#define STATS_EXACT_MAX 9
double stats_spearman_exact_p(const double *x, const double *y, size_t n);
double stats_kendall_exact_p(const double *x, const double *y, size_t n);

/* Ordered pairs, weighted: Goodman & Kruskal, JASA 49 (1954) … 67 (1972); Somers, ASR 27 (1962). Standard errors at the observed table
 * (ASE1: Brown & Benedetti, JASA 72, 1977), for intervals; p from z with the variance of C − D under independence, as Kendall's. */
struct stats_ordered_pairs {
    double n;
    double concordant, discordant;  /* pairs */
    double ties_x, ties_y, ties_xy; /* pairs tied in x, in y (both with those tied in both), in both */
    double gamma, gamma_se;         /* (C − D)/(C + D) */
    double tau_b, tau_b_se;
    double somers_yx, somers_yx_se; /* (C − D)/(pairs not tied in x): y explained by x */
    double somers_xy, somers_xy_se;
    double z, p;
};

struct stats_ordered_pairs stats_ordered_pairs(const double *x, const double *y, const double *w, size_t n);

/* Polychoric correlation of a table of counts (rows · columns, rows one after another), two steps: thresholds from the margins,
 * then ρ by maximum likelihood (Olsson, Psychometrika 44, 1979). Empty rows and columns are passed over. */
struct stats_polychoric {
    double n;
    double rho, rho_se; /* standard error at fixed thresholds */
    double chisq, df, p; /* likelihood ratio against the table: is a normal surface tenable; df = (r − 1)(c − 1) − 1, NaN where that is 0 */
    bool edge;           /* ρ lies at −1 or 1: no standard error */
};

struct stats_polychoric stats_polychoric(const double *counts, size_t rows, size_t columns);
/* P(X ≤ h, Y ≤ k) of standard normal variables with correlation rho (Drezner & Wesolowsky 1990 as improved by Genz, Statistics and
 * Computing 14, 2004); absolute error below 10⁻¹⁴. */
double stats_bivariate_normal(double h, double k, double rho);

/* Matrices ------------------------------------------------------------------------------------------------ */

enum stats_correlation_kind { STATS_PEARSON, STATS_SPEARMAN, STATS_KENDALL, STATS_CORRELATION_KINDS };

/* Correlations of `columns` columns x[j·n + i], NaN where missing: over rows complete in all columns (`listwise`) or in the two at hand.
 * `ret_r` and `ret_n` (or NULL) have columns² elements. The diagonal is 1, NaN for a column without variance. Pairwise matrices need not be positive definite. */
void stats_correlation_matrix(const double *x, const double *w, size_t n, size_t columns, enum stats_correlation_kind kind, bool listwise,
                              double *ret_r, double *ret_n);
/* Each pair with all others held constant: −inverse, scaled. NaN where the matrix is singular. */
void stats_partial_correlations(const double *r, size_t columns, double *ret_partial);

#endif
