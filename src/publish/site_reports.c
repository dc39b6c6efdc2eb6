/* SPDX-License-Identifier: GPL-3.0-or-later
 * The public edition of the reports as PDF, and the ways to them. A unit whose place is not published has no report here either.
 */
#include "ceping/disclose.h"
#include "ceping/render.h"
#include "ceping/report.h"
#include "site_priv.h"

static bool write_report(struct site *site, const struct report_plan *plan, const struct unit *unit)
{
    const struct report_options options = {.edition = EDITION_PUBLIC, .template_folders = site->options->template_folders, .language = site->language};
    struct doc *doc = report_build(site->results, plan, unit, &options, site->diags);
    if (!doc)
        return false;
    auto_strbuf struct strbuf name, bytes;
    strbuf_init(&name);
    strbuf_init(&bytes);
    report_file_name(plan, unit, &name);
    const char *path = arena_printf(site->arena, "reports/%s.pdf", name.at);
    bool good = render_pdf(doc, &render_theme_official, site->options->faces, &bytes, site->diags) && site_write(site, path, &bytes);
    if (good)
        *LIST_ADD(site->arena, &site->reports) = (struct site_report){path, arena_strdup(site->arena, unit ? unit->name : plan->name), unit, site->language};
    doc_free(doc);
    return good;
}

static bool any_report(const struct site *site)
{
    const struct evaluation *evaluation = site->evaluation;
    for (size_t r = 0; r < evaluation->reports.count; r++)
        if (report_language(evaluation, &evaluation->reports.at[r]) == site->language)
            return true;
    return false;
}

/* They fell with the language that was spoken before. */
static bool statistics(struct site *site)
{
    if (site->results->analyses.count)
        return true;
    if (!engine_analyse(site->engine, site->results, site->diags))
        return false;
    disclose_analyses(site->results);
    return true;
}

bool site_reports(struct site *site)
{
    const struct evaluation *evaluation = site->evaluation;
    if (!site->options->reports || !site->options->faces || !any_report(site))
        return true;
    bool good = statistics(site);
    for (size_t r = 0; r < evaluation->reports.count && good; r++) {
        const struct report_plan *plan = &evaluation->reports.at[r];
        if (report_language(evaluation, plan) != site->language)
            continue;
        if (!plan->each)
            good = write_report(site, plan, NULL);
        for (size_t u = 0; plan->each && u < plan->each->units.count && good; u++)
            if (site_unit_shown(site->results, &plan->each->units.at[u]))
                good = write_report(site, plan, &plan->each->units.at[u]);
    }
    return good;
}

static void add_link(struct doc *doc, void *blocks, enum doc_kind kind, const char *address, const char *text)
{
    struct doc_block *block = doc_add(doc, blocks, kind);
    block->label = "•";
    block->plain = true;
    doc_add_run(doc, &block->runs, 0, text)->link = doc_text(doc, address);
}

void site_report_links(struct site *site, struct doc *doc)
{
    if (!site->reports.count)
        return;
    struct doc_block *heading = doc_add(doc, &doc->blocks, DOC_HEADING);
    heading->level = 1;
    doc_add_run(doc, &heading->runs, 0, site_say(site, "评估报告（公开版）"));
    struct doc_block *list = doc_add(doc, &doc->blocks, DOC_LIST);
    for (size_t i = 0; i < site->reports.count; i++)
        add_link(doc, &list->children, DOC_ITEM, site_file_address(site, doc, "", site->reports.at[i].path), site->reports.at[i].title);
}

void site_report_link(struct site *site, struct doc *doc, const struct unit *unit)
{
    for (size_t i = 0; i < site->reports.count; i++)
        if (site->reports.at[i].unit == unit)
            add_link(doc, &doc->blocks, DOC_PARAGRAPH, arena_printf(site->arena, "../%s%s", site_english(site) ? "../" : "", site->reports.at[i].path),
                     site_say(site, site->reports.at[i].language == LANGUAGE_ENGLISH ? "评估报告（公开版，PDF，英文）" : "评估报告（公开版，PDF）"));
}
