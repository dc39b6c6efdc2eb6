/* SPDX-License-Identifier: GPL-3.0-or-later
 * Between pages.c, which decides what stands on which page, and layout.c, which sets it there.
 */
#ifndef CEPING_PAGES_PRIV_H
#define CEPING_PAGES_PRIV_H

#include "flow_priv.h"

/* Boxes from `begin` to before `end`, one below the other; what may shrink is set at `scale` of how much it may: 0 not at all, 1 all of it. */
struct box_range {
    size_t begin, end;
    double shrink;
};

struct page_plan {
    bool turned;
    LIST_OF(struct box_range) ranges; /* from the head of the page to its foot */
};

typedef LIST_OF(struct page_plan) page_plans;

/* At least one page; each box on exactly one. `notes` of the boxes must be known. In the flow's arena. */
void plan_pages(const struct flow *flow, page_plans *out);

/* Where a box begins below what ends at `y`. */
double box_top(const struct flow *flow, const struct box *box, double y, bool at_top);
/* Of the header rows that are set again above a box at the head of a page. */
double box_repeat_height(const struct box *box);
/* Of its footnotes at the foot of the page; the first ones have a rule above them. */
double box_notes_height(const struct box *box, bool first);

#endif
