/* SPDX-License-Identifier: GPL-3.0-or-later
 * Each kind of fenced block against a small evaluation; and the report as a whole.
 */
#include "fixture.h"

static const struct unit *district(const struct fixture *f, int i)
{
    return &f->evaluation->kinds.at[0].units.at[i];
}

static void check_block(const struct report_plan *plan, struct fixture *f, const struct unit *unit, const char *text, const char *const *wanted)
{
    char *got = build_text(f, plan, unit, text);
    for (; *wanted; wanted++)
        if (**wanted == '!')
            expect_not_in(got, *wanted + 1);
        else
            expect_in(got, *wanted);
    free(got);
}

#define CHECK(plan, unit, text, ...) \
    do { \
        const char *const wanted[] = {__VA_ARGS__, NULL}; \
        check_block((plan), f, (unit), (text), wanted); \
    } while (0)

static void ranking_is_in_order_of_places(void **state)
{
    (void)state;
    struct fixture *f = fixture_new();
    char *got = build_text(f, f->overall, NULL, "```table\ntable: districts\n```\n");
    expect_in(got, "| \"名次\" | \"区县\" | \"得分\"");
    const char *first = strstr(got, "| \"1\" | \"淄川区\" | \"96.00\""), *second = strstr(got, "| \"2\" | \"张店区\" | \"90.00\"");
    assert_non_null(first);
    assert_non_null(second);
    assert_true(first < second);
    expect_in(got, "平均得分90.00分");
    expect_in(got, "高新有1项不适用，对不适用项剔除并按其余权重折算");
    free(got);
    fixture_free(f);
}

static void ranking_marks_the_own_unit(void **state)
{
    (void)state;
    struct fixture *f = fixture_new();
    CHECK(f->district, district(f, 0), "```table\ntable: districts\n```\n", "row strong group=1 | \"2\" | \"张店区\"", "!row strong group=1 | \"1\"");
    /* beyond the top, the own unit stays */
    CHECK(f->district, district(f, 2), "```table\ntable: districts\ntop: 1\n```\n", "\"淄川区\"", "row strong group=1 | \"3\" | \"高新区\"", "!\"张店区\"");
    CHECK(f->overall, NULL, "```table\ntable: districts\norder: official\ncolumns: [short, score]\n```\n",
          "row group=1 | \"张店\" | \"90.00\"\n    row group=1 | \"淄川\" | \"96.00\"");
    fixture_free(f);
}

static void ranking_columns(void **state)
{
    (void)state;
    struct fixture *f = fixture_new();
    CHECK(f->overall, NULL, "```table\ntable: projects\ncolumns: [unit, lead, method, public, natural_place, difference, status, coverage]\n```\n",
          "\"项目\" | \"牵头部门\" | \"部门评估\" | \"问卷评估\" | \"问卷评估\" | \"按得分的名次\" | \"与平均之差\" | \"状态\" | \"数据覆盖（%）\"",
          "\"项目三\" | \"乙局\" | \"99.00\" | \"94.00\" | \"94.00\" | \"1\" | \"1.00\" | \"未持续推广\" | \"100.0\"");
    fixture_free(f);
}

static void missing_is_a_dash_never_zero(void **state)
{
    (void)state;
    struct fixture *f = fixture_new();
    CHECK(f->overall, NULL, "```table\ntable: projects\n```\n", "| \"—\" | \"项目|二*\" | \"—\"", "未得分、不排名：二（无数据）", "!\"0.00\"");
    CHECK(f->overall, NULL, "```table\nkind: matrix\ntable: cells\n```\n", "\"三\" | \"90.00\"", "| \"—\" | \"93.00\"", "“—”表示不适用");
    CHECK(f->overall, NULL, "```chart\nkind: heat\ntable: cells\n```\n", "94 98 -", "series \"高新\"", "“—”表示不适用");
    CHECK(f->overall, NULL, "```table\nkind: frequencies\nquestion: public.overall\nby: district\n```\n", "\"高新\" | \"0\" | \"—\" | \"—\" | \"—\"");
    CHECK(f->overall, NULL, "```table\nkind: figures\nfigures: [satisfaction]\nby: district\n```\n", "\"高新\" | \"—\" | \"0\"");
    fixture_free(f);
}

