/* SPDX-License-Identifier: GPL-3.0-or-later
 * Names over score tables: rows, nodes, facets, slices, policies.
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

static struct value score_number(const struct table_result *table, double score)
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
    (void)names;
    return score_number(table_of_row(self), row_of(self)->score);
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
    (void)names;
    return value_count(row_of(self)->place);
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

static struct value row_tied(const struct names *names, const struct value *self)
{
    (void)names;
    return value_bool(row_of(self)->tied);
}

static struct value row_scored(const struct names *names, const struct value *self)
{
    (void)names;
    return value_bool(row_of(self)->why == SCORED);
}

static struct value row_why(const struct names *names, const struct value *self)
{
    (void)names;
    return value_text(no_score_words[row_of(self)->why]);
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

static const struct value_field facet_fields[] = {
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

static const struct value_class facets_class = {.name = "facets", .key = facets_key, .child = facets_child};

static struct value row_facets(const struct names *names, const struct value *self)
{
    (void)names;
    return value_object(&facets_class, self->self, self->of);
}

/* Row class --------------------------------------------------------------------------------------------------- */

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
    {"tied", row_tied},
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

struct value row_value(const struct table_result *table, const struct score_row *row)
{
    return table && row ? value_object(&row_class, row, table) : value_none();
}

struct value unit_row_value(const struct names *names, const struct unit *unit)
{
    const struct table_result *table = unit_table(names, unit);
    return table ? row_value(table, unit_row(table, unit)) : value_none();
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
            if (row_concerns(table, &table->rows.at[i], unit))
                value_add(names, &items, row_value(table, &table->rows.at[i]));
    }
    return value_of_items(&items);
}

/* Slices ------------------------------------------------------------------------------------------------------- */

static const struct slice *slice_of(const struct value *self)
{
    return self->self;
}

static struct value slice_unit(const struct names *names, const struct value *self)
{
    (void)names;
    const struct table_result *table = self->of;
    const struct unit_kind *kind = table->table->by[slice_of(self)->kind_at];
    return kind && slice_of(self)->unit >= 0 ? unit_value(&kind->units.at[slice_of(self)->unit]) : value_none();
}

#define SLICE_NUMBER(function, member) \
    static struct value function(const struct names *names, const struct value *self) \
    { \
        (void)names; \
        return score_number(self->of, slice_of(self)->member); \
    }
SLICE_NUMBER(slice_mean, mean)
SLICE_NUMBER(slice_min, min)
SLICE_NUMBER(slice_max, max)
SLICE_NUMBER(slice_range, range)

static struct value slice_row(const struct value *self, int row)
{
    const struct table_result *table = self->of;
    return row >= 0 ? row_value(table, &table->rows.at[row]) : value_none();
}

static struct value slice_first(const struct names *names, const struct value *self)
{
    (void)names;
    return slice_row(self, slice_of(self)->first);
}

static struct value slice_last(const struct names *names, const struct value *self)
{
    (void)names;
    return slice_row(self, slice_of(self)->last);
}

static struct value slice_count(const struct names *names, const struct value *self)
{
    (void)names;
    return value_count((double)slice_of(self)->count);
}

static const struct value_field slice_fields[] = {
    {"unit", slice_unit}, {"mean", slice_mean}, {"min", slice_min}, {"max", slice_max}, {"range", slice_range},
    {"first", slice_first}, {"last", slice_last}, {"number", slice_count}, {NULL, NULL},
};

static void slice_print(const struct names *names, const struct value *self, struct strbuf *out)
{
    struct value unit = slice_unit(names, self);
    value_print(names, &unit, out);
}

static const struct value_class slice_class = {.name = "slice", .fields = slice_fields, .print = slice_print};

/* Policies ------------------------------------------------------------------------------------------------------ */

static const struct policy_result *policy_of(const struct value *self)
{
    return self->self;
}

static struct value policy_id(const struct names *names, const struct value *self)
{
    (void)names;
    return value_text(policy_ids[policy_of(self)->policy]);
}

static struct value policy_label(const struct names *names, const struct value *self)
{
    (void)names;
    return value_text(policy_labels[policy_of(self)->policy]);
}

static struct value policy_same(const struct names *names, const struct value *self)
{
    (void)names;
    return value_bool(policy_of(self)->same_as_default);
}

static struct value policy_is_default(const struct names *names, const struct value *self)
{
    (void)names;
    return value_bool(policy_of(self)->policy == ((const struct table_result *)self->of)->table->not_applicable);
}

static const struct score_row *policy_row(const struct value *self)
{
    return &((const struct table_result *)self->of)->rows.at[self->at];
}

static struct value policy_row_unit(const struct names *names, const struct value *self)
{
    (void)names;
    return unit_value(row_unit(self->of, policy_row(self), 0));
}

static struct value policy_row_score(const struct names *names, const struct value *self)
{
    (void)names;
    return score_number(self->of, policy_of(self)->scores[self->at]);
}

