/* SPDX-License-Identifier: GPL-3.0-or-later
 * Whole rubrics small enough to work out by hand: trees, facets, policies, transforms, bonus, places.
 */
#include "build.h"

#include "ceping/base_num.h"

static const char *const kind_ids[] = {"d", "p", "b"};
enum { D, P, DEPARTMENT };

static struct world new_world(int districts, int projects, int departments)
{
    struct world world = world_new();
    add_kinds(&world, kind_ids, (int[]){districts, projects, departments}, 3);
    return world;
}

static void one_leaf(void **state)
{
    (void)state;
    struct world world = new_world(3, 1, 1);
    struct table *table = add_table(&world, "t", D, -1);
    add_leaf(&world, &table->root, "a", 100, add_figure(&world, "a", D, -1, (double[]){91.125, 80, 91.1249}));
    score(&world);
    check_close(row_of(&world, table, 0)->printed, 91.13, 1e-14);
    check_close(row_of(&world, table, 2)->printed, 91.12, 1e-14);
    check_close(row_of(&world, table, 0)->place, 1, 0);
    check_close(row_of(&world, table, 1)->place, 3, 0);
    check_close(row_of(&world, table, 2)->place, 2, 0);
    const struct table_result *result = &world.results->tables.at[0];
    assert_int_equal(result->by_place[1], 2);
    assert_int_equal(result->scored, 3);
    check_close(result->range, 11.125, 1e-13);
    check_close(result->median, 91.1249, 1e-13);
    check_close(result->printed_mean_of_printed, (91.13 + 80 + 91.12) / 3, 1e-13);
    assert_int_equal(result->policies.count, 0);
    assert_int_equal(world.diags.count, 0);
    check_conservation(&world);
    world_free(&world);
}

/* a 40 [a1 50, a2 50], b 60. District 2 lacks a2: a1 carries the 40. District 3 lacks b: 40 of 100 is too little. */
static struct table *nested(struct world *world)
{
    struct table *table = add_table(world, "t", D, -1);
    struct node *a = add_node(world, &table->root, "a", 40);
    add_leaf(world, a, "a1", 50, add_figure(world, "a1", D, -1, (double[]){90, 80, 70, NAN}));
    add_leaf(world, a, "a2", 50, add_figure(world, "a2", D, -1, (double[]){70, NAN, 60, NAN}));
    add_leaf(world, &table->root, "b", 60, add_figure(world, "b", D, -1, (double[]){85, 95, NAN, NAN}));
    return table;
}

static void missing_weight_stays_among_siblings(void **state)
{
    (void)state;
    struct world world = new_world(4, 1, 1);
    struct table *table = nested(&world);
    score(&world);
    check_close(row_of(&world, table, 0)->score, 0.4 * 80 + 0.6 * 85, 1e-13);
    const struct score_row *second = row_of(&world, table, 1);
    check_close(second->score, 0.4 * 80 + 0.6 * 95, 1e-13);
    check_close(second->nodes[1].effective_weight, 40, 1e-13);
    check_close(second->nodes[1].weight, 20, 1e-13);
    check_close(second->nodes[2].effective_weight, 0, 0);
    check_close(second->nodes[0].effective_weight, 40, 1e-13);
    check_close(second->coverage, 0.8, 1e-13);
    check_close(second->nodes[0].base, 10, 0);
    assert_int_equal(row_of(&world, table, 2)->why, NO_SCORE_COVERAGE);
    check_close(row_of(&world, table, 2)->score, NAN, 0);
    check_close(row_of(&world, table, 2)->place, NAN, 0);
    assert_int_equal(row_of(&world, table, 3)->why, NO_SCORE_NO_DATA);
    check_conservation(&world);
    world_free(&world);
}

/* 0.6667 in a file means two thirds. */
static void coverage_of_two_thirds(void **state)
{
    (void)state;
    struct world world = new_world(1, 1, 1);
    struct table *table = add_table(&world, "t", D, -1);
    table->coverage = 0.6667;
    table->relative = true;
    for (int i = 0; i < 3; i++)
        add_leaf(&world, &table->root, "abc" + i, 1, add_figure(&world, "abc" + i, D, -1, (double[]){i == 0 ? NAN : 90}));
    score(&world);
    assert_int_equal(row_of(&world, table, 0)->why, SCORED);
    check_close(row_of(&world, table, 0)->nodes[0].weight, 100.0 / 3, 1e-13);
    check_conservation(&world);
    world_free(&world);
}

