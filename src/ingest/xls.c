/* SPDX-License-Identifier: GPL-3.0-or-later
 * XLS (BIFF8), which 问卷星 still hands out: records of the workbook stream ([MS-XLS]).
 *
 * freexl was tried first. It reads outside its memory on files with a few changed bytes (within seconds of fuzzing) and knows nothing of merged cells. What
 * is needed of the format is small: names of sheets, shared texts, numbers with their formats, merged cells. Every record is checked against its length.
 * Cells of one sheet are kept in memory, since their order is not promised.
 */
#include "xls_priv.h"

#include <errno.h>
#include <stdlib.h>

enum { FILE_MAX = 64 * 1024 * 1024 }; /* 65,536 rows by 100 columns are about half of it */

enum record_type {
    R_FORMULA = 0x0006, R_EOF = 0x000A, R_DATEMODE = 0x0022, R_FILEPASS = 0x002F, R_CONTINUE = 0x003C, R_BOUNDSHEET = 0x0085, R_MULRK = 0x00BD,
    R_RSTRING = 0x00D6, R_XF = 0x00E0, R_MERGED = 0x00E5, R_SST = 0x00FC, R_LABELSST = 0x00FD, R_NUMBER = 0x0203, R_LABEL = 0x0204, R_BOOLERR = 0x0205,
    R_STRING = 0x0207, R_RK = 0x027E, R_FORMAT = 0x041E, R_BOF = 0x0809,
};

struct record {
    unsigned type;
    const char *at;
    size_t len;
};

struct xls_sheet {
    const char *name;
    size_t start;
    bool hidden;
};

struct xls_cell {
    unsigned row, column, style;
    bool is_number;
    double number;
    size_t text, text_len; /* in `texts` */
    size_t order;          /* of appearance: the last one counts */
};

struct xls_format {
    unsigned id;
    const char *code;
};

struct xls_state {
    struct strbuf stream;
    struct strbuf texts;
    size_t *ends; /* of shared texts, which stand first in `texts` */
    size_t shared;
    LIST_OF(struct xls_sheet) sheets;
    LIST_OF(struct xls_format) formats;
    LIST_OF(unsigned) styles; /* format id of each */
    bool from_1904;
    struct xls_cell *cells;
    size_t count, room, next;
    struct merges merges;
    struct row_queue queue;
};

static bool recognise(const unsigned char *head, size_t len)
{
    return len >= 8 && memcmp(head, "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", 8) == 0;
}

static bool damaged(struct reader *reader)
{
    if (reader->failed)
        return false;
    reader_fail(reader, 0, _("'%s' cannot be read as a workbook (XLS)"), reader->path);
    diags_hint(reader->diags, _("it may be cut off or of Excel 95; open it in Excel and save it as XLSX"));
    return false;
}

static bool next_record(const struct xls_state *state, size_t *at, struct record *ret_record)
{
    if (*at > state->stream.len || state->stream.len - *at < 4)
        return false;
    const char *header = state->stream.at + *at;
    *ret_record = (struct record){le16(header), header + 4, le16(header + 2)};
    if (ret_record->len > state->stream.len - *at - 4)
        return false;
    *at += 4 + ret_record->len;
    return true;
}

/* Texts ------------------------------------------------------------------------------------------------------ */

/* Reads on over the CONTINUE records of a long one. */
struct cursor {
    const struct xls_state *state;
    size_t next; /* record after the present one */
    const char *at;
    size_t left;
};

static bool go_on(struct cursor *cursor)
{
    struct record record;
    size_t at = cursor->next;
    while (cursor->left == 0) {
        if (!next_record(cursor->state, &at, &record) || record.type != R_CONTINUE)
            return false;
        cursor->next = at;
        cursor->at = record.at;
        cursor->left = record.len;
    }
    return true;
}

static bool take(struct cursor *cursor, size_t count, unsigned long *ret_value)
{
    unsigned long value = 0;
    for (size_t i = 0; i < count; i++) {
        if (!go_on(cursor))
            return false;
        value |= (unsigned long)(unsigned char)*cursor->at++ << (8 * i);
        cursor->left--;
    }
    *ret_value = value;
    return true;
}

static bool pass(struct cursor *cursor, unsigned long count)
{
    while (count > 0) {
        if (!go_on(cursor))
            return false;
        size_t step = count < cursor->left ? count : cursor->left;
        cursor->at += step;
        cursor->left -= step;
        count -= step;
    }
    return true;
}

