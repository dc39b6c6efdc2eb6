/* SPDX-License-Identifier: GPL-3.0-or-later
 * What the files of comparison share.
 */
#ifndef CEPING_COMPARE_PRIV_H
#define CEPING_COMPARE_PRIV_H

#include "ceping/base_num.h"
#include "ceping/model_compare.h"

/* The same unit among those of `kind`, by its names; NULL. */
const struct unit *compare_unit(const struct unit *unit, const struct unit_kind *kind);

void reasons_of_formula(struct compare_table *table, struct arena *arena);
void reasons_of_set(struct compare_table *table, struct arena *arena);
void reasons_of_figure(const struct figure *before, const struct figure *now, compare_reasons *reasons, struct arena *arena);

#endif
