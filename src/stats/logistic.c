/* SPDX-License-Identifier: GPL-3.0-or-later
 * Logistic regression for two outcomes.
 *
 * Newton's method: each step is a weighted least squares of the working residual (y − μ)/(μ(1 − μ)) with weights μ(1 − μ), solved by QR (linear.c), halved
 * while the likelihood does not rise. It ends when no linear predictor moves by more than 10⁻⁹; convergence being quadratic, all digits are there.
 *
 * Where a combination of predictors tells the outcomes apart without error (or but for ties) there is no maximum: coefficients run to infinity while
 * the likelihood stands still, one unit of the linear predictor a step. That sign is looked for, so that such data end with a word instead
 * of large numbers with larger errors (Albert & Anderson, Biometrika 71, 1984).
 */
#include "ceping/base_num.h"
#include "linear_priv.h"
#include "regression_priv.h"
#include "tails_priv.h"

#include <math.h>

#define ITERATIONS_MAX 100
#define STEP_DONE 1e-9
/* The likelihood no longer moves but predictors do: separation. */
#define STEP_RUNNING 0.1
#define GAIN_NOTHING 1e-8

struct stats_logistic *logistic_new(struct arena *arena, size_t terms, size_t thresholds)
{
    struct stats_logistic *fit = ARENA_NEW(arena, struct stats_logistic);
    *fit = (struct stats_logistic){.terms = terms, .thresholds = thresholds, .n = NAN, .log_likelihood = NAN, .null_log_likelihood = NAN, .deviance = NAN,
                                   .null_deviance = NAN, .aic = NAN, .mcfadden_r2 = NAN, .chisq = NAN, .df = NAN, .chisq_p = NAN};
    fit->term = ARENA_ARRAY(arena, struct stats_odds_term, terms + 1);
    for (size_t j = 0; j < terms; j++)
        fit->term[j] = (struct stats_odds_term){NAN, NAN, NAN, NAN, {NAN, NAN}, NAN, {NAN, NAN}};
    return fit;
}

void logistic_judge(struct stats_logistic *fit, double level)
{
    double quantile = quantile_normal((1 - level) / 2);
    for (size_t j = 0; j < fit->terms; j++) {
        struct stats_odds_term *term = &fit->term[j];
        term->z = term->coef / term->se;
        term->p = tail_normal_two(term->z);
        term->interval = (struct interval){term->coef - quantile * term->se, term->coef + quantile * term->se};
        term->odds_ratio = exp(term->coef);
        term->odds_interval = (struct interval){exp(term->interval.low), exp(term->interval.high)};
    }
    fit->deviance = -2 * fit->log_likelihood;
    fit->null_deviance = -2 * fit->null_log_likelihood;
    fit->aic = fit->deviance + 2 * (double)fit->terms;
    fit->mcfadden_r2 = 1 - fit->log_likelihood / fit->null_log_likelihood;
    fit->chisq = fmax(fit->null_deviance - fit->deviance, 0);
    fit->chisq_p = fit->df > 0 ? tail_chisq(fit->chisq, fit->df) : NAN;
}

struct newton {
    const struct stats_regression_data *data;
    struct qr *qr;
    size_t terms;
    double *coef, *trial, *eta, *trial_eta, *row;
    long double *step;
};

/* ln P of an outcome: −ln(1 + e^∓η), without overflow. */
static double log_probability(double y, double eta)
{
    double against = y > 0 ? -eta : eta;
    return against > 0 ? -against - log1p(exp(-against)) : -log1p(exp(against));
}

/* Linear predictors of `coef` into `ret_eta`; the log likelihood. */
static double evaluate(struct newton *newton, const double *coef, double *ret_eta)
{
    struct sum sum = {0};
    for (size_t i = 0; i < newton->data->n; i++) {
        double f = regression_frequency(newton->data, i), eta = 0;
        if (f <= 0)
            continue;
        regression_row(newton->data, i, newton->row);
        for (size_t j = 0; j < newton->terms; j++)
            eta += coef[j] * newton->row[j];
        ret_eta[i] = eta;
        sum_add(&sum, f * log_probability(newton->data->y[i], eta));
    }
    return sum_value(&sum);
}

static bool find_step(struct newton *newton, size_t *ret_culprit)
{
    qr_clear(newton->qr);
    for (size_t i = 0; i < newton->data->n; i++) {
        double f = regression_frequency(newton->data, i);
        if (f <= 0)
            continue;
        /* y = 1: (1 − μ)/(μ(1 − μ)) = 1/μ = 1 + e^−η; y = 0: −(1 + e^η). */
        double eta = newton->eta[i], e = exp(-fabs(eta)), weight = e / ((1 + e) * (1 + e));
        double residual = newton->data->y[i] > 0 ? 1 + exp(-eta) : -(1 + exp(eta));
        regression_row(newton->data, i, newton->row);
        if (weight > 0 && isfinite(residual))
            qr_add(newton->qr, newton->row, residual, f * weight);
    }
    return qr_solve(newton->qr, newton->step, ret_culprit);
}

/* Greatest change of a linear predictor. */
static double movement(const struct newton *newton)
{
    double greatest = 0;
    for (size_t i = 0; i < newton->data->n; i++)
        if (regression_frequency(newton->data, i) > 0)
            greatest = fmax(greatest, fabs(newton->trial_eta[i] - newton->eta[i]));
    return greatest;
}

