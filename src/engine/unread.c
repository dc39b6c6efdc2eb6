/* SPDX-License-Identifier: GPL-3.0-or-later
 * Texts that scoring leaves in the database: what people wrote in their own words is most of the memory of a large file, and no figure counts it.
 *
 * A text is read where a condition names its question, where an index compares whole responses, and where a person decided about a response of the questionnaire
 * (a correction of a text tells what stood there). Whether a text was given stands beside it and is always read.
 */
#include <string.h>

#include "engine_priv.h"

static bool is_decided_about(const struct evaluation *evaluation, const struct instrument *instrument)
{
    size_t len = strlen(instrument->id);
    for (size_t i = 0; i < evaluation->decisions.count; i++) {
        const char *object = evaluation->decisions.at[i].object;
        if (object && strncmp(object, instrument->id, len) == 0)
            return true;
    }
    return false;
}

/* Its question or item stands in the condition; in a longer word perhaps, and then the text is read for nothing. */
static bool names(const struct name *condition, const struct variable *variable)
{
    return condition->text && (strcasestr(condition->text, variable->question->id) || (variable->item && strcasestr(condition->text, variable->item->id)));
}

static bool is_named(const struct evaluation *evaluation, const struct instrument *instrument, const struct variable *variable)
{
    for (size_t i = 0; i < instrument->questions.count; i++)
        if (names(&instrument->questions.at[i].asked_if, variable))
            return true;
    for (size_t i = 0; i < instrument->screening.count; i++)
        if (names(&instrument->screening.at[i].when, variable))
            return true;
    for (size_t i = 0; i < evaluation->figures.count; i++)
        if (evaluation->figures.at[i].instrument == instrument && (names(&evaluation->figures.at[i].where, variable) || names(&evaluation->figures.at[i].is, variable)))
            return true;
    return false;
}

bool *engine_unread(const struct evaluation *evaluation, const struct instrument *instrument)
{
    bool *unread = xcalloc(instrument->variables.count + 1, sizeof *unread);
    if ((engine_indices_named(evaluation, instrument) & INDICES_AMONG_ALL) || is_decided_about(evaluation, instrument))
        return unread;
    for (size_t i = 0; i < instrument->variables.count; i++) {
        const struct variable *variable = &instrument->variables.at[i];
        unread[i] = variable->type == VARIABLE_TEXT && !is_named(evaluation, instrument, variable);
    }
    return unread;
}
