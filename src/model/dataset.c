/* SPDX-License-Identifier: GPL-3.0-or-later
 * The dataset: the one rule by which an answer finds its unit, and the dump.
 */
#include <math.h>

#include "ceping/base_num.h"
#include "ceping/model_data.h"

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
        strbuf_adds(out, column->texts[row] ? column->texts[row] : "");
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
