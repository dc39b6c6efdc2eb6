/* SPDX-License-Identifier: GPL-3.0-or-later
 * Scores: from leaves to transforms, from the tree to scores, bands, places, facets and means. The library scores the small evaluation of verify_model.c;
 * here its results are laid beside what is published.
 */
#include "verify_priv.h"

enum { WEIGHT_DIGITS = 9 };

struct checking {
    struct verify *v;
    const json_t *rules;
    const struct table_result *result;
    const struct evaluation *evaluation;
    const char *id;
    bool whole; /* every unit of the table is published */
    bool places_open; /* something that decides places is hidden */
};

static const struct unit *unit_of(const struct checking *c, const struct score_row *row)
{
    return &c->result->table->by[0]->units.at[row->units[0]];
}

static const char *key_of(const struct checking *c, const struct score_row *row)
{
    return arena_printf(c->v->arena, "%s/%s/%s", c->id, c->result->table->by[0]->id, unit_of(c, row)->id);
}

static double count_in_summary(struct verify *v, const char *table, const char *column)
{
    size_t row = verify_find(v, DATA_SUMMARIES, table);
    return row == SIZE_MAX ? (double)NAN : data_number(verify_table(v, DATA_SUMMARIES), row, column);
}

bool verify_whole(struct verify *v, const char *table)
{
    return count_in_summary(v, table, "published") == count_in_summary(v, table, "units");
}

static bool is_leaf(const struct node *node)
{
    return node->figure != NULL;
}

static const json_t *node_rules(const json_t *list, const char *id)
{
    for (size_t i = 0; i < json_array_size(list); i++) {
        const json_t *node = json_array_get(list, i), *found = node_rules(json_object_get(node, "children"), id);
        if (rule_text(node, "id") && !strcmp(rule_text(node, "id"), id))
            return node;
        if (found)
            return found;
    }
    return NULL;
}

/* Leaves -------------------------------------------------------------------------------------------------------------- */

/* Transforms that look at all units of the table need all of them. */
static bool looks_at_all(const struct transform *transform)
{
    return transform->kind >= TRANSFORM_SHARE_OF_GREATEST;
}

/* Is the value of this leaf hidden for some unit? */
static bool node_hidden(const struct checking *c, const struct node *node)
{
    const struct data_table *leaves = verify_table(c->v, DATA_LEAVES);
    for (size_t i = 0; i < c->result->rows.count; i++) {
        size_t leaf = verify_find(c->v, DATA_LEAVES, arena_printf(c->v->arena, "%s/%s", key_of(c, &c->result->rows.at[i]), node->id));
        if (leaf != SIZE_MAX && verify_hidden(data_cell(leaves, leaf, "raw")))
            return true;
    }
    return false;
}

static bool score_hidden(const struct checking *c, const struct score_row *row)
{
    const struct data_table *scores = verify_table(c->v, DATA_SCORES);
    size_t at = verify_find(c->v, DATA_SCORES, key_of(c, row));
    return at != SIZE_MAX && verify_hidden(data_cell(scores, at, "score"));
}

static bool leaf_recomputable(const struct checking *c, const struct node *node, size_t leaf)
{
    const struct data_table *leaves = verify_table(c->v, DATA_LEAVES);
    if (verify_hidden(data_cell(leaves, leaf, "raw"))) {
        verify_left(c->v, N_("leaves whose value is hidden"), 1);
        return false;
    }
    if (isnan(data_number(leaves, leaf, "raw"))) {
        if (data_number(leaves, leaf, "imputed") == 1)
            verify_left(c->v, N_("leaves that a rule for missing values filled in: taken as published"), 1);
        return false;
    }
    if (looks_at_all(&node->transform) && (!c->whole || node_hidden(c, node))) {
        verify_left(c->v, N_("leaves whose score compares all units, of which not all are published"), 1);
        return false;
    }
    return true;
}

