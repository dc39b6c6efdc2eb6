/* SPDX-License-Identifier: GPL-3.0-or-later
 * Leaves: from sources to a raw value, gaps filled by policy.
 *
 * There are two places for a gap. Among the sources of a leaf that runs over units (a district's projects), and among the leaves of a row (a
 * district without a symposium). A policy means the same in both:
 *
 *     reweight    the gap plays no part; the rest carries its weight
 *     zero        0
 *     unit_mean   mean of what the same row has
 *     item_mean   mean of what the others have there
 *     additive    what row and item effects of the two-way model lead to expect
 *
 * The latter two fall back on reweighting where the data do not determine them. What was filled in never counts as covered.
 */
#include "ceping/stats.h"
#include "score_priv.h"

#include <math.h>

enum policy policy_for(const struct plan_leaf *leaf, enum gap gap, const struct score_variant *variant)
{
    if (gap == GAP_NOT_APPLICABLE)
        return variant->policy >= 0 ? (enum policy)variant->policy : leaf->not_applicable;
    if (variant->policy >= 0 && !leaf->missing_set)
        return (enum policy)variant->policy;
    return leaf->missing;
}

/* Does it rest on the unit that is left out? */
static bool is_left_out(const struct plan_leaf *leaf, const struct source *source, const struct unit *without)
{
    for (size_t k = 0; k < leaf->over_count; k++)
        if (leaf->over[k] == without->kind && source->over[k] == without->index)
            return true;
    return false;
}

/* Value, base and gap of one source. */
static enum gap read_source(const struct plan_leaf *leaf, const struct source *source, const struct unit *without, const double *values, const double *bases,
                            const struct table_state *from, double *ret_value, double *ret_base)
{
    *ret_value = NAN;
    *ret_base = 0;
    if (without && is_left_out(leaf, source, without))
        return GAP_ABSENT;
    if (source->not_applicable)
        return GAP_NOT_APPLICABLE;
    if (from && source->at >= 0 && !from->active[source->at])
        return GAP_ABSENT; /* not among the best that the table takes */
    if (source->at < 0)
        return GAP_MISSING;
    double value = from ? from->score[source->at] : values[source->at];
    double base = from ? from->base[source->at] : bases[source->at];
    if (isnan(value) || (!from && !leaf->counts && base < leaf->node->min_base))
        return GAP_MISSING;
    *ret_value = value;
    *ret_base = base;
    return GAP_NONE;
}

bool leaf_read(const struct plan_table *table, const struct score_variant *variant, const double *values, const double *bases, struct score_state *state, size_t at)
{
    const struct plan_leaf *leaf = &table->leaves[at];
    const struct table_state *own = &state->tables[table->table->index], *from = leaf->table >= 0 ? &state->tables[leaf->table] : NULL;
    struct leaf_state *to = &own->leaves[at];
    bool other = false;
    for (size_t row = 0; row < table->row_count; row++)
        for (size_t s = leaf->first[row]; own->active[row] && s < leaf->first[row + 1]; s++) {
            double value, base;
            uint8_t gap = (uint8_t)read_source(leaf, &leaf->sources[s], variant->without, values, bases, from, &value, &base);
            other = other || gap != to->source_gap[s] || !same_number(value, to->read[s]) || !same_number(base, to->read_base[s]);
            to->source_gap[s] = gap;
            to->read[s] = value;
            to->read_base[s] = base;
        }
    return other;
}

/* Means of the items over all rows, as observed. */
static void item_means(const struct plan_table *table, const struct plan_leaf *leaf, const bool *active, const struct leaf_state *state,
                       struct score_state *work)
{
    for (size_t i = 0; i < leaf->items; i++)
        work->sums[i] = work->counts[i] = 0;
    for (size_t row = 0; row < table->row_count; row++)
        for (size_t s = leaf->first[row]; active[row] && s < leaf->first[row + 1]; s++)
            if (state->source_gap[s] == GAP_NONE) {
                work->sums[leaf->sources[s].item] += state->filled[s];
                work->counts[leaf->sources[s].item]++;
            }
    for (size_t i = 0; i < leaf->items; i++)
        work->sums[i] = work->counts[i] > 0 ? work->sums[i] / work->counts[i] : NAN;
}

