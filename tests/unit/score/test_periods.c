/* SPDX-License-Identifier: GPL-3.0-or-later
 * Months: movement against the month before, and how often in a row somebody was first or last. Worked out by hand.
 */
#include "build.h"

enum { DISTRICT, MONTH, DISTRICTS = 3, MONTHS = 6 };

/* Nobody was rated in the third month, and d2 not in the fifth.
 *
 *              m1      m2      m3   m4      m5      m6
 *     d1       90 (1)  90 (1)  -    70 (3)  80 (1)  80 (1)
 *     d2       80 (2)  70 (3)  -    75 (2)  -       60 (3)
 *     d3       70 (3)  80 (2)  -    90 (1)  80 (1)  70 (2) */
static const double scores[DISTRICTS * MONTHS] = {
    90, 90, NAN, 70, 80, 80,
    80, 70, NAN, 75, NAN, 60,
    70, 80, NAN, 90, 80, 70,
};
static const struct expected {
    double place, movement;
    int first_streak, last_streak;
} expected[DISTRICTS * MONTHS] = {
    {1, NAN, 1, 0}, {1, 0, 2, 0},  {NAN, NAN, 0, 0}, {3, -2, 0, 1}, {1, 2, 1, 0},     {1, 0, 2, 0},
    {2, NAN, 0, 0}, {3, -1, 0, 1}, {NAN, NAN, 0, 0}, {2, 1, 0, 0},  {NAN, NAN, 0, 0}, {3, NAN, 0, 1},
    {3, NAN, 0, 1}, {2, 1, 0, 0},  {NAN, NAN, 0, 0}, {1, 1, 1, 0},  {1, 0, 2, 0},     {2, -1, 0, 0},
};

static struct world new_world(void)
{
    struct world world = world_new();
    add_kinds(&world, (const char *const[]){"d", "m"}, (int[]){DISTRICTS, MONTHS}, 2);
    return world;
}

static void months_follow_each_other(void **state)
{
    (void)state;
    struct world world = new_world();
    struct table *table = add_table(&world, "t", DISTRICT, MONTH);
    table->slice = table->by[1];
    table->streak = 3;
    add_leaf(&world, &table->root, "a", 100, add_figure(&world, "a", DISTRICT, MONTH, scores));
    score(&world);
    for (size_t i = 0; i < COUNT_OF(expected); i++) {
        const struct score_row *row = row_of(&world, table, i);
        check_close(row->slice_place, expected[i].place, 0);
        check_close(row->movement, expected[i].movement, 0);
        assert_int_equal(row->first_streak, expected[i].first_streak);
        assert_int_equal(row->last_streak, expected[i].last_streak);
    }
    world_free(&world);
}

static void where_all_are_equal_nobody_is_last(void **state)
{
    (void)state;
    struct world world = new_world();
    struct table *table = add_table(&world, "t", DISTRICT, MONTH);
    table->slice = table->by[1];
    table->streak = 3;
    double equal[DISTRICTS * MONTHS];
    for (size_t i = 0; i < COUNT_OF(equal); i++)
        equal[i] = 80;
    add_leaf(&world, &table->root, "a", 100, add_figure(&world, "a", DISTRICT, MONTH, equal));
    score(&world);
    const struct score_row *row = row_of(&world, table, MONTHS - 1);
    assert_int_equal(row->first_streak, MONTHS);
    assert_int_equal(row->last_streak, 0);
    check_close(row->movement, 0, 0);
    world_free(&world);
}

static void slices_that_do_not_follow_each_other(void **state)
{
    (void)state;
    struct world world = new_world();
    struct table *table = add_table(&world, "t", DISTRICT, MONTH);
    table->slice = table->by[1];
    add_leaf(&world, &table->root, "a", 100, add_figure(&world, "a", DISTRICT, MONTH, scores));
    score(&world);
    assert_true(isnan(row_of(&world, table, 1)->movement));
    assert_int_equal(row_of(&world, table, 1)->first_streak, 0);
    world_free(&world);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(months_follow_each_other),
        cmocka_unit_test(where_all_are_equal_nobody_is_last),
        cmocka_unit_test(slices_that_do_not_follow_each_other),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