/* The leaf shows a figure: as the table of figures has it, printed. */
static void check_leaf_figure(const struct checking *c, const struct score_row *row, const struct node *node, size_t leaf)
{
    const json_t *rules = node_rules(json_object_get(c->rules, "tree"), node->id);
    const char *figure = rule_text(rules, "figure");
    const struct data_table *figures = verify_table(c->v, DATA_FIGURES), *leaves = verify_table(c->v, DATA_LEAVES);
    size_t at = figure ? verify_find(c->v, DATA_FIGURES, arena_printf(c->v->arena, "%s/%s/%s", figure, c->result->table->by[0]->id, unit_of(c, row)->id)) : SIZE_MAX;
    if (at == SIZE_MAX || verify_hidden(data_cell(figures, at, "value")) || isnan(data_number(leaves, leaf, "raw"))) {
        if (rules && rule_text(rules, "table"))
            verify_left(c->v, N_("leaves that rest on scores which are not published: their value is taken as published"), 1);
        else if (at == SIZE_MAX)
            verify_left(c->v, N_("leaves whose figure is not published by itself: their value is taken as published"), 1);
        return;
    }
    const char *value = data_cell(figures, at, "value");
    const char *dot = value ? strchr(value, '.') : NULL;
    verify_number(c->v, VERIFY_LEAVES, figures, at, "value", data_number(leaves, leaf, "raw"), dot ? (int)strlen(dot + 1) : 0);
}

static void check_leaf(const struct checking *c, const struct score_row *row, size_t n, const struct score_row *tree)
{
    const struct node *node = c->result->table->nodes.at[n];
    const struct data_table *leaves = verify_table(c->v, DATA_LEAVES);
    const char *key = arena_printf(c->v->arena, "%s/%s", key_of(c, row), node->id);
    size_t leaf = verify_find(c->v, DATA_LEAVES, key), score = verify_find(c->v, DATA_SCORES, key_of(c, row));
    const char *why = score == SIZE_MAX ? NULL : data_cell(verify_table(c->v, DATA_SCORES), score, "no_score");
    if (leaf == SIZE_MAX) {
        if (!why || strcmp(why, "not_applicable") != 0)
            verify_differs(c->v, VERIFY_LEAVES, "data/leaves.csv", key, NULL, NULL, _("a row"));
        return;
    }
    verify_close(c->v, VERIFY_LEAVES, leaves, leaf, "weight", row->nodes[n].weight, 1e-8);
    if (leaf_recomputable(c, node, leaf))
        verify_close(c->v, VERIFY_LEAVES, leaves, leaf, "score", row->nodes[n].score, 1e-9);
    if (tree && !why && !verify_hidden(data_cell(leaves, leaf, "score")) && !score_hidden(c, row))
        verify_close(c->v, VERIFY_LEAVES, leaves, leaf, "effective_weight", tree->nodes[n].effective_weight, 1e-8);
    check_leaf_figure(c, row, node, leaf);
}

static const struct score_row *same_row(const struct table_result *result, const struct score_row *row)
{
    for (size_t i = 0; i < result->rows.count; i++)
        if (result->rows.at[i].units[0] == row->units[0])
            return &result->rows.at[i];
    return NULL;
}

static void check_leaves(struct checking *c, const struct table_result *tree)
{
    struct verify_rubric raw;
    if (!verify_rebuild(c->v, c->rules, FROM_RAW, &raw))
        return;
    c->result = &raw.results->tables.at[0];
    for (size_t i = 0; i < c->result->rows.count; i++)
        for (size_t n = 0; n < c->result->table->nodes.count; n++)
            if (is_leaf(c->result->table->nodes.at[n]))
                check_leaf(c, &c->result->rows.at[i], n, same_row(tree, &c->result->rows.at[i]));
    c->result = tree;
    verify_rubric_release(&raw);
}

/* Scores ----------------------------------------------------------------------------------------------------------------- */

