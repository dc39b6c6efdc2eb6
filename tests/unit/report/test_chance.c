/* SPDX-License-Identifier: GPL-3.0-or-later
 * Blocks and names over chance, other rules and explanations: what they show, what they say where nothing was computed, what stays inside.
 */
#include "fixture.h"

#include "ceping/model_explain.h"

/* Intervals of the three districts: 张店 second, 淄川 first, 高新 without any. */
static void add_chance(struct fixture *f)
{
    struct arena *arena = f->results->arena;
    struct uncertainty *uncertainty = &f->results->uncertainty;
    *uncertainty = (struct uncertainty){.computed = true, .replicates = 2000, .seed = 7, .level = 0.95};
    f->evaluation->uncertainty.level = 0.95;
    for (size_t t = 0; t < f->results->tables.count; t++)
        LIST_ADD(arena, &uncertainty->tables);
    struct table_uncertainty *table = &uncertainty->tables.at[1];
    table->any = table->grouped = true;
    table->pairs = 1;
    static const double rows[3][8] = {{1, 88, 92, 1, 2, 1, 3, 30}, {1, 94.5, 97.25, 1, 1, 1, 2, 0}, {NAN, NAN, NAN, NAN, NAN, NAN, NAN, 100}};
    static const enum chance_group groups[] = {CHANCE_MIDDLE, CHANCE_AHEAD, CHANCE_NONE};
    for (size_t i = 0; i < 3; i++) {
        const double *r = rows[i];
        *LIST_ADD(arena, &table->rows) = (struct row_uncertainty){.se = r[0], .low = r[1], .high = r[2], .place_low = r[3], .place_high = r[4], .joint_low = r[5],
                                                                  .joint_high = r[6], .place = 1, .group = groups[i], .origins = {[VALUE_ONE_JUDGE] = r[7], [VALUE_DRAWN] = 100 - r[7]}};
    }
}

static void add_rules(struct fixture *f)
{
    struct arena *arena = f->results->arena;
    struct robustness *robustness = &f->results->robustness;
    *robustness = (struct robustness){.computed = true, .runs = 1000, .samples = 512, .weights = 20, .level = 0.95};
    for (size_t t = 0; t < f->results->tables.count; t++)
        LIST_ADD(arena, &robustness->tables);
    struct table_robustness *table = &robustness->tables.at[1];
    for (size_t i = 0; i < 3; i++) {
        struct row_robustness *row = LIST_ADD(arena, &table->rows);
        *row = (struct row_robustness){.least = 1, .greatest = (double)i + 1, .weights_low = 1, .weights_high = 1, .same = 98.5};
        for (size_t k = 0; k < ROBUSTNESS_KINDS; k++)
            row->kinds[k][0] = row->kinds[k][1] = k == ROBUST_POLICY ? 2 : (double)NAN;
    }
    LIST_ADD(arena, &table->cases)->changed = 2;
    LIST_ADD(arena, &table->cases);
    *LIST_ADD(arena, &table->inputs) = (struct robustness_input){"policy", "缺项处理", 0.4, 0.61};
    *LIST_ADD(arena, &table->inputs) = (struct robustness_input){"weights", "权重", -0.02, 0.1};
    table->moved = 0.333;
}

static void add_explanation(struct fixture *f)
{
    struct arena *arena = f->results->arena;
    const struct table_result *table = &f->results->tables.at[1];
    struct explanation *explanation = ARENA_NEW(arena, struct explanation);
    *explanation = (struct explanation){.result = table, .row = 0, .mean = 90, .printed_against = -1.5};
    for (size_t i = 0; i < table->table->nodes.count; i++) {
        struct explain_node *node = LIST_ADD(arena, &explanation->nodes);
        *node = (struct explain_node){.node = table->table->nodes.at[i], .leaf = true, .weight = 50, .effective = 50, .raw = 17.5, .score = 87.5, .mean_score = 89,
                                      .printed_points = 43.75, .printed_against = i == 0 ? -2 : 0.5, .needed = i == 0 ? 19.01 : (double)NAN, .needed_place = 1};
    }
    *LIST_ADD(arena, &explanation->effects) = (struct explain_effect){.kind = EFFECT_DECISION, .what = "form/k7：有效", .reason = "补签", .who = "组长", .date = "2018-06-01", .score = 89, .place = 2};
    *LIST_ADD(arena, &explanation->effects) = (struct explain_effect){.kind = EFFECT_RULE, .what = "问卷：漏答过多", .reason = "应答题目漏答过多", .score = 91, .place = 1};
    *LIST_ADD(arena, &f->results->explanations) = explanation;
}

static void check(struct fixture *f, const struct report_plan *plan, const struct unit *unit, const char *text, const char *const *wanted)
{
    char *got = build_text(f, plan, unit, text);
    for (; *wanted; wanted++)
        (**wanted == '!' ? expect_not_in : expect_in)(got, **wanted == '!' ? *wanted + 1 : *wanted);
    free(got);
}

#define CHECK(plan, unit, text, ...) check(f, (plan), (unit), (text), (const char *const[]){__VA_ARGS__, NULL})

