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
    int16_t *bin; /* by code: see coded.c */
    size_t bins;
};

void code_table_init(struct code_table *table, const struct scale *scale, struct arena *arena);
int code_table_option(const struct code_table *table, int code);

/* What kind of missing the answer is; options that are no answer (don't know) count as their kind even where a code is there. */
enum missing answer_missing(const struct column *column, size_t row, const struct code_table *table);
/* Code, mark, unit index or number; NaN for texts. Not for missing answers. */
double answer_value(const struct column *column, size_t row);
bool response_valid(const struct dataset *dataset, size_t row);

/* _repeat and _burst, into indices that are there already. */
void crowd_indices(struct dataset *dataset);

/* Had it to be answered? Not where a condition or the platform's logic left it out. */
bool missing_was_asked(enum missing missing);
/* Does an answer (or what stands in its place) count in the base? Cancelled ones never do: the rule has taken them out. */
bool missing_in_base(enum missing missing, enum base base);

/* In which category of a margin's side is a response? */
struct side_reader {
    const struct dataset *dataset;
    const struct margin_side *side;
    size_t categories;
    const struct column *column;
    struct code_table codes;
    const char **groups;
};

void side_reader_init(struct side_reader *reader, const struct evaluation *evaluation, const struct dataset *dataset, const struct margin_side *side,
                      struct arena *arena);
int side_category(const struct side_reader *reader, size_t row); /* −1: in none */
/* The auxiliary variables of a weighting over `rows`, as struct stats_design wants them, and the base weights. Returns their number. */
size_t weighting_auxiliaries(const struct evaluation *evaluation, const struct dataset *dataset, const struct weighting *weighting, const size_t *rows, size_t n,
                             struct arena *arena, double **ret_x, double **ret_base);

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
    const double *row_weight; /* of a weighting; NULL */
    size_t strides[MODEL_BY_MAX];
    size_t combinations;
    size_t *cell_of; /* combination → cell; NO_CELL where it does not apply */
    bool *own;       /* [unit of own_kind][unit of own_of_kind]; NULL without the rule */
    const struct rater **own_rater; /* by row: the rater, where he has a unit of his own; NULL without such raters */
    const struct unit_kind *mask_kind; /* of `this.` for responses without a unit of their own; NULL */
};

void figure_plan_init(struct figure_plan *plan, const struct evaluation *evaluation, const struct dataset *dataset, const struct figure *figure,
                      const struct figure_masks *masks, struct arena *arena, struct figure_result *result);

/* What one observation says. */
struct observation {
    enum missing missing;
    bool in_base;
    double base;      /* 1, or the denominator of a ratio */
    double numerator; /* of that */
    double x;         /* for minimum, maximum and gathered values; NaN */
};

/* Of one variable, by what kind of missing it is, its option (−1 none) and its value. */
struct observation observation_of(const struct figure_plan *plan, const struct slot *slot, enum missing missing, int option, double value);

/* One valid response of a figure, observation by observation: its cell (NO_CELL: none), what it says and its weight. For those who need rows
 * instead of sums (draws.c); `arena` keeps the plan. */
typedef void figure_visit(void *context, size_t cell, const struct observation *seen, double w);
struct figure_walk;
struct figure_walk *figure_walk_new(const struct evaluation *evaluation, const struct dataset *dataset, const struct figure *figure,
                                    const struct figure_masks *masks, struct arena *arena);
void figure_walk_row(struct figure_walk *walk, size_t row, figure_visit *visit, void *context);

/* Coded answers in bulk are counted by what they say, and what that means is worked out once, as bins: the options of the scale, then the kinds
 * of missing, then codes that no option has. See coded.c. */
struct coded_counter {
    const struct code_table *codes;
    size_t cells;
    bool direct; /* a say is a code, or a kind of missing behind the codes; else the bin itself */
    bool alone;  /* of one column: who asks for the same may read it too */
    unsigned cell_bits;
    size_t says;
    uint16_t *bin;    /* by say */
    uint32_t *counts; /* [say << cell_bits | cell]; behind the cells: rows in none of them, then rows that do not count */
};

/* Where rows count. */
struct coded_place {
    uint16_t cells;
    bool unknown;   /* nothing tells the unit: no row has a cell */
    bool keep_unknown; /* rows whose unit of a kind is unknown have cells too, as though it were a unit behind the others */
    uint16_t fixed; /* part of the cell that is the same in all rows */
    size_t kinds;
    const int16_t *units[MODEL_BY_MAX];
    uint16_t limit[MODEL_BY_MAX], stride[MODEL_BY_MAX];
    const uint8_t *status, *where; /* NULL: all rows */
    size_t where_stride;           /* from row to row in `where` */
};

