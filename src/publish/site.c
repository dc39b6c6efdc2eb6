/* SPDX-License-Identifier: GPL-3.0-or-later
 * The site of an evaluation, page by page. Text comes from templates and results by way of documents, as in reports: the figures cannot differ.
 *
 * Addresses are made of ids only (2017/district/zd.html), so they stay from year to year and no name can lead out of the folder.
 */
#include <errno.h>

#include "ceping/base_sha256.h"
#include "ceping/disclose.h"
#include "site_priv.h"

bool site_write(struct site *site, const char *path, const struct strbuf *bytes)
{
    struct sha256 sha;
    char *hash = arena_alloc(site->arena, SHA256_HEX);
    sha256_init(&sha);
    sha256_add(&sha, bytes->at, bytes->len);
    sha256_hex(&sha, hash);
    *LIST_ADD(site->arena, &site->files) = (struct site_file){arena_strdup(site->arena, path), hash};

    char *full = arena_printf(site->arena, "%s/%s", site->year, path);
    char *slash = strrchr(full, '/');
    *slash = '\0';
    bool good = file_make_folders(full);
    *slash = '/';
    good = good && file_write_unseen(full, bytes->at, bytes->len, 0644);
    if (!good)
        diags_error(site->diags, (struct pos){.file = full}, _("cannot write: %s"), strerror(errno));
    return good;
}

/* Files that come with the templates ---------------------------------------------------------------------------- */

static bool read_from(const char *folder, const char *name, struct strbuf *out)
{
    auto_strbuf struct strbuf path;
    strbuf_init(&path);
    strbuf_addf(&path, "%s/%s", folder, name);
    return file_read(path.at, 1 << 20, out);
}

bool site_read(struct site *site, const char *name, struct strbuf *out)
{
    auto_strbuf struct strbuf own;
    strbuf_init(&own);
    strbuf_addf(&own, "%s/templates", site->evaluation->folder);
    if (read_from(own.at, name, out))
        return true;
    for (const char *const *folder = site->options->template_folders; folder && *folder; folder++)
        if (read_from(*folder, name, out))
            return true;
    return false;
}

static bool copy_asset(struct site *site, const char *name)
{
    auto_strbuf struct strbuf bytes, path;
    strbuf_init(&bytes);
    strbuf_init(&path);
    if (!site_read(site, name, &bytes)) {
        diags_error(site->diags, POS_NONE, _("there is no file '%s' among the templates"), name);
        return false;
    }
    strbuf_addf(&path, "assets/%s", name);
    return site_write(site, path.at, &bytes);
}

/* Pages of units -------------------------------------------------------------------------------------------------- */

static bool there_is(struct site *site, const char *name)
{
    auto_strbuf struct strbuf text;
    strbuf_init(&text);
    return site_read(site, name, &text);
}

/* A kind may have templates of its own, in either language; a unit whose place stays inside has another one. */
static const char *unit_template(struct site *site, const struct unit *unit)
{
    const char *ending = site_unit_shown(site->results, unit) ? "" : "_unranked";
    const char *own = arena_printf(site->arena, "site_%s%s.md", unit->kind->id, ending);
    return there_is(site, site_english(site) ? arena_printf(site->arena, "en/%s", own) : own) ? own : arena_printf(site->arena, "site_unit%s.md", ending);
}

static bool write_kind(struct site *site, const struct unit_kind *kind)
{
    const char *index = arena_printf(site->arena, "%s/index.html", kind->id);
    bool good = site_page(site, index, "kind", site_kind_doc(site, kind));
    for (size_t u = 0; u < kind->units.count && good; u++) {
        const struct unit *unit = &kind->units.at[u];
        const char *path = arena_printf(site->arena, "%s/%s.html", kind->id, unit->id);
        good = site_template_page(site, path, "unit", unit_template(site, unit), unit);
    }
    return good;
}

/* All pages in one language. */
static bool write_language(struct site *site, enum language language)
{
    site_speak(site, language);
    bool good = site_template_page(site, "index.html", "overview", "site_overview.md", NULL) &&
                site_template_page(site, "satisfaction.html", "satisfaction", "site_satisfaction.md", NULL) &&
                site_template_page(site, "method.html", "method", "site_method.md", NULL) && site_page(site, "questionnaire.html", "questionnaire", site_questionnaire(site)) &&
                site_page(site, "downloads.html", "downloads", site_downloads(site)) && site_page(site, "revisions.html", "revisions", edition_page(site));
    for (size_t k = 0; k < site->evaluation->kinds.count && good; k++)
        good = write_kind(site, &site->evaluation->kinds.at[k]);
    return good;
}

/* Pages of either language link to the reports of both, so these come first. */
static bool write_pages(struct site *site)
{
    bool good = copy_asset(site, "style.css") && copy_asset(site, "site.js");
    for (enum language language = LANGUAGE_CHINESE; language < LANGUAGES && good; language++) {
        site_speak(site, language);
        good = site_press(site) && site_reports(site);
    }
    for (enum language language = LANGUAGES; language-- > LANGUAGE_CHINESE && good;)
        good = write_language(site, language);
    return good && site_comments(site);
}

/* All of it ------------------------------------------------------------------------------------------------------- */

static bool write_all(struct site *site, const char *target)
{
    char *fresh = site_folder_begin(site->arena, target, site->diags);
    if (!fresh)
        return false;
    site->root = fresh;
    site->year = arena_printf(site->arena, "%s/%04d", fresh, site->evaluation->year);
    const char *old = arena_printf(site->arena, "%s/%04d", target, site->evaluation->year);
    size_t errors = site->diags->errors;
    bool good = edition_decide(site, old) && write_pages(site) && site_data(site) && edition_keep_earlier(site, old) && site_hashes(site) &&
                site_years(site, target) && site_root_hashes(site, target) && site->diags->errors == errors && archive_write(site, target) && site_folder_switch(target, fresh, site->diags);
    if (!good)
        publish_folder_remove(fresh);
    return good;
}

bool publish_prepare(struct engine *engine, struct results *results, bool reports, size_t threads, struct diags *diags)
{
    return engine_uncertainty(engine, results, threads, diags) && (!reports || engine_analyse(engine, results, diags));
}

bool publish_site(struct engine *engine, struct results *results, const struct publish_options *options, const char *folder, struct diags *diags)
{
    if (results->evaluation->year < 1000 || results->evaluation->year > 9999) {
        diags_error(diags, results->evaluation->pos, _("the evaluation names no year; the site's addresses begin with it"));
        return false;
    }
    disclose_results(results, NULL);
    struct arena *arena = arena_new();
    struct site site = {.engine = engine, .results = results, .evaluation = results->evaluation, .options = options, .diags = diags, .arena = arena};
    map_init(&site.links);
    char *target = arena_strdup(arena, folder);
    for (size_t len = strlen(target); len > 1 && target[len - 1] == '/'; len--)
        target[len - 1] = '\0';
    bool good = write_all(&site, target);
    if (good && options->ret_edition)
        *options->ret_edition = data_edition_now(&site.data->about)->number;
    map_release(&site.links);
    arena_free(arena);
    return good;
}
