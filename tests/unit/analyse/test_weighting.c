/* SPDX-License-Identifier: GPL-3.0-or-later
 * Weightings on small surveys: weights and figures against sums done by hand, and properties: equal rows and weights are the same thing, order does not matter.
 */
#include "build.h"

/* d1, d2 …; item "y" (number), "sex" (1, 2), "base" (number); populations by unit and by sex. */
static struct world survey(size_t rows, const double *units, size_t unit_count, const double *sexes)
{
    struct world world = world_new();
    add_kinds(&world, (const char *const[]){"d"}, (const int[]){(int)unit_count}, 1);
    add_about(&world, &world.evaluation->kinds.at[0]);
    *LIST_ADD(world.arena, &world.evaluation->instruments) = world.instrument;
    struct question *q = add_questions(&world, 4);
    q[0].id = "y", q[0].type = QUESTION_NUMBER;
    q[1].id = "sex", q[1].type = QUESTION_SINGLE, q[1].scale = new_scale(&world, 2, "..", NULL);
    q[2].id = "base", q[2].type = QUESTION_NUMBER;
    q[3].id = "sat", q[3].type = QUESTION_SCALE, q[3].scale = new_scale(&world, 3, "s.d", NULL);
    make_dataset(&world, rows);
    for (size_t i = 0; i < unit_count; i++) {
        struct population *population = LIST_ADD(world.arena, &world.evaluation->populations);
        population->unit = &world.evaluation->kinds.at[0].units.at[i];
        population->size = units[i];
    }
    for (int code = 1; code <= 2 && sexes; code++) {
        struct population *population = LIST_ADD(world.arena, &world.evaluation->populations);
        *LIST_ADD(world.arena, &population->questions) = &q[1];
        *LIST_ADD(world.arena, &population->codes) = code;
        population->size = sexes[code - 1];
    }
    return world;
}

static void fill(struct world *world, size_t row, int unit, double sex, double y)
{
    world->dataset->about[0][row] = (int16_t)unit;
    answer(world, row, "y", y);
    answer(world, row, "sat", y > 5 ? 1 : 2);
    if (sex > 0)
        answer(world, row, "sex", sex);
}

static struct weighting *declare(struct world *world, enum weighting_method method, bool by_unit, bool by_sex)
{
    struct weighting *weighting = LIST_ADD(world->arena, &world->evaluation->weightings);
    *weighting = (struct weighting){.id = "w", .name = "w", .instrument = world->instrument, .method = method, .trim_low = NAN, .trim_high = NAN, .rounds = 500, .tolerance = 1e-12};
    for (int side = 0; side < 2; side++) {
        if (!(side ? by_sex : by_unit))
            continue;
        struct margin *margin = LIST_ADD(world->arena, &weighting->margins);
        margin->side_count = 1;
        if (side)
            margin->sides[0].question = &world->instrument->questions.at[1];
        else
            margin->sides[0].kind = &world->evaluation->kinds.at[0];
    }
    return weighting;
}

static bool weigh(struct world *world, const struct weighting *weighting, double *ret_w, struct weighting_result *ret)
{
    return analyse_weighting(world->evaluation, world->dataset, weighting, world->arena, ret_w, ret);
}

/* ------------------------------------------------------------------------------------------------------------------------- */

/* Three of 100 people answer in d1, one of 300 in d2: the mean of the city is (100·mean + 300·9)/400. */
static void the_whole_is_the_population_weighted_mean_of_areas(void **state)
{
    (void)state;
    struct world world = survey(4, (const double[]){100, 300}, 2, NULL);
    for (size_t row = 0; row < 4; row++)
        fill(&world, row, row == 3, 0, row == 3 ? 9 : (double)row + 1);
    struct figure figure = new_figure(&world, STAT_MEAN, "y");
    figure.by[0] = &world.evaluation->kinds.at[0];
    figure.by_count = 1;
    figure.weighting = declare(&world, WEIGHTING_CELLS, true, false);
    struct figure_result result = compute(&world, &figure, NULL);
    check_close(result.all.value, (100 * 2 + 300 * 9) / 400.0, 1e-14);
    check_close(result.all.base, 400, 1e-12);
    check_close(result.all.responses, 4, 0);
    check_close(result.all.effective_n, 400.0 * 400 / (3 * (100 / 3.0) * (100 / 3.0) + 300 * 300), 1e-12);
    check_close(result.cells.at[0].value, 2, 1e-14);
    check_close(result.cells.at[0].effective_n, 3, 1e-12); /* equal weights cost nothing */
    check_close(figure_answers(&figure, &result.all), 4, 0);
    world_free(&world);
}

