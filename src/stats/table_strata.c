/* SPDX-License-Identifier: GPL-3.0-or-later
 * Tables by strata: is there an association within districts, whatever it looks like in the pooled table (Simpson's paradox)? Cochran (1954), Mantel & Haenszel
 * (1959). Against R's mantelhaen.test and DescTools::BreslowDayTest on UCBAdmissions.
 */
#include "ceping/stats_tables.h"
#include "tables_priv.h"
#include "tails_priv.h"

#include "ceping/base_num.h"

#include <gsl/gsl_linalg.h>
#include <math.h>

struct stratum {
    double a, b, c, d, row, column, n;
};

/* False where it says nothing: a margin is empty. */
static bool stratum_of(const double *counts, struct stratum *ret)
{
    double a = counts[0], b = counts[1], c = counts[2], d = counts[3];
    *ret = (struct stratum){a, b, c, d, a + b, a + c, a + b + c + d};
    return ret->row > 0 && c + d > 0 && ret->column > 0 && b + d > 0;
}

/* What a would be expected to be if the odds ratio were `ratio`: the root of A(n − row − column + A) = ratio·(row − A)(column − A) within the margins. */
static double fitted(const struct stratum *s, double ratio)
{
    double square = 1 - ratio, linear = s->n - s->row - s->column + ratio * (s->row + s->column), constant = -ratio * s->row * s->column;
    /* Both roots in the form that does not cancel; linear is above 0 in all cases where it matters. */
    double root = sqrt(fmax(0, linear * linear - 4 * square * constant));
    double q = -0.5 * (linear + copysign(root, linear)), one = constant / q, other = square != 0 ? q / square : NAN;
    double low = fmax(0, s->row + s->column - s->n), high = fmin(s->row, s->column);
    return one >= low && one <= high ? one : other;
}

/* Breslow & Day's statistic with Tarone's correction. */
static void homogeneity(const double *counts, size_t strata, struct stats_mantel_haenszel *ret)
{
    struct sum squares = {0}, rest = {0}, variances = {0};
    ret->homogeneity = (struct stats_chisq_test){NAN, NAN, NAN};
    if (!(ret->strata > 1 && ret->odds_ratio > 0 && ret->odds_ratio < INFINITY))
        return;
    for (size_t i = 0; i < strata; i++) {
        struct stratum s;
        if (!stratum_of(counts + 4 * i, &s))
            continue;
        double a = fitted(&s, ret->odds_ratio);
        double variance = 1 / (1 / a + 1 / (s.row - a) + 1 / (s.column - a) + 1 / (s.n - s.row - s.column + a));
        sum_add(&squares, (s.a - a) * (s.a - a) / variance);
        sum_add(&rest, s.a - a);
        sum_add(&variances, variance);
    }
    ret->breslow_day = sum_value(&squares);
    double chisq = ret->breslow_day - sum_value(&rest) * sum_value(&rest) / sum_value(&variances), df = ret->strata - 1;
    ret->homogeneity = (struct stats_chisq_test){chisq, df, tail_chisq(chisq, df)};
}

void stats_mantel_haenszel(const double *counts, size_t strata, double level, struct stats_mantel_haenszel *ret)
{
    struct stats_chisq_test none = {NAN, NAN, NAN};
    *ret = (struct stats_mantel_haenszel){0, NAN, NAN, NAN, NAN, NAN, NAN, NAN, none, NAN};
    struct sum excess = {0}, variance = {0}, agree = {0}, differ = {0}, pr = {0}, mixed = {0}, qs = {0};
    for (size_t i = 0; i < 4 * strata; i++)
        if (!(counts[i] >= 0 && counts[i] < INFINITY))
            return;
    for (size_t i = 0; i < strata; i++) {
        struct stratum s;
        if (!stratum_of(counts + 4 * i, &s) || !(s.n > 1))
            continue;
        ret->strata++;
        sum_add(&excess, s.a - s.row * s.column / s.n);
        sum_add(&variance, s.row * (s.n - s.row) * s.column * (s.n - s.column) / (s.n * s.n * (s.n - 1)));
        double p = (s.a + s.d) / s.n, q = (s.b + s.c) / s.n, r = s.a * s.d / s.n, u = s.b * s.c / s.n;
        sum_add(&agree, r);
        sum_add(&differ, u);
        sum_add(&pr, p * r);
        sum_add(&mixed, p * u + q * r);
        sum_add(&qs, q * u);
    }
    if (ret->strata == 0)
        return;
    double distance = fabs(sum_value(&excess)), corrected = fmax(0, distance - 0.5), r = sum_value(&agree), u = sum_value(&differ);
    ret->chisq = distance * distance / sum_value(&variance);
    ret->p = tail_chisq(ret->chisq, 1);
    ret->corrected = corrected * corrected / sum_value(&variance);
    ret->corrected_p = tail_chisq(ret->corrected, 1);
    ret->odds_ratio = r / u;
    if (r > 0 && u > 0) {
        double error = sqrt(sum_value(&pr) / (2 * r * r) + sum_value(&mixed) / (2 * r * u) + sum_value(&qs) / (2 * u * u));
        double z = quantile_normal((1 - level) / 2);
        ret->low = ret->odds_ratio * exp(-z * error);
        ret->high = ret->odds_ratio * exp(z * error);
    }
    homogeneity(counts, strata, ret);
}

