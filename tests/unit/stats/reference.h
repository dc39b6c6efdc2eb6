/* SPDX-License-Identifier: GPL-3.0-or-later
 * Columns of the reference data sets under TEST_DATA (default ../shared); absent data skip a test with a line.
 */
#ifndef CEPING_TESTS_REFERENCE_H
#define CEPING_TESTS_REFERENCE_H

#include <stdbool.h>
#include <stdlib.h>

#include "check.h"

/* Field `column` of a line of simple CSV, as a number; false where it is empty or none. */
static inline bool reference_field(const char *line, int column, double *ret_value)
{
    for (; column > 0; column--) {
        line = strchr(line, ',');
        if (!line)
            return false;
        line++;
    }
    char *end;
    *ret_value = strtod(line, &end);
    return end != line;
}

/* Values of the column that `name` heads in `file`; skips the test when the file is not there. The caller frees. */
static inline double *reference_column(const char *file, const char *name, size_t *ret_count)
{
    const char *folder = getenv("TEST_DATA");
    char path[4096], line[8192];
    snprintf(path, sizeof path, "%s/reference/%s", folder ? folder : "../shared", file);
    FILE *in = fopen(path, "r");
    if (!in) {
        print_message("# no %s: set TEST_DATA\n", path);
        skip();
    }
    int column = -1, at = 0;
    if (fgets(line, sizeof line, in))
        for (char *word = strtok(line, ",\r\n"); word; word = strtok(NULL, ",\r\n"), at++)
            if (!strcmp(word, name))
                column = at;
    assert_true(column >= 0);
    double *values = calloc(10000, sizeof *values), value;
    *ret_count = 0;
    while (fgets(line, sizeof line, in) && *ret_count < 10000)
        if (reference_field(line, column, &value))
            values[(*ret_count)++] = value;
    fclose(in);
    return values;
}

#endif
