/* SPDX-License-Identifier: GPL-3.0-or-later
 * Several domains of a design compared at once: Wald's test that their means are equal, and the same test of ranks.
 *
 * The classical analysis of variance takes rows for independent and equally important; under weights and clusters its F is wrong in both. Wald's test takes the
 * covariances of the domain means from the design instead: with contrasts d = m_g − m_last and their covariance matrix V, dᵀV⁻¹d / (k − 1) is compared with
 * F(k − 1, df − k + 1), as R's regTermTest does after svyglm. For two domains it is the square of the t of stats_design_difference.
 *
 * Ranks: each row gets its estimated rank in the population, (Σw below + ½ Σw of equals) / Σw, and the means of these are compared in the same way. That is
 * the design-based Kruskal–Wallis test of Lumley & Scott (R's svyranktest): the ranks may be taken for fixed, for what their estimation adds vanishes under the
 * hypothesis.
 */
#include "ceping/base_num.h"
#include "design_priv.h"
#include "measures_priv.h"
#include "tails_priv.h"

#include <gsl/gsl_linalg.h>
#include <math.h>
#include <stdlib.h>

/* Pivots of the correlations of the contrasts below this: some domain mean is known from the others, and nothing can be tested. */
#define SINGULAR 1e-12

static double usable_weight(const struct stats_plan *plan, const double *y, const int *group, size_t groups, size_t i)
{
    bool inside = group[i] >= 0 && (size_t)group[i] < groups && !isnan(y[i]);
    return inside ? design_weight(plan, i) : 0;
}

/* Means of the domains; false where one has nobody or the values are not finite. */
static bool means(const struct stats_plan *plan, const double *y, const int *group, size_t groups, double *ret_weight, double *ret_mean)
{
    for (size_t g = 0; g < groups; g++) {
        struct sum total = {0}, weight = {0};
        for (size_t i = 0; i < plan->design.n; i++) {
            double w = usable_weight(plan, y, group, groups, i);
            if (w > 0 && (size_t)group[i] == g) {
                sum_add(&weight, w);
                sum_add(&total, w * y[i]);
            }
        }
        ret_weight[g] = sum_value(&weight);
        ret_mean[g] = sum_value(&total) / ret_weight[g];
        if (!isfinite(ret_mean[g]))
            return false;
    }
    return true;
}

/* dᵀV⁻¹d for contrasts of all means with the last; NaN where V is singular. */
static double wald(struct arena *arena, const double *mean, const double *covariance, size_t groups)
{
    size_t k = groups - 1;
    double *v = ARENA_ARRAY(arena, double, k * k), *d = ARENA_ARRAY(arena, double, k), *solved = ARENA_ARRAY(arena, double, k);
    double *scale = ARENA_ARRAY(arena, double, k);
    for (size_t a = 0; a < k; a++)
        for (size_t b = 0; b < k; b++)
            v[a * k + b] = covariance[a * groups + b] - covariance[a * groups + k] - covariance[k * groups + b] + covariance[k * groups + k];
    for (size_t a = 0; a < k; a++) {
        scale[a] = sqrt(v[a * k + a]);
        d[a] = (mean[a] - mean[k]) / scale[a];
        if (!(scale[a] > 0))
            return NAN;
    }
    for (size_t a = 0; a < k; a++)
        for (size_t b = 0; b < k; b++)
            v[a * k + b] /= scale[a] * scale[b];
    stats_gsl_quiet();
    gsl_matrix_view matrix = gsl_matrix_view_array(v, k, k);
    if (gsl_linalg_cholesky_decomp1(&matrix.matrix) != 0)
        return NAN;
    for (size_t a = 0; a < k; a++)
        if (!(v[a * k + a] * v[a * k + a] > SINGULAR))
            return NAN;
    gsl_vector_const_view right = gsl_vector_const_view_array(d, k);
    gsl_vector_view left = gsl_vector_view_array(solved, k);
    gsl_linalg_cholesky_solve(&matrix.matrix, &right.vector, &left.vector);
    double sum = 0;
    for (size_t a = 0; a < k; a++)
        sum += d[a] * solved[a];
    return sum;
}

