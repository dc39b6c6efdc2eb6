/* SPDX-License-Identifier: GPL-3.0-or-later
 * Sample sizes, margins and response rates: method §2 and §4, R's qnorm, fractions by hand.
 */
#include "check.h"

#include "ceping/stats_sample.h"

static struct stats_sample_size size_of(double share, double margin, double level, double population)
{
    return stats_sample_size(&(struct stats_sample_plan){.share = share, .margin = margin, .level = level, .population = population});
}

static void sizes(void **state)
{
    (void)state;
    check_close(size_of(0.5, 0.05, 0.95, 0).simple, 384.14588206941227, 1e-12);
    check_close(size_of(0.5, 0.05, 0.95, INFINITY).completes, 385, 0);
    check_close(size_of(0.5, 0.03, 0.95, 0).simple, 1067.0718946372565, 1e-12);
    check_close(size_of(0.5, 0.03, 0.95, 0).completes, 1068, 0);
    check_close(size_of(0.5, 0.05, 0.95, 1000).finite, 277.7334531731875, 1e-12);
    check_close(size_of(0.5, 0.05, 0.95, 1000).completes, 278, 0);
    check_close(size_of(0.3, 0.02, 0.99, 50000).finite, 3256.516049540331, 1e-12);
    struct stats_sample_size size = stats_sample_size(
        &(struct stats_sample_plan){.share = 0.5, .margin = 0.05, .level = 0.95, .population = 1000, .deff = 1.5, .response_rate = 0.5});
    check_close(size.effective, 1.5 * 277.7334531731875, 1e-12);
    check_close(size.completes, 417, 0);
    check_close(size.asked, 834, 0);
    size = stats_sample_size(&(struct stats_sample_plan){.share = 0.5, .margin = 0.05, .level = 0.95, .population = 20, .deff = 3});
    check_close(size.effective, 20, 0); /* no more than everybody */
    check_close(size_of(0.5, 0.05, 0.95, 1).completes, 1, 0);
}

static void no_size(void **state)
{
    (void)state;
    assert_true(isnan(size_of(0, 0.05, 0.95, 0).simple));
    assert_true(isnan(size_of(1, 0.05, 0.95, 0).simple));
    assert_true(isnan(size_of(0.5, 0, 0.95, 0).simple));
    assert_true(isnan(size_of(0.5, 0.05, 1, 0).simple));
    assert_true(isnan(size_of(0.5, 0.05, 0.95, -5).simple));
    assert_true(isnan(size_of(NAN, 0.05, 0.95, 0).completes));
    assert_true(isnan(stats_sample_size(&(struct stats_sample_plan){.share = 0.5, .margin = 0.05, .level = 0.95, .response_rate = 1.2}).asked));
    assert_true(isnan(stats_sample_size(&(struct stats_sample_plan){.share = 0.5, .margin = 0.05, .level = 0.95, .deff = NAN}).asked));
}

static void margins(void **state)
{
    (void)state;
    check_close(stats_margin_achieved(400, 0.5, 0.95, 0, 0), 0.048999099613501344, 1e-14);
    check_close(stats_margin_achieved(400, 0.5, 0.95, 2000, 1), 0.043837087670998386, 1e-14);
    check_close(stats_margin_achieved(98, 0.5, 0.95, 0, 0), 0.099, 1e-4); /* method: ±9.9 points for 98 an area */
    check_close(stats_margin_achieved(100, 0.5, 0.95, 0, 4), 2 * stats_margin_achieved(100, 0.5, 0.95, 0, 1), 1e-15);
    check_close(stats_margin_achieved(50, 0.5, 0.95, 50, 0), 0, 0);
    check_close(stats_margin_achieved(1, 0.5, 0.95, 1, 0), 0, 0);
    check_close(stats_margin_achieved(50, 1, 0.95, 0, 0), 0, 0);
    /* The size for a margin achieves it. */
    check_close(stats_margin_achieved(size_of(0.3, 0.02, 0.99, 50000).finite, 0.3, 0.99, 50000, 0), 0.02, 1e-14);
    assert_true(isnan(stats_margin_achieved(0, 0.5, 0.95, 0, 0)));
    assert_true(isnan(stats_margin_achieved(51, 0.5, 0.95, 50, 0)));
    assert_true(isnan(stats_margin_achieved(50, 1.1, 0.95, 0, 0)));
}

