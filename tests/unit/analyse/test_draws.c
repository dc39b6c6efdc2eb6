/* SPDX-License-Identifier: GPL-3.0-or-later
 * Draws of figures: standard errors against R's survey package, strata and raters, statistics that need all values, and the draws of large strata against those
 * of single responses.
 */
#include "build.h"

#include "ceping/analyse_draws.h"
#include "ceping/stats.h"

enum { FIGURES_MAX = 8 };

struct drawing {
    struct world world;
    struct figure_masks masks[FIGURES_MAX];
    struct analyse_draws *draws;
    struct draw_room *room;
    size_t *starts;
    double values[64];
};

static void begin(struct drawing *drawing)
{
    struct evaluation *evaluation = drawing->world.evaluation;
    evaluation->figures.at = ARENA_ARRAY(drawing->world.arena, struct figure, FIGURES_MAX);
    struct table *table = LIST_ADD(drawing->world.arena, &evaluation->rubric.tables);
    table->root.children.at = ARENA_ARRAY(drawing->world.arena, struct node, FIGURES_MAX);
}

/* A figure that the rubric rests on. */
static struct figure *rest_on(struct drawing *drawing, enum statistic statistic, const char *items, struct unit_kind *by)
{
    struct evaluation *evaluation = drawing->world.evaluation;
    struct figure *figure = &evaluation->figures.at[evaluation->figures.count];
    *figure = new_figure(&drawing->world, statistic, items);
    figure->index = (int)evaluation->figures.count++;
    figure->trim = 1;
    figure->trim_from = 3;
    if (by)
        figure->by[figure->by_count++] = by;
    struct table *table = &evaluation->rubric.tables.at[0];
    table->root.children.at[table->root.children.count++].figure = figure;
    return figure;
}

static void make(struct drawing *drawing, size_t rows_max)
{
    struct world *world = &drawing->world;
    world->results->figures.count = 0;
    world->results->figures.at = NULL;
    for (size_t f = 0; f < world->evaluation->figures.count; f++)
        *LIST_ADD(world->arena, &world->results->figures) = compute(world, &world->evaluation->figures.at[f], NULL);
    const struct draw_settings settings = {.seed = 20180706, .rows_max = rows_max};
    drawing->draws = analyse_draws_new(world->evaluation, world->dataset, world->results, drawing->masks, &settings, world->arena);
    analyse_draws_place(drawing->draws, world->results, world->arena);
    drawing->room = draw_room_new(drawing->draws, world->arena);
    drawing->starts = results_value_starts(world->results, world->arena);
    for (size_t f = 0; f < world->results->figures.count; f++) {
        const struct figure_result *result = &world->results->figures.at[f];
        drawing->values[drawing->starts[f]] = result->all.value;
        for (size_t i = 0; i < result->cells.count; i++)
            drawing->values[drawing->starts[f] + 1 + i] = result->cells.at[i].value;
    }
}

static double sd_of(struct drawing *drawing, size_t value, size_t replicates, double *ret_mean)
{
    struct moments moments = {0};
    for (size_t r = 0; r < replicates; r++) {
        double values[64];
        memcpy(values, drawing->values, sizeof values);
        analyse_draws_make(drawing->draws, drawing->room, r, values);
        if (!isnan(values[value])) /* everybody who judged it may happen not to be drawn */
            moments_add(&moments, values[value], 1);
    }
    *ret_mean = moments_mean(&moments);
    return moments_sd(&moments);
}

/* Three strata of 12, 30 and 7: h <- rep(1:3, c(12, 30, 7)); x <- 60 + 10*h + 15*sin(12.9898*i); y <- 5 + i %% 4. `rounds` copies of them. */
static struct drawing strata_drawing(size_t rounds)
{
    static const char *const kinds[] = {"d"};
    static const int units[] = {3}, sizes[] = {12, 30, 7};
    struct drawing drawing = {.world = world_new()};
    struct world *world = &drawing.world;
    add_kinds(world, kinds, units, 1);
    struct question *q = add_questions(world, 2);
    q[0].type = q[1].type = QUESTION_NUMBER;
    add_about(world, &world->evaluation->kinds.at[0]);
    make_dataset(world, 49 * rounds);
    size_t row = 0;
    for (size_t round = 0; round < rounds; round++) {
        int i = 0;
        for (int h = 1; h <= 3; h++)
            for (int k = 0; k < sizes[h - 1]; k++, row++) {
                i++;
                world->dataset->about[0][row] = (int16_t)(h - 1);
                answer(world, row, "q1", 60 + 10 * h + 15 * sin(12.9898 * i));
                answer(world, row, "q2", 5 + i % 4);
            }
    }
    begin(&drawing);
    return drawing;
}

