/* SPDX-License-Identifier: GPL-3.0-or-later
 * Random numbers for resampling: streams that are named, not handed on. A stream is told by a seed and two numbers (which data, which replicate), so
 * replicate 1,700 is the same whoever draws it, in whatever order and on however many threads.
 *
 *     struct stats_random random;
 *     stats_random_begin(&random, 20180706, stratum, replicate);
 *     size_t row = stats_random_below(&random, rows);
 *
 * xoshiro256** of Blackman & Vigna (ACM TOMS 47, 2021), its state filled by SplitMix64 (Steele, Lea, Flood, OOPSLA 2014).
 */
#ifndef CEPING_STATS_RANDOM_H
#define CEPING_STATS_RANDOM_H

#include "ceping/base.h"

struct stats_random {
    uint64_t state[4];
};

void stats_random_begin(struct stats_random *random, uint64_t seed, uint64_t stream, uint64_t draw);
uint64_t stats_random_bits(struct stats_random *random);
double stats_random_uniform(struct stats_random *random);           /* ]0,1[, 53 bits */
size_t stats_random_below(struct stats_random *random, size_t count); /* 0 … count − 1 without bias (Lemire, ACM TOMACS 29, 2019); count 1 … 2³² − 1 */
double stats_random_normal(struct stats_random *random);            /* mean 0, sd 1 (Marsaglia's polar method, SIAM Review 6, 1964) */
double stats_random_gamma(struct stats_random *random, double shape); /* scale 1, shape > 0 (Marsaglia & Tsang, ACM TOMS 26, 2000) */

/* Weights around `means` (each ≥ 0, with Σ > 0), adding up to 1: Dirichlet(concentration · means / Σ). A weight of 0 stays 0. The relative standard
 * deviation of weight i with share wᵢ is √((1 − wᵢ) / (wᵢ(concentration + 1))). */
void stats_random_dirichlet(struct stats_random *random, const double *means, size_t count, double concentration, double *ret_weights);
/* The concentration at which the root mean square of those relative deviations is that of a uniform distribution over ±spread: spread/√3.
 * Infinite where fewer than two of them are above 0 or the spread is 0: then nothing varies. */
double stats_dirichlet_concentration(const double *means, size_t count, double spread);

/* One step of SplitMix64: a number that looks like no other, of one that may. For seeds. */
uint64_t stats_mix(uint64_t value);

#endif
