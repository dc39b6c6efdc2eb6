/* SPDX-License-Identifier: GPL-3.0-or-later
 * What screening does to figures and places: each rule off, and all flagged responses out. Each case fetches and screens its instrument once more and computes the tables from
 * the figures that follow, so it is the same as though the rules had always stood so.
 */
#include "ceping/analyse.h"
#include "ceping/score.h"
#include "engine_priv.h"

#include <math.h>

struct comparing {
    struct engine *engine;
    const struct results *results;
    const struct table_result *tables; /* as the rules are */
    size_t table_count;
    struct arena *arena;
    screening_cases *to;
    struct diags *diags;
};

/* The place that the table prints: of the whole, or within its slice. */
static double place_of(const struct score_row *row)
{
    return isnan(row->place) ? row->slice_place : row->place;
}

static void compare_table(struct comparing *comparing, struct screening_case *to, const struct table_result *as_is, const struct table_result *other)
{
    double furthest = 0;
    struct screening_move move = {.table = as_is->table, .place = NAN, .other = NAN};
    for (size_t row = 0; row < as_is->rows.count && row < other->rows.count; row++) {
        double before = place_of(&as_is->rows.at[row]), after = place_of(&other->rows.at[row]);
        if (isnan(before))
            continue;
        double by = isnan(after) ? INFINITY : fabs(after - before);
        move.ranked++;
        move.moved += by > 0;
        if (by <= furthest)
            continue;
        furthest = by;
        memcpy(move.units, as_is->rows.at[row].units, sizeof move.units);
        move.place = before;
        move.other = after;
    }
    if (move.ranked > 0)
        *LIST_ADD(comparing->arena, &to->tables) = move;
}

/* Tables from figures of which those of one instrument are other ones. What computing them warns of was said when they were computed as the rules are. */
static void compare_tables(struct comparing *comparing, struct screening_case *to, struct results *other)
{
    struct diags quiet;
    diags_init(&quiet);
    score_tables(comparing->engine->evaluation, other, &quiet);
    diags_release(&quiet);
    for (size_t t = 0; t < comparing->table_count && t < other->tables.count; t++)
        compare_table(comparing, to, &comparing->tables[t], &other->tables.at[t]);
}

static bool add_case(struct comparing *comparing, const struct instrument *instrument, const struct screen_off *off)
{
    const struct evaluation *evaluation = comparing->engine->evaluation;
    const struct results *results = comparing->results;
    struct dataset *dataset = engine_dataset_without(comparing->engine, instrument, off, comparing->diags);
    struct figure_masks *masks = dataset ? engine_masks(evaluation, dataset, NULL, comparing->diags) : NULL;
    if (masks) {
        struct screening_case *at = LIST_ADD(comparing->arena, comparing->to);
        *at = (struct screening_case){.instrument = instrument, .rule = off->rule, .flagged_out = off->flagged_out};
        for (size_t row = 0; row < dataset->rows; row++)
            at->valid += dataset->status[row] == RESPONSE_VALID;
        struct results other = {.arena = dataset->arena, .evaluation = evaluation};
        for (size_t f = 0; f < evaluation->figures.count; f++) {
            struct figure_result *result = LIST_ADD(dataset->arena, &other.figures);
            *result = results->figures.at[f];
            if (evaluation->figures.at[f].instrument != instrument)
                continue;
            *result = (struct figure_result){.figure = &evaluation->figures.at[f]};
            analyse_figure(evaluation, dataset, &evaluation->figures.at[f], &masks[f], dataset->arena, result);
            *LIST_ADD(comparing->arena, &at->figures) = (struct screening_effect){&evaluation->figures.at[f], results->figures.at[f].all.value, result->all.value, result->all.base};
        }
        compare_tables(comparing, at, &other);
    }
    if (dataset)
        arena_free(dataset->arena);
    return masks != NULL;
}

/* Each rule of one instrument off in turn, and all flagged responses out. */
static bool add_cases(struct comparing *comparing, const struct instrument *instrument)
{
    bool flags = false;
    for (size_t r = 0; r < instrument->screening.count; r++) {
        const struct screening_rule *rule = &instrument->screening.at[r];
        flags |= rule->action == SCREEN_FLAG;
        if (rule->action != SCREEN_FLAG && !add_case(comparing, instrument, &(struct screen_off){.rule = rule}))
            return false;
    }
    return !flags || add_case(comparing, instrument, &(struct screen_off){.flagged_out = true});
}

/* What reading warns of was said when the results were computed; only a failure is new. */
static bool finish(struct diags *again, bool done, struct diags *diags)
{
    if (!done)
        diags_append(diags, again);
    diags_release(again);
    return done;
}

bool engine_sensitivity(struct engine *engine, const struct results *results, struct arena *arena, screening_cases *ret_cases, struct diags *diags)
{
    *ret_cases = (screening_cases){0};
    struct diags again;
    diags_init(&again);
    struct comparing comparing = {engine, results, results->tables.at, results->tables.count, arena, ret_cases, &again};
    struct results scored = {.arena = arena, .evaluation = engine->evaluation};
    if (results->tables.count == 0) {
        struct diags quiet;
        diags_init(&quiet);
        for (size_t f = 0; f < results->figures.count; f++)
            *LIST_ADD(arena, &scored.figures) = results->figures.at[f];
        score_tables(engine->evaluation, &scored, &quiet);
        diags_release(&quiet);
        comparing.tables = scored.tables.at;
        comparing.table_count = scored.tables.count;
    }
    bool done = true;
    for (size_t i = 0; done && i < engine->evaluation->instruments.count; i++) {
        const struct collection *collection = results_collection(results, engine->evaluation->instruments.at[i], NULL);
        if (collection && collection->returned > 0)
            done = add_cases(&comparing, engine->evaluation->instruments.at[i]);
    }
    return finish(&again, done, diags);
}
