/* SPDX-License-Identifier: GPL-3.0-or-later
 * What the files of the store share: the connection, its first error, the versions of a questionnaire, the keys that are known.
 */
#ifndef CEPING_STORE_PRIV_H
#define CEPING_STORE_PRIV_H

#include "ceping/model_data.h"
#include "ceping/store.h"

#include <pthread.h>
#include <sqlite3.h>

/* The connection ------------------------------------------------------------------------------------------- */

/* The first thing that went wrong since the last report. Later failures are consequences and are not recorded. */
struct sql_error {
    int code;     /* extended SQLite code; SQLITE_OK: none */
    int system;   /* errno behind it, or 0 */
    char *text;   /* what SQLite says; NULL: the code says it all */
};

struct store {
    sqlite3 *db;
    char *path;
    enum store_mode mode;
    struct sql_error error;
    struct load *load; /* a batch that is open */
    pthread_mutex_t reading; /* guards reads of the file that go past the connection (pages.c) */
};

static inline void stmt_release(sqlite3_stmt **statement)
{
    sqlite3_finalize(*statement);
}
#define auto_stmt __attribute__((cleanup(stmt_release)))

static inline void arena_release(struct arena **arena)
{
    arena_free(*arena);
}
#define auto_arena __attribute__((cleanup(arena_release)))

/* These return false (NULL) and record the error of the store when SQLite refuses. */
bool sql_run(struct store *store, const char *sql); /* one statement or several, no rows wanted */
sqlite3_stmt *sql_prepare(struct store *store, const char *sql);
bool sql_step(struct store *store, sqlite3_stmt *statement, bool *ret_row);
bool sql_done(struct store *store, sqlite3_stmt *statement); /* steps a statement that gives no row, and resets it */
bool sql_number(struct store *store, const char *sql, int64_t *ret_value); /* first column of the first row; 0 without rows */
bool sql_failed(struct store *store); /* records what the connection says; always false */
bool sql_damaged(struct store *store, const char *what); /* records that the content contradicts itself; always false */
void sql_rollback(struct store *store);
/* A read transaction, or the one that is open already; `ret_mine` tells which, and sql_read_end ends only its own. */
bool sql_read_begin(struct store *store, bool *ret_mine);
void sql_read_end(struct store *store, bool mine);

/* Tells the recorded error, forgets it, and is always false. */
bool store_report(struct store *store, struct diags *diags);
/* The same for an error that has no store yet. */
void store_report_error(const char *path, const struct sql_error *error, struct diags *diags);
struct pos store_pos(const struct store *store);

void sql_bind_text(sqlite3_stmt *statement, int parameter, const char *text); /* NULL binds NULL; the text must outlive the step */
const char *sql_text(struct arena *arena, sqlite3_stmt *statement, int column); /* copied; NULL for NULL */
void sql_add_name(struct strbuf *sql, const char *name); /* as a quoted identifier */

/* Versions of a questionnaire ------------------------------------------------------------------------------ */

/* What the database remembers of a variable, so that its answers keep their meaning when the questionnaire changes. */
struct stored_option {
    int code;
    const char *label;
};

struct stored_variable {
    const char *id;
    const char *type;
    const char *kind; /* of units; NULL */
    LIST_OF(struct stored_option) options;
};

struct stored_about {
    const char *kind;
    const char *column;
};

struct version {
    int64_t id;
    int number; /* 1… within the instrument */
    const char *hash;
    const char *table;
    LIST_OF(struct stored_variable) variables; /* in the order of `_why` */
    LIST_OF(struct stored_about) abouts;
};

typedef LIST_OF(struct version) version_list;

bool versions_load(struct store *store, struct arena *arena, const char *instrument, version_list *ret_versions);
/* Writes the version and makes its table. The limits of SQLite are checked before (version_fits). */
bool version_create(struct store *store, struct arena *arena, const struct instrument *instrument, int number, struct version *ret_version);
/* The statements that make its table, at the end of `sql`. False: its description is damaged. */
bool version_add_table(struct strbuf *sql, const struct version *version);
bool version_fits(const struct store *store, const struct instrument *instrument, struct diags *diags);
/* Do answers to `stored` mean the same as answers to `variable`? Same type; each stored option is still there under its code and label or alias. */
bool version_agrees(const struct stored_variable *stored, const struct variable *variable);
/* Makes a version with the description of one from another database, `other`. */
bool version_copy(struct store *store, struct arena *arena, const char *instrument, const struct version *other, int number, struct version *ret_version);
/* The same columns with the same meaning, both as the database remembers them. */
bool version_same(const struct version *a, const struct version *b);
/* Position of the about columns of `kind`, the `nth` of it; -1. */
int version_about(const struct version *version, const char *kind, int nth);
/* The same variables in the same order with the same meaning: then hashes of answers can be compared. */
bool version_equivalent(const struct version *version, const struct instrument *instrument);

