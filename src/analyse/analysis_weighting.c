/* SPDX-License-Identifier: GPL-3.0-or-later
 * Weights in blocks: what a weighting did, means and shares under weights.
 *
 * Beside every weighted number stand the unweighted n and the effective n (Kish): weights that differ make a sample smaller than it looks, and never larger.
 */
#include "analysis_asked.h"

#include "ceping/stats_intervals.h"
#include "ceping/stats_weights.h"

#define DEFF_HIGH 2                /* half of the sample is lost */
#define VISIBLE_DIFFERENCE 0.0005 /* from the populations: what one decimal of a percentage shows */

/* Weights of rows --------------------------------------------------------------------------------------------------- */

static const double *weights_of_item(struct analysis_work *work, const struct variable *variable)
{
    const struct column *column = &work->dataset->columns[variable->index];
    double *weight = ARENA_ARRAY(work->scratch, double, work->dataset->rows + 1);
    for (size_t row = 0; row < work->dataset->rows; row++) {
        double w = column->missing[row] == MISSING_NONE ? answer_value(column, row) : NAN;
        weight[row] = w >= 0 && w < INFINITY ? w : NAN;
    }
    return weight;
}

const double *request_weights(struct analysis_work *work, const struct request *request, const char **ret_words)
{
    const struct weighting *weighting = request->design ? request->design->weighting : request->weighting;
    const struct variable *variable = request->design ? request->design->weight : request->weight;
    *ret_words = NULL;
    if (weighting) {
        struct weighting_result report;
        double *weight = ARENA_ARRAY(work->scratch, double, work->dataset->rows + 1);
        analyse_weighting(work->evaluation, work->dataset, weighting, work->scratch, weight, &report);
        *ret_words = arena_printf(work->scratch, words_spoken(work, "按“%s”加权"), weighting->name);
        return weight;
    }
    if (!variable)
        return NULL;
    *ret_words = arena_printf(work->scratch, words_spoken(work, "按题项%s加权"), variable->id);
    return weights_of_item(work, variable);
}

/* Values and weights of the complete cases with a weight. */
struct weighted {
    size_t n;
    double *x, *w;
    int *group; /* of `by`; −1 none */
    double missing, unweighted; /* cases without a value; with one and without a weight */
};

static bool weighted_make(struct analysis_work *work, const struct analysis_item *item, enum analysis_value kind, const struct grouping *by, const double *weight,
                          struct weighted *ret)
{
    struct cases cases;
    if (!cases_make(work, item, 1, kind, &cases))
        return false;
    *ret = (struct weighted){.missing = (double)cases_complete(work, &cases)};
    ret->x = ARENA_ARRAY(work->scratch, double, cases.n + 1);
    ret->w = ARENA_ARRAY(work->scratch, double, cases.n + 1);
    ret->group = ARENA_ARRAY(work->scratch, int, cases.n + 1);
    for (size_t i = 0; i < cases.n; i++) {
        if (isnan(weight[cases.row[i]])) {
            ret->unweighted++;
            continue;
        }
        ret->x[ret->n] = cases.x[i];
        ret->w[ret->n] = weight[cases.row[i]];
        ret->group[ret->n++] = by ? grouping_at(work, by, cases.row[i], cases.variable[i]) : -1;
    }
    return true;
}

/* The cases of one group, those of all where it is negative. */
static size_t weighted_group(struct analysis_work *work, const struct weighted *all, int group, double **ret_x, double **ret_w)
{
    double *x = *ret_x = ARENA_ARRAY(work->scratch, double, all->n + 1), *w = *ret_w = ARENA_ARRAY(work->scratch, double, all->n + 1);
    size_t n = 0;
    for (size_t i = 0; i < all->n; i++)
        if (group < 0 || all->group[i] == group) {
            x[n] = all->x[i];
            w[n++] = all->w[i];
        }
    return n;
}

