/* SPDX-License-Identifier: GPL-3.0-or-later
 * Loading the good evaluation: what each key became, how references were linked, what was derived.
 */
#include "check.h"

#include "ceping/base_text.h"
#include "ceping/survey.h"

#include <stdlib.h>
#include <unistd.h>

static const char good[] = "tests/unit/survey/data/good";

/* Shared by the tests of this file: loaded once. */
static int load(void **state)
{
    struct diags diags;
    diags_init(&diags);
    struct evaluation *evaluation = survey_load(good, NULL, &diags);
    if (diags.count) {
        struct strbuf text;
        strbuf_init(&text);
        diags_format_all(&diags, false, &text);
        print_error("%s", text.at);
        strbuf_release(&text);
    }
    bool quiet = diags.count == 0;
    diags_release(&diags);
    *state = evaluation;
    return evaluation && quiet ? 0 : -1;
}

static int unload(void **state)
{
    evaluation_free(*state);
    return 0;
}

static void reads_what_stands_at_the_top(void **state)
{
    const struct evaluation *evaluation = *state;
    assert_string_equal(evaluation->id, "small");
    assert_string_equal(evaluation->title, "全市三项改革经验推广评估报告");
    assert_int_equal(evaluation->year, 2017);
    assert_string_equal(evaluation->report_date, "2018-07-06");
    assert_true(evaluation->simulated);
    assert_int_equal(evaluation->basis.count, 2);
    assert_string_equal(evaluation->basis.at[0].number, "改办发〔2017〕2号");
    assert_null(evaluation->basis.at[1].number);
    assert_string_equal(evaluation->principles.at[1], "突出问题导向");
    check_close(evaluation->disclosure.min_base, 10, 0);
    assert_int_equal(evaluation->disclosure.top, 2);
}

static void keeps_units_in_official_order(void **state)
{
    const struct evaluation *evaluation = *state;
    const struct unit_kind *district = evaluation_kind(evaluation, "district");
    assert_int_equal(district->units.count, 3);
    assert_string_equal(district->units.at[2].id, "gx");
    assert_int_equal(district->units.at[2].index, 2);
    assert_ptr_equal(district->units.at[2].kind, district);
    assert_string_equal(district->units.at[0].short_name, "张店");
    assert_string_equal(district->units.at[2].short_name, "高新区"); /* the name where not given */
    assert_string_equal(evaluation_kind(evaluation, "department")->counter, "个");
    assert_string_equal(evaluation_kind(evaluation, "project")->counter, "项");
}

static void links_attributes_to_units(void **state)
{
    const struct evaluation *evaluation = *state;
    const struct unit *p03 = evaluation_unit(evaluation, NULL, "p03");
    const struct unit_kind *district = evaluation_kind(evaluation, "district");
    assert_true(p03->placeholder);
    assert_true(unit_refers(p03, "lead", evaluation_unit(evaluation, NULL, "rd")));
    assert_true(unit_refers(p03, "origin", &district->units.at[0]));
    assert_true(unit_refers(p03, "origin", &district->units.at[2]));
    assert_false(unit_refers(p03, "origin", &district->units.at[1]));
    assert_string_equal(unit_attribute(&district->units.at[0], "type")->values.at[0].text, "区");
}

static void links_what_does_not_apply(void **state)
{
    const struct evaluation *evaluation = *state;
    struct unit *pair[] = {evaluation_unit(evaluation, NULL, "gx"), evaluation_unit(evaluation, NULL, "p01")};
    assert_non_null(evaluation_not_applicable(evaluation, pair, 2));
    pair[1] = evaluation_unit(evaluation, NULL, "p02");
    assert_null(evaluation_not_applicable(evaluation, pair, 2));
    assert_string_equal(evaluation_status(evaluation, pair[1])->label, "未持续推广");
    assert_string_equal(evaluation->panels.at[0].raters.at[1].own->id, "zc");
    assert_null(evaluation->populations.at[1].unit);
}

