/* SPDX-License-Identifier: GPL-3.0-or-later
 * Charts of how scores lie and move: places over years or policies, distributions, the way of a selection, months.
 *
 * A unit's place is never shown without what could have moved it where that is known; a distribution shows no names, so that it may stand in
 * the public edition also where units may not be ranked.
 */
#include "report_priv.h"

#include <stdlib.h>

static const char *short_of(const struct unit *unit)
{
    return unit ? unit->short_name ? unit->short_name : unit->name : "—";
}

/* `note` in Chinese, as the words know it. */
static void end_chart(struct block *block, struct doc_chart *chart, const char *note)
{
    struct notes notes;
    notes_init(&notes, block);
    if (note)
        notes_add(&notes, "%s", say(block->b, note));
    notes_finish(block, &notes, &chart->note);
}

/* Places over years and policies ---------------------------------------------------------------------------- */

/* Years that name a place of units of this kind, oldest first, each once. */
static size_t years_of(const struct evaluation *evaluation, const struct unit_kind *kind, const char *figure, int *years, size_t most)
{
    size_t count = 0;
    for (size_t i = 0; i < evaluation->earlier.count; i++) {
        const struct earlier *at = &evaluation->earlier.at[i];
        if (!at->unit || at->unit->kind != kind || isnan(at->place) || (figure && (!at->figure || strcmp(at->figure->id, figure))))
            continue;
        size_t k = 0;
        while (k < count && years[k] < at->year)
            k++;
        if ((k < count && years[k] == at->year) || count == most)
            continue;
        memmove(years + k + 1, years + k, (count - k) * sizeof *years);
        years[k] = at->year;
        count++;
    }
    return count;
}

static double place_in(const struct evaluation *evaluation, const struct unit *unit, const char *figure, int year)
{
    for (size_t i = 0; i < evaluation->earlier.count; i++) {
        const struct earlier *at = &evaluation->earlier.at[i];
        if (at->unit == unit && at->year == year && !isnan(at->place) && (!figure || (at->figure && !strcmp(at->figure->id, figure))))
            return at->place;
    }
    return NAN;
}

static void slope_of_years(struct block *block, const struct table_result *table, const size_t *rows, size_t count, const char *figure)
{
    enum { MOST_YEARS = 12 };
    struct builder *b = block->b;
    const struct evaluation *evaluation = b->names.evaluation;
    int years[MOST_YEARS];
    size_t earlier = years_of(evaluation, table->table->by[0], figure, years, MOST_YEARS);
    struct doc_chart *chart = block_new_chart(block, CHART_SLOPE, "%s名次的变化", table->table->name);
    if (!chart)
        return;
    for (size_t y = 0; y < earlier; y++)
        doc_add_category(b->doc, chart, arena_printf(b->arena, say(b, "%d年"), years[y]));
    doc_add_category(b->doc, chart, arena_printf(b->arena, say(b, "%d年"), evaluation->year));
    for (size_t i = 0; i < count; i++) {
        const struct score_row *row = &table->rows.at[rows[i]];
        const struct unit *unit = row_unit(table, row, 0);
        double places[MOST_YEARS + 1];
        for (size_t y = 0; y < earlier; y++)
            places[y] = unit ? place_in(evaluation, unit, figure, years[y]) : NAN;
        places[earlier] = earlier ? row->place : NAN; /* one year alone is no change: the chart becomes a line that says so */
        doc_add_series(b->doc, chart, short_of(unit), places);
    }
    chart->lower_is_better = true;
    chart->unit = say(block->b, "名");
    end_chart(block, chart, NULL);
}

