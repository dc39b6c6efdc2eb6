/* SPDX-License-Identifier: GPL-3.0-or-later
 * Files: hashes, those that follow from the tables, and earlier editions.
 */
#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "ceping/base_sha256.h"
#include "verify_priv.h"

#define YEAR_LIST "data/SHA256SUMS"
#define ROOT_LIST "SHA256SUMS"

/* Hashes ------------------------------------------------------------------------------------------------------------ */

/* "../index.html" in data/SHA256SUMS is index.html of the year. */
static const char *path_in_year(struct verify *v, const char *listed)
{
    return !strncmp(listed, "../", 3) ? listed + 3 : arena_printf(v->arena, "data/%s", listed);
}

static void check_hash(struct verify *v, const char *path, const char *hash)
{
    char found[SHA256_HEX];
    bool inside = *path != '/' && !strstr(path, "..");
    v->year->checked[VERIFY_FILES]++;
    if (!inside || !sha256_file(arena_printf(v->arena, "%s/%s", v->folder, path), found))
        verify_differs(v, VERIFY_FILES, path, NULL, NULL, hash, _("the file cannot be read"));
    else if (strcmp(found, hash) != 0)
        verify_differs(v, VERIFY_FILES, path, NULL, "SHA-256", hash, found);
}

/* Of the year, or of the root. */
static void read_sums(struct verify *v, const char *list, struct map *listed)
{
    auto_strbuf struct strbuf text;
    strbuf_init(&text);
    if (!file_read(arena_printf(v->arena, "%s/%s", v->folder, list), 64u << 20, &text)) {
        verify_differs(v, VERIFY_FILES, list, NULL, NULL, NULL, strerror(errno));
        return;
    }
    bool year = strcmp(list, ROOT_LIST) != 0;
    char *save = NULL, *copy = arena_strdup(v->arena, text.at);
    for (char *line = strtok_r(copy, "\n", &save); line; line = strtok_r(NULL, "\n", &save)) {
        if (strlen(line) < 67 || strspn(line, "0123456789abcdef") != 64 || line[64] != ' ' || line[65] != ' ') {
            verify_differs(v, VERIFY_FILES, list, NULL, NULL, line, _("a hash, two spaces and a file"));
            continue;
        }
        line[64] = '\0';
        const char *path = year ? path_in_year(v, line + 66) : line + 66;
        map_put(listed, path, v);
        check_hash(v, path, line);
    }
}

typedef void look_at(struct verify *v, const struct dirent *entry, const char *path, bool is_folder, struct map *listed);

/* Looks at what lies in the folder of the site, by name. `path` is from the site on. */
static void walk(struct verify *v, const char *folder, look_at *look, struct map *listed)
{
    const char *full = arena_printf(v->arena, "%s%s%s", v->folder, *folder ? "/" : "", folder);
    struct dirent **entries = NULL;
    int count = scandir(full, &entries, NULL, verify_by_bytes);
    for (int i = 0; i < count; i++) {
        const char *name = entries[i]->d_name;
        const char *path = arena_printf(v->arena, "%s%s%s", folder, *folder ? "/" : "", name);
        struct stat state;
        if (strcmp(name, ".") && strcmp(name, "..") && lstat(arena_printf(v->arena, "%s/%s", v->folder, path), &state) == 0)
            look(v, entries[i], path, S_ISDIR(state.st_mode), listed);
        free(entries[i]);
    }
    if (count >= 0)
        free(entries);
}

/* Every file of the year stands in the list, but the list itself. */
static void look_in_year(struct verify *v, const struct dirent *entry, const char *path, bool is_folder, struct map *listed)
{
    (void)entry;
    if (is_folder)
        walk(v, path, look_in_year, listed);
    else if (!map_get(listed, path) && strcmp(path, YEAR_LIST) != 0)
        verify_differs(v, VERIFY_FILES, path, NULL, NULL, _("a file"), _("not listed in SHA256SUMS"));
}

void verify_files(struct verify *v)
{
    struct map listed;
    map_init(&listed);
    read_sums(v, YEAR_LIST, &listed);
    walk(v, "", look_in_year, &listed);
    for (size_t i = 0; i < v->hashes.count; i++)
        check_hash(v, arena_printf(v->arena, "data/%s", v->hashes.at[i].name), v->hashes.at[i].hash);
    map_release(&listed);
}

/* Beside the years: what is listed is as it was, and what ceping would have written is listed. What somebody else put there is counted. */
static void look_beside_years(struct verify *v, const struct dirent *entry, const char *path, bool is_folder, struct map *listed)
{
    bool year = is_folder && !strchr(path, '/') && verify_is_year(entry);
    if (year && verify_published(v->arena, arena_printf(v->arena, "%s/%s", v->folder, path))) {
        const char *list = arena_printf(v->arena, "%s/%s", path, YEAR_LIST);
        if (!map_get(listed, list))
            verify_differs(v, VERIFY_FILES, list, NULL, NULL, _("a file"), _("not listed in SHA256SUMS"));
    } else if (is_folder) {
        walk(v, path, look_beside_years, listed);
    } else if (!map_get(listed, path) && strcmp(path, ROOT_LIST) != 0) {
        verify_left(v, N_("files beside the pages that no list names: put there by others, and not looked at"), 1);
    }
}

void verify_root(struct verify *v)
{
    struct map listed;
    map_init(&listed);
    read_sums(v, ROOT_LIST, &listed);
    static const char *const written[] = {".ceping-site", "en/index.html", "index.html"};
    for (size_t i = 0; i < COUNT_OF(written); i++)
        if (!map_get(&listed, written[i]))
            verify_differs(v, VERIFY_FILES, written[i], NULL, NULL, NULL, _("not listed in SHA256SUMS"));
    walk(v, "", look_beside_years, &listed);
    map_release(&listed);
}

