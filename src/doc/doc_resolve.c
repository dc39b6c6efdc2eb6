/* SPDX-License-Identifier: GPL-3.0-or-later
 * References: “见表3” is written by its id and gets its number here, once all tables and figures stand, so that a number can never
 * point to the table that stood there last year.
 */
#include "ceping/doc.h"

struct resolver {
    struct doc *doc;
    struct map texts; /* id → what a reference to it reads */
    bool chinese;
    int tables, figures;
};

static const char *quoted(struct resolver *r, const struct doc_block *block)
{
    auto_strbuf struct strbuf text;
    strbuf_init(&text);
    doc_runs_text(&block->runs, &text);
    return arena_printf(r->doc->arena, "“%s”", text.at);
}

static const char *text_of(struct resolver *r, const struct doc_block *block)
{
    switch (block->kind) {
    case DOC_TABLE:
        return arena_printf(r->doc->arena, r->chinese ? "表%d" : "Table %d", r->tables);
    case DOC_CHART:
    case DOC_IMAGE:
        return arena_printf(r->doc->arena, r->chinese ? "图%d" : "Figure %d", r->figures);
    case DOC_ATTACHMENT:
        return block->label ? block->label : quoted(r, block);
    default:
        return quoted(r, block);
    }
}

static void number_blocks(struct resolver *r, const doc_blocks *blocks)
{
    for (size_t i = 0; i < blocks->count; i++) {
        const struct doc_block *block = &blocks->at[i];
        r->tables += block->kind == DOC_TABLE && block->table;
        r->figures += (block->kind == DOC_CHART && block->chart) || (block->kind == DOC_IMAGE && block->image);
        if (block->id)
            map_put(&r->texts, block->id, (void *)text_of(r, block));
        number_blocks(r, (const doc_blocks *)&block->children);
    }
}

static void resolve_runs(struct resolver *r, const doc_runs *runs)
{
    for (size_t i = 0; i < runs->count; i++) {
        struct doc_run *run = &runs->at[i];
        const char *text = run->flags & DOC_REFERENCE && run->link && run->link[0] == '#' ? map_get(&r->texts, run->link + 1) : NULL;
        if (text)
            run->text = text;
    }
}

static void resolve_rows(struct resolver *r, const struct doc_row *rows, size_t count)
{
    for (size_t i = 0; i < count; i++)
        for (size_t c = 0; c < rows[i].cells.count; c++)
            resolve_runs(r, &rows[i].cells.at[c].runs);
}

static void resolve_blocks(struct resolver *r, const doc_blocks *blocks)
{
    for (size_t i = 0; i < blocks->count; i++) {
        const struct doc_block *block = &blocks->at[i];
        resolve_runs(r, &block->runs);
        if (block->table) {
            resolve_rows(r, block->table->header.at, block->table->header.count);
            resolve_rows(r, block->table->rows.at, block->table->rows.count);
        }
        resolve_blocks(r, (const doc_blocks *)&block->children);
    }
}

void doc_resolve(struct doc *doc)
{
    struct resolver r = {.doc = doc, .chinese = strncmp(doc->language, "zh", 2) == 0};
    map_init(&r.texts);
    number_blocks(&r, &doc->blocks);
    resolve_blocks(&r, &doc->blocks);
    map_release(&r.texts);
}
