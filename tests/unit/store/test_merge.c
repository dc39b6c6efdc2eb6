/* SPDX-License-Identifier: GPL-3.0-or-later
 * Databases of two computers into one: what both have counts once, what one has comes over, what contradicts is listed. And questionnaires that changed.
 */
#include "fixture.h"

#include <sqlite3.h>

struct pair {
    struct fixture fixture;
    const char *a, *b;
};

static int setup(void **state)
{
    struct pair *pair = calloc(1, sizeof *pair);
    fixture_open(&pair->fixture);
    pair->a = pair->fixture.path;
    pair->b = arena_printf(pair->fixture.arena, "%s/data/b.db", pair->fixture.folder);
    *state = pair;
    return 0;
}

static int teardown(void **state)
{
    struct pair *pair = *state;
    unlink(pair->b);
    fixture_close(&pair->fixture);
    free(pair);
    return 0;
}

/* Rows `first` … with answer q1; returns the counts. */
static struct store_counts load(struct pair *pair, const char *path, const char *hash, int first, int count, int q1)
{
    struct diags diags;
    diags_init(&diags);
    struct store *store = store_open(path, STORE_WRITE, &diags);
    assert_non_null(store);
    struct store_batch batch = {.file = hash, .hash = hash, .who = "王老师", .when = "2018-06-01 09:00:00"};
    assert_true(store_begin(store, pair->fixture.evaluation, pair->fixture.instrument, &batch, &diags));
    for (int i = first; i < first + count; i++) {
        char key[16];
        snprintf(key, sizeof key, "%d", i);
        struct row row;
        row_make(&row, key, q1);
        row.answers[V_AGE] = (struct answer){.missing = MISSING_UNREADABLE, .text = "四十"};
        row.response.source = "0123456789abcdef0123456789abcdef";
        assert_true(store_add(store, &row.response));
    }
    struct store_counts counts;
    assert_true(store_commit(store, "UTF-8", &counts, &diags));
    store_close(store);
    check_quiet(&diags);
    diags_release(&diags);
    return counts;
}

static void withdraw(const char *path, int64_t batch)
{
    struct diags diags;
    diags_init(&diags);
    struct store *store = store_open(path, STORE_WRITE, &diags);
    assert_true(store_withdraw(store, batch, "选错了", "李", "2018-06-02", &diags));
    store_close(store);
    diags_release(&diags);
}

static bool merge(struct pair *pair, enum store_prefer prefer, struct store_merged *ret_merged, const char *told)
{
    struct diags diags;
    diags_init(&diags);
    struct store *store = store_open(pair->a, STORE_WRITE, &diags), *other = store_open(pair->b, STORE_READ, &diags);
    assert_non_null(store);
    assert_non_null(other);
    bool done = store_merge(store, other, prefer, "王老师", "2018-06-03", pair->fixture.arena, ret_merged, &diags);
    if (told)
        check_message(&diags, told);
    else
        check_quiet(&diags);
    store_close(store);
    store_close(other);
    diags_release(&diags);
    return done;
}

/* Answers to q1 by key, "1=4 2=4 …"; and that the history holds and nothing is damaged. */
static const char *answers(struct pair *pair, const char *path)
{
    struct diags diags;
    diags_init(&diags);
    const char *text = "";
    struct store *store = store_open(path, STORE_READ, &diags);
    struct dataset *dataset = store_fetch(store, pair->fixture.evaluation, pair->fixture.instrument, &diags);
    assert_non_null(dataset);
    for (int key = 0; key < 20; key++)
        for (size_t row = 0; row < dataset->rows; row++)
            if (atoi(dataset->keys[row]) == key) {
                text = arena_printf(pair->fixture.arena, "%s%s%d=%d", text, *text ? " " : "", key, dataset->columns[V_Q1].codes[row]);
                assert_int_equal(dataset->columns[V_AGE].missing[row], MISSING_UNREADABLE);
                assert_string_equal(dataset->sources[row], "0123456789abcdef0123456789abcdef");
            }
    arena_free(dataset->arena);
    assert_true(store_log_check(store, &diags));
    check_quiet(&diags);
    store_close(store);
    diags_release(&diags);
    return text;
}