static double policy_score(const struct world *world, const struct table *table, enum policy policy, size_t row)
{
    const struct table_result *result = &world->results->tables.at[table->index];
    assert_int_equal(result->policies.count, POLICIES);
    assert_int_equal(result->policies.at[policy].policy, policy);
    return result->policies.at[policy].scores[row];
}

/* Leaf gaps in one table, by hand. Rows (90 80) (70 –): reweight 70; zero 35; unit mean 70; item mean (70+80)/2; additive 70 + 80 − 90 = 60. */
static void policies_among_leaves(void **state)
{
    (void)state;
    struct world world = new_world(2, 1, 1);
    struct table *table = add_table(&world, "t", D, -1);
    table->coverage = 0.5;
    add_leaf(&world, &table->root, "a", 50, add_figure(&world, "a", D, -1, (double[]){90, 70}));
    add_leaf(&world, &table->root, "b", 50, add_figure(&world, "b", D, -1, (double[]){80, NAN}));
    score(&world);
    static const double want[POLICIES] = {70, 35, 70, 75, 65};
    for (int policy = 0; policy < POLICIES; policy++) {
        check_close(policy_score(&world, table, (enum policy)policy, 1), want[policy], 1e-11);
        check_close(policy_score(&world, table, (enum policy)policy, 0), 85, 1e-13);
    }
    const struct table_result *result = &world.results->tables.at[0];
    assert_true(result->policies.at[POLICY_UNIT_MEAN].same_as_default);
    assert_false(result->policies.at[POLICY_ZERO].same_as_default);

    for (int policy = 0; policy < POLICIES; policy++) { /* declared instead: the same numbers */
        table->missing = (enum policy)policy;
        score(&world);
        check_close(row_of(&world, table, 1)->score, want[policy], 1e-11);
        assert_int_equal(row_of(&world, table, 1)->nodes[1].imputed, policy != POLICY_REWEIGHT);
        check_close(row_of(&world, table, 1)->coverage, 0.5, 1e-13); /* filled in is not covered */
        check_conservation(&world);
    }
    table->missing = POLICY_REWEIGHT; /* a leaf's own policy stands above the table's and above the comparison */
    table->root.children.at[1].missing_set = true;
    table->root.children.at[1].missing = POLICY_ZERO;
    score(&world);
    check_close(row_of(&world, table, 1)->score, 35, 1e-13);
    check_close(policy_score(&world, table, POLICY_ITEM_MEAN, 1), 35, 1e-13);
    world_free(&world);
}

/* Method §5: 18 projects at 93 and two that do not apply: 83.7 under `zero`, 93 otherwise. */
static void zero_policy_of_the_method(void **state)
{
    (void)state;
    struct world world = new_world(2, 20, 1);
    double values[40];
    for (size_t i = 0; i < 40; i++)
        values[i] = i % 2 ? 93 : 92;
    set_not_applicable(&world, unit_at(&world, P, 0), unit_at(&world, D, 1));
    set_not_applicable(&world, unit_at(&world, P, 1), unit_at(&world, D, 1));
    struct table *cells = add_table(&world, "cells", P, D), *districts = add_table(&world, "districts", D, -1);
    add_leaf(&world, &cells->root, "sheet", 100, add_figure(&world, "sheet", P, D, values));
    add_table_leaf(&world, &districts->root, "cells", 100, cells, P);
    score(&world);
    check_close(row_of(&world, districts, 1)->score, 93, 1e-13);
    check_close(row_of(&world, districts, 1)->not_applicable, 2, 0);
    check_close(row_of(&world, districts, 1)->coverage, 0.9, 1e-13);
    check_close(policy_score(&world, districts, POLICY_ZERO, 1), 83.7, 1e-13);
    check_close(policy_score(&world, districts, POLICY_UNIT_MEAN, 1), 93, 1e-13);
    check_close(policy_score(&world, districts, POLICY_ITEM_MEAN, 1), (18 * 93 + 2 * 92) / 20.0, 1e-13);
    check_close(policy_score(&world, districts, POLICY_ADDITIVE, 1), 93, 1e-10);
    assert_true(world.results->tables.at[districts->index].policies.at[POLICY_ADDITIVE].same_as_default);
    check_close(world.results->tables.at[districts->index].policies.at[POLICY_ZERO].places[1], 2, 0);
    check_close(world.results->tables.at[districts->index].policies.at[POLICY_REWEIGHT].places[1], 1, 0);
    /* a pair that does not apply has no score, and no policy changes that */
    assert_int_equal(row_of(&world, cells, 1)->why, NO_SCORE_NOT_APPLICABLE);
    assert_int_equal(world.results->tables.at[cells->index].policies.count, 0);
    assert_int_equal(world.results->tables.at[cells->index].rows.count, 40);
    check_conservation(&world);
    cells->not_applicable = POLICY_ZERO; /* stated in the pair table, it acts where that is aggregated */
    score(&world);
    check_close(row_of(&world, districts, 1)->score, 83.7, 1e-13);
    world_free(&world);
}

