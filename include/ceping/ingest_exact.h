/* SPDX-License-Identifier: GPL-3.0-or-later
 * The program's own files of answers (`ceping export`, entry sheets): how their headers and cells are written, so that reading them again gives the same
 * answers, kinds of missing included. Who writes such files includes this; `ingest` reads them as platform "ceping".
 *
 * A row is a response and a column a variable, under its id. Beside them stand ceping_key__INSTRUMENT, ceping_submitted, ceping_seconds, and where there is such
 * a thing ceping_rater and ceping_about1, ceping_about2 … for what the response is about. Columns ceping_status, ceping_rule and ceping_note are for people.
 *
 * A cell is the label of an option, the name of a unit, 1 or 0 for an option of several, a number, or text; nothing for blank; a mark for the other kinds of
 * missing. A text that would be taken for a mark, or begins with an apostrophe, gets one in front.
 */
#ifndef CEPING_INGEST_EXACT_H
#define CEPING_INGEST_EXACT_H

#include "ceping/model_data.h"

#define EXACT_KEY "ceping_key__"
#define EXACT_SUBMITTED "ceping_submitted"
#define EXACT_SECONDS "ceping_seconds"
#define EXACT_RATER "ceping_rater"
#define EXACT_ABOUT "ceping_about"
#define EXACT_OPERATOR "ceping_operator"
#define EXACT_STATUS "ceping_status"
#define EXACT_RULE "ceping_rule"
#define EXACT_NOTE "ceping_note"

enum { EXACT_NAME_MAX = 64 }; /* bytes that SPSS allows for a name */

extern const char *const exact_marks[MISSING_KINDS]; /* "" for blank; NULL for none and for what only screening makes */

/* The kind of missing that a cell is the mark of, as people type it too; of an empty one blank, of all else MISSING_NONE. */
enum missing exact_mark(const char *text);
/* What a cell says. False when it is no answer to this variable; ranges are not looked at. Texts are borrowed from `text`. */
bool exact_read(const struct variable *variable, const char *text, struct answer *ret_answer);
/* Must a text get an apostrophe in front? */
bool exact_needs_quote(const char *text);
/* The id of a variable, shortened where it is longer than EXACT_NAME_MAX, and then still unlike any other. */
void exact_name(const struct variable *variable, struct strbuf *out);

#endif
