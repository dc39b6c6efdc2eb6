/* SPDX-License-Identifier: GPL-3.0-or-later
 * Computing: figure values in; scores and places of all tables out. Nothing is allocated here, so it can run thousands of times.
 *
 *     leaf    sources → raw (leaf.c) → 0…100 (transform.c) → gaps filled by policy
 *     node    Σ fᵢ sᵢ / Σ fᵢ over its children with a score: weight that is missing below a node stays with its siblings there
 *     table   root, + bonus − deductions (each with its cap), not above score_max, rounded, ranked, fixed places
 *
 * Effective weights run the other way, from 100 at the root to the leaves, so Σ effective weight · score over the leaves is the score of the tree:
 * what `explain` adds up.
 */
#include "ceping/stats.h"
#include "score_priv.h"

#include <math.h>

/* State ------------------------------------------------------------------------------------------------------ */

static double *room(struct arena *arena, size_t count)
{
    return ARENA_ARRAY(arena, double, count);
}

static void leaf_state_init(struct leaf_state *state, const struct plan_table *table, const struct plan_leaf *leaf, struct arena *arena)
{
    size_t rows = table->row_count, sources = leaf->first[rows];
    state->raw = room(arena, rows);
    state->score = room(arena, rows);
    state->available = room(arena, rows);
    state->base = room(arena, rows);
    state->gap = ARENA_ARRAY(arena, uint8_t, rows);
    state->imputed = ARENA_ARRAY(arena, bool, rows);
    state->filled = room(arena, sources);
    state->source_gap = ARENA_ARRAY(arena, uint8_t, sources);
}

static void table_state_init(const struct score_plan *plan, const struct plan_table *table, struct table_state *state, struct arena *arena)
{
    size_t rows = table->row_count;
    double **columns[] = {&state->base_score, &state->bonus, &state->deduction, &state->score,   &state->printed,
                          &state->coverage,   &state->base,  &state->natural,   &state->place, &state->list_place};
    for (size_t i = 0; i < COUNT_OF(columns); i++)
        *columns[i] = room(arena, rows);
    state->active = ARENA_ARRAY(arena, bool, rows);
    state->why = ARENA_ARRAY(arena, uint8_t, rows);
    state->node_score = room(arena, rows * (table->node_count + 1));
    state->effective = room(arena, rows * (table->node_count + 1));
    state->facets = ARENA_ARRAY(arena, struct facet_score, rows * plan->facet_values);
    state->leaves = ARENA_ARRAY(arena, struct leaf_state, table->leaf_count);
    for (size_t i = 0; i < table->leaf_count; i++)
        leaf_state_init(&state->leaves[i], table, &table->leaves[i], arena);
}

struct score_state *score_state_new(const struct score_plan *plan, struct arena *arena)
{
    struct score_state *state = ARENA_NEW(arena, struct score_state);
    size_t most = plan->rows_max > plan->items_max ? plan->rows_max : plan->items_max;
    state->tables = ARENA_ARRAY(arena, struct table_state, plan->table_count);
    for (size_t i = 0; i < plan->order_count; i++)
        table_state_init(plan, &plan->tables[plan->order[i]], &state->tables[plan->order[i]], arena);
    state->matrix = room(arena, plan->matrix_max);
    state->row_effect = room(arena, plan->rows_max);
    state->column_effect = room(arena, plan->items_max);
    state->sums = room(arena, most);
    state->counts = room(arena, most);
    state->ties = room(arena, plan->rows_max);
    state->keys = room(arena, plan->rows_max * plan->items_max);
    state->component = ARENA_ARRAY(arena, int, plan->rows_max + plan->items_max);
    state->fixed = ARENA_ARRAY(arena, int, plan->rows_max);
    state->entries = ARENA_ARRAY(arena, struct place_entry, plan->rows_max);
    state->node_shares = room(arena, plan->nodes_max + 1);
    return state;
}

/* Gaps among leaves --------------------------------------------------------------------------------------------- */

static double mean_of_row(const struct plan_table *table, const struct table_state *state, size_t row)
{
    struct sum sum = {0}, weight = {0};
    for (size_t i = 0; i < table->leaf_count; i++)
        if (!isnan(state->leaves[i].raw[row])) {
            sum_add(&sum, table->leaves[i].share * state->leaves[i].score[row]);
            sum_add(&weight, table->leaves[i].share);
        }
    return sum_value(&weight) > 0 ? sum_value(&sum) / sum_value(&weight) : NAN;
}

