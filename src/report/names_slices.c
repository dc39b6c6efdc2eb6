/* SPDX-License-Identifier: GPL-3.0-or-later
 * Names over the parts of a score table: slices (a district among the pairs, a month), and what each policy for gaps would give.
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
    return value_of_items(&items, &row_class);
}

static struct value slice_those(const struct names *names, const struct value *self, bool (*chosen)(const struct table_result *, const struct score_row *))
{
    struct value_items items = slice_placed(names, self), those = {0};
    for (size_t i = 0; i < items.count; i++)
        if (chosen(self->of, items.at[i].self))
            value_add(names, &those, items.at[i]);
    return value_of_items(&those, &row_class);
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

/* Slices over the kind that the table ranks within, else over its first kind; in their order, or widest first. */
struct value slices_value(const struct names *names, const struct table_result *table, bool widest)
{
    int kind_at = 0;
    for (size_t i = 0; i < table->table->by_count; i++)
        if (table->table->slice && table->table->by[i] == table->table->slice)
            kind_at = (int)i;
    struct value_items items = {0};
    size_t count = names->edition == EDITION_PUBLIC && !evaluation_pairs_public(names->evaluation, table->table) ? 0 : table->slices.count; /* made of scores of pairs */
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
    return value_of_items(&items, &slice_class);
}

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
    return value_of_items(&items, &policy_row_class);
}

static const struct value_field policy_fields[] = {
    {"id", policy_id}, {"label", policy_label}, {"same", policy_same}, {"is_default", policy_is_default}, {"moved", policy_moved}, {NULL, NULL}};

static void policy_print(const struct names *names, const struct value *self, struct strbuf *out)
{
    strbuf_adds(out, word(names, policy_labels[policy_of(self)->policy]));
}

static const struct value_class policy_class = {.name = "policy", .fields = policy_fields, .print = policy_print};

struct value policies_value(const struct names *names, const struct table_result *table)
{
    struct value_items items = {0};
    for (size_t i = 0; i < table->policies.count; i++)
        value_add(names, &items, value_object(&policy_class, &table->policies.at[i], table));
    return value_of_items(&items, &policy_class);
}
