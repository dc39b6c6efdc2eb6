/* SPDX-License-Identifier: GPL-3.0-or-later
 * Every measure at the edges: nothing, one, no variance, all missing, weights of zero, numbers that are none. What is
 * not defined is NaN and never 0; nothing crashes, hangs or reads beyond its arrays (run it with VARIANT=san). The last
 * test asks that no function in the table of measures is left out.
 */
#include "check.h"

#include "ceping/stats_ranks.h"
#include "ceping/stats_sensitivity.h"
#include "ceping/stats_association.h"
#include "ceping/stats_compare.h"
#include "ceping/stats_composite.h"
#include "ceping/stats_design.h"
#include "ceping/stats_intervals.h"
#include "ceping/stats_measures.h"
#include "ceping/stats_raters.h"
#include "ceping/stats_regression.h"
#include "ceping/stats_reliability.h"
#include "ceping/stats_resample.h"
#include "ceping/stats_sample.h"
#include "ceping/stats_structure.h"
#include "ceping/stats_tables.h"
#include "ceping/stats_weights.h"

enum { ROWS = 12 };

/* Tables take the weights as counts, matrices the values. */
struct edge {
    double x[ROWS], y[ROWS], w[ROWS];
    int group[ROWS];
    size_t n;
};

enum {
    NONE = 1,
    ONE = 2,
    FLAT = 4,
    MISSING = 8,
    GAP = 16,
    INFINITE = 32,
    NO_WEIGHT = 64,
    NEGATIVE = 128,
    NAN_WEIGHT = 256,
    INFINITE_WEIGHT = 512,
    HUGE_VALUES = 1024
};

#define VALUES  (MISSING | GAP | INFINITE)
#define WEIGHTS (NO_WEIGHT | NEGATIVE | NAN_WEIGHT | INFINITE_WEIGHT)
#define USUAL   (NONE | VALUES | WEIGHTS)
#define SPREAD  (ONE | FLAT)

static const struct {
    int edge;
    const char *name;
} edges[] = {{NONE, "nothing"},
             {ONE, "one value"},
             {FLAT, "no variance"},
             {MISSING, "all NaN"},
             {GAP, "one NaN"},
             {INFINITE, "one infinite"},
             {NO_WEIGHT, "weights 0"},
             {NEGATIVE, "a negative weight"},
             {NAN_WEIGHT, "a NaN weight"},
             {INFINITE_WEIGHT, "an infinite weight"},
             {HUGE_VALUES, "values of 1e300"}};

static void make_edge(int edge, struct edge *out)
{
    static const double x[ROWS] = {1, 2, 4, 3, 5, 5, 2, 1, 3, 4, 2, 5}, y[ROWS] = {2, 1, 5, 3, 4, 5, 2, 2, 1, 4, 3, 5};
    *out = (struct edge){.n = edge == NONE ? 0 : edge == ONE ? 1 : ROWS};
    for (int i = 0; i < ROWS; i++) {
        out->x[i] = edge == FLAT          ? 3
                    : edge == MISSING     ? NAN
                    : edge == HUGE_VALUES ? (i % 2 ? 1e300 : -1e300) * x[i]
                                          : x[i];
        out->y[i] = edge == FLAT ? 3 : edge == MISSING ? NAN : y[i];
        out->w[i] = edge == NO_WEIGHT ? 0 : edge == FLAT ? 2 : 1 + i % 3;
        out->group[i] = i % 3;
    }
    if (edge == GAP || edge == INFINITE)
        out->x[2] = out->y[4] = edge == GAP ? NAN : INFINITY;
    if (edge & (NEGATIVE | NAN_WEIGHT | INFINITE_WEIGHT))
        out->w[2] = edge == NEGATIVE ? -1 : edge == NAN_WEIGHT ? NAN : INFINITY;
}

/* Values
 * -------------------------------------------------------------------------------------------------------------------
 */

static double do_mean(const struct edge *e)
{
    return stats_mean(e->x, e->w, e->n);
}
static double do_variance(const struct edge *e)
{
    return stats_variance(e->x, e->w, e->n);
}
static double do_quantile(const struct edge *e)
{
    return stats_quantile(e->x, e->w, e->n, 0.3);
}
static double do_weighted_quantile(const struct edge *e)
{
    return stats_weighted_quantile(e->x, e->w, e->n, 0.3);
}
static double do_trimmed(const struct edge *e)
{
    return stats_trimmed_mean(e->x, e->n, 1, 5, NULL, NULL);
}
static double do_shape(const struct edge *e)
{
    return stats_shape(e->x, e->w, e->n).G1;
}
static double do_mean_interval(const struct edge *e)
{
    return stats_mean_interval(e->x, e->w, e->n, 0.95).low;
}
static double do_weighted_description(const struct edge *e)
{
    return stats_weighted_description(e->x, e->w, e->n, 0.95).se;
}
static double do_kish(const struct edge *e)
{
    return stats_kish(e->w, e->n).effective_n;
}

