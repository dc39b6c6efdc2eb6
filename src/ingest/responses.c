/* SPDX-License-Identifier: GPL-3.0-or-later
 * From a row to a response: who answers, what about, and by which key it is known again. A row for which one of these cannot be told is
 * rejected whole, with the reason; a cell that cannot be read is not a reason.
 *
 * A sheet may be spread over lines, one for each district. Its lines are gathered by key, or by rater and object where there is no key, and handed on
 * when the file is read, in the order of the first lines. Two lines that contradict each other: the later one is rejected.
 */
#include "ingest_priv.h"

#include <math.h>

struct sheet {
    struct response response;
};

/* What a line says besides its answers. */
struct line {
    const struct row *row;
    const char *key;
    const struct rater *rater;
    const char *rater_text;
    const struct unit *unit; /* of the line */
    const char *submitted, *entered_by;
    const char *source; /* hashed */
    double seconds;
};

/* Rejecting ------------------------------------------------------------------------------------------------ */

/* The cells as one line; what is dropped as personal stays out of the store this way too. */
static void raw_text(const struct ingest *ingest, const struct row *row, struct strbuf *out)
{
    for (size_t i = 0; i < row->count; i++) {
        if (i > 0)
            strbuf_addc(out, '\t');
        if (i < ingest->plan.count && (ingest->plan.columns[i].role == COLUMN_PERSONAL || ingest->plan.columns[i].role == COLUMN_SOURCE))
            continue;
        bool replaced;
        struct cell cell = cell_clean(row->at[i], ingest->row_arena, &replaced);
        for (size_t k = 0; k < cell.len; k++)
            strbuf_addc(out, (unsigned char)cell.at[k] < ' ' ? ' ' : cell.at[k]);
    }
}

static bool reject(struct ingest *ingest, const struct row *row, const char *format, ...) __attribute__((format(printf, 3, 4)));

static bool reject(struct ingest *ingest, const struct row *row, const char *format, ...)
{
    enum { SHOWN = 100 };
    struct ingest_report *report = ingest->report;
    auto_strbuf struct strbuf reason, raw;
    strbuf_init(&reason);
    strbuf_init(&raw);
    va_list args;
    va_start(args, format);
    strbuf_vaddf(&reason, format, args);
    va_end(args);
    if (report->rejected++ < SHOWN)
        *LIST_ADD(report->arena, &report->rejections) = (struct ingest_rejection){row->line, arena_strdup(report->arena, reason.at)};
    if (!ingest->sink || !ingest->sink->reject)
        return false;
    raw_text(ingest, row, &raw);
    ingest->stopped = !ingest->sink->reject(ingest->sink->data, row->line, raw.at, reason.at);
    return false;
}

/* Parts of a line ------------------------------------------------------------------------------------------- */

static const char *text_of(struct ingest *ingest, struct cell cell)
{
    bool replaced;
    struct cell clean = cell_clean(cell, ingest->row_arena, &replaced);
    return arena_strndup(ingest->row_arena, clean.at, clean.len);
}

static const char *near_units(struct ingest *ingest, const struct unit_kind *kind, const char *text)
{
    const char **names = ARENA_ARRAY(ingest->row_arena, const char *, kind->units.count + 1);
    for (size_t i = 0; i < kind->units.count; i++)
        names[i] = kind->units.at[i].name;
    auto_strbuf struct strbuf out;
    strbuf_init(&out);
    near_names(&out, text, names, kind->units.count);
    return arena_strdup(ingest->row_arena, out.at);
}

static bool find_unit(struct ingest *ingest, const struct line *line, const struct column_plan *column, const char *text, const struct unit_kind *kind,
                      const struct unit **ret_unit)
{
    if (*text == '\0')
        return reject(ingest, line->row, _("column '%s' is empty"), column->header);
    bool ambiguous = false;
    *ret_unit = unit_kind_recognise(kind, text, &ambiguous);
    if (*ret_unit)
        return true;
    if (ambiguous)
        return reject(ingest, line->row, _("'%s' in column '%s' names more than one %s"), text, column->header, kind->name);
    return reject(ingest, line->row, _("'%s' in column '%s' is no %s; known: %s"), text, column->header, kind->name, near_units(ingest, kind, text));
}

