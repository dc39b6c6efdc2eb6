/* SPDX-License-Identifier: GPL-3.0-or-later
 * Results: what `analyse` and `score` make and reports, JSON and the site show. Values are unrounded; printing rounds (base_num.h).
 * NaN stands for "no value" and never for zero; a reason stands beside it where it matters.
 */
#ifndef CEPING_MODEL_RESULTS_H
#define CEPING_MODEL_RESULTS_H

#include "ceping/model_analysis.h"
#include "ceping/model_data.h"

/* How a collection went ---------------------------------------------------------------------------------- */

struct rule_count {
    const struct screening_rule *rule;
    double decided; /* responses that this rule voided or made not eligible (the first that applies) */
    double applies; /* responses to which it applies, whatever decided */
    double cancelled; /* answers cancelled */
};

struct collection {
    const struct instrument *instrument;
    const struct unit *unit; /* NULL: in all */
    double issued;           /* NaN when not stated */
    double returned, valid, void_count, not_eligible;
    double return_rate;       /* 回收率 = returned / issued, percent */
    double valid_rate;        /* 有效率 = valid / (returned − not eligible) */
    double valid_return_rate; /* 有效回收率 = valid / issued */
    double rejected;          /* rows that could not be read, over all batches */
    LIST_OF(struct rule_count) rules;
};

/* Frequencies --------------------------------------------------------------------------------------------- */

struct frequency_cell {
    int unit;        /* of `by`; NO_UNIT: all */
    double *counts;  /* one an option of the scale, in its order */
    double answered; /* Σ counts of options that are answers */
    double asked;    /* valid responses to whom it was put */
    double missing[MISSING_KINDS];
    double mean, sd, min, max; /* numbers, and codes where the scale is ordered; NaN else */
};

/* One question or item, over all its units and responses, or split by a kind. A multiple question has a count an option, base `asked`. */
struct frequency {
    const struct instrument *instrument;
    const struct question *question;
    const struct item *item;     /* NULL: the question itself */
    const struct unit_kind *by;  /* NULL: one cell */
    LIST_OF(struct frequency_cell) cells; /* one a unit of `by`, in order */
};

/* Figures --------------------------------------------------------------------------------------------------- */

struct figure_cell {
    int units[MODEL_BY_MAX]; /* indices in figure->by; all NO_UNIT: the whole */
    double value;            /* NaN: none */
    double numerator;        /* of shares, rates, ratios; sum of means */
    double base;             /* answers (or responses) that count; denominator of shares */
    double responses;        /* responses with at least one of them */
    double missing[MISSING_KINDS];
    double min, max;
    double *counts;          /* of options, where all items share one scale; else NULL */
    const char *dropped;     /* which values a trimmed mean or the own-unit rule left out; NULL */
};

struct figure_result {
    const struct figure *figure;
    const struct scale *scale;  /* shared by its items, or NULL */
    struct figure_cell all;     /* without `by` */
    LIST_OF(struct figure_cell) cells; /* in order of units; only those with answers or applicable units */
};

/* Scores ---------------------------------------------------------------------------------------------------- */

enum no_score { SCORED, NO_SCORE_NO_DATA, NO_SCORE_COVERAGE, NO_SCORE_NOT_APPLICABLE, NO_SCORES };

struct node_score {
    double raw;    /* before the transform; NaN */
    double score;  /* 0…100; NaN */
    double weight; /* share of the whole table's weight as declared, percent */
    double effective_weight; /* after reweighting for this unit, percent; Σ over leaves 100 */
    double base;   /* answers behind it */
    bool imputed;  /* by a policy other than reweight */
};

struct facet_score {
    double weighted; /* Σ w s */
    double weight;   /* Σ w; 0: none */
};

struct score_row {
    int units[MODEL_BY_MAX];
    enum no_score why;      /* SCORED when there is a score */
    double base_score;      /* of the tree */
    double bonus, deduction;
    double score;           /* exact, bonus and deduction in */
    double printed;         /* rounded to the table's decimals */
    double coverage;        /* 0…1 */
    double natural_place;   /* by score alone; NaN: not ranked. Whole unless ties are fractional */
    double place;           /* after fixed places */
    const struct fixed_place *fixed;
    const struct band *band;
    bool tied;
    double slice_place;     /* within its slice; NaN */
    struct node_score *nodes;    /* by node index */
    struct facet_score **facets; /* [facet][value] */
    double not_applicable;  /* how many cells under it do not apply */
};

/* Scores and places of the same table under another policy for what does not apply or is missing. */
struct policy_result {
    enum policy policy;
    double *scores; /* one a row */
    double *places;
    bool same_as_default; /* no printed score differs */
};

struct slice { /* rows of a pair table that share a unit: the districts within one project */
    int kind_at; /* position in `by` of the unit that they share */
    int unit;
    double mean, min, max, range;
    int first, last; /* row indices; −1 none */
    size_t count;
};

struct table_result {
    const struct table *table;
    LIST_OF(struct score_row) rows; /* in order of units */
    int *by_place; /* row indices, best first; rows without place last */
    double mean, min, max, range, median, sd; /* over scored rows, unrounded scores */
    double printed_mean_of_printed; /* mean of the printed scores, unrounded; a note appears where it prints otherwise */
    size_t scored;
    LIST_OF(struct policy_result) policies; /* where anything does not apply or is missing */
    LIST_OF(struct slice) slices; /* pair tables: by each kind */
};

struct results {
    struct arena *arena;
    const struct evaluation *evaluation;
    LIST_OF(struct collection) collections; /* an instrument in all, then by unit */
    LIST_OF(struct frequency) frequencies;
    LIST_OF(struct figure_result) figures;  /* by figure index */
    LIST_OF(struct table_result) tables;    /* by table index */
    analysis_blocks analyses;               /* empty until engine_analyse() */
    LIST_OF(const char *) files;            /* loaded: name, SHA-256, rows */
    const char *data_hash;                  /* SHA-256 over all that people wrote (but texts) and the living rows */
    /* SHA-256 of the parts, so that a changed whole tells what has changed; NULL where there is no such part */
    const char *questionnaire_hash; /* all instruments, by id and file */
    const char *rubric_hash;        /* rubric.yaml */
    const char *rows_hash;          /* keys and answers of the living rows */
    const char *texts_hash;         /* the evaluation's own texts/ and templates/ */
};

struct results *results_new(const struct evaluation *evaluation);
void results_free(struct results *results); /* accepts NULL */

const struct figure_result *results_figure(const struct results *results, const char *id);
/* The cell of a figure for these units, any order of kinds; NULL entries ignored; no units: the whole. NULL when there is none. */
const struct figure_cell *results_figure_cell(const struct results *results, const char *id, const struct unit *const *units, size_t count);
const struct table_result *results_table(const struct results *results, const char *id);
const struct score_row *results_row(const struct table_result *table, const struct unit *const *units, size_t count);
const struct frequency *results_frequency(const struct results *results, const struct question *question, const struct item *item,
                                          const struct unit_kind *by);
const struct collection *results_collection(const struct results *results, const struct instrument *instrument, const struct unit *unit);

void results_dump(const struct results *results, struct strbuf *out);

#endif
