/* SPDX-License-Identifier: GPL-3.0-or-later
 * Rows of the table of measures for what stats.h computes: moments, order, proportions.
 */
#include "measures_priv.h"

const struct stats_measure stats_description_measures[] = {
    {"mean", "平均数", N_("description"), N_("number item, or codes of an ordered scale"), 1, "stats_mean", "Σwx / Σw", "Särndal, Swensson, Wretman, Model Assisted Survey Sampling (1992) 5.7",
     "tests/unit/stats/test_moments.c: grouped_counts_agree_with_r, nist_univariate"},
    {"variance", "方差", N_("description"), N_("number item"), 2, "stats_variance", "Σw(x − mean)² / (Σw − 1)",
     "Chan, Golub, LeVeque, American Statistician 37 (1983)", "tests/unit/stats/test_moments.c: nist_univariate, nist_by_rule"},
    {"quantile", "分位数", N_("description"), N_("number item"), 1, "stats_quantile", "type 7: between ranks about 1 + (Σw − 1)p",
     "Hyndman, Fan, American Statistician 50 (1996)", "tests/unit/stats/test_order.c: quantiles_of_rows_agree_with_r"},
    {"trimmed_mean", "去掉最高分和最低分后的平均", N_("description"), N_("scores of raters"), 1, "stats_trimmed_mean", "mean without the k lowest and k highest",
     "method §7", "tests/unit/stats/test_order.c: contest"},
    {0},
};