static const char *data_hash(struct pair *pair, const char *path)
{
    struct diags diags;
    diags_init(&diags);
    char hash[SHA256_HEX];
    struct store *store = store_open(path, STORE_READ, &diags);
    assert_true(store_data_hash(store, hash, &diags));
    store_close(store);
    diags_release(&diags);
    return arena_strdup(pair->fixture.arena, hash);
}

static size_t history_length(struct pair *pair)
{
    struct diags diags;
    diags_init(&diags);
    store_entries_list entries = {0};
    struct store *store = store_open(pair->a, STORE_READ, &diags);
    assert_true(store_log(store, pair->fixture.arena, &entries, &diags));
    store_close(store);
    diags_release(&diags);
    return entries.count;
}

static void same_batches_once(void **state)
{
    struct pair *pair = *state;
    struct store_merged merged;
    load(pair, pair->a, "一", 1, 3, 1);
    load(pair, pair->b, "一", 1, 3, 1);
    load(pair, pair->b, "二", 4, 2, 5);
    assert_true(merge(pair, PREFER_NEITHER, &merged, NULL));
    assert_int_equal(merged.same, 1);
    assert_int_equal(merged.merged, 1);
    assert_int_equal(merged.added, 2);
    assert_int_equal(merged.conflicts.count, 0);
    assert_string_equal(answers(pair, pair->a), "1=1 2=1 3=1 4=5 5=5");
    size_t entries = history_length(pair);
    assert_true(merge(pair, PREFER_NEITHER, &merged, NULL)); /* once more changes nothing */
    assert_int_equal(merged.same, 2);
    assert_int_equal(merged.merged, 0);
    assert_int_equal(history_length(pair), entries);
    assert_string_equal(answers(pair, pair->a), "1=1 2=1 3=1 4=5 5=5");
}

/* The data are those that one computer would have that loaded all files. */
static void as_if_loaded_here(void **state)
{
    struct pair *pair = *state;
    struct store_merged merged;
    const char *all = arena_printf(pair->fixture.arena, "%s/data/all.db", pair->fixture.folder);
    load(pair, pair->a, "一", 1, 3, 1);
    load(pair, pair->b, "一", 1, 3, 1);
    load(pair, pair->b, "二", 2, 4, 5); /* changes 2 and 3 */
    load(pair, pair->b, "三", 3, 1, 2);
    load(pair, pair->b, "四", 2, 1, 5); /* known */
    assert_true(merge(pair, PREFER_NEITHER, &merged, NULL));
    assert_int_equal(merged.merged, 3);
    assert_int_equal(merged.added, 2);
    assert_int_equal(merged.changed, 3);
    assert_int_equal(merged.known, 1);
    load(pair, all, "一", 1, 3, 1);
    load(pair, all, "二", 2, 4, 5);
    load(pair, all, "三", 3, 1, 2);
    load(pair, all, "四", 2, 1, 5);
    assert_string_equal(answers(pair, pair->a), "1=1 2=5 3=2 4=5 5=5");
    assert_string_equal(data_hash(pair, pair->a), data_hash(pair, all));
    unlink(all);
}

static void conflicts(void **state)
{
    struct pair *pair = *state;
    struct store_merged merged;
    static const struct {
        enum store_prefer prefer;
        bool done;
        const char *told, *answers;
        size_t changed, rejected;
    } cases[] = {
        {PREFER_NEITHER, false, "2 responses are in both databases", "1=1 2=1 3=1", 0, 0},
        {PREFER_FIRST, true, NULL, "1=1 2=1 3=1 4=5", 0, 2},
        {PREFER_SECOND, true, NULL, "1=1 2=5 3=5 4=5", 2, 0},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        unlink(pair->a);
        unlink(pair->b);
        load(pair, pair->a, "甲", 1, 3, 1);
        load(pair, pair->b, "乙", 2, 3, 5);
        assert_true(merge(pair, cases[i].prefer, &merged, cases[i].told) == cases[i].done);
        assert_int_equal(merged.conflicts.count, 2);
        assert_string_equal(merged.conflicts.at[0].key, "2");
        assert_int_equal(merged.conflicts.at[0].batch, 1);
        assert_int_equal(merged.conflicts.at[0].other_batch, 1);
        assert_int_equal(merged.conflicts.at[0].answers.count, 1);
        assert_string_equal(merged.conflicts.at[0].answers.at[0].what, "q1");
        assert_string_equal(merged.conflicts.at[0].answers.at[0].here, "1 非常满意");
        assert_string_equal(merged.conflicts.at[0].answers.at[0].there, "5 非常不满意");
        assert_int_equal(cases[i].done ? merged.changed : 0, cases[i].changed);
        assert_int_equal(cases[i].done ? merged.rejected : 0, cases[i].rejected);
        assert_string_equal(answers(pair, pair->a), cases[i].answers);
    }
}

