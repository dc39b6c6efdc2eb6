/* SPDX-License-Identifier: GPL-3.0-or-later
 * Score tables: their trees, where leaves get their numbers, and whether the kinds fit.
 *
 * A leaf must give one number for each unit of its table. A figure does when it is computed by all kinds of the table. Another table does when, once
 * it is aggregated over one of its kinds, the kinds that are left are those of this table; `via` leads from the kind that goes to the kind that
 * comes: projects over project via lead are the departments' projects.
 */
#include "survey_rubric.h"

#include <math.h>
#include <strings.h>

bool table_has(const struct table *table, const struct unit_kind *kind)
{
    for (size_t i = 0; i < table->by_count; i++) {
        if (table->by[i] == kind)
            return true;
    }
    return false;
}

/* Facets -------------------------------------------------------------------------------------------------- */

static void link_facets(struct loader *loader)
{
    struct rubric *rubric = &loader->evaluation->rubric;
    struct scope scope;
    scope_init(&scope, _("facet"));
    for (size_t i = 0; i < rubric->facets.count; i++) {
        struct facet *facet = &rubric->facets.at[i];
        scope_add(loader, &scope, &facet->id, &facet->pos);
        for (size_t v = 0; v < facet->values.count; v++) {
            for (size_t k = 0; k < v; k++) {
                if (facet->values.at[v] && facet->values.at[k] && strcmp(facet->values.at[v], facet->values.at[k]) == 0)
                    diags_error(loader->diags, loader_pos(loader, &facet->values.at[v], facet->pos), _("value '%s' stands twice in facet '%s'"), facet->values.at[v], facet->id);
            }
        }
    }
    scope_release(&scope);
}

static void link_mark_value(struct loader *loader, const struct facet *facet, struct facet_mark *mark)
{
    struct words words = {0};
    for (size_t v = 0; v < facet->values.count; v++) {
        if (facet->values.at[v] && strcmp(facet->values.at[v], mark->value) == 0)
            mark->value_index = (int)v;
        words_add(&words, facet->values.at[v]);
    }
    if (mark->value_index < 0) {
        diags_error(loader->diags, mark->pos, _("facet '%s' has no value '%s'"), facet->id, mark->value);
        diags_hint_words(loader->diags, mark->value, words.at, words.count);
    }
    words_release(&words);
}

static void link_marks(struct loader *loader, struct node *node)
{
    const struct rubric *rubric = &loader->evaluation->rubric;
    if (node->facets.count && node->children.count) {
        diags_error(loader->diags, node->facets.at[0].pos, _("facets stand at '%s', which is no leaf"), node->id);
        diags_hint(loader->diags, _("write them at its children"));
    }
    for (size_t i = 0; i < node->facets.count; i++) {
        struct facet_mark *mark = &node->facets.at[i];
        struct words words = {0};
        for (size_t f = 0; f < rubric->facets.count; f++) {
            words_add(&words, rubric->facets.at[f].id);
            if (strcasecmp(rubric->facets.at[f].id, mark->facet) == 0) {
                mark->facet_index = (int)f;
                link_mark_value(loader, &rubric->facets.at[f], mark);
            }
        }
        if (mark->facet_index < 0) {
            diags_error(loader->diags, mark->pos, _("unknown facet '%s'"), mark->facet);
            diags_hint_words(loader->diags, mark->facet, words.at, words.count);
        }
        words_release(&words);
    }
}

/* Leaves -------------------------------------------------------------------------------------------------- */

void check_figure_by(struct loader *loader, const struct table *table, const struct figure *figure, const struct name *name)
{
    if (!figure || loader_wrong(loader, &figure->by_names))
        return;
    for (size_t i = 0; i < table->by_count; i++) {
        bool found = false;
        for (size_t k = 0; k < figure->by_count; k++)
            found |= figure->by[k] == table->by[i];
        if (found)
            continue;
        diags_error(loader->diags, name->pos, _("figure '%s' is not computed by '%s', as table '%s' needs"), figure->id, table->by[i]->id, table->id);
        diags_hint(loader->diags, _("add it to 'by' of the figure"));
    }
}

/* The kind that takes the place of `over` when its attribute leads there; NULL after a problem. */
static struct unit_kind *link_via(struct loader *loader, const struct node *node)
{
    struct pos pos = loader_pos(loader, &node->via, node->pos);
    const struct attribute *attribute = kind_attribute(node->over, node->via);
    if (!attribute) {
        struct words words = {0};
        for (size_t i = 0; i < node->over->attributes.count; i++)
            words_add(&words, node->over->attributes.at[i].id);
        diags_error(loader->diags, pos, _("unknown attribute '%s' of kind '%s'"), node->via, node->over->id);
        diags_hint_words(loader->diags, node->via, words.at, words.count);
        words_release(&words);
        return NULL;
    }
    if (!attribute->refers_kind)
        diags_error(loader->diags, pos, _("attribute '%s' of kind '%s' does not refer to units"), attribute->id, node->over->id);
    return attribute->refers_kind;
}

