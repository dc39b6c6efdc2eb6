/* SPDX-License-Identifier: GPL-3.0-or-later
 * Statistics: blocks of analyses as tables and charts.
 *
 *     ```table                                     ```chart
 *     kind: analysis                               kind: analysis
 *     analysis: public_overall_rate_by_district    analysis: public_overall_rate_by_district
 *     columns: [n, rate, low, high]                ```
 *     ```
 *
 * `measure: NAME` or `measure: [NAME, …]`, with or without `instrument: NAME`, takes all blocks of these measures in place of one by its id; where there are none, nothing is
 * printed, so that one template serves evaluations with and without rating sheets. Method, base, what was checked and the sentence
 * stand under each table. `measure: rest` takes those that `analyses:` asks for and nothing before it printed; where none is left the heading above it goes too. The public edition leaves out rating sheets, and blocks from which a hidden number could be worked out.
 */
#include "report_priv.h"

typedef LIST_OF(const struct analysis_block *) chosen_list;

enum shape { AS_TABLE, AS_CHART };

enum { MANY_COLUMNS = 8 }; /* so many may be set on a page that is turned, where they do not fit otherwise: heads are words, longer in English */

static void unknown_analysis(struct block *block, const struct block_value *value)
{
    const analysis_blocks *all = &block->b->names.results->analyses;
    const char **words = ARENA_ARRAY(block->b->arena, const char *, all->count + 1);
    for (size_t i = 0; i < all->count; i++)
        words[i] = all->at[i].id;
    block_fail(block, value->pos, _("unknown analysis '%s'"), value->text);
    diags_hint_words(block->b->diags, value->text, words, all->count);
}

static bool may_show(const struct block *block, const struct analysis_block *analysis)
{
    bool sheets = analysis->instrument && analysis->instrument->kind == INSTRUMENT_RATING;
    return block->b->names.edition != EDITION_PUBLIC || (!sheets && !analysis->inside);
}

static bool of_measures(const struct block_entry *measures, const struct analysis_block *analysis)
{
    for (size_t v = 0; measures && v < measures->values.count; v++)
        if (strcmp(measures->values.at[v].text, analysis->measure) == 0)
            return true;
    return false;
}

static bool was_printed(const struct block *block, const struct analysis_block *analysis, enum shape shape)
{
    for (size_t i = 0; i < block->b->printed[shape].count; i++)
        if (block->b->printed[shape].at[i] == analysis)
            return true;
    return false;
}

/* What was asked for and stands nowhere yet; a chart of what stands as a table already comes too late. */
static bool is_left(const struct block *block, const struct analysis_block *analysis, enum shape shape)
{
    return analysis->asked && !was_printed(block, analysis, AS_TABLE) && !(shape == AS_CHART && was_printed(block, analysis, AS_CHART));
}

static bool wants_rest(const struct block_entry *measures)
{
    return measures && measures->values.count == 1 && !strcmp(measures->values.at[0].text, "rest");
}

/* By id, or by measures and instrument, in the order of the results. Without any responses there are no blocks, and ids are not checked. */
static bool choose(struct block *block, enum shape shape, chosen_list *ret_list)
{
    const analysis_blocks *all = &block->b->names.results->analyses;
    const struct block_entry *id = block_entry(block, "analysis");
    const struct block_entry *measures = block_entry(block, "measure");
    const struct instrument *instrument = block_instrument(block, "instrument");
    if (!(measures && measures->values.count) && !(id && id->values.count))
        block_fail(block, block->pos, _("the block names neither an analysis nor a measure"));
    for (size_t v = 0; id && v < id->values.count; v++) {
        const struct analysis_block *found = analysis_find(all, id->values.at[v].text);
        if (!found && all->count)
            unknown_analysis(block, &id->values.at[v]);
        else if (found && may_show(block, found))
            *LIST_ADD(block->b->arena, ret_list) = found;
    }
    bool rest = wants_rest(measures);
    for (size_t i = 0; i < all->count; i++) {
        bool wanted = rest ? is_left(block, &all->at[i], shape) : of_measures(measures, &all->at[i]);
        if (wanted && (!instrument || all->at[i].instrument == instrument) && may_show(block, &all->at[i]))
            *LIST_ADD(block->b->arena, ret_list) = &all->at[i];
    }
    if (rest && shape == AS_TABLE && ret_list->count == 0)
        block->b->heading_bare = true;
    for (size_t i = 0; i < ret_list->count; i++)
        *LIST_ADD(block->b->arena, &block->b->printed[shape]) = ret_list->at[i];
    return !block->failed;
}

