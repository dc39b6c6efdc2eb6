/* SPDX-License-Identifier: GPL-3.0-or-later
 * Chi-square for tables from complex samples.
 *
 * Under a design, Pearson's X² of the weighted table is distributed as Σ δ_k·χ²₁, the δ being eigenvalues of Δ = (CᵀD⁻¹C/n)⁻¹(CᵀD⁻¹VD⁻¹C): the
 * "generalised design effects" of the (r − 1)(c − 1) interactions C, V the design covariance of the proportions p, D = diag(p). The second-order
 * correction divides by their mean and adjusts the degrees of freedom for their spread, d = (Σδ)²/Σδ²; with ν clusters less strata behind V the
 * result follows F(d, dν) better than χ². Only trace(Δ) and trace(Δ²) are needed, so no eigenvalues are computed. Any basis of the interactions
 * gives the same Δ up to similarity; products of Helmert contrasts are orthogonal to rows and columns.
 * Rao & Scott, Annals of Statistics 12 (1984) 46–60; Thomas & Rao, JASA 82 (1987), for F.
 */
#include "ceping/base_num.h"
#include "design_priv.h"
#include "measures_priv.h"
#include "tails_priv.h"

#include <gsl/gsl_linalg.h>
#include <math.h>

struct table {
    const struct stats_plan *plan;
    size_t rows, columns, cells; /* with anything in them */
    int *cell;                   /* of each row of data; −1: none */
    double *count;               /* Σw */
    double n, weight;
};

/* Numbers the lines that have something in them; −1 for the others. Returns how many. */
static size_t number_lines(const double *all, size_t count, size_t step, size_t across, size_t stride, int *ret_line)
{
    size_t used = 0;
    for (size_t i = 0; i < count; i++) {
        bool any = false;
        for (size_t k = 0; k < across; k++)
            any = any || all[i * step + k * stride] > 0;
        ret_line[i] = any ? (int)used++ : -1;
    }
    return used;
}

static bool in_table(const struct stats_plan *plan, const int *row, size_t rows, const int *column, size_t columns, size_t i)
{
    return design_weight(plan, i) > 0 && row[i] >= 0 && (size_t)row[i] < rows && column[i] >= 0 && (size_t)column[i] < columns;
}

static struct table tabulate(struct arena *arena, const struct stats_plan *plan, const int *row, size_t rows, const int *column, size_t columns,
                             double *all)
{
    struct table table = {.plan = plan, .cell = ARENA_ARRAY(arena, int, plan->design.n + 1)};
    struct sum *sums = ARENA_ARRAY(arena, struct sum, rows * columns + 1);
    for (size_t i = 0; i < plan->design.n; i++) {
        if (!in_table(plan, row, rows, column, columns, i))
            continue;
        table.n++;
        sum_add(&sums[(size_t)row[i] * columns + (size_t)column[i]], design_weight(plan, i));
    }
    for (size_t k = 0; k < rows * columns; k++)
        all[k] = sum_value(&sums[k]);
    int *row_line = ARENA_ARRAY(arena, int, rows + 1), *column_line = ARENA_ARRAY(arena, int, columns + 1);
    table.rows = number_lines(all, rows, columns, columns, 1, row_line);
    table.columns = number_lines(all, columns, 1, rows, columns, column_line);
    table.cells = table.rows * table.columns;
    table.count = ARENA_ARRAY(arena, double, table.cells + 1);
    for (size_t r = 0; r < rows; r++)
        for (size_t c = 0; c < columns; c++)
            if (row_line[r] >= 0 && column_line[c] >= 0)
                table.count[(size_t)row_line[r] * table.columns + (size_t)column_line[c]] = all[r * columns + c];
    for (size_t i = 0; i < plan->design.n; i++) {
        bool in = in_table(plan, row, rows, column, columns, i);
        table.cell[i] = in ? row_line[row[i]] * (int)table.columns + column_line[column[i]] : -1;
    }
    table.weight = stats_total(table.count, table.cells);
    return table;
}

/* Σ (p − p₊p₊)²/(p₊p₊): X²/n. */
static double phi_squared(struct arena *arena, const struct table *table)
{
    double *row = ARENA_ARRAY(arena, double, table->rows), *column = ARENA_ARRAY(arena, double, table->columns);
    for (size_t k = 0; k < table->cells; k++) {
        row[k / table->columns] += table->count[k] / table->weight;
        column[k % table->columns] += table->count[k] / table->weight;
    }
    struct sum sum = {0};
    for (size_t k = 0; k < table->cells; k++) {
        double expected = row[k / table->columns] * column[k % table->columns], d = table->count[k] / table->weight - expected;
        sum_add(&sum, d * d / expected);
    }
    return sum_value(&sum);
}

/* Design covariance of the proportions. */
static bool proportions_covariance(struct arena *arena, const struct table *table, double *ret_covariance)
{
    size_t n = table->plan->design.n;
    double *z = ARENA_ARRAY(arena, double, n * table->cells), *u = ARENA_ARRAY(arena, double, n);
    for (size_t k = 0; k < table->cells; k++) {
        double p = table->count[k] / table->weight;
        for (size_t i = 0; i < n; i++)
            u[i] = table->cell[i] < 0 ? 0 : ((table->cell[i] == (int)k) - p) / table->weight;
        if (!design_linearise(table->plan, u, z + k * n))
            return false;
    }
    stats_design_covariance(table->plan, z, table->cells, ret_covariance);
    return true;
}

