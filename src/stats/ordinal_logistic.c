/* SPDX-License-Identifier: GPL-3.0-or-later
 * Proportional odds: P(y ≤ j) = F(θ_j − xb), F(u) = 1/(1 + e^−u).
 *
 * Newton's method on thresholds and coefficients together, with the exact Hessian. For a row between thresholds a = θ_y − xb and b = θ_(y−1) − xb,
 * P = F(a) − F(b) is computed as F(a)F(−b)(1 − e^(b − a)), which has no cancellation, so far tails keep their digits; the slopes over P
 * become F(−a)/(F(−b)D) and F(b)/(F(a)D), D = 1 − e^(b − a). Predictors are standardised inside, as the Hessian is inverted by Cholesky, and everything is
 * turned back at the end. Steps are halved until thresholds are in order and the likelihood rises. Separation: as in logistic.c.
 */
#include "ceping/base_num.h"
#include "linear_priv.h"
#include "regression_priv.h"
#include "tails_priv.h"

#include <math.h>
#include <stdlib.h>

#define ITERATIONS_MAX 100
#define STEP_DONE 1e-9
#define STEP_RUNNING 0.1
#define GAIN_NOTHING 1e-8

struct ordinal {
    const struct stats_regression_data *data;
    size_t cuts, columns, terms; /* terms = cuts + columns */
    size_t *outcome;             /* of each row: 0…cuts */
    double *count;               /* of each outcome */
    double *mean, *sd;           /* of the predictors */
    double *parameter, *trial, *gradient, *information, *step, *inverse;
    double *upper, *lower; /* derivatives of a and b by the parameters */
};

static double logistic(double u)
{
    return u >= 0 ? 1 / (1 + exp(-u)) : exp(u) / (1 + exp(u));
}

static double standardised(const struct ordinal *ordinal, size_t i, size_t j)
{
    return (ordinal->data->x[j * ordinal->data->n + i] - ordinal->mean[j]) / ordinal->sd[j];
}

/* a and b of row i. */
static void edges_of(const struct ordinal *ordinal, const double *parameter, size_t i, double *ret_a, double *ret_b)
{
    double eta = 0;
    size_t y = ordinal->outcome[i];
    for (size_t j = 0; j < ordinal->columns; j++)
        eta += parameter[ordinal->cuts + j] * standardised(ordinal, i, j);
    *ret_a = y < ordinal->cuts ? parameter[y] - eta : INFINITY;
    *ret_b = y > 0 ? parameter[y - 1] - eta : -INFINITY;
}

static double log_probability(double a, double b)
{
    return log(logistic(a)) + log(logistic(-b)) + log(-expm1(b - a));
}

static double evaluate(const struct ordinal *ordinal, const double *parameter)
{
    for (size_t j = 1; j < ordinal->cuts; j++)
        if (!(parameter[j] > parameter[j - 1]))
            return NAN;
    struct sum sum = {0};
    for (size_t i = 0; i < ordinal->data->n; i++) {
        double f = regression_frequency(ordinal->data, i), a, b;
        if (f <= 0)
            continue;
        edges_of(ordinal, parameter, i, &a, &b);
        sum_add(&sum, f * log_probability(a, b));
    }
    return sum_value(&sum);
}

/* Gradient and observed information (minus the Hessian). */
static void differentiate(struct ordinal *ordinal)
{
    size_t terms = ordinal->terms, cuts = ordinal->cuts;
    memset(ordinal->gradient, 0, terms * sizeof *ordinal->gradient);
    memset(ordinal->information, 0, terms * terms * sizeof *ordinal->information);
    for (size_t i = 0; i < ordinal->data->n; i++) {
        double f = regression_frequency(ordinal->data, i), a, b;
        if (f <= 0)
            continue;
        edges_of(ordinal, ordinal->parameter, i, &a, &b);
        double apart = -expm1(b - a);
        double slope_a = isinf(a) ? 0 : logistic(-a) / (logistic(-b) * apart), slope_b = isinf(b) ? 0 : logistic(b) / (logistic(a) * apart);
        double bend_a = slope_a * (1 - 2 * logistic(a)), bend_b = slope_b * (1 - 2 * logistic(b));
        for (size_t j = 0; j < terms; j++) {
            double x = j < cuts ? 0 : -standardised(ordinal, i, j - cuts);
            ordinal->upper[j] = j < cuts ? j == ordinal->outcome[i] : x;
            ordinal->lower[j] = j < cuts ? j + 1 == ordinal->outcome[i] : x;
        }
        for (size_t j = 0; j < terms; j++) {
            double slope = slope_a * ordinal->upper[j] - slope_b * ordinal->lower[j];
            ordinal->gradient[j] += f * slope;
            for (size_t k = 0; k <= j; k++) {
                double other = slope_a * ordinal->upper[k] - slope_b * ordinal->lower[k];
                double bend = bend_a * ordinal->upper[j] * ordinal->upper[k] - bend_b * ordinal->lower[j] * ordinal->lower[k];
                ordinal->information[j * terms + k] += f * (slope * other - bend);
            }
        }
    }
    for (size_t j = 0; j < terms; j++)
        for (size_t k = 0; k < j; k++)
            ordinal->information[k * terms + j] = ordinal->information[j * terms + k];
}

