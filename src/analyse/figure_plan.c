/* SPDX-License-Identifier: GPL-3.0-or-later
 * The plan of a figure: everything that does not depend on the row is looked up once, so that the pass over the rows is a pass over arrays.
 *
 * An observation is a response and a variable. Two exceptions: the marks of one multiple question are one answer where answers are counted, and the
 * items of a ratio belong together by unit: a response counts in a ratio only where all of its items are answered, for a missing numerator over
 * a known denominator would act as a zero.
 */
#include "analyse_priv.h"

#include <math.h>
#include <stdlib.h>

static bool counts_answers(const struct figure *figure)
{
    return figure->statistic == STAT_COUNT || figure->statistic == STAT_SHARE;
}

static void add_column(struct arena *arena, struct slot *slot, const struct column *column)
{
    const struct column **columns = ARENA_ARRAY(arena, const struct column *, slot->count + 1);
    if (slot->count > 0)
        memcpy(columns, slot->columns, slot->count * sizeof *columns);
    columns[slot->count++] = column;
    slot->columns = columns;
    if (!slot->variable)
        slot->variable = column->variable;
}

/* The slot that holds the other marks of the same answer. */
static struct slot *slot_of_marks(struct figure_plan *plan, const struct variable *variable)
{
    for (size_t i = 0; i < plan->slots.count; i++) {
        const struct variable *first = plan->slots.at[i].variable;
        if (first->type == VARIABLE_MARK && first->question == variable->question && first->item == variable->item && first->unit == variable->unit)
            return &plan->slots.at[i];
    }
    return NULL;
}

static void add_variables(struct figure_plan *plan, struct arena *arena)
{
    const struct figure *figure = plan->figure;
    for (size_t i = 0; i < figure->variables.count; i++) {
        const struct variable *variable = figure->variables.at[i];
        struct slot *slot = NULL;
        if (variable->type == VARIABLE_MARK && counts_answers(figure))
            slot = slot_of_marks(plan, variable);
        if (!slot)
            slot = LIST_ADD(arena, &plan->slots);
        add_column(arena, slot, &plan->dataset->columns[variable->index]);
    }
    if (figure->variables.count == 0)
        LIST_ADD(arena, &plan->slots);
}

static void add_ratio_slot(struct figure_plan *plan, struct arena *arena, bool all, const struct unit *unit)
{
    const struct figure *figure = plan->figure;
    struct slot *slot = LIST_ADD(arena, &plan->slots);
    bool of_one_unit = true;
    for (size_t i = 0; i < figure->variables.count; i++) {
        const struct variable *variable = figure->variables.at[i];
        if (!all && variable->unit != unit)
            continue;
        add_column(arena, slot, &plan->dataset->columns[variable->index]);
        slot->numerators += i < figure->first_variables;
        of_one_unit = of_one_unit && variable->unit == figure->variables.at[0]->unit;
    }
    if (all && !of_one_unit)
        slot->variable = NULL;
}

/* One slot a unit where each unit has items above and below the line, else one for all. */
static void add_ratio(struct figure_plan *plan, struct arena *arena)
{
    const struct figure *figure = plan->figure;
    bool paired = figure->variables.count > 0;
    for (size_t i = 0; i < figure->variables.count; i++) {
        size_t above = 0, below = 0;
        for (size_t j = 0; j < figure->variables.count; j++)
            if (figure->variables.at[j]->unit == figure->variables.at[i]->unit)
                *(j < figure->first_variables ? &above : &below) += 1;
        paired = paired && above > 0 && below > 0;
    }
    if (!paired) {
        add_ratio_slot(plan, arena, true, NULL);
        return;
    }
    for (size_t i = 0; i < figure->variables.count; i++) {
        bool first = true;
        for (size_t j = 0; j < i; j++)
            first = first && figure->variables.at[j]->unit != figure->variables.at[i]->unit;
        if (first)
            add_ratio_slot(plan, arena, false, figure->variables.at[i]->unit);
    }
}

/* Options that are answers with one of the k lowest codes. */
static bool is_top(const struct scale *scale, const struct option *option, size_t k)
{
    size_t before = 0;
    for (size_t i = 0; i < scale->options.count; i++)
        before += scale->options.at[i].missing == MISSING_NONE && scale->options.at[i].code < option->code;
    return option->missing == MISSING_NONE && before < k;
}