static struct value policy_row_place(const struct names *names, const struct value *self)
{
    (void)names;
    return value_count(policy_of(self)->places[self->at]);
}

static struct value policy_row_usual(const struct names *names, const struct value *self)
{
    (void)names;
    return value_count(policy_row(self)->place);
}

static const struct value_field policy_row_fields[] = {
    {"unit", policy_row_unit}, {"score", policy_row_score}, {"place", policy_row_place}, {"usual_place", policy_row_usual}, {NULL, NULL}};

static const struct value_class policy_row_class = {.name = "row under a policy", .fields = policy_row_fields};

static struct value policy_moved(const struct names *names, const struct value *self)
{
    const struct table_result *table = self->of;
    struct value_items items = {0};
    for (size_t i = 0; i < table->rows.count; i++) {
        double place = policy_of(self)->places[i], usual = table->rows.at[i].place;
        if (place == usual || (isnan(place) && isnan(usual)))
            continue;
        struct value row = value_object(&policy_row_class, self->self, table);
        row.at = i;
        value_add(names, &items, row);
    }
    return value_of_items(&items);
}

static const struct value_field policy_fields[] = {
    {"id", policy_id}, {"label", policy_label}, {"same", policy_same}, {"is_default", policy_is_default}, {"moved", policy_moved}, {NULL, NULL}};

static void policy_print(const struct names *names, const struct value *self, struct strbuf *out)
{
    (void)names;
    strbuf_adds(out, policy_labels[policy_of(self)->policy]);
}

static const struct value_class policy_class = {.name = "policy", .fields = policy_fields, .print = policy_print};

/* Tables --------------------------------------------------------------------------------------------------------- */

static const struct table_result *result_of(const struct value *self)
{
    return self->of;
}

#define TABLE_NUMBER(function, member) \
    static struct value function(const struct names *names, const struct value *self) \
    { \
        (void)names; \
        return score_number(result_of(self), result_of(self)->member); \
    }
TABLE_NUMBER(table_mean, mean)
TABLE_NUMBER(table_min, min)
TABLE_NUMBER(table_max, max)
TABLE_NUMBER(table_range, range)
TABLE_NUMBER(table_median, median)
TABLE_NUMBER(table_sd, sd)
TABLE_NUMBER(table_printed_mean, printed_mean_of_printed)

static struct value table_id(const struct names *names, const struct value *self)
{
    (void)names;
    return value_text(result_of(self)->table->id);
}

static struct value table_name(const struct names *names, const struct value *self)
{
    (void)names;
    return value_text(result_of(self)->table->name);
}

static struct value table_kind(const struct names *names, const struct value *self)
{
    (void)names;
    return kind_value(result_of(self)->table->by[0]);
}

static struct value table_scored(const struct names *names, const struct value *self)
{
    (void)names;
    return value_count((double)result_of(self)->scored);
}

static struct value table_number(const struct names *names, const struct value *self)
{
    (void)names;
    return value_count((double)result_of(self)->rows.count);
}

static struct value table_differs(const struct names *names, const struct value *self)
{
    (void)names;
    return value_bool(table_mean_differs(result_of(self)));
}

static struct value table_rows(const struct names *names, const struct value *self)
{
    struct value_items items = {0};
    for (size_t i = 0; i < result_of(self)->rows.count; i++)
        value_add(names, &items, row_value(result_of(self), &result_of(self)->rows.at[i]));
    return value_of_items(&items);
}

static struct value rows_by_place(const struct names *names, const struct value *self, bool placed)
{
    const struct table_result *table = result_of(self);
    struct value_items items = {0};
    for (size_t i = 0; i < table->rows.count; i++) {
        const struct score_row *row = &table->rows.at[table->by_place[i]];
        if (!isnan(row->place) == placed)
            value_add(names, &items, row_value(table, row));
    }
    return value_of_items(&items);
}

static struct value table_by_place(const struct names *names, const struct value *self)
{
    return rows_by_place(names, self, true);
}

static struct value table_unplaced(const struct names *names, const struct value *self)
{
    return rows_by_place(names, self, false);
}

static struct value table_first(const struct names *names, const struct value *self)
{
    struct value rows = rows_by_place(names, self, true);
    return rows.count ? rows.items[0] : value_none();
}

static struct value table_last(const struct names *names, const struct value *self)
{
    struct value rows = rows_by_place(names, self, true);
    return rows.count ? rows.items[rows.count - 1] : value_none();
}

static struct value table_fixed(const struct names *names, const struct value *self)
{
    struct value rows = rows_by_place(names, self, true);
    struct value_items items = {0};
    for (size_t i = 0; i < rows.count; i++)
        if (row_of(&rows.items[i])->fixed)
            value_add(names, &items, rows.items[i]);
    return value_of_items(&items);
}

static struct value table_nodes(const struct names *names, const struct value *self)
{
    (void)names;
    return value_object(&nodes_class, NULL, self->of);
}

