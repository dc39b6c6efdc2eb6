/* SPDX-License-Identifier: GPL-3.0-or-later
 * Regression: least squares, logistic, ordinal logistic; which predictors matter.
 *
 * Predictors stand column after column, x[j·n + i]; complete rows only (stats_listwise). `frequency` (NULL for 1 each) counts a row so many
 * times, n below means the sum; rows of frequency 0 may hold anything. What cannot be fitted comes back with a status and NaN for all numbers; the
 * status says why. Results live in the arena. Tests of coefficients are two-sided.
 *
 *     struct stats_regression_data data = {.y = y, .x = x, .n = n, .columns = 3, .intercept = true, .level = 0.95};
 *     struct stats_regression *fit = stats_regression(arena, &data);
 *     if (fit->status == STATS_FIT_GOOD) … fit->term[1].coef …
 */
#ifndef CEPING_STATS_REGRESSION_H
#define CEPING_STATS_REGRESSION_H

#include "ceping/stats.h"

enum stats_fit_status {
    STATS_FIT_GOOD,
    STATS_FIT_UNUSABLE,      /* a value is not finite, a frequency or weight negative, an outcome of a logistic regression neither 0 nor 1 */
    STATS_FIT_TOO_FEW,       /* no more rows than coefficients */
    STATS_FIT_COLLINEAR,     /* term `culprit` is a combination of those before it */
    STATS_FIT_ONE_OUTCOME,   /* all answers are the same */
    STATS_FIT_SEPARATED,     /* term `culprit` (and perhaps others) tells outcomes apart without error: coefficients would be infinite */
    STATS_FIT_NOT_CONVERGED,
    STATS_FIT_STATUSES
};

struct stats_regression_data {
    const double *y, *x;
    const double *frequency; /* or NULL */
    const double *weight;    /* of weighted least squares: 1/variance of a row, not a count; rows of weight 0 are left out; or NULL. Least squares only */
    size_t n, columns;
    bool intercept; /* then term 0; an ordinal regression has thresholds instead and does not look at it */
    double level;   /* of intervals: 0.95 */
};

/* Least squares -------------------------------------------------------------------------------------------- */

enum { STATS_HC0, STATS_HC1, STATS_HC2, STATS_HC3, STATS_HC_KINDS };

struct stats_term {
    double coef, se, t, p;
    struct interval interval;
    /* Standard errors that need no equal variances (White, Econometrica 48, 1980; HC3: MacKinnon & White, J. Econometrics 29, 1985); t and p of
     * HC3. HC2 and HC3 are NaN where a row determines itself (leverage 1). */
    double robust_se[STATS_HC_KINDS];
    double robust_t, robust_p;
    struct interval robust_interval;
    double vif;  /* variance inflation: 1/(1 − R² on the other predictors). NaN for the intercept and without one */
    double beta; /* coefficient of standardised variables; NaN likewise and with weights */
};

struct stats_regression {
    enum stats_fit_status status;
    size_t culprit; /* term that is meant, where collinear */
    size_t terms;
    struct stats_term *term;
    double n, df_model, df_residual;
    double ss_model, ss_residual, sigma; /* sigma: standard deviation of residuals */
    double r2, adjusted_r2;              /* without intercept about 0, not the mean, as R and NIST */
    double f, f_p;
    double log_likelihood, aic;
    double durbin_watson; /* in the order of rows; NaN with frequencies or weights */
};

/* By Householder QR in extended precision, blocks of rows (src/stats/linear.c): no normal equations, no copy of the data. n ≥ terms + 1. */
struct stats_regression *stats_regression(struct arena *arena, const struct stats_regression_data *data);

/* Logistic ------------------------------------------------------------------------------------------------- */

struct stats_odds_term {
    double coef, se, z, p;
    struct interval interval;
    double odds_ratio; /* exp(coef) */
    struct interval odds_interval;
};

