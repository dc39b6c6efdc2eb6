/* SPDX-License-Identifier: GPL-3.0-or-later
 * Scores, facets, leaves and summaries as tables of the open data: as many rows as the public edition names, and with each row all that leads to its
 * score, so that a stranger can add it up again.
 *
 * Pair tables (project × district) are what single offices said of each other and stay inside. A leaf that rests on one shows the mean that went into the
 * score; what it passed on to each facet stands in its own columns, because it follows from nothing else that is public.
 */
#include <math.h>

#include "ceping/base_num.h"
#include "data_priv.h"
#include "site_priv.h"

static const struct unit *unit_of(const struct table_result *result, const struct score_row *row)
{
    return &result->table->by[0]->units.at[row->units[0]];
}

/* Weights are shown in percent; nine decimals are more than a reader needs and hide the noise of the arithmetic. */
static void add_weight(struct data_set *set, struct data_table *table, double weight)
{
    data_add_exact(set, table, num_round(weight, 9));
}

/* Scores ---------------------------------------------------------------------------------------------------------------- */

/* How sure score and place are; empty where there is no interval, and of results whose intervals were not computed. */
static void add_ranges(struct data_set *set, const struct results *results, const struct table_result *result, size_t at)
{
    struct data_table *table = &set->tables[DATA_SCORES];
    size_t t = (size_t)result->table->index;
    struct row_uncertainty none = {.low = NAN, .high = NAN, .place_low = NAN, .place_high = NAN, .joint_low = NAN, .joint_high = NAN};
    bool computed = results->uncertainty.computed && t < results->uncertainty.tables.count && at < results->uncertainty.tables.at[t].rows.count;
    const struct row_uncertainty *row = computed ? &results->uncertainty.tables.at[t].rows.at[at] : &none;
    const double places[] = {row->place_low, row->place_high, row->joint_low, row->joint_high};
    data_add_number(set, table, row->low, result->table->decimals);
    data_add_number(set, table, row->high, result->table->decimals);
    for (size_t i = 0; i < COUNT_OF(places); i++)
        data_add_count(set, table, places[i]);
}

static void add_score_row(struct data_set *set, const struct results *results, const struct table_result *result, size_t at)
{
    const struct score_row *row = &result->rows.at[at];
    static const char *const reasons[NO_SCORES] = {NULL, "no_data", "coverage", "not_applicable"};
    struct data_table *table = &set->tables[DATA_SCORES];
    data_add(set, table, result->table->id);
    data_add(set, table, result->table->name);
    data_add_unit(set, table, unit_of(result, row));
    data_add_number(set, table, row->score, result->table->decimals);
    data_add_count(set, table, row->place);
    data_add_count(set, table, row->natural_place);
    data_add(set, table, row->band ? row->band->label : NULL);
    data_add(set, table, reasons[row->why]);
    add_weight(set, table, row->coverage);
    data_add_exact(set, table, row->bonus);
    data_add_exact(set, table, row->deduction);
    data_add_reason(set, table, row->hidden);
    add_ranges(set, results, result, at);
}

/* Facets ---------------------------------------------------------------------------------------------------------------- */

static bool marked(const struct node *leaf, int facet)
{
    for (const struct node *at = leaf; at; at = at->parent)
        for (size_t i = 0; i < at->facets.count; i++)
            if (at->facets.at[i].facet_index == facet)
                return true;
    return false;
}

static bool marked_with(const struct node *leaf, int facet, int value)
{
    for (const struct node *at = leaf; at; at = at->parent)
        for (size_t i = 0; i < at->facets.count; i++)
            if (at->facets.at[i].facet_index == facet)
                return at->facets.at[i].value_index == value;
    return false;
}

/* What the leaves themselves give to a facet value; the rest came from other tables. */
static struct facet_score own_part(const struct table *table, const struct score_row *row, int facet, int value)
{
    struct sum weighted = {0}, weight = {0};
    for (size_t n = 0; n < table->nodes.count; n++) {
        const struct node *node = table->nodes.at[n];
        const struct node_score *score = &row->nodes[n];
        if ((!node->figure && !node->table) || !(score->effective_weight > 0) || !marked_with(node, facet, value))
            continue;
        sum_add(&weighted, score->effective_weight * score->score);
        sum_add(&weight, score->effective_weight);
    }
    return (struct facet_score){.weighted = sum_value(&weighted), .weight = sum_value(&weight)};
}

/* A leaf on another table that carries no mark of its own. */
static bool passes_on(const struct table *table, int facet)
{
    for (size_t n = 0; n < table->nodes.count; n++)
        if (table->nodes.at[n]->table && !marked(table->nodes.at[n], facet))
            return true;
    return false;
}

static void add_facet_row(struct data_set *set, const struct rubric *rubric, const struct table_result *result, const struct score_row *row, int f, int v)
{
    struct data_table *table = &set->tables[DATA_FACETS];
    const struct facet_score *score = &row->facets[f][v];
    if (!(score->weight > 0))
        return;
    struct facet_score own = own_part(result->table, row, f, v);
    double passed = passes_on(result->table, f) ? score->weight - own.weight : 0;
    bool any = passed > 1e-9;
    data_add(set, table, result->table->id);
    data_add_unit(set, table, unit_of(result, row));
    data_add(set, table, rubric->facets.at[f].id);
    data_add(set, table, rubric->facets.at[f].values.at[v]);
    data_add_number(set, table, score->weighted / score->weight, result->table->decimals);
    add_weight(set, table, score->weight);
    data_add_exact(set, table, any ? num_round((score->weighted - own.weighted) / passed, 9) : (double)NAN);
    if (any)
        add_weight(set, table, passed);
    else
        data_add(set, table, NULL);
    data_add_reason(set, table, score->hidden);
}

