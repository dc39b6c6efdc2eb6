/* SPDX-License-Identifier: GPL-3.0-or-later
 * Linear regression by least squares, weighted or not.
 *
 * Rows pass twice: once into the QR (linear.c), once more for residuals, leverages and robust standard errors, which need the coefficients.
 * Nothing of the size of the data is stored. The variance HC3 of coefficient j is Σ u_j² (we/(1 − h))², u = (XᵀWX)⁻¹x found from the
 * triangle by substitution, so a row costs k² and the k × k "meat" of the sandwich is never formed. A frequency f repeats a row, so it multiplies its
 * term; the leverage is that of one copy. Agrees with lm, sandwich::vcovHC and car::vif of R, and with NIST's certified values.
 */
#include "ceping/stats_regression.h"

#include "linear_priv.h"
#include "measures_priv.h"
#include "regression_priv.h"
#include "tails_priv.h"

#include <math.h>

bool regression_usable(const struct stats_regression_data *data)
{
    for (size_t i = 0; data->weight && i < data->n; i++)
        if (frequency_at(data->frequency, i) > 0 && !(data->weight[i] >= 0 && data->weight[i] < INFINITY))
            return false;
    return data->level > 0 && data->level < 1 && rows_usable(data->y, data->frequency, data->n, 1) &&
           rows_usable(data->x, data->frequency, data->n, data->columns);
}

void regression_row(const struct stats_regression_data *data, size_t i, double *ret_row)
{
    if (data->intercept)
        *ret_row++ = 1;
    for (size_t j = 0; j < data->columns; j++)
        ret_row[j] = data->x[j * data->n + i];
}

double regression_frequency(const struct stats_regression_data *data, size_t i)
{
    return data->weight && data->weight[i] == 0 ? 0 : frequency_at(data->frequency, i);
}

/* Weighted mean and Σ of squared deviations of a column, in two passes; about 0 where not `centred`. */
static long double column_squares(const struct stats_regression_data *data, const double *column, bool centred)
{
    long double total = 0, sum = 0, squares = 0, rest = 0;
    for (size_t i = 0; i < data->n; i++) {
        long double weight = regression_frequency(data, i) * (data->weight ? (long double)data->weight[i] : 1);
        if (weight > 0) {
            total += weight;
            sum += weight * column[i];
        }
    }
    long double mean = centred ? sum / total : 0;
    for (size_t i = 0; i < data->n; i++) {
        long double weight = regression_frequency(data, i) * (data->weight ? (long double)data->weight[i] : 1);
        if (weight > 0) {
            squares += weight * (column[i] - mean) * (column[i] - mean);
            rest += weight * (column[i] - mean);
        }
    }
    return centred ? squares - rest * rest / total : squares;
}

struct second_pass {
    long double *coef, *influence, *robust; /* robust: STATS_HC_KINDS a term */
    double *row;
};

/* Residuals: their robust sums, Durbin–Watson, Σ f ln w. */
static void pass_again(const struct stats_regression_data *data, const struct qr *qr, struct second_pass *pass, struct stats_regression *fit,
                       long double *ret_log_weights)
{
    long double before = 0, steps = 0, squares = 0;
    bool first = true;
    *ret_log_weights = 0;
    for (size_t i = 0; i < data->n; i++) {
        double f = regression_frequency(data, i);
        if (f <= 0)
            continue;
        regression_row(data, i, pass->row);
        long double weight = data->weight ? data->weight[i] : 1, residual = data->y[i];
        for (size_t j = 0; j < fit->terms; j++)
            residual -= pass->coef[j] * pass->row[j];
        long double free = 1 - weight * qr_leverage(qr, pass->row, pass->influence);
        long double pull = f * weight * weight * residual * residual;
        for (size_t j = 0; j < fit->terms; j++) {
            long double part = pull * pass->influence[j] * pass->influence[j], *robust = pass->robust + j * STATS_HC_KINDS;
            robust[STATS_HC0] += part;
            robust[STATS_HC2] += free > 1e-12L ? part / free : (long double)NAN;
            robust[STATS_HC3] += free > 1e-12L ? part / (free * free) : (long double)NAN;
        }
        steps += first ? 0 : (residual - before) * (residual - before);
        first = false;
        squares += residual * residual;
        before = residual;
        if (data->weight)
            *ret_log_weights += f * logl(weight);
    }
    if (!data->weight && !data->frequency && squares > 0)
        fit->durbin_watson = (double)(steps / squares);
}