static void item_model(const struct plan_table *table, const struct plan_leaf *leaf, const bool *active, const struct leaf_state *state,
                       struct score_state *work)
{
    for (size_t i = 0; i < table->row_count * leaf->items; i++)
        work->matrix[i] = NAN;
    for (size_t row = 0; row < table->row_count; row++)
        for (size_t s = leaf->first[row]; active[row] && s < leaf->first[row + 1]; s++)
            if (state->source_gap[s] == GAP_NONE)
                work->matrix[row * leaf->items + (size_t)leaf->sources[s].item] = state->filled[s];
    stats_two_way(work->matrix, table->row_count, leaf->items, work->row_effect, work->column_effect, work->component);
}

static double row_mean(const struct plan_leaf *leaf, const struct leaf_state *state, size_t row)
{
    struct sum sum = {0};
    size_t count = 0;
    for (size_t s = leaf->first[row]; s < leaf->first[row + 1]; s++)
        if (state->source_gap[s] == GAP_NONE)
            sum_add(&sum, state->filled[s]), count++;
    return count > 0 ? sum_value(&sum) / (double)count : NAN;
}

static bool any_gap_with(const struct plan_table *table, const struct plan_leaf *leaf, const bool *active, const struct leaf_state *state,
                         const struct score_variant *variant, enum policy policy)
{
    for (size_t row = 0; row < table->row_count; row++)
        for (size_t s = leaf->first[row]; active[row] && s < leaf->first[row + 1]; s++) {
            enum gap gap = (enum gap)state->source_gap[s];
            if ((gap == GAP_MISSING || gap == GAP_NOT_APPLICABLE) && policy_for(leaf, gap, variant) == policy)
                return true;
        }
    return false;
}

/* Fills the gaps of one policy. All read only what was observed, so the order of policies does not matter. */
static void fill_sources(const struct plan_table *table, const struct plan_leaf *leaf, const bool *active, struct leaf_state *state,
                         const struct score_variant *variant, enum policy policy, struct score_state *work)
{
    if (!any_gap_with(table, leaf, active, state, variant, policy))
        return;
    if (policy == POLICY_ITEM_MEAN)
        item_means(table, leaf, active, state, work);
    if (policy == POLICY_ADDITIVE)
        item_model(table, leaf, active, state, work);
    for (size_t row = 0; row < table->row_count; row++)
        for (size_t s = leaf->first[row]; active[row] && s < leaf->first[row + 1]; s++) {
            enum gap gap = (enum gap)state->source_gap[s];
            size_t item = (size_t)leaf->sources[s].item;
            if ((gap != GAP_MISSING && gap != GAP_NOT_APPLICABLE) || policy_for(leaf, gap, variant) != policy)
                continue;
            if (policy == POLICY_ZERO)
                state->filled[s] = 0;
            else if (policy == POLICY_UNIT_MEAN)
                state->filled[s] = row_mean(leaf, state, row);
            else if (policy == POLICY_ITEM_MEAN)
                state->filled[s] = work->sums[item];
            else
                state->filled[s] = stats_two_way_value(work->row_effect, work->column_effect, work->component, table->row_count, row, item);
            state->imputed[row] = state->imputed[row] || !isnan(state->filled[s]);
        }
}

/* Indices of the one or two values in the middle; n > 0. */
static void median_shares(const double *x, size_t count, size_t present, double *shares)
{
    size_t low = (present - 1) / 2, high = present / 2;
    for (size_t i = 0; i < count; i++) {
        size_t below = 0;
        for (size_t j = 0; j < count; j++)
            below += !isnan(x[j]) && (x[j] < x[i] || (x[j] == x[i] && j < i));
        if (!isnan(x[i]) && (below == low || below == high))
            shares[i] = low == high ? 1 : 0.5;
    }
}

