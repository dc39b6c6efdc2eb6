/* SPDX-License-Identifier: GPL-3.0-or-later
 * The rubric of the 2017 evaluation in outline against an implementation in Python with exact fractions; and how long it takes to compute it again.
 */
#include <time.h>

#include "build.h"
#include "rehearsal.h"

#include "../../../src/score/score_priv.h"
#include "ceping/base_num.h"

enum { DISTRICTS = 9, PROJECTS = 20, D = 0, P = 1 };

struct rehearsal {
    struct world world;
    struct table *cells, *districts, *projects;
};

/* order[i]: which of the sources' units stands at i. */
static struct rehearsal rehearse(const int *district, const int *project)
{
    static const char *const kinds[] = {"d", "p"};
    static const int units[] = {DISTRICTS, PROJECTS};
    static const char *const ids[] = {"sym", "site", "q"};
    static const double weights[] = {15, 15, 20};
    struct rehearsal r = {.world = world_new()};
    struct world *world = &r.world;
    add_kinds(world, kinds, units, 2);
    double cells[PROJECTS * DISTRICTS];
    for (int p = 0; p < PROJECTS; p++)
        for (int d = 0; d < DISTRICTS; d++) {
            cells[p * DISTRICTS + d] = rehearsal_cells[project[p] * DISTRICTS + district[d]];
            if (isnan(cells[p * DISTRICTS + d]))
                set_not_applicable(world, unit_at(world, P, (size_t)p), unit_at(world, D, (size_t)d));
        }
    r.cells = add_table(world, "cells", P, D);
    r.districts = add_table(world, "districts", D, -1);
    r.projects = add_table(world, "projects", P, -1);
    add_leaf(world, &r.cells->root, "sheet", 100, add_figure(world, "sheet", P, D, cells));
    add_table_leaf(world, &r.districts->root, "cells", 50, r.cells, P);
    add_table_leaf(world, &r.projects->root, "cells", 50, r.cells, D);
    const double *by_district[] = {rehearsal_sym_d, rehearsal_site_d, rehearsal_q_d};
    const double *by_project[] = {rehearsal_sym_p, rehearsal_site_p, rehearsal_q_p};
    for (int i = 0; i < 3; i++) {
        double values[PROJECTS];
        for (int d = 0; d < DISTRICTS; d++)
            values[d] = by_district[i][district[d]];
        add_leaf(world, &r.districts->root, ids[i], weights[i], add_figure(world, ids[i], D, -1, values));
        for (int p = 0; p < PROJECTS; p++)
            values[p] = by_project[i][project[p]];
        add_leaf(world, &r.projects->root, ids[i], weights[i], add_figure(world, ids[i], P, -1, values));
    }
    return r;
}

static const int in_order[] = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19};

static void agrees_with_exact_fractions(void **state)
{
    (void)state;
    struct rehearsal r = rehearse(in_order, in_order);
    score(&r.world);
    const struct table_result *districts = &r.world.results->tables.at[r.districts->index], *projects = &r.world.results->tables.at[r.projects->index];
    for (size_t p = 0; p < PROJECTS; p++)
        check_close(row_of(&r.world, r.projects, p)->score, rehearsal_projects[p], 1e-13);
    for (size_t d = 0; d < DISTRICTS; d++)
        check_close(row_of(&r.world, r.districts, d)->score, rehearsal_districts_exclude[d], 1e-13);
    check_close(num_round(projects->mean, 2), 94.24, 1e-13);
    check_close(num_round(districts->mean, 2), 92.56, 1e-13);
    check_close(row_of(&r.world, r.projects, 2)->place, 19, 0);
    check_close(row_of(&r.world, r.projects, 3)->place, 20, 0);
    check_close(r.world.results->tables.at[0].slices.at[4].range, 18.5, 1e-13);

    const double *want[POLICIES] = {rehearsal_districts_exclude, rehearsal_districts_zero, rehearsal_districts_area_mean, rehearsal_districts_project_mean,
                                    rehearsal_districts_additive};
    assert_int_equal(districts->policies.count, POLICIES);
    for (size_t i = 0; i < POLICIES; i++)
        for (size_t d = 0; d < DISTRICTS; d++)
            check_close(districts->policies.at[i].scores[d], want[i][d], 1e-11);
    assert_true(districts->policies.at[POLICY_UNIT_MEAN].same_as_default);
    check_close(districts->policies.at[POLICY_REWEIGHT].places[8], 5, 0);
    check_close(districts->policies.at[POLICY_ZERO].places[8], 9, 0);
    check_conservation(&r.world);
    world_free(&r.world);
}

static void units_in_another_order_give_the_same(void **state)
{
    (void)state;
    int district[DISTRICTS], project[PROJECTS];
    for (int i = 0; i < DISTRICTS; i++)
        district[i] = (i * 4 + 3) % DISTRICTS;
    for (int i = 0; i < PROJECTS; i++)
        project[i] = (i * 7 + 5) % PROJECTS;
    struct rehearsal a = rehearse(in_order, in_order), b = rehearse(district, project);
    score(&a.world);
    score(&b.world);
    for (size_t i = 0; i < DISTRICTS; i++) {
        const struct score_row *x = row_of(&a.world, a.districts, (size_t)district[i]), *y = row_of(&b.world, b.districts, i);
        check_close(y->score, x->score, 1e-15);
        check_close(y->place, x->place, 0);
        for (size_t p = 0; p < POLICIES; p++)
            check_close(b.world.results->tables.at[1].policies.at[p].scores[i], a.world.results->tables.at[1].policies.at[p].scores[district[i]], 1e-12);
    }
    world_free(&a.world);
    world_free(&b.world);
}

/* Studies of uncertainty compute the tables thousands of times (0.1 ms each without optimisation), and get what score_tables() gave. */
static void computing_again_is_fast_and_the_same(void **state)
{
    (void)state;
    struct rehearsal r = rehearse(in_order, in_order);
    score(&r.world);
    struct arena *arena = arena_new();
    struct score_plan *plan = score_plan_new(r.world.evaluation, r.world.results, arena);
    struct score_state *work = score_state_new(plan, arena);
    const struct score_variant variant = {.policy = -1};
    double *other = ARENA_ARRAY(arena, double, plan->value_count); /* by turns, so that nothing can be left as it was */
    for (size_t i = 0; i < plan->value_count; i++)
        other[i] = plan->values[i] - 1;
    clock_t start = clock();
    for (int i = 0; i < 2000; i++)
        score_compute(plan, &variant, i % 2 ? plan->values : other, plan->bases, work);
    double seconds = (double)(clock() - start) / CLOCKS_PER_SEC;
    print_message("# 2000 computations of 3 tables: %.3f s\n", seconds);
    assert_true(seconds < 20); /* debug and sanitizer builds on slow machines; the number above is for people */
    for (size_t d = 0; d < DISTRICTS; d++)
        assert_true(work->tables[r.districts->index].score[d] == row_of(&r.world, r.districts, d)->score);
    arena_free(arena);
    world_free(&r.world);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(agrees_with_exact_fractions),
        cmocka_unit_test(units_in_another_order_give_the_same),
        cmocka_unit_test(computing_again_is_fast_and_the_same),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
