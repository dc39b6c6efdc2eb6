/* SPDX-License-Identifier: GPL-3.0-or-later
 * ```table and ```chart blocks: finding the kind, and what all tables and charts share.
 *
 * Each table says under itself what a reader must know to use it: the mean and how it was made, why a place is fixed, what does not
 * apply, on how many answers a percentage rests. Authors cannot forget these notes; `note` adds to them.
 */
#include "report_priv.h"

struct block_kind {
    const char *word;
    block_builder *build;
    bool inside; /* scores of pairs: not in the public edition */
};

static const struct block_kind table_kinds[] = {
    {"ranking", build_ranking_table, false},
    {"facets", build_facets_table, false},
    {"cells", build_cells_table, true},
    {"matrix", build_matrix_table, true},
    {"slices", build_slices_table, true},
    {"pairs", build_pairs_table, false}, /* refuses what is not published itself */
    {"policies", build_policies_table, false},
    {"weights", build_weights_table, false},
    {"fixed", build_fixed_table, false},
    {"not_applicable", build_not_applicable_table, false},
    {"missing", build_missing_table, false},
    {"frequencies", build_frequencies_table, false},
    {"figures", build_figures_table, false},
    {"collection", build_collection_table, false},
    {"rules", build_rules_table, false},
    {"earlier", build_earlier_table, false},
    {"decisions", build_decisions_table, false},
    {"analysis", build_analysis_table, false},
    {"uncertainty", build_uncertainty_table, false},
    {"robustness", build_robustness_table, true},
    {"choices", build_choices_table, true},
    {"explain", build_explain_table, true},
    {"needed", build_needed_table, true},
    {"effects", build_effects_table, true},
};

static const struct block_kind chart_kinds[] = {
    {"ranking", build_ranking_chart, false}, {"profile", build_profile_chart, false},     {"stacked", build_stacked_chart, false},
    {"heat", build_heat_chart, true},        {"figure", build_figure_chart, false},       {"slices", build_slices_chart, true},
    {"analysis", build_analysis_chart, false}, {"intervals", build_intervals_chart, false}, {"places", build_places_chart, true},
    {"slope", build_slope_chart, false},     {"histogram", build_histogram_chart, false}, {"box", build_box_chart, false},
    {"funnel", build_funnel_chart, false},   {"line", build_line_chart, false},
};

static void build(struct block *block, const struct block_kind *kinds, size_t count)
{
    if (block->failed) /* its lines could not be read */
        return;
    const char *words[COUNT_OF(table_kinds)];
    for (size_t i = 0; i < count; i++)
        words[i] = kinds[i].word;
    int kind = block_word(block, "kind", words, count, 0);
    if (kind < 0)
        return;
    if (kinds[kind].inside && block->b->names.edition == EDITION_PUBLIC) {
        block_say_inside(block);
        return;
    }
    kinds[kind].build(block);
}

void keep_together(struct doc_table *table)
{
    for (size_t i = 0; table && table->rows.count <= 12 && i < table->rows.count; i++)
        table->rows.at[i].group = 1;
}

void block_table_build(struct block *block)
{
    doc_blocks *blocks = &block->b->doc->blocks;
    size_t first = blocks->count;
    build(block, table_kinds, COUNT_OF(table_kinds));
    for (size_t i = first; !block->failed && i < blocks->count; i++) {
        keep_together(blocks->at[i].table);
        block_finish(block, &blocks->at[i]);
    }
}

static const char *const chart_words[CHART_KINDS] = {
    [CHART_BARS] = "条形图",   [CHART_PROFILE] = "点图",   [CHART_STACKED] = "堆叠条形图",          [CHART_HEAT] = "热力图",
    [CHART_LINE] = "折线图",   [CHART_SLOPE] = "斜线图",   [CHART_RADAR] = "雷达图",                [CHART_FOREST] = "区间图",
    [CHART_FUNNEL] = "漏斗图", [CHART_HISTOGRAM] = "直方图", [CHART_BOX] = "箱线图", [CHART_QUADRANT] = "四分图",
    [CHART_DIVERGING] = "左右分列的条形图",
};

/* Per cent of a row of bars about a middle that lie on the first side; the middle answer is on none. NaN without answers. */
static double first_side(const struct doc_chart *chart, size_t category)
{
    double side = 0, all = 0;
    for (size_t s = 0; s + chart->apart < chart->series.count; s++) {
        double value = chart->series.at[s].values[category];
        all += value;
        side += (double)(s + 1) <= chart->centre ? value : 0;
    }
    return all > 0 ? 100 * side / all : (double)NAN;
}

/* Between which rows the first side lies. */
static void describe_sides(const struct builder *b, const struct doc_chart *chart, struct strbuf *out)
{
    size_t least = 0, most = 0;
    for (size_t i = 1; i < chart->categories.count; i++) {
        least = first_side(chart, i) < first_side(chart, least) || isnan(first_side(chart, least)) ? i : least;
        most = first_side(chart, i) > first_side(chart, most) || isnan(first_side(chart, most)) ? i : most;
    }
    if (isnan(chart->centre) || isnan(first_side(chart, least)))
        return;
    auto_strbuf struct strbuf low, high;
    strbuf_init(&low);
    strbuf_init(&high);
    num_format(&low, first_side(chart, least), chart->decimals);
    num_format(&high, first_side(chart, most), chart->decimals);
    strbuf_addf(out, say(b, "，右侧（%s一边）合计从%s的%s%%到%s的%s%%"), chart->series.at[0].name, chart->categories.at[least], low.at, chart->categories.at[most], high.at);
}

