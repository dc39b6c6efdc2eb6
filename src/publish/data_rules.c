/* SPDX-License-Identifier: GPL-3.0-or-later
 * rules.json: how scores come from leaves, as the rubric says it, and how figures come from counts. Together with leaves.csv it is all that adding up again
 * needs. Conditions on responses are not in it: they speak of answers of single persons, which nobody outside can look up; a figure says that it has one.
 *
 * Fixed places and points given to single units stand in it only for units whose place is published.
 */
#include <math.h>

#include "data_priv.h"
#include "json_text.h"
#include "site_priv.h"

/* Members that say nothing are left out, so that people can read the file. */
static void optional_text(struct json_out *json, const char *name, const char *text)
{
    if (text && *text)
        json_out_text(json, name, text);
}

static void optional_number(struct json_out *json, const char *name, double value)
{
    if (isfinite(value))
        json_out_number(json, name, value);
}

/* Trees --------------------------------------------------------------------------------------------------------- */

static void put_transform(struct json_out *json, const struct transform *transform)
{
    if (transform->kind == TRANSFORM_NONE)
        return;
    json_out_begin_flat(json, "transform", '{');
    json_out_text(json, "type", transform_ids[transform->kind]);
    optional_number(json, "from", transform->from);
    optional_number(json, "to", transform->to);
    json_out_number(json, "low", transform->low);
    json_out_number(json, "high", transform->high);
    json_out_number(json, "start", transform->start);
    optional_number(json, "each", transform->each);
    if (transform->steps.count) {
        json_out_begin(json, "steps", '[');
        for (size_t i = 0; i < transform->steps.count; i++) {
            json_out_begin(json, NULL, '[');
            json_out_number(json, NULL, transform->steps.at[i].from);
            json_out_number(json, NULL, transform->steps.at[i].score);
            json_out_end(json, ']');
        }
        json_out_end(json, ']');
    }
    json_out_end(json, '}');
}

static void put_node(struct json_out *json, const struct node *node)
{
    json_out_begin(json, NULL, '{');
    json_out_text(json, "id", node->id);
    json_out_text(json, "name", node->name);
    json_out_number(json, "weight", node->weight);
    if (node->figure) {
        json_out_text(json, "figure", node->figure->id);
        json_out_text(json, "figure_name", node->figure->name);
    }
    if (node->table) {
        json_out_text(json, "table", node->table->id);
        json_out_text(json, "aggregate", aggregate_ids[node->aggregate]);
        optional_text(json, "over", node->over ? node->over->id : NULL);
        optional_text(json, "via", node->via);
    }
    put_transform(json, &node->transform);
    if (node->min_base != 1)
        json_out_number(json, "min_base", node->min_base);
    if (node->missing_set)
        json_out_text(json, "missing", policy_ids[node->missing]);
    if (node->facets.count) {
        json_out_begin_flat(json, "facets", '{');
        for (size_t i = 0; i < node->facets.count; i++)
            json_out_text(json, node->facets.at[i].facet, node->facets.at[i].value);
        json_out_end(json, '}');
    }
    if (node->children.count) {
        json_out_begin(json, "children", '[');
        for (size_t i = 0; i < node->children.count; i++)
            put_node(json, &node->children.at[i]);
        json_out_end(json, ']');
    }
    json_out_end(json, '}');
}

/* Tables ---------------------------------------------------------------------------------------------------------- */

static bool unit_published(const struct results *results, const struct table *table, const struct unit *unit)
{
    const struct table_result *result = &results->tables.at[table->index];
    for (size_t i = 0; i < result->rows.count; i++)
        if (result->rows.at[result->by_place[i]].units[0] == unit->index && site_place_shown(results->evaluation, table, i))
            return unit->kind == table->by[0];
    return false;
}

static void put_adjustments(struct json_out *json, const char *name, const struct results *results, const struct table *table, const struct adjustment *at, size_t count)
{
    json_out_begin(json, name, '[');
    for (size_t i = 0; i < count; i++) {
        if (at[i].unit && !unit_published(results, table, at[i].unit))
            continue;
        json_out_begin_flat(json, NULL, '{');
        json_out_text(json, "id", at[i].id);
        optional_text(json, "name", at[i].name);
        optional_text(json, "figure", at[i].figure ? at[i].figure->id : NULL);
        optional_text(json, "unit", at[i].unit ? at[i].unit->id : NULL);
        json_out_number(json, "points", at[i].points);
        optional_number(json, "cap", at[i].cap);
        optional_text(json, "reason", at[i].reason);
        optional_text(json, "authority", at[i].authority);
        optional_text(json, "date", at[i].date);
        json_out_end(json, '}');
    }
    json_out_end(json, ']');
}

