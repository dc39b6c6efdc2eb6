/* SPDX-License-Identifier: GPL-3.0-or-later
 * The history: what was done to the database, an entry each, in the order in which it was done.
 *
 * An entry is written in the transaction of what it tells, so there is never one without the other. Entries are only added: triggers refuse to change or
 * delete one, and each carries the SHA-256 of the entry before, so that an entry that was changed past the triggers, taken out or put between shows. Who
 * keeps the hash of the last entry elsewhere (in minutes, in print) can also tell that the end was not cut off. It proves nothing against somebody who writes the
 * whole chain anew; it is there for honest people who want to know what happened.
 *
 * What is checked beside the chain: each batch and each withdrawal has its entry, and says the same as the entry; its rows are there, with the answers that were loaded (seal.c).
 */
#include "answers_priv.h"
#include "store_priv.h"

#include <stdio.h>
#include <stdlib.h>

static const char columns[] = "SELECT id, happened, who, action, batch, what, reason, before, hash FROM history";

/* Hashing -------------------------------------------------------------------------------------------------- */

/* With its length before it, so that no two entries give the same bytes. */
static void add_field(struct sha256 *sha, const char *text)
{
    char len[32];
    if (text)
        snprintf(len, sizeof len, "%zu:", strlen(text));
    else
        strcpy(len, "-");
    sha256_add(sha, len, strlen(len));
    if (text)
        sha256_add(sha, text, strlen(text));
}

static void hash_entry(const struct store_entry *entry, char ret_hash[SHA256_HEX])
{
    struct sha256 sha;
    char id[32], batch[32];
    snprintf(id, sizeof id, "%lld", (long long)entry->id);
    snprintf(batch, sizeof batch, "%lld", (long long)entry->batch);
    sha256_init(&sha);
    const char *const fields[] = {"ceping history 1", entry->before, id, entry->when, entry->who, entry->action, entry->batch ? batch : NULL, entry->what, entry->reason};
    for (size_t i = 0; i < COUNT_OF(fields); i++)
        add_field(&sha, fields[i]);
    sha256_hex(&sha, ret_hash);
}

/* Reading -------------------------------------------------------------------------------------------------- */

static void read_entry(struct arena *arena, sqlite3_stmt *get, struct store_entry *entry)
{
    entry->id = sqlite3_column_int64(get, 0);
    entry->when = sql_text(arena, get, 1);
    entry->who = sql_text(arena, get, 2);
    entry->action = sql_text(arena, get, 3);
    entry->batch = sqlite3_column_int64(get, 4);
    entry->what = sql_text(arena, get, 5);
    entry->reason = sql_text(arena, get, 6);
    entry->before = sql_text(arena, get, 7);
    entry->hash = sql_text(arena, get, 8);
}

/* A database that an older program wrote and that nobody has written to since has none yet. */
static bool has_history(struct store *store, bool *ret_has)
{
    int64_t tables = 0;
    if (!sql_number(store, "SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name = 'history'", &tables))
        return false;
    *ret_has = tables > 0;
    return true;
}

bool history_read(struct store *store, struct arena *arena, store_entries_list *ret_entries)
{
    bool has = false;
    if (!has_history(store, &has) || !has)
        return !has && store->error.code == SQLITE_OK;
    auto_strbuf struct strbuf sql;
    strbuf_init(&sql);
    strbuf_addf(&sql, "%s ORDER BY id", columns);
    auto_stmt sqlite3_stmt *get = sql_prepare(store, sql.at);
    bool row;
    while (get && sql_step(store, get, &row)) {
        if (!row)
            return true;
        read_entry(arena, get, LIST_ADD(arena, ret_entries));
    }
    return false;
}

bool store_log(struct store *store, struct arena *arena, store_entries_list *ret_entries, struct diags *diags)
{
    store_entries_list entries = {0};
    if (!history_read(store, arena, &entries))
        return store_report(store, diags);
    *ret_entries = entries;
    return true;
}

/* The last entry; its hash is "" where there is none. */
static bool read_tip(struct store *store, struct arena *arena, struct store_entry *ret_tip)
{
    auto_strbuf struct strbuf sql;
    strbuf_init(&sql);
    strbuf_addf(&sql, "%s ORDER BY id DESC LIMIT 1", columns);
    auto_stmt sqlite3_stmt *get = sql_prepare(store, sql.at);
    bool row = false;
    if (!get || !sql_step(store, get, &row))
        return false;
    *ret_tip = (struct store_entry){.hash = ""};
    if (row)
        read_entry(arena, get, ret_tip);
    return true;
}

