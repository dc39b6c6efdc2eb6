/* SPDX-License-Identifier: GPL-3.0-or-later
 * Parallel analysis: how great eigenvalues become by chance alone.
 *
 * "Eigenvalues above 1" (Kaiser) takes chance for structure: of unrelated items about half of the eigenvalues of a
 * sample are above 1. Horn compares with those of random data of the same size. Random rows need not be drawn for that:
 * n rows of independent normal items have a covariance matrix A·Aᵀ/(n − 1) with A lower triangular, Aᵢᵢ² chi-squared
 * with n − 1 − i degrees of freedom and Aᵢⱼ standard normal (Bartlett, Proc. R. Soc. Edinburgh 53, 1933), so that a
 * million rows cost no more than thirty.
 */
#include "ceping/stats_structure.h"

#include "linear_priv.h"
#include "tails_priv.h"

#include <gsl/gsl_randist.h>
#include <gsl/gsl_rng.h>
#include <math.h>

/* A correlation matrix of `n` random rows. */
static void draw(gsl_rng *rng, double n, size_t items, double *a, double *ret_r)
{
    for (size_t i = 0; i < items; i++) {
        for (size_t j = 0; j < i; j++)
            a[i * items + j] = gsl_ran_ugaussian(rng);
        a[i * items + i] = sqrt(gsl_ran_chisq(rng, n - 1 - (double)i));
    }
    for (size_t i = 0; i < items; i++) {
        double length = 0;
        for (size_t k = 0; k <= i; k++)
            length += a[i * items + k] * a[i * items + k];
        length = sqrt(length);
        for (size_t k = 0; k <= i; k++)
            a[i * items + k] /= length;
    }
    for (size_t i = 0; i < items; i++)
        for (size_t j = 0; j <= i; j++) {
            double r = 0;
            for (size_t k = 0; k <= j; k++)
                r += a[i * items + k] * a[j * items + k];
            ret_r[i * items + j] = ret_r[j * items + i] = i == j ? 1 : r;
        }
}

void stats_parallel_analysis(double n, size_t items, size_t replicates, double level, uint64_t seed,
                             double *ret_eigenvalues)
{
    for (size_t i = 0; i < items; i++)
        ret_eigenvalues[i] = NAN;
    if (items < 2 || !(n > (double)items && n < INFINITY) || replicates == 0 || !(level > 0 && level < 1))
        return;
    struct arena *arena = arena_new();
    double *a = ARENA_ARRAY(arena, double, items *items), *r = ARENA_ARRAY(arena, double, items *items);
    double *vectors = ARENA_ARRAY(arena, double, items *items), *values = ARENA_ARRAY(arena, double, items);
    double *drawn = ARENA_ARRAY(arena, double, items *replicates);
    stats_gsl_quiet();
    gsl_rng *rng = gsl_rng_alloc(gsl_rng_mt19937);
    bool good = rng;
    if (rng)
        gsl_rng_set(rng, (unsigned long)seed);
    for (size_t k = 0; k < replicates && good; k++) {
        draw(rng, n, items, a, r);
        good = symmetric_eigen(r, items, values, vectors);
        for (size_t i = 0; i < items; i++)
            drawn[i * replicates + k] = values[i];
    }
    gsl_rng_free(rng);
    for (size_t i = 0; i < items && good; i++)
        ret_eigenvalues[i] = stats_quantile(drawn + i * replicates, NULL, replicates, level);
    arena_free(arena);
}
