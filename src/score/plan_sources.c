/* SPDX-License-Identifier: GPL-3.0-or-later
 * What a leaf rests on, row by row. A leaf's figure (or table) has units of some kinds. Those that the table has too are those of the row; the others
 * are run over: all of them, or those whose attribute `via` names a unit of the row. Each combination run over is an *item*; a row has a
 * source for each of its items, with a mark where the combination does not apply.
 *
 *     districts ← cells (project × district), over project        row 张店: p01×张店, p02×张店, …
 *     departments ← projects, over project, via lead              row 市人大常委会: the projects that it leads
 */
#include "score_priv.h"

/* Where the units of one source kind come from. */
struct route {
    const struct unit_kind *kind;
    int row_at;        /* position in the table's `by`, or −1: run over */
    size_t item_stride; /* when run over */
};

struct routes {
    struct route at[MODEL_BY_MAX];
    size_t count;
    size_t items;
};

static struct routes find_routes(const struct plan_table *table, const struct node *node, struct unit_kind *const *by, size_t by_count)
{
    struct routes routes = {.count = by_count, .items = 1};
    for (size_t k = by_count; k-- > 0;) {
        struct route *route = &routes.at[k];
        *route = (struct route){.kind = by[k], .row_at = -1};
        for (size_t j = 0; j < table->table->by_count && (!node || by[k] != node->over); j++)
            if (table->table->by[j] == by[k])
                route->row_at = (int)j;
        if (route->row_at < 0) {
            route->item_stride = routes.items;
            routes.items *= by[k]->units.count;
        }
    }
    return routes;
}

static int unit_on_route(const struct plan_table *table, const struct route *route, size_t row, size_t item)
{
    if (route->row_at >= 0)
        return table->rows[row].units[route->row_at];
    return (int)(item / route->item_stride % route->kind->units.count);
}

/* Combination of units of a figure → index of its value. */
static int *figure_map(struct score_plan *plan, const struct figure *figure)
{
    size_t at = (size_t)figure->index;
    if (plan->figure_cell_of[at])
        return plan->figure_cell_of[at];
    size_t combinations = 1;
    for (size_t k = 0; k < figure->by_count; k++)
        combinations *= figure->by[k]->units.count;
    int *map = ARENA_ARRAY(plan->arena, int, combinations + 1);
    for (size_t i = 0; i < combinations; i++)
        map[i] = -1;
    const struct figure_result *result = &plan->results->figures.at[at];
    for (size_t i = 0; i < result->cells.count; i++) {
        size_t combination = 0;
        for (size_t k = 0; k < figure->by_count; k++)
            combination = combination * figure->by[k]->units.count + (size_t)result->cells.at[i].units[k];
        map[combination] = (int)(plan->figure_first[at] + 1 + i);
    }
    plan->figure_cell_of[at] = map;
    return map;
}

static bool figure_known(const struct score_plan *plan, const struct figure *figure)
{
    return figure->index >= 0 && (size_t)figure->index < plan->results->figures.count && plan->results->figures.at[figure->index].figure;
}

static int figure_value_at(struct score_plan *plan, const struct figure *figure, const int *units)
{
    if (!figure_known(plan, figure))
        return -1;
    if (figure->by_count == 0)
        return (int)plan->figure_first[figure->index];
    size_t combination = 0;
    for (size_t k = 0; k < figure->by_count; k++)
        combination = combination * figure->by[k]->units.count + (size_t)units[k];
    return figure_map(plan, figure)[combination];
}

int plan_figure_input(struct score_plan *plan, const struct plan_table *table, size_t row, const struct figure *figure)
{
    struct routes routes = find_routes(table, NULL, figure->by, figure->by_count);
    int units[MODEL_BY_MAX];
    for (size_t k = 0; k < figure->by_count; k++) {
        if (routes.at[k].row_at < 0)
            return -1;
        units[k] = unit_on_route(table, &routes.at[k], row, 0);
    }
    return figure_value_at(plan, figure, units);
}

