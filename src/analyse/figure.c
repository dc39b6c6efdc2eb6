/* SPDX-License-Identifier: GPL-3.0-or-later
 * One figure: one pass over the valid responses, each observation added to the whole and to the cell of its units.
 *
 *     share, rate, awareness   100 · numerator / base     numerator: answers that count; base by the figure's base rule
 *     score                    numerator / base           numerator Σws, base Σw over answers with a score
 *     mean, sum                numerator Σwx, base Σw
 *     trimmed mean             the answers of a response to a cell become one value (a sheet), then the lowest and highest sheets go;
 *                              numerator and base of those kept, `responses` of all; weights play no part
 *     median                   weighted, type 7
 *     ratio                    numerator Σ of the first items, base Σ of the others, over responses that answered all of them
 *     count                    responses, or answers in the base; 0 is a count where there are valid responses at all
 *
 * Weights (a number item, or a weighting of the evaluation) multiply numerator, base, counts and missing; `responses` is always a number of responses, and
 * `effective_n` says what the weights left of them (Kish). A response without a weight, or with none above 0, takes no part. Observations whose unit of a kind in `by` is unknown are in the whole and in no cell.
 */
#include "analyse_priv.h"

#include <math.h>
#include <stdlib.h>

/* Running sums of a cell. */
struct cell_sums {
    struct sum numerator, base, squares; /* squares: of the weights in the base */
    double responses;
    double weight;
    size_t last_row; /* row + 1 of the response counted last */
};

struct own_drop {
    size_t cell;
    int unit, other;
    const struct rater *rater; /* who judged his own unit; NULL: a unit did */
};

struct pass {
    const struct figure_plan *plan;
    const struct figure_masks *masks;
    struct figure_result *result;
    bool weighted;
    struct cell_sums *sums; /* the whole behind the cells */
    const struct coded_figure *coded; /* NULL: row by row */
    struct gathered_list gathered;
    LIST_OF(struct own_drop) drops;
    struct arena *scratch;
    figure_visit *visit; /* NULL: added up here */
    void *context;
};

static struct figure_cell *cell_at(struct figure_result *result, size_t cell)
{
    return cell < result->cells.count ? &result->cells.at[cell] : &result->all;
}

static bool mask_true(const struct pass *pass, const struct mask *mask, size_t row, const struct slot *slot)
{
    if (!mask->at)
        return true;
    if (mask->units <= 1)
        return mask->at[row] != 0;
    const struct dataset *dataset = pass->plan->dataset;
    int unit = slot->variable && slot->variable->unit ? slot->variable->unit->index : NO_UNIT;
    if (unit < 0 && pass->plan->mask_kind)
        unit = dataset_unit(dataset, row, slot->variable, pass->plan->mask_kind);
    return unit >= 0 && (size_t)unit < mask->units && mask->at[row * mask->units + (size_t)unit] != 0;
}

/* The marks of a multiple question: answered where any of its boxes was read. */
static struct observation observe_marks(const struct figure_plan *plan, const struct slot *slot, size_t row)
{
    struct observation seen = {.missing = answer_missing(slot->columns[0], row, NULL), .base = 1, .x = NAN};
    for (size_t i = 0; i < slot->count; i++) {
        const struct column *column = slot->columns[i];
        if (column->missing[row] != MISSING_NONE)
            continue;
        seen.missing = MISSING_NONE;
        int option = code_table_option(&slot->codes, column->variable->option ? column->variable->option->code : -1);
        bool wanted = plan->figure->codes.count == 0 || (option >= 0 && slot->hits[option]);
        if (column->codes[row] != 0 && wanted)
            seen.numerator = 1;
    }
    seen.in_base = missing_in_base(seen.missing, plan->base);
    return seen;
}

