/* SPDX-License-Identifier: GPL-3.0-or-later
 * Description and intervals: what a table of frequencies, a satisfaction rate, a score or a recommendation score carries beside it.
 *
 * Conventions of stats.h: x without gaps; frequencies w or NULL, where frequency 3 is three equal rows; NaN where something is not defined, never 0;
 * a NaN among the values makes the result NaN. Two functions take *sampling weights* instead (how many people a row stands for, which does not make
 * it more than one answer): they say so, and rest on Kish's effective sample size.
 *
 *     struct stats_mean_interval mean = stats_mean_interval(x, NULL, n, 0.95);      mean.low … mean.high
 *     struct stats_nps nps = stats_nps(105, 77, 68, 0.95);                          nps.points = 14.8
 *
 * `level` is 0.95 for a 95 % interval; outside ]0,1[ limits are NaN.
 */
#ifndef CEPING_STATS_INTERVALS_H
#define CEPING_STATS_INTERVALS_H

#include "ceping/stats.h"

/* Proportions ------------------------------------------------------------------------------------------------ */

/* Wilson's interval with continuity correction: Newcombe, Statistics in Medicine 17 (1998) 857, method 4. Wider than stats_wilson, at least the
 * stated level nearly everywhere. Arguments and NaN as there; low is 0 for count = 0 and high 1 for count = base. */
struct interval stats_wilson_corrected(double count, double base, double level);

/* p₁ − p₂ by Newcombe's hybrid of two Wilson intervals (Statistics in Medicine 17, 1998, 873, method 10). Within −1…1. Bases may be effective sizes.
 * NaN where either proportion is not defined. */
struct interval stats_share_difference(double count1, double base1, double count2, double base2, double level);

/* A proportion of rows with sampling weights. `hit[i]` is 1 or 0 (anything else makes all NaN); rows of weight 0 are as though absent. */
struct stats_weighted_share {
    double n;            /* rows of weight above 0 */
    double weight;       /* Σw */
    double share;        /* Σw·hit / Σw */
    double effective_n;  /* (Σw)² / Σw² */
    struct interval interval; /* Wilson at effective_n: knows of unequal weights, not of strata and clusters (see stats_design.h) */
};

struct stats_weighted_share stats_weighted_share(const double *hit, const double *w, size_t n, double level);

/* Boxes: the share of the `k` highest (or lowest) options; counts[0] belongs to the lowest option of the scale. Don't-know and not-applicable are left
 * out of `counts` by the caller, or given as an option of their own, which is the difference between the two bases of a rate.
 * NaN for k > options, nothing counted or a negative or infinite count; k = 0 gives a share of 0. */
struct stats_box {
    double count, base, share;
    struct interval interval; /* Wilson */
};

struct stats_box stats_top_box(const double *counts, size_t options, size_t k, double level);
struct stats_box stats_bottom_box(const double *counts, size_t options, size_t k, double level);

/* Recommendation score (Reichheld, Harvard Business Review 81/12, 2003), in points −100…100: 100·(p₊ − p₋).
 * Variance of one answer: p₊ + p₋ − (p₊ − p₋)². The plain interval ± z·se is what others print, and collapses when all answer alike; the adjusted one
 * first adds ¾ promoter, ¾ detractor and 1½ passive (Rocks, American Statistician 70, 2016). Enumerated coverage at 95 % for n = 20 … 98 and shares of
 * promoters from 10 to 95 %: plain 64–96 %, adjusted 93.5–98 %. Prefer the adjusted one.
 * Counts may be frequencies. NaN for no answers or a negative, infinite or NaN count. */
struct stats_nps {
    double n, points;
    double variance; /* of one answer scored +1, 0, −1 */
    double se;       /* points: 100·√(variance / n) */
    struct interval plain, adjusted; /* points, cut at ±100 */
};

struct stats_nps stats_nps(double promoters, double passives, double detractors, double level);

/* Means ------------------------------------------------------------------------------------------------------ */

/* Mean with Student's interval: mean ± t(Σw − 1)·sd/√Σw. One value (Σw ≤ 1): a mean, the rest NaN; no variance: both limits are the mean. */
struct stats_mean_interval {
    double n, mean, sd, se;
    double low, high;
};

