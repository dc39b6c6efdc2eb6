/* SPDX-License-Identifier: GPL-3.0-or-later
 * Linear calibration. With D the base weights and t the totals, w = D(1 + Xλ), XᵀDX·λ = t − XᵀD1. The matrix XᵀDX squares the condition of the
 * problem (an intercept beside a variable around 650 is enough to lose six digits), so it is never formed: with √D·X = U·S·Vᵀ,
 *     w = D + √D·U·S⁻¹·Vᵀ·(t − XᵀD1).
 * Columns are scaled to length 1 first; singular values below 10⁻¹⁰ of the greatest count as 0, which leaves out what columns repeat (two full sets of
 * dummies). One-sided Jacobi keeps the small ones right (Demmel & Veselić, SIAM J. Matrix Anal. 13, 1992). One step of refinement removes the
 * rounding of t − XᵀD1. The alternatives (raking ratio, logit with bounds) keep weights positive; raking is in weights.c.
 */
#include "ceping/base_num.h"
#include "ceping/stats_weights.h"
#include "measures_priv.h"
#include "tails_priv.h"

#include <gsl/gsl_linalg.h>
#include <math.h>

#define NOTHING 1e-10

/* √D·X = U·S·Vᵀ with columns of length `length`. U has a row for each of the n rows (0 where the base weight is 0). */
struct basis {
    size_t n, columns, rank;
    double *u;      /* n × columns, row after row */
    double *s, *v;  /* columns; columns × columns */
    double *length; /* of the columns of √D·X */
};

static double base_at(const double *base, size_t i)
{
    return base ? base[i] : 1;
}

static bool values_usable(const double *base, const double *x, size_t n, size_t variables)
{
    for (size_t i = 0; i < n; i++) {
        double weight = base_at(base, i);
        if (!(weight >= 0 && weight < INFINITY))
            return false;
        for (size_t j = 0; j < variables && weight > 0; j++)
            if (!isfinite(x[j * n + i]))
                return false;
    }
    return n > 0 && variables > 0;
}

static void fill_columns(struct basis *b, const double *base, const double *x)
{
    for (size_t j = 0; j < b->columns; j++) {
        struct sum squares = {0};
        for (size_t i = 0; i < b->n; i++) {
            double weight = base_at(base, i), value = weight > 0 ? sqrt(weight) * x[j * b->n + i] : 0;
            b->u[i * b->columns + j] = value;
            sum_add(&squares, value * value);
        }
        b->length[j] = sqrt(sum_value(&squares));
        for (size_t i = 0; i < b->n && b->length[j] > 0; i++)
            b->u[i * b->columns + j] /= b->length[j];
    }
}

/* GSL wants at least as many rows as columns: rows of zeros make up for it. */
static bool decompose(struct arena *arena, const double *base, const double *x, size_t n, size_t variables, struct basis *b)
{
    size_t rows = n < variables ? variables : n;
    *b = (struct basis){n, variables, 0, ARENA_ARRAY(arena, double, rows * variables), ARENA_ARRAY(arena, double, variables),
                        ARENA_ARRAY(arena, double, variables * variables), ARENA_ARRAY(arena, double, variables)};
    fill_columns(b, base, x);
    gsl_matrix_view u = gsl_matrix_view_array(b->u, rows, variables), v = gsl_matrix_view_array(b->v, variables, variables);
    gsl_vector_view s = gsl_vector_view_array(b->s, variables);
    stats_gsl_quiet();
    if (gsl_linalg_SV_decomp_jacobi(&u.matrix, &v.matrix, &s.vector) != 0)
        return false;
    while (b->rank < variables && b->s[b->rank] > NOTHING * b->s[0])
        b->rank++;
    return true;
}

/* t − Xᵀw, and how far it is from nothing. */
static void misses(const double *x, const double *w, size_t n, size_t variables, const double *totals, double *ret_miss, double *ret_scale)
{
    for (size_t j = 0; j < variables; j++) {
        struct sum sum = {0}, size = {0};
        for (size_t i = 0; i < n; i++) {
            if (w[i] == 0)
                continue;
            sum_add(&sum, -w[i] * x[j * n + i]);
            sum_add(&size, fabs(w[i] * x[j * n + i]));
        }
        sum_add(&sum, totals[j]);
        ret_miss[j] = sum_value(&sum);
        ret_scale[j] = fmax(fabs(totals[j]), sum_value(&size));
    }
}

