/* SPDX-License-Identifier: GPL-3.0-or-later
 * Comparisons within strata and along an order: Cochran–Mantel–Haenszel, trend of a rate, exact rank correlation of a few.
 *
 * Two districts whose respondents differ in age may differ in satisfaction for that alone. Within strata of age they are compared like with like, and the strata put
 * together. Two groups and a rate make 2 × 2 tables, with a common odds ratio and a test whether it is the same everywhere; more of either make the general test.
 */
#include "analysis_asked.h"

#include "ceping/stats_association.h"
#include "ceping/stats_tables.h"

/* Strata ------------------------------------------------------------------------------------------------------------------ */

struct stratified {
    double *counts; /* [stratum][group][column] */
    size_t groups, columns, strata;
    double n, missing, outside;
    size_t *group; /* groups with answers */
    size_t filled_groups;
};

/* Options in columns; satisfied or not where `rate`. */
static bool stratify(struct analysis_work *work, const struct request *request, const struct analysis_item *item, bool rate, struct stratified *ret)
{
    struct cases cases;
    if (!cases_make(work, item, 1, rate ? VALUE_SATISFIED : VALUE_OPTION, &cases))
        return false;
    *ret = (struct stratified){.groups = request->by->count, .columns = rate ? 2 : item->codes.scale->options.count, .strata = request->strata->count};
    ret->missing = (double)cases_complete(work, &cases);
    ret->counts = ARENA_ARRAY(work->scratch, double, ret->groups * ret->columns * ret->strata + 1);
    ret->group = ARENA_ARRAY(work->scratch, size_t, ret->groups + 1);
    bool *filled = ARENA_ARRAY(work->scratch, bool, ret->groups + 1);
    for (size_t i = 0; i < cases.n; i++) {
        int group = grouping_at(work, request->by, cases.row[i], cases.variable[i]), stratum = grouping_at(work, request->strata, cases.row[i], cases.variable[i]);
        if (group < 0 || stratum < 0) {
            ret->outside++;
            continue;
        }
        size_t column = rate ? (size_t)(cases.x[i] < 0.5) : (size_t)cases.x[i];
        ret->counts[((size_t)stratum * ret->groups + (size_t)group) * ret->columns + column]++;
        filled[group] = true;
        ret->n++;
    }
    for (size_t g = 0; g < ret->groups; g++)
        if (filled[g])
            ret->group[ret->filled_groups++] = g;
    return ret->n > 0;
}

static void strata_rows(struct analysis_work *work, struct analysis_block *block, const struct request *request, const struct stratified *data)
{
    for (size_t s = 0; s < data->strata; s++) {
        const double *counts = data->counts + s * data->groups * data->columns;
        double total = stats_total(counts, data->groups * data->columns);
        if (total <= 0)
            continue;
        struct analysis_row *row = block_row(work, block, grouping_key(request->strata, s), grouping_label(request->strata, s));
        row->unit = grouping_unit(request->strata, s);
        row->values[0] = total;
        for (size_t k = 0; k < data->filled_groups; k++) {
            const double *cell = counts + data->group[k] * data->columns;
            double n = stats_total(cell, data->columns);
            row->values[1 + k] = 100 * stats_share(cell[0], n);
            if (n < ANALYSIS_SMALL)
                row->note = words_spoken(work, SMALL_SAMPLE);
        }
    }
}

static void two_groups(struct analysis_work *work, struct analysis_block *block, const struct request *request, const struct stratified *data, const char *stem)
{
    double *tables = ARENA_ARRAY(work->scratch, double, 4 * data->strata + 1);
    for (size_t s = 0; s < data->strata; s++)
        for (size_t k = 0; k < 2; k++)
            memcpy(tables + 4 * s + 2 * k, data->counts + (s * data->groups + data->group[k]) * 2, 2 * sizeof *tables);
    struct stats_mantel_haenszel test;
    stats_mantel_haenszel(tables, data->strata, ANALYSIS_LEVEL, &test);
    if (test.strata < 1 || isnan(test.p)) {
        block_sentence(work, block, "没有一层能作比较，未能检验差异。");
        return;
    }
    block_check(work, block, "所用%s层；各层比值比相同的检验%s", words_number(work, test.strata, 0), words_p(work, test.homogeneity.p));
    bool differ = test.homogeneity.p < ANALYSIS_ALPHA;
    if (differ)
        block_warning(work, block, "各层之间的差异不一致，共同比值比只是平均，应分层看");
    block_sentence(work, block, "按%s分层比较，%s与%s的满意率：%s%s%s。", request->strata->title, grouping_label(request->by, data->group[0]),
                   grouping_label(request->by, data->group[1]), words_difference(work, test.p, NAN, 0), words_p_beside(work, test.p),
                   arena_printf(work->scratch, "%s%s", differ ? words_spoken(work, "，但各层情形不一") : "", words_small(work, data->n)));
    struct analysis_block *tests = tests_beside(work, block, stem);
    test_line(work, tests, "mantel_haenszel", "曼特尔—亨塞尔χ²", (const double[]){test.chisq, 1, test.p, NAN, NAN});
    test_line(work, tests, "corrected", "连续性校正χ²", (const double[]){test.corrected, 1, test.corrected_p, NAN, NAN});
    test_line(work, tests, "odds_ratio", "共同比值比", (const double[]){test.odds_ratio, NAN, NAN, test.low, test.high});
    test_line(work, tests, "breslow_day", "比值比齐性（布雷斯洛—戴，塔罗内校正）", (const double[]){test.homogeneity.chisq, test.homogeneity.df, test.homogeneity.p, NAN, NAN});
}

