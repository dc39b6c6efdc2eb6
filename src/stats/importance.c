/* SPDX-License-Identifier: GPL-3.0-or-later
 * Which items drive overall satisfaction.
 *
 * Coefficients do not say: items correlate, and what two of them explain together goes to whichever enters first. The Shapley value of R²
 * averages over all orders (LMG: Lindeman, Merenda & Gold 1980; relaimpo in R). There are p! orders but only 2^p sets of predictors: R² of each set is found
 * by walking the sets depth first, adding one row to a Cholesky factor at each step (p²/2 operations a set), then
 *
 *     LMG_j = Σ_{S without j} |S|!(p − |S| − 1)!/p! · (R²(S ∪ j) − R²(S)).
 *
 * A predictor that those already in the set determine has no pivot left and adds nothing, so collinear items share what they explain.
 */
#include "ceping/stats_regression.h"

#include "ceping/base_num.h"
#include "ceping/stats_association.h"
#include "linear_priv.h"

#include <math.h>

#define PIVOT_LEAST 1e-12

struct walk {
    const double *r, *ry;
    size_t p;
    double *r2;     /* per set of predictors, a bit each */
    double *factor; /* rows of the factor, p each */
    double *right;  /* its solution for ry */
    size_t *member;
};

/* All sets that hold `set` (depth members) and further predictors from `next` on. */
static void walk_sets(struct walk *walk, size_t set, size_t depth, size_t next)
{
    for (size_t j = next; j < walk->p; j++) {
        double *row = walk->factor + depth * walk->p, pivot = walk->r[j * walk->p + j], right = walk->ry[j];
        for (size_t a = 0; a < depth; a++) {
            const double *other = walk->factor + a * walk->p;
            double value = walk->r[j * walk->p + walk->member[a]];
            for (size_t b = 0; b < a; b++)
                value -= row[b] * other[b];
            row[a] = value / other[a];
            pivot -= row[a] * row[a];
            right -= row[a] * walk->right[a];
        }
        size_t with = set | (size_t)1 << j;
        walk->r2[with] = walk->r2[set];
        if (pivot > PIVOT_LEAST) {
            row[depth] = sqrt(pivot);
            walk->right[depth] = right / row[depth];
            walk->member[depth] = j;
            walk->r2[with] += walk->right[depth] * walk->right[depth];
            walk_sets(walk, with, depth + 1, j + 1);
        } else {
            walk_sets(walk, with, depth, j + 1);
        }
    }
}

/* Mean gain of j: sets of one size count alike, sizes count alike. */
static double shapley(const struct walk *walk, size_t j)
{
    double choices[STATS_LMG_MAX];
    choices[0] = 1;
    for (size_t size = 1; size < walk->p; size++) /* binomials of p − 1 */
        choices[size] = choices[size - 1] * (double)(walk->p - size) / (double)size;
    struct sum gains[STATS_LMG_MAX] = {0}, mean = {0};
    size_t bit = (size_t)1 << j;
    for (size_t set = 0; set < (size_t)1 << walk->p; set++)
        if (!(set & bit))
            sum_add(&gains[__builtin_popcountll(set)], walk->r2[set | bit] - walk->r2[set]);
    for (size_t size = 0; size < walk->p; size++)
        sum_add(&mean, sum_value(&gains[size]) / choices[size]);
    return sum_value(&mean) / (double)walk->p;
}

static void by_sets(struct arena *arena, const double *r, const double *ry, size_t p, struct stats_importance *ret)
{
    struct walk walk = {
        .r = r,
        .ry = ry,
        .p = p,
        .r2 = ARENA_ARRAY(arena, double, (size_t)1 << p),
        .factor = ARENA_ARRAY(arena, double, p * p),
        .right = ARENA_ARRAY(arena, double, p),
        .member = ARENA_ARRAY(arena, size_t, p),
    };
    walk_sets(&walk, 0, 0, 0);
    for (size_t j = 0; j < p; j++)
        ret[j].lmg = shapley(&walk, j);
}

/* R² of those predictors that `skip` is not. */
static double r2_without(struct arena *arena, const double *r, const double *ry, size_t p, size_t skip)
{
    double *factor = ARENA_ARRAY(arena, double, p * p), *right = ARENA_ARRAY(arena, double, p), r2 = 0;
    size_t *member = ARENA_ARRAY(arena, size_t, p), depth = 0;
    for (size_t j = 0; j < p; j++) {
        double *row = factor + depth * p, pivot = r[j * p + j], rest = ry[j];
        for (size_t a = 0; a < depth; a++) {
            row[a] = r[j * p + member[a]];
            for (size_t b = 0; b < a; b++)
                row[a] -= row[b] * factor[a * p + b];
            row[a] /= factor[a * p + a];
            pivot -= row[a] * row[a];
            rest -= row[a] * right[a];
        }
        if (j == skip || pivot <= PIVOT_LEAST)
            continue;
        row[depth] = sqrt(pivot);
        right[depth] = rest / row[depth];
        r2 += right[depth] * right[depth];
        member[depth++] = j;
    }
    return r2;
}

