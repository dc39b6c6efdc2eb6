/* SPDX-License-Identifier: GPL-3.0-or-later
 * How sure shares of R² are: resampling of cases.
 *
 * Shares of items that correlate with each other lie close together, and which of them is the greatest is often chance.
 * There is no useful closed form for the error of LMG (Grömping, American Statistician 61, 2007, resamples as well), so
 * cases are drawn with replacement.
 */
#include "ceping/stats_regression.h"

#include "tails_priv.h"

#include <gsl/gsl_rng.h>
#include <math.h>

static size_t greatest(const struct stats_importance *importance, size_t columns)
{
    size_t first = 0;
    for (size_t i = 1; i < columns; i++)
        if (importance[i].lmg > importance[first].lmg)
            first = i;
    return first;
}

size_t stats_importance_bootstrap(const double *y, const double *x, size_t n, size_t columns, size_t replicates,
                                  uint64_t seed, double level, struct interval *ret_shares, double *ret_first)
{
    for (size_t i = 0; i < columns; i++) {
        ret_shares[i] = (struct interval){NAN, NAN};
        ret_first[i] = NAN;
    }
    if (n < 2 || columns == 0 || replicates == 0 || !(level > 0 && level < 1))
        return 0;
    struct arena *arena = arena_new();
    double *shares = ARENA_ARRAY(arena, double, columns *replicates), *first = ARENA_ARRAY(arena, double, columns);
    double *frequency = ARENA_ARRAY(arena, double, n);
    struct stats_importance *importance = ARENA_ARRAY(arena, struct stats_importance, columns);
    stats_gsl_quiet();
    gsl_rng *rng = gsl_rng_alloc(gsl_rng_mt19937);
    if (rng)
        gsl_rng_set(rng, (unsigned long)seed);
    size_t good = 0;
    bool defined = stats_relative_importance(y, x, NULL, n, columns, importance) >
                   0; /* else draws that leave out what is not finite would give shares */
    for (size_t k = 0; rng && k < replicates && defined; k++) {
        memset(frequency, 0, n * sizeof *frequency);
        for (size_t i = 0; i < n; i++)
            frequency[gsl_rng_uniform_int(rng, (unsigned long)n)]++;
        double r2 = stats_relative_importance(y, x, frequency, n, columns, importance);
        if (!(r2 > 0) || isnan(importance[0].lmg))
            continue;
        for (size_t i = 0; i < columns; i++)
            shares[i * replicates + good] = importance[i].lmg / r2;
        first[greatest(importance, columns)]++;
        good++;
    }
    if (rng)
        gsl_rng_free(rng);
    for (size_t i = 0; i < columns && good > 0; i++) {
        const double *own = shares + i * replicates;
        ret_shares[i] = (struct interval){stats_quantile(own, NULL, good, (1 - level) / 2),
                                          stats_quantile(own, NULL, good, (1 + level) / 2)};
        ret_first[i] = first[i] / (double)good;
    }
    arena_free(arena);
    return good;
}
