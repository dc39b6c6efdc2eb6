/* SPDX-License-Identifier: GPL-3.0-or-later
 * Published data back into memory: tables, rules, and publication.json. What stands there may have been changed by anybody, so nothing is taken for granted:
 * a file that is no CSV, a row with too many cells, a column that nobody knows are told, each with its place.
 */
#include <errno.h>

#include <jansson.h>

#include "ceping/base_text.h"
#include "data_priv.h"

enum { FILE_MAX = 256 << 20 };

static bool read_text(const char *path, struct strbuf *out, struct diags *diags)
{
    if (!file_read(path, FILE_MAX, out)) {
        diags_error(diags, (struct pos){.file = path}, _("cannot read the file: %s"), strerror(errno));
        return false;
    }
    if (utf8_check(out->at, out->len) == out->len)
        return true;
    diags_error(diags, (struct pos){.file = path}, _("the file is not UTF-8"));
    return false;
}

/* Tables ---------------------------------------------------------------------------------------------------------- */

struct csv_file {
    const char *path;
    const struct data_form *form;
    size_t *columns; /* of the form, by column of the file; column_count: not ours */
    size_t width;
};

static bool read_header(struct csv_file *file, const struct csv_rows *rows, struct arena *arena, struct diags *diags)
{
    file->width = rows->ends.count ? rows->ends.at[0] : 0;
    file->columns = ARENA_ARRAY(arena, size_t, file->width + 1);
    bool good = file->width > 0;
    if (!good)
        diags_error(diags, (struct pos){.file = file->path}, _("the file is empty"));
    for (size_t c = 0; c < file->width; c++) {
        const char *name = rows->cells.at[c] ? rows->cells.at[c] : "";
        file->columns[c] = data_column_at(file->form, name);
        if (file->columns[c] < file->form->column_count || !strcmp(name, data_status_column.id))
            continue;
        diags_error(diags, (struct pos){.file = file->path, .line = 1, .col = 1}, _("unknown column '%s'"), name);
        good = false;
    }
    return good;
}

static const char *unguarded(const char *text, bool number)
{
    return text && !number && *text == '\'' ? text + 1 : text;
}

static bool read_row(struct csv_file *file, const struct csv_rows *rows, size_t r, struct arena *arena, struct data_table *table, struct diags *diags)
{
    size_t first = rows->ends.at[r - 1], count = rows->ends.at[r] - first;
    if (count != file->width) {
        diags_error(diags, (struct pos){.file = file->path, .line = (int)r + 1, .col = 1}, _("the row has %zu cells, the header %zu"), count, file->width);
        return false;
    }
    size_t at = table->cells.count;
    for (size_t c = 0; c < file->form->column_count; c++)
        *LIST_ADD(arena, &table->cells) = NULL;
    for (size_t c = 0; c < count; c++)
        if (file->columns[c] < file->form->column_count)
            table->cells.at[at + file->columns[c]] = unguarded(rows->cells.at[first + c], file->form->columns[file->columns[c]].number);
    return true;
}

static bool read_table(const char *folder, struct arena *arena, struct data_table *table, struct diags *diags)
{
    struct csv_file file = {.form = table->form, .path = arena_printf(arena, "%s/%s.csv", folder, table->form->name)};
    auto_strbuf struct strbuf text;
    strbuf_init(&text);
    if (table->form == &data_forms[DATA_PAIRS] && !file_exists(file.path))
        return true; /* an edition of before there was this table; that a file is missing where there was one its hashes tell */
    if (!read_text(file.path, &text, diags))
        return false;
    struct csv_rows rows;
    if (!csv_rows_parse(arena, text.at, &rows)) {
        diags_error(diags, (struct pos){.file = file.path}, _("a quote is opened and never closed"));
        return false;
    }
    bool good = read_header(&file, &rows, arena, diags);
    for (size_t r = 1; r < rows.ends.count && good; r++)
        good = read_row(&file, &rows, r, arena, table, diags);
    return good;
}

/* publication.json ---------------------------------------------------------------------------------------------------- */

static const char *member(const json_t *object, const char *name, struct arena *arena)
{
    return arena_strdup(arena, json_string_value(json_object_get(object, name)));
}

static void read_about(const json_t *root, struct arena *arena, struct data_about *about)
{
    about->year = (int)json_integer_value(json_object_get(root, "year"));
    about->simulated = json_is_true(json_object_get(root, "simulated"));
    for (size_t i = 0; i < ABOUT_TEXTS; i++)
        *about_member(about, &about_texts[i]) = member(root, about_texts[i].name, arena);
    const json_t *editions = json_object_get(root, "editions");
    for (size_t i = 0; i < json_array_size(editions); i++) {
        const json_t *from = json_array_get(editions, i);
        struct data_edition *to = LIST_ADD(arena, &about->editions);
        to->number = (int)json_integer_value(json_object_get(from, "number"));
        for (size_t k = 0; k < EDITION_TEXTS; k++)
            *about_member(to, &edition_texts[k]) = member(from, edition_texts[k].name, arena);
        if (!to->kind)
            to->kind = "";
    }
}

static bool sound(const struct data_about *about)
{
    bool good = about->title && about->evaluation && about->program && about->editions.count > 0;
    for (size_t i = 0; i < about->editions.count; i++)
        good = good && about->editions.at[i].number == (int)i + 1;
    return good;
}

bool data_read_publication(const char *path, struct arena *arena, struct data_about *ret_about, struct data_hashes *ret_hashes, struct diags *diags)
{
    auto_strbuf struct strbuf text;
    strbuf_init(&text);
    if (!read_text(path, &text, diags))
        return false;
    json_error_t error;
    json_t *root = json_loads(text.at, JSON_REJECT_DUPLICATES, &error);
    if (!root) {
        diags_error(diags, (struct pos){.file = path, .line = error.line, .col = error.column + 1}, _("this is no JSON: %s"), error.text);
        return false;
    }
    read_about(root, arena, ret_about);
    const char *name;
    json_t *hash;
    json_object_foreach (json_object_get(root, "data"), name, hash) {
        struct data_hash *to = LIST_ADD(arena, ret_hashes);
        to->name = arena_strdup(arena, name);
        to->hash = json_is_string(hash) ? arena_strdup(arena, json_string_value(hash)) : "";
    }
    json_decref(root);
    if (sound(ret_about))
        return true;
    diags_error(diags, (struct pos){.file = path}, _("the file does not describe a publication"));
    diags_hint(diags, _("it names title, evaluation, program and its editions, numbered from 1"));
    return false;
}

struct data_set *data_read(struct arena *arena, const char *folder, const char *publication, struct diags *diags)
{
    struct data_set *set = ARENA_NEW(arena, struct data_set);
    struct data_hashes hashes = {0};
    set->arena = arena;
    bool good = data_read_publication(publication, arena, &set->about, &hashes, diags);
    for (size_t t = 0; t < DATA_TABLES; t++) {
        set->tables[t].form = &data_forms[t];
        good = read_table(folder, arena, &set->tables[t], diags) && good;
    }
    auto_strbuf struct strbuf rules;
    strbuf_init(&rules);
    good = read_text(arena_printf(arena, "%s/rules.json", folder), &rules, diags) && good;
    set->rules = arena_strdup(arena, rules.at);
    return good ? set : NULL;
}
