/* SPDX-License-Identifier: GPL-3.0-or-later
 * Results as files for others: a workbook of the statistics, the public site with its open data.
 *
 *     if (!publish_workbook(results, NULL, "statistics.xlsx", &diags)) …
 */
#ifndef CEPING_PUBLISH_H
#define CEPING_PUBLISH_H

#include "ceping/base_diag.h"
#include "ceping/model_results.h"

struct render_faces;

/* Writes all blocks of results->analyses (those of one measure where `measure` is given): a sheet of contents, then one sheet a block. Numbers are numbers at full
 * precision, shown rounded; texts are never formulas; the date inside is the report date, so that two runs give the same bytes. The file
 * appears under `path` only when it is whole. False, with the reason in `diags`, where it cannot be written. */
bool publish_workbook(const struct results *results, const char *measure, const char *path, struct diags *diags);

/* The site ----------------------------------------------------------------------------------------------- */

struct publish_options {
    const char *const *template_folders; /* searched in order; NULL at the end. The evaluation's own `templates/` comes first */
    const char *program;                 /* "ceping 0.1.0", stated on each page */
    struct render_faces *faces;          /* for PNG and PDF; a fixed set, or the bytes differ by machine. NULL: pictures as SVG only, and no reports */
    bool reports;                        /* also the public edition of the reports as PDF; they want results->analyses */
};

/* Makes the public site of an evaluation: FOLDER/index.html (the years) and FOLDER/YEAR/ with pages, open data and what newspapers take; below en/ of
 * either the pages in English. The folder must be absent, empty or
 * an earlier publication; other years in it stay. It is written beside and switched at once: on failure the old one stays as it was. The same
 * results give the same bytes. False, with the reasons in `diags`. */
bool publish_site(const struct results *results, const struct publish_options *options, const char *folder, struct diags *diags);

#endif
