/* SPDX-License-Identifier: GPL-3.0-or-later
 * Disclosure control: which numbers of an evaluation the public may see. Decided once for all that is published, pages, reports and data together.
 *
 *     disclose_results(results, NULL);      results are now fit for the public edition, and for nothing else
 *
 * A number on fewer people than the evaluation allows, whose answers are confidential, is hidden; so is a sum that one answer makes. Then other numbers are hidden
 * until nobody can work a hidden one out of what stays: from totals and the other units, from a part and the whole, from a score and its other leaves. What
 * is hidden is no longer there: value, numerator, base and counts are num_hidden() and print as "*"; `hidden` beside them says why.
 *
 * What counts as known to a reader: every number of questionnaires that a template could name; the number of answers behind each, also of hidden ones (collections tell
 * how many sheets came in); all scores, their leaves and facets. What is true of everyone (nobody in the whole city chose this option) is no secret of a
 * small group and stays. How the numbers are chosen: src/disclose/README.md.
 */
#ifndef CEPING_DISCLOSE_H
#define CEPING_DISCLOSE_H

#include "ceping/model_results.h"

/* Marks and takes out. A second call changes nothing. `ret_list`, where not NULL, gets a line for each thing hidden, tab-separated: reason, what, how many people, and for counts how
 * closely a reader can bound it, option by option (in large systems: no closer than that); it is for the team and names what must not be published. */
void disclose_results(struct results *results, struct strbuf *ret_list);
/* Marks which of results->analyses stay inside: for analyses that were computed after disclose_results(), as in another language. */
void disclose_analyses(struct results *results);

#endif