/* Facets by hand. cells: tj 40 (dimension 0), xg 60 (dimension 1). districts: cells 50 (method 0), q 30 (method 1, dimension 1), n 20 (no mark of dimension, method 1
 * by its parent). District 1 has cells p1 (80, 90) and p2 (70, 100). */
static void facets_pass_through_tables(void **state)
{
    (void)state;
    struct world world = new_world(1, 2, 1);
    add_facet(&world, "method", 2);
    add_facet(&world, "dimension", 2);
    struct table *cells = add_table(&world, "cells", P, D), *districts = add_table(&world, "districts", D, -1);
    mark(&world, add_leaf(&world, &cells->root, "tj", 40, add_figure(&world, "tj", P, D, (double[]){80, 70})), 1, 0);
    mark(&world, add_leaf(&world, &cells->root, "xg", 60, add_figure(&world, "xg", P, D, (double[]){90, 100})), 1, 1);
    mark(&world, add_table_leaf(&world, &districts->root, "cells", 50, cells, P), 0, 0);
    struct node *rest = add_node(&world, &districts->root, "rest", 50);
    mark(&world, rest, 0, 1);
    mark(&world, add_leaf(&world, rest, "q", 60, add_figure(&world, "q", D, -1, (double[]){88})), 1, 1);
    add_leaf(&world, rest, "n", 40, add_figure(&world, "n", D, -1, (double[]){60}));
    score(&world);

    const struct score_row *row = row_of(&world, districts, 0);
    /* p1 = 0.4·80 + 0.6·90 = 86, p2 = 0.4·70 + 0.6·100 = 88: cells 87; score = 43.5 + 0.3·88 + 0.2·60 = 81.9 */
    check_close(row->score, 81.9, 1e-13);
    check_close(row->facets[0][0].weight, 50, 1e-13);
    check_close(row->facets[0][0].weighted, 50 * 87, 1e-13);
    check_close(row->facets[0][1].weight, 50, 1e-13);
    check_close(row->facets[0][1].weighted, 30 * 88 + 20 * 60, 1e-13);
    check_close(row->facets[1][0].weight, 50 * 0.4, 1e-13);
    check_close(row->facets[1][0].weighted, 50 * 0.4 * 75, 1e-13); /* mean of 80 and 70 */
    check_close(row->facets[1][1].weight, 50 * 0.6 + 30, 1e-13);
    check_close(row->facets[1][1].weighted, 50 * 0.6 * 95 + 30 * 88, 1e-13);
    check_close((row->facets[0][0].weighted + row->facets[0][1].weighted) / 100, row->score, 1e-13);
    const struct score_row *cell = row_of(&world, cells, 1);
    check_close(cell->facets[1][1].weighted, 60 * 100, 1e-13);
    check_close(cell->facets[0][0].weight, 0, 0);
    check_conservation(&world);
    world_free(&world);
}

