/* SPDX-License-Identifier: GPL-3.0-or-later
 * One pass over the rows for all columns and figures that are asked for together. Block by block the columns come from
 * memory once; the cells of its rows are worked out once a place, and the columns counted there go two by two.
 */
#include "analyse_priv.h"

#include <stdlib.h>

size_t coded_work_place(struct coded_work *work, const struct coded_place *place)
{
    for (size_t i = work->places.count; i-- > 0;)
        if (coded_place_same(&work->places.at[i], place))
            return i;
    *LIST_ADD(work->arena, &work->places) = *place;
    return work->places.count - 1;
}

void coded_work_add(struct coded_work *work, size_t place, const struct column *column, struct coded_counter *counter)
{
    *LIST_ADD(work->arena, &work->tasks) = (struct coded_task){place, column, counter};
}

struct coded_counter *coded_work_find(const struct coded_work *work, size_t place, const struct column *column,
                                      const struct scale *scale)
{
    for (size_t i = 0; i < work->tasks.count; i++) {
        const struct coded_task *task = &work->tasks.at[i];
        if (task->place == place && task->column == column && task->counter->alone &&
            task->counter->codes->scale == scale)
            return task->counter;
    }
    return NULL;
}

/* Tasks two by two; `other` NULL: one alone. */
struct work_step {
    const struct coded_task *task, *other;
    struct coded_pair *pair;
};

/* Then in the order of the columns, so that each is read once. */
static int by_place(const void *a, const void *b)
{
    const struct coded_task *one = a, *other = b;
    if (one->place != other->place)
        return one->place < other->place ? -1 : 1;
    size_t i = one->column->variable->index, j = other->column->variable->index;
    return i < j ? -1 : i > j;
}

/* Counters that are counted together more than once share one table. */
static struct coded_pair *pair_of(struct coded_work *work, struct coded_counter *one, struct coded_counter *other)
{
    for (size_t i = work->pairs.count; i-- > 0;)
        if (work->pairs.at[i]->one == one && work->pairs.at[i]->other == other)
            return work->pairs.at[i];
    struct coded_pair *pair = ARENA_NEW(work->arena, struct coded_pair);
    if (!coded_pair_init(pair, one, other, work->dataset->rows, work->arena))
        return NULL;
    return *LIST_ADD(work->arena, &work->pairs) = pair;
}

static size_t make_steps(struct coded_work *work, struct work_step *steps)
{
    size_t count = 0;
    for (size_t i = 0; i < work->tasks.count; i++) {
        const struct coded_task *task = &work->tasks.at[i], *next = i + 1 < work->tasks.count ? task + 1 : NULL;
        struct work_step step = {.task = task};
        if (next && next->place == task->place)
            step.pair = pair_of(work, task->counter, next->counter);
        if (step.pair) {
            step.other = next;
            i++;
        }
        steps[count++] = step;
    }
    return count;
}

/* Rows for which one step goes on before the next begins, so that its table, which just fits into the first-level cache, is not fetched for a
 * few rows only. */
enum { SPAN = 16 * CODED_BLOCK };

struct span {
    size_t from, n;
};

static struct span block_of(struct span span, size_t i)
{
    size_t left = span.n - i;
    return (struct span){span.from + i, left < CODED_BLOCK ? left : CODED_BLOCK};
}

/* After the last block of a step comes the first one of the next step, after the last step the next span. */
static struct coded_ahead ahead_of(const struct coded_work *work, const struct work_step *steps, size_t count, size_t i, struct span span, size_t at)
{
    struct span next = {0};
    if (at + CODED_BLOCK < span.n)
        next = block_of(span, at + CODED_BLOCK);
    else if (++i < count)
        next = block_of(span, 0);
    else
        i = 0, next = block_of((struct span){span.from, work->dataset->rows - span.from}, span.n);
    return (struct coded_ahead){steps[i].task->column, steps[i].other ? steps[i].other->column : NULL, next.from, next.n};
}

static void run_step(const struct coded_work *work, const struct work_step *steps, size_t count, size_t i, struct span span, const uint16_t *cell)
{
    const struct work_step *step = &steps[i];
    for (size_t at = 0; at < span.n; at += CODED_BLOCK) {
        struct span block = block_of(span, at);
        struct coded_ahead ahead = ahead_of(work, steps, count, i, span, at);
        if (step->pair)
            coded_pair_count(step->pair, step->task->column, step->other->column, block.from, block.n, cell + at, &ahead);
        else
            coded_count(step->task->counter, step->task->column, block.from, block.n, cell + at, &ahead);
    }
}

