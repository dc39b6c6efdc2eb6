/* SPDX-License-Identifier: GPL-3.0-or-later
 * Weightings: from declared margins to a weight for each valid response, with a report of how it went.
 *
 * A response without a category in some margin (its question is not answered, it is about no unit) or without a base weight has no weight: it is left out
 * of what is weighted and counted as such, for any weight would be a guess. A category with people and without responses is nobody's to stand for: reported, and
 * its people are lost to cells and poststratify. Trimming comes last, so trimmed weights meet the margins only nearly; the report says how nearly.
 */
#include "analyse_priv.h"

#include <math.h>

#include "ceping/stats_weights.h"

/* Categories -------------------------------------------------------------------------------------------------------- */

void side_reader_init(struct side_reader *reader, const struct evaluation *evaluation, const struct dataset *dataset, const struct margin_side *side,
                      struct arena *arena)
{
    *reader = (struct side_reader){.dataset = dataset, .side = side, .categories = margin_side_categories(evaluation, side)};
    const struct instrument *instrument = dataset->instrument;
    for (size_t i = 0; side->question && i < instrument->variables.count; i++)
        if (instrument->variables.at[i].question == side->question && instrument->variables.at[i].type != VARIABLE_TEXT) {
            reader->column = &dataset->columns[i];
            break;
        }
    if (side->question && !side->kind)
        code_table_init(&reader->codes, side->question->scale, arena);
    reader->groups = ARENA_ARRAY(arena, const char *, reader->categories + 1);
    for (size_t i = 0; side->group && i < reader->categories; i++)
        reader->groups[i] = evaluation_group(evaluation, i);
}

int side_category(const struct side_reader *reader, size_t row)
{
    const struct margin_side *side = reader->side;
    if (side->group) {
        const char *group = reader->dataset->groups ? reader->dataset->groups[row] : NULL;
        for (size_t i = 0; group && i < reader->categories; i++)
            if (strcmp(reader->groups[i], group) == 0)
                return (int)i;
        return -1;
    }
    if (!side->question)
        return side->kind ? dataset_unit(reader->dataset, row, NULL, side->kind) : -1;
    if (!reader->column)
        return -1;
    if (side->kind)
        return reader->column->missing[row] == MISSING_NONE ? reader->column->codes[row] : -1;
    if (answer_missing(reader->column, row, &reader->codes) != MISSING_NONE)
        return -1;
    return code_table_option(&reader->codes, reader->column->codes[row]);
}

/* A margin over the responses: cells are numbered with the last side fastest. */
struct margin_reader {
    const struct margin *margin;
    struct side_reader sides[MARGIN_SIDES_MAX];
    size_t cells;
};

static void margin_reader_init(struct margin_reader *reader, const struct evaluation *evaluation, const struct dataset *dataset, const struct margin *margin,
                               struct arena *arena)
{
    *reader = (struct margin_reader){.margin = margin, .cells = 1};
    for (size_t s = 0; s < margin->side_count; s++) {
        side_reader_init(&reader->sides[s], evaluation, dataset, &margin->sides[s], arena);
        reader->cells *= reader->sides[s].categories;
    }
}

static int margin_cell(const struct margin_reader *reader, size_t row)
{
    size_t cell = 0;
    for (size_t s = 0; s < reader->margin->side_count; s++) {
        int category = side_category(&reader->sides[s], row);
        if (category < 0)
            return -1;
        cell = cell * reader->sides[s].categories + (size_t)category;
    }
    return (int)cell;
}

static void cell_categories(const struct margin_reader *reader, size_t cell, size_t *ret_categories)
{
    for (size_t s = reader->margin->side_count; s-- > 0;) {
        ret_categories[s] = cell % reader->sides[s].categories;
        cell /= reader->sides[s].categories;
    }
}

/* Everything of a weighting as arrays over the responses that can be weighted. */
struct weighting_work {
    const struct evaluation *evaluation;
    const struct dataset *dataset;
    const struct weighting *weighting;
    struct weighting_result *result;
    struct arena *arena, *scratch;
    struct margin_reader *margins;
    struct stats_margin *counted;
    size_t *row, n;
    double *base, *w;
};

static const char *cell_label(const struct weighting_work *work, const struct margin_reader *reader, const size_t *categories)
{
    const char *label = "";
    for (size_t s = 0; s < reader->margin->side_count; s++)
        label = arena_printf(work->arena, "%s%s%s", label, s ? "×" : "", margin_side_label(work->evaluation, &reader->margin->sides[s], categories[s]));
    return label;
}

