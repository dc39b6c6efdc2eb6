/* SPDX-License-Identifier: GPL-3.0-or-later
 * Computing: figure values in; scores and places of all tables out. Nothing is allocated here, so it can run thousands of times.
 *
 *     leaf    sources → raw (leaf.c) → 0…100 (transform.c) → gaps filled by policy
 *     node    Σ fᵢ sᵢ / Σ fᵢ over its children with a score: weight that is missing below a node stays with its siblings there
 *     table   root, + bonus − deductions (each with its cap), not above score_max, rounded, ranked, fixed places
 *
 * What follows from the same as the time before is left as it is (score_priv.h).
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
    state->read = room(arena, sources);
    state->read_base = room(arena, sources);
}

static void table_state_init(const struct score_plan *plan, const struct plan_table *table, struct table_state *state, struct arena *arena)
{
    size_t rows = table->row_count;
    double **columns[] = {&state->base_score, &state->bonus, &state->deduction, &state->score,   &state->printed,
                          &state->coverage,   &state->base,  &state->natural,   &state->place, &state->list_place};
    for (size_t i = 0; i < COUNT_OF(columns); i++)
        *columns[i] = room(arena, rows);
    state->active = ARENA_ARRAY(arena, bool, rows);
    state->changed = ARENA_ARRAY(arena, bool, rows);
    state->was.fraction = room(arena, table->node_count + 1);
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
    state->node_weights = room(arena, plan->nodes_max + 1);
    for (size_t i = 0; i < COUNT_OF(state->before); i++)
        state->before[i] = room(arena, plan->rows_max);
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
        if (!at->empty)
            continue;
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
            double score = policy == POLICY_ZERO        ? 0
                           : policy == POLICY_UNIT_MEAN ? mean_of_row(table, state, row)
                           : policy == POLICY_ITEM_MEAN ? item_mean
                           : policy == POLICY_ADDITIVE  ? stats_two_way_value(work->row_effect, work->column_effect, work->component, table->row_count, row, i)
                                                        : (double)NAN;
            state->changed[row] = state->changed[row] || !same_number(score, at->score[row]);
            at->score[row] = score;
            at->imputed[row] = !isnan(score);
        }
    }
}

/* Tree ------------------------------------------------------------------------------------------------------------ */

/* What a node is worth to its parent. */
static double node_part(double score, bool geometric)
{
    return geometric ? log(score > 1 ? score : 1) : score;
}

static double node_value(const struct plan_table *table, const double *fraction, bool geometric, size_t node, const double *scores, double *ret_weight)
{
    struct sum sum = {0}, weight = {0};
    for (int child = table->first_child[node]; child >= 0; child = table->next[child])
        if (!isnan(scores[child]) && fraction[child] > 0) {
            sum_add(&sum, fraction[child] * node_part(scores[child], geometric));
            sum_add(&weight, fraction[child]);
        }
    *ret_weight = sum_value(&weight);
    double mean = *ret_weight > 0 ? sum_value(&sum) / *ret_weight : (double)NAN;
    return geometric ? exp(mean) : mean;
}

const double *fractions_of(const struct plan_table *table, const struct score_variant *variant)
{
    return variant->fractions ? variant->fractions[table->table->index] : table->fraction;
}

