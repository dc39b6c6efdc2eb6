/* SPDX-License-Identifier: GPL-3.0-or-later
 * The measures that `analyses:` may ask for: which function answers, which items and options it takes.
 *
 * Many measures share the shape of their data, so that one function answers all of a shape and its block carries the name that was asked for:
 * values of items, groups of one item, pairs of items, an outcome and what may explain it, raters and what they rate.
 */
#include "analysis_asked.h"

#include "analysis_raters.h"

/* Values of items -------------------------------------------------------------------------------------------------- */

static void run_description(struct analysis_work *work, const struct request *request)
{
    for (size_t i = 0; i < request->count; i++) {
        const struct analysis_item *item = &request->items[i];
        if (item_is_coded(item))
            describe_coded(work, item, 1);
        else if (item_is_number(item))
            describe_numbers(work, item, 1, item->id, arena_printf(work->scratch, "%s：描述统计", item->label));
    }
}

static void run_frequencies(struct analysis_work *work, const struct request *request)
{
    for (size_t i = 0; i < request->count; i++)
        if (item_is_coded(&request->items[i]))
            describe_frequencies(work, &request->items[i], 1);
}

static void run_shape(struct analysis_work *work, const struct request *request)
{
    values_shape(work, request->items, request->count);
}

static void run_shares(struct analysis_work *work, const struct request *request)
{
    for (size_t i = 0; i < request->count; i++)
        values_shares(work, &request->items[i]);
}

static void run_boxes(struct analysis_work *work, const struct request *request)
{
    values_boxes(work, request->items, request->count);
}

static void run_recommendation(struct analysis_work *work, const struct request *request)
{
    values_recommendation(work, request->items, request->count);
}

static void run_paired_values(struct analysis_work *work, const struct request *request)
{
    values_paired(work, request->items);
}

static void run_two_groups(struct analysis_work *work, const struct request *request)
{
    for (size_t i = 0; i < request->count; i++)
        values_two_groups(work, &request->items[i], request->by);
}

static void run_multiple(struct analysis_work *work, const struct request *request)
{
    for (size_t i = 0; i < request->count; i++)
        describe_multiple(work, &request->items[i]);
}

/* Groups of items ----------------------------------------------------------------------------------------------------- */

static bool with_weights(const struct request *request)
{
    return request->weighting || request->weight;
}

static void run_satisfaction(struct analysis_work *work, const struct request *request)
{
    if (with_weights(request)) {
        run_weighted_rates(work, request);
        return;
    }
    for (size_t i = 0; i < request->count; i++) {
        groups_rates(work, &request->items[i], request->by);
        groups_rate_pairs(work, &request->items[i], request->by);
    }
}

static void run_means(struct analysis_work *work, const struct request *request)
{
    if (with_weights(request)) {
        run_design_anova(work, request);
        return;
    }
    for (size_t i = 0; i < request->count; i++) {
        groups_means(work, &request->items[i], request->by);
        groups_tests(work, &request->items[i], request->by);
    }
}

static void run_pairs(struct analysis_work *work, const struct request *request)
{
    static const struct {
        const char *measure;
        enum stats_pairs method;
        enum stats_adjust adjust;
        const char *words;
    } methods[] = {
        {"tukey", STATS_PAIRS_TUKEY, STATS_ADJUST_NONE, "图基法（方差相等），P值和区间已就全部比较校正"},
        {"games_howell", STATS_PAIRS_GAMES_HOWELL, STATS_ADJUST_NONE, "盖姆斯—豪厄尔法（方差不等），P值和区间已就全部比较校正"},
        {"holm", STATS_PAIRS_WELCH, STATS_ADJUST_HOLM, "韦尔奇t检验，P值按霍尔姆法校正；区间未校正"},
        {"benjamini_hochberg", STATS_PAIRS_WELCH, STATS_ADJUST_BH, "韦尔奇t检验，P值按本杰明尼—霍赫贝格法校正；区间未校正"},
        {"bonferroni", STATS_PAIRS_WELCH, STATS_ADJUST_BONFERRONI, "韦尔奇t检验，P值按邦费罗尼法校正；区间未校正"},
        {"student_t", STATS_PAIRS_POOLED, STATS_ADJUST_HOLM, "t检验（合并方差），P值按霍尔姆法校正；区间未校正"},
    };
    if (with_weights(request)) {
        run_design_differences(work, request);
        return;
    }
    size_t at = 2; /* Welch's t, Holm */
    for (size_t m = 0; m < COUNT_OF(methods); m++)
        if (strcmp(methods[m].measure, request->measure) == 0)
            at = m;
    for (size_t i = 0; i < request->count; i++)
        groups_mean_pairs(work, &request->items[i], request->by, methods[at].method, methods[at].adjust, words_spoken(work, methods[at].words));
}

