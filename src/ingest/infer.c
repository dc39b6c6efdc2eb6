/* SPDX-License-Identifier: GPL-3.0-or-later
 * An instrument from an export: the header, the texts that occur, and at the end the proof: each header is looked up in the instrument that was made, by the code that
 * loading uses; where it does not lead to its column's place, the YAML says so in a line of its own.
 */
#include "infer_priv.h"

#include <stdlib.h>

#include "ceping/ingest_exact.h"

struct headline {
    size_t row, rows; /* of the held rows */
};

static const char *held_text(struct infer *infer, const struct held_row *row, size_t column)
{
    bool replaced;
    if (column >= row->count)
        return "";
    struct cell cell = cell_clean(row->at[column], infer->arena, &replaced);
    return arena_strndup(infer->arena, cell.at, cell.len);
}

/* The header --------------------------------------------------------------------------------------------------------- */

static size_t meta_in(struct infer *infer, const struct platform *platform, const char *const *meta_keys, const struct held_row *row)
{
    size_t found = 0;
    for (size_t i = 0; i < row->count; i++) {
        enum column_role role;
        auto_free char *key = text_key(held_text(infer, row, i));
        found += *key && platform_meta(platform, meta_keys, key, &role);
    }
    return found;
}

static size_t filled(struct infer *infer, const struct held_row *row, size_t *ret_numbers, size_t *ret_different)
{
    size_t count = 0;
    struct map seen;
    map_init(&seen);
    *ret_numbers = *ret_different = 0;
    for (size_t i = 0; i < row->count; i++) {
        const char *text = held_text(infer, row, i);
        double number;
        count += *text != '\0';
        *ret_numbers += *text && text_number(text, strlen(text), false, &number);
        *ret_different += *text && map_put(&seen, text, (void *)text) == text;
    }
    map_release(&seen);
    return count;
}

/* Headings by text of a platform that is known by its ids otherwise: "Response ID", "Date submitted", … */
static const struct platform *by_meta(struct infer *infer, const held_rows *held)
{
    enum { ENOUGH = 4 };
    const struct platform *best = &platform_plain;
    size_t most = ENOUGH - 1;
    for (size_t i = 0; platforms[i]; i++) {
        const char *const *meta_keys = platform_meta_keys(platforms[i], infer->arena);
        for (size_t row = 0; platforms[i]->signs_wanted && row < held->count && row < HEADER_ROWS; row++) {
            size_t found = meta_in(infer, platforms[i], meta_keys, &held->at[row]);
            if (found > most) {
                most = found;
                best = platforms[i];
            }
        }
    }
    return best;
}

/* Does this text come again below in the column? Then it is an answer and no heading. */
static bool comes_again(struct infer *infer, const held_rows *held, size_t row, size_t column)
{
    const char *text = held_text(infer, &held->at[row], column);
    for (size_t r = row + 1; r < held->count; r++)
        if (strcmp(held_text(infer, &held->at[r], column), text) == 0)
            return true;
    return false;
}

/* Two rows of headings: below stand parts, where the row above has gaps or (merged cells) repeats itself. */
static bool is_stacked(struct infer *infer, const held_rows *held, size_t top)
{
    const struct held_row *upper = &held->at[top], *lower = &held->at[top + 1];
    size_t numbers, different, count = filled(infer, upper, &numbers, &different), lower_numbers, lower_different, stacked = 0;
    filled(infer, lower, &lower_numbers, &lower_different);
    const char *last = "";
    for (size_t i = 0; i < lower->count; i++) {
        const char *one = held_text(infer, upper, i), *two = held_text(infer, lower, i);
        bool part = *two && *last && (!*one || strcmp(one, last) == 0);
        if (part && infer->platform != &platform_surveymonkey && comes_again(infer, held, top + 1, i))
            return false;
        stacked += part;
        last = *one ? one : last;
    }
    return different > 1 && (count < upper->count || different < count) && stacked > 0 && lower_numbers == 0 && lower_different > stacked;
}