static void reads_instruments_in_order_of_bytes(void **state)
{
    const struct evaluation *evaluation = *state;
    assert_int_equal(evaluation->instruments.count, 3);
    assert_string_equal(evaluation->instruments.at[0]->id, "public");
    assert_string_equal(evaluation->instruments.at[1]->id, "record");
    assert_string_equal(evaluation->instruments.at[2]->id, "sheet");
    assert_int_equal(evaluation->instruments.at[2]->index, 2);
    assert_string_equal(evaluation->instruments.at[1]->short_title, "工作记录");
}

static void makes_variables_in_order_of_the_questionnaire(void **state)
{
    const struct instrument *public = evaluation_instrument(*state, "public");
    static const char *const ids[] = {"district",  "who",        "know__p01",      "know__p02", "know__p03", "sat__p01",  "sat__p02", "sat__p03", "overall", "speed",
                                      "trouble",   "hobby__1",   "hobby__10",      "hobby__10_text", "hobby__11", "rank__1",  "rank__2",  "age",      "note",    "day"};
    assert_int_equal(public->variables.count, COUNT_OF(ids));
    for (size_t i = 0; i < COUNT_OF(ids); i++)
        assert_string_equal(public->variables.at[i].id, ids[i]);
    const struct instrument *sheet = evaluation_instrument(*state, "sheet");
    assert_int_equal(sheet->variables.count, 7); /* two columns of the grid for three districts, and the weight */
    assert_string_equal(sheet->variables.at[3].id, "zr__zd");
    assert_ptr_equal(sheet->rows, evaluation_kind(*state, "district"));
    assert_string_equal(sheet->rows_column, "区县");
    assert_null(public->rows_column);
}

static void links_scales_and_their_scores(void **state)
{
    const struct instrument *public = evaluation_instrument(*state, "public");
    const struct question *sat = instrument_question(public, "sat");
    assert_string_equal(sat->scale->id, "sat5");
    assert_string_equal(sat->scale->options.at[1].scores.at[1].vector.text, "S100_75_50_25_0");
    check_close(option_score(sat->scale, &sat->scale->options.at[1], NULL), 80, 0);
    check_close(option_score(sat->scale, &sat->scale->options.at[1], "S100_75_50_25_0"), 75, 0);
    check_close(option_score(sat->scale, &sat->scale->options.at[4], "S100_75_50_25_0"), NAN, 0); /* null */
    check_close(option_score(sat->scale, &sat->scale->options.at[5], NULL), NAN, 0);
    assert_int_equal(sat->scale->options.at[5].missing, MISSING_DONT_KNOW);
    const struct question *hobby = instrument_question(public, "hobby");
    assert_string_equal(hobby->scale->id, "hobby"); /* a scale of its own */
    assert_true(scale_option(hobby->scale, 10)->other);
    assert_true(scale_option(hobby->scale, 11)->exclusive);
    const struct question *age = instrument_question(public, "age");
    assert_null(age->scale);
    check_close(age->min, 16, 0);
    check_close(instrument_question(evaluation_instrument(*state, "record"), "total")->max, NAN, 0);
    assert_string_equal(instrument_question(public, "who")->short_title, "身份");
}

static void links_figures_to_columns(void **state)
{
    const struct evaluation *evaluation = *state;
    const struct figure *score = evaluation_figure(evaluation, "sat_score");
    assert_int_equal(score->variables.count, 3);
    assert_string_equal(score->variables.at[2]->id, "sat__p03");
    assert_int_equal(score->by_count, 2);
    assert_int_equal(score->decimals, 2);
    const struct figure *cell = evaluation_figure(evaluation, "sat_p03");
    assert_int_equal(cell->variables.count, 1);
    assert_ptr_equal(cell->variables.at[0], score->variables.at[2]);
    const struct figure *hobby = evaluation_figure(evaluation, "sports");
    assert_int_equal(hobby->variables.count, 3); /* the text beside 其他 is no answer */
    assert_string_equal(hobby->unit, "%");
    const struct figure *plans = evaluation_figure(evaluation, "plans");
    assert_int_equal(plans->variables.count, 2);
    assert_int_equal(plans->first_variables, 1);
    assert_int_equal(plans->decimals, 1);
    const struct figure *valid = evaluation_figure(evaluation, "issued_valid");
    assert_int_equal(valid->variables.count, 0);
    assert_ptr_equal(valid->instrument, evaluation_instrument(evaluation, "public"));
    assert_int_equal(valid->decimals, 0);
    assert_string_equal(valid->unit, "份");
}

