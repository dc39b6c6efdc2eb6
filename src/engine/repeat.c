/* SPDX-License-Identifier: GPL-3.0-or-later
 * Rows that stand for several equal responses (instrument->counts), as many rows as that: collection, screening, figures, statistics and draws then know
 * nothing of it, and cannot treat counts other than rows. A number beside each row all through them would save memory and would have to be right in each.
 */
#include "engine_priv.h"

/* A gigabyte or so; more come as a file of rows, or as several evaluations. */
#define RESPONSES_MAX 5000000

bool engine_repeat(struct dataset *dataset, struct diags *diags)
{
    const struct variable *counts = dataset->instrument->counts;
    if (!counts || dataset->rows == 0)
        return true;
    const struct column *column = &dataset->columns[counts->index];
    auto_free uint32_t *times = xcalloc(dataset->rows, sizeof *times);
    size_t without = 0;
    double total = 0;
    for (size_t row = 0; row < dataset->rows; row++) {
        bool known = column->missing[row] == MISSING_NONE;
        without += !known;
        total += known ? column->numbers[row] : 0;
        times[row] = known && column->numbers[row] <= RESPONSES_MAX ? (uint32_t)column->numbers[row] : 0;
    }
    if (total > RESPONSES_MAX) {
        diags_error(diags, dataset->instrument->counts_name.pos, _("instrument '%s': its rows stand for %.0f responses; at most %d are possible"), dataset->instrument->id, total,
                    RESPONSES_MAX);
        return false;
    }
    if (without > 0)
        diags_warning(diags, dataset->instrument->counts_name.pos, _("instrument '%s': %zu rows do not say for how many responses they stand, and stand for none"),
                      dataset->instrument->id, without);
    dataset_repeat(dataset, times);
    return true;
}
