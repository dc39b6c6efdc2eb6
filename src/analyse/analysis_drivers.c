/* SPDX-License-Identifier: GPL-3.0-or-later
 * What goes with overall satisfaction: shares of R², regression, importance against satisfaction.
 *
 * Items of a matrix correlate with each other, so a regression coefficient alone says little about importance: two twins share it as chance will
 * have it. The share of R² averaged over all orders of entry (LMG, the Shapley value) is fair to twins; it has no sign, so coefficients with HC3 errors stand
 * beside it. The quadrant divides at the means (GB/T 19038 annex D); five items close together make a quadrant of little weight, and the block says
 * how close. None of this shows cause and effect.
 */
#include "analysis_priv.h"

#include "ceping/stats_intervals.h"
#include "ceping/stats_regression.h"

static const char *const quadrant_names[STATS_QUADRANTS] = {"优势区（重要且满意）", "改进区（重要而不够满意）", "机会区（次要且不够满意）", "维持区（次要而满意）", NULL};

struct drivers {
    const struct analysis_item *outcome, *items;
    size_t count;
    struct cases cases; /* the outcome first */
    size_t missing;
    struct stats_regression *fit;
    struct stats_importance *importance;
    double r2;
    struct interval *share; /* of share_of(), from drawing cases anew; NaN where that was not done */
    double *first;          /* how often each has the greatest share */
    size_t replicates;
    uint64_t seed;
};

#define DRIVER_REPLICATES 999
#define DRIVER_SEED 20180706
/* Beyond, drawing anew takes seconds; so many cases or items are rare. */
#define DRIVER_CASES_MAX ((size_t)20000)
#define DRIVER_ITEMS_MAX ((size_t)8)

static bool prepare(struct analysis_work *work, const struct analysis_item *items, size_t count, const struct analysis *asked, struct drivers *out)
{
    *out = (struct drivers){.outcome = items, .items = items + 1, .count = count - 1};
    if (count < 2 || !cases_make(work, items, count, VALUE_NUMBER, &out->cases))
        return false;
    out->missing = cases_complete(work, &out->cases);
    size_t n = out->cases.n;
    if (n < count + 2)
        return false;
    struct stats_regression_data data = {.y = out->cases.x, .x = out->cases.x + n, .n = n, .columns = out->count, .intercept = true, .level = ANALYSIS_LEVEL};
    out->fit = stats_regression(work->scratch, &data);
    out->importance = ARENA_ARRAY(work->scratch, struct stats_importance, out->count);
    out->r2 = stats_relative_importance(out->cases.x, out->cases.x + n, NULL, n, out->count, out->importance);
    if (isnan(out->r2))
        return false;
    out->share = ARENA_ARRAY(work->scratch, struct interval, out->count);
    out->first = ARENA_ARRAY(work->scratch, double, out->count);
    bool draws = out->r2 > 0 && n <= DRIVER_CASES_MAX && out->count <= DRIVER_ITEMS_MAX;
    size_t wanted = asked && asked->replicates > 0 ? (size_t)asked->replicates : DRIVER_REPLICATES;
    out->seed = asked && asked->seed >= 0 ? (uint64_t)asked->seed : DRIVER_SEED;
    out->replicates = stats_importance_bootstrap(out->cases.x, out->cases.x + n, n, out->count, draws ? wanted : 0, out->seed, ANALYSIS_LEVEL, out->share,
                                                 out->first);
    return true;
}

static double share_of(const struct drivers *drivers, size_t i)
{
    double value = drivers->count <= STATS_LMG_MAX ? drivers->importance[i].lmg : drivers->importance[i].johnson;
    return 100 * value / drivers->r2;
}

static void explain_fit(struct analysis_work *work, struct analysis_block *block, const struct drivers *drivers)
{
    const struct stats_regression *fit = drivers->fit;
    if (fit->status == STATS_FIT_GOOD) {
        block_check(work, block, "最小二乘：R²＝%s，调整R²＝%s，F＝%s，%s", words_number(work, fit->r2, 3), words_number(work, fit->adjusted_r2, 3),
                    words_number(work, fit->f, 2), words_p(work, fit->f_p));
        double vif = 0;
        for (size_t i = 1; i < fit->terms; i++)
            vif = fmax(vif, fit->term[i].vif);
        block_check(work, block, "最大方差膨胀因子%s，%s", words_number(work, vif, 2), words_spoken(work, vif > 5 ? "题项高度相关，单个系数不稳" : "共线不严重"));
    } else if (fit->status == STATS_FIT_COLLINEAR) {
        block_warning(work, block, "题项之间完全共线，回归系数无法计算");
    } else {
        block_warning(work, block, "回归系数无法计算");
    }
    if (drivers->cases.n < ANALYSIS_SMALL)
        block_warning(work, block, "只有%zu份完整作答，%s", drivers->cases.n, words_spoken(work, SMALL_SAMPLE));
    block_warning(work, block, "相关不等于因果：占比高只说明该题与总体评价关系密切");
}