/* Points that the rules give to single units; those counted by a figure are taken as published. */
static void check_points(const struct checking *c, size_t row, const char *column, const char *list, const char *cap, const char *unit)
{
    const json_t *rules = json_object_get(c->rules, list);
    double points = 0;
    for (size_t i = 0; i < json_array_size(rules); i++) {
        const json_t *rule = json_array_get(rules, i);
        const char *own = rule_text(rule, "unit");
        if (rule_text(rule, "figure")) {
            verify_left(c->v, N_("points counted by a figure: taken as published"), 1);
            return;
        }
        if (!own || !strcmp(own, unit))
            points += fmin(rule_number(rule, "points", 0), rule_number(rule, "cap", INFINITY));
    }
    verify_close(c->v, VERIFY_SCORES, verify_table(c->v, DATA_SCORES), row, column, fmin(points, rule_number(c->rules, cap, INFINITY)), 1e-9);
}

/* Coverage is compared to four decimals, as when scoring. */
static void check_coverage(const struct checking *c, size_t row)
{
    const struct data_table *scores = verify_table(c->v, DATA_SCORES);
    double coverage = data_number(scores, row, "coverage"), wanted = rule_number(c->rules, "coverage", 2.0 / 3);
    const char *why = data_cell(scores, row, "no_score");
    bool scored = data_cell(scores, row, "score") != NULL;
    c->v->year->checked[VERIFY_SCORES]++;
    bool enough = coverage + 5e-5 >= wanted && coverage > 0;
    if (scored != !why || (scored && !enough) || (why && !strcmp(why, "coverage") && enough) || coverage > 1 + 1e-9)
        verify_differs(c->v, VERIFY_SCORES, "data/scores.csv", data_key(c->v->arena, scores, row), "coverage", data_cell(scores, row, "coverage"),
                       scored ? _("enough for a score") : _("too little for a score"));
}

static const char *exact_text(struct verify *v, double value)
{
    if (!isfinite(value))
        return NULL;
    auto_strbuf struct strbuf text;
    strbuf_init(&text);
    num_format_exact(&text, value);
    return arena_strdup(v->arena, text.at);
}

/* A tie at the end of what is published may go on among those that are not. */
static bool place_certain(const struct checking *c, const struct score_row *row)
{
    enum tie_rule ties = c->result->table->ties;
    bool last = true;
    for (size_t i = 0; i < c->result->rows.count; i++)
        last = last && !(c->result->rows.at[i].printed < row->printed);
    if (c->whole || !last || (ties != TIES_MODIFIED && ties != TIES_FRACTIONAL))
        return true;
    verify_left(c->v, N_("places of ties that go on among units which are not published"), 1);
    return false;
}

/* Where a score or what breaks ties is hidden, the order of what is shown must still hold. */
static void check_order(const struct checking *c, size_t at)
{
    const struct data_table *scores = verify_table(c->v, DATA_SCORES);
    double score = data_number(scores, at, "score"), place = data_number(scores, at, "natural_place");
    c->v->year->checked[VERIFY_PLACES]++;
    for (size_t i = 0; i < c->result->rows.count; i++) {
        size_t other = verify_find(c->v, DATA_SCORES, key_of(c, &c->result->rows.at[i]));
        if (other == SIZE_MAX || !(data_number(scores, other, "score") < score) || !(data_number(scores, other, "natural_place") <= place))
            continue;
        verify_differs(c->v, VERIFY_PLACES, "data/scores.csv", data_key(c->v->arena, scores, at), "natural_place", data_cell(scores, at, "natural_place"),
                       arena_printf(c->v->arena, _("before %s"), data_key(c->v->arena, scores, other)));
        return;
    }
}

