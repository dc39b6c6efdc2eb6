/* SPDX-License-Identifier: GPL-3.0-or-later
 * What the evaluation says of its public edition.
 */
#include "ceping/model.h"

double evaluation_least_people(const struct evaluation *evaluation, const struct instrument *instrument)
{
    if (!instrument || instrument->confidential == CONFIDENTIAL_NONE)
        return 0;
    const struct disclosure *disclosure = &evaluation->disclosure;
    return instrument->confidential == CONFIDENTIAL_RATERS ? disclosure->min_raters : disclosure->min_base;
}

bool evaluation_ranked_publicly(const struct evaluation *evaluation, const struct unit_kind *kind)
{
    const struct disclosure *disclosure = &evaluation->disclosure;
    if (disclosure->top <= 0)
        return true;
    for (size_t i = 0; i < disclosure->ranked_publicly.count; i++)
        if (disclosure->ranked_publicly.at[i].text && !strcmp(disclosure->ranked_publicly.at[i].text, kind->id))
            return true;
    return false;
}

bool evaluation_pairs_public(const struct evaluation *evaluation, const struct table *table)
{
    const struct disclosure *disclosure = &evaluation->disclosure;
    for (size_t i = 0; i < disclosure->pair_tables.count; i++)
        if (disclosure->pair_tables.at[i] == table)
            return true;
    return false;
}

bool evaluation_figure_public(const struct evaluation *evaluation, const struct figure *figure)
{
    if (figure->by_count > 1)
        return false;
    if (figure->by_count == 0 || (figure->instrument && figure->instrument->kind == INSTRUMENT_QUESTIONNAIRE))
        return true;
    return evaluation_ranked_publicly(evaluation, figure->by[0]);
}

/* Where nothing is said: what falls short is told without names. */
bool evaluation_anonymises(const struct evaluation *evaluation, const char *finding_kind)
{
    const struct disclosure *disclosure = &evaluation->disclosure;
    if (disclosure->anonymise.count == 0)
        return !strcmp(finding_kind, "problem") || !strcmp(finding_kind, "cause");
    for (size_t i = 0; i < disclosure->anonymise.count; i++)
        if (!strcmp(disclosure->anonymise.at[i], finding_kind))
            return true;
    return false;
}

bool evaluation_kind_anonymous(const struct evaluation *evaluation, const struct unit_kind *kind)
{
    const struct disclosure *disclosure = &evaluation->disclosure;
    for (size_t i = 0; i < disclosure->anonymous_kinds.count; i++)
        if (disclosure->anonymous_kinds.at[i] == kind)
            return true;
    return disclosure->anonymous.count == 0;
}
