/* SPDX-License-Identifier: GPL-3.0-or-later
 * Markdown → document. cmark-gfm is known to the files markdown*.c alone: blocks here, text in markdown_inlines.c, tables in markdown_tables.c, fenced blocks in
 * markdown_fences.c.
 *
 *     # title                    DOC_TITLE          ## 一、 … ##### （1）     DOC_HEADING 1…4
 *     paragraphs, lists, > quotes, tables, ---      as they are; a paragraph “表：…” before a table is its caption, “注：…” behind it its note
 *     [^name] and [^name]: …     a footnote         ![…](file "caption")     alone in a paragraph: a picture
 *     [@id]                      the number of what has this id (表3); captions and headings are given one by {#id} at their end
 *     ```table ```chart          a few `key: value` lines: what the program draws from results (block_*.c)
 *     ```attachment              title: …           begins an attachment; label by number unless given
 *     ```attachments             the note of attachments: filled once all are known
 *     ```subtitle ```signature ```note              lines of text, values in place, no Markdown
 *     ```cover                   title: …           a page before the first, lines below its head
 *     ```contents ```page ```qr
 *
 * Lines of a paragraph join without a space between Chinese characters. HTML is refused: no renderer but one could show it.
 */
#include "markdown_priv.h"

#include <cmark-gfm-core-extensions.h>
#include <cmark-gfm-extension_api.h>
#include <pthread.h>
#include <stdlib.h>

static void walk_blocks(struct walk *w, cmark_node *parent, doc_blocks *into, int depth);

/* Places --------------------------------------------------------------------------------------------------- */

size_t markdown_offset(const struct builder *b, int line, int col)
{
    if (line < 1 || (size_t)line > b->line_count)
        return b->expansion.text.len;
    size_t offset = b->lines[line - 1] + (col > 0 ? (size_t)col - 1 : 0);
    return offset < b->expansion.text.len ? offset : b->expansion.text.len;
}

struct pos markdown_pos(const struct builder *b, cmark_node *node)
{
    return expansion_pos(&b->expansion, markdown_offset(b, cmark_node_get_start_line(node), cmark_node_get_start_column(node)));
}

/* As cmark counts them: a carriage return alone ends a line too. NULL behind the last one. */
static const char *next_line(const char *at)
{
    at += strcspn(at, "\r\n");
    if (!*at)
        return NULL;
    return at[0] == '\r' && at[1] == '\n' ? at + 2 : at + 1;
}

static void index_lines(struct builder *b)
{
    const char *text = b->expansion.text.at;
    size_t count = 1;
    for (const char *at = text; (at = next_line(at));)
        count++;
    b->lines = ARENA_ARRAY(b->arena, size_t, count);
    b->line_count = 1;
    for (const char *at = text; (at = next_line(at));)
        b->lines[b->line_count++] = (size_t)(at - text);
}

/* Blocks ------------------------------------------------------------------------------------------------------ */

/* `## 0. ` and `### 0.0 ` of English documents: 1. and 1.1. */
static void number_western(struct walk *w, struct doc_run *run, int level)
{
    static const char *const marks[] = {"0. ", "0.0 "};
    const char *mark = level == 2 ? marks[0] : level == 3 ? marks[1] : NULL;
    if (!mark || strncmp(run->text, mark, strlen(mark)) != 0)
        return;
    const char *rest = run->text + strlen(mark);
    run->text = level == 2 ? arena_printf(w->b->doc->arena, "%d. %s", w->numbers[1], rest) : arena_printf(w->b->doc->arena, "%d.%d %s", w->numbers[1], w->numbers[2], rest);
}

/* `{#id}` at the end of a heading or caption names it. Looked for in the template's text, before values stand in it. */
static const char *take_label(struct walk *w, cmark_node *parent)
{
    cmark_node *last = cmark_node_last_child(parent);
    if (!last || cmark_node_get_type(last) != CMARK_NODE_TEXT)
        return NULL;
    const char *id = NULL;
    auto_free char *text = xstrdup(cmark_node_get_literal(last));
    text[label_begin(text, w->b->doc, &id)] = '\0';
    if (id)
        cmark_node_set_literal(last, text);
    return id;
}

/* `## 〇、` and `### （〇）` count themselves, so that a section may be left out without a gap. */
static void number_heading(struct walk *w, struct doc_block *block, int level)
{
    static const char zero[] = "〇";
    int *number = &w->numbers[level - 1];
    struct doc_run *run = &block->runs.at[0];
    size_t bracket = !strncmp(run->text, "（", strlen("（")) ? strlen("（") : 0;
    for (int i = level; i < 5; i++)
        w->numbers[i] = 0;
    ++*number;
    w->counted = level;
    if (!words_chinese(w->b->names.language)) {
        number_western(w, run, level);
        return;
    }
    if (strncmp(run->text + bracket, zero, strlen(zero)) != 0)
        return;
    auto_strbuf struct strbuf text;
    strbuf_init(&text);
    strbuf_add(&text, run->text, bracket);
    num_format_chinese(&text, *number);
    strbuf_adds(&text, run->text + bracket + strlen(zero));
    run->text = doc_text(w->b->doc, text.at);
}

