/* SPDX-License-Identifier: GPL-3.0-or-later
 * What the files of the site share.
 */
#ifndef CEPING_PUBLISH_SITE_PRIV_H
#define CEPING_PUBLISH_SITE_PRIV_H

#include "ceping/base_text.h"
#include "ceping/base_words.h"
#include "ceping/doc.h"
#include "ceping/publish.h"
#include "ceping/publish_data.h"

struct site_file {
    const char *path; /* below the year */
    const char *hash;
};

/* The PDF of a report: its address below the year. */
struct site_report {
    const char *path, *title;
    const struct unit *unit; /* NULL: of the whole */
    enum language language;
};

struct site {
    struct engine *engine;
    struct results *results;
    const struct evaluation *evaluation;
    enum language language; /* of the pages that are being written; the evaluation speaks it */
    const struct publish_options *options;
    struct diags *diags;
    struct arena *arena;
    const char *root;   /* the new folder */
    const char *year;   /* its part for this evaluation: root/2017 */
    struct map links;   /* name of a unit → struct site_link */
    LIST_OF(struct site_file) files;
    struct data_set *data; /* the open data, with the editions up to this one */
    bool new_edition;      /* an earlier one is published, and its results are other ones */
    LIST_OF(struct site_report) reports;
};

/* Folders (site_folder.c) ------------------------------------------------------------------------------------- */

#define SITE_MARK ".ceping-site" /* in each folder that a publication may replace */

/* A new, empty folder beside `target`, which is absent, empty or a site. NULL, with the reason in `diags`. */
char *site_folder_begin(struct arena *arena, const char *target, struct diags *diags);
/* Takes over what stands in `target` and not in `fresh`, then puts `fresh` in its place. */
bool site_folder_switch(const char *target, const char *fresh, struct diags *diags);
/* Names in a folder, sorted; none where it cannot be read. Freed with the second. */
char **site_folder_names(const char *path, size_t *ret_count);
void site_folder_free_names(char **names, size_t count);

/* Writing (site.c) ---------------------------------------------------------------------------------------------- */

bool site_write(struct site *site, const char *path, const struct strbuf *bytes);
/* Reads a file that comes with the templates: the evaluation's own, else the program's. */
bool site_read(struct site *site, const char *name, struct strbuf *out);

/* Languages (site_language.c) ------------------------------------------------------------------------------------ */

/* From now on the evaluation and the pages speak it. Statistics in another language are dropped. */
void site_speak(struct site *site, enum language language);
bool site_english(const struct site *site);
/* A fixed word, or a format, in the language of the pages that are being written. */
const char *site_say(const struct site *site, const char *chinese) __attribute__((format_arg(2)));
/* Name of a kind for many of them. */
const char *site_many(struct site *site, const struct unit_kind *kind);

/* What the public may see (site_public.c) --------------------------------------------------------------------------- */

bool site_kind_ranked(const struct evaluation *evaluation, const struct unit_kind *kind);
/* Is the `i`-th row by place one that the public edition names? */
bool site_place_shown(const struct evaluation *evaluation, const struct table *table, size_t i);
/* Has this unit a score and a place that the public edition names? */
bool site_unit_shown(const struct results *results, const struct unit *unit);
/* Figures in the open data: of questionnaires; of what is ranked in full also the others; never of pairs. */
bool site_figure_shown(const struct evaluation *evaluation, const struct figure *figure);

/* Pages (site_page.c) -------------------------------------------------------------------------------------------- */

/* The document as a page at `path` below the year, or below YEAR/en while pages are English; frees it. */
bool site_page(struct site *site, const char *path, const char *class, struct doc *doc);
/* The same from a template, for a unit or NULL. */
bool site_template_page(struct site *site, const char *path, const char *class, const char *template_file, const struct unit *unit);
/* The index of years at the root: every folder there that is a year. */
bool site_years(struct site *site, const char *old);
/* Those folders in `old`, and this year, the last first; in the site's arena. */
char **site_years_found(struct site *site, const char *old, size_t *ret_count);
struct doc *site_doc(struct site *site, const char *title);
extern const char site_simulated[]; /* what every page of simulated data says, in Chinese; site_say() */

/* Tables too long for the page get pages of their own beside it; first rows and the ways there stay (site_tables.c). */
#define SITE_TABLE "table" /* the class of such pages */
bool site_cut_tables(struct site *site, struct doc *doc, const char *path);

/* Names of units, in the language that is spoken, become links to their pages, in tables and lists (site_links.c). */
void site_links_init(struct site *site);
void site_links_add(struct site *site, struct doc *doc, const char *path);
/* "" or "../": from a page at `path` to the first page of its language. */
const char *site_up(const char *path);

/* The page of approved comments (comments.c); none where there are none. */
bool site_comments(struct site *site);
bool site_has_comments(const struct site *site);
/* Pictures, release and PDFs (site_press.c, site_reports.c) ---------------------------------------------------------- */

/* The document of a template in the language of the pages that are being written; NULL with the reasons in `diags`. */
struct doc *site_template_doc(struct site *site, const char *id, const char *template_file, const struct unit *unit);
/* Share pictures, cards for newspapers, the release. */
bool site_press(struct site *site);
/* Links to them, for the page of downloads. */
void site_press_links(struct site *site, struct doc *doc);
/* The public edition of the reports in the language that is spoken, where the options want them; the pages, which link to all of them, come later. */
bool site_reports(struct site *site);
void site_report_links(struct site *site, struct doc *doc);
/* The link to the report of a unit, at the end of its page. */
void site_report_link(struct site *site, struct doc *doc, const struct unit *unit);

struct doc *site_questionnaire(struct site *site);
struct doc *site_kind_doc(struct site *site, const struct unit_kind *kind);
bool site_data(struct site *site);
bool site_hashes(struct site *site);
/* SHA256SUMS at the root, once all else is written; `old`: the folder as it is published. */
bool site_root_hashes(struct site *site, const char *old);

/* Editions (edition.c, edition_page.c) ----------------------------------------------------------------------------- */

/* Makes site->data and decides which edition it is, by what stands in `old`, the folder of this year as it is published; false, with what changed and
 * what to do in the diags, where other results come without a reason. */
bool edition_decide(struct site *site, const char *old);
/* Data and publication.json of the earlier editions, into editions/N/. */
bool edition_keep_earlier(struct site *site, const char *old);
struct doc *edition_page(struct site *site);

/* The internal archive (archive.c) ----------------------------------------------------------------------------------- */

/* All inputs of this edition as a file of mode 0600 beside `target`, when the options name a store. */
bool archive_write(struct site *site, const char *target);
/* How many folders above that of the evaluation its earlier ledgers reach; and the name of one in the archive (archive_ledgers.c). */
int archive_above(const struct evaluation *evaluation);
const char *archive_ledger_name(struct arena *arena, const struct evaluation *evaluation, const struct ledger *ledger, int above);
struct doc *site_downloads(struct site *site);
/* From a page beside the first one to a file of the year, in either language. */
const char *site_file_address(struct site *site, struct doc *doc, const char *folder, const char *name);

#endif
