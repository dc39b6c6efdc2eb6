/* SPDX-License-Identifier: GPL-3.0-or-later
 * Part of the model: figures, numbers given by the evaluation, numbers of earlier years.
 */
#ifndef CEPING_MODEL_FIGURE_H
#define CEPING_MODEL_FIGURE_H

#include "ceping/model_instrument.h"

/* Figures -------------------------------------------------------------------------------------------------- */

enum statistic {
    STAT_COUNT,  /* responses (no items), or answers */
    STAT_SUM,
    STAT_MEAN,
    STAT_TRIMMED_MEAN, /* `trim` lowest and as many highest dropped when there are at least `trim_from` values */
    STAT_MEDIAN,
    STAT_MIN,
    STAT_MAX,
    STAT_RANGE,
    STAT_SHARE,  /* of answers whose code is in `codes`, or of responses for which `is` is true; percent */
    STAT_RATIO,  /* sum of the first item over sum of the second; percent when `percent` */
    STAT_TOP1,   /* satisfaction rates: percent */
    STAT_TOP2,
    STAT_TOP3,
    STAT_SATISFIED, /* codes marked satisfied */
    STAT_SCORE,     /* mean of a score vector */
    STAT_AWARENESS, /* codes marked aware, of all valid who got the item; percent */
    STATISTICS
};

extern const char *const statistic_ids[STATISTICS];    /* "count", "sum", …, "rate_top1", "rate_top2", "rate_top3", "rate_satisfied", "score", "awareness" */
extern const char *const statistic_formulas[STATISTICS]; /* Chinese, printed as definition */

enum base { BASE_ANSWERED, BASE_WITH_DONT_KNOW, BASE_ASKED, BASES };

extern const char *const base_ids[BASES]; /* "answered" (default), "answered_or_dont_know", "asked" (all valid to whom it was put) */

struct figure {
    struct pos pos;
    const char *id;
    const char *name, *name_en;
    LIST_OF(struct name) item_names; /* instrument.item, instrument.question, instrument.variable; instrument alone counts responses */
    struct instrument *instrument;
    LIST_OF(struct variable *) variables; /* linked: all columns named, in order */
    size_t first_variables;               /* STAT_RATIO: how many of them belong to the numerator */
    enum statistic statistic;
    bool all_responses;           /* also those that screening left out: to say what it changed */
    struct name where;            /* condition on a response (and the cell, by `this.`); text NULL: all valid */
    struct name is;               /* STAT_SHARE: condition that counts */
    LIST_OF(int) codes;           /* STAT_SHARE on coded items */
    const char *vector;           /* STAT_SCORE; NULL: the scale's first */
    LIST_OF(struct name) by_names;
    struct unit_kind *by[MODEL_BY_MAX];
    size_t by_count;
    enum base base;
    struct name drop_own_kind; /* drop_own: {kind: district, attribute: project.origin}: an answer is left out when its unit of `kind` stands in */
    struct name drop_own_of;   /* the attribute of its unit of the other kind */
    struct unit_kind *own_kind, *own_of_kind;
    const char *own_attribute;
    bool count_own; /* also what raters say of their own unit, which is left out otherwise */
    struct name weights; /* a weighting, or a number item by which responses count; text NULL: 1 each */
    const struct weighting *weighting; /* one of them, or neither */
    const struct variable *weight;
    int trim, trim_from;
    bool percent;
    int decimals;
    const char *unit; /* 分, %, 次 */
    const char *unit_en, *definition_en;
    const char *definition; /* in words; NULL: made from the statistic */
    int index;
};

enum exactness { EXACT, OVER, NEAR, ABOUT, EXACTNESSES }; /* 余 近 左右 */

/* A number typed in: always with its source. */
struct given {
    struct pos pos;
    const char *id;
    const char *name, *name_en;
    double value;
    const char *unit, *unit_en;
    enum exactness exactness;
    const char *source, *source_en;
    const char *as_of;
};

/* The same figure in an earlier year. */
struct earlier {
    struct pos pos;
    struct name figure_name;
    struct figure *figure;
    struct name table_name; /* or the score and place in a table */
    struct table *table;
    const char *label, *label_en; /* in words */
    int year;
    struct name unit_name;
    struct unit *unit;
    double value, numerator, denominator; /* NaN where not known */
    double place;
    struct name statistic_name; /* its definition then */
    enum statistic statistic;
    bool statistic_known;
    const char *definition, *definition_en;
    const char *source, *source_en;
};

#endif