static bool places_open(const struct checking *c)
{
    const struct table *table = c->result->table;
    const struct data_table *figures = verify_table(c->v, DATA_FIGURES);
    bool open = false;
    for (size_t i = 0; i < c->result->rows.count; i++) {
        const struct score_row *row = &c->result->rows.at[i];
        open = open || score_hidden(c, row);
        for (size_t k = 0; k < table->tie_break_names.count; k++) {
            const char *key = arena_printf(c->v->arena, "%s/%s/%s", table->tie_break_names.at[k].text, table->by[0]->id, unit_of(c, row)->id);
            size_t at = verify_find(c->v, DATA_FIGURES, key);
            open = open || (at != SIZE_MAX && verify_hidden(data_cell(figures, at, "value")));
        }
    }
    for (size_t n = 0; table->tie_break_names.count && n < table->nodes.count; n++)
        open = open || (is_leaf(table->nodes.at[n]) && node_hidden(c, table->nodes.at[n]));
    return open;
}

static void check_places(const struct checking *c, const struct score_row *row, size_t at)
{
    const struct data_table *scores = verify_table(c->v, DATA_SCORES);
    if (c->places_open) {
        verify_left(c->v, N_("places in tables where a score, or what breaks ties, is hidden: only their order is checked"), 1);
        check_order(c, at);
        return;
    }
    if (place_certain(c, row))
        verify_text(c->v, VERIFY_PLACES, scores, at, "place", exact_text(c->v, row->place));
    if (c->whole || !c->result->table->fixed_places.count)
        verify_text(c->v, VERIFY_PLACES, scores, at, "natural_place", exact_text(c->v, place_certain(c, row) ? row->natural_place : (double)NAN));
    else
        verify_left(c->v, N_("places by score alone, where some places are fixed and not all units are published"), 1);
}

/* Only the best of another table are in this one. */
static void check_best(const struct checking *c, const struct score_row *row)
{
    const json_t *best = json_object_get(c->rules, "best");
    const char *of = rule_text(best, "of");
    size_t at = of ? verify_find(c->v, DATA_SCORES, arena_printf(c->v->arena, "%s/%s/%s", of, c->result->table->by[0]->id, unit_of(c, row)->id)) : SIZE_MAX;
    if (at == SIZE_MAX)
        return;
    c->v->year->checked[VERIFY_PLACES]++;
    double place = data_number(verify_table(c->v, DATA_SCORES), at, "place"), most = rule_number(best, "count", 0);
    if (!(place <= most))
        verify_differs(c->v, VERIFY_PLACES, "data/scores.csv", key_of(c, row), NULL, exact_text(c->v, place), arena_printf(c->v->arena, _("among the best %g of %s"), most, of));
}

static void check_row(const struct checking *c, const struct score_row *row)
{
    const struct data_table *scores = verify_table(c->v, DATA_SCORES);
    size_t at = verify_find(c->v, DATA_SCORES, key_of(c, row));
    if (at == SIZE_MAX)
        return; /* the rows came from there */
    if (score_hidden(c, row)) {
        verify_left(c->v, N_("scores that are hidden, with their bands"), 1);
        if (!data_cell(scores, at, "suppressed"))
            verify_differs(c->v, VERIFY_SCORES, "data/scores.csv", key_of(c, row), "suppressed", NULL, _("a reason"));
    } else {
        verify_number(c->v, VERIFY_SCORES, scores, at, "score", row->score, c->result->table->decimals);
        verify_text(c->v, VERIFY_SCORES, scores, at, "band", row->band ? row->band->label : NULL);
    }
    check_coverage(c, at);
    if (data_cell(scores, at, "score")) {
        check_points(c, at, "bonus", "bonus", "bonus_cap", unit_of(c, row)->id);
        check_points(c, at, "deduction", "deductions", "deduction_cap", unit_of(c, row)->id);
    }
    check_places(c, row, at);
    check_best(c, row);
    verify_left(c->v, N_("ranges of scores and places: they rest on single responses, which are not published"), data_cell(scores, at, "joint_low") != NULL);
}

/* Facets -------------------------------------------------------------------------------------------------------------------- */

static double or_zero(double value)
{
    return isnan(value) ? 0 : value;
}

