/* SPDX-License-Identifier: GPL-3.0-or-later
 * Analyses: blocks of labelled numbers. One shape for a frequency table, an interval, a test, a regression or an agreement coefficient, so that
 * the terminal, JSON, a workbook and a report show them all alike and nobody rounds twice.
 *
 * A block names its measure (a row of the table of measures), says on how many cases it rests, what was checked before and what is doubtful, and
 * carries a sentence that a layman understands and that never claims more than its numbers say.
 */
#ifndef CEPING_MODEL_ANALYSIS_H
#define CEPING_MODEL_ANALYSIS_H

#include "ceping/model_data.h"

enum analysis_format { ANALYSIS_NUMBER, ANALYSIS_COUNT, ANALYSIS_PERCENT, ANALYSIS_P, ANALYSIS_FORMATS };

struct analysis_column {
    const char *key;   /* in JSON: "mean", "low", "p" */
    const char *title; /* Chinese: 均值, 下限, P值 */
    enum analysis_format format;
    int decimals;
};

struct analysis_row {
    const char *label;       /* Chinese: a unit, an item, an option */
    const char *key;         /* its id, for JSON; NULL: the label */
    const struct unit *unit; /* when the row is a unit; NULL */
    double *values;          /* one a column; NaN: not defined, never 0 */
    const char *note;        /* 样本过小，仅供参考; NULL */
};

/* How a block is best drawn, if at all: a report may take it, the numbers are those of the rows. */
enum analysis_chart { ANALYSIS_NO_CHART, ANALYSIS_FOREST, ANALYSIS_LIKERT, ANALYSIS_QUADRANT, ANALYSIS_HEAT, ANALYSIS_SCREE, ANALYSIS_CHARTS };

struct analysis_block {
    const char *id;      /* unique: public_work_cronbach_alpha */
    const char *measure; /* row of the table of measures */
    const char *title;   /* Chinese */
    const char *method;  /* how it was computed, in words: Wilson 95 % … */
    const struct instrument *instrument; /* NULL: of none (judgements, sample sizes, score tables) */
    double base;         /* cases; NaN when it differs by row (then a column says it) */
    double missing;      /* cases left out because an answer is missing; NaN when it differs by row */
    bool missing_known;  /* are the kinds counted? */
    double missing_kinds[MISSING_KINDS]; /* answers that are missing, over all items of the block, by kind */
    const char *missing_text;            /* the same in Chinese: 空白3、不了解2; NULL where there are none or they are not counted */
    LIST_OF(struct analysis_column) columns;
    LIST_OF(struct analysis_row) rows;
    LIST_OF(const char *) checks;   /* assumptions looked at, with what was found */
    LIST_OF(const char *) warnings; /* what is doubtful */
    const char *sentence;           /* for a layman; NULL when there is nothing to say */
    enum analysis_chart chart;
    int chart_value, chart_low, chart_high; /* columns for it; −1 none */
    double reference;                       /* the whole, for comparison; NaN */
    double chart_centre; /* Likert: options before the middle, the middle one of an odd number counting half; NaN: no two sides */
    bool chart_backwards; /* Likert: the options of the favourable side stand last */
    int chart_apart;     /* Likert: column with the number of those who do not know; −1 none */
    bool asked;                             /* by `analyses:`; else of the default set */
    bool inside;                            /* not for the public: set by `disclose` */
    struct pos pos;                         /* of the request */
};

typedef LIST_OF(struct analysis_block) analysis_blocks;

/* Building: each of them lives in `arena`. */
struct analysis_block *analysis_add(struct arena *arena, analysis_blocks *blocks, const char *measure, const char *id, const char *title);
void analysis_column(struct arena *arena, struct analysis_block *block, const char *key, const char *title, enum analysis_format format, int decimals);
/* The columns must stand before the first row. Values begin as NaN. */
struct analysis_row *analysis_row(struct arena *arena, struct analysis_block *block, const char *key, const char *label);
const struct analysis_block *analysis_find(const analysis_blocks *blocks, const char *id);
/* A value as readers see it: counts whole, percentages with one decimal and without sign, P values "<0.001". */
void analysis_format(const struct analysis_column *column, double value, struct strbuf *out);

#endif
