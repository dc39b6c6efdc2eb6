/* SPDX-License-Identifier: GPL-3.0-or-later
 * A workbook that appears whole or not at all, with a date that is not the clock's.
 */
#ifndef CEPING_EXCHANGE_BOOK_H
#define CEPING_EXCHANGE_BOOK_H

#include <xlsxwriter.h>

#include "ceping/base_diag.h"
#include "ceping/model.h"

struct book {
    lxw_workbook *workbook;
    char *beside; /* where it is written */
    lxw_format *header, *text, *wrap; /* text: "@", so that a spreadsheet program keeps what is typed */
};

bool book_open(struct book *book, const struct evaluation *evaluation, const char *path);
/* With `good` the file goes to its place; without it is thrown away. False, with a reason where there is none yet. */
bool book_close(struct book *book, const char *path, bool good, struct diags *diags);
/* Writes a text for people, cut where a cell ends. */
void book_text(lxw_worksheet *page, lxw_row_t row, lxw_col_t column, const char *text, lxw_format *format);

#endif