static bool find_rater(struct ingest *ingest, struct line *line, const struct column_plan *column, const char *text)
{
    const struct panel *panel = ingest->instrument->panel;
    if (*text == '\0')
        return reject(ingest, line->row, _("column '%s' is empty"), column->header);
    line->rater_text = text;
    if (!panel)
        return true;
    auto_free char *key = text_key(text);
    for (size_t i = 0; i < panel->raters.count; i++) {
        const struct rater *rater = &panel->raters.at[i];
        auto_free char *id = text_key(rater->id), *name = text_key(rater->name ? rater->name : "");
        if (strcmp(key, id) != 0 && (*name == '\0' || strcmp(key, name) != 0))
            continue;
        if (line->rater)
            return reject(ingest, line->row, _("'%s' in column '%s' names more than one rater of '%s'"), text, column->header, panel->id);
        line->rater = rater;
        line->rater_text = rater->id;
    }
    if (line->rater)
        return true;
    const char **names = ARENA_ARRAY(ingest->row_arena, const char *, panel->raters.count + 1);
    for (size_t i = 0; i < panel->raters.count; i++)
        names[i] = panel->raters.at[i].name ? panel->raters.at[i].name : panel->raters.at[i].id;
    auto_strbuf struct strbuf near;
    strbuf_init(&near);
    near_names(&near, text, names, panel->raters.count);
    return reject(ingest, line->row, _("'%s' in column '%s' is no rater of '%s'; known: %s"), text, column->header, panel->id, near.at);
}

static void find_time(struct ingest *ingest, struct line *line, const struct column_plan *column, const char *text)
{
    auto_strbuf struct strbuf time;
    strbuf_init(&time);
    const struct platform *platform = ingest->plan.platform;
    auto_free char *key = text_key(text);
    bool given = platform_missing(platform, key) == MISSING_NONE && !(platform->no_time && strcmp(text, platform->no_time) == 0);
    if (!given)
        return;
    bool readable;
    if (column->role == COLUMN_SECONDS) {
        readable = parse_seconds(text, &line->seconds);
    } else {
        readable = parse_time(text, &time) || (platform->american_times && parse_american_time(text, &time));
        line->submitted = readable ? arena_strdup(ingest->row_arena, time.at) : NULL;
    }
    if (!readable)
        ingest_unknown(ingest, column, (struct cell){text, strlen(text)}, line->row->line);
}

/* What needs no look at the other forms that there are: a time as most exporters write it, and seconds in whole numbers. */
static bool find_plain_time(struct ingest *ingest, struct line *line, const struct column_plan *column, struct cell cell)
{
    enum { DIGITS = 9 };
    char time[TIME_SIZE];
    if (column->role == COLUMN_SUBMITTED) {
        bool plain = plain_time(cell.at, cell.len, time) && !ingest->plan.platform->no_time;
        line->submitted = plain ? arena_strndup(ingest->row_arena, time, TIME_SIZE - 1) : NULL;
        return plain;
    }
    if (cell.len == 0 || cell.len > DIGITS)
        return false;
    long seconds = 0;
    for (size_t i = 0; i < cell.len; i++) {
        if (cell.at[i] < '0' || cell.at[i] > '9')
            return false;
        seconds = 10 * seconds + (cell.at[i] - '0');
    }
    line->seconds = (double)seconds;
    return true;
}

/* The unit or the rater that the same cell named before, as `remember` kept it. */
static void *named_before(const struct column_plan *column, struct cell cell)
{
    return column->memo_count && !memchr(cell.at, 0, cell.len) ? map_get_n(&column->memo, cell.at, cell.len) : NULL;
}

static void remember(struct ingest *ingest, struct column_plan *column, struct cell cell, const void *named)
{
    if (!named || memchr(cell.at, 0, cell.len) || !memo_has_room(column, cell))
        return;
    map_put(&column->memo, arena_strndup(ingest->arena, cell.at, cell.len), (void *)named);
    column->memo_count++;
}

static bool read_unit_column(struct ingest *ingest, struct line *line, struct column_plan *column, struct cell cell)
{
    const struct unit_kind *kind = column->about < 0 ? ingest->instrument->rows : ingest->instrument->about.at[column->about].kind;
    const struct unit *unit = named_before(column, cell);
    if (!unit) {
        if (!find_unit(ingest, line, column, text_of(ingest, cell), kind, &unit))
            return false;
        remember(ingest, column, cell, unit);
    }
    if (column->about < 0)
        line->unit = unit;
    else
        ingest->about[column->about] = unit->index;
    return true;
}

