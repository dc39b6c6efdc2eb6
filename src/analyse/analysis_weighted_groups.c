/* SPDX-License-Identifier: GPL-3.0-or-later
 * Groups compared under a sample design, or under weights alone: means and ranks, rates.
 *
 * Weights alone are a design of one stratum in which every response was drawn for itself: the tests are the same. Tests for equal rows (Welch, Kruskal–Wallis, χ²
 * of counts) must not be fed weights, for they would take the sum of weights for the number of people asked; so Wald's test, its form for ranks and Rao & Scott's
 * take their place, and measures without such a form take no weights.
 */
#include "analysis_design.h"

/* The groups with somebody of weight above 0 and a value, numbered from 0 without gaps; rows outside get −1. */
struct domains {
    size_t count;
    size_t *of; /* index in the grouping */
    int *group;
};

static void domains_make(struct analysis_work *work, const struct survey_plan *plan, const struct grouping *by, const double *y, struct domains *ret)
{
    const int *all = survey_plan_groups(work, plan, by);
    int *number = ARENA_ARRAY(work->scratch, int, by->count + 1);
    *ret = (struct domains){.of = ARENA_ARRAY(work->scratch, size_t, by->count + 1), .group = ARENA_ARRAY(work->scratch, int, plan->n + 1)};
    for (size_t i = 0; i < plan->n; i++)
        if (all[i] >= 0 && (size_t)all[i] < by->count && plan->weight[i] > 0 && !isnan(y[i]))
            number[all[i]] = 1;
    for (size_t g = 0; g < by->count; g++)
        if (number[g]) {
            ret->of[ret->count++] = g;
            number[g] = (int)ret->count;
        }
    for (size_t i = 0; i < plan->n; i++)
        ret->group[i] = all[i] >= 0 && (size_t)all[i] < by->count ? number[all[i]] - 1 : -1;
}

struct compared {
    const struct survey_plan *plan;
    const struct analysis_item *item;
    const struct grouping *by;
    struct domains domains;
    double *y;
    bool rates;
};

static bool compared_make(struct analysis_work *work, const struct request *request, const struct survey_plan *plan, const struct analysis_item *item, bool rates,
                          struct compared *ret)
{
    *ret = (struct compared){.plan = plan, .item = item, .by = request->by, .rates = rates, .y = ARENA_ARRAY(work->scratch, double, plan->n + 1)};
    if (!survey_plan_values(work, plan, item, rates ? VALUE_SATISFIED : VALUE_NUMBER, ret->y))
        return false;
    survey_plan_missing(work, plan, item, 1);
    domains_make(work, plan, request->by, ret->y, &ret->domains);
    return ret->domains.count > 0;
}

/* Between and all squares of the weighted values. */
static double eta_squared(struct analysis_work *work, const struct compared *compared)
{
    const struct survey_plan *plan = compared->plan;
    struct moments all = {0}, *group = ARENA_ARRAY(work->scratch, struct moments, compared->domains.count + 1);
    for (size_t i = 0; i < plan->n; i++)
        if (compared->domains.group[i] >= 0 && plan->weight[i] > 0 && !isnan(compared->y[i])) {
            moments_add(&all, compared->y[i], plan->weight[i]);
            moments_add(&group[compared->domains.group[i]], compared->y[i], plan->weight[i]);
        }
    double within = 0;
    for (size_t g = 0; g < compared->domains.count; g++)
        within += group[g].squares;
    return all.squares > 0 ? 1 - within / all.squares : NAN;
}

enum { GROUP_N, GROUP_EFFECTIVE, GROUP_WEIGHT, GROUP_VALUE, GROUP_SE, GROUP_LOW, GROUP_HIGH, GROUP_DIFFERENCE, GROUP_UNWEIGHTED };

