/* SPDX-License-Identifier: GPL-3.0-or-later
 * Polychoric correlation: the correlation of two normal variables of which only the steps of a scale are seen. Pearson's r of answers in five steps
 * is smaller than that of the attitudes behind them; this one is not, if they are normal.
 *
 * Two steps (Olsson, Psychometrika 44, 1979): thresholds are the normal quantiles of the margins; given them, ρ maximises Σ n ln P(ρ). The likelihood is
 * looked at on a grid first, since near ±1 it can have more than one hill, then the zero of its derivative is found between neighbours.
 * dP/dρ is the density at the corners of a cell (Tallis, Biometrics 18, 1962). Full ML would move the thresholds too, by less than their error.
 */
#include "ceping/base_num.h"
#include "ceping/stats_association.h"
#include "measures_priv.h"
#include "tails_priv.h"

#include <math.h>

/* P(X > h, Y > k): for |ρ| < 0.925 the integral of the density over ρ (Plackett), else its form for ρ near 1, by 20 points of Gauss–Legendre. */
static const double gauss[10][2] = {
    /* weight, node */
    {0.01761400713915212, 0.9931285991850949}, {0.04060142980038694, 0.9639719272779138}, {0.06267204833410906, 0.9122344282513259},
    {0.08327674157670475, 0.8391169718222188}, {0.1019301198172404, 0.7463319064601508},  {0.1181945319615184, 0.6360536807265150},
    {0.1316886384491766, 0.5108670019508271},  {0.1420961093183821, 0.3737060887154196},  {0.1491729864726037, 0.2277858511416451},
    {0.1527533871307259, 0.07652652113349733},
};

static double upper_moderate(double h, double k, double rho)
{
    double half = (h * h + k * k) / 2, angle = asin(rho), sum = 0;
    for (size_t i = 0; i < COUNT_OF(gauss); i++)
        for (int side = -1; side <= 1; side += 2) {
            double s = sin(angle * (1 + side * gauss[i][1]) / 2);
            sum += gauss[i][0] * exp((s * h * k - half) / (1 - s * s));
        }
    return sum * angle / (4 * M_PI) + tail_normal(h) * tail_normal(k);
}

/* Genz (2004), equation 6: what is missing to the value at |ρ| = 1; ρ > 0 after k has been turned round. */
static double upper_missing(double h, double k, double rho)
{
    double hk = h * k, left = (1 - rho) * (1 + rho), a = sqrt(left), gap = (h - k) * (h - k);
    double c = (4 - hk) / 8, d = (12 - hk) / 16, exponent = -(gap / left + hk) / 2, sum = 0;
    if (exponent > -100)
        sum = a * exp(exponent) * (1 - c * (gap - left) * (1 - d * gap / 5) / 3 + c * d * left * left / 5);
    if (-hk < 100) {
        double b = sqrt(gap);
        sum -= exp(-hk / 2) * sqrt(2 * M_PI) * tail_normal(b / a) * b * (1 - c * gap * (1 - d * gap / 5) / 3);
    }
    a /= 2;
    for (size_t i = 0; i < COUNT_OF(gauss); i++)
        for (int side = -1; side <= 1; side += 2) {
            double x = a * (1 + side * gauss[i][1]), xx = x * x, root = sqrt(1 - xx);
            exponent = -(gap / xx + hk) / 2;
            if (exponent > -100)
                sum += a * gauss[i][0] * exp(exponent) *
                       (exp(-hk * xx / (2 * (1 + root) * (1 + root))) / root - (1 + c * xx * (1 + d * xx)));
        }
    return -sum / (2 * M_PI);
}

static double upper(double h, double k, double rho)
{
    if (fabs(rho) < 0.925)
        return upper_moderate(h, k, rho);
    double missing = fabs(rho) < 1 ? upper_missing(h, rho < 0 ? -k : k, fabs(rho)) : 0;
    if (rho > 0)
        return missing + tail_normal(fmax(h, k));
    double whole = h + k < 0 ? (h < 0 ? tail_normal(k) - tail_normal(-h) : tail_normal(h) - tail_normal(-k)) : 0;
    return fmax(whole, 0) - missing;
}

