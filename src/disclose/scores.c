/* SPDX-License-Identifier: GPL-3.0-or-later
 * Scores: what a table tells of its leaves.
 *
 *     leaf       score = a + b · (Σ factor · count) / base     where the transform is straight; else a number of its own
 *     node       weight · score = Σ weight · score of its children
 *     facet      weighted sum = Σ weight · score of the leaves that bear its mark, + what a leaf that is another table passes on
 *     score      Σ weight · score of the leaves / 100
 *
 * All rows of tables by one kind count as published, so that what a reader of them could know is never underrated; pair tables are not published, but for
 * those that rest on no confidential answers and that the evaluation names. Leaves, facets
 * and scores are shown to the table's decimals, nodes are taken as exact.
 */
#include <math.h>

#include "disclose_priv.h"

/* Losses on the scale of answers.c, where a group of n answers costs n: a facet before a leaf from a table, both before a unit's other figures of a hundred
 * answers; a score only when nothing else helps. */
enum { LOSS_NODE = 20, LOSS_FACET = 25, LOSS_LEAF = 40, LOSS_SCORE = 100000 };

static double half_unit(const struct table *table)
{
    return 0.5 * pow(10, -table->decimals);
}

static bool counts(const struct row *r, size_t node)
{
    return r->row->nodes[node].effective_weight > 0 && !isnan(r->row->nodes[node].score);
}

static bool is_leaf(const struct row *r, size_t node)
{
    return r->table->nodes.at[node]->children.count == 0;
}

static size_t published(struct row *r, const char *what, double loss, double tolerance)
{
    size_t group = system_group(r->system, arena_printf(r->system->arena, "%s · %s", r->label, what), loss);
    r->system->groups.at[group].published = true;
    r->system->groups.at[group].tolerance = tolerance;
    return group;
}

/* Leaves ----------------------------------------------------------------------------------------------------------- */

/* The cell of the leaf's figure for the row's units. */
static const struct figure_cell *cell_of(const struct row *r, const struct figure *figure, size_t *ret_group)
{
    struct system *system = r->system;
    const struct figure_result *result = &system->results->figures.at[figure->index];
    const struct unit *units[MODEL_BY_MAX] = {NULL};
    for (size_t i = 0; i < r->table->by_count; i++)
        for (size_t k = 0; k < figure->by_count; k++)
            if (figure->by[k] == r->table->by[i])
                units[i] = &r->table->by[i]->units.at[r->row->units[i]];
    const struct figure_cell *cell = results_figure_cell(system->results, figure->id, units, MODEL_BY_MAX);
    size_t at = 0;
    for (size_t c = 0; cell && c < result->cells.count; c++)
        if (&result->cells.at[c] == cell)
            at = c + 1;
    *ret_group = cell ? system->figure_groups[figure->index][at] : NONE;
    return cell;
}

/* d score / d value where the transform is straight there; NaN else. */
static double slope_of(const struct transform *transform, const struct node_score *score)
{
    if (transform->kind == TRANSFORM_NONE)
        return 1;
    if (transform->kind == TRANSFORM_DEDUCT && score->score > transform->low)
        return -transform->each;
    if (transform->kind != TRANSFORM_LINEAR || transform->from == transform->to)
        return NAN;
    double low = fmin(transform->low, transform->high), high = fmax(transform->low, transform->high);
    return score->score > low && score->score < high ? (transform->high - transform->low) / (transform->to - transform->from) : NAN;
}