/* Sums that leaves on other tables passed on: together they must be what those leaves weigh and score. */
struct passed {
    double weighted, weight;
    bool hidden; /* one of them is not shown */
};

static void check_facet(const struct checking *c, const struct score_row *row, size_t f, size_t value, struct passed *passed)
{
    const struct data_table *facets = verify_table(c->v, DATA_FACETS);
    const struct facet *facet = &c->evaluation->rubric.facets.at[f];
    const char *key = arena_printf(c->v->arena, "%s/%s/%s", key_of(c, row), facet->id, facet->values.at[value]);
    size_t at = verify_find(c->v, DATA_FACETS, key);
    const struct facet_score *own = &row->facets[f][value];
    if (at != SIZE_MAX && (verify_hidden(data_cell(facets, at, "score")) || verify_hidden(data_cell(facets, at, "passed_score")))) {
        verify_left(c->v, N_("scores by method and dimension that are hidden"), 1);
        passed->hidden = true;
        return;
    }
    if (at == SIZE_MAX) {
        if (own->weight > 1e-9)
            verify_differs(c->v, VERIFY_FACETS, "data/facets.csv", key, NULL, NULL, _("a row"));
        return;
    }
    double weight = or_zero(data_number(facets, at, "passed_weight")), score = or_zero(data_number(facets, at, "passed_score"));
    passed->weight += weight;
    passed->weighted += weight * score;
    weight += own->weight;
    verify_close(c->v, VERIFY_FACETS, facets, at, "weight", weight, 1e-7);
    double sum = own->weighted + or_zero(data_number(facets, at, "passed_weight")) * score;
    verify_number(c->v, VERIFY_FACETS, facets, at, "score", weight > 0 ? sum / weight : (double)NAN, c->result->table->decimals);
}

static bool carries(const struct node *leaf, size_t facet)
{
    for (const struct node *node = leaf; node; node = node->parent)
        for (size_t i = 0; i < node->facets.count; i++)
            if (node->facets.at[i].facet_index == (int)facet)
                return true;
    return false;
}

/* Of the leaves that rest on another table and carry no value of the facet. A table may carry the facet in part only: then less is passed on. */
static void check_passed(const struct checking *c, const struct score_row *row, size_t f, const struct passed *passed)
{
    double weighted = 0, weight = 0;
    for (size_t n = 0; n < c->result->table->nodes.count; n++) {
        const struct node *node = c->result->table->nodes.at[n];
        const json_t *rules = is_leaf(node) ? node_rules(json_object_get(c->rules, "tree"), node->id) : NULL;
        if (!rules || !rule_text(rules, "table") || carries(node, f) || !(row->nodes[n].effective_weight > 0))
            continue;
        weight += row->nodes[n].effective_weight;
        weighted += row->nodes[n].effective_weight * row->nodes[n].score;
    }
    c->v->year->checked[VERIFY_FACETS]++;
    bool whole = fabs(passed->weight - weight) < 1e-6;
    if (passed->weight > weight + 1e-6 || (whole && fabs(passed->weighted - weighted) > 1e-4))
        verify_differs(c->v, VERIFY_FACETS, "data/facets.csv", arena_printf(c->v->arena, "%s/%s", key_of(c, row), c->evaluation->rubric.facets.at[f].id),
                       "passed_score", exact_text(c->v, passed->weighted), exact_text(c->v, weighted));
}

