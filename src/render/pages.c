/* SPDX-License-Identifier: GPL-3.0-or-later
 * Which boxes stand on which page.
 *
 * A table or chart that does not fit on the rest of a page used to leave it blank. An editor does one of three things instead: sets it at the
 * top of the next page and lets the text behind it fill this one, breaks a long table, or, where neither reads well, leaves some blank. Which
 * is best shows only pages later, so all page breaks of a document are chosen together, as lines of a paragraph are (Plass 1981): a
 * document that has got so far – text to unit i, `queued` tables and charts waiting for the next page – is a state, a page leads from
 * one state to the next, what displeases about the page is its cost, and the cheapest way to the end wins.
 *
 * What always holds: text stays in order, tables and charts stay in order; one that is passed stands at the top of the very next page; none is
 * passed by an attachment, a signature or a page that is asked for; a heading has text, or its table, below it. One chart, or two that
 * follow one another, may shrink by up to a fifth to fit. What costs: blank, most of all more than a third of a page; shrinking; passing into another section; breaking a table that would fit a page, or near its ends.
 *
 * The states are few: a page offers a choice only where a table or chart does not fit, and as many may wait as fit one page together.
 */
#include "pages_priv.h"

#include <math.h>

#define EVEN 0.01 /* points that do not count */
#define TRIES 6   /* places for a break looked at, counted from the foot of the page */
#define FEW_ROWS 3
#define LONG_TABLE 8

/* Costs. A quarter of a page blank costs 9, a third 17, and what is more than that nearly anything else. */
#define COST_PAGE 1.0
#define COST_BLANK 150.0 /* times the square of the share of the page */
#define MOST_BLANK 0.33
#define COST_MOST_BLANK 100.0
#define COST_QUEUED 1.0
#define COST_PASS_SECTION 8.0
#define COST_PASS_HEADING 1.5
#define COST_BREAK 6.0       /* of a table that fits a page */
#define COST_BREAK_SHORT 12.0
#define COST_FEW_ROWS 40.0
#define COST_ROW_ALONE 20.0 /* more than that: of four rows two and two look better than three and one */
#define COST_BREAK_GROUP 60.0
#define COST_BREAK_KEPT 8.0  /* all its rows are one group: a table to be seen whole, if it can be */
#define COST_HEADING_ALONE 500.0
#define COST_HEADING_BARE 160.0 /* its table is on the next page, and the next heading follows at once */
#define COST_SIGNED_ALONE 200.0
#define COST_SHRINK 6.0 /* times the share of how much it may */

/* What is placed or passed as one: lines of text that no page break divides, or a table or chart with caption and note. */
struct unit {
    size_t begin, end;
    bool is_float;
    bool page_before, turned;
    bool barrier; /* tables and charts before it are placed first */
    bool open;    /* heading or title, and then a table or chart: must have something below it */
    bool tied;    /* belongs to the table or chart above it */
    bool kept;    /* all rows of the table are one group */
    int level;    /* of the heading that begins it; 0 */
};

struct cursor {
    double y, notes, height;
    bool empty;
};

/* A page being filled. */
struct attempt {
    struct cursor at;
    size_t queued;
    bool turned, pending; /* an open heading has nothing below it yet */
    double cost;
    size_t ranges;
};

struct state {
    size_t unit, queued, box; /* `box`: where a table or a long text goes on; 0 at the unit's begin */
    double cost;
    const struct state *before;
    struct page_plan plan; /* of the page that leads here */
    struct state *next;    /* at the same unit */
};

struct planner {
    const struct flow *flow;
    struct arena *arena;
    LIST_OF(struct unit) units;
    struct state **states; /* by unit, in the order in which pages can lead from one to the other */
    struct state *current;
    LIST_OF(struct box_range) ranges; /* of the page being filled */
};

/* Units ------------------------------------------------------------------------------------------------ */

static bool joined(const struct flow *flow, size_t begin, size_t next)
{
    const struct box *last = &flow->boxes.at[next - 1], *box = &flow->boxes.at[next];
    if (box->part != flow->boxes.at[begin].part || box->page_before || box->turned != last->turned)
        return box->part > 0 && box->part == flow->boxes.at[begin].part;
    return box->part > 0 || last->keep;
}

