/* SPDX-License-Identifier: GPL-3.0-or-later
 * Merging: what was loaded on another computer comes over as if its files had been loaded here.
 *
 * A batch is the same when file (by its hash), instrument and questionnaire are; it is taken once. The others follow in their order, each row by the rule of
 * loading: known, changed or added. One case is new: a key whose living row here comes from a file that the other database never saw, and which says
 * something else there. Neither is later than the other, so no rule can choose: it is a conflict, listed, and decided by a person.
 */
#include "answers_priv.h"
#include "merge_priv.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

/* Table of a version there, and where its rows go here. */
struct way {
    const struct version *there;
    struct version here;
    sqlite3_stmt *get;    /* rows by range of ids */
    sqlite3_stmt *insert; /* all columns of the table */
};

struct merge {
    struct store *store, *other;
    struct arena *arena;
    enum store_prefer prefer;
    const char *who, *when;
    struct store_merged *merged;
    store_batches_list here, there;
    LIST_OF(int64_t) shared; /* batches here that the other database knows: the same ones, and those that came from it */

    /* the batch in hand */
    const struct store_batch *batch;
    int64_t questionnaire_there;
    struct way *ways;
    size_t way_count;
    struct keys keys;
    span_list spans;
    version_list versions; /* here, of the instrument */
    int64_t id;                  /* here */
    int64_t first_id, next_id;
    int64_t known_first, known_last;
    struct store_counts counts;
};

/* ORDER of the columns of a table, as in meta_columns of versions.c. */
enum { COLUMN_ID, COLUMN_KEY_TEXT, COLUMN_VERSION, COLUMN_BATCH, COLUMN_LINE, COLUMN_HASH };

/* Ways ------------------------------------------------------------------------------------------------------- */

static bool prepare_way(struct merge *merge, struct way *way)
{
    auto_strbuf struct strbuf get, put;
    strbuf_init(&get);
    strbuf_init(&put);
    strbuf_adds(&get, "SELECT * FROM ");
    sql_add_name(&get, way->there->table);
    strbuf_adds(&get, " WHERE _id BETWEEN ?1 AND ?2 ORDER BY _id");
    way->get = sql_prepare(merge->other, get.at);
    if (!way->get)
        return false;
    strbuf_adds(&put, "INSERT INTO ");
    sql_add_name(&put, way->here.table);
    strbuf_adds(&put, " VALUES(?");
    for (int i = 1; i < sqlite3_column_count(way->get); i++)
        strbuf_adds(&put, ",?");
    strbuf_addc(&put, ')');
    way->insert = sql_prepare(merge->store, put.at);
    return way->insert != NULL;
}

/* The version here with the same questionnaire, made where it is not there. */
static bool find_version(struct merge *merge, const version_list *here, const char *instrument, struct way *way)
{
    int number = 0;
    for (size_t i = 0; i < here->count; i++) {
        number = here->at[i].number > number ? here->at[i].number : number;
        if (strcmp(here->at[i].hash, way->there->hash) != 0)
            continue;
        if (!version_same(&here->at[i], way->there))
            return sql_damaged(merge->store, _("two questionnaires have one hash and other questions"));
        way->here = here->at[i];
        return true;
    }
    return version_copy(merge->store, merge->arena, instrument, way->there, number + 1, &way->here);
}

static bool prepare_ways(struct merge *merge)
{
    version_list *there = ARENA_NEW(merge->arena, version_list);
    const char *instrument = merge->batch->instrument;
    if (!versions_load(merge->other, merge->arena, instrument, there))
        return false;
    merge->ways = ARENA_ARRAY(merge->arena, struct way, there->count + 1);
    merge->way_count = there->count;
    for (size_t i = 0; i < there->count; i++) {
        struct way *way = &merge->ways[i];
        version_list here = {0};
        way->there = &there->at[i];
        if (!versions_load(merge->store, merge->arena, instrument, &here) || !find_version(merge, &here, instrument, way) || !prepare_way(merge, way))
            return false;
    }
    return true;
}

