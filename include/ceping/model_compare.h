/* SPDX-License-Identifier: GPL-3.0-or-later
 * Two evaluations beside each other: what the same units got then and now, and what may not be compared at all (不可比), with the reason.
 */
#ifndef CEPING_MODEL_COMPARE_H
#define CEPING_MODEL_COMPARE_H

#include "ceping/model_results.h"

enum compare_chance { COMPARE_UNKNOWN, COMPARE_WITHIN, COMPARE_BEYOND, COMPARE_CHANCES };

extern const char *const compare_chance_ids[COMPARE_CHANCES]; /* "unknown", "within", "beyond" */

typedef LIST_OF(const char *) compare_reasons; /* Chinese: 权重改变：问卷评估由15改为20 */

struct compare_row {
    const struct unit *now, *before; /* NULL: was (is) not there. Of the first kind of `by` */
    double score_now, score_before;
    double change;                   /* NaN where either is missing, or scores cannot be compared */
    double place_now, place_before;  /* as they were published */
    double common_now, common_before; /* natural places among the units that both have */
    double moved;                    /* common_before − common_now: above 0 is upwards; NaN */
    double se;                       /* of the change; NaN where either has no interval */
    enum compare_chance chance;
};

struct compare_table {
    const struct table_result *now, *before; /* before NULL: no such table then */
    compare_reasons formula; /* why scores cannot be compared; empty: they can */
    compare_reasons set;     /* how the set of units differs; places are compared among common units */
    LIST_OF(struct compare_row) rows; /* units of now in their order, then those that are no more */
    size_t common;
    double critical; /* change / se beyond which it is more than chance, all units of the table at once */
};

struct compare_figure {
    const struct figure_result *now, *before;
    double change; /* in the figure's unit: points of percent for rates */
    compare_reasons reasons;
};

struct comparison {
    const struct results *now, *before;
    double level;
    LIST_OF(struct compare_table) tables;   /* tables of single units, in order of now */
    LIST_OF(struct compare_figure) figures; /* in all; those with the same id in both */
};

#endif
