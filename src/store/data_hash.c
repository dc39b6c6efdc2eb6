/* SPDX-License-Identifier: GPL-3.0-or-later
 * The hash of the data: SHA-256 over the living rows of all instruments.
 *
 * It says "the same data", whatever way they came in: two files or one, before or after a wrong file was taken out. So it must not depend on the order of
 * rows: each row gives a SHA-256 of its own (instrument, hash of the questionnaire, key, what it is about, answers), these are sorted, and their row is hashed.
 *
 * Of 10⁶ responses that takes as long as scoring them, and nothing of the scores depends on it: a second thread reads the pages and hashes while the first one
 * scores. Which rows live is asked before, for the connection belongs to the first thread.
 */
#include "rows_priv.h"

#include "ceping/base_sha256.h"

#include <assert.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>

enum {
    THREAD_ROWS = 20000, /* below it a thread is not worth while */
    STOP_ROWS = 1024,    /* so often it is asked whether the hash is still wanted */
};

/* The first 128 bits of a row's hash: as two numbers they have the order of its hexadecimal digits. */
struct digest {
    uint64_t high, low;
};

struct digests {
    struct digest *at;
    size_t count, room;
};

/* The rows of one version of a questionnaire. */
struct part {
    const struct version *version;
    span_list spans;
    const struct keys *successors; /* those of its instrument */
    struct sha256 head;
    struct rows rows;
};

/* A row as bytes; the buffer has room for it before it is written (reserve). */
struct image {
    char *at;
    size_t len, room;
};

struct data_hash {
    struct store *store;
    struct arena *arena;
    bool mine; /* the transaction */
    LIST_OF(struct part) parts;
    struct image image;
    struct digests digests;
    char hex[SHA256_HEX];
    struct sql_error error; /* of rows read past the connection */
    bool done;
    atomic_bool stop;
    bool has_thread;
    pthread_t thread;
};

/* Rows ------------------------------------------------------------------------------------------------------- */

enum { LONGEST_NUMBER = 24 }; /* "I-9223372036854775808;" and its end */

static void reserve(struct image *image, const struct rows *rows)
{
    size_t most = rows->count * LONGEST_NUMBER + rows->text_bytes;
    if (most <= image->room)
        return;
    image->room = 2 * most;
    free(image->at);
    image->at = xmalloc(image->room);
}

static char *add_value(char *to, const struct value *value)
{
    uint64_t bits;
    switch (value->type) {
    case VALUE_INTEGER:
        if (value->integer < 0 || value->integer >= 100)
            return to + snprintf(to, LONGEST_NUMBER, "I%lld;", (long long)value->integer);
        to[0] = 'i';
        to[1] = (char)value->integer;
        return to + 2;
    case VALUE_REAL:
        memcpy(&bits, &value->real, sizeof bits);
        return to + snprintf(to, LONGEST_NUMBER, "f%016llx", (unsigned long long)bits);
    case VALUE_TEXT:
        to[0] = 't';
        memcpy(to + 1, value->text, value->len);
        to[1 + value->len] = '\0';
        return to + 2 + value->len;
    default:
        to[0] = 'n';
        return to + 1;
    }
}

/* Eight numbers from 0 to 99. */
static inline bool are_small_numbers(uint64_t cells, uint64_t bytes)
{
    return cells == LANE_EACH(CELL_BYTE) && ((bytes | (bytes + LANE_EACH(128 - 100))) & LANE_EACH(128)) == 0;
}

/* Small integers, which most answers are, take two bytes. Each kind begins with another byte, so that no two rows give the same bytes. */
static void add_values(struct image *image, const struct rows *rows, size_t first, size_t end)
{
    const uint8_t *cells = rows->cells;
    const int8_t *bytes = rows->bytes;
    char *to = image->at + image->len;
    for (size_t i = first; i < end; i++) {
        if (end - i >= LANES && are_small_numbers(load_lanes(cells + i), load_lanes(bytes + i))) {
            for (size_t lane = 0; lane < LANES; lane++, to += 2) {
                to[0] = 'i';
                to[1] = bytes[i + lane];
            }
            i += LANES - 1;
            continue;
        }
        if (cells[i] <= CELL_BYTE && (uint8_t)bytes[i] < 100) { /* without a jump between answers that are there and those that are not */
            to[0] = "ni"[cells[i]];
            to[1] = bytes[i];
            to += 1 + cells[i];
            continue;
        }
        struct value value = rows_value(rows, i);
        to = add_value(to, &value);
    }
    image->len = (size_t)(to - image->at);
}

