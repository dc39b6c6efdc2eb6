/* SPDX-License-Identifier: GPL-3.0-or-later
 * Explanations: parts add up, exactly and as printed; what one indicator would need; effects of bonus, maximum, fixed place and of what is undone.
 */
#include "build.h"

#include "ceping/base_num.h"
#include "ceping/score_study.h"

/* Districts: a leaf on pairs (p1 × d2 does not apply), a figure with a transform and a group of two. */
static struct world tree_world(void)
{
    static const char *const kinds[] = {"p", "d"};
    static const int units[] = {2, 4};
    static const double cells[] = {91.3, NAN, 77.7, 88, 93.1, 82.9, 90.05, 61}, a[] = {15, 17.5, 12, 19}, b[] = {88.12, 91.07, 79.9, 93.33}, c[] = {3, 0, 7, NAN};
    struct world world = world_new();
    add_kinds(&world, kinds, units, 2);
    set_not_applicable(&world, unit_at(&world, 0, 0), unit_at(&world, 1, 1));
    struct table *pairs = add_table(&world, "pairs", 0, 1), *table = add_table(&world, "districts", 1, -1);
    add_leaf(&world, &pairs->root, "cell", 100, add_figure(&world, "cell", 0, 1, cells));
    add_table_leaf(&world, &table->root, "cells", 45, pairs, 0);
    struct node *group = add_node(&world, &table->root, "group", 35);
    struct node *one = add_leaf(&world, group, "a", 60, add_figure(&world, "a", 1, -1, a));
    one->transform = (struct transform){.kind = TRANSFORM_LINEAR, .from = 0, .to = 20};
    add_leaf(&world, group, "b", 40, add_figure(&world, "b", 1, -1, b));
    struct node *count = add_leaf(&world, &table->root, "c", 20, add_figure(&world, "c", 1, -1, c));
    count->transform = (struct transform){.kind = TRANSFORM_DEDUCT, .start = 100, .each = 5};
    return world;
}

static struct table *districts(struct world *world)
{
    return &world->evaluation->rubric.tables.at[1];
}

static const struct explanation *explain(struct world *world, size_t row, const struct score_effect *effects, size_t count)
{
    struct score_explainer *explainer = score_explainer_new(world->evaluation, world->results, effects, count, world->results->arena);
    return score_explain(explainer, &world->results->tables.at[1], row, world->results->arena);
}

static void check_adds_up(struct world *world, size_t row)
{
    const struct explanation *why = explain(world, row, NULL, 0);
    const struct score_row *scored = &world->results->tables.at[1].rows.at[row];
    double points = 0, against = 0, printed_points = 0, printed_against = 0;
    for (size_t i = 0; i < why->nodes.count; i++)
        if (why->nodes.at[i].leaf) {
            points += why->nodes.at[i].points;
            against += why->nodes.at[i].against;
            printed_points += why->nodes.at[i].printed_points;
            printed_against += why->nodes.at[i].printed_against;
            assert_true(fabs(why->nodes.at[i].printed_points - why->nodes.at[i].points) < 0.0100001);
            assert_true(fabs(why->nodes.at[i].printed_against - why->nodes.at[i].against) < 0.0200001);
        }
    check_close(points, scored->base_score, 1e-13);
    check_close(against + why->bonus_against + why->deduction_against + why->cap_against, scored->score - world->results->tables.at[1].mean, 1e-12);
    check_close(why->against, scored->score - world->results->tables.at[1].mean, 1e-13);
    check_close(printed_points, num_round(scored->base_score, 2), 1e-12);
    check_close(printed_against + why->printed_bonus + why->printed_deduction + why->printed_cap,
                num_round(scored->score - world->results->tables.at[1].mean, 2), 1e-12);
    check_close(why->printed_against, num_round(scored->score - world->results->tables.at[1].mean, 2), 1e-12);
    /* a node is the sum of what is below it */
    check_close(why->nodes.at[1].points, why->nodes.at[2].points + why->nodes.at[3].points, 1e-13);
    check_close(why->nodes.at[1].printed_against, why->nodes.at[2].printed_against + why->nodes.at[3].printed_against, 1e-12);
}

static void parts_add_up(void **state)
{
    (void)state;
    struct world world = tree_world();
    score(&world);
    for (size_t row = 0; row < 4; row++)
        check_adds_up(&world, row);
    world_free(&world);
}

