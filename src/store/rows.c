/* SPDX-License-Identifier: GPL-3.0-or-later
 * Whole rows of a table of answers, one after the other.
 *
 * Two ways to the same values: the pages of the file (pages.c), or a SELECT of all columns by name. The SELECT is always prepared, for it tells that the table
 * has the columns that its version describes; pages are read only when these are all of them and stand in the order in which they were made, since a record
 * knows its columns by position alone. A test reads both ways and compares.
 */
#include "rows_priv.h"

#include "ceping/base_vector.h"

#include <assert.h>
#include <stdlib.h>

static const char *const meta_names[ROW_FIRST] = {"_id", "_key", "_version", "_batch", "_line", "_hash", "_rater", "_submitted", "_seconds", "_group", "_why"};

static bool damaged(struct rows *rows, const char *what)
{
    if (rows->error->code == SQLITE_OK) {
        rows->error->code = SQLITE_CORRUPT;
        rows->error->text = xstrdup(what);
    }
    return false;
}

/* Opening ------------------------------------------------------------------------------------------------------ */

static const char *name_of(const struct version *version, size_t column)
{
    if (column < ROW_FIRST)
        return meta_names[column];
    column -= ROW_FIRST;
    return column < version->abouts.count ? version->abouts.at[column].column : version->variables.at[column - version->abouts.count].id;
}

static sqlite3_stmt *prepare(struct rows *rows)
{
    auto_strbuf struct strbuf sql;
    strbuf_init(&sql);
    strbuf_adds(&sql, "SELECT ");
    for (size_t i = 0; i < rows->count; i++) {
        strbuf_adds(&sql, i ? "," : "");
        sql_add_name(&sql, name_of(rows->version, i));
    }
    strbuf_adds(&sql, " FROM ");
    sql_add_name(&sql, rows->version->table);
    strbuf_adds(&sql, " WHERE _id BETWEEN ?1 AND ?2 ORDER BY _id");
    return sql_prepare(rows->store, sql.at);
}

/* Are the columns of the table these, in this order, and is it a table whose pages can be read? `ret_root` is 0 otherwise. */
static bool find_root(struct rows *rows, uint32_t *ret_root)
{
    *ret_root = 0;
    auto_strbuf struct strbuf sql;
    strbuf_init(&sql);
    strbuf_adds(&sql, "SELECT * FROM ");
    sql_add_name(&sql, rows->version->table);
    auto_stmt sqlite3_stmt *all = sql_prepare(rows->store, sql.at);
    if (!all)
        return false;
    if ((size_t)sqlite3_column_count(all) != rows->count)
        return true;
    for (size_t i = 0; i < rows->count; i++)
        if (strcmp(sqlite3_column_name(all, (int)i), name_of(rows->version, i)) != 0)
            return true;
    auto_stmt sqlite3_stmt *get = sql_prepare(rows->store, "SELECT rootpage FROM sqlite_schema WHERE type = 'table' AND name = ?1 AND sql NOT LIKE '%WITHOUT ROWID%'");
    if (!get)
        return false;
    sql_bind_text(get, 1, rows->version->table);
    bool row;
    if (!sql_step(rows->store, get, &row))
        return false;
    sqlite3_int64 root = row ? sqlite3_column_int64(get, 0) : 0;
    *ret_root = root > 1 && root <= UINT32_MAX ? (uint32_t)root : 0;
    return true;
}

bool rows_open(struct rows *rows, struct store *store, const struct version *version, struct sql_error *error)
{
    *rows = (struct rows){.store = store, .version = version, .error = error, .count = ROW_FIRST + version->abouts.count + version->variables.count};
    rows->cells = xcalloc(rows->count + LANES, sizeof *rows->cells);
    rows->bytes = xcalloc(rows->count + LANES, sizeof *rows->bytes);
    rows->values = xcalloc(rows->count, sizeof *rows->values);
    rows->real = xcalloc(rows->count + LANES, sizeof *rows->real);
    rows->real[ROW_SECONDS] = 1;
    for (size_t i = 0; i < version->variables.count; i++)
        rows->real[row_of_variable(version, i)] = strcmp(version->variables.at[i].type, "number") == 0;
    uint32_t root;
    rows->get = prepare(rows);
    if (!rows->get || !find_root(rows, &root))
        return false;
    rows->has_pages = root && pages_open(&rows->pages, store, root, error);
    if (!rows->has_pages)
        return true;
    sqlite3_finalize(rows->get);
    rows->get = NULL;
    return true;
}

