/* SPDX-License-Identifier: GPL-3.0-or-later
 * Comparisons under a sample design or under weights alone: differences of pairs of groups, tables with Rao & Scott's test.
 */
#include "analysis_design.h"

/* Pairs -------------------------------------------------------------------------------------------------------------------- */

static enum stats_adjust adjust_of(const char *measure)
{
    return strcmp(measure, "benjamini_hochberg") == 0 ? STATS_ADJUST_BH : strcmp(measure, "bonferroni") == 0 ? STATS_ADJUST_BONFERRONI : STATS_ADJUST_HOLM;
}

static const struct {
    const char *key, *words;
} adjusts[STATS_ADJUSTS] = {
    [STATS_ADJUST_NONE] = {"p_adjusted", "不校正"},
    [STATS_ADJUST_BONFERRONI] = {"p_adjusted", "按邦费罗尼法"},
    [STATS_ADJUST_HOLM] = {"p_holm", "按霍尔姆法"},
    [STATS_ADJUST_BH] = {"p_adjusted", "按本杰明尼—霍赫贝格法"},
};

/* Each pair of groups, corrected for being many. */
static void difference_rows(struct analysis_work *work, struct analysis_block *block, const struct grouping *by, const struct survey_plan *plan, const double *y,
                            double scale, enum stats_adjust adjust)
{
    const int *group = survey_plan_groups(work, plan, by);
    int *side = ARENA_ARRAY(work->scratch, int, plan->n + 1);
    size_t pairs = 0, significant = 0, untested = 0;
    double *p = ARENA_ARRAY(work->scratch, double, by->count * by->count + 1);
    for (size_t a = 0; a < by->count; a++)
        for (size_t b = a + 1; b < by->count; b++) {
            for (size_t i = 0; i < plan->n; i++)
                side[i] = group[i] == (int)a ? 0 : group[i] == (int)b ? 1 : -1;
            struct stats_design_test t = stats_design_difference(plan->plan, y, side, ANALYSIS_LEVEL);
            if (!(t.n[0] > 0 && t.n[1] > 0))
                continue;
            struct analysis_row *row = block_row(work, block, arena_printf(work->scratch, "%s:%s", grouping_key(by, a), grouping_key(by, b)),
                                                 arena_printf(work->scratch, words_spoken(work, "%s－%s"), grouping_label(by, a), grouping_label(by, b)));
            double values[] = {t.n[0], t.n[1], scale * t.difference, scale * t.se, scale * t.low, scale * t.high, t.t, t.df, t.p};
            memcpy(row->values, values, sizeof values);
            if (t.n[0] < ANALYSIS_SMALL || t.n[1] < ANALYSIS_SMALL)
                row->note = words_spoken(work, SMALL_SAMPLE);
            untested += isnan(t.p);
            p[pairs++] = t.p;
        }
    stats_adjust(p, pairs, adjust, p);
    for (size_t i = 0; i < pairs; i++) {
        block->rows.at[i].values[9] = p[i];
        significant += p[i] < ANALYSIS_ALPHA;
    }
    if (untested > 0)
        block_warning(work, block, "%zu对中有一组没有差别或份数太少，未能检验", untested);
    const char *small = words_small_rows(work, block);
    if (pairs == 0 || untested == pairs)
        block_sentence(work, block, "数据不足或没有差别，未能检验%s。", small);
    else if (pairs == 1)
        block_sentence(work, block, "两组之间：%s%s。", words_difference(work, p[0], NAN, 0), small);
    else if (significant == 0)
        block_sentence(work, block, "%zu对比较中，校正后没有一对差异显著，不能据此区分高低%s。", pairs, small);
    else
        block_sentence(work, block, "%zu对比较中，校正后%zu对差异显著%s%s。", pairs, significant,
                       significant < pairs ? words_spoken(work, "；其余各对不能据此区分高低") : "", small);
}

void design_differences(struct analysis_work *work, const struct request *request, const struct survey_plan *plan, const struct analysis_item *item, bool rates,
                              enum stats_adjust adjust)
{
    double *y = ARENA_ARRAY(work->scratch, double, plan->n + 1);
    if (!survey_plan_values(work, plan, item, rates ? VALUE_SATISFIED : VALUE_NUMBER, y))
        return;
    survey_plan_missing(work, plan, item, 1);
    const char *title = arena_printf(work->scratch, words_spoken(work, plan->weights_only ? "%s：%s之间的差（加权）" : "%s：%s之间的差（抽样设计）"), item->label, request->by->title);
    struct analysis_block *block = block_new(work, request->measure, title, plan->weights_only ? "%s_weighted_difference_%s" : "%s_design_difference_%s", item->id, request->by->id);
    int decimals = rates ? 1 : 2;
    block_column(work, block, "n1", "前组回答", ANALYSIS_COUNT, 0);
    block_column(work, block, "n2", "后组回答", ANALYSIS_COUNT, 0);
    block_column(work, block, "difference", rates ? "差(百分点)" : "差", ANALYSIS_NUMBER, decimals);
    block_column(work, block, "se", "标准误", ANALYSIS_NUMBER, decimals + 1);
    block_column(work, block, "low", "95%下限", ANALYSIS_NUMBER, decimals);
    block_column(work, block, "high", "95%上限", ANALYSIS_NUMBER, decimals);
    block_column(work, block, "t", "t", ANALYSIS_NUMBER, 2);
    block_column(work, block, "df", "自由度", ANALYSIS_NUMBER, 0);
    block_column(work, block, "p", "P值", ANALYSIS_P, 3);
    block_column(work, block, adjusts[adjust].key, "校正P值", ANALYSIS_P, 3);
    block->missing = (double)survey_plan_without(y, plan->n);
    block->base = (double)plan->n - block->missing;
    survey_plan_describe(work, block, plan, arena_printf(work->scratch, words_spoken(work, rates ? "两组满意率之差，计入两组之间的协方差；校正P值%s，区间未校正"
                                                                                         : "两组均值之差，计入两组之间的协方差；校正P值%s，区间未校正"),
                                                         words_spoken(work, adjusts[adjust].words)));
    difference_rows(work, block, request->by, plan, y, rates ? 100 : 1, adjust);
}

