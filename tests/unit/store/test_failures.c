/* SPDX-License-Identifier: GPL-3.0-or-later
 * What happens when something goes wrong: files that are no database of ours, locks, full disks, damage, death while loading. Each gives a clear message, and
 * nothing has changed.
 */
#include "fixture.h"

#include <fcntl.h>
#include <signal.h>
#include <sqlite3.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>

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

static bool load_many(struct fixture *fixture, const char *hash, int first, int count, struct diags *diags)
{
    struct store *store = store_open(fixture->path, STORE_WRITE, diags);
    if (!store)
        return false;
    struct store_batch batch = {.file = "f.csv", .hash = hash, .when = "2018-05-04"};
    bool done = store_begin(store, fixture->evaluation, fixture->instrument, &batch, diags);
    for (int i = first; done && i < first + count; i++) {
        char key[16];
        snprintf(key, sizeof key, "%d", i);
        struct row row;
        if (!store_add(store, row_make(&row, key, 1 + i % 5)))
            break;
    }
    struct store_counts counts;
    done = done && store_commit(store, NULL, &counts, diags);
    store_close(store);
    return done;
}

static size_t living_rows(struct fixture *fixture)
{
    struct diags diags;
    diags_init(&diags);
    struct store *store = store_open(fixture->path, STORE_READ, &diags);
    check_quiet(&diags);
    struct dataset *dataset = store_fetch(store, fixture->evaluation, fixture->instrument, &diags);
    check_quiet(&diags);
    size_t rows = dataset->rows;
    arena_free(dataset->arena);
    store_close(store);
    diags_release(&diags);
    return rows;
}

static void check_not_opened(struct fixture *fixture, enum store_mode mode, const char *told)
{
    struct diags diags;
    diags_init(&diags);
    assert_null(store_open(fixture->path, mode, &diags));
    assert_int_equal(diags.errors, 1);
    check_message(&diags, told);
    diags_release(&diags);
}

static void run_sql(const char *path, const char *sql)
{
    sqlite3 *db;
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db, sql, NULL, NULL, NULL), SQLITE_OK);
    sqlite3_close(db);
}

static void write_text(const char *path, const char *text)
{
    assert_true(file_write(path, text, strlen(text), 0600));
}

static void prepare_folder(struct fixture *fixture)
{
    assert_int_equal(mkdir(arena_printf(fixture->arena, "%s/data", fixture->folder), 0700), 0);
}

static mode_t mode_of(const char *path)
{
    struct stat info;
    assert_int_equal(stat(path, &info), 0);
    return info.st_mode & 07777;
}

/* Opening -------------------------------------------------------------------------------------------------- */

static void absent(void **state)
{
    struct fixture *fixture = *state;
    check_not_opened(fixture, STORE_READ, "nothing has been loaded yet");
    assert_int_equal(access(fixture->path, F_OK), -1); /* reading makes nothing */
    prepare_folder(fixture);
    write_text(fixture->path, "");
    check_not_opened(fixture, STORE_READ, "nothing has been loaded yet");
}

static void private_to_its_owner(void **state)
{
    struct fixture *fixture = *state;
    struct diags diags;
    diags_init(&diags);
    mode_t before = umask(0);
    struct store *store = store_open(fixture->path, STORE_WRITE, &diags);
    struct store_batch batch = {.file = "f.csv", .hash = "h"};
    assert_true(store_begin(store, fixture->evaluation, fixture->instrument, &batch, &diags));
    umask(before);
    assert_int_equal(mode_of(fixture->path), 0600);
    assert_int_equal(mode_of(arena_printf(fixture->arena, "%s-journal", fixture->path)), 0600);
    store_close(store);
    check_quiet(&diags);
    diags_release(&diags);
}

static void garbage(void **state)
{
    struct fixture *fixture = *state;
    prepare_folder(fixture);
    write_text(fixture->path, "序号,提交答卷时间\n1,2018/5/3 14:02:11\n and so on, long enough to have a header of a hundred bytes, which this has by now\n");
    check_not_opened(fixture, STORE_READ, "is no database");
    check_not_opened(fixture, STORE_WRITE, "is no database");
    assert_int_equal(access(fixture->path, F_OK), 0);
}

static void of_another_program(void **state)
{
    struct fixture *fixture = *state;
    prepare_folder(fixture);
    run_sql(fixture->path, "CREATE TABLE t(a)");
    check_not_opened(fixture, STORE_READ, "made by another program");
    check_not_opened(fixture, STORE_WRITE, "made by another program");
}