/* Is this item one of the row's, by the attribute? "project.lead" may be written for "lead". */
static bool item_belongs(const struct plan_table *table, const struct node *node, const struct routes *routes, const int *units, size_t row)
{
    if (!node->via || !node->over)
        return true;
    const char *dot = strrchr(node->via, '.'), *key = dot ? dot + 1 : node->via;
    struct unit *row_units[MODEL_BY_MAX];
    size_t count = plan_row_units(table, row, row_units);
    for (size_t k = 0; k < routes->count; k++) {
        if (routes->at[k].kind != node->over)
            continue;
        const struct unit *unit = &node->over->units.at[units[k]];
        for (size_t j = 0; j < count; j++)
            if (unit_refers(unit, key, row_units[j]))
                return true;
    }
    return false;
}

static bool find_source(struct score_plan *plan, const struct plan_leaf *leaf, const struct routes *routes, const int *units, struct source *source)
{
    if (leaf->table < 0) {
        struct unit *objects[MODEL_BY_MAX];
        for (size_t k = 0; k < routes->count; k++)
            objects[k] = &routes->at[k].kind->units.at[units[k]];
        source->at = figure_value_at(plan, leaf->node->figure, units);
        source->not_applicable = evaluation_not_applicable(plan->evaluation, objects, routes->count) != NULL;
        return true;
    }
    const struct plan_table *from = &plan->tables[leaf->table];
    size_t combination = 0;
    for (size_t k = 0; k < routes->count; k++)
        combination += (size_t)units[k] * from->strides[k];
    source->at = from->row_of[combination];
    if (source->at < 0)
        return false; /* that table does not have this unit at all */
    source->not_applicable = from->rows[source->at].not_applicable;
    return true;
}

static size_t row_sources(struct score_plan *plan, struct plan_table *table, const struct plan_leaf *leaf, const struct routes *routes, size_t row,
                          struct source *to)
{
    size_t count = 0;
    for (size_t item = 0; item < routes->items; item++) {
        int units[MODEL_BY_MAX] = {0};
        for (size_t k = 0; k < routes->count; k++)
            units[k] = unit_on_route(table, &routes->at[k], row, item);
        struct source source = {.item = (int)item};
        for (size_t k = 0, over = 0; k < routes->count; k++)
            if (routes->at[k].row_at < 0)
                source.over[over++] = (int16_t)units[k];
        if (item_belongs(table, leaf->node, routes, units, row) && find_source(plan, leaf, routes, units, &source))
            to[count++] = source;
    }
    return count;
}

/* Cells that do not apply are counted once, also where two leaves rest on them. */
static bool first_on_table(const struct plan_table *table, const struct plan_leaf *leaf)
{
    for (const struct plan_leaf *other = table->leaves; other < leaf; other++)
        if (leaf->table >= 0 ? other->table == leaf->table : other->node->figure == leaf->node->figure)
            return false;
    return true;
}

void plan_leaf_sources(struct score_plan *plan, struct plan_table *table, struct plan_leaf *leaf)
{
    const struct node *node = leaf->node;
    struct routes routes = node->table ? find_routes(table, node, node->table->by, node->table->by_count)
                                       : find_routes(table, node, node->figure->by, node->figure->by_count);
    bool count_cells = first_on_table(table, leaf);
    leaf->items = routes.items;
    leaf->over_count = 0;
    for (size_t k = 0; k < routes.count; k++)
        if (routes.at[k].row_at < 0)
            leaf->over[leaf->over_count++] = routes.at[k].kind;
    leaf->aggregated = leaf->over_count > 0;
    leaf->first = ARENA_ARRAY(plan->arena, size_t, table->row_count + 1);
    leaf->sources = ARENA_ARRAY(plan->arena, struct source, table->row_count * routes.items);
    for (size_t row = 0; row < table->row_count; row++) {
        size_t first = leaf->first[row], count = row_sources(plan, table, leaf, &routes, row, leaf->sources + first);
        leaf->first[row + 1] = first + count;
        for (size_t i = 0; i < count && count_cells && leaf->aggregated; i++)
            table->rows[row].not_applicable_cells += leaf->sources[first + i].not_applicable;
    }
}
