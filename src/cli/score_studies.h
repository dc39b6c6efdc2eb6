/* SPDX-License-Identifier: GPL-3.0-or-later
 * What `ceping score` shows besides scores: chance, robustness. Texts go to stdout.
 */
#ifndef CEPING_CLI_SCORE_STUDIES_H
#define CEPING_CLI_SCORE_STUDIES_H

#include "cli.h"

void print_uncertainty(const struct results *results);
json_t *json_uncertainty(const struct results *results);
void print_robustness(const struct results *results);
json_t *json_robustness(const struct results *results);
json_t *json_explanation(const struct results *results, const struct explanation *explanation);

/* Cells of such tables; "—" where there is no value. */
const char *study_units(struct arena *arena, const struct table *table, const int *units);
const char *study_number(struct text_table *table, double value, int decimals);
const char *study_place(struct text_table *table, double value);
const char *study_range(struct text_table *table, double low, double high, int decimals);

#endif
