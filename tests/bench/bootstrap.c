/* SPDX-License-Identifier: GPL-3.0-or-later
 * Two thousand replicates of all score tables of an evaluation, each from leaf values drawn anew: what an interval for every score and a range for
 * every place costs.
 *
 *     bootstrap EVALUATION DATABASE LEAVES
 *
 * A value of base n between the least and the greatest answer becomes low + (high − low) · Binomial(n, p) / n with its own mean: rates are drawn as
 * they are, means with the widest spread that they can have. The leaves go to the file LEAVES, for peers.R to draw the same ones.
 */
#include "bench.h"

#include <gsl/gsl_randist.h>
#include <math.h>
#include <string.h>

#include "../../src/score/score_priv.h"
#include "ceping/engine.h"

enum { REPLICATES = 2000 };

struct leaf {
    double value, low, high, p;
    unsigned n; /* 0: stays as it is */
};

struct study {
    struct score_plan *plan;
    struct score_state *state;
    struct leaf *leaves;
    double *values;
    gsl_rng *random;
    double places; /* so that nothing is left out */
};

static bool is_percent(enum statistic statistic)
{
    return statistic == STAT_SHARE || (statistic >= STAT_TOP1 && statistic <= STAT_SATISFIED) || statistic == STAT_AWARENESS;
}

static struct leaf leaf_of(const struct figure *figure, const struct figure_cell *cell)
{
    struct leaf leaf = {.value = cell->value, .low = cell->min, .high = cell->max};
    if (is_percent(figure->statistic)) {
        leaf.low = 0;
        leaf.high = 100;
    }
    bool spread = leaf.high > leaf.low && leaf.value >= leaf.low && leaf.value <= leaf.high;
    if (spread && cell->base >= 1 && figure->statistic != STAT_COUNT && figure->statistic != STAT_SUM) {
        leaf.n = (unsigned)cell->base;
        leaf.p = (leaf.value - leaf.low) / (leaf.high - leaf.low);
    }
    return leaf;
}

static void make_leaves(struct study *study, const struct results *results, struct arena *arena)
{
    study->leaves = ARENA_ARRAY(arena, struct leaf, study->plan->value_count);
    study->values = ARENA_ARRAY(arena, double, study->plan->value_count);
    size_t at = 0;
    for (size_t f = 0; f < results->figures.count; f++) {
        const struct figure_result *result = &results->figures.at[f];
        study->leaves[at++] = leaf_of(result->figure, &result->all);
        for (size_t i = 0; i < result->cells.count; i++)
            study->leaves[at++] = leaf_of(result->figure, &result->cells.at[i]);
    }
    bench_check(at == study->plan->value_count, "a leaf for each value of the plan");
}

static void draw(struct study *study)
{
    for (size_t i = 0; i < study->plan->value_count; i++) {
        const struct leaf *leaf = &study->leaves[i];
        study->values[i] = leaf->n == 0 ? leaf->value : leaf->low + (leaf->high - leaf->low) * gsl_ran_binomial(study->random, leaf->p, leaf->n) / leaf->n;
    }
}

static void compute(struct study *study, bool facets)
{
    score_compute(study->plan, &(struct score_variant){.policy = -1, .facets = facets}, study->values, study->plan->bases, study->state);
    for (size_t t = 0; t < study->plan->table_count; t++)
        for (size_t row = 0; row < study->plan->tables[t].row_count; row++)
            if (!isnan(study->state->tables[t].place[row]))
                study->places += study->state->tables[t].place[row];
}

static void draw_only(void *context)
{
    for (size_t r = 0; r < REPLICATES; r++)
        draw(context);
}

static void draw_and_score(void *context)
{
    for (size_t r = 0; r < REPLICATES; r++) {
        draw(context);
        compute(context, false);
    }
}

static void draw_and_score_facets(void *context)
{
    for (size_t r = 0; r < REPLICATES; r++) {
        draw(context);
        compute(context, true);
    }
}

static void check(struct study *study, const struct results *results)
{
    memcpy(study->values, study->plan->values, study->plan->value_count * sizeof *study->values);
    compute(study, true);
    for (size_t t = 0; t < results->tables.count; t++)
        for (size_t row = 0; row < results->tables.at[t].rows.count; row++) {
            double got = study->state->tables[t].score[row], want = results->tables.at[t].rows.at[row].score;
            bench_check(got == want || (isnan(got) && isnan(want)), "scores of the values as they came");
        }
}

static bool write_leaves(const struct study *study, const char *path)
{
    FILE *out = fopen(path, "w");
    if (!out)
        return false;
    fputs("value\tlow\thigh\tn\n", out);
    for (size_t i = 0; i < study->plan->value_count; i++)
        if (study->leaves[i].n > 0)
            fprintf(out, "%.17g\t%.17g\t%.17g\t%u\n", study->leaves[i].value, study->leaves[i].low, study->leaves[i].high, study->leaves[i].n);
    return fclose(out) == 0;
}

int main(int argc, char **argv)
{
    if (argc < 4)
        return 2;
    struct diags diags;
    diags_init(&diags);
    struct engine *engine = engine_open(argv[1], argv[2], ENGINE_READ, &diags);
    bench_check(engine, "the evaluation opens");
    struct results *results = engine_results(engine, &diags);
    bench_check(results && results->tables.count > 0, "there are tables");

    struct arena *arena = arena_new();
    struct study study = {.plan = score_plan_new(engine_evaluation(engine), results, arena), .random = gsl_rng_alloc(gsl_rng_mt19937)};
    study.state = score_state_new(study.plan, arena);
    make_leaves(&study, results, arena);
    gsl_rng_set(study.random, 20180706);
    const struct bench_job jobs[] = {
        {"draw the leaf values 2000 times", draw_only},
        {"draw and score all tables 2000 times", draw_and_score},
        {"the same with facets", draw_and_score_facets},
    };
    bench_run("bootstrap", jobs, 3, &study);
    check(&study, results);
    size_t rows = 0;
    for (size_t t = 0; t < study.plan->table_count; t++)
        rows += study.plan->tables[t].row_count;
    printf("note\tbootstrap: %zu values, %zu tables with %zu rows\n", study.plan->value_count, study.plan->table_count, rows);
    bench_check(write_leaves(&study, argv[3]), "leaves written");

    gsl_rng_free(study.random);
    arena_free(arena);
    results_free(results);
    engine_close(engine);
    diags_release(&diags);
    return 0;
}