/* The same, one dimension missing in one cell: its weight goes to the other there, and the passed-on weights still add up to the leaf's. */
static void facets_follow_effective_weights(void **state)
{
    (void)state;
    struct world world = new_world(2, 2, 1);
    add_facet(&world, "dimension", 2);
    struct table *cells = add_table(&world, "cells", P, D), *districts = add_table(&world, "districts", D, -1);
    cells->coverage = 0.3;
    mark(&world, add_leaf(&world, &cells->root, "tj", 40, add_figure(&world, "tj", P, D, (double[]){80, 80, 70, 70})), 0, 0);
    mark(&world, add_leaf(&world, &cells->root, "xg", 60, add_figure(&world, "xg", P, D, (double[]){90, 90, NAN, 100})), 0, 1);
    struct node *leaf = add_table_leaf(&world, &districts->root, "cells", 100, cells, P);
    set_not_applicable(&world, unit_at(&world, P, 0), unit_at(&world, D, 1));
    world.results->figures.count = world.evaluation->figures.count = 0; /* again, now that a pair does not apply */
    cells->root.children.at[0].figure = add_figure(&world, "tj", P, D, (double[]){80, 80, 70, 70});
    cells->root.children.at[1].figure = add_figure(&world, "xg", P, D, (double[]){90, 90, NAN, 100});
    score(&world);
    const struct score_row *row = row_of(&world, districts, 0);
    check_close(row->score, (86 + 70) / 2.0, 1e-13);
    check_close(row->facets[0][0].weight, (40 + 100) / 2.0, 1e-13);
    check_close(row->facets[0][1].weight, 30, 1e-13);
    check_close(row->facets[0][0].weighted + row->facets[0][1].weighted, 100 * row->score, 1e-13);
    for (int policy = 0; policy < POLICIES; policy++) /* whatever fills the gap, facets carry the whole weight and the whole score */
        for (int aggregate = 0; aggregate < AGGREGATE_SUM; aggregate++) {
            districts->not_applicable = (enum policy)policy;
            districts->coverage = 0.4;
            leaf->aggregate = (enum aggregate)aggregate;
            score(&world);
            row = row_of(&world, districts, 1);
            assert_int_equal(row->why, SCORED);
            check_close(row->facets[0][0].weight + row->facets[0][1].weight, 100, 1e-12);
            check_close(row->facets[0][0].weighted + row->facets[0][1].weighted, 100 * row->score, 1e-11);
        }
    world_free(&world);
}

/* p1 and p3 are led by b1, p2 by b2, none by b3. */
static void departments_by_attribute(void **state)
{
    (void)state;
    static const size_t lead[] = {0, 1, 0};
    struct world world = new_world(1, 3, 3);
    for (size_t i = 0; i < 3; i++) {
        struct attribute_value *value = LIST_ADD(world.arena, &unit_at(&world, P, i)->attributes);
        value->key = "lead";
        *LIST_ADD(world.arena, &value->units) = unit_at(&world, DEPARTMENT, lead[i]);
    }
    struct table *projects = add_table(&world, "projects", P, -1), *departments = add_table(&world, "departments", DEPARTMENT, -1);
    add_leaf(&world, &projects->root, "s", 100, add_figure(&world, "s", P, -1, (double[]){90, 70, 95}));
    struct node *leaf = add_table_leaf(&world, &departments->root, "projects", 80, projects, P);
    leaf->via = "project.lead";
    struct node *count = add_leaf(&world, &departments->root, "visits", 20, add_figure(&world, "visits", DEPARTMENT, -1, (double[]){10, 5, 20}));
    count->transform.kind = TRANSFORM_SHARE_OF_GREATEST;
    score(&world);
    check_close(row_of(&world, departments, 0)->score, 0.8 * 92.5 + 0.2 * 50, 1e-13);
    check_close(row_of(&world, departments, 1)->score, 0.8 * 70 + 0.2 * 25, 1e-13);
    assert_int_equal(row_of(&world, departments, 2)->why, NO_SCORE_COVERAGE);
    check_close(row_of(&world, departments, 0)->nodes[0].base, 20, 0);
    static const double want[AGGREGATES] = {92.5, 92.5, 90, 95, 185};
    for (int aggregate = 0; aggregate < AGGREGATES; aggregate++) {
        leaf->aggregate = (enum aggregate)aggregate;
        score(&world);
        check_close(row_of(&world, departments, 0)->nodes[0].raw, want[aggregate], 1e-13);
    }
    check_conservation(&world);
    world_free(&world);
}

