/* SPDX-License-Identifier: GPL-3.0-or-later
 * Figures, collections and frequencies as tables of the open data. A value that `disclose` took out is "*" with its reason, and so are its
 * numerator and its base; what does not exist is empty. Neither is ever 0.
 */
#include <math.h>

#include "ceping/base_num.h"
#include "data_priv.h"
#include "site_priv.h"

/* Figures ------------------------------------------------------------------------------------------------------------ */

/* Weighted sums are no counts of answers: the numerator is left out, and the base is how many answered. */
static void add_figure_cell(struct data_set *set, const struct figure *figure, const struct figure_cell *cell, const struct unit *unit)
{
    struct data_table *table = &set->tables[DATA_FIGURES];
    bool weighted = data_figure_weighted(figure);
    double numerator = weighted && !num_is_hidden(cell->numerator) ? (double)NAN : cell->numerator;
    data_add(set, table, figure->id);
    data_add(set, table, figure->name);
    data_add(set, table, statistic_ids[figure->statistic]);
    data_add_unit(set, table, unit);
    data_add_number(set, table, cell->value, figure->decimals);
    data_add(set, table, figure->unit);
    data_add_count(set, table, numerator);
    data_add_count(set, table, weighted ? figure_answers(figure, cell) : cell->base);
    data_add_reason(set, table, cell->hidden);
    data_add(set, table, figure_definition_text(set->arena, figure));
}

bool data_figure_weighted(const struct figure *figure)
{
    return figure->weighting || figure->weight;
}

void data_make_figures(struct data_set *set, const struct results *results)
{
    for (size_t i = 0; i < results->figures.count; i++) {
        const struct figure_result *result = &results->figures.at[i];
        const struct figure *figure = result->figure;
        if (!site_figure_shown(results->evaluation, figure))
            continue;
        add_figure_cell(set, figure, &result->all, NULL);
        for (size_t c = 0; c < result->cells.count && figure->by_count == 1; c++)
            if (result->cells.at[c].units[0] != NO_UNIT)
                add_figure_cell(set, figure, &result->cells.at[c], &figure->by[0]->units.at[result->cells.at[c].units[0]]);
    }
}

/* Collections ------------------------------------------------------------------------------------------------------------ */

void data_make_collection(struct data_set *set, const struct results *results)
{
    struct data_table *table = &set->tables[DATA_COLLECTION];
    for (size_t i = 0; i < results->collections.count; i++) {
        const struct collection *collection = &results->collections.at[i];
        const double counts[] = {collection->issued, collection->returned, collection->not_eligible, collection->void_count, collection->valid};
        const double rates[] = {collection->return_rate, collection->valid_rate, collection->valid_return_rate};
        data_add(set, table, collection->instrument->id);
        data_add(set, table, collection->instrument->title);
        data_add_unit(set, table, collection->unit);
        for (size_t c = 0; c < COUNT_OF(counts); c++)
            data_add_count(set, table, counts[c]);
        for (size_t r = 0; r < COUNT_OF(rates); r++)
            data_add_number(set, table, rates[r], 2);
        data_add_reason(set, table, collection->hidden);
    }
}

/* Frequencies -------------------------------------------------------------------------------------------------------------- */

static void add_frequency(struct data_set *set, const struct frequency *frequency)
{
    struct data_table *table = &set->tables[DATA_FREQUENCIES];
    const struct question *question = frequency->question;
    const struct frequency_cell *cell = &frequency->cells.at[0];
    for (size_t o = 0; o < question->scale->options.count; o++) {
        const struct option *option = &question->scale->options.at[o];
        data_add(set, table, frequency->instrument->id);
        data_add(set, table, question->id);
        data_add(set, table, frequency->item ? frequency->item->id : NULL);
        data_add(set, table, frequency->item ? frequency->item->title : question->title);
        data_add_count(set, table, option->code);
        data_add(set, table, option->label);
        data_add_count(set, table, cell->counts[o]);
        data_add_count(set, table, cell->asked);
        data_add_reason(set, table, cell->hidden);
        data_add_count(set, table, option->missing == MISSING_NONE);
        data_add_count(set, table, option->satisfied);
        data_add_count(set, table, option->aware);
        data_add_exact(set, table, option_score(question->scale, option, NULL));
    }
}

void data_make_frequencies(struct data_set *set, const struct results *results)
{
    for (size_t i = 0; i < results->frequencies.count; i++) {
        const struct frequency *frequency = &results->frequencies.at[i];
        bool coded = frequency->question->scale && frequency->cells.count && frequency->cells.at[0].counts;
        if (coded && !frequency->by && frequency->instrument->kind == INSTRUMENT_QUESTIONNAIRE)
            add_frequency(set, frequency);
    }
}
