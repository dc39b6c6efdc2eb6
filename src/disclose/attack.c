/* SPDX-License-Identifier: GPL-3.0-or-later
 * The reader who calculates: linear programs over what is not known (GLPK behind this door).
 *
 * How closely can an atom be bounded? Its least and greatest value over all that agrees with the relations, with the bounds known beforehand and with what is
 * shown (to rounding). Only atoms that hang together with it through unknown ones come into the program; known ones become constants. A program of a
 * neighbourhood, in which all else stands still, is solved in a thousandth of the time; its bounds are those of a reader who knows more, so a number that is safe from
 * him is safe.
 *
 * What should be hidden with it? Let u and d be two tables that a reader could not tell apart from the true one if the right groups were hidden, with the atom in u
 * greater by `width` than in d. The cheapest such pair, counting for each shown group its loss times how far its atoms move, moves the groups that are worth hiding:
 * the linear relaxation of cell suppression (Fischetti and Salazar 2000; Kelly et al. 1992). It may take a group too many; protect.c gives back what is not needed.
 */
#include <glpk.h>
#include <math.h>

#include "disclose_priv.h"

struct attack {
    struct system *system;
    glp_prob *problem;
    const bool *open, *play;
    struct proofs *proofs;
    int *columns;   /* by atom; 0: not in it */
    LIST_OF(size_t) atoms; /* those in it */
    struct arena *arena;
    bool *related;  /* by relation */
    LIST_OF(size_t) relations; /* those in it, in order of the atoms */
    double *values; /* of these atoms in the table found last */
    size_t effort;
};

/* Half of what a reader can tell apart; NaN: unknown. What is not in play stands still. */
static double slack_of(const struct attack *attack, const struct atom *atom)
{
    if (attack->play && !attack->play[atom->group])
        return 0;
    if (!atom_shown(attack->system, atom) || (attack->open && attack->open[atom->group]))
        return NAN;
    return attack->system->groups.at[atom->group].tolerance;
}

/* Atoms that hang together with `first`, through open ones. */
static void gather(struct attack *attack, size_t first)
{
    struct system *system = attack->system;
    size_t from = attack->atoms.count;
    *LIST_ADD(attack->arena, &attack->atoms) = first;
    attack->columns[first] = (int)attack->atoms.count;
    for (size_t i = from; i < attack->atoms.count; i++) {
        const struct atom *atom = &system->atoms.at[attack->atoms.at[i]];
        for (size_t r = 0; r < atom->relations.count; r++) {
            size_t relation = atom->relations.at[r];
            if (attack->related[relation])
                continue;
            attack->related[relation] = true;
            *LIST_ADD(attack->arena, &attack->relations) = relation;
            for (size_t t = 0; t < system->relations.at[relation].terms.count; t++) {
                size_t other = system->relations.at[relation].terms.at[t].atom;
                if (attack->columns[other] || slack_of(attack, &system->atoms.at[other]) == 0)
                    continue;
                *LIST_ADD(attack->arena, &attack->atoms) = other;
                attack->columns[other] = (int)attack->atoms.count;
            }
        }
    }
}

struct attack *attack_new(struct system *system, const bool *open, const bool *play, struct proofs *proofs)
{
    struct arena *arena = arena_new();
    struct attack *attack = ARENA_NEW(arena, struct attack);
    *attack = (struct attack){.system = system, .open = open, .play = play, .proofs = proofs, .arena = arena};
    attack->columns = ARENA_ARRAY(arena, int, system->atoms.count + 1);
    attack->related = ARENA_ARRAY(arena, bool, system->relations.count + 1);
    glp_term_out(GLP_OFF);
    return attack;
}

void attack_free(struct attack *attack)
{
    if (!attack)
        return;
    if (attack->problem)
        glp_delete_prob(attack->problem);
    arena_free(attack->arena);
}

/* Another part of the system: what was gathered is forgotten. */
static void begin_at(struct attack *attack, size_t atom)
{
    if (attack->problem)
        glp_delete_prob(attack->problem);
    attack->problem = NULL;
    for (size_t i = 0; i < attack->atoms.count; i++)
        attack->columns[attack->atoms.at[i]] = 0;
    for (size_t i = 0; i < attack->relations.count; i++)
        attack->related[attack->relations.at[i]] = false;
    attack->atoms.count = attack->relations.count = 0;
    attack->atoms.at = attack->relations.at = NULL;
    gather(attack, atom);
}

