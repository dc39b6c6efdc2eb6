/* SPDX-License-Identifier: GPL-3.0-or-later
 * From a computed state to results: rows, what a table says as a whole, slices, and the same under every policy for what does not apply or is missing.
 */
#include "ceping/stats.h"
#include "score_priv.h"

#include <math.h>
#include <stdlib.h>

/* Rows ------------------------------------------------------------------------------------------------------------ */

/* Inner nodes carry what their leaves carry. */
static void fill_nodes(const struct plan_table *plan, const struct table_state *state, size_t row, struct node_score *nodes)
{
    for (size_t i = plan->node_count; i-- > 0;) {
        struct node_score *node = &nodes[i];
        node->raw = NAN;
        node->score = state->node_score[row * (plan->node_count + 1) + i];
        node->weight = 100 * plan->share[i];
        node->effective_weight = state->effective[row * (plan->node_count + 1) + i];
        if (plan->leaf_of[i] >= 0 && state->active[row]) {
            const struct leaf_state *leaf = &state->leaves[plan->leaf_of[i]];
            node->raw = leaf->raw[row];
            node->base = leaf->base[row];
            node->imputed = leaf->imputed[row];
        }
        for (int child = plan->first_child[i]; child >= 0; child = plan->next[child]) {
            node->base += nodes[child].base;
            node->imputed = node->imputed || nodes[child].imputed;
        }
    }
}

static const struct band *band_of(const struct table *table, const struct table_state *state, size_t row)
{
    double value = table->bands_exact ? score_exact(state->score[row]) : state->printed[row];
    for (size_t i = 0; i < table->bands.count; i++)
        if (value >= table->bands.at[i].from)
            return &table->bands.at[i];
    return NULL;
}

static void fill_row(const struct score_plan *plan, const struct plan_table *table, const struct table_state *state, size_t at, struct arena *arena,
                     struct score_row *row)
{
    memcpy(row->units, table->rows[at].units, sizeof row->units);
    row->why = (enum no_score)state->why[at];
    row->base_score = state->base_score[at];
    row->bonus = state->bonus[at];
    row->deduction = state->deduction[at];
    row->score = state->score[at];
    row->printed = state->printed[at];
    row->coverage = state->coverage[at];
    row->natural_place = state->natural[at];
    row->place = state->place[at];
    row->fixed = table->table->ranked ? table->rows[at].fixed : NULL;
    row->band = band_of(table->table, state, at);
    row->slice_place = NAN;
    row->not_applicable = table->rows[at].not_applicable_cells;
    row->nodes = ARENA_ARRAY(arena, struct node_score, table->node_count);
    fill_nodes(table, state, at, row->nodes);
    row->facets = ARENA_ARRAY(arena, struct facet_score *, plan->facet_count);
    for (size_t f = 0; f < plan->facet_count; f++) {
        size_t count = plan->facet_first[f + 1] - plan->facet_first[f];
        row->facets[f] = ARENA_ARRAY(arena, struct facet_score, count);
        if (state->active[at] && count > 0)
            memcpy(row->facets[f], &state->facets[at * plan->facet_values + plan->facet_first[f]], count * sizeof **row->facets);
    }
}

static void mark_ties(struct table_result *result)
{
    for (size_t i = 0; i < result->rows.count; i++)
        for (size_t j = i + 1; j < result->rows.count; j++)
            if (result->rows.at[i].place == result->rows.at[j].place)
                result->rows.at[i].tied = result->rows.at[j].tied = true;
}

static int compare_place(const void *a, const void *b, void *context)
{
    const struct table_result *result = context;
    int i = *(const int *)a, j = *(const int *)b;
    const struct score_row *x = &result->rows.at[i], *y = &result->rows.at[j];
    if (isnan(x->place) != isnan(y->place))
        return isnan(y->place) ? -1 : 1;
    if (!isnan(x->place) && x->place != y->place)
        return x->place < y->place ? -1 : 1;
    return i < j ? -1 : i > j;
}

static void order_by_place(struct table_result *result, struct arena *arena)
{
    result->by_place = ARENA_ARRAY(arena, int, result->rows.count);
    for (size_t i = 0; i < result->rows.count; i++)
        result->by_place[i] = (int)i;
    if (result->rows.count > 0)
        qsort_r(result->by_place, result->rows.count, sizeof *result->by_place, compare_place, result);
}