/* Cells with people and what is known of them; those of options that are no answer do not exist. */
static void list_cells(struct weighting_work *work, size_t m)
{
    struct margin_reader *reader = &work->margins[m];
    struct weighting_margin *margin = LIST_ADD(work->arena, &work->result->margins);
    margin->margin = reader->margin;
    double *population = ARENA_ARRAY(work->scratch, double, reader->cells + 1);
    for (size_t cell = 0; cell < reader->cells; cell++) {
        size_t categories[MARGIN_SIDES_MAX] = {0};
        cell_categories(reader, cell, categories);
        bool answer = true;
        for (size_t s = 0; s < reader->margin->side_count; s++)
            answer = answer && margin_side_is_answer(&reader->margin->sides[s], categories[s]);
        if (!answer)
            continue;
        population[cell] = evaluation_population(work->evaluation, COUNTS_PEOPLE, reader->margin->sides, categories, reader->margin->side_count);
        struct weighting_cell *out = LIST_ADD(work->arena, &margin->cells);
        *out = (struct weighting_cell){.cell = cell, .label = cell_label(work, reader, categories), .population = population[cell]};
    }
    work->counted[m] = (struct stats_margin){.population = population, .categories = reader->cells};
}

static double base_weight(const struct weighting_work *work, size_t row)
{
    const struct variable *base = work->weighting->base;
    if (!base)
        return 1;
    const struct column *column = &work->dataset->columns[base->index];
    double weight = column->missing[row] == MISSING_NONE ? answer_value(column, row) : NAN;
    return weight >= 0 && weight < INFINITY ? weight : NAN;
}

static bool totals_known(const struct weighting_work *work, size_t row)
{
    for (size_t i = 0; i < work->weighting->totals.count; i++)
        if (work->dataset->columns[work->weighting->totals.at[i].variable->index].missing[row] != MISSING_NONE)
            return false;
    return true;
}

/* Responses with a category in each margin and a base weight. */
static void list_rows(struct weighting_work *work)
{
    const struct dataset *dataset = work->dataset;
    size_t margins = work->weighting->margins.count, rows = dataset->rows;
    int **cells = ARENA_ARRAY(work->scratch, int *, margins + 1);
    for (size_t m = 0; m < margins; m++)
        work->counted[m].category = cells[m] = ARENA_ARRAY(work->scratch, int, rows + 1);
    work->row = ARENA_ARRAY(work->scratch, size_t, rows + 1);
    work->base = ARENA_ARRAY(work->scratch, double, rows + 1);
    for (size_t row = 0; row < rows; row++) {
        if (!response_valid(dataset, row))
            continue;
        work->result->valid++;
        double base = base_weight(work, row);
        bool inside = !isnan(base) && totals_known(work, row);
        for (size_t m = 0; m < margins && inside; m++) {
            cells[m][work->n] = margin_cell(&work->margins[m], row);
            inside = cells[m][work->n] >= 0;
        }
        if (!inside)
            continue;
        work->row[work->n] = row;
        work->base[work->n++] = base;
    }
    work->result->outside = work->result->valid - (double)work->n;
}

/* Methods ---------------------------------------------------------------------------------------------------------------- */

static bool rake(struct weighting_work *work)
{
    struct stats_raking report;
    struct weighting_result *result = work->result;
    stats_rake(work->base, work->n, work->counted, work->weighting->margins.count, (size_t)work->weighting->rounds, work->weighting->tolerance, work->w, &report);
    result->iterations = report.iterations;
    result->converged = report.converged;
    result->totals_differ = report.total_difference;
    return report.converged;
}

static bool poststratify(struct weighting_work *work)
{
    struct stats_cells report;
    stats_poststratify(work->base, work->counted[0].category, work->n, work->counted[0].population, work->counted[0].categories, work->w, &report);
    work->result->converged = report.total > 0;
    return work->result->converged;
}