static struct observation observe_ratio(const struct slot *slot, size_t row)
{
    struct observation seen = {.missing = MISSING_NONE, .x = NAN};
    struct sum above = {0}, below = {0};
    for (size_t i = 0; i < slot->count; i++) {
        enum missing missing = answer_missing(slot->columns[i], row, &slot->codes);
        if (missing != MISSING_NONE)
            return (struct observation){.missing = missing, .x = NAN};
        sum_add(i < slot->numerators ? &above : &below, answer_value(slot->columns[i], row));
    }
    seen.in_base = slot->count > 0;
    seen.numerator = sum_value(&above);
    seen.base = sum_value(&below);
    return seen;
}

struct observation observation_of(const struct figure_plan *plan, const struct slot *slot, enum missing missing, int option, double value)
{
    struct observation seen = {.missing = missing, .base = 1, .x = missing == MISSING_NONE ? value : (double)NAN};
    seen.in_base = missing_in_base(missing, plan->base);
    switch (plan->figure->statistic) {
    case STAT_SHARE:
    case STAT_TOP1:
    case STAT_TOP2:
    case STAT_TOP3:
    case STAT_SATISFIED:
    case STAT_AWARENESS:
        seen.numerator = option >= 0 && slot->hits && slot->hits[option];
        break;
    case STAT_SCORE:
        seen.x = missing == MISSING_NONE && option >= 0 && slot->scores ? slot->scores[option] : (double)NAN;
        seen.in_base = !isnan(seen.x);
        seen.numerator = seen.x;
        break;
    case STAT_COUNT:
        break;
    default:
        seen.in_base = missing == MISSING_NONE && !isnan(seen.x);
        seen.numerator = seen.x;
    }
    return seen;
}

/* One variable. */
static struct observation observe_answer(const struct figure_plan *plan, const struct slot *slot, size_t row)
{
    const struct column *column = slot->columns[0];
    enum missing missing = answer_missing(column, row, &slot->codes);
    int option = slot->codes.of_missing[missing];
    if (missing == MISSING_NONE)
        option = column->variable->type == VARIABLE_CODE ? code_table_option(&slot->codes, column->codes[row]) : -1;
    return observation_of(plan, slot, missing, option, missing == MISSING_NONE ? answer_value(column, row) : (double)NAN);
}

static struct observation observe(const struct pass *pass, const struct slot *slot, size_t row)
{
    const struct figure_plan *plan = pass->plan;
    enum statistic statistic = plan->figure->statistic;
    struct observation seen;
    if (slot->count == 0)
        seen = (struct observation){.in_base = true, .base = 1, .x = NAN};
    else if (statistic == STAT_RATIO)
        seen = observe_ratio(slot, row);
    else if (slot->columns[0]->variable->type == VARIABLE_MARK && (statistic == STAT_COUNT || statistic == STAT_SHARE))
        seen = observe_marks(plan, slot, row);
    else
        seen = observe_answer(plan, slot, row);
    if (statistic == STAT_SHARE && pass->masks->is.at)
        seen.numerator = mask_true(pass, &pass->masks->is, row, slot);
    return seen;
}

static void count_options(struct figure_cell *cell, const struct slot *slot, size_t row, enum missing missing, double w)
{
    if (slot->columns[0]->variable->type != VARIABLE_MARK) {
        int option = missing == MISSING_NONE ? code_table_option(&slot->codes, slot->columns[0]->codes[row]) : slot->codes.of_missing[missing];
        if (option >= 0)
            cell->counts[option] += w;
        return;
    }
    for (size_t i = 0; i < slot->count; i++) {
        const struct column *column = slot->columns[i];
        int option = code_table_option(&slot->codes, column->variable->option ? column->variable->option->code : -1);
        if (option >= 0 && column->missing[row] == MISSING_NONE && column->codes[row] != 0)
            cell->counts[option] += w;
    }
}

static void gather(struct pass *pass, size_t cell, size_t row, double x, double w)
{
    struct gathered_list *list = &pass->gathered;
    if (list->count == list->room) {
        list->room = list->room ? 2 * list->room : 1024;
        list->at = xrealloc(list->at, list->room * sizeof *list->at);
    }
    list->at[list->count] = (struct gathered){.cell = cell, .row = row, .order = list->count, .x = x, .w = w};
    list->count++;
}