static bool read_rater_column(struct ingest *ingest, struct line *line, struct column_plan *column, struct cell cell)
{
    const struct rater *rater = named_before(column, cell);
    if (!rater) {
        if (!find_rater(ingest, line, column, text_of(ingest, cell)))
            return false;
        remember(ingest, column, cell, line->rater);
        return true;
    }
    line->rater = rater;
    line->rater_text = rater->id;
    return true;
}

/* "public-００１２" of a keyboard that was left in full width is copy 12, not another one. Keys with anything else beyond ASCII are names, and stay as they are. */
static const char *half_width(struct ingest *ingest, const char *text)
{
    if (!memchr(text, 0xEF, strlen(text)))
        return text;
    auto_strbuf struct strbuf key;
    strbuf_init(&key);
    for (const char *at = text, *end = text + strlen(text); at < end;) {
        uint32_t c = utf8_next(&at, end);
        bool wide = (c >= 0xFF10 && c <= 0xFF19) || (c >= 0xFF21 && c <= 0xFF3A) || (c >= 0xFF41 && c <= 0xFF5A) || c == 0xFF0D; /* digits, letters, hyphen */
        if (!wide && c >= 0x80)
            return text;
        strbuf_add_codepoint(&key, wide ? c - 0xFEE0 : c);
    }
    return arena_strdup(ingest->row_arena, key.at);
}

/* Excel shows long numbers as 1.2E+17 and saves what it shows: the digits are gone, and several rows bear the same. "7.0" is 7 as other programs write it. */
static bool read_key(struct ingest *ingest, struct line *line, const struct column_plan *column, const char *text)
{
    if (*text == '\0')
        return reject(ingest, line->row, _("column '%s', which identifies the row, is empty"), column->header);
    text = half_width(ingest, text);
    size_t digits = strspn(text, "0123456789"), more = text[digits] == '.' ? 1 + strspn(text + digits + 1, "0123456789") : 0;
    const char *rest = text + digits + more;
    if (digits == 1 && more > 1 && (*rest == 'E' || *rest == 'e') && rest[1] == '+' && rest[2] && rest[2 + strspn(rest + 2, "0123456789")] == '\0')
        return reject(ingest, line->row, _("'%s' in column '%s' is a number that a spreadsheet has cut short; save the column as text"), text, column->header);
    bool whole = digits > 0 && more > 1 && *rest == '\0' && text[digits + 1 + strspn(text + digits + 1, "0")] == '\0';
    line->key = whole ? arena_strndup(ingest->row_arena, text, digits) : text;
    return true;
}

static bool read_meta(struct ingest *ingest, struct line *line, struct column_plan *column, struct cell cell)
{
    if (column->role == COLUMN_UNIT)
        return read_unit_column(ingest, line, column, cell);
    if (column->role == COLUMN_RATER)
        return read_rater_column(ingest, line, column, cell);
    bool is_time = column->role == COLUMN_SUBMITTED || column->role == COLUMN_SECONDS;
    if (is_time && find_plain_time(ingest, line, column, cell))
        return true;
    const char *text = text_of(ingest, cell);
    switch (column->role) {
    case COLUMN_KEY:
        return read_key(ingest, line, column, text);
    case COLUMN_OPERATOR:
        line->entered_by = *text ? text : NULL;
        return true;
    case COLUMN_SECONDS:
    case COLUMN_SUBMITTED:
        find_time(ingest, line, column, text);
        return true;
    case COLUMN_SOURCE:
        line->source = source_hash(ingest, text);
        return true;
    default:
        return true;
    }
}

/* The cell of a column; rows may end early. */
static struct cell cell_of(const struct row *row, size_t column)
{
    return column < row->count ? row->at[column] : (struct cell){"", 0};
}

/* Answers --------------------------------------------------------------------------------------------------- */