static void warn_unweighted(struct analysis_work *work, struct analysis_block *block, const struct weighted *weighted)
{
    if (weighted->n == 0 && weighted->unweighted > 0)
        block_warning(work, block, "没有一份回答有可用的权数：加权没有算成，见该加权的报告");
    else if (weighted->unweighted > 0)
        block_warning(work, block, "%s份有回答而没有权数（分类题未答或所在单位不明），不在其内", words_number(work, weighted->unweighted, 0));
}

static void check_kish(struct analysis_work *work, struct analysis_block *block, double n, double effective)
{
    if (!(n > 0) || isnan(effective))
        return;
    block_check(work, block, "权数的设计效应%s：%s份相当于等权的%s份", words_number(work, n / effective, 2), words_number(work, n, 0), words_number(work, effective, 0));
    if (n / effective > DEFF_HIGH)
        block_warning(work, block, "权数悬殊，一半以上的样本量由此损失，可考虑合并类别或截断权数");
}

/* Means and shares ---------------------------------------------------------------------------------------------------- */

static void description_row(struct analysis_work *work, struct analysis_block *block, const char *key, const char *label, const struct unit *unit,
                            const struct weighted *weighted, int group)
{
    double *x, *w;
    size_t n = weighted_group(work, weighted, group, &x, &w);
    if (n == 0 && group >= 0)
        return;
    struct stats_weighted_description d = stats_weighted_description(x, w, n, ANALYSIS_LEVEL);
    struct analysis_row *row = block_row(work, block, key, label);
    double values[] = {d.n, d.effective_n, d.weight, d.mean, d.se, d.low, d.high, sqrt(d.variance), stats_weighted_quantile(x, w, n, 0.5), stats_mean(x, NULL, n)};
    memcpy(row->values, values, sizeof values);
    row->unit = unit;
    if (d.n < ANALYSIS_SMALL)
        row->note = words_spoken(work, SMALL_SAMPLE);
}

void run_weighted_description(struct analysis_work *work, const struct request *request)
{
    const char *words;
    const double *weight = request_weights(work, request, &words);
    for (size_t i = 0; i < request->count; i++) {
        const struct analysis_item *item = &request->items[i];
        struct weighted weighted;
        if (!weighted_make(work, item, VALUE_NUMBER, request->by, weight, &weighted))
            continue;
        struct analysis_block *block = block_new(work, request->measure, arena_printf(work->scratch, "%s：加权描述", item->label), "%s_weighted", item->id);
        block_column(work, block, "n", "有效回答", ANALYSIS_COUNT, 0);
        block_column(work, block, "effective_n", "有效样本量", ANALYSIS_NUMBER, 1);
        block_column(work, block, "weight", "权数合计", ANALYSIS_NUMBER, 0);
        block_column(work, block, "mean", "加权均值", ANALYSIS_NUMBER, 2);
        block_column(work, block, "se", "标准误", ANALYSIS_NUMBER, 3);
        block_column(work, block, "low", "95%下限", ANALYSIS_NUMBER, 2);
        block_column(work, block, "high", "95%上限", ANALYSIS_NUMBER, 2);
        block_column(work, block, "sd", "加权标准差", ANALYSIS_NUMBER, 2);
        block_column(work, block, "median", "加权中位数", ANALYSIS_NUMBER, 2);
        block_column(work, block, "unweighted_mean", "不加权均值", ANALYSIS_NUMBER, 2);
        block->missing = weighted.missing;
        for (size_t g = 0; request->by && g < request->by->count; g++)
            description_row(work, block, grouping_key(request->by, g), grouping_label(request->by, g), grouping_unit(request->by, g), &weighted, (int)g);
        description_row(work, block, "all", "全体", NULL, &weighted, -1);
        const double *all = block->rows.at[block->rows.count - 1].values;
        block->base = all[0];
        block->reference = all[3];
        block_method(work, block, "%s（%s）；标准误为线性化估计，不计分层和整群；区间按t分布", words, item_measure_words(work, item));
        check_kish(work, block, all[0], all[1]);
        warn_unweighted(work, block, &weighted);
        if (isnan(all[3]))
            block_sentence(work, block, "没有带权数的回答，加权均值无法计算。");
        else
            block_sentence(work, block, "%s的加权均值为%s（不加权为%s）%s。", item->label, words_number(work, all[3], 2), words_number(work, all[9], 2),
                           words_small(work, all[0]));
    }
}

