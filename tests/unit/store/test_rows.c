/* SPDX-License-Identifier: GPL-3.0-or-later
 * Rows read from the pages of the file are those that SQL gives: for all sizes of pages, long texts, all sizes of numbers, in every range, after rows were taken
 * out of the middle. Where pages are not the whole truth, SQL is used; damage is told and never followed.
 */
#include "fixture.h"

#include "../../../src/store/rows_priv.h"

#include <fcntl.h>

enum { ROWS = 3000, LONGEST = 20000 };

static const double numbers[] = {0, 1, -1, 2, 127, 128, -128, -129, 32767, 32768, 8388607, 8388608, -8388609, 2147483647, 2147483648.0, -2147483649.0, 140737488355327.0, 140737488355328.0,
                                 -140737488355329.0, 9007199254740992.0, 0.5, -41.25, 1e300, 1e-300};

static void load_rows(struct fixture *fixture)
{
    struct diags diags;
    diags_init(&diags);
    struct store *store = store_open(fixture->path, STORE_WRITE, &diags);
    struct store_batch batch = {.file = "f.csv", .hash = "a", .when = "2018-05-04"};
    assert_true(store_begin(store, fixture->evaluation, fixture->instrument, &batch, &diags));
    char *text = xmalloc(LONGEST + 1);
    memset(text, 'x', LONGEST);
    uint64_t state = 7;
    for (int i = 0; i < ROWS; i++) {
        char key[24];
        struct row row;
        state = state * 6364136223846793005u + 1442695040888963407u;
        snprintf(key, sizeof key, "钥%d", i);
        row_make(&row, key, 1 + i % 5);
        size_t len = state >> 60 == 0 ? (state >> 33) % LONGEST : (state >> 33) % 90;
        text[len] = '\0';
        row.answers[V_NOTE].text = text;
        row.answers[V_AGE].number = numbers[(size_t)i % COUNT_OF(numbers)];
        row.answers[V_Q2].code = (int[]){0, 1, 2, -1, 200, 32767, -32768}[i % 7];
        if (i % 3 == 0)
            row.answers[V_Q3] = (struct answer){.missing = MISSING_BLANK};
        if (i % 11 == 0)
            row.response.rater = row.response.group = NULL;
        if (i % 13 == 0)
            row.response.seconds = NAN;
        assert_true(store_add(store, &row.response));
        text[len] = 'x';
    }
    struct store_counts counts;
    assert_true(store_commit(store, NULL, &counts, &diags));
    free(text);
    store_close(store);
    check_quiet(&diags);
    diags_release(&diags);
}

static void run_sql(const char *path, const char *sql)
{
    sqlite3 *db;
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    if (sqlite3_exec(db, sql, NULL, NULL, NULL) != SQLITE_OK)
        fail_msg("%s: %s", sql, sqlite3_errmsg(db));
    sqlite3_close(db);
}

struct reading {
    struct store *store;
    struct arena *arena;
    struct rows rows;
    struct sql_error error;
    struct diags diags;
};

/* Within a transaction rows come from the pages, outside of one through SQL. */
static bool reading_open(struct reading *reading, struct fixture *fixture, bool transaction)
{
    *reading = (struct reading){.arena = arena_new()};
    diags_init(&reading->diags);
    reading->store = store_open(fixture->path, STORE_READ, &reading->diags);
    version_list versions = {0};
    bool mine;
    if (!reading->store || (transaction && !sql_read_begin(reading->store, &mine)) || !versions_load(reading->store, reading->arena, "public", &versions) || versions.count != 1)
        return false;
    struct version *version = ARENA_NEW(reading->arena, struct version);
    *version = versions.at[0];
    return rows_open(&reading->rows, reading->store, version, &reading->error);
}

static void reading_close(struct reading *reading)
{
    rows_release(&reading->rows);
    if (reading->store)
        sql_rollback(reading->store);
    store_close(reading->store);
    free(reading->error.text);
    arena_free(reading->arena);
    diags_release(&reading->diags);
}

