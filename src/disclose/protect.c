/* SPDX-License-Identifier: GPL-3.0-or-later
 * Which numbers are hidden besides, so that those hidden by a rule stay hidden.
 *
 *     1. what each needs     half of its base (`protection`), or half of what the wholes leave open anyhow: an option that five chose in the whole city leaves
 *                            little to protect in one district
 *     2. until all have it   the reader's program bounds an atom too closely → the cheapest groups that change it are hidden (attack_choose)
 *     3. giving back         dearest first, each is shown again where all still have what they need
 *     4. what is hidden      is checked once more by the reader's program, so the choice need not be trusted
 *
 * Order is that of the results, so the same results give the same choice.
 */
#include <math.h>
#include <stdlib.h>

#include "disclose_priv.h"

#define ROUNDS_MAX 60
#define LARGE 3000         /* groups; nine districts and a questionnaire of sixty items make about a thousand */
#define MANY 200           /* numbers hidden by a rule */
#define CHECKS_MAX 4000   /* giving back ends there: what is still hidden stays so, a number more than need be in large tables */
#define NEIGHBOURS_MAX 12 /* a city has about ten districts; beyond, the great program decides */

static const double little = 1e-5;

struct work {
    struct system *system;
    LIST_OF(size_t) asked; /* atoms that need protection */
    size_t checks;         /* done while giving back */
    bool large;            /* too many to ask the whole system for each */
};

/* What is asked for, before anybody looks at what can be had. */
static double wanted(const struct system *system, const struct group *group, const struct atom *atom)
{
    double share = system->results->evaluation->disclosure.protection / 100;
    double range = atom->high - atom->low;
    bool whole_numbers = atom->value == floor(atom->value) && range == floor(range) && group->people == floor(group->people);
    if (!group->published || group->targets.count == 0)
        return share * range;
    return whole_numbers && range <= group->people ? ceil(share * range) : fmin(share * range, fmax(share * fabs(atom->value), 1));
}

/* Nobody can be kept from knowing this much: what it may be at all, and what the whole has of it. */
static double ceiling(const struct system *system, const struct atom *atom)
{
    double most = atom->high - atom->low;
    for (size_t r = 0; r < atom->relations.count; r++) {
        const struct relation *relation = &system->relations.at[atom->relations.at[r]];
        double whole = NAN, parts = 0;
        bool parts_only = relation->constant == 0;
        for (size_t t = 0; t < relation->terms.count; t++) {
            const struct term *term = &relation->terms.at[t];
            const struct atom *other = &system->atoms.at[term->atom];
            bool kept = system->groups.at[other->group].kept && atom_shown(system, other);
            if (term->factor > 0 && kept && isnan(whole))
                whole = term->factor * other->value;
            else if (term->factor < 0 && other->low >= 0)
                parts += other == atom ? 0 : -term->factor * other->low;
            else
                parts_only = false;
        }
        if (parts_only && !isnan(whole))
            most = fmin(most, whole - parts);
    }
    return most;
}

/* Near groups alone often leave as much open as all would; else all are looked at. In a large system that is for what has no neighbours of its kind (parts of scores)
 * only; counts are content with half of what a wide neighbourhood leaves open. */
static double find_need(struct work *work, size_t atom, bool *open, struct attack *all)
{
    struct system *system = work->system;
    const struct atom *at = &system->atoms.at[atom];
    double share = system->results->evaluation->disclosure.protection / 100, want = wanted(system, &system->groups.at[at->group], at), width = 0;
    bool counted = system->groups.at[at->group].published;
    if (ceiling(system, at) <= little)
        return 0;
    for (int step = 0; step < NEAR_STEPS; step++) {
        double low, high;
        bool last = step + 1 == NEAR_STEPS;
        near_groups(system, atom, step, open);
        struct attack *attack = last ? all : attack_new(system, open);
        bool good = attack_bounds(attack, atom, &low, &high);
        if (!last)
            attack_free(attack);
        if (!good)
            return want;
        width = high - low;
        if (share * width >= want || width >= ceiling(system, at) - little || (work->large && counted && step + 2 == NEAR_STEPS && width > little))
            break;
    }
    return fmin(want, share * width);
}

static void find_needs(struct work *work)
{
    struct system *system = work->system;
    bool *open = ARENA_ARRAY(system->arena, bool, system->groups.count + 1), *every = ARENA_ARRAY(system->arena, bool, system->groups.count + 1);
    near_groups(system, 0, NEAR_STEPS - 1, every);
    size_t primary = 0;
    for (size_t g = 0; g < system->groups.count; g++)
        primary += system->groups.at[g].primary ? system->groups.at[g].atoms.count : 0;
    work->large = system->groups.count > LARGE || primary > MANY;
    struct attack *all = attack_new(system, every); /* one for all atoms: the program of the whole system is built once */
    for (size_t g = 0; g < system->groups.count; g++) {
        const struct group *group = &system->groups.at[g];
        for (size_t a = 0; group->primary && a < group->atoms.count; a++) {
            struct atom *atom = &system->atoms.at[group->atoms.at[a]];
            atom->need = find_need(work, group->atoms.at[a], open, all);
            if (atom->need > little)
                *LIST_ADD(system->arena, &work->asked) = group->atoms.at[a];
        }
    }
    attack_free(all);
}

static bool safe(struct attack *attack, struct system *system, size_t atom)
{
    double low, high;
    attack_bounds(attack, atom, &low, &high);
    return high - low >= system->atoms.at[atom].need - little * (1 + system->atoms.at[atom].need);
}

