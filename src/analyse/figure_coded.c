/* SPDX-License-Identifier: GPL-3.0-or-later
 * The short way for the usual figure: items coded by one scale, every response counting once. What a code means for the statistic is the same in each
 * row, so the pass over the rows only counts codes by cell (coded.c), and the statistic is worked out from the counts. Counts are whole
 * numbers, so nothing is lost. Figures that are asked for together share the pass, the cells of the rows, and counts of the same item.
 *
 * Items that find their cell in the same way (the same unit where they run over units) form a group: where a row counts is worked out
 * once for all of them, and a row with several answers in one cell is one response there. Groups never meet in a cell; figures in which they
 * could, because only some of the items run over a kind of `by`, go row by row.
 */
#include "analyse_priv.h"

#define COUNTS_MAX ((size_t)1 << 24) /* beyond, clearing and folding counts takes longer than the rows */

static bool is_coded(const struct figure_plan *plan, const struct figure_masks *masks)
{
    if (!plan->scale || plan->slots.count == 0 || plan->weight || plan->row_weight || plan->own || plan->own_rater || masks->is.at)
        return false;
    if (plan->figure->all_responses) /* the counters of codes read the valid ones only */
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

struct coded_figure {
    const struct figure_plan *plan;
    struct coded_counter *counter;
    struct coded_watch *watch; /* NULL: one item, so that an answer is a response */
    bool *in_base;             /* by say */
};

/* Where the rows of a slot count, but for conditions on its own unit. */
static struct coded_place place_of(const struct figure_plan *plan, const struct mask *where, const struct slot *slot)
{
    struct coded_place place;
    coded_place(&place, plan->combinations, plan->dataset);
    place.where = where->at && where->units <= 1 ? where->at : NULL;
    place.unknown = plan->figure->by_count == 0;
    for (size_t k = 0; k < plan->figure->by_count; k++)
        coded_place_by(&place, plan->dataset, plan->figure->by[k], slot->fixed_unit[k], plan->strides[k]);
    return place;
}

/* The condition speaks of `this.`: rows that count for one item may not for another. Of units beyond the mask nothing is true. */
static void add_own_where(struct coded_place *place, const struct mask *where, const struct slot *slot)
{
    static const uint8_t never = 0;
    if (!where->at || where->units <= 1)
        return;
    size_t unit = (size_t)slot->variable->unit->index;
    place->where = unit < where->units ? where->at + unit : &never;
    place->where_stride = unit < where->units ? where->units : 0;
}

static struct coded_group *group_of(struct coded_watch *watch, size_t place, struct arena *arena)
{
    for (size_t g = 0; g < watch->groups.count; g++)
        if (watch->groups.at[g].place == place)
            return &watch->groups.at[g];
    struct coded_group *group = LIST_ADD(arena, &watch->groups);
    group->place = place;
    return group;
}

/* Which says are in the base: what a bin means for the statistic decides. */
static void find_base(struct coded_figure *coded, struct arena *arena, bool *ret_plain)
{
    const struct slot *first = &coded->plan->slots.at[0];
    const struct coded_counter *counter = coded->counter;
    size_t bins = first->codes.bins, options = coded->plan->scale->options.count;
    size_t codes = counter->direct ? (size_t)first->codes.size + 1 : options;
    *ret_plain = true;
    coded->in_base = ARENA_ARRAY(arena, bool, counter->says);
    for (size_t say = 0; say < counter->says; say++) {
        size_t bin = counter->bin[say];
        if (bin == bins - 1)
            continue; /* occurs in no figure that is counted here */
        enum missing missing = bin < options ? MISSING_NONE : (enum missing)(bin - options);
        int option = bin < options ? (int)bin : first->codes.of_missing[missing];
        coded->in_base[say] = observation_of(coded->plan, first, missing, option, 0).in_base;
        *ret_plain = *ret_plain && coded->in_base[say] == (say < codes);
    }
}

static void add_slots(struct coded_figure *coded, const struct mask *where, struct coded_work *work)
{
    const struct figure_plan *plan = coded->plan;
    for (size_t i = 0; i < plan->slots.count; i++) {
        const struct slot *slot = &plan->slots.at[i];
        struct coded_place place = place_of(plan, where, slot);
        size_t shared = coded_work_place(work, &place);
        add_own_where(&place, where, slot);
        size_t own = coded_work_place(work, &place);
        coded_work_add(work, own, slot->columns[0], coded->counter);
        if (coded->watch)
            *LIST_ADD(work->arena, &group_of(coded->watch, shared, work->arena)->slots) = (struct coded_task){own, slot->columns[0], coded->counter};
    }
}

/* The same item counted for another figure. */
static bool counted_before(struct coded_figure *coded, const struct mask *where, struct coded_work *work)
{
    const struct slot *first = &coded->plan->slots.at[0];
    struct coded_place place = place_of(coded->plan, where, first);
    add_own_where(&place, where, first);
    coded->counter = coded_work_find(work, coded_work_place(work, &place), first->columns[0], coded->plan->scale);
    return coded->counter;
}

struct coded_figure *figure_coded_begin(const struct figure_plan *plan, const struct figure_masks *masks, struct coded_work *work)
{
    if (!is_coded(plan, masks))
        return NULL;
    const struct slot *first = &plan->slots.at[0];
    struct coded_figure *coded = ARENA_NEW(work->arena, struct coded_figure);
    *coded = (struct coded_figure){.plan = plan};
    bool several = plan->slots.count > 1, plain;
    if (!several && counted_before(coded, &masks->where, work)) {
        find_base(coded, work->arena, &plain);
        return coded;
    }
    coded->counter = ARENA_NEW(work->arena, struct coded_counter);
    if (plan->combinations * first->codes.bins > COUNTS_MAX ||
        !coded_init(coded->counter, &first->codes, plan->combinations, plan->dataset->rows * plan->slots.count, work->arena))
        return NULL;
    coded->counter->alone = !several;
    find_base(coded, work->arena, &plain);
    if (several) {
        coded->watch = ARENA_NEW(work->arena, struct coded_watch);
        *coded->watch = (struct coded_watch){.in_base = coded->in_base, .plain = plain};
        coded->watch->responses = ARENA_ARRAY(work->arena, double, plan->combinations + 2);
        *LIST_ADD(work->arena, &work->watches) = coded->watch;
    }
    add_slots(coded, &masks->where, work);
    return coded;
}

/* Combinations become cells; those without one are in the whole only. */
bool figure_coded_end(const struct coded_figure *coded, size_t cells, struct arena *arena, struct coded_counts *ret_counts)
{
    const struct coded_counter *counter = coded->counter;
    struct coded_counts counts = {.bins = coded->plan->slots.at[0].codes.bins};
    counts.at = ARENA_ARRAY(arena, double, (cells + 1) * counts.bins);
    counts.responses = ARENA_ARRAY(arena, double, cells + 1);
    counts.responses[cells] = coded->watch ? coded->watch->whole : 0;
    for (size_t combination = 0; combination <= counter->cells; combination++) {
        size_t cell = combination < counter->cells ? coded->plan->cell_of[combination] : NO_CELL;
        cell = cell == NO_CELL ? cells : cell;
        for (size_t say = 0; say < counter->says; say++) {
            double count = counter->counts[(say << counter->cell_bits) + combination];
            if (count > 0 && counter->bin[say] == counts.bins - 1)
                return false;
            counts.at[cell * counts.bins + counter->bin[say]] += count;
            if (coded->watch || !coded->in_base[say])
                continue;
            counts.responses[cells] += count; /* one item: an answer is a response */
            if (cell < cells)
                counts.responses[cell] += count;
        }
        if (coded->watch && cell < cells)
            counts.responses[cell] = coded->watch->responses[combination];
    }
    *ret_counts = counts;
    return true;
}
