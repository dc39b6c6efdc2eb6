/* SPDX-License-Identifier: GPL-3.0-or-later
 * Loading, loading again, taking out, reading back.
 */
#include "fixture.h"

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

/* One batch of rows "key=q1", for example "1=5 2=3"; "!x" is a rejected row. */
static struct store_counts load_as(struct fixture *fixture, struct instrument *instrument, const char *hash, const char *rows)
{
    struct diags diags;
    diags_init(&diags);
    struct store *store = store_open(fixture->path, STORE_WRITE, &diags);
    check_quiet(&diags);
    struct store_batch batch = {.file = "f.csv", .hash = hash, .platform = "wjx", .mapping = "m", .who = "某人", .when = "2018-05-04"};
    assert_true(store_begin(store, fixture->evaluation, instrument, &batch, &diags));
    char *copy = strdup(rows), *rest = copy, *word;
    for (size_t line = 2; (word = strsep(&rest, " ")); line++) {
        if (!*word)
            continue;
        if (*word == '!') {
            assert_true(store_reject(store, line, word, "bad"));
            continue;
        }
        char *value = strchr(word, '=');
        *value = '\0';
        struct row row;
        struct response *response = row_make(&row, word, atoi(value + 1));
        response->line = line;
        assert_true(store_add(store, response));
    }
    free(copy);
    struct store_counts counts = {0};
    assert_true(store_commit(store, "GB18030", &counts, &diags));
    check_quiet(&diags);
    store_close(store);
    diags_release(&diags);
    return counts;
}

static struct store_counts load_rows(struct fixture *fixture, const char *hash, const char *rows)
{
    return load_as(fixture, fixture->instrument, hash, rows);
}

static void withdraw(struct fixture *fixture, int64_t batch)
{
    struct diags diags;
    diags_init(&diags);
    struct store *store = store_open(fixture->path, STORE_WRITE, &diags);
    assert_true(store_withdraw(store, batch, "wrong file", "某人", "2018-05-05", &diags));
    check_quiet(&diags);
    store_close(store);
    diags_release(&diags);
}

/* Living rows as "key=q1 …". */
static void check_living(struct fixture *fixture, const char *want)
{
    struct diags diags;
    diags_init(&diags);
    struct store *store = store_open(fixture->path, STORE_READ, &diags);
    check_quiet(&diags);
    struct dataset *dataset = store_fetch(store, fixture->evaluation, fixture->instrument, &diags);
    check_quiet(&diags);
    assert_non_null(dataset);
    struct strbuf text;
    strbuf_init(&text);
    for (size_t i = 0; i < dataset->rows; i++)
        strbuf_addf(&text, "%s%s=%d", i ? " " : "", dataset->keys[i], dataset->columns[V_Q1].codes[i]);
    assert_string_equal(text.at, want);
    strbuf_release(&text);
    arena_free(dataset->arena);
    store_close(store);
    diags_release(&diags);
}

static void check_counts(struct store_counts counts, size_t added, size_t known, size_t changed, size_t rejected)
{
    assert_int_equal(counts.added, added);
    assert_int_equal(counts.known, known);
    assert_int_equal(counts.changed, changed);
    assert_int_equal(counts.rejected, rejected);
    assert_int_equal(counts.rows, added + known + changed + rejected);
}

static void data_hash(struct fixture *fixture, char hash[SHA256_HEX])
{
    struct diags diags;
    diags_init(&diags);
    struct store *store = store_open(fixture->path, STORE_READ, &diags);
    assert_true(store_data_hash(store, hash, &diags));
    check_quiet(&diags);
    store_close(store);
    diags_release(&diags);
}

