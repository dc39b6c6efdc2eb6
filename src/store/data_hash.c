/* SPDX-License-Identifier: GPL-3.0-or-later
 * The hash of the data: SHA-256 over the living rows of all instruments.
 *
 * It says "the same data", whatever way they came in: two files or one, before or after a wrong file was taken out. So it must not depend on the order of
 * rows: each row gives a SHA-256 of its own (instrument, hash of the questionnaire, key, what it is about, answers), these are sorted, and their row is hashed.
 */
#include "store_priv.h"

#include "ceping/base_sha256.h"

#include <assert.h>
#include <stdlib.h>

enum { DIGEST = 2 * 16 }; /* the first 128 bits of each row, as hexadecimal digits */

struct digests {
    char *at;
    size_t count, room;
};

static int compare_digests(const void *a, const void *b)
{
    return memcmp(a, b, DIGEST);
}

/* Small integers, which most answers are, take two bytes. Each kind begins with another byte, so that no two rows give the same bytes. */
static void add_value(struct strbuf *image, sqlite3_value *value)
{
    int type = sqlite3_value_type(value);
    if (type == SQLITE_INTEGER) {
        int64_t number = sqlite3_value_int64(value);
        if (number >= 0 && number < 100)
            strbuf_add(image, (const char[]){'i', (char)number}, 2);
        else
            strbuf_addf(image, "I%lld;", (long long)number);
    } else if (type == SQLITE_FLOAT) {
        double number = sqlite3_value_double(value);
        uint64_t bits;
        memcpy(&bits, &number, sizeof bits);
        strbuf_addf(image, "f%016llx", (unsigned long long)bits);
    } else if (type == SQLITE_TEXT) {
        strbuf_addc(image, 't');
        strbuf_add(image, (const char *)sqlite3_value_text(value), (size_t)sqlite3_value_bytes(value) + 1);
    } else {
        strbuf_addc(image, 'n');
    }
}

static void add_digest(struct digests *digests, struct sha256 sha, const struct strbuf *image)
{
    if (digests->count == digests->room) {
        digests->room = digests->room ? digests->room * 2 : 1024;
        digests->at = xrealloc(digests->at, digests->room * DIGEST);
    }
    char hex[SHA256_HEX];
    sha256_add(&sha, image->at, image->len);
    sha256_hex(&sha, hex);
    memcpy(digests->at + digests->count++ * DIGEST, hex, DIGEST);
}

/* What all rows of a version begin with, filled up to whole blocks of SHA-256: hashed once, not once a row. */
static struct sha256 begin_rows(const char *instrument, const struct version *version)
{
    auto_strbuf struct strbuf head;
    strbuf_init(&head);
    strbuf_addf(&head, "%s\n%s\n", instrument, version->hash);
    strbuf_pad(&head, '\n', 64 - head.len % 64);
    struct sha256 sha;
    sha256_init(&sha);
    sha256_add(&sha, head.at, head.len);
    return sha;
}

/* ORDER: _key, _version, _rater, _group, _why, abouts, answers. */
static sqlite3_stmt *prepare(struct store *store, const struct version *version)
{
    auto_strbuf struct strbuf sql;
    strbuf_init(&sql);
    strbuf_adds(&sql, "SELECT _key, _version, _rater, _group, _why");
    for (size_t i = 0; i < version->abouts.count; i++) {
        strbuf_addc(&sql, ',');
        sql_add_name(&sql, version->abouts.at[i].column);
    }
    for (size_t i = 0; i < version->variables.count; i++) {
        strbuf_addc(&sql, ',');
        sql_add_name(&sql, version->variables.at[i].id);
    }
    strbuf_adds(&sql, " FROM ");
    sql_add_name(&sql, version->table);
    strbuf_adds(&sql, " WHERE _id BETWEEN ?1 AND ?2");
    return sql_prepare(store, sql.at);
}

static bool add_span(struct store *store, const char *instrument, const struct version *version, const struct span *span, const struct keys *successors,
                     struct digests *digests)
{
    auto_stmt sqlite3_stmt *get = prepare(store, version);
    if (!get)
        return false;
    auto_strbuf struct strbuf image;
    strbuf_init(&image);
    struct sha256 head = begin_rows(instrument, version);
    sqlite3_bind_int64(get, 1, span->first);
    sqlite3_bind_int64(get, 2, span->last);
    bool row;
    while (sql_step(store, get, &row)) {
        if (!row)
            return true;
        const char *key = (const char *)sqlite3_column_text(get, 0);
        const struct known *known = keys_find(successors, key ? key : "", (size_t)sqlite3_column_bytes(get, 0));
        if (known && known->newest > sqlite3_column_int(get, 1))
            continue;
        strbuf_clear(&image);
        for (int i = 0; i < sqlite3_column_count(get); i++) {
            if (i != 1)
                add_value(&image, sqlite3_column_value(get, i));
        }
        add_digest(digests, head, &image);
    }
    return false;
}

static bool add_instrument(struct store *store, struct arena *arena, const char *instrument, struct digests *digests)
{
    version_list versions = {0};
    span_list spans = {0};
    struct keys successors;
    keys_init(&successors);
    bool done = versions_load(store, arena, instrument, &versions) && living_spans(store, arena, instrument, &spans) &&
                living_successors(store, &versions, &spans, &successors);
    for (size_t i = 0; done && i < spans.count; i++) {
        for (size_t k = 0; done && k < versions.count; k++) {
            if (versions.at[k].id == spans.at[i].questionnaire)
                done = add_span(store, instrument, &versions.at[k], &spans.at[i], &successors, digests);
        }
    }
    keys_release(&successors);
    return done;
}

static bool add_instruments(struct store *store, struct digests *digests)
{
    auto_arena struct arena *arena = arena_new();
    auto_stmt sqlite3_stmt *get = sql_prepare(store, "SELECT DISTINCT instrument FROM questionnaires");
    bool row;
    while (get && sql_step(store, get, &row)) {
        if (!row)
            return true;
        if (!add_instrument(store, arena, sql_text(arena, get, 0), digests))
            return false;
    }
    return false;
}

bool store_data_hash(struct store *store, char ret_hash[SHA256_HEX], struct diags *diags)
{
    assert(!store->load && "a batch that is open is not read");
    struct digests digests = {0};
    bool done = sql_run(store, "BEGIN") && add_instruments(store, &digests);
    if (done) {
        struct sha256 sha;
        sha256_init(&sha);
        if (digests.count) {
            qsort(digests.at, digests.count, DIGEST, compare_digests);
            sha256_add(&sha, digests.at, digests.count * DIGEST);
        }
        sha256_hex(&sha, ret_hash);
    } else {
        store_report(store, diags);
    }
    sql_rollback(store);
    free(digests.at);
    return done;
}