/* Dummies of the cells that have responses, and the number items; columns of n values. */
static size_t auxiliaries(const struct weighting_work *work, double **ret_x, double **ret_totals)
{
    size_t count = work->weighting->totals.count;
    for (size_t m = 0; m < work->weighting->margins.count; m++)
        count += work->counted[m].categories;
    double *x = *ret_x = ARENA_ARRAY(work->scratch, double, count * work->n + 1);
    double *totals = *ret_totals = ARENA_ARRAY(work->scratch, double, count + 1);
    size_t columns = 0;
    for (size_t m = 0; m < work->weighting->margins.count; m++)
        for (size_t c = 0; c < work->counted[m].categories; c++) {
            double *column = x + columns * work->n;
            size_t filled = 0;
            for (size_t i = 0; i < work->n; i++)
                filled += (column[i] = (size_t)work->counted[m].category[i] == c) > 0;
            if (filled > 0)
                totals[columns++] = work->counted[m].population[c];
        }
    for (size_t t = 0; t < work->weighting->totals.count; t++, columns++) {
        const struct column *column = &work->dataset->columns[work->weighting->totals.at[t].variable->index];
        for (size_t i = 0; i < work->n; i++)
            x[columns * work->n + i] = answer_value(column, work->row[i]);
        totals[columns] = work->weighting->totals.at[t].total;
    }
    return columns;
}

static bool calibrate(struct weighting_work *work)
{
    double *x, *totals;
    struct stats_calibration report;
    size_t columns = auxiliaries(work, &x, &totals);
    work->result->converged = stats_calibrate(work->base, x, work->n, columns, totals, work->w, &report);
    work->result->negative = (double)report.negative;
    return work->result->converged && report.negative == 0;
}

static void trim(struct weighting_work *work)
{
    const struct weighting *weighting = work->weighting;
    struct weighting_result *result = work->result;
    if (isnan(weighting->trim_low) && isnan(weighting->trim_high))
        return;
    struct stats_kish before = stats_kish(work->w, work->n);
    double mean = before.total / before.n;
    struct stats_trimming report;
    double low = isnan(weighting->trim_low) ? 0 : weighting->trim_low * mean, high = isnan(weighting->trim_high) ? INFINITY : weighting->trim_high * mean;
    result->trimmed = true;
    result->usable = stats_trim_weights(work->w, work->n, low, high, work->w, &report) && result->usable;
    result->trimmed_low = (double)report.low;
    result->trimmed_high = (double)report.high;
    result->trimmed_moved = report.moved;
}

/* What the weights came to in each cell. */
static void check_cells(struct weighting_work *work)
{
    struct weighting_result *result = work->result;
    double *whole = ARENA_ARRAY(work->scratch, double, work->weighting->margins.count + 1);
    double first = stats_total(work->counted[0].population, work->counted[0].categories);
    for (size_t m = 0; m < result->margins.count; m++) {
        struct weighting_margin *margin = &result->margins.at[m];
        struct sum *sums = ARENA_ARRAY(work->scratch, struct sum, work->counted[m].categories + 1);
        double *sample = ARENA_ARRAY(work->scratch, double, work->counted[m].categories + 1);
        for (size_t i = 0; i < work->n; i++) {
            sum_add(&sums[work->counted[m].category[i]], work->w[i]);
            sample[work->counted[m].category[i]]++;
        }
        whole[m] = 0;
        for (size_t c = 0; c < work->counted[m].categories; c++)
            whole[m] += sample[c] > 0 ? work->counted[m].population[c] : 0;
        for (size_t c = 0; c < margin->cells.count; c++) {
            struct weighting_cell *cell = &margin->cells.at[c];
            cell->sample = sample[cell->cell];
            cell->weighted = sum_value(&sums[cell->cell]);
            if (cell->population > 0 && cell->sample <= 0) {
                result->empty = result->empty_cells++ ? arena_printf(work->arena, "%s、%s", result->empty, cell->label) : cell->label;
                continue;
            }
            /* Raking scales every margin, without its empty cells, to the total of the first one. */
            bool scaled = work->weighting->method == WEIGHTING_RAKE && whole[m] > 0;
            double target = scaled ? cell->population * (first / whole[m]) : cell->population;
            double difference = target > 0 ? fabs(cell->weighted - target) / target : 0;
            if (!(difference <= result->largest_difference)) {
                result->largest_difference = difference;
                result->worst = cell->label;
            }
        }
    }
}

static void describe_weights(struct weighting_work *work)
{
    struct stats_kish kish = stats_kish(work->w, work->n);
    struct weighting_result *result = work->result;
    result->n = kish.n;
    result->total = kish.total;
    result->effective_n = kish.effective_n;
    result->deff = kish.deff;
    result->smallest = kish.smallest / (kish.total / kish.n);
    result->largest = kish.largest / (kish.total / kish.n);
}