static void links_own_units_and_weights_of_a_figure(void **state)
{
    const struct evaluation *evaluation = *state;
    const struct figure *figure = evaluation_figure(evaluation, "tj_score");
    assert_ptr_equal(figure->own_kind, evaluation_kind(evaluation, "district"));
    assert_ptr_equal(figure->own_of_kind, evaluation_kind(evaluation, "project"));
    assert_string_equal(figure->own_attribute, "origin");
    assert_string_equal(figure->weight->id, "w");
    assert_int_equal(figure->trim, 1);
    assert_null(evaluation_figure(evaluation, "zr_score")->own_kind);
    assert_int_equal(evaluation_figure(evaluation, "awareness")->base, BASE_ASKED);
}

static void links_earlier_figures(void **state)
{
    const struct evaluation *evaluation = *state;
    assert_int_equal(evaluation->earlier.count, 2);
    const struct earlier *first = &evaluation->earlier.at[0];
    assert_ptr_equal(first->figure, evaluation_figure(evaluation, "satisfaction"));
    assert_true(first->statistic_known);
    assert_int_equal(first->statistic, STAT_TOP1);
    check_close(first->numerator / first->denominator, 0.91898, 1e-4); /* 1917 of 2086 */
    assert_string_equal(evaluation->earlier.at[1].unit->id, "zd");
    check_close(evaluation->earlier.at[1].value, NAN, 0);
    assert_false(evaluation->earlier.at[1].statistic_known);
    assert_int_equal(evaluation_given(evaluation, "symposia")->exactness, OVER);
}

static void walks_trees_parents_first(void **state)
{
    const struct table *table = evaluation_table(*state, "districts");
    static const char *const ids[] = {"talks", "tj", "zr", "people", "cells", "counted", "great", "stepped", "deducted", "placed"};
    assert_int_equal(table->nodes.count, COUNT_OF(ids));
    for (size_t i = 0; i < COUNT_OF(ids); i++) {
        assert_string_equal(table->nodes.at[i]->id, ids[i]);
        assert_int_equal(table->nodes.at[i]->index, i);
    }
    assert_ptr_equal(table->nodes.at[1]->parent, table->nodes.at[0]);
    assert_ptr_equal(table->nodes.at[0]->parent, &table->root);
    assert_int_equal(table->nodes.at[1]->missing, POLICY_ZERO);
    assert_int_equal(table->nodes.at[2]->missing, POLICY_REWEIGHT);
    assert_false(table->nodes.at[2]->missing_set);
    const struct facet_mark *mark = &table->nodes.at[2]->facets.at[1];
    assert_int_equal(mark->facet_index, 1);
    assert_int_equal(mark->value_index, 1);
    const struct transform *steps = &table->nodes.at[7]->transform;
    assert_int_equal(steps->kind, TRANSFORM_STEPS);
    assert_int_equal(steps->steps.count, 3);
    check_close(steps->steps.at[1].score, 90, 0);
    check_close(table->nodes.at[8]->transform.low, 60, 0);
}

