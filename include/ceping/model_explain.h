/* SPDX-License-Identifier: GPL-3.0-or-later
 * Why this score: one row of a table from the score down to the answers, against the mean of its table, and what would have made it another one.
 */
#ifndef CEPING_MODEL_EXPLAIN_H
#define CEPING_MODEL_EXPLAIN_H

#include "ceping/model_results.h"

/* What a leaf rests on where it runs over units: one cell of its figure, or one row of its table. */
struct explain_part {
    int units[MODEL_BY_MAX]; /* of the figure's or the table's `by` */
    double value;            /* NaN: none */
    double share;            /* of the leaf, percent */
    const struct figure_cell *cell; /* figures; NULL */
    const struct not_applicable *not_applicable; /* with reason and authority; NULL */
    bool imputed;            /* filled in by a policy */
};

/* A node of the tree in its order, parents first. */
struct explain_node {
    const struct node *node;
    int depth;        /* 0: below the root */
    bool leaf;
    double weight, effective; /* percent of the table */
    double raw, score;        /* NaN: none; raw of leaves only */
    double mean_score;        /* of all scored rows that have one */
    double points;            /* effective · score / 100; of all leaves they add up to the score of the tree */
    double against;           /* what it adds to the distance from the mean, below */
    double printed_points, printed_against; /* rounded so that those of the leaves add up to the printed totals */
    double base;
    bool imputed;
    /* leaves */
    const struct figure_cell *cell; /* of the figure, for these units; NULL where it runs over units */
    const struct scale *scale;      /* of cell->counts; NULL */
    LIST_OF(struct explain_part) parts;
    double needed;      /* raw value, to the decimals in which it is printed, at which the natural place would be better, all else the same; NaN: this leaf alone cannot do it */
    double needed_place; /* the place that it would give */
};

enum explain_effect_kind { EFFECT_BONUS, EFFECT_DEDUCTION, EFFECT_CAP, EFFECT_FIXED_PLACE, EFFECT_RULE, EFFECT_DECISION, EFFECT_OWN, EFFECT_NOT_APPLICABLE, EXPLAIN_EFFECTS };

extern const char *const explain_effect_ids[EXPLAIN_EFFECTS];    /* "bonus", "deduction", "cap", "fixed_place", "rule", "decision", "own", "not_applicable" */
extern const char *const explain_effect_labels[EXPLAIN_EFFECTS]; /* Chinese */

/* Something that a person or a rule did, and what the row would be without it. */
struct explain_effect {
    enum explain_effect_kind kind;
    const struct not_applicable *entry; /* EFFECT_NOT_APPLICABLE; score and place are those with all such cells as zero */
    const struct instrument *instrument;   /* EFFECT_RULE, EFFECT_OWN: whose texts follow the language of the evaluation, as `what` does not */
    const struct screening_rule *rule;
    const struct decision *decision;       /* EFFECT_DECISION */
    const char *what;      /* name, or what was decided */
    const char *reason, *authority, *who, *date; /* NULL where not given */
    double points;         /* bonus and deduction: as they count; NaN else */
    double score, place;   /* without it; place is the natural one, but for a fixed place */
    double count;          /* responses, answers or cells concerned; NaN not counted */
};

struct explanation;
/* A rule that changes neither the score as it is printed nor the place: what is made for readers counts such and does not list them. What people decided is always listed. */
bool explanation_effect_unseen(const struct explanation *explanation, const struct explain_effect *effect);

struct explain_file {
    const struct instrument *instrument;
    const char *text; /* name, SHA-256, rows, separated by tabs */
};

struct explanation {
    const struct table_result *result;
    size_t row;
    double mean, mean_base;     /* of the table's scores, and of its tree's; in a table ranked by slices those of the row's slice */
    double against;             /* score − mean; NaN where the row has no score, as points and parts then are */
    double bonus_against, deduction_against, cap_against; /* parts of it besides the leaves */
    double printed_against, printed_bonus, printed_deduction, printed_cap; /* add up with the leaves' */
    LIST_OF(struct explain_node) nodes;
    LIST_OF(struct explain_effect) effects;
    LIST_OF(struct explain_file) files; /* of the instruments behind it */
};

#endif
