/* SPDX-License-Identifier: GPL-3.0-or-later
 * Facts of results that both sentences and blocks state: so that a table and the sentence above it cannot disagree.
 */
#include "report_priv.h"

const char *word(const struct names *names, const char *chinese)
{
    return words_in(names->language, chinese);
}

const char *say(const struct builder *b, const char *chinese)
{
    return words_in(b->names.language, chinese);
}

const char *const screening_words[SCREEN_ACTIONS] = {
    [SCREEN_VOID] = "作废",
    [SCREEN_FLAG] = "标记",
    [SCREEN_CANCEL] = "取消作答",
    [SCREEN_NOT_ELIGIBLE] = "不属调查对象",
};

/* Rows --------------------------------------------------------------------------------------------------- */

const struct unit *row_unit(const struct table_result *table, const struct score_row *row, size_t by)
{
    const struct unit_kind *kind = by < table->table->by_count ? table->table->by[by] : NULL;
    int index = row->units[by];
    return kind && index >= 0 && (size_t)index < kind->units.count ? &kind->units.at[index] : NULL;
}

/* Mostly rows stand in the order of their units. */
const struct score_row *unit_row(const struct table_result *table, const struct unit *unit)
{
    size_t own = unit ? (size_t)(unit - unit->kind->units.at) : SIZE_MAX;
    if (table->table->by_count == 1 && own < table->rows.count && row_unit(table, &table->rows.at[own], 0) == unit)
        return &table->rows.at[own];
    for (size_t i = 0; unit && table->table->by_count == 1 && i < table->rows.count; i++)
        if (row_unit(table, &table->rows.at[i], 0) == unit)
            return &table->rows.at[i];
    return NULL;
}

const struct table_result *unit_table(const struct names *names, const struct unit *unit)
{
    if (!unit)
        return NULL;
    const struct table_result *own = names->plan->table ? results_table(names->results, names->plan->table) : NULL;
    if (own && own->table->by_count == 1 && own->table->by[0] == unit->kind)
        return own;
    for (size_t i = 0; i < names->results->tables.count; i++)
        if (names->results->tables.at[i].table->by_count == 1 && names->results->tables.at[i].table->by[0] == unit->kind)
            return &names->results->tables.at[i];
    return NULL;
}

/* Is the unit one of the row's, or, where the table does not run over its kind, one that they refer to (the department that leads the project)? */
bool row_concerns(const struct table_result *table, const struct score_row *row, const struct unit *unit)
{
    for (size_t i = 0; i < table->table->by_count; i++)
        if (table->table->by[i] == unit->kind)
            return row_unit(table, row, i) == unit;
    for (size_t i = 0; i < table->table->by_count; i++) {
        const struct unit *own = row_unit(table, row, i);
        if (own && units_refer(own, unit))
            return true;
    }
    return false;
}

double row_facet(const struct score_row *row, size_t facet, size_t value)
{
    if (!row->facets || !row->facets[facet] || !(row->facets[facet][value].weight > 0))
        return NAN;
    return row->facets[facet][value].weighted / row->facets[facet][value].weight;
}

/* Tables ------------------------------------------------------------------------------------------------- */

static double mean_of(struct sum *sum, size_t count)
{
    return count ? sum_value(sum) / (double)count : NAN;
}

double table_facet_mean(const struct table_result *table, size_t facet, size_t value)
{
    struct sum sum = {0, 0};
    size_t count = 0;
    for (size_t i = 0; i < table->rows.count; i++) /* from a mean and all but one the one follows */
        if (table->rows.at[i].facets && table->rows.at[i].facets[facet] && table->rows.at[i].facets[facet][value].hidden)
            return num_hidden();
    for (size_t i = 0; i < table->rows.count; i++) {
        double score = row_facet(&table->rows.at[i], facet, value);
        if (table->rows.at[i].why == SCORED && !isnan(score)) {
            sum_add(&sum, score);
            count++;
        }
    }
    return mean_of(&sum, count);
}

double table_node_mean(const struct table_result *table, size_t node)
{
    struct sum sum = {0, 0};
    size_t count = 0;
    for (size_t i = 0; i < table->rows.count; i++)
        if (table->rows.at[i].nodes && table->rows.at[i].nodes[node].hidden)
            return num_hidden();
    for (size_t i = 0; i < table->rows.count; i++) {
        const struct score_row *row = &table->rows.at[i];
        if (row->why == SCORED && row->nodes && !isnan(row->nodes[node].score)) {
            sum_add(&sum, row->nodes[node].score);
            count++;
        }
    }
    return mean_of(&sum, count);
}