static void summarise(struct table_result *result)
{
    double *scores = xcalloc(result->rows.count, sizeof *scores), *printed = xcalloc(result->rows.count, sizeof *printed);
    size_t n = 0;
    for (size_t i = 0; i < result->rows.count; i++)
        if (!isnan(result->rows.at[i].score)) {
            scores[n] = result->rows.at[i].score;
            printed[n++] = result->rows.at[i].printed;
        }
    result->scored = n;
    result->mean = stats_mean(scores, NULL, n);
    result->min = stats_min(scores, n);
    result->max = stats_max(scores, n);
    result->range = result->max - result->min;
    result->median = stats_median(scores, NULL, n);
    result->sd = stats_sd(scores, NULL, n);
    result->printed_mean_of_printed = stats_mean(printed, NULL, n);
    free(scores);
    free(printed);
}

/* Slices ---------------------------------------------------------------------------------------------------------- */

static void add_slice(struct table_result *result, int kind_at, int unit, struct arena *arena)
{
    struct slice slice = {.kind_at = kind_at, .unit = unit, .first = -1, .last = -1};
    struct sum sum = {0};
    for (size_t i = 0; i < result->rows.count; i++) {
        const struct score_row *row = &result->rows.at[i];
        if (row->units[kind_at] != unit || isnan(row->score))
            continue;
        slice.count++;
        sum_add(&sum, row->score);
        if (slice.first < 0 || row->score > result->rows.at[slice.first].score)
            slice.first = (int)i;
        if (slice.last < 0 || row->score < result->rows.at[slice.last].score)
            slice.last = (int)i;
    }
    slice.mean = slice.count > 0 ? sum_value(&sum) / (double)slice.count : NAN;
    slice.max = slice.count > 0 ? result->rows.at[slice.first].score : NAN;
    slice.min = slice.count > 0 ? result->rows.at[slice.last].score : NAN;
    slice.range = slice.max - slice.min;
    *LIST_ADD(arena, &result->slices) = slice;
}

static void add_slices(const struct plan_table *plan, struct table_result *result, struct arena *arena)
{
    const struct table *table = plan->table;
    if (table->by_count < 2)
        return;
    for (size_t k = 0; k < table->by_count; k++)
        for (size_t unit = 0; unit < table->by[k]->units.count; unit++) {
            bool there = false;
            for (size_t i = 0; i < result->rows.count; i++)
                there = there || result->rows.at[i].units[k] == (int)unit;
            if (there)
                add_slice(result, (int)k, (int)unit, arena);
        }
}

/* Places within the slice, by score and the table's tie-breakers, without fixed places. */
static void rank_slices(const struct plan_table *plan, struct table_result *result, const double *keys)
{
    if (plan->slice_at < 0)
        return;
    size_t rows = result->rows.count;
    double *ties = xcalloc(rows, sizeof *ties), *places = xcalloc(rows, sizeof *places);
    for (size_t unit = 0; unit < plan->table->slice->units.count; unit++) {
        for (size_t i = 0; i < rows; i++) {
            const struct score_row *row = &result->rows.at[i];
            double score = plan->table->ties_exact ? score_exact(row->score) : row->printed;
            ties[i] = row->units[plan->slice_at] == (int)unit ? score : NAN;
        }
        score_places(ties, rows, plan->table->ties, keys, plan->key_count, places);
        for (size_t i = 0; i < rows; i++)
            if (!isnan(places[i]))
                result->rows.at[i].slice_place = places[i];
    }
    free(ties);
    free(places);
}

/* Tables ------------------------------------------------------------------------------------------------------------ */

/* Rows of the result: units outside the best of another table are not in it. */
static bool row_shown(const struct plan_table *plan, const struct table_state *state, size_t row)
{
    return state->active[row] || (plan->best_table < 0 && plan->rows[row].not_applicable);
}

static void fill_table(const struct score_plan *plan, const struct plan_table *table, struct score_state *state, const double *values,
                       struct arena *arena, struct table_result *result)
{
    const struct table_state *own = &state->tables[table->table->index];
    *result = (struct table_result){.table = table->table};
    double *keys = ARENA_ARRAY(arena, double, table->row_count * table->key_count);
    size_t shown = 0;
    for (size_t row = 0; row < table->row_count; row++) {
        if (!row_shown(table, own, row))
            continue;
        fill_row(plan, table, own, row, arena, LIST_ADD(arena, &result->rows));
        for (size_t k = 0; k < table->key_count; k++) {
            const struct plan_key *key = &table->keys[k];
            double value = key->node >= 0 ? own->node_score[row * (table->node_count + 1) + (size_t)key->node]
                           : key->input[row] >= 0 ? values[key->input[row]] : (double)NAN;
            keys[shown * table->key_count + k] = score_exact(value);
        }
        shown++;
    }
    mark_ties(result);
    order_by_place(result, arena);
    summarise(result);
    add_slices(table, result, arena);
    rank_slices(table, result, table->key_count > 0 ? keys : NULL);
    score_periods(table, result);
}

