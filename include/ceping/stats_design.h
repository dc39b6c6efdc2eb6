/* SPDX-License-Identifier: GPL-3.0-or-later
 * Estimates from a sample design: strata, clusters in one or two stages, finite populations. Standard errors by Taylor linearisation.
 *
 *     struct stats_design design = {.n = n, .weight = w, .stratum = district, .cluster = village, .population = villages};
 *     struct stats_plan *plan = stats_plan_new(arena, &design);
 *     if (stats_plan_info(plan).status) …                                     what is wrong with it, and in which row
 *     struct stats_estimate mean = stats_design_mean(plan, score, NULL, 0.95);        mean.value, mean.se, mean.deff
 *
 * Here rows of weight 0 are not as though absent: they were drawn, so their clusters count. In the same way rows outside a domain, and rows
 * whose value is NaN (missing), stay in the design and add nothing; estimates are of the people in the domain who have a value. An infinite value makes an
 * estimate NaN. Everything is NaN when the plan has a status.
 */
#ifndef CEPING_STATS_DESIGN_H
#define CEPING_STATS_DESIGN_H

#include "ceping/stats.h"
#include "ceping/stats_compare.h"

/* What a stratum with a single sampled cluster says about its variance: nothing. So a rule must:
 * FAIL      refuses: no variance (the default: better none than one nobody chose);
 * CERTAINTY the cluster was taken on purpose and adds no variance between clusters;
 * ADJUST    its total is compared with the mean of all clusters' totals instead of its own stratum's (cautious);
 * AVERAGE   it adds as much as the strata with several clusters do on average.
 * A stratum that was taken whole (population = sampled) is not lonely. The rule holds for lonely second-stage units too. */
enum stats_lonely { STATS_LONELY_FAIL, STATS_LONELY_CERTAINTY, STATS_LONELY_ADJUST, STATS_LONELY_AVERAGE, STATS_LONELY_RULES };

/* Arrays have n values and are borrowed; NULL where noted. */
struct stats_design {
    size_t n;
    const double *weight;          /* NULL: 1 each */
    const int *stratum;            /* NULL: one */
    const int *cluster;            /* first-stage units; equal numbers in different strata are different clusters. NULL: each row one */
    const double *population;      /* first-stage units in the population of the row's stratum; INFINITY: no correction; NULL: none anywhere */
    const int *unit;               /* second-stage units, within clusters; NULL: one stage, everything in a cluster was taken or is ignored */
    const double *unit_population; /* second-stage units in the population of the row's cluster; NULL: no second stage of variance */
    enum stats_lonely lonely;
    /* Weights that were calibrated, post-stratified or raked: the auxiliary variables (dummies of the cells or margins) as columns of n values, and
     * the weights before. The standard errors are then those of residuals (see stats_calibration_residuals). */
    const double *auxiliary;
    size_t auxiliaries;
    const double *base_weight; /* NULL: 1 each */
};

enum stats_design_status {
    STATS_DESIGN_GOOD,
    STATS_DESIGN_EMPTY,      /* no row, or no weight above 0 */
    STATS_DESIGN_WEIGHT,     /* a weight is negative, infinite or NaN */
    STATS_DESIGN_POPULATION, /* not above 0, or differs within a stratum (cluster) */
    STATS_DESIGN_SMALL,      /* more units sampled than the population has */
    STATS_DESIGN_LONELY,     /* a lonely unit, and the rule is FAIL */
    STATS_DESIGN_AUXILIARY,  /* an auxiliary value is not finite */
    STATS_DESIGN_STATUSES
};

struct stats_design_info {
    enum stats_design_status status;
    size_t row; /* where the status comes from */
    size_t strata, clusters, units;
    size_t lonely, lonely_units; /* strata with one cluster, clusters with one second-stage unit, that were not taken whole */
    double df;                   /* clusters − strata, of those with some weight above 0 */
};

struct stats_plan; /* sorted once, used for many estimates */

/* Lives in the arena; never NULL. */
struct stats_plan *stats_plan_new(struct arena *arena, const struct stats_design *design);
struct stats_design_info stats_plan_info(const struct stats_plan *plan);

/* Covariances of Σ z_j for `columns` columns of n weighted linearised values (zero where a row adds nothing); columns². For strata h, clusters i, units j:
 *     V = Σ_h (1 − n_h/N_h)·n_h/(n_h − 1)·Σ_i (z_hi − mean)² + Σ_h n_h/N_h·Σ_i (1 − m_i/M_i)·m_i/(m_i − 1)·Σ_j (z_hij − mean)²
 * Särndal, Swensson & Wretman, Model Assisted Survey Sampling (1992), 4.3; Cochran, Sampling Techniques (1977), 11. Numbers as survey::svyrecvar. */
