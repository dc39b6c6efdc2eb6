/* SPDX-License-Identifier: GPL-3.0-or-later
 * Evaluating conditions over a dataset in memory.
 *
 * All conditions become one statement, SELECT (…), (…), in which names are parameters; each row binds what is named and takes one step. Answers stay where
 * they are: no table is filled, and screening sees the kinds of missing as they are now. Conditions that speak of `this.` make a statement of their own for each kind
 * of units and take one step a row and unit; what belongs to the row is bound once. A condition that sees the same few values again and again goes alone, with
 * a memory (condition_memory.c).
 *
 * Measured: about 0.2 s a condition and 10⁶ rows, 0.02 s with a memory. A parameter has no affinity, like the columns of the check.
 */
#include "condition_memory_priv.h"
#include "ceping/base_parallel.h"

#include <math.h>

enum {
    TOGETHER_MAX = 64, /* conditions in one statement */
    PART_ROWS = 50000, PARTS_MAX = 16,
};

struct work {
    const struct dataset *dataset;
    const struct condition *conditions;
    struct mask *masks;
    struct arena *arena;
    struct diags *diags;
};

/* Conditions that are evaluated together. */
struct group {
    size_t members[TOGETHER_MAX];
    size_t count;
    const struct unit_kind *over; /* NULL: one step a row */
    bool remembers; /* one condition, one step a row */
};

/* The evaluation over some of the rows. */
struct run {
    const struct work *work;
    const struct group *group;
    struct used_list used;
    struct sandbox sandbox;
    sqlite3_stmt *statement;
    struct memory memory;
    size_t row, end; /* where it is, and behind the last one */
    bool done;
};

/* Binding -------------------------------------------------------------------------------------------------- */

static void bind_unit(sqlite3_stmt *statement, int parameter, const struct unit_kind *kind, int unit)
{
    sql_bind_text(statement, parameter, unit >= 0 && (size_t)unit < kind->units.count ? kind->units.at[unit].id : NULL);
}

static void bind_number(sqlite3_stmt *statement, int parameter, double value)
{
    sqlite3_bind_double(statement, parameter, value); /* NaN becomes NULL */
}

static void bind_cell(sqlite3_stmt *statement, int parameter, const struct column *column, size_t row, bool why)
{
    enum missing missing = (enum missing)column->missing[row];
    if (why)
        sql_bind_text(statement, parameter, missing == MISSING_NONE ? NULL : missing_ids[missing]);
    else if (missing != MISSING_NONE)
        sqlite3_bind_null(statement, parameter);
    else if (column->variable->type == VARIABLE_NUMBER)
        bind_number(statement, parameter, column->numbers[row]);
    else if (column->variable->type == VARIABLE_TEXT)
        sql_bind_text(statement, parameter, column->texts[row]);
    else if (column->variable->type == VARIABLE_UNIT)
        bind_unit(statement, parameter, column->variable->question->kind, column->codes[row]);
    else
        sqlite3_bind_int(statement, parameter, column->codes[row]);
}

static void bind(const struct run *run, size_t i, size_t row, size_t unit)
{
    const struct dataset *dataset = run->work->dataset;
    const struct used *used = &run->used.list.at[i];
    const struct term *term = used->term;
    int parameter = (int)i + 1;
    switch (term->kind) {
    case TERM_VARIABLE:
        bind_cell(run->statement, parameter, &dataset->columns[term->variable->index], row, used->why);
        break;
    case TERM_CELL:
        if (term->cells[unit] >= 0)
            bind_cell(run->statement, parameter, &dataset->columns[term->cells[unit]], row, used->why);
        else
            sqlite3_bind_null(run->statement, parameter);
        break;
    case TERM_ABOUT:
        bind_unit(run->statement, parameter, term->units, dataset->about[term->index][row]);
        break;
    case TERM_THIS_UNIT:
        bind_unit(run->statement, parameter, term->units, (int)unit);
        break;
    case TERM_INDEX:
        bind_number(run->statement, parameter, dataset->indices[term->index] ? dataset->indices[term->index][row] : NAN);
        break;
    case TERM_GROUP:
        sql_bind_text(run->statement, parameter, dataset->groups[row]);
        break;
    case TERM_RATER:
        sql_bind_text(run->statement, parameter, dataset->raters[row]);
        break;
    }
}

