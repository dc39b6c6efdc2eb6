/* SPDX-License-Identifier: GPL-3.0-or-later
 * Markdown: text of a paragraph, a cell, a heading.
 */
#include "markdown_priv.h"

#include <stdlib.h>

void add_plain(struct doc *doc, doc_runs *runs, unsigned flags, const char *text)
{
    for (;;) {
        size_t len = strcspn(text, "\r\n");
        if (len) {
            struct doc_run *run = doc_add_run(doc, runs, flags, "");
            run->text = arena_strndup(doc->arena, text, len);
        }
        text += len;
        if (!*text)
            return;
        text += text[0] == '\r' && text[1] == '\n' ? 2 : 1;
        doc_add_run(doc, runs, flags | DOC_LINE_BREAK, "");
    }
}

/* A value that is a published number becomes a run of its own, which says which one it is. */
static void add_marked(struct walk *w, doc_runs *runs, unsigned flags, const char *literal)
{
    const struct expansion *expansion = &w->b->expansion;
    const char *end = literal + strlen(literal);
    auto_strbuf struct strbuf text;
    strbuf_init(&text);
    size_t n;
    while (expansion_next(expansion, &literal, end, &text, &n)) {
        if (n == SIZE_MAX)
            continue;
        const char *source = expansion->sources.at[n];
        if (!source || !*expansion->values.at[n]) {
            strbuf_adds(&text, expansion->values.at[n]);
            continue;
        }
        add_plain(w->b->doc, runs, flags, text.at);
        strbuf_clear(&text);
        doc_add_run(w->b->doc, runs, flags, expansion->values.at[n])->data = arena_strdup(w->b->doc->arena, source);
    }
    add_plain(w->b->doc, runs, flags, text.at);
}

/* An empty value leaves no run behind: nothing is not a text. */
static void add_restored(struct walk *w, doc_runs *runs, unsigned flags, const char *link, const char *literal)
{
    if (!literal)
        return;
    size_t from = runs->count;
    add_marked(w, runs, flags, literal);
    for (; link && from < runs->count; from++)
        runs->at[from].link = link;
}

/* Text of the template: `[@id]` in it is a reference. Values stand as sentinels still, so that none of them can make one. */
static void add_text(struct walk *w, cmark_node *node, doc_runs *runs, unsigned flags, const char *link)
{
    auto_free char *rest = xstrdup(cmark_node_get_literal(node));
    char *at = rest;
    for (char *open, *close; !link && (open = strstr(at, "[@")) && (close = strchr(open, ']')); at = close + 1) {
        const char *id = arena_strndup(w->b->doc->arena, open + 2, (size_t)(close - open - 2));
        *open = '\0';
        add_restored(w, runs, flags, NULL, at);
        struct doc_run *run = doc_add_run(w->b->doc, runs, flags | DOC_REFERENCE, arena_printf(w->b->arena, "[@%s]", id));
        run->link = arena_printf(w->b->doc->arena, "#%s", id);
        *LIST_ADD(w->b->arena, &w->references) = (struct pending){id, markdown_pos(w->b, node)};
    }
    add_restored(w, runs, flags, link, at);
    if (strstr(at, "[^")) {
        diags_warning(w->b->diags, markdown_pos(w->b, node), _("'[^' stays literal here: the footnote has no text"));
        diags_hint(w->b->diags, _("a line of its own, '[^name]: text', gives it"));
    }
}

static void add_footnote(struct walk *w, cmark_node *node, doc_runs *runs, unsigned flags)
{
    size_t number = strtoul(cmark_node_get_literal(node), NULL, 10);
    if (number < 1 || number > w->footnotes.count)
        return;
    if (runs->count == 0 || runs->at[runs->count - 1].footnote || runs->at[runs->count - 1].flags & DOC_LINE_BREAK)
        doc_add_run(w->b->doc, runs, flags, "");
    runs->at[runs->count - 1].footnote = w->footnotes.at[number - 1];
}

static uint32_t last_codepoint(const doc_runs *runs)
{
    if (!runs->count)
        return 0;
    const char *text = runs->at[runs->count - 1].text, *end = text + strlen(text);
    uint32_t codepoint = 0;
    while (text < end)
        codepoint = utf8_next(&text, end);
    return codepoint;
}

static uint32_t next_codepoint(struct walk *w, cmark_node *node)
{
    while (node && !cmark_node_get_literal(node))
        node = cmark_node_first_child(node);
    if (!node)
        return 0;
    auto_strbuf struct strbuf text;
    strbuf_init(&text);
    const char *literal = cmark_node_get_literal(node);
    expansion_restore(&w->b->expansion, literal, strlen(literal), &text);
    const char *at = text.at;
    return text.len ? utf8_next(&at, text.at + text.len) : 0;
}

