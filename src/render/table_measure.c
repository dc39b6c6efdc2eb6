/* SPDX-License-Identifier: GPL-3.0-or-later
 * What the columns of a table need, and the heights of its rows once they have their widths.
 *
 * Each column has a width at which nothing in it breaks, and one below which it cannot go (its longest number or word; four characters for text
 * in Chinese, which could break anywhere but would read like a ladder).
 */
#include "table_priv.h"

#include "ceping/base_text.h"

#include <math.h>

#define LEAST_TEXT 4.0   /* characters of a cell of Chinese text that stay on one line */
#define LEAST_HEADER 3.0 /* and of a header */
#define ONE_LINE_HEADER 4.0 /* characters of a header that nobody breaks */
#define LEAST_WORD 10.0  /* em: a longer word (an address) may break rather than make the table too wide */

/* Reading ---------------------------------------------------------------------------------------------- */

/* "94.2", "<0.001", "91.0%": where the decimal point is or would be. False for what is no number. */
static bool find_point(const char *text, size_t *ret_whole)
{
    size_t sign = *text == '<' || *text == '>' ? 1 : 0, len = strlen(text);
    if (len > sign && text[len - 1] == '%')
        len--;
    double value;
    if (!text_number(text + sign, len - sign, false, &value))
        return false;
    *ret_whole = sign + strcspn(text + sign, ".%");
    return true;
}

static bool numeric(const struct doc_cell *cell)
{
    auto_strbuf struct strbuf text;
    strbuf_init(&text);
    doc_runs_text(&cell->runs, &text);
    size_t whole;
    return text.len == 0 || strcmp(text.at, "—") == 0 || strcmp(text.at, "-") == 0 || strcmp(text.at, "*") == 0 || find_point(text.at, &whole);
}

/* Columns without a declared alignment: numbers by their decimal point, text to the left. Numbers that shall stand at the right do so among themselves,
 * in the middle of their column: under a header in its middle they would else lean out of the table. */
static void guess_alignment(struct grid *grid)
{
    for (size_t c = 0; c < grid->columns; c++)
        grid->guessed[c] = grid->table->rows.count > 0 ? DOC_ALIGN_DECIMAL : DOC_ALIGN_LEFT;
    for (size_t r = 0; r < grid->rows.count; r++) {
        for (size_t k = 0; k < grid->rows.at[r].cells.count; k++) {
            const struct grid_cell *cell = &grid->rows.at[r].cells.at[k];
            if (!cell->header && cell->columns == 1 && !numeric(cell->source))
                grid->guessed[cell->column] = DOC_ALIGN_LEFT;
        }
    }
    for (size_t r = 0; r < grid->rows.count; r++) {
        for (size_t k = 0; k < grid->rows.at[r].cells.count; k++) {
            struct grid_cell *cell = &grid->rows.at[r].cells.at[k];
            bool right = cell->align == DOC_ALIGN_RIGHT && !cell->header && cell->columns == 1 && grid->guessed[cell->column] == DOC_ALIGN_DECIMAL;
            cell->right = right;
            if (cell->align == DOC_ALIGN_DEFAULT || right)
                cell->align = grid->guessed[cell->column];
        }
    }
}

static enum doc_align align_of(const struct doc_table *table, const struct doc_cell *cell, size_t column, bool header)
{
    if (cell->align)
        return cell->align;
    if (header || column >= table->columns.count)
        return DOC_ALIGN_CENTRE;
    return table->columns.at[column].align;
}

static void read_rows(struct grid *grid, const struct doc_row *rows, size_t count, bool header)
{
    size_t *open = ARENA_ARRAY(grid->arena, size_t, grid->columns + 1);
    for (size_t r = 0; r < count; r++) {
        struct grid_row *row = LIST_ADD(grid->arena, &grid->rows);
        row->header = header;
        row->strong = rows[r].strong;
        row->group = rows[r].group;
        size_t column = 0;
        for (size_t c = 0; c < rows[r].cells.count; c++) {
            const struct doc_cell *source = &rows[r].cells.at[c];
            while (column < grid->columns && open[column] > 0)
                column++;
            if (column >= grid->columns)
                break;
            struct grid_cell *cell = LIST_ADD(grid->arena, &row->cells);
            cell->source = source;
            cell->column = column;
            cell->columns = source->columns < 1 ? 1 : (size_t)source->columns;
            if (cell->columns > grid->columns - column)
                cell->columns = grid->columns - column;
            cell->row = grid->rows.count - 1;
            cell->rows = source->rows < 1 ? 1 : (size_t)source->rows;
            if (cell->rows > count - r)
                cell->rows = count - r;
            cell->header = header;
            cell->strong = source->strong || rows[r].strong;
            cell->align = align_of(grid->table, source, column, header);
            for (size_t k = 0; k < cell->columns; k++)
                open[column + k] = cell->rows;
            column += cell->columns;
        }
        for (size_t c = 0; c < grid->columns; c++)
            open[c] -= open[c] > 0;
    }
}