static void find_units(struct planner *pl)
{
    const struct flow *flow = pl->flow;
    for (size_t begin = 0, end; begin < flow->boxes.count; begin = end) {
        const struct box *first = &flow->boxes.at[begin];
        struct unit *unit = LIST_ADD(pl->arena, &pl->units);
        for (end = begin + 1; end < flow->boxes.count && joined(flow, begin, end);)
            end++;
        const struct box *last = &flow->boxes.at[end - 1];
        *unit = (struct unit){.begin = begin, .end = end, .is_float = first->part > 0, .page_before = first->page_before, .turned = first->turned};
        size_t loose = 0;
        for (size_t i = begin; i < end; i++) {
            unit->barrier |= flow->boxes.at[i].barrier;
            loose += flow->boxes.at[i].row && !flow->boxes.at[i].group;
        }
        unit->kept = loose == 1; /* the last row has none below it to be grouped with */
        bool before_float = end < flow->boxes.count && flow->boxes.at[end].part > 0;
        unit->open = !unit->is_float && before_float && last->keep && !last->lead;
        unit->tied = !unit->is_float && begin > 0 && first[-1].part > 0 && first[-1].keep;
        unit->level = first->bookmark ? first->bookmark_level : 0;
    }
}

/* Room ------------------------------------------------------------------------------------------------- */

double box_top(const struct flow *flow, const struct box *box, double y, bool at_top)
{
    if (!at_top)
        y += box->before;
    if (box->grid)
        y = ceil((y - EVEN) / flow->theme->leading) * flow->theme->leading;
    return y;
}

double box_repeat_height(const struct box *box)
{
    double height = 0;
    for (size_t i = 0; box->repeat && i < box->repeat->count; i++)
        height += box->repeat->at[i].height;
    return height;
}

/* Below what is on the page already, whether it fits or not. */
static struct cursor put_anyway(const struct planner *pl, struct cursor at, size_t index, bool *ret_fits)
{
    const struct box *box = &pl->flow->boxes.at[index];
    if (at.empty && box->items.count == 0)
        return at;
    double y = box_top(pl->flow, box, at.empty ? at.y + box_repeat_height(box) : at.y, at.empty);
    at.notes += box_notes_height(box, at.notes == 0);
    *ret_fits &= y + box->depth + at.notes <= at.height + EVEN;
    at.y = y + box->height;
    at.empty = false;
    return at;
}

static bool put(const struct planner *pl, struct cursor *at, size_t begin, size_t end)
{
    struct cursor cursor = *at;
    bool fits = true;
    for (size_t i = begin; i < end && fits; i++)
        cursor = put_anyway(pl, cursor, i, &fits);
    if (fits)
        *at = cursor;
    return fits;
}

static struct cursor top_of(const struct planner *pl, bool turned)
{
    return (struct cursor){.height = turned ? pl->flow->theme->width : pl->flow->theme->height, .empty = true};
}

static size_t next_float(const struct planner *pl, size_t unit)
{
    while (!pl->units.at[unit].is_float)
        unit++;
    return unit;
}

/* The first of those that wait when all before `unit` is placed but them. */
static size_t first_queued(const struct planner *pl, size_t unit, size_t queued)
{
    while (queued > 0)
        queued -= pl->units.at[--unit].is_float;
    return unit;
}

/* Whether it may wait as well: all that wait fit the next page together; what is turned waits alone. */
static bool may_queue(const struct planner *pl, size_t unit, size_t queued)
{
    const struct unit *units = pl->units.at;
    size_t i = first_queued(pl, unit, queued);
    struct cursor at = top_of(pl, units[unit].turned);
    for (; i <= unit; i++) {
        if (!units[i].is_float)
            continue;
        if ((queued > 0 && units[i].turned) || !put(pl, &at, units[i].begin, units[i].end))
            return false;
    }
    return true;
}

/* States ----------------------------------------------------------------------------------------------- */

static int compare(const struct state *state, size_t queued, size_t box)
{
    if (state->queued != queued)
        return state->queued > queued ? -1 : 1;
    return state->box < box ? -1 : state->box > box;
}

