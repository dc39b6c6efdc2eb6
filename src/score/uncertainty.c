/* SPDX-License-Identifier: GPL-3.0-or-later
 * How sure is a place: all tables computed again from values drawn anew. Each replicate writes into its own row of an array, so that threads share
 * nothing but the plan, and what is made of the array afterwards does not depend on who filled it.
 */
#include <math.h>

#include "ceping/score_study.h"
#include "ceping/stats_ranks.h"
#include "score_priv.h"

/* Replicates ------------------------------------------------------------------------------------------------------- */

struct drawn_table {
    size_t rows;    /* of the result */
    int *plan_row;  /* by row of the result */
    double *scores; /* [replicate · rows + row]; NULL where chance has no hold on the table: all replicates are alike */
    float *places;  /* whole or half: a float holds them exactly */
};

struct run {
    const struct score_plan *plan;
    const struct score_study *study;
    struct drawn_table *tables;
    bool *moves; /* by table: something under it is drawn */
};

static void keep(const struct run *run, const struct score_state *state, size_t replicate)
{
    for (size_t t = 0; t < run->plan->table_count; t++) {
        const struct drawn_table *table = &run->tables[t];
        const struct table_state *from = &state->tables[t];
        for (size_t row = 0; table->scores && row < table->rows; row++) {
            table->scores[replicate * table->rows + row] = from->score[table->plan_row[row]];
            table->places[replicate * table->rows + row] = (float)from->list_place[table->plan_row[row]];
        }
    }
}

static void draw_once(void *context, size_t replicate, struct repeat_room *room)
{
    const struct run *run = context;
    static const struct score_variant variant = {.policy = -1, .lists = true};
    memcpy(room->values, run->plan->values, run->plan->value_count * sizeof *room->values);
    if (!room->ready)
        score_compute(run->plan, &variant, room->values, run->plan->bases, room->state);
    room->ready = true;
    run->study->draw(run->study->context, room->thread, replicate, room->values);
    for (size_t i = 0; i < run->plan->order_count; i++)
        if (run->moves[run->plan->order[i]])
            score_compute_table(run->plan, run->plan->order[i], &variant, room->values, run->plan->bases, room->state);
    keep(run, room->state, replicate);
}

/* Tables on which chance has no hold are computed once: the sheets of lead departments are most of the cells, and one judge a cell. */
static bool input_drawn(const int *inputs, size_t rows, const uint8_t *origins)
{
    for (size_t row = 0; inputs && row < rows; row++)
        if (inputs[row] >= 0 && origins[inputs[row]] == VALUE_DRAWN)
            return true;
    return false;
}

static bool leaf_moves(const struct run *run, const struct plan_table *table, const struct plan_leaf *leaf)
{
    if (leaf->table >= 0)
        return run->moves[leaf->table];
    for (size_t s = 0; s < leaf->first[table->row_count]; s++)
        if (leaf->sources[s].at >= 0 && run->study->origins[leaf->sources[s].at] == VALUE_DRAWN)
            return true;
    return false;
}

static void find_moving_tables(struct run *run)
{
    const uint8_t *origins = run->study->origins;
    for (size_t i = 0; i < run->plan->order_count; i++) {
        const struct plan_table *table = &run->plan->tables[run->plan->order[i]];
        bool moves = table->best_table >= 0 && run->moves[table->best_table];
        for (size_t l = 0; l < table->leaf_count; l++)
            moves = moves || leaf_moves(run, table, &table->leaves[l]);
        for (size_t k = 0; k < table->bonus_count; k++)
            moves = moves || input_drawn(table->bonus[k].input, table->row_count, origins);
        for (size_t k = 0; k < table->deduction_count; k++)
            moves = moves || input_drawn(table->deductions[k].input, table->row_count, origins);
        for (size_t k = 0; k < table->key_count; k++)
            moves = moves || input_drawn(table->keys[k].input, table->row_count, origins);
        run->moves[run->plan->order[i]] = moves;
    }
}

/* What a score rests on ---------------------------------------------------------------------------------------------- */

