/* SPDX-License-Identifier: GPL-3.0-or-later
 * Sheets: what a response is about, who rates, what was issued, and how columns and rules name their questions.
 */
#include "survey_priv.h"

#include "survey_questions.h"

#include "ceping/base_num.h"
#include "ceping/base_text.h"

#include <math.h>
#include <strings.h>

/* About --------------------------------------------------------------------------------------------------- */

static struct question *link_question(struct loader *loader, const struct instrument *instrument, const struct name *name)
{
    struct question *question = name->text ? instrument_question(instrument, name->text) : NULL;
    if (question || !name->text)
        return question;
    struct words words = {0};
    for (size_t i = 0; i < instrument->questions.count; i++)
        words_add(&words, instrument->questions.at[i].id);
    diags_error(loader->diags, name->pos, _("unknown question '%s' in instrument '%s'"), name->text, instrument->id);
    diags_hint_words(loader->diags, name->text, words.at, words.count);
    words_release(&words);
    return NULL;
}

/* Without question and column the rater's own unit is meant: then every rater must have one. */
static void check_own(struct loader *loader, const struct instrument *instrument, const struct about *about)
{
    const struct panel *panel = instrument->panel;
    if (!panel) {
        diags_error(loader->diags, about->pos, _("nothing tells which unit of kind '%s' a response is about"), about->kind->id);
        for (size_t i = 0; i < instrument->questions.count; i++) {
            const struct question *question = &instrument->questions.at[i];
            if (question->type == QUESTION_UNIT && question->kind == about->kind) {
                diags_hint(loader->diags, _("write question: %s"), question->id);
                return;
            }
        }
        diags_hint(loader->diags, _("give a question, a column, or a panel whose raters have their own unit"));
        return;
    }
    for (size_t i = 0; i < panel->raters.count; i++) {
        const struct rater *rater = &panel->raters.at[i];
        if (rater->own && rater->own->kind == about->kind)
            continue;
        diags_error(loader->diags, about->pos, _("rater '%s' of panel '%s' has no own unit of kind '%s'"), rater->id, panel->id, about->kind->id);
        diags_hint(loader->diags, _("responses are about the rater's own unit where neither question nor column is given"));
    }
}

static void link_about(struct loader *loader, struct instrument *instrument, struct about *about)
{
    about->kind = link_kind(loader, &about->kind_name);
    about->question = link_question(loader, instrument, &about->question_name);
    if (about->question_name.text && about->column) {
        diags_error(loader->diags, about->question_name.pos, _("a question and a column both tell the unit of kind '%s'"), about->kind_name.text ? about->kind_name.text : "");
        diags_hint(loader->diags, _("keep one of them"));
    }
    if (!about->kind)
        return;
    const struct question *question = about->question;
    if (question && !loader_wrong(loader, &question->type) && (question->type != QUESTION_UNIT || (question->kind && question->kind != about->kind))) {
        diags_error(loader->diags, about->question_name.pos, _("question '%s' does not ask for a unit of kind '%s'"), question->id, about->kind->id);
        diags_hint(loader->diags, _("it needs type: unit, kind: %s"), about->kind->id);
    }
    if (!about->question_name.text && !about->column)
        check_own(loader, instrument, about);
    if (about->kind == instrument->rows)
        diags_error(loader->diags, about->kind_name.pos, _("kind '%s' stands in 'rows' already"), about->kind->id);
    for (const struct about *before = instrument->about.at; before < about; before++) {
        if (before->kind == about->kind)
            diags_error(loader->diags, about->kind_name.pos, _("a response is about two units of kind '%s'"), about->kind->id);
    }
}

static void link_rows(struct loader *loader, struct instrument *instrument)
{
    instrument->rows = link_kind(loader, &instrument->rows_name);
    if (!instrument->rows)
        return;
    for (size_t i = 0; i < instrument->questions.count; i++) {
        const struct question *question = &instrument->questions.at[i];
        if (question->over == instrument->rows || (question->over_name.text && !question->over))
            return;
    }
    diags_error(loader->diags, instrument->rows_name.pos, _("no question runs over kind '%s', one row each"), instrument->rows->id);
    diags_hint(loader->diags, _("write over: %s at the questions that are columns of the file"), instrument->rows->id);
}

/* Panel and issued ---------------------------------------------------------------------------------------- */

static void link_duty(struct loader *loader, struct instrument *instrument)
{
    const struct name *name = &instrument->duty_name;
    instrument->duty = link_kind(loader, name);
    if (!instrument->duty || instrument->panel || instrument->panel_name.text)
        return;
    diags_error(loader->diags, name->pos, _("instrument '%s' has a duty but no panel"), instrument->id);
    diags_hint(loader->diags, _("panel: whose raters must rate every unit of kind '%s'"), instrument->duty->id);
}