double stats_bivariate_normal(double h, double k, double rho)
{
    if (isnan(h) || isnan(k) || !(fabs(rho) <= 1))
        return NAN;
    if (h == -INFINITY || k == -INFINITY)
        return 0;
    if (h == INFINITY || k == INFINITY)
        return tail_normal(-fmin(h, k));
    return fmin(1, fmax(0, upper(-h, -k, rho)));
}

/* The table ------------------------------------------------------------------------------------------------- */

struct surface {
    size_t rows, columns; /* that are not empty */
    double *count, *row_at, *column_at; /* thresholds: from −∞ to ∞, one more than rows */
    double n;
    double *corner; /* (rows + 1)(columns + 1) values of the function at the corners */
};

static double density(double h, double k, double rho)
{
    if (isinf(h) || isinf(k))
        return 0;
    double left = (1 - rho) * (1 + rho);
    return exp(-(h * h - 2 * rho * h * k + k * k) / (2 * left)) / (2 * M_PI * sqrt(left));
}

typedef double corner_function(double h, double k, double rho);

/* The function over each cell: differences of its values at the corners. */
static void over_cells(const struct surface *surface, corner_function *f, double rho, double *ret_cells)
{
    size_t across = surface->columns + 1;
    for (size_t i = 0; i <= surface->rows; i++)
        for (size_t j = 0; j <= surface->columns; j++)
            surface->corner[i * across + j] = f(surface->row_at[i], surface->column_at[j], rho);
    for (size_t i = 0; i < surface->rows; i++)
        for (size_t j = 0; j < surface->columns; j++) {
            const double *at = surface->corner + i * across + j;
            ret_cells[i * surface->columns + j] = (at[across + 1] - at[across]) - (at[1] - at[0]);
        }
}

struct search {
    const struct surface *surface;
    double *probability, *slope;
};

/* A cell that the model all but excludes keeps the likelihood finite at the size of rounding. */
#define PROBABILITY_LEAST 1e-16

static double log_likelihood(const struct search *search, double rho)
{
    const struct surface *surface = search->surface;
    struct sum sum = {0};
    over_cells(surface, stats_bivariate_normal, rho, search->probability);
    for (size_t c = 0; c < surface->rows * surface->columns; c++)
        if (surface->count[c] > 0)
            sum_add(&sum, surface->count[c] * log(fmax(search->probability[c], PROBABILITY_LEAST)));
    return sum_value(&sum);
}

static double score(double rho, const void *data)
{
    const struct search *search = data;
    const struct surface *surface = search->surface;
    struct sum sum = {0};
    over_cells(surface, stats_bivariate_normal, rho, search->probability);
    over_cells(surface, density, rho, search->slope);
    for (size_t c = 0; c < surface->rows * surface->columns; c++)
        if (surface->count[c] > 0)
            sum_add(&sum, surface->count[c] * search->slope[c] / fmax(search->probability[c], PROBABILITY_LEAST));
    return sum_value(&sum);
}

/* Normal quantiles of the cumulated margin `part` (counts of one dimension). */
static double *thresholds(struct arena *arena, const double *part, size_t count, double n)
{
    double *at = ARENA_ARRAY(arena, double, count + 1);
    struct sum sum = {0};
    at[0] = -INFINITY;
    at[count] = INFINITY;
    for (size_t i = 0; i + 1 < count; i++) {
        sum_add(&sum, part[i]);
        at[i + 1] = quantile_normal(1 - sum_value(&sum) / n);
    }
    return at;
}