static void check_facets(const struct checking *c, const struct score_row *row)
{
    size_t at = verify_find(c->v, DATA_SCORES, key_of(c, row));
    if (at == SIZE_MAX || !data_cell(verify_table(c->v, DATA_SCORES), at, "score")) {
        verify_left(c->v, N_("scores by method and dimension of units without a score"), 1);
        return;
    }
    if (score_hidden(c, row)) {
        verify_left(c->v, N_("scores by method and dimension of units whose score is hidden"), 1);
        return;
    }
    const struct data_table *leaves = verify_table(c->v, DATA_LEAVES);
    for (size_t n = 0; n < c->result->table->nodes.count; n++) {
        size_t leaf = verify_find(c->v, DATA_LEAVES, arena_printf(c->v->arena, "%s/%s", key_of(c, row), c->result->table->nodes.at[n]->id));
        if (leaf != SIZE_MAX && verify_hidden(data_cell(leaves, leaf, "score"))) {
            verify_left(c->v, N_("scores by method and dimension of units with a hidden leaf"), 1);
            return;
        }
    }
    for (size_t f = 0; f < c->evaluation->rubric.facets.count; f++) {
        struct passed passed = {0};
        for (size_t value = 0; value < c->evaluation->rubric.facets.at[f].values.count; value++)
            check_facet(c, row, f, value, &passed);
        if (!passed.hidden)
            check_passed(c, row, f, &passed);
    }
}

/* Tables --------------------------------------------------------------------------------------------------------------------- */

static void check_summary(const struct checking *c)
{
    const struct data_table *summaries = verify_table(c->v, DATA_SUMMARIES);
    size_t at = verify_find(c->v, DATA_SUMMARIES, c->id);
    if (at == SIZE_MAX) {
        verify_differs(c->v, VERIFY_SUMMARIES, "data/summaries.csv", c->id, NULL, NULL, _("a row"));
        return;
    }
    const struct table_result *result = c->result;
    verify_close(c->v, VERIFY_SUMMARIES, summaries, at, "published", (double)result->rows.count, 0);
    if (!c->whole) {
        verify_left(c->v, N_("units whose score and place are not published"),
                    (size_t)fmax(0, or_zero(data_number(summaries, at, "units") - data_number(summaries, at, "published"))));
        return;
    }
    const struct {
        const char *column;
        double value;
    } numbers[] = {{"mean", result->mean}, {"min", result->min}, {"max", result->max}, {"range", result->range}, {"median", result->median}, {"sd", result->sd}};
    size_t hidden = 0;
    for (size_t i = 0; i < result->rows.count; i++)
        hidden += score_hidden(c, &result->rows.at[i]);
    verify_close(c->v, VERIFY_SUMMARIES, summaries, at, "scored", (double)(result->scored + hidden), 0);
    verify_left(c->v, N_("means and ranges of tables in which a score is hidden"), hidden ? COUNT_OF(numbers) : 0);
    for (size_t i = 0; i < COUNT_OF(numbers) && !hidden; i++)
        verify_number(c->v, VERIFY_SUMMARIES, summaries, at, numbers[i].column, numbers[i].value, result->table->decimals);
}

/* The published rows of a table, as its own data say. */
static size_t published_rows(struct verify *v, const char *id)
{
    const struct data_table *scores = verify_table(v, DATA_SCORES);
    size_t count = 0;
    for (size_t r = 0; r < data_rows(scores); r++)
        count += data_cell(scores, r, "table") && !strcmp(data_cell(scores, r, "table"), id);
    return count;
}

static bool pairs_published(const struct verify *v, const char *id)
{
    const struct data_table *pairs = verify_table(v, DATA_PAIRS);
    for (size_t r = 0; id && r < data_rows(pairs); r++)
        if (data_cell(pairs, r, "table") && !strcmp(data_cell(pairs, r, "table"), id))
            return true;
    return false;
}

