/* SPDX-License-Identifier: GPL-3.0-or-later
 * Numbers that the questionnaire would not take today, because its range or step was narrowed after they had been loaded.
 *
 * The version of a questionnaire does not hang on its ranges: a narrower one changes nothing for the answers within. Those outside would not be read today, so they count as
 * unreadable, as they would if the same file came now; what is scored then does not depend on whether the files or the range came first. The store keeps the
 * numbers, and a wider range brings them back.
 */
#include "ceping/base_num.h"
#include "engine_priv.h"

#include <math.h>

static bool has_limits(const struct variable *variable)
{
    const struct question *question = variable->question;
    return variable->type == VARIABLE_NUMBER && (variable->option || !isnan(question->min) || !isnan(question->max) || question->step > 0);
}

/* The first of them in *ret_first. With `refuse` they become unreadable. */
static size_t go_through(struct dataset *dataset, const struct variable *variable, bool refuse, size_t *ret_first)
{
    struct column *column = &dataset->columns[variable->index];
    size_t count = 0;
    for (size_t row = 0; row < dataset->rows; row++) {
        if (column->missing[row] != MISSING_NONE || variable_takes(variable, column->numbers[row]))
            continue;
        if (count++ == 0)
            *ret_first = row;
        if (!refuse)
            continue;
        column->missing[row] = MISSING_UNREADABLE;
        column->numbers[row] = NAN;
    }
    return count;
}

static void warn(const struct instrument *instrument, const struct engine_outside *first, size_t count, struct diags *diags)
{
    auto_strbuf struct strbuf number, accepted;
    strbuf_init(&number);
    strbuf_init(&accepted);
    num_format_exact(&number, first->number);
    variable_answers(first->variable, &accepted);
    diags_warning(diags, first->variable->question->pos, _("%zu loaded answers to '%s' are outside of what it takes now, such as %s of response '%s'; they count as unreadable"), count,
                  first->variable->question->id, number.at, first->key);
    diags_hint(diags, _("taken now: %s; widen the range, or put the answers right with 'ceping correct EVAL %s/%s/%s VALUE'"), accepted.at, instrument->id, first->key, first->variable->id);
}

static void find(struct dataset *dataset, bool refuse, struct arena *arena, engine_outside_list *list)
{
    for (size_t i = 0; i < dataset->instrument->variables.count; i++) {
        const struct variable *variable = &dataset->instrument->variables.at[i];
        size_t first = 0;
        if (!has_limits(variable) || !go_through(dataset, variable, false, &first))
            continue;
        struct engine_outside *outside = LIST_ADD(arena, list);
        *outside = (struct engine_outside){.variable = variable, .number = dataset->columns[i].numbers[first], .key = arena_strdup(arena, dataset->keys[first])};
        outside->count = go_through(dataset, variable, refuse, &first);
    }
}

/* Once a question: a grid has as many variables as it has units. */
static void warn_of(const struct instrument *instrument, const engine_outside_list *list, struct diags *diags)
{
    for (size_t i = 0, next; i < list->count; i = next) {
        size_t count = 0;
        for (next = i; next < list->count && list->at[next].variable->question == list->at[i].variable->question; next++)
            count += list->at[next].count;
        warn(instrument, &list->at[i], count, diags);
    }
}

void engine_refuse_outside(struct engine *engine, struct dataset *dataset, struct diags *diags)
{
    engine_outside_list list = {0};
    const struct instrument *instrument = dataset->instrument;
    find(dataset, true, dataset->arena, &list);
    if (!engine->told_outside)
        engine->told_outside = ARENA_ARRAY(engine->arena, bool, engine->evaluation->instruments.count);
    if (list.count && !engine->told_outside[instrument->index]) /* studies fetch the responses again */
        warn_of(instrument, &list, diags);
    engine->told_outside[instrument->index] |= list.count > 0;
}

bool engine_find_outside(struct engine *engine, const struct instrument *instrument, struct arena *arena, engine_outside_list *ret_list, struct diags *diags)
{
    *ret_list = (engine_outside_list){0};
    if (!engine->store)
        return true;
    struct diags apart; /* what else there is to say about the responses is said elsewhere */
    diags_init(&apart);
    struct dataset *dataset = store_fetch(engine->store, engine->evaluation, instrument, &apart);
    if (dataset) {
        engine_correct(engine->evaluation, dataset, &apart);
        find(dataset, false, arena, ret_list);
        warn_of(instrument, ret_list, diags);
        arena_free(dataset->arena);
    } else {
        diags_append(diags, &apart);
    }
    diags_release(&apart);
    return dataset != NULL;
}
