/* SPDX-License-Identifier: GPL-3.0-or-later
 * A published table as a small evaluation of its own, so that the library that scored it can score it again.
 *
 * Each leaf becomes a figure by the table's kind whose cells are the published values. What the published row already holds is taken as it is: a leaf that rests
 * on another table (its mean over pairs that are not public), a leaf that a policy filled in, bonus and deductions that come from figures. Units without a
 * published row are not in it; units without score have no values. A row with a hidden leaf stands for its published score.
 */
#include <strings.h>

#include "ceping/score.h"
#include "verify_priv.h"

struct building {
    struct verify *v;
    struct evaluation *evaluation;
    struct results *results;
    struct table *table;
    struct unit_kind *kind;
    enum verify_from from;
    bool broken;
};

static int word_at(const char *const *words, size_t count, const char *word)
{
    for (size_t i = 0; i < count; i++)
        if (word && !strcmp(words[i], word))
            return (int)i;
    return 0;
}

static const char *copied(struct building *b, const json_t *object, const char *name)
{
    const char *text = rule_text(object, name);
    return arena_strdup(b->evaluation->arena, text ? text : "");
}

/* Units and facets ----------------------------------------------------------------------------------------------------- */

static const json_t *kind_rules(const struct building *b, const char *id)
{
    const json_t *kinds = json_object_get(b->v->rules, "kinds");
    for (size_t k = 0; k < json_array_size(kinds); k++)
        if (rule_text(json_array_get(kinds, k), "id") && id && !strcmp(rule_text(json_array_get(kinds, k), "id"), id))
            return json_array_get(kinds, k);
    return NULL;
}

static void build_kind(struct building *b, const json_t *rules)
{
    struct arena *arena = b->evaluation->arena;
    b->kind = LIST_ADD(arena, &b->evaluation->kinds);
    b->kind->id = copied(b, rules, "id");
    b->kind->name = copied(b, rules, "name");
    const json_t *units = json_object_get(rules, "units");
    for (size_t u = 0; u < json_array_size(units); u++) {
        struct unit *unit = LIST_ADD(arena, &b->kind->units);
        unit->id = copied(b, json_array_get(units, u), "id");
        unit->name = unit->short_name = copied(b, json_array_get(units, u), "name");
        unit->index = (int)u;
    }
    for (size_t u = 0; u < b->kind->units.count; u++)
        b->kind->units.at[u].kind = b->kind;
}

static void build_facets(struct building *b)
{
    const json_t *facets = json_object_get(b->v->rules, "facets");
    for (size_t f = 0; f < json_array_size(facets); f++) {
        struct facet *facet = LIST_ADD(b->evaluation->arena, &b->evaluation->rubric.facets);
        facet->id = copied(b, json_array_get(facets, f), "id");
        const json_t *values = json_object_get(json_array_get(facets, f), "values");
        for (size_t i = 0; i < json_array_size(values); i++) {
            const char *value = json_string_value(json_array_get(values, i));
            *LIST_ADD(b->evaluation->arena, &facet->values) = arena_strdup(b->evaluation->arena, value ? value : "");
        }
    }
}

/* Nodes ---------------------------------------------------------------------------------------------------------------- */

static void read_transform(struct building *b, const json_t *rules, struct transform *transform)
{
    const json_t *from = json_object_get(rules, "transform");
    *transform = (struct transform){.from = rule_number(from, "from", NAN), .to = rule_number(from, "to", NAN), .high = 100, .start = 100};
    if (!from || b->from == FROM_SCORES)
        return;
    transform->kind = (enum transform_kind)word_at(transform_ids, TRANSFORMS, rule_text(from, "type"));
    transform->low = rule_number(from, "low", 0);
    transform->high = rule_number(from, "high", 100);
    transform->start = rule_number(from, "start", 100);
    transform->each = rule_number(from, "each", NAN);
    const json_t *steps = json_object_get(from, "steps");
    for (size_t i = 0; i < json_array_size(steps); i++) {
        const json_t *step = json_array_get(steps, i);
        *LIST_ADD(b->evaluation->arena, &transform->steps) =
            (struct step){json_number_value(json_array_get(step, 0)), json_number_value(json_array_get(step, 1))};
    }
}