size_t attack_size(struct attack *attack, size_t atom)
{
    if (!attack->columns[atom])
        begin_at(attack, atom);
    return attack->atoms.count;
}

size_t attack_effort(const struct attack *attack)
{
    return attack->effort;
}

void attack_reach(struct attack *attack, size_t atom, bool *ret_groups)
{
    attack_size(attack, atom);
    for (size_t i = 0; i < attack->atoms.count; i++)
        ret_groups[attack->system->atoms.at[attack->atoms.at[i]].group] = true;
}

static void bound(glp_prob *problem, bool column, int at, double low, double high)
{
    int type = high - low > 1e-12 ? GLP_DB : GLP_FX;
    if (column)
        glp_set_col_bnds(problem, at, type, low, high);
    else
        glp_set_row_bnds(problem, at, type, low, high);
}

static void column_of(const struct attack *attack, const struct atom *atom, int column)
{
    double slack = slack_of(attack, atom), low = atom->low, high = atom->high;
    if (!isnan(slack)) {
        low = fmax(low, atom->value - slack);
        high = fmin(high, atom->value + slack);
    }
    bound(attack->problem, true, column, low, high);
}

/* The relation as a row over the atoms in the program, whose columns begin after `shift`. */
static void add_row(struct attack *attack, const struct relation *relation, int shift)
{
    const struct system *system = attack->system;
    int *index = ARENA_ARRAY(attack->arena, int, relation->terms.count + 1), count = 0;
    double *factor = ARENA_ARRAY(attack->arena, double, relation->terms.count + 1), constant = relation->constant, scale = 0;
    for (size_t t = 0; t < relation->terms.count; t++) {
        const struct term *term = &relation->terms.at[t];
        if (!attack->columns[term->atom]) {
            constant -= term->factor * system->atoms.at[term->atom].value;
            continue;
        }
        count++;
        index[count] = attack->columns[term->atom] + shift;
        factor[count] = term->factor;
        scale = fmax(scale, fabs(term->factor));
    }
    if (count == 0 || scale == 0)
        return;
    for (int i = 1; i <= count; i++)
        factor[i] /= scale;
    int row = glp_add_rows(attack->problem, 1);
    glp_set_mat_row(attack->problem, row, count, index, factor);
    bound(attack->problem, false, row, constant / scale, constant / scale);
}

static void add_rows(struct attack *attack, int shift)
{
    for (size_t r = 0; r < attack->relations.count; r++)
        add_row(attack, &attack->system->relations.at[attack->relations.at[r]], shift);
}

/* False where the solver gives up. */
static bool solve(glp_prob *problem, double *ret_value)
{
    glp_smcp control;
    glp_init_smcp(&control);
    control.msg_lev = GLP_MSG_OFF;
    control.it_lim = 200000;
    if (glp_simplex(problem, &control) != 0 || glp_get_status(problem) != GLP_OPT) {
        control.presolve = GLP_ON;
        glp_std_basis(problem);
        if (glp_simplex(problem, &control) != 0 || glp_get_status(problem) != GLP_OPT)
            return false;
    }
    *ret_value = glp_get_obj_val(problem);
    return true;
}

static void build(struct attack *attack)
{
    attack->problem = glp_create_prob();
    attack->values = ARENA_ARRAY(attack->arena, double, attack->atoms.count + 1);
    glp_add_cols(attack->problem, (int)attack->atoms.count);
    for (size_t i = 0; i < attack->atoms.count; i++)
        column_of(attack, &attack->system->atoms.at[attack->atoms.at[i]], (int)i + 1);
    add_rows(attack, 0);
    glp_adv_basis(attack->problem, 0); /* a third of the time that the simplex takes from where it would begin */
}

/* Whatever was asked, what came out is a table that agrees with all that is shown: it proves how far each of its numbers may lie. */
static void keep_proof(struct attack *attack)
{
    for (size_t i = 0; i < attack->atoms.count; i++)
        attack->values[i] = glp_get_col_prim(attack->problem, (int)i + 1);
    proofs_see(attack->proofs, attack->atoms.at, attack->values, attack->atoms.count);
}

/* The least (0) or greatest (1) value of the atom. False where the solver gives up. */
static bool find_end(struct attack *attack, size_t atom, int end, double *ret_value)
{
    if (!attack->columns[atom])
        begin_at(attack, atom);
    if (!attack->problem)
        build(attack);
    glp_set_obj_coef(attack->problem, attack->columns[atom], 1);
    glp_set_obj_dir(attack->problem, end ? GLP_MAX : GLP_MIN);
    bool good = solve(attack->problem, ret_value);
    glp_set_obj_coef(attack->problem, attack->columns[atom], 0);
    attack->effort += attack->atoms.count;
    if (good && attack->proofs)
        keep_proof(attack);
    return good;
}

