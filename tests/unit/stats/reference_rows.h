/* SPDX-License-Identifier: GPL-3.0-or-later
 * Two columns of a reference data set row by row: rows where either is empty are left out, and words become groups in the order of their bytes.
 */
#ifndef CEPING_TESTS_REFERENCE_ROWS_H
#define CEPING_TESTS_REFERENCE_ROWS_H

#include "check.h"

#include <stdbool.h>
#include <stdlib.h>

#define REFERENCE_ROWS 20000
#define REFERENCE_LEVELS 32

struct reference_rows {
    double x[REFERENCE_ROWS], y[REFERENCE_ROWS]; /* of the first and second column; NaN where it is a word */
    int a[REFERENCE_ROWS], b[REFERENCE_ROWS];    /* index of the word among the levels of the column */
    char levels_a[REFERENCE_LEVELS][64], levels_b[REFERENCE_LEVELS][64];
    size_t count, groups_a, groups_b;
};

static inline bool reference_word(const char *line, int column, char *ret_word, size_t room)
{
    for (; column > 0; column--) {
        line = strchr(line, ',');
        if (!line)
            return false;
        line++;
    }
    snprintf(ret_word, room, "%.*s", (int)strcspn(line, ",\r\n"), line);
    return *ret_word != 0;
}

static inline int reference_level(char levels[][64], size_t *count, const char *word)
{
    for (size_t i = 0; i < *count; i++)
        if (!strcmp(levels[i], word))
            return (int)i;
    if (*count == REFERENCE_LEVELS)
        return 0;
    snprintf(levels[*count], 64, "%.63s", word);
    return (int)(*count)++;
}

static inline void reference_sort(char levels[][64], size_t count, int *index, size_t rows)
{
    int order[REFERENCE_LEVELS], place[REFERENCE_LEVELS];
    for (size_t i = 0; i < count; i++) {
        place[i] = 0;
        for (size_t j = 0; j < count; j++)
            place[i] += strcmp(levels[j], levels[i]) < 0;
        order[place[i]] = (int)i;
    }
    for (size_t i = 0; i < rows; i++)
        index[i] = place[index[i]];
    char copy[REFERENCE_LEVELS][64];
    memcpy(copy, levels, sizeof copy);
    for (size_t i = 0; i < count; i++)
        memcpy(levels[i], copy[order[i]], 64);
}

/* Skips the test when the file is not there. The caller frees. */
static inline struct reference_rows *reference_rows(const char *file, const char *first, const char *second)
{
    const char *folder = getenv("TEST_DATA");
    char path[4096], line[8192], word[2][256];
    snprintf(path, sizeof path, "%s/reference/%s", folder ? folder : "../shared", file);
    FILE *in = fopen(path, "r");
    if (!in) {
        print_message("# no %s: set TEST_DATA\n", path);
        skip();
    }
    struct reference_rows *rows = calloc(1, sizeof *rows);
    int columns[2] = {-1, -1}, at = 0;
    if (fgets(line, sizeof line, in))
        for (char *name = strtok(line, ",\r\n"); name; name = strtok(NULL, ",\r\n"), at++) {
            columns[0] = strcmp(name, first) ? columns[0] : at;
            columns[1] = strcmp(name, second) ? columns[1] : at;
        }
    assert_true(columns[0] >= 0 && columns[1] >= 0);
    while (fgets(line, sizeof line, in) && rows->count < REFERENCE_ROWS) {
        if (!reference_word(line, columns[0], word[0], 256) || !reference_word(line, columns[1], word[1], 256))
            continue;
        size_t i = rows->count++;
        char *end;
        rows->x[i] = strtod(word[0], &end);
        rows->x[i] = *end ? NAN : rows->x[i];
        rows->y[i] = strtod(word[1], &end);
        rows->y[i] = *end ? NAN : rows->y[i];
        rows->a[i] = reference_level(rows->levels_a, &rows->groups_a, word[0]);
        rows->b[i] = reference_level(rows->levels_b, &rows->groups_b, word[1]);
    }
    fclose(in);
    reference_sort(rows->levels_a, rows->groups_a, rows->a, rows->count);
    reference_sort(rows->levels_b, rows->groups_b, rows->b, rows->count);
    return rows;
}

#endif
