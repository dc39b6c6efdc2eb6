/* SPDX-License-Identifier: GPL-3.0-or-later
 * Places that follow each other: months within a year, quarters, rounds. A table says so by `streak`; slices of projects do not follow each
 * other, and a project's place tells nothing about the next one's. The units of the slice kind stand in their order, so a row has a
 * predecessor: the row of the same other units in the nearest earlier slice that was ranked at all. A month in which nobody was rated is passed
 * over; a month in which only this unit was not rated breaks its streak, and there is no movement over it: nothing is known of its place then.
 *
 *     movement       place before − place now: positive is up
 *     first_streak   how many slices in a row, this one the last of them, the row has been first (ties count)
 *     last_streak    the same for the last place; where all have one place, nobody is last
 */
#include "score_priv.h"

#include <math.h>

static bool same_but_slice(const struct plan_table *plan, const struct score_row *a, const struct score_row *b)
{
    for (size_t k = 0; k < plan->table->by_count; k++)
        if ((int)k != plan->slice_at && a->units[k] != b->units[k])
            return false;
    return true;
}

/* Row of the same units in slice `unit`; NULL when there is none. */
static const struct score_row *twin(const struct plan_table *plan, const struct table_result *result, const struct score_row *row, int unit)
{
    for (size_t i = 0; i < result->rows.count; i++)
        if (result->rows.at[i].units[plan->slice_at] == unit && same_but_slice(plan, row, &result->rows.at[i]))
            return &result->rows.at[i];
    return NULL;
}

/* Best and worst place within a slice; false when nobody has one. */
static bool ends_of(const struct plan_table *plan, const struct table_result *result, int unit, double *ret_best, double *ret_worst)
{
    *ret_best = *ret_worst = NAN;
    for (size_t i = 0; i < result->rows.count; i++) {
        const struct score_row *row = &result->rows.at[i];
        if (row->units[plan->slice_at] != unit || isnan(row->slice_place))
            continue;
        *ret_best = fmin(*ret_best, row->slice_place);
        *ret_worst = fmax(*ret_worst, row->slice_place);
    }
    return !isnan(*ret_best);
}

void score_periods(const struct plan_table *plan, struct table_result *result)
{
    for (size_t i = 0; i < result->rows.count; i++)
        result->rows.at[i].movement = NAN;
    if (plan->slice_at < 0 || plan->table->streak == 0)
        return;
    int before = -1;
    for (int unit = 0; unit < (int)plan->table->slice->units.count; unit++) {
        double best, worst;
        if (!ends_of(plan, result, unit, &best, &worst))
            continue;
        for (size_t i = 0; i < result->rows.count; i++) {
            struct score_row *row = &result->rows.at[i];
            if (row->units[plan->slice_at] != unit || isnan(row->slice_place))
                continue;
            const struct score_row *earlier = before < 0 ? NULL : twin(plan, result, row, before);
            row->movement = earlier ? earlier->slice_place - row->slice_place : (double)NAN;
            row->first_streak = row->slice_place <= best ? 1 + (earlier ? earlier->first_streak : 0) : 0;
            row->last_streak = row->slice_place >= worst && worst > best ? 1 + (earlier ? earlier->last_streak : 0) : 0;
        }
        before = unit;
    }
}
