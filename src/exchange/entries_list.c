/* SPDX-License-Identifier: GPL-3.0-or-later
 * The list of differences: out for people to decide, and back with what they decided.
 */
#include <errno.h>
#include <stdlib.h>

#include "ceping/base_text.h"
#include "entries_priv.h"
#include "exchange_priv.h"

enum { LIST_KEY, LIST_FIELD, LIST_TITLE, LIST_WHO_A, LIST_A, LIST_WHO_B, LIST_B, LIST_DECIDED, LIST_REASON, LIST_WHO, LIST_DATE, LIST_COLUMNS, LIST_LIMIT = 64 * 1024 * 1024 };

static const char *const headers[LIST_COLUMNS] = {"编号", "列", "题目", "录入人A", "A录入", "录入人B", "B录入", "裁定值（填A、B或正确的值）", "理由", "裁定人", "日期"};

bool entries_write_list(const struct entries *entries, const char *path, struct diags *diags)
{
    auto_strbuf struct strbuf out;
    strbuf_init(&out);
    strbuf_adds(&out, "\xEF\xBB\xBF");
    for (size_t c = 0; c < LIST_COLUMNS; c++)
        strbuf_addf(&out, "%s%s", c ? "," : "", headers[c]);
    strbuf_adds(&out, "\r\n");
    for (size_t i = 0; i < entries->differences.count; i++) {
        const struct entries_difference *difference = &entries->differences.at[i];
        const char *cells[LIST_COLUMNS] = {difference->key, difference->field, difference->variable ? variable_title(difference->variable, entries->arena) : difference->field,
                                           difference->who_a, difference->text_a, difference->who_b, difference->text_b, difference->decided, difference->reason, difference->who,
                                           difference->date};
        for (size_t c = 0; c < LIST_COLUMNS; c++) {
            const char *cell = cells[c] ? cells[c] : "";
            strbuf_adds(&out, c ? "," : "");
            csv_add_cell(&out, *cell && strchr("=+-@", *cell) ? arena_printf(entries->arena, "'%s", cell) : cell);
        }
        strbuf_adds(&out, "\r\n");
    }
    return file_write(path, out.at, out.len, 0644) || cannot_write(path, strerror(errno), diags);
}

/* Back -------------------------------------------------------------------------------------------------------------- */

struct list_file {
    const char *at, *end;
    char separator;
    struct arena *arena;
    const char *cells[LIST_COLUMNS];
    size_t count;
};

static const char *next_cell(struct list_file *table)
{
    auto_strbuf struct strbuf cell;
    strbuf_init(&cell);
    bool quoted = table->at < table->end && *table->at == '"';
    table->at += quoted;
    for (; table->at < table->end; table->at++) {
        if (quoted && *table->at == '"') {
            if (table->at + 1 == table->end || table->at[1] != '"') {
                quoted = false;
                continue;
            }
            table->at++;
        } else if (!quoted && (*table->at == table->separator || *table->at == '\n' || *table->at == '\r')) {
            break;
        }
        strbuf_addc(&cell, *table->at);
    }
    return text_trim_copy(table->arena, cell.at, cell.len);
}

static bool next_row(struct list_file *table)
{
    if (table->at >= table->end)
        return false;
    for (table->count = 0;;) {
        const char *cell = next_cell(table);
        if (table->count < LIST_COLUMNS)
            table->cells[table->count++] = cell;
        if (table->at >= table->end || *table->at != table->separator)
            break;
        table->at++;
    }
    table->at += table->at < table->end && *table->at == '\r';
    table->at += table->at < table->end && *table->at == '\n';
    while (table->count < LIST_COLUMNS)
        table->cells[table->count++] = "";
    return true;
}

static struct entries_difference *find(const struct entries *entries, const char *key, const char *field)
{
    for (size_t i = 0; i < entries->differences.count; i++)
        if (strcmp(entries->differences.at[i].key, key) == 0 && strcmp(entries->differences.at[i].field, field) == 0)
            return &entries->differences.at[i];
    return NULL;
}

static const char *unquoted(const char *text)
{
    return *text == '\'' ? text + 1 : text;
}

