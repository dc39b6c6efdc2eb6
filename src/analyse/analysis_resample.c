/* SPDX-License-Identifier: GPL-3.0-or-later
 * Bootstrap and jackknife of what has no formula for its error, or one that nobody would trust for few answers. The seed is stated by who asks, so the interval
 * can be had again to the last digit.
 *
 * Rows are cases complete in all items of the request. They are drawn one by one: where cases of one response are several (items over units) or clusters were
 * sampled, the interval is too narrow, and the block says so.
 */
#include "analysis_asked.h"

#include "ceping/stats_association.h"
#include "ceping/stats_reliability.h"
#include "ceping/stats_resample.h"

#define REPLICATES 2000

/* Statistics ------------------------------------------------------------------------------------------------------------- */

struct sample {
    const double *x; /* [item · n + case] */
    size_t items;
    size_t whole; /* n of x */
};

static double of_mean(const double *frequency, size_t n, const void *data)
{
    return stats_mean(((const struct sample *)data)->x, frequency, n);
}

static double of_percent(const double *frequency, size_t n, const void *data)
{
    return 100 * of_mean(frequency, n, data);
}

static double of_median(const double *frequency, size_t n, const void *data)
{
    return stats_median(((const struct sample *)data)->x, frequency, n);
}

static double of_sd(const double *frequency, size_t n, const void *data)
{
    return stats_sd(((const struct sample *)data)->x, frequency, n);
}

static double of_difference(const double *frequency, size_t n, const void *data)
{
    const double *x = ((const struct sample *)data)->x;
    return stats_mean(x, frequency, n) - stats_mean(x + n, frequency, n);
}

static double of_ratio(const double *frequency, size_t n, const void *data)
{
    const double *x = ((const struct sample *)data)->x;
    double below = stats_sum(x + n, frequency, n);
    return below == 0 ? (double)NAN : stats_sum(x, frequency, n) / below;
}

static double of_pearson(const double *frequency, size_t n, const void *data)
{
    const double *x = ((const struct sample *)data)->x;
    return stats_pearson(x, x + n, frequency, n, ANALYSIS_LEVEL).value;
}

static double of_spearman(const double *frequency, size_t n, const void *data)
{
    const double *x = ((const struct sample *)data)->x;
    return stats_spearman(x, x + n, frequency, n, ANALYSIS_LEVEL).value;
}

/* k/(k − 1)·(1 − Σ variances / variance of the sums), as stats_cronbach_alpha, by way of the covariances. */
static double of_alpha(const double *frequency, size_t n, const void *data)
{
    const struct sample *sample = data;
    size_t k = sample->items;
    auto_free double *mean = xcalloc(k, sizeof *mean), *covariance = xcalloc(k * k, sizeof *covariance);
    stats_covariances(sample->x, frequency, n, k, mean, covariance);
    double own = 0, all = 0;
    for (size_t i = 0; i < k; i++) {
        own += covariance[i * k + i];
        for (size_t j = 0; j < k; j++)
            all += covariance[i * k + j];
    }
    return all > 0 ? (double)k / (double)(k - 1) * (1 - own / all) : (double)NAN;
}

static const struct {
    const char *word, *label;
    stats_statistic *of;
    size_t least, most; /* items */
    enum analysis_value kind;
    bool percent, smooth;
} statistics[] = {
    {"mean", "均值", of_mean, 1, 1, VALUE_NUMBER, false, true},
    {"median", "中位数", of_median, 1, 1, VALUE_NUMBER, false, false},
    {"sd", "标准差", of_sd, 1, 1, VALUE_NUMBER, false, true},
    {"rate", "满意率(%)", of_percent, 1, 1, VALUE_SATISFIED, true, true},
    {"difference", "均值之差", of_difference, 2, 2, VALUE_NUMBER, false, true},
    {"ratio", "总和之比", of_ratio, 2, 2, VALUE_NUMBER, false, true},
    {"pearson", "皮尔逊相关", of_pearson, 2, 2, VALUE_NUMBER, false, true},
    {"spearman", "斯皮尔曼相关", of_spearman, 2, 2, VALUE_NUMBER, false, true},
    {"alpha", "克龙巴赫α", of_alpha, 2, 0, VALUE_NUMBER, false, true},
};