static struct way *way_of(struct merge *merge)
{
    for (size_t i = 0; i < merge->way_count; i++) {
        if (strcmp(merge->ways[i].there->hash, merge->batch->questionnaire_hash) == 0)
            return &merge->ways[i];
    }
    sql_damaged(merge->other, _("a batch belongs to no questionnaire"));
    return NULL;
}

static void release_batch(struct merge *merge)
{
    for (size_t i = 0; i < merge->way_count; i++) {
        sqlite3_finalize(merge->ways[i].get);
        sqlite3_finalize(merge->ways[i].insert);
    }
    merge->way_count = 0;
    keys_release(&merge->keys);
}

/* Rows ------------------------------------------------------------------------------------------------------- */

static bool is_shared(const struct merge *merge, int64_t batch)
{
    for (size_t i = 0; i < merge->shared.count; i++) {
        if (merge->shared.at[i] == batch)
            return true;
    }
    return false;
}

/* NULL for a row that this merge inserts. */
static const struct span *span_of_row(const struct merge *merge, int64_t row)
{
    for (size_t i = 0; i < merge->spans.count; i++) {
        if (row >= merge->spans.at[i].first && row <= merge->spans.at[i].last)
            return &merge->spans.at[i];
    }
    return NULL;
}

static bool end_run(struct merge *merge)
{
    if (!merge->known_first)
        return true;
    auto_stmt sqlite3_stmt *put = sql_prepare(merge->store, "INSERT INTO confirmed VALUES(?1, ?2, ?3)");
    if (!put)
        return false;
    sqlite3_bind_int64(put, 1, merge->id);
    sqlite3_bind_int64(put, 2, merge->known_first);
    sqlite3_bind_int64(put, 3, merge->known_last);
    merge->known_first = merge->known_last = 0;
    return sql_done(merge->store, put);
}

static bool add_known(struct merge *merge, int64_t row)
{
    merge->counts.known++;
    if (row >= merge->first_id)
        return true;
    if (merge->known_first && row == merge->known_last + 1) {
        merge->known_last = row;
        return true;
    }
    if (!end_run(merge))
        return false;
    merge->known_first = merge->known_last = row;
    return true;
}

/* The rows of a small table that belong to a row: what could not be read, where it came from. */
static bool copy_beside(struct merge *merge, const char *select, const char *insert, int64_t from, int64_t to)
{
    auto_stmt sqlite3_stmt *get = sql_prepare(merge->other, select);
    auto_stmt sqlite3_stmt *put = get ? sql_prepare(merge->store, insert) : NULL;
    if (!put)
        return false;
    sqlite3_bind_int64(get, 1, from);
    bool row;
    while (sql_step(merge->other, get, &row)) {
        if (!row)
            return true;
        sqlite3_bind_int64(put, 1, to);
        for (int i = 0; i < sqlite3_column_count(get); i++)
            sqlite3_bind_value(put, i + 2, sqlite3_column_value(get, i));
        if (!sql_done(merge->store, put))
            return false;
    }
    return false;
}

static bool has_sources(struct store *store)
{
    int64_t tables = 0;
    return sql_number(store, "SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name = 'sources'", &tables) && tables > 0;
}

static bool insert_row(struct merge *merge, const struct way *way, int version)
{
    int64_t from = sqlite3_column_int64(way->get, COLUMN_ID);
    for (int i = 0; i < sqlite3_column_count(way->get); i++)
        sqlite3_bind_value(way->insert, i + 1, sqlite3_column_value(way->get, i));
    sqlite3_bind_int64(way->insert, COLUMN_ID + 1, merge->next_id);
    sqlite3_bind_int(way->insert, COLUMN_VERSION + 1, version);
    sqlite3_bind_int64(way->insert, COLUMN_BATCH + 1, merge->id);
    if (!sql_done(merge->store, way->insert) ||
        !copy_beside(merge, "SELECT variable, raw FROM unreadable WHERE id = ?1", "INSERT INTO unreadable VALUES(?1, ?2, ?3)", from, merge->next_id))
        return false;
    if (has_sources(merge->other) && !copy_beside(merge, "SELECT source FROM sources WHERE id = ?1", "INSERT INTO sources VALUES(?1, ?2)", from, merge->next_id))
        return false;
    merge->next_id++;
    return merge->other->error.code == SQLITE_OK;
}

