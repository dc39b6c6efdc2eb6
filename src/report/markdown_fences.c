/* SPDX-License-Identifier: GPL-3.0-or-later
 * Markdown: fenced blocks, which are not text: what is drawn from results, attachments, lines of a cover.
 */
#include "markdown_priv.h"

/* Lines of plain text, values in place, one block each. */
static void add_lines(struct walk *w, const char *literal, void *into, enum doc_kind kind, int level)
{
    while (*literal) {
        size_t len = strcspn(literal, "\n");
        if (len) {
            auto_strbuf struct strbuf text;
            strbuf_init(&text);
            expansion_restore(&w->b->expansion, literal, len, &text);
            struct doc_block *block = doc_add(w->b->doc, into, kind);
            block->level = level;
            add_plain(w->b->doc, &block->runs, 0, text.at);
        }
        literal += len + (literal[len] == '\n');
    }
}

static void add_attachment(struct walk *w, struct block *fields)
{
    struct doc *doc = w->b->doc;
    const char *title = block_text(fields, "title"), *label = block_text(fields, "label"), *id = block_text(fields, "id");
    if (!title)
        block_fail(fields, fields->pos, _("the attachment has no title"));
    if (!block_end(fields))
        return;
    size_t number = ++w->attachments;
    memset(w->numbers, 0, sizeof w->numbers);
    *LIST_ADD(w->b->arena, &w->titles) = title;
    struct doc_block *block = doc_add(doc, &doc->blocks, DOC_ATTACHMENT);
    block->id = id ? doc_text(doc, id) : arena_printf(doc->arena, "attachment%zu", number);
    *LIST_ADD(w->b->arena, &w->attachment_ids) = block->id;
    block->label = label ? doc_text(doc, label) : w->only_attachment ? doc_text(doc, say(w->b, "附件")) : arena_printf(doc->arena, say(w->b, "附件%zu"), number);
    add_plain(doc, &block->runs, 0, title);
}

size_t markdown_count_attachments(cmark_node *root)
{
    size_t count = 0;
    for (cmark_node *node = cmark_node_first_child(root); node; node = cmark_node_next(node))
        if (cmark_node_get_type(node) == CMARK_NODE_CODE_BLOCK && !strcmp(cmark_node_get_fence_info(node), "attachment"))
            count++;
    return count;
}

void markdown_fill_attachments(struct walk *w)
{
    if (!w->note_of_attachments)
        return;
    struct doc *doc = w->b->doc;
    struct doc_block *note = &doc->blocks.at[w->note_of_attachments - 1];
    for (size_t i = 0; i < w->titles.count; i++) {
        struct doc_block *line = doc_add(doc, &note->children, DOC_PARAGRAPH);
        line->label = w->titles.count > 1 ? arena_printf(doc->arena, "%zu.", i + 1) : NULL;
        add_plain(doc, &line->runs, 0, w->titles.at[i]);
        for (size_t k = 0; k < line->runs.count; k++)
            line->runs.at[k].link = arena_printf(doc->arena, "#%s", w->attachment_ids.at[i]);
    }
}

enum fence { FENCE_TABLE, FENCE_CHART, FENCE_ATTACHMENT, FENCE_ATTACHMENTS, FENCE_SUBTITLE, FENCE_SIGNATURE, FENCE_NOTE, FENCE_CONTENTS, FENCE_PAGE, FENCE_COVER, FENCE_QR, FENCES };

static const char *const fence_words[FENCES] = {
    [FENCE_TABLE] = "table",         [FENCE_CHART] = "chart",       [FENCE_ATTACHMENT] = "attachment", [FENCE_ATTACHMENTS] = "attachments",
    [FENCE_SUBTITLE] = "subtitle",   [FENCE_SIGNATURE] = "signature", [FENCE_NOTE] = "note",           [FENCE_CONTENTS] = "contents",
    [FENCE_PAGE] = "page",           [FENCE_COVER] = "cover",       [FENCE_QR] = "qr",
};

