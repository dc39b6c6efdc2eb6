/* SPDX-License-Identifier: GPL-3.0-or-later
 * The order in which tables are computed: each after those that it rests on (leaves, and `best`). A depth-first walk; meeting a table that is
 * still open is a cycle, and the open ones are its path.
 */
#include "survey_priv.h"

#include <stdlib.h>

enum state { NEW, OPEN, DONE };

struct walk {
    struct loader *loader;
    enum state *states;         /* by index of the table */
    const struct table **path; /* open tables */
    size_t depth;
};

static void report_cycle(struct walk *walk, const struct table *table, const struct name *name)
{
    auto_strbuf struct strbuf path;
    strbuf_init(&path);
    size_t start = 0;
    while (walk->path[start] != table)
        start++;
    for (size_t i = start; i < walk->depth; i++)
        strbuf_addf(&path, "%s → ", walk->path[i]->id);
    strbuf_adds(&path, table->id);
    diags_error(walk->loader->diags, name->pos, _("table '%s' rests on itself"), table->id);
    diags_hint(walk->loader->diags, "%s", path.at);
}

static void visit(struct walk *walk, struct table *table, const struct name *name)
{
    if (walk->states[table->index] == DONE)
        return;
    if (walk->states[table->index] == OPEN) {
        report_cycle(walk, table, name);
        return;
    }
    walk->states[table->index] = OPEN;
    walk->path[walk->depth++] = table;
    if (table->best_of)
        visit(walk, table->best_of, &table->best_of_name);
    for (size_t i = 0; i < table->nodes.count; i++) {
        const struct node *node = table->nodes.at[i];
        if (node->table)
            visit(walk, node->table, &node->table_name);
    }
    walk->depth--;
    walk->states[table->index] = DONE;
    *LIST_ADD(walk->loader->arena, &walk->loader->evaluation->rubric.order) = table;
}

void link_order(struct loader *loader)
{
    struct rubric *rubric = &loader->evaluation->rubric;
    size_t count = rubric->tables.count;
    struct walk walk = {.loader = loader, .states = xcalloc(count + 1, sizeof *walk.states), .path = xcalloc(count + 1, sizeof *walk.path)};
    for (size_t i = 0; i < count; i++)
        visit(&walk, &rubric->tables.at[i], NULL);
    free(walk.states);
    free(walk.path);
}
