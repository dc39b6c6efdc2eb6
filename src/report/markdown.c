/* SPDX-License-Identifier: GPL-3.0-or-later
 * Markdown → document. The only file that knows cmark-gfm.
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
#include "report_priv.h"

#include <cmark-gfm-core-extensions.h>
#include <cmark-gfm-extension_api.h>
#include <cmark-gfm.h>
#include <pthread.h>
#include <stdlib.h>

struct pending { /* a reference that was read */
    const char *id;
    struct pos pos;
};

struct walk {
    struct builder *b;
    LIST_OF(struct pending) references;
    LIST_OF(const char *) footnotes; /* texts of the definitions, in the order in which they are first referred to */
    size_t headings, attachments;
    int numbers[5]; /* of headings that count themselves, by level */
    size_t note_of_attachments; /* index of its block + 1 */
    LIST_OF(const char *) titles, attachment_ids; /* of attachments */
    bool only_attachment;
};

static void walk_blocks(struct walk *w, cmark_node *parent, doc_blocks *into, int depth);

/* Places --------------------------------------------------------------------------------------------------- */

static size_t offset_of(const struct builder *b, int line, int col)
{
    if (line < 1 || (size_t)line > b->line_count)
        return b->expansion.text.len;
    size_t offset = b->lines[line - 1] + (col > 0 ? (size_t)col - 1 : 0);
    return offset < b->expansion.text.len ? offset : b->expansion.text.len;
}

static struct pos pos_of_node(const struct builder *b, cmark_node *node)
{
    return expansion_pos(&b->expansion, offset_of(b, cmark_node_get_start_line(node), cmark_node_get_start_column(node)));
}

static void index_lines(struct builder *b)
{
    const char *text = b->expansion.text.at;
    size_t count = 1;
    for (const char *at = text; (at = strchr(at, '\n')); at++)
        count++;
    b->lines = ARENA_ARRAY(b->arena, size_t, count);
    b->line_count = 1;
    for (const char *at = text; (at = strchr(at, '\n')); at++)
        b->lines[b->line_count++] = (size_t)(at + 1 - text);
}

/* Text ------------------------------------------------------------------------------------------------------ */

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
        *LIST_ADD(w->b->arena, &w->references) = (struct pending){id, pos_of_node(w->b, node)};
    }
    add_restored(w, runs, flags, link, at);
    if (strstr(at, "[^")) {
        diags_warning(w->b->diags, pos_of_node(w->b, node), _("'[^' stays literal here: the footnote has no text"));
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
    size_t from = offset_of(w->b, cmark_node_get_start_line(block), 1), to = offset_of(w->b, cmark_node_get_end_line(block) + 1, 1);
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

static void add_inlines(struct walk *w, cmark_node *parent, doc_runs *runs, unsigned flags, const char *link);

static void add_link(struct walk *w, cmark_node *node, doc_runs *runs, unsigned flags)
{
    auto_strbuf struct strbuf url;
    strbuf_init(&url);
    const char *address = cmark_node_get_url(node);
    expansion_restore(&w->b->expansion, address ? address : "", address ? strlen(address) : 0, &url);
    add_inlines(w, node, runs, flags, url.len ? doc_text(w->b->doc, url.at) : NULL);
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
    case CMARK_NODE_STRONG: add_inlines(w, node, runs, flags | DOC_STRONG, link); break;
    case CMARK_NODE_EMPH: add_inlines(w, node, runs, flags | DOC_EMPHASIS, link); break;
    case CMARK_NODE_LINK: add_link(w, node, runs, flags); break;
    case CMARK_NODE_HTML_INLINE:
        if (strncmp(cmark_node_get_literal(node), "<!--", 4) && strncmp(cmark_node_get_literal(node), "</", 2)) { /* once a pair */
            diags_error(w->b->diags, pos_of_node(w->b, node), _("HTML is not known in templates"));
            diags_hint(w->b->diags, _("write \\< where the sign itself is meant"));
        }
        break;
    case CMARK_NODE_IMAGE:
        diags_error(w->b->diags, pos_of_node(w->b, node), _("a picture stands in a paragraph of its own"));
        diags_hint(w->b->diags, _("leave an empty line before and behind it"));
        break;
    default: add_inlines(w, node, runs, flags, link);
    }
}

