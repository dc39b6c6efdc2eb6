/* SPDX-License-Identifier: GPL-3.0-or-later
 * How collections went, unit by unit: of a unit from which only a few sheets came in, how many were void is something about few people.
 *
 *     by units    void sheets of all = Σ void sheets of units + those whose unit is not known; the same for sheets of people who were not meant to be asked
 *
 * How many sheets are valid counts as known everywhere (it is the base of all else); it is not shown where the rest is not.
 */
#include "disclose_priv.h"

enum { LOSS_COLLECTION = 30 };

static size_t add_collection(struct system *system, struct collection *at, double most_void, double most_other)
{
    const char *unit = at->unit ? at->unit->name : "";
    size_t g = system_group(system, arena_printf(system->arena, "收发 · %s%s%s", at->instrument->title, *unit ? " · " : "", unit), LOSS_COLLECTION + at->returned);
    struct group *group = &system->groups.at[g];
    group->instrument = at->instrument;
    group->people = at->returned;
    group->published = true;
    group->kept = !at->unit;
    system_atom(system, g, at->void_count, 0, most_void);
    system_atom(system, g, at->not_eligible, 0, most_other);
    system_target(system, g, TARGET_COLLECTION, at, 0);
    return g;
}

/* whole − Σ units = what came from unknown ones, which a reader is taken to know: there mostly is none. */
static void add_sum(struct system *system, size_t whole, const size_t *units, size_t count, size_t atom)
{
    size_t relation = system_relation(system, 0);
    system_term(system, relation, system->groups.at[whole].atoms.at[atom], 1);
    for (size_t i = 0; i < count; i++)
        system_term(system, relation, system->groups.at[units[i]].atoms.at[atom], -1);
    system_balance(system, relation);
}

static void add_kind(struct system *system, const struct collection *all, size_t whole, const struct unit_kind *kind)
{
    struct results *results = system->results;
    size_t *units = ARENA_ARRAY(system->arena, size_t, kind->units.count + 1), count = 0;
    double void_left = all->void_count, other_left = all->not_eligible;
    for (size_t i = 0; i < results->collections.count && count < kind->units.count; i++) {
        struct collection *at = &results->collections.at[i];
        if (at->instrument != all->instrument || !at->unit || at->unit->kind != kind)
            continue;
        units[count++] = add_collection(system, at, all->void_count, all->not_eligible);
        void_left -= at->void_count;
        other_left -= at->not_eligible;
    }
    if (!count || void_left < 0 || other_left < 0) /* a sheet may be about several units: then nothing adds up */
        return;
    add_sum(system, whole, units, count, 0);
    add_sum(system, whole, units, count, 1);
}

void collections_add(struct system *system)
{
    struct results *results = system->results;
    const struct evaluation *evaluation = results->evaluation;
    for (size_t i = 0; i < results->collections.count; i++) {
        struct collection *all = &results->collections.at[i];
        if (all->unit || evaluation_least_people(evaluation, all->instrument) <= 0)
            continue;
        size_t whole = add_collection(system, all, all->void_count, all->not_eligible);
        for (size_t k = 0; k < evaluation->kinds.count; k++)
            add_kind(system, all, whole, &evaluation->kinds.at[k]);
    }
}
