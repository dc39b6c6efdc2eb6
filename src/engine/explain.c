/* SPDX-License-Identifier: GPL-3.0-or-later
 * Explanations: score takes a row apart; here the rules and decisions behind it are undone one by one, and the files are named.
 */
#include <math.h>

#include "ceping/score_study.h"
#include "study_priv.h"

struct engine_effects {
    LIST_OF(struct score_effect) at;
};

struct making {
    struct engine *engine;
    const struct results *results;
    struct engine_effects *to;
    size_t value_count;
    struct arena *arena;
    struct diags *diags;
};

static bool undo(struct making *making, const struct instrument *instrument, const struct screen_off *off, struct explain_effect effect)
{
    double *values = ARENA_ARRAY(making->arena, double, making->value_count + 1), *bases = ARENA_ARRAY(making->arena, double, making->value_count + 1);
    *LIST_ADD(making->arena, &making->to->at) = (struct score_effect){effect, values, bases};
    return study_values_without(making->engine, making->results, instrument, off, values, bases, making->diags);
}

/* Screening rules ------------------------------------------------------------------------------------------------------ */

static double touched_by(const struct results *results, const struct instrument *instrument, const struct screening_rule *rule)
{
    const struct collection *collection = results_collection(results, instrument, NULL);
    for (size_t i = 0; collection && i < collection->rules.count; i++)
        if (collection->rules.at[i].rule == rule)
            return rule->action == SCREEN_CANCEL ? collection->rules.at[i].cancelled : collection->rules.at[i].decided;
    return 0;
}

static bool undo_rules(struct making *making, const struct instrument *instrument)
{
    for (size_t r = 0; r < instrument->screening.count; r++) {
        const struct screening_rule *rule = &instrument->screening.at[r];
        double touched = touched_by(making->results, instrument, rule);
        if (rule->action == SCREEN_FLAG || touched == 0)
            continue;
        const char *what = arena_printf(making->arena, "%s：%s", instrument->short_title ? instrument->short_title : instrument->title,
                                        rule->name ? rule->name : rule->id);
        const struct explain_effect effect = {.kind = EFFECT_RULE, .instrument = instrument, .rule = rule, .what = what, .reason = rule->reason, .count = touched};
        if (!undo(making, instrument, &(struct screen_off){.rule = rule}, effect))
            return false;
    }
    return true;
}

/* Decisions -------------------------------------------------------------------------------------------------------------- */

static const struct instrument *instrument_of(const struct evaluation *evaluation, const struct decision *decision)
{
    const char *slash = decision->object ? strchr(decision->object, '/') : NULL;
    for (size_t i = 0; slash && i < evaluation->instruments.count; i++) {
        const char *id = evaluation->instruments.at[i]->id;
        if (strlen(id) == (size_t)(slash - decision->object) && strncmp(id, decision->object, strlen(id)) == 0)
            return evaluation->instruments.at[i];
    }
    return NULL;
}

static bool undo_decisions(struct making *making)
{
    const struct evaluation *evaluation = making->results->evaluation;
    for (size_t i = 0; i < evaluation->decisions.count; i++) {
        const struct decision *decision = &evaluation->decisions.at[i];
        const struct instrument *instrument = instrument_of(evaluation, decision);
        if (!instrument)
            continue;
        const struct explain_effect effect = {
            .kind = EFFECT_DECISION,
            .decision = decision,
            .what = arena_printf(making->arena, "%s：%s", decision->object, decision_words(evaluation, decision, NULL, making->arena)),
            .reason = decision->reason,
            .authority = decision->authority,
            .who = decision->who,
            .date = decision->date,
            .count = 1,
        };
        if (!undo(making, instrument, &(struct screen_off){.decision = decision}, effect))
            return false;
    }
    return true;
}

/* Own units -------------------------------------------------------------------------------------------------------------- */

