/* SPDX-License-Identifier: GPL-3.0-or-later
 * The export for SPSS, through ReadStat: names in ASCII, labels in UTF-8, codes with the labels of their options. Kinds of missing are codes of their own,
 * declared as missing and labelled with the marks of the other formats, so that nobody takes them for answers and loading knows them again; blank is
 * SPSS's own missing value. In texts, which SPSS does not let be missing, the marks stand themselves.
 */
#include "exchange_priv.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include <readstat.h>

#include "ceping/base_text.h"

enum { LABEL_MAX = 250, VALUE_LABEL_MAX = 120, STRING_MAX = 32767, NEAR_CODES = -90, FAR_CODES = -9999990 };

struct sav_column {
    readstat_variable_t *variable;
    bool string;
    double codes; /* kind of missing m has code `codes` − m */
};

struct sav {
    const struct sheet *sheet;
    const char *path;
    struct diags *diags;
    FILE *file;
    readstat_writer_t *writer;
    struct sav_column *columns;
};

static ssize_t put_bytes(const void *bytes, size_t len, void *data)
{
    return fwrite(bytes, 1, len, data) == len ? (ssize_t)len : -1;
}

static bool failed(const struct sav *sav, readstat_error_t error)
{
    return error != READSTAT_OK && !cannot_write(sav->path, readstat_error_message(error), sav->diags);
}

/* The first bytes of a text, whole characters. */
static const char *cut(const struct sav *sav, const char *text, size_t most)
{
    size_t len = strlen(text);
    if (len > most)
        for (len = most; len > 0 && ((unsigned char)text[len] & 0xC0) == 0x80;)
            len--;
    return arena_strndup(sav->sheet->arena, text, len);
}

/* Variables ------------------------------------------------------------------------------------------------------- */

static bool is_string(const struct sheet_column *column)
{
    return column->part == SHEET_ANSWER ? column->variable->type == VARIABLE_TEXT : column->part != SHEET_SECONDS;
}

/* The longest text in the column; false where it is longer than SPSS may hold. */
static bool width_of(const struct sav *sav, const struct sheet_column *column, size_t *ret_width)
{
    size_t width = 1;
    for (size_t r = 0; r < sav->sheet->rows.count; r++) {
        struct value value = sheet_value(sav->sheet, sav->sheet->rows.at[r], column);
        const char *text = sheet_text(sav->sheet, column, &value, false, sav->sheet->arena);
        size_t len = text ? strlen(text) : 0;
        if (len > STRING_MAX) {
            diags_error(sav->diags, (struct pos){.file = sav->path, .line = (int)r + 1}, _("the text of '%s' in response '%s' is longer than SPSS may hold"), column->name,
                        sav->sheet->raw->keys[sav->sheet->rows.at[r]]);
            diags_hint(sav->diags, _("csv and json hold it"));
            return false;
        }
        width = len > width ? len : width;
    }
    *ret_width = width;
    return true;
}

/* Codes of missing lie where no answer is. */
static double codes_of(const struct sav *sav, const struct sheet_column *column)
{
    const struct question *question = column->variable ? column->variable->question : NULL;
    bool low = question && !isnan(question->min) && question->min <= NEAR_CODES;
    for (size_t r = 0; !low && r < sav->sheet->rows.count; r++) {
        struct value value = sheet_value(sav->sheet, sav->sheet->rows.at[r], column);
        low = value.kind == VALUE_NUMBER && value.number <= NEAR_CODES;
    }
    return low ? FAR_CODES : NEAR_CODES;
}

static void label(readstat_label_set_t *set, double value, const char *text)
{
    if (text && *text && strlen(text) <= VALUE_LABEL_MAX) /* a longer one would be cut: then the code stands alone */
        readstat_label_double_value(set, value, text);
}

static readstat_label_set_t *labels(const struct sav *sav, const struct sheet_column *column, double codes)
{
    readstat_label_set_t *set = readstat_add_label_set(sav->writer, READSTAT_TYPE_DOUBLE, cut(sav, column->name, EXACT_NAME_MAX));
    const struct variable *variable = column->variable;
    const struct question *question = variable ? variable->question : NULL;
    if (variable && variable->type == VARIABLE_CODE && question->scale)
        for (size_t i = 0; i < question->scale->options.count; i++)
            if (question->scale->options.at[i].missing == MISSING_NONE)
                label(set, question->scale->options.at[i].code, question->scale->options.at[i].label);
    if (variable && variable->type == VARIABLE_UNIT)
        for (size_t i = 0; i < question->kind->units.count; i++)
            label(set, (double)i + 1, question->kind->units.at[i].name);
    if (variable && variable->type == VARIABLE_MARK) {
        label(set, 0, "未选");
        label(set, 1, "选中");
    }
    for (int m = MISSING_NONE + 1; m < MISSING_KINDS; m++)
        label(set, codes - m, exact_marks[m]);
    return set;
}

