/* SPDX-License-Identifier: GPL-3.0-or-later
 * Names of units become links to their pages. Templates need not know addresses, and a text that is not exactly the name of one unit stays as it is.
 */
#include "site_priv.h"

struct site_link {
    const struct unit *unit; /* NULL: several are called so */
};

static void add(struct site *site, const char *name, const struct unit *unit)
{
    struct site_link *link = ARENA_NEW(site->arena, struct site_link);
    link->unit = unit;
    struct site_link *there = map_put(&site->links, name, link);
    if (there->unit != unit)
        there->unit = NULL;
}

void site_links_init(struct site *site)
{
    for (size_t k = 0; k < site->evaluation->kinds.count; k++) {
        const struct unit_kind *kind = &site->evaluation->kinds.at[k];
        for (size_t u = 0; u < kind->units.count; u++) {
            add(site, kind->units.at[u].name, &kind->units.at[u]);
            if (kind->units.at[u].short_name)
                add(site, kind->units.at[u].short_name, &kind->units.at[u]);
        }
    }
}

const char *site_up(const char *path)
{
    return strchr(path, '/') ? "../" : "";
}

struct linker {
    struct site *site;
    struct doc *doc;
    const char *path;
};

static void link_runs(struct linker *l, doc_runs *runs)
{
    if (runs->count != 1 || runs->at[0].link || !runs->at[0].text)
        return;
    const struct site_link *link = map_get(&l->site->links, runs->at[0].text);
    if (!link || !link->unit)
        return;
    const char *address = arena_printf(l->doc->arena, "%s/%s.html", link->unit->kind->id, link->unit->id);
    if (strcmp(address, l->path) != 0)
        runs->at[0].link = arena_printf(l->doc->arena, "%s%s", site_up(l->path), address);
}

static void link_rows(struct linker *l, struct doc_table *table)
{
    for (size_t r = 0; r < table->rows.count; r++)
        for (size_t c = 0; c < table->rows.at[r].cells.count; c++)
            link_runs(l, &table->rows.at[r].cells.at[c].runs);
}

static void link_block(struct linker *l, struct doc_block *block)
{
    if (block->table)
        link_rows(l, block->table);
    if (block->kind == DOC_ITEM)
        link_runs(l, &block->runs);
    for (size_t i = 0; i < block->children.count; i++)
        link_block(l, (struct doc_block *)block->children.at + i);
}

void site_links_add(struct site *site, struct doc *doc, const char *path)
{
    struct linker l = {site, doc, path};
    for (size_t i = 0; i < doc->blocks.count; i++)
        link_block(&l, &doc->blocks.at[i]);
}
