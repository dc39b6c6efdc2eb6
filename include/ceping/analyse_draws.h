/* SPDX-License-Identifier: GPL-3.0-or-later
 * Figures drawn anew: what the values that the rubric rests on would have been with other respondents and other raters.
 *
 *     struct analyse_draws *draws = analyse_draws_new(evaluation, dataset, results, masks, &(struct draw_settings){.seed = 20180706}, arena);
 *     analyse_draws_place(draws, results, arena);
 *     struct draw_room *room = draw_room_new(draws, arena);                  one a thread
 *     analyse_draws_make(draws, room, replicate, values);                    values as results_value_starts() lays them out
 *
 * Bootstrap in strata: of the n responses (or raters) of a stratum, n − 1 are drawn with replacement and count n/(n − 1) times, which gives variances without
 * bias also in small strata (Rao & Wu, JASA 83, 1988). Whole responses are drawn, so the answers of a person stay together. Replicate r is the same whoever asks
 * for it, and in whatever order. Responses count as a set: their order in the file, or counts of equal ones in place of rows, change nothing below rows_max.
 *
 *     questionnaire   strata: the units that responses are about; drawn: responses
 *     rating sheets   strata: units of the kinds that responses are about and the figure is by; drawn: raters with all of their sheets (sheets, where no rater
 *                     is named). A panel in which at least half of all pairs of rater and unit occur is drawn as a whole: each rater brings all units
 *     records         counted facts: never drawn
 *
 * A value with a single judge, or only from strata of one, has no chance to draw: it stays as it is and VALUE_ONE_JUDGE tells so.
 * Above draw_settings.rows_max responses (and below, where all strata together would take too long) a stratum draws the sums of its figures from the normal distribution with their covariance in the stratum; medians,
 * trimmed means and extremes know no such sums, and where a stratification has one of them its strata are drawn response by response whatever their size.
 */
#ifndef CEPING_ANALYSE_DRAWS_H
#define CEPING_ANALYSE_DRAWS_H

#include "ceping/analyse.h"

struct draw_settings {
    uint64_t seed;
    size_t rows_max; /* 0: 20,000 */
};

struct analyse_draws; /* of one instrument; immutable once placed */
struct draw_room;     /* to work in; one a thread */

/* Only the figures that tables of the rubric rest on; those of this instrument must be in `results`. `masks`: one a figure of the evaluation. The dataset may be
 * freed afterwards. */
struct analyse_draws *analyse_draws_new(const struct evaluation *evaluation, const struct dataset *dataset, const struct results *results,
                                        const struct figure_masks *masks, const struct draw_settings *settings, struct arena *arena);
/* Before anything else, when the figures of all instruments are in `results`: only then it is known where each value lies. A second time does nothing. */
void analyse_draws_place(struct analyse_draws *draws, const struct results *results, struct arena *arena);
struct draw_room *draw_room_new(const struct analyse_draws *draws, struct arena *arena);

/* Marks the values of this instrument's figures in `origins` (by value). */
void analyse_draws_origins(const struct analyse_draws *draws, uint8_t *origins);
/* Overwrites the values that are drawn, in `values` of all figures. */
void analyse_draws_make(const struct analyse_draws *draws, struct draw_room *room, uint64_t replicate, double *values);

/* Were sums of a stratum drawn from their covariance? */
bool analyse_draws_normal(const struct analyse_draws *draws);

/* Who rates here: raters of the panel (struct rater), or units that fill in the sheets (struct unit). */
struct draw_rater {
    const void *who;
    const char *name;
};
size_t analyse_draws_raters(const struct analyse_draws *draws, const struct draw_rater **ret_raters);
/* Overwrites the values in which `who` had a part by what they are without him; NaN where nobody else judged. */
void analyse_draws_without(const struct analyse_draws *draws, struct draw_room *room, const void *who, double *values);

/* Does a table of the rubric rest on this figure: as leaf, bonus, deduction or tie-breaker? */
bool figure_in_rubric(const struct evaluation *evaluation, const struct figure *figure);

#endif
