/* SPDX-License-Identifier: GPL-3.0-or-later
 * Why this score: see score_study.h. The parts of the distance from the mean are centred twice. Once on the mean of the tree's scores, so that a leaf that does not apply
 * to a row, and whose weight has gone to the others, adds (nearly) nothing instead of the whole of what the others got from it; once over the rows, so that
 * a leaf on which everybody does well raises nobody.
 */
#include <math.h>
#include <stdlib.h>

#include "ceping/base_num.h"
#include "ceping/score_study.h"
#include "score_priv.h"

/* What the tables are with one rule or decision undone. */
struct undone {
    const struct score_effect *effect;
    double **scores, **places; /* by table, by row of the plan */
};

struct score_explainer {
    const struct results *results;
    struct score_plan *plan;
    struct score_state *state; /* as declared */
    struct score_state *trial; /* to try things out in */
    struct undone *undone;
    size_t undone_count;
};

struct explaining {
    const struct score_plan *plan;
    const struct plan_table *table;
    const struct results *results;
    const struct table_result *result;
    size_t row, plan_row;
    struct score_state *state; /* as declared */
    struct score_state *trial; /* to try things out in: nothing in it is as declared unless it was just computed so */
    struct explanation *to;
    struct arena *arena, *scratch;
    double *parts; /* [row of the plan · leaves + leaf]: w(s − m)/100 */
};

/* Sums -------------------------------------------------------------------------------------------------------------- */

struct remainder {
    double rest;
    size_t at;
};

static int by_rest(const void *left, const void *right)
{
    const struct remainder *a = left, *b = right;
    if (a->rest != b->rest)
        return a->rest > b->rest ? -1 : 1;
    return a->at < b->at ? -1 : a->at > b->at;
}

/* Rounds so that what is printed adds up to the printed total: down first, then a step up where most was cut off. */
static void round_to_total(const double *x, size_t count, double total, int decimals, double *ret)
{
    double step = pow(10, -decimals), sum = 0;
    auto_free struct remainder *rests = xcalloc(count + 1, sizeof *rests);
    for (size_t i = 0; i < count; i++) {
        double steps = floor(num_round(x[i], 9) / step + 1e-9);
        rests[i] = (struct remainder){x[i] / step - steps, i};
        ret[i] = steps;
        sum += steps;
    }
    qsort(rests, count, sizeof *rests, by_rest);
    double missing = round(total / step) - sum;
    for (size_t i = 0; count > 0 && missing >= 1; i = (i + 1) % count, missing--)
        ret[rests[i].at]++;
    for (size_t i = count; count > 0 && missing <= -1; i = i > 1 ? i - 1 : count, missing++)
        ret[rests[i - 1].at]--;
    for (size_t i = 0; i < count; i++)
        ret[i] = num_round(ret[i] * step, decimals);
}

static double effective_of(const struct explaining *explaining, size_t row, size_t node)
{
    return explaining->state->tables[explaining->table->table->index].effective[row * (explaining->table->node_count + 1) + node];
}

static bool is_scored(const struct explaining *explaining, size_t row)
{
    return explaining->state->tables[explaining->table->table->index].why[row] == SCORED;
}

/* Scored, and in the list of the row that is explained: a month is held against its month. */
static bool is_compared(const struct explaining *explaining, size_t row)
{
    const struct plan_table *table = explaining->table;
    bool same = table->slice_at < 0 || table->rows[row].units[table->slice_at] == table->rows[explaining->plan_row].units[table->slice_at];
    return same && is_scored(explaining, row);
}

/* Mean over the scored rows of the list of a column of the state. */
static double mean_of(const struct explaining *explaining, const double *column)
{
    struct sum sum = {0};
    size_t count = 0;
    for (size_t row = 0; row < explaining->table->row_count; row++)
        if (is_compared(explaining, row)) {
            sum_add(&sum, column[row]);
            count++;
        }
    return count > 0 ? sum_value(&sum) / (double)count : NAN;
}

