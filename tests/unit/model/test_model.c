/* SPDX-License-Identifier: GPL-3.0-or-later
 * Looking things up, recognising units as people write them, variables from questions.
 */
#include "ceping/model_results.h"
#include "check.h"

/* Two kinds and one instrument with a grid, a question over units, a multiple with "other". */
struct fixture {
    struct evaluation *evaluation;
    struct unit_kind *district, *project;
    struct instrument instrument;
};

static struct unit *add_unit(struct arena *arena, struct unit_kind *kind, const char *id, const char *name, const char *short_name)
{
    struct unit *unit = LIST_ADD(arena, &kind->units);
    unit->id = id;
    unit->name = name;
    unit->short_name = short_name;
    unit->index = (int)kind->units.count - 1;
    return unit;
}

static void link_units(struct unit_kind *kind)
{
    for (size_t i = 0; i < kind->units.count; i++)
        kind->units.at[i].kind = kind;
}

static struct question *add_question(struct fixture *f, const char *id, enum question_type type, struct unit_kind *over)
{
    struct question *question = LIST_ADD(f->evaluation->arena, &f->instrument.questions);
    question->id = id;
    question->type = type;
    question->over = over;
    return question;
}

static int set_up(void **state)
{
    struct fixture *f = xcalloc(1, sizeof *f);
    f->evaluation = evaluation_new("nowhere");
    struct arena *arena = f->evaluation->arena;
    LIST_ADD(arena, &f->evaluation->kinds)->id = "district";
    LIST_ADD(arena, &f->evaluation->kinds)->id = "project";
    f->district = &f->evaluation->kinds.at[0];
    f->project = &f->evaluation->kinds.at[1];
    add_unit(arena, f->district, "zd", "张店区", "张店");
    struct unit *zone = add_unit(arena, f->district, "gx", "高新区", "高新区");
    *LIST_ADD(arena, &zone->aliases) = "淄博高新技术产业开发区";
    add_unit(arena, f->project, "p12", "“爱工惠”", "爱工惠");
    add_unit(arena, f->project, "p02", "坚持信息化引领，创新开展部门预算备案审查", "预算备案审查");
    link_units(f->district);
    link_units(f->project);

    f->instrument.id = "sheet";
    struct question *score = add_question(f, "score", QUESTION_NUMBER, f->district);
    *LIST_ADD(arena, &score->items) = (struct item){.id = "TJ"};
    *LIST_ADD(arena, &score->items) = (struct item){.id = "zr"};
    add_question(f, "know", QUESTION_NUMBER, f->project);
    struct question *hobby = add_question(f, "hobby", QUESTION_MULTIPLE, NULL);
    hobby->scale = ARENA_NEW(arena, struct scale);
    *LIST_ADD(arena, &hobby->scale->options) = (struct option){.code = 1, .label = "运动"};
    *LIST_ADD(arena, &hobby->scale->options) = (struct option){.code = 10, .label = "其他", .other = true};
    instrument_make_variables(arena, &f->instrument);
    *state = f;
    return 0;
}

static int tear_down(void **state)
{
    struct fixture *f = *state;
    evaluation_free(f->evaluation);
    base_free_pointer(&f);
    return 0;
}

static void variables_follow_question_item_unit_option(void **state)
{
    struct fixture *f = *state;
    static const char *const expected[] = {"tj__zd", "tj__gx", "zr__zd", "zr__gx", "know__p12", "know__p02", "hobby__1", "hobby__10", "hobby__10_text"};
    assert_int_equal(f->instrument.variables.count, COUNT_OF(expected));
    for (size_t i = 0; i < COUNT_OF(expected); i++)
        assert_string_equal(f->instrument.variables.at[i].id, expected[i]);
    assert_int_equal(f->instrument.variables.at[7].type, VARIABLE_MARK);
    assert_int_equal(f->instrument.variables.at[8].type, VARIABLE_TEXT);
}

static void hash_changes_with_meaning_only(void **state)
{
    struct fixture *f = *state;
    struct instrument other = f->instrument;
    memset(&other.variables, 0, sizeof other.variables);
    struct question *hobby = &other.questions.at[2];

    hobby->title = "另一种问法";
    instrument_make_variables(f->evaluation->arena, &other);
    assert_string_equal(other.hash, f->instrument.hash);

    memset(&other.variables, 0, sizeof other.variables);
    hobby->scale->options.at[0].label = "阅读";
    instrument_make_variables(f->evaluation->arena, &other);
    assert_string_not_equal(other.hash, f->instrument.hash);
}