/* What a person who cannot see the chart is told: its kind, its caption, of bars the first and the last, of bars about a middle the range of a side. */
static void describe(struct block *block, struct doc_chart *chart)
{
    if (!chart || chart->alt)
        return;
    auto_strbuf struct strbuf text;
    strbuf_init(&text);
    strbuf_addf(&text, say(block->b, "%s：%s"), say(block->b, chart_words[chart->kind] ? chart_words[chart->kind] : "图"), chart->caption);
    size_t ends[] = {0, chart->categories.count - 1};
    while (ends[1] > 0 && chart->series.count && num_is_hidden(chart->series.at[0].values[ends[1]]))
        ends[1]--;
    for (size_t i = 0; chart->kind == CHART_BARS && chart->categories.count > 1 && i < 2; i++) {
        strbuf_addf(&text, say(block->b, i ? "，末位为%s（" : "，首位为%s（"), chart->categories.at[ends[i]]);
        num_format(&text, chart->series.at[0].values[ends[i]], chart->decimals);
        add_unit(&block->b->names, chart->unit, &text);
        strbuf_adds(&text, say(block->b, "）"));
    }
    if (chart->kind == CHART_DIVERGING && chart->categories.count > 0 && chart->series.count > 0)
        describe_sides(block->b, chart, &text);
    chart->alt = doc_text(block->b->doc, text.at);
}

void block_chart_build(struct block *block)
{
    struct doc *doc = block->b->doc;
    size_t first = doc->blocks.count;
    build(block, chart_kinds, COUNT_OF(chart_kinds));
    for (size_t i = first; !block->failed && i < doc->blocks.count; i++) { /* analyses may make several */
        block_finish(block, &doc->blocks.at[i]);
        describe(block, doc->blocks.at[i].chart);
    }
}

/* New tables and charts ------------------------------------------------------------------------------------ */

/* The author's caption, else the builder's. */
static const char *caption_of(struct block *block, const char *format, va_list args)
{
    const char *own = block_text(block, "caption");
    auto_strbuf struct strbuf text;
    strbuf_init(&text);
    if (own)
        strbuf_adds(&text, own);
    else
        strbuf_vaddf(&text, say(block->b, format), args);
    for (char *at = text.at; (at = strpbrk(at, "\r\n"));)
        *at = ' ';
    if (!words_chinese(block->b->names.language))
        words_capitalise(text.at);
    return doc_text(block->b->doc, text.at);
}

/* NULL when the block has problems, so that nothing is drawn from half of it. */
struct doc_table *block_new_table(struct block *block, size_t columns, const char *caption, ...)
{
    struct doc *doc = block->b->doc;
    va_list args;
    va_start(args, caption);
    const char *title = caption_of(block, caption, args), *id = block_text(block, "id");
    va_end(args);
    bool landscape = block_yes(block, "landscape", false);
    block_text(block, "note"); /* read by notes_finish */
    if (!block_end(block))
        return NULL;
    struct doc_table *table = doc_new_table(doc, columns);
    table->caption = title;
    table->landscape = landscape;
    struct doc_block *at = doc_add(doc, &doc->blocks, DOC_TABLE);
    at->table = table;
    at->id = doc_text(doc, id);
    return table;
}

struct doc_chart *block_new_chart(struct block *block, enum chart_kind kind, const char *caption, ...)
{
    struct doc *doc = block->b->doc;
    va_list args;
    va_start(args, caption);
    const char *title = caption_of(block, caption, args), *id = block_text(block, "id"), *alt = block_text(block, "alt");
    va_end(args);
    block_text(block, "note");
    if (!block_end(block))
        return NULL;
    struct doc_chart *chart = doc_new_chart(doc, kind);
    chart->caption = title;
    chart->alt = doc_text(doc, alt);
    struct doc_block *at = doc_add(doc, &doc->blocks, DOC_CHART);
    at->chart = chart;
    at->id = doc_text(doc, id);
    return chart;
}

/* Cells ------------------------------------------------------------------------------------------------------- */

struct doc_cell *cell_number(struct builder *b, struct doc_row *row, double number, int decimals)
{
    auto_strbuf struct strbuf text;
    strbuf_init(&text);
    value_print_number(number, decimals, &text);
    return doc_add_cell(b->doc, row, text.at);
}

struct doc_cell *cell_mark(struct builder *b, struct doc_cell *cell, const char *source)
{
    for (size_t i = 0; source && i < cell->runs.count; i++)
        cell->runs.at[i].data = arena_strdup(b->doc->arena, source);
    return cell;
}

struct doc_cell *cell_place(struct builder *b, struct doc_row *row, double place)
{
    return cell_number(b, row, place, -1);
}