/* The row that gave way, its values as one line. */
static bool reject_row(struct merge *merge, const struct way *way, int64_t batch)
{
    auto_strbuf struct strbuf raw, reason;
    strbuf_init(&raw);
    strbuf_init(&reason);
    for (int i = 0; i < sqlite3_column_count(way->get); i++) {
        const char *text = (const char *)sqlite3_column_text(way->get, i);
        strbuf_addf(&raw, "%s%s", i ? "\t" : "", text ? text : "");
    }
    strbuf_addf(&reason, _("merged: batch %lld holds this key with other answers, which were preferred"), (long long)batch);
    auto_stmt sqlite3_stmt *put = sql_prepare(merge->store, "INSERT INTO rejected VALUES(?1, ?2, ?3, ?4)");
    if (!put)
        return false;
    merge->counts.rejected++;
    sqlite3_bind_int64(put, 1, merge->id);
    sqlite3_bind_int64(put, 2, sqlite3_column_int64(way->get, COLUMN_LINE));
    sql_bind_text(put, 3, raw.at);
    sql_bind_text(put, 4, reason.at);
    return sql_done(merge->store, put);
}

static bool add_conflict(struct merge *merge, const struct way *way, const struct span *span, int64_t row)
{
    struct store_conflict *conflict = LIST_ADD(merge->arena, &merge->merged->conflicts);
    conflict->instrument = merge->batch->instrument;
    conflict->key = sql_text(merge->arena, way->get, COLUMN_KEY_TEXT);
    conflict->batch = span->batch;
    conflict->other_batch = merge->batch->id;
    for (size_t i = 0; i < merge->versions.count; i++) {
        const struct stored_row here = {merge->store, &merge->versions.at[i], row};
        const struct stored_row there = {merge->other, way->there, sqlite3_column_int64(way->get, COLUMN_ID)};
        if (merge->versions.at[i].id == span->questionnaire)
            return merge_tell_answers(merge->arena, &here, &there, conflict);
    }
    return sql_damaged(merge->store, _("a batch belongs to no questionnaire"));
}

/* `own`: the batch stored the row; else it only brought it again. */
static bool take_row(struct merge *merge, const struct way *way, bool own)
{
    const char *key = (const char *)sqlite3_column_text(way->get, COLUMN_KEY_TEXT);
    if (!key)
        return sql_damaged(merge->other, _("a row has no key or no version"));
    uint64_t hash = (uint64_t)sqlite3_column_int64(way->get, COLUMN_HASH);
    struct known *known = keys_entry(&merge->keys, key, (size_t)sqlite3_column_bytes(way->get, COLUMN_KEY_TEXT));
    merge->counts.rows++;
    if (known->living && known->answers == hash)
        return add_known(merge, known->row);
    const struct span *span = known->living ? span_of_row(merge, known->row) : NULL;
    int64_t batch = span ? span->batch : 0;
    bool conflict = batch && !merge->batch->withdrawn && !is_shared(merge, batch);
    if (conflict && !add_conflict(merge, way, span, known->row))
        return false;
    /* what a batch brought again under another version of the questionnaire cannot stand in its own range of rows */
    bool fits = own || way == way_of(merge);
    if ((conflict && merge->prefer != PREFER_SECOND) || !fits)
        return reject_row(merge, way, batch);
    if (!own && known->living && !conflict)
        return add_known(merge, known->row); /* changed there later, by a batch that came over before */
    if (known->newest == UINT16_MAX)
        return sql_damaged(merge->store, _("a row was changed more than 65,534 times"));
    if (known->living)
        merge->counts.changed++;
    else
        merge->counts.added++;
    known->newest++;
    if (!merge->batch->withdrawn) {
        known->living = known->newest;
        known->answers = hash;
        known->row = merge->next_id;
    }
    return insert_row(merge, way, known->newest);
}

