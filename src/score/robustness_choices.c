/* SPDX-License-Identifier: GPL-3.0-or-later
 * All choices at once. Each is an input that is drawn by itself: a set of weights, one of the normalisations, of the aggregations, of the policies, nothing or one
 * value of the first facet left out, all screening rules or all but one, the respondents of one replicate. The output of a run is how far places moved:
 * the mean |place − declared place| over the units of a table. (Saisana, Saltelli & Tarantola, JRSS A 168, 2005, whose average shift in rank this is.)
 */
#include <assert.h>
#include <math.h>
#include <stdlib.h>

#include "ceping/stats_sensitivity.h"
#include "robustness_priv.h"

/* Copeland compares each unit with each other one. Once that is no matter; in some thousands of runs it is a minute for a thousand units. */
enum { PAIRS_MOST = 200 };
static_assert(SCORE_COPELAND == SCORE_AGGREGATIONS - 1, "the last, so that it can be left out");

enum input { INPUT_WEIGHTS, INPUT_NORMALISATION, INPUT_AGGREGATION, INPUT_POLICY, INPUT_LEFT_OUT, INPUT_RULES, INPUT_DRAWS, INPUTS };

static const char *const input_ids[INPUTS] = {"weights", "normalisation", "aggregation", "policy", "left_out", "rules", "draws"};
static const char *const input_labels[INPUTS] = {"权重", "标准化方法", "合成方法", "缺项处理", "去掉哪种方式", "废卷规则", "由哪些人作答和评分"};

/* The costly part of the picks of a sample, made once for all of its runs: A and B. */
struct drawn {
    double *values;     /* of the respondents drawn */
    double **fractions; /* by table: the weights drawn */
};

/* Values that are others without a screening rule. */
struct off_rule {
    const struct score_alternative *alternative;
    size_t count;
    size_t *at;
};

struct choices {
    const struct robust *robust;
    enum input inputs[INPUTS]; /* those that have something to choose from */
    size_t count;
    size_t facet_values; /* of the first facet */
    LIST_OF(struct off_rule) rules; /* screening rules off */
    size_t policies;
    size_t aggregations;
    double *moved; /* [table · runs + run]; runs: A, B, then AB by input */
    size_t runs;
    struct drawn (*drawn)[2]; /* by thread: of A and of B */
    double **declared;        /* places by table */
};

/* The choice of an input: one of `options`, by the number drawn for it. */
static size_t choose(uint64_t number, size_t options)
{
    return (size_t)(((number >> 32) * options) >> 32);
}

struct picks {
    uint64_t of[INPUTS];
};

static struct picks pick(const struct choices *choices, size_t sample, bool second)
{
    struct picks picks;
    struct stats_random random;
    stats_random_begin(&random, choices->robust->study->seed, UINT64_C(0x63686f69636573) + second, sample); /* "choices" */
    for (size_t i = 0; i < INPUTS; i++)
        picks.of[i] = stats_random_bits(&random);
    return picks;
}

static void draw_for(const struct choices *choices, const struct picks *picks, size_t thread, struct drawn *to)
{
    const struct robust *robust = choices->robust;
    memcpy(to->values, robust->plan->values, robust->plan->value_count * sizeof *to->values);
    if (robust->study->draw)
        robust->study->draw(robust->study->context, thread, choose(picks->of[INPUT_DRAWS], robust->study->replicates), to->values);
    fractions_drawn(robust->plan, robust->study->spread, robust->study->seed, picks->of[INPUT_WEIGHTS], to->fractions);
}

static void pick_values(const struct choices *choices, const struct picks *picks, const double *drawn, struct repeat_room *room)
{
    const struct score_plan *plan = choices->robust->plan;
    memcpy(room->values, drawn, plan->value_count * sizeof *room->values);
    memcpy(room->bases, plan->bases, plan->value_count * sizeof *room->bases);
    size_t off = choices->rules.count > 0 ? choose(picks->of[INPUT_RULES], choices->rules.count + 1) : 0;
    if (off == 0)
        return;
    const struct off_rule *rule = &choices->rules.at[off - 1];
    for (size_t k = 0; k < rule->count; k++) {
        size_t i = rule->at[k];
        double change = rule->alternative->values[i] - plan->values[i];
        room->values[i] = isnan(change) ? rule->alternative->values[i] : room->values[i] + change;
        room->bases[i] = rule->alternative->bases[i];
    }
}