/* Adds what a stratum has above expectation, and its covariance, over all rows and columns but the last that are not empty in all. */
static void add_stratum(const double *counts, size_t columns, const size_t *row_of, size_t r, const size_t *column_of, size_t c,
                        const struct table_margins *margins, gsl_vector *excess, gsl_matrix *covariance)
{
    double n = margins->n;
    for (size_t i = 0; i < r * c; i++) {
        size_t row = row_of[i / c], column = column_of[i % c];
        *gsl_vector_ptr(excess, i) += counts[row * columns + column] - margins->row[row] * margins->column[column] / n;
        for (size_t j = 0; j < r * c; j++) {
            size_t other_row = row_of[j / c], other_column = column_of[j % c];
            double by_row = margins->row[row] * ((row == other_row ? n : 0) - margins->row[other_row]);
            double by_column = margins->column[column] * ((column == other_column ? n : 0) - margins->column[other_column]);
            *gsl_matrix_ptr(covariance, i, j) += by_row * by_column / (n * n * (n - 1));
        }
    }
}

/* x'V⁻¹x by Cholesky; NaN where V is singular but for rounding. */
static double quadratic_form(gsl_vector *x, gsl_matrix *v)
{
    size_t size = x->size;
    auto_free double *diagonal = xcalloc(size, sizeof *diagonal);
    for (size_t i = 0; i < size; i++)
        diagonal[i] = gsl_matrix_get(v, i, i);
    if (gsl_linalg_cholesky_decomp1(v))
        return NAN;
    double form = 0;
    for (size_t i = 0; i < size; i++) {
        double pivot = gsl_matrix_get(v, i, i), value = gsl_vector_get(x, i);
        if (!(pivot * pivot > 1e-12 * diagonal[i]))
            return NAN;
        for (size_t j = 0; j < i; j++)
            value -= gsl_matrix_get(v, i, j) * gsl_vector_get(x, j);
        gsl_vector_set(x, i, value / pivot);
        form += value / pivot * (value / pivot);
    }
    return form;
}

/* Indices of margins that are not 0; their number. */
static size_t present(const double *margin, size_t count, size_t *ret)
{
    size_t found = 0;
    for (size_t i = 0; i < count; i++)
        if (margin[i] > 0)
            ret[found++] = i;
    return found;
}

struct stats_chisq_test stats_cmh(const double *counts, size_t rows, size_t columns, size_t strata)
{
    const struct stats_chisq_test none = {NAN, NAN, NAN};
    auto_free double *pooled = xcalloc(rows * columns + 1, sizeof *pooled);
    auto_free size_t *row_of = xcalloc(rows + 1, sizeof *row_of), *column_of = xcalloc(columns + 1, sizeof *column_of);
    for (size_t i = 0; i < strata * rows * columns; i++)
        pooled[i % (rows * columns)] += counts[i];
    auto_margins struct table_margins all;
    if (!table_margins(pooled, rows, columns, &all) || all.rows < 2 || all.columns < 2)
        return none;
    size_t r = present(all.row, rows, row_of) - 1, c = present(all.column, columns, column_of) - 1;
    stats_gsl_quiet();
    gsl_vector *excess = gsl_vector_calloc(r * c);
    gsl_matrix *covariance = gsl_matrix_calloc(r * c, r * c);
    bool usable = excess && covariance;
    for (size_t s = 0; s < strata && usable; s++) {
        auto_margins struct table_margins margins;
        const double *table = counts + s * rows * columns;
        usable = table_margins(table, rows, columns, &margins);
        if (usable && margins.n > 1)
            add_stratum(table, columns, row_of, r, column_of, c, &margins, excess, covariance);
    }
    double chisq = usable ? quadratic_form(excess, covariance) : NAN, df = (double)(r * c);
    gsl_vector_free(excess);
    gsl_matrix_free(covariance);
    return isnan(chisq) ? none : (struct stats_chisq_test){chisq, df, tail_chisq(chisq, df)};
}