/* One response with answers of every type that is another person's. */
static void load_other(struct pair *pair, const char *path, const char *hash, bool other)
{
    struct diags diags;
    diags_init(&diags);
    struct store *store = store_open(path, STORE_WRITE, &diags);
    struct store_batch batch = {.file = hash, .hash = hash, .who = "王老师", .when = "2018-06-01 09:00:00"};
    assert_true(store_begin(store, pair->fixture.evaluation, pair->fixture.instrument, &batch, &diags));
    struct row row;
    row_make(&row, "1", 2);
    row.response.rater = other ? "r2" : "r1";
    row.answers[V_NOTE] = other ? (struct answer){.missing = MISSING_BLANK} : (struct answer){.text = "好"};
    row.answers[V_AGE] = other ? (struct answer){.number = 40} : (struct answer){.missing = MISSING_UNREADABLE, .text = "四十"};
    row.answers[V_HOBBY1].code = other;
    row.answers[V_Q2].code = other ? 1 : 2;
    assert_true(store_add(store, &row.response));
    struct store_counts counts;
    assert_true(store_commit(store, "UTF-8", &counts, &diags));
    store_close(store);
    diags_release(&diags);
}

static void differing_answers_told(void **state)
{
    struct pair *pair = *state;
    struct store_merged merged;
    static const struct store_other_answer wanted[STORE_OTHER_ANSWERS] = {{"rater", "r1", "r2"}, {"q2", "2 满意", "1 非常满意"}, {"hobby__1", "not chosen", "chosen"}};
    load_other(pair, pair->a, "甲", false);
    load_other(pair, pair->b, "乙", true);
    assert_false(merge(pair, PREFER_NEITHER, &merged, "1 responses are in both"));
    const struct store_conflict *conflict = &merged.conflicts.at[0];
    assert_int_equal(conflict->answers.count, STORE_OTHER_ANSWERS);
    for (size_t i = 0; i < STORE_OTHER_ANSWERS; i++) {
        assert_string_equal(conflict->answers.at[i].what, wanted[i].what);
        assert_string_equal(conflict->answers.at[i].here, wanted[i].here);
        assert_string_equal(conflict->answers.at[i].there, wanted[i].there);
    }
    assert_int_equal(conflict->more, 2); /* age, note */
}

/* What a response is about may be an answer of it: told once. */
static void a_unit_is_told_once(void **state)
{
    struct pair *pair = *state;
    struct store_merged merged;
    const char *const paths[] = {pair->a, pair->b};
    pair->fixture.instrument->about.at[0].kind = &pair->fixture.evaluation->kinds.at[0];
    for (int i = 0; i < 2; i++) {
        struct diags diags;
        diags_init(&diags);
        struct store *store = store_open(paths[i], STORE_WRITE, &diags);
        struct store_batch batch = {.file = "甲", .hash = paths[i], .who = "王老师", .when = "2018-06-01 09:00:00"};
        assert_true(store_begin(store, pair->fixture.evaluation, pair->fixture.instrument, &batch, &diags));
        struct row row;
        row_make(&row, "1", 1);
        row.about[0] = row.answers[V_DISTRICT].code = i;
        assert_true(store_add(store, &row.response));
        struct store_counts counts;
        assert_true(store_commit(store, "UTF-8", &counts, &diags));
        store_close(store);
        diags_release(&diags);
    }
    assert_false(merge(pair, PREFER_NEITHER, &merged, "1 responses are in both"));
    assert_int_equal(merged.conflicts.at[0].answers.count, 1);
    assert_string_equal(merged.conflicts.at[0].answers.at[0].what, "district");
    assert_string_equal(merged.conflicts.at[0].answers.at[0].there, "zc");
}