static void fixed_places_say_why(void **state)
{
    (void)state;
    struct fixture *f = fixture_new();
    CHECK(f->overall, NULL, "```table\ntable: projects\n```\n", "| \"2\" | \"项目一\"", "| \"3\" | \"项目三\"",
          "“三”固定列第3名，原因：未持续推广（依据：评估方案）；按得分应为第1名。");
    CHECK(f->overall, NULL, "```table\nkind: fixed\ntable: projects\n```\n", "\"项目三\" | \"3\" | \"1\" | \"未持续推广\" | \"评估方案\"");
    CHECK(f->overall, NULL, "```table\nkind: fixed\ntable: districts\n```\n", "没有固定名次");
    CHECK(f->overall, NULL, "```table\nkind: missing\ntable: projects\n```\n", "\"项目|二*\" | \"无数据\"");
    fixture_free(f);
}

static void a_mean_of_printed_scores_that_differs_is_said(void **state)
{
    (void)state;
    struct fixture *f = fixture_new();
    struct table_result *table = &f->results->tables.at[1];
    CHECK(f->overall, NULL, "```table\ntable: districts\n```\n", "平均得分90.00分。", "!按表中列出");
    table->mean = 90.004;
    table->printed_mean_of_printed = 90.005;
    CHECK(f->overall, NULL, "```table\ntable: districts\n```\n", "平均得分90.00分，按未取舍的得分计算；按表中列出的得分计算为90.01分。");
    fixture_free(f);
}

static void policies_show_who_moves(void **state)
{
    (void)state;
    struct fixture *f = fixture_new();
    CHECK(f->overall, NULL, "```table\nkind: policies\ntable: districts\n```\n", "\"剔除并按其余权重折算\" columns=2", "\"按零分计\" columns=2",
          "\"淄川\" | \"96.00\" | \"1\" | \"76.00\" strong | \"3\" strong", "本报告采用“剔除并按其余权重折算”");
    f->results->tables.at[1].policies.at[1].same_as_default = true;
    CHECK(f->overall, NULL, "```table\nkind: policies\ntable: districts\n```\n", "“按零分计”与本报告采用的办法得分完全相同");
    CHECK(f->overall, NULL, "```table\nkind: policies\ntable: projects\n```\n", "没有不适用或缺失的项");
    fixture_free(f);
}

static void facets_against_the_mean(void **state)
{
    (void)state;
    struct fixture *f = fixture_new();
    CHECK(f->district, district(f, 1), "```table\nkind: facets\ntable: districts\nfacet: method\n```\n",
          "\"部门评估\" | \"60\" | \"98.00\" | \"92.00\" | \"6.00\" | \"1\"", "\"问卷评估\" | \"40\" | \"93.00\" | \"87.00\" | \"6.00\" | \"1\"",
          "row strong group=1 | \"综合得分\" | \"100\" | \"96.00\" | \"90.00\" | \"6.00\" | \"1\"", "!现场评估");
    CHECK(f->overall, NULL, "```table\nkind: facets\ntable: districts\nfacet: method\n```\n", "\"淄川\" | \"98.00\" | \"93.00\" | \"96.00\"",
          "row strong group=1 | \"平均\" | \"92.00\" | \"87.00\" | \"90.00\"");
    CHECK(f->district, district(f, 1), "```chart\nkind: profile\ntable: districts\nfacet: method\n```\n", "categories \"部门评估\" \"问卷评估\"",
          "series \"淄川\"", "values 98 93", "series \"平均\"", "values 92 87");
    CHECK(f->overall, NULL, "```table\nkind: weights\nfacet: method\ntables: [districts]\n```\n", "\"部门评估\" | \"60\"", "\"现场评估\" | \"—\"");
    fixture_free(f);
}

