/* SPDX-License-Identifier: GPL-3.0-or-later
 * Rows into a table of answers: by the megabyte as pages that SQLite takes over (stage.c), or one by one through a virtual table.
 *
 * Binding each answer to a parameter and running an INSERT a row spends a third of its time on beginning and ending the statement and on putting values where
 * it looks for them. So the rows stand in a virtual table of the connection, and INSERT … SELECT takes them from there: SQLite asks for each value once, and
 * what it writes, checks and rolls back is the same. Rows with a VALUES list of many rows gain little, for parameters stay. A text is handed over without a copy: it
 * lives until the statement has ended.
 *
 * That way go the rows that the other cannot take: those that were changed, and very long ones. Ids rise in the table, so what has gathered for the one way is stored before
 * a row goes the other. Where both kinds stand mixed that would be a statement for a row or two; then all rows go through the virtual table for a while.
 */
#include "feed_priv.h"

#include <assert.h>
#include <stdlib.h>

static const char module_name[] = "ceping_rows";

enum {
    FIRST = 1000, /* so many rows go one by one before pages are made ready, which takes as long as storing 2,000 rows so */
    FEW = 64,     /* fewer rows are not worth a statement of their own; then … */
    WHILE = 256,  /* … so many go one by one */
};

struct feed {
    struct store *store;
    const struct version *version;
    struct feed_columns columns;
    sqlite3_stmt *insert;
    const struct new_row *rows; /* those on their way through the virtual table */
    size_t count;
    size_t one_by_one;   /* rows that still go so */
    struct stage *stage; /* NULL: not tried yet, or not to be had */
    bool tried;
};

/* What SQLite knows of it, and keeps beyond feed_close(): it disconnects a table when it gets round to it. */
struct feed_table {
    sqlite3_vtab table; /* first */
    const struct feed *feed;
};

struct feed_cursor {
    sqlite3_vtab_cursor cursor; /* first */
    const struct feed *feed;
    const struct new_row *row, *end;
};

/* The virtual table ----------------------------------------------------------------------------------------- */

static int declare(sqlite3 *db, size_t columns)
{
    auto_strbuf struct strbuf sql;
    strbuf_init(&sql);
    strbuf_adds(&sql, "CREATE TABLE x(");
    for (size_t i = 0; i < columns; i++)
        strbuf_addf(&sql, "%sc%zu", i ? "," : "", i);
    strbuf_addc(&sql, ')');
    return sqlite3_declare_vtab(db, sql.at);
}

static int on_connect(sqlite3 *db, void *data, int count, const char *const *words, sqlite3_vtab **ret_table, char **ret_error)
{
    (void)count, (void)words, (void)ret_error;
    const struct feed *feed = data;
    int code = declare(db, feed->columns.count);
    if (code != SQLITE_OK)
        return code;
    sqlite3_vtab_config(db, SQLITE_VTAB_DIRECTONLY); /* nothing in a database file can read it */
    struct feed_table *table = sqlite3_malloc(sizeof *table);
    if (!table)
        return SQLITE_NOMEM;
    *table = (struct feed_table){.feed = feed};
    *ret_table = &table->table;
    return SQLITE_OK;
}

static int on_disconnect(sqlite3_vtab *table)
{
    sqlite3_free(table);
    return SQLITE_OK;
}

static int on_plan(sqlite3_vtab *table, sqlite3_index_info *info)
{
    (void)table;
    info->estimatedCost = 1; /* there is one way */
    return SQLITE_OK;
}

static int on_open(sqlite3_vtab *table, sqlite3_vtab_cursor **ret_cursor)
{
    struct feed_cursor *cursor = sqlite3_malloc(sizeof *cursor);
    if (!cursor)
        return SQLITE_NOMEM;
    *cursor = (struct feed_cursor){.feed = ((struct feed_table *)table)->feed};
    *ret_cursor = &cursor->cursor;
    return SQLITE_OK;
}

static int on_close(sqlite3_vtab_cursor *cursor)
{
    sqlite3_free(cursor);
    return SQLITE_OK;
}

