/* SPDX-License-Identifier: GPL-3.0-or-later
 * `analyses:` of an evaluation: from what was written to what a measure needs, every mistake said at its place with what would be accepted.
 *
 * Nothing here needs answers, so the same reading serves `ceping check` and the computation. A request belongs to the instrument of its first item, else to that
 * of its weights, else to none (judgements, sample sizes, score tables).
 */
#include "analysis_asked.h"

#include <strings.h>

bool option_given(const struct analysis *asked, enum analysis_option option)
{
    switch (option) {
    case OPTION_BY:
        return asked->by_name.text;
    case OPTION_STRATA:
        return asked->strata.text;
    case OPTION_WEIGHTS:
        return asked->weights.text;
    case OPTION_DESIGN:
        return asked->design.text;
    case OPTION_OF:
        return asked->of.text;
    case OPTION_STATISTIC:
        return asked->statistic.text;
    case OPTION_METHOD:
        return asked->method.text;
    default:
        return asked->option_pos[option].line > 0;
    }
}

static struct pos option_pos(const struct analysis *asked, enum analysis_option option)
{
    return asked->option_pos[option].line > 0 ? asked->option_pos[option] : asked->measure.pos;
}

size_t request_method(const struct request *request)
{
    const struct handler *handler = handler_find(request->measure);
    for (size_t i = 0; handler && handler->methods && handler->methods[i] && request->asked->method.text; i++)
        if (strcmp(handler->methods[i], request->asked->method.text) == 0)
            return i;
    return 0;
}

/* Measures ------------------------------------------------------------------------------------------------------------ */

static void unknown_measure(struct analysis_work *work, const struct name *name)
{
    const struct stats_measure *list[512];
    const char *names[512];
    size_t count = analyse_measures(list, COUNT_OF(list));
    count = count < COUNT_OF(list) ? count : COUNT_OF(list);
    size_t askable = 0;
    for (size_t i = 0; i < count; i++)
        if (handler_find(list[i]->name))
            names[askable++] = list[i]->name;
    if (analyse_measure_find(name->text)) {
        diags_error(work->diags, name->pos, _("measure '%s' is not asked for under analyses"), name->text);
        diags_hint(work->diags, "%s", _("it is of scores: see ceping score --uncertainty and --robustness"));
        return;
    }
    diags_error(work->diags, name->pos, _("unknown measure '%s'"), name->text);
    diags_hint_words(work->diags, name->text, names, askable);
}

/* Options ---------------------------------------------------------------------------------------------------------------- */

static const char *const option_hints[ANALYSIS_OPTIONS] = {
    [OPTION_BY] = N_("a kind of unit, or an item whose answers make the groups"),
    [OPTION_STRATA] = N_("a kind of unit, or an item whose answers make the strata"),
    [OPTION_WEIGHTS] = N_("a weighting by its id, or a number item"),
    [OPTION_DESIGN] = N_("a sample design by its id"),
    [OPTION_OF] = N_("judgements, dispositions or a score table, by id"),
    [OPTION_STATISTIC] = N_("what is computed anew: mean, median, rate …"),
    [OPTION_SEED] = N_("a whole number: the same seed gives the same interval"),
    [OPTION_REPLICATES] = N_("a whole number from 100; 2000 when not given"),
    [OPTION_METHOD] = N_("one of the words of the measure"),
    [OPTION_MARGIN] = N_("half of the interval, in percentage points"),
    [OPTION_SHARE] = N_("a percentage; 50 when not given"),
    [OPTION_POPULATION] = N_("how many people"),
    [OPTION_DEFF] = N_("a design effect; 1 when not given"),
    [OPTION_RESPONSE_RATE] = N_("a percentage; 100 when not given"),
    [OPTION_LESS_IS_BETTER] = N_("criteria of which less is better"),
};

