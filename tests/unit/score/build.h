/* SPDX-License-Identifier: GPL-3.0-or-later
 * Small rubrics in memory, with figures whose values are given.
 */
#ifndef CEPING_TESTS_SCORE_BUILD_H
#define CEPING_TESTS_SCORE_BUILD_H

#include <stdlib.h>

#include "ceping/score.h"
#include "check.h"

#define ROOM 16 /* figures, tables, children of a node */

struct world {
    struct evaluation *evaluation;
    struct results *results;
    struct arena *arena;
    struct diags diags;
};

static inline struct world world_new(void)
{
    struct world world = {.evaluation = evaluation_new("test")};
    world.arena = world.evaluation->arena;
    world.results = results_new(world.evaluation);
    world.evaluation->figures.at = ARENA_ARRAY(world.arena, struct figure, ROOM);
    world.results->figures.at = ARENA_ARRAY(world.arena, struct figure_result, ROOM);
    world.evaluation->rubric.tables.at = ARENA_ARRAY(world.arena, struct table, ROOM);
    diags_init(&world.diags);
    return world;
}

static inline void world_free(struct world *world)
{
    diags_release(&world->diags);
    results_free(world->results);
    evaluation_free(world->evaluation);
}

/* Kinds all at once; units are named like d1, d2 …  */
static inline void add_kinds(struct world *world, const char *const *ids, const int *units, size_t count)
{
    struct arena *arena = world->arena;
    world->evaluation->kinds.at = ARENA_ARRAY(arena, struct unit_kind, count);
    world->evaluation->kinds.count = count;
    for (size_t k = 0; k < count; k++) {
        struct unit_kind *kind = &world->evaluation->kinds.at[k];
        kind->id = kind->name = ids[k];
        kind->index = (int)k;
        kind->units.at = ARENA_ARRAY(arena, struct unit, (size_t)units[k]);
        kind->units.count = (size_t)units[k];
        for (int i = 0; i < units[k]; i++) {
            struct unit *unit = &kind->units.at[i];
            unit->id = unit->name = unit->short_name = arena_printf(arena, "%s%d", ids[k], i + 1);
            unit->kind = kind;
            unit->index = i;
        }
    }
}

static inline struct unit *unit_at(const struct world *world, size_t kind, size_t unit)
{
    return &world->evaluation->kinds.at[kind].units.at[unit];
}

static inline void set_not_applicable(struct world *world, struct unit *a, struct unit *b)
{
    struct not_applicable *entry = LIST_ADD(world->arena, &world->evaluation->not_applicable);
    entry->units[0] = a;
    entry->units[1] = b;
    entry->unit_count = b ? 2 : 1;
}

/* A figure by one kind (`second` −1) or two, values in order of units; a NaN value has base 0. Pairs that do not apply get no cell. */
static inline struct figure *add_figure(struct world *world, const char *id, int first, int second, const double *values)
{
    struct figure *figure = &world->evaluation->figures.at[world->evaluation->figures.count];
    *figure = (struct figure){.id = id, .name = id, .statistic = STAT_MEAN, .index = (int)world->evaluation->figures.count++};
    figure->by_count = second >= 0 ? 2 : 1;
    figure->by[0] = &world->evaluation->kinds.at[first];
    figure->by[1] = second >= 0 ? &world->evaluation->kinds.at[second] : NULL;
    struct figure_result *result = &world->results->figures.at[world->results->figures.count++];
    *result = (struct figure_result){.figure = figure, .all = {.units = {NO_UNIT, NO_UNIT, NO_UNIT}, .value = NAN}};
    size_t inner = second >= 0 ? figure->by[1]->units.count : 1;
    for (size_t i = 0; i < figure->by[0]->units.count * inner; i++) {
        struct unit *units[2] = {unit_at(world, (size_t)first, i / inner), second >= 0 ? unit_at(world, (size_t)second, i % inner) : NULL};
        if (evaluation_not_applicable(world->evaluation, units, figure->by_count))
            continue;
        struct figure_cell *cell = LIST_ADD(world->arena, &result->cells);
        *cell = (struct figure_cell){.units = {units[0]->index, units[1] ? units[1]->index : NO_UNIT, NO_UNIT}, .value = values[i]};
        cell->base = cell->responses = isnan(values[i]) ? 0 : 10;
    }
    return figure;
}