/* A questionnaire that asks more, in the other database: what only one asks is not asked in the other. */
static void differing_questionnaires_told(void **state)
{
    struct pair *pair = *state;
    struct store_merged merged;
    pair->fixture.instrument->hash = "one";
    load(pair, pair->a, "甲", 1, 1, 1);
    struct instrument *first = pair->fixture.instrument;
    pair->fixture.instrument = make_instrument(pair->fixture.arena, pair->fixture.evaluation, "public");
    pair->fixture.instrument->hash = "two";
    pair->fixture.instrument->questions.at[6].id = "remark"; /* was note */
    pair->fixture.instrument->variables.count = 0;
    pair->fixture.instrument->variables.at = NULL;
    instrument_make_variables(pair->fixture.arena, pair->fixture.instrument);
    load(pair, pair->b, "乙", 1, 1, 1);
    pair->fixture.instrument = first;
    assert_false(merge(pair, PREFER_NEITHER, &merged, "1 responses are in both"));
    const struct store_conflict *conflict = &merged.conflicts.at[0];
    assert_int_equal(conflict->answers.count, 2);
    assert_string_equal(conflict->answers.at[0].what, "note");
    assert_string_equal(conflict->answers.at[0].there, "not asked");
    assert_string_equal(conflict->answers.at[1].what, "remark");
    assert_string_equal(conflict->answers.at[1].here, "not asked");
}

/* Both loaded the first file; one has a later export. That is no conflict. */
static void later_export_is_no_conflict(void **state)
{
    struct pair *pair = *state;
    struct store_merged merged;
    load(pair, pair->a, "一", 1, 3, 1);
    load(pair, pair->b, "一", 1, 3, 1);
    load(pair, pair->b, "二", 1, 3, 4);
    assert_true(merge(pair, PREFER_NEITHER, &merged, NULL));
    assert_string_equal(answers(pair, pair->a), "1=4 2=4 3=4");
}

static void withdrawals(void **state)
{
    struct pair *pair = *state;
    struct store_merged merged;
    load(pair, pair->a, "一", 1, 3, 1);
    load(pair, pair->b, "一", 1, 3, 1);
    load(pair, pair->b, "错", 1, 4, 4);
    load(pair, pair->b, "二", 7, 1, 2);
    withdraw(pair->b, 1);
    withdraw(pair->b, 2);
    const char *before = answers(pair, pair->b);
    assert_true(merge(pair, PREFER_NEITHER, &merged, NULL));
    assert_string_equal(answers(pair, pair->a), before);
    assert_string_equal(before, "7=2");
}

static void broken_history_refused(void **state)
{
    struct pair *pair = *state;
    struct store_merged merged;
    load(pair, pair->a, "一", 1, 3, 1);
    load(pair, pair->b, "二", 4, 2, 5);
    sqlite3 *db;
    assert_int_equal(sqlite3_open(pair->b, &db), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db, "UPDATE batches SET file = 'x'", NULL, NULL, NULL), SQLITE_OK);
    sqlite3_close(db);
    assert_false(merge(pair, PREFER_NEITHER, &merged, "not as entry 1 of the history tells"));
    assert_string_equal(answers(pair, pair->a), "1=1 2=1 3=1");
}

static void history_tells(void **state)
{
    struct pair *pair = *state;
    struct store_merged merged;
    load(pair, pair->a, "一", 1, 3, 1);
    load(pair, pair->b, "二", 4, 2, 5);
    assert_true(merge(pair, PREFER_NEITHER, &merged, NULL));
    struct diags diags;
    diags_init(&diags);
    store_entries_list here = {0}, there = {0};
    struct store *store = store_open(pair->a, STORE_READ, &diags), *other = store_open(pair->b, STORE_READ, &diags);
    assert_true(store_log(store, pair->fixture.arena, &here, &diags));
    assert_true(store_log(other, pair->fixture.arena, &there, &diags));
    assert_int_equal(here.count, 3);
    assert_string_equal(here.at[1].action, "merge");
    assert_int_equal(here.at[1].batch, 2);
    assert_non_null(strstr(here.at[1].what, "from batch\t1\n"));
    assert_int_equal(here.at[2].batch, 0);
    assert_non_null(strstr(here.at[2].what, there.at[0].hash));
    store_close(store);
    store_close(other);
    diags_release(&diags);
}

/* Copying ---------------------------------------------------------------------------------------------------- */

