/* SPDX-License-Identifier: GPL-3.0-or-later
 * Jobs dealt out to threads by a counter.
 */
#include "ceping/base_parallel.h"

#include <pthread.h>
#include <stdatomic.h>
#include <unistd.h>

enum { THREADS_MAX = 8 };

struct jobs {
    atomic_size_t next;
    size_t count;
    parallel_job *job;
    void *data;
};

static void *work(void *data)
{
    struct jobs *jobs = data;
    for (size_t i; (i = atomic_fetch_add(&jobs->next, 1)) < jobs->count;)
        jobs->job(jobs->data, i);
    return NULL;
}

void parallel_run(size_t count, parallel_job *job, void *data)
{
    struct jobs jobs = {.count = count, .job = job, .data = data};
    long processors = sysconf(_SC_NPROCESSORS_ONLN);
    size_t threads = processors < 1 ? 1 : processors > THREADS_MAX ? THREADS_MAX : (size_t)processors, started = 0;
    pthread_t ids[THREADS_MAX];
    while (started + 1 < threads && started + 1 < count && pthread_create(&ids[started], NULL, work, &jobs) == 0)
        started++;
    work(&jobs);
    for (size_t i = 0; i < started; i++)
        pthread_join(ids[i], NULL);
}