static void refuse_option(struct analysis_work *work, const struct handler *handler, enum analysis_option option)
{
    const struct analysis *asked = work->asked;
    diags_error(work->diags, option_pos(asked, option), _("measure '%s' takes no '%s'"), handler->measure, analysis_option_ids[option]);
    auto_strbuf struct strbuf takes;
    strbuf_init(&takes);
    analyse_measure_options(handler->measure, &takes);
    if (option == OPTION_WEIGHTS && (handler->takes & (1u << OPTION_BY)) && !(handler->takes & (1u << OPTION_DESIGN))) {
        const char *names[64];
        size_t count = handlers_with_weights(names, COUNT_OF(names));
        strbuf_adds(&takes, _("; it has no accepted form with weights. With weights groups are compared by: "));
        for (size_t i = 0; i < count; i++)
            strbuf_addf(&takes, "%s%s", i ? ", " : "", names[i]);
    }
    diags_hint(work->diags, _("it takes: %s"), takes.at);
}

static void check_options(struct analysis_work *work, const struct handler *handler)
{
    const struct analysis *asked = work->asked;
    for (size_t o = 0; o < ANALYSIS_OPTIONS; o++) {
        enum analysis_option option = (enum analysis_option)o;
        bool given = option_given(asked, option);
        unsigned bit = 1u << o;
        if (given && !(handler->takes & bit)) {
            refuse_option(work, handler, option);
        } else if (!given && (handler->needs & bit)) {
            if (option == OPTION_BY)
                diags_error(work->diags, asked->measure.pos, _("measure '%s' compares groups: 'by' is missing"), handler->measure);
            else
                diags_error(work->diags, asked->measure.pos, _("measure '%s' needs '%s'"), handler->measure, analysis_option_ids[o]);
            diags_hint(work->diags, "%s", _(option_hints[o]));
        }
    }
    size_t words = 0;
    bool known = !asked->method.text || !handler->methods;
    for (; handler->methods && handler->methods[words]; words++)
        known = known || strcmp(handler->methods[words], asked->method.text) == 0;
    if (known)
        return;
    diags_error(work->diags, asked->method.pos, _("measure '%s' has no method '%s'"), handler->measure, asked->method.text);
    diags_hint_words(work->diags, asked->method.text, handler->methods, words);
}

/* Items ------------------------------------------------------------------------------------------------------------------ */

/* One mark of a multiple question is 0 or 1. */
static bool is_mark(const struct analysis_work *work, const struct analysis_item *item)
{
    return item->count == 1 && work->instrument->variables.at[item->first].type == VARIABLE_MARK;
}

static bool fits(const struct analysis_work *work, const struct analysis_item *item, enum wants wants)
{
    switch (wants) {
    case WANTS_NUMBERS:
        return item_is_number(item) || item_is_coded(item) || is_mark(work, item);
    case WANTS_CODED:
        return item_is_coded(item);
    case WANTS_SATISFIED:
        return item_is_coded(item) && scale_has_satisfied(item->codes.scale);
    case WANTS_MULTIPLE:
        return item->question->type == QUESTION_MULTIPLE;
    case WANTS_NOTHING:
    case WANTS_ANY:
    default:
        return true;
    }
}

/* A whole instrument stands for those of its items that suit the measure. */
static void keep_fitting(struct analysis_work *work, const struct handler *handler, const struct name *name, analysis_items *items, size_t from)
{
    size_t kept = from;
    for (size_t i = from; i < items->count; i++)
        if (fits(work, &items->at[i], handler->wants))
            items->at[kept++] = items->at[i];
    items->count = kept;
    if (kept > from)
        return;
    const struct stats_measure *row = analyse_measure_find(handler->measure);
    diags_error(work->diags, name->pos, _("no item of '%s' suits measure '%s'"), name->text, handler->measure);
    diags_hint(work->diags, _("it takes: %s"), row ? _(row->needs) : "");
}