static void link_panel(struct loader *loader, struct instrument *instrument)
{
    const struct name *name = &instrument->panel_name;
    if (!name->text)
        return;
    struct evaluation *evaluation = loader->evaluation;
    struct words words = {0};
    for (size_t i = 0; i < evaluation->panels.count; i++) {
        if (strcasecmp(evaluation->panels.at[i].id, name->text) == 0)
            instrument->panel = &evaluation->panels.at[i];
        words_add(&words, evaluation->panels.at[i].id);
    }
    if (!instrument->panel) {
        diags_error(loader->diags, name->pos, _("unknown panel '%s'"), name->text);
        diags_hint_words(loader->diags, name->text, words.at, words.count);
    }
    words_release(&words);
    bool mapped = instrument->rater_column != NULL;
    for (size_t i = 0; i < instrument->columns.count; i++)
        mapped |= instrument->columns.at[i].to.text && strcmp(instrument->columns.at[i].to.text, "rater") == 0;
    if (!mapped) {
        diags_warning(loader->diags, name->pos, _("no column tells which rater of panel '%s' filled in a sheet"), name->text);
        diags_hint(loader->diags, _("name it with rater: HEADER"));
    }
}

static void link_issued(struct loader *loader, struct instrument *instrument)
{
    struct sum parts = {0};
    const struct issued *total = NULL;
    const struct unit_kind *kind = NULL;
    bool one_kind = true;
    for (size_t i = 0; i < instrument->issued.count; i++) {
        struct issued *issued = &instrument->issued.at[i];
        issued->unit = link_unit(loader, NULL, &issued->unit_name);
        for (size_t k = 0; k < i; k++) {
            if (instrument->issued.at[k].unit == issued->unit && !instrument->issued.at[k].unit_name.text == !issued->unit_name.text && (issued->unit || !issued->unit_name.text)) {
                diags_error(loader->diags, issued->pos, _("issued forms are given twice for the same"));
                diags_hint(loader->diags, _("first in line %d"), instrument->issued.at[k].pos.line);
            }
        }
        if (!issued->unit_name.text) {
            total = issued;
        } else if (issued->unit) {
            one_kind &= !kind || kind == issued->unit->kind;
            kind = issued->unit->kind;
            sum_add(&parts, issued->count);
        }
    }
    if (total && kind && one_kind && sum_value(&parts) != total->count) {
        auto_strbuf struct strbuf text;
        strbuf_init(&text);
        num_format_exact(&text, sum_value(&parts));
        diags_warning(loader->diags, total->pos, _("issued forms of the units add up to %s, not to the total"), text.at);
    }
}

/* Rules and columns --------------------------------------------------------------------------------------- */

/* Item, question or variable: the question to which it belongs, or NULL. */
static const struct question *question_of(const struct instrument *instrument, const char *id)
{
    for (size_t i = 0; i < instrument->questions.count; i++) {
        const struct question *question = &instrument->questions.at[i];
        if (strcasecmp(question->id, id) == 0)
            return question;
        for (size_t k = 0; k < question->items.count; k++) {
            if (strcasecmp(question->items.at[k].id, id) == 0)
                return question;
        }
    }
    const struct variable *variable = instrument_variable(instrument, id);
    return variable ? variable->question : NULL;
}

static void unknown_item(struct loader *loader, const struct instrument *instrument, const struct name *name, const char *const *more, size_t more_count)
{
    struct words words = {0};
    for (size_t i = 0; i < more_count; i++)
        words_add(&words, more[i]);
    for (size_t i = 0; i < instrument->questions.count; i++) {
        const struct question *question = &instrument->questions.at[i];
        words_add(&words, question->id);
        for (size_t k = 0; k < question->items.count; k++)
            words_add(&words, question->items.at[k].id);
    }
    diags_hint_words(loader->diags, name->text, words.at, words.count);
    words_release(&words);
}

static bool is_about(const struct instrument *instrument, const char *kind)
{
    if (instrument->rows && strcasecmp(instrument->rows->id, kind) == 0)
        return true;
    for (size_t i = 0; i < instrument->about.count; i++) {
        const struct unit_kind *about = instrument->about.at[i].kind;
        if (about && strcasecmp(about->id, kind) == 0)
            return true;
    }
    return false;
}

/* A question that has one column. */
static const struct variable *link_variable(struct loader *loader, const struct instrument *instrument, const struct name *name)
{
    const struct variable *variable = name->text ? instrument_variable(instrument, name->text) : NULL;
    if (variable || !name->text)
        return variable;
    diags_error(loader->diags, name->pos, _("unknown item '%s' in instrument '%s'"), name->text, instrument->id);
    unknown_item(loader, instrument, name, NULL, 0);
    return NULL;
}

