/* SPDX-License-Identifier: GPL-3.0-or-later
 * Association that is asked for: correlations of items and regressions of one on others.
 */
#include "ceping/stats_association.h"

#include "analysis_priv.h"
#include "ceping/stats_regression.h"

static bool all_cases(struct analysis_work *work, const struct analysis_item *items, size_t count, struct cases *cases)
{
    return count >= 2 && cases_make(work, items, count, VALUE_NUMBER, cases);
}

/* Correlations ------------------------------------------------------------------------------------------------------ */

static enum stats_correlation_kind kind_of(const char *measure)
{
    return strcmp(measure, "spearman") == 0 ? STATS_SPEARMAN : strcmp(measure, "kendall_tau_b") == 0 ? STATS_KENDALL : STATS_PEARSON;
}

/* The closest pair, as a description: no test of it, for it was picked from all. */
static void sentence_of_matrix(struct analysis_work *work, struct analysis_block *block, const struct analysis_item *items, const double *r, size_t count, double least)
{
    size_t first = 0, second = 0;
    double most = -1;
    for (size_t i = 0; i < count; i++)
        for (size_t j = i + 1; j < count; j++)
            if (fabs(r[i * count + j]) > most) {
                most = fabs(r[i * count + j]);
                first = i, second = j;
            }
    if (most < 0)
        block_sentence(work, block, "回答太少或没有差别，相关无法计算。");
    else
        block_sentence(work, block, "关系最密切的一对是“%s”与“%s”（%s）；这是从各对中挑出的，只作描述%s。", items[first].label, items[second].label,
                       words_number(work, r[first * count + second], 2), words_small(work, least));
}

/* How many of the pairs are related beyond chance when each is tested alone and when all are (Holm). */
static void sentence_of_pairs(struct analysis_work *work, struct analysis_block *block)
{
    size_t pairs = block->rows.count, tested = 0, significant = 0;
    double *p = ARENA_ARRAY(work->scratch, double, pairs + 1);
    for (size_t i = 0; i < pairs; i++)
        if (!isnan(block->rows.at[i].values[5]))
            p[tested++] = block->rows.at[i].values[5];
    stats_adjust(p, tested, STATS_ADJUST_HOLM, p);
    for (size_t i = 0; i < tested; i++)
        significant += p[i] < ANALYSIS_ALPHA;
    const char *small = words_small_rows(work, block);
    if (tested == 0)
        block_sentence(work, block, "回答太少或没有差别，相关无法检验%s。", small);
    else if (pairs == 1)
        block_sentence(work, block, "两者的相关%s（%s，%s）%s。", words_spoken(work, significant ? "显著" : "不显著"), words_number(work, block->rows.at[0].values[1], 2),
                       words_p(work, p[0]), small);
    else if (significant == 0)
        block_sentence(work, block, "%zu对中，就多对校正（霍尔姆法）后没有一对相关显著%s。", pairs, small);
    else
        block_sentence(work, block, "%zu对中，就多对校正（霍尔姆法）后有%zu对相关显著%s。", pairs, significant, small);
}

void association_matrix(struct analysis_work *work, const struct analysis_item *items, size_t count, const char *measure)
{
    struct cases cases;
    if (!all_cases(work, items, count, &cases))
        return;
    bool partial = strcmp(measure, "partial_correlation") == 0;
    double *r = ARENA_ARRAY(work->scratch, double, count * count), *n = ARENA_ARRAY(work->scratch, double, count * count);
    stats_correlation_matrix(cases.x, NULL, cases.n, count, kind_of(measure), partial, r, n);
    if (partial)
        stats_partial_correlations(r, count, r);
    double least = INFINITY;
    for (size_t i = 0; i < count * count; i++)
        least = fmin(least, n[i]);
    struct analysis_block *block = block_new(work, "correlations", arena_printf(work->scratch, words_spoken(work, "%s等%zu项：相关矩阵"), items[0].label, count),
                                             "%s_correlations", items[0].question->id);
    for (size_t j = 0; j < count; j++)
        block_column(work, block, items[j].id, items[j].label, ANALYSIS_NUMBER, 3);
    block->base = least;
    block->chart = ANALYSIS_HEAT;
    block->chart_value = 0;
    for (size_t i = 0; i < count; i++) {
        struct analysis_row *row = block_row(work, block, items[i].id, items[i].label);
        for (size_t j = 0; j < count; j++)
            row->values[j] = i == j ? 1 : r[i * count + j];
    }
    block_method(work, block, partial ? "偏相关：其余各项不变时的相关，用全部题项都作答的答卷" : "相关系数，每一对用两项都作答的答卷；基数为各对中最少的份数");
    if (least < ANALYSIS_SMALL)
        block_warning(work, block, "%s", words_spoken(work, SMALL_SAMPLE));
    block_warning(work, block, "相关不等于因果");
    sentence_of_matrix(work, block, items, r, count, least);
}

