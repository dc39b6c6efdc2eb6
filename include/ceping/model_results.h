/* SPDX-License-Identifier: GPL-3.0-or-later
 * Results: what `analyse` and `score` make and reports, JSON and the site show. Values are unrounded; printing rounds (base_num.h).
 * NaN stands for "no value" and never for zero; a reason stands beside it where it matters.
 */
#ifndef CEPING_MODEL_RESULTS_H
#define CEPING_MODEL_RESULTS_H

#include "ceping/model_analysis.h"
#include "ceping/model_data.h"

/* Why the public edition does not show a number. `disclose` sets the marks and takes the numbers out: a hidden number is num_hidden() (base_num.h), and so
 * are its numerator, base and counts. Internal editions hide nothing. */
enum hidden {
    SHOWN,
    HIDDEN_BASE,    /* too few people, whose answers are confidential */
    HIDDEN_DOMINANT, /* one answer makes most of it, or is it */
    HIDDEN_DERIVED, /* from it a hidden one could be worked out */
    HIDDEN_REASONS
};

extern const char *const hidden_ids[HIDDEN_REASONS];   /* "shown", "base", "dominant", "derived" */
extern const char *const hidden_words[HIDDEN_REASONS]; /* Chinese, for readers: 保密作答人数少于规定下限 */

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
    const char *first_day, *last_day; /* on which valid responses were handed in, ISO; NULL where none says so */
    double dated;                     /* of the valid ones, those that say so */
    struct entry_check {      /* of copies that two people entered (decision_entries); cells 0: none were */
        double cells, differ;
        double rate, low, high; /* of cells in which the two differ, percent, with Wilson's interval of 95 per cent */
        double error;           /* of one entry (stats_double_entry), percent */
        double left, left_high; /* of cells, after all differences were decided: at most, and its upper limit; percent */
    } entries;
    LIST_OF(struct rule_count) rules;
    enum hidden hidden;      /* all but `issued` */
};

/* A sheet that a duty of the panel asks for and nobody has handed in. */
struct missing_sheet {
    const struct instrument *instrument;
    const struct rater *rater;
    const struct unit *unit;
};

/* Frequencies --------------------------------------------------------------------------------------------- */

struct frequency_cell {
    int unit;        /* of `by`; NO_UNIT: all */
    double *counts;  /* one an option of the scale, in its order */
    double answered; /* Σ counts of options that are answers */
    double asked;    /* valid responses to whom it was put */
    double missing[MISSING_KINDS];
    double mean, sd, min, max; /* numbers, and codes where the scale is ordered; NaN else */
    enum hidden hidden;
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
    double effective_n;      /* weighted: (Σw)²/Σw² of what is in the base (Kish); NaN where every response counts 1 */
    double *counts;          /* of options, where all items share one scale; else NULL */
    const char *dropped;     /* which values a trimmed mean or the own-unit rule left out; NULL */
    enum hidden hidden;
};

struct figure_result {
    const struct figure *figure;
    const struct scale *scale;  /* shared by its items, or NULL */
    struct figure_cell all;     /* without `by` */
    LIST_OF(struct figure_cell) cells; /* in order of units; only those with answers or applicable units */
};

/* How many people stand behind it: weights do not make one answer more than one. */
double figure_answers(const struct figure *figure, const struct figure_cell *cell);

/* Its definition as printed: in its own words or by the statistic, and how it is weighted. */
const char *figure_definition_text(struct arena *arena, const struct figure *figure);

/* Weightings ------------------------------------------------------------------------------------------------ */

struct weighting_cell {
    size_t cell; /* number of the cell, last side fastest */
    const char *label;
    double population, sample, weighted; /* people, responses, Σ of their weights */
};

struct weighting_margin {
    const struct margin *margin;
    LIST_OF(struct weighting_cell) cells;
};