/* Is the first the first beyond chance? */
static const char *words_first(struct analysis_work *work, const struct drivers *drivers, size_t first)
{
    if (drivers->count < 2)
        return "";
    if (drivers->replicates == 0)
        return words_spoken(work, "，先后未作检验");
    if (drivers->first[first] >= ANALYSIS_LEVEL)
        return arena_printf(work->scratch, words_spoken(work, "，重抽样中有%s%%次居首"), words_number(work, 100 * drivers->first[first], 0));
    return arena_printf(work->scratch, words_spoken(work, "，但重抽样中只有%s%%次居首，各题先后不能断定"), words_number(work, 100 * drivers->first[first], 0));
}

static void sentence_of_drivers(struct analysis_work *work, struct analysis_block *block, const struct drivers *drivers)
{
    size_t first = 0;
    for (size_t i = 1; i < drivers->count; i++)
        if (share_of(drivers, i) > share_of(drivers, first))
            first = i;
    const char *explained = words_number(work, 100 * drivers->r2, 1);
    if (drivers->fit->status == STATS_FIT_GOOD && drivers->fit->f_p >= ANALYSIS_ALPHA)
        block_sentence(work, block, "各题项与总体评价的关系不显著（合计解释其差异的%s%%），不能据此找出重点。", explained);
    else if (drivers->r2 < 0.1)
        block_sentence(work, block, "各题项合计只解释总体评价差异的%s%%，关系较弱；其中“%s”占%s%%。", explained, drivers->items[first].label,
                       words_number(work, share_of(drivers, first), 1));
    else
        block_sentence(work, block, "各题项合计解释总体评价差异的%s%%，其中占比最高的是“%s”（%s%%）%s。", explained, drivers->items[first].label,
                       words_number(work, share_of(drivers, first), 1), words_first(work, drivers, first));
}

static void driver_shares(struct analysis_work *work, const struct drivers *drivers)
{
    const struct stats_regression *fit = drivers->fit;
    struct analysis_block *block = block_new(work, "drivers", arena_printf(work->scratch, "%s：驱动因素", drivers->outcome->label), "%s_drivers",
                                             drivers->outcome->id);
    block_column(work, block, "share", "占R²(%)", ANALYSIS_PERCENT, 1);
    block_column(work, block, "lmg", "对R²的贡献", ANALYSIS_NUMBER, 4);
    block_column(work, block, "correlation_squared", "单独R²", ANALYSIS_NUMBER, 4);
    block_column(work, block, "coefficient", "回归系数", ANALYSIS_NUMBER, 3);
    block_column(work, block, "se_hc3", "稳健标准误", ANALYSIS_NUMBER, 3);
    block_column(work, block, "low", "95%下限", ANALYSIS_NUMBER, 3);
    block_column(work, block, "high", "95%上限", ANALYSIS_NUMBER, 3);
    block_column(work, block, "p", "P值", ANALYSIS_P, 3);
    block_column(work, block, "vif", "膨胀因子", ANALYSIS_NUMBER, 2);
    block_column(work, block, "share_low", "占比95%下限", ANALYSIS_PERCENT, 1);
    block_column(work, block, "share_high", "占比95%上限", ANALYSIS_PERCENT, 1);
    block_column(work, block, "first", "居首(%)", ANALYSIS_PERCENT, 1);
    block->base = (double)drivers->cases.n;
    block->missing = (double)drivers->missing;
    for (size_t i = 0; i < drivers->count; i++) {
        struct analysis_row *row = block_row(work, block, drivers->items[i].id, drivers->items[i].label);
        row->values[0] = share_of(drivers, i);
        row->values[1] = drivers->importance[i].lmg;
        row->values[2] = drivers->importance[i].first;
        row->values[9] = 100 * drivers->share[i].low;
        row->values[10] = 100 * drivers->share[i].high;
        row->values[11] = 100 * drivers->first[i];
        if (fit->status != STATS_FIT_GOOD)
            continue;
        const struct stats_term *term = &fit->term[i + 1];
        double values[] = {term->coef, term->robust_se[STATS_HC3], term->robust_interval.low, term->robust_interval.high, term->robust_p, term->vif};
        memcpy(row->values + 3, values, sizeof values);
    }
    block_method(work, block, "因变量：%s；对R²的贡献为各种进入次序的平均（%s）；系数由最小二乘求得，标准误和P值用HC3", drivers->outcome->label,
                 drivers->count <= STATS_LMG_MAX ? "LMG" : words_spoken(work, "题项超过16个，占比改用约翰逊相对权重"));
    if (drivers->replicates)
        block_check(work, block, "占比的区间由重抽样求得（%zu次，种子%zu，百分位95%%区间）；“居首”为该题占比最高的次数所占百分比", drivers->replicates, (size_t)drivers->seed);
    explain_fit(work, block, drivers);
    sentence_of_drivers(work, block, drivers);
}

