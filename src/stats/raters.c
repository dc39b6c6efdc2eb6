/* SPDX-License-Identifier: GPL-3.0-or-later
 * Rows of the table of measures for stats_raters.h.
 */
#include "measures_priv.h"

#define NEEDS N_("ratings of ratees by raters")

const struct stats_measure stats_raters_measures[] = {
    {"icc", "组内相关系数（六种形式）", N_("raters"), N_("ratings of ratees by raters, complete"), 2, "stats_icc", "ICC(A,1) = (MSR − MSE)/(MSR + (k − 1)MSE + k(MSC − MSE)/n), and five more",
     "McGraw, Wong, Psychological Methods 1 (1996)", "tests/unit/stats/test_icc.c: icc_as_psych, shrout_fleiss, frequencies_are_ratees"},
    {"kendall_w", "肯德尔和谐系数", N_("raters"), NEEDS, 2, "stats_kendall_w", "12S/(m²(n³ − n) − mΣ(t³ − t)); with gaps (1 + ρ̄(m − 1))/m", "Kendall, Babington Smith 1939",
     "tests/unit/stats/test_icc.c: kendall, frequencies_are_ratees"},
    {"cohen_kappa", "Cohen κ 系数", N_("raters"), N_("two raters, choice item"), 1, "stats_kappa", "(po − pe)/(1 − pe)", "Cohen 1960; Fleiss, Cohen, Everitt 1969",
     "tests/unit/stats/test_kappa.c: cohen"},
    {"weighted_kappa", "加权 κ 系数", N_("raters"), N_("two raters, ordered item"), 1, "stats_kappa", "κ with credit 1 − |i − j|/(k − 1) or 1 − ((i − j)/(k − 1))²", "Cohen, Psychological Bulletin 70 (1968)",
     "tests/unit/stats/test_kappa.c: cohen"},
    {"fleiss_kappa", "Fleiss κ 系数", N_("raters"), N_("two or more raters, choice item"), 1, "stats_fleiss", "(P̄ − Σp²)/(1 − Σp²)", "Fleiss, Psychological Bulletin 76 (1971)",
     "tests/unit/stats/test_kappa.c: fleiss"},
    {"krippendorff_alpha", "Krippendorff α 系数", N_("raters"), N_("ratings of ratees by raters, gaps allowed"), 1, "stats_krippendorff", "1 − D_o/D_e; nominal, ordinal, interval, ratio",
     "Krippendorff 2011", "tests/unit/stats/test_kappa.c: krippendorff"},
    {"leniency", "评委宽严表", N_("raters"), NEEDS, 1, "stats_raters", "mean of own rating − mean of the others on the same ratees", "method §7",
     "tests/unit/stats/test_panel.c: leniency"},
    {"facets", "评委与对象的加性模型", N_("raters"), N_("ratings of ratees by raters, gaps allowed"), 2, "stats_raters", "rating = ratee + rater, least squares; F of raters", "Searle, Linear Models 1971",
     "tests/unit/stats/test_panel.c: complete_panel"},
    {"standardise", "评分标准化（系数法、均值平移、标准分）", N_("raters"), NEEDS, 2, "stats_standardise", "x·M/x̄_r; x − x̄_r + M; C + S(x − x̄_r)/s_r", "method §7", "tests/unit/stats/test_panel.c: standardised"},
    {0},
};
