/* SPDX-License-Identifier: GPL-3.0-or-later
 * Workbooks: opening beside the place, formats, closing.
 */
#include "book.h"

#include <errno.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "exchange_priv.h"

bool book_open(struct book *book, const struct evaluation *evaluation, const char *path)
{
    struct strbuf beside;
    strbuf_init(&beside);
    strbuf_addf(&beside, "%s.new", path);
    *book = (struct book){.beside = strbuf_detach(&beside)};
    book->workbook = workbook_new(book->beside);
    if (!book->workbook)
        return false;
    lxw_doc_properties properties = {.created = (time_t)report_noon(evaluation)};
    workbook_set_properties(book->workbook, &properties);
    book->header = workbook_add_format(book->workbook);
    format_set_bold(book->header);
    format_set_text_wrap(book->header);
    format_set_border(book->header, LXW_BORDER_THIN);
    format_set_align(book->header, LXW_ALIGN_CENTER);
    format_set_align(book->header, LXW_ALIGN_VERTICAL_CENTER);
    book->text = workbook_add_format(book->workbook);
    format_set_num_format(book->text, "@");
    book->wrap = workbook_add_format(book->workbook);
    format_set_text_wrap(book->wrap);
    format_set_align(book->wrap, LXW_ALIGN_VERTICAL_TOP);
    return true;
}

bool book_close(struct book *book, const char *path, bool good, struct diags *diags)
{
    lxw_error error = workbook_close(book->workbook);
    if (good && error != LXW_NO_ERROR)
        good = cannot_write(path, lxw_strerror(error), diags);
    else if (good && rename(book->beside, path) != 0)
        good = cannot_write(path, strerror(errno), diags);
    if (!good)
        unlink(book->beside);
    free(book->beside);
    return good;
}

void book_text(lxw_worksheet *page, lxw_row_t row, lxw_col_t column, const char *text, lxw_format *format)
{
    enum { CUT_AT = 30000 }; /* bytes, fewer than the characters that a cell holds */
    size_t len = strlen(text);
    if (len > CUT_AT)
        for (len = CUT_AT; len > 0 && ((unsigned char)text[len] & 0xC0) == 0x80;)
            len--;
    auto_free char *shown = xstrndup(text, len);
    worksheet_write_string(page, row, column, shown, format);
}
