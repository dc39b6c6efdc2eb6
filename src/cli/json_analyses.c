/* SPDX-License-Identifier: GPL-3.0-or-later
 * Blocks of statistics as JSON, documented in docs/json.md: every value at full precision under its column's key, null where it is not defined.
 */
#include <math.h>

#include "ceping/analyse_measures.h"
#include "cli.h"

static json_t *texts(const char *const *at, size_t count)
{
    json_t *list = json_array();
    for (size_t i = 0; i < count; i++)
        json_array_append_new(list, json_string(at[i]));
    return list;
}

static json_t *columns_of(const struct analysis_block *block)
{
    static const char *const formats[ANALYSIS_FORMATS] = {"number", "count", "percent", "p"};
    json_t *list = json_array();
    for (size_t i = 0; i < block->columns.count; i++) {
        json_t *column = json_object();
        json_object_set_new(column, "key", json_string(block->columns.at[i].key));
        json_object_set_new(column, "title", json_string(block->columns.at[i].title));
        json_object_set_new(column, "format", json_string(formats[block->columns.at[i].format]));
        json_array_append_new(list, column);
    }
    return list;
}

static json_t *rows_of(const struct analysis_block *block)
{
    json_t *list = json_array();
    for (size_t i = 0; i < block->rows.count; i++) {
        const struct analysis_row *row = &block->rows.at[i];
        json_t *object = json_object(), *values = json_object();
        json_object_set_new(object, "key", json_text(row->key ? row->key : row->label));
        json_object_set_new(object, "label", json_text(row->label));
        json_object_set_new(object, "unit", json_text(row->unit ? row->unit->id : NULL));
        for (size_t c = 0; c < block->columns.count; c++)
            json_object_set_new(values, block->columns.at[c].key, json_number(row->values[c]));
        json_object_set_new(object, "values", values);
        json_object_set_new(object, "note", json_text(row->note));
        json_array_append_new(list, object);
    }
    return list;
}

/* null where they are not counted. */
static json_t *kinds_of(const struct analysis_block *block)
{
    if (!block->missing_known)
        return json_null();
    json_t *object = json_object();
    for (size_t kind = 0; kind < MISSING_KINDS; kind++)
        if (block->missing_kinds[kind] > 0)
            json_object_set_new(object, missing_ids[kind], json_number(block->missing_kinds[kind]));
    return object;
}

static json_t *block_object(const struct analysis_block *block)
{
    const struct stats_measure *measure = analyse_measure_find(block->measure);
    json_t *object = json_object();
    json_object_set_new(object, "id", json_string(block->id));
    json_object_set_new(object, "measure", json_string(block->measure));
    json_object_set_new(object, "measure_title", json_text(measure ? measure->title : NULL));
    json_object_set_new(object, "title", json_text(block->title));
    json_object_set_new(object, "instrument", json_text(block->instrument ? block->instrument->id : NULL));
    json_object_set_new(object, "asked", json_boolean(block->asked));
    json_object_set_new(object, "method", json_text(block->method));
    json_object_set_new(object, "base", json_number(block->base));
    json_object_set_new(object, "missing", json_number(block->missing));
    json_object_set_new(object, "missing_kinds", kinds_of(block));
    json_object_set_new(object, "reference", json_number(block->reference));
    json_object_set_new(object, "columns", columns_of(block));
    json_object_set_new(object, "rows", rows_of(block));
    json_object_set_new(object, "checks", texts(block->checks.at, block->checks.count));
    json_object_set_new(object, "warnings", texts(block->warnings.at, block->warnings.count));
    json_object_set_new(object, "sentence", json_text(block->sentence));
    return object;
}

json_t *json_analyses(const struct results *results, const char *measure)
{
    json_t *object = json_object(), *blocks = json_array();
    json_object_set_new(object, "evaluation", json_string(results->evaluation->id));
    json_object_set_new(object, "year", json_integer(results->evaluation->year));
    json_object_set_new(object, "simulated", json_boolean(results->evaluation->simulated));
    json_object_set_new(object, "program", json_string("ceping " CEPING_VERSION));
    json_object_set_new(object, "data_hash", json_text(results->data_hash));
    for (size_t i = 0; i < results->analyses.count; i++)
        if (!measure || strcmp(results->analyses.at[i].measure, measure) == 0)
            json_array_append_new(blocks, block_object(&results->analyses.at[i]));
    json_object_set_new(object, "blocks", blocks);
    return object;
}