static void everything_comes_back(void **state)
{
    struct fixture *fixture = *state;
    struct diags diags;
    diags_init(&diags);
    struct store *store = store_open(fixture->path, STORE_WRITE, &diags);
    struct store_batch batch = {.file = "f.csv", .hash = "h"};
    assert_true(store_begin(store, fixture->evaluation, fixture->instrument, &batch, &diags));
    struct row row;
    assert_true(store_add(store, row_make(&row, "1", 5)));
    struct response *second = row_make(&row, "2", 4);
    static const enum missing kinds[] = {MISSING_NOT_ASKED, MISSING_SKIPPED, MISSING_BLANK, MISSING_DONT_KNOW, MISSING_NOT_APPLICABLE, MISSING_UNREADABLE, MISSING_CANCELLED};
    for (int i = 0; i < 7; i++)
        row.answers[V_Q2 + i] = (struct answer){.missing = kinds[i], .text = kinds[i] == MISSING_UNREADABLE ? "甲┋乙" : NULL};
    second->rater = second->group = second->submitted = NULL;
    second->seconds = NAN;
    row.about[0] = NO_UNIT;
    assert_true(store_add(store, second));
    struct store_counts counts;
    assert_true(store_commit(store, NULL, &counts, &diags));
    check_quiet(&diags);

    struct dataset *dataset = store_fetch(store, fixture->evaluation, fixture->instrument, &diags);
    check_quiet(&diags);
    assert_int_equal(dataset->rows, 2);
    assert_int_equal(dataset->columns[V_DISTRICT].codes[0], 1);
    assert_int_equal(dataset->columns[V_Q1].codes[0], 5);
    assert_int_equal(dataset->columns[V_HOBBY1].codes[0], 1);
    assert_int_equal(dataset->columns[V_HOBBY2].codes[0], 0);
    check_close(dataset->columns[V_AGE].numbers[0], 41.5, 0);
    assert_string_equal(dataset->columns[V_NOTE].texts[0], "很好");
    assert_int_equal(dataset->columns[V_SAT2].missing[0], MISSING_SKIPPED);
    assert_int_equal(dataset->columns[V_SAT1].missing[0], MISSING_NONE);
    assert_int_equal(dataset->about[0][0], 1);
    assert_string_equal(dataset->raters[0], "e01");
    assert_string_equal(dataset->groups[0], "群众");
    assert_string_equal(dataset->submitted[0], "2018-05-03 14:02:11");
    check_close(dataset->indices[INDEX_SECONDS][0], 86, 0);
    assert_null(dataset->indices[INDEX_IRV]);
    assert_int_equal(dataset->rule[0], -1);
    for (int i = 0; i < 7; i++)
        assert_int_equal(dataset->columns[V_Q2 + i].missing[1], kinds[i]);
    assert_int_equal(dataset->about[0][1], NO_UNIT);
    assert_null(dataset->raters[1]);
    assert_null(dataset->groups[1]);
    assert_true(isnan(dataset->indices[INDEX_SECONDS][1]));
    assert_true(dataset->ids[1] > dataset->ids[0]);
    arena_free(dataset->arena);
    store_close(store);
    diags_release(&diags);
}