static void judge_terms(const struct stats_regression_data *data, struct stats_regression *fit, const struct second_pass *pass,
                        const long double *inverse)
{
    double quantile = quantile_t((1 - data->level) / 2, fit->df_residual);
    long double variance = (long double)fit->ss_residual / fit->df_residual;
    long double y_squares = data->intercept ? column_squares(data, data->y, true) : 0;
    for (size_t j = 0; j < fit->terms; j++) {
        struct stats_term *term = &fit->term[j];
        const long double *robust = pass->robust + j * STATS_HC_KINDS;
        long double own = inverse[j * fit->terms + j];
        term->coef = (double)pass->coef[j];
        term->se = (double)sqrtl(variance * own);
        term->t = term->coef / term->se;
        term->p = tail_f(term->t * term->t, 1, fit->df_residual);
        term->interval = (struct interval){term->coef - quantile * term->se, term->coef + quantile * term->se};
        term->robust_se[STATS_HC0] = (double)sqrtl(robust[STATS_HC0]);
        term->robust_se[STATS_HC1] = (double)sqrtl(robust[STATS_HC0] * fit->n / fit->df_residual);
        term->robust_se[STATS_HC2] = (double)sqrtl(robust[STATS_HC2]);
        term->robust_se[STATS_HC3] = (double)sqrtl(robust[STATS_HC3]);
        double se = term->robust_se[STATS_HC3];
        term->robust_t = term->coef / se;
        term->robust_p = tail_f(term->robust_t * term->robust_t, 1, fit->df_residual);
        term->robust_interval = (struct interval){term->coef - quantile * se, term->coef + quantile * se};
        term->vif = term->beta = NAN;
        if (data->intercept && j > 0) {
            long double squares = column_squares(data, data->x + (j - 1) * data->n, true);
            term->vif = (double)(own * squares);
            if (!data->weight)
                term->beta = (double)(pass->coef[j] * sqrtl(squares / y_squares));
        }
    }
}

/* R's convention: without an intercept the total is about 0. */
static void judge_whole(const struct stats_regression_data *data, struct stats_regression *fit, long double residual, long double log_weights)
{
    long double total = column_squares(data, data->y, data->intercept), model = fmaxl(total - residual, 0);
    fit->ss_residual = (double)residual;
    fit->ss_model = (double)model;
    fit->sigma = (double)sqrtl(residual / fit->df_residual);
    if (total > 0) {
        fit->r2 = (double)(1 - residual / total);
        fit->adjusted_r2 = (double)(1 - residual / fit->df_residual / (total / (fit->df_model + fit->df_residual)));
    }
    if (fit->df_model > 0) {
        fit->f = (double)(model / fit->df_model / (residual / fit->df_residual));
        fit->f_p = tail_f(fit->f, fit->df_model, fit->df_residual);
    }
    fit->log_likelihood = 0.5 * (double)(log_weights - fit->n * (logl(2 * (long double)M_PI) + 1 - logl(fit->n) + logl(residual)));
    fit->aic = 2 * ((double)fit->terms + 1) - 2 * fit->log_likelihood;
}

static struct stats_regression *regression_new(struct arena *arena, size_t terms)
{
    struct stats_regression *fit = ARENA_NEW(arena, struct stats_regression);
    *fit = (struct stats_regression){.terms = terms, .n = NAN, .df_model = NAN, .df_residual = NAN, .ss_model = NAN, .ss_residual = NAN, .sigma = NAN,
                                     .r2 = NAN, .adjusted_r2 = NAN, .f = NAN, .f_p = NAN, .log_likelihood = NAN, .aic = NAN, .durbin_watson = NAN};
    fit->term = ARENA_ARRAY(arena, struct stats_term, terms + 1);
    struct interval none = {NAN, NAN};
    for (size_t j = 0; j < terms; j++)
        fit->term[j] = (struct stats_term){NAN, NAN, NAN, NAN, none, {NAN, NAN, NAN, NAN}, NAN, NAN, none, NAN, NAN};
    return fit;
}

