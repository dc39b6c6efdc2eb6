/* SPDX-License-Identifier: GPL-3.0-or-later
 * Names over what the evaluation states of its sample: designs, and the populations that its responses stand for.
 */
#include "report_priv.h"

/* Designs ---------------------------------------------------------------------------------------------------- */

static const struct sample_design *design_of(const struct value *self)
{
    return self->self;
}

static struct value design_name(const struct names *names, const struct value *self)
{
    (void)names;
    return value_text(design_of(self)->name ? design_of(self)->name : design_of(self)->id);
}

static struct value design_instrument(const struct names *names, const struct value *self)
{
    (void)names;
    return instrument_value(design_of(self)->instrument);
}

static struct value design_strata(const struct names *names, const struct value *self)
{
    const struct margin_side *side = &design_of(self)->strata;
    if (side->question)
        return value_text(side->question->short_title);
    if (side->kind)
        return value_text(side->kind->name);
    return value_text(side->group ? word(names, "作答人类别") : NULL);
}

static const char *variable_title(const struct variable *variable)
{
    return !variable ? NULL : variable->item && variable->item->title ? variable->item->title : variable->question->short_title;
}

static struct value design_clusters(const struct names *names, const struct value *self)
{
    (void)names;
    return value_text(variable_title(design_of(self)->clusters));
}

static struct value design_weights(const struct names *names, const struct value *self)
{
    (void)names;
    const struct weighting *weighting = design_of(self)->weighting;
    return value_text(weighting ? weighting->name ? weighting->name : weighting->id : variable_title(design_of(self)->weight));
}

static struct value design_finite(const struct names *names, const struct value *self)
{
    (void)names;
    return value_bool(design_of(self)->finite);
}

static void design_print(const struct names *names, const struct value *self, struct strbuf *out)
{
    strbuf_adds(out, design_name(names, self).text);
}

static const struct value_field design_fields[] = {
    {"name", design_name},       {"instrument", design_instrument}, {"strata", design_strata}, {"clusters", design_clusters},
    {"weights", design_weights}, {"finite", design_finite},         {NULL, NULL},
};

static const struct value_class design_class = {.name = "sample design", .fields = design_fields, .print = design_print};

struct value designs_value(const struct names *names)
{
    struct value_items items = {0};
    for (size_t i = 0; i < names->evaluation->designs.count; i++)
        value_add(names, &items, value_object(&design_class, &names->evaluation->designs.at[i], NULL));
    return value_of_items(&items, &design_class);
}

/* Populations ------------------------------------------------------------------------------------------------ */

static const struct population *population_of(const struct value *self)
{
    return self->self;
}

static const char *option_label_of(const struct question *question, int code)
{
    const struct option *option = question && question->scale ? scale_option(question->scale, code) : NULL;
    return option ? option->label : NULL;
}

/* Whom it counts: 安县，性别：女. */
static struct value population_of_whom(const struct names *names, const struct value *self)
{
    const struct population *population = population_of(self);
    const char *between = word(names, "，"), *colon = word(names, "：");
    struct strbuf text;
    strbuf_init(&text);
    if (population->unit)
        strbuf_adds(&text, population->unit->name);
    if (population->group)
        strbuf_addf(&text, "%s%s", text.len ? between : "", population->group);
    for (size_t i = 0; i < population->questions.count && i < population->codes.count; i++) {
        const struct question *question = population->questions.at[i];
        const char *label = option_label_of(question, population->codes.at[i]);
        if (question && label)
            strbuf_addf(&text, "%s%s%s%s", text.len ? between : "", question->short_title, colon, label);
    }
    struct value value = value_text(text.len ? arena_strdup(names->arena, text.at) : word(names, "全体"));
    strbuf_release(&text);
    return value;
}

static struct value population_size(const struct names *names, const struct value *self)
{
    (void)names;
    return value_count(population_of(self)->size);
}

static struct value population_counts_people(const struct names *names, const struct value *self)
{
    (void)names;
    return value_bool(population_of(self)->counts == COUNTS_PEOPLE);
}

static struct value population_source(const struct names *names, const struct value *self)
{
    (void)names;
    return value_text(population_of(self)->source);
}

static const struct value_field population_fields[] = {
    {"whom", population_of_whom}, {"size", population_size}, {"people", population_counts_people}, {"source", population_source}, {NULL, NULL},
};

static const struct value_class population_class = {.name = "population", .fields = population_fields};

struct value populations_value(const struct names *names)
{
    struct value_items items = {0};
    for (size_t i = 0; i < names->evaluation->populations.count; i++)
        value_add(names, &items, value_object(&population_class, &names->evaluation->populations.at[i], NULL));
    return value_of_items(&items, &population_class);
}