static void cells_of_each_kind_of_unit(void **state)
{
    (void)state;
    struct fixture *f = fixture_new();
    static const char text[] = "```table\nkind: cells\ntable: cells\n```\n";
    CHECK(f->district, district(f, 2), text, "\"一\" | \"94.00\" | \"92.00\" | \"2.00\" | \"1\"", "\"三\" | \"—\" | \"93.00\" | \"—\" | \"—\"", "高新区不设人大");
    CHECK(f->project, &f->project->each->units.at[0], text, "\"张店\" | \"90.00\" | \"-2.00\" | \"3\"", "平均得分为同一项目各区县得分的平均，为92.00分", "!高新区不设人大");
    CHECK(f->project, &f->project->each->units.at[0], "```table\nkind: cells\ntable: cells\nnodes: yes\n```\n", "\"张店\" | \"92.00\" | \"87.00\" | \"90.00\"");
    CHECK(f->department, &f->department->each->units.at[1], text, "\"三\" | \"张店\" | \"90.00\"", "!\"二\" |");
    CHECK(f->department, &f->department->each->units.at[1], "```table\nkind: matrix\ntable: cells\n```\n", "\"三\" |", "!\"二\" |");
    CHECK(f->overall, NULL, "```table\nkind: slices\ntable: cells\ntop: 1\n```\n", "\"二\" | \"94.00\" | \"98.00\" | \"高新\" | \"90.00\" | \"张店\" | \"8.00\"",
          "!\"一\" |");
    CHECK(f->overall, NULL, "```chart\nkind: slices\ntable: cells\n```\n", "categories \"二\" \"三\" \"一\"", "values 8 6 4");
    CHECK(f->overall, NULL, "```table\nkind: not_applicable\n```\n", "\"项目\" | \"区县\" | \"原因\"", "\"项目三\" | \"高新区\" | \"高新区不设人大\" | \"—\"");
    CHECK(f->district, district(f, 0), "```table\nkind: not_applicable\n```\n", "各项均适用");
    fixture_free(f);
}

static void answers_with_their_bases(void **state)
{
    (void)state;
    struct fixture *f = fixture_new();
    static const char text[] = "```table\nkind: frequencies\nquestion: public.overall\n```\n";
    CHECK(f->overall, NULL, text, "\"全部\" columns=2", "\"满意\" | \"805\" | \"91.5\"", "\"不了解\" | \"5\" | \"—\"", "\"有效回答\" | \"880\" | \"100.0\"",
          "占比以有效回答为分母");
    CHECK(f->district, district(f, 0), text, "\"张店\" columns=2", "\"满意\" | \"90\" | \"90.0\" | \"805\" | \"91.5\"");
    CHECK(f->overall, NULL, "```table\nkind: frequencies\nquestion: public.overall\nby: district\n```\n", "\"区县\" | \"有效回答\" | \"满意\" | \"一般\" | \"不满意\"",
          "\"张店\" | \"100\" | \"90.0\" | \"9.0\" | \"1.0\"", "\"全部\" | \"880\"");
    CHECK(f->district, district(f, 0), "```chart\nkind: stacked\nquestion: public.overall\n```\n", "categories \"张店\" \"全部\"", "series \"满意\"", "values 90 805",
          "有效回答：张店为100，全部为880。", "!series \"不了解\"");
    CHECK(f->overall, NULL, "```table\nkind: figures\nfigures: [satisfaction, visits]\n```\n",
          "\"群众满意率\" | \"91.5%\" | \"880\" | \"回答满意者占有效回答的比例\"", "\"实地考察\" | \"183次\" | \"17\"");
    CHECK(f->district, district(f, 1), "```table\nkind: figures\nfigures: [satisfaction, visits]\ndefinitions: no\n```\n",
          "\"群众满意率\" | \"91.0%\" | \"100\" | \"91.5%\" | \"880\"", "\"实地考察\" | \"—\" | \"—\" | \"183次\" | \"17\"");
    CHECK(f->district, district(f, 1), "```chart\nkind: figure\nfigure: satisfaction\n```\n", "categories \"淄川\" \"张店\"", "values 91 90", "highlight=0");
    fixture_free(f);
}