/* `count` characters of one or two bytes; each further record begins by saying anew which. */
static bool take_characters(struct cursor *cursor, unsigned long count, bool wide, struct strbuf *out)
{
    uint32_t high = 0;
    for (unsigned long i = 0; i < count; i++) {
        unsigned long unit, flags;
        if (cursor->left == 0) {
            if (!take(cursor, 1, &flags))
                return false;
            wide = flags & 1;
        }
        if (!take(cursor, wide ? 2 : 1, &unit))
            return false;
        bool low = unit >= 0xDC00 && unit < 0xE000;
        if (high && low) {
            strbuf_add_codepoint(out, 0x10000 + ((high - 0xD800) << 10) + ((uint32_t)unit - 0xDC00));
            high = 0;
            continue;
        }
        if (high || low || unit == 0)
            strbuf_add_codepoint(out, 0xFFFD);
        high = unit >= 0xD800 && unit < 0xDC00 ? (uint32_t)unit : 0;
        if (!high && !low && unit != 0)
            strbuf_add_codepoint(out, (uint32_t)unit);
    }
    if (high)
        strbuf_add_codepoint(out, 0xFFFD);
    return true;
}

static bool take_string(struct cursor *cursor, size_t length_bytes, struct strbuf *out)
{
    unsigned long count, flags, runs = 0, extra = 0;
    if (!take(cursor, length_bytes, &count) || !take(cursor, 1, &flags))
        return false;
    if (((flags & 8) && !take(cursor, 2, &runs)) || ((flags & 4) && !take(cursor, 4, &extra)))
        return false;
    return take_characters(cursor, count, flags & 1, out) && pass(cursor, 4 * runs) && pass(cursor, extra);
}

static bool read_shared(struct xls_state *state, const struct record *record, size_t next)
{
    struct cursor cursor = {state, next, record->at, record->len};
    unsigned long total, unique;
    if (!take(&cursor, 4, &total) || !take(&cursor, 4, &unique) || unique > state->stream.len / 3 || state->shared)
        return false;
    state->ends = xmalloc((unique + 1) * sizeof *state->ends);
    for (size_t i = 0; i < unique; i++) {
        if (!take_string(&cursor, 2, &state->texts))
            return false;
        state->ends[i] = state->texts.len;
        state->shared = i + 1;
    }
    return true;
}

/* Workbook --------------------------------------------------------------------------------------------------- */

static bool read_sheet_name(struct reader *reader, const struct record *record, size_t next)
{
    struct xls_state *state = reader->state;
    if (record->len < 8)
        return false;
    struct cursor cursor = {state, next, record->at + 6, record->len - 6};
    auto_strbuf struct strbuf name;
    strbuf_init(&name);
    if (!take_string(&cursor, 1, &name))
        return false;
    if (record->at[5] == 0) /* a sheet of cells, no chart */
        *LIST_ADD(reader->arena, &state->sheets) = (struct xls_sheet){arena_strdup(reader->arena, name.at), le32(record->at), (record->at[4] & 3) != 0};
    return true;
}

static bool read_format(struct reader *reader, const struct record *record, size_t next)
{
    struct xls_state *state = reader->state;
    if (record->len < 5)
        return false;
    struct cursor cursor = {state, next, record->at + 2, record->len - 2};
    auto_strbuf struct strbuf code;
    strbuf_init(&code);
    if (!take_string(&cursor, 2, &code))
        return false;
    *LIST_ADD(reader->arena, &state->formats) = (struct xls_format){le16(record->at), arena_strdup(reader->arena, code.at)};
    return true;
}

static bool read_globals(struct reader *reader)
{
    struct xls_state *state = reader->state;
    struct record record;
    size_t at = 0;
    if (!next_record(state, &at, &record) || record.type != R_BOF || record.len < 4 || le16(record.at) != 0x0600)
        return damaged(reader);
    while (next_record(state, &at, &record)) {
        bool sound = true;
        if (record.type == R_EOF)
            return true;
        if (record.type == R_FILEPASS)
            return reader_locked(reader);
        if (record.type == R_DATEMODE)
            state->from_1904 = record.len >= 2 && le16(record.at) == 1;
        else if (record.type == R_BOUNDSHEET)
            sound = read_sheet_name(reader, &record, at);
        else if (record.type == R_FORMAT)
            sound = read_format(reader, &record, at);
        else if (record.type == R_XF && record.len >= 4)
            *LIST_ADD(reader->arena, &state->styles) = le16(record.at + 2);
        else if (record.type == R_SST)
            sound = read_shared(state, &record, at);
        if (!sound)
            return damaged(reader);
    }
    return damaged(reader);
}

