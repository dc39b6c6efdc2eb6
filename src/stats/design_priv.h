/* SPDX-License-Identifier: GPL-3.0-or-later
 * A design sorted into strata, clusters and units, for the files that estimate from it.
 */
#ifndef CEPING_STATS_DESIGN_PRIV_H
#define CEPING_STATS_DESIGN_PRIV_H

#include "ceping/stats_design.h"

/* Members of level k are consecutive members of level k − 1: rows in `order`, units of rows, clusters of units, strata of clusters. `x_from` has one
 * more element than there are x. */
struct stats_plan {
    struct stats_design design;
    struct stats_design_info info;
    size_t *order;
    size_t *unit_from;    /* into order */
    size_t *cluster_from; /* into units */
    size_t *stratum_from; /* into clusters */
    double *population;      /* of each stratum; INFINITY */
    double *unit_population; /* of each cluster; INFINITY */
};

static inline double design_weight(const struct stats_plan *plan, size_t i)
{
    return plan->design.weight ? plan->design.weight[i] : 1;
}

/* Weighted linearised values w·u from u (0 outside a domain), with what the auxiliary variables explain taken out. False where that is not possible. */
bool design_linearise(const struct stats_plan *plan, const double *u, double *ret_z);

#endif
