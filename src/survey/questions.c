/* SPDX-License-Identifier: GPL-3.0-or-later
 * Scales and questions: codes, labels and scores that are clear, and for each type of question what it needs and what it cannot have.
 */
#include "survey_questions.h"

#include "ceping/base_text.h"

#include <math.h>
#include <string.h>
#include <strings.h>

/* Options ------------------------------------------------------------------------------------------------- */

static void add_label(struct loader *loader, struct map *labels, const char *label, struct option *option, struct pos pos)
{
    auto_free char *key = text_key(label);
    const struct option *first = *key ? map_put(labels, arena_strdup(loader->arena, key), option) : option;
    if (first == option)
        return;
    diags_error(loader->diags, pos, _("label '%s' stands for code %d and for code %d"), label, first->code, option->code);
    diags_hint(loader->diags, _("labels are compared without spaces, quotes, width and case"));
}

static void check_codes(struct loader *loader, const struct option *options, size_t count)
{
    for (size_t i = 1; i < count; i++) {
        if (options[i].code > options[i - 1].code || options[i].code == 0 || options[i - 1].code == 0)
            continue;
        struct pos pos = loader_pos(loader, &options[i].code, options[i].pos);
        if (options[i].code == options[i - 1].code)
            diags_error(loader->diags, pos, _("code %d is given twice"), options[i].code);
        else
            diags_error(loader->diags, pos, _("code %d comes after code %d"), options[i].code, options[i - 1].code);
        diags_hint(loader->diags, _("codes ascend in the order of the questionnaire"));
    }
}

static void check_scores(struct loader *loader, const struct scale *scale, struct option *option)
{
    size_t given = option->scores.count, wanted = scale->vectors.count;
    if (loader_wrong(loader, &option->missing) || loader_wrong(loader, &option->scores) || loader_wrong(loader, &scale->vectors))
        return;
    if (option->missing && (given > 0 || option->satisfied || option->aware)) {
        for (size_t i = 0; i < given; i++) {
            if (!isnan(option->scores.at[i].value)) {
                diags_error(loader->diags, option->scores.at[i].vector.pos, _("option '%s' is no answer and cannot be scored"), option->label);
                break;
            }
        }
        if (option->satisfied || option->aware)
            diags_error(loader->diags, option->pos, _("option '%s' is no answer and cannot count as satisfied or aware"), option->label);
    }
    if (given == 0 && (wanted == 0 || option->missing))
        return;
    if (given != wanted) {
        diags_error(loader->diags, loader_pos(loader, &option->scores, option->pos), _("scores of option '%s': %zu, vectors of the scale: %zu"), option->label, given, wanted);
        diags_hint(loader->diags, wanted ? _("one for each vector, null where it is not scored") : _("name the vectors of the scale: vectors: […]"));
    }
    for (size_t i = 0; i < given && i < wanted; i++)
        option->scores.at[i].vector.text = scale->vectors.at[i];
}

static void check_scale(struct loader *loader, struct scale *scale)
{
    struct map labels;
    map_init(&labels);
    for (size_t i = 0; i < scale->options.count; i++) {
        struct option *option = &scale->options.at[i];
        add_label(loader, &labels, option->label, option, loader_pos(loader, &option->label, option->pos));
        for (size_t a = 0; a < option->aliases.count; a++)
            add_label(loader, &labels, option->aliases.at[a], option, loader_pos(loader, &option->aliases.at[a], option->pos));
        check_scores(loader, scale, option);
    }
    map_release(&labels);
    check_codes(loader, scale->options.at, scale->options.count);
    if (scale->options.count == 1)
        diags_error(loader->diags, scale->options.at[0].pos, _("one option is no choice"));
    for (size_t i = 0; i < scale->vectors.count; i++) {
        for (size_t k = 0; k < i; k++) {
            if (scale->vectors.at[i] && scale->vectors.at[k] && strcasecmp(scale->vectors.at[i], scale->vectors.at[k]) == 0)
                diags_error(loader->diags, loader_pos(loader, &scale->vectors.at[i], scale->pos), _("vector '%s' is named twice"), scale->vectors.at[i]);
        }
    }
}

void link_scales(struct loader *loader, struct instrument *instrument)
{
    struct scope scope;
    scope_init(&scope, _("scale"));
    for (size_t i = 0; i < instrument->scales.count; i++) {
        struct scale *scale = &instrument->scales.at[i];
        scope_add(loader, &scope, &scale->id, &scale->pos);
        if (!scale->name)
            scale->name = scale->id;
        if (scale->options.count == 0 && !loader_wrong(loader, &scale->options))
            diags_error(loader->diags, scale->pos, _("scale '%s' has no options"), scale->id);
        check_scale(loader, scale);
    }
    scope_release(&scope);
}