static void uncertainty_as_table_and_picture(void **state)
{
    (void)state;
    struct fixture *f = fixture_new();
    add_chance(f);
    CHECK(f->overall, NULL, "```table\nkind: uncertainty\ntable: districts\n```\n", "| \"淄川\" | \"1\" | \"96.00\" | \"94.50–97.25\" | \"1\" | \"1–2\" | \"明显靠前\"",
          "| \"高新\" | \"3\" | \"84.00\" | \"—\" | \"—\" | \"—\"", "重新抽取2000次（种子7），置信度95%", "至多100%的权重出自单一评委");
    CHECK(f->overall, NULL, "```chart\nkind: intervals\ntable: districts\n```\n", "forest", "94.5", "97.25");
    CHECK(f->overall, NULL, "```table\nkind: uncertainty\ntable: projects\n```\n", "没有得分，无从给出区间");
    struct row_uncertainty *row = LIST_ADD(f->results->arena, &f->results->uncertainty.tables.at[results_table(f->results, "projects")->table->index].rows);
    *row = (struct row_uncertainty){.se = NAN, .origins = {[VALUE_ONE_JUDGE] = 100}};
    CHECK(f->overall, NULL, "```table\nkind: uncertainty\ntable: projects\n```\n", "得分全部出自单一评委或计数的工作记录，无法给出区间");
    *row = (struct row_uncertainty){.se = NAN, .origins = {[VALUE_DRAWN] = 40, [VALUE_ONE_JUDGE] = 60}};
    CHECK(f->overall, NULL, "```table\nkind: uncertainty\ntable: projects\n```\n", "无论抽到谁，得分都不变，无从给出区间");
    fixture_free(f);
}

static void other_rules_as_table_and_picture(void **state)
{
    (void)state;
    struct fixture *f = fixture_new();
    add_rules(f);
    CHECK(f->overall, NULL, "```table\nkind: robustness\ntable: districts\n```\n", "换缺项处理", "!去掉评分人", "| \"高新\" | \"3\" | \"1–3\" | \"2\"",
          "共试用2条其他规则，其中1条不改变任何名次");
    CHECK(f->overall, NULL, "```table\nkind: choices\ntable: districts\n```\n", "| \"缺项处理\" | \"40\" | \"61\"", "| \"权重\" | \"0\" | \"10\"", "名次平均变动0.33位");
    CHECK(f->overall, NULL, "```chart\nkind: places\ntable: districts\n```\n", "forest", "名次范围");
    CHECK(f->overall, NULL, "```table\nkind: robustness\ntable: projects\n```\n", "没有试用其他规则");
    fixture_free(f);
}

static void explanations_of_the_own_unit(void **state)
{
    (void)state;
    struct fixture *f = fixture_new();
    add_explanation(f);
    const struct unit *unit = &f->evaluation->kinds.at[0].units.at[0];
    CHECK(f->district, unit, "```table\nkind: explain\n```\n", "\"-2.00\"", "\"+0.50\"", "\"-1.50\"", "最大余数");
    CHECK(f->district, unit, "```table\nkind: needed\n```\n", "\"19.01\"", "只改变这一项");
    CHECK(f->district, unit, "```table\nkind: effects\n```\n", "form/k7：有效", "补签（组长，2018-06-01）", "问卷：漏答过多");
    write_template(f, "district", "```table\nkind: effects\n```\n");
    struct doc *doc = build_with(f, f->district, unit, EDITION_PUBLIC);
    assert_null(doc->blocks.at[0].table); /* they speak of single forms and of leaves that may be hidden: all of it stays inside */
    doc_free(doc);
    fixture_free(f);
}

static void explain_belongs_to_a_unit(void **state)
{
    (void)state;
    struct fixture *f = fixture_new();
    write_template(f, "overall", "```table\nkind: explain\n```\n");
    assert_null(build_with(f, f->overall, NULL, EDITION_INTERNAL));
    assert_non_null(strstr(f->diags.at[0].text, "report of a unit"));
    fixture_free(f);
}

static void names_say_it_in_sentences(void **state)
{
    (void)state;
    struct fixture *f = fixture_new();
    const struct unit *unit = &f->evaluation->kinds.at[0].units.at[0], *third = &f->evaluation->kinds.at[0].units.at[2];
    CHECK(f->district, unit, "{{#row.uncertainty}}有{{/row.uncertainty}}{{^row.uncertainty}}没有区间{{/row.uncertainty}}\n", "没有区间");
    add_chance(f);
    add_rules(f);
    add_explanation(f);
    CHECK(f->district, unit,
          "{{#row.uncertainty}}{{low}}至{{high}}，第{{place_low}}名至第{{place_high}}名，{{group}}，{{one_judge | percent:1}}{{/row.uncertainty}}；"
          "{{row.robustness.same | percent:1}}；{{row.explained.lowered}}{{row.explained.lowered_by}}；{{tables.districts.uncertainty.pairs}}；{{tables.districts.robustness.most}}\n",
          "88.00至92.00，第1名至第2名，中间，30.0%；98.5%；", "2.00；1；缺项处理");
    CHECK(f->district, third, "{{#row.uncertainty}}有{{/row.uncertainty}}{{^row.uncertainty}}没有区间{{/row.uncertainty}}\n", "没有区间");
    CHECK(f->overall, NULL, "{{#tables.districts.uncertainty.ahead}}{{unit.short}}{{/tables.districts.uncertainty.ahead}}明显靠前\n", "淄川明显靠前");
    fixture_free(f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(uncertainty_as_table_and_picture), cmocka_unit_test(other_rules_as_table_and_picture),
        cmocka_unit_test(explanations_of_the_own_unit),     cmocka_unit_test(explain_belongs_to_a_unit),
        cmocka_unit_test(names_say_it_in_sentences),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
