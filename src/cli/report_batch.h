/* SPDX-License-Identifier: GPL-3.0-or-later
 * The reports of an evaluation, one document after the other, as chosen by --only and --edition.
 */
#ifndef CEPING_CLI_REPORT_BATCH_H
#define CEPING_CLI_REPORT_BATCH_H

#include "ceping/report.h"
#include "cli.h"

/* Called for each document, on any thread, with problems of its own; false stops. `name` is the file name without ending. */
typedef bool report_batch_function(void *data, const struct doc *doc, const char *name, struct diags *diags);

/* Builds each chosen document and hands it on, on at most `threads` threads; on one in order. False when one could not be built or `each` said so;
 * problems in cli->diags, the same for any number of threads. */
bool report_batch(struct cli *cli, const struct results *results, size_t threads, report_batch_function *each, void *data);

/* How many documents report_batch() will build; 0 with the reason in cli->diags. */
size_t report_batch_count(struct cli *cli, const struct results *results);

/* All chosen documents as text trees. */
bool report_batch_dump(struct cli *cli, const struct results *results, struct strbuf *out);

#endif
