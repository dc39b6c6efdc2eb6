/* SPDX-License-Identifier: GPL-3.0-or-later
 * Parts of linking a rubric.
 */
#ifndef CEPING_SURVEY_RUBRIC_H
#define CEPING_SURVEY_RUBRIC_H

#include "survey_priv.h"

#include "ceping/base_num.h"

bool table_has(const struct table *table, const struct unit_kind *kind);
/* A figure that fills a table must be computed by all kinds of the table. `figure` may be NULL. */
void check_figure_by(struct loader *loader, const struct table *table, const struct figure *figure, const struct name *name);
void check_transform(struct loader *loader, struct node *node);
/* Bonus, fixed places, ties, slices, bands: what makes places of scores. */
void link_places(struct loader *loader, struct table *table);

#endif
