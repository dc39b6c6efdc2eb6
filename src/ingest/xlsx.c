/* SPDX-License-Identifier: GPL-3.0-or-later
 * XLSX through libzip and expat: one sheet, streamed. Only the shared strings stay in memory.
 *
 * Cells may leave out their reference, rows their number; merged cells all show the value of the first (a district written once beside its nine lines, a
 * question above the columns of its rows). Which cells are merged stands behind the rows, so the sheet is looked through for it once before.
 *
 * A formula stands beside the value that Excel last computed. Programs that write workbooks without computing leave the value out: then the formula itself is the cell, which
 * no answer is, and so it is told and not taken for a blank.
 */
#include "xlsx_priv.h"

#include <math.h>
#include <stdlib.h>

struct xlsx_state {
    zip_t *zip;
    struct workbook workbook;
    struct xml_part part;
    struct row_queue queue;
    struct merges merges;
    size_t line, column;          /* of the cell being read; columns from 0 */
    size_t next_column;
    char type; /* of its t attribute: n s i(nlineStr) t(str) b e d */
    size_t style;
    bool in_value, in_text, phonetic, in_formula;
    bool has_value, has_formula; /* the cell being read */
    bool formula_told;
    struct strbuf value, formula;
};

static bool recognise(const unsigned char *head, size_t len)
{
    return len >= 4 && (memcmp(head, "PK\3\4", 4) == 0 || memcmp(head, "PK\5\6", 4) == 0);
}

/* Merged cells ----------------------------------------------------------------------------------------------- */

static void merges_start(struct xml_part *part, const char *element, const char **attributes)
{
    const char *reference = strcmp(element, "mergeCell") == 0 ? xml_attribute(attributes, "ref") : NULL;
    const char *colon = reference ? strchr(reference, ':') : NULL;
    struct merge merge = {0};
    struct xlsx_state *state = part->data;
    if (colon && parse_reference(reference, &merge.left, &merge.top) && parse_reference(colon + 1, &merge.right, &merge.bottom))
        merges_add(&state->merges, part->reader->arena, merge);
}

/* A sheet without merged cells, which most are, is only searched for the word. */
static bool mentions_merges(struct xlsx_state *state, const char *path)
{
    static const char word[] = "mergeCell";
    enum { OVERLAP = sizeof word - 1, PIECE = 64 * 1024 };
    zip_file_t *file = zip_fopen(state->zip, path, 0);
    if (!file)
        return false;
    char *buffer = xmalloc(OVERLAP + PIECE);
    size_t kept = 0;
    uint64_t seen = 0;
    bool found = false;
    zip_int64_t got;
    while (!found && seen < (uint64_t)1 << 30 && (got = zip_fread(file, buffer + kept, PIECE)) > 0) {
        size_t len = kept + (size_t)got;
        found = memmem(buffer, len, word, OVERLAP) != NULL;
        kept = len < OVERLAP ? len : OVERLAP;
        memmove(buffer, buffer + len - kept, kept);
        seen += (uint64_t)got;
    }
    free(buffer);
    zip_fclose(file);
    return found;
}

static bool find_merges(struct reader *reader, const char *path)
{
    struct xlsx_state *state = reader->state;
    state->merges = (struct merges){0};
    if (!mentions_merges(state, path))
        return true;
    struct xml_part part = {.data = state, .start = merges_start};
    if (!xml_part_run(&part, reader, state->zip, path))
        return false;
    merges_sort(&state->merges, reader->arena);
    return true;
}

/* Cells ------------------------------------------------------------------------------------------------------ */

static void number(struct xlsx_state *state, struct strbuf *out)
{
    double value;
    if (!text_number(state->value.at, state->value.len, false, &value)) {
        strbuf_add(out, state->value.at, state->value.len);
        return;
    }
    enum number_kind kind = state->style < state->workbook.styles.count ? state->workbook.styles.at[state->style] : KIND_NUMBER;
    formatted_cell(out, kind, value, state->workbook.from_1904);
}

/* An empty text is a value ("" of IF), an empty number is none. */
static bool is_uncomputed(const struct xlsx_state *state)
{
    return state->has_formula && state->value.len == 0 && !(state->type == 't' && state->has_value);
}

static void put_formula(struct reader *reader)
{
    struct xlsx_state *state = reader->state;
    auto_strbuf struct strbuf text;
    strbuf_init(&text);
    strbuf_addf(&text, "=%s", state->formula.len ? state->formula.at : "…"); /* shared with another cell */
    row_queue_put(&state->queue, state->column, text.at, text.len);
    if (state->formula_told)
        return;
    state->formula_told = true;
    diags_warning(reader->diags, (struct pos){.file = reader->path, .line = (int)state->line, .col = (int)state->column + 1},
                  _("cells hold formulas that were never computed, the first is '%s'"), text.at);
    diags_hint(reader->diags, _("open the workbook in Excel or WPS and save it: then their values are in it"));
}

