/* SPDX-License-Identifier: GPL-3.0-or-later
 * The history: an entry for what was done, a chain that shows when somebody changed it, and databases that are older than it.
 */
#include "fixture.h"

#include "ceping/base_sha256.h"

#include <sqlite3.h>

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

static void load_rows(struct fixture *fixture, const char *hash, int first, int count, int q1)
{
    struct diags diags;
    diags_init(&diags);
    struct store *store = store_open(fixture->path, STORE_WRITE, &diags);
    assert_non_null(store);
    struct store_batch batch = {.file = "六月.csv", .hash = hash, .who = "王老师", .when = "2018-06-01 09:00:00", .platform = "问卷星 (text)"};
    assert_true(store_begin(store, fixture->evaluation, fixture->instrument, &batch, &diags));
    for (int i = first; i < first + count; i++) {
        char key[16];
        snprintf(key, sizeof key, "%d", i);
        struct row row;
        assert_true(store_add(store, row_make(&row, key, q1)));
    }
    assert_true(store_reject(store, 9, "a\tb", "no rater"));
    struct store_counts counts;
    assert_true(store_commit(store, "UTF-8", &counts, &diags));
    store_close(store);
    check_quiet(&diags);
    diags_release(&diags);
}

static void withdraw(struct fixture *fixture, int64_t batch)
{
    struct diags diags;
    diags_init(&diags);
    struct store *store = store_open(fixture->path, STORE_WRITE, &diags);
    assert_true(store_withdraw(store, batch, "选错了问卷", "李老师", "2018-06-02 10:00:00", &diags));
    store_close(store);
    diags_release(&diags);
}

static void run_sql(const char *path, const char *sql)
{
    sqlite3 *db;
    char *text = NULL;
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    if (sqlite3_exec(db, sql, NULL, NULL, &text) != SQLITE_OK)
        fail_msg("%s: %s", sql, text);
    sqlite3_close(db);
}

static store_entries_list read_log(struct fixture *fixture)
{
    struct diags diags;
    diags_init(&diags);
    store_entries_list entries = {0};
    struct store *store = store_open(fixture->path, STORE_READ, &diags);
    assert_non_null(store);
    assert_true(store_log(store, fixture->arena, &entries, &diags));
    store_close(store);
    check_quiet(&diags);
    diags_release(&diags);
    return entries;
}

/* What --check says, or "" when the history holds. */
static const char *check_log(struct fixture *fixture)
{
    struct diags diags;
    diags_init(&diags);
    struct store *store = store_open(fixture->path, STORE_READ, &diags);
    assert_non_null(store);
    bool holds = store_log_check(store, &diags);
    assert_true(holds == (diags.errors == 0));
    const char *told = "";
    for (size_t i = 0; i < diags.count; i++)
        told = arena_printf(fixture->arena, "%s%s\n", told, diags.at[i].text);
    store_close(store);
    diags_release(&diags);
    return told;
}

static void an_entry_for_each(void **state)
{
    struct fixture *fixture = *state;
    load_rows(fixture, "aa", 1, 3, 1);
    load_rows(fixture, "bb", 2, 3, 4);
    withdraw(fixture, 1);
    store_entries_list entries = read_log(fixture);
    assert_int_equal(entries.count, 3);
    static const char *const actions[] = {"load", "load", "withdraw"};
    static const int64_t batches[] = {1, 2, 1};
    for (size_t i = 0; i < 3; i++) {
        assert_int_equal(entries.at[i].id, i + 1);
        assert_string_equal(entries.at[i].action, actions[i]);
        assert_int_equal(entries.at[i].batch, batches[i]);
        assert_string_equal(entries.at[i].before, i ? entries.at[i - 1].hash : "");
        assert_int_equal(strlen(entries.at[i].hash), 64);
    }
    assert_string_equal(entries.at[1].who, "王老师");
    assert_string_equal(entries.at[1].when, "2018-06-01 09:00:00");
    assert_non_null(strstr(entries.at[1].what, "file\t六月.csv\nsha256\tbb\nplatform\t问卷星 (text)\nencoding\tUTF-8\n"));
    assert_non_null(strstr(entries.at[1].what, "rows\t4\nnew\t1\nknown\t0\nchanged\t2\nrejected\t1\n"));
    assert_string_equal(entries.at[2].who, "李老师");
    assert_string_equal(entries.at[2].reason, "选错了问卷");
    assert_string_equal(check_log(fixture), "");
}

