/* SPDX-License-Identifier: GPL-3.0-or-later
 * Year on year. Nothing is compared that was made in another way: a rank falls or rises with its rule too.
 */
#ifndef CEPING_SCORE_COMPARE_H
#define CEPING_SCORE_COMPARE_H

#include "ceping/model_compare.h"

/* Tables and figures are matched by id, units by name, short name or alias (ids are given anew each year: p01 is another project),
 * placeholders not at all. Scores are not compared where the
 * tree, a weight, a transform, a policy, bonus items or the definition of a figure (statistic, base, condition, options and their scores) differ; the first ten
 * reasons are listed. Places are compared among the units that both have, by score alone.
 *
 * A change is more than chance where |change| > z·√(se² now + se² before), with z for all common units of the table at once (Bonferroni); it needs the uncertainty of both
 * results, else it stays unknown. */
struct comparison *score_compare(const struct results *before, const struct results *now, struct arena *arena);

#endif