#define CODED_BLOCK 4096 /* rows at a time: long enough for columns to stream, short enough for what the loops hand on to stay in the first-level cache */

/* False where there are 2¹⁶ − 2 cells or more (one kind of units never has so many), or 2³² answers. */
bool coded_init(struct coded_counter *counter, const struct code_table *codes, size_t cells, size_t answers, struct arena *arena);
void coded_place(struct coded_place *place, size_t cells, const struct dataset *dataset);
/* Cells are told apart by `kind`: the unit of the response, or `fixed_unit` where that is not NO_UNIT. */
void coded_place_by(struct coded_place *place, const struct dataset *dataset, const struct unit_kind *kind, int fixed_unit, size_t stride);
bool coded_place_same(const struct coded_place *a, const struct coded_place *b);
/* Cell of each of `n` rows, at most CODED_BLOCK. */
void coded_place_rows(const struct coded_place *place, size_t from, size_t n, uint16_t *restrict cell);
/* What will be counted next: `n` rows of one or two columns, fetched meanwhile. */
struct coded_ahead {
    const struct column *one, *other; /* other: NULL if there is none */
    size_t from, n;
};
/* Adds the answers of a column. */
void coded_count(struct coded_counter *counter, const struct column *column, size_t from, size_t n, const uint16_t *restrict cell,
                 const struct coded_ahead *ahead);
/* What each answer says. */
void coded_say(const struct coded_counter *counter, const struct column *column, size_t from, size_t n, uint16_t *restrict said);

/* Two columns in the same cells counted at once; `one` and `other` may be the same counter. False where that cannot be or would not pay. */
struct coded_pair {
    struct coded_counter *one, *other;
    uint32_t *counts; /* [say of one][say of the other][cell] */
};
bool coded_pair_init(struct coded_pair *pair, struct coded_counter *one, struct coded_counter *other, size_t rows, struct arena *arena);
void coded_pair_count(struct coded_pair *pair, const struct column *one, const struct column *other, size_t from, size_t n, const uint16_t *restrict cell,
                      const struct coded_ahead *ahead);
/* Adds to both counters, once. */
void coded_pair_split(const struct coded_pair *pair);

/* One pass over the rows for many columns and figures: the cells of rows are worked out once for all that share them (coded_work.c). Add, run once, then
 * read the counters. What is given must stay until then. */
struct coded_task {
    size_t place;
    const struct column *column;
    struct coded_counter *counter;
};

/* How many responses have an answer in the base. A response with several answers in one cell is one there. */
struct coded_group {
    size_t place; /* where rows count, whatever is asked of single columns */
    LIST_OF(struct coded_task) slots; /* counter: by which the answer is read */
};
struct coded_watch {
    const bool *in_base; /* by say */
    bool plain;          /* what was answered is in the base, and nothing else */
    LIST_OF(struct coded_group) groups; /* no cell is in two of them */
    double *responses;   /* by cell, and two behind as in a counter */
    double whole;
};

struct coded_work {
    const struct dataset *dataset;
    struct arena *arena;
    LIST_OF(struct coded_place) places;
    LIST_OF(struct coded_task) tasks;
    LIST_OF(struct coded_watch *) watches;
    LIST_OF(struct coded_pair *) pairs;
};
size_t coded_work_place(struct coded_work *work, const struct coded_place *place);
void coded_work_add(struct coded_work *work, size_t place, const struct column *column, struct coded_counter *counter);
/* The counter that is `alone` with this column; NULL. */
struct coded_counter *coded_work_find(const struct coded_work *work, size_t place, const struct column *column, const struct scale *scale);
void coded_work_run(struct coded_work *work);

/* Counts of coded answers: [cell][bin], the cell of those without units last. */
struct coded_counts {
    size_t bins;
    double *at;
    double *responses; /* by cell; the whole last */
};

/* A figure whose items are all coded by one scale and that needs nothing of single rows but their cells: puts what it counts into `work`.
 * NULL where it is not so: then it goes row by row. */
struct coded_figure *figure_coded_begin(const struct figure_plan *plan, const struct figure_masks *masks, struct coded_work *work);
/* After the run. False where a code is none of the scale's: row by row. */
bool figure_coded_end(const struct coded_figure *coded, size_t cells, struct arena *arena, struct coded_counts *ret_counts);

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

/* Seconds since a fixed day, for differences only, from "2018-05-03 14:02:11", also without the seconds or, unless the time is needed, without it; NaN where not known. */
double submitted_seconds(const char *submitted, bool needs_time);

/* Indices of where responses came from, in place (indices_source.c). */
void indices_duplicate(struct dataset *dataset);
void indices_source_hour(struct dataset *dataset);

#endif
