/* SPDX-License-Identifier: GPL-3.0-or-later
 * The public edition: prose without names, no pairs, no places that stay inside, nobody of the team.
 */
#include "fixture.h"

#include "../../../src/report/report_priv.h"

static struct unit *district(struct fixture *f, size_t i)
{
    return &f->evaluation->kinds.at[0].units.at[i];
}

/* Prose ------------------------------------------------------------------------------------------------------------ */

static const struct {
    const char *name, *text, *want;
} prose[] = {
    {"full name", "张店区起步较晚。", "有的区县起步较晚。"},
    {"short name", "在张店的做法", "在有的区县的做法"},
    {"several in a row", "张店区、淄川区和高新区力度不够", "有的区县力度不够"},
    {"full and short in a row", "张店、淄川区以及高新进展慢", "有的区县进展慢"},
    {"with the kind after it", "张店区、淄川区等区县进展慢", "有的区县进展慢"},
    {"apart", "张店区慢，而淄川区更慢", "有的区县慢，而有的区县更慢"},
    {"a longer name of another kind stays", "“淄川文化云”平台停用", "“淄川文化云”平台停用"},
    {"tags stay", "{{figures.张店}}，张店区", "{{figures.张店}}，有的区县"},
    {"nobody", "各单位总体较好。", "各单位总体较好。"},
    {"two kinds", "张店区和市教育局配合不够", "有的区县和有的部门配合不够"},
    {"empty", "", ""},
};

static void rename_units(struct fixture *f)
{
    f->evaluation->kinds.at[1].units.at[0].name = "“淄川文化云”平台";
    f->evaluation->kinds.at[1].units.at[0].short_name = "淄川文化云";
    f->evaluation->kinds.at[2].units.at[0].name = "市教育局";
    struct disclosure *disclosure = &f->evaluation->disclosure;
    LIST_ADD(f->evaluation->arena, &disclosure->anonymous)->text = "district";
    *LIST_ADD(f->evaluation->arena, &disclosure->anonymous_kinds) = &f->evaluation->kinds.at[0];
    *LIST_ADD(f->evaluation->arena, &disclosure->anonymous_kinds) = &f->evaluation->kinds.at[2];
}

static void names_are_left_out(void **state)
{
    (void)state;
    struct fixture *f = fixture_new();
    rename_units(f);
    struct names names = {.arena = f->evaluation->arena, .results = f->results, .evaluation = f->evaluation, .plan = f->overall, .edition = EDITION_PUBLIC};
    for (size_t i = 0; i < COUNT_OF(prose); i++)
        if (strcmp(anonymise(&names, prose[i].text), prose[i].want) != 0)
            fail_msg("%s: expected “%s”, got “%s”", prose[i].name, prose[i].want, anonymise(&names, prose[i].text));
    fixture_free(f);
}

static const struct {
    const char *name, *text, *want;
} english_prose[] = {
    {"full name", "Zhangdian District began late.", "A district began late."},
    {"with an article", "It does not suit the High-tech Zone.", "It does not suit a district."},
    {"an article that begins", "They did. The High-tech Zone did not.", "They did. A district did not."},
    {"several in a row", "so Zhangdian, Zichuan and the High-tech Zone were slow", "so a district were slow"},
    {"of somebody", "in Zhangdian's villages", "in a district's villages"},
    {"within a word", "Zhangdianese and NewZhangdian", "Zhangdianese and NewZhangdian"},
};

static void names_are_left_out_in_english(void **state)
{
    (void)state;
    struct fixture *f = fixture_new();
    rename_units(f);
    static const char *const given[][2] = {{"Zhangdian District", "Zhangdian"}, {"Zichuan District", "Zichuan"}, {"High-tech Zone", "High-tech Zone"}};
    struct unit_kind *kind = &f->evaluation->kinds.at[0];
    kind->name = "district";
    for (size_t i = 0; i < COUNT_OF(given); i++) {
        kind->units.at[i].name = given[i][0];
        kind->units.at[i].short_name = given[i][1];
    }
    struct names names = {.arena = f->evaluation->arena, .results = f->results, .evaluation = f->evaluation, .plan = f->overall, .edition = EDITION_PUBLIC, .language = "en"};
    for (size_t i = 0; i < COUNT_OF(english_prose); i++)
        if (strcmp(anonymise(&names, english_prose[i].text), english_prose[i].want) != 0)
            fail_msg("%s: expected “%s”, got “%s”", english_prose[i].name, english_prose[i].want, anonymise(&names, english_prose[i].text));
    fixture_free(f);
}

