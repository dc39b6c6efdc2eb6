/* SPDX-License-Identifier: GPL-3.0-or-later
 * Robustness: what other reasonable rules would have given. Three studies over the same plan:
 *
 *     cases     one rule changed at a time, each kept as places of all units
 *     weights   all weights of all tables around their declared values (Dirichlet by node), kept as a range of places
 *     choices   all rules changed at once, for sensitivity indices: which choice moves the places most (robustness_choices.c)
 *
 * Places are the natural ones: a fixed place would hide what is asked for.
 */
#include <math.h>

#include "robustness_priv.h"

/* Rules ------------------------------------------------------------------------------------------------------------- */

/* Weights without what a facet value marks. A leaf that says nothing of the facet passes on what the table below it says, where the value is left out too. */
void fractions_without(const struct score_plan *plan, size_t facet, int value, double *const *fractions)
{
    for (size_t t = 0; t < plan->table_count; t++)
        for (size_t l = 0; l < plan->tables[t].leaf_count; l++)
            if (plan->tables[t].leaves[l].facet[facet] == value)
                fractions[t][plan->tables[t].leaves[l].node->index] = 0;
}

void fractions_declared(const struct score_plan *plan, double *const *fractions)
{
    for (size_t t = 0; t < plan->table_count; t++)
        memcpy(fractions[t], plan->tables[t].fraction, (plan->tables[t].node_count + 1) * sizeof *fractions[t]);
}

/* The children of each node around their declared weights. */
void fractions_drawn(const struct score_plan *plan, double spread, uint64_t seed, uint64_t draw, double *const *fractions)
{
    enum { CHILDREN_MAX = 256 };
    struct stats_random random;
    stats_random_begin(&random, seed, UINT64_C(0x77656967687473), draw); /* "weights" */
    for (size_t t = 0; t < plan->table_count; t++) {
        const struct plan_table *table = &plan->tables[t];
        for (size_t node = 0; node <= table->node_count; node++) {
            double means[CHILDREN_MAX], weights[CHILDREN_MAX];
            size_t count = 0;
            for (int child = table->first_child[node]; child >= 0 && count < CHILDREN_MAX; child = table->next[child])
                means[count++] = table->fraction[child];
            if (count == 0)
                continue;
            stats_random_dirichlet(&random, means, count, stats_dirichlet_concentration(means, count, spread), weights);
            count = 0;
            for (int child = table->first_child[node]; child >= 0 && count < CHILDREN_MAX; child = table->next[child])
                fractions[t][child] = weights[count++];
        }
    }
}

static void add_rule(struct robust *robust, struct rule rule)
{
    *LIST_ADD(robust->arena, &robust->rules) = rule;
}

static void add_left_out(struct robust *robust)
{
    const struct score_plan *plan = robust->plan;
    const struct rubric *rubric = &plan->evaluation->rubric;
    for (size_t f = 0; f < plan->facet_count; f++)
        for (size_t v = 0; v < rubric->facets.at[f].values.count; v++)
            add_rule(robust, (struct rule){.kind = ROBUST_WITHOUT_FACET, .facet = f, .value = (int)v,
                                           .label = arena_printf(robust->arena, "去掉%s", rubric->facets.at[f].values.at[v])});
    for (size_t k = 0; k < plan->evaluation->kinds.count; k++) {
        const struct unit_kind *kind = &plan->evaluation->kinds.at[k];
        bool over = false;
        for (size_t t = 0; t < plan->table_count; t++)
            for (size_t l = 0; l < plan->tables[t].leaf_count && plan->tables[t].table->by_count == 1; l++)
                for (size_t o = 0; o < plan->tables[t].leaves[l].over_count; o++)
                    over = over || plan->tables[t].leaves[l].over[o] == kind;
        for (size_t u = 0; over && u < kind->units.count; u++)
            add_rule(robust, (struct rule){.kind = ROBUST_WITHOUT_UNIT, .without = &kind->units.at[u],
                                           .label = arena_printf(robust->arena, "去掉%s", kind->units.at[u].short_name)});
    }
}

static void add_methods(struct robust *robust)
{
    static const struct {
        enum transform_kind kind;
        const char *label;
    } normalisations[] = {{TRANSFORM_MIN_MAX, "极差标准化"}, {TRANSFORM_Z, "标准分"}, {TRANSFORM_PLACE, "名次计分"}};
    static const struct {
        enum score_aggregation aggregation;
        const char *label;
    } aggregations[] = {{SCORE_GEOMETRIC, "几何平均"}, {SCORE_COPELAND, "两两比较（Copeland）"}};
    for (size_t i = 0; i < COUNT_OF(normalisations); i++)
        add_rule(robust, (struct rule){.kind = ROBUST_NORMALISATION, .normalise = normalisations[i].kind, .label = normalisations[i].label});
    for (size_t i = 0; i < COUNT_OF(aggregations); i++)
        add_rule(robust, (struct rule){.kind = ROBUST_AGGREGATION, .aggregation = aggregations[i].aggregation, .label = aggregations[i].label});
    for (int policy = 0; policy < POLICIES && robust->gaps; policy++)
        add_rule(robust, (struct rule){.kind = ROBUST_POLICY, .policy = policy + 1, .label = policy_labels[policy]});
}

