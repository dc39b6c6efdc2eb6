/* SPDX-License-Identifier: GPL-3.0-or-later
 * The plan: rubric and figures turned into indices. Everything that is a name, an attribute or a search happens here, once.
 *
 * Weights are shares: a node has its weight over the sum of its siblings' of whatever its parent has. Adding up to 100 in each node is thus a promise
 * to the reader that the check holds the author to, not something that the arithmetic needs.
 */
#include "score_priv.h"

#include <math.h>
#include <strings.h>

/* Figure values -------------------------------------------------------------------------------------------- */

/* How many answers stand behind a value, to be compared with a minimum base. */
static double answers_behind(const struct figure *figure, const struct figure_cell *cell)
{
    bool by_response = figure->statistic == STAT_TRIMMED_MEAN || figure->statistic == STAT_RATIO;
    return by_response ? cell->responses : figure_answers(figure, cell);
}

void score_values(const struct results *results, double *values, double *bases)
{
    for (size_t i = 0; i < results->figures.count; i++) {
        const struct figure_result *result = &results->figures.at[i];
        for (size_t j = 0; j <= result->cells.count; j++) {
            const struct figure_cell *cell = j == 0 ? &result->all : &result->cells.at[j - 1];
            *values++ = result->figure ? cell->value : (double)NAN;
            *bases++ = result->figure ? answers_behind(result->figure, cell) : 0;
        }
    }
}

static void plan_values(struct score_plan *plan)
{
    size_t figures = plan->results->figures.count;
    plan->figure_first = results_value_starts(plan->results, plan->arena);
    plan->figure_cell_of = ARENA_ARRAY(plan->arena, int *, figures + 1);
    plan->value_count = plan->figure_first[figures];
    plan->values = ARENA_ARRAY(plan->arena, double, plan->value_count);
    plan->bases = ARENA_ARRAY(plan->arena, double, plan->value_count);
    score_values(plan->results, plan->values, plan->bases);
}

int plan_row_of(const struct plan_table *table, const int *units)
{
    size_t combination = 0;
    for (size_t k = 0; k < table->table->by_count; k++)
        combination += (size_t)units[k] * table->strides[k];
    return table->row_of[combination];
}

/* Rows ----------------------------------------------------------------------------------------------------- */

static bool only_these(const struct table *table, struct unit *const *units)
{
    for (size_t k = 0; k < table->by_count; k++) {
        bool restricted = false, named = false;
        for (size_t i = 0; i < table->only.count; i++) {
            const struct unit *unit = table->only.at[i];
            restricted = restricted || (unit && unit->kind == table->by[k]);
            named = named || unit == units[k];
        }
        if (restricted && !named)
            return false;
    }
    return true;
}

static const struct fixed_place *fixed_place_of(const struct table *table, struct unit *const *units)
{
    for (size_t i = 0; table->by_count == 1 && i < table->fixed_places.count; i++)
        if (table->fixed_places.at[i].unit == units[0])
            return &table->fixed_places.at[i];
    return NULL;
}

static void plan_rows(struct score_plan *plan, struct plan_table *to)
{
    const struct table *table = to->table;
    to->combinations = 1;
    for (size_t k = table->by_count; k-- > 0;) {
        to->strides[k] = to->combinations;
        to->combinations *= table->by[k]->units.count;
    }
    to->rows = ARENA_ARRAY(plan->arena, struct plan_row, to->combinations);
    to->row_of = ARENA_ARRAY(plan->arena, int, to->combinations);
    for (size_t i = 0; i < to->combinations; i++) {
        struct unit *units[MODEL_BY_MAX] = {0};
        for (size_t k = 0; k < table->by_count; k++)
            units[k] = &table->by[k]->units.at[i / to->strides[k] % table->by[k]->units.count];
        to->row_of[i] = -1;
        if (!only_these(table, units))
            continue;
        to->row_of[i] = (int)to->row_count;
        struct plan_row *row = &to->rows[to->row_count++];
        for (size_t k = 0; k < MODEL_BY_MAX; k++)
            row->units[k] = units[k] ? units[k]->index : NO_UNIT;
        row->not_applicable = evaluation_not_applicable(plan->evaluation, units, table->by_count) != NULL;
        row->fixed = fixed_place_of(table, units);
        row->best_row = -1;
    }
}