static void newer(void **state)
{
    struct fixture *fixture = *state;
    struct diags diags;
    diags_init(&diags);
    assert_true(load_many(fixture, "a", 0, 3, &diags));
    run_sql(fixture->path, "PRAGMA user_version = 99");
    check_not_opened(fixture, STORE_READ, "newer version of ceping (format 99");
    check_not_opened(fixture, STORE_WRITE, "newer version");
    diags_release(&diags);
}

static void folder_in_the_way(void **state)
{
    struct fixture *fixture = *state;
    prepare_folder(fixture);
    assert_int_equal(mkdir(fixture->path, 0700), 0);
    check_not_opened(fixture, STORE_WRITE, "cannot be opened");
    rmdir(fixture->path);
    rmdir(arena_printf(fixture->arena, "%s/data", fixture->folder));
    write_text(arena_printf(fixture->arena, "%s/data", fixture->folder), "a file");
    check_not_opened(fixture, STORE_WRITE, "cannot be made");
    unlink(arena_printf(fixture->arena, "%s/data", fixture->folder));
}

/* Root may write everywhere, so the test drops to another user in a child. */
static void read_only_folder(void **state)
{
    struct fixture *fixture = *state;
    struct diags diags;
    diags_init(&diags);
    assert_true(load_many(fixture, "a", 0, 3, &diags));
    const char *folder = arena_printf(fixture->arena, "%s/data", fixture->folder);
    assert_int_equal(chmod(fixture->folder, 0755), 0);
    assert_int_equal(chmod(folder, 0555), 0);
    assert_int_equal(chmod(fixture->path, 0666), 0);
    pid_t child = fork();
    if (child == 0) {
        if (geteuid() == 0 && (setgid(65534) != 0 || setuid(65534) != 0))
            _exit(9);
        bool loaded = load_many(fixture, "b", 3, 3, &diags);
        bool told = diags.errors == 1 && (strstr(diags.at[0].text, "cannot be opened") || strstr(diags.at[0].text, "cannot be written"));
        if (!told && diags.count)
            fprintf(stderr, "%s\n", diags.at[0].text);
        _exit(loaded ? 1 : told ? 0 : 2);
    }
    int status;
    waitpid(child, &status, 0);
    assert_int_equal(chmod(folder, 0755), 0);
    assert_true(WIFEXITED(status));
    assert_int_equal(WEXITSTATUS(status), 0);
    assert_int_equal(living_rows(fixture), 3);
    diags_release(&diags);
}

static void read_only_file(void **state)
{
    struct fixture *fixture = *state;
    struct diags diags;
    diags_init(&diags);
    assert_true(load_many(fixture, "a", 0, 3, &diags));
    assert_int_equal(chmod(fixture->folder, 0755), 0);
    assert_int_equal(chmod(arena_printf(fixture->arena, "%s/data", fixture->folder), 0755), 0);
    assert_int_equal(chmod(fixture->path, 0444), 0);
    pid_t child = fork();
    if (child == 0) {
        if (geteuid() == 0 && (setgid(65534) != 0 || setuid(65534) != 0))
            _exit(9);
        bool loaded = load_many(fixture, "b", 3, 3, &diags);
        _exit(loaded ? 1 : diags.errors == 1 && strstr(diags.at[0].text, "cannot be written") ? 0 : 2);
    }
    int status;
    waitpid(child, &status, 0);
    assert_int_equal(WEXITSTATUS(status), 0);
    diags_release(&diags);
}

/* Loading -------------------------------------------------------------------------------------------------- */

static void locked(void **state)
{
    struct fixture *fixture = *state;
    struct diags diags;
    diags_init(&diags);
    assert_true(load_many(fixture, "a", 0, 3, &diags));
    sqlite3 *db;
    assert_int_equal(sqlite3_open(fixture->path, &db), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db, "BEGIN IMMEDIATE", NULL, NULL, NULL), SQLITE_OK);
    assert_int_equal(living_rows(fixture), 3); /* a writer does not keep readers out until it ends */
    assert_false(load_many(fixture, "b", 3, 3, &diags));
    check_message(&diags, "in use by another program");
    sqlite3_exec(db, "ROLLBACK", NULL, NULL, NULL);
    sqlite3_close(db);
    diags_release(&diags);
    diags_init(&diags);
    assert_true(load_many(fixture, "b", 3, 3, &diags));
    assert_int_equal(living_rows(fixture), 6);
    diags_release(&diags);
}

