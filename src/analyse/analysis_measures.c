/* SPDX-License-Identifier: GPL-3.0-or-later
 * The table of measures as `analyses:` sees it: rows for what only surveys have, then those of src/stats; and the page that is made of it.
 */
#include "ceping/analyse_measures.h"

#include "analysis_priv.h"

/* The second recomputes them from the people of samples/zibo-2017 by textbook formulas. */
#define TEST "tests/unit/analyse/test_analysis.c, tests/scripts/analyze"

static const struct stats_measure survey_measures[] = {
    {"frequencies", "频数和占比", N_("surveys"), N_("single-choice, scale or matrix item"), 1, "stats_wilson", "count / answers; Wilson's interval",
     "Wilson, JASA 22 (1927)", TEST},
    {"description", "描述统计", N_("surveys"), N_("scale, matrix or number item"), 1, "stats_mean",
     "n, rate = satisfied / answers, mean of the first score vector, sd, quartiles, kinds of missing", "GB/T 19038", TEST},
    {"satisfaction", "分组满意率比较", N_("surveys"), N_("item with satisfied codes, groups"), 2, "stats_wilson",
     "Wilson's interval for each group; χ² with Cramér's V over all; two-proportion tests of all pairs, Holm", "method: Wilson, JASA 22 (1927)", TEST},
    {"group_means", "分组均值比较", N_("surveys"), N_("scored or number item, groups"), 2, "stats_oneway",
     "t interval for each group; Welch's and Kruskal–Wallis tests, η² = SSb / SSt", "Welch, Biometrika 38 (1951)", TEST},
    {"group_tests", "分组检验一览", N_("surveys"), N_("scored or number item, groups"), 2, "stats_oneway",
     "χ², Welch, ANOVA, Kruskal–Wallis, tests of equal variances, Jonckheere over options, side by side", "see each measure", TEST},
    {"crosstab", "交叉表", N_("surveys"), N_("coded item, groups"), 2, "stats_crosstab", "shares of the options in each group; χ², Cramér's V, adjusted residuals",
     "Haberman, Biometrics 29 (1973)", TEST},
    {"correlations", "相关矩阵", N_("surveys"), N_("two or more ordered or number items"), 3, "stats_correlation_matrix",
     "correlations of all pairs, rows complete in the two at hand", "see pearson, spearman, kendall_tau_b", TEST},
    {"reliability", "量表信度", N_("surveys"), N_("two or more items of one scale"), 3, "stats_reliability",
     "α with Feldt's interval, standardised α, ω, KMO, Bartlett; items: corrected item–total correlation, α without the item",
     "Cronbach, Psychometrika 16 (1951)", TEST},
    {"drivers", "总体满意度的驱动因素", N_("surveys"), N_("overall item first, then the items that may drive it"), 30, "stats_relative_importance",
     "shares of R² averaged over all orders of entry (LMG) with bootstrap percentile intervals; OLS with HC3 errors; importance against satisfaction",
     "Lindeman, Merenda, Gold (1980); GB/T 19038 annex D", TEST},
    {"rater_agreement", "评分人一致性", N_("surveys"), N_("number item over units, rated by a panel"), 2, "stats_icc",
     "Kendall's W, ICC(2,1), ICC(2,k), Krippendorff's α (interval)", "Shrout, Fleiss, Psychological Bulletin 86 (1979)", TEST},
    {"trimmed_scores", "去极值前后得分", N_("surveys"), N_("number item over units, rated by five or more"), 5, "stats_trimmed_mean",
     "mean without the lowest and the highest sheet of each unit", "method §7", TEST},
    {"area_mean", "按总体人数加权的全体均值", N_("surveys"), N_("scored or number item, groups with populations"), 2, "evaluation_population",
     "ΣN_h·mean_h / ΣN_h; se² = Σ(N_h/N)²·s_h²/n_h·(1 − n_h/N_h), Satterthwaite's df", "Cochran, Sampling Techniques (1977) 5", "tests/scripts/weights"},
    {"leniency_groups", "各组评分宽严", N_("surveys"), N_("number item over units, rated by a panel with groups"), 2, "stats_raters",
     "mean over the group's raters of their means, effects of the additive model and shares at the full mark", "method §7", TEST},
    {"standardised_scores", "评分标准化前后得分", N_("surveys"), N_("number item over units, rated by two or more"), 2, "stats_standardise",
     "mean of the raters as they rated; x·M/mᵣ; x − mᵣ + M; M + S(x − mᵣ)/sᵣ; places under each", "method §7", TEST},
    {"missing_sheets", "缺交的评分表", N_("surveys"), N_("an instrument with duty and panel"), 1, "analyse_statistics", "pairs of rater and unit that the duty asks for and no sheet answers", "method §7", TEST},
    {"precision", "已达到的精度", N_("surveys"), N_("any item, units"), 1, "stats_wilson",
     "half of Wilson's interval at p = 50 % and at the rate found; finite population correction where populations are stated",
     "Cochran, Sampling Techniques (1977)", TEST},
    {0},
};

