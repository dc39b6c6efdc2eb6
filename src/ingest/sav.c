/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPSS .sav and .zsav, through ReadStat. A value that has a label is read as its label, a system-missing value and one that the file declares as missing
 * (and does not label) as nothing. The header is a choice of two rows, labels of the variables and their names: whichever the instrument knows.
 *
 * ReadStat pushes all values in one go; rows are kept in memory, as those of XLS are, within a limit.
 */
#include "ingest_priv.h"

#include <errno.h>
#include <math.h>
#include <readstat.h>
#include <stdlib.h>
#include <strings.h>
#include <sys/stat.h>

enum { TEXT_MAX = 1024 * 1024 * 1024 };

enum sav_kind { SAV_PLAIN, SAV_DATE, SAV_TIME };

struct sav_variable {
    const char *name, *label, *label_set;
    enum sav_kind kind;
};

struct sav_state {
    struct reader *reader;
    LIST_OF(struct sav_variable) variables;
    struct map labels; /* "set\x1fvalue" to the label */
    struct row_queue queue;
    size_t line;   /* of the row in the making; the two of the header come first */
    int observation;
    bool headed, too_much;
};

static bool recognise(const unsigned char *head, size_t len)
{
    return len >= 4 && (memcmp(head, "$FL2", 4) == 0 || memcmp(head, "$FL3", 4) == 0);
}

/* Variables and labels -------------------------------------------------------------------------------------- */

/* Formats of SPSS that show seconds as a day or as a time. */
static enum sav_kind kind_of(const char *format)
{
    static const char *const dates[] = {"DATE", "ADATE", "EDATE", "JDATE", "SDATE", "DATETIME", "YMDHMS"};
    static const char *const times[] = {"TIME", "DTIME", "MTIME"};
    if (!format)
        return SAV_PLAIN;
    size_t letters = strcspn(format, "0123456789");
    for (size_t i = 0; i < COUNT_OF(dates); i++)
        if (strlen(dates[i]) == letters && strncmp(dates[i], format, letters) == 0)
            return SAV_DATE;
    for (size_t i = 0; i < COUNT_OF(times); i++)
        if (strlen(times[i]) == letters && strncmp(times[i], format, letters) == 0)
            return SAV_TIME;
    return SAV_PLAIN;
}

static int on_variable(int index, readstat_variable_t *variable, const char *label_set, void *data)
{
    struct sav_state *state = data;
    struct arena *arena = state->reader->arena;
    const char *label = readstat_variable_get_label(variable);
    (void)index;
    *LIST_ADD(arena, &state->variables) = (struct sav_variable){
        .name = arena_strdup(arena, readstat_variable_get_name(variable)),
        .label = label && *label ? arena_strdup(arena, label) : NULL,
        .label_set = arena_strdup(arena, label_set),
        .kind = kind_of(readstat_variable_get_format(variable)),
    };
    return READSTAT_HANDLER_OK;
}

static const char *label_key(struct strbuf *out, const char *set, readstat_value_t value)
{
    strbuf_clear(out);
    if (readstat_value_type_class(value) == READSTAT_TYPE_CLASS_STRING)
        strbuf_addf(out, "%s\x1f'%s", set, readstat_string_value(value));
    else
        strbuf_addf(out, "%s\x1f%.17g", set, readstat_double_value(value));
    return out->at;
}

static int on_label(const char *set, readstat_value_t value, const char *label, void *data)
{
    struct sav_state *state = data;
    struct arena *arena = state->reader->arena;
    auto_strbuf struct strbuf key;
    strbuf_init(&key);
    label_key(&key, set, value);
    if (label && *label)
        map_put(&state->labels, arena_strdup(arena, key.at), arena_strdup(arena, label));
    return READSTAT_HANDLER_OK;
}

/* Values ------------------------------------------------------------------------------------------------------- */

static void put(struct sav_state *state, size_t column, const char *text)
{
    row_queue_put(&state->queue, column, text, strlen(text));
}

static void put_header(struct sav_state *state)
{
    for (size_t pass = 0; pass < 2; pass++) {
        for (size_t i = 0; i < state->variables.count; i++) {
            const struct sav_variable *variable = &state->variables.at[i];
            const char *name = variable->name ? variable->name : ""; /* damaged files have variables without one */
            put(state, i, pass == 0 && variable->label ? variable->label : name);
        }
        row_queue_end(&state->queue, ++state->line);
    }
    state->headed = true;
    state->line++;
}