static void slope_of_policies(struct block *block, const struct table_result *table, const size_t *rows, size_t count)
{
    struct builder *b = block->b;
    struct doc_chart *chart = block_new_chart(block, CHART_SLOPE, "%s在不同处理办法下的名次", table->table->name);
    if (!chart)
        return;
    doc_add_category(b->doc, chart, say(b, "本报告"));
    LIST_OF(const struct policy_result *) others = {0};
    for (size_t p = 0; p < table->policies.count; p++)
        if (!table->policies.at[p].same_as_default)
            *LIST_ADD(b->arena, &others) = &table->policies.at[p];
    for (size_t p = 0; p < others.count; p++)
        doc_add_category(b->doc, chart, say(b, policy_labels[others.at[p]->policy]));
    double *places = ARENA_ARRAY(b->arena, double, others.count + 1);
    for (size_t i = 0; i < count; i++) {
        places[0] = others.count ? table->rows.at[rows[i]].place : NAN;
        for (size_t p = 0; p < others.count; p++)
            places[p + 1] = others.at[p]->places[rows[i]];
        doc_add_series(b->doc, chart, short_of(row_unit(table, &table->rows.at[rows[i]], 0)), places);
    }
    chart->lower_is_better = true;
    chart->unit = say(block->b, "名");
    end_chart(block, chart, others.count < table->policies.count ? "得分与本报告相同的处理办法没有列出。" : NULL);
}

void build_slope_chart(struct block *block)
{
    static const char *const ways[] = {"years", "policies"};
    const struct table_result *table = block_table(block, "table");
    const char *figure = block_text(block, "figure");
    int across = block_word(block, "across", ways, COUNT_OF(ways), 0);
    if (!block_one_kind(block, table))
        return;
    const size_t *rows;
    size_t count = block_rows_to_show(block, table, &rows);
    if (across == 1)
        slope_of_policies(block, table, rows, count);
    else
        slope_of_years(block, table, rows, count, figure);
}

/* Distributions ------------------------------------------------------------------------------------------- */