/* An empty section would look like a mistake; said once is enough. */
static void say_nothing(struct block *block)
{
    struct doc *doc = block->b->doc;
    const char *words = say(block->b, "没有可列出的分析。");
    const struct doc_block *last = doc->blocks.count ? &doc->blocks.at[doc->blocks.count - 1] : NULL;
    auto_strbuf struct strbuf before;
    strbuf_init(&before);
    if (last && last->kind == DOC_NOTE)
        doc_runs_text(&last->runs, &before);
    if (strcmp(before.at, words) != 0)
        add_plain(doc, &doc_add(doc, &doc->blocks, DOC_NOTE)->runs, 0, words);
}

/* Tables ------------------------------------------------------------------------------------------------------- */

static int column_of(const struct analysis_block *analysis, const char *key)
{
    for (size_t i = 0; i < analysis->columns.count; i++)
        if (strcmp(analysis->columns.at[i].key, key) == 0)
            return (int)i;
    return -1;
}

/* The terminal has half-width brackets, 满意率(%), to keep columns narrow; print in Chinese has its own. */
static const char *printed_title(const struct block *block, const char *title)
{
    if (!words_chinese(block->b->names.language) || !strchr(title, '('))
        return title;
    auto_strbuf struct strbuf out;
    strbuf_init(&out);
    for (; *title; title++) {
        if (*title == '(' || *title == ')')
            strbuf_adds(&out, *title == '(' ? "（" : "）");
        else
            strbuf_addc(&out, *title);
    }
    return arena_strdup(block->b->arena, out.at);
}

/* A column that is not defined in any row tells nothing. */
static bool any_value(const struct analysis_block *analysis, size_t column)
{
    for (size_t i = 0; i < analysis->rows.count; i++)
        if (!isnan(analysis->rows.at[i].values[column]))
            return true;
    return false;
}

/* Indices of the columns to show: all with a value, or those named (a name that one of several blocks lacks is passed over there). */
static size_t choose_columns(struct block *block, const struct analysis_block *analysis, size_t *columns)
{
    const struct block_entry *entry = block_entry(block, "columns");
    size_t count = 0;
    for (size_t i = 0; !entry && i < analysis->columns.count; i++)
        if (any_value(analysis, i))
            columns[count++] = i;
    for (size_t i = 0; entry && i < entry->values.count; i++) {
        int at = column_of(analysis, entry->values.at[i].text);
        if (at >= 0)
            columns[count++] = (size_t)at;
    }
    return count;
}

/* In the public edition a row on too few people is not shown. */
static bool row_hidden(const struct block *block, const struct analysis_block *analysis, const struct analysis_row *row)
{
    int n = column_of(analysis, "n");
    return n >= 0 && analysis->instrument && is_hidden(&block->b->names, analysis->instrument, row->values[n]);
}

static void add_notes(struct block *block, const struct analysis_block *analysis, const char *lead, const char **ret_note)
{
    struct notes notes;
    notes_init(&notes, block);
    if (lead)
        notes_add(&notes, "%s。", lead);
    if (analysis->sentence)
        notes_add(&notes, "%s", analysis->sentence);
    if (analysis->method)
        notes_add(&notes, "方法：%s。", analysis->method);
    if (!isnan(analysis->base))
        notes_add(&notes, "基数%.0f%s", analysis->base, isnan(analysis->missing) ? say(block->b, "。") : "");
    if (!isnan(analysis->base) && !isnan(analysis->missing))
        notes_add(&notes, analysis->missing_text ? "，缺失%.0f（各题项：%s）。" : "，缺失%.0f。", analysis->missing, analysis->missing_text);
    for (size_t i = 0; i < analysis->checks.count; i++)
        notes_add(&notes, "%s。", analysis->checks.at[i]);
    for (size_t i = 0; i < analysis->warnings.count; i++)
        notes_add(&notes, "%s。", analysis->warnings.at[i]);
    notes_finish(block, &notes, ret_note);
}