static int on_filter(sqlite3_vtab_cursor *base, int index, const char *name, int count, sqlite3_value **values)
{
    (void)index, (void)name, (void)count, (void)values;
    struct feed_cursor *cursor = (struct feed_cursor *)base;
    cursor->row = cursor->feed->rows;
    cursor->end = cursor->row + cursor->feed->count;
    return SQLITE_OK;
}

static int on_next(sqlite3_vtab_cursor *cursor)
{
    ((struct feed_cursor *)cursor)->row++;
    return SQLITE_OK;
}

static int on_eof(sqlite3_vtab_cursor *base)
{
    const struct feed_cursor *cursor = (const struct feed_cursor *)base;
    return cursor->row == cursor->end;
}

static int on_rowid(sqlite3_vtab_cursor *cursor, sqlite3_int64 *ret_id)
{
    *ret_id = ((const struct feed_cursor *)cursor)->row->id;
    return SQLITE_OK;
}

/* A value that is not set is NULL. */
static void give_text(sqlite3_context *to, const char *text)
{
    if (text)
        sqlite3_result_text(to, text, -1, SQLITE_STATIC);
}

static void give_meta(sqlite3_context *to, const struct feed *feed, const struct new_row *row, enum feed_source source)
{
    const struct response *response = row->response;
    switch (source) {
    case FROM_ID:
        sqlite3_result_int64(to, row->id);
        break;
    case FROM_VERSION:
        sqlite3_result_int(to, row->version);
        break;
    case FROM_BATCH:
        sqlite3_result_int64(to, feed->columns.batch);
        break;
    case FROM_LINE:
        sqlite3_result_int64(to, (int64_t)response->line);
        break;
    case FROM_HASH:
        sqlite3_result_int64(to, (int64_t)row->hash);
        break;
    case FROM_SECONDS:
        sqlite3_result_double(to, response->seconds); /* NaN becomes NULL */
        break;
    default:
        give_text(to, source == FROM_KEY ? response->key : source == FROM_RATER ? response->rater : source == FROM_SUBMITTED ? response->submitted : source == FROM_GROUP ? response->group : row->why);
    }
}

static int on_column(sqlite3_vtab_cursor *base, sqlite3_context *to, int number)
{
    const struct feed_cursor *cursor = (const struct feed_cursor *)base;
    const struct new_row *row = cursor->row;
    const struct feed_column *column = &cursor->feed->columns.at[number];
    if (column->source < META) {
        give_meta(to, cursor->feed, row, column->source);
        return SQLITE_OK;
    }
    if (column->source == FROM_ABOUT) {
        give_text(to, unit_id(column->kind, row->response->about[column->index]));
        return SQLITE_OK;
    }
    if (row->why && row->why[column->index] != missing_letters[MISSING_NONE])
        return SQLITE_OK;
    const struct answer *answer = &row->response->answers[column->index];
    switch (column->source) {
    case FROM_UNIT:
        give_text(to, unit_id(column->kind, answer->code));
        break;
    case FROM_NUMBER:
        sqlite3_result_double(to, answer->number + 0.0); /* −0 and 0 are the same answer */
        break;
    case FROM_TEXT:
        give_text(to, answer->text);
        break;
    default:
        sqlite3_result_int(to, answer->code);
    }
    return SQLITE_OK;
}

static const sqlite3_module module = { /* no xCreate: the table is there by its name alone */
    .xConnect = on_connect,
    .xBestIndex = on_plan,
    .xDisconnect = on_disconnect,
    .xOpen = on_open,
    .xClose = on_close,
    .xFilter = on_filter,
    .xNext = on_next,
    .xEof = on_eof,
    .xColumn = on_column,
    .xRowid = on_rowid,
};

/* Opening and closing ----------------------------------------------------------------------------------------- */