/* All but the counts of options and responses. */
static void add_observation(struct pass *pass, size_t at, size_t row, const struct observation *seen, double w)
{
    struct figure_cell *cell = cell_at(pass->result, at);
    struct cell_sums *sums = &pass->sums[at];
    enum statistic statistic = pass->plan->figure->statistic;
    if (seen->missing != MISSING_NONE)
        cell->missing[seen->missing] += w;
    if (!seen->in_base)
        return;
    sum_add(&sums->numerator, w * seen->numerator);
    sum_add(&sums->base, w * seen->base);
    if (pass->weighted) {
        sum_add(&sums->squares, w * w);
        sums->weight += w;
    }
    if (!isnan(seen->x) && seen->missing == MISSING_NONE) {
        cell->min = fmin(cell->min, seen->x); /* fmin takes the other where one is NaN */
        cell->max = fmax(cell->max, seen->x);
    }
    if (statistic == STAT_MEDIAN || statistic == STAT_TRIMMED_MEAN)
        gather(pass, at, row, seen->x, w);
}

static void add_to_cell(struct pass *pass, size_t at, const struct slot *slot, size_t row, const struct observation *seen, double w)
{
    struct figure_cell *cell = cell_at(pass->result, at);
    struct cell_sums *sums = &pass->sums[at];
    if (cell->counts && slot->count > 0)
        count_options(cell, slot, row, seen->missing, w);
    add_observation(pass, at, row, seen, w);
    if (seen->in_base && sums->last_row != row + 1)
        sums->responses++;
    if (seen->in_base)
        sums->last_row = row + 1;
}

/* The cell of the observation's units; NO_CELL where one is unknown or they do not apply together. */
static size_t find_cell(const struct figure_plan *plan, const struct slot *slot, size_t row)
{
    size_t combination = 0;
    if (plan->figure->by_count == 0)
        return NO_CELL;
    for (size_t k = 0; k < plan->figure->by_count; k++) {
        int unit = slot->fixed_unit[k];
        if (unit < 0)
            unit = dataset_unit(plan->dataset, row, slot->variable, plan->figure->by[k]);
        if (unit < 0)
            return NO_CELL;
        combination += (size_t)unit * plan->strides[k];
    }
    return plan->cell_of[combination];
}

static void note_drop(struct pass *pass, size_t cell, int unit, int other, const struct rater *rater)
{
    for (size_t i = 0; i < pass->drops.count; i++)
        if (pass->drops.at[i].cell == cell && pass->drops.at[i].unit == unit && pass->drops.at[i].other == other && pass->drops.at[i].rater == rater)
            return;
    *LIST_ADD(pass->scratch, &pass->drops) = (struct own_drop){cell, unit, other, rater};
}

/* Does a unit judge what is its own? Then the answer is left out, and said to be. */
static bool is_own(struct pass *pass, const struct slot *slot, size_t row, size_t cell)
{
    const struct figure_plan *plan = pass->plan;
    if (!plan->own)
        return false;
    int unit = dataset_unit(plan->dataset, row, slot->variable, plan->figure->own_kind);
    int other = dataset_unit(plan->dataset, row, slot->variable, plan->figure->own_of_kind);
    if (unit < 0 || other < 0 || !plan->own[(size_t)unit * plan->figure->own_of_kind->units.count + (size_t)other])
        return false;
    if (slot->count > 0 && slot->columns[0]->missing[row] != MISSING_NONE)
        return true; /* nothing was said that could be left out */
    note_drop(pass, pass->result->cells.count, unit, other, NULL);
    if (cell != NO_CELL)
        note_drop(pass, cell, unit, other, NULL);
    return true;
}

