/* SPDX-License-Identifier: GPL-3.0-or-later
 * Intervals for proportions hold the truth as often as they say: exactly, as a sum over all counts that can come, and in draws. The long simulation
 * is tests/bench/coverage.c. Ranges of places from a bootstrap hold the true place.
 */
#include <stdlib.h>

#include "ceping/stats_intervals.h"
#include "ceping/stats_ranks.h"
#include "check.h"

enum { N = 98, DRAWS = 2000 };

typedef struct interval interval_function(double count, double base, double level);

static bool holds(struct interval interval, double truth)
{
    return interval.low <= truth && truth <= interval.high;
}

/* Σ of Binomial(k; n, p) over the counts whose interval holds p. */
static double exact_coverage(interval_function *interval, int n, double p)
{
    double sum = 0;
    for (int k = 0; k <= n; k++)
        if (holds(interval(k, n, 0.95), p))
            sum += exp(lgamma(n + 1) - lgamma(k + 1) - lgamma(n - k + 1) + k * log(p) + (n - k) * log1p(-p));
    return sum;
}

/* The smallest district of a year, and its rate. */
static void wilson_covers_as_stated(void **state)
{
    (void)state;
    double coverage = exact_coverage(stats_wilson, N, 0.91);
    assert_true(coverage > 0.935 && coverage < 0.97);
    /* On average over all rates it is close to what it states; at single rates it may fall a little short. Brown, Cai & DasGupta (2001). */
    double mean = 0;
    for (int i = 1; i < 1000; i++)
        mean += exact_coverage(stats_wilson, N, i / 1000.0) / 999;
    check_close(mean, 0.952, 0.004);
}

/* Exact intervals never cover less than they state. */
static void clopper_pearson_never_covers_less(void **state)
{
    (void)state;
    const int bases[] = {1, 2, 10, N, 500};
    for (size_t b = 0; b < sizeof bases / sizeof *bases; b++)
        for (int i = 1; i < 200; i++)
            assert_true(exact_coverage(stats_clopper_pearson, bases[b], i / 200.0) >= 0.95 - 1e-9);
}

static void draws_agree_with_the_sum(void **state)
{
    (void)state;
    uint64_t seed = 20180706;
    int inside = 0;
    for (int i = 0; i < DRAWS; i++) {
        double count = 0;
        for (int j = 0; j < N; j++) {
            seed = seed * 6364136223846793005u + 1442695040888963407u;
            count += (double)(seed >> 11) * 0x1p-53 < 0.91;
        }
        inside += holds(stats_wilson(count, N, 0.95), 0.91);
    }
    double exact = exact_coverage(stats_wilson, N, 0.91), se = sqrt(exact * (1 - exact) / DRAWS);
    assert_true(fabs((double)inside / DRAWS - exact) < 3 * se);
    assert_true(inside > 0.935 * DRAWS && inside < 0.97 * DRAWS);
}

static double uniform(uint64_t *seed)
{
    *seed = *seed * 6364136223846793005u + 1442695040888963407u;
    return (double)(*seed >> 11) * 0x1p-53;
}

static double draw(uint64_t *seed, double p)
{
    double count = 0;
    for (int j = 0; j < N; j++)
        count += uniform(seed) < p;
    return count;
}

enum { DISTRICTS = 9, TABLES = 150, REPLICATES = 199 };

/* Places of nine districts drawn anew, as ranges between their replicates; the share of true places inside. */
static double places_covered(double step)
{
    uint64_t seed = 20180706;
    int inside = 0;
    for (int t = 0; t < TABLES; t++) {
        double counts[DISTRICTS], again[DISTRICTS], places[DISTRICTS][REPLICATES];
        for (int d = 0; d < DISTRICTS; d++)
            counts[d] = draw(&seed, 0.95 - step * d);
        for (int r = 0; r < REPLICATES; r++) {
            for (int d = 0; d < DISTRICTS; d++)
                again[d] = draw(&seed, counts[d] / N);
            for (int d = 0; d < DISTRICTS; d++) {
                places[d][r] = 1;
                for (int k = 0; k < DISTRICTS; k++)
                    places[d][r] += again[k] > again[d];
            }
        }
        for (int d = 0; d < DISTRICTS; d++) {
            stats_sort(places[d], REPLICATES);
            double low = stats_replicate_rank(places[d], REPLICATES, 0.025, false), high = stats_replicate_rank(places[d], REPLICATES, 0.975, true);
            inside += low <= d + 1 && d + 1 <= high;
        }
    }
    return (double)inside / (TABLES * DISTRICTS);
}

/* At least nominally; the long run is `make bench T=coverage`. */
static void ranges_of_places_cover_as_stated(void **state)
{
    (void)state;
    double close = places_covered(0.01), apart = places_covered(0.05);
    print_message("# places covered: %.3f, %.3f\n", close, apart);
    assert_true(close >= 0.95 && apart >= 0.95);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(wilson_covers_as_stated),
        cmocka_unit_test(clopper_pearson_never_covers_less),
        cmocka_unit_test(draws_agree_with_the_sum),
        cmocka_unit_test(ranges_of_places_cover_as_stated),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
