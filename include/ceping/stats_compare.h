/* SPDX-License-Identifier: GPL-3.0-or-later
 * Comparison of groups: means, ranks, many pairs at once. Conventions of stats.h: x without gaps, w frequencies or NULL (two equal rows and one
 * with frequency 2 are the same), NaN where something is not defined. A NaN or infinite value among those used makes every result NaN that
 * depends on it; a negative or infinite frequency does so too.
 *
 *     struct stats_two_sample t;
 *     stats_two_sample(a, NULL, na, b, NULL, nb, 0.95, &t);       t.welch.p, t.welch.low … t.welch.high
 *
 * p-values are two-sided unless the name says otherwise. `level` of an interval is 0.95, not 0.05.
 */
#ifndef CEPING_STATS_COMPARE_H
#define CEPING_STATS_COMPARE_H

#include "ceping/stats.h"

/* Two means ------------------------------------------------------------------------------------------------ */

/* Everything is NaN where it needs a second value or a variance that there is not: t for n < 2 or when both groups have no variance. */
struct stats_t_test {
    double t, df, p;
    double low, high; /* of the difference, in units of x */
};

struct stats_two_sample {
    double n1, n2, mean1, mean2, sd1, sd2;
    double difference;           /* mean1 − mean2 */
    struct stats_t_test welch;   /* unequal variances: t = d / √(s₁²/n₁ + s₂²/n₂), df by Welch, Biometrika 34 (1947) */
    struct stats_t_test student; /* one variance, pooled */
    double cohen_d;              /* d / pooled sd */
    double hedges_g;             /* J(df)·cohen_d with the exact J = Γ(df/2) / (√(df/2) Γ((df−1)/2)); Hedges, J. Educ. Stat. 6 (1981) */
    double variance_ratio;       /* s₁² / s₂² */
    double variance_ratio_p;     /* F test, two-sided */
};

void stats_two_sample(const double *x, const double *wx, size_t nx, const double *y, const double *wy, size_t ny, double level,
                      struct stats_two_sample *ret);

/* The same pairs measured twice: Student's t on the differences x − y. */
struct stats_paired {
    double n, difference, sd; /* of the differences */
    struct stats_t_test test;
    double dz; /* difference / sd: Cohen's d of paired values */
};

void stats_paired(const double *x, const double *y, const double *w, size_t n, double level, struct stats_paired *ret);

/* Many means ----------------------------------------------------------------------------------------------- */

/* What is known of a group. `n` is its total frequency; a group without values has n = 0 and is as though absent. */
struct stats_group {
    double n, mean, sd;
};

struct stats_f_test {
    double f, df1, df2, p;
};

/* One-way analysis of variance of x by group[i] = 0 … groups − 1 (negative: left out). Sums of squares in two compensated passes about the grand
 * mean, so that NIST's SmLs07–09 (13 equal leading digits) come out as well as doubles can hold them.
 * Fewer than two groups with values, or no value more than groups: tests are NaN. No variance within: F infinite, p 0; none at all: NaN. */
struct stats_oneway {
    double n, groups; /* with values */
    double ss_between, ss_within, ms_between, ms_within;
    struct stats_f_test anova;
    struct stats_f_test welch;          /* Welch, Biometrika 38 (1951): unequal variances. NaN where a group has n < 2 or no variance */
    struct stats_f_test levene;         /* anova of |x − mean of group| (Levene 1960) */
    struct stats_f_test brown_forsythe; /* the same about medians (JASA 69, 1974) */
    double bartlett, bartlett_df, bartlett_p; /* K², Bartlett, Proc. R. Soc. A 160 (1937) */
    double eta2;     /* share of the variance that lies between groups: SSb / SSt */
    double omega2;   /* the same for the population: (SSb − df1·MSw) / (SSt + MSw); can be negative */
    double epsilon2; /* (SSb − df1·MSw) / SSt */
    double cohen_f;  /* √(eta2 / (1 − eta2)) */
};

/* `ret_groups` has room for `groups`. */
void stats_oneway(const double *x, const double *w, const int *group, size_t n, size_t groups, struct stats_group *ret_groups, struct stats_oneway *ret);

/* Welch's test from the summaries alone. */
struct stats_f_test stats_welch_anova(const struct stats_group *groups, size_t count);

/* Pairs of groups -------------------------------------------------------------------------------------------- */

enum stats_adjust { STATS_ADJUST_NONE, STATS_ADJUST_BONFERRONI, STATS_ADJUST_HOLM, STATS_ADJUST_BH, STATS_ADJUSTS };