static void add_heading(struct walk *w, cmark_node *node, doc_blocks *into)
{
    int level = cmark_node_get_heading_level(node);
    if (level > 5) {
        diags_error(w->b->diags, markdown_pos(w->b, node), _("headings have at most five levels"));
        return;
    }
    struct doc_block *block = doc_add(w->b->doc, into, level == 1 ? DOC_TITLE : DOC_HEADING);
    block->level = level == 1 ? 1 : level - 1;
    if (level > 1) {
        block->id = arena_printf(w->b->doc->arena, "h%zu", ++w->headings);
        block->keep_next = true;
    }
    const char *id = take_label(w, node);
    markdown_inlines(w, node, &block->runs, 0, NULL);
    block->id = id ? id : block->id;
    if (level > 1 && block->runs.count > 0)
        number_heading(w, block, level);
}

static void add_list(struct walk *w, cmark_node *node, doc_blocks *into, int depth)
{
    struct doc *doc = w->b->doc;
    struct doc_block *list = doc_add(doc, into, DOC_LIST);
    list->level = depth + 1;
    bool ordered = cmark_node_get_list_type(node) == CMARK_ORDERED_LIST;
    int number = ordered ? cmark_node_get_list_start(node) : 0;
    for (cmark_node *at = cmark_node_first_child(node); at; at = cmark_node_next(at), number++) {
        struct doc_block *item = doc_add(doc, &list->children, DOC_ITEM);
        item->level = depth + 1;
        item->label = ordered ? arena_printf(doc->arena, "%d.", number) : doc_text(doc, "•");
        cmark_node *first = cmark_node_first_child(at);
        if (first && cmark_node_get_type(first) == CMARK_NODE_PARAGRAPH) {
            markdown_inlines(w, first, &item->runs, 0, NULL);
            cmark_node_unlink(first);
            cmark_node_free(first);
        }
        walk_blocks(w, at, (doc_blocks *)(void *)&item->children, depth + 1);
    }
}

static bool begins_with(cmark_node *paragraph, const char *word)
{
    cmark_node *first = cmark_node_first_child(paragraph);
    return first && cmark_node_get_type(first) == CMARK_NODE_TEXT && !strncmp(cmark_node_get_literal(first), word, strlen(word));
}

/* What a caption before a table and a note behind it begin with; NULL at the end. */
const char *const markdown_caption_marks[] = {"表：", "Table: ", NULL};
static const char *const note_marks[] = {"注：", "Note: ", NULL};

static bool begins_with_any(cmark_node *paragraph, const char *const *marks)
{
    while (*marks && !begins_with(paragraph, *marks))
        marks++;
    return *marks != NULL;
}

/* The paragraph 注：… or Note: … behind a table written by hand, or behind a picture, is its note. */
static bool take_note(struct walk *w, cmark_node *node, doc_blocks *into)
{
    struct doc_block *last = into->count ? &into->at[into->count - 1] : NULL;
    const char **note = last && last->table ? &last->table->note : last && last->image ? &last->image->note : NULL;
    if (!note || *note || !begins_with_any(node, note_marks))
        return false;
    doc_runs runs = {0};
    markdown_inlines(w, node, &runs, 0, NULL);
    auto_strbuf struct strbuf text;
    strbuf_init(&text);
    doc_runs_text(&runs, &text);
    *note = doc_text(w->b->doc, text.at);
    return true;
}

static void add_image(struct walk *w, cmark_node *node, doc_blocks *into)
{
    struct doc *doc = w->b->doc;
    auto_strbuf struct strbuf file, caption;
    strbuf_init(&file);
    strbuf_init(&caption);
    const char *title = cmark_node_get_title(node), *id = NULL;
    expansion_restore(&w->b->expansion, cmark_node_get_url(node), strlen(cmark_node_get_url(node)), &file);
    expansion_restore(&w->b->expansion, title, label_begin(title, doc, &id), &caption);
    struct doc_image *image = report_image(w->b, file.at, markdown_pos(w->b, node));
    if (!image)
        return;
    doc_runs alt = {0};
    markdown_inlines(w, node, &alt, 0, NULL);
    struct doc_block *block = doc_add(doc, into, DOC_IMAGE);
    block->id = id;
    block->image = image;
    image->caption = caption.len ? doc_text(doc, caption.at) : NULL;
    strbuf_clear(&caption);
    doc_runs_text(&alt, &caption);
    image->alt = doc_text(doc, caption.at);
    if (!caption.len) {
        diags_warning(w->b->diags, markdown_pos(w->b, node), _("the picture '%s' has no words for those who cannot see it"), file.at);
        diags_hint(w->b->diags, _("![what is to be seen](file)"));
    }
}