static void compute(struct weighting_work *work)
{
    static bool (*const methods[WEIGHTING_METHODS])(struct weighting_work *) = {poststratify, poststratify, rake, calibrate};
    size_t margins = work->weighting->margins.count;
    work->margins = ARENA_ARRAY(work->scratch, struct margin_reader, margins + 1);
    work->counted = ARENA_ARRAY(work->scratch, struct stats_margin, margins + 1);
    for (size_t m = 0; m < margins; m++) {
        margin_reader_init(&work->margins[m], work->evaluation, work->dataset, &work->weighting->margins.at[m], work->scratch);
        list_cells(work, m);
    }
    list_rows(work);
    work->w = ARENA_ARRAY(work->scratch, double, work->n + 1);
    if (work->n == 0)
        return;
    work->result->usable = methods[work->weighting->method](work);
    trim(work);
    check_cells(work);
    describe_weights(work);
}

bool analyse_weighting(const struct evaluation *evaluation, const struct dataset *dataset, const struct weighting *weighting, struct arena *arena,
                       double *ret_weight, struct weighting_result *ret_result)
{
    *ret_result = (struct weighting_result){.weighting = weighting,
                                            .total = NAN,
                                            .effective_n = NAN,
                                            .deff = NAN,
                                            .smallest = NAN,
                                            .largest = NAN};
    struct arena *scratch = arena_new();
    struct weighting_work work = {
        .evaluation = evaluation, .dataset = dataset, .weighting = weighting, .result = ret_result, .arena = arena, .scratch = scratch};
    compute(&work);
    for (size_t row = 0; row < dataset->rows; row++)
        ret_weight[row] = NAN;
    for (size_t i = 0; i < work.n && ret_result->usable; i++)
        ret_weight[work.row[i]] = work.w[i];
    arena_free(scratch);
    return ret_result->usable;
}

size_t weighting_auxiliaries(const struct evaluation *evaluation, const struct dataset *dataset, const struct weighting *weighting, const size_t *rows, size_t n,
                             struct arena *arena, double **ret_x, double **ret_base)
{
    struct weighting_result result = {.weighting = weighting};
    struct weighting_work work = {.evaluation = evaluation, .dataset = dataset, .weighting = weighting, .result = &result, .arena = arena, .scratch = arena};
    size_t margins = weighting->margins.count;
    work.margins = ARENA_ARRAY(arena, struct margin_reader, margins + 1);
    work.counted = ARENA_ARRAY(arena, struct stats_margin, margins + 1);
    work.row = ARENA_ARRAY(arena, size_t, n + 1);
    work.n = n;
    *ret_base = ARENA_ARRAY(arena, double, n + 1);
    for (size_t m = 0; m < margins; m++) {
        margin_reader_init(&work.margins[m], evaluation, dataset, &weighting->margins.at[m], arena);
        list_cells(&work, m);
        int *category = ARENA_ARRAY(arena, int, n + 1);
        for (size_t i = 0; i < n; i++)
            category[i] = margin_cell(&work.margins[m], rows[i]);
        work.counted[m].category = category;
    }
    for (size_t i = 0; i < n; i++) {
        work.row[i] = rows[i];
        (*ret_base)[i] = base_weight(&work, rows[i]);
    }
    double *totals;
    return auxiliaries(&work, ret_x, &totals);
}

/* What is to be said at the place of the weighting; nothing where no response is there yet. */
void analyse_weighting_diags(const struct weighting_result *result, struct diags *diags)
{
    const struct weighting *weighting = result->weighting;
    if (result->valid <= 0)
        return;
    if (!result->usable) {
        if (result->n <= 0 && result->outside >= result->valid)
            diags_error(diags, weighting->pos, _("weighting '%s': no response has a category in every margin"), weighting->id);
        else if (weighting->method == WEIGHTING_RAKE)
            diags_error(diags, weighting->pos, _("weighting '%s' did not converge in %d rounds"), weighting->id, weighting->rounds);
        else if (result->negative > 0)
            diags_error(diags, weighting->pos, _("weighting '%s' gives %.0f responses a weight below 0"), weighting->id, result->negative);
        else
            diags_error(diags, weighting->pos, _("weighting '%s' cannot meet its populations"), weighting->id);
        diags_hint(diags, _("figures and analyses with these weights have no value; merge categories, or allow more"));
    }
    if (result->empty_cells > 0) {
        diags_warning(diags, weighting->pos, _("weighting '%s': nobody answered for %zu categories: %s"), weighting->id, result->empty_cells, result->empty);
        diags_hint(diags, _("their people are not represented; merge them with others"));
    }
}
