/* SPDX-License-Identifier: GPL-3.0-or-later
 * What the files of the site share.
 */
#ifndef CEPING_PUBLISH_SITE_PRIV_H
#define CEPING_PUBLISH_SITE_PRIV_H

#include "ceping/base_text.h"
#include "ceping/doc.h"
#include "ceping/publish.h"

struct site_file {
    const char *path; /* below the year */
    const char *hash;
};

struct site {
    const struct results *results;
    const struct evaluation *evaluation;
    const struct publish_options *options;
    struct diags *diags;
    struct arena *arena;
    const char *root;   /* the new folder */
    const char *year;   /* its part for this evaluation: root/2017 */
    struct map links;   /* name of a unit → struct site_link */
    LIST_OF(struct site_file) files;
};

/* Folders (site_folder.c) ------------------------------------------------------------------------------------- */

/* A new, empty folder beside `target`, which is absent, empty or a site. NULL, with the reason in `diags`. */
char *site_folder_begin(struct arena *arena, const char *target, struct diags *diags);
/* Takes over what stands in `target` and not in `fresh`, then puts `fresh` in its place. */
bool site_folder_switch(const char *target, const char *fresh, struct diags *diags);
void site_folder_remove(const char *path);

/* Writing (site.c) ---------------------------------------------------------------------------------------------- */

bool site_write(struct site *site, const char *path, const struct strbuf *bytes);
/* Reads a file that comes with the templates. */
bool site_read(struct site *site, const char *name, struct strbuf *out);

/* What the public may see (site_public.c) --------------------------------------------------------------------------- */

bool site_kind_ranked(const struct evaluation *evaluation, const struct unit_kind *kind);
/* Is the `i`-th row by place one that the public edition names? */
bool site_place_shown(const struct evaluation *evaluation, const struct table *table, size_t i);
/* Has this unit a score and a place that the public edition names? */
bool site_unit_shown(const struct results *results, const struct unit *unit);
/* Taken out by `disclose` (then the base is num_hidden()), or too few confidential answers: shown as "*". The reason: hidden_words[cell->hidden]. */
bool site_hidden(const struct evaluation *evaluation, const struct instrument *instrument, double base);
/* Figures in the open data: of questionnaires; of what is ranked in full also the others; never of pairs. */
bool site_figure_shown(const struct evaluation *evaluation, const struct figure *figure);

/* Pages (site_page.c) -------------------------------------------------------------------------------------------- */

/* The document as a page at `path` below the year; frees it. */
bool site_page(struct site *site, const char *path, const char *class, struct doc *doc);
/* The same from a template, for a unit or NULL. */
bool site_template_page(struct site *site, const char *path, const char *class, const char *template_file, const struct unit *unit);
/* The index of years at the root: every folder there that is a year. */
bool site_years(struct site *site, const char *old);
struct doc *site_doc(struct site *site, const char *title);

/* Names of units become links to their pages, in tables and lists (site_links.c). */
void site_links_init(struct site *site);
void site_links_add(struct site *site, struct doc *doc, const char *path);
/* "" or "../": from a page at `path` to the year. */
const char *site_up(const char *path);

/* The page of approved comments (comments.c); none where there are none. */
bool site_comments(struct site *site);
bool site_has_comments(const struct site *site);

struct doc *site_questionnaire(struct site *site);
struct doc *site_kind_doc(struct site *site, const struct unit_kind *kind);
bool site_data(struct site *site);
struct doc *site_downloads(struct site *site);

#endif