/* The row in which most columns have a heading; the first of them. Titles above it stand in one cell, or are merged over all. */
static struct headline find_header(struct infer *infer, const held_rows *held)
{
    struct headline header = {0, 1};
    size_t most = 0, most_meta = 0;
    for (size_t row = 0; row < held->count && row < HEADER_ROWS; row++) {
        size_t numbers, different, count = filled(infer, &held->at[row], &numbers, &different), meta = meta_in(infer, infer->platform, infer->meta_keys, &held->at[row]);
        bool better = meta > most_meta || (meta == most_meta && different > most + most / 4 && numbers * 2 <= count);
        if (better) {
            header.row = row;
            most = different;
            most_meta = meta;
        }
    }
    size_t above = most_meta == 0 && header.row > 0 ? header.row - 1 : header.row;
    for (size_t top = above; top <= header.row && top + 1 < held->count; top++)
        if (is_stacked(infer, held, top))
            return (struct headline){top, 2};
    return header;
}

static void make_columns(struct infer *infer, const struct reader *reader, const held_rows *held, struct headline header)
{
    const struct held_row *top = &held->at[header.row], *bottom = header.rows == 2 ? &held->at[header.row + 1] : NULL;
    infer->count = top->count;
    if (bottom && bottom->count > infer->count)
        infer->count = bottom->count;
    infer->columns = ARENA_ARRAY(infer->arena, struct infer_column, infer->count + 1);
    const char *above = "";
    for (size_t i = 0; i < infer->count; i++) {
        struct infer_column *column = &infer->columns[i];
        *column = (struct infer_column){.question = -1, .item = -1, .unit = -1};
        map_init(&column->seen);
        const char *own = held_text(infer, top, i), *below = bottom ? held_text(infer, bottom, i) : "";
        above = *own ? own : above;
        column->header = own;
        if (bottom && *below && strcmp(above, below) != 0) {
            static const char *const none[] = {"Response", "Open-Ended Response", "回答", "开放式回答"};
            bool is_none = false;
            for (size_t k = 0; k < COUNT_OF(none); k++)
                is_none = is_none || strcmp(none[k], below) == 0;
            column->header = *above ? arena_printf(infer->arena, "%s—%s", above, below) : below;
            column->stem = is_none ? column->header : above;
            column->part = is_none || !*above ? NULL : below;
        }
        if (reader->header_rows == 2)
            column->name = held_text(infer, &held->at[1], i);
    }
}

/* Columns that are no question ---------------------------------------------------------------------------------------- */

static void skip_columns(struct infer *infer)
{
    for (size_t i = 0; i < infer->count; i++) {
        struct infer_column *column = &infer->columns[i];
        auto_free char *key = text_key(column->header);
        enum column_role role = COLUMN_ANSWER;
        bool exact_key = infer->platform->exact && strncmp(column->header, EXACT_KEY, strlen(EXACT_KEY)) == 0;
        bool exact_about = infer->platform->exact && strncmp(column->header, EXACT_ABOUT, strlen(EXACT_ABOUT)) == 0;
        bool meta = *key && platform_meta(infer->platform, infer->meta_keys, key, &role);
        if (!meta && !infer->platform->signs_wanted && (strcmp(key, "序号") == 0 || strcmp(key, "编号") == 0))
            meta = true;
        column->skip = !*key || meta || exact_key || exact_about || header_is_personal(key);
        if (exact_key)
            infer->instrument->id = arena_strdup(infer->arena, column->header + strlen(EXACT_KEY));
        column->key = role == COLUMN_KEY || (meta && (strcmp(key, "序号") == 0 || strcmp(key, "编号") == 0));
        for (size_t k = 0; k < i && !column->skip; k++) {
            auto_free char *before = text_key(infer->columns[k].header);
            if (!infer->columns[k].skip && strcmp(before, key) == 0) {
                column->skip = true;
                *LIST_ADD(infer->arena, &infer->doubled) = i;
                break;
            }
        }
    }
}

/* Texts ----------------------------------------------------------------------------------------------------------------- */

static bool is_no_answer(const struct infer *infer, struct cell cell)
{
    auto_strbuf struct strbuf key;
    strbuf_init(&key);
    text_key_add(&key, cell.at, cell.len);
    if (platform_missing(infer->platform, key.len ? key.at : "") != MISSING_NONE)
        return true;
    strbuf_truncate(&key, 0);
    strbuf_add(&key, cell.at, cell.len);
    return infer->platform->exact && exact_mark(key.at) != MISSING_NONE;
}

