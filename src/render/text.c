/* SPDX-License-Identifier: GPL-3.0-or-later
 * A document as plain text, for tests, terminals and `ceping dump`: wrapped by display width with the prohibitions of linebreak.c, tables
 * drawn with spaces, charts as tables of their data. What a report says is tested here, where no face can make a difference.
 */
#include "ceping/base_num.h"
#include "ceping/base_text.h"
#include "render_priv.h"
#include "text_priv.h"

#include <math.h>
#include <stdlib.h>

struct text_writer {
    struct strbuf *out;
    size_t width;
    bool chinese;
    int tables, charts;
    const struct doc *doc;
};

/* Wrapping --------------------------------------------------------------------------------------------- */

struct wrapped {
    struct arena *arena;
    LIST_OF(const char *) lines;
};

static void add_line(struct wrapped *wrapped, const char *at, size_t len)
{
    while (len > 0 && at[len - 1] == ' ')
        len--;
    *LIST_ADD(wrapped->arena, &wrapped->lines) = arena_strndup(wrapped->arena, at, len);
}

/* One paragraph without forced breaks: greedy, a word wider than the line is cut. */
static void wrap_paragraph(struct wrapped *wrapped, const char *text, size_t len, size_t first, size_t rest)
{
    uint32_t *codes = xcalloc(len + 1, sizeof *codes);
    size_t *offsets = xcalloc(len + 2, sizeof *offsets), count = 0;
    enum text_class *kinds = xcalloc(len + 1, sizeof *kinds);
    bool *allowed = xcalloc(len + 1, sizeof *allowed);
    const char *at = text, *end = text + len;
    while (at < end) {
        offsets[count] = (size_t)(at - text);
        codes[count++] = utf8_next(&at, end);
    }
    offsets[count] = len;
    for (size_t i = 0; i < count; i++)
        kinds[i] = text_class_of(codes[i], linebreak_wide(codes, count, i, true));
    linebreak_mark(codes, kinds, count, allowed);

    size_t begin = 0, last = 0, used = 0, width = first;
    for (size_t i = 0; i < count; i++) {
        if (i > begin && allowed[i])
            last = i;
        size_t columns = (size_t)text_codepoint_width(codes[i]);
        if (used + columns > width && i > begin && kinds[i] != CLASS_SPACE) {
            size_t cut = last > begin ? last : i;
            add_line(wrapped, text + offsets[begin], offsets[cut] - offsets[begin]);
            begin = cut;
            width = rest;
            used = text_width_n(text + offsets[begin], offsets[i] - offsets[begin]);
        }
        used += columns;
    }
    add_line(wrapped, text + offsets[begin], len - offsets[begin]);
    free(codes);
    free(offsets);
    free(kinds);
    free(allowed);
}

static struct wrapped wrap(struct arena *arena, const char *text, size_t first, size_t rest)
{
    struct wrapped wrapped = {.arena = arena};
    first = first < 2 ? 2 : first;
    rest = rest < 2 ? 2 : rest;
    for (;;) {
        const char *stop = strchr(text, '\n');
        wrap_paragraph(&wrapped, text, stop ? (size_t)(stop - text) : strlen(text), first, rest);
        if (!stop)
            return wrapped;
        text = stop + 1;
        first = rest;
    }
}

static size_t less(size_t a, size_t b)
{
    return a > b ? a - b : 0;
}

static void put_wrapped(struct text_writer *writer, const char *text, size_t first_indent, size_t indent)
{
    struct arena *arena = arena_new();
    struct wrapped wrapped = wrap(arena, text, less(writer->width, first_indent), less(writer->width, indent));
    for (size_t i = 0; i < wrapped.lines.count; i++) {
        if (*wrapped.lines.at[i])
            strbuf_pad(writer->out, ' ', i == 0 ? first_indent : indent);
        strbuf_adds(writer->out, wrapped.lines.at[i]);
        strbuf_addc(writer->out, '\n');
    }
    arena_free(arena);
}

static void put_aligned(struct text_writer *writer, const char *text, enum doc_align align)
{
    struct arena *arena = arena_new();
    struct wrapped wrapped = wrap(arena, text, writer->width, writer->width);
    for (size_t i = 0; i < wrapped.lines.count; i++) {
        size_t room = less(writer->width, text_width(wrapped.lines.at[i]));
        strbuf_pad(writer->out, ' ', align == DOC_ALIGN_CENTRE ? room / 2 : align == DOC_ALIGN_RIGHT ? room : 0);
        strbuf_adds(writer->out, wrapped.lines.at[i]);
        strbuf_addc(writer->out, '\n');
    }
    arena_free(arena);
}

