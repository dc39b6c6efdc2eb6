/* SPDX-License-Identifier: GPL-3.0-or-later
 * The sheet in which paper copies are entered: titles for people, ids for the program, lists to choose from. Its columns are those of an export, and loading reads both alike.
 * Lists stand on a sheet of their own, for a list inside a rule ends at 255 characters.
 */
#include <errno.h>
#include <math.h>

#include "book.h"
#include "ceping/exchange_form.h"
#include "exchange_priv.h"

enum { HEAD_ROWS = 2, ROWS_LEAST = 200 };

struct entry {
    const struct evaluation *evaluation;
    const struct instrument *instrument;
    struct arena *arena;
    struct book book;
    lxw_worksheet *page, *lists;
    lxw_col_t columns, list_count;
    lxw_row_t rows;
};

typedef LIST_OF(const char *) entry_texts;

static lxw_col_t add_column(struct entry *entry, const char *title, const char *name)
{
    book_text(entry->page, 0, entry->columns, title, entry->book.header);
    worksheet_write_string(entry->page, 1, entry->columns, name, entry->book.header);
    return entry->columns++;
}

static void validate(struct entry *entry, lxw_col_t column, lxw_data_validation *rule)
{
    rule->ignore_blank = LXW_VALIDATION_ON;
    worksheet_data_validation_range(entry->page, HEAD_ROWS, column, HEAD_ROWS + entry->rows - 1, column, rule);
}

static void give_list(struct entry *entry, lxw_col_t column, const char *title, const entry_texts *texts)
{
    lxw_col_t at = entry->list_count++;
    char from[LXW_MAX_CELL_NAME_LENGTH], to[LXW_MAX_CELL_NAME_LENGTH];
    book_text(entry->lists, 0, at, title, entry->book.header);
    for (size_t i = 0; i < texts->count; i++)
        book_text(entry->lists, (lxw_row_t)i + 1, at, texts->at[i], entry->book.text);
    lxw_rowcol_to_cell_abs(from, 1, at, 1, 1);
    lxw_rowcol_to_cell_abs(to, (lxw_row_t)texts->count, at, 1, 1);
    lxw_data_validation rule = {.validate = LXW_VALIDATION_TYPE_LIST_FORMULA, .value_formula = arena_printf(entry->arena, "=选项!%s:%s", from, to), .error_type = LXW_VALIDATION_ERROR_TYPE_STOP,
                                .error_title = "不在选项之内", .error_message = "请从下拉列表中选择；看不清的选“(无法辨认)”，没有填的留空。"};
    validate(entry, column, &rule);
}

static void add_text(struct entry *entry, entry_texts *texts, const char *text)
{
    *LIST_ADD(entry->arena, texts) = text;
}

static void give_range(struct entry *entry, lxw_col_t column, const struct question *question)
{
    bool low = !isnan(question->min), high = !isnan(question->max);
    if (!low && !high)
        return;
    lxw_data_validation rule = {.validate = LXW_VALIDATION_TYPE_DECIMAL, .error_type = LXW_VALIDATION_ERROR_TYPE_WARNING, .error_title = "超出范围",
                                .error_message = "这个数超出题目的范围。照原卷录入的请选“是”，装入时会单独列出。"};
    rule.criteria = low && high ? LXW_VALIDATION_CRITERIA_BETWEEN : low ? LXW_VALIDATION_CRITERIA_GREATER_THAN_OR_EQUAL_TO : LXW_VALIDATION_CRITERIA_LESS_THAN_OR_EQUAL_TO;
    rule.minimum_number = question->min;
    rule.maximum_number = question->max;
    rule.value_number = low ? question->min : question->max;
    validate(entry, column, &rule);
}

static void add_variable(struct entry *entry, const struct variable *variable)
{
    const struct question *question = variable->question;
    auto_strbuf struct strbuf name;
    strbuf_init(&name);
    exact_name(variable, &name);
    const char *title = variable_title(variable, entry->arena);
    lxw_col_t column = add_column(entry, title, arena_strdup(entry->arena, name.at));
    entry_texts texts = {0};
    if (variable->type == VARIABLE_CODE)
        for (size_t i = 0; question->scale && i < question->scale->options.count; i++)
            add_text(entry, &texts, question->scale->options.at[i].label);
    if (variable->type == VARIABLE_UNIT)
        for (size_t i = 0; question->kind && i < question->kind->units.count; i++)
            add_text(entry, &texts, question->kind->units.at[i].name);
    if (variable->type == VARIABLE_MARK) {
        add_text(entry, &texts, "1");
        add_text(entry, &texts, "0");
    }
    if (variable->type == VARIABLE_NUMBER && variable->option)
        for (size_t i = 0; i < question->scale->options.count; i++)
            add_text(entry, &texts, arena_printf(entry->arena, "%zu", i + 1));
    if (texts.count) {
        add_text(entry, &texts, exact_marks[MISSING_UNREADABLE]);
        add_text(entry, &texts, exact_marks[MISSING_SKIPPED]);
        give_list(entry, column, title, &texts);
    } else if (variable->type == VARIABLE_NUMBER) {
        give_range(entry, column, question);
    }
}

/* In the order of the printed form, whose grids have a row a unit: who enters copy by copy reads them so. The variables of the instrument go by item first. Returns the first of the
 * next question. */
