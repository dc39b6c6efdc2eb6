/* SPDX-License-Identifier: GPL-3.0-or-later
 * XLS (BIFF8) through freexl, which 问卷星 still hands out. freexl reads the whole file at once; dates come as text. It knows nothing of merged cells.
 */
#include "ingest_priv.h"

#include <freexl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

enum { FILE_MAX = 128 * 1024 * 1024 }; /* a full sheet of BIFF8 (65,536 × 256) is less */

struct xls_state {
    const void *handle;
    unsigned rows, next_row;
    unsigned short columns;
    struct row_queue queue;
};

static bool recognise(const unsigned char *head, size_t len)
{
    return len >= 8 && memcmp(head, "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", 8) == 0;
}

static const char *sheet_name(struct xls_state *state, unsigned sheet)
{
    const char *name = NULL;
    return freexl_get_worksheet_name(state->handle, (unsigned short)sheet, &name) == FREEXL_OK && name ? name : "";
}

static bool select_sheet(struct xls_state *state, unsigned sheet)
{
    state->rows = 0;
    state->columns = 0;
    return freexl_select_active_worksheet(state->handle, (unsigned short)sheet) == FREEXL_OK &&
           freexl_worksheet_dimensions(state->handle, &state->rows, &state->columns) == FREEXL_OK;
}

static bool cell_holds(struct xls_state *state, unsigned row, unsigned short column, FreeXL_CellValue *ret_value)
{
    return freexl_get_cell_value(state->handle, row, column, ret_value) == FREEXL_OK && ret_value->type >= FREEXL_CELL_INT && ret_value->type <= FREEXL_CELL_TIME;
}

static bool sheet_holds(struct xls_state *state)
{
    FreeXL_CellValue value;
    for (unsigned row = 0; row < state->rows; row++)
        for (unsigned short column = 0; column < state->columns; column++)
            if (cell_holds(state, row, column, &value))
                return true;
    return false;
}

static bool same_name(const char *a, const char *b)
{
    auto_free char *first = text_key(a), *second = text_key(b);
    return strcmp(first, second) == 0;
}

static bool find_sheet(struct reader *reader, const struct ingest_options *options)
{
    struct xls_state *state = reader->state;
    unsigned sheets = 0;
    if (freexl_get_info(state->handle, FREEXL_BIFF_SHEET_COUNT, &sheets) != FREEXL_OK || sheets == 0)
        return reader_fail(reader, 0, _("workbook '%s' has no sheet"), reader->path);
    const char *names = "";
    for (unsigned i = 0; i < sheets; i++) {
        const char *name = arena_strdup(reader->arena, sheet_name(state, i));
        names = arena_printf(reader->arena, "%s%s%s", names, *names ? ", " : "", name);
        if (options->sheet && !same_name(name, options->sheet))
            continue;
        if (!select_sheet(state, i) || (!options->sheet && !sheet_holds(state)))
            continue;
        reader->sheet = name;
        return true;
    }
    if (!options->sheet)
        return reader_fail(reader, 0, _("all sheets of '%s' are empty"), reader->path);
    reader_fail(reader, 0, _("workbook '%s' has no sheet '%s'"), reader->path, options->sheet);
    diags_hint(reader->diags, _("known: %s"), names);
    return false;
}

static bool open_xls(struct reader *reader, const struct ingest_options *options)
{
    struct xls_state *state = xcalloc(1, sizeof *state);
    reader->state = state;
    strbuf_init(&state->queue.text);
    struct stat about;
    if (stat(reader->path, &about) == 0 && about.st_size > FILE_MAX)
        return reader_fail(reader, 0, _("'%s' is larger than %d MB; save it as XLSX or CSV"), reader->path, FILE_MAX / 1024 / 1024);
    int result = freexl_open(reader->path, &state->handle);
    unsigned secret = FREEXL_UNKNOWN;
    if (result == FREEXL_OK && freexl_get_info(state->handle, FREEXL_BIFF_PASSWORD, &secret) == FREEXL_OK && secret == FREEXL_BIFF_OBFUSCATED)
        return reader_fail(reader, 0, _("workbook '%s' is protected by a password"), reader->path);
    if (result != FREEXL_OK) {
        reader_fail(reader, 0, _("'%s' cannot be read as a workbook (XLS)"), reader->path);
        diags_hint(reader->diags, _("it may be cut off or protected; open it in Excel and save it as XLSX"));
        return false;
    }
    return find_sheet(reader, options);
}

static void put(struct xls_state *state, unsigned short column, const FreeXL_CellValue *value)
{
    auto_strbuf struct strbuf text;
    strbuf_init(&text);
    if (value->type == FREEXL_CELL_INT)
        strbuf_addf(&text, "%d", value->value.int_value);
    else if (value->type == FREEXL_CELL_DOUBLE)
        number_cell(&text, value->value.double_value);
    else if (value->value.text_value)
        strbuf_adds(&text, value->value.text_value);
    row_queue_put(&state->queue, column, text.at, text.len);
}

static bool next(struct reader *reader, struct row *ret_row)
{
    struct xls_state *state = reader->state;
    if (state->next_row >= state->rows)
        return false;
    unsigned row = state->next_row++;
    row_queue_clear(&state->queue);
    FreeXL_CellValue value;
    for (unsigned short column = 0; column < state->columns; column++)
        if (cell_holds(state, row, column, &value))
            put(state, column, &value);
    row_queue_end(&state->queue, row + 1);
    return row_queue_take(&state->queue, ret_row);
}

static void close_xls(struct reader *reader)
{
    struct xls_state *state = reader->state;
    if (!state)
        return;
    if (state->handle)
        freexl_close(state->handle);
    row_queue_release(&state->queue);
    free(state);
}

const struct reader_type reader_xls = {"XLS", recognise, open_xls, next, close_xls};
