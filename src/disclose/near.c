/* SPDX-License-Identifier: GPL-3.0-or-later
 * What might be hidden for an atom's sake: the neighbourhood of an atom in the system.
 */
#include "disclose_priv.h"

/* How many of an equation's groups are taken, and how many in all. In a table of two ways four cells hide each other: two steps from the atom. */
static const struct {
    size_t of_relation, in_all;
} steps[NEAR_STEPS] = {{4, 30}, {12, 120}, {SIZE_MAX, SIZE_MAX}};

static bool can_be_hidden(const struct system *system, size_t group)
{
    const struct group *at = &system->groups.at[group];
    return at->published && at->hidden == SHOWN && !at->fixed && !at->kept;
}

struct walk {
    const struct system *system;
    struct arena *arena;
    bool *seen, *open; /* by group */
    bool *done;        /* by relation */
    LIST_OF(size_t) queue;
    size_t opened;
};

static void enter(struct walk *walk, size_t group)
{
    if (walk->seen[group])
        return;
    walk->seen[group] = true;
    *LIST_ADD(walk->arena, &walk->queue) = group;
    if (can_be_hidden(walk->system, group)) {
        walk->open[group] = true;
        walk->opened++;
    }
}

/* The hidden groups of the equation, and the cheapest of those that might be. */
static void enter_relation(struct walk *walk, const struct relation *relation, size_t most)
{
    const struct system *system = walk->system;
    for (size_t t = 0; t < relation->terms.count; t++) {
        size_t group = system->atoms.at[relation->terms.at[t].atom].group;
        const struct group *at = &system->groups.at[group];
        if (!at->published || at->hidden != SHOWN || at->tolerance > 0)
            enter(walk, group);
    }
    for (size_t taken = 0; taken < most; taken++) {
        size_t best = NONE;
        for (size_t t = 0; t < relation->terms.count; t++) {
            size_t group = system->atoms.at[relation->terms.at[t].atom].group;
            if (!walk->seen[group] && can_be_hidden(system, group) && (best == NONE || system->groups.at[group].loss < system->groups.at[best].loss))
                best = group;
        }
        if (best == NONE)
            return;
        enter(walk, best);
    }
}

void near_groups(const struct system *system, size_t atom, int step, bool *ret_open)
{
    for (size_t g = 0; g < system->groups.count; g++)
        ret_open[g] = steps[step].in_all == SIZE_MAX && can_be_hidden(system, g);
    if (steps[step].in_all == SIZE_MAX)
        return;
    struct arena *arena = arena_new();
    struct walk walk = {.system = system, .arena = arena, .open = ret_open};
    walk.seen = ARENA_ARRAY(arena, bool, system->groups.count + 1);
    walk.done = ARENA_ARRAY(arena, bool, system->relations.count + 1);
    enter(&walk, system->atoms.at[atom].group);
    for (size_t i = 0; i < walk.queue.count && walk.opened < steps[step].in_all; i++) {
        const struct group *group = &system->groups.at[walk.queue.at[i]];
        for (size_t a = 0; a < group->atoms.count; a++)
            for (size_t r = 0; r < system->atoms.at[group->atoms.at[a]].relations.count; r++) {
                size_t relation = system->atoms.at[group->atoms.at[a]].relations.at[r];
                if (!walk.done[relation])
                    enter_relation(&walk, &system->relations.at[relation], steps[step].of_relation);
                walk.done[relation] = true;
            }
    }
    arena_free(arena);
}
