/* SPDX-License-Identifier: GPL-3.0-or-later
 * Places told apart, against the same formulas in R on the same made-up replicates; what never varies; coverage of all places at once.
 */
#include <stdlib.h>

#include "check.h"

#include "ceping/stats_random.h"
#include "ceping/stats_ranks.h"

/* v <- c(95.2, 94.1, 93.9, 90.5, NA, 88); s <- c(.5, .4, .9, .6, .3, 0); d <- v[i] + s[i]*(sin(12.9898*r + 78.233*i) + .4*cos(4.1414*r*i)); differences, their
 * sd(), sort(apply(T, 1, max))[ceiling(.95*(B + 1))], quantile(type = 6). */
static void agrees_with_r(void **state)
{
    (void)state;
    enum { UNITS = 6, B = 199 };
    static const double v[UNITS] = {95.2, 94.1, 93.9, 90.5, NAN, 88}, s[UNITS] = {.5, .4, .9, .6, .3, 0};
    static const double low_want[UNITS] = {1, 1, 2, 4, NAN, 5}, high_want[UNITS] = {2, 3, 3, 4, NAN, 5};
    double draws[B * UNITS], low[UNITS], high[UNITS], ahead[UNITS * UNITS], first[B];
    signed char apart[UNITS * UNITS];
    for (int r = 1; r <= B; r++)
        for (int i = 1; i <= UNITS; i++)
            draws[(r - 1) * UNITS + i - 1] = v[i - 1] + s[i - 1] * (sin(12.9898 * r + 78.233 * i) + .4 * cos(4.1414 * r * i));
    struct stats_rank_set set;
    stats_rank_set(v, draws, UNITS, B, 0.95, low, high, ahead, apart, &set);
    check_close(set.critical, 2.05230840931011, 1e-12);
    assert_int_equal(set.pairs, 10);
    for (int i = 0; i < UNITS; i++) {
        check_close(low[i], low_want[i], 0);
        check_close(high[i], high_want[i], 0);
    }
    check_close(ahead[1 * UNITS + 2], 0.552763819095477, 1e-14);
    check_close(ahead[2 * UNITS + 1], 1 - 0.552763819095477, 1e-14);
    assert_int_equal(apart[0 * UNITS + 2], 1);
    assert_int_equal(apart[2 * UNITS + 0], -1);
    assert_int_equal(apart[1 * UNITS + 2], 0);
    assert_true(isnan(ahead[4]) && isnan(ahead[0]));
    for (int r = 0; r < B; r++)
        first[r] = draws[r * UNITS];
    stats_sort(first, B);
    check_close(stats_replicate_quantile(first, B, 0.025), 94.5475945413303, 1e-13);
    check_close(stats_replicate_quantile(first, B, 0.975), 95.8490244716247, 1e-13);
}

static void what_never_varies_is_not_told_apart(void **state)
{
    (void)state;
    static const double v[] = {90, 80}, draws[] = {90, 80, 90, 80, 90, 80};
    double low[2], high[2], ahead[4];
    struct stats_rank_set set;
    stats_rank_set(v, draws, 2, 3, 0.95, low, high, ahead, NULL, &set);
    assert_int_equal(set.pairs, 0);
    assert_true(isnan(low[0]) && isnan(high[1]) && isnan(ahead[1]) && isnan(set.critical));
    stats_rank_set(v, draws, 0, 0, 0.95, low, high, NULL, NULL, &set);
    assert_int_equal(set.pairs, 0);
}

static void places_are_rounded_outwards(void **state)
{
    (void)state;
    static const double places[] = {1, 1, 2, 2, 3, 3, 3, 4, 4};
    check_close(stats_replicate_rank(places, 9, 0.24, false), 1, 0); /* rank 2.4 */
    check_close(stats_replicate_rank(places, 9, 0.76, true), 4, 0);  /* rank 7.6 */
    check_close(stats_replicate_rank(places, 9, 0, false), 1, 0);
    check_close(stats_replicate_rank(places, 9, 1, true), 4, 0);
    assert_true(isnan(stats_replicate_rank(places, 0, 0.5, true)));
    check_close(stats_critical_z(0.95, 1), 1.95996398454005, 1e-13); /* qnorm(1 - 0.025) */
    check_close(stats_critical_z(0.95, 9), 2.77292129460866, 1e-13); /* qnorm(1 - 0.025/9) */
    assert_true(isnan(stats_critical_z(0.95, 0)));
}