static void many_groups(struct analysis_work *work, struct analysis_block *block, const struct request *request, const struct stratified *data, const char *stem)
{
    struct stats_chisq_test test = stats_cmh(data->counts, data->groups, data->columns, data->strata);
    block_sentence(work, block, "按%s分层比较，各%s之间：%s%s%s。", request->strata->title, request->by->title, words_difference(work, test.p, NAN, 0), words_p_beside(work, test.p),
                   words_small(work, data->n));
    struct analysis_block *tests = tests_beside(work, block, stem);
    test_line(work, tests, "cmh_general", "科克伦—曼特尔—亨塞尔一般关联χ²", (const double[]){test.chisq, test.df, test.p, NAN, NAN});
}

void run_strata(struct analysis_work *work, const struct request *request)
{
    bool general = strcmp(request->measure, "cmh_general") == 0;
    for (size_t i = 0; i < request->count; i++) {
        const struct analysis_item *item = &request->items[i];
        bool rate = !general && scale_has_satisfied(item->codes.scale);
        struct stratified data;
        if (!stratify(work, request, item, rate, &data))
            continue;
        if (!general && rate && data.filled_groups < 2)
            continue; /* too few answers yet */
        if (!general && (data.filled_groups != 2 || !rate)) {
            diags_error(work->diags, request->asked->by_name.pos, _("measure '%s' compares a rate of two groups"), request->measure);
            diags_hint(work->diags, _("an item with satisfied codes and a 'by' of two groups; cmh_general compares any number"));
            continue;
        }
        struct analysis_block *block = block_new(work, request->measure, arena_printf(work->scratch, words_spoken(work, "%s：%s之间按%s分层比较"), item->label, request->by->title, request->strata->title),
                                                 "%s_strata_%s_%s", item->id, request->by->id, request->strata->id);
        block_column(work, block, "n", "有效回答", ANALYSIS_COUNT, 0);
        for (size_t k = 0; k < data.filled_groups; k++)
            block_column(work, block, grouping_key(request->by, data.group[k]),
                         arena_printf(work->scratch, "%s·%s(%%)", grouping_label(request->by, data.group[k]), rate ? words_spoken(work, "满意率") : item->codes.scale->options.at[0].label),
                         ANALYSIS_PERCENT, 1);
        block->base = data.n;
        block->missing = data.missing;
        strata_rows(work, block, request, &data);
        block_method(work, block, "在每一层之内比较，再合并；空的行、列和层不计");
        if (data.outside > 0)
            block_warning(work, block, "%s份有回答而不知属于哪一组或哪一层，不在其内", words_number(work, data.outside, 0));
        if (data.n < ANALYSIS_SMALL)
            block_warning(work, block, "%s", words_spoken(work, SMALL_SAMPLE));
        const char *stem = arena_printf(work->scratch, "%s_strata_%s_%s", item->id, request->by->id, request->strata->id);
        if (general)
            many_groups(work, block, request, &data, stem);
        else
            two_groups(work, block, request, &data, stem);
    }
}

/* Trend ---------------------------------------------------------------------------------------------------------------------- */