bool attack_bounds(struct attack *attack, size_t atom, double *ret_low, double *ret_high)
{
    double low, high;
    *ret_low = *ret_high = attack->system->atoms.at[atom].value;
    if (!find_end(attack, atom, 0, &low) || !find_end(attack, atom, 1, &high))
        return false;
    *ret_low = low;
    *ret_high = high;
    return true;
}

void attack_prove(struct attack *attack, size_t atom, double enough)
{
    const struct atom *at = &attack->system->atoms.at[atom];
    int first = at->high - at->value > at->value - at->low;
    double value;
    if (find_end(attack, atom, first, &value) && proofs_width(attack->proofs, atom) < enough)
        find_end(attack, atom, !first, &value);
}

/* Choosing --------------------------------------------------------------------------------------------------------- */

static bool can_be_hidden(const struct attack *attack, size_t atom)
{
    const struct atom *at = &attack->system->atoms.at[atom];
    return atom_shown(attack->system, at) && attack->open[at->group];
}

/* One answer more or less is a move; of scores and sums, a twentieth of their range. */
static double step_of(const struct group *group, const struct atom *atom)
{
    bool answer = group->targets.count && group->targets.at[0].kind <= TARGET_FREQUENCY && atom->high <= group->people;
    return answer ? 1 : fmax(atom->high - atom->low, 1e-6) / 20;
}

/* |u − x| and |d − x| ≤ e, e ≥ 0, at the group's loss. Rounded numbers move freely within rounding. */
static void add_price(struct attack *attack, size_t i, int count)
{
    glp_prob *problem = attack->problem;
    const struct atom *atom = &attack->system->atoms.at[attack->atoms.at[i]];
    const struct group *group = &attack->system->groups.at[atom->group];
    int price = glp_add_cols(problem, 1);
    glp_set_col_bnds(problem, price, GLP_LO, 0, 0);
    glp_set_obj_coef(problem, price, group->loss / step_of(group, atom));
    for (int side = 0; side < 2; side++)
        for (int sign = -1; sign <= 1; sign += 2) {
            int row = glp_add_rows(problem, 1), index[] = {0, (int)i + 1 + side * count, price};
            double factor[] = {0, sign, -1};
            glp_set_mat_row(problem, row, 2, index, factor);
            glp_set_row_bnds(problem, row, GLP_UP, 0, sign * atom->value + group->tolerance);
        }
}

bool attack_choose(struct system *system, size_t atom, double width, const bool *open, const bool *play, bool *ret_chosen)
{
    struct attack *attack = attack_new(system, open, play, NULL);
    for (size_t g = 0; g < system->groups.count; g++)
        ret_chosen[g] = false;
    gather(attack, atom);
    int count = (int)attack->atoms.count;
    attack->problem = glp_create_prob();
    glp_add_cols(attack->problem, 2 * count);
    for (int side = 0; side < 2; side++)
        for (int i = 0; i < count; i++)
            column_of(attack, &system->atoms.at[attack->atoms.at[i]], i + 1 + side * count);
    add_rows(attack, 0);
    add_rows(attack, count);
    for (int i = 0; i < count; i++)
        if (can_be_hidden(attack, attack->atoms.at[i]))
            add_price(attack, (size_t)i, count);
    int row = glp_add_rows(attack->problem, 1), index[] = {0, attack->columns[atom], attack->columns[atom] + count};
    double factor[] = {0, 1, -1}, value;
    glp_set_mat_row(attack->problem, row, 2, index, factor);
    glp_set_row_bnds(attack->problem, row, GLP_LO, width, 0);
    glp_set_obj_dir(attack->problem, GLP_MIN);
    glp_adv_basis(attack->problem, 0);
    bool good = solve(attack->problem, &value);
    for (int i = 0; good && i < 2 * count; i++) {
        size_t at = attack->atoms.at[i % count];
        const struct atom *moved = &system->atoms.at[at];
        double distance = fabs(glp_get_col_prim(attack->problem, i + 1) - moved->value);
        if (can_be_hidden(attack, at) && distance > system->groups.at[moved->group].tolerance + 1e-6 * (1 + fabs(moved->value)))
            ret_chosen[moved->group] = true;
    }
    attack_free(attack);
    return good;
}
