/* SPDX-License-Identifier: GPL-3.0-or-later
 * Optimal string alignment distance: insertions, deletions, replacements and swaps of neighbours, no stretch edited
 * twice. Over code points, as one wrong Chinese character is one mistake and not three bytes of it.
 */
#include "base_priv.h"

#include "ceping/base_text.h"

#include <stdlib.h>

static uint32_t *code_points(const char *text, size_t *ret_count)
{
    size_t len = strlen(text), count = 0;
    uint32_t *points = xmalloc(base_multiply(len, sizeof *points));
    for (const char *end = text + len; text < end;)
        points[count++] = utf8_next(&text, end);
    *ret_count = count;
    return points;
}

static size_t smaller(size_t a, size_t b)
{
    return a < b ? a : b;
}

/* Three rows of the table: the current one and the two before it. */
static size_t distance(const uint32_t *a, size_t a_count, const uint32_t *b, size_t b_count, size_t limit, size_t *rows)
{
    size_t stride = b_count + 1;
    size_t *older = rows, *old = rows + stride, *now = rows + 2 * stride;
    for (size_t j = 0; j <= b_count; j++)
        now[j] = j;

    for (size_t i = 1; i <= a_count; i++) {
        size_t *spare = older;
        older = old;
        old = now;
        now = spare;
        size_t best = now[0] = i;
        for (size_t j = 1; j <= b_count; j++) {
            size_t cost = a[i - 1] == b[j - 1] ? 0 : 1;
            now[j] = smaller(smaller(old[j] + 1, now[j - 1] + 1), old[j - 1] + cost);
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                now[j] = smaller(now[j], older[j - 2] + 1);
            best = smaller(best, now[j]);
        }
        /* A swap reaches back two rows: only when both are past the limit is all that follows. */
        if (best > limit && i > 1) {
            size_t best_before = old[0];
            for (size_t j = 1; j <= b_count; j++)
                best_before = smaller(best_before, old[j]);
            if (best_before > limit)
                return limit + 1;
        }
    }
    return smaller(now[b_count], limit + 1);
}

size_t text_distance(const char *a, const char *b, size_t limit)
{
    if (limit == SIZE_MAX)
        limit--;
    size_t a_count, b_count;
    auto_free uint32_t *a_points = code_points(a, &a_count);
    auto_free uint32_t *b_points = code_points(b, &b_count);
    size_t apart = a_count > b_count ? a_count - b_count : b_count - a_count;
    if (apart > limit)
        return limit + 1;
    auto_free size_t *rows = xcalloc(base_multiply(3, b_count + 1), sizeof *rows);
    return distance(a_points, a_count, b_points, b_count, limit, rows);
}
