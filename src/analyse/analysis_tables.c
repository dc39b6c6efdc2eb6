/* SPDX-License-Identifier: GPL-3.0-or-later
 * Tables of counts that are asked for: an item by groups, and two items of one scale answered by the same people.
 *
 * Fisher's exact test stands beside χ² where expected counts are small; tables too great for it are tested by random tables from a fixed seed, which the
 * block says.
 */
#include "analysis_priv.h"

#include "ceping/stats_tables.h"

#define FISHER_REPLICATES 20000
#define FISHER_SEED 20180706
#define FISHER_WORK 2e6 /* a tenth of a second */

struct counts {
    double *at; /* [group][option] */
    size_t rows, columns;
    double n, missing;
};

static bool count_groups(struct analysis_work *work, const struct analysis_item *item, const struct grouping *by, struct counts *out)
{
    struct cases cases;
    if (!item_is_coded(item) || !cases_make(work, item, 1, VALUE_OPTION, &cases))
        return false;
    *out = (struct counts){.rows = by->count, .columns = item->codes.scale->options.count};
    out->missing = (double)cases_complete(work, &cases);
    out->at = ARENA_ARRAY(work->scratch, double, out->rows * out->columns + 1);
    for (size_t i = 0; i < cases.n; i++) {
        int group = grouping_at(work, by, cases.row[i], cases.variable[i]);
        if (group < 0)
            continue;
        out->at[(size_t)group * out->columns + (size_t)cases.x[i]]++;
        out->n++;
    }
    return out->n > 0;
}

static void value_row(struct analysis_work *work, struct analysis_block *block, const char *key, const char *label, double value, double df, double p)
{
    struct analysis_row *row = block_row(work, block, key, label);
    row->values[0] = value;
    row->values[1] = df;
    row->values[2] = p;
}

static struct analysis_block *tests_block(struct analysis_work *work, const char *title, const char *stem, double n, double missing)
{
    struct analysis_block *block = block_new(work, "crosstab", title, "%s", stem);
    block_column(work, block, "value", "值", ANALYSIS_NUMBER, 3);
    block_column(work, block, "df", "自由度", ANALYSIS_NUMBER, 0);
    block_column(work, block, "p", "P值", ANALYSIS_P, 3);
    block->base = n;
    block->missing = missing;
    return block;
}

static void two_by_two(struct analysis_work *work, struct analysis_block *block, const struct counts *counts, const struct stats_crosstab *table)
{
    double filled[4];
    size_t n = 0;
    for (size_t r = 0; r < counts->rows; r++) {
        double row = 0;
        for (size_t c = 0; c < counts->columns; c++)
            row += counts->at[r * counts->columns + c];
        for (size_t c = 0; c < counts->columns && row > 0; c++) {
            double column = 0;
            for (size_t k = 0; k < counts->rows; k++)
                column += counts->at[k * counts->columns + c];
            if (column > 0 && n < 4)
                filled[n++] = counts->at[r * counts->columns + c];
        }
    }
    struct stats_fisher_two fisher;
    stats_fisher_two(filled, ANALYSIS_LEVEL, &fisher);
    value_row(work, block, "yates", "连续性校正χ²", table->yates, table->df, table->yates_p);
    value_row(work, block, "odds_ratio", "比值比（条件极大似然）", fisher.odds_ratio, NAN, fisher.p);
    value_row(work, block, "odds_ratio_low", "比值比95%下限", fisher.low, NAN, NAN);
    value_row(work, block, "odds_ratio_high", "比值比95%上限", fisher.high, NAN, NAN);
}

static void crosstab_tests(struct analysis_work *work, const struct analysis_item *item, const struct grouping *by, const struct counts *counts)
{
    struct stats_crosstab table;
    struct stats_fisher fisher;
    stats_crosstab(counts->at, counts->rows, counts->columns, NULL, NULL, &table);
    stats_fisher(counts->at, counts->rows, counts->columns, FISHER_WORK, FISHER_REPLICATES, FISHER_SEED, &fisher);
    struct analysis_block *block = tests_block(work, arena_printf(work->scratch, words_spoken(work, "%s × %s：独立性检验"), item->label, by->title),
                                               arena_printf(work->scratch, "%s_crosstab_tests_%s", item->id, by->id), counts->n, counts->missing);
    value_row(work, block, "chi_square", "卡方", table.chisq, table.df, table.p);
    value_row(work, block, "likelihood_ratio", "似然比", table.g2, table.df, table.g2_p);
    value_row(work, block, "fisher", fisher.exact ? "费希尔精确检验" : "费希尔检验（随机表）", NAN, NAN, fisher.p);
    value_row(work, block, "cramers_v", "克莱姆V", table.cramers_v, NAN, NAN);
    value_row(work, block, "cramers_v_corrected", "克莱姆V（校正）", table.cramers_v_corrected, NAN, NAN);
    value_row(work, block, "lambda", "λ", table.lambda, NAN, NAN);
    if (table.rows == 2 && table.columns == 2)
        two_by_two(work, block, counts, &table);
    double cells = table.rows * table.columns;
    bool doubtful = table.expected_below_five > cells / 5 || table.least_expected < 1;
    if (doubtful)
        block_warning(work, block, "期望频数小于5的格子占%s%%，最小%s，以费希尔检验为准", words_number(work, 100 * table.expected_below_five / cells, 0),
                      words_number(work, table.least_expected, 1));
    else
        block_check(work, block, "期望频数：最小%s，小于5的不超过五分之一，适合卡方检验", words_number(work, table.least_expected, 1));
    if (!fisher.exact)
        block_warning(work, block, "费希尔检验用%zu张同边际随机表（种子%d），P值标准误%s", fisher.replicates, FISHER_SEED, words_number(work, fisher.p_error, 4));
    block_method(work, block, "空行空列不计；克莱姆V校正按贝尔格斯马");
    double p = doubtful ? fisher.p : table.p;
    block_sentence(work, block, "%s与%s之间：%s%s。", item->label, by->title, words_relation(work, p, table.cramers_v), words_small(work, counts->n));
}

