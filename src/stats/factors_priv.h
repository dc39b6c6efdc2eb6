/* SPDX-License-Identifier: GPL-3.0-or-later
 * What the methods of extraction and rotation share.
 */
#ifndef CEPING_STATS_FACTORS_PRIV_H
#define CEPING_STATS_FACTORS_PRIV_H

#include "ceping/stats_structure.h"

/* Zeroed, tests NaN. */
struct stats_factors *factors_new(struct arena *arena, size_t items, size_t factors);
/* From loadings (and correlations): squares, communalities, shares; signs and order as the header promises. */
void factors_finish(struct stats_factors *result);

#endif
