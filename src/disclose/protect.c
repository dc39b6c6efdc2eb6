/* SPDX-License-Identifier: GPL-3.0-or-later
 * Which numbers are hidden besides, so that those hidden by a rule stay hidden.
 *
 *     1. what each needs     half of its base (`protection`), or half of what the wholes leave open anyhow: an option that five chose in the whole city leaves
 *                            little to protect in one district. Where wholes that are kept tell a count to the person whatever else is hidden, the cheapest of them
 *                            are given up
 *     2. until all have it   the reader's program bounds an atom too closely → the cheapest groups that change it are hidden (attack_choose)
 *     3. giving back         dearest first, each is shown again where all still have what they need
 *
 * Small programs come first: a number that a reader of its neighbourhood cannot bound is safe, and what was found for one number is kept for all (proofs.c). The program
 * of all that hangs together is asked where the neighbourhood does not settle it and it is no larger than PROGRAM_MAX; beyond, a number more than need be may be
 * hidden, never one less. That the choice is safe need not be trusted: it is what was proved.
 *
 * Order is that of the results, so the same results give the same choice.
 */
#include <math.h>
#include <stdlib.h>

#include "protect_priv.h"

#define NEIGHBOURS_MAX 12 /* a city has about ten districts; beyond, the great program decides */

int steps_left(const struct work *work)
{
    return work->effort > work->effort_max ? 1 : NEAR_STEPS;
}

void end_attack(struct work *work, struct attack *attack)
{
    work->effort += attack_effort(attack);
    attack_free(attack);
}

/* Is it safe? ------------------------------------------------------------------------------------------------------- */

/* So far apart its bounds must be proved to lie. */
static double width_for(const struct work *work, size_t atom)
{
    double need = work->system->atoms.at[atom].need;
    return need - LITTLE * (1 + need);
}

static bool safe(const struct work *work, size_t atom)
{
    return proofs_width(work->proofs, atom) >= width_for(work, atom);
}

/* The first atom of the group that is not proved safe; NONE where all are. */
static size_t unsafe(const struct work *work, size_t g)
{
    const struct group *group = &work->system->groups.at[g];
    for (size_t a = 0; a < group->atoms.count; a++)
        if (work->system->atoms.at[group->atoms.at[a]].need > LITTLE && !safe(work, group->atoms.at[a]))
            return group->atoms.at[a];
    return NONE;
}

/* The most that one equation leaves open: what the others in it may be at all. */
static double room_in(const struct system *system, const struct relation *relation, size_t atom)
{
    double room = 0, factor = 0;
    for (size_t t = 0; t < relation->terms.count; t++) {
        const struct term *term = &relation->terms.at[t];
        const struct atom *other = &system->atoms.at[term->atom];
        if (term->atom == atom)
            factor += term->factor;
        else if (atom_shown(system, other))
            room += 2 * fabs(term->factor) * system->groups.at[other->group].tolerance;
        else
            room += fabs(term->factor) * (other->high - other->low);
    }
    return factor == 0 ? INFINITY : room / fabs(factor);
}

static bool tight(const struct system *system, size_t relation, size_t atom)
{
    double need = system->atoms.at[atom].need;
    return room_in(system, &system->relations.at[relation], atom) < need - LITTLE * (1 + need);
}

/* Is one equation enough to bound an atom of the group too closely? Mostly that is why one is not safe, and no program is needed to see it. */
static bool plainly_unsafe(const struct work *work, size_t g)
{
    const struct group *group = &work->system->groups.at[g];
    for (size_t a = 0; a < group->atoms.count; a++) {
        const struct atom *atom = &work->system->atoms.at[group->atoms.at[a]];
        for (size_t r = 0; atom->need > LITTLE && r < atom->relations.count; r++)
            if (tight(work->system, atom->relations.at[r], group->atoms.at[a]))
                return true;
    }
    return false;
}

static bool ask(const struct work *work, struct attack *attack, size_t g)
{
    const struct group *group = &work->system->groups.at[g];
    for (size_t a = 0; a < group->atoms.count; a++) {
        size_t atom = group->atoms.at[a];
        if (work->system->atoms.at[atom].need <= LITTLE || safe(work, atom))
            continue;
        attack_prove(attack, atom, width_for(work, atom));
        if (!safe(work, atom))
            return false;
    }
    return true;
}