void tables_crosstab(struct analysis_work *work, const struct analysis_item *item, const struct grouping *by)
{
    struct counts counts;
    if (!count_groups(work, item, by, &counts))
        return;
    const struct scale *scale = item->codes.scale;
    double *residuals = ARENA_ARRAY(work->scratch, double, counts.rows * counts.columns);
    struct stats_crosstab table;
    stats_crosstab(counts.at, counts.rows, counts.columns, NULL, residuals, &table);
    struct analysis_block *block = block_new(work, "crosstab", arena_printf(work->scratch, "%s × %s", item->label, by->title), "%s_crosstab_%s", item->id,
                                             by->id);
    block_column(work, block, "n", "有效回答", ANALYSIS_COUNT, 0);
    for (size_t c = 0; c < counts.columns; c++)
        if (scale->options.at[c].missing == MISSING_NONE)
            block_column(work, block, arena_printf(work->scratch, "option_%d", scale->options.at[c].code),
                         arena_printf(work->scratch, "%s(%%)", scale->options.at[c].label), ANALYSIS_PERCENT, 1);
    block->base = counts.n;
    block->missing = counts.missing;
    block->chart = ANALYSIS_LIKERT;
    block->chart_value = 1;
    for (size_t g = 0; g < by->count; g++) {
        double n = 0;
        size_t standing = 0;
        for (size_t c = 0; c < counts.columns; c++) {
            n += counts.at[g * counts.columns + c];
            standing += fabs(residuals[g * counts.columns + c]) > 3;
        }
        if (n <= 0)
            continue;
        struct analysis_row *row = block_row(work, block, grouping_key(by, g), grouping_label(by, g));
        row->unit = grouping_unit(by, g);
        row->values[0] = n;
        for (size_t c = 0, at = 1; c < counts.columns; c++)
            if (scale->options.at[c].missing == MISSING_NONE)
                row->values[at++] = 100 * counts.at[g * counts.columns + c] / n;
        row->note = n < ANALYSIS_SMALL ? words_spoken(work, SMALL_SAMPLE) : standing ? words_spoken(work, "有格子明显偏离（调整残差超过3）") : NULL;
    }
    block_method(work, block, "占比以各组有效回答为基数");
    block_sentence(work, block, "占比只作描述，两者有无关系见下表的检验%s。", words_small_rows(work, block));
    crosstab_tests(work, item, by, &counts);
}

void tables_paired(struct analysis_work *work, const struct analysis_item *items)
{
    struct cases cases;
    if (!cases_make(work, items, 2, VALUE_OPTION, &cases) || items[0].codes.scale != items[1].codes.scale)
        return;
    double missing = (double)cases_complete(work, &cases);
    size_t size = items[0].codes.scale->options.count, n = cases.n;
    double *counts = ARENA_ARRAY(work->scratch, double, size * size), up = 0, down = 0, x[2] = {0};
    for (size_t i = 0; i < n; i++) {
        counts[(size_t)cases.x[i] * size + (size_t)cases.x[n + i]]++;
        bool a = items[0].values[VALUE_SATISFIED][(size_t)cases.x[i]] == 1, b = items[1].values[VALUE_SATISFIED][(size_t)cases.x[n + i]] == 1;
        up += a && !b;
        down += b && !a;
        x[0] += a;
        x[1] += b;
    }
    struct stats_mcnemar mcnemar;
    struct stats_chisq_test bowker = stats_bowker(counts, size);
    stats_mcnemar(up, down, &mcnemar);
    struct analysis_block *block = tests_block(work, arena_printf(work->scratch, words_spoken(work, "%s与%s：配对比较"), items[0].label, items[1].label),
                                               arena_printf(work->scratch, "%s_paired_%s", items[0].id, items[1].id), (double)n, missing);
    value_row(work, block, "rate_first", arena_printf(work->scratch, words_spoken(work, "%s：满意率(%%)"), items[0].label), 100 * stats_share(x[0], (double)n), NAN, NAN);
    value_row(work, block, "rate_second", arena_printf(work->scratch, words_spoken(work, "%s：满意率(%%)"), items[1].label), 100 * stats_share(x[1], (double)n), NAN, NAN);
    value_row(work, block, "mcnemar", "麦克尼马尔检验", mcnemar.chisq, 1, mcnemar.p);
    value_row(work, block, "mcnemar_exact", "麦克尼马尔精确检验", NAN, NAN, mcnemar.exact_p);
    value_row(work, block, "bowker", "鲍克对称性检验", bowker.chisq, bowker.df, bowker.p);
    block_method(work, block, "同一批人对两个题项的回答；麦克尼马尔检验比较满意与否，只有前者满意%s人、只有后者满意%s人", words_number(work, up, 0),
                 words_number(work, down, 0));
    block_sentence(work, block, "两个题项的满意率：%s%s%s。", words_difference(work, mcnemar.exact_p, NAN, 0), words_p_beside(work, mcnemar.exact_p), words_small(work, (double)n));
}
