/* SPDX-License-Identifier: GPL-3.0-or-later
 * Cells of CSV as they are written (RFC 4180). Quoted for any separator in use: the file may get another one in the hands of a spreadsheet program, and a
 * program that reads it may trim what is not quoted.
 */
#include "base_priv.h"

#include "ceping/base_text.h"

void csv_add_cell(struct strbuf *out, const char *text)
{
    size_t len = strlen(text);
    bool blank = len > 0 && (text[0] == ' ' || text[len - 1] == ' ');
    if (!blank && !text[strcspn(text, ",;\t\"\r\n")]) {
        strbuf_add(out, text, len);
        return;
    }
    strbuf_addc(out, '"');
    for (; *text; text++) {
        if (*text == '"')
            strbuf_addc(out, '"');
        strbuf_addc(out, *text);
    }
    strbuf_addc(out, '"');
}
