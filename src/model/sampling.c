/* SPDX-License-Identifier: GPL-3.0-or-later
 * Populations, weightings, designs, dispositions and judgements: words, looking up, and what the populations state of a cell.
 */
#include <math.h>
#include <strings.h>

#include "ceping/model.h"

const char *const weighting_method_ids[WEIGHTING_METHODS] = {
    [WEIGHTING_CELLS] = "cells",
    [WEIGHTING_POSTSTRATIFY] = "poststratify",
    [WEIGHTING_RAKE] = "rake",
    [WEIGHTING_CALIBRATE] = "calibrate",
};

const char *const weighting_method_labels[WEIGHTING_METHODS] = {
    [WEIGHTING_CELLS] = "单元格加权（总体人数÷样本人数）",
    [WEIGHTING_POSTSTRATIFY] = "事后分层",
    [WEIGHTING_RAKE] = "迭代比例加权",
    [WEIGHTING_CALIBRATE] = "线性校准",
};

const char *const lonely_rule_ids[LONELY_RULES] = {
    [LONELY_FAIL] = "fail",
    [LONELY_CERTAINTY] = "certainty",
    [LONELY_ADJUST] = "adjust",
    [LONELY_AVERAGE] = "average",
};

const char *const judgement_kind_ids[JUDGEMENT_KINDS] = {
    [JUDGEMENT_AHP] = "ahp",
    [JUDGEMENT_DELPHI] = "delphi",
};

const char *const analysis_option_ids[ANALYSIS_OPTIONS] = {
    [OPTION_BY] = "by",
    [OPTION_STRATA] = "strata",
    [OPTION_WEIGHTS] = "weights",
    [OPTION_DESIGN] = "design",
    [OPTION_OF] = "of",
    [OPTION_STATISTIC] = "statistic",
    [OPTION_SEED] = "seed",
    [OPTION_REPLICATES] = "replicates",
    [OPTION_METHOD] = "method",
    [OPTION_MARGIN] = "margin",
    [OPTION_SHARE] = "share",
    [OPTION_POPULATION] = "population",
    [OPTION_DEFF] = "deff",
    [OPTION_RESPONSE_RATE] = "response_rate",
    [OPTION_LESS_IS_BETTER] = "less_is_better",
};

/* Looking up ------------------------------------------------------------------------------------------------------- */

static bool same_id(const char *a, const char *b)
{
    return a && b && strcasecmp(a, b) == 0;
}

#define FIND(list, wanted)                          \
    for (size_t i = 0; i < (list).count; i++)       \
        if (same_id((list).at[i].id, (wanted)))     \
            return &(list).at[i];                   \
    return NULL

const struct weighting *evaluation_weighting(const struct evaluation *evaluation, const char *id)
{
    FIND(evaluation->weightings, id);
}

const struct sample_design *evaluation_design(const struct evaluation *evaluation, const char *id)
{
    FIND(evaluation->designs, id);
}

const struct dispositions *evaluation_dispositions(const struct evaluation *evaluation, const char *id)
{
    FIND(evaluation->dispositions, id);
}

const struct judgement *evaluation_judgement(const struct evaluation *evaluation, const char *id)
{
    FIND(evaluation->judgements, id);
}

/* Sides -------------------------------------------------------------------------------------------------------------- */

/* Groups exist by being named in populations: the first entry that names one is its place in the order. */
static bool is_first_of_group(const struct evaluation *evaluation, size_t at)
{
    const char *group = evaluation->populations.at[at].group;
    for (size_t i = 0; group && i < at; i++)
        if (evaluation->populations.at[i].group && strcmp(evaluation->populations.at[i].group, group) == 0)
            return false;
    return group != NULL;
}

const char *evaluation_group(const struct evaluation *evaluation, size_t category)
{
    for (size_t i = 0; i < evaluation->populations.count; i++)
        if (is_first_of_group(evaluation, i) && category-- == 0)
            return evaluation->populations.at[i].group;
    return NULL;
}

size_t margin_side_categories(const struct evaluation *evaluation, const struct margin_side *side)
{
    if (side->kind)
        return side->kind->units.count;
    if (side->question)
        return side->question->scale ? side->question->scale->options.count : 0;
    size_t count = 0;
    for (size_t i = 0; side->group && i < evaluation->populations.count; i++)
        count += is_first_of_group(evaluation, i);
    return count;
}

const char *margin_side_label(const struct evaluation *evaluation, const struct margin_side *side, size_t category)
{
    if (side->kind)
        return side->kind->units.at[category].short_name;
    return side->question ? side->question->scale->options.at[category].label : evaluation_group(evaluation, category);
}

bool margin_side_is_answer(const struct margin_side *side, size_t category)
{
    return side->kind || !side->question || side->question->scale->options.at[category].missing == MISSING_NONE;
}

/* Populations ----------------------------------------------------------------------------------------------------------- */

/* Does the entry name this category of the side? */
static bool names_category(const struct evaluation *evaluation, const struct population *entry, const struct margin_side *side, size_t category)
{
    if (side->kind)
        return entry->unit == &side->kind->units.at[category];
    if (side->group) {
        const char *group = evaluation_group(evaluation, category);
        return entry->group && group && strcmp(entry->group, group) == 0;
    }
    for (size_t i = 0; i < entry->questions.count && i < entry->codes.count; i++)
        if (entry->questions.at[i] == side->question)
            return entry->codes.at[i] == side->question->scale->options.at[category].code;
    return false;
}

static size_t sides_of(const struct population *entry)
{
    return (entry->unit != NULL) + (entry->group != NULL) + entry->questions.count;
}

/* Do two entries divide people by the same things? */
static bool same_division(const struct population *a, const struct population *b)
{
    if (!a->unit != !b->unit || (a->unit && a->unit->kind != b->unit->kind) || !a->group != !b->group || a->questions.count != b->questions.count)
        return false;
    for (size_t i = 0; i < a->questions.count; i++) {
        bool found = false;
        for (size_t k = 0; k < b->questions.count; k++)
            found = found || a->questions.at[i] == b->questions.at[k];
        if (!found)
            return false;
    }
    return true;
}

double evaluation_population(const struct evaluation *evaluation, enum population_counts counts, const struct margin_side *sides, const size_t *categories,
                             size_t count)
{
    const struct population *finer = NULL;
    double sum = 0;
    for (size_t i = 0; i < evaluation->populations.count; i++) {
        const struct population *entry = &evaluation->populations.at[i];
        bool names_all = entry->counts == counts;
        for (size_t s = 0; s < count && names_all; s++)
            names_all = names_category(evaluation, entry, &sides[s], categories[s]);
        if (!names_all)
            continue;
        if (sides_of(entry) == count)
            return entry->size;
        finer = finer ? finer : entry;
        if (same_division(finer, entry))
            sum += entry->size;
    }
    return finer ? sum : NAN;
}
