/* SPDX-License-Identifier: GPL-3.0-or-later
 * Names over figures and their cells.
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
    bool hidden = is_hidden(names, figure_of(self)->instrument, figure_answers(figure_of(self), cell_of(self)));
    return value_number(hidden ? num_hidden() : number, figure_of(self)->decimals, figure_of(self)->unit);
}

static struct value cell_value(const struct names *names, const struct value *self)
{
    struct value value = figure_number(names, self, cell_of(self)->value);
    value.source = source_of_figure(names, figure_of(self), cell_of(self), "value");
    return value;
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
    bool hidden = is_hidden(names, figure_of(self)->instrument, figure_answers(figure_of(self), cell_of(self)));
    struct value value = value_count(hidden ? num_hidden() : cell_of(self)->numerator);
    value.source = source_of_figure(names, figure_of(self), cell_of(self), "numerator");
    return value;
}

static struct value cell_base(const struct names *names, const struct value *self)
{
    bool hidden = is_hidden(names, figure_of(self)->instrument, cell_of(self)->base);
    return value_count(hidden ? num_hidden() : cell_of(self)->base);
}

static struct value cell_responses(const struct names *names, const struct value *self)
{
    (void)names;
    return value_count(cell_of(self)->responses);
}

static struct value cell_effective(const struct names *names, const struct value *self)
{
    (void)names;
    return value_number(cell_of(self)->effective_n, 1, NULL);
}

static struct value cell_dropped(const struct names *names, const struct value *self)
{
    return value_text(names->edition == EDITION_PUBLIC ? NULL : cell_of(self)->dropped); /* it names raters */
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
    return value_of_items(&items, &unit_class);
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
    if (!isnan(value.number))
        add_unit(names, value.unit, out);
}

static const struct value_field cell_fields[] = {
    {"value", cell_value},
    {"n", cell_base},
    {"base", cell_base},
    {"numerator", cell_numerator},
    {"responses", cell_responses},
    {"effective_n", cell_effective},
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

struct value figure_cell_value(const struct figure_result *result, const struct figure_cell *cell)
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
    return value_text(word(names, statistic_formulas[figure_of(self)->statistic]));
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
    return value_of_items(&items, &cell_class);
}

static struct value figure_sorted(const struct names *names, const struct value *self)
{
    size_t count;
    const struct figure_cell **cells = figure_by_value(names, result_of(self), &count);
    struct value_items items = {0};
    for (size_t i = 0; i < count; i++)
        value_add(names, &items, figure_cell_value(result_of(self), cells[i]));
    return value_of_items(&items, &cell_class);
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

/* Does it run over the kind of the report's unit, and over nothing else? */
static struct value figure_concerns(const struct names *names, const struct value *self)
{
    const struct figure *figure = figure_of(self);
    return value_bool(names->unit && figure->by_count == 1 && figure->by[0] == names->unit->kind);
}

/* Does it tell satisfaction or awareness of the units of one kind, as a questionnaire has it? */
static bool is_opinion(const struct names *names, const struct figure *figure)
{
    static const bool opinions[STATISTICS] = {[STAT_TOP1] = true, [STAT_TOP2] = true, [STAT_TOP3] = true, [STAT_SATISFIED] = true, [STAT_AWARENESS] = true, [STAT_SCORE] = true};
    bool asked = figure->instrument && figure->instrument->kind == INSTRUMENT_QUESTIONNAIRE && opinions[figure->statistic];
    return asked && figure->by_count == 1 && figure_shown(names, figure);
}

/* Is it the first opinion by its kind? A heading stands before it. */
static struct value figure_opens(const struct names *names, const struct value *self)
{
    const struct figure *own = figure_of(self);
    for (size_t i = 0; i < names->results->figures.count; i++) {
        const struct figure *figure = names->results->figures.at[i].figure;
        if (is_opinion(names, figure) && figure->by[0] == own->by[0])
            return value_bool(figure == own);
    }
    return value_bool(false);
}

static struct value figure_kind(const struct names *names, const struct value *self)
{
    (void)names;
    return figure_of(self)->by_count == 1 ? kind_value(figure_of(self)->by[0]) : value_none();
}

static const struct value_field figure_fields[] = {
    {"value", cell_value},
    {"n", cell_base},
    {"base", cell_base},
    {"numerator", cell_numerator},
    {"responses", cell_responses},
    {"missing", cell_missing},
    {"id", figure_id},
    {"by", figure_kind}, /* the one kind that it runs over */
    {"opens", figure_opens},
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
    {"concerns", figure_concerns},
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

static const struct value_class figures_class = {.name = "figures", .key = figures_key, .child = figures_child, .iterates = true, .item = &figure_class};

/* Satisfaction and awareness, kind by kind. */
struct value opinions_value(const struct names *names)
{
    struct value_items items = {0};
    for (size_t k = 0; k < names->evaluation->kinds.count; k++)
        for (size_t i = 0; i < names->results->figures.count; i++) {
            const struct figure_result *result = &names->results->figures.at[i];
            if (is_opinion(names, result->figure) && result->figure->by[0] == &names->evaluation->kinds.at[k])
                value_add(names, &items, figure_value(result));
        }
    return value_of_items(&items, &figure_class);
}

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

static const struct value_class unit_figures_class = {
    .name = "figures of a unit", .key = unit_figures_key, .child = unit_figures_child, .iterates = true, .item = &cell_class};

struct value unit_figures_value(const struct unit *unit)
{
    return value_object(&unit_figures_class, unit, NULL);
}