static void find_parts(struct explaining *explaining)
{
    const struct plan_table *table = explaining->table;
    const struct table_state *own = &explaining->state->tables[table->table->index];
    double mean = explaining->to->mean_base = mean_of(explaining, own->base_score);
    explaining->parts = ARENA_ARRAY(explaining->scratch, double, table->row_count * table->leaf_count + 1);
    for (size_t row = 0; row < table->row_count; row++)
        for (size_t l = 0; l < table->leaf_count && is_compared(explaining, row); l++) {
            double effective = effective_of(explaining, row, (size_t)table->leaves[l].node->index);
            if (effective > 0)
                explaining->parts[row * table->leaf_count + l] = effective * (own->leaves[l].score[row] - mean) / 100;
        }
}

static double leaf_against(const struct explaining *explaining, size_t leaf)
{
    const struct plan_table *table = explaining->table;
    struct sum sum = {0};
    size_t count = 0;
    for (size_t row = 0; row < table->row_count; row++)
        if (is_compared(explaining, row)) {
            sum_add(&sum, explaining->parts[row * table->leaf_count + leaf]);
            count++;
        }
    return explaining->parts[explaining->plan_row * table->leaf_count + leaf] - sum_value(&sum) / (double)count;
}

/* What would it take ------------------------------------------------------------------------------------------------------ */

/* The raw value beyond which a leaf's score cannot grow; where the transform looks at all units, well beyond the greatest of them. */
static double limit_of(const struct explaining *explaining, size_t leaf)
{
    const struct transform *transform = &explaining->table->leaves[leaf].node->transform;
    const struct leaf_state *state = &explaining->state->tables[explaining->table->table->index].leaves[leaf];
    double low = INFINITY, high = -INFINITY;
    for (size_t row = 0; row < explaining->table->row_count; row++)
        if (!isnan(state->raw[row])) {
            low = fmin(low, state->raw[row]);
            high = fmax(high, state->raw[row]);
        }
    double beyond = 2 * (high - low) + fabs(high) + 1;
    bool falls = transform->high < transform->low;
    switch (transform->kind) {
    case TRANSFORM_NONE:
        return 100;
    case TRANSFORM_LINEAR:
        return falls ? transform->from : transform->to;
    case TRANSFORM_STEPS: {
        size_t best = 0;
        for (size_t i = 1; i < transform->steps.count; i++)
            best = transform->steps.at[i].score > transform->steps.at[best].score ? i : best;
        return transform->steps.count > 0 ? transform->steps.at[best].from : (double)NAN;
    }
    case TRANSFORM_DEDUCT:
        return transform->each > 0 ? 0 : high + beyond;
    case TRANSFORM_MIN_MAX:
        if (!isnan(transform->to) && transform->from != transform->to)
            return falls ? transform->from : transform->to;
        return falls ? low - beyond : high + beyond;
    default:
        return falls ? low - beyond : high + beyond;
    }
}

static double place_with(const struct explaining *explaining, size_t leaf, double by)
{
    struct score_state *state = explaining->trial;
    const struct score_shift shift = {.table = explaining->table->table->index, .leaf = leaf, .row = explaining->plan_row, .by = by};
    const struct score_variant variant = {.policy = -1, .lists = true, .shift = &shift};
    score_compute_table(explaining->plan, shift.table, &variant, explaining->plan->values, explaining->plan->bases, state);
    return state->tables[shift.table].list_place[explaining->plan_row];
}

/* The value as it will be printed, and no step more than it takes: the halving stops within a hair of where the place changes, on either side of a printable value. */
static double printable(const struct explaining *explaining, size_t leaf, double by, double limit, double place, const struct explain_node *node)
{
    int decimals = node->node->figure ? node->node->figure->decimals : 2;
    double step = copysign(pow(10, -decimals), by), needed = num_round(node->raw + by, decimals);
    for (int i = 0; i < 3 && !(place_with(explaining, leaf, needed - node->raw) < place); i++)
        needed = num_round(needed + step, decimals);
    for (int i = 0; i < 3 && place_with(explaining, leaf, needed - step - node->raw) < place; i++)
        needed = num_round(needed - step, decimals);
    return step > 0 ? fmin(needed, limit) : fmax(needed, limit);
}

