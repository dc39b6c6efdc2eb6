/* SPDX-License-Identifier: GPL-3.0-or-later
 * Names over figures and their values in earlier years.
 *
 * `figures.satisfaction` stands for its value over all; its cells come under the ids of their units (`figures.awareness.p07`), and
 * `here` is that of the report's unit. Every value carries its base.
 */
#include "report_priv.h"

/* Cells ----------------------------------------------------------------------------------------------------- */

static const struct figure_cell *cell_of(const struct value *self)
{
    return self->self;
}

static const struct figure *figure_of(const struct value *self)
{
    return ((const struct figure_result *)self->of)->figure;
}

static struct value figure_number(const struct names *names, const struct value *self, double number)
{
    bool hidden = is_hidden(names, figure_of(self)->instrument, cell_of(self)->base);
    return value_number(hidden ? NAN : number, figure_of(self)->decimals, figure_of(self)->unit);
}

static struct value cell_value(const struct names *names, const struct value *self)
{
    return figure_number(names, self, cell_of(self)->value);
}

static struct value cell_min(const struct names *names, const struct value *self)
{
    return figure_number(names, self, cell_of(self)->min);
}

static struct value cell_max(const struct names *names, const struct value *self)
{
    return figure_number(names, self, cell_of(self)->max);
}

static struct value cell_numerator(const struct names *names, const struct value *self)
{
    bool hidden = is_hidden(names, figure_of(self)->instrument, cell_of(self)->base);
    return value_count(hidden ? NAN : cell_of(self)->numerator);
}

static struct value cell_base(const struct names *names, const struct value *self)
{
    (void)names;
    return value_count(cell_of(self)->base);
}

static struct value cell_responses(const struct names *names, const struct value *self)
{
    (void)names;
    return value_count(cell_of(self)->responses);
}

static struct value cell_dropped(const struct names *names, const struct value *self)
{
    (void)names;
    return value_text(cell_of(self)->dropped);
}

static const struct unit *cell_unit_at(const struct value *self, size_t by)
{
    const struct figure *figure = figure_of(self);
    int index = cell_of(self)->units[by];
    return by < figure->by_count && figure->by[by] && index >= 0 ? &figure->by[by]->units.at[index] : NULL;
}

static struct value cell_unit(const struct names *names, const struct value *self)
{
    (void)names;
    return unit_value(cell_unit_at(self, 0));
}

static struct value cell_units(const struct names *names, const struct value *self)
{
    struct value_items items = {0};
    for (size_t i = 0; i < figure_of(self)->by_count; i++)
        value_add(names, &items, unit_value(cell_unit_at(self, i)));
    return value_of_items(&items);
}

/* Difference from the value over all, in the figure's own unit. */
static struct value cell_difference(const struct names *names, const struct value *self)
{
    return figure_number(names, self, cell_of(self)->value - ((const struct figure_result *)self->of)->all.value);
}

static const char *missing_key(const struct names *names, const struct value *self, size_t i)
{
    (void)names, (void)self;
    return i + 1 < MISSING_KINDS ? missing_ids[i + 1] : NULL;
}

static struct value missing_child(const struct names *names, const struct value *self, size_t i)
{
    (void)names;
    return value_count(cell_of(self)->missing[i + 1]);
}

static const struct value_class missing_class = {.name = "missing", .key = missing_key, .child = missing_child};

static struct value cell_missing(const struct names *names, const struct value *self)
{
    (void)names;
    return value_object(&missing_class, self->self, self->of);
}

static void cell_print(const struct names *names, const struct value *self, struct strbuf *out)
{
    struct value value = cell_value(names, self);
    value_print_number(value.number, value.decimals, out);
    if (value.unit && !isnan(value.number))
        strbuf_adds(out, value.unit);
}

static const struct value_field cell_fields[] = {
    {"value", cell_value},
    {"n", cell_base},
    {"base", cell_base},
    {"numerator", cell_numerator},
    {"responses", cell_responses},
    {"missing", cell_missing},
    {"min", cell_min},
    {"max", cell_max},
    {"difference", cell_difference},
    {"dropped", cell_dropped},
    {"unit", cell_unit},
    {"units", cell_units},
    {NULL, NULL},
};

static const struct value_class cell_class = {.name = "figure cell", .fields = cell_fields, .print = cell_print};

