/* SPDX-License-Identifier: GPL-3.0-or-later
 * Results as files for others: a workbook of the statistics.
 *
 *     if (!publish_workbook(results, NULL, "statistics.xlsx", &diags)) …
 */
#ifndef CEPING_PUBLISH_H
#define CEPING_PUBLISH_H

#include "ceping/base_diag.h"
#include "ceping/model_results.h"

/* Writes all blocks of results->analyses (those of one measure where `measure` is given): a sheet of contents, then one sheet a block. Numbers are numbers at full
 * precision, shown rounded; texts are never formulas; the date inside is the report date, so that two runs give the same bytes. The file
 * appears under `path` only when it is whole. False, with the reason in `diags`, where it cannot be written. */
bool publish_workbook(const struct results *results, const char *measure, const char *path, struct diags *diags);

#endif