static bool take_range(struct merge *merge, const struct way *way, int64_t first, int64_t last, bool own)
{
    sqlite3_reset(way->get);
    sqlite3_bind_int64(way->get, 1, first);
    sqlite3_bind_int64(way->get, 2, last);
    bool row;
    while (sql_step(merge->other, way->get, &row)) {
        if (!row)
            return true;
        if (!take_row(merge, way, own))
            return false;
    }
    return false;
}

static bool take_rows(struct merge *merge, int64_t first, int64_t last)
{
    const struct way *way = way_of(merge);
    if (!way || !take_range(merge, way, first, last, true))
        return false;
    auto_stmt sqlite3_stmt *get = sql_prepare(merge->other, "SELECT first_row, last_row FROM confirmed WHERE batch = ?1 ORDER BY rowid");
    if (!get)
        return false;
    sqlite3_bind_int64(get, 1, merge->batch->id);
    bool row;
    while (sql_step(merge->other, get, &row)) {
        if (!row)
            return end_run(merge);
        for (size_t i = 0; i < merge->way_count; i++) {
            if (!take_range(merge, &merge->ways[i], sqlite3_column_int64(get, 0), sqlite3_column_int64(get, 1), false))
                return false;
        }
    }
    return false;
}

static bool take_rejected(struct merge *merge)
{
    merge->counts.rows += (size_t)merge->batch->rejected;
    merge->counts.rejected += (size_t)merge->batch->rejected;
    return copy_beside(merge, "SELECT line, raw, reason FROM rejected WHERE batch = ?1 ORDER BY rowid", "INSERT INTO rejected VALUES(?1, ?2, ?3, ?4)", merge->batch->id, merge->id);
}

/* Batches ---------------------------------------------------------------------------------------------------- */

/* What is known of the keys here: for the next batch it may be other. */
static bool read_known(struct merge *merge)
{
    const struct way *way = way_of(merge);
    merge->versions = (version_list){0};
    merge->spans = (span_list){0};
    keys_init(&merge->keys);
    if (!way || !versions_load(merge->store, merge->arena, merge->batch->instrument, &merge->versions) ||
        !living_spans(merge->store, merge->arena, merge->batch->instrument, &merge->spans))
        return false;
    if (!living_expect(merge->store, &merge->spans, &merge->keys))
        return false;
    for (size_t i = 0; i < merge->versions.count; i++) {
        if (!keys_read(merge->store, &merge->keys, &merge->versions.at[i], &merge->spans, version_same(&merge->versions.at[i], &way->here)))
            return false;
    }
    return true;
}

static bool insert_batch(struct merge *merge)
{
    const struct store_batch *batch = merge->batch;
    auto_stmt sqlite3_stmt *put = sql_prepare(merge->store, "INSERT INTO batches(instrument, questionnaire, file, hash, platform, encoding, mapping, who, loaded)"
                                                            " VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)");
    int64_t last = 0;
    const struct way *way = way_of(merge);
    if (!put || !way || !sql_number(merge->store, "SELECT max(last_row) FROM batches", &last))
        return false;
    const char *const texts[] = {batch->file, batch->hash, batch->platform, batch->encoding, batch->mapping, batch->who, batch->when};
    sql_bind_text(put, 1, batch->instrument);
    sqlite3_bind_int64(put, 2, way->here.id);
    for (size_t i = 0; i < COUNT_OF(texts); i++)
        sql_bind_text(put, (int)i + 3, texts[i]);
    if (!sql_done(merge->store, put))
        return false;
    merge->id = sqlite3_last_insert_rowid(merge->store->db);
    merge->first_id = merge->next_id = (last > 0 ? last : 0) + 1;
    merge->known_first = merge->known_last = 0;
    merge->counts = (struct store_counts){.batch = merge->id};
    return true;
}

static bool write_counts(struct merge *merge)
{
    auto_strbuf struct strbuf sql;
    strbuf_init(&sql);
    const struct store_counts *counts = &merge->counts;
    strbuf_addf(&sql, "UPDATE batches SET rows = %zu, added = %zu, known = %zu, changed = %zu, rejected = %zu, first_row = %lld, last_row = %lld WHERE id = %lld", counts->rows,
                counts->added, counts->known, counts->changed, counts->rejected, (long long)merge->first_id, (long long)merge->next_id - 1, (long long)merge->id);
    return sql_run(merge->store, sql.at);
}

