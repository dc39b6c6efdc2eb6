/* SPDX-License-Identifier: GPL-3.0-or-later
 * Widths of columns, from what each needs (table_measure.c).
 *
 * Where all fit unbroken, what is left is shared; where not, the widest give way first, so that short texts stay on one line, and then the columns
 * by which the table gets lower are widened. A table fills the type area, so that tables below one another agree.
 */
#include "table_priv.h"

#include <math.h>

#define LEADING 1.32
#define LINE_LOSS 0.7  /* em at the end of a line that the next word or character does not fit into */
#define MOST_ROUNDS 12 /* columns widened one after the other */
#define MOST_LINES 8

/* Shares by weight; a column that would fall below its least keeps that, and the others share what is left. */
static void share_by_weight(struct grid *grid, double width)
{
    bool *fixed = ARENA_ARRAY(grid->arena, bool, grid->columns + 1);
    for (bool again = true; again;) {
        double room = width, weights = 0;
        again = false;
        for (size_t c = 0; c < grid->columns; c++) {
            if (fixed[c])
                room -= grid->widths[c];
            else
                weights += fmax(grid->table->columns.at[c].weight, 0.01);
        }
        for (size_t c = 0; c < grid->columns; c++) {
            if (fixed[c])
                continue;
            grid->widths[c] = room * fmax(grid->table->columns.at[c].weight, 0.01) / weights;
            if (grid->widths[c] < grid->least[c]) {
                grid->widths[c] = grid->least[c];
                fixed[c] = again = true;
                break;
            }
        }
    }
}

static double capped(const struct grid *grid, size_t c, double most)
{
    return fmax(grid->least[c], fmin(grid->natural[c], most));
}

/* The ceiling under which all columns together are as wide as the table: narrow ones keep their text on one line, wide ones share what is left. */
static double ceiling(const struct grid *grid, double width)
{
    double low = 0, high = width;
    for (int i = 0; i < 60; i++) {
        double middle = (low + high) / 2, sum = 0;
        for (size_t c = 0; c < grid->columns; c++)
            sum += capped(grid, c, middle);
        if (sum > width)
            high = middle;
        else
            low = middle;
    }
    return low;
}

static void share_by_content(struct grid *grid, double width)
{
    double natural = widths_total(grid->natural, 0, grid->columns), most = natural > width ? ceiling(grid, width) : 0;
    for (size_t c = 0; c < grid->columns; c++) {
        if (natural <= width) /* the same for all, and the rest by what they hold: narrow columns do not cling to their text */
            grid->widths[c] = grid->natural[c] + (width - natural) * (0.5 / (double)grid->columns + 0.5 * grid->natural[c] / natural);
        else
            grid->widths[c] = capped(grid, c, most);
    }
}

/* Lines that a cell will take in a column of that width; a little is lost at the end of each. */
static double lines_at(const struct grid *grid, const struct grid_cell *cell, double width)
{
    double room = width - 2 * CELL_PAD_X + 0.01;
    return cell->natural <= room ? 1 : ceil(cell->natural / fmax(room - grid->size * LINE_LOSS, grid->size));
}

static double height_at(const struct grid *grid, const double *widths)
{
    double height = 0;
    for (size_t r = 0; r < grid->rows.count; r++) {
        double lines = 1;
        for (size_t c = 0; c < grid->rows.at[r].cells.count; c++) {
            const struct grid_cell *cell = &grid->rows.at[r].cells.at[c];
            if (cell->columns == 1)
                lines = fmax(lines, lines_at(grid, cell, widths[cell->column]) / (double)cell->rows);
        }
        height += lines;
    }
    return height;
}

double grid_height(const struct grid *grid)
{
    return height_at(grid, grid->widths) * grid->leading + (double)grid->rows.count * 2 * CELL_PAD_Y;
}

double grid_lowest(const struct grid *grid, double size)
{
    return (double)grid->rows.count * (size * LEADING + 2 * CELL_PAD_Y);
}

/* Column `c` as wide as `wanted`; what that takes the others give, or get, by what they have above their least. */
static bool resize(const struct grid *grid, const double *widths, size_t c, double wanted, double *ret_widths)
{
    double change = wanted - widths[c], room = 0;
    for (size_t i = 0; i < grid->columns; i++)
        room += i == c ? 0 : widths[i] - grid->least[i];
    if (change <= 0 || change > room)
        return false;
    for (size_t i = 0; i < grid->columns; i++)
        ret_widths[i] = i == c ? wanted : widths[i] - change * (widths[i] - grid->least[i]) / room;
    return true;
}

static double widest_cell(const struct grid *grid, size_t column)
{
    double widest = 0;
    for (size_t r = 0; r < grid->rows.count; r++)
        for (size_t k = 0; k < grid->rows.at[r].cells.count; k++)
            if (grid->rows.at[r].cells.at[k].column == column && grid->rows.at[r].cells.at[k].columns == 1)
                widest = fmax(widest, grid->rows.at[r].cells.at[k].natural);
    return widest;
}

/* Under one ceiling for all a column of long texts has as many lines as it takes, while others keep blank beside their numbers. Each column is
 * tried at the widths at which its longest text takes a line less, as long as the table gets lower for it. */
static void share_by_height(struct grid *grid, double width)
{
    double *trial = ARENA_ARRAY(grid->arena, double, grid->columns + 1), *best = ARENA_ARRAY(grid->arena, double, grid->columns + 1);
    double lowest = height_at(grid, grid->widths);
    for (int round = 0; round < MOST_ROUNDS; round++) {
        bool better = false;
        for (size_t c = 0; c < grid->columns; c++) {
            double text = widest_cell(grid, c);
            if (text + 2 * CELL_PAD_X <= grid->widths[c])
                continue;
            for (int lines = 1; lines <= MOST_LINES; lines++) {
                double wanted = text / lines + (lines > 1 ? grid->size * LINE_LOSS : 0) + 2 * CELL_PAD_X;
                if (wanted >= width || !resize(grid, grid->widths, c, wanted, trial))
                    continue;
                double height = height_at(grid, trial);
                if (height > lowest - 0.5)
                    continue;
                lowest = height;
                memcpy(best, trial, grid->columns * sizeof *best);
                better = true;
            }
        }
        if (!better)
            return;
        memcpy(grid->widths, best, grid->columns * sizeof *best);
    }
}

bool grid_fit(struct grid *grid, double size, double width)
{
    grid->size = size;
    grid->leading = size * LEADING;
    grid->width = width;
    grid_measure(grid);
    if (widths_total(grid->least, 0, grid->columns) > width + 0.01)
        return false;
    bool weighted = false;
    for (size_t c = 0; c < grid->columns; c++)
        weighted |= grid->table->columns.at[c].weight > 0;
    if (weighted) {
        share_by_weight(grid, width);
    } else {
        share_by_content(grid, width);
        if (widths_total(grid->natural, 0, grid->columns) > width)
            share_by_height(grid, width);
    }
    return true;
}
