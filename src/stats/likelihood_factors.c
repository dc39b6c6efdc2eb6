/* SPDX-License-Identifier: GPL-3.0-or-later
 * Factors by maximum likelihood.
 *
 * For given own variances ψ the best loadings are known (Lawley & Maxwell, Factor Analysis as a Statistical Method, 1971): with θ and ω the
 * eigenvalues and -vectors of Ψ^(−½) R Ψ^(−½), Λ = Ψ^½ ω √(θ − 1) of the greatest m. What remains is a function of ψ alone,
 *
 *     f = Σ_{j > m} (θ_j − ln θ_j − 1),
 *
 * minimised here over t = ln ψ (which keeps ψ above 0) by Newton's method. From dθ_j/dt_i = −θ_j ω²_ij, with c = ω_ia ω_ja ω_ib ω_jb:
 *
 *     gradient_i   = Σ_{a > m} (1 − θ_a) ω²_ia
 *     hessian_ij   = Σ_{a > m} [ Σ_{b > m} ½(θ_a + θ_b) c + Σ_{b ≤ m} (1 − θ_a)(θ_a + θ_b)/(θ_b − θ_a) c ].
 *
 * Both are exact, so the last steps converge quadratically to all digits; quasi-Newton (factanal, L-BFGS-B) stops at about 10⁻⁵. Far from the minimum the
 * Hessian may be indefinite: then its diagonal is raised until it is not. Steps are halved until f falls. ψ keeps to 0.005…1 (Heywood cases lie at the edge).
 */
#include "ceping/base_num.h"
#include "factors_priv.h"
#include "linear_priv.h"
#include "tails_priv.h"

#include <math.h>

#define OWN_LEAST 0.005 /* as factanal: below it a solution is improper */
#define ITERATIONS_MAX 500

struct fit {
    const double *r;
    size_t k, m;
    double *t, *trial;
    double *scaled, *theta, *omega; /* of the point last evaluated */
    double *gradient, *hessian, *step, *matrix;
    bool *held; /* at the edge and pushing outwards */
};

static double evaluate(struct fit *fit, const double *t)
{
    size_t k = fit->k;
    for (size_t i = 0; i < k; i++)
        for (size_t j = 0; j < k; j++)
            fit->scaled[i * k + j] = fit->r[i * k + j] * exp(-0.5 * (t[i] + t[j]));
    if (!symmetric_eigen(fit->scaled, k, fit->theta, fit->omega))
        return NAN;
    struct sum sum = {0};
    for (size_t a = fit->m; a < k; a++) {
        if (!(fit->theta[a] > 0))
            return NAN;
        sum_add(&sum, fit->theta[a] - log(fit->theta[a]) - 1);
    }
    return sum_value(&sum);
}

/* Factor of the pair (a, b) in the Hessian. */
static double curvature(const double *theta, size_t a, size_t b, size_t m)
{
    if (b >= m)
        return (theta[a] + theta[b]) / 2;
    double gap = theta[b] - theta[a];
    return gap > 1e-12 * theta[b] ? (1 - theta[a]) * (theta[a] + theta[b]) / gap : 0;
}

static void differentiate(struct fit *fit)
{
    size_t k = fit->k, m = fit->m;
    for (size_t i = 0; i < k; i++) {
        fit->gradient[i] = 0;
        for (size_t j = 0; j < k; j++)
            fit->hessian[i * k + j] = 0;
    }
    for (size_t a = m; a < k; a++) {
        for (size_t i = 0; i < k; i++)
            fit->gradient[i] += (1 - fit->theta[a]) * fit->omega[i * k + a] * fit->omega[i * k + a];
        for (size_t b = 0; b < k; b++) {
            double factor = curvature(fit->theta, a, b, m);
            for (size_t i = 0; i < k; i++) {
                double left = factor * fit->omega[i * k + a] * fit->omega[i * k + b];
                for (size_t j = 0; j < k; j++)
                    fit->hessian[i * k + j] += left * fit->omega[j * k + a] * fit->omega[j * k + b];
            }
        }
    }
}

/* Newton step of the variables that are free; the ridge grows until the matrix is positive definite. */
static bool newton_step(struct fit *fit)
{
    size_t k = fit->k;
    double greatest = 0;
    for (size_t i = 0; i < k; i++)
        greatest = fmax(greatest, fabs(fit->hessian[i * k + i]));
    for (double ridge = 0; ridge < 1e6; ridge = ridge > 0 ? ridge * 10 : 1e-6) {
        for (size_t i = 0; i < k; i++) {
            for (size_t j = 0; j < k; j++)
                fit->matrix[i * k + j] = fit->held[i] || fit->held[j] ? i == j : fit->hessian[i * k + j];
            fit->matrix[i * k + i] += ridge * greatest;
            fit->step[i] = fit->held[i] ? 0 : -fit->gradient[i];
        }
        if (spd_solve(fit->matrix, k, fit->step))
            return true;
    }
    return false;
}

