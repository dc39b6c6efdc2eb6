/* SPDX-License-Identifier: GPL-3.0-or-later
 * Small models and datasets in memory, without YAML: kinds with units u1, u2 …, an instrument, rows written as text.
 */
#ifndef CEPING_TESTS_ANALYSE_BUILD_H
#define CEPING_TESTS_ANALYSE_BUILD_H

#include <stdlib.h>

#include "ceping/analyse.h"
#include "check.h"

struct world {
    struct evaluation *evaluation;
    struct instrument *instrument;
    struct dataset *dataset;
    struct results *results;
    struct arena *arena;
};

static inline struct world world_new(void)
{
    struct world world = {.evaluation = evaluation_new("test")};
    world.arena = world.evaluation->arena;
    world.instrument = ARENA_NEW(world.arena, struct instrument);
    world.instrument->id = "form";
    world.results = results_new(world.evaluation);
    return world;
}

static inline void world_free(struct world *world)
{
    results_free(world->results);
    evaluation_free(world->evaluation);
}

/* All kinds at once, for pointers to them must stay. */
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

/* A scale of `count` options; letters in `flags` by option: s satisfied, a aware, d don't know. `scores`: one vector, or NULL. */
static inline struct scale *new_scale(struct world *world, size_t count, const char *flags, const double *scores)
{
    struct scale *scale = ARENA_NEW(world->arena, struct scale);
    scale->id = "scale";
    scale->options.at = ARENA_ARRAY(world->arena, struct option, count);
    scale->options.count = count;
    if (scores)
        *LIST_ADD(world->arena, &scale->vectors) = "V";
    for (size_t i = 0; i < count; i++) {
        struct option *option = &scale->options.at[i];
        option->code = (int)i + 1;
        option->label = arena_printf(world->arena, "option %zu", i + 1);
        option->satisfied = flags[i] == 's';
        option->aware = flags[i] == 'a';
        option->missing = flags[i] == 'd' ? MISSING_DONT_KNOW : MISSING_NONE;
        if (scores) {
            struct option_score *score = LIST_ADD(world->arena, &option->scores);
            score->vector.text = "V";
            score->value = scores[i];
        }
    }
    return scale;
}

/* Questions at once; the caller fills them before make_dataset(). */
static inline struct question *add_questions(struct world *world, size_t count)
{
    world->instrument->questions.at = ARENA_ARRAY(world->arena, struct question, count);
    world->instrument->questions.count = count;
    for (size_t i = 0; i < count; i++) {
        struct question *question = &world->instrument->questions.at[i];
        question->id = arena_printf(world->arena, "q%zu", i + 1);
        question->title = question->short_title = question->id;
        question->min = question->max = NAN;
    }
    return world->instrument->questions.at;
}

static inline void add_about(struct world *world, struct unit_kind *kind)
{
    LIST_ADD(world->arena, &world->instrument->about)->kind = kind;
}

/* An empty dataset of `rows`, all answers blank, about nothing, valid. */
static inline void make_dataset(struct world *world, size_t rows)
{
    struct arena *arena = world->arena;
    struct instrument *instrument = world->instrument;
    instrument_make_variables(arena, instrument);
    struct dataset *dataset = world->dataset = dataset_new(arena, instrument, rows);
    for (size_t row = 0; row < rows; row++)
        dataset->keys[row] = arena_printf(arena, "k%zu", row + 1);
}

/* Answer number `value` of variable `id` in `row`. */
static inline void answer(struct world *world, size_t row, const char *id, double value)
{
    const struct variable *variable = instrument_variable(world->instrument, id);
    assert_non_null(variable);
    struct column *column = &world->dataset->columns[variable->index];
    column->missing[row] = MISSING_NONE;
    if (column->numbers)
        column->numbers[row] = value;
    else
        column->codes[row] = (int16_t)value;
}

static inline void set_missing(struct world *world, size_t row, const char *id, enum missing missing)
{
    const struct variable *variable = instrument_variable(world->instrument, id);
    assert_non_null(variable);
    world->dataset->columns[variable->index].missing[row] = (uint8_t)missing;
}

/* A figure over variables named in `items`, separated by spaces. */
static inline struct figure new_figure(struct world *world, enum statistic statistic, const char *items)
{
    struct figure figure = {.id = "f", .name = "f", .instrument = world->instrument, .statistic = statistic, .decimals = 2};
    char *copy = arena_strdup(world->arena, items), *rest = copy;
    for (char *word = strtok_r(copy, " ", &rest); word; word = strtok_r(NULL, " ", &rest)) {
        struct variable *variable = instrument_variable(world->instrument, word);
        assert_non_null(variable);
        *LIST_ADD(world->arena, &figure.variables) = variable;
    }
    return figure;
}

static inline struct figure_result compute(struct world *world, const struct figure *figure, const struct figure_masks *masks)
{
    struct figure_result result;
    analyse_figure(world->evaluation, world->dataset, figure, masks, world->arena, &result);
    return result;
}

#endif
