/* SPDX-License-Identifier: GPL-3.0-or-later
 * Do the items of one question measure one thing: reliability, adequacy for factors, components.
 *
 * Cases are complete answers. In grids (raters × units) one sheet gives as many cases as units, which are not independent of each other: intervals
 * are then too narrow, and the block says so. A high alpha says that the items agree with each other, not that they measure the right thing.
 */
#include "analysis_priv.h"

#include "ceping/stats_association.h"
#include "ceping/stats_reliability.h"
#include "ceping/stats_structure.h"

static bool complete_items(struct analysis_work *work, const struct analysis_item *items, size_t count, struct cases *cases, size_t *ret_missing)
{
    if (count < 2 || !cases_make(work, items, count, VALUE_NUMBER, cases))
        return false;
    *ret_missing = cases_complete(work, cases);
    return cases->n > 1;
}

static const char *scale_title(struct analysis_work *work, const struct analysis_item *items, const char *ending)
{
    const struct question *question = items[0].question;
    return arena_printf(work->scratch, "%s：%s", question->short_title ? question->short_title : question->title, ending);
}

static void set_base(struct analysis_block *block, const struct cases *cases, size_t missing)
{
    block->base = (double)cases->n;
    block->missing = (double)missing;
}

static void warn_cases(struct analysis_work *work, struct analysis_block *block, const struct analysis_item *items, const struct cases *cases)
{
    if (cases->n < ANALYSIS_SMALL)
        block_warning(work, block, "只有%zu份完整作答，%s", cases->n, words_spoken(work, SMALL_SAMPLE));
    if (items[0].count > 1)
        block_warning(work, block, "一份答卷评多个对象，各行并不独立，区间偏窄，仅供参考");
}

/* Reliability ------------------------------------------------------------------------------------------------------ */

static void value_row(struct analysis_work *work, struct analysis_block *block, const char *key, const char *label, double value, struct interval interval)
{
    struct analysis_row *row = block_row(work, block, key, label);
    row->values[0] = value;
    row->values[1] = interval.low;
    row->values[2] = interval.high;
}

static const char *words_alpha(double alpha)
{
    if (alpha < 0)
        return "各题互相矛盾，请检查是否有反向题";
    if (alpha >= 0.9)
        return "各题一致性很高";
    if (alpha >= 0.8)
        return "各题一致性较好";
    if (alpha >= 0.7)
        return "各题一致性尚可";
    return "各题一致性偏低，不宜合成一个总分";
}

static double *correlations_of(struct analysis_work *work, const struct cases *cases)
{
    double *r = ARENA_ARRAY(work->scratch, double, cases->items * cases->items);
    stats_correlation_matrix(cases->x, NULL, cases->n, cases->items, STATS_PEARSON, true, r, NULL);
    return r;
}

static void check_structure(struct analysis_work *work, struct analysis_block *block, const struct cases *cases)
{
    double *r = correlations_of(work, cases);
    double kmo = stats_kmo(r, cases->items, NULL);
    struct stats_bartlett bartlett = stats_bartlett(r, cases->items, (double)cases->n);
    value_row(work, block, "kmo", "KMO", kmo, (struct interval){NAN, NAN});
    value_row(work, block, "bartlett_chisq", "巴特利特χ²", bartlett.chisq, (struct interval){NAN, NAN});
    block->rows.at[block->rows.count - 1].values[3] = bartlett.p;
    if (isnan(bartlett.p)) {
        block_check(work, block, "相关矩阵奇异或有题目没有差异，KMO和巴特利特检验无法计算");
        return;
    }
    block_check(work, block, "KMO＝%s，%s", words_number(work, kmo, 3), words_spoken(work, kmo >= 0.6 ? "适合因子分析" : "不宜作因子分析"));
    block_check(work, block, "巴特利特球形检验：χ²＝%s，自由度%s，%s", words_number(work, bartlett.chisq, 1), words_number(work, bartlett.df, 0),
                words_p(work, bartlett.p));
}

