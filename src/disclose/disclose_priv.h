/* SPDX-License-Identifier: GPL-3.0-or-later
 * What the files of `disclose` share: the system of numbers and equations that a reader could set up.
 *
 * An atom is a number: how many of a group of people chose an option, the score of a leaf. A group is what is shown or hidden together: all numbers that rest
 * on the same answers of the same people. A relation is an equation between atoms that holds by what they mean. The reader knows the atoms of shown
 * groups (to rounding), the bounds of the others, and all relations.
 */
#ifndef CEPING_DISCLOSE_PRIV_H
#define CEPING_DISCLOSE_PRIV_H

#include "ceping/disclose.h"

#define NONE SIZE_MAX

struct atom {
    double value;
    double low, high; /* what anybody knows beforehand */
    double need;      /* nobody may bound it closer than this; 0: not asked for, or not to be had */
    size_t group;
    LIST_OF(size_t) relations;
};

struct term {
    size_t atom;
    double factor;
};

struct relation { /* Σ factor · atom = constant */
    LIST_OF(struct term) terms;
    double constant;
};

enum target_kind { TARGET_FIGURE, TARGET_FREQUENCY, TARGET_COLLECTION, TARGET_NODE, TARGET_FACET, TARGET_SCORE };

struct target { /* a place in the results */
    enum target_kind kind;
    void *at;
    size_t options; /* counts of figures and frequencies */
};

struct group {
    const char *label; /* for the team's list */
    const struct instrument *instrument;
    double people;
    double loss;       /* what readers lose when it is hidden */
    bool published;    /* false: it stands nowhere, it can only be worked out */
    bool fixed;        /* cannot be hidden: known from elsewhere */
    bool kept;         /* a whole: hidden only when nothing else helps */
    double tolerance;  /* half a unit of the last decimal shown */
    enum hidden hidden;
    bool primary;      /* hidden by a rule, for its own sake */
    LIST_OF(size_t) atoms;
    LIST_OF(struct target) targets;
};

struct signature;

struct row { /* of a score table by one kind */
    struct system *system;
    const struct table *table;
    struct score_row *row;
    const char *label;
    size_t *atoms, *groups; /* by node, groups of leaves only; NONE */
    size_t first, score;    /* its first group, and that of the score, its last */
};

struct system {
    struct arena *arena;
    struct results *results;
    LIST_OF(struct atom) atoms;
    LIST_OF(struct group) groups;
    LIST_OF(struct relation) relations;
    LIST_OF(struct signature *) signatures;
    LIST_OF(struct row) rows;
    size_t **figure_groups; /* [figure][0: the whole; 1 + cell]; NONE */
};

/* The system (system.c) ------------------------------------------------------------------------------------------- */

size_t system_group(struct system *system, const char *label, double loss);
size_t system_atom(struct system *system, size_t group, double value, double low, double high);
void system_target(struct system *system, size_t group, enum target_kind kind, void *at, size_t options);
size_t system_relation(struct system *system, double constant);
void system_term(struct system *system, size_t relation, size_t atom, double factor);
/* Makes the equation true for the atoms' values: what is left over goes to its constant. */
void system_balance(struct system *system, size_t relation);
/* Is every equation true for the atoms' values? One that is not would make the reader's program impossible. */
bool system_is_true(const struct system *system);
/* Is the atom known, at most to rounding? */
bool atom_shown(const struct system *system, const struct atom *atom);

/* Answers (answers.c, parts.c) ---------------------------------------------------------------------------------------- */

struct answers { /* the answers to some items by those people who fulfil `where` and are about `units` */
    const char *where; /* "" for all */
    bool with_void;   /* also the answers that screening left out */
    int units[MODEL_KINDS_MAX]; /* by kind index; NO_UNIT: all */
    size_t group;
    double base; /* answers in all */
    bool whole;  /* of everyone */
};

enum node_class { NODE_CODES, NODE_MARKS, NODE_AMOUNT };

struct signature { /* the same items counted in the same way */
    const char *key;
    const struct instrument *instrument;
    enum node_class class;
    const struct scale *scale;
    size_t atom_count; /* of each node */
    struct variable *const *variables;
    size_t variable_count;
    LIST_OF(struct answers) nodes;
};

