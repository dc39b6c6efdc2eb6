/* SPDX-License-Identifier: GPL-3.0-or-later
 * From figures to scores, places and bands: the rubric's tables, in their order. Formulas: OECD/JRC Handbook on composite indicators (2008).
 */
#ifndef CEPING_SCORE_H
#define CEPING_SCORE_H

#include "ceping/model_results.h"

/* What a table does, in short (src/score/ has the reasons):
 * - Weights are shares of the parent. What a row lacks leaves its weight to its siblings in the same node (reweight), or is filled in by the policy of the leaf, the
 *   table, or the pair table that it rests on. `effective_weight` of the leaves adds up to 100 and explains the score.
 * - Coverage is the share of declared weight with data; what does not apply and what a policy filled in do not count as covered. Compared to four decimals.
 * - A leaf on another table rests on all its rows with the units of this row, or on those that `via` leads to; cells that do not apply are gaps for the policy.
 * - Facet sums use effective weights in percent; a leaf on a table passes that table's sums on. Bonus and deductions are in no facet.
 * - Ties on printed scores unless `ties_exact` (then differences below 1e-9 are none). "order" among the tie-breakers orders the printing, not the places.
 *
 * Computes all tables of the rubric from results->figures into results->tables. Problems that only data can show (a fixed place beyond the number of
 * ranked units, bonus without base, a leaf without any data) go to `diags` as warnings with the place in the rubric. */
void score_tables(const struct evaluation *evaluation, struct results *results, struct diags *diags);

/* Values and bases of all figures as tables take them, laid out by results_value_starts(): bases are answers, or responses where one response gives one value. */
void score_values(const struct results *results, double *values, double *bases);

/* Places of `count` scores, best first; NaN gets no place (NaN). Equal scores are ties by `rule` (method §9: 1-2-2-4 …).
 * `keys`: tie-breakers, `key_count` a score, compared in order, greater is better; NULL none. */
void score_places(const double *scores, size_t count, enum tie_rule rule, const double *keys, size_t key_count, double *ret_places);

/* Moves units to fixed places: they leave the list, the rest are ranked among the free places with the tie rule, then they return.
 * `fixed[i]` is the place of unit i, or 0. */
void score_fixed_places(const double *scores, size_t count, enum tie_rule rule, const double *keys, size_t key_count, const int *fixed, double *ret_places);

#endif
