/* SPDX-License-Identifier: GPL-3.0-or-later
 * From datasets to frequencies and figures. Knows nothing of how rows are stored or how results look.
 */
#ifndef CEPING_ANALYSE_H
#define CEPING_ANALYSE_H

#include "ceping/model_results.h"

/* Weight of each row for `weighting`: NaN for responses that are not valid or have no category in some margin; all NaN where the weights cannot be
 * used (false). Texts of the report live in `arena`. Needs no answers: without any the report is empty and not usable. */
bool analyse_weighting(const struct evaluation *evaluation, const struct dataset *dataset, const struct weighting *weighting, struct arena *arena,
                       double *ret_weight, struct weighting_result *ret_result);
/* What did not go well, at the place of the weighting; nothing without responses. */
void analyse_weighting_diags(const struct weighting_result *result, struct diags *diags);

/* Masks of a figure over its instrument's dataset; `at` NULL where the figure has no such condition. */
struct figure_masks {
    struct mask where;
    struct mask is;
    const double *weight; /* by row, of figure->weighting; NULL: worked out where the figure has one */
};

/* `masks` may be NULL. Cells stand in order of units, one for every combination that applies, with or without answers; without answers its value is NaN
 * (a count is 0 as soon as the instrument has a valid response). Bases and statistics: src/analyse/answer.c and figure.c.
 * Computes one figure: the whole and each combination of units of figure->by. Arrays of `ret_result` live in `arena`. Only valid responses count. */
void analyse_figure(const struct evaluation *evaluation, const struct dataset *dataset, const struct figure *figure, const struct figure_masks *masks,
                    struct arena *arena, struct figure_result *ret_result);

/* Many figures of one instrument: each as analyse_figure() computes it, to the last bit, but the rows are passed over once for all that need no more
 * than counts. */
struct figure_request {
    const struct figure *figure;
    const struct figure_masks *masks; /* may be NULL */
    struct figure_result *ret_result;
};
void analyse_figures(const struct evaluation *evaluation, const struct dataset *dataset, const struct figure_request *requests, size_t count,
                     struct arena *arena);

/* Does the figure leave out what is said of one's own: by `drop_own`, or because raters of the panel have a unit of their own? */
bool figure_leaves_own_out(const struct figure *figure);
/* Makes a copy of a figure count it. */
void figure_keep_own(struct figure *figure);

/* All closed and number questions of the dataset: in all, and by each kind that responses are about or questions run over.
 * Adds to results->frequencies. */
void analyse_frequencies(const struct dataset *dataset, struct results *results);

/* Screening indices of all rows, those of the set `which` (INDEX_BIT, INDICES_ALL): see indices.c for what each is. Seconds are there before. */
void analyse_indices(struct dataset *dataset, unsigned which);
/* Collection figures after screening. */
void analyse_collection(const struct evaluation *evaluation, const struct dataset *dataset, double rejected, struct results *results);

/* Are all requests under `analyses:` ones that can be computed? Needs no answers; every mistake stands in `diags` at its place. */
bool analyse_check(const struct evaluation *evaluation, struct diags *diags);
/* Requests that rest on no instrument (judgements, dispositions, sample sizes, score tables). As analyse_statistics(). */
void analyse_overall(const struct evaluation *evaluation, const struct results *results, struct arena *arena, analysis_blocks *ret_blocks, struct diags *diags);

/* Statistics of one instrument: the default set (frequencies are in results already; satisfaction by unit and group with intervals and corrected tests,
 * reliability of each scale, drivers of overall satisfaction, agreement of raters) and those asked for by `analyses:`. Blocks are added to `ret_blocks`;
 * what cannot be computed as asked is said in `diags` at the place of the request. */
void analyse_statistics(const struct evaluation *evaluation, const struct dataset *dataset, const struct results *results, struct arena *arena,
                        analysis_blocks *ret_blocks, struct diags *diags);

#endif
