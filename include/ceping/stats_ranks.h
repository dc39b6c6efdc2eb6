/* SPDX-License-Identifier: GPL-3.0-or-later
 * How sure is a place: units with a value each and replicates of these values (a bootstrap), in draws[replicate · units + unit].
 *
 * A place counts how many others are ahead, so its interval is a statement about all pairs at once. Pair (i, j) is told apart when
 * |vᵢ − vⱼ| > c·σᵢⱼ with σᵢⱼ the standard deviation of the replicated difference and c the quantile of the greatest studentised deviation over all
 * pairs, max |Dᵢⱼ* − Dᵢⱼ|/σᵢⱼ: with probability `level` no pair is told apart wrongly (single-step; Mogstad, Romano, Shaikh & Wilhelm, Review of Economic
 * Studies 91, 2024). Then place i lies in 1 + #{told apart and ahead} … n − #{told apart and behind}, for all units at the same time.
 *
 * NaN among the values: the unit has no place and takes part in no pair. NaN among the replicates: that replicate says nothing of the unit's pairs.
 * Pairs that never vary (σ = 0) are never told apart: what was not drawn cannot show chance.
 */
#ifndef CEPING_STATS_RANKS_H
#define CEPING_STATS_RANKS_H

#include "ceping/stats.h"

struct stats_rank_set {
    double critical;    /* c; NaN where no pair varies */
    size_t pairs, apart; /* pairs that vary; those told apart */
};

/* `ret_low`, `ret_high`: places, NaN for units without value or without a pair that varies. `ret_ahead` (units², or NULL): share of replicates in which
 * row i is ahead of column j, equals counting half; NaN for i = j and pairs that never vary. `ret_apart` (units², or NULL): 1 where i is told apart ahead of j, −1 where
 * behind, else 0. */
void stats_rank_set(const double *values, const double *draws, size_t units, size_t replicates, double level, double *ret_low, double *ret_high,
                    double *ret_ahead, signed char *ret_apart, struct stats_rank_set *ret);

/* Quantile of replicates: type 6, rank p(B + 1), between neighbours; beyond them the extremes. Sorted ascending, without NaN; NaN for none. */
double stats_replicate_quantile(const double *sorted, size_t count, double p);
/* For whole numbers such as places: the replicate of that rank, rounded outwards (`up`: upwards), so that nothing lies between two places. */
double stats_replicate_rank(const double *sorted, size_t count, double p, bool up);
void stats_sort(double *x, size_t n); /* ascending */

/* The normal quantile that two sides of 1 − level leave out together, for each of `count` comparisons at once (Bonferroni): 1.96 for 0.95 and one. NaN for none. */
double stats_critical_z(double level, size_t count);

#endif