static void add_kinds(struct strbuf *out, struct unit_kind *const *kinds, size_t count)
{
    for (size_t i = 0; i < count; i++)
        strbuf_addf(out, "%s%s", i ? _(", ") : "", kinds[i]->id);
}

static void check_kinds_left(struct loader *loader, const struct table *table, const struct node *node, struct unit_kind *const *left, size_t count)
{
    if (loader_wrong(loader, &table->by_names) || loader_wrong(loader, &node->table->by_names))
        return;
    bool fits = count == table->by_count;
    for (size_t i = 0; i < count; i++)
        fits &= table_has(table, left[i]);
    if (fits)
        return;
    auto_strbuf struct strbuf have, want;
    strbuf_init(&have);
    strbuf_init(&want);
    add_kinds(&have, left, count);
    add_kinds(&want, table->by, table->by_count);
    diags_error(loader->diags, node->table_name.pos, _("leaf '%s' gives a score by '%s', but table '%s' needs it by '%s'"), node->id, have.at, table->id, want.at);
    if (!node->over && count > table->by_count)
        diags_hint(loader->diags, _("aggregate over the other kind: over: …"));
    else if (node->over && !node->via)
        diags_hint(loader->diags, _("'over' names the kind that goes; 'via' its attribute that leads to the kind of this table"));
}

static void link_table_leaf(struct loader *loader, const struct table *table, struct node *node)
{
    node->table = link_table(loader, &node->table_name);
    node->over = link_kind(loader, &node->over_name);
    if (!node->table || (node->over_name.text && !node->over))
        return;
    if (node->via && !node->over) {
        diags_error(loader->diags, loader_pos(loader, &node->via, node->pos), _("'via' of leaf '%s' needs 'over'"), node->id);
        return;
    }
    if (node->over && !table_has(node->table, node->over)) {
        if (loader_wrong(loader, &node->table->by_names))
            return;
        auto_strbuf struct strbuf kinds;
        strbuf_init(&kinds);
        add_kinds(&kinds, node->table->by, node->table->by_count);
        diags_error(loader->diags, node->over_name.pos, _("table '%s' is not by '%s'"), node->table->id, node->over->id);
        diags_hint(loader->diags, _("it is by %s"), kinds.at);
        return;
    }
    struct unit_kind *left[MODEL_BY_MAX + 1];
    size_t count = 0;
    for (size_t i = 0; i < node->table->by_count; i++) {
        if (node->table->by[i] != node->over)
            left[count++] = node->table->by[i];
    }
    if (node->via) {
        struct unit_kind *to = link_via(loader, node);
        if (!to)
            return;
        left[count++] = to;
    }
    check_kinds_left(loader, table, node, left, count);
}

static void refuse(struct loader *loader, const struct node *node, const void *member, const char *key)
{
    if (loader_given(loader, member))
        diags_error(loader->diags, loader_pos(loader, member, node->pos), _("'%s' of '%s' needs 'table'"), key, node->id);
}

static void link_leaf(struct loader *loader, const struct table *table, struct node *node)
{
    bool figure = loader_given(loader, &node->figure_name), other = loader_given(loader, &node->table_name);
    if (node->children.count && (figure || other)) {
        diags_error(loader->diags, figure ? node->figure_name.pos : node->table_name.pos, _("'%s' has children and cannot take a number of its own"), node->id);
        diags_hint(loader->diags, _("make it one more child"));
    } else if (!loader_given(loader, &node->children) && !figure && !other) {
        diags_error(loader->diags, node->pos, _("leaf '%s' takes no number"), node->id);
        diags_hint(loader->diags, _("give it a figure, a table or children"));
    } else if (figure && other) {
        diags_error(loader->diags, node->table_name.pos, _("leaf '%s' takes a figure and a table"), node->id);
        diags_hint(loader->diags, _("keep one of them"));
    }
    if (!other) {
        refuse(loader, node, &node->aggregate, "aggregate");
        refuse(loader, node, &node->over_name, "over");
        refuse(loader, node, &node->via, "via");
    }
    node->figure = link_figure(loader, &node->figure_name);
    check_figure_by(loader, table, node->figure, &node->figure_name);
    if (other)
        link_table_leaf(loader, table, node);
}

