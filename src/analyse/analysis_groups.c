/* SPDX-License-Identifier: GPL-3.0-or-later
 * Groups compared: satisfaction rates and mean scores by unit and by respondent group.
 *
 * Rates: Wilson's interval for each group, χ² over all groups with Cramér's V, then all pairs by two-proportion tests, corrected after Holm: with nine
 * districts there are 36 pairs, and one in twenty "significant" by chance alone would be two. Means: Student's interval, Welch's test (variances differ
 * as a rule where means near the top do), Kruskal–Wallis beside it because scores of five steps are not normal, η² for the size of the difference.
 *
 * Where answers run over the units that are compared (each respondent rates all projects) the cases of two groups are the same people, so the tests
 * for independent groups are left out and the block says so.
 */
#include "analysis_priv.h"

#include "ceping/stats_compare.h"
#include "ceping/stats_intervals.h"
#include "ceping/stats_tables.h"

/* Values by group ------------------------------------------------------------------------------------------------ */

struct grouped {
    const struct grouping *by;
    double *x; /* all cases with a value, in a group or not */
    int *group;
    size_t n;
    double *count, *hits; /* by group */
    double all, all_hits, missing;
    size_t filled;
    bool same_people;
};

static bool gather(struct analysis_work *work, const struct analysis_item *item, const struct grouping *by, enum analysis_value kind, struct grouped *out)
{
    struct cases cases;
    *out = (struct grouped){.by = by};
    if (!cases_make(work, item, 1, kind, &cases))
        return false;
    out->missing = (double)cases_complete(work, &cases);
    out->n = cases.n;
    out->x = cases.x;
    out->group = ARENA_ARRAY(work->scratch, int, cases.n + 1);
    out->count = ARENA_ARRAY(work->scratch, double, by->count + 1);
    out->hits = ARENA_ARRAY(work->scratch, double, by->count + 1);
    for (size_t i = 0; i < cases.n; i++) {
        int group = grouping_at(work, by, cases.row[i], cases.variable[i]);
        out->group[i] = group >= 0 && (size_t)group < by->count ? group : -1;
        out->all++;
        out->all_hits += cases.x[i];
        if (out->group[i] < 0)
            continue;
        out->count[group]++;
        out->hits[group] += cases.x[i];
    }
    for (size_t g = 0; g < by->count; g++)
        out->filled += out->count[g] > 0;
    out->same_people = item->question->over && item->question->over == by->kind;
    return out->filled > 0;
}

static struct analysis_row *group_row(struct analysis_work *work, struct analysis_block *block, const struct grouping *by, size_t group, double n)
{
    struct analysis_row *row = block_row(work, block, grouping_key(by, group), grouping_label(by, group));
    row->unit = grouping_unit(by, group);
    if (n < ANALYSIS_SMALL)
        row->note = words_spoken(work, SMALL_SAMPLE);
    return row;
}

static void warn_small(struct analysis_work *work, struct analysis_block *block)
{
    size_t small = 0;
    for (size_t i = 0; i < block->rows.count; i++)
        small += block->rows.at[i].note != NULL;
    if (small > 0)
        block_warning(work, block, "%zu个组不足%d份，%s", small, ANALYSIS_SMALL, words_spoken(work, SMALL_SAMPLE));
}

/* Rates ---------------------------------------------------------------------------------------------------------- */

static void test_rates(struct analysis_work *work, const struct grouped *grouped, struct stats_crosstab *ret)
{
    double *table = ARENA_ARRAY(work->scratch, double, 2 * grouped->by->count);
    for (size_t g = 0; g < grouped->by->count; g++) {
        table[2 * g] = grouped->hits[g];
        table[2 * g + 1] = grouped->count[g] - grouped->hits[g];
    }
    stats_crosstab(table, grouped->by->count, 2, NULL, NULL, ret);
}

