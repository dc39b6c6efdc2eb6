/* SPDX-License-Identifier: GPL-3.0-or-later
 * What the two files of draws share: what was gathered from the responses (draws_plan.c), and how replicates are made of it (draws.c).
 */
#ifndef CEPING_DRAWS_PRIV_H
#define CEPING_DRAWS_PRIV_H

#include "analyse_priv.h"
#include "ceping/analyse_draws.h"

/* A cell of a figure that the rubric rests on. */
struct draw_leaf {
    size_t value; /* index among the values of all figures; before analyse_draws_place() among those of its figure */
    const struct figure *figure;
    size_t judges; /* responses or raters with a part in it */
    bool varies;   /* one of them stands in a stratum of two or more */
    size_t first_sheet, sheets; /* of statistics that need all values at once; in ascending order of x */
};

/* What one response (or rater) adds to a leaf. */
struct draw_entry {
    uint32_t cluster, leaf;
    double numerator, base;
};

/* A value for statistics that need all of them: a sheet of a trimmed mean, an answer of a median. */
struct draw_sheet {
    uint32_t cluster, leaf;
    size_t row;
    double x, w;
    double answers; /* that were averaged */
};

struct draw_stratum {
    size_t first, count; /* clusters */
    double scale;        /* n/(n − 1) */
    bool normal;
    /* sums drawn from the normal distribution: entry i of `sums` is numerator (even) or base (odd) of leaf slots[i/2] */
    size_t sum_count;
    uint32_t *slots;
    double *sums;
    double *factor; /* lower triangle by rows: covariance of the sums = factor · factorᵀ */
};

/* One way of stratifying the rows of an instrument, with the figures that use it. */
struct draw_set {
    unsigned about; /* bit k: strata are by the units of `about` k */
    bool by_rater;  /* raters are drawn, else rows */
    uint64_t stream;
    LIST_OF(struct draw_leaf) leaves;
    size_t cluster_count;
    size_t *first_entry; /* by cluster */
    struct draw_entry *entries;
    struct draw_sheet *sheets;
    int *rater_of; /* by cluster: index among the raters, −1 */
    LIST_OF(struct draw_stratum) strata;
};

struct analyse_draws {
    const struct instrument *instrument;
    uint64_t seed;
    LIST_OF(struct draw_set) sets;
    LIST_OF(struct draw_rater) raters;
    LIST_OF(size_t) fixed_figures; /* of records */
    LIST_OF(size_t) fixed;         /* their values */
    bool placed;
    size_t most_clusters, most_leaves, most_sums, normal_strata;
};

bool figure_gathers(const struct figure *figure); /* needs all values at once */

/* Numbers the clusters of each stratum anew, in `entries` and `sheets`, by what they add; raters keep the order of their panel. Sorts `sheets`. */
void draws_order(const struct draw_set *set, struct draw_entry *entries, size_t entry_count, struct draw_sheet *sheets, size_t sheet_count, struct arena *scratch);

#endif