static void fills_in_what_a_table_leaves_out(void **state)
{
    const struct table *projects = evaluation_table(*state, "projects");
    assert_string_equal(projects->name, "projects");
    assert_true(projects->ranked);
    assert_int_equal(projects->decimals, 2);
    check_close(projects->coverage, 2.0 / 3, 1e-15);
    assert_true(isinf(projects->bonus_cap));
    assert_int_equal(projects->not_applicable, POLICY_REWEIGHT);
    assert_false(projects->ties_exact);
    check_close(projects->root.children.at[0].min_base, 1, 0);
    check_close(projects->root.children.at[0].transform.high, 100, 0);
    const struct table *districts = evaluation_table(*state, "districts");
    assert_true(districts->bands_exact);
    assert_true(isinf(districts->bonus.at[1].cap));
    assert_string_equal(districts->bonus.at[1].unit->id, "zd");
    assert_int_equal(districts->fixed_places.at[0].place, 3);
    assert_int_equal(districts->tie_break.count, 2);
    assert_string_equal(districts->tie_break.at[0]->id, "zr");
    assert_null(districts->tie_break.at[1]); /* the official order */
}

static void puts_each_table_after_those_it_rests_on(void **state)
{
    const struct rubric *rubric = &((const struct evaluation *)*state)->rubric;
    static const char *const ids[] = {"cells", "projects", "departments", "districts", "finals"};
    assert_int_equal(rubric->order.count, COUNT_OF(ids));
    for (size_t i = 0; i < COUNT_OF(ids); i++)
        assert_string_equal(rubric->order.at[i]->id, ids[i]);
    const struct table *finals = evaluation_table(*state, "finals");
    assert_int_equal(finals->best, 2);
    assert_ptr_equal(finals->best_of, evaluation_table(*state, "districts"));
    assert_int_equal(finals->only.count, 2);
    assert_ptr_equal(evaluation_table(*state, "cells")->slice, evaluation_kind(*state, "project"));
}

static void reads_decisions_with_quotes(void **state)
{
    const struct evaluation *evaluation = *state;
    assert_int_equal(evaluation->decisions.count, 2);
    assert_string_equal(evaluation->decisions.at[0].reason, "未参评, \"见纪要\"");
    assert_string_equal(evaluation->decisions.at[1].authority, "");
    assert_string_equal(evaluation->decisions.at[1].date, "2018-06-12");
    assert_int_equal(evaluation->decisions.at[1].pos.line, 3);
}

static void keeps_places_with_chinese_columns_counted_twice(void **state)
{
    const struct evaluation *evaluation = *state;
    const struct unit *zd = evaluation_unit(evaluation, NULL, "zd");
    assert_int_equal(zd->pos.line, 26);
    assert_int_equal(zd->pos.col, 9);
    assert_string_equal(zd->pos.file, "tests/unit/survey/data/good/evaluation.yaml");
    /* "      - {id: p02, name: 文化云平台, aliases: ["“淄川文化云”"], attributes: {lead: " has 12 wide characters among 72 */
    const struct name *lead = &unit_attribute(evaluation_unit(evaluation, NULL, "p02"), "lead")->values.at[0];
    assert_int_equal(lead->pos.line, 37);
    assert_int_equal(lead->pos.col, 85);
    assert_int_equal(lead->pos.width, 2);
}

/* Conditions ---------------------------------------------------------------------------------------------- */

struct seen {
    char text[64][64];
    const char *over[64];
    size_t count;
    const char *refuse;
};

static bool note_condition(void *data, const struct evaluation *evaluation, const struct instrument *instrument, const struct unit_kind *over,
                           const struct name *condition, struct diags *diags)
{
    (void)evaluation;
    struct seen *seen = data;
    assert_true(seen->count < 64);
    snprintf(seen->text[seen->count], sizeof seen->text[0], "%s: %s", instrument->id, condition->text);
    seen->over[seen->count++] = over ? "over" : NULL;
    assert_true(instrument->variables.count > 0); /* the checker needs the columns */
    if (!seen->refuse || strcmp(condition->text, seen->refuse) != 0)
        return true;
    diags_error(diags, condition->pos, "refused");
    return false;
}