static void check_same(const struct rows *a, const struct rows *b, const char *what)
{
    if (a->id != b->id)
        fail_msg("%s: row %lld and row %lld", what, (long long)a->id, (long long)b->id);
    for (size_t i = 0; i < a->count; i++) {
        struct value x = rows_value(a, i), y = rows_value(b, i);
        bool same = x.type == y.type && (x.type == VALUE_NULL || (x.type == VALUE_TEXT ? x.len == y.len && memcmp(x.text, y.text, x.len) == 0 : x.integer == y.integer));
        if (!same)
            fail_msg("%s: row %lld, column %zu: type %d and type %d", what, (long long)a->id, i, x.type, y.type);
    }
}

static size_t compare_range(struct reading *pages, struct reading *sql, int64_t first, int64_t last, const char *what)
{
    rows_range(&pages->rows, first, last);
    rows_range(&sql->rows, first, last);
    for (size_t count = 0;; count++) {
        bool there, also;
        if (!rows_next(&pages->rows, &there) || !rows_next(&sql->rows, &also))
            fail_msg("%s: row %zu of [%lld, %lld]: %s", what, count, (long long)first, (long long)last, pages->error.text ? pages->error.text : "?");
        if (there != also)
            fail_msg("%s: [%lld, %lld] ends at row %zu for one alone", what, (long long)first, (long long)last, count);
        if (!there)
            return count;
        check_same(&pages->rows, &sql->rows, what);
    }
}

static void compare(struct fixture *fixture, const char *what, size_t rows)
{
    struct reading pages, sql;
    assert_true(reading_open(&pages, fixture, true) && reading_open(&sql, fixture, false));
    assert_true(rows_are_apart(&pages.rows));
    assert_false(rows_are_apart(&sql.rows));
    assert_int_equal(compare_range(&pages, &sql, 1, ROWS, what), rows);
    assert_int_equal(compare_range(&pages, &sql, INT64_MIN, INT64_MAX, what), rows);
    assert_int_equal(compare_range(&pages, &sql, ROWS + 1, ROWS + 9, what), 0);
    assert_int_equal(compare_range(&pages, &sql, 9, 8, what), 0);
    for (int64_t first = 1; first < ROWS; first += 97)
        compare_range(&pages, &sql, first, first + first % 7 * 40, what);
    reading_close(&pages);
    reading_close(&sql);
}

static int setup(void **state)
{
    struct fixture *fixture = calloc(1, sizeof *fixture);
    fixture_open(fixture);
    load_rows(fixture);
    *state = fixture;
    return 0;
}

static int teardown(void **state)
{
    fixture_close(*state);
    free(*state);
    return 0;
}

static void pages_and_sql(void **state)
{
    static const int sizes[] = {4096, 512, 1024, 65536};
    for (size_t i = 0; i < COUNT_OF(sizes); i++) {
        char sql[96], what[32];
        snprintf(sql, sizeof sql, "PRAGMA page_size = %d; VACUUM", sizes[i]);
        snprintf(what, sizeof what, "pages of %d", sizes[i]);
        run_sql(((struct fixture *)*state)->path, sql);
        compare(*state, what, ROWS);
    }
    run_sql(((struct fixture *)*state)->path, "DELETE FROM r_public_1 WHERE _id BETWEEN 500 AND 2000 OR _id % 5 = 0");
    compare(*state, "rows taken out", 1200);
    run_sql(((struct fixture *)*state)->path, "DELETE FROM r_public_1");
    compare(*state, "no rows", 0);
}

/* In other columns, in UTF-16, with a write-ahead log: through SQL, and the same values. */
static void not_by_pages(void **state)
{
    struct fixture *fixture = *state;
    static const char *const edits[] = {"ALTER TABLE r_public_1 ADD COLUMN more TEXT", "PRAGMA journal_mode = WAL"};
    for (size_t i = 0; i < COUNT_OF(edits); i++) {
        run_sql(fixture->path, edits[i]);
        struct reading reading;
        if (!reading_open(&reading, fixture, true) || rows_are_apart(&reading.rows))
            fail_msg("%s: %s", edits[i], reading.store ? "read from the pages" : "not opened");
        reading_close(&reading);
        struct diags diags;
        diags_init(&diags);
        struct store *store = store_open(fixture->path, STORE_READ, &diags);
        struct dataset *dataset = store_fetch(store, fixture->evaluation, fixture->instrument, &diags);
        check_quiet(&diags);
        assert_int_equal(dataset->rows, ROWS);
        arena_free(dataset->arena);
        store_close(store);
        diags_release(&diags);
    }
    unlink(arena_printf(fixture->arena, "%s-wal", fixture->path));
    unlink(arena_printf(fixture->arena, "%s-shm", fixture->path));
}