static void put_cell(struct reader *reader)
{
    struct xlsx_state *state = reader->state;
    if (is_uncomputed(state)) {
        put_formula(reader);
        return;
    }
    auto_strbuf struct strbuf text;
    strbuf_init(&text);
    struct cell shared;
    double index;
    switch (state->type) {
    case 's':
        if (!text_number(state->value.at, state->value.len, false, &index) || index < 0 || index != floor(index) ||
            !workbook_string(&state->workbook, (size_t)index, &shared)) {
            if (state->value.len > 0)
                reader_fail(reader, state->line, _("cell refers to text '%s', which the workbook has not"), state->value.at);
            return;
        }
        row_queue_put(&state->queue, state->column, shared.at, shared.len);
        return;
    case 'b':
        strbuf_adds(&text, strcmp(state->value.at, "1") == 0 ? "1" : state->value.len ? "0" : "");
        break;
    case 'n':
        number(state, &text);
        break;
    case 'd': /* ISO */
        for (size_t i = 0; i < state->value.len; i++)
            strbuf_addc(&text, state->value.at[i] == 'T' ? ' ' : state->value.at[i]);
        break;
    default:
        unescape_cell(&state->value);
        strbuf_add(&text, state->value.at, state->value.len);
    }
    if (text.len > 0)
        row_queue_put(&state->queue, state->column, text.at, text.len);
}

static void start_row(struct xlsx_state *state, const char **attributes)
{
    const char *reference = xml_attribute(attributes, "r");
    size_t column, row;
    state->line++;
    state->next_column = 0;
    if (reference && parse_reference(reference, &column, &row) && row > state->line)
        state->line = row;
}

static void start_cell(struct xml_part *part, const char **attributes)
{
    struct xlsx_state *state = part->reader->state;
    const char *reference = xml_attribute(attributes, "r"), *type = xml_attribute(attributes, "t"), *style = xml_attribute(attributes, "s");
    size_t row;
    state->column = state->next_column;
    if (reference && !parse_reference(reference, &state->column, &row))
        reader_fail(part->reader, state->line, _("'%s' is no reference of a cell"), reference);
    if (state->column >= COLUMNS_MAX)
        reader_fail(part->reader, state->line, _("row has more than %d columns"), COLUMNS_MAX);
    state->next_column = state->column + 1;
    state->type = !type ? 'n' : strcmp(type, "inlineStr") == 0 ? 'i' : strcmp(type, "str") == 0 ? 't' : *type;
    state->style = style ? (size_t)strtoul(style, NULL, 10) : 0;
    state->has_value = state->has_formula = false;
    strbuf_clear(&state->value);
    strbuf_clear(&state->formula);
}

static void sheet_start(struct xml_part *part, const char *element, const char **attributes)
{
    struct xlsx_state *state = part->reader->state;
    if (strcmp(element, "c") == 0)
        start_cell(part, attributes);
    else if (strcmp(element, "v") == 0)
        state->in_value = state->has_value = true;
    else if (strcmp(element, "f") == 0)
        state->in_formula = state->has_formula = true;
    else if (strcmp(element, "t") == 0)
        state->in_text = !state->phonetic;
    else if (strcmp(element, "rPh") == 0)
        state->phonetic = true;
    else if (strcmp(element, "row") == 0)
        start_row(state, attributes);
}

static void sheet_end(struct xml_part *part, const char *element)
{
    struct xlsx_state *state = part->reader->state;
    if (strcmp(element, "c") == 0) {
        put_cell(part->reader);
    } else if (strcmp(element, "v") == 0) {
        state->in_value = false;
    } else if (strcmp(element, "f") == 0) {
        state->in_formula = false;
    } else if (strcmp(element, "t") == 0) {
        state->in_text = false;
    } else if (strcmp(element, "rPh") == 0) {
        state->phonetic = false;
    } else if (strcmp(element, "row") == 0) {
        merges_fill(&state->merges, &state->queue, state->line, part->reader->arena);
        row_queue_end(&state->queue, state->line);
    }
}

static void sheet_text(struct xml_part *part, const char *text, size_t len)
{
    struct xlsx_state *state = part->reader->state;
    struct strbuf *into = state->in_formula ? &state->formula : state->in_value || (state->in_text && state->type == 'i') ? &state->value : NULL;
    if (into && into->len + len > CELL_MAX)
        reader_fail(part->reader, state->line, _("a cell is longer than %d bytes"), CELL_MAX);
    else if (into)
        strbuf_add(into, text, len);
}

/* Sheets ----------------------------------------------------------------------------------------------------- */

static bool begin_sheet(struct reader *reader, const struct xlsx_sheet *sheet)
{
    struct xlsx_state *state = reader->state;
    if (!sheet->path || !find_merges(reader, sheet->path))
        return false;
    state->part = (struct xml_part){.data = state, .start = sheet_start, .end = sheet_end, .text = sheet_text};
    state->line = 0;
    return xml_part_open(&state->part, reader, state->zip, sheet->path);
}

