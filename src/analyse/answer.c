/* SPDX-License-Identifier: GPL-3.0-or-later
 * Reading one answer, and which answers count. Bases:
 *
 *     answered                 what was answered
 *     answered_or_dont_know    … and those who said that they do not know
 *     asked                    all valid responses to whom it was put: answered, don't know, not applicable, blank, unreadable
 *
 * "Put" leaves out what was not asked (condition, version) and what the platform's logic skipped. An answer that a screening rule cancelled
 * is in no base: the rule says that it should not count, neither for nor against.
 */
#include "analyse_priv.h"

#include <math.h>

void code_table_init(struct code_table *table, const struct scale *scale, struct arena *arena)
{
    *table = (struct code_table){.scale = scale};
    for (int i = 0; i < MISSING_KINDS; i++)
        table->of_missing[i] = -1;
    for (size_t i = 0; scale && i < scale->options.count; i++)
        if (scale->options.at[i].code >= table->size)
            table->size = scale->options.at[i].code + 1;
    table->option = ARENA_ARRAY(arena, int16_t, (size_t)table->size);
    for (int i = 0; i < table->size; i++)
        table->option[i] = -1;
    for (size_t i = 0; scale && i < scale->options.count; i++) {
        const struct option *option = &scale->options.at[i];
        if (option->code >= 0)
            table->option[option->code] = (int16_t)i;
        if (table->of_missing[option->missing] < 0)
            table->of_missing[option->missing] = (int)i;
    }
    table->of_missing[MISSING_NONE] = -1;

    size_t options = scale ? scale->options.count : 0;
    table->bins = options + MISSING_KINDS + 1;
    table->bin = ARENA_ARRAY(arena, int16_t, (size_t)table->size);
    for (int i = 0; i < table->size; i++) {
        int option = table->option[i];
        enum missing missing = option >= 0 ? scale->options.at[option].missing : MISSING_NONE;
        size_t bin = option < 0 ? table->bins - 1 : missing != MISSING_NONE ? options + (size_t)missing : (size_t)option;
        table->bin[i] = (int16_t)bin;
    }
}

int code_table_option(const struct code_table *table, int code)
{
    return code >= 0 && code < table->size ? table->option[code] : -1;
}

enum missing answer_missing(const struct column *column, size_t row, const struct code_table *table)
{
    enum missing missing = (enum missing)column->missing[row];
    if (missing == MISSING_NONE && table && column->variable->type == VARIABLE_CODE) {
        int option = code_table_option(table, column->codes[row]);
        if (option >= 0)
            missing = table->scale->options.at[option].missing;
    }
    return missing;
}

double answer_value(const struct column *column, size_t row)
{
    if (column->numbers)
        return column->numbers[row];
    return column->codes ? column->codes[row] : NAN;
}

bool response_valid(const struct dataset *dataset, size_t row)
{
    return !dataset->status || dataset->status[row] == RESPONSE_VALID;
}

bool missing_was_asked(enum missing missing)
{
    return missing != MISSING_NOT_ASKED && missing != MISSING_SKIPPED;
}

bool missing_in_base(enum missing missing, enum base base)
{
    switch (base) {
    case BASE_ASKED:
        return missing_was_asked(missing) && missing != MISSING_CANCELLED;
    case BASE_WITH_DONT_KNOW:
        return missing == MISSING_NONE || missing == MISSING_DONT_KNOW;
    case BASE_ANSWERED:
    case BASES:
    default:
        return missing == MISSING_NONE;
    }
}
