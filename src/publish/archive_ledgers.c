/* SPDX-License-Identifier: GPL-3.0-or-later
 * Ledgers of earlier years may lie beside the folder of the evaluation (earlier: ../zibo-2016/ledger.yaml). So that the path written in the file still
 * leads there when the archive is unpacked, the evaluation then lies as many folders deep in the archive as its ledgers climb:
 *
 *     nothing above it     evaluation/ledger.yaml
 *     one folder above     tree/this.evaluation/ledger.yaml           tree/zibo-2016/ledger.yaml
 *     two                  tree/above/this.evaluation/ledger.yaml     tree/2016/zibo/ledger.yaml
 */
#include "ceping/publish.h"

#include "site_priv.h"

const char *publish_archive_evaluation(struct arena *arena, int above)
{
    if (above <= 0)
        return "evaluation";
    struct strbuf path;
    strbuf_init(&path);
    strbuf_adds(&path, "tree");
    for (int i = 1; i < above; i++)
        strbuf_adds(&path, "/above");
    strbuf_adds(&path, "/this.evaluation");
    const char *kept = arena_strdup(arena, path.at);
    strbuf_release(&path);
    return kept;
}

/* Takes the last folder off; false where there is none. */
static bool climb(struct strbuf *path)
{
    size_t len = path->len;
    while (len > 0 && path->at[len - 1] != '/')
        len--;
    bool climbs = path->len > 0;
    strbuf_truncate(path, len > 0 ? len - 1 : 0);
    return climbs;
}

/* Walks along `path` from the folder in `from`, by its letters alone; how many folders it climbed above the first. */
static int walk(const char *path, struct strbuf *from)
{
    int above = 0;
    for (size_t len; *path; path += len + (path[len] == '/')) {
        len = strcspn(path, "/");
        bool up = len == 2 && !strncmp(path, "..", 2), stay = len == 0 || (len == 1 && *path == '.');
        if (up)
            above += !climb(from);
        else if (!stay)
            strbuf_addf(from, "%s%.*s", from->len ? "/" : "", (int)len, path);
    }
    return above;
}

/* The path of an earlier ledger from the folder of the evaluation; NULL where it was not reached through it. */
static const char *from_folder(const struct evaluation *evaluation, const struct ledger *ledger)
{
    size_t len = strlen(evaluation->folder);
    while (len > 1 && evaluation->folder[len - 1] == '/')
        len--;
    const char *file = ledger->pos.file;
    if (len == 0 || !strcmp(evaluation->folder, ".")) /* files of the folder where one stands bear no path */
        return file;
    bool below = file && !strncmp(file, evaluation->folder, len) && file[len] == '/';
    return below ? file + len + strspn(file + len, "/") : NULL;
}

int archive_above(const struct evaluation *evaluation)
{
    int most = 0;
    for (const struct ledger *ledger = evaluation->ledger.earlier; ledger; ledger = ledger->earlier) {
        const char *path = from_folder(evaluation, ledger);
        struct strbuf at;
        strbuf_init(&at);
        int above = path ? walk(path, &at) : 0;
        strbuf_release(&at);
        most = above > most ? above : most;
    }
    return most;
}

const char *archive_ledger_name(struct arena *arena, const struct evaluation *evaluation, const struct ledger *ledger, int above)
{
    const char *path = from_folder(evaluation, ledger);
    struct strbuf at;
    strbuf_init(&at);
    strbuf_adds(&at, publish_archive_evaluation(arena, above));
    if (path)
        walk(path, &at);
    const char *name = path ? arena_strdup(arena, at.at) : NULL;
    strbuf_release(&at);
    return name;
}
