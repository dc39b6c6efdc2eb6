/* SPDX-License-Identifier: GPL-3.0-or-later
 * How often do intervals hold the truth? 200,000 draws of 98 answers of which 91 % should be satisfied (the smallest district of a year and its rate),
 * and tables of nine districts, whose places are given as ranges from a bootstrap.
 */
#include "bench.h"

#include <string.h>

#include "ceping/score.h"
#include "ceping/stats_intervals.h"

enum { DRAWS = 200000, N = 98, DISTRICTS = 9, TABLES = 400, REPLICATES = 999 };

static double draw_count(struct bench_random *random, double p, int n)
{
    double count = 0;
    for (int i = 0; i < n; i++)
        count += bench_uniform(random) < p;
    return count;
}

static double covered(struct interval (*interval)(double count, double base, double level), uint64_t seed)
{
    struct bench_random random = {seed};
    struct interval known[N + 1];
    for (int k = 0; k <= N; k++)
        known[k] = interval(k, N, 0.95);
    double inside = 0;
    for (int i = 0; i < DRAWS; i++) {
        const struct interval *at = &known[(int)draw_count(&random, 0.91, N)];
        inside += at->low <= 0.91 && 0.91 <= at->high;
    }
    return 100 * inside / DRAWS;
}

/* Places of nine rates; the true rates lie close together, as published ones do. */
static void places_of(const double *counts, double *ret_places)
{
    score_places(counts, DISTRICTS, TIES_COMPETITION, NULL, 0, ret_places);
}

static double rank_coverage(double step)
{
    struct bench_random random = {20180706};
    static double ranks[DISTRICTS][REPLICATES];
    double truth[DISTRICTS], counts[DISTRICTS], again[DISTRICTS], places[DISTRICTS], inside = 0;
    for (int d = 0; d < DISTRICTS; d++)
        truth[d] = 0.95 - step * d;
    for (int t = 0; t < TABLES; t++) {
        for (int d = 0; d < DISTRICTS; d++)
            counts[d] = draw_count(&random, truth[d], N);
        for (int r = 0; r < REPLICATES; r++) {
            for (int d = 0; d < DISTRICTS; d++)
                again[d] = draw_count(&random, counts[d] / N, N);
            places_of(again, places);
            for (int d = 0; d < DISTRICTS; d++)
                ranks[d][r] = places[d];
        }
        for (int d = 0; d < DISTRICTS; d++) {
            double low = stats_quantile(ranks[d], NULL, REPLICATES, 0.025), high = stats_quantile(ranks[d], NULL, REPLICATES, 0.975);
            inside += low <= d + 1 && d + 1 <= high;
        }
    }
    return 100 * inside / (TABLES * DISTRICTS);
}

int main(void)
{
    double wilson = covered(stats_wilson, 1);
    bench_fact("coverage of 95 % Wilson, 91 % of 98", wilson, "93.5 to 97");
    bench_fact("coverage of 95 % Wilson corrected, 91 % of 98", covered(stats_wilson_corrected, 1), "95 or more");
    bench_fact("coverage of 95 % Clopper-Pearson, 91 % of 98", covered(stats_clopper_pearson, 1), "95 or more");
    double narrow = rank_coverage(0.01), wide = rank_coverage(0.05);
    bench_fact("coverage of 95 % bootstrap places, 1 point apart", narrow, "95 or more");
    bench_fact("coverage of 95 % bootstrap places, 5 points apart", wide, "95 or more");
    bench_check(wilson >= 93.5 && wilson <= 97, "coverage of Wilson's interval");
    bench_check(narrow >= 95 && wide >= 95, "coverage of bootstrap places");
    return 0;
}
