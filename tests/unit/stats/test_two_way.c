/* SPDX-License-Identifier: GPL-3.0-or-later
 * The additive model: tables whose answer can be worked out by hand.
 */
#include "check.h"

#include "ceping/stats.h"

/* Rows 90, 80, 70 and columns +0, +5, −5: any cell left out comes back. */
static void additive_table_comes_back(void **state)
{
    (void)state;
    double x[9] = {90, 95, 85, 80, 85, 75, 70, 75, NAN}, row[3], column[3];
    int component[6];
    x[1] = NAN;
    stats_two_way(x, 3, 3, row, column, component);
    check_close(stats_two_way_value(row, column, component, 3, 0, 1), 95, 1e-12);
    check_close(stats_two_way_value(row, column, component, 3, 2, 2), 65, 1e-12);
    check_close(row[0], 90, 1e-12); /* column effects add up to 0 */
    check_close(column[1], 5, 1e-12);
}

/* 2 × 2 with a hole: the expected value is b + c − a. */
static void one_hole(void **state)
{
    (void)state;
    double x[4] = {80, 92, 86, NAN}, row[2], column[2];
    int component[4];
    stats_two_way(x, 2, 2, row, column, component);
    check_close(stats_two_way_value(row, column, component, 2, 1, 1), 98, 1e-11);
}

/* Not additive: least squares by hand. Rows (1 2 3), (4 8 –): with full columns 1 and 2 the row difference is
 * mean(3, 6) = 4.5; column 3 stands on row 1 alone, so row 2 gets 3 + 4.5. */
static void least_squares(void **state)
{
    (void)state;
    double x[6] = {1, 2, 3, 4, 8, NAN}, row[2], column[3];
    int component[5];
    stats_two_way(x, 2, 3, row, column, component);
    check_close(stats_two_way_value(row, column, component, 2, 1, 2), 7.5, 1e-11);
}

static void unconnected_parts_have_no_value(void **state)
{
    (void)state;
    double x[9] = {1, 2, NAN, 3, 4, NAN, NAN, NAN, 9}, row[3], column[3];
    int component[6];
    stats_two_way(x, 3, 3, row, column, component);
    check_close(stats_two_way_value(row, column, component, 3, 0, 2), NAN, 0);
    check_close(stats_two_way_value(row, column, component, 3, 2, 0), NAN, 0);
    check_close(stats_two_way_value(row, column, component, 3, 0, 1), 2, 1e-12);
}

static void empty_rows_and_columns(void **state)
{
    (void)state;
    double x[4] = {1, NAN, NAN, NAN}, row[2], column[2];
    int component[4];
    stats_two_way(x, 2, 2, row, column, component);
    check_close(row[1], NAN, 0);
    check_close(column[1], NAN, 0);
    check_close(stats_two_way_value(row, column, component, 2, 0, 1), NAN, 0);
    check_close(stats_two_way_value(row, column, component, 2, 1, 1), NAN, 0);
    stats_two_way(x, 0, 0, row, column, component);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(additive_table_comes_back),
        cmocka_unit_test(one_hole),
        cmocka_unit_test(least_squares),
        cmocka_unit_test(unconnected_parts_have_no_value),
        cmocka_unit_test(empty_rows_and_columns),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