static void check_rates(struct analysis_work *work, struct analysis_block *block, const struct stats_crosstab *table)
{
    if (isnan(table->p)) {
        block_check(work, block, "卡方检验无法进行：各组答案没有差别，或者只有一组有答案");
        return;
    }
    block_check(work, block, "卡方检验：χ²＝%s，自由度%s，%s，克莱姆V＝%s", words_number(work, table->chisq, 2), words_number(work, table->df, 0),
                words_p(work, table->p), words_number(work, table->cramers_v, 3));
    double cells = table->rows * table->columns;
    if (table->expected_below_five > cells / 5 || table->least_expected < 1)
        block_warning(work, block, "期望频数小于5的格子占%s%%（最小%s），卡方检验的P值只是近似", words_number(work, 100 * table->expected_below_five / cells, 0),
                      words_number(work, table->least_expected, 1));
    else
        block_check(work, block, "期望频数：最小%s，小于5的不超过五分之一，适合卡方检验", words_number(work, table->least_expected, 1));
}

static void sentence_of_rates(struct analysis_work *work, struct analysis_block *block, const struct grouped *grouped, const struct stats_crosstab *table)
{
    int best = -1, worst = -1;
    for (size_t i = 0; i < block->rows.count; i++) {
        double rate = block->rows.at[i].values[2];
        if (isnan(rate))
            continue;
        if (best < 0 || rate > block->rows.at[best].values[2])
            best = (int)i;
        if (worst < 0 || rate < block->rows.at[worst].values[2])
            worst = (int)i;
    }
    if (best < 0 || grouped->filled < 2) {
        block_sentence(work, block, "只有一组有回答，无从比较%s。", words_small_rows(work, block));
        return;
    }
    if (block->rows.at[best].values[2] <= block->rows.at[worst].values[2]) {
        block_sentence(work, block, "各组满意率都是%s%%，没有差别可检验%s。", words_number(work, block->rows.at[best].values[2], 1), words_small_rows(work, block));
        return;
    }
    const char *said = grouped->same_people ? words_spoken(work, "各组出自同一批答卷，未作独立样本检验")
                                            : words_difference(work, table->p, table->cramers_v, ANALYSIS_SMALL_V);
    block_sentence(work, block, "各组满意率从%s%%（%s）到%s%%（%s），全体%s%%；%s%s。", words_number(work, block->rows.at[worst].values[2], 1),
                   block->rows.at[worst].label, words_number(work, block->rows.at[best].values[2], 1), block->rows.at[best].label,
                   words_number(work, block->reference, 1), said, words_small_rows(work, block));
}

void groups_rates(struct analysis_work *work, const struct analysis_item *item, const struct grouping *by)
{
    struct grouped grouped;
    if (!gather(work, item, by, VALUE_SATISFIED, &grouped))
        return;
    struct stats_crosstab table;
    test_rates(work, &grouped, &table);
    struct analysis_block *block =
        block_new(work, "satisfaction", arena_printf(work->scratch, words_spoken(work, "%s：按%s的满意率"), item->label, by->title), "%s_rate_by_%s", item->id, by->id);
    block_column(work, block, "n", "有效回答", ANALYSIS_COUNT, 0);
    block_column(work, block, "satisfied", "满意", ANALYSIS_COUNT, 0);
    block_column(work, block, "rate", "满意率(%)", ANALYSIS_PERCENT, 1);
    block_column(work, block, "low", "95%下限", ANALYSIS_PERCENT, 1);
    block_column(work, block, "high", "95%上限", ANALYSIS_PERCENT, 1);
    block_column(work, block, "difference", "与全体之差(百分点)", ANALYSIS_NUMBER, 1);
    block->base = grouped.all;
    block->missing = grouped.missing;
    block->reference = 100 * stats_share(grouped.all_hits, grouped.all);
    block->chart = ANALYSIS_FOREST;
    block->chart_value = 2, block->chart_low = 3, block->chart_high = 4;
    for (size_t g = 0; g < by->count; g++) {
        if (grouped.count[g] <= 0)
            continue;
        struct analysis_row *row = group_row(work, block, by, g, grouped.count[g]);
        struct interval interval = stats_wilson(grouped.hits[g], grouped.count[g], ANALYSIS_LEVEL);
        row->values[0] = grouped.count[g];
        row->values[1] = grouped.hits[g];
        row->values[2] = 100 * grouped.hits[g] / grouped.count[g];
        row->values[3] = 100 * interval.low;
        row->values[4] = 100 * interval.high;
        row->values[5] = row->values[2] - block->reference;
    }
    block_method(work, block, grouped.same_people ? "满意率＝满意选项／有效回答；区间为威尔逊95%%区间"
                                                  : "满意率＝满意选项／有效回答；区间为威尔逊95%%区间；差异用卡方检验，以克莱姆V表示大小");
    if (!grouped.same_people)
        check_rates(work, block, &table);
    else
        block_warning(work, block, "每份答卷对各个%s都作答，各组不独立，未作卡方检验", by->title);
    warn_small(work, block);
    sentence_of_rates(work, block, &grouped, &table);
}