/* Only a text that is new is kept: a file may have millions of cells. */
static void note_cell(struct infer *infer, struct infer_column *column, struct cell cell)
{
    bool replaced;
    cell = cell_clean(cell, infer->arena, &replaced);
    if (cell.len == 0 || memchr(cell.at, 0, cell.len))
        return;
    size_t index = (size_t)(uintptr_t)map_get_n(&column->seen, cell.at, cell.len);
    if (!index && is_no_answer(infer, cell))
        return;
    column->answers++;
    if (!index && column->texts.count == TEXTS_MAX) {
        column->many = true;
        return;
    }
    if (!index) {
        const char *text = arena_strndup(infer->arena, cell.at, cell.len);
        *LIST_ADD(infer->arena, &column->texts) = (struct infer_text){text, 0};
        index = column->texts.count;
        map_put(&column->seen, text, (void *)(uintptr_t)index);
    }
    column->texts.at[index - 1].count++;
}

static void note_row(struct infer *infer, const struct cell *cells, size_t count)
{
    bool any = false;
    size_t at;
    if (!infer->platform->exact && summary_cell(cells, count, &at) != SUMMARY_NONE)
        return; /* loading rejects such rows too */
    for (size_t i = 0; i < count && i < infer->count; i++) {
        any = any || cells[i].len > 0;
        if (!infer->columns[i].skip)
            note_cell(infer, &infer->columns[i], cells[i]);
    }
    infer->rows += any;
}

/* Do numbers stand for options? Where nearly all columns hold small whole numbers, and nothing joins texts. */
static bool are_codes(const struct infer *infer)
{
    size_t numbers = 0, columns = 0;
    for (size_t i = 0; i < infer->count; i++) {
        const struct infer_column *column = &infer->columns[i];
        if (column->skip || column->texts.count == 0)
            continue;
        bool all = !column->many;
        for (size_t k = 0; all && k < column->texts.count; k++) {
            const char *text = column->texts.at[k].text;
            all = strlen(text) <= 3 && text[strspn(text, "0123456789")] == '\0';
        }
        columns++;
        numbers += all;
    }
    return infer->platform->modes && infer->platform->signs_wanted && columns > 0 && numbers * 5 >= columns * 4;
}

/* The proof ------------------------------------------------------------------------------------------------------------ */

static bool is_of(const struct infer_column *column, const struct question *question, const struct variable *variable)
{
    int item = variable->item ? (int)(variable->item - question->items.at) : -1;
    return variable->question == question && item == column->item && (variable->unit ? variable->unit->index : -1) == column->unit &&
           (column->whole || (variable->option ? variable->option->code : 0) == column->code) && (column->whole || (variable->type == VARIABLE_TEXT && variable->option != NULL) == column->other);
}

static void prove(struct infer *infer)
{
    struct instrument *instrument = infer->instrument;
    struct names *names = names_new(infer->arena, instrument, infer->platform);
    for (size_t i = 0; i < infer->count; i++) {
        const struct infer_column *column = &infer->columns[i];
        if (column->skip || column->question < 0)
            continue;
        const struct question *question = &instrument->questions.at[column->question];
        size_t wanted = 0;
        while (wanted < instrument->variables.count && !is_of(column, question, &instrument->variables.at[wanted]))
            wanted++;
        struct target target;
        bool ambiguous;
        auto_free char *key = text_key(column->header);
        bool found = names_find(names, key, &target, &ambiguous);
        if (found && wanted < instrument->variables.count && target.first == wanted)
            continue;
        if (found && wanted + 1 > 0 && column->other && target.first + 1 == wanted && target.count == 2)
            continue; /* a mark that may hold its text */
        *LIST_ADD(infer->arena, &infer->loose) = i;
        *LIST_ADD(infer->arena, &infer->loose_to) = wanted == instrument->variables.count ? "ignore" : column->whole ? question->id : instrument->variables.at[wanted].id;
    }
    names_release(names);
}

static void make_instrument(struct infer *infer)
{
    struct instrument *instrument = infer->instrument;
    for (size_t i = 0; i < infer->questions.count; i++) {
        struct question *question = LIST_ADD(infer->arena, &instrument->questions);
        *question = *infer->questions.at[i].question;
        if (question->type == QUESTION_SCALE || question->type == QUESTION_MATRIX)
            continue;
    }
    instrument_make_variables(infer->arena, instrument);
}