static void share_row(struct analysis_work *work, struct analysis_block *block, const char *key, const char *label, const struct unit *unit, const double *hit,
                      const double *w, size_t n)
{
    struct stats_weighted_share share = stats_weighted_share(hit, w, n, ANALYSIS_LEVEL);
    struct analysis_row *row = block_row(work, block, key, label);
    double values[] = {share.n,
                       share.effective_n,
                       share.weight,
                       100 * share.share,
                       100 * share.interval.low,
                       100 * share.interval.high,
                       100 * stats_mean(hit, NULL, n)};
    memcpy(row->values, values, sizeof values);
    row->unit = unit;
    if (share.n < ANALYSIS_SMALL)
        row->note = words_spoken(work, SMALL_SAMPLE);
}

static void option_rows(struct analysis_work *work, struct analysis_block *block, const struct analysis_item *item, const struct weighted *weighted)
{
    const struct scale *scale = item->codes.scale;
    double *hit = ARENA_ARRAY(work->scratch, double, weighted->n + 1);
    for (size_t o = 0; o < scale->options.count; o++) {
        if (scale->options.at[o].missing != MISSING_NONE)
            continue;
        for (size_t i = 0; i < weighted->n; i++)
            hit[i] = (size_t)weighted->x[i] == o;
        share_row(work, block, arena_printf(work->scratch, "option_%d", scale->options.at[o].code), scale->options.at[o].label, NULL, hit, weighted->w, weighted->n);
    }
}

void run_weighted_shares(struct analysis_work *work, const struct request *request)
{
    const char *words;
    const double *weight = request_weights(work, request, &words);
    for (size_t i = 0; i < request->count; i++) {
        const struct analysis_item *item = &request->items[i];
        bool satisfied = scale_has_satisfied(item->codes.scale);
        struct weighted weighted;
        if (!weighted_make(work, item, VALUE_OPTION, request->by, weight, &weighted))
            continue;
        struct analysis_block *block = block_new(work, request->measure, arena_printf(work->scratch, "%s：加权占比", item->label), "%s_weighted_shares", item->id);
        block_column(work, block, "n", "有效回答", ANALYSIS_COUNT, 0);
        block_column(work, block, "effective_n", "有效样本量", ANALYSIS_NUMBER, 1);
        block_column(work, block, "weight", "权数合计", ANALYSIS_NUMBER, 0);
        block_column(work, block, "percent", "加权占比(%)", ANALYSIS_PERCENT, 1);
        block_column(work, block, "low", "95%下限", ANALYSIS_PERCENT, 1);
        block_column(work, block, "high", "95%上限", ANALYSIS_PERCENT, 1);
        block_column(work, block, "unweighted", "不加权占比(%)", ANALYSIS_PERCENT, 1);
        block->base = (double)weighted.n;
        block->missing = weighted.missing;
        option_rows(work, block, item, &weighted);
        for (size_t k = 0; k < weighted.n && satisfied; k++)
            weighted.x[k] = item->values[VALUE_SATISFIED][(size_t)weighted.x[k]];
        for (size_t g = 0; satisfied && request->by && g < request->by->count; g++) {
            double *x, *w;
            size_t n = weighted_group(work, &weighted, (int)g, &x, &w);
            if (n > 0)
                share_row(work, block, grouping_key(request->by, g), arena_printf(work->scratch, words_spoken(work, "满意率·%s"), grouping_label(request->by, g)),
                          grouping_unit(request->by, g), x, w, n);
        }
        if (satisfied)
            share_row(work, block, "all", "满意率·全体", NULL, weighted.x, weighted.w, weighted.n);
        block_method(work, block, "%s；区间为按有效样本量（基什）计算的威尔逊95%%区间，不计分层和整群", words);
        const double *last = block->rows.count ? block->rows.at[block->rows.count - 1].values : NULL;
        if (last)
            check_kish(work, block, last[0], last[1]);
        warn_unweighted(work, block, &weighted);
        if (last && satisfied && !isnan(last[3]))
            block_sentence(work, block, "%s的加权满意率为%s%%（不加权为%s%%），95%%区间%s%%至%s%%%s。", item->label, words_number(work, last[3], 1),
                           words_number(work, last[6], 1), words_number(work, last[4], 1), words_number(work, last[5], 1),
                           words_small(work, last[0]));
        else if (!last || isnan(last[3]))
            block_sentence(work, block, "没有带权数的回答，加权占比无法计算。");
        else
            block_sentence(work, block, "占比按权数计算，只作描述%s。", words_small(work, last[0]));
    }
}

