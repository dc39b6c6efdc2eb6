/* SPDX-License-Identifier: GPL-3.0-or-later
 * Figures: from names to columns of answers, and whether the statistic fits them.
 *
 * A name is instrument.question, instrument.item, instrument.variable, or an instrument alone. A question that runs over units stands for all its
 * cells, one of multiple choice for all its options; the text beside "other" is no answer and stays out.
 */
#include "survey_sampling.h"

#include <math.h>
#include <strings.h>

/* Items --------------------------------------------------------------------------------------------------- */

static bool is_other_text(const struct variable *variable)
{
    return variable->option && variable->type == VARIABLE_TEXT;
}

static bool same(const char *a, const char *b)
{
    return a && b && strcasecmp(a, b) == 0;
}

/* A question or item that has no columns, because its kind has no units or there would be too many: reported there. */
static bool is_declared(const struct instrument *instrument, const char *id)
{
    for (size_t i = 0; i < instrument->questions.count; i++) {
        const struct question *question = &instrument->questions.at[i];
        if (same(question->id, id))
            return true;
        for (size_t k = 0; k < question->items.count; k++) {
            if (same(question->items.at[k].id, id))
                return true;
        }
    }
    return false;
}

/* Adds the columns that `id` names; false when there are none. */
static bool add_variables(struct loader *loader, struct figure *figure, const struct instrument *instrument, const char *id)
{
    size_t before = figure->variables.count;
    for (size_t i = 0; i < instrument->variables.count; i++) {
        struct variable *variable = &instrument->variables.at[i];
        bool whole = same(variable->question->id, id) || (variable->item && same(variable->item->id, id));
        if ((whole && !is_other_text(variable)) || same(variable->id, id))
            *LIST_ADD(loader->arena, &figure->variables) = variable;
    }
    return figure->variables.count > before;
}

static void unknown_instrument(struct loader *loader, const struct name *name, const char *id)
{
    struct words words = {0};
    for (size_t i = 0; i < loader->evaluation->instruments.count; i++)
        words_add(&words, loader->evaluation->instruments.at[i]->id);
    diags_error(loader->diags, name->pos, _("unknown instrument '%s'"), id);
    if (words.count == 0)
        diags_hint(loader->diags, _("there is none in instruments/"));
    diags_hint_words(loader->diags, id, words.at, words.count);
    words_release(&words);
}

static void unknown_item(struct loader *loader, const struct instrument *instrument, const struct name *name, const char *id)
{
    if (is_declared(instrument, id))
        return;
    struct words words = {0};
    for (size_t i = 0; i < instrument->questions.count; i++) {
        const struct question *question = &instrument->questions.at[i];
        words_add(&words, question->id);
        for (size_t k = 0; k < question->items.count; k++)
            words_add(&words, question->items.at[k].id);
    }
    if (strstr(id, "__")) { /* a cell was meant */
        for (size_t i = 0; i < instrument->variables.count; i++)
            words_add(&words, instrument->variables.at[i].id);
    }
    diags_error(loader->diags, name->pos, _("unknown item '%s' in instrument '%s'"), id, instrument->id);
    diags_hint_words(loader->diags, id, words.at, words.count);
    words_release(&words);
}

/* The instrument of "instrument.item" and the part after the point, NULL where there is none. */
struct instrument *link_item(struct loader *loader, const struct name *name, const char **ret_item)
{
    const char *dot = strchr(name->text, '.');
    char *id = dot ? arena_strndup(loader->arena, name->text, (size_t)(dot - name->text)) : arena_strdup(loader->arena, name->text);
    struct instrument *instrument = evaluation_instrument(loader->evaluation, id);
    if (!instrument) {
        unknown_instrument(loader, name, id);
        return NULL;
    }
    *ret_item = dot ? dot + 1 : NULL;
    return instrument;
}

bool check_item(struct loader *loader, const struct name *name)
{
    const char *item;
    struct instrument *instrument = name->text ? link_item(loader, name, &item) : NULL;
    if (!instrument || !item)
        return instrument != NULL;
    struct figure scratch = {0};
    if (add_variables(loader, &scratch, instrument, item))
        return true;
    unknown_item(loader, instrument, name, item);
    return false;
}

