/* SPDX-License-Identifier: GPL-3.0-or-later
 * Scores of pairs as a table of the open data: the months of a district. Only of tables that the evaluation publishes (disclosure: pairs), which rest on no confidential answers,
 * so nothing in them is ever hidden; the loader sees to that.
 */
#include <math.h>

#include "ceping/base_num.h"
#include "data_priv.h"

static void add_pair(struct data_set *set, const struct table_result *result, const struct score_row *row)
{
    static const char *const reasons[NO_SCORES] = {NULL, "no_data", "coverage", "not_applicable"};
    struct data_table *table = &set->tables[DATA_PAIRS];
    data_add(set, table, result->table->id);
    data_add(set, table, result->table->name);
    for (size_t k = 0; k < 2; k++)
        data_add_unit(set, table, &result->table->by[k]->units.at[row->units[k]]);
    data_add(set, table, result->table->slice->id);
    data_add_number(set, table, row->score, result->table->decimals);
    data_add_count(set, table, row->slice_place);
    data_add_count(set, table, result->table->streak ? row->movement : (double)NAN);
    data_add(set, table, reasons[row->why]);
    data_add_exact(set, table, num_round(row->coverage, 9));
    data_add_exact(set, table, row->bonus);
    data_add_exact(set, table, row->deduction);
}

void data_make_pairs(struct data_set *set, const struct results *results)
{
    for (size_t t = 0; t < results->tables.count; t++) {
        const struct table_result *result = &results->tables.at[t];
        for (size_t i = 0; i < result->rows.count && evaluation_pairs_public(results->evaluation, result->table); i++)
            add_pair(set, result, &result->rows.at[i]);
    }
}
