/* SPDX-License-Identifier: GPL-3.0-or-later
 * CSV through libcsv: any encoding that base knows, delimiter `,` `;` or tab.
 *
 * The file is read in pieces, each cut where a character ends, converted to UTF-8 and pushed through the parser. Rows are counted as a spreadsheet
 * counts them: a line break inside quotes does not begin a row, an empty line does. A quotation mark that is never closed swallows the rows
 * up to the next mark, or the rest of a file, without a word in most readers; here it is an error, as is a cell of more than CELL_MAX bytes, which comes from
 * the same mistake.
 *
 * A row without a quotation mark needs no parser: it is cut at its delimiters, as libcsv would, which takes a character at a time through its states and was a
 * third of all reading. A test reads every row both ways.
 */
#include "ingest_priv.h"

#include <csv.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

enum { PIECE = 64 * 1024, BETWEEN_ROWS = 0, FIELD_BEGUN = 2, MAY_HAVE_ENDED = 3 /* states of libcsv */ };

struct csv_state {
    FILE *file;
    struct csv_parser parser;
    bool parser_ready;
    struct row_queue queue;
    size_t line;      /* of the row in the making */
    size_t column;
    size_t breaks;    /* lines of the file that the cell in the making has gone over */
    int ended_by;     /* last line end */
    bool too_long;    /* a cell */
    bool ended;
    bool plain;       /* nothing but ASCII so far */
    struct strbuf raw; /* read, not yet converted */
    struct strbuf text;
};

static bool recognise(const unsigned char *head, size_t len)
{
    (void)head;
    return len > 0;
}

/* Parsing ------------------------------------------------------------------------------------------------ */

static void on_cell(void *cell, size_t len, void *data)
{
    struct csv_state *state = data;
    if (len > CELL_MAX)
        state->too_long = true;
    else if (state->column <= COLUMNS_MAX)
        row_queue_put(&state->queue, state->column, cell, len);
    state->column++;
}

/* With CSV_REPALL_NL each line end arrives, both halves of CRLF too. */
static void on_row(int ended_by, void *data)
{
    struct csv_state *state = data;
    bool second_half = state->column == 0 && state->ended_by == CSV_CR && ended_by == CSV_LF;
    state->ended_by = ended_by;
    if (second_half) {
        state->ended_by = 0;
        return;
    }
    if (state->column > 0)
        row_queue_end(&state->queue, state->line);
    state->line++;
    state->column = 0;
}

static bool cells_fit(struct reader *reader)
{
    const struct csv_state *state = reader->state;
    if (state->too_long || state->parser.entry_pos > CELL_MAX)
        return reader_fail(reader, state->line, _("cell %zu is longer than %d bytes; is a quotation mark missing?"), state->column + 1, CELL_MAX);
    return true;
}

/* The end of a quotation: a delimiter or a line end, after blanks. `end` is one too, for what follows there is not known yet. */
static bool ends_cell(const char *at, const char *end, char delimiter)
{
    while (at < end && *at == ' ')
        at++;
    return at == end || *at == delimiter || *at == '\r' || *at == '\n';
}

/* Does a text in quotation marks that came over a line end go on as one? A mark in it is doubled or ends the cell. Where it does neither, it begins another cell, and all rows between
 * were swallowed. Within one line such marks are let through: there they are part of what somebody wrote. */
static bool goes_on(const struct csv_state *state, const char *text, const char *end, char delimiter)
{
    if (state->parser.pstate == MAY_HAVE_ENDED && text < end && *text == '"')
        text++; /* the second half of a doubled one */
    else if (state->parser.pstate == MAY_HAVE_ENDED)
        return ends_cell(text, end, delimiter);
    while ((text = memchr(text, '"', (size_t)(end - text))) && text + 1 < end && text[1] == '"')
        text += 2;
    return !text || ends_cell(text + 1, end, delimiter);
}

static bool quotation_fits(struct reader *reader, const char *text, size_t len)
{
    struct csv_state *state = reader->state;
    bool open = state->parser.quoted && (state->parser.pstate == FIELD_BEGUN || state->parser.pstate == MAY_HAVE_ENDED);
    if (!open)
        state->breaks = 0;
    if (state->breaks == 0 || goes_on(state, text, text + len, reader->delimiter))
        return true;
    reader_fail(reader, state->line, _("quotation mark of cell %zu is never closed: another begins %zu lines below"), state->column + 1, state->breaks);
    diags_hint(reader->diags, _("close it; a mark within a text is written twice"));
    return false;
}