static int compare_doubles(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static size_t sorted_scores(struct block *block, const struct table_result *table, double **ret_values)
{
    double *values = ARENA_ARRAY(block->b->arena, double, table->rows.count + 1);
    size_t count = 0;
    for (size_t i = 0; i < table->rows.count; i++)
        if (!isnan(table->rows.at[i].score))
            values[count++] = num_round(table->rows.at[i].score, table->table->decimals);
    if (count > 0)
        qsort(values, count, sizeof *values, compare_doubles);
    *ret_values = values;
    return count;
}

/* Of classes: 1, 2 or 5 times a power of ten, so that there are about as many as the root of the count says, five at least. */
static double class_width(double range, size_t count)
{
    double wanted = range / fmax(5, fmin(12, ceil(sqrt((double)count))));
    if (!(wanted > 0))
        return 1;
    double unit = pow(10, floor(log10(wanted))), ratio = wanted / unit;
    return unit * (ratio <= 1 ? 1 : ratio <= 2 ? 2 : ratio <= 5 ? 5 : 10);
}

void build_histogram_chart(struct block *block)
{
    struct builder *b = block->b;
    const struct table_result *table = block_table(block, "table");
    if (!block_one_kind(block, table))
        return;
    double *values;
    size_t count = sorted_scores(block, table, &values), places = 0;
    struct doc_chart *chart = block_new_chart(block, CHART_HISTOGRAM, "%s的分布", table->table->name);
    if (!chart)
        return;
    double width = count ? class_width(values[count - 1] - values[0], count) : 1;
    double from = count ? floor(values[0] / width + 1e-9) : 0, to = count ? floor(values[count - 1] / width + 1e-9) + 1 : 1;
    while (places < 6 && fabs(width * pow(10, (double)places) - nearbyint(width * pow(10, (double)places))) > 1e-6)
        places++;
    size_t classes = (size_t)(to - from);
    double *counts = ARENA_ARRAY(b->arena, double, classes + 1);
    if (count == 0)
        counts[0] = NAN;
    for (size_t i = 0; i < count; i++)
        counts[(size_t)fmin(floor(values[i] / width + 1e-9) - from, (double)classes - 1)]++;
    for (size_t k = 0; k < classes; k++) {
        auto_strbuf struct strbuf label;
        strbuf_init(&label);
        num_format(&label, (from + (double)k) * width, (int)places);
        strbuf_adds(&label, "–");
        num_format(&label, (from + (double)k + 1) * width, (int)places);
        doc_add_category(b->doc, chart, label.at);
        double own = b->names.unit && unit_row(table, b->names.unit) ? unit_row(table, b->names.unit)->score : NAN;
        if (floor(num_round(own, table->table->decimals) / width + 1e-9) - from == (double)k)
            chart->highlight = (int)k;
    }
    doc_add_series(b->doc, chart, say(b, "个数"), counts);
    chart->unit = say(b, "个");
    end_chart(block, chart, "每组含下限，不含上限。");
}

/* Between the two neighbours in proportion (the default of R and of spreadsheets). */
static double quantile(const double *sorted, size_t count, double p)
{
    if (count == 0)
        return NAN;
    double at = p * (double)(count - 1);
    size_t below = (size_t)at;
    double above = below + 1 < count ? sorted[below + 1] : sorted[below];
    return sorted[below] + (at - (double)below) * (above - sorted[below]);
}

/* How the scores of all units lie, by each value of a facet. */
void build_box_chart(struct block *block)
{
    enum { SERIES = 5 };
    static const char *const names[SERIES] = {"最小", "下四分位", "中位", "上四分位", "最大"};
    struct builder *b = block->b;
    const struct table_result *table = block_table(block, "table");
    int facet = block_facet(block, "facet");
    if (facet < 0 && !block->failed)
        block_fail(block, block->pos, _("the block names no facet"));
    if (facet < 0 || !block_one_kind(block, table))
        return;
    const struct facet *marks = &b->names.evaluation->rubric.facets.at[facet];
    struct doc_chart *chart = block_new_chart(block, CHART_BOX, "%s各%s得分的分布", table->table->by[0]->name, marks->name);
    if (!chart)
        return;
    double *series[SERIES], *values = ARENA_ARRAY(b->arena, double, table->rows.count + 1);
    for (size_t s = 0; s < SERIES; s++)
        series[s] = ARENA_ARRAY(b->arena, double, marks->values.count + 1);
    size_t rows = 0;
    for (size_t v = 0; v < marks->values.count; v++) {
        if (!(table_facet_weight(table->table, (size_t)facet, v) > 0))
            continue;
        size_t count = 0;
        for (size_t i = 0; i < table->rows.count; i++)
            if (!isnan(row_facet(&table->rows.at[i], (size_t)facet, v)))
                values[count++] = row_facet(&table->rows.at[i], (size_t)facet, v);
        if (count > 0)
            qsort(values, count, sizeof *values, compare_doubles);
        doc_add_category(b->doc, chart, marks->values.at[v]);
        for (size_t s = 0; s < SERIES; s++)
            series[s][rows] = num_round(quantile(values, count, 0.25 * (double)s), table->table->decimals);
        rows++;
    }
    for (size_t s = 0; s < SERIES; s++)
        doc_add_series(b->doc, chart, say(b, names[s]), series[s]);
    chart->unit = say(b, "分");
    chart->decimals = table->table->decimals;
    end_chart(block, chart, NULL);
}

/* The way of a selection ---------------------------------------------------------------------------------- */

static const struct given *given_named(struct block *block, const struct block_value *value)
{
    const struct evaluation *evaluation = block->b->names.evaluation;
    LIST_OF(const char *) words = {0};
    for (size_t i = 0; i < evaluation->given.count; i++) {
        if (!strcmp(evaluation->given.at[i].id, value->text))
            return &evaluation->given.at[i];
        *LIST_ADD(block->b->arena, &words) = evaluation->given.at[i].id;
    }
    block_fail(block, value->pos, _("unknown given figure '%s'"), value->text);
    diags_hint_words(block->b->diags, value->text, words.at, words.count);
    return NULL;
}

static void funnel_of_collection(struct block *block, const struct instrument *instrument)
{
    static const char *const stages[] = {"发放", "回收", "有效"};
    struct builder *b = block->b;
    const struct collection *all = results_collection(b->names.results, instrument, NULL);
    struct doc_chart *chart = block_new_chart(block, CHART_FUNNEL, "%s：从发放到有效", instrument->short_title ? instrument->short_title : instrument->title);
    if (!chart)
        return;
    const double values[] = {all ? all->issued : NAN, all ? all->returned : NAN, all ? all->valid : NAN};
    for (size_t i = 0; i < COUNT_OF(stages); i++)
        doc_add_category(b->doc, chart, say(b, stages[i]));
    doc_add_series(b->doc, chart, say(b, "份数"), values);
    chart->unit = say(b, "份");
    end_chart(block, chart, NULL);
}

/* Stages from figures that were given with their source, or from the issued, returned and valid of an instrument. */
void build_funnel_chart(struct block *block)
{
    struct builder *b = block->b;
    const struct instrument *instrument = block_instrument(block, "instrument");
    const struct block_entry *entry = block_entry(block, "given");
    if (!instrument && (!entry || !entry->values.count)) {
        if (!block->failed)
            block_fail(block, block->pos, _("the block names neither given figures nor an instrument"));
        return;
    }
    if (instrument) {
        funnel_of_collection(block, instrument);
        return;
    }
    LIST_OF(const struct given *) stages = {0};
    for (size_t i = 0; i < entry->values.count; i++) {
        const struct given *given = given_named(block, &entry->values.at[i]);
        if (given)
            *LIST_ADD(b->arena, &stages) = given;
    }
    struct doc_chart *chart = block_new_chart(block, CHART_FUNNEL, "%s", say(b, "遴选过程"));
    if (!chart)
        return;
    double *values = ARENA_ARRAY(b->arena, double, stages.count + 1);
    for (size_t i = 0; i < stages.count; i++) {
        doc_add_category(b->doc, chart, stages.at[i]->name ? stages.at[i]->name : stages.at[i]->id);
        values[i] = stages.at[i]->value;
    }
    doc_add_series(b->doc, chart, say(b, "数量"), values);
    chart->unit = doc_text(b->doc, stages.count && stages.at[0]->unit ? stages.at[0]->unit : "");
    end_chart(block, chart, NULL);
}

/* Months -------------------------------------------------------------------------------------------------- */

/* Figures by one kind whose units have an order in time, a line each. */
void build_line_chart(struct block *block)
{
    struct builder *b = block->b;
    const struct block_entry *entry = block_entry(block, "figures");
    if (!entry || !entry->values.count) {
        block_fail(block, block->pos, _("the block names no %s"), "figures");
        return;
    }
    const struct figure_result *first = NULL;
    LIST_OF(const struct figure_result *) lines = {0};
    for (size_t i = 0; i < entry->values.count; i++) {
        const struct figure_result *figure = block_figure(block, &entry->values.at[i]);
        if (!figure)
            continue;
        first = first ? first : figure;
        if (figure->figure->by_count != 1)
            block_fail(block, entry->values.at[i].pos, _("figure '%s' is not by one kind of units"), figure->figure->id);
        else if (figure->figure->by[0] != first->figure->by[0])
            block_fail(block, entry->values.at[i].pos, _("figure '%s' is by another kind than the first"), figure->figure->id);
        *LIST_ADD(b->arena, &lines) = figure;
    }
    if (block->failed)
        return;
    const struct unit_kind *kind = first->figure->by[0];
    struct doc_chart *chart = block_new_chart(block, CHART_LINE, "各%s%s", kind->name, first->figure->name);
    if (!chart)
        return;
    for (size_t u = 0; u < kind->units.count; u++)
        doc_add_category(b->doc, chart, short_of(&kind->units.at[u]));
    double *values = ARENA_ARRAY(b->arena, double, kind->units.count + 1);
    for (size_t i = 0; i < lines.count; i++) {
        for (size_t u = 0; u < kind->units.count; u++)
            values[u] = NAN;
        for (size_t c = 0; c < lines.at[i]->cells.count; c++) {
            const struct figure_cell *cell = &lines.at[i]->cells.at[c];
            bool hidden = is_hidden(&b->names, lines.at[i]->figure->instrument, cell->base);
            if (cell->units[0] >= 0 && !hidden)
                values[cell->units[0]] = num_round(cell->value, lines.at[i]->figure->decimals);
        }
        doc_add_series(b->doc, chart, lines.at[i]->figure->name, values);
    }
    chart->unit = doc_text(b->doc, first->figure->unit ? first->figure->unit : "");
    chart->decimals = first->figure->decimals;
    end_chart(block, chart, lines.count == 1 ? arena_printf(b->arena, "%s。", figure_definition(&b->names, first->figure)) : NULL);
}
