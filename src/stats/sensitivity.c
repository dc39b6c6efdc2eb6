/* SPDX-License-Identifier: GPL-3.0-or-later
 * Sensitivity indices: see stats_sensitivity.h.
 */
#include "ceping/stats_sensitivity.h"
#include "ceping/base_num.h"
#include "ceping/stats_measures.h"

#include <math.h>

static double mean_square_difference(const double *x, const double *y, size_t n)
{
    struct sum sum = {0};
    for (size_t i = 0; i < n; i++)
        sum_add(&sum, (x[i] - y[i]) * (x[i] - y[i]));
    return sum_value(&sum) / (double)n;
}

static double variance_of_both(const double *a, const double *b, size_t n)
{
    struct sum sum = {0}, squares = {0};
    for (size_t i = 0; i < n; i++) {
        sum_add(&sum, a[i]);
        sum_add(&sum, b[i]);
    }
    double mean = sum_value(&sum) / (2 * (double)n);
    for (size_t i = 0; i < n; i++) {
        sum_add(&squares, (a[i] - mean) * (a[i] - mean));
        sum_add(&squares, (b[i] - mean) * (b[i] - mean));
    }
    return sum_value(&squares) / (2 * (double)n);
}

void stats_sensitivity(const double *a, const double *b, const double *ab, size_t n, size_t inputs, double *ret_first, double *ret_total)
{
    double variance = n < 2 ? 0 : variance_of_both(a, b, n);
    for (size_t i = 0; i < inputs; i++) {
        ret_first[i] = variance > 0 ? 1 - mean_square_difference(b, ab + i * n, n) / (2 * variance) : (double)NAN;
        ret_total[i] = variance > 0 ? mean_square_difference(a, ab + i * n, n) / (2 * variance) : (double)NAN;
    }
}

const struct stats_measure stats_sensitivity_measures[] = {
    {"sensitivity", "方差分解敏感性指数", N_("intervals"), N_("runs of a model on two samples of its inputs"), 2, "stats_sensitivity",
     "S = 1 − Σ(f(B) − f(ABᵢ))²/2NV; total Σ(f(A) − f(ABᵢ))²/2NV",
     "Jansen, Comput. Phys. Commun. 117 (1999); Saltelli et al., ibid. 181 (2010)", "tests/unit/stats/test_sensitivity.c: agrees_with_ishigami"},
    {0},
};
