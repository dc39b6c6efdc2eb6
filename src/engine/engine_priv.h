/* SPDX-License-Identifier: GPL-3.0-or-later
 * What the files of the engine share.
 */
#ifndef CEPING_ENGINE_PRIV_H
#define CEPING_ENGINE_PRIV_H

#include "ceping/analyse_draws.h"
#include "ceping/engine.h"

/* What the values of all figures are without a rule of screening: robustness and explanations both ask. */
struct kept_values {
    const struct screening_rule *rule;
    const double *values, *bases;
};

/* What the conditions of an instrument gave: for asking, and of screening. NULL: not evaluated yet. */
struct screen_masks {
    struct arena *arena; /* where they live */
    const struct mask *asked, *rules;
    size_t rows; /* of the responses that they are about */
};

struct engine {
    struct arena *arena;
    struct evaluation *evaluation;
    struct store *store; /* NULL: no database yet */
    bool *told_outside;  /* by instrument: its answers outside of the range were warned of (outside.c) */
    const char *database;
    /* what was made while results were computed, for the studies that follow; see engine_results_for_studies() */
    const struct results *kept_of;
    struct arena *kept_arena;
    struct analyse_draws **kept; /* draws by instrument */
    struct screen_masks *kept_masks; /* by instrument */
    LIST_OF(struct kept_values) kept_values; /* of the same results */
};

/* What is passed over, as though it did not stand in the file; NULL: nothing. */
struct screen_off {
    const struct screening_rule *rule;
    const struct decision *decision;
    bool flagged_out; /* what rules flag is void, as though their action were that */
    bool no_texts;    /* those of engine_unread() are not fetched: their `texts` are NULL */
    bool as_stored;   /* rows that stand for several responses once */
};

/* Room for draws and values of these results; none are kept of others any more. NULL: of none. */
void engine_keep(struct engine *engine, const struct results *results);

/* The key for sources, made where it is not there; NULL when no instrument keeps sources. In the arena of the engine. */
bool engine_source_key(const struct engine *engine, const char **ret_key, struct diags *diags);

/* Applies the corrections and withdrawals of decisions.csv to the responses as they were fetched, and lists them in dataset->corrections. */
void engine_correct(const struct evaluation *evaluation, struct dataset *dataset, struct diags *diags);

/* Numbers outside of the range of today become unreadable, with a warning a question where none was given yet (outside.c). After the corrections. */
void engine_refuse_outside(struct engine *engine, struct dataset *dataset, struct diags *diags);

/* Makes as many rows of each row as responses for which it stands; nothing where rows are responses. False when that is too many. */
bool engine_repeat(struct dataset *dataset, struct diags *diags);

/* Turns blanks into "not asked" where a condition was not met, computes the indices, applies the screening rules and the decisions of
 * people to the dataset in place. Adds the answers cancelled by each rule to `ret_cancelled` (one a rule). `kept`, which may be NULL, are what the conditions
 * of these same responses gave before, or become it. */
bool engine_screen(const struct evaluation *evaluation, struct dataset *dataset, const struct screen_off *off, struct screen_masks *kept, double *ret_cancelled,
                   struct diags *diags);
struct dataset *engine_dataset_without(struct engine *engine, const struct instrument *instrument, const struct screen_off *off, struct diags *diags);

/* Indices that a rule or a figure asks for: some take longer than all the rest of screening. */
unsigned engine_indices_named(const struct evaluation *evaluation, const struct instrument *instrument);
/* Texts that neither screening nor a figure of the instrument asks for, by variable. The caller frees. */
bool *engine_unread(const struct evaluation *evaluation, const struct instrument *instrument);

/* Draws of the dataset's instrument by the settings of the evaluation; not placed yet. */
struct analyse_draws *engine_draws(const struct evaluation *evaluation, const struct dataset *dataset, const struct results *results,
                                   const struct figure_masks *masks, struct arena *arena);

/* The conditions of all figures of the dataset's instrument, one entry a figure of the evaluation, in the dataset's arena. NULL on failure. */
struct figure_masks *engine_masks(const struct evaluation *evaluation, const struct dataset *dataset, struct results *results, struct diags *diags);

#endif
