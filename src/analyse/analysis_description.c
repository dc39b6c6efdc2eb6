/* SPDX-License-Identifier: GPL-3.0-or-later
 * Describing: what was answered, how often, and what kinds of missing stand beside it.
 *
 * Satisfaction rate: satisfied codes over answers; "don't know" is in no base but has a share of its own, over answers and don't knows. Score: mean of
 * the scale's first vector. Quantiles are of type 7. Multiple responses have two shares: per cent of the respondents who answered, which may add up to
 * more than 100, and per cent of all answers given, which add up to 100.
 */
#include "analysis_priv.h"

static const char *const missing_titles[MISSING_KINDS] = {NULL, "未问及", "跳过", "空白", "不了解", "不适用", "不可读", "作废"};

/* Everything that one row of a description needs. */
struct described {
    double missing[MISSING_KINDS];
    double *x; /* values */
    size_t n;
    double satisfied, answered;
};

static void describe_columns(struct analysis_work *work, const struct analysis_item *item, size_t first, size_t count, struct described *out)
{
    *out = (struct described){0};
    out->x = ARENA_ARRAY(work->scratch, double, work->row_count * count + 1);
    for (size_t r = 0; r < work->row_count; r++) {
        for (size_t c = first; c < first + count; c++) {
            const struct column *column = &work->dataset->columns[c];
            enum missing missing = answer_missing(column, work->rows[r], &item->codes);
            out->missing[missing]++;
            if (missing != MISSING_NONE)
                continue;
            double value = analysis_value(work, item, c, work->rows[r], VALUE_NUMBER);
            if (!isnan(value))
                out->x[out->n++] = value;
            if (item_is_coded(item)) {
                double satisfied = analysis_value(work, item, c, work->rows[r], VALUE_SATISFIED);
                out->answered += !isnan(satisfied);
                out->satisfied += satisfied == 1;
            }
        }
    }
}

/* Columns for the kinds of missing that occur anywhere in the block. */
static void add_missing_columns(struct analysis_work *work, struct analysis_block *block, const struct described *rows, size_t count)
{
    for (int kind = 1; kind < MISSING_KINDS; kind++) {
        double total = 0;
        for (size_t i = 0; i < count; i++)
            total += rows[i].missing[kind];
        if (total > 0)
            block_column(work, block, missing_ids[kind], missing_titles[kind], ANALYSIS_COUNT, 0);
    }
}

static void set(const struct analysis_block *block, struct analysis_row *row, const char *key, double value)
{
    for (size_t i = 0; i < block->columns.count; i++)
        if (strcmp(block->columns.at[i].key, key) == 0)
            row->values[i] = value;
}

static void set_missing(const struct analysis_block *block, struct analysis_row *row, const struct described *described)
{
    for (int kind = 1; kind < MISSING_KINDS; kind++)
        set(block, row, missing_ids[kind], described->missing[kind]);
}

static void set_moments(struct analysis_work *work, const struct analysis_block *block, struct analysis_row *row, const struct described *described)
{
    const double *x = described->x;
    size_t n = described->n;
    set(block, row, "n", (double)n);
    set(block, row, "mean", stats_mean(x, NULL, n));
    set(block, row, "sd", stats_sd(x, NULL, n));
    set(block, row, "min", stats_min(x, n));
    set(block, row, "q25", stats_quantile(x, NULL, n, 0.25));
    set(block, row, "median", stats_median(x, NULL, n));
    set(block, row, "q75", stats_quantile(x, NULL, n, 0.75));
    set(block, row, "max", stats_max(x, n));
    (void)work;
    if (n > 0 && n < ANALYSIS_SMALL)
        row->note = words_spoken(work, SMALL_SAMPLE);
}

/* One row an item, or one a unit where a single item runs over units. */
struct description_rows {
    struct described *at;
    size_t count;
    bool by_unit;
};

