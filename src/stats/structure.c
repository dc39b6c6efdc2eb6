/* SPDX-License-Identifier: GPL-3.0-or-later
 * Is there structure in a correlation matrix (KMO, Bartlett), and how many dimensions carry it: principal components and principal-axis factors.
 *
 * Components explain all variance of the items, factors only what items share; questionnaires are usually described by the former and modelled
 * by the latter. Eigenvalues by GSL (Householder tridiagonalisation, QR). Rotation is in rotation.c, maximum likelihood in likelihood_factors.c.
 */
#include "ceping/stats_structure.h"

#include "ceping/base_num.h"
#include "factors_priv.h"
#include "linear_priv.h"
#include "measures_priv.h"
#include "tails_priv.h"

#include <math.h>

/* The iteration for communalities converges by a constant factor, slow where a factor is weak. */
#define AXIS_ITERATIONS_MAX 20000
#define AXIS_TOLERANCE 1e-10

double stats_kmo(const double *r, size_t items, double *ret_items)
{
    for (size_t i = 0; ret_items && i < items; i++)
        ret_items[i] = NAN;
    struct arena *arena = arena_new();
    double *inverse = ARENA_ARRAY(arena, double, items * items + 1), result = NAN;
    memcpy(inverse, r, items * items * sizeof *r);
    if (items >= 2 && spd_invert(inverse, items, NULL)) {
        struct sum all_r = {0}, all_partial = {0};
        for (size_t i = 0; i < items; i++) {
            struct sum squares = {0}, partials = {0};
            for (size_t j = 0; j < items; j++) {
                if (i == j)
                    continue;
                double partial = inverse[i * items + j] / sqrt(inverse[i * items + i] * inverse[j * items + j]);
                sum_add(&squares, r[i * items + j] * r[i * items + j]);
                sum_add(&partials, partial * partial);
            }
            double own = sum_value(&squares), rest = sum_value(&partials);
            if (ret_items)
                ret_items[i] = own + rest > 0 ? own / (own + rest) : NAN;
            sum_add(&all_r, own);
            sum_add(&all_partial, rest);
        }
        double own = sum_value(&all_r), rest = sum_value(&all_partial);
        result = own + rest > 0 ? own / (own + rest) : NAN; /* items that share nothing at all have no KMO */
    }
    arena_free(arena);
    return result;
}

struct stats_bartlett stats_bartlett(const double *r, size_t items, double n)
{
    struct stats_bartlett result = {NAN, NAN, NAN, NAN};
    struct arena *arena = arena_new();
    double *inverse = ARENA_ARRAY(arena, double, items * items + 1), log_determinant, k = (double)items;
    memcpy(inverse, r, items * items * sizeof *r);
    if (items >= 2 && n > 1 && n < INFINITY && spd_invert(inverse, items, &log_determinant)) {
        double factor = n - 1 - (2 * k + 5) / 6;
        result.determinant = exp(log_determinant);
        result.df = k * (k - 1) / 2;
        if (factor > 0) {
            result.chisq = fmax(-factor * log_determinant, 0);
            result.p = tail_chisq(result.chisq, result.df);
        }
    }
    arena_free(arena);
    return result;
}

struct stats_factors *factors_new(struct arena *arena, size_t items, size_t factors)
{
    struct stats_factors *result = ARENA_NEW(arena, struct stats_factors);
    result->items = items;
    result->factors = factors;
    result->loadings = ARENA_ARRAY(arena, double, items * factors);
    result->communality = ARENA_ARRAY(arena, double, items);
    result->squares = ARENA_ARRAY(arena, double, factors);
    result->explained = ARENA_ARRAY(arena, double, factors);
    result->eigenvalues = ARENA_ARRAY(arena, double, items);
    result->chisq = result->df = result->p = NAN;
    return result;
}

