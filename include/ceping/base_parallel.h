/* SPDX-License-Identifier: GPL-3.0-or-later
 * Work on all processors.
 */
#ifndef CEPING_BASE_PARALLEL_H
#define CEPING_BASE_PARALLEL_H

#include <stddef.h>

typedef void parallel_job(void *data, size_t index);

/* Runs the jobs 0 … count − 1, each once, on as many threads as there are processors, at most eight, this one among them; returns when all are done. Whoever is free takes
 * the next one, so the long ones come first. Each writes to a place of its own: how many threads there were cannot be seen afterwards. Without another thread this
 * one does them all. */
void parallel_run(size_t count, parallel_job *job, void *data);

#endif
