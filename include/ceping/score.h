/* SPDX-License-Identifier: GPL-3.0-or-later
 * From figures to scores, places and bands: the rubric's tables, in their order. Formulas: OECD/JRC Handbook on composite indicators (2008).
 */
#ifndef CEPING_SCORE_H
#define CEPING_SCORE_H

#include "ceping/model_results.h"

/* Computes all tables of the rubric from results->figures into results->tables. Problems that only data can show (a fixed place beyond the number of
 * ranked units, bonus without base, a leaf without any data) go to `diags` as warnings with the place in the rubric. */
void score_tables(const struct evaluation *evaluation, struct results *results, struct diags *diags);

/* Places of `count` scores, best first; NaN gets no place (NaN). Equal scores are ties by `rule` (method §9: 1-2-2-4 …).
 * `keys`: tie-breakers, `key_count` a score, compared in order, greater is better; NULL none. */
void score_places(const double *scores, size_t count, enum tie_rule rule, const double *keys, size_t key_count, double *ret_places);

/* Moves units to fixed places: they leave the list, the rest are ranked among the free places with the tie rule, then they return.
 * `fixed[i]` is the place of unit i, or 0. */
void score_fixed_places(const double *scores, size_t count, enum tie_rule rule, const double *keys, size_t key_count, const int *fixed, double *ret_places);

#endif
