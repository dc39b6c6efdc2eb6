/* SPDX-License-Identifier: GPL-3.0-or-later
 * Uncertainty of tables: draws with known distribution go in, intervals of the score come out; threads, origins, lists, groups, coverage of places.
 */
#include "build.h"

#include "ceping/score_study.h"
#include "ceping/stats_random.h"

struct source {
    const double *centre;
    double sd;
    uint64_t seed;
};

/* Independent normal values around those of the one figure (values 1 … of it), in place of a bootstrap. */
static void draw_normal(void *context, size_t thread, uint64_t replicate, double *values)
{
    const struct source *source = context;
    (void)thread;
    struct stats_random random;
    stats_random_begin(&random, source->seed, 0, replicate);
    for (size_t i = 0; !isnan(source->centre[i]); i++)
        values[1 + i] = source->centre[i] + source->sd * stats_random_normal(&random);
}

static void study(struct world *world, struct source *source, const uint8_t *origins, size_t replicates, size_t threads)
{
    const struct score_study study = {.replicates = replicates, .level = 0.95, .seed = 1, .threads = threads, .origins = origins, .draw = draw_normal, .context = source};
    score_uncertainty(world->evaluation, world->results, &study);
}

static uint8_t all_drawn[64]; /* filled by main() */

/* Districts with one drawn leaf of 60 % and one counted one of 40 %. */
static struct world districts_world(const double *values, const double *counted, int units)
{
    static const char *const kinds[] = {"d"};
    struct world world = world_new();
    add_kinds(&world, kinds, &units, 1);
    struct table *table = add_table(&world, "districts", 0, -1);
    add_leaf(&world, &table->root, "drawn", 60, add_figure(&world, "drawn", 0, -1, values));
    add_leaf(&world, &table->root, "counted", 40, add_figure(&world, "counted", 0, -1, counted));
    score(&world);
    return world;
}

static const double five[] = {92, 90, 89.5, 85, 84.9, NAN}, level_five[] = {90, 90, 90, 90, 90, NAN};

/* A leaf of 60 % with sd 1: the score has sd 0.6 and its interval is 1.96 · 0.6 on either side. */
static void intervals_are_those_of_the_leaves(void **state)
{
    (void)state;
    struct world world = districts_world(five, level_five, 5);
    uint8_t origins[64];
    memcpy(origins, all_drawn, sizeof origins);
    memset(origins + 6, VALUE_FIXED, 6);
    struct source source = {five, 1, 5};
    study(&world, &source, origins, 20000, 2);
    const struct table_uncertainty *table = &world.results->uncertainty.tables.at[0];
    assert_true(world.results->uncertainty.computed && table->any);
    for (size_t i = 0; i < 5; i++) {
        const struct row_uncertainty *row = &table->rows.at[i];
        double score = row_of(&world, &world.evaluation->rubric.tables.at[0], i)->score;
        check_close(row->se, 0.6, 0.02);
        check_close(row->low, score - 1.96 * 0.6, 5e-4);
        check_close(row->high, score + 1.96 * 0.6, 5e-4);
        check_close(row->origins[VALUE_DRAWN], 60, 1e-12);
        check_close(row->origins[VALUE_FIXED], 40, 1e-12);
        check_close(row->origins[VALUE_ONE_JUDGE], 0, 0);
        assert_true(row->place_low <= row->place && row->place <= row->place_high);
        assert_true(row->joint_low <= row->place_low && row->place_high <= row->joint_high);
    }
    /* d4 is 0.06 ahead of d5, sd of the difference 0.6√2: pnorm(0.06/0.8485) = 0.528 */
    check_close(chance_ahead(table, 3, 4), 52.8, 0.03);
    check_close(chance_ahead(table, 3, 4) + chance_ahead(table, 4, 3), 100, 1e-12);
    assert_true(chance_apart(table, 0, 4) && !chance_apart(table, 3, 4) && !chance_apart(table, 4, 0));
    world_free(&world);
}

static void any_number_of_threads_gives_the_same_bits(void **state)
{
    (void)state;
    struct world worlds[3];
    static const size_t threads[] = {1, 2, 5};
    for (size_t k = 0; k < 3; k++) {
        worlds[k] = districts_world(five, level_five, 5);
        struct source source = {five, 1, 5};
        study(&worlds[k], &source, all_drawn, 999, threads[k]);
        const struct table_uncertainty *got = &worlds[k].results->uncertainty.tables.at[0], *want = &worlds[0].results->uncertainty.tables.at[0];
        assert_memory_equal(got->rows.at, want->rows.at, 5 * sizeof *got->rows.at);
        assert_memory_equal(got->ahead.at, want->ahead.at, 25 * sizeof *got->ahead.at);
    }
    for (size_t k = 0; k < 3; k++)
        world_free(&worlds[k]);
}

static void what_is_not_drawn_has_no_interval(void **state)
{
    (void)state;
    struct world world = districts_world(five, level_five, 5);
    static const double none[] = {NAN};
    uint8_t single[64];
    memset(single, VALUE_ONE_JUDGE, sizeof single);
    struct source source = {none, 1, 5};
    study(&world, &source, single, 500, 1);
    const struct table_uncertainty *table = &world.results->uncertainty.tables.at[0];
    assert_false(table->any);
    assert_false(table->grouped);
    assert_true(isnan(table->rows.at[0].low) && isnan(table->rows.at[0].place_low) && isnan(table->rows.at[0].joint_low));
    check_close(table->rows.at[0].origins[VALUE_ONE_JUDGE], 100, 1e-12);
    assert_int_equal(table->rows.at[0].group, CHANCE_NONE);
    world_free(&world);
}

