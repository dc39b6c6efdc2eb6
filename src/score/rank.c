/* SPDX-License-Identifier: GPL-3.0-or-later
 * Places of the rows of a table: as a whole, within each slice, with fixed ones, and by how many others a row beats.
 */
#include "score_priv.h"

#include <math.h>

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

void rank_rows(const struct plan_table *plan, const struct score_variant *variant, const double *values, struct score_state *state)
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
    if (any_fixed)
        places_compute(state->ties, plan->row_count, plan->table->ties, keys, plan->key_count, state->fixed, state->entries, own->place);
    else
        memcpy(own->place, own->natural, plan->row_count * sizeof *own->place);
}
