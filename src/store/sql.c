/* SPDX-License-Identifier: GPL-3.0-or-later
 * Small helpers around SQLite, and the one place where its error codes become sentences.
 *
 * Errors are sticky: the first failure is kept in the store, calls after it fail too, and the public function that began the work
 * reports it once. Its code must be read at once, because a ROLLBACK that follows would overwrite it in the connection.
 */
#include "store_priv.h"

#include <errno.h>
#include <stdlib.h>

bool sql_failed(struct store *store)
{
    if (store->error.code == SQLITE_OK) {
        store->error.code = sqlite3_extended_errcode(store->db);
        if (store->error.code == SQLITE_OK)
            store->error.code = SQLITE_ERROR;
        store->error.system = sqlite3_system_errno(store->db);
        store->error.text = xstrdup(sqlite3_errmsg(store->db));
    }
    return false;
}

bool sql_damaged(struct store *store, const char *what)
{
    if (store->error.code == SQLITE_OK) {
        store->error.code = SQLITE_CORRUPT;
        store->error.text = xstrdup(what);
    }
    return false;
}

bool sql_run(struct store *store, const char *sql)
{
    return sqlite3_exec(store->db, sql, NULL, NULL, NULL) == SQLITE_OK || sql_failed(store);
}

sqlite3_stmt *sql_prepare(struct store *store, const char *sql)
{
    sqlite3_stmt *statement = NULL;
    if (sqlite3_prepare_v3(store->db, sql, -1, SQLITE_PREPARE_PERSISTENT, &statement, NULL) != SQLITE_OK)
        sql_failed(store);
    return statement;
}

bool sql_step(struct store *store, sqlite3_stmt *statement, bool *ret_row)
{
    int code = sqlite3_step(statement);
    if (code != SQLITE_ROW && code != SQLITE_DONE)
        return sql_failed(store);
    *ret_row = code == SQLITE_ROW;
    return true;
}

bool sql_done(struct store *store, sqlite3_stmt *statement)
{
    bool done = sqlite3_step(statement) == SQLITE_DONE || sql_failed(store);
    sqlite3_reset(statement);
    return done;
}

bool sql_number(struct store *store, const char *sql, int64_t *ret_value)
{
    auto_stmt sqlite3_stmt *statement = sql_prepare(store, sql);
    bool row = false;
    if (!statement || !sql_step(store, statement, &row))
        return false;
    *ret_value = row ? sqlite3_column_int64(statement, 0) : 0;
    return true;
}

/* SQLite rolls back by itself after some errors (disk full, failed writes); then there is nothing left to end. */
void sql_rollback(struct store *store)
{
    if (!sqlite3_get_autocommit(store->db))
        sqlite3_exec(store->db, "ROLLBACK", NULL, NULL, NULL);
}

bool sql_read_begin(struct store *store, bool *ret_mine)
{
    *ret_mine = sqlite3_get_autocommit(store->db);
    return !*ret_mine || sql_run(store, "BEGIN");
}

void sql_read_end(struct store *store, bool mine)
{
    if (mine)
        sql_rollback(store);
}

void sql_bind_text(sqlite3_stmt *statement, int parameter, const char *text)
{
    if (text)
        sqlite3_bind_text(statement, parameter, text, -1, SQLITE_STATIC);
    else
        sqlite3_bind_null(statement, parameter);
}

const char *sql_text(struct arena *arena, sqlite3_stmt *statement, int column)
{
    const char *text = (const char *)sqlite3_column_text(statement, column);
    return text ? arena_strndup(arena, text, (size_t)sqlite3_column_bytes(statement, column)) : NULL;
}

void sql_add_name(struct strbuf *sql, const char *name)
{
    strbuf_addc(sql, '"');
    for (; *name; name++) {
        if (*name == '"')
            strbuf_addc(sql, '"');
        strbuf_addc(sql, *name);
    }
    strbuf_addc(sql, '"');
}

/* Sentences ------------------------------------------------------------------------------------------------ */

struct pos store_pos(const struct store *store)
{
    return (struct pos){.file = store->path};
}

static void report_denied(const char *path, struct pos pos, const struct sql_error *error, struct diags *diags)
{
    diags_error(diags, pos, _("the database '%s' cannot be written"), path);
    if (error->system)
        diags_hint(diags, "%s", strerror(error->system));
    else
        diags_hint(diags, _("check the permissions of the file and of its folder"));
}

void store_report_error(const char *path, const struct sql_error *error, struct diags *diags)
{
    struct pos pos = {.file = path};
    switch (error->code & 0xff) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        diags_error(diags, pos, _("the database '%s' is in use by another program; nothing was changed"), path);
        diags_hint(diags, _("wait until it has ended, or close it there"));
        break;
    case SQLITE_FULL:
        diags_error(diags, pos, _("the disk is full; nothing was changed in the database '%s'"), path);
        diags_hint(diags, _("loading needs about twice the size of the file in free space"));
        break;
    case SQLITE_READONLY:
    case SQLITE_PERM:
        report_denied(path, pos, error, diags);
        break;
    case SQLITE_CANTOPEN:
        diags_error(diags, pos, _("the database '%s' cannot be opened"), path);
        diags_hint(diags, "%s", error->system ? strerror(error->system) : _("check the permissions of the file and of its folder"));
        break;
    case SQLITE_NOTADB:
        diags_error(diags, pos, _("the file '%s' is no database"), path);
        diags_hint(diags, _("move it away; 'ceping load' makes a new one"));
        break;
    case SQLITE_CORRUPT:
        diags_error(diags, pos, _("the database '%s' is damaged: %s"), path, error->text ? error->text : sqlite3_errstr(error->code));
        diags_hint(diags, _("keep this file, and load the original files into a new database"));
        break;
    case SQLITE_IOERR:
        diags_error(diags, pos, _("reading or writing the database '%s' failed; nothing was changed"), path);
        diags_hint(diags, "%s", error->system ? strerror(error->system) : sqlite3_errstr(error->code));
        break;
    case SQLITE_NOMEM:
        diags_error(diags, pos, _("out of memory; nothing was changed in the database '%s'"), path);
        break;
    default:
        diags_error(diags, pos, _("the database '%s' refuses: %s"), path, error->text ? error->text : sqlite3_errstr(error->code));
    }
}

bool store_report(struct store *store, struct diags *diags)
{
    if (store->error.code == SQLITE_OK)
        sql_failed(store);
    store_report_error(store->path, &store->error, diags);
    free(store->error.text);
    store->error = (struct sql_error){0};
    return false;
}