void run_design_differences(struct analysis_work *work, const struct request *request)
{
    struct survey_plan plan;
    if (!survey_plan_of_request(work, request, &plan))
        return;
    for (size_t i = 0; i < request->count; i++)
        design_differences(work, request, &plan, &request->items[i], false, adjust_of(request->measure));
}

static void crosstab_block(struct analysis_work *work, const struct request *request, const struct survey_plan *plan, const struct analysis_item *item)
{
    double *y = ARENA_ARRAY(work->scratch, double, plan->n + 1);
    if (!survey_plan_values(work, plan, item, VALUE_OPTION, y))
        return;
    survey_plan_missing(work, plan, item, 1);
    const struct scale *scale = item->codes.scale;
    size_t columns = scale->options.count, rows = request->by->count;
    const int *group = survey_plan_groups(work, plan, request->by);
    int *option = ARENA_ARRAY(work->scratch, int, plan->n + 1);
    double *counts = ARENA_ARRAY(work->scratch, double, rows + 1), *table = ARENA_ARRAY(work->scratch, double, rows * columns + 1);
    for (size_t i = 0; i < plan->n; i++) {
        option[i] = isnan(y[i]) ? -1 : (int)y[i];
        if (option[i] >= 0 && group[i] >= 0)
            counts[group[i]]++;
    }
    struct stats_design_crosstab test = stats_design_crosstab(plan->plan, group, rows, option, columns, table);
    struct analysis_block *block = block_new(work, request->measure, arena_printf(work->scratch, words_spoken(work, "%s × %s（加权）"), item->label, request->by->title), plan->weights_only ? "%s_weighted_crosstab_%s" : "%s_design_crosstab_%s",
                                             item->id, request->by->id);
    block_column(work, block, "n", "有效回答", ANALYSIS_COUNT, 0);
    block_column(work, block, "weight", "权数合计", ANALYSIS_NUMBER, 0);
    for (size_t c = 0; c < columns; c++)
        if (scale->options.at[c].missing == MISSING_NONE)
            block_column(work, block, arena_printf(work->scratch, "option_%d", scale->options.at[c].code),
                         arena_printf(work->scratch, "%s(%%)", scale->options.at[c].label), ANALYSIS_PERCENT, 1);
    for (size_t g = 0; g < rows; g++) {
        if (counts[g] <= 0)
            continue;
        struct analysis_row *row = block_row(work, block, grouping_key(request->by, g), grouping_label(request->by, g));
        row->unit = grouping_unit(request->by, g);
        row->values[0] = counts[g];
        row->values[1] = stats_total(table + g * columns, columns);
        for (size_t c = 0, at = 2; c < columns; c++)
            if (scale->options.at[c].missing == MISSING_NONE)
                row->values[at++] = 100 * stats_share(table[g * columns + c], row->values[1]);
        if (counts[g] < ANALYSIS_SMALL)
            row->note = words_spoken(work, SMALL_SAMPLE);
    }
    block->base = test.n;
    block->missing = (double)survey_plan_without(y, plan->n);
    survey_plan_describe(work, block, plan, "占比以各组权数合计为基数；独立性用拉奥—斯科特二阶校正");
    if (isnan(test.p))
        block_check(work, block, "拉奥—斯科特检验无法进行：只有一行或一列有回答，或者空格太多");
    const char *found = words_relation(work, test.p, test.cramer_v);
    block_sentence(work, block, "%s与%s之间：%s%s。", item->label, request->by->title, found, words_small(work, test.n));
    if (isnan(test.p))
        return;
    struct analysis_block *tests = tests_beside(work, block, arena_printf(work->scratch, plan->weights_only ? "%s_weighted_crosstab_%s" : "%s_design_crosstab_%s", item->id, request->by->id));
    test_line(work, tests, "rao_scott", arena_printf(work->scratch, words_spoken(work, "拉奥—斯科特F（分母自由度%s）"), words_number(work, test.df2, 1)), (const double[]){test.f, test.df1, test.p, NAN, NAN});
    test_line(work, tests, "first_order", "一阶校正χ²", (const double[]){test.pearson / test.mean_deff, NAN, test.p_chisq, NAN, NAN});
    test_line(work, tests, "pearson", "未校正的皮尔逊χ²", (const double[]){test.pearson, NAN, NAN, NAN, NAN});
    test_line(work, tests, "mean_deff", "平均设计效应", (const double[]){test.mean_deff, NAN, NAN, NAN, NAN});
    test_line(work, tests, "cramers_v", "克莱姆V", (const double[]){test.cramer_v, NAN, NAN, NAN, NAN});
}

void run_design_crosstab(struct analysis_work *work, const struct request *request)
{
    struct survey_plan plan;
    if (!survey_plan_of_request(work, request, &plan))
        return;
    for (size_t i = 0; i < request->count; i++)
        crosstab_block(work, request, &plan, &request->items[i]);
}