/* Cells ------------------------------------------------------------------------------------------------------- */

static struct xls_cell *add_cell(struct xls_state *state, unsigned row, unsigned column, unsigned style)
{
    if (state->count == state->room) {
        state->room = state->room ? 2 * state->room : 1024;
        state->cells = xrealloc(state->cells, state->room * sizeof *state->cells);
    }
    struct xls_cell *cell = &state->cells[state->count];
    *cell = (struct xls_cell){.row = row, .column = column, .style = style, .text = state->texts.len, .order = state->count};
    state->count++;
    return cell;
}

static void add_number(struct xls_state *state, unsigned row, unsigned column, unsigned style, double number)
{
    struct xls_cell *cell = add_cell(state, row, column, style);
    cell->is_number = true;
    cell->number = number;
}

static double le_double(const char *at)
{
    uint64_t bits = (uint64_t)le32(at) | (uint64_t)le32(at + 4) << 32;
    double value;
    memcpy(&value, &bits, sizeof value);
    return value;
}

/* A number in four bytes: an integer or the upper half of a double, perhaps times 100. */
static double rk_number(uint32_t rk)
{
    double value;
    if (rk & 2) {
        value = (double)((int32_t)rk >> 2);
    } else {
        uint64_t bits = (uint64_t)(rk & ~3u) << 32;
        memcpy(&value, &bits, sizeof value);
    }
    return rk & 1 ? value / 100 : value;
}

static bool read_label(struct xls_state *state, const struct record *record, size_t next, size_t skip)
{
    struct cursor cursor = {state, next, record->at + skip, record->len - skip};
    struct xls_cell *cell = skip ? add_cell(state, le16(record->at), le16(record->at + 2), le16(record->at + 4)) : &state->cells[state->count - 1];
    cell->text = state->texts.len;
    bool sound = take_string(&cursor, 2, &state->texts);
    cell->text_len = state->texts.len - cell->text;
    return sound;
}

/* "#N/A" as Excel shows it: an error is no blank. */
static void add_error(struct xls_state *state, unsigned row, unsigned column, unsigned char code)
{
    static const struct {
        unsigned char code;
        const char *text;
    } errors[] = {{0x00, "#NULL!"}, {0x07, "#DIV/0!"}, {0x0F, "#VALUE!"}, {0x17, "#REF!"}, {0x1D, "#NAME?"}, {0x24, "#NUM!"}, {0x2A, "#N/A"}};
    const char *text = "#?";
    for (size_t i = 0; i < COUNT_OF(errors); i++)
        if (errors[i].code == code)
            text = errors[i].text;
    struct xls_cell *cell = add_cell(state, row, column, 0);
    strbuf_adds(&state->texts, text);
    cell->text_len = strlen(text);
}

static bool read_formula(struct xls_state *state, const struct record *record)
{
    const char *at = record->at, *result = at + 6;
    if (le16(result + 6) != 0xFFFF) {
        add_number(state, le16(at), le16(at + 2), le16(at + 4), le_double(result));
        return true;
    }
    if (result[0] == 1)
        add_number(state, le16(at), le16(at + 2), 0, result[2] != 0);
    else if (result[0] == 2)
        add_error(state, le16(at), le16(at + 2), (unsigned char)result[2]);
    else
        add_cell(state, le16(at), le16(at + 2), 0); /* its text follows, or it is empty */
    return true;
}

static bool read_multiple(struct xls_state *state, const struct record *record)
{
    for (size_t i = 0; 4 + 6 * (i + 1) + 2 <= record->len; i++)
        add_number(state, le16(record->at), le16(record->at + 2) + (unsigned)i, le16(record->at + 4 + 6 * i), rk_number(le32(record->at + 6 + 6 * i)));
    return true;
}

static bool read_reference(struct xls_state *state, const struct record *record)
{
    uint32_t index = le32(record->at + 6);
    if (index >= state->shared)
        return false;
    struct xls_cell *cell = add_cell(state, le16(record->at), le16(record->at + 2), 0);
    cell->text = index ? state->ends[index - 1] : 0;
    cell->text_len = state->ends[index] - cell->text;
    return true;
}

