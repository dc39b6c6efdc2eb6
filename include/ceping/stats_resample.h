/* SPDX-License-Identifier: GPL-3.0-or-later
 * Bootstrap and jackknife of any statistic that can be computed from frequencies.
 *
 *     static double median(const double *frequency, size_t n, const void *data) { return stats_median(data, frequency, n); }
 *     struct stats_bootstrap b = stats_bootstrap(median, x, NULL, n, 2000, 20180706, 0.95);      b.bca.low … b.bca.high
 *
 * A replicate is a vector of n frequencies (how often each row was drawn), so a statistic never copies rows. Rows may themselves stand for several
 * (w, whole numbers, or NULL): then Σw rows are drawn, and rows sorted in the order of their groups draw the same replicates as the groups.
 * A statistic that is not defined for a replicate returns NaN; such replicates are counted and left out.
 */
#ifndef CEPING_STATS_RESAMPLE_H
#define CEPING_STATS_RESAMPLE_H

#include "ceping/stats.h"

/* `frequency` has n whole numbers with the sum Σw; data is what the caller handed over. */
typedef double stats_statistic(const double *frequency, size_t n, const void *data);

/* Jackknife (Quenouille 1956, Tukey 1958): the statistic without each row in turn, T₍ᵢ₎, N = Σw.
 *     bias (N − 1)(T̄ − T)      se √((N − 1)/N·Σ(T₍ᵢ₎ − T̄)²)      acceleration Σ(T̄ − T₍ᵢ₎)³ / 6(Σ(T̄ − T₍ᵢ₎)²)^1.5
 * Right for smooth statistics (means, ratios, correlations), wrong for medians and quantiles. All NaN but value where N < 2, a frequency is not
 * whole or any T₍ᵢ₎ is NaN; acceleration 0 where the T₍ᵢ₎ are all equal. Calls the statistic n + 1 times. */
struct stats_jackknife {
    double n, value;
    double bias, se;
    double low, high; /* value − bias ± t(N − 1)·se */
    double acceleration;
};

struct stats_jackknife stats_jackknife(stats_statistic *statistic, const void *data, const double *w, size_t n, double level);

/* Bootstrap (Efron & Tibshirani, An Introduction to the Bootstrap, 1993). Draws come from gsl_rng_mt19937 with the stated seed: same seed, same bits.
 * percentile: quantiles (type 6: rank p(B + 1)) of the replicates at (1 ∓ level)/2. It needs B ≥ 2/(1 − level) − 1, else its ends are the extremes.
 * bca: the same at levels shifted for bias, z₀ = Φ⁻¹(share of replicates below the value), and for a standard error that changes with the
 * value (acceleration, from the jackknife); chapter 14. NaN where z₀ is infinite (no replicate below, or all) or the acceleration is NaN.
 * All NaN but value for N < 1, frequencies that are not whole, no replicate defined or level outside ]0,1[. `failed` replicates were NaN. */
struct stats_bootstrap {
    double n, value;
    size_t replicates, failed;
    double bias, se; /* mean of replicates − value; their sd */
    double z0, acceleration;
    struct interval percentile, bca;
};

struct stats_bootstrap stats_bootstrap(stats_statistic *statistic, const void *data, const double *w, size_t n, size_t replicates, uint64_t seed,
                                       double level);

/* Several statistics of the same replicates, at the cost of one drawing: percentile limits of each, as above and with the same draws for the same seed.
 * Returns how many replicates were defined (every one of the `size` statistics a number); NaN limits where none was, or where arguments are wrong. */
typedef void stats_vector_statistic(const double *frequency, size_t n, const void *data, double *ret_values);

size_t stats_bootstrap_vector(stats_vector_statistic *statistic, const void *data, const double *w, size_t n, size_t size, size_t replicates, uint64_t seed,
                              double level, struct interval *ret_percentile);

#endif
