/* SPDX-License-Identifier: GPL-3.0-or-later
 * Opens a file with the reader that its first bytes call for.
 */
#include "ingest_priv.h"

#include <errno.h>
#include <stdio.h>
#include <strings.h>

static const struct reader_type *const readers[] = {&reader_xlsx, &reader_xls, &reader_sav, &reader_json, &reader_csv};

/* What people take for a table, and is none: told by its name, with what to do instead. */
static const struct foreign {
    const char *begins; /* after white space and a byte order mark; letters in any case */
    size_t at;          /* not at the beginning but here; 0: at the beginning */
    const char *what, *instead;
} foreign[] = {
    {"<!doctype html", 0, N_("a web page that bears the name of a table"), N_("open it in Excel or WPS and save it as XLSX")},
    {"<html", 0, N_("a web page that bears the name of a table"), N_("open it in Excel or WPS and save it as XLSX")},
    {"<table", 0, N_("a web page that bears the name of a table"), N_("open it in Excel or WPS and save it as XLSX")},
    {"<meta", 0, N_("a web page that bears the name of a table"), N_("open it in Excel or WPS and save it as XLSX")},
    {"<?xml", 0, N_("XML, perhaps a workbook of Excel 2003"), N_("open it in Excel or WPS and save it as XLSX")},
    {"mimetypeapplication/vnd.oasis.opendocument", 30, N_("a document of LibreOffice"), N_("save it as XLSX")},
    {"%pdf-", 0, N_("a PDF document"), N_("export the answers as CSV or XLSX")},
    {"rar!", 0, N_("a RAR archive"), N_("unpack it and load the files in it")},
    {"7z\xBC\xAF", 0, N_("a 7z archive"), N_("unpack it and load the files in it")},
    {"\x1F\x8B", 0, N_("a gzip archive"), N_("unpack it and load the files in it")},
    {"\x89png", 0, N_("a picture"), N_("export the answers as CSV or XLSX")},
    {"\xFF\xD8\xFF", 0, N_("a picture"), N_("export the answers as CSV or XLSX")},
    {"SQLite format 3", 0, N_("a database"), N_("two databases are put together by 'ceping merge'")},
};

static bool is_foreign(struct reader *reader, const unsigned char *head, size_t len)
{
    size_t start = len >= 3 && memcmp(head, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
    while (start < len && strchr(" \t\r\n", head[start]) && head[start])
        start++;
    for (size_t i = 0; i < COUNT_OF(foreign); i++) {
        size_t at = foreign[i].at ? foreign[i].at : start, size = strlen(foreign[i].begins);
        if (at + size > len || strncasecmp((const char *)head + at, foreign[i].begins, size) != 0)
            continue;
        reader_fail(reader, 0, _("'%s' is no table of answers but %s"), reader->path, _(foreign[i].what));
        diags_hint(reader->diags, "%s", _(foreign[i].instead));
        return true;
    }
    return false;
}

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

void reader_note_sheet(struct reader *reader, const char *name, bool read)
{
    reader->first_sheet = reader->first_sheet ? reader->first_sheet : name;
    if (!read)
        reader->other_sheets = arena_printf(reader->arena, "%s%s%s", reader->other_sheets ? reader->other_sheets : "", reader->other_sheets ? _(", ") : "", name);
}

bool reader_locked(struct reader *reader)
{
    reader_fail(reader, 0, _("workbook '%s' is protected by a password"), reader->path);
    diags_hint(reader->diags, _("open it with the password, save it without one, and load that"));
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
    if (is_foreign(reader, head, len))
        return false;
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
