/* SPDX-License-Identifier: GPL-3.0-or-later
 * Statistics as a workbook: a sheet of contents with links, then one sheet a block: title, method, base, table, sentence, checks, warnings.
 *
 * Names of sheets are at most 31 characters, unique without regard to case, and hold none of []:*?/\: a number in front makes them unique whatever
 * the titles are. Texts are written as strings: what begins with =, +, - or @ stays text. A value that does not exist is a dash, never 0 and
 * never an empty cell that a sum would take for 0.
 */
#include "ceping/publish.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include <xlsxwriter.h>

#include "ceping/base_num.h"
#include "ceping/base_text.h"
#include "data_priv.h"

#define SHEET_NAME_MAX 31
#define CELL_TEXT_MAX 32767 /* characters, by the format */
#define PROPERTY_MAX 60      /* characters: the library refuses more than 255 bytes */
#define DECIMALS_MAX 9

struct book {
    lxw_workbook *workbook;
    struct arena *arena;
    lxw_format *title, *header, *text, *wrap, *mark;
    lxw_format *numbers[DECIMALS_MAX + 1];
    const char *simulated; /* NULL unless the data are */
};

static void make_formats(struct book *book)
{
    book->title = workbook_add_format(book->workbook);
    format_set_bold(book->title);
    format_set_font_size(book->title, 14);
    book->header = workbook_add_format(book->workbook);
    format_set_bold(book->header);
    format_set_text_wrap(book->header);
    format_set_border(book->header, LXW_BORDER_THIN);
    format_set_align(book->header, LXW_ALIGN_CENTER);
    format_set_align(book->header, LXW_ALIGN_VERTICAL_CENTER);
    book->text = workbook_add_format(book->workbook);
    format_set_border(book->text, LXW_BORDER_THIN);
    book->wrap = workbook_add_format(book->workbook);
    book->mark = workbook_add_format(book->workbook);
    format_set_bold(book->mark);
    format_set_font_color(book->mark, LXW_COLOR_RED);
    for (int decimals = 0; decimals <= DECIMALS_MAX; decimals++) {
        auto_strbuf struct strbuf code;
        strbuf_init(&code);
        strbuf_adds(&code, decimals ? "0." : "0");
        strbuf_pad(&code, '0', (size_t)decimals);
        book->numbers[decimals] = workbook_add_format(book->workbook);
        format_set_num_format(book->numbers[decimals], code.at);
        format_set_border(book->numbers[decimals], LXW_BORDER_THIN);
    }
}

/* The first `limit` characters. */
static const char *cut(struct book *book, const char *text, size_t limit)
{
    const char *at = text, *end = text + strlen(text);
    for (size_t i = 0; i < limit && at < end; i++)
        utf8_next(&at, end);
    return *at ? arena_strndup(book->arena, text, (size_t)(at - text)) : text;
}

static void put(struct book *book, lxw_worksheet *sheet, uint32_t row, uint16_t column, const char *text, lxw_format *format)
{
    if (text && *text)
        worksheet_write_string(sheet, row, column, cut(book, text, CELL_TEXT_MAX), format);
}

static void put_number(lxw_worksheet *sheet, uint32_t row, uint16_t column, double value, lxw_format *format, lxw_format *text)
{
    if (isfinite(value))
        worksheet_write_number(sheet, row, column, value, format);
    else
        worksheet_write_string(sheet, row, column, isnan(value) ? "—" : value > 0 ? "∞" : "−∞", text);
}

static const char *sheet_name(struct book *book, size_t number, const char *title)
{
    auto_strbuf struct strbuf name;
    strbuf_init(&name);
    strbuf_addf(&name, "%03zu ", number);
    const char *at = title, *end = title + strlen(title);
    for (size_t used = name.len; at < end && used < SHEET_NAME_MAX; used++) {
        uint32_t c = utf8_next(&at, end);
        if (c > 0xFFFF) /* two units in the format's own count: leave it out */
            continue;
        if (c < 0x20 || (c < 0x80 && strchr("[]:*?/\\'", (int)c)))
            c = ' ';
        strbuf_add_codepoint(&name, c);
    }
    while (name.at[name.len - 1] == ' ')
        strbuf_truncate(&name, name.len - 1);
    return arena_strdup(book->arena, name.at);
}

