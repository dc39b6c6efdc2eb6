/* SPDX-License-Identifier: GPL-3.0-or-later
 * Kinds, units and their attributes; what does not apply; panels and populations.
 */
#include "survey_priv.h"

#include "ceping/base_text.h"

#include <string.h>

/* Names --------------------------------------------------------------------------------------------------- */

/* Units are recognised in response files by any of their names, so no name may stand for two. */
static void add_name(struct loader *loader, struct map *names, struct unit *unit, const char *name, struct pos pos)
{
    if (!name || !*name)
        return;
    auto_free char *key = text_key(name);
    if (*key == '\0') {
        diags_error(loader->diags, pos, _("name '%s' has no letters by which to recognise it"), name);
        return;
    }
    struct unit *first = map_put(names, arena_strdup(loader->arena, key), unit);
    if (first == unit)
        return;
    diags_error(loader->diags, pos, _("'%s' names two units: '%s' and '%s'"), name, first->id, unit->id);
    diags_hint(loader->diags, _("names are compared without spaces, quotes, width and case"));
}

static void check_names(struct loader *loader, struct unit_kind *kind)
{
    struct map names;
    map_init(&names);
    for (size_t i = 0; i < kind->units.count; i++) {
        struct unit *unit = &kind->units.at[i];
        add_name(loader, &names, unit, unit->name, loader_pos(loader, &unit->name, unit->pos));
        if (unit->short_name)
            add_name(loader, &names, unit, unit->short_name, loader_pos(loader, &unit->short_name, unit->pos));
        else
            unit->short_name = unit->name;
        for (size_t a = 0; a < unit->aliases.count; a++)
            add_name(loader, &names, unit, unit->aliases.at[a], loader_pos(loader, &unit->aliases.at[a], unit->pos));
    }
    for (size_t i = 0; i < kind->units.count; i++) {
        struct unit *unit = &kind->units.at[i];
        auto_free char *key = text_key(unit->id);
        const struct unit *other = map_get(&names, key);
        if (other && other != unit)
            diags_error(loader->diags, unit->pos, _("'%s' is the id of a unit and a name of unit '%s'"), unit->id, other->id);
    }
    map_release(&names);
}

/* Attributes ---------------------------------------------------------------------------------------------- */

static void link_attributes(struct loader *loader, struct unit_kind *kind)
{
    struct scope scope;
    scope_init(&scope, _("attribute"));
    for (size_t i = 0; i < kind->attributes.count; i++) {
        struct attribute *attribute = &kind->attributes.at[i];
        scope_add(loader, &scope, &attribute->id, &attribute->pos);
        if (attribute->type == ATTRIBUTE_UNIT) {
            attribute->refers_kind = link_kind(loader, &attribute->refers);
            if (!attribute->refers.text) {
                diags_error(loader->diags, attribute->pos, _("attribute '%s' of type unit lacks key 'refers'"), attribute->id);
                diags_hint(loader->diags, _("name the kind whose units are its values"));
            }
        } else if (attribute->refers.text) {
            diags_error(loader->diags, attribute->refers.pos, _("attribute '%s' refers to a kind but is not of type unit"), attribute->id);
        }
    }
    scope_release(&scope);
}

static void check_value(struct loader *loader, const struct attribute *attribute, const struct name *value)
{
    double number;
    if (attribute->type == ATTRIBUTE_NUMBER && !text_number(value->text, strlen(value->text), false, &number))
        diags_error(loader->diags, value->pos, _("attribute '%s' must be a number, not '%s'"), attribute->id, value->text);
    if (attribute->type != ATTRIBUTE_YES_NO)
        return;
    static const char *const words[] = {"true", "false", "yes", "no", "是", "否"};
    for (size_t i = 0; i < COUNT_OF(words); i++) {
        if (strcmp(value->text, words[i]) == 0)
            return;
    }
    diags_error(loader->diags, value->pos, _("attribute '%s' must be yes or no, not '%s'"), attribute->id, value->text);
}