static bool parse(struct reader *reader, const char *text, size_t len)
{
    struct csv_state *state = reader->state;
    if (!quotation_fits(reader, text, len))
        return false;
    state->breaks += len > 0 && text[len - 1] == '\n';
    if (csv_parse(&state->parser, text, len, on_cell, on_row, state) != len)
        return reader_fail(reader, state->line, _("cannot read the row: %s"), csv_strerror(csv_error(&state->parser)));
    return cells_fit(reader);
}

/* Marks that make a row one for the parser; where the next of each is, is asked once, not once a row. */
struct ahead {
    const char *end;
    const char *mark, *carriage; /* `end`: no more */
};

static const char *next_of(const char *text, const char *end, char c)
{
    const char *at = text < end ? memchr(text, c, (size_t)(end - text)) : NULL;
    return at ? at : end;
}

/* Cuts the row that begins at `text` and gives where the next one begins; NULL where it is one for the parser: in quotation marks, with a line end of its own kind, or
 * not whole. */
static const char *take_row(struct csv_state *state, struct ahead *ahead, const char *text, char delimiter)
{
    const char *end = next_of(text, ahead->end, '\n');
    if (end == ahead->end)
        return NULL;
    if (ahead->mark < text)
        ahead->mark = next_of(text, ahead->end, '"');
    if (ahead->carriage < text)
        ahead->carriage = next_of(text, ahead->end, '\r');
    if (ahead->mark < end || ahead->carriage + 1 < end)
        return NULL;
    const char *stop = ahead->carriage < end ? ahead->carriage : end;
    state->too_long = !row_queue_cut(&state->queue, text, (size_t)(stop - text), delimiter, COLUMNS_MAX + 1, &state->column);
    if (state->too_long)
        return end + 1;
    if (stop < end)
        on_row(CSV_CR, state);
    on_row(CSV_LF, state);
    return end + 1;
}

static bool push(struct reader *reader, const char *text, size_t len)
{
    struct csv_state *state = reader->state;
    const char *end = text + len;
    struct ahead ahead = {end, next_of(text, end, '"'), next_of(text, end, '\r')};
    while (text < end) {
        const char *next = state->parser.pstate == BETWEEN_ROWS ? take_row(state, &ahead, text, reader->delimiter) : NULL;
        if (next && !cells_fit(reader))
            return false;
        if (!next) {
            next = next_of(text, end, '\n');
            next += next < end;
            if (!parse(reader, text, (size_t)(next - text)))
                return false;
        }
        text = next;
    }
    return true;
}

/* Converting ---------------------------------------------------------------------------------------------- */

static size_t utf8_cut(const unsigned char *at, size_t len)
{
    for (size_t back = 1; back <= 3 && back <= len; back++) {
        unsigned char c = at[len - back];
        if ((c & 0xC0) == 0x80)
            continue;
        size_t size = c < 0x80 ? 1 : c < 0xE0 ? 2 : c < 0xF0 ? 3 : 4;
        return size > back ? len - back : len;
    }
    return len;
}

static size_t gb18030_cut(const unsigned char *at, size_t len)
{
    for (size_t i = 0; i < len;) {
        size_t size = at[i] < 0x80 ? 1 : i + 1 < len && at[i + 1] >= 0x30 && at[i + 1] <= 0x39 ? 4 : 2;
        if (i + size > len)
            return i;
        i += size;
    }
    return len;
}

/* Where the last whole character ends. */
static size_t cut(enum encoding encoding, const char *bytes, size_t len)
{
    const unsigned char *at = (const unsigned char *)bytes;
    switch (encoding) {
    case ENCODING_UTF16LE:
    case ENCODING_UTF16BE: {
        len &= ~(size_t)1;
        unsigned char high = len ? at[len - (encoding == ENCODING_UTF16LE ? 1 : 2)] : 0;
        return high >= 0xD8 && high <= 0xDB ? len - 2 : len;
    }
    case ENCODING_GB18030:
        return gb18030_cut(at, len);
    default:
        return utf8_cut(at, len);
    }
}

static bool is_ascii(const char *bytes, size_t len)
{
    for (size_t i = 0; i < len; i++)
        if ((unsigned char)bytes[i] >= 0x80)
            return false;
    return true;
}

static bool zero_at(enum encoding encoding, const char *bytes, size_t at, size_t len, size_t *ret_size)
{
    bool wide = encoding == ENCODING_UTF16LE || encoding == ENCODING_UTF16BE;
    *ret_size = wide ? 2 : 1;
    return at + *ret_size <= len && bytes[at] == 0 && (!wide || bytes[at + 1] == 0);
}

/* Rows that end in text which the parser has not seen. */
static size_t rows_ended(const struct csv_state *state, const char *text, size_t len)
{
    bool quoted = state->parser_ready && state->parser.quoted && state->parser.pstate == FIELD_BEGUN;
    size_t rows = 0;
    for (size_t i = 0; i < len; i++) {
        quoted = quoted != (text[i] == '"');
        rows += !quoted && (text[i] == '\n' || (text[i] == '\r' && (i + 1 >= len || text[i + 1] != '\n')));
    }
    return rows;
}

