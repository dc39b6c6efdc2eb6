/* SPDX-License-Identifier: GPL-3.0-or-later
 * The reports of an evaluation, one document after the other, as chosen by --only and --edition.
 */
#ifndef CEPING_CLI_REPORT_BATCH_H
#define CEPING_CLI_REPORT_BATCH_H

#include "ceping/report.h"
#include "cli.h"

/* Called for each document, on any thread, with problems of its own; false stops. `name` is the file name without ending. */
typedef bool report_batch_function(void *data, const struct report_plan *plan, const struct doc *doc, const char *name, struct diags *diags);

/* Takes out of `results` what the public edition may not show, where --edition asks for it. False for an unknown edition. */
bool report_batch_disclose(struct cli *cli, struct results *results);

/* Called in order, with problems in cli->diags, before the first document is built. */
typedef bool report_batch_begin(void *data, const struct report_plan *plan);

/* Builds each chosen document and hands it on, with the statistics in its language, on at most `threads` threads; on one in order. `begin`, where there is
 * one, is called first for each plan that has a document. False when one could not be built or a callback said so; problems in cli->diags, the same for any
 * number of threads. */
bool report_batch(struct cli *cli, struct engine *engine, struct results *results, size_t threads, report_batch_begin *begin, report_batch_function *each, void *data);
/* The same for `template check`, on one thread: numbers typed into templates and findings are warned of. */
bool report_batch_check(struct cli *cli, struct engine *engine, struct results *results, report_batch_function *each, void *data);

/* How many documents report_batch() will build; 0 with the reason in cli->diags. */
size_t report_batch_count(struct cli *cli, const struct results *results);

/* What --language says, else the plan. False, with the problem, where it is no language. */
bool report_choose_language(struct cli *cli, const struct evaluation *evaluation, const struct report_plan *plan, enum language *ret_language);

/* All chosen documents as text trees. */
bool report_batch_dump(struct cli *cli, struct engine *engine, struct results *results, struct strbuf *out);

#endif
