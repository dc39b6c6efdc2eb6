/* SPDX-License-Identifier: GPL-3.0-or-later
 * Creating an evaluation and finding things in it. Lists are short (tens), so looking up is a walk; whoever looks up millions of times
 * (the mapper of a file) keeps a map of its own.
 */
#include <math.h>
#include <strings.h>

#include "ceping/base_text.h"
#include "ceping/model.h"

struct evaluation *evaluation_new(const char *folder)
{
    struct arena *arena = arena_new();
    struct evaluation *evaluation = ARENA_NEW(arena, struct evaluation);
    evaluation->arena = arena;
    evaluation->folder = arena_strdup(arena, folder);
    return evaluation;
}

void evaluation_free(struct evaluation *evaluation)
{
    if (evaluation)
        arena_free(evaluation->arena);
}

/* Ids are unique without regard to case. */
static bool same_id(const char *a, const char *b)
{
    return a && b && strcasecmp(a, b) == 0;
}

struct unit_kind *evaluation_kind(const struct evaluation *evaluation, const char *id)
{
    for (size_t i = 0; i < evaluation->kinds.count; i++)
        if (same_id(evaluation->kinds.at[i].id, id))
            return &evaluation->kinds.at[i];
    return NULL;
}

struct instrument *evaluation_instrument(const struct evaluation *evaluation, const char *id)
{
    for (size_t i = 0; i < evaluation->instruments.count; i++)
        if (same_id(evaluation->instruments.at[i]->id, id))
            return evaluation->instruments.at[i];
    return NULL;
}

struct figure *evaluation_figure(const struct evaluation *evaluation, const char *id)
{
    for (size_t i = 0; i < evaluation->figures.count; i++)
        if (same_id(evaluation->figures.at[i].id, id))
            return &evaluation->figures.at[i];
    return NULL;
}

struct given *evaluation_given(const struct evaluation *evaluation, const char *id)
{
    for (size_t i = 0; i < evaluation->given.count; i++)
        if (same_id(evaluation->given.at[i].id, id))
            return &evaluation->given.at[i];
    return NULL;
}

struct table *evaluation_table(const struct evaluation *evaluation, const char *id)
{
    for (size_t i = 0; i < evaluation->rubric.tables.count; i++)
        if (same_id(evaluation->rubric.tables.at[i].id, id))
            return &evaluation->rubric.tables.at[i];
    return NULL;
}

static struct unit *kind_unit(const struct unit_kind *kind, const char *id)
{
    for (size_t i = 0; i < kind->units.count; i++)
        if (same_id(kind->units.at[i].id, id))
            return &kind->units.at[i];
    return NULL;
}

struct unit *evaluation_unit(const struct evaluation *evaluation, const struct unit_kind *kind, const char *id)
{
    if (kind)
        return kind_unit(kind, id);
    for (size_t i = 0; i < evaluation->kinds.count; i++) {
        struct unit *unit = kind_unit(&evaluation->kinds.at[i], id);
        if (unit)
            return unit;
    }
    return NULL;
}

static bool key_equals(const char *key, const char *text)
{
    if (!text)
        return false;
    auto_free char *other = text_key(text);
    return strcmp(key, other) == 0;
}

static bool unit_has_key(const struct unit *unit, const char *key)
{
    if (key_equals(key, unit->name) || key_equals(key, unit->short_name) || key_equals(key, unit->id))
        return true;
    for (size_t i = 0; i < unit->aliases.count; i++)
        if (key_equals(key, unit->aliases.at[i]))
            return true;
    return false;
}

struct unit *unit_kind_recognise(const struct unit_kind *kind, const char *text, bool *ret_ambiguous)
{
    auto_free char *key = text_key(text);
    struct unit *found = NULL;
    bool ambiguous = false;

    for (size_t i = 0; *key && i < kind->units.count; i++) {
        struct unit *unit = &kind->units.at[i];
        if (!unit_has_key(unit, key))
            continue;
        ambiguous = found != NULL;
        if (ambiguous)
            break;
        found = unit;
    }
    if (ret_ambiguous)
        *ret_ambiguous = ambiguous;
    return ambiguous ? NULL : found;
}

struct variable *instrument_variable(const struct instrument *instrument, const char *id)
{
    for (size_t i = 0; i < instrument->variables.count; i++)
        if (same_id(instrument->variables.at[i].id, id))
            return &instrument->variables.at[i];
    return NULL;
}

struct question *instrument_question(const struct instrument *instrument, const char *id)
{
    for (size_t i = 0; i < instrument->questions.count; i++)
        if (same_id(instrument->questions.at[i].id, id))
            return &instrument->questions.at[i];
    return NULL;
}

struct option *scale_option(const struct scale *scale, int code)
{
    for (size_t i = 0; i < scale->options.count; i++)
        if (scale->options.at[i].code == code)
            return &scale->options.at[i];
    return NULL;
}

const struct attribute_value *unit_attribute(const struct unit *unit, const char *key)
{
    for (size_t i = 0; i < unit->attributes.count; i++)
        if (same_id(unit->attributes.at[i].key, key))
            return &unit->attributes.at[i];
    return NULL;
}

bool unit_refers(const struct unit *unit, const char *key, const struct unit *other)
{
    const struct attribute_value *value = unit_attribute(unit, key);
    if (!value)
        return false;
    for (size_t i = 0; i < value->units.count; i++)
        if (value->units.at[i] == other)
            return true;
    return false;
}

static bool among(struct unit *const *units, size_t count, const struct unit *unit)
{
    for (size_t i = 0; i < count; i++)
        if (units[i] == unit)
            return true;
    return false;
}

const struct not_applicable *evaluation_not_applicable(const struct evaluation *evaluation, struct unit *const *units, size_t count)
{
    for (size_t i = 0; i < evaluation->not_applicable.count; i++) {
        const struct not_applicable *entry = &evaluation->not_applicable.at[i];
        size_t matched = 0;
        while (matched < entry->unit_count && among(units, count, entry->units[matched]))
            matched++;
        if (matched && matched == entry->unit_count)
            return entry;
    }
    return NULL;
}

const struct unit_status *evaluation_status(const struct evaluation *evaluation, const struct unit *unit)
{
    for (size_t i = 0; i < evaluation->statuses.count; i++)
        if (evaluation->statuses.at[i].unit == unit)
            return &evaluation->statuses.at[i];
    return NULL;
}

double option_score(const struct scale *scale, const struct option *option, const char *vector)
{
    if (scale->vectors.count == 0)
        return NAN;
    size_t at = 0;
    if (vector)
        while (at < scale->vectors.count && !same_id(scale->vectors.at[at], vector))
            at++;
    if (at >= scale->vectors.count || at >= option->scores.count)
        return NAN;
    return option->scores.at[at].value;
}