/* Contrast a of `count` levels at level i: 1 for the levels up to a, −(a + 1) for the next, 0 beyond. */
static double helmert(size_t a, size_t i)
{
    return i <= a ? 1 : i == a + 1 ? -(double)(a + 1) : 0;
}

/* D⁻¹C, cells × interactions; empty cells get 0, as in R. */
static double *scaled_contrasts(struct arena *arena, const struct table *table, size_t interactions)
{
    double *contrast = ARENA_ARRAY(arena, double, table->cells * interactions);
    for (size_t k = 0; k < table->cells; k++) {
        double p = table->count[k] / table->weight;
        for (size_t m = 0; m < interactions && p > 0; m++)
            contrast[k * interactions + m] =
                helmert(m / (table->columns - 1), k / table->columns) * helmert(m % (table->columns - 1), k % table->columns) / p;
    }
    return contrast;
}

/* trace(Δ) and trace(Δ²). False where CᵀD⁻¹C is singular. */
static bool traces(struct arena *arena, const struct table *table, const double *covariance, double *ret_trace, double *ret_square)
{
    size_t k = table->cells, m = (table->rows - 1) * (table->columns - 1);
    double *contrast = scaled_contrasts(arena, table, m), *half = ARENA_ARRAY(arena, double, k * m);
    double *below = ARENA_ARRAY(arena, double, m * m), *delta = ARENA_ARRAY(arena, double, m * m);
    for (size_t i = 0; i < k; i++)
        for (size_t b = 0; b < m; b++)
            for (size_t j = 0; j < k; j++)
                half[i * m + b] += covariance[i * k + j] * contrast[j * m + b];
    for (size_t a = 0; a < m; a++)
        for (size_t b = 0; b < m; b++)
            for (size_t i = 0; i < k; i++) {
                double p = table->count[i] / table->weight;
                delta[a * m + b] += contrast[i * m + a] * half[i * m + b];
                below[a * m + b] += p * contrast[i * m + a] * contrast[i * m + b] / table->n;
            }
    stats_gsl_quiet();
    gsl_matrix_view factor = gsl_matrix_view_array(below, m, m);
    double largest = 0;
    for (size_t a = 0; a < m; a++)
        largest = fmax(largest, below[a * m + a]);
    if (gsl_linalg_cholesky_decomp1(&factor.matrix) != 0)
        return false;
    for (size_t a = 0; a < m; a++)
        if (!(below[a * m + a] * below[a * m + a] > 1e-13 * largest))
            return false;
    for (size_t b = 0; b < m; b++) {
        gsl_vector_view column = gsl_vector_view_array_with_stride(delta + b, m, m);
        gsl_linalg_cholesky_svx(&factor.matrix, &column.vector);
    }
    *ret_trace = *ret_square = 0;
    for (size_t a = 0; a < m; a++) {
        *ret_trace += delta[a * m + a];
        for (size_t b = 0; b < m; b++)
            *ret_square += delta[a * m + b] * delta[b * m + a];
    }
    return true;
}

static void test_table(struct arena *arena, const struct table *table, struct stats_design_crosstab *ret)
{
    double interactions = (double)(table->rows - 1) * (double)(table->columns - 1), trace, square;
    double phi2 = phi_squared(arena, table);
    ret->pearson = table->n * phi2;
    ret->cramer_v = sqrt(phi2 / (double)((table->rows < table->columns ? table->rows : table->columns) - 1));
    double *covariance = ARENA_ARRAY(arena, double, table->cells * table->cells);
    if (!(table->plan->info.df >= 1) || !proportions_covariance(arena, table, covariance) ||
        !traces(arena, table, covariance, &trace, &square) || !(trace > 0))
        return;
    ret->mean_deff = trace / interactions;
    ret->f = ret->pearson / trace;
    ret->df1 = trace * trace / square;
    ret->df2 = ret->df1 * table->plan->info.df;
    ret->p = tail_f(ret->f, ret->df1, ret->df2);
    ret->p_chisq = tail_chisq(ret->pearson / ret->mean_deff, interactions);
}

struct stats_design_crosstab stats_design_crosstab(const struct stats_plan *plan, const int *row, size_t rows, const int *column, size_t columns,
                                                   double *ret_table)
{
    struct stats_design_crosstab result = {NAN, NAN, NAN, NAN, NAN, NAN, NAN, NAN, NAN};
    if (plan->info.status != STATS_DESIGN_GOOD) {
        for (size_t k = 0; ret_table && k < rows * columns; k++)
            ret_table[k] = NAN;
        return result;
    }
    struct arena *arena = arena_new();
    double *all = ret_table ? ret_table : ARENA_ARRAY(arena, double, rows * columns + 1);
    struct table table = tabulate(arena, plan, row, rows, column, columns, all);
    result.n = table.n;
    if (table.rows > 1 && table.columns > 1)
        test_table(arena, &table, &result);
    arena_free(arena);
    return result;
}

const struct stats_measure stats_rao_scott_measures[] = {
    {"design_crosstab", "加权列联表的 Rao–Scott 检验", N_("design"), N_("two choice items, weights, strata, clusters"), 2, "stats_design_crosstab",
     "F = X²/Σδ ~ F(d, dν), d = (Σδ)²/Σδ²", "Rao, Scott, Annals of Statistics 12 (1984)",
     "tests/unit/stats/test_design.c: crosstabs_agree_with_r"},
    {0},
};