static double do_weighted_share(const struct edge *e)
{
    double hit[ROWS];
    for (size_t i = 0; i < e->n; i++)
        hit[i] = isfinite(e->x[i]) ? e->x[i] > 2 : e->x[i];
    return stats_weighted_share(hit, e->w, e->n, 0.95).share;
}

static double do_multiple(const struct edge *e)
{
    struct stats_option options[2];
    double marks[ROWS];
    for (size_t i = 0; i < ROWS; i++)
        marks[i] = isfinite(e->x[i]) ? e->x[i] > 2 : e->x[i];
    return stats_multiple_response(marks, e->w, e->n / 2, 2, false, 0.95, options).answers_per_case;
}

static double mean_of(const double *frequency, size_t n, const void *data)
{
    return stats_mean(data, frequency, n);
}
static double do_jackknife(const struct edge *e)
{
    return stats_jackknife(mean_of, e->x, e->w, e->n, 0.95).se;
}
static double do_bootstrap(const struct edge *e)
{
    return stats_bootstrap(mean_of, e->x, e->w, e->n, 50, 1, 0.95).percentile.low;
}

/* Two variables
 * --------------------------------------------------------------------------------------------------------------- */

static double do_pearson(const struct edge *e)
{
    return stats_pearson(e->x, e->y, e->w, e->n, 0.95).value;
}
static double do_spearman(const struct edge *e)
{
    return stats_spearman(e->x, e->y, e->w, e->n, 0.95).value;
}
static double do_kendall(const struct edge *e)
{
    return stats_kendall(e->x, e->y, e->w, e->n, 0.95).value;
}
static double do_spearman_exact(const struct edge *e)
{
    return stats_spearman_exact_p(e->x, e->y, e->n < 7 ? e->n : 7);
}
static double do_kendall_exact(const struct edge *e)
{
    return stats_kendall_exact_p(e->x, e->y, e->n < 7 ? e->n : 7);
}
static double do_gamma(const struct edge *e)
{
    return stats_ordered_pairs(e->x, e->y, e->w, e->n).gamma;
}
static double do_paired(const struct edge *e)
{
    struct stats_paired out;
    stats_paired(e->x, e->y, e->w, e->n, 0.95, &out);
    return out.test.t;
}
static double do_wilcoxon(const struct edge *e)
{
    struct stats_wilcoxon out;
    stats_wilcoxon(e->x, e->y, e->w, e->n, &out);
    return out.p;
}
static double do_importance(const struct edge *e)
{
    struct stats_importance out;
    return stats_relative_importance(e->y, e->x, e->w, e->n, 1, &out);
}

static double do_partial(const struct edge *e)
{
    double r[4], partial[4];
    stats_correlation_matrix(e->x, e->w, e->n / 2, 2, STATS_PEARSON, true, r, NULL);
    stats_partial_correlations(r, 2, partial);
    return partial[1];
}

static double do_matrix(const struct edge *e)
{
    double r[4];
    stats_correlation_matrix(e->x, e->w, e->n / 2, 2, STATS_PEARSON, true, r, NULL);
    return r[1];
}

static double regression(const struct edge *e, int kind)
{
    struct arena *arena = arena_new();
    double y[ROWS];
    for (size_t i = 0; i < e->n; i++)
        y[i] = kind == 1 && isfinite(e->y[i]) ? e->y[i] > 2 : e->y[i]; /* not so that x tells them apart */
    struct stats_regression_data data = {
        .y = y, .x = e->x, .frequency = e->w, .n = e->n, .columns = 1, .intercept = true, .level = 0.95};
    double value = kind == 0   ? stats_regression(arena, &data)->term[1].coef
                   : kind == 1 ? stats_logistic(arena, &data)->term[1].coef
                               : stats_ordinal_logistic(arena, &data)->log_likelihood;
    arena_free(arena);
    return value;
}

static double do_regression(const struct edge *e)
{
    return regression(e, 0);
}
static double do_logistic(const struct edge *e)
{
    return regression(e, 1);
}
static double do_ordinal(const struct edge *e)
{
    return regression(e, 2);
}

/* Groups
 * --------------------------------------------------------------------------------------------------------------------------
 */

static double do_two_sample(const struct edge *e)
{
    struct stats_two_sample out;
    stats_two_sample(e->x, e->w, e->n / 2, e->x + 6, e->w + 6, e->n / 2, 0.95, &out);
    return out.welch.t;
}

static double do_mann_whitney(const struct edge *e)
{
    struct stats_mann_whitney out;
    stats_mann_whitney(e->x, e->w, e->n / 2, e->y, e->w, e->n / 2, &out);
    return out.auc;
}

static double do_oneway(const struct edge *e)
{
    struct stats_group g[3];
    struct stats_oneway out;
    stats_oneway(e->x, e->w, e->group, e->n, 3, g, &out);
    return out.anova.f;
}
static double do_welch_anova(const struct edge *e)
{
    struct stats_group g[3];
    struct stats_oneway out;
    stats_oneway(e->x, e->w, e->group, e->n, 3, g, &out);
    return stats_welch_anova(g, 3).f;
}
static double do_kruskal(const struct edge *e)
{
    struct stats_kruskal out;
    stats_kruskal(e->x, e->w, e->group, e->n, 3, &out);
    return out.h;
}
static double do_jonckheere(const struct edge *e)
{
    struct stats_jonckheere out;
    stats_jonckheere(e->x, e->w, e->group, e->n, 3, &out);
    return out.z;
}