static struct description_rows gather_rows(struct analysis_work *work, const struct analysis_item *items, size_t count)
{
    struct description_rows rows = {.by_unit = count == 1 && items[0].count > 1};
    rows.count = rows.by_unit ? items[0].count : count;
    rows.at = ARENA_ARRAY(work->scratch, struct described, rows.count + 1);
    for (size_t i = 0; i < rows.count; i++) {
        if (rows.by_unit)
            describe_columns(work, &items[0], items[0].first + i, 1, &rows.at[i]);
        else
            describe_columns(work, &items[i], items[i].first, items[i].count, &rows.at[i]);
    }
    return rows;
}

static struct analysis_row *add_row(struct analysis_work *work, struct analysis_block *block, const struct analysis_item *items,
                                    const struct description_rows *rows, size_t i)
{
    if (!rows->by_unit)
        return block_row(work, block, items[i].id, items[i].label);
    const struct unit *unit = work->dataset->columns[items[0].first + i].variable->unit;
    struct analysis_row *row = block_row(work, block, unit->id, unit->short_name);
    row->unit = unit;
    return row;
}

static const char *title_of(struct analysis_work *work, const struct analysis_item *items, size_t count, const char *ending)
{
    const struct question *question = items[0].question;
    const char *name = count == 1 ? items[0].label : question->short_title ? question->short_title : question->title;
    return arena_printf(work->scratch, "%s：%s", name, ending);
}

static const char *stem_of(const struct analysis_item *items, size_t count)
{
    return count == 1 ? items[0].id : items[0].question->id;
}

/* Means from the least to the greatest: no claim that they differ. */
static void means_sentence(struct analysis_work *work, struct analysis_block *block, const struct description_rows *rows)
{
    int most = -1, least = -1;
    double means[2] = {0};
    for (size_t i = 0; i < rows->count; i++) {
        double mean = stats_mean(rows->at[i].x, NULL, rows->at[i].n);
        if (isnan(mean))
            continue;
        if (most < 0 || mean > means[0])
            most = (int)i, means[0] = mean;
        if (least < 0 || mean < means[1])
            least = (int)i, means[1] = mean;
    }
    if (most < 0)
        block_sentence(work, block, "没有人作答。");
    else if (block->rows.count == 1)
        block_sentence(work, block, "%zu个数，平均%s%s。", rows->at[0].n, words_number(work, means[0], 2), words_small(work, (double)rows->at[0].n));
    else
        block_sentence(work, block, "各行的均值在%s（%s）与%s（%s）之间；此处只作描述%s。", words_number(work, means[1], 2), block->rows.at[least].label,
                       words_number(work, means[0], 2), block->rows.at[most].label, words_small_rows(work, block));
}

static void coded_sentence(struct analysis_work *work, struct analysis_block *block, const struct description_rows *rows, bool satisfied)
{
    if (block->rows.count == 0)
        return;
    if (!satisfied) {
        means_sentence(work, block, rows);
        return;
    }
    if (block->rows.count == 1) {
        const struct described *only = &rows->at[0];
        if (only->answered > 0)
            block_sentence(work, block, "%s份作答，其中满意的占%s%%%s。", words_number(work, only->answered, 0),
                           words_number(work, 100 * stats_share(only->satisfied, only->answered), 1), words_small(work, only->answered));
        else
            block_sentence(work, block, "没有人作答。");
        return;
    }
    int best = -1, worst = -1;
    double rates[2] = {0};
    for (size_t i = 0; i < rows->count; i++) {
        double rate = 100 * stats_share(rows->at[i].satisfied, rows->at[i].answered);
        if (isnan(rate))
            continue;
        if (best < 0 || rate > rates[0])
            best = (int)i, rates[0] = rate;
        if (worst < 0 || rate < rates[1])
            worst = (int)i, rates[1] = rate;
    }
    if (best < 0)
        block_sentence(work, block, "没有人作答。");
    else
        block_sentence(work, block, "满意率在%s%%（%s）与%s%%（%s）之间；此处只作描述，差异是否显著见相应检验%s。", words_number(work, rates[1], 1),
                       block->rows.at[worst].label, words_number(work, rates[0], 1), block->rows.at[best].label, words_small_rows(work, block));
}

