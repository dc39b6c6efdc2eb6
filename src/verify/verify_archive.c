/* SPDX-License-Identifier: GPL-3.0-or-later
 * Everything again from the internal archive: it is unpacked into a folder of its own (mode 0700, removed afterwards), read, scored and published there as it was,
 * on top of what stood there before this edition; then every byte of the year is compared.
 */
#include <dirent.h>
#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "ceping/engine.h"
#include "ceping/publish.h"
#include "verify_priv.h"

enum { ABOVE_MAX = 1000 }; /* folders: what a stranger may have written into an archive */

struct again {
    struct verify *v;
    char *folder; /* unpacked */
    json_t *about;
    const char *site, *year; /* made again */
};

/* The site as it was before: the edition before this one with those before it. */
static bool lay_previous(struct again *again)
{
    struct verify *v = again->v;
    const char *previous = arena_printf(v->arena, "%s/previous", again->folder);
    if (access(previous, F_OK) != 0)
        return true;
    const char *mark = arena_printf(v->arena, "%s/.ceping-site", again->site);
    if (file_make_folders(again->site) && file_write(mark, "\n", 1, 0600) && rename(previous, again->year) == 0)
        return true;
    diags_error(v->diags, (struct pos){.file = again->site}, _("cannot make the folder: %s"), strerror(errno));
    return false;
}

static const char **template_folders(struct again *again)
{
    const char **folders = ARENA_ARRAY(again->v->arena, const char *, 101);
    for (size_t i = 0; i < 100; i++) {
        folders[i] = arena_printf(again->v->arena, "%s/templates/%zu", again->folder, i);
        if (access(folders[i], F_OK) != 0) {
            folders[i] = NULL;
            break;
        }
    }
    return folders;
}

/* Problems stand in the archive, not in the folder where it was unpacked. */
static const char *inside(const struct again *again, const char *file)
{
    size_t len = strlen(again->folder);
    bool below = file && !strncmp(file, again->folder, len) && file[len] == '/';
    return below ? arena_printf(again->v->arena, "%s/%s", again->v->options->archive, file + len + 1) : again->v->options->archive;
}

static bool publish_again(struct again *again)
{
    struct verify *v = again->v;
    struct diags said;
    diags_init(&said);
    const char *place = publish_archive_evaluation(v->arena, (int)fmin(rule_number(again->about, "above", 0), ABOVE_MAX));
    struct engine *engine = engine_open(arena_printf(v->arena, "%s/%s", again->folder, place), NULL, ENGINE_READ, &said);
    struct results *results = engine ? engine_results(engine, &said) : NULL;
    const char *kind = rule_text(again->about, "kind"), *cause = rule_text(again->about, "cause");
    bool reports = json_is_true(json_object_get(again->about, "reports"));
    publish_comments comments = {0};
    const struct publish_options options = {
        .template_folders = template_folders(again),
        .program = v->set->about.program,
        .comments = &comments,
        .faces = v->options->faces,
        .reports = reports,
        .correction = kind && !strcmp(kind, "correction") ? cause : NULL,
        .revision = kind && !strcmp(kind, "revision") ? cause : NULL,
        .cause_en = rule_text(again->about, "cause_en"),
        .date = rule_text(again->about, "date"),
    };
    bool good = results && publish_prepare(engine, results, reports, v->options->threads, &said) && publish_comments_read(engine, v->arena, &comments, &said) &&
                publish_site(engine, results, &options, again->site, &said);
    for (size_t i = 0; i < said.count && !good; i++)
        if (said.at[i].level == DIAG_ERROR)
            diags_error(v->diags, (struct pos){.file = inside(again, said.at[i].pos.file), .line = said.at[i].pos.line, .col = said.at[i].pos.col}, "%s", said.at[i].text);
    diags_release(&said);
    results_free(results);
    engine_close(engine);
    return good;
}