static void find_columns(struct feed *feed, const struct instrument *instrument)
{
    static const enum feed_source sources[VARIABLE_TYPES] = {
        [VARIABLE_CODE] = FROM_CODE, [VARIABLE_NUMBER] = FROM_NUMBER, [VARIABLE_TEXT] = FROM_TEXT, [VARIABLE_UNIT] = FROM_UNIT, [VARIABLE_MARK] = FROM_CODE,
    };
    size_t abouts = instrument->about.count, variables = instrument->variables.count;
    feed->columns.count = META + abouts + variables;
    feed->columns.at = xcalloc(feed->columns.count, sizeof *feed->columns.at);
    struct feed_column *column = feed->columns.at;
    for (size_t i = 0; i < META; i++)
        *column++ = (struct feed_column){.source = (enum feed_source)i};
    for (size_t i = 0; i < abouts; i++)
        *column++ = (struct feed_column){FROM_ABOUT, i, instrument->about.at[i].kind};
    for (size_t i = 0; i < variables; i++) {
        const struct variable *variable = &instrument->variables.at[i];
        *column++ = (struct feed_column){sources[variable->type], i, variable->type == VARIABLE_UNIT ? variable->question->kind : NULL};
    }
}

static bool prepare(struct feed *feed, const struct version *version)
{
    auto_strbuf struct strbuf sql;
    strbuf_init(&sql);
    strbuf_adds(&sql, "INSERT INTO main.");
    sql_add_name(&sql, version->table);
    strbuf_addf(&sql, " SELECT * FROM %s", module_name);
    feed->insert = sql_prepare(feed->store, sql.at);
    return feed->insert != NULL;
}

struct feed *feed_open(struct store *store, const struct version *version, const struct instrument *instrument, int64_t batch)
{
    struct feed *feed = xcalloc(1, sizeof *feed);
    *feed = (struct feed){.store = store, .version = version, .columns.batch = batch, .one_by_one = FIRST};
    find_columns(feed, instrument);
    bool known = sqlite3_create_module_v2(store->db, module_name, &module, feed, NULL) == SQLITE_OK || sql_failed(store);
    if (known && prepare(feed, version))
        return feed;
    feed_close(feed);
    return NULL;
}

void feed_close(struct feed *feed)
{
    if (!feed)
        return;
    stage_close(feed->stage);
    sqlite3_finalize(feed->insert);
    sqlite3_create_module_v2(feed->store->db, module_name, NULL, NULL, NULL); /* forgets it */
    free(feed->columns.at);
    free(feed);
}

/* Storing ----------------------------------------------------------------------------------------------------- */

/* Rows that follow each other, through the virtual table. */
static bool put_through(struct feed *feed, const struct new_row *rows, size_t count)
{
    if (feed->store->error.code != SQLITE_OK) /* of what was tried for the other way: the transaction may be gone */
        return false;
    if (count == 0)
        return true;
    size_t before = 0;
    if (feed->stage && !stage_put(feed->stage, &before))
        return false;
    if (before > 0 && before < FEW)
        feed->one_by_one = WHILE;
    feed->rows = rows;
    feed->count = count;
    return sql_done(feed->store, feed->insert);
}

static bool may_be_staged(struct feed *feed, const struct new_row *row)
{
    if (feed->one_by_one > 0) {
        feed->one_by_one--;
        return false;
    }
    if (!feed->tried)
        feed->stage = stage_open(feed->store, feed->version, &feed->columns);
    feed->tried = true;
    return feed->stage && row->version == 1;
}

bool feed_put(struct feed *feed, const struct new_row *rows, size_t count)
{
    size_t first = 0; /* of those that go through the virtual table */
    for (size_t i = 0; i < count; i++) {
        if (!may_be_staged(feed, &rows[i]))
            continue;
        if (!put_through(feed, rows + first, i - first))
            return false;
        enum stage_answer answer = stage_add(feed->stage, &rows[i]);
        if (answer == STAGE_FAILED)
            return false;
        first = answer == STAGE_TAKEN ? i + 1 : i;
    }
    return put_through(feed, rows + first, count - first);
}

bool feed_end(struct feed *feed)
{
    return !feed->stage || stage_put(feed->stage, NULL);
}
