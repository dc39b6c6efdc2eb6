/* SPDX-License-Identifier: GPL-3.0-or-later
 * Results as files for others: a workbook of the statistics, the public site with its open data.
 *
 *     if (!publish_workbook(results, NULL, "statistics.xlsx", &diags)) …
 */
#ifndef CEPING_PUBLISH_H
#define CEPING_PUBLISH_H

#include "ceping/base_diag.h"
#include "ceping/engine.h"
#include "ceping/model_results.h"

struct render_faces;

/* Writes all blocks of results->analyses (those of one measure where `measure` is given): a sheet of contents, then one sheet a block. Numbers are numbers at full
 * precision, shown rounded; texts are never formulas; the date inside is the report date, so that two runs give the same bytes. The file
 * appears under `path` only when it is whole. False, with the reason in `diags`, where it cannot be written. */
bool publish_workbook(const struct results *results, const char *measure, const char *path, struct diags *diags);

/* The site ----------------------------------------------------------------------------------------------- */

/* What somebody wrote. Published is `masked`, where a person has approved it, and nothing else of it. */
struct publish_comment {
    const struct instrument *instrument;
    const struct question *question;
    const char *id;     /* "3f09c2d41b7e": of its words and its response; a row comment:ID of decisions.csv speaks of it */
    const char *text;   /* as written */
    const char *masked; /* names, numbers and addresses masked */
    size_t masks;       /* how many */
    bool approved;
};

typedef LIST_OF(struct publish_comment) publish_comments;

/* All comments of valid responses, in their order. False where they cannot be read. They live in `arena`. */
bool publish_comments_read(struct engine *engine, struct arena *arena, publish_comments *ret_comments, struct diags *diags);

struct publish_options {
    const char *const *template_folders; /* searched in order; NULL at the end. The evaluation's own `templates/` comes first */
    const char *program;                 /* "ceping 0.1.0", stated on each page */
    const publish_comments *comments;    /* NULL: none */
    /* Why the results are other ones than those published in the folder, for readers; one of them, or NULL. */
    const char *correction, *revision;
    const char *cause_en; /* the same in English; NULL: the English pages show it in Chinese */
    const char *date;    /* ISO, of this edition; NULL: the report date */
    struct store *store; /* whose responses go into the internal archive; NULL: no archive */
    int *ret_edition;    /* NULL, or where the number of the edition goes */
    struct render_faces *faces;          /* for PNG and PDF; a fixed set, or the bytes differ by machine. NULL: pictures as SVG only, and no reports */
    bool reports;                        /* also the public edition of the reports as PDF; they want results->analyses */
};

/* What a site needs besides the scores: how sure they are, and for reports the statistics. Before publish_site(), by whoever has the engine. */
bool publish_prepare(struct engine *engine, struct results *results, bool reports, size_t threads, struct diags *diags);

/* Makes the public site of an evaluation: FOLDER/index.html (the years) and FOLDER/YEAR/ with pages, open data and what newspapers take; below en/ of
 * either the pages in English. The folder must be absent, empty or
 * an earlier publication; other years in it stay. Other results than those that stand there already make a new edition and need a reason (edition.c). With
 * a store, FOLDER-YEAR-vN.internal.zip is written beside the folder: all inputs, mode 0600. The folder is written beside and switched at once: on failure
 * the old one stays as it was. The same results give the same bytes. False, with the reasons in `diags`. What may not be seen is taken out of
 * `results` first (disclose.h): they are the public's from then on. The `engine` that made them lets the evaluation speak English for the English
 * pages, and Chinese again afterwards. */
bool publish_site(struct engine *engine, struct results *results, const struct publish_options *options, const char *folder, struct diags *diags);

/* Where the internal archive of an edition stands: "site-2017-v1.internal.zip" for the folder "site". */
const char *publish_archive_path(struct arena *arena, const char *folder, int year, int edition);
/* Where the evaluation lies in its archive, of which archive.json says how many folders `above` it its earlier ledgers reach: "evaluation" for 0. */
const char *publish_archive_evaluation(struct arena *arena, int above);
/* Unpacks an internal archive into `folder`: evaluation/ with its database, templates/0 …, previous/, archive.json. Refuses names that lead elsewhere. */
bool publish_archive_unpack(const char *path, const char *folder, struct diags *diags);
/* Removes a folder with all in it; never follows a symbolic link. */
void publish_folder_remove(const char *path);

#endif
