/* SPDX-License-Identifier: GPL-3.0-or-later
 * Results as JSON, documented in docs/json.md. Numbers keep full precision; "printed" is what readers see. A value that does not exist is null.
 */
#include <math.h>
#include <stdlib.h>

#include "ceping/base_num.h"
#include "cli.h"

json_t *json_number(double value)
{
    return isfinite(value) ? json_real(value) : json_null();
}

json_t *json_text(const char *text)
{
    return text ? json_string(text) : json_null();
}

void json_print(json_t *object)
{
    char *text = json_dumps(object, JSON_INDENT(2) | JSON_REAL_PRECISION(17));
    puts(text ? text : "null");
    free(text);
    json_decref(object);
}

static json_t *printed(double value, int decimals)
{
    if (!isfinite(value))
        return json_null();
    auto_strbuf struct strbuf text;
    strbuf_init(&text);
    num_format(&text, value, decimals);
    return json_string(text.at);
}

static json_t *count(double value)
{
    return isfinite(value) ? json_integer((json_int_t)llround(value)) : json_null();
}

json_t *json_units(struct unit_kind *const *by, size_t by_count, const int *units)
{
    json_t *object = json_object();
    for (size_t i = 0; i < by_count; i++)
        if (units[i] != NO_UNIT)
            json_object_set_new(object, by[i]->id, json_string(by[i]->units.at[units[i]].id));
    return object;
}

/* Collections ------------------------------------------------------------------------------------------------ */

static json_t *rules(const struct collection *collection)
{
    static const char *const actions[SCREEN_ACTIONS] = {"void", "flag", "cancel", "not_eligible"};
    json_t *list = json_array();
    for (size_t i = 0; i < collection->rules.count; i++) {
        const struct rule_count *rule = &collection->rules.at[i];
        json_t *object = json_object();
        json_object_set_new(object, "rule", json_string(rule->rule->id));
        json_object_set_new(object, "name", json_text(rule->rule->name));
        json_object_set_new(object, "action", json_string(actions[rule->rule->action]));
        json_object_set_new(object, "decided", count(rule->decided));
        json_object_set_new(object, "applies", count(rule->applies));
        json_object_set_new(object, "cancelled", count(rule->cancelled));
        json_array_append_new(list, object);
    }
    return list;
}

static json_t *entries(const struct entry_check *check)
{
    json_t *object = json_object();
    json_object_set_new(object, "cells", json_number(check->cells));
    json_object_set_new(object, "differ", json_number(check->differ));
    json_object_set_new(object, "rate", json_number(check->rate));
    json_object_set_new(object, "low", json_number(check->low));
    json_object_set_new(object, "high", json_number(check->high));
    json_object_set_new(object, "error", json_number(check->error));
    json_object_set_new(object, "left", json_number(check->left));
    json_object_set_new(object, "left_high", json_number(check->left_high));
    return object;
}

json_t *json_collections(const struct results *results)
{
    json_t *list = json_array();
    for (size_t i = 0; i < results->collections.count; i++) {
        const struct collection *collection = &results->collections.at[i];
        json_t *object = json_object();
        json_object_set_new(object, "instrument", json_string(collection->instrument->id));
        json_object_set_new(object, "unit", json_text(collection->unit ? collection->unit->id : NULL));
        json_object_set_new(object, "issued", count(collection->issued));
        json_object_set_new(object, "returned", count(collection->returned));
        json_object_set_new(object, "void", count(collection->void_count));
        json_object_set_new(object, "not_eligible", count(collection->not_eligible));
        json_object_set_new(object, "valid", count(collection->valid));
        json_object_set_new(object, "rejected_rows", count(collection->rejected));
        json_object_set_new(object, "return_rate", json_number(collection->return_rate));
        json_object_set_new(object, "valid_rate", json_number(collection->valid_rate));
        json_object_set_new(object, "valid_return_rate", json_number(collection->valid_return_rate));
        json_object_set_new(object, "rules", rules(collection));
        if (collection->entries.cells > 0)
            json_object_set_new(object, "entries", entries(&collection->entries));
        json_array_append_new(list, object);
    }
    return list;
}

/* Figures ---------------------------------------------------------------------------------------------------- */

