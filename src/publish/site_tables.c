/* SPDX-License-Identifier: GPL-3.0-or-later
 * Long tables have pages of their own. A thousand counties in the ranking and again in the table of how sure places are would be half a megabyte on the first page, which
 * a phone on a slow network loads before it shows anything. The page keeps the first rows and leads to all of them, a few hundred a page. This is done to the document
 * after its template, so it holds for templates that an evaluation writes itself as well.
 *
 * The pages lie beside that of the table: index.html → index-t1-1.html, index-t1-2.html. No unit has a hyphen in its id.
 */
#include "site_priv.h"

/* A cell takes 50 to 90 bytes of HTML: a page of so many stays within 250 KB. Rankings of 200 units with their ranges of places still stand whole. */
#define PAGE_CELLS 2500
/* A table no longer than this is left whole whatever else stands on the page; of longer ones so many rows are kept. */
#define SHORT_ROWS 100
#define KEPT_ROWS 50

static size_t cells_of(const struct doc_block *block)
{
    return block->table ? block->table->rows.count * block->table->columns.count : 0;
}

/* Where the table may be cut: the last row in from + 1 … `to` that no cell of the rows before reaches into, else the first such beyond. */
static size_t cut_before(const struct doc_table *table, size_t from, size_t to)
{
    size_t reach = from, cut = from;
    for (size_t r = from; r < table->rows.count && (r < to || cut == from); r++) {
        for (size_t c = 0; c < table->rows.at[r].cells.count; c++) {
            int rows = table->rows.at[r].cells.at[c].rows;
            reach = r + (size_t)(rows > 1 ? rows : 1) > reach ? r + (size_t)(rows > 1 ? rows : 1) : reach;
        }
        if (reach <= r + 1)
            cut = r + 1;
    }
    return cut == from ? table->rows.count : cut;
}

/* Copied down to its runs, for links and references are written into them, in the arena of either document. */
static void add_row(struct doc *doc, struct doc_row *row, const struct doc_row *from)
{
    *row = (struct doc_row){.strong = from->strong, .group = from->group};
    for (size_t c = 0; c < from->cells.count; c++) {
        struct doc_cell *cell = LIST_ADD(doc->arena, &row->cells);
        *cell = from->cells.at[c];
        cell->runs = (doc_runs){0};
        for (size_t r = 0; r < from->cells.at[c].runs.count; r++)
            *LIST_ADD(doc->arena, &cell->runs) = from->cells.at[c].runs.at[r];
    }
}

/* Rows `from` … `to` − 1 of the table. Texts are borrowed from it. */
static struct doc_table *part_of(struct doc *doc, const struct doc_table *table, size_t from, size_t to)
{
    struct doc_table *part = doc_new_table(doc, table->columns.count);
    memcpy(part->columns.at, table->columns.at, table->columns.count * sizeof *table->columns.at);
    part->caption = table->caption;
    part->note = table->note;
    for (size_t r = 0; r < table->header.count; r++)
        add_row(doc, doc_add_row(doc, &part->header), &table->header.at[r]);
    for (size_t r = from; r < to; r++)
        add_row(doc, doc_add_row(doc, &part->rows), &table->rows.at[r]);
    return part;
}

struct cut { /* a table and its pages */
    const char *path; /* of the page that it stands on */
    const struct doc_table *table;
    size_t number;    /* of the table on the page */
    LIST_OF(size_t) ends; /* of the parts */
};

/* As a page beside it leads there. */
static const char *part_name(struct doc *doc, const struct cut *cut, size_t part)
{
    const char *slash = strrchr(cut->path, '/'), *name = slash ? slash + 1 : cut->path;
    return arena_printf(doc->arena, "%.*s-t%zu-%zu.html", (int)(strlen(name) - strlen(".html")), name, cut->number, part + 1);
}

static size_t part_begin(const struct cut *cut, size_t part)
{
    return part ? cut->ends.at[part - 1] : 0;
}