struct stats_regression *stats_regression(struct arena *arena, const struct stats_regression_data *data)
{
    size_t terms = data->columns + data->intercept;
    struct stats_regression *fit = regression_new(arena, terms);
    if (!regression_usable(data)) {
        fit->status = STATS_FIT_UNUSABLE;
        return fit;
    }
    struct qr *qr = qr_new(arena, terms);
    struct second_pass pass = {
        .coef = ARENA_ARRAY(arena, long double, terms + 1),
        .influence = ARENA_ARRAY(arena, long double, terms + 1),
        .robust = ARENA_ARRAY(arena, long double, terms * STATS_HC_KINDS + 1),
        .row = ARENA_ARRAY(arena, double, terms + 1),
    };
    long double n = 0;
    for (size_t i = 0; i < data->n; i++) {
        double f = regression_frequency(data, i);
        if (f <= 0)
            continue;
        regression_row(data, i, pass.row);
        qr_add(qr, pass.row, data->y[i], f * (data->weight ? data->weight[i] : 1));
        n += f;
    }
    fit->n = (double)n;
    if (!(fit->n > (double)terms) || terms == 0) {
        fit->status = STATS_FIT_TOO_FEW;
        return fit;
    }
    if (!qr_solve(qr, pass.coef, &fit->culprit)) {
        fit->status = STATS_FIT_COLLINEAR;
        return fit;
    }
    fit->df_model = (double)data->columns;
    fit->df_residual = fit->n - (double)terms;
    long double log_weights, *inverse = ARENA_ARRAY(arena, long double, terms * terms);
    qr_inverse(qr, inverse);
    pass_again(data, qr, &pass, fit, &log_weights);
    judge_whole(data, fit, qr_residual(qr), log_weights);
    judge_terms(data, fit, &pass, inverse);
    return fit;
}

const struct stats_measure stats_regression_measures[] = {
    {"linear_regression", "线性回归", N_("association"), N_("a number item and one or more predictors"), 3, "stats_regression",
     "min Σw(y − xb)² by Householder QR; HC3: Σu²(e/(1 − h))²", "Golub, Van Loan, Matrix Computations; MacKinnon, White, J. Econometrics 29 (1985)",
     "tests/unit/stats/test_regression.c: nist_certified, least_squares_as_r"},
    {"logistic_regression", "二元逻辑回归", N_("association"), N_("an item of two outcomes and one or more predictors"), 10, "stats_logistic",
     "max Σ ln P, logit P(y = 1) = xb", "McCullagh, Nelder, Generalized Linear Models (1989)", "tests/unit/stats/test_logistic.c: two_outcomes_as_glm"},
    {"ordinal_logistic_regression", "有序逻辑回归", N_("association"), N_("an ordered item and one or more predictors"), 10, "stats_ordinal_logistic",
     "max Σ ln P, logit P(y ≤ j) = θ_j − xb", "McCullagh, JRSS B 42 (1980)", "tests/unit/stats/test_logistic.c: ordered_as_clm"},
    {"relative_importance", "相对重要性（R² 的沙普利值）", N_("association"), N_("overall satisfaction and two to sixteen items"), 10, "stats_relative_importance",
     "mean gain of R² over all orders of entry", "Lindeman, Merenda, Gold (1980); Johnson, Multivariate Behav. Res. 35 (2000)",
     "tests/unit/stats/test_importance.c: importance_as_relaimpo"},
    {"importance_satisfaction", "重要性–满意度四分图", N_("association"), N_("importance and satisfaction of two or more items"), 1, "stats_quadrant",
     "divided at the means (or medians)", "GB/T 19038-2009 annex D", "tests/unit/stats/test_importance.c: quadrants"},
    {0},
};