static void add_alternatives(struct robust *robust)
{
    for (size_t i = 0; i < robust->study->alternative_count; i++) {
        const struct score_alternative *alternative = &robust->study->alternatives[i];
        add_rule(robust, (struct rule){.kind = alternative->kind, .alternative = alternative, .label = alternative->label});
    }
}

/* Runs --------------------------------------------------------------------------------------------------------------- */

static void keep(const struct robust *robust, const struct score_state *state, size_t at)
{
    for (size_t t = 0; t < robust->plan->table_count; t++) {
        const struct robust_table *table = &robust->tables[t];
        for (size_t row = 0; row < table->rows; row++) {
            table->scores[at * table->rows + row] = state->tables[t].score[table->plan_row[row]];
            table->places[at * table->rows + row] = state->tables[t].natural[table->plan_row[row]];
        }
    }
}

static void run_rule(void *context, size_t at, struct repeat_room *room)
{
    const struct robust *robust = context;
    const struct score_plan *plan = robust->plan;
    const struct rule *rule = &robust->rules.at[at];
    struct score_variant variant = {.policy = rule->policy - 1, .normalise = rule->normalise, .aggregation = rule->aggregation, .without = rule->without, .bare = true};
    if (rule->kind == ROBUST_WITHOUT_FACET) {
        fractions_declared(plan, room->fractions);
        fractions_without(plan, rule->facet, rule->value, room->fractions);
        variant.fractions = room->fractions;
    }
    variant.any_coverage = rule->kind == ROBUST_WITHOUT_FACET || rule->kind == ROBUST_WITHOUT_RATER;
    const double *values = rule->alternative ? rule->alternative->values : plan->values;
    score_compute(plan, &variant, values, rule->alternative ? rule->alternative->bases : plan->bases, room->state);
    keep(robust, room->state, at);
}

static void run_weights(void *context, size_t at, struct repeat_room *room)
{
    const struct robust *robust = context;
    fractions_drawn(robust->plan, robust->study->spread, robust->study->seed, at, room->fractions);
    score_compute(robust->plan, &(struct score_variant){.policy = -1, .fractions = room->fractions, .bare = true}, robust->plan->values, robust->plan->bases, room->state);
    keep(robust, room->state, robust->rules.count + at);
}

/* Tables ------------------------------------------------------------------------------------------------------------- */

/* A rule that has no part in the table: nothing under it changes. Leaving out what is not there, or all that there is, says nothing. */
static bool says_something(const struct robust *robust, const struct robust_table *table, const double *scores, const struct table_result *result)
{
    bool any = false, differs = false;
    (void)robust;
    for (size_t row = 0; row < table->rows; row++) {
        double own = result->rows.at[row].score, other = scores[row];
        any = any || !isnan(other);
        differs = differs || isnan(own) != isnan(other) || fabs(own - other) > 1e-9;
    }
    return any && differs;
}

static void widen(double range[2], double place)
{
    if (isnan(place))
        return;
    range[0] = isnan(range[0]) ? place : fmin(range[0], place);
    range[1] = isnan(range[1]) ? place : fmax(range[1], place);
}

static void add_case(const struct robust *robust, const struct robust_table *table, const struct table_result *result, size_t at, struct arena *arena,
                     struct table_robustness *to)
{
    const struct rule *rule = &robust->rules.at[at];
    const double *scores = table->scores + at * table->rows, *places = table->places + at * table->rows;
    bool by_place = rule->aggregation == SCORE_COPELAND; /* its scores stay */
    if (!by_place && !says_something(robust, table, scores, result))
        return;
    struct robustness_case *kept = LIST_ADD(arena, &to->cases);
    *kept = (struct robustness_case){.kind = rule->kind, .label = arena_strdup(arena, rule->label)};
    kept->scores = ARENA_ARRAY(arena, double, table->rows + 1);
    kept->places = ARENA_ARRAY(arena, double, table->rows + 1);
    double sum = 0, both = 0;
    for (size_t row = 0; row < table->rows; row++) {
        double own = result->rows.at[row].natural_place, place = places[row];
        kept->scores[row] = by_place ? NAN : scores[row];
        kept->places[row] = place;
        kept->lost += !isnan(own) && isnan(place);
        widen(to->rows.at[row].kinds[rule->kind], place);
        if (isnan(own) || isnan(place))
            continue;
        sum += fabs(place - own);
        both++;
        kept->most = fmax(kept->most, fabs(place - own));
        kept->changed += place != own;
    }
    kept->moved = both > 0 ? sum / both : NAN;
}