static struct state *state_at(struct planner *pl, size_t unit, size_t queued, size_t box)
{
    struct state **at = &pl->states[unit];
    if (pl->current && pl->current->unit == unit) /* none that a page leads to stands before the one that it comes from */
        at = &pl->current->next;
    while (*at && compare(*at, queued, box) < 0)
        at = &(*at)->next;
    if (*at && compare(*at, queued, box) == 0)
        return *at;
    struct state *state = ARENA_NEW(pl->arena, struct state);
    *state = (struct state){.unit = unit, .queued = queued, .box = box, .cost = INFINITY, .next = *at};
    return *at = state;
}

/* Blank at the foot displeases where something was moved to the next page for want of room, not where the text wants a new page. */
static double blank_cost(const struct planner *pl, const struct attempt *page, size_t unit, size_t box)
{
    bool wanted = unit == pl->units.count || pl->units.at[unit].page_before;
    if (page->turned || (wanted && page->queued == 0 && box == 0))
        return 0;
    double blank = fmax(page->at.height - page->at.notes - page->at.y, 0) / page->at.height;
    return COST_BLANK * blank * blank + (blank > MOST_BLANK ? COST_MOST_BLANK : 0);
}

/* The page ends here. */
static void end_page(struct planner *pl, const struct attempt *page, size_t unit, size_t box)
{
    double cost = pl->current->cost + page->cost + COST_PAGE + blank_cost(pl, page, unit, box) + (double)page->queued * COST_QUEUED +
                  (page->pending ? COST_HEADING_ALONE : 0);
    struct state *state = state_at(pl, unit, page->queued, box);
    if (cost >= state->cost)
        return;
    state->cost = cost;
    state->before = pl->current;
    state->plan.turned = page->turned;
    state->plan.ranges.count = 0;
    for (size_t i = 0; i < page->ranges; i++)
        *LIST_ADD(pl->arena, &state->plan.ranges) = pl->ranges.at[i];
}

static void add_shrunk(struct planner *pl, struct attempt *page, size_t begin, size_t end, double shrink)
{
    pl->ranges.count = page->ranges;
    *LIST_ADD(pl->arena, &pl->ranges) = (struct box_range){begin, end, shrink};
    page->ranges = pl->ranges.count;
}

static void add_range(struct planner *pl, struct attempt *page, size_t begin, size_t end)
{
    add_shrunk(pl, page, begin, end, 0);
}

/* Breaks within ---------------------------------------------------------------------------------------- */

static bool fewer_rows(const struct planner *pl, size_t begin, size_t end, size_t than)
{
    size_t rows = 0;
    for (size_t i = begin; i < end && rows < than; i++)
        rows += pl->flow->boxes.at[i].row;
    return rows < than;
}

/* Of a stretch of rows on one side of a break. */
static double few_rows_cost(const struct planner *pl, size_t begin, size_t end)
{
    return (fewer_rows(pl, begin, end, FEW_ROWS) ? COST_FEW_ROWS : 0) + (fewer_rows(pl, begin, end, 2) ? COST_ROW_ALONE : 0);
}

static double break_cost(const struct planner *pl, const struct unit *unit, size_t from, size_t at)
{
    struct cursor top = top_of(pl, unit->turned);
    bool fits_page = put(pl, &top, unit->begin, unit->end);
    double cost = fits_page ? COST_BREAK : 0;
    if (fits_page && fewer_rows(pl, unit->begin, unit->end, LONG_TABLE))
        cost += COST_BREAK_SHORT;
    if (from == unit->begin)
        cost += few_rows_cost(pl, from, at);
    cost += few_rows_cost(pl, at, unit->end);
    if (pl->flow->boxes.at[at - 1].group)
        cost += unit->kept ? COST_BREAK_KEPT : COST_BREAK_GROUP;
    return cost;
}