/* Keys that are known -------------------------------------------------------------------------------------- */

/* What is known of a key: the newest living row's version and hash of answers, and the highest version ever. */
struct known {
    uint64_t hash; /* of the key, with `more` 96 bits of it */
    uint64_t answers;
    int64_t row; /* the living one */
    uint32_t more;
    uint16_t living; /* version; 0 none */
    uint16_t newest; /* version, living or not; 0: the slot is free, or the key was never seen */
};

struct keys {
    struct known *slots;
    size_t room, count;
};

void keys_init(struct keys *keys);
void keys_release(struct keys *keys);
void keys_expect(struct keys *keys, size_t count); /* room for so many at least */
/* The entry of a key; where it is not there, a free one for it (`newest` 0), which counts once the caller sets `newest`. Stale after the next call. */
struct known *keys_entry(struct keys *keys, const char *key, size_t len);
struct known *keys_find(const struct keys *keys, const char *key, size_t len); /* NULL when not there */

/* Rows on their way into a table of answers ------------------------------------------------------------------ */

struct new_row {
    const struct response *response; /* lives until the row is stored */
    int64_t id;
    uint64_t hash;
    int version;
    const char *why; /* a letter a variable; NULL: nothing is missing */
};

struct feed;

/* NULL when SQLite refuses, with the error of the store set. `version` and `instrument` must outlive it. */
struct feed *feed_open(struct store *store, const struct version *version, const struct instrument *instrument, int64_t batch);
/* Rows are stored now or with later ones; all of them are once feed_end says so. Ids rise. */
bool feed_put(struct feed *feed, const struct new_row *rows, size_t count);
bool feed_end(struct feed *feed);
void feed_close(struct feed *feed); /* accepts NULL; the transaction has ended */

static inline const char *unit_id(const struct unit_kind *kind, int index)
{
    return index >= 0 && (size_t)index < kind->units.count ? kind->units.at[index].id : NULL;
}

/* Batches and history -------------------------------------------------------------------------------------- */

bool batches_read(struct store *store, struct arena *arena, store_batches_list *ret_batches);

bool history_read(struct store *store, struct arena *arena, store_entries_list *ret_entries);
/* Adds an entry behind the last one, in the transaction that is open. `id`, `before` and `hash` are set here. */
bool history_add(struct store *store, const struct store_entry *entry);
/* An entry about a batch as it stands: `action` is "load", "merge" or "withdraw"; `more` are lines of history_field. */
bool history_add_batch(struct store *store, int64_t batch, const char *action, const char *more);
/* Entries for the batches that came before there was a history. */
bool history_begin(struct store *store);
bool history_tip_holds(struct store *store, struct diags *diags);
/* Adds a line of `what`. */
void history_field(struct strbuf *out, const char *name, const char *value);

/* Living rows ---------------------------------------------------------------------------------------------- */

/* Rows of one batch, by id, that may live: their batch, or a later one that brought them again, is not withdrawn. */
struct span {
    int64_t first, last;
    int64_t batch, questionnaire;
    int32_t batch_index; /* in the list of all batches */
};

typedef LIST_OF(struct span) span_list;

static inline size_t span_rows(const span_list *spans)
{
    size_t rows = 0;
    for (size_t i = 0; i < spans->count; i++)
        rows += (size_t)(spans->at[i].last - spans->at[i].first + 1);
    return rows;
}

/* In order of ids, disjoint. */
bool living_spans(struct store *store, struct arena *arena, const char *instrument, span_list *ret_spans);
/* Room for the keys of the rows in `spans`. */
bool living_expect(struct store *store, const span_list *spans, struct keys *keys);
/* What is known of the keys in the table of a version. Rows whose answers mean something else (not `equivalent`) are never "known": their hash is changed beyond recognition. */
bool keys_read(struct store *store, struct keys *keys, const struct version *version, const span_list *spans, bool equivalent);
bool living_has(const span_list *spans, int64_t row);
/* Keys that have a row of version 2 or later in the spans, with the highest: every lower version of theirs is superseded. */
bool living_successors(struct store *store, const version_list *versions, const span_list *spans, struct keys *keys);

#endif