/* "全部1000行：第1—400行、第401—800行", each a link but `here`. */
static void add_ways(struct site *site, struct doc *doc, struct doc_block *block, const struct cut *cut, size_t here)
{
    doc_add_run(doc, &block->runs, 0, arena_printf(doc->arena, site_say(site, "全部%zu行："), cut->table->rows.count));
    for (size_t p = 0; p < cut->ends.count; p++) {
        if (p)
            doc_add_run(doc, &block->runs, 0, site_say(site, "、"));
        const char *text = arena_printf(doc->arena, site_say(site, "第%zu—%zu行"), part_begin(cut, p) + 1, cut->ends.at[p]);
        doc_add_run(doc, &block->runs, p == here ? DOC_STRONG : 0, text)->link = p == here ? NULL : part_name(doc, cut, p);
    }
}

static bool write_part(struct site *site, struct cut *cut, size_t part)
{
    size_t from = part_begin(cut, part), to = cut->ends.at[part];
    const char *caption = cut->table->caption ? cut->table->caption : site_say(site, "表");
    struct doc *doc = site_doc(site, arena_printf(site->arena, site_say(site, "%s（第%zu—%zu行）"), caption, from + 1, to));
    struct doc_block *ways = doc_add(doc, &doc->blocks, DOC_PARAGRAPH);
    ways->plain = true;
    const char *slash = strrchr(cut->path, '/');
    doc_add_run(doc, &ways->runs, 0, site_say(site, "返回原页"))->link = doc_text(doc, slash ? slash + 1 : cut->path);
    doc_add_run(doc, &ways->runs, 0, site_say(site, "　"));
    add_ways(site, doc, ways, cut, part);
    doc_add(doc, &doc->blocks, DOC_TABLE)->table = part_of(doc, cut->table, from, to);
    const char *name = part_name(doc, cut, part);
    return site_page(site, arena_printf(site->arena, "%.*s%s", slash ? (int)(slash + 1 - cut->path) : 0, cut->path, name), SITE_TABLE, doc);
}

static void add_block(struct doc *doc, doc_blocks *blocks, const struct doc_block *block)
{
    *LIST_ADD(doc->arena, blocks) = *block;
}

/* Writes the pages of the table, and leaves its first rows and the ways to them in its place. */
static bool cut_table(struct site *site, struct doc *doc, doc_blocks *blocks, const struct doc_block *block, const char *path, size_t number)
{
    struct doc_table *table = block->table;
    struct cut cut = {.path = path, .table = table, .number = number};
    size_t pages = cells_of(block) / PAGE_CELLS + 1, rows = (table->rows.count + pages - 1) / pages;
    for (size_t from = 0; from < table->rows.count;) {
        from = cut_before(table, from, from + rows);
        *LIST_ADD(doc->arena, &cut.ends) = from;
    }
    bool good = true;
    for (size_t p = 0; p < cut.ends.count && good; p++)
        good = write_part(site, &cut, p);
    struct doc_block kept = *block;
    size_t first = cut_before(table, 0, KEPT_ROWS);
    kept.table = part_of(doc, table, 0, first);
    add_block(doc, blocks, &kept);
    struct doc_block *ways = doc_add(doc, blocks, DOC_PARAGRAPH);
    ways->plain = true;
    doc_add_run(doc, &ways->runs, 0, arena_printf(doc->arena, site_say(site, "这里列出前%zu行。"), first));
    add_ways(site, doc, ways, &cut, SIZE_MAX);
    return good;
}

bool site_cut_tables(struct site *site, struct doc *doc, const char *path)
{
    size_t cells = 0, number = 0;
    for (size_t i = 0; i < doc->blocks.count; i++)
        cells += cells_of(&doc->blocks.at[i]);
    if (cells <= PAGE_CELLS)
        return true;
    bool good = true;
    doc_blocks blocks = {0};
    for (size_t i = 0; i < doc->blocks.count && good; i++) {
        const struct doc_block *block = &doc->blocks.at[i];
        number += block->table != NULL;
        if (block->table && block->table->rows.count > SHORT_ROWS)
            good = cut_table(site, doc, &blocks, block, path, number);
        else
            add_block(doc, &blocks, block);
    }
    doc->blocks = blocks;
    return good;
}
