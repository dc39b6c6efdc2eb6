/* SPDX-License-Identifier: GPL-3.0-or-later
 * A document as indented text: one line a block, fields as `name=value`, absent ones left out, texts quoted so that a diff shows
 * every space. For `ceping dump --stage doc` and for tests.
 */
#include "ceping/base_num.h"
#include "ceping/doc.h"

#include <math.h>

static const char *const align_names[] = {
    [DOC_ALIGN_DEFAULT] = "default", [DOC_ALIGN_LEFT] = "left",       [DOC_ALIGN_CENTRE] = "centre",
    [DOC_ALIGN_RIGHT] = "right",     [DOC_ALIGN_DECIMAL] = "decimal",
};

static void add_quoted(struct strbuf *out, const char *text)
{
    strbuf_addc(out, '"');
    for (; *text; text++) {
        if (*text == '"' || *text == '\\')
            strbuf_addc(out, '\\');
        if (*text == '\n')
            strbuf_adds(out, "\\n");
        else
            strbuf_addc(out, *text);
    }
    strbuf_addc(out, '"');
}

static void add_field(struct strbuf *out, const char *name, const char *text)
{
    if (!text)
        return;
    strbuf_addf(out, " %s=", name);
    add_quoted(out, text);
}

static void add_number(struct strbuf *out, const char *name, double value)
{
    strbuf_addf(out, " %s=", name);
    num_format_exact(out, value);
}

static void add_flag(struct strbuf *out, const char *name, bool set)
{
    if (set)
        strbuf_addf(out, " %s", name);
}

static void indent(struct strbuf *out, int depth)
{
    strbuf_pad(out, ' ', (size_t)depth * 2);
}

static void dump_runs(const doc_runs *runs, struct strbuf *out)
{
    for (size_t i = 0; i < runs->count; i++) {
        const struct doc_run *run = &runs->at[i];
        strbuf_addc(out, ' ');
        if (run->flags & DOC_LINE_BREAK) {
            strbuf_adds(out, "<break>");
            continue;
        }
        static const char marks[] = {'b', 'i', 'c', 0, 's'};
        for (unsigned k = 0; k < sizeof marks; k++)
            if (marks[k] && (run->flags >> k & 1))
                strbuf_addc(out, marks[k]);
        add_quoted(out, run->text);
        if (run->link)
            strbuf_addf(out, "->%s", run->link);
        add_field(out, "footnote", run->footnote);
    }
}

/* Tables and charts ------------------------------------------------------------------------------------ */

static void dump_rows(const struct doc_row *rows, size_t count, const char *name, int depth, struct strbuf *out)
{
    for (size_t r = 0; r < count; r++) {
        indent(out, depth);
        strbuf_adds(out, name);
        add_flag(out, "strong", rows[r].strong);
        if (rows[r].group)
            strbuf_addf(out, " group=%d", rows[r].group);
        for (size_t c = 0; c < rows[r].cells.count; c++) {
            const struct doc_cell *cell = &rows[r].cells.at[c];
            strbuf_adds(out, " |");
            dump_runs(&cell->runs, out);
            if (cell->columns > 1)
                strbuf_addf(out, " columns=%d", cell->columns);
            if (cell->rows > 1)
                strbuf_addf(out, " rows=%d", cell->rows);
            if (cell->align)
                strbuf_addf(out, " align=%s", align_names[cell->align]);
            if (cell->shade > 0)
                add_number(out, "shade", cell->shade);
            add_flag(out, "strong", cell->strong);
        }
        strbuf_addc(out, '\n');
    }
}

static void dump_table(const struct doc_table *table, int depth, struct strbuf *out)
{
    indent(out, depth);
    strbuf_adds(out, "columns");
    for (size_t i = 0; i < table->columns.count; i++) {
        strbuf_addf(out, " %s", align_names[table->columns.at[i].align]);
        if (table->columns.at[i].weight > 0) {
            strbuf_addc(out, ':');
            num_format_exact(out, table->columns.at[i].weight);
        }
    }
    add_flag(out, "landscape", table->landscape);
    add_field(out, "caption", table->caption);
    add_field(out, "note", table->note);
    strbuf_addc(out, '\n');
    dump_rows(table->header.at, table->header.count, "header", depth, out);
    dump_rows(table->rows.at, table->rows.count, "row", depth, out);
}