static void link_values(struct loader *loader, const struct unit_kind *kind, struct attribute_value *value)
{
    const struct attribute *attribute = kind_attribute(kind, value->key);
    if (!attribute) {
        struct words words = {0};
        for (size_t i = 0; i < kind->attributes.count; i++)
            words_add(&words, kind->attributes.at[i].id);
        diags_error(loader->diags, value->pos, _("unknown attribute '%s' of kind '%s'"), value->key, kind->id);
        if (words.count == 0)
            diags_hint(loader->diags, _("the kind declares none"));
        diags_hint_words(loader->diags, value->key, words.at, words.count);
        words_release(&words);
        return;
    }
    if (value->values.count > 1 && !attribute->many) {
        diags_error(loader->diags, value->values.at[1].pos, _("attribute '%s' takes one value"), attribute->id);
        diags_hint(loader->diags, _("declare it with many: true"));
    }
    for (size_t i = 0; i < value->values.count; i++) {
        check_value(loader, attribute, &value->values.at[i]);
        struct unit *unit = attribute->refers_kind ? link_unit(loader, attribute->refers_kind, &value->values.at[i]) : NULL;
        if (unit)
            *LIST_ADD(loader->arena, &value->units) = unit;
    }
}

/* Kinds --------------------------------------------------------------------------------------------------- */

static void link_kind_units(struct loader *loader, struct unit_kind *kind)
{
    struct scope scope;
    scope_init(&scope, _("unit"));
    for (size_t i = 0; i < kind->units.count; i++) {
        struct unit *unit = &kind->units.at[i];
        unit->kind = kind;
        unit->index = (int)i;
        scope_add(loader, &scope, &unit->id, &unit->pos);
    }
    scope_release(&scope);
    if (kind->units.count == 0 && !loader_wrong(loader, &kind->units))
        diags_error(loader->diags, loader_pos(loader, &kind->units, kind->pos), _("kind '%s' has no units"), kind->id);
    check_names(loader, kind);
}

static void link_kinds(struct loader *loader)
{
    struct evaluation *evaluation = loader->evaluation;
    struct scope scope;
    scope_init(&scope, _("kind"));
    for (size_t i = 0; i < evaluation->kinds.count; i++) {
        struct unit_kind *kind = &evaluation->kinds.at[i];
        kind->index = (int)i;
        scope_add(loader, &scope, &kind->id, &kind->pos);
        check_sql_word(loader, kind->id, loader_pos(loader, &kind->id, kind->pos));
        if (i == MODEL_KINDS_MAX)
            diags_error(loader->diags, kind->pos, _("more than %d kinds"), MODEL_KINDS_MAX);
        link_kind_units(loader, kind);
    }
    scope_release(&scope);
    if (evaluation->kinds.count == 0 && !loader_wrong(loader, &evaluation->kinds))
        diags_error(loader->diags, loader_pos(loader, &evaluation->kinds, evaluation->pos), _("the evaluation has no kinds of units"));

    for (size_t i = 0; i < evaluation->kinds.count; i++)
        link_attributes(loader, &evaluation->kinds.at[i]);
    for (size_t i = 0; i < evaluation->kinds.count; i++) {
        struct unit_kind *kind = &evaluation->kinds.at[i];
        for (size_t u = 0; u < kind->units.count; u++) {
            for (size_t a = 0; a < kind->units.at[u].attributes.count; a++)
                link_values(loader, kind, &kind->units.at[u].attributes.at[a]);
        }
    }
}

/* What does not apply, what is special -------------------------------------------------------------------- */

static void link_not_applicable(struct loader *loader, struct not_applicable *entry)
{
    if (loader_wrong(loader, &entry->names))
        return;
    if (entry->names.count < 2 || entry->names.count > MODEL_BY_MAX) {
        diags_error(loader->diags, entry->pos, _("what does not apply is a pair of units of different kinds, not %zu"), entry->names.count);
        return;
    }
    for (size_t i = 0; i < entry->names.count; i++) {
        struct unit *unit = link_unit(loader, NULL, &entry->names.at[i]);
        if (!unit)
            continue;
        for (size_t other = 0; other < entry->unit_count; other++) {
            if (entry->units[other]->kind != unit->kind)
                continue;
            diags_error(loader->diags, entry->names.at[i].pos, _("'%s' and '%s' are of one kind, '%s'"), entry->units[other]->id, unit->id, unit->kind->id);
            diags_hint(loader->diags, _("a pair has units of different kinds"));
        }
        entry->units[entry->unit_count++] = unit;
    }
}

