/* SPDX-License-Identifier: GPL-3.0-or-later
 * The internal archive of a publication: everything that it was made from, in one zip file beside the folder, readable for its owner alone. With it
 * `verify` makes the site again and compares every byte; without it nobody could say years later what a figure rested on.
 *
 *     archive.json           edition, kind, cause, date, program
 *     evaluation/            the files that people wrote, and data/ID.db: all responses as loaded; deeper where ledgers lie beside it (archive_ledgers.c)
 *     templates/0, 1 …       the templates of the program, in the order in which they are searched
 *     previous/              what the year looked like before this edition: its data and publication.json, and the editions before it
 *
 * The same inputs give the same bytes: names in order, one date for all, fixed rights. It holds answers of people: it is never written into the
 * published folder, and no option says where it goes.
 */
#include <errno.h>
#include <stdlib.h>
#include <sys/stat.h>

#include <zip.h>

#include "ceping/store.h"

#include "data_priv.h"
#include "json_text.h"
#include "site_priv.h"

struct packing {
    struct site *site;
    zip_t *zip;
    bool good;
};

enum { DOS_DATE = 1 << 5 | 1, DOS_TIME = 0 }; /* 1980-01-01: the format knows no time before it */

static bool fail(struct packing *packing, const char *name, const char *reason)
{
    if (packing->good)
        diags_error(packing->site->diags, (struct pos){.file = name}, _("cannot put this into the archive: %s"), reason);
    packing->good = false;
    return false;
}

/* `bytes` must live until the archive is closed. */
static bool add_bytes(struct packing *packing, const char *name, const char *bytes, size_t len)
{
    zip_source_t *source = packing->good ? zip_source_buffer(packing->zip, bytes, len, 0) : NULL;
    if (!source)
        return fail(packing, name, zip_strerror(packing->zip));
    zip_int64_t at = zip_file_add(packing->zip, name, source, ZIP_FL_ENC_UTF_8);
    if (at < 0) {
        zip_source_free(source);
        return fail(packing, name, zip_strerror(packing->zip));
    }
    zip_file_set_dostime(packing->zip, (zip_uint64_t)at, DOS_TIME, DOS_DATE, 0);
    zip_file_set_external_attributes(packing->zip, (zip_uint64_t)at, 0, ZIP_OPSYS_UNIX, (zip_uint32_t)(S_IFREG | 0600) << 16);
    return true;
}

static void add_file(struct packing *packing, const char *path, const char *name)
{
    auto_strbuf struct strbuf bytes;
    strbuf_init(&bytes);
    if (!file_read(path, SIZE_MAX, &bytes)) {
        fail(packing, path, strerror(errno));
        return;
    }
    char *kept = memcpy(arena_alloc(packing->site->arena, bytes.len + 1), bytes.at, bytes.len);
    add_bytes(packing, name, kept, bytes.len);
}

/* A file, or a folder with all that is in it, when it is there; hidden names are nobody's input. */
static void add_path(struct packing *packing, const char *path, const char *name, bool deep)
{
    struct stat state;
    if (stat(path, &state) != 0)
        return;
    if (S_ISREG(state.st_mode)) {
        add_file(packing, path, name);
        return;
    }
    size_t count;
    char **names = S_ISDIR(state.st_mode) ? site_folder_names(path, &count) : NULL;
    for (size_t i = 0; names && i < count; i++) {
        const char *inner = arena_printf(packing->site->arena, "%s/%s", path, names[i]);
        bool regular = stat(inner, &state) == 0 && S_ISREG(state.st_mode);
        if (names[i][0] != '.' && (deep || regular))
            add_path(packing, inner, arena_printf(packing->site->arena, "%s/%s", name, names[i]), deep);
    }
    if (names)
        site_folder_free_names(names, count);
}

/* Parts ------------------------------------------------------------------------------------------------------------ */

static void add_about(struct packing *packing)
{
    const struct data_about *about = &packing->site->data->about;
    const struct data_edition *edition = data_edition_now(about);
    struct strbuf out;
    strbuf_init(&out);
    struct json_out json = {.out = &out};
    json_out_begin(&json, NULL, '{');
    json_out_text(&json, "evaluation", about->evaluation);
    json_out_number(&json, "year", about->year);
    json_out_number(&json, "edition", edition->number);
    json_out_text(&json, "kind", edition->kind);
    json_out_text(&json, "cause", edition->cause);
    if (edition->cause_en)
        json_out_text(&json, "cause_en", edition->cause_en);
    json_out_text(&json, "date", edition->date);
    json_out_bool(&json, "reports", packing->site->options->reports);
    json_out_text(&json, "program", about->program);
    json_out_number(&json, "above", archive_above(packing->site->evaluation));
    json_out_end(&json, '}');
    add_bytes(packing, "archive.json", arena_strdup(packing->site->arena, out.at), out.len);
    strbuf_release(&out);
}

