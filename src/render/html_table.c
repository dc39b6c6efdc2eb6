/* SPDX-License-Identifier: GPL-3.0-or-later
 * Tables and charts as HTML. A chart is drawn as SVG and stands again as a table of its data below, for those who cannot see it and those who
 * want the figures.
 */
#include <math.h>

#include "ceping/base_num.h"
#include "ceping/base_text.h"
#include "html_priv.h"

#define LONG_TEXT 28 /* columns: a cell of more is a sentence, and wants a width to be read in */

/* Tables ----------------------------------------------------------------------------------------------------- */

static bool is_number(const struct doc_cell *cell)
{
    auto_strbuf struct strbuf text;
    strbuf_init(&text);
    doc_runs_text(&cell->runs, &text);
    double value;
    return !text.len || !strcmp(text.at, "—") || !strcmp(text.at, "*") || text_number(text.at, text.len, false, &value);
}

/* The column that names a row: the first one that does not hold numbers only. Places stand before names in rankings. */
static size_t row_header_column(const struct doc_table *table)
{
    for (size_t c = 0; c < table->columns.count; c++)
        for (size_t r = 0; r < table->rows.count; r++)
            if (c < table->rows.at[r].cells.count && !is_number(&table->rows.at[r].cells.at[c]))
                return c;
    return 0;
}

static void put_span(struct html *h, const struct doc_cell *cell)
{
    if (cell->columns > 1)
        strbuf_addf(h->out, " colspan=\"%d\"", cell->columns);
    if (cell->rows > 1)
        strbuf_addf(h->out, " rowspan=\"%d\"", cell->rows);
}

/* "94.68–95.38" is read in one. */
static bool is_range(const char *text)
{
    return strstr(text, "–") && strspn(text, "0123456789.,%+-–−") == strlen(text);
}

/* Shades are classes of nine steps: a style attribute would be forbidden by the page. */
static void put_cell_classes(struct html *h, const struct doc_cell *cell, enum doc_align align)
{
    auto_strbuf struct strbuf classes;
    strbuf_init(&classes);
    if (align == DOC_ALIGN_RIGHT || align == DOC_ALIGN_DECIMAL)
        strbuf_adds(&classes, " n");
    else if (align == DOC_ALIGN_CENTRE)
        strbuf_adds(&classes, " c");
    auto_strbuf struct strbuf text;
    strbuf_init(&text);
    doc_runs_text(&cell->runs, &text);
    if (is_range(text.at))
        strbuf_adds(&classes, " range");
    if (text_width(text.at) > LONG_TEXT)
        strbuf_adds(&classes, " long");
    if (cell->strong)
        strbuf_adds(&classes, " strong");
    if (cell->shade > 0)
        strbuf_addf(&classes, " shade%d", 1 + (int)(8 * fmin(cell->shade, 1)));
    if (classes.len)
        strbuf_addf(h->out, " class=\"%s\"", classes.at + 1);
}

/* A header stands over its column as the column does: with several rows of headers too, where cells from the rows above reach down (`open`: into so
 * many more rows). One over several columns stands in the middle of them. */
static void put_header_row(struct html *h, const struct doc_table *table, const struct doc_row *row, int *open)
{
    strbuf_adds(h->out, "<tr>");
    size_t column = 0;
    for (size_t c = 0; c < row->cells.count; c++) {
        const struct doc_cell *cell = &row->cells.at[c];
        while (column < table->columns.count && open[column] > 0)
            column++;
        enum doc_align align = cell->columns > 1 ? DOC_ALIGN_CENTRE : column < table->columns.count ? table->columns.at[column].align : DOC_ALIGN_DEFAULT;
        strbuf_addf(h->out, "<th scope=\"%s\"", cell->columns > 1 ? "colgroup" : "col");
        put_span(h, cell);
        put_cell_classes(h, cell, align);
        strbuf_addc(h->out, '>');
        html_put_runs(h, &cell->runs);
        strbuf_adds(h->out, "</th>");
        for (int k = 0; k < (cell->columns > 1 ? cell->columns : 1) && column < table->columns.count; k++)
            open[column++] = cell->rows > 1 ? cell->rows : 1;
    }
    for (size_t i = 0; i < table->columns.count; i++)
        open[i] -= open[i] > 0;
    strbuf_adds(h->out, "</tr>\n");
}

static void put_header(struct html *h, const struct doc_table *table)
{
    if (!table->header.count)
        return;
    struct arena *scratch = arena_new();
    int *open = ARENA_ARRAY(scratch, int, table->columns.count + 1);
    strbuf_adds(h->out, "<thead>\n");
    for (size_t r = 0; r < table->header.count; r++)
        put_header_row(h, table, &table->header.at[r], open);
    strbuf_adds(h->out, "</thead>\n");
    arena_free(scratch);
}

static void put_row(struct html *h, const struct doc_table *table, const struct doc_row *row, size_t header)
{
    strbuf_adds(h->out, row->strong ? "<tr class=\"strong\">" : "<tr>");
    for (size_t c = 0; c < row->cells.count; c++) {
        const struct doc_cell *cell = &row->cells.at[c];
        enum doc_align align = cell->align != DOC_ALIGN_DEFAULT ? cell->align : c < table->columns.count ? table->columns.at[c].align : DOC_ALIGN_DEFAULT;
        strbuf_adds(h->out, c == header ? "<th scope=\"row\"" : "<td");
        put_span(h, cell);
        put_cell_classes(h, cell, align);
        strbuf_addc(h->out, '>');
        html_put_runs(h, &cell->runs);
        strbuf_adds(h->out, c == header ? "</th>" : "</td>");
    }
    strbuf_adds(h->out, "</tr>\n");
}