/* What a type needs and cannot have ----------------------------------------------------------------------- */

static const struct {
    const char *word;
    bool options, items, over, kind, range, most;
} types[] = {
    [QUESTION_SINGLE] = {"single", .options = true, .items = true, .over = true},
    [QUESTION_MULTIPLE] = {"multiple", .options = true, .items = true, .over = true, .kind = true, .most = true},
    [QUESTION_SCALE] = {"scale", .options = true, .items = true, .over = true},
    [QUESTION_MATRIX] = {"matrix", .options = true, .items = true, .over = true},
    [QUESTION_RANK] = {"rank", .options = true, .over = true},
    [QUESTION_NUMBER] = {"number", .items = true, .over = true, .range = true},
    [QUESTION_TEXT] = {"text", .items = true, .over = true},
    [QUESTION_DATE] = {"date", .items = true, .over = true},
    [QUESTION_UNIT] = {"unit", .kind = true},
};
_Static_assert(COUNT_OF(types) == QUESTION_TYPES, "one row for each type");

static void refuse(struct loader *loader, const struct question *question, const void *member, const char *key, bool allowed)
{
    if (!allowed && loader_given(loader, member))
        diags_error(loader->diags, loader_pos(loader, member, question->pos), _("a question of type %s has no '%s'"), types[question->type].word, key);
}

static void need(struct loader *loader, const struct question *question, bool given, const char *what)
{
    if (!given)
        diags_error(loader->diags, question->pos, _("question '%s' of type %s needs %s"), question->id, types[question->type].word, what);
}

static void check_type(struct loader *loader, struct question *question)
{
    if (loader_wrong(loader, &question->type))
        return;
    refuse(loader, question, &question->scale_name, "scale", types[question->type].options);
    refuse(loader, question, &question->options, "options", types[question->type].options);
    refuse(loader, question, &question->items, "items", types[question->type].items);
    refuse(loader, question, &question->over_name, "over", types[question->type].over);
    refuse(loader, question, &question->kind_name, "kind", types[question->type].kind);
    refuse(loader, question, &question->min, "min", types[question->type].range);
    refuse(loader, question, &question->max, "max", types[question->type].range || types[question->type].most);
    refuse(loader, question, &question->step, "step", types[question->type].range);
    refuse(loader, question, &question->unit, "unit", types[question->type].range);
    bool of_units = question->type == QUESTION_MULTIPLE && loader_given(loader, &question->kind_name);
    if (types[question->type].options && !of_units)
        need(loader, question, loader_given(loader, &question->scale_name) || loader_given(loader, &question->options), _("a scale or options"));
    if (of_units && (loader_given(loader, &question->scale_name) || loader_given(loader, &question->options) || loader_given(loader, &question->over_name))) {
        diags_error(loader->diags, question->kind_name.pos, _("question '%s' has a kind, whose units are its options, and more"), question->id);
        diags_hint(loader->diags, _("keep kind, or options, a scale, or over"));
    }
    if (types[question->type].kind && question->type != QUESTION_MULTIPLE)
        need(loader, question, loader_given(loader, &question->kind_name), _("the kind of its units: kind: …"));
    if (question->type == QUESTION_MATRIX)
        need(loader, question, loader_given(loader, &question->items), _("items, the rows of the matrix"));
    if (question->scale_name.text && question->options.count)
        diags_error(loader->diags, question->scale_name.pos, _("question '%s' has a scale and options of its own"), question->id);
    if (question->min > question->max) {
        diags_error(loader->diags, loader_pos(loader, &question->min, question->pos), _("'min' of question '%s' is greater than its 'max'"), question->id);
    }
    if (question->step > 0 && question->max - question->min > 0 && question->step > question->max - question->min)
        diags_error(loader->diags, loader_pos(loader, &question->step, question->pos), _("'step' of question '%s' is greater than its range"), question->id);
}

/* Links --------------------------------------------------------------------------------------------------- */

/* Votes: the options are the units of a kind, in official order, by any of their names. */
static void options_of_units(struct loader *loader, struct question *question)
{
    struct scale *scale = ARENA_NEW(loader->arena, struct scale);
    scale->pos = question->pos;
    scale->id = question->id;
    scale->name = question->title;
    for (size_t i = 0; i < question->kind->units.count; i++) {
        struct unit *unit = &question->kind->units.at[i];
        struct option *option = LIST_ADD(loader->arena, &scale->options);
        *option = (struct option){.pos = unit->pos, .code = (int)i + 1, .label = unit->name, .unit = unit};
        if (unit->short_name && strcmp(unit->short_name, unit->name) != 0)
            *LIST_ADD(loader->arena, &option->aliases) = unit->short_name;
        for (size_t a = 0; a < unit->aliases.count; a++)
            *LIST_ADD(loader->arena, &option->aliases) = unit->aliases.at[a];
    }
    question->scale = scale;
}