void rows_release(struct rows *rows)
{
    sqlite3_finalize(rows->get);
    if (rows->has_pages)
        pages_release(&rows->pages);
    free(rows->cells);
    free(rows->bytes);
    free(rows->values);
    free(rows->real);
    *rows = (struct rows){0};
}

bool rows_are_apart(const struct rows *rows)
{
    return rows->has_pages;
}

void rows_range(struct rows *rows, int64_t first, int64_t last)
{
    rows->last = last;
    if (rows->has_pages) {
        pages_seek(&rows->pages, first);
        return;
    }
    sqlite3_reset(rows->get);
    sqlite3_bind_int64(rows->get, 1, first);
    sqlite3_bind_int64(rows->get, 2, last);
}

/* Through SQL ---------------------------------------------------------------------------------------------------- */

static bool next_by_sql(struct rows *rows, bool *ret_there)
{
    if (!sql_step(rows->store, rows->get, ret_there))
        return false;
    rows->text_bytes = 0;
    for (size_t i = 0; *ret_there && i < rows->count; i++) {
        struct value *value = &rows->values[i];
        rows->cells[i] = CELL_VALUE;
        switch (sqlite3_column_type(rows->get, (int)i)) {
        case SQLITE_INTEGER:
            *value = (struct value){.type = VALUE_INTEGER, .integer = sqlite3_column_int64(rows->get, (int)i)};
            break;
        case SQLITE_FLOAT:
            *value = (struct value){.type = VALUE_REAL, .real = sqlite3_column_double(rows->get, (int)i)};
            break;
        case SQLITE_TEXT:
            *value = (struct value){.type = VALUE_TEXT, .text = (const char *)sqlite3_column_text(rows->get, (int)i)};
            if (!value->text)
                return sql_failed(rows->store);
            value->len = (uint32_t)sqlite3_column_bytes(rows->get, (int)i);
            rows->text_bytes += value->len;
            break;
        default:
            *value = (struct value){.type = VALUE_NULL};
        }
    }
    rows->id = *ret_there ? rows->values[ROW_ID].integer : rows->id;
    return true;
}

/* From the pages --------------------------------------------------------------------------------------------------- */

/* Serial types of a record (section 2.1 of the description of the format): 0 NULL, 1–6 integers of these bytes, 7 a double, 8 and 9 the numbers 0 and 1,
 * odd from 13 on a text. */
enum { SERIAL_DOUBLE = 7, SERIAL_ZERO = 8, SERIAL_ONE = 9, SERIAL_RESERVED = 10, SERIAL_TEXT = 13 };
static const uint8_t serial_bytes[SERIAL_RESERVED] = {0, 1, 2, 3, 4, 6, 8, 8, 0, 0};

/* The number of `len` bytes, 1 to 8; the slack lets eight be read. */
static inline int64_t big_endian(const unsigned char *at, size_t len)
{
    uint64_t bits;
    memcpy(&bits, at, sizeof bits);
    return (int64_t)be64toh(bits) >> (64 - 8 * len);
}

static inline bool decode(struct value *value, uint64_t serial, const unsigned char **at, const unsigned char *end, bool real)
{
    if (serial >= SERIAL_RESERVED) {
        uint64_t len = (serial - SERIAL_TEXT) / 2;
        if (serial < SERIAL_TEXT || serial % 2 == 0 || len > (uint64_t)(end - *at) || len > UINT32_MAX)
            return false;
        value->type = VALUE_TEXT;
        value->text = (const char *)*at;
        value->len = (uint32_t)len;
        *at += len;
        return true;
    }
    size_t len = serial_bytes[serial];
    if (len > (size_t)(end - *at))
        return false;
    value->type = serial ? VALUE_INTEGER : VALUE_NULL;
    value->integer = len ? big_endian(*at, len) : serial == SERIAL_ONE;
    *at += len;
    if (serial == SERIAL_DOUBLE) {
        value->type = VALUE_REAL;
        memcpy(&value->real, &(uint64_t){(uint64_t)value->integer}, sizeof value->real);
    } else if (real && serial) { /* stored as an integer, to save room */
        value->type = VALUE_REAL;
        value->real = (double)value->integer;
    }
    return true;
}

/* Eight cells at once. Of a cell that is NULL (0), a number of one byte (1), 0 (8) or 1 (9) the serial type has bits 0 and 3 alone; they come in no order that a processor
 * could foresee, so nothing is asked that tells them apart: each of eight lanes of a word is one of them. */