void describe_coded(struct analysis_work *work, const struct analysis_item *items, size_t count)
{
    bool satisfied = scale_has_satisfied(items[0].codes.scale), scores = scale_has_scores(items[0].codes.scale);
    struct description_rows rows = gather_rows(work, items, count);
    struct analysis_block *block =
        block_new(work, "description", title_of(work, items, count, "描述统计"), "%s_description", stem_of(items, count));
    block_column(work, block, "n", "有效回答", ANALYSIS_COUNT, 0);
    if (satisfied)
        block_column(work, block, "rate", "满意率(%)", ANALYSIS_PERCENT, 1);
    block_column(work, block, "mean", scores ? "满意度(分)" : "均值", ANALYSIS_NUMBER, 2);
    block_column(work, block, "sd", "标准差", ANALYSIS_NUMBER, 2);
    block_column(work, block, "q25", "下四分位", ANALYSIS_NUMBER, 1);
    block_column(work, block, "median", "中位数", ANALYSIS_NUMBER, 1);
    block_column(work, block, "q75", "上四分位", ANALYSIS_NUMBER, 1);
    block_column(work, block, "dont_know_share", "不了解(%)", ANALYSIS_PERCENT, 1);
    add_missing_columns(work, block, rows.at, rows.count);
    for (size_t i = 0; i < rows.count; i++) {
        struct analysis_row *row = add_row(work, block, items, &rows, i);
        const struct described *described = &rows.at[i];
        set_moments(work, block, row, described);
        set(block, row, "n", described->missing[MISSING_NONE]);
        set(block, row, "rate", 100 * stats_share(described->satisfied, described->answered));
        set(block, row, "dont_know_share",
            100 * stats_share(described->missing[MISSING_DONT_KNOW], described->missing[MISSING_NONE] + described->missing[MISSING_DONT_KNOW]));
        set_missing(block, row, described);
    }
    block_method(work, block, "%s%s分位数按第7型；“不了解”不计入满意率和均值，其占比以回答与不了解之和为基数；每种缺失分列，都不算作零分",
                 satisfied ? words_spoken(work, "满意率＝满意选项／有效回答；") : "", words_spoken(work, scores ? "满意度＝量表分值的平均；" : "均值按选项代码计；"));
    coded_sentence(work, block, &rows, satisfied);
}

void describe_numbers(struct analysis_work *work, const struct analysis_item *items, size_t count, const char *stem, const char *title)
{
    struct description_rows rows = gather_rows(work, items, count);
    struct analysis_block *block = block_new(work, "description", title, "%s_description", stem);
    block_column(work, block, "n", "个数", ANALYSIS_COUNT, 0);
    block_column(work, block, "mean", "均值", ANALYSIS_NUMBER, 2);
    block_column(work, block, "sd", "标准差", ANALYSIS_NUMBER, 2);
    block_column(work, block, "min", "最小", ANALYSIS_NUMBER, 2);
    block_column(work, block, "q25", "下四分位", ANALYSIS_NUMBER, 2);
    block_column(work, block, "median", "中位数", ANALYSIS_NUMBER, 2);
    block_column(work, block, "q75", "上四分位", ANALYSIS_NUMBER, 2);
    block_column(work, block, "max", "最大", ANALYSIS_NUMBER, 2);
    add_missing_columns(work, block, rows.at, rows.count);
    for (size_t i = 0; i < rows.count; i++) {
        struct analysis_row *row = add_row(work, block, items, &rows, i);
        set_moments(work, block, row, &rows.at[i]);
        set_missing(block, row, &rows.at[i]);
    }
    block_method(work, block, "标准差以n−1为除数；分位数按第7型；每种缺失分列，都不算作零");
    means_sentence(work, block, &rows);
}

/* Frequencies ------------------------------------------------------------------------------------------------ */

static double *count_options(struct analysis_work *work, const struct analysis_item *item, size_t first, size_t columns)
{
    double *counts = ARENA_ARRAY(work->scratch, double, item->codes.scale->options.count + 1);
    for (size_t r = 0; r < work->row_count; r++)
        for (size_t c = first; c < first + columns; c++) {
            double option = analysis_value(work, item, c, work->rows[r], VALUE_OPTION);
            if (!isnan(option))
                counts[(size_t)option]++;
        }
    return counts;
}

