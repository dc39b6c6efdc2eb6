/* SPDX-License-Identifier: GPL-3.0-or-later
 * Figures: the vectors of method §§1, 2, 7, bases, units, masks, weights, own-unit rule.
 */
#include "build.h"

#include "ceping/base_num.h"

/* One scale question, `counts[i]` rows of option i + 1. */
static struct world scale_world(size_t options, const char *flags, const double *scores, const int *counts)
{
    struct world world = world_new();
    struct question *q = add_questions(&world, 1);
    q[0].type = QUESTION_SCALE;
    q[0].scale = new_scale(&world, options, flags, scores);
    size_t rows = 0, row = 0;
    for (size_t i = 0; i < options; i++)
        rows += (size_t)counts[i];
    make_dataset(&world, rows);
    for (size_t i = 0; i < options; i++)
        for (int j = 0; j < counts[i]; j++, row++) {
            if (flags[i] == 'd')
                set_missing(&world, row, "q1", MISSING_DONT_KNOW);
            else
                answer(&world, row, "q1", (double)i + 1);
        }
    return world;
}

static double value_of(struct world *world, enum statistic statistic, enum base base)
{
    struct figure figure = new_figure(world, statistic, "q1");
    figure.base = base;
    return compute(world, &figure, NULL).all.value;
}

static void rates_and_scores_of_the_method(void **state)
{
    (void)state;
    static const double s100[] = {100, 80, 60, 40, 20}, s75[] = {100, 75, 50, 25, 0};
    static const int counts[] = {500, 300, 100, 60, 40};
    struct world world = scale_world(5, "ss...", s100, counts);
    check_close(value_of(&world, STAT_TOP1, BASE_ANSWERED), 50, 1e-13);
    check_close(value_of(&world, STAT_TOP2, BASE_ANSWERED), 80, 1e-13);
    check_close(value_of(&world, STAT_TOP3, BASE_ANSWERED), 90, 1e-13);
    check_close(value_of(&world, STAT_SATISFIED, BASE_ANSWERED), 80, 1e-13);
    check_close(value_of(&world, STAT_SCORE, BASE_ANSWERED), 83.20, 1e-13);
    world_free(&world);
    world = scale_world(5, "ss...", s75, counts);
    check_close(value_of(&world, STAT_SCORE, BASE_ANSWERED), 79.00, 1e-13);
    world_free(&world);
}

/* Shandong: 满意 500, 基本满意 300, 不满意 100, 不了解 100 unscored: 86.67; the stricter base counts 不了解 as not satisfied. */
static void do_not_know_is_not_scored(void **state)
{
    (void)state;
    static const double sd[] = {100, 75, 55, NAN};
    static const int counts[] = {500, 300, 100, 100};
    struct world world = scale_world(4, "ss.d", sd, counts);
    check_close(num_round(value_of(&world, STAT_SCORE, BASE_ANSWERED), 2), 86.67, 1e-13);
    check_close(value_of(&world, STAT_SATISFIED, BASE_ANSWERED), 100.0 * 800 / 900, 1e-13);
    check_close(value_of(&world, STAT_SATISFIED, BASE_WITH_DONT_KNOW), 80, 1e-13);
    struct figure figure = new_figure(&world, STAT_TOP3, "q1");
    struct figure_cell all = compute(&world, &figure, NULL).all;
    check_close(all.value, 100, 1e-13); /* the three options that are answers */
    check_close(all.counts[3], 100, 0);
    check_close(all.missing[MISSING_DONT_KNOW], 100, 0);
    check_close(all.base, 900, 0);
    world_free(&world);
}

static void top_box_of_2016(void **state)
{
    (void)state;
    static const int counts[] = {1917, 169};
    struct world world = scale_world(2, "s.", NULL, counts);
    double rate = value_of(&world, STAT_TOP1, BASE_ANSWERED);
    check_close(rate, 91.898, 1e-5);
    check_close(num_round(rate, 1), 91.9, 1e-13);
    world_free(&world);
}

