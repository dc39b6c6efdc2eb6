/* SPDX-License-Identifier: GPL-3.0-or-later
 * Tables as CSV (RFC 4180, UTF-8 with BOM, which spreadsheets want), and back.
 *
 * A spreadsheet runs a cell that begins like a formula. A text that begins with = + - @ or a control character gets an apostrophe before it; one that begins
 * with an apostrophe gets another, so that reading back is exact. Numbers are written by the program and stay numbers.
 */
#include "data_priv.h"

static void put_cell(struct strbuf *out, const char *text, bool number)
{
    if (!text || !*text)
        return;
    bool guarded = !number && (strchr("=+-@'", *text) || (unsigned char)*text < 0x20);
    bool quoted = guarded || strpbrk(text, ",\"\r\n") || *text == ' ';
    if (quoted)
        strbuf_addc(out, '"');
    if (guarded)
        strbuf_addc(out, '\'');
    for (; *text; text++) {
        if (*text == '"')
            strbuf_addc(out, '"');
        strbuf_addc(out, *text);
    }
    if (quoted)
        strbuf_addc(out, '"');
}

void data_write_csv(const struct data_form *form, const struct data_table *table, bool simulated, struct strbuf *out)
{
    strbuf_adds(out, "\xEF\xBB\xBF");
    for (size_t c = 0; c < form->column_count; c++)
        strbuf_addf(out, "%s%s", c ? "," : "", form->columns[c].id);
    strbuf_adds(out, simulated ? ",status\r\n" : "\r\n");
    for (size_t i = 0; i < table->cells.count; i++) {
        size_t c = i % form->column_count;
        if (c)
            strbuf_addc(out, ',');
        put_cell(out, table->cells.at[i], form->columns[c].number);
        if (c + 1 == form->column_count)
            strbuf_addf(out, "%s%s\r\n", simulated ? "," : "", simulated ? DATA_MARK : "");
    }
}

/* Back ------------------------------------------------------------------------------------------------------------ */

static const char *read_quoted(struct strbuf *cell, const char *at)
{
    for (at++; *at; at++) {
        if (*at != '"')
            strbuf_addc(cell, *at);
        else if (at[1] == '"')
            strbuf_addc(cell, *at++);
        else
            return at + 1;
    }
    return NULL;
}

bool csv_rows_parse(struct arena *arena, const char *text, struct csv_rows *ret_rows)
{
    struct csv_rows rows = {0};
    auto_strbuf struct strbuf cell;
    strbuf_init(&cell);
    if (!strncmp(text, "\xEF\xBB\xBF", 3))
        text += 3;
    while (*text) {
        strbuf_clear(&cell);
        if (*text == '"') {
            text = read_quoted(&cell, text);
            if (!text)
                return false;
        }
        for (; *text && !strchr(",\r\n", *text); text++)
            strbuf_addc(&cell, *text);
        *LIST_ADD(arena, &rows.cells) = cell.len ? arena_strdup(arena, cell.at) : NULL;
        if (*text == ',') {
            if (!text[1] || strchr("\r\n", text[1])) /* an empty last cell */
                *LIST_ADD(arena, &rows.cells) = NULL;
            text++;
        }
        if (*text && !strchr("\r\n", *text))
            continue;
        *LIST_ADD(arena, &rows.ends) = rows.cells.count;
        if (*text == '\r')
            text++;
        if (*text == '\n')
            text++;
    }
    *ret_rows = rows;
    return true;
}
