/* SPDX-License-Identifier: GPL-3.0-or-later
 * Results in memory for disclosure: one questionnaire, one question with options, figures over it in all, by one kind and by pairs.
 */
#ifndef CEPING_TESTS_DISCLOSE_BUILD_H
#define CEPING_TESTS_DISCLOSE_BUILD_H

#include <glpk.h>
#include <stdlib.h>

#include "ceping/base_num.h"
#include "ceping/disclose.h"
#include "check.h"

#define OPTIONS 3
#define A_MAX 100 /* units of kind a, and of kind b */
#define B_MAX 8
#define PAIRS_MAX (A_MAX * B_MAX)

struct world {
    struct evaluation *evaluation;
    struct results *results;
    struct arena *arena;
    struct instrument *instrument;
    struct scale *scale;
    struct variable *variable;
};

static inline struct world world_new(enum confidential confidential, size_t a, size_t b)
{
    struct world w = {.evaluation = evaluation_new("test")};
    w.arena = w.evaluation->arena;
    w.results = results_new(w.evaluation);
    w.evaluation->disclosure = (struct disclosure){.min_base = 10, .min_raters = 5, .protection = 50, .dominance = 50};
    w.evaluation->kinds.at = ARENA_ARRAY(w.arena, struct unit_kind, 2);
    w.evaluation->kinds.count = 2;
    for (size_t k = 0; k < 2; k++) {
        struct unit_kind *kind = &w.evaluation->kinds.at[k];
        kind->id = kind->name = k ? "b" : "a";
        kind->index = (int)k;
        kind->units.count = k ? b : a;
        kind->units.at = ARENA_ARRAY(w.arena, struct unit, kind->units.count);
        for (size_t i = 0; i < kind->units.count; i++)
            kind->units.at[i] = (struct unit){.id = arena_printf(w.arena, "%s%zu", kind->id, i), .name = arena_printf(w.arena, "%s%zu", kind->id, i), .kind = kind, .index = (int)i};
    }
    w.instrument = ARENA_NEW(w.arena, struct instrument);
    w.instrument->id = w.instrument->title = "q";
    w.instrument->confidential = confidential;
    *LIST_ADD(w.arena, &w.evaluation->instruments) = w.instrument;
    w.scale = ARENA_NEW(w.arena, struct scale);
    for (int o = 0; o < OPTIONS; o++)
        *LIST_ADD(w.arena, &w.scale->options) = (struct option){.code = o + 1, .label = "option"};
    struct question *question = LIST_ADD(w.arena, &w.instrument->questions);
    *question = (struct question){.id = "sat", .title = "sat", .type = QUESTION_SCALE, .scale = w.scale, .min = NAN, .max = NAN};
    w.variable = LIST_ADD(w.arena, &w.instrument->variables);
    *w.variable = (struct variable){.id = "sat", .type = VARIABLE_CODE, .question = question};
    w.evaluation->figures.at = ARENA_ARRAY(w.arena, struct figure, 16);
    w.results->figures.at = ARENA_ARRAY(w.arena, struct figure_result, 16);
    return w;
}

static inline void world_free(struct world *w)
{
    results_free(w->results);
    evaluation_free(w->evaluation);
}

static inline struct figure_cell cell_of(struct world *w, const double *counts, int a, int b)
{
    struct figure_cell cell = {.units = {a, b, NO_UNIT}, .counts = ARENA_ARRAY(w->arena, double, OPTIONS)};
    for (int o = 0; o < OPTIONS; o++) {
        cell.counts[o] = counts[o];
        cell.base += counts[o];
    }
    cell.responses = cell.base;
    cell.numerator = counts[0];
    cell.value = cell.base > 0 ? 100 * cell.numerator / cell.base : NAN;
    return cell;
}

