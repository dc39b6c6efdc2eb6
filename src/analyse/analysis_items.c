/* SPDX-License-Identifier: GPL-3.0-or-later
 * From questions to arrays: items, their values, cases and groups.
 *
 * The value of a coded answer is its score in the scale's first vector, so that means are on the scale that readers know (100 … 20); scales without
 * scores are taken by code, where the order of the options means something. Items worded the other way round are turned: lowest + highest − value. An
 * option that is no answer (don't know) has no value.
 */
#include "analysis_priv.h"

#include <strings.h>

/* Items --------------------------------------------------------------------------------------------------- */

bool item_is_coded(const struct analysis_item *item)
{
    return item->codes.scale && item->question->type != QUESTION_MULTIPLE && item->question->type != QUESTION_RANK;
}

bool item_is_number(const struct analysis_item *item)
{
    return item->question->type == QUESTION_NUMBER;
}

bool scale_has_satisfied(const struct scale *scale)
{
    for (size_t i = 0; scale && i < scale->options.count; i++)
        if (scale->options.at[i].satisfied)
            return true;
    return false;
}

bool scale_has_scores(const struct scale *scale)
{
    for (size_t i = 0; scale && i < scale->options.count; i++)
        if (!isnan(option_score(scale, &scale->options.at[i], NULL)))
            return true;
    return false;
}

const char *item_measure_words(const struct analysis_work *work, const struct analysis_item *item)
{
    if (item_is_number(item))
        return item->question->unit ? item->question->unit : words_spoken(work, "数值");
    return words_spoken(work, scale_has_scores(item->codes.scale) ? "分值" : "选项代码");
}

static void find_values(struct analysis_work *work, struct analysis_item *item)
{
    const struct scale *scale = item->codes.scale;
    if (!scale)
        return;
    bool scores = scale_has_scores(scale);
    double low = INFINITY, high = -INFINITY;
    for (int kind = 0; kind < 3; kind++)
        item->values[kind] = ARENA_ARRAY(work->scratch, double, scale->options.count);
    for (size_t i = 0; i < scale->options.count; i++) {
        const struct option *option = &scale->options.at[i];
        bool answer = option->missing == MISSING_NONE;
        double value = !answer ? NAN : scores ? option_score(scale, option, NULL) : option->code;
        item->values[VALUE_NUMBER][i] = value;
        item->values[VALUE_SATISFIED][i] = answer ? option->satisfied : NAN;
        item->values[VALUE_OPTION][i] = answer ? (double)i : NAN;
        low = fmin(low, value);
        high = fmax(high, value);
    }
    if (item->item && item->item->reversed)
        for (size_t i = 0; i < scale->options.count; i++)
            item->values[VALUE_NUMBER][i] = low + high - item->values[VALUE_NUMBER][i];
}

static bool is_column_of(const struct variable *variable, const struct question *question, const struct item *item)
{
    return variable->question == question && variable->item == item && !(variable->option && variable->type == VARIABLE_TEXT);
}

static struct analysis_item *add_item(struct analysis_work *work, const struct question *question, const struct item *item, analysis_items *items)
{
    const struct instrument *instrument = work->instrument;
    struct analysis_item *out = LIST_ADD(work->scratch, items);
    *out = (struct analysis_item){.question = question, .item = item, .first = SIZE_MAX};
    out->id = item ? item->id : question->id;
    out->label = item ? item->short_title : question->short_title;
    if (!out->label)
        out->label = item ? item->title : question->title;
    for (size_t i = 0; i < instrument->variables.count; i++) {
        if (!is_column_of(&instrument->variables.at[i], question, item))
            continue;
        if (out->first == SIZE_MAX)
            out->first = i;
        out->count = i - out->first + 1;
    }
    if (question->scale)
        code_table_init(&out->codes, question->scale, work->scratch);
    find_values(work, out);
    return out;
}

void analysis_items_add(struct analysis_work *work, const struct question *question, analysis_items *ret_items)
{
    for (size_t i = 0; i < question->items.count; i++)
        add_item(work, question, &question->items.at[i], ret_items);
    if (question->items.count == 0)
        add_item(work, question, NULL, ret_items);
}

static bool same(const char *a, const char *b)
{
    return a && b && strcasecmp(a, b) == 0;
}

static void add_variable(struct analysis_work *work, const struct variable *variable, analysis_items *items)
{
    struct analysis_item *item = add_item(work, variable->question, variable->item, items);
    item->first = (size_t)variable->index;
    item->count = 1;
    item->id = variable->id;
    if (variable->unit)
        item->label = arena_printf(work->arena, words_spoken(work, "%s（%s）"), item->label, variable->unit->short_name);
    if (variable->option)
        item->label = arena_printf(work->arena, "%s：%s", item->label, variable->option->label);
}