static void awareness_counts_all_who_were_asked(void **state)
{
    (void)state;
    static const int counts[] = {651, 100, 134};
    struct world world = scale_world(3, "a..", NULL, counts);
    check_close(num_round(value_of(&world, STAT_AWARENESS, BASE_ANSWERED), 1), 73.6, 1e-13);
    for (size_t row = 800; row < 820; row++)
        set_missing(&world, row, "q1", MISSING_BLANK); /* asked, no answer: not aware */
    check_close(num_round(value_of(&world, STAT_AWARENESS, BASE_ANSWERED), 1), 73.6, 1e-13);
    for (size_t row = 820; row < 830; row++)
        set_missing(&world, row, "q1", row % 2 ? MISSING_NOT_ASKED : MISSING_CANCELLED);
    check_close(value_of(&world, STAT_AWARENESS, BASE_ANSWERED), 100.0 * 651 / 875, 1e-13);
    world_free(&world);
}

static void codes_in_any_order_of_the_scale(void **state)
{
    (void)state;
    static const int counts[] = {10, 20, 30};
    struct world world = scale_world(3, "...", NULL, counts);
    struct option *options = world.instrument->questions.at[0].scale->options.at;
    options[0].code = 3; /* option 1 now has the highest code, its rows read 1 = option 3's old place */
    options[2].code = 1;
    check_close(value_of(&world, STAT_TOP1, BASE_ANSWERED), 100.0 * 10 / 60, 1e-13);
    world_free(&world);
}

static void empty_and_void(void **state)
{
    (void)state;
    static const int counts[] = {3, 1};
    struct world world = scale_world(2, "s.", NULL, counts);
    world.dataset->status[3] = RESPONSE_VOID;
    check_close(value_of(&world, STAT_TOP1, BASE_ANSWERED), 100, 1e-13);
    check_close(value_of(&world, STAT_COUNT, BASE_ANSWERED), 3, 0);
    for (size_t row = 0; row < 3; row++)
        world.dataset->status[row] = RESPONSE_NOT_ELIGIBLE;
    for (int statistic = 0; statistic < STATISTICS; statistic++)
        check_close(value_of(&world, (enum statistic)statistic, BASE_ANSWERED), NAN, 0);
    world_free(&world);
}

static void all_missing_is_no_value(void **state)
{
    (void)state;
    static const int counts[] = {3};
    struct world world = scale_world(1, "d", NULL, counts);
    for (int statistic = STAT_SUM; statistic < STAT_AWARENESS; statistic++)
        check_close(value_of(&world, (enum statistic)statistic, BASE_ANSWERED), NAN, 0);
    check_close(value_of(&world, STAT_COUNT, BASE_ANSWERED), 0, 0);
    check_close(value_of(&world, STAT_AWARENESS, BASE_ANSWERED), 0, 0); /* three were asked, none is aware */
    world_free(&world);
}

/* Numbers ------------------------------------------------------------------------------------------------------------ */

/* A rating sheet: q1 over districts, about a project, a weight in q2. */
static struct world sheet_world(size_t rows)
{
    static const char *const kinds[] = {"d", "p"};
    static const int units[] = {3, 2};
    struct world world = world_new();
    add_kinds(&world, kinds, units, 2);
    add_about(&world, &world.evaluation->kinds.at[1]);
    struct question *q = add_questions(&world, 2);
    q[0].type = QUESTION_NUMBER;
    q[0].over = &world.evaluation->kinds.at[0];
    q[1].type = QUESTION_NUMBER;
    make_dataset(&world, rows);
    return world;
}

static struct figure by_pairs(struct world *world, enum statistic statistic)
{
    struct figure figure = new_figure(world, statistic, "q1__d1 q1__d2 q1__d3");
    figure.by[0] = &world->evaluation->kinds.at[1];
    figure.by[1] = &world->evaluation->kinds.at[0];
    figure.by_count = 2;
    return figure;
}

