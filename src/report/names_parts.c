/* SPDX-License-Identifier: GPL-3.0-or-later
 * Names over what a score is made of: nodes and facets. `self` looks at the row, `of` at its table; without a row they are those of the table.
 */
#include "report_priv.h"

static const struct score_row *row_of(const struct value *self)
{
    return self->self;
}

/* Nodes of a row ------------------------------------------------------------------------------------------------ */

static const struct node *node_of(const struct value *self)
{
    return ((const struct table_result *)self->of)->table->nodes.at[self->at];
}

static const struct node_score *node_score_of(const struct value *self)
{
    static const struct node_score none = {.raw = NAN, .score = NAN, .weight = NAN, .effective_weight = NAN, .base = NAN};
    return row_of(self)->nodes ? &row_of(self)->nodes[self->at] : &none;
}

static struct value node_id(const struct names *names, const struct value *self)
{
    (void)names;
    return value_text(node_of(self)->id);
}

static struct value node_name(const struct names *names, const struct value *self)
{
    (void)names;
    return value_text(node_of(self)->name);
}

static struct value node_score(const struct names *names, const struct value *self)
{
    (void)names;
    return score_number(self->of, node_score_of(self)->score);
}

static struct value node_raw(const struct names *names, const struct value *self)
{
    (void)names;
    const struct figure *figure = node_of(self)->figure;
    return value_number(node_score_of(self)->raw, figure ? figure->decimals : 2, figure ? figure->unit : "分");
}

static struct value node_weight(const struct names *names, const struct value *self)
{
    (void)names;
    return value_number(node_share(node_of(self)), -1, "%");
}

static struct value node_effective_weight(const struct names *names, const struct value *self)
{
    (void)names;
    return value_number(node_score_of(self)->effective_weight, 2, "%");
}

static struct value node_base(const struct names *names, const struct value *self)
{
    (void)names;
    return value_count(node_score_of(self)->base);
}

static struct value node_imputed(const struct names *names, const struct value *self)
{
    (void)names;
    return value_bool(node_score_of(self)->imputed);
}

static struct value node_mean(const struct names *names, const struct value *self)
{
    (void)names;
    return score_number(self->of, table_node_mean(self->of, self->at));
}

static struct value node_difference(const struct names *names, const struct value *self)
{
    (void)names;
    return score_number(self->of, node_score_of(self)->score - table_node_mean(self->of, self->at));
}

/* Fewer answers than these are no value. */
static struct value node_min_base(const struct names *names, const struct value *self)
{
    (void)names;
    return value_count(node_of(self)->min_base);
}

/* A blank of a character for each node that it is part of, so that a column of indicators shows the tree. */
static struct value node_indent(const struct names *names, const struct value *self)
{
    const char *indent = "";
    for (const struct node *part = node_of(self)->parent; part && part->parent; part = part->parent)
        indent = arena_printf(names->arena, "%s　", indent);
    return value_text(indent);
}

static void node_print(const struct names *names, const struct value *self, struct strbuf *out)
{
    (void)names;
    strbuf_adds(out, node_of(self)->name);
}

static const struct value_field node_fields[] = {
    {"id", node_id},       {"name", node_name},
    {"indent", node_indent},
    {"score", node_score}, {"raw", node_raw},
    {"mean", node_mean},   {"difference", node_difference},
    {"weight", node_weight}, {"effective_weight", node_effective_weight},
    {"base", node_base},   {"min_base", node_min_base},
    {"imputed", node_imputed},
    {NULL, NULL},
};

static const struct value_class node_class = {.name = "node", .fields = node_fields, .print = node_print};

static const struct value_field table_node_fields[] = {
    {"id", node_id}, {"name", node_name}, {"mean", node_mean}, {"weight", node_weight}, {"min_base", node_min_base}, {NULL, NULL}};

static const struct value_class table_node_class = {.name = "node", .fields = table_node_fields, .print = node_print};

static const char *nodes_key(const struct names *names, const struct value *self, size_t i)
{
    (void)names;
    const struct table *table = ((const struct table_result *)self->of)->table;
    return i < table->nodes.count ? table->nodes.at[i]->id : NULL;
}

static struct value nodes_child(const struct names *names, const struct value *self, size_t i)
{
    (void)names;
    struct value value = value_object(self->self ? &node_class : &table_node_class, self->self, self->of);
    value.at = i;
    return value;
}

static const struct value_class nodes_class = {.name = "nodes", .key = nodes_key, .child = nodes_child, .iterates = true, .item = &node_class};

/* Facets ---------------------------------------------------------------------------------------------------------
 * `row.facets.method` runs over the values of a facet that the table has leaves for; self->at packs facet and value. */

enum { FACET_SHIFT = 16, FACET_MASK = (1 << FACET_SHIFT) - 1 };

static double entry_score(const struct value *self)
{
    size_t facet = self->at >> FACET_SHIFT, value = self->at & FACET_MASK;
    return self->self ? row_facet(row_of(self), facet, value) : table_facet_mean(self->of, facet, value);
}

static double entry_difference_number(const struct value *self)
{
    return entry_score(self) - table_facet_mean(self->of, self->at >> FACET_SHIFT, self->at & FACET_MASK);
}

static struct value entry_name(const struct names *names, const struct value *self)
{
    return value_text(names->evaluation->rubric.facets.at[self->at >> FACET_SHIFT].values.at[self->at & FACET_MASK]);
}

static struct value entry_score_value(const struct names *names, const struct value *self)
{
    (void)names;
    return score_number(self->of, entry_score(self));
}

