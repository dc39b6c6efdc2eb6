/* SPDX-License-Identifier: GPL-3.0-or-later
 * Wholes and parts: the equations between groups of answers to the same items.
 *
 *     by units    all = district 1 + … + district 9 + those who named none
 *     by where    all = cadres + masses + those who said neither, where the conditions exclude each other
 *     by items    work as a whole = progress + duty + … of a matrix
 *     one part    all = cadres + the others: nobody publishes "the others", and anybody can subtract
 *     screening   all that came in = the valid ones + what was left out
 *
 * Conditions are expressions in SQL; whether they exclude each other is judged by the counts: when parts add up to nearly the whole, option by option and
 * never above it, they are taken to. If by chance they do not, a number more is hidden than need be. Parts that overlap (over 45, over 60) are compared with the
 * whole only.
 */
#include <math.h>

#include "disclose_priv.h"

#define PARTS_MAX 10 /* conditions on one set of items: 2¹⁰ sets of them are tried */

static const struct atom *atom_of(const struct system *system, const struct answers *node, size_t o)
{
    const struct group *group = &system->groups.at[node->group];
    return &system->atoms.at[group->atoms.at[o]];
}

/* whole − Σ parts, option by option; false where a part is more than the whole. */
static bool rest_of(struct system *system, const struct signature *signature, const struct answers *whole, const struct answers *const *parts, size_t count,
                    double *ret_rest, double *ret_base)
{
    *ret_base = whole->base;
    for (size_t p = 0; p < count; p++)
        *ret_base -= parts[p]->base;
    if (*ret_base < -1e-9)
        return false;
    for (size_t o = 0; o < signature->atom_count; o++) {
        ret_rest[o] = atom_of(system, whole, o)->value;
        for (size_t p = 0; p < count; p++)
            ret_rest[o] -= atom_of(system, parts[p], o)->value;
        if (signature->class != NODE_AMOUNT && ret_rest[o] < -1e-9)
            return false;
        if (*ret_base < 1e-9 && fabs(ret_rest[o]) > 1e-6 * (1 + fabs(atom_of(system, whole, o)->value)))
            return false;
    }
    return true;
}

/* Those who are in the whole and in no part. Nothing is published of them. */
static size_t rest_group(struct system *system, const struct signature *signature, const struct answers *whole, const double *rest, double base)
{
    size_t group = system_group(system, arena_printf(system->arena, "%s · 其余", system->groups.at[whole->group].label), 0);
    struct group *at = &system->groups.at[group];
    at->instrument = signature->instrument;
    at->people = base;
    double answers = 0;
    for (size_t o = 0; signature->class == NODE_CODES && o < signature->atom_count; o++)
        answers += signature->scale->options.at[o].missing == MISSING_NONE ? rest[o] : 0;
    size_t sum = signature->class == NODE_CODES ? system_relation(system, answers) : NONE;
    for (size_t o = 0; o < signature->atom_count; o++) {
        bool answer = signature->class == NODE_CODES && signature->scale->options.at[o].missing == MISSING_NONE;
        const struct atom *of = atom_of(system, whole, o);
        double low = signature->class == NODE_AMOUNT ? fmin(0, of->low) : 0;
        double high = signature->class == NODE_AMOUNT ? of->high : answer ? answers : base;
        size_t atom = system_atom(system, group, rest[o], low, high);
        if (answer)
            system_term(system, sum, atom, 1);
    }
    return group;
}

/* whole = Σ parts + rest. The rest's group, NONE where there is none or the equation does not hold. */
static size_t add_equation(struct system *system, const struct signature *signature, const struct answers *whole, const struct answers *const *parts, size_t count)
{
    double *rest = ARENA_ARRAY(system->arena, double, signature->atom_count), base;
    if (!rest_of(system, signature, whole, parts, count, rest, &base))
        return NONE;
    size_t group = base > 1e-9 ? rest_group(system, signature, whole, rest, base) : NONE;
    for (size_t o = 0; o < signature->atom_count; o++) {
        size_t relation = system_relation(system, 0);
        system_term(system, relation, system->groups.at[whole->group].atoms.at[o], 1);
        for (size_t p = 0; p < count; p++)
            system_term(system, relation, system->groups.at[parts[p]->group].atoms.at[o], -1);
        if (group != NONE)
            system_term(system, relation, system->groups.at[group].atoms.at[o], -1);
        system_balance(system, relation);
    }
    return group;
}

