/* SPDX-License-Identifier: GPL-3.0-or-later
 * The whole way from YAML and a CSV to places, on tests/data/fixed-place. Expected scores are worked out by hand in the comments.
 */
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "ceping/base_text.h"
#include "ceping/engine.h"
#include "check.h"

#define FOLDER "tests/data/fixed-place"

struct fixture {
    char folder[64];
    char database[96];
    struct diags diags;
};

static int set_up(void **state)
{
    struct fixture *f = xcalloc(1, sizeof *f);
    strcpy(f->folder, "build/engine-XXXXXX");
    assert_true(file_make_folders("build"));
    assert_non_null(mkdtemp(f->folder));
    snprintf(f->database, sizeof f->database, "%s/test.db", f->folder);
    diags_init(&f->diags);
    *state = f;
    return 0;
}

static int tear_down(void **state)
{
    struct fixture *f = *state;
    unlink(f->database);
    rmdir(f->folder);
    diags_release(&f->diags);
    base_free_pointer(&f);
    return 0;
}

static void print_problems(const struct diags *diags)
{
    auto_strbuf struct strbuf text;
    strbuf_init(&text);
    diags_format_all(diags, false, &text);
    if (text.len)
        print_message("%s", text.at);
}

static struct engine *open_engine(struct fixture *f, enum engine_mode mode)
{
    struct engine *engine = engine_open(FOLDER, f->database, mode, &f->diags);
    print_problems(&f->diags);
    assert_non_null(engine);
    return engine;
}

static struct store_counts load(struct fixture *f, struct engine *engine, const char *path, bool dry_run)
{
    const struct ingest_options options = {0};
    struct ingest_report report = {0};
    struct store_counts counts;
    bool done = engine_load(engine, path, &options, dry_run, "tester", "2021-03-05 10:00:00", &report, &counts, &f->diags);
    print_problems(&f->diags);
    assert_true(done);
    ingest_report_release(&report);
    return counts;
}

static struct results *compute(struct fixture *f, struct engine *engine)
{
    struct results *results = engine_results(engine, &f->diags);
    print_problems(&f->diags);
    assert_non_null(results);
    return results;
}

static const struct score_row *row_of(const struct results *results, const char *table, const char *unit_id)
{
    const struct unit *unit = evaluation_unit(results->evaluation, NULL, unit_id);
    return results_row(results_table(results, table), (const struct unit *[]){unit}, 1);
}

/* 东 (95 + 88.5 + 90)/3 = 91.1666…, 南 (90 + 90 + 93.5)/3 = 91.1666…: printed alike, so they tie; 西 (92 + 88 + 88)/3 = 89.333…;
 * 北 (93 + 84)/2 = 88.5, its third does not apply. The sheet marked 作废 is void. */
static void scores_places_and_ties(void **state)
{
    struct fixture *f = *state;
    struct engine *engine = open_engine(f, ENGINE_WRITE);
    struct store_counts counts = load(f, engine, FOLDER "/files/sheets.csv", false);
    assert_int_equal(counts.rows, 4);
    assert_int_equal(counts.added, 4);

    struct results *results = compute(f, engine);
    static const struct {
        const char *unit;
        double score, place;
    } rows[] = {{"dong", 273.5 / 3, 1}, {"nan", 273.5 / 3, 1}, {"xi", 268.0 / 3, 3}, {"bei", 88.5, 4}};
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        const struct score_row *row = row_of(results, "towns", rows[i].unit);
        check_close(row->score, rows[i].score, 1e-12);
        check_close(row->place, rows[i].place, 0);
    }
    assert_true(row_of(results, "towns", "dong")->tied);
    assert_string_equal(row_of(results, "towns", "bei")->band->label, "良");
    assert_string_equal(row_of(results, "towns", "nan")->band->label, "优");
    results_free(results);
    engine_close(engine);
}