static void find_needed(const struct explaining *explaining, size_t leaf, struct explain_node *to)
{
    enum { STEPS = 40 };
    double place = explaining->state->tables[explaining->table->table->index].list_place[explaining->plan_row];
    double limit = limit_of(explaining, leaf), low = 0, high = limit - to->raw;
    to->needed = to->needed_place = NAN;
    if (isnan(place) || place <= 1 || isnan(high) || high == 0 || !(place_with(explaining, leaf, high) < place))
        return;
    for (int i = 0; i < STEPS; i++) {
        double middle = low + (high - low) / 2;
        *(place_with(explaining, leaf, middle) < place ? &high : &low) = middle;
    }
    to->needed = printable(explaining, leaf, high, limit, place, to);
    to->needed_place = place_with(explaining, leaf, to->needed - to->raw);
}

/* Nodes -------------------------------------------------------------------------------------------------------------------- */

static void part_of_table(const struct explaining *explaining, const struct plan_leaf *leaf, const struct source *source, struct explain_part *part)
{
    const struct plan_table *from = &explaining->plan->tables[leaf->table];
    memcpy(part->units, from->rows[source->at].units, sizeof part->units);
    struct unit *units[MODEL_BY_MAX] = {0};
    size_t count = plan_row_units(from, (size_t)source->at, units);
    part->not_applicable = source->not_applicable ? evaluation_not_applicable(explaining->plan->evaluation, units, count) : NULL;
}

/* The cell of a figure among the values, told by its index. */
static const struct figure_cell *cell_of(const struct explaining *explaining, const struct figure *figure, int value)
{
    if (value < 0 || !figure)
        return NULL;
    const struct figure_result *result = &explaining->results->figures.at[figure->index];
    size_t at = (size_t)value - explaining->plan->figure_first[figure->index];
    return at == 0 ? &result->all : &result->cells.at[at - 1];
}

static void part_of_figure(const struct explaining *explaining, const struct plan_leaf *leaf, const struct source *source, struct explain_part *part)
{
    const struct figure *figure = leaf->node->figure;
    part->cell = cell_of(explaining, figure, source->at);
    for (size_t k = 0; k < MODEL_BY_MAX; k++)
        part->units[k] = part->cell ? part->cell->units[k] : NO_UNIT;
    for (size_t k = 0, over = 0; k < figure->by_count && !part->cell; k++) { /* no cell: it does not apply */
        for (size_t o = 0; o < leaf->over_count; o++)
            if (leaf->over[o] == figure->by[k])
                part->units[k] = source->over[over++];
        for (size_t j = 0; j < explaining->table->table->by_count && part->units[k] == NO_UNIT; j++)
            if (explaining->table->table->by[j] == figure->by[k])
                part->units[k] = explaining->table->rows[explaining->plan_row].units[j];
    }
    struct unit *units[MODEL_BY_MAX] = {0};
    for (size_t k = 0; k < figure->by_count; k++)
        units[k] = part->units[k] == NO_UNIT ? NULL : &figure->by[k]->units.at[part->units[k]];
    part->not_applicable = source->not_applicable ? evaluation_not_applicable(explaining->plan->evaluation, units, figure->by_count) : NULL;
}

static void add_parts(const struct explaining *explaining, const struct plan_leaf *leaf, const struct leaf_state *state, struct explain_node *to)
{
    size_t first = leaf->first[explaining->plan_row], count = leaf->first[explaining->plan_row + 1] - first;
    if (leaf->table < 0 && !leaf->aggregated) {
        to->cell = count > 0 ? cell_of(explaining, leaf->node->figure, leaf->sources[first].at) : NULL;
        to->scale = to->cell && to->cell->counts ? explaining->results->figures.at[leaf->node->figure->index].scale : NULL;
        return;
    }
    double *shares = ARENA_ARRAY(explaining->scratch, double, count + 1);
    aggregate_shares(state->filled + first, count, leaf->node->aggregate, shares);
    for (size_t i = 0; i < count; i++) {
        const struct source *source = &leaf->sources[first + i];
        if (state->source_gap[first + i] == GAP_ABSENT || (leaf->table >= 0 && source->at < 0))
            continue;
        struct explain_part *part = LIST_ADD(explaining->arena, &to->parts);
        if (leaf->table >= 0)
            part_of_table(explaining, leaf, source, part);
        else
            part_of_figure(explaining, leaf, source, part);
        part->value = state->filled[first + i];
        part->share = 100 * shares[i];
        part->imputed = state->source_gap[first + i] != GAP_NONE && !isnan(part->value);
    }
}

