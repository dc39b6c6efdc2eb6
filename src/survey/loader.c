/* SPDX-License-Identifier: GPL-3.0-or-later
 * What all the linking files use: ids of a scope, words for hints, and the look-ups that report what they do not find.
 */
#include "survey_priv.h"

#include <ctype.h>
#include <stdlib.h>
#include <strings.h>

char *loader_path(const struct loader *loader, const char *name)
{
    const char *folder = loader->evaluation->folder;
    size_t len = strlen(folder);
    if (strcmp(folder, ".") == 0 || len == 0)
        return arena_strdup(loader->arena, name);
    return arena_printf(loader->arena, "%s%s%s", folder, folder[len - 1] == '/' ? "" : "/", name);
}

struct pos loader_pos(const struct loader *loader, const void *member, struct pos otherwise)
{
    const struct pos *pos = yaml_place(&loader->places, member);
    return pos ? *pos : otherwise;
}

bool loader_given(const struct loader *loader, const void *member)
{
    return yaml_place(&loader->places, member) != NULL;
}

bool loader_wrong(const struct loader *loader, const void *member)
{
    return yaml_is_wrong(&loader->places, member);
}

void loader_mark_wrong(struct loader *loader, const void *member)
{
    yaml_mark_wrong(&loader->places, member);
}

/* Words --------------------------------------------------------------------------------------------------- */

void words_release(struct words *words)
{
    free(words->at);
    *words = (struct words){0};
}

void words_add(struct words *words, const char *word)
{
    if (!word || !*word)
        return;
    if (words->count == words->room) {
        words->room = words->room ? words->room * 2 : 16;
        words->at = xrealloc(words->at, words->room * sizeof *words->at);
    }
    words->at[words->count++] = word;
}

/* Ids ----------------------------------------------------------------------------------------------------- */

void scope_init(struct scope *scope, const char *what)
{
    map_init(&scope->map);
    scope->what = what;
}

void scope_release(struct scope *scope)
{
    map_release(&scope->map);
}

void scope_add(struct loader *loader, struct scope *scope, const char *const *member, const struct pos *object)
{
    const char *id = *member;
    if (!id || !*id)
        return; /* reported as missing */
    const struct pos *pos = yaml_place(&loader->places, member);
    if (!pos)
        pos = object;
    char *lower = arena_strdup(loader->arena, id);
    for (char *c = lower; *c; c++)
        *c = (char)tolower((unsigned char)*c);
    const struct pos *first = map_put(&scope->map, lower, (void *)pos);
    if (first == pos)
        return;
    diags_error(loader->diags, *pos, _("%s '%s' is declared twice"), scope->what, id);
    if (first->file && pos->file && strcmp(first->file, pos->file) != 0)
        diags_hint(loader->diags, _("first in %s, line %d"), first->file, first->line);
    else
        diags_hint(loader->diags, _("first in line %d"), first->line);
}

/* Words that SQLite does not take as a name, and those that mean a value or a row in a condition; other keywords (key, plan, range) are good
 * names there. From SQLite's parse.y: tokens without fallback to ID. */
static const char *const sql_words[] = {
    "add",     "all",     "alter",      "and",          "as",           "autoincrement",     "between",   "case",       "cast",   "check",   "collate",
    "commit",  "constraint", "create",  "cross",        "current_date", "current_time",      "current_timestamp", "default", "deferrable", "delete", "distinct",
    "drop",    "else",    "end",        "escape",       "except",       "exists",            "false",     "filter",     "foreign", "from",   "full",
    "glob",    "group",   "having",     "in",           "index",        "inner",             "insert",    "intersect",  "into",   "is",      "isnull",
    "join",    "left",    "like",       "limit",        "match",        "natural",           "not",       "nothing",    "notnull", "null",   "oid",
    "on",      "or",      "order",      "outer",        "over",         "primary",           "raise",     "references", "regexp", "returning", "right",
    "rowid",   "select",  "set",        "table",        "then",         "this",              "to",        "transaction", "true",  "union",   "unique",
    "update",  "using",   "values",     "when",         "where",        "why",
};

void check_sql_word(struct loader *loader, const char *id, struct pos pos)
{
    for (size_t i = 0; i < COUNT_OF(sql_words); i++) {
        if (strcasecmp(id, sql_words[i]) != 0)
            continue;
        diags_error(loader->diags, pos, _("id '%s' means something else in a condition"), id);
        diags_hint(loader->diags, _("choose another, such as 'the_%s' or '%s_1'"), id, id);
        return;
    }
}

/* Look-ups ------------------------------------------------------------------------------------------------ */