/* 工作甲 (95 + 90 + 92 + 93)/4 = 92.5 would be first; its fixed place is 3. 工作丙 (90 + 93.5 + 88)/3 = 90.5; 工作乙 (88.5 + 90 + 88 + 84)/4 = 87.625. */
static void a_fixed_place_differs_from_the_natural_one(void **state)
{
    struct fixture *f = *state;
    struct engine *engine = open_engine(f, ENGINE_WRITE);
    load(f, engine, FOLDER "/files/sheets.csv", false);
    struct results *results = compute(f, engine);

    const struct score_row *first = row_of(results, "tasks", "t1");
    check_close(first->score, 92.5, 1e-12);
    check_close(first->natural_place, 1, 0);
    check_close(first->place, 3, 0);
    assert_string_equal(first->fixed->authority, "某市委改革办");
    check_close(row_of(results, "tasks", "t3")->place, 1, 0);
    check_close(row_of(results, "tasks", "t2")->place, 2, 0);
    check_close(row_of(results, "tasks", "t2")->natural_place, 3, 0);
    results_free(results);
    engine_close(engine);
}

static void screening_voids_and_counts(void **state)
{
    struct fixture *f = *state;
    struct engine *engine = open_engine(f, ENGINE_WRITE);
    load(f, engine, FOLDER "/files/sheets.csv", false);
    struct results *results = compute(f, engine);
    const struct collection *collection = results_collection(results, engine_evaluation(engine)->instruments.at[0], NULL);
    check_close(collection->issued, 4, 0);
    check_close(collection->returned, 4, 0);
    check_close(collection->void_count, 1, 0);
    check_close(collection->valid, 3, 0);
    check_close(collection->valid_return_rate, 75, 0);
    check_close(collection->rules.at[0].decided, 1, 0);
    results_free(results);
    engine_close(engine);
}

static void a_dry_run_stores_nothing(void **state)
{
    struct fixture *f = *state;
    struct engine *engine = open_engine(f, ENGINE_CHECK);
    struct store_counts counts = load(f, engine, FOLDER "/files/sheets.csv", true);
    assert_int_equal(counts.added, 0);
    engine_close(engine);
    struct stat info;
    assert_int_not_equal(stat(f->database, &info), 0);
}

static void the_same_file_twice_is_refused_and_changes_nothing(void **state)
{
    struct fixture *f = *state;
    struct engine *engine = open_engine(f, ENGINE_WRITE);
    load(f, engine, FOLDER "/files/sheets.csv", false);
    struct results *before = compute(f, engine);

    const struct ingest_options options = {0};
    struct ingest_report report = {0};
    struct store_counts counts;
    assert_false(engine_load(engine, FOLDER "/files/sheets.csv", &options, false, "", "2021-03-06 10:00:00", &report, &counts, &f->diags));
    ingest_report_release(&report);
    assert_int_equal(f->diags.errors, 1);
    assert_non_null(strstr(f->diags.at[0].text, "2021-03-05"));
    diags_release(&f->diags);
    diags_init(&f->diags);

    struct results *after = compute(f, engine);
    assert_string_equal(before->data_hash, after->data_hash);
    results_free(before);
    results_free(after);
    engine_close(engine);
}

static void no_database_is_an_empty_evaluation(void **state)
{
    struct fixture *f = *state;
    struct engine *engine = open_engine(f, ENGINE_READ);
    struct results *results = compute(f, engine);
    const struct score_row *row = row_of(results, "towns", "dong");
    assert_int_not_equal(row->why, SCORED);
    check_close(row->score, NAN, 0);
    check_close(row->place, NAN, 0);
    check_close(results_figure(results, "mark")->all.value, NAN, 0);
    results_free(results);
    engine_close(engine);
}

static void two_runs_give_the_same_dump(void **state)
{
    struct fixture *f = *state;
    struct engine *engine = open_engine(f, ENGINE_WRITE);
    load(f, engine, FOLDER "/files/sheets.csv", false);
    auto_strbuf struct strbuf first, second;
    strbuf_init(&first);
    strbuf_init(&second);
    struct results *results = compute(f, engine);
    results_dump(results, &first);
    results_free(results);
    engine_close(engine);

    engine = open_engine(f, ENGINE_READ);
    results = compute(f, engine);
    results_dump(results, &second);
    results_free(results);
    engine_close(engine);
    assert_true(first.len > 500);
    assert_string_equal(first.at, second.at);
}