static bool is_hit(const struct figure *figure, const struct scale *scale, const struct option *option)
{
    switch (figure->statistic) {
    case STAT_TOP1:
    case STAT_TOP2:
    case STAT_TOP3:
        return is_top(scale, option, (size_t)(figure->statistic - STAT_TOP1) + 1);
    case STAT_SATISFIED:
        return option->satisfied && option->missing == MISSING_NONE;
    case STAT_AWARENESS:
        return option->aware;
    case STAT_SHARE:
        for (size_t i = 0; i < figure->codes.count; i++)
            if (figure->codes.at[i] == option->code)
                return true;
        return false;
    default:
        return false;
    }
}

static void plan_options(struct figure_plan *plan, struct slot *slot, struct arena *arena)
{
    const struct scale *scale = NULL;
    if (slot->variable && (slot->variable->type == VARIABLE_CODE || slot->variable->type == VARIABLE_MARK))
        scale = slot->variable->question->scale;
    code_table_init(&slot->codes, scale, arena);
    if (!scale)
        return;
    slot->hits = ARENA_ARRAY(arena, bool, scale->options.count);
    slot->scores = ARENA_ARRAY(arena, double, scale->options.count);
    for (size_t i = 0; i < scale->options.count; i++) {
        const struct option *option = &scale->options.at[i];
        slot->hits[i] = is_hit(plan->figure, scale, option);
        slot->scores[i] = plan->figure->statistic == STAT_SCORE ? option_score(scale, option, plan->figure->vector) : NAN;
    }
}

static void plan_cells(struct figure_plan *plan, const struct evaluation *evaluation, struct arena *arena, struct figure_result *result)
{
    const struct figure *figure = plan->figure;
    plan->combinations = 1;
    for (size_t k = figure->by_count; k-- > 0;) {
        plan->strides[k] = plan->combinations;
        plan->combinations *= figure->by[k]->units.count;
    }
    if (figure->by_count == 0)
        plan->combinations = 0;
    plan->cell_of = ARENA_ARRAY(arena, size_t, plan->combinations);
    for (size_t i = 0; i < plan->combinations; i++) {
        struct unit *units[MODEL_BY_MAX];
        for (size_t k = 0; k < figure->by_count; k++)
            units[k] = &figure->by[k]->units.at[i / plan->strides[k] % figure->by[k]->units.count];
        plan->cell_of[i] = NO_CELL;
        if (evaluation_not_applicable(evaluation, units, figure->by_count))
            continue;
        plan->cell_of[i] = result->cells.count;
        struct figure_cell *cell = LIST_ADD(arena, &result->cells);
        for (size_t k = 0; k < MODEL_BY_MAX; k++)
            cell->units[k] = k < figure->by_count ? units[k]->index : NO_UNIT;
    }
}

/* The attribute may be written with its kind: project.origin. */
static const char *attribute_key(const char *attribute)
{
    const char *dot = strrchr(attribute, '.');
    return dot ? dot + 1 : attribute;
}

static void plan_own(struct figure_plan *plan, struct arena *arena)
{
    const struct figure *figure = plan->figure;
    if (!figure->own_kind || !figure->own_of_kind || !figure->own_attribute)
        return;
    size_t others = figure->own_of_kind->units.count;
    const char *key = attribute_key(figure->own_attribute);
    plan->own = ARENA_ARRAY(arena, bool, figure->own_kind->units.count * others);
    for (size_t i = 0; i < figure->own_kind->units.count; i++)
        for (size_t j = 0; j < others; j++)
            plan->own[i * others + j] = unit_refers(&figure->own_of_kind->units.at[j], key, &figure->own_kind->units.at[i]);
}

bool figure_leaves_own_out(const struct figure *figure)
{
    bool rater = false;
    const struct panel *panel = figure->instrument ? figure->instrument->panel : NULL;
    for (size_t i = 0; panel && i < panel->raters.count; i++)
        rater = rater || panel->raters.at[i].own;
    return (rater && !figure->count_own) || (figure->own_kind && figure->own_of_kind && figure->own_attribute);
}