static bool link_name(struct loader *loader, struct figure *figure, const struct name *name)
{
    const char *item;
    struct instrument *instrument = name->text ? link_item(loader, name, &item) : NULL;
    if (!instrument)
        return false;
    if (figure->instrument && figure->instrument != instrument) {
        diags_error(loader->diags, name->pos, _("figure '%s' mixes instruments '%s' and '%s'"), figure->id, figure->instrument->id, instrument->id);
        diags_hint(loader->diags, _("make a figure for each and combine them in the rubric"));
        return false;
    }
    figure->instrument = instrument;
    if (item) {
        if (add_variables(loader, figure, instrument, item))
            return true;
        unknown_item(loader, instrument, name, item);
        return false;
    }
    if (figure->statistic != STAT_COUNT && figure->statistic != STAT_SHARE && !loader_wrong(loader, &figure->statistic)) {
        diags_error(loader->diags, name->pos, _("%s needs items of instrument '%s'"), statistic_ids[figure->statistic], instrument->id);
        diags_hint(loader->diags, _("an instrument alone can only be counted; write %s.ITEM"), instrument->id);
        return false;
    }
    return true;
}

static void link_items(struct loader *loader, struct figure *figure)
{
    bool of = loader_given(loader, &figure->first_variables);
    size_t numerator = of ? figure->first_variables : figure->item_names.count;
    figure->first_variables = 0;
    for (size_t i = 0; i < figure->item_names.count; i++) {
        if (i == numerator)
            figure->first_variables = figure->variables.count;
        if (!link_name(loader, figure, &figure->item_names.at[i]))
            loader_mark_wrong(loader, &figure->item_names);
    }
    struct pos pos = loader_pos(loader, &figure->first_variables, figure->pos);
    if (loader_wrong(loader, &figure->statistic))
        return;
    if (of && figure->statistic != STAT_RATIO)
        diags_error(loader->diags, pos, _("'of' belongs to ratio, not to %s"), statistic_ids[figure->statistic]);
    if (figure->statistic == STAT_RATIO && (!of || numerator == figure->item_names.count)) {
        diags_error(loader->diags, figure->pos, _("ratio '%s' has no denominator"), figure->id);
        diags_hint(loader->diags, _("name its items: of: […]"));
    }
    if (figure->item_names.count == 0 && !loader_wrong(loader, &figure->item_names))
        diags_error(loader->diags, figure->pos, _("figure '%s' has no items"), figure->id);
}

/* Statistic and items ------------------------------------------------------------------------------------- */

enum needs { NEEDS_ANY, NEEDS_NUMBER, NEEDS_CODES };

static const struct {
    enum needs needs;
    int decimals;
    bool percent;
} statistics[] = {
    [STAT_COUNT] = {NEEDS_ANY, 0, false},          [STAT_SUM] = {NEEDS_NUMBER, 0, false},   [STAT_MEAN] = {NEEDS_NUMBER, 2, false},
    [STAT_TRIMMED_MEAN] = {NEEDS_NUMBER, 2, false}, [STAT_MEDIAN] = {NEEDS_NUMBER, 2, false}, [STAT_MIN] = {NEEDS_NUMBER, 1, false},
    [STAT_MAX] = {NEEDS_NUMBER, 1, false},         [STAT_RANGE] = {NEEDS_NUMBER, 1, false}, [STAT_SHARE] = {NEEDS_ANY, 1, true},
    [STAT_RATIO] = {NEEDS_NUMBER, 2, false},       [STAT_TOP1] = {NEEDS_CODES, 1, true},    [STAT_TOP2] = {NEEDS_CODES, 1, true},
    [STAT_TOP3] = {NEEDS_CODES, 1, true},          [STAT_SATISFIED] = {NEEDS_CODES, 1, true}, [STAT_SCORE] = {NEEDS_CODES, 2, false},
    [STAT_AWARENESS] = {NEEDS_CODES, 1, true},
};
_Static_assert(COUNT_OF(statistics) == STATISTICS, "one row for each statistic");

bool figure_is_percent(const struct figure *figure)
{
    return statistics[figure->statistic].percent || (figure->statistic == STAT_RATIO && figure->percent);
}

static const char *const question_words[] = {"single", "multiple", "scale", "matrix", "rank", "number", "text", "date", "unit"};
_Static_assert(COUNT_OF(question_words) == QUESTION_TYPES, "one word for each type");

static struct pos items_pos(const struct figure *figure)
{
    return figure->item_names.count ? figure->item_names.at[0].pos : figure->pos;
}

static bool has_vector(const struct scale *scale, const char *vector)
{
    for (size_t i = 0; i < scale->vectors.count; i++) {
        if (!vector || same(scale->vectors.at[i], vector))
            return true;
    }
    return false;
}