static void dump_values(const char *name, const double *values, size_t count, int depth, struct strbuf *out)
{
    if (!values)
        return;
    indent(out, depth);
    strbuf_adds(out, name);
    for (size_t i = 0; i < count; i++) {
        strbuf_addc(out, ' ');
        if (isnan(values[i]))
            strbuf_addc(out, '-');
        else
            num_format_exact(out, values[i]);
    }
    strbuf_addc(out, '\n');
}

static void dump_chart(const struct doc_chart *chart, int depth, struct strbuf *out)
{
    indent(out, depth);
    strbuf_addf(out, "%s decimals=%d", chart_kind_names[chart->kind], chart->decimals);
    add_field(out, "caption", chart->caption);
    add_field(out, "note", chart->note);
    add_field(out, "alt", chart->alt);
    add_field(out, "unit", chart->unit);
    if (!isnan(chart->axis_min))
        add_number(out, "axis_min", chart->axis_min);
    if (!isnan(chart->axis_max))
        add_number(out, "axis_max", chart->axis_max);
    if (!isnan(chart->reference))
        add_number(out, "reference", chart->reference);
    add_field(out, "reference_label", chart->reference_label);
    if (chart->highlight >= 0)
        strbuf_addf(out, " highlight=%d", chart->highlight);
    add_flag(out, "lower_is_better", chart->lower_is_better);
    if (!isnan(chart->centre))
        add_number(out, "centre", chart->centre);
    if (chart->apart)
        strbuf_addf(out, " apart=%zu", chart->apart);
    strbuf_addc(out, '\n');

    indent(out, depth);
    strbuf_adds(out, "categories");
    for (size_t i = 0; i < chart->categories.count; i++) {
        strbuf_addc(out, ' ');
        add_quoted(out, chart->categories.at[i]);
    }
    strbuf_addc(out, '\n');
    for (size_t i = 0; i < chart->series.count; i++) {
        const struct chart_series *series = &chart->series.at[i];
        indent(out, depth);
        strbuf_adds(out, "series ");
        add_quoted(out, series->name);
        strbuf_addc(out, '\n');
        dump_values("values", series->values, chart->categories.count, depth + 1, out);
        dump_values("lower", series->lower, chart->categories.count, depth + 1, out);
        dump_values("upper", series->upper, chart->categories.count, depth + 1, out);
    }
}

static void dump_image(const struct doc_image *image, int depth, struct strbuf *out)
{
    indent(out, depth);
    strbuf_addf(out, "%s %u×%u", image->format == DOC_IMAGE_PNG ? "png" : "jpeg", image->width, image->height);
    add_field(out, "caption", image->caption);
    add_field(out, "note", image->note);
    add_field(out, "alt", image->alt);
    strbuf_addc(out, '\n');
}

/* Blocks ----------------------------------------------------------------------------------------------- */

static void dump_blocks(const doc_blocks *blocks, int depth, struct strbuf *out)
{
    for (size_t i = 0; i < blocks->count; i++) {
        const struct doc_block *block = &blocks->at[i];
        indent(out, depth);
        strbuf_adds(out, doc_kind_names[block->kind]);
        if (block->kind == DOC_HEADING || block->kind == DOC_TITLE || block->kind == DOC_CONTENTS)
            strbuf_addf(out, " %d", block->level);
        add_field(out, "id", block->id);
        add_field(out, "label", block->label);
        if (block->align)
            strbuf_addf(out, " align=%s", align_names[block->align]);
        add_flag(out, "plain", block->plain);
        add_flag(out, "keep_next", block->keep_next);
        add_flag(out, "in_place", block->in_place);
        if (block->runs.count > 0)
            dump_runs(&block->runs, out);
        strbuf_addc(out, '\n');
        if (block->table)
            dump_table(block->table, depth + 1, out);
        if (block->chart)
            dump_chart(block->chart, depth + 1, out);
        if (block->image)
            dump_image(block->image, depth + 1, out);
        dump_blocks((const doc_blocks *)&block->children, depth + 1, out);
    }
}

void doc_dump(const struct doc *doc, struct strbuf *out)
{
    strbuf_adds(out, "document");
    add_field(out, "language", doc->language);
    add_field(out, "title", doc->title);
    add_field(out, "author", doc->author);
    add_field(out, "subject", doc->subject);
    add_field(out, "keywords", doc->keywords);
    add_field(out, "data_hash", doc->data_hash);
    add_field(out, "mark", doc->mark);
    add_field(out, "address", doc->address);
    add_field(out, "date", doc->date);
    strbuf_addc(out, '\n');
    dump_blocks(&doc->blocks, 1, out);
}