struct transform_row {
    struct transform transform;
    double want[4]; /* of 10, 20, 20, 50 */
};

static void transforms(void **state)
{
    (void)state;
    static struct step steps[] = {{50, 100}, {20, 90}};
    static const double sd = 17.320508075688775; /* of 10, 20, 20, 50: √300 */
    const struct transform_row rows[] = {
        {{.kind = TRANSFORM_NONE}, {10, 20, 20, 50}},
        {{.kind = TRANSFORM_LINEAR, .from = 0, .to = 40, .high = 100}, {25, 50, 50, 100}},
        {{.kind = TRANSFORM_LINEAR, .from = 50, .to = 0, .low = 60, .high = 100}, {92, 84, 84, 60}},
        {{.kind = TRANSFORM_STEPS, .steps = {steps, 2}, .low = 80}, {80, 90, 90, 100}},
        {{.kind = TRANSFORM_DEDUCT, .start = 100, .each = 3, .low = 20}, {70, 40, 40, 20}},
        {{.kind = TRANSFORM_SHARE_OF_GREATEST, .high = 100}, {20, 40, 40, 100}},
        {{.kind = TRANSFORM_MIN_MAX, .low = 60, .high = 100}, {60, 70, 70, 100}},
        {{.kind = TRANSFORM_MIN_MAX, .from = NAN, .to = NAN, .low = 60, .high = 100}, {60, 70, 70, 100}},
        {{.kind = TRANSFORM_MIN_MAX, .from = 0, .to = NAN, .high = 100}, {20, 40, 40, 100}},
        {{.kind = TRANSFORM_MIN_MAX, .from = 60, .to = 20, .high = 100}, {100, 100, 100, 25}},
        {{.kind = TRANSFORM_Z, .high = 100}, {50 - 150 / sd, 50 - 50 / sd, 50 - 50 / sd, 50 + 250 / sd}},
        {{.kind = TRANSFORM_PLACE, .high = 100}, {0, 50, 50, 100}},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct world world = new_world(5, 1, 1); /* the fifth has no value and disturbs nobody */
        struct table *table = add_table(&world, "t", D, -1);
        add_leaf(&world, &table->root, "a", 100, add_figure(&world, "a", D, -1, (double[]){10, 20, 20, 50, NAN}))->transform = rows[i].transform;
        score(&world);
        for (size_t d = 0; d < 4; d++)
            check_close(row_of(&world, table, d)->score, rows[i].want[d], 1e-13);
        check_close(row_of(&world, table, 4)->score, NAN, 0);
        world_free(&world);
    }
}

static void transforms_of_equal_values(void **state)
{
    (void)state;
    static const enum transform_kind kinds[] = {TRANSFORM_SHARE_OF_GREATEST, TRANSFORM_MIN_MAX, TRANSFORM_Z, TRANSFORM_PLACE};
    static const double zeros[] = {0, 50, 50, 50};
    for (size_t i = 0; i < 4; i++) {
        struct world world = new_world(3, 1, 1);
        struct table *table = add_table(&world, "t", D, -1);
        add_leaf(&world, &table->root, "a", 100, add_figure(&world, "a", D, -1, (double[]){0, 0, 0}))->transform.kind = kinds[i];
        score(&world);
        check_close(row_of(&world, table, 1)->score, zeros[i], 1e-13);
        world_free(&world);
    }
}

