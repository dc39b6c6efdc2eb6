/* SPDX-License-Identifier: GPL-3.0-or-later
 * The short way for the usual figure: items coded by one scale, every response counting once. What a code means for the statistic is the same in each
 * row, so the pass over the rows only counts codes by cell (coded.c), and the statistic is worked out from the counts. Counts are whole
 * numbers, so nothing is lost.
 *
 * Items that find their cell in the same way (the same unit where they run over units) form a group: where a row counts is worked out
 * once for all of them, and a row with several answers in one cell is one response there. Groups never meet in a cell; figures in which they
 * could, because only some of the items run over a kind of `by`, go row by row.
 */
#include "analyse_priv.h"

#define COUNTS_MAX ((size_t)1 << 24) /* beyond, clearing and folding counts takes longer than the rows */

static bool same_place(const struct figure_plan *plan, const struct slot *a, const struct slot *b)
{
    for (size_t k = 0; k < plan->figure->by_count; k++)
        if (a->fixed_unit[k] != b->fixed_unit[k])
            return false;
    return true;
}

static bool is_coded(const struct figure_plan *plan, const struct figure_masks *masks)
{
    if (!plan->scale || plan->slots.count == 0 || plan->weight || plan->own || plan->own_rater || masks->is.at)
        return false;
    if (plan->figure->statistic == STAT_RATIO || plan->figure->statistic == STAT_TRIMMED_MEAN)
        return false;
    bool by_unit = masks->where.at && masks->where.units > 1;
    const struct slot *first = &plan->slots.at[0];
    for (size_t i = 0; i < plan->slots.count; i++) {
        const struct slot *slot = &plan->slots.at[i];
        if (slot->count != 1 || slot->variable->type != VARIABLE_CODE || (by_unit && !slot->variable->unit))
            return false;
        for (size_t k = 0; k < plan->figure->by_count; k++)
            if ((slot->fixed_unit[k] >= 0) != (first->fixed_unit[k] >= 0))
                return false;
    }
    return true;
}

struct group {
    struct coded_place place;
    LIST_OF(const struct slot *) slots;
};

struct coded_pass {
    const struct figure_plan *plan;
    const struct mask *where;
    struct coded_counter counter;
    LIST_OF(struct group) groups;
    bool *in_base;     /* by say */
    size_t base_below; /* the says in the base are those below this one; 0: not so simple */
    double *responses; /* by combination */
    double whole;      /* responses in all */
};

static void make_groups(struct coded_pass *pass, struct arena *arena)
{
    const struct figure_plan *plan = pass->plan;
    for (size_t i = 0; i < plan->slots.count; i++) {
        const struct slot *slot = &plan->slots.at[i];
        struct group *group = NULL;
        for (size_t g = 0; g < pass->groups.count && !group; g++)
            if (same_place(plan, slot, pass->groups.at[g].slots.at[0]))
                group = &pass->groups.at[g];
        if (!group) {
            group = LIST_ADD(arena, &pass->groups);
            coded_place(&group->place, &pass->counter, plan->dataset);
            group->place.where = pass->where->at && pass->where->units <= 1 ? pass->where->at : NULL;
            group->place.unknown = plan->figure->by_count == 0;
            for (size_t k = 0; k < plan->figure->by_count; k++)
                coded_place_by(&group->place, plan->dataset, plan->figure->by[k], slot->fixed_unit[k], plan->strides[k]);
        }
        *LIST_ADD(arena, &group->slots) = slot;
    }
}

/* The condition speaks of `this.`: rows that count for one item may not for another. */
static void apply_where(const struct coded_pass *pass, const struct slot *slot, size_t from, size_t n, const uint16_t *cell, uint16_t *ret_cell)
{
    const struct mask *where = pass->where;
    size_t unit = (size_t)slot->variable->unit->index;
    uint16_t nowhere = (uint16_t)(pass->counter.cells + 1);
    for (size_t i = 0; i < n; i++)
        ret_cell[i] = unit < where->units && where->at[(from + i) * where->units + unit] ? cell[i] : nowhere;
}

/* Which rows have an answer in the base. */
static void see(const struct coded_pass *pass, const uint16_t *restrict said, size_t n, uint16_t *restrict seen)
{
    unsigned shift = pass->counter.said_shift;
    uint16_t below = (uint16_t)(pass->base_below << shift);
    if (below > 0) {
        for (size_t i = 0; i < n; i++)
            seen[i] |= (uint16_t)-(said[i] < below);
        return;
    }
    for (size_t i = 0; i < n; i++)
        seen[i] |= (uint16_t)-pass->in_base[said[i] >> shift];
}

/* Rows that do not count for an item have said nothing. */
static void see_there(const struct coded_pass *pass, const uint16_t *restrict cell, const uint16_t *restrict said, size_t n, uint16_t *restrict seen)
{
    uint16_t own[CODED_BLOCK] = {0}, nowhere = (uint16_t)(pass->counter.cells + 1);
    see(pass, said, n, own);
    for (size_t i = 0; i < n; i++)
        seen[i] |= cell[i] == nowhere ? 0 : own[i];
}