static struct strbuf public_text(struct fixture *f, const struct report_plan *plan, const struct unit *unit, enum edition edition, const char *text)
{
    write_template(f, plan->id, text);
    struct doc *doc = build_with(f, plan, unit, edition);
    assert_non_null(doc);
    struct strbuf out;
    strbuf_init(&out);
    doc_dump(doc, &out);
    doc_free(doc);
    return out;
}

static void findings_of_a_problem_name_nobody(void **state)
{
    (void)state;
    struct fixture *f = fixture_new();
    rename_units(f);
    struct finding *finding = LIST_ADD(f->evaluation->arena, &f->evaluation->findings);
    *finding = (struct finding){.id = "w1", .kind = "problem", .title = "张店区进展慢", .text = "淄川文化云在张店区停用，最低的是{{tables.districts.zc.unit}}。", .pos = {"evaluation.yaml", 9, 5, 0}};
    *LIST_ADD(f->evaluation->arena, &finding->units) = district(f, 0);
    static const char text[] = "{{#findings.problem}}{{title}}：{{& text}}［{{units | join:、}}］{{/findings.problem}}\n\n相关{{#findings.here}}{{title}}{{/findings.here}}。\n";
    struct strbuf out = public_text(f, f->district, district(f, 0), EDITION_PUBLIC, text);
    expect_in(out.at, "有的区县进展慢：淄川文化云在有的区县停用，最低的是有的区县。［—］");
    expect_in(out.at, "相关。"); /* a page of 张店 that said 有的区县 would say whom it means */
    strbuf_release(&out);
    out = public_text(f, f->district, district(f, 0), EDITION_INTERNAL, text);
    expect_in(out.at, "张店区进展慢：淄川文化云在张店区停用，最低的是淄川区。［张店区］");
    expect_in(out.at, "相关张店区进展慢。");
    strbuf_release(&out);
    fixture_free(f);
}

/* What stays inside -------------------------------------------------------------------------------------------------- */

static void places_beyond_the_first_stay_inside(void **state)
{
    (void)state;
    struct fixture *f = fixture_new();
    f->evaluation->disclosure.top = 1;
    LIST_ADD(f->evaluation->arena, &f->evaluation->disclosure.ranked_publicly)->text = "district";
    static const char text[] = "区县{{tables.districts.by_place.count}}末{{tables.districts.last.unit}}；项目末{{tables.projects.last.unit}}{{#tables.projects.by_place}}［{{unit}}］{{/tables.projects.by_place}}"
                               "；{{matrices.count}}{{cells.count}}{{#tables.cells.slices}}差{{/tables.cells.slices}}\n\n```table\nkind: matrix\ntable: cells\n```\n";
    struct strbuf out = public_text(f, f->overall, NULL, EDITION_PUBLIC, text);
    expect_in(out.at, "项目末—");
    expect_in(out.at, "公开版不列这部分内容。");
    expect_not_in(out.at, "差");
    expect_not_in(out.at, "末—；项目");
    strbuf_release(&out);
    out = public_text(f, f->overall, NULL, EDITION_INTERNAL, text);
    expect_not_in(out.at, "项目末—");
    expect_not_in(out.at, "公开版");
    strbuf_release(&out);

    size_t reports = 0;
    for (size_t i = 0; i < f->evaluation->kinds.at[1].units.count; i++)
        reports += report_is_public(f->results, f->project, &f->evaluation->kinds.at[1].units.at[i]);
    assert_true(reports <= 1);
    assert_true(report_is_public(f->results, f->district, district(f, 2)));
    assert_true(report_is_public(f->results, f->overall, NULL));
    fixture_free(f);
}

