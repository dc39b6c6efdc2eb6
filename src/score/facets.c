/* SPDX-License-Identifier: GPL-3.0-or-later
 * Facets: Σ wᵢsᵢ and Σ wᵢ for each value of each facet, whatever the tree follows. wᵢ is the effective weight of a leaf in percent, so the sums of a
 * facet that all leaves carry add up to the score and to 100.
 *
 * A leaf that is another table stands for many leaves there. Where it (or a node above it) is not marked itself, the facet sums of the rows
 * that it rests on are passed on, scaled so that together they weigh what the leaf weighs. So 部门评估, half of a district's score, is one
 * method but five dimensions. A cell that a policy filled in has no leaves of its own: its score goes to the values as the table's weights declare.
 * Bonus and deductions belong to no facet.
 */
#include "score_priv.h"

#include <math.h>

/* How the transform of a leaf stretches what it rests on. */
static double stretched(double sum, double weight, double raw, double score)
{
    if (raw == score)
        return sum;
    return raw != 0 && !isnan(raw) ? sum * score / raw : weight * score;
}

/* Facet f of the rows that the leaf rests on: per 1 of leaf weight. */
static void passed_on(const struct score_plan *plan, const struct plan_leaf *leaf, const struct leaf_state *state, size_t row, size_t value,
                      struct score_state *work, double *ret_weighted, double *ret_weight)
{
    const struct table_state *from = &work->tables[leaf->table];
    size_t first = leaf->first[row], count = leaf->first[row + 1] - first;
    double declared = plan->tables[leaf->table].facet_share[value];
    struct sum weighted = {0}, weight = {0}, shares = {0};
    for (size_t i = 0; i < count; i++) {
        double share = work->sums[i];
        if (share == 0)
            continue;
        sum_add(&shares, share);
        if (state->source_gap[first + i] == GAP_NONE) {
            const struct facet_score *facet = &from->facets[(size_t)leaf->sources[first + i].at * plan->facet_values + value];
            sum_add(&weighted, share * facet->weighted / 100);
            sum_add(&weight, share * facet->weight / 100);
        } else {
            sum_add(&weighted, share * declared * state->filled[first + i]);
            sum_add(&weight, share * declared);
        }
    }
    double total = sum_value(&shares);
    *ret_weighted = sum_value(&weighted);
    *ret_weight = total > 0 ? sum_value(&weight) / total : 0;
    if (total == 0) { /* the leaf as a whole was filled in */
        *ret_weight = declared;
        *ret_weighted = declared * state->score[row];
        return;
    }
    *ret_weighted = stretched(*ret_weighted, *ret_weight, state->raw[row], state->score[row]);
}

static void add_leaf(const struct score_plan *plan, const struct plan_leaf *leaf, const struct leaf_state *state, size_t row, double effective,
                     struct score_state *work, struct facet_score *facets)
{
    bool shares_known = false;
    for (size_t f = 0; f < plan->facet_count; f++) {
        if (leaf->facet[f] >= 0) {
            struct facet_score *facet = &facets[plan->facet_first[f] + (size_t)leaf->facet[f]];
            facet->weighted += effective * state->score[row];
            facet->weight += effective;
            continue;
        }
        if (leaf->table < 0)
            continue;
        if (!shares_known)
            aggregate_shares(state->filled + leaf->first[row], leaf->first[row + 1] - leaf->first[row], leaf->node->aggregate, work->sums);
        shares_known = true;
        for (size_t v = plan->facet_first[f]; v < plan->facet_first[f + 1]; v++) {
            double weighted, weight;
            passed_on(plan, leaf, state, row, v, work, &weighted, &weight);
            facets[v].weighted += effective * weighted;
            facets[v].weight += effective * weight;
        }
    }
}

void facets_compute(const struct score_plan *plan, const struct plan_table *table, size_t row, struct score_state *state)
{
    struct table_state *own = &state->tables[table->table->index];
    struct facet_score *facets = own->facets + row * plan->facet_values;
    for (size_t v = 0; v < plan->facet_values; v++)
        facets[v] = (struct facet_score){0};
    for (size_t i = 0; i < table->leaf_count; i++) {
        double effective = own->effective[row * (table->node_count + 1) + (size_t)table->leaves[i].node->index];
        if (effective > 0)
            add_leaf(plan, &table->leaves[i], &own->leaves[i], row, effective, state, facets);
    }
}