/* Greatest change of a threshold, or of a linear predictor at one standard deviation from the mean. */
static double movement(const struct ordinal *ordinal)
{
    double greatest = 0;
    for (size_t j = 0; j < ordinal->terms; j++)
        greatest = fmax(greatest, fabs(ordinal->trial[j] - ordinal->parameter[j]));
    return greatest;
}

static size_t runaway(const struct ordinal *ordinal)
{
    size_t culprit = ordinal->cuts;
    for (size_t j = ordinal->cuts; j < ordinal->terms; j++)
        if (fabs(ordinal->step[j]) > fabs(ordinal->step[culprit]))
            culprit = j;
    return culprit;
}

static enum stats_fit_status climb(struct ordinal *ordinal, struct stats_logistic *fit)
{
    size_t terms = ordinal->terms;
    fit->log_likelihood = evaluate(ordinal, ordinal->parameter);
    for (fit->iterations = 1; fit->iterations <= ITERATIONS_MAX; fit->iterations++) {
        differentiate(ordinal);
        memcpy(ordinal->inverse, ordinal->information, terms * terms * sizeof *ordinal->inverse);
        memcpy(ordinal->step, ordinal->gradient, terms * sizeof *ordinal->step);
        if (!spd_solve(ordinal->inverse, terms, ordinal->step)) {
            fit->culprit = ordinal->cuts;
            return fit->iterations == 1 ? STATS_FIT_COLLINEAR : STATS_FIT_SEPARATED;
        }
        double next = NAN, share = 1;
        for (; share > 1e-8; share /= 2) {
            for (size_t j = 0; j < terms; j++)
                ordinal->trial[j] = ordinal->parameter[j] + share * ordinal->step[j];
            next = evaluate(ordinal, ordinal->trial);
            if (next >= fit->log_likelihood - 1e-12 * fabs(fit->log_likelihood))
                break;
        }
        if (isnan(next))
            return STATS_FIT_NOT_CONVERGED;
        double gain = next - fit->log_likelihood, moved = movement(ordinal);
        memcpy(ordinal->parameter, ordinal->trial, terms * sizeof *ordinal->parameter);
        fit->log_likelihood = next;
        if (moved < STEP_DONE)
            return STATS_FIT_GOOD;
        if (share == 1 && gain < GAIN_NOTHING * (fabs(next) + 0.1) && moved > STEP_RUNNING) {
            fit->culprit = runaway(ordinal);
            return STATS_FIT_SEPARATED;
        }
    }
    return STATS_FIT_NOT_CONVERGED;
}

static int compare_numbers(const void *a, const void *b)
{
    double one = *(const double *)a, other = *(const double *)b;
    return one < other ? -1 : one > other;
}

/* Distinct values of y in order; the outcome of each row; counts. */
static void sort_outcomes(struct arena *arena, struct ordinal *ordinal, struct stats_logistic *fit)
{
    const struct stats_regression_data *data = ordinal->data;
    double *value = ARENA_ARRAY(arena, double, data->n + 1);
    size_t rows = 0, count = 0;
    for (size_t i = 0; i < data->n; i++)
        if (regression_frequency(data, i) > 0)
            value[rows++] = data->y[i];
    qsort(value, rows, sizeof *value, compare_numbers);
    for (size_t i = 0; i < rows; i++)
        if (count == 0 || value[i] != value[count - 1])
            value[count++] = value[i];
    ordinal->cuts = count > 0 ? count - 1 : 0;
    ordinal->outcome = ARENA_ARRAY(arena, size_t, data->n + 1);
    ordinal->count = ARENA_ARRAY(arena, double, count + 1);
    for (size_t i = 0; i < data->n; i++) {
        if (regression_frequency(data, i) <= 0)
            continue;
        const double *at = bsearch(&data->y[i], value, count, sizeof *value, compare_numbers);
        ordinal->outcome[i] = (size_t)(at - value);
        ordinal->count[at - value] += regression_frequency(data, i);
    }
    fit->outcome = value;
}

/* Means and standard deviations; false (and which) where a predictor does not vary. */
static bool standardise(struct arena *arena, struct ordinal *ordinal, size_t *ret_column)
{
    const struct stats_regression_data *data = ordinal->data;
    ordinal->mean = ARENA_ARRAY(arena, double, data->columns + 1);
    ordinal->sd = ARENA_ARRAY(arena, double, data->columns + 1);
    for (size_t j = 0; j < data->columns; j++) {
        const double *column = data->x + j * data->n;
        ordinal->mean[j] = stats_mean(column, data->frequency, data->n);
        ordinal->sd[j] = stats_sd(column, data->frequency, data->n);
        if (!(ordinal->sd[j] > 1e-14 * fabs(ordinal->mean[j]))) {
            *ret_column = j;
            return false;
        }
    }
    return true;
}