static void how_the_data_came_about(void **state)
{
    (void)state;
    struct fixture *f = fixture_new();
    CHECK(f->overall, NULL, "```table\nkind: collection\n```\n", "\"910\" | \"900\" | \"0\" | \"15\" | \"885\" | \"98.90\" | \"98.33\" | \"97.25\"",
          "回收率＝回收÷发放");
    CHECK(f->overall, NULL, "```table\nkind: rules\ninstrument: public\n```\n", "\"漏答超过三分之一\" | \"作废\" | \"15\" | \"16\" | \"—\"");
    CHECK(f->overall, NULL, "```table\nkind: earlier\n```\n", "\"群众满意率\" | \"2016\" | \"91.9%\" | \"91.5%\"", "口径不同", "比2015年提高3.0个百分点");
    CHECK(f->overall, NULL, "```table\nkind: decisions\n```\n", "没有人工裁定");
    fixture_free(f);
}

static void small_bases_stay_inside(void **state)
{
    (void)state;
    struct fixture *f = fixture_new();
    f->evaluation->disclosure.min_base = 101;
    write_template(f, "district", "{{figures.satisfaction.zd}} {{figures.satisfaction.value | percent:1}}\n\n"
                                  "```table\nkind: figures\nfigures: [satisfaction]\nby: district\n```\n\n"
                                  "```table\nkind: frequencies\nquestion: public.overall\nby: district\n```\n");
    struct doc *doc = build_with(f, f->district, district(f, 0), EDITION_PUBLIC);
    assert_non_null(doc);
    struct strbuf out;
    strbuf_init(&out);
    doc_dump(doc, &out);
    expect_in(out.at, "\"* 91.5%\"");
    expect_in(out.at, "\"张店\" | \"*\" | \"*\"");
    expect_in(out.at, "“*”表示不公布");
    expect_not_in(out.at, "90.0%");
    doc_free(doc);
    doc = build_with(f, f->district, district(f, 0), EDITION_INTERNAL);
    strbuf_clear(&out);
    doc_dump(doc, &out);
    expect_in(out.at, "\"90.0% 91.5%\"");
    strbuf_release(&out);
    doc_free(doc);
    fixture_free(f);
}

static void the_public_edition_ranks_what_it_may(void **state)
{
    (void)state;
    struct fixture *f = fixture_new();
    f->evaluation->disclosure.top = 1;
    LIST_ADD(f->evaluation->arena, &f->evaluation->disclosure.ranked_publicly)->text = "district";
    write_template(f, "overall", "```table\ntable: districts\n```\n\n```table\ntable: projects\n```\n\n```chart\ntable: projects\norder: official\n```\n");
    struct doc *doc = build_with(f, f->overall, NULL, EDITION_PUBLIC);
    assert_non_null(doc);
    assert_int_equal(doc->blocks.at[0].table->rows.count, 3);
    assert_int_equal(doc->blocks.at[1].table->rows.count, 1);
    expect_in(doc->blocks.at[1].table->note, "公开版只列前1名。");
    expect_not_in(doc->blocks.at[1].table->note, "未持续推广");
    assert_int_equal(doc->blocks.at[2].kind, DOC_NOTE); /* nobody has place 1: a fixed place stands above it */
    doc_free(doc);
    fixture_free(f);
}

static void notes_captions_and_ids(void **state)
{
    (void)state;
    struct fixture *f = fixture_new();
    CHECK(f->overall, NULL, "见[表](#t1)\n\n```table\ntable: districts\nid: t1\ncaption: \"{{evaluation.year}}年: 得分\"\nnote: 另见附件。\nlandscape: yes\n```\n",
          "caption=\"2017年: 得分\"", "。另见附件。\"", "landscape", "id=\"t1\"");
    fixture_free(f);
}

