/* SPDX-License-Identifier: GPL-3.0-or-later
 * Frequencies of all closed and number questions: in all, and split by each kind that a response is about or a question runs over.
 *
 * Single, scale, matrix: a count an option. Multiple: a count an option of those who marked it, base `asked`. Rank: for each option how
 * often it was put first. Numbers: no counts, but mean, sd, least and greatest. Codes have a mean where their order means something: scale and matrix questions.
 */
#include "analyse_priv.h"
#include "ceping/stats.h"

#include <assert.h>
#include <math.h>

struct frequency_pass {
    const struct dataset *dataset;
    const struct question *question;
    const struct item *item;
    const struct unit_kind *by;
    struct code_table codes;
    size_t cell_count;
    struct frequency_cell *cells;
    struct moments *moments;
    struct coded_counter counter; /* of coded answers */
};

static bool has_frequencies(const struct question *question)
{
    switch (question->type) {
    case QUESTION_SINGLE:
    case QUESTION_MULTIPLE:
    case QUESTION_SCALE:
    case QUESTION_MATRIX:
    case QUESTION_RANK:
    case QUESTION_NUMBER:
        return true;
    default:
        return false;
    }
}

static bool is_ordered(const struct question *question)
{
    return question->type == QUESTION_SCALE || question->type == QUESTION_MATRIX;
}

static void add_moment(struct frequency_pass *pass, size_t cell, double x)
{
    moments_add(&pass->moments[cell], x, 1);
    pass->cells[cell].min = fmin(pass->cells[cell].min, x);
    pass->cells[cell].max = fmax(pass->cells[cell].max, x);
}

static void add_number(struct frequency_pass *pass, size_t cell, const struct column *column, size_t row)
{
    struct frequency_cell *out = &pass->cells[cell];
    enum missing missing = (enum missing)column->missing[row];
    out->missing[missing]++;
    out->asked += missing_in_base(missing, BASE_ASKED);
    out->answered += missing == MISSING_NONE;
    if (missing == MISSING_NONE)
        add_moment(pass, cell, answer_value(column, row));
}

/* The columns first…first+count of one response: marks or places of one question. */
static void add_options(struct frequency_pass *pass, size_t cell, const struct column *first, size_t count, size_t row)
{
    struct frequency_cell *out = &pass->cells[cell];
    enum missing missing = (enum missing)first->missing[row];
    for (size_t i = 0; i < count; i++) {
        const struct column *column = first + i;
        if (column->variable->type == VARIABLE_TEXT || column->missing[row] != MISSING_NONE)
            continue;
        missing = MISSING_NONE;
        int option = code_table_option(&pass->codes, column->variable->option ? column->variable->option->code : -1);
        bool chosen = pass->question->type == QUESTION_RANK ? answer_value(column, row) == 1 : answer_value(column, row) != 0;
        if (chosen && option >= 0)
            out->counts[option]++;
    }
    out->missing[missing]++;
    out->answered += missing == MISSING_NONE;
    out->asked += missing_in_base(missing, BASE_ASKED);
}

/* Columns that belong to the same answer as column i. */
static size_t same_answer(const struct dataset *dataset, size_t i)
{
    const struct variable *first = dataset->columns[i].variable;
    size_t end = i + 1;
    while (end < dataset->instrument->variables.count) {
        const struct variable *variable = dataset->columns[end].variable;
        if (variable->question != first->question || variable->item != first->item || variable->unit != first->unit)
            break;
        end++;
    }
    return end - i;
}

/* The cell of a response; SIZE_MAX where its unit is not known. */
static size_t cell_of(const struct frequency_pass *pass, const struct variable *variable, size_t row)
{
    if (!pass->by)
        return 0;
    int unit = dataset_unit(pass->dataset, row, variable, pass->by);
    return unit < 0 ? SIZE_MAX : (size_t)unit;
}

static void count_codes(struct frequency_pass *pass, const struct column *column)
{
    const struct dataset *dataset = pass->dataset;
    const struct unit *unit = column->variable->unit;
    struct coded_place place;
    coded_place(&place, &pass->counter, dataset);
    if (pass->by)
        coded_place_by(&place, dataset, pass->by, unit && unit->kind == pass->by ? unit->index : NO_UNIT, 1);
    for (size_t from = 0; from < dataset->rows; from += CODED_BLOCK) {
        uint16_t cell[CODED_BLOCK], said[CODED_BLOCK];
        size_t n = dataset->rows - from < CODED_BLOCK ? dataset->rows - from : CODED_BLOCK;
        coded_place_rows(&place, from, n, cell);
        coded_count(&pass->counter, column, from, n, cell, said);
    }
}