static void read_merged(struct xls_state *state, struct arena *arena, const struct record *record)
{
    for (size_t at = 2; at + 8 <= record->len; at += 8) {
        const char *four = record->at + at;
        merges_add(&state->merges, arena, (struct merge){.top = le16(four) + 1u, .bottom = le16(four + 2) + 1u, .left = le16(four + 4), .right = le16(four + 6)});
    }
}

static bool read_cell(struct reader *reader, const struct record *record, size_t next)
{
    static const struct {
        unsigned type;
        size_t least;
    } shapes[] = {{R_LABELSST, 10}, {R_LABEL, 9}, {R_RSTRING, 9}, {R_NUMBER, 14}, {R_RK, 10}, {R_MULRK, 12}, {R_BOOLERR, 8}, {R_FORMULA, 14}, {R_STRING, 3}, {R_MERGED, 2}};
    struct xls_state *state = reader->state;
    for (size_t i = 0; i < COUNT_OF(shapes); i++)
        if (shapes[i].type == record->type && record->len < shapes[i].least)
            return false;
    const char *at = record->at;
    switch (record->type) {
    case R_LABELSST:
        return read_reference(state, record);
    case R_LABEL:
    case R_RSTRING:
        return read_label(state, record, next, 6);
    case R_STRING: /* result of the formula before */
        return state->count == 0 || state->cells[state->count - 1].is_number || read_label(state, record, next, 0);
    case R_NUMBER:
        add_number(state, le16(at), le16(at + 2), le16(at + 4), le_double(at + 6));
        return true;
    case R_RK:
        add_number(state, le16(at), le16(at + 2), le16(at + 4), rk_number(le32(at + 6)));
        return true;
    case R_MULRK:
        return read_multiple(state, record);
    case R_BOOLERR:
        if (at[7] == 0)
            add_number(state, le16(at), le16(at + 2), 0, at[6] != 0);
        else
            add_error(state, le16(at), le16(at + 2), (unsigned char)at[6]);
        return true;
    case R_FORMULA:
        return read_formula(state, record);
    case R_MERGED:
        read_merged(state, reader->arena, record);
        return true;
    default:
        return true;
    }
}

static int by_place(const void *a, const void *b)
{
    const struct xls_cell *first = a, *second = b;
    if (first->row != second->row)
        return first->row < second->row ? -1 : 1;
    if (first->column != second->column)
        return first->column < second->column ? -1 : 1;
    return first->order < second->order ? -1 : first->order > second->order;
}

/* Charts within the sheet are streams within the stream: not looked at. */
static bool read_sheet(struct reader *reader, const struct xls_sheet *sheet)
{
    struct xls_state *state = reader->state;
    struct record record;
    size_t at = sheet->start;
    int depth = 0;
    state->count = state->next = 0;
    state->merges = (struct merges){0};
    strbuf_truncate(&state->texts, state->shared ? state->ends[state->shared - 1] : 0);
    while (next_record(state, &at, &record)) {
        if (depth == 0 && record.type != R_BOF)
            break;
        depth += record.type == R_BOF;
        if (record.type == R_EOF && --depth == 0) {
            if (state->count > 1)
                qsort(state->cells, state->count, sizeof *state->cells, by_place);
            merges_sort(&state->merges, reader->arena);
            return true;
        }
        if (depth == 1 && !read_cell(reader, &record, at))
            break;
    }
    return damaged(reader);
}

/* A sheet that is not read: does it hold a cell with anything in it? */
static bool has_cells(const struct xls_state *state, const struct xls_sheet *sheet)
{
    struct record record;
    size_t at = sheet->start;
    while (next_record(state, &at, &record) && record.type != R_EOF)
        if (record.type == R_LABELSST || record.type == R_LABEL || record.type == R_RSTRING || record.type == R_NUMBER || record.type == R_RK || record.type == R_MULRK ||
            record.type == R_FORMULA)
            return true;
    return false;
}

static void note_sheets(struct reader *reader, const struct xls_sheet *read)
{
    struct xls_state *state = reader->state;
    for (size_t i = 0; i < state->sheets.count; i++) {
        const struct xls_sheet *sheet = &state->sheets.at[i];
        if (!sheet->hidden && (sheet == read || has_cells(state, sheet)))
            reader_note_sheet(reader, sheet->name, sheet == read);
    }
}