static void run_crosstab(struct analysis_work *work, const struct request *request)
{
    if (with_weights(request)) {
        run_design_crosstab(work, request);
        return;
    }
    for (size_t i = 0; i < request->count; i++)
        tables_crosstab(work, &request->items[i], request->by);
}

static void run_paired(struct analysis_work *work, const struct request *request)
{
    tables_paired(work, request->items);
}

/* Items together --------------------------------------------------------------------------------------------------------- */

static void run_reliability(struct analysis_work *work, const struct request *request)
{
    scale_reliability(work, request->items, request->count);
}

static void run_items(struct analysis_work *work, const struct request *request)
{
    scale_items(work, request->items, request->count);
}

static void run_factors(struct analysis_work *work, const struct request *request)
{
    scale_factors(work, request->items, request->count, factors_method(request->measure));
}

static void run_drivers(struct analysis_work *work, const struct request *request)
{
    drivers_of(work, request->items, request->count, request->asked);
}

static void run_matrix(struct analysis_work *work, const struct request *request)
{
    association_matrix(work, request->items, request->count, request->measure);
}

static void run_associations(struct analysis_work *work, const struct request *request)
{
    association_pairs(work, request->items, request->count, request->measure);
}

static void run_regression(struct analysis_work *work, const struct request *request)
{
    association_regression(work, request->items, request->count);
}

static void run_logistic(struct analysis_work *work, const struct request *request)
{
    association_logistic(work, request->items, request->count, strcmp(request->measure, "ordinal_logistic_regression") == 0);
}

/* Raters and samples --------------------------------------------------------------------------------------------------------- */

static void run_agreement(struct analysis_work *work, const struct request *request)
{
    raters_agreement(work, request->items, request->count);
}

static void run_leniency(struct analysis_work *work, const struct request *request)
{
    raters_leniency(work, request->items, request->count);
}

static void run_trimmed(struct analysis_work *work, const struct request *request)
{
    raters_trimmed(work, request->items, request->count);
}

static void run_leniency_groups(struct analysis_work *work, const struct request *request)
{
    raters_groups(work, request->items, request->count);
}

static void run_standardised(struct analysis_work *work, const struct request *request)
{
    raters_standardised(work, request->items, request->count);
}

static void run_missing_sheets(struct analysis_work *work, const struct request *request)
{
    (void)request; /* of the instrument that the item belongs to */
    raters_missing_sheets(work);
}

static void run_precision(struct analysis_work *work, const struct request *request)
{
    for (size_t i = 0; i < request->count; i++)
        precision_of(work, &request->items[i], request->by);
}

/* The table ---------------------------------------------------------------------------------------------------------- */

enum {
    BY = 1 << OPTION_BY,
    STRATA = 1 << OPTION_STRATA,
    WEIGHTS = 1 << OPTION_WEIGHTS,
    DESIGN = 1 << OPTION_DESIGN,
    OF = 1 << OPTION_OF,
    STATISTIC = 1 << OPTION_STATISTIC,
    SEED = 1 << OPTION_SEED,
    REPLICATES = 1 << OPTION_REPLICATES,
    METHOD = 1 << OPTION_METHOD,
    MARGIN = 1 << OPTION_MARGIN,
    SHARE = 1 << OPTION_SHARE,
    POPULATION = 1 << OPTION_POPULATION,
    DEFF = 1 << OPTION_DEFF,
    RESPONSE_RATE = 1 << OPTION_RESPONSE_RATE,
    LESS = 1 << OPTION_LESS_IS_BETTER,
};