void grid_read(struct grid *grid)
{
    grid->columns = grid->table->columns.count;
    read_rows(grid, grid->table->header.at, grid->table->header.count, true);
    read_rows(grid, grid->table->rows.at, grid->table->rows.count, false);
    grid->guessed = ARENA_ARRAY(grid->arena, enum doc_align, grid->columns + 1);
    guess_alignment(grid);
    grid_make_room(grid);
}

void grid_make_room(struct grid *grid)
{
    grid->natural = ARENA_ARRAY(grid->arena, double, grid->columns + 1);
    grid->least = ARENA_ARRAY(grid->arena, double, grid->columns + 1);
    grid->widths = ARENA_ARRAY(grid->arena, double, grid->columns + 1);
    grid->decimal = ARENA_ARRAY(grid->arena, double, grid->columns + 1);
    grid->fraction = ARENA_ARRAY(grid->arena, double, grid->columns + 1);
}

/* Measuring -------------------------------------------------------------------------------------------- */

static struct type_style cell_style(const struct grid *grid, const struct grid_cell *cell, double width)
{
    const struct render_theme *theme = grid->flow->theme;
    struct type_style style = flow_style(grid->flow, cell->header ? theme->table_header_face : theme->table_face, grid->size);
    style.em = style.size = grid->size;
    style.width = width;
    style.strong = cell->strong;
    style.whole_brackets = cell->header;
    if (cell->header)
        style.colour = theme->table_header_colour;
    style.align = cell->align == DOC_ALIGN_DECIMAL ? DOC_ALIGN_CENTRE : cell->align;
    style.balanced = cell->align == DOC_ALIGN_CENTRE;
    return style;
}

/* Width of the runs set on one line; forced breaks begin new ones. `ret_unit`: of the widest part that never breaks. */
static double measure_runs(const struct grid *grid, const struct grid_cell *cell, double *ret_unit)
{
    struct type_style style = cell_style(grid, cell, 1e6);
    style.balanced = false;
    double unit, natural = typeset_extent(grid->flow->setter, &cell->source->runs, &style, &unit);
    double least = grid->size * (cell->header ? LEAST_HEADER : LEAST_TEXT) + 0.1;
    *ret_unit = fmax(fmin(unit, LEAST_WORD * grid->size), fmin(natural, least));
    return natural;
}

/* Where a cell is a number, how wide it is on both sides of the point. */
static void measure_decimal(struct grid *grid, struct grid_cell *cell)
{
    cell->decimal = -1;
    if (cell->align != DOC_ALIGN_DECIMAL || cell->columns > 1)
        return;
    auto_strbuf struct strbuf text;
    strbuf_init(&text);
    doc_runs_text(&cell->source->runs, &text);
    size_t whole;
    if (!find_point(text.at, &whole))
        return;
    if (cell->right)
        whole = text.len;
    struct typesetter setter = *grid->flow->setter;
    struct arena *scratch = arena_new();
    setter.arena = scratch;
    struct type_style style = cell_style(grid, cell, 1e6);
    struct text_line line;
    struct doc_run run = {.text = arena_strndup(scratch, text.at, whole)};
    typeset_line(&setter, &(doc_runs){&run, 1}, &style, &line);
    cell->decimal = line.width;
    run.text = text.at;
    typeset_line(&setter, &(doc_runs){&run, 1}, &style, &line);
    cell->fraction = line.width - cell->decimal;
    arena_free(scratch);
    grid->decimal[cell->column] = fmax(grid->decimal[cell->column], cell->decimal);
    grid->fraction[cell->column] = fmax(grid->fraction[cell->column], cell->fraction);
}

double widths_total(const double *widths, size_t from, size_t count)
{
    double sum = 0;
    for (size_t i = 0; i < count; i++)
        sum += widths[from + i];
    return sum;
}

/* What a cell over several columns wants beyond what they have is shared among them. */
static void widen(double *widths, const struct grid_cell *cell, double wanted)
{
    double lack = wanted - widths_total(widths, cell->column, cell->columns);
    for (size_t i = 0; i < cell->columns && lack > 0; i++)
        widths[cell->column + i] += lack / (double)cell->columns;
}

static void measure_cells(struct grid *grid, bool spanning)
{
    for (size_t r = 0; r < grid->rows.count; r++) {
        for (size_t c = 0; c < grid->rows.at[r].cells.count; c++) {
            struct grid_cell *cell = &grid->rows.at[r].cells.at[c];
            if ((cell->columns > 1) != spanning)
                continue;
            double unit = 0, natural = measure_runs(grid, cell, &unit);
            cell->natural = natural;
            if (cell->header) /* a long header does as well on two lines */
                natural = fmax(fmin(natural, ONE_LINE_HEADER * grid->size), natural / 2);
            measure_decimal(grid, cell);
            widen(grid->least, cell, unit + 2 * CELL_PAD_X);
            widen(grid->natural, cell, fmax(natural, unit) + 2 * CELL_PAD_X);
        }
    }
}

