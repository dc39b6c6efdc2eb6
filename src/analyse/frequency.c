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
    LIST_OF(const struct column *) coded;
};

struct joint {
    size_t cells; /* 0: too many, each table is counted by itself */
    size_t count;
    const struct unit_kind *kinds[MODEL_BY_MAX];
    size_t strides[MODEL_BY_MAX];
    struct coded_place place;
};

/* Tables whose coded answers are counted in one pass over the rows. */
struct frequency_batch {
    const struct dataset *dataset;
    struct results *results;
    struct joint joint;
    struct coded_work work;
    LIST_OF(struct frequency_pass *) passes;
    size_t room; /* of all counts */
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

/* Marks or places of one question: the columns that say something, and the option that each is about. */
struct several {
    size_t count;
    const struct column **columns;
    int *options; /* index; −1 where the scale has none */
    double chosen; /* the answer that counts; NaN: any but 0 */
};

static struct several several_of(const struct frequency_pass *pass, const struct column *first, size_t count, struct arena *arena)
{
    struct several several = {.columns = ARENA_ARRAY(arena, const struct column *, count), .options = ARENA_ARRAY(arena, int, count)};
    several.chosen = pass->question->type == QUESTION_RANK ? 1 : NAN;
    for (size_t i = 0; i < count; i++) {
        const struct variable *variable = first[i].variable;
        if (variable->type == VARIABLE_TEXT)
            continue;
        several.columns[several.count] = &first[i];
        several.options[several.count++] = code_table_option(&pass->codes, variable->option ? variable->option->code : -1);
    }
    return several;
}

static inline bool is_chosen(const struct several *several, const struct column *column, size_t row)
{
    if (!isnan(several->chosen))
        return answer_value(column, row) == several->chosen;
    return column->codes ? column->codes[row] != 0 : answer_value(column, row) != 0;
}

static void add_options(struct frequency_pass *pass, size_t cell, const struct several *several, enum missing missing, size_t row)
{
    struct frequency_cell *out = &pass->cells[cell];
    for (size_t i = 0; i < several->count; i++) {
        const struct column *column = several->columns[i];
        if (column->missing[row] != MISSING_NONE)
            continue;
        missing = MISSING_NONE;
        if (is_chosen(several, column, row) && several->options[i] >= 0)
            out->counts[several->options[i]]++;
    }
    out->missing[missing]++;
    out->answered += missing == MISSING_NONE;
    out->asked += missing_in_base(missing, BASE_ASKED);
}

/* The cell of a response; SIZE_MAX where its unit is not known. */
static size_t cell_of(const struct frequency_pass *pass, const struct variable *variable, size_t row)
{
    if (!pass->by)
        return 0;
    int unit = dataset_unit(pass->dataset, row, variable, pass->by);
    return unit < 0 ? SIZE_MAX : (size_t)unit;
}

/* Marks are counted by columns, a block of rows at a time, without a jump: which of four options a row chose is one of 16 sets, and how often each set was
 * chosen is counted. Behind the cells of the table stands one for rows that belong to none. */
enum { MARKS_AT_ONCE = 4, MARK_SETS = 1 << MARKS_AT_ONCE };

struct marks {
    size_t fours;     /* of columns; the last may be less */
    uint32_t *sets;   /* [four][cell][set] */
    uint32_t *kinds;  /* [cell][enum missing] of the answers */
};

static bool are_marks(const struct frequency_pass *pass, const struct several *several)
{
    for (size_t i = 0; i < several->count; i++)
        if (!several->columns[i]->codes)
            return false;
    return isnan(several->chosen) && pass->cell_count < UINT32_MAX;
}

static void count_sets(uint32_t *counts, const uint32_t *cells, const uint8_t *set, size_t n)
{
    for (size_t i = 0; i < n; i++)
        counts[(size_t)cells[i] * MARK_SETS + set[i]]++;
}

static double chosen_in(const struct marks *marks, const struct frequency_pass *pass, size_t cell, size_t column)
{
    const uint32_t *sets = marks->sets + (column / MARKS_AT_ONCE * (pass->cell_count + 1) + cell) * MARK_SETS;
    double chosen = 0;
    for (size_t set = 0; set < MARK_SETS; set++)
        chosen += set >> column % MARKS_AT_ONCE & 1 ? sets[set] : 0;
    return chosen;
}

static void count_marks(const struct frequency_pass *pass, const struct several *several, const struct column *first, struct marks *marks)
{
    enum { BLOCK = 1024 };
    const struct dataset *dataset = pass->dataset;
    uint32_t cells[BLOCK];
    uint8_t missing[BLOCK], set[BLOCK];
    for (size_t begin = 0; begin < dataset->rows; begin += BLOCK) {
        size_t n = dataset->rows - begin < BLOCK ? dataset->rows - begin : BLOCK;
        for (size_t i = 0; i < n; i++) {
            size_t cell = response_valid(dataset, begin + i) ? cell_of(pass, first->variable, begin + i) : SIZE_MAX;
            cells[i] = (uint32_t)(cell < pass->cell_count ? cell : pass->cell_count);
        }
        memcpy(missing, first->missing + begin, n);
        for (size_t k = 0; k < several->count; k++) {
            const uint8_t *kind = several->columns[k]->missing + begin;
            const int16_t *codes = several->columns[k]->codes + begin;
            if (k % MARKS_AT_ONCE == 0)
                memset(set, 0, n);
            for (size_t i = 0; i < n; i++) {
                bool there = kind[i] == MISSING_NONE;
                missing[i] = there ? MISSING_NONE : missing[i];
                set[i] |= (uint8_t)((there & (codes[i] != 0)) << k % MARKS_AT_ONCE);
            }
            if (k % MARKS_AT_ONCE == MARKS_AT_ONCE - 1 || k + 1 == several->count)
                count_sets(marks->sets + k / MARKS_AT_ONCE * (pass->cell_count + 1) * MARK_SETS, cells, set, n);
        }
        for (size_t i = 0; i < n; i++)
            marks->kinds[cells[i] * (size_t)MISSING_KINDS + missing[i]]++;
    }
}

static void add_marks(struct frequency_pass *pass, const struct several *several, const struct column *first, struct arena *arena)
{
    struct marks marks = {.fours = (several->count + MARKS_AT_ONCE - 1) / MARKS_AT_ONCE};
    marks.sets = ARENA_ARRAY(arena, uint32_t, marks.fours * (pass->cell_count + 1) * MARK_SETS);
    marks.kinds = ARENA_ARRAY(arena, uint32_t, (pass->cell_count + 1) * MISSING_KINDS);
    count_marks(pass, several, first, &marks);
    for (size_t cell = 0; cell < pass->cell_count; cell++) {
        struct frequency_cell *out = &pass->cells[cell];
        for (size_t k = 0; k < several->count; k++)
            if (several->options[k] >= 0)
                out->counts[several->options[k]] += chosen_in(&marks, pass, cell, k);
        for (int kind = 0; kind < MISSING_KINDS; kind++) {
            double count = marks.kinds[cell * MISSING_KINDS + (size_t)kind];
            out->missing[kind] += count;
            out->answered += kind == MISSING_NONE ? count : 0;
            out->asked += missing_in_base((enum missing)kind, BASE_ASKED) ? count : 0;
        }
    }
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

/* Coded answers ------------------------------------------------------------------------------------------------ */

/* The units of all kinds that responses are about, together, so that one pass over the rows serves the tables by each of them. An unknown unit counts as one
 * more behind the others: it is in the table of all. Not where adding up so many cells would take longer than counting. */
#define JOINT_MAX ((size_t)1022)

static void find_joint(struct frequency_batch *batch)
{
    const struct instrument *instrument = batch->dataset->instrument;
    struct joint *joint = &batch->joint;
    joint->cells = 1;
    for (size_t i = 0; i < instrument->about.count; i++) {
        const struct unit_kind *kind = instrument->about.at[i].kind;
        bool known = !kind;
        for (size_t k = 0; k < joint->count; k++)
            known = known || joint->kinds[k] == kind;
        if (known)
            continue;
        if (joint->count == MODEL_BY_MAX || joint->cells * (kind->units.count + 1) > JOINT_MAX) {
            joint->cells = 0;
            return;
        }
        joint->strides[joint->count] = joint->cells;
        joint->kinds[joint->count++] = kind;
        joint->cells *= kind->units.count + 1;
    }
    struct coded_place place;
    coded_place(&place, joint->cells, batch->dataset);
    place.keep_unknown = true;
    for (size_t k = 0; k < joint->count; k++)
        coded_place_by(&place, batch->dataset, joint->kinds[k], NO_UNIT, joint->strides[k]);
    joint->place = place;
}

static size_t own_place(struct frequency_batch *batch, const struct frequency_pass *pass, const struct column *column)
{
    const struct unit *unit = column->variable->unit;
    struct coded_place place;
    coded_place(&place, pass->cell_count, batch->dataset);
    if (pass->by)
        coded_place_by(&place, batch->dataset, pass->by, unit && unit->kind == pass->by ? unit->index : NO_UNIT, 1);
    return coded_work_place(&batch->work, &place);
}

static void init_counter(struct coded_counter *counter, const struct code_table *codes, size_t cells, struct frequency_batch *batch)
{
    if (!coded_init(counter, codes, cells, batch->dataset->rows, batch->work.arena))
        assert(!"units are numbered by 15 bits, and 2^32 rows do not fit into memory");
    batch->room += counter->says << counter->cell_bits;
}

static void count_codes(struct frequency_batch *batch, struct frequency_pass *pass, const struct column *column)
{
    *LIST_ADD(batch->work.arena, &pass->coded) = column;
    if (batch->joint.cells == 0) {
        coded_work_add(&batch->work, own_place(batch, pass, column), column, &pass->counter);
        return;
    }
    size_t place = coded_work_place(&batch->work, &batch->joint.place);
    if (coded_work_find(&batch->work, place, column, pass->codes.scale))
        return; /* for another table of the item */
    struct code_table *codes = ARENA_NEW(batch->work.arena, struct code_table);
    struct coded_counter *counter = ARENA_NEW(batch->work.arena, struct coded_counter);
    *codes = pass->codes;
    init_counter(counter, codes, batch->joint.cells, batch);
    counter->alone = true;
    coded_work_add(&batch->work, place, column, counter);
}

/* The cell of the table; SIZE_MAX where the unit is not known. */
static size_t cell_of_joint(const struct joint *joint, const struct frequency_pass *pass, const struct variable *variable, size_t cell)
{
    if (!pass->by)
        return 0;
    if (variable->unit && variable->unit->kind == pass->by)
        return (size_t)variable->unit->index;
    for (size_t k = 0; k < joint->count; k++)
        if (joint->kinds[k] == pass->by) {
            size_t unit = cell / joint->strides[k] % (pass->by->units.count + 1);
            return unit < pass->by->units.count ? unit : SIZE_MAX;
        }
    return SIZE_MAX;
}

/* Sums of what was counted over all kinds. */
static void fold_joint(struct frequency_batch *batch, struct frequency_pass *pass)
{
    size_t place = batch->joint.cells ? coded_work_place(&batch->work, &batch->joint.place) : 0;
    for (size_t i = 0; batch->joint.cells && i < pass->coded.count; i++) {
        const struct column *column = pass->coded.at[i];
        const struct coded_counter *from = coded_work_find(&batch->work, place, column, pass->codes.scale);
        struct coded_counter *to = &pass->counter;
        for (size_t cell = 0; cell < from->cells; cell++) {
            size_t at = cell_of_joint(&batch->joint, pass, column->variable, cell);
            for (size_t say = 0; at != SIZE_MAX && say < from->says; say++)
                to->counts[(say << to->cell_bits) + at] += from->counts[(say << from->cell_bits) + cell];
        }
    }
}

static void pass_rows(struct frequency_batch *batch, struct frequency_pass *pass, size_t column, size_t count)
{
    const struct dataset *dataset = pass->dataset;
    const struct column *first = &dataset->columns[column];
    bool with_options = pass->question->type == QUESTION_MULTIPLE || pass->question->type == QUESTION_RANK;
    if (!with_options && first->variable->type == VARIABLE_CODE) {
        count_codes(batch, pass, first);
        return;
    }
    struct several several = {0};
    if (with_options)
        several = several_of(pass, first, count, batch->work.arena);
    if (with_options && are_marks(pass, &several)) {
        add_marks(pass, &several, first, batch->work.arena);
        return;
    }
    for (size_t row = 0; row < dataset->rows; row++) {
        size_t cell = response_valid(dataset, row) ? cell_of(pass, first->variable, row) : SIZE_MAX;
        if (cell == SIZE_MAX)
            continue;
        if (with_options)
            add_options(pass, cell, &several, (enum missing)first->missing[row], row);
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

/* Tables ------------------------------------------------------------------------------------------------------- */

static void run_batch(struct frequency_batch *batch)
{
    coded_work_run(&batch->work);
    for (size_t p = 0; p < batch->passes.count; p++) {
        struct frequency_pass *pass = batch->passes.at[p];
        fold_joint(batch, pass);
        for (size_t i = 0; i < pass->cell_count; i++) {
            if (pass->question->scale)
                add_says(pass, i);
            pass->cells[i].mean = moments_mean(&pass->moments[i]);
            pass->cells[i].sd = moments_sd(&pass->moments[i]);
            pass->cells[i].missing[MISSING_NONE] = 0; /* an answer is not a kind of missing */
        }
    }
    arena_free(batch->work.arena);
}

static void begin_batch(struct frequency_batch *batch)
{
    batch->work = (struct coded_work){.dataset = batch->dataset, .arena = arena_new()};
    batch->passes.at = NULL;
    batch->passes.count = 0;
    batch->room = 0;
}

/* Counts of this many cells and answers at once: 16 MB. */
#define TOGETHER_MAX ((size_t)1 << 22)

static void add_frequency(struct frequency_batch *batch, const struct question *question, const struct item *item, const struct unit_kind *by)
{
    const struct dataset *dataset = batch->dataset;
    struct arena *arena = batch->results->arena;
    struct frequency *frequency = LIST_ADD(arena, &batch->results->frequencies);
    *frequency = (struct frequency){.instrument = dataset->instrument, .question = question, .item = item, .by = by};
    if (batch->room > TOGETHER_MAX) {
        run_batch(batch);
        begin_batch(batch);
    }
    struct frequency_pass *pass = ARENA_NEW(batch->work.arena, struct frequency_pass);
    *pass = (struct frequency_pass){.dataset = dataset, .question = question, .item = item, .by = by};
    *LIST_ADD(batch->work.arena, &batch->passes) = pass;
    code_table_init(&pass->codes, question->scale, arena);
    pass->cell_count = by ? by->units.count : 1;
    for (size_t i = 0; i < pass->cell_count; i++) {
        struct frequency_cell *cell = LIST_ADD(arena, &frequency->cells);
        cell->unit = by ? (int)i : NO_UNIT;
        cell->mean = cell->sd = cell->min = cell->max = NAN;
        if (question->scale)
            cell->counts = ARENA_ARRAY(arena, double, question->scale->options.count);
    }
    pass->cells = frequency->cells.at;
    pass->moments = ARENA_ARRAY(batch->work.arena, struct moments, pass->cell_count);
    if (question->scale)
        init_counter(&pass->counter, &pass->codes, pass->cell_count, batch);

    for (size_t i = 0; i < dataset->instrument->variables.count;) {
        size_t count = same_answer(dataset, i);
        const struct variable *variable = dataset->columns[i].variable;
        if (variable->question == question && variable->item == item)
            pass_rows(batch, pass, i, count);
        i += count;
    }
}

static void add_item(struct frequency_batch *batch, const struct question *question, const struct item *item)
{
    const struct instrument *instrument = batch->dataset->instrument;
    add_frequency(batch, question, item, NULL);
    if (question->over)
        add_frequency(batch, question, item, question->over);
    for (size_t i = 0; i < instrument->about.count; i++) {
        const struct unit_kind *kind = instrument->about.at[i].kind;
        bool done = kind == question->over || !kind;
        for (size_t j = 0; j < i; j++)
            done = done || instrument->about.at[j].kind == kind;
        if (!done)
            add_frequency(batch, question, item, kind);
    }
}

void analyse_frequencies(const struct dataset *dataset, struct results *results)
{
    const struct instrument *instrument = dataset->instrument;
    struct frequency_batch batch = {.dataset = dataset, .results = results};
    find_joint(&batch);
    begin_batch(&batch);
    for (size_t i = 0; i < instrument->questions.count; i++) {
        const struct question *question = &instrument->questions.at[i];
        if (!has_frequencies(question))
            continue;
        for (size_t j = 0; j < question->items.count; j++)
            add_item(&batch, question, &question->items.at[j]);
        if (question->items.count == 0)
            add_item(&batch, question, NULL);
    }
    run_batch(&batch);
}
