/* SPDX-License-Identifier: GPL-3.0-or-later
 * A folder that changes at once. The new one is written beside the old one and takes its place in a single step, so that whoever looks sees the old site
 * or the new one, and an interrupted run leaves the old one whole.
 *
 * Replacing a folder can destroy what somebody keeps there. So only a folder that is empty, or that bears the mark of an earlier publication,
 * is touched, and whatever else lies in it (other years, files put there by hand) goes over into the new one.
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "site_priv.h"

static bool fail(struct diags *diags, const char *path, const char *format)
{
    int error = errno;
    /* the format holds one %s */
    auto_strbuf struct strbuf text;
    strbuf_init(&text);
    strbuf_adds(&text, format);
    diags_error(diags, (struct pos){.file = path}, _("%s: %s"), text.at, strerror(error));
    return false;
}

static int by_bytes(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

/* Names in a folder, sorted, so that no order of the disk gets into anything. */
char **site_folder_names(const char *path, size_t *ret_count)
{
    DIR *dir = opendir(path);
    char **names = NULL;
    size_t count = 0;
    for (struct dirent *entry; dir && (entry = readdir(dir));) {
        if (!strcmp(entry->d_name, ".") || !strcmp(entry->d_name, ".."))
            continue;
        names = xrealloc(names, (count + 1) * sizeof *names);
        names[count++] = xstrdup(entry->d_name);
    }
    if (dir)
        closedir(dir);
    if (count)
        qsort(names, count, sizeof *names, by_bytes);
    *ret_count = count;
    return names;
}

void site_folder_free_names(char **names, size_t count)
{
    for (size_t i = 0; i < count; i++)
        free(names[i]);
    free(names);
}

static char *joined(const char *folder, const char *name)
{
    struct strbuf path;
    strbuf_init(&path);
    strbuf_addf(&path, "%s/%s", folder, name);
    return strbuf_detach(&path);
}

/* Never follows a symbolic link. */
void publish_folder_remove(const char *path)
{
    struct stat state;
    if (lstat(path, &state) != 0)
        return;
    if (!S_ISDIR(state.st_mode)) {
        unlink(path);
        return;
    }
    size_t count;
    char **names = site_folder_names(path, &count);
    for (size_t i = 0; i < count; i++) {
        auto_free char *inner = joined(path, names[i]);
        publish_folder_remove(inner);
    }
    site_folder_free_names(names, count);
    rmdir(path);
}

/* Beginning ------------------------------------------------------------------------------------------------------ */

static bool may_replace(const char *target, struct diags *diags)
{
    struct stat state;
    if (lstat(target, &state) != 0)
        return errno == ENOENT || fail(diags, target, _("cannot look at the folder"));
    if (!S_ISDIR(state.st_mode)) {
        diags_error(diags, (struct pos){.file = target}, _("'%s' is no folder"), target);
        return false;
    }
    size_t count;
    char **names = site_folder_names(target, &count);
    site_folder_free_names(names, count);
    auto_free char *mark = joined(target, SITE_MARK);
    if (count == 0 || access(mark, F_OK) == 0)
        return true;
    diags_error(diags, (struct pos){.file = target}, _("'%s' holds files that are no publication"), target);
    diags_hint(diags, _("a new or empty folder, or one that 'ceping publish' made"));
    return false;
}

char *site_folder_begin(struct arena *arena, const char *target, struct diags *diags)
{
    const char *slash = strrchr(target, '/');
    const char *name = slash ? slash + 1 : target;
    if (!*name || !strcmp(name, ".") || !strcmp(name, "..")) {
        diags_error(diags, POS_NONE, _("'%s' does not name a folder that can be replaced"), target);
        diags_hint(diags, _("give the folder a name, such as site"));
        return NULL;
    }
    if (!may_replace(target, diags))
        return NULL;
    char *fresh = arena_printf(arena, "%s.ceping-new", target);
    publish_folder_remove(fresh); /* of a run that was interrupted */
    if (!file_make_folders(fresh)) {
        fail(diags, fresh, _("cannot make the folder"));
        return NULL;
    }
    auto_free char *mark = joined(fresh, SITE_MARK);
    static const char words[] = "made by ceping publish\n";
    if (!file_write_unseen(mark, words, sizeof words - 1, 0644)) {
        fail(diags, mark, _("cannot write"));
        return NULL;
    }
    return fresh;
}

/* Switching ------------------------------------------------------------------------------------------------------- */

static bool copy_file(const char *from, const char *to, mode_t mode)
{
    if (link(from, to) == 0)
        return true;
    auto_strbuf struct strbuf bytes; /* other disks know no hard links */
    strbuf_init(&bytes);
    return file_read(from, SIZE_MAX, &bytes) && file_write_unseen(to, bytes.at, bytes.len, mode & 0777);
}

static bool copy_link(const char *from, const char *to)
{
    char target[4096];
    ssize_t len = readlink(from, target, sizeof target - 1);
    if (len < 0)
        return false;
    target[len] = '\0';
    return symlink(target, to) == 0;
}

/* `from` into `to`, unless `to` is there. */
static bool take_over(const char *from, const char *to)
{
    struct stat state;
    if (lstat(to, &state) == 0)
        return true;
    if (lstat(from, &state) != 0)
        return false;
    if (S_ISLNK(state.st_mode))
        return copy_link(from, to);
    if (!S_ISDIR(state.st_mode))
        return copy_file(from, to, state.st_mode);
    if (mkdir(to, state.st_mode & 0777) != 0)
        return false;
    size_t count;
    char **names = site_folder_names(from, &count);
    bool good = true;
    for (size_t i = 0; i < count && good; i++) {
        auto_free char *inner = joined(from, names[i]), *copy = joined(to, names[i]);
        good = take_over(inner, copy);
    }
    site_folder_free_names(names, count);
    return good;
}

static bool take_over_rest(const char *target, const char *fresh, struct diags *diags)
{
    size_t count;
    char **names = site_folder_names(target, &count);
    bool good = true;
    for (size_t i = 0; i < count && good; i++) {
        auto_free char *from = joined(target, names[i]), *to = joined(fresh, names[i]);
        good = take_over(from, to) || fail(diags, target, _("cannot take over what stands in the folder"));
    }
    site_folder_free_names(names, count);
    return good;
}

/* Two renames where the system cannot exchange: for a moment the site is away, but never half there. */
static bool rename_twice(const char *target, const char *fresh)
{
    auto_strbuf struct strbuf old;
    strbuf_init(&old);
    strbuf_addf(&old, "%s.ceping-old", target);
    publish_folder_remove(old.at);
    if (rename(target, old.at) != 0)
        return false;
    if (rename(fresh, target) == 0) {
        publish_folder_remove(old.at);
        return true;
    }
    int error = errno;
    rename(old.at, target);
    errno = error;
    return false;
}

bool site_folder_switch(const char *target, const char *fresh, struct diags *diags)
{
    struct stat state;
    bool first = lstat(target, &state) != 0;
    if (!first && !take_over_rest(target, fresh, diags))
        return false;
    if (!file_sync_all(fresh)) /* a power cut must not leave the new name with half of the files */
        return fail(diags, fresh, _("cannot write"));
    if (first)
        return rename(fresh, target) == 0 || fail(diags, target, _("cannot put the new folder in its place"));
    if (renameat2(AT_FDCWD, fresh, AT_FDCWD, target, RENAME_EXCHANGE) == 0) {
        publish_folder_remove(fresh); /* the old one, now */
        return true;
    }
    return rename_twice(target, fresh) || fail(diags, target, _("cannot put the new folder in its place"));
}