/* One step downhill. Returns the greatest change of t; 0 where no step lowers f further. */
static double advance(struct fit *fit, double *value)
{
    double low = log(OWN_LEAST);
    for (size_t i = 0; i < fit->k; i++)
        fit->held[i] = (fit->t[i] <= low && fit->gradient[i] > 0) || (fit->t[i] >= 0 && fit->gradient[i] < 0);
    if (!newton_step(fit))
        return 0;
    for (double share = 1; share > 1e-10; share /= 2) {
        double change = 0;
        for (size_t i = 0; i < fit->k; i++) {
            fit->trial[i] = fmin(fmax(fit->t[i] + share * fit->step[i], low), 0);
            change = fmax(change, fabs(fit->trial[i] - fit->t[i]));
        }
        double next = evaluate(fit, fit->trial);
        /* Near the minimum f no longer tells: its last digits are rounding, while Newton's step still gains digits of t. */
        if (next < *value || (change < 1e-5 && share == 1 && next <= *value + 1e-12)) {
            *value = next;
            memcpy(fit->t, fit->trial, fit->k * sizeof *fit->t);
            return change;
        }
    }
    return 0;
}

static bool minimise(struct fit *fit, double *ret_value)
{
    double value = evaluate(fit, fit->t);
    if (isnan(value))
        return false;
    bool converged = false;
    for (int round = 0; round < ITERATIONS_MAX && !converged; round++) {
        differentiate(fit);
        converged = advance(fit, &value) < 1e-11;
    }
    value = evaluate(fit, fit->t);
    differentiate(fit);
    for (size_t i = 0; i < fit->k; i++)
        if (fit->t[i] > log(OWN_LEAST) && fit->t[i] < 0)
            converged = converged && fabs(fit->gradient[i]) < 1e-7;
    *ret_value = value;
    return converged;
}

static void fit_init(struct fit *fit, struct arena *arena, const double *r, size_t items, size_t factors)
{
    *fit = (struct fit){.r = r, .k = items, .m = factors};
    fit->t = ARENA_ARRAY(arena, double, items);
    fit->trial = ARENA_ARRAY(arena, double, items);
    fit->theta = ARENA_ARRAY(arena, double, items);
    fit->gradient = ARENA_ARRAY(arena, double, items);
    fit->step = ARENA_ARRAY(arena, double, items);
    fit->scaled = ARENA_ARRAY(arena, double, items * items);
    fit->omega = ARENA_ARRAY(arena, double, items * items);
    fit->hessian = ARENA_ARRAY(arena, double, items * items);
    fit->matrix = ARENA_ARRAY(arena, double, items * items);
    fit->held = ARENA_ARRAY(arena, bool, items);
}

struct stats_factors *stats_maximum_likelihood(struct arena *arena, const double *r, size_t items, size_t factors, double n)
{
    struct stats_factors *result = stats_principal_components(arena, r, items, factors);
    double k = (double)items, m = (double)factors, df = ((k - m) * (k - m) - k - m) / 2;
    if (!result || df < 0)
        return NULL;
    double *inverse = ARENA_ARRAY(arena, double, items * items);
    memcpy(inverse, r, items * items * sizeof *r);
    if (!spd_invert(inverse, items, NULL))
        return NULL;
    struct fit fit;
    fit_init(&fit, arena, r, items, factors);
    /* Jöreskog's start: part of what the other items leave unexplained. */
    for (size_t i = 0; i < items; i++)
        fit.t[i] = log(fmin(fmax((1 - m / (2 * k)) / inverse[i * items + i], OWN_LEAST), 1));
    double value = NAN;
    result->converged = minimise(&fit, &value);
    if (isnan(value))
        return NULL;
    for (size_t i = 0; i < items; i++) {
        for (size_t f = 0; f < factors; f++)
            result->loadings[i * factors + f] = exp(fit.t[i] / 2) * sqrt(fmax(fit.theta[f] - 1, 0)) * fit.omega[i * items + f];
        result->heywood = result->heywood || fit.t[i] <= log(OWN_LEAST);
    }
    double factor = n - 1 - (2 * k + 5) / 6 - 2 * m / 3;
    if (df > 0 && factor > 0 && n < INFINITY) {
        result->chisq = factor * fmax(value, 0);
        result->df = df;
        result->p = tail_chisq(result->chisq, df);
    }
    factors_finish(result);
    return result;
}