/* Derived files --------------------------------------------------------------------------------------------------------- */

static void compare_bytes(struct verify *v, enum verify_check check, const char *path, const struct strbuf *wanted)
{
    auto_strbuf struct strbuf found;
    strbuf_init(&found);
    v->year->checked[check]++;
    if (!file_read(arena_printf(v->arena, "%s/%s", v->folder, path), SIZE_MAX, &found)) {
        verify_differs(v, check, path, NULL, NULL, NULL, strerror(errno));
        return;
    }
    if (found.len == wanted->len && !memcmp(found.at, wanted->at, found.len))
        return;
    size_t line = 1;
    for (size_t i = 0; i < found.len && i < wanted->len && found.at[i] == wanted->at[i]; i++)
        line += found.at[i] == '\n';
    verify_differs(v, check, path, arena_printf(v->arena, _("line %zu"), line), NULL, _("other bytes"), _("what follows from the tables"));
}

void verify_derived(struct verify *v)
{
    const char *names[DATA_FILES], *hashes[DATA_FILES];
    for (size_t i = 0; i < DATA_FILES; i++) {
        const char *path = arena_printf(v->arena, "data/%s", data_files[i].name);
        char *hash = arena_alloc(v->arena, SHA256_HEX);
        auto_strbuf struct strbuf bytes;
        strbuf_init(&bytes);
        if (data_files[i].kind != DATA_FILE_RULES && data_write_file(v->set, &data_files[i], &bytes, v->diags))
            compare_bytes(v, VERIFY_DERIVED, path, &bytes);
        if (!sha256_file(arena_printf(v->arena, "%s/%s", v->folder, path), hash))
            *hash = '\0';
        names[i] = data_files[i].name;
        hashes[i] = hash;
    }
    auto_strbuf struct strbuf publication;
    strbuf_init(&publication);
    data_write_publication(&v->set->about, names, hashes, DATA_FILES, &publication);
    compare_bytes(v, VERIFY_DERIVED, "publication.json", &publication);
}

/* Editions -------------------------------------------------------------------------------------------------------------- */

static bool same(const char *a, const char *b)
{
    return strcmp(a ? a : "", b ? b : "") == 0;
}

static void check_edition_hashes(struct verify *v, int number)
{
    const char *folder = arena_printf(v->arena, "editions/%d", number);
    struct data_about about = {0};
    struct data_hashes hashes = {0};
    if (!data_read_publication(arena_printf(v->arena, "%s/%s/publication.json", v->folder, folder), v->arena, &about, &hashes, v->diags))
        return;
    for (size_t i = 0; i < hashes.count; i++)
        check_hash(v, arena_printf(v->arena, "%s/data/%s", folder, hashes.at[i].name), hashes.at[i].hash);
    v->year->checked[VERIFY_EDITIONS]++;
    for (size_t i = 0; i < about.editions.count && i < v->set->about.editions.count; i++) {
        const struct data_edition *then = &about.editions.at[i], *now = &v->set->about.editions.at[i];
        if (strcmp(then->kind, now->kind) || !same(then->cause, now->cause) || !same(then->cause_en, now->cause_en) || !same(then->date, now->date))
            verify_differs(v, VERIFY_EDITIONS, "publication.json", arena_printf(v->arena, "%d", then->number), NULL, now->cause, then->cause);
    }
}

static struct data_set *read_edition(struct verify *v, int number)
{
    if (number == data_edition_now(&v->set->about)->number)
        return v->set;
    const char *folder = arena_printf(v->arena, "%s/editions/%d", v->folder, number);
    return data_read(v->arena, arena_printf(v->arena, "%s/data", folder), arena_printf(v->arena, "%s/publication.json", folder), v->diags);
}

/* changes.csv is what comparing each edition with the one before gives. */
void verify_editions(struct verify *v)
{
    const struct data_table *published = verify_table(v, DATA_CHANGES);
    struct data_table changes = {.form = published->form};
    size_t errors = v->diags->errors;
    int now = data_edition_now(&v->set->about)->number;
    const struct data_set *before = NULL;
    for (int n = 1; n <= now && v->diags->errors == errors; n++) {
        if (n < now)
            check_edition_hashes(v, n);
        const struct data_set *set = v->diags->errors == errors ? read_edition(v, n) : NULL;
        if (before && set)
            data_compare(before, set, n, v->arena, &changes);
        before = set;
    }
    if (v->diags->errors != errors) {
        verify_differs(v, VERIFY_EDITIONS, "editions", NULL, NULL, _("cannot be read"), _("the data of every earlier edition"));
        return;
    }
    size_t rows = data_rows(&changes), have = data_rows(published);
    for (size_t r = 0; r < (rows > have ? rows : have); r++) {
        bool same = r < rows && r < have;
        for (size_t c = 0; c < published->form->column_count && same; c++) {
            const char *column = published->form->columns[c].id, *a = data_cell(published, r, column), *b = data_cell(&changes, r, column);
            same = a && b ? !strcmp(a, b) : a == b;
        }
        v->year->checked[VERIFY_EDITIONS]++;
        if (!same)
            verify_differs(v, VERIFY_EDITIONS, "data/changes.csv", r < have ? data_key(v->arena, published, r) : data_key(v->arena, &changes, r), NULL,
                           r < have ? data_cell(published, r, "after") : NULL, r < rows ? data_cell(&changes, r, "after") : NULL);
    }
}