/* Tables ----------------------------------------------------------------------------------------------- */

struct text_cell {
    const char *text;
    enum doc_align align;
    struct wrapped lines;
    size_t columns;
    bool covered; /* by a cell of a row above */
};

struct text_table {
    struct arena *arena;
    size_t columns;
    size_t *widths;
};

enum { GUTTER = 2, NARROWEST = 4 };

static size_t spanned(const struct text_table *table, size_t column, size_t count)
{
    size_t width = 0;
    for (size_t i = 0; i < count && column + i < table->columns; i++)
        width += table->widths[column + i] + (i > 0 ? GUTTER : 0);
    return width;
}

/* Narrows the widest columns until the table fits. */
static void fit_widths(struct text_table *table, size_t width)
{
    for (;;) {
        size_t widest = 0;
        for (size_t c = 1; c < table->columns; c++)
            if (table->widths[c] > table->widths[widest])
                widest = c;
        if (spanned(table, 0, table->columns) <= width || table->widths[widest] <= NARROWEST)
            return;
        table->widths[widest]--;
    }
}

static void measure_rows(struct text_table *table, const struct doc_row *rows, size_t count)
{
    int *open = xcalloc(table->columns + 1, sizeof *open);
    for (size_t r = 0; r < count; r++) {
        size_t column = 0;
        for (size_t c = 0; c < rows[r].cells.count; c++) {
            const struct doc_cell *cell = &rows[r].cells.at[c];
            while (column < table->columns && open[column] > 0)
                column++;
            struct strbuf text;
            strbuf_init(&text);
            doc_runs_text(&cell->runs, &text);
            size_t width = 0;
            for (const char *line = text.at; line;) {
                const char *stop = strchr(line, '\n');
                size_t columns = stop ? text_width_n(line, (size_t)(stop - line)) : text_width(line);
                width = columns > width ? columns : width;
                line = stop ? stop + 1 : NULL;
            }
            if (cell->columns <= 1 && column < table->columns && width > table->widths[column])
                table->widths[column] = width;
            strbuf_release(&text);
            for (int k = 0; k < (cell->columns < 1 ? 1 : cell->columns) && column < table->columns; k++)
                open[column++] = cell->rows;
        }
        for (size_t c = 0; c < table->columns; c++)
            open[c] -= open[c] > 0;
    }
    free(open);
}

static enum doc_align cell_align(const struct doc_table *table, const struct doc_cell *cell, size_t column, bool header)
{
    if (cell->align)
        return cell->align;
    if (header)
        return DOC_ALIGN_CENTRE;
    return table->columns.at[column].align;
}

static void put_cell_line(struct strbuf *out, const char *text, size_t width, enum doc_align align, bool last)
{
    size_t room = less(width, text_width(text));
    size_t left = align == DOC_ALIGN_CENTRE ? room / 2 : align == DOC_ALIGN_RIGHT || align == DOC_ALIGN_DECIMAL ? room : 0;
    strbuf_pad(out, ' ', left);
    strbuf_adds(out, text);
    if (!last)
        strbuf_pad(out, ' ', room - left + GUTTER);
}

static void put_row(struct text_writer *writer, const struct doc_table *table, const struct text_table *shape, const struct doc_row *row,
                    int *open, bool header)
{
    struct arena *arena = arena_new();
    struct text_cell *cells = ARENA_ARRAY(arena, struct text_cell, shape->columns + 1);
    size_t count = 0, column = 0, height = 1, next = 0;
    while (column < shape->columns) {
        struct text_cell *cell = &cells[count++];
        cell->columns = 1;
        cell->text = "";
        if (open[column] > 0) {
            cell->covered = true;
        } else if (next < row->cells.count) {
            const struct doc_cell *source = &row->cells.at[next++];
            struct strbuf text;
            strbuf_init(&text);
            doc_runs_text(&source->runs, &text);
            cell->text = arena_strdup(arena, text.at);
            strbuf_release(&text);
            cell->columns = source->columns < 1 ? 1 : (size_t)source->columns;
            cell->align = cell_align(table, source, column, header);
            for (size_t k = 0; k < cell->columns && column + k < shape->columns; k++)
                open[column + k] = source->rows;
        }
        size_t width = spanned(shape, column, cell->columns);
        cell->lines = wrap(arena, cell->text, width, width);
        height = cell->lines.lines.count > height ? cell->lines.lines.count : height;
        column += cell->columns;
    }
    for (size_t line = 0; line < height; line++) {
        column = 0;
        for (size_t c = 0; c < count; column += cells[c++].columns) {
            const char *text = line < cells[c].lines.lines.count ? cells[c].lines.lines.at[line] : "";
            put_cell_line(writer->out, text, spanned(shape, column, cells[c].columns), cells[c].align, c + 1 == count);
        }
        while (writer->out->len > 0 && writer->out->at[writer->out->len - 1] == ' ')
            strbuf_truncate(writer->out, writer->out->len - 1);
        strbuf_addc(writer->out, '\n');
    }
    for (size_t c = 0; c < shape->columns; c++)
        open[c] -= open[c] > 0;
    arena_free(arena);
}

