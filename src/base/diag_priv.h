/* SPDX-License-Identifier: GPL-3.0-or-later
 * Files that problems are in, between diag.c (keeps them) and diag_format.c (shows their lines).
 */
#ifndef CEPING_DIAG_PRIV_H
#define CEPING_DIAG_PRIV_H

#include "ceping/base_diag.h"

struct diag_source {
    struct diag_source *next;
    char *file; /* what `pos.file` of the problems points at: it outlives the arena that the position came from */
    char *text; /* NULL while not known */
    size_t len;
    size_t *lines; /* where each line begins */
    size_t line_count;
};

/* Line `number` without its end; false where the file has fewer. */
bool diag_source_line(const struct diag_source *source, int number, const char **ret_line, const char **ret_end);

/* The entry of a file, or NULL. */
struct diag_source *diag_source_find(const struct diags *diags, const char *file);

#endif
