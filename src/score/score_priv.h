/* SPDX-License-Identifier: GPL-3.0-or-later
 * Scoring in two steps, so that it can be repeated: a *plan* is made once from the rubric and the figures (who rests on what, as indices), then
 * *computed* as often as one likes from an array of figure values into a *state*, without allocating. Uncertainty and sensitivity studies change the
 * values, or the variant, and compute again:
 *
 *     struct score_plan *plan = score_plan_new(evaluation, results, arena);
 *     struct score_state *state = score_state_new(plan, arena);
 *     score_compute(plan, &(struct score_variant){.policy = -1, .facets = true}, plan->values, plan->bases, state);
 *
 * A state remembers what it was computed from, and computing again does again only what follows from something else: leaves that read other values, rows with another leaf.
 * What is in it afterwards is what a new state would hold (tests/unit/score/test_again.c), so nobody need know of it; but a study that changes one thing at a time is
 * ten times as fast as one that changes everything.
 */
#ifndef CEPING_SCORE_PRIV_H
#define CEPING_SCORE_PRIV_H

#include "ceping/base_num.h"
#include "ceping/score.h"

/* One value that a leaf rests on for one row. */
struct source {
    int at;   /* index of a figure value, or row of the source table; −1: there is no such cell */
    int item; /* which of the units aggregated over (their combination) */
    bool not_applicable;
    int16_t over[MODEL_BY_MAX]; /* the units aggregated over, by `over` of the leaf */
};

struct plan_leaf {
    const struct node *node;
    int table;       /* table that the leaf rests on; −1: a figure */
    bool aggregated; /* over units of kinds that the table does not have: policies act among them */
    bool counts;     /* a count of 0 is a value, whatever the base */
    size_t items;
    size_t over_count; /* kinds aggregated over */
    const struct unit_kind *over[MODEL_BY_MAX];
    size_t *first; /* [row]: sources first[row] … first[row + 1] */
    struct source *sources;
    double share; /* of the table's weight, 0…1 */
    enum policy not_applicable, missing;
    bool missing_set;
    int *facet; /* value marked on the leaf or the nearest node above it, by facet; −1 */
};

enum score_aggregation { SCORE_ARITHMETIC, SCORE_GEOMETRIC, SCORE_COPELAND, SCORE_AGGREGATIONS };

/* One leaf of one row, moved before its transform. */
struct score_shift {
    int table;
    size_t leaf, row;
    double by;
};

struct plan_row {
    int units[MODEL_BY_MAX];
    bool not_applicable;
    double not_applicable_cells; /* under it */
    const struct fixed_place *fixed;
    int best_row; /* of the table that this one takes the best of; −1 */
};

struct plan_adjustment {
    const struct adjustment *adjustment;
    int *input; /* by row: figure value, or −1 */
    bool *given; /* by row: the points are for this unit */
};

struct plan_key { /* tie-breaker */
    int node;   /* or −1 */
    int *input; /* by row */
};

struct plan_table {
    const struct table *table;
    size_t row_count;
    struct plan_row *rows;
    size_t strides[MODEL_BY_MAX];
    size_t combinations;
    int *row_of; /* combination → row; −1 */
    size_t node_count;
    const struct node **nodes; /* by index */
    int *first_child, *next;   /* −1: none; the root stands at node_count */
    double *fraction;          /* of the parent */
    double *share;             /* of the table */
    int *leaf_of;              /* −1: inner node */
    size_t leaf_count;
    struct plan_leaf *leaves;
    double *facet_share; /* declared weight by facet value, 0…1 */
    size_t bonus_count, deduction_count, key_count;
    struct plan_adjustment *bonus, *deductions;
    struct plan_key *keys;
    int slice_at; /* position in `by`; −1 */
    int best_table;
    bool places_wanted; /* also by studies that look at tables of single units only */
};

struct score_plan {
    const struct evaluation *evaluation;
    const struct results *results;
    struct arena *arena;
    size_t value_count;
    double *values, *bases; /* of figures, as they came: the whole, then its cells */
    size_t *figure_first;   /* where the values of a figure begin */
    int **figure_cell_of;   /* combination of units → value; made when first asked for */
    size_t table_count;
    struct plan_table *tables; /* by table index */
    const int *order;
    size_t order_count;
    size_t facet_count, facet_values;
    size_t *facet_first; /* place of a facet's first value among all */
    size_t matrix_max, items_max, rows_max, nodes_max;
};

enum gap { GAP_NONE, GAP_MISSING, GAP_NOT_APPLICABLE, GAP_ABSENT };

struct leaf_state { /* by row */
    double *raw, *score, *available, *base;
    uint8_t *gap;
    bool *imputed;
    double *filled; /* by source: as observed or imputed; NaN: plays no part */
    uint8_t *source_gap;
    double *read, *read_base; /* by source: as observed */
    bool gaps;  /* something of it is missing or does not apply, in some row */
    bool empty; /* all of it, in some row */
};

/* What a table was computed from. */
struct remembered {
    bool any; /* false: nothing yet */
    int policy;
    enum transform_kind normalise;
    const struct unit *without;
    struct score_shift shift; /* `by` 0: none */
    bool uncapped, any_coverage, lists, bare;
    enum score_aggregation aggregation;
    double *fraction; /* by node */
};

struct table_state { /* by row */
    bool *active;
    struct leaf_state *leaves;
    double *node_score, *effective; /* [row · (nodes + 1) + node]; the root last; effective in percent */
    double *base_score, *bonus, *deduction, *score, *printed, *coverage, *base, *natural, *place;
    double *list_place; /* by score alone, within the slice where the table ranks within slices; only with variant.lists */
    uint8_t *why; /* enum no_score */
    struct facet_score *facets; /* [row · facet_values + value] */
    bool gaps; /* something under it is missing or does not apply */
    bool *changed; /* while computing: something of the row's leaves is not what it was */
    struct remembered was;
};