static double mean_score_of(const struct explaining *explaining, size_t node)
{
    const struct table_state *own = &explaining->state->tables[explaining->table->table->index];
    struct sum sum = {0};
    size_t count = 0;
    for (size_t row = 0; row < explaining->table->row_count; row++) {
        double score = own->node_score[row * (explaining->table->node_count + 1) + node];
        if (is_compared(explaining, row) && !isnan(score)) {
            sum_add(&sum, score);
            count++;
        }
    }
    return count > 0 ? sum_value(&sum) / (double)count : NAN;
}

static int depth_of(const struct node *node)
{
    int depth = -1;
    for (; node->parent; node = node->parent)
        depth++;
    return depth;
}

static void add_leaf_values(const struct explaining *explaining, size_t leaf, struct explain_node *to)
{
    const struct leaf_state *at = &explaining->state->tables[explaining->table->table->index].leaves[leaf];
    bool scored = is_scored(explaining, explaining->plan_row);
    to->leaf = true;
    to->raw = at->raw[explaining->plan_row];
    to->base = at->base[explaining->plan_row];
    to->imputed = at->imputed[explaining->plan_row];
    to->points = !scored ? (double)NAN : to->effective > 0 ? to->effective * to->score / 100 : 0;
    to->against = scored ? leaf_against(explaining, leaf) : (double)NAN;
    add_parts(explaining, &explaining->table->leaves[leaf], at, to);
    if (isnan(to->raw))
        to->cell = NULL; /* too few answers: what they were is nobody's business */
    if (scored && to->effective > 0 && !isnan(to->raw))
        find_needed(explaining, leaf, to);
}

/* Inner nodes are the sums of what is below them. */
static void add_up(struct explaining *explaining)
{
    struct explanation *to = explaining->to;
    for (size_t i = to->nodes.count; i-- > 0;) {
        struct explain_node *node = &to->nodes.at[i];
        const struct node *parent = node->node->parent;
        if (!parent || !parent->parent)
            continue;
        struct explain_node *above = &to->nodes.at[parent->index];
        above->points += node->points;
        above->against += node->against;
        above->printed_points += node->printed_points;
        above->printed_against += node->printed_against;
        above->base += node->base;
        above->imputed = above->imputed || node->imputed;
    }
}

static void add_nodes(struct explaining *explaining)
{
    const struct plan_table *table = explaining->table;
    const struct table_state *own = &explaining->state->tables[table->table->index];
    for (size_t i = 0; i < table->node_count; i++) {
        struct explain_node *node = LIST_ADD(explaining->arena, &explaining->to->nodes);
        node->node = table->nodes[i];
        node->depth = depth_of(table->nodes[i]);
        node->weight = 100 * table->share[i];
        node->effective = effective_of(explaining, explaining->plan_row, i);
        node->score = own->node_score[explaining->plan_row * (table->node_count + 1) + i];
        node->mean_score = mean_score_of(explaining, i);
        node->raw = node->needed = node->needed_place = NAN;
        if (table->leaf_of[i] >= 0)
            add_leaf_values(explaining, (size_t)table->leaf_of[i], node);
    }
}

/* Printed parts ------------------------------------------------------------------------------------------------------------- */

