/* SPDX-License-Identifier: GPL-3.0-or-later
 * Rows that SQLite takes over as pages (src/store/stage.c) are in the file as if it had written each of them: the two files are the same to the byte. SQLite writes row by row where
 * it may not attach a database.
 */
#include "fixture.h"

#include "../../../src/store/feed_priv.h"

enum { ROWS = 12000, RECORD_MOST = 65536 - 35 };

static int setup(void **state)
{
    struct fixture *fixture = calloc(1, sizeof *fixture);
    fixture_open(fixture);
    *state = fixture;
    return 0;
}

static int teardown(void **state)
{
    fixture_close(*state);
    free(*state);
    return 0;
}

static uint64_t next_random(uint64_t *state)
{
    *state = *state * 6364136223846793005u + 1442695040888963407u;
    return *state >> 33;
}

/* Values at the edges of what takes one byte more, and others. */
static double some_number(uint64_t *random)
{
    static const double edges[] = {0,          1,          -1,          2,          127,        128,         -128,         -129,         32767,         32768,          -32768,        -32769,
                                   8388607,    8388608,    -8388608,    -8388609,   2147483647, 2147483648,  -2147483648.0, -2147483649.0, 140737488355327, 140737488355328, -140737488355328, -140737488355329,
                                   1e18,       9.3e18,     1e300,       -1e300,     0.5,        -0.25,       1e-300,       -0.0,         9007199254740992, 41.5,           1e15,          4503599627370497.5};
    return edges[next_random(random) % COUNT_OF(edges)];
}

static enum missing some_missing(uint64_t *random)
{
    return next_random(random) % 4 ? MISSING_NONE : (enum missing)(1 + next_random(random) % (MISSING_KINDS - 1));
}

/* `lengths`: how long texts may be; now and then one is `longest`. */
static void make_row(struct row *row, struct arena *arena, uint64_t *random, size_t number, size_t lengths, size_t longest)
{
    row_make(row, arena_printf(arena, "k%zu", number), (int)(next_random(random) % 70000) - 200);
    size_t len = next_random(random) % 400 == 0 ? longest : next_random(random) % (lengths + 1);
    char *text = arena_alloc(arena, len + 1);
    memset(text, 'x', len);
    text[len] = '\0';
    row->answers[V_NOTE].text = text;
    row->answers[V_AGE].number = some_number(random);
    row->answers[V_Q2].code = next_random(random) % 2 ? 1 : 0;
    row->answers[V_DISTRICT].code = (int)(next_random(random) % 3);
    for (size_t v = 0; v < V_COUNT; v++)
        row->answers[v].missing = some_missing(random);
    if (row->answers[V_NOTE].missing == MISSING_UNREADABLE) /* its text goes into a table of its own, whose pages then lie elsewhere in the file */
        row->answers[V_NOTE].text = NULL;
    row->about[0] = (int)(next_random(random) % 3) - 1;
    row->response.seconds = next_random(random) % 5 ? some_number(random) : NAN;
    row->response.rater = next_random(random) % 2 ? NULL : "e01";
    row->response.group = next_random(random) % 2 ? "" : "群众";
    row->response.submitted = next_random(random) % 2 ? NULL : "2018-05-03 14:02:11";
    row->response.line = number + 2;
}

/* Three rounds: all rows; some of them changed among new ones; all new ones after that. */
static size_t load_rounds(struct fixture *fixture, const char *path, bool alone, size_t lengths, size_t longest)
{
    struct diags diags;
    diags_init(&diags);
    struct store *store = store_open(path, STORE_WRITE, &diags);
    check_quiet(&diags);
    if (alone)
        sqlite3_limit(store->db, SQLITE_LIMIT_ATTACHED, 0);
    uint64_t random = 7;
    size_t changed = 0;
    static const struct {
        size_t first, count, step;
    } rounds[] = {{0, ROWS, 1}, {ROWS - 900, 3000, 3}, {2 * ROWS, 2000, 1}, {ROWS - 3000, ROWS, 1}};
    for (size_t r = 0; r < COUNT_OF(rounds); r++) {
        struct store_batch batch = {.file = "f.csv", .hash = (const char *[]){"a", "b", "c", "d"}[r], .when = "2018-06-01"};
        struct store_counts counts;
        assert_true(store_begin(store, fixture->evaluation, fixture->instrument, &batch, &diags));
        for (size_t i = 0; i < rounds[r].count; i++) {
            struct arena *arena = arena_new();
            struct row row;
            make_row(&row, arena, &random, rounds[r].first + i * rounds[r].step, lengths, longest);
            assert_true(store_add(store, &row.response));
            arena_free(arena); /* the store keeps nothing of it */
        }
        assert_true(store_commit(store, NULL, &counts, &diags));
        changed += counts.changed;
    }
    check_quiet(&diags);
    assert_true(store_log_check(store, &diags));
    store_close(store);
    diags_release(&diags);
    return changed;
}

