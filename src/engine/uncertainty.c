/* SPDX-License-Identifier: GPL-3.0-or-later
 * Joins the two halves of uncertainty: analyse draws the figures of each instrument, score computes the tables of them.
 */
#include "ceping/analyse_draws.h"
#include "ceping/score_study.h"
#include "study_priv.h"

struct analyse_draws *engine_draws(const struct evaluation *evaluation, const struct dataset *dataset, const struct results *results,
                                   const struct figure_masks *masks, struct arena *arena)
{
    const struct draw_settings settings = {.seed = (uint64_t)evaluation->uncertainty.seed, .rows_max = (size_t)evaluation->uncertainty.normal_above};
    return analyse_draws_new(evaluation, dataset, results, masks, &settings, arena);
}

/* From the store once more, where nobody kept the draws. */
static bool keep_draws(struct engine *engine, const struct results *results, struct diags *diags)
{
    const struct evaluation *evaluation = engine->evaluation;
    if (engine->kept_of == results)
        return true;
    engine_keep(engine, results);
    for (size_t i = 0; i < evaluation->instruments.count; i++) {
        struct dataset *dataset = engine_dataset(engine, evaluation->instruments.at[i], diags);
        struct figure_masks *masks = dataset ? engine_masks(evaluation, dataset, NULL, diags) : NULL;
        if (masks)
            engine->kept[i] = engine_draws(evaluation, dataset, results, masks, engine->kept_arena);
        if (dataset)
            arena_free(dataset->arena);
        if (!masks) {
            engine_keep(engine, NULL);
            return false;
        }
    }
    return true;
}

bool study_draws_make(struct engine *engine, const struct results *results, size_t threads, struct arena *arena, struct study_draws *ret, struct diags *diags)
{
    *ret = (struct study_draws){.count = engine->evaluation->instruments.count};
    if (!keep_draws(engine, results, diags))
        return false;
    ret->draws = engine->kept;
    ret->rooms = ARENA_ARRAY(arena, struct draw_room *, ret->count * threads + 1);
    ret->value_count = results_value_starts(results, arena)[results->figures.count];
    ret->origins = ARENA_ARRAY(arena, uint8_t, ret->value_count + 1);
    for (size_t i = 0; i < ret->count; i++) {
        analyse_draws_place(ret->draws[i], results, engine->kept_arena);
        analyse_draws_origins(ret->draws[i], ret->origins);
        for (size_t t = 0; t < threads; t++)
            ret->rooms[t * ret->count + i] = draw_room_new(ret->draws[i], arena);
    }
    return true;
}

void study_draw(void *context, size_t thread, uint64_t replicate, double *values)
{
    const struct study_draws *draws = context;
    for (size_t i = 0; i < draws->count; i++)
        analyse_draws_make(draws->draws[i], draws->rooms[thread * draws->count + i], replicate, values);
}

static bool compute_without(struct engine *engine, const struct results *results, const struct instrument *instrument, const struct screen_off *off,
                            double *values, double *bases, struct diags *diags)
{
    const struct evaluation *evaluation = engine->evaluation;
    struct dataset *dataset = engine_dataset_without(engine, instrument, off, diags);
    struct figure_masks *masks = dataset ? engine_masks(evaluation, dataset, NULL, diags) : NULL;
    if (masks) {
        struct results other = {.arena = dataset->arena, .evaluation = evaluation};
        for (size_t f = 0; f < results->figures.count; f++) {
            struct figure_result *figure = LIST_ADD(dataset->arena, &other.figures);
            *figure = results->figures.at[f];
            if (evaluation->figures.at[f].instrument == instrument)
                analyse_figure(evaluation, dataset, &evaluation->figures.at[f], &masks[f], dataset->arena, figure);
        }
        score_values(&other, values, bases);
    }
    if (dataset)
        arena_free(dataset->arena);
    return masks != NULL;
}

static void keep_values(struct engine *engine, const struct screening_rule *rule, const double *values, const double *bases, size_t count)
{
    double *kept[] = {ARENA_ARRAY(engine->kept_arena, double, count + 1), ARENA_ARRAY(engine->kept_arena, double, count + 1)};
    memcpy(kept[0], values, count * sizeof *values);
    memcpy(kept[1], bases, count * sizeof *bases);
    *LIST_ADD(engine->kept_arena, &engine->kept_values) = (struct kept_values){rule, kept[0], kept[1]};
}

bool study_values_without(struct engine *engine, const struct results *results, const struct instrument *instrument, const struct screen_off *off,
                          double *values, double *bases, struct diags *diags)
{
    struct arena *arena = arena_new();
    size_t count = results_value_starts(results, arena)[results->figures.count];
    arena_free(arena);
    for (size_t i = 0; engine->kept_of == results && i < engine->kept_values.count; i++)
        if (off->rule && engine->kept_values.at[i].rule == off->rule) {
            memcpy(values, engine->kept_values.at[i].values, count * sizeof *values);
            memcpy(bases, engine->kept_values.at[i].bases, count * sizeof *bases);
            return true;
        }
    if (!compute_without(engine, results, instrument, off, values, bases, diags))
        return false;
    if (off->rule && engine->kept_of == results)
        keep_values(engine, off->rule, values, bases, count);
    return true;
}

bool engine_uncertainty(struct engine *engine, struct results *results, size_t threads, struct diags *diags)
{
    const struct uncertainty_settings *set = &engine->evaluation->uncertainty;
    struct arena *arena = arena_new();
    struct study_draws draws;
    threads = threads < 1 ? 1 : threads > SCORE_THREADS_MAX ? SCORE_THREADS_MAX : threads;
    bool made = study_draws_make(engine, results, threads, arena, &draws, diags);
    if (made) {
        const struct score_study study = {
            .replicates = (size_t)set->replicates,
            .level = set->level,
            .seed = (uint64_t)set->seed,
            .threads = threads,
            .origins = draws.origins,
            .draw = study_draw,
            .context = &draws,
        };
        score_uncertainty(engine->evaluation, results, &study);
        for (size_t i = 0; i < draws.count; i++)
            if (analyse_draws_normal(draws.draws[i]))
                *LIST_ADD(results->arena, &results->uncertainty.normal) = engine->evaluation->instruments.at[i]->id;
    }
    arena_free(arena);
    return made;
}
