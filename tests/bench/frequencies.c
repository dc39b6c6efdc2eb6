/* SPDX-License-Identifier: GPL-3.0-or-later
 * Answers of a million responses to twenty items, counted by district × project (180 cells), against reading the arrays that hold them once:
 * codes (two bytes an answer), kinds of missing (one byte), the units of each response and its status.
 */
#include "bench.h"

#include "analyse/build.h"

enum { ROWS = 1000000, ITEMS = 20, DISTRICTS = 9, PROJECTS = 20, OPTIONS = 5 };

struct frequencies {
    struct world world;
    struct figure figures[ITEMS], together;
    struct figure_result results[ITEMS], result;
    uint64_t sum; /* so that the reading is not left out */
};

static void fill(struct world *world)
{
    struct bench_random random = {20240501};
    struct dataset *dataset = world->dataset;
    for (size_t row = 0; row < ROWS; row++) {
        dataset->status[row] = bench_below(&random, 50) == 0 ? RESPONSE_VOID : RESPONSE_VALID;
        dataset->about[0][row] = (int16_t)bench_below(&random, DISTRICTS);
        dataset->about[1][row] = (int16_t)bench_below(&random, PROJECTS);
        for (size_t i = 0; i < ITEMS; i++) {
            bool blank = bench_below(&random, 33) == 0;
            dataset->columns[i].missing[row] = blank ? MISSING_BLANK : MISSING_NONE;
            dataset->columns[i].codes[row] = (int16_t)(1 + bench_below(&random, OPTIONS));
        }
    }
}

static struct figure by_pair(struct world *world, const char *items)
{
    struct figure figure = new_figure(world, STAT_TOP2, items);
    figure.by_count = 2;
    figure.by[0] = &world->evaluation->kinds.at[0];
    figure.by[1] = &world->evaluation->kinds.at[1];
    return figure;
}

static void build(struct frequencies *all)
{
    struct world *world = &all->world;
    *world = world_new();
    const char *const kinds[] = {"district", "project"};
    const int units[] = {DISTRICTS, PROJECTS};
    add_kinds(world, kinds, units, 2);
    struct scale *scale = new_scale(world, OPTIONS, "ss   ", NULL);
    struct question *questions = add_questions(world, ITEMS);
    for (size_t i = 0; i < ITEMS; i++) {
        questions[i].type = QUESTION_SCALE;
        questions[i].scale = scale;
    }
    add_about(world, &world->evaluation->kinds.at[0]);
    add_about(world, &world->evaluation->kinds.at[1]);
    make_dataset(world, ROWS);
    fill(world);
    for (size_t i = 0; i < ITEMS; i++)
        all->figures[i] = by_pair(world, questions[i].id);
    all->together = by_pair(world, "q1 q2 q3 q4 q5 q6 q7 q8 q9 q10 q11 q12 q13 q14 q15 q16 q17 q18 q19 q20");
}

static void read_once(void *context)
{
    struct frequencies *all = context;
    const struct dataset *dataset = all->world.dataset;
    for (size_t i = 0; i < ITEMS; i++) {
        all->sum += bench_read(dataset->columns[i].codes, ROWS * sizeof(int16_t));
        all->sum += bench_read(dataset->columns[i].missing, ROWS);
    }
    all->sum += bench_read(dataset->about[0], ROWS * sizeof(int16_t)) + bench_read(dataset->about[1], ROWS * sizeof(int16_t));
    all->sum += bench_read(dataset->status, ROWS);
}

static void each_item(void *context)
{
    struct frequencies *all = context;
    const struct world *world = &all->world;
    struct figure_request requests[ITEMS];
    for (size_t i = 0; i < ITEMS; i++)
        requests[i] = (struct figure_request){.figure = &all->figures[i], .ret_result = &all->results[i]};
    analyse_figures(world->evaluation, world->dataset, requests, ITEMS, world->arena);
}

static void all_items(void *context)
{
    struct frequencies *all = context;
    const struct world *world = &all->world;
    analyse_figure(world->evaluation, world->dataset, &all->together, NULL, world->arena, &all->result);
}

static void three_tables(void *context)
{
    struct frequencies *all = context;
    struct results *results = results_new(all->world.evaluation);
    analyse_frequencies(all->world.dataset, results);
    bench_check(results->frequencies.count == 3 * ITEMS, "a table in all, by district and by project for each item");
    results_free(results);
}

/* Counted the plain way. */
static void check(const struct frequencies *all)
{
    const struct dataset *dataset = all->world.dataset;
    static double counts[ITEMS][DISTRICTS * PROJECTS][OPTIONS], blank[ITEMS][DISTRICTS * PROJECTS];
    double whole = 0;
    for (size_t row = 0; row < ROWS; row++)
        for (size_t i = 0; i < ITEMS && dataset->status[row] == RESPONSE_VALID; i++) {
            size_t cell = (size_t)(dataset->about[0][row] * PROJECTS + dataset->about[1][row]);
            if (dataset->columns[i].missing[row] != MISSING_NONE)
                blank[i][cell]++;
            else
                counts[i][cell][dataset->columns[i].codes[row] - 1]++, whole++;
        }
    for (size_t i = 0; i < ITEMS; i++)
        for (size_t cell = 0; cell < DISTRICTS * PROJECTS; cell++) {
            const struct figure_cell *got = &all->results[i].cells.at[cell];
            bench_check(got->missing[MISSING_BLANK] == blank[i][cell], "blank answers");
            for (size_t option = 0; option < OPTIONS; option++)
                bench_check(got->counts[option] == counts[i][cell][option], "counts of options");
        }
    bench_check(all->result.all.base == whole, "base of the figure over all items");
}

int main(void)
{
    static struct frequencies all;
    build(&all);
    const struct bench_job jobs[] = {
        {"read the answers once", read_once},
        {"20 items by district x project, a figure each", each_item},
        {"20 items by district x project, one figure", all_items},
        {"20 items: all, by district, by project", three_tables},
    };
    bench_run("frequencies, 10^6 x 20", jobs, 4, &all);
    check(&all);
    world_free(&all.world);
    return 0;
}