static double mean_of_leaf(const struct plan_table *table, const struct table_state *state, size_t leaf)
{
    struct sum sum = {0};
    size_t count = 0;
    for (size_t row = 0; row < table->row_count; row++)
        if (state->active[row] && !isnan(state->leaves[leaf].raw[row]))
            sum_add(&sum, state->leaves[leaf].score[row]), count++;
    return count > 0 ? sum_value(&sum) / (double)count : NAN;
}

static void model_leaves(const struct plan_table *table, const struct table_state *state, struct score_state *work)
{
    for (size_t row = 0; row < table->row_count; row++)
        for (size_t i = 0; i < table->leaf_count; i++) {
            bool there = state->active[row] && !isnan(state->leaves[i].raw[row]);
            work->matrix[row * table->leaf_count + i] = there ? state->leaves[i].score[row] : NAN;
        }
    stats_two_way(work->matrix, table->row_count, table->leaf_count, work->row_effect, work->column_effect, work->component);
}

/* What was observed keeps its raw value; filled scores have none, so that no policy reads another's work. */
void leaves_impute(const struct plan_table *table, const struct score_variant *variant, struct table_state *state, struct score_state *work)
{
    bool modelled = false;
    for (size_t i = 0; i < table->leaf_count; i++) {
        const struct plan_leaf *leaf = &table->leaves[i];
        struct leaf_state *at = &state->leaves[i];
        double item_mean = NAN;
        bool item_known = false;
        for (size_t row = 0; row < table->row_count; row++) {
            if (!state->active[row] || at->gap[row] == GAP_NONE || at->gap[row] == GAP_ABSENT || !isnan(at->raw[row]))
                continue;
            enum policy policy = policy_for(leaf, (enum gap)at->gap[row], variant);
            if (policy == POLICY_ITEM_MEAN && !item_known) {
                item_mean = mean_of_leaf(table, state, i);
                item_known = true;
            }
            if (policy == POLICY_ADDITIVE && !modelled) {
                model_leaves(table, state, work);
                modelled = true;
            }
            at->score[row] = policy == POLICY_ZERO        ? 0
                             : policy == POLICY_UNIT_MEAN ? mean_of_row(table, state, row)
                             : policy == POLICY_ITEM_MEAN ? item_mean
                             : policy == POLICY_ADDITIVE
                                 ? stats_two_way_value(work->row_effect, work->column_effect, work->component, table->row_count, row, i)
                                 : NAN;
            at->imputed[row] = !isnan(at->score[row]);
        }
    }
}

/* Tree ------------------------------------------------------------------------------------------------------------ */

static double node_value(const struct plan_table *table, const double *fraction, bool geometric, size_t node, const double *scores, double *ret_weight)
{
    struct sum sum = {0}, weight = {0};
    for (int child = table->first_child[node]; child >= 0; child = table->next[child])
        if (!isnan(scores[child]) && fraction[child] > 0) {
            sum_add(&sum, fraction[child] * (geometric ? log(fmax(scores[child], 1)) : scores[child]));
            sum_add(&weight, fraction[child]);
        }
    *ret_weight = sum_value(&weight);
    double mean = *ret_weight > 0 ? sum_value(&sum) / *ret_weight : (double)NAN;
    return geometric ? exp(mean) : mean;
}

static const double *fractions_of(const struct plan_table *table, const struct score_variant *variant)
{
    return variant->fractions ? variant->fractions[table->table->index] : table->fraction;
}

void tree_compute(const struct plan_table *table, const struct score_variant *variant, size_t row, struct table_state *state)
{
    const double *fraction = fractions_of(table, variant);
    bool geometric = variant->aggregation == SCORE_GEOMETRIC;
    size_t nodes = table->node_count;
    double *scores = state->node_score + row * (nodes + 1), *effective = state->effective + row * (nodes + 1), weight;
    /* Children stand behind their parents: backwards every child is done before its parent. The root stands at the end. */
    for (size_t i = nodes; i-- > 0;)
        scores[i] = table->leaf_of[i] >= 0 ? state->leaves[table->leaf_of[i]].score[row] : node_value(table, fraction, geometric, i, scores, &weight);
    scores[nodes] = node_value(table, fraction, geometric, nodes, scores, &weight);

    effective[nodes] = isnan(scores[nodes]) ? 0 : 100;
    for (size_t i = 0; i <= nodes; i++) {
        size_t parent = i == 0 ? nodes : i - 1; /* the root first */
        node_value(table, fraction, geometric, parent, scores, &weight);
        for (int child = table->first_child[parent]; child >= 0; child = table->next[child])
            effective[child] = isnan(scores[child]) || !(weight > 0) ? 0 : effective[parent] * fraction[child] / weight;
    }
}