size_t plan_row_units(const struct plan_table *table, size_t row, struct unit **ret_units)
{
    for (size_t k = 0; k < table->table->by_count; k++)
        ret_units[k] = &table->table->by[k]->units.at[table->rows[row].units[k]];
    return table->table->by_count;
}

static void plan_best(struct score_plan *plan, struct plan_table *to)
{
    to->best_table = -1;
    if (!to->table->best_of)
        return;
    to->best_table = to->table->best_of->index;
    const struct plan_table *from = &plan->tables[to->best_table];
    for (size_t row = 0; row < to->row_count; row++) {
        size_t combination = 0;
        bool found = true;
        for (size_t k = 0; k < from->table->by_count; k++) {
            size_t j = 0;
            while (j < to->table->by_count && to->table->by[j] != from->table->by[k])
                j++;
            found = found && j < to->table->by_count;
            if (found)
                combination += (size_t)to->rows[row].units[j] * from->strides[k];
        }
        to->rows[row].best_row = found ? from->row_of[combination] : -1;
    }
}

/* Nodes ---------------------------------------------------------------------------------------------------- */

/* Children of one node (the root stands at node_count): linked in order, with their fractions and shares. */
static void plan_children(struct plan_table *to, const struct node *parent, size_t at)
{
    struct sum total = {0};
    for (size_t i = 0; i < parent->children.count; i++)
        sum_add(&total, parent->children.at[i].weight);
    double weights = sum_value(&total);
    int *link = &to->first_child[at];
    for (size_t i = 0; i < parent->children.count; i++) {
        const struct node *node = &parent->children.at[i];
        size_t index = (size_t)node->index;
        *link = node->index;
        link = &to->next[index];
        to->nodes[index] = node;
        to->fraction[index] = weights > 0 ? node->weight / weights : 0;
        to->share[index] = to->share[at] * to->fraction[index];
        plan_children(to, node, index);
    }
}

static bool is_leaf(const struct node *node)
{
    return node->figure || node->table;
}

static void plan_leaf(struct score_plan *plan, struct plan_table *to, struct plan_leaf *leaf, const struct node *node)
{
    *leaf = (struct plan_leaf){.node = node, .table = node->table ? node->table->index : -1, .share = to->share[node->index]};
    leaf->counts = node->figure && node->figure->statistic == STAT_COUNT;
    leaf->not_applicable = to->table->not_applicable;
    leaf->missing = to->table->missing;
    /* A pair table that states a policy for its gaps states it for those that rest on it, unless they have one. */
    if (node->table && leaf->not_applicable == POLICY_REWEIGHT)
        leaf->not_applicable = node->table->not_applicable;
    if (node->table && leaf->missing == POLICY_REWEIGHT)
        leaf->missing = node->table->missing;
    leaf->facet = ARENA_ARRAY(plan->arena, int, plan->facet_count);
    for (size_t f = 0; f < plan->facet_count; f++)
        leaf->facet[f] = -1;
    for (const struct node *at = node; at; at = at->parent) {
        if (at->missing_set && !leaf->missing_set) {
            leaf->missing_set = true;
            leaf->missing = at->missing;
        }
        for (size_t i = 0; i < at->facets.count; i++) {
            const struct facet_mark *mark = &at->facets.at[i];
            if (mark->facet_index >= 0 && (size_t)mark->facet_index < plan->facet_count && leaf->facet[mark->facet_index] < 0)
                leaf->facet[mark->facet_index] = mark->value_index;
        }
    }
    plan_leaf_sources(plan, to, leaf);
}

static size_t count_nodes(const struct node *node)
{
    size_t count = 0;
    for (size_t i = 0; i < node->children.count; i++)
        count += 1 + count_nodes(&node->children.at[i]);
    return count;
}