static bool take_withdrawal(struct merge *merge, const struct store_batch *there, int64_t here)
{
    merge->merged->withdrawn++;
    auto_stmt sqlite3_stmt *put = sql_prepare(merge->store, "INSERT INTO withdrawals VALUES(?1, ?2, ?3, ?4)");
    if (!put)
        return false;
    sqlite3_bind_int64(put, 1, here);
    sql_bind_text(put, 2, there->withdrawn_reason);
    sql_bind_text(put, 3, there->withdrawn_who);
    sql_bind_text(put, 4, there->withdrawn_when);
    return sql_done(merge->store, put) && history_add_batch(merge->store, here, "withdraw", "");
}

static bool range_of(struct merge *merge, int64_t *ret_first, int64_t *ret_last)
{
    auto_stmt sqlite3_stmt *get = sql_prepare(merge->other, "SELECT first_row, last_row FROM batches WHERE id = ?1");
    bool row = false;
    if (!get)
        return false;
    sqlite3_bind_int64(get, 1, merge->batch->id);
    if (!sql_step(merge->other, get, &row) || !row)
        return false;
    *ret_first = sqlite3_column_int64(get, 0);
    *ret_last = sqlite3_column_int64(get, 1);
    return true;
}

static bool take_batch(struct merge *merge)
{
    int64_t first, last;
    if (!prepare_ways(merge) || !read_known(merge) || !insert_batch(merge) || !range_of(merge, &first, &last) || !take_rows(merge, first, last) || !take_rejected(merge) ||
        !write_counts(merge))
        return false;
    auto_strbuf struct strbuf from;
    strbuf_init(&from);
    strbuf_addf(&from, "from batch\t%lld\n", (long long)merge->batch->id);
    struct seal seal;
    if (!seal_batch(merge->store, merge->arena, merge->id, &seal))
        return false;
    history_field(&from, SEAL_FIELD, seal.hex);
    if (!history_add_batch(merge->store, merge->id, "merge", from.at) || (merge->batch->withdrawn && !take_withdrawal(merge, merge->batch, merge->id)))
        return false;
    *LIST_ADD(merge->arena, &merge->shared) = merge->id;
    merge->merged->merged++;
    merge->merged->added += merge->counts.added;
    merge->merged->known += merge->counts.known;
    merge->merged->changed += merge->counts.changed;
    merge->merged->rejected += merge->counts.rejected;
    return true;
}

static bool same_batch(const struct store_batch *a, const struct store_batch *b)
{
    return strcmp(a->hash, b->hash) == 0 && strcmp(a->instrument, b->instrument) == 0 && strcmp(a->questionnaire_hash, b->questionnaire_hash) == 0;
}

/* The batch here that is this one there. A file that was taken out and loaded again is two batches: the living one is looked for first. */
static const struct store_batch *find_same(const struct merge *merge, const struct store_batch *there)
{
    const struct store_batch *found = NULL;
    for (size_t i = 0; i < merge->here.count; i++) {
        const struct store_batch *at = &merge->here.at[i];
        if (!same_batch(at, there))
            continue;
        if (at->withdrawn == there->withdrawn)
            return at;
        found = at;
    }
    return found;
}

static bool take_batches(struct merge *merge)
{
    for (size_t i = 0; i < merge->there.count; i++) {
        const struct store_batch *same = find_same(merge, &merge->there.at[i]);
        if (same)
            *LIST_ADD(merge->arena, &merge->shared) = same->id;
    }
    for (size_t i = 0; i < merge->there.count; i++) {
        const struct store_batch *there = &merge->there.at[i], *same = find_same(merge, there);
        if (same) {
            merge->merged->same++;
            if (there->withdrawn && !same->withdrawn && !take_withdrawal(merge, there, same->id))
                return false;
            continue;
        }
        merge->batch = there;
        bool taken = take_batch(merge);
        release_batch(merge);
        if (!taken)
            return false;
    }
    return true;
}

