/* SPDX-License-Identifier: GPL-3.0-or-later
 * Between table_measure.c (what one table needs at one size), table_widths.c (widths of its columns), table_cut.c (several tables of one) and table.c (its boxes).
 */
#ifndef CEPING_TABLE_PRIV_H
#define CEPING_TABLE_PRIV_H

#include "flow_priv.h"

/* A cell where it stands in the grid of columns and rows. */
struct grid_cell {
    const struct doc_cell *source;
    size_t column, columns;
    size_t row, rows; /* counted over header and body */
    enum doc_align align;
    bool strong, header;
    bool right; /* a number whose end, not its point, stands below the others' */
    text_lines lines;
    size_t first_line; /* of those: a row taller than a page goes on in the next slice */
    double natural;    /* width of its text on one line */
    double decimal;    /* width before the decimal point; negative where it is no number */
    double fraction;   /* width from the decimal point on */
};

struct grid_row {
    LIST_OF(struct grid_cell) cells;
    bool header, strong;
    bool sliced; /* the next row goes on with this one's text: no line between */
    int group;
    double height;
};

struct grid {
    struct flow *flow;
    const struct doc_table *table;
    struct arena *arena;
    double size;    /* of type, points */
    double leading;
    double width;   /* to fill */
    size_t columns;
    double *natural; /* widest text of each column, unbroken, with padding */
    double *least;   /* narrowest it can be */
    double *widths;  /* as chosen */
    double *decimal, *fraction; /* widest before and behind the decimal point, of columns aligned by it */
    enum doc_align *guessed;    /* of columns that declare none */
    LIST_OF(struct grid_row) rows;
};

#define CELL_PAD_X 3.5 /* points between a cell's edge and its text */
#define CELL_PAD_Y 3.0

/* Reads the table into the grid: cells with their places. */
void grid_read(struct grid *grid);
/* Room for what is measured of its columns. */
void grid_make_room(struct grid *grid);
/* The table as `count` tables or, where headers stand over many columns, fewer; returns how many. At most as many as there are columns behind the first. */
size_t grid_cut(const struct grid *whole, size_t count, struct grid **ret_parts);
/* What each column needs at grid->size: natural, least, decimal, fraction. */
void grid_measure(struct grid *grid);
double widths_total(const double *widths, size_t from, size_t count);
/* Measures at `size` and chooses widths that fill `width`. False when even the narrowest are wider. */
bool grid_fit(struct grid *grid, double size, double width);
/* Sets the cells at the widths chosen; rows higher than `most` are cut into slices. */
void grid_set(struct grid *grid, double most);
/* Points that the rows will take, nearly, at the widths chosen. */
double grid_height(const struct grid *grid);
/* The least that they could take at that size. */
double grid_lowest(const struct grid *grid, double size);
double grid_x(const struct grid *grid, size_t column);

#endif
