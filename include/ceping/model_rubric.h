/* SPDX-License-Identifier: GPL-3.0-or-later
 * Part of the model: the rubric, that is facets, transforms, the weighted tree, adjustments and tables of scores.
 */
#ifndef CEPING_MODEL_RUBRIC_H
#define CEPING_MODEL_RUBRIC_H

#include "ceping/model_figure.h"

/* Rubric --------------------------------------------------------------------------------------------------- */

struct facet {
    struct pos pos;
    const char *id;
    const char *name, *name_en;
    LIST_OF(const char *) values; /* in the order of tables */
    text_list values_en;
};

struct facet_mark {
    const char *facet;
    const char *value;
    struct pos pos;
    int facet_index, value_index; /* linked */
};

enum transform_kind { TRANSFORM_NONE, TRANSFORM_LINEAR, TRANSFORM_STEPS, TRANSFORM_DEDUCT, TRANSFORM_SHARE_OF_GREATEST, TRANSFORM_MIN_MAX, TRANSFORM_Z, TRANSFORM_PLACE, TRANSFORMS };

struct step {
    double from; /* value ≥ from */
    double score;
};

struct transform {
    enum transform_kind kind;
    double from, to;         /* linear, min–max: anchors of 0 and 100 (`low`, `high` of the result below) */
    double low, high;        /* result at the anchors; default 0 and 100 */
    double start, each;      /* deduct: start − each · value, not below `low` */
    LIST_OF(struct step) steps; /* highest first */
};

enum policy { POLICY_REWEIGHT, POLICY_ZERO, POLICY_UNIT_MEAN, POLICY_ITEM_MEAN, POLICY_ADDITIVE, POLICIES };

extern const char *const transform_ids[TRANSFORMS]; /* as rubric.yaml writes them */
extern const char *const policy_ids[POLICIES];
extern const char *const policy_labels[POLICIES]; /* Chinese */

enum aggregate { AGGREGATE_MEAN, AGGREGATE_MEDIAN, AGGREGATE_MIN, AGGREGATE_MAX, AGGREGATE_SUM, AGGREGATES };

extern const char *const aggregate_ids[AGGREGATES];

struct node {
    struct pos pos;
    const char *id; /* unique in its table */
    const char *name, *name_en;
    double weight;
    struct pos weight_pos;
    LIST_OF(struct node) children;
    struct name figure_name; /* leaf: a figure … */
    struct figure *figure;
    struct name table_name; /* … or another table, aggregated over a kind */
    struct table *table;
    enum aggregate aggregate;
    struct name over_name;
    struct unit_kind *over;
    const char *via;          /* attribute of the units of `over` that refers to this table's kind: project.lead */
    struct transform transform;
    LIST_OF(struct facet_mark) facets;
    bool missing_set;
    enum policy missing;      /* when set: overrides the table's */
    double min_base;          /* fewer answers than this: no value; default 1 */
    struct node *parent;
    int index; /* within its table, in order of a walk that visits parents first */
};

struct adjustment { /* bonus or deduction */
    struct pos pos;
    const char *id;
    const char *name;
    struct name figure_name;
    struct figure *figure;
    struct name unit_name; /* or points given to one unit … */
    struct unit *unit;
    double points;         /* … with reason and authority; or points for each counted */
    double cap;            /* of this item; infinite when none */
    const char *reason;
    const char *authority;
    const char *date;
};

struct fixed_place {
    struct pos pos;
    struct name unit_name;
    struct unit *unit;
    int place;
    const char *reason, *reason_en;
    const char *authority, *authority_en;
    const char *date;
};

enum tie_rule { TIES_COMPETITION, TIES_DENSE, TIES_MODIFIED, TIES_ORDINAL, TIES_FRACTIONAL, TIE_RULES };

extern const char *const tie_rule_ids[TIE_RULES];

struct band {
    struct pos pos;
    double from; /* score ≥ from */
    const char *label, *label_en;
};

struct table {
    struct pos pos;
    const char *id;
    const char *name, *name_en;
    LIST_OF(struct name) by_names;
    struct unit_kind *by[MODEL_BY_MAX];
    size_t by_count;
    struct name best_of_name; /* only the best `best` units of another table */
    struct table *best_of;
    int best;
    LIST_OF(struct name) only_names; /* only these units */
    LIST_OF(struct unit *) only;
    bool relative; /* weights need not add up to 100 */
    struct node root; /* its children are the tree */
    LIST_OF(struct node *) nodes; /* all of them by index, root excluded */
    enum policy not_applicable;
    enum policy missing;
    double coverage; /* below this share of weight: no score; default 2/3 */
    LIST_OF(struct adjustment) bonus;
    LIST_OF(struct adjustment) deductions;
    double bonus_cap, deduction_cap; /* infinite when none */
    double score_max;                /* after bonus; infinite when none */
    LIST_OF(struct fixed_place) fixed_places;
    enum tie_rule ties;
    bool ties_exact; /* ties on the exact instead of the printed score */
    LIST_OF(struct name) tie_break_names; /* node ids, figure ids or "order" */
    LIST_OF(struct node *) tie_break;
    struct name slice_name; /* rank within units of this kind too (month, project) */
    struct unit_kind *slice;
    int streak; /* 0: slices do not follow each other; else they do, and so many last places in a row call for attention */
    bool ranked; /* false: scores only */
    int decimals;
    LIST_OF(struct band) bands; /* highest first */
    bool bands_exact;
    int index;
};

struct rubric {
    struct pos pos;
    LIST_OF(struct facet) facets;
    LIST_OF(struct table) tables;
    LIST_OF(struct table *) order; /* so that each comes after those it rests on */
};

#endif