/* The option that most chose; where several share the first place none of them is called the most frequent. */
static void sentence_of_options(struct analysis_work *work, struct analysis_block *block, const struct scale *scale, const double *counts, double base, int mode)
{
    if (!(base > 0) || mode < 0) {
        block_sentence(work, block, "没有人作答。");
        return;
    }
    const char **first = ARENA_ARRAY(work->scratch, const char *, scale->options.count + 1);
    size_t sharing = 0;
    for (size_t i = 0; i < scale->options.count; i++)
        if (scale->options.at[i].missing == MISSING_NONE && counts[i] >= counts[mode])
            first[sharing++] = arena_printf(work->scratch, words_spoken(work, "“%s”"), scale->options.at[i].label);
    const char *n = words_number(work, base, 0), *share = words_number(work, 100 * counts[mode] / base, 1), *small = words_small(work, base);
    if (counts[mode] >= base)
        block_sentence(work, block, "%s份作答，都选%s%s。", n, first[0], small);
    else if (sharing > 1)
        block_sentence(work, block, "%s份作答，选%s的一样多，各占%s%%%s。", n, words_join(work, first, sharing), share, small);
    else
        block_sentence(work, block, "%s份作答，选%s的最多，占%s%%%s。", n, first[0], share, small);
}

/* A single choice: one row an option, with the interval of its share. */
static void frequencies_of_options(struct analysis_work *work, const struct analysis_item *item)
{
    const struct scale *scale = item->codes.scale;
    double *counts = count_options(work, item, item->first, item->count), base = 0;
    for (size_t i = 0; i < scale->options.count; i++)
        base += counts[i];
    struct described described;
    describe_columns(work, item, item->first, item->count, &described);
    analysis_forget_missing(work);
    work->missing_known = true;
    memcpy(work->missing, described.missing, sizeof work->missing);
    struct analysis_block *block = block_new(work, "frequencies", title_of(work, item, 1, "频数"), "%s_frequencies", item->id);
    block_column(work, block, "count", "人数", ANALYSIS_COUNT, 0);
    block_column(work, block, "percent", "占比(%)", ANALYSIS_PERCENT, 1);
    block_column(work, block, "low", "95%下限", ANALYSIS_PERCENT, 1);
    block_column(work, block, "high", "95%上限", ANALYSIS_PERCENT, 1);
    block->base = base;
    block->missing = 0;
    for (int kind = 1; kind < MISSING_KINDS; kind++)
        block->missing += missing_was_asked((enum missing)kind) ? described.missing[kind] : 0;
    int mode = -1;
    for (size_t i = 0; i < scale->options.count; i++) {
        if (scale->options.at[i].missing != MISSING_NONE)
            continue;
        struct analysis_row *row =
            block_row(work, block, arena_printf(work->scratch, "%d", scale->options.at[i].code), scale->options.at[i].label);
        struct interval interval = stats_wilson(counts[i], base, ANALYSIS_LEVEL);
        row->values[0] = counts[i];
        row->values[1] = 100 * stats_share(counts[i], base);
        row->values[2] = 100 * interval.low;
        row->values[3] = 100 * interval.high;
        if (mode < 0 || counts[i] > counts[mode])
            mode = (int)i;
    }
    block_method(work, block, "占比以有效回答为基数；区间为威尔逊95%%区间");
    sentence_of_options(work, block, scale, counts, base, mode);
}

static bool is_favourable(const struct option *option)
{
    return option->satisfied || option->aware;
}

/* Where the two sides of an ordered scale meet: on the middle one of an odd number of options when it is on no side, else behind the favourable ones,
 * else in the middle. */
static void find_sides(const struct question *question, struct analysis_block *block)
{
    const struct scale *scale = question->scale;
    size_t count = 0, favourable = 0, first = 0;
    const struct option *options[64];
    for (size_t i = 0; i < scale->options.count && count < COUNT_OF(options); i++)
        if (scale->options.at[i].missing == MISSING_NONE)
            options[count++] = &scale->options.at[i];
    if ((question->type != QUESTION_SCALE && question->type != QUESTION_MATRIX) || count < 2)
        return;
    for (size_t i = 0; i < count; i++)
        favourable += is_favourable(options[i]);
    while (first < count && is_favourable(options[first]))
        first++;
    block->chart_backwards = favourable > 0 && first == 0 && is_favourable(options[count - 1]);
    bool middle = count % 2 == 1 && !is_favourable(options[count / 2]);
    block->chart_centre = middle || favourable == 0 ? (double)count / 2 : (double)favourable;
}

