/* SPDX-License-Identifier: GPL-3.0-or-later
 * The data of a site: the files of data/, publication.json, the hashes of all files of the year, and at the root those of what stands there and of each
 * year's list: so the list at the root stands for every published file.
 */
#include <errno.h>
#include <unistd.h>

#include "ceping/base_sha256.h"
#include "data_priv.h"
#include "site_priv.h"

static const char *hash_of(const struct site *site, const char *path)
{
    for (size_t i = 0; i < site->files.count; i++)
        if (!strcmp(site->files.at[i].path, path))
            return site->files.at[i].hash;
    return NULL;
}

static bool write_publication(struct site *site)
{
    const char *names[DATA_FILES], *hashes[DATA_FILES];
    for (size_t i = 0; i < DATA_FILES; i++) {
        names[i] = data_files[i].name;
        hashes[i] = hash_of(site, arena_printf(site->arena, "data/%s", names[i]));
    }
    auto_strbuf struct strbuf out;
    strbuf_init(&out);
    data_write_publication(&site->data->about, names, hashes, DATA_FILES, &out);
    return site_write(site, "publication.json", &out);
}

/* Paths are those from the folder of the list, so that `sha256sum -c` works there. */
bool site_hashes(struct site *site)
{
    auto_strbuf struct strbuf out;
    strbuf_init(&out);
    for (size_t i = 0; i < site->files.count; i++) {
        const char *path = site->files.at[i].path;
        bool data = !strncmp(path, "data/", 5);
        strbuf_addf(&out, "%s  %s%s\n", site->files.at[i].hash, data ? "" : "../", data ? path + 5 : path);
    }
    return site_write(site, "data/SHA256SUMS", &out);
}

bool site_data(struct site *site)
{
    bool good = true;
    for (size_t i = 0; i < DATA_FILES && good; i++) {
        auto_strbuf struct strbuf out;
        strbuf_init(&out);
        good = data_write_file(site->data, &data_files[i], &out, site->diags) &&
               site_write(site, arena_printf(site->arena, "data/%s", data_files[i].name), &out);
    }
    return good && write_publication(site);
}

/* The root -------------------------------------------------------------------------------------------------------------- */

static bool add_root_hash(struct site *site, const char *folder, const char *path, struct strbuf *out)
{
    char hash[SHA256_HEX];
    const char *full = arena_printf(site->arena, "%s/%s", folder, path);
    if (!sha256_file(full, hash)) {
        diags_error(site->diags, (struct pos){.file = full}, _("cannot read: %s"), strerror(errno));
        return false;
    }
    strbuf_addf(out, "%s  %s\n", hash, path);
    return true;
}

/* Lists of this year and of those that go over from the old folder; years that hold none were put there by hand. */
static bool add_year_hashes(struct site *site, const char *old, struct strbuf *out)
{
    const char *own = arena_printf(site->arena, "%04d", site->evaluation->year);
    size_t count;
    char **years = site_years_found(site, old, &count);
    bool good = true;
    for (size_t i = 0; i < count && good; i++) {
        const char *list = arena_printf(site->arena, "%s/data/SHA256SUMS", years[i]);
        bool now = !strcmp(years[i], own);
        if (now || access(arena_printf(site->arena, "%s/%s", old, list), F_OK) == 0)
            good = add_root_hash(site, now ? site->root : old, list, out);
    }
    return good;
}

bool site_root_hashes(struct site *site, const char *old)
{
    static const char *const files[] = {SITE_MARK, "en/index.html", "index.html"};
    auto_strbuf struct strbuf out;
    strbuf_init(&out);
    bool good = true;
    for (size_t i = 0; i < COUNT_OF(files) && good; i++)
        good = add_root_hash(site, site->root, files[i], &out);
    if (!good || !add_year_hashes(site, old, &out))
        return false;
    const char *path = arena_printf(site->arena, "%s/SHA256SUMS", site->root);
    if (file_write_unseen(path, out.at, out.len, 0644))
        return true;
    diags_error(site->diags, (struct pos){.file = path}, _("cannot write: %s"), strerror(errno));
    return false;
}