/* Running -------------------------------------------------------------------------------------------------- */

/* Neither true nor false is not met; a text is as true as the number it begins with, as SQL has it. */
static bool step(struct run *run, size_t at)
{
    if (sandbox_step(&run->sandbox, run->statement) != SQLITE_ROW)
        return false;
    for (size_t i = 0; i < run->group->count; i++) {
        bool met = sqlite3_column_type(run->statement, (int)i) != SQLITE_NULL && sqlite3_column_double(run->statement, (int)i) != 0;
        run->work->masks[run->group->members[i]].at[at] = met;
    }
    sqlite3_reset(run->statement);
    return true;
}

static bool run_row(struct run *run, size_t row, size_t units)
{
    for (size_t i = 0; i < run->used.list.count; i++) {
        if (!term_per_unit(run->used.list.at[i].term))
            bind(run, i, row, 0);
    }
    for (size_t unit = 0; unit < units; unit++) {
        for (size_t i = 0; run->group->over && i < run->used.list.count; i++) {
            if (term_per_unit(run->used.list.at[i].term))
                bind(run, i, row, unit);
        }
        if (!step(run, row * units + unit))
            return false;
    }
    return true;
}

static bool run_remembered(struct run *run, size_t row)
{
    bool known;
    struct memory_slot *slot = memory_slot(&run->memory, row, &known);
    uint8_t *met = &run->work->masks[run->group->members[0]].at[row];
    if (known) {
        *met = slot->met;
        return true;
    }
    if (!run_row(run, row, 1))
        return false;
    slot->met = *met;
    slot->filled = true;
    return true;
}

static bool prepare(struct run *run)
{
    auto_strbuf struct strbuf sql;
    strbuf_init(&sql);
    for (size_t i = 0; i < run->group->count; i++)
        used_add(&run->used, run->work->arena, &run->work->conditions[run->group->members[i]]);
    for (size_t i = 0; i < run->group->count; i++) {
        strbuf_adds(&sql, i ? ",(" : "SELECT (");
        condition_write(&run->work->conditions[run->group->members[i]], &run->used, &sql, NULL);
        strbuf_adds(&sql, "\n)");
    }
    sandbox_lock(&run->sandbox);
    run->statement = sandbox_prepare(&run->sandbox, sql.at);
    return run->statement && (size_t)sqlite3_column_count(run->statement) == run->group->count;
}

static void run_rows(void *data, size_t index)
{
    struct run *run = &((struct run *)data)[index];
    const struct group *group = run->group;
    size_t units = group->over ? group->over->units.count : 1;
    bool remembers = run->done && group->remembers && memory_open(&run->memory, run->work->dataset, run->used.list.at, run->used.list.count);
    for (; run->done && run->row < run->end; run->row++)
        run->done = remembers ? run_remembered(run, run->row) : run_row(run, run->row, units);
    memory_close(&run->memory);
}

static bool run_open(struct run *run, const struct work *work, const struct group *group, size_t first, size_t end)
{
    *run = (struct run){.work = work, .group = group, .row = first, .end = end};
    used_init(&run->used);
    sandbox_open(&run->sandbox);
    run->done = prepare(run);
    return run->done;
}

static void run_release(struct run *run)
{
    sqlite3_finalize(run->statement);
    sandbox_close(&run->sandbox);
    used_release(&run->used);
}

static void tell_failure(const struct run *run)
{
    const struct work *work = run->work;
    const struct name *source = work->conditions[run->group->members[0]].source;
    diags_error(work->diags, source->pos, _("the condition cannot be evaluated for response '%s': %s"), run->row ? work->dataset->keys[run->row - 1] : "",
                sqlite3_errmsg(run->sandbox.db));
}

static bool run_group(const struct work *work, const struct group *group);

/* One of several failed: alone, each tells for itself. */
static bool run_alone(const struct work *work, const struct group *group)
{
    for (size_t i = 0; i < group->count; i++) {
        struct group alone = {.members = {group->members[i]}, .count = 1, .over = group->over};
        if (!run_group(work, &alone))
            return false;
    }
    return true;
}