/* Shares of the sources of a leaf, and of what they rest on in turn. What a policy filled in is nobody's judgement. */
static void leaf_origins(const struct score_plan *plan, const struct plan_leaf *leaf, const struct leaf_state *leaf_state, size_t row, double effective,
                         const uint8_t *origins, double (*const *of_tables)[VALUE_ORIGINS], double *shares, double *ret)
{
    size_t first = leaf->first[row], count = leaf->first[row + 1] - first;
    double total = 0;
    (void)plan;
    aggregate_shares(leaf_state->filled + first, count, leaf->node->aggregate, shares);
    for (size_t i = 0; i < count; i++)
        total += shares[i];
    for (size_t i = 0; i < count; i++) {
        if (!(shares[i] > 0))
            continue;
        double share = effective * shares[i] / total;
        const struct source *source = &leaf->sources[first + i];
        bool given = leaf_state->source_gap[first + i] == GAP_NONE;
        if (given && leaf->table >= 0) {
            for (size_t o = 0; o < VALUE_ORIGINS; o++)
                ret[o] += share * of_tables[leaf->table][source->at][o] / 100;
        } else {
            ret[given ? origins[source->at] : VALUE_FIXED] += share;
        }
    }
    if (total == 0) /* the leaf as a whole was filled in */
        ret[VALUE_FIXED] += effective;
}

static void find_origins(const struct score_plan *plan, const struct score_state *state, const uint8_t *origins, struct arena *arena,
                         double (**ret)[VALUE_ORIGINS])
{
    double *shares = ARENA_ARRAY(arena, double, plan->matrix_max + plan->items_max + 1);
    for (size_t i = 0; i < plan->order_count; i++) {
        const struct plan_table *table = &plan->tables[plan->order[i]];
        const struct table_state *own = &state->tables[plan->order[i]];
        ret[plan->order[i]] = arena_alloc_array(arena, table->row_count + 1, sizeof **ret);
        for (size_t row = 0; row < table->row_count; row++)
            for (size_t l = 0; l < table->leaf_count; l++) {
                double effective = own->effective[row * (table->node_count + 1) + (size_t)table->leaves[l].node->index];
                if (own->active[row] && effective > 0)
                    leaf_origins(plan, &table->leaves[l], &own->leaves[l], row, effective, origins, ret, shares, ret[plan->order[i]][row]);
            }
    }
}

/* Rows --------------------------------------------------------------------------------------------------------------- */

static size_t gather_column(const double *from, size_t rows, size_t row, size_t replicates, double *ret)
{
    size_t count = 0;
    for (size_t r = 0; r < replicates; r++)
        if (!isnan(from[r * rows + row]))
            ret[count++] = from[r * rows + row];
    stats_sort(ret, count);
    return count;
}

static size_t gather_places(const struct drawn_table *table, size_t row, size_t replicates, double *ret)
{
    size_t count = 0;
    for (size_t r = 0; r < replicates; r++)
        if (!isnan(table->places[r * table->rows + row]))
            ret[count++] = (double)table->places[r * table->rows + row];
    stats_sort(ret, count);
    return count;
}

static void describe_row(const struct drawn_table *table, size_t row, const struct score_study *study, double *column, struct row_uncertainty *ret)
{
    double tail = (1 - study->level) / 2;
    size_t count = gather_column(table->scores, table->rows, row, study->replicates, column);
    double se = stats_sd(column, NULL, count);
    ret->undefined = study->replicates - count;
    if (!(se > 1e-9))
        return;
    ret->se = se;
    ret->low = stats_replicate_quantile(column, count, tail);
    ret->high = stats_replicate_quantile(column, count, 1 - tail);
    count = gather_places(table, row, study->replicates, column);
    ret->place_low = stats_replicate_rank(column, count, tail, false);
    ret->place_high = stats_replicate_rank(column, count, 1 - tail, true);
    ret->median_place = stats_median(column, NULL, count);
}

/* Lists ---------------------------------------------------------------------------------------------------------------- */

struct list {
    size_t *rows; /* of the result */
    size_t count, ranked;
};

/* Pairs grow with the square of the units. In lists of more than 300 they are told apart by so many of the replicates that the work stays what it is for 300, but by no fewer
 * than 400: the quantile that decides is then known to two or three in a hundred. */
