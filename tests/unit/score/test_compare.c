/* SPDX-License-Identifier: GPL-3.0-or-later
 * Year on year: units found by name though ids and sets changed, directions, chance, and what may not be compared.
 */
#include "build.h"

#include "ceping/score_compare.h"

struct years {
    struct world before, now;
};

static struct world year_world(const double *values, int units, const char *const *names)
{
    static const char *const kinds[] = {"d"};
    struct world world = world_new();
    add_kinds(&world, kinds, &units, 1);
    for (int i = 0; i < units; i++) {
        struct unit *unit = unit_at(&world, 0, (size_t)i);
        unit->name = unit->short_name = names[i];
    }
    struct table *table = add_table(&world, "districts", 0, -1);
    add_leaf(&world, &table->root, "a", 60, add_figure(&world, "a", 0, -1, values));
    add_leaf(&world, &table->root, "b", 40, add_figure(&world, "b", 0, -1, values));
    return world;
}

/* 甲 90 乙 85 丙 80 丁 70 → 乙 91 甲 88 戊 95 丙 86 (丁 is gone, 戊 is new, and ids have moved on). */
static struct years two_years(void)
{
    static const double before[] = {90, 85, 80, 70}, now[] = {91, 88, 95, 86};
    static const char *const names_before[] = {"甲县", "乙县", "丙县", "丁县"}, *const names_now[] = {"乙县", "甲县", "戊县", "丙区"};
    struct years years = {year_world(before, 4, names_before), year_world(now, 4, names_now)};
    *LIST_ADD(years.now.arena, &unit_at(&years.now, 0, 3)->aliases) = "丙县";
    return years;
}

static const struct comparison *compare(struct years *years)
{
    score(&years->before);
    score(&years->now);
    years->now.evaluation->uncertainty.level = 0.95;
    return score_compare(years->before.results, years->now.results, years->now.results->arena);
}

static void years_free(struct years *years)
{
    world_free(&years->before);
    world_free(&years->now);
}

static void units_are_matched_by_name(void **state)
{
    (void)state;
    struct years years = two_years();
    const struct compare_table *table = &compare(&years)->tables.at[0];
    assert_int_equal(table->rows.count, 5);
    assert_int_equal(table->common, 3);
    assert_int_equal(table->formula.count, 0);
    assert_int_equal(table->set.count, 2);
    assert_string_equal(table->set.at[0], "新增戊县");
    assert_string_equal(table->set.at[1], "不再有丁县");
    static const struct {
        double change, place_now, place_before, common_now, common_before, moved;
    } want[] = {{6, 2, 2, 1, 2, 1}, {-2, 3, 1, 2, 1, -1}, {NAN, 1, NAN, NAN, NAN, NAN}, {6, 4, 3, 3, 3, 0}, {NAN, NAN, 4, NAN, NAN, NAN}};
    for (size_t i = 0; i < 5; i++) {
        const struct compare_row *row = &table->rows.at[i];
        check_close(row->change, want[i].change, 1e-12);
        check_close(row->place_now, want[i].place_now, 0);
        check_close(row->place_before, want[i].place_before, 0);
        check_close(row->common_now, want[i].common_now, 0);
        check_close(row->common_before, want[i].common_before, 0);
        check_close(row->moved, want[i].moved, 0);
        assert_int_equal(row->chance, COMPARE_UNKNOWN); /* nobody computed intervals */
    }
    assert_null(table->rows.at[2].before);
    assert_null(table->rows.at[4].now);
    years_free(&years);
}

static void placeholders_are_nobody(void **state)
{
    (void)state;
    struct years years = two_years();
    unit_at(&years.now, 0, 0)->placeholder = true;
    assert_int_equal(compare(&years)->tables.at[0].common, 2);
    years_free(&years);
}

/* Standard errors 1 then and 0.5 now: 6 against z(3 units) · 1.118 = 2.394 · 1.118 = 2.68; 2 is within. */
static void changes_beyond_chance_are_marked(void **state)
{
    (void)state;
    struct years years = two_years();
    score(&years.before);
    score(&years.now);
    struct world *worlds[] = {&years.before, &years.now};
    for (size_t w = 0; w < 2; w++) {
        struct uncertainty *uncertainty = &worlds[w]->results->uncertainty;
        uncertainty->computed = true;
        struct table_uncertainty *table = LIST_ADD(worlds[w]->results->arena, &uncertainty->tables);
        for (size_t i = 0; i < 4; i++)
            LIST_ADD(worlds[w]->results->arena, &table->rows)->se = w == 0 ? 1 : 0.5;
    }
    years.now.evaluation->uncertainty.level = 0.95;
    const struct compare_table *table = &score_compare(years.before.results, years.now.results, years.now.results->arena)->tables.at[0];
    check_close(table->critical, 2.39397979981851, 1e-12); /* qnorm(1 - 0.025/3) */
    check_close(table->rows.at[0].se, sqrt(1.25), 1e-12);
    assert_int_equal(table->rows.at[0].chance, COMPARE_BEYOND);
    assert_int_equal(table->rows.at[1].chance, COMPARE_WITHIN);
    assert_int_equal(table->rows.at[2].chance, COMPARE_UNKNOWN);
    years_free(&years);
}