/* Units ------------------------------------------------------------------------------------------------------------ */

static bool is_child(const struct answers *node, const struct answers *whole, size_t kind)
{
    if (strcmp(node->where, whole->where) != 0 || node->with_void != whole->with_void || whole->units[kind] != NO_UNIT || node->units[kind] == NO_UNIT)
        return false;
    for (size_t k = 0; k < MODEL_KINDS_MAX; k++)
        if (k != kind && node->units[k] != whole->units[k])
            return false;
    return true;
}

static size_t depth(const struct answers *node)
{
    size_t count = 0;
    for (size_t k = 0; k < MODEL_KINDS_MAX; k++)
        count += node->units[k] != NO_UNIT;
    return count;
}

static void add_units(struct system *system, const struct signature *signature)
{
    const struct answers **children = ARENA_ARRAY(system->arena, const struct answers *, signature->nodes.count + 1);
    size_t deepest = 0;
    for (size_t n = 0; n < signature->nodes.count; n++)
        deepest = depth(&signature->nodes.at[n]) > deepest ? depth(&signature->nodes.at[n]) : deepest;
    for (size_t n = 0; n < signature->nodes.count; n++)
        for (size_t k = 0; k < MODEL_KINDS_MAX && depth(&signature->nodes.at[n]) < deepest; k++) {
            size_t count = 0;
            for (size_t c = 0; c < signature->nodes.count; c++)
                if (is_child(&signature->nodes.at[c], &signature->nodes.at[n], k))
                    children[count++] = &signature->nodes.at[c];
            if (count)
                add_equation(system, signature, &signature->nodes.at[n], children, count);
        }
}

/* Conditions ------------------------------------------------------------------------------------------------------- */

static const struct answers *same_units(const struct signature *signature, const struct answers *node, const char *where, bool with_void)
{
    struct answers who = *node;
    who.where = where;
    who.with_void = with_void;
    for (size_t n = 0; n < signature->nodes.count; n++)
        if (answers_alike(&signature->nodes.at[n], &who))
            return &signature->nodes.at[n];
    return NULL;
}

/* The others are a group that anybody can name: few of them are few people. */
static void add_complement(struct system *system, const struct signature *signature, const struct answers *whole, const struct answers *part)
{
    size_t rest = add_equation(system, signature, whole, &part, 1);
    if (rest == NONE)
        return;
    struct group *group = &system->groups.at[rest];
    double people = system->groups.at[whole->group].people - system->groups.at[part->group].people;
    group->people = people > 0 ? people : group->people;
    group->primary = group->people < evaluation_least_people(system->results->evaluation, signature->instrument);
}

static size_t conditions_of(const struct signature *signature, const char **ret_where)
{
    size_t count = 0;
    for (size_t n = 0; n < signature->nodes.count; n++) {
        const char *where = signature->nodes.at[n].where;
        bool seen = !*where || count == PARTS_MAX;
        for (size_t i = 0; i < count; i++)
            seen = seen || !strcmp(ret_where[i], where);
        if (!seen)
            ret_where[count++] = where;
    }
    return count;
}

/* Those of the parts whose bits are set; 0 where one is not there. */
static size_t chosen_parts(const struct answers *const *all, size_t count, unsigned set, const struct answers **ret_parts)
{
    size_t found = 0;
    for (size_t i = 0; i < count; i++) {
        if (!(set >> i & 1))
            continue;
        if (!all[i])
            return 0;
        ret_parts[found++] = all[i];
    }
    return found;
}

/* Is what it leaves of the whole another part? Then that one stands for the others. */
static bool has_counterpart(struct system *system, const struct signature *signature, const struct answers *whole, const struct answers *const *all, size_t count,
                            const struct answers *part, double *rest)
{
    for (size_t i = 0; i < count; i++) {
        const struct answers *pair[] = {part, all[i]};
        double base;
        if (all[i] && all[i] != part && rest_of(system, signature, whole, pair, 2, rest, &base) && base < 1e-9)
            return true;
    }
    return false;
}