/* Mostly one neighbour will do: a group that stands in an equation with the atom. Trying them, cheapest first, costs far less than the great program. */
static bool hide_neighbour(struct work *work, size_t atom)
{
    struct system *system = work->system;
    const struct atom *at = &system->atoms.at[atom];
    bool *tried = ARENA_ARRAY(system->arena, bool, system->groups.count + 1);
    for (int turn = 0; turn < NEIGHBOURS_MAX; turn++) {
        size_t best = NONE;
        for (size_t r = 0; r < at->relations.count; r++) {
            const struct relation *relation = &system->relations.at[at->relations.at[r]];
            for (size_t t = 0; t < relation->terms.count; t++) {
                size_t g = system->atoms.at[relation->terms.at[t].atom].group;
                const struct group *group = &system->groups.at[g];
                bool free = group->published && !group->fixed && !group->kept && group->hidden == SHOWN && !tried[g];
                if (free && (best == NONE || group->loss < system->groups.at[best].loss))
                    best = g;
            }
        }
        if (best == NONE)
            return false;
        tried[best] = true;
        system->groups.at[best].hidden = HIDDEN_DERIVED;
        struct attack *attack = attack_new(system, NULL);
        bool good = safe(attack, system, atom);
        attack_free(attack);
        if (good)
            return true;
        system->groups.at[best].hidden = SHOWN;
    }
    return false;
}

/* Hides what the atom needs. Where the solver finds no way, everything that can be hidden is: better too much. */
static void hide_for(struct work *work, size_t atom, bool *chosen)
{
    struct system *system = work->system;
    if (hide_neighbour(work, atom))
        return;
    bool good = false, any = false;
    bool *open = ARENA_ARRAY(system->arena, bool, system->groups.count + 1);
    for (int step = 0; step < NEAR_STEPS && !any; step++) {
        near_groups(system, atom, step, open);
        good = attack_choose(system, atom, system->atoms.at[atom].need, open, chosen);
        for (size_t g = 0; g < system->groups.count; g++)
            any = any || (good && chosen[g]);
    }
    for (size_t g = 0; g < system->groups.count; g++) {
        struct group *group = &system->groups.at[g];
        if (group->published && !group->fixed && group->hidden == SHOWN && (good && any ? chosen[g] : !group->kept))
            group->hidden = HIDDEN_DERIVED;
    }
}

static bool hide_round(struct work *work, bool *chosen)
{
    bool changed = false;
    for (size_t i = 0; i < work->asked.count; i++) {
        struct attack *attack = attack_new(work->system, NULL);
        size_t at = i;
        while (at < work->asked.count && safe(attack, work->system, work->asked.at[at]))
            at++;
        attack_free(attack);
        i = at;
        if (at < work->asked.count) {
            hide_for(work, work->asked.at[at], chosen);
            changed = true;
        }
    }
    return changed;
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

/* Of those atoms that hang together with what is shown again; nothing changes for the others. */
static bool all_safe(struct work *work, const bool *touched)
{
    struct attack *attack = attack_new(work->system, NULL);
    bool good = true;
    for (size_t i = 0; i < work->asked.count && good; i++)
        if (touched[work->asked.at[i]]) {
            good = safe(attack, work->system, work->asked.at[i]);
            work->checks++;
        }
    attack_free(attack);
    return good;
}

static void give_back(struct work *work)
{
    struct system *system = work->system;
    struct returned *list = ARENA_ARRAY(system->arena, struct returned, system->groups.count + 1);
    size_t count = 0;
    for (size_t g = 0; g < system->groups.count; g++)
        if (system->groups.at[g].hidden == HIDDEN_DERIVED && !system->groups.at[g].primary)
            list[count++] = (struct returned){system->groups.at[g].loss, g};
    qsort(list, count, sizeof *list, dearest_first);
    bool *touched = ARENA_ARRAY(system->arena, bool, system->atoms.count + 1);
    for (size_t i = 0; i < count && work->checks < CHECKS_MAX; i++) {
        attack_reach(system, list[i].group, touched);
        system->groups.at[list[i].group].hidden = SHOWN;
        if (!all_safe(work, touched))
            system->groups.at[list[i].group].hidden = HIDDEN_DERIVED;
    }
}

/* A whole that is itself hidden cannot lean on other wholes that stay: theirs are given up where they stand in one equation with it. */
static void give_up_wholes(struct system *system)
{
    for (size_t g = 0; g < system->groups.count; g++) {
        const struct group *group = &system->groups.at[g];
        for (size_t a = 0; group->primary && group->kept && a < group->atoms.count; a++) {
            const struct atom *atom = &system->atoms.at[group->atoms.at[a]];
            for (size_t r = 0; r < atom->relations.count; r++) {
                const struct relation *relation = &system->relations.at[atom->relations.at[r]];
                for (size_t t = 0; t < relation->terms.count; t++) {
                    struct group *other = &system->groups.at[system->atoms.at[relation->terms.at[t].atom].group];
                    other->kept = other->kept && other->primary;
                }
            }
        }
    }
}

void protect(struct system *system)
{
    struct work work = {.system = system};
    give_up_wholes(system);
    find_needs(&work);
    bool *chosen = ARENA_ARRAY(system->arena, bool, system->groups.count + 1);
    for (int round = 0; round < ROUNDS_MAX && hide_round(&work, chosen); round++)
        ;
    give_back(&work);
}