/* Copies what is not empty; false where a count is unusable or fewer than two rows or columns are left. */
static bool surface_init(struct surface *surface, struct arena *arena, const double *counts, size_t rows, size_t columns)
{
    double *row = ARENA_ARRAY(arena, double, rows + 1), *column = ARENA_ARRAY(arena, double, columns + 1);
    struct sum total = {0};
    for (size_t i = 0; i < rows; i++)
        for (size_t j = 0; j < columns; j++) {
            double value = counts[i * columns + j];
            if (!(value >= 0 && value < INFINITY))
                return false;
            row[i] += value;
            column[j] += value;
            sum_add(&total, value);
        }
    *surface = (struct surface){.n = sum_value(&total), .count = ARENA_ARRAY(arena, double, rows * columns + 1)};
    size_t cell = 0;
    for (size_t i = 0; i < rows; i++)
        for (size_t j = 0; j < columns; j++)
            if (row[i] > 0 && column[j] > 0)
                surface->count[cell++] = counts[i * columns + j];
    for (size_t i = 0; i < rows; i++)
        if (row[i] > 0)
            row[surface->rows++] = row[i];
    for (size_t j = 0; j < columns; j++)
        if (column[j] > 0)
            column[surface->columns++] = column[j];
    if (surface->rows < 2 || surface->columns < 2)
        return false;
    surface->row_at = thresholds(arena, row, surface->rows, surface->n);
    surface->column_at = thresholds(arena, column, surface->columns, surface->n);
    surface->corner = ARENA_ARRAY(arena, double, (surface->rows + 1) * (surface->columns + 1));
    return true;
}

/* Points of the grid: tanh of −4.95…4.95, denser towards ±1. */
#define GRID_HALF 33

static double grid_at(int i)
{
    return tanh(i * 0.15);
}

static void judge_fit(const struct search *search, struct stats_polychoric *result)
{
    const struct surface *surface = search->surface;
    struct sum information = {0}, chisq = {0};
    over_cells(surface, stats_bivariate_normal, result->rho, search->probability);
    over_cells(surface, density, result->rho, search->slope);
    for (size_t c = 0; c < surface->rows * surface->columns; c++) {
        double p = fmax(search->probability[c], PROBABILITY_LEAST), count = surface->count[c];
        sum_add(&information, surface->n * search->slope[c] * search->slope[c] / p);
        if (count > 0)
            sum_add(&chisq, 2 * count * log(count / (surface->n * p)));
    }
    result->rho_se = 1 / sqrt(sum_value(&information));
    double df = (double)((surface->rows - 1) * (surface->columns - 1)) - 1;
    if (df > 0) {
        result->df = df;
        result->chisq = fmax(0, sum_value(&chisq));
        result->p = tail_chisq(result->chisq, df);
    }
}

struct stats_polychoric stats_polychoric(const double *counts, size_t rows, size_t columns)
{
    struct stats_polychoric result = {NAN, NAN, NAN, NAN, NAN, NAN, false};
    struct arena *arena = arena_new();
    struct surface surface;
    if (surface_init(&surface, arena, counts, rows, columns)) {
        size_t cells = surface.rows * surface.columns;
        struct search search = {&surface, ARENA_ARRAY(arena, double, cells), ARENA_ARRAY(arena, double, cells)};
        int best = -GRID_HALF;
        double greatest = -INFINITY;
        for (int i = -GRID_HALF; i <= GRID_HALF; i++) {
            double value = log_likelihood(&search, grid_at(i));
            if (value > greatest)
                greatest = value, best = i;
        }
        result.n = surface.n;
        result.edge = best == -GRID_HALF || best == GRID_HALF;
        result.rho = result.edge ? (best < 0 ? -1 : 1) : find_root(score, &search, grid_at(best - 1), grid_at(best + 1));
        if (!result.edge && !isnan(result.rho))
            judge_fit(&search, &result);
    }
    arena_free(arena);
    return result;
}

const struct stats_measure stats_polychoric_measures[] = {
    {"polychoric", "多项相关系数", N_("association"), N_("two ordered items"), 10, "stats_polychoric",
     "max Σ n ln P(ρ) of a bivariate normal, thresholds from the margins (two steps)",
     "Olsson, Psychometrika 44 (1979); Genz, Statistics and Computing 14 (2004)", "tests/unit/stats/test_polychoric.c: items_as_polycor"},
    {0},
};