static void check_days(struct loader *loader, const struct instrument *instrument)
{
    const char *from = instrument->collected_from, *to = instrument->collected_to;
    if (from && to && strcmp(to, from) < 0) {
        diags_error(loader->diags, loader_pos(loader, &instrument->collected_to, instrument->pos), _("the collection ends on %s, before it begins"), to);
        diags_hint(loader->diags, _("collected_from is %s"), from);
    }
}

static void link_screening(struct loader *loader, struct instrument *instrument)
{
    struct scope scope;
    instrument->source = link_variable(loader, instrument, &instrument->source_name);
    instrument->serial = link_variable(loader, instrument, &instrument->serial_name);
    scope_init(&scope, _("screening rule"));
    for (size_t i = 0; i < instrument->screening.count; i++) {
        struct screening_rule *rule = &instrument->screening.at[i];
        screening_fill(loader, instrument, rule);
        scope_add(loader, &scope, &rule->id, &rule->pos);
        if (rule->action == SCREEN_CANCEL && !loader_given(loader, &rule->items)) {
            diags_error(loader->diags, rule->pos, _("rule '%s' cancels nothing"), rule->id);
            diags_hint(loader->diags, _("name what it cancels: items: […]"));
        }
        if (rule->action != SCREEN_CANCEL && rule->builtin != SCREEN_V02 && rule->items.count > 0 && !loader_wrong(loader, &rule->action)) {
            diags_error(loader->diags, rule->items.at[0].pos, _("rule '%s' names items but its action is not cancel"), rule->id);
        }
        for (size_t k = 0; k < rule->items.count; k++) {
            const struct name *name = &rule->items.at[k];
            if (!name->text || question_of(instrument, name->text) || (rule->builtin == SCREEN_V02 && is_about(instrument, name->text)))
                continue;
            diags_error(loader->diags, name->pos, _("unknown item '%s' in instrument '%s'"), name->text, instrument->id);
            unknown_item(loader, instrument, name, NULL, 0);
        }
    }
    screening_join(loader, instrument);
    scope_release(&scope);
}

static void link_columns(struct loader *loader, struct instrument *instrument)
{
    static const char *const roles[] = {"ignore", "key", "seconds", "submitted", "rater", "personal", "source"};
    struct map headers;
    map_init(&headers);
    for (size_t i = 0; i < instrument->columns.count; i++) {
        struct column_map *column = &instrument->columns.at[i];
        auto_free char *key = text_key(column->column);
        const struct column_map *first = map_put(&headers, arena_strdup(loader->arena, key), column);
        if (first != column) {
            diags_error(loader->diags, column->pos, _("column '%s' is mapped twice"), column->column);
            diags_hint(loader->diags, _("first in line %d"), first->pos.line);
        }
        const char *to = column->to.text;
        bool known = !to || is_about(instrument, to) || question_of(instrument, to);
        for (size_t r = 0; r < COUNT_OF(roles) && !known; r++)
            known = strcmp(to, roles[r]) == 0;
        if (known)
            continue;
        diags_error(loader->diags, column->to.pos, _("column '%s' goes to unknown '%s'"), column->column, to);
        unknown_item(loader, instrument, &column->to, roles, COUNT_OF(roles));
    }
    map_release(&headers);
}

/* Conditions ---------------------------------------------------------------------------------------------- */

static void check_form(struct loader *loader, const struct instrument *instrument)
{
    for (size_t i = 0; i < instrument->questions.count; i++)
        check_condition(loader, instrument, instrument->questions.at[i].over, &instrument->questions.at[i].asked_if);
    for (size_t i = 0; i < instrument->screening.count; i++) {
        const struct screening_rule *rule = &instrument->screening.at[i];
        const struct unit_kind *over = NULL; /* `this` is the unit whose cell is cancelled */
        for (size_t k = 0; k < rule->items.count && !over; k++) {
            const struct question *question = rule->items.at[k].text ? question_of(instrument, rule->items.at[k].text) : NULL;
            over = question ? question->over : NULL;
        }
        check_condition(loader, instrument, over, &rule->when);
    }
}

void check_forms(struct loader *loader)
{
    for (size_t i = 0; i < loader->evaluation->instruments.count; i++)
        check_form(loader, loader->evaluation->instruments.at[i]);
}

/* Instruments --------------------------------------------------------------------------------------------- */

/* SQLite's tables hold 2,000 columns; ours have one for each variable and some more. */
enum { VARIABLES_MAX = 1900 };

