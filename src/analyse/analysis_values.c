/* SPDX-License-Identifier: GPL-3.0-or-later
 * Values of items that are asked for: the shape of a distribution, intervals of a share side by side, boxes, recommendation, the same people twice,
 * two groups by ranks.
 */
#include "analysis_priv.h"

#include "ceping/stats_intervals.h"

static double *values_of(struct analysis_work *work, const struct analysis_item *item, enum analysis_value kind, size_t *ret_n, double *ret_missing)
{
    struct cases cases;
    cases_make(work, item, 1, kind, &cases);
    *ret_missing = (double)cases_complete(work, &cases);
    *ret_n = cases.n;
    return cases.x;
}

static struct analysis_row *row_of(struct analysis_work *work, struct analysis_block *block, const char *key, const char *label, double n)
{
    struct analysis_row *row = block_row(work, block, key, label);
    if (n < ANALYSIS_SMALL)
        row->note = words_spoken(work, SMALL_SAMPLE);
    return row;
}

void values_shape(struct analysis_work *work, const struct analysis_item *items, size_t count)
{
    struct analysis_block *block = block_new(work, "skewness", arena_printf(work->scratch, "%s：分布形状", items[0].label), "%s_shape", items[0].id);
    block_column(work, block, "n", "个数", ANALYSIS_COUNT, 0);
    block_column(work, block, "skewness", "偏度", ANALYSIS_NUMBER, 3);
    block_column(work, block, "skewness_se", "偏度标准误", ANALYSIS_NUMBER, 3);
    block_column(work, block, "kurtosis", "超额峰度", ANALYSIS_NUMBER, 3);
    block_column(work, block, "kurtosis_se", "峰度标准误", ANALYSIS_NUMBER, 3);
    for (size_t i = 0; i < count; i++) {
        size_t n;
        double missing;
        const double *x = values_of(work, &items[i], VALUE_NUMBER, &n, &missing);
        struct stats_shape shape = stats_shape(x, NULL, n);
        struct analysis_row *row = row_of(work, block, items[i].id, items[i].label, (double)n);
        double values[] = {(double)n, shape.G1, shape.se_G1, shape.G2, shape.se_G2};
        memcpy(row->values, values, sizeof values);
    }
    block_method(work, block, "偏度、峰度为G1、G2（SPSS和Excel的算法）；标准误按正态分布");
    block_sentence(work, block, "偏度为负表示多数回答偏高、少数很低；与0相差不到两倍标准误的，不能说分布偏斜%s。", words_small_rows(work, block));
}

/* Wilson, corrected Wilson and Clopper–Pearson beside each other, for every option. */
void values_shares(struct analysis_work *work, const struct analysis_item *item)
{
    const struct scale *scale = item->codes.scale;
    size_t n;
    double missing, *counts = ARENA_ARRAY(work->scratch, double, scale->options.count + 1);
    const double *x = values_of(work, item, VALUE_OPTION, &n, &missing);
    for (size_t i = 0; i < n; i++)
        counts[(size_t)x[i]]++;
    struct analysis_block *block = block_new(work, "share_exact", arena_printf(work->scratch, "%s：占比的区间", item->label), "%s_shares", item->id);
    block_column(work, block, "count", "人数", ANALYSIS_COUNT, 0);
    block_column(work, block, "percent", "占比(%)", ANALYSIS_PERCENT, 1);
    block_column(work, block, "wilson_low", "威尔逊下限", ANALYSIS_PERCENT, 1);
    block_column(work, block, "wilson_high", "上限", ANALYSIS_PERCENT, 1);
    block_column(work, block, "corrected_low", "校正下限", ANALYSIS_PERCENT, 1);
    block_column(work, block, "corrected_high", "上限", ANALYSIS_PERCENT, 1);
    block_column(work, block, "exact_low", "精确下限", ANALYSIS_PERCENT, 1);
    block_column(work, block, "exact_high", "上限", ANALYSIS_PERCENT, 1);
    block->base = (double)n;
    block->missing = missing;
    for (size_t i = 0; i < scale->options.count; i++) {
        if (scale->options.at[i].missing != MISSING_NONE)
            continue;
        struct interval wilson = stats_wilson(counts[i], (double)n, ANALYSIS_LEVEL), corrected = stats_wilson_corrected(counts[i], (double)n, ANALYSIS_LEVEL),
                        exact = stats_clopper_pearson(counts[i], (double)n, ANALYSIS_LEVEL);
        struct analysis_row *row =
            row_of(work, block, arena_printf(work->scratch, "%d", scale->options.at[i].code), scale->options.at[i].label, (double)n);
        double values[] = {counts[i],          100 * stats_share(counts[i], (double)n), 100 * wilson.low, 100 * wilson.high, 100 * corrected.low,
                           100 * corrected.high, 100 * exact.low,                         100 * exact.high};
        memcpy(row->values, values, sizeof values);
    }
    block_method(work, block, "威尔逊区间、连续性校正的威尔逊区间和克洛珀—皮尔逊精确区间并列，均为95%%");
    block_sentence(work, block, "三种区间都是抽样误差的范围，样本越小越宽；精确区间最保守%s。", words_small(work, (double)n));
}

