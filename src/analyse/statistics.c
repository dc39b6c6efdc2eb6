/* SPDX-License-Identifier: GPL-3.0-or-later
 * Statistics of one instrument: which blocks are made, in which order. First the default set, then what `analyses:` asks for.
 */
#include "analysis_priv.h"
#include "analysis_raters.h"

void analyse_statistics(const struct evaluation *evaluation, const struct dataset *dataset, const struct results *results, struct arena *arena,
                        analysis_blocks *ret_blocks, struct diags *diags)
{
    struct arena *scratch = arena_new();
    size_t *rows = ARENA_ARRAY(scratch, size_t, dataset->rows + 1), count = 0;
    for (size_t row = 0; row < dataset->rows; row++)
        if (response_valid(dataset, row))
            rows[count++] = row;
    struct analysis_work work = {.evaluation = evaluation,
                                 .instrument = dataset->instrument,
                                 .dataset = dataset,
                                 .results = results,
                                 .arena = arena,
                                 .scratch = scratch,
                                 .blocks = ret_blocks,
                                 .diags = diags,
                                 .rows = rows,
                                 .row_count = count};
    raters_missing_sheets(&work);
    if (count > 0) {
        analysis_describe(&work);
        analysis_forget_missing(&work);
        analysis_compare(&work);
        analysis_reliability(&work);
        analysis_drivers(&work);
        analysis_raters(&work);
        analysis_forget_missing(&work);
        analysis_weightings(&work);
        analysis_precision(&work);
    }
    analysis_requests(&work);
    arena_free(scratch);
}