static void add_evaluation(struct packing *packing, struct strbuf *database)
{
    static const char *const inputs[] = {"decisions.csv", "english.yaml", "evaluation.yaml", "instruments", "ledger.yaml", "rubric.yaml", "templates", "texts", "themes"};
    struct site *site = packing->site;
    int above = archive_above(site->evaluation);
    const char *place = publish_archive_evaluation(site->arena, above);
    for (size_t i = 0; i < COUNT_OF(inputs); i++)
        add_path(packing, arena_printf(site->arena, "%s/%s", site->evaluation->folder, inputs[i]), arena_printf(site->arena, "%s/%s", place, inputs[i]), true);
    for (const struct ledger *ledger = site->evaluation->ledger.earlier; ledger; ledger = ledger->earlier) {
        const char *name = archive_ledger_name(site->arena, site->evaluation, ledger, above);
        if (name && zip_name_locate(packing->zip, name, 0) < 0) /* it may lie in one of the folders above */
            add_path(packing, ledger->pos.file, name, false);
    }
    if (store_bytes(site->options->store, database, site->diags))
        add_bytes(packing, arena_printf(site->arena, "%s/data/%s.db", place, site->evaluation->id), database->at, database->len);
    else
        packing->good = false;
}

static void add_templates(struct packing *packing)
{
    const char *const *folders = packing->site->options->template_folders;
    for (size_t i = 0; folders && folders[i]; i++) {
        add_path(packing, folders[i], arena_printf(packing->site->arena, "templates/%zu", i), false);
        add_path(packing, arena_printf(packing->site->arena, "%s/en", folders[i]), arena_printf(packing->site->arena, "templates/%zu/en", i), false);
    }
}

/* The edition before this one stood where this one stands now, with those before it in its folder of editions. */
static void add_previous(struct packing *packing)
{
    struct site *site = packing->site;
    int before = data_edition_now(&site->data->about)->number - 1;
    for (int n = 1; n <= before; n++) {
        const char *from = arena_printf(site->arena, "%s/editions/%d", site->year, n);
        const char *to = n == before ? "previous" : arena_printf(site->arena, "previous/editions/%d", n);
        add_path(packing, from, to, true);
    }
}

/* Writing ------------------------------------------------------------------------------------------------------------ */

const char *publish_archive_path(struct arena *arena, const char *folder, int year, int edition)
{
    size_t len = strlen(folder);
    while (len > 1 && folder[len - 1] == '/')
        len--;
    return arena_printf(arena, "%.*s-%04d-v%d.internal.zip", (int)len, folder, year, edition);
}

static bool save(struct packing *packing, zip_source_t *memory, const char *path)
{
    zip_stat_t state;
    if (zip_source_stat(memory, &state) != 0 || zip_source_open(memory) != 0)
        return fail(packing, path, zip_error_strerror(zip_source_error(memory)));
    auto_free char *bytes = xmalloc(state.size + 1);
    bool good = zip_source_read(memory, bytes, state.size) == (zip_int64_t)state.size;
    zip_source_close(memory);
    if (!good)
        return fail(packing, path, zip_error_strerror(zip_source_error(memory)));
    return file_write(path, bytes, state.size, 0600) || fail(packing, path, strerror(errno));
}

static bool pack(struct packing *packing)
{
    struct strbuf database;
    strbuf_init(&database);
    add_about(packing);
    add_evaluation(packing, &database);
    add_previous(packing);
    add_templates(packing);
    bool good = packing->good && (zip_close(packing->zip) == 0 || fail(packing, "zip", zip_strerror(packing->zip)));
    if (!good)
        zip_discard(packing->zip);
    strbuf_release(&database);
    return good;
}

bool archive_write(struct site *site, const char *target)
{
    if (!site->options->store)
        return true;
    struct packing packing = {.site = site, .good = true};
    const char *path = publish_archive_path(site->arena, target, site->evaluation->year, data_edition_now(&site->data->about)->number);
    zip_error_t error;
    zip_error_init(&error);
    zip_source_t *memory = zip_source_buffer_create(NULL, 0, 0, &error);
    if (memory)
        zip_source_keep(memory); /* closing the archive lets go of it; what was written is read from it afterwards */
    packing.zip = memory ? zip_open_from_source(memory, ZIP_CREATE | ZIP_TRUNCATE, &error) : NULL;
    bool good = packing.zip && pack(&packing);
    if (!packing.zip)
        fail(&packing, path, zip_error_strerror(&error));
    good = good && save(&packing, memory, path);
    if (memory)
        zip_source_free(memory);
    zip_error_fini(&error);
    return good;
}