/* Options in the order of their values, lowest first. */
static size_t ordered_counts(struct analysis_work *work, const struct analysis_item *item, double *ret_counts, double *ret_n)
{
    const struct scale *scale = item->codes.scale;
    size_t *order = ARENA_ARRAY(work->scratch, size_t, scale->options.count + 1), options = 0, n;
    double missing;
    const double *values = item->values[VALUE_NUMBER], *x = values_of(work, item, VALUE_OPTION, &n, &missing);
    for (size_t i = 0; i < scale->options.count; i++) {
        if (isnan(values[i]))
            continue;
        size_t at = options++;
        for (; at > 0 && values[order[at - 1]] > values[i]; at--)
            order[at] = order[at - 1];
        order[at] = i;
    }
    for (size_t k = 0; k < options; k++) {
        ret_counts[k] = 0;
        for (size_t i = 0; i < n; i++)
            ret_counts[k] += (size_t)x[i] == order[k];
    }
    *ret_n = (double)n;
    return options;
}

void values_boxes(struct analysis_work *work, const struct analysis_item *items, size_t count)
{
    struct analysis_block *block = block_new(work, "top_box", arena_printf(work->scratch, "%s：前几档占比", items[0].label), "%s_boxes", items[0].id);
    block_column(work, block, "n", "有效回答", ANALYSIS_COUNT, 0);
    block_column(work, block, "top_1", "最高一档(%)", ANALYSIS_PERCENT, 1);
    block_column(work, block, "low_1", "95%下限", ANALYSIS_PERCENT, 1);
    block_column(work, block, "high_1", "95%上限", ANALYSIS_PERCENT, 1);
    block_column(work, block, "top_2", "最高两档(%)", ANALYSIS_PERCENT, 1);
    block_column(work, block, "low_2", "95%下限", ANALYSIS_PERCENT, 1);
    block_column(work, block, "high_2", "95%上限", ANALYSIS_PERCENT, 1);
    block_column(work, block, "bottom_2", "最低两档(%)", ANALYSIS_PERCENT, 1);
    for (size_t i = 0; i < count; i++) {
        double *counts = ARENA_ARRAY(work->scratch, double, items[i].codes.scale->options.count + 1), n;
        size_t options = ordered_counts(work, &items[i], counts, &n);
        struct stats_box one = stats_top_box(counts, options, 1, ANALYSIS_LEVEL), two = stats_top_box(counts, options, 2, ANALYSIS_LEVEL);
        struct analysis_row *row = row_of(work, block, items[i].id, items[i].label, n);
        double values[] = {n,
                           100 * one.share,
                           100 * one.interval.low,
                           100 * one.interval.high,
                           100 * two.share,
                           100 * two.interval.low,
                           100 * two.interval.high,
                           100 * stats_bottom_box(counts, options, 2, ANALYSIS_LEVEL).share};
        memcpy(row->values, values, sizeof values);
    }
    block_method(work, block, "各档按分值由高到低；区间为威尔逊95%%区间");
    if (count == 1 && block->rows.at[0].values[0] > 0)
        block_sentence(work, block, "最高两档合计%s%%（95%%区间%s%%至%s%%）%s。", words_number(work, block->rows.at[0].values[4], 1), words_number(work, block->rows.at[0].values[5], 1),
                       words_number(work, block->rows.at[0].values[6], 1), words_small_rows(work, block));
    else
        block_sentence(work, block, "各题的占比只作描述，各题之间未作检验%s。", words_small_rows(work, block));
}

