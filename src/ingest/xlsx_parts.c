/* SPDX-License-Identifier: GPL-3.0-or-later
 * What a workbook says outside its sheets: their names and files, which number formats are dates, the shared strings.
 */
#include "xlsx_priv.h"

#include <stdlib.h>

enum { STRINGS_MAX = 256 * 1024 * 1024, STYLES_MAX = 65536, SHEETS_MAX = 1024 };

/* References and escapes --------------------------------------------------------------------------------- */

bool parse_reference(const char *reference, size_t *ret_column, size_t *ret_row)
{
    size_t column = 0, row = 0, letters = 0, digits = 0;
    const char *at = reference;
    for (; *at == '$' || (*at >= 'A' && *at <= 'Z') || (*at >= 'a' && *at <= 'z'); at++) {
        if (*at == '$')
            continue;
        if (++letters > 3)
            return false;
        column = column * 26 + (size_t)((*at | 32) - 'a') + 1;
    }
    for (; *at == '$' || (*at >= '0' && *at <= '9'); at++) {
        if (*at == '$')
            continue;
        if (++digits > 7)
            return false;
        row = row * 10 + (size_t)(*at - '0');
    }
    if ((*at && *at != ':') || (letters == 0 && digits == 0))
        return false;
    *ret_column = letters ? column - 1 : 0;
    *ret_row = row;
    return true;
}

void unescape_cell(struct strbuf *text)
{
    if (!strstr(text->at, "_x"))
        return;
    auto_strbuf struct strbuf plain;
    strbuf_init(&plain);
    for (const char *at = text->at; *at;) {
        bool escape = at[0] == '_' && at[1] == 'x' && strspn(at + 2, "0123456789abcdefABCDEF") >= 4 && at[6] == '_';
        if (!escape) {
            strbuf_addc(&plain, *at++);
            continue;
        }
        char hex[5] = {at[2], at[3], at[4], at[5], 0};
        unsigned long c = strtoul(hex, NULL, 16);
        bool half = c >= 0xD800 && c < 0xE000;
        strbuf_add_codepoint(&plain, c == 0 || half ? 0xFFFD : (uint32_t)c);
        at += 7;
    }
    strbuf_clear(text);
    strbuf_add(text, plain.at, plain.len);
}

/* Styles ------------------------------------------------------------------------------------------ */

struct format {
    int id;
    const char *code;
};

struct styles {
    struct workbook *workbook;
    LIST_OF(struct format) formats;
    bool inside; /* of cellXfs */
};

static void styles_start(struct xml_part *part, const char *element, const char **attributes)
{
    struct styles *styles = part->data;
    struct arena *arena = part->reader->arena;
    const char *id = xml_attribute(attributes, "numFmtId"), *code = xml_attribute(attributes, "formatCode");
    if (strcmp(element, "cellXfs") == 0) {
        styles->inside = true;
    } else if (strcmp(element, "numFmt") == 0 && id && code && styles->formats.count < STYLES_MAX) {
        *LIST_ADD(arena, &styles->formats) = (struct format){atoi(id), arena_strdup(arena, code)};
    } else if (styles->inside && strcmp(element, "xf") == 0 && styles->workbook->styles.count < STYLES_MAX) {
        int number = id ? atoi(id) : 0;
        const char *own = NULL;
        for (size_t i = 0; i < styles->formats.count; i++)
            if (styles->formats.at[i].id == number)
                own = styles->formats.at[i].code;
        *LIST_ADD(arena, &styles->workbook->styles) = format_kind(number, own);
    }
}

static void styles_end(struct xml_part *part, const char *element)
{
    struct styles *styles = part->data;
    if (strcmp(element, "cellXfs") == 0)
        styles->inside = false;
}

/* Sheets --------------------------------------------------------------------------------------------------- */

static void workbook_start(struct xml_part *part, const char *element, const char **attributes)
{
    struct workbook *workbook = part->data;
    struct arena *arena = part->reader->arena;
    if (strcmp(element, "workbookPr") == 0) {
        const char *date1904 = xml_attribute(attributes, "date1904");
        workbook->from_1904 = date1904 && (strcmp(date1904, "1") == 0 || strcmp(date1904, "true") == 0);
    } else if (strcmp(element, "sheet") == 0 && workbook->sheets.count < SHEETS_MAX) {
        const char *name = xml_attribute(attributes, "name"), *state = xml_attribute(attributes, "state");
        const char *relation = NULL;
        for (size_t i = 0; attributes[i]; i += 2)
            if (strchr(attributes[i], ':') && strcmp(xml_local(attributes[i]), "id") == 0)
                relation = attributes[i + 1];
        struct xlsx_sheet *sheet = LIST_ADD(arena, &workbook->sheets);
        sheet->name = arena_strdup(arena, name ? name : "");
        sheet->relation = arena_strdup(arena, relation);
        sheet->hidden = state && strcmp(state, "visible") != 0;
    }
}

