/* SPDX-License-Identifier: GPL-3.0-or-later
 * Results: creating, and finding a figure, a cell, a row.
 */
#include <math.h>

#include "ceping/base_num.h"
#include "ceping/model_explain.h"

const char *const hidden_ids[HIDDEN_REASONS] = {[SHOWN] = "shown", [HIDDEN_BASE] = "base", [HIDDEN_DOMINANT] = "dominant", [HIDDEN_DERIVED] = "derived"};

const char *const hidden_words[HIDDEN_REASONS] = {
    [SHOWN] = NULL,
    [HIDDEN_BASE] = "保密作答人数少于规定下限",
    [HIDDEN_DOMINANT] = "主要由一人的作答构成",
    [HIDDEN_DERIVED] = "防止由其他数据推算不公布的数值",
};

struct results *results_new(const struct evaluation *evaluation)
{
    struct arena *arena = arena_new();
    struct results *results = ARENA_NEW(arena, struct results);
    results->arena = arena;
    results->evaluation = evaluation;
    return results;
}

void results_free(struct results *results)
{
    if (results)
        arena_free(results->arena);
}

const struct figure_result *results_figure(const struct results *results, const char *id)
{
    const struct figure *figure = evaluation_figure(results->evaluation, id);
    if (!figure || (size_t)figure->index >= results->figures.count)
        return NULL;
    return &results->figures.at[figure->index];
}

const struct table_result *results_table(const struct results *results, const char *id)
{
    const struct table *table = evaluation_table(results->evaluation, id);
    if (!table || (size_t)table->index >= results->tables.count)
        return NULL;
    return &results->tables.at[table->index];
}

double figure_answers(const struct figure *figure, const struct figure_cell *cell)
{
    return figure->weight || figure->weighting ? cell->responses : cell->base;
}

const char *figure_definition_text(struct arena *arena, const struct figure *figure)
{
    const char *definition = figure->definition ? figure->definition : statistic_formulas[figure->statistic];
    return figure->weighting ? arena_printf(arena, "%s（按“%s”加权）", definition, figure->weighting->name) : definition;
}

/* Unit indices in the order of `by`; false when a unit is of no kind there or a kind is left open while others are given. */
static bool place_units(struct unit_kind *const *by, size_t by_count, const struct unit *const *units, size_t count, int *ret_units)
{
    size_t placed = 0, given = 0;
    for (size_t k = 0; k < MODEL_BY_MAX; k++)
        ret_units[k] = NO_UNIT;
    for (size_t i = 0; i < count; i++) {
        if (!units[i])
            continue;
        given++;
        for (size_t k = 0; k < by_count; k++) {
            if (by[k] != units[i]->kind)
                continue;
            ret_units[k] = units[i]->index;
            placed++;
            break;
        }
    }
    return placed == given && (given == 0 || given == by_count);
}

static bool same_units(const int *a, const int *b, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (a[i] != b[i])
            return false;
    return true;
}

const struct figure_cell *results_figure_cell(const struct results *results, const char *id, const struct unit *const *units, size_t count)
{
    const struct figure_result *result = results_figure(results, id);
    int wanted[MODEL_BY_MAX];
    if (!result || !place_units(result->figure->by, result->figure->by_count, units, count, wanted))
        return NULL;
    if (wanted[0] == NO_UNIT)
        return &result->all;
    for (size_t i = 0; i < result->cells.count; i++)
        if (same_units(result->cells.at[i].units, wanted, result->figure->by_count))
            return &result->cells.at[i];
    return NULL;
}

const struct score_row *results_row(const struct table_result *table, const struct unit *const *units, size_t count)
{
    int wanted[MODEL_BY_MAX];
    if (!place_units(table->table->by, table->table->by_count, units, count, wanted) || wanted[0] == NO_UNIT)
        return NULL;
    for (size_t i = 0; i < table->rows.count; i++)
        if (same_units(table->rows.at[i].units, wanted, table->table->by_count))
            return &table->rows.at[i];
    return NULL;
}

const struct frequency *results_frequency(const struct results *results, const struct question *question, const struct item *item,
                                          const struct unit_kind *by)
{
    for (size_t i = 0; i < results->frequencies.count; i++) {
        const struct frequency *frequency = &results->frequencies.at[i];
        if (frequency->question == question && frequency->item == item && frequency->by == by)
            return frequency;
    }
    return NULL;
}

const struct collection *results_collection(const struct results *results, const struct instrument *instrument, const struct unit *unit)
{
    for (size_t i = 0; i < results->collections.count; i++)
        if (results->collections.at[i].instrument == instrument && results->collections.at[i].unit == unit)
            return &results->collections.at[i];
    return NULL;
}