static bool next(struct reader *reader, struct row *ret_row)
{
    struct xlsx_state *state = reader->state;
    while (!row_queue_take(&state->queue, ret_row)) {
        row_queue_clear(&state->queue);
        if (!state->part.parser || !xml_part_feed(&state->part))
            return false;
        reader->taken = state->part.fed;
        reader->size = state->part.size;
    }
    return !reader->failed;
}

static bool holds_anything(struct reader *reader)
{
    struct xlsx_state *state = reader->state;
    struct row row;
    while (next(reader, &row))
        for (size_t i = 0; i < row.count; i++)
            if (row.at[i].len > 0) {
                state->queue.taken--; /* it is the first row to hand out */
                return true;
            }
    return false;
}

static void glance_start(struct xml_part *part, const char *element, const char **attributes)
{
    (void)attributes;
    bool *found = part->data;
    *found = *found || strcmp(element, "v") == 0 || strcmp(element, "t") == 0;
}

/* Does a sheet that is not read hold anything? Its first cell tells. */
static bool has_cells(struct reader *reader, const struct xlsx_sheet *sheet)
{
    struct xlsx_state *state = reader->state;
    bool found = false;
    struct xml_part part = {.data = &found, .start = glance_start};
    if (sheet->path && xml_part_open(&part, reader, state->zip, sheet->path))
        while (!found && xml_part_feed(&part))
            ;
    xml_part_close(&part);
    return found;
}

/* Whoever put answers on two sheets must learn that one of them was not read. */
static bool note_sheets(struct reader *reader, const struct xlsx_sheet *read)
{
    struct xlsx_state *state = reader->state;
    for (size_t i = 0; i < state->workbook.sheets.count; i++) {
        const struct xlsx_sheet *sheet = &state->workbook.sheets.at[i];
        if (!sheet->hidden && (sheet == read || has_cells(reader, sheet)))
            reader_note_sheet(reader, sheet->name, sheet == read);
    }
    return !reader->failed;
}

static bool find_sheet(struct reader *reader, const struct ingest_options *options)
{
    struct xlsx_state *state = reader->state;
    const char *names = "";
    for (size_t pass = 0; pass < 2; pass++) /* hidden sheets only when no other holds anything, or when asked for */
        for (size_t i = 0; i < state->workbook.sheets.count; i++) {
            const struct xlsx_sheet *sheet = &state->workbook.sheets.at[i];
            if (pass == 0)
                names = arena_printf(reader->arena, "%s%s%s", names, *names ? _(", ") : "", sheet->name);
            if (options->sheet) {
                auto_free char *wanted = text_key(options->sheet), *own = text_key(sheet->name);
                if (strcmp(wanted, own) != 0)
                    continue;
                reader->sheet = sheet->name;
                return note_sheets(reader, sheet) && begin_sheet(reader, sheet);
            }
            if (sheet->hidden != (pass == 1) || !begin_sheet(reader, sheet)) {
                if (reader->failed)
                    return false;
                continue;
            }
            reader->sheet = sheet->name;
            if (holds_anything(reader))
                return note_sheets(reader, sheet);
            if (reader->failed)
                return false;
            xml_part_close(&state->part);
        }
    if (!options->sheet)
        return reader_fail(reader, 0, _("all sheets of '%s' are empty"), reader->path);
    reader_fail(reader, 0, _("workbook '%s' has no sheet '%s'"), reader->path, options->sheet);
    diags_hint(reader->diags, _("known: %s"), names);
    return false;
}

static bool open_xlsx(struct reader *reader, const struct ingest_options *options)
{
    struct xlsx_state *state = xcalloc(1, sizeof *state);
    reader->state = state;
    strbuf_init(&state->queue.text);
    strbuf_init(&state->value);
    strbuf_init(&state->formula);
    strbuf_init(&state->workbook.strings);
    int code = 0;
    state->zip = zip_open(reader->path, ZIP_RDONLY, &code);
    if (!state->zip) {
        zip_error_t error;
        zip_error_init_with_code(&error, code);
        reader_fail(reader, 0, _("'%s' cannot be read as a workbook (XLSX): %s"), reader->path, zip_error_strerror(&error));
        diags_hint(reader->diags, _("it may be cut off; fetch it again"));
        zip_error_fini(&error);
        return false;
    }
    return workbook_read(&state->workbook, reader, state->zip) && find_sheet(reader, options);
}

static void close_xlsx(struct reader *reader)
{
    struct xlsx_state *state = reader->state;
    if (!state)
        return;
    xml_part_close(&state->part);
    if (state->zip)
        zip_discard(state->zip);
    workbook_release(&state->workbook);
    row_queue_release(&state->queue);
    strbuf_release(&state->value);
    strbuf_release(&state->formula);
    free(state);
}

const struct reader_type reader_xlsx = {"XLSX", recognise, open_xlsx, next, close_xlsx};