static void shares_of_weighted_answers(void **state)
{
    (void)state;
    struct world world = survey(4, (const double[]){100, 300}, 2, NULL);
    for (size_t row = 0; row < 4; row++)
        fill(&world, row, row == 3, 0, row == 0 ? 9 : 1);
    set_missing(&world, 2, "sat", MISSING_DONT_KNOW);
    struct figure figure = new_figure(&world, STAT_SATISFIED, "sat");
    figure.weighting = declare(&world, WEIGHTING_CELLS, true, false);
    struct figure_result result = compute(&world, &figure, NULL);
    check_close(result.all.value, 100 * (100 / 3.0) / (200 / 3.0 + 300), 1e-12);
    check_close(result.all.missing[MISSING_DONT_KNOW], 100 / 3.0, 1e-12);
    world_free(&world);
}

/* Without a category no weight can be right: the response is left out and counted. */
static void who_has_no_category_has_no_weight(void **state)
{
    (void)state;
    struct world world = survey(5, (const double[]){300, 100}, 2, (const double[]){200, 200});
    for (size_t row = 0; row < 5; row++)
        fill(&world, row, (int)(row % 2), row == 4 ? 0 : (double)(row / 2) + 1, (double)row);
    world.dataset->status[3] = RESPONSE_VOID;
    double w[5];
    struct weighting_result result;
    assert_true(weigh(&world, declare(&world, WEIGHTING_CALIBRATE, true, true), w, &result));
    check_close(result.valid, 4, 0);
    check_close(result.outside, 1, 0);
    assert_true(isnan(w[3]) && isnan(w[4]) && w[0] >= 0);
    check_close(result.total, 400, 1e-9);
    world_free(&world);
}

/* Raking meets both margins; the report says so. */
static void raking_meets_its_margins(void **state)
{
    (void)state;
    struct world world = survey(40, (const double[]){100, 300}, 2, (const double[]){150, 250});
    for (size_t row = 0; row < 40; row++)
        fill(&world, row, row % 3 == 0, row % 7 < 3 ? 1 : 2, (double)row);
    double w[40], sums[2][2] = {{0}};
    struct weighting_result result;
    assert_true(weigh(&world, declare(&world, WEIGHTING_RAKE, true, true), w, &result));
    for (size_t row = 0; row < 40; row++) {
        sums[0][row % 3 == 0] += w[row];
        sums[1][row % 7 < 3 ? 0 : 1] += w[row];
    }
    check_close(sums[0][0], 100, 1e-9);
    check_close(sums[0][1], 300, 1e-9);
    check_close(sums[1][0], 150, 1e-9);
    check_close(sums[1][1], 250, 1e-9);
    assert_true(result.converged && result.iterations > 0 && result.largest_difference < 1e-9);
    check_close(result.margins.at[1].cells.at[0].weighted, 150, 1e-9);
    check_close(result.effective_n * result.deff, result.n, 1e-9);
    world_free(&world);
}

/* The same people in another order have the same weights. */
static void order_does_not_matter(void **state)
{
    (void)state;
    double w[2][30];
    for (int turn = 0; turn < 2; turn++) {
        struct world world = survey(30, (const double[]){100, 300}, 2, (const double[]){150, 250});
        for (size_t i = 0; i < 30; i++)
            fill(&world, turn ? (i * 7 + 3) % 30 : i, i % 3 == 0, i % 4 == 0 ? 1 : 2, (double)i);
        double out[30];
        struct weighting_result result;
        assert_true(weigh(&world, declare(&world, WEIGHTING_RAKE, true, true), out, &result));
        for (size_t i = 0; i < 30; i++)
            w[turn][i] = out[turn ? (i * 7 + 3) % 30 : i];
        world_free(&world);
    }
    for (size_t i = 0; i < 30; i++)
        check_close(w[1][i], w[0][i], 1e-10);
}

