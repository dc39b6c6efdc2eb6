/* SPDX-License-Identifier: GPL-3.0-or-later
 * What the files that make blocks of statistics share: items, cases, groups, words.
 *
 * An item is one question or one row of a matrix, with all its columns (one a unit where the question runs over units). A case is a valid response,
 * or a valid response for one unit where the items run over units. Values of cases stand item after item, NaN where there is no answer,
 * as src/stats wants them.
 */
#ifndef CEPING_ANALYSIS_PRIV_H
#define CEPING_ANALYSIS_PRIV_H

#include <math.h>

#include "analyse_priv.h"
#include "ceping/stats.h"
#include "ceping/stats_compare.h"

#define ANALYSIS_LEVEL 0.95
#define ANALYSIS_ALPHA 0.05
#define ANALYSIS_SMALL 30 /* groups below are marked 样本过小，仅供参考 */
#define SMALL_SAMPLE "样本过小，仅供参考"
#define ANALYSIS_SMALL_V 0.1     /* Cramér's V below: a very small difference (Cohen 1988 for df 1) */
#define ANALYSIS_SMALL_ETA2 0.01

struct analysis_work {
    const struct evaluation *evaluation;
    const struct instrument *instrument;
    const struct dataset *dataset;
    const struct results *results;
    struct arena *arena;   /* of the blocks */
    struct arena *scratch; /* of this instrument's intermediate values */
    analysis_blocks *blocks;
    struct diags *diags;
    const struct analysis *asked; /* NULL: the default set */
    size_t asked_index;           /* in evaluation->analyses */
    const size_t *rows;           /* the valid responses */
    size_t row_count;
    bool checking;                /* requests are read and not computed */
    bool missing_known;           /* kinds of missing among the cases made last: the next blocks rest on them */
    double missing[MISSING_KINDS];
};

/* The next block rests on other cases. */
void analysis_forget_missing(struct analysis_work *work);

/* Items --------------------------------------------------------------------------------------------------- */

enum analysis_value {
    VALUE_NUMBER,    /* numbers; coded answers by the scale's first score vector, else by code */
    VALUE_SATISFIED, /* 1 for codes marked satisfied, 0 for the others */
    VALUE_OPTION,    /* index of the option */
};

struct analysis_item {
    const struct question *question;
    const struct item *item; /* NULL: the question itself */
    size_t first, count;     /* columns */
    const char *id, *label;
    struct code_table codes; /* scale NULL: numbers, marks, units */
    double *values[3];       /* by option of the scale and enum analysis_value */
};

typedef LIST_OF(struct analysis_item) analysis_items;

/* Adds the items of a question: its own, or its rows. */
void analysis_items_add(struct analysis_work *work, const struct question *question, analysis_items *ret_items);
/* Those that `name` names (instrument.question, .item or .variable); error where there are none, or where they belong to other instruments. */
bool analysis_items_find(struct analysis_work *work, const struct name *name, analysis_items *ret_items);
/* Value of the item in one of its columns; NaN where there is no answer. */
double analysis_value(const struct analysis_work *work, const struct analysis_item *item, size_t column, size_t row, enum analysis_value kind);
bool item_is_coded(const struct analysis_item *item);
bool item_is_number(const struct analysis_item *item);
bool scale_has_satisfied(const struct scale *scale);
bool scale_has_scores(const struct scale *scale);
/* What VALUE_NUMBER means for this item, in words: 分值, 代码, 分. */
const char *item_measure_words(const struct analysis_work *work, const struct analysis_item *item);

struct cases {
    size_t n, items;
    double *x;   /* [item · n + case] */
    size_t *row;
    const struct variable **variable; /* of the first item */
};

/* Cases of items that run over the same units, or over none. False where they do not go together. */
bool cases_make(struct analysis_work *work, const struct analysis_item *items, size_t count, enum analysis_value kind, struct cases *ret_cases);
/* Those with an answer to every item; x is then [item · n + case] of the smaller n. Returns how many were left out. Responses without any answer to the
 * items because they were not asked are not counted as left out. */
