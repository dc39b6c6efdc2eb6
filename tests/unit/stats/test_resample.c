/* SPDX-License-Identifier: GPL-3.0-or-later
 * Bootstrap against R's boot (within its own Monte Carlo error), jackknife against closed forms.
 */
#include "reference.h"

#include "ceping/stats_resample.h"

static double mean_of(const double *frequency, size_t n, const void *data)
{
    return stats_mean(data, frequency, n);
}

static double sd_of(const double *frequency, size_t n, const void *data)
{
    return stats_sd(data, frequency, n);
}

static double top2_of(const double *frequency, size_t n, const void *data)
{
    const double *x = data;
    double hits = 0;
    for (size_t i = 0; i < n; i++)
        hits += x[i] >= 9 ? frequency[i] : 0;
    return hits / stats_total(frequency, n);
}

static double never(const double *frequency, size_t n, const void *data)
{
    (void)frequency, (void)n, (void)data;
    return NAN;
}

/* The values of seminr's mobi CUSA1 as counts, which is all that a bootstrap needs. */
static void bootstrap_agrees_with_r(void **state)
{
    (void)state;
    size_t rows;
    double *column = reference_column("mobi.csv", "CUSA1", &rows), x[10], w[10] = {0};
    for (size_t i = 0; i < 10; i++)
        x[i] = (double)i + 1;
    for (size_t i = 0; i < rows; i++)
        w[(size_t)column[i] - 1]++;
    free(column);
    static const struct {
        stats_statistic *statistic;
        double value, se, low, high, bca_low, bca_high, acceleration;
        double limit_sd, se_sd, lattice; /* of a run of 100,000 */
    } want[] = {
        {mean_of, 7.988, 0.07776838814642376, 7.836, 8.14, 7.8293333333333335, 8.134666666666666, -0.002335022876119974, 0.0020655911179770616,
         0.00014835941869897372, 0.004},
        {sd_of, 1.2336708536317138, 0.057614347313990996, 1.1171706653348814, 1.3427747594912989, 1.1296415740676988, 1.35653600244197,
         0.025365748650046316, 0.0004487140633612556, 0.00015490855325107472, 0},
        {top2_of, 0.268, 0.027995847508036163, 0.21466666666666667, 0.324, 0.212, 0.32, 0.011042662230143406, 0, 7.220118949750954e-05, 0.004},
    };
    for (size_t i = 0; i < sizeof want / sizeof *want; i++) {
        size_t replicates = 20000;
        double more = sqrt(100000. / (double)replicates), limit = 5 * more * want[i].limit_sd + want[i].lattice + 1e-9;
        struct stats_bootstrap b = stats_bootstrap(want[i].statistic, x, w, 10, replicates, 20180706, 0.95);
        check_close(b.n, 250, 0);
        check_close(b.value, want[i].value, 1e-12);
        check_close(b.acceleration, want[i].acceleration, 1e-11);
        check_close(b.se, want[i].se, 5 * more * want[i].se_sd);
        check_close(b.percentile.low, want[i].low, limit);
        check_close(b.percentile.high, want[i].high, limit);
        check_close(b.bca.low, want[i].bca_low, limit);
        check_close(b.bca.high, want[i].bca_high, limit);
        assert_int_equal(b.failed, 0);
    }
}

static void rows_and_groups_share_a_stream(void **state)
{
    (void)state;
    const double rows[] = {1, 1, 1, 2, 2, 5, 7, 7}, x[] = {1, 2, 5, 6, 7}, w[] = {3, 2, 1, 0, 2};
    struct stats_bootstrap one = stats_bootstrap(sd_of, rows, NULL, 8, 500, 7, 0.9), two = stats_bootstrap(sd_of, x, w, 5, 500, 7, 0.9);
    check_close(one.percentile.low, two.percentile.low, 1e-14);
    check_close(one.percentile.high, two.percentile.high, 1e-14);
    check_close(one.bca.low, two.bca.low, 1e-14);
    check_close(one.bca.high, two.bca.high, 1e-14);
    check_close(one.se, two.se, 1e-13);
    struct stats_bootstrap again = stats_bootstrap(sd_of, x, w, 5, 500, 7, 0.9), other = stats_bootstrap(sd_of, x, w, 5, 500, 8, 0.9);
    assert_true(again.se == two.se && again.bca.high == two.bca.high);
    assert_true(other.se != two.se);
}

