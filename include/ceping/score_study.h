/* SPDX-License-Identifier: GPL-3.0-or-later
 * Studies of scores: the tables computed again thousands of times, from values drawn anew or under other rules.
 */
#ifndef CEPING_SCORE_STUDY_H
#define CEPING_SCORE_STUDY_H

#include "ceping/model_explain.h"
#include "ceping/score.h"

/* Overwrites the values that are drawn, of those that `results` came with (laid out by results_value_starts()). Called from `threads` threads at the same
 * time, with `thread` 0 … threads − 1; what it writes must follow from `replicate` alone. */
typedef void score_draw(void *context, size_t thread, uint64_t replicate, double *values);

#define SCORE_THREADS_MAX 16

struct score_study {
    size_t replicates;
    double level;
    uint64_t seed;  /* for the record; the draws have theirs */
    size_t threads; /* as many as there are processors; the results are the same on any number */
    const uint8_t *origins; /* enum value_origin, by value */
    score_draw *draw;
    void *context;
};

/* Intervals and place ranges of all rows of all tables into results->uncertainty: percentiles of the replicates (type 6; places outwards to whole ones), and
 * simultaneous place ranges over the pairs of each list (stats_rank_set; in lists of more than 300 of a part of the replicates, at least 400). Places are the natural ones, by score alone: a fixed place has no chance in it.
 * A list is the slice where the table ranks within slices, else the table. A row whose score never varies has no interval.
 * Groups, in tables ranked as a whole: clearly ahead where even the worst place of the joint range is in the upper half, clearly behind where even the best one is in the lower
 * half; nobody is grouped where neither occurs. */
void score_uncertainty(const struct evaluation *evaluation, struct results *results, const struct score_study *study);

/* Robustness: each table of single units under other rules, one at a time, and all of them at once. ------------------------ */

/* Values as other rules of collecting would have given them: without a rater, without a screening rule. */
struct score_alternative {
    enum robustness_kind kind;
    const char *label;
    const double *values, *bases; /* laid out by results_value_starts() */
};

struct score_robustness_study {
    uint64_t seed;
    size_t runs, samples;
    double spread; /* of weights: 0.2 for ±20 % (stats_dirichlet_concentration) */
    double level;
    size_t threads;
    const struct score_alternative *alternatives;
    size_t alternative_count;
    size_t replicates; /* of the draws, for the input "draws" */
    score_draw *draw;  /* NULL: no such input */
    void *context;
};

/* Into results->robustness. What is left out leaves its weight to the rest, whatever the coverage. Cases that cannot say anything (the only method, a policy where nothing is
 * missing) are not made. All choices at once: weights, normalisation, aggregation, policy, one method or dimension (of the first facet) or none left out, screening rules, respondents drawn anew;
 * pairwise comparison (Copeland) is among the aggregations where no table has more than 200 units, and always among the cases made one at a time;
 * each is an input of Jansen's estimators (stats_sensitivity.h), the output is the mean |place − declared place|. Where both respondents and a screening rule differ, what the
 * rule changes is added to what was drawn. */
void score_robustness(const struct evaluation *evaluation, struct results *results, const struct score_robustness_study *study);

/* Why this score ------------------------------------------------------------------------------------------------------------- */

/* What the tables would be from other values: without a rule, a decision, with own scores. */
struct score_effect {
    struct explain_effect effect; /* kind, words, count; score and place are filled in */
    const double *values, *bases; /* laid out by results_value_starts() */
};

/* What explanations of several rows have in common, computed once: the tables as they are and with each effect undone. Lives in `arena`; evaluation, results and effects must
 * live as long. For one thread at a time. */
struct score_explainer;
struct score_explainer *score_explainer_new(const struct evaluation *evaluation, const struct results *results, const struct score_effect *effects,
                                            size_t effect_count, struct arena *arena);

/* Row `row` of a table, from its score down to the figures. With m the mean of the tree's scores over all scored rows, a leaf of effective weight w and score s adds
 *     w(s − m)/100 − mean over all rows of the same
 * to the distance from the mean: above 0 where the row does better on it than the others do. The parts add up to score − mean exactly, with bonus, deductions and what a maximum cuts
 * off; printed parts are rounded by largest remainders, so that they add up too. `needed` is found by computing the table again: what a leaf needs
 * depends on transforms that look at all units, on ties and on rounding.
 * Everything lives in `arena`; results must live as long, the explainer need not. */
struct explanation *score_explain(struct score_explainer *explainer, const struct table_result *table, size_t row, struct arena *arena);

#endif