void scale_reliability(struct analysis_work *work, const struct analysis_item *items, size_t count)
{
    struct cases cases;
    size_t missing;
    if (!complete_items(work, items, count, &cases, &missing))
        return;
    const struct interval none = {NAN, NAN};
    struct stats_reliability_item *of_items = ARENA_ARRAY(work->scratch, struct stats_reliability_item, count);
    struct stats_reliability scale = stats_reliability(cases.x, NULL, cases.n, count, ANALYSIS_LEVEL, of_items);
    struct stats_omega omega = {.omega = NAN};
    if (count >= 3)
        omega = stats_omega(cases.x, NULL, cases.n, count, NULL);

    struct analysis_block *block = block_new(work, "reliability", scale_title(work, items, "信度"), "%s_reliability", items[0].question->id);
    block_column(work, block, "value", "值", ANALYSIS_NUMBER, 3);
    block_column(work, block, "low", "95%下限", ANALYSIS_NUMBER, 3);
    block_column(work, block, "high", "95%上限", ANALYSIS_NUMBER, 3);
    block_column(work, block, "p", "P值", ANALYSIS_P, 3);
    set_base(block, &cases, missing);
    value_row(work, block, "alpha", "克龙巴赫α", scale.alpha, scale.alpha_interval);
    value_row(work, block, "alpha_standardised", "标准化α", scale.alpha_standardised, none);
    value_row(work, block, "omega", "麦克唐纳ω", omega.omega, none);
    value_row(work, block, "lambda2", "古特曼λ2", scale.lambda2, none);
    value_row(work, block, "spearman_brown", "折半信度", scale.spearman_brown, none);
    value_row(work, block, "mean_correlation", "题间平均相关", scale.mean_correlation, none);
    check_structure(work, block, &cases);
    if (omega.heywood)
        block_warning(work, block, "单因子模型的某题独有方差为零，ω不可靠");
    block_method(work, block, "%zu个题项的完整作答；α的区间为费尔特95%%区间；ω由极大似然单因子模型算得", count);
    warn_cases(work, block, items, &cases);
    if (isnan(scale.alpha)) {
        block_sentence(work, block, "答案太少或没有差异，信度无法计算。");
        return;
    }
    /* The grade may be another at the ends of the interval: then it is not settled. */
    const char *said = words_alpha(scale.alpha);
    bool known = !isnan(scale.alpha_interval.low), lower = known && words_alpha(scale.alpha_interval.low) != said, higher = known && words_alpha(scale.alpha_interval.high) != said;
    block_sentence(work, block, "%s%s（α＝%s，95%%区间%s至%s）；这只说明各题方向一致，不说明所测即所要测%s。", words_spoken(work, said), words_doubt(work, lower, higher),
                   words_number(work, scale.alpha, 3), words_number(work, scale.alpha_interval.low, 2), words_number(work, scale.alpha_interval.high, 2),
                   words_small(work, (double)cases.n));
}

void scale_items(struct analysis_work *work, const struct analysis_item *items, size_t count)
{
    struct cases cases;
    size_t missing;
    if (!complete_items(work, items, count, &cases, &missing))
        return;
    struct stats_reliability_item *of_items = ARENA_ARRAY(work->scratch, struct stats_reliability_item, count);
    struct stats_reliability scale = stats_reliability(cases.x, NULL, cases.n, count, ANALYSIS_LEVEL, of_items);
    struct analysis_block *block = block_new(work, "item_total", scale_title(work, items, "题项分析"), "%s_items", items[0].question->id);
    block_column(work, block, "mean", "均值", ANALYSIS_NUMBER, 2);
    block_column(work, block, "sd", "标准差", ANALYSIS_NUMBER, 2);
    block_column(work, block, "item_total", "校正题总相关", ANALYSIS_NUMBER, 3);
    block_column(work, block, "alpha_without", "删题后α", ANALYSIS_NUMBER, 3);
    set_base(block, &cases, missing);
    size_t weak = 0, unknown = 0;
    for (size_t i = 0; i < count; i++) {
        struct analysis_row *row = block_row(work, block, items[i].id, items[i].label);
        double values[] = {of_items[i].mean, of_items[i].sd, of_items[i].rest_correlation, of_items[i].alpha_without};
        memcpy(row->values, values, sizeof values);
        if (of_items[i].rest_correlation < 0.3) {
            row->note = words_spoken(work, "与其他题相关偏低");
            weak++;
        }
        unknown += isnan(of_items[i].rest_correlation);
    }
    block_method(work, block, "校正题总相关：该题与其余各题之和的相关；删题后α：去掉该题后的α（全部题项α＝%s）", words_number(work, scale.alpha, 3));
    warn_cases(work, block, items, &cases);
    const char *small = words_small(work, (double)cases.n);
    if (unknown > 0)
        block_sentence(work, block, "%zu个题项答案太少或没有差异，与其余各题的相关无法计算%s。", unknown, small);
    else if (weak > 0)
        block_sentence(work, block, "%zu个题项与其余各题的相关低于0.3，合成总分时应说明%s。", weak, small);
    else
        block_sentence(work, block, "各题项与其余各题的相关都不低于0.3%s。", small);
}