static bool find_sheet(struct reader *reader, const struct ingest_options *options)
{
    struct xls_state *state = reader->state;
    const char *names = "";
    for (size_t pass_number = 0; pass_number < 2; pass_number++) /* hidden ones when no other holds anything, or when asked for */
        for (size_t i = 0; i < state->sheets.count; i++) {
            const struct xls_sheet *sheet = &state->sheets.at[i];
            if (pass_number == 0)
                names = arena_printf(reader->arena, "%s%s%s", names, *names ? _(", ") : "", sheet->name);
            auto_free char *wanted = text_key(options->sheet ? options->sheet : ""), *own = text_key(sheet->name);
            if (options->sheet ? strcmp(wanted, own) != 0 : sheet->hidden != (pass_number == 1))
                continue;
            if (!read_sheet(reader, sheet))
                return false;
            if (!options->sheet && state->count == 0)
                continue;
            reader->sheet = sheet->name;
            note_sheets(reader, sheet);
            return true;
        }
    if (!options->sheet)
        return reader_fail(reader, 0, _("all sheets of '%s' are empty"), reader->path);
    reader_fail(reader, 0, _("workbook '%s' has no sheet '%s'"), reader->path, options->sheet);
    diags_hint(reader->diags, _("known: %s"), names);
    return false;
}

/* Reading ------------------------------------------------------------------------------------------------------ */

static bool open_xls(struct reader *reader, const struct ingest_options *options)
{
    struct xls_state *state = xcalloc(1, sizeof *state);
    reader->state = state;
    strbuf_init(&state->stream);
    strbuf_init(&state->texts);
    strbuf_init(&state->queue.text);
    auto_strbuf struct strbuf file;
    strbuf_init(&file);
    if (!file_read(reader->path, FILE_MAX, &file)) {
        if (errno == EFBIG)
            return reader_fail(reader, 0, _("'%s' is larger than %d MB; save it as XLSX or CSV"), reader->path, FILE_MAX / 1024 / 1024);
        return reader_fail(reader, 0, _("cannot read '%s': %s"), reader->path, strerror(errno));
    }
    switch (compound_workbook(&file, &state->stream)) {
    case COMPOUND_ENCRYPTED:
        return reader_locked(reader);
    case COMPOUND_NO_WORKBOOK:
        return reader_fail(reader, 0, _("'%s' holds no workbook"), reader->path);
    case COMPOUND_DAMAGED:
        return damaged(reader);
    default:
        return read_globals(reader) && find_sheet(reader, options);
    }
}

static void put(struct xls_state *state, const struct xls_cell *cell)
{
    auto_strbuf struct strbuf text;
    strbuf_init(&text);
    if (!cell->is_number) {
        row_queue_put(&state->queue, cell->column, state->texts.at + cell->text, cell->text_len);
        return;
    }
    unsigned id = cell->style < state->styles.count ? state->styles.at[cell->style] : 0;
    const char *code = NULL;
    for (size_t i = 0; i < state->formats.count; i++)
        if (state->formats.at[i].id == id)
            code = state->formats.at[i].code;
    formatted_cell(&text, format_kind((int)id, code), cell->number, state->from_1904);
    row_queue_put(&state->queue, cell->column, text.at, text.len);
}

static bool next(struct reader *reader, struct row *ret_row)
{
    struct xls_state *state = reader->state;
    if (state->next >= state->count)
        return false;
    unsigned row = state->cells[state->next].row;
    row_queue_clear(&state->queue);
    for (; state->next < state->count && state->cells[state->next].row == row; state->next++) {
        const struct xls_cell *cell = &state->cells[state->next];
        if (cell->column < COLUMNS_MAX && (cell->is_number || cell->text_len <= CELL_MAX))
            put(state, cell);
    }
    merges_fill(&state->merges, &state->queue, row + 1, reader->arena);
    row_queue_end(&state->queue, row + 1);
    return row_queue_take(&state->queue, ret_row);
}

static void close_xls(struct reader *reader)
{
    struct xls_state *state = reader->state;
    if (!state)
        return;
    strbuf_release(&state->stream);
    strbuf_release(&state->texts);
    free(state->ends);
    free(state->cells);
    row_queue_release(&state->queue);
    free(state);
}

const struct reader_type reader_xls = {"XLS", recognise, open_xls, next, close_xls};
