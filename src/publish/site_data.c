/* SPDX-License-Identifier: GPL-3.0-or-later
 * The data of a site: the files of data/, publication.json, and the hashes of all files of the year.
 */
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
