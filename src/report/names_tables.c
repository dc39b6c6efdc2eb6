/* SPDX-License-Identifier: GPL-3.0-or-later
 * Names over score tables: rows in order, and what else a table has.
 */
#include "report_priv.h"

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

/* Does it run over the kind of the report's unit, or over units that refer to it? */
static struct value table_concerns(const struct names *names, const struct value *self)
{
    const struct table_result *table = result_of(self);
    for (size_t i = 0; names->unit && i < table->rows.count; i++)
        if (row_concerns(table, &table->rows.at[i], names->unit))
            return value_bool(true);
    return value_bool(false);
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
        if (row_shown(names, result_of(self), &result_of(self)->rows.at[i]))
            value_add(names, &items, row_value(names, result_of(self), &result_of(self)->rows.at[i]));
    return value_of_items(&items, &row_class);
}

static struct value rows_by_place(const struct names *names, const struct value *self, bool placed)
{
    const struct table_result *table = result_of(self);
    struct value_items items = {0};
    for (size_t i = 0; i < table->rows.count; i++) {
        const struct score_row *row = &table->rows.at[table->by_place[i]];
        if (!isnan(row->place) == placed && row_shown(names, table, row))
            value_add(names, &items, row_value(names, table, row));
    }
    return value_of_items(&items, &row_class);
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
    bool whole = names->edition != EDITION_PUBLIC || evaluation_ranked_publicly(names->evaluation, result_of(self)->table->by[0]);
    return rows.count && whole ? rows.items[rows.count - 1] : value_none();
}

static struct value table_fixed(const struct names *names, const struct value *self)
{
    struct value rows = rows_by_place(names, self, true);
    struct value_items items = {0};
    for (size_t i = 0; i < rows.count; i++)
        if (((const struct score_row *)rows.items[i].self)->fixed)
            value_add(names, &items, rows.items[i]);
    return value_of_items(&items, &row_class);
}

static struct value table_nodes(const struct names *names, const struct value *self)
{
    (void)names;
    return score_nodes_value(self->of, NULL);
}

static struct value table_facets(const struct names *names, const struct value *self)
{
    (void)names;
    return score_facets_value(self->of, NULL);
}

static struct value table_slices(const struct names *names, const struct value *self)
{
    return slices_value(names, self->of, true);
}

/* Months, quarters: slices in the order of their units. */
static struct value table_periods(const struct names *names, const struct value *self)
{
    return slices_value(names, self->of, false);
}

static struct value table_streak(const struct names *names, const struct value *self)
{
    (void)names;
    return value_count(result_of(self)->table->streak);
}

static struct value table_widest(const struct names *names, const struct value *self)
{
    struct value slices = table_slices(names, self);
    return slices.count ? slices.items[0] : value_none();
}

static struct value table_policies(const struct names *names, const struct value *self)
{
    return policies_value(names, self->of);
}

static struct value table_policy(const struct names *names, const struct value *self)
{
    return value_text(word(names, policy_labels[result_of(self)->table->not_applicable]));
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
    return value_text(word(names, words[result_of(self)->table->ties]));
}

static struct value table_uncertainty(const struct names *names, const struct value *self)
{
    return table_uncertainty_value(names, result_of(self));
}

static struct value table_robustness(const struct names *names, const struct value *self)
{
    return table_robustness_value(names, result_of(self));
}

/* Means and extremes stay inside where a score does: they would tell it. So it is in the open data. */
static struct value table_hidden(const struct names *names, const struct value *self)
{
    const struct table_result *result = result_of(self);
    bool hidden = num_is_hidden(result->mean);
    for (size_t i = 0; i < result->rows.count && !hidden; i++)
        hidden = !row_shown(names, result, &result->rows.at[i]);
    return value_bool(hidden);
}

static const struct value_field table_fields[] = {
    {"id", table_id},
    {"name", table_name},
    {"kind", table_kind},
    {"concerns", table_concerns},
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
    {"hidden", table_hidden},
    {"rows", table_rows},
    {"by_place", table_by_place},
    {"unplaced", table_unplaced},
    {"first", table_first},
    {"last", table_last},
    {"fixed", table_fixed},
    {"nodes", table_nodes},
    {"facets", table_facets},
    {"slices", table_slices},
    {"periods", table_periods},
    {"streak", table_streak},
    {"widest", table_widest},
    {"policies", table_policies},
    {"policy", table_policy},
    {"tie_rule", table_tie_rule},
    {"ties_exact", table_ties_exact},
    {"uncertainty", table_uncertainty},
    {"robustness", table_robustness},
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
    return row_value(names, result_of(self), &result_of(self)->rows.at[i]);
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

static const struct value_class tables_class = {.name = "tables", .key = tables_key, .child = tables_child, .iterates = true, .item = &table_class};

struct value tables_value(void)
{
    return value_object(&tables_class, NULL, NULL);
}

/* Tables by one kind, or by pairs, in which anything has a score: a template that knows no ids runs over these. */
struct value scored_tables_value(const struct names *names, size_t by_count)
{
    struct value_items items = {0};
    for (size_t i = 0; i < names->results->tables.count; i++) {
        const struct table_result *table = &names->results->tables.at[i];
        bool shown = by_count == 1 || names->edition != EDITION_PUBLIC || evaluation_pairs_public(names->evaluation, table->table);
        if (table->table->by_count == by_count && table->scored && shown)
            value_add(names, &items, table_value(table));
    }
    return value_of_items(&items, &table_class);
}
