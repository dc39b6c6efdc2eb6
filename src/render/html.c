/* SPDX-License-Identifier: GPL-3.0-or-later
 * A document as HTML: the inside of a page's <main>, for whoever makes the page around it.
 *
 * The marks say what a thing is (caption, row header, note), never how it looks: no style attribute and no event handler is written, so that
 * a page may forbid both. Every text of the document passes render_html_escape(), in elements and in attributes alike; there is no second way
 * out. Addresses are written only when they cannot run anything: http, https, mailto, a fragment or a relative path.
 */
#include "html_priv.h"

/* Text ------------------------------------------------------------------------------------------------------ */

/* HTML knows no way to write most control characters, nor U+FFFE and U+FFFF: they become U+FFFD, as invalid bytes do. Marks of writing
 * direction could make a reader see other words than are there; they go the same way. */
void render_html_escape(struct strbuf *out, const char *text)
{
    const char *end = text + strlen(text);
    while (text < end) {
        uint32_t c = utf8_next(&text, end);
        switch (c) {
        case '<': strbuf_adds(out, "&lt;"); break;
        case '>': strbuf_adds(out, "&gt;"); break;
        case '&': strbuf_adds(out, "&amp;"); break;
        case '"': strbuf_adds(out, "&quot;"); break;
        case '\'': strbuf_adds(out, "&#39;"); break;
        case '\t':
        case '\n':
        case '\r': strbuf_addc(out, ' '); break;
        default: {
            bool control = c < 0x20 || (c >= 0x7F && c < 0xA0) || (c & 0xFFFE) == 0xFFFE;
            bool direction = c == 0x200E || c == 0x200F || (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
            strbuf_add_codepoint(out, control || direction ? 0xFFFD : c);
        }
        }
    }
}

static bool is_chinese(uint32_t c)
{
    return (c >= 0x2E80 && c <= 0x9FFF) || (c >= 0xF900 && c <= 0xFAFF) || (c >= 0xFF00 && c <= 0xFFEF) || (c >= 0x20000 && c <= 0x3FFFF);
}

/* Up to the end of what is in one language: signs and digits between Chinese belong to it. */
static const char *same_language(const char *text, const char *end, bool *ret_chinese)
{
    const char *at = text, *last = text; /* the end of the last Chinese character */
    *ret_chinese = is_chinese(utf8_next(&at, end));
    if (*ret_chinese) {
        for (last = at; at < end;) {
            uint32_t c = utf8_next(&at, end);
            if (is_chinese(c))
                last = at;
            else if ((c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == ' ')
                break;
        }
        return last;
    }
    while (at < end) {
        const char *before = at;
        if (is_chinese(utf8_next(&at, end)))
            return before;
    }
    return end;
}

void html_put_text(struct html *h, const char *text)
{
    const char *end = text + strlen(text);
    while (!h->chinese && text < end) {
        bool chinese;
        const char *stop = same_language(text, end, &chinese);
        auto_free char *piece = xstrndup(text, (size_t)(stop - text));
        strbuf_adds(h->out, chinese ? "<span lang=\"zh-CN\">" : "");
        render_html_escape(h->out, piece);
        strbuf_adds(h->out, chinese ? "</span>" : "");
        text = stop;
    }
    render_html_escape(h->out, text);
}

static bool begins(const char *text, const char *with)
{
    for (; *with; text++, with++)
        if ((*text >= 'A' && *text <= 'Z' ? *text + 32 : *text) != *with)
            return false;
    return true;
}

/* Whatever stands before a colon could be a scheme that runs something; a path of ours has none. */
static bool harmless(const char *address)
{
    if (begins(address, "http://") || begins(address, "https://") || begins(address, "mailto:") || *address == '#')
        return true;
    if (address[0] == '/' && address[1] == '/')
        return false;
    for (const char *at = address; *at; at++)
        if (*at == ':' || *at == '\\' || (unsigned char)*at <= 0x20)
            return false;
    return *address != '\0';
}

/* Ids are names: any other byte becomes a hyphen and its code, in links as well as in targets, so that two ids stay two. */
static void put_name(struct strbuf *out, const char *name)
{
    for (; *name; name++) {
        if ((*name >= 'a' && *name <= 'z') || (*name >= 'A' && *name <= 'Z') || (*name >= '0' && *name <= '9') || *name == '_')
            strbuf_addc(out, *name);
        else
            strbuf_addf(out, "-%02x", (unsigned)(unsigned char)*name);
    }
}

static void put_prefix(struct html *h)
{
    if (h->options->id_prefix)
        put_name(h->out, h->options->id_prefix);
}

static void put_id_text(struct html *h, const char *own, char letter, size_t number)
{
    put_prefix(h);
    if (own && *own)
        put_name(h->out, own);
    else
        strbuf_addf(h->out, "%c%zu", letter, number);
}

void html_put_id(struct html *h, const char *own, char letter, size_t number)
{
    strbuf_adds(h->out, " id=\"");
    put_id_text(h, own, letter, number);
    strbuf_addc(h->out, '"');
}

/* Runs ------------------------------------------------------------------------------------------------------ */

static bool put_link(struct html *h, const char *address)
{
    if (!address || !harmless(address))
        return false;
    strbuf_adds(h->out, "<a href=\"");
    if (*address == '#') {
        strbuf_addc(h->out, '#');
        put_prefix(h);
        put_name(h->out, address + 1);
    } else {
        render_html_escape(h->out, address);
    }
    strbuf_adds(h->out, "\">");
    return true;
}

static void put_footnote_mark(struct html *h, const char *text)
{
    *LIST_ADD(h->arena, &h->footnotes) = text;
    size_t number = h->footnotes.count;
    strbuf_adds(h->out, "<sup><a");
    html_put_id(h, NULL, 'r', number);
    strbuf_adds(h->out, " href=\"#");
    put_id_text(h, NULL, 'f', number);
    strbuf_addf(h->out, "\" role=\"doc-noteref\">%zu</a></sup>", number);
}

static const struct {
    unsigned flag;
    const char *element;
} run_marks[] = {{DOC_STRONG, "strong"}, {DOC_EMPHASIS, "em"}, {DOC_CODE, "code"}, {DOC_SMALL, "small"}};

static unsigned marks_of(const struct doc_run *run)
{
    unsigned marks = 0;
    for (size_t i = 0; i < COUNT_OF(run_marks); i++)
        marks |= run->flags & run_marks[i].flag;
    return marks;
}

/* Runs that differ only in what they publish stand in the same elements: a number and its unit are one stressed word. */
static bool together(const struct doc_run *run, const struct doc_run *next)
{
    return marks_of(run) == marks_of(next) && !run->link && !next->link && !run->footnote && !(next->flags & DOC_LINE_BREAK);
}

static void put_marks(struct html *h, unsigned marks, bool open)
{
    for (size_t n = 0; n < COUNT_OF(run_marks); n++) {
        size_t i = open ? n : COUNT_OF(run_marks) - 1 - n;
        if (marks & run_marks[i].flag)
            strbuf_addf(h->out, open ? "<%s>" : "</%s>", run_marks[i].element);
    }
}

static void put_run(struct html *h, const struct doc_run *run, bool opens, bool closes)
{
    if (run->flags & DOC_LINE_BREAK)
        strbuf_adds(h->out, "<br>");
    bool link = put_link(h, run->link);
    if (opens)
        put_marks(h, marks_of(run), true);
    if (run->data) {
        strbuf_adds(h->out, "<data value=\"");
        render_html_escape(h->out, run->data);
        strbuf_adds(h->out, "\">");
    }
    if (run->text)
        html_put_text(h, run->text);
    if (run->data)
        strbuf_adds(h->out, "</data>");
    if (closes)
        put_marks(h, marks_of(run), false);
    if (link)
        strbuf_adds(h->out, "</a>");
    if (run->footnote)
        put_footnote_mark(h, run->footnote);
}

void html_put_runs(struct html *h, const void *runs)
{
    const doc_runs *list = runs;
    for (size_t i = 0; i < list->count; i++) {
        const struct doc_run *run = &list->at[i];
        put_run(h, run, i == 0 || !together(run - 1, run), i + 1 == list->count || !together(run, run + 1));
    }
}

/* Headings and contents ----------------------------------------------------------------------------------------- */

static bool is_heading(const struct doc_block *block)
{
    return block->kind == DOC_HEADING || block->kind == DOC_ATTACHMENT;
}

/* Title is h1, so headings begin at h2; HTML ends at h6. */
static int heading_level(const struct doc_block *block)
{
    int level = block->kind == DOC_ATTACHMENT ? 2 : block->level + 1;
    return level < 2 ? 2 : level > 6 ? 6 : level;
}

static void put_heading(struct html *h, const struct doc_block *block)
{
    int level = heading_level(block);
    strbuf_addf(h->out, "<h%d", level);
    html_put_id(h, block->id, 's', ++h->headings);
    strbuf_adds(h->out, block->kind == DOC_ATTACHMENT ? " class=\"attachment\">" : ">");
    if (block->label) {
        strbuf_adds(h->out, "<span class=\"label\">");
        html_put_text(h, block->label);
        strbuf_adds(h->out, "</span> ");
    }
    html_put_runs(h, &block->runs);
    strbuf_addf(h->out, "</h%d>\n", level);
}

/* Ids of headings follow from their order, so the table of contents may come before them. */
static void put_contents(struct html *h, const struct doc_block *contents)
{
    strbuf_addf(h->out, "<nav class=\"contents\" aria-label=\"%s\"><ul>\n", h->chinese ? "目录" : "Contents");
    size_t number = 0;
    for (size_t i = 0; i < h->doc->blocks.count; i++) {
        const struct doc_block *block = &h->doc->blocks.at[i];
        if (!is_heading(block))
            continue;
        number++;
        if (contents->level > 0 && heading_level(block) - 1 > contents->level)
            continue;
        strbuf_addf(h->out, "<li class=\"level%d\"><a href=\"#", heading_level(block) - 1);
        put_id_text(h, block->id, 's', number);
        strbuf_adds(h->out, "\">");
        auto_strbuf struct strbuf text;
        strbuf_init(&text);
        doc_runs_text(&block->runs, &text);
        html_put_text(h, text.at);
        strbuf_adds(h->out, "</a></li>\n");
    }
    strbuf_adds(h->out, "</ul></nav>\n");
}

/* Blocks ------------------------------------------------------------------------------------------------------- */

static void put_blocks(struct html *h, const void *blocks);

static void put_wrapped(struct html *h, const struct doc_block *block, const char *element, const char *class)
{
    strbuf_addf(h->out, "<%s", element);
    if (block->id)
        html_put_id(h, block->id, 'p', 0);
    if (class)
        strbuf_addf(h->out, " class=\"%s\"", class);
    strbuf_addc(h->out, '>');
    html_put_runs(h, &block->runs);
    put_blocks(h, &block->children);
    strbuf_addf(h->out, "</%s>\n", element);
}

static void put_title(struct html *h, const struct doc_block *block)
{
    if (block->level <= 1)
        put_wrapped(h, block, "h1", NULL);
    else
        put_wrapped(h, block, "p", "subtitle");
}

static void put_paragraph(struct html *h, const struct doc_block *block)
{
    static const char *const classes[] = {[DOC_ALIGN_CENTRE] = "centre", [DOC_ALIGN_RIGHT] = "right", [DOC_ALIGN_DECIMAL] = "right"};
    put_wrapped(h, block, "p", block->align < COUNT_OF(classes) && classes[block->align] ? classes[block->align] : block->plain ? "plain" : NULL);
}

/* Marks are part of the document: those that begin with a digit count, others point. */
static void put_list(struct html *h, const struct doc_block *block)
{
    const char *label = block->children.count ? block->children.at[0].label : NULL;
    bool counted = label && *label >= '0' && *label <= '9';
    strbuf_addf(h->out, "<%s>\n", counted ? "ol" : "ul");
    for (size_t i = 0; i < block->children.count; i++) {
        const struct doc_block *item = &block->children.at[i];
        long number = 0;
        for (const char *at = item->label; counted && at && *at >= '0' && *at <= '9' && number < 100000000; at++)
            number = 10 * number + (*at - '0');
        if (number > 0)
            strbuf_addf(h->out, "<li value=\"%ld\">", number);
        else
            strbuf_adds(h->out, "<li>");
        html_put_runs(h, &item->runs);
        put_blocks(h, &item->children);
        strbuf_adds(h->out, "</li>\n");
    }
    strbuf_addf(h->out, "</%s>\n", counted ? "ol" : "ul");
}

/* On a screen an address is a link, not a code to be photographed. */
static void put_address(struct html *h, const struct doc_block *block)
{
    strbuf_adds(h->out, "<p>");
    bool link = put_link(h, block->label);
    if (block->runs.count > 0)
        html_put_runs(h, &block->runs);
    else
        render_html_escape(h->out, block->label ? block->label : "");
    strbuf_adds(h->out, link ? "</a></p>\n" : "</p>\n");
}

static void put_block(struct html *h, const struct doc_block *block)
{
    switch (block->kind) {
    case DOC_TITLE: put_title(h, block); break;
    case DOC_HEADING:
    case DOC_ATTACHMENT: put_heading(h, block); break;
    case DOC_PARAGRAPH: put_paragraph(h, block); break;
    case DOC_LIST: put_list(h, block); break;
    case DOC_ITEM: put_wrapped(h, block, "div", NULL); break;
    case DOC_QUOTE: put_wrapped(h, block, "blockquote", NULL); break;
    case DOC_TABLE: html_put_table(h, block); break;
    case DOC_CHART: html_put_chart(h, block); break;
    case DOC_NOTE: put_wrapped(h, block, "p", "note"); break;
    case DOC_ATTACHMENTS: put_wrapped(h, block, "div", "attachments"); break;
    case DOC_SIGNATURE: put_wrapped(h, block, "div", "signature"); break;
    case DOC_CONTENTS: put_contents(h, block); break;
    case DOC_RULE: strbuf_adds(h->out, "<hr>\n"); break;
    case DOC_IMAGE: html_put_image(h, block); break;
    case DOC_COVER: put_wrapped(h, block, "header", "cover"); break;
    case DOC_QR: put_address(h, block); break;
    case DOC_PAGE_BREAK:
    case DOC_KINDS: break; /* a page on a screen has no end */
    }
}

static void put_blocks(struct html *h, const void *blocks)
{
    const doc_blocks *list = blocks;
    for (size_t i = 0; i < list->count; i++)
        put_block(h, &list->at[i]);
}

static void put_footnotes(struct html *h)
{
    if (!h->footnotes.count)
        return;
    strbuf_addf(h->out, "<section class=\"footnotes\" role=\"doc-endnotes\" aria-label=\"%s\"><ol>\n", h->chinese ? "脚注" : "Notes");
    for (size_t i = 0; i < h->footnotes.count; i++) {
        strbuf_adds(h->out, "<li");
        html_put_id(h, NULL, 'f', i + 1);
        strbuf_addc(h->out, '>');
        html_put_text(h, h->footnotes.at[i]);
        strbuf_adds(h->out, " <a href=\"#");
        put_id_text(h, NULL, 'r', i + 1);
        strbuf_addf(h->out, "\" role=\"doc-backlink\" aria-label=\"%s\">↩</a></li>\n", h->chinese ? "回到正文" : "back");
    }
    strbuf_adds(h->out, "</ol></section>\n");
}

static bool has_references(const void *blocks)
{
    const doc_blocks *list = blocks;
    for (size_t i = 0; i < list->count; i++) {
        for (size_t r = 0; r < list->at[i].runs.count; r++)
            if (list->at[i].runs.at[r].flags & DOC_REFERENCE)
                return true;
        if (has_references(&list->at[i].children))
            return true;
    }
    return false;
}

void render_html(const struct doc *doc, const struct render_html_options *options, struct strbuf *out)
{
    static const struct render_html_options usual = {0};
    struct html h = {.doc = doc, .options = options ? options : &usual, .out = out, .arena = arena_new()};
    h.chinese = doc->language && !strncmp(doc->language, "zh", 2);
    h.numbered = has_references(&doc->blocks);
    if (doc->mark) {
        strbuf_adds(out, "<p class=\"mark\" role=\"note\"><strong>");
        html_put_text(&h, doc->mark);
        strbuf_adds(out, "</strong></p>\n");
    }
    put_blocks(&h, &doc->blocks);
    put_footnotes(&h);
    arena_free(h.arena);
}
