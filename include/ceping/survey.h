/* SPDX-License-Identifier: GPL-3.0-or-later
 * Reading an evaluation: YAML files into the model, references linked, everything checked, all problems at once.
 */
#ifndef CEPING_SURVEY_H
#define CEPING_SURVEY_H

#include "ceping/base_diag.h"
#include "ceping/model.h"

/* Checks one condition over the items of an instrument: names, syntax, permitted functions. `over` is the kind whose unit `this.` means, or
 * NULL. Adds problems at the place of `condition`. */
typedef bool survey_condition_check(void *data, const struct evaluation *evaluation, const struct instrument *instrument, const struct unit_kind *over,
                                    const struct name *condition, struct diags *diags);

/* Checks all of `analyses:` but those that are `unlinked`. Called once everything else is linked without an error. */
typedef bool survey_analyses_check(void *data, const struct evaluation *evaluation, struct diags *diags);

struct survey_options {
    survey_condition_check *check_condition; /* NULL: conditions are not checked */
    void *data;                              /* for both */
    survey_analyses_check *check_analyses;   /* NULL: measures and their options are not checked */
    bool thorough; /* for `ceping check`: warn also of what does no harm, such as translations of nothing */
};

/* Reads `folder`/evaluation.yaml, instruments/, rubric.yaml and decisions.csv. NULL when there was an error; problems stand in `diags`
 * either way, all of them. The caller frees with evaluation_free(). */
struct evaluation *survey_load(const char *folder, const struct survey_options *options, struct diags *diags);

/* Does this decision say something that can be done? Adds to `diags` what is wrong, at the decision's place. */
bool survey_check_decision(const struct evaluation *evaluation, const struct decision *decision, struct diags *diags);
/* Adds a row to decisions.csv, which is made where it is not there. The file becomes UTF-8 as Excel knows it; its columns and its separator stay. */
bool survey_add_decision(const struct evaluation *evaluation, const struct decision *decision, struct diags *diags);
/* The same for several: all of them or none. */
bool survey_add_decisions(const struct evaluation *evaluation, const struct decision *decisions, size_t count, struct diags *diags);

/* Describes a YAML format ("evaluation", "instrument", "rubric") from its schema tables, as text for a terminal or as Markdown for docs/.
 * False when there is no such format. `survey_formats` lists them, NULL at the end. */
extern const char *const survey_formats[];
bool survey_schema(const char *format, bool markdown, struct strbuf *out);

#endif