static double do_pairs(const struct edge *e)
{
    struct stats_group groups[3];
    struct stats_oneway out;
    struct stats_pair pairs[3];
    stats_oneway(e->x, e->w, e->group, e->n, 3, groups, &out);
    double p = 0;
    for (int method = 0; method < STATS_PAIRS_METHODS; method++) {
        stats_pairs(groups, 3, (enum stats_pairs)method, STATS_ADJUST_HOLM, 0.95, pairs);
        p = pairs[1].p; /* of the groups 0 and 2, in which values are spoilt */
    }
    return p;
}

static double do_adjust(const struct edge *e)
{
    double p[ROWS], out[ROWS] = {NAN, NAN, NAN};
    for (size_t i = 0; i < e->n; i++)
        p[i] = e->x[i] / 10;
    stats_adjust(p, e->n, STATS_ADJUST_HOLM, out);
    return out[2];
}

/* Items and raters: four ratees by three raters, three items by four rows
 * --------------------------------------------------------------------------- */

static double do_alpha(const struct edge *e)
{
    return stats_cronbach_alpha(e->x, e->w, e->n / 3, 3);
}
static double do_reliability(const struct edge *e)
{
    return stats_reliability(e->x, e->w, e->n / 3, 3, 0.95, NULL).spearman_brown;
}
static double do_omega(const struct edge *e)
{
    return stats_omega(e->x, e->w, e->n / 3, 3, NULL).omega;
}
static double do_icc(const struct edge *e)
{
    struct stats_icc out;
    stats_icc(e->x, e->w, e->n / 3, 3, 0.95, &out);
    return out.form[STATS_ICC_A1].icc;
}
static double do_kendall_w(const struct edge *e)
{
    struct stats_kendall_w out;
    stats_kendall_w(e->x, e->w, e->n / 3, 3, &out);
    return out.w;
}
static double do_krippendorff(const struct edge *e)
{
    return stats_krippendorff(e->x, NULL, e->n / 3, 3, STATS_INTERVAL);
}

static double do_raters(const struct edge *e)
{
    struct stats_rater raters[3];
    struct stats_facets facets;
    stats_raters(e->x, e->n / 3, 3, 5, raters, NULL, &facets);
    return facets.f;
}

static double do_standardise(const struct edge *e)
{
    double out[ROWS] = {NAN, NAN, NAN, NAN, NAN, NAN, NAN};
    for (int method = 0; method <= STATS_STANDARDISE_SCORE; method++)
        stats_standardise(e->x, e->n / 3, 3, (enum stats_standardise)method, 0, 1, out);
    return out[6];
}

static double do_two_way(const struct edge *e)
{
    double row[4] = {NAN, NAN, NAN, NAN}, column[3] = {NAN, NAN, NAN};
    int component[7] = {0};
    stats_two_way(e->x, e->n / 3, 3, row, column, component);
    return row[0];
}

/* Correlation matrix of three items from the values. */
static void correlations(const struct edge *e, double r[9])
{
    stats_correlation_matrix(e->x, e->w, e->n / 3, 3, STATS_PEARSON, true, r, NULL);
}
static double do_kmo(const struct edge *e)
{
    double r[9];
    correlations(e, r);
    return stats_kmo(r, 3, NULL);
}
static double do_bartlett(const struct edge *e)
{
    double r[9];
    correlations(e, r);
    return stats_bartlett(r, 3, (double)e->n / 3).chisq;
}
static double do_parallel(const struct edge *e)
{
    double out[3];
    stats_parallel_analysis((double)e->n, 3, 20, 0.95, 1, out);
    return out[0];
}

static double factors(const struct edge *e, int kind)
{
    double r[9];
    correlations(e, r);
    struct arena *arena = arena_new();
    struct stats_factors *found = kind == 1   ? stats_principal_axis(arena, r, 3, 1)
                                  : kind == 2 ? stats_maximum_likelihood(arena, r, 3, 1, (double)e->n)
                                              : stats_principal_components(arena, r, 3, 2);
    if (found && kind == 3)
        found = stats_varimax(arena, found);
    if (found && kind == 4)
        found = stats_promax(arena, found, 4);
    double value = found ? found->loadings[0] : (double)NAN;
    arena_free(arena);
    return value;
}

static double do_components(const struct edge *e)
{
    return factors(e, 0);
}
static double do_axis(const struct edge *e)
{
    return factors(e, 1);
}
static double do_likelihood(const struct edge *e)
{
    return factors(e, 2);
}
static double do_varimax(const struct edge *e)
{
    return factors(e, 3);
}
static double do_promax(const struct edge *e)
{
    return factors(e, 4);
}

