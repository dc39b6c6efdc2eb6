/* SPDX-License-Identifier: GPL-3.0-or-later
 * ceping init DIR: a new evaluation from the skeleton in templates/skeleton. All of it is read before anything is written, so that a broken installation
 * leaves no half evaluation behind.
 */
#include <dirent.h>
#include <errno.h>
#include <unistd.h>

#include "ceping/base_text.h"
#include "cli.h"

/* In the order in which a person reads them; the last is empty but for its header. */
static const char *const files[] = {"evaluation.yaml", "instruments/1-public.yaml", "instruments/2-sheet.yaml", "rubric.yaml", "decisions.csv"};
static const char *const folders[] = {"instruments", "texts"};

enum { FILE_MAX = 1024 * 1024 };

/* Absent, or a folder with nothing in it: what somebody has written is never touched. */
static bool is_free(const char *folder, struct diags *diags)
{
    DIR *open = opendir(folder);
    if (!open && errno == ENOENT)
        return true;
    if (!open) {
        diags_error(diags, (struct pos){.file = folder}, _("cannot be a folder for an evaluation: %s"), strerror(errno));
        return false;
    }
    bool empty = true;
    for (const struct dirent *entry = readdir(open); entry; entry = readdir(open))
        empty = empty && (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0);
    closedir(open);
    if (!empty) {
        diags_error(diags, (struct pos){.file = folder}, _("the folder is not empty; nothing was written"));
        diags_hint(diags, _("name a folder that does not exist yet"));
    }
    return empty;
}

static const char *join(struct arena *arena, const char *folder, const char *name)
{
    return arena_printf(arena, "%s/%s", folder, name);
}

static bool read_skeleton(struct cli *cli, struct arena *arena, struct strbuf texts[])
{
    const char *skeleton = join(arena, cli->share, "templates/skeleton");
    size_t errors = cli->diags.errors;
    for (size_t i = 0; i < COUNT_OF(files); i++)
        if (!file_read(join(arena, skeleton, files[i]), FILE_MAX, &texts[i]))
            diags_error(&cli->diags, (struct pos){.file = join(arena, skeleton, files[i])}, _("cannot read: %s"), strerror(errno));
    return cli->diags.errors == errors;
}

static bool write_skeleton(struct cli *cli, struct arena *arena, const char *folder, const struct strbuf texts[])
{
    bool good = true;
    for (size_t i = 0; good && i < COUNT_OF(folders); i++)
        good = file_make_folders(join(arena, folder, folders[i]));
    for (size_t i = 0; good && i < COUNT_OF(files); i++)
        good = file_write(join(arena, folder, files[i]), texts[i].at, texts[i].len, 0644);
    if (!good) {
        diags_error(&cli->diags, (struct pos){.file = folder}, _("cannot write: %s"), strerror(errno));
        return false;
    }
    for (size_t i = 0; i < COUNT_OF(files); i++)
        printf("%s\n", join(arena, folder, files[i]));
    return true;
}

static int run(struct cli *cli)
{
    const char *folder = cli->arguments[0];
    struct arena *arena = arena_new();
    struct strbuf texts[COUNT_OF(files)];
    for (size_t i = 0; i < COUNT_OF(files); i++)
        strbuf_init(&texts[i]);
    bool good = is_free(folder, &cli->diags) && read_skeleton(cli, arena, texts) && write_skeleton(cli, arena, folder, texts);
    for (size_t i = 0; i < COUNT_OF(files); i++)
        strbuf_release(&texts[i]);
    arena_free(arena);
    if (good)
        printf(_("next: edit evaluation.yaml, then `ceping check %s`\n"), folder);
    return cli_finish(cli, good);
}

const struct cli_command cmd_init = {
    .name = "init",
    .arguments = "DIR",
    .summary = N_("a new evaluation from a skeleton, ready to check"),
    .help = N_("Writes an evaluation of four districts with a questionnaire, a rating sheet and a rubric, explained line by line in Chinese. It passes `check`, takes what `simulate` "
               "writes, scores and reports: change it piece by piece into your own. DIR must be new or empty."),
    .least = 1,
    .most = 1,
    .run = run,
};
