/* SPDX-License-Identifier: GPL-3.0-or-later
 * Loading a batch: one transaction a file.
 *
 * Each row is known (same key, same answers), changed (same key, other answers: a new version is put beside the old one), or added. The
 * hash of the answers covers what the response says, what it is about, who rated and which group it belongs to. When it was sent and how long it took
 * are left out: exports of one survey write times in different precision, and a response would seem changed where nobody changed it.
 *
 * Row ids count through all tables, so that one number names a row of the database, and a batch owns the range [first_row, last_row].
 */
#include "answers_priv.h"
#include "store_priv.h"

#include <assert.h>
#include <endian.h>
#include <math.h>
#include <stdlib.h>

struct load {
    struct arena *arena;
    const struct evaluation *evaluation;
    const struct instrument *instrument;
    struct version version;
    struct keys keys;
    struct image image;
    struct sha256 seal;
    struct new_row *rows; /* on their way into the table, ADD_ROWS of them at most */
    size_t row_count;
    char *why;            /* a letter a variable and a zero, for each of `rows` */
    struct feed *feed;
    sqlite3_stmt *reject, *unreadable, *confirm, *source;
    int64_t first_id, next_id;
    int64_t known_first, known_last; /* the run of known rows that is open; 0 none */
    struct store_counts counts;
};

enum { ADD_ROWS = 256 };

/* Beginning ------------------------------------------------------------------------------------------------ */

static void load_free(struct load *load)
{
    if (!load)
        return;
    feed_close(load->feed);
    sqlite3_finalize(load->reject);
    sqlite3_finalize(load->unreadable);
    sqlite3_finalize(load->confirm);
    sqlite3_finalize(load->source);
    keys_release(&load->keys);
    free(load->image.at);
    arena_free(load->arena);
    free(load);
}

/* Was this file loaded before? */
static bool refuse_twice(struct store *store, const struct instrument *instrument, const struct store_batch *batch, struct diags *diags)
{
    auto_stmt sqlite3_stmt *get = sql_prepare(store, "SELECT b.id, b.loaded, b.file FROM batches b LEFT JOIN withdrawals w ON w.batch = b.id"
                                                     " WHERE b.hash = ?1 AND b.instrument = ?2 AND w.batch IS NULL ORDER BY b.id LIMIT 1");
    if (!get)
        return store_report(store, diags);
    sql_bind_text(get, 1, batch->hash);
    sql_bind_text(get, 2, instrument->id);
    bool row;
    if (!sql_step(store, get, &row))
        return store_report(store, diags);
    if (!row)
        return true;
    long long id = (long long)sqlite3_column_int64(get, 0);
    const char *when = (const char *)sqlite3_column_text(get, 1);
    const char *file = (const char *)sqlite3_column_text(get, 2);
    diags_error(diags, (struct pos){.file = batch->file}, _("this file was loaded before: on %s, as batch %lld ('%s')"), when ? when : "?", id, file ? file : "?");
    diags_hint(diags, _("to load it again, take the batch out first: 'ceping load EVAL --withdraw %lld --reason TEXT'"), id);
    return false;
}

bool keys_read(struct store *store, struct keys *keys, const struct version *version, const span_list *spans, bool equivalent)
{
    auto_strbuf struct strbuf sql;
    strbuf_init(&sql);
    strbuf_adds(&sql, "SELECT _key, _version, _hash, _id FROM ");
    sql_add_name(&sql, version->table);
    auto_stmt sqlite3_stmt *get = sql_prepare(store, sql.at);
    if (!get)
        return false;
    uint64_t salt = equivalent ? 0 : 0x9e3779b97f4a7c15u * (uint64_t)version->id;
    bool row;
    while (sql_step(store, get, &row)) {
        if (!row)
            return true;
        const char *key = (const char *)sqlite3_column_text(get, 0);
        int64_t number = sqlite3_column_int64(get, 1);
        if (!key || number < 1 || number > UINT16_MAX)
            return sql_damaged(store, _("a row has no key or no version"));
        struct known *known = keys_entry(keys, key, (size_t)sqlite3_column_bytes(get, 0));
        if (number > known->newest)
            known->newest = (uint16_t)number;
        if (number > known->living && living_has(spans, sqlite3_column_int64(get, 3))) {
            known->living = (uint16_t)number;
            known->answers = (uint64_t)sqlite3_column_int64(get, 2) ^ salt;
            known->row = sqlite3_column_int64(get, 3);
        }
    }
    return false;
}