static void print_parts(struct explaining *explaining)
{
    struct explanation *to = explaining->to;
    int decimals = explaining->result->table->decimals;
    const struct score_row *row = &explaining->result->rows.at[explaining->row];
    size_t leaves = 0;
    for (size_t i = 0; row->why != SCORED && i < to->nodes.count; i++)
        to->nodes.at[i].printed_points = to->nodes.at[i].printed_against = NAN;
    if (row->why != SCORED)
        to->printed_against = NAN;
    if (row->why != SCORED)
        return;
    double *against = ARENA_ARRAY(explaining->scratch, double, to->nodes.count + 4), *points = ARENA_ARRAY(explaining->scratch, double, to->nodes.count + 4);
    double *printed = ARENA_ARRAY(explaining->scratch, double, to->nodes.count + 4);
    for (size_t i = 0; i < to->nodes.count; i++)
        if (to->nodes.at[i].leaf) {
            points[leaves] = to->nodes.at[i].points;
            against[leaves++] = to->nodes.at[i].against;
        }
    round_to_total(points, leaves, num_round(row->base_score, decimals), decimals, printed);
    for (size_t i = 0, l = 0; i < to->nodes.count; i++)
        to->nodes.at[i].printed_points = to->nodes.at[i].leaf ? printed[l++] : 0;
    /* Bonus, deduction and cap take part only where there are any: a rounding step must not make one. */
    double *others[] = {&to->printed_bonus, &to->printed_deduction, &to->printed_cap};
    const double values[] = {to->bonus_against, to->deduction_against, to->cap_against};
    size_t count = leaves;
    for (size_t i = 0; i < COUNT_OF(values); i++)
        if (values[i] != 0)
            against[count++] = values[i];
    to->printed_against = num_round(to->against, decimals); /* as every other difference: of what was not rounded before */
    round_to_total(against, count, to->printed_against, decimals, printed);
    for (size_t i = 0, l = 0; i < to->nodes.count; i++)
        to->nodes.at[i].printed_against = to->nodes.at[i].leaf ? printed[l++] : 0;
    count = leaves;
    for (size_t i = 0; i < COUNT_OF(values); i++)
        *others[i] = values[i] != 0 ? printed[count++] : 0;
}

static void add_others(struct explaining *explaining)
{
    const struct table_state *own = &explaining->state->tables[explaining->table->table->index];
    struct explanation *to = explaining->to;
    size_t rows = explaining->table->row_count, row = explaining->plan_row;
    double *cap = ARENA_ARRAY(explaining->scratch, double, rows + 1);
    for (size_t i = 0; i < rows; i++) {
        cap[i] = own->score[i] - (own->base_score[i] + own->bonus[i] - own->deduction[i]);
        cap[i] = fabs(cap[i]) < 1e-9 ? 0 : cap[i];
    }
    to->mean = mean_of(explaining, own->score);
    to->against = own->score[row] - to->mean;
    to->bonus_against = own->bonus[row] - mean_of(explaining, own->bonus);
    to->deduction_against = mean_of(explaining, own->deduction) - own->deduction[row];
    to->cap_against = cap[row] - mean_of(explaining, cap);
}

/* Effects ------------------------------------------------------------------------------------------------------------------- */

static void without_adjustment(struct explaining *explaining, struct plan_adjustment *adjustment, enum explain_effect_kind kind)
{
    struct score_state *state = explaining->trial;
    const struct adjustment *declared = adjustment->adjustment;
    const struct table_state *own = &explaining->state->tables[explaining->table->table->index];
    size_t row = explaining->plan_row;
    double value = declared->figure ? (adjustment->input[row] >= 0 ? explaining->plan->values[adjustment->input[row]] : (double)NAN) : 1;
    double points = fmin(declared->points * value, declared->cap);
    if (!adjustment->given[row] || isnan(points) || points == 0)
        return;
    adjustment->given[row] = false;
    score_compute_table(explaining->plan, explaining->table->table->index, &(struct score_variant){.policy = -1, .lists = true}, explaining->plan->values,
                        explaining->plan->bases, state);
    adjustment->given[row] = true;
    const struct table_state *other = &state->tables[explaining->table->table->index];
    struct explain_effect *effect = LIST_ADD(explaining->arena, &explaining->to->effects);
    *effect = (struct explain_effect){.kind = kind, .what = declared->name ? declared->name : declared->id, .reason = declared->reason,
                                      .authority = declared->authority, .date = declared->date, .points = own->score[row] - other->score[row],
                                      .score = other->score[row], .place = other->list_place[row], .count = NAN};
}