/* A few bytes of the file become others, a thousand times: rows come, or an error, and reading ends. */
static void damage(void **state)
{
    struct fixture *fixture = *state;
    run_sql(fixture->path, "PRAGMA page_size = 512; VACUUM");
    struct stat info;
    assert_int_equal(stat(fixture->path, &info), 0);
    int file = open(fixture->path, O_RDWR);
    uint64_t state_of = 11;
    size_t told = 0, sound = 0;
    for (int round = 0; round < 1000; round++) {
        unsigned char kept[4];
        state_of = state_of * 6364136223846793005u + 1442695040888963407u;
        /* half of them where pages begin, which is what leads from page to page */
        off_t at = 8192 + (off_t)((state_of >> 20) % (uint64_t)(info.st_size - 8200));
        at = round % 2 ? at : at / 512 * 512 + (off_t)(state_of >> 60);
        assert_int_equal(pread(file, kept, sizeof kept, at), sizeof kept);
        assert_int_equal(pwrite(file, &state_of, sizeof kept, at), sizeof kept);
        struct reading reading;
        bool there = reading_open(&reading, fixture, true), good = there;
        if (there)
            rows_range(&reading.rows, 1, INT64_MAX);
        while (good && there)
            good = rows_next(&reading.rows, &there);
        if (!good && reading.error.code == SQLITE_OK && reading.store && reading.store->error.code == SQLITE_OK)
            fail_msg("round %d: an error that is not told", round);
        told += !good;
        sound += good;
        reading_close(&reading);
        assert_int_equal(pwrite(file, kept, sizeof kept, at), sizeof kept);
    }
    close(file);
    if (told < 50 || sound < 50)
        fail_msg("%zu damages told, %zu not seen: the test tests too little", told, sound);
    compare(fixture, "healed", ROWS);
}

/* The hash by a thread beside the connection is that of one thread, also when it is not waited for. */
static void hash_beside(void **state)
{
    struct fixture *fixture = *state;
    struct diags diags;
    diags_init(&diags);
    run_sql(fixture->path, "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 9) INSERT INTO r_public_1 SELECT _id + 3000 * i, _key || i, _version, _batch, _line, _hash, _rater,"
                           " _submitted, _seconds, _group, _why, _about_project, district, q1, q2, q3, hobby__1, hobby__2, age, note, know__p1, know__p2, sat__p1, sat__p2 FROM r_public_1, n;"
                           "UPDATE batches SET last_row = 30000, rows = 30000, added = 30000");
    struct store *store = store_open(fixture->path, STORE_READ, &diags);
    char beside[SHA256_HEX], alone[SHA256_HEX];
    struct data_hash *hash = store_data_hash_begin(store, &diags);
    struct dataset *dataset = store_fetch(store, fixture->evaluation, fixture->instrument, &diags);
    assert_int_equal(dataset->rows, 30000);
    arena_free(dataset->arena);
    assert_true(store_data_hash_end(hash, beside, &diags));
    assert_false(store_data_hash_end(store_data_hash_begin(store, &diags), NULL, &diags));
    store_close(store);
    check_quiet(&diags);
    run_sql(fixture->path, "PRAGMA journal_mode = WAL"); /* through SQL, on one thread */
    store = store_open(fixture->path, STORE_READ, &diags);
    assert_true(store_data_hash(store, alone, &diags));
    store_close(store);
    assert_string_equal(beside, alone);
    run_sql(fixture->path, "PRAGMA journal_mode = DELETE");
    diags_release(&diags);
}

#define TEST(function) cmocka_unit_test_setup_teardown(function, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {TEST(pages_and_sql), TEST(not_by_pages), TEST(damage), TEST(hash_beside)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