static void clear(struct ingest *ingest)
{
    if (ingest->sink && ingest->sink->room) {
        struct ingest_room room = ingest->sink->room(ingest->sink->data);
        ingest->answers = room.answers;
        ingest->about = room.about;
        ingest->row_arena = room.arena;
    }
    memcpy(ingest->answers, ingest->blank, ingest->instrument->variables.count * sizeof *ingest->answers);
    for (size_t i = 0; i < ingest->instrument->about.count; i++)
        ingest->about[i] = NO_UNIT;
}

static void read_answers(struct ingest *ingest, const struct line *line)
{
    for (size_t i = 0; i < ingest->mapped.count; i++) {
        struct column_plan *column = &ingest->plan.columns[ingest->mapped.at[i]];
        size_t first = column->target.first + (column->target.by_row ? column->target.stride * (size_t)line->unit->index : 0);
        const struct memo *memo = memo_of_byte(column, cell_of(line->row, ingest->mapped.at[i]));
        if (memo && !memo->unknown && column->target.count == 1 && !column->target.place) {
            ingest->answers[first] = *memo->answers;
            continue;
        }
        struct answer *into = column->target.place ? ARENA_ARRAY(ingest->row_arena, struct answer, column->target.count) : ingest->answers + first;
        cell_read(ingest, column, cell_of(line->row, ingest->mapped.at[i]), line->row->line, into);
        if (column->target.place)
            place_merge(ingest->answers + first, into, column->target.count);
    }
}

/* What a response is about, where its answers or its rater say so. */
static void settle_about(struct ingest *ingest, const struct answer *answers, const struct rater *rater, int *about)
{
    const struct instrument *instrument = ingest->instrument;
    for (size_t i = 0; i < instrument->about.count; i++) {
        const struct about *declared = &instrument->about.at[i];
        if (declared->question) {
            for (size_t v = 0; v < instrument->variables.count; v++)
                if (instrument->variables.at[v].question == declared->question && instrument->variables.at[v].type == VARIABLE_UNIT && answers[v].missing == MISSING_NONE)
                    about[i] = answers[v].code;
        } else if (!declared->column && about[i] == NO_UNIT && rater && rater->own && rater->own->kind == declared->kind) {
            about[i] = rater->own->index;
        }
    }
}

static const char *hash_of_cells(struct ingest *ingest, const struct row *row)
{
    struct sha256 sha;
    char hex[SHA256_HEX];
    sha256_init(&sha);
    size_t count = row->count;
    while (count > 0 && row->at[count - 1].len == 0)
        count--; /* trailing empty cells come and go with the program that saved the file */
    for (size_t i = 0; i < count; i++) {
        sha256_add(&sha, row->at[i].at, row->at[i].len);
        sha256_add(&sha, "\x1f", 1);
    }
    sha256_hex(&sha, hex);
    return arena_strdup(ingest->row_arena, hex);
}

static bool hand_on(struct ingest *ingest, struct response *response)
{
    ingest->report->responses++;
    if (ingest->sink && ingest->sink->response && !ingest->sink->response(ingest->sink->data, response))
        ingest->stopped = true;
    return !ingest->stopped;
}

/* One row, one response --------------------------------------------------------------------------------------- */

static bool keys_lost(struct ingest *ingest)
{
    diags_error(ingest->diags, (struct pos){.file = ingest->path}, _("the temporary file with the keys of earlier rows cannot be read; nothing was stored"));
    ingest->stopped = true;
    return false;
}

static bool single(struct ingest *ingest, struct line *line)
{
    bool hashed = !line->key;
    if (hashed)
        line->key = hash_of_cells(ingest, line->row);
    size_t before = seen_keys_add(&ingest->keys, line->key, strlen(line->key), (uint32_t)line->row->line);
    if (ingest->keys.failed)
        return keys_lost(ingest);
    if (before)
        return hashed ? reject(ingest, line->row, _("the same in all cells as row %zu, and no column tells them apart"), before)
                      : reject(ingest, line->row, _("key '%s' stands in row %zu already"), line->key, before);
    read_answers(ingest, line);
    marks_settle(ingest, ingest->answers);
    settle_about(ingest, ingest->answers, line->rater, ingest->about);
    struct response response = {.key = line->key, .line = line->row->line, .answers = ingest->answers, .about = ingest->about, .rater = line->rater_text,
                                .submitted = line->submitted, .seconds = line->seconds, .entered_by = line->entered_by, .group = line->rater ? line->rater->group : NULL, .source = line->source};
    return hand_on(ingest, &response);
}

