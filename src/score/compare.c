/* SPDX-License-Identifier: GPL-3.0-or-later
 * Year on year: which units are the same, and what they got. Why something may not be compared: compare_reasons.c.
 */
#include <math.h>

#include "ceping/base_text.h"
#include "ceping/score.h"
#include "ceping/score_compare.h"
#include "ceping/stats_ranks.h"
#include "compare_priv.h"

/* Units -------------------------------------------------------------------------------------------------------------- */

static bool same_name(const char *a, const char *b)
{
    auto_free char *x = a ? text_key(a) : NULL, *y = b ? text_key(b) : NULL;
    return x && y && strcmp(x, y) == 0;
}

static bool has_name(const struct unit *unit, const char *name)
{
    if (same_name(unit->name, name) || same_name(unit->short_name, name))
        return true;
    for (size_t i = 0; i < unit->aliases.count; i++)
        if (same_name(unit->aliases.at[i], name))
            return true;
    return false;
}

const struct unit *compare_unit(const struct unit *unit, const struct unit_kind *kind)
{
    if (unit->placeholder)
        return NULL; /* its name says that nobody knows whom it means */
    for (size_t i = 0; i < kind->units.count; i++)
        if (same_name(kind->units.at[i].name, unit->name))
            return &kind->units.at[i];
    for (size_t i = 0; i < kind->units.count; i++)
        if (has_name(&kind->units.at[i], unit->name) || has_name(unit, kind->units.at[i].name))
            return &kind->units.at[i];
    return NULL;
}

/* Rows --------------------------------------------------------------------------------------------------------------- */

static const struct score_row *row_of(const struct table_result *result, const struct unit *unit)
{
    for (size_t i = 0; unit && i < result->rows.count; i++)
        if (result->rows.at[i].units[0] == unit->index)
            return &result->rows.at[i];
    return NULL;
}

static double se_of(const struct results *results, const struct table_result *result, const struct score_row *row)
{
    const struct uncertainty *uncertainty = &results->uncertainty;
    if (!row || !uncertainty->computed || (size_t)result->table->index >= uncertainty->tables.count)
        return NAN;
    return uncertainty->tables.at[result->table->index].rows.at[row - result->rows.at].se;
}

static void add_row(const struct comparison *to, struct compare_table *table, const struct unit *now, const struct unit *before, struct arena *arena)
{
    const struct score_row *row_now = row_of(table->now, now), *row_before = row_of(table->before, before);
    if (!row_now && !row_before)
        return;
    struct compare_row *row = LIST_ADD(arena, &table->rows);
    *row = (struct compare_row){.now = row_now ? now : NULL, .before = row_before ? before : NULL};
    row->score_now = row_now ? row_now->score : (double)NAN;
    row->score_before = row_before ? row_before->score : (double)NAN;
    row->place_now = row_now ? row_now->place : (double)NAN;
    row->place_before = row_before ? row_before->place : (double)NAN;
    row->common_now = row->common_before = row->moved = NAN;
    row->change = table->formula.count > 0 ? NAN : row->score_now - row->score_before;
    double se_now = se_of(to->now, table->now, row_now), se_before = se_of(to->before, table->before, row_before);
    row->se = sqrt(se_now * se_now + se_before * se_before);
    table->common += row_now && row_before && !isnan(row->score_now) && !isnan(row->score_before);
}

static double tie_score(const struct table *table, double score)
{
    return num_round(score, table->ties_exact ? 9 : table->decimals);
}

/* Natural places among the units that have a score in both. */
static void rank_common(struct compare_table *table)
{
    size_t count = table->rows.count;
    auto_free double *now = xcalloc(count + 1, sizeof *now), *before = xcalloc(count + 1, sizeof *before);
    auto_free double *places_now = xcalloc(count + 1, sizeof *places_now), *places_before = xcalloc(count + 1, sizeof *places_before);
    for (size_t i = 0; i < count; i++) {
        const struct compare_row *row = &table->rows.at[i];
        bool both = !isnan(row->score_now) && !isnan(row->score_before);
        now[i] = both ? tie_score(table->now->table, row->score_now) : (double)NAN;
        before[i] = both ? tie_score(table->before->table, row->score_before) : (double)NAN;
    }
    score_places(now, count, table->now->table->ties, NULL, 0, places_now);
    score_places(before, count, table->now->table->ties, NULL, 0, places_before);
    for (size_t i = 0; i < count; i++) {
        struct compare_row *row = &table->rows.at[i];
        row->common_now = places_now[i];
        row->common_before = places_before[i];
        row->moved = table->formula.count > 0 ? NAN : places_before[i] - places_now[i];
    }
}

static void tell_chance(const struct comparison *to, struct compare_table *table)
{
    table->critical = stats_critical_z(to->level, table->common);
    for (size_t i = 0; i < table->rows.count; i++) {
        struct compare_row *row = &table->rows.at[i];
        if (!isnan(row->change) && !isnan(row->se) && row->se > 0)
            row->chance = fabs(row->change) > table->critical * row->se ? COMPARE_BEYOND : COMPARE_WITHIN;
    }
}

/* Tables ---------------------------------------------------------------------------------------------------------------- */

static void compare_rows(const struct comparison *to, struct compare_table *table, struct arena *arena)
{
    const struct unit_kind *now = table->now->table->by[0], *before = table->before->table->by[0];
    for (size_t i = 0; i < now->units.count; i++)
        add_row(to, table, &now->units.at[i], compare_unit(&now->units.at[i], before), arena);
    for (size_t i = 0; i < before->units.count; i++)
        if (!compare_unit(&before->units.at[i], now))
            add_row(to, table, NULL, &before->units.at[i], arena);
    reasons_of_set(table, arena);
    rank_common(table);
    tell_chance(to, table);
}

struct comparison *score_compare(const struct results *before, const struct results *now, struct arena *arena)
{
    struct comparison *to = ARENA_NEW(arena, struct comparison);
    *to = (struct comparison){.now = now, .before = before, .level = now->evaluation->uncertainty.level};
    for (size_t t = 0; t < now->tables.count; t++) {
        const struct table_result *result = &now->tables.at[t];
        if (result->table->by_count != 1)
            continue;
        struct compare_table *table = LIST_ADD(arena, &to->tables);
        *table = (struct compare_table){.now = result, .before = results_table(before, result->table->id), .critical = NAN};
        if (table->before && table->before->table->by_count != 1)
            table->before = NULL;
        reasons_of_formula(table, arena);
        if (table->before)
            compare_rows(to, table, arena);
    }
    for (size_t f = 0; f < now->figures.count; f++) {
        const struct figure_result *other = results_figure(before, now->figures.at[f].figure->id);
        if (!other)
            continue;
        struct compare_figure *figure = LIST_ADD(arena, &to->figures);
        *figure = (struct compare_figure){.now = &now->figures.at[f], .before = other};
        reasons_of_figure(other->figure, figure->now->figure, &figure->reasons, arena);
        figure->change = figure->reasons.count > 0 ? NAN : figure->now->all.value - other->all.value;
    }
    return to;
}
