/* SPDX-License-Identifier: GPL-3.0-or-later
 * The page around a document: head, ways to the other pages, foot. Nothing in it depends on a script; a policy in the head forbids everything that
 * does not come from the site itself. Words of the interface carry their English beside them (data-en), for the switch in site.js.
 */
#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "ceping/render.h"
#include "ceping/report.h"
#include "site_priv.h"

struct page {
    struct strbuf out;
    const char *up; /* to the year */
    const char *title, *description, *class;
    const char *path;
};

static void put(struct page *page, const char *text)
{
    strbuf_adds(&page->out, text);
}

static void put_text(struct page *page, const char *text)
{
    render_html_escape(&page->out, text ? text : "");
}

/* Head ---------------------------------------------------------------------------------------------------------- */

static void put_meta(struct page *page, const char *key, const char *name, const char *content)
{
    strbuf_addf(&page->out, "<meta %s=\"%s\" content=\"", key, name);
    put_text(page, content);
    put(page, "\">\n");
}

static void put_head(struct page *page, const struct evaluation *evaluation)
{
    put(page, "<!DOCTYPE html>\n<html lang=\"zh-CN\">\n<head>\n<meta charset=\"utf-8\">\n"
              "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; "
              "base-uri 'none'; form-action 'none'\">\n"
              "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<meta name=\"referrer\" content=\"no-referrer\">\n<title>");
    put_text(page, page->title);
    if (strcmp(page->title, evaluation->title) != 0) {
        put(page, " — ");
        put_text(page, evaluation->title);
    }
    put(page, "</title>\n");
    put_meta(page, "name", "description", page->description);
    put_meta(page, "property", "og:type", "article");
    put_meta(page, "property", "og:title", page->title);
    put_meta(page, "property", "og:description", page->description);
    put_meta(page, "property", "og:locale", "zh_CN");
    strbuf_addf(&page->out,
                "<meta property=\"og:image\" content=\"%sassets/share.svg\">\n<link rel=\"icon\" href=\"data:,\">\n"
                "<link rel=\"stylesheet\" href=\"%sassets/style.css\">\n<script src=\"%sassets/site.js\" defer></script>\n</head>\n",
                page->up, page->up, page->up);
}

/* Ways ----------------------------------------------------------------------------------------------------------- */

static void put_way(struct page *page, const char *path, const char *name, const char *english)
{
    bool here = page->path && strcmp(path, page->path) == 0;
    strbuf_addf(&page->out, "<li><a href=\"%s%s\"%s", page->up, path, here ? " aria-current=\"page\"" : "");
    if (english)
        strbuf_addf(&page->out, " data-en=\"%s\"", english);
    put(page, ">");
    put_text(page, name);
    put(page, "</a></li>\n");
}

static void put_ways(struct page *page, const struct evaluation *evaluation)
{
    put(page, "<nav aria-label=\"主导航\"><ul>\n");
    put_way(page, "index.html", "总览", "Overview");
    put_way(page, "satisfaction.html", "满意率和知晓率", "Satisfaction and awareness");
    for (size_t k = 0; k < evaluation->kinds.count; k++) {
        auto_strbuf struct strbuf path;
        strbuf_init(&path);
        strbuf_addf(&path, "%s/index.html", evaluation->kinds.at[k].id);
        put_way(page, path.at, evaluation->kinds.at[k].name, evaluation->kinds.at[k].id);
    }
    put_way(page, "method.html", "评估方法", "Method");
    put_way(page, "questionnaire.html", "问卷", "Questionnaires");
    put_way(page, "downloads.html", "数据下载", "Data");
    put_way(page, "../index.html", "各年度", "Years");
    put(page, "</ul></nav>\n");
}

static void put_top(struct page *page, const struct evaluation *evaluation)
{
    strbuf_addf(&page->out, "<body class=\"%s\">\n<a class=\"skip\" href=\"#main\" data-en=\"Skip to content\">跳到正文</a>\n<header>\n<p class=\"site\"><a href=\"%sindex.html\">",
                page->class, page->path ? page->up : "");
    put_text(page, evaluation->subject ? evaluation->subject : evaluation->title);
    put(page, "</a></p>\n");
    if (page->path)
        put_ways(page, evaluation);
    put(page, "</header>\n<main id=\"main\" tabindex=\"-1\">\n");
}

static void put_foot_line(struct page *page, const char *name, const char *english, const char *text)
{
    if (!text)
        return;
    strbuf_addf(&page->out, "<div><dt data-en=\"%s\">%s</dt><dd>", english, name);
    put_text(page, text);
    put(page, "</dd></div>\n");
}

static void put_foot(struct page *page, const struct site *site)
{
    const struct evaluation *evaluation = site->evaluation;
    put(page, "</main>\n<footer>\n<dl>\n");
    put_foot_line(page, "委托", "Commissioned by", evaluation->commissioner);
    put_foot_line(page, "评估", "Evaluated by", evaluation->team ? evaluation->team : evaluation->evaluator);
    put_foot_line(page, "报告日期", "Date of report", evaluation->report_date);
    put_foot_line(page, "数据校验码", "Hash of the data", site->results->data_hash);
    put_foot_line(page, "程序", "Made with", site->options->program);
    put(page, "</dl>\n");
    if (evaluation->simulated)
        put(page, "<p class=\"mark\"><strong>模拟数据，非真实评估结果</strong> <span lang=\"en\">(simulated data, not results of a real evaluation)</span></p>\n");
    put(page, "</footer>\n</body>\n</html>\n");
}