static size_t statistic_index(const char *word)
{
    size_t i = 0;
    while (i < COUNT_OF(statistics) && strcmp(statistics[i].word, word) != 0)
        i++;
    return i;
}

bool check_resampling(struct analysis_work *work, const struct request *request)
{
    const struct name *name = &request->asked->statistic;
    size_t s = statistic_index(name->text);
    if (s == COUNT_OF(statistics)) {
        const char *words[COUNT_OF(statistics)];
        for (size_t i = 0; i < COUNT_OF(statistics); i++)
            words[i] = statistics[i].word;
        diags_error(work->diags, name->pos, _("'%s' cannot be resampled"), name->text);
        diags_hint_words(work->diags, name->text, words, COUNT_OF(statistics));
        return false;
    }
    if (request->count < statistics[s].least || (statistics[s].most > 1 && request->count > statistics[s].most)) {
        diags_error(work->diags, name->pos, _("statistic '%s' takes %zu items, not %zu"), name->text, statistics[s].least, request->count);
        return false;
    }
    for (size_t i = 0; i < request->count && statistics[s].kind == VALUE_SATISFIED; i++)
        if (!item_is_coded(&request->items[i]) || !scale_has_satisfied(request->items[i].codes.scale)) {
            diags_error(work->diags, name->pos, _("item '%s' has no satisfied codes to make a rate of"), request->items[i].id);
            return false;
        }
    if (!statistics[s].smooth && strcmp(request->measure, "jackknife") == 0) {
        diags_error(work->diags, name->pos, _("the jackknife is wrong for a median"));
        diags_hint(work->diags, _("use bootstrap"));
        return false;
    }
    return true;
}

/* Blocks ------------------------------------------------------------------------------------------------------------------ */

struct resampling {
    const struct request *request;
    size_t statistic, replicates;
    uint64_t seed;
    bool jackknife;
};

static void resample_row(struct analysis_work *work, struct analysis_block *block, const struct resampling *how, const char *key, const char *label,
                         const struct unit *unit, const struct sample *sample)
{
    struct analysis_row *row = block_row(work, block, key, label);
    size_t n = sample->whole;
    row->unit = unit;
    row->values[0] = (double)n;
    if (n < ANALYSIS_SMALL)
        row->note = words_spoken(work, SMALL_SAMPLE);
    if (how->jackknife) {
        struct stats_jackknife j = stats_jackknife(statistics[how->statistic].of, sample, NULL, n, ANALYSIS_LEVEL);
        double values[] = {(double)n, j.value, j.bias, j.se, j.low, j.high};
        memcpy(row->values, values, sizeof values);
        return;
    }
    struct stats_bootstrap b = stats_bootstrap(statistics[how->statistic].of, sample, NULL, n, how->replicates, how->seed, ANALYSIS_LEVEL);
    double values[] = {(double)n, b.value, b.bias, b.se, b.percentile.low, b.percentile.high, b.bca.low, b.bca.high};
    memcpy(row->values, values, sizeof values);
    if (b.failed > 0)
        row->note = arena_printf(work->arena, words_spoken(work, "%zu次重抽没有定义，未计"), b.failed);
}

static void resample_columns(struct analysis_work *work, struct analysis_block *block, const struct resampling *how)
{
    bool percent = statistics[how->statistic].percent;
    int decimals = percent ? 1 : 3;
    block_column(work, block, "n", "完整回答", ANALYSIS_COUNT, 0);
    block_column(work, block, "value", statistics[how->statistic].label, ANALYSIS_NUMBER, decimals);
    block_column(work, block, "bias", "偏差", ANALYSIS_NUMBER, 4);
    block_column(work, block, "se", "标准误", ANALYSIS_NUMBER, 4);
    block_column(work, block, "low", how->jackknife ? "95%下限" : "百分位下限", ANALYSIS_NUMBER, decimals);
    block_column(work, block, "high", how->jackknife ? "95%上限" : "百分位上限", ANALYSIS_NUMBER, decimals);
    if (how->jackknife)
        return;
    block_column(work, block, "bca_low", "BCa下限", ANALYSIS_NUMBER, decimals);
    block_column(work, block, "bca_high", "BCa上限", ANALYSIS_NUMBER, decimals);
}