/* A column of the plain sheet that numbers its rows. */
static void find_key(struct infer *infer, const struct reader *reader)
{
    (void)reader;
    for (size_t i = 0; i < infer->count; i++)
        if (infer->columns[i].key && !infer->platform->signs_wanted && !infer->instrument->key)
            infer->instrument->key = infer->columns[i].header;
}

/* The whole way ---------------------------------------------------------------------------------------------------------- */

static bool read_all(struct infer *infer, struct reader *reader, struct diags *diags)
{
    held_rows held = {0};
    struct row row;
    while (held.count < AHEAD_ROWS && reader_next(reader, &row)) {
        struct held_row *copy = LIST_ADD(infer->arena, &held);
        *copy = (struct held_row){ARENA_ARRAY(infer->arena, struct cell, row.count + 1), row.count, row.line, held.count <= reader->header_rows && reader->header_rows > 0};
        for (size_t i = 0; i < row.count; i++)
            copy->at[i] = (struct cell){arena_strndup(infer->arena, row.at[i].at, row.at[i].len), row.at[i].len};
    }
    if (reader->failed)
        return false;
    if (held.count < 2) {
        diags_error(diags, (struct pos){.file = reader->path}, _("'%s' holds no rows below a header"), reader->path);
        return false;
    }
    infer->platform = plan_platform(infer->arena, &held);
    if (!infer->platform->signs_wanted)
        infer->platform = by_meta(infer, &held);
    infer->meta_keys = platform_meta_keys(infer->platform, infer->arena);
    struct headline header = reader->header_rows == 2 ? (struct headline){infer->platform->exact, 1} : find_header(infer, &held);
    make_columns(infer, reader, &held, header);
    skip_columns(infer);
    size_t first = reader->header_rows == 2 ? 2 : header.row + header.rows;
    if (infer->platform->tag_row && first < held.count && held.at[first].count && held.at[first].at[0].len && held.at[first].at[0].at[0] == '#')
        first++;
    for (size_t r = first; r < held.count; r++)
        note_row(infer, held.at[r].at, held.at[r].count);
    while (reader_next(reader, &row))
        note_row(infer, row.at, row.count);
    return !reader->failed;
}

/* Headers of the program's own files: base, base__3, base__3_text. */
static void group_exact(struct infer *infer)
{
    for (size_t i = 0; i < infer->count; i++) {
        struct infer_column *column = &infer->columns[i];
        const char *mark = strstr(column->header, "__");
        column->stem = column->header;
        if (column->skip || !mark)
            continue;
        column->stem = arena_strndup(infer->arena, column->header, (size_t)(mark - column->header));
        column->part = mark + 2;
    }
}

bool ingest_infer(const char *path, const struct infer_options *options, struct strbuf *out, struct infer_counts *ret_counts, struct diags *diags)
{
    struct arena *arena = arena_new();
    struct infer infer = {.arena = arena, .options = options};
    struct reader reader;
    infer.instrument = ARENA_NEW(arena, struct instrument);
    infer.instrument->id = options->id ? options->id : "survey";
    infer.instrument->title = "调查问卷";
    bool good = reader_open(&reader, path, &options->file, arena, diags) && read_all(&infer, &reader, diags);
    if (good) {
        infer.codes = are_codes(&infer);
        if (infer.platform->exact)
            group_exact(&infer);
        else
            infer_group(&infer);
        infer_kinds(&infer);
        find_key(&infer, &reader);
        make_instrument(&infer);
        prove(&infer);
        good = infer.questions.count > 0;
        if (!good)
            diags_error(diags, (struct pos){.file = path}, _("no column of '%s' is a question"), path);
        else
            infer_yaml(&infer, path, out, &ret_counts->guesses);
    }
    ret_counts->columns = 0;
    for (size_t i = 0; i < infer.count; i++) {
        ret_counts->columns += !infer.columns[i].skip;
        map_release(&infer.columns[i].seen);
    }
    ret_counts->questions = infer.questions.count;
    ret_counts->platform = infer.platform ? infer.platform->name : NULL;
    reader_close(&reader);
    arena_free(arena);
    return good;
}
