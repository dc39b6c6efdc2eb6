/* SPDX-License-Identifier: GPL-3.0-or-later
 * Published pairs (data/pairs.csv): places again from the printed scores of each slice, movements from places, and means of pairs against the indicators of other tables
 * that rest on them. The scores themselves rest on indicators that are not published; with the archive they are computed again from the records.
 */
#include <math.h>
#include <stdlib.h>

#include "verify_priv.h"

static bool same(const char *a, const char *b)
{
    return a && b ? strcmp(a, b) == 0 : a == b;
}

struct pair_check {
    struct verify *v;
    const struct data_table *pairs;
    const json_t *rules; /* of the table */
    const char *id;
    const char *slice;   /* column of the unit within which is ranked: unit or unit2 */
    const char *ranked;
    size_t *rows, count; /* of this table */
};

static const char *cell(const struct pair_check *c, size_t row, const char *column)
{
    return data_cell(c->pairs, row, column);
}

/* Places --------------------------------------------------------------------------------------------------------------- */

static void check_place(const struct pair_check *c, size_t row)
{
    double score = data_number(c->pairs, row, "score");
    if (isnan(score)) {
        verify_text(c->v, VERIFY_PLACES, c->pairs, row, "place", NULL);
        return;
    }
    double better = 0, equal = 0, distinct = 0;
    for (size_t i = 0; i < c->count; i++) {
        double other = data_number(c->pairs, c->rows[i], "score");
        if (isnan(other) || !same(cell(c, c->rows[i], c->slice), cell(c, row, c->slice)))
            continue;
        better += other > score;
        equal += other == score;
        bool first = other > score;
        for (size_t k = 0; k < i && first; k++)
            first = data_number(c->pairs, c->rows[k], "score") != other || !same(cell(c, c->rows[k], c->slice), cell(c, row, c->slice));
        distinct += first;
    }
    const char *ties = rule_text(c->rules, "ties"), *on = rule_text(c->rules, "ties_on");
    bool decided = same(on, "printed") && json_array_size(json_object_get(c->rules, "tie_break")) == 0;
    double place = same(ties, "dense") ? distinct + 1 : same(ties, "modified") ? better + equal : same(ties, "fractional") ? better + (equal + 1) / 2 : better + 1;
    double shown = data_number(c->pairs, row, "place");
    if ((!decided || same(ties, "ordinal")) && equal > 1 && shown >= better + 1 && shown <= better + equal)
        verify_left(c->v, N_("places of equal printed scores, which their digits beyond decide"), 1);
    else
        verify_close(c->v, VERIFY_PLACES, c->pairs, row, "place", place, 0);
}

/* Movements -------------------------------------------------------------------------------------------------------------- */

/* Place of the same unit in the nearest earlier slice that was ranked at all; the rows stand in the order of units. NaN: none. */
static double place_before(const struct pair_check *c, size_t row)
{
    const char *before = NULL, *own = cell(c, row, c->slice);
    LIST_OF(const char *) order = {0};
    for (size_t i = 0; i < c->count; i++) {
        bool known = false;
        for (size_t k = 0; k < order.count && !known; k++)
            known = same(order.at[k], cell(c, c->rows[i], c->slice));
        if (!known)
            *LIST_ADD(c->v->arena, &order) = cell(c, c->rows[i], c->slice);
    }
    for (size_t k = 0; k < order.count && !same(order.at[k], own); k++)
        for (size_t i = 0; i < c->count; i++)
            if (same(cell(c, c->rows[i], c->slice), order.at[k]) && !isnan(data_number(c->pairs, c->rows[i], "place")))
                before = order.at[k];
    for (size_t i = 0; before && i < c->count; i++)
        if (same(cell(c, c->rows[i], c->slice), before) && same(cell(c, c->rows[i], c->ranked), cell(c, row, c->ranked)))
            return data_number(c->pairs, c->rows[i], "place");
    return NAN;
}

static void check_movements(const struct pair_check *c)
{
    bool moves = false;
    for (size_t i = 0; i < c->count; i++)
        moves = moves || cell(c, c->rows[i], "movement");
    for (size_t i = 0; i < c->count && moves; i++) {
        double movement = place_before(c, c->rows[i]) - data_number(c->pairs, c->rows[i], "place");
        if (isnan(movement))
            verify_text(c->v, VERIFY_PLACES, c->pairs, c->rows[i], "movement", NULL);
        else
            verify_close(c->v, VERIFY_PLACES, c->pairs, c->rows[i], "movement", movement, 0);
    }
}