static void bonus_deduction_and_caps(void **state)
{
    (void)state;
    struct world world = new_world(4, 1, 1);
    struct table *table = add_table(&world, "t", D, -1);
    add_leaf(&world, &table->root, "a", 100, add_figure(&world, "a", D, -1, (double[]){90, 90, 90, 98}));
    struct figure *counted = add_figure(&world, "counted", D, -1, (double[]){2, 9, NAN, 9});
    *LIST_ADD(world.arena, &table->bonus) = (struct adjustment){.id = "x", .name = "x", .figure = counted, .points = 0.5, .cap = 3};
    *LIST_ADD(world.arena, &table->bonus) = (struct adjustment){.id = "y", .name = "y", .unit = unit_at(&world, D, 1), .points = 4, .cap = INFINITY};
    *LIST_ADD(world.arena, &table->deductions) = (struct adjustment){.id = "z", .name = "z", .unit = unit_at(&world, D, 0), .points = 2, .cap = INFINITY};
    table->bonus_cap = 5;
    table->score_max = 100;
    score(&world);
    check_close(row_of(&world, table, 0)->score, 90 + 1 - 2, 1e-13);
    check_close(row_of(&world, table, 1)->bonus, 5, 1e-13); /* 3 + 4, capped */
    check_close(row_of(&world, table, 1)->score, 95, 1e-13);
    check_close(row_of(&world, table, 2)->score, 90, 1e-13);
    check_close(row_of(&world, table, 3)->score, 100, 1e-13);
    check_close(row_of(&world, table, 3)->base_score, 98, 1e-13);
    assert_int_equal(world.diags.warnings, 1); /* one unit has no count */
    check_conservation(&world);
    world_free(&world);
}

static void fixed_places_and_warnings(void **state)
{
    (void)state;
    struct world world = new_world(4, 1, 1);
    struct table *table = add_table(&world, "t", D, -1);
    add_leaf(&world, &table->root, "a", 100, add_figure(&world, "a", D, -1, (double[]){95, 90, 90.004, 80}));
    *LIST_ADD(world.arena, &table->fixed_places) = (struct fixed_place){.unit = unit_at(&world, D, 0), .place = 4};
    score(&world);
    check_close(row_of(&world, table, 0)->natural_place, 1, 0);
    check_close(row_of(&world, table, 0)->place, 4, 0);
    assert_ptr_equal(row_of(&world, table, 0)->fixed, &table->fixed_places.at[0]);
    check_close(row_of(&world, table, 1)->place, 1, 0); /* 90.00 and 90.00 as printed */
    check_close(row_of(&world, table, 2)->place, 1, 0);
    assert_true(row_of(&world, table, 1)->tied);
    assert_false(row_of(&world, table, 3)->tied);
    check_close(row_of(&world, table, 3)->place, 3, 0);
    assert_int_equal(world.results->tables.at[0].by_place[3], 0);
    assert_int_equal(world.diags.count, 0);
    table->fixed_places.at[0].place = 2; /* between the two that are tied at 1 */
    score(&world);
    assert_int_equal(world.diags.warnings, 1);
    assert_non_null(strstr(world.diags.at[0].text, "stands within a tie: 2 units share place 1"));
    diags_release(&world.diags);
    diags_init(&world.diags);
    table->ties_exact = true;
    table->fixed_places.at[0].place = 19;
    score(&world);
    check_close(row_of(&world, table, 2)->place, 1, 0);
    check_close(row_of(&world, table, 1)->place, 2, 0);
    assert_int_equal(world.diags.warnings, 1);
    world_free(&world);
}

static void tie_breakers_by_node_and_figure(void **state)
{
    (void)state;
    struct world world = new_world(3, 1, 1);
    struct table *table = add_table(&world, "t", D, -1);
    add_leaf(&world, &table->root, "a", 50, add_figure(&world, "a", D, -1, (double[]){80, 90, 85}));
    add_leaf(&world, &table->root, "b", 50, add_figure(&world, "b", D, -1, (double[]){90, 80, 85}));
    LIST_ADD(world.arena, &table->tie_break_names)->text = "a";
    LIST_ADD(world.arena, &table->tie_break_names)->text = "order";
    score(&world);
    check_close(row_of(&world, table, 1)->place, 1, 0);
    check_close(row_of(&world, table, 2)->place, 2, 0);
    check_close(row_of(&world, table, 0)->place, 3, 0);
    add_figure(&world, "vote", D, -1, (double[]){7, 7, 9});
    table->tie_break_names.at[0].text = "vote";
    score(&world);
    check_close(row_of(&world, table, 2)->place, 1, 0);
    check_close(row_of(&world, table, 0)->place, 2, 0); /* official order is for printing: the place stays shared */
    check_close(row_of(&world, table, 1)->place, 2, 0);
    world_free(&world);
}

