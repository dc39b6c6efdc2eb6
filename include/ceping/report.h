/* SPDX-License-Identifier: GPL-3.0-or-later
 * Reports: a template (Markdown with Mustache tags) and results give a document. Formats and files are unknown here.
 */
#ifndef CEPING_REPORT_H
#define CEPING_REPORT_H

#include "ceping/base_diag.h"
#include "ceping/doc.h"
#include "ceping/model_results.h"

/* EDITION_PUBLIC wants results that disclose_results() has been through (disclose.h). */
enum edition { EDITION_INTERNAL, EDITION_PUBLIC };

struct report_options {
    enum edition edition;
    const char *const *template_folders; /* searched in order; NULL at the end. The evaluation's own `templates/` comes first */
};

/* Builds the document of a report of the plan for one unit (NULL when it has no `each`). NULL with all problems of the template in `diags`, at its
 * lines. The caller frees with doc_free(). */
struct doc *report_build(const struct results *results, const struct report_plan *plan, const struct unit *unit, const struct report_options *options,
                         struct diags *diags);

/* May the public edition have a report about this unit? Not where it would tell a place that stays inside. Without a unit: yes. */
bool report_is_public(const struct results *results, const struct report_plan *plan, const struct unit *unit);

/* Says on the cover and at the foot of each page that this is the public edition. */
void report_say_public(struct doc *doc);

/* File name without ending: the plan's pattern, with {unit} as the unit's id. From ids only, so that no name can leave the folder. */
void report_file_name(const struct report_plan *plan, const struct unit *unit, struct strbuf *out);

/* All names that a template of this plan may use for this unit, with their present values: a line each, name TAB value. Lists show their length,
 * and the names of their first item under `name[]`. */
void report_names(const struct results *results, const struct report_plan *plan, const struct unit *unit, struct strbuf *out);

#endif