/* Tables: the weights as counts
 * ---------------------------------------------------------------------------------------------------------------- */

static double at(const struct edge *e, size_t i)
{
    return e->n > i ? e->w[i] : 0;
}
static double do_share(const struct edge *e)
{
    return stats_share(at(e, 2), at(e, 2) + at(e, 0));
}
static double do_wilson(const struct edge *e)
{
    return stats_wilson(at(e, 2), at(e, 2) + at(e, 0), 0.95).low;
}
static double do_wilson_corrected(const struct edge *e)
{
    return stats_wilson_corrected(at(e, 2), at(e, 2) + at(e, 0), 0.95).low;
}
static double do_clopper(const struct edge *e)
{
    return stats_clopper_pearson(at(e, 2), at(e, 2) + at(e, 0), 0.95).low;
}
static double do_difference(const struct edge *e)
{
    return stats_share_difference(at(e, 2), at(e, 2) + at(e, 0), 3, 9, 0.95).low;
}
static double do_top(const struct edge *e)
{
    return stats_top_box(e->w, e->n, 2, 0.95).share;
}
static double do_nps(const struct edge *e)
{
    return stats_nps(at(e, 0), at(e, 1), at(e, 2), 0.95).points;
}
static double do_mean_difference(const struct edge *e)
{
    return stats_mean_difference(at(e, 2), 3, 1, 9, 2, 1, 0.95).low;
}
static double do_crosstab(const struct edge *e)
{
    struct stats_crosstab out;
    stats_crosstab(e->w, e->n / 3, 3, NULL, NULL, &out);
    return out.chisq;
}
static double do_fisher_two(const struct edge *e)
{
    const double counts[4] = {at(e, 0), at(e, 1), at(e, 2), at(e, 3)};
    struct stats_fisher_two out;
    stats_fisher_two(counts, 0.95, &out);
    return out.p;
}
static double do_fisher(const struct edge *e)
{
    struct stats_fisher out;
    stats_fisher(e->w, e->n / 3, 3, 1e5, 100, 1, &out);
    return out.p;
}
static double do_proportions(const struct edge *e)
{
    struct stats_two_proportions out;
    stats_two_proportions(at(e, 2), at(e, 2) + at(e, 0), 3, 9, 0.95, &out);
    return out.z;
}
static double do_mcnemar(const struct edge *e)
{
    struct stats_mcnemar out;
    stats_mcnemar(at(e, 2), at(e, 2), &out);
    return out.p;
}
static double do_bowker(const struct edge *e)
{
    return stats_bowker(e->w, e->n < 9 ? 0 : 3).chisq;
}
static double do_mantel(const struct edge *e)
{
    struct stats_mantel_haenszel out;
    stats_mantel_haenszel(e->w, e->n / 4, 0.95, &out);
    return out.odds_ratio;
}
static double do_cmh(const struct edge *e)
{
    return stats_cmh(e->w, 2, 2, e->n / 4).chisq;
}
static double do_polychoric(const struct edge *e)
{
    return stats_polychoric(e->w, e->n / 3, 3).rho;
}
static double do_kappa(const struct edge *e)
{
    struct stats_kappa out;
    stats_kappa(e->w, e->n < 9 ? 0 : 3, STATS_KAPPA_LINEAR, 0.95, &out);
    return out.kappa;
}
static double do_fleiss(const struct edge *e)
{
    struct stats_fleiss out;
    stats_fleiss(e->w, NULL, e->n / 3, 3, &out);
    return out.kappa;
}

static double do_trend(const struct edge *e)
{
    static const double bases[3] = {9, 9, 9}, scores[3] = {1, 2, 3};
    struct stats_trend out;
    stats_trend(e->w, bases, scores, e->n < 3 ? 0 : 3, &out);
    return out.z;
}

/* Weights and designs
 * --------------------------------------------------------------------------------------------------------------------------------
 */

static double do_cell_weights(const struct edge *e)
{
    static const double population[ROWS] = {5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5};
    double out[ROWS] = {NAN, NAN, NAN};
    stats_cell_weights(e->w, population, e->n, out);
    return out[2];
}

static double do_poststratify(const struct edge *e)
{
    static const double population[3] = {50, 30, 20};
    double out[ROWS] = {NAN};
    struct stats_cells cells;
    return stats_poststratify(e->w, e->group, e->n, population, 3, out, &cells) ? out[0] : (double)NAN;
}

static double do_rake(const struct edge *e)
{
    static const double population[3] = {50, 30, 20};
    struct stats_margin margin = {e->group, population, 3};
    double out[ROWS] = {NAN};
    struct stats_raking raking;
    return stats_rake(e->w, e->n, &margin, 1, 50, 1e-10, out, &raking) ? out[0] : (double)NAN;
}

static double do_trim(const struct edge *e)
{
    double out[ROWS] = {NAN};
    struct stats_trimming trimming;
    return stats_trim_weights(e->w, e->n, 0.5, 2, out, &trimming) ? out[0] : (double)NAN;
}

