/* SPDX-License-Identifier: GPL-3.0-or-later
 * `analyses:` of an evaluation: from the name of a measure to the blocks that answer it.
 *
 * Many measures share the shape of their data, so that one function answers all of a shape and its block carries the name that was asked for:
 * values of items, groups of one item, pairs of items, an outcome and what may explain it, raters and what they rate.
 */
#include "ceping/analyse_measures.h"

#include "analysis_priv.h"
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

static void run_satisfaction(struct analysis_work *work, const struct request *request)
{
    for (size_t i = 0; i < request->count; i++) {
        groups_rates(work, &request->items[i], request->by);
        groups_rate_pairs(work, &request->items[i], request->by);
    }
}

static void run_means(struct analysis_work *work, const struct request *request)
{
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
    size_t at = 2; /* Welch's t, Holm */
    for (size_t m = 0; m < COUNT_OF(methods); m++)
        if (strcmp(methods[m].measure, request->measure) == 0)
            at = m;
    for (size_t i = 0; i < request->count; i++)
        groups_mean_pairs(work, &request->items[i], request->by, methods[at].method, methods[at].adjust, methods[at].words);
}

static void run_crosstab(struct analysis_work *work, const struct request *request)
{
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
    drivers_of(work, request->items, request->count);
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

static void run_precision(struct analysis_work *work, const struct request *request)
{
    for (size_t i = 0; i < request->count; i++)
        precision_of(work, &request->items[i], request->by);
}

/* The table ---------------------------------------------------------------------------------------------------------- */

enum wants { WANTS_ANY, WANTS_NUMBERS, WANTS_CODED, WANTS_SATISFIED, WANTS_MULTIPLE };

struct handler {
    const char *measure;
    void (*run)(struct analysis_work *work, const struct request *request);
    size_t least, most; /* items; most 0: any number */
    enum wants wants;
    bool by; /* groups are needed */
};

static const struct handler handlers[] = {
    {"description", run_description, 1, 0, WANTS_NUMBERS, false},
    {"mean", run_description, 1, 0, WANTS_NUMBERS, false},
    {"variance", run_description, 1, 0, WANTS_NUMBERS, false},
    {"quantile", run_description, 1, 0, WANTS_NUMBERS, false},
    {"frequencies", run_frequencies, 1, 0, WANTS_CODED, false},
    {"share", run_frequencies, 1, 0, WANTS_CODED, false},
    {"multiple_response", run_multiple, 1, 0, WANTS_MULTIPLE, false},
    {"skewness", run_shape, 1, 0, WANTS_NUMBERS, false},
    {"kurtosis", run_shape, 1, 0, WANTS_NUMBERS, false},
    {"share_exact", run_shares, 1, 0, WANTS_CODED, false},
    {"share_corrected", run_shares, 1, 0, WANTS_CODED, false},
    {"top_box", run_boxes, 1, 0, WANTS_CODED, false},
    {"nps", run_recommendation, 1, 0, WANTS_NUMBERS, false},
    {"paired_t", run_paired_values, 2, 2, WANTS_NUMBERS, false},
    {"wilcoxon", run_paired_values, 2, 2, WANTS_NUMBERS, false},
    {"mann_whitney", run_two_groups, 1, 0, WANTS_NUMBERS, true},
    {"hedges_g", run_two_groups, 1, 0, WANTS_NUMBERS, true},
    {"satisfaction", run_satisfaction, 1, 0, WANTS_SATISFIED, true},
    {"two_proportions", run_satisfaction, 1, 0, WANTS_SATISFIED, true},
    {"share_difference", run_satisfaction, 1, 0, WANTS_SATISFIED, true},
    {"group_means", run_means, 1, 0, WANTS_NUMBERS, true},
    {"group_tests", run_means, 1, 0, WANTS_NUMBERS, true},
    {"mean_interval", run_means, 1, 0, WANTS_NUMBERS, true},
    {"anova", run_means, 1, 0, WANTS_NUMBERS, true},
    {"welch_anova", run_means, 1, 0, WANTS_NUMBERS, true},
    {"kruskal_wallis", run_means, 1, 0, WANTS_NUMBERS, true},
    {"jonckheere", run_means, 1, 0, WANTS_NUMBERS, true},
    {"levene", run_means, 1, 0, WANTS_NUMBERS, true},
    {"brown_forsythe", run_means, 1, 0, WANTS_NUMBERS, true},
    {"bartlett_variance", run_means, 1, 0, WANTS_NUMBERS, true},
    {"welch_t", run_pairs, 1, 0, WANTS_NUMBERS, true},
    {"student_t", run_pairs, 1, 0, WANTS_NUMBERS, true},
    {"mean_difference", run_pairs, 1, 0, WANTS_NUMBERS, true},
    {"tukey", run_pairs, 1, 0, WANTS_NUMBERS, true},
    {"games_howell", run_pairs, 1, 0, WANTS_NUMBERS, true},
    {"holm", run_pairs, 1, 0, WANTS_NUMBERS, true},
    {"benjamini_hochberg", run_pairs, 1, 0, WANTS_NUMBERS, true},
    {"bonferroni", run_pairs, 1, 0, WANTS_NUMBERS, true},
    {"crosstab", run_crosstab, 1, 0, WANTS_CODED, true},
    {"chi_square", run_crosstab, 1, 0, WANTS_CODED, true},
    {"cramers_v", run_crosstab, 1, 0, WANTS_CODED, true},
    {"likelihood_ratio", run_crosstab, 1, 0, WANTS_CODED, true},
    {"fisher", run_crosstab, 1, 0, WANTS_CODED, true},
    {"yates", run_crosstab, 1, 0, WANTS_CODED, true},
    {"odds_ratio", run_crosstab, 1, 0, WANTS_CODED, true},
    {"mcnemar", run_paired, 2, 2, WANTS_CODED, false},
    {"bowker", run_paired, 2, 2, WANTS_CODED, false},
    {"reliability", run_reliability, 2, 0, WANTS_NUMBERS, false},
    {"cronbach_alpha", run_reliability, 2, 0, WANTS_NUMBERS, false},
    {"alpha_standardised", run_reliability, 2, 0, WANTS_NUMBERS, false},
    {"guttman_lambda", run_reliability, 2, 0, WANTS_NUMBERS, false},
    {"split_half", run_reliability, 2, 0, WANTS_NUMBERS, false},
    {"mcdonald_omega", run_reliability, 3, 0, WANTS_NUMBERS, false},
    {"kmo", run_reliability, 2, 0, WANTS_NUMBERS, false},
    {"bartlett_sphericity", run_reliability, 2, 0, WANTS_NUMBERS, false},
    {"item_total", run_items, 2, 0, WANTS_NUMBERS, false},
    {"principal_components", run_factors, 2, 0, WANTS_NUMBERS, false},
    {"parallel_analysis", run_factors, 3, 0, WANTS_NUMBERS, false},
    {"principal_axis", run_factors, 3, 0, WANTS_NUMBERS, false},
    {"ml_factors", run_factors, 3, 0, WANTS_NUMBERS, false},
    {"varimax", run_factors, 3, 0, WANTS_NUMBERS, false},
    {"promax", run_factors, 3, 0, WANTS_NUMBERS, false},
    {"drivers", run_drivers, 2, 0, WANTS_NUMBERS, false},
    {"relative_importance", run_drivers, 2, 0, WANTS_NUMBERS, false},
    {"importance_satisfaction", run_drivers, 2, 0, WANTS_NUMBERS, false},
    {"correlations", run_matrix, 2, 0, WANTS_NUMBERS, false},
    {"partial_correlation", run_matrix, 3, 0, WANTS_NUMBERS, false},
    {"pearson", run_associations, 2, 0, WANTS_NUMBERS, false},
    {"spearman", run_associations, 2, 0, WANTS_NUMBERS, false},
    {"kendall_tau_b", run_associations, 2, 0, WANTS_NUMBERS, false},
    {"gamma", run_associations, 2, 0, WANTS_NUMBERS, false},
    {"somers_d", run_associations, 2, 0, WANTS_NUMBERS, false},
    {"polychoric", run_associations, 2, 0, WANTS_CODED, false},
    {"linear_regression", run_regression, 2, 0, WANTS_NUMBERS, false},
    {"logistic_regression", run_logistic, 2, 0, WANTS_NUMBERS, false},
    {"ordinal_logistic_regression", run_logistic, 2, 0, WANTS_NUMBERS, false},
    {"rater_agreement", run_agreement, 1, 0, WANTS_NUMBERS, false},
    {"icc", run_agreement, 1, 0, WANTS_NUMBERS, false},
    {"kendall_w", run_agreement, 1, 0, WANTS_NUMBERS, false},
    {"krippendorff_alpha", run_agreement, 1, 0, WANTS_NUMBERS, false},
    {"facets", run_leniency, 1, 0, WANTS_NUMBERS, false},
    {"leniency", run_leniency, 1, 0, WANTS_NUMBERS, false},
    {"trimmed_scores", run_trimmed, 1, 0, WANTS_NUMBERS, false},
    {"trimmed_mean", run_trimmed, 1, 0, WANTS_NUMBERS, false},
    {"precision", run_precision, 1, 0, WANTS_SATISFIED, true},
};

static const struct handler *find_handler(const char *name)
{
    for (size_t i = 0; i < COUNT_OF(handlers); i++)
        if (strcmp(handlers[i].measure, name) == 0)
            return &handlers[i];
    return NULL;
}

bool analyse_measure_on_surveys(const char *name)
{
    return find_handler(name) != NULL;
}

static void unknown_measure(struct analysis_work *work, const struct name *name)
{
    const struct stats_measure *list[512];
    const char *names[512];
    size_t count = analyse_measures(list, COUNT_OF(list));
    count = count < COUNT_OF(list) ? count : COUNT_OF(list);
    bool known = analyse_measure_find(name->text) != NULL;
    size_t usable = 0;
    for (size_t i = 0; i < count; i++)
        if (find_handler(list[i]->name))
            names[usable++] = list[i]->name;
    if (known)
        diags_error(work->diags, name->pos, _("measure '%s' cannot be computed from answers to questions"), name->text);
    else
        diags_error(work->diags, name->pos, _("unknown measure '%s'"), name->text);
    diags_hint_words(work->diags, name->text, names, usable);
}

/* ------------------------------------------------------------------------------------------------------------------- */

/* One mark of a multiple question is 0 or 1. */
static bool is_mark(const struct analysis_work *work, const struct analysis_item *item)
{
    return item->count == 1 && work->instrument->variables.at[item->first].type == VARIABLE_MARK;
}

static bool fits(const struct analysis_work *work, const struct analysis_item *item, enum wants wants)
{
    bool multiple = item->question->type == QUESTION_MULTIPLE;
    switch (wants) {
    case WANTS_NUMBERS:
        return item_is_number(item) || item_is_coded(item) || is_mark(work, item);
    case WANTS_CODED:
        return item_is_coded(item);
    case WANTS_SATISFIED:
        return item_is_coded(item) && scale_has_satisfied(item->codes.scale);
    case WANTS_MULTIPLE:
        return multiple;
    case WANTS_ANY:
    default:
        return true;
    }
}

static bool check_items(struct analysis_work *work, const struct handler *handler, const analysis_items *items)
{
    const struct analysis *asked = work->asked;
    const char *measure = asked->measure.text;
    size_t errors = work->diags->errors;
    if (items->count < handler->least)
        diags_error(work->diags, asked->measure.pos, _("measure '%s' takes at least %zu items"), measure, handler->least);
    if (handler->most && items->count > handler->most)
        diags_error(work->diags, asked->measure.pos, _("measure '%s' takes at most %zu items"), measure, handler->most);
    for (size_t i = 0; i < items->count; i++)
        if (!fits(work, &items->at[i], handler->wants)) {
            const struct stats_measure *row = analyse_measure_find(measure);
            diags_error(work->diags, asked->items.at[0].pos, _("item '%s' does not suit measure '%s'"), items->at[i].id, measure);
            diags_hint(work->diags, _("it takes: %s"), row ? _(row->needs) : "");
        }
    if (handler->by && !asked->by_name.text) {
        diags_error(work->diags, asked->measure.pos, _("measure '%s' compares groups: 'by' is missing"), measure);
        diags_hint(work->diags, _("a kind of unit, or an item whose answers make the groups"));
    }
    return work->diags->errors == errors;
}

bool grouping_find(struct analysis_work *work, const struct name *name, struct grouping *ret_grouping)
{
    const char *dot = strchr(name->text, '.');
    if (!dot) {
        const struct unit_kind *kind = evaluation_kind(work->evaluation, name->text);
        if (kind) {
            grouping_of_kind(ret_grouping, kind);
            return true;
        }
    } else {
        const struct question *question = instrument_question(work->instrument, dot + 1);
        if (question && grouping_of_question(work, ret_grouping, question))
            return true;
    }
    diags_error(work->diags, name->pos, _("'%s' makes no groups"), name->text);
    diags_hint(work->diags, _("a kind of unit, or an item whose answers make the groups"));
    return false;
}

/* The instrument of an analysis is that of its first item. */
static bool is_of_instrument(const struct analysis_work *work, const struct analysis *asked)
{
    if (asked->items.count == 0 || !asked->items.at[0].text || !asked->measure.text)
        return false;
    const char *name = asked->items.at[0].text, *dot = strchr(name, '.'), *id = work->instrument->id;
    size_t length = dot ? (size_t)(dot - name) : strlen(name);
    return strlen(id) == length && strncmp(id, name, length) == 0;
}

static void run_request(struct analysis_work *work, const struct analysis *asked)
{
    const struct handler *handler = find_handler(asked->measure.text);
    if (!handler) {
        unknown_measure(work, &asked->measure);
        return;
    }
    analysis_items items = {0};
    bool found = true;
    for (size_t i = 0; i < asked->items.count; i++)
        found = analysis_items_find(work, &asked->items.at[i], &items) && found;
    struct grouping grouping;
    bool by = found && asked->by_name.text;
    if (!found || !check_items(work, handler, &items) || (by && !grouping_find(work, &asked->by_name, &grouping)))
        return;
    size_t before = work->blocks->count;
    handler->run(work, &(struct request){.measure = asked->measure.text, .items = items.at, .count = items.count, .by = by ? &grouping : NULL});
    for (size_t i = before; i < work->blocks->count; i++)
        work->blocks->at[i].measure = arena_strdup(work->arena, asked->measure.text);
    if (work->blocks->count == before)
        diags_warning(work->diags, asked->measure.pos, _("measure '%s': there are not enough answers to compute it"), asked->measure.text);
}

void analysis_requests(struct analysis_work *work)
{
    for (size_t i = 0; i < work->evaluation->analyses.count; i++) {
        work->asked = &work->evaluation->analyses.at[i];
        work->asked_index = i;
        if (is_of_instrument(work, work->asked))
            run_request(work, work->asked);
    }
    work->asked = NULL;
}