static size_t count_variables(const struct instrument *instrument)
{
    double total = 0;
    for (size_t i = 0; i < instrument->questions.count; i++) {
        const struct question *question = &instrument->questions.at[i];
        double count = question->items.count ? (double)question->items.count : 1;
        count *= question->over ? (double)question->over->units.count : 1;
        if ((question->type == QUESTION_MULTIPLE || question->type == QUESTION_RANK) && question->scale)
            count *= (double)question->scale->options.count;
        total += count;
    }
    return total < 1e9 ? (size_t)total : (size_t)1e9;
}

/* Questions that `_repeat` and `_burst` compare. */
static void link_compared(struct loader *loader, struct instrument *instrument, const struct name *name, compared_questions *to)
{
    const struct question *question = name->text ? question_of(instrument, name->text) : NULL;
    if (question) {
        *LIST_ADD(loader->arena, to) = (struct compared_question){*name, question};
        return;
    }
    struct words words = {0};
    for (size_t i = 0; i < instrument->questions.count; i++)
        words_add(&words, instrument->questions.at[i].id);
    diags_error(loader->diags, name->pos, _("instrument '%s' has no question '%s'"), instrument->id, name->text ? name->text : "");
    diags_hint_words(loader->diags, name->text ? name->text : "", words.at, words.count);
    words_release(&words);
}

/* A rule on an index that compares nothing would never act, and nobody would notice. */
static void check_index(struct loader *loader, const struct screening_rule *rule, const char *index, const char *key, size_t compared)
{
    if (compared > 0 || !rule->when.text || !strstr(rule->when.text, index))
        return;
    diags_error(loader->diags, rule->when.pos, _("'%s' compares nothing: the instrument lacks '%s'"), index, key);
    diags_hint(loader->diags, _("name the questions whose answers are compared: %s: […]"), key);
}

static void check_marks(struct loader *loader, const struct instrument *instrument, const struct screening_rule *rule)
{
    bool limited = !rule->when.text || !strstr(rule->when.text, "_too_many");
    for (size_t i = 0; i < instrument->questions.count; i++)
        limited = limited || (instrument->questions.at[i].type == QUESTION_MULTIPLE && !isnan(instrument->questions.at[i].max));
    if (limited)
        return;
    diags_error(loader->diags, rule->when.pos, _("'_too_many' counts nothing: no question of type multiple has 'max'"));
    diags_hint(loader->diags, _("write at the question how many options may be marked: max: …"));
}

static void link_instrument(struct loader *loader, struct instrument *instrument)
{
    if (!instrument->short_title)
        instrument->short_title = instrument->title;
    link_scales(loader, instrument);
    link_questions(loader, instrument);
    link_panel(loader, instrument);
    link_duty(loader, instrument);
    link_rows(loader, instrument);
    for (size_t i = 0; i < instrument->about.count; i++)
        link_about(loader, instrument, &instrument->about.at[i]);
    link_issued(loader, instrument);
    size_t count = count_variables(instrument);
    if (count > VARIABLES_MAX) {
        diags_error(loader->diags, instrument->pos, _("instrument '%s' has %zu columns of answers; at most %d are possible"), instrument->id, count, VARIABLES_MAX);
        diags_hint(loader->diags, _("split it into two instruments"));
        return;
    }
    instrument_make_variables(loader->arena, instrument);
    for (size_t i = 0; i < instrument->repeat_names.count; i++)
        link_compared(loader, instrument, &instrument->repeat_names.at[i], &instrument->repeats);
    for (size_t i = 0; i < instrument->burst_names.count; i++)
        link_compared(loader, instrument, &instrument->burst_names.at[i], &instrument->bursts);
    for (size_t i = 0; i < instrument->screening.count; i++) {
        check_index(loader, &instrument->screening.at[i], "_repeat", "repeats", instrument->repeat_names.count);
        check_index(loader, &instrument->screening.at[i], "_burst", "bursts", instrument->burst_names.count);
        check_marks(loader, instrument, &instrument->screening.at[i]);
    }
    check_days(loader, instrument);
    link_screening(loader, instrument);
    link_columns(loader, instrument);
    link_counts(loader, instrument);
}

void link_instruments(struct loader *loader)
{
    struct evaluation *evaluation = loader->evaluation;
    struct scope scope;
    scope_init(&scope, _("instrument"));
    for (size_t i = 0; i < evaluation->instruments.count; i++) {
        struct instrument *instrument = evaluation->instruments.at[i];
        instrument->index = (int)i;
        scope_add(loader, &scope, &instrument->id, &instrument->pos);
        check_sql_word(loader, instrument->id, loader_pos(loader, &instrument->id, instrument->pos));
        link_instrument(loader, instrument);
    }
    scope_release(&scope);
}
