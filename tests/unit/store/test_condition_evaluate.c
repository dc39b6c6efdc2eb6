/* SPDX-License-Identifier: GPL-3.0-or-later
 * What conditions mean: NULL, why(), this., indices; over rows as they stand in memory.
 */
#include "fixture.h"

enum { ROWS = 4 };

struct scene {
    struct fixture fixture;
    struct dataset *dataset;
};

/* Row 0 has every answer; row 1 misses q1 (blank) and know__p2 (not asked); row 2 misses all; row 3 has a text with a quote. */
static struct dataset *make_dataset(struct fixture *fixture)
{
    struct diags diags;
    diags_init(&diags);
    struct store *store = store_open(fixture->path, STORE_WRITE, &diags);
    struct store_batch batch = {.file = "f.csv", .hash = "h"};
    assert_true(store_begin(store, fixture->evaluation, fixture->instrument, &batch, &diags));
    struct row row;
    assert_true(store_add(store, row_make(&row, "0", 5)));
    struct response *response = row_make(&row, "1", 1);
    row.answers[V_Q1] = (struct answer){.missing = MISSING_BLANK};
    row.answers[V_KNOW2] = (struct answer){.missing = MISSING_NOT_ASKED};
    row.about[0] = 0;
    assert_true(store_add(store, response));
    response = row_make(&row, "2", 1);
    for (size_t i = 0; i < V_COUNT; i++)
        row.answers[i] = (struct answer){.missing = MISSING_DONT_KNOW};
    row.about[0] = NO_UNIT;
    response->rater = response->group = NULL;
    response->seconds = NAN;
    assert_true(store_add(store, response));
    response = row_make(&row, "3", 2);
    row.answers[V_NOTE].text = "it's";
    row.answers[V_HOBBY1].code = 0;
    row.answers[V_DISTRICT].code = 0;
    assert_true(store_add(store, response));
    struct store_counts counts;
    assert_true(store_commit(store, NULL, &counts, &diags));
    struct dataset *dataset = store_fetch(store, fixture->evaluation, fixture->instrument, &diags);
    check_quiet(&diags);
    store_close(store);
    diags_release(&diags);
    assert_int_equal(dataset->rows, ROWS);
    return dataset;
}

static int setup(void **state)
{
    struct scene *scene = calloc(1, sizeof *scene);
    fixture_open(&scene->fixture);
    scene->dataset = make_dataset(&scene->fixture);
    *state = scene;
    return 0;
}

static int teardown(void **state)
{
    struct scene *scene = *state;
    arena_free(scene->dataset->arena);
    fixture_close(&scene->fixture);
    free(scene);
    return 0;
}

struct evaluate_case {
    const char *text;
    const char *want; /* a digit a row, or a row and project */
};

static const struct evaluate_case rows[] = {
    {"q1 = 5", "1000"},
    {"q1 <> 5", "0001"}, /* missing is neither */
    {"not q1 = 5", "0001"},
    {"q1 is null", "0110"},
    {"q1 is not 5", "0111"},
    {"q1 = 5 or q2 = 2", "1101"}, /* NULL or true */
    {"q1", "1001"},               /* a number is true unless 0 */
    {"q2 - 2", "0000"},
    {"1 = 1", "1111"},
    {"null", "0000"},
    {"note", "0000"}, /* a text is the number it begins with */
    {"note = 'it''s'", "0001"},
    {"note like '很%'", "1100"},
    {"length(note) = 2", "1100"},
    {"hobby__1 = 0 and hobby__2 = 0", "0001"},
    {"age = 41.5", "1101"},
    {"district = 'zc'", "1100"},
    {"district in ('zd', 'gx')", "0001"},
    {"project = 'p2'", "1001"},
    {"project is null", "0010"},
    {"why(q1) = 'blank'", "0100"},
    {"why(q1) is null", "1001"},
    {"why(q1) in ('blank', 'dont_know')", "0110"},
    {"why(sat__p2) = 'skipped'", "1101"},
    {"why(know__p2) = 'not_asked'", "0100"},
    {"_group = '群众'", "1101"},
    {"_rater = 'e01'", "1101"},
    {"_seconds < 100", "1101"},
    {"_seconds is null", "0010"},
    {"_irv > 0", "0000"}, /* not computed yet */
    {"_missing_share > 0.5", "0010"},
    {"min(q1, q2) = 2", "1001"},
    {"know__p1 = 1 -- the first\n and know__p2 = 3", "1001"},
    {"(q1, q2) = (5, 2)", "1000"},
    {"q1 / 0 is null", "1111"},
    {"case q1 when 5 then 1 when 2 then 0 else 1 end", "1110"},
    {"cast(q1 as text) = '5'", "1000"},
    {"q1 == 5", "1000"},
};