static void parts_add_up_with_bonus_deduction_and_maximum(void **state)
{
    (void)state;
    struct world world = tree_world();
    struct adjustment *bonus = LIST_ADD(world.arena, &districts(&world)->bonus);
    *bonus = (struct adjustment){.id = "prize", .name = "表彰", .unit = unit_at(&world, 1, 1), .points = 9.87, .cap = INFINITY, .reason = "省级表彰", .authority = "办法第九条", .date = "2018-03-01"};
    struct adjustment *deduction = LIST_ADD(world.arena, &districts(&world)->deductions);
    *deduction = (struct adjustment){.id = "late", .name = "迟报", .unit = unit_at(&world, 1, 2), .points = 1.234, .cap = INFINITY};
    districts(&world)->score_max = 95;
    score(&world);
    for (size_t row = 0; row < 4; row++)
        check_adds_up(&world, row);
    const struct explanation *why = explain(&world, 1, NULL, 0);
    assert_int_equal(why->effects.count, 3); /* bonus, cap, not applicable */
    assert_int_equal(why->effects.at[0].kind, EFFECT_BONUS);
    assert_string_equal(why->effects.at[0].reason, "省级表彰");
    const struct score_row *row = row_of(&world, districts(&world), 1);
    check_close(row->score, 95, 1e-12);
    check_close(why->effects.at[0].score, row->base_score, 1e-12);
    assert_int_equal(why->effects.at[1].kind, EFFECT_CAP);
    check_close(why->effects.at[1].score, row->base_score + 9.87, 1e-12);
    check_close(why->effects.at[1].place, 1, 0); /* beyond the maximum nobody is before it */
    assert_string_equal(why->effects.at[0].date, "2018-03-01");
    assert_int_equal(why->effects.at[2].kind, EFFECT_NOT_APPLICABLE);
    check_close(why->effects.at[2].score, world.results->tables.at[1].policies.at[POLICY_ZERO].scores[1], 1e-12);
    why = explain(&world, 2, NULL, 0);
    assert_int_equal(why->effects.at[0].kind, EFFECT_DEDUCTION);
    check_close(why->effects.at[0].points, -1.234, 1e-12);
    world_free(&world);
}

/* With the needed value as it is printed, and not with one printed step less, the natural place is better. */
static void needed_values_gain_a_place(void **state)
{
    (void)state;
    struct world world = tree_world();
    score(&world);
    size_t tried = 0;
    for (size_t row = 0; row < 4; row++) {
        const struct explanation *why = explain(&world, row, NULL, 0);
        double place = row_of(&world, districts(&world), row)->natural_place;
        for (size_t i = 0; i < why->nodes.count; i++) {
            const struct explain_node *node = &why->nodes.at[i];
            if (isnan(node->needed) || !node->cell)
                continue;
            struct figure_cell *cell = &world.results->figures.at[node->node->figure->index].cells.at[row];
            double value = cell->value, step = copysign(pow(10, -node->node->figure->decimals), node->needed - value);
            check_close(node->needed, num_round(node->needed, node->node->figure->decimals), 0);
            for (int k = 0; k < 2; k++) {
                cell->value = node->needed - k * step;
                world.results->tables.at = NULL;
                world.results->tables.count = 0;
                score_tables(world.evaluation, world.results, &world.diags);
                double got = row_of(&world, districts(&world), row)->natural_place;
                assert_true(k == 0 ? got < place && got == node->needed_place : got >= place);
                tried++;
            }
            cell->value = value;
            world.results->tables.at = NULL;
            world.results->tables.count = 0;
            score_tables(world.evaluation, world.results, &world.diags);
        }
    }
    assert_true(tried >= 4);
    world_free(&world);
}

static void the_first_needs_nothing(void **state)
{
    (void)state;
    struct world world = tree_world();
    score(&world);
    for (size_t row = 0; row < 4; row++) {
        if (row_of(&world, districts(&world), row)->natural_place > 1)
            continue;
        const struct explanation *why = explain(&world, row, NULL, 0);
        for (size_t i = 0; i < why->nodes.count; i++)
            assert_true(isnan(why->nodes.at[i].needed));
    }
    world_free(&world);
}