static void fill_sheets(struct world *world)
{
    static const double values[4][3] = {{90, 80, 70}, {92, 84, NAN}, {60, 50, 40}, {62, 54, 44}};
    for (size_t row = 0; row < 4; row++) {
        world->dataset->about[0][row] = row < 2 ? 0 : 1;
        for (int d = 0; d < 3; d++)
            if (!isnan(values[row][d]))
                answer(world, row, (const char *[]){"q1__d1", "q1__d2", "q1__d3"}[d], values[row][d]);
    }
}

static void cells_by_two_kinds(void **state)
{
    (void)state;
    static const double want[] = {91, 82, 70, 61, 52, 42};
    struct world world = sheet_world(5); /* the fifth is about nothing known */
    fill_sheets(&world);
    answer(&world, 4, "q1__d1", 100);
    struct figure figure = by_pairs(&world, STAT_MEAN);
    struct figure_result result = compute(&world, &figure, NULL);
    assert_int_equal(result.cells.count, 6);
    for (size_t i = 0; i < 6; i++) {
        check_close(result.cells.at[i].value, want[i], 1e-13);
        assert_int_equal(result.cells.at[i].units[0], (int)i / 3);
        assert_int_equal(result.cells.at[i].units[1], (int)i % 3);
        assert_int_equal(result.cells.at[i].units[2], NO_UNIT);
    }
    check_close(result.cells.at[2].base, 1, 0);
    check_close(result.cells.at[2].missing[MISSING_BLANK], 1, 0);
    check_close(result.all.base, 12, 0);
    check_close(result.all.responses, 5, 0);
    check_close(result.all.numerator, 90 + 80 + 70 + 92 + 84 + 60 + 50 + 40 + 62 + 54 + 44 + 100, 1e-12);
    world_free(&world);
}

static void pairs_that_do_not_apply_have_no_cell(void **state)
{
    (void)state;
    struct world world = sheet_world(4);
    fill_sheets(&world);
    struct not_applicable *entry = LIST_ADD(world.arena, &world.evaluation->not_applicable);
    entry->units[0] = &world.evaluation->kinds.at[1].units.at[0];
    entry->units[1] = &world.evaluation->kinds.at[0].units.at[2];
    entry->unit_count = 2;
    struct figure figure = by_pairs(&world, STAT_RANGE);
    struct figure_result result = compute(&world, &figure, NULL);
    assert_int_equal(result.cells.count, 5);
    assert_int_equal(result.cells.at[2].units[0], 1);
    assert_int_equal(result.cells.at[2].units[1], 0);
    check_close(result.cells.at[0].value, 2, 1e-13);
    check_close(result.cells.at[2].min, 60, 0);
    check_close(result.cells.at[2].max, 62, 0);
    world_free(&world);
}

static void empty_cells_stay_and_have_no_value(void **state)
{
    (void)state;
    struct world world = sheet_world(1);
    world.dataset->about[0][0] = 1;
    answer(&world, 0, "q1__d2", 7);
    struct figure figure = by_pairs(&world, STAT_SUM);
    struct figure_result result = compute(&world, &figure, NULL);
    assert_int_equal(result.cells.count, 6);
    for (size_t i = 0; i < 6; i++)
        check_close(result.cells.at[i].value, i == 4 ? 7 : NAN, 0);
    check_close(result.cells.at[0].base, 0, 0);
    world_free(&world);
}

static void weights_count_for_several(void **state)
{
    (void)state;
    struct world world = sheet_world(4);
    fill_sheets(&world);
    for (size_t row = 0; row < 3; row++)
        answer(&world, row, "q2", (double)row); /* 0, 1, 2; the fourth has none */
    struct figure figure = new_figure(&world, STAT_MEAN, "q1__d1");
    figure.weight = instrument_variable(world.instrument, "q2");
    struct figure_cell all = compute(&world, &figure, NULL).all;
    check_close(all.value, (92 + 2 * 60) / 3.0, 1e-13);
    check_close(all.base, 3, 0);
    check_close(all.responses, 2, 0);
    figure.statistic = STAT_MEDIAN;
    check_close(compute(&world, &figure, NULL).all.value, 60, 0); /* of 60, 60, 92 */
    world_free(&world);
}