void html_put_note(struct html *h, const char *note)
{
    if (!note || !*note)
        return;
    strbuf_adds(h->out, "<p class=\"note\">");
    html_put_text(h, note);
    strbuf_adds(h->out, "</p>\n");
}

/* A page on the web needs no numbers, unless its text refers to them. */
void html_put_caption(struct html *h, const char *element, const char *word, size_t number, const char *caption)
{
    if (!caption)
        return;
    strbuf_addf(h->out, "<%s>", element);
    if (h->numbered)
        strbuf_addf(h->out, "%s%zu　", word, number);
    html_put_text(h, caption);
    strbuf_addf(h->out, "</%s>\n", element);
}

/* A wide table scrolls within its frame: the frame takes the focus, so that the keyboard can scroll it too. */
void html_put_table(struct html *h, const struct doc_block *block)
{
    const struct doc_table *table = block->table;
    size_t number = ++h->tables, header = row_header_column(table);
    strbuf_adds(h->out, "<div class=\"table\"");
    html_put_id(h, block->id, 't', number);
    strbuf_adds(h->out, ">\n<div class=\"scroll\" role=\"region\" tabindex=\"0\"");
    if (table->caption) {
        strbuf_adds(h->out, " aria-label=\"");
        render_html_escape(h->out, table->caption);
        strbuf_addc(h->out, '"');
    } else {
        strbuf_addf(h->out, " aria-label=\"%s %zu\"", h->chinese ? "表" : "Table", number);
    }
    strbuf_adds(h->out, "><table>\n");
    h->named += table->caption != NULL;
    html_put_caption(h, "caption", h->chinese ? "表" : "Table ", h->named, table->caption);
    put_header(h, table);
    strbuf_adds(h->out, "<tbody>\n");
    for (size_t r = 0; r < table->rows.count; r++)
        put_row(h, table, &table->rows.at[r], header);
    strbuf_adds(h->out, "</tbody>\n</table></div>\n");
    html_put_note(h, table->note);
    strbuf_adds(h->out, "</div>\n");
}

/* Charts ------------------------------------------------------------------------------------------------------ */

static void put_value(struct html *h, const struct doc_chart *chart, const struct chart_series *series, size_t i)
{
    num_format(h->out, series->values[i], chart->decimals);
    if (!series->lower || !series->upper || isnan(series->lower[i]) || isnan(series->upper[i]))
        return;
    strbuf_adds(h->out, h->chinese ? "（" : " (");
    num_format(h->out, series->lower[i], chart->decimals);
    strbuf_adds(h->out, "–");
    num_format(h->out, series->upper[i], chart->decimals);
    strbuf_adds(h->out, h->chinese ? "）" : ")");
}

static void put_data_header(struct html *h, const struct doc_chart *chart)
{
    strbuf_addf(h->out, "<thead><tr><th scope=\"col\">%s</th>", h->chinese ? "类别" : "Category");
    for (size_t s = 0; s < chart->series.count; s++) {
        strbuf_adds(h->out, "<th scope=\"col\">");
        html_put_text(h, chart->series.at[s].name ? chart->series.at[s].name : h->chinese ? "数值" : "Value");
        if (chart->unit && *chart->unit && chart->kind != CHART_STACKED && chart->kind != CHART_DIVERGING) {
            strbuf_adds(h->out, h->chinese ? "（" : " (");
            html_put_text(h, chart->unit);
            strbuf_adds(h->out, h->chinese ? "）" : ")");
        }
        strbuf_adds(h->out, "</th>");
    }
    strbuf_adds(h->out, "</tr></thead>\n");
}

static void put_data(struct html *h, const struct doc_chart *chart)
{
    strbuf_addf(h->out, "<details><summary>%s</summary>\n<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-label=\"", h->chinese ? "图中数据" : "Data");
    render_html_escape(h->out, chart->caption ? chart->caption : "");
    strbuf_addf(h->out, "%s\"><table>\n", h->chinese ? "（数据）" : " (data)");
    put_data_header(h, chart);
    strbuf_adds(h->out, "<tbody>\n");
    for (size_t i = 0; i < chart->categories.count; i++) {
        strbuf_adds(h->out, "<tr><th scope=\"row\">");
        html_put_text(h, chart->categories.at[i]);
        strbuf_adds(h->out, "</th>");
        for (size_t s = 0; s < chart->series.count; s++) {
            strbuf_adds(h->out, "<td class=\"n\">");
            if (!doc_is_gap(chart, i))
                put_value(h, chart, &chart->series.at[s], i);
            strbuf_adds(h->out, "</td>");
        }
        strbuf_adds(h->out, "</tr>\n");
    }
    strbuf_adds(h->out, "</tbody></table></div></details>\n");
}

void html_put_chart(struct html *h, const struct doc_block *block)
{
    const struct doc_chart *chart = block->chart;
    size_t number = ++h->charts;
    strbuf_adds(h->out, "<figure class=\"chart\"");
    html_put_id(h, block->id, 'c', number);
    strbuf_adds(h->out, ">\n");
    html_put_caption(h, "figcaption", h->chinese ? "图" : "Figure ", number, chart->caption);
    auto_strbuf struct strbuf prefix;
    strbuf_init(&prefix);
    strbuf_addf(&prefix, "%ssvg%zu", h->options->id_prefix ? h->options->id_prefix : "", number);
    /* 280 points fill a phone of 360 pixels; labels of 9 points are then 11.5 pixels high. */
    render_chart_svg(chart, h->options->chart_width > 0 ? h->options->chart_width : 280, prefix.at, h->out);
    put_data(h, chart);
    html_put_note(h, chart->note);
    strbuf_adds(h->out, "</figure>\n");
}