void stats_design_covariance(const struct stats_plan *plan, const double *z, size_t columns, double *ret_covariance);

struct stats_estimate {
    double value, se;
    double low, high;   /* value ± t(df)·se */
    double df;
    double n;           /* rows that the estimate rests on: in the domain, with a value, of weight above 0 */
    double weight;      /* their Σw */
    double deff;        /* variance / that of a simple random sample of n with replacement */
    double deff_finite; /* the same, the simple random sample without replacement from Σw; NaN where Σw ≤ n (weights that do not count people) */
    double effective_n; /* n / deff */
};

/* `domain` is NULL or true for the rows asked for. NaN for an empty domain; se NaN where df < 1. */
struct stats_estimate stats_design_total(const struct stats_plan *plan, const double *y, const bool *domain, double level);
struct stats_estimate stats_design_mean(const struct stats_plan *plan, const double *y, const bool *domain, double level);
/* Σwy / Σwx; a row needs both. NaN where Σwx = 0. */
struct stats_estimate stats_design_ratio(const struct stats_plan *plan, const double *y, const double *x, const bool *domain, double level);

/* A mean of 0 and 1 with limits that stay inside 0…1. Any other value than 0, 1 and NaN: all NaN. */
struct stats_design_share {
    struct stats_estimate estimate;
    struct interval logit; /* logit(p) ± t(df)·se/(p(1 − p)), turned back; NaN for p = 0 or 1 */
    struct interval beta;  /* Clopper–Pearson at effective size p(1 − p)/se²·(t(n − 1)/t(df))² (Korn & Graubard, Survey Methodology 24, 1998); size n where se = 0 */
};

struct stats_design_share stats_design_share(const struct stats_plan *plan, const double *y, const bool *domain, double level);

/* Difference of two domains' means, first minus second; group 0 is the first, 1 the second, anything else neither. Covariance between the domains is
 * accounted for. t has df − 1 degrees of freedom, as in a regression on the group. */
struct stats_design_test {
    double difference, se, low, high;
    double t, df, p;
    double mean[2], n[2];
};

struct stats_design_test stats_design_difference(const struct stats_plan *plan, const double *y, const int *group, double level);

/* Are the means of the domains group[i] = 0 … groups − 1 (anything else: in none) all equal? Wald's test with the covariances of the design; F with groups − 1 and
 * df − groups + 1 degrees of freedom, as R's svyglm and regTermTest. For two domains F = t² of stats_design_difference. NaN for fewer than two domains, one
 * without a row, df2 < 1, or means without variance. Leave empty groups out before. */
struct stats_f_test stats_design_means(const struct stats_plan *plan, const double *y, const int *group, size_t groups);
/* Estimated ranks in the population, 0…1: (Σw of less + ½ Σw of equals) / Σw over the rows in the domains with a value; NaN for the others. */
void stats_design_ranks(const struct stats_plan *plan, const double *y, const int *group, size_t groups, double *ret_rank);
/* The same test of these ranks: Kruskal–Wallis (Wilcoxon for two) under the design; Lumley & Scott, Biometrika 100 (2013). */
struct stats_f_test stats_design_rank_test(const struct stats_plan *plan, const double *y, const int *group, size_t groups);

/* Chi-square test of independence under the design: Rao & Scott, Annals of Statistics 12 (1984), second-order correction. row[i] and column[i] are
 * 0 … count − 1; rows with another number in either are left out of the table (and stay in the design). Empty rows and columns of the table drop out.
 * X² is Pearson's, of the weighted table scaled to n; divided by the sum of the generalised design effects δ it is compared with F(df1, df1·df).
 * NaN for less than 2 × 2, or when empty cells leave the design effects undefined. */
struct stats_design_crosstab {
    double n;            /* rows in the table, of weight above 0 */
    double pearson;      /* X² */
    double mean_deff;    /* δ̄: mean of δ over the (r − 1)(c − 1) interactions */
    double f, df1, df2, p;
    double p_chisq;      /* first-order correction: X²/δ̄ against chi-square with (r − 1)(c − 1); right for δ that are alike and many clusters */
    double cramer_v;     /* of the weighted table */
};

/* `ret_table` (or NULL) gets the weighted counts, rows · columns. */
struct stats_design_crosstab stats_design_crosstab(const struct stats_plan *plan, const int *row, size_t rows, const int *column, size_t columns,
                                                   double *ret_table);

#endif