/* Several lines, one response ----------------------------------------------------------------------------------- */

static bool says_nothing(const struct answer *answer)
{
    return answer->missing == MISSING_BLANK || answer->missing == MISSING_NOT_ASKED;
}

static bool same_answer(const struct answer *a, const struct answer *b)
{
    bool texts = a->text == b->text || (a->text && b->text && strcmp(a->text, b->text) == 0);
    return a->missing == b->missing && a->code == b->code && a->number == b->number && texts;
}

static const char *gathered_key(struct ingest *ingest, const struct line *line)
{
    const char *key = "";
    for (size_t i = 0; i < ingest->instrument->about.count; i++) {
        const struct about *about = &ingest->instrument->about.at[i];
        if (ingest->about[i] != NO_UNIT)
            key = arena_printf(ingest->row_arena, "%s%s%s", key, *key ? "/" : "", about->kind->units.at[ingest->about[i]].id);
    }
    return line->rater_text ? arena_printf(ingest->row_arena, "%s%s%s", key, *key ? "/" : "", line->rater_text) : key;
}

static struct sheet *new_sheet(struct ingest *ingest, const struct line *line)
{
    struct sheet *sheet = ARENA_NEW(ingest->arena, struct sheet);
    size_t variables = ingest->instrument->variables.count, abouts = ingest->instrument->about.count;
    sheet->response = (struct response){.key = arena_strdup(ingest->arena, line->key), .line = line->row->line, .rater = arena_strdup(ingest->arena, line->rater_text),
                                        .seconds = NAN, .group = line->rater ? line->rater->group : NULL};
    sheet->response.answers = ARENA_ARRAY(ingest->arena, struct answer, variables + 1);
    sheet->response.about = ARENA_ARRAY(ingest->arena, int, abouts + 1);
    memcpy(sheet->response.answers, ingest->blank, variables * sizeof *ingest->blank);
    memcpy(sheet->response.about, ingest->about, abouts * sizeof *ingest->about);
    map_put(&ingest->sheet_keys, sheet->response.key, sheet);
    *LIST_ADD(ingest->arena, &ingest->sheets) = sheet;
    return sheet;
}

static bool contradicts(struct ingest *ingest, const struct sheet *sheet, const struct line *line)
{
    const struct response *response = &sheet->response;
    for (size_t i = 0; i < ingest->instrument->about.count; i++)
        if (response->about[i] != ingest->about[i]) {
            reject(ingest, line->row, _("sheet '%s' is about another %s in row %zu"), line->key, ingest->instrument->about.at[i].kind->name, response->line);
            return true;
        }
    if (response->rater && line->rater_text && strcmp(response->rater, line->rater_text) != 0) {
        reject(ingest, line->row, _("sheet '%s' is of another rater in row %zu"), line->key, response->line);
        return true;
    }
    for (size_t i = 0; i < ingest->instrument->variables.count; i++) {
        const struct answer *old = &response->answers[i], *new = &ingest->answers[i];
        if (says_nothing(old) || says_nothing(new) || same_answer(old, new))
            continue;
        reject(ingest, line->row, _("'%s' of sheet '%s' has another value in an earlier row"), ingest->instrument->variables.at[i].id, line->key);
        return true;
    }
    return false;
}

static bool gather(struct ingest *ingest, struct line *line)
{
    if (!line->key)
        line->key = gathered_key(ingest, line);
    read_answers(ingest, line);
    struct sheet *sheet = map_get(&ingest->sheet_keys, line->key);
    if (sheet && contradicts(ingest, sheet, line))
        return !ingest->stopped;
    if (!sheet)
        sheet = new_sheet(ingest, line);
    struct response *response = &sheet->response;
    for (size_t i = 0; i < ingest->instrument->variables.count; i++) {
        const struct answer *new = &ingest->answers[i];
        bool better = !says_nothing(new) || (response->answers[i].missing == MISSING_NOT_ASKED && new->missing == MISSING_BLANK);
        if (!better)
            continue;
        response->answers[i] = *new;
        response->answers[i].text = arena_strdup(ingest->arena, new->text);
    }
    if (!response->submitted)
        response->submitted = arena_strdup(ingest->arena, line->submitted);
    if (!response->source)
        response->source = arena_strdup(ingest->arena, line->source);
    if (isnan(response->seconds))
        response->seconds = line->seconds;
    return true;
}