static void read_marks(struct building *b, const json_t *rules, struct node *node)
{
    const char *name;
    json_t *value;
    json_object_foreach (json_object_get(rules, "facets"), name, value)
        for (size_t f = 0; f < b->evaluation->rubric.facets.count; f++) {
            const struct facet *facet = &b->evaluation->rubric.facets.at[f];
            if (strcmp(facet->id, name) != 0)
                continue;
            struct facet_mark mark = {.facet = facet->id, .facet_index = (int)f, .value_index = -1};
            for (size_t i = 0; i < facet->values.count; i++)
                if (json_is_string(value) && !strcmp(facet->values.at[i], json_string_value(value))) {
                    mark.value = facet->values.at[i];
                    mark.value_index = (int)i;
                }
            if (mark.value)
                *LIST_ADD(b->evaluation->arena, &node->facets) = mark;
        }
}

/* Indices follow the walk that visits parents first, as in the rubric. */
static void build_node(struct building *b, const json_t *rules, struct node *node, int *index, int depth)
{
    node->id = copied(b, rules, "id");
    node->name = copied(b, rules, "name");
    node->weight = rule_number(rules, "weight", 0);
    node->min_base = 0;
    node->index = (*index)++;
    read_transform(b, rules, &node->transform);
    read_marks(b, rules, node);
    const json_t *children = json_object_get(rules, "children");
    b->broken = b->broken || depth > 50;
    for (size_t i = 0; i < json_array_size(children) && !b->broken; i++)
        LIST_ADD(b->evaluation->arena, &node->children);
    for (size_t i = 0; i < node->children.count; i++)
        build_node(b, json_array_get(children, i), &node->children.at[i], index, depth + 1);
}

static void link_nodes(struct building *b, struct node *node, struct node *parent)
{
    node->parent = parent;
    if (node->index >= 0)
        *LIST_ADD(b->evaluation->arena, &b->table->nodes) = node;
    for (size_t i = 0; i < node->children.count; i++)
        link_nodes(b, &node->children.at[i], node);
}

/* Values ----------------------------------------------------------------------------------------------------------------- */

static struct figure *new_figure(struct building *b, const char *id)
{
    struct figure *figure = ARENA_NEW(b->evaluation->arena, struct figure);
    *figure = (struct figure){.id = id, .name = id, .statistic = STAT_COUNT, .by = {b->kind}, .by_count = 1, .index = (int)b->results->figures.count};
    struct figure_result *result = LIST_ADD(b->results->arena, &b->results->figures);
    result->figure = figure;
    result->all = (struct figure_cell){.units = {NO_UNIT, NO_UNIT, NO_UNIT}, .value = NAN};
    return figure;
}

static void add_value(struct building *b, const struct figure *figure, int unit, double value)
{
    if (isnan(value))
        return;
    struct figure_cell *cell = LIST_ADD(b->results->arena, &b->results->figures.at[figure->index].cells);
    *cell = (struct figure_cell){.units = {unit, NO_UNIT, NO_UNIT}, .value = value, .base = 1, .responses = 1};
}

static const char *row_key(struct building *b, const struct unit *unit)
{
    return arena_printf(b->v->arena, "%s/%s/%s", b->table->id, b->kind->id, unit->id);
}

static bool row_has_hidden_leaf(struct building *b, const struct unit *unit)
{
    const struct data_table *leaves = verify_table(b->v, DATA_LEAVES);
    for (size_t n = 0; n < b->table->nodes.count; n++) {
        if (b->table->nodes.at[n]->children.count)
            continue;
        size_t row = verify_find(b->v, DATA_LEAVES, arena_printf(b->v->arena, "%s/%s", row_key(b, unit), b->table->nodes.at[n]->id));
        if (row != SIZE_MAX && verify_hidden(data_cell(leaves, row, "score")))
            return true;
    }
    return false;
}

static double leaf_value(struct building *b, const struct node *node, const struct unit *unit, size_t row, bool hidden)
{
    const struct data_table *scores = verify_table(b->v, DATA_SCORES), *leaves = verify_table(b->v, DATA_LEAVES);
    bool scored = data_cell(scores, row, "score") && !verify_hidden(data_cell(scores, row, "score"));
    size_t leaf = verify_find(b->v, DATA_LEAVES, arena_printf(b->v->arena, "%s/%s", row_key(b, unit), node->id));
    if (b->from == FROM_RAW)
        return leaf == SIZE_MAX ? (double)NAN : data_number(leaves, leaf, "raw");
    if (!scored || leaf == SIZE_MAX)
        return NAN;
    if (hidden)
        return data_number(scores, row, "score") - data_number(scores, row, "bonus") + data_number(scores, row, "deduction");
    return data_number(leaves, leaf, "score");
}

