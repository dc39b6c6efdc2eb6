/* SPDX-License-Identifier: GPL-3.0-or-later
 * Markdown: tables written by hand, their captions, and cells that span others.
 */
#include "markdown_priv.h"

#include <cmark-gfm-core-extensions.h>

static enum doc_align align_of(uint8_t letter)
{
    return letter == 'l' ? DOC_ALIGN_LEFT : letter == 'c' ? DOC_ALIGN_CENTRE : letter == 'r' ? DOC_ALIGN_RIGHT : DOC_ALIGN_DEFAULT;
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
    for (const char *const *mark = markdown_caption_marks; *mark; mark++)
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
    diags_error(w->b->diags, markdown_pos(w->b, nodes[bad]), _("these cells do not make a rectangle"));
    diags_hint(w->b->diags, _("'<' joins a cell to the one at its left, '^' to the one above; every cell of the rectangle but the first has one"));
}

void markdown_table(struct walk *w, cmark_node *node, doc_blocks *into)
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
            markdown_inlines(w, cell, &doc_add_cell(doc, row, NULL)->runs, 0, NULL);
    }
    merge_cells(w, node, table, columns);
    keep_together(table);
    struct doc_block *block = doc_add(doc, into, DOC_TABLE);
    block->table = table;
    block->id = id;
}
