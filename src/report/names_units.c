/* SPDX-License-Identifier: GPL-3.0-or-later
 * Names over kinds and units. A unit offers its attributes under their ids (`unit.lead.name`), and the units that refer to it by one
 * as `<attribute>_of` (`unit.lead_of`: the projects that a department leads).
 */
#include "report_priv.h"

bool units_refer(const struct unit *unit, const struct unit *to)
{
    for (size_t i = 0; i < unit->attributes.count; i++)
        for (size_t k = 0; k < unit->attributes.at[i].units.count; k++)
            if (unit->attributes.at[i].units.at[k] == to)
                return true;
    return false;
}

/* Units ------------------------------------------------------------------------------------------------------ */

static const struct unit *unit_of(const struct value *self)
{
    return self->self;
}

static struct value unit_id(const struct names *names, const struct value *self)
{
    (void)names;
    return value_text(unit_of(self)->id);
}

static struct value unit_name(const struct names *names, const struct value *self)
{
    (void)names;
    return value_text(unit_of(self)->name);
}

static struct value unit_short(const struct names *names, const struct value *self)
{
    (void)names;
    return value_text(unit_of(self)->short_name ? unit_of(self)->short_name : unit_of(self)->name);
}

static struct value unit_number(const struct names *names, const struct value *self)
{
    (void)names;
    return value_count(unit_of(self)->index + 1);
}

static struct value unit_placeholder(const struct names *names, const struct value *self)
{
    (void)names;
    return value_bool(unit_of(self)->placeholder);
}

static struct value unit_kind_value(const struct names *names, const struct value *self)
{
    (void)names;
    return kind_value(unit_of(self)->kind);
}

static struct value unit_status_value(const struct names *names, const struct value *self)
{
    return status_value(evaluation_status(names->evaluation, unit_of(self)));
}

static struct value unit_not_applicable(const struct names *names, const struct value *self)
{
    return not_applicable_value(names, unit_of(self));
}

static struct value unit_score_row(const struct names *names, const struct value *self)
{
    return unit_row_value(names, unit_of(self));
}

static struct value unit_cells(const struct names *names, const struct value *self)
{
    return cells_value(names, unit_of(self));
}

static struct value unit_figures(const struct names *names, const struct value *self)
{
    (void)names;
    return unit_figures_value(unit_of(self));
}

/* Does this edition show figures of its kind unit by unit? */
static struct value unit_figures_shown(const struct names *names, const struct value *self)
{
    for (size_t i = 0; i < names->results->figures.count; i++) {
        const struct figure *figure = names->results->figures.at[i].figure;
        if (figure->by_count == 1 && figure->by[0] == unit_of(self)->kind && figure_shown(names, figure))
            return value_bool(true);
    }
    return value_bool(false);
}

static struct value unit_questions(const struct names *names, const struct value *self)
{
    return unit_questions_value(names, unit_of(self));
}

static struct value unit_attributes(const struct names *names, const struct value *self)
{
    return unit_attributes_value(names, unit_of(self));
}

static struct value unit_referred_by(const struct names *names, const struct value *self)
{
    return unit_referred_by_value(names, unit_of(self));
}

/* `unit.in.combined.place`: its row in each table, nothing where it has none there (not among the best, say). */
static const char *in_key(const struct names *names, const struct value *self, size_t i)
{
    (void)self;
    return i < names->results->tables.count ? names->results->tables.at[i].table->id : NULL;
}

static struct value in_child(const struct names *names, const struct value *self, size_t i)
{
    const struct table_result *table = &names->results->tables.at[i];
    return row_value(names, table, unit_row(table, unit_of(self)));
}

static const struct value_class in_class = {.name = "rows of a unit", .key = in_key, .child = in_child};

static struct value unit_in(const struct names *names, const struct value *self)
{
    (void)names;
    return value_object(&in_class, self->self, NULL);
}

static struct value unit_is_here(const struct names *names, const struct value *self)
{
    return value_bool(unit_of(self) == names->unit);
}

static const struct value_field unit_fields[] = {
    {"id", unit_id},
    {"name", unit_name},
    {"short", unit_short},
    {"number", unit_number},
    {"placeholder", unit_placeholder},
    {"kind", unit_kind_value},
    {"status", unit_status_value},
    {"not_applicable", unit_not_applicable},
    {"row", unit_score_row},
    {"in", unit_in},
    {"cells", unit_cells},
    {"figures", unit_figures},
    {"figures_shown", unit_figures_shown},
    {"questions", unit_questions},
    {"attributes", unit_attributes},
    {"referred_by", unit_referred_by},
    {"here", unit_is_here},
    {NULL, NULL},
};

/* The i-th attribute, in any kind, whose values are units of `kind`. */
static const struct attribute *attribute_to(const struct names *names, const struct unit_kind *kind, size_t i, const struct unit_kind **ret_from)
{
    for (size_t k = 0; k < names->evaluation->kinds.count; k++) {
        const struct unit_kind *from = &names->evaluation->kinds.at[k];
        for (size_t a = 0; a < from->attributes.count; a++)
            if (from->attributes.at[a].refers_kind == kind && i-- == 0) {
                *ret_from = from;
                return &from->attributes.at[a];
            }
    }
    return NULL;
}

static const char *unit_key(const struct names *names, const struct value *self, size_t i)
{
    const struct unit_kind *kind = unit_of(self)->kind, *from;
    if (!kind)
        return NULL;
    if (i < kind->attributes.count)
        return kind->attributes.at[i].id;
    const struct attribute *attribute = attribute_to(names, kind, i - kind->attributes.count, &from);
    return attribute ? arena_printf(names->arena, "%s_of", attribute->id) : NULL;
}