static void masks_per_response_and_per_unit(void **state)
{
    (void)state;
    struct world world = sheet_world(4);
    fill_sheets(&world);
    uint8_t rows[] = {1, 0, 0, 1};
    uint8_t cells[] = {1, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0};
    struct figure figure = by_pairs(&world, STAT_SUM);
    check_close(compute(&world, &figure, &(struct figure_masks){.where = {1, rows}}).all.value, 90 + 80 + 70 + 62 + 54 + 44, 1e-13);
    check_close(compute(&world, &figure, &(struct figure_masks){.where = {3, cells}}).all.value, 90 + 84 + 40, 1e-13);
    world_free(&world);
}

static void responses_without_items(void **state)
{
    (void)state;
    struct world world = sheet_world(4);
    fill_sheets(&world);
    world.dataset->status[3] = RESPONSE_VOID;
    struct figure figure = new_figure(&world, STAT_COUNT, "");
    figure.by[0] = &world.evaluation->kinds.at[1];
    figure.by_count = 1;
    struct figure_result result = compute(&world, &figure, NULL);
    check_close(result.all.value, 3, 0);
    check_close(result.cells.at[0].value, 2, 0);
    check_close(result.cells.at[1].value, 1, 0);
    uint8_t is[] = {1, 0, 1, 1};
    figure.statistic = STAT_SHARE;
    result = compute(&world, &figure, &(struct figure_masks){.is = {1, is}});
    check_close(result.all.value, 200.0 / 3, 1e-13);
    check_close(result.all.numerator, 2, 0);
    check_close(result.cells.at[0].value, 50, 1e-13);
    /* a count of nothing is 0, not unknown */
    uint8_t none[] = {0, 0, 0, 0};
    figure.statistic = STAT_COUNT;
    check_close(compute(&world, &figure, &(struct figure_masks){.where = {1, none}}).cells.at[1].value, 0, 0);
    world_free(&world);
}

static void ratio_leaves_out_halves(void **state)
{
    (void)state;
    struct world world = sheet_world(3);
    answer(&world, 0, "q1__d1", 15);
    answer(&world, 0, "q2", 17);
    answer(&world, 1, "q2", 100); /* no numerator: not a zero */
    answer(&world, 2, "q1__d1", 5);
    answer(&world, 2, "q2", 3);
    struct figure figure = new_figure(&world, STAT_RATIO, "q1__d1 q2");
    figure.first_variables = 1;
    figure.percent = true;
    struct figure_cell all = compute(&world, &figure, NULL).all;
    check_close(all.value, 100, 1e-13);
    check_close(all.numerator, 20, 0);
    check_close(all.base, 20, 0);
    check_close(all.missing[MISSING_BLANK], 1, 0);
    world.dataset->status[2] = RESPONSE_VOID;
    check_close(num_round(compute(&world, &figure, NULL).all.value, 1), 88.2, 1e-13);
    world_free(&world);
}

static void own_answers_are_left_out(void **state)
{
    (void)state;
    struct world world = sheet_world(4);
    fill_sheets(&world);
    struct attribute_value *origin = LIST_ADD(world.arena, &world.evaluation->kinds.at[1].units.at[0].attributes);
    origin->key = "origin";
    *LIST_ADD(world.arena, &origin->units) = &world.evaluation->kinds.at[0].units.at[1]; /* p1 comes from d2 */
    struct figure figure = new_figure(&world, STAT_MEAN, "q1__d1 q1__d2 q1__d3");
    figure.by[0] = &world.evaluation->kinds.at[1];
    figure.by_count = 1;
    figure.own_kind = &world.evaluation->kinds.at[0];
    figure.own_of_kind = &world.evaluation->kinds.at[1];
    figure.own_attribute = "project.origin";
    struct figure_result result = compute(&world, &figure, NULL);
    check_close(result.cells.at[0].value, (90 + 70 + 92) / 3.0, 1e-13);
    assert_string_equal(result.cells.at[0].dropped, "d2");
    assert_string_equal(result.all.dropped, "d2×p1");
    check_close(result.cells.at[1].base, 6, 0);
    assert_null(result.cells.at[1].dropped);
    world_free(&world);
}

