/* SPDX-License-Identifier: GPL-3.0-or-later
 * The whole as the population-weighted mean of areas: Σ N_h·mean_h / ΣN_h, which is not the mean of the pooled answers where areas were sampled unequally. The variance is
 * that of a stratified random sample, Σ (N_h/N)²·s_h²/n_h·(1 − n_h/N_h); the pooled mean stands beside it, so that nobody takes one for the other.
 */
#include "analysis_asked.h"

#include "ceping/stats_intervals.h"

struct areas {
    double total, mean, variance, df_below; /* ΣN, Σ N·mean, Σ (N·se)², Σ (N·se)⁴/(n − 1) */
    size_t without;                         /* areas with people and without answers */
    bool unknown;                           /* a population is not stated */
};

static void area_row(struct analysis_work *work, struct analysis_block *block, const struct grouping *by, size_t g, double population, const double *x, size_t n,
                     struct areas *areas)
{
    struct analysis_row *row = block_row(work, block, grouping_key(by, g), grouping_label(by, g));
    double mean = stats_mean(x, NULL, n), correction = population > (double)n ? 1 - (double)n / population : population > 0 ? 0 : 1;
    double se = stats_sd(x, NULL, n) * sqrt(correction / (double)n);
    double values[] = {(double)n, population, NAN, mean, se};
    memcpy(row->values, values, sizeof values);
    row->unit = grouping_unit(by, g);
    if (n < ANALYSIS_SMALL)
        row->note = words_spoken(work, SMALL_SAMPLE);
    areas->total += population;
    areas->mean += population * mean;
    areas->variance += population * se * population * se;
    areas->df_below += n > 1 ? pow(population * se, 4) / (double)(n - 1) : 0;
}

static double area_population(const struct analysis_work *work, const struct grouping *by, size_t g)
{
    struct margin_side side = {.kind = by->kind, .question = by->question};
    return evaluation_population(work->evaluation, COUNTS_PEOPLE, &side, &g, 1);
}

static void area_total(struct analysis_work *work, struct analysis_block *block, const struct areas *areas, const struct cases *cases)
{
    double mean = areas->mean / areas->total, se = sqrt(areas->variance) / areas->total;
    double df = areas->df_below > 0 ? areas->variance * areas->variance / areas->df_below : NAN; /* Satterthwaite, Biometrics Bulletin 2 (1946) */
    bool whole = !areas->unknown && areas->without == 0 && areas->total > 0;
    struct stats_mean_interval interval = stats_mean_interval_of(df + 1, mean, se * sqrt(df + 1), ANALYSIS_LEVEL);
    struct analysis_row *row = block_row(work, block, "all", "全体（按总体人数加权）");
    double values[] = {(double)cases->n, areas->total, 100, mean, se};
    if (whole)
        memcpy(row->values, values, sizeof values);
    row = block_row(work, block, "pooled", "全体（答卷合并，不加权）");
    row->values[0] = (double)cases->n;
    row->values[3] = stats_mean(cases->x, NULL, cases->n);
    for (size_t i = 0; i + 2 < block->rows.count; i++)
        block->rows.at[i].values[2] = whole ? 100 * block->rows.at[i].values[1] / areas->total : NAN;
    if (areas->unknown)
        block_warning(work, block, "有的组没有写明总体人数，全体的加权均值不能计算");
    else if (areas->without > 0)
        block_warning(work, block, "%zu个组有人口而没有回答，全体的加权均值不能计算", areas->without);
    if (whole)
        block_sentence(work, block, "按总体人数加权，全体为%s（95%%区间%s至%s）；把答卷直接合并则为%s。", words_number(work, mean, 2), words_number(work, interval.low, 2),
                       words_number(work, interval.high, 2), words_number(work, row->values[3], 2));
    else
        block_sentence(work, block, "总体人数或回答不全，不能得出全体的加权均值。");
}

static void area_block(struct analysis_work *work, const struct request *request, const struct analysis_item *item, enum analysis_value kind)
{
    const struct grouping *by = request->by;
    bool rate = kind == VALUE_SATISFIED;
    struct cases cases;
    if (!cases_make(work, item, 1, kind, &cases))
        return;
    double missing = (double)cases_complete(work, &cases), *x = ARENA_ARRAY(work->scratch, double, cases.n + 1);
    for (size_t i = 0; i < cases.n && rate; i++)
        cases.x[i] *= 100;
    struct analysis_block *block = block_new(work, request->measure, arena_printf(work->scratch, words_spoken(work, "%s：按%s人数加权的全体%s"), item->label, by->title, words_spoken(work, rate ? "满意率" : "均值")),
                                             "%s_area_%s_%s", item->id, rate ? "rate" : "mean", by->id);
    block_column(work, block, "n", "有效回答", ANALYSIS_COUNT, 0);
    block_column(work, block, "population", "总体人数", ANALYSIS_COUNT, 0);
    block_column(work, block, "population_share", "占总体(%)", ANALYSIS_PERCENT, 1);
    block_column(work, block, "mean", rate ? "满意率(%)" : "均值", ANALYSIS_NUMBER, rate ? 1 : 2);
    block_column(work, block, "se", "标准误", ANALYSIS_NUMBER, 3);
    block->base = (double)cases.n;
    block->missing = missing;
    struct areas areas = {0};
    for (size_t g = 0; g < by->count; g++) {
        size_t n = 0;
        for (size_t i = 0; i < cases.n; i++)
            if (grouping_at(work, by, cases.row[i], cases.variable[i]) == (int)g)
                x[n++] = cases.x[i];
        if (by->question && !by->kind && by->question->scale->options.at[g].missing != MISSING_NONE)
            continue;
        double population = area_population(work, by, g);
        areas.unknown = areas.unknown || isnan(population);
        areas.without += n == 0 && population > 0;
        if (n > 0)
            area_row(work, block, by, g, population, x, n, &areas);
    }
    block_method(work, block, "全体＝Σ总体人数×该组%s÷Σ总体人数；标准误按分层随机样本（有限总体校正），区间自由度按萨特思韦特", rate ? words_spoken(work, "满意率") : words_spoken(work, "均值"));
    area_total(work, block, &areas, &cases);
}

void run_area_mean(struct analysis_work *work, const struct request *request)
{
    for (size_t i = 0; i < request->count; i++) {
        const struct analysis_item *item = &request->items[i];
        area_block(work, request, item, VALUE_NUMBER);
        if (item_is_coded(item) && scale_has_satisfied(item->codes.scale))
            area_block(work, request, item, VALUE_SATISFIED);
    }
}
