/* SPDX-License-Identifier: GPL-3.0-or-later
 * How far apart the bounds of a hidden number must lie: half of its base (`protection`), or half of what the wholes leave open anyhow, for nobody can be kept from knowing what
 * follows from numbers that stay. Where wholes that are kept tell a count to the person whatever else is hidden, the cheapest of them are given up.
 */
#include <math.h>

#include "protect_priv.h"

/* Sizes of programs solved: a million takes about a second. Finding needs and hiding each go on with few neighbours after so much, giving back ends. Not time, or the
 * same results would be published with other stars on another machine. */
#define EFFORT_MAX 800000
#define EFFORT_OF_GROUP 700 /* and so much more for each group hidden by a rule */

static bool counts_people(const struct group *group, const struct atom *atom)
{
    double range = atom->high - atom->low;
    bool whole_numbers = atom->value == floor(atom->value) && range == floor(range) && group->people == floor(group->people);
    return group->published && group->targets.count > 0 && whole_numbers && range <= group->people;
}

/* What is asked for, before anybody looks at what can be had. */
static double wanted(const struct system *system, const struct group *group, const struct atom *atom)
{
    double share = system->results->evaluation->disclosure.protection / 100;
    double range = atom->high - atom->low;
    if (!group->published || group->targets.count == 0)
        return share * range;
    return counts_people(group, atom) ? ceil(share * range) : fmin(share * range, fmax(share * fabs(atom->value), 1));
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

/* What could be had if everything were hidden that can be. */

/* Once it may lie within so much, what is wanted can be had, or nothing leaves more open. */
static double enough_open(const struct system *system, size_t atom, double most)
{
    const struct atom *at = &system->atoms.at[atom];
    double share = system->results->evaluation->disclosure.protection / 100;
    return fmin(wanted(system, &system->groups.at[at->group], at) / share, most - LITTLE);
}

static bool need_known(const struct system *system, const struct proofs *attained, size_t atom, double most)
{
    return proofs_width(attained, atom) >= enough_open(system, atom, most);
}

/* Asks for those atoms of the group whose need is not known yet. False where some are still not. */
static bool ask_needs(struct attack *attack, struct system *system, const struct proofs *attained, size_t g, const double *most)
{
    const struct group *group = &system->groups.at[g];
    bool all = true;
    for (size_t a = 0; a < group->atoms.count; a++) {
        if (need_known(system, attained, group->atoms.at[a], most[a]))
            continue;
        attack_prove(attack, group->atoms.at[a], enough_open(system, group->atoms.at[a], most[a]));
        all = all && need_known(system, attained, group->atoms.at[a], most[a]);
    }
    return all;
}

/* Near groups alone often leave as much open as all would; else all are looked at, where they are not too many. */
static void find_needs_of(struct work *work, struct proofs *attained, struct attack *every, size_t g)
{
    struct system *system = work->system;
    const struct group *group = &system->groups.at[g];
    double *most = ARENA_ARRAY(work->arena, double, group->atoms.count + 1);
    for (size_t a = 0; a < group->atoms.count; a++)
        most[a] = ceiling(system, &system->atoms.at[group->atoms.at[a]]);
    bool done = false;
    for (int step = 0; step < steps_left(work) && !done; step++) {
        bool whole = near_groups(system, &g, 1, step, work->open, work->play);
        struct attack *attack = attack_new(system, work->open, work->play, attained);
        done = ask_needs(attack, system, attained, g, most) || whole;
        end_attack(work, attack);
    }
    size_t before = attack_effort(every);
    if (!done && group->atoms.count && attack_size(every, group->atoms.at[0]) <= PROGRAM_MAX)
        ask_needs(every, system, attained, g, most);
    work->effort += attack_effort(every) - before;
    for (size_t a = 0; a < group->atoms.count; a++) {
        struct atom *atom = &system->atoms.at[group->atoms.at[a]];
        double share = system->results->evaluation->disclosure.protection / 100, width = proofs_width(attained, group->atoms.at[a]);
        double had = counts_people(group, atom) && width >= 1 ? fmax(share * width, 1) : share * width; /* closer than one person is known */
        atom->need = most[a] <= LITTLE ? 0 : fmin(wanted(system, group, atom), had);
        if (atom->need > LITTLE)
            *LIST_ADD(work->arena, &work->asked) = group->atoms.at[a];
    }
}

void find_needs(struct work *work)
{
    struct system *system = work->system;
    work->groups.count = work->asked.count = 0;
    work->effort_max = EFFORT_MAX;
    bool *asked = ARENA_ARRAY(work->arena, bool, system->atoms.count + 1), *every = ARENA_ARRAY(work->arena, bool, system->groups.count + 1);
    for (size_t g = 0; g < system->groups.count; g++) {
        const struct group *group = &system->groups.at[g];
        every[g] = group_can_be_hidden(group);
        work->effort_max += group->primary ? EFFORT_OF_GROUP : 0;
        for (size_t a = 0; group->primary && a < group->atoms.count; a++)
            asked[group->atoms.at[a]] = true;
    }
    struct proofs *attained = proofs_new(system, asked);
    struct attack *all = attack_new(system, every, NULL, attained); /* one for all atoms: the program of the whole system is built once */
    for (size_t g = 0; g < system->groups.count; g++) {
        size_t before = work->asked.count;
        if (system->groups.at[g].primary)
            find_needs_of(work, attained, all, g);
        if (work->asked.count > before)
            *LIST_ADD(work->arena, &work->groups) = g;
    }
    attack_free(all);
    proofs_free(attained);
}

/* Wholes that tell ---------------------------------------------------------------------------------------------------- */

/* A count that can be bounded to less than one person is known, though everything is hidden that can be: the wholes tell it. */
static bool told_by_wholes(const struct work *work, size_t atom)
{
    const struct atom *at = &work->system->atoms.at[atom];
    double share = work->system->results->evaluation->disclosure.protection / 100;
    return counts_people(&work->system->groups.at[at->group], at) && at->need < share * (1 - LITTLE) && ceiling(work->system, at) >= 1;
}

/* Gives up the cheapest wholes without which one person more or less cannot be told; never a score, for these are the result, and `own` ones, of the same instrument,
 * last: what all people said is why they were asked. False where that does not help. */
static bool give_up_for(struct work *work, size_t atom, bool own, bool *chosen, bool *ret_any)
{
    struct system *system = work->system;
    const struct instrument *instrument = system->groups.at[system->atoms.at[atom].group].instrument;
    for (size_t g = 0; g < system->groups.count; g++) {
        const struct group *group = &system->groups.at[g];
        bool score = group->targets.count && group->targets.at[0].kind == TARGET_SCORE;
        work->open[g] = group->published && group->hidden == SHOWN && !group->fixed && !score && (own || !group->kept || group->instrument != instrument);
    }
    struct attack *attack = attack_new(system, work->open, NULL, NULL);
    size_t size = attack_size(attack, atom);
    attack_free(attack);
    work->effort += 2 * size;
    if (size > PROGRAM_MAX || !attack_choose(system, atom, 1, work->open, NULL, chosen))
        return false;
    for (size_t g = 0; g < system->groups.count; g++) {
        *ret_any = *ret_any || (chosen[g] && system->groups.at[g].kept);
        system->groups.at[g].kept = system->groups.at[g].kept && !chosen[g];
    }
    return true;
}

/* Units of different size whose scores are published: sums over units and over people are two equations more than a reader should have. */
bool give_up_telling_wholes(struct work *work)
{
    struct system *system = work->system;
    bool *chosen = ARENA_ARRAY(work->arena, bool, system->groups.count + 1), any = false;
    for (size_t g = 0; g < system->groups.count; g++)
        for (size_t a = 0; system->groups.at[g].primary && a < system->groups.at[g].atoms.count && work->effort <= work->effort_max; a++)
            if (told_by_wholes(work, system->groups.at[g].atoms.at[a]) && !give_up_for(work, system->groups.at[g].atoms.at[a], false, chosen, &any))
                give_up_for(work, system->groups.at[g].atoms.at[a], true, chosen, &any);
    return any;
}

/* A whole that is itself hidden cannot lean on other wholes that stay: theirs are given up where they stand in one equation with it. */
void give_up_wholes(struct system *system)
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