/* Nine units with normal values half a standard error apart: at the level of 0.9 all true places lie in their ranges in at least 90 % of tables (a binomial
 * 99.9 % limit below it for 400 tables is 84.4). */
static void all_places_are_covered_at_once(void **state)
{
    (void)state;
    enum { UNITS = 9, TABLES = 400, B = 299 };
    int covered = 0;
    double *draws = xcalloc(UNITS * B, sizeof *draws), low[UNITS], high[UNITS], v[UNITS];
    for (int t = 0; t < TABLES; t++) {
        struct stats_random random;
        stats_random_begin(&random, 99, 0, (uint64_t)t);
        for (int i = 0; i < UNITS; i++)
            v[i] = -0.5 * i + stats_random_normal(&random);
        for (int k = 0; k < UNITS * B; k++)
            draws[k] = v[k % UNITS] + stats_random_normal(&random);
        struct stats_rank_set set;
        stats_rank_set(v, draws, UNITS, B, 0.9, low, high, NULL, NULL, &set);
        bool all = true;
        for (int i = 0; i < UNITS; i++)
            all = all && low[i] <= i + 1 && i + 1 <= high[i];
        covered += all;
    }
    assert_true(covered >= 338);
    free(draws);
}

/* The critical value from all pairs of all replicates, in the plainest way. */
static double of_all_pairs(const double *v, const double *draws, size_t units, size_t replicates, double level)
{
    double *greatest = xcalloc(replicates, sizeof *greatest);
    for (size_t i = 0; i < units; i++)
        for (size_t j = i + 1; j < units; j++) {
            double mean = 0, square = 0, count = 0;
            for (size_t r = 0; r < replicates; r++) {
                double d = draws[r * units + i] - draws[r * units + j];
                mean += isnan(d) ? 0 : d;
                count += !isnan(d);
            }
            mean /= count;
            for (size_t r = 0; r < replicates; r++) {
                double e = draws[r * units + i] - draws[r * units + j] - mean;
                square += isnan(e) ? 0 : e * e;
            }
            double sd = sqrt(square / (count - 1));
            for (size_t r = 0; r < replicates && sd >= 1e-9; r++)
                greatest[r] = fmax(greatest[r], fabs(draws[r * units + i] - draws[r * units + j] - (v[i] - v[j])) / sd);
        }
    stats_sort(greatest, replicates);
    double critical = stats_replicate_rank(greatest, replicates, level, true);
    free(greatest);
    return critical;
}

/* Rows of pairs are passed over where they cannot hold the greatest deviation: to the last bit as if none were. Units of very different spread, some that never
 * vary, some drawn without a value. */
static void what_is_passed_over_changes_nothing(void **state)
{
    (void)state;
    enum { UNITS = 37, B = 151, SETS = 60 };
    double *draws = xcalloc(UNITS * B, sizeof *draws), low[UNITS], high[UNITS], v[UNITS];
    for (unsigned s = 0; s < SETS; s++) {
        struct stats_random random;
        stats_random_begin(&random, 5, s, 0);
        for (unsigned i = 0; i < UNITS; i++)
            v[i] = 80 + 3 * stats_random_normal(&random);
        for (unsigned k = 0; k < UNITS * B; k++) {
            unsigned i = k % UNITS;
            double spread = s % 3 == 0 ? 1 : s % 3 == 1 ? pow(1.5, (double)(i % 11) - 5) : (double)(i % 4);
            draws[k] = v[i] + spread * stats_random_normal(&random);
            if (s % 2 && stats_random_normal(&random) > 2)
                draws[k] = NAN;
        }
        struct stats_rank_set set;
        stats_rank_set(v, draws, UNITS, B, 0.95, low, high, NULL, NULL, &set);
        check_close(set.critical, of_all_pairs(v, draws, UNITS, B, 0.95), 0);
    }
    free(draws);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(agrees_with_r),
        cmocka_unit_test(what_never_varies_is_not_told_apart),
        cmocka_unit_test(places_are_rounded_outwards),
        cmocka_unit_test(all_places_are_covered_at_once),
        cmocka_unit_test(what_is_passed_over_changes_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