void run_trend(struct analysis_work *work, const struct request *request)
{
    const struct grouping *by = request->by;
    for (size_t i = 0; i < request->count; i++) {
        const struct analysis_item *item = &request->items[i];
        struct cases cases;
        if (!cases_make(work, item, 1, VALUE_SATISFIED, &cases))
            continue;
        double missing = (double)cases_complete(work, &cases);
        double *hits = ARENA_ARRAY(work->scratch, double, by->count + 1), *bases = ARENA_ARRAY(work->scratch, double, by->count + 1);
        double *scores = ARENA_ARRAY(work->scratch, double, by->count + 1);
        for (size_t k = 0; k < cases.n; k++) {
            int group = grouping_at(work, by, cases.row[k], cases.variable[k]);
            if (group < 0)
                continue;
            hits[group] += cases.x[k];
            bases[group]++;
        }
        struct analysis_block *block = block_new(work, request->measure, arena_printf(work->scratch, words_spoken(work, "%s：满意率随%s的趋势"), item->label, by->title), "%s_trend_%s", item->id, by->id);
        block_column(work, block, "n", "有效回答", ANALYSIS_COUNT, 0);
        block_column(work, block, "rate", "满意率(%)", ANALYSIS_PERCENT, 1);
        block_column(work, block, "score", "次序", ANALYSIS_NUMBER, 0);
        double base = 0;
        size_t groups = 0;
        for (size_t g = 0; g < by->count; g++) {
            if (bases[g] <= 0)
                continue;
            hits[groups] = hits[g];
            bases[groups] = bases[g];
            scores[groups++] = (double)(g + 1);
            struct analysis_row *row = block_row(work, block, grouping_key(by, g), grouping_label(by, g));
            double values[] = {bases[groups - 1], 100 * hits[groups - 1] / bases[groups - 1], (double)(g + 1)};
            memcpy(row->values, values, sizeof values);
            row->unit = grouping_unit(by, g);
            if (values[0] < ANALYSIS_SMALL)
                row->note = words_spoken(work, SMALL_SAMPLE);
            base += values[0];
        }
        struct stats_trend trend;
        stats_trend(hits, bases, scores, groups, &trend);
        block->base = base;
        block->missing = missing;
        block_method(work, block, "科克伦—阿米蒂奇趋势检验，各组按%s的先后次序计1、2、3……", words_spoken(work, by->kind ? "评估对象" : "选项"));
        block_warning(work, block, "只有各组本来有大小或先后之分时，趋势才有意义");
        if (isnan(trend.p)) {
            block_sentence(work, block, "数据不足或各组没有差别，未能检验趋势。");
            continue;
        }
        block_sentence(work, block, "%s%s%s。",
                       words_spoken(work, trend.p >= ANALYSIS_ALPHA ? "没有显著的升降趋势" : trend.z > 0 ? "满意率随次序上升的趋势显著" : "满意率随次序下降的趋势显著"),
                       words_p_beside(work, trend.p), words_small(work, base));
        struct analysis_block *tests = tests_beside(work, block, arena_printf(work->scratch, "%s_trend_%s", item->id, by->id));
        test_line(work, tests, "trend", "趋势检验z", (const double[]){trend.z, NAN, trend.p, NAN, NAN});
        test_line(work, tests, "slope", "每进一级变动(百分点)", (const double[]){100 * trend.slope, NAN, NAN, NAN, NAN});
    }
}

/* A few ranks ------------------------------------------------------------------------------------------------------------------- */

void run_exact(struct analysis_work *work, const struct request *request)
{
    struct cases cases;
    if (!cases_make(work, request->items, 2, VALUE_NUMBER, &cases))
        return;
    double missing = (double)cases_complete(work, &cases);
    const double *x = cases.x, *y = cases.x + cases.n;
    bool few = cases.n <= STATS_EXACT_MAX;
    struct stats_correlation spearman = stats_spearman(x, y, NULL, cases.n, ANALYSIS_LEVEL), kendall = stats_kendall(x, y, NULL, cases.n, ANALYSIS_LEVEL);
    struct analysis_block *block = block_new(work, request->measure, arena_printf(work->scratch, words_spoken(work, "%s与%s：等级相关"), request->items[0].label, request->items[1].label),
                                             "%s_exact_%s", request->items[0].id, request->items[1].id);
    block_column(work, block, "value", "系数", ANALYSIS_NUMBER, 3);
    block_column(work, block, "p_exact", "精确P值", ANALYSIS_P, 3);
    block_column(work, block, "p", "近似P值", ANALYSIS_P, 3);
    block->base = (double)cases.n;
    block->missing = missing;
    double exact = few ? stats_spearman_exact_p(x, y, cases.n) : NAN;
    double rows[2][3] = {{spearman.value, exact, spearman.p}, {kendall.value, few ? stats_kendall_exact_p(x, y, cases.n) : NAN, kendall.p}};
    memcpy(block_row(work, block, "spearman", "斯皮尔曼ρ")->values, rows[0], sizeof rows[0]);
    memcpy(block_row(work, block, "kendall_tau_b", "肯德尔τ-b")->values, rows[1], sizeof rows[1]);
    block_method(work, block, "精确P值由全部排列得出，至多%d例；例数再多用近似检验", STATS_EXACT_MAX);
    if (!few)
        block_warning(work, block, "有%zu例，超过精确检验的上限，只有近似P值", cases.n);
    if (cases.n < ANALYSIS_SMALL)
        block_warning(work, block, "%s", words_spoken(work, SMALL_SAMPLE));
    double p = few ? exact : spearman.p;
    if (isnan(p))
        block_sentence(work, block, "回答太少或没有差别，等级相关无法检验。");
    else
        block_sentence(work, block, "两个题项的等级相关%s（ρ＝%s，%s）%s。", words_spoken(work, p < ANALYSIS_ALPHA ? "显著" : "不显著"), words_number(work, spearman.value, 2),
                       words_p(work, p), words_small(work, (double)cases.n));
}