void tree_compute(const struct plan_table *table, const struct score_variant *variant, size_t row, struct table_state *state, struct score_state *work)
{
    const double *fraction = fractions_of(table, variant);
    bool geometric = variant->aggregation == SCORE_GEOMETRIC;
    size_t nodes = table->node_count;
    double *scores = state->node_score + row * (nodes + 1), *effective = state->effective + row * (nodes + 1), *weights = work->node_weights;
    /* Children stand behind their parents: backwards every child is done before its parent. The root stands at the end. */
    for (size_t i = nodes; i-- > 0;)
        scores[i] = table->leaf_of[i] >= 0 ? state->leaves[table->leaf_of[i]].score[row] : node_value(table, fraction, geometric, i, scores, &weights[i]);
    scores[nodes] = node_value(table, fraction, geometric, nodes, scores, &weights[nodes]);
    if (variant->bare)
        return;

    effective[nodes] = isnan(scores[nodes]) ? 0 : 100;
    for (size_t i = 0; i <= nodes; i++) {
        size_t parent = i == 0 ? nodes : i - 1; /* the root first */
        for (int child = table->first_child[parent]; child >= 0; child = table->next[child])
            effective[child] = isnan(scores[child]) || !(weights[parent] > 0) ? 0 : effective[parent] * fraction[child] / weights[parent];
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

static void cover_row(const struct plan_table *plan, size_t row, struct table_state *state)
{
    struct sum coverage = {0}, base = {0};
    for (size_t i = 0; i < plan->leaf_count; i++) {
        sum_add(&coverage, plan->leaves[i].share * state->leaves[i].available[row]);
        sum_add(&base, state->leaves[i].base[row]);
    }
    state->coverage[row] = sum_value(&coverage);
    state->base[row] = sum_value(&base);
}

static void score_row(const struct plan_table *plan, const struct score_variant *variant, size_t row, const double *values, struct table_state *state)
{
    const struct table *table = plan->table;
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

/* Rows that play a part; true where they are others than before. */
static bool find_active(const struct plan_table *table, struct score_state *state)
{
    struct table_state *own = &state->tables[table->table->index];
    bool others = false;
    for (size_t row = 0; row < table->row_count; row++) {
        int from = table->rows[row].best_row;
        bool active = table->best_table < 0 || (from >= 0 && state->tables[table->best_table].place[from] <= table->table->best);
        active = active && !table->rows[row].not_applicable;
        others = others || active != own->active[row];
        own->active[row] = active;
    }
    return others;
}

static struct score_shift shift_of(const struct plan_table *table, const struct score_variant *variant)
{
    return variant->shift && variant->shift->table == table->table->index ? *variant->shift : (struct score_shift){.by = 0};
}

/* Computes a leaf again where it rests on something else, and marks the rows in which that makes a difference; false where it was left as it is. */
static bool compute_leaf(const struct plan_table *table, const struct score_variant *variant, const double *values, const double *bases, bool all, size_t at,
                         struct score_state *state)
{
    const struct plan_leaf *leaf = &table->leaves[at];
    struct table_state *own = &state->tables[table->table->index];
    struct leaf_state *to = &own->leaves[at];
    const struct remembered *was = &own->was;
    struct score_shift shift = shift_of(table, variant);
    bool moved = (shift.by != 0 && shift.leaf == at) || (was->shift.by != 0 && was->shift.leaf == at);
    bool other = leaf_read(table, variant, values, bases, state, at) || all || moved || (leaf->aggregated && to->gaps && variant->policy != was->policy);
    if (!other && (variant->normalise == was->normalise || table->table->by_count != 1))
        return false;
    const double *columns[] = {to->raw, to->score, to->available, to->base};
    for (size_t i = 0; i < COUNT_OF(columns); i++)
        memcpy(state->before[i], columns[i], table->row_count * sizeof *columns[i]);
    if (other)
        leaf_gather(table, variant, state, at);
    leaf_transform(table, leaf, variant, own->active, to, state);
    for (size_t row = 0; row < table->row_count; row++)
        for (size_t i = 0; i < COUNT_OF(columns); i++)
            own->changed[row] = own->changed[row] || !same_number(state->before[i][row], columns[i][row]);
    return true;
}

/* Rows of which something is not what it was; true where there is any. */
static bool compute_rows(const struct score_plan *plan, const struct plan_table *table, const struct score_variant *variant, const double *values, bool all,
                         struct score_state *state)
{
    struct table_state *own = &state->tables[table->table->index];
    const struct remembered *was = &own->was;
    bool any = false, geometric = (variant->aggregation == SCORE_GEOMETRIC) != (was->aggregation == SCORE_GEOMETRIC);
    bool weighed = memcmp(was->fraction, fractions_of(table, variant), (table->node_count + 1) * sizeof *was->fraction) != 0;
    bool trees = all || geometric || weighed || variant->bare != was->bare;
    bool scores = trees || variant->uncapped != was->uncapped || variant->any_coverage != was->any_coverage || table->bonus_count + table->deduction_count > 0;
    for (size_t row = 0; row < table->row_count; row++) {
        if (!own->active[row]) {
            if (all)
                clear_row(table, row, NO_SCORE_NOT_APPLICABLE, own);
            continue;
        }
        if (all || own->changed[row])
            cover_row(table, row, own);
        if (trees || own->changed[row])
            tree_compute(table, variant, row, own, state);
        if (scores || own->changed[row])
            score_row(table, variant, row, values, own);
        if (variant->facets)
            facets_compute(plan, table, row, state);
        any = any || scores || own->changed[row];
    }
    return any;
}

static void remember(const struct plan_table *table, const struct score_variant *variant, struct remembered *was)
{
    *was = (struct remembered){true, variant->policy, variant->normalise, variant->without, shift_of(table, variant), variant->uncapped, variant->any_coverage,
                               variant->lists, variant->bare, variant->aggregation, was->fraction};
    memcpy(was->fraction, fractions_of(table, variant), (table->node_count + 1) * sizeof *was->fraction);
}

static void compute_table(const struct score_plan *plan, const struct plan_table *table, const struct score_variant *variant, const double *values,
                          const double *bases, struct score_state *state)
{
    struct table_state *own = &state->tables[table->table->index];
    const struct remembered *was = &own->was;
    bool all = find_active(table, state) || !was->any, leaves = variant->policy != was->policy;
    memset(own->changed, 0, table->row_count * sizeof *own->changed);
    own->gaps = false;
    for (size_t i = 0; i < table->leaf_count; i++) {
        leaves = compute_leaf(table, variant, values, bases, all, i, state) || leaves;
        own->gaps = own->gaps || own->leaves[i].gaps || (table->leaves[i].table >= 0 && state->tables[table->leaves[i].table].gaps);
    }
    if (leaves)
        leaves_impute(table, variant, own, state);
    bool any = compute_rows(plan, table, variant, values, all, state) || all;
    bool rules = variant->aggregation != was->aggregation || variant->lists != was->lists || variant->bare != was->bare;
    if ((any || rules || table->key_count > 0) && (table->places_wanted || !variant->bare))
        rank_rows(table, variant, values, state);
    remember(table, variant, &own->was);
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