/* The unit that an answer is about, unless it is only there because it is the rater's. */
static int unit_judged(const struct dataset *dataset, const struct slot *slot, size_t row, const struct unit_kind *kind)
{
    if (slot->variable && slot->variable->unit && slot->variable->unit->kind == kind)
        return slot->variable->unit->index;
    for (size_t k = 0; k < dataset->instrument->about.count; k++) {
        const struct about *about = &dataset->instrument->about.at[k];
        if (about->kind == kind && (about->question || about->question_name.text || about->column))
            return dataset->about[k][row];
    }
    return NO_UNIT;
}

/* Does a rater judge the unit to which he belongs? */
static bool is_own_of_rater(struct pass *pass, const struct slot *slot, size_t row, size_t cell)
{
    const struct figure_plan *plan = pass->plan;
    const struct rater *rater = plan->own_rater ? plan->own_rater[row] : NULL;
    if (!rater || unit_judged(plan->dataset, slot, row, rater->own->kind) != rater->own->index)
        return false;
    if (slot->count > 0 && slot->columns[0]->missing[row] != MISSING_NONE)
        return true; /* nothing was said that could be left out */
    note_drop(pass, pass->result->cells.count, rater->own->index, 0, rater);
    if (cell != NO_CELL)
        note_drop(pass, cell, rater->own->index, 0, rater);
    return true;
}

static void pass_row(struct pass *pass, size_t row)
{
    const struct figure_plan *plan = pass->plan;
    double w = 1;
    if (plan->weight) {
        w = plan->weight->missing[row] == MISSING_NONE ? answer_value(plan->weight, row) : NAN;
    }
    if (plan->row_weight)
        w = plan->row_weight[row];
    if (!(w > 0 && w < INFINITY))
        return;
    for (size_t i = 0; i < plan->slots.count; i++) {
        const struct slot *slot = &plan->slots.at[i];
        if (!mask_true(pass, &pass->masks->where, row, slot))
            continue;
        size_t cell = find_cell(plan, slot, row);
        if (is_own(pass, slot, row, cell) || is_own_of_rater(pass, slot, row, cell))
            continue;
        struct observation seen = observe(pass, slot, row);
        if (pass->visit) {
            pass->visit(pass->context, cell, &seen, w);
            continue;
        }
        add_to_cell(pass, pass->result->cells.count, slot, row, &seen, w);
        if (cell != NO_CELL)
            add_to_cell(pass, cell, slot, row, &seen, w);
    }
}

/* Counts of coded answers, as though they came one by one. */
static void add_counts(struct pass *pass, const struct coded_counts *counts)
{
    const struct slot *slot = &pass->plan->slots.at[0];
    size_t cells = pass->result->cells.count, options = slot->codes.scale->options.count;
    for (size_t at = 0; at <= cells; at++)
        pass->sums[at].responses = counts->responses[at];
    for (size_t bin = 0; bin + 1 < counts->bins; bin++) {
        enum missing missing = bin < options ? MISSING_NONE : (enum missing)(bin - options);
        int option = bin < options ? (int)bin : slot->codes.of_missing[missing];
        double value = bin < options ? slot->codes.scale->options.at[bin].code : (double)NAN;
        struct observation seen = observation_of(pass->plan, slot, missing, option, value);
        double whole = 0;
        for (size_t at = 0; at <= cells; at++) {
            double count = counts->at[at * counts->bins + bin];
            whole += count;
            count = at == cells ? whole : count;
            if (count <= 0)
                continue;
            add_observation(pass, at, bin, &seen, count);
            if (option >= 0)
                cell_at(pass->result, at)->counts[option] += count;
        }
    }
}

static void pass_rows(struct pass *pass)
{
    const struct dataset *dataset = pass->plan->dataset;
    struct coded_counts counts;
    if (pass->coded && figure_coded_end(pass->coded, pass->result->cells.count, pass->scratch, &counts)) {
        add_counts(pass, &counts);
        return;
    }
    for (size_t row = 0; row < dataset->rows; row++)
        if (pass->plan->figure->all_responses || response_valid(dataset, row))
            pass_row(pass, row);
}

