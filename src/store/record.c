/* SPDX-License-Identifier: GPL-3.0-or-later
 * A row as a record: the kinds of its values, a number each, then their bytes (https://www.sqlite.org/fileformat2.html, section 2.1).
 *
 * The same bytes as SQLite's own: 0 and 1 take none, other whole numbers as few as hold them, and a REAL that is whole is kept as such a number where six bytes hold it.
 * A test compares the file with one that SQLite wrote alone.
 */
#include "feed_priv.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { KIND_NULL = 0, KIND_REAL = 7, KIND_ZERO = 8, KIND_ONE = 9, KIND_TEXT = 13 /* + 2 × bytes */ };
enum { KIND_MOST = 9 /* bytes of a kind at most */, VALUE_MOST = 8 /* of a number */ };

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
    record->values = xmalloc(most + VALUE_MOST);
}

void record_release(struct record *record)
{
    free(record->kinds);
    free(record->values);
    *record = (struct record){0};
}

/* Values ------------------------------------------------------------------------------------------------------ */

static void add_kind(struct record *record, unsigned kind)
{
    record->kinds[record->kinds_len++] = (unsigned char)kind;
}

static void add_bytes(struct record *record, uint64_t bits, size_t size)
{
    for (size_t i = size; i-- > 0; bits >>= 8)
        record->values[record->values_len + i] = (unsigned char)bits;
    record->values_len += size;
}

static void add_integer(struct record *record, int64_t value)
{
    static const struct {
        uint64_t most;
        unsigned char kind, size;
    } sizes[] = {{INT8_MAX, 1, 1}, {INT16_MAX, 2, 2}, {0x7fffff, 3, 3}, {INT32_MAX, 4, 4}, {0x7fffffffffff, 5, 6}, {INT64_MAX, 6, 8}};
    if (value == 0 || value == 1) {
        add_kind(record, value ? KIND_ONE : KIND_ZERO);
        return;
    }
    uint64_t size = (uint64_t)(value < 0 ? ~value : value);
    size_t i = 0;
    while (size > sizes[i].most)
        i++;
    add_kind(record, sizes[i].kind);
    add_bytes(record, (uint64_t)value, sizes[i].size);
}

static void add_real(struct record *record, double value)
{
    if (isnan(value)) {
        add_kind(record, KIND_NULL);
        return;
    }
    if (value >= -0x800000000000 && value <= 0x7fffffffffff && value == (double)(int64_t)value) {
        add_integer(record, (int64_t)value);
        return;
    }
    uint64_t bits;
    memcpy(&bits, &value, sizeof bits);
    add_kind(record, KIND_REAL);
    add_bytes(record, bits, sizeof bits);
}

/* NULL is a value that is not set. False: too long. */
static bool add_text(struct record *record, const char *text)
{
    if (!text) {
        add_kind(record, KIND_NULL);
        return true;
    }
    size_t len = strlen(text);
    if (len > record->most - record->values_len)
        return false;
    record->kinds_len += varint_write(record->kinds + record->kinds_len, KIND_TEXT + 2 * (uint64_t)len);
    memcpy(record->values + record->values_len, text, len);
    record->values_len += len;
    return true;
}

/* Rows -------------------------------------------------------------------------------------------------------- */

static bool add_meta(struct record *record, const struct feed_columns *columns, const struct new_row *row, enum feed_source source)
{
    const struct response *response = row->response;
    switch (source) {
    case FROM_ID:
        add_kind(record, KIND_NULL); /* it is the number of the row, which stands beside the record */
        return true;
    case FROM_VERSION:
        add_integer(record, row->version);
        return true;
    case FROM_BATCH:
        add_integer(record, columns->batch);
        return true;
    case FROM_LINE:
        add_integer(record, (int64_t)response->line);
        return true;
    case FROM_HASH:
        add_integer(record, (int64_t)row->hash);
        return true;
    case FROM_SECONDS:
        add_real(record, response->seconds);
        return true;
    case FROM_KEY:
        return add_text(record, response->key);
    case FROM_RATER:
        return add_text(record, response->rater);
    case FROM_SUBMITTED:
        return add_text(record, response->submitted);
    case FROM_GROUP:
        return add_text(record, response->group);
    default:
        return add_text(record, row->why);
    }
}

static bool add_answer(struct record *record, const struct feed_column *column, const struct answer *answer)
{
    switch (column->source) {
    case FROM_UNIT:
        return add_text(record, unit_id(column->kind, answer->code));
    case FROM_TEXT:
        return add_text(record, answer->text);
    case FROM_NUMBER:
        add_real(record, answer->number);
        return true;
    default:
        add_integer(record, answer->code);
        return true;
    }
}

bool record_make(struct record *record, const struct feed_columns *columns, const struct new_row *row)
{
    record->kinds_len = record->values_len = 0;
    for (size_t i = 0; i < columns->count; i++) {
        const struct feed_column *column = &columns->at[i];
        bool fits = true;
        if (record->values_len > record->most)
            return false;
        if (column->source < META)
            fits = add_meta(record, columns, row, column->source);
        else if (column->source == FROM_ABOUT)
            fits = add_text(record, unit_id(column->kind, row->response->about[column->index]));
        else if (row->why && row->why[column->index] != missing_letters[MISSING_NONE])
            add_kind(record, KIND_NULL);
        else
            fits = add_answer(record, column, &row->response->answers[column->index]);
        if (!fits)
            return false;
    }
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