static void build_leaves(struct building *b)
{
    for (size_t n = 0; n < b->table->nodes.count; n++) {
        struct node *node = b->table->nodes.at[n];
        if (!node->children.count)
            node->figure = new_figure(b, arena_printf(b->evaluation->arena, "%s.%s", b->table->id, node->id));
    }
    for (size_t u = 0; u < b->kind->units.count; u++) {
        struct unit *unit = &b->kind->units.at[u];
        size_t row = verify_find(b->v, DATA_SCORES, row_key(b, unit));
        if (row == SIZE_MAX)
            continue;
        *LIST_ADD(b->evaluation->arena, &b->table->only) = unit;
        bool hidden = row_has_hidden_leaf(b, unit);
        for (size_t n = 0; n < b->table->nodes.count; n++)
            if (b->table->nodes.at[n]->figure)
                add_value(b, b->table->nodes.at[n]->figure, unit->index, leaf_value(b, b->table->nodes.at[n], unit, row, hidden));
    }
}

/* Points as published: what they came from is checked where the rules give it. */
static void build_points(struct building *b, const char *column, struct list_any *to)
{
    const struct data_table *scores = verify_table(b->v, DATA_SCORES);
    struct figure *figure = new_figure(b, column);
    for (size_t u = 0; u < b->kind->units.count; u++) {
        size_t row = verify_find(b->v, DATA_SCORES, row_key(b, &b->kind->units.at[u]));
        if (row != SIZE_MAX)
            add_value(b, figure, (int)u, data_number(scores, row, column));
    }
    struct adjustment *adjustment = list_grow(b->evaluation->arena, to, sizeof *adjustment);
    *adjustment = (struct adjustment){.id = column, .name = column, .figure = figure, .points = 1, .cap = INFINITY};
}

/* Figures that break ties, from their published values. */
static void build_keys(struct building *b, const json_t *rules)
{
    const struct data_table *figures = verify_table(b->v, DATA_FIGURES);
    const json_t *names = json_object_get(rules, "tie_break");
    for (size_t i = 0; i < json_array_size(names); i++) {
        const char *id = json_string_value(json_array_get(names, i));
        if (!id)
            continue;
        id = arena_strdup(b->evaluation->arena, id);
        *LIST_ADD(b->evaluation->arena, &b->table->tie_break_names) = (struct name){.text = id};
        bool node = !strcasecmp(id, "order");
        for (size_t n = 0; n < b->table->nodes.count; n++)
            node = node || !strcasecmp(b->table->nodes.at[n]->id, id);
        if (node)
            continue;
        struct figure *figure = new_figure(b, id);
        for (size_t u = 0; u < b->kind->units.count; u++) {
            size_t row = verify_find(b->v, DATA_FIGURES, arena_printf(b->v->arena, "%s/%s/%s", id, b->kind->id, b->kind->units.at[u].id));
            if (row != SIZE_MAX)
                add_value(b, figure, (int)u, data_number(figures, row, "value"));
        }
    }
}

/* The model keeps figures in one list; pointers to them were handed out before it was whole. */
static void link_figures(struct building *b)
{
    struct evaluation *evaluation = b->evaluation;
    for (size_t i = 0; i < b->results->figures.count; i++)
        *LIST_ADD(evaluation->arena, &evaluation->figures) = *b->results->figures.at[i].figure;
    for (size_t i = 0; i < b->results->figures.count; i++)
        b->results->figures.at[i].figure = &evaluation->figures.at[i];
    for (size_t n = 0; n < b->table->nodes.count; n++)
        if (b->table->nodes.at[n]->figure)
            b->table->nodes.at[n]->figure = &evaluation->figures.at[b->table->nodes.at[n]->figure->index];
    struct adjustment *adjustments[] = {b->table->bonus.at, b->table->deductions.at};
    for (size_t i = 0; i < COUNT_OF(adjustments); i++)
        adjustments[i]->figure = &evaluation->figures.at[adjustments[i]->figure->index];
}

/* Tables -------------------------------------------------------------------------------------------------------------------- */