/* A row of src/stats of the same name goes before. */
static size_t gather(const struct stats_measure **list, size_t room)
{
    size_t count = 0;
    for (const struct stats_measure *measure = survey_measures; measure->name; measure++) {
        if (stats_measure_find(measure->name))
            continue;
        if (count < room)
            list[count] = measure;
        count++;
    }
    return count + stats_measures(count < room ? list + count : list, count < room ? room - count : 0);
}

size_t analyse_measures(const struct stats_measure **ret_list, size_t room)
{
    return gather(ret_list, room);
}

const struct stats_measure *analyse_measure_find(const char *name)
{
    for (const struct stats_measure *measure = survey_measures; measure->name; measure++)
        if (strcmp(measure->name, name) == 0 && !stats_measure_find(name))
            return measure;
    return stats_measure_find(name);
}

/* The page ------------------------------------------------------------------------------------------------------- */

static void add_field(struct strbuf *out, const char *label, const char *text, bool code)
{
    if (text && *text && strcmp(text, "—") != 0)
        strbuf_addf(out, code ? "- %s: `%s`\n" : "- %s: %s\n", label, text);
}

/* Formulas hold * and _ that Markdown would take for emphasis: they stand in code. A back quote in one would end it. */
static void add_formula(struct strbuf *out, const char *formula)
{
    const char *fence = strchr(formula, '`') ? "``" : "`";
    strbuf_addf(out, "- formula: %s%s%s\n", fence, formula, fence);
}

void analyse_measures_markdown(struct strbuf *out)
{
    const struct stats_measure *list[512];
    size_t count = gather(list, COUNT_OF(list));
    const char *group = "";
    strbuf_adds(out, "# Measures\n\n"
                     "Made by `ceping analyze --list --markdown` from the tables beside the code. Each row names the function that computes it (in "
                     "`include/ceping/stats*.h`),\nits formula, where it comes from and the test that checks it. **For `analyses:`** says whether an "
                     "evaluation can ask for it by name,\nand with which keys (those in brackets if wanted), as in\n\n"
                     "```yaml\nanalyses:\n  - {measure: cronbach_alpha, items: [public.opinion]}\n"
                     "  - {measure: kruskal_wallis, items: [public.overall], by: district}\n"
                     "  - {measure: bootstrap, items: [public.overall], statistic: median, seed: 1}\n"
                     "  - {measure: design_share, items: [public.overall], design: villages, by: district}\n```\n\n"
                     "`by` and `strata` are a kind of unit or an item whose answers make groups; `weights` is a weighting of the evaluation or a number item, `design` a\n"
                     "sample design; `of` names judgements, dispositions or a score table ([format](format-evaluation.md)). Words of `statistic`: mean, median, sd, rate,\n"
                     "difference, ratio, pearson, spearman, alpha. Conventions: frequencies count as equal rows; what is not defined "
                     "has no value, never 0;\nbelow the least n there is no value; groups below 30 are marked 样本过小，仅供参考.\n");
    for (size_t i = 0; i < count && i < COUNT_OF(list); i++) {
        const struct stats_measure *measure = list[i];
        if (strcmp(group, measure->group) != 0)
            strbuf_addf(out, "\n## %s\n", measure->group);
        group = measure->group;
        strbuf_addf(out, "\n### `%s` %s\n\n", measure->name, measure->title);
        add_field(out, "needs", measure->needs, false);
        strbuf_addf(out, "- least n: %d\n", measure->least_n);
        add_formula(out, measure->formula);
        add_field(out, "reference", measure->reference, false);
        add_field(out, "function", measure->function, true);
        add_field(out, "test", measure->test, true);
        auto_strbuf struct strbuf options;
        strbuf_init(&options);
        analyse_measure_options(measure->name, &options);
        strbuf_addf(out, "- for `analyses:` %s%s\n", analyse_measure_on_surveys(measure->name) ? "yes: " : "no", options.at);
    }
}