static void relations_start(struct xml_part *part, const char *element, const char **attributes)
{
    struct workbook *workbook = part->data;
    const char *id = xml_attribute(attributes, "Id"), *target = xml_attribute(attributes, "Target");
    if (strcmp(element, "Relationship") != 0 || !id || !target)
        return;
    for (size_t i = 0; i < workbook->sheets.count; i++) {
        struct xlsx_sheet *sheet = &workbook->sheets.at[i];
        if (sheet->relation && strcmp(sheet->relation, id) == 0)
            sheet->path = *target == '/' ? arena_strdup(part->reader->arena, target + 1) : arena_printf(part->reader->arena, "xl/%s", target);
    }
}

/* Shared strings --------------------------------------------------------------------------------------------- */

struct strings {
    struct workbook *workbook;
    struct strbuf text;
    bool inside;   /* of t */
    bool phonetic; /* rPh: how it is read, not what it is */
};

static void strings_start(struct xml_part *part, const char *element, const char **attributes)
{
    (void)attributes;
    struct strings *strings = part->data;
    if (strcmp(element, "si") == 0)
        strbuf_clear(&strings->text);
    else if (strcmp(element, "rPh") == 0)
        strings->phonetic = true;
    else if (strcmp(element, "t") == 0)
        strings->inside = !strings->phonetic;
}

static void strings_text(struct xml_part *part, const char *text, size_t len)
{
    struct strings *strings = part->data;
    if (!strings->inside)
        return;
    if (strings->text.len + len > CELL_MAX)
        reader_fail(part->reader, 0, _("a cell is longer than %d bytes"), CELL_MAX);
    else
        strbuf_add(&strings->text, text, len);
}

static void strings_end(struct xml_part *part, const char *element)
{
    struct strings *strings = part->data;
    struct workbook *workbook = strings->workbook;
    if (strcmp(element, "t") == 0)
        strings->inside = false;
    else if (strcmp(element, "rPh") == 0)
        strings->phonetic = false;
    if (strcmp(element, "si") != 0)
        return;
    unescape_cell(&strings->text);
    if (workbook->strings.len + strings->text.len > STRINGS_MAX || workbook->string_count > STRINGS_MAX / 8) {
        reader_fail(part->reader, 0, _("texts of the workbook are longer than %d MB"), STRINGS_MAX / 1024 / 1024);
        return;
    }
    strbuf_add(&workbook->strings, strings->text.at, strings->text.len);
    if (workbook->string_count == workbook->string_room) {
        workbook->string_room = workbook->string_room ? 2 * workbook->string_room : 256;
        workbook->string_ends = xrealloc(workbook->string_ends, workbook->string_room * sizeof *workbook->string_ends);
    }
    workbook->string_ends[workbook->string_count++] = workbook->strings.len;
}

bool workbook_string(const struct workbook *workbook, size_t index, struct cell *ret_cell)
{
    if (index >= workbook->string_count)
        return false;
    size_t start = index ? workbook->string_ends[index - 1] : 0;
    *ret_cell = (struct cell){workbook->strings.at + start, workbook->string_ends[index] - start};
    return true;
}

/* All of it ------------------------------------------------------------------------------------------------- */

bool workbook_read(struct workbook *workbook, struct reader *reader, zip_t *zip)
{
    strbuf_init(&workbook->strings);
    struct xml_part sheets = {.data = workbook, .start = workbook_start};
    struct xml_part relations = {.data = workbook, .start = relations_start};
    if (!xml_part_run(&sheets, reader, zip, "xl/workbook.xml") || !xml_part_run(&relations, reader, zip, "xl/_rels/workbook.xml.rels"))
        return false;
    if (workbook->sheets.count == 0) {
        reader_fail(reader, 0, _("zip archive '%s' holds no workbook"), reader->path);
        diags_hint(reader->diags, _("unpack it and load the files in it"));
        return false;
    }
    struct styles styles = {.workbook = workbook};
    struct xml_part formats = {.data = &styles, .start = styles_start, .end = styles_end};
    struct strings strings = {.workbook = workbook};
    strbuf_init(&strings.text);
    struct xml_part texts = {.data = &strings, .start = strings_start, .end = strings_end, .text = strings_text};
    bool done = xml_part_run(&formats, reader, zip, "xl/styles.xml") && xml_part_run(&texts, reader, zip, "xl/sharedStrings.xml");
    strbuf_release(&strings.text);
    return done;
}

void workbook_release(struct workbook *workbook)
{
    strbuf_release(&workbook->strings);
    free(workbook->string_ends);
}
