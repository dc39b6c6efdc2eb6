/* SPDX-License-Identifier: GPL-3.0-or-later
 * Rows of the table of measures for what stats.h computes: moments, order, proportions.
 */
#include "measures_priv.h"

const struct stats_measure stats_description_measures[] = {
    {"mean", "平均数", N_("description"), N_("number item, or codes of an ordered scale"), 1, "stats_mean", "Σwx / Σw", "—",
     "tests/unit/stats/test_moments.c"},
    {"variance", "方差", N_("description"), N_("number item"), 2, "stats_variance", "Σw(x − mean)² / (Σw − 1)",
     "Chan, Golub, LeVeque, American Statistician 37 (1983)", "tests/unit/stats/test_moments.c"},
    {"quantile", "分位数", N_("description"), N_("number item"), 1, "stats_quantile", "type 7: between ranks about 1 + (Σw − 1)p",
     "Hyndman, Fan, American Statistician 50 (1996)", "tests/unit/stats/test_order.c"},
    {"trimmed_mean", "去掉最高分和最低分后的平均", N_("description"), N_("scores of raters"), 1, "stats_trimmed_mean", "mean without the k lowest and k highest",
     "—", "tests/unit/stats/test_order.c"},
    {0},
};