static bool any_valid(const struct dataset *dataset)
{
    for (size_t row = 0; row < dataset->rows; row++)
        if (response_valid(dataset, row))
            return true;
    return false;
}

static void write_drops(struct pass *pass, struct arena *arena)
{
    const struct figure *figure = pass->plan->figure;
    bool by_other = false;
    for (size_t k = 0; k < figure->by_count; k++)
        by_other = by_other || figure->by[k] == figure->own_of_kind;
    for (size_t i = 0; i < pass->drops.count; i++) {
        const struct own_drop *drop = &pass->drops.at[i];
        if (drop->rater) {
            const struct rater *rater = drop->rater;
            bool confidential = figure->instrument && figure->instrument->confidential == CONFIDENTIAL_RATERS;
            const char *name = confidential ? "本单位评分人" : rater->name ? rater->name : rater->id;
            figure_add_dropped(arena, cell_at(pass->result, drop->cell), arena_printf(arena, "%s×%s", name, rater->own->short_name));
            continue;
        }
        const struct unit *unit = &figure->own_kind->units.at[drop->unit], *other = &figure->own_of_kind->units.at[drop->other];
        const char *text = unit->short_name;
        if (!by_other || drop->cell == pass->result->cells.count)
            text = arena_printf(arena, "%s×%s", unit->short_name, other->short_name);
        figure_add_dropped(arena, cell_at(pass->result, drop->cell), text);
    }
}

static double percent_of(const struct figure_cell *cell)
{
    return cell->base > 0 ? 100 * cell->numerator / cell->base : NAN;
}

static void finish_cell(const struct figure_plan *plan, struct figure_cell *cell, const struct cell_sums *sums, bool any_response)
{
    cell->numerator = sum_value(&sums->numerator);
    cell->base = sum_value(&sums->base);
    cell->responses = sums->responses;
    if (plan->weight || plan->row_weight)
        cell->effective_n = sums->weight > 0 ? sums->weight * sums->weight / sum_value(&sums->squares) : 0;
    switch (plan->figure->statistic) {
    case STAT_COUNT:
        cell->numerator = cell->base;
        cell->value = any_response ? cell->base : NAN;
        break;
    case STAT_SUM:
        cell->value = cell->base > 0 ? cell->numerator : NAN;
        break;
    case STAT_MEAN:
    case STAT_SCORE:
        cell->value = cell->base > 0 ? cell->numerator / cell->base : NAN;
        break;
    case STAT_MIN:
        cell->value = cell->min;
        break;
    case STAT_MAX:
        cell->value = cell->max;
        break;
    case STAT_RANGE:
        cell->value = cell->max - cell->min;
        break;
    case STAT_RATIO:
        cell->value = cell->base > 0 ? (plan->figure->percent ? 100 : 1) * cell->numerator / cell->base : NAN;
        break;
    case STAT_SHARE:
    case STAT_TOP1:
    case STAT_TOP2:
    case STAT_TOP3:
    case STAT_SATISFIED:
    case STAT_AWARENESS:
        cell->value = percent_of(cell);
        break;
    case STAT_MEDIAN:
    case STAT_TRIMMED_MEAN:
    case STATISTICS:
    default:
        break; /* figure_finish_gathered */
    }
}

static void begin_cell(struct figure_cell *cell, const struct scale *scale, struct arena *arena)
{
    cell->value = cell->min = cell->max = cell->effective_n = NAN;
    if (scale)
        cell->counts = ARENA_ARRAY(arena, double, scale->options.count);
}

/* All that goes before the rows. */
static void begin_figure(struct pass *pass, const struct evaluation *evaluation, const struct dataset *dataset, const struct figure_request *request,
                         struct coded_work *work, struct arena *arena)
{
    static const struct figure_masks no_masks = {0};
    struct figure_result *result = request->ret_result;
    const struct figure_masks *masks = request->masks ? request->masks : &no_masks;
    *result = (struct figure_result){.figure = request->figure};
    for (size_t k = 0; k < MODEL_BY_MAX; k++)
        result->all.units[k] = NO_UNIT;