struct stats_f_test stats_design_means(const struct stats_plan *plan, const double *y, const int *group, size_t groups)
{
    struct stats_f_test test = {NAN, NAN, NAN, NAN};
    size_t n = plan->design.n;
    if (plan->info.status != STATS_DESIGN_GOOD || groups < 2)
        return test;
    struct arena *arena = arena_new();
    double *weight = ARENA_ARRAY(arena, double, groups), *mean = ARENA_ARRAY(arena, double, groups);
    double *u = ARENA_ARRAY(arena, double, n + 1), *z = ARENA_ARRAY(arena, double, groups * n + 1), *covariance = ARENA_ARRAY(arena, double, groups * groups);
    double df1 = (double)groups - 1, df2 = plan->info.df - df1;
    bool good = df2 >= 1 && means(plan, y, group, groups, weight, mean);
    for (size_t g = 0; g < groups && good; g++) {
        for (size_t i = 0; i < n; i++)
            u[i] = usable_weight(plan, y, group, groups, i) > 0 && (size_t)group[i] == g ? (y[i] - mean[g]) / weight[g] : 0;
        good = design_linearise(plan, u, z + g * n);
    }
    double statistic = NAN;
    if (good) {
        stats_design_covariance(plan, z, groups, covariance);
        statistic = wald(arena, mean, covariance, groups);
    }
    if (!isnan(statistic))
        test = (struct stats_f_test){statistic / df1, df1, df2, tail_f(statistic / df1, df1, df2)};
    arena_free(arena);
    return test;
}

/* Ranks --------------------------------------------------------------------------------------------------------- */

static int by_value(const void *a, const void *b, void *values)
{
    const double *y = values;
    double left = y[*(const size_t *)a], right = y[*(const size_t *)b];
    return (left > right) - (left < right);
}

void stats_design_ranks(const struct stats_plan *plan, const double *y, const int *group, size_t groups, double *ret_rank)
{
    size_t n = plan->design.n, count = 0;
    auto_free size_t *order = xcalloc(n + 1, sizeof *order);
    double total = 0;
    for (size_t i = 0; i < n; i++) {
        ret_rank[i] = NAN;
        if (!(usable_weight(plan, y, group, groups, i) > 0))
            continue;
        order[count++] = i;
        total += design_weight(plan, i);
    }
    union {
        const double *in;
        void *out;
    } values = {y};
    qsort_r(order, count, sizeof *order, by_value, values.out);
    double below = 0;
    for (size_t from = 0, to; from < count; from = to) {
        double equals = 0;
        for (to = from; to < count && y[order[to]] == y[order[from]]; to++)
            equals += design_weight(plan, order[to]);
        for (size_t k = from; k < to; k++)
            ret_rank[order[k]] = (below + equals / 2) / total;
        below += equals;
    }
}

struct stats_f_test stats_design_rank_test(const struct stats_plan *plan, const double *y, const int *group, size_t groups)
{
    auto_free double *rank = xcalloc(plan->design.n + 1, sizeof *rank);
    stats_design_ranks(plan, y, group, groups, rank);
    return stats_design_means(plan, rank, group, groups);
}

const struct stats_measure stats_design_groups_measures[] = {
    {"design_anova", "多个子总体均值的比较（抽样设计，Wald 检验）", N_("design"), N_("number item, two or more groups, weights, strata, clusters"), 3, "stats_design_means",
     "F = dᵀV⁻¹d/(k − 1) ~ F(k − 1, df − k + 1), d = m_g − m_k", "Binder, International Statistical Review 51 (1983); Lumley, Complex Surveys (2010)",
     "tests/unit/stats/test_design_groups.c: means_as_regtermtest"},
    {"design_ranks", "多个子总体秩的比较（抽样设计）", N_("design"), N_("ordered item, two or more groups, weights, strata, clusters"), 3, "stats_design_rank_test",
     "design_anova of (Σw below + ½Σw of equals)/Σw", "Lumley, Scott, Biometrika 100 (2013)", "tests/unit/stats/test_design_groups.c: ranks_as_svyranktest"},
    {0},
};