static void read_places(struct building *b, const json_t *rules)
{
    struct arena *arena = b->evaluation->arena;
    const json_t *fixed = json_object_get(rules, "fixed_places"), *bands = json_object_get(rules, "bands");
    for (size_t i = 0; i < json_array_size(fixed); i++) {
        const char *id = rule_text(json_array_get(fixed, i), "unit");
        struct unit *unit = id ? evaluation_unit(b->evaluation, b->kind, id) : NULL;
        double place = rule_number(json_array_get(fixed, i), "place", 0);
        if (unit && place >= 1 && place < 1e6)
            *LIST_ADD(arena, &b->table->fixed_places) = (struct fixed_place){.unit = unit, .place = (int)place};
        else
            verify_differs(b->v, VERIFY_PLACES, "data/rules.json", b->table->id, "fixed_places", id, _("a unit and its place"));
    }
    for (size_t i = 0; i < json_array_size(bands); i++)
        *LIST_ADD(arena, &b->table->bands) = (struct band){.from = rule_number(json_array_get(bands, i), "from", NAN), .label = copied(b, json_array_get(bands, i), "label")};
    b->table->ties = (enum tie_rule)word_at(tie_rule_ids, TIE_RULES, rule_text(rules, "ties"));
    b->table->ties_exact = rule_text(rules, "ties_on") && !strcmp(rule_text(rules, "ties_on"), "exact");
    b->table->bands_exact = rule_text(rules, "bands_on") && !strcmp(rule_text(rules, "bands_on"), "exact");
    b->table->ranked = !json_is_false(json_object_get(rules, "ranked"));
}

static void build_table(struct building *b, const json_t *rules)
{
    struct arena *arena = b->evaluation->arena;
    struct table *table = b->table = LIST_ADD(arena, &b->evaluation->rubric.tables);
    *LIST_ADD(arena, &b->evaluation->rubric.order) = table;
    table->id = copied(b, rules, "id");
    table->name = copied(b, rules, "name");
    table->by[0] = b->kind;
    table->by_count = 1;
    table->decimals = (int)rule_number(rules, "decimals", 2);
    table->coverage = 0; /* published beside the score, and compared there */
    table->bonus_cap = table->deduction_cap = INFINITY;
    table->score_max = rule_number(rules, "score_max", INFINITY);
    table->root = (struct node){.id = table->id, .name = table->name, .weight = 100, .index = -1};
    const json_t *tree = json_object_get(rules, "tree");
    int index = 0;
    for (size_t i = 0; i < json_array_size(tree); i++)
        LIST_ADD(arena, &table->root.children);
    for (size_t i = 0; i < table->root.children.count; i++)
        build_node(b, json_array_get(tree, i), &table->root.children.at[i], &index, 0);
    link_nodes(b, &table->root, NULL);
    read_places(b, rules);
    build_leaves(b);
    build_points(b, "bonus", (struct list_any *)(void *)&table->bonus);
    build_points(b, "deduction", (struct list_any *)(void *)&table->deductions);
    build_keys(b, rules);
    link_figures(b);
}

bool verify_rebuild(struct verify *v, const json_t *rules, enum verify_from from, struct verify_rubric *ret_rubric)
{
    struct evaluation *evaluation = evaluation_new("");
    struct building b = {.v = v, .evaluation = evaluation, .results = results_new(evaluation), .from = from};
    evaluation->rounding = (enum rounding)word_at(rounding_ids, ROUNDINGS, rule_text(v->rules, "rounding"));
    num_round_by(evaluation->rounding);
    const json_t *kind = kind_rules(&b, json_string_value(json_array_get(json_object_get(rules, "by"), 0)));
    if (kind) {
        build_kind(&b, kind);
        build_facets(&b);
        build_table(&b, rules);
    }
    *ret_rubric = (struct verify_rubric){evaluation, b.results};
    if (!kind || b.broken || !b.kind->units.count || !b.table->nodes.count) {
        const char *id = rule_text(rules, "id");
        verify_differs(v, VERIFY_SCORES, "data/rules.json", id, NULL, NULL, _("a table with a kind, its units and a tree"));
        verify_rubric_release(ret_rubric);
        return false;
    }
    struct diags said; /* what scoring would warn about was said when it was published */
    diags_init(&said);
    score_tables(evaluation, b.results, &said);
    diags_release(&said);
    return true;
}

void verify_rubric_release(struct verify_rubric *rubric)
{
    results_free(rubric->results);
    evaluation_free(rubric->evaluation);
}