static size_t pair_replicates(size_t units, size_t replicates)
{
    enum { UNITS = 300, LEAST = 400 };
    double share = (double)(UNITS * UNITS) / ((double)units * (double)units), count = share * (double)replicates;
    return share >= 1 || replicates <= LEAST ? replicates : count > LEAST ? (size_t)count : LEAST;
}

/* Room for the pairs of a list behind those of the lists before it. */
static size_t room_for_pairs(struct table_uncertainty *to, const struct list *list, size_t number)
{
    size_t first = to->ahead.count, n = list->count;
    for (size_t i = 0; i < n; i++) {
        struct row_uncertainty *row = &to->rows.at[list->rows[i]];
        row->list = number;
        row->list_at = i;
        row->first_pair = first + i * n;
    }
    to->ahead.count = to->apart.count = first + n * n;
    return first;
}

static void list_pairs(const struct drawn_table *table, const struct list *list, size_t number, const double *values, const struct score_study *study,
                       struct arena *scratch, struct table_uncertainty *ret)
{
    size_t n = list->count, first = room_for_pairs(ret, list, number), replicates = pair_replicates(n, study->replicates);
    double *own = ARENA_ARRAY(scratch, double, n + 1), *draws = ARENA_ARRAY(scratch, double, n * replicates + 1);
    double *low = ARENA_ARRAY(scratch, double, n + 1), *high = ARENA_ARRAY(scratch, double, n + 1), *ahead = ret->ahead.at + first;
    for (size_t i = 0; i < n; i++) {
        own[i] = values[list->rows[i]];
        for (size_t r = 0; r < replicates; r++)
            draws[r * n + i] = table->scores[r * table->rows + list->rows[i]];
    }
    struct stats_rank_set set;
    stats_rank_set(own, draws, n, replicates, study->level, low, high, ahead, ret->apart.at + first, &set);
    ret->pairs += set.pairs;
    ret->apart_count += set.apart;
    ret->critical = fmax(ret->critical, set.critical);
    for (size_t i = 0; i < n; i++) {
        struct row_uncertainty *row = &ret->rows.at[list->rows[i]];
        row->joint_low = isnan(row->se) ? NAN : low[i];
        row->joint_high = isnan(row->se) ? NAN : high[i];
    }
    for (size_t k = 0; k < n * n; k++)
        ahead[k] *= 100;
}

static void group_rows(const struct list *list, struct table_uncertainty *ret)
{
    for (size_t i = 0; i < list->count; i++) {
        struct row_uncertainty *row = &ret->rows.at[list->rows[i]];
        double half = (double)list->ranked / 2;
        bool ahead = row->joint_high <= half, behind = row->joint_low > half + 0.5;
        row->group = ahead ? CHANCE_AHEAD : behind ? CHANCE_BEHIND : isnan(row->se) ? CHANCE_NONE : CHANCE_MIDDLE;
        ret->grouped = ret->grouped || ahead || behind;
    }
    for (size_t i = 0; i < list->count && !ret->grouped; i++)
        ret->rows.at[list->rows[i]].group = CHANCE_NONE;
}

static struct list list_of(const struct table_result *result, int slice_at, int unit, struct arena *scratch)
{
    struct list list = {.rows = ARENA_ARRAY(scratch, size_t, result->rows.count + 1)};
    for (size_t i = 0; i < result->rows.count; i++)
        if (slice_at < 0 || result->rows.at[i].units[slice_at] == unit) {
            list.rows[list.count++] = i;
            list.ranked += !isnan(result->rows.at[i].score);
        }
    return list;
}

