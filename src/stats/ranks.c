/* SPDX-License-Identifier: GPL-3.0-or-later
 * Places with chance: see stats_ranks.h. Two passes over the replicates: standard deviations of all differences, then the greatest studentised
 * deviation of each replicate. No differences are stored: for 200 units and 2,000 replicates they would be 40 million.
 */
#include "ceping/stats_ranks.h"
#include "ceping/stats_measures.h"
#include "tails_priv.h"

#include <math.h>
#include <stdlib.h>

static int ascending(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return x < y ? -1 : x > y;
}

void stats_sort(double *x, size_t n)
{
    if (n > 1)
        qsort(x, n, sizeof *x, ascending);
}

double stats_replicate_quantile(const double *sorted, size_t count, double p)
{
    double rank = p * ((double)count + 1);
    if (isnan(rank) || count == 0)
        return NAN;
    if (rank < 1)
        return sorted[0];
    if (rank >= (double)count)
        return sorted[count - 1];
    size_t below = (size_t)rank;
    double fraction = rank - (double)below, low = sorted[below - 1], high = sorted[below];
    return low == high ? low : low + fraction * (high - low);
}

double stats_replicate_rank(const double *sorted, size_t count, double p, bool up)
{
    double rank = p * ((double)count + 1);
    if (isnan(rank) || count == 0)
        return NAN;
    rank = fmin(fmax(up ? ceil(rank) : floor(rank), 1), (double)count);
    return sorted[(size_t)rank - 1];
}

/* Moments of the differences of one pair, and who is ahead. */
struct pair {
    double mean, square;
    double ahead, count;
};

static void add_pairs(const double *draw, size_t units, struct pair *pairs)
{
    for (size_t i = 0; i < units; i++)
        for (size_t j = i + 1; j < units; j++, pairs++) {
            double d = draw[i] - draw[j];
            if (isnan(d))
                continue;
            pairs->count++;
            double step = d - pairs->mean;
            pairs->mean += step / pairs->count;
            pairs->square += step * (d - pairs->mean);
            pairs->ahead += d > 0 ? 1 : d < 0 ? 0 : 0.5;
        }
}

/* Standard deviations; below 1e-9 there is only the noise of the arithmetic. */
static void pair_deviations(const struct pair *pairs, const double *values, size_t units, double *ret_sd)
{
    for (size_t i = 0; i < units; i++)
        for (size_t j = i + 1; j < units; j++, pairs++, ret_sd++) {
            double sd = pairs->count > 1 ? sqrt(pairs->square / (pairs->count - 1)) : 0;
            *ret_sd = isnan(values[i] - values[j]) || sd < 1e-9 ? 0 : sd;
        }
}

static double greatest_deviation(const double *draw, const double *values, const double *sd, size_t units)
{
    double greatest = NAN;
    for (size_t i = 0; i < units; i++)
        for (size_t j = i + 1; j < units; j++, sd++) {
            if (*sd > 0)
                greatest = fmax(greatest, fabs(draw[i] - draw[j] - (values[i] - values[j])) / *sd); /* fmax passes over a NaN */
        }
    return greatest;
}

static double critical_value(const double *values, const double *draws, const double *sd, size_t units, size_t replicates, double level)
{
    auto_free double *greatest = xcalloc(replicates + 1, sizeof *greatest);
    size_t count = 0;
    for (size_t r = 0; r < replicates; r++) {
        double value = greatest_deviation(draws + r * units, values, sd, units);
        if (!isnan(value))
            greatest[count++] = value;
    }
    stats_sort(greatest, count);
    return stats_replicate_rank(greatest, count, level, true);
}

static void tell_apart(const double *values, const double *sd, const struct pair *pairs, size_t units, double *low, double *high, double *ahead,
                       signed char *apart, struct stats_rank_set *set)
{
    for (size_t i = 0; i < units; i++)
        for (size_t j = i + 1; j < units; j++, sd++, pairs++) {
            if (!(*sd > 0))
                continue;
            set->pairs++;
            low[i] = isnan(low[i]) ? 0 : low[i];
            low[j] = isnan(low[j]) ? 0 : low[j];
            double share = pairs->ahead / pairs->count, d = values[i] - values[j];
            if (ahead) {
                ahead[i * units + j] = share;
                ahead[j * units + i] = 1 - share;
            }
            if (!(fabs(d) > set->critical * *sd))
                continue;
            set->apart++;
            size_t first = d > 0 ? i : j, second = d > 0 ? j : i;
            low[second]++;
            high[first]++;
            if (apart) {
                apart[first * units + second] = 1;
                apart[second * units + first] = -1;
            }
        }
}

void stats_rank_set(const double *values, const double *draws, size_t units, size_t replicates, double level, double *ret_low, double *ret_high,
                    double *ret_ahead, signed char *ret_apart, struct stats_rank_set *ret)
{
    size_t pair_count = units * (units - (units > 0)) / 2, with_value = 0;
    auto_free struct pair *pairs = xcalloc(pair_count + 1, sizeof *pairs);
    auto_free double *sd = xcalloc(pair_count + 1, sizeof *sd);
    for (size_t i = 0; i < units; i++) {
        ret_low[i] = NAN;
        ret_high[i] = 0;
        with_value += !isnan(values[i]);
    }
    for (size_t i = 0; i < units * units; i++) {
        if (ret_ahead)
            ret_ahead[i] = NAN;
        if (ret_apart)
            ret_apart[i] = 0;
    }
    for (size_t r = 0; r < replicates; r++)
        add_pairs(draws + r * units, units, pairs);
    pair_deviations(pairs, values, units, sd);
    *ret = (struct stats_rank_set){.critical = critical_value(values, draws, sd, units, replicates, level)};
    tell_apart(values, sd, pairs, units, ret_low, ret_high, ret_ahead, ret_apart, ret);
    for (size_t i = 0; i < units; i++) {
        ret_high[i] = isnan(ret_low[i]) ? NAN : (double)with_value - ret_high[i];
        ret_low[i] += 1;
    }
}

double stats_critical_z(double level, size_t count)
{
    return count > 0 && level > 0 && level < 1 ? quantile_normal((1 - level) / 2 / (double)count) : (double)NAN;
}

const struct stats_measure stats_ranks_measures[] = {
    {"rank_set", "名次的联合置信集", N_("intervals"), N_("replicates of the scores of several units"), 2, "stats_rank_set",
     "1 + #{ahead and told apart} … n − #{behind and told apart}; told apart: |vᵢ − vⱼ| > c·σᵢⱼ, c the quantile of max |Dᵢⱼ* − Dᵢⱼ|/σᵢⱼ",
     "Mogstad, Romano, Shaikh, Wilhelm, Review of Economic Studies 91 (2024)", "tests/unit/stats/test_ranks.c: agrees_with_r"},
    {0},
};
