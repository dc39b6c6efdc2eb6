/* SPDX-License-Identifier: GPL-3.0-or-later
 * Panels: own units left out, groups, three standardisations beside the raw scores, sheets that are owed.
 */
#include "build.h"

#include "ceping/stats.h"

enum { RATERS = 4, UNITS = 3 };

/* r0 and r1 of group 甲, r2 and r3 of 乙; r1 belongs to d2. Each rates all districts: 80 + 5·unit + 2·rater, r3 did not see d3. */
static struct world panel_world(void)
{
    static const char *const kinds[] = {"d"};
    static const int units[] = {UNITS};
    struct world world = world_new();
    add_kinds(&world, kinds, units, 1);
    struct instrument *instrument = world.instrument;
    instrument->kind = INSTRUMENT_RATING;
    instrument->title = instrument->short_title = "评分表";
    struct panel *panel = instrument->panel = ARENA_NEW(world.arena, struct panel);
    for (int r = 0; r < RATERS; r++) {
        struct rater *rater = LIST_ADD(world.arena, &panel->raters);
        rater->id = rater->name = arena_printf(world.arena, "r%d", r);
        rater->group = r < 2 ? "甲" : "乙";
    }
    panel->raters.at[1].own = &world.evaluation->kinds.at[0].units.at[1];
    instrument->duty = &world.evaluation->kinds.at[0];
    struct question *q = add_questions(&world, 1);
    q->type = QUESTION_NUMBER;
    q->over = &world.evaluation->kinds.at[0];
    make_dataset(&world, RATERS);
    for (int r = 0; r < RATERS; r++) {
        world.dataset->raters[r] = arena_printf(world.arena, "r%d", r);
        for (int u = 0; u < UNITS; u++)
            if (r < 3 || u < 2)
                answer(&world, (size_t)r, arena_printf(world.arena, "q1__d%d", u + 1), 80 + 5 * u + 2 * r);
    }
    return world;
}

static struct figure mean_by_district(struct world *world)
{
    struct figure figure = new_figure(world, STAT_MEAN, "q1__d1 q1__d2 q1__d3");
    figure.by[0] = &world->evaluation->kinds.at[0];
    figure.by_count = 1;
    return figure;
}

/* d2: 85, 89, 91 without r1's 87. */
static void own_units_are_left_out_and_said_to_be(void **state)
{
    (void)state;
    struct world world = panel_world();
    struct figure figure = mean_by_district(&world);
    assert_true(figure_leaves_own_out(&figure));
    struct figure_result result = compute(&world, &figure, NULL);
    check_close(result.cells.at[0].value, (80 + 82 + 84 + 86) / 4.0, 1e-12);
    check_close(result.cells.at[1].value, (85 + 89 + 91) / 3.0, 1e-12);
    check_close(result.cells.at[1].base, 3, 0);
    assert_string_equal(result.cells.at[1].dropped, "r1×d2");
    assert_null(result.cells.at[0].dropped);
    figure.count_own = true;
    assert_false(figure_leaves_own_out(&figure));
    result = compute(&world, &figure, NULL);
    check_close(result.cells.at[1].value, 88, 1e-12);
    assert_null(result.cells.at[1].dropped);
    world_free(&world);
}

static void confidential_raters_are_not_named(void **state)
{
    (void)state;
    struct world world = panel_world();
    world.instrument->confidential = CONFIDENTIAL_RATERS;
    struct figure figure = mean_by_district(&world);
    struct figure_result result = compute(&world, &figure, NULL);
    assert_string_equal(result.cells.at[1].dropped, "本单位评分人×d2");
    world_free(&world);
}

static void owed_sheets_are_listed(void **state)
{
    (void)state;
    struct world world = panel_world();
    set_missing(&world, 0, "q1__d3", MISSING_BLANK); /* r0 left it empty */
    analyse_collection(world.evaluation, world.dataset, 0, world.results);
    assert_int_equal(world.results->missing_sheets.count, 2); /* never r1 × d2 */
    assert_string_equal(world.results->missing_sheets.at[0].rater->id, "r0");
    assert_string_equal(world.results->missing_sheets.at[0].unit->id, "d3");
    assert_string_equal(world.results->missing_sheets.at[1].rater->id, "r3");
    world.results->missing_sheets.count = 0;
    world.results->missing_sheets.at = NULL;
    *LIST_ADD(world.arena, &world.instrument->panel->raters.at[3].rates) = &world.evaluation->kinds.at[0].units.at[0]; /* only d1 is his */
    analyse_collection(world.evaluation, world.dataset, 0, world.results);
    assert_int_equal(world.results->missing_sheets.count, 1);
    world_free(&world);
}

static const struct analysis_block *block_of(const analysis_blocks *blocks, const char *measure)
{
    for (size_t i = 0; i < blocks->count; i++)
        if (strcmp(blocks->at[i].measure, measure) == 0)
            return &blocks->at[i];
    return NULL;
}

/* Leniency and nothing else: on the same districts 乙 is 4 above 甲 (r2, r3 against r0, r1), and means shifted by it agree for all. */
static void groups_and_standardised_scores(void **state)
{
    (void)state;
    struct world world = panel_world();
    struct diags diags;
    diags_init(&diags);
    analysis_blocks blocks = {0};
    analyse_collection(world.evaluation, world.dataset, 0, world.results);
    analyse_statistics(world.evaluation, world.dataset, world.results, world.arena, &blocks, &diags);
    const struct analysis_block *groups = block_of(&blocks, "leniency_groups");
    assert_non_null(groups);
    assert_int_equal(groups->rows.count, 2);
    assert_string_equal(groups->rows.at[1].label, "乙");
    check_close(groups->rows.at[1].values[2] - groups->rows.at[0].values[2], 4, 1e-9);
    const struct analysis_block *scores = block_of(&blocks, "standardised_scores");
    assert_non_null(scores);
    assert_int_equal(scores->rows.count, UNITS);
    /* r1 × d2 is left out; d1: 80 82 84 86; grand mean of 80 85 90 82 92 84 89 94 86 91 is 87.3; r0 85, r1 87, r2 89, r3 88.5 */
    check_close(scores->rows.at[0].values[0], 83, 1e-12);
    check_close(scores->rows.at[0].values[2], 87.3 * (80 / 85.0 + 82 / 87.0 + 84 / 89.0 + 86 / 88.5) / 4, 1e-12);
    check_close(scores->rows.at[0].values[4], 87.3 + (-5 - 5 - 5 - 2.5) / 4, 1e-12);
    check_close(scores->rows.at[0].values[1], 3, 0);
    check_close(scores->rows.at[2].values[1], 1, 0);
    const struct analysis_block *sheets = block_of(&blocks, "missing_sheets");
    assert_non_null(sheets);
    assert_int_equal(sheets->rows.count, 1);
    assert_string_equal(sheets->rows.at[0].note, "d3");
    diags_release(&diags);
    world_free(&world);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(own_units_are_left_out_and_said_to_be),
        cmocka_unit_test(confidential_raters_are_not_named),
        cmocka_unit_test(owed_sheets_are_listed),
        cmocka_unit_test(groups_and_standardised_scores),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
