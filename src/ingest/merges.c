/* SPDX-License-Identifier: GPL-3.0-or-later
 * Merged cells: a district written once beside its nine lines, a question above the columns of its rows.
 */
#include "ingest_priv.h"

#include <stdlib.h>

enum { MERGES_MAX = 100000 };

void merges_add(struct merges *merges, struct arena *arena, struct merge merge)
{
    bool sound = merge.right >= merge.left && merge.bottom >= merge.top && merge.right < COLUMNS_MAX && merge.top > 0;
    if (sound && merges->list.count < MERGES_MAX)
        *LIST_ADD(arena, &merges->list) = merge;
}

static int by_top(const void *a, const void *b)
{
    const struct merge *first = a, *second = b;
    return first->top < second->top ? -1 : first->top > second->top;
}

void merges_sort(struct merges *merges, struct arena *arena)
{
    size_t most = merges->list.count < COLUMNS_MAX ? merges->list.count : COLUMNS_MAX;
    merges->open = ARENA_ARRAY(arena, size_t, most + 1);
    if (merges->list.count > 1)
        qsort(merges->list.at, merges->list.count, sizeof *merges->list.at, by_top);
}

static const struct span *span_of(const struct row_queue *queue, size_t column)
{
    return column < queue->span_count - queue->first ? &queue->spans[queue->first + column] : NULL;
}

static void fill(struct merge *merge, struct row_queue *queue, size_t line, struct arena *arena)
{
    const struct span *first = merge->top == line ? span_of(queue, merge->left) : NULL;
    if (first) {
        merge->text = arena_strndup(arena, queue->text.at + first->at, first->len);
        merge->len = first->len;
    }
    for (size_t column = merge->left; merge->len > 0 && column <= merge->right; column++) {
        const struct span *span = span_of(queue, column);
        if (!span || span->len == 0)
            row_queue_put(queue, column, merge->text, merge->len);
    }
}

/* In a sound sheet merged areas do not overlap, so that those open in one row are together no wider than a sheet. What goes beyond is
 * left out: it could only cost time. */
void merges_fill(struct merges *merges, struct row_queue *queue, size_t line, struct arena *arena)
{
    size_t width = 0, kept = 0;
    for (size_t i = 0; i < merges->open_count; i++)
        if (merges->list.at[merges->open[i]].bottom >= line)
            merges->open[kept++] = merges->open[i];
    merges->open_count = kept;
    for (; merges->begun < merges->list.count && merges->list.at[merges->begun].top <= line; merges->begun++)
        if (merges->list.at[merges->begun].bottom >= line && merges->open_count < COLUMNS_MAX)
            merges->open[merges->open_count++] = merges->begun;
    for (size_t i = 0; i < merges->open_count; i++) {
        struct merge *merge = &merges->list.at[merges->open[i]];
        width += merge->right - merge->left + 1;
        if (width > COLUMNS_MAX)
            return;
        fill(merge, queue, line, arena);
    }
}
