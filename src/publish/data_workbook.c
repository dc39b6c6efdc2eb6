/* SPDX-License-Identifier: GPL-3.0-or-later
 * All tables of the open data as one workbook: a sheet of contents, then one sheet a table with its columns explained in the second row. Texts are written as
 * strings, so none is ever a formula; numbers are numbers, to the 16 digits that the format keeps; what is not published is "*" and what does not exist
 * an empty cell, never 0. The date inside is that of the edition, so that two runs give the same bytes.
 */
#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

#include <xlsxwriter.h>

#include "ceping/base_text.h"
#include "data_priv.h"

struct book {
    lxw_workbook *workbook;
    lxw_format *title, *header, *meaning, *mark;
    const struct data_set *set;
};

static void make_formats(struct book *book)
{
    book->title = workbook_add_format(book->workbook);
    format_set_bold(book->title);
    format_set_font_size(book->title, 14);
    book->header = workbook_add_format(book->workbook);
    format_set_bold(book->header);
    format_set_bottom(book->header, LXW_BORDER_THIN);
    book->meaning = workbook_add_format(book->workbook);
    format_set_text_wrap(book->meaning);
    format_set_font_color(book->meaning, 0x595959);
    format_set_align(book->meaning, LXW_ALIGN_VERTICAL_TOP);
    book->mark = workbook_add_format(book->workbook);
    format_set_bold(book->mark);
    format_set_font_color(book->mark, LXW_COLOR_RED);
}

/* A text longer than a cell of the format holds is cut; no text of ours comes near. */
static void put_text(struct book *book, lxw_worksheet *sheet, uint32_t row, uint16_t column, const char *text, lxw_format *format)
{
    const char *at = text, *end = text + strlen(text);
    for (size_t i = 0; i < 32767 && at < end; i++)
        utf8_next(&at, end);
    worksheet_write_string(sheet, row, column, *at ? arena_strndup(book->set->arena, text, (size_t)(at - text)) : text, format);
}

static void put_cell(struct book *book, lxw_worksheet *sheet, uint32_t row, uint16_t column, const char *text, bool number)
{
    char *end = NULL;
    double value = text && number ? strtod(text, &end) : 0;
    if (!text)
        return;
    if (number && end && *end == '\0')
        worksheet_write_number(sheet, row, column, value, NULL);
    else
        put_text(book, sheet, row, column, text, NULL);
}

static void write_table(struct book *book, const struct data_table *table)
{
    const struct data_form *form = table->form;
    lxw_worksheet *sheet = workbook_add_worksheet(book->workbook, form->name);
    uint32_t top = book->set->about.simulated ? 1 : 0;
    if (top)
        put_text(book, sheet, 0, 0, DATA_MARK, book->mark);
    for (size_t c = 0; c < form->column_count; c++) {
        worksheet_set_column(sheet, (uint16_t)c, (uint16_t)c, form->columns[c].number ? 14 : 22, NULL);
        put_text(book, sheet, top, (uint16_t)c, form->columns[c].id, book->header);
        put_text(book, sheet, top + 1, (uint16_t)c, form->columns[c].meaning, book->meaning);
    }
    worksheet_freeze_panes(sheet, top + 2, 0);
    for (size_t i = 0; i < table->cells.count; i++) {
        size_t c = i % form->column_count;
        put_cell(book, sheet, top + 2 + (uint32_t)(i / form->column_count), (uint16_t)c, table->cells.at[i], form->columns[c].number);
    }
}

static void write_contents(struct book *book)
{
    const struct data_set *set = book->set;
    lxw_worksheet *sheet = workbook_add_worksheet(book->workbook, "目录");
    uint32_t row = 0;
    worksheet_set_column(sheet, 0, 0, 16, NULL);
    worksheet_set_column(sheet, 1, 1, 60, NULL);
    put_text(book, sheet, row++, 0, set->about.title, book->title);
    if (set->about.simulated)
        put_text(book, sheet, row++, 0, DATA_MARK, book->mark);
    for (size_t t = 0; t < DATA_TABLES; t++, row++) {
        worksheet_write_url(sheet, row, 0, arena_printf(set->arena, "internal:'%s'!A1", data_forms[t].name), NULL);
        put_text(book, sheet, row, 0, data_forms[t].name, NULL);
        put_text(book, sheet, row, 1, data_forms[t].title, NULL);
    }
    auto_strbuf struct strbuf citation;
    strbuf_init(&citation);
    data_citation(&set->about, NULL, &citation);
    put_text(book, sheet, row + 1, 0, "引用", NULL);
    put_text(book, sheet, row + 1, 1, citation.at, NULL);
}

static lxw_error write_book(const struct data_set *set, const char *path)
{
    struct book book = {.workbook = workbook_new(path), .set = set};
    if (!book.workbook)
        return LXW_ERROR_CREATING_XLSX_FILE;
    make_formats(&book);
    /* the library refuses longer properties than 255 bytes */
    size_t cut = 0;
    for (const char *at = set->about.title, *end = at + strlen(at); at < end && at - set->about.title < 240; utf8_next(&at, end))
        cut = (size_t)(at - set->about.title);
    lxw_doc_properties properties = {
        .title = arena_strndup(set->arena, set->about.title, strlen(set->about.title) < 240 ? strlen(set->about.title) : cut),
        .comments = set->about.simulated ? DATA_MARK : "",
        .created = workbook_time(data_edition_now(&set->about)->date, set->about.year),
    };
    workbook_set_properties(book.workbook, &properties);
    write_contents(&book);
    for (size_t t = 0; t < DATA_TABLES; t++)
        write_table(&book, &set->tables[t]);
    return workbook_close(book.workbook);
}

/* The library writes files only. */
bool data_write_workbook(const struct data_set *set, struct strbuf *out, struct diags *diags)
{
    auto_strbuf struct strbuf path;
    strbuf_init(&path);
    file_temporary("ceping-data", &path);
    int file = mkstemp(path.at);
    if (file < 0) {
        diags_error(diags, POS_NONE, _("cannot write '%s': %s"), path.at, strerror(errno));
        return false;
    }
    close(file);
    errno = 0;
    lxw_error error = write_book(set, path.at);
    bool good = error == LXW_NO_ERROR && file_read(path.at, SIZE_MAX, out);
    if (!good)
        diags_error(diags, POS_NONE, _("cannot write '%s': %s"), "data.xlsx", errno ? strerror(errno) : lxw_strerror(error));
    unlink(path.at);
    return good;
}