/* Ends the page within a unit, after as much as fits or a little less. False where no row may begin the next page. */
static bool break_table(struct planner *pl, const struct attempt *page, size_t index, size_t from)
{
    const struct unit *unit = &pl->units.at[index];
    const struct box *boxes = pl->flow->boxes.at;
    size_t places[TRIES], count = 0;
    struct cursor at = page->at;
    for (size_t i = from; i < unit->end && put(pl, &at, i, i + 1); i++)
        if (i + 1 < unit->end && boxes[i].row && boxes[i + 1].row && !boxes[i].keep)
            places[count++ % TRIES] = i + 1;
    for (size_t k = 0; k < count && k < TRIES; k++) {
        struct attempt broken = *page;
        put(pl, &broken.at, from, places[k]);
        broken.cost += break_cost(pl, unit, from, places[k]);
        broken.pending = false;
        add_range(pl, &broken, from, places[k]);
        end_page(pl, &broken, index, places[k]);
    }
    return count > 0;
}

/* On an empty page: what has no better place to break is broken where the page ends. */
static void break_anywhere(struct planner *pl, struct attempt page, size_t index, size_t from)
{
    size_t end = from + 1;
    bool fits = true;
    page.at = put_anyway(pl, page.at, from, &fits);
    while (end < pl->units.at[index].end && put(pl, &page.at, end, end + 1))
        end++;
    page.pending = false;
    add_range(pl, &page, from, end);
    bool whole = end == pl->units.at[index].end;
    end_page(pl, &page, whole ? index + 1 : index, whole ? 0 : end);
}

/* Pages ------------------------------------------------------------------------------------------------ */

/* True when the unit is on the page and the page goes on; else it has ended, in one way or several. */
static bool fill_text(struct planner *pl, struct attempt *page, size_t index, size_t from)
{
    const struct unit *unit = &pl->units.at[index];
    if (unit->barrier && page->queued > 0) {
        end_page(pl, page, index, 0);
        return false;
    }
    if (!page->at.empty && ((page->queued > 0 && unit->level > 0) || unit->open))
        end_page(pl, page, index, 0);
    if (page->at.empty && unit->tied)
        page->cost += COST_SIGNED_ALONE;
    if (put(pl, &page->at, from, unit->end)) {
        if (page->queued > 0 && unit->level > 0)
            page->cost += unit->level == 1 ? COST_PASS_SECTION : COST_PASS_HEADING;
        if (page->pending && unit->level > 0)
            page->cost += COST_HEADING_BARE;
        page->pending = unit->open;
        add_range(pl, page, from, unit->end);
        return true;
    }
    if (page->at.empty)
        break_anywhere(pl, *page, index, from);
    else
        end_page(pl, page, index, 0);
    return false;
}

static void fill(struct planner *pl, struct attempt page, size_t index, size_t from);

/* How much the pictures of units from `index` to before `end` may give. */
static double room_to_shrink(const struct planner *pl, size_t index, size_t end)
{
    double room = 0;
    for (size_t i = pl->units.at[index].begin; i < pl->units.at[end - 1].end; i++)
        room += pl->flow->boxes.at[i].shrinks;
    return room;
}

/* One chart, or two that follow one another, on what is left of the page, at less than their size. */
static void try_shrunk(struct planner *pl, const struct attempt *page, size_t index, size_t count)
{
    size_t end = index + count;
    if (page->queued > 0 || end > pl->units.count)
        return;
    for (size_t i = index; i < end; i++)
        if (!pl->units.at[i].is_float || pl->units.at[i].turned != page->turned || room_to_shrink(pl, i, i + 1) <= 0)
            return;
    struct attempt shrunk = *page;
    bool fits = true;
    double lack = 0, room = room_to_shrink(pl, index, end);
    for (size_t i = pl->units.at[index].begin; i < pl->units.at[end - 1].end; i++) {
        shrunk.at = put_anyway(pl, shrunk.at, i, &fits);
        lack = shrunk.at.y - pl->flow->boxes.at[i].height + pl->flow->boxes.at[i].depth + shrunk.at.notes - shrunk.at.height;
    }
    if (fits || lack > room)
        return;
    double share = (lack + 2 * EVEN) / room;
    shrunk.at.y -= share * room;
    shrunk.cost += COST_SHRINK * share * (double)count;
    shrunk.pending = false;
    for (size_t i = index; i < end; i++)
        add_shrunk(pl, &shrunk, pl->units.at[i].begin, pl->units.at[i].end, fmin(share, 1));
    fill(pl, shrunk, end, end < pl->units.count ? pl->units.at[end].begin : 0);
}