static void add_adjustments(struct explaining *explaining)
{
    for (size_t i = 0; i < explaining->table->bonus_count; i++)
        without_adjustment(explaining, &explaining->table->bonus[i], EFFECT_BONUS);
    for (size_t i = 0; i < explaining->table->deduction_count; i++)
        without_adjustment(explaining, &explaining->table->deductions[i], EFFECT_DEDUCTION);
}

static void add_cap(struct explaining *explaining)
{
    int table = explaining->table->table->index;
    const struct table_state *own = &explaining->state->tables[table];
    size_t row = explaining->plan_row;
    double score = own->base_score[row] + own->bonus[row] - own->deduction[row];
    if (score <= own->score[row] + 1e-9)
        return;
    struct score_state *state = explaining->trial;
    score_compute_table(explaining->plan, table, &(struct score_variant){.policy = -1, .lists = true, .uncapped = true}, explaining->plan->values, explaining->plan->bases, state);
    *LIST_ADD(explaining->arena, &explaining->to->effects) =
        (struct explain_effect){.kind = EFFECT_CAP, .what = explaining->result->table->name, .points = own->score[row] - score, .score = score,
                                .place = state->tables[table].list_place[row], .count = NAN};
}

static void add_fixed_place(struct explaining *explaining)
{
    const struct score_row *row = &explaining->result->rows.at[explaining->row];
    if (!row->fixed)
        return;
    *LIST_ADD(explaining->arena, &explaining->to->effects) =
        (struct explain_effect){.kind = EFFECT_FIXED_PLACE, .what = explaining->result->table->name, .reason = row->fixed->reason,
                                .authority = row->fixed->authority, .date = row->fixed->date, .points = NAN, .score = row->score, .place = row->natural_place, .count = NAN};
}

/* The row as a whole does not apply: then that is all that there is to say. */
static void add_not_applicable_row(struct explaining *explaining)
{
    struct unit *units[MODEL_BY_MAX] = {0};
    size_t count = plan_row_units(explaining->table, explaining->plan_row, units);
    const struct not_applicable *entry = evaluation_not_applicable(explaining->plan->evaluation, units, count);
    if (entry && explaining->result->rows.at[explaining->row].why == NO_SCORE_NOT_APPLICABLE)
        *LIST_ADD(explaining->arena, &explaining->to->effects) =
            (struct explain_effect){.kind = EFFECT_NOT_APPLICABLE, .entry = entry, .what = explaining->result->table->name, .reason = entry->reason, .authority = entry->authority,
                                    .date = entry->date, .points = NAN, .score = NAN, .place = NAN, .count = NAN};
}

/* Each entry once, however many leaves it meets; what it costs or gains is seen by counting it as zero. */
static void add_not_applicable(struct explaining *explaining)
{
    struct explanation *to = explaining->to;
    const struct table_result *result = explaining->result;
    add_not_applicable_row(explaining);
    const struct policy_result *zero = NULL;
    for (size_t p = 0; p < result->policies.count; p++)
        zero = result->policies.at[p].policy == POLICY_ZERO ? &result->policies.at[p] : zero;
    for (size_t i = 0; i < to->nodes.count; i++)
        for (size_t k = 0; k < to->nodes.at[i].parts.count; k++) {
            const struct not_applicable *entry = to->nodes.at[i].parts.at[k].not_applicable;
            bool known = !entry;
            for (size_t e = 0; e < to->effects.count && !known; e++)
                known = to->effects.at[e].entry == entry;
            if (known)
                continue;
            const char *what = "";
            for (size_t u = 0; u < entry->unit_count; u++)
                what = arena_printf(explaining->arena, u ? "%s×%s" : "%s%s", what, entry->units[u]->short_name);
            *LIST_ADD(explaining->arena, &to->effects) =
                (struct explain_effect){.kind = EFFECT_NOT_APPLICABLE, .entry = entry, .what = what, .reason = entry->reason, .authority = entry->authority, .date = entry->date, .points = NAN,
                                        .score = zero ? zero->scores[explaining->row] : (double)NAN, .place = zero ? zero->places[explaining->row] : (double)NAN, .count = NAN};
        }
}