/* A row of base weight 2 is two equal rows, for every method that takes base weights: figures agree, and the two share its weight. */
static void base_weight_two_is_two_rows(void **state)
{
    (void)state;
    static const enum weighting_method methods[] = {WEIGHTING_POSTSTRATIFY, WEIGHTING_RAKE, WEIGHTING_CALIBRATE};
    for (size_t m = 0; m < COUNT_OF(methods); m++) {
        double value[2], total[2];
        for (int turn = 0; turn < 2; turn++) {
            size_t rows = turn ? 24 : 20, at = 0;
            struct world world = survey(rows, (const double[]){100, 300}, 2, (const double[]){150, 250});
            struct weighting *weighting = declare(&world, methods[m], true, methods[m] != WEIGHTING_POSTSTRATIFY);
            weighting->base = instrument_variable(world.instrument, "base");
            for (size_t i = 0; i < 20; i++)
                for (int copy = 0; copy < (turn && i % 5 == 0 ? 2 : 1); copy++, at++) {
                    fill(&world, at, i % 3 == 0, i % 4 == 0 ? 1 : 2, (double)(i * i));
                    answer(&world, at, "base", !turn && i % 5 == 0 ? 2 : 1);
                }
            assert_int_equal(at, rows);
            struct figure figure = new_figure(&world, STAT_MEAN, "y");
            figure.weighting = weighting;
            struct figure_result result = compute(&world, &figure, NULL);
            value[turn] = result.all.value;
            total[turn] = result.all.base;
            world_free(&world);
        }
        check_close(value[1], value[0], 1e-9);
        check_close(total[1], total[0], 1e-9);
    }
}

/* A number item of weights: 2 counts as two equal rows in mean, share and median. */
static void item_weight_two_is_two_rows(void **state)
{
    (void)state;
    static const enum statistic statistics[] = {STAT_MEAN, STAT_SUM, STAT_MEDIAN, STAT_COUNT, STAT_MIN};
    for (size_t s = 0; s < COUNT_OF(statistics); s++) {
        double value[2];
        for (int turn = 0; turn < 2; turn++) {
            size_t rows = turn ? 12 : 9, at = 0;
            struct world world = survey(rows, (const double[]){1, 1}, 2, NULL);
            for (size_t i = 0; i < 9; i++)
                for (int copy = 0; copy < (turn && i % 3 == 0 ? 2 : 1); copy++, at++) {
                    fill(&world, at, 0, 0, (double)(i * 3 % 7));
                    answer(&world, at, "base", !turn && i % 3 == 0 ? 2 : 1);
                }
            struct figure figure = new_figure(&world, statistics[s], "y");
            figure.weight = instrument_variable(world.instrument, "base");
            value[turn] = compute(&world, &figure, NULL).all.value;
            world_free(&world);
        }
        check_close(value[1], value[0], 1e-12);
    }
}

static size_t problems(const struct weighting_result *result, const char *text, size_t *ret_errors)
{
    struct diags diags;
    diags_init(&diags);
    analyse_weighting_diags(result, &diags);
    size_t found = 0;
    for (size_t i = 0; i < diags.count; i++)
        found += strstr(diags.at[i].text, text) != NULL;
    *ret_errors = diags.errors;
    diags_release(&diags);
    return found;
}

/* People whom nobody stands for are named; what cannot be met gives no weights, and figures no value instead of a wrong one. */
static void what_goes_wrong_is_said(void **state)
{
    (void)state;
    struct world world = survey(6, (const double[]){100, 300, 50}, 3, (const double[]){150, 250});
    for (size_t row = 0; row < 6; row++)
        fill(&world, row, (int)(row % 2), 1 + (double)(row % 2), (double)row); /* sex and unit say the same */
    double w[6];
    size_t errors;
    struct weighting_result result;
    assert_true(weigh(&world, declare(&world, WEIGHTING_CELLS, true, false), w, &result));
    assert_int_equal(result.empty_cells, 1);
    assert_string_equal(result.empty, "d3");
    assert_int_equal(problems(&result, "nobody answered for 1 categories: d3", &errors), 1);
    assert_int_equal(errors, 0);

    struct weighting *weighting = declare(&world, WEIGHTING_RAKE, true, true);
    weighting->rounds = 20;
    assert_false(weigh(&world, weighting, w, &result));
    assert_int_equal(problems(&result, "did not converge", &errors), 1);
    assert_int_equal(errors, 1);
    struct figure figure = new_figure(&world, STAT_MEAN, "y");
    figure.weighting = weighting;
    assert_true(isnan(compute(&world, &figure, NULL).all.value));
    assert_true(isnan(w[0]));
    world_free(&world);

    world = survey(3, (const double[]){100, 300}, 2, NULL); /* about no unit */
    assert_false(weigh(&world, declare(&world, WEIGHTING_CELLS, true, false), w, &result));
    assert_int_equal(problems(&result, "no response has a category", &errors), 1);
    world_free(&world);

    world = survey(0, (const double[]){100, 300}, 2, NULL);
    assert_false(weigh(&world, declare(&world, WEIGHTING_CELLS, true, false), w, &result));
    assert_int_equal(problems(&result, "", &errors), 0); /* nothing is loaded yet */
    world_free(&world);
}

