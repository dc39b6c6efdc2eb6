/* SPDX-License-Identifier: GPL-3.0-or-later
 * Bootstrap and jackknife over frequencies.
 *
 * A replicate of N rows is N draws from 0…N − 1, each counted for the row that owns it (with groups: for the group in whose stretch of the cumulated
 * frequencies it falls). Drawing rows one by one instead of a multinomial per group costs N draws, but rows and their groups then share one stream
 * and agree to the bit. Percentile limits take quantiles of type 6, as boot's, without its interpolation on the normal scale, which is
 * undefined for replicates that tie. Ties with the value itself count as "not below" in z₀, as in Efron's formula.
 */
#include "ceping/base_num.h"
#include "ceping/stats_resample.h"
#include "ceping/stats_ranks.h"
#include "measures_priv.h"
#include "tails_priv.h"

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_rng.h>
#include <math.h>
#include <stdlib.h>

/* Draws are of 32 bits. */
#define ROWS_MAX 4000000000.0

/* Σw where all are whole and ≥ 0; NaN otherwise. */
static double whole_total(const double *w, size_t n)
{
    double total = stats_total(w, n);
    for (size_t i = 0; w && i < n; i++)
        if (w[i] != floor(w[i]))
            return NAN;
    return total <= ROWS_MAX ? total : NAN;
}

static void copy_frequencies(const double *w, size_t n, double *ret)
{
    for (size_t i = 0; i < n; i++)
        ret[i] = w ? w[i] : 1;
}

/* Jackknife -------------------------------------------------------------------------------------------------- */

struct stats_jackknife stats_jackknife(stats_statistic *statistic, const void *data, const double *w, size_t n, double level)
{
    struct stats_jackknife result = {whole_total(w, n), NAN, NAN, NAN, NAN, NAN, NAN};
    if (!(result.n > 0))
        return result;
    auto_free double *frequency = xcalloc(n, sizeof *frequency);
    auto_free double *without = xcalloc(n, sizeof *without);
    copy_frequencies(w, n, frequency);
    result.value = statistic(frequency, n, data);
    if (result.n < 2)
        return result;
    for (size_t i = 0; i < n; i++) {
        if (frequency[i] < 1)
            continue;
        frequency[i] -= 1;
        without[i] = statistic(frequency, n, data);
        frequency[i] += 1;
    }
    double mean = stats_mean(without, frequency, n);
    struct sum squares = {0}, cubes = {0};
    for (size_t i = 0; i < n; i++) {
        if (frequency[i] < 1)
            continue;
        double d = mean - without[i];
        sum_add(&squares, frequency[i] * d * d);
        sum_add(&cubes, frequency[i] * d * d * d);
    }
    double square = sum_value(&squares), rows = result.n;
    result.bias = (rows - 1) * (mean - result.value);
    result.se = sqrt((rows - 1) / rows * square);
    result.acceleration = square > 0 ? sum_value(&cubes) / (6 * square * sqrt(square)) : isnan(square) ? NAN : 0;
    double half = level > 0 && level < 1 ? quantile_t((1 - level) / 2, rows - 1) * result.se : NAN;
    result.low = result.value - result.bias - half;
    result.high = result.value - result.bias + half;
    return result;
}

/* Bootstrap -------------------------------------------------------------------------------------------------- */

/* Index of the group whose stretch holds row `draw`: the first with cumulated[i] > draw. */
static size_t owner(const double *cumulated, size_t n, double draw)
{
    size_t low = 0, high = n - 1;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (cumulated[middle] > draw)
            high = middle;
        else
            low = middle + 1;
    }
    return low;
}

static void resample(gsl_rng *rng, const double *cumulated, size_t n, unsigned long rows, double *ret_frequency)
{
    memset(ret_frequency, 0, n * sizeof *ret_frequency);
    for (unsigned long r = 0; r < rows; r++) {
        unsigned long draw = gsl_rng_uniform_int(rng, rows);
        ret_frequency[cumulated ? owner(cumulated, n, (double)draw) : draw]++;
    }
}

/* Φ(z₀ + (z₀ + z)/(1 − a(z₀ + z))); NaN where the denominator is not above 0: the shift has no meaning there. */
static double shifted(double z0, double acceleration, double z)
{
    double sum = z0 + z, denominator = 1 - acceleration * sum;
    return denominator > 0 && isfinite(sum) ? gsl_cdf_ugaussian_P(z0 + sum / denominator) : NAN;
}

static void limits(struct stats_bootstrap *result, double *values, size_t count, double level)
{
    stats_sort(values, count);
    double tail = (1 - level) / 2;
    result->percentile = (struct interval){stats_replicate_quantile(values, count, tail), stats_replicate_quantile(values, count, 1 - tail)};
    size_t below = 0;
    while (below < count && values[below] < result->value)
        below++;
    if (below == 0 || below == count)
        return;
    result->z0 = gsl_cdf_ugaussian_Pinv((double)below / (double)count);
    double z = quantile_normal(tail);
    double low = shifted(result->z0, result->acceleration, -z), high = shifted(result->z0, result->acceleration, z);
    if (!isnan(low) && !isnan(high))
        result->bca = (struct interval){stats_replicate_quantile(values, count, low), stats_replicate_quantile(values, count, high)};
}