static void check_items(struct analysis_work *work, const struct handler *handler, const analysis_items *items)
{
    const struct analysis *asked = work->asked;
    const char *measure = asked->measure.text;
    if (handler->wants == WANTS_NOTHING && asked->items.count > 0) {
        diags_error(work->diags, asked->items.at[0].pos, _("measure '%s' takes no items"), measure);
        return;
    }
    if (items->count < handler->least)
        diags_error(work->diags, asked->measure.pos, _("measure '%s' takes at least %zu items"), measure, handler->least);
    if (handler->most && items->count > handler->most)
        diags_error(work->diags, asked->measure.pos, _("measure '%s' takes at most %zu items"), measure, handler->most);
    for (size_t i = 0; i < items->count; i++)
        if (!fits(work, &items->at[i], handler->wants)) {
            const struct stats_measure *row = analyse_measure_find(measure);
            diags_error(work->diags, asked->items.at[0].pos, _("item '%s' does not suit measure '%s'"), items->at[i].id, measure);
            diags_hint(work->diags, _("it takes: %s"), row ? _(row->needs) : "");
        }
}

/* Groups, weights, designs -------------------------------------------------------------------------------------------------- */

bool grouping_find(struct analysis_work *work, const struct name *name, struct grouping *ret_grouping)
{
    const char *dot = strchr(name->text, '.');
    size_t length = dot ? (size_t)(dot - name->text) : 0;
    bool here = dot && work->instrument && strlen(work->instrument->id) == length && strncasecmp(work->instrument->id, name->text, length) == 0;
    if (!dot) {
        const struct unit_kind *kind = evaluation_kind(work->evaluation, name->text);
        if (kind) {
            grouping_of_kind(ret_grouping, kind);
            return true;
        }
    } else if (here) {
        const struct question *question = instrument_question(work->instrument, dot + 1);
        if (question && grouping_of_question(work, ret_grouping, question))
            return true;
    }
    diags_error(work->diags, name->pos, _("'%s' makes no groups"), name->text);
    diags_hint(work->diags, _("a kind of unit, or an item whose answers make the groups"));
    return false;
}

static const struct instrument *instrument_of(const struct evaluation *evaluation, const char *name)
{
    const char *dot = strchr(name, '.');
    size_t length = dot ? (size_t)(dot - name) : strlen(name);
    for (size_t i = 0; i < evaluation->instruments.count; i++) {
        const char *id = evaluation->instruments.at[i]->id;
        if (strlen(id) == length && strncasecmp(id, name, length) == 0)
            return evaluation->instruments.at[i];
    }
    return NULL;
}

static const struct instrument *instrument_of_weights(const struct evaluation *evaluation, const struct name *name)
{
    if (!name->text)
        return NULL;
    const struct weighting *weighting = strchr(name->text, '.') ? NULL : evaluation_weighting(evaluation, name->text);
    return weighting ? weighting->instrument : instrument_of(evaluation, name->text);
}

static const struct instrument *instrument_of_request(const struct evaluation *evaluation, const struct analysis *asked)
{
    if (asked->items.count > 0 && asked->items.at[0].text)
        return instrument_of(evaluation, asked->items.at[0].text);
    return instrument_of_weights(evaluation, &asked->weights);
}

static void check_instrument(struct analysis_work *work, const struct instrument *of, const struct name *name)
{
    if (of && work->instrument && of != work->instrument)
        diags_error(work->diags, name->pos, _("'%s' belongs to instrument '%s', the items to '%s'"), name->text, of->id, work->instrument->id);
}

static void unknown_weighting(struct analysis_work *work, const struct name *name)
{
    const char *words[64];
    size_t count = 0;
    for (size_t i = 0; i < work->evaluation->weightings.count && count < COUNT_OF(words); i++)
        words[count++] = work->evaluation->weightings.at[i].id;
    diags_error(work->diags, name->pos, _("unknown weighting '%s'"), name->text);
    if (count)
        diags_hint_words(work->diags, name->text, words, count);
    else
        diags_hint(work->diags, _("declare it under weightings, or name a number item: INSTRUMENT.ITEM"));
}