/* What a weighting did --------------------------------------------------------------------------------------------------- */

static void weighting_rows(struct analysis_work *work, struct analysis_block *block, const struct weighting_result *result)
{
    for (size_t m = 0; m < result->margins.count; m++) {
        const struct weighting_margin *margin = &result->margins.at[m];
        double population = 0, sample = 0;
        for (size_t c = 0; c < margin->cells.count; c++) {
            population += margin->cells.at[c].population;
            sample += margin->cells.at[c].sample;
        }
        for (size_t c = 0; c < margin->cells.count; c++) {
            const struct weighting_cell *cell = &margin->cells.at[c];
            struct analysis_row *row = block_row(work, block, arena_printf(work->scratch, "margin_%zu_%zu", m + 1, c + 1), cell->label);
            double values[] = {cell->sample,
                               100 * stats_share(cell->sample, sample),
                               cell->population,
                               100 * stats_share(cell->population, population),
                               cell->weighted,
                               cell->sample > 0 ? cell->weighted / cell->sample : NAN};
            memcpy(row->values, values, sizeof values);
            if (cell->population > 0 && cell->sample <= 0)
                row->note = words_spoken(work, "有人口而没有回答");
        }
    }
}

static void weighting_checks(struct analysis_work *work, struct analysis_block *block, const struct weighting_result *result)
{
    const struct weighting *weighting = result->weighting;
    if (weighting->method == WEIGHTING_RAKE && result->trimmed) /* the difference below is that after trimming */
        block_check(work, block, "%zu轮后%s", result->iterations, words_spoken(work, result->converged ? "收敛" : "仍未收敛"));
    else if (weighting->method == WEIGHTING_RAKE)
        block_check(work, block, "%zu轮后%s，最大相对偏差%s%%", result->iterations, words_spoken(work, result->converged ? "收敛" : "仍未收敛"), words_number(work, 100 * result->largest_difference, 6));
    if (result->trimmed)
        block_check(work, block, "截断：提高%s个、降低%s个，移动了权数合计的%s%%；此后与总体人数的最大相对偏差%s%%", words_number(work, result->trimmed_low, 0),
                    words_number(work, result->trimmed_high, 0), words_number(work, 100 * result->trimmed_moved, 2), words_number(work, 100 * result->largest_difference, 2));
    check_kish(work, block, result->n, result->effective_n);
    block_check(work, block, "权数最小为平均的%s倍，最大为%s倍", words_number(work, result->smallest, 2), words_number(work, result->largest, 2));
    if (result->outside > 0)
        block_warning(work, block, "%s份有效答卷没有权数（分类题未答、所在单位不明或没有基础权数），不进入加权结果", words_number(work, result->outside, 0));
    if (result->empty_cells > 0)
        block_warning(work, block, "%s有人口而没有回答，这部分人没有代表", result->empty);
    if (weighting->method == WEIGHTING_RAKE && result->totals_differ > 1e-9)
        block_warning(work, block, "各边际的总体人数相差%s%%，以第一个为准", words_number(work, 100 * result->totals_differ, 3));
    if (!result->usable)
        block_warning(work, block, "这一加权不能使用，用它的指标没有数值");
}

