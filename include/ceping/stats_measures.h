/* SPDX-License-Identifier: GPL-3.0-or-later
 * The table of measures: what the statistics of ceping are, what each needs, its formula, where it comes from and which test checks it.
 * `ceping analyze --list`, docs/statistics.md and the JSON are made from it; a file of src/stats adds its rows beside its functions.
 */
#ifndef CEPING_STATS_MEASURES_H
#define CEPING_STATS_MEASURES_H

#include "ceping/base.h"

struct stats_measure {
    const char *name;      /* as written under `analyses:`, lower case: "cronbach_alpha" */
    const char *title;     /* 克龙巴赫 α 系数 */
    const char *group;     /* "intervals", "weights", "design", "reliability", "structure", "groups", "tables", "association", "raters", "composite", "sample", "description" */
    const char *needs;     /* in words: "two or more number items" */
    int least_n;           /* fewer cases: no value */
    const char *function;  /* in include/ceping/stats*.h */
    const char *formula;   /* plain text */
    const char *reference; /* paper, book or standard */
    const char *test;      /* tests/unit/stats/test_x.c: name of the test */
};

/* Writes up to `room` measures, group by group; returns how many there are. */
size_t stats_measures(const struct stats_measure **ret_list, size_t room);
const struct stats_measure *stats_measure_find(const char *name); /* NULL */

#endif
