/* SPDX-License-Identifier: GPL-3.0-or-later
 * Other rules on small tables, worked out by hand; weights; threads; which choice matters.
 */
#include "build.h"

#include "ceping/score_study.h"
#include "ceping/stats_random.h"

/* a: one leaf of each method; d1 60 100, d2 80 84, d3 90 60; weights 50 : 50: d2 82, d1 80, d3 75. */
static const double first[] = {60, 80, 90, NAN}, second[] = {100, 84, 60, NAN};

static struct world methods_world(void)
{
    static const char *const kinds[] = {"d"};
    static const int units[] = {3};
    struct world world = world_new();
    add_kinds(&world, kinds, units, 1);
    add_facet(&world, "method", 2);
    struct table *table = add_table(&world, "districts", 0, -1);
    mark(&world, add_leaf(&world, &table->root, "first", 50, add_figure(&world, "first", 0, -1, first)), 0, 0);
    mark(&world, add_leaf(&world, &table->root, "second", 50, add_figure(&world, "second", 0, -1, second)), 0, 1);
    score(&world);
    return world;
}

static void study(struct world *world, const struct score_alternative *alternatives, size_t count, double spread, size_t threads)
{
    const struct score_robustness_study study = {.seed = 3, .runs = 500, .samples = 256, .spread = spread, .level = 0.95, .threads = threads,
                                                 .alternatives = alternatives, .alternative_count = count};
    score_robustness(world->evaluation, world->results, &study);
}

static const struct robustness_case *find_case(const struct world *world, size_t table, enum robustness_kind kind, size_t number)
{
    const struct table_robustness *at = &world->results->robustness.tables.at[table];
    for (size_t i = 0; i < at->cases.count; i++)
        if (at->cases.at[i].kind == kind && number-- == 0)
            return &at->cases.at[i];
    return NULL;
}

static void check_places(const struct robustness_case *got, double a, double b, double c)
{
    assert_non_null(got);
    check_close(got->places[0], a, 0);
    check_close(got->places[1], b, 0);
    check_close(got->places[2], c, 0);
}

static void one_rule_at_a_time(void **state)
{
    (void)state;
    struct world world = methods_world();
    study(&world, NULL, 0, 0.2, 1);
    check_places(find_case(&world, 0, ROBUST_WITHOUT_FACET, 0), 1, 2, 3); /* only the second: 100 84 60 */
    check_places(find_case(&world, 0, ROBUST_WITHOUT_FACET, 1), 3, 2, 1); /* only the first: 60 80 90 */
    check_close(find_case(&world, 0, ROBUST_WITHOUT_FACET, 1)->scores[1], 80, 1e-12);
    check_close(find_case(&world, 0, ROBUST_WITHOUT_FACET, 1)->moved, (1 + 1 + 2) / 3.0, 1e-12); /* declared 2 1 3 */
    check_close(find_case(&world, 0, ROBUST_WITHOUT_FACET, 1)->most, 2, 0);
    assert_int_equal(find_case(&world, 0, ROBUST_WITHOUT_FACET, 1)->changed, 3);
    /* min–max: first 0 66.7 100, second 100 60 0: means 50, 63.3, 50 */
    const struct robustness_case *min_max = find_case(&world, 0, ROBUST_NORMALISATION, 0);
    check_close(min_max->scores[0], 50, 1e-12);
    check_close(min_max->scores[1], (200.0 / 3 + 60) / 2, 1e-12);
    check_places(min_max, 2, 1, 2);
    /* z: 50 + 10 z of 60 80 90 (mean 76.67, sd 15.275) and 100 84 60 (81.33, 20.133) */
    check_close(find_case(&world, 0, ROBUST_NORMALISATION, 1)->scores[0], 50 + 5 * ((60 - 230.0 / 3) / 15.275252316519467 + (100 - 244.0 / 3) / 20.132891827388672), 1e-12);
    check_places(find_case(&world, 0, ROBUST_NORMALISATION, 2), 1, 1, 1); /* places: 0 50 100 and 100 50 0 */
    /* geometric: √6000 = 77.46, √6720 = 81.98, √5400 = 73.48 */
    check_close(find_case(&world, 0, ROBUST_AGGREGATION, 0)->scores[0], sqrt(6000), 1e-12);
    check_places(find_case(&world, 0, ROBUST_AGGREGATION, 0), 2, 1, 3);
    /* Copeland: each pair is split 50 : 50 */
    check_places(find_case(&world, 0, ROBUST_AGGREGATION, 1), 1, 1, 1);
    assert_null(find_case(&world, 0, ROBUST_POLICY, 0)); /* nothing is missing */
    const struct row_robustness *row = &world.results->robustness.tables.at[0].rows.at[0];
    check_close(row->least, 1, 0);
    check_close(row->greatest, 3, 0);
    check_close(row->kinds[ROBUST_WITHOUT_FACET][0], 1, 0);
    check_close(row->kinds[ROBUST_WITHOUT_FACET][1], 3, 0);
    assert_true(isnan(row->kinds[ROBUST_POLICY][0]));
    world_free(&world);
}

/* First has weight w, second 1 − w. d1 passes d2 for w < 4/9 and falls behind d3 for w > 4/7. Dirichlet(α/2, α/2) = Beta; with the concentration of ±20 %, α + 1 =
 * 1/(0.04/3) = 75: in R pbeta(4/9, 37, 37) = 0.16964887 and 1 - pbeta(4/7, 37, 37) = 0.10914553. */
