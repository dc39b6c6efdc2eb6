/* SPDX-License-Identifier: GPL-3.0-or-later
 * Indices of where responses came from (method §3, V08 and V11). The instrument names what tells it: `source` (a question: a device, a station), a column kept as keyed hash
 * (`columns: to: source`, for addresses), `serial` (the number printed on the form). A question that is named goes before the hash.
 *
 *     _duplicate   1 where an earlier response has the same serial, or the same source and the same answers about the same; 0 where none has; NaN where
 *                  neither serial nor source is known
 *     _source_hour       the most responses of the same source within any hour around this one, itself among them; NaN where source or time is not known
 *
 * Earlier is who was submitted earlier, at the same time whose key comes first: not the order in which files were loaded. Without a source equal answers are
 * no duplicates: in a short questionnaire whole offices rightly answer alike.
 *
 * Equal responses are brought side by side by sorting, by 32 bits of a hash of what makes them equal before what it is of: which group comes first does not matter, and
 * almost no two texts are compared.
 */
#include "analyse_priv.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { HOUR = 3600 };

static bool is_there(const struct column *column, size_t row)
{
    return column->missing[row] == MISSING_NONE || column->missing[row] == MISSING_CANCELLED;
}

static int compare_numbers(double a, double b)
{
    return (a > b) - (a < b);
}

static int compare_cells(const struct column *column, size_t a, size_t b)
{
    bool has_a = is_there(column, a), has_b = is_there(column, b);
    if (!has_a || !has_b)
        return has_a != has_b ? has_a - has_b : column->missing[a] - column->missing[b];
    if (column->texts)
        return strcmp(column->texts[a], column->texts[b]);
    if (column->numbers)
        return compare_numbers(column->numbers[a], column->numbers[b]);
    return column->codes[a] - column->codes[b];
}

static int compare_texts(const char *a, const char *b)
{
    return a && b ? strcmp(a, b) : !a - !b; /* unknown comes last */
}

static int compare_earlier(const struct dataset *dataset, size_t a, size_t b)
{
    int order = compare_texts(dataset->submitted[a], dataset->submitted[b]);
    return order ? order : compare_texts(dataset->keys[a], dataset->keys[b]);
}

static const struct column *column_of(const struct dataset *dataset, const struct variable *variable)
{
    return variable ? &dataset->columns[variable->index] : NULL;
}

/* Where a response came from is an answer, or the keyed hash of a column. */
static bool has_source(const struct dataset *dataset, size_t row)
{
    const struct column *column = column_of(dataset, dataset->instrument->source);
    return column ? is_there(column, row) : dataset->sources && dataset->sources[row];
}

static int compare_sources(const struct dataset *dataset, size_t a, size_t b)
{
    const struct column *column = column_of(dataset, dataset->instrument->source);
    return column ? compare_cells(column, a, b) : compare_texts(dataset->sources[a], dataset->sources[b]);
}

/* All that it says: what it is about, where it came from, and every answer but its serial. */
static int compare_answers(const struct dataset *dataset, size_t a, size_t b)
{
    const struct instrument *instrument = dataset->instrument;
    for (size_t i = 0; i < instrument->about.count; i++)
        if (dataset->about[i][a] != dataset->about[i][b])
            return dataset->about[i][a] - dataset->about[i][b];
    int order = compare_sources(dataset, a, b);
    order = !order && dataset->raters ? compare_texts(dataset->raters[a], dataset->raters[b]) : order;
    for (size_t i = 0; !order && i < instrument->variables.count; i++)
        if (&instrument->variables.at[i] != instrument->serial)
            order = compare_cells(&dataset->columns[i], a, b);
    return order;
}

static bool has_serial(const struct dataset *dataset, size_t row)
{
    const struct column *column = column_of(dataset, dataset->instrument->serial);
    return column && is_there(column, row);
}

static int compare_serials(const struct dataset *dataset, size_t a, size_t b)
{
    return compare_cells(column_of(dataset, dataset->instrument->serial), a, b);
}

/* Hashes ------------------------------------------------------------------------------------------------------------- */

struct hashed {
    uint32_t hash, row;
};

/* Adds what a row says to the hash of what it said before; the multipliers are those of xxHash64 (Collet). */
static uint32_t mix(uint32_t hash, uint64_t value)
{
    uint64_t x = ((uint64_t)hash + 1) * 0x9E3779B185EBCA87u ^ value * 0xC2B2AE3D27D4EB4Fu;
    return (uint32_t)(x >> 32) ^ (uint32_t)x * 0x9E3779B1u;
}

