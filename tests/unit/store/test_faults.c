/* SPDX-License-Identifier: GPL-3.0-or-later
 * Reading and writing fail, at the first call, at the second, and so on until an operation goes through: each time there is a message, and the database is
 * as it was before or as it should be after, never between.
 */
#include "faults.h"
#include "fixture.h"

enum { ROWS = 40, MANY = 3000 };

static int setup(void **state)
{
    faults_install();
    struct fixture *fixture = calloc(1, sizeof *fixture);
    fixture_open(fixture);
    *state = fixture;
    return 0;
}

static int teardown(void **state)
{
    struct fixture *fixture = *state;
    unlink(arena_printf(fixture->arena, "%s/data/b.db", fixture->folder));
    fixture_close(fixture);
    free(fixture);
    return 0;
}

static bool load_rows(struct fixture *fixture, const char *path, const char *hash, int first, int count, const char *note, struct diags *diags)
{
    struct store *store = store_open(path, STORE_WRITE, diags);
    if (!store)
        return false;
    struct store_batch batch = {.file = hash, .hash = hash, .when = "2018-06-01"};
    struct store_counts counts;
    bool begun = store_begin(store, fixture->evaluation, fixture->instrument, &batch, diags);
    for (int i = 0; begun && i < count; i++) {
        char key[16];
        snprintf(key, sizeof key, "%d", first + i);
        struct row row;
        row_make(&row, key, 1 + i % 5);
        row.answers[V_NOTE].text = note;
        if (!store_add(store, &row.response))
            break;
    }
    bool done = begun && store_commit(store, NULL, &counts, diags);
    store_close(store);
    return done;
}

static bool load(struct fixture *fixture, const char *path, const char *hash, int first, struct diags *diags)
{
    return load_rows(fixture, path, hash, first, ROWS, "很好", diags);
}

/* Operations: on a database with one batch "a" of ROWS rows, unless `fresh`. -------------------------------- */

static bool run_load(struct fixture *fixture, struct diags *diags)
{
    return load(fixture, fixture->path, "b", 1000, diags);
}

/* More than the cache of SQLite holds, so that pages are written while rows still come, and most of them taken over as pages (src/store/stage.c). */
static bool run_long_load(struct fixture *fixture, struct diags *diags)
{
    char note[1500] = "";
    memset(note, 'x', sizeof note - 1);
    return load_rows(fixture, fixture->path, "b", 1000, MANY, note, diags);
}

static bool run_withdraw(struct fixture *fixture, struct diags *diags)
{
    struct store *store = store_open(fixture->path, STORE_WRITE, diags);
    bool done = store && store_withdraw(store, 1, "选错了", "李", "2018-06-02", diags);
    store_close(store);
    return done;
}

static bool run_merge(struct fixture *fixture, struct diags *diags)
{
    struct store_merged merged;
    struct arena *arena = arena_new();
    struct store *store = store_open(fixture->path, STORE_WRITE, diags);
    struct store *other = store ? store_open(arena_printf(arena, "%s/data/b.db", fixture->folder), STORE_READ, diags) : NULL;
    bool done = other && store_merge(store, other, PREFER_NEITHER, "李", "2018-06-02", arena, &merged, diags);
    store_close(store);
    store_close(other);
    arena_free(arena);
    return done;
}

static bool run_fetch(struct fixture *fixture, struct diags *diags)
{
    struct store *store = store_open(fixture->path, STORE_READ, diags);
    struct dataset *dataset = store ? store_fetch(store, fixture->evaluation, fixture->instrument, diags) : NULL;
    char hash[SHA256_HEX];
    bool done = dataset && store_data_hash(store, hash, diags);
    if (dataset) {
        assert_int_equal(dataset->rows, ROWS);
        arena_free(dataset->arena);
    }
    store_close(store);
    return done;
}

static const struct operation {
    const char *name;
    bool fresh;
    bool (*run)(struct fixture *fixture, struct diags *diags);
    size_t before, after; /* living rows */
    long step;            /* every so many calls one fails */
} operations[] = {
    {"the first load", true, run_load, 0, ROWS, 1},        {"a further load", false, run_load, ROWS, 2 * ROWS, 1}, {"taking a batch out", false, run_withdraw, ROWS, 0, 1},
    {"merging", false, run_merge, ROWS, 2 * ROWS, 1},      {"reading", false, run_fetch, ROWS, ROWS, 1},
    {"a long load", false, run_long_load, ROWS, ROWS + MANY, 211},
};