/* A reader that stays keeps the commit out: rolled back, and told. */
static void reader_in_the_way(void **state)
{
    struct fixture *fixture = *state;
    struct diags diags;
    diags_init(&diags);
    assert_true(load_many(fixture, "a", 0, 3, &diags));
    sqlite3 *db;
    assert_int_equal(sqlite3_open(fixture->path, &db), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db, "BEGIN; SELECT count(*) FROM batches", NULL, NULL, NULL), SQLITE_OK);
    assert_false(load_many(fixture, "b", 3, 3, &diags));
    check_message(&diags, "in use by another program");
    sqlite3_close(db);
    assert_int_equal(living_rows(fixture), 3);
    diags_release(&diags);
}

/* The greatest number of pages stands for the disk. */
static void full(void **state)
{
    struct fixture *fixture = *state;
    struct diags diags;
    diags_init(&diags);
    assert_true(load_many(fixture, "a", 0, 3, &diags));
    pid_t child = fork();
    if (child == 0) {
        /* writing past this size fails with EFBIG, which SQLite tells as a failed write */
        signal(SIGXFSZ, SIG_IGN);
        struct rlimit limit = {200000, 200000};
        setrlimit(RLIMIT_FSIZE, &limit);
        bool loaded = load_many(fixture, "b", 3, 50000, &diags);
        bool told = diags.errors == 1 && (strstr(diags.at[0].text, "disk is full") || strstr(diags.at[0].text, "reading or writing"));
        _exit(loaded ? 1 : told ? 0 : 2);
    }
    int status;
    waitpid(child, &status, 0);
    assert_int_equal(WEXITSTATUS(status), 0);
    assert_int_equal(living_rows(fixture), 3);
    assert_true(load_many(fixture, "b", 3, 50, &diags));
    check_quiet(&diags);
    diags_release(&diags);
}

static void damaged(void **state)
{
    struct fixture *fixture = *state;
    struct diags diags;
    diags_init(&diags);
    assert_true(load_many(fixture, "a", 0, 5000, &diags));
    check_quiet(&diags);
    /* everything behind the first pages becomes 0xff */
    struct stat info;
    assert_int_equal(stat(fixture->path, &info), 0);
    int file = open(fixture->path, O_RDWR);
    char bad[4096];
    memset(bad, 0xff, sizeof bad);
    for (off_t at = info.st_size / 8192 * 4096; at + 4096 <= info.st_size; at += 4096)
        assert_int_equal(pwrite(file, bad, sizeof bad, at), sizeof bad);
    close(file);
    struct store *store = store_open(fixture->path, STORE_READ, &diags);
    assert_non_null(store);
    assert_null(store_fetch(store, fixture->evaluation, fixture->instrument, &diags));
    check_message(&diags, "is damaged");
    char hash[SHA256_HEX];
    assert_false(store_data_hash(store, hash, &diags));
    store_close(store);
    diags_release(&diags);
    diags_init(&diags);
    assert_false(load_many(fixture, "b", 0, 10, &diags));
    check_message(&diags, "is damaged");
    diags_release(&diags);
}

/* Contents that contradict themselves: edited by hand. */
static void edited(void **state)
{
    struct fixture *fixture = *state;
    static const char *const edits[] = {
        "UPDATE r_public_1 SET _why = 'b'",
        "UPDATE r_public_1 SET q1 = NULL",
        "UPDATE r_public_1 SET _why = '???????????s'",
        "UPDATE r_public_1 SET _version = 100000",
        "PRAGMA foreign_keys = OFF; DELETE FROM questionnaires",
        "UPDATE r_public_1 SET _why = 'b...........'",
        "DELETE FROM variables WHERE position = 3",
        "DROP TABLE r_public_1",
    };
    for (size_t i = 0; i < COUNT_OF(edits); i++) {
        struct diags diags;
        diags_init(&diags);
        unlink(fixture->path);
        assert_true(load_many(fixture, "a", 0, 3, &diags));
        run_sql(fixture->path, edits[i]);
        struct store *store = store_open(fixture->path, STORE_READ, &diags);
        assert_non_null(store);
        if (store_fetch(store, fixture->evaluation, fixture->instrument, &diags))
            fail_msg("accepted: %s", edits[i]);
        assert_int_equal(diags.errors, 1);
        store_close(store);
        diags_release(&diags);
    }
}