/* One page --------------------------------------------------------------------------------------------------------- */

/* The first paragraph, cut after 110 characters, is what a shared link shows. */
static const char *description_of(struct site *site, const struct doc *doc)
{
    for (size_t i = 0; i < doc->blocks.count; i++) {
        const struct doc_block *block = &doc->blocks.at[i];
        if (block->kind != DOC_PARAGRAPH || !block->runs.count)
            continue;
        auto_strbuf struct strbuf text, cut;
        strbuf_init(&text);
        strbuf_init(&cut);
        if (site->evaluation->simulated)
            strbuf_adds(&cut, "【模拟数据】");
        doc_runs_text(&block->runs, &text);
        const char *at = text.at, *end = text.at + text.len;
        for (int n = 0; n < 110 && at < end; n++)
            strbuf_add_codepoint(&cut, utf8_next(&at, end));
        if (at < end)
            strbuf_adds(&cut, "…");
        return arena_strdup(site->arena, cut.at);
    }
    return site->evaluation->title;
}

bool site_page(struct site *site, const char *path, const char *class, struct doc *doc)
{
    if (strcmp(class, "questionnaire") != 0) /* there names of units are answers to choose from */
        site_links_add(site, doc, path);
    struct page page = {.up = site_up(path), .title = doc->title ? doc->title : "", .class = class, .path = path};
    page.description = description_of(site, doc);
    strbuf_init(&page.out);
    put_head(&page, site->evaluation);
    put_top(&page, site->evaluation);
    render_html(doc, NULL, &page.out);
    put_foot(&page, site);
    bool good = site_write(site, path, &page.out);
    strbuf_release(&page.out);
    doc_free(doc);
    return good;
}

bool site_template_page(struct site *site, const char *path, const char *class, const char *template_file, const struct unit *unit)
{
    const struct report_plan plan = {.id = class, .name = class, .template_file = template_file, .each = unit ? unit->kind : NULL, .pos = site->evaluation->pos};
    const struct report_options options = {EDITION_PUBLIC, site->options->template_folders};
    struct doc *doc = report_build(site->results, &plan, unit, &options, site->diags);
    return doc && site_page(site, path, class, doc);
}

struct doc *site_doc(struct site *site, const char *title)
{
    struct doc *doc = doc_new("zh-CN");
    doc->title = doc_text(doc, title);
    if (site->evaluation->simulated)
        doc->mark = doc_text(doc, "模拟数据，非真实评估结果");
    struct doc_block *block = doc_add(doc, &doc->blocks, DOC_TITLE);
    block->level = 1;
    doc_add_run(doc, &block->runs, 0, title);
    return doc;
}

/* Years ------------------------------------------------------------------------------------------------------------- */

static bool is_year(const char *name)
{
    return strlen(name) == 4 && strspn(name, "0123456789") == 4;
}

static int later_first(const void *a, const void *b)
{
    return strcmp(*(char *const *)b, *(char *const *)a);
}

static void add_year(struct doc *doc, struct doc_block *list, const char *year, const char *title)
{
    struct doc_block *item = doc_add(doc, &list->children, DOC_ITEM);
    item->label = "•";
    auto_strbuf struct strbuf text;
    strbuf_init(&text);
    strbuf_addf(&text, "%s年%s%s", year, title ? "　" : "", title ? title : "");
    doc_add_run(doc, &item->runs, 0, text.at)->link = arena_printf(doc->arena, "%s/index.html", year);
}

/* The years in the folder as it was, and this one. */
static size_t find_years(struct site *site, const char *old, char **ret_years, size_t room)
{
    size_t count = 0;
    ret_years[count++] = arena_printf(site->arena, "%04d", site->evaluation->year);
    DIR *dir = opendir(old);
    for (struct dirent *entry; dir && (entry = readdir(dir)) && count < room;) {
        if (is_year(entry->d_name) && strcmp(entry->d_name, ret_years[0]) != 0)
            ret_years[count++] = arena_strdup(site->arena, entry->d_name);
    }
    if (dir)
        closedir(dir);
    qsort(ret_years, count, sizeof *ret_years, later_first);
    return count;
}

bool site_years(struct site *site, const char *old)
{
    char *years[200];
    size_t count = find_years(site, old, years, COUNT_OF(years));
    struct doc *doc = site_doc(site, "第三方评估结果：各年度");
    struct doc_block *list = doc_add(doc, &doc->blocks, DOC_LIST);
    const char *own = arena_printf(site->arena, "%04d", site->evaluation->year);
    for (size_t i = 0; i < count; i++)
        add_year(doc, list, years[i], strcmp(years[i], own) == 0 ? site->evaluation->title : NULL);
    struct page page = {.title = doc->title, .class = "years", .description = site->evaluation->title};
    page.up = arena_printf(site->arena, "%s/", own);
    strbuf_init(&page.out);
    put_head(&page, site->evaluation);
    put_top(&page, site->evaluation);
    render_html(doc, NULL, &page.out);
    put_foot(&page, site);
    auto_strbuf struct strbuf path;
    strbuf_init(&path);
    strbuf_addf(&path, "%s/index.html", site->root);
    bool good = file_write(path.at, page.out.at, page.out.len, 0644);
    if (!good)
        diags_error(site->diags, (struct pos){.file = "index.html"}, _("cannot write: %s"), strerror(errno));
    strbuf_release(&page.out);
    doc_free(doc);
    return good;
}
