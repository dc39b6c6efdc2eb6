/* SPDX-License-Identifier: GPL-3.0-or-later
 * The dataset: its arrays, the one rule by which an answer finds its unit, and the dump.
 */
#include <assert.h>
#include <math.h>
#include <string.h>

#include "ceping/base_num.h"
#include "ceping/model_data.h"

static bool is_coded(const struct variable *variable)
{
    return variable->type != VARIABLE_NUMBER && variable->type != VARIABLE_TEXT;
}

/* Columns of a kind lie in one piece of memory. */
static void make_columns(struct arena *arena, struct dataset *dataset, const struct instrument *instrument, size_t rows)
{
    size_t count = instrument->variables.count, coded = 0;
    for (size_t i = 0; i < count; i++)
        coded += is_coded(&instrument->variables.at[i]);
    int16_t *codes = arena_alloc_array(arena, rows, coded * sizeof *codes);
    uint8_t *missing = arena_alloc_array(arena, rows, count * sizeof *missing);
    dataset->columns = ARENA_ARRAY(arena, struct column, count);
    for (size_t i = 0; i < count; i++, missing += rows) {
        const struct variable *variable = &instrument->variables.at[i];
        struct column *column = &dataset->columns[i];
        *column = (struct column){.variable = variable, .missing = missing};
        if (variable->type == VARIABLE_NUMBER)
            column->numbers = ARENA_ARRAY(arena, double, rows);
        else if (variable->type == VARIABLE_TEXT)
            column->texts = ARENA_ARRAY(arena, const char *, rows);
        else
            column->codes = codes;
        codes += is_coded(variable) ? rows : 0;
    }
}

struct dataset *dataset_new_answered(struct arena *arena, const struct instrument *instrument, size_t rows)
{
    static_assert(MISSING_NONE == 0, "memory that was never touched says that nothing is missing");
    struct dataset *dataset = ARENA_NEW(arena, struct dataset);
    *dataset = (struct dataset){.arena = arena, .instrument = instrument, .rows = rows};
    make_columns(arena, dataset, instrument, rows);
    dataset->about = ARENA_ARRAY(arena, int16_t *, instrument->about.count);
    for (size_t i = 0; i < instrument->about.count; i++) {
        dataset->about[i] = ARENA_ARRAY(arena, int16_t, rows);
        for (size_t row = 0; row < rows; row++)
            dataset->about[i][row] = NO_UNIT;
    }
    dataset->keys = ARENA_ARRAY(arena, const char *, rows);
    dataset->raters = ARENA_ARRAY(arena, const char *, rows);
    dataset->submitted = ARENA_ARRAY(arena, const char *, rows);
    dataset->groups = ARENA_ARRAY(arena, const char *, rows);
    dataset->ids = ARENA_ARRAY(arena, int64_t, rows);
    dataset->batches = ARENA_ARRAY(arena, int32_t, rows);
    dataset->indices[INDEX_SECONDS] = ARENA_ARRAY(arena, double, rows);
    dataset->status = ARENA_ARRAY(arena, uint8_t, rows);
    dataset->flags = ARENA_ARRAY(arena, uint64_t, rows);
    dataset->rule = ARENA_ARRAY(arena, int16_t, rows);
    for (size_t row = 0; row < rows; row++) {
        dataset->indices[INDEX_SECONDS][row] = NAN;
        dataset->rule[row] = -1;
    }
    return dataset;
}

struct dataset *dataset_new(struct arena *arena, const struct instrument *instrument, size_t rows)
{
    struct dataset *dataset = dataset_new_answered(arena, instrument, rows);
    for (size_t i = 0; i < instrument->variables.count; i++)
        memset(dataset->columns[i].missing, MISSING_BLANK, rows);
    return dataset;
}

struct unit *variable_unit(const struct variable *variable)
{
    if (!variable || variable->unit)
        return variable ? variable->unit : NULL;
    return variable->option ? variable->option->unit : NULL;
}

int dataset_unit(const struct dataset *dataset, size_t row, const struct variable *variable, const struct unit_kind *kind)
{
    const struct unit *unit = variable_unit(variable);
    if (unit && unit->kind == kind)
        return unit->index;
    const struct instrument *instrument = dataset->instrument;
    for (size_t i = 0; i < instrument->about.count; i++)
        if (instrument->about.at[i].kind == kind)
            return dataset->about[i][row];
    return NO_UNIT;
}

static void dump_answer(const struct column *column, size_t row, struct strbuf *out)
{
    enum missing missing = (enum missing)column->missing[row];
    if (missing != MISSING_NONE) {
        strbuf_addf(out, "(%s)", missing_ids[missing]);
        return;
    }
    switch (column->variable->type) {
    case VARIABLE_UNIT:
        strbuf_adds(out, column->variable->question->kind->units.at[column->codes[row]].id);
        break;
    case VARIABLE_CODE:
    case VARIABLE_MARK:
        strbuf_addf(out, "%d", column->codes[row]);
        break;
    case VARIABLE_NUMBER:
        num_format_exact(out, column->numbers[row]);
        break;
    case VARIABLE_TEXT:
    default:
        for (const char *at = column->texts[row] ? column->texts[row] : ""; *at; at++)
            if (*at == '\n' || *at == '\r' || *at == '\t') /* a response is a line, an answer a column */
                strbuf_adds(out, *at == '\n' ? "\\n" : *at == '\r' ? "\\r" : "\\t");
            else
                strbuf_addc(out, *at);
        break;
    }
}

void dataset_dump(const struct dataset *dataset, struct strbuf *out)
{
    static const char *const status[RESPONSE_STATUSES] = {"valid", "void", "not_eligible"};
    const struct instrument *instrument = dataset->instrument;

    strbuf_addf(out, "%s %zu\nkey\tstatus\trule", instrument->id, dataset->rows);
    for (size_t i = 0; i < instrument->about.count; i++)
        strbuf_addf(out, "\t%s", instrument->about.at[i].kind->id);
    for (size_t i = 0; i < instrument->variables.count; i++)
        strbuf_addf(out, "\t%s", instrument->variables.at[i].id);
    strbuf_addc(out, '\n');

    for (size_t row = 0; row < dataset->rows; row++) {
        int rule = dataset->rule[row];
        strbuf_addf(out, "%s\t%s\t%s", dataset->keys[row], status[dataset->status[row]], rule < 0 ? "" : instrument->screening.at[rule].id);
        for (size_t i = 0; i < instrument->about.count; i++) {
            int unit = dataset->about[i][row];
            strbuf_addf(out, "\t%s", unit < 0 ? "" : instrument->about.at[i].kind->units.at[unit].id);
        }
        for (size_t i = 0; i < instrument->variables.count; i++) {
            strbuf_addc(out, '\t');
            dump_answer(&dataset->columns[i], row, out);
        }
        strbuf_addc(out, '\n');
    }
    for (size_t i = 0; i < dataset->corrections.count; i++)
        correction_dump(&dataset->corrections.at[i], out);
}

void correction_dump(const struct correction *correction, struct strbuf *out)
{
    strbuf_addf(out, "corrected %s", correction->decision->object);
    if (correction->variable)
        strbuf_addf(out, ": %s → %s", correction->before, correction->after);
    else
        strbuf_adds(out, ": withdrawn");
    strbuf_addf(out, " (%s; %s; %s; %s)\n", correction->decision->reason, correction->decision->authority, correction->decision->who, correction->decision->date);
}
