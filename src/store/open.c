/* SPDX-License-Identifier: GPL-3.0-or-later
 * Opening, creating and migrating the database.
 *
 * The file holds what people answered, so nobody else may read it: it is created by us with mode 0600 before SQLite sees it (SQLite
 * itself would create it by the umask), and SQLite gives its journal the mode of the database. A rollback journal with full synchronisation
 * costs a little at the end of a load and loses nothing when the power fails; a write-ahead log would leave a second file that people
 * forget on their USB sticks.
 *
 * A program that was killed while it wrote leaves a hot journal. A read-only connection may not roll it back, so a reader that meets one
 * opens the file once for writing, which heals it, and goes on reading.
 */
#include "store_priv.h"

#include "ceping/base_text.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
    APPLICATION_ID = 0x43455031, /* "CEP1" */
    BUSY_MS = 2000,              /* long enough for a reader to finish, short enough for a person who waits */
};

/* Schema --------------------------------------------------------------------------------------------------- */

/* Step i leads from version i to version i + 1. Steps are never changed once released, only added. */
static const struct {
    const char *sql;
    bool (*then)(struct store *store); /* what SQL alone cannot do; NULL: nothing */
} migrations[] = {
    {"CREATE TABLE questionnaires(id INTEGER PRIMARY KEY, instrument TEXT NOT NULL, number INTEGER NOT NULL, hash TEXT NOT NULL,"
     "  answers TEXT NOT NULL UNIQUE, UNIQUE(instrument, number), UNIQUE(instrument, hash)) STRICT;"
     "CREATE TABLE variables(questionnaire INTEGER NOT NULL REFERENCES questionnaires, position INTEGER NOT NULL, id TEXT NOT NULL,"
     "  type TEXT NOT NULL, kind TEXT, PRIMARY KEY(questionnaire, position)) STRICT, WITHOUT ROWID;"
     "CREATE TABLE options(questionnaire INTEGER NOT NULL REFERENCES questionnaires, variable INTEGER NOT NULL, position INTEGER NOT NULL,"
     "  code INTEGER NOT NULL, label TEXT, PRIMARY KEY(questionnaire, variable, position)) STRICT, WITHOUT ROWID;"
     "CREATE TABLE abouts(questionnaire INTEGER NOT NULL REFERENCES questionnaires, position INTEGER NOT NULL, kind TEXT NOT NULL,"
     "  name TEXT NOT NULL, PRIMARY KEY(questionnaire, position)) STRICT, WITHOUT ROWID;"
     "CREATE TABLE batches(id INTEGER PRIMARY KEY, instrument TEXT NOT NULL, questionnaire INTEGER NOT NULL REFERENCES questionnaires,"
     "  file TEXT, hash TEXT NOT NULL, platform TEXT, encoding TEXT, mapping TEXT, who TEXT, loaded TEXT,"
     "  first_row INTEGER NOT NULL DEFAULT 0, last_row INTEGER NOT NULL DEFAULT -1,"
     "  rows INTEGER NOT NULL DEFAULT 0, added INTEGER NOT NULL DEFAULT 0, known INTEGER NOT NULL DEFAULT 0,"
     "  changed INTEGER NOT NULL DEFAULT 0, rejected INTEGER NOT NULL DEFAULT 0) STRICT;"
     "CREATE TABLE withdrawals(batch INTEGER PRIMARY KEY REFERENCES batches, reason TEXT NOT NULL, who TEXT, withdrawn TEXT) STRICT;"
     "CREATE TABLE confirmed(batch INTEGER NOT NULL REFERENCES batches, first_row INTEGER NOT NULL, last_row INTEGER NOT NULL) STRICT;"
     "CREATE TABLE rejected(batch INTEGER NOT NULL REFERENCES batches, line INTEGER NOT NULL, raw TEXT, reason TEXT) STRICT;"
     "CREATE TABLE unreadable(id INTEGER NOT NULL, variable TEXT NOT NULL, raw TEXT NOT NULL, PRIMARY KEY(id, variable)) STRICT, WITHOUT ROWID;", NULL},
    {"CREATE TABLE history(id INTEGER PRIMARY KEY, happened TEXT NOT NULL, who TEXT NOT NULL, action TEXT NOT NULL, batch INTEGER REFERENCES batches,"
     "  what TEXT NOT NULL, reason TEXT, before TEXT NOT NULL, hash TEXT NOT NULL) STRICT;"
     "CREATE TRIGGER history_stays BEFORE UPDATE ON history BEGIN SELECT RAISE(ABORT, 'entries of the history are not changed'); END;"
     "CREATE TRIGGER history_remains BEFORE DELETE ON history BEGIN SELECT RAISE(ABORT, 'entries of the history are not deleted'); END;"
     "CREATE TABLE sources(id INTEGER PRIMARY KEY, source TEXT NOT NULL) STRICT;", history_begin},
};