static void add_inlines(struct walk *w, cmark_node *parent, doc_runs *runs, unsigned flags, const char *link)
{
    for (cmark_node *node = cmark_node_first_child(parent); node; node = cmark_node_next(node))
        add_inline(w, node, runs, flags, link);
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
        diags_error(w->b->diags, pos_of_node(w->b, node), _("headings have at most five levels"));
        return;
    }
    struct doc_block *block = doc_add(w->b->doc, into, level == 1 ? DOC_TITLE : DOC_HEADING);
    block->level = level == 1 ? 1 : level - 1;
    if (level > 1) {
        block->id = arena_printf(w->b->doc->arena, "h%zu", ++w->headings);
        block->keep_next = true;
    }
    const char *id = take_label(w, node);
    add_inlines(w, node, &block->runs, 0, NULL);
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
            add_inlines(w, first, &item->runs, 0, NULL);
            cmark_node_unlink(first);
            cmark_node_free(first);
        }
        walk_blocks(w, at, (doc_blocks *)(void *)&item->children, depth + 1);
    }
}

static enum doc_align align_of(uint8_t letter)
{
    return letter == 'l' ? DOC_ALIGN_LEFT : letter == 'c' ? DOC_ALIGN_CENTRE : letter == 'r' ? DOC_ALIGN_RIGHT : DOC_ALIGN_DEFAULT;
}

static bool begins_with(cmark_node *paragraph, const char *word)
{
    cmark_node *first = cmark_node_first_child(paragraph);
    return first && cmark_node_get_type(first) == CMARK_NODE_TEXT && !strncmp(cmark_node_get_literal(first), word, strlen(word));
}

/* What a caption before a table and a note behind it begin with; NULL at the end. */
static const char *const caption_marks[] = {"表：", "Table: ", NULL}, *const note_marks[] = {"注：", "Note: ", NULL};

static bool begins_with_any(cmark_node *paragraph, const char *const *marks)
{
    while (*marks && !begins_with(paragraph, *marks))
        marks++;
    return *marks != NULL;
}

/* Takes the paragraph before a table that begins with 表： or Table: as its caption. */
static const char *take_caption(struct walk *w, doc_blocks *into, const char **ret_id)
{
    const struct doc_block *last = into->count ? &into->at[into->count - 1] : NULL;
    if (!last || last->kind != DOC_PARAGRAPH)
        return NULL;
    auto_strbuf struct strbuf text;
    strbuf_init(&text);
    doc_runs_text(&last->runs, &text);
    for (const char *const *mark = caption_marks; *mark; mark++)
        if (strncmp(text.at, *mark, strlen(*mark)) == 0) {
            *ret_id = last->id;
            into->count--;
            return doc_text(w->b->doc, text.at + strlen(*mark));
        }
    return NULL;
}

/* `<` or `^` alone, as the template has it. */
static enum span_mark span_of(cmark_node *cell)
{
    cmark_node *only = cmark_node_first_child(cell);
    const char *text = only && !cmark_node_next(only) && cmark_node_get_type(only) == CMARK_NODE_TEXT ? cmark_node_get_literal(only) : "";
    return strcmp(text, "<") == 0 ? SPAN_LEFT : strcmp(text, "^") == 0 ? SPAN_ABOVE : SPAN_NONE;
}

static void merge_cells(struct walk *w, cmark_node *node, struct doc_table *table, size_t columns)
{
    size_t rows = table->header.count + table->rows.count, r = 0, bad = 0;
    enum span_mark *marks = ARENA_ARRAY(w->b->arena, enum span_mark, rows * columns + 1);
    cmark_node **nodes = ARENA_ARRAY(w->b->arena, cmark_node *, rows * columns + 1);
    bool any = false;
    for (cmark_node *at = cmark_node_first_child(node); at; at = cmark_node_next(at), r++) {
        size_t c = 0;
        for (cmark_node *cell = cmark_node_first_child(at); cell; cell = cmark_node_next(cell), c++) {
            nodes[r * columns + c] = cell;
            marks[r * columns + c] = span_of(cell);
            any = any || marks[r * columns + c] != SPAN_NONE;
        }
    }
    if (!any || table_spans(w->b->doc->arena, table, marks, rows, columns, &bad))
        return;
    diags_error(w->b->diags, pos_of_node(w->b, nodes[bad]), _("these cells do not make a rectangle"));
    diags_hint(w->b->diags, _("'<' joins a cell to the one at its left, '^' to the one above; every cell of the rectangle but the first has one"));
}

static void add_table(struct walk *w, cmark_node *node, doc_blocks *into)
{
    struct doc *doc = w->b->doc;
    uint16_t columns = cmark_gfm_extensions_get_table_columns(node);
    const uint8_t *aligns = cmark_gfm_extensions_get_table_alignments(node);
    struct doc_table *table = doc_new_table(doc, columns);
    const char *id = NULL;
    table->caption = take_caption(w, into, &id);
    for (uint16_t i = 0; i < columns; i++)
        table->columns.at[i].align = align_of(aligns[i]);
    for (cmark_node *at = cmark_node_first_child(node); at; at = cmark_node_next(at)) {
        bool header = cmark_gfm_extensions_get_table_row_is_header(at);
        struct doc_row *row = header ? doc_add_row(doc, &table->header) : doc_add_row(doc, &table->rows);
        for (cmark_node *cell = cmark_node_first_child(at); cell; cell = cmark_node_next(cell))
            add_inlines(w, cell, &doc_add_cell(doc, row, NULL)->runs, 0, NULL);
    }
    merge_cells(w, node, table, columns);
    keep_together(table);
    struct doc_block *block = doc_add(doc, into, DOC_TABLE);
    block->table = table;
    block->id = id;
}

