/* SPDX-License-Identifier: GPL-3.0-or-later
 * Exports as text: CSV (UTF-8 with BOM, so that Excel reads it) and JSON (a list of objects, a response each).
 */
#include "exchange_priv.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>

#include <jansson.h>

#include "ceping/base_num.h"
#include "ceping/base_text.h"

bool write_csv(const struct sheet *sheet, const char *path, struct diags *diags)
{
    auto_strbuf struct strbuf out;
    strbuf_init(&out);
    strbuf_adds(&out, "\xEF\xBB\xBF");
    for (size_t c = 0; c < sheet->columns.count; c++) {
        strbuf_adds(&out, c ? "," : "");
        csv_add_cell(&out, sheet->columns.at[c].name);
    }
    strbuf_adds(&out, "\r\n");
    for (size_t r = 0; r < sheet->rows.count; r++) {
        struct arena *arena = arena_new();
        for (size_t c = 0; c < sheet->columns.count; c++) {
            struct value value = sheet_value(sheet, sheet->rows.at[r], &sheet->columns.at[c]);
            const char *text = sheet_text(sheet, &sheet->columns.at[c], &value, true, arena);
            strbuf_adds(&out, c ? "," : "");
            if (text)
                csv_add_cell(&out, text);
            else
                num_format_exact(&out, value.number);
        }
        strbuf_adds(&out, "\r\n");
        arena_free(arena);
    }
    return file_write(path, out.at, out.len, 0644) || cannot_write(path, strerror(errno), diags);
}

static json_t *json_value(const struct sheet *sheet, const struct sheet_column *column, const struct value *value, struct arena *arena)
{
    const char *text = sheet_text(sheet, column, value, false, arena);
    if (text)
        return *text ? json_string(text) : json_null();
    return value->number == floor(value->number) && fabs(value->number) < 1e15 ? json_integer((json_int_t)value->number) : json_real(value->number);
}

bool write_json(const struct sheet *sheet, const char *path, struct diags *diags)
{
    json_t *list = json_array();
    for (size_t r = 0; r < sheet->rows.count; r++) {
        struct arena *arena = arena_new();
        json_t *object = json_object();
        for (size_t c = 0; c < sheet->columns.count; c++) {
            struct value value = sheet_value(sheet, sheet->rows.at[r], &sheet->columns.at[c]);
            json_object_set_new(object, sheet->columns.at[c].name, json_value(sheet, &sheet->columns.at[c], &value, arena));
        }
        json_array_append_new(list, object);
        arena_free(arena);
    }
    auto_free char *text = json_dumps(list, JSON_INDENT(1) | JSON_REAL_PRECISION(17));
    json_decref(list);
    if (!text)
        return cannot_write(path, _("not valid as JSON"), diags);
    return file_write(path, text, strlen(text), 0644) || cannot_write(path, strerror(errno), diags);
}