static const struct evaluate_case cells[] = {
    {"this.know = 3", "01000001"},
    {"this.know is null", "00011100"},
    {"this.know = 1 and this.unit = 'p1'", "10100010"},
    {"why(this.sat) = 'skipped'", "01010001"},
    {"this.unit = project", "01100001"},
    {"this.know >= 1 and q1 = 5", "11000000"},
};

static void fill_missing_share(struct dataset *dataset)
{
    double *share = ARENA_ARRAY(dataset->arena, double, dataset->rows);
    for (size_t row = 0; row < dataset->rows; row++) {
        for (size_t i = 0; i < V_COUNT; i++)
            share[row] += dataset->columns[i].missing[row] != MISSING_NONE;
        share[row] /= V_COUNT;
    }
    dataset->indices[INDEX_MISSING_SHARE] = share;
}

/* All cases in one call, as the engine does, then each alone. */
static void check_cases(struct scene *scene, const struct evaluate_case *cases, size_t count, bool over, size_t units)
{
    struct diags diags;
    diags_init(&diags);
    struct arena *arena = arena_new();
    struct name *names = ARENA_ARRAY(arena, struct name, count);
    struct unit_kind **kinds = ARENA_ARRAY(arena, struct unit_kind *, count);
    struct mask *masks = ARENA_ARRAY(arena, struct mask, count);
    for (size_t i = 0; i < count; i++) {
        names[i].text = cases[i].text;
        kinds[i] = over ? &scene->fixture.evaluation->kinds.at[1] : NULL;
    }
    assert_true(store_evaluate(scene->fixture.evaluation, scene->dataset, names, kinds, count, arena, masks, &diags));
    check_quiet(&diags);
    for (size_t i = 0; i < 2 * count; i++) {
        size_t at = i % count;
        if (i >= count)
            assert_true(store_evaluate(scene->fixture.evaluation, scene->dataset, &names[at], &kinds[at], 1, arena, &masks[at], &diags));
        assert_int_equal(masks[at].units, units);
        char got[ROWS * 2 + 1] = "";
        for (size_t k = 0; k < ROWS * units; k++)
            got[k] = (char)('0' + masks[at].at[k]);
        if (strcmp(got, cases[at].want) != 0)
            fail_msg("%s: expected %s, got %s", cases[at].text, cases[at].want, got);
    }
    arena_free(arena);
    diags_release(&diags);
}

static void by_row(void **state)
{
    fill_missing_share(((struct scene *)*state)->dataset);
    check_cases(*state, rows, COUNT_OF(rows), false, 1);
    check_cases(*state, rows, COUNT_OF(rows), true, 1); /* does not speak of `this.` */
}

enum { MANY_ROWS = 120000 }; /* in three parts */

/* The rows of the scene over and over, so that what was said is remembered. */
static struct dataset *make_many(const struct dataset *from, struct arena *arena)
{
    struct dataset *dataset = dataset_new(arena, from->instrument, MANY_ROWS);
    dataset->indices[INDEX_MISSING_SHARE] = ARENA_ARRAY(arena, double, MANY_ROWS);
    for (size_t row = 0; row < MANY_ROWS; row++) {
        size_t of = row % ROWS;
        for (size_t i = 0; i < V_COUNT; i++) {
            const struct column *column = &from->columns[i];
            dataset->columns[i].missing[row] = column->missing[of];
            if (column->codes)
                dataset->columns[i].codes[row] = column->codes[of];
            else if (column->numbers)
                dataset->columns[i].numbers[row] = column->numbers[of];
            else
                dataset->columns[i].texts[row] = column->texts[of];
        }
        dataset->about[0][row] = from->about[0][of];
        dataset->groups[row] = from->groups[of];
        dataset->raters[row] = from->raters[of];
        dataset->indices[INDEX_SECONDS][row] = from->indices[INDEX_SECONDS][of];
        dataset->indices[INDEX_MISSING_SHARE][row] = from->indices[INDEX_MISSING_SHARE][of];
    }
    return dataset;
}

static void evaluate_many(struct scene *scene, struct dataset *dataset, const char *text, struct mask *ret_mask)
{
    struct diags diags;
    diags_init(&diags);
    struct name name = {.text = text};
    assert_true(store_evaluate(scene->fixture.evaluation, dataset, &name, NULL, 1, dataset->arena, ret_mask, &diags));
    check_quiet(&diags);
    diags_release(&diags);
}

