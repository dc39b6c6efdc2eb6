/* SPDX-License-Identifier: GPL-3.0-or-later
 * A state that was computed from other things before holds what a new one would: thousands of random changes of values and rules, one after the other, each against a new state.
 */
#include "build.h"

#include "../../../src/score/score_priv.h"
#include "ceping/stats_random.h"

enum { P = 0, D = 1, PROJECTS = 4, DISTRICTS = 5, STEPS = 3000 };

static size_t below(struct stats_random *random, size_t count)
{
    return stats_random_below(random, count);
}

/* Pairs with gaps; districts on them with every kind of transform, a group, a bonus by a figure, fixed place and tie-breaker; the best three of them. */
static struct world many_rules_world(struct stats_random *random)
{
    static const char *const kinds[] = {"p", "d"};
    static const int units[] = {PROJECTS, DISTRICTS};
    struct world world = world_new();
    add_kinds(&world, kinds, units, 2);
    add_facet(&world, "method", 2);
    set_not_applicable(&world, unit_at(&world, P, 0), unit_at(&world, D, 1));
    double values[PROJECTS * DISTRICTS];
    for (size_t i = 0; i < COUNT_OF(values); i++)
        values[i] = i == 7 ? NAN : (double)(60 + below(random, 40));
    struct table *pairs = add_table(&world, "pairs", P, D), *table = add_table(&world, "districts", D, -1), *best = add_table(&world, "best", D, -1);
    pairs->slice = &world.evaluation->kinds.at[P];
    add_leaf(&world, &pairs->root, "a", 60, add_figure(&world, "pair_a", P, D, values));
    values[3] = NAN;
    add_leaf(&world, &pairs->root, "b", 40, add_figure(&world, "pair_b", P, D, values));
    mark(&world, add_table_leaf(&world, &table->root, "pairs", 40, pairs, P), 0, 0);
    struct node *group = add_node(&world, &table->root, "group", 60);
    static const enum transform_kind transforms[] = {TRANSFORM_NONE, TRANSFORM_MIN_MAX, TRANSFORM_Z, TRANSFORM_PLACE, TRANSFORM_SHARE_OF_GREATEST};
    for (size_t i = 0; i < COUNT_OF(transforms); i++) {
        values[2] = i == 1 ? NAN : values[2];
        struct node *node = add_leaf(&world, group, arena_printf(world.arena, "l%zu", i), 20, add_figure(&world, arena_printf(world.arena, "f%zu", i), D, -1, values + i));
        node->transform = (struct transform){.kind = transforms[i], .from = NAN, .to = NAN, .high = 100};
        mark(&world, node, 0, 1);
    }
    *LIST_ADD(world.arena, &table->bonus) = (struct adjustment){.id = "x", .name = "x", .figure = add_figure(&world, "bonus", D, -1, values), .points = 0.05, .cap = 3};
    table->score_max = 95;
    *LIST_ADD(world.arena, &table->fixed_places) = (struct fixed_place){.unit = unit_at(&world, D, 2), .place = 2};
    best->best_of = table;
    best->best = 3;
    add_leaf(&world, &best->root, "again", 100, &world.evaluation->figures.at[2]);
    return world;
}

static void change_values(struct stats_random *random, const struct score_plan *plan, double *values, double *bases)
{
    size_t at = below(random, plan->value_count);
    if (below(random, 2)) {
        memcpy(values, plan->values, plan->value_count * sizeof *values);
        memcpy(bases, plan->bases, plan->value_count * sizeof *bases);
    }
    if (below(random, 3) == 0)
        values[at] = NAN;
    else if (below(random, 2))
        values[at] = (double)below(random, 100);
    else
        bases[at] = (double)below(random, 3);
}

static void change_variant(struct stats_random *random, const struct world *world, const struct score_plan *plan, struct score_variant *variant,
                           double **fractions, struct score_shift *shift)
{
    switch (below(random, 10)) {
    case 0:
        variant->policy = (int)below(random, POLICIES + 1) - 1;
        break;
    case 1:
        variant->normalise = (enum transform_kind[]){TRANSFORM_NONE, TRANSFORM_MIN_MAX, TRANSFORM_Z, TRANSFORM_PLACE}[below(random, 4)];
        break;
    case 2:
        variant->aggregation = (enum score_aggregation)below(random, SCORE_AGGREGATIONS);
        break;
    case 3:
        variant->fractions = below(random, 2) ? fractions : NULL;
        for (size_t n = 0; n <= plan->tables[1].node_count; n++)
            fractions[1][n] = plan->tables[1].fraction[n] * (double)below(random, 3);
        break;
    case 4:
        variant->without = below(random, 2) ? unit_at(world, P, below(random, PROJECTS)) : NULL;
        break;
    case 5:
        *shift = (struct score_shift){.table = 1, .leaf = below(random, plan->tables[1].leaf_count), .row = below(random, DISTRICTS), .by = (double)below(random, 9) - 4};
        variant->shift = below(random, 2) ? shift : NULL;
        break;
    case 6:
        variant->bare = !variant->bare;
        break;
    case 7:
        variant->uncapped = !variant->uncapped;
        break;
    case 8:
        variant->any_coverage = !variant->any_coverage;
        break;
    default:
        variant->lists = !variant->lists;
        break;
    }
}