/* Exchanges factors a and b. */
static void exchange(struct stats_factors *result, size_t a, size_t b)
{
    size_t m = result->factors;
    for (size_t i = 0; i < result->items; i++) {
        double *row = result->loadings + i * m, kept = row[a];
        row[a] = row[b], row[b] = kept;
    }
    for (size_t g = 0; result->correlations && g < m; g++) {
        double *row = result->correlations + g * m, kept = row[a];
        row[a] = row[b], row[b] = kept;
    }
    for (size_t g = 0; result->correlations && g < m; g++) {
        double *at = result->correlations, kept = at[a * m + g];
        at[a * m + g] = at[b * m + g], at[b * m + g] = kept;
    }
    double kept = result->squares[a];
    result->squares[a] = result->squares[b], result->squares[b] = kept;
}

static void turn(struct stats_factors *result, size_t f)
{
    size_t m = result->factors;
    for (size_t i = 0; i < result->items; i++)
        result->loadings[i * m + f] = -result->loadings[i * m + f];
    for (size_t g = 0; result->correlations && g < m; g++)
        if (g != f) {
            result->correlations[f * m + g] = -result->correlations[f * m + g];
            result->correlations[g * m + f] = -result->correlations[g * m + f];
        }
}

/* Loading times structure (the loadings themselves while factors are orthogonal). */
static double shared(const struct stats_factors *result, size_t i, size_t f)
{
    size_t m = result->factors;
    const double *row = result->loadings + i * m;
    if (!result->correlations)
        return row[f] * row[f];
    double structure = 0;
    for (size_t g = 0; g < m; g++)
        structure += row[g] * result->correlations[g * m + f];
    return row[f] * structure;
}

void factors_finish(struct stats_factors *result)
{
    size_t m = result->factors;
    for (size_t f = 0; f < m; f++) {
        struct sum squares = {0}, total = {0};
        for (size_t i = 0; i < result->items; i++) {
            sum_add(&squares, shared(result, i, f));
            sum_add(&total, result->loadings[i * m + f]);
        }
        result->squares[f] = sum_value(&squares);
        if (sum_value(&total) < 0)
            turn(result, f);
    }
    for (size_t i = 0; i < result->items; i++) {
        struct sum common = {0};
        for (size_t f = 0; f < m; f++)
            sum_add(&common, shared(result, i, f));
        result->communality[i] = sum_value(&common);
    }
    for (size_t f = 0; f < m; f++)
        for (size_t g = f; g > 0 && result->squares[g - 1] < result->squares[g]; g--)
            exchange(result, g - 1, g);
    for (size_t f = 0; f < m; f++)
        result->explained[f] = result->squares[f] / (double)result->items;
}

/* Loadings √value · vector of the first factors; values below 0 carry nothing. */
static void load(struct stats_factors *result, const double *values, const double *vectors)
{
    for (size_t i = 0; i < result->items; i++)
        for (size_t f = 0; f < result->factors; f++)
            result->loadings[i * result->factors + f] = sqrt(fmax(values[f], 0)) * vectors[i * result->items + f];
}

struct stats_factors *stats_principal_components(struct arena *arena, const double *r, size_t items, size_t factors)
{
    if (items == 0 || factors == 0 || factors > items)
        return NULL;
    struct stats_factors *result = factors_new(arena, items, factors);
    double *vectors = ARENA_ARRAY(arena, double, items * items);
    if (!symmetric_eigen(r, items, result->eigenvalues, vectors))
        return NULL;
    load(result, result->eigenvalues, vectors);
    result->converged = true;
    factors_finish(result);
    return result;
}

/* Squared multiple correlations; where the matrix is singular, the greatest correlation in the row. */
static void first_communalities(struct arena *arena, const double *r, size_t items, double *ret_common)
{
    double *inverse = ARENA_ARRAY(arena, double, items * items);
    memcpy(inverse, r, items * items * sizeof *r);
    bool regular = spd_invert(inverse, items, NULL);
    for (size_t i = 0; i < items; i++) {
        ret_common[i] = 0;
        for (size_t j = 0; j < items && !regular; j++)
            if (i != j)
                ret_common[i] = fmax(ret_common[i], fmin(fabs(r[i * items + j]), 1));
        if (regular)
            ret_common[i] = 1 - 1 / inverse[i * items + i];
    }
}