double node_share(const struct node *node)
{
    double share = 100;
    for (; node->parent; node = node->parent) {
        double total = 0;
        for (size_t i = 0; i < node->parent->children.count; i++)
            total += node->parent->children.at[i].weight;
        share *= total > 0 ? node->weight / total : 0;
    }
    return share;
}

/* A mark on a node holds for the leaves under it, unless one of them is marked itself. */
static const struct facet_mark *mark_of(const struct node *node, size_t facet)
{
    for (; node; node = node->parent)
        for (size_t i = 0; i < node->facets.count; i++)
            if (node->facets.at[i].facet_index == (int)facet)
                return &node->facets.at[i];
    return NULL;
}

/* A leaf that is another table and bears no mark of this facet passes on the marks of the leaves there (as the scores themselves do). */
double table_facet_weight(const struct table *table, size_t facet, size_t value)
{
    double weight = 0;
    for (size_t i = 0; i < table->nodes.count; i++) {
        const struct node *node = table->nodes.at[i];
        if (node->children.count)
            continue;
        const struct facet_mark *mark = mark_of(node, facet);
        if (mark ? mark->value_index == (int)value : false)
            weight += node_share(node);
        else if (!mark && node->table && node->table != table)
            weight += node_share(node) * table_facet_weight(node->table, facet, value) / 100;
    }
    return weight;
}

bool table_mean_differs(const struct table_result *table)
{
    int decimals = table->table->decimals;
    double exact = num_round(table->mean, decimals), printed = num_round(table->printed_mean_of_printed, decimals);
    return !isnan(exact) && !isnan(printed) && exact != printed;
}

/* Figures ------------------------------------------------------------------------------------------------ */

const char *figure_definition(const struct names *names, const struct figure *figure)
{
    if (figure->weighting || figure->weight)
        return figure_definition_text(names->arena, figure);
    return figure->definition ? figure->definition : word(names, statistic_formulas[figure->statistic]);
}

const struct figure_cell **figure_by_value(const struct names *names, const struct figure_result *result, size_t *ret_count)
{
    const struct figure_cell **cells = ARENA_ARRAY(names->arena, const struct figure_cell *, result->cells.count + 1);
    size_t count = 0;
    for (size_t i = 0; i < result->cells.count; i++) {
        const struct figure_cell *cell = &result->cells.at[i];
        if (isnan(cell->value) || is_hidden(names, result->figure->instrument, figure_answers(result->figure, cell)))
            continue;
        size_t k = count++;
        for (; k > 0 && cells[k - 1]->value < cell->value; k--) /* insertion, stable: the official order decides among equals */
            cells[k] = cells[k - 1];
        cells[k] = cell;
    }
    *ret_count = count;
    return cells;
}

bool decision_shown(const struct names *names, const struct decision *decision)
{
    if (names->edition != EDITION_PUBLIC)
        return true;
    bool matter = strchr(decision->object, ':') && !strchr(decision->object, '/');
    return matter && strncmp(decision->object, "comment:", 8) != 0;
}

bool figure_shown(const struct names *names, const struct figure *figure)
{
    return names->edition != EDITION_PUBLIC || evaluation_figure_public(names->evaluation, figure);
}

bool row_shown(const struct names *names, const struct table_result *table, const struct score_row *row)
{
    if (names->edition != EDITION_PUBLIC)
        return true;
    if (table->table->by_count != 1)
        return evaluation_pairs_public(names->evaluation, table->table);
    return evaluation_ranked_publicly(names->evaluation, table->table->by[0]) || row->place <= names->evaluation->disclosure.top;
}

/* What `disclose` took out has a hidden base. The rule is said once more for results that it has not seen. */
bool is_hidden(const struct names *names, const struct instrument *instrument, double base)
{
    return names->edition == EDITION_PUBLIC &&
           (num_is_hidden(base) || (base > 0 && base < evaluation_least_people(names->evaluation, instrument)));
}

const struct scale *question_scale(const struct question *question)
{
    return question->scale;
}

/* Prefers the cell of the unit: the frequency split by its kind. */
const struct frequency_cell *frequency_of(const struct names *names, const struct question_ref *ref, const struct unit *unit)
{
    const struct frequency *frequency = results_frequency(names->results, ref->question, ref->item, unit ? unit->kind : NULL);
    for (size_t i = 0; frequency && i < frequency->cells.count; i++)
        if (frequency->cells.at[i].unit == (unit ? unit->index : NO_UNIT))
            return &frequency->cells.at[i];
    return NULL;
}
