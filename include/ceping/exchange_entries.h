/* SPDX-License-Identifier: GPL-3.0-or-later
 * Two entries of the same paper copies: where they differ, how often, by field and by who entered; what a person decided about each difference; and the file that
 * follows.
 *
 * Rates are shares of compared cells, with Wilson's interval of 95 %. From the share d of cells in which two independent entries differ follows the error rate of one
 * entry, p = (1 − √(1 − 2d)) / 2, for a cell differs when just one of the two is wrong; both are wrong in the same cell with p², and only such cells can pass unseen. p² bounds the
 * error rate that is left when every difference has been decided rightly.
 */
#ifndef CEPING_EXCHANGE_ENTRIES_H
#define CEPING_EXCHANGE_ENTRIES_H

#include "ceping/base_diag.h"
#include "ceping/model_data.h"

struct entries_rate {
    const char *name; /* field, or who entered */
    size_t cells, differ, wrong; /* `wrong`: decided against this entry; for fields, decided against either */
};

struct entries_difference {
    const char *key;
    const struct variable *variable; /* NULL: `field` names what it is */
    const char *field;
    size_t a, b;              /* rows of the two files */
    const char *text_a, *text_b, *who_a, *who_b;
    const char *decided, *reason, *who, *date; /* NULL: not decided */
};

struct entries {
    struct arena *arena;
    const struct evaluation *evaluation;
    const struct instrument *instrument;
    LIST_OF(struct response) rows[2];
    const char *paths[2];
    const char *platforms[2]; /* as which they were read */
    size_t both, only[2]; /* copies in both files, in one alone */
    size_t alone;         /* of those in both, entered both times by the same person */
    LIST_OF(struct entries_difference) differences;
    LIST_OF(struct entries_rate) fields, people;
    struct entries_rate all;
    size_t decided;
};

/* Reads both files (entry sheets, or exports) and compares. NULL with the reasons in `diags`. The caller frees with entries_free(). */
struct entries *entries_compare(const struct evaluation *evaluation, const char *path_a, const char *path_b, struct diags *diags);
void entries_free(struct entries *entries); /* accepts NULL */

/* The list to decide on, as CSV for Excel: a row a difference; what to fill in stands at its end: A, B or another value, why, who, when. */
bool entries_write_list(const struct entries *entries, const char *path, struct diags *diags);
/* Takes the decisions from such a list. All that is wrong with it is told at once; a difference without a decision is no error. */
bool entries_read_list(struct entries *entries, const char *path, struct diags *diags);

/* The file that follows from both entries and the decisions, as CSV that loading reads. False while a difference is not decided. */
bool entries_write(const struct entries *entries, const char *path, struct diags *diags);
/* Adds a row for each decision to decisions.csv, and one for the comparison as a whole, from which reports know how good the entries were; but for those that stand there. `who` and `date`: of the
 * whole where there was nothing to decide. */
bool entries_record(const struct entries *entries, const char *who, const char *date, size_t *ret_added, struct diags *diags);

#endif