/* Finds the version of the questionnaire or makes it, and reads the keys of all versions. */
static bool prepare_version(struct store *store, struct load *load)
{
    version_list versions = {0};
    span_list spans = {0};
    if (!versions_load(store, load->arena, load->instrument->id, &versions) || !living_spans(store, load->arena, load->instrument->id, &spans))
        return false;
    if (!living_expect(store, &spans, &load->keys))
        return false;
    int number = 0;
    for (size_t i = 0; i < versions.count; i++) {
        const struct version *version = &versions.at[i];
        number = version->number > number ? version->number : number;
        if (strcmp(version->hash, load->instrument->hash) == 0)
            load->version = *version;
        if (!keys_read(store, &load->keys, version, &spans, version_equivalent(version, load->instrument)))
            return false;
    }
    return load->version.id || version_create(store, load->arena, load->instrument, number + 1, &load->version);
}

static bool insert_batch(struct store *store, struct load *load, const struct store_batch *batch)
{
    auto_stmt sqlite3_stmt *put = sql_prepare(store, "INSERT INTO batches(instrument, questionnaire, file, hash, platform, mapping, who, loaded)"
                                                     " VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)");
    if (!put)
        return false;
    sql_bind_text(put, 1, load->instrument->id);
    sqlite3_bind_int64(put, 2, load->version.id);
    sql_bind_text(put, 3, batch->file);
    sql_bind_text(put, 4, batch->hash ? batch->hash : "");
    sql_bind_text(put, 5, batch->platform);
    sql_bind_text(put, 6, batch->mapping);
    sql_bind_text(put, 7, batch->who);
    sql_bind_text(put, 8, batch->when);
    if (!sql_done(store, put))
        return false;
    load->counts.batch = sqlite3_last_insert_rowid(store->db);
    return true;
}

static bool prepare_statements(struct store *store, struct load *load)
{
    load->feed = feed_open(store, &load->version, load->instrument, load->counts.batch);
    load->reject = load->feed ? sql_prepare(store, "INSERT INTO rejected VALUES(?1, ?2, ?3, ?4)") : NULL;
    load->unreadable = load->reject ? sql_prepare(store, "INSERT INTO unreadable VALUES(?1, ?2, ?3)") : NULL;
    load->confirm = load->unreadable ? sql_prepare(store, "INSERT INTO confirmed VALUES(?1, ?2, ?3)") : NULL;
    load->source = load->confirm ? sql_prepare(store, "INSERT INTO sources VALUES(?1, ?2)") : NULL;
    return load->source != NULL;
}

static bool begin(struct store *store, struct load *load, const struct store_batch *batch)
{
    int64_t last = 0;
    if (!prepare_version(store, load) || !sql_number(store, "SELECT max(last_row) FROM batches", &last) || !insert_batch(store, load, batch) ||
        !prepare_statements(store, load))
        return false;
    load->first_id = load->next_id = (last > 0 ? last : 0) + 1;
    load->rows = ARENA_ARRAY(load->arena, struct new_row, ADD_ROWS);
    load->why = arena_alloc_array(load->arena, ADD_ROWS, load->instrument->variables.count + 1);
    return true;
}

bool store_begin(struct store *store, const struct evaluation *evaluation, const struct instrument *instrument, const struct store_batch *batch, struct diags *diags)
{
    assert(store->mode == STORE_WRITE && !store->load && "one batch at a time, on a store opened for writing");
    if (!version_fits(store, instrument, diags))
        return false;
    if (!sql_run(store, "BEGIN IMMEDIATE"))
        return store_report(store, diags);
    if (!refuse_twice(store, instrument, batch, diags)) {
        sql_rollback(store);
        return false;
    }
    struct load *load = xcalloc(1, sizeof *load);
    load->arena = arena_new();
    load->evaluation = evaluation;
    load->instrument = instrument;
    keys_init(&load->keys);
    sha256_init(&load->seal);
    store->load = load;
    if (begin(store, load, batch))
        return true;
    store_report(store, diags);
    store_rollback(store);
    return false;
}

/* Rows ----------------------------------------------------------------------------------------------------- */

/* The kind of missing of an answer, also where what is said to be an answer is none. */
static enum missing missing_of(const struct variable *variable, const struct answer *answer)
{
    if (answer->missing != MISSING_NONE)
        return answer->missing < MISSING_KINDS ? answer->missing : MISSING_UNREADABLE;
    switch (variable->type) {
    case VARIABLE_NUMBER:
        return isfinite(answer->number) ? MISSING_NONE : MISSING_UNREADABLE;
    case VARIABLE_TEXT:
        return answer->text ? MISSING_NONE : MISSING_BLANK;
    case VARIABLE_UNIT:
        return unit_id(variable->question->kind, answer->code) ? MISSING_NONE : MISSING_UNREADABLE;
    default:
        return MISSING_NONE;
    }
}

