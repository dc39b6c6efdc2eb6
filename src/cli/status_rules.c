/* SPDX-License-Identifier: GPL-3.0-or-later
 * What screening rules found by unit, and what figures and places would be without them.
 */
#include "status_rules.h"

#include <math.h>

#include "ceping/base_num.h"

void print_rules_by_unit(const struct results *results)
{
    struct text_table table;
    text_table_init(&table, 5, (const bool[]){false, false, false, true, true});
    text_table_row(&table, (const char *const[]){_("instrument"), _("unit"), _("rule"), _("decided"), _("applies to")});
    for (size_t i = 0; i < results->collections.count; i++) {
        const struct collection *collection = &results->collections.at[i];
        for (size_t r = 0; collection->unit && r < collection->rules.count; r++) {
            const struct rule_count *rule = &collection->rules.at[r];
            if (rule->applies > 0)
                text_table_row(&table, (const char *const[]){collection->instrument->id, collection->unit->short_name, rule->rule->id, study_number(&table, rule->decided, 0),
                                                             study_number(&table, rule->applies, 0)});
        }
    }
    if (table.rows.count > 1) {
        printf("\n");
        text_table_print(&table, true, stdout);
    }
    text_table_release(&table);
}

/* Units down, rules across, of one instrument: whom a rule decided about, or where it only flags or cancels, whom it applies to. */
static bool print_matrix(const struct results *results, const struct collection *whole)
{
    enum { COLUMNS_MAX_ = 40 };
    size_t columns = 1 + whole->rules.count, found = 0;
    if (columns > COLUMNS_MAX_)
        return false;
    static const bool right[COLUMNS_MAX_] = {false, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true,
                                             true,  true, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true};
    struct text_table table;
    text_table_init(&table, columns, right);
    const char *cells[COLUMNS_MAX_] = {whole->instrument->id};
    for (size_t r = 0; r < whole->rules.count; r++)
        cells[r + 1] = whole->rules.at[r].rule->id;
    text_table_row(&table, cells);
    for (size_t i = 0; i < results->collections.count; i++) {
        const struct collection *collection = &results->collections.at[i];
        if (!collection->unit || collection->instrument != whole->instrument)
            continue;
        cells[0] = collection->unit->short_name;
        for (size_t r = 0; r < collection->rules.count; r++) {
            const struct rule_count *rule = &collection->rules.at[r];
            bool decides = rule->rule->action == SCREEN_VOID || rule->rule->action == SCREEN_NOT_ELIGIBLE;
            double count = decides ? rule->decided : rule->applies;
            cells[r + 1] = count > 0 ? study_number(&table, count, 0) : ".";
            found += count > 0;
        }
        text_table_row(&table, cells);
    }
    if (found) {
        printf("\n");
        text_table_print(&table, true, stdout);
    }
    text_table_release(&table);
    return found > 0;
}

void print_rules_across_units(const struct results *results)
{
    size_t printed = 0;
    for (size_t i = 0; i < results->collections.count; i++)
        if (!results->collections.at[i].unit && results->collections.at[i].rules.count)
            printed += print_matrix(results, &results->collections.at[i]);
    if (printed)
        printf(_("responses about which a rule decided; where it only flags or cancels answers, those to which it applies\n"));
}

static const char *case_name(const struct text_table *table, const struct screening_case *at)
{
    return at->flagged_out ? _("all flagged ones left out") : arena_printf(table->arena, _("without %s"), at->rule->id);
}

static const char *signed_number(struct text_table *table, double value, int decimals)
{
    const char *number = study_number(table, value, decimals);
    return value > 0 ? arena_printf(table->arena, "+%s", number) : number;
}

/* Every figure that has one value for the whole ----------------------------------------------------------------------- */

static bool prints_otherwise(const struct screening_effect *effect)
{
    return num_round(effect->value, effect->figure->decimals) != num_round(effect->other, effect->figure->decimals) && !(isnan(effect->value) && isnan(effect->other));
}

/* By how many units of its last printed place a figure changes: what makes changes of percentages and scores comparable. */
static double in_last_places(const struct screening_effect *effect)
{
    double change = (effect->other - effect->value) * pow(10, effect->figure->decimals);
    return isnan(change) ? INFINITY : fabs(change);
}

static const char *figures_in_short(struct text_table *table, const struct screening_case *at)
{
    size_t otherwise = 0;
    const struct screening_effect *most = NULL;
    for (size_t f = 0; f < at->figures.count; f++) {
        const struct screening_effect *effect = &at->figures.at[f];
        if (!prints_otherwise(effect))
            continue;
        otherwise++;
        if (!most || in_last_places(effect) > in_last_places(most))
            most = effect;
    }
    if (!most)
        return arena_printf(table->arena, _("none of %zu"), at->figures.count);
    return arena_printf(table->arena, _("%zu of %zu, most %s: %s → %s"), otherwise, at->figures.count, most->figure->id, study_number(table, most->value, most->figure->decimals),
                        study_number(table, most->other, most->figure->decimals));
}

static const char *places_in_short(struct text_table *table, const struct screening_case *at)
{
    size_t moved = 0, ranked = 0;
    const struct screening_move *most = NULL;
    for (size_t t = 0; t < at->tables.count; t++) {
        const struct screening_move *move = &at->tables.at[t];
        ranked += move->ranked;
        moved += move->moved;
        if (move->moved > 0 && (!most || fabs(move->other - move->place) > fabs(most->other - most->place)))
            most = move;
    }
    if (ranked == 0)
        return _("nothing is ranked");
    if (!most)
        return arena_printf(table->arena, _("none of %zu"), ranked);
    return arena_printf(table->arena, _("%zu of %zu, most in %s %s: %s → %s"), moved, ranked, most->table->id, study_units(table->arena, most->table, most->units), study_place(table, most->place),
                        study_place(table, most->other));
}

