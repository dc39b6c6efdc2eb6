/* SPDX-License-Identifier: GPL-3.0-or-later
 * Names over the rows of score tables: score and place, nodes, facets. `self` looks at the row, `of` at its table; nodes and facets
 * without a row are those of the table.
 */
#include "report_priv.h"

const char *const no_score_words[NO_SCORES] = {
    [SCORED] = "",
    [NO_SCORE_NO_DATA] = "无数据",
    [NO_SCORE_COVERAGE] = "数据覆盖不足",
    [NO_SCORE_NOT_APPLICABLE] = "不适用",
};

/* Rows ------------------------------------------------------------------------------------------------------ */

static const struct score_row *row_of(const struct value *self)
{
    return self->self;
}

static const struct table_result *table_of_row(const struct value *self)
{
    return self->of;
}

struct value score_number(const struct table_result *table, double score)
{
    return value_number(score, table->table->decimals, "分");
}

static struct value row_first_unit(const struct names *names, const struct value *self)
{
    (void)names;
    return unit_value(row_unit(table_of_row(self), row_of(self), 0));
}

static struct value row_units(const struct names *names, const struct value *self)
{
    struct value_items items = {0};
    for (size_t i = 0; i < table_of_row(self)->table->by_count; i++)
        value_add(names, &items, unit_value(row_unit(table_of_row(self), row_of(self), i)));
    return value_of_items(&items);
}

static struct value row_score(const struct names *names, const struct value *self)
{
    struct value value = score_number(table_of_row(self), row_of(self)->score);
    value.source = source_of_row(names, table_of_row(self), row_of(self), "score");
    return value;
}

static struct value row_base_score(const struct names *names, const struct value *self)
{
    (void)names;
    return score_number(table_of_row(self), row_of(self)->base_score);
}

static struct value row_bonus(const struct names *names, const struct value *self)
{
    (void)names;
    return score_number(table_of_row(self), row_of(self)->bonus);
}

static struct value row_deduction(const struct names *names, const struct value *self)
{
    (void)names;
    return score_number(table_of_row(self), row_of(self)->deduction);
}

static struct value row_coverage(const struct names *names, const struct value *self)
{
    (void)names;
    return value_number(row_of(self)->coverage * 100, 1, "%");
}

static struct value row_place(const struct names *names, const struct value *self)
{
    struct value value = value_count(row_of(self)->place);
    value.source = source_of_row(names, table_of_row(self), row_of(self), "place");
    return value;
}

static struct value row_natural_place(const struct names *names, const struct value *self)
{
    (void)names;
    return value_count(row_of(self)->natural_place);
}

static struct value row_slice_place(const struct names *names, const struct value *self)
{
    (void)names;
    return value_count(row_of(self)->slice_place);
}

/* Places gained since the slice before; formats `signed` and `abs` make words of it. */
static struct value row_movement(const struct names *names, const struct value *self)
{
    (void)names;
    return value_number(row_of(self)->movement, row_of(self)->movement == floor(row_of(self)->movement) ? 0 : 1, "");
}

static struct value row_earlier(const struct names *names, const struct value *self)
{
    return earlier_of_row(names, table_of_row(self), row_of(self));
}

static struct value row_up(const struct names *names, const struct value *self)
{
    (void)names;
    return value_bool(row_of(self)->movement > 0);
}

static struct value row_down(const struct names *names, const struct value *self)
{
    (void)names;
    return value_bool(row_of(self)->movement < 0);
}

static struct value row_first_streak(const struct names *names, const struct value *self)
{
    (void)names;
    return value_count(row_of(self)->first_streak);
}

static struct value row_last_streak(const struct names *names, const struct value *self)
{
    (void)names;
    return value_count(row_of(self)->last_streak);
}

/* Last so often in a row that the table calls for attention. */
static struct value row_last_again(const struct names *names, const struct value *self)
{
    (void)names;
    int streak = table_of_row(self)->table->streak;
    return value_bool(streak > 0 && row_of(self)->last_streak >= streak);
}

static struct value row_is_first(const struct names *names, const struct value *self)
{
    (void)names;
    return value_bool(row_of(self)->first_streak > 0);
}

static struct value row_is_last(const struct names *names, const struct value *self)
{
    (void)names;
    return value_bool(row_of(self)->last_streak > 0);
}

static struct value row_tied(const struct names *names, const struct value *self)
{
    (void)names;
    return value_bool(row_of(self)->tied);
}

static double last_place(const struct table_result *table)
{
    double last = 0;
    for (size_t i = 0; i < table->rows.count; i++)
        last = fmax(last, isnan(table->rows.at[i].place) ? 0 : table->rows.at[i].place);
    return last;
}

