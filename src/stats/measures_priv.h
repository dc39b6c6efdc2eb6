/* SPDX-License-Identifier: GPL-3.0-or-later
 * The arrays of measures, one a file of src/stats, in the order of docs/statistics.md. Adding a file of measures adds one line here.
 */
#ifndef CEPING_STATS_MEASURES_PRIV_H
#define CEPING_STATS_MEASURES_PRIV_H

#include "ceping/stats_measures.h"

/* clang-format off */
#define STATS_MEASURE_PARTS(X) \
    X(stats_description_measures) X(stats_shape_measures) X(stats_intervals_measures) X(stats_resample_measures) X(stats_ranks_measures) X(stats_sensitivity_measures) \
    X(stats_weights_measures) X(stats_calibration_measures) X(stats_design_measures) X(stats_design_groups_measures) X(stats_rao_scott_measures) X(stats_sample_measures) \
    X(stats_reliability_measures) X(stats_structure_measures) X(stats_correlation_measures) X(stats_polychoric_measures) X(stats_regression_measures) \
    X(stats_compare_measures) X(stats_tables_measures) X(stats_raters_measures) X(stats_composite_measures)
/* clang-format on */

#define DECLARE(name) extern const struct stats_measure name[];
STATS_MEASURE_PARTS(DECLARE)
#undef DECLARE

#endif
