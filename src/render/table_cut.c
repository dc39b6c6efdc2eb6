/* SPDX-License-Identifier: GPL-3.0-or-later
 * A table with more columns than a page takes, cut into several: each has the first column, which names the rows, and some of the others.
 *
 * Columns are shared out evenly, and a cut goes where no header stands over both sides, if there is such a place near by. A cell over
 * columns of several parts stands in each of them, over those that are there.
 */
#include "table_priv.h"

/* Columns of the whole from `from` to before `end` stand behind the first. */
struct cut {
    size_t from, end;
};

/* A cell as a part has it; false where none of its columns are there. */
static bool clip(const struct grid_cell *cell, struct cut cut, struct grid_cell *ret_cell)
{
    size_t first = cell->column, end = cell->column + cell->columns;
    size_t from = first > cut.from ? first : cut.from, to = end < cut.end ? end : cut.end;
    size_t others = to > from ? to - from : 0;
    *ret_cell = *cell;
    ret_cell->column = first == 0 ? 0 : from - cut.from + 1;
    ret_cell->columns = (first == 0 ? 1 : 0) + others;
    return ret_cell->columns > 0;
}

static struct doc_table *columns_of(const struct grid *whole, struct cut cut)
{
    struct doc_table *table = ARENA_NEW(whole->arena, struct doc_table);
    *table = *whole->table;
    table->columns.at = NULL;
    table->columns.count = 0;
    *LIST_ADD(whole->arena, &table->columns) = whole->table->columns.at[0];
    for (size_t c = cut.from; c < cut.end; c++)
        *LIST_ADD(whole->arena, &table->columns) = whole->table->columns.at[c];
    return table;
}

static void make_part(const struct grid *whole, struct cut cut, struct grid *ret_part)
{
    struct grid part = {.flow = whole->flow, .table = columns_of(whole, cut), .arena = whole->arena, .columns = cut.end - cut.from + 1};
    for (size_t r = 0; r < whole->rows.count; r++) {
        struct grid_row *row = LIST_ADD(part.arena, &part.rows), from = whole->rows.at[r];
        *row = from;
        row->cells.at = NULL;
        row->cells.count = 0;
        for (size_t c = 0; c < from.cells.count; c++) {
            struct grid_cell cell;
            if (clip(&from.cells.at[c], cut, &cell))
                *LIST_ADD(part.arena, &row->cells) = cell;
        }
    }
    grid_make_room(&part);
    *ret_part = part;
}

static bool stands_across(const struct grid *whole, size_t at)
{
    for (size_t r = 0; r < whole->rows.count && whole->rows.at[r].header; r++)
        for (size_t c = 0; c < whole->rows.at[r].cells.count; c++) {
            const struct grid_cell *cell = &whole->rows.at[r].cells.at[c];
            if (cell->column > 0 && cell->column < at && cell->column + cell->columns > at)
                return true;
        }
    return false;
}

/* The place nearest to `at`, by less than half of a part, that parts no header. */
static size_t place_for_cut(const struct grid *whole, size_t at, size_t part)
{
    for (size_t away = 0; 2 * away < part; away++) {
        if (!stands_across(whole, at - away))
            return at - away;
        if (at + away < whole->columns && !stands_across(whole, at + away))
            return at + away;
    }
    return at;
}

size_t grid_cut(const struct grid *whole, size_t count, struct grid **ret_parts)
{
    size_t others = whole->columns - 1, made = 0;
    *ret_parts = ARENA_ARRAY(whole->arena, struct grid, count);
    for (size_t k = 0, from = 1; k < count; k++) {
        size_t end = k + 1 == count ? whole->columns : place_for_cut(whole, 1 + others * (k + 1) / count, others / count);
        if (end > from)
            make_part(whole, (struct cut){from, end}, &(*ret_parts)[made++]);
        from = end > from ? end : from;
    }
    return made;
}
