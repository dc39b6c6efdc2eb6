/* SPDX-License-Identifier: GPL-3.0-or-later
 * Statistics of all instruments. Apart from engine_results(), because who wants only scores should not wait for them.
 */
#include "ceping/analyse.h"
#include "engine_priv.h"

bool engine_analyse(struct engine *engine, struct results *results, struct diags *diags)
{
    const struct evaluation *evaluation = engine->evaluation;
    for (size_t i = 0; i < evaluation->instruments.count; i++) {
        struct dataset *dataset = engine_dataset(engine, evaluation->instruments.at[i], diags);
        if (!dataset)
            return false;
        analyse_statistics(evaluation, dataset, results, results->arena, &results->analyses, diags);
        arena_free(dataset->arena);
    }
    analyse_overall(evaluation, results, results->arena, &results->analyses, diags);
    return true;
}

void engine_speak(struct engine *engine, struct results *results, enum language language)
{
    if (engine->evaluation->spoken == language)
        return;
    evaluation_speak(engine->evaluation, language);
    memset(&results->analyses, 0, sizeof results->analyses);
}