/* Adds `len` bytes as UTF-8; characters NUL, which no text has, become U+FFFD and are reported with their cells. */
static bool convert(struct reader *reader, const char *bytes, size_t len, struct strbuf *out)
{
    struct csv_state *state = reader->state;
    while (len > 0) {
        size_t bad = 0, size = 0;
        if (encoding_to_utf8(reader->encoding, bytes, len, out, &bad))
            return true;
        if (!zero_at(reader->encoding, bytes, bad, len, &size)) {
            strbuf_clear(out);
            encoding_to_utf8(reader->encoding, bytes, bad, out, &(size_t){0});
            reader_fail(reader, state->line + rows_ended(state, out->at, out->len), _("bytes that are not valid %s, at or after this row"), _(encoding_name(reader->encoding)));
            diags_hint(reader->diags, _("state the encoding, or save the file as UTF-8"));
            return false;
        }
        encoding_to_utf8(reader->encoding, bytes, bad, out, &(size_t){0});
        strbuf_add_codepoint(out, 0xFFFD);
        bytes += bad + size;
        len -= bad + size;
    }
    return true;
}

static bool fill(struct reader *reader, size_t wanted)
{
    struct csv_state *state = reader->state;
    char part[PIECE];
    while (state->raw.len < wanted && !state->ended) {
        size_t got = fread(part, 1, sizeof part, state->file);
        if (ferror(state->file))
            return reader_fail(reader, state->line, _("cannot read '%s': %s"), reader->path, strerror(errno));
        strbuf_add(&state->raw, part, got);
        reader->taken += got;
        state->ended = got < sizeof part;
    }
    return true;
}

/* Text that was ASCII for the length of the look at its beginning shows its encoding only here. */
static void look_again(struct reader *reader)
{
    struct csv_state *state = reader->state;
    if (!state->plain || reader->encoding != ENCODING_UTF8)
        return;
    enum encoding encoding = encoding_detect(state->raw.at, state->raw.len, !state->ended);
    if (encoding == ENCODING_GB18030)
        reader->encoding = encoding;
    state->plain = is_ascii(state->raw.at, state->raw.len);
}

/* Converts what was read into `text`, keeping a cut-off character for later. */
static bool take_text(struct reader *reader)
{
    struct csv_state *state = reader->state;
    strbuf_clear(&state->text);
    look_again(reader);
    size_t whole = state->ended ? state->raw.len : cut(reader->encoding, state->raw.at, state->raw.len);
    if (!convert(reader, state->raw.at, whole, &state->text))
        return false;
    auto_strbuf struct strbuf rest;
    strbuf_init(&rest);
    strbuf_add(&rest, state->raw.at + whole, state->raw.len - whole);
    strbuf_clear(&state->raw);
    strbuf_add(&state->raw, rest.at, rest.len);
    return true;
}

/* Opening ------------------------------------------------------------------------------------------------- */

/* The mark of UTF-8 in front of GB18030: two programs had the file in hand. */
static void skip_wrong_mark(struct csv_state *state, enum encoding stated)
{
    static const char mark[] = "\xEF\xBB\xBF";
    size_t len = sizeof mark - 1;
    if (stated != ENCODING_GB18030 || state->raw.len < len || memcmp(state->raw.at, mark, len) != 0)
        return;
    memmove(state->raw.at, state->raw.at + len, state->raw.len - len);
    strbuf_truncate(&state->raw, state->raw.len - len);
}

static bool find_encoding(struct reader *reader, const struct ingest_options *options)
{
    struct csv_state *state = reader->state;
    if (options->encoding != ENCODING_UNKNOWN) {
        state->plain = false; /* stated: not looked at again */
        reader->encoding = options->encoding;
        skip_wrong_mark(state, options->encoding);
        return true;
    }
    reader->encoding = encoding_detect(state->raw.at, state->raw.len, !state->ended);
    if (reader->encoding == ENCODING_UNKNOWN && memchr(state->raw.at, 0, state->raw.len)) {
        auto_strbuf struct strbuf bare; /* a stray NUL hides what the rest is */
        strbuf_init(&bare);
        for (size_t i = 0; i < state->raw.len; i++)
            if (state->raw.at[i])
                strbuf_addc(&bare, state->raw.at[i]);
        size_t lost = state->raw.len - bare.len;
        if (lost * 20 < state->raw.len) /* more than that is no text at all */
            reader->encoding = encoding_detect(bare.at, bare.len, !state->ended);
    }
    if (reader->encoding != ENCODING_UNKNOWN)
        return true;
    reader_fail(reader, 0, _("cannot tell the encoding of '%s'"), reader->path);
    diags_hint(reader->diags, _("UTF-8, GB18030 and UTF-16 are recognised; XLSX and XLS too"));
    return false;
}

