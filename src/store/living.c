/* SPDX-License-Identifier: GPL-3.0-or-later
 * Which rows live.
 *
 * Living is a definition, not a mark in the rows: of each key the highest version that a batch vouches for which is not withdrawn. A batch
 * vouches for the rows that it stored and for the rows that it brought again ("known"; kept as ranges of ids, since an export repeats the earlier rows in order).
 * So taking a batch out is one row in a table: what it had changed goes back by itself, and what a later export contains too stays.
 *
 * To find the living rows without a table of all keys: a row is superseded only by a living row of version 2 or later. Those are few and an index
 * finds them; all other rows in the spans live.
 */
#include "store_priv.h"

#include <stdlib.h>

/* Rows brought again by batches that are not withdrawn, in order of their first id. They may overlap. */
static bool read_confirmed(struct store *store, struct arena *arena, const char *instrument, span_list *ret_spans)
{
    auto_stmt sqlite3_stmt *get = sql_prepare(store, "SELECT c.first_row, c.last_row FROM confirmed c JOIN batches b ON b.id = c.batch"
                                                     " WHERE b.instrument = ?1 AND c.batch NOT IN (SELECT batch FROM withdrawals) ORDER BY 1, 2");
    if (!get)
        return false;
    sql_bind_text(get, 1, instrument);
    bool row;
    while (sql_step(store, get, &row)) {
        if (!row)
            return true;
        int64_t first = sqlite3_column_int64(get, 0), last = sqlite3_column_int64(get, 1);
        struct span *before = ret_spans->count ? &ret_spans->at[ret_spans->count - 1] : NULL;
        if (before && first <= before->last + 1) {
            before->last = last > before->last ? last : before->last;
            continue;
        }
        struct span *span = LIST_ADD(arena, ret_spans);
        span->first = first;
        span->last = last;
    }
    return false;
}

/* The parts of a withdrawn batch that others vouch for. */
static void add_confirmed(struct arena *arena, const struct span *batch, const span_list *confirmed, span_list *spans)
{
    for (size_t i = 0; i < confirmed->count; i++) {
        const struct span *part = &confirmed->at[i];
        if (part->last < batch->first || part->first > batch->last)
            continue;
        struct span *span = LIST_ADD(arena, spans);
        *span = *batch;
        span->first = part->first > batch->first ? part->first : batch->first;
        span->last = part->last < batch->last ? part->last : batch->last;
    }
}

bool living_spans(struct store *store, struct arena *arena, const char *instrument, span_list *ret_spans)
{
    int64_t withdrawals = 0;
    span_list confirmed = {0};
    if (!sql_number(store, "SELECT count(*) FROM withdrawals", &withdrawals) || (withdrawals && !read_confirmed(store, arena, instrument, &confirmed)))
        return false;
    auto_stmt sqlite3_stmt *get = sql_prepare(store, "SELECT b.id, b.questionnaire, b.first_row, b.last_row, w.batch IS NULL, b.instrument"
                                                     " FROM batches b LEFT JOIN withdrawals w ON w.batch = b.id ORDER BY b.id");
    if (!get)
        return false;
    bool row;
    for (int32_t index = 0; sql_step(store, get, &row); index++) {
        if (!row)
            return true;
        const char *of = (const char *)sqlite3_column_text(get, 5);
        if (!of || strcmp(of, instrument) != 0)
            continue;
        struct span batch = {.first = sqlite3_column_int64(get, 2), .last = sqlite3_column_int64(get, 3), .batch = sqlite3_column_int64(get, 0),
                             .questionnaire = sqlite3_column_int64(get, 1), .batch_index = index};
        if (batch.last < batch.first)
            continue;
        if (sqlite3_column_int(get, 4))
            *LIST_ADD(arena, ret_spans) = batch;
        else
            add_confirmed(arena, &batch, &confirmed, ret_spans);
    }
    return false;
}

bool living_has(const span_list *spans, int64_t row)
{
    size_t low = 0, high = spans->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (spans->at[middle].last < row)
            low = middle + 1;
        else
            high = middle;
    }
    return low < spans->count && spans->at[low].first <= row;
}

static bool read_successors(struct store *store, const struct version *version, const span_list *spans, struct keys *keys)
{
    auto_strbuf struct strbuf sql;
    strbuf_init(&sql);
    strbuf_adds(&sql, "SELECT _key, _version, _id FROM ");
    sql_add_name(&sql, version->table);
    strbuf_adds(&sql, " WHERE _version > 1");
    auto_stmt sqlite3_stmt *get = sql_prepare(store, sql.at);
    if (!get)
        return false;
    bool row;
    while (sql_step(store, get, &row)) {
        if (!row)
            return true;
        if (!living_has(spans, sqlite3_column_int64(get, 2)))
            continue;
        const char *key = (const char *)sqlite3_column_text(get, 0);
        int64_t number = sqlite3_column_int64(get, 1);
        if (!key || number > UINT16_MAX)
            return sql_damaged(store, _("a row has no key or no version"));
        struct known *known = keys_entry(keys, key, (size_t)sqlite3_column_bytes(get, 0));
        if (number > known->newest)
            known->newest = (uint16_t)number;
    }
    return false;
}

bool living_successors(struct store *store, const version_list *versions, const span_list *spans, struct keys *keys)
{
    for (size_t i = 0; i < versions->count; i++) {
        if (!read_successors(store, &versions->at[i], spans, keys))
            return false;
    }
    return true;
}

/* A damaged database may tell of any number of rows; a file holds no more of them than it has bytes for. */
bool living_expect(struct store *store, const span_list *spans, struct keys *keys)
{
    enum { LEAST = 24 }; /* bytes of a row: its header and the hash of its answers */
    int64_t pages, size;
    if (!sql_number(store, "PRAGMA page_count", &pages) || !sql_number(store, "PRAGMA page_size", &size))
        return false;
    size_t rows = span_rows(spans), most = (size_t)pages * (size_t)size / LEAST;
    keys_expect(keys, rows < most ? rows : most);
    return true;
}
