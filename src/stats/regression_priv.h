/* SPDX-License-Identifier: GPL-3.0-or-later
 * Reading the rows of a regression.
 */
#ifndef CEPING_STATS_REGRESSION_PRIV_H
#define CEPING_STATS_REGRESSION_PRIV_H

#include "ceping/stats_regression.h"

bool regression_usable(const struct stats_regression_data *data);
/* Row i with the 1 of the intercept in front, where there is one. */
void regression_row(const struct stats_regression_data *data, size_t i, double *ret_row);
double regression_frequency(const struct stats_regression_data *data, size_t i); /* 0: the row is left out */

/* All NaN. */
struct stats_logistic *logistic_new(struct arena *arena, size_t terms, size_t thresholds);
/* z, p, intervals from coef and se; likelihood ratio, AIC … from the log likelihoods. */
void logistic_judge(struct stats_logistic *fit, double level);

#endif