static lxw_format *format_of(const struct book *book, const struct analysis_column *column)
{
    int decimals = column->format == ANALYSIS_COUNT ? 0 : column->format == ANALYSIS_P ? 4 : column->decimals;
    return book->numbers[decimals < 0 ? 0 : decimals > DECIMALS_MAX ? DECIMALS_MAX : decimals];
}

/* A labelled line of text; returns the next row. */
static uint32_t line(struct book *book, lxw_worksheet *sheet, uint32_t row, const char *label, const char *text)
{
    if (!text || !*text)
        return row;
    put(book, sheet, row, 0, label, NULL);
    put(book, sheet, row, 1, text, book->wrap);
    return row + 1;
}

static uint32_t count_line(struct book *book, lxw_worksheet *sheet, uint32_t row, const char *label, double value)
{
    if (isnan(value))
        return row;
    put(book, sheet, row, 0, label, NULL);
    worksheet_write_number(sheet, row, 1, value, NULL);
    return row + 1;
}

static uint32_t write_table(struct book *book, lxw_worksheet *sheet, uint32_t row, const struct analysis_block *block)
{
    bool notes = false;
    for (size_t i = 0; i < block->rows.count; i++)
        notes = notes || block->rows.at[i].note;
    uint16_t last = (uint16_t)(block->columns.count + 1);
    put(book, sheet, row, 0, " ", book->header);
    for (size_t c = 0; c < block->columns.count; c++)
        put(book, sheet, row, (uint16_t)(c + 1), block->columns.at[c].title, book->header);
    if (notes)
        put(book, sheet, row, last, "备注", book->header);
    worksheet_freeze_panes(sheet, row + 1, 1);
    for (size_t i = 0; i < block->rows.count; i++) {
        const struct analysis_row *values = &block->rows.at[i];
        row++;
        put(book, sheet, row, 0, values->label, book->text);
        for (size_t c = 0; c < block->columns.count; c++)
            put_number(sheet, row, (uint16_t)(c + 1), values->values[c], format_of(book, &block->columns.at[c]), book->text);
        if (notes)
            put(book, sheet, row, last, values->note ? values->note : " ", book->text);
    }
    return row + 2;
}

static void write_block(struct book *book, const struct analysis_block *block, const char *name)
{
    lxw_worksheet *sheet = workbook_add_worksheet(book->workbook, name);
    worksheet_set_column(sheet, 0, 0, 24, NULL);
    worksheet_set_column(sheet, 1, 30, 12, NULL);
    uint32_t row = 0;
    put(book, sheet, row++, 0, block->title, book->title);
    if (book->simulated)
        put(book, sheet, row++, 0, book->simulated, book->mark);
    row = line(book, sheet, row, "编号", block->id);
    row = line(book, sheet, row, "来源", block->instrument ? block->instrument->title : NULL);
    row = line(book, sheet, row, "方法", block->method);
    row = count_line(book, sheet, row, "基数", block->base);
    row = count_line(book, sheet, row, "缺失", block->missing);
    row = line(book, sheet, row, "缺失种类", block->missing_text);
    row = line(book, sheet, row, "说明", block->sentence);
    row = write_table(book, sheet, row + 1, block);
    for (size_t i = 0; i < block->checks.count; i++)
        row = line(book, sheet, row, "检验", block->checks.at[i]);
    for (size_t i = 0; i < block->warnings.count; i++)
        row = line(book, sheet, row, "注意", block->warnings.at[i]);
}

/* Cells hold values that nobody has rounded, and programs that show them round up whatever the evaluation does. */
static const char *shown_otherwise(const struct evaluation *evaluation)
{
    return evaluation->rounding == ROUND_GBT8170 ? "单元格里是未取舍的数值，表格软件显示时四舍五入；报告中的数字按GB/T 8170—2008修约，逢五时末位可能比这里显示的小一。" : NULL;
}