static bool fill_float(struct planner *pl, struct attempt *page, size_t index, size_t from)
{
    const struct unit *unit = &pl->units.at[index];
    struct attempt placed = *page;
    bool fits = page->queued == 0 && page->turned == unit->turned && put(pl, &placed.at, from, unit->end);
    if (from == unit->begin && !fits)
        try_shrunk(pl, page, index, 1);
    if (from == unit->begin)
        try_shrunk(pl, page, index, 2);
    bool signs = index + 1 < pl->units.count && pl->units.at[index + 1].tied; /* some rows may have to go with what follows */
    if (!fits || signs) {
        if (from == unit->begin && may_queue(pl, index, page->queued)) {
            struct attempt passed = *page;
            passed.queued++;
            fill(pl, passed, index + 1, pl->units.count > index + 1 ? pl->units.at[index + 1].begin : 0);
        }
        bool broken = page->queued == 0 && page->turned == unit->turned && break_table(pl, page, index, from);
        if (!page->at.empty)
            end_page(pl, page, index, 0);
        else if (!fits && !broken)
            break_anywhere(pl, *page, index, from);
    }
    if (!fits)
        return false;
    *page = placed;
    page->pending = false;
    add_range(pl, page, from, unit->end);
    return true;
}

/* From unit `index` on until the page ends, in every way that there is. */
static void fill(struct planner *pl, struct attempt page, size_t index, size_t from)
{
    for (; index < pl->units.count; from = pl->units.at[index].end, index++) {
        const struct unit *unit = &pl->units.at[index];
        bool blank = page.at.empty && page.queued == 0;
        if (blank && page.turned != unit->turned) {
            page.turned = unit->turned;
            page.at = top_of(pl, unit->turned);
        }
        if ((unit->page_before && !blank) || (page.turned != unit->turned && !unit->is_float)) {
            end_page(pl, &page, index, 0);
            return;
        }
        if (!(unit->is_float ? fill_float : fill_text)(pl, &page, index, from))
            return;
    }
    end_page(pl, &page, index, 0);
}

/* Every page that may follow: what waits stands at its head. */
static void leave(struct planner *pl, struct state *state)
{
    struct attempt page = {0};
    size_t queued = first_queued(pl, state->unit, state->queued);
    if (state->queued > 0)
        page.turned = pl->units.at[queued = next_float(pl, queued)].turned;
    page.at = top_of(pl, page.turned);
    for (size_t k = 0; k < state->queued; k++, queued++) {
        queued = next_float(pl, queued);
        put(pl, &page.at, pl->units.at[queued].begin, pl->units.at[queued].end);
        add_range(pl, &page, pl->units.at[queued].begin, pl->units.at[queued].end);
    }
    size_t begin = state->unit < pl->units.count ? pl->units.at[state->unit].begin : 0;
    pl->current = state;
    fill(pl, page, state->unit, state->box > 0 ? state->box : begin);
}

static void collect(const struct state *last, struct arena *arena, page_plans *out)
{
    size_t count = 0;
    for (const struct state *state = last; state->before; state = state->before)
        LIST_ADD(arena, out), count++;
    for (const struct state *state = last; state->before; state = state->before)
        out->at[--count] = state->plan;
}

void plan_pages(const struct flow *flow, page_plans *out)
{
    struct planner pl = {.flow = flow, .arena = flow->arena};
    find_units(&pl);
    pl.states = ARENA_ARRAY(pl.arena, struct state *, pl.units.count + 1);
    state_at(&pl, 0, 0, 0)->cost = 0;
    const struct state *last = NULL;
    for (size_t i = 0; i <= pl.units.count; i++) {
        for (struct state *state = pl.states[i]; state; state = state->next) {
            if (i < pl.units.count || state->queued > 0 || !state->before)
                leave(&pl, state);
            last = state;
        }
    }
    collect(last, flow->arena, out);
}