static double do_calibrate(const struct edge *e)
{
    static const double total[1] = {80};
    double out[ROWS] = {NAN};
    struct stats_calibration calibration;
    return stats_calibrate(e->w, e->x, e->n, 1, total, out, &calibration) ? out[0] : (double)NAN;
}

static double do_residuals(const struct edge *e)
{
    double out[ROWS] = {NAN};
    return stats_calibration_residuals(e->w, e->x, e->n, 1, e->y, out) ? out[0] : (double)NAN;
}

static double do_scale(const struct edge *e)
{
    double w[ROWS];
    memcpy(w, e->w, sizeof w);
    return stats_scale_weights(w, e->n, 100) ? w[0] : (double)NAN;
}

static double design(const struct edge *e, int kind)
{
    struct arena *arena = arena_new();
    double hit[ROWS];
    bool domain[ROWS];
    int groups[ROWS];
    for (size_t i = 0; i < ROWS; i++) {
        hit[i] = isfinite(e->x[i]) ? e->x[i] > 2 : e->x[i];
        domain[i] = true;
        groups[i] = e->group[i] == 2 ? 0 : 1; /* in the first a value is spoilt */
    }
    struct stats_design data = {.n = e->n, .weight = e->w, .stratum = e->group};
    struct stats_plan *plan = stats_plan_new(arena, &data);
    double covariance[1] = {NAN}, z[ROWS], value = NAN;
    memcpy(z, e->x, sizeof z);
    switch (kind) {
    case 0:
        value = stats_design_total(plan, e->x, domain, 0.95).value;
        break;
    case 1:
        value = stats_design_mean(plan, e->x, domain, 0.95).value;
        break;
    case 2:
        value = stats_design_ratio(plan, e->x, e->y, NULL, 0.95).value;
        break;
    case 3:
        value = stats_design_share(plan, hit, NULL, 0.95).estimate.value;
        break;
    case 4:
        value = stats_design_difference(plan, e->x, groups, 0.95).difference;
        break;
    case 5:
        stats_design_covariance(plan, z, 1, covariance);
        value = covariance[0];
        break;
    case 6:
        value = stats_design_crosstab(plan, e->group, 3, e->group, 3, NULL).pearson;
        break;
    case 7:
        value = stats_design_means(plan, e->x, groups, 2).f;
        break;
    case 8:
        value = stats_design_rank_test(plan, e->x, groups, 2).f;
        break;
    case 9: {
        double rank[ROWS] = {NAN};
        stats_design_ranks(plan, e->x, groups, 2, rank);
        value = rank[0];
        break;
    }
    default:
        break;
    }
    arena_free(arena);
    return value;
}

static double do_design_means(const struct edge *e)
{
    return design(e, 7);
}
static double do_design_rank_test(const struct edge *e)
{
    return design(e, 8);
}
static double do_design_ranks(const struct edge *e)
{
    return design(e, 9);
}
static double do_design_total(const struct edge *e)
{
    return design(e, 0);
}
static double do_design_mean(const struct edge *e)
{
    return design(e, 1);
}
static double do_design_ratio(const struct edge *e)
{
    return design(e, 2);
}
static double do_design_share(const struct edge *e)
{
    return design(e, 3);
}
static double do_design_difference(const struct edge *e)
{
    return design(e, 4);
}
static double do_design_covariance(const struct edge *e)
{
    return design(e, 5);
}
static double do_design_crosstab(const struct edge *e)
{
    return design(e, 6);
}

/* Composite and sample
 * ------------------------------------------------------------------------------------------------------------------------------
 */

static double do_ahp(const struct edge *e)
{
    double out[3] = {NAN};
    struct stats_ahp ahp;
    stats_ahp(e->w, e->n < 9 ? 0 : 3, out, NULL, &ahp);
    return ahp.lambda_max;
}
static double do_ahp_group(const struct edge *e)
{
    double out[4] = {NAN, NAN, NAN, NAN};
    stats_ahp_group(e->w, NULL, e->n / 4, 2, out);
    return out[2];
}
static double do_ahp_priorities(const struct edge *e)
{
    double out[3] = {NAN, NAN, NAN};
    stats_ahp_priorities(e->w, NULL, e->n / 3, 3, out);
    return out[0];
}
static double do_delphi(const struct edge *e)
{
    struct stats_delphi out;
    stats_delphi(e->x, e->w, e->n, 5, &out);
    return out.cv;
}
static double do_authority(const struct edge *e)
{
    return stats_delphi_authority(e->x[2] / 10, 0.5);
}
static double do_entropy(const struct edge *e)
{
    double out[3] = {NAN, NAN, NAN};
    stats_entropy_weights(e->x, NULL, e->n / 3, 3, out, NULL);
    return out[0];
}
static double do_critic(const struct edge *e)
{
    double out[3] = {NAN, NAN, NAN};
    stats_critic_weights(e->x, NULL, e->n / 3, 3, out);
    return out[0];
}
static double do_topsis(const struct edge *e)
{
    static const double weights[3] = {1, 1, 1};
    double out[4] = {NAN};
    stats_topsis(e->x, NULL, weights, e->n / 3, 3, out);
    return out[0];
}
static double do_rank_set(const struct edge *e)
{
    double low[3] = {NAN, NAN, NAN}, high[3] = {NAN, NAN, NAN};
    struct stats_rank_set set;
    stats_rank_set(e->y, e->x, 3, e->n / 3, 0.95, low, high, NULL, NULL, &set);
    return low[0];
}
static double do_sensitivity(const struct edge *e)
{
    double first[1] = {NAN}, total[1] = {NAN};
    stats_sensitivity(e->x, e->y, e->w, e->n, 1, first, total);
    return total[0];
}
static double do_sample_size(const struct edge *e)
{
    return stats_sample_size(&(struct stats_sample_plan){.share = 0.5, .margin = at(e, 2) / 100, .level = 0.95}).simple;
}
static double do_margin(const struct edge *e)
{
    return stats_margin_achieved(at(e, 2), 0.5, 0.95, 0, 1);
}
static double do_returns(const struct edge *e)
{
    return stats_return_rates(at(e, 2), at(e, 2), at(e, 2)).valid;
}
static double do_responses(const struct edge *e)
{
    return stats_response_rates(&(struct stats_dispositions){.complete = at(e, 2), .refusal = at(e, 1)}, NAN).rr[0];
}
static double do_line(const struct edge *e)
{
    return stats_quadrant_line(e->x, e->n, STATS_LINE_MEAN);
}