static void put_fixed_places(struct json_out *json, const struct results *results, const struct table *table)
{
    json_out_begin(json, "fixed_places", '[');
    for (size_t i = 0; i < table->fixed_places.count; i++) {
        const struct fixed_place *fixed = &table->fixed_places.at[i];
        if (!fixed->unit || !unit_published(results, table, fixed->unit))
            continue;
        json_out_begin_flat(json, NULL, '{');
        json_out_text(json, "unit", fixed->unit->id);
        json_out_number(json, "place", fixed->place);
        json_out_text(json, "reason", fixed->reason);
        json_out_text(json, "authority", fixed->authority);
        optional_text(json, "date", fixed->date);
        json_out_end(json, '}');
    }
    json_out_end(json, ']');
}

static void put_bands(struct json_out *json, const struct table *table)
{
    json_out_begin(json, "bands", '[');
    for (size_t i = 0; i < table->bands.count; i++) {
        json_out_begin_flat(json, NULL, '{');
        json_out_number(json, "from", table->bands.at[i].from);
        json_out_text(json, "label", table->bands.at[i].label);
        json_out_end(json, '}');
    }
    json_out_end(json, ']');
}

static void put_ranking(struct json_out *json, const struct results *results, const struct table *table)
{
    json_out_bool(json, "ranked", table->ranked);
    json_out_text(json, "ties", tie_rule_ids[table->ties]);
    json_out_text(json, "ties_on", table->ties_exact ? "exact" : "printed");
    json_out_begin_flat(json, "tie_break", '[');
    for (size_t i = 0; i < table->tie_break_names.count; i++)
        json_out_text(json, NULL, table->tie_break_names.at[i].text);
    json_out_end(json, ']');
    put_bands(json, table);
    json_out_text(json, "bands_on", table->bands_exact ? "exact" : "printed");
    if (table->by_count == 1) {
        put_fixed_places(json, results, table);
        put_adjustments(json, "bonus", results, table, table->bonus.at, table->bonus.count);
        put_adjustments(json, "deductions", results, table, table->deductions.at, table->deductions.count);
    }
    optional_number(json, "bonus_cap", table->bonus_cap);
    optional_number(json, "deduction_cap", table->deduction_cap);
    optional_number(json, "score_max", table->score_max);
}

static void put_table(struct json_out *json, const struct results *results, const struct table *table)
{
    json_out_begin(json, NULL, '{');
    json_out_text(json, "id", table->id);
    json_out_text(json, "name", table->name);
    json_out_begin_flat(json, "by", '[');
    for (size_t k = 0; k < table->by_count; k++)
        json_out_text(json, NULL, table->by[k]->id);
    json_out_end(json, ']');
    if (table->best_of) {
        json_out_begin_flat(json, "best", '{');
        json_out_text(json, "of", table->best_of->id);
        json_out_number(json, "count", table->best);
        json_out_end(json, '}');
    }
    json_out_number(json, "decimals", table->decimals);
    json_out_number(json, "coverage", table->coverage);
    json_out_text(json, "not_applicable", policy_ids[table->not_applicable]);
    json_out_text(json, "missing", policy_ids[table->missing]);
    put_ranking(json, results, table);
    json_out_begin(json, "tree", '[');
    for (size_t i = 0; i < table->root.children.count; i++)
        put_node(json, &table->root.children.at[i]);
    json_out_end(json, ']');
    json_out_end(json, '}');
}

/* Figures ------------------------------------------------------------------------------------------------------------- */