/* Files of one year in both folders: one that only one of them has differs, too. */
static void compare_file(struct verify *v, const char *path, const char *other)
{
    auto_strbuf struct strbuf a, b;
    strbuf_init(&a);
    strbuf_init(&b);
    v->year->checked[VERIFY_ARCHIVE]++;
    bool here = file_read(arena_printf(v->arena, "%s/%s", v->folder, path), SIZE_MAX, &a), there = file_read(other, SIZE_MAX, &b);
    if (here && there && a.len == b.len && !memcmp(a.at, b.at, a.len))
        return;
    size_t line = 1;
    for (size_t i = 0; here && there && i < a.len && i < b.len && a.at[i] == b.at[i]; i++)
        line += a.at[i] == '\n';
    verify_differs(v, VERIFY_ARCHIVE, path, here && there ? arena_printf(v->arena, _("line %zu"), line) : NULL, NULL, here ? _("other bytes") : _("absent"),
                   there ? _("what the archive leads to") : _("absent"));
}

static void compare_folders(struct verify *v, const char *year, const char *folder, bool only_missing)
{
    const char *from = only_missing ? v->folder : year;
    struct dirent **entries = NULL;
    int count = scandir(arena_printf(v->arena, "%s/%s", from, folder), &entries, NULL, verify_by_bytes);
    for (int i = 0; i < count; i++) {
        const char *name = entries[i]->d_name, *path = arena_printf(v->arena, "%s%s%s", folder, *folder ? "/" : "", name);
        struct stat state;
        if (strcmp(name, ".") && strcmp(name, "..") && lstat(arena_printf(v->arena, "%s/%s", from, path), &state) == 0) {
            const char *other = arena_printf(v->arena, "%s/%s", year, path);
            if (S_ISDIR(state.st_mode))
                compare_folders(v, year, arena_strdup(v->arena, path), only_missing);
            else if (!only_missing || access(other, F_OK) != 0)
                compare_file(v, path, other);
        }
        free(entries[i]);
    }
    if (count >= 0)
        free(entries);
}

static bool read_about(struct again *again)
{
    struct verify *v = again->v;
    json_error_t error;
    again->about = json_load_file(arena_printf(v->arena, "%s/archive.json", again->folder), JSON_REJECT_DUPLICATES, &error);
    const char *evaluation = rule_text(again->about, "evaluation");
    int year = (int)rule_number(again->about, "year", 0), edition = (int)rule_number(again->about, "edition", 0);
    if (!evaluation) {
        diags_error(v->diags, (struct pos){.file = v->options->archive}, _("this is no archive of a publication"));
        return false;
    }
    if (!strcmp(evaluation, v->set->about.evaluation) && year == v->year->year && edition == v->year->edition)
        return true;
    diags_error(v->diags, (struct pos){.file = v->options->archive}, _("the archive is of %s, %d, edition %d; published is %s, %d, edition %d"), evaluation, year, edition,
                v->set->about.evaluation, v->year->year, v->year->edition);
    return false;
}

static bool compare_again(struct again *again)
{
    struct verify *v = again->v;
    again->site = arena_printf(v->arena, "%s/site", again->folder);
    again->year = arena_printf(v->arena, "%s/%04d", again->site, v->year->year);
    if (!publish_archive_unpack(v->options->archive, again->folder, v->diags) || !read_about(again) || !lay_previous(again) || !publish_again(again))
        return false;
    compare_folders(v, again->year, "", false);
    compare_folders(v, again->year, "", true);
    if (v->options->program && strcmp(v->options->program, v->set->about.program) != 0)
        verify_left(v, N_("this is another version of the program than the one that published: files may differ for that reason alone"), 1);
    return true;
}

bool verify_archive(struct verify *v)
{
    auto_strbuf struct strbuf folder;
    strbuf_init(&folder);
    file_temporary("ceping-verify", &folder);
    struct again again = {.v = v, .folder = folder.at};
    if (!mkdtemp(again.folder)) {
        diags_error(v->diags, (struct pos){.file = again.folder}, _("cannot make the folder: %s"), strerror(errno));
        return false;
    }
    bool good = compare_again(&again);
    json_decref(again.about);
    publish_folder_remove(again.folder);
    return good;
}