void values_recommendation(struct analysis_work *work, const struct analysis_item *items, size_t count)
{
    struct analysis_block *block = block_new(work, "nps", arena_printf(work->scratch, "%s：净推荐值", items[0].label), "%s_nps", items[0].id);
    block_column(work, block, "n", "有效回答", ANALYSIS_COUNT, 0);
    block_column(work, block, "promoters", "推荐者", ANALYSIS_COUNT, 0);
    block_column(work, block, "passives", "中立者", ANALYSIS_COUNT, 0);
    block_column(work, block, "detractors", "贬损者", ANALYSIS_COUNT, 0);
    block_column(work, block, "points", "净推荐值", ANALYSIS_NUMBER, 1);
    block_column(work, block, "low", "95%下限", ANALYSIS_NUMBER, 1);
    block_column(work, block, "high", "95%上限", ANALYSIS_NUMBER, 1);
    size_t beyond = 0;
    for (size_t i = 0; i < count; i++) {
        size_t n;
        double missing, promoters = 0, passives = 0, detractors = 0;
        const double *x = values_of(work, &items[i], VALUE_NUMBER, &n, &missing);
        for (size_t k = 0; k < n; k++) {
            beyond += x[k] < 0 || x[k] > 10;
            *(x[k] >= 9 ? &promoters : x[k] >= 7 ? &passives : &detractors) += 1;
        }
        struct stats_nps nps = stats_nps(promoters, passives, detractors, ANALYSIS_LEVEL);
        struct analysis_row *row = row_of(work, block, items[i].id, items[i].label, (double)n);
        double values[] = {(double)n, promoters, passives, detractors, nps.points, nps.adjusted.low, nps.adjusted.high};
        memcpy(row->values, values, sizeof values);
    }
    if (beyond > 0)
        block_warning(work, block, "%zu个回答不在0至10之间，净推荐值没有意义", beyond);
    block_method(work, block, "9—10分为推荐者，7—8分为中立者，其余为贬损者；区间为调整后的95%%区间");
    if (beyond > 0)
        block_sentence(work, block, "回答不是0至10分，净推荐值没有意义。");
    else if (count == 1 && !isnan(block->rows.at[0].values[4]))
        block_sentence(work, block, "净推荐值为%s（95%%区间%s至%s）%s。", words_number(work, block->rows.at[0].values[4], 1), words_number(work, block->rows.at[0].values[5], 1),
                       words_number(work, block->rows.at[0].values[6], 1), words_small_rows(work, block));
    else
        block_sentence(work, block, "各题的净推荐值只作描述，各题之间未作检验%s。", words_small_rows(work, block));
}

static void test_row(struct analysis_work *work, struct analysis_block *block, const char *key, const char *label, const double values[5])
{
    memcpy(block_row(work, block, key, label)->values, values, 5 * sizeof *values);
}

static struct analysis_block *tests_block(struct analysis_work *work, const char *measure, const char *title, const char *stem)
{
    struct analysis_block *block = block_new(work, measure, title, "%s", stem);
    block_column(work, block, "value", "值", ANALYSIS_NUMBER, 3);
    block_column(work, block, "df", "自由度", ANALYSIS_NUMBER, 1);
    block_column(work, block, "p", "P值", ANALYSIS_P, 3);
    block_column(work, block, "low", "95%下限", ANALYSIS_NUMBER, 3);
    block_column(work, block, "high", "95%上限", ANALYSIS_NUMBER, 3);
    return block;
}

void values_paired(struct analysis_work *work, const struct analysis_item *items)
{
    struct cases cases;
    if (!cases_make(work, items, 2, VALUE_NUMBER, &cases))
        return;
    double missing = (double)cases_complete(work, &cases);
    struct stats_paired t;
    struct stats_wilcoxon v;
    stats_paired(cases.x, cases.x + cases.n, NULL, cases.n, ANALYSIS_LEVEL, &t);
    stats_wilcoxon(cases.x, cases.x + cases.n, NULL, cases.n, &v);
    struct analysis_block *block = tests_block(work, "paired_t", arena_printf(work->scratch, words_spoken(work, "%s与%s：配对均值"), items[0].label, items[1].label),
                                               arena_printf(work->scratch, "%s_paired_mean_%s", items[0].id, items[1].id));
    block->base = (double)cases.n;
    block->missing = missing;
    test_row(work, block, "difference", "均值之差（前减后）", (const double[]){t.difference, NAN, NAN, t.test.low, t.test.high});
    test_row(work, block, "paired_t", "配对t检验", (const double[]){t.test.t, t.test.df, t.test.p, NAN, NAN});
    test_row(work, block, "dz", "效应量dz", (const double[]){t.dz, NAN, NAN, NAN, NAN});
    test_row(work, block, "wilcoxon", v.exact ? "符号秩检验（精确）" : "符号秩检验", (const double[]){v.v, NAN, v.p, NAN, NAN});
    if (cases.n < ANALYSIS_SMALL)
        block_warning(work, block, "%s", words_spoken(work, SMALL_SAMPLE));
    block_method(work, block, "同一批人对两个题项的回答");
    block_sentence(work, block, "两个题项的均值：%s%s%s。", words_difference(work, t.test.p, t.dz, 0.2), words_p_beside(work, t.test.p), words_small(work, (double)cases.n));
}

