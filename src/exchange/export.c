/* SPDX-License-Identifier: GPL-3.0-or-later
 * From the dataset to a sheet: which columns, what stands in a cell.
 */
#include "exchange_priv.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <strings.h>
#include <time.h>

#include "ceping/base_num.h"
#include "ceping/base_text.h"

static const struct {
    const char *ending;
    sheet_writer *write;
} writers[] = {{"csv", write_csv}, {"xlsx", write_xlsx}, {"json", write_json}, {"sav", write_sav}};

const char *const export_formats[] = {"csv", "xlsx", "json", "sav", NULL};
_Static_assert(COUNT_OF(export_formats) == COUNT_OF(writers) + 1, "a writer for each format");

static sheet_writer *writer_of(const char *path, const char **ret_ending)
{
    const char *dot = strrchr(path, '.');
    for (size_t i = 0; dot && i < COUNT_OF(writers); i++)
        if (strcasecmp(dot + 1, writers[i].ending) == 0) {
            *ret_ending = writers[i].ending;
            return writers[i].write;
        }
    return NULL;
}

const char *export_format(const char *path)
{
    const char *ending = NULL;
    (void)writer_of(path, &ending);
    return ending;
}

bool cannot_write(const char *path, const char *why, struct diags *diags)
{
    diags_error(diags, (struct pos){.file = path}, _("cannot write: %s"), why);
    return false;
}

int64_t report_noon(const struct evaluation *evaluation)
{
    struct tm date = {.tm_year = 100, .tm_mday = 1, .tm_hour = 12, .tm_isdst = -1};
    int year, month, day;
    if (evaluation->report_date && sscanf(evaluation->report_date, "%d-%d-%d", &year, &month, &day) == 3)
        date = (struct tm){.tm_year = year - 1900, .tm_mon = month - 1, .tm_mday = day, .tm_hour = 12, .tm_isdst = -1};
    return (int64_t)mktime(&date);
}

/* Titles ---------------------------------------------------------------------------------------------------- */

const char *variable_title(const struct variable *variable, struct arena *arena)
{
    const struct question *question = variable->question;
    const char *title = question->title ? question->title : "";
    if (question->number)
        title = arena_printf(arena, "%d、%s", question->number, title);
    if (variable->item && variable->item->title)
        title = arena_printf(arena, "%s—%s", title, variable->item->title);
    if (variable->unit)
        title = arena_printf(arena, "%s—%s", title, variable->unit->name);
    if (variable->option)
        title = arena_printf(arena, variable->type == VARIABLE_TEXT ? "%s—%s（文字）" : "%s—%s", title, variable->option->label);
    return title;
}

const char *variable_options(const struct variable *variable, struct arena *arena)
{
    const struct question *question = variable->question;
    const char *list = "";
    if (variable->type == VARIABLE_CODE)
        for (size_t i = 0; question->scale && i < question->scale->options.count; i++)
            list = arena_printf(arena, "%s%s%d %s", list, i ? "；" : "", question->scale->options.at[i].code, question->scale->options.at[i].label);
    if (variable->type == VARIABLE_UNIT)
        for (size_t i = 0; question->kind && i < question->kind->units.count; i++)
            list = arena_printf(arena, "%s%s%s", list, i ? "；" : "", question->kind->units.at[i].name);
    if (variable->type == VARIABLE_MARK)
        list = "1 选中；0 未选";
    if (variable->type == VARIABLE_NUMBER && variable->option)
        list = "名次，1 为第一";
    return list;
}

/* Columns ----------------------------------------------------------------------------------------------------- */

static void add(struct sheet *sheet, enum sheet_part part, size_t index, const char *name, const char *title)
{
    *LIST_ADD(sheet->arena, &sheet->columns) = (struct sheet_column){.part = part, .name = name, .title = title, .index = index};
}

static bool any_rater(const struct sheet *sheet)
{
    for (size_t i = 0; i < sheet->raw->rows; i++)
        if (sheet->raw->raters[i])
            return true;
    return sheet->instrument->rater_column != NULL;
}

static void add_columns(struct sheet *sheet)
{
    const struct instrument *instrument = sheet->instrument;
    add(sheet, SHEET_KEY, 0, arena_printf(sheet->arena, "%s%s", EXACT_KEY, instrument->id), "答卷编号");
    add(sheet, SHEET_SUBMITTED, 0, EXACT_SUBMITTED, "提交时间");
    add(sheet, SHEET_SECONDS, 0, EXACT_SECONDS, "用时（秒）");
    if (any_rater(sheet))
        add(sheet, SHEET_RATER, 0, EXACT_RATER, "评委");
    for (size_t i = 0; i < instrument->about.count; i++)
        if (instrument->about.at[i].column)
            add(sheet, SHEET_ABOUT, i, arena_printf(sheet->arena, "%s%zu", EXACT_ABOUT, i + 1), instrument->about.at[i].kind->name);
    for (size_t i = 0; i < instrument->variables.count; i++) {
        const struct variable *variable = &instrument->variables.at[i];
        auto_strbuf struct strbuf name;
        strbuf_init(&name);
        exact_name(variable, &name);
        add(sheet, SHEET_ANSWER, i, arena_strdup(sheet->arena, name.at), variable_title(variable, sheet->arena));
        sheet->columns.at[sheet->columns.count - 1].variable = variable;
    }
    add(sheet, SHEET_STATUS, 0, EXACT_STATUS, "状态");
    add(sheet, SHEET_RULE, 0, EXACT_RULE, "判定规则");
    if (sheet->evaluation->simulated)
        add(sheet, SHEET_NOTE, 0, EXACT_NOTE, "说明");
}

/* Values ------------------------------------------------------------------------------------------------------ */