static void put_number(struct sav_state *state, size_t column, double value, enum sav_kind kind)
{
    enum { DAYS_TO_1970 = 141428, DAY_1970 = 25569 }; /* from 14 October 1582; of a spreadsheet */
    auto_strbuf struct strbuf text;
    strbuf_init(&text);
    if (kind == SAV_DATE)
        serial_cell(&text, value / 86400 - DAYS_TO_1970 + DAY_1970, false);
    else if (kind == SAV_TIME)
        elapsed_cell(&text, value / 86400);
    else
        number_cell(&text, value);
    put(state, column, text.at);
}

static void put_value(struct sav_state *state, size_t column, readstat_variable_t *variable, readstat_value_t value)
{
    const struct sav_variable *known = &state->variables.at[column];
    auto_strbuf struct strbuf key;
    strbuf_init(&key);
    const char *label = NULL;
    if (!readstat_value_is_system_missing(value) && known->label_set)
        label = map_get(&state->labels, label_key(&key, known->label_set, value));
    if (label)
        put(state, column, label);
    else if (readstat_value_is_missing(value, variable))
        put(state, column, "");
    else if (readstat_value_type_class(value) == READSTAT_TYPE_CLASS_STRING)
        put(state, column, readstat_string_value(value) ? readstat_string_value(value) : "");
    else
        put_number(state, column, readstat_double_value(value), known->kind);
}

static int on_value(int observation, readstat_variable_t *variable, readstat_value_t value, void *data)
{
    struct sav_state *state = data;
    size_t column = (size_t)readstat_variable_get_index(variable);
    if (!state->headed)
        put_header(state);
    if (observation != state->observation) {
        row_queue_end(&state->queue, state->line++);
        state->observation = observation;
    }
    if (column >= state->variables.count)
        return READSTAT_HANDLER_OK;
    state->too_much = state->queue.text.len > TEXT_MAX;
    if (state->too_much)
        return READSTAT_HANDLER_ABORT;
    put_value(state, column, variable, value);
    return READSTAT_HANDLER_OK;
}

/* The encoding -------------------------------------------------------------------------------------------------- */

/* What a file says of its encoding is often wrong: Chinese SPSS of some years writes GBK and says nothing, or another code page; and ReadStat calls code page 936 by names that iconv
 * does not know. So the texts are looked at as they stand, before they are read. */
struct peek {
    struct strbuf text; /* names, labels and the first values that are not ASCII, a line each */
    const char *stated;
    struct arena *arena;
};

static void peek_text(struct peek *peek, const char *text)
{
    enum { ENOUGH = 256 * 1024 };
    bool plain = true;
    for (const char *at = text ? text : ""; *at; at++)
        plain = plain && (unsigned char)*at < 0x80;
    if (plain || peek->text.len > ENOUGH)
        return;
    strbuf_adds(&peek->text, text);
    strbuf_addc(&peek->text, '\n');
}

static int peek_metadata(readstat_metadata_t *metadata, void *data)
{
    struct peek *peek = data;
    peek->stated = arena_strdup(peek->arena, readstat_get_file_encoding(metadata));
    return READSTAT_HANDLER_OK;
}

static int peek_variable(int index, readstat_variable_t *variable, const char *label_set, void *data)
{
    (void)index;
    (void)label_set;
    peek_text(data, readstat_variable_get_name(variable));
    peek_text(data, readstat_variable_get_label(variable));
    return READSTAT_HANDLER_OK;
}

static int peek_label(const char *set, readstat_value_t value, const char *label, void *data)
{
    (void)set;
    (void)value;
    peek_text(data, label);
    return READSTAT_HANDLER_OK;
}

static int peek_value(int observation, readstat_variable_t *variable, readstat_value_t value, void *data)
{
    (void)observation;
    (void)variable;
    if (readstat_value_type_class(value) == READSTAT_TYPE_CLASS_STRING)
        peek_text(data, readstat_string_value(value));
    return READSTAT_HANDLER_OK;
}

/* Another one than Chinese files are written in, and said by name: taken at its word. */
static bool is_trusted(const char *stated)
{
    static const char *const doubtful[] = {"UTF-8", "WINDOWS-1252", "US-ASCII", "WINDOWS-936", "CP936", "GBK", "GB2312", "GB18030", "EUC-CN", "ISO-IR-58", "ISO-8859-1"};
    for (size_t i = 0; stated && i < COUNT_OF(doubtful); i++)
        if (strcasecmp(stated, doubtful[i]) == 0)
            return false;
    return stated && *stated;
}

