/* SPDX-License-Identifier: GPL-3.0-or-later
 * Opens a file with the reader that its first bytes call for.
 */
#include "ingest_priv.h"

#include <errno.h>
#include <stdio.h>

static const struct reader_type *const readers[] = {&reader_xlsx, &reader_xls, &reader_sav, &reader_json, &reader_csv};

bool reader_fail(struct reader *reader, size_t line, const char *format, ...)
{
    if (reader->failed)
        return false;
    reader->failed = true;
    auto_strbuf struct strbuf text;
    strbuf_init(&text);
    va_list args;
    va_start(args, format);
    strbuf_vaddf(&text, format, args);
    va_end(args);
    diags_error(reader->diags, (struct pos){.file = reader->path, .line = (int)line}, "%s", text.at);
    return false;
}

bool reader_open(struct reader *reader, const char *path, const struct ingest_options *options, struct arena *arena, struct diags *diags)
{
    *reader = (struct reader){.path = path, .arena = arena, .diags = diags};
    FILE *file = fopen(path, "rb");
    if (!file)
        return reader_fail(reader, 0, _("cannot open '%s': %s"), path, strerror(errno));
    unsigned char head[512] = {0};
    size_t len = fread(head, 1, sizeof head, file);
    bool bad = ferror(file);
    int error = errno;
    fclose(file);
    if (bad)
        return reader_fail(reader, 0, _("cannot read '%s': %s"), path, strerror(error));
    if (len == 0)
        return reader_fail(reader, 0, _("'%s' is empty"), path);
    for (size_t i = 0; i < COUNT_OF(readers); i++) {
        if (!readers[i]->recognise(head, len))
            continue;
        reader->type = readers[i];
        return readers[i]->open(reader, options);
    }
    return reader_fail(reader, 0, _("'%s' is no CSV, XLSX or XLS file"), path);
}

bool reader_next(struct reader *reader, struct row *ret_row)
{
    if (reader->failed || !reader->type->next(reader, ret_row))
        return false;
    if (ret_row->count > COLUMNS_MAX)
        return reader_fail(reader, ret_row->line, _("row has %zu columns; at most %d are read"), ret_row->count, COLUMNS_MAX);
    return true;
}

void reader_close(struct reader *reader)
{
    if (reader->type)
        reader->type->close(reader);
    reader->type = NULL;
}