/* Means of pairs in other tables ------------------------------------------------------------------------------------------- */

static void check_mean(const struct pair_check *c, const char *table, const char *node, const char *over)
{
    const struct data_table *leaves = verify_table(c->v, DATA_LEAVES);
    double half = 0.5 * pow(10, -rule_number(c->rules, "decimals", 2)) * 1.0001;
    for (size_t r = 0; r < data_rows(leaves); r++) {
        if (!same(data_cell(leaves, r, "table"), table) || !same(data_cell(leaves, r, "node"), node) || data_number(leaves, r, "imputed") == 1 ||
            !data_cell(leaves, r, "raw") || verify_hidden(data_cell(leaves, r, "raw")))
            continue;
        double sum = 0, count = 0;
        for (size_t i = 0; i < c->count; i++) {
            bool second = same(cell(c, c->rows[i], "kind"), over);
            double score = data_number(c->pairs, c->rows[i], "score");
            if (isnan(score) || !same(cell(c, c->rows[i], second ? "kind2" : "kind"), data_cell(leaves, r, "kind")) ||
                !same(cell(c, c->rows[i], second ? "unit2" : "unit"), data_cell(leaves, r, "unit")))
                continue;
            sum += score;
            count++;
        }
        if (count > 0)
            verify_close(c->v, VERIFY_SCORES, leaves, r, "raw", sum / count, half);
    }
}

static void check_nodes(const struct pair_check *c, const char *table, const json_t *nodes)
{
    for (size_t i = 0; i < json_array_size(nodes); i++) {
        const json_t *node = json_array_get(nodes, i);
        if (same(rule_text(node, "table"), c->id) && same(rule_text(node, "aggregate"), "mean") && rule_text(node, "over") && !rule_text(node, "via"))
            check_mean(c, table, rule_text(node, "id"), rule_text(node, "over"));
        check_nodes(c, table, json_object_get(node, "children"));
    }
}

/* All ------------------------------------------------------------------------------------------------------------------------- */

static void check_pairs(struct verify *v, const json_t *rules)
{
    struct pair_check c = {.v = v, .pairs = verify_table(v, DATA_PAIRS), .rules = rules, .id = rule_text(rules, "id")};
    size_t all = data_rows(c.pairs);
    c.rows = ARENA_ARRAY(v->arena, size_t, all + 1);
    for (size_t r = 0; r < all; r++)
        if (same(data_cell(c.pairs, r, "table"), c.id))
            c.rows[c.count++] = r;
    if (c.count == 0)
        return;
    bool first = same(cell(&c, c.rows[0], "kind"), cell(&c, c.rows[0], "slice"));
    c.slice = first ? "unit" : "unit2";
    c.ranked = first ? "unit2" : "unit";
    for (size_t i = 0; i < c.count; i++)
        check_place(&c, c.rows[i]);
    check_movements(&c);
    const json_t *tables = json_object_get(v->rules, "tables");
    for (size_t t = 0; t < json_array_size(tables); t++)
        check_nodes(&c, rule_text(json_array_get(tables, t), "id"), json_object_get(json_array_get(tables, t), "tree"));
    verify_left(v, N_("scores of published pairs, whose indicators are not published"), c.count);
}

void verify_pairs(struct verify *v)
{
    const struct data_table *pairs = verify_table(v, DATA_PAIRS);
    const json_t *tables = json_object_get(v->rules, "tables");
    for (size_t t = 0; t < json_array_size(tables); t++)
        check_pairs(v, json_array_get(tables, t));
    for (size_t r = 0; r < data_rows(pairs); r++) {
        bool known = false;
        for (size_t t = 0; t < json_array_size(tables) && !known; t++)
            known = same(rule_text(json_array_get(tables, t), "id"), data_cell(pairs, r, "table"));
        if (!known)
            verify_differs(v, VERIFY_SCORES, "data/pairs.csv", data_key(v->arena, pairs, r), NULL, _("a row"), NULL);
    }
}
