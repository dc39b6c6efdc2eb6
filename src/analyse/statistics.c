/* SPDX-License-Identifier: GPL-3.0-or-later
 * Statistics of one instrument: which blocks are made, in which order.
 */
#include "ceping/analyse.h"

void analyse_statistics(const struct evaluation *evaluation, const struct dataset *dataset, const struct results *results, struct arena *arena,
                        analysis_blocks *ret_blocks, struct diags *diags)
{
    (void)evaluation, (void)dataset, (void)results, (void)arena, (void)ret_blocks, (void)diags;
}
