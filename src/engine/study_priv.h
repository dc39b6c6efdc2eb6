/* SPDX-License-Identifier: GPL-3.0-or-later
 * Draws of all instruments together, for studies of uncertainty and robustness.
 */
#ifndef CEPING_ENGINE_STUDY_PRIV_H
#define CEPING_ENGINE_STUDY_PRIV_H

#include "ceping/analyse_draws.h"
#include "engine_priv.h"

struct study_draws {
    size_t count; /* of instruments */
    struct analyse_draws **draws;
    struct draw_room **rooms; /* [thread · count + instrument] */
    size_t value_count;
    uint8_t *origins;
};

/* Those kept since the results were computed, else each instrument is fetched and screened once more. */
bool study_draws_make(struct engine *engine, const struct results *results, size_t threads, struct arena *arena, struct study_draws *ret,
                      struct diags *diags);
void study_draw(void *context, size_t thread, uint64_t replicate, double *values); /* a score_draw */

/* Values and bases as they are without a rule or a decision: the instrument is fetched and screened once more, its figures are computed anew, the others
 * stay. */
bool study_values_without(struct engine *engine, const struct results *results, const struct instrument *instrument, const struct screen_off *off,
                          double *values, double *bases, struct diags *diags);

#endif
