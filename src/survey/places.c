/* SPDX-License-Identifier: GPL-3.0-or-later
 * What makes places of scores: bonus and deductions, units left out, fixed places, ties, slices, bands.
 */
#include "survey_rubric.h"

#include <math.h>
#include <strings.h>

/* Units of a table ---------------------------------------------------------------------------------------- */

/* A unit of one of the kinds of the table. */
static struct unit *link_table_unit(struct loader *loader, const struct table *table, const struct name *name)
{
    if (table->by_count == 1)
        return link_unit(loader, table->by[0], name);
    struct unit *unit = table->by_count ? link_unit(loader, NULL, name) : NULL;
    if (unit && !table_has(table, unit->kind) && !loader_wrong(loader, &table->by_names)) {
        diags_error(loader->diags, name->pos, _("unit '%s' is of kind '%s', which table '%s' does not score"), unit->id, unit->kind->id, table->id);
        return NULL;
    }
    return unit;
}

static size_t count_units(const struct table *table)
{
    size_t units = table->by_count ? table->by[0]->units.count : 0;
    if (table->only.count && table->only.count < units)
        units = table->only.count;
    if (table->best > 0 && (size_t)table->best < units)
        units = (size_t)table->best;
    return units;
}

static void link_only(struct loader *loader, struct table *table)
{
    for (size_t i = 0; i < table->only_names.count; i++) {
        struct unit *unit = link_table_unit(loader, table, &table->only_names.at[i]);
        for (size_t k = 0; unit && k < table->only.count; k++) {
            if (table->only.at[k] == unit) {
                diags_error(loader->diags, table->only_names.at[i].pos, _("unit '%s' stands twice in 'only'"), unit->id);
                unit = NULL;
            }
        }
        if (unit)
            *LIST_ADD(loader->arena, &table->only) = unit;
    }
}

static void link_best(struct loader *loader, struct table *table)
{
    table->best_of = link_table(loader, &table->best_of_name);
    if (!table->best_of)
        return;
    const struct name *name = &table->best_of_name;
    bool same = table->best_of->by_count == table->by_count;
    for (size_t i = 0; i < table->best_of->by_count; i++)
        same &= table_has(table, table->best_of->by[i]);
    if (loader_wrong(loader, &table->by_names) || loader_wrong(loader, &table->best_of->by_names))
        return;
    if (!same)
        diags_error(loader->diags, name->pos, _("table '%s' scores other units than table '%s'"), table->best_of->id, table->id);
    else if (!table->best_of->ranked)
        diags_error(loader->diags, name->pos, _("table '%s' has no places"), table->best_of->id);
    else if (table->best_of->by_count == 1 && (size_t)table->best > table->best_of->by[0]->units.count)
        diags_error(loader->diags, loader_pos(loader, &table->best, table->pos), _("the best %d of %zu units are wanted"), table->best, table->best_of->by[0]->units.count);
}

/* Bonus and deductions ------------------------------------------------------------------------------------ */

static void link_adjustment(struct loader *loader, const struct table *table, struct adjustment *adjustment)
{
    if (!adjustment->name)
        adjustment->name = adjustment->id;
    bool figure = adjustment->figure_name.text, unit = adjustment->unit_name.text;
    if (figure == unit) {
        diags_error(loader->diags, adjustment->pos, _("adjustment '%s' needs either a figure or a unit"), adjustment->id);
        diags_hint(loader->diags, _("points for each one counted by a figure, or points for one unit"));
    }
    adjustment->figure = link_figure(loader, &adjustment->figure_name);
    check_figure_by(loader, table, adjustment->figure, &adjustment->figure_name);
    adjustment->unit = unit ? link_table_unit(loader, table, &adjustment->unit_name) : NULL;
    if (unit && (!adjustment->reason || !adjustment->authority)) {
        diags_error(loader->diags, adjustment->pos, _("points for unit '%s' lack %s"), adjustment->unit_name.text, adjustment->reason ? _("an authority") : _("a reason"));
        diags_hint(loader->diags, _("whoever reads the ranking must be told why and by whom"));
    }
}

static void link_adjustments(struct loader *loader, struct table *table)
{
    struct scope scope;
    scope_init(&scope, _("adjustment"));
    for (size_t i = 0; i < table->bonus.count; i++) {
        scope_add(loader, &scope, &table->bonus.at[i].id, &table->bonus.at[i].pos);
        link_adjustment(loader, table, &table->bonus.at[i]);
    }
    for (size_t i = 0; i < table->deductions.count; i++) {
        scope_add(loader, &scope, &table->deductions.at[i].id, &table->deductions.at[i].pos);
        link_adjustment(loader, table, &table->deductions.at[i]);
    }
    scope_release(&scope);
}

/* Fixed places -------------------------------------------------------------------------------------------- */

static bool among(const struct table *table, const struct unit *unit)
{
    for (size_t i = 0; i < table->only.count; i++) {
        if (table->only.at[i] == unit)
            return true;
    }
    return table->only.count == 0;
}