static struct value attribute_text(const struct attribute *attribute, const struct name *name)
{
    double number;
    if (attribute->type == ATTRIBUTE_NUMBER && text_number(name->text, strlen(name->text), false, &number))
        return value_count(number);
    if (attribute->type == ATTRIBUTE_YES_NO)
        return value_bool(!strcmp(name->text, "yes") || !strcmp(name->text, "true") || !strcmp(name->text, "是"));
    return value_text(name->text);
}

static struct value own_attribute(const struct names *names, const struct unit *unit, const struct attribute *attribute)
{
    const struct attribute_value *given = unit_attribute(unit, attribute->id);
    struct value_items items = {0};
    if (given && attribute->type == ATTRIBUTE_UNIT)
        for (size_t i = 0; i < given->units.count; i++)
            value_add(names, &items, unit_value(given->units.at[i]));
    else if (given)
        for (size_t i = 0; i < given->values.count; i++)
            if (given->values.at[i].text)
                value_add(names, &items, attribute_text(attribute, &given->values.at[i]));
    if (attribute->many)
        return value_of_items(&items, attribute->type == ATTRIBUTE_UNIT ? &unit_class : NULL);
    return items.count ? items.at[0] : value_none();
}

static struct value unit_child(const struct names *names, const struct value *self, size_t i)
{
    const struct unit *unit = unit_of(self);
    if (i < unit->kind->attributes.count)
        return own_attribute(names, unit, &unit->kind->attributes.at[i]);
    const struct unit_kind *from = NULL;
    const struct attribute *attribute = attribute_to(names, unit->kind, i - unit->kind->attributes.count, &from);
    struct value_items items = {0};
    for (size_t u = 0; u < from->units.count; u++)
        if (unit_refers(&from->units.at[u], attribute->id, unit))
            value_add(names, &items, unit_value(&from->units.at[u]));
    return value_of_items(&items, &unit_class);
}

static void unit_print(const struct names *names, const struct value *self, struct strbuf *out)
{
    (void)names;
    strbuf_adds(out, unit_of(self)->name);
}

/* Attributes of any kind, and who may refer by them. */
static const char *any_unit_key(const struct names *names, const struct value *self, size_t i)
{
    (void)self;
    for (size_t k = 0; k < names->evaluation->kinds.count; k++) {
        const struct unit_kind *kind = &names->evaluation->kinds.at[k];
        if (i < 2 * kind->attributes.count)
            return arena_printf(names->arena, i % 2 ? "%s_of" : "%s", kind->attributes.at[i / 2].id);
        i -= 2 * kind->attributes.count;
    }
    return NULL;
}

const struct value_class unit_class = {.name = "unit", .fields = unit_fields, .key = unit_key, .child = unit_child, .print = unit_print, .any_key = any_unit_key};

struct value unit_value(const struct unit *unit)
{
    return unit ? value_object(&unit_class, unit, NULL) : value_none();
}

/* Kinds ------------------------------------------------------------------------------------------------------- */

static const struct unit_kind *kind_of(const struct value *self)
{
    return self->self;
}

static struct value kind_id(const struct names *names, const struct value *self)
{
    (void)names;
    return value_text(kind_of(self)->id);
}

static struct value kind_name(const struct names *names, const struct value *self)
{
    (void)names;
    return value_text(kind_of(self)->name);
}

static struct value kind_counter(const struct names *names, const struct value *self)
{
    (void)names;
    return value_text(kind_of(self)->counter);
}

static struct value kind_number(const struct names *names, const struct value *self)
{
    (void)names;
    return value_number((double)kind_of(self)->units.count, 0, kind_of(self)->counter);
}

static struct value kind_units(const struct names *names, const struct value *self)
{
    struct value_items items = {0};
    for (size_t i = 0; i < kind_of(self)->units.count; i++)
        value_add(names, &items, unit_value(&kind_of(self)->units.at[i]));
    return value_of_items(&items, &unit_class);
}

static struct value kind_placeholders(const struct names *names, const struct value *self)
{
    struct value_items items = {0};
    for (size_t i = 0; i < kind_of(self)->units.count; i++)
        if (kind_of(self)->units.at[i].placeholder)
            value_add(names, &items, unit_value(&kind_of(self)->units.at[i]));
    return value_of_items(&items, &unit_class);
}

static void kind_print(const struct names *names, const struct value *self, struct strbuf *out)
{
    (void)names;
    strbuf_adds(out, kind_of(self)->name);
}

static const struct value_field kind_fields[] = {
    {"id", kind_id},          {"name", kind_name},   {"counter", kind_counter},
    {"number", kind_number},  {"units", kind_units}, {"placeholders", kind_placeholders},
    {NULL, NULL},
};

static const struct value_class kind_class = {.name = "kind", .fields = kind_fields, .print = kind_print};

struct value kind_value(const struct unit_kind *kind)
{
    return kind ? value_object(&kind_class, kind, NULL) : value_none();
}

static const char *kinds_key(const struct names *names, const struct value *self, size_t i)
{
    (void)self;
    return i < names->evaluation->kinds.count ? names->evaluation->kinds.at[i].id : NULL;
}

static struct value kinds_child(const struct names *names, const struct value *self, size_t i)
{
    (void)self;
    return kind_value(&names->evaluation->kinds.at[i]);
}

static const struct value_class kinds_class = {.name = "kinds", .key = kinds_key, .child = kinds_child, .iterates = true, .item = &kind_class};

struct value kinds_value(void)
{
    return value_object(&kinds_class, NULL, NULL);
}