struct stats_bootstrap stats_bootstrap(stats_statistic *statistic, const void *data, const double *w, size_t n, size_t replicates, uint64_t seed,
                                       double level)
{
    struct stats_bootstrap result = {whole_total(w, n), NAN, replicates, 0, NAN, NAN, NAN, NAN, {NAN, NAN}, {NAN, NAN}};
    if (!(result.n > 0))
        return result;
    struct stats_jackknife jackknife = stats_jackknife(statistic, data, w, n, level);
    result.value = jackknife.value;
    result.acceleration = jackknife.acceleration;
    if (!(level > 0 && level < 1) || isnan(result.value))
        return result;
    auto_free double *cumulated = w ? xcalloc(n, sizeof *cumulated) : NULL;
    auto_free double *frequency = xcalloc(n, sizeof *frequency);
    auto_free double *values = xcalloc(replicates + 1, sizeof *values);
    double total = 0;
    for (size_t i = 0; w && i < n; i++)
        cumulated[i] = total += w[i];
    stats_gsl_quiet();
    gsl_rng *rng = gsl_rng_alloc(gsl_rng_mt19937);
    if (!rng)
        return result;
    gsl_rng_set(rng, (unsigned long)seed);
    size_t count = 0;
    for (size_t r = 0; r < replicates; r++) {
        resample(rng, cumulated, n, (unsigned long)result.n, frequency);
        double value = statistic(frequency, n, data);
        if (isnan(value))
            result.failed++;
        else
            values[count++] = value;
    }
    gsl_rng_free(rng);
    if (count == 0)
        return result;
    result.bias = stats_mean(values, NULL, count) - result.value;
    result.se = stats_sd(values, NULL, count);
    limits(&result, values, count, level);
    return result;
}

/* Replicate r of statistic s stands at values[s·replicates + r]. */
static size_t draw_vectors(gsl_rng *rng, stats_vector_statistic *statistic, const void *data, const double *cumulated, size_t n, unsigned long rows, size_t size,
                           size_t replicates, double *values)
{
    auto_free double *frequency = xcalloc(n, sizeof *frequency), *one = xcalloc(size + 1, sizeof *one);
    size_t count = 0;
    for (size_t r = 0; r < replicates; r++) {
        resample(rng, cumulated, n, rows, frequency);
        statistic(frequency, n, data, one);
        bool defined = true;
        for (size_t s = 0; s < size; s++)
            defined = defined && !isnan(one[s]);
        if (!defined)
            continue;
        for (size_t s = 0; s < size; s++)
            values[s * replicates + count] = one[s];
        count++;
    }
    return count;
}

size_t stats_bootstrap_vector(stats_vector_statistic *statistic, const void *data, const double *w, size_t n, size_t size, size_t replicates, uint64_t seed,
                              double level, struct interval *ret_percentile)
{
    for (size_t s = 0; s < size; s++)
        ret_percentile[s] = (struct interval){NAN, NAN};
    double rows = whole_total(w, n), total = 0;
    if (!(rows > 0) || !(level > 0 && level < 1) || size == 0 || replicates == 0)
        return 0;
    auto_free double *cumulated = w ? xcalloc(n, sizeof *cumulated) : NULL;
    auto_free double *values = xcalloc(size * replicates, sizeof *values);
    for (size_t i = 0; w && i < n; i++)
        cumulated[i] = total += w[i];
    stats_gsl_quiet();
    gsl_rng *rng = gsl_rng_alloc(gsl_rng_mt19937);
    if (!rng)
        return 0;
    gsl_rng_set(rng, (unsigned long)seed);
    size_t count = draw_vectors(rng, statistic, data, cumulated, n, (unsigned long)rows, size, replicates, values);
    gsl_rng_free(rng);
    for (size_t s = 0; s < size && count > 0; s++) {
        stats_sort(values + s * replicates, count);
        double tail = (1 - level) / 2;
        ret_percentile[s] = (struct interval){stats_replicate_quantile(values + s * replicates, count, tail), stats_replicate_quantile(values + s * replicates, count, 1 - tail)};
    }
    return count;
}

const struct stats_measure stats_resample_measures[] = {
    {"bootstrap", "自助法区间（百分位、BCa）", N_("intervals"), N_("any statistic of rows"), 2, "stats_bootstrap",
     "quantiles of replicates at Φ(z₀ + (z₀ ± z)/(1 − a(z₀ ± z)))", "Efron, JASA 82 (1987); Efron, Tibshirani, An Introduction to the Bootstrap (1993) 14",
     "tests/unit/stats/test_resample.c: bootstrap_agrees_with_r"},
    {"jackknife", "刀切法标准误", N_("intervals"), N_("any smooth statistic of rows"), 2, "stats_jackknife", "√((N − 1)/N·Σ(T₍ᵢ₎ − T̄)²)",
     "Quenouille, Biometrika 43 (1956); Tukey, Ann. Math. Stat. 29 (1958)", "tests/unit/stats/test_resample.c: jackknife_of_a_mean_is_exact"},
    {0},
};