struct pair_values {
    double value, low, high, statistic, p, n;
};

static struct pair_values measure_pair(const double *x, const double *y, size_t n, const char *measure)
{
    if (strcmp(measure, "gamma") == 0 || strcmp(measure, "somers_d") == 0) {
        struct stats_ordered_pairs pairs = stats_ordered_pairs(x, y, NULL, n);
        bool gamma = *measure == 'g';
        double value = gamma ? pairs.gamma : pairs.somers_yx, half = 1.959963984540054 * (gamma ? pairs.gamma_se : pairs.somers_yx_se);
        return (struct pair_values){value, fmax(-1, value - half), fmin(1, value + half), pairs.z, pairs.p, pairs.n};
    }
    struct stats_correlation r = strcmp(measure, "spearman") == 0        ? stats_spearman(x, y, NULL, n, ANALYSIS_LEVEL)
                                 : strcmp(measure, "kendall_tau_b") == 0 ? stats_kendall(x, y, NULL, n, ANALYSIS_LEVEL)
                                                                         : stats_pearson(x, y, NULL, n, ANALYSIS_LEVEL);
    return (struct pair_values){r.value, r.interval.low, r.interval.high, r.statistic, r.p, r.n};
}

static struct pair_values polychoric_pair(struct analysis_work *work, const struct analysis_item *items, size_t i, size_t j)
{
    struct analysis_item two[2] = {items[i], items[j]};
    struct cases cases;
    struct pair_values none = {NAN, NAN, NAN, NAN, NAN, NAN};
    if (!item_is_coded(&two[0]) || !item_is_coded(&two[1]) || !cases_make(work, two, 2, VALUE_OPTION, &cases))
        return none;
    cases_complete(work, &cases);
    size_t rows = two[0].codes.scale->options.count, columns = two[1].codes.scale->options.count;
    double *counts = ARENA_ARRAY(work->scratch, double, rows * columns);
    for (size_t k = 0; k < cases.n; k++)
        counts[(size_t)cases.x[k] * columns + (size_t)cases.x[cases.n + k]]++;
    struct stats_polychoric fit = stats_polychoric(counts, rows, columns);
    double half = 1.959963984540054 * fit.rho_se;
    return (struct pair_values){fit.rho, fmax(-1, fit.rho - half), fmin(1, fit.rho + half), fit.chisq, fit.p, fit.n};
}

void association_pairs(struct analysis_work *work, const struct analysis_item *items, size_t count, const char *measure)
{
    struct cases cases;
    if (!all_cases(work, items, count, &cases))
        return;
    bool polychoric = strcmp(measure, "polychoric") == 0;
    double *x = ARENA_ARRAY(work->scratch, double, cases.n + 1), *y = ARENA_ARRAY(work->scratch, double, cases.n + 1);
    struct analysis_block *block = block_new(work, measure, arena_printf(work->scratch, words_spoken(work, "%s等%zu项：两两相关"), items[0].label, count), "%s_pairs",
                                             items[0].question->id);
    block_column(work, block, "n", "份数", ANALYSIS_COUNT, 0);
    block_column(work, block, "value", "系数", ANALYSIS_NUMBER, 3);
    block_column(work, block, "low", "95%下限", ANALYSIS_NUMBER, 3);
    block_column(work, block, "high", "95%上限", ANALYSIS_NUMBER, 3);
    block_column(work, block, "statistic", "统计量", ANALYSIS_NUMBER, 2);
    block_column(work, block, "p", "P值", ANALYSIS_P, 3);
    for (size_t i = 0; i < count; i++) {
        for (size_t j = i + 1; j < count; j++) {
            size_t n = 0;
            for (size_t k = 0; k < cases.n; k++)
                if (!isnan(cases.x[i * cases.n + k]) && !isnan(cases.x[j * cases.n + k]))
                    x[n] = cases.x[i * cases.n + k], y[n++] = cases.x[j * cases.n + k];
            struct pair_values pair = polychoric ? polychoric_pair(work, items, i, j) : measure_pair(x, y, n, measure);
            struct analysis_row *row = block_row(work, block, arena_printf(work->scratch, "%s:%s", items[i].id, items[j].id),
                                                 arena_printf(work->scratch, "%s—%s", items[i].label, items[j].label));
            double values[] = {pair.n, pair.value, pair.low, pair.high, pair.statistic, pair.p};
            memcpy(row->values, values, sizeof values);
            if (n < ANALYSIS_SMALL)
                row->note = words_spoken(work, SMALL_SAMPLE);
        }
    }
    block_method(work, block, polychoric ? "多项相关：两步法；P值检验潜在双变量正态是否成立，小于0.05时系数不可靠" : "每一对用两项都作答的答卷；P值未就多对比较校正");
    block_warning(work, block, "相关不等于因果");
    if (polychoric)
        block_sentence(work, block, "系数是潜在连续变量的相关，只在P值不小于0.05的对上可靠%s。", words_small_rows(work, block));
    else
        sentence_of_pairs(work, block);
}