static struct value text_value(const char *text)
{
    return text && *text ? (struct value){.kind = VALUE_TEXT, .text = text} : (struct value){.kind = VALUE_MISSING, .missing = MISSING_BLANK};
}

static struct value answer_value(const struct column *column, size_t row)
{
    const struct question *question = column->variable->question;
    if (column->missing[row] != MISSING_NONE)
        return (struct value){.kind = VALUE_MISSING, .missing = (enum missing)column->missing[row]};
    switch (column->variable->type) {
    case VARIABLE_CODE: {
        const struct option *option = question->scale ? scale_option(question->scale, column->codes[row]) : NULL;
        return (struct value){.kind = VALUE_NUMBER, .number = column->codes[row], .text = option ? option->label : NULL};
    }
    case VARIABLE_MARK:
        return (struct value){.kind = VALUE_NUMBER, .number = column->codes[row]};
    case VARIABLE_UNIT:
        return (struct value){.kind = VALUE_NUMBER, .number = column->codes[row] + 1, .text = question->kind->units.at[column->codes[row]].name};
    case VARIABLE_NUMBER:
        return (struct value){.kind = VALUE_NUMBER, .number = column->numbers[row]};
    case VARIABLE_TEXT:
    default:
        return text_value(column->texts[row]);
    }
}

struct value sheet_value(const struct sheet *sheet, size_t row, const struct sheet_column *column)
{
    static const char *const statuses[RESPONSE_STATUSES] = {"有效", "作废", "不符合条件"};
    const struct dataset *raw = sheet->raw;
    const double *seconds = raw->indices[INDEX_SECONDS];
    switch (column->part) {
    case SHEET_KEY:
        return text_value(raw->keys[row]);
    case SHEET_SUBMITTED:
        return text_value(raw->submitted[row]);
    case SHEET_SECONDS:
        return seconds && isfinite(seconds[row]) ? (struct value){.kind = VALUE_NUMBER, .number = seconds[row]} : text_value(NULL);
    case SHEET_RATER:
        return text_value(raw->raters[row]);
    case SHEET_ABOUT: {
        int unit = raw->about[column->index][row];
        return text_value(unit == NO_UNIT ? NULL : sheet->instrument->about.at[column->index].kind->units.at[unit].name);
    }
    case SHEET_ANSWER:
        return answer_value(&raw->columns[column->index], row);
    case SHEET_STATUS:
        return text_value(statuses[sheet->screened->status[row]]);
    case SHEET_RULE:
        return text_value(sheet->screened->rule[row] < 0 ? NULL : sheet->instrument->screening.at[sheet->screened->rule[row]].id);
    case SHEET_NOTE:
    default:
        return text_value("模拟数据，非真实评估结果");
    }
}

const char *sheet_text(const struct sheet *sheet, const struct sheet_column *column, const struct value *value, bool formula, struct arena *arena)
{
    (void)sheet;
    bool free_text = column->part == SHEET_KEY || column->part == SHEET_RATER || (column->part == SHEET_ANSWER && column->variable->type == VARIABLE_TEXT);
    if (value->kind == VALUE_MISSING)
        return exact_marks[value->missing] ? exact_marks[value->missing] : "";
    if (!value->text || !free_text)
        return value->text;
    bool quote = (column->part == SHEET_ANSWER && exact_needs_quote(value->text)) || (formula && strchr("=+-@", *value->text));
    return quote ? arena_printf(arena, "'%s", value->text) : value->text;
}

/* The file ------------------------------------------------------------------------------------------------------ */

static bool make_sheet(struct sheet *sheet, bool valid)
{
    if (sheet->raw->rows != sheet->screened->rows)
        return false;
    add_columns(sheet);
    for (size_t row = 0; row < sheet->raw->rows; row++)
        if (!valid || sheet->screened->status[row] == RESPONSE_VALID)
            *LIST_ADD(sheet->arena, &sheet->rows) = row;
    return true;
}

static bool no_format(const char *path, struct diags *diags)
{
    diags_error(diags, (struct pos){.file = path}, _("the ending of the file names no format"));
    diags_hint(diags, _("known: csv, xlsx, json, sav"));
    return false;
}

bool export_dataset(const struct evaluation *evaluation, const struct dataset *dataset, const char *path, struct diags *diags)
{
    const char *ending;
    sheet_writer *write = writer_of(path, &ending);
    if (!write)
        return no_format(path, diags);
    struct sheet sheet = {.arena = arena_new(), .evaluation = evaluation, .instrument = dataset->instrument, .raw = dataset, .screened = dataset};
    bool good = make_sheet(&sheet, false) && write(&sheet, path, diags);
    arena_free(sheet.arena);
    return good;
}

bool export_write(struct engine *engine, const struct instrument *instrument, const char *path, bool valid, size_t *ret_rows, struct diags *diags)
{
    const char *ending;
    sheet_writer *write = writer_of(path, &ending);
    if (!write)
        return no_format(path, diags);
    if (!engine_store(engine)) {
        diags_error(diags, (struct pos){.file = engine_database(engine)}, _("nothing has been loaded yet"));
        return false;
    }
    struct dataset *raw = store_fetch(engine_store(engine), engine_evaluation(engine), instrument, diags);
    struct dataset *screened = raw ? engine_dataset_as_stored(engine, instrument, diags) : NULL;
    bool good = screened != NULL;
    if (good) {
        struct sheet sheet = {.arena = arena_new(), .evaluation = engine_evaluation(engine), .instrument = instrument, .raw = raw, .screened = screened};
        good = make_sheet(&sheet, valid) && write(&sheet, path, diags);
        *ret_rows = sheet.rows.count;
        arena_free(sheet.arena);
    }
    arena_free(screened ? screened->arena : NULL);
    arena_free(raw ? raw->arena : NULL);
    return good;
}
