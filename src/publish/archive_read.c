/* SPDX-License-Identifier: GPL-3.0-or-later
 * Unpacking an internal archive, so that what was published can be made again. An archive that somebody changed must not write anywhere else: names with ".." or
 * from the root, links, and more than is plausible are refused before anything is written.
 */
#include <errno.h>
#include <sys/stat.h>

#include <zip.h>

#include "ceping/base_text.h"
#include "ceping/publish.h"

enum { FILES_MAX = 100000 };
static const uint64_t bytes_max = (uint64_t)8 << 30;

static bool harmless(const char *name)
{
    if (!*name || *name == '/' || strchr(name, '\\') || utf8_check(name, strlen(name)) != strlen(name))
        return false;
    for (const char *at = name; at; at = strchr(at, '/') ? strchr(at, '/') + 1 : NULL)
        if (*at == '.' || *at == '/' || !*at) /* no hidden part, no "..", none empty */
            return false;
    return true;
}

static bool read_entry(zip_t *zip, zip_uint64_t i, uint64_t size, struct strbuf *out)
{
    zip_file_t *file = zip_fopen_index(zip, i, 0);
    if (!file)
        return false;
    char part[65536];
    zip_int64_t got;
    while ((got = zip_fread(file, part, sizeof part)) > 0 && out->len <= size)
        strbuf_add(out, part, (size_t)got);
    zip_fclose(file);
    return got == 0 && out->len == size;
}

static bool write_entry(struct arena *arena, const char *folder, const char *name, const struct strbuf *bytes)
{
    char *path = arena_printf(arena, "%s/%s", folder, name), *slash = strrchr(path, '/');
    *slash = '\0';
    bool made = file_make_folders(path);
    *slash = '/';
    return made && file_write(path, bytes->at, bytes->len, 0600);
}

static bool fail(struct diags *diags, const char *path, const char *what, const char *reason)
{
    diags_error(diags, (struct pos){.file = path}, _("%s: %s"), what, reason);
    return false;
}

static bool unpack(struct arena *arena, zip_t *zip, const char *path, const char *folder, struct diags *diags)
{
    zip_int64_t count = zip_get_num_entries(zip, 0);
    uint64_t total = 0;
    if (count > FILES_MAX)
        return fail(diags, path, _("this is no archive of a publication"), _("too many files"));
    for (zip_int64_t i = 0; i < count; i++) {
        zip_stat_t state;
        if (zip_stat_index(zip, (zip_uint64_t)i, 0, &state) != 0 || !(state.valid & ZIP_STAT_NAME) || !(state.valid & ZIP_STAT_SIZE) || !harmless(state.name))
            return fail(diags, path, _("this is no archive of a publication"), _("it holds a name that leads elsewhere"));
        total += state.size;
        if (state.size > bytes_max || total > bytes_max)
            return fail(diags, path, _("this is no archive of a publication"), _("it is too large"));
    }
    for (zip_int64_t i = 0; i < count; i++) {
        zip_stat_t state;
        auto_strbuf struct strbuf bytes;
        strbuf_init(&bytes);
        zip_stat_index(zip, (zip_uint64_t)i, 0, &state);
        if (!read_entry(zip, (zip_uint64_t)i, state.size, &bytes))
            return fail(diags, path, _("the archive is damaged"), state.name);
        if (!write_entry(arena, folder, state.name, &bytes))
            return fail(diags, path, state.name, strerror(errno));
    }
    return true;
}

bool publish_archive_unpack(const char *path, const char *folder, struct diags *diags)
{
    int code = 0;
    zip_t *zip = zip_open(path, ZIP_RDONLY | ZIP_CHECKCONS, &code);
    if (!zip) {
        zip_error_t error;
        zip_error_init_with_code(&error, code);
        fail(diags, path, _("the archive cannot be opened"), zip_error_strerror(&error));
        zip_error_fini(&error);
        return false;
    }
    struct arena *arena = arena_new();
    bool good = unpack(arena, zip, path, folder, diags);
    arena_free(arena);
    zip_discard(zip);
    return good;
}