/* Regressions ------------------------------------------------------------------------------------------------------- */

static bool complete_data(struct analysis_work *work, const struct analysis_item *items, size_t count, struct cases *cases, size_t *ret_missing)
{
    if (!all_cases(work, items, count, cases))
        return false;
    *ret_missing = cases_complete(work, cases);
    return cases->n > count;
}

static const char *words_status(enum stats_fit_status status)
{
    static const char *const words[STATS_FIT_STATUSES] = {NULL,
                                                          "数据有不可用的值，无法拟合",
                                                          "答卷太少，无法拟合",
                                                          "自变量之间完全共线，无法拟合",
                                                          "因变量没有差异，无法拟合",
                                                          "自变量把结果完全分开，系数趋于无穷",
                                                          "迭代没有收敛"};
    return words[status];
}

void association_regression(struct analysis_work *work, const struct analysis_item *items, size_t count)
{
    struct cases cases;
    size_t missing;
    if (!complete_data(work, items, count, &cases, &missing))
        return;
    struct stats_regression_data data = {.y = cases.x, .x = cases.x + cases.n, .n = cases.n, .columns = count - 1, .intercept = true, .level = ANALYSIS_LEVEL};
    const struct stats_regression *fit = stats_regression(work->scratch, &data);
    struct analysis_block *block = block_new(work, "linear_regression", arena_printf(work->scratch, "%s：线性回归", items[0].label), "%s_regression",
                                             items[0].id);
    block_column(work, block, "coefficient", "系数", ANALYSIS_NUMBER, 3);
    block_column(work, block, "se", "标准误", ANALYSIS_NUMBER, 3);
    block_column(work, block, "se_hc3", "稳健标准误", ANALYSIS_NUMBER, 3);
    block_column(work, block, "low", "95%下限", ANALYSIS_NUMBER, 3);
    block_column(work, block, "high", "95%上限", ANALYSIS_NUMBER, 3);
    block_column(work, block, "p", "P值", ANALYSIS_P, 3);
    block_column(work, block, "beta", "标准化系数", ANALYSIS_NUMBER, 3);
    block_column(work, block, "vif", "膨胀因子", ANALYSIS_NUMBER, 2);
    block->base = (double)cases.n;
    block->missing = (double)missing;
    block_method(work, block, "最小二乘（QR分解）；区间和P值用HC3稳健标准误");
    if (fit->status != STATS_FIT_GOOD) {
        block_warning(work, block, "%s", words_spoken(work, words_status(fit->status)));
        block_sentence(work, block, "%s。", words_spoken(work, words_status(fit->status)));
        return;
    }
    for (size_t i = 0; i < fit->terms; i++) {
        const struct stats_term *term = &fit->term[i];
        struct analysis_row *row = block_row(work, block, i ? items[i].id : "intercept", i ? items[i].label : "常数");
        double values[] = {term->coef, term->se, term->robust_se[STATS_HC3], term->robust_interval.low, term->robust_interval.high, term->robust_p,
                           term->beta, term->vif};
        memcpy(row->values, values, sizeof values);
    }
    block_check(work, block, "R²＝%s，调整R²＝%s，F＝%s，%s", words_number(work, fit->r2, 3), words_number(work, fit->adjusted_r2, 3),
                words_number(work, fit->f, 2), words_p(work, fit->f_p));
    if (cases.n < ANALYSIS_SMALL)
        block_warning(work, block, "%s", words_spoken(work, SMALL_SAMPLE));
    block_warning(work, block, "相关不等于因果");
    block_sentence(work, block, fit->f_p < ANALYSIS_ALPHA ? "各自变量合计解释因变量差异的%s%%%s。" : "各自变量合计解释因变量差异的%s%%，关系不显著%s。",
                   words_number(work, 100 * fit->r2, 1), words_small(work, (double)cases.n));
}