/* What is there, with a file system that works: living rows; the history holds and SQLite finds nothing wrong. */
static size_t rows_there(struct fixture *fixture, const char *name, long n)
{
    struct diags diags;
    diags_init(&diags);
    if (access(fixture->path, F_OK) != 0)
        return 0;
    struct store *store = store_open(fixture->path, STORE_READ, &diags);
    if (!store) { /* made, and nothing in it yet */
        check_message(&diags, "nothing has been loaded yet");
        diags_release(&diags);
        return 0;
    }
    struct dataset *dataset = store_fetch(store, fixture->evaluation, fixture->instrument, &diags);
    if (!dataset || !store_log_check(store, &diags) || diags.count)
        fail_msg("%s, call %ld: %s", name, n, diags.count ? diags.at[0].text : "?");
    size_t rows = dataset->rows;
    arena_free(dataset->arena);
    store_close(store);
    diags_release(&diags);

    sqlite3 *db;
    sqlite3_stmt *get;
    assert_int_equal(sqlite3_open(fixture->path, &db), SQLITE_OK);
    assert_int_equal(sqlite3_prepare_v2(db, "PRAGMA integrity_check", -1, &get, NULL), SQLITE_OK);
    if (sqlite3_step(get) != SQLITE_ROW || strcmp((const char *)sqlite3_column_text(get, 0), "ok") != 0)
        fail_msg("%s, call %ld: the database is damaged: %s", name, n, (const char *)sqlite3_column_text(get, 0));
    sqlite3_finalize(get);
    sqlite3_close(db);
    return rows;
}

static void copy_to(const char *from, const char *to)
{
    struct strbuf bytes;
    strbuf_init(&bytes);
    assert_true(file_read(from, 1 << 26, &bytes));
    assert_true(file_write(to, bytes.at, bytes.len, 0600));
    strbuf_release(&bytes);
}

static void start_from(struct fixture *fixture, const struct operation *operation, const char *kept)
{
    unlink(fixture->path);
    unlink(arena_printf(fixture->arena, "%s-journal", fixture->path));
    if (!operation->fresh)
        copy_to(kept, fixture->path);
}

static long run_with_faults(struct fixture *fixture, const struct operation *operation, const char *kept, bool stuck, bool full)
{
    for (long n = 1;; n += operation->step) {
        struct diags diags;
        diags_init(&diags);
        start_from(fixture, operation, kept);
        faults_begin(n, stuck, full);
        bool done = operation->run(fixture, &diags);
        bool hit = faults.hit;
        faults_end();
        size_t rows = rows_there(fixture, operation->name, n);
        if (rows != operation->before && rows != operation->after)
            fail_msg("%s, call %ld: %zu rows, neither as before nor as after", operation->name, n, rows);
        if (done != (diags.errors == 0))
            fail_msg("%s, call %ld: %s with %zu errors", operation->name, n, done ? "done" : "not done", diags.errors);
        /* "done" must be true. The other way round SQLite may give up after the point of no return: then the data are there, and a second try says so. */
        if (done && rows != operation->after)
            fail_msg("%s, call %ld: said to be done, and is not", operation->name, n);
        diags_release(&diags);
        if (!hit)
            return n;
    }
}

static void every_call(void **state)
{
    struct fixture *fixture = *state;
    struct diags diags;
    diags_init(&diags);
    const char *kept = arena_printf(fixture->arena, "%s/kept.db", fixture->folder), *other = arena_printf(fixture->arena, "%s/data/b.db", fixture->folder);
    assert_true(load(fixture, fixture->path, "a", 0, &diags));
    copy_to(fixture->path, kept);
    assert_true(load(fixture, other, "b", 1000, &diags));
    check_quiet(&diags);
    for (size_t i = 0; i < COUNT_OF(operations); i++) {
        long calls = run_with_faults(fixture, &operations[i], kept, false, false);
        if (calls < 10)
            fail_msg("%s made %ld calls: the test tests nothing", operations[i].name, calls);
        print_message("# %s: %ld calls\n", operations[i].name, calls);
        run_with_faults(fixture, &operations[i], kept, true, false);
        run_with_faults(fixture, &operations[i], kept, true, true);
    }
    unlink(kept);
    diags_release(&diags);
}

#define TEST(function) cmocka_unit_test_setup_teardown(function, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {TEST(every_call)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