/* 居前三, 居后三, 居中游: only a table of six or more has a first three worth the name. */
static struct value row_tier(const struct names *names, const struct value *self)
{
    const struct score_row *row = row_of(self);
    if (isnan(row->place) || table_of_row(self)->scored < 6)
        return value_none();
    bool first = row->place <= 3, last = row->place > last_place(table_of_row(self)) - 3;
    return value_text(word(names, first ? "居前三" : last ? "居后三" : "居中游"));
}

/* 位列第一, 位列第二, 列第五, 居末位: the place as a predicate. */
static struct value row_standing(const struct names *names, const struct value *self)
{
    const struct score_row *row = row_of(self);
    double last = last_place(table_of_row(self));
    if (isnan(row->place))
        return value_none();
    if (row->place == 1)
        return value_text(word(names, row->tied ? "并列第一" : "位列第一"));
    if (row->place == last)
        return value_text(word(names, row->tied ? "并列末位" : "居末位"));
    struct value ordinal = value_count(row->place);
    if (!format_apply(names, &(struct format_call){.name = "ordinal"}, "place", &ordinal, NULL))
        return value_none();
    const char *pattern = word(names, row->tied ? "并列%s" : row->place <= 3 ? "位列%s" : "列%s");
    return value_text(arena_printf(names->arena, pattern, ordinal.text));
}

static struct value row_scored(const struct names *names, const struct value *self)
{
    (void)names;
    return value_bool(row_of(self)->why == SCORED);
}

static struct value row_why(const struct names *names, const struct value *self)
{
    return value_text(word(names, no_score_words[row_of(self)->why]));
}

static struct value row_band(const struct names *names, const struct value *self)
{
    (void)names;
    return row_of(self)->band ? value_text(row_of(self)->band->label) : value_none();
}

static struct value row_difference(const struct names *names, const struct value *self)
{
    (void)names;
    return score_number(table_of_row(self), row_of(self)->score - table_of_row(self)->mean);
}

static struct value row_above(const struct names *names, const struct value *self)
{
    (void)names;
    int decimals = table_of_row(self)->table->decimals;
    return value_bool(num_round(row_of(self)->score, decimals) > num_round(table_of_row(self)->mean, decimals));
}

static struct value row_below(const struct names *names, const struct value *self)
{
    (void)names;
    int decimals = table_of_row(self)->table->decimals;
    return value_bool(num_round(row_of(self)->score, decimals) < num_round(table_of_row(self)->mean, decimals));
}

static struct value row_here(const struct names *names, const struct value *self)
{
    for (size_t i = 0; i < table_of_row(self)->table->by_count; i++)
        if (names->unit && row_unit(table_of_row(self), row_of(self), i) == names->unit)
            return value_bool(true);
    return value_bool(false);
}

static struct value row_absent(const struct names *names, const struct value *self)
{
    (void)names;
    return value_count(row_of(self)->not_applicable);
}

static struct value row_has_absent(const struct names *names, const struct value *self)
{
    (void)names;
    return value_bool(row_of(self)->not_applicable > 0);
}

/* Fixed places ------------------------------------------------------------------------------------------------ */

static struct value fixed_place(const struct names *names, const struct value *self)
{
    (void)names;
    return value_count(row_of(self)->fixed->place);
}

static struct value fixed_differs(const struct names *names, const struct value *self)
{
    (void)names;
    return value_bool(row_of(self)->fixed->place != row_of(self)->natural_place);
}

static struct value fixed_reason(const struct names *names, const struct value *self)
{
    (void)names;
    return value_text(row_of(self)->fixed->reason);
}

static struct value fixed_authority(const struct names *names, const struct value *self)
{
    (void)names;
    return value_text(row_of(self)->fixed->authority);
}

static const struct value_field fixed_fields[] = {
    {"place", fixed_place},   {"natural_place", row_natural_place}, {"differs", fixed_differs},
    {"reason", fixed_reason}, {"authority", fixed_authority},       {NULL, NULL},
};

static const struct value_class fixed_class = {.name = "fixed place", .fields = fixed_fields};