static void unknown_design(struct analysis_work *work, const struct name *name)
{
    const char *words[64];
    size_t count = 0;
    for (size_t i = 0; i < work->evaluation->designs.count && count < COUNT_OF(words); i++)
        words[count++] = work->evaluation->designs.at[i].id;
    diags_error(work->diags, name->pos, _("unknown design '%s'"), name->text);
    if (count)
        diags_hint_words(work->diags, name->text, words, count);
    else
        diags_hint(work->diags, _("declare it under designs"));
}

static void find_weights(struct analysis_work *work, struct request *request)
{
    const struct name *name = &work->asked->weights;
    if (!name->text)
        return;
    check_instrument(work, instrument_of_weights(work->evaluation, name), name);
    const char *dot = strchr(name->text, '.');
    request->weighting = dot ? NULL : evaluation_weighting(work->evaluation, name->text);
    if (!dot && !request->weighting) {
        unknown_weighting(work, name);
        return;
    }
    request->weight = dot && work->instrument ? instrument_variable(work->instrument, dot + 1) : NULL;
    if (request->weighting || (request->weight && request->weight->type == VARIABLE_NUMBER && !request->weight->unit))
        return;
    diags_error(work->diags, name->pos, _("'%s' gives no weights"), name->text);
    diags_hint(work->diags, "%s", _(option_hints[OPTION_WEIGHTS]));
}

static void find_design(struct analysis_work *work, struct request *request)
{
    const struct name *name = &work->asked->design;
    request->design = name->text ? evaluation_design(work->evaluation, name->text) : NULL;
    if (!name->text)
        return;
    if (!request->design)
        unknown_design(work, name);
    else
        check_instrument(work, request->design->instrument, name);
}

bool check_cells(struct analysis_work *work, const struct request *request)
{
    if (!request->design && !request->weighting && !request->weight)
        return true;
    for (size_t i = 0; i < request->count; i++) {
        const struct analysis_item *item = &request->items[i];
        if (item->count == 1)
            continue;
        diags_error(work->diags, work->asked->items.at[0].pos, _("item '%s' is put for several units: name one of its cells"), item->id);
        diags_hint(work->diags, _("such as %s"), work->instrument->variables.at[item->first].id);
        return false;
    }
    return true;
}

/* What is compared with itself differs always, and says nothing. */
static void check_distinct(struct analysis_work *work, const struct request *request)
{
    const struct analysis *asked = request->asked;
    for (size_t i = 0; i < request->count; i++)
        for (size_t k = 0; k < i; k++)
            if (request->items[i].first == request->items[k].first && request->items[i].count == request->items[k].count)
                diags_error(work->diags, asked->items.at[i < asked->items.count ? i : 0].pos, _("item '%s' is named twice"), request->items[i].id);
    const struct question *by = request->by && !request->by->kind ? request->by->question : NULL;
    for (size_t i = 0; by && i < request->count; i++)
        if (request->items[i].question == by)
            diags_error(work->diags, asked->by_name.pos, _("item '%s' is compared with itself"), request->items[i].id);
    const struct grouping *strata = request->strata;
    if (strata && request->by && strata->kind == request->by->kind && strata->question == request->by->question)
        diags_error(work->diags, asked->strata.pos, _("'strata' and 'by' are the same: '%s'"), asked->strata.text);
}

/* Tests --------------------------------------------------------------------------------------------------------------------- */