/* Where no row has a value, what the analysis says of that stands alone: a table of labels would look like a mistake. */
static void add_words(struct block *block, const struct analysis_block *analysis)
{
    struct doc *doc = block->b->doc;
    const char *note = NULL;
    add_notes(block, analysis, analysis->title, &note);
    struct doc_block *words = doc_add(doc, &doc->blocks, DOC_NOTE);
    add_plain(doc, &words->runs, 0, note);
}

static void add_table(struct block *block, const struct analysis_block *analysis)
{
    struct doc *doc = block->b->doc;
    size_t *columns = ARENA_ARRAY(block->b->arena, size_t, analysis->columns.count + 64), count = choose_columns(block, analysis, columns);
    bool remarks = false;
    for (size_t i = 0; i < analysis->rows.count; i++)
        remarks = remarks || analysis->rows.at[i].note;
    if (count == 0 && !remarks) {
        add_words(block, analysis);
        return;
    }
    struct doc_table *out = block_new_table(block, 1 + count + remarks, "%s", analysis->title);
    if (!out)
        return;
    out->landscape = out->landscape || count >= MANY_COLUMNS;
    struct doc_row *header = doc_add_row(doc, &out->header);
    doc_add_cell(doc, header, "");
    for (size_t c = 0; c < count; c++) {
        doc_add_cell(doc, header, printed_title(block, analysis->columns.at[columns[c]].title));
        out->columns.at[c + 1].align = DOC_ALIGN_DECIMAL;
    }
    if (remarks)
        doc_add_cell(doc, header, say(block->b, "备注"));
    for (size_t i = 0; i < analysis->rows.count; i++) {
        const struct analysis_row *values = &analysis->rows.at[i];
        bool hidden = row_hidden(block, analysis, values);
        struct doc_row *row = doc_add_row(doc, &out->rows);
        row->strong = values->unit && values->unit == block->b->names.unit;
        doc_add_cell(doc, row, values->label);
        for (size_t c = 0; c < count; c++) {
            auto_strbuf struct strbuf text;
            strbuf_init(&text);
            analysis_format(&analysis->columns.at[columns[c]], hidden ? num_hidden() : values->values[columns[c]], &text);
            doc_add_cell(doc, row, text.at);
        }
        if (remarks)
            doc_add_cell(doc, row, values->note ? values->note : "");
    }
    keep_together(out);
    add_notes(block, analysis, NULL, &out->note);
}

void build_analysis_table(struct block *block)
{
    chosen_list chosen = {0};
    if (!choose(block, AS_TABLE, &chosen))
        return;
    for (size_t i = 0; i < chosen.count && !block->failed; i++)
        if (chosen.at[i]->rows.count)
            add_table(block, chosen.at[i]);
        else if (chosen.at[i]->asked) /* whoever asked is told why there is nothing */
            add_words(block, chosen.at[i]);
    if (chosen.count == 0) { /* the other keys are right, but nothing asks for them */
        block_entry(block, "columns");
        block_text(block, "caption"), block_text(block, "id"), block_text(block, "note"), block_yes(block, "landscape", false);
        if (block_end(block))
            if (!block->b->heading_bare)
                say_nothing(block);
    }
}

/* Charts ------------------------------------------------------------------------------------------------------- */

static const double *values_of(struct block *block, const struct analysis_block *analysis, int column)
{
    double *values = ARENA_ARRAY(block->b->doc->arena, double, analysis->rows.count + 1);
    for (size_t i = 0; i < analysis->rows.count; i++)
        values[i] = column < 0 ? NAN : row_hidden(block, analysis, &analysis->rows.at[i]) ? num_hidden() : analysis->rows.at[i].values[column];
    return values;
}

static void add_series(struct block *block, struct doc_chart *chart, const struct analysis_block *analysis, int column)
{
    doc_add_series(block->b->doc, chart, printed_title(block, analysis->columns.at[column].title), values_of(block, analysis, column));
}