enum change { WEIGHT, TRANSFORM, LEAF_NEW, LEAF_GONE, POLICY, COVERAGE, STATISTIC, CONDITION, TRIM, BONUS, MAXIMUM, CHANGES };

static void change_rubric(struct years *years, enum change change)
{
    struct table *now = &years->now.evaluation->rubric.tables.at[0], *before = &years->before.evaluation->rubric.tables.at[0];
    struct figure *figure = &years->now.evaluation->figures.at[0];
    switch (change) {
    case WEIGHT:
        now->root.children.at[0].weight = 50;
        now->root.children.at[1].weight = 50;
        break;
    case TRANSFORM:
        now->root.children.at[0].transform = (struct transform){.kind = TRANSFORM_LINEAR, .to = 100};
        break;
    case LEAF_NEW:
        now->root.children.at[1].id = "c";
        break;
    case LEAF_GONE:
        before->root.children.at[1].id = "c";
        break;
    case POLICY:
        now->missing = POLICY_ZERO;
        break;
    case COVERAGE:
        now->coverage = 0.5;
        break;
    case STATISTIC:
        figure->statistic = STAT_TOP2;
        break;
    case CONDITION:
        figure->where.text = "resident = 1";
        break;
    case TRIM:
        figure->statistic = years->before.evaluation->figures.at[0].statistic = STAT_TRIMMED_MEAN;
        figure->trim = 2;
        break;
    case BONUS:
        *LIST_ADD(years->now.arena, &now->bonus) = (struct adjustment){.id = "prize", .name = "表彰", .figure = figure, .points = 1, .cap = 5};
        break;
    case MAXIMUM:
        now->score_max = 100;
        break;
    case CHANGES:
        break;
    }
}

static void what_was_made_otherwise_is_not_compared(void **state)
{
    (void)state;
    static const char *const want[CHANGES] = {
        [WEIGHT] = "“a”的权重由60改为50",
        [TRANSFORM] = "“a”的计分方法改变",
        [LEAF_NEW] = "取消指标“b”",
        [LEAF_GONE] = "取消指标“b”",
        [POLICY] = "“districts”的缺项处理改变",
        [COVERAGE] = "“districts”的缺项处理改变",
        [STATISTIC] = "a：算法由“算术平均”改为“",
        [CONDITION] = "a：计入条件改变",
        [TRIM] = "a：去掉最高最低分的规则改变",
        [BONUS] = "加分规则改变",
        [MAXIMUM] = "得分上限改变",
    };
    for (int change = 0; change < CHANGES; change++) {
        struct years years = two_years();
        change_rubric(&years, (enum change)change);
        const struct compare_table *table = &compare(&years)->tables.at[0];
        if (table->formula.count == 0)
            print_error("change %d gives no reason\n", change);
        assert_true(table->formula.count >= 1);
        if (strncmp(table->formula.at[0], want[change], strlen(want[change])) != 0)
            print_error("%s, not %s\n", table->formula.at[0], want[change]);
        assert_int_equal(strncmp(table->formula.at[0], want[change], strlen(want[change])), 0);
        for (size_t i = 0; i < table->rows.count; i++)
            assert_true(isnan(table->rows.at[i].change) && isnan(table->rows.at[i].moved));
        assert_false(isnan(table->rows.at[0].score_now)); /* both are still shown */
        years_free(&years);
    }
}

static void a_table_that_was_not_there(void **state)
{
    (void)state;
    struct years years = two_years();
    years.before.evaluation->rubric.tables.at[0].id = "other";
    const struct compare_table *table = &compare(&years)->tables.at[0];
    assert_null(table->before);
    assert_string_equal(table->formula.at[0], "上次评估没有该得分表");
    years_free(&years);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(units_are_matched_by_name),
        cmocka_unit_test(placeholders_are_nobody),
        cmocka_unit_test(changes_beyond_chance_are_marked),
        cmocka_unit_test(what_was_made_otherwise_is_not_compared),
        cmocka_unit_test(a_table_that_was_not_there),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