size_t cases_complete(struct analysis_work *work, struct cases *cases);

/* Groups --------------------------------------------------------------------------------------------------- */

struct grouping {
    const struct unit_kind *kind;     /* by units, or … */
    const struct question *question;  /* … by the answers to a question */
    size_t column;
    struct code_table codes;
    size_t count;
    const char *id, *title;
};

void grouping_of_kind(struct grouping *grouping, const struct unit_kind *kind);
bool grouping_of_question(struct analysis_work *work, struct grouping *grouping, const struct question *question);
/* −1: in none. */
int grouping_at(const struct analysis_work *work, const struct grouping *grouping, size_t row, const struct variable *variable);
const char *grouping_label(const struct grouping *grouping, size_t group);
const char *grouping_key(const struct grouping *grouping, size_t group);
const struct unit *grouping_unit(const struct grouping *grouping, size_t group);
/* The groups that responses are compared by unasked: kinds that they are about, then respondent groups (single-choice questions of 2…8 options without
 * satisfied or aware codes, more than one of them answered). */
size_t default_groupings(struct analysis_work *work, struct grouping **ret_groupings);

/* Words and blocks ------------------------------------------------------------------------------------------- */

/* Begins a block: id INSTRUMENT_stem, or asked_N_… where it was asked for. */
struct analysis_block *block_new(struct analysis_work *work, const char *measure, const char *title, const char *stem, ...)
    __attribute__((format(printf, 4, 5)));
void block_column(struct analysis_work *work, struct analysis_block *block, const char *key, const char *title, enum analysis_format format, int decimals);
struct analysis_row *block_row(struct analysis_work *work, struct analysis_block *block, const char *key, const char *label);
void block_method(struct analysis_work *work, struct analysis_block *block, const char *format, ...) __attribute__((format(printf, 3, 4)));
void block_check(struct analysis_work *work, struct analysis_block *block, const char *format, ...) __attribute__((format(printf, 3, 4)));
void block_warning(struct analysis_work *work, struct analysis_block *block, const char *format, ...) __attribute__((format(printf, 3, 4)));
void block_sentence(struct analysis_work *work, struct analysis_block *block, const char *format, ...) __attribute__((format(printf, 3, 4)));
/* "；样本过小，仅供参考" at the end of a sentence that rests on fewer than 30; else nothing. */
const char *words_small(const struct analysis_work *work, double n);
/* "；有的组样本过小，仅供参考" where the note of a row says so; else nothing. */
const char *words_small_rows(const struct analysis_work *work, const struct analysis_block *block);
/* A fixed text in the language that the evaluation speaks: for what goes into the texts of blocks as an argument. */
const char *words_spoken(const struct analysis_work *work, const char *chinese);
/* "12.3" for texts of blocks. */
const char *words_number(struct analysis_work *work, double value, int decimals);
/* "P＝0.031", "P<0.001". */
const char *words_p(struct analysis_work *work, double p);
/* "（P＝0.031）"; nothing where there is no P. */
const char *words_p_beside(struct analysis_work *work, double p);
/* What a test says of a difference. `effect` against the least that is more than "very small". */
const char *words_difference(const struct analysis_work *work, double p, double effect, double least);
/* "，但在误差范围内可能更低或更高": what an interval that reaches other grades says beside a grade; nothing where it reaches none. */
const char *words_doubt(const struct analysis_work *work, bool lower, bool higher);
/* The same of a relation between two questions, its size by Cramér's V. */
const char *words_relation(const struct analysis_work *work, double p, double v);
const char *words_join(struct analysis_work *work, const char *const *words, size_t count);
/* Sheets, cells: how cases are called. */
const char *words_cases(const struct analysis_work *work, const struct analysis_item *item);

/* What was asked for -------------------------------------------------------------------------------------------- */

