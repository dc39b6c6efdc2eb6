/* SPDX-License-Identifier: GPL-3.0-or-later
 * The page around a document: head, ways to the other pages, foot. Nothing in it depends on a script; a policy in the head forbids everything that
 * does not come from the site itself. Each page stands twice, in Chinese and below en/ in English, and each leads to the other.
 */
#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "ceping/render.h"
#include "ceping/report.h"
#include "site_priv.h"

struct page {
    struct site *site;
    struct strbuf out;
    const char *path;  /* below the first page of its language; NULL: the index of years */
    const char *up;    /* from here to the first page of its language */
    const char *files; /* from here to the year, where the pictures are */
    const char *other; /* the same page in the other language */
    const char *title, *description, *class;
};

static void put(struct page *page, const char *text)
{
    strbuf_adds(&page->out, text);
}

static void put_text(struct page *page, const char *text)
{
    render_html_escape(&page->out, text ? text : "");
}

/* A fixed word in the language of the page. */
static void put_word(struct page *page, const char *chinese)
{
    put_text(page, site_say(page->site, chinese));
}

static bool english(const struct page *page)
{
    return site_english(page->site);
}

/* Head ---------------------------------------------------------------------------------------------------------- */

static void put_meta(struct page *page, const char *key, const char *name, const char *content)
{
    strbuf_addf(&page->out, "<meta %s=\"%s\" content=\"", key, name);
    put_text(page, content);
    put(page, "\">\n");
}

/* What a shared link shows: og: for most, itemprop for WeChat and QQ. They want a whole address for the picture; a site whose address is not known
 * yet gives the one from here. */
static void put_card(struct page *page)
{
    const struct evaluation *evaluation = page->site->evaluation;
    static const char *const names[][2] = {{"property", "og:title"}, {"itemprop", "name"}}, *const descriptions[][2] = {{"property", "og:description"}, {"itemprop", "description"}},
                             *const pictures[][2] = {{"property", "og:image"}, {"itemprop", "image"}};
    const char *address = evaluation->address, *slash = address && *address && address[strlen(address) - 1] == '/' ? "" : "/";
    const char *folder = address ? arena_printf(page->site->arena, "%s%s%04d/", address, slash, evaluation->year) : page->files;
    const char *picture = arena_printf(page->site->arena, "%sassets/share%s.png", folder, english(page) ? "-en" : "");
    put_meta(page, "property", "og:type", "article");
    put_meta(page, "property", "og:locale", english(page) ? "en" : "zh_CN");
    for (size_t i = 0; i < 2; i++) {
        put_meta(page, names[i][0], names[i][1], page->title);
        put_meta(page, descriptions[i][0], descriptions[i][1], page->description);
        put_meta(page, pictures[i][0], pictures[i][1], picture);
    }
    put_meta(page, "property", "og:image:width", "1200");
    put_meta(page, "property", "og:image:height", "630");
}

static void put_head(struct page *page)
{
    const char *whole = page->site->evaluation->title;
    strbuf_addf(&page->out, "<!DOCTYPE html>\n<html lang=\"%s\">\n", english(page) ? "en" : "zh-CN");
    put(page, "<head>\n<meta charset=\"utf-8\">\n"
              "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; "
              "base-uri 'none'; form-action 'none'\">\n"
              "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<meta name=\"referrer\" content=\"no-referrer\">\n<title>");
    put_text(page, page->title);
    if (strcmp(page->title, whole) != 0) {
        put(page, " — ");
        put_text(page, whole);
    }
    put(page, "</title>\n");
    put_meta(page, "name", "description", page->description);
    put_card(page);
    strbuf_addf(&page->out,
                "<link rel=\"alternate\" hreflang=\"%s\" href=\"%s\">\n<link rel=\"icon\" href=\"data:,\">\n"
                "<link rel=\"stylesheet\" href=\"%sassets/style.css\">\n<script src=\"%sassets/site.js\" defer></script>\n</head>\n",
                english(page) ? "zh-CN" : "en", page->other, page->files, page->files);
}