/* `p` and `effect` are those of the only pair. */
static void sentence_of_pairs(struct analysis_work *work, struct analysis_block *block, size_t count, size_t significant, double p, double effect, double least)
{
    const char *small = words_small_rows(work, block);
    if (count == 1)
        block_sentence(work, block, "两组之间：%s%s。", words_difference(work, p, effect, least), small);
    else if (significant == 0)
        block_sentence(work, block, "%zu对两两比较中，校正后没有一对差异显著，不宜据此排出先后%s。", count, small);
    else
        block_sentence(work, block, "%zu对两两比较中，校正后%zu对差异显著%s%s。", count, significant,
                       significant < count ? words_spoken(work, "；其余各对差异不显著，不能据此区分高低") : "", small);
}

static size_t pairs_of(struct analysis_work *work, const struct grouped *grouped, struct stats_two_proportions **ret_pairs, double **ret_adjusted)
{
    size_t groups = grouped->by->count, count = 0;
    struct stats_two_proportions *pairs = ARENA_ARRAY(work->scratch, struct stats_two_proportions, groups * groups / 2 + 1);
    double *p = ARENA_ARRAY(work->scratch, double, groups * groups / 2 + 1);
    for (size_t a = 0; a < groups; a++)
        for (size_t b = a + 1; b < groups; b++)
            if (grouped->count[a] > 0 && grouped->count[b] > 0) {
                stats_two_proportions(grouped->hits[a], grouped->count[a], grouped->hits[b], grouped->count[b], ANALYSIS_LEVEL, &pairs[count]);
                p[count] = pairs[count].p;
                count++;
            }
    stats_adjust(p, count, STATS_ADJUST_HOLM, p);
    *ret_pairs = pairs;
    *ret_adjusted = p;
    return count;
}

void groups_rate_pairs(struct analysis_work *work, const struct analysis_item *item, const struct grouping *by)
{
    struct grouped grouped;
    if (!gather(work, item, by, VALUE_SATISFIED, &grouped) || grouped.filled < 2 || grouped.same_people)
        return;
    struct stats_two_proportions *pairs;
    double *adjusted;
    size_t count = pairs_of(work, &grouped, &pairs, &adjusted), significant = 0, at = 0;
    struct analysis_block *block = block_new(work, "satisfaction", arena_printf(work->scratch, words_spoken(work, "%s：按%s两两比较满意率"), item->label, by->title),
                                             "%s_rate_pairs_%s", item->id, by->id);
    block_column(work, block, "first", "前者(%)", ANALYSIS_PERCENT, 1);
    block_column(work, block, "second", "后者(%)", ANALYSIS_PERCENT, 1);
    block_column(work, block, "difference", "差(百分点)", ANALYSIS_NUMBER, 1);
    block_column(work, block, "low", "95%下限", ANALYSIS_NUMBER, 1);
    block_column(work, block, "high", "95%上限", ANALYSIS_NUMBER, 1);
    block_column(work, block, "p", "P值", ANALYSIS_P, 3);
    block_column(work, block, "p_holm", "校正后P值", ANALYSIS_P, 3);
    block->base = grouped.all;
    block->missing = grouped.missing;
    for (size_t a = 0; a < by->count; a++) {
        for (size_t b = a + 1; b < by->count; b++) {
            if (grouped.count[a] <= 0 || grouped.count[b] <= 0)
                continue;
            const struct stats_two_proportions *pair = &pairs[at];
            struct analysis_row *row =
                block_row(work, block, arena_printf(work->scratch, "%s:%s", grouping_key(by, a), grouping_key(by, b)),
                          arena_printf(work->scratch, "%s—%s", grouping_label(by, a), grouping_label(by, b)));
            double values[] = {100 * pair->p1,          100 * pair->p2, 100 * pair->difference, 100 * pair->newcombe_low,
                               100 * pair->newcombe_high, pair->p,        adjusted[at]};
            memcpy(row->values, values, sizeof values);
            if (grouped.count[a] < ANALYSIS_SMALL || grouped.count[b] < ANALYSIS_SMALL)
                row->note = words_spoken(work, SMALL_SAMPLE);
            significant += adjusted[at++] < ANALYSIS_ALPHA;
        }
    }
    if (count == 1)
        block_method(work, block, "两比例检验（合并方差）；只有一对，P值不需校正；差的区间为纽科姆95%%区间");
    else
        block_method(work, block, "两比例检验（合并方差）；P值按霍尔姆法对%zu对比较校正；差的区间为纽科姆95%%区间，未校正", count);
    struct stats_crosstab table;
    test_rates(work, &grouped, &table);
    sentence_of_pairs(work, block, count, significant, adjusted[0], table.cramers_v, ANALYSIS_SMALL_V);
}