/* Leaves ------------------------------------------------------------------------------------------------------------------ */

static void add_leaf(struct data_set *set, const struct table_result *result, const struct score_row *row, size_t n)
{
    struct data_table *table = &set->tables[DATA_LEAVES];
    const struct node *node = result->table->nodes.at[n];
    const struct node_score *score = &row->nodes[n];
    data_add(set, table, result->table->id);
    data_add_unit(set, table, unit_of(result, row));
    data_add(set, table, node->id);
    data_add(set, table, node->name);
    data_add_exact(set, table, score->raw);
    data_add_exact(set, table, score->score);
    add_weight(set, table, score->weight);
    add_weight(set, table, score->effective_weight);
    data_add_count(set, table, score->base);
    data_add_count(set, table, score->imputed);
    data_add_reason(set, table, score->hidden);
}

void data_make_leaves(struct data_set *set, const struct results *results)
{
    for (size_t t = 0; t < results->tables.count; t++) {
        const struct table_result *result = &results->tables.at[t];
        for (size_t i = 0; i < result->rows.count; i++) {
            const struct score_row *row = &result->rows.at[result->by_place[i]];
            if (!site_place_shown(results->evaluation, result->table, i) || row->why == NO_SCORE_NOT_APPLICABLE)
                continue;
            for (size_t n = 0; n < result->table->nodes.count; n++)
                if (result->table->nodes.at[n]->figure || result->table->nodes.at[n]->table)
                    add_leaf(set, result, row, n);
        }
    }
}

/* Tables -------------------------------------------------------------------------------------------------------------------- */

static void add_summary(struct data_set *set, const struct results *results, const struct table_result *result)
{
    struct data_table *table = &set->tables[DATA_SUMMARIES];
    const struct table *own = result->table;
    auto_strbuf struct strbuf kinds;
    strbuf_init(&kinds);
    for (size_t k = 0; k < own->by_count; k++)
        strbuf_addf(&kinds, "%s%s", k ? "×" : "", own->by[k]->id);
    size_t shown = 0;
    for (size_t i = 0; i < result->rows.count; i++)
        shown += site_place_shown(results->evaluation, own, i);
    const double numbers[] = {result->mean, result->min, result->max, result->range, result->median, result->sd};
    data_add(set, table, own->id);
    data_add(set, table, own->name);
    data_add(set, table, arena_strdup(set->arena, kinds.at));
    data_add_count(set, table, (double)result->rows.count);
    data_add_count(set, table, (double)result->scored);
    data_add_count(set, table, (double)shown);
    for (size_t i = 0; i < COUNT_OF(numbers); i++)
        data_add_number(set, table, shown == result->rows.count ? numbers[i] : (double)NAN, own->decimals);
}

static void add_facets(struct data_set *set, const struct results *results, const struct table_result *result, const struct score_row *row)
{
    const struct rubric *rubric = &results->evaluation->rubric;
    for (size_t f = 0; f < rubric->facets.count; f++)
        for (size_t v = 0; v < rubric->facets.at[f].values.count; v++)
            add_facet_row(set, rubric, result, row, (int)f, (int)v);
}

void data_make_scores(struct data_set *set, const struct results *results)
{
    for (size_t t = 0; t < results->tables.count; t++) {
        const struct table_result *result = &results->tables.at[t];
        add_summary(set, results, result);
        for (size_t i = 0; i < result->rows.count; i++) {
            size_t at = (size_t)result->by_place[i];
            if (!site_place_shown(results->evaluation, result->table, i))
                continue;
            add_score_row(set, results, result, at);
            add_facets(set, results, result, &result->rows.at[at]);
        }
    }
}

/* Policies ------------------------------------------------------------------------------------------------------------------ */

/* Is it what every table and leaf declares? Where they differ, none of the policies compared is the one by which scores were made. */
static bool declared_everywhere(const struct rubric *rubric, enum policy policy)
{
    for (size_t t = 0; t < rubric->tables.count; t++) {
        const struct table *table = &rubric->tables.at[t];
        if (table->not_applicable != policy || table->missing != policy)
            return false;
        for (size_t n = 0; n < table->nodes.count; n++)
            if (table->nodes.at[n]->missing_set)
                return false;
    }
    return true;
}

static void add_policy_rows(struct data_set *set, const struct rubric *rubric, const struct table_result *result, const struct policy_result *policy)
{
    struct data_table *table = &set->tables[DATA_POLICIES];
    for (size_t i = 0; i < result->rows.count; i++) {
        size_t at = (size_t)result->by_place[i];
        data_add(set, table, result->table->id);
        data_add_unit(set, table, unit_of(result, &result->rows.at[at]));
        data_add(set, table, policy_ids[policy->policy]);
        data_add(set, table, policy_labels[policy->policy]);
        data_add_count(set, table, declared_everywhere(rubric, policy->policy));
        data_add_number(set, table, policy->scores[at], result->table->decimals);
        data_add_count(set, table, policy->places[at]);
    }
}

/* Only of tables that are published whole: elsewhere a place under another rule would tell of units that are not named. */
void data_make_policies(struct data_set *set, const struct results *results)
{
    for (size_t t = 0; t < results->tables.count; t++) {
        const struct table_result *result = &results->tables.at[t];
        bool whole = result->rows.count > 0 && site_place_shown(results->evaluation, result->table, result->rows.count - 1);
        for (size_t p = 0; p < result->policies.count && whole; p++)
            add_policy_rows(set, &results->evaluation->rubric, result, &result->policies.at[p]);
    }
}
