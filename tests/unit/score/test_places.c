/* SPDX-License-Identifier: GPL-3.0-or-later
 * Places: vectors of method §9 (rosettacode, Ranking methods), contest of §7, fixed places.
 */
#include "check.h"

#include "ceping/score.h"

static const double scores[] = {44, 42, 42, 41, 41, 41, 39};

struct rule_row {
    enum tie_rule rule;
    double want[7];
};

static void tie_rules(void **state)
{
    (void)state;
    static const struct rule_row rows[] = {
        {TIES_COMPETITION, {1, 2, 2, 4, 4, 4, 7}}, {TIES_DENSE, {1, 2, 2, 3, 3, 3, 4}},       {TIES_MODIFIED, {1, 3, 3, 6, 6, 6, 7}},
        {TIES_ORDINAL, {1, 2, 3, 4, 5, 6, 7}},     {TIES_FRACTIONAL, {1, 2.5, 2.5, 5, 5, 5, 7}},
    };
    for (size_t r = 0; r < sizeof rows / sizeof *rows; r++) {
        double places[7];
        score_places(scores, 7, rows[r].rule, NULL, 0, places);
        for (size_t i = 0; i < 7; i++)
            check_close(places[i], rows[r].want[i], 0);
    }
}

static void order_of_units_does_not_matter(void **state)
{
    (void)state;
    static const size_t shuffle[] = {3, 6, 0, 5, 2, 4, 1};
    for (int rule = 0; rule < TIE_RULES; rule++) {
        double mixed[7], want[7], places[7];
        if (rule == TIES_ORDINAL)
            continue;
        for (size_t i = 0; i < 7; i++)
            mixed[i] = scores[shuffle[i]];
        score_places(scores, 7, (enum tie_rule)rule, NULL, 0, want);
        score_places(mixed, 7, (enum tie_rule)rule, NULL, 0, places);
        for (size_t i = 0; i < 7; i++)
            check_close(places[i], want[shuffle[i]], 0);
    }
}

/* Five contestants of method §7. */
static void contest(void **state)
{
    (void)state;
    static const double x[] = {9.11, 9.60, 8.79, 9.60, 8.99}, want[] = {3, 1, 5, 1, 4};
    double places[5];
    score_places(x, 5, TIES_COMPETITION, NULL, 0, places);
    for (size_t i = 0; i < 5; i++)
        check_close(places[i], want[i], 0);
}

static void no_score_no_place(void **state)
{
    (void)state;
    static const double x[] = {NAN, 80, NAN, 90};
    double places[4], none[1];
    score_places(x, 4, TIES_COMPETITION, NULL, 0, places);
    check_close(places[0], NAN, 0);
    check_close(places[1], 2, 0);
    check_close(places[2], NAN, 0);
    check_close(places[3], 1, 0);
    score_places(x, 0, TIES_COMPETITION, NULL, 0, none);
    score_places(x, 1, TIES_COMPETITION, NULL, 0, none);
    check_close(none[0], NAN, 0);
}

static void tie_breakers_in_order(void **state)
{
    (void)state;
    static const double x[] = {90, 90, 90, 90}, keys[] = {5, 1, 5, 2, NAN, 9, 5, 2};
    double places[4];
    score_places(x, 4, TIES_COMPETITION, keys, 2, places);
    check_close(places[0], 3, 0);
    check_close(places[1], 1, 0); /* 5, 2, and so is the fourth: they stay tied */
    check_close(places[2], 4, 0); /* without a value after those with one */
    check_close(places[3], 1, 0);
}

struct fixed_row {
    enum tie_rule rule;
    double scores[5];
    int fixed[5];
    double want[5];
};

static void fixed_places(void **state)
{
    (void)state;
    static const struct fixed_row rows[] = {
        /* the best unit is put last: the rest move up */
        {TIES_COMPETITION, {99, 90, 80, 70, 60}, {5, 0, 0, 0, 0}, {5, 1, 2, 3, 4}},
        /* the worst is put second: the rest skip that place */
        {TIES_COMPETITION, {99, 90, 80, 70, 60}, {0, 0, 0, 0, 2}, {1, 3, 4, 5, 2}},
        /* a tie over a fixed place: both take the first free one, the next takes what is free behind them */
        {TIES_COMPETITION, {99, 90, 90, 70, 60}, {0, 0, 0, 0, 3}, {1, 2, 2, 5, 3}},
        {TIES_MODIFIED, {99, 90, 90, 70, 60}, {0, 0, 0, 0, 3}, {1, 4, 4, 5, 3}},
        {TIES_FRACTIONAL, {99, 90, 90, 70, 60}, {0, 0, 0, 0, 3}, {1, 3, 3, 5, 3}},
        {TIES_DENSE, {99, 90, 90, 70, 60}, {0, 0, 0, 0, 2}, {1, 3, 3, 4, 2}},
        {TIES_ORDINAL, {90, 90, 90, 90, 90}, {0, 1, 0, 0, 0}, {2, 1, 3, 4, 5}},
        /* a fixed place without a score; one beyond the list */
        {TIES_COMPETITION, {NAN, 90, 80, NAN, 60}, {2, 0, 0, 0, 0}, {2, 1, 3, NAN, 4}},
        {TIES_COMPETITION, {99, 90, 80, 70, 60}, {9, 0, 0, 0, 0}, {9, 1, 2, 3, 4}},
        /* two at once, the first and the last */
        {TIES_COMPETITION, {99, 90, 80, 70, 60}, {5, 0, 0, 0, 1}, {5, 2, 3, 4, 1}},
    };
    for (size_t r = 0; r < sizeof rows / sizeof *rows; r++) {
        double places[5];
        score_fixed_places(rows[r].scores, 5, rows[r].rule, NULL, 0, rows[r].fixed, places);
        for (size_t i = 0; i < 5; i++) {
            if (!(places[i] == rows[r].want[i]) && !isnan(rows[r].want[i]))
                print_error("row %zu\n", r);
            check_close(places[i], rows[r].want[i], 0);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tie_rules),         cmocka_unit_test(order_of_units_does_not_matter), cmocka_unit_test(contest),
        cmocka_unit_test(no_score_no_place), cmocka_unit_test(tie_breakers_in_order),          cmocka_unit_test(fixed_places),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