/* Means ---------------------------------------------------------------------------------------------------------- */

static void check_means(struct analysis_work *work, struct analysis_block *block, const struct stats_oneway *oneway, const struct stats_kruskal *kruskal)
{
    if (isnan(oneway->welch.p))
        block_check(work, block, "韦尔奇检验无法进行：有的组不足2份，或者没有差异");
    else
        block_check(work, block, "韦尔奇方差分析：F＝%s，自由度%s和%s，%s", words_number(work, oneway->welch.f, 2), words_number(work, oneway->welch.df1, 0),
                    words_number(work, oneway->welch.df2, 1), words_p(work, oneway->welch.p));
    block_check(work, block, "单因素方差分析：F＝%s，%s，η²＝%s，ω²＝%s", words_number(work, oneway->anova.f, 2), words_p(work, oneway->anova.p),
                words_number(work, oneway->eta2, 3), words_number(work, oneway->omega2, 3));
    if (!isnan(kruskal->p))
        block_check(work, block, "克鲁斯卡尔—沃利斯检验：H＝%s，自由度%s，%s", words_number(work, kruskal->h, 2), words_number(work, kruskal->df, 0),
                    words_p(work, kruskal->p));
    if (!isnan(oneway->brown_forsythe.p))
        block_check(work, block, "方差齐性（布朗—福赛斯）：%s，%s", words_p(work, oneway->brown_forsythe.p),
                    words_spoken(work, oneway->brown_forsythe.p < ANALYSIS_ALPHA ? "方差不齐，以韦尔奇检验为准" : "未见方差不齐"));
}

/* Means and ranks may disagree where few answers decide; then neither is quoted alone. */
static void sentence_of_means(struct analysis_work *work, struct analysis_block *block, const struct stats_oneway *oneway, const struct stats_kruskal *kruskal)
{
    double p = isnan(oneway->welch.p) ? kruskal->p : oneway->welch.p;
    const char *small = words_small_rows(work, block);
    if (!isnan(p) && !isnan(kruskal->p) && (p < ANALYSIS_ALPHA) != (kruskal->p < ANALYSIS_ALPHA))
        block_sentence(work, block, "两种检验结论不一（均值检验%s，秩和检验%s），各组是否有差异尚难断定；组间差异占总变异的%s%%%s。", words_p(work, p),
                       words_p(work, kruskal->p), words_number(work, 100 * oneway->eta2, 1), small);
    else if (isnan(p) || isnan(oneway->anova.p)) /* one answer a group: all variance would lie between them */
        block_sentence(work, block, "各组均值之间：%s%s%s。", words_difference(work, p, NAN, 0), words_p_beside(work, p), small);
    else
        block_sentence(work, block, "各组均值之间%s（%s，组间差异占总变异的%s%%）%s。", words_difference(work, p, oneway->eta2, ANALYSIS_SMALL_ETA2), words_p(work, p),
                       words_number(work, 100 * oneway->eta2, 1), small);
}