/* survey::svymean, svyratio and svyby for svydesign(ids = ~1, strata = ~h, weights = 1). 20,000 replicates know a standard error to 0.5 %. */
static void standard_errors_agree_with_r(void **state)
{
    (void)state;
    struct drawing drawing = strata_drawing(1);
    struct unit_kind *kind = &drawing.world.evaluation->kinds.at[0];
    rest_on(&drawing, STAT_MEAN, "q1", NULL);
    struct figure *ratio = rest_on(&drawing, STAT_RATIO, "q1 q2", NULL);
    ratio->first_variables = 1;
    rest_on(&drawing, STAT_MEAN, "q1", kind);
    make(&drawing, 0);
    double mean;
    check_close(drawing.values[0], 80.0658351208846, 1e-13);
    check_close(sd_of(&drawing, 0, 20000, &mean) / 1.54904487362602, 1, 0.02);
    check_close(mean, 80.0658351208846, 1e-3);
    check_close(drawing.values[drawing.starts[1]], 12.3371884305766, 1e-13);
    check_close(sd_of(&drawing, drawing.starts[1], 20000, &mean) / 0.393842945807988, 1, 0.03);
    static const double by_stratum[] = {3.38473796986538, 1.9723829712832, 3.52918300200651};
    for (size_t h = 0; h < 3; h++)
        check_close(sd_of(&drawing, drawing.starts[2] + 1 + h, 20000, &mean) / by_stratum[h], 1, 0.02);
    world_free(&drawing.world);
}

/* The same sample twenty times over: a quarter of the rows above the limit, below it, and all of them. */
static void large_strata_agree_with_single_responses(void **state)
{
    (void)state;
    static const size_t limits[] = {1000000, 300, 10};
    double sd[COUNT_OF(limits)][3], mean;
    for (size_t i = 0; i < COUNT_OF(limits); i++) {
        struct drawing drawing = strata_drawing(200);
        rest_on(&drawing, STAT_MEAN, "q1", NULL);
        struct figure *ratio = rest_on(&drawing, STAT_RATIO, "q1 q2", NULL);
        ratio->first_variables = 1;
        rest_on(&drawing, STAT_MEAN, "q1", &drawing.world.evaluation->kinds.at[0]);
        make(&drawing, limits[i]);
        assert_int_equal(analyse_draws_normal(drawing.draws), i > 0);
        sd[i][0] = sd_of(&drawing, 0, 4000, &mean);
        check_close(mean, drawing.values[0], 5e-4);
        sd[i][1] = sd_of(&drawing, drawing.starts[1], 4000, &mean);
        sd[i][2] = sd_of(&drawing, drawing.starts[2] + 2, 4000, &mean);
        world_free(&drawing.world);
    }
    for (size_t i = 1; i < COUNT_OF(limits); i++)
        for (size_t k = 0; k < 3; k++)
            check_close(sd[i][k] / sd[0][k], 1, 0.08); /* 1.6 % from groups, 1.1 % from replicates, on either side */
}

static void equal_numbers_give_equal_draws(void **state)
{
    (void)state;
    double values[2][64], last[64];
    for (int k = 0; k < 2; k++) {
        struct drawing drawing = strata_drawing(1);
        rest_on(&drawing, STAT_MEAN, "q1", &drawing.world.evaluation->kinds.at[0]);
        make(&drawing, 0);
        memcpy(values[k], drawing.values, sizeof values[k]);
        for (size_t r = 0; k == 1 && r < 50; r++) /* whatever was drawn before */
            analyse_draws_make(drawing.draws, drawing.room, 1000 - r, last);
        analyse_draws_make(drawing.draws, drawing.room, 17, values[k]);
        world_free(&drawing.world);
    }
    for (size_t i = 0; i < 4; i++)
        assert_true(values[0][i] == values[1][i]);
}