/* Ties the leaf's score to the answers. */
static void link_leaf(struct row *r, size_t node, size_t atom, const struct figure *figure, const struct figure_cell *cell, size_t group)
{
    struct system *system = r->system;
    const struct figure_result *result = &system->results->figures.at[figure->index];
    double slope = slope_of(&r->table->nodes.at[node]->transform, &r->row->nodes[node]);
    const size_t *atoms = system->groups.at[group].atoms.at;
    if (isnan(slope) || !(cell->base > 0))
        return;
    if (cell->counts && result->scale) {
        double *factors = ARENA_ARRAY(system->arena, double, result->scale->options.count);
        if (!answers_factors(figure, result->scale, cell, factors))
            return;
        size_t relation = system_relation(system, 0);
        system_term(system, relation, atom, 1);
        for (size_t o = 0; o < result->scale->options.count; o++)
            system_term(system, relation, atoms[o], -slope * factors[o] / cell->base);
        system_balance(system, relation);
    } else if (figure->statistic == STAT_SUM || figure->statistic == STAT_MEAN) {
        size_t relation = system_relation(system, 0);
        system_term(system, relation, atom, 1);
        system_term(system, relation, atoms[0], figure->statistic == STAT_SUM ? -slope : -slope / cell->base);
        system_balance(system, relation);
    }
}

static void add_leaf(struct row *r, size_t node)
{
    struct system *system = r->system;
    const struct node *leaf = r->table->nodes.at[node];
    struct node_score *score = &r->row->nodes[node];
    size_t group = NONE;
    const struct figure_cell *cell = leaf->figure && !score->imputed ? cell_of(r, leaf->figure, &group) : NULL;
    if (group == NONE) {
        bool pairs = leaf->table && leaf->table->by_count > 1 && !evaluation_pairs_public(system->results->evaluation, leaf->table);
        group = published(r, leaf->name, LOSS_LEAF + score->effective_weight, 0);
        system->groups.at[group].fixed = !pairs; /* made of scores that are published themselves */
    }
    r->atoms[node] = system_atom(system, group, score->score, 0, 100);
    r->groups[node] = group;
    system_target(system, group, TARGET_NODE, score, 0);
    if (cell)
        link_leaf(r, node, r->atoms[node], leaf->figure, cell, group);
}

/* Nodes, facets, the score ----------------------------------------------------------------------------------------- */

static void add_node(struct row *r, size_t node)
{
    struct system *system = r->system;
    struct node_score *score = &r->row->nodes[node];
    size_t group = published(r, r->table->nodes.at[node]->name, LOSS_NODE, 0);
    size_t atom = r->atoms[node] = system_atom(system, group, score->score, 0, 100);
    system_target(system, group, TARGET_NODE, score, 0);
    size_t relation = system_relation(system, 0);
    system_term(system, relation, atom, score->effective_weight);
    const struct node *at = r->table->nodes.at[node];
    for (size_t c = 0; c < at->children.count; c++) {
        size_t child = (size_t)at->children.at[c].index;
        if (r->atoms[child] != NONE)
            system_term(system, relation, r->atoms[child], -r->row->nodes[child].effective_weight);
    }
    system_balance(system, relation);
}

static int mark_of(const struct node *node, size_t facet)
{
    for (; node; node = node->parent)
        for (size_t i = 0; i < node->facets.count; i++)
            if (node->facets.at[i].facet_index == (int)facet)
                return node->facets.at[i].value_index;
    return -1;
}