void groups_means(struct analysis_work *work, const struct analysis_item *item, const struct grouping *by)
{
    struct grouped grouped;
    if (!gather(work, item, by, VALUE_NUMBER, &grouped))
        return;
    struct stats_group *groups = ARENA_ARRAY(work->scratch, struct stats_group, by->count);
    struct stats_oneway oneway;
    struct stats_kruskal kruskal;
    stats_oneway(grouped.x, NULL, grouped.group, grouped.n, by->count, groups, &oneway);
    stats_kruskal(grouped.x, NULL, grouped.group, grouped.n, by->count, &kruskal);
    struct analysis_block *block = block_new(work, "group_means", arena_printf(work->scratch, words_spoken(work, "%s：按%s的均值"), item->label, by->title),
                                             "%s_mean_by_%s", item->id, by->id);
    block_column(work, block, "n", "有效回答", ANALYSIS_COUNT, 0);
    block_column(work, block, "mean", arena_printf(work->scratch, words_spoken(work, "均值(%s)"), item_measure_words(work, item)), ANALYSIS_NUMBER, 2);
    block_column(work, block, "sd", "标准差", ANALYSIS_NUMBER, 2);
    block_column(work, block, "low", "95%下限", ANALYSIS_NUMBER, 2);
    block_column(work, block, "high", "95%上限", ANALYSIS_NUMBER, 2);
    block_column(work, block, "difference", "与全体之差", ANALYSIS_NUMBER, 2);
    block->base = (double)grouped.n;
    block->missing = grouped.missing;
    block->reference = stats_mean(grouped.x, NULL, grouped.n);
    block->chart = ANALYSIS_FOREST;
    block->chart_value = 1, block->chart_low = 3, block->chart_high = 4;
    for (size_t g = 0; g < by->count; g++) {
        if (groups[g].n <= 0)
            continue;
        struct analysis_row *row = group_row(work, block, by, g, groups[g].n);
        struct stats_mean_interval interval = stats_mean_interval_of(groups[g].n, groups[g].mean, groups[g].sd, ANALYSIS_LEVEL);
        double values[] = {groups[g].n, groups[g].mean, groups[g].sd, interval.low, interval.high, groups[g].mean - block->reference};
        memcpy(row->values, values, sizeof values);
    }
    block_method(work, block, "均值按%s计；区间为t分布95%%区间；差异用韦尔奇检验和克鲁斯卡尔—沃利斯检验，以η²表示大小", item_measure_words(work, item));
    warn_small(work, block);
    if (grouped.same_people) {
        block_warning(work, block, "每份答卷对各个%s都作答，各组不独立，未作检验", by->title);
        block_sentence(work, block, "各组出自同一批答卷，均值只作描述%s。", words_small_rows(work, block));
        return;
    }
    check_means(work, block, &oneway, &kruskal);
    if (grouped.filled > 1)
        sentence_of_means(work, block, &oneway, &kruskal);
    else
        block_sentence(work, block, "只有一组有回答，无从比较%s。", words_small_rows(work, block));
}