/* The same answers in another order, and as counts of equal ones: the same replicates to the last bit, also of what needs all values. */
static void order_and_grouping_change_nothing(void **state)
{
    (void)state;
    enum { ROWS = 60, KINDS = 12, FORMS = 3 };
    static const char *const kinds[] = {"d"};
    static const int units[] = {3};
    double values[FORMS][20][64];
    for (int form = 0; form < FORMS; form++) {
        struct drawing drawing = {.world = world_new()};
        struct world *world = &drawing.world;
        add_kinds(world, kinds, units, 1);
        struct question *q = add_questions(world, 2);
        q[0].type = q[1].type = QUESTION_NUMBER;
        add_about(world, &world->evaluation->kinds.at[0]);
        make_dataset(world, form == 2 ? KINDS : ROWS);
        for (int i = 0; i < (form == 2 ? KINDS : ROWS); i++) {
            int row = form == 1 ? (i * 37 + 11) % ROWS : i, kind = row % KINDS; /* 37 and 60 have no factor in common */
            world->dataset->about[0][i] = (int16_t)(kind % 3);
            answer(world, (size_t)i, "q1", 60 + 7.3 * kind);
            answer(world, (size_t)i, "q2", 1 + kind % 5);
        }
        if (form == 2) {
            uint32_t times[KINDS];
            for (size_t i = 0; i < KINDS; i++)
                times[i] = ROWS / KINDS;
            dataset_repeat(world->dataset, times);
            assert_int_equal(world->dataset->rows, ROWS);
        }
        begin(&drawing);
        struct unit_kind *kind = &world->evaluation->kinds.at[0];
        rest_on(&drawing, STAT_MEAN, "q1", kind);
        rest_on(&drawing, STAT_RATIO, "q1 q2", NULL)->first_variables = 1;
        make(&drawing, 0);
        struct drawing gathered = drawing;
        for (uint64_t r = 0; r < 10; r++) {
            memcpy(values[form][r], drawing.values, sizeof values[form][r]);
            analyse_draws_make(drawing.draws, drawing.room, r, values[form][r]);
        }
        rest_on(&gathered, STAT_MEDIAN, "q1", kind);
        make(&gathered, 0);
        for (uint64_t r = 0; r < 10; r++) {
            memcpy(values[form][10 + r], gathered.values, sizeof values[form][r]);
            analyse_draws_make(gathered.draws, gathered.room, r, values[form][10 + r]);
        }
        world_free(world);
    }
    for (int form = 1; form < FORMS; form++)
        for (int r = 0; r < 20; r++)
            for (int v = 0; v < (r < 10 ? 5 : 9); v++)
                assert_true(values[form][r][v] == values[0][r][v]);
    assert_true(values[0][0][1] != values[0][1][1]); /* and there is something to compare */
}

/* Raters ------------------------------------------------------------------------------------------------------------ */

/* A panel of `raters`, each with a row on each of `units` units (but for the last rater, who sees only the first unit). */
static struct drawing panel_drawing(int raters, int units)
{
    static const char *const kinds[] = {"d"};
    struct drawing drawing = {.world = world_new()};
    struct world *world = &drawing.world;
    add_kinds(world, kinds, &units, 1);
    world->instrument->kind = INSTRUMENT_RATING;
    struct panel *panel = world->instrument->panel = ARENA_NEW(world->arena, struct panel);
    for (int r = 0; r < raters; r++) {
        struct rater *rater = LIST_ADD(world->arena, &panel->raters);
        rater->id = rater->name = arena_printf(world->arena, "r%d", r);
    }
    add_questions(world, 1)->type = QUESTION_NUMBER;
    add_about(world, &world->evaluation->kinds.at[0]);
    make_dataset(world, (size_t)((raters - 1) * units + 1));
    size_t row = 0;
    for (int r = 0; r < raters; r++)
        for (int u = 0; u < (r == raters - 1 ? 1 : units); u++, row++) {
            world->dataset->about[0][row] = (int16_t)u;
            world->dataset->raters[row] = arena_printf(world->arena, "r%d", r);
            answer(world, row, "q1", 80 + 3 * u + 2 * r); /* leniency, and nothing else */
        }
    begin(&drawing);
    return drawing;
}

/* All raters see all units: leniency moves all of them alike, so differences between units never vary. */
static void raters_are_drawn_with_all_of_their_sheets(void **state)
{
    (void)state;
    struct drawing drawing = panel_drawing(6, 3);
    rest_on(&drawing, STAT_MEAN, "q1", &drawing.world.evaluation->kinds.at[0]);
    make(&drawing, 0);
    double mean, seen = 0;
    for (uint64_t r = 0; r < 50; r++) {
        double values[64];
        memcpy(values, drawing.values, sizeof values);
        analyse_draws_make(drawing.draws, drawing.room, r, values);
        check_close(values[3] - values[2], 3, 1e-12); /* units 2 and 3 have the same raters */
        seen += fabs(values[2] - drawing.values[2]);
    }
    assert_true(seen > 1);
    /* unit 2: 83 + 2r, r = 0 … 4, sd √10, and the sixth rater, who did not see it, is drawn too: √(10/5) is 1.41 before that */
    double sd = sd_of(&drawing, 2, 20000, &mean);
    assert_true(sd > 1.2 && sd < 1.9);
    world_free(&drawing.world);
}

