/* SPDX-License-Identifier: GPL-3.0-or-later
 * A row as a record: the kinds of its values, a number each, then their bytes (https://www.sqlite.org/fileformat2.html, section 2.1).
 *
 * The same bytes as SQLite's own: 0 and 1 take none, other whole numbers as few as hold them, and a REAL that is whole is kept as such a number where six bytes hold it.
 * A test compares the file with one that SQLite wrote alone.
 */
#include "feed_priv.h"

#include <endian.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { KIND_NULL = 0, KIND_BYTE = 1, KIND_REAL = 7, KIND_ZERO = 8, KIND_ONE = 9, KIND_TEXT = 13 /* + 2 × bytes */ };
enum { KIND_MOST = 9 /* bytes of a kind */, ROOM = 64 /* the numbers before the answers, which are written without a look at the end */ };

size_t varint_size(uint64_t number)
{
    size_t size = 1;
    while (size < 9 && (number >>= 7))
        size++;
    return size;
}

size_t varint_write(unsigned char *to, uint64_t number)
{
    if (number < 0x80) {
        to[0] = (unsigned char)number;
        return 1;
    }
    size_t size = varint_size(number);
    if (size == 9) { /* the last of nine has eight bits */
        to[8] = (unsigned char)number;
        number >>= 8;
        for (size_t i = 8; i-- > 0; number >>= 7)
            to[i] = (unsigned char)(0x80 | (number & 0x7f));
        return size;
    }
    for (size_t i = size; i-- > 0; number >>= 7)
        to[i] = (unsigned char)((i + 1 < size ? 0x80 : 0) | (number & 0x7f));
    return size;
}

void record_init(struct record *record, size_t columns, size_t most)
{
    *record = (struct record){.most = most};
    record->kinds = xcalloc(columns, KIND_MOST);
    record->values = xmalloc(most + ROOM);
}

void record_release(struct record *record)
{
    free(record->kinds);
    free(record->values);
    *record = (struct record){0};
}

/* Values ------------------------------------------------------------------------------------------------------ */

/* Where the next kind and the next value go: in registers, for a byte that is written might be any field of a record. */
struct pen {
    unsigned char *kind, *value;
    const unsigned char *end; /* of the values */
};

static inline void add_kind(struct pen *pen, unsigned kind)
{
    *pen->kind++ = (unsigned char)kind;
}

static inline void add_bytes(struct pen *pen, uint64_t bits, size_t size)
{
    bits = htobe64(bits << (64 - 8 * size));
    memcpy(pen->value, &bits, sizeof bits); /* there is room for eight */
    pen->value += size;
}

static void add_large(struct pen *pen, int64_t value)
{
    static const struct {
        uint64_t most;
        unsigned char kind, size;
    } sizes[] = {{INT8_MAX, 1, 1}, {INT16_MAX, 2, 2}, {0x7fffff, 3, 3}, {INT32_MAX, 4, 4}, {0x7fffffffffff, 5, 6}, {INT64_MAX, 6, 8}};
    uint64_t size = (uint64_t)(value < 0 ? ~value : value);
    size_t i = 0;
    while (size > sizes[i].most)
        i++;
    add_kind(pen, sizes[i].kind);
    add_bytes(pen, (uint64_t)value, sizes[i].size);
}

static inline void add_integer(struct pen *pen, int64_t value)
{
    if (value == 0 || value == 1) {
        add_kind(pen, value ? KIND_ONE : KIND_ZERO);
    } else if (value > 0 && value <= INT8_MAX) { /* most answers */
        add_kind(pen, KIND_BYTE);
        *pen->value++ = (unsigned char)value;
    } else {
        add_large(pen, value);
    }
}

static void add_real(struct pen *pen, double value)
{
    if (isnan(value)) {
        add_kind(pen, KIND_NULL);
        return;
    }
    if (value >= -0x800000000000 && value <= 0x7fffffffffff && value == (double)(int64_t)value) {
        add_integer(pen, (int64_t)value);
        return;
    }
    uint64_t bits;
    memcpy(&bits, &value, sizeof bits);
    add_kind(pen, KIND_REAL);
    add_bytes(pen, bits, sizeof bits);
}

