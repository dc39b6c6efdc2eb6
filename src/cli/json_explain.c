/* SPDX-License-Identifier: GPL-3.0-or-later
 * `ceping explain --json`, documented in docs/json.md.
 */
#include <math.h>

#include "score_studies.h"

struct field {
    const char *key;
    double value;
};

static void set_numbers(json_t *object, const struct field *fields, size_t count)
{
    for (size_t i = 0; i < count; i++)
        json_object_set_new(object, fields[i].key, json_number(fields[i].value));
}

static json_t *cell_object(const struct explain_node *node)
{
    json_t *object = json_object(), *counts = json_array(), *missing = json_object();
    for (size_t i = 0; node->scale && i < node->scale->options.count; i++) {
        json_t *count = json_object();
        json_object_set_new(count, "code", json_integer(node->scale->options.at[i].code));
        json_object_set_new(count, "label", json_text(node->scale->options.at[i].label));
        json_object_set_new(count, "count", json_number(node->cell->counts[i]));
        json_array_append_new(counts, count);
    }
    for (size_t m = 1; m < MISSING_KINDS; m++)
        if (node->cell->missing[m] > 0)
            json_object_set_new(missing, missing_ids[m], json_number(node->cell->missing[m]));
    json_object_set_new(object, "numerator", json_number(node->cell->numerator));
    json_object_set_new(object, "base", json_number(node->cell->base));
    json_object_set_new(object, "responses", json_number(node->cell->responses));
    json_object_set_new(object, "counts", counts);
    json_object_set_new(object, "missing", missing);
    json_object_set_new(object, "left_out", json_text(node->cell->dropped));
    return object;
}

static json_t *parts_array(const struct explain_node *node)
{
    json_t *list = json_array();
    struct unit_kind *const *by = node->node->table ? node->node->table->by : node->node->figure ? node->node->figure->by : NULL;
    size_t by_count = node->node->table ? node->node->table->by_count : node->node->figure ? node->node->figure->by_count : 0;
    for (size_t i = 0; i < node->parts.count; i++) {
        const struct explain_part *part = &node->parts.at[i];
        json_t *object = json_object();
        json_object_set_new(object, "units", json_units(by, by_count, part->units));
        json_object_set_new(object, "value", json_number(part->value));
        json_object_set_new(object, "share", json_number(part->share));
        json_object_set_new(object, "imputed", json_boolean(part->imputed));
        json_object_set_new(object, "not_applicable", json_text(part->not_applicable ? part->not_applicable->reason : NULL));
        json_array_append_new(list, object);
    }
    return list;
}

static json_t *node_object(const struct explain_node *node)
{
    json_t *object = json_object();
    json_object_set_new(object, "id", json_string(node->node->id));
    json_object_set_new(object, "name", json_text(node->node->name));
    json_object_set_new(object, "depth", json_integer(node->depth));
    json_object_set_new(object, "leaf", json_boolean(node->leaf));
    json_object_set_new(object, "figure", json_text(node->node->figure ? node->node->figure->id : NULL));
    json_object_set_new(object, "table", json_text(node->node->table ? node->node->table->id : NULL));
    const struct field numbers[] = {
        {"weight", node->weight}, {"effective_weight", node->effective}, {"raw", node->raw}, {"score", node->score}, {"mean_score", node->mean_score},
        {"points", node->points}, {"against", node->against}, {"printed_points", node->printed_points}, {"printed_against", node->printed_against},
        {"base", node->base}, {"needed", node->needed}, {"needed_place", node->needed_place},
    };
    set_numbers(object, numbers, COUNT_OF(numbers));
    json_object_set_new(object, "imputed", json_boolean(node->imputed));
    json_object_set_new(object, "cell", node->cell ? cell_object(node) : json_null());
    json_object_set_new(object, "parts", parts_array(node));
    return object;
}

static json_t *effect_object(const struct explain_effect *effect)
{
    json_t *object = json_object();
    json_object_set_new(object, "kind", json_string(explain_effect_ids[effect->kind]));
    json_object_set_new(object, "what", json_text(effect->what));
    json_object_set_new(object, "reason", json_text(effect->reason));
    json_object_set_new(object, "authority", json_text(effect->authority));
    json_object_set_new(object, "who", json_text(effect->who));
    json_object_set_new(object, "date", json_text(effect->date));
    const struct field numbers[] = {{"points", effect->points}, {"count", effect->count}, {"score_without", effect->score}, {"place_without", effect->place}};
    set_numbers(object, numbers, COUNT_OF(numbers));
    return object;
}

json_t *json_explanation(const struct results *results, const struct explanation *explanation)
{
    const struct table *table = explanation->result->table;
    const struct score_row *row = &explanation->result->rows.at[explanation->row];
    json_t *object = json_object(), *nodes = json_array(), *effects = json_array(), *files = json_array();
    json_object_set_new(object, "evaluation", json_string(results->evaluation->id));
    json_object_set_new(object, "simulated", json_boolean(results->evaluation->simulated));
    json_object_set_new(object, "program", json_string("ceping " CEPING_VERSION));
    json_object_set_new(object, "data_hash", json_text(results->data_hash));
    json_object_set_new(object, "table", json_string(table->id));
    json_object_set_new(object, "units", json_units(table->by, table->by_count, row->units));
    const struct field numbers[] = {
        {"score", row->score}, {"place", row->place}, {"natural_place", row->natural_place}, {"slice_place", row->slice_place},
        {"mean", explanation->mean}, {"mean_of_trees", explanation->mean_base}, {"against", explanation->against},
        {"bonus_against", explanation->bonus_against}, {"deduction_against", explanation->deduction_against}, {"cap_against", explanation->cap_against},
        {"printed_against", explanation->printed_against},
    };
    set_numbers(object, numbers, COUNT_OF(numbers));
    for (size_t i = 0; i < explanation->nodes.count; i++)
        json_array_append_new(nodes, node_object(&explanation->nodes.at[i]));
    for (size_t i = 0; i < explanation->effects.count; i++)
        json_array_append_new(effects, effect_object(&explanation->effects.at[i]));
    for (size_t i = 0; i < explanation->files.count; i++) {
        json_t *file = json_object();
        json_object_set_new(file, "instrument", json_string(explanation->files.at[i].instrument->id));
        json_object_set_new(file, "file", json_text(explanation->files.at[i].text));
        json_array_append_new(files, file);
    }
    json_object_set_new(object, "nodes", nodes);
    json_object_set_new(object, "effects", effects);
    json_object_set_new(object, "files", files);
    return object;
}