static void add_facet(struct row *r, size_t facet)
{
    struct system *system = r->system;
    const struct facet *marks = &system->results->evaluation->rubric.facets.at[facet];
    size_t passed = system_relation(system, 0); /* what leaves that are tables pass on is what they weigh */
    for (size_t v = 0; v < marks->values.count; v++) {
        struct facet_score *score = &r->row->facets[facet][v];
        if (!(score->weight > 0))
            continue;
        size_t group = published(r, marks->values.at[v], LOSS_FACET, half_unit(r->table) * score->weight);
        size_t atom = system_atom(system, group, score->weighted, 0, 100 * score->weight);
        system_target(system, group, TARGET_FACET, score, 0);
        size_t relation = system_relation(system, 0);
        system_term(system, relation, atom, 1);
        double rest = score->weighted;
        for (size_t n = 0; n < r->table->nodes.count; n++)
            if (is_leaf(r, n) && r->atoms[n] != NONE && mark_of(r->table->nodes.at[n], facet) == (int)v) {
                system_term(system, relation, r->atoms[n], -r->row->nodes[n].effective_weight);
                rest -= r->row->nodes[n].effective_weight * r->row->nodes[n].score;
            }
        if (fabs(rest) > 1e-6) {
            size_t inner = system_group(system, arena_printf(system->arena, "%s · 内部 · %s", r->label, marks->values.at[v]), 0);
            size_t part = system_atom(system, inner, rest, 0, 100 * score->weight);
            system_term(system, relation, part, -1);
            system_term(system, passed, part, 1);
        }
        system_balance(system, relation);
    }
    for (size_t n = 0; n < r->table->nodes.count; n++)
        if (is_leaf(r, n) && r->atoms[n] != NONE && r->table->nodes.at[n]->table && mark_of(r->table->nodes.at[n], facet) < 0)
            system_term(system, passed, r->atoms[n], -r->row->nodes[n].effective_weight);
    system_balance(system, passed);
    struct relation *relation = &system->relations.at[passed];
    if (fabs(relation->constant) > 1e-6) { /* marks of some only: nothing follows */
        for (size_t t = 0; t < relation->terms.count; t++)
            relation->terms.at[t].factor = 0;
        relation->constant = 0;
    }
}

static void add_row(struct row *r)
{
    struct system *system = r->system;
    size_t nodes = r->table->nodes.count;
    for (size_t n = nodes; n-- > 0;) { /* children stand behind their parents */
        r->atoms[n] = r->groups[n] = NONE;
        if (counts(r, n) && is_leaf(r, n))
            add_leaf(r, n);
        else if (counts(r, n))
            add_node(r, n);
    }
    for (size_t f = 0; r->row->facets && f < system->results->evaluation->rubric.facets.count; f++)
        add_facet(r, f);
    size_t group = r->score = published(r, "得分", LOSS_SCORE, half_unit(r->table));
    system->groups.at[group].kept = true;
    size_t atom = system_atom(system, group, r->row->base_score, 0, 100);
    system_target(system, group, TARGET_SCORE, r->row, 0);
    size_t relation = system_relation(system, 0);
    system_term(system, relation, atom, 100);
    for (size_t n = 0; n < nodes; n++)
        if (is_leaf(r, n) && r->atoms[n] != NONE)
            system_term(system, relation, r->atoms[n], -r->row->nodes[n].effective_weight);
    system_balance(system, relation);
}

/* Leaves of pair tables carry what is hidden elsewhere, too. */
static void add_pair_row(struct row *r)
{
    for (size_t n = 0; n < r->table->nodes.count; n++) {
        size_t group = NONE;
        const struct node *leaf = r->table->nodes.at[n];
        if (counts(r, n) && leaf->figure && cell_of(r, leaf->figure, &group) && group != NONE)
            system_target(r->system, group, TARGET_NODE, &r->row->nodes[n], 0);
    }
}

void scores_add(struct system *system)
{
    struct results *results = system->results;
    for (size_t t = 0; t < results->tables.count; t++) {
        struct table_result *table = &results->tables.at[t];
        for (size_t i = 0; i < table->rows.count; i++) {
            struct score_row *row = &table->rows.at[i];
            if (isnan(row->base_score) || !row->nodes)
                continue;
            size_t nodes = table->table->nodes.count + 1;
            struct row r = {.system = system, .table = table->table, .row = row, .first = system->groups.count};
            r.atoms = ARENA_ARRAY(system->arena, size_t, nodes);
            r.groups = ARENA_ARRAY(system->arena, size_t, nodes);
            r.label = arena_printf(system->arena, "%s · %s", table->table->name, table->table->by[0]->units.at[row->units[0]].name);
            if (table->table->by_count > 1) {
                add_pair_row(&r);
                continue;
            }
            add_row(&r);
            *LIST_ADD(system->arena, &system->rows) = r;
        }
    }
}

/* Rules ------------------------------------------------------------------------------------------------------------ */