/* Trimmed mean ---------------------------------------------------------------------------------------------------- */

static void contest_drops_two_sheets(void **state)
{
    (void)state;
    static const double x[] = {9, 9, 9.5, 8.9, 9, 9.1, 9.5, 8.8, 9, 9.4};
    struct world world = sheet_world(10);
    for (size_t row = 0; row < 10; row++) {
        world.dataset->raters[row] = row == 7 ? "e08" : NULL;
        answer(&world, row, "q2", x[row]);
    }
    struct figure figure = new_figure(&world, STAT_TRIMMED_MEAN, "q2");
    figure.trim = 1;
    figure.trim_from = 5;
    struct figure_cell all = compute(&world, &figure, NULL).all;
    check_close(all.value, 9.1125, 1e-14);
    check_close(num_round(all.value, 2), 9.11, 1e-14);
    check_close(all.base, 8, 0);
    check_close(all.responses, 10, 0);
    assert_string_equal(all.dropped, "e08（8.80）、k7（9.50）");
    world.instrument->confidential = CONFIDENTIAL_RATERS; /* then neither who nor what */
    assert_string_equal(compute(&world, &figure, NULL).all.dropped, "最高和最低的2份（评分人保密）");
    world.instrument->confidential = CONFIDENTIAL_RESPONDENTS;
    assert_string_equal(compute(&world, &figure, NULL).all.dropped, "最高和最低的2份（作答人保密）");
    world_free(&world);
}

/* Sheets, not answers: 5 sheets of three marks; the sheet means are 20, 50, 60, 70, 100. */
static void trimming_is_by_sheet(void **state)
{
    (void)state;
    static const double x[5][3] = {{60, 50, 40}, {99, 1, 80}, {0, 30, 30}, {100, 100, 100}, {50, 50, 50}};
    struct world world = sheet_world(5);
    for (size_t row = 0; row < 5; row++)
        for (int d = 0; d < 3; d++)
            answer(&world, row, (const char *[]){"q1__d1", "q1__d2", "q1__d3"}[d], x[row][d]);
    struct figure figure = new_figure(&world, STAT_TRIMMED_MEAN, "q1__d1 q1__d2 q1__d3");
    figure.trim = 1;
    figure.trim_from = 5;
    struct figure_cell all = compute(&world, &figure, NULL).all;
    check_close(all.value, (50 + 60 + 50) / 3.0, 1e-13);
    assert_string_equal(all.dropped, "k3（20.00）、k4（100.00）");
    world.dataset->status[4] = RESPONSE_VOID; /* four sheets are too few to drop any */
    all = compute(&world, &figure, NULL).all;
    check_close(all.value, (50 + 60 + 20 + 100) / 4.0, 1e-13);
    assert_null(all.dropped);
    world_free(&world);
}

/* Multiple questions ---------------------------------------------------------------------------------------------- */

static void share_of_marks_is_of_people(void **state)
{
    (void)state;
    struct world world = world_new();
    struct question *q = add_questions(&world, 1);
    q[0].type = QUESTION_MULTIPLE;
    q[0].scale = new_scale(&world, 3, "...", NULL);
    make_dataset(&world, 4);
    static const double marks[3][3] = {{1, 1, 0}, {0, 1, 0}, {0, 0, 1}}; /* the fourth left it blank */
    for (size_t row = 0; row < 3; row++)
        for (int i = 0; i < 3; i++)
            answer(&world, row, (const char *[]){"q1__1", "q1__2", "q1__3"}[i], marks[row][i]);
    struct figure figure = new_figure(&world, STAT_SHARE, "q1__1 q1__2 q1__3");
    *LIST_ADD(world.arena, &figure.codes) = 1;
    *LIST_ADD(world.arena, &figure.codes) = 2;
    struct figure_cell all = compute(&world, &figure, NULL).all;
    check_close(all.value, 200.0 / 3, 1e-13); /* two of three people marked 1 or 2, one of them both */
    check_close(all.base, 3, 0);
    check_close(all.counts[1], 2, 0);
    figure.base = BASE_ASKED;
    check_close(compute(&world, &figure, NULL).all.value, 50, 1e-13);
    world_free(&world);
}

