/* SPDX-License-Identifier: GPL-3.0-or-later
 * AHP and Delphi: weights from experts. The eigenvector is found by powers of the matrix: for positive entries it exists, is unique and is reached from anywhere
 * (Perron); the least and greatest ratio (Aw)_i / w_i enclose the eigenvalue at every step (Collatz & Wielandt), so the end is known and not guessed.
 * Vectors: method §6.
 */
#include "ceping/stats_composite.h"

#include "ceping/base_num.h"

#include <math.h>

#define STEPS_MAX 100000

static double random_index(size_t n)
{
    static const double saaty[] = {0, 0, 0, 0.58, 0.90, 1.12, 1.24, 1.32, 1.41, 1.45, 1.49, 1.51};
    if (n < COUNT_OF(saaty))
        return saaty[n];
    /* Mean eigenvalue of random matrices: 2.7699·n − 4.3513 (Alonso & Lamata, Int. J. Uncertainty 14, 2006). */
    return (2.7699 * (double)n - 4.3513 - (double)n) / ((double)n - 1);
}

/* One step: w becomes Aw, adding up to 1; the bounds of the eigenvalue. */
static void multiply(const double *matrix, size_t n, double *w, double *next, double *ret_low, double *ret_high)
{
    double total = 0;
    *ret_low = INFINITY;
    *ret_high = 0;
    for (size_t i = 0; i < n; i++) {
        struct sum sum = {0};
        for (size_t j = 0; j < n; j++)
            sum_add(&sum, matrix[i * n + j] * w[j]);
        next[i] = sum_value(&sum);
        *ret_low = fmin(*ret_low, next[i] / w[i]);
        *ret_high = fmax(*ret_high, next[i] / w[i]);
        total += next[i];
    }
    for (size_t i = 0; i < n; i++)
        w[i] = next[i] / total;
}

static void geometric_means(const double *matrix, size_t n, double *ret)
{
    double total = 0;
    for (size_t i = 0; i < n; i++) {
        struct sum sum = {0};
        for (size_t j = 0; j < n; j++)
            sum_add(&sum, log(matrix[i * n + j]));
        total += ret[i] = exp(sum_value(&sum) / (double)n);
    }
    for (size_t i = 0; i < n; i++)
        ret[i] /= total;
}

static void find_worst(const double *matrix, size_t n, const double *w, struct stats_ahp *ret)
{
    ret->worst_ratio = 1;
    for (size_t i = 0; i < n; i++)
        for (size_t j = i; j < n; j++) {
            ret->reciprocal_error = fmax(ret->reciprocal_error, fabs(matrix[i * n + j] * matrix[j * n + i] - 1));
            double ratio = matrix[i * n + j] * w[j] / w[i];
            if (i == j || fabs(log(ratio)) <= fabs(log(ret->worst_ratio)))
                continue;
            ret->worst_row = i;
            ret->worst_column = j;
            ret->worst_ratio = ratio;
        }
}

void stats_ahp(const double *matrix, size_t n, double *ret_weights, double *ret_geometric, struct stats_ahp *ret)
{
    bool usable = n > 0;
    for (size_t i = 0; i < n * n; i++)
        usable = usable && matrix[i] > 0 && matrix[i] < INFINITY;
    *ret = (struct stats_ahp){NAN, NAN, NAN, NAN, NAN, 0, 0, NAN};
    for (size_t i = 0; i < n && !usable; i++) {
        ret_weights[i] = NAN;
        if (ret_geometric)
            ret_geometric[i] = NAN;
    }
    if (!usable)
        return;
    auto_free double *next = xcalloc(n, sizeof *next);
    geometric_means(matrix, n, ret_weights);
    if (ret_geometric)
        memcpy(ret_geometric, ret_weights, n * sizeof *ret_weights);
    double low, high, size = (double)n;
    for (int step = 0; step < STEPS_MAX; step++) {
        multiply(matrix, n, ret_weights, next, &low, &high);
        if (high - low <= 1e-15 * size * high)
            break;
    }
    ret->lambda_max = (low + high) / 2;
    ret->ci = n > 1 ? (ret->lambda_max - size) / (size - 1) : 0;
    ret->ri = random_index(n);
    ret->cr = n > 2 ? ret->ci / ret->ri : 0;
    ret->reciprocal_error = 0;
    find_worst(matrix, n, ret_weights, ret);
}

/* Weighted geometric mean of at[0], at[stride] …, without gaps; NaN where there is none, or one is not positive. */
static double geometric_mean(const double *at, size_t stride, const double *weights, size_t count)
{
    struct sum logs = {0}, total = {0};
    for (size_t e = 0; e < count; e++) {
        double weight = weights ? weights[e] : 1, value = at[e * stride];
        if (!(weight >= 0 && weight < INFINITY) || value <= 0 || isinf(value))
            return NAN;
        if (isnan(value) || weight == 0)
            continue;
        sum_add(&logs, weight * log(value));
        sum_add(&total, weight);
    }
    return sum_value(&total) > 0 ? exp(sum_value(&logs) / sum_value(&total)) : NAN;
}

void stats_ahp_group(const double *matrices, const double *expert_weights, size_t experts, size_t n, double *ret_matrix)
{
    for (size_t i = 0; i < n * n; i++)
        ret_matrix[i] = geometric_mean(matrices + i, n * n, expert_weights, experts);
}

void stats_ahp_priorities(const double *weights, const double *expert_weights, size_t experts, size_t n, double *ret_weights)
{
    struct sum total = {0};
    for (size_t i = 0; i < n; i++) {
        ret_weights[i] = geometric_mean(weights + i, n, expert_weights, experts);
        sum_add(&total, ret_weights[i]);
    }
    for (size_t i = 0; i < n; i++)
        ret_weights[i] /= sum_value(&total);
}

void stats_delphi(const double *x, const double *w, size_t n, double full_mark, struct stats_delphi *ret)
{
    *ret = (struct stats_delphi){.n = stats_total(w, n), .mean = stats_mean(x, w, n), .sd = stats_sd(x, w, n)};
    ret->cv = ret->mean != 0 ? ret->sd / ret->mean : NAN;
    ret->low = ret->mean - ret->sd;
    ret->high = ret->mean + ret->sd;
    struct sum full = {0};
    for (size_t i = 0; i < n; i++)
        if (x[i] >= full_mark)
            sum_add(&full, w ? w[i] : 1);
    ret->full = isnan(full_mark) || isnan(ret->mean) ? NAN : stats_share(sum_value(&full), ret->n);
}

double stats_delphi_authority(double grounds, double familiarity)
{
    return grounds >= 0 && grounds <= 1 && familiarity >= 0 && familiarity <= 1 ? (grounds + familiarity) / 2 : NAN;
}
