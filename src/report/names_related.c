/* SPDX-License-Identifier: GPL-3.0-or-later
 * What a unit says of itself and who refers to it, as lists that a template can run over without knowing an id: `unit.attributes` (name, value), and
 * `unit.referred_by` (attribute, kind, units): of a department the projects that it leads.
 */
#include "report_priv.h"

static const struct unit *unit_of(const struct value *self)
{
    return self->of;
}

/* The unit's own attributes that have a value --------------------------------------------------------------- */

static const struct attribute *attribute_of(const struct value *self)
{
    return self->self;
}

static struct value attribute_id(const struct names *names, const struct value *self)
{
    (void)names;
    return value_text(attribute_of(self)->id);
}

static struct value attribute_name(const struct names *names, const struct value *self)
{
    (void)names;
    return value_text(attribute_of(self)->name);
}

static struct value attribute_value_of(const struct names *names, const struct value *self)
{
    struct value unit = unit_value(unit_of(self)), value = value_none();
    value_get(names, &unit, attribute_of(self)->id, strlen(attribute_of(self)->id), &value);
    return value;
}

static const struct value_field attribute_fields[] = {{"id", attribute_id}, {"name", attribute_name}, {"value", attribute_value_of}, {NULL, NULL}};

static const struct value_class attribute_class = {.name = "attribute", .fields = attribute_fields};

struct value unit_attributes_value(const struct names *names, const struct unit *unit)
{
    struct value_items items = {0};
    for (size_t i = 0; unit->kind && i < unit->kind->attributes.count; i++) {
        struct value attribute = value_object(&attribute_class, &unit->kind->attributes.at[i], unit);
        struct value value = attribute_value_of(names, &attribute);
        if (value_is_true(names, &value))
            value_add(names, &items, attribute);
    }
    return value_of_items(&items, &attribute_class);
}

/* Units that refer to it --------------------------------------------------------------------------------------- */

/* The kind that has an attribute: attributes are told apart by where they stand. */
static const struct unit_kind *kind_of_attribute(const struct names *names, const struct attribute *attribute)
{
    for (size_t k = 0; k < names->evaluation->kinds.count; k++) {
        const struct unit_kind *kind = &names->evaluation->kinds.at[k];
        if (kind->attributes.count && attribute >= kind->attributes.at && attribute < kind->attributes.at + kind->attributes.count)
            return kind;
    }
    return NULL;
}

static struct value reference_kind(const struct names *names, const struct value *self)
{
    return kind_value(kind_of_attribute(names, attribute_of(self)));
}

static struct value reference_units(const struct names *names, const struct value *self)
{
    const struct unit_kind *kind = kind_of_attribute(names, attribute_of(self));
    struct value_items items = {0};
    for (size_t u = 0; kind && u < kind->units.count; u++)
        if (unit_refers(&kind->units.at[u], attribute_of(self)->id, unit_of(self)))
            value_add(names, &items, unit_value(&kind->units.at[u]));
    return value_of_items(&items, &unit_class);
}

static const struct value_field reference_fields[] = {{"attribute", attribute_name}, {"kind", reference_kind}, {"units", reference_units}, {NULL, NULL}};

static const struct value_class reference_class = {.name = "reference", .fields = reference_fields};

struct value unit_referred_by_value(const struct names *names, const struct unit *unit)
{
    struct value_items items = {0};
    for (size_t k = 0; k < names->evaluation->kinds.count; k++) {
        const struct unit_kind *kind = &names->evaluation->kinds.at[k];
        for (size_t a = 0; a < kind->attributes.count; a++) {
            struct value reference = value_object(&reference_class, &kind->attributes.at[a], unit);
            struct value units = kind->attributes.at[a].refers_kind == unit->kind ? reference_units(names, &reference) : value_none();
            if (value_is_true(names, &units))
                value_add(names, &items, reference);
        }
    }
    return value_of_items(&items, &reference_class);
}