static void check_table(struct verify *v, const json_t *rules)
{
    const char *id = rule_text(rules, "id");
    size_t rows = id ? published_rows(v, id) : 0;
    double units = id ? count_in_summary(v, id, "units") : (double)NAN;
    if (rows == 0) {
        if (or_zero(id ? count_in_summary(v, id, "published") : 0) > 0)
            verify_differs(v, VERIFY_SCORES, "data/scores.csv", id, NULL, NULL, _("the published rows of this table"));
        bool pairs = json_array_size(json_object_get(rules, "by")) > 1;
        if (pairs && pairs_published(v, id))
            return;
        verify_left(v, pairs ? N_("scores of pairs, which are not published") : N_("units whose score and place are not published"),
                    (size_t)or_zero(units));
        return;
    }
    struct verify_rubric tree;
    if (!verify_rebuild(v, rules, FROM_SCORES, &tree))
        return;
    struct checking c = {.v = v, .rules = rules, .result = &tree.results->tables.at[0], .evaluation = tree.evaluation, .id = id, .whole = verify_whole(v, id)};
    if (c.result->rows.count != rows)
        verify_differs(v, VERIFY_SCORES, "data/scores.csv", id, NULL, exact_text(v, (double)rows), exact_text(v, (double)c.result->rows.count));
    c.places_open = places_open(&c);
    check_leaves(&c, c.result);
    for (size_t i = 0; i < c.result->rows.count; i++) {
        check_row(&c, &c.result->rows.at[i]);
        check_facets(&c, &c.result->rows.at[i]);
    }
    check_summary(&c);
    verify_rubric_release(&tree);
}

/* Rows of tables that the rules do not know would be looked at by nobody. */
static void check_strangers(struct verify *v, enum data_table_id id, const char *file)
{
    const struct data_table *table = verify_table(v, id);
    const json_t *rules = json_object_get(v->rules, "tables");
    for (size_t r = 0; r < data_rows(table); r++) {
        const char *name = data_cell(table, r, "table");
        bool known = false;
        for (size_t t = 0; t < json_array_size(rules); t++) {
            const char *own = rule_text(json_array_get(rules, t), "id");
            known = known || (own && name && !strcmp(own, name));
        }
        if (known && id != DATA_SUMMARIES && id != DATA_SCORES) {
            const char *key = arena_printf(v->arena, "%s/%s/%s", name, data_cell(table, r, "kind"), data_cell(table, r, "unit"));
            known = verify_find(v, DATA_SCORES, key) != SIZE_MAX;
        }
        if (!known)
            verify_differs(v, VERIFY_SCORES, file, data_key(v->arena, table, r), NULL, _("a row"), NULL);
    }
}

/* The rule by which scores were made is among those that are compared: its rows are the scores themselves. */
static void check_policies(struct verify *v)
{
    static const char *const columns[] = {"score", "place"};
    const struct data_table *policies = verify_table(v, DATA_POLICIES), *scores = verify_table(v, DATA_SCORES);
    for (size_t r = 0; r < data_rows(policies); r++) {
        if (data_number(policies, r, "declared") != 1) {
            verify_left(v, N_("scores under other rules for what does not apply or is missing: they need scores that are not published"), 1);
            continue;
        }
        const char *key = data_key(v->arena, policies, r), *slash = strrchr(key, '/');
        size_t at = slash ? verify_find(v, DATA_SCORES, arena_strndup(v->arena, key, (size_t)(slash - key))) : SIZE_MAX;
        bool hidden = verify_hidden(data_cell(policies, r, "score"));
        verify_left(v, N_("scores under the rule that holds, of units with something hidden"), hidden);
        for (size_t c = hidden; c < COUNT_OF(columns); c++)
            verify_text(v, c ? VERIFY_PLACES : VERIFY_SCORES, policies, r, columns[c], at == SIZE_MAX ? NULL : data_cell(scores, at, columns[c]));
    }
}

void verify_scores(struct verify *v)
{
    check_policies(v);
    const json_t *rules = json_object_get(v->rules, "tables");
    for (size_t t = 0; t < json_array_size(rules); t++)
        check_table(v, json_array_get(rules, t));
    check_strangers(v, DATA_SCORES, "data/scores.csv");
    check_strangers(v, DATA_FACETS, "data/facets.csv");
    check_strangers(v, DATA_LEAVES, "data/leaves.csv");
    check_strangers(v, DATA_POLICIES, "data/policies.csv");
    check_strangers(v, DATA_SUMMARIES, "data/summaries.csv");
}