/* Adding --------------------------------------------------------------------------------------------------- */

bool history_add(struct store *store, const struct store_entry *entry)
{
    auto_arena struct arena *arena = arena_new();
    struct store_entry tip, next = *entry;
    if (!read_tip(store, arena, &tip))
        return false;
    char hash[SHA256_HEX];
    next.id = tip.id + 1;
    next.before = tip.hash;
    next.when = entry->when ? entry->when : "";
    next.who = entry->who ? entry->who : "";
    hash_entry(&next, hash);
    auto_stmt sqlite3_stmt *put = sql_prepare(store, "INSERT INTO history VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)");
    if (!put)
        return false;
    sqlite3_bind_int64(put, 1, next.id);
    sql_bind_text(put, 2, next.when);
    sql_bind_text(put, 3, next.who);
    sql_bind_text(put, 4, next.action);
    if (next.batch)
        sqlite3_bind_int64(put, 5, next.batch);
    sql_bind_text(put, 6, next.what);
    sql_bind_text(put, 7, next.reason);
    sql_bind_text(put, 8, next.before);
    sql_bind_text(put, 9, hash);
    return sql_done(store, put);
}

bool store_log_add(struct store *store, const struct store_entry *entries, size_t count, struct diags *diags)
{
    bool done = sql_run(store, "BEGIN IMMEDIATE");
    for (size_t i = 0; done && i < count; i++)
        done = history_add(store, &entries[i]);
    if (done && sql_run(store, "COMMIT"))
        return true;
    store_report(store, diags);
    sql_rollback(store);
    return false;
}

/* What an entry tells of a batch, from the batch itself: a line each, name and value. */
static void describe_batch(const struct store_batch *batch, struct strbuf *out)
{
    const struct {
        const char *name, *text;
    } texts[] = {{"instrument", batch->instrument}, {"file", batch->file},         {"sha256", batch->hash},
                 {"platform", batch->platform},     {"encoding", batch->encoding}, {"questionnaire", batch->questionnaire_hash}};
    const struct {
        const char *name;
        int64_t number;
    } numbers[] = {{"rows", batch->rows}, {"new", batch->added}, {"known", batch->known}, {"changed", batch->changed}, {"rejected", batch->rejected}};
    for (size_t i = 0; i < COUNT_OF(texts); i++) {
        if (texts[i].text)
            history_field(out, texts[i].name, texts[i].text);
    }
    for (size_t i = 0; i < COUNT_OF(numbers); i++)
        strbuf_addf(out, "%s\t%lld\n", numbers[i].name, (long long)numbers[i].number);
}

/* Tabs and line ends in a value would be taken for the next one. */
void history_field(struct strbuf *out, const char *name, const char *value)
{
    strbuf_addf(out, "%s\t", name);
    for (; *value; value++)
        strbuf_addc(out, (unsigned char)*value < ' ' ? ' ' : *value);
    strbuf_addc(out, '\n');
}

static const struct store_batch *find_batch(const store_batches_list *batches, int64_t id)
{
    for (size_t i = 0; i < batches->count; i++) {
        if (batches->at[i].id == id)
            return &batches->at[i];
    }
    return NULL;
}

static bool add_batch(struct store *store, const struct store_batch *batch, const char *action, const char *more)
{
    auto_strbuf struct strbuf what;
    strbuf_init(&what);
    describe_batch(batch, &what);
    strbuf_adds(&what, more);
    const struct store_entry entry = {.when = batch->when, .who = batch->who, .action = action, .batch = batch->id, .what = what.at};
    return history_add(store, &entry);
}

static bool add_withdrawal(struct store *store, const struct store_batch *batch, const char *more)
{
    auto_strbuf struct strbuf what;
    strbuf_init(&what);
    describe_batch(batch, &what);
    strbuf_adds(&what, more);
    const struct store_entry entry = {
        .when = batch->withdrawn_when, .who = batch->withdrawn_who, .action = "withdraw", .batch = batch->id, .what = what.at, .reason = batch->withdrawn_reason};
    return history_add(store, &entry);
}