static const char *const level_words[] = {"nominal", "ordinal", "interval", "ratio", NULL};
static const char *const kappa_words[] = {"quadratic", "linear", NULL};
static const char *const standardise_words[] = {"ratio", "shift", "score", NULL};
static const char *const topsis_words[] = {"equal", "entropy", "critic", "rubric", NULL};

static const struct handler handlers[] = {
    {"description", run_description, 1, 0, WANTS_NUMBERS, .takes = 0},
    {"mean", run_description, 1, 0, WANTS_NUMBERS, .takes = 0},
    {"variance", run_description, 1, 0, WANTS_NUMBERS, .takes = 0},
    {"quantile", run_description, 1, 0, WANTS_NUMBERS, .takes = 0},
    {"frequencies", run_frequencies, 1, 0, WANTS_CODED, .takes = 0},
    {"share", run_frequencies, 1, 0, WANTS_CODED, .takes = 0},
    {"multiple_response", run_multiple, 1, 0, WANTS_MULTIPLE, .takes = 0},
    {"skewness", run_shape, 1, 0, WANTS_NUMBERS, .takes = 0},
    {"kurtosis", run_shape, 1, 0, WANTS_NUMBERS, .takes = 0},
    {"share_exact", run_shares, 1, 0, WANTS_CODED, .takes = 0},
    {"share_corrected", run_shares, 1, 0, WANTS_CODED, .takes = 0},
    {"top_box", run_boxes, 1, 0, WANTS_CODED, .takes = 0},
    {"nps", run_recommendation, 1, 0, WANTS_NUMBERS, .takes = 0},
    {"paired_t", run_paired_values, 2, 2, WANTS_NUMBERS, .takes = 0},
    {"wilcoxon", run_paired_values, 2, 2, WANTS_NUMBERS, .takes = 0},
    {"mann_whitney", run_two_groups, 1, 0, WANTS_NUMBERS, .takes = BY, .needs = BY},
    {"hedges_g", run_two_groups, 1, 0, WANTS_NUMBERS, .takes = BY, .needs = BY},
    {"satisfaction", run_satisfaction, 1, 0, WANTS_SATISFIED, .takes = BY | WEIGHTS, .needs = BY, .check = check_cells},
    {"two_proportions", run_satisfaction, 1, 0, WANTS_SATISFIED, .takes = BY | WEIGHTS, .needs = BY, .check = check_cells},
    {"share_difference", run_satisfaction, 1, 0, WANTS_SATISFIED, .takes = BY | WEIGHTS, .needs = BY, .check = check_cells},
    {"group_means", run_means, 1, 0, WANTS_NUMBERS, .takes = BY | WEIGHTS, .needs = BY, .check = check_cells},
    {"group_tests", run_means, 1, 0, WANTS_NUMBERS, .takes = BY, .needs = BY},
    {"mean_interval", run_means, 1, 0, WANTS_NUMBERS, .takes = BY | WEIGHTS, .needs = BY, .check = check_cells},
    {"anova", run_means, 1, 0, WANTS_NUMBERS, .takes = BY, .needs = BY},
    {"welch_anova", run_means, 1, 0, WANTS_NUMBERS, .takes = BY, .needs = BY},
    {"kruskal_wallis", run_means, 1, 0, WANTS_NUMBERS, .takes = BY | WEIGHTS, .needs = BY, .check = check_cells},
    {"jonckheere", run_means, 1, 0, WANTS_NUMBERS, .takes = BY, .needs = BY},
    {"levene", run_means, 1, 0, WANTS_NUMBERS, .takes = BY, .needs = BY},
    {"brown_forsythe", run_means, 1, 0, WANTS_NUMBERS, .takes = BY, .needs = BY},
    {"bartlett_variance", run_means, 1, 0, WANTS_NUMBERS, .takes = BY, .needs = BY},
    {"welch_t", run_pairs, 1, 0, WANTS_NUMBERS, .takes = BY | WEIGHTS, .needs = BY, .check = check_cells},
    {"student_t", run_pairs, 1, 0, WANTS_NUMBERS, .takes = BY, .needs = BY},
    {"mean_difference", run_pairs, 1, 0, WANTS_NUMBERS, .takes = BY | WEIGHTS, .needs = BY, .check = check_cells},
    {"tukey", run_pairs, 1, 0, WANTS_NUMBERS, .takes = BY, .needs = BY},
    {"games_howell", run_pairs, 1, 0, WANTS_NUMBERS, .takes = BY, .needs = BY},
    {"holm", run_pairs, 1, 0, WANTS_NUMBERS, .takes = BY | WEIGHTS, .needs = BY, .check = check_cells},
    {"benjamini_hochberg", run_pairs, 1, 0, WANTS_NUMBERS, .takes = BY | WEIGHTS, .needs = BY, .check = check_cells},
    {"bonferroni", run_pairs, 1, 0, WANTS_NUMBERS, .takes = BY | WEIGHTS, .needs = BY, .check = check_cells},
    {"crosstab", run_crosstab, 1, 0, WANTS_CODED, .takes = BY | WEIGHTS, .needs = BY, .check = check_cells},
    {"chi_square", run_crosstab, 1, 0, WANTS_CODED, .takes = BY | WEIGHTS, .needs = BY, .check = check_cells},
    {"cramers_v", run_crosstab, 1, 0, WANTS_CODED, .takes = BY | WEIGHTS, .needs = BY, .check = check_cells},
    {"likelihood_ratio", run_crosstab, 1, 0, WANTS_CODED, .takes = BY, .needs = BY},
    {"fisher", run_crosstab, 1, 0, WANTS_CODED, .takes = BY, .needs = BY},
    {"yates", run_crosstab, 1, 0, WANTS_CODED, .takes = BY, .needs = BY},
    {"odds_ratio", run_crosstab, 1, 0, WANTS_CODED, .takes = BY, .needs = BY},
    {"mcnemar", run_paired, 2, 2, WANTS_CODED, .takes = 0},
    {"bowker", run_paired, 2, 2, WANTS_CODED, .takes = 0},
    {"reliability", run_reliability, 2, 0, WANTS_NUMBERS, .takes = 0},
    {"cronbach_alpha", run_reliability, 2, 0, WANTS_NUMBERS, .takes = 0},
    {"alpha_standardised", run_reliability, 2, 0, WANTS_NUMBERS, .takes = 0},
    {"guttman_lambda", run_reliability, 2, 0, WANTS_NUMBERS, .takes = 0},
    {"split_half", run_reliability, 2, 0, WANTS_NUMBERS, .takes = 0},
    {"mcdonald_omega", run_reliability, 3, 0, WANTS_NUMBERS, .takes = 0},
    {"kmo", run_reliability, 2, 0, WANTS_NUMBERS, .takes = 0},
    {"bartlett_sphericity", run_reliability, 2, 0, WANTS_NUMBERS, .takes = 0},
    {"item_total", run_items, 2, 0, WANTS_NUMBERS, .takes = 0},
    {"principal_components", run_factors, 2, 0, WANTS_NUMBERS, .takes = 0},
    {"parallel_analysis", run_factors, 3, 0, WANTS_NUMBERS, .takes = 0},
    {"principal_axis", run_factors, 3, 0, WANTS_NUMBERS, .takes = 0},
    {"ml_factors", run_factors, 3, 0, WANTS_NUMBERS, .takes = 0},
    {"varimax", run_factors, 3, 0, WANTS_NUMBERS, .takes = 0},
    {"promax", run_factors, 3, 0, WANTS_NUMBERS, .takes = 0},
    {"drivers", run_drivers, 2, 0, WANTS_NUMBERS, .takes = SEED | REPLICATES},
    {"relative_importance", run_drivers, 2, 0, WANTS_NUMBERS, .takes = SEED | REPLICATES},
    {"importance_satisfaction", run_drivers, 2, 0, WANTS_NUMBERS, .takes = 0},
    {"correlations", run_matrix, 2, 0, WANTS_NUMBERS, .takes = 0},
    {"partial_correlation", run_matrix, 3, 0, WANTS_NUMBERS, .takes = 0},
    {"pearson", run_associations, 2, 0, WANTS_NUMBERS, .takes = 0},
    {"spearman", run_associations, 2, 0, WANTS_NUMBERS, .takes = 0},
    {"kendall_tau_b", run_associations, 2, 0, WANTS_NUMBERS, .takes = 0},
    {"gamma", run_associations, 2, 0, WANTS_NUMBERS, .takes = 0},
    {"somers_d", run_associations, 2, 0, WANTS_NUMBERS, .takes = 0},
    {"polychoric", run_associations, 2, 0, WANTS_CODED, .takes = 0},
    {"linear_regression", run_regression, 2, 0, WANTS_NUMBERS, .takes = 0},
    {"logistic_regression", run_logistic, 2, 0, WANTS_NUMBERS, .takes = 0},
    {"ordinal_logistic_regression", run_logistic, 2, 0, WANTS_NUMBERS, .takes = 0},
    {"rater_agreement", run_agreement, 1, 0, WANTS_NUMBERS, .takes = 0},
    {"icc", run_icc, 1, 0, WANTS_NUMBERS, .takes = 0},
    {"kendall_w", run_agreement, 1, 0, WANTS_NUMBERS, .takes = 0},
    {"krippendorff_alpha", run_krippendorff, 1, 0, WANTS_NUMBERS, .takes = METHOD, .methods = level_words},
    {"facets", run_leniency, 1, 0, WANTS_NUMBERS, .takes = 0},
    {"leniency", run_leniency, 1, 0, WANTS_NUMBERS, .takes = 0},
    {"leniency_groups", run_leniency_groups, 1, 0, WANTS_NUMBERS, .takes = 0},
    {"standardised_scores", run_standardised, 1, 0, WANTS_NUMBERS, .takes = 0},
    {"missing_sheets", run_missing_sheets, 1, 0, WANTS_ANY, .takes = 0},
    {"trimmed_scores", run_trimmed, 1, 0, WANTS_NUMBERS, .takes = 0},
    {"trimmed_mean", run_trimmed, 1, 0, WANTS_NUMBERS, .takes = 0},
    {"precision", run_precision, 1, 0, WANTS_SATISFIED, .takes = BY, .needs = BY},
    {"weighted_description", run_weighted_description, 1, 0, WANTS_NUMBERS, .takes = WEIGHTS | BY, .needs = WEIGHTS},
    {"share_weighted", run_weighted_shares, 1, 0, WANTS_CODED, .takes = WEIGHTS | BY, .needs = WEIGHTS},
    {"area_mean", run_area_mean, 1, 0, WANTS_NUMBERS, .takes = BY, .needs = BY},
    {"kish", run_weighting, 0, 0, WANTS_NOTHING, .takes = WEIGHTS, .needs = WEIGHTS},
    {"poststratification", run_weighting, 0, 0, WANTS_NOTHING, .takes = WEIGHTS, .needs = WEIGHTS},
    {"raking", run_weighting, 0, 0, WANTS_NOTHING, .takes = WEIGHTS, .needs = WEIGHTS},
    {"trimming", run_weighting, 0, 0, WANTS_NOTHING, .takes = WEIGHTS, .needs = WEIGHTS},
    {"linear_calibration", run_weighting, 0, 0, WANTS_NOTHING, .takes = WEIGHTS, .needs = WEIGHTS},
    {"design_total", run_design, 1, 0, WANTS_NUMBERS, .takes = DESIGN | BY, .needs = DESIGN, .check = check_cells},
    {"design_mean", run_design, 1, 0, WANTS_NUMBERS, .takes = DESIGN | BY, .needs = DESIGN, .check = check_cells},
    {"design_ratio", run_design_ratio, 2, 2, WANTS_NUMBERS, .takes = DESIGN | BY, .needs = DESIGN, .check = check_cells},
    {"design_share", run_design, 1, 0, WANTS_CODED, .takes = DESIGN | BY, .needs = DESIGN, .check = check_cells},
    {"design_difference", run_design_differences, 1, 0, WANTS_NUMBERS, .takes = DESIGN | BY, .needs = DESIGN | BY, .check = check_cells},
    {"design_anova", run_design_anova, 1, 0, WANTS_NUMBERS, .takes = DESIGN | BY, .needs = DESIGN | BY, .check = check_cells},
    {"design_ranks", run_design_anova, 1, 0, WANTS_NUMBERS, .takes = DESIGN | BY, .needs = DESIGN | BY, .check = check_cells},
    {"design_crosstab", run_design_crosstab, 1, 0, WANTS_CODED, .takes = DESIGN | BY, .needs = DESIGN | BY, .check = check_cells},
    {"bootstrap", run_resampling, 1, 0, WANTS_NUMBERS, .takes = STATISTIC | SEED | REPLICATES | BY, .needs = STATISTIC | SEED, .check = check_resampling},
    {"jackknife", run_resampling, 1, 0, WANTS_NUMBERS, .takes = STATISTIC | BY, .needs = STATISTIC, .check = check_resampling},
    {"rank_correlation_exact", run_exact, 2, 2, WANTS_NUMBERS, .takes = 0},
    {"proportion_trend", run_trend, 1, 0, WANTS_SATISFIED, .takes = BY, .needs = BY},
    {"mantel_haenszel", run_strata, 1, 0, WANTS_CODED, .takes = BY | STRATA, .needs = BY | STRATA},
    {"cmh_general", run_strata, 1, 0, WANTS_CODED, .takes = BY | STRATA, .needs = BY | STRATA},
    {"breslow_day", run_strata, 1, 0, WANTS_CODED, .takes = BY | STRATA, .needs = BY | STRATA},
    {"cohen_kappa", run_kappa, 1, 0, WANTS_CODED, .takes = 0},
    {"weighted_kappa", run_kappa, 1, 0, WANTS_CODED, .takes = METHOD, .methods = kappa_words},
    {"fleiss_kappa", run_fleiss, 1, 0, WANTS_CODED, .takes = 0},
    {"standardise", run_standardise, 1, 0, WANTS_NUMBERS, .takes = METHOD, .needs = METHOD, .methods = standardise_words},
    {"margin", run_margins, 1, 0, WANTS_CODED, .takes = BY | SHARE | DEFF, .needs = BY},
    {"sample_size", run_sample_size, 0, 0, WANTS_NOTHING, .takes = MARGIN | SHARE | POPULATION | DEFF | RESPONSE_RATE, .needs = MARGIN},
    {"return_rates", run_return_rates, 1, 0, WANTS_ANY, .takes = 0},
    {"response_rates", run_response_rates, 0, 0, WANTS_NOTHING, .takes = OF, .needs = OF, .check = check_dispositions},
    {"ahp", run_ahp, 0, 0, WANTS_NOTHING, .takes = OF, .needs = OF, .check = check_judgement},
    {"ahp_group", run_ahp, 0, 0, WANTS_NOTHING, .takes = OF, .needs = OF, .check = check_judgement},
    {"delphi", run_delphi, 0, 0, WANTS_NOTHING, .takes = OF, .needs = OF, .check = check_judgement},
    {"entropy_weights", run_data_weights, 0, 0, WANTS_NUMBERS, .takes = OF | BY | LESS, .check = check_objects},
    {"critic_weights", run_data_weights, 0, 0, WANTS_NUMBERS, .takes = OF | BY | LESS, .check = check_objects},
    {"topsis", run_data_weights, 0, 0, WANTS_NUMBERS, .takes = OF | BY | LESS | METHOD, .methods = topsis_words, .check = check_objects},
};