/* Many rows in parts, each with a database of its own, side by side. Of parts that fail the first is told of. */
static bool run_group(const struct work *work, const struct group *group)
{
    size_t rows = work->dataset->rows, count = rows / PART_ROWS + 1, opened = 0;
    count = count > PARTS_MAX ? PARTS_MAX : count;
    struct run runs[PARTS_MAX];
    bool done = true;
    for (; done && opened < count; opened++)
        done = run_open(&runs[opened], work, group, opened * rows / count, (opened + 1) * rows / count);
    if (done && count > 1)
        parallel_run(count, run_rows, runs);
    else if (done)
        run_rows(runs, 0);
    const struct run *failed = NULL;
    for (size_t i = 0; i < opened && !failed; i++)
        failed = runs[i].done ? NULL : &runs[i];
    if (failed && group->count == 1)
        tell_failure(failed);
    for (size_t i = 0; i < opened; i++)
        run_release(&runs[i]);
    return !failed || (group->count > 1 && run_alone(work, group));
}

/* Would the condition, alone, be spared most of its steps? */
static bool pays_alone(const struct work *work, const struct condition *condition)
{
    struct used_list used;
    struct memory memory;
    used_init(&used);
    used_add(&used, work->arena, condition);
    bool pays = !condition->per_unit && memory_open(&memory, work->dataset, used.list.at, used.list.count);
    if (pays)
        memory_close(&memory);
    used_release(&used);
    return pays;
}

/* Conditions of one kind of units together, at most TOGETHER_MAX at once; before them those that go alone. */
static bool run_all(const struct work *work, size_t count, struct unit_kind *const *over)
{
    bool *taken = ARENA_ARRAY(work->arena, bool, count);
    for (size_t i = 0; i < count; i++) {
        taken[i] = work->conditions[i].source && pays_alone(work, &work->conditions[i]);
        if (taken[i] && !run_group(work, &(struct group){.members = {i}, .count = 1, .remembers = true}))
            return false;
    }
    for (size_t i = 0; i < count; i++) {
        if (taken[i] || !work->conditions[i].source)
            continue;
        struct group group = {.over = work->conditions[i].per_unit ? over[i] : NULL};
        for (size_t k = i; k < count && group.count < TOGETHER_MAX; k++) {
            const struct unit_kind *kind = work->conditions[k].per_unit ? over[k] : NULL;
            if (taken[k] || !work->conditions[k].source || kind != group.over)
                continue;
            taken[k] = true;
            group.members[group.count++] = k;
        }
        if (!run_group(work, &group))
            return false;
    }
    return true;
}

/* Doubts were told when the evaluation was read; here only what stops the work is. */
static bool read_one(struct work *work, const struct evaluation *evaluation, const struct name *source, const struct unit_kind *over, struct condition *ret_condition)
{
    struct vocabulary vocabulary;
    struct diags quiet;
    diags_init(&quiet);
    vocabulary_init(&vocabulary, work->arena, evaluation, work->dataset->instrument, over);
    bool good = condition_check(ret_condition, work->arena, &vocabulary, source, &quiet);
    if (!good)
        condition_check(ret_condition, work->arena, &vocabulary, source, work->diags);
    vocabulary_release(&vocabulary);
    diags_release(&quiet);
    return good;
}

bool store_evaluate(const struct evaluation *evaluation, const struct dataset *dataset, const struct name *conditions, struct unit_kind *const *over, size_t count,
                    struct arena *arena, struct mask *ret_masks, struct diags *diags)
{
    auto_arena struct arena *scratch = arena_new();
    struct condition *read = ARENA_ARRAY(scratch, struct condition, count);
    struct mask *masks = ARENA_ARRAY(scratch, struct mask, count);
    struct work work = {.dataset = dataset, .conditions = read, .masks = masks, .arena = scratch, .diags = diags};
    bool good = true;
    for (size_t i = 0; i < count; i++) {
        if (conditions[i].text)
            good &= read_one(&work, evaluation, &conditions[i], over ? over[i] : NULL, &read[i]);
    }
    if (!good)
        return false;
    for (size_t i = 0; i < count; i++) {
        masks[i].units = read[i].per_unit ? over[i]->units.count : 1;
        masks[i].at = ARENA_ARRAY(arena, uint8_t, dataset->rows * masks[i].units);
        if (!conditions[i].text) /* no condition: always met */
            memset(masks[i].at, 1, dataset->rows);
    }
    if (!run_all(&work, count, over))
        return false;
    if (count)
        memcpy(ret_masks, masks, count * sizeof *masks);
    return true;
}
