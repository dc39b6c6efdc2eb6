/* SPDX-License-Identifier: GPL-3.0-or-later
 * `analyses:` of an evaluation: from the name of a measure to the blocks that answer it.
 *
 * Many measures share the shape of their data, so that one function answers all of a shape and its block carries the name that was asked for:
 * values of items, groups of one item, pairs of items, an outcome and what may explain it, raters and what they rate.
 */
#include "ceping/analyse_measures.h"

#include "analysis_priv.h"

/* Values of items -------------------------------------------------------------------------------------------------- */

static void run_description(struct analysis_work *work, const struct request *request)
{
    for (size_t i = 0; i < request->count; i++) {
        const struct analysis_item *item = &request->items[i];
        if (item_is_coded(item))
            describe_coded(work, item, 1);
        else if (item_is_number(item))
            describe_numbers(work, item, 1, item->id, arena_printf(work->scratch, "%s：描述统计", item->label));
    }
}

static void run_frequencies(struct analysis_work *work, const struct request *request)
{
    for (size_t i = 0; i < request->count; i++)
        if (item_is_coded(&request->items[i]))
            describe_frequencies(work, &request->items[i], 1);
}

static void run_multiple(struct analysis_work *work, const struct request *request)
{
    for (size_t i = 0; i < request->count; i++)
        describe_multiple(work, &request->items[i]);
}

/* The table ---------------------------------------------------------------------------------------------------------- */

enum wants { WANTS_ANY, WANTS_NUMBERS, WANTS_CODED, WANTS_SATISFIED, WANTS_MULTIPLE };

struct handler {
    const char *measure;
    void (*run)(struct analysis_work *work, const struct request *request);
    size_t least, most; /* items; most 0: any number */
    enum wants wants;
    bool by; /* groups are needed */
};

static const struct handler handlers[] = {
    {"description", run_description, 1, 0, WANTS_NUMBERS, false},
    {"mean", run_description, 1, 0, WANTS_NUMBERS, false},
    {"variance", run_description, 1, 0, WANTS_NUMBERS, false},
    {"quantile", run_description, 1, 0, WANTS_NUMBERS, false},
    {"frequencies", run_frequencies, 1, 0, WANTS_CODED, false},
    {"share", run_frequencies, 1, 0, WANTS_CODED, false},
    {"multiple_response", run_multiple, 1, 0, WANTS_MULTIPLE, false},
};

static const struct handler *find_handler(const char *name)
{
    for (size_t i = 0; i < COUNT_OF(handlers); i++)
        if (strcmp(handlers[i].measure, name) == 0)
            return &handlers[i];
    return NULL;
}

bool analyse_measure_on_surveys(const char *name)
{
    return find_handler(name) != NULL;
}

static void unknown_measure(struct analysis_work *work, const struct name *name)
{
    const struct stats_measure *list[512];
    const char *names[512];
    size_t count = analyse_measures(list, COUNT_OF(list));
    count = count < COUNT_OF(list) ? count : COUNT_OF(list);
    bool known = analyse_measure_find(name->text) != NULL;
    size_t usable = 0;
    for (size_t i = 0; i < count; i++)
        if (find_handler(list[i]->name))
            names[usable++] = list[i]->name;
    if (known)
        diags_error(work->diags, name->pos, _("measure '%s' cannot be computed from answers to questions"), name->text);
    else
        diags_error(work->diags, name->pos, _("unknown measure '%s'"), name->text);
    diags_hint_words(work->diags, name->text, names, usable);
}

/* ------------------------------------------------------------------------------------------------------------------- */

static bool fits(const struct analysis_item *item, enum wants wants)
{
    bool multiple = item->question->type == QUESTION_MULTIPLE;
    switch (wants) {
    case WANTS_NUMBERS:
        return item_is_number(item) || item_is_coded(item) || item->count == 1;
    case WANTS_CODED:
        return item_is_coded(item);
    case WANTS_SATISFIED:
        return item_is_coded(item) && scale_has_satisfied(item->codes.scale);
    case WANTS_MULTIPLE:
        return multiple;
    case WANTS_ANY:
    default:
        return true;
    }
}