static void add_digest(struct digests *digests, struct sha256 sha, const struct image *image)
{
    if (digests->count == digests->room) {
        digests->room = digests->room ? digests->room + digests->room / 2 : 1024;
        digests->at = xrealloc(digests->at, digests->room * sizeof *digests->at);
    }
    unsigned char bytes[SHA256_BYTES];
    sha256_add(&sha, image->at, image->len);
    sha256_end(&sha, bytes);
    struct digest digest;
    memcpy(&digest, bytes, sizeof digest);
    digests->at[digests->count++] = (struct digest){be64toh(digest.high), be64toh(digest.low)};
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

static bool add_span(struct data_hash *hash, struct part *part, const struct span *span)
{
    struct image *image = &hash->image;
    rows_range(&part->rows, span->first, span->last);
    bool there;
    for (size_t row = 1; rows_next(&part->rows, &there); row++) {
        if (!there || (row % STOP_ROWS == 0 && hash->stop))
            return true;
        if (living_superseded(part->successors, &part->rows))
            continue;
        reserve(image, &part->rows);
        image->len = 0;
        add_values(image, &part->rows, ROW_KEY, ROW_KEY + 1);
        add_values(image, &part->rows, ROW_RATER, ROW_RATER + 1);
        add_values(image, &part->rows, ROW_GROUP, part->rows.count); /* and `_why`, abouts, answers */
        add_digest(&hash->digests, part->head, image);
    }
    return false;
}

/* Sorting ------------------------------------------------------------------------------------------------------ */

static bool is_below(struct digest a, struct digest b)
{
    return a.high != b.high ? a.high < b.high : a.low < b.low;
}

static int compare_digests(const void *a, const void *b)
{
    const struct digest *x = a, *y = b;
    return is_below(*y, *x) - is_below(*x, *y);
}

/* Of 10⁶ rows a heap has some fifteen. */
static void sort_heap(struct digest *at, size_t count)
{
    enum { FEW = 64 };
    if (count > FEW) {
        qsort(at, count, sizeof *at, compare_digests);
        return;
    }
    for (size_t i = 1; i < count; i++) {
        struct digest digest = at[i];
        size_t to = i;
        for (; to > 0 && is_below(digest, at[to - 1]); to--)
            at[to] = at[to - 1];
        at[to] = digest;
    }
}

/* Hashes are spread evenly: by their first 16 bits they fall into heaps of a few, in the right order. */
static void sort_digests(struct digests *digests)
{
    enum { HEAPS = 1 << 16 };
    auto_free size_t *begin = xcalloc(HEAPS + 1, sizeof *begin);
    for (size_t i = 0; i < digests->count; i++)
        begin[(digests->at[i].high >> 48) + 1]++;
    for (size_t i = 0; i < HEAPS; i++)
        begin[i + 1] += begin[i];
    struct digest *sorted = xcalloc(digests->count + 1, sizeof *sorted);
    for (size_t i = 0; i < digests->count; i++)
        sorted[begin[digests->at[i].high >> 48]++] = digests->at[i];
    /* each heap now ends where `begin` points */
    for (size_t i = 0, first = 0; i < HEAPS; first = begin[i++])
        sort_heap(sorted + first, begin[i] - first);
    free(digests->at);
    digests->at = sorted;
    digests->room = digests->count + 1;
}

/* A digit a byte first, then its letter: eight at once. */
static void add_digits(char *to, uint64_t number)
{
    for (int half = 0; half < 2; half++) {
        uint64_t digits = number >> (half ? 0 : 32) & UINT32_MAX;
        digits = (digits << 16 | digits) & UINT64_C(0x0000ffff0000ffff);
        digits = (digits << 8 | digits) & UINT64_C(0x00ff00ff00ff00ff);
        digits = (digits << 4 | digits) & LANE_EACH(15);
        uint64_t letters = (digits + LANE_EACH(6)) >> 4 & LANE_EACH(1);
        digits = htobe64(digits + LANE_EACH('0') + letters * ('a' - '9' - 1));
        memcpy(to + 8 * half, &digits, sizeof digits);
    }
}

static void hash_digests(struct digests *digests, char ret_hash[SHA256_HEX])
{
    enum { DIGITS = 2 * sizeof(struct digest) };
    struct sha256 sha;
    sha256_init(&sha);
    sort_digests(digests);
    for (size_t i = 0; i < digests->count; i++) {
        char digits[DIGITS];
        add_digits(digits, digests->at[i].high);
        add_digits(digits + DIGITS / 2, digests->at[i].low);
        sha256_add(&sha, digits, sizeof digits);
    }
    sha256_hex(&sha, ret_hash);
}

/* All of it ------------------------------------------------------------------------------------------------------ */

static void *add_parts(void *data)
{
    struct data_hash *hash = data;
    hash->done = true;
    for (size_t i = 0; hash->done && i < hash->parts.count; i++)
        for (size_t k = 0; hash->done && !hash->stop && k < hash->parts.at[i].spans.count; k++)
            hash->done = add_span(hash, &hash->parts.at[i], &hash->parts.at[i].spans.at[k]);
    if (hash->done && !hash->stop)
        hash_digests(&hash->digests, hash->hex);
    return NULL;
}

/* Which rows --------------------------------------------------------------------------------------------------- */

static void release_keys(void *keys)
{
    keys_release(keys);
}

static bool open_part(struct data_hash *hash, const char *instrument, const struct version *version, const span_list *spans, const struct keys *successors)
{
    struct part *part = LIST_ADD(hash->arena, &hash->parts);
    part->version = version;
    part->head = begin_rows(instrument, version);
    part->successors = successors;
    for (size_t i = 0; i < spans->count; i++)
        if (spans->at[i].questionnaire == version->id)
            *LIST_ADD(hash->arena, &part->spans) = spans->at[i];
    return rows_open(&part->rows, hash->store, version, &hash->error);
}

static bool open_instrument(struct data_hash *hash, const char *instrument)
{
    version_list *versions = ARENA_NEW(hash->arena, version_list);
    span_list spans = {0};
    struct keys *successors = ARENA_NEW(hash->arena, struct keys);
    arena_defer(hash->arena, release_keys, successors);
    bool done = versions_load(hash->store, hash->arena, instrument, versions) && living_spans(hash->store, hash->arena, instrument, &spans) &&
                living_successors(hash->store, versions, &spans, successors);
    for (size_t i = 0; done && i < versions->count; i++)
        done = open_part(hash, instrument, &versions->at[i], &spans, successors);
    return done;
}

static bool open_instruments(struct data_hash *hash)
{
    auto_stmt sqlite3_stmt *get = sql_prepare(hash->store, "SELECT DISTINCT instrument FROM questionnaires");
    bool row;
    while (get && sql_step(hash->store, get, &row)) {
        if (!row)
            return true;
        if (!open_instrument(hash, sql_text(hash->arena, get, 0)))
            return false;
    }
    return false;
}

/* Beginning and ending ------------------------------------------------------------------------------------------- */

/* Worth a thread, and possible beside the connection? */
static bool wants_thread(const struct data_hash *hash)
{
    int64_t rows = 0;
    for (size_t i = 0; i < hash->parts.count; i++) {
        const struct part *part = &hash->parts.at[i];
        if (!rows_are_apart(&part->rows))
            return false;
        for (size_t k = 0; k < part->spans.count; k++)
            rows += part->spans.at[k].last - part->spans.at[k].first + 1;
    }
    return rows >= THREAD_ROWS;
}

static void data_hash_free(struct data_hash *hash)
{
    for (size_t i = 0; i < hash->parts.count; i++)
        rows_release(&hash->parts.at[i].rows);
    sql_read_end(hash->store, hash->mine);
    free(hash->image.at);
    free(hash->digests.at);
    free(hash->error.text);
    arena_free(hash->arena);
    free(hash);
}

/* Rows that were read past the connection have an error of their own. */
static bool report(struct data_hash *hash, struct diags *diags)
{
    struct store *store = hash->store;
    if (store->error.code == SQLITE_OK) {
        store->error = hash->error;
        hash->error = (struct sql_error){0};
    }
    return store_report(store, diags);
}

struct data_hash *store_data_hash_begin(struct store *store, struct diags *diags)
{
    assert(!store->load && "a batch that is open is not read");
    struct data_hash *hash = xcalloc(1, sizeof *hash);
    hash->store = store;
    hash->arena = arena_new();
    if (!sql_read_begin(store, &hash->mine) || !open_instruments(hash)) {
        report(hash, diags);
        data_hash_free(hash);
        return NULL;
    }
    hash->has_thread = wants_thread(hash) && pthread_create(&hash->thread, NULL, add_parts, hash) == 0;
    return hash;
}

bool store_data_hash_end(struct data_hash *hash, char ret_hash[SHA256_HEX], struct diags *diags)
{
    hash->stop = !ret_hash;
    if (hash->has_thread)
        pthread_join(hash->thread, NULL);
    else if (ret_hash)
        add_parts(hash);
    bool done = ret_hash && hash->done;
    if (done)
        memcpy(ret_hash, hash->hex, SHA256_HEX);
    else if (ret_hash)
        report(hash, diags);
    data_hash_free(hash);
    return done;
}

bool store_data_hash(struct store *store, char ret_hash[SHA256_HEX], struct diags *diags)
{
    struct data_hash *hash = store_data_hash_begin(store, diags);
    return hash && store_data_hash_end(hash, ret_hash, diags);
}
