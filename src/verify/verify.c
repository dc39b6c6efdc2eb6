/* SPDX-License-Identifier: GPL-3.0-or-later
 * Going through a published folder, year by year, part by part; and what all parts use to compare.
 */
#include <dirent.h>
#include <stdlib.h>
#include <unistd.h>

#include "verify_priv.h"

const char *const verify_check_ids[VERIFY_CHECKS] = {
    "files", "derived", "figures", "counts", "leaves", "scores", "places", "facets", "summaries", "pages", "editions", "archive",
};

const char *const verify_check_labels[VERIFY_CHECKS] = {
    [VERIFY_FILES] = N_("hashes of files"),
    [VERIFY_DERIVED] = N_("files made from the tables"),
    [VERIFY_FIGURES] = N_("figures from numerator and base"),
    [VERIFY_COUNTS] = N_("counts of options and forms"),
    [VERIFY_LEAVES] = N_("leaves: values, scores, weights"),
    [VERIFY_SCORES] = N_("scores and bands"),
    [VERIFY_PLACES] = N_("places"),
    [VERIFY_FACETS] = N_("scores by method and dimension"),
    [VERIFY_SUMMARIES] = N_("means and ranges of tables"),
    [VERIFY_PAGES] = N_("numbers in pages"),
    [VERIFY_EDITIONS] = N_("earlier editions and changes"),
    [VERIFY_ARCHIVE] = N_("files made again from the archive"),
};

/* Telling ------------------------------------------------------------------------------------------------------------ */

void verify_differs(struct verify *v, enum verify_check check, const char *file, const char *row, const char *column, const char *published,
                    const char *recomputed)
{
    struct arena *arena = v->arena;
    *LIST_ADD(arena, &v->year->differences) = (struct verify_difference){
        check, arena_strdup(arena, file), arena_strdup(arena, row), arena_strdup(arena, column), arena_strdup(arena, published), arena_strdup(arena, recomputed),
    };
}

void verify_left(struct verify *v, const char *reason, size_t count)
{
    if (!count)
        return;
    for (size_t i = 0; i < v->year->left.count; i++)
        if (!strcmp(v->year->left.at[i].reason, reason)) {
            v->year->left.at[i].count += count;
            return;
        }
    *LIST_ADD(v->arena, &v->year->left) = (struct verify_left){reason, count};
}

static const char *file_of(struct verify *v, const struct data_table *table)
{
    return arena_printf(v->arena, "data/%s.csv", table->form->name);
}

bool verify_text(struct verify *v, enum verify_check check, const struct data_table *table, size_t row, const char *column, const char *recomputed)
{
    const char *published = data_cell(table, row, column);
    v->year->checked[check]++;
    if (published && recomputed ? !strcmp(published, recomputed) : published == recomputed)
        return true;
    verify_differs(v, check, file_of(v, table), data_key(v->arena, table, row), column, published, recomputed);
    return false;
}

static const char *printed(struct verify *v, double value, int decimals)
{
    if (!isfinite(value))
        return NULL;
    auto_strbuf struct strbuf text;
    strbuf_init(&text);
    num_format(&text, value, decimals);
    return arena_strdup(v->arena, text.at);
}

bool verify_number(struct verify *v, enum verify_check check, const struct data_table *table, size_t row, const char *column, double value, int decimals)
{
    const char *published = data_cell(table, row, column);
    double slack = 1e-8; /* published weights have nine decimals */
    const char *either[] = {printed(v, value - slack, decimals), printed(v, value + slack, decimals)};
    for (size_t i = 0; i < COUNT_OF(either); i++)
        if (published && either[i] && !strcmp(published, either[i])) {
            v->year->checked[check]++;
            return true;
        }
    return verify_text(v, check, table, row, column, printed(v, value, decimals));
}

bool verify_close(struct verify *v, enum verify_check check, const struct data_table *table, size_t row, const char *column, double value, double tolerance)
{
    double published = data_number(table, row, column);
    v->year->checked[check]++;
    if ((isnan(published) && isnan(value)) || fabs(published - value) <= tolerance)
        return true;
    auto_strbuf struct strbuf text;
    strbuf_init(&text);
    if (isfinite(value))
        num_format_exact(&text, value);
    verify_differs(v, check, file_of(v, table), data_key(v->arena, table, row), column, data_cell(table, row, column), text.len ? text.at : NULL);
    return false;
}

bool verify_hidden(const char *cell)
{
    return cell && !strcmp(cell, DATA_HIDDEN);
}

const struct data_table *verify_table(const struct verify *v, enum data_table_id id)
{
    return &v->set->tables[id];
}

static void make_index(struct verify *v, enum data_table_id id)
{
    const struct data_table *table = verify_table(v, id);
    size_t count = data_rows(table);
    v->numbers[id] = ARENA_ARRAY(v->arena, size_t, count + 1);
    map_init(&v->index[id]);
    for (size_t r = 0; r < count; r++) {
        v->numbers[id][r] = r;
        map_put(&v->index[id], data_key(v->arena, table, r), &v->numbers[id][r]);
    }
}

size_t verify_find(struct verify *v, enum data_table_id id, const char *key)
{
    if (!v->numbers[id])
        make_index(v, id);
    const size_t *row = map_get(&v->index[id], key);
    return row ? *row : SIZE_MAX;
}