/* The first two groups that have answers. */
void values_two_groups(struct analysis_work *work, const struct analysis_item *item, const struct grouping *by)
{
    struct cases cases;
    if (!cases_make(work, item, 1, VALUE_NUMBER, &cases))
        return;
    double missing = (double)cases_complete(work, &cases), *x[2];
    int groups[2] = {-1, -1};
    size_t n[2] = {0}, others = 0;
    x[0] = ARENA_ARRAY(work->scratch, double, cases.n + 1);
    x[1] = ARENA_ARRAY(work->scratch, double, cases.n + 1);
    int *group = ARENA_ARRAY(work->scratch, int, cases.n + 1);
    bool *filled = ARENA_ARRAY(work->scratch, bool, by->count + 1);
    for (size_t i = 0; i < cases.n; i++) {
        group[i] = grouping_at(work, by, cases.row[i], cases.variable[i]);
        if (group[i] >= 0)
            filled[group[i]] = true;
    }
    size_t found = 0;
    for (size_t g = 0; g < by->count && found < 2; g++)
        if (filled[g])
            groups[found++] = (int)g;
    if (groups[1] < 0)
        return;
    for (size_t i = 0; i < cases.n; i++) {
        int side = group[i] == groups[0] ? 0 : group[i] == groups[1] ? 1 : -1;
        if (side >= 0)
            x[side][n[side]++] = cases.x[i];
        else
            others++;
    }
    struct stats_two_sample t;
    struct stats_mann_whitney u;
    stats_two_sample(x[0], NULL, n[0], x[1], NULL, n[1], ANALYSIS_LEVEL, &t);
    stats_mann_whitney(x[0], NULL, n[0], x[1], NULL, n[1], &u);
    const char *first = grouping_label(by, (size_t)groups[0]), *second = grouping_label(by, (size_t)groups[1]);
    struct analysis_block *block = tests_block(work, "mann_whitney", arena_printf(work->scratch, words_spoken(work, "%s：%s与%s"), item->label, first, second),
                                               arena_printf(work->scratch, "%s_two_groups_%s", item->id, by->id));
    block->base = (double)(n[0] + n[1]);
    block->missing = missing;
    test_row(work, block, "difference", "均值之差（前减后）", (const double[]){t.difference, NAN, NAN, t.welch.low, t.welch.high});
    test_row(work, block, "welch_t", "韦尔奇t检验", (const double[]){t.welch.t, t.welch.df, t.welch.p, NAN, NAN});
    test_row(work, block, "hedges_g", "标准化均值差g", (const double[]){t.hedges_g, NAN, NAN, NAN, NAN});
    test_row(work, block, "mann_whitney", u.exact ? "秩和检验U（精确）" : "秩和检验U", (const double[]){u.u, NAN, u.p, NAN, NAN});
    test_row(work, block, "auc", "前者高于后者的机会", (const double[]){u.auc, NAN, NAN, NAN, NAN});
    if (others > 0)
        block_warning(work, block, "只比较前两个有回答的组，其余%zu份不在其内", others);
    if (n[0] < ANALYSIS_SMALL || n[1] < ANALYSIS_SMALL)
        block_warning(work, block, "%s", words_spoken(work, SMALL_SAMPLE));
    block_method(work, block, "独立两组：韦尔奇t检验和曼—惠特尼检验");
    block_sentence(work, block, "两组的秩：%s%s%s。", words_difference(work, u.p, u.auc - 0.5, 0.05), words_p_beside(work, u.p),
                   words_small(work, (double)(n[0] < n[1] ? n[0] : n[1])));
}