static void add_weights(const struct robust *robust, const struct robust_table *table, const struct table_result *result, struct table_robustness *to)
{
    size_t runs = robust->study->runs;
    auto_free double *places = xcalloc(runs + 1, sizeof *places);
    double tail = (1 - robust->study->level) / 2;
    for (size_t row = 0; row < table->rows; row++) {
        struct row_robustness *at = &to->rows.at[row];
        size_t count = 0, same = 0;
        for (size_t r = 0; r < runs; r++) {
            double place = table->places[(robust->rules.count + r) * table->rows + row];
            same += place == result->rows.at[row].natural_place;
            if (!isnan(place))
                places[count++] = place;
        }
        if (count == 0)
            continue;
        stats_sort(places, count);
        at->weights_low = stats_replicate_rank(places, count, tail, false);
        at->weights_high = stats_replicate_rank(places, count, 1 - tail, true);
        at->same = 100 * (double)same / (double)runs;
        widen(at->kinds[ROBUST_WEIGHTS], at->weights_low);
        widen(at->kinds[ROBUST_WEIGHTS], at->weights_high);
    }
}

static void describe_table(const struct robust *robust, const struct robust_table *table, const struct table_result *result, struct arena *arena,
                           struct table_robustness *to)
{
    for (size_t row = 0; row < table->rows; row++) {
        struct row_robustness *at = LIST_ADD(arena, &to->rows);
        at->least = at->greatest = at->weights_low = at->weights_high = at->same = NAN;
        for (size_t k = 0; k < ROBUSTNESS_KINDS; k++)
            at->kinds[k][0] = at->kinds[k][1] = NAN;
    }
    for (size_t i = 0; i < robust->rules.count; i++)
        add_case(robust, table, result, i, arena, to);
    add_weights(robust, table, result, to);
    for (size_t row = 0; row < table->rows; row++) {
        struct row_robustness *at = &to->rows.at[row];
        double range[2] = {result->rows.at[row].natural_place, result->rows.at[row].natural_place};
        for (size_t k = 0; k < ROBUSTNESS_KINDS; k++) {
            widen(range, at->kinds[k][0]);
            widen(range, at->kinds[k][1]);
        }
        at->least = range[0];
        at->greatest = range[1];
    }
}

/* The whole ------------------------------------------------------------------------------------------------------------ */

static void begin_tables(struct robust *robust, const struct results *results)
{
    size_t runs = robust->rules.count + robust->study->runs;
    robust->tables = ARENA_ARRAY(robust->arena, struct robust_table, robust->plan->table_count + 1);
    for (size_t t = 0; t < results->tables.count; t++) {
        const struct table_result *result = &results->tables.at[t];
        struct robust_table *table = &robust->tables[t];
        if (result->table->by_count != 1 || !result->table->ranked)
            continue;
        table->rows = result->rows.count;
        table->plan_row = ARENA_ARRAY(robust->arena, int, table->rows + 1);
        table->scores = ARENA_ARRAY(robust->arena, double, runs * table->rows + 1);
        table->places = ARENA_ARRAY(robust->arena, double, runs * table->rows + 1);
        for (size_t i = 0; i < table->rows; i++)
            table->plan_row[i] = plan_row_of(&robust->plan->tables[t], result->rows.at[i].units);
    }
}

static bool any_gaps(const struct score_plan *plan, struct arena *arena)
{
    struct score_state *state = score_state_new(plan, arena);
    bool gaps = false;
    score_compute(plan, &(struct score_variant){.policy = -1}, plan->values, plan->bases, state);
    for (size_t i = 0; i < plan->order_count; i++)
        gaps = gaps || state->tables[plan->order[i]].gaps;
    return gaps;
}

void score_robustness(const struct evaluation *evaluation, struct results *results, const struct score_robustness_study *study)
{
    struct arena *arena = arena_new();
    struct robust robust = {.plan = score_plan_new(evaluation, results, arena), .study = study, .arena = arena};
    robust.gaps = any_gaps(robust.plan, arena);
    add_left_out(&robust);
    add_alternatives(&robust);
    add_methods(&robust);
    begin_tables(&robust, results);
    repeat(robust.plan, robust.rules.count, study->threads, run_rule, &robust);
    repeat(robust.plan, study->runs, study->threads, run_weights, &robust);

    struct robustness *to = &results->robustness;
    *to = (struct robustness){.computed = true, .seed = study->seed, .runs = study->runs, .samples = study->samples, .weights = 100 * study->spread, .level = study->level};
    for (size_t t = 0; t < results->tables.count; t++) {
        struct table_robustness *table = LIST_ADD(results->arena, &to->tables);
        if (robust.tables[t].rows > 0)
            describe_table(&robust, &robust.tables[t], &results->tables.at[t], results->arena, table);
    }
    robust_choices(&robust, results);
    arena_free(arena);
}
