/* SPDX-License-Identifier: GPL-3.0-or-later
 * Rows of the table of measures for stats_composite.h.
 */
#include "measures_priv.h"

const struct stats_measure stats_composite_measures[] = {
    {"ahp", "层次分析法权重", N_("composite"), N_("matrix of comparisons of pairs"), 1, "stats_ahp", "Aw = λw; CI = (λ − n)/(n − 1), CR = CI/RI", "Saaty 1980; method §6",
     "tests/unit/stats/test_composite.c: ahp_vectors"},
    {"ahp_group", "层次分析法群决策", N_("composite"), N_("matrices of several experts"), 1, "stats_ahp_group", "geometric mean of judgements", "Aczél, Saaty, Journal of Mathematical Psychology 27 (1983)",
     "tests/unit/stats/test_composite.c: experts"},
    {"delphi", "德尔菲法指标", N_("composite"), N_("ratings of an item by experts"), 2, "stats_delphi", "mean, CV = s/x̄, share of full marks, x̄ ± s; Cr = (Ca + Cs)/2", "method §6",
     "tests/unit/stats/test_composite.c: delphi"},
    {"entropy_weights", "熵权法权重", N_("composite"), N_("scores of objects by criteria"), 2, "stats_entropy_weights", "1 − e, e = −Σp ln p / ln m", "Shannon 1948",
     "tests/unit/stats/test_composite.c: from_data"},
    {"critic_weights", "CRITIC 法权重", N_("composite"), N_("scores of objects by criteria"), 2, "stats_critic_weights", "s·Σ(1 − r)",
     "Diakoulaki, Mavrotas, Papayannakis, Computers & Operations Research 22 (1995)", "tests/unit/stats/test_composite.c: from_data"},
    {"topsis", "TOPSIS 贴近度", N_("composite"), N_("scores of objects by criteria, weights"), 2, "stats_topsis", "d⁻/(d⁺ + d⁻)", "Hwang, Yoon 1981", "tests/unit/stats/test_composite.c: from_data"},
    {0},
};