/* Where the pair stands; SIZE_MAX where the rows share no list. */
static size_t chance_pair(const struct table_uncertainty *table, size_t i, size_t j)
{
    const struct row_uncertainty *first = &table->rows.at[i], *second = &table->rows.at[j];
    return first->list == 0 || first->list != second->list ? SIZE_MAX : first->first_pair + second->list_at;
}

double chance_ahead(const struct table_uncertainty *table, size_t i, size_t j)
{
    size_t pair = chance_pair(table, i, j);
    return pair == SIZE_MAX ? NAN : table->ahead.at[pair];
}

bool chance_apart(const struct table_uncertainty *table, size_t i, size_t j)
{
    size_t pair = chance_pair(table, i, j);
    return pair != SIZE_MAX && table->apart.at[pair] > 0;
}

static void dump_units(struct unit_kind *const *by, size_t by_count, const int *units, struct strbuf *out)
{
    for (size_t k = 0; k < by_count; k++)
        strbuf_addf(out, "%s%s", k ? "," : "", units[k] == NO_UNIT ? "*" : by[k]->units.at[units[k]].id);
}

static void dump_number(const char *name, double value, struct strbuf *out)
{
    strbuf_addf(out, " %s=", name);
    num_format_exact(out, value);
}

static void dump_figure(const struct figure_result *result, struct strbuf *out)
{
    const struct figure *figure = result->figure;
    for (size_t i = 0; i <= result->cells.count; i++) {
        const struct figure_cell *cell = i ? &result->cells.at[i - 1] : &result->all;
        strbuf_addf(out, "figure %s[", figure->id);
        if (i)
            dump_units(figure->by, figure->by_count, cell->units, out);
        strbuf_addc(out, ']');
        dump_number("value", cell->value, out);
        dump_number("numerator", cell->numerator, out);
        dump_number("base", cell->base, out);
        for (size_t m = 1; m < MISSING_KINDS; m++)
            if (cell->missing[m] > 0)
                dump_number(missing_ids[m], cell->missing[m], out);
        strbuf_addc(out, '\n');
    }
}

static void dump_table(const struct table_result *result, struct strbuf *out)
{
    const struct table *table = result->table;
    for (size_t i = 0; i < result->rows.count; i++) {
        const struct score_row *row = &result->rows.at[i];
        strbuf_addf(out, "table %s[", table->id);
        dump_units(table->by, table->by_count, row->units, out);
        strbuf_addc(out, ']');
        dump_number("score", row->score, out);
        dump_number("place", row->place, out);
        dump_number("natural", row->natural_place, out);
        dump_number("coverage", row->coverage, out);
        strbuf_addc(out, '\n');
        for (size_t n = 0; n < table->nodes.count; n++) {
            strbuf_addf(out, "  %s", table->nodes.at[n]->id);
            dump_number("score", row->nodes[n].score, out);
            dump_number("weight", row->nodes[n].effective_weight, out);
            dump_number("base", row->nodes[n].base, out);
            strbuf_addc(out, '\n');
        }
    }
    strbuf_addf(out, "table %s", table->id);
    dump_number("mean", result->mean, out);
    dump_number("range", result->range, out);
    strbuf_addc(out, '\n');
}

void results_dump(const struct results *results, struct strbuf *out)
{
    for (size_t i = 0; i < results->collections.count; i++) {
        const struct collection *collection = &results->collections.at[i];
        strbuf_addf(out, "collection %s[%s]", collection->instrument->id, collection->unit ? collection->unit->id : "");
        dump_number("issued", collection->issued, out);
        dump_number("returned", collection->returned, out);
        dump_number("void", collection->void_count, out);
        dump_number("not_eligible", collection->not_eligible, out);
        dump_number("valid", collection->valid, out);
        strbuf_addc(out, '\n');
    }
    for (size_t i = 0; i < results->corrections.count; i++)
        correction_dump(&results->corrections.at[i], out);
    for (size_t i = 0; i < results->figures.count; i++)
        dump_figure(&results->figures.at[i], out);
    for (size_t i = 0; i < results->tables.count; i++)
        dump_table(&results->tables.at[i], out);
}

size_t *results_value_starts(const struct results *results, struct arena *arena)
{
    size_t *starts = ARENA_ARRAY(arena, size_t, results->figures.count + 1);
    for (size_t i = 0; i < results->figures.count; i++)
        starts[i + 1] = starts[i] + 1 + results->figures.at[i].cells.count;
    return starts;
}

bool explanation_effect_unseen(const struct explanation *explanation, const struct explain_effect *effect)
{
    const struct score_row *row = &explanation->result->rows.at[explanation->row];
    int decimals = explanation->result->table->decimals;
    bool rule = effect->kind == EFFECT_RULE || effect->kind == EFFECT_OWN;
    double place = explanation->result->table->slice ? row->slice_place : row->natural_place;
    return rule && num_round(effect->score, decimals) == num_round(row->score, decimals) && effect->place == place;
}