/* Only what makes a difference to this row is said of it. */
static void add_effects(struct explaining *explaining, const struct score_explainer *explainer)
{
    int table = explaining->table->table->index;
    const struct table_state *own = &explaining->state->tables[table];
    size_t row = explaining->plan_row;
    for (size_t i = 0; i < explainer->undone_count; i++) {
        const struct undone *undone = &explainer->undone[i];
        double score = undone->scores[table][row], place = undone->places[table][row];
        bool same = score_exact(score) == score_exact(own->score[row]) && place == own->list_place[row];
        if (same || (isnan(score) && isnan(own->score[row])))
            continue;
        struct explain_effect *effect = LIST_ADD(explaining->arena, &explaining->to->effects);
        *effect = undone->effect->effect;
        effect->what = arena_strdup(explaining->arena, effect->what); /* the rest belongs to the evaluation */
        effect->points = NAN;
        effect->score = score;
        effect->place = place;
    }
}

/* What all rows have in common ------------------------------------------------------------------------------------------------ */

static const struct score_variant as_declared = {.policy = -1, .lists = true};

static void undo(const struct score_explainer *explainer, const struct score_effect *effect, struct arena *arena, struct undone *to)
{
    const struct score_plan *plan = explainer->plan;
    *to = (struct undone){effect, ARENA_ARRAY(arena, double *, plan->table_count + 1), ARENA_ARRAY(arena, double *, plan->table_count + 1)};
    score_compute(plan, &as_declared, effect->values, effect->bases, explainer->trial);
    for (size_t i = 0; i < plan->order_count; i++) {
        int t = plan->order[i];
        size_t rows = plan->tables[t].row_count;
        to->scores[t] = ARENA_ARRAY(arena, double, rows + 1);
        to->places[t] = ARENA_ARRAY(arena, double, rows + 1);
        memcpy(to->scores[t], explainer->trial->tables[t].score, rows * sizeof *to->scores[t]);
        memcpy(to->places[t], explainer->trial->tables[t].list_place, rows * sizeof *to->places[t]);
    }
}

struct score_explainer *score_explainer_new(const struct evaluation *evaluation, const struct results *results, const struct score_effect *effects,
                                            size_t effect_count, struct arena *arena)
{
    struct score_explainer *explainer = ARENA_NEW(arena, struct score_explainer);
    explainer->results = results;
    explainer->plan = score_plan_new(evaluation, results, arena);
    explainer->state = score_state_new(explainer->plan, arena);
    explainer->trial = score_state_new(explainer->plan, arena);
    score_compute(explainer->plan, &as_declared, explainer->plan->values, explainer->plan->bases, explainer->state);
    explainer->undone_count = effect_count;
    explainer->undone = ARENA_ARRAY(arena, struct undone, effect_count + 1);
    for (size_t i = 0; i < effect_count; i++)
        undo(explainer, &effects[i], arena, &explainer->undone[i]);
    return explainer;
}

struct explanation *score_explain(struct score_explainer *explainer, const struct table_result *table, size_t row, struct arena *arena)
{
    struct arena *scratch = arena_new();
    struct explanation *to = ARENA_NEW(arena, struct explanation);
    *to = (struct explanation){.result = table, .row = row};
    struct score_plan *plan = explainer->plan;
    struct explaining explaining = {.plan = plan, .table = &plan->tables[table->table->index], .results = explainer->results, .result = table, .row = row, .to = to};
    explaining.arena = arena;
    explaining.scratch = scratch;
    explaining.plan_row = (size_t)plan_row_of(explaining.table, table->rows.at[row].units);
    explaining.state = explainer->state;
    explaining.trial = explainer->trial;
    score_compute(plan, &as_declared, plan->values, plan->bases, explainer->trial);
    find_parts(&explaining);
    add_others(&explaining);
    add_nodes(&explaining);
    print_parts(&explaining);
    add_up(&explaining);
    if (is_scored(&explaining, explaining.plan_row)) {
        add_adjustments(&explaining);
        add_cap(&explaining);
        add_effects(&explaining, explainer);
    }
    add_fixed_place(&explaining);
    add_not_applicable(&explaining);
    arena_free(scratch);
    return to;
}