static void put_figure(struct json_out *json, const struct figure *figure)
{
    json_out_begin(json, NULL, '{');
    json_out_text(json, "id", figure->id);
    json_out_text(json, "name", figure->name);
    json_out_text(json, "statistic", statistic_ids[figure->statistic]);
    json_out_number(json, "decimals", figure->decimals);
    json_out_bool(json, "percent", figure->percent);
    json_out_text(json, "base", base_ids[figure->base]);
    json_out_begin_flat(json, "items", '[');
    for (size_t i = 0; i < figure->item_names.count; i++)
        json_out_text(json, NULL, figure->item_names.at[i].text);
    json_out_end(json, ']');
    if (figure->codes.count) {
        json_out_begin_flat(json, "codes", '[');
        for (size_t i = 0; i < figure->codes.count; i++)
            json_out_number(json, NULL, figure->codes.at[i]);
        json_out_end(json, ']');
    }
    bool selects = figure->where.text || figure->is.text || figure->weights.text || figure->drop_own_kind.text || figure->vector || data_figure_weighted(figure);
    if (data_figure_weighted(figure))
        json_out_bool(json, "weighted", true);
    json_out_bool(json, "selects", selects); /* a condition, weights, or answers left out: no plain count of options */
    json_out_end(json, '}');
}

static void put_facets(struct json_out *json, const struct rubric *rubric)
{
    json_out_begin(json, "facets", '[');
    for (size_t f = 0; f < rubric->facets.count; f++) {
        json_out_begin_flat(json, NULL, '{');
        json_out_text(json, "id", rubric->facets.at[f].id);
        json_out_text(json, "name", rubric->facets.at[f].name);
        json_out_begin(json, "values", '[');
        for (size_t v = 0; v < rubric->facets.at[f].values.count; v++)
            json_out_text(json, NULL, rubric->facets.at[f].values.at[v]);
        json_out_end(json, ']');
        json_out_end(json, '}');
    }
    json_out_end(json, ']');
}

static void put_kinds(struct json_out *json, const struct evaluation *evaluation)
{
    json_out_begin(json, "kinds", '[');
    for (size_t k = 0; k < evaluation->kinds.count; k++) {
        const struct unit_kind *kind = &evaluation->kinds.at[k];
        json_out_begin(json, NULL, '{');
        json_out_text(json, "id", kind->id);
        json_out_text(json, "name", kind->name);
        json_out_begin(json, "units", '[');
        for (size_t u = 0; u < kind->units.count; u++) {
            json_out_begin_flat(json, NULL, '{');
            json_out_text(json, "id", kind->units.at[u].id);
            json_out_text(json, "name", kind->units.at[u].name);
            json_out_end(json, '}');
        }
        json_out_end(json, ']');
        json_out_end(json, '}');
    }
    json_out_end(json, ']');
}

/* What the ranges in the scores mean, and how to draw them again. */
static void put_uncertainty(struct json_out *json, const struct uncertainty *uncertainty)
{
    if (!uncertainty->computed)
        return;
    json_out_begin_flat(json, "uncertainty", '{');
    json_out_number(json, "level", uncertainty->level);
    json_out_number(json, "replicates", (double)uncertainty->replicates);
    json_out_number(json, "seed", (double)uncertainty->seed);
    json_out_end(json, '}');
}

void data_make_rules(struct data_set *set, const struct results *results)
{
    const struct evaluation *evaluation = results->evaluation;
    auto_strbuf struct strbuf out;
    strbuf_init(&out);
    struct json_out json = {.out = &out};
    json_out_begin(&json, NULL, '{');
    json_out_text(&json, "evaluation", evaluation->id);
    json_out_number(&json, "year", evaluation->year);
    json_out_text(&json, "status", evaluation->simulated ? DATA_MARK : NULL);
    json_out_text(&json, "rounding", rounding_ids[evaluation->rounding]);
    put_kinds(&json, evaluation);
    put_facets(&json, &evaluation->rubric);
    json_out_begin(&json, "tables", '[');
    for (size_t t = 0; t < evaluation->rubric.tables.count; t++)
        put_table(&json, results, &evaluation->rubric.tables.at[t]);
    json_out_end(&json, ']');
    put_uncertainty(&json, &results->uncertainty);
    json_out_begin(&json, "figures", '[');
    for (size_t i = 0; i < evaluation->figures.count; i++)
        if (site_figure_shown(evaluation, &evaluation->figures.at[i]))
            put_figure(&json, &evaluation->figures.at[i]);
    json_out_end(&json, ']');
    json_out_end(&json, '}');
    set->rules = arena_strdup(set->arena, out.at);
}
