/* SPDX-License-Identifier: GPL-3.0-or-later
 * Several columns of a reference data set side by side, missing ones as NaN; absent data skip a test with a line.
 */
#ifndef CEPING_TESTS_REFERENCE_TABLE_H
#define CEPING_TESTS_REFERENCE_TABLE_H

#include <stdlib.h>

#include "check.h"

#include "ceping/stats_association.h"

/* Cuts a line of CSV in place; quotes around a field are taken off. */
static inline size_t table_fields(char *line, char **fields, size_t room)
{
    size_t count = 0;
    for (char *at = line; count < room; at++) {
        bool quoted = *at == '"';
        at += quoted;
        fields[count++] = at;
        at = quoted ? strchr(at, '"') : at + strcspn(at, ",\r\n");
        if (!at)
            return count;
        if (quoted)
            *at++ = 0;
        if (*at != ',') {
            *at = 0;
            return count;
        }
        *at = 0;
    }
    return count;
}

/* Columns one after another, x[j·n + i]. A name "vote=Labour" stands for an indicator: 1 where the column holds this text. The caller frees. */
static inline double *reference_table(const char *file, const char *const *names, size_t columns, size_t *ret_n)
{
    const char *folder = getenv("TEST_DATA");
    char path[4096], line[16384], *fields[200];
    snprintf(path, sizeof path, "%s/reference/%s", folder ? folder : "../shared", file);
    FILE *in = fopen(path, "r");
    if (!in) {
        print_message("# no %s: set TEST_DATA\n", path);
        skip();
    }
    assert_true(fgets(line, sizeof line, in));
    size_t heads = table_fields(line, fields, 200), at[64];
    for (size_t j = 0; j < columns; j++) {
        at[j] = heads;
        for (size_t c = 0; c < heads; c++)
            if (strncmp(fields[c], names[j], strcspn(names[j], "=")) == 0 && fields[c][strcspn(names[j], "=")] == 0)
                at[j] = c;
        assert_true(at[j] < heads);
    }
    double *rows = calloc(10000 * columns, sizeof *rows);
    size_t n = 0;
    for (; n < 10000 && fgets(line, sizeof line, in); n++) {
        size_t count = table_fields(line, fields, 200);
        for (size_t j = 0; j < columns; j++) {
            const char *text = at[j] < count ? fields[at[j]] : "", *want = strchr(names[j], '=');
            rows[n * columns + j] = !*text ? NAN : want ? strcmp(text, want + 1) == 0 : strtod(text, NULL);
        }
    }
    fclose(in);
    double *x = calloc(n * columns + 1, sizeof *x);
    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j < columns; j++)
            x[j * n + i] = rows[i * columns + j];
    free(rows);
    *ret_n = n;
    return x;
}

/* The same, complete rows only. */
static inline double *reference_complete(const char *file, const char *const *names, size_t columns, size_t *ret_n)
{
    double *x = reference_table(file, names, columns, ret_n), *complete = calloc(*ret_n * columns + 1, sizeof *complete);
    *ret_n = stats_listwise(x, NULL, *ret_n, columns, complete, NULL);
    free(x);
    return complete;
}

/* Relative, as the reference asks: |got − want| ≤ tolerance·|want| + 1e-12. */
#define check_relative(got, want, tolerance) check_relative_at((got), (want), (tolerance), #got, __FILE__, __LINE__)

static inline void check_relative_at(double got, double want, double tolerance, const char *what, const char *file, int line)
{
    if ((isnan(got) && isnan(want)) || fabs(got - want) <= tolerance * fabs(want) + 1e-12)
        return;
    print_error("%s: expected %.17g, got %.17g (relative error %.2g)\n", what, want, got, fabs(got - want) / fabs(want));
    _fail(file, line);
}

#endif