static void the_document_is_described(void **state)
{
    (void)state;
    struct fixture *f = fixture_new();
    write_template(f, "overall", "# 报告\n");
    struct doc *doc = build_with(f, f->overall, NULL, EDITION_INTERNAL);
    assert_non_null(doc);
    assert_string_equal(doc->title, "报告");
    assert_string_equal(doc->author, "市委党校项目组");
    assert_string_equal(doc->mark, "模拟数据，非真实评估结果");
    assert_string_equal(doc->data_hash, "abc123");
    assert_string_equal(doc->date, "2018-07-06");
    doc_free(doc);
    f->evaluation->simulated = false;
    write_template(f, "overall", "没有标题\n");
    doc = build_with(f, f->overall, NULL, EDITION_INTERNAL);
    assert_string_equal(doc->title, "第三方评估报告");
    assert_null(doc->mark);
    doc_free(doc);
    fixture_free(f);
}

static void file_names_stay_in_the_folder(void **state)
{
    (void)state;
    struct fixture *f = fixture_new();
    static const struct {
        const char *pattern, *wanted;
    } rows[] = {{NULL, "district-zd"}, {"{unit}", "zd"}, {"a-{unit}-b", "a-zd-b"}, {"../{unit}", "_._zd"}, {"x/../{unit}", "x_.._zd"}};
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct strbuf out;
        strbuf_init(&out);
        f->district->file = rows[i].pattern;
        report_file_name(f->district, district(f, 0), &out);
        assert_string_equal(out.at, rows[i].wanted);
        strbuf_release(&out);
    }
    struct strbuf out;
    strbuf_init(&out);
    report_file_name(f->overall, NULL, &out);
    assert_string_equal(out.at, "overall");
    strbuf_release(&out);
    fixture_free(f);
}

static void names_are_listed_with_values(void **state)
{
    (void)state;
    struct fixture *f = fixture_new();
    struct strbuf out;
    strbuf_init(&out);
    report_names(f->results, f->district, district(f, 1), LANGUAGE_CHINESE, &out);
    expect_in(out.at, "evaluation.team\t市委党校项目组\n");
    expect_in(out.at, "figures.satisfaction.value\t91.5\n");
    expect_in(out.at, "row.score\t96.00\n");
    expect_in(out.at, "unit.name\t淄川区\n");
    expect_in(out.at, "given.symposia\t30余场\n");
    expect_in(out.at, "unit.row.score\t96.00\n");
    expect_in(out.at, "row\t淄川区 → unit.row\n"); /* the parts of a shape stand once */
    expect_in(out.at, "tables.districts\t→ table\n");
    expect_in(out.at, "satisfaction.earlier.2016.value\t91.9\n");
    strbuf_release(&out);
    fixture_free(f);
}

/* 淄川 96.00, 张店 90.00, 高新 84.00; under another policy 张店 and 高新 change places. */
static void charts_of_places_that_move(void **state)
{
    (void)state;
    struct fixture *f = fixture_new();
    struct table_result *districts = (struct table_result *)results_table(f->results, "districts");
    districts->policies.count = 1;
    districts->policies.at[0].same_as_default = false;
    static double moved[] = {3, 1, 2};
    districts->policies.at[0].places = moved;
    CHECK(f->overall, NULL, "```chart\nkind: slope\ntable: districts\nacross: policies\n```\n", "slope decimals=0",
          "series \"张店\"\n      values 2 3\n", "series \"高新\"\n      values 3 2\n", "lower_is_better", "斜线图：");
    /* without a place of an earlier year there is no change to draw */
    CHECK(f->overall, NULL, "```chart\nkind: slope\ntable: districts\n```\n", "没有可供绘图的数据", "!slope decimals");
    for (int i = 0; i < 3; i++) {
        struct earlier *earlier = LIST_ADD(f->evaluation->arena, &f->evaluation->earlier);
        *earlier = (struct earlier){.unit = (struct unit *)district(f, i == 2 ? 0 : i), .year = i == 2 ? 2014 : 2016, .value = NAN, .numerator = NAN, .denominator = NAN, .place = 3 - i};
    }
    CHECK(f->overall, NULL, "```chart\nkind: slope\ntable: districts\n```\n", "categories \"2014年\" \"2016年\" \"2017年\"",
          "series \"张店\"\n      values 1 3 2\n", "series \"淄川\"\n      values - 2 1\n", "series \"高新\"\n      values - - 3\n");
    fixture_free(f);
}