/* Components ---------------------------------------------------------------------------------------------------------- */

#define PARALLEL_REPLICATES 1000
#define PARALLEL_SEED 20180706

static void sentence_of_eigenvalues(struct analysis_work *work, struct analysis_block *block, const double *values, const double *chance, size_t count)
{
    size_t above = 0;
    while (above < count && values[above] > chance[above])
        above++;
    if (isnan(chance[0]))
        block_sentence(work, block, "第一个主成分占各题变异的%s%%；作答太少，不能与随机数据比较。", words_number(work, 100 * values[0] / (double)count, 1));
    else if (above == 0)
        block_sentence(work, block, "没有一个特征值高于随机数据可能出现的大小，各题之间看不出共同的维度。");
    else
        block_sentence(work, block, above == 1 ? "只有第%zu个特征值高于随机数据可能出现的大小，占各题变异的%s%%：各题主要反映一个方面。"
                                               : "前%zu个特征值高于随机数据可能出现的大小，合计占各题变异的%s%%。",
                       above, words_number(work, block->rows.at[above - 1].values[3], 1));
}

/* What components there are: eigenvalues, greatest first, beside those of random data. */
void scale_eigenvalues(struct analysis_work *work, const struct analysis_item *items, size_t count)
{
    struct cases cases;
    size_t missing;
    if (count < 3 || !complete_items(work, items, count, &cases, &missing))
        return;
    const struct stats_factors *all = stats_principal_components(work->scratch, correlations_of(work, &cases), count, count);
    if (!all)
        return;
    double *chance = ARENA_ARRAY(work->scratch, double, count), sum = 0;
    stats_parallel_analysis((double)cases.n, count, PARALLEL_REPLICATES, ANALYSIS_LEVEL, PARALLEL_SEED, chance);
    struct analysis_block *block =
        block_new(work, "principal_components", scale_title(work, items, "主成分的特征值"), "%s_eigenvalues", items[0].question->id);
    block_column(work, block, "eigenvalue", "特征值", ANALYSIS_NUMBER, 3);
    block_column(work, block, "chance", "随机数据的95%上限", ANALYSIS_NUMBER, 3);
    block_column(work, block, "explained", "占变异(%)", ANALYSIS_PERCENT, 1);
    block_column(work, block, "cumulative", "累计(%)", ANALYSIS_PERCENT, 1);
    set_base(block, &cases, missing);
    block->chart = ANALYSIS_SCREE;
    block->chart_value = 0, block->chart_low = isnan(chance[0]) ? -1 : 1;
    block->reference = 1;
    for (size_t i = 0; i < count; i++) {
        struct analysis_row *row = block_row(work, block, arena_printf(work->scratch, "%zu", i + 1), arena_printf(work->scratch, words_spoken(work, "第%zu"), i + 1));
        sum += all->eigenvalues[i];
        double values[] = {all->eigenvalues[i], chance[i], 100 * all->eigenvalues[i] / (double)count, 100 * sum / (double)count};
        memcpy(row->values, values, sizeof values);
    }
    block_method(work, block, "题项相关矩阵的特征值，由大到小；随机数据为同样份数、互不相关的题项（霍恩平行分析，抽取%d次，种子%d）", PARALLEL_REPLICATES, PARALLEL_SEED);
    warn_cases(work, block, items, &cases);
    sentence_of_eigenvalues(work, block, all->eigenvalues, chance, count);
}

/* Factors --------------------------------------------------------------------------------------------- */

enum scale_factors_method factors_method(const char *measure)
{
    if (strcmp(measure, "principal_axis") == 0)
        return FACTORS_AXIS;
    return strcmp(measure, "ml_factors") == 0 ? FACTORS_ML : strcmp(measure, "varimax") == 0 ? FACTORS_VARIMAX
                                                         : strcmp(measure, "promax") == 0    ? FACTORS_PROMAX
                                                                                             : FACTORS_COMPONENTS;
}

