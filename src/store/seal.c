/* SPDX-License-Identifier: GPL-3.0-or-later
 * Are the answers of a batch those that were loaded? Each row bears the hash of what it says, and the history the seal of all rows of the batch. Here both are made anew from the
 * rows as they stand. Who changes a cell with another program changes the first; who changes the hash beside it, the second; and who changes the history after that, the hash of its
 * last entry.
 */
#include "answers_priv.h"
#include "rows_priv.h"

#include <stdlib.h>

struct sealing {
    struct store *store;
    struct arena *arena;
    struct version version;
    int64_t first, last, batch;
    struct rows rows;
    sqlite3_stmt *unreadable;
    struct image image;
    struct sha256 sha;
};

static bool find_batch(struct sealing *sealing)
{
    struct store *store = sealing->store;
    auto_stmt sqlite3_stmt *get = sql_prepare(store, "SELECT instrument, questionnaire, first_row, last_row FROM batches WHERE id = ?1");
    bool row = false;
    if (!get)
        return false;
    sqlite3_bind_int64(get, 1, sealing->batch);
    if (!sql_step(store, get, &row))
        return false;
    version_list versions = {0};
    if (!row || !versions_load(store, sealing->arena, sql_text(sealing->arena, get, 0), &versions))
        return sql_damaged(store, _("a batch belongs to no questionnaire"));
    for (size_t i = 0; i < versions.count; i++)
        if (versions.at[i].id == sqlite3_column_int64(get, 1))
            sealing->version = versions.at[i];
    sealing->first = sqlite3_column_int64(get, 2);
    sealing->last = sqlite3_column_int64(get, 3);
    return sealing->version.id || sql_damaged(store, _("a batch belongs to no questionnaire"));
}

static void image_bytes(struct image *image, const void *bytes, size_t len)
{
    memcpy(image_room(image, len), bytes, len);
    image->len += len;
}

static void add_text(struct sealing *sealing, const struct value *value)
{
    bool there = value->type == VALUE_TEXT;
    image_bytes(&sealing->image, there ? "=" : "-", 1);
    if (!there)
        return;
    image_bytes(&sealing->image, value->text, value->len);
    image_bytes(&sealing->image, "", 1);
}

static void add_code(struct sealing *sealing, int64_t code)
{
    uint32_t bits = htole32((uint32_t)code);
    image_bytes(&sealing->image, &bits, sizeof bits);
}

static bool add_unreadable(struct sealing *sealing, const char *variable)
{
    sqlite3_stmt *get = sealing->unreadable;
    bool row = false;
    sqlite3_reset(get);
    sqlite3_bind_int64(get, 1, sealing->rows.id);
    sql_bind_text(get, 2, variable);
    if (!sql_step(sealing->store, get, &row))
        return false;
    image_text(&sealing->image, row ? (const char *)sqlite3_column_text(get, 0) : NULL);
    return true;
}

/* An answer as load.c gave it to the hash. What has another type than the variable gives other bytes, and so another hash. */
static bool add_answer(struct sealing *sealing, const struct stored_variable *variable, char letter, const struct value *value)
{
    struct image *image = &sealing->image;
    image_bytes(image, &letter, 1);
    if (letter == missing_letters[MISSING_UNREADABLE] && value->type == VALUE_NULL)
        return add_unreadable(sealing, variable->id);
    if (letter != missing_letters[MISSING_NONE]) {
        if (value->type != VALUE_NULL) /* an answer beside the word that there is none */
            image_text(image, "");
    } else if (value->type == VALUE_TEXT) {
        add_text(sealing, value);
    } else if (value->type == VALUE_REAL) {
        image_number(image, value->real);
    } else if (value->type == VALUE_INTEGER) {
        add_code(sealing, value->integer);
    }
    return true;
}

static bool hash_row(struct sealing *sealing, uint64_t *ret_hash)
{
    const struct version *version = &sealing->version;
    const struct value *values = sealing->rows.values, *why = &values[ROW_WHY];
    sealing->image.len = 0;
    for (size_t i = 0; i < version->variables.count; i++) {
        char letter = why->type == VALUE_TEXT && i < why->len ? why->text[i] : missing_letters[MISSING_NONE];
        if (!add_answer(sealing, &version->variables.at[i], letter, &values[row_of_variable(version, i)]))
            return false;
    }
    for (size_t i = 0; i < version->abouts.count; i++)
        add_text(sealing, &values[row_of_about(i)]);
    add_text(sealing, &values[ROW_RATER]);
    add_text(sealing, &values[ROW_GROUP]);
    *ret_hash = image_hash(&sealing->image);
    return true;
}

static bool take_row(struct sealing *sealing, struct seal *seal)
{
    const struct value *values = sealing->rows.values, *key = &values[ROW_KEY], *submitted = &values[ROW_SUBMITTED];
    uint64_t hash, stored = (uint64_t)values[ROW_HASH].integer;
    if (values[ROW_BATCH].integer != sealing->batch || key->type != VALUE_TEXT) /* counted elsewhere */
        return true;
    if (!hash_row(sealing, &hash))
        return false;
    if (hash != stored && seal->changed++ == 0) {
        seal->key = arena_strndup(sealing->arena, key->text, key->len);
        seal->line = values[ROW_LINE].integer;
    }
    bool sent = submitted->type == VALUE_TEXT;
    seal_add(&sealing->sha, key->text, key->len, stored, sent ? submitted->text : "", sent ? submitted->len : 0,
             values[ROW_SECONDS].type == VALUE_REAL ? values[ROW_SECONDS].real : NAN);
    return true;
}

static bool take_rows(struct sealing *sealing, struct seal *seal)
{
    bool there, good = rows_open(&sealing->rows, sealing->store, &sealing->version, &sealing->store->error);
    if (good)
        rows_range(&sealing->rows, sealing->first, sealing->last);
    while (good && (good = rows_next(&sealing->rows, &there)) && there)
        good = take_row(sealing, seal);
    rows_release(&sealing->rows);
    return good;
}

bool seal_batch(struct store *store, struct arena *arena, int64_t batch, struct seal *ret_seal)
{
    struct sealing sealing = {.store = store, .arena = arena, .batch = batch};
    struct seal seal = {.changed = 0};
    sha256_init(&sealing.sha);
    bool good = find_batch(&sealing) && (sealing.unreadable = sql_prepare(store, "SELECT raw FROM unreadable WHERE id = ?1 AND variable = ?2")) && take_rows(&sealing, &seal);
    sqlite3_finalize(sealing.unreadable);
    free(sealing.image.at);
    if (!good)
        return false;
    sha256_hex(&sealing.sha, seal.hex);
    *ret_seal = seal;
    return true;
}