static void take(struct entries *entries, const struct list_file *table, struct pos pos, struct diags *diags)
{
    const char *decided = table->cells[LIST_DECIDED];
    if (*decided == '\0')
        return;
    struct entries_difference *difference = find(entries, unquoted(table->cells[LIST_KEY]), table->cells[LIST_FIELD]);
    if (!difference) {
        diags_error(diags, pos, _("'%s' of copy '%s' is no difference of these two files"), table->cells[LIST_FIELD], table->cells[LIST_KEY]);
        return;
    }
    static const size_t wanted[] = {LIST_WHO, LIST_DATE};
    for (size_t i = 0; i < COUNT_OF(wanted); i++)
        if (*table->cells[wanted[i]] == '\0')
            diags_error(diags, pos, _("the decision about '%s' of copy '%s' lacks '%s'"), difference->field, difference->key, headers[wanted[i]]);
    bool is_a = text_alike(decided, "A"), is_b = text_alike(decided, "B");
    struct answer answer;
    const char *value = is_a ? difference->text_a : is_b ? difference->text_b : decided;
    if (!is_a && !is_b && (!difference->variable || !exact_read(difference->variable, value, &answer) ||
                           (difference->variable->type == VARIABLE_NUMBER && answer.missing == MISSING_NONE && !variable_takes(difference->variable, answer.number)))) {
        diags_error(diags, pos, _("'%s' is no answer to '%s'"), value, difference->field);
        diags_hint(diags, _("A, B, or %s"), difference->variable ? variable_options(difference->variable, entries->arena) : "");
        return;
    }
    if (!difference->decided) {
        bool a_wrong = strcmp(value, difference->text_a) != 0, b_wrong = strcmp(value, difference->text_b) != 0;
        for (size_t i = 0; i < entries->people.count; i++)
            entries->people.at[i].wrong += (a_wrong && text_alike(entries->people.at[i].name, difference->who_a)) + (b_wrong && text_alike(entries->people.at[i].name, difference->who_b));
        entries->all.wrong += (size_t)a_wrong + b_wrong;
        entries->decided++;
    }
    difference->decided = value;
    difference->reason = *table->cells[LIST_REASON] ? table->cells[LIST_REASON] : "两次录入不一致，核对原卷";
    difference->who = table->cells[LIST_WHO];
    difference->date = table->cells[LIST_DATE];
}

bool entries_read_list(struct entries *entries, const char *path, struct diags *diags)
{
    auto_strbuf struct strbuf bytes, text;
    strbuf_init(&bytes);
    strbuf_init(&text);
    size_t bad, errors = diags->errors;
    if (!file_read(path, LIST_LIMIT, &bytes)) {
        diags_error(diags, (struct pos){.file = path}, _("cannot read: %s"), strerror(errno));
        return false;
    }
    enum encoding encoding = encoding_detect(bytes.at, bytes.len, false);
    if (encoding == ENCODING_UNKNOWN || !encoding_to_utf8(encoding, bytes.at, bytes.len, &text, &bad)) {
        diags_error(diags, (struct pos){.file = path}, _("the file is neither UTF-8 nor GB18030"));
        return false;
    }
    const char *end = text.at + strcspn(text.at, "\r\n");
    struct list_file table = {.at = text.at, .end = text.at + text.len, .arena = entries->arena};
    table.separator = memchr(text.at, ';', (size_t)(end - text.at)) ? ';' : memchr(text.at, '\t', (size_t)(end - text.at)) ? '\t' : ',';
    struct pos pos = {.file = arena_strdup(entries->arena, path), .line = 1};
    if (!next_row(&table) || !text_alike(table.cells[LIST_KEY], headers[LIST_KEY]) || !text_alike(table.cells[LIST_DECIDED], headers[LIST_DECIDED])) {
        diags_error(diags, pos, _("this is no list of differences"));
        diags_hint(diags, _("fill in the file that --list wrote, and leave its columns as they are"));
        return false;
    }
    for (pos.line++; next_row(&table); pos.line++)
        take(entries, &table, pos, diags);
    return diags->errors == errors;
}