static void put_rule(struct text_writer *writer, size_t width, char sign)
{
    strbuf_pad(writer->out, sign, width);
    strbuf_addc(writer->out, '\n');
}

static void put_table(struct text_writer *writer, const struct doc_table *table)
{
    struct text_table shape = {.arena = arena_new(), .columns = table->columns.count};
    shape.widths = ARENA_ARRAY(shape.arena, size_t, shape.columns + 1);
    for (size_t c = 0; c < shape.columns; c++)
        shape.widths[c] = 2;
    measure_rows(&shape, table->header.at, table->header.count);
    measure_rows(&shape, table->rows.at, table->rows.count);
    fit_widths(&shape, writer->width);
    size_t width = spanned(&shape, 0, shape.columns);

    int *open = ARENA_ARRAY(shape.arena, int, shape.columns + 1);
    put_rule(writer, width, '=');
    for (size_t r = 0; r < table->header.count; r++)
        put_row(writer, table, &shape, &table->header.at[r], open, true);
    if (table->header.count > 0)
        put_rule(writer, width, '-');
    memset(open, 0, sizeof *open * shape.columns);
    for (size_t r = 0; r < table->rows.count; r++)
        put_row(writer, table, &shape, &table->rows.at[r], open, false);
    put_rule(writer, width, '=');
    arena_free(shape.arena);
}

static void put_caption(struct text_writer *writer, const char *word, int number, const char *caption)
{
    auto_strbuf struct strbuf line;
    strbuf_init(&line);
    strbuf_addf(&line, writer->chinese ? "%s%d　%s" : "%s %d. %s", word, number, caption ? caption : "");
    put_aligned(writer, line.at, DOC_ALIGN_CENTRE);
}

static void put_note(struct text_writer *writer, const char *note)
{
    if (note)
        put_wrapped(writer, note, 0, 0);
}

/* Charts ----------------------------------------------------------------------------------------------- */

static void add_value(struct doc *doc, struct doc_row *row, const struct chart_series *series, size_t i, double factor, int decimals)
{
    struct strbuf text;
    strbuf_init(&text);
    num_format(&text, (series->values ? series->values[i] : NAN) * factor, decimals);
    if (series->lower && series->upper) {
        strbuf_adds(&text, " [");
        num_format(&text, series->lower[i], decimals);
        strbuf_adds(&text, ", ");
        num_format(&text, series->upper[i], decimals);
        strbuf_addc(&text, ']');
    }
    doc_add_cell(doc, row, text.at)->align = DOC_ALIGN_RIGHT;
    strbuf_release(&text);
}

/* Stacked bars hold counts and show shares. */
static double share_factor(const struct doc_chart *chart, size_t i)
{
    double total = 0;
    for (size_t s = 0; chart->kind == CHART_STACKED && s < chart->series.count; s++)
        total += isnan(chart->series.at[s].values[i]) ? 0 : chart->series.at[s].values[i];
    return total > 0 ? 100 / total : 1;
}

static void put_chart(struct text_writer *writer, const struct doc_chart *chart)
{
    struct doc *scratch = doc_new(writer->doc->language);
    struct doc_table *table = doc_new_table(scratch, chart->series.count + 1);
    struct doc_row *header = doc_add_row(scratch, &table->header);
    doc_add_cell(scratch, header, chart->unit ? arena_printf(scratch->arena, "(%s)", chart->unit) : "");
    for (size_t s = 0; s < chart->series.count; s++)
        doc_add_cell(scratch, header, chart->series.at[s].name);
    for (size_t i = 0; i < chart->categories.count; i++) {
        struct doc_row *row = doc_add_row(scratch, &table->rows);
        const char *mark = chart->highlight == (int)i ? "* " : "";
        doc_add_cell(scratch, row, arena_printf(scratch->arena, "%s%s", mark, chart->categories.at[i]));
        for (size_t s = 0; s < chart->series.count; s++)
            if (doc_is_gap(chart, i))
                doc_add_cell(scratch, row, "");
            else
                add_value(scratch, row, &chart->series.at[s], i, share_factor(chart, i), chart->decimals);
    }
    put_table(writer, table);
    if (!isnan(chart->reference)) {
        strbuf_adds(writer->out, chart->reference_label ? chart->reference_label : "—");
        strbuf_addc(writer->out, ' ');
        num_format(writer->out, chart->reference, chart->decimals);
        strbuf_addc(writer->out, '\n');
    }
    doc_free(scratch);
}

