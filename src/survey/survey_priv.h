/* SPDX-License-Identifier: GPL-3.0-or-later
 * What the files of survey/ share: the tables of the three formats, and the loader that goes through them.
 */
#ifndef CEPING_SURVEY_PRIV_H
#define CEPING_SURVEY_PRIV_H

#include "ceping/survey.h"
#include "ceping/yaml.h"

extern const struct yaml_schema survey_evaluation_schema, survey_instrument_schema, survey_rubric_schema, survey_english_schema, survey_ledger_schema;

struct loader {
    struct evaluation *evaluation;
    struct arena *arena;
    struct diags *diags;
    struct yaml_places places;
    const struct survey_options *options;
};

/* Texts of files are shown as they are reached from the folder of the evaluation. */
char *loader_path(const struct loader *loader, const char *name);

/* Place of the value of `member`, or `otherwise` when its key was not given. */
struct pos loader_pos(const struct loader *loader, const void *member, struct pos otherwise);
bool loader_given(const struct loader *loader, const void *member);
/* Was it reported already that `member` is wrong? What follows from it is then not worth a second report. */
bool loader_wrong(const struct loader *loader, const void *member);
void loader_mark_wrong(struct loader *loader, const void *member);

/* Words that could have been meant, gathered for a hint. */
struct words {
    const char **at;
    size_t count;
    size_t room;
};

void words_release(struct words *words);
void words_add(struct words *words, const char *word);

/* decisions.csv; nothing when there is none. */
void decisions_read(struct loader *loader, const char *path, const char *shown);
void check_decisions(struct loader *loader);

/* Ids ----------------------------------------------------------------------------------------------------- */

/* Ids of one scope: reports one that is there already, without regard to case. */
struct scope {
    struct map map;
    const char *what; /* "figure" */
};

void scope_init(struct scope *scope, const char *what);
void scope_release(struct scope *scope);
void scope_add(struct loader *loader, struct scope *scope, const char *const *member, const struct pos *object); /* *member is the id */
/* Reports an id that would be read as SQL in a condition. */
void check_sql_word(struct loader *loader, const char *id, struct pos pos);

/* Linking: each takes names to what they mean and reports those that mean nothing --------------------------- */

struct unit_kind *link_kind(struct loader *loader, const struct name *name);
struct unit *link_unit(struct loader *loader, const struct unit_kind *kind, const struct name *name); /* in all kinds when NULL */
struct figure *link_figure(struct loader *loader, const struct name *name);
struct table *link_table(struct loader *loader, const struct name *name);
/* Instrument of "instrument.item" and the part after the point, NULL where there is none. */
struct instrument *link_item(struct loader *loader, const struct name *name, const char **ret_item);
/* Reports what names no item; true for one that does. */
bool check_item(struct loader *loader, const struct name *name);
struct attribute *kind_attribute(const struct unit_kind *kind, const char *id);

void check_condition(struct loader *loader, const struct instrument *instrument, const struct unit_kind *over, const struct name *condition);

void link_units(struct loader *loader);       /* kinds, units, attributes, what does not apply, panels, populations */
void link_instruments(struct loader *loader); /* makes the variables too */
void check_forms(struct loader *loader);      /* conditions of instruments, once variables are there */
void link_figures(struct loader *loader);     /* computed and given ones */
void check_counted(struct loader *loader, const struct figure *figure); /* what counts the rows is no item */
void link_earlier_figures(struct loader *loader);
bool figure_is_percent(const struct figure *figure);
/* ledger.yaml and those that it names as earlier; true when there is none. */
bool ledger_read(struct loader *loader);
void link_ledger(struct loader *loader);
void check_finding(struct loader *loader, const struct name *name); /* reports an id that no finding has */
void link_rubric(struct loader *loader);
void link_order(struct loader *loader); /* of tables; reports cycles */
void check_english(struct loader *loader); /* entries that translate nothing */
void link_reports(struct loader *loader); /* reports, findings, analyses, disclosure */

/* Screening (screening.c): what a rule does not say gets the usual value of the built-in one; then `with` joins conditions. */
void screening_fill(struct loader *loader, const struct instrument *instrument, struct screening_rule *rule);
void screening_describe(struct strbuf *out); /* the built-in ones, as Markdown */
void screening_join(struct loader *loader, struct instrument *instrument);

#endif
