/* SPDX-License-Identifier: GPL-3.0-or-later
 * Places with chance: see stats_ranks.h. Three passes over the replicates: means and standard deviations of all differences, then the greatest studentised
 * deviation of each replicate, for which most pairs need not be looked at. No differences are stored: for 200 units and 2,000 replicates they would be 40 million.
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

/* Pairs i < j, row by row: the index of (i, i + 1). */
static size_t first_pair(size_t i, size_t units)
{
    return i * units - i * (i + 1) / 2;
}

/* What is counted of pairs (i, j), j > i, of one unit i; NaN adds nothing. Differences of a thousand units are half a million: the loops over j have no branches, so that
 * the compiler takes several at once, and a few rows i are counted together, so that the replicates come through the cache once for all of them. */
enum { ROWS_AT_ONCE = 8 };

struct differences { /* by j, `units` for each of the rows */
    double *mean, *square;
    int64_t *count, *twice_ahead; /* replicates with a difference; those with i ahead, equals counting half */
};

/* Loops compiled twice, for all processors and for those with vectors of 32 bytes. No sum is split among lanes and nothing is fused: the bits are the same. */
#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__) && !defined(__SANITIZE_ADDRESS__)
#define WIDE_VECTORS __attribute__((target_clones("avx2", "default")))
#else
#define WIDE_VECTORS
#endif

WIDE_VECTORS static void add_whole_differences(const double *restrict draw, size_t i, size_t units, double *restrict sum, int64_t *restrict twice_ahead)
{
    for (size_t j = i + 1; j < units; j++) {
        double d = draw[i] - draw[j];
        twice_ahead[j] += (d > 0) + (d >= 0);
        sum[j] += d;
    }
}

WIDE_VECTORS static void add_differences(const double *restrict draw, size_t i, size_t units, double *restrict sum, int64_t *restrict count, int64_t *restrict twice_ahead)
{
    for (size_t j = i + 1; j < units; j++) {
        double d = draw[i] - draw[j];
        twice_ahead[j] += (d > 0) + (d >= 0);
        count[j] += d == d;
        sum[j] += d == d ? d : 0;
    }
}

WIDE_VECTORS static void add_squares(const double *restrict draw, size_t i, size_t units, bool whole, const double *restrict mean, double *restrict square)
{
    for (size_t j = i + 1; whole && j < units; j++) {
        double e = draw[i] - draw[j] - mean[j];
        square[j] += e * e;
    }
    for (size_t j = i + 1; !whole && j < units; j++) {
        double e = draw[i] - draw[j] - mean[j];
        square[j] += isnan(e) ? 0 : e * e;
    }
}

static bool all_numbers(const double *x, size_t n)
{
    size_t missing = 0;
    for (size_t i = 0; i < n; i++)
        missing += isnan(x[i]) != 0;
    return missing == 0;
}

/* Standard deviations of rows `from` … `to` − 1, NaN where a pair has no values or does not vary (below 1e-9 there is only the noise of the arithmetic), and the
 * share of replicates in which i is ahead. */
static void count_rows(const double *values, const double *draws, size_t units, size_t replicates, bool whole, size_t from, size_t to, double *ret_sd,
                       double *ret_ahead)
{
    size_t cells = (to - from) * units;
    auto_free double *numbers = xcalloc(2 * cells + 1, sizeof *numbers);
    auto_free int64_t *counts = xcalloc(2 * cells + 1, sizeof *counts);
    struct differences all = {numbers, numbers + cells, counts, counts + cells};
    for (size_t r = 0; r < replicates; r++)
        for (size_t i = from, k = 0; i < to; i++, k += units)
            if (whole)
                add_whole_differences(draws + r * units, i, units, all.mean + k, all.twice_ahead + k);
            else
                add_differences(draws + r * units, i, units, all.mean + k, all.count + k, all.twice_ahead + k);
    for (size_t k = 0; whole && k < cells; k++)
        all.count[k] = (int64_t)replicates;
    for (size_t k = 0; k < cells; k++)
        all.mean[k] /= all.count[k] > 0 ? (double)all.count[k] : 1;
    for (size_t r = 0; r < replicates; r++)
        for (size_t i = from, k = 0; i < to; i++, k += units)
            add_squares(draws + r * units, i, units, whole, all.mean + k, all.square + k);
    for (size_t i = from, row = 0; i < to; i++, row += units)
        for (size_t j = i + 1; j < units; j++) {
            size_t k = row + j, pair = first_pair(i, units) + j - i - 1;
            double count = (double)all.count[k], sd = count > 1 ? sqrt(all.square[k] / (count - 1)) : 0;
            ret_sd[pair] = isnan(values[i] - values[j]) || sd < 1e-9 ? (double)NAN : sd;
            ret_ahead[pair] = (double)all.twice_ahead[k] / 2 / count;
        }
}