struct score_state {
    struct table_state *tables;
    /* room to work in */
    double *matrix, *row_effect, *column_effect, *sums, *counts, *ties, *keys;
    int *component, *order, *fixed;
    double *node_shares;  /* of one table, where a variant has its own weights */
    double *node_weights; /* of one row: what the children with a score weigh */
    double *before[4];    /* by row: what a leaf was */
    struct place_entry *entries;
};


/* Other rules. All zero but `policy` −1: as declared. */
struct score_variant {
    int policy;  /* in place of every declared one for what does not apply and of the tables' for what is missing; −1: as declared */
    bool facets; /* compute them */
    bool lists;  /* compute list_place */
    bool bare;   /* scores and natural places of tables of single units are all that is wanted: no effective weights, places of others only where needed */
    bool uncapped;     /* the score may exceed score_max */
    bool any_coverage; /* a score whatever the coverage: for what is left out on purpose */
    enum transform_kind normalise; /* of all leaves in tables of single units, in place of their own: min_max, z or place; TRANSFORM_NONE: as declared */
    /* geometric: Π sᶠ instead of Σ f·s, scores below 1 count as 1. Copeland: scores stay, but tables of single units are ranked by how many others a unit beats, beating
     * being better on more than half of the weight, a draw counting half (Munda & Nardo 2005); bonus and deductions then play no part. */
    enum score_aggregation aggregation;
    double *const *fractions;   /* by table, by node, in place of the plan's; NULL */
    const struct unit *without; /* leaves that run over its kind leave it out; NULL */
    const struct score_shift *shift;
};

struct score_plan *score_plan_new(const struct evaluation *evaluation, const struct results *results, struct arena *arena);
struct score_state *score_state_new(const struct score_plan *plan, struct arena *arena);
void score_compute(const struct score_plan *plan, const struct score_variant *variant, const double *values, const double *bases, struct score_state *state);
/* One table alone; those that it rests on stand in `state` already. */
void score_compute_table(const struct score_plan *plan, int table, const struct score_variant *variant, const double *values, const double *bases,
                         struct score_state *state);

/* Row of the plan for a row of results. */
int plan_row_of(const struct plan_table *table, const int *units);

/* The same thing many times, on several threads: task(context, 0 … tasks − 1, room). What a task writes must depend on its number alone; rooms are
 * made anew for nobody, so a task sets all that it uses. A thread that cannot be started leaves its share to the caller's. */
struct repeat_room {
    size_t thread;
    double *values, *bases;  /* room for one set of them */
    double **fractions;      /* by table, by node: room for one set of weights */
    struct score_state *state;
    bool ready; /* false at first: for a task that begins with something once a thread */
};
typedef void repeat_task(void *context, size_t task, struct repeat_room *room);
void repeat(const struct score_plan *plan, size_t tasks, size_t threads, repeat_task *task, void *context);

/* Parts of the plan. */
void plan_leaf_sources(struct score_plan *plan, struct plan_table *table, struct plan_leaf *leaf);
/* Value of a figure for the units of a row, kinds that the table lacks ignored; −1 where there is none. */
int plan_figure_input(struct score_plan *plan, const struct plan_table *table, size_t row, const struct figure *figure);
size_t plan_row_units(const struct plan_table *table, size_t row, struct unit **ret_units);

/* Parts of the computation. */
/* Reads the sources of a leaf; false where all are as they were. */
bool leaf_read(const struct plan_table *table, const struct score_variant *variant, const double *values, const double *bases, struct score_state *state, size_t leaf);
/* From what was read to the raw value. */
void leaf_gather(const struct plan_table *table, const struct score_variant *variant, struct score_state *state, size_t leaf);
void leaf_transform(const struct plan_table *table, const struct plan_leaf *leaf, const struct score_variant *variant, const bool *active,
                    struct leaf_state *state, struct score_state *work);
/* Marks rows in which it fills in something else than was there. */
void leaves_impute(const struct plan_table *table, const struct score_variant *variant, struct table_state *state, struct score_state *work);
void tree_compute(const struct plan_table *table, const struct score_variant *variant, size_t row, struct table_state *state, struct score_state *work);
const double *fractions_of(const struct plan_table *table, const struct score_variant *variant);
void rank_rows(const struct plan_table *table, const struct score_variant *variant, const double *values, struct score_state *state);
/* The same to the last bit; a NaN is the same as itself. */
static inline bool same_number(double a, double b)
{
    return memcmp(&a, &b, sizeof a) == 0;
}
void facets_compute(const struct score_plan *plan, const struct plan_table *table, size_t row, struct score_state *state);
/* Share of each of `count` values in their aggregate (Σ = 1, except the sum, where each counts whole); NaN values have none. */
void aggregate_shares(const double *x, size_t count, enum aggregate aggregate, double *ret_shares);
enum policy policy_for(const struct plan_leaf *leaf, enum gap gap, const struct score_variant *variant);

/* Movement and streaks over the slices of a table, from the places within them. */
void score_periods(const struct plan_table *plan, struct table_result *result);

/* A score as two units compare it where ties are exact: differences below 10⁻⁹ are noise of the arithmetic. */
double score_exact(double value);
/* num_round() for the many values that lie far from a tie, without making text. */
double score_round(double value, int decimals);

struct place_entry {
    int index;
    double score;
    const double *keys;
    size_t key_count;
};

/* score_fixed_places() in room given by the caller. */
void places_compute(const double *scores, size_t count, enum tie_rule rule, const double *keys, size_t key_count, const int *fixed,
                    struct place_entry *entries, double *ret_places);

#endif