static void image_answer(struct image *image, const struct variable *variable, const struct answer *answer, enum missing missing)
{
    if (missing != MISSING_NONE) {
        if (missing == MISSING_UNREADABLE)
            image_text(image, answer->text);
    } else if (variable->type == VARIABLE_TEXT) {
        image_text(image, answer->text);
    } else if (variable->type == VARIABLE_UNIT) {
        image_text(image, unit_id(variable->question->kind, answer->code));
    } else {
        image_number(image, answer->number);
    }
}

/* Letters of `_why` into `why`, and the hash of all that the response says. The same bytes on every machine: the hash stays in the file. */
static uint64_t hash_answers(struct load *load, const struct response *response, char *why, bool *ret_missing)
{
    struct image *image = &load->image;
    image->len = 0;
    *ret_missing = false;
    const struct variable *variables = load->instrument->variables.at;
    for (size_t i = 0, count = load->instrument->variables.count; i < count; i++) {
        const struct variable *variable = &variables[i];
        const struct answer *answer = &response->answers[i];
        enum missing missing = missing_of(variable, answer);
        why[i] = missing_letters[missing];
        *ret_missing = *ret_missing || missing != MISSING_NONE;
        uint32_t code = htole32((uint32_t)answer->code);
        char *to = image_room(image, 1 + sizeof code);
        *to = why[i];
        image->len++;
        if (missing == MISSING_NONE && (variable->type == VARIABLE_CODE || variable->type == VARIABLE_MARK)) { /* most of them */
            memcpy(to + 1, &code, sizeof code);
            image->len += sizeof code;
        } else {
            image_answer(image, variable, answer, missing);
        }
    }
    for (size_t i = 0; i < load->instrument->about.count; i++)
        image_text(image, unit_id(load->instrument->about.at[i].kind, response->about[i]));
    image_text(image, response->rater);
    image_text(image, response->group);
    return image_hash(image);
}

static bool keep_unreadable(struct store *store, struct load *load, const struct new_row *row)
{
    for (size_t i = 0; row->why && i < load->instrument->variables.count; i++) {
        const char *text = row->response->answers[i].text;
        if (row->why[i] != missing_letters[MISSING_UNREADABLE] || !text)
            continue;
        sqlite3_bind_int64(load->unreadable, 1, row->id);
        sql_bind_text(load->unreadable, 2, load->instrument->variables.at[i].id);
        sql_bind_text(load->unreadable, 3, text);
        if (!sql_done(store, load->unreadable))
            return false;
    }
    return true;
}

static bool keep_source(struct store *store, struct load *load, const struct new_row *row)
{
    if (!row->response->source)
        return true;
    sqlite3_bind_int64(load->source, 1, row->id);
    sql_bind_text(load->source, 2, row->response->source);
    return sql_done(store, load->source);
}

/* Stores the rows that have gathered. */
static bool put_rows(struct load *load)
{
    size_t count = load->row_count;
    load->row_count = 0;
    return count == 0 || feed_put(load->feed, load->rows, count);
}

/* The row gets its id; what belongs to it beside the table is stored now, the row itself with others. */
static bool insert_row(struct store *store, struct load *load, const struct response *response, const char *why, int version, uint64_t hash)
{
    struct new_row *row = &load->rows[load->row_count++];
    *row = (struct new_row){.response = response, .id = load->next_id++, .hash = hash, .version = version, .why = why};
    seal_add(&load->seal, response->key, strlen(response->key), hash, response->submitted ? response->submitted : "", response->submitted ? strlen(response->submitted) : 0,
             response->seconds);
    return keep_unreadable(store, load, row) && keep_source(store, load, row) && (load->row_count < ADD_ROWS || put_rows(load));
}

/* Writes the run of known rows that is open. */
static bool end_run(struct store *store, struct load *load)
{
    if (!load->known_first)
        return true;
    sqlite3_bind_int64(load->confirm, 1, load->counts.batch);
    sqlite3_bind_int64(load->confirm, 2, load->known_first);
    sqlite3_bind_int64(load->confirm, 3, load->known_last);
    load->known_first = load->known_last = 0;
    return sql_done(store, load->confirm);
}