static void describe_lists(const struct plan_table *plan, const struct table_result *result, const struct drawn_table *table,
                           const struct score_study *study, struct arena *arena, struct table_uncertainty *ret)
{
    struct arena *scratch = arena_new();
    double *values = ARENA_ARRAY(scratch, double, table->rows + 1);
    for (size_t i = 0; i < table->rows; i++)
        values[i] = result->rows.at[i].score;
    int units = plan->slice_at < 0 ? 1 : (int)plan->table->slice->units.count;
    size_t pairs = 0;
    for (int unit = 0; unit < units && ret->any; unit++) {
        size_t n = list_of(result, plan->slice_at, unit, scratch).count;
        pairs += n > 1 ? n * n : 0;
    }
    ret->ahead.at = ARENA_ARRAY(arena, double, pairs + 1);
    ret->apart.at = ARENA_ARRAY(arena, signed char, pairs + 1);
    for (int unit = 0; unit < units; unit++) {
        struct list list = list_of(result, plan->slice_at, unit, scratch);
        if (list.count > 1 && ret->any)
            list_pairs(table, &list, (size_t)unit + 1, values, study, scratch, ret);
        if (plan->slice_at < 0 && plan->table->ranked)
            group_rows(&list, ret);
    }
    arena_free(scratch);
}

/* Tables ------------------------------------------------------------------------------------------------------------------ */

static void begin_table(const struct score_plan *plan, const struct table_result *result, bool moves, size_t replicates, struct arena *arena, struct drawn_table *ret)
{
    const struct plan_table *table = &plan->tables[result->table->index];
    ret->rows = result->rows.count;
    ret->plan_row = ARENA_ARRAY(arena, int, ret->rows + 1);
    if (moves) {
        ret->scores = ARENA_ARRAY(arena, double, ret->rows * replicates + 1);
        ret->places = ARENA_ARRAY(arena, float, ret->rows * replicates + 1);
    }
    for (size_t i = 0; i < ret->rows; i++)
        ret->plan_row[i] = plan_row_of(table, result->rows.at[i].units);
}

static void describe_table(const struct score_plan *plan, const struct score_state *state, const struct table_result *result,
                           const struct drawn_table *table, const struct score_study *study, double (*origins)[VALUE_ORIGINS], struct arena *arena,
                           struct table_uncertainty *ret)
{
    struct arena *scratch = arena_new();
    double *column = ARENA_ARRAY(scratch, double, study->replicates + 1);
    ret->critical = NAN;
    for (size_t i = 0; i < table->rows; i++) {
        struct row_uncertainty *row = LIST_ADD(arena, &ret->rows);
        row->se = row->low = row->high = row->place_low = row->place_high = row->joint_low = row->joint_high = row->median_place = NAN;
        row->place = state->tables[result->table->index].list_place[table->plan_row[i]];
        if (result->rows.at[i].why != SCORED)
            continue;
        memcpy(row->origins, origins[table->plan_row[i]], sizeof row->origins);
        if (table->scores)
            describe_row(table, i, study, column, row);
        ret->any = ret->any || !isnan(row->se);
    }
    describe_lists(&plan->tables[result->table->index], result, table, study, arena, ret);
    arena_free(scratch);
}

void score_uncertainty(const struct evaluation *evaluation, struct results *results, const struct score_study *study)
{
    struct arena *arena = arena_new();
    struct score_plan *plan = score_plan_new(evaluation, results, arena);
    struct run run = {.plan = plan, .study = study, .tables = ARENA_ARRAY(arena, struct drawn_table, plan->table_count + 1)};
    run.moves = ARENA_ARRAY(arena, bool, plan->table_count + 1);
    find_moving_tables(&run);
    for (size_t t = 0; t < results->tables.count; t++)
        begin_table(plan, &results->tables.at[t], run.moves[t], study->replicates, arena, &run.tables[t]);
    repeat(plan, study->replicates, study->threads, draw_once, &run);

    struct score_state *state = score_state_new(plan, arena);
    score_compute(plan, &(struct score_variant){.policy = -1, .lists = true}, plan->values, plan->bases, state);
    double(**origins)[VALUE_ORIGINS] = arena_alloc_array(arena, plan->table_count + 1, sizeof *origins);
    find_origins(plan, state, study->origins, arena, origins);
    struct uncertainty *to = &results->uncertainty;
    to->computed = true;
    to->seed = study->seed;
    to->replicates = study->replicates;
    to->level = study->level;
    to->tables.at = NULL;
    to->tables.count = 0;
    for (size_t t = 0; t < results->tables.count; t++) {
        struct table_uncertainty *table = LIST_ADD(results->arena, &to->tables);
        describe_table(plan, state, &results->tables.at[t], &run.tables[t], study, origins[t], results->arena, table);
    }
    arena_free(arena);
}