static void set_cell(json_t *object, const struct figure_cell *cell, const struct figure *figure)
{
    json_object_set_new(object, "value", json_number(cell->value));
    json_object_set_new(object, "printed", printed(cell->value, figure->decimals));
    json_object_set_new(object, "numerator", json_number(cell->numerator));
    json_object_set_new(object, "base", json_number(cell->base));
    if (figure->weight || figure->weighting) {
        json_object_set_new(object, "responses", json_number(cell->responses));
        json_object_set_new(object, "effective_n", json_number(cell->effective_n));
    }
    json_t *missing = json_object();
    for (size_t m = 1; m < MISSING_KINDS; m++)
        if (cell->missing[m] > 0)
            json_object_set_new(missing, missing_ids[m], json_number(cell->missing[m]));
    json_object_set_new(object, "missing", missing);
}

static json_t *figure_object(const struct figure_result *result)
{
    const struct figure *figure = result->figure;
    json_t *object = json_object();
    json_object_set_new(object, "name", json_text(figure->name));
    json_object_set_new(object, "statistic", json_string(statistic_ids[figure->statistic]));
    json_object_set_new(object, "base_rule", json_string(base_ids[figure->base]));
    json_object_set_new(object, "unit", json_text(figure->unit));
    if (figure->weighting)
        json_object_set_new(object, "weights", json_string(figure->weighting->id));
    set_cell(object, &result->all, figure);
    json_t *cells = json_array();
    for (size_t i = 0; i < result->cells.count; i++) {
        json_t *cell = json_object();
        json_object_set_new(cell, "units", json_units(figure->by, figure->by_count, result->cells.at[i].units));
        set_cell(cell, &result->cells.at[i], figure);
        json_array_append_new(cells, cell);
    }
    json_object_set_new(object, "by", cells);
    return object;
}

/* Tables ----------------------------------------------------------------------------------------------------- */

static json_t *nodes_of(const struct table *table, const struct score_row *row)
{
    json_t *list = json_array();
    for (size_t i = 0; i < table->nodes.count; i++) {
        json_t *node = json_object();
        json_object_set_new(node, "id", json_string(table->nodes.at[i]->id));
        json_object_set_new(node, "raw", json_number(row->nodes[i].raw));
        json_object_set_new(node, "score", json_number(row->nodes[i].score));
        json_object_set_new(node, "weight", json_number(row->nodes[i].weight));
        json_object_set_new(node, "effective_weight", json_number(row->nodes[i].effective_weight));
        json_object_set_new(node, "base", json_number(row->nodes[i].base));
        json_object_set_new(node, "imputed", json_boolean(row->nodes[i].imputed));
        json_array_append_new(list, node);
    }
    return list;
}

static json_t *facets_of(const struct rubric *rubric, const struct score_row *row)
{
    json_t *object = json_object();
    for (size_t f = 0; f < rubric->facets.count; f++) {
        json_t *values = json_object();
        for (size_t v = 0; v < rubric->facets.at[f].values.count; v++) {
            const struct facet_score *score = &row->facets[f][v];
            if (score->weight > 0)
                json_object_set_new(values, rubric->facets.at[f].values.at[v], json_number(score->weighted / score->weight));
        }
        json_object_set_new(object, rubric->facets.at[f].id, values);
    }
    return object;
}

static const char *why_no_score(enum no_score why)
{
    static const char *const words[NO_SCORES] = {NULL, "no_data", "coverage", "not_applicable"};
    return words[why];
}

static json_t *row_object(const struct rubric *rubric, const struct table *table, const struct score_row *row)
{
    json_t *object = json_object();
    json_object_set_new(object, "units", json_units(table->by, table->by_count, row->units));
    json_object_set_new(object, "score", json_number(row->score));
    json_object_set_new(object, "printed", printed(row->score, table->decimals));
    json_object_set_new(object, "no_score", json_text(why_no_score(row->why)));
    json_object_set_new(object, "place", json_number(row->place));
    json_object_set_new(object, "natural_place", json_number(row->natural_place));
    json_object_set_new(object, "slice_place", json_number(row->slice_place));
    if (table->slice && table->streak > 0) {
        json_object_set_new(object, "movement", json_number(row->movement));
        json_object_set_new(object, "first_streak", json_integer(row->first_streak));
        json_object_set_new(object, "last_streak", json_integer(row->last_streak));
    }
    json_object_set_new(object, "tied", json_boolean(row->tied));
    json_object_set_new(object, "fixed", json_text(row->fixed ? row->fixed->reason : NULL));
    json_object_set_new(object, "band", json_text(row->band ? row->band->label : NULL));
    json_object_set_new(object, "bonus", json_number(row->bonus));
    json_object_set_new(object, "deduction", json_number(row->deduction));
    json_object_set_new(object, "coverage", json_number(row->coverage));
    json_object_set_new(object, "nodes", nodes_of(table, row));
    json_object_set_new(object, "facets", facets_of(rubric, row));
    return object;
}