struct stats_mean_interval stats_mean_interval(const double *x, const double *w, size_t n, double level);
/* The same from n, mean and sd, as counted by another program. */
struct stats_mean_interval stats_mean_interval_of(double n, double mean, double sd, double level);

/* mean₁ − mean₂ with Welch's interval (Biometrika 34, 1947), from summaries. Each n must be above 1; no variance at all: both limits are the difference. */
struct stats_mean_difference {
    double difference, se, df;
    double low, high;
};

struct stats_mean_difference stats_mean_difference(double n1, double mean1, double sd1, double n2, double mean2, double sd2, double level);

/* Shape ------------------------------------------------------------------------------------------------------ */

/* Skewness and excess kurtosis in the three definitions of Joanes & Gill (The Statistician 47, 1998); m_r = Σw(x − mean)^r / n.
 *     g1 = m₃ / m₂^1.5                 g2 = m₄ / m₂² − 3                                (moments; Stata)
 *     G1 = g1·√(n(n − 1)) / (n − 2)    G2 = ((n + 1)·g2 + 6)(n − 1) / ((n − 2)(n − 3))  (SPSS, SAS, Excel; unbiased for normal data)
 *     b1 = g1·((n − 1)/n)^1.5          b2 = (g2 + 3)(1 − 1/n)² − 3                      (R psych, Minitab)
 * ceping prints G1 and G2. NaN where there is no variance, for n < 3 (G1) and n < 4 (G2). Standard errors under normality: se_G1, se_G2 (Cramér). */
struct stats_shape {
    double n;
    double g1, G1, b1;
    double g2, G2, b2;
    double se_G1, se_G2;
};

struct stats_shape stats_shape(const double *x, const double *w, size_t n);

/* Description under sampling weights. Several variances are in use, and differ by more than rounding: the field says which.
 * Σw = 0, a negative or infinite weight: all NaN but n. One row: the mean only. */
struct stats_weighted_description {
    double n;            /* rows of weight above 0 */
    double weight;       /* Σw */
    double mean;
    double variance;     /* of the population: Σw(x − mean)² / Σw · n/(n − 1) (R survey::svyvar) */
    double variance_ml;  /* Σw(x − mean)² / Σw */
    double variance_reliability; /* Σw(x − mean)² / (Σw − Σw²/Σw) (unbiased for weights that are precisions) */
    double se;           /* of the mean, linearised, with replacement: √(n/(n − 1)·Σw²(x − mean)²) / Σw */
    double low, high;    /* mean ± t(n − 1)·se */
    double effective_n;  /* (Σw)² / Σw² */
    double deff;         /* n / effective_n = 1 + cv² */
    double cv;           /* of the weights: sd (with n) / mean */
};

struct stats_weighted_description stats_weighted_description(const double *x, const double *w, size_t n, double level);

/* The smallest value up to which a share p of the weight lies (R svyquantile, "math"; type 1 of Hyndman & Fan). NaN for Σw = 0 or p outside 0…1. For
 * frequencies stats_quantile interpolates. */
double stats_weighted_quantile(const double *x, const double *w, size_t n, double p);

/* Multiple response ------------------------------------------------------------------------------------------- */

/* An item whose options may be marked together: marks[o·n + i] is 1 where row i marks option o, 0 where not, NaN where the item was not put to the row
 * or not read (then the whole row is left out and counted as missing). Rows without any mark are `empty`: cases only where `empty_counts` says that
 * leaving all free is an answer. Per cent of cases add up to more than 100, those of answers to 100. Any other value: all NaN. */
struct stats_option {
    double count;
    double of_cases;          /* count / cases */
    double of_answers;        /* count / answers */
    struct interval interval; /* Wilson, of of_cases */
};

struct stats_multiple {
    double cases, answers, empty, missing; /* Σw each */
    double answers_per_case;
};

struct stats_multiple stats_multiple_response(const double *marks, const double *w, size_t n, size_t options, bool empty_counts, double level,
                                              struct stats_option *ret_options);

#endif