static void add_paragraph(struct walk *w, cmark_node *node, doc_blocks *into)
{
    cmark_node *only = cmark_node_first_child(node);
    if (only && !cmark_node_next(only) && cmark_node_get_type(only) == CMARK_NODE_IMAGE) {
        add_image(w, only, into);
        return;
    }
    if (take_note(w, node, into))
        return;
    const char *id = begins_with_any(node, markdown_caption_marks) ? take_label(w, node) : NULL;
    struct doc_block *block = doc_add(w->b->doc, into, DOC_PARAGRAPH);
    block->id = id;
    markdown_inlines(w, node, &block->runs, 0, NULL);
    block->keep_next = doc_runs_lead(&block->runs);
}

static void add_html(struct walk *w, cmark_node *node)
{
    const char *literal = cmark_node_get_literal(node);
    if (strncmp(literal, "<!--", 4)) {
        diags_error(w->b->diags, markdown_pos(w->b, node), _("HTML is not known in templates"));
        diags_hint(w->b->diags, _("write \\< where the sign itself is meant"));
    }
}

static void walk_blocks(struct walk *w, cmark_node *parent, doc_blocks *into, int depth)
{
    for (cmark_node *node = cmark_node_first_child(parent); node; node = cmark_node_next(node)) {
        cmark_node_type type = cmark_node_get_type(node);
        if (type == CMARK_NODE_PARAGRAPH)
            add_paragraph(w, node, into);
        else if (type == CMARK_NODE_HEADING)
            add_heading(w, node, into);
        else if (type == CMARK_NODE_LIST)
            add_list(w, node, into, depth);
        else if (type == CMARK_NODE_BLOCK_QUOTE)
            walk_blocks(w, node, (doc_blocks *)(void *)&doc_add(w->b->doc, into, DOC_QUOTE)->children, depth + 1);
        else if (type == CMARK_NODE_CODE_BLOCK)
            markdown_fence(w, node, into, depth);
        else if (type == CMARK_NODE_THEMATIC_BREAK)
            doc_add(w->b->doc, into, DOC_RULE);
        else if (type == CMARK_NODE_HTML_BLOCK)
            add_html(w, node);
        else if (!strcmp(cmark_node_get_type_string(node), "table"))
            markdown_table(w, node, into);
    }
}

/* Footnotes first, wherever they stand: the text refers to them by number. */
static void collect_footnotes(struct walk *w, cmark_node *root)
{
    for (cmark_node *node = cmark_node_first_child(root); node; node = cmark_node_next(node)) {
        if (cmark_node_get_type(node) != CMARK_NODE_FOOTNOTE_DEFINITION)
            continue;
        doc_runs runs = {0};
        for (cmark_node *part = cmark_node_first_child(node); part; part = cmark_node_next(part))
            markdown_inlines(w, part, &runs, 0, NULL);
        auto_strbuf struct strbuf text;
        strbuf_init(&text);
        doc_runs_text(&runs, &text);
        for (char *at = text.at; (at = strchr(at, '\n'));)
            *at = ' ';
        *LIST_ADD(w->b->arena, &w->footnotes) = doc_text(w->b->doc, text.at);
    }
}

static void collect_ids(struct walk *w, const doc_blocks *blocks, struct map *ids, const char ***words, size_t *count)
{
    for (size_t i = 0; i < blocks->count; i++) {
        const struct doc_block *block = &blocks->at[i];
        if (block->id && map_put(ids, block->id, (void *)block) == block) {
            *words = xrealloc(*words, (*count + 1) * sizeof **words);
            (*words)[(*count)++] = block->id;
        }
        collect_ids(w, (const doc_blocks *)(const void *)&block->children, ids, words, count);
    }
}

static void check_references(struct walk *w)
{
    struct map ids;
    map_init(&ids);
    const char **words = NULL;
    size_t count = 0;
    collect_ids(w, &w->b->doc->blocks, &ids, &words, &count);
    for (size_t i = 0; i < w->references.count; i++) {
        if (map_get(&ids, w->references.at[i].id))
            continue;
        diags_error(w->b->diags, w->references.at[i].pos, _("nothing here has the id '%s'"), w->references.at[i].id);
        diags_hint_words(w->b->diags, w->references.at[i].id, words, count);
    }
    free(words);
    map_release(&ids);
}

/* The table extension registers itself once for the program. */
static pthread_once_t registered = PTHREAD_ONCE_INIT;

void markdown_to_doc(struct builder *b)
{
    pthread_once(&registered, cmark_gfm_core_extensions_ensure_registered);
    index_lines(b);
    cmark_parser *parser = cmark_parser_new(CMARK_OPT_FOOTNOTES);
    cmark_parser_attach_syntax_extension(parser, cmark_find_syntax_extension("table"));
    cmark_parser_feed(parser, b->expansion.text.at, b->expansion.text.len);
    cmark_node *root = cmark_parser_finish(parser);
    cmark_consolidate_text_nodes(root);
    struct walk w = {.b = b, .only_attachment = markdown_count_attachments(root) == 1};
    collect_footnotes(&w, root);
    walk_blocks(&w, root, &b->doc->blocks, 0);
    markdown_fill_attachments(&w);
    check_references(&w);
    doc_resolve(b->doc);
    cmark_node_free(root);
    cmark_parser_free(parser);
}