static void three_rates(void **state)
{
    (void)state;
    struct stats_return_rates rates = stats_return_rates(910, 900, 885); /* issued and valid of the 2017 report */
    check_close(100 * rates.valid_of_issued, 97.25274725274726, 1e-14);
    check_close(rates.returned, 900. / 910, 0);
    check_close(rates.valid, 885. / 900, 0);
    check_close(rates.voided, 15. / 900, 0);
    rates = stats_return_rates(40000, 30206, 27706); /* 中消协 2017: 8.3 % void, whatever was issued */
    check_close(100 * rates.voided, 8.3, 0.05);
    assert_true(isnan(stats_return_rates(10, 11, 5).returned));
    assert_true(isnan(stats_return_rates(10, NAN, 5).returned));
    rates = stats_return_rates(10, 0, 0);
    check_close(rates.returned, 0, 0);
    assert_true(isnan(rates.valid));
}

static void aapor_rates(void **state)
{
    (void)state;
    struct stats_response_rates rates = stats_response_rates(&(struct stats_dispositions){.complete = 100, .non_contact = 20}, NAN);
    for (size_t k = 0; k < 6; k++)
        check_close(rates.rr[k], 100. / 120, 1e-15);
    check_close(rates.coop[0], 1, 0);
    check_close(rates.ref[0], 0, 0);
    check_close(rates.con[0], 100. / 120, 1e-15);
    const struct stats_dispositions all = {400, 50, 100, 150, 50, 150, 50, 250};
    rates = stats_response_rates(&all, NAN);
    check_close(rates.e, 0.75, 0); /* 750 of 1000 */
    const double want[] = {400. / 950, 450. / 950, 400. / 900, 450. / 900, 400. / 750, 450. / 750};
    for (size_t k = 0; k < 6; k++)
        check_close(rates.rr[k], want[k], 1e-15);
    check_close(rates.coop[0], 400. / 600, 1e-15);
    check_close(rates.coop[1], 450. / 600, 1e-15);
    check_close(rates.coop[2], 400. / 550, 1e-15);
    check_close(rates.coop[3], 450. / 550, 1e-15);
    check_close(rates.ref[0], 100. / 950, 1e-15);
    check_close(rates.ref[1], 100. / 900, 1e-15);
    check_close(rates.ref[2], 100. / 750, 1e-15);
    check_close(rates.con[1], 600. / 900, 1e-15);
    rates = stats_response_rates(&all, 1);
    check_close(rates.rr[2], rates.rr[0], 0);
    rates = stats_response_rates(&all, 0);
    check_close(rates.rr[3], rates.rr[5], 0);
}

static void no_rates(void **state)
{
    (void)state;
    struct stats_response_rates rates = stats_response_rates(&(struct stats_dispositions){0}, NAN);
    assert_true(isnan(rates.rr[0]) && isnan(rates.coop[0]) && isnan(rates.e));
    rates = stats_response_rates(&(struct stats_dispositions){.complete = -1}, NAN);
    assert_true(isnan(rates.rr[0]));
    rates = stats_response_rates(&(struct stats_dispositions){.complete = 5}, 2);
    assert_true(isnan(rates.rr[0]));
    rates = stats_response_rates(&(struct stats_dispositions){.unknown_household = 5}, NAN);
    check_close(rates.rr[0], 0, 0);
    assert_true(isnan(rates.rr[2]) && isnan(rates.rr[4]));
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(sizes), cmocka_unit_test(no_size), cmocka_unit_test(margins),
                                       cmocka_unit_test(three_rates), cmocka_unit_test(aapor_rates), cmocka_unit_test(no_rates)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