/* Proves the group's atoms safe. `with`: a group that is just being tried, and the last neighbourhood to look at is `steps` − 1. */
static bool prove_near(struct work *work, size_t g, size_t with, int steps, bool *ret_whole)
{
    const size_t seeds[] = {g, with};
    *ret_whole = true;
    if (unsafe(work, g) == NONE)
        return true;
    if (plainly_unsafe(work, g))
        return false;
    for (int step = 0; step < steps && step < steps_left(work); step++) {
        *ret_whole = near_groups(work->system, seeds, with == NONE ? 1 : 2, step, NULL, work->play);
        struct attack *attack = attack_new(work->system, NULL, work->play, work->proofs);
        bool good = ask(work, attack, g);
        end_attack(work, attack);
        if (good || *ret_whole)
            return good;
    }
    return false;
}

static bool prove(struct work *work, size_t g)
{
    bool whole;
    if (prove_near(work, g, NONE, NEAR_STEPS, &whole) || whole)
        return unsafe(work, g) == NONE;
    if (work->effort > work->effort_max)
        return false;
    struct attack *attack = attack_new(work->system, NULL, NULL, work->proofs);
    bool good = attack_size(attack, unsafe(work, g)) <= PROGRAM_MAX && ask(work, attack, g);
    end_attack(work, attack);
    return good;
}

/* Hiding -------------------------------------------------------------------------------------------------------------- */

/* The group is shown again after all: so are tables gone in which it moved. */
static void drop_proofs(struct work *work, size_t group)
{
    struct arena *arena = arena_new();
    lost_proofs lost = {0};
    proofs_forget(work->proofs, work->asked.at, work->asked.count, group, &lost, arena);
    arena_free(arena);
}

/* Mostly one neighbour will do: a group that stands in an equation with the atom. Trying them, cheapest first, costs far less than the great program. */
static bool hide_neighbour(struct work *work, size_t atom)
{
    struct system *system = work->system;
    const struct atom *at = &system->atoms.at[atom];
    bool any_tight = false, whole;
    for (size_t r = 0; r < at->relations.count; r++)
        any_tight = any_tight || tight(system, at->relations.at[r], atom);
    bool *tried = ARENA_ARRAY(work->arena, bool, system->groups.count + 1);
    for (int turn = 0; turn < NEIGHBOURS_MAX; turn++) {
        size_t best = NONE;
        for (size_t r = 0; r < at->relations.count; r++) {
            const struct relation *relation = &system->relations.at[at->relations.at[r]];
            for (size_t t = 0; t < relation->terms.count && (!any_tight || tight(system, at->relations.at[r], atom)); t++) {
                size_t g = system->atoms.at[relation->terms.at[t].atom].group;
                const struct group *group = &system->groups.at[g];
                if (!tried[g] && group_can_be_hidden(group) && (best == NONE || group->loss < system->groups.at[best].loss))
                    best = g;
            }
        }
        if (best == NONE)
            return false;
        tried[best] = true;
        system->groups.at[best].hidden = HIDDEN_DERIVED;
        if (prove_near(work, at->group, best, NEAR_STEPS - 1, &whole) || safe(work, atom))
            return true;
        system->groups.at[best].hidden = SHOWN;
        drop_proofs(work, best);
    }
    return false;
}
/* The cheapest set of groups near it, or further away. */
static bool hide_chosen(struct work *work, size_t atom, bool *chosen)
{
    struct system *system = work->system;
    size_t group = system->atoms.at[atom].group;
    for (int step = 0; step < NEAR_STEPS; step++) {
        near_groups(system, &group, 1, step, work->open, work->play);
        bool any = false, good = attack_choose(system, atom, system->atoms.at[atom].need, work->open, work->play, chosen);
        for (size_t g = 0; g < system->groups.count && good; g++)
            if (chosen[g] && group_can_be_hidden(&system->groups.at[g])) {
                system->groups.at[g].hidden = HIDDEN_DERIVED;
                any = true;
            }
        /* The same neighbourhood again, now with less in sight, is the proof. */
        struct attack *attack = attack_new(system, NULL, work->play, work->proofs);
        if (any)
            attack_prove(attack, atom, width_for(work, atom));
        attack_free(attack);
        if (safe(work, atom))
            return true;
    }
    return false;
}

