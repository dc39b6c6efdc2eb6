/* SPDX-License-Identifier: GPL-3.0-or-later
 * What screening does to the figures: each rule off, and all flagged responses out. Each case fetches and screens its instrument once more, so it is the same
 * as though the rules had always stood so.
 */
#include "ceping/analyse.h"
#include "engine_priv.h"

static bool add_case(struct engine *engine, const struct results *results, const struct instrument *instrument, const struct screen_off *off, struct arena *arena,
                     screening_cases *to, struct diags *diags)
{
    const struct evaluation *evaluation = engine->evaluation;
    struct dataset *dataset = engine_dataset_without(engine, instrument, off, diags);
    struct figure_masks *masks = dataset ? engine_masks(evaluation, dataset, NULL, diags) : NULL;
    if (masks) {
        struct screening_case *at = LIST_ADD(arena, to);
        *at = (struct screening_case){.instrument = instrument, .rule = off->rule, .flagged_out = off->flagged_out};
        for (size_t row = 0; row < dataset->rows; row++)
            at->valid += dataset->status[row] == RESPONSE_VALID;
        for (size_t f = 0; f < evaluation->figures.count; f++) {
            if (evaluation->figures.at[f].instrument != instrument)
                continue;
            struct figure_result other = {.figure = &evaluation->figures.at[f]};
            analyse_figure(evaluation, dataset, &evaluation->figures.at[f], &masks[f], dataset->arena, &other);
            *LIST_ADD(arena, &at->figures) = (struct screening_effect){&evaluation->figures.at[f], results->figures.at[f].all.value, other.all.value, other.all.base};
        }
    }
    if (dataset)
        arena_free(dataset->arena);
    return masks != NULL;
}

bool engine_sensitivity(struct engine *engine, const struct results *results, struct arena *arena, screening_cases *ret_cases, struct diags *diags)
{
    *ret_cases = (screening_cases){0};
    for (size_t i = 0; i < engine->evaluation->instruments.count; i++) {
        const struct instrument *instrument = engine->evaluation->instruments.at[i];
        bool flags = false;
        for (size_t r = 0; r < instrument->screening.count; r++) {
            const struct screening_rule *rule = &instrument->screening.at[r];
            flags |= rule->action == SCREEN_FLAG;
            if (rule->action != SCREEN_FLAG && !add_case(engine, results, instrument, &(struct screen_off){.rule = rule}, arena, ret_cases, diags))
                return false;
        }
        if (flags && !add_case(engine, results, instrument, &(struct screen_off){.flagged_out = true}, arena, ret_cases, diags))
            return false;
    }
    return true;
}
