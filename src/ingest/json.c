/* SPDX-License-Identifier: GPL-3.0-or-later
 * JSON: one object a line, or one list of objects, a response each. The header is made of all keys that occur, in the order in which they appear; a key
 * within an object follows the outer one after a slash (g1/q). Several answers in a list are joined as 问卷星 joins them.
 *
 * The objects of a list are all in memory at once, and so the size of the file is limited; lines are read one by one, but twice: for the header too.
 */
#include "ingest_priv.h"

#include <errno.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>

enum { LIST_MAX = 256 * 1024 * 1024, DEPTH_MAX = 8 };

#define JOIN "┋"

struct json_state {
    FILE *file;
    json_t *list;  /* NULL: one object a line */
    size_t at;     /* in the list */
    size_t line;
    char *text;    /* of the line */
    size_t room;
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

static bool not_json(struct reader *reader, const json_error_t *error)
{
    struct json_state *state = reader->state;
    return reader_fail(reader, state->list || state->line == 0 ? (size_t)(error->line > 0 ? error->line : 0) : state->line, _("not valid JSON: %s"), error->text);
}

static bool is_blank(const char *text)
{
    return text[strspn(text, " \t\r\n")] == '\0';
}

/* The next object, owned by the caller; NULL at the end and after a failure. */
static json_t *next_object(struct reader *reader)
{
    struct json_state *state = reader->state;
    if (state->list) {
        json_t *object = json_array_get(state->list, state->at++);
        if (object && !json_is_object(object)) {
            reader_fail(reader, state->at, _("entry %zu of the list is no object"), state->at);
            return NULL;
        }
        state->line = state->at + 1; /* below the header */
        return object ? json_incref(object) : NULL;
    }
    ssize_t len;
    while ((len = getline(&state->text, &state->room, state->file)) >= 0) {
        state->line++;
        const char *text = state->line == 1 && strncmp(state->text, "\xEF\xBB\xBF", 3) == 0 ? state->text + 3 : state->text;
        if (is_blank(text))
            continue;
        json_error_t error;
        json_t *object = len <= CELL_MAX * 16 ? json_loads(text, JSON_REJECT_DUPLICATES, &error) : NULL;
        if (len > CELL_MAX * 16)
            snprintf(error.text, sizeof error.text, "%s", _("the line is too long"));
        if (object && json_is_object(object))
            return object;
        if (object)
            snprintf(error.text, sizeof error.text, "%s", _("the line is no object"));
        json_decref(object);
        not_json(reader, &error);
        return NULL;
    }
    if (ferror(state->file))
        reader_fail(reader, state->line, _("cannot read '%s': %s"), reader->path, strerror(errno));
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

static bool load_list(struct reader *reader)
{
    struct json_state *state = reader->state;
    auto_strbuf struct strbuf bytes;
    strbuf_init(&bytes);
    if (!file_read(reader->path, LIST_MAX, &bytes))
        return reader_fail(reader, 0, _("cannot read '%s', or it holds more than %d bytes"), reader->path, LIST_MAX);
    size_t skip = bytes.len >= 3 && memcmp(bytes.at, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
    json_error_t error;
    state->list = json_loadb(bytes.at + skip, bytes.len - skip, JSON_REJECT_DUPLICATES, &error);
    return state->list || not_json(reader, &error);
}

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
    map_init(&state->columns);
    state->file = fopen(reader->path, "rb");
    if (!state->file)
        return reader_fail(reader, 0, _("cannot open '%s': %s"), reader->path, strerror(errno));
    if (begins_list(state->file) && !load_list(reader))
        return false;
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
    free(state->text);
    json_decref(state->list);
    row_queue_release(&state->queue);
    map_release(&state->columns);
    free(state);
}

const struct reader_type reader_json = {"JSON", recognise, open_json, next, close_json};