/* With the answers about one's own counted: all figures of an instrument that leave them out, at once. */
static bool undo_own(struct making *making, const struct instrument *instrument)
{
    const struct evaluation *evaluation = making->results->evaluation;
    bool any = false;
    for (size_t f = 0; f < evaluation->figures.count; f++)
        any = any || (evaluation->figures.at[f].instrument == instrument && figure_leaves_own_out(&evaluation->figures.at[f]));
    if (!any)
        return true;
    struct dataset *dataset = engine_dataset(making->engine, instrument, making->diags);
    struct figure_masks *masks = dataset ? engine_masks(evaluation, dataset, NULL, making->diags) : NULL;
    if (masks) {
        double *values = ARENA_ARRAY(making->arena, double, making->value_count + 1), *bases = ARENA_ARRAY(making->arena, double, making->value_count + 1);
        struct results other = {.arena = dataset->arena, .evaluation = evaluation};
        for (size_t f = 0; f < making->results->figures.count; f++) {
            struct figure_result *result = LIST_ADD(dataset->arena, &other.figures);
            *result = making->results->figures.at[f];
            if (evaluation->figures.at[f].instrument != instrument)
                continue;
            struct figure *figure = ARENA_NEW(dataset->arena, struct figure);
            *figure = evaluation->figures.at[f];
            figure_keep_own(figure);
            analyse_figure(evaluation, dataset, figure, &masks[f], dataset->arena, result);
        }
        score_values(&other, values, bases);
        const char *title = instrument->short_title ? instrument->short_title : instrument->title;
        *LIST_ADD(making->arena, &making->to->at) =
            (struct score_effect){{.kind = EFFECT_OWN, .instrument = instrument, .what = title, .reason = "评分人不评本单位", .count = (double)NAN}, values, bases};
    }
    if (dataset)
        arena_free(dataset->arena);
    return masks != NULL;
}

struct engine_effects *engine_effects(struct engine *engine, const struct results *results, struct arena *arena, struct diags *diags)
{
    struct engine_effects *effects = ARENA_NEW(arena, struct engine_effects);
    struct making making = {.engine = engine, .results = results, .to = effects, .arena = arena, .diags = diags};
    making.value_count = results_value_starts(results, arena)[results->figures.count];
    for (size_t i = 0; i < engine->evaluation->instruments.count; i++)
        if (!undo_rules(&making, engine->evaluation->instruments.at[i]) || !undo_own(&making, engine->evaluation->instruments.at[i]))
            return NULL;
    return undo_decisions(&making) ? effects : NULL;
}

/* Files -------------------------------------------------------------------------------------------------------------------- */

static bool node_needs(const struct node *node, const struct instrument *instrument)
{
    if (node->figure && node->figure->instrument == instrument)
        return true;
    if (node->table && node_needs(&node->table->root, instrument))
        return true;
    for (size_t i = 0; i < node->children.count; i++)
        if (node_needs(&node->children.at[i], instrument))
            return true;
    return false;
}

static bool table_needs(const struct table *table, const struct instrument *instrument)
{
    bool needs = node_needs(&table->root, instrument);
    for (size_t i = 0; i < table->bonus.count; i++)
        needs = needs || (table->bonus.at[i].figure && table->bonus.at[i].figure->instrument == instrument);
    for (size_t i = 0; i < table->deductions.count; i++)
        needs = needs || (table->deductions.at[i].figure && table->deductions.at[i].figure->instrument == instrument);
    return needs;
}

static struct score_explainer *explainer_of(const struct results *results, const struct engine_effects *effects, struct arena *arena)
{
    return score_explainer_new(results->evaluation, results, effects ? effects->at.at : NULL, effects ? effects->at.count : 0, arena);
}

static struct explanation *explain(struct score_explainer *explainer, const struct results *results, const struct table_result *table, size_t row, struct arena *arena)
{
    struct explanation *to = score_explain(explainer, table, row, arena);
    for (size_t i = 0; i < results->files.count; i++)
        if (results->file_instruments.at[i] && table_needs(table->table, results->file_instruments.at[i]))
            *LIST_ADD(arena, &to->files) = (struct explain_file){results->file_instruments.at[i], results->files.at[i]};
    return to;
}

struct explanation *engine_explain(const struct results *results, const struct table_result *table, size_t row, const struct engine_effects *effects,
                                   struct arena *arena)
{
    struct arena *scratch = arena_new();
    struct explanation *to = explain(explainer_of(results, effects, scratch), results, table, row, arena);
    arena_free(scratch);
    return to;
}

/* Reports ---------------------------------------------------------------------------------------------------------------------- */

static bool has_reports(const struct evaluation *evaluation, const struct table *table)
{
    for (size_t i = 0; i < evaluation->reports.count; i++)
        if (table->by_count == 1 && evaluation->reports.at[i].each == table->by[0])
            return true;
    return false;
}

bool engine_explain_reports(struct engine *engine, struct results *results, struct diags *diags)
{
    struct arena *arena = arena_new();
    struct engine_effects *effects = engine_effects(engine, results, arena, diags);
    struct score_explainer *explainer = effects ? explainer_of(results, effects, arena) : NULL;
    for (size_t t = 0; effects && t < results->tables.count; t++) {
        const struct table_result *table = &results->tables.at[t];
        for (size_t row = 0; has_reports(engine->evaluation, table->table) && row < table->rows.count; row++)
            *LIST_ADD(results->arena, &results->explanations) = explain(explainer, results, table, row, results->arena);
    }
    arena_free(arena);
    return effects != NULL;
}