/* The paragraph 注：… or Note: … behind a table written by hand, or behind a picture, is its note. */
static bool take_note(struct walk *w, cmark_node *node, doc_blocks *into)
{
    struct doc_block *last = into->count ? &into->at[into->count - 1] : NULL;
    const char **note = last && last->table ? &last->table->note : last && last->image ? &last->image->note : NULL;
    if (!note || *note || !begins_with_any(node, note_marks))
        return false;
    doc_runs runs = {0};
    add_inlines(w, node, &runs, 0, NULL);
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
    struct doc_image *image = report_image(w->b, file.at, pos_of_node(w->b, node));
    if (!image)
        return;
    doc_runs alt = {0};
    add_inlines(w, node, &alt, 0, NULL);
    struct doc_block *block = doc_add(doc, into, DOC_IMAGE);
    block->id = id;
    block->image = image;
    image->caption = caption.len ? doc_text(doc, caption.at) : NULL;
    strbuf_clear(&caption);
    doc_runs_text(&alt, &caption);
    image->alt = doc_text(doc, caption.at);
    if (!caption.len) {
        diags_warning(w->b->diags, pos_of_node(w->b, node), _("the picture '%s' has no words for those who cannot see it"), file.at);
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
    const char *id = begins_with_any(node, caption_marks) ? take_label(w, node) : NULL;
    struct doc_block *block = doc_add(w->b->doc, into, DOC_PARAGRAPH);
    block->id = id;
    add_inlines(w, node, &block->runs, 0, NULL);
    block->keep_next = doc_runs_lead(&block->runs);
}

/* Fenced blocks ------------------------------------------------------------------------------------------------ */

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

static size_t count_attachments(cmark_node *root)
{
    size_t count = 0;
    for (cmark_node *node = cmark_node_first_child(root); node; node = cmark_node_next(node))
        if (cmark_node_get_type(node) == CMARK_NODE_CODE_BLOCK && !strcmp(cmark_node_get_fence_info(node), "attachment"))
            count++;
    return count;
}

static void fill_note_of_attachments(struct walk *w)
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

static void add_fence(struct walk *w, cmark_node *node, enum fence fence)
{
    struct doc *doc = w->b->doc;
    const char *literal = cmark_node_get_literal(node);
    struct block fields;
    if (fence <= FENCE_ATTACHMENT || fence == FENCE_CONTENTS || fence == FENCE_COVER || fence == FENCE_QR)
        block_parse(w->b, literal, offset_of(w->b, cmark_node_get_start_line(node) + 1, 1), pos_of_node(w->b, node), &fields);
    switch (fence) {
    case FENCE_TABLE: block_table_build(&fields); break;
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

static void add_code(struct walk *w, cmark_node *node, doc_blocks *into, int depth)
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
                diags_error(w->b->diags, pos_of_node(w->b, node), _("a ```%s block cannot stand inside a list or a quotation"), info);
            return;
        }
    diags_error(w->b->diags, pos_of_node(w->b, node), _("unknown block '%s'"), info);
    diags_hint_words(w->b->diags, info, fence_words, FENCES);
}

static void add_html(struct walk *w, cmark_node *node)
{
    const char *literal = cmark_node_get_literal(node);
    if (strncmp(literal, "<!--", 4)) {
        diags_error(w->b->diags, pos_of_node(w->b, node), _("HTML is not known in templates"));
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
            add_code(w, node, into, depth);
        else if (type == CMARK_NODE_THEMATIC_BREAK)
            doc_add(w->b->doc, into, DOC_RULE);
        else if (type == CMARK_NODE_HTML_BLOCK)
            add_html(w, node);
        else if (!strcmp(cmark_node_get_type_string(node), "table"))
            add_table(w, node, into);
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
            add_inlines(w, part, &runs, 0, NULL);
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
    struct walk w = {.b = b, .only_attachment = count_attachments(root) == 1};
    collect_footnotes(&w, root);
    walk_blocks(&w, root, &b->doc->blocks, 0);
    fill_note_of_attachments(&w);
    check_references(&w);
    doc_resolve(b->doc);
    cmark_node_free(root);
    cmark_parser_free(parser);
}
