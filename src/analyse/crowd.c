/* SPDX-License-Identifier: GPL-3.0-or-later
 * Indices that look at other responses: votes and other open forms get sheets that one sender hands in again, and sheets that a machine hands in by the
 * hundred. What is compared is declared by the instrument, for no rule fits all:
 *
 *     _repeat   how many earlier responses gave the same answers to the questions under `repeats` (a device's mark, say). Earlier by time of
 *               submission; where that is equal or not known, by order in the files, unknown times last
 *     _burst    how many responses, this one counted, were submitted in the same minute with the same answers to the questions under `bursts`
 *
 * Nothing is compared where one of the answers is missing (or, for bursts, the time): the index is NaN then, and no rule acts on it.
 */
#include "analyse_priv.h"

#include <math.h>
#include <stdlib.h>

enum { MINUTE_LEN = 16 }; /* of "2021-06-01 12:03:44" */

static void add_answer(struct strbuf *key, const struct column *column, size_t row)
{
    strbuf_addc(key, '\x1f');
    if (column->texts)
        strbuf_adds(key, column->texts[row] ? column->texts[row] : "");
    else if (column->numbers)
        num_format_exact(key, column->numbers[row]);
    else
        strbuf_addf(key, "%d", column->codes[row]);
}

/* The compared answers as one text; false when a question among them has none. */
static bool key_of(const struct dataset *dataset, const compared_questions *questions, size_t row, struct strbuf *key)
{
    for (size_t q = 0; q < questions->count; q++) {
        bool any = false;
        for (size_t v = 0; v < dataset->instrument->variables.count; v++) {
            const struct column *column = &dataset->columns[v];
            if (column->variable->question != questions->at[q].question || column->missing[row] != MISSING_NONE)
                continue;
            any = true;
            strbuf_addf(key, "\x1e%zu", v);
            add_answer(key, column, row);
        }
        if (!any)
            return false;
    }
    return true;
}

struct arrival {
    const char *submitted;
    size_t row;
};

static int compare_arrivals(const void *left, const void *right)
{
    const struct arrival *a = left, *b = right;
    if (!a->submitted != !b->submitted)
        return a->submitted ? -1 : 1;
    int order = a->submitted && b->submitted ? strcmp(a->submitted, b->submitted) : 0;
    return order ? order : a->row < b->row ? -1 : a->row > b->row;
}

/* Counters by key: found or made anew, in room that lives as long as the map. */
static double *counter(struct map *counters, struct arena *room, const struct strbuf *key)
{
    double *count = map_get(counters, key->at);
    if (!count) {
        count = ARENA_NEW(room, double);
        map_put(counters, arena_strdup(room, key->at), count);
    }
    return count;
}

static void count_repeats(const struct dataset *dataset, double *ret_repeats)
{
    auto_free struct arrival *arrivals = xcalloc(dataset->rows + 1, sizeof *arrivals);
    for (size_t row = 0; row < dataset->rows; row++)
        arrivals[row] = (struct arrival){dataset->submitted ? dataset->submitted[row] : NULL, row};
    qsort(arrivals, dataset->rows, sizeof *arrivals, compare_arrivals);
    struct arena *room = arena_new();
    struct map counters;
    map_init(&counters);
    auto_strbuf struct strbuf key;
    strbuf_init(&key);
    for (size_t i = 0; i < dataset->rows; i++) {
        strbuf_clear(&key);
        if (key_of(dataset, &dataset->instrument->repeats, arrivals[i].row, &key))
            ret_repeats[arrivals[i].row] = (*counter(&counters, room, &key))++;
    }
    map_release(&counters);
    arena_free(room);
}

static void count_bursts(const struct dataset *dataset, double *ret_bursts)
{
    auto_free double **of_row = xcalloc(dataset->rows + 1, sizeof *of_row);
    struct arena *room = arena_new();
    struct map counters;
    map_init(&counters);
    auto_strbuf struct strbuf key;
    strbuf_init(&key);
    for (size_t row = 0; row < dataset->rows; row++) {
        const char *submitted = dataset->submitted ? dataset->submitted[row] : NULL;
        strbuf_clear(&key);
        if (!submitted || strlen(submitted) < MINUTE_LEN)
            continue;
        strbuf_add(&key, submitted, MINUTE_LEN);
        if (key_of(dataset, &dataset->instrument->bursts, row, &key))
            ++*(of_row[row] = counter(&counters, room, &key));
    }
    for (size_t row = 0; row < dataset->rows; row++)
        if (of_row[row])
            ret_bursts[row] = *of_row[row];
    map_release(&counters);
    arena_free(room);
}

void crowd_indices(struct dataset *dataset)
{
    for (size_t row = 0; row < dataset->rows; row++)
        dataset->indices[INDEX_REPEAT][row] = dataset->indices[INDEX_BURST][row] = NAN;
    if (dataset->instrument->repeats.count > 0)
        count_repeats(dataset, dataset->indices[INDEX_REPEAT]);
    if (dataset->instrument->bursts.count > 0)
        count_bursts(dataset, dataset->indices[INDEX_BURST]);
}