static void rows_in_another_order_give_the_same(void **state)
{
    (void)state;
    struct world world = sheet_world(300);
    for (int turn = 0; turn < 2; turn++)
        for (size_t i = 0; i < 300; i++) {
            size_t row = turn == 0 ? i : 299 - i;
            answer(&world, row, "q2", 0.1 * (double)((i * 7919) % 1000) + 1e6);
        }
    struct figure figure = new_figure(&world, STAT_MEAN, "q2");
    double backwards = compute(&world, &figure, NULL).all.value;
    for (size_t i = 0; i < 300; i++)
        answer(&world, i, "q2", 0.1 * (double)((i * 7919) % 1000) + 1e6);
    double forwards = compute(&world, &figure, NULL).all.value;
    check_close(forwards, backwards, 1e-15);
    world_free(&world);
}

static void set_not_applicable_pair(struct world *world)
{
    struct not_applicable *entry = LIST_ADD(world->arena, &world->evaluation->not_applicable);
    entry->units[0] = &world->evaluation->kinds.at[0].units.at[3];
    entry->units[1] = &world->evaluation->kinds.at[1].units.at[0];
    entry->unit_count = 2;
}

static void check_same_cell(const struct figure_cell *a, const struct figure_cell *b)
{
    check_close(a->value, b->value, 1e-14);
    check_close(a->numerator, b->numerator, 1e-14);
    check_close(a->base, b->base, 0);
    check_close(a->responses, b->responses, 0);
    check_close(a->min, b->min, 0);
    check_close(a->max, b->max, 0);
    for (int i = 0; i < MISSING_KINDS; i++)
        check_close(a->missing[i], b->missing[i], 0);
    assert_int_equal(!a->counts, !b->counts);
    for (int i = 0; a->counts && i < 6; i++)
        check_close(a->counts[i], b->counts[i], 0);
}

static void check_same(const struct figure_result *a, struct figure_result b)
{
    assert_int_equal(a->cells.count, b.cells.count);
    check_same_cell(&a->all, &b.all);
    for (size_t i = 0; i < b.cells.count; i++)
        check_same_cell(&a->cells.at[i], &b.cells.at[i]);
}

/* Coded items are counted in blocks of rows, two columns at once where there are rows enough, and all figures together in one pass; a weight of 1 each forces
 * the way row by row. All must say the same, field by field. Codes are multiples of `step`: high ones are counted in another way. */
