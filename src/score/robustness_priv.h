/* SPDX-License-Identifier: GPL-3.0-or-later
 * What the files of robustness share.
 */
#ifndef CEPING_ROBUSTNESS_PRIV_H
#define CEPING_ROBUSTNESS_PRIV_H

#include "ceping/score_study.h"
#include "ceping/stats_random.h"
#include "ceping/stats_ranks.h"
#include "score_priv.h"

/* One rule in place of a declared one. */
struct rule {
    enum robustness_kind kind;
    const char *label;
    size_t facet;
    int value;
    const struct unit *without;
    enum transform_kind normalise;
    enum score_aggregation aggregation;
    int policy; /* + 1; 0: as declared */
    const struct score_alternative *alternative;
};

struct robust_table { /* rows 0: not studied */
    size_t rows;
    int *plan_row;  /* by row of the result */
    double *scores; /* [run · rows + row]: rules, then weights */
    double *places;
};

struct robust {
    const struct score_plan *plan;
    const struct score_robustness_study *study;
    struct arena *arena;
    bool gaps; /* something is missing or does not apply */
    LIST_OF(struct rule) rules;
    struct robust_table *tables;
};

void fractions_declared(const struct score_plan *plan, double *const *fractions);
void fractions_without(const struct score_plan *plan, size_t facet, int value, double *const *fractions);
void fractions_drawn(const struct score_plan *plan, double spread, uint64_t seed, uint64_t draw, double *const *fractions);

/* All rules at once: fills `inputs` and `moved` of the tables. */
void robust_choices(struct robust *robust, struct results *results);

#endif