static void by_many_rows(void **state)
{
    struct scene *scene = *state;
    fill_missing_share(scene->dataset);
    struct dataset *dataset = make_many(scene->dataset, arena_new());
    struct mask mask;
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        evaluate_many(scene, dataset, rows[i].text, &mask);
        for (size_t row = 0; row < MANY_ROWS; row++)
            if (mask.at[row] != rows[i].want[row % ROWS] - '0')
                fail_msg("%s: row %zu is %d", rows[i].text, row, mask.at[row]);
    }
    /* combinations that come again and push each other out, and some that do not */
    static const int steps[] = {1, 50, 400, MANY_ROWS};
    for (size_t k = 0; k < COUNT_OF(steps); k++) {
        for (size_t row = 0; row < MANY_ROWS; row++) {
            dataset->columns[V_AGE].missing[row] = MISSING_NONE;
            dataset->columns[V_AGE].numbers[row] = (double)(row * 7 % (size_t)steps[k]) - 0.5;
        }
        evaluate_many(scene, dataset, "age >= 20 or q1 = 5", &mask);
        for (size_t row = 0; row < MANY_ROWS; row++)
            if (mask.at[row] != (dataset->columns[V_AGE].numbers[row] >= 20 || row % ROWS == 0))
                fail_msg("of %d ages: row %zu is %d", steps[k], row, mask.at[row]);
    }
    arena_free(dataset->arena);
}

static void by_unit(void **state)
{
    check_cases(*state, cells, COUNT_OF(cells), true, 2);
}

/* What screening cancelled is missing at once. */
static void sees_the_present(void **state)
{
    struct scene *scene = *state;
    scene->dataset->columns[V_Q1].missing[0] = MISSING_CANCELLED;
    const struct evaluate_case cases[] = {{"q1 = 5", "0000"}, {"why(q1) = 'cancelled'", "1000"}};
    check_cases(scene, cases, 2, false, 1);
}

static void mixed_and_many(void **state)
{
    struct scene *scene = *state;
    enum { MANY = 150 };
    struct diags diags;
    diags_init(&diags);
    struct arena *arena = arena_new();
    struct name names[MANY];
    struct unit_kind *kinds[MANY];
    struct mask masks[MANY];
    for (size_t i = 0; i < MANY; i++) {
        names[i] = (struct name){.text = i % 3 == 0 ? NULL : i % 3 == 1 ? "q1 = 5" : "this.know = 3"};
        kinds[i] = &scene->fixture.evaluation->kinds.at[1];
    }
    assert_true(store_evaluate(scene->fixture.evaluation, scene->dataset, names, kinds, MANY, arena, masks, &diags));
    for (size_t i = 0; i < MANY; i++) {
        assert_int_equal(masks[i].units, i % 3 == 2 ? 2 : 1);
        assert_int_equal(masks[i].at[0], i % 3 == 2 ? 0 : 1);
        assert_int_equal(masks[i].at[1], i % 3 == 1 ? 0 : 1);
    }
    check_quiet(&diags);
    assert_true(store_evaluate(scene->fixture.evaluation, scene->dataset, NULL, NULL, 0, arena, NULL, &diags));
    arena_free(arena);
    diags_release(&diags);
}

/* The condition at fault is named; the masks stay as they were. */
static void failure_is_told(void **state)
{
    struct scene *scene = *state;
    struct diags diags;
    diags_init(&diags);
    struct arena *arena = arena_new();
    struct mask masks[2] = {{.units = 77}, {.units = 77}};
    struct name names[2] = {{.text = "q1 = 5", .pos = {"x", 1, 1, 1}}, {.text = "abs(-9223372036854775807 - iif(q1 = 2, 1, 0)) > 0", .pos = {"x", 9, 1, 1}}};
    assert_false(store_evaluate(scene->fixture.evaluation, scene->dataset, names, NULL, 2, arena, masks, &diags));
    assert_int_equal(masks[0].units, 77);
    assert_int_equal(diags.count, 1);
    assert_int_equal(diags.at[0].pos.line, 9);
    check_message(&diags, "response '3': integer overflow");
    diags_release(&diags);
    diags_init(&diags);
    names[1].text = "nosuch = 1";
    assert_false(store_evaluate(scene->fixture.evaluation, scene->dataset, names, NULL, 2, arena, masks, &diags));
    check_message(&diags, "'nosuch' is not known");
    arena_free(arena);
    diags_release(&diags);
}

static void no_rows(void **state)
{
    struct scene *scene = *state;
    struct dataset empty = *scene->dataset;
    empty.rows = 0;
    struct diags diags;
    diags_init(&diags);
    struct arena *arena = arena_new();
    struct name name = {.text = "q1 = 5"};
    struct mask mask;
    assert_true(store_evaluate(scene->fixture.evaluation, &empty, &name, NULL, 1, arena, &mask, &diags));
    assert_int_equal(mask.units, 1);
    check_quiet(&diags);
    arena_free(arena);
    diags_release(&diags);
}

#define TEST(function) cmocka_unit_test_setup_teardown(function, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {TEST(by_row), TEST(by_many_rows), TEST(by_unit), TEST(sees_the_present), TEST(mixed_and_many), TEST(failure_is_told), TEST(no_rows)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