/* One year ------------------------------------------------------------------------------------------------------------- */

/* Two rows of one key would let one of them go unlooked at. */
static void check_keys(struct verify *v)
{
    for (size_t t = 0; t < DATA_TABLES; t++) {
        const struct data_table *table = &v->set->tables[t];
        struct map keys;
        map_init(&keys);
        for (size_t r = 0; r < data_rows(table); r++) {
            const char *key = data_key(v->arena, table, r);
            if (map_get(&keys, key))
                verify_differs(v, VERIFY_DERIVED, file_of(v, table), key, NULL, _("twice"), _("once"));
            map_put(&keys, key, v);
        }
        map_release(&keys);
    }
}

static bool check_year(struct verify *v)
{
    const char *publication = arena_printf(v->arena, "%s/publication.json", v->folder);
    struct data_about about = {0};
    if (!data_read_publication(publication, v->arena, &about, &v->hashes, v->diags))
        return false;
    v->year->year = about.year;
    v->year->edition = data_edition_now(&about)->number;
    v->year->program = about.program;
    verify_files(v);
    v->set = data_read(v->arena, arena_printf(v->arena, "%s/data", v->folder), publication, v->diags);
    if (!v->set)
        return false;
    json_error_t error;
    v->rules = json_loads(v->set->rules, JSON_REJECT_DUPLICATES, &error);
    if (!v->rules) {
        diags_error(v->diags, (struct pos){.file = "data/rules.json", .line = error.line, .col = 1}, _("this is no JSON: %s"), error.text);
        return false;
    }
    check_keys(v);
    verify_derived(v);
    verify_editions(v);
    verify_figures(v);
    verify_counts(v);
    verify_scores(v);
    verify_pairs(v);
    verify_pages(v);
    bool good = !v->options->archive || verify_archive(v);
    json_decref(v->rules);
    for (size_t t = 0; t < DATA_TABLES; t++)
        if (v->numbers[t])
            map_release(&v->index[t]);
    return good;
}

static bool verify_one(struct verify_report *report, const char *folder, const struct verify_options *options, struct diags *diags)
{
    struct verify_year *year = LIST_ADD(report->arena, &report->years);
    struct verify v = {.arena = report->arena, .folder = folder, .options = options, .diags = diags, .year = year};
    bool good = check_year(&v);
    report->differences += year->differences.count;
    return good;
}

/* The folder ------------------------------------------------------------------------------------------------------------- */

int verify_is_year(const struct dirent *entry)
{
    return strlen(entry->d_name) == 4 && strspn(entry->d_name, "0123456789") == 4;
}

int verify_by_bytes(const struct dirent **a, const struct dirent **b)
{
    return strcmp((*a)->d_name, (*b)->d_name);
}

bool verify_published(struct arena *arena, const char *folder)
{
    return access(arena_printf(arena, "%s/publication.json", folder), F_OK) == 0 || access(arena_printf(arena, "%s/data", folder), F_OK) == 0;
}

/* Years that hold data; others (put there by hand) are not ours to judge. */
static size_t find_years(struct arena *arena, const char *folder, const char ***ret_folders)
{
    struct dirent **entries = NULL;
    int count = scandir(folder, &entries, verify_is_year, verify_by_bytes);
    const char **folders = ARENA_ARRAY(arena, const char *, (size_t)(count > 0 ? count : 0) + 1);
    size_t found = 0;
    for (int i = 0; i < count; i++) {
        const char *path = arena_printf(arena, "%s/%s", folder, entries[i]->d_name);
        if (verify_published(arena, path))
            folders[found++] = path;
        free(entries[i]);
    }
    if (count >= 0)
        free(entries);
    *ret_folders = folders;
    return found;
}

static void look_at_root(struct verify_report *report, const char *folder, const struct verify_options *options, struct diags *diags)
{
    struct verify v = {.arena = report->arena, .folder = folder, .options = options, .diags = diags, .year = &report->root};
    verify_root(&v);
    report->root_seen = true;
    report->differences += report->root.differences.count;
}

struct verify_report *verify_folder(const char *folder, const struct verify_options *options, struct diags *diags)
{
    struct arena *arena = arena_new();
    struct verify_report *report = ARENA_NEW(arena, struct verify_report);
    report->arena = arena;
    const char **folders = &folder;
    size_t count = verify_published(arena, folder) ? 1 : find_years(arena, folder, &folders);
    bool good = count > 0;
    if (!good) {
        diags_error(diags, (struct pos){.file = folder}, _("there is no publication here"));
        diags_hint(diags, _("a folder that 'ceping publish' made, or one of its years"));
    } else if (options->archive && count > 1) {
        diags_error(diags, (struct pos){.file = folder}, _("an archive is of one year, and here are %zu"), count);
        diags_hint(diags, _("name the folder of its year"));
        good = false;
    }
    for (size_t i = 0; i < count && good; i++)
        good = verify_one(report, folders[i], options, diags);
    if (good && folders != &folder)
        look_at_root(report, folder, options, diags);
    if (good)
        return report;
    verify_report_free(report);
    return NULL;
}

void verify_report_free(struct verify_report *report)
{
    if (report)
        arena_free(report->arena);
}