static void group_columns(struct analysis_work *work, struct analysis_block *block, const struct compared *compared)
{
    enum analysis_format format = compared->rates ? ANALYSIS_PERCENT : ANALYSIS_NUMBER;
    int decimals = compared->rates ? 1 : 2;
    block_column(work, block, "n", "有效回答", ANALYSIS_COUNT, 0);
    block_column(work, block, "effective_n", "有效样本量", ANALYSIS_NUMBER, 1);
    block_column(work, block, "weight", "权数合计", ANALYSIS_NUMBER, 1);
    block_column(work, block, compared->rates ? "rate" : "mean", compared->rates ? "加权满意率(%)" : "加权均值", format, decimals);
    block_column(work, block, "se", "标准误", ANALYSIS_NUMBER, decimals + 1);
    block_column(work, block, "low", "95%下限", format, decimals);
    block_column(work, block, "high", "95%上限", format, decimals);
    block_column(work, block, "difference", compared->rates ? "与全体之差(百分点)" : "与全体之差", ANALYSIS_NUMBER, decimals);
    block_column(work, block, "unweighted", compared->rates ? "不加权满意率(%)" : "不加权均值", format, decimals);
    block->chart = ANALYSIS_FOREST;
    block->chart_value = GROUP_VALUE, block->chart_low = GROUP_LOW, block->chart_high = GROUP_HIGH;
}

/* Of one domain, of all where it is negative. */
static void group_values(struct analysis_work *work, const struct compared *compared, int group, double values[GROUP_UNWEIGHTED + 1])
{
    const struct survey_plan *plan = compared->plan;
    bool *in = ARENA_ARRAY(work->scratch, bool, plan->n + 1);
    struct moments plain = {0};
    for (size_t i = 0; i < plan->n; i++) {
        in[i] = group < 0 || compared->domains.group[i] == group;
        if (in[i] && plan->weight[i] > 0 && !isnan(compared->y[i]))
            moments_add(&plain, compared->y[i], 1);
    }
    double scale = compared->rates ? 100 : 1;
    struct stats_estimate e;
    struct interval interval;
    if (compared->rates) {
        struct stats_design_share share = stats_design_share(plan->plan, compared->y, in, ANALYSIS_LEVEL);
        e = share.estimate;
        interval = isnan(share.logit.low) ? share.beta : share.logit;
    } else {
        e = stats_design_mean(plan->plan, compared->y, in, ANALYSIS_LEVEL);
        interval = (struct interval){e.low, e.high};
    }
    double found[] = {e.n, e.effective_n, e.weight, scale * e.value, scale * e.se, scale * interval.low, scale * interval.high, NAN, scale * moments_mean(&plain)};
    memcpy(values, found, sizeof found);
}

/* Rows of the groups; the whole stands as the reference. Returns how many groups rest on few. */
static void group_rows(struct analysis_work *work, struct analysis_block *block, const struct compared *compared)
{
    double all[GROUP_UNWEIGHTED + 1];
    size_t small = 0;
    group_values(work, compared, -1, all);
    block->reference = all[GROUP_VALUE];
    for (size_t d = 0; d < compared->domains.count; d++) {
        size_t g = compared->domains.of[d];
        struct analysis_row *row = block_row(work, block, grouping_key(compared->by, g), grouping_label(compared->by, g));
        row->unit = grouping_unit(compared->by, g);
        group_values(work, compared, (int)d, row->values);
        row->values[GROUP_DIFFERENCE] = row->values[GROUP_VALUE] - block->reference;
        if (row->values[GROUP_N] < ANALYSIS_SMALL) {
            row->note = words_spoken(work, SMALL_SAMPLE);
            small++;
        }
    }
    if (small > 0)
        block_warning(work, block, "%zu个组不足%d份，%s", small, ANALYSIS_SMALL, words_spoken(work, SMALL_SAMPLE));
    if (all[GROUP_N] > 0 && all[GROUP_EFFECTIVE] > 0)
        block_check(work, block, "设计效应%s：%s份相当于简单随机抽样的%s份", words_number(work, all[GROUP_N] / all[GROUP_EFFECTIVE], 2), words_number(work, all[GROUP_N], 0),
                    words_number(work, all[GROUP_EFFECTIVE], 0));
}