/* One row: what the weights cost and how they were reached. */
static void weighting_summary(struct analysis_work *work, const struct weighting_result *result, const char *measure)
{
    const struct weighting *weighting = result->weighting;
    struct analysis_block *block = block_new(work, measure, arena_printf(work->scratch, words_spoken(work, "加权：%s（权数）"), weighting->name), "weighting_%s_weights", weighting->id);
    block_column(work, block, "n", "有效答卷", ANALYSIS_COUNT, 0);
    block_column(work, block, "total", "权数合计", ANALYSIS_NUMBER, 1);
    block_column(work, block, "effective_n", "有效样本量", ANALYSIS_NUMBER, 1);
    block_column(work, block, "deff", "设计效应", ANALYSIS_NUMBER, 3);
    block_column(work, block, "smallest", "最小（平均的倍数）", ANALYSIS_NUMBER, 3);
    block_column(work, block, "largest", "最大（平均的倍数）", ANALYSIS_NUMBER, 3);
    block_column(work, block, "iterations", "轮数", ANALYSIS_COUNT, 0);
    block_column(work, block, "largest_difference", "最大相对偏差(%)", ANALYSIS_NUMBER, 6);
    struct analysis_row *row = block_row(work, block, weighting->id, weighting->name);
    double values[] = {result->n,        result->total,   result->effective_n, result->deff, result->smallest, result->largest,
                       weighting->method == WEIGHTING_RAKE ? (double)result->iterations : (double)NAN, 100 * result->largest_difference};
    memcpy(row->values, values, sizeof values);
    if (result->n < ANALYSIS_SMALL)
        row->note = words_spoken(work, SMALL_SAMPLE);
    block->base = result->n;
    block->missing = result->outside;
    block_method(work, block, "基什：设计效应＝n·Σw²÷(Σw)²，有效样本量＝n÷设计效应");
    if (result->effective_n > 0)
        block_sentence(work, block, "权数不等的代价：%s份答卷相当于等权的%s份（设计效应%s）。", words_number(work, result->n, 0), words_number(work, result->effective_n, 0),
                       words_number(work, result->deff, 2));
    else
        block_sentence(work, block, "权数没有算成，加权结果不能使用。");
}