static void check_same_bytes(const char *path, const char *other)
{
    struct strbuf a, b;
    strbuf_init(&a);
    strbuf_init(&b);
    assert_true(file_read(path, 1 << 30, &a));
    assert_true(file_read(other, 1 << 30, &b));
    assert_int_equal(a.len, b.len);
    for (size_t i = 0; i < a.len; i++)
        if (a.at[i] != b.at[i])
            fail_msg("the files differ at byte %zu", i);
    strbuf_release(&a);
    strbuf_release(&b);
}

static void check_sound(const char *path)
{
    sqlite3 *db;
    sqlite3_stmt *get;
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    assert_int_equal(sqlite3_prepare_v2(db, "PRAGMA integrity_check", -1, &get, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_step(get), SQLITE_ROW);
    assert_string_equal((const char *)sqlite3_column_text(get, 0), "ok");
    sqlite3_finalize(get);
    sqlite3_close(db);
}

static void check_both_ways(struct fixture *fixture, size_t lengths, size_t longest)
{
    char *other = arena_printf(fixture->arena, "%s-other", fixture->path);
    size_t changed = load_rounds(fixture, fixture->path, false, lengths, longest);
    assert_true(changed > 3000); /* else the mixed rounds test nothing */
    assert_int_equal(load_rounds(fixture, other, true, lengths, longest), changed);
    check_same_bytes(fixture->path, other);
    check_sound(fixture->path);
    unlink(other);
}

static void short_rows(void **state)
{
    check_both_ways(*state, 40, 300);
}

static void long_rows(void **state)
{
    check_both_ways(*state, 3000, 70000);
}

/* Around what fits a page of the image: what else a row says takes more or less of it. */
static void rows_of_a_page(void **state)
{
    check_both_ways(*state, 20, RECORD_MOST - 130);
}

static void rows_of_more_than_a_page(void **state)
{
    check_both_ways(*state, 20, RECORD_MOST - 60);
}

/* That the test above compares two ways. */
static void pages_are_used(void **state)
{
    struct fixture *fixture = *state;
    struct diags diags;
    diags_init(&diags);
    struct store *store = store_open(fixture->path, STORE_WRITE, &diags);
    struct store_batch batch = {.file = "f.csv", .hash = "a"};
    struct arena *arena = arena_new();
    version_list versions = {0};
    assert_true(store_begin(store, fixture->evaluation, fixture->instrument, &batch, &diags));
    assert_true(versions_load(store, arena, "public", &versions));
    struct feed_columns columns = {0};
    struct stage *stage = stage_open(store, &versions.at[0], &columns);
    assert_non_null(stage);
    sqlite3_limit(store->db, SQLITE_LIMIT_ATTACHED, 0);
    assert_null(stage_open(store, &versions.at[0], &columns));
    assert_int_equal(store->error.code, SQLITE_OK);
    store_rollback(store);
    stage_close(stage);
    store_close(store);
    arena_free(arena);
    check_quiet(&diags);
    diags_release(&diags);
}

static void numbers_as_the_format_writes_them(void **state)
{
    (void)state;
    static const struct {
        uint64_t number;
        size_t size;
        unsigned char bytes[9];
    } cases[] = { /* from https://www.sqlite.org/fileformat2.html: seven bits a byte, the highest first; eight in the ninth */
        {0, 1, {0}}, {127, 1, {0x7f}}, {128, 2, {0x81, 0}}, {16383, 2, {0xff, 0x7f}}, {16384, 3, {0x81, 0x80, 0}},
        {(uint64_t)1 << 55, 8, {0xc0, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0}},
        {((uint64_t)1 << 56) - 1, 8, {0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f}},
        {(uint64_t)1 << 56, 9, {0x80, 0xc0, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0}},
        {UINT64_MAX, 9, {0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff}},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        unsigned char bytes[9] = {0};
        assert_int_equal(varint_size(cases[i].number), cases[i].size);
        assert_int_equal(varint_write(bytes, cases[i].number), cases[i].size);
        assert_memory_equal(bytes, cases[i].bytes, cases[i].size);
    }
}

#define TEST(function) cmocka_unit_test_setup_teardown(function, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(short_rows), TEST(long_rows), TEST(rows_of_a_page), TEST(rows_of_more_than_a_page), TEST(pages_are_used), cmocka_unit_test(numbers_as_the_format_writes_them),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