static enum encoding find_encoding(struct reader *reader, const struct ingest_options *options)
{
    if (options->encoding != ENCODING_UNKNOWN)
        return options->encoding;
    struct peek peek = {.arena = reader->arena};
    strbuf_init(&peek.text);
    readstat_parser_t *parser = readstat_parser_init();
    if (parser) {
        readstat_set_handler_character_encoding(parser, NULL); /* bytes as they stand */
        readstat_set_metadata_handler(parser, peek_metadata);
        readstat_set_variable_handler(parser, peek_variable);
        readstat_set_value_label_handler(parser, peek_label);
        readstat_set_value_handler(parser, peek_value);
        readstat_set_row_limit(parser, AHEAD_ROWS);
        readstat_parse_sav(parser, reader->path, &peek); /* what is wrong with the file is told when it is read */
        readstat_parser_free(parser);
    }
    enum encoding found = is_trusted(peek.stated) || peek.text.len == 0 ? ENCODING_UNKNOWN : encoding_detect(peek.text.at, peek.text.len, false);
    strbuf_release(&peek.text);
    return found;
}

/* The file ------------------------------------------------------------------------------------------------------ */

/* ReadStat 1.1 does not look whether it got memory for its parser and its tables, and crashes where it did not: better to find out before. Its tables are those of the variables, whose
 * records are part of the file, and take at most so many times their room. Memory that is never touched costs nothing. */
static void find_out_about_memory(const char *path)
{
    enum { LEAST = 4 * 1024 * 1024, TIMES = 32, TABLES_MAX = 16 * 1024 * 1024 };
    struct stat about;
    size_t size = stat(path, &about) == 0 && about.st_size > 0 ? (size_t)about.st_size : 0;
    free(xmalloc(LEAST + TIMES * (size < TABLES_MAX ? size : (size_t)TABLES_MAX)));
}

static bool parse(struct reader *reader, struct sav_state *state, const struct ingest_options *options)
{
    find_out_about_memory(reader->path);
    reader->encoding = find_encoding(reader, options);
    readstat_parser_t *parser = readstat_parser_init();
    if (!parser)
        return reader_fail(reader, 0, _("cannot read '%s': %s"), reader->path, strerror(ENOMEM));
    if (reader->encoding == ENCODING_UTF8 || reader->encoding == ENCODING_GB18030)
        readstat_set_file_character_encoding(parser, reader->encoding == ENCODING_UTF8 ? "UTF-8" : "GB18030");
    else
        reader->encoding = ENCODING_UNKNOWN; /* as the file says */
    readstat_set_variable_handler(parser, on_variable);
    readstat_set_value_label_handler(parser, on_label);
    readstat_set_value_handler(parser, on_value);
    readstat_error_t error = readstat_parse_sav(parser, reader->path, state);
    readstat_parser_free(parser);
    if (state->too_much)
        return reader_fail(reader, state->line, _("the file holds more than %d bytes of text"), TEXT_MAX);
    if (error == READSTAT_ERROR_CONVERT_BAD_STRING || error == READSTAT_ERROR_UNSUPPORTED_CHARSET) {
        reader_fail(reader, state->line, _("cannot read '%s': %s"), reader->path, readstat_error_message(error));
        diags_hint(reader->diags, _("state the encoding: --encoding GB18030 or UTF-8"));
        return false;
    }
    if (error != READSTAT_OK)
        return reader_fail(reader, state->line, _("cannot read '%s': %s"), reader->path, readstat_error_message(error));
    return true;
}

static bool open_sav(struct reader *reader, const struct ingest_options *options)
{
    struct sav_state *state = xcalloc(1, sizeof *state);
    reader->state = state;
    state->reader = reader;
    strbuf_init(&state->queue.text);
    map_init(&state->labels);
    if (!parse(reader, state, options))
        return false;
    if (!state->headed)
        put_header(state);
    else
        row_queue_end(&state->queue, state->line);
    reader->header_rows = 2;
    return true;
}

static bool next(struct reader *reader, struct row *ret_row)
{
    struct sav_state *state = reader->state;
    return row_queue_take(&state->queue, ret_row);
}

static void close_sav(struct reader *reader)
{
    struct sav_state *state = reader->state;
    if (!state)
        return;
    row_queue_release(&state->queue);
    map_release(&state->labels);
    free(state);
}

const struct reader_type reader_sav = {"SAV", recognise, open_sav, next, close_sav};