static double do_quadrant(const struct edge *e)
{
    enum stats_quadrant quadrant = stats_quadrant(e->x[2], 1, 2, 2);
    return quadrant == STATS_QUADRANT_NONE ? (double)NAN : (double)quadrant;
}

/* Behind the measures
 * ---------------------------------------------------------------------------------------------------------------------------
 */

static double do_range(const struct edge *e)
{
    return stats_studentised_range_upper(3, 3, 4 * at(e, 2));
}
static double do_range_quantile(const struct edge *e)
{
    return stats_studentised_range_quantile(0.05, 3, 4 * at(e, 2));
}
static double do_bivariate(const struct edge *e)
{
    return stats_bivariate_normal(e->x[2], e->y[4], 0.5);
}
static double do_covariance(const struct edge *e)
{
    double mean[2], out[4] = {NAN, NAN, NAN, NAN};
    stats_covariances(e->x, e->w, e->n / 2, 2, mean, out);
    return out[1];
}
static double do_w_gaps(const struct edge *e)
{
    return stats_kendall_w_gaps(e->x, e->n / 3, 3, NULL);
}
static double do_bottom(const struct edge *e)
{
    return stats_bottom_box(e->w, e->n, 2, 0.95).share;
}
static double do_median(const struct edge *e)
{
    return stats_median(e->x, e->w, e->n);
}
static double do_min(const struct edge *e)
{
    return stats_min(e->x, e->n);
}
static double do_max(const struct edge *e)
{
    return stats_max(e->x, e->n);
}
static double do_alpha_interval(const struct edge *e)
{
    return stats_alpha_interval(0.8, (double)e->n, 3, 0.95).low;
}

static double do_importance_bootstrap(const struct edge *e)
{
    struct interval share[1];
    double first[1];
    stats_importance_bootstrap(e->y, e->x, e->n, 1, 20, 1, 0.95, share, first);
    return share[0].low;
}