static void hands_over_each_condition_with_its_units(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        bool over;
    } expected[] = {
        {"public: this.know in (1, 2)", true},
        {"public: _missing_share > 0.3334", false},
        {"public: _seconds < 20", false},
        {"public: this.know = 3 and this.sat is not null", true},
        {"public: age < 18", false},
        {"public: district is not null", false},
        {"public: who = 1", false},
        {"sheet: this.zr >= 0", true},
    };
    struct seen seen = {.count = 0};
    struct diags diags;
    diags_init(&diags);
    struct evaluation *evaluation = survey_load(good, &(struct survey_options){.check_condition = note_condition, .data = &seen}, &diags);
    assert_non_null(evaluation);
    assert_int_equal(seen.count, COUNT_OF(expected));
    for (size_t i = 0; i < COUNT_OF(expected); i++) {
        assert_string_equal(seen.text[i], expected[i].text);
        assert_int_equal(seen.over[i] != NULL, expected[i].over);
    }
    evaluation_free(evaluation);
    diags_release(&diags);
}

static void refuses_where_a_condition_is_refused(void **state)
{
    (void)state;
    struct seen seen = {.refuse = "age < 18"};
    struct diags diags;
    diags_init(&diags);
    assert_null(survey_load(good, &(struct survey_options){.check_condition = note_condition, .data = &seen}, &diags));
    assert_int_equal(diags.errors, 1);
    assert_int_equal(diags.at[0].pos.line, 58);
    diags_release(&diags);
}

/* Folders ------------------------------------------------------------------------------------------------- */

struct folder {
    char path[CHECK_PATH];
};

static void folder_open(struct folder *folder)
{
    check_folder(folder->path);
}

static void folder_write(const struct folder *folder, const char *name, const char *bytes, size_t len)
{
    auto_strbuf struct strbuf path;
    strbuf_init(&path);
    strbuf_addf(&path, "%s/%s", folder->path, name);
    assert_true(file_write(path.at, bytes, len, 0644));
}

static void folder_close(struct folder *folder, const char *const *names)
{
    auto_strbuf struct strbuf path;
    strbuf_init(&path);
    for (; *names; names++) {
        strbuf_clear(&path);
        strbuf_addf(&path, "%s/%s", folder->path, *names);
        unlink(path.at);
    }
    assert_int_equal(rmdir(folder->path), 0);
}

static const char least[] = "id: least\ntitle: 最小\nyear: 2017\nkinds:\n  - {id: district, name: 区县, units: [{id: zd, name: 张店区}]}\n";

static void loads_an_evaluation_with_units_alone(void **state)
{
    (void)state;
    struct folder folder;
    folder_open(&folder);
    folder_write(&folder, "evaluation.yaml", least, sizeof least - 1);
    struct diags diags;
    diags_init(&diags);
    struct evaluation *evaluation = survey_load(folder.path, NULL, &diags);
    assert_int_equal(diags.count, 0);
    assert_non_null(evaluation);
    assert_int_equal(evaluation->instruments.count, 0);
    assert_int_equal(evaluation->rubric.tables.count, 0);
    assert_int_equal(evaluation->rubric.order.count, 0);
    assert_null(evaluation->report_date);
    check_close(evaluation->disclosure.min_base, 10, 0);
    evaluation_free(evaluation);
    diags_release(&diags);
    folder_close(&folder, (const char *const[]){"evaluation.yaml", NULL});
}

