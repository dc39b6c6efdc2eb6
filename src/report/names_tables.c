/* SPDX-License-Identifier: GPL-3.0-or-later
 * Names over score tables: rows in order, slices, policies.
 */
#include "report_priv.h"

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

static struct value slice_row(const struct names *names, const struct value *self, int row)
{
    const struct table_result *table = self->of;
    return row >= 0 ? row_value(names, table, &table->rows.at[row]) : value_none();
}

static struct value slice_first(const struct names *names, const struct value *self)
{
    return slice_row(names, self, slice_of(self)->first);
}

static struct value slice_last(const struct names *names, const struct value *self)
{
    return slice_row(names, self, slice_of(self)->last);
}

/* Rows of the slice that have a place, best first. Equal places stand in official order. */
static struct value_items slice_placed(const struct names *names, const struct value *self)
{
    const struct table_result *table = self->of;
    struct value_items items = {0};
    for (size_t i = 0; i < table->rows.count; i++) {
        const struct score_row *row = &table->rows.at[i];
        if (row->units[slice_of(self)->kind_at] != slice_of(self)->unit || isnan(row->slice_place) || !row_shown(names, table, row))
            continue;
        value_add(names, &items, row_value(names, table, row));
        for (size_t k = items.count - 1; k > 0 && ((const struct score_row *)items.at[k - 1].self)->slice_place > row->slice_place; k--) {
            struct value moved = items.at[k];
            items.at[k] = items.at[k - 1];
            items.at[k - 1] = moved;
        }
    }
    return items;
}

static struct value slice_by_place(const struct names *names, const struct value *self)
{
    struct value_items items = slice_placed(names, self);
    return value_of_items(&items);
}

static struct value slice_those(const struct names *names, const struct value *self, bool (*chosen)(const struct table_result *, const struct score_row *))
{
    struct value_items items = slice_placed(names, self), those = {0};
    for (size_t i = 0; i < items.count; i++)
        if (chosen(self->of, items.at[i].self))
            value_add(names, &those, items.at[i]);
    return value_of_items(&those);
}

static bool is_first(const struct table_result *table, const struct score_row *row)
{
    (void)table;
    return row->first_streak > 0;
}

static bool is_last(const struct table_result *table, const struct score_row *row)
{
    (void)table;
    return row->last_streak > 0;
}

static bool is_last_again(const struct table_result *table, const struct score_row *row)
{
    return table->table->streak > 0 && row->last_streak >= table->table->streak;
}

/* All that share the first or the last place, where `first` and `last` are one. */
static struct value slice_firsts(const struct names *names, const struct value *self)
{
    return slice_those(names, self, is_first);
}

static struct value slice_lasts(const struct names *names, const struct value *self)
{
    return slice_those(names, self, is_last);
}

static struct value slice_last_again(const struct names *names, const struct value *self)
{
    return slice_those(names, self, is_last_again);
}

static struct value slice_here(const struct names *names, const struct value *self)
{
    struct value unit = slice_unit(names, self);
    return value_bool(names->unit && unit.self == names->unit);
}

static struct value slice_count(const struct names *names, const struct value *self)
{
    (void)names;
    return value_count((double)slice_of(self)->count);
}

/* The kind whose units the slice compares. */
static struct value slice_across(const struct names *names, const struct value *self)
{
    (void)names;
    const struct table_result *table = self->of;
    return table->table->by_count == 2 ? kind_value(table->table->by[1 - slice_of(self)->kind_at]) : value_none();
}

static const struct value_field slice_fields[] = {
    {"unit", slice_unit}, {"mean", slice_mean}, {"min", slice_min}, {"max", slice_max}, {"range", slice_range},
    {"first", slice_first}, {"last", slice_last}, {"number", slice_count}, {"across", slice_across},
    {"by_place", slice_by_place}, {"firsts", slice_firsts}, {"lasts", slice_lasts}, {"last_again", slice_last_again}, {"here", slice_here}, {NULL, NULL},
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
    return value_text(word(names, policy_labels[policy_of(self)->policy]));
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
        if (place == usual || (isnan(place) && isnan(usual)) || !row_shown(names, table, &table->rows.at[i]))
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
    strbuf_adds(out, word(names, policy_labels[policy_of(self)->policy]));
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
    return value_of_items(&items);
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
    return value_of_items(&items);
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

/* Slices over the kind that the table ranks within, else over its first kind; in their order, or widest first. */
static struct value slices_in_order(const struct names *names, const struct value *self, bool widest)
{
    const struct table_result *table = result_of(self);
    int kind_at = 0;
    for (size_t i = 0; i < table->table->by_count; i++)
        if (table->table->slice && table->table->by[i] == table->table->slice)
            kind_at = (int)i;
    struct value_items items = {0};
    size_t count = names->edition == EDITION_PUBLIC ? 0 : table->slices.count; /* made of scores of pairs */
    for (size_t i = 0; i < count; i++) {
        if (table->slices.at[i].kind_at != kind_at)
            continue;
        value_add(names, &items, value_object(&slice_class, &table->slices.at[i], table));
        for (size_t k = items.count - 1; widest && k > 0; k--) { /* insertion, stable; slices without range last */
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

static struct value table_slices(const struct names *names, const struct value *self)
{
    return slices_in_order(names, self, true);
}

/* Months, quarters: slices in the order of their units. */
static struct value table_periods(const struct names *names, const struct value *self)
{
    return slices_in_order(names, self, false);
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
    struct value_items items = {0};
    for (size_t i = 0; i < result_of(self)->policies.count; i++)
        value_add(names, &items, value_object(&policy_class, &result_of(self)->policies.at[i], self->of));
    return value_of_items(&items);
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

/* Means and extremes stay inside where a score does: they would tell it. */
static struct value table_hidden(const struct names *names, const struct value *self)
{
    (void)names;
    return value_bool(num_is_hidden(result_of(self)->mean));
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

static const struct value_class tables_class = {.name = "tables", .key = tables_key, .child = tables_child, .iterates = true};

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
        if (table->table->by_count == by_count && table->scored && (by_count == 1 || names->edition != EDITION_PUBLIC))
            value_add(names, &items, table_value(table));
    }
    return value_of_items(&items);
}
