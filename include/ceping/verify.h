/* SPDX-License-Identifier: GPL-3.0-or-later
 * Verifying a publication: recomputing what is published from what is published, and, with the internal archive, making all of it again.
 *
 *     struct verify_report *report = verify_folder("site", NULL, &options, &diags);   … NULL: it could not be looked at
 *     if (report->differences.count == 0) …
 *     verify_report_free(report);
 *
 * Scores, places, bands, facet sums and means come from the published leaves through the same library that scored them; rates and means from numerator and base;
 * counts of options lead to figures; every derived file is written again from the tables; numbers marked in pages are those of the tables; hashes hold.
 * What a stranger cannot recompute (places that are not published, values that are hidden, conditions on single answers) is counted with its reason.
 */
#ifndef CEPING_VERIFY_H
#define CEPING_VERIFY_H

#include "ceping/base_diag.h"
#include "ceping/publish_data.h"

struct render_faces;

enum verify_check {
    VERIFY_FILES,
    VERIFY_DERIVED,
    VERIFY_FIGURES,
    VERIFY_COUNTS,
    VERIFY_LEAVES,
    VERIFY_SCORES,
    VERIFY_PLACES,
    VERIFY_FACETS,
    VERIFY_SUMMARIES,
    VERIFY_PAGES,
    VERIFY_EDITIONS,
    VERIFY_ARCHIVE,
    VERIFY_CHECKS
};

extern const char *const verify_check_ids[VERIFY_CHECKS];
extern const char *const verify_check_labels[VERIFY_CHECKS]; /* English source strings for _() */

/* Something published that is not what follows from the rest. Texts are NULL where they do not apply. */
struct verify_difference {
    enum verify_check check;
    const char *file; /* below the year */
    const char *row;  /* its key, or an id in a page */
    const char *column;
    const char *published, *recomputed;
};

/* What could not be recomputed, why, and how many of them. */
struct verify_left {
    const char *reason; /* English source string for _() */
    size_t count;
};

struct verify_year {
    int year, edition;
    const char *program;
    size_t checked[VERIFY_CHECKS];
    LIST_OF(struct verify_difference) differences;
    LIST_OF(struct verify_left) left;
};

struct verify_report {
    struct arena *arena;
    LIST_OF(struct verify_year) years;
    struct verify_year root; /* files beside the years; their hashes alone are looked at */
    bool root_seen;          /* false where the folder is that of a year */
    size_t differences;      /* in all */
};

struct verify_options {
    const char *archive; /* of one edition; NULL: only what is public */
    const char *program; /* "ceping 0.1.0": this one */
    /* For making everything again: */
    struct render_faces *faces; /* the fixed set */
    size_t threads;             /* for the ranges of scores */
};

/* `folder` is a site, or the folder of one of its years. NULL, with the reason in `diags`, where there is no publication or it cannot be read. */
struct verify_report *verify_folder(const char *folder, const struct verify_options *options, struct diags *diags);
void verify_report_free(struct verify_report *report); /* accepts NULL */

#endif