static struct value figure_cell_value(const struct figure_result *result, const struct figure_cell *cell)
{
    return cell ? value_object(&cell_class, cell, result) : value_none();
}

/* Figures --------------------------------------------------------------------------------------------------- */

static const struct figure_result *result_of(const struct value *self)
{
    return self->of;
}

static struct value figure_id(const struct names *names, const struct value *self)
{
    (void)names;
    return value_text(figure_of(self)->id);
}

static struct value figure_name(const struct names *names, const struct value *self)
{
    (void)names;
    return value_text(figure_of(self)->name);
}

static struct value figure_unit(const struct names *names, const struct value *self)
{
    (void)names;
    return value_text(figure_of(self)->unit);
}

static struct value figure_decimals(const struct names *names, const struct value *self)
{
    (void)names;
    return value_count(figure_of(self)->decimals);
}

static struct value figure_words(const struct names *names, const struct value *self)
{
    return value_text(figure_definition(names, figure_of(self)));
}

static struct value figure_formula(const struct names *names, const struct value *self)
{
    (void)names;
    return value_text(statistic_formulas[figure_of(self)->statistic]);
}

static struct value figure_all(const struct names *names, const struct value *self)
{
    (void)names;
    return figure_cell_value(result_of(self), &result_of(self)->all);
}

static struct value figure_cells(const struct names *names, const struct value *self)
{
    struct value_items items = {0};
    for (size_t i = 0; i < result_of(self)->cells.count; i++)
        value_add(names, &items, figure_cell_value(result_of(self), &result_of(self)->cells.at[i]));
    return value_of_items(&items);
}

static struct value figure_sorted(const struct names *names, const struct value *self)
{
    size_t count;
    const struct figure_cell **cells = figure_by_value(names, result_of(self), &count);
    struct value_items items = {0};
    for (size_t i = 0; i < count; i++)
        value_add(names, &items, figure_cell_value(result_of(self), cells[i]));
    return value_of_items(&items);
}

static struct value figure_best(const struct names *names, const struct value *self)
{
    struct value cells = figure_sorted(names, self);
    return cells.count ? cells.items[0] : value_none();
}

static struct value figure_worst(const struct names *names, const struct value *self)
{
    struct value cells = figure_sorted(names, self);
    return cells.count ? cells.items[cells.count - 1] : value_none();
}

static struct value figure_gap(const struct names *names, const struct value *self)
{
    size_t count;
    const struct figure_cell **cells = figure_by_value(names, result_of(self), &count);
    return value_number(count ? cells[0]->value - cells[count - 1]->value : NAN, figure_of(self)->decimals, figure_of(self)->unit);
}

struct value figure_here_value(const struct names *names, const struct figure_result *result)
{
    if (!names->unit)
        return value_none();
    return figure_cell_value(result, results_figure_cell(names->results, result->figure->id, &names->unit, 1));
}

static struct value figure_here(const struct names *names, const struct value *self)
{
    return figure_here_value(names, result_of(self));
}

static struct value figure_earlier(const struct names *names, const struct value *self)
{
    return earlier_of_figure(names, figure_of(self));
}

static const struct value_field figure_fields[] = {
    {"value", cell_value},
    {"n", cell_base},
    {"base", cell_base},
    {"numerator", cell_numerator},
    {"responses", cell_responses},
    {"missing", cell_missing},
    {"id", figure_id},
    {"name", figure_name},
    {"measure", figure_unit}, /* 分, %; `unit` is what a cell is about */
    {"decimals", figure_decimals},
    {"definition", figure_words},
    {"formula", figure_formula},
    {"all", figure_all},
    {"cells", figure_cells},
    {"by_value", figure_sorted},
    {"best", figure_best},
    {"worst", figure_worst},
    {"gap", figure_gap},
    {"here", figure_here},
    {"earlier", figure_earlier},
    {NULL, NULL},
};

/* By unit, in figures by one kind: every unit of the kind is a name, with or without a value. */
static const char *figure_key(const struct names *names, const struct value *self, size_t i)
{
    (void)names;
    const struct figure *figure = figure_of(self);
    return figure->by_count == 1 && figure->by[0] && i < figure->by[0]->units.count ? figure->by[0]->units.at[i].id : NULL;
}

static struct value figure_child(const struct names *names, const struct value *self, size_t i)
{
    const struct unit *unit = &figure_of(self)->by[0]->units.at[i];
    return figure_cell_value(result_of(self), results_figure_cell(names->results, figure_of(self)->id, &unit, 1));
}

