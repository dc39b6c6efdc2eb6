/* SPDX-License-Identifier: GPL-3.0-or-later
 * What is proved: tables that a reader cannot tell from the true one, and how far each number lies from the truth in them.
 *
 * One such table says something of every number that moves in it, so most numbers are found safe while another is asked for. It holds for as long as what
 * moves in it is hidden: hiding more takes nothing away, and showing a group again undoes only the tables in which that group moves.
 */
#include <math.h>

#include "disclose_priv.h"

struct solution {
    LIST_OF(size_t) groups; /* hidden ones that move in it */
};

struct proofs {
    struct system *system;
    struct arena *arena;
    struct proof *at; /* by atom */
    const bool *asked; /* by atom */
    LIST_OF(struct solution) solutions;
    size_t *stamps; /* by group: the solution that named it last, + 1 */
};

struct proofs *proofs_new(struct system *system, const bool *asked)
{
    struct arena *arena = arena_new();
    struct proofs *proofs = ARENA_NEW(arena, struct proofs);
    *proofs = (struct proofs){.system = system, .arena = arena, .asked = asked};
    proofs->at = ARENA_ARRAY(arena, struct proof, system->atoms.count + 1);
    proofs->stamps = ARENA_ARRAY(arena, size_t, system->groups.count + 1);
    for (size_t a = 0; a < system->atoms.count; a++)
        proofs->at[a] = (struct proof){{system->atoms.at[a].value, system->atoms.at[a].value}, {NONE, NONE}};
    return proofs;
}

void proofs_free(struct proofs *proofs)
{
    arena_free(proofs->arena);
}

double proofs_width(const struct proofs *proofs, size_t atom)
{
    return proofs->at[atom].ends[1] - proofs->at[atom].ends[0];
}

/* The groups that must stay hidden for the table to be possible. */
static void note_groups(struct proofs *proofs, struct solution *solution, const size_t *atoms, const double *values, size_t count)
{
    size_t stamp = proofs->solutions.count;
    for (size_t i = 0; i < count; i++) {
        const struct atom *atom = &proofs->system->atoms.at[atoms[i]];
        const struct group *group = &proofs->system->groups.at[atom->group];
        if (!group->published || proofs->stamps[atom->group] == stamp || fabs(values[i] - atom->value) <= group->tolerance + 1e-9 * (1 + fabs(atom->value)))
            continue;
        proofs->stamps[atom->group] = stamp;
        *LIST_ADD(proofs->arena, &solution->groups) = atom->group;
    }
}

void proofs_see(struct proofs *proofs, const size_t *atoms, const double *values, size_t count)
{
    struct solution *solution = NULL;
    for (size_t i = 0; i < count; i++) {
        struct proof *proof = &proofs->at[atoms[i]];
        double more = 1e-7 * (1 + fabs(values[i]));
        for (int end = 0; end < 2 && proofs->asked[atoms[i]]; end++) {
            if (end ? values[i] <= proof->ends[1] + more : values[i] >= proof->ends[0] - more)
                continue;
            if (!solution) {
                solution = LIST_ADD(proofs->arena, &proofs->solutions);
                note_groups(proofs, solution, atoms, values, count);
            }
            proof->ends[end] = values[i];
            proof->by[end] = proofs->solutions.count - 1;
        }
    }
}

static bool moves(const struct proofs *proofs, size_t solution, size_t group)
{
    for (size_t i = 0; solution != NONE && i < proofs->solutions.at[solution].groups.count; i++)
        if (proofs->solutions.at[solution].groups.at[i] == group)
            return true;
    return false;
}

void proofs_forget(struct proofs *proofs, const size_t *atoms, size_t count, size_t group, lost_proofs *ret_lost, struct arena *arena)
{
    /* 0: not looked at, 1: holds, 2: gone */
    char *known = ARENA_ARRAY(arena, char, proofs->solutions.count + 1);
    for (size_t i = 0; i < count; i++) {
        struct proof *proof = &proofs->at[atoms[i]], before = *proof;
        bool lost = false;
        for (int end = 0; end < 2; end++) {
            size_t by = proof->by[end];
            if (by == NONE)
                continue;
            if (!known[by])
                known[by] = moves(proofs, by, group) ? 2 : 1;
            if (known[by] == 1)
                continue;
            proof->by[end] = NONE;
            proof->ends[end] = proofs->system->atoms.at[atoms[i]].value;
            lost = true;
        }
        if (lost)
            *LIST_ADD(arena, ret_lost) = (struct lost_proof){atoms[i], before};
    }
}

void proofs_restore(struct proofs *proofs, const lost_proofs *lost)
{
    for (size_t i = 0; i < lost->count; i++)
        proofs->at[lost->at[i].atom] = lost->at[i].proof;
}