bool history_add_batch(struct store *store, int64_t id, const char *action, const char *more)
{
    auto_arena struct arena *arena = arena_new();
    store_batches_list batches = {0};
    if (!batches_read(store, arena, &batches))
        return false;
    const struct store_batch *batch = find_batch(&batches, id);
    if (!batch)
        return sql_damaged(store, _("a batch belongs to no questionnaire"));
    return strcmp(action, "withdraw") == 0 ? add_withdrawal(store, batch, more) : add_batch(store, batch, action, more);
}

/* Databases from before there was a history: its beginning is made from the batches that are there, and says so. */
bool history_begin(struct store *store)
{
    static const char more[] = "recorded\tafterwards\n";
    auto_arena struct arena *arena = arena_new();
    store_batches_list batches = {0};
    if (!batches_read(store, arena, &batches))
        return false;
    for (size_t i = 0; i < batches.count; i++) {
        if (!add_batch(store, &batches.at[i], "load", more))
            return false;
    }
    for (size_t i = 0; i < batches.count; i++) {
        if (batches.at[i].withdrawn && !add_withdrawal(store, &batches.at[i], more))
            return false;
    }
    return true;
}

/* Checking ------------------------------------------------------------------------------------------------- */

static bool entry_holds(const struct store_entry *entry)
{
    char hash[SHA256_HEX];
    if (!entry->when || !entry->who || !entry->action || !entry->what || !entry->before || !entry->hash)
        return false;
    hash_entry(entry, hash);
    return strcmp(hash, entry->hash) == 0;
}

bool history_tip_holds(struct store *store, struct diags *diags)
{
    auto_arena struct arena *arena = arena_new();
    struct store_entry tip;
    int64_t count = 0;
    if (!read_tip(store, arena, &tip) || !sql_number(store, "SELECT count(*) FROM history", &count))
        return store_report(store, diags);
    if (count == tip.id && (count == 0 || entry_holds(&tip)))
        return true;
    diags_error(diags, store_pos(store), _("the history of the database '%s' was changed: its last entry does not hold"), store->path);
    diags_hint(diags, _("'ceping log EVAL --check' shows where; nothing is written to such a database"));
    return false;
}

static void check_chain(const struct store *store, const store_entries_list *entries, struct diags *diags)
{
    const char *before = "";
    for (size_t i = 0; i < entries->count; i++) {
        const struct store_entry *entry = &entries->at[i];
        if (entry->id != (int64_t)i + 1) {
            diags_error(diags, store_pos(store), _("entry %zu of the history is missing: entry %lld follows"), i + 1, (long long)entry->id);
            return; /* all that come later are shifted */
        }
        if (!entry_holds(entry))
            diags_error(diags, store_pos(store), _("entry %zu of the history was changed: it does not give its hash"), i + 1);
        else if (strcmp(entry->before, before) != 0)
            diags_error(diags, store_pos(store), _("entry %zu of the history does not follow the entry before: its hash is another"), i + 1);
        before = entry->hash ? entry->hash : "";
    }
}

/* The last entry about a batch with one of these actions. */
static const struct store_entry *entry_about(const store_entries_list *entries, int64_t batch, bool withdrawal)
{
    for (size_t i = entries->count; i-- > 0;) {
        const struct store_entry *entry = &entries->at[i];
        if (entry->batch == batch && entry->action && (strcmp(entry->action, "withdraw") == 0) == withdrawal)
            return entry;
    }
    return NULL;
}

static void check_batch(const struct store *store, const store_entries_list *entries, const struct store_batch *batch, struct diags *diags)
{
    auto_strbuf struct strbuf what;
    strbuf_init(&what);
    describe_batch(batch, &what);
    for (int withdrawal = 0; withdrawal < 2; withdrawal++) {
        const struct store_entry *entry = entry_about(entries, batch->id, withdrawal);
        if (withdrawal && !batch->withdrawn && entry)
            diags_error(diags, store_pos(store), _("batch %lld was taken out by entry %lld of the history, and is there"), (long long)batch->id, (long long)entry->id);
        if (withdrawal && !batch->withdrawn)
            continue;
        if (!entry)
            diags_error(diags, store_pos(store), withdrawal ? _("batch %lld was taken out without an entry in the history") : _("batch %lld has no entry in the history"),
                        (long long)batch->id);
        else if (!entry->what || strncmp(entry->what, what.at, what.len) != 0)
            diags_error(diags, store_pos(store), _("batch %lld is not as entry %lld of the history tells"), (long long)batch->id, (long long)entry->id);
    }
}