/* Ways ----------------------------------------------------------------------------------------------------------- */

static void put_way(struct page *page, const char *path, const char *name)
{
    bool here = strcmp(path, page->path) == 0;
    const char *slash = strchr(path, '/');
    bool within = !here && slash && !strncmp(path, page->path, (size_t)(slash - path) + 1); /* a page of this kind */
    strbuf_addf(&page->out, "<li><a href=\"%s%s\"%s>", page->up, path, here ? " aria-current=\"page\"" : within ? " aria-current=\"true\"" : "");
    put_text(page, name);
    put(page, "</a></li>\n");
}

static void put_ways(struct page *page)
{
    static const char *const before[][2] = {{"index.html", "总览"}, {"satisfaction.html", "满意率和知晓率"}},
                             *const after[][2] = {{"method.html", "评估方法"}, {"questionnaire.html", "问卷"}, {"downloads.html", "数据下载"}, {"revisions.html", "更正和修订"}};
    const struct evaluation *evaluation = page->site->evaluation;
    put(page, "<nav aria-label=\"");
    put_word(page, "主导航");
    put(page, "\"><ul>\n");
    for (size_t i = 0; i < COUNT_OF(before); i++)
        put_way(page, before[i][0], site_say(page->site, before[i][1]));
    for (size_t k = 0; k < evaluation->kinds.count; k++) {
        const struct unit_kind *kind = &evaluation->kinds.at[k];
        put_way(page, arena_printf(page->site->arena, "%s/index.html", kind->id), site_many(page->site, kind));
    }
    for (size_t i = 0; i < COUNT_OF(after); i++)
        put_way(page, after[i][0], site_say(page->site, after[i][1]));
    put_way(page, english(page) ? "../../en/index.html" : "../index.html", site_say(page->site, "各年度"));
    put(page, "</ul></nav>\n");
}

static void put_top(struct page *page)
{
    const struct evaluation *evaluation = page->site->evaluation;
    strbuf_addf(&page->out, "<body class=\"%s\">\n<a class=\"skip\" href=\"#main\">", page->class);
    put_word(page, "跳到正文");
    strbuf_addf(&page->out, "</a>\n<header>\n<div class=\"top\"><p class=\"site\"><a href=\"%sindex.html\">", page->up);
    char *about = arena_strdup(page->site->arena, evaluation->subject ? evaluation->subject : evaluation->title);
    words_capitalise(about);
    put_text(page, about);
    strbuf_addf(&page->out, "</a></p>\n<p class=\"language\"><a href=\"%s\" lang=\"%s\" hreflang=\"%s\">%s</a></p></div>\n", page->other, english(page) ? "zh-CN" : "en",
                english(page) ? "zh-CN" : "en", english(page) ? "中文" : "English");
    if (page->path)
        put_ways(page);
    put(page, "</header>\n<main id=\"main\" tabindex=\"-1\">\n");
}

static void put_foot_line(struct page *page, const char *name, const char *text)
{
    if (!text)
        return;
    put(page, "<div><dt>");
    put_word(page, name);
    put(page, "</dt><dd>");
    put_text(page, text);
    put(page, "</dd></div>\n");
}