static void groups_only_where_they_can_be_told_apart(void **state)
{
    (void)state;
    static const double clear[] = {95, 94, 90, 85, 84, NAN}, close[] = {90, 90.1, 90.2, 90.3, 90.4, NAN};
    static const enum chance_group want[] = {CHANCE_AHEAD, CHANCE_AHEAD, CHANCE_MIDDLE, CHANCE_BEHIND, CHANCE_BEHIND};
    struct world world = districts_world(clear, level_five, 5);
    struct source source = {clear, 0.5, 5};
    study(&world, &source, all_drawn, 999, 1);
    for (size_t i = 0; i < 5; i++)
        assert_int_equal(world.results->uncertainty.tables.at[0].rows.at[i].group, want[i]);
    world_free(&world);
    world = districts_world(close, level_five, 5);
    source = (struct source){close, 3, 5};
    study(&world, &source, all_drawn, 999, 1);
    assert_false(world.results->uncertainty.tables.at[0].grouped);
    for (size_t i = 0; i < 5; i++)
        assert_int_equal(world.results->uncertainty.tables.at[0].rows.at[i].group, CHANCE_NONE);
    world_free(&world);
}

/* Cells within the slices of their project; districts rest on them. Values 0 (whole), then p1d1 p1d2 p1d3 p2d1 … */
static void tables_that_rank_within_slices(void **state)
{
    (void)state;
    static const char *const kinds[] = {"p", "d"};
    static const int units[] = {2, 3};
    static const double cells[] = {90, 80, 70, 60, 95, 75, NAN};
    struct world world = world_new();
    add_kinds(&world, kinds, units, 2);
    struct table *pairs = add_table(&world, "pairs", 0, 1), *districts = add_table(&world, "districts", 1, -1);
    pairs->slice = &world.evaluation->kinds.at[0];
    add_leaf(&world, &pairs->root, "cell", 100, add_figure(&world, "cell", 0, 1, cells));
    add_table_leaf(&world, &districts->root, "cells", 100, pairs, 0);
    score(&world);
    struct source source = {cells, 0.1, 9};
    study(&world, &source, all_drawn, 500, 1);
    const struct table_uncertainty *table = &world.results->uncertainty.tables.at[0];
    static const double places[] = {1, 2, 3, 3, 1, 2};
    for (size_t i = 0; i < 6; i++) {
        check_close(table->rows.at[i].place, places[i], 0);
        check_close(table->rows.at[i].place_low, places[i], 0);
        check_close(table->rows.at[i].joint_high, places[i], 0);
    }
    assert_true(isnan(chance_ahead(table, 0, 4))); /* of two projects */
    check_close(chance_ahead(table, 0, 1), 100, 0);
    const struct table_uncertainty *over = &world.results->uncertainty.tables.at[1];
    check_close(over->rows.at[0].origins[VALUE_DRAWN], 100, 1e-12); /* through the other table */
    check_close(over->rows.at[0].se, 0.1 / sqrt(2), 0.02);
    world_free(&world);
}

/* Nine true scores, 0.4 standard errors apart, drawn 300 times; the place range of a unit holds its true place in at least 95 % of cases (its
 * 99.9 % binomial limit for 2,700 dependent cases is taken as 93), and all of them at once in at least 95 % (limit 90.5 of 300). */
static void place_ranges_cover_the_truth(void **state)
{
    (void)state;
    enum { UNITS = 9, TABLES = 300 };
    double inside = 0, all_inside = 0;
    for (uint64_t t = 0; t < TABLES; t++) {
        double seen[UNITS + 1] = {0}, counted[UNITS];
        struct stats_random random;
        stats_random_begin(&random, 77, 1, t);
        for (int i = 0; i < UNITS; i++) {
            seen[i] = 90 - 0.4 * i + stats_random_normal(&random);
            counted[i] = 90;
        }
        seen[UNITS] = NAN;
        struct world world = districts_world(seen, counted, UNITS);
        struct source source = {seen, 1, 1000 + t};
        study(&world, &source, all_drawn, 299, 1);
        bool all = true;
        for (int i = 0; i < UNITS; i++) {
            const struct row_uncertainty *row = &world.results->uncertainty.tables.at[0].rows.at[i];
            inside += row->place_low <= i + 1 && i + 1 <= row->place_high;
            all = all && row->joint_low <= i + 1 && i + 1 <= row->joint_high;
        }
        all_inside += all;
        world_free(&world);
    }
    print_message("# places covered: %.1f %% each, %.1f %% all at once\n", 100 * inside / (UNITS * TABLES), 100 * all_inside / TABLES);
    assert_true(100 * inside / (UNITS * TABLES) >= 93);
    assert_true(100 * all_inside / TABLES >= 90.5);
}

int main(void)
{
    memset(all_drawn, VALUE_DRAWN, sizeof all_drawn);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(intervals_are_those_of_the_leaves), cmocka_unit_test(any_number_of_threads_gives_the_same_bits),
        cmocka_unit_test(what_is_not_drawn_has_no_interval), cmocka_unit_test(groups_only_where_they_can_be_told_apart),
        cmocka_unit_test(tables_that_rank_within_slices),    cmocka_unit_test(place_ranges_cover_the_truth),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
