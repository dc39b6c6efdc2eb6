/* SPDX-License-Identifier: GPL-3.0-or-later
 * Shared by the files of this folder: reading an answer, and the plan of a figure.
 */
#ifndef CEPING_ANALYSE_PRIV_H
#define CEPING_ANALYSE_PRIV_H

#include "ceping/analyse.h"
#include "ceping/base_num.h"

#define NO_CELL SIZE_MAX

/* Options of a scale by code, so that reading an answer costs one look-up. */
struct code_table {
    const struct scale *scale;
    int16_t *option; /* index in the scale by code; −1: none */
    int size;
    int of_missing[MISSING_KINDS]; /* first option that stands for this kind; −1 none */
};

void code_table_init(struct code_table *table, const struct scale *scale, struct arena *arena);
int code_table_option(const struct code_table *table, int code);

/* What kind of missing the answer is; options that are no answer (don't know) count as their kind even where a code is there. */
enum missing answer_missing(const struct column *column, size_t row, const struct code_table *table);
/* Code, mark, unit index or number; NaN for texts. Not for missing answers. */
double answer_value(const struct column *column, size_t row);
bool response_valid(const struct dataset *dataset, size_t row);

/* Had it to be answered? Not where a condition or the platform's logic left it out. */
bool missing_was_asked(enum missing missing);
/* Does an answer (or what stands in its place) count in the base? Cancelled ones never do: the rule has taken them out. */
bool missing_in_base(enum missing missing, enum base base);

/* One observation a response: a variable, the marks of one multiple question, or numerator and denominator of a ratio. */
struct slot {
    const struct column **columns; /* none: the response itself */
    size_t count;
    size_t numerators;                   /* ratio: the first of them */
    int fixed_unit[MODEL_BY_MAX];        /* unit in by[k] where the variable says it; else NO_UNIT: ask the response */
    const struct variable *variable;     /* the first; NULL for responses */
    struct code_table codes;
    bool *hits;       /* by option: in the numerator */
    double *scores;   /* by option */
};

struct figure_plan {
    const struct dataset *dataset;
    const struct figure *figure;
    LIST_OF(struct slot) slots;
    enum base base;
    const struct scale *scale; /* shared by all */
    const struct column *weight;
    size_t strides[MODEL_BY_MAX];
    size_t combinations;
    size_t *cell_of; /* combination → cell; NO_CELL where it does not apply */
    bool *own;       /* [unit of own_kind][unit of own_of_kind]; NULL without the rule */
    const struct unit_kind *mask_kind; /* of `this.` for responses without a unit of their own; NULL */
};

void figure_plan_init(struct figure_plan *plan, const struct evaluation *evaluation, const struct dataset *dataset, const struct figure *figure,
                      const struct figure_masks *masks, struct arena *arena, struct figure_result *result);

/* Values kept for statistics that need all of them at once. */
struct gathered {
    size_t cell; /* count of cells: the whole */
    size_t row;
    size_t order; /* in which it came */
    double x, w;
};

struct gathered_list {
    struct gathered *at;
    size_t count, room;
};

/* Medians, and means of the sheets without the highest and lowest. Sorts the list. */
void figure_finish_gathered(const struct figure_plan *plan, struct gathered_list *list, struct arena *arena, struct figure_result *result);
/* Adds `text` to what stands in cell->dropped. */
void figure_add_dropped(struct arena *arena, struct figure_cell *cell, const char *text);

#endif