/* p-values corrected for being many, as R's p.adjust. Holm (Scand. J. Stat. 6, 1979) and Bonferroni hold the chance of any false finding; Benjamini & Hochberg
 * (JRSS B 57, 1995) the expected share of false ones among the findings. NaN stays NaN and does not count. p and ret may be the same. */
void stats_adjust(const double *p, size_t n, enum stats_adjust method, double *ret);

enum stats_pairs {
    STATS_PAIRS_TUKEY,        /* Tukey–Kramer: one variance, studentised range; already corrected */
    STATS_PAIRS_GAMES_HOWELL, /* unequal variances, studentised range with Welch's df; already corrected */
    STATS_PAIRS_POOLED,       /* t with the pooled variance of all groups */
    STATS_PAIRS_WELCH,        /* Welch's t */
    STATS_PAIRS_METHODS
};

struct stats_pair {
    size_t first, second;    /* indices of groups, first < second */
    double difference;       /* mean of second − mean of first */
    double df;
    double statistic;        /* t; for Tukey and Games–Howell q = √2·|t| */
    double p;                /* of this pair alone for the t methods, corrected for all pairs by the range methods */
    double adjusted;         /* p corrected by `adjust`; the same as p for the range methods */
    double low, high;        /* simultaneous for the range methods, else of this pair alone */
};

/* All count·(count − 1)/2 pairs in the order (0,1), (0,2) … (1,2) …; returns their number. Pairs with an empty group, or one of a single value where
 * its variance is needed, have NaN. */
size_t stats_pairs(const struct stats_group *groups, size_t count, enum stats_pairs method, enum stats_adjust adjust, double level,
                   struct stats_pair *ret_pairs);

/* P(Q > q) of the range of `groups` normal means, studentised with `df` degrees of freedom (may be infinite), and the q of a given upper tail.
 * Full double precision up to some hundred groups; NaN for groups < 2, df ≤ 0, p outside ]0,1[. */
double stats_studentised_range_upper(double q, double groups, double df);
double stats_studentised_range_quantile(double p, double groups, double df);

/* Ranks ------------------------------------------------------------------------------------------------------ */

/* Here infinite values are values like others: the greatest or least. */

/* Mid-ranks from 1; equal values share the mean of their ranks, w counts as equal rows. `ret_ties` (or NULL) gets Σ(t³ − t) over blocks of equal values. */
void stats_ranks(const double *x, const double *w, size_t n, double *ret_ranks, double *ret_ties);

/* Mann & Whitney (Ann. Math. Stat. 18, 1947). */
struct stats_mann_whitney {
    double n1, n2;
    double u;             /* pairs with x > y, ties half */
    double auc;           /* u / (n1·n2): chance that a value of x is above one of y; 0.5 for no difference */
    double z;             /* with tie and continuity correction */
    double p;             /* exact where `exact`, else normal with both corrections */
    double p_normal;      /* normal with both corrections */
    double p_uncorrected; /* normal without continuity correction */
    bool exact;           /* no ties, whole frequencies and fewer than 50 values in both groups (as in R) */
};

void stats_mann_whitney(const double *x, const double *wx, size_t nx, const double *y, const double *wy, size_t ny, struct stats_mann_whitney *ret);

/* Wilcoxon's signed rank test of x − y (Biometrics Bulletin 1, 1945); differences of 0 are left out (`n` counts the others). */
struct stats_wilcoxon {
    double n, zeros;
    double v; /* sum of the ranks of positive differences */
    double z, p, p_normal;
    double effect; /* matched rank biserial: (V+ − V−) / (n(n+1)/2) */
    bool exact;    /* neither ties nor zeros, whole frequencies, n < 50 */
};

void stats_wilcoxon(const double *x, const double *y, const double *w, size_t n, struct stats_wilcoxon *ret);

/* Kruskal & Wallis (JASA 47, 1952), corrected for ties. NaN for fewer than two groups with values or when all values are equal. */
struct stats_kruskal {
    double n, h, df, p;
    double epsilon2; /* H / (n − 1) */
};

void stats_kruskal(const double *x, const double *w, const int *group, size_t n, size_t groups, struct stats_kruskal *ret);

/* Trend over groups in their order: Jonckheere (Biometrika 41, 1954) and Terpstra; variance with ties of Hollander & Wolfe (1999), 6.19. */
struct stats_jonckheere {
    double j;              /* Σ over pairs of groups of pairs of values in the order of the groups, ties half */
    double expected, sd;   /* when there is no trend */
    double z, p;
    double p_rising, p_falling; /* one-sided */
};

void stats_jonckheere(const double *x, const double *w, const int *group, size_t n, size_t groups, struct stats_jonckheere *ret);

#endif
