/* SPDX-License-Identifier: GPL-3.0-or-later
 * Shared by the tests on tables: margins.
 */
#ifndef CEPING_STATS_TABLES_PRIV_H
#define CEPING_STATS_TABLES_PRIV_H

#include "ceping/base.h"

#include <stdlib.h>

struct table_margins {
    double n, rows, columns; /* total; rows and columns that are not empty */
    double *row, *column;
};

/* False where a count is negative, infinite or NaN. Release in either case. */
bool table_margins(const double *counts, size_t rows, size_t columns, struct table_margins *ret);
void table_margins_release(struct table_margins *margins);
#define auto_margins __attribute__((cleanup(table_margins_release)))

#endif