static inline struct table *add_table(struct world *world, const char *id, int first, int second)
{
    struct rubric *rubric = &world->evaluation->rubric;
    struct table *table = &rubric->tables.at[rubric->tables.count];
    *table = (struct table){.id = id, .name = id, .index = (int)rubric->tables.count++, .by_count = second >= 0 ? 2 : 1, .ranked = true, .decimals = 2};
    table->by[0] = &world->evaluation->kinds.at[first];
    table->by[1] = second >= 0 ? &world->evaluation->kinds.at[second] : NULL;
    table->coverage = 2.0 / 3;
    table->bonus_cap = table->deduction_cap = table->score_max = INFINITY;
    return table;
}

static inline struct node *add_node(struct world *world, struct node *parent, const char *id, double weight)
{
    if (!parent->children.at)
        parent->children.at = ARENA_ARRAY(world->arena, struct node, ROOM);
    struct node *node = &parent->children.at[parent->children.count++];
    node->id = node->name = id;
    node->weight = weight;
    node->parent = parent;
    node->min_base = 1;
    return node;
}

static inline struct node *add_leaf(struct world *world, struct node *parent, const char *id, double weight, struct figure *figure)
{
    struct node *node = add_node(world, parent, id, weight);
    node->figure = figure;
    return node;
}

static inline struct node *add_table_leaf(struct world *world, struct node *parent, const char *id, double weight, struct table *table, size_t over)
{
    struct node *node = add_node(world, parent, id, weight);
    node->table = table;
    node->over = &world->evaluation->kinds.at[over];
    return node;
}

static inline void mark(struct world *world, struct node *node, int facet, int value)
{
    struct facet_mark *to = LIST_ADD(world->arena, &node->facets);
    to->facet_index = facet;
    to->value_index = value;
}

static inline void add_facet(struct world *world, const char *id, size_t values)
{
    struct facet *facet = LIST_ADD(world->arena, &world->evaluation->rubric.facets);
    facet->id = id;
    for (size_t i = 0; i < values; i++)
        *LIST_ADD(world->arena, &facet->values) = "value";
}

static inline void link_nodes(struct world *world, struct table *table, struct node *parent)
{
    for (size_t i = 0; i < parent->children.count; i++) {
        struct node *node = &parent->children.at[i];
        node->parent = parent;
        node->index = (int)table->nodes.count;
        *LIST_ADD(world->arena, &table->nodes) = node;
        link_nodes(world, table, node);
    }
}

/* Links the tables in the order in which they were added, and scores. */
static inline void score(struct world *world)
{
    struct rubric *rubric = &world->evaluation->rubric;
    rubric->order.count = 0;
    rubric->order.at = NULL;
    for (size_t i = 0; i < rubric->tables.count; i++) {
        rubric->tables.at[i].nodes.at = NULL;
        rubric->tables.at[i].nodes.count = 0;
        link_nodes(world, &rubric->tables.at[i], &rubric->tables.at[i].root);
        *LIST_ADD(world->arena, &rubric->order) = &rubric->tables.at[i];
    }
    score_tables(world->evaluation, world->results, &world->diags);
}

static inline struct score_row *row_of(const struct world *world, const struct table *table, size_t row)
{
    assert_true(row < world->results->tables.at[table->index].rows.count);
    return &world->results->tables.at[table->index].rows.at[row];
}

/* What must hold for any scored table: effective weights of leaves add up to 100 and explain the score; places stand in order. */
static inline void check_conservation(const struct world *world)
{
    for (size_t t = 0; t < world->results->tables.count; t++) {
        const struct table_result *result = &world->results->tables.at[t];
        for (size_t i = 0; i < result->rows.count; i++) {
            const struct score_row *row = &result->rows.at[i];
            double weights = 0, explained = 0, declared = 0;
            for (size_t n = 0; n < result->table->nodes.count; n++) {
                if (result->table->nodes.at[n]->children.count > 0)
                    continue;
                declared += row->nodes[n].weight;
                weights += row->nodes[n].effective_weight;
                if (row->nodes[n].effective_weight > 0)
                    explained += row->nodes[n].effective_weight * row->nodes[n].score / 100;
            }
            if (row->why != SCORED)
                continue;
            check_close(declared, 100, 1e-12);
            check_close(weights, 100, 1e-12);
            check_close(explained, row->base_score, 1e-12);
            if (isinf(result->table->score_max))
                check_close(row->base_score + row->bonus - row->deduction, row->score, 1e-12);
        }
    }
}

#endif