static const struct value_class figure_class = {
    .name = "figure", .fields = figure_fields, .key = figure_key, .child = figure_child, .print = cell_print};

struct value figure_value(const struct figure_result *result)
{
    return value_object(&figure_class, &result->all, result);
}

static const char *figures_key(const struct names *names, const struct value *self, size_t i)
{
    (void)self;
    return i < names->results->figures.count ? names->results->figures.at[i].figure->id : NULL;
}

static struct value figures_child(const struct names *names, const struct value *self, size_t i)
{
    (void)self;
    return figure_value(&names->results->figures.at[i]);
}

static const struct value_class figures_class = {.name = "figures", .key = figures_key, .child = figures_child, .iterates = true};

struct value figures_value(void)
{
    return value_object(&figures_class, NULL, NULL);
}

/* unit.figures.awareness: the cell of each figure that runs over the unit's kind alone. */
static const struct figure_result *nth_of_kind(const struct names *names, const struct unit_kind *kind, size_t i)
{
    for (size_t k = 0; k < names->results->figures.count; k++) {
        const struct figure_result *result = &names->results->figures.at[k];
        if (result->figure->by_count == 1 && result->figure->by[0] == kind && i-- == 0)
            return result;
    }
    return NULL;
}

static const char *unit_figures_key(const struct names *names, const struct value *self, size_t i)
{
    const struct figure_result *result = nth_of_kind(names, ((const struct unit *)self->self)->kind, i);
    return result ? result->figure->id : NULL;
}

static struct value unit_figures_child(const struct names *names, const struct value *self, size_t i)
{
    const struct unit *unit = self->self;
    const struct figure_result *result = nth_of_kind(names, unit->kind, i);
    return figure_cell_value(result, results_figure_cell(names->results, result->figure->id, &unit, 1));
}

static const struct value_class unit_figures_class = {.name = "figures of a unit", .key = unit_figures_key, .child = unit_figures_child};

struct value unit_figures_value(const struct unit *unit)
{
    return value_object(&unit_figures_class, unit, NULL);
}

/* Earlier years --------------------------------------------------------------------------------------------- */

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
    return value_text(earlier->definition ? earlier->definition : earlier->statistic_known ? statistic_formulas[earlier->statistic] : NULL);
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

static void add_change(const struct figure *figure, double change, struct strbuf *out)
{
    if (num_round(change, figure->decimals) == 0) {
        strbuf_adds(out, "持平");
        return;
    }
    bool percent = figure->unit && !strcmp(figure->unit, "%");
    strbuf_adds(out, change > 0 ? "提高" : "下降");
    num_format(out, fabs(change), figure->decimals);
    strbuf_adds(out, percent ? "个百分点" : figure->unit ? figure->unit : "");
}

/* One sentence without its full stop: the change, or why there is none to state. */
static struct value earlier_sentence(const struct names *names, const struct value *self)
{
    const struct earlier *earlier = earlier_of(self);
    auto_strbuf struct strbuf out;
    strbuf_init(&out);
    double change = change_of(names, self);
    if (!isnan(change)) {
        strbuf_addf(&out, "与%d年口径相同，比%d年", earlier->year, earlier->year);
        add_change(earlier->figure, change, &out);
    } else if (!earlier->figure || !same_definition(earlier)) {
        struct value then = earlier_definition(names, self);
        strbuf_addf(&out, "%d年按“%s”计算，本次按“%s”计算，两者口径不同，不作增减比较", earlier->year, then.text ? then.text : "口径未载明",
                    earlier->figure ? figure_definition(names, earlier->figure) : "—");
    } else {
        strbuf_addf(&out, "本次没有可与%d年比较的数值", earlier->year);
    }
    return value_text(arena_strdup(names->arena, out.at));
}

static void earlier_print(const struct names *names, const struct value *self, struct strbuf *out)
{
    struct value value = earlier_number(names, self);
    value_print_number(value.number, value.decimals, out);
    if (value.unit && !isnan(value.number))
        strbuf_adds(out, value.unit);
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
    {NULL, NULL},
};

static const struct value_class earlier_class = {.name = "earlier figure", .fields = earlier_fields, .print = earlier_print};

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

static const struct value_class years_class = {.name = "earlier years", .key = years_key, .child = years_child, .iterates = true};

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