static void run_steps(const struct coded_work *work, const struct work_step *steps, size_t count, struct span span)
{
    uint16_t cell[SPAN];
    for (size_t i = 0; i < count; i++) {
        size_t place = steps[i].task->place;
        for (size_t at = 0; at < span.n && (i == 0 || place != steps[i - 1].task->place); at += CODED_BLOCK) {
            struct span block = block_of(span, at);
            coded_place_rows(&work->places.at[place], block.from, block.n, cell + at);
        }
        run_step(work, steps, count, i, span, cell);
    }
}

/* Responses --------------------------------------------------------------------------------------------------- */

static void see_answered(const uint8_t *restrict missing, size_t n, uint8_t *restrict seen)
{
    for (size_t i = 0; i < n; i++)
        seen[i] |= missing[i] == MISSING_NONE;
}

static void see(const struct coded_watch *watch, const struct coded_task *slot, size_t from, size_t n,
                uint8_t *restrict seen)
{
    uint16_t said[CODED_BLOCK];
    if (watch->plain) {
        see_answered(slot->column->missing + from, n, seen);
        return;
    }
    coded_say(slot->counter, slot->column, from, n, said);
    for (size_t i = 0; i < n; i++)
        seen[i] |= watch->in_base[said[i]];
}

/* Rows that do not count for an item have said nothing. */
static void see_there(const struct coded_work *work, const struct coded_watch *watch, const struct coded_task *slot,
                      size_t from, size_t n, uint8_t *restrict seen)
{
    uint16_t cell[CODED_BLOCK];
    uint8_t own[CODED_BLOCK] = {0};
    const struct coded_place *place = &work->places.at[slot->place];
    uint16_t nowhere = (uint16_t)(place->cells + 1);
    coded_place_rows(place, from, n, cell);
    see(watch, slot, from, n, own);
    for (size_t i = 0; i < n; i++)
        seen[i] |= own[i] & (cell[i] != nowhere);
}

static void run_watch(const struct coded_work *work, struct coded_watch *watch, size_t from, size_t n)
{
    uint8_t any[CODED_BLOCK] = {0};
    for (size_t g = 0; g < watch->groups.count; g++) {
        const struct coded_group *group = &watch->groups.at[g];
        uint16_t cell[CODED_BLOCK], nowhere = (uint16_t)(work->places.at[group->place].cells + 1);
        uint8_t seen[CODED_BLOCK] = {0};
        coded_place_rows(&work->places.at[group->place], from, n, cell);
        for (size_t s = 0; s < group->slots.count; s++) {
            if (group->slots.at[s].place == group->place)
                see(watch, &group->slots.at[s], from, n, seen);
            else
                see_there(work, watch, &group->slots.at[s], from, n, seen);
        }
        for (size_t i = 0; i < n; i++) {
            bool counts = seen[i] & (cell[i] != nowhere);
            watch->responses[cell[i]] += counts;
            any[i] |= counts;
        }
    }
    uint32_t responses = 0;
    for (size_t i = 0; i < n; i++)
        responses += any[i];
    watch->whole += responses;
}

void coded_work_run(struct coded_work *work)
{
    size_t rows = work->dataset->rows;
    struct work_step *steps = ARENA_ARRAY(work->arena, struct work_step, work->tasks.count + 1);
    if (work->tasks.count)
        qsort(work->tasks.at, work->tasks.count, sizeof *work->tasks.at, by_place);
    size_t count = make_steps(work, steps);
    size_t most = work->watches.count ? CODED_BLOCK : SPAN; /* watches read the same columns again, while the caches still have them */
    for (size_t from = 0; from < rows; from += most) {
        size_t n = rows - from < most ? rows - from : most;
        run_steps(work, steps, count, (struct span){from, n});
        for (size_t i = 0; i < work->watches.count; i++)
            run_watch(work, work->watches.at[i], from, n);
    }
    for (size_t i = 0; i < work->pairs.count; i++)
        coded_pair_split(work->pairs.at[i]);
}