static void units_are_recognised_as_people_write_them(void **state)
{
    struct fixture *f = *state;
    static const struct {
        const char *text, *id;
    } rows[] = {
        {"张店区", "zd"}, {" 张店 ", "zd"}, {"张　店", "zd"}, {"ＺＤ", "zd"}, {"高新区", "gx"}, {"淄博高新技术产业开发区", "gx"},
        {"", NULL},       {"周村区", NULL}, {"区", NULL},
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        bool ambiguous;
        const struct unit *unit = unit_kind_recognise(f->district, rows[i].text, &ambiguous);
        assert_false(ambiguous);
        if (rows[i].id)
            assert_string_equal(unit->id, rows[i].id);
        else
            assert_null(unit);
    }
    assert_string_equal(unit_kind_recognise(f->project, "「爱工惠」", NULL)->id, "p12");
    assert_string_equal(unit_kind_recognise(f->project, "坚持信息化引领,创新开展部门预算备案审查", NULL)->id, "p02");
}

static void two_units_of_one_name_are_ambiguous(void **state)
{
    struct fixture *f = *state;
    *LIST_ADD(f->evaluation->arena, &f->district->units.at[0].aliases) = "高新区";
    bool ambiguous;
    assert_null(unit_kind_recognise(f->district, "高新区", &ambiguous));
    assert_true(ambiguous);
}

static void pairs_that_do_not_apply_are_found_in_any_order(void **state)
{
    struct fixture *f = *state;
    struct unit *zone = &f->district->units.at[1], *budget = &f->project->units.at[1];
    struct not_applicable *entry = LIST_ADD(f->evaluation->arena, &f->evaluation->not_applicable);
    entry->units[0] = budget;
    entry->units[1] = zone;
    entry->unit_count = 2;

    assert_ptr_equal(evaluation_not_applicable(f->evaluation, (struct unit *[]){zone, budget}, 2), entry);
    assert_ptr_equal(evaluation_not_applicable(f->evaluation, (struct unit *[]){NULL, budget, zone}, 3), entry);
    assert_null(evaluation_not_applicable(f->evaluation, (struct unit *[]){zone, NULL}, 2));
    assert_null(evaluation_not_applicable(f->evaluation, (struct unit *[]){&f->district->units.at[0], budget}, 2));
}

static void ids_do_not_regard_case(void **state)
{
    struct fixture *f = *state;
    assert_non_null(evaluation_kind(f->evaluation, "District"));
    assert_non_null(evaluation_unit(f->evaluation, NULL, "P12"));
    assert_null(evaluation_unit(f->evaluation, f->district, "p12"));
    assert_non_null(instrument_variable(&f->instrument, "TJ__ZD"));
}

static void scores_of_options_come_from_the_named_vector(void **state)
{
    (void)state;
    const char *vectors[] = {"S100_80_60_40_20", "SD100_75_55"};
    struct option_score scores[] = {{.value = 80}, {.value = NAN}};
    struct scale scale = {.vectors = {vectors, 2}};
    struct option option = {.code = 2, .scores = {scores, 2}};
    check_close(option_score(&scale, &option, NULL), 80, 0);
    check_close(option_score(&scale, &option, "SD100_75_55"), NAN, 0);
    check_close(option_score(&scale, &option, "none"), NAN, 0);
}

static void an_answer_finds_its_unit_by_one_rule(void **state)
{
    struct fixture *f = *state;
    struct about about = {.kind = f->project};
    f->instrument.about.at = &about;
    f->instrument.about.count = 1;
    int16_t units[] = {1, NO_UNIT};
    int16_t *abouts[] = {units};
    struct dataset dataset = {.instrument = &f->instrument, .rows = 2, .about = abouts};
    const struct variable *cell = instrument_variable(&f->instrument, "tj__gx");

    assert_int_equal(dataset_unit(&dataset, 0, cell, f->district), 1); /* of the cell */
    assert_int_equal(dataset_unit(&dataset, 0, cell, f->project), 1);  /* of the response */
    assert_int_equal(dataset_unit(&dataset, 1, cell, f->project), NO_UNIT);
    assert_int_equal(dataset_unit(&dataset, 0, NULL, f->district), NO_UNIT);
}