static void plan_nodes(struct score_plan *plan, struct plan_table *to)
{
    size_t count = to->node_count = count_nodes(&to->table->root);
    to->nodes = ARENA_ARRAY(plan->arena, const struct node *, count + 1);
    to->first_child = ARENA_ARRAY(plan->arena, int, count + 1);
    to->next = ARENA_ARRAY(plan->arena, int, count + 1);
    to->fraction = ARENA_ARRAY(plan->arena, double, count + 1);
    to->share = ARENA_ARRAY(plan->arena, double, count + 1);
    to->leaf_of = ARENA_ARRAY(plan->arena, int, count + 1);
    for (size_t i = 0; i <= count; i++)
        to->first_child[i] = to->next[i] = to->leaf_of[i] = -1;
    to->nodes[count] = &to->table->root;
    to->share[count] = to->fraction[count] = 1;
    plan_children(to, &to->table->root, count);

    for (size_t i = 0; i < count; i++)
        to->leaf_count += is_leaf(to->nodes[i]);
    to->leaves = ARENA_ARRAY(plan->arena, struct plan_leaf, to->leaf_count);
    int leaf = 0;
    for (size_t i = 0; i < count; i++)
        if (is_leaf(to->nodes[i])) {
            to->leaf_of[i] = leaf;
            plan_leaf(plan, to, &to->leaves[leaf++], to->nodes[i]);
        }
}

/* Weight of each facet value as declared: marked on the leaf, or passed on from the table that it rests on. */
static void plan_facets(struct score_plan *plan, struct plan_table *to)
{
    to->facet_share = ARENA_ARRAY(plan->arena, double, plan->facet_values);
    for (size_t i = 0; i < to->leaf_count; i++) {
        const struct plan_leaf *leaf = &to->leaves[i];
        for (size_t f = 0; f < plan->facet_count; f++) {
            if (leaf->facet[f] >= 0)
                to->facet_share[plan->facet_first[f] + (size_t)leaf->facet[f]] += leaf->share;
            else if (leaf->table >= 0)
                for (size_t v = plan->facet_first[f]; v < plan->facet_first[f + 1]; v++)
                    to->facet_share[v] += leaf->share * plan->tables[leaf->table].facet_share[v];
        }
    }
}

/* Bonus, deductions, tie-breakers --------------------------------------------------------------------------- */

static bool row_has_unit(const struct plan_table *table, size_t row, const struct unit *unit)
{
    for (size_t k = 0; k < table->table->by_count; k++)
        if (unit->kind == table->table->by[k] && table->rows[row].units[k] == unit->index)
            return true;
    return false;
}

static void plan_adjustment(struct score_plan *plan, const struct plan_table *table, const struct adjustment *adjustment, struct plan_adjustment *to)
{
    to->adjustment = adjustment;
    to->input = ARENA_ARRAY(plan->arena, int, table->row_count);
    to->given = ARENA_ARRAY(plan->arena, bool, table->row_count);
    for (size_t row = 0; row < table->row_count; row++) {
        to->given[row] = !adjustment->unit || row_has_unit(table, row, adjustment->unit);
        to->input[row] = adjustment->figure ? plan_figure_input(plan, table, row, adjustment->figure) : -1;
    }
}

static void plan_adjustments(struct score_plan *plan, struct plan_table *to)
{
    const struct table *table = to->table;
    to->bonus_count = table->bonus.count;
    to->deduction_count = table->deductions.count;
    to->bonus = ARENA_ARRAY(plan->arena, struct plan_adjustment, to->bonus_count);
    to->deductions = ARENA_ARRAY(plan->arena, struct plan_adjustment, to->deduction_count);
    for (size_t i = 0; i < to->bonus_count; i++)
        plan_adjustment(plan, to, &table->bonus.at[i], &to->bonus[i]);
    for (size_t i = 0; i < to->deduction_count; i++)
        plan_adjustment(plan, to, &table->deductions.at[i], &to->deductions[i]);
}

