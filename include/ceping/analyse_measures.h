/* SPDX-License-Identifier: GPL-3.0-or-later
 * What `analyses:` may ask for: the measures of src/stats and those that only make sense on surveys, in one table.
 */
#ifndef CEPING_ANALYSE_MEASURES_H
#define CEPING_ANALYSE_MEASURES_H

#include "ceping/stats_measures.h"

/* Writes up to `room` measures, those of surveys first, then those of src/stats group by group; returns how many there are. */
size_t analyse_measures(const struct stats_measure **ret_list, size_t room);
const struct stats_measure *analyse_measure_find(const char *name); /* NULL */
/* Can `analyses:` ask for it? */
bool analyse_measure_on_surveys(const char *name);
/* The keys that it takes, those in brackets if wanted: "items, design, (by)". Nothing for a measure that cannot be asked for. */
void analyse_measure_options(const char *name, struct strbuf *out);

/* The table as readers see it: `markdown` as docs/statistics.md, else for a terminal. */
void analyse_measures_markdown(struct strbuf *out);

#endif