void figure_keep_own(struct figure *figure)
{
    figure->count_own = true;
    figure->own_kind = figure->own_of_kind = NULL;
}

static void plan_own_raters(struct figure_plan *plan, struct arena *arena)
{
    const struct dataset *dataset = plan->dataset;
    const struct panel *panel = dataset->instrument->panel;
    for (size_t i = 0; panel && dataset->raters && !plan->figure->count_own && i < panel->raters.count; i++) {
        const struct rater *rater = &panel->raters.at[i];
        if (!rater->own)
            continue;
        if (!plan->own_rater)
            plan->own_rater = ARENA_ARRAY(arena, const struct rater *, dataset->rows + 1);
        for (size_t row = 0; row < dataset->rows; row++)
            if (dataset->raters[row] && strcmp(dataset->raters[row], rater->id) == 0)
                plan->own_rater[row] = rater;
    }
}

/* `this.` in a condition of a figure over responses that are not of one unit: the kind is the one in `by`, or that of the questions. */
static const struct unit_kind *kind_of_mask(const struct figure_plan *plan, size_t units)
{
    const struct figure *figure = plan->figure;
    for (size_t k = 0; k < figure->by_count; k++)
        if (figure->by[k]->units.count == units)
            return figure->by[k];
    const struct instrument *instrument = plan->dataset->instrument;
    for (size_t i = 0; i < instrument->questions.count; i++)
        if (instrument->questions.at[i].over && instrument->questions.at[i].over->units.count == units)
            return instrument->questions.at[i].over;
    return NULL;
}

/* Responses with a condition on `this.` are counted once for each unit. */
static void spread_responses(struct figure_plan *plan, struct arena *arena)
{
    const struct unit_kind *kind = plan->mask_kind;
    if (!kind || plan->figure->variables.count > 0)
        return;
    plan->slots.count = 0;
    plan->slots.at = NULL;
    for (size_t i = 0; i < kind->units.count; i++) {
        struct variable *variable = ARENA_NEW(arena, struct variable);
        variable->unit = &kind->units.at[i];
        struct slot *slot = LIST_ADD(arena, &plan->slots);
        slot->variable = variable;
    }
}

void figure_plan_init(struct figure_plan *plan, const struct evaluation *evaluation, const struct dataset *dataset, const struct figure *figure,
                      const struct figure_masks *masks, struct arena *arena, struct figure_result *result)
{
    *plan = (struct figure_plan){.dataset = dataset, .figure = figure};
    plan->base = figure->statistic == STAT_AWARENESS ? BASE_ASKED : figure->base;
    plan->weight = figure->weight ? &dataset->columns[figure->weight->index] : NULL;
    plan->row_weight = figure->weighting ? masks->weight : NULL;
    if (figure->weighting && !plan->row_weight) {
        struct weighting_result report;
        double *weight = ARENA_ARRAY(arena, double, dataset->rows + 1);
        analyse_weighting(evaluation, dataset, figure->weighting, arena, weight, &report);
        plan->row_weight = weight;
    }
    size_t units = masks->where.at && masks->where.units > 1 ? masks->where.units : masks->is.at ? masks->is.units : 1;
    plan->mask_kind = units > 1 ? kind_of_mask(plan, units) : NULL;
    if (figure->statistic == STAT_RATIO)
        add_ratio(plan, arena);
    else
        add_variables(plan, arena);
    spread_responses(plan, arena);

    for (size_t i = 0; i < plan->slots.count; i++) {
        struct slot *slot = &plan->slots.at[i];
        if (slot->count > 0)
            plan_options(plan, slot, arena);
        plan->scale = i == 0 ? slot->codes.scale : plan->scale == slot->codes.scale ? plan->scale : NULL;
        for (size_t k = 0; k < figure->by_count; k++) {
            const struct unit *unit = slot->count == 1 ? variable_unit(slot->variable) : slot->variable ? slot->variable->unit : NULL;
            slot->fixed_unit[k] = unit && unit->kind == figure->by[k] ? unit->index : NO_UNIT;
        }
    }
    if (figure->statistic == STAT_RATIO)
        plan->scale = NULL; /* sums, not answers */
    plan_cells(plan, evaluation, arena, result);
    plan_own(plan, arena);
    plan_own_raters(plan, arena);
}