/* Warnings ---------------------------------------------------------------------------------------------------------- */

static void warn_fixed_places(const struct table *table, const struct table_result *result, struct diags *diags)
{
    for (size_t i = 0; table->ranked && i < table->fixed_places.count; i++) {
        const struct fixed_place *fixed = &table->fixed_places.at[i];
        size_t ranked = 0;
        for (size_t j = 0; j < result->rows.count; j++)
            ranked += !isnan(result->rows.at[j].place);
        if (fixed->unit && fixed->place > (int)ranked)
            diags_warning(diags, fixed->pos, _("fixed place %d of '%s' in table '%s' lies beyond the %zu units that have a place"), fixed->place,
                          fixed->unit->name, table->id, ranked);
    }
}

static bool is_fixed_place(const struct table_result *result, int place)
{
    for (size_t i = 0; i < result->rows.count; i++)
        if (result->rows.at[i].fixed && result->rows.at[i].fixed->place == place)
            return true;
    return false;
}

/* A tie takes as many free places as it has units. Where one of them is taken by somebody's fixed place, the tied stand on both sides of him: whether that
 * is what was meant, people must say. Dense and ordinal places take one slot each, and of fractional ones the whole tie is one number anyway. */
static void warn_fixed_in_ties(const struct table *table, const struct table_result *result, struct diags *diags)
{
    if (!table->ranked || (table->ties != TIES_COMPETITION && table->ties != TIES_MODIFIED))
        return;
    int step = table->ties == TIES_COMPETITION ? 1 : -1; /* the tie is named by its first or by its last place */
    for (size_t f = 0; f < table->fixed_places.count; f++) {
        const struct fixed_place *fixed = &table->fixed_places.at[f];
        for (size_t i = 0; fixed->unit && i < result->rows.count; i++) {
            const struct score_row *row = &result->rows.at[i];
            size_t tied = 0;
            bool first = !row->fixed && !isnan(row->place);
            for (size_t k = 0; first && k < result->rows.count; k++)
                if (!result->rows.at[k].fixed && result->rows.at[k].place == row->place) {
                    tied++;
                    first = k >= i; /* once for each tie */
                }
            if (!first || tied < 2)
                continue;
            int place = (int)row->place;
            bool within = false;
            for (size_t given = 1; given < tied; given += !is_fixed_place(result, place)) {
                place += step;
                within = within || place == fixed->place;
            }
            if (!within)
                continue;
            diags_warning(diags, fixed->pos, _("fixed place %d of '%s' in table '%s' stands within a tie: %zu units share place %d"), fixed->place, fixed->unit->name, table->id,
                          tied, (int)row->place);
            diags_hint(diags, _("break the tie with tie_break, or fix another place"));
        }
    }
}

static void warn_adjustments(const struct plan_table *plan, const struct table_state *state, const struct plan_adjustment *adjustments, size_t count,
                             const double *values, struct diags *diags)
{
    for (size_t i = 0; i < count; i++) {
        const struct adjustment *adjustment = adjustments[i].adjustment;
        size_t without = 0;
        for (size_t row = 0; adjustment->figure && row < plan->row_count; row++) {
            int input = adjustments[i].input[row];
            without += state->active[row] && adjustments[i].given[row] && (input < 0 || isnan(values[input]));
        }
        if (without > 0)
            diags_warning(diags, adjustment->pos, _("figure '%s' has no value for %zu units of table '%s': '%s' leaves them as they are"),
                          adjustment->figure->id, without, plan->table->id, adjustment->id);
    }
}

static bool leaf_has_data(const struct plan_table *plan, const struct table_state *state, size_t leaf)
{
    for (size_t row = 0; row < plan->row_count; row++)
        if (state->active[row] && state->leaves[leaf].available[row] > 0)
            return true;
    return false;
}

