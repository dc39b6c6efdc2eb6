/* SPDX-License-Identifier: GPL-3.0-or-later
 * ceping score --robustness: what other reasonable rules would have given, as tables for a terminal and as JSON.
 */
#include <math.h>

#include "ceping/base_num.h"
#include "score_studies.h"

/* One row a unit: the declared place, the range over everything, then the range by kind of rule. */
static void print_ranges(const struct table_result *result, const struct table_robustness *robustness)
{
    enum { FIRST = 4 };
    struct text_table table;
    bool right[FIRST + ROBUSTNESS_KINDS] = {false};
    const char *cells[FIRST + ROBUSTNESS_KINDS] = {_("unit"), _("place"), _("place range"), _("same place (%)")};
    size_t columns = FIRST;
    int kinds[ROBUSTNESS_KINDS];
    for (int k = 0; k < ROBUSTNESS_KINDS; k++) {
        bool any = false;
        for (size_t i = 0; i < robustness->rows.count; i++)
            any = any || !isnan(robustness->rows.at[i].kinds[k][0]);
        if (!any)
            continue;
        kinds[columns - FIRST] = k;
        cells[columns++] = robustness_kind_labels[k];
    }
    for (size_t i = 1; i < columns; i++)
        right[i] = true;
    text_table_init(&table, columns, right);
    text_table_row(&table, cells);
    for (size_t i = 0; i < result->rows.count; i++) {
        size_t r = (size_t)result->by_place[i];
        const struct row_robustness *row = &robustness->rows.at[r];
        cells[0] = study_units(table.arena, result->table, result->rows.at[r].units);
        cells[1] = study_place(&table, result->rows.at[r].natural_place);
        cells[2] = study_range(&table, row->least, row->greatest, 0);
        cells[3] = study_number(&table, row->same, 1);
        for (size_t c = FIRST; c < columns; c++)
            cells[c] = study_range(&table, row->kinds[kinds[c - FIRST]][0], row->kinds[kinds[c - FIRST]][1], 0);
        text_table_row(&table, cells);
    }
    text_table_print(&table, true, stdout);
    text_table_release(&table);
}

/* Those that move something; how many there are besides. */
static void print_cases(const struct table_robustness *robustness)
{
    struct text_table table;
    size_t still = 0;
    text_table_init(&table, 5, (const bool[]){false, false, true, true, true});
    text_table_row(&table, (const char *const[]){_("rule"), _("instead"), _("places changed"), _("mean move"), _("greatest move")});
    for (size_t i = 0; i < robustness->cases.count; i++) {
        const struct robustness_case *at = &robustness->cases.at[i];
        still += at->changed == 0 && at->lost == 0;
        if (at->changed > 0 || at->lost > 0)
            text_table_row(&table, (const char *const[]){robustness_kind_labels[at->kind], at->label, text_table_number(&table, (double)at->changed, 0),
                                                         study_number(&table, at->moved, 2), study_number(&table, at->most, 0)});
    }
    printf("\n");
    if (still < robustness->cases.count)
        text_table_print(&table, true, stdout);
    printf(_("%zu of %zu other rules change no place\n"), still, robustness->cases.count);
    text_table_release(&table);
}

/* Estimates outside 0 to 100 are noise, and stand in the JSON as they are; NaN where nothing moved any place at all. */
static const char *share(struct text_table *table, double estimate)
{
    return study_number(table, isnan(estimate) ? estimate : 100 * fmin(fmax(estimate, 0), 1), 0);
}

static void print_inputs(const struct table_robustness *robustness)
{
    struct text_table table;
    text_table_init(&table, 3, (const bool[]){false, true, true});
    text_table_row(&table, (const char *const[]){_("choice"), _("by itself (%)"), _("with all that it takes part in (%)")});
    for (size_t i = 0; i < robustness->inputs.count; i++) {
        const struct robustness_input *input = &robustness->inputs.at[i];
        text_table_row(&table, (const char *const[]){input->label, share(&table, input->first), share(&table, input->total)});
    }
    printf("\n");
    text_table_print(&table, true, stdout);
    text_table_release(&table);
}