/* The predictor whose step moves most over its range. */
static size_t runaway(const struct newton *newton)
{
    const struct stats_regression_data *data = newton->data;
    size_t culprit = data->intercept;
    double greatest = -1;
    for (size_t j = 0; j < data->columns; j++) {
        double low = INFINITY, high = -INFINITY;
        for (size_t i = 0; i < data->n; i++)
            if (regression_frequency(data, i) > 0) {
                low = fmin(low, data->x[j * data->n + i]);
                high = fmax(high, data->x[j * data->n + i]);
            }
        double move = fabs((double)newton->step[j + data->intercept]) * (high - low);
        if (move > greatest)
            greatest = move, culprit = j + data->intercept;
    }
    return culprit;
}

static enum stats_fit_status climb(struct newton *newton, struct stats_logistic *fit)
{
    fit->log_likelihood = evaluate(newton, newton->coef, newton->eta);
    for (fit->iterations = 1; fit->iterations <= ITERATIONS_MAX; fit->iterations++) {
        size_t culprit = 0;
        if (!find_step(newton, &culprit)) {
            fit->culprit = fit->iterations == 1 ? culprit : runaway(newton);
            return fit->iterations == 1 ? STATS_FIT_COLLINEAR : STATS_FIT_SEPARATED;
        }
        double next = NAN, share = 1;
        for (; share > 1e-8; share /= 2) {
            for (size_t j = 0; j < newton->terms; j++)
                newton->trial[j] = newton->coef[j] + share * (double)newton->step[j];
            next = evaluate(newton, newton->trial, newton->trial_eta);
            if (next >= fit->log_likelihood - 1e-12 * fabs(fit->log_likelihood))
                break;
        }
        double gain = next - fit->log_likelihood, moved = movement(newton);
        memcpy(newton->coef, newton->trial, newton->terms * sizeof *newton->coef);
        memcpy(newton->eta, newton->trial_eta, newton->data->n * sizeof *newton->eta);
        fit->log_likelihood = next;
        if (moved < STEP_DONE)
            return STATS_FIT_GOOD;
        if (share == 1 && gain < GAIN_NOTHING * (fabs(next) + 0.1) && moved > STEP_RUNNING) {
            fit->culprit = runaway(newton);
            return STATS_FIT_SEPARATED;
        }
    }
    return STATS_FIT_NOT_CONVERGED;
}

/* Frequencies of all rows and of y = 1; false where y is anything but 0 and 1. */
static bool count_outcomes(const struct stats_regression_data *data, double *ret_n, double *ret_ones)
{
    struct sum n = {0}, ones = {0};
    for (size_t i = 0; i < data->n; i++) {
        double f = regression_frequency(data, i);
        if (f <= 0)
            continue;
        if (data->y[i] != 0 && data->y[i] != 1)
            return false;
        sum_add(&n, f);
        sum_add(&ones, f * data->y[i]);
    }
    *ret_n = sum_value(&n);
    *ret_ones = sum_value(&ones);
    return true;
}

static enum stats_fit_status fit_two(struct arena *arena, const struct stats_regression_data *data, struct stats_logistic *fit)
{
    double ones;
    if (data->weight || !regression_usable(data) || !count_outcomes(data, &fit->n, &ones))
        return STATS_FIT_UNUSABLE;
    if (!(fit->n > (double)fit->terms) || fit->terms == 0)
        return STATS_FIT_TOO_FEW;
    if (ones == 0 || ones == fit->n)
        return STATS_FIT_ONE_OUTCOME;
    struct newton newton = {
        .data = data,
        .terms = fit->terms,
        .qr = qr_new(arena, fit->terms),
        .coef = ARENA_ARRAY(arena, double, fit->terms),
        .trial = ARENA_ARRAY(arena, double, fit->terms),
        .eta = ARENA_ARRAY(arena, double, data->n),
        .trial_eta = ARENA_ARRAY(arena, double, data->n),
        .row = ARENA_ARRAY(arena, double, fit->terms),
        .step = ARENA_ARRAY(arena, long double, fit->terms),
    };
    enum stats_fit_status status = climb(&newton, fit);
    if (status != STATS_FIT_GOOD) {
        fit->log_likelihood = NAN;
        return status;
    }
    long double *inverse = ARENA_ARRAY(arena, long double, fit->terms * fit->terms);
    qr_inverse(newton.qr, inverse);
    for (size_t j = 0; j < fit->terms; j++) {
        fit->term[j].coef = newton.coef[j];
        fit->term[j].se = (double)sqrtl(inverse[j * fit->terms + j]);
    }
    double share = ones / fit->n;
    fit->null_log_likelihood = data->intercept ? ones * log(share) + (fit->n - ones) * log1p(-share) : -fit->n * M_LN2;
    fit->df = (double)data->columns;
    logistic_judge(fit, data->level);
    return STATS_FIT_GOOD;
}

struct stats_logistic *stats_logistic(struct arena *arena, const struct stats_regression_data *data)
{
    struct stats_logistic *fit = logistic_new(arena, data->columns + data->intercept, 0);
    fit->status = fit_two(arena, data, fit);
    return fit;
}