/* The greatest of |Dᵢⱼ* − Dᵢⱼ|/σᵢⱼ over j > i, and `greatest`; four lanes, for a maximum of one is a chain. A NaN is greater than nothing. */
WIDE_VECTORS static double greatest_of_row(const double *draw, const double *values, size_t i, size_t units, const double *sd, double greatest)
{
    enum { LANES = 4 };
    double most[LANES] = {greatest, greatest, greatest, greatest};
    size_t j = i + 1;
    for (; j + LANES <= units; j += LANES, sd += LANES)
        for (size_t l = 0; l < LANES; l++) {
            double z = fabs(draw[i] - draw[j + l] - (values[i] - values[j + l])) / sd[l];
            most[l] = z > most[l] ? z : most[l];
        }
    for (size_t l = 0; j < units; j++, l++, sd++) {
        double z = fabs(draw[i] - draw[j] - (values[i] - values[j])) / *sd;
        most[l] = z > most[l] ? z : most[l];
    }
    return fmax(fmax(most[0], most[1]), fmax(most[2], most[3]));
}

/* How far units lie from their values in one replicate; NaN among them is passed over. */
struct reach {
    size_t lowest, highest; /* units */
    double low, high;
};

static struct reach reach_of(const double *draw, const double *values, size_t units)
{
    struct reach reach = {0, 0, INFINITY, -INFINITY};
    for (size_t i = 0; i < units; i++) {
        double e = draw[i] - values[i];
        if (e < reach.low) {
            reach.low = e;
            reach.lowest = i;
        }
        if (e > reach.high) {
            reach.high = e;
            reach.highest = i;
        }
    }
    return reach;
}

static double least_of_row(const double *sd, size_t count)
{
    double least = INFINITY;
    for (size_t k = 0; k < count; k++)
        least = sd[k] < least ? sd[k] : least;
    return least;
}

/* The pair of the two units that lie furthest from their values, on either side: mostly not far from the greatest, so that few rows are left to look at. */
static double first_guess(const struct reach *reach, const double *draw, const double *values, size_t units, const double *sd)
{
    size_t i = reach->lowest < reach->highest ? reach->lowest : reach->highest, j = reach->lowest < reach->highest ? reach->highest : reach->lowest;
    if (i == j)
        return -1;
    double z = fabs(draw[i] - draw[j] - (values[i] - values[j])) / sd[first_pair(i, units) + j - i - 1];
    return z > -1 ? z : -1; /* not of a pair that does not vary */
}

/* The greatest studentised deviation of each replicate, −1 where there is no pair. No pair of a row exceeds the way from its unit's deviation to the furthest one, over the
 * row's least standard deviation; a row that cannot reach what was found before is passed over. `slack` keeps rounding from doing so wrongly: the result is that of all pairs. */
static void find_greatest(const double *values, const double *draws, const double *sd, size_t units, size_t replicates, double *greatest)
{
    static const double slack = 1 + 1e-6;
    auto_free struct reach *reach = xcalloc(replicates + 1, sizeof *reach);
    for (size_t r = 0; r < replicates; r++) {
        reach[r] = reach_of(draws + r * units, values, units);
        greatest[r] = first_guess(&reach[r], draws + r * units, values, units, sd);
    }
    for (size_t i = 0; i < units; i++) {
        const double *row = sd + first_pair(i, units);
        double least = least_of_row(row, units - i - 1);
        for (size_t r = 0; r < replicates; r++) {
            double e = draws[r * units + i] - values[i], most = fmax(reach[r].high - e, e - reach[r].low);
            if (!(most * slack < greatest[r] * least))
                greatest[r] = greatest_of_row(draws + r * units, values, i, units, row, greatest[r]);
        }
    }
}

static double critical_value(const double *values, const double *draws, const double *sd, size_t units, size_t replicates, double level)
{
    auto_free double *greatest = xcalloc(replicates + 1, sizeof *greatest);
    size_t count = 0;
    find_greatest(values, draws, sd, units, replicates, greatest);
    for (size_t r = 0; r < replicates; r++)
        if (greatest[r] >= 0)
            greatest[count++] = greatest[r];
    stats_sort(greatest, count);
    return stats_replicate_rank(greatest, count, level, true);
}

static void tell_apart(const double *values, const double *sd, const double *share_ahead, size_t units, double *low, double *high, double *ahead,
                       signed char *apart, struct stats_rank_set *set)
{
    for (size_t i = 0; i < units; i++)
        for (size_t j = i + 1; j < units; j++, sd++, share_ahead++) {
            if (!(*sd > 0))
                continue;
            set->pairs++;
            low[i] = isnan(low[i]) ? 0 : low[i];
            low[j] = isnan(low[j]) ? 0 : low[j];
            double d = values[i] - values[j];
            if (ahead) {
                ahead[i * units + j] = *share_ahead;
                ahead[j * units + i] = 1 - *share_ahead;
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
    auto_free double *sd = xcalloc(pair_count + 1, sizeof *sd), *share_ahead = xcalloc(pair_count + 1, sizeof *share_ahead);
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
    bool whole = all_numbers(draws, units * replicates);
    for (size_t from = 0; from < units; from += ROWS_AT_ONCE)
        count_rows(values, draws, units, replicates, whole, from, from + ROWS_AT_ONCE < units ? from + ROWS_AT_ONCE : units, sd, share_ahead);
    *ret = (struct stats_rank_set){.critical = critical_value(values, draws, sd, units, replicates, level)};
    tell_apart(values, sd, share_ahead, units, ret_low, ret_high, ret_ahead, ret_apart, ret);
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
