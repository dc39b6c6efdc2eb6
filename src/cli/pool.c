/* SPDX-License-Identifier: GPL-3.0-or-later
 * A few threads that take the next job from a counter. Reports differ in length by a factor of ten: whoever is free takes the next one, and no
 * plan is needed. Each job has problems of its own, which are put together at the end.
 */
#include "pool.h"

#include <pthread.h>
#include <stdlib.h>

struct pool {
    pthread_mutex_t lock;
    size_t next, count;
    bool stop;
    pool_job *run;
    void *data;
    struct outcome {
        struct diags diags;
        bool begun, done;
    } *jobs;
};

static bool take(struct pool *pool, size_t *ret_index)
{
    pthread_mutex_lock(&pool->lock);
    bool more = !pool->stop && pool->next < pool->count;
    if (more) {
        *ret_index = pool->next++;
        pool->jobs[*ret_index].begun = true;
    }
    pthread_mutex_unlock(&pool->lock);
    return more;
}

static void *work(void *data)
{
    struct pool *pool = data;
    for (size_t i; take(pool, &i);) {
        bool done = pool->run(pool->data, i, &pool->jobs[i].diags);
        pthread_mutex_lock(&pool->lock);
        pool->jobs[i].done = done;
        pool->stop |= !done;
        pthread_mutex_unlock(&pool->lock);
    }
    return NULL;
}

bool pool_run(size_t count, size_t threads, pool_job *run, void *data, struct diags *diags)
{
    struct pool pool = {.count = count, .run = run, .data = data, .jobs = xcalloc(count + 1, sizeof *pool.jobs)};
    pthread_mutex_init(&pool.lock, NULL);
    size_t helpers = threads > count ? count : threads, started = 0;
    pthread_t *ids = xcalloc(helpers + 1, sizeof *ids);
    while (started + 1 < helpers && pthread_create(&ids[started], NULL, work, &pool) == 0)
        started++;
    work(&pool); /* this thread works too: without any other all is done all the same */
    for (size_t i = 0; i < started; i++)
        pthread_join(ids[i], NULL);

    bool good = true;
    for (size_t i = 0; i < count; i++) {
        if (good && pool.jobs[i].begun) {
            diags_append(diags, &pool.jobs[i].diags);
            good = pool.jobs[i].done;
        }
        diags_release(&pool.jobs[i].diags);
    }
    pthread_mutex_destroy(&pool.lock);
    free(ids);
    free(pool.jobs);
    return good;
}