static void hide(struct system *system, size_t group)
{
    struct group *at = &system->groups.at[group];
    if (at->hidden == SHOWN)
        at->hidden = HIDDEN_BASE;
    at->primary = true;
}

/* The group of a node or facet of the row: they were made one after the other, the row's score last. */
static void hide_target(const struct row *r, const void *target)
{
    for (size_t g = r->score; g-- > r->first;)
        for (size_t t = 0; t < r->system->groups.at[g].targets.count; t++)
            if (r->system->groups.at[g].targets.at[t].at == target) {
                hide(r->system, g);
                return;
            }
}

static bool leaf_hidden(const struct row *r, size_t node)
{
    return r->groups[node] != NONE && r->system->groups.at[r->groups[node]].primary;
}

/* Does everything that counts below the node rest on hidden leaves? */
static bool all_hidden(const struct row *r, const struct node *node)
{
    if (node->children.count == 0)
        return !counts(r, (size_t)node->index) || leaf_hidden(r, (size_t)node->index);
    for (size_t c = 0; c < node->children.count; c++)
        if (!all_hidden(r, &node->children.at[c]))
            return false;
    return true;
}

static void mark_facet(const struct row *r, size_t facet, size_t value)
{
    double weight = r->row->facets[facet][value].weight;
    bool hidden = weight > 0;
    for (size_t n = 0; n < r->table->nodes.count; n++)
        if (is_leaf(r, n) && counts(r, n) && mark_of(r->table->nodes.at[n], facet) == (int)value) {
            weight -= r->row->nodes[n].effective_weight;
            hidden = hidden && leaf_hidden(r, n);
        }
    if (hidden && weight < 1e-9)
        hide_target(r, &r->row->facets[facet][value]);
}

/* What the hidden leaves of one instrument weigh together is a number about the same few people. */
static void add_together(const struct row *r, const struct instrument *instrument)
{
    struct system *system = r->system;
    size_t count = 0;
    for (size_t n = 0; n < r->table->nodes.count; n++)
        count += leaf_hidden(r, n) && system->groups.at[r->groups[n]].instrument == instrument;
    if (count < 2)
        return;
    double value = 0, most = 0;
    size_t relation = system_relation(system, 0);
    for (size_t n = 0; n < r->table->nodes.count; n++)
        if (leaf_hidden(r, n) && system->groups.at[r->groups[n]].instrument == instrument) {
            double weight = r->row->nodes[n].effective_weight;
            value += weight * r->row->nodes[n].score;
            most += 100 * weight;
            system_term(system, relation, r->atoms[n], -weight);
        }
    size_t group = system_group(system, arena_printf(system->arena, "%s · %s合计", r->label, instrument->title), 0);
    system->groups.at[group].instrument = instrument;
    system->groups.at[group].primary = true;
    system_term(system, relation, system_atom(system, group, value, 0, most), 1);
    system_balance(system, relation);
}

void scores_mark(struct system *system)
{
    const struct evaluation *evaluation = system->results->evaluation;
    for (size_t i = 0; i < system->rows.count; i++) {
        const struct row *r = &system->rows.at[i];
        bool any = false;
        for (size_t n = 0; n < r->table->nodes.count; n++)
            any = any || leaf_hidden(r, n);
        if (!any)
            continue;
        for (size_t n = 0; n < r->table->nodes.count; n++)
            if (!is_leaf(r, n) && counts(r, n) && all_hidden(r, r->table->nodes.at[n]))
                hide_target(r, &r->row->nodes[n]);
        if (all_hidden(r, &r->table->root))
            hide(system, r->score);
        for (size_t f = 0; r->row->facets && f < evaluation->rubric.facets.count; f++)
            for (size_t v = 0; v < evaluation->rubric.facets.at[f].values.count; v++)
                mark_facet(r, f, v);
        for (size_t k = 0; k < evaluation->instruments.count; k++)
            add_together(r, evaluation->instruments.at[k]);
    }
}
