/* SPDX-License-Identifier: GPL-3.0-or-later
 * Counts grouped by another program do as well as rows: a figure weighted by the number of equal answers is the figure of the answers one by one.
 */
#include "build.h"

enum { DISTRICTS = 3, OPTIONS = 5, MARKS = 3 };

static const int counts[DISTRICTS][OPTIONS] = {{50, 30, 10, 6, 4}, {12, 40, 31, 0, 9}, {7, 0, 1, 0, 0}};
static const double scores[OPTIONS] = {100, 80, 60, 40, 20}, marks[MARKS] = {11, 17.5, 20};

/* A scale, a mark and how many gave them; grouped: a row each, else as many rows as that. */
static struct world answers_world(bool grouped)
{
    static const char *const kinds[] = {"d"};
    static const int units[] = {DISTRICTS};
    struct world world = world_new();
    add_kinds(&world, kinds, units, 1);
    struct question *q = add_questions(&world, 3);
    q[0].type = QUESTION_SCALE;
    q[0].scale = new_scale(&world, OPTIONS, "ss   ", scores);
    q[1].type = q[2].type = QUESTION_NUMBER;
    add_about(&world, &world.evaluation->kinds.at[0]);
    size_t rows = 0, row = 0;
    for (int d = 0; d < DISTRICTS; d++)
        for (int o = 0; o < OPTIONS; o++)
            rows += grouped ? 1 : (size_t)counts[d][o];
    make_dataset(&world, rows);
    for (int d = 0; d < DISTRICTS; d++)
        for (int o = 0; o < OPTIONS; o++)
            for (int i = 0; i < (grouped ? 1 : counts[d][o]); i++, row++) {
                world.dataset->about[0][row] = (int16_t)d;
                answer(&world, row, "q1", o + 1);
                answer(&world, row, "q2", marks[(d + o) % MARKS]);
                answer(&world, row, "q3", grouped ? counts[d][o] : 1);
            }
    return world;
}

static struct figure_result figure_of(struct world *world, enum statistic statistic, const char *items, bool grouped)
{
    struct figure figure = new_figure(world, statistic, items);
    figure.by[0] = &world->evaluation->kinds.at[0];
    figure.by_count = 1;
    figure.first_variables = 1;
    figure.weight = grouped ? instrument_variable(world->instrument, "q3") : NULL;
    if (statistic == STAT_SHARE)
        *LIST_ADD(world->arena, &figure.codes) = 2;
    return compute(world, &figure, NULL);
}

static void check_cell(const struct figure_cell *rows, const struct figure_cell *grouped)
{
    check_close(grouped->value, rows->value, 1e-13);
    check_close(grouped->base, rows->base, 1e-13);
    check_close(grouped->numerator, rows->numerator, 1e-13);
    for (size_t o = 0; rows->counts && o < OPTIONS; o++)
        check_close(grouped->counts[o], rows->counts[o], 0);
}

static void figures_are_the_same(void **state)
{
    (void)state;
    static const struct {
        enum statistic statistic;
        const char *items;
    } cases[] = {{STAT_TOP1, "q1"}, {STAT_TOP2, "q1"}, {STAT_SATISFIED, "q1"}, {STAT_SCORE, "q1"}, {STAT_SHARE, "q1"}, {STAT_MEAN, "q2"},
                 {STAT_SUM, "q2"},  {STAT_MEDIAN, "q2"}, {STAT_MIN, "q2"},      {STAT_MAX, "q2"},   {STAT_COUNT, "q1"}};
    struct world rows = answers_world(false), grouped = answers_world(true);
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct figure_result a = figure_of(&rows, cases[i].statistic, cases[i].items, false);
        struct figure_result b = figure_of(&grouped, cases[i].statistic, cases[i].items, true);
        bool gathered = cases[i].statistic == STAT_MEDIAN;
        if (gathered)
            check_close(b.all.value, a.all.value, 1e-13);
        else
            check_cell(&a.all, &b.all);
        for (size_t d = 0; d < DISTRICTS; d++) {
            check_close(b.cells.at[d].value, a.cells.at[d].value, 1e-13);
            if (!gathered)
                check_cell(&a.cells.at[d], &b.cells.at[d]);
        }
    }
    world_free(&rows);
    world_free(&grouped);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(figures_are_the_same)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