/* Tables ---------------------------------------------------------------------------------------------------------- */

static double adjust(const struct plan_adjustment *adjustments, size_t count, size_t row, double cap, const double *values)
{
    struct sum sum = {0};
    for (size_t i = 0; i < count; i++) {
        const struct adjustment *adjustment = adjustments[i].adjustment;
        if (!adjustments[i].given[row])
            continue;
        double points = adjustment->points;
        if (adjustment->figure) {
            double value = adjustments[i].input[row] >= 0 ? values[adjustments[i].input[row]] : NAN;
            if (isnan(value))
                continue; /* nothing known to add; score_tables() says so */
            points *= value;
        }
        sum_add(&sum, fmin(points, adjustment->cap));
    }
    return fmin(sum_value(&sum), cap);
}

/* Coverage is compared to four decimals, so that 0.6667 in a file means two thirds. */
static bool covers(double coverage, double wanted)
{
    return coverage + 5e-5 >= wanted;
}

static void score_row(const struct plan_table *plan, const struct score_variant *variant, size_t row, const double *values, struct table_state *state)
{
    const struct table *table = plan->table;
    struct sum coverage = {0}, base = {0};
    for (size_t i = 0; i < plan->leaf_count; i++) {
        sum_add(&coverage, plan->leaves[i].share * state->leaves[i].available[row]);
        sum_add(&base, state->leaves[i].base[row]);
    }
    state->coverage[row] = sum_value(&coverage);
    state->base[row] = sum_value(&base);
    state->base_score[row] = state->node_score[row * (plan->node_count + 1) + plan->node_count];
    state->bonus[row] = adjust(plan->bonus, plan->bonus_count, row, table->bonus_cap, values);
    state->deduction[row] = adjust(plan->deductions, plan->deduction_count, row, table->deduction_cap, values);
    double score = fmin(state->base_score[row] + state->bonus[row] - state->deduction[row], variant->uncapped ? INFINITY : table->score_max);
    if (isnan(state->base_score[row]) || !(state->coverage[row] > 0))
        state->why[row] = NO_SCORE_NO_DATA;
    else if (!variant->any_coverage && !covers(state->coverage[row], table->coverage))
        state->why[row] = NO_SCORE_COVERAGE;
    else
        state->why[row] = SCORED;
    state->score[row] = state->why[row] == SCORED ? score : NAN;
    state->printed[row] = score_round(state->score[row], table->decimals);
}

/* Places within each slice, or in all. */
static void rank_lists(const struct plan_table *plan, const double *keys, struct score_state *state)
{
    struct table_state *own = &state->tables[plan->table->index];
    if (plan->slice_at < 0) {
        memcpy(own->list_place, own->natural, plan->row_count * sizeof *own->natural);
        return;
    }
    for (size_t unit = 0; unit < plan->table->slice->units.count; unit++) {
        for (size_t row = 0; row < plan->row_count; row++)
            state->sums[row] = plan->rows[row].units[plan->slice_at] == (int)unit ? state->ties[row] : (double)NAN;
        places_compute(state->sums, plan->row_count, plan->table->ties, keys, plan->key_count, NULL, state->entries, state->counts);
        for (size_t row = 0; row < plan->row_count; row++)
            if (plan->rows[row].units[plan->slice_at] == (int)unit)
                own->list_place[row] = state->counts[row];
    }
}

/* How many others row i beats, a draw counting half. */
static double copeland_of(const struct plan_table *plan, const struct table_state *own, const double *shares, size_t i)
{
    double wins = 0;
    for (size_t j = 0; j < plan->row_count; j++) {
        double better = 0, worse = 0;
        for (size_t l = 0; l < plan->leaf_count && i != j && own->why[j] == SCORED; l++) {
            double d = own->leaves[l].score[i] - own->leaves[l].score[j], share = shares[plan->leaves[l].node->index];
            better += d > 0 ? share : 0;
            worse += d < 0 ? share : 0;
        }
        if (i != j && own->why[j] == SCORED)
            wins += better > worse + 1e-12 ? 1 : better < worse - 1e-12 ? 0 : 0.5;
    }
    return wins;
}

