/* SPDX-License-Identifier: GPL-3.0-or-later
 * Simulated responses as a file of the plain layout: a line for each response, or for each unit of a sheet that is spread over lines.
 */
#include "simulate_priv.h"

#include <math.h>

#include "ceping/base_num.h"

static void put_text(struct strbuf *out, const char *text)
{
    strbuf_addc(out, '"');
    for (; text && *text; text++) {
        strbuf_adds(out, *text == '"' ? "\"\"" : "");
        if (*text != '"')
            strbuf_addc(out, *text);
    }
    strbuf_addc(out, '"');
}

static const char *label_of(const struct scale *scale, int code, enum missing missing)
{
    for (size_t i = 0; i < scale->options.count; i++)
        if (missing == MISSING_NONE ? scale->options.at[i].code == code : scale->options.at[i].missing == missing)
            return scale->options.at[i].label;
    return "";
}

static void put_answer(struct strbuf *out, const struct column *column, size_t row)
{
    const struct variable *variable = column->variable;
    enum missing missing = (enum missing)column->missing[row];
    if (missing != MISSING_NONE && !(variable->type == VARIABLE_CODE && (missing == MISSING_DONT_KNOW || missing == MISSING_NOT_APPLICABLE)))
        return;
    switch (variable->type) {
    case VARIABLE_CODE:
        put_text(out, label_of(variable->question->scale, column->codes[row], missing));
        break;
    case VARIABLE_MARK:
        strbuf_addf(out, "%d", column->codes[row]);
        break;
    case VARIABLE_UNIT:
        put_text(out, variable->question->kind->units.at[column->codes[row]].name);
        break;
    case VARIABLE_NUMBER:
        num_format(out, column->numbers[row], column->numbers[row] == floor(column->numbers[row]) ? 0 : 2);
        break;
    case VARIABLE_TEXT:
    default:
        put_text(out, column->texts[row]);
    }
}

/* Sheets that are spread over lines name the item alone; the line has its unit. */
static bool in_line(const struct instrument *instrument, const struct variable *variable, int unit)
{
    return unit < 0 || (variable->unit && variable->unit->kind == instrument->rows && variable->unit->index == unit);
}

void simulate_put_header(struct simulation *simulation)
{
    const struct instrument *instrument = simulation->instrument;
    struct strbuf *out = &simulation->out;
    strbuf_adds(out, "\xEF\xBB\xBF");
    put_text(out, instrument->key ? instrument->key : "序号");
    strbuf_adds(out, ",提交答卷时间,所用时间");
    if (instrument->rater_column) {
        strbuf_addc(out, ',');
        put_text(out, instrument->rater_column);
    }
    for (size_t a = 0; a < instrument->about.count; a++)
        if (instrument->about.at[a].column) {
            strbuf_addc(out, ',');
            put_text(out, instrument->about.at[a].column);
        }
    if (instrument->rows) {
        strbuf_addc(out, ',');
        put_text(out, instrument->rows_column ? instrument->rows_column : instrument->rows->name);
    }
    for (size_t v = 0; v < instrument->variables.count; v++) {
        const struct variable *variable = &instrument->variables.at[v];
        if (!in_line(instrument, variable, instrument->rows ? 0 : -1))
            continue;
        strbuf_addc(out, ',');
        put_text(out, instrument->rows ? variable->item ? variable->item->title : variable->question->title : variable->id);
    }
    strbuf_adds(out, ",备注\r\n");
}

static void put_line(struct simulation *simulation, const struct dataset *dataset, size_t row, int unit)
{
    const struct instrument *instrument = simulation->instrument;
    struct strbuf *out = &simulation->out;
    strbuf_addf(out, "%s,%s,%.0f", dataset->keys[row], dataset->submitted[row], dataset->indices[INDEX_SECONDS][row]);
    if (instrument->rater_column) {
        strbuf_addc(out, ',');
        put_text(out, dataset->raters[row]);
    }
    for (size_t a = 0; a < instrument->about.count; a++)
        if (instrument->about.at[a].column) {
            strbuf_addc(out, ',');
            if (dataset->about[a][row] != NO_UNIT)
                put_text(out, instrument->about.at[a].kind->units.at[dataset->about[a][row]].name);
        }
    if (unit >= 0) {
        strbuf_addc(out, ',');
        put_text(out, instrument->rows->units.at[unit].name);
    }
    for (size_t v = 0; v < instrument->variables.count; v++) {
        if (!in_line(instrument, &instrument->variables.at[v], unit))
            continue;
        strbuf_addc(out, ',');
        put_answer(out, &dataset->columns[v], row);
    }
    strbuf_adds(out, ",模拟数据\r\n");
}

bool simulate_put_block(struct simulation *simulation, const struct dataset *dataset)
{
    const struct unit_kind *rows = simulation->instrument->rows;
    for (size_t row = 0; row < dataset->rows; row++)
        for (size_t unit = 0; unit < (rows ? rows->units.count : 1); unit++)
            put_line(simulation, dataset, row, rows ? (int)unit : -1);
    bool good = simulation->write(simulation->data, simulation->out.at, simulation->out.len);
    strbuf_clear(&simulation->out);
    return good;
}