/* How many answered each row: what the percentages rest on. */
static void sentence_of_answers(struct analysis_work *work, struct analysis_block *block)
{
    double least = INFINITY, most = 0;
    for (size_t i = 0; i < block->rows.count; i++) {
        least = fmin(least, block->rows.at[i].values[0]);
        most = fmax(most, block->rows.at[i].values[0]);
    }
    if (most == 0)
        block_sentence(work, block, "没有人作答。");
    else if (least == most)
        block_sentence(work, block, "各行都有%s份有效回答；占比只作描述%s。", words_number(work, most, 0), words_small(work, least));
    else
        block_sentence(work, block, "各行的有效回答从%s份到%s份；占比只作描述%s。", words_number(work, least, 0), words_number(work, most, 0), words_small_rows(work, block));
}

/* Scales: one row an item or unit, one column an option. */
static void frequencies_of_rows(struct analysis_work *work, const struct analysis_item *items, size_t count)
{
    const struct scale *scale = items[0].codes.scale;
    struct description_rows rows = gather_rows(work, items, count);
    struct analysis_block *block =
        block_new(work, "frequencies", title_of(work, items, count, "频数分布"), "%s_frequencies", stem_of(items, count));
    block_column(work, block, "n", "有效回答", ANALYSIS_COUNT, 0);
    for (size_t i = 0; i < scale->options.count; i++)
        if (scale->options.at[i].missing == MISSING_NONE)
            block_column(work, block, arena_printf(work->scratch, "option_%d", scale->options.at[i].code),
                         arena_printf(work->scratch, "%s(%%)", scale->options.at[i].label), ANALYSIS_PERCENT, 1);
    double dont_know = 0;
    for (size_t i = 0; i < rows.count; i++)
        dont_know += rows.at[i].missing[MISSING_DONT_KNOW];
    if (dont_know > 0) {
        block->chart_apart = (int)block->columns.count;
        block_column(work, block, missing_ids[MISSING_DONT_KNOW], missing_titles[MISSING_DONT_KNOW], ANALYSIS_COUNT, 0);
    }
    block->chart = ANALYSIS_LIKERT;
    block->chart_value = 1;
    find_sides(items[0].question, block);
    for (size_t i = 0; i < rows.count; i++) {
        const struct analysis_item *item = rows.by_unit ? &items[0] : &items[i];
        double *counts = rows.by_unit ? count_options(work, item, item->first + i, 1) : count_options(work, item, item->first, item->count);
        double base = rows.at[i].missing[MISSING_NONE];
        struct analysis_row *row = add_row(work, block, items, &rows, i);
        row->values[0] = base;
        for (size_t k = 0, at = 1; k < scale->options.count; k++)
            if (scale->options.at[k].missing == MISSING_NONE)
                row->values[at++] = 100 * stats_share(counts[k], base);
        set(block, row, missing_ids[MISSING_DONT_KNOW], rows.at[i].missing[MISSING_DONT_KNOW]);
        if (base > 0 && base < ANALYSIS_SMALL)
            row->note = words_spoken(work, SMALL_SAMPLE);
    }
    block_method(work, block, "占比以有效回答为基数，各行合计100%%；不了解和其他缺失不计入%s", dont_know > 0 ? words_spoken(work, "，“不了解”另列份数") : "");
    sentence_of_answers(work, block);
}

void describe_frequencies(struct analysis_work *work, const struct analysis_item *items, size_t count)
{
    if (count == 1 && items[0].count == 1)
        frequencies_of_options(work, items);
    else
        frequencies_of_rows(work, items, count);
}