static void slices_of_pairs(void **state)
{
    (void)state;
    struct world world = new_world(3, 2, 1);
    struct table *cells = add_table(&world, "cells", P, D);
    cells->slice = &world.evaluation->kinds.at[P];
    add_leaf(&world, &cells->root, "sheet", 100, add_figure(&world, "sheet", P, D, (double[]){98, 79.5, 90, 88, NAN, 88}));
    score(&world);
    const struct table_result *result = &world.results->tables.at[0];
    assert_int_equal(result->slices.count, 5); /* two projects, three districts */
    check_close(result->slices.at[0].range, 18.5, 1e-13);
    assert_int_equal(result->slices.at[0].first, 0);
    assert_int_equal(result->slices.at[0].last, 1);
    assert_int_equal(result->slices.at[1].count, 2);
    check_close(result->slices.at[1].mean, 88, 1e-13);
    assert_int_equal(result->slices.at[3].kind_at, 1);
    check_close(result->slices.at[3].mean, 79.5, 1e-13);
    static const double want[] = {1, 3, 2, 1, NAN, 1};
    for (size_t i = 0; i < 6; i++)
        check_close(result->rows.at[i].slice_place, want[i], 0);
    check_close(result->rows.at[1].place, 5, 0);
    world_free(&world);
}

static void bands_half_open(void **state)
{
    (void)state;
    static struct band bands[] = {{.from = 90, .label = "A"}, {.from = 80, .label = "B"}, {.from = 60, .label = "C"}};
    struct world world = new_world(4, 1, 1);
    struct table *table = add_table(&world, "t", D, -1);
    table->bands.at = bands;
    table->bands.count = 3;
    add_leaf(&world, &table->root, "a", 100, add_figure(&world, "a", D, -1, (double[]){90, 89.996, 59.99, NAN}));
    score(&world);
    assert_string_equal(row_of(&world, table, 0)->band->label, "A");
    assert_string_equal(row_of(&world, table, 1)->band->label, "A"); /* prints as 90.00 */
    assert_null(row_of(&world, table, 2)->band);
    assert_null(row_of(&world, table, 3)->band);
    table->bands_exact = true;
    score(&world);
    assert_string_equal(row_of(&world, table, 1)->band->label, "B");
    world_free(&world);
}

static void best_and_only(void **state)
{
    (void)state;
    struct world world = new_world(5, 1, 1);
    struct table *all = add_table(&world, "all", D, -1), *best = add_table(&world, "best", D, -1), *only = add_table(&world, "only", D, -1);
    struct figure *a = add_figure(&world, "a", D, -1, (double[]){70, 95, 80, 90, NAN});
    struct figure *b = add_figure(&world, "b", D, -1, (double[]){1, 2, 3, 4, 5});
    add_leaf(&world, &all->root, "a", 100, a);
    add_leaf(&world, &best->root, "b", 100, b)->transform.kind = TRANSFORM_SHARE_OF_GREATEST;
    add_leaf(&world, &only->root, "b", 100, b);
    best->best_of = all;
    best->best = 2;
    *LIST_ADD(world.arena, &only->only) = unit_at(&world, D, 4);
    *LIST_ADD(world.arena, &only->only) = unit_at(&world, D, 0);
    score(&world);
    const struct table_result *result = &world.results->tables.at[best->index];
    assert_int_equal(result->rows.count, 2);
    assert_int_equal(result->rows.at[0].units[0], 1);
    assert_int_equal(result->rows.at[1].units[0], 3);
    check_close(result->rows.at[0].score, 50, 1e-13); /* the greatest among those in the table */
    result = &world.results->tables.at[only->index];
    assert_int_equal(result->rows.count, 2);
    assert_int_equal(result->rows.at[0].units[0], 0);
    check_close(result->rows.at[1].place, 1, 0);
    assert_int_equal(world.diags.count, 0);
    world_free(&world);
}