/* The hash is what the header says it is: computed here by hand from the first entry. */
static void hash_is_of_all_fields(void **state)
{
    struct fixture *fixture = *state;
    load_rows(fixture, "aa", 1, 3, 1);
    store_entries_list entries = read_log(fixture);
    const struct store_entry *entry = &entries.at[0];
    const char *bytes = arena_printf(fixture->arena, "16:ceping history 10:1:1%zu:%s%zu:%s4:load1:1%zu:%s-", strlen(entry->when), entry->when, strlen(entry->who), entry->who,
                                     strlen(entry->what), entry->what);
    struct sha256 sha;
    char hash[SHA256_HEX];
    sha256_init(&sha);
    sha256_add(&sha, bytes, strlen(bytes));
    sha256_hex(&sha, hash);
    assert_string_equal(entry->hash, hash);
}

static void other_entries(void **state)
{
    struct fixture *fixture = *state;
    load_rows(fixture, "aa", 1, 3, 1);
    struct diags diags;
    diags_init(&diags);
    struct store *store = store_open(fixture->path, STORE_WRITE, &diags);
    const struct store_entry two[] = {{.who = "王老师", .action = "decision", .what = "object\tpublic/1\n", .reason = "误填"}, {.action = "decision", .what = "object\tpublic/2\n"}};
    assert_true(store_log_add(store, two, 2, &diags));
    store_close(store);
    store_entries_list entries = read_log(fixture);
    assert_int_equal(entries.count, 3);
    assert_string_equal(entries.at[2].who, "");
    assert_null(entries.at[2].reason);
    assert_string_equal(check_log(fixture), "");
    diags_release(&diags);
}

static void append_only(void **state)
{
    struct fixture *fixture = *state;
    load_rows(fixture, "aa", 1, 3, 1);
    static const char *const tries[] = {"UPDATE history SET who = 'x'", "DELETE FROM history", "REPLACE INTO history SELECT id, happened, 'x', action, batch, what, reason, before, hash FROM history"};
    for (size_t i = 0; i < COUNT_OF(tries); i++) {
        sqlite3 *db;
        assert_int_equal(sqlite3_open(fixture->path, &db), SQLITE_OK);
        sqlite3_exec(db, "PRAGMA recursive_triggers = ON", NULL, NULL, NULL);
        assert_int_not_equal(sqlite3_exec(db, tries[i], NULL, NULL, NULL), SQLITE_OK);
        sqlite3_close(db);
    }
    assert_string_equal(check_log(fixture), "");
}

/* Who has the file can do all; it shows. */
static void changes_show(void **state)
{
    struct fixture *fixture = *state;
    static const struct {
        const char *sql, *told;
    } cases[] = {
        {"UPDATE history SET who = 'x' WHERE id = 2", "entry 2 of the history was changed"},
        {"UPDATE history SET reason = 'x' WHERE id = 3", "entry 3 of the history was changed"},
        {"UPDATE history SET before = '' WHERE id = 2", "entry 2 of the history was changed"},
        {"DELETE FROM history WHERE id = 2", "entry 2 of the history is missing: entry 3 follows"},
        {"DELETE FROM history WHERE id = 3", "batch 1 was taken out without an entry"},
        {"DELETE FROM history", "batch 2 has no entry in the history"},
        {"UPDATE batches SET rows = rows + 1, added = added + 1 WHERE id = 2", "batch 2 is not as entry 2 of the history tells"},
        {"UPDATE batches SET hash = 'cc' WHERE id = 1", "batch 1 is not as entry 1 of the history tells"},
        {"DELETE FROM withdrawals", "batch 1 was taken out by entry 3 of the history, and is there"},
        {"INSERT INTO withdrawals VALUES(2, 'x', 'x', 'x')", "batch 2 was taken out without an entry"},
        {"DELETE FROM r_public_1 WHERE _key = '3' AND _batch = 1", "batch 1 stored 3 rows, and 2 are there"},
        {"UPDATE r_public_1 SET q1 = 1 WHERE _key = '3' AND _batch = 2", "answers of batch 2 were changed past the program: 1 rows, the first is '3'"},
        {"UPDATE r_public_1 SET q1 = NULL WHERE _batch = 1", "answers of batch 1 were changed past the program: 3 rows, the first is '1'"},
        {"UPDATE r_public_1 SET _why = replace(_why, substr(_why, 1, 1), '?') WHERE _id = 1", "answers of batch 1 were changed past the program: 1 rows, the first is '1'"},
        {"UPDATE r_public_1 SET _rater = 'x' WHERE _id = 2", "answers of batch 1 were changed past the program: 1 rows, the first is '2'"},
        {"UPDATE r_public_1 SET _hash = _hash + 1 WHERE _id = 2", "answers of batch 1 were changed past the program: 1 rows, the first is '2'"},
        {"UPDATE r_public_1 SET _key = '7' WHERE _id = 2", "rows of batch 1 are not those of entry 1 of the history"},
        {"UPDATE r_public_1 SET _seconds = 7 WHERE _id = 5", "rows of batch 2 are not those of entry 2 of the history"},
        {"UPDATE r_public_1 SET q1 = (SELECT q1 FROM r_public_1 WHERE _id = 4), _hash = (SELECT _hash FROM r_public_1 WHERE _id = 4) WHERE _id = 1",
         "rows of batch 1 are not those of entry 1 of the history"},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        unlink(fixture->path);
        load_rows(fixture, "aa", 1, 3, 1);
        load_rows(fixture, "bb", 2, 3, 4);
        withdraw(fixture, 1);
        run_sql(fixture->path, "DROP TRIGGER history_stays; DROP TRIGGER history_remains");
        run_sql(fixture->path, cases[i].sql);
        const char *told = check_log(fixture);
        if (!strstr(told, cases[i].told))
            fail_msg("%s\nwanted: %s\ntold: %s", cases[i].sql, cases[i].told, told);
    }
}

