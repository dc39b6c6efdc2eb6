/* SPDX-License-Identifier: GPL-3.0-or-later
 * Tables of counts. `counts` is row-major, rows × columns; counts are frequencies ≥ 0 and need not be whole unless said so. A negative, infinite or NaN
 * count makes every result NaN. Empty rows and columns are as though absent. What is not defined is NaN, never 0. p-values are two-sided.
 *
 *     struct stats_crosstab table;
 *     stats_crosstab(counts, 3, 4, NULL, NULL, &table);       table.p, table.cramers_v
 *     if (table.least_expected < 5)
 *         stats_fisher(counts, 3, 4, STATS_FISHER_WORK, 20000, seed, &fisher);
 */
#ifndef CEPING_STATS_TABLES_H
#define CEPING_STATS_TABLES_H

#include "ceping/stats.h"

/* Independence of rows and columns --------------------------------------------------------------------------- */

/* NaN for fewer than two rows or columns that are not empty. Of the reals, only `n` and the counts of rows and columns are then set. */
struct stats_crosstab {
    double n, rows, columns;
    double chisq, df, p;          /* Pearson 1900: Σ(O − E)²/E */
    double g2, g2_p;              /* likelihood ratio: 2ΣO ln(O/E) */
    double yates, yates_p;        /* 2 × 2 only: Σ(max(0, |O − E| − ½))²/E */
    double phi;                   /* √(χ²/n) */
    double contingency;           /* Pearson's C: √(χ²/(χ² + n)) */
    double cramers_v;             /* √(χ²/(n·min(r − 1, c − 1))) */
    double cramers_v_corrected;   /* without bias: Bergsma, J. Korean Stat. Soc. 42 (2013) */
    double lambda;                /* Goodman & Kruskal: share of the errors in guessing the column that the row saves */
    double least_expected;
    double expected_below_five;   /* number of cells: χ² is doubtful where more than a fifth */
};

/* `ret_expected` and `ret_residuals` (adjusted standardised: (O − E)/√(E(1 − row share)(1 − column share)), Haberman 1973; beyond ±2 a cell stands out) have room
 * for the table, or are NULL; cells of empty rows and columns are NaN there. */
void stats_crosstab(const double *counts, size_t rows, size_t columns, double *ret_expected, double *ret_residuals, struct stats_crosstab *ret);

/* Fisher's exact test ----------------------------------------------------------------------------------------- */

/* 2 × 2, whole counts: rows (a b / c d). The odds ratio is the conditional maximum of likelihood (given both margins), its interval exact by inversion of both
 * one-sided tests (Fisher 1935; Cornfield 1956): 0 and infinity where a cell is empty. NaN where a margin is 0 (p = 1) or a count is not whole. */
struct stats_fisher_two {
    double p; /* sum over all tables that are not more probable than this one */
    double p_less, p_greater;
    double odds_ratio, low, high;
    double sample_odds_ratio;          /* ad/bc */
    double woolf_low, woolf_high;      /* of ad/bc: exp(ln ± z√(1/a + 1/b + 1/c + 1/d)); NaN where a cell is empty */
};

void stats_fisher_two(const double counts[4], double level, struct stats_fisher_two *ret);

/* r × c, whole counts, n ≤ 10⁷: exact by going through the columns and joining equal ways (a network after Mehta & Patel, JASA 78, 1983) for as long as it takes
 * no more than `work` steps; beyond that by `replicates` random tables of the same margins (Patefield 1981) from the seed: p = (1 + as improbable)/(1 + replicates).
 * p = 1 for a table of one row or column, NaN for n = 0. */
struct stats_fisher {
    double p;
    bool exact;
    size_t replicates; /* 0 where exact */
    double p_error;    /* standard error of the random p; 0 where exact */
    double work;       /* steps taken */
};

#define STATS_FISHER_WORK 2e7 /* about a second */

void stats_fisher(const double *counts, size_t rows, size_t columns, double work, size_t replicates, uint64_t seed, struct stats_fisher *ret);

/* Two proportions ------------------------------------------------------------------------------------------------ */

struct stats_two_proportions {
    double p1, p2, difference;          /* p1 − p2 */
    double z, p;                        /* pooled score test; z² is χ² */
    double corrected_p;                 /* with Yates' correction */
    double wald_low, wald_high;         /* p1 − p2 ± z√(p1q1/n1 + p2q2/n2) */
    double newcombe_low, newcombe_high; /* hybrid of Wilson's intervals: Newcombe, Stat. Med. 17 (1998), method 10. The one to print */
    double cohen_h;                     /* 2 asin √p1 − 2 asin √p2 */
    double risk_ratio, risk_low, risk_high; /* p1/p2, interval on the log scale (Katz 1978) */
    double odds_ratio;
};

void stats_two_proportions(double count1, double n1, double count2, double n2, double level, struct stats_two_proportions *ret);

/* Paired answers --------------------------------------------------------------------------------------------------- */

/* McNemar (Psychometrika 12, 1947) for b that changed one way and c the other; exact: binomial with ½ on whole counts. NaN for b + c = 0. */
struct stats_mcnemar {
    double chisq, p;
    double corrected, corrected_p; /* (|b − c| − 1)²/(b + c) */
    double exact_p;
};

void stats_mcnemar(double b, double c, struct stats_mcnemar *ret);

/* Symmetry of a square table (Bowker, JASA 43, 1948): Σ(n_ij − n_ji)²/(n_ij + n_ji) over pairs with counts, whose number is df. */
struct stats_chisq_test {
    double chisq, df, p;
};

struct stats_chisq_test stats_bowker(const double *counts, size_t size);

/* Trend ---------------------------------------------------------------------------------------------------------------- */

/* Cochran (1954) & Armitage (1955): does the share of counts[i] of bases[i] rise with scores[i] (NULL: 1, 2, 3 …)? z > 0 where it does; z² as prop.trend.test. */
struct stats_trend {
    double z, p;
    double slope; /* change of the share for one step of the score, by weighted least squares */
};

void stats_trend(const double *counts, const double *bases, const double *scores, size_t groups, struct stats_trend *ret);

/* Tables by strata ------------------------------------------------------------------------------------------------------- */

/* 2 × 2 × strata: counts[4s …] = a b c d. Strata with an empty margin carry no information and are left out. */
struct stats_mantel_haenszel {
    double strata;                  /* used */
    double chisq, p;                /* Mantel & Haenszel 1959, without continuity correction */
    double corrected, corrected_p;  /* with ½ */
    double odds_ratio, low, high;   /* common odds ratio; interval of Robins, Breslow & Greenland (Biometrics 42, 1986) */
    struct stats_chisq_test homogeneity; /* Breslow–Day with Tarone's correction (Biometrika 72, 1985): are the odds ratios the same? */
    double breslow_day;             /* before the correction */
};

void stats_mantel_haenszel(const double *counts, size_t strata, double level, struct stats_mantel_haenszel *ret);

/* rows × columns × strata, general association (Landis, Heyman & Koch 1978), as mantelhaen.test: counts[(s·rows + r)·columns + c]. df = (rows − 1)(columns − 1)
 * over rows and columns that are not empty in all; NaN where the covariance is singular. */
struct stats_chisq_test stats_cmh(const double *counts, size_t rows, size_t columns, size_t strata);

#endif