/* All together ----------------------------------------------------------------------------------------------- */

static const char *file_name(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}

/* The end of the other history stands in ours: that database can be told again. */
static bool write_entry(struct merge *merge)
{
    store_entries_list entries = {0};
    if (!history_read(merge->other, merge->arena, &entries))
        return false;
    auto_strbuf struct strbuf what;
    strbuf_init(&what);
    history_field(&what, "database", file_name(merge->other->path));
    strbuf_addf(&what, "batches\t%zu\nsame\t%zu\nconflicts\t%zu\nentries\t%zu\n", merge->merged->merged, merge->merged->same, merge->merged->conflicts.count, entries.count);
    if (entries.count)
        history_field(&what, "last entry", entries.at[entries.count - 1].hash);
    static const char *const preferred[] = {[PREFER_NEITHER] = NULL, [PREFER_FIRST] = "first", [PREFER_SECOND] = "second"};
    if (preferred[merge->prefer])
        history_field(&what, "preferred", preferred[merge->prefer]);
    const struct store_entry entry = {.when = merge->when, .who = merge->who, .action = "merge", .what = what.at};
    return history_add(merge->store, &entry);
}

static bool run_merge(struct merge *merge)
{
    return sql_run(merge->store, "BEGIN IMMEDIATE") && sql_run(merge->other, "BEGIN") && batches_read(merge->store, merge->arena, &merge->here) &&
           batches_read(merge->other, merge->arena, &merge->there) && take_batches(merge);
}

bool store_merge(struct store *store, struct store *other, enum store_prefer prefer, const char *who, const char *when, struct arena *arena, struct store_merged *ret_merged,
                 struct diags *diags)
{
    *ret_merged = (struct store_merged){0};
    struct merge merge = {.store = store, .other = other, .arena = arena, .prefer = prefer, .who = who, .when = when, .merged = ret_merged};
    if (!store_log_check(other, diags))
        return false;
    bool done = run_merge(&merge), refused = done && prefer == PREFER_NEITHER && ret_merged->conflicts.count;
    if (refused) {
        diags_error(diags, store_pos(other), _("%zu responses are in both databases with other answers, from different files; nothing was merged"), ret_merged->conflicts.count);
        diags_hint(diags, _("'--prefer first' keeps those of the first database, '--prefer second' takes those of the second; the others stay on record"));
    }
    if (done && !ret_merged->merged && !ret_merged->withdrawn) { /* nothing to tell the history */
        sql_rollback(store);
        sql_rollback(other);
        return true;
    }
    done = done && !refused && write_entry(&merge) && sql_run(store, "COMMIT");
    if (!done && !refused)
        store_report(other->error.code != SQLITE_OK ? other : store, diags);
    sql_rollback(store);
    sql_rollback(other);
    return done;
}

static bool copy_pages(struct store *store, const char *path)
{
    sqlite3 *to = NULL;
    bool done = sqlite3_open_v2(path, &to, SQLITE_OPEN_READWRITE, NULL) == SQLITE_OK;
    sqlite3_backup *backup = done ? sqlite3_backup_init(to, "main", store->db, "main") : NULL;
    if (backup) {
        sqlite3_backup_step(backup, -1);
        done = sqlite3_backup_finish(backup) == SQLITE_OK;
    }
    if (!backup || !done) {
        done = false;
        store->error.code = sqlite3_extended_errcode(to);
        store->error.system = sqlite3_system_errno(to);
        store->error.text = xstrdup(sqlite3_errmsg(to));
    }
    sqlite3_close(to);
    return done;
}

bool store_copy(struct store *store, const char *path, struct diags *diags)
{
    int file = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (file < 0) {
        diags_error(diags, (struct pos){.file = path}, _("the database '%s' cannot be made"), path);
        diags_hint(diags, "%s", strerror(errno));
        return false;
    }
    close(file);
    if (copy_pages(store, path))
        return true;
    store_report(store, diags);
    unlink(path);
    return false;
}
