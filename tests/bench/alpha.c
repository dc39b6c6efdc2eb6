/* SPDX-License-Identifier: GPL-3.0-or-later
 * Cronbach's alpha of twenty items and a million responses, against reading the array once. R's psych::alpha and cov() stand beside it in peers.R.
 */
#include "bench.h"

#include <math.h>

#include "ceping/stats_reliability.h"

enum { ROWS = 1000000, ITEMS = 20 };

struct scale {
    double *x;
    double alpha;
    struct stats_reliability all;
    uint64_t sum;
};

static void read_once(void *context)
{
    struct scale *scale = context;
    scale->sum += bench_read(scale->x, sizeof *scale->x * ITEMS * ROWS);
}

static void alpha(void *context)
{
    struct scale *scale = context;
    scale->alpha = stats_cronbach_alpha(scale->x, NULL, ROWS, ITEMS);
}

static void everything(void *context)
{
    struct scale *scale = context;
    struct stats_reliability_item items[ITEMS];
    scale->all = stats_reliability(scale->x, NULL, ROWS, ITEMS, 0.95, items);
}

/* From sums of squares of whole numbers, which are exact. */
static double plain_alpha(const double *x)
{
    double items = 0, sum = 0, squares = 0;
    for (size_t i = 0; i < ITEMS; i++) {
        double s = 0, ss = 0;
        for (size_t row = 0; row < ROWS; row++) {
            s += x[i * ROWS + row];
            ss += x[i * ROWS + row] * x[i * ROWS + row];
        }
        items += ss - s * s / ROWS;
    }
    for (size_t row = 0; row < ROWS; row++) {
        double total = 0;
        for (size_t i = 0; i < ITEMS; i++)
            total += x[i * ROWS + row];
        sum += total;
        squares += total * total;
    }
    return ITEMS / (ITEMS - 1.0) * (1 - items / (squares - sum * sum / ROWS));
}

int main(void)
{
    struct scale scale = {.x = malloc(sizeof *scale.x * ITEMS * ROWS)};
    struct bench_random random = {20240501};
    bench_check(scale.x, "memory");
    for (size_t row = 0; row < ROWS; row++) {
        unsigned mood = bench_below(&random, 3);
        for (size_t i = 0; i < ITEMS; i++)
            scale.x[i * ROWS + row] = 1 + mood + bench_below(&random, 3);
    }
    const struct bench_job jobs[] = {
        {"read the array once", read_once},
        {"stats_cronbach_alpha", alpha},
        {"stats_reliability, items deleted", everything},
    };
    bench_run("alpha, 10^6 x 20", jobs, 3, &scale);
    bench_check(fabs(scale.alpha - plain_alpha(scale.x)) < 1e-11 && scale.all.alpha == scale.alpha, "alpha");
    free(scale.x);
    return 0;
}
