/* SPDX-License-Identifier: GPL-3.0-or-later
 * What needs.c and protect.c share: the work of choosing what is hidden besides.
 */
#ifndef CEPING_DISCLOSE_PROTECT_PRIV_H
#define CEPING_DISCLOSE_PROTECT_PRIV_H

#include "disclose_priv.h"

#define LITTLE 1e-5 /* below the noise of the solver's arithmetic there is no difference */

struct work {
    struct system *system;
    struct arena *arena;
    LIST_OF(size_t) groups; /* those with atoms that need protection */
    LIST_OF(size_t) asked;  /* these atoms, group by group */
    struct proofs *proofs;
    bool *open, *play;      /* by group: room for near_groups() */
    size_t effort, effort_max; /* of this part of the work */
};

/* How many neighbourhoods are still looked at. */
int steps_left(const struct work *work);
/* Counts what it cost. */
void end_attack(struct work *work, struct attack *attack);

/* A whole that is itself hidden cannot lean on other wholes that stay: theirs are given up where they stand in one equation with it. */
void give_up_wholes(struct system *system);
/* Sets the needs of the atoms of groups hidden by a rule, `groups` and `asked`. */
void find_needs(struct work *work);
/* Gives up kept wholes that tell a count to the person whatever else is hidden. True where there were any: needs are then others. */
bool give_up_telling_wholes(struct work *work);

#endif
