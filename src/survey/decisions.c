/* SPDX-License-Identifier: GPL-3.0-or-later
 * decisions.csv: what a person decided, a row each, as a spreadsheet program writes it: quotes doubled inside quotes, a separator of
 * comma or semicolon or tab, UTF-8 with or without BOM, or GB18030. It is small and written by the team, so it is read here whole; response files,
 * which are neither, have their own reader.
 *
 * Columns are found by their headers (object,decision,reason,authority,who,date), in any order; the line of a problem is the row of the sheet.
 *
 * A decision that is not carried out changes who counts without a word, so a misspelt one is refused, and an object that looks like a response and is
 * none is warned of. Other matters (written KIND:WHICH) are kept for the reports.
 */
#include "survey_priv.h"

#include "ceping/base_text.h"
#include "ceping/model_data.h"

#include <errno.h>

enum { DECISION_COLUMNS = 6, CELLS_MAX = 64, DECISIONS_LIMIT = 16 * 1024 * 1024 };

static const char *const headers[DECISION_COLUMNS] = {"object", "decision", "reason", "authority", "who", "date"};
static const char *const chinese[DECISION_COLUMNS] = {"对象", "决定", "理由", "依据", "裁定人", "日期"};
static const char *const also[DECISION_COLUMNS] = {NULL, "裁定", NULL, NULL, "何人", "何时"}; /* as the guide calls them */

struct csv {
    const char *at, *end;
    char separator;
    int row, line; /* of the sheet, of the file */
    struct arena *arena;
    const char *cells[CELLS_MAX];
    size_t count;
    bool open_quote; /* the file ends inside a quoted cell */
};

static char find_separator(const char *text, size_t len)
{
    size_t line = strcspn(text, "\r\n");
    if (line > len)
        line = len;
    for (const char *mark = ";\t"; *mark; mark++) {
        if (!memchr(text, ',', line) && memchr(text, *mark, line))
            return *mark;
    }
    return ',';
}

static const char *read_cell(struct csv *csv)
{
    auto_strbuf struct strbuf cell;
    strbuf_init(&cell);
    bool quoted = csv->at < csv->end && *csv->at == '"';
    if (quoted)
        csv->at++;
    while (csv->at < csv->end) {
        char c = *csv->at;
        if (quoted && c == '"' && csv->at + 1 < csv->end && csv->at[1] == '"') {
            csv->at++;
        } else if (quoted && c == '"') {
            quoted = false;
            csv->at++;
            continue;
        } else if (!quoted && (c == csv->separator || c == '\n' || c == '\r')) {
            break;
        }
        csv->line += c == '\n';
        strbuf_addc(&cell, c);
        csv->at++;
    }
    csv->open_quote |= quoted;
    return text_trim_copy(csv->arena, cell.at, cell.len);
}

static bool read_row(struct csv *csv)
{
    if (csv->at >= csv->end)
        return false;
    csv->row++;
    csv->count = 0;
    for (;;) {
        const char *cell = read_cell(csv);
        if (csv->count < CELLS_MAX)
            csv->cells[csv->count++] = cell;
        if (csv->at >= csv->end || *csv->at != csv->separator)
            break;
        csv->at++;
    }
    if (csv->at < csv->end && *csv->at == '\r')
        csv->at++;
    if (csv->at < csv->end && *csv->at == '\n')
        csv->at++;
    csv->line++;
    return true;
}

static bool is_empty(const struct csv *csv)
{
    for (size_t i = 0; i < csv->count; i++) {
        if (*csv->cells[i])
            return false;
    }
    return true;
}

static struct pos row_pos(const struct csv *csv, const char *file)
{
    return (struct pos){.file = file, .line = csv->row};
}

static bool is_header(const char *cell, size_t column)
{
    return text_alike(cell, headers[column]) || text_alike(cell, chinese[column]) || (also[column] && text_alike(cell, also[column]));
}

static bool read_headers(struct loader *loader, struct csv *csv, const char *file, int columns[DECISION_COLUMNS])
{
    for (size_t c = 0; c < DECISION_COLUMNS; c++)
        columns[c] = -1;
    if (!read_row(csv) || is_empty(csv)) {
        diags_error(loader->diags, (struct pos){.file = file}, _("the first row must name the columns"));
        diags_hint(loader->diags, "object,decision,reason,authority,who,date");
        return false;
    }
    bool good = true;
    for (size_t i = 0; i < csv->count; i++) {
        size_t column = 0;
        while (column < DECISION_COLUMNS && !is_header(csv->cells[i], column))
            column++;
        if (*csv->cells[i] == '\0')
            continue;
        if (column == DECISION_COLUMNS) {
            diags_error(loader->diags, row_pos(csv, file), _("unknown column '%s'"), csv->cells[i]);
            diags_hint_words(loader->diags, csv->cells[i], headers, DECISION_COLUMNS);
            good = false;
        } else if (columns[column] >= 0) {
            diags_error(loader->diags, row_pos(csv, file), _("column '%s' stands twice"), headers[column]);
            good = false;
        } else {
            columns[column] = (int)i;
        }
    }
    for (size_t c = 0; c < DECISION_COLUMNS; c++) {
        if (columns[c] >= 0)
            continue;
        diags_error(loader->diags, row_pos(csv, file), _("column '%s' is missing"), headers[c]);
        good = false;
    }
    return good;
}