/* Trees --------------------------------------------------------------------------------------------------- */

static void check_weights(struct loader *loader, const struct table *table, const struct node *node)
{
    if (node->children.count == 0)
        return;
    struct sum sum = {0};
    for (size_t i = 0; i < node->children.count; i++)
        sum_add(&sum, node->children.at[i].weight);
    double total = sum_value(&sum);
    if (isnan(total)) /* one of them is missing or wrong, which was said */
        return;
    if (table->relative ? total > 0 : fabs(total - 100) <= 1e-9)
        return;
    auto_strbuf struct strbuf text;
    strbuf_init(&text);
    num_format_exact(&text, total);
    struct pos pos = node->children.at[0].weight_pos;
    if (node == &table->root)
        diags_error(loader->diags, pos, _("weights at the top of table '%s' add up to %s, not 100"), table->id, text.at);
    else
        diags_error(loader->diags, pos, _("weights below '%s' add up to %s, not 100"), node->id, text.at);
    if (!table->relative)
        diags_hint(loader->diags, _("a weight is the share of its parent; or write relative: true at the table"));
}

static void link_node(struct loader *loader, struct table *table, struct node *node, struct node *parent, struct scope *ids)
{
    node->parent = parent;
    node->index = (int)table->nodes.count;
    *LIST_ADD(loader->arena, &table->nodes) = node;
    scope_add(loader, ids, &node->id, &node->pos);
    if (strcmp(node->id, "order") == 0)
        diags_error(loader->diags, node->pos, _("'order' means the official order in tie_break; choose another id"));
    if (!node->missing_set)
        node->missing = table->missing;
    if (loader_given(loader, &node->children) && !loader_wrong(loader, &node->children) && node->children.count == 0)
        diags_error(loader->diags, node->pos, _("'%s' has no children in its list"), node->id);
    link_leaf(loader, table, node);
    link_marks(loader, node);
    check_transform(loader, node);
    check_weights(loader, table, node);
    for (size_t i = 0; i < node->children.count; i++)
        link_node(loader, table, &node->children.at[i], node, ids);
}

static void link_tree(struct loader *loader, struct table *table)
{
    struct scope ids;
    scope_init(&ids, _("node"));
    struct node *root = &table->root;
    root->pos = loader_pos(loader, &root->children, table->pos);
    root->id = table->id;
    root->name = table->name;
    root->weight = 100;
    root->weight_pos = root->pos;
    root->transform.high = 100;
    root->transform.start = 100;
    root->missing = table->missing;
    root->min_base = 1;
    root->index = -1;
    if (root->children.count == 0 && !loader_wrong(loader, &root->children))
        diags_error(loader->diags, root->pos, _("table '%s' has an empty tree"), table->id);
    check_weights(loader, table, root);
    for (size_t i = 0; i < root->children.count; i++)
        link_node(loader, table, &root->children.at[i], root, &ids);
    scope_release(&ids);
}

/* Tables -------------------------------------------------------------------------------------------------- */

static void link_table_by(struct loader *loader, struct table *table)
{
    if (table->by_names.count == 0 || table->by_names.count > MODEL_BY_MAX) {
        if (!loader_wrong(loader, &table->by_names))
            diags_error(loader->diags, table->pos, _("table '%s' must be by one to %d kinds"), table->id, MODEL_BY_MAX);
        return;
    }
    for (size_t i = 0; i < table->by_names.count; i++) {
        struct unit_kind *kind = link_kind(loader, &table->by_names.at[i]);
        if (!kind)
            loader_mark_wrong(loader, &table->by_names);
        if (kind && table_has(table, kind))
            diags_error(loader->diags, table->by_names.at[i].pos, _("kind '%s' stands twice in 'by'"), kind->id);
        else if (kind)
            table->by[table->by_count++] = kind;
    }
}

void link_rubric(struct loader *loader)
{
    struct rubric *rubric = &loader->evaluation->rubric;
    link_facets(loader);
    struct scope scope;
    scope_init(&scope, _("table"));
    for (size_t i = 0; i < rubric->tables.count; i++) {
        struct table *table = &rubric->tables.at[i];
        table->index = (int)i;
        if (!table->name)
            table->name = table->id;
        scope_add(loader, &scope, &table->id, &table->pos);
        link_table_by(loader, table);
    }
    scope_release(&scope);
    for (size_t i = 0; i < rubric->tables.count; i++) {
        link_tree(loader, &rubric->tables.at[i]);
        link_places(loader, &rubric->tables.at[i]);
    }
}