void describe_multiple(struct analysis_work *work, const struct analysis_item *item)
{
    const struct scale *scale = item->codes.scale;
    double *counts = ARENA_ARRAY(work->scratch, double, scale->options.count + 1), people = 0, answers = 0, missing = 0;
    for (size_t r = 0; r < work->row_count; r++) {
        bool answered = false, asked = false;
        for (size_t c = item->first; c < item->first + item->count; c++) {
            const struct column *column = &work->dataset->columns[c];
            if (column->variable->type != VARIABLE_MARK)
                continue;
            asked = asked || missing_was_asked((enum missing)column->missing[work->rows[r]]);
            int option = code_table_option(&item->codes, column->variable->option->code);
            if (column->missing[work->rows[r]] != MISSING_NONE || option < 0)
                continue;
            answered = true;
            if (column->codes[work->rows[r]])
                counts[option]++, answers++;
        }
        people += answered;
        missing += asked && !answered;
    }
    struct analysis_block *block = block_new(work, "multiple_response", title_of(work, item, 1, "多选题"), "%s_multiple_response", item->id);
    block_column(work, block, "count", "选择人数", ANALYSIS_COUNT, 0);
    block_column(work, block, "percent_of_cases", "占作答人数(%)", ANALYSIS_PERCENT, 1);
    block_column(work, block, "low", "95%下限", ANALYSIS_PERCENT, 1);
    block_column(work, block, "high", "95%上限", ANALYSIS_PERCENT, 1);
    block_column(work, block, "percent_of_answers", "占选择总数(%)", ANALYSIS_PERCENT, 1);
    block->base = people;
    block->missing = missing;
    for (size_t i = 0; i < scale->options.count; i++) {
        struct analysis_row *row =
            block_row(work, block, arena_printf(work->scratch, "%d", scale->options.at[i].code), scale->options.at[i].label);
        struct interval interval = stats_wilson(counts[i], people, ANALYSIS_LEVEL);
        row->values[0] = counts[i];
        row->values[1] = 100 * stats_share(counts[i], people);
        row->values[2] = 100 * interval.low;
        row->values[3] = 100 * interval.high;
        row->values[4] = 100 * stats_share(counts[i], answers);
    }
    block_method(work, block, "占作答人数的百分比之和可以超过100%%，占选择总数的百分比合计100%%；区间为前者的威尔逊95%%区间");
    if (people > 0)
        block_sentence(work, block, "%s份作答，平均每份选%s项%s。", words_number(work, people, 0), words_number(work, answers / people, 2), words_small(work, people));
    else
        block_sentence(work, block, "没有人作答。");
}

/* The default set --------------------------------------------------------------------------------------------- */

static void describe_question(struct analysis_work *work, const struct question *question)
{
    analysis_items items = {0};
    analysis_items_add(work, question, &items);
    if (items.count == 0 || items.at[0].count == 0)
        return;
    const char *title = question->short_title ? question->short_title : question->title;
    switch (question->type) {
    case QUESTION_SINGLE:
        describe_frequencies(work, items.at, items.count);
        break;
    case QUESTION_SCALE:
    case QUESTION_MATRIX:
        describe_frequencies(work, items.at, items.count);
        if (scale_has_scores(question->scale) || scale_has_satisfied(question->scale))
            describe_coded(work, items.at, items.count);
        break;
    case QUESTION_MULTIPLE:
        describe_multiple(work, &items.at[0]);
        break;
    case QUESTION_NUMBER:
        if (question->items.count > 0 || question->over)
            describe_numbers(work, items.at, items.count, question->id, arena_printf(work->scratch, "%s：描述统计", title));
        break;
    default:
        break;
    }
}

void analysis_describe(struct analysis_work *work)
{
    const struct instrument *instrument = work->instrument;
    analysis_items numbers = {0};
    for (size_t i = 0; i < instrument->questions.count; i++) {
        const struct question *question = &instrument->questions.at[i];
        describe_question(work, question);
        if (question->type == QUESTION_NUMBER && question->items.count == 0 && !question->over)
            analysis_items_add(work, question, &numbers);
    }
    if (numbers.count > 0)
        describe_numbers(work, numbers.at, numbers.count, "numbers",
                         arena_printf(work->scratch, "%s：数值题描述统计", instrument->short_title ? instrument->short_title : instrument->title));
}