/* Is a predictor a combination of the others? QR says which one. */
static bool independent(struct arena *arena, const struct ordinal *ordinal, size_t *ret_column)
{
    struct qr *qr = qr_new(arena, ordinal->columns);
    double *row = ARENA_ARRAY(arena, double, ordinal->columns + 1);
    long double *coef = ARENA_ARRAY(arena, long double, ordinal->columns + 1);
    for (size_t i = 0; i < ordinal->data->n; i++) {
        double f = regression_frequency(ordinal->data, i);
        for (size_t j = 0; j < ordinal->columns && f > 0; j++)
            row[j] = standardised(ordinal, i, j);
        qr_add(qr, row, 0, f);
    }
    return qr_solve(qr, coef, ret_column);
}

/* From standardised predictors back: b = b′/sd, θ = θ′ + Σ b·mean, and the variances along. */
static bool turn_back(struct arena *arena, struct ordinal *ordinal, struct stats_logistic *fit)
{
    size_t terms = ordinal->terms, cuts = ordinal->cuts;
    double *row = ARENA_ARRAY(arena, double, terms);
    differentiate(ordinal);
    memcpy(ordinal->inverse, ordinal->information, terms * terms * sizeof *ordinal->inverse);
    if (!spd_invert(ordinal->inverse, terms, NULL))
        return false;
    for (size_t t = 0; t < terms; t++) {
        for (size_t j = 0; j < terms; j++)
            row[j] = t < cuts && j >= cuts ? ordinal->mean[j - cuts] / ordinal->sd[j - cuts] : j == t ? (t < cuts ? 1 : 1 / ordinal->sd[t - cuts]) : 0;
        struct sum coef = {0}, variance = {0};
        for (size_t j = 0; j < terms; j++) {
            sum_add(&coef, row[j] * ordinal->parameter[j]);
            for (size_t k = 0; k < terms; k++)
                sum_add(&variance, row[j] * row[k] * ordinal->inverse[j * terms + k]);
        }
        fit->term[t].coef = sum_value(&coef);
        fit->term[t].se = sqrt(sum_value(&variance));
    }
    return true;
}

static void start(struct arena *arena, struct ordinal *ordinal, double n)
{
    size_t terms = ordinal->terms;
    ordinal->parameter = ARENA_ARRAY(arena, double, terms);
    ordinal->trial = ARENA_ARRAY(arena, double, terms);
    ordinal->gradient = ARENA_ARRAY(arena, double, terms);
    ordinal->step = ARENA_ARRAY(arena, double, terms);
    ordinal->upper = ARENA_ARRAY(arena, double, terms);
    ordinal->lower = ARENA_ARRAY(arena, double, terms);
    ordinal->information = ARENA_ARRAY(arena, double, terms * terms);
    ordinal->inverse = ARENA_ARRAY(arena, double, terms * terms);
    double below = 0;
    for (size_t j = 0; j < ordinal->cuts; j++) {
        below += ordinal->count[j];
        ordinal->parameter[j] = log(below / (n - below));
    }
}

static enum stats_fit_status fit_ordered(struct arena *arena, struct ordinal *ordinal, struct stats_logistic *fit)
{
    size_t column = 0;
    if (!standardise(arena, ordinal, &column) || !independent(arena, ordinal, &column)) {
        fit->culprit = ordinal->cuts + column;
        return STATS_FIT_COLLINEAR;
    }
    start(arena, ordinal, fit->n);
    enum stats_fit_status status = climb(ordinal, fit);
    if (status == STATS_FIT_GOOD && !turn_back(arena, ordinal, fit))
        status = STATS_FIT_NOT_CONVERGED;
    if (status != STATS_FIT_GOOD) {
        fit->log_likelihood = NAN;
        return status;
    }
    struct sum null = {0};
    for (size_t j = 0; j <= ordinal->cuts; j++)
        sum_add(&null, ordinal->count[j] * log(ordinal->count[j] / fit->n));
    fit->null_log_likelihood = sum_value(&null);
    fit->df = (double)ordinal->columns;
    logistic_judge(fit, ordinal->data->level);
    return STATS_FIT_GOOD;
}

struct stats_logistic *stats_ordinal_logistic(struct arena *arena, const struct stats_regression_data *data)
{
    if (data->weight || !regression_usable(data)) {
        struct stats_logistic *unusable = logistic_new(arena, 0, 0);
        unusable->status = STATS_FIT_UNUSABLE;
        return unusable;
    }
    struct ordinal ordinal = {.data = data, .columns = data->columns};
    struct stats_logistic outcomes = {0};
    sort_outcomes(arena, &ordinal, &outcomes);
    ordinal.terms = ordinal.cuts + data->columns;
    struct stats_logistic *fit = logistic_new(arena, ordinal.terms, ordinal.cuts);
    fit->outcome = outcomes.outcome;
    fit->n = stats_total(data->frequency, data->n);
    if (!(fit->n > (double)ordinal.terms))
        fit->status = STATS_FIT_TOO_FEW;
    else if (ordinal.cuts == 0)
        fit->status = STATS_FIT_ONE_OUTCOME;
    else
        fit->status = fit_ordered(arena, &ordinal, fit);
    return fit;
}