static uint32_t mix_text(uint32_t hash, const char *text)
{
    uint64_t of[2] = {0};
    if (text)
        hash_bytes(text, strlen(text), of);
    return mix(hash, of[0]);
}

/* Equal where compare_cells() finds no difference. */
static uint32_t mix_cell(uint32_t hash, const struct column *column, size_t row)
{
    if (!is_there(column, row))
        return mix(hash, UINT64_MAX - column->missing[row]);
    if (column->texts)
        return mix_text(hash, column->texts[row]);
    if (!column->numbers)
        return mix(hash, (uint64_t)column->codes[row]);
    double number = column->numbers[row] + 0.0; /* −0 is 0 */
    uint64_t bits;
    memcpy(&bits, &number, sizeof bits);
    return mix(hash, bits);
}

static void mix_column(const struct column *column, struct hashed *rows, size_t count)
{
    for (size_t i = 0; i < count; i++)
        rows[i].hash = mix_cell(rows[i].hash, column, rows[i].row);
}

static void hash_serials(const struct dataset *dataset, struct hashed *rows, size_t count)
{
    mix_column(column_of(dataset, dataset->instrument->serial), rows, count);
}

static void hash_sources(const struct dataset *dataset, struct hashed *rows, size_t count)
{
    const struct column *column = column_of(dataset, dataset->instrument->source);
    if (column)
        mix_column(column, rows, count);
    for (size_t i = 0; !column && i < count; i++)
        rows[i].hash = mix_text(rows[i].hash, dataset->sources[rows[i].row]);
}

/* Raters are left out, for few have any: who differs in them alone is told by compare_answers(). */
static void hash_answers(const struct dataset *dataset, struct hashed *rows, size_t count)
{
    const struct instrument *instrument = dataset->instrument;
    hash_sources(dataset, rows, count);
    for (size_t k = 0; k < instrument->about.count; k++)
        for (size_t i = 0; i < count; i++)
            rows[i].hash = mix(rows[i].hash, (uint64_t)dataset->about[k][rows[i].row]);
    for (size_t k = 0; k < instrument->variables.count; k++)
        if (&instrument->variables.at[k] != instrument->serial)
            mix_column(&dataset->columns[k], rows, count);
}

/* Rows in order ----------------------------------------------------------------------------------------------------- */

typedef int compare_rows(const struct dataset *dataset, size_t a, size_t b);

/* By what rows are equal. */
struct likeness {
    bool (*known)(const struct dataset *dataset, size_t row);
    void (*hash)(const struct dataset *dataset, struct hashed *rows, size_t count); /* equal rows get equal hashes */
    compare_rows *same;
};

static const struct likeness by_serial = {has_serial, hash_serials, compare_serials}, by_source = {has_source, hash_sources, compare_sources},
                             by_answers = {has_source, hash_answers, compare_answers};

struct ordering {
    const struct dataset *dataset;
    compare_rows *same;
};

/* Of rows with the same hash. */
static int compare_in_order(const void *a, const void *b, void *data)
{
    const struct ordering *ordering = data;
    const struct hashed *first = a, *second = b;
    int order = ordering->same(ordering->dataset, first->row, second->row);
    order = order ? order : compare_earlier(ordering->dataset, first->row, second->row);
    return order ? order : (first->row > second->row) - (first->row < second->row);
}

/* By their hashes alone, ten to twelve bits at a time; equal ones stay as they were. */
static void sort_by_hash(struct hashed *rows, size_t count)
{
    enum { BITS = 11, PLACES = 1 << BITS };
    auto_free struct hashed *other = xcalloc(count + 1, sizeof *other);
    struct hashed *from = rows, *to = other;
    for (unsigned shift = 0; shift < 32; shift += BITS) {
        size_t begin[PLACES + 1] = {0};
        for (size_t i = 0; i < count; i++)
            begin[(from[i].hash >> shift) % PLACES + 1]++;
        for (size_t place = 0; place < PLACES; place++)
            begin[place + 1] += begin[place];
        for (size_t i = 0; i < count; i++)
            to[begin[(from[i].hash >> shift) % PLACES]++] = from[i];
        struct hashed *swap = from;
        from = to;
        to = swap;
    }
    memcpy(rows, from, count * sizeof *rows); /* after three rounds they stand in the other */
}