static struct analysis_block *group_block(struct analysis_work *work, const struct request *request, const struct compared *compared)
{
    const char *what = words_spoken(work, compared->rates ? "加权满意率" : "加权均值");
    struct analysis_block *block = block_new(work, request->measure, arena_printf(work->scratch, words_spoken(work, "%s：按%s的%s"), compared->item->label, compared->by->title, what),
                                             "%s_weighted_%s_by_%s", compared->item->id, compared->rates ? "rate" : "mean", compared->by->id);
    group_columns(work, block, compared);
    block->missing = (double)survey_plan_without(compared->y, compared->plan->n);
    block->base = (double)compared->plan->n - block->missing;
    group_rows(work, block, compared);
    return block;
}

static const struct analysis_row *extreme(const struct analysis_block *block, double sign)
{
    const struct analysis_row *found = NULL;
    for (size_t i = 0; i < block->rows.count; i++) {
        const struct analysis_row *row = &block->rows.at[i];
        if (!isnan(row->values[GROUP_VALUE]) && (!found || sign * row->values[GROUP_VALUE] > sign * found->values[GROUP_VALUE]))
            found = row;
    }
    return found;
}

static void rates_block(struct analysis_work *work, const struct request *request, const struct compared *compared)
{
    const struct survey_plan *plan = compared->plan;
    struct analysis_block *block = group_block(work, request, compared);
    int *option = ARENA_ARRAY(work->scratch, int, plan->n + 1);
    for (size_t i = 0; i < plan->n; i++)
        option[i] = isnan(compared->y[i]) ? -1 : compared->y[i] > 0;
    struct stats_design_crosstab test = stats_design_crosstab(plan->plan, compared->domains.group, compared->domains.count, option, 2, NULL);
    survey_plan_describe(work, block, plan, "区间在logit尺度上（全有或全无时按科恩—格劳巴德）；差异用拉奥—斯科特检验，以克莱姆V表示大小");
    if (isnan(test.p))
        block_check(work, block, "拉奥—斯科特检验无法进行：只有一行或一列有回答，或者空格太多");
    else
        block_check(work, block, "拉奥—斯科特检验：F＝%s，自由度%s和%s，%s，克莱姆V＝%s", words_number(work, test.f, 2), words_number(work, test.df1, 1),
                    words_number(work, test.df2, 1), words_p(work, test.p), words_number(work, test.cramer_v, 3));
    const struct analysis_row *best = extreme(block, 1), *worst = extreme(block, -1);
    if (!best || compared->domains.count < 2) {
        block_sentence(work, block, "只有一组有回答，无从比较%s。", words_small_rows(work, block));
        return;
    }
    if (best->values[GROUP_VALUE] <= worst->values[GROUP_VALUE]) {
        block_sentence(work, block, "各组满意率都是%s%%，没有差别可检验%s。", words_number(work, best->values[GROUP_VALUE], 1), words_small_rows(work, block));
        return;
    }
    block_sentence(work, block, "加权后各组满意率从%s%%（%s）到%s%%（%s），全体%s%%；%s%s。", words_number(work, worst->values[GROUP_VALUE], 1), worst->label,
                   words_number(work, best->values[GROUP_VALUE], 1), best->label, words_number(work, block->reference, 1),
                   words_difference(work, test.p, test.cramer_v, ANALYSIS_SMALL_V), words_small_rows(work, block));
    if (isnan(test.p))
        return;
    struct analysis_block *tests = tests_beside(work, block, arena_printf(work->scratch, "%s_weighted_rate_by_%s", compared->item->id, compared->by->id));
    test_line(work, tests, "rao_scott", arena_printf(work->scratch, words_spoken(work, "拉奥—斯科特F（分母自由度%s）"), words_number(work, test.df2, 1)),
              (const double[]){test.f, test.df1, test.p, NAN, NAN});
    test_line(work, tests, "cramers_v", "克莱姆V", (const double[]){test.cramer_v, NAN, NAN, NAN, NAN});
}

