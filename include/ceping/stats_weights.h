/* SPDX-License-Identifier: GPL-3.0-or-later
 * Weights that make a sample look like its population: cells, post-strata, raking, trimming, linear calibration; what they cost.
 *
 *     struct stats_margin margins[] = {{district, district_population, 9}, {sex, sex_population, 2}};
 *     struct stats_raking report;
 *     if (!stats_rake(NULL, n, margins, 2, 100, 1e-9, weight, &report)) … report says why
 *     struct stats_kish cost = stats_kish(weight, n);                  cost.deff, cost.effective_n
 *
 * `base` are the weights that the design gives (1/π), NULL for 1 each; they are respected: the new weights are the closest to them, in the sense each
 * method states. A row of base weight 0 keeps weight 0. Categories and cells are 0 … count − 1; a row with any other number is `outside`:
 * its weight is NaN and it takes no part. A negative, infinite or NaN base weight, or a population figure that is negative or not finite: all
 * weights NaN and the function returns false. No row: false. Weights are written also where the function returns false for want of convergence.
 */
#ifndef CEPING_STATS_WEIGHTS_H
#define CEPING_STATS_WEIGHTS_H

#include "ceping/stats.h"

/* What unequal weights cost: Kish, Survey Sampling (1965) 11.7 and J. Official Statistics 8 (1992). */
struct stats_kish {
    double n;           /* weights above 0 */
    double total;       /* Σw */
    double effective_n; /* (Σw)² / Σw² */
    double deff;        /* n / effective_n = 1 + cv² */
    double cv;          /* sd (with n) / mean */
    double smallest, largest; /* of the weights above 0 */
};

/* NaN but n where there is none above 0 or one is negative, infinite or NaN. */
struct stats_kish stats_kish(const double *w, size_t n);

/* Multiplies the weights so that they add up to `total` (their number, a population). False, and nothing done, where Σw is not above 0. */
bool stats_scale_weights(double *w, size_t n, double total);

/* Cells ------------------------------------------------------------------------------------------------------ */

/* Weight of a row in each cell from counts alone: population / sample (expansion weights). A cell without sample or with an unusable figure: NaN. */
void stats_cell_weights(const double *sample, const double *population, size_t cells, double *ret_weight);

struct stats_cells {
    double outside;        /* rows outside the cells */
    size_t empty;          /* cells with population but without sample (base weight): nobody stands for them */
    size_t first_empty;    /* the first of them */
    double empty_population;
    size_t unwanted;       /* cells with sample but population 0: their weights become 0 */
    double total;          /* Σ of new weights */
};

/* Post-stratification (Holt & Smith, JRSS A 142, 1979): w = base · population[c] / Σ base in c. With base NULL these are cell weights. Population of
 * empty cells is lost, never spread over others: merge cells first. True where no row is outside and no cell empty. */
bool stats_poststratify(const double *base, const int *cell, size_t n, const double *population, size_t cells, double *ret_w,
                        struct stats_cells *ret);

/* Raking ------------------------------------------------------------------------------------------------------ */

struct stats_margin {
    const int *category;      /* of each row */
    const double *population; /* of each category */
    size_t categories;
};

struct stats_raking {
    bool converged;
    size_t iterations;         /* rounds over all margins */
    double largest_difference; /* of a margin's weighted total from its target, as a share of the target, after the last round */
    size_t margin, category;   /* where that is */
    double outside;            /* rows outside some margin */
    size_t empty;              /* categories with population but without sample */
    size_t empty_margin, empty_category; /* the first of them */
    size_t unwanted;           /* categories with sample but population 0: weights become 0 */
    double total;              /* population of the first margin: Σ of new weights */
    double total_difference;   /* largest |total of a margin / total of the first − 1|: the margins contradict each other by that */
};

/* Iterative proportional fitting (Deming & Stephan, Ann. Math. Stat. 11, 1940) from the base weights, margin after margin, until every margin is met within
 * `tolerance` (relative), at most `rounds` times. Margins are first scaled to the total of the first one. A category without sample cannot be
 * met: it is reported, and the rest of its margin scaled up to the total, so that the other margins can still be met. True where converged
 * and neither outside nor empty. */
bool stats_rake(const double *base, size_t n, const struct stats_margin *margins, size_t count, size_t rounds, double tolerance, double *ret_w,
                struct stats_raking *ret);

/* Trimming ---------------------------------------------------------------------------------------------------- */

struct stats_trimming {
    size_t low, high;  /* weights raised to `lower`, cut to `upper`, in the first round */
    size_t rounds;     /* 0: nothing to trim */
    double moved;      /* Σ|change| / Σw, in the end */
    bool total_kept;
};

/* Cuts weights to lower…upper and gives what was taken to all others in equal parts; again, until none lies outside (as survey::trimWeights with
 * strict = TRUE). Weights of 0 stay 0. False, with the weights cut and Σw not kept, where Σw does not fit between n·lower and n·upper; false and NaN
 * weights for lower > upper. w and ret_w may be the same. */
bool stats_trim_weights(const double *w, size_t n, double lower, double upper, double *ret_w, struct stats_trimming *ret);

/* Calibration --------------------------------------------------------------------------------------------------- */

struct stats_calibration {
    size_t rank;               /* of the auxiliary variables; below their number some say the same */
    double largest_difference; /* |Σwx − total| / max(|total|, Σw|x|), the greatest: 0 but for rounding unless the totals contradict each other */
    size_t variable;           /* where that is */
    double smallest_g, largest_g; /* of g = w / base */
    size_t negative;           /* weights below 0: legitimate for totals, awkward for everything else */
};

/* Linear calibration, the weights of the regression estimator (Deville & Särndal, JASA 87, 1992, case 1): the w with Σ w·x_j = totals[j] that are closest to base
 * in Σ(w − base)²/base, namely base·(1 + xᵀλ). x holds `variables` columns of n values one after another; give a column of ones and its total for the
 * size of the population. Solved by singular values of scaled columns, so columns that say the same twice do no harm if their totals agree.
 * True where all totals are met within 10⁻⁹. Weights NaN for a value that is not finite. */
bool stats_calibrate(const double *base, const double *x, size_t n, size_t variables, const double *totals, double *ret_w,
                     struct stats_calibration *ret);

/* Residuals of y from the regression on x with weights `base` (same columns as above): the linearised variable of a calibrated, post-stratified or
 * raked estimator is w times the residual (Särndal, Swensson & Wretman 1992, 6.6). ret_residual and y may be the same. False for values that are not finite. */
bool stats_calibration_residuals(const double *base, const double *x, size_t n, size_t variables, const double *y, double *ret_residual);

#endif