static void put_foot(struct page *page)
{
    const struct site *site = page->site;
    const struct evaluation *evaluation = site->evaluation;
    put(page, "</main>\n<footer>\n<dl>\n");
    put_foot_line(page, "委托", evaluation->commissioner);
    put_foot_line(page, "评估", evaluation->team ? evaluation->team : evaluation->evaluator);
    put_foot_line(page, "报告日期", evaluation->report_date);
    const struct data_edition *edition = site->data ? data_edition_now(&site->data->about) : NULL;
    if (edition && edition->number > 1)
        put_foot_line(page, "版次", arena_printf(site->arena, site_say(site, "第%d版　%s"), edition->number, edition->date ? edition->date : ""));
    put_foot_line(page, "数据校验码", site->results->data_hash);
    put_foot_line(page, "程序", site->options->program);
    put(page, "</dl>\n");
    if (evaluation->simulated) {
        if (english(page))
            strbuf_addf(&page->out, "<p class=\"mark\"><strong>%s</strong> <span lang=\"zh-CN\">%s</span></p>\n", site_say(page->site, site_simulated), site_simulated);
        else
            strbuf_addf(&page->out, "<p class=\"mark\"><strong>%s</strong></p>\n", site_simulated);
    }
    put(page, "</footer>\n</body>\n</html>\n");
}

/* One page --------------------------------------------------------------------------------------------------------- */

/* No phrase that an evaluation could replace: no option removes the mark. */
const char site_simulated[] = "模拟数据，非真实评估结果";

/* The first paragraph, cut after 110 characters (250 letters in English), is what a shared link shows. */
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
            strbuf_adds(&cut, site_say(site, "【模拟数据】"));
        doc_runs_text(&block->runs, &text);
        const char *at = text.at, *end = text.at + text.len;
        for (int n = 0; n < (site_english(site) ? 250 : 110) && at < end; n++)
            strbuf_add_codepoint(&cut, utf8_next(&at, end));
        if (at < end)
            strbuf_adds(&cut, "…");
        return arena_strdup(site->arena, cut.at);
    }
    return site->evaluation->title;
}

static void put_page(struct page *page, const struct doc *doc)
{
    page->title = doc->title ? doc->title : "";
    put_head(page);
    put_top(page);
    render_html(doc, NULL, &page->out);
    put_foot(page);
}

/* Comments stand in the words of those who wrote them alone; and how a table is cut depends on the template of either language. */
static const char *other_language(struct site *site, const char *path, const char *class)
{
    if (!strcmp(class, "comments"))
        return "index.html";
    const char *name = strrchr(path, '/') ? strrchr(path, '/') + 1 : path;
    return strcmp(class, SITE_TABLE) ? path : arena_printf(site->arena, "%.*s%.*s.html", (int)(name - path), path, (int)strcspn(name, "-"), name);
}

bool site_page(struct site *site, const char *path, const char *class, struct doc *doc)
{
    bool cut = !strcmp(class, SITE_TABLE) || site_cut_tables(site, doc, path);
    if (strcmp(class, "questionnaire") != 0) /* there names of units are answers to choose from */
        site_links_add(site, doc, path);
    struct page page = {.site = site, .path = path, .up = site_up(path), .class = class};
    page.files = arena_printf(site->arena, "%s%s", page.up, site_english(site) ? "../" : "");
    page.other = arena_printf(site->arena, "%s%s%s", page.up, site_english(site) ? "../" : "en/", other_language(site, path, class));
    page.description = description_of(site, doc);
    strbuf_init(&page.out);
    put_page(&page, doc);
    bool good = cut && site_write(site, arena_printf(site->arena, "%s%s", site_english(site) ? "en/" : "", path), &page.out);
    strbuf_release(&page.out);
    doc_free(doc);
    return good;
}

struct doc *site_template_doc(struct site *site, const char *id, const char *template_file, const struct unit *unit)
{
    const struct report_plan plan = {.id = id, .name = id, .template_file = template_file, .each = unit ? unit->kind : NULL, .pos = site->evaluation->pos};
    const struct report_options options = {.edition = EDITION_PUBLIC, .template_folders = site->options->template_folders, .language = site->language, .marks = true};
    return report_build(site->results, &plan, unit, &options, site->diags);
}

bool site_template_page(struct site *site, const char *path, const char *class, const char *template_file, const struct unit *unit)
{
    struct doc *doc = site_template_doc(site, class, template_file, unit);
    if (doc && unit)
        site_report_link(site, doc, unit);
    return doc && site_page(site, path, class, doc);
}

