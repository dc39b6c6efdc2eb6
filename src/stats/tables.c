/* SPDX-License-Identifier: GPL-3.0-or-later
 * Rows of the table of measures for stats_tables.h.
 */
#include "measures_priv.h"

const struct stats_measure stats_tables_measures[] = {
    {"chi_square", "卡方检验", N_("tables"), N_("two choice items"), 1, "stats_crosstab", "Σ(O − E)²/E, df = (r − 1)(c − 1)", "Pearson, Philosophical Magazine 50 (1900)",
     "tests/unit/stats/test_crosstab.c: as_r"},
    {"likelihood_ratio", "似然比检验（G）", N_("tables"), N_("two choice items"), 1, "stats_crosstab", "2ΣO ln(O/E)", "Wilks, Annals of Mathematical Statistics 9 (1938)",
     "tests/unit/stats/test_crosstab.c: as_r"},
    {"yates", "卡方检验（连续性校正）", N_("tables"), N_("two items of two answers"), 1, "stats_crosstab", "Σ(|O − E| − ½)²/E", "Yates, JRSS Supplement 1 (1934)",
     "tests/unit/stats/test_crosstab.c: as_r"},
    {"cramers_v", "克莱姆 V 系数", N_("tables"), N_("two choice items"), 1, "stats_crosstab", "√(χ²/(n·min(r − 1, c − 1)))", "Cramér 1946; Bergsma, Journal of the Korean Statistical Society 42 (2013)",
     "tests/unit/stats/test_crosstab.c: as_r, corrected"},
    {"fisher", "Fisher 精确检验", N_("tables"), N_("two choice items, whole counts"), 1, "stats_fisher", "Σ P(table) over tables with the same margins and P ≤ that of the one seen",
     "Fisher 1935; Mehta, Patel, JASA 78 (1983)", "tests/unit/stats/test_fisher.c: tables"},
    {"odds_ratio", "优势比（条件最大似然）", N_("tables"), N_("two items of two answers, whole counts"), 1, "stats_fisher_two",
     "E(a | margins; ω) = a; exact interval by inverting one-sided tests", "Cornfield 1956", "tests/unit/stats/test_fisher.c: two_by_two"},
    {"two_proportions", "两个比例的比较", N_("tables"), N_("a share in two groups"), 2, "stats_two_proportions", "z = (p₁ − p₂)/√(p(1 − p)(1/n₁ + 1/n₂)); interval of Newcombe",
     "Newcombe, Statistics in Medicine 17 (1998)", "tests/unit/stats/test_proportions.c: two_proportions"},
    {"mcnemar", "配对比例的比较（McNemar）", N_("tables"), N_("two yes–no answers of the same respondents"), 1, "stats_mcnemar", "(b − c)²/(b + c); exact: binomial(b + c, ½)",
     "McNemar, Psychometrika 12 (1947)", "tests/unit/stats/test_proportions.c: paired"},
    {"bowker", "对称性检验（Bowker）", N_("tables"), N_("the same choice item twice"), 1, "stats_bowker", "Σ(n_ij − n_ji)²/(n_ij + n_ji)", "Bowker, JASA 43 (1948)",
     "tests/unit/stats/test_proportions.c: paired"},
    {"proportion_trend", "比例的趋势检验（Cochran–Armitage）", N_("tables"), N_("a share in ordered groups"), 2, "stats_trend", "z = Σ(k_i − n_i p)(s_i − s̄)/√(p(1 − p)Σn_i(s_i − s̄)²)",
     "Cochran, Biometrics 10 (1954); Armitage, Biometrics 11 (1955)", "tests/unit/stats/test_proportions.c: trend"},
    {"mantel_haenszel", "分层比较（Cochran–Mantel–Haenszel）", N_("tables"), N_("two items of two answers, strata"), 2, "stats_mantel_haenszel",
     "(Σ(a − E))²/ΣV; common odds ratio Σ(ad/n)/Σ(bc/n)", "Mantel, Haenszel 1959; Robins, Breslow, Greenland, Biometrics 42 (1986)", "tests/unit/stats/test_strata.c: mantel_haenszel"},
    {"cmh_general", "分层列联表检验", N_("tables"), N_("two choice items, strata"), 2, "stats_cmh", "x'V⁻¹x over strata, general association", "Landis, Heyman, Koch 1978",
     "tests/unit/stats/test_strata.c: general_association"},
    {"breslow_day", "优势比齐性检验（Breslow–Day）", N_("tables"), N_("two items of two answers, strata"), 2, "stats_mantel_haenszel", "Σ(a − A)²/V − (Σ(a − A))²/ΣV",
     "Breslow, Day 1980; Tarone, Biometrika 72 (1985)", "tests/unit/stats/test_strata.c: mantel_haenszel"},
    {0},
};