struct doc_cell *cell_authority(struct builder *b, struct doc_row *row, const char *authority, const char *date)
{
    auto_strbuf struct strbuf text;
    strbuf_init(&text);
    strbuf_adds(&text, authority ? authority : date ? "" : "—");
    if (date)
        strbuf_addf(&text, authority ? say(b, "（%s）") : "%s", date);
    return doc_add_cell(b->doc, row, text.at);
}

/* Notes ------------------------------------------------------------------------------------------------------- */

void notes_init(struct notes *notes, const struct block *block)
{
    notes->builder = block->b;
    strbuf_init(&notes->text);
    notes->count = 0;
}

void notes_add(struct notes *notes, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    strbuf_vaddf(&notes->text, say(notes->builder, format), args);
    va_end(args);
    notes->count++;
}

void notes_finish(struct block *block, struct notes *notes, const char **ret_note)
{
    const char *own = block_text(block, "note");
    if (own)
        notes_add(notes, "%s", own);
    while (notes->text.len && notes->text.at[notes->text.len - 1] == ' ')
        strbuf_truncate(&notes->text, notes->text.len - 1);
    if (!words_chinese(block->b->names.language)) /* a definition is small elsewhere */
        words_capitalise(notes->text.at);
    if (notes->count)
        *ret_note = arena_printf(block->b->doc->arena, say(block->b, "注：%s"), notes->text.at);
    strbuf_release(&notes->text);
}

static void note_mean(struct builder *b, struct notes *notes, const struct table_result *table)
{
    (void)b;
    if (isnan(table->mean))
        return;
    int decimals = table->table->decimals;
    auto_strbuf struct strbuf mean, printed;
    strbuf_init(&mean);
    strbuf_init(&printed);
    num_format(&mean, table->mean, decimals);
    num_format(&printed, table->printed_mean_of_printed, decimals);
    notes_add(notes, "平均得分%s分", mean.at);
    if (table_mean_differs(table))
        notes_add(notes, "，按未取舍的得分计算；按表中列出的得分计算为%s分", printed.at);
    notes_add(notes, "。");
}

static void note_fixed(struct notes *notes, const struct table_result *table)
{
    for (size_t i = 0; i < table->rows.count; i++) {
        const struct score_row *row = &table->rows.at[table->by_place[i]];
        const struct unit *unit = row_unit(table, row, 0);
        if (!row->fixed || !unit)
            continue;
        notes_add(notes, "“%s”固定列第%d名", unit->short_name ? unit->short_name : unit->name, row->fixed->place);
        if (row->fixed->reason)
            notes_add(notes, "，原因：%s", row->fixed->reason);
        if (row->fixed->authority && row->fixed->date)
            notes_add(notes, "（依据：%s，%s）", row->fixed->authority, row->fixed->date);
        else if (row->fixed->authority)
            notes_add(notes, "（依据：%s）", row->fixed->authority);
        if (!isnan(row->natural_place)) {
            auto_strbuf struct strbuf place;
            strbuf_init(&place);
            value_print_number(row->natural_place, -1, &place);
            notes_add(notes, row->natural_place == row->fixed->place ? "；按得分亦为第%s名" : "；按得分应为第%s名", place.at);
        }
        notes_add(notes, "。");
    }
}

/* Units of the table under which something does not apply, with what is done about it. */
static void note_not_applicable(struct notes *notes, const struct table_result *table)
{
    bool any = false;
    for (size_t i = 0; i < table->rows.count; i++) {
        const struct score_row *row = &table->rows.at[i];
        const struct unit *unit = row_unit(table, row, 0);
        if (!(row->not_applicable > 0) || !unit || table->table->by_count != 1)
            continue;
        notes_add(notes, "%s%s有%.0f项不适用", any ? say(notes->builder, "，") : "", unit->short_name ? unit->short_name : unit->name, row->not_applicable);
        any = true;
    }
    if (any)
        notes_add(notes, "，对不适用项%s。", say(notes->builder, policy_labels[table->table->not_applicable]));
}

static void note_unplaced(struct notes *notes, const struct table_result *table)
{
    bool any = false;
    for (size_t i = 0; table->table->ranked && i < table->rows.count; i++) {
        const struct score_row *row = &table->rows.at[i];
        const struct unit *unit = row_unit(table, row, 0);
        if (!isnan(row->place) || row->why == SCORED || !unit || table->table->by_count != 1)
            continue;
        notes_add(notes, "%s%s（%s）", say(notes->builder, any ? "、" : "未得分、不排名："), unit->short_name ? unit->short_name : unit->name,
                  say(notes->builder, no_score_words[row->why]));
        any = true;
    }
    if (any)
        notes_add(notes, "。");
}

void notes_add_table(struct builder *b, struct notes *notes, const struct table_result *table)
{
    note_mean(b, notes, table);
    if (b->names.edition == EDITION_PUBLIC)
        return; /* the rest names units that the public edition may not rank */
    note_fixed(notes, table);
    note_not_applicable(notes, table);
    note_unplaced(notes, table);
}
