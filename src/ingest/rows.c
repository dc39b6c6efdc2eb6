/* SPDX-License-Identifier: GPL-3.0-or-later
 * A queue of rows between a parser that pushes and a reader that is pulled. Cells are kept as offsets, since the text moves while it grows.
 */
#include "ingest_priv.h"

#include <endian.h>
#include <stdlib.h>

void row_queue_release(struct row_queue *queue)
{
    strbuf_release(&queue->text);
    free(queue->spans);
    free(queue->rows);
    free(queue->cells);
}

void row_queue_clear(struct row_queue *queue)
{
    size_t begun = queue->span_count - queue->first;
    queue->row_count = queue->taken = 0;
    if (begun == 0) {
        strbuf_clear(&queue->text);
        queue->span_count = queue->first = 0;
        return;
    }
    /* A row in the making goes on in the next piece of the file: keep its cells. */
    struct strbuf kept;
    strbuf_init(&kept);
    for (size_t i = 0; i < begun; i++) {
        struct span *span = &queue->spans[queue->first + i];
        size_t at = kept.len;
        strbuf_add(&kept, queue->text.at + span->at, span->len);
        queue->spans[i] = (struct span){at, span->len};
    }
    strbuf_release(&queue->text);
    queue->text = kept;
    queue->span_count = begun;
    queue->first = 0;
}

static void make_room(struct row_queue *queue)
{
    queue->span_room = queue->span_room ? 2 * queue->span_room : 256;
    queue->spans = xrealloc(queue->spans, queue->span_room * sizeof *queue->spans);
}

static inline void add_span(struct row_queue *queue, struct span span)
{
    if (queue->span_count == queue->span_room)
        make_room(queue);
    queue->spans[queue->span_count++] = span;
}

void row_queue_put(struct row_queue *queue, size_t column, const char *text, size_t len)
{
    while (queue->span_count - queue->first <= column)
        add_span(queue, (struct span){queue->text.len, 0});
    queue->spans[queue->first + column] = (struct span){queue->text.len, len};
    strbuf_add(&queue->text, text, len);
}

static bool is_blank(char c, char delimiter)
{
    return (c == ' ' || c == '\t') && c != delimiter;
}

/* Which of eight bytes are the delimiter: the highest bit of each. */
static uint64_t delimiters_in(uint64_t bytes, uint64_t pattern)
{
    const uint64_t low = 0x7f7f7f7f7f7f7f7fu;
    uint64_t differ = bytes ^ pattern;
    return ~(((differ & low) + low) | differ | low);
}

/* Where the next delimiter stands, found eight bytes at once: most cells are shorter than that. */
struct finder {
    const char *end;
    uint64_t pattern;
    const char *block; /* eight bytes, of which `marks` shows the delimiters that were not given yet */
    uint64_t marks;
};

static uint64_t marks_at(const struct finder *finder, const char *block)
{
    uint64_t bytes;
    if (finder->end - block >= (ptrdiff_t)sizeof bytes) {
        memcpy(&bytes, block, sizeof bytes);
    } else {
        bytes = ~finder->pattern; /* no delimiter beyond the end */
        for (char *to = (char *)&bytes; block < finder->end; block++)
            *to++ = *block;
    }
    return delimiters_in(le64toh(bytes), finder->pattern);
}

static const char *next_delimiter(struct finder *finder)
{
    while (finder->marks == 0) {
        finder->block += sizeof finder->marks;
        if (finder->block >= finder->end)
            return finder->end;
        finder->marks = marks_at(finder, finder->block);
    }
    const char *at = finder->block + __builtin_ctzll(finder->marks) / 8;
    finder->marks &= finder->marks - 1;
    return at;
}

bool row_queue_cut(struct row_queue *queue, const char *line, size_t len, char delimiter, size_t most, size_t *ret_cells)
{
    *ret_cells = 0;
    const char *end = line + len, *at = line;
    while (at < end && is_blank(*at, delimiter))
        at++;
    if (at == end)
        return true; /* an empty line is no row */
    size_t base = queue->text.len, cells = 0;
    strbuf_add(&queue->text, line, len);
    struct finder finder = {.end = end, .pattern = 0x0101010101010101u * (unsigned char)delimiter, .block = line};
    finder.marks = marks_at(&finder, line);
    for (at = line;; at++) {
        const char *first = at, *last = at = next_delimiter(&finder);
        if (first < last && ((unsigned char)*first <= ' ' || (unsigned char)last[-1] <= ' ')) {
            while (first < last && is_blank(*first, delimiter))
                first++;
            while (first < last && is_blank(last[-1], delimiter))
                last--;
        }
        if (last - first > CELL_MAX) {
            *ret_cells = cells;
            return false;
        }
        if (cells++ < most)
            add_span(queue, (struct span){base + (size_t)(first - line), (size_t)(last - first)});
        if (at == end)
            break;
    }
    *ret_cells = cells;
    return true;
}

void row_queue_end(struct row_queue *queue, size_t line)
{
    if (queue->row_count == queue->row_room) {
        queue->row_room = queue->row_room ? 2 * queue->row_room : 64;
        queue->rows = xrealloc(queue->rows, queue->row_room * sizeof *queue->rows);
    }
    queue->rows[queue->row_count++] = (struct queued){queue->first, queue->span_count - queue->first, line};
    queue->first = queue->span_count;
}

bool row_queue_take(struct row_queue *queue, struct row *ret_row)
{
    if (queue->taken == queue->row_count)
        return false;
    const struct queued *queued = &queue->rows[queue->taken++];
    if (queued->count > queue->cell_room) {
        queue->cell_room = queued->count;
        queue->cells = xrealloc(queue->cells, queue->cell_room * sizeof *queue->cells);
    }
    for (size_t i = 0; i < queued->count; i++) {
        const struct span *span = &queue->spans[queued->first + i];
        queue->cells[i] = (struct cell){queue->text.at + span->at, span->len};
    }
    *ret_row = (struct row){queue->cells, queued->count, queued->line};
    return true;
}