static bool check_items(struct analysis_work *work, const struct handler *handler, const analysis_items *items)
{
    const struct analysis *asked = work->asked;
    const char *measure = asked->measure.text;
    size_t errors = work->diags->errors;
    if (items->count < handler->least)
        diags_error(work->diags, asked->measure.pos, _("measure '%s' takes at least %zu items"), measure, handler->least);
    if (handler->most && items->count > handler->most)
        diags_error(work->diags, asked->measure.pos, _("measure '%s' takes at most %zu items"), measure, handler->most);
    for (size_t i = 0; i < items->count; i++)
        if (!fits(&items->at[i], handler->wants)) {
            const struct stats_measure *row = analyse_measure_find(measure);
            diags_error(work->diags, asked->items.at[0].pos, _("item '%s' does not suit measure '%s'"), items->at[i].id, measure);
            diags_hint(work->diags, _("it takes: %s"), row ? row->needs : "");
        }
    if (handler->by && !asked->by_name.text) {
        diags_error(work->diags, asked->measure.pos, _("measure '%s' compares groups: 'by' is missing"), measure);
        diags_hint(work->diags, _("a kind of unit, or an item whose answers make the groups"));
    }
    return work->diags->errors == errors;
}

bool grouping_find(struct analysis_work *work, const struct name *name, struct grouping *ret_grouping)
{
    const char *dot = strchr(name->text, '.');
    if (!dot) {
        const struct unit_kind *kind = evaluation_kind(work->evaluation, name->text);
        if (kind) {
            grouping_of_kind(ret_grouping, kind);
            return true;
        }
    } else {
        const struct question *question = instrument_question(work->instrument, dot + 1);
        if (question && grouping_of_question(work, ret_grouping, question))
            return true;
    }
    diags_error(work->diags, name->pos, _("'%s' makes no groups"), name->text);
    diags_hint(work->diags, _("a kind of unit, or an item whose answers make the groups"));
    return false;
}

/* The instrument of an analysis is that of its first item. */
static bool is_of_instrument(const struct analysis_work *work, const struct analysis *asked)
{
    if (asked->items.count == 0 || !asked->items.at[0].text || !asked->measure.text)
        return false;
    const char *name = asked->items.at[0].text, *dot = strchr(name, '.'), *id = work->instrument->id;
    size_t length = dot ? (size_t)(dot - name) : strlen(name);
    return strlen(id) == length && strncmp(id, name, length) == 0;
}

static void run_request(struct analysis_work *work, const struct analysis *asked)
{
    const struct handler *handler = find_handler(asked->measure.text);
    if (!handler) {
        unknown_measure(work, &asked->measure);
        return;
    }
    analysis_items items = {0};
    bool found = true;
    for (size_t i = 0; i < asked->items.count; i++)
        found = analysis_items_find(work, &asked->items.at[i], &items) && found;
    struct grouping grouping;
    bool by = found && asked->by_name.text;
    if (!found || !check_items(work, handler, &items) || (by && !grouping_find(work, &asked->by_name, &grouping)))
        return;
    size_t before = work->blocks->count;
    handler->run(work, &(struct request){.measure = asked->measure.text, .items = items.at, .count = items.count, .by = by ? &grouping : NULL});
    for (size_t i = before; i < work->blocks->count; i++)
        work->blocks->at[i].measure = arena_strdup(work->arena, asked->measure.text);
    if (work->blocks->count == before)
        diags_warning(work->diags, asked->measure.pos, _("measure '%s': there are not enough answers to compute it"), asked->measure.text);
}

void analysis_requests(struct analysis_work *work)
{
    for (size_t i = 0; i < work->evaluation->analyses.count; i++) {
        work->asked = &work->evaluation->analyses.at[i];
        work->asked_index = i;
        if (is_of_instrument(work, work->asked))
            run_request(work, work->asked);
    }
    work->asked = NULL;
}