static void pass_rows(struct frequency_pass *pass, size_t column, size_t count)
{
    const struct dataset *dataset = pass->dataset;
    const struct column *first = &dataset->columns[column];
    bool several = pass->question->type == QUESTION_MULTIPLE || pass->question->type == QUESTION_RANK;
    if (!several && first->variable->type == VARIABLE_CODE) {
        count_codes(pass, first);
        return;
    }
    for (size_t row = 0; row < dataset->rows; row++) {
        size_t cell = response_valid(dataset, row) ? cell_of(pass, first->variable, row) : SIZE_MAX;
        if (cell == SIZE_MAX)
            continue;
        if (several)
            add_options(pass, cell, first, count, row);
        else
            add_number(pass, cell, first, row);
    }
}

/* What coded answers say. */
static void add_says(struct frequency_pass *pass, size_t cell)
{
    struct frequency_cell *out = &pass->cells[cell];
    const struct coded_counter *counter = &pass->counter;
    const struct scale *scale = pass->codes.scale;
    for (size_t say = 0; say < counter->says; say++) {
        double count = counter->counts[(say << counter->cell_bits) + cell];
        if (count <= 0)
            continue;
        size_t bin = counter->bin[say];
        bool option = bin < scale->options.count, unknown = bin == pass->codes.bins - 1;
        enum missing missing = option || unknown ? MISSING_NONE : (enum missing)(bin - scale->options.count);
        int at = option ? (int)bin : pass->codes.of_missing[missing];
        out->missing[missing] += count;
        out->asked += missing_in_base(missing, BASE_ASKED) ? count : 0;
        out->answered += missing == MISSING_NONE ? count : 0;
        if (at >= 0)
            out->counts[at] += count;
        if (option && is_ordered(pass->question)) {
            double code = scale->options.at[bin].code;
            moments_add(&pass->moments[cell], code, count);
            out->min = fmin(out->min, code);
            out->max = fmax(out->max, code);
        }
    }
}

static void add_frequency(const struct dataset *dataset, const struct question *question, const struct item *item, const struct unit_kind *by,
                          struct results *results)
{
    struct arena *arena = results->arena;
    struct frequency *frequency = LIST_ADD(arena, &results->frequencies);
    *frequency = (struct frequency){.instrument = dataset->instrument, .question = question, .item = item, .by = by};
    struct frequency_pass pass = {.dataset = dataset, .question = question, .item = item, .by = by};
    code_table_init(&pass.codes, question->scale, arena);
    pass.cell_count = by ? by->units.count : 1;
    for (size_t i = 0; i < pass.cell_count; i++) {
        struct frequency_cell *cell = LIST_ADD(arena, &frequency->cells);
        cell->unit = by ? (int)i : NO_UNIT;
        cell->mean = cell->sd = cell->min = cell->max = NAN;
        if (question->scale)
            cell->counts = ARENA_ARRAY(arena, double, question->scale->options.count);
    }
    pass.cells = frequency->cells.at;
    struct arena *scratch = arena_new();
    pass.moments = ARENA_ARRAY(scratch, struct moments, pass.cell_count);
    if (question->scale && !coded_init(&pass.counter, &pass.codes, pass.cell_count, dataset->rows, scratch))
        assert(!"units are numbered by 15 bits, and 2^32 rows do not fit into memory");

    for (size_t i = 0; i < dataset->instrument->variables.count;) {
        size_t count = same_answer(dataset, i);
        const struct variable *variable = dataset->columns[i].variable;
        if (variable->question == question && variable->item == item)
            pass_rows(&pass, i, count);
        i += count;
    }
    for (size_t i = 0; i < pass.cell_count; i++) {
        if (question->scale)
            add_says(&pass, i);
        pass.cells[i].mean = moments_mean(&pass.moments[i]);
        pass.cells[i].sd = moments_sd(&pass.moments[i]);
        pass.cells[i].missing[MISSING_NONE] = 0; /* an answer is not a kind of missing */
    }
    arena_free(scratch);
}

static void add_item(const struct dataset *dataset, const struct question *question, const struct item *item, struct results *results)
{
    const struct instrument *instrument = dataset->instrument;
    add_frequency(dataset, question, item, NULL, results);
    if (question->over)
        add_frequency(dataset, question, item, question->over, results);
    for (size_t i = 0; i < instrument->about.count; i++) {
        const struct unit_kind *kind = instrument->about.at[i].kind;
        bool done = kind == question->over || !kind;
        for (size_t j = 0; j < i; j++)
            done = done || instrument->about.at[j].kind == kind;
        if (!done)
            add_frequency(dataset, question, item, kind, results);
    }
}

void analyse_frequencies(const struct dataset *dataset, struct results *results)
{
    const struct instrument *instrument = dataset->instrument;
    for (size_t i = 0; i < instrument->questions.count; i++) {
        const struct question *question = &instrument->questions.at[i];
        if (!has_frequencies(question))
            continue;
        for (size_t j = 0; j < question->items.count; j++)
            add_item(dataset, question, &question->items.at[j], results);
        if (question->items.count == 0)
            add_item(dataset, question, NULL, results);
    }
}