static_assert((int)LANES <= (int)PAGES_SLACK, "eight types and eight bytes may be looked at behind the last ones");
/* One of the next bytes for each lane that has a 1, in order; 0 in the others. */
static inline uint64_t spread(uint64_t bytes, uint64_t ones)
{
    uint64_t before = ones * LANE_EACH(1) - ones, spread = 0; /* how many lanes with a 1 stand before each */
#if defined(__x86_64__) && !defined(__clang__)
    typedef unsigned char byte_vector __attribute__((vector_size(16)));
    typedef uint64_t word_vector __attribute__((vector_size(16)));
    spread = ((word_vector)__builtin_shuffle((byte_vector)(word_vector){bytes}, (byte_vector)(word_vector){before}))[0];
#else
    for (unsigned lane = 0; lane < LANES; lane++)
        spread |= (bytes >> 8 * (before >> 8 * lane & 0xff) & 0xff) << 8 * lane;
#endif
    return spread & ones * 0xff;
}

/* Where a record is being decoded. */
struct decoding {
    const unsigned char *type, *types_end, *at, *end;
};

/* As many small cells as follow each other from column `i` on, at most eight: how many, none where a larger one stands there. */
static inline size_t decode_small(struct rows *rows, size_t i, struct decoding *decoding)
{
    uint64_t serials = load_lanes(decoding->type), larger = (serials & ~LANE_EACH(1 | 8)) | load_lanes(rows->real + i);
    size_t count = larger ? (size_t)__builtin_ctzll(larger) / 8 : LANES;
    size_t types = (size_t)(decoding->types_end - decoding->type), most = rows->count - i < types ? rows->count - i : types;
    count = count < most ? count : most;
    uint64_t among = count < LANES ? (UINT64_C(1) << 8 * count) - 1 : UINT64_MAX;
    uint64_t ones = serials & ~(serials >> 3) & LANE_EACH(1) & among, bytes = ones * LANE_EACH(1) >> 56;
    if (bytes > (uint64_t)(decoding->end - decoding->at))
        return 0;
    store_lanes(rows->cells + i, (serials | serials >> 3) & LANE_EACH(1)); /* CELL_NULL, CELL_BYTE */
    store_lanes(rows->bytes + i, spread(load_lanes(decoding->at), ones) | (serials & serials >> 3 & LANE_EACH(1)));
    decoding->type += count;
    decoding->at += bytes;
    return count;
}

static inline bool decode_value(struct rows *rows, size_t i, struct decoding *decoding)
{
    struct value *value = &rows->values[i];
    uint64_t serial;
    decoding->type = pages_varint(decoding->type, decoding->types_end, &serial);
    if (!decoding->type || !decode(value, serial, &decoding->at, decoding->end, rows->real[i]))
        return false;
    rows->cells[i] = CELL_VALUE;
    rows->text_bytes += value->type == VALUE_TEXT ? value->len : 0;
    return true;
}

WIDE_VECTORS static bool decode_row(struct rows *rows)
{
    const unsigned char *record = rows->pages.payload, *end = record + rows->pages.size;
    uint64_t header;
    const unsigned char *type = pages_varint(record, end, &header);
    if (!type || header > rows->pages.size)
        return false;
    struct decoding decoding = {.type = type, .types_end = record + header, .at = record + header, .end = end};
    rows->text_bytes = 0;
    for (size_t i = 0; i < rows->count;) {
        bool large = *decoding.type & ~(1 | 8) || rows->real[i]; /* or nothing is left, and it is not decoded */
        size_t small = large ? 0 : decode_small(rows, i, &decoding);
        if (!small && !decode_value(rows, i, &decoding))
            return false;
        i += small ? small : 1;
    }
    rows->id = rows->pages.id;
    rows->cells[ROW_ID] = CELL_VALUE;
    rows->values[ROW_ID] = (struct value){.type = VALUE_INTEGER, .integer = rows->id};
    return true;
}

static bool next_by_pages(struct rows *rows, bool *ret_there)
{
    if (!pages_next(&rows->pages, ret_there))
        return false;
    *ret_there = *ret_there && rows->pages.id <= rows->last;
    return !*ret_there || decode_row(rows) || damaged(rows, sqlite3_errstr(SQLITE_CORRUPT));
}

bool rows_next(struct rows *rows, bool *ret_there)
{
    return rows->has_pages ? next_by_pages(rows, ret_there) : next_by_sql(rows, ret_there);
}
