/* SPDX-License-Identifier: GPL-3.0-or-later
 * Like jobs on several threads, with the outcome of one thread.
 */
#ifndef CEPING_CLI_POOL_H
#define CEPING_CLI_POOL_H

#include "ceping/base_diag.h"

/* Job `index`: false when it failed. What it finds goes into `diags`, which is its own. */
typedef bool pool_job(void *data, size_t index, struct diags *diags);

/* Runs jobs 0 … count − 1 on at most `threads` threads, begun in order; none is begun after one has failed. Problems arrive in `diags` in the order of the
 * jobs, up to those of the first that failed: the same on one thread or many. True when all have succeeded. */
bool pool_run(size_t count, size_t threads, pool_job *run, void *data, struct diags *diags);

#endif