static void check_counting(int step)
{
    enum { COUNTED_ROWS = 9000, FIGURES = STATISTICS * BASES * 6 }; /* two whole blocks and a part; more than twice the places of a table of two columns */
    static const char *const kinds[] = {"d", "p"};
    static uint8_t where[COUNTED_ROWS], where_unit[3 * COUNTED_ROWS];
    static struct figure figures[FIGURES];
    static struct figure_masks masks[FIGURES];
    static struct figure_request requests[FIGURES];
    static struct figure_result together[FIGURES];
    struct world world = world_new();
    add_kinds(&world, kinds, (int[]){4, 3}, 2);
    add_about(&world, &world.evaluation->kinds.at[0]);
    set_not_applicable_pair(&world);
    struct question *q = add_questions(&world, 2);
    q[0].type = QUESTION_SCALE;
    q[0].scale = new_scale(&world, 6, "ssa..d", (double[]){100, 75, 50, 25, NAN, NAN});
    q[0].over = &world.evaluation->kinds.at[1];
    q[1].type = QUESTION_NUMBER;
    for (size_t i = 0; i < 6; i++)
        q[0].scale->options.at[i].code *= step;
    make_dataset(&world, COUNTED_ROWS);
    unsigned seed = 20180706;
    for (size_t row = 0; row < COUNTED_ROWS; row++) {
        world.dataset->about[0][row] = (int16_t)(row % 5 == 4 ? NO_UNIT : (int)(row % 5));
        world.dataset->status[row] = row % 13 == 0 ? RESPONSE_VOID : RESPONSE_VALID;
        where[row] = row % 7 != 0;
        answer(&world, row, "q2", 1);
        for (int p = 0; p < 3; p++) {
            const char *id = (const char *[]){"q1__p1", "q1__p2", "q1__p3"}[p];
            seed = seed * 1103515245 + 12345;
            where_unit[row * 3 + (size_t)p] = (seed >> 25) % 3 != 0;
            answer(&world, row, id, step * (1 + (int)((seed >> 16) % 6))); /* 6 is the option for not knowing */
            if ((seed >> 20) % 4 == 0)
                set_missing(&world, row, id, (enum missing)(1 + (seed >> 22) % (MISSING_KINDS - 1)));
        }
    }
    for (size_t i = 0; i < FIGURES; i++) {
        size_t turn = i % 6, by = turn % 3;
        figures[i] = new_figure(&world, (enum statistic)(i / 6 % STATISTICS), i % 4 == 3 ? "q1__p2" : "q1__p1 q1__p2 q1__p3");
        *LIST_ADD(world.arena, &figures[i].codes) = 2 * step;
        *LIST_ADD(world.arena, &figures[i].codes) = 6 * step;
        figures[i].base = (enum base)(i / 6 / STATISTICS);
        figures[i].by[0] = &world.evaluation->kinds.at[by == 1];
        figures[i].by[1] = &world.evaluation->kinds.at[1];
        figures[i].by_count = by;
        masks[i].where = turn < 3 ? (struct mask){1, where} : (struct mask){3, where_unit};
        requests[i] = (struct figure_request){&figures[i], &masks[i], &together[i]};
    }
    analyse_figures(world.evaluation, world.dataset, requests, FIGURES, world.arena);
    for (size_t i = 0; i < FIGURES; i++) {
        struct figure_result alone = compute(&world, &figures[i], &masks[i]);
        figures[i].weight = instrument_variable(world.instrument, "q2");
        struct figure_result plain = compute(&world, &figures[i], &masks[i]);
        check_same(&alone, plain);
        check_same(&together[i], plain);
    }
    world_free(&world);
}

static void counting_equals_row_by_row(void **state)
{
    (void)state;
    check_counting(1);
}

static void counting_of_high_codes_equals_row_by_row(void **state)
{
    (void)state;
    check_counting(1500);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rates_and_scores_of_the_method),
        cmocka_unit_test(do_not_know_is_not_scored),
        cmocka_unit_test(top_box_of_2016),
        cmocka_unit_test(awareness_counts_all_who_were_asked),
        cmocka_unit_test(codes_in_any_order_of_the_scale),
        cmocka_unit_test(empty_and_void),
        cmocka_unit_test(all_missing_is_no_value),
        cmocka_unit_test(cells_by_two_kinds),
        cmocka_unit_test(pairs_that_do_not_apply_have_no_cell),
        cmocka_unit_test(empty_cells_stay_and_have_no_value),
        cmocka_unit_test(weights_count_for_several),
        cmocka_unit_test(masks_per_response_and_per_unit),
        cmocka_unit_test(responses_without_items),
        cmocka_unit_test(ratio_leaves_out_halves),
        cmocka_unit_test(own_answers_are_left_out),
        cmocka_unit_test(contest_drops_two_sheets),
        cmocka_unit_test(trimming_is_by_sheet),
        cmocka_unit_test(share_of_marks_is_of_people),
        cmocka_unit_test(rows_in_another_order_give_the_same),
        cmocka_unit_test(counting_equals_row_by_row),
        cmocka_unit_test(counting_of_high_codes_equals_row_by_row),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