/* How well a delimiter cuts the first rows: cells of the most frequent width times rows that have it. */
static size_t delimiter_score(const char *text, size_t len, char delimiter)
{
    enum { ROWS = 30, WIDTHS = 512 };
    size_t widths[WIDTHS] = {0}, width = 0, rows = 0, best = 0;
    bool quoted = false;
    for (size_t i = 0; i <= len && rows < ROWS; i++) {
        char c = i < len ? text[i] : '\n';
        if (c == '"')
            quoted = !quoted;
        else if (!quoted && c == delimiter)
            width++;
        else if ((c == '\n' || c == '\r') && (!quoted || i == len)) {
            widths[width < WIDTHS ? width : WIDTHS - 1]++;
            rows += width > 0;
            width = 0;
        }
    }
    for (size_t i = 1; i < WIDTHS; i++)
        if (widths[i] * i > best)
            best = widths[i] * i;
    return best;
}

/* Excel's own "sep=;" before the header settles it. */
static char find_delimiter(const char *text, size_t len, size_t *ret_skip)
{
    *ret_skip = 0;
    if (len > 5 && strncmp(text, "sep=", 4) == 0 && (text[5] == '\r' || text[5] == '\n')) {
        *ret_skip = text[5] == '\r' && len > 6 && text[6] == '\n' ? 7 : 6;
        return text[4];
    }
    static const char delimiters[] = {',', ';', '\t'};
    char best = ',';
    size_t best_score = 0;
    for (size_t i = 0; i < COUNT_OF(delimiters); i++) {
        size_t score = delimiter_score(text, len, delimiters[i]);
        if (score > best_score) {
            best_score = score;
            best = delimiters[i];
        }
    }
    return best;
}

static bool open_csv(struct reader *reader, const struct ingest_options *options)
{
    struct csv_state *state = xcalloc(1, sizeof *state);
    reader->state = state;
    state->line = 1;
    state->plain = true;
    strbuf_init(&state->raw);
    strbuf_init(&state->text);
    strbuf_init(&state->queue.text);
    state->file = fopen(reader->path, "rb");
    if (!state->file)
        return reader_fail(reader, 0, _("cannot open '%s': %s"), reader->path, strerror(errno));
    struct stat info;
    reader->size = fstat(fileno(state->file), &info) == 0 && info.st_size > 0 ? (uint64_t)info.st_size : 0;
    state->parser_ready = csv_init(&state->parser, CSV_REPALL_NL) == 0;
    csv_set_realloc_func(&state->parser, xrealloc);
    csv_set_blk_size(&state->parser, 4096);
    if (!fill(reader, 4 * PIECE) || !find_encoding(reader, options) || !take_text(reader))
        return false;
    size_t skip = 0;
    reader->delimiter = find_delimiter(state->text.at, state->text.len, &skip);
    state->line += skip > 0;
    csv_set_delim(&state->parser, (unsigned char)reader->delimiter);
    return push(reader, state->text.at + skip, state->text.len - skip);
}

static bool finish(struct reader *reader)
{
    struct csv_state *state = reader->state;
    if (state->parser.quoted && state->parser.pstate == FIELD_BEGUN)
        return reader_fail(reader, state->line, _("quotation mark of cell %zu is never closed"), state->column + 1);
    csv_fini(&state->parser, on_cell, on_row, state);
    csv_free(&state->parser);
    state->parser_ready = false;
    return true;
}

static bool next(struct reader *reader, struct row *ret_row)
{
    struct csv_state *state = reader->state;
    while (!row_queue_take(&state->queue, ret_row)) {
        if (reader->failed || !state->parser_ready)
            return false;
        row_queue_clear(&state->queue);
        if (state->ended && state->raw.len == 0) {
            if (!finish(reader))
                return false;
            continue;
        }
        if (!fill(reader, state->raw.len + PIECE) || !take_text(reader) || !push(reader, state->text.at, state->text.len))
            return false;
    }
    return true;
}

static void close_csv(struct reader *reader)
{
    struct csv_state *state = reader->state;
    if (!state)
        return;
    if (state->file)
        fclose(state->file);
    if (state->parser_ready)
        csv_free(&state->parser);
    row_queue_release(&state->queue);
    strbuf_release(&state->raw);
    strbuf_release(&state->text);
    free(state);
}

const struct reader_type reader_csv = {"CSV", recognise, open_csv, next, close_csv};