static void check_vector(struct loader *loader, const struct figure *figure, const struct scale *scale)
{
    if (has_vector(scale, figure->vector))
        return;
    if (!figure->vector) {
        diags_error(loader->diags, items_pos(figure), _("scale '%s' has no score vector"), scale->id);
        diags_hint(loader->diags, _("give it vectors, and its options scores"));
        return;
    }
    struct words words = {0};
    for (size_t i = 0; i < scale->vectors.count; i++)
        words_add(&words, scale->vectors.at[i]);
    diags_error(loader->diags, loader_pos(loader, &figure->vector, figure->pos), _("scale '%s' has no score vector '%s'"), scale->id, figure->vector);
    diags_hint_words(loader->diags, figure->vector, words.at, words.count);
    words_release(&words);
}

static void check_scale(struct loader *loader, const struct figure *figure, const struct scale *scale)
{
    size_t answers = 0;
    bool satisfied = false, aware = false;
    for (size_t i = 0; i < scale->options.count; i++) {
        const struct option *option = &scale->options.at[i];
        answers += option->missing == MISSING_NONE;
        satisfied |= option->satisfied;
        aware |= option->aware;
    }
    struct pos pos = items_pos(figure);
    size_t top = figure->statistic == STAT_TOP1 ? 1 : figure->statistic == STAT_TOP2 ? 2 : figure->statistic == STAT_TOP3 ? 3 : 0;
    if (top > 0 && answers <= top)
        diags_error(loader->diags, pos, _("%s of scale '%s', which has only %zu answers"), statistic_ids[figure->statistic], scale->id, answers);
    if (figure->statistic == STAT_SATISFIED && !satisfied) {
        diags_error(loader->diags, pos, _("scale '%s' marks no option as satisfied"), scale->id);
        diags_hint(loader->diags, _("mark them: {code: 1, label: …, satisfied: true}"));
    }
    if (figure->statistic == STAT_AWARENESS && !aware) {
        diags_error(loader->diags, pos, _("scale '%s' marks no option as aware"), scale->id);
        diags_hint(loader->diags, _("mark them: {code: 1, label: …, aware: true}"));
    }
    if (figure->statistic == STAT_SCORE)
        check_vector(loader, figure, scale);
}

/* Each scale once, however many cells it has. */
static void check_fit(struct loader *loader, const struct figure *figure)
{
    const struct scale *last_scale = NULL;
    const struct question *wrong = NULL;
    for (size_t i = 0; i < figure->variables.count; i++) {
        const struct variable *variable = figure->variables.at[i];
        enum needs needs = statistics[figure->statistic].needs;
        bool vote = variable->type == VARIABLE_MARK && variable->option->unit; /* a mark for a unit counts 1 or 0 */
        bool fits = needs == NEEDS_ANY || (needs == NEEDS_NUMBER ? variable->type == VARIABLE_NUMBER || vote : variable->type == VARIABLE_CODE);
        if (!fits && wrong != variable->question) {
            wrong = variable->question;
            diags_error(loader->diags, items_pos(figure), _("%s does not fit question '%s' of type %s"), statistic_ids[figure->statistic], wrong->id, question_words[wrong->type]);
            if (needs == NEEDS_CODES)
                diags_hint(loader->diags, _("it needs coded answers: single, scale or matrix"));
            else if (variable->type == VARIABLE_CODE)
                diags_hint(loader->diags, _("it needs numbers; the mean of scored answers is 'score'"));
            else
                diags_hint(loader->diags, _("it needs numbers"));
        }
        if (fits && needs == NEEDS_CODES && variable->question->scale && variable->question->scale != last_scale) {
            last_scale = variable->question->scale;
            check_scale(loader, figure, last_scale);
        }
    }
}

static void check_codes(struct loader *loader, const struct figure *figure)
{
    const struct scale *last = NULL;
    for (size_t v = 0; v < figure->variables.count; v++) {
        const struct variable *variable = figure->variables.at[v];
        const struct scale *scale = variable->question->scale;
        if (!scale || (variable->type != VARIABLE_CODE && variable->type != VARIABLE_MARK)) {
            diags_error(loader->diags, loader_pos(loader, &figure->codes, figure->pos), _("question '%s' has no codes"), variable->question->id);
            diags_hint(loader->diags, _("give a condition instead: is: …"));
            return;
        }
        for (size_t i = 0; scale != last && i < figure->codes.count; i++) {
            if (!scale_option(scale, figure->codes.at[i]))
                diags_error(loader->diags, loader_pos(loader, &figure->codes.at[i], figure->pos), _("scale '%s' has no code %d"), scale->id, figure->codes.at[i]);
        }
        last = scale;
    }
}