static void pick_rules(const struct choices *choices, const struct picks *picks, double *const *drawn, struct repeat_room *room, struct score_variant *variant)
{
    static const enum transform_kind normalisations[] = {TRANSFORM_NONE, TRANSFORM_MIN_MAX, TRANSFORM_Z, TRANSFORM_PLACE};
    const struct score_plan *plan = choices->robust->plan;
    *variant = (struct score_variant){.policy = -1, .any_coverage = true, .bare = true};
    variant->normalise = normalisations[choose(picks->of[INPUT_NORMALISATION], COUNT_OF(normalisations))];
    variant->aggregation = (enum score_aggregation)choose(picks->of[INPUT_AGGREGATION], choices->aggregations);
    if (choices->policies > 0)
        variant->policy = (int)choose(picks->of[INPUT_POLICY], choices->policies + 1) - 1;
    for (size_t t = 0; t < plan->table_count; t++)
        memcpy(room->fractions[t], drawn[t], (plan->tables[t].node_count + 1) * sizeof *drawn[t]);
    size_t left_out = choose(picks->of[INPUT_LEFT_OUT], choices->facet_values + 1);
    if (left_out > 0)
        fractions_without(plan, 0, (int)left_out - 1, room->fractions);
    variant->fractions = room->fractions;
}

/* Over rows that have a place either way; 0 where none has: then nothing can be said to have moved. */
static double moved(const struct robust *robust, size_t t, const double *declared, const struct score_state *state)
{
    const struct robust_table *table = &robust->tables[t];
    double sum = 0, both = 0;
    for (size_t row = 0; row < table->rows; row++) {
        double place = state->tables[t].natural[table->plan_row[row]];
        if (isnan(place) || isnan(declared[row]))
            continue;
        sum += fabs(place - declared[row]);
        both++;
    }
    return both > 0 ? sum / both : 0;
}

static void run_choice(const struct choices *choices, const struct picks *picks, const double *values, double *const *fractions, size_t run, struct repeat_room *room)
{
    const struct score_plan *plan = choices->robust->plan;
    struct score_variant variant;
    pick_values(choices, picks, values, room);
    pick_rules(choices, picks, fractions, room, &variant);
    score_compute(plan, &variant, room->values, room->bases, room->state);
    for (size_t t = 0; t < plan->table_count; t++)
        if (choices->robust->tables[t].rows > 0)
            choices->moved[t * choices->runs + run] = moved(choices->robust, t, choices->declared[t], room->state);
}

/* All runs of a sample in a row: each differs from the one before in one input or two, and what does not hang on these is not computed again. */
static void run_sample(void *context, size_t sample, struct repeat_room *room)
{
    const struct choices *choices = context;
    size_t samples = choices->robust->study->samples;
    const struct picks a = pick(choices, sample, false), b = pick(choices, sample, true);
    struct drawn *drawn = choices->drawn[room->thread];
    draw_for(choices, &a, room->thread, &drawn[0]);
    draw_for(choices, &b, room->thread, &drawn[1]);
    run_choice(choices, &a, drawn[0].values, drawn[0].fractions, sample, room);
    for (size_t i = 0; i < choices->count; i++) {
        enum input input = choices->inputs[i];
        struct picks picks = a;
        picks.of[input] = b.of[input];
        run_choice(choices, &picks, drawn[input == INPUT_DRAWS].values, drawn[input == INPUT_WEIGHTS].fractions, (i + 2) * samples + sample, room);
    }
    run_choice(choices, &b, drawn[1].values, drawn[1].fractions, samples + sample, room);
}

/* Most moving first; equals in the order of the inputs. */
static void sort_inputs(struct table_robustness *table)
{
    for (size_t i = 1; i < table->inputs.count; i++) {
        struct robustness_input input = table->inputs.at[i];
        size_t j = i;
        for (; j > 0 && table->inputs.at[j - 1].total < input.total; j--)
            table->inputs.at[j] = table->inputs.at[j - 1];
        table->inputs.at[j] = input;
    }
}

static void describe(const struct choices *choices, size_t t, struct arena *arena, struct table_robustness *to)
{
    size_t samples = choices->robust->study->samples;
    const double *a = choices->moved + t * choices->runs, *b = a + samples;
    double first[INPUTS], total[INPUTS], sum = 0;
    stats_sensitivity(a, b, b + samples, samples, choices->count, first, total);
    for (size_t i = 0; i < choices->count; i++)
        *LIST_ADD(arena, &to->inputs) =
            (struct robustness_input){.id = input_ids[choices->inputs[i]], .label = input_labels[choices->inputs[i]], .first = first[i], .total = total[i]};
    sort_inputs(to);
    for (size_t i = 0; i < 2 * samples; i++)
        sum += a[i];
    to->moved = sum / (2 * (double)samples);
}

