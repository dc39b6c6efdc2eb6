/* SPDX-License-Identifier: GPL-3.0-or-later
 * Estimates that know how the sample was drawn: means, totals, ratios and shares by domain. Comparisons stand in analysis_design_groups.c.
 */
#include "analysis_design.h"

/* Means, shares, totals, ratios ------------------------------------------------------------------------------------------ */

enum estimate { ESTIMATE_TOTAL, ESTIMATE_MEAN, ESTIMATE_RATIO, ESTIMATE_SHARE };

static enum estimate estimate_of(const char *measure)
{
    return strcmp(measure, "design_total") == 0   ? ESTIMATE_TOTAL
           : strcmp(measure, "design_ratio") == 0 ? ESTIMATE_RATIO
           : strcmp(measure, "design_share") == 0 ? ESTIMATE_SHARE
                                                  : ESTIMATE_MEAN;
}

struct estimates {
    enum estimate what;
    const struct survey_plan *plan;
    const double *y, *x;
    const int *group;
};

static struct analysis_row *estimate_row(struct analysis_work *work, struct analysis_block *block, const char *key, const char *label, const struct estimates *of,
                                         const double *y, int group)
{
    bool *domain = ARENA_ARRAY(work->scratch, bool, of->plan->n + 1);
    for (size_t i = 0; i < of->plan->n; i++)
        domain[i] = group < 0 || of->group[i] == group;
    struct stats_estimate e;
    double scale = of->what == ESTIMATE_SHARE ? 100 : 1, low, high;
    if (of->what == ESTIMATE_SHARE) {
        struct stats_design_share share = stats_design_share(of->plan->plan, y, domain, ANALYSIS_LEVEL);
        e = share.estimate;
        bool logit = !isnan(share.logit.low);
        low = logit ? share.logit.low : share.beta.low;
        high = logit ? share.logit.high : share.beta.high;
    } else {
        e = of->what == ESTIMATE_TOTAL   ? stats_design_total(of->plan->plan, y, domain, ANALYSIS_LEVEL)
            : of->what == ESTIMATE_RATIO ? stats_design_ratio(of->plan->plan, y, of->x, domain, ANALYSIS_LEVEL)
                                         : stats_design_mean(of->plan->plan, y, domain, ANALYSIS_LEVEL);
        low = e.low;
        high = e.high;
    }
    if (group >= 0 && !(e.n > 0))
        return NULL;
    struct analysis_row *row = block_row(work, block, key, label);
    double values[] = {e.n, e.weight, scale * e.value, scale * e.se, scale * low, scale * high, e.deff, e.effective_n};
    memcpy(row->values, values, sizeof values);
    if (e.n < ANALYSIS_SMALL)
        row->note = words_spoken(work, SMALL_SAMPLE);
    return row;
}

static void estimate_columns(struct analysis_work *work, struct analysis_block *block, enum estimate what)
{
    static const char *const titles[] = {"总量", "均值", "比率", "占比(%)"};
    int decimals = what == ESTIMATE_RATIO ? 4 : what == ESTIMATE_TOTAL ? 1 : 2;
    block_column(work, block, "n", "有效回答", ANALYSIS_COUNT, 0);
    block_column(work, block, "weight", "权数合计", ANALYSIS_NUMBER, 0);
    block_column(work, block, "value", titles[what], ANALYSIS_NUMBER, decimals);
    block_column(work, block, "se", "标准误", ANALYSIS_NUMBER, decimals + 1);
    block_column(work, block, "low", "95%下限", ANALYSIS_NUMBER, decimals);
    block_column(work, block, "high", "95%上限", ANALYSIS_NUMBER, decimals);
    block_column(work, block, "deff", "设计效应", ANALYSIS_NUMBER, 2);
    block_column(work, block, "effective_n", "有效样本量", ANALYSIS_NUMBER, 1);
}

static void sentence_of_estimates(struct analysis_work *work, struct analysis_block *block, const char *label, enum estimate what, const char *whose,
                                  const struct analysis_row *all)
{
    const char *unit = what == ESTIMATE_SHARE ? "%" : "";
    if (isnan(all->values[2])) {
        block_sentence(work, block, "没有足够的回答，无法估计。");
        return;
    }
    block_sentence(work, block, "按抽样设计估计，%s%s为%s%s，95%%区间%s%s至%s%s%s。", label, *whose ? words_spoken(work, whose) : "", words_number(work, all->values[2], 2), unit,
                   words_number(work, all->values[4], 2), unit, words_number(work, all->values[5], 2), unit, words_small(work, all->values[0]));
}

static void all_domains(struct analysis_work *work, struct analysis_block *block, const struct request *request, const struct estimates *of, const double *y,
                        const char *prefix)
{
    for (size_t g = 0; request->by && g < request->by->count; g++) {
        struct analysis_row *row =
            estimate_row(work, block, grouping_key(request->by, g), arena_printf(work->scratch, "%s%s", prefix, grouping_label(request->by, g)), of, y, (int)g);
        if (row)
            row->unit = grouping_unit(request->by, g);
    }
}