static void link_fixed(struct loader *loader, struct table *table, struct fixed_place *fixed, size_t units)
{
    fixed->unit = link_unit(loader, table->by_count == 1 ? table->by[0] : NULL, &fixed->unit_name);
    struct pos pos = loader_pos(loader, &fixed->place, fixed->pos);
    if (fixed->unit && !among(table, fixed->unit))
        diags_error(loader->diags, fixed->unit_name.pos, _("unit '%s' is not among those of table '%s'"), fixed->unit->id, table->id);
    if ((size_t)fixed->place > units && !loader_wrong(loader, &fixed->place) && !loader_wrong(loader, &table->by_names)) {
        diags_error(loader->diags, pos, _("place %d of only %zu units"), fixed->place, units);
    }
    for (const struct fixed_place *before = table->fixed_places.at; before < fixed; before++) {
        if (fixed->unit && before->unit == fixed->unit) {
            diags_error(loader->diags, fixed->unit_name.pos, _("unit '%s' has two fixed places"), fixed->unit->id);
            diags_hint(loader->diags, _("first in line %d"), before->pos.line);
        } else if (before->place == fixed->place && !loader_wrong(loader, &fixed->place)) {
            diags_error(loader->diags, pos, _("place %d is fixed twice"), fixed->place);
            diags_hint(loader->diags, _("first in line %d"), before->pos.line);
        }
    }
}

static void link_fixed_places(struct loader *loader, struct table *table)
{
    if (table->fixed_places.count == 0)
        return;
    struct pos pos = loader_pos(loader, &table->fixed_places, table->pos);
    if (!table->ranked)
        diags_error(loader->diags, pos, _("table '%s' has fixed places but is not ranked"), table->id);
    if (table->by_count != 1 && !loader_wrong(loader, &table->by_names)) {
        diags_error(loader->diags, pos, _("only a table by one kind can have fixed places"));
        return;
    }
    size_t units = count_units(table);
    for (size_t i = 0; i < table->fixed_places.count; i++)
        link_fixed(loader, table, &table->fixed_places.at[i], units);
}

/* Ties, slices, bands ------------------------------------------------------------------------------------- */

/* Nodes, in the order of the names; NULL for "order" and for a figure, which the name tells. */
static void link_tie_break(struct loader *loader, struct table *table)
{
    for (size_t i = 0; i < table->tie_break_names.count; i++) {
        const struct name *name = &table->tie_break_names.at[i];
        struct node **slot = LIST_ADD(loader->arena, &table->tie_break);
        if (!name->text || strcmp(name->text, "order") == 0)
            continue;
        for (size_t n = 0; n < table->nodes.count; n++) {
            if (strcasecmp(table->nodes.at[n]->id, name->text) == 0)
                *slot = table->nodes.at[n];
        }
        const struct figure *figure = *slot ? NULL : evaluation_figure(loader->evaluation, name->text);
        check_figure_by(loader, table, figure, name);
        if (*slot || figure)
            continue;
        struct words words = {0};
        words_add(&words, "order");
        for (size_t n = 0; n < table->nodes.count; n++)
            words_add(&words, table->nodes.at[n]->id);
        diags_error(loader->diags, name->pos, _("unknown node '%s' in tie_break"), name->text);
        diags_hint_words(loader->diags, name->text, words.at, words.count);
        words_release(&words);
    }
}

static void link_slice(struct loader *loader, struct table *table)
{
    table->slice = link_kind(loader, &table->slice_name);
    if (!table->slice || loader_wrong(loader, &table->by_names))
        return;
    if (!table_has(table, table->slice) || table->by_count < 2) {
        diags_error(loader->diags, table->slice_name.pos, _("table '%s' cannot be cut into slices by '%s'"), table->id, table->slice->id);
        diags_hint(loader->diags, _("the slice is one of two or more kinds in 'by'"));
    }
}

static void check_bands(struct loader *loader, const struct table *table)
{
    for (size_t i = 0; i < table->bands.count; i++) {
        const struct band *band = &table->bands.at[i];
        if (i > 0 && band->from >= band[-1].from && !loader_wrong(loader, &band->from) && !loader_wrong(loader, &band[-1].from)) {
            diags_error(loader->diags, loader_pos(loader, &band->from, band->pos), _("bands of table '%s' do not descend"), table->id);
            diags_hint(loader->diags, _("highest first"));
        }
        for (size_t k = 0; k < i; k++) {
            if (strcmp(table->bands.at[k].label, band->label) == 0 && *band->label)
                diags_error(loader->diags, loader_pos(loader, &band->label, band->pos), _("band '%s' is declared twice"), band->label);
        }
    }
}

void link_places(struct loader *loader, struct table *table)
{
    link_only(loader, table);
    link_best(loader, table);
    link_adjustments(loader, table);
    link_fixed_places(loader, table);
    link_tie_break(loader, table);
    link_slice(loader, table);
    check_bands(loader, table);
}
