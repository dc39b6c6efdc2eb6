/* SPDX-License-Identifier: GPL-3.0-or-later
 * What the public may see. The same rules as in the public edition of reports: kinds that the evaluation names are ranked in full, of others
 * the first few; a number that `disclose` took out is not shown.
 */
#include "site_priv.h"

bool site_kind_ranked(const struct evaluation *evaluation, const struct unit_kind *kind)
{
    return evaluation_ranked_publicly(evaluation, kind);
}

bool site_place_shown(const struct evaluation *evaluation, const struct table *table, size_t i)
{
    return table->by_count == 1 && (site_kind_ranked(evaluation, table->by[0]) || i < (size_t)evaluation->disclosure.top);
}

/* The first table by the unit's kind alone is the one that its page is about, as in reports. */
bool site_unit_shown(const struct results *results, const struct unit *unit)
{
    for (size_t t = 0; t < results->tables.count; t++) {
        const struct table_result *result = &results->tables.at[t];
        if (result->table->by_count != 1 || result->table->by[0] != unit->kind)
            continue;
        for (size_t i = 0; i < result->rows.count; i++)
            if (result->rows.at[result->by_place[i]].units[0] == unit->index)
                return site_place_shown(results->evaluation, result->table, i);
        return false;
    }
    return false;
}

bool site_figure_shown(const struct evaluation *evaluation, const struct figure *figure)
{
    return evaluation_figure_public(evaluation, figure);
}
