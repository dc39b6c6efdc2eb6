/* SPDX-License-Identifier: GPL-3.0-or-later
 * A table of raters × ratees, as analysis_raters.c makes and measures it.
 */
#ifndef CEPING_ANALYSIS_RATERS_H
#define CEPING_ANALYSIS_RATERS_H

#include "analysis_priv.h"

struct rating {
    const struct question *question;
    const struct unit_kind *over;    /* NULL: what responses are about is rated */
    const struct unit_kind *kind[2]; /* kinds of the ratees */
    size_t kinds;
    size_t raters, ratees, cells, missing;
    double *x;             /* [rater · ratees + ratee]: mean of the items; NaN: not rated */
    size_t *rater, *ratee; /* indices before empty ones left */
};

/* False where the items are not those of a rating sheet, or fewer than two raters have rated. */
bool rating_make(struct analysis_work *work, const struct analysis_item *items, size_t count, struct rating *ret_rating);
/* The same of other values than scores: options, which are averaged only where a rater rated twice. */
bool rating_make_of(struct analysis_work *work, const struct analysis_item *items, size_t count, enum analysis_value kind, struct rating *ret_rating);
const char *rating_rater(struct analysis_work *work, const struct rating *rating, size_t r); /* a number where raters are confidential */
const char *rating_ratee(struct analysis_work *work, const struct rating *rating, size_t c);
struct analysis_block *rating_block(struct analysis_work *work, const struct rating *rating, const char *measure, const char *ending, const char *stem);

double *rating_by_ratee(struct analysis_work *work, const struct rating *rating); /* [ratee · raters + rater] */

void raters_agreement(struct analysis_work *work, const struct analysis_item *items, size_t count);
void raters_leniency(struct analysis_work *work, const struct analysis_item *items, size_t count);
/* analysis_panel.c */
void raters_groups(struct analysis_work *work, const struct analysis_item *items, size_t count);
void raters_standardised(struct analysis_work *work, const struct analysis_item *items, size_t count);
void raters_missing_sheets(struct analysis_work *work);

void raters_trimmed(struct analysis_work *work, const struct analysis_item *items, size_t count);

#endif