static void jackknife_of_a_mean_is_exact(void **state)
{
    (void)state;
    const double x[] = {1, 2, 3, 4, 5, 6}, w[] = {922, 818, 402, 337, 223, 82};
    struct stats_jackknife j = stats_jackknife(mean_of, x, w, 6, 0.95);
    check_close(j.value, 2.413433908045977, 1e-13);
    check_close(j.se, 0.02668006949209193, 1e-9); /* sd/√n */
    check_close(j.bias, 0, 1e-9);
    check_close(j.low, 2.36111918051625, 1e-9);
    check_close(j.high, 2.465748635575704, 1e-9);
    /* a = skewness g1 / (6√n) for a mean */
    check_close(j.acceleration, 0.8254882874430514 / (6 * sqrt(2784)), 1e-9);
}

static void not_defined(void **state)
{
    (void)state;
    const double x[] = {1, 2, 3}, half[] = {1, 0.5, 1}, same[] = {4, 4, 4};
    assert_true(isnan(stats_bootstrap(mean_of, x, NULL, 0, 100, 1, 0.95).value));
    assert_true(isnan(stats_bootstrap(mean_of, x, half, 3, 100, 1, 0.95).se));
    assert_true(isnan(stats_bootstrap(mean_of, x, NULL, 3, 0, 1, 0.95).percentile.low));
    assert_true(isnan(stats_bootstrap(never, x, NULL, 3, 10, 1, 0.95).se));
    struct stats_bootstrap b = stats_bootstrap(mean_of, same, NULL, 3, 100, 1, 0.95);
    check_close(b.percentile.low, 4, 0);
    check_close(b.se, 0, 0);
    assert_true(isnan(b.bca.low)); /* no replicate below the value: nothing to correct by */
    struct stats_jackknife j = stats_jackknife(mean_of, x, NULL, 1, 0.95);
    check_close(j.value, 1, 0);
    assert_true(isnan(j.se));
    check_close(stats_jackknife(mean_of, same, NULL, 3, 0.95).acceleration, 0, 0);
    /* an sd of one value is NaN: replicates that draw a single group of one… none here, but of two rows one left is no sample */
    assert_true(isnan(stats_jackknife(sd_of, x, NULL, 2, 0.95).se));
    b = stats_bootstrap(mean_of, x, NULL, 3, 100, 1, 1);
    check_close(b.value, 2, 0);
    assert_true(isnan(b.percentile.low));
}

static void both_of(const double *frequency, size_t n, const void *data, double *ret_values)
{
    ret_values[0] = mean_of(frequency, n, data);
    ret_values[1] = sd_of(frequency, n, data);
}

/* Now and then undefined: whenever the first row is not drawn. */
static void sometimes(const double *frequency, size_t n, const void *data, double *ret_values)
{
    ret_values[0] = mean_of(frequency, n, data);
    ret_values[1] = frequency[0] > 0 ? 1 : (double)NAN;
}

/* The limits of several statistics at once are those of each alone, bit for bit: the draws are the same. */
static void vectors_draw_the_same_replicates(void **state)
{
    (void)state;
    const double x[] = {3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5, 8}, w[] = {1, 2, 1, 3, 1, 1, 2, 1, 1, 1, 4, 1};
    struct interval limits[2];
    for (int weighted = 0; weighted < 2; weighted++) {
        const double *frequencies = weighted ? w : NULL;
        assert_int_equal(stats_bootstrap_vector(both_of, x, frequencies, 12, 2, 999, 7, 0.95, limits), 999);
        struct stats_bootstrap mean = stats_bootstrap(mean_of, x, frequencies, 12, 999, 7, 0.95), sd = stats_bootstrap(sd_of, x, frequencies, 12, 999, 7, 0.95);
        check_close(limits[0].low, mean.percentile.low, 0);
        check_close(limits[0].high, mean.percentile.high, 0);
        check_close(limits[1].low, sd.percentile.low, 0);
        check_close(limits[1].high, sd.percentile.high, 0);
    }
    size_t defined = stats_bootstrap_vector(sometimes, x, NULL, 12, 2, 400, 7, 0.95, limits);
    assert_true(defined > 200 && defined < 300); /* 1 − (11/12)¹² = 0.648 of 400 */
    check_close(limits[1].low, 1, 0);
    assert_int_equal(stats_bootstrap_vector(both_of, x, NULL, 0, 2, 400, 7, 0.95, limits), 0);
    assert_true(isnan(limits[0].low));
    assert_int_equal(stats_bootstrap_vector(both_of, x, NULL, 12, 2, 400, 7, 1, limits), 0);
    assert_int_equal(stats_bootstrap_vector(both_of, x, NULL, 12, 2, 0, 7, 0.95, limits), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(bootstrap_agrees_with_r), cmocka_unit_test(rows_and_groups_share_a_stream),
                                       cmocka_unit_test(jackknife_of_a_mean_is_exact), cmocka_unit_test(vectors_draw_the_same_replicates),
                                       cmocka_unit_test(not_defined)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