struct analysis_block *tests_beside(struct analysis_work *work, const struct analysis_block *of, const char *stem)
{
    double base = of->base, missing = of->missing;
    const char *method = of->method, *title = arena_printf(work->scratch, "%s：检验", of->title);
    struct analysis_block *block = block_new(work, of->measure, title, "%s_tests", stem); /* `of` may have moved */
    block_column(work, block, "value", "值", ANALYSIS_NUMBER, 3);
    block_column(work, block, "df", "自由度", ANALYSIS_NUMBER, 1);
    block_column(work, block, "p", "P值", ANALYSIS_P, 3);
    block_column(work, block, "low", "95%下限", ANALYSIS_NUMBER, 3);
    block_column(work, block, "high", "95%上限", ANALYSIS_NUMBER, 3);
    block->base = base;
    block->missing = missing;
    block->method = method;
    block_sentence(work, block, "本表列出上表各项检验的数值，结论见上表的说明。");
    return block;
}

void test_line(struct analysis_work *work, struct analysis_block *block, const char *key, const char *label, const double values[5])
{
    memcpy(block_row(work, block, key, label)->values, values, 5 * sizeof *values);
}

/* Requests --------------------------------------------------------------------------------------------------------------------- */

/* Lives in the scratch arena; NULL where something was wrong, which is then said. */
static struct request *request_read(struct analysis_work *work, const struct handler *handler)
{
    const struct analysis *asked = work->asked;
    size_t errors = work->diags->errors;
    struct request *request = ARENA_NEW(work->scratch, struct request);
    struct grouping *by = ARENA_NEW(work->scratch, struct grouping), *strata = ARENA_NEW(work->scratch, struct grouping);
    analysis_items items = {0};
    *request = (struct request){.measure = asked->measure.text, .asked = asked};
    check_options(work, handler);
    for (size_t i = 0; i < asked->items.count && work->instrument; i++) {
        size_t before = items.count;
        if (analysis_items_find(work, &asked->items.at[i], &items) && !strchr(asked->items.at[i].text, '.'))
            keep_fitting(work, handler, &asked->items.at[i], &items, before);
    }
    if (work->diags->errors > errors)
        return NULL;
    check_items(work, handler, &items);
    request->items = items.at;
    request->count = items.count;
    request->by = asked->by_name.text && grouping_find(work, &asked->by_name, by) ? by : NULL;
    request->strata = asked->strata.text && grouping_find(work, &asked->strata, strata) ? strata : NULL;
    find_weights(work, request);
    find_design(work, request);
    check_distinct(work, request);
    if (work->diags->errors == errors && handler->check)
        handler->check(work, request);
    return work->diags->errors > errors ? NULL : request;
}

static void run_request(struct analysis_work *work)
{
    const struct analysis *asked = work->asked;
    const struct handler *handler = handler_find(asked->measure.text);
    if (!handler) {
        unknown_measure(work, &asked->measure);
        return;
    }
    const struct request *request = request_read(work, handler);
    if (!request || work->checking)
        return;
    size_t before = work->blocks->count;
    analysis_forget_missing(work);
    handler->run(work, request);
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
        if (work->asked->measure.text && !work->asked->unlinked && instrument_of_request(work->evaluation, work->asked) == work->instrument)
            run_request(work);
    }
    work->asked = NULL;
}

bool analyse_check(const struct evaluation *evaluation, struct diags *diags)
{
    size_t errors = diags->errors;
    struct arena *scratch = arena_new();
    for (size_t i = 0; i <= evaluation->instruments.count; i++) {
        const struct instrument *instrument = i < evaluation->instruments.count ? evaluation->instruments.at[i] : NULL;
        struct analysis_work work = {
            .evaluation = evaluation, .instrument = instrument, .arena = scratch, .scratch = scratch, .diags = diags, .checking = true};
        analysis_requests(&work);
    }
    arena_free(scratch);
    return diags->errors == errors;
}

void analyse_overall(const struct evaluation *evaluation, const struct results *results, struct arena *arena, analysis_blocks *ret_blocks, struct diags *diags)
{
    struct arena *scratch = arena_new();
    struct analysis_work work = {
        .evaluation = evaluation, .results = results, .arena = arena, .scratch = scratch, .blocks = ret_blocks, .diags = diags};
    analysis_requests(&work);
    arena_free(scratch);
}