/* Of the same people? */
bool answers_alike(const struct answers *a, const struct answers *b);
void answers_add(struct system *system);
/* Units make up the whole, parts their whole, and what is left beside a part. */
void parts_add(struct system *system);
/* Too few people, or one answer that is most of it. */
void answers_mark(struct system *system);
/* The figure's cells from options: value = Σ factors[option] · count / base. False where it is no such sum. */
bool answers_factors(const struct figure *figure, const struct scale *scale, const struct figure_cell *cell, double *ret_factors);

/* Collections (collections.c) ----------------------------------------------------------------------------------------- */

void collections_add(struct system *system);

/* Scores (scores.c) ---------------------------------------------------------------------------------------------- */

void scores_add(struct system *system);
/* After the answers were marked: what rests on hidden leaves alone, and what they weigh together. */
void scores_mark(struct system *system);

/* The reader (attack.c, behind it GLPK) ------------------------------------------------------------------------------ */

struct attack;
struct proofs;

/* `open`: groups (an entry each) that are taken as hidden though they are shown; NULL: none. `play`: groups that may move, all else is taken as known; NULL: all. Each
 * table that is found goes to `proofs`, where not NULL. All are borrowed. */
struct attack *attack_new(struct system *system, const bool *open, const bool *play, struct proofs *proofs);
void attack_free(struct attack *attack);
/* How closely the reader can bound the atom. False where the solver gives up; the bounds are then the value itself: whoever cannot be asked is taken to know. */
bool attack_bounds(struct attack *attack, size_t atom, double *ret_low, double *ret_high);
/* Looks for tables that prove the atom open by `enough` and gives them to the proofs, which must be there: one end does where it lies that far from the truth. */
void attack_prove(struct attack *attack, size_t atom, double enough);
/* How many atoms hang together with it, itself included: the size of the program. */
size_t attack_size(struct attack *attack, size_t atom);
size_t attack_effort(const struct attack *attack); /* Σ of the sizes of the programs solved: what it cost, on any machine */
/* Sets the entries of their groups. */
void attack_reach(struct attack *attack, size_t atom, bool *ret_groups);
/* Which of the groups in `open` must be hidden so that the atom cannot be bounded closer than `width`, at the least loss: sets `ret_chosen` (an entry
 * a group). False when there is no way. */
bool attack_choose(struct system *system, size_t atom, double width, const bool *open, const bool *play, bool *ret_chosen);

/* Proofs (proofs.c) ------------------------------------------------------------------------------------------------ */

struct proof { /* of one atom: its least and greatest value in the tables seen, and which tables; NONE: the truth */
    double ends[2];
    size_t by[2];
};

struct lost_proof {
    size_t atom;
    struct proof proof;
};

typedef LIST_OF(struct lost_proof) lost_proofs;

/* For the atoms whose entry in `asked` is set (borrowed). */
struct proofs *proofs_new(struct system *system, const bool *asked);
void proofs_free(struct proofs *proofs);
/* A table that a reader takes for possible: values of some atoms, all others as they are. */
void proofs_see(struct proofs *proofs, const size_t *atoms, const double *values, size_t count);
double proofs_width(const struct proofs *proofs, size_t atom);
/* The group is shown: of these atoms, what was proved by tables in which it moves is gone. Adds what they had before to `ret_lost`, for proofs_restore(). */
void proofs_forget(struct proofs *proofs, const size_t *atoms, size_t count, size_t group, lost_proofs *ret_lost, struct arena *arena);
void proofs_restore(struct proofs *proofs, const lost_proofs *lost);

#define PROGRAM_MAX 1500 /* numbers in a program of all: a table of ten districts by a questionnaire of sixty items hides some hundreds */

/* Neighbourhoods (near.c) -------------------------------------------------------------------------------------------- */

bool group_can_be_hidden(const struct group *group); /* it stands somewhere, and nothing forbids to hide it */

#define NEAR_STEPS 3 /* few, some, many */
/* What moves when a number of these groups moves: sets `ret_play`, an entry a group; with `ret_open`, groups that might be hidden move too, and are set there. True where
 * nothing was left out, so that a program of it is the program of all. */
bool near_groups(const struct system *system, const size_t *groups, size_t count, int step, bool *ret_open, bool *ret_play);

/* Choosing (protect.c), taking out (redact.c) -------------------------------------------------------------------------- */

void protect(struct system *system);
void redact(struct system *system);

#endif