static struct value entry_mean(const struct names *names, const struct value *self)
{
    (void)names;
    return score_number(self->of, table_facet_mean(self->of, self->at >> FACET_SHIFT, self->at & FACET_MASK));
}

static struct value entry_difference(const struct names *names, const struct value *self)
{
    (void)names;
    return score_number(self->of, entry_difference_number(self));
}

static struct value entry_weight(const struct names *names, const struct value *self)
{
    (void)names;
    return value_number(table_facet_weight(((const struct table_result *)self->of)->table, self->at >> FACET_SHIFT, self->at & FACET_MASK), -1, "%");
}

static void facet_entry_print(const struct names *names, const struct value *self, struct strbuf *out)
{
    strbuf_adds(out, names->evaluation->rubric.facets.at[self->at >> FACET_SHIFT].values.at[self->at & FACET_MASK]);
}

static const struct value_field facet_entry_fields[] = {
    {"name", entry_name},     {"score", entry_score_value}, {"mean", entry_mean}, {"difference", entry_difference},
    {"weight", entry_weight}, {NULL, NULL},
};

static const struct value_class facet_entry_class = {.name = "facet value", .fields = facet_entry_fields, .print = facet_entry_print};

static struct value facet_entry(const struct value *self, size_t facet, size_t value)
{
    struct value entry = value_object(&facet_entry_class, self->self, self->of);
    entry.at = facet << FACET_SHIFT | value;
    return entry;
}

/* Entries of one facet that have a score, in the order of the rubric. */
static struct value_items facet_entries(const struct names *names, const struct value *self)
{
    struct value_items items = {0};
    const struct facet *facet = &names->evaluation->rubric.facets.at[self->at];
    for (size_t i = 0; i < facet->values.count; i++)
        if (table_facet_weight(((const struct table_result *)self->of)->table, self->at, i) > 0)
            value_add(names, &items, facet_entry(self, self->at, i));
    return items;
}

static struct value facet_values_list(const struct names *names, const struct value *self)
{
    struct value_items items = facet_entries(names, self);
    return value_of_items(&items, &facet_entry_class);
}

/* The entry with the greatest (sign 1) or least (−1) measure; none where no entry has one. */
static struct value facet_extreme(const struct names *names, const struct value *self, double (*measure)(const struct value *), double sign)
{
    struct value_items items = facet_entries(names, self);
    size_t best = items.count;
    for (size_t i = 0; i < items.count; i++) {
        double at = measure(&items.at[i]);
        if (!isnan(at) && (best == items.count || sign * at > sign * measure(&items.at[best])))
            best = i;
    }
    return best < items.count ? items.at[best] : value_none();
}

/* Of a row: against the mean of the table. Of a table: by the mean itself. */
static struct value facet_strongest(const struct names *names, const struct value *self)
{
    return facet_extreme(names, self, self->self ? entry_difference_number : entry_score, 1);
}

static struct value facet_weakest(const struct names *names, const struct value *self)
{
    return facet_extreme(names, self, self->self ? entry_difference_number : entry_score, -1);
}

static struct value facet_side(const struct names *names, const struct value *self, double sign)
{
    struct value_items items = facet_entries(names, self), side = {0};
    int decimals = ((const struct table_result *)self->of)->table->decimals;
    for (size_t i = 0; i < items.count; i++)
        if (sign * num_round(entry_difference_number(&items.at[i]), decimals) > 0)
            value_add(names, &side, items.at[i]);
    return value_of_items(&side, &facet_entry_class);
}

static struct value facet_above(const struct names *names, const struct value *self)
{
    return facet_side(names, self, 1);
}

static struct value facet_below(const struct names *names, const struct value *self)
{
    return facet_side(names, self, -1);
}

static struct value facet_title(const struct names *names, const struct value *self)
{
    return value_text(names->evaluation->rubric.facets.at[self->at].name);
}

static struct value facet_id(const struct names *names, const struct value *self)
{
    return value_text(names->evaluation->rubric.facets.at[self->at].id);
}

/* Strongest and weakest are two things only where there are two. */
static struct value facet_several(const struct names *names, const struct value *self)
{
    return value_bool(facet_entries(names, self).count > 1);
}

static struct value facet_table(const struct names *names, const struct value *self)
{
    (void)names;
    return table_value(self->of);
}

static const struct value_field facet_fields[] = {
    {"id", facet_id},           {"table", facet_table},        {"several", facet_several},
    {"name", facet_title},      {"values", facet_values_list}, {"strongest", facet_strongest},
    {"weakest", facet_weakest}, {"above", facet_above},        {"below", facet_below},
    {NULL, NULL},
};

static const struct value_class facet_class = {.name = "facet", .fields = facet_fields};

static const char *facets_key(const struct names *names, const struct value *self, size_t i)
{
    (void)self;
    return i < names->evaluation->rubric.facets.count ? names->evaluation->rubric.facets.at[i].id : NULL;
}

static struct value facets_child(const struct names *names, const struct value *self, size_t i)
{
    (void)names;
    struct value value = value_object(&facet_class, self->self, self->of);
    value.at = i;
    return value;
}

static const struct value_class facets_class = {.name = "facets", .key = facets_key, .child = facets_child, .iterates = true, .item = &facet_class};

struct value score_nodes_value(const struct table_result *table, const struct score_row *row)
{
    return value_object(&nodes_class, row, table);
}

struct value score_facets_value(const struct table_result *table, const struct score_row *row)
{
    return value_object(&facets_class, row, table);
}