const struct handler *handler_find(const char *name)
{
    for (size_t i = 0; i < COUNT_OF(handlers); i++)
        if (strcmp(handlers[i].measure, name) == 0)
            return &handlers[i];
    return NULL;
}

size_t handlers_with_weights(const char **ret_names, size_t room)
{
    size_t count = 0;
    for (size_t i = 0; i < COUNT_OF(handlers) && count < room; i++)
        if ((handlers[i].takes & WEIGHTS) && (handlers[i].takes & BY))
            ret_names[count++] = handlers[i].measure;
    return count;
}

bool analyse_measure_on_surveys(const char *name)
{
    return handler_find(name) != NULL;
}

/* "items, by, weights …": what stands in the table of measures. */
void analyse_measure_options(const char *name, struct strbuf *out)
{
    const struct handler *handler = handler_find(name);
    if (!handler)
        return;
    if (handler->least > 0 || handler->wants != WANTS_NOTHING)
        strbuf_adds(out, handler->least > 0 ? "items" : "(items)");
    for (size_t o = 0; o < ANALYSIS_OPTIONS; o++) {
        unsigned bit = 1u << o;
        if (handler->takes & bit)
            strbuf_addf(out, handler->needs & bit ? "%s%s" : "%s(%s)", out->len ? ", " : "", analysis_option_ids[o]);
    }
}