bool analysis_items_find(struct analysis_work *work, const struct name *name, analysis_items *ret_items)
{
    const struct instrument *instrument = work->instrument;
    const char *dot = strchr(name->text, '.');
    size_t length = dot ? (size_t)(dot - name->text) : strlen(name->text), before = ret_items->count;
    if (strlen(instrument->id) != length || strncasecmp(instrument->id, name->text, length) != 0) {
        diags_error(work->diags, name->pos, _("items of one analysis must belong to one instrument: '%s' does not belong to '%s'"), name->text,
                    instrument->id);
        return false;
    }
    for (size_t i = 0; i < instrument->questions.count; i++) {
        const struct question *question = &instrument->questions.at[i];
        if (question->type == QUESTION_TEXT || question->type == QUESTION_DATE)
            continue;
        if (!dot || same(question->id, dot + 1)) {
            analysis_items_add(work, question, ret_items);
            continue;
        }
        for (size_t k = 0; k < question->items.count; k++)
            if (same(question->items.at[k].id, dot + 1))
                add_item(work, question, &question->items.at[k], ret_items);
    }
    const struct variable *variable = dot && ret_items->count == before ? instrument_variable(instrument, dot + 1) : NULL;
    if (variable && variable->type != VARIABLE_TEXT)
        add_variable(work, variable, ret_items);
    if (ret_items->count == before)
        diags_error(work->diags, name->pos, _("'%s' has no answers that can be counted or measured"), name->text);
    return ret_items->count > before;
}

double analysis_value(const struct analysis_work *work, const struct analysis_item *item, size_t column, size_t row, enum analysis_value kind)
{
    const struct column *at = &work->dataset->columns[column];
    if (at->missing[row] != MISSING_NONE)
        return NAN;
    if (!item_is_coded(item))
        return answer_value(at, row);
    int option = code_table_option(&item->codes, at->codes[row]);
    return option < 0 ? NAN : item->values[kind][option];
}

/* Cases ---------------------------------------------------------------------------------------------------- */

void analysis_forget_missing(struct analysis_work *work)
{
    work->missing_known = false;
    memset(work->missing, 0, sizeof work->missing);
}

bool cases_make(struct analysis_work *work, const struct analysis_item *items, size_t count, enum analysis_value kind, struct cases *ret_cases)
{
    size_t columns = count ? items[0].count : 0;
    for (size_t i = 1; i < count; i++)
        if (items[i].count != columns || items[i].question->over != items[0].question->over)
            return false;
    struct arena *arena = work->scratch;
    size_t n = work->row_count * columns;
    *ret_cases = (struct cases){.n = n, .items = count};
    ret_cases->x = ARENA_ARRAY(arena, double, n * count + 1);
    ret_cases->row = ARENA_ARRAY(arena, size_t, n + 1);
    ret_cases->variable = ARENA_ARRAY(arena, const struct variable *, n + 1);
    analysis_forget_missing(work);
    work->missing_known = true;
    for (size_t i = 0; i < count; i++)
        for (size_t r = 0; r < work->row_count; r++)
            for (size_t c = 0; c < columns; c++)
                work->missing[answer_missing(&work->dataset->columns[items[i].first + c], work->rows[r], &items[i].codes)]++;
    size_t at = 0;
    for (size_t r = 0; r < work->row_count; r++) {
        for (size_t c = 0; c < columns; c++, at++) {
            ret_cases->row[at] = work->rows[r];
            ret_cases->variable[at] = work->dataset->columns[items[0].first + c].variable;
            for (size_t i = 0; i < count; i++)
                ret_cases->x[i * n + at] = analysis_value(work, &items[i], items[i].first + c, work->rows[r], kind);
        }
    }
    return true;
}

size_t cases_complete(struct analysis_work *work, struct cases *cases)
{
    size_t n = cases->n, kept = 0, partial = 0;
    size_t *keep = ARENA_ARRAY(work->scratch, size_t, n + 1);
    for (size_t i = 0; i < n; i++) {
        size_t answered = 0;
        for (size_t j = 0; j < cases->items; j++)
            answered += !isnan(cases->x[j * n + i]);
        if (answered == cases->items)
            keep[kept++] = i;
        else if (missing_was_asked((enum missing)work->dataset->columns[cases->variable[i]->index].missing[cases->row[i]]))
            partial++;
    }
    double *x = ARENA_ARRAY(work->scratch, double, kept * cases->items + 1);
    for (size_t i = 0; i < kept; i++) {
        for (size_t j = 0; j < cases->items; j++)
            x[j * kept + i] = cases->x[j * n + keep[i]];
        cases->row[i] = cases->row[keep[i]]; /* keep[i] ≥ i: nothing is overwritten that is still needed */
        cases->variable[i] = cases->variable[keep[i]];
    }
    cases->x = x;
    cases->n = kept;
    return partial;
}