struct stats_factors *stats_principal_axis(struct arena *arena, const double *r, size_t items, size_t factors)
{
    struct stats_factors *result = stats_principal_components(arena, r, items, factors);
    if (!result)
        return NULL;
    double *common = ARENA_ARRAY(arena, double, items), *reduced = ARENA_ARRAY(arena, double, items * items);
    double *values = ARENA_ARRAY(arena, double, items), *vectors = ARENA_ARRAY(arena, double, items * items);
    first_communalities(arena, r, items, common);
    memcpy(reduced, r, items * items * sizeof *r);
    result->converged = false;
    for (int round = 0; round < AXIS_ITERATIONS_MAX && !result->converged; round++) {
        for (size_t i = 0; i < items; i++)
            reduced[i * items + i] = common[i];
        if (!symmetric_eigen(reduced, items, values, vectors))
            return NULL;
        load(result, values, vectors);
        double change = 0;
        result->heywood = false;
        for (size_t i = 0; i < items; i++) {
            double next = 0;
            for (size_t f = 0; f < factors; f++)
                next += result->loadings[i * factors + f] * result->loadings[i * factors + f];
            result->heywood = result->heywood || next > 1;
            next = fmin(next, 1); /* more than all of an item cannot be common */
            change = fmax(change, fabs(next - common[i]));
            common[i] = next;
        }
        result->converged = change < AXIS_TOLERANCE;
    }
    factors_finish(result);
    return result;
}

const struct stats_measure stats_structure_measures[] = {
    {"kmo", "KMO 取样适切性量数", N_("structure"), N_("two or more number items"), 3, "stats_kmo", "Σr² / (Σr² + Σpartial²)",
     "Kaiser, Rice, Educ. Psychol. Meas. 34 (1974)", "tests/unit/stats/test_structure.c: components_as_r"},
    {"bartlett_sphericity", "巴特利特球形检验", N_("structure"), N_("two or more number items"), 3, "stats_bartlett", "−(n − 1 − (2k + 5)/6) ln|R|, df k(k − 1)/2",
     "Bartlett, Brit. J. Psychol. Stat. 3 (1950)", "tests/unit/stats/test_structure.c: components_as_r"},
    {"principal_components", "主成分分析", N_("structure"), N_("two or more number items"), 3, "stats_principal_components", "R = VΛVᵀ, loadings V√Λ",
     "Hotelling, J. Educ. Psychol. 24 (1933)", "tests/unit/stats/test_structure.c: components_as_r"},
    {"parallel_analysis", "平行分析", N_("structure"), N_("two or more number items"), 3, "stats_parallel_analysis",
     "quantile of the eigenvalues of Wishart matrices of n − 1 degrees of freedom", "Horn, Psychometrika 30 (1965); Bartlett, Proc. R. Soc. Edinburgh 53 (1933)",
     "tests/unit/stats/test_structure.c: parallel_as_drawn_rows"},
    {"principal_axis", "主轴因子法", N_("structure"), N_("three or more number items"), 3, "stats_principal_axis",
     "R − Ψ = VΛVᵀ, communalities iterated from squared multiple correlations", "Harman, Modern Factor Analysis (1976)",
     "tests/unit/stats/test_structure.c: axis_and_promax_as_psych"},
    {"ml_factors", "极大似然因子法", N_("structure"), N_("three or more number items"), 3, "stats_maximum_likelihood",
     "min ln|Σ| + tr(SΣ⁻¹) − ln|S| − k, Σ = ΛΛᵀ + Ψ", "Jöreskog, Psychometrika 32 (1967)", "tests/unit/stats/test_structure.c: likelihood_as_factanal"},
    {"varimax", "方差最大旋转", N_("structure"), N_("loadings of two or more factors"), 3, "stats_varimax", "max Σ var(squared loadings), rows normalised",
     "Kaiser, Psychometrika 23 (1958)", "tests/unit/stats/test_structure.c: components_as_r"},
    {"promax", "斜交旋转", N_("structure"), N_("loadings of two or more factors"), 3, "stats_promax", "least squares from varimax towards λ|λ|^(power − 1)",
     "Hendrickson, White, Brit. J. Stat. Psychol. 17 (1964)", "tests/unit/stats/test_structure.c: axis_and_promax_as_psych"},
    {0},
};