static void check_f(struct analysis_work *work, struct analysis_block *block, const char *format, const struct stats_f_test *test)
{
    if (!isnan(test->p))
        block_check(work, block, format, words_number(work, test->f, 2), words_number(work, test->df1, 0), words_number(work, test->df2, 0), words_p(work, test->p));
}

static void means_block(struct analysis_work *work, const struct request *request, const struct compared *compared)
{
    const struct survey_plan *plan = compared->plan;
    const struct domains *domains = &compared->domains;
    struct analysis_block *block = group_block(work, request, compared);
    struct stats_f_test means = stats_design_means(plan->plan, compared->y, domains->group, domains->count);
    struct stats_f_test ranks = stats_design_rank_test(plan->plan, compared->y, domains->group, domains->count);
    double eta2 = eta_squared(work, compared);
    survey_plan_describe(work, block, plan, "区间按t分布；差异用瓦尔德检验，秩的差异用伦利—斯科特检验");
    check_f(work, block, "瓦尔德检验（均值）：F＝%s，自由度%s和%s，%s", &means);
    check_f(work, block, "伦利—斯科特检验（秩）：F＝%s，自由度%s和%s，%s", &ranks);
    if (domains->count < 2) {
        block_sentence(work, block, "只有一组有回答，无从比较%s。", words_small_rows(work, block));
        return;
    }
    double p = isnan(means.p) ? ranks.p : means.p;
    if (!isnan(means.p) && !isnan(ranks.p) && (means.p < ANALYSIS_ALPHA) != (ranks.p < ANALYSIS_ALPHA))
        block_sentence(work, block, "加权后两种检验结论不一（均值检验%s，秩和检验%s），各组是否有差异尚难断定%s。", words_p(work, means.p), words_p(work, ranks.p),
                       words_small_rows(work, block));
    else if (isnan(p) && !isnan(eta2))
        block_sentence(work, block, "各组均值之间：%s%s%s。", words_difference(work, p, NAN, 0), "", words_small_rows(work, block));
    else if (isnan(eta2))
        block_sentence(work, block, "各组的回答没有差别，无从比较%s。", words_small_rows(work, block));
    else
        block_sentence(work, block, "加权后各组均值之间%s（%s，组间差异占总变异的%s%%）%s。", words_difference(work, p, eta2, ANALYSIS_SMALL_ETA2), words_p(work, p),
                       words_number(work, 100 * eta2, 1), words_small_rows(work, block));
    if (isnan(p))
        return;
    struct analysis_block *tests = tests_beside(work, block, arena_printf(work->scratch, "%s_weighted_mean_by_%s", compared->item->id, compared->by->id));
    test_line(work, tests, "wald", arena_printf(work->scratch, words_spoken(work, "瓦尔德F（分母自由度%s）"), words_number(work, means.df2, 0)), (const double[]){means.f, means.df1, means.p, NAN, NAN});
    test_line(work, tests, "ranks", "秩检验F", (const double[]){ranks.f, ranks.df1, ranks.p, NAN, NAN});
    test_line(work, tests, "eta2", "η²", (const double[]){eta2, NAN, NAN, NAN, NAN});
}

void run_design_anova(struct analysis_work *work, const struct request *request)
{
    struct survey_plan plan;
    if (!survey_plan_of_request(work, request, &plan))
        return;
    for (size_t i = 0; i < request->count; i++) {
        struct compared compared;
        if (compared_make(work, request, &plan, &request->items[i], false, &compared))
            means_block(work, request, &compared);
    }
}

void run_weighted_rates(struct analysis_work *work, const struct request *request)
{
    struct survey_plan plan;
    if (!survey_plan_of_request(work, request, &plan))
        return;
    for (size_t i = 0; i < request->count; i++) {
        struct compared compared;
        if (!compared_make(work, request, &plan, &request->items[i], true, &compared))
            continue;
        rates_block(work, request, &compared);
        if (compared.domains.count > 1)
            design_differences(work, request, &plan, &request->items[i], true, STATS_ADJUST_HOLM);
    }
}