struct weighting_result {
    const struct weighting *weighting;
    bool usable;             /* false: nothing is weighted by it */
    double valid, outside;   /* valid responses; those of them without a weight, because a category or base weight is missing */
    double n;                /* responses of weight above 0 */
    double total;            /* Σw */
    double effective_n, deff; /* Kish */
    double smallest, largest; /* in multiples of the mean */
    bool converged;
    size_t iterations;        /* of raking */
    double largest_difference; /* from a population, as a share of it; `worst` says where; after trimming */
    const char *worst;
    double totals_differ;     /* margins that contradict each other: by this share */
    size_t empty_cells;       /* people without responses; `empty` names them */
    const char *empty;
    double negative;          /* weights below 0 */
    bool trimmed;
    double trimmed_low, trimmed_high, trimmed_moved; /* raised, cut, share of Σw that moved */
    LIST_OF(struct weighting_margin) margins;
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
    enum hidden hidden;
};

struct facet_score {
    double weighted; /* Σ w s */
    double weight;   /* Σ w; 0: none */
    enum hidden hidden;
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
    double movement;        /* places gained since the slice before (positive: up); NaN where either place is not known */
    int first_streak, last_streak; /* so many slices in a row, this one the last of them, in first or last place */
    struct node_score *nodes;    /* by node index */
    struct facet_score **facets; /* [facet][value] */
    double not_applicable;  /* how many cells under it do not apply */
    enum hidden hidden;     /* the score; its place stays */
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

/* How sure scores and places are: see engine_uncertainty() ----------------------------------------------------------- */

enum value_origin {
    VALUE_FIXED,     /* counted facts, or given: chance has no part in it */
    VALUE_ONE_JUDGE, /* chance has, but one sheet does not show how much */
    VALUE_DRAWN,
    VALUE_ORIGINS
};

enum chance_group { CHANCE_NONE, CHANCE_AHEAD, CHANCE_MIDDLE, CHANCE_BEHIND, CHANCE_GROUPS };

extern const char *const chance_group_ids[CHANCE_GROUPS];    /* "none", "ahead", "middle", "behind" */
extern const char *const chance_group_labels[CHANCE_GROUPS]; /* "", 明显靠前, 中间, 明显靠后 */

struct row_uncertainty { /* NaN where there is none */
    double origins[VALUE_ORIGINS]; /* percent of the score's effective weight, by what it rests on; Σ 100 */
    double se;
    double low, high;             /* of the score, at the level */
    double place;                 /* the natural place that the ranges are of; in its slice where the table ranks within slices */
    double place_low, place_high; /* for this unit alone, at the level */
    double joint_low, joint_high; /* for all units of the list at once, at the level */
    double median_place;
    size_t undefined;             /* replicates in which it has no score */
    enum chance_group group;
    size_t list, list_at;         /* the list that its place is in, counted from 1 (0: none), and where in it */
    size_t first_pair;            /* of its pairs with all of the list, in `ahead` and `apart` */
};

struct table_uncertainty {
    LIST_OF(struct row_uncertainty) rows; /* as in the table's result */
    LIST_OF(double) ahead;     /* pairs of each list, one list after another: read them with chance_ahead() and chance_apart() */
    LIST_OF(signed char) apart;
    size_t pairs, apart_count; /* pairs that chance has a part in; those told apart */
    double critical; /* the differences that count are greater than so many standard errors; the greatest one of the table's lists */
    bool any;        /* some row has an interval */
    bool grouped;    /* some unit is clearly ahead or behind */
};

/* Percent of replicates in which row i is ahead of row j, equals counting half; NaN where that is not told. */
double chance_ahead(const struct table_uncertainty *table, size_t i, size_t j);
/* Row i is ahead of row j beyond chance, all pairs of the list at once. */
bool chance_apart(const struct table_uncertainty *table, size_t i, size_t j);

struct uncertainty {
    bool computed;
    uint64_t seed;
    size_t replicates;
    double level; /* 0.95 */
    LIST_OF(struct table_uncertainty) tables; /* by table index */
    LIST_OF(const char *) normal; /* what was drawn from covariances, in words; empty: all response by response */
};

/* What other reasonable rules would have given: see engine_robustness() ---------------------------------------------- */

enum robustness_kind {
    ROBUST_WITHOUT_FACET,  /* a method or dimension left out */
    ROBUST_WITHOUT_UNIT,   /* one of the units that leaves run over: a project */
    ROBUST_WITHOUT_RATER,
    ROBUST_WITHOUT_RULE,   /* a screening rule off */
    ROBUST_NORMALISATION,
    ROBUST_AGGREGATION,
    ROBUST_POLICY,         /* for what does not apply or is missing */
    ROBUST_WEIGHTS,        /* only as a range, over many runs */
    ROBUSTNESS_KINDS
};

extern const char *const robustness_kind_ids[ROBUSTNESS_KINDS];
extern const char *const robustness_kind_labels[ROBUSTNESS_KINDS]; /* Chinese */

struct robustness_case {
    enum robustness_kind kind;
    const char *label;    /* Chinese: 去掉问卷评估 */
    double *scores;       /* by row; NaN */
    double *places;       /* natural ones */
    double moved, most;   /* mean and greatest |place − declared place| over rows that have both */
    size_t changed;       /* rows whose place is another */
    size_t lost;          /* rows that have no place any more */
};

struct row_robustness { /* places */
    double least, greatest;           /* over all cases and the weights' range */
    double kinds[ROBUSTNESS_KINDS][2]; /* the same by kind; NaN where it has no case */
    double weights_low, weights_high; /* at the level, over runs with other weights */
    double same;                      /* percent of these runs in which the place is the declared one */
};

/* Sensitivity indices of the mean |place − declared place|: which choice moves places most. */
struct robustness_input {
    const char *id;    /* weights, normalisation, aggregation, policy, left_out, rules, draws */
    const char *label; /* Chinese */
    double first, total;
};

struct table_robustness { /* of tables of single units that are ranked; else empty */
    LIST_OF(struct robustness_case) cases;
    LIST_OF(struct row_robustness) rows;
    LIST_OF(struct robustness_input) inputs; /* most moving first */
    double moved; /* mean of the output over all samples */
};

struct robustness {
    bool computed;
    uint64_t seed;
    size_t runs, samples;
    double weights; /* percent up and down */
    double level;
    LIST_OF(struct table_robustness) tables; /* by table index */
};

struct explanation;

struct results {
    struct arena *arena;
    const struct evaluation *evaluation;
    LIST_OF(struct collection) collections; /* an instrument in all, then by unit */
    LIST_OF(struct missing_sheet) missing_sheets; /* by instrument, rater, unit */
    LIST_OF(struct frequency) frequencies;
    LIST_OF(struct weighting_result) weightings; /* in the order of instruments */
    LIST_OF(struct figure_result) figures;  /* by figure index */
    LIST_OF(struct table_result) tables;    /* by table index */
    analysis_blocks analyses;               /* empty until engine_analyse() */
    struct uncertainty uncertainty;         /* empty until engine_uncertainty() */
    struct robustness robustness;           /* empty until engine_robustness() */
    LIST_OF(const struct explanation *) explanations; /* model_explain.h; empty until engine_explain_reports() */
    correction_list corrections;            /* what people put right, by instrument, in the order of decisions.csv */
    LIST_OF(const char *) files;            /* loaded: name, SHA-256, rows */
    LIST_OF(const struct instrument *) file_instruments; /* whose answers are in each of them; NULL: of no instrument that is still there */
    const char *data_hash;                  /* SHA-256 over all that people wrote (but texts) and the living rows */
    /* SHA-256 of the parts, so that a changed whole tells what has changed; NULL where there is no such part */
    const char *questionnaire_hash; /* all instruments, by id and file */
    const char *rubric_hash;        /* rubric.yaml */
    const char *rows_hash;          /* keys and answers of the living rows */
    const char *texts_hash;         /* the evaluation's own texts/ and templates/ */
    bool disclosed;                 /* disclose_results() has been here: fit for the public */
    size_t hidden[HIDDEN_REASONS];  /* how many numbers it took out, by reason */
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

/* Values of all figures side by side, figure by figure, the whole before its cells: where each figure begins, and behind the last one their number. */
size_t *results_value_starts(const struct results *results, struct arena *arena);

void results_dump(const struct results *results, struct strbuf *out);

#endif
