/* SPDX-License-Identifier: GPL-3.0-or-later
 * Sample designs over responses: who is in the design, in which stratum and cluster, with which weight.
 *
 * Everyone drawn stays in the design, also who did not answer the item: he adds nothing to an estimate and his cluster counts. Who has no weight, stratum or cluster
 * is left out of the design and counted. Weights of an untrimmed weighting are calibrated ones, so the standard errors are those of residuals from its margins;
 * trimmed weights no longer meet them, and then the plain linearised errors stand (the larger ones, as a rule).
 */
#include "analysis_design.h"

_Static_assert((int)STATS_LONELY_RULES == (int)LONELY_RULES, "the rules of model_sampling.h are those of stats_design.h");
_Static_assert((int)STATS_LONELY_FAIL == (int)LONELY_FAIL && (int)STATS_LONELY_CERTAINTY == (int)LONELY_CERTAINTY &&
                   (int)STATS_LONELY_ADJUST == (int)LONELY_ADJUST && (int)STATS_LONELY_AVERAGE == (int)LONELY_AVERAGE,
               "in the same order");

/* Clusters ------------------------------------------------------------------------------------------------------------ */

/* Clusters are told apart by number, code or text. */
struct cluster_reader {
    const struct column *column;
    struct map texts;
    double *numbers;
    size_t count;
    struct arena *arena;
};

static int cluster_of(struct cluster_reader *reader, size_t row)
{
    const struct column *column = reader->column;
    if (column->missing[row] != MISSING_NONE)
        return -1;
    if (column->texts) {
        if (!column->texts[row])
            return -1;
        size_t *number = ARENA_NEW(reader->arena, size_t), *found = map_put(&reader->texts, column->texts[row], number);
        if (found == number)
            *number = reader->count++;
        return (int)*found;
    }
    if (column->codes)
        return column->codes[row];
    for (size_t i = 0; i < reader->count; i++)
        if (reader->numbers[i] == column->numbers[row])
            return (int)i;
    reader->numbers[reader->count] = column->numbers[row];
    return (int)reader->count++;
}

static double stratum_population(const struct analysis_work *work, const struct sample_design *design, int stratum)
{
    size_t category = (size_t)stratum;
    return evaluation_population(work->evaluation, design->clusters ? COUNTS_CLUSTERS : COUNTS_PEOPLE, &design->strata, &category, 1);
}

static void fill_design(struct analysis_work *work, const struct request *request, struct survey_plan *out, struct stats_design *design)
{
    const struct sample_design *declared = request->design;
    struct arena *arena = work->scratch;
    size_t room = work->row_count + 1;
    bool strata = declared->strata_name.text;
    double *weight = ARENA_ARRAY(arena, double, room), *population = ARENA_ARRAY(arena, double, room);
    int *stratum = ARENA_ARRAY(arena, int, room), *cluster = ARENA_ARRAY(arena, int, room);
    const double *weights = request_weights(work, request, &out->weight_words);
    struct side_reader side = {0};
    struct cluster_reader clusters = {.arena = arena, .numbers = ARENA_ARRAY(arena, double, room)};
    map_init(&clusters.texts);
    if (strata)
        side_reader_init(&side, work->evaluation, work->dataset, &declared->strata, arena);
    if (declared->clusters)
        clusters.column = &work->dataset->columns[declared->clusters->index];
    out->row = ARENA_ARRAY(arena, size_t, room);
    for (size_t r = 0; r < work->row_count; r++) {
        size_t row = work->rows[r], at = out->n;
        weight[at] = weights ? weights[row] : 1;
        stratum[at] = strata ? side_category(&side, row) : 0;
        cluster[at] = clusters.column ? cluster_of(&clusters, row) : 0;
        if (isnan(weight[at]) || stratum[at] < 0 || cluster[at] < 0) {
            out->left_out++;
            continue;
        }
        population[at] = declared->finite ? stratum_population(work, declared, stratum[at]) : NAN;
        out->row[out->n++] = row;
    }
    map_release(&clusters.texts);
    out->weight = weight;
    *design = (struct stats_design){.n = out->n,
                                    .weight = weight,
                                    .stratum = strata ? stratum : NULL,
                                    .cluster = clusters.column ? cluster : NULL,
                                    .population = declared->finite ? population : NULL,
                                    .lonely = (enum stats_lonely)declared->lonely};
}

static void say_status(struct analysis_work *work, const struct survey_plan *plan)
{
    static const char *const texts[STATS_DESIGN_STATUSES] = {
        [STATS_DESIGN_EMPTY] = N_("design '%s': no response has a weight"),
        [STATS_DESIGN_WEIGHT] = N_("design '%s': a weight is negative or not a number"),
        [STATS_DESIGN_POPULATION] = N_("design '%s': the population of a stratum is not above 0"),
        [STATS_DESIGN_SMALL] = N_("design '%s': more was sampled in a stratum than its population has"),
        [STATS_DESIGN_LONELY] = N_("design '%s': a stratum has a single cluster, and the rule for it is fail"),
        [STATS_DESIGN_AUXILIARY] = N_("design '%s': an auxiliary value of the weighting is not a number"),
    };
    const char *text = texts[plan->info.status];
    diags_error(work->diags, plan->design->pos, text ? _(text) : "%s", plan->design->id);
    if (plan->info.status == STATS_DESIGN_LONELY)
        diags_hint(work->diags, _("merge it with another stratum, or state lonely: certainty, adjust or average"));
}