static void sentence_of_resampling(struct analysis_work *work, struct analysis_block *block, const struct resampling *how)
{
    const double *all = block->rows.at[block->rows.count - 1].values;
    bool bca = !how->jackknife && !isnan(all[6]);
    int decimals = statistics[how->statistic].percent ? 1 : 3;
    const char *label = words_spoken(work, statistics[how->statistic].label);
    double low = all[bca ? 6 : 4], high = all[bca ? 7 : 5];
    if (isnan(all[1]) || isnan(all[4]))
        block_sentence(work, block, "回答太少或没有差别，区间无法得出。");
    else if (!(high - low > 0)) /* every draw gives the same: that is no certainty */
        block_sentence(work, block, "%s为%s；重抽的结果都相同，区间反映不出误差%s。", label, words_number(work, all[1], decimals), words_small(work, all[0]));
    else
        block_sentence(work, block, "%s为%s，%s95%%区间%s至%s%s。", label, words_number(work, all[1], decimals),
                       words_spoken(work, how->jackknife ? "刀切法" : bca ? "自助法（BCa）" : "自助法（百分位）"), words_number(work, low, decimals),
                       words_number(work, high, decimals), words_small(work, all[0]));
}

static void resample_items(struct analysis_work *work, const struct resampling *how, const struct analysis_item *items, size_t count)
{
    const struct grouping *by = how->request->by;
    struct cases cases;
    if (!cases_make(work, items, count, statistics[how->statistic].kind, &cases))
        return;
    double missing = (double)cases_complete(work, &cases);
    if (cases.n == 0)
        return;
    struct analysis_block *block =
        block_new(work, how->request->measure, arena_printf(work->scratch, words_spoken(work, "%s：%s的%s"), items[0].label, words_spoken(work, statistics[how->statistic].label), words_spoken(work, how->jackknife ? "刀切法" : "自助法区间")),
                  "%s_%s_%s", items[0].id, how->request->measure, statistics[how->statistic].word);
    resample_columns(work, block, how);
    block->base = (double)cases.n;
    block->missing = missing;
    double *x = ARENA_ARRAY(work->scratch, double, cases.n * count + 1);
    for (size_t g = 0; by && g < by->count; g++) {
        size_t n = 0;
        for (size_t i = 0; i < cases.n; i++)
            n += grouping_at(work, by, cases.row[i], cases.variable[i]) == (int)g;
        for (size_t i = 0, at = 0; i < cases.n; i++)
            if (grouping_at(work, by, cases.row[i], cases.variable[i]) == (int)g) {
                for (size_t k = 0; k < count; k++)
                    x[k * n + at] = cases.x[k * cases.n + i];
                at++;
            }
        if (n > 0)
            resample_row(work, block, how, grouping_key(by, g), grouping_label(by, g), grouping_unit(by, g), &(struct sample){x, count, n});
    }
    resample_row(work, block, how, "all", "全体", NULL, &(struct sample){cases.x, count, cases.n});
    if (how->jackknife)
        block_method(work, block, "依次去掉一份答卷重算；只适用于平滑的统计量");
    else
        block_method(work, block, "有放回地重抽%zu次，种子%zu；百分位区间和经偏差、加速校正的区间（BCa）", how->replicates, (size_t)how->seed);
    if (items[0].question->over)
        block_warning(work, block, "一份答卷对多个对象作答，各条回答不独立，区间偏窄");
    if (!how->jackknife && how->replicates < 1000)
        block_warning(work, block, "重抽不足1000次，区间端点本身不稳");
    sentence_of_resampling(work, block, how);
}

void run_resampling(struct analysis_work *work, const struct request *request)
{
    const struct analysis *asked = request->asked;
    struct resampling how = {.request = request,
                             .statistic = statistic_index(asked->statistic.text),
                             .replicates = asked->replicates > 0 ? (size_t)asked->replicates : REPLICATES,
                             .seed = asked->seed >= 0 ? (uint64_t)asked->seed : 0,
                             .jackknife = strcmp(request->measure, "jackknife") == 0};
    if (statistics[how.statistic].most != 1) {
        resample_items(work, &how, request->items, request->count);
        return;
    }
    for (size_t i = 0; i < request->count; i++)
        resample_items(work, &how, &request->items[i], 1);
}