/* Johnson: predictors → their nearest orthogonal relatives Z (Λ = R^½), y on Z, and Z's shares back to the predictors by Λ². */
static void johnson(struct arena *arena, const double *r, const double *ry, size_t p, struct stats_importance *ret)
{
    double *values = ARENA_ARRAY(arena, double, p), *vectors = ARENA_ARRAY(arena, double, p * p), *coef = ARENA_ARRAY(arena, double, p);
    if (!symmetric_eigen(r, p, values, vectors) || !(values[p - 1] > PIVOT_LEAST))
        return;
    double *root = ARENA_ARRAY(arena, double, p * p);
    for (size_t i = 0; i < p; i++)
        for (size_t j = 0; j < p; j++)
            for (size_t m = 0; m < p; m++) {
                double pair = vectors[i * p + m] * vectors[j * p + m], length = sqrt(values[m]);
                root[i * p + j] += pair * length;
                coef[i] += pair / length * ry[j];
            }
    for (size_t i = 0; i < p; i++) {
        ret[i].johnson = 0;
        for (size_t j = 0; j < p; j++)
            ret[i].johnson += root[i * p + j] * root[i * p + j] * coef[j] * coef[j];
    }
}

double stats_relative_importance_of(const double *r, const double *ry, size_t columns, struct stats_importance *ret)
{
    bool finite = columns > 0;
    for (size_t j = 0; j < columns; j++)
        ret[j] = (struct stats_importance){NAN, NAN, NAN, NAN, NAN};
    for (size_t i = 0; i < columns * columns; i++)
        finite = finite && isfinite(r[i]);
    for (size_t j = 0; j < columns; j++)
        finite = finite && isfinite(ry[j]);
    if (!finite)
        return NAN;
    struct arena *arena = arena_new();
    double *inverse = ARENA_ARRAY(arena, double, columns * columns), *beta = ARENA_ARRAY(arena, double, columns);
    double all = r2_without(arena, r, ry, columns, columns);
    memcpy(inverse, r, columns * columns * sizeof *r);
    memcpy(beta, ry, columns * sizeof *ry);
    bool regular = spd_solve(inverse, columns, beta);
    for (size_t j = 0; j < columns; j++) {
        ret[j].first = r[j * columns + j] > 0 ? ry[j] * ry[j] : 0;
        ret[j].last = fmax(0, all - r2_without(arena, r, ry, columns, j));
        ret[j].pratt = regular ? beta[j] * ry[j] : NAN;
    }
    if (regular)
        johnson(arena, r, ry, columns, ret);
    if (columns <= STATS_LMG_MAX)
        by_sets(arena, r, ry, columns, ret);
    arena_free(arena);
    return all;
}

double stats_relative_importance(const double *y, const double *x, const double *w, size_t n, size_t columns, struct stats_importance *ret)
{
    for (size_t j = 0; j < columns; j++)
        ret[j] = (struct stats_importance){NAN, NAN, NAN, NAN, NAN};
    if (columns == 0 || n == 0)
        return NAN;
    struct arena *arena = arena_new();
    size_t all = columns + 1, varying = 0;
    double *table = ARENA_ARRAY(arena, double, all * n), *mean = ARENA_ARRAY(arena, double, all), *covariance = ARENA_ARRAY(arena, double, all * all);
    memcpy(table, y, n * sizeof *y);
    memcpy(table + n, x, columns * n * sizeof *x);
    stats_covariances(table, w, n, all, mean, covariance);
    double *r = ARENA_ARRAY(arena, double, columns * columns), *ry = ARENA_ARRAY(arena, double, columns), *length = ARENA_ARRAY(arena, double, all);
    for (size_t j = 0; j < all; j++) {
        length[j] = sqrt(covariance[j * all + j]);
        varying += j > 0 && length[j] > 0;
    }
    for (size_t j = 0; j < columns; j++) { /* what does not vary correlates with nothing and has no diagonal */
        ry[j] = length[j + 1] > 0 ? covariance[j + 1] / length[0] / length[j + 1] : 0;
        for (size_t k = 0; k < columns; k++)
            r[j * columns + k] = length[j + 1] > 0 && length[k + 1] > 0 ? covariance[(j + 1) * all + k + 1] / length[j + 1] / length[k + 1] : 0;
    }
    double r2 = length[0] > 0 && varying > 0 && !isnan(mean[0]) ? stats_relative_importance_of(r, ry, columns, ret) : NAN;
    arena_free(arena);
    return r2;
}

/* Importance and satisfaction -------------------------------------------------------------------------------- */

double stats_quadrant_line(const double *values, size_t n, enum stats_quadrant_line kind)
{
    auto_free double *known = xcalloc(n + 1, sizeof *known);
    size_t count = 0;
    for (size_t i = 0; i < n; i++)
        if (!isnan(values[i]))
            known[count++] = values[i];
    return kind == STATS_LINE_MEAN ? stats_mean(known, NULL, count) : stats_median(known, NULL, count);
}

enum stats_quadrant stats_quadrant(double importance, double satisfaction, double importance_line, double satisfaction_line)
{
    if (isnan(importance) || isnan(satisfaction) || isnan(importance_line) || isnan(satisfaction_line))
        return STATS_QUADRANT_NONE;
    if (importance >= importance_line)
        return satisfaction >= satisfaction_line ? STATS_QUADRANT_ADVANTAGE : STATS_QUADRANT_REPAIR;
    return satisfaction >= satisfaction_line ? STATS_QUADRANT_MAINTAIN : STATS_QUADRANT_OPPORTUNITY;
}

static bool beside(struct interval interval, double line)
{
    return interval.low > line || interval.high < line;
}

bool stats_quadrant_sure(struct interval importance, struct interval satisfaction, double importance_line, double satisfaction_line)
{
    return beside(importance, importance_line) && beside(satisfaction, satisfaction_line);
}
