/* SPDX-License-Identifier: GPL-3.0-or-later
 * The model: what an evaluation is, as plain data. Who wrote it (YAML) and what fills it (files, SQL) are unknown here.
 *
 * Everything lives in the arena of `struct evaluation` and stays put once it is linked; pointers among objects are then valid
 * for its life. Objects keep their place in the file for good. References are written as `struct name` and linked to a pointer beside
 * it once all files are read. "index" always counts from 0 in the order of the file, which is the official order for units.
 */
#ifndef CEPING_MODEL_H
#define CEPING_MODEL_H

#include "ceping/base_num.h"
#include "ceping/model_judgements.h"
#include "ceping/model_ledger.h"
#include "ceping/model_rubric.h"
#include "ceping/model_sampling.h"

/* The evaluation -------------------------------------------------------------------------------------------- */

struct document_ref {
    struct pos pos;
    const char *title, *title_en;
    const char *number, *number_en;
};

struct finding {
    struct pos pos;
    const char *id;
    const char *kind; /* practice, effect, problem, cause, recommendation */
    const char *title, *title_en;
    const char *text, *text_en;
    LIST_OF(struct name) unit_names;
    LIST_OF(struct unit *) units;
    LIST_OF(struct name) links; /* to other findings */
};

struct decision { /* a row of decisions.csv */
    struct pos pos;
    const char *object, *decision, *reason, *authority, *who, *date;
    const char *reason_en, *authority_en, *who_en;
};

/* Options of an analysis; which of them a measure takes and needs, `analyse` knows. */
enum analysis_option {
    OPTION_BY,
    OPTION_STRATA,
    OPTION_WEIGHTS,
    OPTION_DESIGN,
    OPTION_OF,
    OPTION_STATISTIC,
    OPTION_SEED,
    OPTION_REPLICATES,
    OPTION_METHOD,
    OPTION_MARGIN,
    OPTION_SHARE,
    OPTION_POPULATION,
    OPTION_DEFF,
    OPTION_RESPONSE_RATE,
    OPTION_LESS_IS_BETTER,
    ANALYSIS_OPTIONS
};

extern const char *const analysis_option_ids[ANALYSIS_OPTIONS]; /* the keys */

struct analysis { /* asked for by name; read by `analyse` */
    struct pos pos;
    struct name measure;
    LIST_OF(struct name) items;
    struct name by_name;    /* a kind, or an item whose answers make groups */
    struct name strata;     /* the same */
    struct name weights;    /* a weighting, or a number item */
    struct name design;     /* a sample design */
    struct name of;         /* judgements, dispositions, a score table */
    struct name statistic;  /* of resampling */
    struct name method;     /* level of measurement, weights of kappa, way of standardising … */
    int seed, replicates;   /* −1: not given */
    double margin, share, population, deff, response_rate; /* NaN: not given; percent where the key says so */
    LIST_OF(struct name) less_is_better; /* criteria */
    struct pos option_pos[ANALYSIS_OPTIONS]; /* of the value; line 0: not given */
    bool unlinked;                           /* names something that is not there, which was reported */
};

struct report_plan {
    struct pos pos;
    const char *id;
    const char *name, *name_en;
    const char *theme; /* NULL: that of the evaluation */
    bool language_set;
    enum language language;
    const char *template_file;
    struct name each_name; /* one for each unit of this kind */
    struct unit_kind *each;
    const char *table; /* score table that the report is about; NULL */
    const char *file;  /* name pattern without ending; NULL: id, or id-unit */
};

struct disclosure {
    double min_base;   /* people whose answers are confidential; default 10 */
    double min_raters; /* where raters are confidential; default 5 */
    double protection; /* nobody may bound a hidden number closer than this share of its base, percent; default 50 */
    double dominance;  /* a sum of which one answer makes more than this is hidden, percent; default 50 */
    LIST_OF(struct name) ranked_publicly;
    int top;
    LIST_OF(struct name) pairs; /* tables of pairs that are published: places within a slice, as of a month */
    LIST_OF(struct table *) pair_tables;
    LIST_OF(struct name) cumulative; /* figures that go on counting the answers of the earlier edition */
    LIST_OF(struct figure *) cumulative_figures;
    LIST_OF(struct name) anonymous; /* kinds whose units are not named … */
    LIST_OF(struct unit_kind *) anonymous_kinds;
    LIST_OF(const char *) anonymise; /* … in findings of these kinds */
};

/* How uncertainty and robustness are computed (score_study.h, score_robustness.h). */
struct uncertainty_settings {
    struct pos pos;
    int seed;
    int replicates;    /* of the bootstrap */
    double level;      /* of intervals and place ranges */
    int normal_above;  /* responses of a stratum, above which sums are drawn from their covariance */
    double weights;    /* how much weights vary, percent */
    int runs;          /* with other weights */
    int samples;       /* of the inputs, for sensitivity indices: samples × (inputs + 2) runs */
};

/* How the open data may be used, and where they stand. Nothing is filled in for what is not given. */
struct publication {
    const char *licence;         /* its name: CC BY 4.0 */
    const char *licence_address; /* of its text */
    const char *address;         /* of the site */
    const char *contact;         /* for questions and mistakes found */
};

