/* SPDX-License-Identifier: GPL-3.0-or-later
 * What `ceping status` shows of screening rules: what each found by unit, and what the results would be without it. Texts go to stdout.
 */
#ifndef CEPING_CLI_STATUS_RULES_H
#define CEPING_CLI_STATUS_RULES_H

#include "score_studies.h"

/* Units in which a rule found something. */
void print_rules_by_unit(const struct results *results);
void print_rules_across_units(const struct results *results);
/* A line a case: valid responses, figures that print otherwise, places that change. */
void print_sensitivity_in_short(const screening_cases *cases);
/* Each figure and each table in each case. */
void print_sensitivity(const screening_cases *cases);
json_t *json_sensitivity(const screening_cases *cases);

#endif