static void too_many_columns(void **state)
{
    struct fixture *fixture = *state;
    struct instrument *wide = ARENA_NEW(fixture->arena, struct instrument);
    wide->id = "wide";
    for (int i = 0; i < 2100; i++)
        add_question(fixture->arena, wide, arena_printf(fixture->arena, "w%d", i), QUESTION_NUMBER, NULL);
    instrument_make_variables(fixture->arena, wide);
    fixture->instrument = wide;
    struct diags diags;
    diags_init(&diags);
    struct store *store = store_open(fixture->path, STORE_WRITE, &diags);
    struct store_batch batch = {.file = "f.csv", .hash = "h"};
    assert_false(store_begin(store, fixture->evaluation, wide, &batch, &diags));
    check_message(&diags, "has 2100 columns of answers; the database holds 1989");
    store_close(store);
    diags_release(&diags);
}

/* Death ---------------------------------------------------------------------------------------------------- */

static bool sound(const char *path)
{
    sqlite3 *db;
    sqlite3_stmt *get;
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    assert_int_equal(sqlite3_prepare_v2(db, "PRAGMA integrity_check", -1, &get, NULL), SQLITE_OK);
    bool ok = sqlite3_step(get) == SQLITE_ROW && strcmp((const char *)sqlite3_column_text(get, 0), "ok") == 0;
    sqlite3_finalize(get);
    sqlite3_close(db);
    return ok;
}

static double seconds_now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

/* A child loads batches until it is killed, after `seconds`. */
static void load_and_kill(struct fixture *fixture, int run, int rows, double seconds)
{
    pid_t child = fork();
    if (child == 0) {
        struct diags diags;
        diags_init(&diags);
        for (int k = 0;; k++) {
            char hash[32];
            snprintf(hash, sizeof hash, "%d-%d", run, k);
            if (!load_many(fixture, hash, (run * 1000 + k) * rows, rows, &diags))
                _exit(1);
        }
    }
    struct timespec wait = {.tv_sec = (time_t)seconds, .tv_nsec = (long)((seconds - floor(seconds)) * 1e9)};
    nanosleep(&wait, NULL);
    kill(child, SIGKILL);
    int status;
    waitpid(child, &status, 0);
    assert_true(WIFSIGNALED(status));
}

/* The child is killed at random moments, the first ten times while the database is being made, then within about two loads, however fast the machine is. What stands there then is
 * a whole number of batches, and a reader finds it even where a journal was left. */
static void killed(void **state)
{
    enum { TIMES = 30, FRESH = 10, ROWS = 2000 };
    struct fixture *fixture = *state;
    struct diags diags;
    diags_init(&diags);
    double start = seconds_now();
    assert_true(load_many(fixture, "first", 0, ROWS, &diags));
    double once = seconds_now() - start;

    unsigned seed = 20180706;
    size_t before = 0, broken_off = 0;
    for (int run = 1; run <= TIMES; run++) {
        if (run <= FRESH) {
            unlink(fixture->path);
            before = 0;
        }
        seed = seed * 1103515245u + 12345u;
        load_and_kill(fixture, run, ROWS, once * 2 * (seed >> 16) / 65536);
        broken_off += access(arena_printf(fixture->arena, "%s-journal", fixture->path), F_OK) == 0;

        struct store *store = store_open(fixture->path, STORE_READ, &diags);
        if (!store) { /* killed before there was a database */
            check_message(&diags, "nothing has been loaded yet");
            assert_int_equal(before, 0);
            diags_release(&diags);
            diags_init(&diags);
            continue;
        }
        store_close(store);
        size_t rows = living_rows(fixture);
        assert_int_equal(rows % ROWS, 0);
        assert_true(rows >= before);
        assert_true(sound(fixture->path));
        before = rows;
    }
    assert_true(broken_off > 0); /* else the test tests nothing */
    assert_true(load_many(fixture, "last", -ROWS, ROWS, &diags));
    check_quiet(&diags);
    assert_int_equal(living_rows(fixture), before + ROWS);
    diags_release(&diags);
}

#define TEST(function) cmocka_unit_test_setup_teardown(function, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(absent),           TEST(private_to_its_owner), TEST(garbage),           TEST(of_another_program), TEST(newer),
        TEST(folder_in_the_way), TEST(read_only_folder),    TEST(read_only_file),    TEST(locked),             TEST(reader_in_the_way),
        TEST(full),             TEST(damaged),              TEST(edited),            TEST(too_many_columns),   TEST(killed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