void print_robustness(const struct results *results)
{
    const struct robustness *robustness = &results->robustness;
    auto_strbuf struct strbuf weights;
    strbuf_init(&weights);
    num_format(&weights, robustness->weights, robustness->weights == floor(robustness->weights) ? 0 : 1);
    printf(_("\nwhat other rules would have given: weights ±%s %% in %zu runs, all choices together in %zu samples, seed %llu\n"), weights.at, robustness->runs,
           robustness->samples, (unsigned long long)robustness->seed);
    for (size_t i = 0; i < results->tables.count; i++) {
        const struct table_result *result = &results->tables.at[i];
        const struct table_robustness *table = &robustness->tables.at[i];
        if (table->rows.count == 0)
            continue;
        printf("\n== %s  %s\n", result->table->id, result->table->name ? result->table->name : "");
        print_ranges(result, table);
        print_cases(table);
        print_inputs(table);
    }
}

/* JSON --------------------------------------------------------------------------------------------------------------- */

static json_t *range(const double at[2])
{
    json_t *list = json_array();
    json_array_append_new(list, json_number(at[0]));
    json_array_append_new(list, json_number(at[1]));
    return list;
}

static json_t *numbers(const double *at, size_t count)
{
    json_t *list = json_array();
    for (size_t i = 0; i < count; i++)
        json_array_append_new(list, json_number(at[i]));
    return list;
}

static json_t *case_object(const struct robustness_case *at, size_t rows)
{
    json_t *object = json_object();
    json_object_set_new(object, "kind", json_string(robustness_kind_ids[at->kind]));
    json_object_set_new(object, "label", json_text(at->label));
    json_object_set_new(object, "changed", json_integer((json_int_t)at->changed));
    json_object_set_new(object, "lost", json_integer((json_int_t)at->lost));
    json_object_set_new(object, "moved", json_number(at->moved));
    json_object_set_new(object, "most", json_number(at->most));
    json_object_set_new(object, "scores", numbers(at->scores, rows));
    json_object_set_new(object, "places", numbers(at->places, rows));
    return object;
}

static json_t *row_object(const struct table *table, const struct score_row *row, const struct row_robustness *at)
{
    json_t *object = json_object(), *kinds = json_object();
    json_object_set_new(object, "units", json_units(table->by, table->by_count, row->units));
    json_object_set_new(object, "place", json_number(row->natural_place));
    json_object_set_new(object, "least", json_number(at->least));
    json_object_set_new(object, "greatest", json_number(at->greatest));
    json_object_set_new(object, "weights_low", json_number(at->weights_low));
    json_object_set_new(object, "weights_high", json_number(at->weights_high));
    json_object_set_new(object, "same", json_number(at->same));
    for (int k = 0; k < ROBUSTNESS_KINDS; k++)
        if (!isnan(at->kinds[k][0]))
            json_object_set_new(kinds, robustness_kind_ids[k], range(at->kinds[k]));
    json_object_set_new(object, "kinds", kinds);
    return object;
}

static json_t *table_object(const struct table_result *result, const struct table_robustness *table)
{
    json_t *object = json_object(), *rows = json_array(), *cases = json_array(), *choices = json_array();
    for (size_t i = 0; i < table->rows.count; i++)
        json_array_append_new(rows, row_object(result->table, &result->rows.at[i], &table->rows.at[i]));
    for (size_t i = 0; i < table->cases.count; i++)
        json_array_append_new(cases, case_object(&table->cases.at[i], table->rows.count));
    for (size_t i = 0; i < table->inputs.count; i++) {
        json_t *choice = json_object();
        json_object_set_new(choice, "choice", json_string(table->inputs.at[i].id));
        json_object_set_new(choice, "first", json_number(table->inputs.at[i].first));
        json_object_set_new(choice, "total", json_number(table->inputs.at[i].total));
        json_array_append_new(choices, choice);
    }
    json_object_set_new(object, "rows", rows);
    json_object_set_new(object, "cases", cases);
    json_object_set_new(object, "choices", choices);
    json_object_set_new(object, "moved", json_number(table->moved));
    return object;
}

json_t *json_robustness(const struct results *results)
{
    const struct robustness *robustness = &results->robustness;
    json_t *object = json_object(), *tables = json_object();
    json_object_set_new(object, "seed", json_integer((json_int_t)robustness->seed));
    json_object_set_new(object, "runs", json_integer((json_int_t)robustness->runs));
    json_object_set_new(object, "samples", json_integer((json_int_t)robustness->samples));
    json_object_set_new(object, "weights", json_number(robustness->weights));
    json_object_set_new(object, "level", json_number(robustness->level));
    for (size_t i = 0; i < results->tables.count; i++)
        if (robustness->tables.at[i].rows.count > 0)
            json_object_set_new(tables, results->tables.at[i].table->id, table_object(&results->tables.at[i], &robustness->tables.at[i]));
    json_object_set_new(object, "tables", tables);
    return object;
}