/* Computes the analyses of this instrument that the evaluation asks for. */
void analysis_requests(struct analysis_work *work);
bool grouping_find(struct analysis_work *work, const struct name *name, struct grouping *ret_grouping);

/* Blocks -------------------------------------------------------------------------------------------------------- */

void analysis_describe(struct analysis_work *work);
void describe_coded(struct analysis_work *work, const struct analysis_item *items, size_t count);
void describe_numbers(struct analysis_work *work, const struct analysis_item *items, size_t count, const char *stem, const char *title);
void describe_frequencies(struct analysis_work *work, const struct analysis_item *items, size_t count);
void describe_multiple(struct analysis_work *work, const struct analysis_item *item);

/* The question that asks for satisfaction on the whole: of type scale, once a response, with satisfied codes, and "overall" at the beginning of its id or 总体,
 * 总的来, 整体, 综合来看 in its title; the first of the questionnaire. NULL where there is none. */
const struct question *overall_question(const struct instrument *instrument);

void analysis_compare(struct analysis_work *work);
void groups_rates(struct analysis_work *work, const struct analysis_item *item, const struct grouping *by);
void groups_rate_pairs(struct analysis_work *work, const struct analysis_item *item, const struct grouping *by);
void groups_means(struct analysis_work *work, const struct analysis_item *item, const struct grouping *by);
void groups_tests(struct analysis_work *work, const struct analysis_item *item, const struct grouping *by);
void groups_mean_pairs(struct analysis_work *work, const struct analysis_item *item, const struct grouping *by, enum stats_pairs method,
                       enum stats_adjust adjust, const char *words);

enum scale_factors_method { FACTORS_COMPONENTS, FACTORS_AXIS, FACTORS_ML, FACTORS_VARIMAX, FACTORS_PROMAX };

void analysis_reliability(struct analysis_work *work);
void scale_reliability(struct analysis_work *work, const struct analysis_item *items, size_t count);
void scale_items(struct analysis_work *work, const struct analysis_item *items, size_t count);
enum scale_factors_method factors_method(const char *measure);
void scale_eigenvalues(struct analysis_work *work, const struct analysis_item *items, size_t count);
void scale_factors(struct analysis_work *work, const struct analysis_item *items, size_t count, enum scale_factors_method method);

void analysis_drivers(struct analysis_work *work);
/* The outcome first. `asked` may state seed and replicates of the bootstrap; NULL: the defaults. */
void drivers_of(struct analysis_work *work, const struct analysis_item *items, size_t count, const struct analysis *asked);

/* Of requests only. */
void values_shape(struct analysis_work *work, const struct analysis_item *items, size_t count);
void values_shares(struct analysis_work *work, const struct analysis_item *item);
void values_boxes(struct analysis_work *work, const struct analysis_item *items, size_t count);
void values_recommendation(struct analysis_work *work, const struct analysis_item *items, size_t count);
void values_paired(struct analysis_work *work, const struct analysis_item *items); /* two items of the same people */
void values_two_groups(struct analysis_work *work, const struct analysis_item *item, const struct grouping *by);
void tables_crosstab(struct analysis_work *work, const struct analysis_item *item, const struct grouping *by);
void tables_paired(struct analysis_work *work, const struct analysis_item *items); /* two items of one scale */
void association_matrix(struct analysis_work *work, const struct analysis_item *items, size_t count, const char *measure);
void association_pairs(struct analysis_work *work, const struct analysis_item *items, size_t count, const char *measure);
void association_regression(struct analysis_work *work, const struct analysis_item *items, size_t count); /* the outcome first */
void association_logistic(struct analysis_work *work, const struct analysis_item *items, size_t count, bool ordinal);

void analysis_weightings(struct analysis_work *work);
void analysis_raters(struct analysis_work *work);
void analysis_precision(struct analysis_work *work);
void precision_of(struct analysis_work *work, const struct analysis_item *item, const struct grouping *by);

#endif