struct doc *site_doc(struct site *site, const char *title)
{
    struct doc *doc = doc_new(language_tags[site->language]);
    doc->title = doc_text(doc, title);
    if (site->evaluation->simulated)
        doc->mark = doc_text(doc, site_say(site, site_simulated));
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

static void add_year(struct site *site, struct doc *doc, struct doc_block *list, const char *year, const char *title, const char *address)
{
    struct doc_block *item = doc_add(doc, &list->children, DOC_ITEM);
    item->label = "•";
    auto_strbuf struct strbuf text;
    strbuf_init(&text);
    strbuf_addf(&text, site_say(site, "%s年"), year);
    if (title)
        strbuf_addf(&text, "%s%s", site_say(site, "　"), title);
    doc_add_run(doc, &item->runs, 0, text.at)->link = address;
}

char **site_years_found(struct site *site, const char *old, size_t *ret_count)
{
    LIST_OF(char *) years = {0};
    char *own = arena_printf(site->arena, "%04d", site->evaluation->year);
    *LIST_ADD(site->arena, &years) = own;
    DIR *dir = opendir(old);
    for (struct dirent *entry; dir && (entry = readdir(dir));)
        if (is_year(entry->d_name) && strcmp(entry->d_name, own) != 0)
            *LIST_ADD(site->arena, &years) = arena_strdup(site->arena, entry->d_name);
    if (dir)
        closedir(dir);
    qsort(years.at, years.count, sizeof *years.at, later_first);
    *ret_count = years.count;
    return years.at;
}

/* A year of an older site may have no English pages. */
static const char *year_address(struct site *site, const char *old, const char *year)
{
    if (!site_english(site))
        return arena_printf(site->arena, "%s/index.html", year);
    const char *page = arena_printf(site->arena, "%s/%s/en/index.html", old, year);
    bool own = atoi(year) == site->evaluation->year;
    return arena_printf(site->arena, "../%s%s/index.html", year, own || access(page, F_OK) == 0 ? "/en" : "");
}

static struct doc *years_doc(struct site *site, const char *old)
{
    size_t count;
    char **years = site_years_found(site, old, &count);
    struct doc *doc = site_doc(site, site_say(site, "第三方评估结果：各年度"));
    struct doc_block *list = doc_add(doc, &doc->blocks, DOC_LIST);
    for (size_t i = 0; i < count; i++)
        add_year(site, doc, list, years[i], atoi(years[i]) == site->evaluation->year ? site->evaluation->title : NULL, doc_text(doc, year_address(site, old, years[i])));
    return doc;
}

static bool write_years(struct site *site, const char *old)
{
    struct doc *doc = years_doc(site, old);
    struct page page = {.site = site, .class = "years", .description = site->evaluation->title};
    page.up = "";
    page.files = arena_printf(site->arena, "%s%04d/", site_english(site) ? "../" : "", site->evaluation->year);
    page.other = site_english(site) ? "../index.html" : "en/index.html";
    strbuf_init(&page.out);
    put_page(&page, doc);
    const char *path = arena_printf(site->arena, "%s/%sindex.html", site->root, site_english(site) ? "en/" : "");
    bool good = file_make_folders(arena_printf(site->arena, "%s/en", site->root)) && file_write_unseen(path, page.out.at, page.out.len, 0644);
    if (!good)
        diags_error(site->diags, (struct pos){.file = "index.html"}, _("cannot write: %s"), strerror(errno));
    strbuf_release(&page.out);
    doc_free(doc);
    return good;
}

bool site_years(struct site *site, const char *old)
{
    bool good = write_years(site, old);
    site_speak(site, LANGUAGE_ENGLISH);
    good = good && write_years(site, old);
    site_speak(site, LANGUAGE_CHINESE);
    return good;
}