static void trimmed_weights_keep_their_sum(void **state)
{
    (void)state;
    struct world world = survey(20, (const double[]){100, 900}, 2, NULL);
    for (size_t row = 0; row < 20; row++)
        fill(&world, row, row >= 16, 0, (double)row);
    struct weighting *weighting = declare(&world, WEIGHTING_CELLS, true, false);
    weighting->trim_high = 3;
    double w[20], total = 0;
    struct weighting_result result;
    assert_true(weigh(&world, weighting, w, &result));
    for (size_t row = 0; row < 20; row++) {
        total += w[row];
        assert_true(w[row] <= 150 * (1 + 1e-12));
    }
    check_close(total, 1000, 1e-9);
    check_close(result.trimmed_high, 4, 0);
    check_close(result.largest_difference, (100 + 300 - 100) / 100.0, 1e-9); /* d1 now stands for 400 people */
    world_free(&world);
}

/* County × sex makes the county: a margin may be stated by finer people. */
static void populations_of_finer_people_add_up(void **state)
{
    (void)state;
    struct world world = survey(1, (const double[]){100, 300}, 2, (const double[]){150, 250});
    struct evaluation *evaluation = world.evaluation;
    struct margin_side unit = {.kind = &evaluation->kinds.at[0]}, sex = {.question = &world.instrument->questions.at[1]};
    check_close(evaluation_population(evaluation, COUNTS_PEOPLE, &unit, (const size_t[]){1}, 1), 300, 0);
    assert_true(isnan(evaluation_population(evaluation, COUNTS_CLUSTERS, &unit, (const size_t[]){1}, 1)));
    evaluation->populations.count = 0;
    for (int code = 1; code <= 2; code++) {
        struct population *population = LIST_ADD(world.arena, &evaluation->populations);
        *population = (struct population){.unit = &evaluation->kinds.at[0].units.at[0], .size = 10 * code};
        *LIST_ADD(world.arena, &population->questions) = &world.instrument->questions.at[1];
        *LIST_ADD(world.arena, &population->codes) = code;
    }
    check_close(evaluation_population(evaluation, COUNTS_PEOPLE, &unit, (const size_t[]){0}, 1), 30, 0);
    check_close(evaluation_population(evaluation, COUNTS_PEOPLE, (const struct margin_side[]){unit, sex}, (const size_t[]){0, 1}, 2), 20, 0);
    assert_true(isnan(evaluation_population(evaluation, COUNTS_PEOPLE, &unit, (const size_t[]){1}, 1)));
    world_free(&world);
}

/* Groups of respondents come with the responses; those that no population names have no weight. */
static void margins_by_group(void **state)
{
    (void)state;
    struct world world = survey(5, (const double[]){100}, 1, NULL);
    const char *groups[] = {"cadres", "residents", "residents", NULL, "others"};
    for (size_t row = 0; row < 5; row++)
        fill(&world, row, 0, 0, (double)row);
    world.dataset->groups = groups;
    for (int i = 0; i < 2; i++) {
        struct population *population = LIST_ADD(world.arena, &world.evaluation->populations);
        population->group = i ? "cadres" : "residents";
        population->size = i ? 10 : 90;
    }
    struct weighting *weighting = declare(&world, WEIGHTING_CELLS, true, false);
    weighting->margins.at[0].sides[0] = (struct margin_side){.group = true};
    double w[5];
    struct weighting_result result;
    assert_true(weigh(&world, weighting, w, &result));
    check_close(w[0], 10, 1e-12);
    check_close(w[1], 45, 1e-12);
    assert_true(isnan(w[3]) && isnan(w[4]));
    check_close(result.outside, 2, 0);
    assert_string_equal(result.margins.at[0].cells.at[0].label, "residents");
    world_free(&world);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_whole_is_the_population_weighted_mean_of_areas),
        cmocka_unit_test(shares_of_weighted_answers),
        cmocka_unit_test(who_has_no_category_has_no_weight),
        cmocka_unit_test(raking_meets_its_margins),
        cmocka_unit_test(order_does_not_matter),
        cmocka_unit_test(base_weight_two_is_two_rows),
        cmocka_unit_test(item_weight_two_is_two_rows),
        cmocka_unit_test(what_goes_wrong_is_said),
        cmocka_unit_test(trimmed_weights_keep_their_sum),
        cmocka_unit_test(populations_of_finer_people_add_up),
        cmocka_unit_test(margins_by_group),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
