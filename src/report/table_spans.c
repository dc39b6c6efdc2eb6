/* SPDX-License-Identifier: GPL-3.0-or-later
 * Cells over several columns or rows in tables written by hand. GFM has none; here a cell that holds `<` alone belongs to the one at its left, one with
 * `^` alone to the one above:
 *
 *     | 区县 | 2016年 | <    | 2017年 | <    |
 *     |:--|--:|--:|--:|--:|
 *     | ^    | 得分   | 名次 | 得分   | 名次 |
 *     | 张店 | 94.10  | 2    | 95.04  | 1    |
 *
 * A row that goes on with a cell of the header is a row of the header. The marks count where the template has them: a value that prints "<" is a value.
 */
#include "report_priv.h"

/* Which cell each place of the grid belongs to: index of its own place, row × columns + column. */
struct span_grid {
    const enum span_mark *marks;
    size_t rows, columns;
    size_t *owner, *width, *height; /* the latter two by owner */
};

static bool take_places(struct span_grid *grid, size_t *ret_bad)
{
    for (size_t i = 0; i < grid->rows * grid->columns; i++) {
        size_t row = i / grid->columns, column = i % grid->columns;
        enum span_mark mark = grid->marks[i];
        if ((mark == SPAN_LEFT && column == 0) || (mark == SPAN_ABOVE && row == 0)) {
            *ret_bad = i;
            return false;
        }
        size_t owner = mark == SPAN_LEFT ? grid->owner[i - 1] : mark == SPAN_ABOVE ? grid->owner[i - grid->columns] : i;
        grid->owner[i] = owner;
        size_t width = column - owner % grid->columns + 1, height = row - owner / grid->columns + 1;
        grid->width[owner] = width > grid->width[owner] ? width : grid->width[owner];
        grid->height[owner] = height > grid->height[owner] ? height : grid->height[owner];
    }
    return true;
}

/* Each cell must be a rectangle. */
static bool check_shapes(const struct span_grid *grid, size_t *ret_bad)
{
    for (size_t i = 0; i < grid->rows * grid->columns; i++) {
        size_t owner = grid->owner[i];
        for (size_t r = 0; owner == i && r < grid->height[i]; r++)
            for (size_t c = 0; c < grid->width[i]; c++)
                if (i % grid->columns + c >= grid->columns || grid->owner[i + r * grid->columns + c] != i) {
                    *ret_bad = i + r * grid->columns + c;
                    return false;
                }
    }
    return true;
}

/* How many rows hang together with the first: cells of it, or of one that hangs with it, go on in them. */
static size_t header_rows(const struct span_grid *grid)
{
    size_t count = 1;
    for (size_t i = 0; i < count * grid->columns && i < grid->rows * grid->columns; i++) {
        size_t end = i / grid->columns + grid->height[grid->owner[i]];
        if (grid->owner[i] == i && end > count)
            count = end;
    }
    return count;
}

bool table_spans(struct arena *arena, struct doc_table *table, const enum span_mark *marks, size_t rows, size_t columns, size_t *ret_bad)
{
    size_t places = rows * columns;
    struct span_grid grid = {marks, rows, columns, ARENA_ARRAY(arena, size_t, places + 1), ARENA_ARRAY(arena, size_t, places + 1), ARENA_ARRAY(arena, size_t, places + 1)};
    if (!take_places(&grid, ret_bad) || !check_shapes(&grid, ret_bad))
        return false;
    size_t head = table->header.count, heads = head > 0 ? header_rows(&grid) : 0;
    for (size_t r = 0; r < rows; r++) {
        struct doc_row *row = r < head ? &table->header.at[r] : &table->rows.at[r - head];
        size_t kept = 0;
        for (size_t c = 0; c < columns; c++) {
            size_t place = r * columns + c;
            if (grid.owner[place] != place)
                continue;
            row->cells.at[kept] = row->cells.at[c];
            row->cells.at[kept].columns = (int)grid.width[place];
            row->cells.at[kept++].rows = (int)grid.height[place];
        }
        row->cells.count = kept;
    }
    for (; head < heads; head++) { /* from the body to the header */
        *LIST_ADD(arena, &table->header) = table->rows.at[0];
        table->rows.at++;
        table->rows.count--;
    }
    return true;
}
