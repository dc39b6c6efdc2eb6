/* SPDX-License-Identifier: GPL-3.0-or-later
 * Do the items of a scale measure one thing, and how exactly: alpha and its relatives. Items that run the other way are turned round by the caller.
 *
 * `x` holds complete cases, item after item: x[j·n + i] is the answer of case i to item j (stats_listwise makes such an array). `w` are
 * frequencies, NULL for 1 each; n below means their sum. Where a value is NaN or infinite, a frequency negative or not finite, n ≤ 1 or there are
 * fewer than two items, everything is NaN. An item without variance takes part in alpha; what needs its correlations is NaN.
 *
 *     struct stats_reliability_item items[5];
 *     struct stats_reliability scale = stats_reliability(x, NULL, n, 5, 0.95, items);
 */
#ifndef CEPING_STATS_RELIABILITY_H
#define CEPING_STATS_RELIABILITY_H

#include "ceping/stats.h"

struct stats_reliability {
    double n;
    size_t items;
    double scale_mean, scale_variance; /* of the sum of the items */
    /* k/(k−1) · (1 − Σ variances of items / variance of the sum). Cronbach, Psychometrika 16 (1951). NaN where the sum does not vary; may be negative. */
    double alpha;
    /* 1 − (1 − alpha) · F quantiles with n − 1 and (n − 1)(k − 1) degrees of freedom. Feldt, Psychometrika 30 (1965). Assumes normal,
     * exchangeable items: rough for Likert items of few steps. */
    struct interval alpha_interval;
    double mean_correlation;   /* of the pairs of items */
    double alpha_standardised; /* k·r̄ / (1 + (k − 1)·r̄) */
    double lambda2;            /* Guttman, Psychometrika 10 (1945): at least alpha */
    double lambda6;            /* the same, from squared multiple correlations (of the correlation matrix); NaN where it is singular */
    /* Halves: items 1, 3, 5 … against items 2, 4, 6 …  */
    double half_correlation;
    double spearman_brown; /* 2r / (1 + r) */
    double guttman_half;   /* 2(1 − (variance of the one + of the other) / variance of the sum) = lambda 4: right also for unequal halves */
};

struct stats_reliability_item {
    double mean, sd;
    double total_correlation; /* with the sum of all items, itself among them */
    double rest_correlation;  /* with the sum of the others: "corrected item–total correlation" */
    double alpha_without;     /* alpha if the item were deleted; NaN for two items */
};

/* `level` of the interval: 0.95. `ret_items` has room for `items`, or is NULL. */
struct stats_reliability stats_reliability(const double *x, const double *w, size_t n, size_t items, double level,
                                           struct stats_reliability_item *ret_items);
double stats_cronbach_alpha(const double *x, const double *w, size_t n, size_t items);
/* Feldt's interval for an alpha already known. */
struct interval stats_alpha_interval(double alpha, double n, size_t items, double level);

/* McDonald's omega total of one common factor (Test Theory, 1999), fitted by maximum likelihood. Three items or more, no singular correlations;
 * else NaN. With few items a loading may reach the edge (`heywood`): then omega is not to be trusted. */
struct stats_omega {
    double omega;          /* (Σλ)² / ((Σλ)² + Σψ) on correlations */
    double omega_scale;    /* (Σλs)² / variance of the sum: of the sum score as it stands */
    double mean_explained; /* Σλ² / k: average variance extracted */
    bool converged, heywood;
};

/* `ret_loadings` (room for `items`, or NULL): standardised, their sum not negative. */
struct stats_omega stats_omega(const double *x, const double *w, size_t n, size_t items, double *ret_loadings);

#endif