/* Two entries that changed places with their hashes: each holds alone, the chain does not. */
static void order_shows(void **state)
{
    struct fixture *fixture = *state;
    load_rows(fixture, "aa", 1, 3, 1);
    load_rows(fixture, "bb", 2, 3, 4);
    run_sql(fixture->path, "DROP TRIGGER history_stays; DROP TRIGGER history_remains; UPDATE history SET before = 'x' || substr(before, 2) WHERE id = 2");
    assert_non_null(strstr(check_log(fixture), "entry 2"));
}

/* A database whose end does not hold is not written to. */
static void broken_tip_refused(void **state)
{
    struct fixture *fixture = *state;
    load_rows(fixture, "aa", 1, 3, 1);
    run_sql(fixture->path, "DROP TRIGGER history_stays; UPDATE history SET who = 'x'");
    struct diags diags;
    diags_init(&diags);
    assert_null(store_open(fixture->path, STORE_WRITE, &diags));
    check_message(&diags, "its last entry does not hold");
    struct store *store = store_open(fixture->path, STORE_READ, &diags); /* but read */
    assert_non_null(store);
    store_close(store);
    diags_release(&diags);
}

/* A database of format 1: read as it is, and given a history when it is written to. */
static void older_database(void **state)
{
    struct fixture *fixture = *state;
    load_rows(fixture, "aa", 1, 3, 1);
    load_rows(fixture, "bb", 2, 3, 4);
    withdraw(fixture, 2);
    run_sql(fixture->path, "DROP TABLE history; DROP TABLE sources; PRAGMA user_version = 1");
    assert_int_equal(read_log(fixture).count, 0);
    assert_non_null(strstr(check_log(fixture), "has no history yet"));

    load_rows(fixture, "cc", 7, 1, 2);
    store_entries_list entries = read_log(fixture);
    assert_int_equal(entries.count, 4);
    assert_string_equal(entries.at[0].action, "load");
    assert_non_null(strstr(entries.at[0].what, "sha256\taa\n"));
    assert_non_null(strstr(entries.at[0].what, "recorded\tafterwards\n"));
    assert_string_equal(entries.at[0].when, "2018-06-01 09:00:00");
    assert_string_equal(entries.at[2].action, "withdraw");
    assert_string_equal(entries.at[2].reason, "选错了问卷");
    assert_null(strstr(entries.at[3].what, "afterwards"));
    assert_string_equal(check_log(fixture), "");
}

static void rejected_rows(void **state)
{
    struct fixture *fixture = *state;
    load_rows(fixture, "aa", 1, 3, 1);
    load_rows(fixture, "bb", 2, 3, 4);
    struct diags diags;
    diags_init(&diags);
    struct store *store = store_open(fixture->path, STORE_READ, &diags);
    store_rejected_list all = {0}, second = {0};
    assert_true(store_rejected(store, fixture->arena, 0, &all, &diags));
    assert_true(store_rejected(store, fixture->arena, 2, &second, &diags));
    assert_int_equal(all.count, 2);
    assert_int_equal(second.count, 1);
    assert_int_equal(second.at[0].batch, 2);
    assert_int_equal(second.at[0].line, 9);
    assert_string_equal(second.at[0].raw, "a\tb");
    assert_string_equal(second.at[0].reason, "no rater");
    store_close(store);
    diags_release(&diags);
}

#define TEST(function) cmocka_unit_test_setup_teardown(function, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(an_entry_for_each), TEST(hash_is_of_all_fields), TEST(other_entries),  TEST(append_only),   TEST(changes_show),
        TEST(order_shows),       TEST(broken_tip_refused),    TEST(older_database), TEST(rejected_rows),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