static const struct rater *rater_by_id(const struct panel *panel, const char *id)
{
    for (size_t i = 0; panel && id && i < panel->raters.count; i++)
        if (strcmp(panel->raters.at[i].id, id) == 0)
            return &panel->raters.at[i];
    return NULL;
}

bool rows_flush(struct ingest *ingest)
{
    for (size_t i = 0; i < ingest->sheets.count; i++) {
        struct response *response = &ingest->sheets.at[i]->response;
        marks_settle(ingest, response->answers);
        settle_about(ingest, response->answers, rater_by_id(ingest->instrument->panel, response->rater), response->about);
        if (!hand_on(ingest, response))
            return false;
    }
    return true;
}

/* Rows ------------------------------------------------------------------------------------------------------ */

static bool is_empty(const struct row *row)
{
    for (size_t i = 0; i < row->count; i++)
        for (size_t k = 0; k < row->at[i].len; k++)
            if (!strchr(" \t\r\n", row->at[i].at[k]) || row->at[i].at[k] == '\0')
                return false;
    return true;
}

/* Cells past the header: a delimiter inside a text that was not quoted has shifted the row. */
static bool is_shifted(const struct ingest *ingest, const struct row *row)
{
    for (size_t i = ingest->plan.count; i < row->count; i++)
        if (row->at[i].len > 0)
            return true;
    return false;
}

static bool is_letter_or_digit(char c) /* of ASCII, in any locale */
{
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

/* Files put together by hand repeat the header in the middle, and a header that is read as a response is one return too many. Cleaning leaves a letter or digit at the beginning where it is. */
static bool is_header_again(const struct ingest *ingest, const struct row *row)
{
    size_t same = 0;
    struct cell front = cell_of(row, 0);
    if (front.len > 0 && is_letter_or_digit(*front.at) && *front.at != *ingest->plan.columns[0].header)
        return false;
    for (size_t i = 0; i < ingest->plan.count; i++) {
        const struct column_plan *column = &ingest->plan.columns[i];
        bool replaced;
        struct cell cell = cell_clean(cell_of(row, i), ingest->row_arena, &replaced);
        if (cell.len != strlen(column->header) || memcmp(cell.at, column->header, cell.len) != 0)
            return false;
        same += cell.len > 0;
    }
    return same > 0;
}

/* A row of a sheet for entering that has its number and no more, not even who entered it. */
static bool is_unused(struct ingest *ingest, const struct row *row)
{
    for (size_t i = 0; i < row->count; i++) {
        bool key = i < ingest->plan.count && ingest->plan.columns[i].state == COLUMN_META && ingest->plan.columns[i].role == COLUMN_KEY;
        if (!key && *text_of(ingest, row->at[i]))
            return false;
    }
    return true;
}

bool row_read(struct ingest *ingest, const struct row *row)
{
    /* A row without a single character is no response that was handed in blank but the end of a sheet: not counted. */
    if (is_empty(row))
        return true;
    if (ingest->has_operator && is_unused(ingest, row)) {
        ingest->unused++;
        return true;
    }
    ingest->report->rows_in++;
    struct line line = {.row = row, .seconds = NAN};
    clear(ingest);
    if (is_shifted(ingest, row)) {
        reject(ingest, row, _("row has more cells than the header: %zu instead of %zu"), row->count, ingest->plan.count);
        return !ingest->stopped;
    }
    if (is_header_again(ingest, row)) {
        reject(ingest, row, _("the header once more"));
        return !ingest->stopped;
    }
    if (row_is_summary(ingest, row)) {
        reject(ingest, row, _("a row of sums or remarks, no response"));
        return !ingest->stopped;
    }
    for (size_t i = 0; i < ingest->meta.count; i++)
        if (!read_meta(ingest, &line, &ingest->plan.columns[ingest->meta.at[i]], cell_of(row, ingest->meta.at[i])))
            return !ingest->stopped;
    if (ingest->instrument->rows && !ingest->plan.platform->exact)
        gather(ingest, &line);
    else
        single(ingest, &line);
    return !ingest->stopped;
}
