/* SPDX-License-Identifier: GPL-3.0-or-later
 * Names over figures of earlier years. Two years are compared only where both count the same way; else a sentence says how they differ.
 */
#include "report_priv.h"

static const struct earlier *earlier_of(const struct value *self)
{
    return self->self;
}

static struct value earlier_year(const struct names *names, const struct value *self)
{
    (void)names;
    return value_number(earlier_of(self)->year, 0, "年");
}

/* As many decimals as it was published with: 91.9 stays 91.9. */
static int decimals_of(double value)
{
    int decimals = 0;
    while (decimals < 4 && num_round(value, decimals) != num_round(value, 9))
        decimals++;
    return decimals;
}

static struct value earlier_number(const struct names *names, const struct value *self)
{
    (void)names;
    const struct figure *figure = earlier_of(self)->figure;
    return value_number(earlier_of(self)->value, decimals_of(earlier_of(self)->value), figure ? figure->unit : NULL);
}

static struct value earlier_numerator(const struct names *names, const struct value *self)
{
    (void)names;
    return value_count(earlier_of(self)->numerator);
}

static struct value earlier_denominator(const struct names *names, const struct value *self)
{
    (void)names;
    return value_count(earlier_of(self)->denominator);
}

static struct value earlier_place(const struct names *names, const struct value *self)
{
    (void)names;
    return value_count(earlier_of(self)->place);
}

static struct value earlier_label(const struct names *names, const struct value *self)
{
    (void)names;
    const struct earlier *earlier = earlier_of(self);
    return value_text(earlier->label ? earlier->label : earlier->figure ? earlier->figure->name : NULL);
}

static struct value earlier_definition(const struct names *names, const struct value *self)
{
    (void)names;
    const struct earlier *earlier = earlier_of(self);
    return value_text(earlier->definition ? earlier->definition : earlier->statistic_known ? word(names, statistic_formulas[earlier->statistic]) : NULL);
}

static struct value earlier_source(const struct names *names, const struct value *self)
{
    (void)names;
    return value_text(earlier_of(self)->source);
}

static struct value earlier_unit(const struct names *names, const struct value *self)
{
    (void)names;
    return unit_value(earlier_of(self)->unit);
}

static bool same_definition(const struct earlier *earlier)
{
    return earlier->figure && earlier->statistic_known && earlier->statistic == earlier->figure->statistic;
}

static struct value earlier_same(const struct names *names, const struct value *self)
{
    (void)names;
    return value_bool(same_definition(earlier_of(self)));
}

/* The cell of this year that the earlier one stands against. */
static struct value earlier_now(const struct names *names, const struct value *self)
{
    const struct earlier *earlier = earlier_of(self);
    const struct figure_result *result = earlier->figure ? results_figure(names->results, earlier->figure->id) : NULL;
    if (!result)
        return value_none();
    const struct unit *unit = earlier->unit;
    return figure_cell_value(result, unit ? results_figure_cell(names->results, earlier->figure->id, &unit, 1) : &result->all);
}

static double change_of(const struct names *names, const struct value *self)
{
    struct value now = earlier_now(names, self), value;
    if (!same_definition(earlier_of(self)) || now.kind == VALUE_NONE || !value_get(names, &now, "value", 5, &value))
        return NAN;
    return value.number - earlier_of(self)->value;
}

static struct value earlier_change(const struct names *names, const struct value *self)
{
    const struct figure *figure = earlier_of(self)->figure;
    return value_number(change_of(names, self), figure ? figure->decimals : 2, figure ? figure->unit : NULL);
}

static void add_change(const struct names *names, const struct figure *figure, double change, struct strbuf *out)
{
    if (num_round(change, figure->decimals) == 0) {
        strbuf_adds(out, word(names, "持平"));
        return;
    }
    bool percent = figure->unit && !strcmp(figure->unit, "%");
    strbuf_adds(out, word(names, change > 0 ? "提高" : "下降"));
    num_format(out, fabs(change), figure->decimals);
    strbuf_adds(out, percent ? word(names, "个百分点") : figure->unit ? figure->unit : "");
}

/* One sentence without its full stop: the change, or why there is none to state. */
static struct value earlier_sentence(const struct names *names, const struct value *self)
{
    const struct earlier *earlier = earlier_of(self);
    auto_strbuf struct strbuf out;
    strbuf_init(&out);
    double change = change_of(names, self);
    if (!isnan(change)) {
        strbuf_addf(&out, word(names, "与%d年口径相同，比%d年"), earlier->year, earlier->year);
        add_change(names, earlier->figure, change, &out);
    } else if (!earlier->figure || !same_definition(earlier)) {
        struct value then = earlier_definition(names, self);
        strbuf_addf(&out, word(names, "%d年按“%s”计算，本次按“%s”计算，两者口径不同，不作增减比较"), earlier->year, then.text ? then.text : word(names, "口径未载明"),
                    earlier->figure ? figure_definition(names, earlier->figure) : "—");
    } else {
        strbuf_addf(&out, word(names, "本次没有可与%d年比较的数值"), earlier->year);
    }
    return value_text(arena_strdup(names->arena, out.at));
}