/* Blocks ----------------------------------------------------------------------------------------------- */

static void put_blocks(struct text_writer *writer, const doc_blocks *blocks, size_t indent);

static void put_contents(struct text_writer *writer, const doc_blocks *blocks, int deepest)
{
    for (size_t i = 0; i < blocks->count; i++) {
        const struct doc_block *block = &blocks->at[i];
        auto_strbuf struct strbuf text;
        strbuf_init(&text);
        if (block->kind == DOC_ATTACHMENT)
            strbuf_addf(&text, "%s ", block->label ? block->label : "");
        doc_runs_text(&block->runs, &text);
        if (block->kind == DOC_ATTACHMENT || (block->kind == DOC_HEADING && block->level <= deepest))
            put_wrapped(writer, text.at, 2 * (size_t)block->level, 2 * (size_t)block->level + 2);
    }
}

static void put_attachment_list(struct text_writer *writer, const struct doc_block *block)
{
    const char *word = writer->chinese ? "附件：" : "Attachments: ";
    for (size_t i = 0; i < block->children.count; i++) {
        auto_strbuf struct strbuf text;
        strbuf_init(&text);
        if (i == 0)
            strbuf_adds(&text, word);
        attachment_note_text(block, i, &text);
        put_wrapped(writer, text.at, i == 0 ? 4 : 4 + text_width(word), 4 + text_width(word));
    }
}

static void put_cover(struct text_writer *writer, const struct doc_block *block, const char *title)
{
    put_aligned(writer, title, DOC_ALIGN_CENTRE);
    if (block->label)
        put_aligned(writer, block->label, DOC_ALIGN_CENTRE);
    for (size_t i = 0; i < block->children.count; i++) {
        auto_strbuf struct strbuf text;
        strbuf_init(&text);
        doc_runs_text(&block->children.at[i].runs, &text);
        put_aligned(writer, text.at, DOC_ALIGN_CENTRE);
    }
    strbuf_adds(writer->out, "\f\n");
}

static void put_text_block(struct text_writer *writer, const struct doc_block *block, const char *text, size_t indent)
{
    switch (block->kind) {
    case DOC_TITLE:
        put_aligned(writer, text, DOC_ALIGN_CENTRE);
        break;
    case DOC_HEADING:
    case DOC_NOTE:
        put_wrapped(writer, text, indent, indent);
        break;
    case DOC_ATTACHMENT:
        put_wrapped(writer, block->label ? block->label : "", 0, 0);
        put_aligned(writer, text, DOC_ALIGN_CENTRE);
        break;
    case DOC_ITEM:
        put_wrapped(writer, text, indent + 2, indent + 4);
        break;
    default:
        if (block->align == DOC_ALIGN_CENTRE || block->align == DOC_ALIGN_RIGHT)
            put_aligned(writer, text, block->align);
        else
            put_wrapped(writer, text, indent + (block->plain || !writer->chinese ? 0 : 4), indent);
        break;
    }
}

