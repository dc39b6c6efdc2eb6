/* SPDX-License-Identifier: GPL-3.0-or-later
 * Agreement of raters. Ratings lie in x[ratee·raters + rater]; here, unlike elsewhere, a NaN is a gap: a rating that was not given. An infinite rating
 * makes what depends on it NaN. What is not defined is NaN, never 0. Frequencies w count equal ratees (NULL: 1 each); a negative, infinite
 * or NaN one makes the result NaN. Leniency, fair values and standardised ratings are about the ratees by name, and take none.
 */
#ifndef CEPING_STATS_RATERS_H
#define CEPING_STATS_RATERS_H

#include "ceping/stats.h"

/* Intraclass correlation ------------------------------------------------------------------------------------ */

enum stats_icc_form {
    STATS_ICC_1,  /* one-way: other raters for each ratee; Shrout & Fleiss ICC(1,1) */
    STATS_ICC_A1, /* two-way, absolute agreement of single ratings: ICC(2,1) */
    STATS_ICC_C1, /* two-way, consistency: a constant leniency does no harm: ICC(3,1) */
    STATS_ICC_K,  /* the same three for the mean of all raters: ICC(1,k), ICC(2,k), ICC(3,k) */
    STATS_ICC_AK,
    STATS_ICC_CK,
    STATS_ICC_FORMS
};

/* McGraw & Wong, Psychological Methods 1 (1996); Shrout & Fleiss, Psychological Bulletin 86 (1979). Only ratees whom every rater rated are used. A raters' variance of 0
 * within and between, fewer than two ratees or raters: NaN. Ratings that agree fully but differ between ratees: 1, with F infinite and no interval. */
struct stats_icc {
    double ratees;  /* used */
    double dropped; /* with gaps */
    struct {
        double icc, f, df1, df2, p; /* F test of icc = 0 */
        double low, high;
    } form[STATS_ICC_FORMS];
};

void stats_icc(const double *x, const double *w, size_t ratees, size_t raters, double level, struct stats_icc *ret);

/* Kendall's W ---------------------------------------------------------------------------------------------------- */

/* W = 12S / (m²(n³ − n) − mΣ(t³ − t)) over ratees without gaps (Kendall & Babington Smith 1939; ties as in Friedman's test), χ² = m(n − 1)W, df = n − 1. The χ² is
 * rough for n < 7. NaN for fewer than two raters or ratees or when no rater tells any ratees apart. */
struct stats_kendall_w {
    double raters, ratees;
    double w, w_without_ties; /* the latter without correction */
    double chisq, df, p;
    double mean_spearman;     /* mean of Spearman's ρ over pairs of raters: (mW − 1)/(m − 1) */
};

void stats_kendall_w(const double *x, const double *w, size_t ratees, size_t raters, struct stats_kendall_w *ret);

/* With gaps: W = (1 + ρ̄(m − 1))/m, ρ̄ the mean of Spearman's ρ over pairs of raters on the ratees both rated (at least two, not all tied). Equals
 * W for complete ratings without ties. *ret_pairs (or NULL): pairs that could be compared. */
double stats_kendall_w_gaps(const double *x, size_t ratees, size_t raters, size_t *ret_pairs);

/* Kappa ---------------------------------------------------------------------------------------------------------------- */

enum stats_kappa_weights { STATS_KAPPA_NOMINAL, STATS_KAPPA_LINEAR, STATS_KAPPA_QUADRATIC, STATS_KAPPA_WEIGHTS };

/* Cohen's kappa (1960) and weighted kappa (1968) of a square table of counts[row·size + column], categories in order. Variances: Fleiss, Cohen & Everitt,
 * Psychological Bulletin 72 (1969). NaN for n = 0 or when chance alone would agree fully. */
struct stats_kappa {
    double n, agreement, kappa;
    double z, p;           /* of kappa = 0 */
    double error, low, high; /* standard error and interval around kappa */
};

void stats_kappa(const double *counts, size_t size, enum stats_kappa_weights weights, double level, struct stats_kappa *ret);

/* Fleiss' kappa (Psychological Bulletin 76, 1971) of counts[ratee·categories + category] = raters who chose it. Ratees with fewer than two ratings are left out; where the number
 * of raters is not the same for all, z and p are NaN. */
struct stats_fleiss {
    double ratees, agreement, kappa, z, p;
    double all_agree; /* share of ratees on whom all agree */
};

void stats_fleiss(const double *counts, const double *w, size_t ratees, size_t categories, struct stats_fleiss *ret);

/* Krippendorff's alpha: any number of raters, gaps, four levels of measurement (Krippendorff 2011: .743, .815, .849, .797 for his example). Units with a single rating
 * are left out; NaN where fewer than two ratings can be paired or all are equal. Ratio level: NaN for negative values. */
enum stats_level { STATS_NOMINAL, STATS_ORDINAL, STATS_INTERVAL, STATS_RATIO, STATS_LEVELS };

double stats_krippendorff(const double *x, const double *w, size_t units, size_t raters, enum stats_level level);

/* Leniency ----------------------------------------------------------------------------------------------------------------- */

struct stats_rater {
    double n, mean, sd;
    double full;       /* share of ratings that reach the full mark; NaN for no full mark */
    double compared;   /* ratees whom another one rated too */
    double difference; /* mean over them of (own rating − mean of the others): above 0 is lenient */
    double effect;     /* of the additive model: leniency with the ratees' own level taken off */
    double fit;        /* mean square of his residuals over the mean square of all: well above 1 is erratic. NaN where nothing is left over */
};

/* The raters side by side (`ret_raters` has room for them) and what a rater of mean leniency would have given each ratee (`ret_fair`, or NULL): least squares of
 * rating = ratee + rater over the ratings there are (stats_two_way; a many-facet view with two facets). */
struct stats_facets {
    double ratings, components; /* parts without a common ratee cannot be compared: more than one is a warning */
    double df, residual_sd;
    double f, df1, p;           /* do raters differ in leniency? F(df1, df) */
};

void stats_raters(const double *x, size_t ratees, size_t raters, double full_mark, struct stats_rater *ret_raters, double *ret_fair, struct stats_facets *ret);

/* Takes leniency off; sensible only where raters see (nearly) the same ratees or are assigned by lot. Gaps stay gaps. */
enum stats_standardise {
    STATS_STANDARDISE_RATIO, /* x · grand mean / rater's mean (系数法); NaN for a rater's mean of 0 */
    STATS_STANDARDISE_SHIFT, /* x − rater's mean + grand mean (均值平移) */
    STATS_STANDARDISE_SCORE, /* centre + spread · (x − rater's mean) / rater's sd (标准分); NaN for a rater without variance */
    STATS_STANDARDISES
};

/* The grand mean is that of all ratings; `centre` and `spread` serve the standard score only. x and ret may be the same. */
void stats_standardise(const double *x, size_t ratees, size_t raters, enum stats_standardise method, double centre, double spread, double *ret);

#endif
