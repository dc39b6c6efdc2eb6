/* SPDX-License-Identifier: GPL-3.0-or-later
 * Indices of careless answering. Expected numbers: R 4.2.2, mahalanobis(), pchisq() and cor() of base R over the same answers.
 */
#include "check.h"

#include "ceping/stats_careless.h"

enum { ROWS = 11, ITEMS = 6 };

static const double answers[ROWS * ITEMS] = {
    1, 2, 2, 3, 1, 2, 2, 2, 3, 3, 2, 1, 5, 4, 4, 5, 3, 4, 3, 3, 1, 2, 5, 4, 4, 5, 5, 4, 4, 5, 1, 5, 2, 4, 3, 1,
    2, 1, 2, 1, 1, 2, 3, 4, 3, 5, 4, 3, 4, 3, 4, 4, 2, 3, 5, 5, 4, 3, 5, 5, 5, 1, NAN, NAN, 2, NAN,
};

static void distance_is_that_of_R(void **state)
{
    (void)state;
    static const double squared[ROWS] = {5.44400015295137, 6.46737929697749, 5.22574382491815, 6.56706139547026, 6.52161110532415, 7.82531055061174,
                                         4.85364479154443, 4.35409507509780, 2.29193352944512, 4.44922027765948, 8.63035170781197};
    static const double p[ROWS] = {0.488250720705324, 0.372917111465211, 0.515202971514568, 0.362744702291843, 0.367358547228605, 0.251182952907300,
                                   0.562716850598347, 0.628874507561774, 0.890988319923905, 0.616122347451057, 0.0346315222279335};
    double d[ROWS], tail[ROWS];
    stats_mahalanobis(answers, ROWS, ITEMS, d, tail);
    for (int i = 0; i < ROWS; i++) { /* the last one has gaps: judged by three answers, against the mean of the ten whole ones */
        check_close(d[i], squared[i], 1e-11);
        check_close(tail[i], p[i], 1e-11);
    }
}

static void distance_needs_more_rows_than_items_and_no_item_twice(void **state)
{
    (void)state;
    double d[ROWS], tail[ROWS], twice[10 * 2], constant[10 * 2], alone[10], alone_tail[10];
    stats_mahalanobis(answers, 6, ITEMS, d, tail);
    check_close(d[0], NAN, 0);
    for (int i = 0; i < 10; i++) {
        twice[2 * i] = twice[2 * i + 1] = constant[2 * i] = alone[i] = answers[i * ITEMS];
        constant[2 * i + 1] = 3;
    }
    stats_mahalanobis(twice, 10, 2, d, tail);
    check_close(d[0], NAN, 0);
    stats_mahalanobis(constant, 10, 2, d, tail); /* what all say alike tells nothing of anyone */
    double first = d[0];
    stats_mahalanobis(alone, 10, 1, d, alone_tail);
    check_close(first, d[0], 1e-15);
    check_close(tail[0], alone_tail[0], 1e-15);
}

static void even_and_odd_items_agree_as_in_R(void **state)
{
    (void)state;
    static const size_t pairs[] = {2, 2, 2}, groups[] = {5, 3, 2, 4};
    static const double gaps[] = {1, 2, NAN, 2, 1, 4, 5, 3, 2, 2, 5, 4, NAN, 3};
    check_close(stats_even_odd(answers + 2 * ITEMS, pairs, 3), 0, 1e-15);
    check_close(stats_even_odd(answers, pairs, 3), 1, 1e-14);
    check_close(stats_even_odd(answers + 5 * ITEMS, pairs, 3), -1, 1e-14);
    check_close(stats_even_odd(gaps, groups, 4), 0.803428694134431, 1e-13);
    check_close(stats_even_odd(answers, pairs, 2), NAN, 0);
    check_close(stats_even_odd((const double[]){3, 3, 3, 3, 3, 3}, pairs, 3), NAN, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(distance_is_that_of_R),
        cmocka_unit_test(distance_needs_more_rows_than_items_and_no_item_twice),
        cmocka_unit_test(even_and_odd_items_agree_as_in_R),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