static void refuse(struct loader *loader, const struct figure *figure, const void *member, const char *key, enum statistic belongs)
{
    if (figure->statistic != belongs && loader_given(loader, member))
        diags_error(loader->diags, loader_pos(loader, member, figure->pos), _("'%s' belongs to %s, not to %s"), key, statistic_ids[belongs], statistic_ids[figure->statistic]);
}

static void check_statistic(struct loader *loader, struct figure *figure)
{
    if (loader_wrong(loader, &figure->statistic))
        return;
    refuse(loader, figure, &figure->is, "is", STAT_SHARE);
    refuse(loader, figure, &figure->codes, "codes", STAT_SHARE);
    refuse(loader, figure, &figure->vector, "vector", STAT_SCORE);
    refuse(loader, figure, &figure->trim, "trim", STAT_TRIMMED_MEAN);
    refuse(loader, figure, &figure->trim_from, "trim_from", STAT_TRIMMED_MEAN);
    refuse(loader, figure, &figure->percent, "percent", STAT_RATIO);
    if (figure->statistic == STAT_SHARE && !figure->is.text == !figure->codes.count) {
        diags_error(loader->diags, figure->pos, _("share '%s' needs either 'codes' or 'is'"), figure->id);
        diags_hint(loader->diags, _("codes: [1, 2] of coded items, or a condition such as is: \"q3 <= 2\""));
    } else if (figure->statistic == STAT_SHARE && figure->codes.count) {
        check_codes(loader, figure);
        if (figure->variables.count == 0 && figure->instrument && !loader_wrong(loader, &figure->item_names))
            diags_error(loader->diags, items_pos(figure), _("'codes' need coded items of instrument '%s'"), figure->instrument->id);
    }
    if (figure->statistic == STAT_TRIMMED_MEAN && figure->trim_from <= 2 * figure->trim)
        diags_error(loader->diags, loader_pos(loader, &figure->trim_from, figure->pos), _("nothing is left when %d of %d values are dropped at either end"), figure->trim, figure->trim_from);
    check_fit(loader, figure);
}

/* By ------------------------------------------------------------------------------------------------------ */

static bool about_supplies(const struct instrument *instrument, const struct unit_kind *kind)
{
    for (size_t i = 0; i < instrument->about.count; i++) {
        if (instrument->about.at[i].kind == kind)
            return true;
    }
    return false;
}

static bool supplies(const struct loader *loader, const struct figure *figure, const struct unit_kind *kind)
{
    if (about_supplies(figure->instrument, kind) || loader_wrong(loader, &figure->item_names))
        return true;
    for (size_t i = 0; i < figure->variables.count; i++) {
        const struct question *question = figure->variables.at[i]->question;
        bool vote = question->type == QUESTION_MULTIPLE && question->kind == kind && figure->statistic != STAT_COUNT && figure->statistic != STAT_SHARE;
        if (question->over != kind && !vote && !(question->over_name.text && !question->over))
            return false;
    }
    return figure->variables.count > 0;
}

static void not_supplied(struct loader *loader, const struct figure *figure, const struct name *name, const struct unit_kind *kind)
{
    const struct instrument *instrument = figure->instrument;
    diags_error(loader->diags, name->pos, _("nothing tells to which unit of kind '%s' an answer of instrument '%s' belongs"), kind->id, instrument->id);
    for (size_t i = 0; i < instrument->questions.count; i++) {
        const struct question *question = &instrument->questions.at[i];
        if (question->type == QUESTION_UNIT && question->kind == kind) {
            diags_hint(loader->diags, _("declare it in the instrument: about: [{kind: %s, question: %s}]"), kind->id, question->id);
            return;
        }
    }
    diags_hint(loader->diags, _("declare it in the instrument: about: [{kind: %s, column: …}], or use items that run over it"), kind->id);
}