/* A section that turned out to have nothing goes with its heading, and its number is the next one's. */
static void drop_heading(struct walk *w)
{
    doc_blocks *blocks = &w->b->doc->blocks;
    if (w->b->heading_bare && w->counted && blocks->count && blocks->at[blocks->count - 1].kind == DOC_HEADING) {
        blocks->count--;
        w->numbers[w->counted - 1]--;
    }
    w->b->heading_bare = false;
}

static void add_fence(struct walk *w, cmark_node *node, enum fence fence)
{
    struct doc *doc = w->b->doc;
    const char *literal = cmark_node_get_literal(node);
    struct block fields;
    if (fence <= FENCE_ATTACHMENT || fence == FENCE_CONTENTS || fence == FENCE_COVER || fence == FENCE_QR)
        block_parse(w->b, literal, markdown_offset(w->b, cmark_node_get_start_line(node) + 1, 1), markdown_pos(w->b, node), &fields);
    switch (fence) {
    case FENCE_TABLE:
        block_table_build(&fields);
        drop_heading(w);
        break;
    case FENCE_CHART: block_chart_build(&fields); break;
    case FENCE_ATTACHMENT: add_attachment(w, &fields); break;
    case FENCE_ATTACHMENTS:
        doc_add(doc, &doc->blocks, DOC_ATTACHMENTS);
        w->note_of_attachments = doc->blocks.count;
        break;
    case FENCE_SUBTITLE: add_lines(w, literal, &doc->blocks, DOC_TITLE, 2); break;
    case FENCE_SIGNATURE: add_lines(w, literal, &doc_add(doc, &doc->blocks, DOC_SIGNATURE)->children, DOC_PARAGRAPH, 1); break;
    case FENCE_NOTE: add_lines(w, literal, &doc->blocks, DOC_NOTE, 1); break;
    case FENCE_CONTENTS: {
        int level = (int)block_whole(&fields, "level", 2, 1, 4);
        if (block_end(&fields))
            doc_add(doc, &doc->blocks, DOC_CONTENTS)->level = level;
        break;
    }
    case FENCE_COVER: block_cover_build(&fields); break;
    case FENCE_QR: block_qr_build(&fields); break;
    default: doc_add(doc, &doc->blocks, DOC_PAGE_BREAK);
    }
}

/* Code; in a document without evaluation also blocks of other languages, and those that would draw from results. */
static bool shown_as_typed(const struct walk *w, const char *info)
{
    if (!info || !*info)
        return true;
    for (int i = 0; w->b->folder && i < FENCES; i++)
        if (!strcmp(info, fence_words[i]))
            return i == FENCE_TABLE || i == FENCE_CHART;
    return w->b->folder != NULL;
}

void markdown_fence(struct walk *w, cmark_node *node, doc_blocks *into, int depth)
{
    const char *info = cmark_node_get_fence_info(node);
    if (shown_as_typed(w, info)) {
        struct doc_block *block = doc_add(w->b->doc, into, DOC_PARAGRAPH);
        block->plain = true;
        auto_strbuf struct strbuf text;
        strbuf_init(&text);
        expansion_restore(&w->b->expansion, cmark_node_get_literal(node), strlen(cmark_node_get_literal(node)), &text);
        while (text.len && text.at[text.len - 1] == '\n')
            strbuf_truncate(&text, text.len - 1);
        add_plain(w->b->doc, &block->runs, DOC_CODE, text.at);
        return;
    }
    for (int i = 0; i < FENCES; i++)
        if (!strcmp(info, fence_words[i])) {
            if (depth == 0)
                add_fence(w, node, (enum fence)i);
            else
                diags_error(w->b->diags, markdown_pos(w->b, node), _("a ```%s block cannot stand inside a list or a quotation"), info);
            return;
        }
    diags_error(w->b->diags, markdown_pos(w->b, node), _("unknown block '%s'"), info);
    diags_hint_words(w->b->diags, info, fence_words, FENCES);
}