static void weighting_block(struct analysis_work *work, const struct weighting *weighting, const char *measure)
{
    struct weighting_result result;
    double *weight = ARENA_ARRAY(work->scratch, double, work->dataset->rows + 1);
    analyse_weighting(work->evaluation, work->dataset, weighting, work->arena, weight, &result);
    if (result.valid <= 0)
        return;
    struct analysis_block *block = block_new(work, measure, arena_printf(work->scratch, words_spoken(work, "加权：%s"), weighting->name), "weighting_%s", weighting->id);
    block_column(work, block, "n", "有效答卷", ANALYSIS_COUNT, 0);
    block_column(work, block, "sample_share", "占样本(%)", ANALYSIS_PERCENT, 1);
    block_column(work, block, "population", "总体人数", ANALYSIS_COUNT, 0);
    block_column(work, block, "population_share", "占总体(%)", ANALYSIS_PERCENT, 1);
    block_column(work, block, "weighted", "权数合计", ANALYSIS_NUMBER, 1);
    block_column(work, block, "mean_weight", "平均权数", ANALYSIS_NUMBER, 3);
    block->base = result.n;
    block->missing = result.outside;
    weighting_rows(work, block, &result);
    block_method(work, block, "%s%s", words_spoken(work, weighting_method_labels[weighting->method]), weighting->base ? words_spoken(work, "，从基础权数出发") : "");
    weighting_checks(work, block, &result);
    if (result.usable && result.empty_cells > 0)
        block_sentence(work, block, "加权后%s份答卷的权数合计%s，但%s没有人作答，不能代表全体。", words_number(work, result.n, 0), words_number(work, result.total, 0), result.empty);
    else if (result.usable && result.largest_difference > VISIBLE_DIFFERENCE)
        block_sentence(work, block, "加权后%s份答卷代表%s人，相当于等权的%s份，但各类与总体人数最多相差%s%%。", words_number(work, result.n, 0), words_number(work, result.total, 0),
                       words_number(work, result.effective_n, 0), words_number(work, 100 * result.largest_difference, 1));
    else if (result.usable)
        block_sentence(work, block, "加权后%s份答卷代表%s人，相当于等权的%s份。", words_number(work, result.n, 0), words_number(work, result.total, 0),
                       words_number(work, result.effective_n, 0));
    else
        block_sentence(work, block, "权数没有算成，加权结果不能使用。");
    weighting_summary(work, &result, measure);
}

static const char *measure_of(const struct weighting *weighting)
{
    static const char *const measures[WEIGHTING_METHODS] = {"poststratification", "poststratification", "raking", "linear_calibration"};
    return measures[weighting->method];
}

void analysis_weightings(struct analysis_work *work)
{
    for (size_t i = 0; i < work->evaluation->weightings.count; i++)
        if (work->evaluation->weightings.at[i].instrument == work->instrument)
            weighting_block(work, &work->evaluation->weightings.at[i], measure_of(&work->evaluation->weightings.at[i]));
}

void run_weighting(struct analysis_work *work, const struct request *request)
{
    if (request->weighting) {
        weighting_block(work, request->weighting, request->measure);
        return;
    }
    const double *weight = weights_of_item(work, request->weight);
    double *w = ARENA_ARRAY(work->scratch, double, work->row_count + 1);
    size_t n = 0;
    for (size_t r = 0; r < work->row_count; r++)
        if (!isnan(weight[work->rows[r]]))
            w[n++] = weight[work->rows[r]];
    struct stats_kish kish = stats_kish(w, n);
    struct analysis_block *block = block_new(work, request->measure, arena_printf(work->scratch, words_spoken(work, "权数：%s"), request->weight->id), "kish_%s", request->weight->id);
    block_column(work, block, "n", "份数", ANALYSIS_COUNT, 0);
    block_column(work, block, "total", "权数合计", ANALYSIS_NUMBER, 1);
    block_column(work, block, "effective_n", "有效样本量", ANALYSIS_NUMBER, 1);
    block_column(work, block, "deff", "设计效应", ANALYSIS_NUMBER, 3);
    block_column(work, block, "cv", "变异系数", ANALYSIS_NUMBER, 3);
    block_column(work, block, "smallest", "最小", ANALYSIS_NUMBER, 3);
    block_column(work, block, "largest", "最大", ANALYSIS_NUMBER, 3);
    double values[] = {kish.n, kish.total, kish.effective_n, kish.deff, kish.cv, kish.smallest, kish.largest};
    memcpy(block_row(work, block, request->weight->id, "权数")->values, values, sizeof values);
    block->base = kish.n;
    block->missing = (double)(work->row_count - n);
    block_method(work, block, "基什：设计效应＝n·Σw²÷(Σw)²");
    check_kish(work, block, kish.n, kish.effective_n);
    if (!(kish.n > 0))
        block_sentence(work, block, "没有一份答卷有大于0的权数。");
    else
        block_sentence(work, block, "按这一权数，%s份答卷相当于等权的%s份。", words_number(work, kish.n, 0), words_number(work, kish.effective_n, 0));
}
