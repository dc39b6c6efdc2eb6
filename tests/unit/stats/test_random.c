/* SPDX-License-Identifier: GPL-3.0-or-later
 * Random numbers: the published generators, distributions by their moments, streams that do not depend on each other.
 */
#include <stdlib.h>

#include "check.h"

#include "ceping/stats.h"
#include "ceping/stats_random.h"

/* First outputs of the authors' own xoshiro256starstar.c for the state 1, 2, 3, 4. */
static void gives_the_published_numbers(void **state)
{
    (void)state;
    struct stats_random random = {{1, 2, 3, 4}};
    static const uint64_t want[] = {11520, 0, 1509978240, UINT64_C(1215971899390074240)};
    for (size_t i = 0; i < COUNT_OF(want); i++)
        assert_true(stats_random_bits(&random) == want[i]);
    assert_true(stats_mix(1234567) == UINT64_C(6457827717110365317)); /* the first number of SplitMix64 with seed 1234567 */
}

static void a_stream_is_told_by_its_numbers(void **state)
{
    (void)state;
    struct stats_random a, b;
    stats_random_begin(&a, 7, 3, 1700);
    stats_random_begin(&b, 7, 3, 1700);
    assert_true(stats_random_bits(&a) == stats_random_bits(&b));
    const uint64_t others[][3] = {{8, 3, 1700}, {7, 4, 1700}, {7, 3, 1701}, {3, 7, 1700}, {7, 1700, 3}};
    for (size_t i = 0; i < COUNT_OF(others); i++) {
        stats_random_begin(&a, 7, 3, 1700);
        stats_random_begin(&b, others[i][0], others[i][1], others[i][2]);
        assert_true(stats_random_bits(&a) != stats_random_bits(&b));
    }
}

static void whole_numbers_are_even(void **state)
{
    (void)state;
    enum { SIDES = 7, DRAWS = 700000 };
    double counts[SIDES] = {0}, chi = 0;
    struct stats_random random;
    stats_random_begin(&random, 1, 2, 3);
    for (int i = 0; i < DRAWS; i++)
        counts[stats_random_below(&random, SIDES)]++;
    for (int i = 0; i < SIDES; i++)
        chi += (counts[i] - DRAWS / SIDES) * (counts[i] - DRAWS / SIDES) / (DRAWS / SIDES);
    assert_true(chi < 22.46); /* qchisq(0.999, 6) */
    assert_int_equal(stats_random_below(&random, 1), 0);
}

enum { N = 400000 };

static void normal_and_gamma_have_their_moments(void **state)
{
    (void)state;
    double *x = xcalloc(N, sizeof *x);
    struct stats_random random;
    stats_random_begin(&random, 20180706, 0, 0);
    for (size_t i = 0; i < N; i++)
        x[i] = stats_random_normal(&random);
    check_close(stats_mean(x, NULL, N), 0, 0.008); /* five standard errors */
    check_close(stats_variance(x, NULL, N), 1, 0.012);
    static const double shapes[] = {0.3, 1, 2.5, 40};
    for (size_t s = 0; s < COUNT_OF(shapes); s++) {
        for (size_t i = 0; i < N; i++)
            x[i] = stats_random_gamma(&random, shapes[s]);
        assert_true(fabs(stats_mean(x, NULL, N) - shapes[s]) < 5 * sqrt(shapes[s] / N));
        assert_true(fabs(stats_variance(x, NULL, N) - shapes[s]) < 5 * sqrt((2 * shapes[s] * shapes[s] + 6 * shapes[s]) / N));
    }
    free(x);
}

/* Variance of a Dirichlet weight: w(1 − w)/(concentration + 1). At the concentration of ±20 % the relative deviations are those of a uniform distribution. */
static void weights_vary_as_stated(void **state)
{
    (void)state;
    static const double means[] = {50, 15, 10, 25, 0};
    enum { WEIGHTS = 5, RUNS = 100000 };
    double concentration = stats_dirichlet_concentration(means, WEIGHTS, 0.2), square = 0;
    struct moments moments[WEIGHTS] = {{0}};
    struct stats_random random;
    stats_random_begin(&random, 5, 0, 0);
    for (int r = 0; r < RUNS; r++) {
        double weights[WEIGHTS], total = 0;
        stats_random_dirichlet(&random, means, WEIGHTS, concentration, weights);
        for (int i = 0; i < WEIGHTS; i++) {
            moments_add(&moments[i], weights[i], 1);
            total += weights[i];
        }
        check_close(total, 1, 1e-12);
    }
    for (int i = 0; i < WEIGHTS - 1; i++) {
        double w = means[i] / 100, sd = moments_sd(&moments[i]);
        check_close(moments_mean(&moments[i]), w, 5 * sd / sqrt(RUNS));
        check_close(sd / sqrt(w * (1 - w) / (concentration + 1)), 1, 0.02);
        square += sd / w * sd / w / (WEIGHTS - 1);
    }
    check_close(sqrt(square) / (0.2 / sqrt(3)), 1, 0.02);
    check_close(moments_mean(&moments[4]), 0, 0);
    assert_true(isinf(stats_dirichlet_concentration(means, 1, 0.2)));
    assert_true(isinf(stats_dirichlet_concentration(means, WEIGHTS, 0)));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(gives_the_published_numbers),         cmocka_unit_test(a_stream_is_told_by_its_numbers),
        cmocka_unit_test(whole_numbers_are_even),              cmocka_unit_test(normal_and_gamma_have_their_moments),
        cmocka_unit_test(weights_vary_as_stated),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