static json_t *slices_of(const struct table_result *result)
{
    const struct table *table = result->table;
    json_t *list = json_array();
    for (size_t i = 0; i < result->slices.count; i++) {
        const struct slice *slice = &result->slices.at[i];
        json_t *object = json_object();
        json_object_set_new(object, "kind", json_string(table->by[slice->kind_at]->id));
        json_object_set_new(object, "unit", json_string(table->by[slice->kind_at]->units.at[slice->unit].id));
        json_object_set_new(object, "count", json_integer((json_int_t)slice->count));
        json_object_set_new(object, "mean", json_number(slice->mean));
        json_object_set_new(object, "min", json_number(slice->min));
        json_object_set_new(object, "max", json_number(slice->max));
        json_object_set_new(object, "range", json_number(slice->range));
        json_array_append_new(list, object);
    }
    return list;
}

static json_t *policies_of(const struct table_result *result)
{
    json_t *list = json_array();
    for (size_t i = 0; i < result->policies.count; i++) {
        const struct policy_result *policy = &result->policies.at[i];
        json_t *object = json_object(), *rows = json_array();
        json_object_set_new(object, "policy", json_string(policy_ids[policy->policy]));
        json_object_set_new(object, "same_as_default", json_boolean(policy->same_as_default));
        for (size_t r = 0; r < result->rows.count; r++) {
            json_t *row = json_object();
            json_object_set_new(row, "units", json_units(result->table->by, result->table->by_count, result->rows.at[r].units));
            json_object_set_new(row, "score", json_number(policy->scores[r]));
            json_object_set_new(row, "place", json_number(policy->places[r]));
            json_array_append_new(rows, row);
        }
        json_object_set_new(object, "rows", rows);
        json_array_append_new(list, object);
    }
    return list;
}

static json_t *table_object(const struct rubric *rubric, const struct table_result *result)
{
    const struct table *table = result->table;
    json_t *object = json_object(), *rows = json_array();
    json_object_set_new(object, "name", json_text(table->name));
    json_object_set_new(object, "scored", json_integer((json_int_t)result->scored));
    json_object_set_new(object, "mean", json_number(result->mean));
    json_object_set_new(object, "printed_mean", printed(result->mean, table->decimals));
    json_object_set_new(object, "mean_of_printed", printed(result->printed_mean_of_printed, table->decimals));
    json_object_set_new(object, "min", json_number(result->min));
    json_object_set_new(object, "max", json_number(result->max));
    json_object_set_new(object, "range", json_number(result->range));
    json_object_set_new(object, "median", json_number(result->median));
    json_object_set_new(object, "sd", json_number(result->sd));
    for (size_t i = 0; i < result->rows.count; i++)
        json_array_append_new(rows, row_object(rubric, table, &result->rows.at[i]));
    json_object_set_new(object, "rows", rows);
    json_object_set_new(object, "slices", slices_of(result));
    json_object_set_new(object, "policies", policies_of(result));
    return object;
}

/* Weightings -------------------------------------------------------------------------------------------------- */

static json_t *margins_of(const struct weighting_result *result)
{
    json_t *margins = json_array();
    for (size_t m = 0; m < result->margins.count; m++) {
        const struct weighting_margin *margin = &result->margins.at[m];
        json_t *object = json_object(), *by = json_array(), *cells = json_array();
        for (size_t i = 0; i < margin->margin->by.count; i++)
            json_array_append_new(by, json_text(margin->margin->by.at[i].text));
        for (size_t c = 0; c < margin->cells.count; c++) {
            json_t *cell = json_object();
            json_object_set_new(cell, "label", json_text(margin->cells.at[c].label));
            json_object_set_new(cell, "population", json_number(margin->cells.at[c].population));
            json_object_set_new(cell, "responses", json_number(margin->cells.at[c].sample));
            json_object_set_new(cell, "weighted", json_number(margin->cells.at[c].weighted));
            json_array_append_new(cells, cell);
        }
        json_object_set_new(object, "by", by);
        json_object_set_new(object, "cells", cells);
        json_array_append_new(margins, object);
    }
    return margins;
}