static void add_soft_break(struct walk *w, cmark_node *node, doc_runs *runs, unsigned flags)
{
    uint32_t before = last_codepoint(runs), after = next_codepoint(w, cmark_node_next(node));
    if (before && after && text_codepoint_width(before) < 2 && text_codepoint_width(after) < 2)
        doc_add_run(w->b->doc, runs, flags, " ");
}

/* `**“爱工惠”**项目` does not become strong: by CommonMark's flanking rule the marks stay literal, which nobody means. */
static void warn_literal_marks(struct walk *w, cmark_node *node)
{
    const char *literal = cmark_node_get_literal(node);
    if (!strstr(literal, "**"))
        return;
    cmark_node *block = node;
    while (cmark_node_parent(block) && (cmark_node_get_type(block) & CMARK_NODE_TYPE_MASK) == CMARK_NODE_TYPE_INLINE)
        block = cmark_node_parent(block);
    size_t from = markdown_offset(w->b, cmark_node_get_start_line(block), 1), to = markdown_offset(w->b, cmark_node_get_end_line(block) + 1, 1);
    const char *text = w->b->expansion.text.at, *end = text + to;
    const char *at = memmem(text + from, to - from, literal, strlen(literal) < 24 ? strlen(literal) : 24);
    if (memmem(text + from, to - from, "\\*", 2))
        return; /* escaped somewhere in this block: meant */
    at = at ? memmem(at, (size_t)(end - at), "**", 2) : memmem(text + from, to - from, "**", 2);
    if (!at)
        return;
    diags_warning(w->b->diags, expansion_pos(&w->b->expansion, (size_t)(at - text)), _("'**' stays literal here"));
    diags_hint(w->b->diags, _("put the marks inside the quotes, or a space before or after them"));
}

static void add_link(struct walk *w, cmark_node *node, doc_runs *runs, unsigned flags)
{
    auto_strbuf struct strbuf url;
    strbuf_init(&url);
    const char *address = cmark_node_get_url(node);
    expansion_restore(&w->b->expansion, address ? address : "", address ? strlen(address) : 0, &url);
    markdown_inlines(w, node, runs, flags, url.len ? doc_text(w->b->doc, url.at) : NULL);
}

static void add_inline(struct walk *w, cmark_node *node, doc_runs *runs, unsigned flags, const char *link)
{
    switch (cmark_node_get_type(node)) {
    case CMARK_NODE_TEXT:
        warn_literal_marks(w, node);
        add_text(w, node, runs, flags, link);
        break;
    case CMARK_NODE_FOOTNOTE_REFERENCE: add_footnote(w, node, runs, flags); break;
    case CMARK_NODE_CODE: add_restored(w, runs, flags | DOC_CODE, link, cmark_node_get_literal(node)); break;
    case CMARK_NODE_SOFTBREAK: add_soft_break(w, node, runs, flags); break;
    case CMARK_NODE_LINEBREAK: doc_add_run(w->b->doc, runs, flags | DOC_LINE_BREAK, ""); break;
    case CMARK_NODE_STRONG: markdown_inlines(w, node, runs, flags | DOC_STRONG, link); break;
    case CMARK_NODE_EMPH: markdown_inlines(w, node, runs, flags | DOC_EMPHASIS, link); break;
    case CMARK_NODE_LINK: add_link(w, node, runs, flags); break;
    case CMARK_NODE_HTML_INLINE:
        if (strncmp(cmark_node_get_literal(node), "<!--", 4) && strncmp(cmark_node_get_literal(node), "</", 2)) { /* once a pair */
            diags_error(w->b->diags, markdown_pos(w->b, node), _("HTML is not known in templates"));
            diags_hint(w->b->diags, _("write \\< where the sign itself is meant"));
        }
        break;
    case CMARK_NODE_IMAGE:
        diags_error(w->b->diags, markdown_pos(w->b, node), _("a picture stands in a paragraph of its own"));
        diags_hint(w->b->diags, _("leave an empty line before and behind it"));
        break;
    default: markdown_inlines(w, node, runs, flags, link);
    }
}

void markdown_inlines(struct walk *w, cmark_node *parent, doc_runs *runs, unsigned flags, const char *link)
{
    for (cmark_node *node = cmark_node_first_child(parent); node; node = cmark_node_next(node))
        add_inline(w, node, runs, flags, link);
}