static struct value row_fixed(const struct names *names, const struct value *self)
{
    (void)names;
    return row_of(self)->fixed ? value_object(&fixed_class, self->self, self->of) : value_none();
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

static void node_print(const struct names *names, const struct value *self, struct strbuf *out)
{
    (void)names;
    strbuf_adds(out, node_of(self)->name);
}

static const struct value_field node_fields[] = {
    {"id", node_id},       {"name", node_name},
    {"score", node_score}, {"raw", node_raw},
    {"mean", node_mean},   {"difference", node_difference},
    {"weight", node_weight}, {"effective_weight", node_effective_weight},
    {"base", node_base},   {"imputed", node_imputed},
    {NULL, NULL},
};

static const struct value_class node_class = {.name = "node", .fields = node_fields, .print = node_print};

static const struct value_field table_node_fields[] = {
    {"id", node_id}, {"name", node_name}, {"mean", node_mean}, {"weight", node_weight}, {NULL, NULL}};

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

static const struct value_class nodes_class = {.name = "nodes", .key = nodes_key, .child = nodes_child, .iterates = true};

static struct value row_nodes(const struct names *names, const struct value *self)
{
    (void)names;
    return value_object(&nodes_class, self->self, self->of);
}

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
    return value_of_items(&items);
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
    return value_of_items(&side);
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

static const struct value_class facets_class = {.name = "facets", .key = facets_key, .child = facets_child, .iterates = true};

static struct value row_facets(const struct names *names, const struct value *self)
{
    (void)names;
    return value_object(&facets_class, self->self, self->of);
}

struct value table_nodes_value(const struct table_result *table)
{
    return value_object(&nodes_class, NULL, table);
}

struct value table_facets_value(const struct table_result *table)
{
    return value_object(&facets_class, NULL, table);
}

/* Row class --------------------------------------------------------------------------------------------------- */

static struct value row_uncertainty(const struct names *names, const struct value *self)
{
    return row_uncertainty_value(names, table_of_row(self), row_of(self));
}

static struct value row_robustness(const struct names *names, const struct value *self)
{
    return row_robustness_value(names, table_of_row(self), row_of(self));
}

static struct value row_explained(const struct names *names, const struct value *self)
{
    return row_explained_value(names, table_of_row(self), row_of(self));
}

static const struct value_field row_fields[] = {
    {"unit", row_first_unit},
    {"units", row_units},
    {"score", row_score},
    {"base_score", row_base_score},
    {"bonus", row_bonus},
    {"deduction", row_deduction},
    {"place", row_place},
    {"natural_place", row_natural_place},
    {"slice_place", row_slice_place},
    {"movement", row_movement},
    {"up", row_up},
    {"earlier", row_earlier},
    {"down", row_down},
    {"first_streak", row_first_streak},
    {"last_streak", row_last_streak},
    {"is_first", row_is_first},
    {"is_last", row_is_last},
    {"last_again", row_last_again},
    {"tied", row_tied},
    {"standing", row_standing},
    {"tier", row_tier},
    {"scored", row_scored},
    {"why", row_why},
    {"band", row_band},
    {"difference", row_difference},
    {"above", row_above},
    {"below", row_below},
    {"coverage", row_coverage},
    {"fixed", row_fixed},
    {"not_applicable", row_absent},
    {"has_not_applicable", row_has_absent},
    {"nodes", row_nodes},
    {"facets", row_facets},
    {"here", row_here},
    {"uncertainty", row_uncertainty},
    {"robustness", row_robustness},
    {"explained", row_explained},
    {NULL, NULL},
};

/* Its units by the ids of their kinds: `cells` rows have `project` and `district`. */
static const char *row_key(const struct names *names, const struct value *self, size_t i)
{
    (void)names;
    const struct table *table = table_of_row(self)->table;
    return i < table->by_count && table->by[i] ? table->by[i]->id : NULL;
}

static struct value row_child(const struct names *names, const struct value *self, size_t i)
{
    (void)names;
    return unit_value(row_unit(table_of_row(self), row_of(self), i));
}

static void row_print(const struct names *names, const struct value *self, struct strbuf *out)
{
    (void)names;
    for (size_t i = 0; i < table_of_row(self)->table->by_count; i++) {
        const struct unit *unit = row_unit(table_of_row(self), row_of(self), i);
        strbuf_addf(out, "%s%s", i ? "—" : "", unit ? unit->name : "");
    }
}

static const struct value_class row_class = {.name = "row", .fields = row_fields, .key = row_key, .child = row_child, .print = row_print};

struct value row_value(const struct names *names, const struct table_result *table, const struct score_row *row)
{
    return table && row && row_shown(names, table, row) ? value_object(&row_class, row, table) : value_none();
}

struct value unit_row_value(const struct names *names, const struct unit *unit)
{
    const struct table_result *table = unit_table(names, unit);
    return table ? row_value(names, table, unit_row(table, unit)) : value_none();
}

/* Rows of pair tables that concern a unit, in order of the table. */
struct value cells_value(const struct names *names, const struct unit *unit)
{
    struct value_items items = {0};
    for (size_t t = 0; unit && t < names->results->tables.count; t++) {
        const struct table_result *table = &names->results->tables.at[t];
        if (table->table->by_count < 2)
            continue;
        for (size_t i = 0; i < table->rows.count; i++)
            if (row_concerns(table, &table->rows.at[i], unit) && row_shown(names, table, &table->rows.at[i]))
                value_add(names, &items, row_value(names, table, &table->rows.at[i]));
    }
    return value_of_items(&items);
}