void aggregate_shares(const double *x, size_t count, enum aggregate aggregate, double *ret_shares)
{
    size_t present = 0, best = count;
    for (size_t i = 0; i < count; i++) {
        ret_shares[i] = 0;
        present += !isnan(x[i]);
        if (!isnan(x[i]) && (best == count || (aggregate == AGGREGATE_MIN ? x[i] < x[best] : x[i] > x[best])))
            best = i;
    }
    if (present == 0)
        return;
    if (aggregate == AGGREGATE_MEDIAN)
        median_shares(x, count, present, ret_shares);
    else if (aggregate == AGGREGATE_MIN || aggregate == AGGREGATE_MAX)
        ret_shares[best] = 1;
    else
        for (size_t i = 0; i < count; i++)
            ret_shares[i] = isnan(x[i]) ? 0 : aggregate == AGGREGATE_SUM ? 1 : 1 / (double)present;
}

static double aggregate_values(const double *x, size_t count, enum aggregate aggregate, double *shares)
{
    struct sum sum = {0};
    size_t present = 0;
    bool plain = aggregate == AGGREGATE_MEAN || aggregate == AGGREGATE_SUM;
    if (!plain)
        aggregate_shares(x, count, aggregate, shares);
    for (size_t i = 0; i < count; i++)
        if (!isnan(x[i])) {
            present++;
            if (plain || shares[i] > 0)
                sum_add(&sum, plain ? x[i] : shares[i] * x[i]);
        }
    if (present == 0)
        return NAN;
    return aggregate == AGGREGATE_MEAN ? sum_value(&sum) / (double)present : sum_value(&sum);
}

/* What was read of one row. */
static void gather_row(const struct plan_leaf *leaf, size_t row, struct leaf_state *state)
{
    size_t there = 0, given = 0, missing = 0;
    struct sum base = {0};
    for (size_t s = leaf->first[row]; s < leaf->first[row + 1]; s++) {
        enum gap gap = (enum gap)state->source_gap[s];
        state->filled[s] = state->read[s];
        there += gap != GAP_ABSENT;
        given += gap == GAP_NONE;
        missing += gap == GAP_MISSING;
        sum_add(&base, state->read_base[s]);
    }
    state->base[row] = sum_value(&base);
    state->available[row] = there > 0 ? (double)given / (double)there : 0;
    /* A leaf over units that has none of them at all (a department that leads no project) is no gap that a policy could fill. */
    state->gap[row] = given > 0 ? GAP_NONE : there == 0 ? GAP_ABSENT : missing > 0 ? GAP_MISSING : GAP_NOT_APPLICABLE;
    if (leaf->table >= 0 && leaf->node->min_base > 1 && state->base[row] < leaf->node->min_base) {
        for (size_t s = leaf->first[row]; s < leaf->first[row + 1]; s++)
            state->filled[s] = NAN;
        state->available[row] = 0;
        state->gap[row] = GAP_MISSING;
    }
}

void leaf_gather(const struct plan_table *table, const struct score_variant *variant, struct score_state *state, size_t at)
{
    const struct plan_leaf *leaf = &table->leaves[at];
    const struct table_state *own = &state->tables[table->table->index];
    struct leaf_state *to = &own->leaves[at];
    to->gaps = to->empty = false;
    for (size_t row = 0; row < table->row_count; row++) {
        to->imputed[row] = false;
        to->raw[row] = NAN;
        if (!own->active[row])
            continue;
        gather_row(leaf, row, to);
        to->gaps = to->gaps || (to->gap[row] != GAP_ABSENT && to->available[row] < 1);
        to->empty = to->empty || to->gap[row] != GAP_NONE;
    }
    if (leaf->aggregated)
        for (int policy = POLICY_ZERO; policy < POLICIES && to->gaps; policy++)
            fill_sources(table, leaf, own->active, to, variant, (enum policy)policy, state);
    for (size_t row = 0; row < table->row_count; row++)
        if (own->active[row])
            to->raw[row] = aggregate_values(to->filled + leaf->first[row], leaf->first[row + 1] - leaf->first[row], leaf->node->aggregate, state->sums);
    const struct score_shift *shift = variant->shift;
    if (shift && shift->table == table->table->index && shift->leaf == at)
        to->raw[shift->row] += shift->by;
}