static bool migrate_steps(struct store *store)
{
    int64_t version = 0;
    if (!sql_run(store, "BEGIN IMMEDIATE") || !sql_number(store, "PRAGMA user_version", &version))
        return false;
    for (; version < (int64_t)COUNT_OF(migrations); version++) {
        if (!sql_run(store, migrations[version].sql) || (migrations[version].then && !migrations[version].then(store)))
            return false;
    }
    char sql[96];
    snprintf(sql, sizeof sql, "PRAGMA application_id = %d; PRAGMA user_version = %d", APPLICATION_ID, (int)COUNT_OF(migrations));
    return sql_run(store, sql) && sql_run(store, "COMMIT");
}

static bool migrate(struct store *store)
{
    if (migrate_steps(store))
        return true;
    sql_rollback(store);
    return false;
}

/* The connection ------------------------------------------------------------------------------------------- */

static bool connect_as(struct store *store, int flags)
{
    /* a path such as ":memory:" must mean a file */
    auto_strbuf struct strbuf path;
    strbuf_init(&path);
    strbuf_adds(&path, store->path[0] == ':' ? "./" : "");
    strbuf_adds(&path, store->path);
    if (sqlite3_open_v2(path.at, &store->db, flags | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, NULL) != SQLITE_OK)
        return sql_failed(store);
    sqlite3_busy_timeout(store->db, BUSY_MS);
    sqlite3_db_config(store->db, SQLITE_DBCONFIG_DQS_DML, 0, NULL);
    sqlite3_db_config(store->db, SQLITE_DBCONFIG_DQS_DDL, 0, NULL);
    sqlite3_db_config(store->db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
    sqlite3_db_config(store->db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
    /* temporary files would be copies of answers in a folder that we do not know */
    return sql_run(store, "PRAGMA temp_store = MEMORY; PRAGMA cell_size_check = ON; PRAGMA synchronous = FULL");
}

static void disconnect(struct store *store)
{
    sqlite3_close(store->db);
    store->db = NULL;
}

static void forget_error(struct store *store)
{
    free(store->error.text);
    store->error = (struct sql_error){0};
}

static bool connect(struct store *store)
{
    if (store->mode == STORE_WRITE)
        return connect_as(store, SQLITE_OPEN_READWRITE);
    int64_t unused;
    if (connect_as(store, SQLITE_OPEN_READONLY) && sql_number(store, "SELECT count(*) FROM sqlite_schema", &unused))
        return true;
    if (store->error.code != SQLITE_READONLY_ROLLBACK)
        return false;
    forget_error(store);
    disconnect(store);
    bool healed = connect_as(store, SQLITE_OPEN_READWRITE) && sql_number(store, "SELECT count(*) FROM sqlite_schema", &unused);
    if (!healed)
        return false;
    disconnect(store);
    return connect_as(store, SQLITE_OPEN_READONLY);
}

/* Creates the file, and its folder, where it is absent. */
static bool create(struct store *store, bool *ret_created, struct diags *diags)
{
    const char *slash = strrchr(store->path, '/');
    if (slash && slash > store->path) {
        auto_free char *folder = xstrndup(store->path, (size_t)(slash - store->path));
        if (!file_make_folders(folder)) {
            diags_error(diags, store_pos(store), _("the folder '%s' cannot be made"), folder);
            diags_hint(diags, "%s", strerror(errno));
            return false;
        }
    }
    int file = open(store->path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (file >= 0) {
        close(file);
        *ret_created = true;
        return true;
    }
    if (errno == EEXIST)
        return true;
    diags_error(diags, store_pos(store), _("the database '%s' cannot be made"), store->path);
    diags_hint(diags, "%s", strerror(errno));
    return false;
}

static bool is_there(const struct store *store, struct diags *diags)
{
    struct stat info;
    errno = 0;
    if (stat(store->path, &info) == 0 && info.st_size > 0)
        return true;
    if (errno == EACCES) {
        diags_error(diags, store_pos(store), _("the database '%s' cannot be opened"), store->path);
        diags_hint(diags, "%s", strerror(errno));
    } else {
        diags_error(diags, store_pos(store), _("nothing has been loaded yet: there is no database '%s'"), store->path);
        diags_hint(diags, _("'ceping load' makes it"));
    }
    return false;
}

/* Is it ours, and of a version that we know? Migrates when it may write. */
static bool recognise(struct store *store, struct diags *diags)
{
    int64_t application, version, tables;
    if (!sql_number(store, "PRAGMA application_id", &application) || !sql_number(store, "PRAGMA user_version", &version) ||
        !sql_number(store, "SELECT count(*) FROM sqlite_schema", &tables))
        return store_report(store, diags);

    bool fresh = application == 0 && version == 0 && tables == 0;
    if (!fresh && application != APPLICATION_ID) {
        diags_error(diags, store_pos(store), _("the database '%s' was made by another program"), store->path);
        diags_hint(diags, _("choose another file with '--db', or move it away"));
        return false;
    }
    if (version > (int64_t)COUNT_OF(migrations)) {
        diags_error(diags, store_pos(store), _("the database '%s' was written by a newer version of ceping (format %d; this one knows %d)"), store->path,
                    (int)version, (int)COUNT_OF(migrations));
        diags_hint(diags, _("install the newer version"));
        return false;
    }
    if (store->mode == STORE_WRITE) {
        if (sqlite3_db_readonly(store->db, "main") == 1) {
            diags_error(diags, store_pos(store), _("the database '%s' cannot be written"), store->path);
            diags_hint(diags, _("check the permissions of the file and of its folder"));
            return false;
        }
        if (!sql_run(store, "PRAGMA journal_mode = DELETE"))
            return store_report(store, diags);
        if (version < (int64_t)COUNT_OF(migrations))
            return migrate(store) || store_report(store, diags);
        return history_tip_holds(store, diags);
    }
    if (!fresh)
        return true;
    diags_error(diags, store_pos(store), _("nothing has been loaded yet into the database '%s'"), store->path);
    return false;
}

struct store *store_open(const char *path, enum store_mode mode, struct diags *diags)
{
    struct store *store = xcalloc(1, sizeof *store);
    store->path = xstrdup(path);
    store->mode = mode;
    pthread_mutex_init(&store->reading, NULL);
    bool created = false;
    bool opened = mode == STORE_WRITE ? create(store, &created, diags) : is_there(store, diags);
    if (opened && !connect(store))
        opened = store_report(store, diags);
    if (opened && recognise(store, diags))
        return store;

    /* leave no empty file behind that was not there before */
    if (created)
        unlink(path);
    store_close(store);
    return NULL;
}

void store_close(struct store *store)
{
    if (!store)
        return;
    store_rollback(store);
    sqlite3_close(store->db);
    free(store->error.text);
    free(store->path);
    pthread_mutex_destroy(&store->reading);
    free(store);
}

/* Copying -------------------------------------------------------------------------------------------------- */

/* The pages as they are, within one read transaction: the copy is the database, byte for byte. */
bool store_bytes(struct store *store, struct strbuf *out, struct diags *diags)
{
    sqlite3_int64 size = 0;
    unsigned char *bytes = sqlite3_serialize(store->db, "main", &size, 0);
    if (!bytes) {
        sql_failed(store);
        return store_report(store, diags);
    }
    strbuf_add(out, (const char *)bytes, (size_t)size);
    sqlite3_free(bytes);
    return true;
}