static void decisions_on_single_responses_stay_inside(void **state)
{
    (void)state;
    struct fixture *f = fixture_new();
    static const struct decision decisions[] = {
        {.object = "public/18", .decision = "withdraw", .reason = "重复", .who = "裁定人甲", .date = "2018-06-01"},
        {.object = "public/17", .decision = "valid", .reason = "核对原卷", .who = "裁定人甲", .date = "2018-06-01"},
        {.object = "comment:0123456789ab", .decision = "批准", .reason = "有代表性", .who = "裁定人甲", .date = "2018-06-01"},
        {.object = "rubric:weights", .decision = "采用", .reason = "会议决定", .who = "裁定人甲", .date = "2018-06-01"},
    };
    for (size_t i = 0; i < COUNT_OF(decisions); i++)
        *LIST_ADD(f->evaluation->arena, &f->evaluation->decisions) = decisions[i];
    static const char text[] = "{{#decisions}}{{object}}由{{who}}；{{/decisions}}\n\n```table\nkind: decisions\n```\n";
    struct strbuf out = public_text(f, f->overall, NULL, EDITION_PUBLIC, text);
    expect_in(out.at, "\"rubric:weights由—；\"");
    expect_not_in(out.at, "裁定人甲");
    expect_not_in(out.at, "public/17");
    expect_not_in(out.at, "comment:");
    strbuf_release(&out);
    out = public_text(f, f->overall, NULL, EDITION_INTERNAL, text);
    expect_in(out.at, "public/17由裁定人甲；");
    expect_in(out.at, "\"public/17\" | \"有效\" | \"核对原卷\"");
    expect_in(out.at, "\"public/18\" | \"撤回\" | \"重复\"");
    strbuf_release(&out);
    fixture_free(f);
}

/* Numbers that were taken out ----------------------------------------------------------------------------------------- */

static void hidden_numbers_are_stars(void **state)
{
    (void)state;
    struct fixture *f = fixture_new();
    struct figure_cell *cell = &f->results->figures.at[0].cells.at[0];
    cell->hidden = HIDDEN_DERIVED;
    cell->value = cell->numerator = cell->base = num_hidden();
    struct table_result *table = &f->results->tables.at[0];
    for (size_t t = 0; t < f->results->tables.count; t++)
        if (!strcmp(f->results->tables.at[t].table->id, "districts"))
            table = &f->results->tables.at[t];
    table->rows.at[0].facets[0][0].hidden = HIDDEN_BASE;
    table->rows.at[0].facets[0][0].weighted = num_hidden();
    struct strbuf out = public_text(f, f->district, district(f, 0), EDITION_PUBLIC,
                                    "率{{figures.satisfaction.zd}}，基数{{figures.satisfaction.zd.base}}，差{{figures.satisfaction.zd.difference}}。{{figures.satisfaction.zd.value | percent:1}}\n\n"
                                    "```table\nkind: figures\nfigures: [satisfaction]\nby: district\n```\n\n```chart\nkind: figure\nfigure: satisfaction\n```\n\n"
                                    "```table\nkind: facets\ntable: districts\nfacet: method\n```\n\n```chart\nkind: profile\ntable: districts\nfacet: method\n```\n");
    expect_in(out.at, "率*，基数*，差*。*");
    expect_in(out.at, "\"张店\" | \"*\" | \"*\"");
    expect_in(out.at, "不公布、图中未列：张店（保密作答人数少于规定下限，或为防止由其他数据推算）。");
    expect_in(out.at, "图中未画。");
    const char *facets = strstr(out.at, "平均得分"); /* who knew the mean and all the others would know the one */
    assert_non_null(facets);
    expect_in(facets, "\"*\" | \"*\" | \"*\"");
    strbuf_release(&out);
    fixture_free(f);
}

static void the_edition_is_said(void **state)
{
    (void)state;
    struct fixture *f = fixture_new();
    write_template(f, "overall", "# 报告\n\n```subtitle\n项目组\n```\n\n正文。\n");
    struct doc *doc = build_with(f, f->overall, NULL, EDITION_PUBLIC);
    assert_non_null(doc);
    report_say_public(doc);
    struct strbuf out;
    strbuf_init(&out);
    doc_dump(doc, &out);
    expect_in(out.at, "mark=\"公开版　模拟数据，非真实评估结果\"");
    assert_true(strstr(out.at, "项目组\"") < strstr(out.at, "（公开版）") && strstr(out.at, "（公开版）") < strstr(out.at, "正文"));
    strbuf_release(&out);
    doc_free(doc);
    fixture_free(f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_are_left_out), cmocka_unit_test(names_are_left_out_in_english),
        cmocka_unit_test(findings_of_a_problem_name_nobody),
        cmocka_unit_test(places_beyond_the_first_stay_inside),
        cmocka_unit_test(decisions_on_single_responses_stay_inside),
        cmocka_unit_test(hidden_numbers_are_stars),
        cmocka_unit_test(the_edition_is_said),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