static const struct {
    const char *function;
    double (*run)(const struct edge *edge);
    int undefined; /* where it must be NaN */
} rows[] = {
    {"stats_mean", do_mean, USUAL & ~INFINITE}, /* infinite then */
    {"stats_variance", do_variance, USUAL},
    {"stats_quantile", do_quantile, NONE | MISSING | GAP | WEIGHTS},
    {"stats_weighted_quantile", do_weighted_quantile, NONE | MISSING | GAP | WEIGHTS},
    {"stats_trimmed_mean", do_trimmed, NONE | MISSING | GAP},
    {"stats_shape", do_shape, USUAL | SPREAD},
    {"stats_mean_interval", do_mean_interval, USUAL},
    {"stats_weighted_description", do_weighted_description, USUAL | ONE},
    {"stats_kish", do_kish, NONE | WEIGHTS},
    {"stats_weighted_share", do_weighted_share, USUAL},
    {"stats_multiple_response", do_multiple, NONE | MISSING | WEIGHTS},
    {"stats_jackknife", do_jackknife, USUAL | ONE},
    {"stats_bootstrap", do_bootstrap, USUAL & ~INFINITE}, /* of a mean */
    {"stats_pearson", do_pearson, USUAL | SPREAD},
    {"stats_spearman", do_spearman, NONE | MISSING | GAP | WEIGHTS | SPREAD},
    {"stats_kendall", do_kendall, NONE | MISSING | GAP | WEIGHTS | SPREAD},
    {"stats_spearman_exact_p", do_spearman_exact, NONE | MISSING | GAP | SPREAD},
    {"stats_kendall_exact_p", do_kendall_exact, NONE | MISSING | GAP | SPREAD},
    {"stats_ordered_pairs", do_gamma, NONE | MISSING | GAP | WEIGHTS | SPREAD},
    {"stats_paired", do_paired, USUAL | SPREAD},
    {"stats_wilcoxon", do_wilcoxon, NONE | MISSING | GAP | WEIGHTS | FLAT},
    {"stats_relative_importance", do_importance, USUAL | SPREAD},
    {"stats_partial_correlations", do_partial, NONE | MISSING | SPREAD},
    {"stats_correlation_matrix", do_matrix, NONE | MISSING | SPREAD},
    {"stats_regression", do_regression, USUAL | SPREAD},
    {"stats_logistic", do_logistic, USUAL | SPREAD},
    {"stats_ordinal_logistic", do_ordinal, USUAL | SPREAD},
    {"stats_two_sample", do_two_sample, USUAL | SPREAD},
    {"stats_mann_whitney", do_mann_whitney, NONE | MISSING | GAP | WEIGHTS},
    {"stats_oneway", do_oneway, USUAL | SPREAD},
    {"stats_welch_anova", do_welch_anova, USUAL | SPREAD},
    {"stats_kruskal", do_kruskal, NONE | MISSING | GAP | WEIGHTS | SPREAD},
    {"stats_jonckheere", do_jonckheere, NONE | MISSING | GAP | WEIGHTS | SPREAD},
    {"stats_pairs", do_pairs, USUAL | SPREAD},
    {"stats_adjust", do_adjust, NONE | ONE | MISSING | GAP},
    {"stats_cronbach_alpha", do_alpha, USUAL | SPREAD},
    {"stats_reliability", do_reliability, USUAL | SPREAD},
    {"stats_omega", do_omega, USUAL | SPREAD},
    {"stats_icc", do_icc, NONE | MISSING | INFINITE | WEIGHTS | SPREAD},
    {"stats_kendall_w", do_kendall_w, NONE | MISSING | WEIGHTS | SPREAD},
    {"stats_krippendorff", do_krippendorff, NONE | MISSING | INFINITE | SPREAD},
    {"stats_raters", do_raters, NONE | MISSING | INFINITE | SPREAD},
    {"stats_standardise", do_standardise, NONE | MISSING | SPREAD},
    {"stats_rank_set", do_rank_set, NONE},
    {"stats_sensitivity", do_sensitivity, NONE | ONE},
    {"stats_two_way", do_two_way, NONE | MISSING | INFINITE},
    {"stats_kmo", do_kmo, USUAL | SPREAD},
    {"stats_bartlett", do_bartlett, USUAL | SPREAD},
    {"stats_parallel_analysis", do_parallel, NONE | ONE},
    {"stats_principal_components", do_components, NONE | MISSING | SPREAD},
    {"stats_principal_axis", do_axis, NONE | MISSING | SPREAD},
    {"stats_maximum_likelihood", do_likelihood, NONE | MISSING | SPREAD},
    {"stats_varimax", do_varimax, NONE | MISSING | SPREAD},
    {"stats_promax", do_promax, NONE | MISSING | SPREAD},
    {"stats_share", do_share, NONE | NO_WEIGHT | NAN_WEIGHT},
    {"stats_wilson", do_wilson, NONE | WEIGHTS},
    {"stats_wilson_corrected", do_wilson_corrected, NONE | WEIGHTS},
    {"stats_clopper_pearson", do_clopper, NONE | WEIGHTS},
    {"stats_share_difference", do_difference, NONE | WEIGHTS},
    {"stats_top_box", do_top, NONE | WEIGHTS},
    {"stats_nps", do_nps, NONE | WEIGHTS},
    {"stats_mean_difference", do_mean_difference, NONE | WEIGHTS},
    {"stats_crosstab", do_crosstab, NONE | ONE | WEIGHTS},
    {"stats_fisher_two", do_fisher_two, NONE | WEIGHTS},
    {"stats_fisher", do_fisher, NONE | ONE | WEIGHTS},
    {"stats_two_proportions", do_proportions, NONE | WEIGHTS},
    {"stats_mcnemar", do_mcnemar, NONE | WEIGHTS},
    {"stats_bowker", do_bowker, NONE | WEIGHTS},
    {"stats_mantel_haenszel", do_mantel, NONE | WEIGHTS},
    {"stats_cmh", do_cmh, NONE | WEIGHTS},
    {"stats_polychoric", do_polychoric, NONE | ONE | WEIGHTS},
    {"stats_kappa", do_kappa, NONE | WEIGHTS},
    {"stats_fleiss", do_fleiss, NONE | ONE | WEIGHTS},
    {"stats_trend", do_trend, NONE | ONE | WEIGHTS},
    {"stats_cell_weights", do_cell_weights, NONE | NEGATIVE | NAN_WEIGHT},
    {"stats_poststratify", do_poststratify, NONE | WEIGHTS},
    {"stats_rake", do_rake, NONE | WEIGHTS},
    {"stats_trim_weights", do_trim, NONE | WEIGHTS},
    {"stats_calibrate", do_calibrate, USUAL},
    {"stats_calibration_residuals", do_residuals, VALUES | NEGATIVE | NAN_WEIGHT | INFINITE_WEIGHT},
    {"stats_scale_weights", do_scale, NONE | WEIGHTS},
    {"stats_design_total", do_design_total, NONE | MISSING | WEIGHTS},
    {"stats_design_mean", do_design_mean, NONE | MISSING | WEIGHTS},
    {"stats_design_ratio", do_design_ratio, NONE | INFINITE | MISSING | WEIGHTS},
    {"stats_design_share", do_design_share, NONE | INFINITE | MISSING | WEIGHTS},
    {"stats_design_difference", do_design_difference, NONE | ONE | MISSING | WEIGHTS},
    {"stats_design_covariance", do_design_covariance, NONE | VALUES | WEIGHTS},
    {"stats_design_means", do_design_means, NONE | ONE | FLAT | MISSING | INFINITE | WEIGHTS},
    {"stats_design_rank_test", do_design_rank_test, NONE | ONE | FLAT | MISSING | WEIGHTS},
    {"stats_design_ranks", do_design_ranks, NONE | MISSING | NO_WEIGHT},
    {"stats_design_crosstab", do_design_crosstab, NONE | ONE | WEIGHTS},
    {"stats_ahp", do_ahp, NONE | WEIGHTS},
    {"stats_ahp_group", do_ahp_group, NONE | (WEIGHTS & ~NAN_WEIGHT)}, /* NaN: a judgement not given */
    {"stats_ahp_priorities", do_ahp_priorities, NONE | (WEIGHTS & ~NAN_WEIGHT)},
    {"stats_delphi", do_delphi, USUAL | ONE},
    {"stats_delphi_authority", do_authority, MISSING | GAP | INFINITE},
    {"stats_entropy_weights", do_entropy, NONE | VALUES | SPREAD},
    {"stats_critic_weights", do_critic, NONE | VALUES | SPREAD},
    {"stats_topsis", do_topsis, NONE | VALUES | FLAT},
    {"stats_sample_size", do_sample_size, NONE | WEIGHTS},
    {"stats_margin_achieved", do_margin, NONE | NO_WEIGHT | NEGATIVE | NAN_WEIGHT},
    {"stats_return_rates", do_returns, NONE | WEIGHTS},
    {"stats_response_rates", do_responses, NONE | WEIGHTS},
    {"stats_quadrant_line", do_line, NONE | MISSING},
    {"stats_studentised_range_upper", do_range, NONE | (WEIGHTS & ~INFINITE_WEIGHT)},
    {"stats_studentised_range_quantile", do_range_quantile, NONE | (WEIGHTS & ~INFINITE_WEIGHT)},
    {"stats_bivariate_normal", do_bivariate, MISSING | GAP},
    {"stats_covariances", do_covariance, NONE | VALUES | WEIGHTS | ONE},
    {"stats_kendall_w_gaps", do_w_gaps, NONE | MISSING | SPREAD},
    {"stats_bottom_box", do_bottom, NONE | WEIGHTS},
    {"stats_median", do_median, NONE | MISSING | GAP | WEIGHTS},
    {"stats_min", do_min, NONE | MISSING | GAP},
    {"stats_max", do_max, NONE | MISSING | GAP},
    {"stats_alpha_interval", do_alpha_interval, NONE | ONE},
    {"stats_importance_bootstrap", do_importance_bootstrap, NONE | VALUES | SPREAD},
    {"stats_quadrant", do_quadrant, MISSING | GAP},
};