#define TEST(function) cmocka_unit_test_setup_teardown(function, set_up, tear_down)

/* Respondents drawn anew and rules varied on tests/data/counties: one thread or three, the same bits; plain results stay as they are. */
static void studies_do_not_depend_on_threads(void **state)
{
    struct fixture *f = *state;
    struct results *results[2];
    struct engine *engine = engine_open("tests/data/counties", f->database, ENGINE_WRITE, &f->diags);
    assert_non_null(engine);
    load(f, engine, "tests/data/counties/files/people.csv", false);
    load(f, engine, "tests/data/counties/files/visit.csv", false);
    for (size_t k = 0; k < 2; k++) {
        results[k] = compute(f, engine);
        double before = results[k]->tables.at[0].rows.at[0].score;
        assert_true(engine_uncertainty(engine, results[k], k == 0 ? 1 : 3, &f->diags));
        assert_true(engine_robustness(engine, results[k], k == 0 ? 1 : 3, &f->diags));
        check_close(results[k]->tables.at[0].rows.at[0].score, before, 0);
    }
    size_t intervals = 0;
    for (size_t t = 0; t < results[0]->tables.count; t++) {
        const struct table_uncertainty *a = &results[0]->uncertainty.tables.at[t], *b = &results[1]->uncertainty.tables.at[t];
        assert_memory_equal(a->rows.at, b->rows.at, a->rows.count * sizeof *a->rows.at);
        const struct table_robustness *c = &results[0]->robustness.tables.at[t], *d = &results[1]->robustness.tables.at[t];
        assert_int_equal(c->cases.count, d->cases.count);
        for (size_t i = 0; i < c->rows.count; i++)
            assert_memory_equal(&c->rows.at[i], &d->rows.at[i], sizeof c->rows.at[i]);
        for (size_t i = 0; i < c->inputs.count; i++)
            check_close(c->inputs.at[i].total, d->inputs.at[i].total, 0);
        intervals += a->any;
    }
    assert_true(intervals > 0);
    for (size_t k = 0; k < 2; k++)
        results_free(results[k]);
    engine_close(engine);
}

/* The sheet marked 作废 taken as valid again: explain says what each town would have without the rule. */
static void an_explanation_undoes_a_rule(void **state)
{
    struct fixture *f = *state;
    struct engine *engine = open_engine(f, ENGINE_WRITE);
    load(f, engine, FOLDER "/files/sheets.csv", false);
    struct results *results = compute(f, engine);
    struct arena *arena = arena_new();
    struct engine_effects *effects = engine_effects(engine, results, arena, &f->diags);
    assert_non_null(effects);
    const struct table_result *table = results_table(results, "towns");
    size_t rules = 0;
    for (size_t row = 0; row < table->rows.count; row++) {
        const struct explanation *why = engine_explain(results, table, row, effects, arena);
        assert_int_equal(why->files.count, 1);
        for (size_t i = 0; i < why->effects.count; i++) {
            rules += why->effects.at[i].kind == EFFECT_RULE;
            if (why->effects.at[i].kind == EFFECT_RULE)
                assert_true(why->effects.at[i].count == 1 &&
                            (why->effects.at[i].score != table->rows.at[row].score || why->effects.at[i].place != table->rows.at[row].natural_place));
        }
    }
    assert_true(rules > 0);
    arena_free(arena);
    results_free(results);
    engine_close(engine);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(scores_places_and_ties),
        TEST(a_fixed_place_differs_from_the_natural_one),
        TEST(screening_voids_and_counts),
        TEST(a_dry_run_stores_nothing),
        TEST(the_same_file_twice_is_refused_and_changes_nothing),
        TEST(no_database_is_an_empty_evaluation),
        TEST(two_runs_give_the_same_dump),
        TEST(studies_do_not_depend_on_threads),
        TEST(an_explanation_undoes_a_rule),
    };
    return cmocka_run_group_tests_name("engine", tests, NULL, NULL);
}