/* One line for a table without any data: before anything is loaded each leaf would have its own. */
static void warn_leaves(const struct plan_table *plan, const struct table_state *state, struct diags *diags)
{
    size_t with_data = 0;
    for (size_t i = 0; i < plan->leaf_count; i++)
        with_data += leaf_has_data(plan, state, i);
    if (with_data == 0) {
        diags_warning(diags, plan->table->pos, _("table '%s' has no data"), plan->table->id);
        return;
    }
    for (size_t i = 0; i < plan->leaf_count; i++)
        if (!leaf_has_data(plan, state, i))
            diags_warning(diags, plan->leaves[i].node->pos, _("leaf '%s' of table '%s' has no data for any unit"), plan->leaves[i].node->id, plan->table->id);
}

static void warn_best(const struct plan_table *plan, const struct table_result *result, struct diags *diags)
{
    if (plan->best_table >= 0 && plan->table->by_count == 1 && result->rows.count > (size_t)plan->table->best)
        diags_warning(diags, plan->table->best_of_name.pos, _("table '%s' has %zu units instead of the best %d of '%s': the last places are tied"),
                      plan->table->id, result->rows.count, plan->table->best, plan->table->best_of->id);
}

static void warn_table(const struct plan_table *plan, const struct table_state *state, const struct table_result *result, const double *values,
                       struct diags *diags)
{
    warn_leaves(plan, state, diags);
    warn_adjustments(plan, state, plan->bonus, plan->bonus_count, values, diags);
    warn_adjustments(plan, state, plan->deductions, plan->deduction_count, values, diags);
    warn_fixed_places(plan->table, result, diags);
    warn_fixed_in_ties(plan->table, result, diags);
    warn_best(plan, result, diags);
}

/* Policies ---------------------------------------------------------------------------------------------------------- */

static void add_policy(const struct plan_table *plan, const struct table_state *as_declared, const struct table_state *state, enum policy policy,
                       struct arena *arena, struct table_result *result)
{
    struct policy_result *to = LIST_ADD(arena, &result->policies);
    *to = (struct policy_result){.policy = policy, .same_as_default = true};
    to->scores = ARENA_ARRAY(arena, double, result->rows.count);
    to->places = ARENA_ARRAY(arena, double, result->rows.count);
    size_t shown = 0;
    for (size_t row = 0; row < plan->row_count; row++) {
        if (!row_shown(plan, as_declared, row))
            continue;
        double printed = state->printed[row], declared = as_declared->printed[row];
        to->scores[shown] = state->score[row];
        to->places[shown++] = state->place[row];
        to->same_as_default = to->same_as_default && (printed == declared || (isnan(printed) && isnan(declared)));
    }
}

/* All tables again under each policy, those that rest on others too; kept where something was missing or did not apply. */
static void add_policies(const struct score_plan *plan, const struct score_state *as_declared, struct results *results)
{
    bool any = false;
    for (size_t i = 0; i < plan->order_count; i++)
        any = any || as_declared->tables[plan->order[i]].gaps;
    if (!any)
        return;
    struct score_state *state = score_state_new(plan, plan->arena);
    for (int policy = 0; policy < POLICIES; policy++) {
        score_compute(plan, &(struct score_variant){.policy = policy}, plan->values, plan->bases, state);
        for (size_t i = 0; i < plan->order_count; i++) {
            int table = plan->order[i];
            if (as_declared->tables[table].gaps)
                add_policy(&plan->tables[table], &as_declared->tables[table], &state->tables[table], (enum policy)policy, results->arena,
                           &results->tables.at[table]);
        }
    }
}

void score_tables(const struct evaluation *evaluation, struct results *results, struct diags *diags)
{
    struct arena *scratch = arena_new();
    struct score_plan *plan = score_plan_new(evaluation, results, scratch);
    struct score_state *state = score_state_new(plan, scratch);
    score_compute(plan, &(struct score_variant){.policy = -1, .facets = true}, plan->values, plan->bases, state);

    results->tables.at = NULL;
    results->tables.count = 0;
    for (size_t i = 0; i < evaluation->rubric.tables.count; i++)
        LIST_ADD(results->arena, &results->tables)->table = &evaluation->rubric.tables.at[i];
    for (size_t i = 0; i < plan->order_count; i++) {
        const struct plan_table *table = &plan->tables[plan->order[i]];
        struct table_result *result = &results->tables.at[plan->order[i]];
        fill_table(plan, table, state, plan->values, results->arena, result);
        warn_table(table, &state->tables[plan->order[i]], result, plan->values, diags);
    }
    add_policies(plan, state, results);
    arena_free(scratch);
}