/* All pairs of means, by the method asked for. */
void groups_mean_pairs(struct analysis_work *work, const struct analysis_item *item, const struct grouping *by, enum stats_pairs method,
                       enum stats_adjust adjust, const char *words)
{
    struct grouped grouped;
    if (!gather(work, item, by, VALUE_NUMBER, &grouped) || grouped.filled < 2)
        return;
    struct stats_group *groups = ARENA_ARRAY(work->scratch, struct stats_group, by->count);
    struct stats_pair *pairs = ARENA_ARRAY(work->scratch, struct stats_pair, by->count * by->count / 2 + 1);
    struct stats_oneway oneway;
    stats_oneway(grouped.x, NULL, grouped.group, grouped.n, by->count, groups, &oneway);
    size_t count = stats_pairs(groups, by->count, method, adjust, ANALYSIS_LEVEL, pairs), significant = 0, compared = 0;
    double only = NAN;
    struct analysis_block *block = block_new(work, "group_means", arena_printf(work->scratch, words_spoken(work, "%s：按%s两两比较均值"), item->label, by->title),
                                             "%s_mean_pairs_%s", item->id, by->id);
    block_column(work, block, "difference", "后者减前者", ANALYSIS_NUMBER, 2);
    block_column(work, block, "low", "95%下限", ANALYSIS_NUMBER, 2);
    block_column(work, block, "high", "95%上限", ANALYSIS_NUMBER, 2);
    block_column(work, block, "df", "自由度", ANALYSIS_NUMBER, 1);
    block_column(work, block, "p", "P值", ANALYSIS_P, 3);
    block_column(work, block, "p_adjusted", "校正后P值", ANALYSIS_P, 3);
    block->base = (double)grouped.n;
    block->missing = grouped.missing;
    for (size_t i = 0; i < count; i++) {
        const struct stats_pair *pair = &pairs[i];
        if (groups[pair->first].n <= 0 || groups[pair->second].n <= 0)
            continue;
        struct analysis_row *row =
            block_row(work, block, arena_printf(work->scratch, "%s:%s", grouping_key(by, pair->first), grouping_key(by, pair->second)),
                      arena_printf(work->scratch, "%s—%s", grouping_label(by, pair->first), grouping_label(by, pair->second)));
        double values[] = {pair->difference, pair->low, pair->high, pair->df, pair->p, pair->adjusted};
        memcpy(row->values, values, sizeof values);
        if (groups[pair->first].n < ANALYSIS_SMALL || groups[pair->second].n < ANALYSIS_SMALL)
            row->note = words_spoken(work, SMALL_SAMPLE);
        only = pair->adjusted;
        compared++;
        significant += pair->adjusted < ANALYSIS_ALPHA;
    }
    block_method(work, block, "%s", words);
    if (grouped.same_people)
        block_warning(work, block, "每份答卷对各个%s都作答，各组不独立，检验仅供参考", by->title);
    sentence_of_pairs(work, block, compared, significant, only, oneway.eta2, ANALYSIS_SMALL_ETA2);
}

/* Tests -------------------------------------------------------------------------------------------------------------- */

static void test_row(struct analysis_work *work, struct analysis_block *block, const char *key, const char *label, const double values[5])
{
    struct analysis_row *row = block_row(work, block, key, label);
    memcpy(row->values, values, 5 * sizeof *values);
}

static void f_row(struct analysis_work *work, struct analysis_block *block, const char *key, const char *label, const struct stats_f_test *test, double effect)
{
    test_row(work, block, key, label, (const double[]){test->f, test->df1, test->df2, test->p, effect});
}