/* A rate by the kinds of the bits of `by` (1: a, 2: b), from counts[a][b][option]. */
static inline struct figure_result *add_figure(struct world *w, const char *id, unsigned by, const double *counts, const char *where)
{
    size_t at = w->evaluation->figures.count++, na = w->evaluation->kinds.at[0].units.count, nb = w->evaluation->kinds.at[1].units.count;
    w->results->figures.count++;
    struct figure *figure = &w->evaluation->figures.at[at];
    *figure = (struct figure){.id = id, .name = id, .statistic = STAT_TOP1, .instrument = w->instrument, .index = (int)at, .where = {.text = where}};
    *LIST_ADD(w->arena, &figure->variables) = w->variable;
    for (unsigned k = 0; k < 2; k++)
        if (by >> k & 1)
            figure->by[figure->by_count++] = &w->evaluation->kinds.at[k];
    struct figure_result *result = &w->results->figures.at[at];
    *result = (struct figure_result){.figure = figure, .scale = w->scale};
    double all[OPTIONS] = {0}, rows[PAIRS_MAX][OPTIONS] = {{0}};
    for (size_t i = 0; i < na; i++)
        for (size_t j = 0; j < nb; j++)
            for (size_t o = 0; o < OPTIONS; o++) {
                double n = counts[(i * nb + j) * OPTIONS + o];
                all[o] += n;
                rows[(by & 1 ? i : 0) * B_MAX + (by & 2 ? j : 0)][o] += n;
            }
    result->all = cell_of(w, all, NO_UNIT, NO_UNIT);
    for (size_t i = 0; by && i < (by & 1 ? na : 1); i++)
        for (size_t j = 0; j < (by & 2 ? nb : 1); j++) {
            int first = by & 1 ? (int)i : (int)j, second = by == 3 ? (int)j : NO_UNIT;
            *LIST_ADD(w->results->arena, &result->cells) = cell_of(w, rows[i * B_MAX + j], first, second);
        }
    return result;
}

static uint64_t draw_seed;

static inline unsigned draw(unsigned below) /* xorshift64*: the same everywhere */
{
    draw_seed ^= draw_seed >> 12;
    draw_seed ^= draw_seed << 25;
    draw_seed ^= draw_seed >> 27;
    return (unsigned)((draw_seed * UINT64_C(2685821657736338717) >> 33) % below);
}

/* A reader of the test's own: all counts of all pairs are unknown, what is published is an equation, and the number of answers behind everything is known. */
struct reader {
    glp_prob *problem;
    size_t a, b;
};

static inline int column(const struct reader *r, size_t i, size_t j, size_t o)
{
    return (int)((i * r->b + j) * OPTIONS + o) + 1;
}

/* Σ over the pairs of (i, j), −1: all, of option o (−1: all) = value. */
static inline void reader_knows(struct reader *r, int i, int j, int o, double value)
{
    int index[PAIRS_MAX * OPTIONS + 1], count = 0;
    double factor[PAIRS_MAX * OPTIONS + 1];
    for (size_t x = 0; x < r->a; x++)
        for (size_t y = 0; y < r->b; y++)
            for (size_t k = 0; k < OPTIONS; k++)
                if ((i < 0 || (size_t)i == x) && (j < 0 || (size_t)j == y) && (o < 0 || (size_t)o == k)) {
                    index[++count] = column(r, x, y, k);
                    factor[count] = 1;
                }
    int row = glp_add_rows(r->problem, 1);
    glp_set_mat_row(r->problem, row, count, index, factor);
    glp_set_row_bnds(r->problem, row, GLP_FX, value, value);
}

static inline double reader_width(struct reader *r, int i, int j, size_t o)
{
    double ends[2];
    for (int c = 1; c <= glp_get_num_cols(r->problem); c++)
        glp_set_obj_coef(r->problem, c, 0);
    for (size_t x = 0; x < r->a; x++)
        for (size_t y = 0; y < r->b; y++)
            if ((i < 0 || (size_t)i == x) && (j < 0 || (size_t)j == y))
                glp_set_obj_coef(r->problem, column(r, x, y, o), 1);
    glp_smcp control;
    glp_init_smcp(&control);
    control.msg_lev = GLP_MSG_OFF;
    for (int end = 0; end < 2; end++) {
        glp_set_obj_dir(r->problem, end ? GLP_MAX : GLP_MIN);
        assert_int_equal(glp_simplex(r->problem, &control), 0);
        assert_int_equal(glp_get_status(r->problem), GLP_OPT);
        ends[end] = glp_get_obj_val(r->problem);
    }
    return ends[1] - ends[0];
}

static inline struct reader reader_new(size_t a, size_t b)
{
    glp_term_out(GLP_OFF);
    struct reader r = {glp_create_prob(), a, b};
    glp_add_cols(r.problem, (int)(a * b * OPTIONS));
    for (int c = 1; c <= (int)(a * b * OPTIONS); c++)
        glp_set_col_bnds(r.problem, c, GLP_LO, 0, 0);
    return r;
}

#endif
