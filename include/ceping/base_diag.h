/* SPDX-License-Identifier: GPL-3.0-or-later
 * Problems, collected instead of printed: level, place, text, and what would be accepted.
 *
 *     diags_error(diags, item->pos, _("item '%s' refers to unknown scale '%s'"), id, scale);
 *     diags_hint(diags, _("known scales: %s"), names);
 *
 * prints, once the command shows them,
 *
 *     surveys/x/instruments/public.yaml:14:12: error: item 'q7' refers to unknown scale 'agree6'
 *       14 |     scale: agree6
 *          |            ^^^^^^ known scales: agree5, agree7, yesno
 *
 * Wording: lower case, no full stop, the problem first, its subject in single quotes, then what would be accepted.
 */
#ifndef CEPING_BASE_DIAG_H
#define CEPING_BASE_DIAG_H

#include "ceping/base.h"

/* A place in a file. Lines and columns begin at 1; 0 means unknown. Columns count display width: a Chinese character is two.
 * `file` is borrowed and lives as long as the arena that the object with this position lives in. For tables of data `line` is the
 * row of the file and `col` the column number in the sheet. */
struct pos {
    const char *file;
    int line;
    int col;
    int width; /* of the thing there, in columns, for the caret; 0 is taken as 1 */
};

/* A word in a file that refers to something or is kept as written: text and its place. */
struct name {
    const char *text; /* NULL where absent */
    struct pos pos;
};

enum diag_level { DIAG_NOTE, DIAG_WARNING, DIAG_ERROR, DIAG_LEVELS };

struct diag {
    enum diag_level level;
    struct pos pos;
    char *text;
    char *hint; /* what would be accepted, or NULL */
};

struct diags {
    struct diag *at;
    size_t count;
    size_t room;
    size_t errors;
    size_t warnings;
    size_t dropped; /* past the ceiling of 1,000; errors and warnings count them still. An error displaces a warning there */
    struct diag_source *sources;
    bool last_dropped; /* a hint then belongs to nothing */
};

/* The names of files are copied: positions in problems outlive the arena that they came from. */
void diags_init(struct diags *diags);
void diags_release(struct diags *diags);

void diags_error(struct diags *diags, struct pos pos, const char *format, ...) __attribute__((format(printf, 3, 4)));
void diags_warning(struct diags *diags, struct pos pos, const char *format, ...) __attribute__((format(printf, 3, 4)));
void diags_note(struct diags *diags, struct pos pos, const char *format, ...) __attribute__((format(printf, 3, 4)));
/* Adds what would be accepted to the last problem. */
void diags_hint(struct diags *diags, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* Hint "did you mean 'X'" when one of `words` is near `wrong`; else "known: a, b, c", at most 12 of them. */
void diags_hint_words(struct diags *diags, const char *wrong, const char *const *words, size_t count);

/* Adds all that `from` has, in its order, sources of files included: what several threads found, each for itself, comes together so. */
void diags_append(struct diags *diags, const struct diags *from);

/* Keeps a copy of a file's text, so that its lines can be shown under a problem. */
void diags_add_source(struct diags *diags, const char *file, const char *text, size_t len);

/* Writes problem `i` as people read it, with source line and caret where the source is known. `colour` adds ANSI colours. */
void diags_format(const struct diags *diags, size_t i, bool colour, struct strbuf *out);
void diags_format_all(const struct diags *diags, bool colour, struct strbuf *out); /* in order of file, line, column; notes stay behind what they explain */

#define POS_NONE ((struct pos){0})

#endif
