/* SPDX-License-Identifier: GPL-3.0-or-later
 * Reference data sets as rows: columns of numbers that stay aligned, letters and words as codes. Skips like reference.h where they are absent.
 */
#ifndef CEPING_TESTS_TABLE_H
#define CEPING_TESTS_TABLE_H

#include "reference.h"

#define TABLE_ROWS 3000

/* Cell `column` of a line of simple CSV into `cell`; empty where there is none. */
static inline void table_cell(const char *line, int column, char cell[64])
{
    for (; column > 0 && line; column--) {
        line = strchr(line, ',');
        line = line ? line + 1 : NULL;
    }
    size_t len = line ? strcspn(line, ",\r\n") : 0;
    len = len < 63 ? len : 63;
    memcpy(cell, line ? line : "", len);
    cell[len] = 0;
}

/* Calls `take` for each row of the column. */
static inline size_t table_each(const char *file, const char *name, void (*take)(size_t row, const char *cell, void *data), void *data)
{
    const char *folder = getenv("TEST_DATA");
    char path[4096], line[8192], cell[64] = "";
    snprintf(path, sizeof path, "%s/reference/%s", folder ? folder : "../shared", file);
    FILE *in = fopen(path, "r");
    if (!in) {
        print_message("# no %s: set TEST_DATA\n", path);
        skip();
    }
    int column = 0;
    assert_non_null(fgets(line, sizeof line, in));
    for (; column < 100; column++) {
        table_cell(line, column, cell);
        if (!strcmp(cell, name))
            break;
    }
    assert_string_equal(cell, name);
    size_t rows = 0;
    while (rows < TABLE_ROWS && fgets(line, sizeof line, in)) {
        table_cell(line, column, cell);
        take(rows++, cell, data);
    }
    fclose(in);
    return rows;
}

static inline void table_take_number(size_t row, const char *cell, void *data)
{
    ((double *)data)[row] = *cell ? strtod(cell, NULL) : NAN;
}

static inline void table_take_code(size_t row, const char *cell, void *data)
{
    /* Digits as their number, words by the first letter: E, H, M; No, Yes. */
    ((int *)data)[row] = strspn(cell, "0123456789") ? atoi(cell) : cell[0];
}

/* Room for TABLE_ROWS; returns the number of rows. */
static inline size_t table_numbers(const char *file, const char *name, double *ret)
{
    return table_each(file, name, table_take_number, ret);
}

static inline size_t table_codes(const char *file, const char *name, int *ret)
{
    return table_each(file, name, table_take_code, ret);
}

#endif
