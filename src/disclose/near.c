/* SPDX-License-Identifier: GPL-3.0-or-later
 * The neighbourhood of a group in the system: what moves when one of its numbers does. In a table of two ways four cells hide each other, two steps apart; so a few
 * groups nearly always tell as much as all of them, of which there may be tens of thousands.
 *
 * From each equation come in: all that is free anyhow (the rest that nobody publishes, scores within rounding), then hidden groups, the largest first, for they
 * have most room to move, then, where asked for, groups that might be hidden, the cheapest first.
 */
#include "disclose_priv.h"

/* How many hidden and how many shown groups of an equation are taken, and how many groups in all. */
enum { OF_RELATION_MAX = 12 };

static const struct {
    size_t of_relation, in_all;
} steps[NEAR_STEPS] = {{3, 20}, {8, 60}, {OF_RELATION_MAX, 150}};

bool group_can_be_hidden(const struct group *group)
{
    return group->published && group->hidden == SHOWN && !group->fixed && !group->kept;
}

enum rank { FREE, HIDDEN, OPEN, RANKS };

struct walk {
    const struct system *system;
    struct arena *arena;
    int step;
    bool *open, *play; /* by group; open may be NULL */
    bool *done;        /* by relation */
    LIST_OF(size_t) queue;
    bool cut;
};

static void enter(struct walk *walk, size_t group)
{
    if (walk->play[group])
        return;
    walk->play[group] = true;
    *LIST_ADD(walk->arena, &walk->queue) = group;
    if (walk->open)
        walk->open[group] = group_can_be_hidden(&walk->system->groups.at[group]);
}

static enum rank rank_of(const struct walk *walk, const struct group *group)
{
    if (!group->published || (group->hidden == SHOWN && group->tolerance > 0))
        return FREE;
    if (group->hidden)
        return HIDDEN;
    return walk->open && group_can_be_hidden(group) ? OPEN : RANKS;
}

static bool better(const struct system *system, enum rank rank, size_t a, size_t b)
{
    const struct group *x = &system->groups.at[a], *y = &system->groups.at[b];
    return rank == OPEN ? x->loss < y->loss : x->people > y->people;
}

struct best { /* so many, best first; equal ones in the order of the equation */
    size_t at[OF_RELATION_MAX];
    size_t count;
};

static void take(struct walk *walk, enum rank rank, size_t group, struct best *best)
{
    size_t most = steps[walk->step].of_relation, i = best->count;
    while (i > 0 && better(walk->system, rank, group, best->at[i - 1]))
        i--;
    walk->cut = walk->cut || best->count == most;
    if (i >= most)
        return;
    size_t kept = best->count < most ? best->count : most - 1;
    memmove(&best->at[i + 1], &best->at[i], (kept - i) * sizeof *best->at);
    best->at[i] = group;
    best->count = kept + 1;
}

static void enter_relation(struct walk *walk, const struct relation *relation)
{
    const struct system *system = walk->system;
    struct best best[RANKS] = {{.count = 0}};
    for (size_t t = 0; t < relation->terms.count; t++) {
        size_t group = system->atoms.at[relation->terms.at[t].atom].group;
        enum rank rank = rank_of(walk, &system->groups.at[group]);
        if (rank == FREE)
            enter(walk, group);
        else if (rank != RANKS)
            take(walk, rank, group, &best[rank]);
    }
    for (int rank = HIDDEN; rank < RANKS; rank++)
        for (size_t i = 0; i < best[rank].count; i++)
            enter(walk, best[rank].at[i]);
}

static void enter_relations(struct walk *walk, const struct group *group)
{
    for (size_t a = 0; a < group->atoms.count; a++) {
        const struct atom *atom = &walk->system->atoms.at[group->atoms.at[a]];
        for (size_t r = 0; r < atom->relations.count; r++) {
            if (!walk->done[atom->relations.at[r]])
                enter_relation(walk, &walk->system->relations.at[atom->relations.at[r]]);
            walk->done[atom->relations.at[r]] = true;
        }
    }
}

bool near_groups(const struct system *system, const size_t *seeds, size_t count, int step, bool *ret_open, bool *ret_play)
{
    memset(ret_play, 0, system->groups.count * sizeof *ret_play);
    if (ret_open)
        memset(ret_open, 0, system->groups.count * sizeof *ret_open);
    struct arena *arena = arena_new();
    struct walk walk = {.system = system, .arena = arena, .step = step, .open = ret_open, .play = ret_play};
    walk.done = ARENA_ARRAY(arena, bool, system->relations.count + 1);
    for (size_t i = 0; i < count; i++)
        enter(&walk, seeds[i]);
    size_t i = 0;
    for (; i < walk.queue.count && walk.queue.count < steps[step].in_all; i++)
        enter_relations(&walk, &system->groups.at[walk.queue.at[i]]);
    bool whole = !walk.cut && i == walk.queue.count;
    arena_free(arena);
    return whole;
}
