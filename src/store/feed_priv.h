/* SPDX-License-Identifier: GPL-3.0-or-later
 * Rows on their way into a table of answers: what its columns are filled from, rows as records, records as pages. See feed.c for the two ways in.
 */
#ifndef CEPING_STORE_FEED_PRIV_H
#define CEPING_STORE_FEED_PRIV_H

#include "store_priv.h"

/* What a column of the table of answers is filled from. ORDER as in meta_columns of versions.c. */
enum feed_source {
    FROM_ID, FROM_KEY, FROM_VERSION, FROM_BATCH, FROM_LINE, FROM_HASH, FROM_RATER, FROM_SUBMITTED, FROM_SECONDS, FROM_GROUP, FROM_WHY, META,
    FROM_ABOUT = META, FROM_UNIT, FROM_NUMBER, FROM_TEXT, FROM_CODE,
};

struct feed_column {
    enum feed_source source;
    size_t index; /* of the about or of the variable */
    const struct unit_kind *kind;
};

struct feed_columns {
    struct feed_column *at;
    size_t count;
    int64_t batch;
};

/* A row as a record of SQLite's file format: kinds and lengths of the values, then the values. */
struct record {
    unsigned char *kinds, *values;
    size_t kinds_len, values_len;
    size_t most; /* bytes that both may take together */
};

void record_init(struct record *record, size_t columns, size_t most);
void record_release(struct record *record);
/* False: the row takes more than `most` bytes. */
bool record_make(struct record *record, const struct feed_columns *columns, const struct new_row *row);
/* How many bytes it takes, and writes them. */
size_t record_size(const struct record *record);
void record_write(const struct record *record, unsigned char *to);

/* A number of 1 to 9 bytes as the file format writes it, and how many it takes. */
size_t varint_size(uint64_t number);
size_t varint_write(unsigned char *to, uint64_t number);

/* Rows as pages of a database in memory, from where SQLite takes them in one statement. NULL: this SQLite cannot; unless the error of the store is
 * set, nothing is lost. */
struct stage;

struct stage *stage_open(struct store *store, const struct version *version, const struct feed_columns *columns);
void stage_close(struct stage *stage); /* accepts NULL; the transaction has ended */

enum stage_answer { STAGE_TAKEN, STAGE_TOO_LONG, STAGE_FAILED };
/* Only rows of version 1, ids rising. May store those before. */
enum stage_answer stage_add(struct stage *stage, const struct new_row *row);
/* Stores what has gathered; `ret_count` how many rows these are, may be NULL. False: the error of the store is set. */
bool stage_put(struct stage *stage, size_t *ret_count);

#endif