struct evaluation {
    struct arena *arena;
    const char *folder;
    struct pos pos;
    const char *id;
    const char *title, *title_en;
    enum language language; /* of its reports, where a report does not say */
    enum language spoken;   /* in which its texts stand now: evaluation_speak() */
    const char *theme;      /* of its reports; NULL: official */
    const char *subject; /* 全市2017年20项创新改革经验推广推介情况 */
    const char *subject_en, *commissioner_en, *evaluator_en, *team_en, *members_en, *duration_en;
    text_list principles_en;
    LIST_OF(struct translation) english; /* english.yaml */
    int year;
    const char *report_date; /* ISO */
    const char *commissioner;
    const char *evaluator;
    const char *team;    /* 署名 */
    const char *members; /* in words */
    const char *duration;
    const char *address; /* of the published page; NULL */
    bool simulated;
    enum rounding rounding; /* of all that is printed; engine_open puts it into force */
    LIST_OF(struct document_ref) basis;
    LIST_OF(const char *) principles;
    LIST_OF(struct unit_kind) kinds;
    LIST_OF(struct not_applicable) not_applicable;
    LIST_OF(struct unit_status) statuses;
    LIST_OF(struct panel) panels;
    LIST_OF(struct population) populations;
    LIST_OF(struct weighting) weightings;
    LIST_OF(struct sample_design) designs;
    LIST_OF(struct dispositions) dispositions;
    LIST_OF(struct judgement) judgements;
    LIST_OF(struct instrument *) instruments;
    LIST_OF(struct figure) figures;
    LIST_OF(struct given) given;
    LIST_OF(struct earlier) earlier;
    LIST_OF(struct finding) findings;
    struct ledger ledger; /* ledger.yaml, where there is one */
    LIST_OF(struct analysis) analyses;
    LIST_OF(struct report_plan) reports;
    LIST_OF(struct decision) decisions;
    struct disclosure disclosure;
    struct uncertainty_settings uncertainty;
    struct publication publication;
    struct rubric rubric;
};

/* Creating and looking up -------------------------------------------------------------------------------- */

struct evaluation *evaluation_new(const char *folder);
void evaluation_free(struct evaluation *evaluation); /* accepts NULL */
/* Its texts in `language` from now on; those without a translation stay Chinese. */
void evaluation_speak(struct evaluation *evaluation, enum language language);

/* The `i`-th value of a facet by which open data name it, whatever language is spoken. */
const char *facet_key(const struct evaluation *evaluation, const struct facet *facet, size_t i);

struct unit_kind *evaluation_kind(const struct evaluation *evaluation, const char *id);
struct instrument *evaluation_instrument(const struct evaluation *evaluation, const char *id);
struct figure *evaluation_figure(const struct evaluation *evaluation, const char *id);
struct given *evaluation_given(const struct evaluation *evaluation, const char *id);
struct table *evaluation_table(const struct evaluation *evaluation, const char *id);
/* By id, in all kinds when `kind` is NULL. */
struct unit *evaluation_unit(const struct evaluation *evaluation, const struct unit_kind *kind, const char *id);
/* By id, name, short name or alias, compared by text_key(). NULL when none, or when two match (*ret_ambiguous). */
struct unit *unit_kind_recognise(const struct unit_kind *kind, const char *text, bool *ret_ambiguous);
struct variable *instrument_variable(const struct instrument *instrument, const char *id);
struct question *instrument_question(const struct instrument *instrument, const char *id);
struct option *scale_option(const struct scale *scale, int code);
const struct attribute_value *unit_attribute(const struct unit *unit, const char *key); /* NULL when not given */
/* Does attribute `key` of `unit` name `other`? */
bool unit_refers(const struct unit *unit, const char *key, const struct unit *other);
/* Are these units (NULL entries ignored) declared as not applicable together? The entry, or NULL. */
const struct not_applicable *evaluation_not_applicable(const struct evaluation *evaluation, struct unit *const *units, size_t count);
const struct unit_status *evaluation_status(const struct evaluation *evaluation, const struct unit *unit);
/* Score of an option in a vector (NULL: the scale's first); NaN when not scored. */
double option_score(const struct scale *scale, const struct option *option, const char *vector);

/* The public edition ----------------------------------------------------------------------------------------- */

/* How many people must stand behind a number of this instrument: `min_base` or `min_raters`; 0 where answers are not confidential, or for NULL. */
double evaluation_least_people(const struct evaluation *evaluation, const struct instrument *instrument);
/* Are places of this kind published in full? Else those of the first `top`. */
bool evaluation_ranked_publicly(const struct evaluation *evaluation, const struct unit_kind *kind);
/* Are scores and places of this table of pairs published? */
bool evaluation_pairs_public(const struct evaluation *evaluation, const struct table *table);
/* May a figure stand in the public edition unit by unit? Those of questionnaires may; others where the kind is ranked in full; none by pairs. */
bool evaluation_figure_public(const struct evaluation *evaluation, const struct figure *figure);
/* Does the public edition keep back which units a finding of this kind speaks of? */
bool evaluation_anonymises(const struct evaluation *evaluation, const char *finding_kind);
bool evaluation_kind_anonymous(const struct evaluation *evaluation, const struct unit_kind *kind);

/* Makes `variables` from the questions (called by the linker) and `hash`. */
void instrument_make_variables(struct arena *arena, struct instrument *instrument);

/* The model as text, every field with its place: `ceping dump --stage model`. */
void evaluation_dump(const struct evaluation *evaluation, struct strbuf *out);

#endif