/* Shares of options become numbers of people again, so that the chart can print each base. */
static void add_likert(struct block *block, struct doc_chart *chart, const struct analysis_block *analysis)
{
    size_t first = (size_t)analysis->chart_value, end = analysis->chart_apart < 0 ? analysis->columns.count : (size_t)analysis->chart_apart;
    int n = column_of(analysis, "n");
    double *values = ARENA_ARRAY(block->b->doc->arena, double, analysis->rows.count + 1);
    for (size_t i = first; i < end; i++) {
        size_t c = analysis->chart_backwards ? first + end - 1 - i : i;
        for (size_t r = 0; r < analysis->rows.count; r++) {
            const struct analysis_row *row = &analysis->rows.at[r];
            double count = n < 0 || row_hidden(block, analysis, row) ? NAN : row->values[n] * row->values[c] / 100;
            values[r] = fabs(count - round(count)) < 1e-6 ? round(count) : count; /* weighted counts are not whole */
        }
        const char *title = analysis->columns.at[c].title, *unit = strstr(title, "(%)");
        doc_add_series(block->b->doc, chart, unit ? arena_strndup(block->b->doc->arena, title, (size_t)(unit - title)) : title, values);
    }
    if (chart->kind != CHART_DIVERGING)
        return;
    chart->centre = analysis->chart_centre;
    chart->apart = analysis->chart_apart >= 0;
    if (chart->apart)
        add_series(block, chart, analysis, analysis->chart_apart);
}

static void fill_chart(struct block *block, struct doc_chart *chart, const struct analysis_block *analysis)
{
    if (analysis->chart == ANALYSIS_FOREST) {
        struct chart_series *series = doc_add_series(block->b->doc, chart, printed_title(block, analysis->columns.at[analysis->chart_value].title),
                                                     values_of(block, analysis, analysis->chart_value));
        series->lower = values_of(block, analysis, analysis->chart_low);
        series->upper = values_of(block, analysis, analysis->chart_high);
        chart->reference = analysis->reference;
        chart->reference_label = say(block->b, "全体");
    } else if (analysis->chart == ANALYSIS_QUADRANT) {
        add_series(block, chart, analysis, analysis->chart_value);
        add_series(block, chart, analysis, analysis->chart_low);
    } else if (analysis->chart == ANALYSIS_LIKERT) {
        add_likert(block, chart, analysis);
        chart->unit = "";
    } else if (analysis->chart == ANALYSIS_SCREE) {
        add_series(block, chart, analysis, analysis->chart_value);
        if (analysis->chart_low >= 0)
            add_series(block, chart, analysis, analysis->chart_low);
        chart->reference = analysis->reference;
        chart->reference_label = say(block->b, "特征值等于");
    } else {
        for (size_t c = (size_t)analysis->chart_value; c < analysis->columns.count; c++)
            add_series(block, chart, analysis, (int)c);
    }
}

void build_analysis_chart(struct block *block)
{
    static const enum chart_kind kinds[ANALYSIS_CHARTS] = {[ANALYSIS_FOREST] = CHART_FOREST, [ANALYSIS_LIKERT] = CHART_STACKED,
                                                           [ANALYSIS_QUADRANT] = CHART_QUADRANT, [ANALYSIS_HEAT] = CHART_HEAT,
                                                           [ANALYSIS_SCREE] = CHART_LINE};
    chosen_list chosen = {0};
    if (!choose(block, AS_CHART, &chosen))
        return;
    bool drawn = false;
    for (size_t i = 0; i < chosen.count && !block->failed; i++) {
        const struct analysis_block *analysis = chosen.at[i];
        if (!kinds[analysis->chart] || analysis->chart_value < 0 || analysis->rows.count == 0)
            continue;
        bool diverging = analysis->chart == ANALYSIS_LIKERT && !isnan(analysis->chart_centre);
        struct doc_chart *chart = block_new_chart(block, diverging ? CHART_DIVERGING : kinds[analysis->chart], "%s", analysis->title);
        if (!chart)
            return;
        for (size_t r = 0; r < analysis->rows.count; r++) {
            doc_add_category(block->b->doc, chart, analysis->rows.at[r].label);
            if (analysis->rows.at[r].unit && analysis->rows.at[r].unit == block->b->names.unit)
                chart->highlight = (int)r;
        }
        const struct analysis_column *column = &analysis->columns.at[analysis->chart_value];
        chart->unit = column->format == ANALYSIS_PERCENT && analysis->chart != ANALYSIS_QUADRANT ? "%" : "";
        chart->decimals = column->decimals;
        fill_chart(block, chart, analysis);
        struct notes notes;
        notes_init(&notes, block);
        if (analysis->sentence)
            notes_add(&notes, "%s", analysis->sentence);
        notes_finish(block, &notes, &chart->note);
        drawn = true;
    }
    if (!drawn) {
        block_text(block, "caption"), block_text(block, "id"), block_text(block, "note"), block_text(block, "alt");
        block_end(block);
    }
}