/* The same decisions as spreadsheet programs save them: BOM and semicolons with CR LF, GB18030. */
static void reads_decisions_in_the_encodings_of_spreadsheets(void **state)
{
    (void)state;
    static const struct {
        const char *bytes;
        size_t len;
    } forms[] = {
#define FORM(text) {text, sizeof(text) - 1}
        FORM("object,decision,reason,authority,who,date\nresponse:1,valid,核对,,张三,2018-06-12\n"),
        FORM("\xEF\xBB\xBFobject;decision;reason;authority;who;date\r\nresponse:1;valid;核对;;张三;2018-06-12\r\n\r\n;;;;;\r\n"),
        FORM("object,decision,reason,authority,who,date\r\nresponse:1,valid,\xBA\xCB\xB6\xD4,,\xD5\xC5\xC8\xFD,2018-06-12"),
        FORM("对象\t决定\t理由\t依据\t裁定人\t日期\nresponse:1\tvalid\t核对\t\t张三\t2018-06-12\n"),
        FORM("date,who,authority,reason,decision,object\n2018-06-12,张三,,\"核对\",valid,response:1\n"),
#undef FORM
    };
    for (size_t i = 0; i < COUNT_OF(forms); i++) {
        struct folder folder;
        folder_open(&folder);
        folder_write(&folder, "evaluation.yaml", least, sizeof least - 1);
        folder_write(&folder, "decisions.csv", forms[i].bytes, forms[i].len);
        struct diags diags;
        diags_init(&diags);
        struct evaluation *evaluation = survey_load(folder.path, NULL, &diags);
        assert_int_equal(diags.count, 0);
        assert_int_equal(evaluation->decisions.count, 1);
        assert_string_equal(evaluation->decisions.at[0].object, "response:1");
        assert_string_equal(evaluation->decisions.at[0].reason, "核对");
        assert_string_equal(evaluation->decisions.at[0].who, "张三");
        evaluation_free(evaluation);
        diags_release(&diags);
        folder_close(&folder, (const char *const[]){"evaluation.yaml", "decisions.csv", NULL});
    }
}

static void refuses_a_folder_that_is_none(void **state)
{
    (void)state;
    static const char *const folders[] = {"/nonexistent/evaluation", "Makefile"};
    for (size_t i = 0; i < COUNT_OF(folders); i++) {
        struct diags diags;
        diags_init(&diags);
        assert_null(survey_load(folders[i], NULL, &diags));
        assert_int_equal(diags.errors, 1);
        assert_string_equal(diags.at[0].pos.file, folders[i]);
        diags_release(&diags);
    }
}

/* A response file that was put in the place of the evaluation: refused by its size, not read. */
static void refuses_a_file_of_100_megabytes(void **state)
{
    (void)state;
    struct folder folder;
    folder_open(&folder);
    folder_write(&folder, "evaluation.yaml", "", 0);
    auto_strbuf struct strbuf path;
    strbuf_init(&path);
    strbuf_addf(&path, "%s/evaluation.yaml", folder.path);
    assert_int_equal(truncate(path.at, 100 * 1000 * 1000), 0);
    struct diags diags;
    diags_init(&diags);
    assert_null(survey_load(folder.path, NULL, &diags));
    assert_int_equal(diags.errors, 1);
    assert_string_equal(diags.at[0].text, "file is larger than 16 MB");
    diags_release(&diags);
    folder_close(&folder, (const char *const[]){"evaluation.yaml", NULL});
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_what_stands_at_the_top),
        cmocka_unit_test(keeps_units_in_official_order),
        cmocka_unit_test(links_attributes_to_units),
        cmocka_unit_test(links_what_does_not_apply),
        cmocka_unit_test(reads_instruments_in_order_of_bytes),
        cmocka_unit_test(makes_variables_in_order_of_the_questionnaire),
        cmocka_unit_test(links_scales_and_their_scores),
        cmocka_unit_test(links_figures_to_columns),
        cmocka_unit_test(links_own_units_and_weights_of_a_figure),
        cmocka_unit_test(links_earlier_figures),
        cmocka_unit_test(walks_trees_parents_first),
        cmocka_unit_test(fills_in_what_a_table_leaves_out),
        cmocka_unit_test(puts_each_table_after_those_it_rests_on),
        cmocka_unit_test(reads_decisions_with_quotes),
        cmocka_unit_test(keeps_places_with_chinese_columns_counted_twice),
        cmocka_unit_test(hands_over_each_condition_with_its_units),
        cmocka_unit_test(refuses_where_a_condition_is_refused),
        cmocka_unit_test(loads_an_evaluation_with_units_alone),
        cmocka_unit_test(reads_decisions_in_the_encodings_of_spreadsheets),
        cmocka_unit_test(refuses_a_folder_that_is_none),
        cmocka_unit_test(refuses_a_file_of_100_megabytes),
    };
    return cmocka_run_group_tests(tests, load, unload);
}
