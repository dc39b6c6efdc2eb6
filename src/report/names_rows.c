/* SPDX-License-Identifier: GPL-3.0-or-later
 * Names over the rows of score tables: score and place. `self` looks at the row, `of` at its table.
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
    return value_of_items(&items, &unit_class);
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

static struct value row_level(const struct names *names, const struct value *self)
{
    (void)names;
    int decimals = table_of_row(self)->table->decimals;
    return value_bool(num_round(row_of(self)->score, decimals) == num_round(table_of_row(self)->mean, decimals));
}

/* Why the public is not told the score. */
static struct value row_hidden(const struct names *names, const struct value *self)
{
    return row_of(self)->hidden ? value_text(word(names, hidden_words[row_of(self)->hidden])) : value_none();
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

static struct value fixed_date(const struct names *names, const struct value *self)
{
    (void)names;
    return value_text(row_of(self)->fixed->date);
}

static const struct value_field fixed_fields[] = {
    {"place", fixed_place},   {"natural_place", row_natural_place}, {"differs", fixed_differs},
    {"reason", fixed_reason}, {"authority", fixed_authority},       {"date", fixed_date},        {NULL, NULL},
};

static const struct value_class fixed_class = {.name = "fixed place", .fields = fixed_fields};

static struct value row_fixed(const struct names *names, const struct value *self)
{
    (void)names;
    return row_of(self)->fixed ? value_object(&fixed_class, self->self, self->of) : value_none();
}

static struct value row_nodes(const struct names *names, const struct value *self)
{
    (void)names;
    return score_nodes_value(table_of_row(self), row_of(self));
}

static struct value row_facets(const struct names *names, const struct value *self)
{
    (void)names;
    return score_facets_value(table_of_row(self), row_of(self));
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
    {"level", row_level},
    {"hidden", row_hidden},
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

static const char *any_row_key(const struct names *names, const struct value *self, size_t i)
{
    (void)self;
    return i < names->evaluation->kinds.count ? names->evaluation->kinds.at[i].id : NULL;
}

const struct value_class row_class = {.name = "row", .fields = row_fields, .key = row_key, .child = row_child, .print = row_print, .any_key = any_row_key};

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
    return value_of_items(&items, &row_class);
}

