/* SPDX-License-Identifier: GPL-3.0-or-later
 * The short way for the usual figure: items coded by one scale, every response counting once. What a code means for the statistic is the same in each
 * row, so the pass over the rows only counts codes by cell, and the statistic is worked out from the counts. Counts are whole
 * numbers, so nothing is lost. A million responses to twenty items by district and project take a fraction of a second so.
 */
#include "analyse_priv.h"

static bool is_coded(const struct figure_plan *plan, const struct figure_masks *masks)
{
    if (!plan->scale || plan->slots.count == 0 || plan->weight || plan->own || masks->is.at)
        return false;
    if (plan->figure->statistic == STAT_RATIO || plan->figure->statistic == STAT_TRIMMED_MEAN)
        return false;
    bool by_unit = masks->where.at && masks->where.units > 1;
    for (size_t i = 0; i < plan->slots.count; i++)
        if (plan->slots.at[i].count != 1 || plan->slots.at[i].variable->type != VARIABLE_CODE || (by_unit && !plan->slots.at[i].variable->unit))
            return false;
    return true;
}

struct coded_pass {
    const struct figure_plan *plan;
    const struct mask *where;
    size_t cells;
    const bool *in_base;    /* by bin */
    const size_t *fixed;    /* by slot: part of the combination that the variable gives */
    struct coded_counts *counts;
    size_t *last_row; /* by cell, row + 1 */
    int units[MODEL_BY_MAX]; /* of the response */
};

/* The cell of slot `i`; `cells` where it has none. */
static size_t cell_of(const struct coded_pass *pass, size_t i)
{
    const struct figure_plan *plan = pass->plan;
    const struct slot *slot = &plan->slots.at[i];
    size_t combination = pass->fixed[i];
    if (plan->figure->by_count == 0)
        return pass->cells;
    for (size_t k = 0; k < plan->figure->by_count; k++) {
        if (slot->fixed_unit[k] >= 0)
            continue;
        if (pass->units[k] < 0)
            return pass->cells;
        combination += (size_t)pass->units[k] * plan->strides[k];
    }
    size_t cell = plan->cell_of[combination];
    return cell == NO_CELL ? pass->cells : cell;
}

static bool where_true(const struct mask *where, const struct slot *slot, size_t row)
{
    if (!where->at || where->units <= 1)
        return !where->at || where->at[row];
    size_t unit = (size_t)slot->variable->unit->index;
    return unit < where->units && where->at[row * where->units + unit];
}

static void count_row(struct coded_pass *pass, size_t row)
{
    const struct figure_plan *plan = pass->plan;
    struct coded_counts *counts = pass->counts;
    bool any = false;
    for (size_t k = 0; k < plan->figure->by_count; k++)
        pass->units[k] = dataset_unit(plan->dataset, row, NULL, plan->figure->by[k]);
    for (size_t i = 0; i < plan->slots.count; i++) {
        const struct slot *slot = &plan->slots.at[i];
        if (!where_true(pass->where, slot, row))
            continue;
        size_t cell = cell_of(pass, i), bin = code_bin(&slot->codes, slot->columns[0], row);
        counts->at[cell * counts->bins + bin]++;
        if (!pass->in_base[bin])
            continue;
        any = true;
        if (cell < pass->cells && pass->last_row[cell] != row + 1) {
            pass->last_row[cell] = row + 1;
            counts->responses[cell]++;
        }
    }
    counts->responses[pass->cells] += any;
}

bool figure_count_coded(const struct figure_plan *plan, const struct figure_masks *masks, size_t cells, struct arena *arena,
                        struct coded_counts *ret_counts)
{
    if (!is_coded(plan, masks))
        return false;
    const struct slot *first = &plan->slots.at[0];
    size_t bins = first->codes.bins, options = plan->scale->options.count;
    *ret_counts = (struct coded_counts){.bins = bins};
    ret_counts->at = ARENA_ARRAY(arena, double, (cells + 1) * bins);
    ret_counts->responses = ARENA_ARRAY(arena, double, cells + 1);

    bool *in_base = ARENA_ARRAY(arena, bool, bins);
    for (size_t bin = 0; bin + 1 < bins; bin++) {
        enum missing missing = bin < options ? MISSING_NONE : (enum missing)(bin - options);
        int option = bin < options ? (int)bin : first->codes.of_missing[missing];
        in_base[bin] = observation_of(plan, first, missing, option, 0).in_base;
    }
    size_t *fixed = ARENA_ARRAY(arena, size_t, plan->slots.count);
    for (size_t i = 0; i < plan->slots.count; i++)
        for (size_t k = 0; k < plan->figure->by_count; k++)
            if (plan->slots.at[i].fixed_unit[k] >= 0)
                fixed[i] += (size_t)plan->slots.at[i].fixed_unit[k] * plan->strides[k];

    struct coded_pass pass = {.plan = plan, .where = &masks->where, .cells = cells, .in_base = in_base, .fixed = fixed, .counts = ret_counts};
    pass.last_row = ARENA_ARRAY(arena, size_t, cells + 1);
    for (size_t row = 0; row < plan->dataset->rows; row++)
        if (response_valid(plan->dataset, row))
            count_row(&pass, row);

    for (size_t cell = 0; cell <= cells; cell++)
        if (ret_counts->at[cell * bins + bins - 1] > 0)
            return false; /* codes that the scale does not have: row by row */
    return true;
}