static void check_same(const double *got, const double *want, size_t count, const char *what, size_t step)
{
    for (size_t i = 0; i < count; i++)
        if (!same_number(got[i], want[i]) && !(isnan(got[i]) && isnan(want[i])))
            fail_msg("step %zu: %s %zu is %.17g, of a new state %.17g", step, what, i, got[i], want[i]);
}

static void check_tables(const struct score_plan *plan, const struct score_variant *variant, const struct score_state *got, const struct score_state *want, size_t step)
{
    for (size_t t = 0; t < plan->table_count; t++) {
        const struct plan_table *table = &plan->tables[t];
        const struct table_state *a = &got->tables[t], *b = &want->tables[t];
        size_t rows = table->row_count;
        assert_int_equal(a->gaps, b->gaps);
        check_same(a->score, b->score, rows, "score", step);
        check_same(a->printed, b->printed, rows, "printed score", step);
        check_same(a->coverage, b->coverage, rows, "coverage", step);
        check_same(a->base, b->base, rows, "base", step);
        check_same(a->bonus, b->bonus, rows, "bonus", step);
        check_same(a->node_score, b->node_score, rows * (table->node_count + 1), "node", step);
        if (!variant->bare)
            check_same(a->effective, b->effective, rows * (table->node_count + 1), "effective weight", step);
        if (table->places_wanted || !variant->bare) {
            check_same(a->natural, b->natural, rows, "natural place", step);
            check_same(a->place, b->place, rows, "place", step);
        }
        if (variant->lists && !variant->bare)
            check_same(a->list_place, b->list_place, rows, "place in the list", step);
        for (size_t row = 0; row < rows; row++) {
            assert_int_equal(a->why[row], b->why[row]);
            for (size_t l = 0; l < table->leaf_count && a->active[row]; l++) {
                check_same(a->leaves[l].raw + row, b->leaves[l].raw + row, 1, "raw", step);
                check_same(a->leaves[l].score + row, b->leaves[l].score + row, 1, "leaf", step);
                assert_int_equal(a->leaves[l].imputed[row], b->leaves[l].imputed[row]);
            }
        }
    }
}

static void a_used_state_is_as_good_as_new(void **state)
{
    (void)state;
    struct stats_random random;
    stats_random_begin(&random, 20171205, 1, 0);
    struct world world = many_rules_world(&random);
    score(&world);
    struct score_plan *plan = score_plan_new(world.evaluation, world.results, world.arena);
    struct score_state *used = score_state_new(plan, world.arena);
    double *values = ARENA_ARRAY(world.arena, double, plan->value_count), *bases = ARENA_ARRAY(world.arena, double, plan->value_count);
    memcpy(values, plan->values, plan->value_count * sizeof *values);
    memcpy(bases, plan->bases, plan->value_count * sizeof *bases);
    double *fractions[3];
    for (size_t t = 0; t < COUNT_OF(fractions); t++)
        fractions[t] = plan->tables[t].fraction;
    fractions[1] = ARENA_ARRAY(world.arena, double, plan->tables[1].node_count + 1);
    struct score_variant variant = {.policy = -1};
    struct score_shift shift = {.by = 0};
    size_t different = 0;
    double last = NAN;
    for (size_t step = 0; step < STEPS; step++) {
        if (below(&random, 2))
            change_values(&random, plan, values, bases);
        else
            change_variant(&random, &world, plan, &variant, fractions, &shift);
        struct arena *arena = arena_new();
        struct score_state *fresh = score_state_new(plan, arena);
        score_compute(plan, &variant, values, bases, used);
        score_compute(plan, &variant, values, bases, fresh);
        check_tables(plan, &variant, used, fresh, step);
        different += !same_number(last, used->tables[1].score[0]);
        last = used->tables[1].score[0];
        arena_free(arena);
    }
    assert_true(different > STEPS / 10); /* the changes did change something */
    world_free(&world);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_used_state_is_as_good_as_new),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