/* What an entry tells under a name; NULL where it does not. */
static const char *entry_field(struct arena *arena, const struct store_entry *entry, const char *name)
{
    size_t len = strlen(name);
    for (const char *at = entry->what; at && *at; at = strchr(at, '\n'), at += at ? 1 : 0)
        if (strncmp(at, name, len) == 0 && at[len] == '\t')
            return arena_strndup(arena, at + len + 1, strcspn(at + len + 1, "\n"));
    return NULL;
}

/* Answers are those that were loaded; entries of before there were seals have none. */
static bool check_answers(struct store *store, struct arena *arena, const store_entries_list *entries, const struct store_batch *batch, struct diags *diags)
{
    struct seal seal;
    if (!seal_batch(store, arena, batch->id, &seal))
        return false;
    const struct store_entry *entry = entry_about(entries, batch->id, false);
    const char *told = entry ? entry_field(arena, entry, SEAL_FIELD) : NULL;
    if (seal.changed) {
        diags_error(diags, store_pos(store), _("answers of batch %lld were changed past the program: %zu rows, the first is '%s'"), (long long)batch->id, seal.changed, seal.key);
        diags_hint(diags, _("row %lld of '%s' shows what was loaded; answers are corrected in decisions.csv"), (long long)seal.line, batch->file ? batch->file : "");
    } else if (told && strcmp(told, seal.hex) != 0) {
        diags_error(diags, store_pos(store), _("rows of batch %lld are not those of entry %lld of the history"), (long long)batch->id, (long long)entry->id);
    }
    return true;
}

/* As many rows as a batch says must be in its range, whatever became of them later. */
static bool check_rows(struct store *store, const struct store_batch *batch, struct diags *diags)
{
    auto_stmt sqlite3_stmt *find = sql_prepare(store, "SELECT q.answers, b.first_row, b.last_row FROM batches b JOIN questionnaires q ON q.id = b.questionnaire WHERE b.id = ?1");
    bool row = false;
    if (!find)
        return false;
    sqlite3_bind_int64(find, 1, batch->id);
    if (!sql_step(store, find, &row) || !row)
        return sql_damaged(store, _("a batch belongs to no questionnaire"));
    auto_strbuf struct strbuf sql;
    strbuf_init(&sql);
    strbuf_adds(&sql, "SELECT count(*) FROM ");
    sql_add_name(&sql, (const char *)sqlite3_column_text(find, 0));
    strbuf_addf(&sql, " WHERE _batch = %lld AND _id BETWEEN %lld AND %lld", (long long)batch->id, (long long)sqlite3_column_int64(find, 1),
                (long long)sqlite3_column_int64(find, 2));
    int64_t rows = 0;
    if (!sql_number(store, sql.at, &rows))
        return false;
    if (rows != batch->added + batch->changed)
        diags_error(diags, store_pos(store), _("batch %lld stored %lld rows, and %lld are there"), (long long)batch->id, (long long)(batch->added + batch->changed),
                    (long long)rows);
    return true;
}

bool store_log_check(struct store *store, struct diags *diags)
{
    auto_arena struct arena *arena = arena_new();
    size_t errors = diags->errors;
    store_entries_list entries = {0};
    store_batches_list batches = {0};
    bool has = false;
    if (!has_history(store, &has) || !history_read(store, arena, &entries) || !batches_read(store, arena, &batches))
        return store_report(store, diags);
    if (!has) {
        diags_warning(diags, store_pos(store), _("the database has no history yet"));
        diags_hint(diags, _("it begins when the database is written to the next time"));
        return true;
    }
    check_chain(store, &entries, diags);
    for (size_t i = 0; i < batches.count; i++) {
        check_batch(store, &entries, &batches.at[i], diags);
        size_t before = diags->errors;
        if (!check_rows(store, &batches.at[i], diags) || (diags->errors == before && !check_answers(store, arena, &entries, &batches.at[i], diags)))
            return store_report(store, diags);
    }
    return diags->errors == errors;
}