/* All tests of one item and one grouping side by side, at full precision. */
void groups_tests(struct analysis_work *work, const struct analysis_item *item, const struct grouping *by)
{
    struct grouped rates = {0}, values;
    bool satisfied = item_is_coded(item) && scale_has_satisfied(item->codes.scale) && gather(work, item, by, VALUE_SATISFIED, &rates);
    if (!gather(work, item, by, VALUE_NUMBER, &values) || values.filled < 2)
        return;
    struct stats_group *groups = ARENA_ARRAY(work->scratch, struct stats_group, by->count);
    struct stats_oneway oneway;
    struct stats_kruskal kruskal;
    struct stats_jonckheere trend;
    stats_oneway(values.x, NULL, values.group, values.n, by->count, groups, &oneway);
    stats_kruskal(values.x, NULL, values.group, values.n, by->count, &kruskal);
    stats_jonckheere(values.x, NULL, values.group, values.n, by->count, &trend);
    struct analysis_block *block =
        block_new(work, "group_tests", arena_printf(work->scratch, words_spoken(work, "%s：按%s的各种检验"), item->label, by->title), "%s_tests_%s", item->id, by->id);
    block_column(work, block, "statistic", "统计量", ANALYSIS_NUMBER, 3);
    block_column(work, block, "df1", "自由度1", ANALYSIS_NUMBER, 0);
    block_column(work, block, "df2", "自由度2", ANALYSIS_NUMBER, 1);
    block_column(work, block, "p", "P值", ANALYSIS_P, 3);
    block_column(work, block, "effect", "效应量", ANALYSIS_NUMBER, 3);
    block->base = (double)values.n;
    block->missing = values.missing;
    if (satisfied) {
        struct stats_crosstab table;
        test_rates(work, &rates, &table);
        test_row(work, block, "chi_square", "满意率：卡方检验（克莱姆V）", (const double[]){table.chisq, table.df, NAN, table.p, table.cramers_v});
    }
    f_row(work, block, "welch_anova", "均值：韦尔奇检验（η²）", &oneway.welch, oneway.eta2);
    f_row(work, block, "anova", "均值：单因素方差分析（ω²）", &oneway.anova, oneway.omega2);
    test_row(work, block, "kruskal_wallis", "秩：克鲁斯卡尔—沃利斯（ε²）", (const double[]){kruskal.h, kruskal.df, NAN, kruskal.p, kruskal.epsilon2});
    f_row(work, block, "brown_forsythe", "方差齐性：布朗—福赛斯", &oneway.brown_forsythe, NAN);
    f_row(work, block, "levene", "方差齐性：莱文", &oneway.levene, NAN);
    test_row(work, block, "bartlett_variance", "方差齐性：巴特利特", (const double[]){oneway.bartlett, oneway.bartlett_df, NAN, oneway.bartlett_p, NAN});
    if (!by->kind)
        test_row(work, block, "jonckheere", "趋势：约克海尔（组按选项次序）", (const double[]){trend.z, NAN, NAN, trend.p, NAN});
    block_method(work, block, "同一组数据的几种检验并列，供查对；各检验P值未相互校正，不可择其小者引用");
    block_sentence(work, block, "本表供查对；各组是否有差异，以均值和满意率各表的说明为准%s。", words_small(work, block->base));
    if (values.same_people)
        block_warning(work, block, "每份答卷对各个%s都作答，各组不独立，检验仅供参考", by->title);
}

/* The default set ------------------------------------------------------------------------------------------------- */

/* Items whose satisfaction is compared unasked: the overall one, or where there is none all scale questions of one column. */
static size_t compared_items(struct analysis_work *work, analysis_items *items)
{
    const struct question *overall = overall_question(work->instrument);
    if (overall)
        analysis_items_add(work, overall, items);
    for (size_t i = 0; !overall && i < work->instrument->questions.count; i++) {
        const struct question *question = &work->instrument->questions.at[i];
        if (question->type == QUESTION_SCALE && !question->over && scale_has_satisfied(question->scale))
            analysis_items_add(work, question, items);
    }
    return items->count;
}

void analysis_compare(struct analysis_work *work)
{
    struct grouping *groupings;
    size_t count = default_groupings(work, &groupings);
    analysis_items items = {0};
    compared_items(work, &items);
    for (size_t i = 0; i < items.count; i++) {
        for (size_t g = 0; g < count; g++) {
            groups_rates(work, &items.at[i], &groupings[g]);
            groups_rate_pairs(work, &items.at[i], &groupings[g]);
            groups_means(work, &items.at[i], &groupings[g]);
            groups_tests(work, &items.at[i], &groupings[g]);
        }
    }
    /* What runs over units is compared by them. */
    for (size_t i = 0; i < work->instrument->questions.count; i++) {
        const struct question *question = &work->instrument->questions.at[i];
        if (!question->over || question->type != QUESTION_SCALE || !scale_has_satisfied(question->scale))
            continue;
        analysis_items over = {0};
        struct grouping by;
        analysis_items_add(work, question, &over);
        grouping_of_kind(&by, question->over);
        groups_rates(work, &over.at[0], &by);
    }
}

/* By the name of the item: "overall", or a title that says so; the first such question of the instrument. */
const struct question *overall_question(const struct instrument *instrument)
{
    static const char *const words[] = {"总体", "总的来", "整体", "综合来看"};
    for (size_t i = 0; i < instrument->questions.count; i++) {
        const struct question *question = &instrument->questions.at[i];
        if (question->type != QUESTION_SCALE || question->over || !scale_has_satisfied(question->scale))
            continue;
        bool found = strncmp(question->id, "overall", 7) == 0;
        for (size_t w = 0; w < COUNT_OF(words); w++)
            found = found || (question->title && strstr(question->title, words[w]));
        if (found)
            return question;
    }
    return NULL;
}