static void figure_cells_are_found_in_any_order_of_kinds(void **state)
{
    struct fixture *f = *state;
    struct figure *figure = LIST_ADD(f->evaluation->arena, &f->evaluation->figures);
    *figure = (struct figure){.id = "dept", .by = {f->project, f->district}, .by_count = 2};
    struct results *results = results_new(f->evaluation);
    struct figure_result *result = LIST_ADD(results->arena, &results->figures);
    result->figure = figure;
    result->all.value = 1;
    *LIST_ADD(results->arena, &result->cells) = (struct figure_cell){.units = {1, 0, NO_UNIT}, .value = 7};

    const struct unit *district = &f->district->units.at[0], *project = &f->project->units.at[1];
    assert_int_equal((int)results_figure_cell(results, "dept", (const struct unit *[]){district, project}, 2)->value, 7);
    assert_int_equal((int)results_figure_cell(results, "dept", NULL, 0)->value, 1);
    assert_null(results_figure_cell(results, "dept", (const struct unit *[]){district}, 1));
    assert_null(results_figure_cell(results, "nothing", NULL, 0));
    results_free(results);
}

static void every_kind_of_missing_has_a_letter_and_a_word(void **state)
{
    (void)state;
    for (size_t i = 0; i < MISSING_KINDS; i++) {
        assert_non_null(missing_ids[i]);
        assert_non_null(missing_labels[i]);
        for (size_t k = 0; k < i; k++)
            assert_int_not_equal(missing_letters[i], missing_letters[k]);
    }
    assert_int_equal(strlen(missing_letters), MISSING_KINDS);
}

#define TEST(function) cmocka_unit_test_setup_teardown(function, set_up, tear_down)

/* The public edition ------------------------------------------------------------------------------------------------ */

static void the_public_edition_follows_the_evaluation(void **state)
{
    (void)state;
    struct evaluation *evaluation = evaluation_new("nowhere");
    struct unit_kind district = {.id = "district"}, project = {.id = "project"};
    evaluation->disclosure = (struct disclosure){.min_base = 10, .min_raters = 5};
    struct instrument survey = {.confidential = CONFIDENTIAL_RESPONDENTS}, two_way = {.confidential = CONFIDENTIAL_RATERS}, office = {.confidential = CONFIDENTIAL_NONE};
    check_close(evaluation_least_people(evaluation, &survey), 10, 0);
    check_close(evaluation_least_people(evaluation, &two_way), 5, 0);
    check_close(evaluation_least_people(evaluation, &office), 0, 0);
    check_close(evaluation_least_people(evaluation, NULL), 0, 0);

    /* Nothing said: all is ranked, what falls short names nobody of any kind. */
    assert_true(evaluation_ranked_publicly(evaluation, &project));
    assert_true(evaluation_anonymises(evaluation, "problem") && evaluation_anonymises(evaluation, "cause"));
    assert_false(evaluation_anonymises(evaluation, "practice"));
    assert_true(evaluation_kind_anonymous(evaluation, &district) && evaluation_kind_anonymous(evaluation, &project));

    evaluation->disclosure.top = 3;
    LIST_ADD(evaluation->arena, &evaluation->disclosure.ranked_publicly)->text = "district";
    *LIST_ADD(evaluation->arena, &evaluation->disclosure.anonymise) = "effect";
    LIST_ADD(evaluation->arena, &evaluation->disclosure.anonymous)->text = "district";
    *LIST_ADD(evaluation->arena, &evaluation->disclosure.anonymous_kinds) = &district;
    assert_true(evaluation_ranked_publicly(evaluation, &district));
    assert_false(evaluation_ranked_publicly(evaluation, &project));
    assert_true(evaluation_anonymises(evaluation, "effect"));
    assert_false(evaluation_anonymises(evaluation, "problem"));
    assert_true(evaluation_kind_anonymous(evaluation, &district));
    assert_false(evaluation_kind_anonymous(evaluation, &project));
    evaluation_free(evaluation);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_public_edition_follows_the_evaluation),
        TEST(variables_follow_question_item_unit_option),
        TEST(hash_changes_with_meaning_only),
        TEST(units_are_recognised_as_people_write_them),
        TEST(two_units_of_one_name_are_ambiguous),
        TEST(pairs_that_do_not_apply_are_found_in_any_order),
        TEST(ids_do_not_regard_case),
        cmocka_unit_test(scores_of_options_come_from_the_named_vector),
        TEST(an_answer_finds_its_unit_by_one_rule),
        TEST(figure_cells_are_found_in_any_order_of_kinds),
        cmocka_unit_test(every_kind_of_missing_has_a_letter_and_a_word),
    };
    return cmocka_run_group_tests_name("model", tests, NULL, NULL);
}
