/* SPDX-License-Identifier: GPL-3.0-or-later
 * The system of atoms, groups and relations: building it.
 */
#include <math.h>

#include "disclose_priv.h"

size_t system_group(struct system *system, const char *label, double loss)
{
    struct group *group = LIST_ADD(system->arena, &system->groups);
    group->label = label;
    group->loss = loss;
    return system->groups.count - 1;
}

size_t system_atom(struct system *system, size_t group, double value, double low, double high)
{
    struct atom *atom = LIST_ADD(system->arena, &system->atoms);
    /* What is known beforehand is never untrue. */
    *atom = (struct atom){.value = value, .low = low < value ? low : value, .high = high > value ? high : value, .group = group};
    size_t at = system->atoms.count - 1;
    *LIST_ADD(system->arena, &system->groups.at[group].atoms) = at;
    return at;
}

void system_target(struct system *system, size_t group, enum target_kind kind, void *at, size_t options)
{
    *LIST_ADD(system->arena, &system->groups.at[group].targets) = (struct target){kind, at, options};
}

size_t system_relation(struct system *system, double constant)
{
    LIST_ADD(system->arena, &system->relations)->constant = constant;
    return system->relations.count - 1;
}

void system_term(struct system *system, size_t relation, size_t atom, double factor)
{
    if (factor == 0)
        return;
    *LIST_ADD(system->arena, &system->relations.at[relation].terms) = (struct term){atom, factor};
    *LIST_ADD(system->arena, &system->atoms.at[atom].relations) = relation;
}

void system_balance(struct system *system, size_t relation)
{
    struct relation *at = &system->relations.at[relation];
    double sum = 0;
    for (size_t i = 0; i < at->terms.count; i++)
        sum += at->terms.at[i].factor * system->atoms.at[at->terms.at[i].atom].value;
    at->constant = sum;
}

bool system_is_true(const struct system *system)
{
    for (size_t r = 0; r < system->relations.count; r++) {
        const struct relation *relation = &system->relations.at[r];
        double sum = 0, size = 1;
        for (size_t t = 0; t < relation->terms.count; t++) {
            double part = relation->terms.at[t].factor * system->atoms.at[relation->terms.at[t].atom].value;
            sum += part;
            size = fmax(size, fabs(part));
        }
        if (!(fabs(sum - relation->constant) <= 1e-9 * size))
            return false;
    }
    return true;
}

bool atom_shown(const struct system *system, const struct atom *atom)
{
    const struct group *group = &system->groups.at[atom->group];
    return group->published && group->hidden == SHOWN;
}
