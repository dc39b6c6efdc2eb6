/* SPDX-License-Identifier: GPL-3.0-or-later
 * Rows of the table of measures for stats_compare.h.
 */
#include "measures_priv.h"

#define NEEDS_TWO N_("number item, two groups")
#define NEEDS_MANY N_("number item, two or more groups")

const struct stats_measure stats_compare_measures[] = {
    {"welch_t", "两组均值比较（Welch t 检验）", N_("groups"), NEEDS_TWO, 4, "stats_two_sample", "t = (x̄₁ − x̄₂) / √(s₁²/n₁ + s₂²/n₂), df by Welch–Satterthwaite",
     "Welch, Biometrika 34 (1947)", "tests/unit/stats/test_compare.c: two_samples_as_r"},
    {"student_t", "两组均值比较（方差相等 t 检验）", N_("groups"), NEEDS_TWO, 3, "stats_two_sample", "t = (x̄₁ − x̄₂) / (s√(1/n₁ + 1/n₂)), df = n₁ + n₂ − 2",
     "Student, Biometrika 6 (1908)", "tests/unit/stats/test_compare.c: two_samples_as_r"},
    {"hedges_g", "标准化均值差", N_("groups"), NEEDS_TWO, 3, "stats_two_sample", "J(df)·(x̄₁ − x̄₂)/s, J = Γ(df/2)/(√(df/2)Γ((df−1)/2))",
     "Hedges, Journal of Educational Statistics 6 (1981)", "tests/unit/stats/test_compare.c: two_samples_as_r"},
    {"paired_t", "配对均值比较", N_("groups"), N_("two number items of the same respondents"), 2, "stats_paired", "t = d̄ / (s_d/√n), df = n − 1",
     "Student, Biometrika 6 (1908)", "tests/unit/stats/test_compare.c: pairs_as_r"},
    {"anova", "单因素方差分析", N_("groups"), NEEDS_MANY, 3, "stats_oneway", "F = (SSb/(k − 1)) / (SSw/(n − k)); η² = SSb/SSt, ω² = (SSb − (k − 1)MSw)/(SSt + MSw)",
     "Fisher 1925; NIST StRD SiRstv, SmLs01–09, AtmWtAg", "tests/unit/stats/test_oneway.c: simon_lesage, silver_and_silicon, oneway_as_r"},
    {"welch_anova", "方差不等的方差分析（Welch）", N_("groups"), NEEDS_MANY, 4, "stats_oneway", "Σw(x̄ − x̃)²/(k − 1) / (1 + 2(k − 2)Λ), w = n/s²",
     "Welch, Biometrika 38 (1951)", "tests/unit/stats/test_oneway.c: oneway_as_r"},
    {"brown_forsythe", "方差齐性检验（中位数）", N_("groups"), NEEDS_MANY, 3, "stats_oneway", "anova of |x − median of group|", "Brown, Forsythe, JASA 69 (1974)",
     "tests/unit/stats/test_oneway.c: oneway_as_r"},
    {"levene", "方差齐性检验（均值）", N_("groups"), NEEDS_MANY, 3, "stats_oneway", "anova of |x − mean of group|", "Levene 1960", "tests/unit/stats/test_oneway.c: oneway_as_r"},
    {"bartlett_variance", "方差齐性检验（Bartlett）", N_("groups"), NEEDS_MANY, 4, "stats_oneway",
     "((n − k) ln MSw − Σ(n_g − 1) ln s_g²) / c ~ χ²(k − 1)", "Bartlett, Proc. R. Soc. A 160 (1937)", "tests/unit/stats/test_oneway.c: oneway_as_r"},
    {"tukey", "两两比较（Tukey）", N_("groups"), NEEDS_MANY, 3, "stats_pairs", "q = |x̄_i − x̄_j| / √(MSw(1/n_i + 1/n_j)/2), studentised range(k, n − k)",
     "Tukey 1953; Kramer, Biometrics 12 (1956)", "tests/unit/stats/test_pairs.c: pairs_as_r, studentised_range"},
    {"games_howell", "两两比较（Games–Howell）", N_("groups"), NEEDS_MANY, 4, "stats_pairs", "as Tukey with √((s_i²/n_i + s_j²/n_j)/2) and Welch's df",
     "Games, Howell, Journal of Educational Statistics 1 (1976)", "tests/unit/stats/test_pairs.c: pairs_as_r"},
    {"holm", "多重比较校正（Holm）", N_("groups"), N_("p-values"), 1, "stats_adjust", "max over smaller p of (m − i + 1)p₍ᵢ₎", "Holm, Scandinavian Journal of Statistics 6 (1979)",
     "tests/unit/stats/test_pairs.c: corrections"},
    {"benjamini_hochberg", "多重比较校正（BH）", N_("groups"), N_("p-values"), 1, "stats_adjust", "min over greater p of p₍ᵢ₎m/i", "Benjamini, Hochberg, JRSS B 57 (1995)",
     "tests/unit/stats/test_pairs.c: corrections"},
    {"bonferroni", "多重比较校正（Bonferroni）", N_("groups"), N_("p-values"), 1, "stats_adjust", "min(1, m·p)", "Dunn, JASA 56 (1961)", "tests/unit/stats/test_pairs.c: corrections"},
    {"mann_whitney", "两组秩和检验", N_("groups"), N_("ordered item, two groups"), 2, "stats_mann_whitney", "U = R₁ − n₁(n₁ + 1)/2; exact without ties below 50, else normal with tie and continuity correction",
     "Mann, Whitney, Annals of Mathematical Statistics 18 (1947)", "tests/unit/stats/test_rank.c: mann_whitney_exact, ranks"},
    {"wilcoxon", "配对符号秩检验", N_("groups"), N_("two ordered items of the same respondents"), 1, "stats_wilcoxon", "V = Σ ranks of |d| with d > 0",
     "Wilcoxon, Biometrics Bulletin 1 (1945)", "tests/unit/stats/test_rank.c: wilcoxon_exact, ranks"},
    {"kruskal_wallis", "多组秩和检验", N_("groups"), N_("ordered item, two or more groups"), 2, "stats_kruskal", "H = 12/(N(N + 1)) Σn(R̄ − (N + 1)/2)², over 1 − Σ(t³ − t)/(N³ − N)",
     "Kruskal, Wallis, JASA 47 (1952)", "tests/unit/stats/test_rank.c: ranks"},
    {"jonckheere", "有序组趋势检验", N_("groups"), N_("ordered item, groups in an order"), 2, "stats_jonckheere", "J = Σ over pairs of groups of U; normal, variance with ties",
     "Jonckheere, Biometrika 41 (1954); Hollander, Wolfe 1999", "tests/unit/stats/test_rank.c: jonckheere_by_permutation"},
    {0},
};
