/* SPDX-License-Identifier: GPL-3.0-or-later
 * Reading all rows of a table of answers: whole rows, from the pages of the file where that is possible, else through SQL.
 *
 *     struct rows rows;
 *     bool good = rows_open(&rows, store, version, &store->error);
 *     bool there;
 *     for (rows_range(&rows, first, last); good && (good = rows_next(&rows, &there)) && there;)
 *         … rows.id, rows_value(&rows, ROW_KEY) …
 *     rows_release(&rows);
 *
 * Inside a transaction, so that nobody writes meanwhile.
 */
#ifndef CEPING_STORE_ROWS_PRIV_H
#define CEPING_STORE_ROWS_PRIV_H

#include <endian.h>
#include <string.h>

#include "pages_priv.h"
#include "store_priv.h"

enum value_type { VALUE_NULL, VALUE_INTEGER, VALUE_REAL, VALUE_TEXT };

struct value {
    union {
        int64_t integer;
        double real;
        const char *text; /* `len` bytes, not terminated; until the next row */
    };
    uint32_t len;
    uint8_t type; /* enum value_type */
};

/* Most cells are nothing or a number of one byte: these stand in arrays of bytes, where eight of them are written at once. */
enum cell { CELL_NULL, CELL_BYTE, CELL_VALUE };

/* Eight cells as one word, the first in its lowest byte. Reading and writing goes up to seven bytes beyond the last cell: the arrays have room for that. */
enum { LANES = 8 };
#define LANE_EACH(byte) (UINT64_C(0x0101010101010101) * (byte))

static inline uint64_t load_lanes(const void *at)
{
    uint64_t lanes;
    memcpy(&lanes, at, sizeof lanes);
    return le64toh(lanes);
}

static inline void store_lanes(void *at, uint64_t lanes)
{
    lanes = htole64(lanes);
    memcpy(at, &lanes, sizeof lanes);
}

/* ORDER as meta_columns of versions.c; abouts and variables of the version follow. */
enum { ROW_ID, ROW_KEY, ROW_VERSION, ROW_BATCH, ROW_LINE, ROW_HASH, ROW_RATER, ROW_SUBMITTED, ROW_SECONDS, ROW_GROUP, ROW_WHY, ROW_FIRST };

static inline size_t row_of_about(size_t about)
{
    return ROW_FIRST + about;
}

static inline size_t row_of_variable(const struct version *version, size_t variable)
{
    return ROW_FIRST + version->abouts.count + variable;
}

struct rows {
    struct store *store;
    const struct version *version;
    struct sql_error *error; /* where failures are recorded: another thread than that of the store has its own */
    size_t count;            /* columns */
    uint8_t *real;           /* 1: a whole number in the file is a REAL all the same; else 0 */
    int64_t id;
    uint8_t *cells;          /* enum cell, of each column of the row */
    int8_t *bytes;           /* the numbers of one byte; 0 where there is nothing */
    struct value *values;    /* the others, whatever their type */
    size_t text_bytes;       /* of all its texts */
    sqlite3_stmt *get;       /* through SQL; NULL: from the pages */
    struct pages pages;
    bool has_pages;
    int64_t last;
};

/* False, with `error` set, when the table is not as the version says. `rows` is to be released in any case. */
bool rows_open(struct rows *rows, struct store *store, const struct version *version, struct sql_error *error);
void rows_release(struct rows *rows);
/* Can another thread read these rows, while that of the store goes on? They come from the pages then. */
bool rows_are_apart(const struct rows *rows);
/* From now on the rows with ids in [first, last], rising. */
void rows_range(struct rows *rows, int64_t first, int64_t last);
bool rows_next(struct rows *rows, bool *ret_there);

static inline struct value rows_value(const struct rows *rows, size_t column)
{
    switch (rows->cells[column]) {
    case CELL_NULL:
        return (struct value){.type = VALUE_NULL};
    case CELL_BYTE:
        return (struct value){.type = VALUE_INTEGER, .integer = rows->bytes[column]};
    default:
        return rows->values[column];
    }
}

/* Is there a living row of the same key with a higher version? */
static inline bool living_superseded(const struct keys *successors, const struct rows *row)
{
    if (successors->count == 0)
        return false;
    struct value key = rows_value(row, ROW_KEY), version = rows_value(row, ROW_VERSION);
    const struct known *known = key.type == VALUE_TEXT ? keys_find(successors, key.text, key.len) : NULL;
    return known && known->newest > (version.type == VALUE_INTEGER ? version.integer : 0);
}

#endif