static void put_block(struct text_writer *writer, const struct doc_block *block, size_t indent)
{
    const doc_blocks *children = (const doc_blocks *)&block->children;
    auto_strbuf struct strbuf text;
    strbuf_init(&text);
    if (block->kind == DOC_ITEM && block->label)
        strbuf_addf(&text, "%s ", block->label);
    doc_runs_text(&block->runs, &text);

    switch (block->kind) {
    case DOC_TABLE:
        if (!block->table)
            break;
        if (block->table->caption) /* one without a name has no number either */
            put_caption(writer, writer->chinese ? "表" : "Table", ++writer->tables, block->table->caption);
        put_table(writer, block->table);
        put_note(writer, block->table->note);
        break;
    case DOC_CHART:
        if (!block->chart)
            break;
        put_chart(writer, block->chart);
        put_caption(writer, writer->chinese ? "图" : "Figure", ++writer->charts, block->chart->caption);
        put_note(writer, block->chart->note);
        break;
    case DOC_IMAGE:
        if (!block->image)
            break;
        put_aligned(writer, block->image->alt && *block->image->alt ? block->image->alt : "—", DOC_ALIGN_CENTRE);
        if (doc_image_numbered(block))
            put_caption(writer, writer->chinese ? "图" : "Figure", ++writer->charts, block->image->caption);
        put_note(writer, block->image->note);
        break;
    case DOC_COVER:
        put_cover(writer, block, text.at);
        break;
    case DOC_QR:
        strbuf_addf(&text, "%s%s", text.len > 0 ? " " : "", block->label ? block->label : "");
        put_aligned(writer, text.at, DOC_ALIGN_CENTRE);
        break;
    case DOC_ATTACHMENTS:
        put_attachment_list(writer, block);
        break;
    case DOC_SIGNATURE:
        for (size_t i = 0; i < children->count; i++) {
            strbuf_clear(&text);
            doc_runs_text(&children->at[i].runs, &text);
            put_aligned(writer, text.at, DOC_ALIGN_RIGHT);
        }
        break;
    case DOC_CONTENTS:
        put_aligned(writer, text.len > 0 ? text.at : writer->chinese ? "目　录" : "Contents", DOC_ALIGN_CENTRE);
        put_contents(writer, &writer->doc->blocks, block->level);
        break;
    case DOC_PAGE_BREAK:
        strbuf_adds(writer->out, "\f\n");
        break;
    case DOC_RULE:
        put_rule(writer, writer->width, '-');
        break;
    case DOC_LIST:
        put_blocks(writer, children, indent);
        break;
    case DOC_QUOTE:
        if (text.len > 0)
            put_wrapped(writer, text.at, indent + 4, indent + 4);
        put_blocks(writer, children, indent + 4);
        break;
    default:
        put_text_block(writer, block, text.at, indent);
        put_blocks(writer, children, indent + 2);
        break;
    }
}

static void put_blocks(struct text_writer *writer, const doc_blocks *blocks, size_t indent)
{
    for (size_t i = 0; i < blocks->count; i++) {
        bool close = blocks->at[i].kind == DOC_ITEM || blocks->at[i].kind == DOC_LIST;
        if (writer->out->len > 0 && !close && indent == 0)
            strbuf_addc(writer->out, '\n');
        put_block(writer, &blocks->at[i], indent);
    }
}

static void put_footnotes(struct text_writer *writer, const doc_blocks *blocks, int *number)
{
    for (size_t i = 0; i < blocks->count; i++) {
        const struct doc_block *block = &blocks->at[i];
        for (size_t r = 0; r < block->runs.count; r++) {
            if (!block->runs.at[r].footnote)
                continue;
            auto_strbuf struct strbuf text;
            strbuf_init(&text);
            strbuf_addf(&text, "[%d] %s", ++*number, block->runs.at[r].footnote);
            put_wrapped(writer, text.at, 0, 4);
        }
        put_footnotes(writer, (const doc_blocks *)&block->children, number);
    }
}

void render_text(const struct doc *doc, size_t width, struct strbuf *out)
{
    struct text_writer writer = {.out = out, .width = width < 20 ? 20 : width, .doc = doc};
    writer.chinese = strncmp(doc->language, "zh", 2) == 0;
    if (doc->mark)
        put_aligned(&writer, doc->mark, DOC_ALIGN_CENTRE);
    put_blocks(&writer, &doc->blocks, 0);
    int notes = 0;
    put_footnotes(&writer, &doc->blocks, &notes);
}

/* Shared with the page renderer ------------------------------------------------------------------------ */

size_t attachment_number(const char *text)
{
    static const char *const points[] = {".", "．", "、"};
    size_t digits = strspn(text, "0123456789");
    for (size_t i = 0; digits > 0 && i < COUNT_OF(points); i++)
        if (strncmp(text + digits, points[i], strlen(points[i])) == 0)
            return digits + strlen(points[i]) + strspn(text + digits + strlen(points[i]), " ");
    return 0;
}

void attachment_note_text(const struct doc_block *block, size_t i, struct strbuf *out)
{
    const struct doc_block *child = &block->children.at[i];
    if (child->label)
        strbuf_addf(out, "%s ", child->label);
    else if (block->children.count > 1 && !(child->runs.count > 0 && attachment_number(child->runs.at[0].text) > 0))
        strbuf_addf(out, "%zu. ", i + 1);
    doc_runs_text(&child->runs, out);
}