static void driver_quadrant(struct analysis_work *work, const struct drivers *drivers)
{
    size_t n = drivers->cases.n, repair = 0;
    double *importance = ARENA_ARRAY(work->scratch, double, drivers->count), *satisfaction = ARENA_ARRAY(work->scratch, double, drivers->count);
    struct stats_mean_interval *means = ARENA_ARRAY(work->scratch, struct stats_mean_interval, drivers->count);
    for (size_t i = 0; i < drivers->count; i++) {
        means[i] = stats_mean_interval(drivers->cases.x + (i + 1) * n, NULL, n, ANALYSIS_LEVEL);
        importance[i] = share_of(drivers, i);
        satisfaction[i] = means[i].mean;
    }
    double across = stats_quadrant_line(importance, drivers->count, STATS_LINE_MEAN);
    double up = stats_quadrant_line(satisfaction, drivers->count, STATS_LINE_MEAN);
    struct analysis_block *block = block_new(work, "importance_satisfaction", arena_printf(work->scratch, "%s：重要性—满意度", drivers->outcome->label), "%s_quadrant",
                                             drivers->outcome->id);
    block_column(work, block, "importance", "重要性(%)", ANALYSIS_PERCENT, 1);
    block_column(work, block, "satisfaction", "满意度(分)", ANALYSIS_NUMBER, 2);
    block_column(work, block, "low", "95%下限", ANALYSIS_NUMBER, 2);
    block_column(work, block, "high", "95%上限", ANALYSIS_NUMBER, 2);
    block->base = (double)n;
    block->missing = (double)drivers->missing;
    block->chart = ANALYSIS_QUADRANT;
    block->chart_value = 0; /* importance … */
    block->chart_low = 1;   /* … against satisfaction */
    block->reference = up;
    const char **names = ARENA_ARRAY(work->scratch, const char *, drivers->count);
    size_t unsure = 0, sure_repair = 0;
    for (size_t i = 0; i < drivers->count; i++) {
        enum stats_quadrant quadrant = stats_quadrant(importance[i], satisfaction[i], across, up);
        struct analysis_row *row = block_row(work, block, drivers->items[i].id, drivers->items[i].label);
        double values[] = {importance[i], satisfaction[i], means[i].low, means[i].high};
        memcpy(row->values, values, sizeof values);
        row->note = words_spoken(work, quadrant_names[quadrant]);
        bool sure = stats_quadrant_sure((struct interval){100 * drivers->share[i].low, 100 * drivers->share[i].high}, (struct interval){means[i].low, means[i].high}, across, up);
        if (quadrant == STATS_QUADRANT_REPAIR)
            names[repair++] = drivers->items[i].label, sure_repair += sure;
        unsure += !sure;
    }
    block_method(work, block, "重要性为对R²贡献的占比，满意度为完整作答的平均分；以各自的均值（%s%%和%s分）分为四区，依GB/T 19038附录D", words_number(work, across, 1),
                 words_number(work, up, 2));
    if (unsure > 0)
        block_warning(work, block, "%zu个题项的满意度或重要性的区间包含分界线，归入哪一区不能确定", unsure);
    if (repair == 0)
        block_sentence(work, block, "没有重要而满意度低于各题平均的题项。");
    else if (sure_repair == repair)
        block_sentence(work, block, "重要而满意度低于各题平均的是%s。", words_join(work, names, repair));
    else
        block_sentence(work, block, "按均值划分，%s落在改进区，但与分界线的差别在误差以内，不能据此确定改进重点。", words_join(work, names, repair));
}

void drivers_of(struct analysis_work *work, const struct analysis_item *items, size_t count, const struct analysis *asked)
{
    struct drivers drivers;
    if (!prepare(work, items, count, asked, &drivers))
        return;
    driver_shares(work, &drivers);
    driver_quadrant(work, &drivers);
}

void analysis_drivers(struct analysis_work *work)
{
    const struct question *overall = overall_question(work->instrument);
    if (!overall)
        return;
    analysis_items items = {0};
    analysis_items_add(work, overall, &items);
    for (size_t i = 0; i < work->instrument->questions.count; i++) {
        const struct question *question = &work->instrument->questions.at[i];
        if (question->type == QUESTION_MATRIX && !question->over && (scale_has_scores(question->scale) || scale_has_satisfied(question->scale)))
            analysis_items_add(work, question, &items);
    }
    drivers_of(work, items.at, items.count, NULL);
}
