/* SPDX-License-Identifier: GPL-3.0-or-later
 * Answers for other programs: CSV, XLSX, JSON, SPSS .sav. Loading such a file gives the same answers again, kinds of missing included (ingest_exact.h).
 *
 *     export_write(engine, instrument, "public.sav", false, &rows, &diags);
 */
#ifndef CEPING_EXCHANGE_H
#define CEPING_EXCHANGE_H

#include "ceping/base_diag.h"
#include "ceping/engine.h"

extern const char *const export_formats[]; /* endings: "csv", "xlsx", "json", "sav"; NULL at the end */

/* The ending of `path` among the formats, or NULL. */
const char *export_format(const char *path);

/* Writes the living answers to an instrument, as they were given: what a rule cancelled is there, for the rule cancels it again. With `valid` only responses
 * that screening left valid. The format follows from the ending. The file appears under `path` only when it is whole. False, with the reason in `diags`:
 * unknown ending, a text that the format cannot hold, a disk that is full. */
bool export_write(struct engine *engine, const struct instrument *instrument, const char *path, bool valid, size_t *ret_rows, struct diags *diags);

#endif
