/* SPDX-License-Identifier: GPL-3.0-or-later
 * What people wrote in their own words. Nothing of it is published unless a person has read it and approved it, and then only with what could name somebody
 * masked.
 *
 * A comment is called by an id made of its instrument, its question, its response and its words; a row `comment:ID, approve` of decisions.csv (in Chinese 批准) approves it.
 * Where the words change, so does the id, and the approval is void.
 */
#ifndef CEPING_PUBLISH_COMMENTS_H
#define CEPING_PUBLISH_COMMENTS_H

#include "ceping/publish.h"

/* Masks numbers of telephones, identity cards, plates and accounts, addresses of mail and pages, long runs of digits however written, names of raters and of those
 * who carry a title or name themselves. Each becomes 某某, ＊＊＊ and the like. How many were masked. */
size_t comment_mask(const struct evaluation *evaluation, const char *text, struct strbuf *out);

#endif