static bool add_known(struct store *store, struct load *load, int64_t row)
{
    load->counts.known++;
    if (row >= load->first_id) /* twice in this file */
        return true;
    if (load->known_first && row == load->known_last + 1) {
        load->known_last = row;
        return true;
    }
    if (!end_run(store, load))
        return false;
    load->known_first = load->known_last = row;
    return true;
}

static bool add(struct store *store, struct load *load, const struct response *response)
{
    bool missing;
    char *why = load->why + load->row_count * (load->instrument->variables.count + 1);
    uint64_t hash = hash_answers(load, response, why, &missing);
    why = missing ? why : NULL;
    struct known *known = keys_find(&load->keys, response->key, strlen(response->key));
    load->counts.rows++;
    if (!known) { /* not remembered: a key comes once in a batch */
        load->counts.added++;
        return insert_row(store, load, response, why, 1, hash);
    }
    if (known->living && known->answers == hash)
        return add_known(store, load, known->row);
    if (known->newest == UINT16_MAX)
        return sql_damaged(store, _("a row was changed more than 65,534 times"));
    if (known->living)
        load->counts.changed++;
    else
        load->counts.added++;
    known->newest++;
    known->living = known->newest;
    known->answers = hash;
    known->row = load->next_id;
    return insert_row(store, load, response, why, known->newest, hash);
}

bool store_add_all(struct store *store, const struct response *const *responses, size_t count)
{
    struct load *load = store->load;
    assert(load && "store_begin comes first");
    if (store->error.code != SQLITE_OK)
        return false;
    for (size_t i = 0; i < count; i++)
        if (!add(store, load, responses[i]))
            return false;
    return put_rows(load);
}

bool store_add(struct store *store, const struct response *response)
{
    return store_add_all(store, &response, 1);
}

bool store_reject(struct store *store, size_t line, const char *raw, const char *reason)
{
    struct load *load = store->load;
    assert(load && "store_begin comes first");
    if (store->error.code != SQLITE_OK)
        return false;
    load->counts.rows++;
    load->counts.rejected++;
    sqlite3_bind_int64(load->reject, 1, load->counts.batch);
    sqlite3_bind_int64(load->reject, 2, (int64_t)line);
    sql_bind_text(load->reject, 3, raw);
    sql_bind_text(load->reject, 4, reason);
    return sql_done(store, load->reject);
}

/* Ending --------------------------------------------------------------------------------------------------- */

static bool write_counts(struct store *store, const struct load *load, const char *encoding)
{
    const struct store_counts *counts = &load->counts;
    auto_stmt sqlite3_stmt *put = sql_prepare(store, "UPDATE batches SET rows = ?2, added = ?3, known = ?4, changed = ?5, rejected = ?6,"
                                                     " first_row = ?7, last_row = ?8, encoding = ?9 WHERE id = ?1");
    if (!put)
        return false;
    sqlite3_bind_int64(put, 1, counts->batch);
    sqlite3_bind_int64(put, 2, (int64_t)counts->rows);
    sqlite3_bind_int64(put, 3, (int64_t)counts->added);
    sqlite3_bind_int64(put, 4, (int64_t)counts->known);
    sqlite3_bind_int64(put, 5, (int64_t)counts->changed);
    sqlite3_bind_int64(put, 6, (int64_t)counts->rejected);
    sqlite3_bind_int64(put, 7, load->first_id);
    sqlite3_bind_int64(put, 8, load->next_id - 1);
    sql_bind_text(put, 9, encoding);
    return sql_done(store, put);
}

static bool write_history(struct store *store, struct load *load)
{
    auto_strbuf struct strbuf more;
    strbuf_init(&more);
    char hex[SHA256_HEX];
    sha256_hex(&load->seal, hex);
    history_field(&more, SEAL_FIELD, hex);
    return history_add_batch(store, load->counts.batch, "load", more.at);
}

bool store_commit(struct store *store, const char *encoding, struct store_counts *ret_counts, struct diags *diags)
{
    struct load *load = store->load;
    assert(load && "store_begin comes first");
    bool done = store->error.code == SQLITE_OK && feed_end(load->feed) && end_run(store, load) && write_counts(store, load, encoding) &&
                write_history(store, load) && sql_run(store, "COMMIT");
    if (!done) {
        store_report(store, diags);
        store_rollback(store);
        return false;
    }
    *ret_counts = load->counts;
    load_free(load);
    store->load = NULL;
    return true;
}

void store_rollback(struct store *store)
{
    if (store->db)
        sql_rollback(store);
    load_free(store->load);
    store->load = NULL;
    free(store->error.text);
    store->error = (struct sql_error){0};
}