/* NULL is a value that is not set. False: too long. */
static bool add_text(struct pen *pen, const char *text)
{
    if (!text) {
        add_kind(pen, KIND_NULL);
        return true;
    }
    size_t len = strlen(text);
    if (pen->value > pen->end || len > (size_t)(pen->end - pen->value))
        return false;
    pen->kind += varint_write(pen->kind, KIND_TEXT + 2 * (uint64_t)len);
    memcpy(pen->value, text, len);
    pen->value += len;
    return true;
}

/* Rows -------------------------------------------------------------------------------------------------------- */

static bool add_meta(struct pen *pen, const struct feed_columns *columns, const struct new_row *row, enum feed_source source)
{
    const struct response *response = row->response;
    switch (source) {
    case FROM_ID:
        add_kind(pen, KIND_NULL); /* it is the number of the row, which stands beside the record */
        return true;
    case FROM_VERSION:
        add_integer(pen, row->version);
        return true;
    case FROM_BATCH:
        add_integer(pen, columns->batch);
        return true;
    case FROM_LINE:
        add_integer(pen, (int64_t)response->line);
        return true;
    case FROM_HASH:
        add_integer(pen, (int64_t)row->hash);
        return true;
    case FROM_SECONDS:
        add_real(pen, response->seconds);
        return true;
    case FROM_KEY:
        return add_text(pen, response->key);
    case FROM_RATER:
        return add_text(pen, response->rater);
    case FROM_SUBMITTED:
        return add_text(pen, response->submitted);
    case FROM_GROUP:
        return add_text(pen, response->group);
    default:
        return add_text(pen, row->why);
    }
}

static bool add_other(struct pen *pen, const struct feed_column *column, const struct answer *answer)
{
    switch (column->source) {
    case FROM_UNIT:
        return add_text(pen, unit_id(column->kind, answer->code));
    case FROM_TEXT:
        return add_text(pen, answer->text);
    default:
        add_real(pen, answer->number);
        return true;
    }
}

static bool add_answers(struct pen *pen, const struct feed_columns *columns, const struct new_row *row, size_t first)
{
    const struct answer *answers = row->response->answers;
    for (const struct feed_column *column = columns->at + first, *end = columns->at + columns->count; column < end; column++) {
        if (pen->value > pen->end)
            return false;
        if (row->why && row->why[column->index] != missing_letters[MISSING_NONE])
            add_kind(pen, KIND_NULL);
        else if (column->source == FROM_CODE)
            add_integer(pen, answers[column->index].code);
        else if (!add_other(pen, column, &answers[column->index]))
            return false;
    }
    return pen->value <= pen->end;
}

bool record_make(struct record *record, const struct feed_columns *columns, const struct new_row *row)
{
    struct pen pen = {record->kinds, record->values, record->values + record->most};
    size_t at = 0;
    for (; at < META; at++)
        if (!add_meta(&pen, columns, row, columns->at[at].source))
            return false;
    for (; at < columns->count && columns->at[at].source == FROM_ABOUT; at++)
        if (!add_text(&pen, unit_id(columns->at[at].kind, row->response->about[columns->at[at].index])))
            return false;
    if (!add_answers(&pen, columns, row, at))
        return false;
    record->kinds_len = (size_t)(pen.kind - record->kinds);
    record->values_len = (size_t)(pen.value - record->values);
    return record_size(record) <= record->most;
}

/* The length of the kinds counts itself. */
static size_t kinds_size(const struct record *record)
{
    size_t size = record->kinds_len + varint_size(record->kinds_len);
    return varint_size(size) > size - record->kinds_len ? size + 1 : size;
}

size_t record_size(const struct record *record)
{
    return kinds_size(record) + record->values_len;
}

void record_write(const struct record *record, unsigned char *to)
{
    to += varint_write(to, kinds_size(record));
    memcpy(to, record->kinds, record->kinds_len);
    memcpy(to + record->kinds_len, record->values, record->values_len);
}