/* What any SQLite tool sees. */
static void table_is_readable(void **state)
{
    struct fixture *fixture = *state;
    load_rows(fixture, "a", "7=2");
    sqlite3 *db;
    sqlite3_stmt *get;
    assert_int_equal(sqlite3_open(fixture->path, &db), SQLITE_OK);
    const char *sql = "SELECT district || ' ' || q1 || ' ' || age || ' ' || _about_project || ' ' || _why || ' ' || (sat__p2 IS NULL) FROM r_public_1 WHERE _key = '7'";
    assert_int_equal(sqlite3_prepare_v2(db, sql, -1, &get, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_step(get), SQLITE_ROW);
    assert_string_equal((const char *)sqlite3_column_text(get, 0), "zc 2 41.5 p2 ...........s 1");
    sqlite3_finalize(get);
    sqlite3_close(db);
}

static void later_export(void **state)
{
    struct fixture *fixture = *state;
    check_counts(load_rows(fixture, "a", "1=1 2=2 3=3"), 3, 0, 0, 0);
    check_counts(load_rows(fixture, "b", "1=1 2=5 3=3 4=4 !5"), 1, 2, 1, 1);
    check_living(fixture, "1=1 3=3 2=5 4=4");
    check_counts(load_rows(fixture, "c", "1=1 2=5 3=3 4=4"), 0, 4, 0, 0);
    check_living(fixture, "1=1 3=3 2=5 4=4");
    check_counts(load_rows(fixture, "d", ""), 0, 0, 0, 0);
    check_counts(load_rows(fixture, "e", "2=2"), 0, 0, 1, 0); /* back to the first answer is a change too */
    check_living(fixture, "1=1 3=3 4=4 2=2");
}

static void withdrawn_change_goes_back(void **state)
{
    struct fixture *fixture = *state;
    load_rows(fixture, "a", "1=1 2=2");
    struct store_counts counts = load_rows(fixture, "b", "2=5 3=3");
    withdraw(fixture, counts.batch);
    check_living(fixture, "1=1 2=2");
    /* and it can be loaded again */
    check_counts(load_rows(fixture, "b", "2=5 3=3"), 1, 0, 1, 0);
    check_living(fixture, "1=1 2=5 3=3");
}

/* A later export that is not withdrawn still contains the rows. */
static void later_export_vouches(void **state)
{
    struct fixture *fixture = *state;
    struct store_counts first = load_rows(fixture, "a", "1=1 2=2 3=3");
    struct store_counts second = load_rows(fixture, "b", "1=1 3=3 4=4");
    withdraw(fixture, first.batch);
    check_living(fixture, "1=1 3=3 4=4");
    check_counts(load_rows(fixture, "c", "1=1 2=2"), 1, 1, 0, 0);
    check_living(fixture, "1=1 3=3 4=4 2=2");
    withdraw(fixture, second.batch);
    check_living(fixture, "1=1 2=2");
}

static void data_hash_follows_the_data(void **state)
{
    struct fixture *fixture = *state;
    char one[SHA256_HEX], two[SHA256_HEX], back[SHA256_HEX], other[SHA256_HEX];
    load_rows(fixture, "a", "1=1 2=2");
    data_hash(fixture, one);
    struct store_counts counts = load_rows(fixture, "b", "1=1 2=3");
    data_hash(fixture, two);
    assert_string_not_equal(one, two);
    withdraw(fixture, counts.batch);
    data_hash(fixture, back);
    assert_string_equal(one, back);

    /* the same rows in another order and in two files */
    unlink(fixture->path);
    load_rows(fixture, "x", "2=2");
    load_rows(fixture, "y", "1=1");
    data_hash(fixture, other);
    assert_string_equal(one, other);
}

static void same_file_is_refused(void **state)
{
    struct fixture *fixture = *state;
    load_rows(fixture, "a", "1=1");
    struct diags diags;
    diags_init(&diags);
    struct store *store = store_open(fixture->path, STORE_WRITE, &diags);
    struct store_batch batch = {.file = "g.csv", .hash = "a"};
    assert_false(store_begin(store, fixture->evaluation, fixture->instrument, &batch, &diags));
    check_message(&diags, "2018-05-04");
    check_message(&diags, "batch 1");
    check_message(&diags, "--withdraw 1");
    /* for another instrument the same file is welcome */
    struct instrument *other = make_instrument(fixture->arena, fixture->evaluation, "other");
    diags_release(&diags);
    diags_init(&diags);
    assert_true(store_begin(store, fixture->evaluation, other, &batch, &diags));
    store_rollback(store);
    store_close(store);
    diags_release(&diags);
}

static void batches_are_listed(void **state)
{
    struct fixture *fixture = *state;
    load_rows(fixture, "a", "1=1 !2");
    load_rows(fixture, "b", "1=2");
    withdraw(fixture, 2);
    struct diags diags;
    diags_init(&diags);
    struct arena *arena = arena_new();
    struct store *store = store_open(fixture->path, STORE_WRITE, &diags);
    store_batches_list batches;
    assert_true(store_batches(store, arena, &batches, &diags));
    assert_int_equal(batches.count, 2);
    assert_string_equal(batches.at[0].encoding, "GB18030");
    assert_string_equal(batches.at[0].questionnaire_hash, fixture->instrument->hash);
    assert_int_equal(batches.at[0].rejected, 1);
    assert_false(batches.at[0].withdrawn);
    assert_int_equal(batches.at[1].changed, 1);
    assert_true(batches.at[1].withdrawn);
    assert_string_equal(batches.at[1].withdrawn_reason, "wrong file");
    assert_false(store_withdraw(store, 2, "again", NULL, NULL, &diags));
    check_message(&diags, "taken out before, on 2018-05-05");
    assert_false(store_withdraw(store, 9, "x", NULL, NULL, &diags));
    check_message(&diags, "there is no batch 9");
    assert_false(store_withdraw(store, 1, "", NULL, NULL, &diags));
    check_message(&diags, "without a reason");
    store_close(store);
    arena_free(arena);
    diags_release(&diags);
}

static void rollback_leaves_nothing(void **state)
{
    struct fixture *fixture = *state;
    load_rows(fixture, "a", "1=1");
    struct diags diags;
    diags_init(&diags);
    struct store *store = store_open(fixture->path, STORE_WRITE, &diags);
    struct store_batch batch = {.file = "g.csv", .hash = "b"};
    struct row row;
    assert_true(store_begin(store, fixture->evaluation, fixture->instrument, &batch, &diags));
    assert_true(store_add(store, row_make(&row, "1", 5)));
    store_close(store); /* without commit */
    check_living(fixture, "1=1");
    check_counts(load_rows(fixture, "b", "1=5"), 0, 0, 1, 0);
    check_quiet(&diags);
    diags_release(&diags);
}

/* Versions of the questionnaire ---------------------------------------------------------------------------- */

static struct dataset *fetch_now(struct fixture *fixture, struct diags *diags)
{
    struct store *store = store_open(fixture->path, STORE_READ, diags);
    struct dataset *dataset = store_fetch(store, fixture->evaluation, fixture->instrument, diags);
    store_close(store);
    assert_non_null(dataset);
    return dataset;
}

/* A question more: the old rows were not asked. */
static void older_version_is_merged(void **state)
{
    struct fixture *fixture = *state;
    load_rows(fixture, "a", "1=1 2=2");
    struct instrument *next = make_instrument(fixture->arena, fixture->evaluation, "public");
    struct scale *five = next->questions.at[1].scale;
    next->questions.at[7].scale->options.at[0].label = "十分清楚"; /* know: another meaning */
    five->options.at[0].label = "很满意";                         /* q1, q2, sat: another wording, the old one an alias */
    *LIST_ADD(fixture->arena, &five->options.at[0].aliases) = "非常 满意";
    add_question(fixture->arena, next, "q9", QUESTION_SCALE, five);
    next->variables.at = NULL;
    next->variables.count = 0;
    instrument_make_variables(fixture->arena, next);
    assert_string_not_equal(next->hash, fixture->instrument->hash);
    fixture->instrument = next;

    struct diags diags;
    diags_init(&diags);
    struct dataset *dataset = fetch_now(fixture, &diags);
    assert_int_equal(dataset->rows, 2);
    assert_int_equal(dataset->columns[V_Q1].codes[1], 2);
    assert_int_equal(dataset->columns[V_Q1].missing[1], MISSING_NONE);
    assert_int_equal(dataset->columns[V_KNOW1].missing[0], MISSING_NOT_ASKED);
    assert_int_equal(dataset->columns[V_SAT2].missing[0], MISSING_SKIPPED);
    assert_int_equal(dataset->columns[V_COUNT].missing[0], MISSING_NOT_ASKED);
    assert_int_equal(diags.warnings, 2); /* know__p1, know__p2 */
    check_message(&diags, "know__p1");
    arena_free(dataset->arena);
    diags_release(&diags);
}

/* The new version puts rows beside the old ones; the newest of a key lives, whatever table it is in. */
static void versions_share_keys(void **state)
{
    struct fixture *fixture = *state;
    load_rows(fixture, "a", "1=1 2=2 3=3");
    struct instrument *next = make_instrument(fixture->arena, fixture->evaluation, "public");
    next->questions.at[1].scale->options.count = 4;
    next->variables.at = NULL;
    next->variables.count = 0;
    instrument_make_variables(fixture->arena, next);
    struct instrument *before = fixture->instrument;
    fixture->instrument = next;
    check_counts(load_as(fixture, next, "b", "2=2 4=4"), 1, 0, 1, 0); /* another version: never "known" */
    fixture->instrument = before;
    struct diags diags;
    diags_init(&diags);
    struct dataset *dataset = fetch_now(fixture, &diags);
    assert_int_equal(dataset->rows, 4);
    assert_string_equal(dataset->keys[0], "1");
    assert_string_equal(dataset->keys[1], "3");
    assert_string_equal(dataset->keys[2], "2");
    assert_string_equal(dataset->keys[3], "4");
    arena_free(dataset->arena);
    diags_release(&diags);
    withdraw(fixture, 2);
    check_living(fixture, "1=1 2=2 3=3");
}

static void unit_no_longer_declared(void **state)
{
    struct fixture *fixture = *state;
    load_rows(fixture, "a", "1=1");
    fixture->evaluation->kinds.at[0].units.at[1].id = "renamed";
    struct diags diags;
    diags_init(&diags);
    struct dataset *dataset = fetch_now(fixture, &diags);
    assert_int_equal(dataset->columns[V_DISTRICT].missing[0], MISSING_UNREADABLE);
    check_message(&diags, "'zc'");
    arena_free(dataset->arena);
    diags_release(&diags);
}

static void never_loaded_gives_no_rows(void **state)
{
    struct fixture *fixture = *state;
    load_rows(fixture, "a", "1=1");
    fixture->instrument = make_instrument(fixture->arena, fixture->evaluation, "other");
    check_living(fixture, "");
}

static void impossible_answers_become_missing(void **state)
{
    struct fixture *fixture = *state;
    struct diags diags;
    diags_init(&diags);
    struct store *store = store_open(fixture->path, STORE_WRITE, &diags);
    struct store_batch batch = {.file = "f.csv", .hash = "h"};
    assert_true(store_begin(store, fixture->evaluation, fixture->instrument, &batch, &diags));
    struct row row;
    struct response *response = row_make(&row, "1", 5);
    row.answers[V_DISTRICT].code = 77;
    row.answers[V_AGE].number = INFINITY;
    row.answers[V_NOTE].text = NULL;
    assert_true(store_add(store, response));
    struct store_counts counts;
    assert_true(store_commit(store, NULL, &counts, &diags));
    struct dataset *dataset = store_fetch(store, fixture->evaluation, fixture->instrument, &diags);
    check_quiet(&diags);
    assert_int_equal(dataset->columns[V_DISTRICT].missing[0], MISSING_UNREADABLE);
    assert_int_equal(dataset->columns[V_AGE].missing[0], MISSING_UNREADABLE);
    assert_int_equal(dataset->columns[V_NOTE].missing[0], MISSING_BLANK);
    arena_free(dataset->arena);
    store_close(store);
    diags_release(&diags);
}

#define TEST(function) cmocka_unit_test_setup_teardown(function, setup, teardown)

/* All that the tables of a database hold, row by row. */
static char *contents(const char *path)
{
    struct strbuf text;
    strbuf_init(&text);
    sqlite3 *db;
    assert_int_equal(sqlite3_open_v2(path, &db, SQLITE_OPEN_READONLY, NULL), SQLITE_OK);
    static const char *const tables[] = {"r_public_1", "unreadable", "sources", "rejected"};
    for (size_t t = 0; t < COUNT_OF(tables); t++) {
        char sql[64];
        snprintf(sql, sizeof sql, "SELECT * FROM %s ORDER BY 1, 2", tables[t]);
        sqlite3_stmt *get;
        assert_int_equal(sqlite3_prepare_v2(db, sql, -1, &get, NULL), SQLITE_OK);
        while (sqlite3_step(get) == SQLITE_ROW)
            for (int i = 0; i < sqlite3_column_count(get); i++)
                strbuf_addf(&text, "%s:%d:%s\n", sqlite3_column_name(get, i), sqlite3_column_type(get, i), sqlite3_column_text(get, i) ? (const char *)sqlite3_column_text(get, i) : "");
        sqlite3_finalize(get);
    }
    sqlite3_close(db);
    return strbuf_detach(&text);
}

enum { MANY = 3000, CHANGED = MANY / 97 + 1 }; /* the first thousand go another way than the rest (src/store/feed.c) */

/* Rows of every kind, `round` 1 changes some of those of round 0. */
static void make_many(struct row *rows, char (*keys)[16], int round)
{
    for (int i = 0; i < MANY; i++) {
        snprintf(keys[i], sizeof keys[i], "k%d", i);
        struct response *response = row_make(&rows[i], keys[i], i % 97 == 0 ? 1 + round : 1 + i % 5);
        response->line = (size_t)i + 2;
        if (i % 3 == 0)
            rows[i].answers[V_Q3] = (struct answer){.missing = MISSING_DONT_KNOW};
        if (i % 7 == 0)
            rows[i].answers[V_AGE] = (struct answer){.missing = MISSING_UNREADABLE, .text = "四十"};
        if (i % 11 == 0)
            rows[i].answers[V_NOTE] = (struct answer){.missing = MISSING_BLANK};
        if (i % 13 == 0)
            response->seconds = NAN;
        if (i % 17 == 0)
            rows[i].about[0] = NO_UNIT;
        response->source = i % 19 == 0 ? "f00d" : NULL;
    }
}

static void load_many(struct fixture *fixture, const char *path, bool at_once)
{
    struct diags diags;
    diags_init(&diags);
    struct store *store = store_open(path, STORE_WRITE, &diags);
    check_quiet(&diags);
    struct row *rows = calloc(MANY, sizeof *rows);
    char (*keys)[16] = calloc(MANY, sizeof *keys);
    const struct response **responses = calloc(MANY, sizeof *responses);
    for (int round = 0; round < 2; round++) {
        struct store_batch batch = {.file = "f.csv", .hash = round ? "two" : "one"};
        assert_true(store_begin(store, fixture->evaluation, fixture->instrument, &batch, &diags));
        make_many(rows, keys, round);
        for (int i = 0; i < MANY; i++) {
            responses[i] = &rows[i].response;
            if (!at_once)
                assert_true(store_add(store, responses[i]));
        }
        if (at_once)
            assert_true(store_add_all(store, responses, MANY));
        struct store_counts counts;
        assert_true(store_commit(store, NULL, &counts, &diags));
        check_counts(counts, round ? 0 : MANY, round ? MANY - CHANGED : 0, round ? CHANGED : 0, 0);
    }
    free(rows);
    free(keys);
    free(responses);
    check_quiet(&diags);
    store_close(store);
    diags_release(&diags);
}

static void many_at_once_are_as_one_by_one(void **state)
{
    struct fixture *fixture = *state;
    char *other = arena_printf(fixture->arena, "%s-other", fixture->path);
    load_many(fixture, fixture->path, true);
    load_many(fixture, other, false);
    char *a = contents(fixture->path), *b = contents(other);
    assert_string_equal(a, b);
    assert_non_null(strstr(a, "四十"));
    free(a);
    free(b);
    unlink(other);
}

/* What was left in the file is missing in no other column, and whether it was given is known all the same. */
static void a_text_may_stay_in_the_file(void **state)
{
    struct fixture *fixture = *state;
    load_many(fixture, fixture->path, true);
    struct diags diags;
    diags_init(&diags);
    struct store *store = store_open(fixture->path, STORE_READ, &diags);
    bool unread[V_COUNT] = {[V_NOTE] = true};
    struct dataset *all = store_fetch(store, fixture->evaluation, fixture->instrument, &diags);
    struct dataset *without = store_fetch_without(store, fixture->evaluation, fixture->instrument, unread, &diags);
    check_quiet(&diags);
    assert_non_null(all->columns[V_NOTE].texts);
    assert_null(without->columns[V_NOTE].texts);
    assert_int_equal(all->rows, MANY);
    assert_int_equal(without->rows, MANY);
    for (size_t v = 0; v < V_COUNT; v++)
        assert_memory_equal(all->columns[v].missing, without->columns[v].missing, MANY);
    assert_memory_equal(all->columns[V_Q1].codes, without->columns[V_Q1].codes, MANY * sizeof *all->columns[V_Q1].codes);
    arena_free(all->arena);
    arena_free(without->arena);
    store_close(store);
    diags_release(&diags);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(everything_comes_back),
        TEST(many_at_once_are_as_one_by_one),
        TEST(a_text_may_stay_in_the_file),
        TEST(table_is_readable),
        TEST(later_export),
        TEST(withdrawn_change_goes_back),
        TEST(later_export_vouches),
        TEST(data_hash_follows_the_data),
        TEST(same_file_is_refused),
        TEST(batches_are_listed),
        TEST(rollback_leaves_nothing),
        TEST(older_version_is_merged),
        TEST(versions_share_keys),
        TEST(unit_no_longer_declared),
        TEST(never_loaded_gives_no_rows),
        TEST(impossible_answers_become_missing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