static void add_conditions(struct system *system, const struct signature *signature)
{
    const char *where[PARTS_MAX];
    const struct answers *all[PARTS_MAX], *parts[PARTS_MAX];
    size_t count = conditions_of(signature, where);
    double *rest = ARENA_ARRAY(system->arena, double, signature->atom_count), base;
    size_t nodes = signature->nodes.count;
    for (size_t n = 0; n < nodes && count > 0; n++) {
        const struct answers *whole = &signature->nodes.at[n];
        if (*whole->where)
            continue;
        for (size_t i = 0; i < count; i++)
            all[i] = same_units(signature, whole, where[i], whole->with_void);
        for (unsigned set = 1; set < 1u << count; set++) {
            size_t found = chosen_parts(all, count, set, parts);
            if (found == 0)
                continue;
            if (found == 1 && !has_counterpart(system, signature, whole, all, count, parts[0], rest))
                add_complement(system, signature, whole, parts[0]);
            else if (found > 1 && rest_of(system, signature, whole, parts, found, rest, &base) && base <= 0.05 * whole->base)
                add_equation(system, signature, whole, parts, found);
        }
    }
}

/* All that came in, and what is valid of it: the difference is what those said whom screening left out. How many they are is no secret, so numbers of
 * responses are not looked at. */
static void add_void(struct system *system, const struct signature *signature)
{
    size_t nodes = signature->variable_count ? signature->nodes.count : 0;
    for (size_t n = 0; n < nodes; n++) {
        const struct answers *all = &signature->nodes.at[n];
        const struct answers *valid = all->with_void ? same_units(signature, all, all->where, false) : NULL;
        if (valid)
            add_complement(system, signature, all, valid);
    }
}

/* Items ------------------------------------------------------------------------------------------------------------ */

static bool has_variable(const struct signature *signature, const struct variable *variable)
{
    for (size_t v = 0; v < signature->variable_count; v++)
        if (signature->variables[v] == variable)
            return true;
    return false;
}

/* Does it count some of the whole's items and nothing else, and none that is taken? */
static bool fits(const struct signature *part, const struct signature *whole, const bool *taken)
{
    if (part == whole || part->class != NODE_CODES || part->scale != whole->scale || part->instrument != whole->instrument || !part->variable_count ||
        part->variable_count >= whole->variable_count)
        return false;
    for (size_t v = 0; v < part->variable_count; v++)
        if (!has_variable(whole, part->variables[v]))
            return false;
    for (size_t v = 0; v < whole->variable_count; v++)
        if (taken[v] && has_variable(part, whole->variables[v]))
            return false;
    return true;
}

/* Signatures whose items together are those of the whole, in their order. 0 where they leave some out. */
static size_t items_of(const struct system *system, const struct signature *whole, bool *taken, const struct signature **ret_parts)
{
    size_t count = 0, covered = 0;
    for (size_t s = 0; s < system->signatures.count; s++) {
        const struct signature *part = system->signatures.at[s];
        if (!fits(part, whole, taken))
            continue;
        for (size_t v = 0; v < whole->variable_count; v++)
            taken[v] = taken[v] || has_variable(part, whole->variables[v]);
        covered += part->variable_count;
        ret_parts[count++] = part;
    }
    return covered == whole->variable_count ? count : 0;
}

/* A figure over several items: its counts are the sums of theirs. */
static void add_items(struct system *system, const struct signature *whole)
{
    if (whole->class != NODE_CODES || whole->variable_count < 2)
        return;
    const struct signature **signatures = ARENA_ARRAY(system->arena, const struct signature *, system->signatures.count);
    const struct answers **parts = ARENA_ARRAY(system->arena, const struct answers *, system->signatures.count);
    size_t count = items_of(system, whole, ARENA_ARRAY(system->arena, bool, whole->variable_count), signatures);
    for (size_t n = 0; count && n < whole->nodes.count; n++) {
        size_t found = 0;
        for (size_t s = 0; s < count; s++) {
            const struct answers *part = same_units(signatures[s], &whole->nodes.at[n], whole->nodes.at[n].where, whole->nodes.at[n].with_void);
            if (part)
                parts[found++] = part;
        }
        if (found == count)
            add_equation(system, whole, &whole->nodes.at[n], parts, count);
    }
}

void parts_add(struct system *system)
{
    for (size_t s = 0; s < system->signatures.count; s++) {
        add_units(system, system->signatures.at[s]);
        add_conditions(system, system->signatures.at[s]);
        add_void(system, system->signatures.at[s]);
        add_items(system, system->signatures.at[s]);
    }
}
