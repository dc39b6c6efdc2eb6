/* SPDX-License-Identifier: GPL-3.0-or-later
 * The names that a condition may use: variables, units that a response is about, indices, and `this.X` inside a question over units.
 */
#include "condition_priv.h"

#include "ceping/base_text.h"

#include <ctype.h>

static const char *lower(struct arena *arena, const char *text)
{
    char *copy = arena_strdup(arena, text);
    for (char *at = copy; *at; at++)
        *at = (char)tolower((unsigned char)*at);
    return copy;
}

/* The first of a name stays: a variable hides the kind of units of the same name. */
static struct term *add(struct vocabulary *vocabulary, enum term_kind kind, const char *name)
{
    struct term *term = ARENA_NEW(vocabulary->arena, struct term);
    term->kind = kind;
    term->name = lower(vocabulary->arena, name);
    struct term *there = map_put(&vocabulary->terms, term->name, term);
    if (there == term)
        *LIST_ADD(vocabulary->arena, &vocabulary->words) = term->name;
    return there;
}

/* "know__p05" of unit p05 is this.know, "hobby__p05__2_text" is this.hobby__2_text: the id without its unit. */
static const char *name_in_unit(struct arena *arena, const struct variable *variable)
{
    const char *stem = variable->item ? variable->item->id : variable->question->id;
    size_t skip = strlen(stem) + strlen("__") + strlen(variable->unit->id);
    if (strlen(variable->id) < skip)
        return NULL;
    return arena_printf(arena, "this.%s%s", stem, variable->id + skip);
}

static void add_cell(struct vocabulary *vocabulary, const struct variable *variable)
{
    const char *name = name_in_unit(vocabulary->arena, variable);
    if (!name)
        return;
    struct term *term = add(vocabulary, TERM_CELL, name);
    if (!term->cells) {
        term->variable = variable;
        term->units = variable->type == VARIABLE_UNIT ? variable->question->kind : NULL;
        term->cells = ARENA_ARRAY(vocabulary->arena, int, vocabulary->over->units.count);
        for (size_t i = 0; i < vocabulary->over->units.count; i++)
            term->cells[i] = -1;
    }
    term->cells[variable->unit->index] = variable->index;
}

static void add_variables(struct vocabulary *vocabulary)
{
    for (size_t i = 0; i < vocabulary->instrument->variables.count; i++) {
        const struct variable *variable = &vocabulary->instrument->variables.at[i];
        struct term *term = add(vocabulary, TERM_VARIABLE, variable->id);
        term->variable = variable;
        term->units = variable->type == VARIABLE_UNIT ? variable->question->kind : NULL;
        if (vocabulary->over && variable->unit && variable->unit->kind == vocabulary->over)
            add_cell(vocabulary, variable);
    }
}

void vocabulary_init(struct vocabulary *vocabulary, struct arena *arena, const struct evaluation *evaluation, const struct instrument *instrument,
                     const struct unit_kind *over)
{
    *vocabulary = (struct vocabulary){.arena = arena, .evaluation = evaluation, .instrument = instrument, .over = over};
    map_init(&vocabulary->terms);
    add_variables(vocabulary);
    for (size_t i = 0; i < instrument->about.count; i++) {
        const struct unit_kind *kind = instrument->about.at[i].kind;
        if (!kind || vocabulary_term(vocabulary, kind->id))
            continue;
        struct term *term = add(vocabulary, TERM_ABOUT, kind->id);
        term->index = (int)i;
        term->units = kind;
    }
    for (int i = 0; i < RESPONSE_INDICES; i++)
        add(vocabulary, TERM_INDEX, response_index_names[i])->index = i;
    add(vocabulary, TERM_GROUP, "_group");
    add(vocabulary, TERM_RATER, "_rater");
    if (over)
        add(vocabulary, TERM_THIS_UNIT, "this.unit")->units = over;
}

void vocabulary_release(struct vocabulary *vocabulary)
{
    map_release(&vocabulary->terms);
}

const struct term *vocabulary_term(const struct vocabulary *vocabulary, const char *name)
{
    return map_get(&vocabulary->terms, name);
}

bool term_per_unit(const struct term *term)
{
    return term->kind == TERM_CELL || term->kind == TERM_THIS_UNIT;
}

/* Hints ---------------------------------------------------------------------------------------------------- */

/* Words of everyday Chinese that stand for SQL. */
static const char *const chinese_words[][2] = {
    {"且", "and"}, {"并且", "and"}, {"和", "and"}, {"或", "or"}, {"或者", "or"}, {"非", "not"}, {"不是", "<>"}, {"等于", "="}, {"大于", ">"}, {"小于", "<"}, {"为空", "is null"},
};

static bool hint_half_width(const struct vocabulary *vocabulary, const char *wrong, struct diags *diags)
{
    auto_free char *key = text_key(wrong);
    if (strcmp(key, wrong) == 0 || !vocabulary_term(vocabulary, key))
        return false;
    diags_hint(diags, _("write it in half-width letters: %s"), key);
    return true;
}

static bool hint_chinese_word(const char *wrong, struct diags *diags)
{
    for (size_t i = 0; i < COUNT_OF(chinese_words); i++) {
        if (strcmp(wrong, chinese_words[i][0]) == 0) {
            diags_hint(diags, _("write it as in SQL: %s"), chinese_words[i][1]);
            return true;
        }
    }
    return false;
}

/* A question or item that has several columns. */
static bool hint_columns(const struct vocabulary *vocabulary, const char *wrong, struct diags *diags)
{
    for (size_t i = 0; i < vocabulary->instrument->variables.count; i++) {
        const struct variable *variable = &vocabulary->instrument->variables.at[i];
        bool question = strcmp(variable->question->id, wrong) == 0, item = variable->item && strcmp(variable->item->id, wrong) == 0;
        if (!question && !item)
            continue;
        if (variable->unit && variable->unit->kind == vocabulary->over && (item || !variable->item))
            diags_hint(diags, _("it is asked for each %s: write 'this.%s', or a single one such as '%s'"), variable->unit->kind->id, wrong, variable->id);
        else
            diags_hint(diags, _("it has several columns; name one, such as '%s'"), variable->id);
        return true;
    }
    return false;
}

static bool hint_unit(const struct vocabulary *vocabulary, const char *wrong, struct diags *diags)
{
    for (size_t i = 0; i < vocabulary->evaluation->kinds.count; i++) {
        bool ambiguous = false;
        const struct unit *unit = unit_kind_recognise(&vocabulary->evaluation->kinds.at[i], wrong, &ambiguous);
        if (unit) {
            diags_hint(diags, _("units are written by their id in single quotes: '%s'"), unit->id);
            return true;
        }
    }
    return false;
}

void vocabulary_hint(const struct vocabulary *vocabulary, const char *wrong, struct diags *diags)
{
    if (hint_half_width(vocabulary, wrong, diags) || hint_chinese_word(wrong, diags) || hint_columns(vocabulary, wrong, diags) ||
        hint_unit(vocabulary, wrong, diags))
        return;
    diags_hint_words(diags, wrong, vocabulary->words.at, vocabulary->words.count);
}