struct stats_logistic {
    enum stats_fit_status status;
    size_t culprit;
    size_t terms;
    struct stats_odds_term *term; /* ordinal: thresholds first, then predictors */
    size_t thresholds;            /* 0 for two outcomes */
    double *outcome;              /* ordinal: the distinct values of y in order, thresholds + 1 of them */
    double n;
    double log_likelihood, null_log_likelihood; /* null: intercept or thresholds only */
    double deviance, null_deviance, aic;
    double mcfadden_r2;      /* 1 − log likelihood / null (McFadden 1974) */
    double chisq, df, chisq_p; /* likelihood ratio against the null model */
    int iterations;
};

/* P(y = 1) = 1/(1 + exp(−xb)), y 0 or 1; Newton's method (iteratively reweighted least squares by QR, halved steps). */
struct stats_logistic *stats_logistic(struct arena *arena, const struct stats_regression_data *data);
/* Proportional odds (McCullagh, JRSS B 42, 1980): P(y ≤ j) = 1/(1 + exp(−(θ_j − xb))); a positive coefficient raises y. Values of y only order
 * the outcomes. The model assumes the same b at each threshold; where that is in doubt compare logistic regressions at each cut. */
struct stats_logistic *stats_ordinal_logistic(struct arena *arena, const struct stats_regression_data *data);

/* Relative importance --------------------------------------------------------------------------------------- */

#define STATS_LMG_MAX 16 /* predictors: 2^16 regressions */

struct stats_importance {
    double lmg;      /* share of R²: mean gain over all orders of entry = Shapley value (Lindeman, Merenda, Gold 1980). Adds up to R²; NaN above STATS_LMG_MAX */
    double first;    /* R² alone */
    double last;     /* gain of R² when entered last */
    double pratt;    /* beta · r (Pratt 1987); may be negative; NaN where predictors are collinear */
    double johnson;  /* relative weight (Johnson, Multivariate Behav. Res. 35, 2000), near lmg for any number of predictors; NaN likewise */
};

/* Of least squares with intercept. Returns R²; NaN, as all of `ret` (room for `columns`), where y or all predictors do not vary, n ≤ 1 or
 * something is not finite. A predictor without variance has 0; collinear ones share what they explain. */
double stats_relative_importance(const double *y, const double *x, const double *w, size_t n, size_t columns, struct stats_importance *ret);
/* The same from their correlations: r is columns², ry the correlations with y. */
double stats_relative_importance_of(const double *r, const double *ry, size_t columns, struct stats_importance *ret);

/* Shares lmg / R² when cases are drawn anew: their percentile intervals, and how often each predictor has the greatest. Returns the number of replicates that
 * gave shares; what none gave is NaN (n < 2, no variance, something not finite, level outside 0…1). The same seed gives the same numbers. Time grows as
 * replicates · (n · columns² + 2^columns). */
size_t stats_importance_bootstrap(const double *y, const double *x, size_t n, size_t columns, size_t replicates, uint64_t seed, double level,
                                  struct interval *ret_shares, double *ret_first);

/* Importance–satisfaction matrix (GB/T 19038-2009, annex D): where to act first. */
enum stats_quadrant {
    STATS_QUADRANT_ADVANTAGE,   /* important, satisfied: keep it up (优势区) */
    STATS_QUADRANT_REPAIR,      /* important, not satisfied: act first (改进区) */
    STATS_QUADRANT_OPPORTUNITY, /* less important, not satisfied (机会区) */
    STATS_QUADRANT_MAINTAIN,    /* less important, satisfied (维持区) */
    STATS_QUADRANT_NONE,        /* a value is missing */
    STATS_QUADRANTS
};

enum stats_quadrant_line { STATS_LINE_MEAN, STATS_LINE_MEDIAN };

/* Where the matrix is divided: mean or median of the values that are not NaN; NaN where there are none. */
double stats_quadrant_line(const double *values, size_t n, enum stats_quadrant_line kind);
/* A value on the line counts as high. */
enum stats_quadrant stats_quadrant(double importance, double satisfaction, double importance_line, double satisfaction_line);
/* False where one of the two intervals holds its line: the data do not tell the quadrant. NaN bounds: false. */
bool stats_quadrant_sure(struct interval importance, struct interval satisfaction, double importance_line, double satisfaction_line);

#endif
