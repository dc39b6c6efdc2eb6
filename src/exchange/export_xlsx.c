/* SPDX-License-Identifier: GPL-3.0-or-later
 * The export as a workbook: titles for people above the ids, one row a response; a second sheet tells what the columns and codes mean.
 */
#include "exchange_priv.h"

#include <errno.h>
#include <stdio.h>
#include <unistd.h>

#include "book.h"

static bool put_rows(const struct sheet *sheet, struct book *book, lxw_worksheet *page, const char *path, struct diags *diags)
{
    for (size_t r = 0; r < sheet->rows.count; r++) {
        struct arena *arena = arena_new();
        bool good = true;
        for (size_t c = 0; good && c < sheet->columns.count; c++) {
            const struct sheet_column *column = &sheet->columns.at[c];
            struct value value = sheet_value(sheet, sheet->rows.at[r], column);
            const char *text = sheet_text(sheet, column, &value, false, arena);
            if (!text)
                worksheet_write_number(page, (lxw_row_t)r + 2, (lxw_col_t)c, value.number, NULL);
            else if (*text)
                good = worksheet_write_string(page, (lxw_row_t)r + 2, (lxw_col_t)c, text, book->text) == LXW_NO_ERROR;
            if (!good) {
                diags_error(diags, (struct pos){.file = path, .line = (int)r + 3, .col = (int)c + 1}, _("the text of '%s' in response '%s' is longer than a cell of a workbook may be"),
                            column->name, sheet->raw->keys[sheet->rows.at[r]]);
                diags_hint(diags, _("csv and json hold it"));
            }
        }
        arena_free(arena);
        if (!good)
            return false;
    }
    return true;
}

static void put_codes(const struct sheet *sheet, struct book *book)
{
    static const char *const headers[] = {"列", "含义", "选项"};
    lxw_worksheet *page = workbook_add_worksheet(book->workbook, "题目与选项");
    worksheet_set_column(page, 0, 0, 24, NULL);
    worksheet_set_column(page, 1, 2, 60, book->wrap);
    for (size_t i = 0; i < COUNT_OF(headers); i++)
        worksheet_write_string(page, 0, (lxw_col_t)i, headers[i], book->header);
    for (size_t c = 0; c < sheet->columns.count; c++) {
        const struct sheet_column *column = &sheet->columns.at[c];
        worksheet_write_string(page, (lxw_row_t)c + 1, 0, column->name, book->text);
        book_text(page, (lxw_row_t)c + 1, 1, column->title, book->wrap);
        if (column->variable)
            book_text(page, (lxw_row_t)c + 1, 2, variable_options(column->variable, sheet->arena), book->wrap);
    }
}

bool write_xlsx(const struct sheet *sheet, const char *path, struct diags *diags)
{
    struct book book;
    if (sheet->columns.count > LXW_COL_MAX || sheet->rows.count + 2 > LXW_ROW_MAX)
        return cannot_write(path, _("more rows or columns than a workbook holds; csv and json hold them"), diags);
    if (!book_open(&book, sheet->evaluation, path))
        return cannot_write(path, strerror(errno), diags);
    lxw_worksheet *page = workbook_add_worksheet(book.workbook, "答卷");
    for (size_t c = 0; c < sheet->columns.count; c++) {
        book_text(page, 0, (lxw_col_t)c, sheet->columns.at[c].title, book.header);
        worksheet_write_string(page, 1, (lxw_col_t)c, sheet->columns.at[c].name, book.header);
    }
    worksheet_set_column(page, 0, (lxw_col_t)sheet->columns.count, 14, NULL);
    worksheet_freeze_panes(page, 2, 1);
    bool good = put_rows(sheet, &book, page, path, diags);
    put_codes(sheet, &book);
    return book_close(&book, path, good, diags);
}