static struct off_rule off_rule_of(const struct robust *robust, const struct score_alternative *alternative)
{
    const struct score_plan *plan = robust->plan;
    struct off_rule rule = {.alternative = alternative, .at = ARENA_ARRAY(robust->arena, size_t, plan->value_count + 1)};
    for (size_t i = 0; i < plan->value_count; i++)
        if (!same_number(alternative->values[i], plan->values[i]) || !same_number(alternative->bases[i], plan->bases[i]) || isnan(plan->values[i]))
            rule.at[rule.count++] = i;
    return rule;
}

static void find_choices(struct choices *choices, struct robust *robust)
{
    const struct rubric *rubric = &robust->plan->evaluation->rubric;
    choices->facet_values = rubric->facets.count > 0 ? rubric->facets.at[0].values.count : 0;
    for (size_t i = 0; i < robust->rules.count; i++) {
        if (robust->rules.at[i].kind == ROBUST_WITHOUT_RULE)
            *LIST_ADD(robust->arena, &choices->rules) = off_rule_of(robust, robust->rules.at[i].alternative);
        choices->policies += robust->rules.at[i].kind == ROBUST_POLICY;
    }
    choices->aggregations = SCORE_AGGREGATIONS;
    for (size_t t = 0; t < robust->plan->table_count; t++)
        if (robust->tables[t].rows > PAIRS_MOST)
            choices->aggregations = SCORE_COPELAND;
    const bool there[INPUTS] = {
        [INPUT_WEIGHTS] = robust->study->spread > 0,
        [INPUT_NORMALISATION] = true,
        [INPUT_AGGREGATION] = true,
        [INPUT_POLICY] = choices->policies > 0,
        [INPUT_LEFT_OUT] = choices->facet_values > 1,
        [INPUT_RULES] = choices->rules.count > 0,
        [INPUT_DRAWS] = robust->study->draw != NULL,
    };
    for (size_t i = 0; i < INPUTS; i++)
        if (there[i])
            choices->inputs[choices->count++] = (enum input)i;
    if (choices->facet_values == 1)
        choices->facet_values = 0;
}

static struct drawn drawn_new(const struct score_plan *plan, struct arena *arena)
{
    struct drawn drawn = {.values = ARENA_ARRAY(arena, double, plan->value_count + 1), .fractions = ARENA_ARRAY(arena, double *, plan->table_count + 1)};
    for (size_t t = 0; t < plan->table_count; t++)
        drawn.fractions[t] = ARENA_ARRAY(arena, double, plan->tables[t].node_count + 1);
    return drawn;
}

static void begin_choices(struct choices *choices, const struct results *results)
{
    const struct robust *robust = choices->robust;
    size_t threads = robust->study->threads > 1 ? robust->study->threads : 1;
    choices->runs = robust->study->samples * (choices->count + 2);
    choices->moved = ARENA_ARRAY(robust->arena, double, robust->plan->table_count * choices->runs + 1);
    choices->drawn = arena_alloc_array(robust->arena, threads, sizeof *choices->drawn);
    for (size_t t = 0; t < threads; t++)
        for (size_t i = 0; i < COUNT_OF(choices->drawn[t]); i++)
            choices->drawn[t][i] = drawn_new(robust->plan, robust->arena);
    choices->declared = ARENA_ARRAY(robust->arena, double *, robust->plan->table_count + 1);
    for (size_t t = 0; t < results->tables.count; t++) {
        choices->declared[t] = ARENA_ARRAY(robust->arena, double, robust->tables[t].rows + 1);
        for (size_t row = 0; row < robust->tables[t].rows; row++)
            choices->declared[t][row] = results->tables.at[t].rows.at[row].natural_place;
    }
}

void robust_choices(struct robust *robust, struct results *results)
{
    struct choices choices = {.robust = robust};
    find_choices(&choices, robust);
    begin_choices(&choices, results);
    repeat(robust->plan, robust->study->samples, robust->study->threads, run_sample, &choices);
    for (size_t t = 0; t < results->tables.count; t++)
        if (robust->tables[t].rows > 0)
            describe(&choices, t, results->arena, &results->robustness.tables.at[t]);
}