static void write_contents(struct book *book, lxw_worksheet *sheet, const struct results *results, const struct analysis_block *const *blocks,
                           const char *const *names, size_t count)
{
    static const char *const titles[] = {"工作表", "内容", "编号", "方法名", "基数", "说明"};
    static const double widths[] = {34, 40, 36, 20, 10, 80};
    uint32_t row = 0;
    put(book, sheet, row++, 0, results->evaluation->title, book->title);
    if (book->simulated)
        put(book, sheet, row++, 0, book->simulated, book->mark);
    if (shown_otherwise(results->evaluation))
        put(book, sheet, row++, 0, shown_otherwise(results->evaluation), NULL);
    for (uint16_t c = 0; c < COUNT_OF(titles); c++) {
        worksheet_set_column(sheet, c, c, widths[c], NULL);
        put(book, sheet, row, c, titles[c], book->header);
    }
    worksheet_freeze_panes(sheet, row + 1, 0);
    for (size_t i = 0; i < count; i++) {
        row++;
        worksheet_write_url(sheet, row, 0, arena_printf(book->arena, "internal:'%s'!A1", names[i]), NULL);
        put(book, sheet, row, 0, names[i], book->text);
        put(book, sheet, row, 1, blocks[i]->title, book->text);
        put(book, sheet, row, 2, blocks[i]->id, book->text);
        put(book, sheet, row, 3, blocks[i]->measure, book->text);
        put_number(sheet, row, 4, blocks[i]->base, book->numbers[0], book->text);
        put(book, sheet, row, 5, blocks[i]->sentence, book->text);
    }
}

time_t workbook_time(const char *date, int year)
{
    int month = 1, day = 1;
    if (date)
        sscanf(date, "%d-%d-%d", &year, &month, &day);
    struct tm when = {.tm_year = year - 1900, .tm_mon = month - 1, .tm_mday = day, .tm_hour = 12};
    return timegm(&when);
}

static void set_properties(struct book *book, const struct evaluation *evaluation)
{
    lxw_doc_properties properties = {
        .title = arena_strdup(book->arena, cut(book, evaluation->title ? evaluation->title : evaluation->id, PROPERTY_MAX)),
        .author = arena_strdup(book->arena, cut(book, evaluation->team ? evaluation->team : "", PROPERTY_MAX)),
        .comments = arena_strdup(book->arena, book->simulated ? book->simulated : ""),
        .created = workbook_time(evaluation->report_date, evaluation->year),
    };
    workbook_set_properties(book->workbook, &properties);
}

static lxw_error write_book(const struct results *results, const struct analysis_block *const *blocks, size_t count, const char *path)
{
    struct book book = {.arena = arena_new(), .workbook = workbook_new(path)};
    if (!book.workbook) {
        arena_free(book.arena);
        return LXW_ERROR_CREATING_XLSX_FILE;
    }
    book.simulated = results->evaluation->simulated ? "模拟数据，非真实评估结果" : NULL;
    make_formats(&book);
    set_properties(&book, results->evaluation);
    lxw_worksheet *contents = workbook_add_worksheet(book.workbook, "目录");
    const char **names = ARENA_ARRAY(book.arena, const char *, count + 1);
    for (size_t i = 0; i < count; i++) {
        names[i] = sheet_name(&book, i + 1, blocks[i]->title);
        write_block(&book, blocks[i], names[i]);
    }
    write_contents(&book, contents, results, blocks, names, count);
    lxw_error error = workbook_close(book.workbook);
    arena_free(book.arena);
    return error;
}

bool publish_workbook(const struct results *results, const char *measure, const char *path, struct diags *diags)
{
    const analysis_blocks *all = &results->analyses;
    auto_free const struct analysis_block **blocks = xcalloc(all->count + 1, sizeof *blocks);
    size_t count = 0;
    for (size_t i = 0; i < all->count; i++)
        if (!measure || strcmp(all->at[i].measure, measure) == 0)
            blocks[count++] = &all->at[i];

    auto_strbuf struct strbuf draft;
    strbuf_init(&draft);
    strbuf_addf(&draft, "%s.part", path);
    errno = 0;
    lxw_error error = write_book(results, blocks, count, draft.at);
    if (error == LXW_NO_ERROR && rename(draft.at, path) == 0)
        return true;
    const char *reason = errno ? strerror(errno) : lxw_strerror(error);
    diags_error(diags, POS_NONE, _("cannot write '%s': %s"), path, reason);
    unlink(draft.at);
    return false;
}