static void link_by(struct loader *loader, struct figure *figure)
{
    if (figure->by_names.count > MODEL_BY_MAX) {
        diags_error(loader->diags, loader_pos(loader, &figure->by_names, figure->pos), _("at most %d kinds stand in 'by'"), MODEL_BY_MAX);
        return;
    }
    for (size_t i = 0; i < figure->by_names.count; i++) {
        const struct name *name = &figure->by_names.at[i];
        struct unit_kind *kind = link_kind(loader, name);
        if (!kind) {
            loader_mark_wrong(loader, &figure->by_names);
            continue;
        }
        for (size_t k = 0; k < figure->by_count; k++) {
            if (figure->by[k] == kind)
                diags_error(loader->diags, name->pos, _("kind '%s' stands twice in 'by'"), kind->id);
        }
        figure->by[figure->by_count++] = kind;
        if (figure->instrument && !supplies(loader, figure, kind))
            not_supplied(loader, figure, name, kind);
    }
}

/* drop_own: {kind: district, attribute: project.origin}: a district's answer about a project that comes from it is left out. */
static void link_drop_own(struct loader *loader, struct figure *figure)
{
    figure->own_kind = link_kind(loader, &figure->drop_own_kind);
    const struct name *name = &figure->drop_own_of;
    if (!name->text)
        return;
    const char *dot = strchr(name->text, '.');
    if (!dot) {
        diags_error(loader->diags, name->pos, _("'%s' must be KIND.ATTRIBUTE"), name->text);
        return;
    }
    struct name kind_name = {arena_strndup(loader->arena, name->text, (size_t)(dot - name->text)), name->pos};
    figure->own_of_kind = link_kind(loader, &kind_name);
    if (!figure->own_of_kind)
        return;
    const struct attribute *attribute = kind_attribute(figure->own_of_kind, dot + 1);
    if (!attribute) {
        struct words words = {0};
        for (size_t i = 0; i < figure->own_of_kind->attributes.count; i++)
            words_add(&words, figure->own_of_kind->attributes.at[i].id);
        diags_error(loader->diags, name->pos, _("unknown attribute '%s' of kind '%s'"), dot + 1, figure->own_of_kind->id);
        diags_hint_words(loader->diags, dot + 1, words.at, words.count);
        words_release(&words);
        return;
    }
    figure->own_attribute = attribute->id;
    if (figure->own_kind && attribute->refers_kind != figure->own_kind)
        diags_error(loader->diags, name->pos, _("attribute '%s' does not refer to kind '%s'"), name->text, figure->own_kind->id);
    const struct unit_kind *kinds[] = {figure->own_kind, figure->own_of_kind};
    const struct name *names[] = {&figure->drop_own_kind, &figure->drop_own_of};
    for (size_t i = 0; i < COUNT_OF(kinds); i++) {
        if (kinds[i] && figure->instrument && !supplies(loader, figure, kinds[i]))
            not_supplied(loader, figure, names[i], kinds[i]);
    }
}

/* Figures ------------------------------------------------------------------------------------------------- */

/* The kind whose unit `this.` means: that over which all items run. */
static const struct unit_kind *over_of(const struct figure *figure)
{
    const struct unit_kind *over = figure->variables.count ? figure->variables.at[0]->question->over : NULL;
    for (size_t i = 0; i < figure->variables.count; i++) {
        if (figure->variables.at[i]->question->over != over)
            return NULL;
    }
    return over;
}

static void link_one(struct loader *loader, struct figure *figure)
{
    link_items(loader, figure);
    check_statistic(loader, figure);
    link_by(loader, figure);
    link_drop_own(loader, figure);
    link_weights_of(loader, &figure->weights, figure->instrument, &figure->weighting, &figure->weight);
    check_counted(loader, figure);
    check_condition(loader, figure->instrument, over_of(figure), &figure->where);
    check_condition(loader, figure->instrument, over_of(figure), &figure->is);
    bool percent = figure_is_percent(figure);
    if (figure->decimals < 0)
        figure->decimals = percent ? 1 : statistics[figure->statistic].decimals;
    if (!figure->unit && percent)
        figure->unit = "%";
}

/* All ----------------------------------------------------------------------------------------------------- */

void link_figures(struct loader *loader)
{
    struct evaluation *evaluation = loader->evaluation;
    struct scope scope;
    scope_init(&scope, _("figure"));
    for (size_t i = 0; i < evaluation->figures.count; i++) {
        struct figure *figure = &evaluation->figures.at[i];
        figure->index = (int)i;
        scope_add(loader, &scope, &figure->id, &figure->pos);
        link_one(loader, figure);
    }
    for (size_t i = 0; i < evaluation->given.count; i++)
        scope_add(loader, &scope, &evaluation->given.at[i].id, &evaluation->given.at[i].pos);
    scope_release(&scope);
}