/* Rows of which it is known, equal ones side by side, among them the earlier first. */
static struct hashed *rows_by(const struct dataset *dataset, const struct likeness *by, size_t *ret_count)
{
    struct hashed *rows = xcalloc(dataset->rows + 1, sizeof *rows);
    size_t count = 0;
    for (size_t row = 0; row < dataset->rows; row++)
        if (by->known(dataset, row))
            rows[count++].row = (uint32_t)row;
    by->hash(dataset, rows, count);
    sort_by_hash(rows, count);
    for (size_t first = 0, end; first < count; first = end) {
        for (end = first + 1; end < count && rows[end].hash == rows[first].hash;)
            end++;
        if (end - first > 1)
            qsort_r(rows + first, end - first, sizeof *rows, compare_in_order, &(struct ordering){dataset, by->same});
    }
    *ret_count = count;
    return rows;
}

static bool are_alike(const struct dataset *dataset, const struct likeness *by, const struct hashed *a, const struct hashed *b)
{
    return a->hash == b->hash && by->same(dataset, a->row, b->row) == 0;
}

/* Duplicates ----------------------------------------------------------------------------------------------------------- */

static void mark_repeated(struct dataset *dataset, const struct likeness *by)
{
    size_t count;
    struct hashed *rows = rows_by(dataset, by, &count);
    double *index = dataset->indices[INDEX_DUPLICATE];
    for (size_t i = 0; i < count; i++) {
        bool repeated = i > 0 && are_alike(dataset, by, &rows[i - 1], &rows[i]);
        index[rows[i].row] = repeated || index[rows[i].row] > 0;
    }
    free(rows);
}

void indices_duplicate(struct dataset *dataset)
{
    for (size_t row = 0; row < dataset->rows; row++)
        dataset->indices[INDEX_DUPLICATE][row] = NAN;
    mark_repeated(dataset, &by_serial);
    mark_repeated(dataset, &by_answers);
}

/* Bursts --------------------------------------------------------------------------------------------------------------- */

/* What is known of the rows of one source that have a time; room for them grows and is used again. */
struct bursts {
    size_t count, room;
    struct timed {
        double time;
        size_t full, deque; /* see count_bursts() */
        uint32_t row;
    } *at;
};

static void bursts_add(struct bursts *bursts, uint32_t row, double time)
{
    if (bursts->count == bursts->room) {
        bursts->room = bursts->room ? 2 * bursts->room : 64;
        bursts->at = xrealloc(bursts->at, bursts->room * sizeof *bursts->at);
    }
    bursts->at[bursts->count++] = (struct timed){.time = time, .row = row};
}

/* The earlier first. Windows of an hour begin at each of them; each row gets the fullest that it lies in: the queue `deque` holds windows that
 * still reach the row, each fuller than those after it. */
static void count_bursts(const struct bursts *bursts, double *index)
{
    struct timed *at = bursts->at;
    size_t end = 0, head = 0, tail = 0;
    for (size_t i = 0; i < bursts->count; i++) {
        while (end < bursts->count && at[end].time < at[i].time + HOUR)
            end++;
        at[i].full = end - i;
        while (tail > head && at[at[tail - 1].deque].full <= at[i].full)
            tail--;
        at[tail++].deque = i;
        while (at[at[head].deque].time + HOUR <= at[i].time)
            head++;
        index[at[i].row] = (double)at[at[head].deque].full;
    }
}

void indices_source_hour(struct dataset *dataset)
{
    if (!dataset->instrument->source && !dataset->sources)
        return;
    size_t count;
    struct hashed *rows = rows_by(dataset, &by_source, &count);
    struct bursts bursts = {0};
    for (size_t i = 0; i < count; i++) {
        if (i > 0 && !are_alike(dataset, &by_source, &rows[i - 1], &rows[i])) {
            count_bursts(&bursts, dataset->indices[INDEX_SOURCE_HOUR]);
            bursts.count = 0;
        }
        double time = submitted_seconds(dataset->submitted[rows[i].row], true);
        if (!isnan(time))
            bursts_add(&bursts, rows[i].row, time);
    }
    count_bursts(&bursts, dataset->indices[INDEX_SOURCE_HOUR]);
    free(bursts.at);
    free(rows);
}
