/* SPDX-License-Identifier: GPL-3.0-or-later
 * The tables computed many times on several threads. Tasks are dealt out by number, and each has its own place for what it keeps: which thread
 * took it cannot be seen afterwards.
 */
#include <pthread.h>

#include "ceping/score_study.h"
#include "score_priv.h"

struct worker {
    struct repeat_room room;
    size_t tasks, threads;
    repeat_task *task;
    void *context;
};

static void *work(void *data)
{
    struct worker *worker = data;
    for (size_t i = worker->room.thread; i < worker->tasks; i += worker->threads)
        worker->task(worker->context, i, &worker->room);
    return NULL;
}

static void make_room(const struct score_plan *plan, struct repeat_room *room, struct arena *arena)
{
    room->values = ARENA_ARRAY(arena, double, plan->value_count + 1);
    room->bases = ARENA_ARRAY(arena, double, plan->value_count + 1);
    room->fractions = ARENA_ARRAY(arena, double *, plan->table_count + 1);
    for (size_t t = 0; t < plan->table_count; t++)
        room->fractions[t] = ARENA_ARRAY(arena, double, plan->tables[t].node_count + 1);
    room->state = score_state_new(plan, arena);
}

void repeat(const struct score_plan *plan, size_t tasks, size_t threads, repeat_task *task, void *context)
{
    struct arena *arena = arena_new();
    struct worker workers[SCORE_THREADS_MAX];
    pthread_t ids[SCORE_THREADS_MAX];
    bool started[SCORE_THREADS_MAX] = {false};
    threads = threads < 1 ? 1 : threads > SCORE_THREADS_MAX ? SCORE_THREADS_MAX : threads;
    for (size_t t = 0; t < threads; t++) {
        workers[t] = (struct worker){.room.thread = t, .tasks = tasks, .threads = threads, .task = task, .context = context};
        make_room(plan, &workers[t].room, arena);
    }
    for (size_t t = 1; t < threads; t++)
        started[t] = pthread_create(&ids[t], NULL, work, &workers[t]) == 0;
    for (size_t t = 0; t < threads; t++)
        if (!started[t])
            work(&workers[t]);
    for (size_t t = 1; t < threads; t++)
        if (started[t])
            pthread_join(ids[t], NULL);
    arena_free(arena);
}