/* All that hangs together with it: better too much. */
static void hide_all(struct work *work, size_t atom)
{
    struct system *system = work->system;
    bool *reached = ARENA_ARRAY(work->arena, bool, system->groups.count + 1);
    for (size_t g = 0; g < system->groups.count; g++)
        work->open[g] = group_can_be_hidden(&system->groups.at[g]);
    struct attack *attack = attack_new(system, work->open, NULL, NULL);
    attack_reach(attack, atom, reached);
    attack_free(attack);
    for (size_t g = 0; g < system->groups.count; g++)
        if (reached[g] && group_can_be_hidden(&system->groups.at[g]))
            system->groups.at[g].hidden = HIDDEN_DERIVED;
    prove(work, system->atoms.at[atom].group);
}

/* Group by group. What is safe stays safe while more is hidden, so once is enough. */
static void hide(struct work *work)
{
    bool *chosen = ARENA_ARRAY(work->arena, bool, work->system->groups.count + 1);
    for (size_t i = 0; i < work->groups.count; i++) {
        size_t g = work->groups.at[i];
        if (prove(work, g))
            continue;
        const struct group *group = &work->system->groups.at[g];
        for (size_t a = 0; a < group->atoms.count; a++) {
            size_t atom = group->atoms.at[a];
            if (work->system->atoms.at[atom].need <= LITTLE || safe(work, atom))
                continue;
            if (!hide_neighbour(work, atom) && !hide_chosen(work, atom, chosen))
                hide_all(work, atom);
        }
    }
}

/* Giving back ------------------------------------------------------------------------------------------------------ */

struct returned {
    double loss;
    size_t group;
};

static int dearest_first(const void *a, const void *b)
{
    const struct returned *x = a, *y = b;
    if (x->loss != y->loss)
        return x->loss > y->loss ? -1 : 1;
    return x->group < y->group ? -1 : 1;
}

/* Shows the group where all whose proofs need it hidden can be proved otherwise. */
static void try_to_show(struct work *work, size_t g)
{
    struct arena *arena = arena_new();
    lost_proofs lost = {0};
    work->system->groups.at[g].hidden = SHOWN;
    proofs_forget(work->proofs, work->asked.at, work->asked.count, g, &lost, arena);
    bool good = true;
    for (size_t i = 0; i < lost.count && good; i++) {
        if (safe(work, lost.at[i].atom))
            continue;
        good = prove(work, work->system->atoms.at[lost.at[i].atom].group);
    }
    if (!good) {
        work->system->groups.at[g].hidden = HIDDEN_DERIVED;
        proofs_restore(work->proofs, &lost);
    }
    arena_free(arena);
}

static void give_back(struct work *work)
{
    struct system *system = work->system;
    struct returned *list = ARENA_ARRAY(work->arena, struct returned, system->groups.count + 1);
    size_t count = 0;
    for (size_t g = 0; g < system->groups.count; g++)
        if (system->groups.at[g].hidden == HIDDEN_DERIVED && !system->groups.at[g].primary)
            list[count++] = (struct returned){system->groups.at[g].loss, g};
    qsort(list, count, sizeof *list, dearest_first);
    for (size_t i = 0; i < count && work->effort <= work->effort_max; i++)
        try_to_show(work, list[i].group);
}

void protect(struct system *system)
{
    struct work work = {.system = system, .arena = arena_new()};
    work.open = ARENA_ARRAY(work.arena, bool, system->groups.count + 1);
    work.play = ARENA_ARRAY(work.arena, bool, system->groups.count + 1);
    give_up_wholes(system);
    find_needs(&work);
    if (give_up_telling_wholes(&work))
        find_needs(&work);
    work.effort = 0;
    bool *asked = ARENA_ARRAY(work.arena, bool, system->atoms.count + 1);
    for (size_t i = 0; i < work.asked.count; i++)
        asked[work.asked.at[i]] = true;
    work.proofs = proofs_new(system, asked);
    hide(&work);
    work.effort = 0;
    give_back(&work);
    proofs_free(work.proofs);
    arena_free(work.arena);
}