struct unit_kind *link_kind(struct loader *loader, const struct name *name)
{
    if (!name->text)
        return NULL;
    struct unit_kind *kind = evaluation_kind(loader->evaluation, name->text);
    if (kind)
        return kind;
    struct words words = {0};
    for (size_t i = 0; i < loader->evaluation->kinds.count; i++)
        words_add(&words, loader->evaluation->kinds.at[i].id);
    diags_error(loader->diags, name->pos, _("unknown kind '%s'"), name->text);
    diags_hint_words(loader->diags, name->text, words.at, words.count);
    words_release(&words);
    return NULL;
}

static void unknown_unit(struct loader *loader, const struct unit_kind *kind, const struct name *name)
{
    if (kind)
        diags_error(loader->diags, name->pos, _("unknown unit '%s' of kind '%s'"), name->text, kind->id);
    else
        diags_error(loader->diags, name->pos, _("unknown unit '%s'"), name->text);
    struct unit *other = kind ? evaluation_unit(loader->evaluation, NULL, name->text) : NULL;
    if (other) {
        diags_hint(loader->diags, _("it is a unit of kind '%s'"), other->kind->id);
        return;
    }
    struct words words = {0};
    for (size_t k = 0; k < loader->evaluation->kinds.count; k++) {
        const struct unit_kind *one = &loader->evaluation->kinds.at[k];
        for (size_t i = 0; (!kind || kind == one) && i < one->units.count; i++)
            words_add(&words, one->units.at[i].id);
    }
    diags_hint_words(loader->diags, name->text, words.at, words.count);
    words_release(&words);
}

/* A unit by id, or by kind.id where kinds share ids. */
struct unit *link_unit(struct loader *loader, const struct unit_kind *kind, const struct name *name)
{
    if (!name->text)
        return NULL;
    const char *dot = kind ? NULL : strchr(name->text, '.');
    if (dot) {
        struct name kind_name = {arena_strndup(loader->arena, name->text, (size_t)(dot - name->text)), name->pos};
        struct name unit_name = {dot + 1, name->pos};
        const struct unit_kind *of = link_kind(loader, &kind_name);
        return of ? link_unit(loader, of, &unit_name) : NULL;
    }
    struct unit *found = evaluation_unit(loader->evaluation, kind, name->text);
    if (!found) {
        unknown_unit(loader, kind, name);
        return NULL;
    }
    for (size_t k = 0; !kind && k < loader->evaluation->kinds.count; k++) {
        const struct unit *other = evaluation_unit(loader->evaluation, &loader->evaluation->kinds.at[k], name->text);
        if (!other || other == found)
            continue;
        diags_error(loader->diags, name->pos, _("'%s' is a unit of kind '%s' and of kind '%s'"), name->text, found->kind->id, other->kind->id);
        diags_hint(loader->diags, _("write %s.%s or %s.%s"), found->kind->id, name->text, other->kind->id, name->text);
        break;
    }
    return found;
}

struct figure *link_figure(struct loader *loader, const struct name *name)
{
    if (!name->text)
        return NULL;
    struct figure *figure = evaluation_figure(loader->evaluation, name->text);
    if (figure)
        return figure;
    diags_error(loader->diags, name->pos, _("unknown figure '%s'"), name->text);
    if (evaluation_given(loader->evaluation, name->text)) {
        diags_hint(loader->diags, _("it is a given number, not a figure computed from answers"));
        return NULL;
    }
    struct words words = {0};
    for (size_t i = 0; i < loader->evaluation->figures.count; i++)
        words_add(&words, loader->evaluation->figures.at[i].id);
    diags_hint_words(loader->diags, name->text, words.at, words.count);
    words_release(&words);
    return NULL;
}

struct table *link_table(struct loader *loader, const struct name *name)
{
    if (!name->text)
        return NULL;
    struct table *table = evaluation_table(loader->evaluation, name->text);
    if (table)
        return table;
    struct words words = {0};
    for (size_t i = 0; i < loader->evaluation->rubric.tables.count; i++)
        words_add(&words, loader->evaluation->rubric.tables.at[i].id);
    diags_error(loader->diags, name->pos, _("unknown table '%s'"), name->text);
    diags_hint_words(loader->diags, name->text, words.at, words.count);
    words_release(&words);
    return NULL;
}

struct attribute *kind_attribute(const struct unit_kind *kind, const char *id)
{
    for (size_t i = 0; i < kind->attributes.count; i++) {
        if (strcasecmp(kind->attributes.at[i].id, id) == 0)
            return &kind->attributes.at[i];
    }
    return NULL;
}

void check_condition(struct loader *loader, const struct instrument *instrument, const struct unit_kind *over, const struct name *condition)
{
    if (condition->text && instrument && loader->options && loader->options->check_condition)
        loader->options->check_condition(loader->options->data, loader->evaluation, instrument, over, condition, loader->diags);
}