/* The same units in any order. */
static bool is_same_pair(const struct not_applicable *a, const struct not_applicable *b)
{
    size_t common = 0;
    for (size_t i = 0; i < a->unit_count; i++) {
        for (size_t k = 0; k < b->unit_count; k++)
            common += a->units[i] == b->units[k];
    }
    return common > 0 && common == a->unit_count && common == b->unit_count;
}

static void link_pairs(struct loader *loader)
{
    struct evaluation *evaluation = loader->evaluation;
    for (size_t i = 0; i < evaluation->not_applicable.count; i++) {
        struct not_applicable *entry = &evaluation->not_applicable.at[i];
        link_not_applicable(loader, entry);
        for (size_t k = 0; k < i; k++) {
            if (!is_same_pair(&evaluation->not_applicable.at[k], entry))
                continue;
            diags_error(loader->diags, entry->pos, _("these units are declared as not applicable twice"));
            diags_hint(loader->diags, _("first in line %d"), evaluation->not_applicable.at[k].pos.line);
        }
    }
}

static void link_statuses(struct loader *loader)
{
    struct evaluation *evaluation = loader->evaluation;
    for (size_t i = 0; i < evaluation->statuses.count; i++) {
        struct unit_status *status = &evaluation->statuses.at[i];
        status->unit = link_unit(loader, NULL, &status->unit_name);
        for (size_t k = 0; status->unit && k < i; k++) {
            if (evaluation->statuses.at[k].unit == status->unit) {
                diags_error(loader->diags, status->unit_name.pos, _("unit '%s' has two statuses"), status->unit->id);
                diags_hint(loader->diags, _("first in line %d"), evaluation->statuses.at[k].pos.line);
            }
        }
    }
}

/* People -------------------------------------------------------------------------------------------------- */

static void link_raters(struct loader *loader, struct panel *panel)
{
    struct scope scope;
    struct map names;
    scope_init(&scope, _("rater"));
    map_init(&names);
    for (size_t i = 0; i < panel->raters.count; i++) {
        struct rater *rater = &panel->raters.at[i];
        scope_add(loader, &scope, &rater->id, &rater->pos);
        rater->own = link_unit(loader, NULL, &rater->own_name);
        for (size_t k = 0; k < rater->rates_names.count; k++)
            *LIST_ADD(loader->arena, &rater->rates) = link_unit(loader, NULL, &rater->rates_names.at[k]);
        auto_free char *key = text_key(rater->name);
        const struct rater *first = *key ? map_put(&names, arena_strdup(loader->arena, key), rater) : rater;
        if (first != rater)
            diags_error(loader->diags, loader_pos(loader, &rater->name, rater->pos), _("'%s' names two raters: '%s' and '%s'"), rater->name, first->id, rater->id);
    }
    map_release(&names);
    scope_release(&scope);
    if (panel->raters.count == 0 && !loader_wrong(loader, &panel->raters))
        diags_error(loader->diags, panel->pos, _("panel '%s' has no raters"), panel->id);
}

void link_units(struct loader *loader)
{
    struct evaluation *evaluation = loader->evaluation;
    link_kinds(loader);
    link_pairs(loader);
    link_statuses(loader);

    struct scope scope;
    scope_init(&scope, _("panel"));
    for (size_t i = 0; i < evaluation->panels.count; i++) {
        scope_add(loader, &scope, &evaluation->panels.at[i].id, &evaluation->panels.at[i].pos);
        link_raters(loader, &evaluation->panels.at[i]);
    }
    scope_release(&scope);
    for (size_t i = 0; i < evaluation->populations.count; i++)
        evaluation->populations.at[i].unit = link_unit(loader, NULL, &evaluation->populations.at[i].unit_name);
}
