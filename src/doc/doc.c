/* SPDX-License-Identifier: GPL-3.0-or-later
 * Building documents. Everything is copied into the document's arena, so that callers may forget what they gave.
 */
#include "ceping/doc.h"

#include <math.h>

const char *const chart_kind_names[CHART_KINDS] = {
    [CHART_BARS] = "bars",       [CHART_PROFILE] = "profile",     [CHART_STACKED] = "stacked", [CHART_HEAT] = "heat",
    [CHART_LINE] = "line",       [CHART_SLOPE] = "slope",         [CHART_RADAR] = "radar",     [CHART_FOREST] = "forest", [CHART_DIVERGING] = "diverging",
    [CHART_QUADRANT] = "quadrant", [CHART_FUNNEL] = "funnel",     [CHART_HISTOGRAM] = "histogram", [CHART_BOX] = "box",
};

const char *const doc_kind_names[DOC_KINDS] = {
    [DOC_TITLE] = "title",
    [DOC_HEADING] = "heading",
    [DOC_PARAGRAPH] = "paragraph",
    [DOC_LIST] = "list",
    [DOC_ITEM] = "item",
    [DOC_QUOTE] = "quote",
    [DOC_TABLE] = "table",
    [DOC_CHART] = "chart",
    [DOC_NOTE] = "note",
    [DOC_ATTACHMENT] = "attachment",
    [DOC_ATTACHMENTS] = "attachments",
    [DOC_SIGNATURE] = "signature",
    [DOC_CONTENTS] = "contents",
    [DOC_PAGE_BREAK] = "page-break",
    [DOC_RULE] = "rule",
    [DOC_IMAGE] = "image",
    [DOC_COVER] = "cover",
    [DOC_QR] = "qr",
};

struct doc *doc_new(const char *language)
{
    struct arena *arena = arena_new();
    struct doc *doc = ARENA_NEW(arena, struct doc);
    doc->arena = arena;
    doc->language = arena_strdup(arena, language ? language : "zh-CN");
    return doc;
}

void doc_free(struct doc *doc)
{
    if (doc)
        arena_free(doc->arena);
}

const char *doc_text(struct doc *doc, const char *text)
{
    return arena_strdup(doc->arena, text);
}

/* Text ------------------------------------------------------------------------------------------------- */

struct doc_block *doc_add(struct doc *doc, void *blocks, enum doc_kind kind)
{
    struct doc_block *block = list_grow(doc->arena, blocks, sizeof *block);
    block->kind = kind;
    block->level = 1;
    return block;
}

struct doc_run *doc_add_run(struct doc *doc, doc_runs *runs, unsigned flags, const char *text)
{
    struct doc_run *run = LIST_ADD(doc->arena, runs);
    run->flags = flags;
    run->text = arena_strdup(doc->arena, text ? text : "");
    return run;
}

bool doc_runs_lead(const void *runs)
{
    auto_strbuf struct strbuf text;
    strbuf_init(&text);
    doc_runs_text(runs, &text);
    size_t wide = strlen("：");
    return (text.len > 0 && text.at[text.len - 1] == ':') || (text.len >= wide && strcmp(text.at + text.len - wide, "：") == 0);
}

void doc_runs_text(const void *runs, struct strbuf *out)
{
    const struct list_any *list = runs;
    const struct doc_run *at = list->at;
    for (size_t i = 0; i < list->count; i++) {
        if (at[i].flags & DOC_LINE_BREAK)
            strbuf_addc(out, '\n');
        else
            strbuf_adds(out, at[i].text);
    }
}

/* Tables ----------------------------------------------------------------------------------------------- */

struct doc_table *doc_new_table(struct doc *doc, size_t columns)
{
    struct doc_table *table = ARENA_NEW(doc->arena, struct doc_table);
    for (size_t i = 0; i < columns; i++)
        LIST_ADD(doc->arena, &table->columns);
    return table;
}

struct doc_row *doc_add_row(struct doc *doc, void *rows)
{
    return list_grow(doc->arena, rows, sizeof(struct doc_row));
}

struct doc_cell *doc_add_cell(struct doc *doc, struct doc_row *row, const char *text)
{
    struct doc_cell *cell = LIST_ADD(doc->arena, &row->cells);
    cell->columns = cell->rows = 1;
    if (text && *text)
        doc_add_run(doc, &cell->runs, 0, text);
    return cell;
}

/* Charts ----------------------------------------------------------------------------------------------- */

struct doc_chart *doc_new_chart(struct doc *doc, enum chart_kind kind)
{
    struct doc_chart *chart = ARENA_NEW(doc->arena, struct doc_chart);
    chart->kind = kind;
    chart->language = doc->language;
    chart->axis_min = chart->axis_max = chart->reference = chart->centre = NAN;
    chart->highlight = -1;
    return chart;
}

void doc_add_category(struct doc *doc, struct doc_chart *chart, const char *name)
{
    *LIST_ADD(doc->arena, &chart->categories) = arena_strdup(doc->arena, name ? name : "");
}

#define GAP "…"

void doc_add_gap(struct doc *doc, struct doc_chart *chart)
{
    doc_add_category(doc, chart, GAP);
}

bool doc_is_gap(const struct doc_chart *chart, size_t category)
{
    return strcmp(chart->categories.at[category], GAP) == 0;
}

struct chart_series *doc_add_series(struct doc *doc, struct doc_chart *chart, const char *name, const double *values)
{
    struct chart_series *series = LIST_ADD(doc->arena, &chart->series);
    series->name = arena_strdup(doc->arena, name ? name : "");
    if (values && chart->categories.count > 0) {
        double *copy = ARENA_ARRAY(doc->arena, double, chart->categories.count);
        memcpy(copy, values, chart->categories.count * sizeof *copy);
        series->values = copy;
    }
    return series;
}