static void copy(void **state)
{
    struct pair *pair = *state;
    load(pair, pair->a, "一", 1, 3, 1);
    struct diags diags;
    diags_init(&diags);
    struct store *store = store_open(pair->a, STORE_READ, &diags);
    assert_true(store_copy(store, pair->b, &diags));
    check_quiet(&diags);
    struct stat info;
    assert_int_equal(stat(pair->b, &info), 0);
    assert_int_equal(info.st_mode & 07777, 0600);
    assert_string_equal(answers(pair, pair->b), "1=1 2=1 3=1");
    assert_false(store_copy(store, pair->b, &diags)); /* never over a file */
    check_message(&diags, "cannot be made");
    store_close(store);
    diags_release(&diags);
}

/* Questionnaires that changed ---------------------------------------------------------------------------------- */

static const struct store_difference *difference(const struct store_comparison *comparison, const char *variable)
{
    for (size_t i = 0; i < comparison->differences.count; i++)
        if (strcmp(comparison->differences.at[i].variable, variable) == 0)
            return &comparison->differences.at[i];
    return NULL;
}

static void questionnaire_changed(void **state)
{
    struct pair *pair = *state;
    struct arena *arena = pair->fixture.arena;
    pair->fixture.instrument->hash = "one";
    load(pair, pair->a, "一", 1, 3, 1);

    struct instrument *now = make_instrument(arena, pair->fixture.evaluation, "public");
    now->hash = "two";
    add_option(arena, now->questions.at[1].scale, 6, "说不清", MISSING_NONE);  /* five, of q1 q2 sat */
    now->questions.at[3].scale->options.at[0].label = "很满意";                /* q3 */
    now->questions.at[7].scale->options.count = 2;                             /* know */
    now->questions.at[5].type = QUESTION_TEXT;                                 /* age */
    now->questions.at[6].id = "remark";                                        /* note */
    now->variables.count = 0;
    now->variables.at = NULL;
    instrument_make_variables(arena, now);

    struct diags diags;
    diags_init(&diags);
    store_comparison_list list = {0};
    struct store *store = store_open(pair->a, STORE_READ, &diags);
    assert_true(store_compare(store, arena, now, &list, &diags));
    assert_int_equal(list.count, 1);
    const struct store_comparison *comparison = &list.at[0];
    assert_int_equal(comparison->version, 1);
    assert_int_equal(comparison->rows, 3);
    static const struct {
        const char *variable;
        enum store_change what;
        const char *detail;
    } wanted[] = {
        {"q1", COMPARE_OPTION_ADDED, "6 说不清"},
        {"sat__p2", COMPARE_OPTION_ADDED, "6 说不清"},
        {"q3", COMPARE_OPTION_OTHER, "1 非常满意 → 很满意"},
        {"know__p1", COMPARE_OPTION_GONE, "3 不知道"},
        {"age", COMPARE_TYPE, "number → text"},
        {"remark", COMPARE_NEW, ""},
        {"note", COMPARE_GONE, ""},
    };
    for (size_t i = 0; i < COUNT_OF(wanted); i++) {
        const struct store_difference *found = difference(comparison, wanted[i].variable);
        assert_non_null(found);
        assert_int_equal(found->what, wanted[i].what);
        assert_string_equal(found->detail, wanted[i].detail);
    }
    assert_null(difference(comparison, "district"));
    assert_int_equal(comparison->same, 3); /* district and the two hobbies */
    assert_int_equal(comparison->lost, 4); /* q3, know twice, age */

    /* and what is fetched agrees with the report */
    struct dataset *dataset = store_fetch(store, pair->fixture.evaluation, now, &diags);
    assert_non_null(dataset);
    for (size_t i = 0; i < now->variables.count; i++) {
        const struct store_difference *found = difference(comparison, now->variables.at[i].id);
        bool left_out = found && found->what != COMPARE_OPTION_ADDED;
        assert_true((dataset->columns[i].missing[0] == MISSING_NOT_ASKED) == left_out);
    }
    arena_free(dataset->arena);
    store_close(store);
    diags_release(&diags);
}

#define TEST(function) cmocka_unit_test_setup_teardown(function, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(same_batches_once), TEST(as_if_loaded_here),      TEST(conflicts),     TEST(later_export_is_no_conflict), TEST(withdrawals),
        TEST(copy),              TEST(broken_history_refused), TEST(history_tells), TEST(questionnaire_changed),
        TEST(differing_answers_told), TEST(a_unit_is_told_once), TEST(differing_questionnaires_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
