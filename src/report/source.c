/* SPDX-License-Identifier: GPL-3.0-or-later
 * Which published number a number of a report is. The keys are those of the rows of the open data, so that whoever has a page and the data can lay one beside
 * the other. Figures by pairs are not published and have no key, nor have pairs that are not.
 */
#include "report_priv.h"

const char *source_of_figure(const struct names *names, const struct figure *figure, const struct figure_cell *cell, const char *column)
{
    if (!names->marks || !figure || !cell || figure->by_count > 1)
        return NULL;
    if ((figure->weighting || figure->weight) && strcmp(column, "value") != 0)
        return NULL; /* the data give the answers, not the sums of their weights */
    if (figure->by_count == 0 || cell->units[0] < 0)
        return arena_printf(names->arena, "figures/%s/%s", figure->id, column);
    const struct unit *unit = &figure->by[0]->units.at[cell->units[0]];
    return arena_printf(names->arena, "figures/%s/%s/%s/%s", figure->id, unit->kind->id, unit->id, column);
}

static const char *key_of_row(const struct names *names, const struct table_result *table, const struct score_row *row)
{
    const struct unit *unit = names->marks && table && row && table->table->by_count == 1 ? row_unit(table, row, 0) : NULL;
    return unit ? arena_printf(names->arena, "%s/%s/%s", table->table->id, unit->kind->id, unit->id) : NULL;
}

const char *source_of_row(const struct names *names, const struct table_result *table, const struct score_row *row, const char *column)
{
    const char *key = key_of_row(names, table, row);
    return key ? arena_printf(names->arena, "scores/%s/%s", key, column) : NULL;
}

const char *source_of_pair(const struct names *names, const struct table_result *table, const struct score_row *row, const char *column)
{
    if (!names->marks || !evaluation_pairs_public(names->evaluation, table->table))
        return NULL;
    const struct unit *first = row_unit(table, row, 0), *second = row_unit(table, row, 1);
    return arena_printf(names->arena, "pairs/%s/%s/%s/%s/%s/%s", table->table->id, first->kind->id, first->id, second->kind->id, second->id, column);
}

const char *source_of_facet(const struct names *names, const struct table_result *table, const struct score_row *row, size_t facet, size_t value)
{
    const char *key = key_of_row(names, table, row);
    const struct facet *of = &names->evaluation->rubric.facets.at[facet];
    return key && row->facets[facet][value].weight > 0 ? arena_printf(names->arena, "facets/%s/%s/%s/score", key, of->id, facet_key(names->evaluation, of, value)) : NULL;
}

const char *source_of_policy(const struct names *names, const struct table_result *table, const struct score_row *row, enum policy policy, const char *column)
{
    const char *key = key_of_row(names, table, row);
    return key ? arena_printf(names->arena, "policies/%s/%s/%s", key, policy_ids[policy], column) : NULL;
}