static struct value table_facets(const struct names *names, const struct value *self)
{
    (void)names;
    return value_object(&facets_class, NULL, self->of);
}

/* Slices over the kind that the table ranks within, else over its first kind; widest first. */
static struct value table_slices(const struct names *names, const struct value *self)
{
    const struct table_result *table = result_of(self);
    int kind_at = 0;
    for (size_t i = 0; i < table->table->by_count; i++)
        if (table->table->slice && table->table->by[i] == table->table->slice)
            kind_at = (int)i;
    struct value_items items = {0};
    for (size_t i = 0; i < table->slices.count; i++) {
        if (table->slices.at[i].kind_at != kind_at)
            continue;
        value_add(names, &items, value_object(&slice_class, &table->slices.at[i], table));
        for (size_t k = items.count - 1; k > 0; k--) { /* insertion, stable; slices without range last */
            double left = slice_of(&items.at[k - 1])->range, right = slice_of(&items.at[k])->range;
            if (!(right > left || (isnan(left) && !isnan(right))))
                break;
            struct value moved = items.at[k];
            items.at[k] = items.at[k - 1];
            items.at[k - 1] = moved;
        }
    }
    return value_of_items(&items);
}

static struct value table_widest(const struct names *names, const struct value *self)
{
    struct value slices = table_slices(names, self);
    return slices.count ? slices.items[0] : value_none();
}

static struct value table_policies(const struct names *names, const struct value *self)
{
    struct value_items items = {0};
    for (size_t i = 0; i < result_of(self)->policies.count; i++)
        value_add(names, &items, value_object(&policy_class, &result_of(self)->policies.at[i], self->of));
    return value_of_items(&items);
}

static struct value table_policy(const struct names *names, const struct value *self)
{
    (void)names;
    return value_text(policy_labels[result_of(self)->table->not_applicable]);
}

static struct value table_decimals(const struct names *names, const struct value *self)
{
    (void)names;
    return value_count(result_of(self)->table->decimals);
}

static struct value table_ties_exact(const struct names *names, const struct value *self)
{
    (void)names;
    return value_bool(result_of(self)->table->ties_exact);
}

static struct value table_tie_rule(const struct names *names, const struct value *self)
{
    (void)names;
    static const char *const words[TIE_RULES] = {
        [TIES_COMPETITION] = "同分者名次并列，其后名次相应空出",
        [TIES_DENSE] = "同分者名次并列，其后名次不空出",
        [TIES_MODIFIED] = "同分者并列取其中靠后的名次",
        [TIES_ORDINAL] = "同分者按官方顺序分先后，不设并列",
        [TIES_FRACTIONAL] = "同分者取所占名次的平均数",
    };
    return value_text(words[result_of(self)->table->ties]);
}

static const struct value_field table_fields[] = {
    {"id", table_id},
    {"name", table_name},
    {"kind", table_kind},
    {"mean", table_mean},
    {"min", table_min},
    {"max", table_max},
    {"range", table_range},
    {"median", table_median},
    {"sd", table_sd},
    {"number", table_number},
    {"scored", table_scored},
    {"decimals", table_decimals},
    {"mean_of_printed", table_printed_mean},
    {"mean_differs", table_differs},
    {"rows", table_rows},
    {"by_place", table_by_place},
    {"unplaced", table_unplaced},
    {"first", table_first},
    {"last", table_last},
    {"fixed", table_fixed},
    {"nodes", table_nodes},
    {"facets", table_facets},
    {"slices", table_slices},
    {"widest", table_widest},
    {"policies", table_policies},
    {"policy", table_policy},
    {"tie_rule", table_tie_rule},
    {"ties_exact", table_ties_exact},
    {NULL, NULL},
};

/* Rows by the ids of their units, in tables by one kind: tables.districts.zd.score */
static const char *table_key(const struct names *names, const struct value *self, size_t i)
{
    (void)names;
    const struct table_result *table = result_of(self);
    if (table->table->by_count != 1 || i >= table->rows.count)
        return NULL;
    const struct unit *unit = row_unit(table, &table->rows.at[i], 0);
    return unit ? unit->id : "";
}

static struct value table_child(const struct names *names, const struct value *self, size_t i)
{
    (void)names;
    return row_value(result_of(self), &result_of(self)->rows.at[i]);
}

static const struct value_class table_class = {.name = "table", .fields = table_fields, .key = table_key, .child = table_child};

struct value table_value(const struct table_result *result)
{
    return value_object(&table_class, NULL, result);
}

static const char *tables_key(const struct names *names, const struct value *self, size_t i)
{
    (void)self;
    return i < names->results->tables.count ? names->results->tables.at[i].table->id : NULL;
}

static struct value tables_child(const struct names *names, const struct value *self, size_t i)
{
    (void)self;
    return table_value(&names->results->tables.at[i]);
}

static const struct value_class tables_class = {.name = "tables", .key = tables_key, .child = tables_child, .iterates = true};

struct value tables_value(void)
{
    return value_object(&tables_class, NULL, NULL);
}