static bool add_variable(struct sav *sav, size_t c)
{
    const struct sheet_column *column = &sav->sheet->columns.at[c];
    struct sav_column *made = &sav->columns[c];
    size_t width = 8;
    made->string = is_string(column);
    if (made->string && !width_of(sav, column, &width))
        return false;
    made->variable = readstat_add_variable(sav->writer, column->name, made->string ? READSTAT_TYPE_STRING : READSTAT_TYPE_DOUBLE, made->string ? width : 0);
    readstat_variable_set_label(made->variable, cut(sav, column->title, LABEL_MAX));
    if (made->string)
        return true;
    const struct variable *variable = column->variable;
    bool coded = variable && (variable->type == VARIABLE_CODE || variable->type == VARIABLE_MARK || variable->type == VARIABLE_UNIT);
    readstat_variable_set_measure(made->variable, !coded ? READSTAT_MEASURE_SCALE : variable->question->scale && variable->type == VARIABLE_CODE ? READSTAT_MEASURE_ORDINAL : READSTAT_MEASURE_NOMINAL);
    made->codes = codes_of(sav, column);
    if (variable) {
        readstat_variable_set_label_set(made->variable, labels(sav, column, made->codes));
        readstat_variable_add_missing_double_range(made->variable, made->codes - MISSING_KINDS, made->codes - 1);
    }
    return true;
}

/* Values ------------------------------------------------------------------------------------------------------------ */

static readstat_error_t put_value(const struct sav *sav, size_t c, size_t row, struct arena *arena)
{
    const struct sheet_column *column = &sav->sheet->columns.at[c];
    const struct sav_column *made = &sav->columns[c];
    struct value value = sheet_value(sav->sheet, row, column);
    if (made->string)
        return readstat_insert_string_value(sav->writer, made->variable, sheet_text(sav->sheet, column, &value, false, arena));
    if (value.kind == VALUE_NUMBER)
        return readstat_insert_double_value(sav->writer, made->variable, value.number);
    return value.missing == MISSING_BLANK ? readstat_insert_missing_value(sav->writer, made->variable)
                                          : readstat_insert_double_value(sav->writer, made->variable, made->codes - value.missing);
}

static bool put_row(const struct sav *sav, size_t row)
{
    struct arena *arena = arena_new();
    readstat_error_t error = readstat_begin_row(sav->writer);
    for (size_t c = 0; error == READSTAT_OK && c < sav->sheet->columns.count; c++)
        error = put_value(sav, c, row, arena);
    if (error == READSTAT_OK)
        error = readstat_end_row(sav->writer);
    arena_free(arena);
    return !failed(sav, error);
}

static bool put_all(struct sav *sav)
{
    const struct sheet *sheet = sav->sheet;
    readstat_set_data_writer(sav->writer, put_bytes);
    readstat_writer_set_file_label(sav->writer, sheet->evaluation->simulated ? "ceping simulated" : "ceping");
    readstat_writer_set_file_timestamp(sav->writer, (time_t)report_noon(sheet->evaluation));
    sav->columns = ARENA_ARRAY(sheet->arena, struct sav_column, sheet->columns.count + 1);
    for (size_t c = 0; c < sheet->columns.count; c++)
        if (!add_variable(sav, c))
            return false;
    if (failed(sav, readstat_begin_writing_sav(sav->writer, sav->file, (long)sheet->rows.count)))
        return false;
    for (size_t r = 0; r < sheet->rows.count; r++)
        if (!put_row(sav, sheet->rows.at[r]))
            return false;
    return !failed(sav, readstat_end_writing(sav->writer));
}

bool write_sav(const struct sheet *sheet, const char *path, struct diags *diags)
{
    auto_strbuf struct strbuf beside;
    strbuf_init(&beside);
    strbuf_addf(&beside, "%s.new", path);
    struct sav sav = {.sheet = sheet, .path = path, .diags = diags, .file = fopen(beside.at, "wb"), .writer = readstat_writer_init()};
    if (!sav.file || !sav.writer)
        return cannot_write(path, strerror(errno), diags);
    bool good = put_all(&sav);
    readstat_writer_free(sav.writer);
    if (fclose(sav.file) != 0 && good)
        good = cannot_write(path, strerror(errno), diags);
    if (good && rename(beside.at, path) != 0)
        good = cannot_write(path, strerror(errno), diags);
    if (!good)
        unlink(beside.at);
    return good;
}