static void add_decision(struct loader *loader, const struct csv *csv, const char *file, const int columns[DECISION_COLUMNS])
{
    struct decision *decision = LIST_ADD(loader->arena, &loader->evaluation->decisions);
    decision->pos = row_pos(csv, file);
    const char **members[DECISION_COLUMNS] = {&decision->object, &decision->decision, &decision->reason, &decision->authority, &decision->who, &decision->date};
    for (size_t c = 0; c < DECISION_COLUMNS; c++) {
        *members[c] = (size_t)columns[c] < csv->count ? csv->cells[columns[c]] : "";
        if (**members[c] == '\0' && strcmp(headers[c], "authority") != 0)
            diags_error(loader->diags, decision->pos, _("a decision lacks '%s'"), headers[c]);
    }
}

static bool decode(struct loader *loader, const char *shown, const struct strbuf *bytes, struct strbuf *text)
{
    enum encoding encoding = encoding_detect(bytes->at, bytes->len, false);
    size_t bad = 0;
    if (encoding != ENCODING_UNKNOWN && encoding_to_utf8(encoding, bytes->at, bytes->len, text, &bad))
        return true;
    diags_error(loader->diags, (struct pos){.file = shown}, _("the file is neither UTF-8 nor GB18030"));
    diags_hint(loader->diags, _("save it as CSV UTF-8"));
    return false;
}

void decisions_read(struct loader *loader, const char *path, const char *shown)
{
    auto_strbuf struct strbuf bytes, text;
    strbuf_init(&bytes);
    strbuf_init(&text);
    if (!file_read(path, DECISIONS_LIMIT, &bytes)) {
        diags_error(loader->diags, (struct pos){.file = shown}, _("cannot read the file: %s"), strerror(errno));
        return;
    }
    if (bytes.len == 0 || !decode(loader, shown, &bytes, &text))
        return;
    if (strlen(text.at) != text.len) {
        diags_error(loader->diags, (struct pos){.file = shown}, _("a NUL byte stands in the file"));
        return;
    }
    struct csv csv = {.at = text.at, .end = text.at + text.len, .separator = find_separator(text.at, text.len), .arena = loader->arena};
    int columns[DECISION_COLUMNS];
    if (!read_headers(loader, &csv, shown, columns))
        return;
    while (read_row(&csv)) {
        if (!is_empty(&csv))
            add_decision(loader, &csv, shown, columns);
    }
    if (csv.open_quote)
        diags_error(loader->diags, row_pos(&csv, shown), _("a quote does not end"));
}

static bool check_value(const struct decision_reading *reading, struct diags *diags)
{
    struct answer answer;
    if (!reading->variable) {
        diags_error(diags, reading->decision->pos, _("'%s' names no answer of instrument '%s'"), reading->decision->object, reading->instrument->id);
        diags_hint(diags, _("an answer is written INSTRUMENT/KEY/ITEM, such as %s/12/%s"), reading->instrument->id,
                   reading->instrument->variables.count ? reading->instrument->variables.at[0].id : "q1");
        return false;
    }
    if (variable_read(reading->variable, reading->value, &answer))
        return true;
    auto_strbuf struct strbuf accepted;
    strbuf_init(&accepted);
    variable_accepts(reading->variable, &accepted);
    diags_error(diags, reading->decision->pos, _("'%s' is no answer to '%s'"), reading->value, reading->variable->id);
    diags_hint(diags, _("accepted: %s"), accepted.at);
    return false;
}

bool survey_check_decision(const struct evaluation *evaluation, const struct decision *decision, struct diags *diags)
{
    static const char *const words[] = {"valid", "void", "not_eligible", "withdraw", "correct=VALUE"};
    struct decision_reading reading;
    switch (decision_read(evaluation, decision, &reading)) {
    case DECISION_OTHER:
        diags_warning(diags, decision->pos, _("decision about '%s', which is no response: it stands in reports and changes nothing"), decision->object);
        diags_hint(diags, _("a response is written INSTRUMENT/KEY, such as %s/12"), evaluation->instruments.count ? evaluation->instruments.at[0]->id : "public");
        return true;
    case DECISION_UNKNOWN:
        diags_error(diags, decision->pos, _("unknown decision '%s' about response '%s'"), decision->decision, decision->object);
        diags_hint_words(diags, decision->decision, words, COUNT_OF(words));
        return false;
    case DECISION_CORRECT:
        return check_value(&reading, diags);
    default:
        return true;
    }
}

