/* SPDX-License-Identifier: GPL-3.0-or-later
 * What text and pages must say alike.
 */
#ifndef CEPING_RENDER_TEXT_PRIV_H
#define CEPING_RENDER_TEXT_PRIV_H

#include "ceping/doc.h"

/* Attachment `i` of the note below the body: its number, where there are several and it brings none, and its name. */
void attachment_note_text(const struct doc_block *block, size_t i, struct strbuf *out);
/* Bytes of the number that such a text begins with, point and blanks included: "2. " of "2. 20项经验"; 0: it has none. */
size_t attachment_number(const char *text);

#endif