void print_sensitivity_in_short(const screening_cases *cases)
{
    size_t results = 0; /* of which it could be told */
    for (size_t i = 0; i < cases->count; i++)
        results += cases->at[i].figures.count + cases->at[i].tables.count;
    if (results == 0)
        return;
    struct text_table table;
    text_table_init(&table, 5, (const bool[]){false, false, true, false, false});
    text_table_row(&table, (const char *const[]){_("instrument"), _("case"), _("valid"), _("figures that print otherwise"), _("places that change")});
    for (size_t i = 0; i < cases->count; i++) {
        const struct screening_case *at = &cases->at[i];
        text_table_row(&table, (const char *const[]){at->instrument->id, case_name(&table, at), study_number(&table, at->valid, 0), figures_in_short(&table, at), places_in_short(&table, at)});
    }
    printf("\n");
    text_table_print(&table, true, stdout);
    text_table_release(&table);
}

/* In full ---------------------------------------------------------------------------------------------------------------- */

static void print_figures(const screening_cases *cases)
{
    struct text_table table;
    text_table_init(&table, 7, (const bool[]){false, false, true, false, true, true, true});
    text_table_row(&table, (const char *const[]){_("instrument"), _("case"), _("valid"), _("figure"), _("as declared"), _("in this case"), _("change")});
    for (size_t i = 0; i < cases->count; i++) {
        const struct screening_case *at = &cases->at[i];
        for (size_t f = 0; f < at->figures.count; f++) {
            const struct screening_effect *effect = &at->figures.at[f];
            int decimals = effect->figure->decimals;
            text_table_row(&table, (const char *const[]){at->instrument->id, case_name(&table, at), study_number(&table, at->valid, 0), effect->figure->id,
                                                         study_number(&table, effect->value, decimals), study_number(&table, effect->other, decimals),
                                                         signed_number(&table, effect->other - effect->value, decimals)});
        }
    }
    printf("\n");
    text_table_print(&table, true, stdout);
    text_table_release(&table);
}

static void print_places(const screening_cases *cases)
{
    struct text_table table;
    text_table_init(&table, 8, (const bool[]){false, false, false, true, true, false, true, true});
    text_table_row(&table, (const char *const[]){_("instrument"), _("case"), _("table"), _("have a place"), _("places that change"), _("furthest"), _("as declared"), _("in this case")});
    for (size_t i = 0; i < cases->count; i++)
        for (size_t t = 0; t < cases->at[i].tables.count; t++) {
            const struct screening_case *at = &cases->at[i];
            const struct screening_move *move = &at->tables.at[t];
            text_table_row(&table, (const char *const[]){at->instrument->id, case_name(&table, at), move->table->id, study_number(&table, (double)move->ranked, 0),
                                                         study_number(&table, (double)move->moved, 0), move->moved ? study_units(table.arena, move->table, move->units) : "",
                                                         move->moved ? study_place(&table, move->place) : "", move->moved ? study_place(&table, move->other) : ""});
        }
    if (table.rows.count > 1) {
        printf("\n");
        text_table_print(&table, true, stdout);
    }
    text_table_release(&table);
}

void print_sensitivity(const screening_cases *cases)
{
    print_figures(cases);
    print_places(cases);
}

/* JSON ------------------------------------------------------------------------------------------------------------------- */

static json_t *json_moves(const struct screening_case *at)
{
    json_t *list = json_array();
    for (size_t t = 0; t < at->tables.count; t++) {
        const struct screening_move *move = &at->tables.at[t];
        json_t *object = json_object(), *units = json_array();
        for (size_t k = 0; move->moved && k < move->table->by_count; k++)
            json_array_append_new(units, json_string(move->table->by[k]->units.at[move->units[k]].id));
        json_object_set_new(object, "table", json_string(move->table->id));
        json_object_set_new(object, "ranked", json_integer((json_int_t)move->ranked));
        json_object_set_new(object, "moved", json_integer((json_int_t)move->moved));
        json_object_set_new(object, "furthest", units);
        json_object_set_new(object, "place", json_number(move->place));
        json_object_set_new(object, "other", json_number(move->other));
        json_array_append_new(list, object);
    }
    return list;
}

static json_t *json_figures(const struct screening_case *at)
{
    json_t *list = json_array();
    for (size_t f = 0; f < at->figures.count; f++) {
        const struct screening_effect *effect = &at->figures.at[f];
        json_t *figure = json_object();
        json_object_set_new(figure, "figure", json_string(effect->figure->id));
        json_object_set_new(figure, "value", json_number(effect->value));
        json_object_set_new(figure, "other", json_number(effect->other));
        json_object_set_new(figure, "base", json_number(effect->base));
        json_array_append_new(list, figure);
    }
    return list;
}

json_t *json_sensitivity(const screening_cases *cases)
{
    json_t *list = json_array();
    for (size_t i = 0; i < cases->count; i++) {
        const struct screening_case *at = &cases->at[i];
        json_t *object = json_object();
        json_object_set_new(object, "instrument", json_string(at->instrument->id));
        json_object_set_new(object, "without_rule", json_text(at->rule ? at->rule->id : NULL));
        json_object_set_new(object, "flagged_out", json_boolean(at->flagged_out));
        json_object_set_new(object, "valid", json_number(at->valid));
        json_object_set_new(object, "figures", json_figures(at));
        json_object_set_new(object, "tables", json_moves(at));
        json_array_append_new(list, object);
    }
    return list;
}