static void charts_of_distributions(void **state)
{
    (void)state;
    struct fixture *f = fixture_new();
    /* 84, 90, 96 in classes of 5, the lower end in */
    CHECK(f->district, district(f, 1), "```chart\nkind: histogram\ntable: districts\n```\n", "histogram decimals=0",
          "categories \"80–85\" \"85–90\" \"90–95\" \"95–100\"", "values 1 0 1 1\n", "highlight=3");
    CHECK(f->overall, NULL, "```chart\nkind: box\ntable: districts\nfacet: method\n```\n", "box decimals=2", "series \"中位\"", "箱线图：");
    struct table_result *districts = (struct table_result *)results_table(f->results, "districts");
    for (size_t i = 0; i < districts->rows.count; i++)
        districts->rows.at[i].score = NAN;
    CHECK(f->overall, NULL, "```chart\nkind: histogram\ntable: districts\n```\n", "没有可供绘图的数据");
    fixture_free(f);
}

static void charts_of_stages_and_times(void **state)
{
    (void)state;
    struct fixture *f = fixture_new();
    struct given *given = LIST_ADD(f->evaluation->arena, &f->evaluation->given);
    *given = (struct given){.id = "finalists", .name = "入围", .value = 12, .unit = "场"};
    CHECK(f->overall, NULL, "```chart\nkind: funnel\ngiven: [symposia, finalists]\ncaption: 遴选\n```\n", "funnel decimals=0", "categories \"座谈会\" \"入围\"", "values 30 12\n",
          "caption=\"遴选\"");
    CHECK(f->overall, NULL, "```chart\nkind: funnel\ninstrument: public\n```\n", "categories \"发放\" \"回收\" \"有效\"", "values 910 900 885\n");
    CHECK(f->overall, NULL, "```chart\nkind: line\nfigures: satisfaction\n```\n", "line decimals=", "categories \"张店\" \"淄川\" \"高新\"", "values 90 91 -\n");
    CHECK(f->overall, NULL, "```chart\nkind: profile\ntable: districts\nfacet: method\nshape: radar\n```\n", "radar decimals=2");
    fixture_free(f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ranking_is_in_order_of_places),
        cmocka_unit_test(ranking_marks_the_own_unit),
        cmocka_unit_test(ranking_columns),
        cmocka_unit_test(missing_is_a_dash_never_zero),
        cmocka_unit_test(fixed_places_say_why),
        cmocka_unit_test(a_mean_of_printed_scores_that_differs_is_said),
        cmocka_unit_test(policies_show_who_moves),
        cmocka_unit_test(facets_against_the_mean),
        cmocka_unit_test(cells_of_each_kind_of_unit),
        cmocka_unit_test(answers_with_their_bases),
        cmocka_unit_test(how_the_data_came_about),
        cmocka_unit_test(small_bases_stay_inside),
        cmocka_unit_test(the_public_edition_ranks_what_it_may),
        cmocka_unit_test(charts_of_places_that_move),
        cmocka_unit_test(charts_of_distributions),
        cmocka_unit_test(charts_of_stages_and_times),
        cmocka_unit_test(notes_captions_and_ids),
        cmocka_unit_test(the_document_is_described),
        cmocka_unit_test(file_names_stay_in_the_folder),
        cmocka_unit_test(names_are_listed_with_values),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
