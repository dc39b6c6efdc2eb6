/* SPDX-License-Identifier: GPL-3.0-or-later
 * JSON: one object a line, or one list of objects, a response each. The header is made of all keys that occur, in the order in which they appear; a key
 * within an object follows the outer one after a slash (g1/q). Several answers in a list are joined as 问卷星 joins them.
 *
 * Objects are read one by one, whether on lines or in a list, but twice: for the header too. One is in memory at a time, and it has a limit, so that no file of any
 * size takes more.
 */
#include "ingest_priv.h"

#include <errno.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>

enum { OBJECT_MAX = 16 * CELL_MAX, DEPTH_MAX = 8 };

#define JOIN "┋"

struct json_state {
    FILE *file;
    bool list;          /* else one object a line */
    bool ended;         /* the list */
    size_t at;          /* objects before, in a list */
    size_t line;        /* of a row: that of the file, or as if the list were a sheet */
    size_t file_line;   /* on which the object begins */
    size_t line_now;    /* while a list is read */
    struct strbuf text; /* of the object */
    struct map columns; /* key to its column + 1 */
    LIST_OF(const char *) names;
    struct row_queue queue;
    struct strbuf *cells; /* of the row in the making, by column */
    bool headed;
};

static bool recognise(const unsigned char *head, size_t len)
{
    size_t at = len >= 3 && memcmp(head, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
    while (at < len && strchr(" \t\r\n", head[at]) && head[at])
        at++;
    if (at < len && head[at] == '[') /* a CSV file may begin with a bracket too */
        for (at++; at < len && strchr(" \t\r\n", head[at]) && head[at];)
            at++;
    return at < len && head[at] == '{';
}

/* Objects ------------------------------------------------------------------------------------------------------ */

static bool not_json(struct reader *reader, size_t line, const char *why)
{
    return reader_fail(reader, line, _("not valid JSON: %s"), why);
}

static bool is_space(int c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

static int get(struct json_state *state)
{
    int c = getc_unlocked(state->file);
    state->line_now += c == '\n';
    return c;
}

static int get_ink(struct json_state *state)
{
    int c;
    while (is_space(c = get(state)))
        ;
    return c;
}

static void skip_mark(struct json_state *state)
{
    for (const char *mark = "\xEF\xBB\xBF"; *mark; mark++) {
        int c = getc_unlocked(state->file);
        if (c != (unsigned char)*mark) {
            ungetc(c, state->file); /* a file that begins with part of a mark is no JSON anyway */
            return;
        }
    }
}

/* The next line that is not empty. False at the end and after a failure. */
static bool take_line(struct reader *reader)
{
    struct json_state *state = reader->state;
    int c = 0;
    while (c != EOF) {
        bool ink = false;
        strbuf_clear(&state->text);
        state->file_line = ++state->line;
        while ((c = getc_unlocked(state->file)) != EOF && c != '\n') {
            if (state->text.len == OBJECT_MAX)
                return not_json(reader, state->line, _("the line is too long"));
            ink = ink || !is_space(c);
            strbuf_addc(&state->text, (char)c);
        }
        if (ink)
            return true;
    }
    return false;
}

/* What stands between the brackets that begin with `c`. */
static bool take_nested(struct reader *reader, int c)
{
    struct json_state *state = reader->state;
    bool quoted = false, escaped = false;
    size_t depth = 0;
    strbuf_clear(&state->text);
    for (;; c = get(state)) {
        if (c == EOF)
            return not_json(reader, state->line_now, _("the file ends within the list"));
        if (state->text.len == OBJECT_MAX)
            return reader_fail(reader, state->file_line, _("entry %zu of the list is too long"), state->at + 1);
        strbuf_addc(&state->text, (char)c);
        if (quoted) {
            quoted = escaped || c != '"';
            escaped = !escaped && c == '\\';
            continue;
        }
        quoted = c == '"';
        depth += c == '{' || c == '[';
        depth -= c == '}' || c == ']';
        if (depth == 0)
            return true;
    }
}

/* The next object of the list. False at the end and after a failure. */
static bool take_entry(struct reader *reader)
{
    struct json_state *state = reader->state;
    if (state->at == 0) {
        state->line_now = 1;
        get_ink(state); /* the bracket */
    }
    int c = get_ink(state);
    if (c == ']') {
        while (is_space(c = get(state)))
            ;
        state->ended = true;
        return c == EOF ? false : not_json(reader, state->line_now, _("something stands behind the list"));
    }
    if (state->at > 0 && c != ',')
        return not_json(reader, state->line_now, c == EOF ? _("the file ends within the list") : _("a comma is missing between two entries of the list"));
    c = state->at > 0 ? get_ink(state) : c;
    state->file_line = state->line_now;
    if (c == EOF)
        return not_json(reader, state->line_now, _("the file ends within the list"));
    if (c != '{')
        return reader_fail(reader, state->at + 1, _("entry %zu of the list is no object"), state->at + 1);
    if (!take_nested(reader, c))
        return false;
    state->line = ++state->at + 1; /* below the header */
    return true;
}

/* The next object, owned by the caller; NULL at the end and after a failure. */
static json_t *next_object(struct reader *reader)
{
    struct json_state *state = reader->state;
    bool first = state->at == 0 && state->line == 0;
    if (first)
        skip_mark(state);
    if (state->ended)
        return NULL;
    bool taken = state->list ? take_entry(reader) : take_line(reader);
    if (ferror(state->file))
        reader_fail(reader, state->line, _("cannot read '%s': %s"), reader->path, strerror(errno));
    if (!taken || reader->failed)
        return NULL;
    json_error_t error;
    json_t *object = json_loadb(state->text.at, state->text.len, JSON_REJECT_DUPLICATES, &error);
    if (object && json_is_object(object))
        return object;
    not_json(reader, state->file_line + (object || error.line < 1 ? 0 : (size_t)error.line - 1), object ? _("the line is no object") : error.text);
    json_decref(object);
    return NULL;
}

/* Cells ---------------------------------------------------------------------------------------------------------- */

typedef void each_cell(struct json_state *state, struct arena *arena, const char *key, const json_t *value);

/* Goes through the plain values of an object, those of inner objects under their path. */
static void walk(struct json_state *state, struct arena *arena, const char *path, json_t *object, int depth, each_cell *each)
{
    const char *key;
    json_t *value;
    json_object_foreach(object, key, value) {
        auto_strbuf struct strbuf name;
        strbuf_init(&name);
        strbuf_addf(&name, "%s%s%s", path, *path ? "/" : "", key);
        if (json_is_object(value) && depth < DEPTH_MAX)
            walk(state, arena, name.at, value, depth + 1, each);
        else
            each(state, arena, name.at, value);
    }
}

static void note_column(struct json_state *state, struct arena *arena, const char *key, const json_t *value)
{
    (void)value;
    if (map_get(&state->columns, key))
        return;
    const char *name = arena_strdup(arena, key);
    *LIST_ADD(arena, &state->names) = name;
    map_put(&state->columns, name, (void *)(uintptr_t)state->names.count);
}

static void add_value(struct strbuf *out, const json_t *value)
{
    switch (json_typeof(value)) {
    case JSON_STRING:
        strbuf_adds(out, json_string_value(value));
        break;
    case JSON_INTEGER:
        strbuf_addf(out, "%lld", (long long)json_integer_value(value));
        break;
    case JSON_REAL:
        number_cell(out, json_real_value(value));
        break;
    case JSON_TRUE:
    case JSON_FALSE:
        strbuf_adds(out, json_is_true(value) ? "true" : "false");
        break;
    case JSON_ARRAY:
        for (size_t i = 0; i < json_array_size(value); i++) {
            strbuf_adds(out, i ? JOIN : "");
            add_value(out, json_array_get(value, i));
        }
        break;
    case JSON_OBJECT: { /* deeper than anybody nests answers: kept as it is */
        auto_free char *text = json_dumps(value, JSON_COMPACT | JSON_ENCODE_ANY);
        strbuf_adds(out, text ? text : "");
        break;
    }
    case JSON_NULL:
    default:
        break;
    }
}

static void put_cell(struct json_state *state, struct arena *arena, const char *key, const json_t *value)
{
    (void)arena;
    size_t column = (size_t)(uintptr_t)map_get(&state->columns, key);
    add_value(&state->cells[column - 1], value);
}

static void put_row(struct json_state *state)
{
    for (size_t i = 0; i < state->names.count; i++) {
        row_queue_put(&state->queue, i, state->cells[i].at, state->cells[i].len);
        strbuf_clear(&state->cells[i]);
    }
    row_queue_end(&state->queue, state->line);
}

static void put_header(struct json_state *state)
{
    for (size_t i = 0; i < state->names.count; i++)
        row_queue_put(&state->queue, i, state->names.at[i], strlen(state->names.at[i]));
    row_queue_end(&state->queue, 1);
    state->headed = true;
}

/* The file ------------------------------------------------------------------------------------------------------- */

/* Looks at the first sign that is no white space: a list or lines? */
static bool begins_list(FILE *file)
{
    int c;
    while ((c = getc(file)) != EOF && strchr(" \t\r\n\xEF\xBB\xBF", c))
        ;
    rewind(file);
    return c == '[';
}

static bool open_json(struct reader *reader, const struct ingest_options *options)
{
    (void)options;
    struct json_state *state = xcalloc(1, sizeof *state);
    reader->state = state;
    strbuf_init(&state->queue.text);
    strbuf_init(&state->text);
    map_init(&state->columns);
    state->file = fopen(reader->path, "rb");
    if (!state->file)
        return reader_fail(reader, 0, _("cannot open '%s': %s"), reader->path, strerror(errno));
    state->list = begins_list(state->file);
    for (json_t *object; (object = next_object(reader));) {
        walk(state, reader->arena, "", object, 0, note_column);
        json_decref(object);
        if (state->names.count > COLUMNS_MAX)
            return reader_fail(reader, state->line, _("row has %zu columns; at most %d are read"), state->names.count, COLUMNS_MAX);
    }
    if (reader->failed)
        return false;
    rewind(state->file);
    state->at = state->line = 0;
    state->ended = false;
    state->cells = xcalloc(state->names.count + 1, sizeof *state->cells);
    for (size_t i = 0; i < state->names.count; i++)
        strbuf_init(&state->cells[i]);
    reader->encoding = ENCODING_UTF8;
    return true;
}

static bool next(struct reader *reader, struct row *ret_row)
{
    struct json_state *state = reader->state;
    row_queue_clear(&state->queue);
    if (!state->headed) {
        put_header(state);
    } else {
        json_t *object = next_object(reader);
        if (!object)
            return false;
        walk(state, reader->arena, "", object, 0, put_cell);
        json_decref(object);
        put_row(state);
    }
    return row_queue_take(&state->queue, ret_row);
}

static void close_json(struct reader *reader)
{
    struct json_state *state = reader->state;
    if (!state)
        return;
    if (state->file)
        fclose(state->file);
    for (size_t i = 0; state->cells && i < state->names.count; i++)
        strbuf_release(&state->cells[i]);
    free(state->cells);
    strbuf_release(&state->text);
    row_queue_release(&state->queue);
    map_release(&state->columns);
    free(state);
}

const struct reader_type reader_json = {"JSON", recognise, open_json, next, close_json};
