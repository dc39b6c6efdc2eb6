/* SPDX-License-Identifier: GPL-3.0-or-later
 * The additive model of a two-way table with empty cells: what a cell would be expected to hold, given that some rows and some columns run higher than
 * others. Least squares over the observed cells. Means alone would not do: a row that lacks the easy columns has a low mean for that
 * reason only.
 *
 * Solved by alternation (each effect becomes the mean of what the other effects leave over: Gauss–Seidel on the normal equations), which
 * needs no matrix and converges in few sweeps for tables with few holes. Where rows and columns fall into parts that share no observed
 * cell, the difference between parts is not determined: such cells have no value.
 */
#include "ceping/base_num.h"
#include "ceping/stats.h"

#include <math.h>

/* Enough for tables that hang together by a single cell; ordinary ones end after about ten. */
#define SWEEPS_MAX 20000

/* Labels rows and columns that are connected by observed cells; −1 for empty ones. Columns stand behind the rows. */
static int find_components(const double *x, size_t rows, size_t columns, int *component)
{
    for (size_t i = 0; i < rows + columns; i++)
        component[i] = -1;
    int count = 0;
    for (size_t start = 0; start < rows; start++) {
        if (component[start] >= 0)
            continue;
        bool grown = false;
        for (size_t c = 0; c < columns; c++)
            grown = grown || !isnan(x[start * columns + c]);
        if (!grown)
            continue;
        component[start] = count;
        while (grown) {
            grown = false;
            for (size_t r = 0; r < rows; r++)
                for (size_t c = 0; c < columns; c++) {
                    int *row = &component[r], *column = &component[rows + c];
                    if (isnan(x[r * columns + c]) || (*row == count) == (*column == count))
                        continue;
                    *row = *column = count;
                    grown = true;
                }
        }
        count++;
    }
    return count;
}

/* One sweep: every row effect, then every column effect. The greatest change. */
static double sweep(const double *x, size_t rows, size_t columns, double *row, double *column)
{
    double change = 0;
    for (size_t r = 0; r < rows; r++) {
        struct sum sum = {0};
        size_t n = 0;
        for (size_t c = 0; c < columns; c++)
            if (!isnan(x[r * columns + c]))
                sum_add(&sum, x[r * columns + c] - column[c]), n++;
        if (n > 0) {
            change = fmax(change, fabs(sum_value(&sum) / (double)n - row[r]));
            row[r] = sum_value(&sum) / (double)n;
        }
    }
    for (size_t c = 0; c < columns; c++) {
        struct sum sum = {0};
        size_t n = 0;
        for (size_t r = 0; r < rows; r++)
            if (!isnan(x[r * columns + c]))
                sum_add(&sum, x[r * columns + c] - row[r]), n++;
        if (n > 0) {
            change = fmax(change, fabs(sum_value(&sum) / (double)n - column[c]));
            column[c] = sum_value(&sum) / (double)n;
        }
    }
    return change;
}

/* Column effects add up to 0 within each component; the level goes to the rows. */
static void centre(size_t rows, size_t columns, double *row, double *column, const int *component, int which)
{
    struct sum sum = {0};
    size_t n = 0;
    for (size_t c = 0; c < columns; c++)
        if (component[rows + c] == which)
            sum_add(&sum, column[c]), n++;
    double level = n > 0 ? sum_value(&sum) / (double)n : 0;
    for (size_t c = 0; c < columns; c++)
        if (component[rows + c] == which)
            column[c] -= level;
    for (size_t r = 0; r < rows; r++)
        if (component[r] == which)
            row[r] += level;
}

void stats_two_way(const double *x, size_t rows, size_t columns, double *ret_row, double *ret_column, int *ret_component)
{
    double scale = 0;
    for (size_t i = 0; i < rows * columns; i++)
        if (!isnan(x[i]))
            scale = fmax(scale, fabs(x[i]));
    memset(ret_row, 0, rows * sizeof *ret_row);
    memset(ret_column, 0, columns * sizeof *ret_column);
    int components = find_components(x, rows, columns, ret_component);
    for (int i = 0; i < SWEEPS_MAX; i++)
        if (!(sweep(x, rows, columns, ret_row, ret_column) > 1e-15 * scale))
            break;
    for (int i = 0; i < components; i++)
        centre(rows, columns, ret_row, ret_column, ret_component, i);
    for (size_t r = 0; r < rows; r++)
        if (ret_component[r] < 0)
            ret_row[r] = NAN;
    for (size_t c = 0; c < columns; c++)
        if (ret_component[rows + c] < 0)
            ret_column[c] = NAN;
}

double stats_two_way_value(const double *row, const double *column, const int *component, size_t rows, size_t r, size_t c)
{
    return component[r] >= 0 && component[r] == component[rows + c] ? row[r] + column[c] : NAN;
}
