/* SPDX-License-Identifier: GPL-3.0-or-later
 * The paper questionnaire as a document, and the sheet in which its copies are entered.
 */
#ifndef CEPING_EXCHANGE_FORM_H
#define CEPING_EXCHANGE_FORM_H

#include "ceping/base_diag.h"
#include "ceping/doc.h"
#include "ceping/model.h"

/* `copies` copies, each with a serial number (public-0001 …, from `first` on) in words and as a square code. Conditions for asking are put into words; one that
 * has none is a warning, and the question's `note` serves. The caller frees with doc_free. */
struct doc *form_document(const struct evaluation *evaluation, const struct instrument *instrument, size_t copies, size_t first, struct diags *diags);

/* The serial number of a copy, in `arena`. */
const char *form_serial(const struct instrument *instrument, size_t number, struct arena *arena);

/* The data-entry sheet (XLSX): one column a variable under title and id, drop-down lists, ranges, one row a copy with its serial number, a sheet that tells how to
 * enter. Loading reads it as it reads exports. False with the reason in `diags`. */
bool entry_sheet_write(const struct evaluation *evaluation, const struct instrument *instrument, size_t copies, size_t first, const char *path, struct diags *diags);

#endif