/* As many factors as eigenvalues above 1 (Kaiser); at least one, two for a rotation. */
static size_t count_factors(const struct stats_factors *components, size_t least)
{
    size_t count = 0;
    while (count < components->items && components->eigenvalues[count] > 1)
        count++;
    return count < least ? least : count;
}

static struct stats_factors *extract(struct analysis_work *work, const struct cases *cases, const double *r, enum scale_factors_method method)
{
    struct arena *arena = work->scratch;
    size_t items = cases->items;
    struct stats_factors *all = stats_principal_components(arena, r, items, items);
    if (!all)
        return NULL;
    size_t factors = count_factors(all, method >= FACTORS_VARIMAX ? 2 : 1);
    if (factors > items)
        return NULL;
    if (method == FACTORS_AXIS)
        return stats_principal_axis(arena, r, items, factors);
    if (method == FACTORS_ML)
        return stats_maximum_likelihood(arena, r, items, factors, (double)cases->n);
    struct stats_factors *components = stats_principal_components(arena, r, items, factors);
    if (method == FACTORS_COMPONENTS || !components)
        return components;
    return method == FACTORS_VARIMAX ? stats_varimax(arena, components) : stats_promax(arena, components, 4);
}

void scale_factors(struct analysis_work *work, const struct analysis_item *items, size_t count, enum scale_factors_method method)
{
    static const char *const names[] = {"主成分", "主轴因子", "极大似然因子", "方差最大旋转后的成分", "斜交旋转后的成分"};
    struct cases cases;
    size_t missing;
    if (!complete_items(work, items, count, &cases, &missing))
        return;
    const struct stats_factors *factors = extract(work, &cases, correlations_of(work, &cases), method);
    if (!factors)
        return;
    if (method == FACTORS_COMPONENTS)
        scale_eigenvalues(work, items, count);
    struct analysis_block *block =
        block_new(work, "principal_components", scale_title(work, items, names[method]), "%s_factors", items[0].question->id);
    for (size_t f = 0; f < factors->factors; f++)
        block_column(work, block, arena_printf(work->scratch, "factor_%zu", f + 1), arena_printf(work->scratch, words_spoken(work, "第%zu"), f + 1), ANALYSIS_NUMBER, 3);
    block_column(work, block, "communality", "共同度", ANALYSIS_NUMBER, 3);
    block_column(work, block, "eigenvalue", "特征值(依次)", ANALYSIS_NUMBER, 3);
    set_base(block, &cases, missing);
    for (size_t i = 0; i < count; i++) {
        struct analysis_row *row = block_row(work, block, items[i].id, items[i].label);
        for (size_t f = 0; f < factors->factors; f++)
            row->values[f] = factors->loadings[i * factors->factors + f];
        row->values[factors->factors] = factors->communality[i];
        row->values[factors->factors + 1] = factors->eigenvalues[i];
    }
    double explained = 0;
    for (size_t f = 0; f < factors->factors; f++)
        explained += factors->explained[f];
    if (factors->eigenvalues[factors->factors - 1] <= 1)
        block_warning(work, block, "有的因子特征值不大于1，数据不支持取这么多");
    if (!factors->converged)
        block_warning(work, block, "迭代没有收敛，载荷仅供参考");
    if (factors->heywood)
        block_warning(work, block, "某题独有方差到达下界，模型不合适或因子过多");
    block_method(work, block, "%s，由题项相关矩阵求得；取%zu个（特征值大于1者，旋转至少两个）；“特征值”列依大小排列，与题项行无对应关系", words_spoken(work, names[method]), factors->factors);
    warn_cases(work, block, items, &cases);
    block_sentence(work, block, "取%zu个因子，合计解释题项变异的%s%%%s。", factors->factors, words_number(work, 100 * explained, 1), words_small(work, (double)cases.n));
}

/* The default set ------------------------------------------------------------------------------------------------------ */

void analysis_reliability(struct analysis_work *work)
{
    for (size_t i = 0; i < work->instrument->questions.count; i++) {
        const struct question *question = &work->instrument->questions.at[i];
        if ((question->type != QUESTION_MATRIX && question->type != QUESTION_NUMBER) || question->items.count < 2)
            continue;
        analysis_items items = {0};
        analysis_items_add(work, question, &items);
        scale_reliability(work, items.at, items.count);
        scale_items(work, items.at, items.count);
        if (work->instrument->kind == INSTRUMENT_QUESTIONNAIRE)
            scale_eigenvalues(work, items.at, items.count);
    }
}