static json_t *weightings_object(const struct results *results)
{
    json_t *list = json_object();
    for (size_t i = 0; i < results->weightings.count; i++) {
        const struct weighting_result *result = &results->weightings.at[i];
        json_t *object = json_object();
        json_object_set_new(object, "name", json_text(result->weighting->name));
        json_object_set_new(object, "instrument", json_text(result->weighting->instrument->id));
        json_object_set_new(object, "method", json_string(weighting_method_ids[result->weighting->method]));
        json_object_set_new(object, "usable", json_boolean(result->usable));
        json_object_set_new(object, "valid", json_number(result->valid));
        json_object_set_new(object, "without_weight", json_number(result->outside));
        json_object_set_new(object, "n", json_number(result->n));
        json_object_set_new(object, "total", json_number(result->total));
        json_object_set_new(object, "effective_n", json_number(result->effective_n));
        json_object_set_new(object, "deff", json_number(result->deff));
        json_object_set_new(object, "smallest", json_number(result->smallest));
        json_object_set_new(object, "largest", json_number(result->largest));
        json_object_set_new(object, "converged", json_boolean(result->converged));
        json_object_set_new(object, "iterations", json_integer((json_int_t)result->iterations));
        json_object_set_new(object, "largest_difference", json_number(result->largest_difference));
        json_object_set_new(object, "where", json_text(result->worst));
        json_object_set_new(object, "categories_without_responses", json_text(result->empty));
        json_object_set_new(object, "margins", margins_of(result));
        json_object_set_new(list, result->weighting->id, object);
    }
    return list;
}

json_t *json_results(const struct results *results)
{
    const struct evaluation *evaluation = results->evaluation;
    json_t *object = json_object(), *figures = json_object(), *tables = json_object(), *files = json_array();
    json_object_set_new(object, "evaluation", json_string(evaluation->id));
    json_object_set_new(object, "year", json_integer(evaluation->year));
    json_object_set_new(object, "simulated", json_boolean(evaluation->simulated));
    json_object_set_new(object, "program", json_string("ceping " CEPING_VERSION));
    json_object_set_new(object, "data_hash", json_text(results->data_hash));
    json_object_set_new(object, "questionnaire_hash", json_text(results->questionnaire_hash));
    json_object_set_new(object, "rubric_hash", json_text(results->rubric_hash));
    json_object_set_new(object, "rows_hash", json_text(results->rows_hash));
    json_object_set_new(object, "texts_hash", json_text(results->texts_hash));
    for (size_t i = 0; i < results->files.count; i++)
        json_array_append_new(files, json_text(results->files.at[i]));
    json_object_set_new(object, "files", files);
    json_object_set_new(object, "collections", json_collections(results));
    if (results->weightings.count > 0)
        json_object_set_new(object, "weightings", weightings_object(results));
    json_object_set_new(object, "corrections", json_corrections(results));
    for (size_t i = 0; i < results->figures.count; i++)
        json_object_set_new(figures, results->figures.at[i].figure->id, figure_object(&results->figures.at[i]));
    json_object_set_new(object, "figures", figures);
    for (size_t i = 0; i < results->tables.count; i++)
        json_object_set_new(tables, results->tables.at[i].table->id, table_object(&evaluation->rubric, &results->tables.at[i]));
    json_object_set_new(object, "tables", tables);
    return object;
}

json_t *json_diags(const struct diags *diags)
{
    static const char *const levels[DIAG_LEVELS] = {"note", "warning", "error"};
    json_t *list = json_array();
    for (size_t i = 0; i < diags->count; i++) {
        const struct diag *diag = &diags->at[i];
        json_t *object = json_object();
        json_object_set_new(object, "level", json_string(levels[diag->level]));
        json_object_set_new(object, "file", json_text(diag->pos.file));
        json_object_set_new(object, "line", json_integer(diag->pos.line));
        json_object_set_new(object, "column", json_integer(diag->pos.col));
        json_object_set_new(object, "text", json_text(diag->text));
        json_object_set_new(object, "hint", json_text(diag->hint));
        json_array_append_new(list, object);
    }
    return list;
}