/* One leaf without data is named; a table without any is named once. */
static void leaves_without_data(void **state)
{
    (void)state;
    struct world world = new_world(2, 1, 1);
    struct table *half = add_table(&world, "half", D, -1), *none = add_table(&world, "none", D, -1);
    struct figure *empty = add_figure(&world, "empty", D, -1, (double[]){NAN, NAN});
    half->root.pos.line = none->pos.line = 7;
    add_leaf(&world, &half->root, "a", 80, add_figure(&world, "a", D, -1, (double[]){70, 90}));
    add_leaf(&world, &half->root, "b", 20, empty)->pos.line = 3;
    add_leaf(&world, &none->root, "a", 50, empty);
    add_leaf(&world, &none->root, "b", 50, empty);
    score(&world);
    check_close(row_of(&world, half, 0)->score, 70, 1e-13);
    assert_int_equal(world.diags.count, 2);
    assert_int_equal(world.diags.at[0].pos.line, 3);
    assert_int_equal(world.diags.at[1].pos.line, 7);
    world_free(&world);
}

static void minimum_base(void **state)
{
    (void)state;
    struct world world = new_world(2, 1, 1);
    struct table *table = add_table(&world, "t", D, -1);
    struct figure *figure = add_figure(&world, "a", D, -1, (double[]){90, 80});
    add_leaf(&world, &table->root, "a", 100, figure)->min_base = 5;
    world.results->figures.at[0].cells.at[1].base = 4;
    score(&world);
    assert_int_equal(row_of(&world, table, 0)->why, SCORED);
    assert_int_equal(row_of(&world, table, 1)->why, NO_SCORE_NO_DATA);
    figure->statistic = STAT_COUNT; /* nothing counted is a count */
    world.results->figures.at[0].cells.at[1].value = world.results->figures.at[0].cells.at[1].base = 0;
    score(&world);
    check_close(row_of(&world, table, 1)->score, 0, 0);
    assert_int_equal(row_of(&world, table, 1)->why, SCORED);
    world_free(&world);
}

static void nothing_at_all(void **state)
{
    (void)state;
    struct world world = new_world(2, 1, 1);
    struct table *table = add_table(&world, "t", D, -1);
    add_leaf(&world, &table->root, "a", 100, add_figure(&world, "a", D, -1, (double[]){NAN, NAN}));
    table->missing = POLICY_ZERO; /* not even zero makes a score of nothing */
    score(&world);
    assert_int_equal(row_of(&world, table, 0)->why, NO_SCORE_NO_DATA);
    check_close(row_of(&world, table, 0)->score, NAN, 0);
    check_close(world.results->tables.at[0].mean, NAN, 0);
    assert_int_equal(world.results->tables.at[0].scored, 0);
    assert_int_equal(world.diags.warnings, 1);
    world_free(&world);

    world = new_world(0, 1, 1); /* a kind without units, a rubric without tables */
    score(&world);
    assert_int_equal(world.results->tables.count, 0);
    table = add_table(&world, "t", D, -1);
    add_leaf(&world, &table->root, "a", 100, add_figure(&world, "a", D, -1, NULL));
    score(&world);
    assert_int_equal(world.results->tables.at[0].rows.count, 0);
    world_free(&world);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_leaf),
        cmocka_unit_test(missing_weight_stays_among_siblings),
        cmocka_unit_test(coverage_of_two_thirds),
        cmocka_unit_test(policies_among_leaves),
        cmocka_unit_test(zero_policy_of_the_method),
        cmocka_unit_test(facets_pass_through_tables),
        cmocka_unit_test(facets_follow_effective_weights),
        cmocka_unit_test(departments_by_attribute),
        cmocka_unit_test(transforms),
        cmocka_unit_test(transforms_of_equal_values),
        cmocka_unit_test(bonus_deduction_and_caps),
        cmocka_unit_test(fixed_places_and_warnings),
        cmocka_unit_test(tie_breakers_by_node_and_figure),
        cmocka_unit_test(slices_of_pairs),
        cmocka_unit_test(bands_half_open),
        cmocka_unit_test(best_and_only),
        cmocka_unit_test(leaves_without_data),
        cmocka_unit_test(minimum_base),
        cmocka_unit_test(nothing_at_all),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
