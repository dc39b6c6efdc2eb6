/* SPDX-License-Identifier: GPL-3.0-or-later
 * Rotation to simple structure.
 *
 * Varimax turns two factors at a time by the angle that is best for the pair (in closed form: Kaiser, Psychometrika 23, 1958) until no angle is left.
 * Convergence at the end is quadratic, where the iteration by singular values (R's varimax) gains a constant factor a step and is usually
 * stopped at 10⁻⁵; PSPP's stops at 10⁻⁴. Rows are brought to length 1 before and back after, so that items with little in common have their say.
 *
 * Promax follows R's stats::promax: the target is each loading times |loading|^(power − 1); the least-squares transformation towards it
 * is scaled so that the factors have variance 1.
 */
#include "factors_priv.h"
#include "linear_priv.h"

#include <math.h>

#define SWEEPS_MAX 1000
#define ANGLE_LEAST 1e-12

/* Turns columns a, b by their best angle and returns it. */
static double turn_pair(double *loadings, size_t items, size_t factors, size_t a, size_t b)
{
    double sum_u = 0, sum_v = 0, sum_uv = 0, sum_difference = 0;
    for (size_t i = 0; i < items; i++) {
        double x = loadings[i * factors + a], y = loadings[i * factors + b];
        double u = x * x - y * y, v = 2 * x * y;
        sum_u += u;
        sum_v += v;
        sum_uv += u * v;
        sum_difference += u * u - v * v;
    }
    double k = (double)items;
    double numerator = 2 * (sum_uv - sum_u * sum_v / k);
    double denominator = sum_difference - (sum_u * sum_u - sum_v * sum_v) / k;
    double angle = hypot(numerator, denominator) > 1e-15 * k ? atan2(numerator, denominator) / 4 : 0;
    double cosine = cos(angle), sine = sin(angle);
    for (size_t i = 0; i < items; i++) {
        double *x = &loadings[i * factors + a], *y = &loadings[i * factors + b], kept = *x;
        *x = cosine * kept + sine * *y;
        *y = cosine * *y - sine * kept;
    }
    return fabs(angle);
}

static struct stats_factors *copy(struct arena *arena, const struct stats_factors *from)
{
    struct stats_factors *result = factors_new(arena, from->items, from->factors);
    memcpy(result->loadings, from->loadings, from->items * from->factors * sizeof *from->loadings);
    memcpy(result->eigenvalues, from->eigenvalues, from->items * sizeof *from->eigenvalues);
    result->chisq = from->chisq;
    result->df = from->df;
    result->p = from->p;
    result->heywood = from->heywood;
    result->converged = from->converged;
    return result;
}

struct stats_factors *stats_varimax(struct arena *arena, const struct stats_factors *from)
{
    struct stats_factors *result = copy(arena, from);
    size_t items = from->items, factors = from->factors;
    double *length = ARENA_ARRAY(arena, double, items), *loadings = result->loadings;
    for (size_t i = 0; i < items; i++) {
        for (size_t f = 0; f < factors; f++)
            length[i] = hypot(length[i], loadings[i * factors + f]);
        for (size_t f = 0; f < factors && length[i] > 0; f++)
            loadings[i * factors + f] /= length[i];
    }
    double greatest = factors > 1 ? 1 : 0;
    for (int sweep = 0; sweep < SWEEPS_MAX && greatest > ANGLE_LEAST; sweep++) {
        greatest = 0;
        for (size_t a = 0; a < factors; a++)
            for (size_t b = a + 1; b < factors; b++)
                greatest = fmax(greatest, turn_pair(loadings, items, factors, a, b));
    }
    for (size_t i = 0; i < items; i++)
        for (size_t f = 0; f < factors && length[i] > 0; f++)
            loadings[i * factors + f] *= length[i];
    result->converged = from->converged && greatest <= ANGLE_LEAST;
    factors_finish(result);
    return result;
}

/* Column f of U: coefficients of target column f on the loadings. False where loadings are collinear. */
static bool towards_target(struct arena *arena, const struct stats_factors *from, double power, size_t f, double *ret_u)
{
    size_t m = from->factors;
    struct qr *qr = qr_new(arena, m);
    long double *coef = ARENA_ARRAY(arena, long double, m);
    for (size_t i = 0; i < from->items; i++) {
        double value = from->loadings[i * m + f];
        qr_add(qr, from->loadings + i * m, value * pow(fabs(value), power - 1), 1);
    }
    if (!qr_solve(qr, coef, NULL))
        return false;
    for (size_t g = 0; g < m; g++)
        ret_u[g * m + f] = (double)coef[g];
    return true;
}

struct stats_factors *stats_promax(struct arena *arena, const struct stats_factors *from, double power)
{
    struct stats_factors *straight = stats_varimax(arena, from);
    size_t m = from->factors;
    if (m < 2 || !(power >= 1 && power < INFINITY))
        return straight;
    double *u = ARENA_ARRAY(arena, double, m * m), *inverse = ARENA_ARRAY(arena, double, m * m);
    for (size_t f = 0; f < m; f++)
        if (!towards_target(arena, straight, power, f, u))
            return straight;
    for (size_t f = 0; f < m; f++)
        for (size_t g = 0; g < m; g++)
            for (size_t h = 0; h < m; h++)
                inverse[f * m + g] += u[h * m + f] * u[h * m + g];
    if (!spd_invert(inverse, m, NULL))
        return straight;
    struct stats_factors *result = copy(arena, straight);
    result->correlations = ARENA_ARRAY(arena, double, m * m);
    for (size_t f = 0; f < m; f++)
        for (size_t g = 0; g < m; g++)
            result->correlations[f * m + g] = f == g ? 1 : inverse[f * m + g] / sqrt(inverse[f * m + f] * inverse[g * m + g]);
    for (size_t i = 0; i < from->items; i++)
        for (size_t f = 0; f < m; f++) {
            double value = 0;
            for (size_t g = 0; g < m; g++)
                value += straight->loadings[i * m + g] * u[g * m + f];
            result->loadings[i * m + f] = value * sqrt(inverse[f * m + f]);
        }
    factors_finish(result);
    return result;
}