/* Without r0: unit 2 has 83 + 2r, r = 1 … 4. */
static void a_rater_can_be_left_out(void **state)
{
    (void)state;
    struct drawing drawing = panel_drawing(6, 3);
    rest_on(&drawing, STAT_MEAN, "q1", &drawing.world.evaluation->kinds.at[0]);
    rest_on(&drawing, STAT_TRIMMED_MEAN, "q1", &drawing.world.evaluation->kinds.at[0]);
    make(&drawing, 0);
    const struct draw_rater *raters;
    assert_int_equal(analyse_draws_raters(drawing.draws, &raters), 6);
    assert_string_equal(raters[0].name, "r0");
    double values[64];
    memcpy(values, drawing.values, sizeof values);
    analyse_draws_without(drawing.draws, drawing.room, raters[0].who, values);
    check_close(drawing.values[2], 87, 1e-12);
    check_close(values[2], 88, 1e-12);
    check_close(values[drawing.starts[1] + 2], 88, 1e-12); /* 85 87 89 91 without the first and the last */
    values[2] = 0;
    analyse_draws_without(drawing.draws, drawing.room, "nobody", values);
    check_close(values[2], 0, 0);
    world_free(&drawing.world);
}

/* One rater on a unit: chance cannot be seen, the value stays. */
static void a_single_judge_stays(void **state)
{
    (void)state;
    struct drawing drawing = panel_drawing(2, 3); /* r0 sees all, r1 the first unit */
    rest_on(&drawing, STAT_MEAN, "q1", &drawing.world.evaluation->kinds.at[0]);
    make(&drawing, 0);
    uint8_t origins[64] = {0};
    analyse_draws_origins(drawing.draws, origins);
    assert_int_equal(origins[1], VALUE_DRAWN);
    assert_int_equal(origins[2], VALUE_ONE_JUDGE);
    for (uint64_t r = 0; r < 50; r++) {
        double values[64];
        memcpy(values, drawing.values, sizeof values);
        analyse_draws_make(drawing.draws, drawing.room, r, values);
        check_close(values[2], 83, 0);
    }
    world_free(&drawing.world);
}

/* Values that need all answers: with every response once they are the figure's. Only then is the sum of replicates near it. */
static void gathered_statistics_are_the_figures(void **state)
{
    (void)state;
    struct drawing drawing = panel_drawing(8, 2);
    static const enum statistic statistics[] = {STAT_TRIMMED_MEAN, STAT_MEDIAN, STAT_MIN, STAT_MAX, STAT_RANGE};
    for (size_t i = 0; i < COUNT_OF(statistics); i++)
        rest_on(&drawing, statistics[i], "q1", &drawing.world.evaluation->kinds.at[0]);
    make(&drawing, 0);
    const struct draw_rater *raters;
    size_t count = analyse_draws_raters(drawing.draws, &raters);
    /* leaving out who gave nothing here: r7 saw only unit 1 */
    double values[64];
    memcpy(values, drawing.values, sizeof values);
    analyse_draws_without(drawing.draws, drawing.room, raters[count - 1].who, values);
    for (size_t f = 0; f < COUNT_OF(statistics); f++)
        check_close(values[drawing.starts[f] + 2], drawing.values[drawing.starts[f] + 2], 1e-12);
    assert_true(values[drawing.starts[3] + 1] < drawing.values[drawing.starts[3] + 1]); /* 94 was the highest of unit 1 */
    for (uint64_t r = 0; r < 200; r++) {
        analyse_draws_make(drawing.draws, drawing.room, r, values);
        double *low = &values[drawing.starts[2] + 2], *high = &values[drawing.starts[3] + 2];
        assert_true(*low >= 83 && *high <= 95 && values[drawing.starts[0] + 2] >= *low && values[drawing.starts[0] + 2] <= *high);
        check_close(values[drawing.starts[4] + 2], *high - *low, 0);
    }
    world_free(&drawing.world);
}

static void records_are_never_drawn(void **state)
{
    (void)state;
    struct drawing drawing = strata_drawing(1);
    drawing.world.instrument->kind = INSTRUMENT_RECORD;
    rest_on(&drawing, STAT_SUM, "q1", &drawing.world.evaluation->kinds.at[0]);
    make(&drawing, 0);
    uint8_t origins[64];
    memset(origins, VALUE_DRAWN, sizeof origins);
    analyse_draws_origins(drawing.draws, origins);
    assert_int_equal(origins[1], VALUE_FIXED);
    double values[64] = {[1] = -1};
    analyse_draws_make(drawing.draws, drawing.room, 3, values);
    check_close(values[1], -1, 0);
    world_free(&drawing.world);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(standard_errors_agree_with_r),
        cmocka_unit_test(large_strata_agree_with_single_responses),
        cmocka_unit_test(equal_numbers_give_equal_draws),
        cmocka_unit_test(order_and_grouping_change_nothing),
        cmocka_unit_test(raters_are_drawn_with_all_of_their_sheets),
        cmocka_unit_test(a_rater_can_be_left_out),
        cmocka_unit_test(a_single_judge_stays),
        cmocka_unit_test(gathered_statistics_are_the_figures),
        cmocka_unit_test(records_are_never_drawn),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