/* A comment is published by this word alone; a misspelt one would keep it back without a sound. */
static bool about_comment(struct loader *loader, const struct decision *decision)
{
    static const char *const words[] = {"approve", "批准", "reject", "不批准"};
    if (strncmp(decision->object, "comment:", 8) != 0)
        return false;
    bool known = *decision->decision == '\0';
    for (size_t i = 0; i < COUNT_OF(words); i++)
        known = known || text_alike(decision->decision, words[i]);
    if (!known) {
        diags_error(loader->diags, decision->pos, _("unknown decision '%s' about comment '%s'"), decision->decision, decision->object + 8);
        diags_hint_words(loader->diags, decision->decision, words, COUNT_OF(words));
    }
    return true;
}

/* Which of two entries holds, entry:INSTRUMENT/KEY/COLUMN, or how often they differed, entry:INSTRUMENT. Reports count on the latter. */
static bool about_entries(struct loader *loader, const struct decision *decision)
{
    size_t cells, differ;
    if (strncmp(decision->object, DECISION_ENTRIES, strlen(DECISION_ENTRIES)) != 0)
        return false;
    if (*decision->decision && !strchr(decision->object, '/') && !decision_entries(loader->evaluation, decision, &cells, &differ)) {
        diags_error(loader->diags, decision->pos, _("'%s' does not say how two entries of '%s' compared"), decision->decision, decision->object + strlen(DECISION_ENTRIES));
        diags_hint(loader->diags, _("'ceping compare-entries' writes such rows: entry:INSTRUMENT, and 比对3960格，不一致15格"));
    }
    return true;
}

void check_decisions(struct loader *loader)
{
    for (size_t i = 0; i < loader->evaluation->decisions.count; i++) {
        const struct decision *decision = &loader->evaluation->decisions.at[i];
        bool entry = about_entries(loader, decision);
        bool other = entry || (strchr(decision->object, ':') && !strchr(decision->object, '/'));
        if (!about_comment(loader, decision) && *decision->object && *decision->decision && !other) /* else said already, or not about a response */
            survey_check_decision(loader->evaluation, decision, loader->diags);
    }
}

/* Adding a row ---------------------------------------------------------------------------------------------- */

/* The row in the order of the file's own columns. */
static void add_row(const struct decision *decision, const int columns[DECISION_COLUMNS], size_t count, char separator, struct strbuf *out)
{
    const char *const texts[DECISION_COLUMNS] = {decision->object, decision->decision, decision->reason, decision->authority, decision->who, decision->date};
    for (size_t i = 0; i < count; i++) {
        if (i)
            strbuf_addc(out, separator);
        for (size_t c = 0; c < DECISION_COLUMNS; c++) {
            if (columns[c] == (int)i)
                csv_add_cell(out, texts[c] ? texts[c] : "");
        }
    }
    strbuf_adds(out, "\r\n");
}

bool survey_add_decision(const struct evaluation *evaluation, const struct decision *decision, struct diags *diags)
{
    return survey_add_decisions(evaluation, decision, 1, diags);
}

bool survey_add_decisions(const struct evaluation *evaluation, const struct decision *decisions, size_t count, struct diags *diags)
{
    struct arena *arena = arena_new();
    struct loader loader = {.arena = arena, .diags = diags};
    const char *path = arena_printf(arena, "%s/decisions.csv", evaluation->folder);
    auto_strbuf struct strbuf bytes, text;
    strbuf_init(&bytes);
    strbuf_init(&text);
    strbuf_adds(&text, "\xEF\xBB\xBF"); /* by this Excel knows UTF-8 */
    size_t errors = diags->errors, mark = text.len;
    if (!file_read(path, DECISIONS_LIMIT, &bytes) && errno != ENOENT)
        diags_error(diags, (struct pos){.file = path}, _("cannot read the file: %s"), strerror(errno));
    else if (bytes.len == 0)
        strbuf_adds(&text, "object,decision,reason,authority,who,date\r\n");
    else if (decode(&loader, path, &bytes, &text) && text.at[text.len - 1] != '\n')
        strbuf_adds(&text, "\r\n");
    if (diags->errors == errors) {
        struct csv csv = {.at = text.at + mark, .end = text.at + text.len, .separator = find_separator(text.at + mark, text.len - mark), .arena = arena};
        int columns[DECISION_COLUMNS];
        if (read_headers(&loader, &csv, path, columns)) {
            for (size_t i = 0; i < count; i++)
                add_row(&decisions[i], columns, csv.count, csv.separator, &text);
            if (!file_write(path, text.at, text.len, 0644))
                diags_error(diags, (struct pos){.file = path}, _("cannot write the file: %s"), strerror(errno));
        }
    }
    arena_free(arena);
    return diags->errors == errors;
}