    struct figure_plan *plan = ARENA_NEW(work->arena, struct figure_plan);
    figure_plan_init(plan, evaluation, dataset, request->figure, masks, arena, result);
    result->scale = plan->scale;
    size_t cells = result->cells.count;
    for (size_t i = 0; i <= cells; i++)
        begin_cell(cell_at(result, i), plan->scale, arena);

    *pass = (struct pass){.plan = plan, .masks = masks, .result = result, .weighted = plan->weight || plan->row_weight, .scratch = work->arena};
    pass->sums = ARENA_ARRAY(work->arena, struct cell_sums, cells + 1);
    pass->coded = figure_coded_begin(plan, masks, work);
}

static void finish_figure(struct pass *pass, bool any_response, struct arena *arena)
{
    const struct figure *figure = pass->plan->figure;
    pass_rows(pass);
    for (size_t i = 0; i <= pass->result->cells.count; i++)
        finish_cell(pass->plan, cell_at(pass->result, i), &pass->sums[i], any_response);
    if (figure->statistic == STAT_MEDIAN || figure->statistic == STAT_TRIMMED_MEAN)
        figure_finish_gathered(pass->plan, &pass->gathered, arena, pass->result);
    write_drops(pass, arena);
    free(pass->gathered.at);
}

/* As many figures at once as keep their counts within the second-level cache, more or less: a hundred of usual size. */
#define TOGETHER_MAX ((size_t)1 << 20)

static size_t counts_of(const struct pass *pass)
{
    return pass->coded ? (pass->plan->combinations + 1) * pass->plan->slots.at[0].codes.bins : 0;
}

void analyse_figures(const struct evaluation *evaluation, const struct dataset *dataset, const struct figure_request *requests, size_t count,
                     struct arena *arena)
{
    bool any_response = any_valid(dataset);
    for (size_t from = 0, end; from < count; from = end) {
        struct arena *scratch = arena_new();
        struct coded_work work = {.dataset = dataset, .arena = scratch};
        struct pass *passes = ARENA_ARRAY(scratch, struct pass, count - from);
        size_t together = 0;
        for (end = from; end < count && (end == from || together < TOGETHER_MAX); end++) {
            begin_figure(&passes[end - from], evaluation, dataset, &requests[end], &work, arena);
            together += counts_of(&passes[end - from]);
        }
        coded_work_run(&work);
        for (size_t i = from; i < end; i++)
            finish_figure(&passes[i - from], any_response, arena);
        arena_free(scratch);
    }
}

void analyse_figure(const struct evaluation *evaluation, const struct dataset *dataset, const struct figure *figure, const struct figure_masks *masks,
                    struct arena *arena, struct figure_result *ret_result)
{
    struct figure_request request = {figure, masks, ret_result};
    analyse_figures(evaluation, dataset, &request, 1, arena);
}

/* Walking --------------------------------------------------------------------------------------------------------- */

struct figure_walk {
    struct figure_plan plan;
    struct figure_masks masks;
    struct figure_result cells; /* only for its list of cells */
    struct pass pass;
};

struct figure_walk *figure_walk_new(const struct evaluation *evaluation, const struct dataset *dataset, const struct figure *figure,
                                    const struct figure_masks *masks, struct arena *arena)
{
    struct figure_walk *walk = ARENA_NEW(arena, struct figure_walk);
    walk->masks = masks ? *masks : (struct figure_masks){0};
    figure_plan_init(&walk->plan, evaluation, dataset, figure, &walk->masks, arena, &walk->cells);
    walk->pass = (struct pass){.plan = &walk->plan, .masks = &walk->masks, .result = &walk->cells, .weighted = walk->plan.weight || walk->plan.row_weight, .scratch = arena};
    return walk;
}

void figure_walk_row(struct figure_walk *walk, size_t row, figure_visit *visit, void *context)
{
    walk->pass.visit = visit;
    walk->pass.context = context;
    pass_row(&walk->pass, row);
}