static void rank_by_copeland(const struct plan_table *plan, const struct score_variant *variant, struct score_state *state)
{
    const struct table_state *own = &state->tables[plan->table->index];
    const double *fraction = fractions_of(plan, variant);
    state->node_shares[plan->node_count] = 1;
    for (size_t i = 0; i <= plan->node_count; i++) {
        size_t parent = i == 0 ? plan->node_count : i - 1; /* the root first */
        for (int child = plan->first_child[parent]; child >= 0; child = plan->next[child])
            state->node_shares[child] = state->node_shares[parent] * fraction[child];
    }
    for (size_t row = 0; row < plan->row_count; row++)
        state->ties[row] = own->why[row] == SCORED ? copeland_of(plan, own, state->node_shares, row) : (double)NAN;
}

static void rank_rows(const struct plan_table *plan, const struct score_variant *variant, const double *values, struct score_state *state)
{
    struct table_state *own = &state->tables[plan->table->index];
    bool any_fixed = false;
    for (size_t row = 0; row < plan->row_count; row++) {
        state->ties[row] = plan->table->ties_exact ? score_exact(own->score[row]) : own->printed[row];
        state->fixed[row] = plan->rows[row].fixed && own->active[row] ? plan->rows[row].fixed->place : 0;
        any_fixed = any_fixed || state->fixed[row] > 0;
        own->natural[row] = own->place[row] = own->list_place[row] = NAN;
        for (size_t k = 0; k < plan->key_count; k++) {
            const struct plan_key *key = &plan->keys[k];
            double value = NAN;
            if (key->node >= 0)
                value = own->node_score[row * (plan->node_count + 1) + (size_t)key->node];
            else if (key->input[row] >= 0)
                value = values[key->input[row]];
            state->keys[row * plan->key_count + k] = score_exact(value);
        }
    }
    if (!plan->table->ranked)
        return;
    if (variant->aggregation == SCORE_COPELAND && plan->table->by_count == 1)
        rank_by_copeland(plan, variant, state);
    const double *keys = plan->key_count > 0 ? state->keys : NULL;
    places_compute(state->ties, plan->row_count, plan->table->ties, keys, plan->key_count, NULL, state->entries, own->natural);
    if (variant->lists)
        rank_lists(plan, keys, state);
    places_compute(state->ties, plan->row_count, plan->table->ties, keys, plan->key_count, any_fixed ? state->fixed : NULL, state->entries, own->place);
}

static void clear_row(const struct plan_table *plan, size_t row, enum no_score why, struct table_state *state)
{
    state->why[row] = (uint8_t)why;
    state->score[row] = state->printed[row] = state->base_score[row] = NAN;
    state->bonus[row] = state->deduction[row] = state->coverage[row] = state->base[row] = 0;
    for (size_t i = 0; i <= plan->node_count; i++) {
        state->node_score[row * (plan->node_count + 1) + i] = NAN;
        state->effective[row * (plan->node_count + 1) + i] = 0;
    }
}

static void compute_table(const struct score_plan *plan, const struct plan_table *table, const struct score_variant *variant, const double *values,
                          const double *bases, struct score_state *state)
{
    struct table_state *own = &state->tables[table->table->index];
    own->gaps = false;
    bool best = table->best_table >= 0;
    for (size_t row = 0; row < table->row_count; row++) {
        int from = table->rows[row].best_row;
        own->active[row] = !best || (from >= 0 && state->tables[table->best_table].place[from] <= table->table->best);
        own->active[row] = own->active[row] && !table->rows[row].not_applicable;
    }
    for (size_t i = 0; i < table->leaf_count; i++) {
        leaf_gather(plan, table, variant, values, bases, state, i);
        leaf_transform(table, &table->leaves[i], variant, own->active, &own->leaves[i], state);
    }
    leaves_impute(table, variant, own, state);
    for (size_t row = 0; row < table->row_count; row++) {
        if (!own->active[row]) {
            clear_row(table, row, NO_SCORE_NOT_APPLICABLE, own);
            continue;
        }
        tree_compute(table, variant, row, own);
        score_row(table, variant, row, values, own);
        if (variant->facets)
            facets_compute(plan, table, row, state);
    }
    rank_rows(table, variant, values, state);
}

void score_compute(const struct score_plan *plan, const struct score_variant *variant, const double *values, const double *bases, struct score_state *state)
{
    for (size_t i = 0; i < plan->order_count; i++)
        compute_table(plan, &plan->tables[plan->order[i]], variant, values, bases, state);
}

void score_compute_table(const struct score_plan *plan, int table, const struct score_variant *variant, const double *values, const double *bases,
                         struct score_state *state)
{
    compute_table(plan, &plan->tables[table], variant, values, bases, state);
}