static void weights_move_places_as_often_as_they_should(void **state)
{
    (void)state;
    struct world world = methods_world();
    const struct score_robustness_study study_ = {.seed = 3, .runs = 20000, .samples = 64, .spread = 0.2, .level = 0.95, .threads = 2};
    score_robustness(world.evaluation, world.results, &study_);
    const struct row_robustness *row = &world.results->robustness.tables.at[0].rows.at[0];
    check_close(row->same, 100 * (1 - 0.16964887 - 0.10914553), 0.015);
    check_close(row->weights_low, 1, 0);
    check_close(row->weights_high, 3, 0);
    check_close(world.results->robustness.tables.at[0].rows.at[2].same, 100 * (1 - 0.10914553), 0.03); /* d3 passes d2 only for w > 0.7 */
    world_free(&world);
}

/* Nothing varies but which method is left out and how scores are made; weights do not. */
static void the_choices_that_matter_come_first(void **state)
{
    (void)state;
    struct world world = methods_world();
    study(&world, NULL, 0, 0, 1);
    const struct table_robustness *table = &world.results->robustness.tables.at[0];
    assert_int_equal(table->inputs.count, 3); /* normalisation, aggregation, left_out */
    assert_string_equal(table->inputs.at[0].id, "left_out");
    for (size_t i = 0; i < table->inputs.count; i++) {
        assert_true(table->inputs.at[i].total > -0.1 && table->inputs.at[i].total < 1.1);
        assert_true(i == 0 || table->inputs.at[i].total <= table->inputs.at[i - 1].total);
    }
    assert_true(table->moved > 0);
    world_free(&world);
}

static void any_number_of_threads_gives_the_same_bits(void **state)
{
    (void)state;
    struct world worlds[2];
    for (size_t k = 0; k < 2; k++) {
        worlds[k] = methods_world();
        study(&worlds[k], NULL, 0, 0.2, k == 0 ? 1 : 3);
    }
    const struct table_robustness *a = &worlds[0].results->robustness.tables.at[0], *b = &worlds[1].results->robustness.tables.at[0];
    assert_memory_equal(a->rows.at, b->rows.at, 3 * sizeof *a->rows.at);
    for (size_t i = 0; i < a->inputs.count; i++) {
        check_close(a->inputs.at[i].first, b->inputs.at[i].first, 0);
        check_close(a->inputs.at[i].total, b->inputs.at[i].total, 0);
    }
    for (size_t k = 0; k < 2; k++)
        world_free(&worlds[k]);
}

/* Values without a rater, given from outside. */
static void alternatives_are_scored(void **state)
{
    (void)state;
    struct world world = methods_world();
    double values[8], bases[8];
    score_values(world.results, values, bases);
    values[1] = 100; /* d1 of the first figure: now 100 */
    const struct score_alternative alternative = {ROBUST_WITHOUT_RATER, "去掉甲的评分", values, bases};
    study(&world, &alternative, 1, 0.2, 1);
    check_places(find_case(&world, 0, ROBUST_WITHOUT_RATER, 0), 1, 2, 3);
    assert_string_equal(find_case(&world, 0, ROBUST_WITHOUT_RATER, 0)->label, "去掉甲的评分");
    world_free(&world);
}

/* Districts over projects; p1 × d2 does not apply. Cells p1: 90 – 60; p2: 70 80 90. */
static void projects_left_out_and_policies(void **state)
{
    (void)state;
    static const char *const kinds[] = {"p", "d"};
    static const int units[] = {2, 3};
    static const double cells[] = {90, NAN, 60, 70, 80, 90};
    struct world world = world_new();
    add_kinds(&world, kinds, units, 2);
    set_not_applicable(&world, unit_at(&world, 0, 0), unit_at(&world, 1, 1));
    struct table *pairs = add_table(&world, "pairs", 0, 1), *districts = add_table(&world, "districts", 1, -1);
    districts->coverage = 0.5;
    add_leaf(&world, &pairs->root, "cell", 100, add_figure(&world, "cell", 0, 1, cells));
    add_table_leaf(&world, &districts->root, "cells", 100, pairs, 0);
    score(&world); /* 80 80 75 */
    study(&world, NULL, 0, 0.2, 1);
    assert_int_equal(world.results->robustness.tables.at[0].rows.count, 0); /* pairs are not studied */
    check_places(find_case(&world, 1, ROBUST_WITHOUT_UNIT, 0), 3, 2, 1);     /* only p2: 70 80 90 */
    const struct robustness_case *without_p2 = find_case(&world, 1, ROBUST_WITHOUT_UNIT, 1); /* d2 has nothing left */
    check_close(without_p2->places[0], 1, 0);
    assert_true(isnan(without_p2->places[1]));
    assert_int_equal(without_p2->lost, 1);
    check_places(find_case(&world, 1, ROBUST_POLICY, 0), 1, 3, 2); /* zero: 80 40 75 (reweight is the declared one and says nothing) */
    world_free(&world);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_rule_at_a_time),
        cmocka_unit_test(weights_move_places_as_often_as_they_should),
        cmocka_unit_test(the_choices_that_matter_come_first),
        cmocka_unit_test(any_number_of_threads_gives_the_same_bits),
        cmocka_unit_test(alternatives_are_scored),
        cmocka_unit_test(projects_left_out_and_policies),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