/* Groups --------------------------------------------------------------------------------------------------- */

void grouping_of_kind(struct grouping *grouping, const struct unit_kind *kind)
{
    *grouping = (struct grouping){.kind = kind, .count = kind->units.count, .id = kind->id, .title = kind->name};
}

bool grouping_of_question(struct analysis_work *work, struct grouping *grouping, const struct question *question)
{
    if (question->type == QUESTION_UNIT && question->kind) {
        grouping_of_kind(grouping, question->kind);
        grouping->question = question;
    } else if (question->scale && question->items.count == 0 && !question->over && question->type != QUESTION_MULTIPLE && question->type != QUESTION_RANK) {
        *grouping = (struct grouping){.question = question, .count = question->scale->options.count};
        code_table_init(&grouping->codes, question->scale, work->scratch);
    } else {
        return false;
    }
    grouping->id = question->id;
    grouping->title = question->short_title ? question->short_title : question->title;
    for (size_t i = 0; i < work->instrument->variables.count; i++) {
        if (work->instrument->variables.at[i].question == question && work->instrument->variables.at[i].type != VARIABLE_TEXT) {
            grouping->column = i;
            return true;
        }
    }
    return false;
}

int grouping_at(const struct analysis_work *work, const struct grouping *grouping, size_t row, const struct variable *variable)
{
    if (!grouping->question)
        return dataset_unit(work->dataset, row, variable, grouping->kind);
    const struct column *column = &work->dataset->columns[grouping->column];
    if (grouping->kind)
        return column->missing[row] == MISSING_NONE ? column->codes[row] : -1;
    if (answer_missing(column, row, &grouping->codes) != MISSING_NONE)
        return -1;
    return code_table_option(&grouping->codes, column->codes[row]);
}

const struct unit *grouping_unit(const struct grouping *grouping, size_t group)
{
    return grouping->kind ? &grouping->kind->units.at[group] : NULL;
}

const char *grouping_label(const struct grouping *grouping, size_t group)
{
    if (grouping->kind)
        return grouping->kind->units.at[group].short_name;
    return grouping->question->scale->options.at[group].label;
}

const char *grouping_key(const struct grouping *grouping, size_t group)
{
    static const char *const codes[] = {"1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12"};
    if (grouping->kind)
        return grouping->kind->units.at[group].id;
    int code = grouping->question->scale->options.at[group].code;
    return code >= 1 && code <= (int)COUNT_OF(codes) ? codes[code - 1] : grouping->question->scale->options.at[group].label;
}

/* Do the answers of a question part the valid responses at all? A control question that everybody must answer alike does not. */
static bool parts_responses(struct analysis_work *work, const struct grouping *grouping)
{
    int first = -1;
    for (size_t r = 0; r < work->row_count; r++) {
        int group = grouping_at(work, grouping, work->rows[r], NULL);
        if (group >= 0 && first >= 0 && group != first)
            return true;
        if (group >= 0)
            first = group;
    }
    return false;
}

static bool is_respondent_group(const struct question *question)
{
    const struct scale *scale = question->scale;
    if (question->type != QUESTION_SINGLE || question->over || !scale || scale->options.count < 2 || scale->options.count > 8)
        return false;
    for (size_t i = 0; i < scale->options.count; i++)
        if (scale->options.at[i].satisfied || scale->options.at[i].aware)
            return false;
    return true;
}

size_t default_groupings(struct analysis_work *work, struct grouping **ret_groupings)
{
    const struct instrument *instrument = work->instrument;
    struct grouping *list = ARENA_ARRAY(work->scratch, struct grouping, instrument->about.count + instrument->questions.count + 1);
    size_t count = 0;
    for (size_t i = 0; i < instrument->about.count; i++) {
        struct unit_kind *kind = instrument->about.at[i].kind;
        bool known = !kind;
        for (size_t j = 0; j < count; j++)
            known = known || list[j].kind == kind;
        if (known)
            continue;
        grouping_of_kind(&list[count], kind);
        count += parts_responses(work, &list[count]);
    }
    for (size_t i = 0; i < instrument->questions.count; i++) {
        const struct question *question = &instrument->questions.at[i];
        if (is_respondent_group(question) && grouping_of_question(work, &list[count], question))
            count += parts_responses(work, &list[count]);
    }
    *ret_groupings = list;
    return count;
}