/* w += √D·U·S⁻¹·Vᵀ·miss. */
static void carry(struct arena *arena, const struct basis *b, const double *base, const double *miss, double *w)
{
    double *along = ARENA_ARRAY(arena, double, b->columns);
    for (size_t k = 0; k < b->rank; k++) {
        for (size_t j = 0; j < b->columns; j++)
            along[k] += b->length[j] > 0 ? b->v[j * b->columns + k] * miss[j] / b->length[j] : 0;
        along[k] /= b->s[k];
    }
    for (size_t i = 0; i < b->n; i++) {
        double sum = 0;
        for (size_t k = 0; k < b->rank; k++)
            sum += b->u[i * b->columns + k] * along[k];
        w[i] += base_at(base, i) > 0 ? sqrt(base_at(base, i)) * sum : 0;
    }
}

static void summarise(const double *base, const double *w, size_t n, size_t variables, const double *miss, const double *scale,
                      struct stats_calibration *ret)
{
    ret->largest_difference = 0;
    for (size_t j = 0; j < variables; j++) {
        double difference = scale[j] > 0 ? fabs(miss[j]) / scale[j] : 0;
        if (difference > ret->largest_difference) {
            ret->largest_difference = difference;
            ret->variable = j;
        }
    }
    for (size_t i = 0; i < n; i++) {
        if (!(base_at(base, i) > 0))
            continue;
        double g = w[i] / base_at(base, i);
        ret->smallest_g = isnan(ret->smallest_g) ? g : fmin(ret->smallest_g, g);
        ret->largest_g = isnan(ret->largest_g) ? g : fmax(ret->largest_g, g);
        ret->negative += w[i] < 0;
    }
}

bool stats_calibrate(const double *base, const double *x, size_t n, size_t variables, const double *totals, double *ret_w,
                     struct stats_calibration *ret)
{
    *ret = (struct stats_calibration){.largest_difference = NAN, .smallest_g = NAN, .largest_g = NAN};
    bool usable = values_usable(base, x, n, variables);
    for (size_t j = 0; j < variables; j++)
        usable = usable && isfinite(totals[j]);
    struct arena *arena = arena_new();
    struct basis basis;
    usable = usable && decompose(arena, base, x, n, variables, &basis);
    for (size_t i = 0; i < n; i++)
        ret_w[i] = usable ? base_at(base, i) : NAN;
    if (usable) {
        ret->rank = basis.rank;
        double *miss = ARENA_ARRAY(arena, double, variables), *scale = ARENA_ARRAY(arena, double, variables);
        for (int step = 0; step < 2; step++) {
            misses(x, ret_w, n, variables, totals, miss, scale);
            carry(arena, &basis, base, miss, ret_w);
        }
        misses(x, ret_w, n, variables, totals, miss, scale);
        summarise(base, ret_w, n, variables, miss, scale, ret);
    }
    arena_free(arena);
    return usable && ret->largest_difference <= 1e-9;
}

bool stats_calibration_residuals(const double *base, const double *x, size_t n, size_t variables, const double *y, double *ret_residual)
{
    bool usable = values_usable(base, x, n, variables);
    for (size_t i = 0; i < n && usable; i++)
        usable = isfinite(y[i]) || base_at(base, i) == 0;
    struct arena *arena = arena_new();
    struct basis b;
    if (!usable || !decompose(arena, base, x, n, variables, &b)) {
        for (size_t i = 0; i < n; i++)
            ret_residual[i] = NAN;
        arena_free(arena);
        return false;
    }
    memmove(ret_residual, y, n * sizeof *y);
    /* Twice, since one projection leaves rounding of the size of what it took away. */
    for (int step = 0; step < 2; step++)
        for (size_t k = 0; k < b.rank; k++) {
            struct sum along = {0};
            for (size_t i = 0; i < n; i++)
                if (base_at(base, i) > 0)
                    sum_add(&along, b.u[i * b.columns + k] * sqrt(base_at(base, i)) * ret_residual[i]);
            for (size_t i = 0; i < n; i++)
                if (base_at(base, i) > 0)
                    ret_residual[i] -= sum_value(&along) * b.u[i * b.columns + k] / sqrt(base_at(base, i));
        }
    for (size_t i = 0; i < n; i++)
        if (base_at(base, i) == 0)
            ret_residual[i] = 0;
    arena_free(arena);
    return true;
}

const struct stats_measure stats_calibration_measures[] = {
    {"linear_calibration", "线性校准权重（GREG）", N_("weights"), N_("auxiliary variables with population totals"), 1, "stats_calibrate",
     "w = base·(1 + xᵀλ), λ = (Σ base·xxᵀ)⁻¹(t − Σ base·x)", "Deville, Särndal, JASA 87 (1992)",
     "tests/unit/stats/test_weights.c: calibration_agrees_with_r"},
    {0},
};