/* Each option of the item in all; its satisfied codes by domain too. */
static void share_rows(struct analysis_work *work, struct analysis_block *block, const struct request *request, const struct estimates *of, const struct analysis_item *item)
{
    const struct scale *scale = item->codes.scale;
    double *y = ARENA_ARRAY(work->scratch, double, of->plan->n + 1);
    bool satisfied = scale_has_satisfied(scale);
    for (size_t o = 0; o < scale->options.count; o++) {
        const struct option *option = &scale->options.at[o];
        if (option->missing != MISSING_NONE)
            continue;
        for (size_t i = 0; i < of->plan->n; i++)
            y[i] = isnan(of->y[i]) ? NAN : (double)((size_t)of->y[i] == o);
        if (!satisfied)
            all_domains(work, block, request, of, y, arena_printf(work->scratch, "%s·", option->label));
        estimate_row(work, block, arena_printf(work->scratch, "option_%d", option->code), option->label, of, y, -1);
    }
    if (!satisfied)
        return;
    for (size_t i = 0; i < of->plan->n; i++)
        y[i] = isnan(of->y[i]) ? NAN : item->values[VALUE_SATISFIED][(size_t)of->y[i]];
    all_domains(work, block, request, of, y, "满意率·");
    estimate_row(work, block, "all", "满意率·全体", of, y, -1);
}

/* A total is one of the population only where the weights add up to it. */
static bool check_people(struct analysis_work *work, struct analysis_block *block, const struct survey_plan *plan)
{
    const struct margin_side *strata = &plan->design->strata;
    double people = 0, weights = block->rows.at[block->rows.count - 1].values[1];
    for (size_t s = 0; s < margin_side_categories(work->evaluation, strata); s++)
        if (margin_side_is_answer(strata, s))
            people += evaluation_population(work->evaluation, COUNTS_PEOPLE, strata, &s, 1);
    bool meets = people > 0 && fabs(weights / people - 1) <= 0.05;
    if (people > 0 && !meets)
        block_warning(work, block, "权数合计%s，与总体人数%s不符：总量不是总体的总量", words_number(work, weights, 0), words_number(work, people, 0));
    else if (!meets)
        block_warning(work, block, "各层没有写明总体人数，无法核对权数合计是否代表总体");
    return meets;
}

static void design_block(struct analysis_work *work, const struct request *request, const struct survey_plan *plan, const struct analysis_item *item)
{
    enum estimate what = estimate_of(request->measure);
    double *y = ARENA_ARRAY(work->scratch, double, plan->n + 1);
    if (!survey_plan_values(work, plan, item, what == ESTIMATE_SHARE ? VALUE_OPTION : VALUE_NUMBER, y))
        return;
    survey_plan_missing(work, plan, item, 1);
    struct estimates of = {.what = what, .plan = plan, .y = y, .group = request->by ? survey_plan_groups(work, plan, request->by) : NULL};
    static const char *const words[] = {"总体总量", "总体均值", "比率", "总体占比"};
    struct analysis_block *block = block_new(work, request->measure, arena_printf(work->scratch, "%s：%s", item->label, words_spoken(work, words[what])), "%s_%s", item->id, request->measure);
    estimate_columns(work, block, what);
    block->missing = (double)survey_plan_without(y, plan->n);
    block->base = (double)plan->n - block->missing;
    if (what == ESTIMATE_SHARE) {
        share_rows(work, block, request, &of, item);
    } else {
        all_domains(work, block, request, &of, y, "");
        estimate_row(work, block, "all", "全体", &of, y, -1);
    }
    const char *whose = what != ESTIMATE_TOTAL ? "" : check_people(work, block, plan) ? "的总体总量" : "的加权总量（未必是总体的总量）";
    survey_plan_describe(work, block, plan, what == ESTIMATE_SHARE ? "占比的区间在logit尺度上（全有或全无时按科恩—格劳巴德）" : "区间按t分布");
    const struct analysis_row *all = &block->rows.at[block->rows.count - 1];
    block->reference = all->values[2];
    sentence_of_estimates(work, block, what == ESTIMATE_SHARE ? arena_printf(work->scratch, words_spoken(work, "%s（%s）"), item->label, all->label) : item->label, what, whose, all);
}

void run_design(struct analysis_work *work, const struct request *request)
{
    struct survey_plan plan;
    if (!survey_plan_make(work, request, &plan))
        return;
    for (size_t i = 0; i < request->count; i++)
        design_block(work, request, &plan, &request->items[i]);
}

void run_design_ratio(struct analysis_work *work, const struct request *request)
{
    struct survey_plan plan;
    if (!survey_plan_make(work, request, &plan))
        return;
    double *y = ARENA_ARRAY(work->scratch, double, plan.n + 1), *x = ARENA_ARRAY(work->scratch, double, plan.n + 1);
    const struct analysis_item *items = request->items;
    if (!survey_plan_values(work, &plan, &items[0], VALUE_NUMBER, y) || !survey_plan_values(work, &plan, &items[1], VALUE_NUMBER, x))
        return;
    survey_plan_missing(work, &plan, items, 2);
    struct estimates of = {.what = ESTIMATE_RATIO, .plan = &plan, .y = y, .x = x, .group = request->by ? survey_plan_groups(work, &plan, request->by) : NULL};
    const char *label = arena_printf(work->scratch, "%s÷%s", items[0].label, items[1].label);
    struct analysis_block *block = block_new(work, request->measure, label, "%s_ratio_%s", items[0].id, items[1].id);
    estimate_columns(work, block, ESTIMATE_RATIO);
    all_domains(work, block, request, &of, y, "");
    struct analysis_row *all = estimate_row(work, block, "all", "全体", &of, y, -1);
    block->base = all->values[0];
    block->missing = (double)plan.n - all->values[0];
    survey_plan_describe(work, block, &plan, "比率＝Σw·前项÷Σw·后项，区间按t分布");
    sentence_of_estimates(work, block, label, ESTIMATE_RATIO, "", all);
}