void grid_measure(struct grid *grid)
{
    for (size_t c = 0; c < grid->columns; c++)
        grid->least[c] = grid->natural[c] = 2 * CELL_PAD_X, grid->decimal[c] = grid->fraction[c] = 0;
    measure_cells(grid, false);
    for (size_t c = 0; c < grid->columns; c++) { /* points may stand apart more than any one number is wide */
        double aligned = grid->decimal[c] + grid->fraction[c] + 2 * CELL_PAD_X;
        grid->least[c] = fmax(grid->least[c], aligned);
        grid->natural[c] = fmax(grid->natural[c], grid->least[c]);
    }
    measure_cells(grid, true);
    for (size_t c = 0; c < grid->columns; c++)
        grid->natural[c] = fmax(grid->natural[c], grid->least[c]);
}

double grid_x(const struct grid *grid, size_t column)
{
    return widths_total(grid->widths, 0, column);
}

/* Setting ---------------------------------------------------------------------------------------------- */

static double text_height(const struct grid *grid, size_t lines)
{
    return (double)lines * grid->leading + 2 * CELL_PAD_Y;
}

/* A row higher than a page is cut: each slice takes so many lines of each cell. */
static void slice_row(struct grid *grid, size_t index, size_t most_lines)
{
    size_t lines = 0;
    for (size_t c = 0; c < grid->rows.at[index].cells.count; c++)
        lines = lines > grid->rows.at[index].cells.at[c].lines.count ? lines : grid->rows.at[index].cells.at[c].lines.count;
    for (size_t done = most_lines; done < lines; done += most_lines, index++) {
        LIST_ADD(grid->arena, &grid->rows);
        for (size_t r = grid->rows.count - 1; r > index + 1; r--)
            grid->rows.at[r] = grid->rows.at[r - 1];
        struct grid_row *row = &grid->rows.at[index], *next = &grid->rows.at[index + 1];
        *next = *row;
        next->cells.at = NULL;
        next->cells.count = 0;
        row->sliced = true;
        for (size_t c = 0; c < row->cells.count; c++) {
            struct grid_cell *cell = &row->cells.at[c], *rest = LIST_ADD(grid->arena, &next->cells);
            *rest = *cell;
            size_t taken = cell->lines.count < most_lines ? cell->lines.count : most_lines;
            rest->lines.at += taken;
            rest->lines.count -= taken;
            cell->lines.count = taken;
        }
    }
}

static void set_cell(struct grid *grid, struct grid_cell *cell)
{
    double width = widths_total(grid->widths, cell->column, cell->columns) - 2 * CELL_PAD_X;
    struct type_style style = cell_style(grid, cell, width + 0.01);
    typeset(grid->flow->setter, &cell->source->runs, &style, &cell->lines);
    if (cell->decimal >= 0 && cell->lines.count == 1) {
        double block = grid->decimal[cell->column] + grid->fraction[cell->column];
        cell->lines.at[0].x = (width - block) / 2 + grid->decimal[cell->column] - cell->decimal;
    }
}

static void set_heights(struct grid *grid)
{
    for (size_t r = 0; r < grid->rows.count; r++) {
        struct grid_row *row = &grid->rows.at[r];
        row->height = text_height(grid, 1);
        for (size_t c = 0; c < row->cells.count; c++)
            if (row->cells.at[c].rows == 1)
                row->height = fmax(row->height, text_height(grid, row->cells.at[c].lines.count));
    }
    for (size_t r = 0; r < grid->rows.count; r++) { /* what a cell over several rows lacks, the last of them gives */
        for (size_t c = 0; c < grid->rows.at[r].cells.count; c++) {
            const struct grid_cell *cell = &grid->rows.at[r].cells.at[c];
            double height = 0;
            for (size_t k = 0; k < cell->rows && r + k < grid->rows.count; k++)
                height += grid->rows.at[r + k].height;
            double lack = text_height(grid, cell->lines.count) - height;
            if (cell->rows > 1 && lack > 0)
                grid->rows.at[r + cell->rows - 1].height += lack;
        }
    }
}

void grid_set(struct grid *grid, double most)
{
    for (size_t r = 0; r < grid->rows.count; r++)
        for (size_t c = 0; c < grid->rows.at[r].cells.count; c++)
            set_cell(grid, &grid->rows.at[r].cells.at[c]);
    size_t most_lines = (size_t)fmax((most - 2 * CELL_PAD_Y) / grid->leading, 1);
    for (size_t r = 0; r < grid->rows.count; r++) {
        size_t lines = 0;
        bool spans = false;
        for (size_t c = 0; c < grid->rows.at[r].cells.count; c++) {
            const struct grid_cell *cell = &grid->rows.at[r].cells.at[c];
            lines = cell->lines.count > lines ? cell->lines.count : lines;
            spans |= cell->rows > 1;
        }
        if (lines > most_lines && !spans && !grid->rows.at[r].header)
            slice_row(grid, r, most_lines);
    }
    set_heights(grid);
}
