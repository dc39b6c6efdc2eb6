/* SPDX-License-Identifier: GPL-3.0-or-later
 * Random numbers. GSL has generators, but its streams are sequences: what the second replicate draws depends on how much the first one took. Here seed,
 * stream and draw are mixed into the state, which costs four multiplications and makes replicates independent of each other and of the order of work.
 */
#include "ceping/stats_random.h"

#include <math.h>

uint64_t stats_mix(uint64_t value)
{
    value += UINT64_C(0x9e3779b97f4a7c15);
    value = (value ^ (value >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    value = (value ^ (value >> 27)) * UINT64_C(0x94d049bb133111eb);
    return value ^ (value >> 31);
}

void stats_random_begin(struct stats_random *random, uint64_t seed, uint64_t stream, uint64_t draw)
{
    uint64_t key = stats_mix(stats_mix(stats_mix(seed) ^ stream) ^ draw);
    for (size_t i = 0; i < COUNT_OF(random->state); i++)
        random->state[i] = stats_mix(key + i * UINT64_C(0x9e3779b97f4a7c15));
}

static uint64_t rotate(uint64_t x, int by)
{
    return x << by | x >> (64 - by);
}

uint64_t stats_random_bits(struct stats_random *random)
{
    uint64_t *s = random->state, result = rotate(s[1] * 5, 7) * 9, t = s[1] << 17;
    s[2] ^= s[0];
    s[3] ^= s[1];
    s[1] ^= s[2];
    s[0] ^= s[3];
    s[2] ^= t;
    s[3] = rotate(s[3], 45);
    return result;
}

double stats_random_uniform(struct stats_random *random)
{
    return ((double)(stats_random_bits(random) >> 11) + 0.5) * 0x1p-53;
}

size_t stats_random_below(struct stats_random *random, size_t count)
{
    uint64_t product = (stats_random_bits(random) >> 32) * count;
    if ((uint32_t)product < count) {
        uint32_t unfair = (uint32_t)-(uint32_t)count % (uint32_t)count;
        while ((uint32_t)product < unfair)
            product = (stats_random_bits(random) >> 32) * count;
    }
    return (size_t)(product >> 32);
}

/* The second value of the pair is thrown away: a stream is then told by what was drawn, not by what is left over. */
double stats_random_normal(struct stats_random *random)
{
    double x, y, square;
    do {
        x = 2 * stats_random_uniform(random) - 1;
        y = 2 * stats_random_uniform(random) - 1;
        square = x * x + y * y;
    } while (square >= 1 || square == 0);
    return x * sqrt(-2 * log(square) / square);
}

double stats_random_gamma(struct stats_random *random, double shape)
{
    if (shape < 1) /* boosted: Gamma(a) = Gamma(a + 1)·U^(1/a) */
        return stats_random_gamma(random, shape + 1) * pow(stats_random_uniform(random), 1 / shape);
    double d = shape - 1.0 / 3, c = 1 / sqrt(9 * d);
    for (;;) {
        double z = stats_random_normal(random), v = 1 + c * z;
        if (v <= 0)
            continue;
        v = v * v * v;
        if (log(stats_random_uniform(random)) < 0.5 * z * z + d - d * v + d * log(v))
            return d * v;
    }
}

void stats_random_dirichlet(struct stats_random *random, const double *means, size_t count, double concentration, double *ret_weights)
{
    double total = 0, drawn = 0;
    for (size_t i = 0; i < count; i++)
        total += means[i];
    for (size_t i = 0; i < count; i++) {
        ret_weights[i] = means[i] / total;
        if (isfinite(concentration) && means[i] > 0)
            ret_weights[i] = stats_random_gamma(random, concentration * means[i] / total);
        drawn += ret_weights[i];
    }
    for (size_t i = 0; i < count && drawn > 0; i++)
        ret_weights[i] /= drawn;
}

double stats_dirichlet_concentration(const double *means, size_t count, double spread)
{
    double total = 0, odds = 0;
    size_t some = 0;
    for (size_t i = 0; i < count; i++)
        total += means[i];
    for (size_t i = 0; i < count; i++)
        if (means[i] > 0) {
            odds += (total - means[i]) / means[i];
            some++;
        }
    if (some < 2 || !(spread > 0))
        return INFINITY;
    return fmax(odds / (double)some / (spread * spread / 3) - 1, 1e-3);
}