static void link_scale(struct loader *loader, struct instrument *instrument, struct question *question)
{
    if (question->type == QUESTION_MULTIPLE && question->kind && !question->options.count && !question->scale_name.text) {
        options_of_units(loader, question);
        return;
    }
    if (question->options.count) {
        struct scale *scale = ARENA_NEW(loader->arena, struct scale);
        scale->pos = question->pos;
        scale->id = question->id;
        scale->name = question->title;
        scale->options.at = question->options.at;
        scale->options.count = question->options.count;
        check_scale(loader, scale);
        question->scale = scale;
        return;
    }
    const char *name = question->scale_name.text;
    if (!name)
        return;
    struct words words = {0};
    for (size_t i = 0; i < instrument->scales.count; i++) {
        if (strcasecmp(instrument->scales.at[i].id, name) == 0)
            question->scale = &instrument->scales.at[i];
        words_add(&words, instrument->scales.at[i].id);
    }
    if (!question->scale) {
        diags_error(loader->diags, question->scale_name.pos, _("question '%s' refers to unknown scale '%s'"), question->id, name);
        if (words.count == 0)
            diags_hint(loader->diags, _("the instrument declares none"));
        diags_hint_words(loader->diags, name, words.at, words.count);
    }
    words_release(&words);
}

/* A limit that nobody can reach, or nobody keep, is a slip. */
static void check_most(struct loader *loader, const struct question *question)
{
    if (question->type != QUESTION_MULTIPLE || isnan(question->max) || !question->scale)
        return;
    size_t options = question->scale->options.count;
    if (question->max >= 1 && question->max == floor(question->max) && question->max < (double)options)
        return;
    diags_error(loader->diags, loader_pos(loader, &question->max, question->pos), _("'max' of question '%s' limits nothing: it has %zu options"), question->id, options);
    diags_hint(loader->diags, _("how many options may be marked: a whole number from 1 to %zu"), options > 1 ? options - 1 : 1);
}

static void link_titles(struct loader *loader, struct question *question)
{
    if (!question->title && !loader_given(loader, &question->title) && !loader_given(loader, &question->items)) {
        diags_error(loader->diags, question->pos, _("question '%s' lacks key 'title'"), question->id);
        diags_hint(loader->diags, _("only questions with items can do without"));
    }
    if (!question->title)
        question->title = question->id;
    if (!question->short_title)
        question->short_title = question->title;
    for (size_t i = 0; i < question->items.count; i++) {
        struct item *item = &question->items.at[i];
        if (!item->short_title)
            item->short_title = item->title;
    }
}

static void add_ids(struct loader *loader, struct scope *scope, struct question *question)
{
    scope_add(loader, scope, &question->id, &question->pos);
    check_sql_word(loader, question->id, loader_pos(loader, &question->id, question->pos));
    for (size_t i = 0; i < question->items.count; i++) {
        struct item *item = &question->items.at[i];
        scope_add(loader, scope, &item->id, &item->pos);
        check_sql_word(loader, item->id, loader_pos(loader, &item->id, item->pos));
    }
}

static void check_number(struct loader *loader, const struct instrument *instrument, const struct question *question)
{
    for (const struct question *before = instrument->questions.at; question->number && before < question; before++) {
        if (before->number != question->number)
            continue;
        diags_error(loader->diags, loader_pos(loader, &question->number, question->pos), _("questions '%s' and '%s' have one number, %d"), before->id, question->id,
                    question->number);
        return;
    }
}

void link_questions(struct loader *loader, struct instrument *instrument)
{
    struct scope scope;
    scope_init(&scope, _("question or item"));
    for (size_t i = 0; i < instrument->questions.count; i++) {
        struct question *question = &instrument->questions.at[i];
        add_ids(loader, &scope, question);
        check_number(loader, instrument, question);
        check_type(loader, question);
        link_titles(loader, question);
        question->over = link_kind(loader, &question->over_name);
        question->kind = link_kind(loader, &question->kind_name);
        link_scale(loader, instrument, question);
        check_most(loader, question);
    }
    scope_release(&scope);
    if (instrument->questions.count == 0 && !loader_wrong(loader, &instrument->questions))
        diags_error(loader->diags, instrument->pos, _("instrument '%s' has no questions"), instrument->id);
}