static void what_is_undone_changes_the_row_or_is_not_said(void **state)
{
    (void)state;
    struct world world = tree_world();
    districts(&world)->fixed_places.at = ARENA_ARRAY(world.arena, struct fixed_place, 1);
    districts(&world)->fixed_places.count = 1;
    districts(&world)->fixed_places.at[0] = (struct fixed_place){.unit = unit_at(&world, 1, 0), .place = 4, .reason = "终止推广", .authority = "机构改革"};
    score(&world);
    double values[32], bases[32];
    score_values(world.results, values, bases);
    size_t at = 0;
    for (size_t f = 0; f < 3; f++) /* cell, a, then b: the first district's value of b */
        at += f < 2 ? 1 + world.results->figures.at[f].cells.count : 0;
    values[at + 1] += 4;
    const struct score_effect effect = {{.kind = EFFECT_DECISION, .what = "form/k1：有效", .reason = "补签", .who = "甲", .date = "2018-06-01"}, values, bases};
    const struct explanation *why = explain(&world, 0, &effect, 1);
    assert_int_equal(why->effects.count, 2);
    assert_int_equal(why->effects.at[0].kind, EFFECT_DECISION);
    check_close(why->effects.at[0].score, row_of(&world, districts(&world), 0)->score + 4 * 0.35 * 0.4, 1e-12);
    assert_string_equal(why->effects.at[0].who, "甲");
    assert_int_equal(why->effects.at[1].kind, EFFECT_FIXED_PLACE);
    assert_string_equal(why->effects.at[1].authority, "机构改革");
    check_close(why->effects.at[1].place, row_of(&world, districts(&world), 0)->natural_place, 0);
    why = explain(&world, 2, &effect, 1);
    assert_int_equal(why->effects.count, 0);
    world_free(&world);
}

/* Values and means stand there, points do not: nothing is a silent zero. */
static void a_row_without_score_has_no_points(void **state)
{
    (void)state;
    struct world world = tree_world();
    districts(&world)->coverage = 1;
    score(&world);
    const struct explanation *why = explain(&world, 3, NULL, 0); /* c is missing */
    assert_int_equal(why->nodes.count, 5);
    check_close(why->mean, world.results->tables.at[1].mean, 1e-13);
    assert_true(isnan(why->against) && isnan(why->printed_against));
    for (size_t i = 0; i < why->nodes.count; i++) {
        const struct explain_node *node = &why->nodes.at[i];
        assert_true(isnan(node->points) && isnan(node->against) && isnan(node->printed_points) && isnan(node->needed));
    }
    check_close(why->nodes.at[2].raw, 19, 0);
    assert_true(isnan(why->nodes.at[4].raw) && why->nodes.at[4].cell == NULL);
    struct score_explainer *explainer = score_explainer_new(world.evaluation, world.results, NULL, 0, world.results->arena);
    why = score_explain(explainer, &world.results->tables.at[0], 1, world.results->arena); /* p1 × d2 does not apply */
    assert_int_equal(why->effects.count, 1);
    assert_int_equal(why->effects.at[0].kind, EFFECT_NOT_APPLICABLE);
    world_free(&world);
}

/* A table ranked by months: each month is held against its own mean, and the parts add up to the distance from that. */
static void slices_are_compared_within_themselves(void **state)
{
    (void)state;
    static const char *const kinds[] = {"d", "m"};
    static const int units[] = {3, 2};
    static const double a[] = {50, 90, 62, 91, 71, 98}; /* districts by months */
    struct world world = world_new();
    add_kinds(&world, kinds, units, 2);
    struct table *table = add_table(&world, "months", 0, 1);
    table->slice = &world.evaluation->kinds.at[1];
    add_leaf(&world, &table->root, "a", 100, add_figure(&world, "a", 0, 1, a));
    score(&world);
    const struct table_result *result = &world.results->tables.at[0];
    struct score_explainer *explainer = score_explainer_new(world.evaluation, world.results, NULL, 0, world.results->arena);
    for (size_t row = 0; row < result->rows.count; row++) {
        const struct explanation *why = score_explain(explainer, result, row, world.results->arena);
        bool second = result->rows.at[row].units[1] == 1;
        double mean = second ? 93 : 61;
        check_close(why->mean, mean, 1e-12);
        check_close(why->against, result->rows.at[row].score - mean, 1e-12);
        check_close(why->nodes.at[0].against, result->rows.at[row].score - mean, 1e-12);
        check_close(why->nodes.at[0].mean_score, mean, 1e-12);
    }
    world_free(&world);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(parts_add_up),
        cmocka_unit_test(parts_add_up_with_bonus_deduction_and_maximum),
        cmocka_unit_test(needed_values_gain_a_place),
        cmocka_unit_test(the_first_needs_nothing),
        cmocka_unit_test(what_is_undone_changes_the_row_or_is_not_said),
        cmocka_unit_test(a_row_without_score_has_no_points),
        cmocka_unit_test(slices_are_compared_within_themselves),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