static size_t add_question(struct entry *entry, size_t first)
{
    const struct variable *variables = entry->instrument->variables.at;
    const struct question *question = variables[first].question;
    size_t end = first, units = question->over ? question->over->units.count : 1;
    while (end < entry->instrument->variables.count && variables[end].question == question)
        end++;
    for (size_t u = 0; u < units; u++)
        for (size_t i = first; i < end; i++)
            if (!question->over || variables[i].unit == &question->over->units.at[u])
                add_variable(entry, &variables[i]);
    return end;
}

static void add_unit_column(struct entry *entry, size_t about)
{
    const struct unit_kind *kind = entry->instrument->about.at[about].kind;
    lxw_col_t column = add_column(entry, entry->instrument->about.at[about].column, arena_printf(entry->arena, "%s%zu", EXACT_ABOUT, about + 1));
    entry_texts texts = {0};
    for (size_t i = 0; i < kind->units.count; i++)
        add_text(entry, &texts, kind->units.at[i].name);
    give_list(entry, column, kind->name, &texts);
}

static void add_rater_column(struct entry *entry)
{
    const struct panel *panel = entry->instrument->panel;
    lxw_col_t column = add_column(entry, entry->instrument->rater_column, EXACT_RATER);
    entry_texts texts = {0};
    for (size_t i = 0; panel && i < panel->raters.count; i++)
        add_text(entry, &texts, panel->raters.at[i].name ? panel->raters.at[i].name : panel->raters.at[i].id);
    if (texts.count)
        give_list(entry, column, entry->instrument->rater_column, &texts);
}

static void put_instructions(struct entry *entry)
{
    static const char *const lines[] = {
        "一份纸质问卷录一行，“编号”就是问卷上的编号；可以用扫码枪扫问卷末尾的二维码。",
        "照原卷录入，不替答卷人改：没有填的留空；看不清、单选题打了几个勾的录“(无法辨认)”；按题目要求跳过的可录“(跳过)”，也可留空。",
        "有下拉列表的格只能选列表里的文字。多选题每个选项一列：打了勾的录1，没打勾的录0或留空；一个也没打勾的全部留空。",
        "选了“其他”的，把写在横线上的字录在“（文字）”那一列。排序题录名次。",
        "“录入人”一列写自己的名字。同一批问卷由两人各录一遍，存成两个文件，用 ceping compare-entries 核对。",
        "第二行的英文是程序认列用的，不要改，也不要删列、插列。只有编号的行不算答卷；收回的白卷请在该行填上录入人。",
        "录完以后保存，用 ceping load 装入。",
    };
    lxw_worksheet *page = workbook_add_worksheet(entry->book.workbook, "录入说明");
    worksheet_set_column(page, 0, 0, 100, NULL);
    book_text(page, 0, 0, entry->instrument->title, entry->book.header);
    for (size_t i = 0; i < COUNT_OF(lines); i++)
        book_text(page, (lxw_row_t)i + 1, 0, lines[i], entry->book.wrap);
}

static void put_columns(struct entry *entry, size_t copies, size_t first)
{
    const struct instrument *instrument = entry->instrument;
    add_column(entry, "编号", arena_printf(entry->arena, "%s%s", EXACT_KEY, instrument->id));
    add_column(entry, "录入人", EXACT_OPERATOR);
    add_column(entry, "填写日期", EXACT_SUBMITTED);
    add_column(entry, "用时（秒）", EXACT_SECONDS);
    if (instrument->rater_column)
        add_rater_column(entry);
    for (size_t i = 0; i < instrument->about.count; i++)
        if (instrument->about.at[i].column)
            add_unit_column(entry, i);
    for (size_t i = 0; i < instrument->variables.count;)
        i = add_question(entry, i);
    worksheet_set_column(entry->page, 0, (lxw_col_t)(entry->columns - 1), 14, entry->book.text);
    worksheet_set_row(entry->page, 0, 60, NULL);
    worksheet_freeze_panes(entry->page, HEAD_ROWS, 2);
    for (size_t i = 0; i < copies; i++)
        worksheet_write_string(entry->page, (lxw_row_t)(HEAD_ROWS + i), 0, form_serial(instrument, first + i, entry->arena), entry->book.text);
}

bool entry_sheet_write(const struct evaluation *evaluation, const struct instrument *instrument, size_t copies, size_t first, const char *path, struct diags *diags)
{
    struct entry entry = {.evaluation = evaluation, .instrument = instrument, .rows = (lxw_row_t)(copies > ROWS_LEAST ? copies : ROWS_LEAST)};
    if (instrument->variables.count + 16 > LXW_COL_MAX || copies + HEAD_ROWS > LXW_ROW_MAX)
        return cannot_write(path, _("more rows or columns than a workbook holds; csv and json hold them"), diags);
    if (!book_open(&entry.book, evaluation, path))
        return cannot_write(path, strerror(errno), diags);
    entry.arena = arena_new();
    entry.page = workbook_add_worksheet(entry.book.workbook, "录入");
    entry.lists = workbook_add_worksheet(entry.book.workbook, "选项");
    put_columns(&entry, copies, first);
    put_instructions(&entry);
    bool good = book_close(&entry.book, path, true, diags);
    arena_free(entry.arena);
    return good;
}