static void make(struct analysis_work *work, const struct request *request, struct survey_plan *ret)
{
    struct stats_design design;
    *ret = (struct survey_plan){.design = request->design};
    fill_design(work, request, ret, &design);
    const struct weighting *weighting = request->design->weighting;
    if (weighting && isnan(weighting->trim_low) && isnan(weighting->trim_high) && ret->n > 0) {
        double *x, *base;
        design.auxiliaries = weighting_auxiliaries(work->evaluation, work->dataset, weighting, ret->row, ret->n, work->scratch, &x, &base);
        design.auxiliary = x;
        design.base_weight = base;
        ret->calibrated = true;
    }
    ret->plan = stats_plan_new(work->scratch, &design);
    ret->info = stats_plan_info(ret->plan);
}

bool survey_plan_make(struct analysis_work *work, const struct request *request, struct survey_plan *ret)
{
    make(work, request, ret);
    if (ret->info.status == STATS_DESIGN_GOOD)
        return true;
    if (work->row_count > 0)
        say_status(work, ret);
    return false;
}

bool survey_plan_of_weights(struct analysis_work *work, const struct request *request, struct survey_plan *ret)
{
    struct request with = *request;
    struct sample_design *design = ARENA_NEW(work->scratch, struct sample_design);
    *design = (struct sample_design){.pos = work->asked->weights.pos,
                                     .id = work->asked->weights.text,
                                     .weighting = request->weighting,
                                     .weight = request->weight,
                                     .lonely = LONELY_CERTAINTY}; /* a single response has no standard error, and that is all */
    with.design = design;
    make(work, &with, ret);
    ret->weights_only = true;
    if (ret->info.status == STATS_DESIGN_GOOD)
        return true;
    if (work->row_count > 0) {
        diags_warning(work->diags, design->pos, _("weights '%s': no response has a weight above 0"), design->id);
        diags_hint(work->diags, "%s", _("see what the weighting says of itself, or whether the item was answered"));
    }
    return false;
}

bool survey_plan_of_request(struct analysis_work *work, const struct request *request, struct survey_plan *ret)
{
    return request->design ? survey_plan_make(work, request, ret) : survey_plan_of_weights(work, request, ret);
}

/* The value of every row of the design; NaN where there is none. Items must not run over units: a response is a row. */
bool survey_plan_values(struct analysis_work *work, const struct survey_plan *plan, const struct analysis_item *item, enum analysis_value kind, double *ret_y)
{
    if (item->count != 1) /* check_cells() has refused it */
        return false;
    for (size_t i = 0; i < plan->n; i++)
        ret_y[i] = analysis_value(work, item, item->first, plan->row[i], kind);
    return true;
}

int *survey_plan_groups(struct analysis_work *work, const struct survey_plan *plan, const struct grouping *by)
{
    int *group = ARENA_ARRAY(work->scratch, int, plan->n + 1);
    for (size_t i = 0; i < plan->n; i++)
        group[i] = grouping_at(work, by, plan->row[i], NULL);
    return group;
}

void survey_plan_missing(struct analysis_work *work, const struct survey_plan *plan, const struct analysis_item *items, size_t count)
{
    analysis_forget_missing(work);
    work->missing_known = true;
    for (size_t k = 0; k < count; k++)
        for (size_t i = 0; i < plan->n; i++)
            work->missing[answer_missing(&work->dataset->columns[items[k].first], plan->row[i], &items[k].codes)]++;
}

size_t survey_plan_without(const double *y, size_t n)
{
    size_t missing = 0;
    for (size_t i = 0; i < n; i++)
        missing += isnan(y[i]);
    return missing;
}

static const char *const lonely_words[LONELY_RULES] = {"不计算", "视为必选，不增加方差", "与全体均值比较", "取其他层的平均"};

void survey_plan_describe(struct analysis_work *work, struct analysis_block *block, const struct survey_plan *plan, const char *method)
{
    const struct sample_design *design = plan->design;
    if (plan->weights_only) {
        block_method(work, block, "%s；%s；泰勒线性化%s，每份答卷算作独立抽取，不计分层和整群，自由度%s", plan->weight_words, words_spoken(work, method), plan->calibrated ? words_spoken(work, "（对加权边际取残差）") : "",
                     words_number(work, plan->info.df, 0));
        if (plan->left_out > 0)
            block_warning(work, block, "%zu份有效答卷没有权数（分类题未答或所在单位不明），不在其内", plan->left_out);
        return;
    }
    block_method(work, block, "抽样设计“%s”：%s%s%s；%s；泰勒线性化%s，自由度%s", design->name, design->strata_name.text ? words_spoken(work, "分层") : words_spoken(work, "不分层"), design->clusters ? words_spoken(work, "整群") : "",
                 design->finite ? words_spoken(work, "，有限总体校正") : "", words_spoken(work, method), plan->calibrated ? words_spoken(work, "（对加权边际取残差）") : "", words_number(work, plan->info.df, 0));
    block_check(work, block, "%zu层，%zu个初级单元，%s", plan->info.strata, plan->info.clusters, plan->weight_words ? plan->weight_words : words_spoken(work, "各份权数相同"));
    if (plan->info.lonely > 0)
        block_warning(work, block, "%zu层只抽到一个初级单元，按规则“%s”：%s", plan->info.lonely, lonely_rule_ids[design->lonely], words_spoken(work, lonely_words[design->lonely]));
    if (plan->left_out > 0)
        block_warning(work, block, "%zu份有效答卷没有权数、层或群，不在设计之内", plan->left_out);
    if (design->clusters && plan->info.df < 10)
        block_warning(work, block, "初级单元太少（自由度%s），标准误本身不稳，仅供参考", words_number(work, plan->info.df, 0));
}