/* Two outcomes: satisfied or not; several: the options in the order of their values. */
void association_logistic(struct analysis_work *work, const struct analysis_item *items, size_t count, bool ordinal)
{
    struct cases cases, outcome;
    size_t missing;
    if (!cases_make(work, items, 1, ordinal ? VALUE_NUMBER : VALUE_SATISFIED, &outcome) || !all_cases(work, items, count, &cases))
        return;
    memcpy(cases.x, outcome.x, outcome.n * sizeof *cases.x);
    missing = cases_complete(work, &cases);
    if (cases.n <= count)
        return;
    struct stats_regression_data data = {.y = cases.x, .x = cases.x + cases.n, .n = cases.n, .columns = count - 1, .intercept = true, .level = ANALYSIS_LEVEL};
    const struct stats_logistic *fit = ordinal ? stats_ordinal_logistic(work->scratch, &data) : stats_logistic(work->scratch, &data);
    struct analysis_block *block = block_new(work, "logistic_regression", arena_printf(work->scratch, "%s：逻辑回归", items[0].label), "%s_logistic",
                                             items[0].id);
    block_column(work, block, "coefficient", "系数", ANALYSIS_NUMBER, 3);
    block_column(work, block, "se", "标准误", ANALYSIS_NUMBER, 3);
    block_column(work, block, "z", "Z", ANALYSIS_NUMBER, 2);
    block_column(work, block, "p", "P值", ANALYSIS_P, 3);
    block_column(work, block, "odds_ratio", "比值比", ANALYSIS_NUMBER, 3);
    block_column(work, block, "low", "95%下限", ANALYSIS_NUMBER, 3);
    block_column(work, block, "high", "95%上限", ANALYSIS_NUMBER, 3);
    block->base = (double)cases.n;
    block->missing = (double)missing;
    block_method(work, block, ordinal ? "比例优势模型，因变量按分值由低到高" : "二项逻辑回归，因变量为满意与否");
    if (fit->status != STATS_FIT_GOOD) {
        block_warning(work, block, "%s", words_spoken(work, words_status(fit->status)));
        block_sentence(work, block, "%s。", words_spoken(work, words_status(fit->status)));
        return;
    }
    size_t before = ordinal ? fit->thresholds : 1;
    for (size_t i = 0; i < fit->terms; i++) {
        const struct stats_odds_term *term = &fit->term[i];
        bool constant = i < before;
        const char *label = !constant ? items[i - before + 1].label : ordinal ? arena_printf(work->scratch, words_spoken(work, "阈值%zu"), i + 1) : words_spoken(work, "常数");
        const char *key = !constant ? items[i - before + 1].id : arena_printf(work->scratch, "constant_%zu", i + 1);
        struct analysis_row *row = block_row(work, block, key, label);
        double values[] = {term->coef, term->se, term->z, term->p, constant ? NAN : term->odds_ratio, constant ? NAN : term->odds_interval.low,
                           constant ? NAN : term->odds_interval.high};
        memcpy(row->values, values, sizeof values);
    }
    block_check(work, block, "似然比χ²＝%s，自由度%s，%s；麦克法登R²＝%s", words_number(work, fit->chisq, 2), words_number(work, fit->df, 0),
                words_p(work, fit->chisq_p), words_number(work, fit->mcfadden_r2, 3));
    if (ordinal)
        block_warning(work, block, "模型假定各阈值上的系数相同，未作检验");
    block_warning(work, block, "相关不等于因果");
    if (isnan(fit->chisq_p))
        block_sentence(work, block, "自变量合起来与因变量有无关系未能检验%s。", words_small(work, (double)cases.n));
    else
        block_sentence(work, block, fit->chisq_p < ANALYSIS_ALPHA ? "自变量合起来与因变量的关系显著%s%s。" : "自变量合起来与因变量的关系不显著%s%s。", words_p_beside(work, fit->chisq_p),
                       words_small(work, (double)cases.n));
}