/* Nodes and figures. "order" is the order in which equals are printed (method §9): it gives nobody a better place, so it is no key. */
static void plan_keys(struct score_plan *plan, struct plan_table *to)
{
    const struct table *table = to->table;
    to->keys = ARENA_ARRAY(plan->arena, struct plan_key, table->tie_break_names.count);
    for (size_t i = 0; i < table->tie_break_names.count; i++) {
        const char *id = table->tie_break_names.at[i].text;
        if (!id || !strcasecmp(id, "order"))
            continue;
        struct plan_key *key = &to->keys[to->key_count];
        key->node = -1;
        for (size_t n = 0; n < to->node_count && key->node < 0; n++)
            if (!strcasecmp(to->nodes[n]->id, id))
                key->node = (int)n;
        const struct figure *figure = key->node < 0 ? evaluation_figure(plan->evaluation, id) : NULL;
        if (key->node < 0 && !figure)
            continue;
        key->input = ARENA_ARRAY(plan->arena, int, to->row_count);
        for (size_t row = 0; row < to->row_count; row++)
            key->input[row] = figure ? plan_figure_input(plan, to, row, figure) : -1;
        to->key_count++;
    }
}

/* The whole -------------------------------------------------------------------------------------------------- */

static size_t greater(size_t a, size_t b)
{
    return a > b ? a : b;
}

static void plan_table(struct score_plan *plan, const struct table *table)
{
    struct plan_table *to = &plan->tables[table->index];
    to->table = table;
    plan_rows(plan, to);
    plan_best(plan, to);
    plan_nodes(plan, to);
    plan_facets(plan, to);
    plan_adjustments(plan, to);
    plan_keys(plan, to);
    to->slice_at = -1;
    for (size_t k = 0; table->slice && k < table->by_count; k++)
        if (table->by[k] == table->slice)
            to->slice_at = (int)k;
    plan->rows_max = greater(plan->rows_max, to->row_count);
    plan->nodes_max = greater(plan->nodes_max, to->node_count);
    plan->matrix_max = greater(plan->matrix_max, to->row_count * to->leaf_count);
    plan->items_max = greater(plan->items_max, greater(to->leaf_count, to->key_count));
    for (size_t i = 0; i < to->leaf_count; i++) {
        plan->matrix_max = greater(plan->matrix_max, to->row_count * to->leaves[i].items);
        plan->items_max = greater(plan->items_max, to->leaves[i].items);
    }
}

struct score_plan *score_plan_new(const struct evaluation *evaluation, const struct results *results, struct arena *arena)
{
    const struct rubric *rubric = &evaluation->rubric;
    struct score_plan *plan = ARENA_NEW(arena, struct score_plan);
    *plan = (struct score_plan){.evaluation = evaluation, .results = results, .arena = arena, .table_count = rubric->tables.count};
    plan_values(plan);
    plan->facet_count = rubric->facets.count;
    plan->facet_first = ARENA_ARRAY(arena, size_t, plan->facet_count + 1);
    for (size_t f = 0; f < plan->facet_count; f++)
        plan->facet_first[f + 1] = plan->facet_first[f] + rubric->facets.at[f].values.count;
    plan->facet_values = plan->facet_first[plan->facet_count];
    plan->tables = ARENA_ARRAY(arena, struct plan_table, plan->table_count);
    int *order = ARENA_ARRAY(arena, int, rubric->order.count);
    for (size_t i = 0; i < rubric->order.count; i++) {
        order[i] = rubric->order.at[i]->index;
        plan_table(plan, rubric->order.at[i]);
    }
    plan->order = order;
    plan->order_count = rubric->order.count;
    for (size_t i = 0; i < plan->order_count; i++) {
        struct plan_table *table = &plan->tables[order[i]];
        table->places_wanted = table->table->by_count == 1;
        if (table->best_table >= 0)
            plan->tables[table->best_table].places_wanted = true;
    }
    return plan;
}