/* Of a score: what it stands against now. */
static const struct score_row *row_now(const struct value *self)
{
    return self->of;
}

/* Places gained since: positive is up. */
static struct value earlier_moved(const struct names *names, const struct value *self)
{
    (void)names;
    double moved = row_now(self) ? earlier_of(self)->place - row_now(self)->place : (double)NAN;
    return value_number(moved, moved == floor(moved) ? 0 : 1, "");
}

static struct value earlier_up(const struct names *names, const struct value *self)
{
    (void)names;
    return value_bool(row_now(self) && earlier_of(self)->place > row_now(self)->place);
}

static struct value earlier_down(const struct names *names, const struct value *self)
{
    (void)names;
    return value_bool(row_now(self) && earlier_of(self)->place < row_now(self)->place);
}

static void earlier_print(const struct names *names, const struct value *self, struct strbuf *out)
{
    struct value value = earlier_number(names, self);
    value_print_number(value.number, value.decimals, out);
    if (!isnan(value.number))
        add_unit(names, value.unit, out);
}

static const struct value_field earlier_fields[] = {
    {"year", earlier_year},
    {"value", earlier_number},
    {"numerator", earlier_numerator},
    {"denominator", earlier_denominator},
    {"place", earlier_place},
    {"label", earlier_label},
    {"definition", earlier_definition},
    {"source", earlier_source},
    {"of_unit", earlier_unit},
    {"same_definition", earlier_same},
    {"now", earlier_now},
    {"change", earlier_change},
    {"sentence", earlier_sentence},
    {"moved", earlier_moved},
    {"up", earlier_up},
    {"down", earlier_down},
    {NULL, NULL},
};

static const struct value_class earlier_class = {.name = "earlier figure", .fields = earlier_fields, .print = earlier_print};

struct value earlier_of_row(const struct names *names, const struct table_result *table, const struct score_row *row)
{
    struct value_items items = {0};
    for (size_t i = 0; i < names->evaluation->earlier.count; i++) {
        const struct earlier *earlier = &names->evaluation->earlier.at[i];
        if (earlier->table && earlier->table == table->table && earlier->unit == row_unit(table, row, 0))
            value_add(names, &items, value_object(&earlier_class, earlier, row));
    }
    return value_of_items(&items, &earlier_class);
}

/* `earlier.satisfaction.2016`; a section over `earlier.satisfaction` runs over its years. */
static const struct earlier *nth_of_figure(const struct names *names, const struct figure *figure, size_t i)
{
    for (size_t k = 0; k < names->evaluation->earlier.count; k++)
        if (names->evaluation->earlier.at[k].figure == figure && i-- == 0)
            return &names->evaluation->earlier.at[k];
    return NULL;
}

static const char *years_key(const struct names *names, const struct value *self, size_t i)
{
    const struct earlier *earlier = nth_of_figure(names, self->self, i);
    if (!earlier)
        return NULL;
    if (earlier->unit)
        return arena_printf(names->arena, "%d_%s", earlier->year, earlier->unit->id);
    return arena_printf(names->arena, "%d", earlier->year);
}

static struct value years_child(const struct names *names, const struct value *self, size_t i)
{
    return value_object(&earlier_class, nth_of_figure(names, self->self, i), NULL);
}

static const struct value_class years_class = {.name = "earlier years", .key = years_key, .child = years_child, .iterates = true, .item = &earlier_class};

struct value earlier_of_figure(const struct names *names, const struct figure *figure)
{
    return nth_of_figure(names, figure, 0) ? value_object(&years_class, figure, NULL) : value_none();
}

/* Figures with an earlier value, each once, in the order of the file. */
static const struct figure *nth_figure(const struct names *names, size_t i)
{
    for (size_t k = 0; k < names->evaluation->figures.count; k++)
        if (nth_of_figure(names, &names->evaluation->figures.at[k], 0) && i-- == 0)
            return &names->evaluation->figures.at[k];
    return NULL;
}

static const char *earlier_key(const struct names *names, const struct value *self, size_t i)
{
    (void)self;
    const struct figure *figure = nth_figure(names, i);
    return figure ? figure->id : NULL;
}

static struct value earlier_child(const struct names *names, const struct value *self, size_t i)
{
    (void)self;
    return earlier_of_figure(names, nth_figure(names, i));
}

static const struct value_class earliers_class = {.name = "earlier figures", .key = earlier_key, .child = earlier_child};

struct value earlier_value(void)
{
    return value_object(&earliers_class, NULL, NULL);
}