static void undefined_is_nan_and_never_zero(void **state)
{
    (void)state;
    size_t wrong = 0;
    struct edge usual;
    make_edge(0, &usual);
    for (size_t r = 0; r < COUNT_OF(rows); r++) {
        if (!isfinite(rows[r].run(&usual))) {
            print_error("%s: usual values give %g\n", rows[r].function, rows[r].run(&usual));
            wrong++;
        }
        for (size_t k = 0; k < COUNT_OF(edges); k++) {
            struct edge edge;
            make_edge(edges[k].edge, &edge);
            double got = rows[r].run(&edge);
            if ((rows[r].undefined & edges[k].edge) && !isnan(got)) {
                print_error("%s: %s gives %g\n", rows[r].function, edges[k].name, got);
                wrong++;
            }
        }
    }
    assert_int_equal(wrong, 0);
}

static void no_measure_is_left_out(void **state)
{
    (void)state;
    const struct stats_measure *list[200];
    size_t count = stats_measures(list, COUNT_OF(list)), missing = 0;
    assert_true(count < COUNT_OF(list));
    for (size_t i = 0; i < count; i++) {
        bool found = false;
        for (size_t r = 0; r < COUNT_OF(rows); r++)
            found = found || strcmp(rows[r].function, list[i]->function) == 0;
        if (!found) {
            print_error("%s (%s) has no row\n", list[i]->function, list[i]->name);
            missing++;
        }
    }
    assert_int_equal(missing, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(undefined_is_nan_and_never_zero),
        cmocka_unit_test(no_measure_is_left_out),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