static void count_group(struct coded_pass *pass, const struct group *group, size_t from, size_t n, uint16_t *any)
{
    uint16_t cell[CODED_BLOCK], own[CODED_BLOCK], said[CODED_BLOCK], seen[CODED_BLOCK] = {0};
    bool by_unit = pass->where->at && pass->where->units > 1, several = pass->plan->slots.count > 1;

    coded_place_rows(&group->place, from, n, cell);
    for (size_t s = 0; s < group->slots.count; s++) {
        const uint16_t *at = cell;
        if (by_unit) {
            apply_where(pass, group->slots.at[s], from, n, cell, own);
            at = own;
        }
        coded_count(&pass->counter, group->slots.at[s]->columns[0], from, n, at, said);
        if (several && by_unit)
            see_there(pass, at, said, n, seen);
        else if (several)
            see(pass, said, n, seen);
    }
    uint16_t nowhere = (uint16_t)(pass->counter.cells + 1);
    for (size_t i = 0; several && i < n; i++) {
        bool counts = seen[i] & (cell[i] != nowhere);
        pass->responses[cell[i]] += counts;
        any[i] |= counts;
    }
}

static void count_rows(struct coded_pass *pass)
{
    size_t rows = pass->plan->dataset->rows;
    for (size_t from = 0; from < rows; from += CODED_BLOCK) {
        size_t n = rows - from < CODED_BLOCK ? rows - from : CODED_BLOCK;
        uint16_t any[CODED_BLOCK] = {0};
        for (size_t g = 0; g < pass->groups.count; g++)
            count_group(pass, &pass->groups.at[g], from, n, any);
        uint32_t responses = 0;
        for (size_t i = 0; i < n; i++)
            responses += any[i];
        pass->whole += responses;
    }
}

/* Combinations become cells; those without one are in the whole only. False where a code is none of the scale's. */
static bool fold(const struct coded_pass *pass, size_t cells, struct coded_counts *counts)
{
    const struct coded_counter *counter = &pass->counter;
    bool several = pass->plan->slots.count > 1;
    counts->responses[cells] = pass->whole;
    for (size_t combination = 0; combination <= counter->cells; combination++) {
        size_t cell = combination < counter->cells ? pass->plan->cell_of[combination] : NO_CELL;
        cell = cell == NO_CELL ? cells : cell;
        for (size_t say = 0; say < counter->says; say++) {
            double count = counter->counts[(say << counter->cell_bits) + combination];
            if (count > 0 && counter->bin[say] == counts->bins - 1)
                return false;
            counts->at[cell * counts->bins + counter->bin[say]] += count;
            if (several || !pass->in_base[say])
                continue;
            counts->responses[cells] += count; /* one item: an answer is a response */
            if (cell < cells)
                counts->responses[cell] += count;
        }
        if (several && cell < cells)
            counts->responses[cell] = pass->responses[combination];
    }
    return true;
}

/* Which says are in the base: what a bin means for the statistic decides. */
static void find_base(struct coded_pass *pass, struct arena *arena)
{
    const struct slot *first = &pass->plan->slots.at[0];
    const struct coded_counter *counter = &pass->counter;
    size_t bins = first->codes.bins, options = pass->plan->scale->options.count, below = counter->direct ? (size_t)1 << counter->code_bits : options;
    bool simple = true;
    pass->in_base = ARENA_ARRAY(arena, bool, counter->says);
    for (size_t say = 0; say < counter->says; say++) {
        size_t bin = counter->bin[say];
        if (bin == bins - 1)
            continue; /* occurs in no figure that is counted here */
        enum missing missing = bin < options ? MISSING_NONE : (enum missing)(bin - options);
        int option = bin < options ? (int)bin : first->codes.of_missing[missing];
        pass->in_base[say] = observation_of(pass->plan, first, missing, option, 0).in_base;
        simple = simple && pass->in_base[say] == (say < below);
    }
    pass->base_below = simple ? below : 0;
}

bool figure_count_coded(const struct figure_plan *plan, const struct figure_masks *masks, size_t cells, struct arena *arena,
                        struct coded_counts *ret_counts)
{
    if (!is_coded(plan, masks))
        return false;
    const struct slot *first = &plan->slots.at[0];
    size_t bins = first->codes.bins;
    struct coded_pass pass = {.plan = plan, .where = &masks->where};
    if (plan->combinations * bins > COUNTS_MAX || !coded_init(&pass.counter, &first->codes, plan->combinations, plan->dataset->rows * plan->slots.count, arena))
        return false;
    *ret_counts = (struct coded_counts){.bins = bins};
    ret_counts->at = ARENA_ARRAY(arena, double, (cells + 1) * bins);
    ret_counts->responses = ARENA_ARRAY(arena, double, cells + 1);
    pass.responses = ARENA_ARRAY(arena, double, plan->combinations + 2);
    find_base(&pass, arena);
    make_groups(&pass, arena);
    count_rows(&pass);
    return fold(&pass, cells, ret_counts);
}
