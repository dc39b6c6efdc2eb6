/* SPDX-License-Identifier: GPL-3.0-or-later
 * How many must be asked, how exact what was reached is, and what became of those who were to answer.
 */
#include "analysis_asked.h"

#include "ceping/stats_sample.h"

static double or_else(double value, double otherwise)
{
    return isnan(value) ? otherwise : value;
}

/* Sample size --------------------------------------------------------------------------------------------------------------- */

void run_sample_size(struct analysis_work *work, const struct request *request)
{
    const struct analysis *asked = request->asked;
    struct stats_sample_plan plan = {.share = or_else(asked->share, 50) / 100,
                                     .margin = asked->margin / 100,
                                     .level = ANALYSIS_LEVEL,
                                     .population = or_else(asked->population, 0),
                                     .deff = or_else(asked->deff, 0),
                                     .response_rate = or_else(asked->response_rate, 0) / 100};
    struct stats_sample_size size = stats_sample_size(&plan);
    struct analysis_block *block = block_new(work, request->measure, arena_printf(work->scratch, words_spoken(work, "误差±%s个百分点所需样本量"), words_number(work, asked->margin, 2)), "sample_size");
    block_column(work, block, "simple", "不限总体", ANALYSIS_NUMBER, 1);
    block_column(work, block, "finite", "有限总体", ANALYSIS_NUMBER, 1);
    block_column(work, block, "effective", "乘设计效应", ANALYSIS_NUMBER, 1);
    block_column(work, block, "completes", "需要有效回答", ANALYSIS_COUNT, 0);
    block_column(work, block, "asked", "需要发放", ANALYSIS_COUNT, 0);
    double values[] = {size.simple, size.finite, size.effective, size.completes, size.asked};
    memcpy(block_row(work, block, "sample_size", "样本量")->values, values, sizeof values);
    block_method(work, block, "n₀＝z²p（1－p）÷e²，95%%区间，预计比例%s%%；%s%s%s", words_number(work, 100 * plan.share, 1),
                 plan.population > 0 ? arena_printf(work->scratch, words_spoken(work, "总体%s人，"), words_number(work, plan.population, 0)) : words_spoken(work, "总体不限，"),
                 arena_printf(work->scratch, words_spoken(work, "设计效应%s，"), words_number(work, or_else(asked->deff, 1), 2)),
                 arena_printf(work->scratch, words_spoken(work, "应答率%s%%"), words_number(work, or_else(asked->response_rate, 100), 1)));
    if (plan.population > 0 && size.asked > plan.population)
        block_warning(work, block, "需要发放的份数超过总体人数，这一误差达不到");
    block_sentence(work, block, "要使误差不超过±%s个百分点，需要%s份有效回答、发放%s份；只对随机抽样成立。", words_number(work, asked->margin, 2), words_number(work, size.completes, 0),
                   words_number(work, size.asked, 0));
}

/* Margins achieved ----------------------------------------------------------------------------------------------------------- */

static void margin_row(struct analysis_work *work, struct analysis_block *block, const struct request *request, const char *key, const char *label, const struct unit *unit,
                       double n, double population)
{
    struct analysis_row *row = block_row(work, block, key, label);
    double deff = or_else(request->asked->deff, 1), share = or_else(request->asked->share, 50) / 100;
    bool stated = !isnan(population) && population >= n;
    double values[] = {n, population, n / deff, 100 * stats_margin_achieved(n, share, ANALYSIS_LEVEL, stated ? population : 0, deff)};
    memcpy(row->values, values, sizeof values);
    row->unit = unit;
    if (population < n)
        row->note = words_spoken(work, "回答多于总体人数，总体人数有误");
    else if (n < ANALYSIS_SMALL)
        row->note = words_spoken(work, SMALL_SAMPLE);
}

void run_margins(struct analysis_work *work, const struct request *request)
{
    const struct grouping *by = request->by;
    struct margin_side side = {.kind = by->kind, .question = by->question};
    for (size_t i = 0; i < request->count; i++) {
        const struct analysis_item *item = &request->items[i];
        struct cases cases;
        if (!cases_make(work, item, 1, VALUE_OPTION, &cases))
            continue;
        double missing = (double)cases_complete(work, &cases), worst = 0, people = 0, *n = ARENA_ARRAY(work->scratch, double, by->count + 1);
        for (size_t k = 0; k < cases.n; k++) {
            int group = grouping_at(work, by, cases.row[k], cases.variable[k]);
            if (group >= 0)
                n[group]++;
        }
        struct analysis_block *block = block_new(work, request->measure, arena_printf(work->scratch, "%s：抽样误差", item->label), "%s_margin_%s", item->id, by->id);
        block_column(work, block, "n", "有效回答", ANALYSIS_COUNT, 0);
        block_column(work, block, "population", "总体人数", ANALYSIS_COUNT, 0);
        block_column(work, block, "effective_n", "有效样本量", ANALYSIS_NUMBER, 1);
        block_column(work, block, "margin", "误差(±百分点)", ANALYSIS_NUMBER, 1);
        block->base = (double)cases.n;
        block->missing = missing;
        for (size_t g = 0; g < by->count; g++) {
            double population = evaluation_population(work->evaluation, COUNTS_PEOPLE, &side, &g, 1);
            people += population;
            if (n[g] <= 0)
                continue;
            margin_row(work, block, request, grouping_key(by, g), grouping_label(by, g), grouping_unit(by, g), n[g], population);
            worst = fmax(worst, block->rows.at[block->rows.count - 1].values[3]);
        }
        margin_row(work, block, request, "all", "全体", NULL, (double)cases.n, people);
        block_method(work, block, "z·√（设计效应·p（1－p）÷n·（N－n）÷（N－1）），p＝%s%%，设计效应%s；总体人数未写明的不作校正",
                     words_number(work, or_else(request->asked->share, 50), 1), words_number(work, or_else(request->asked->deff, 1), 2));
        block_warning(work, block, "误差只对随机抽样成立；不反映由谁答到问卷造成的偏差");
        if (cases.n == 0)
            block_sentence(work, block, "没有回答，误差无法计算。");
        else
            block_sentence(work, block, "全体误差±%s个百分点，分%s最大±%s个百分点%s。", words_number(work, block->rows.at[block->rows.count - 1].values[3], 1), by->title,
                           words_number(work, worst, 1), words_small_rows(work, block));
    }
}

/* Rates of questionnaires ------------------------------------------------------------------------------------------------------- */

/* Not eligible ones were never to answer: they leave the returned before the rates are formed, as in `ceping status`. */
static void return_row(struct analysis_work *work, struct analysis_block *block, const struct collection *collection)
{
    const struct unit *unit = collection->unit;
    struct analysis_row *row = block_row(work, block, unit ? unit->id : "all", unit ? unit->short_name : "全体");
    double values[] = {collection->issued,      collection->returned,   collection->not_eligible,      collection->void_count, collection->valid,
                       collection->return_rate, collection->valid_rate, collection->valid_return_rate, NAN};
    memcpy(row->values, values, sizeof values);
    row->values[8] = 100 * stats_share(collection->void_count, collection->returned - collection->not_eligible);
    row->unit = unit;
}

void run_return_rates(struct analysis_work *work, const struct request *request)
{
    analysis_forget_missing(work);
    struct analysis_block *block = NULL;
    const struct collection *whole = NULL;
    for (size_t i = 0; i < work->results->collections.count; i++) {
        const struct collection *collection = &work->results->collections.at[i];
        if (collection->instrument != work->instrument)
            continue;
        if (!block) {
            block = block_new(work, request->measure, "回收率、有效率、有效回收率", "return_rates");
            block_column(work, block, "issued", "发放", ANALYSIS_COUNT, 0);
            block_column(work, block, "returned", "回收", ANALYSIS_COUNT, 0);
            block_column(work, block, "not_eligible", "不符合条件", ANALYSIS_COUNT, 0);
            block_column(work, block, "void", "作废", ANALYSIS_COUNT, 0);
            block_column(work, block, "valid", "有效", ANALYSIS_COUNT, 0);
            block_column(work, block, "return_rate", "回收率(%)", ANALYSIS_PERCENT, 2);
            block_column(work, block, "valid_rate", "有效率(%)", ANALYSIS_PERCENT, 2);
            block_column(work, block, "valid_return_rate", "有效回收率(%)", ANALYSIS_PERCENT, 2);
            block_column(work, block, "void_rate", "废卷率(%)", ANALYSIS_PERCENT, 2);
        }
        return_row(work, block, collection);
        whole = collection->unit ? whole : collection;
    }
    if (!block)
        return;
    block->base = whole ? whole->returned : NAN;
    block_method(work, block, "回收率＝回收÷发放；有效率＝有效÷（回收－不符合条件）；有效回收率＝有效÷发放；废卷率＝作废÷（回收－不符合条件）");
    if (whole && isnan(whole->issued))
        block_warning(work, block, "没有写明发放数，回收率和有效回收率无法计算");
    if (whole && !isnan(whole->valid_return_rate))
        block_sentence(work, block, "发放%s份，回收%s份，有效%s份，有效回收率%s%%。", words_number(work, whole->issued, 0), words_number(work, whole->returned, 0),
                       words_number(work, whole->valid, 0), words_number(work, whole->valid_return_rate, 2));
    else if (whole)
        block_sentence(work, block, "回收%s份，有效%s份。", words_number(work, whole->returned, 0), words_number(work, whole->valid, 0));
}

bool check_dispositions(struct analysis_work *work, const struct request *request)
{
    const struct name *name = &request->asked->of;
    if (evaluation_dispositions(work->evaluation, name->text))
        return true;
    const char *words[64];
    size_t count = 0;
    for (size_t i = 0; i < work->evaluation->dispositions.count && count < COUNT_OF(words); i++)
        words[count++] = work->evaluation->dispositions.at[i].id;
    diags_error(work->diags, name->pos, _("unknown dispositions '%s'"), name->text);
    if (count > 0)
        diags_hint_words(work->diags, name->text, words, count);
    else
        diags_hint(work->diags, _("declare them under dispositions"));
    return false;
}

static void rate_row(struct analysis_work *work, struct analysis_block *block, const char *key, const char *label, double rate)
{
    block_row(work, block, key, label)->values[0] = 100 * rate;
}

void run_response_rates(struct analysis_work *work, const struct request *request)
{
    const struct dispositions *given = evaluation_dispositions(work->evaluation, request->asked->of.text);
    struct stats_dispositions dispositions = {.complete = given->complete,
                                              .partial = given->partial,
                                              .refusal = given->refusal,
                                              .non_contact = given->non_contact,
                                              .other = given->other,
                                              .unknown_household = given->unknown_household,
                                              .unknown_other = given->unknown_other,
                                              .not_eligible = given->not_eligible};
    struct stats_response_rates rates = stats_response_rates(&dispositions, given->eligibility);
    static const char *const numerators[] = {"完整，全部未明计入分母", "完整和部分，全部未明计入分母", "完整，未明按e计入", "完整和部分，未明按e计入", "完整，未明不计", "完整和部分，未明不计"};
    struct analysis_block *block = block_new(work, request->measure, arena_printf(work->scratch, "%s：应答率", given->name), "%s_response_rates", given->id);
    block_column(work, block, "rate", "率(%)", ANALYSIS_PERCENT, 2);
    for (size_t i = 0; i < COUNT_OF(rates.rr); i++)
        rate_row(work, block, arena_printf(work->scratch, "rr%zu", i + 1), arena_printf(work->scratch, words_spoken(work, "应答率RR%zu（%s）"), i + 1, words_spoken(work, numerators[i])), rates.rr[i]);
    for (size_t i = 0; i < COUNT_OF(rates.coop); i++)
        rate_row(work, block, arena_printf(work->scratch, "coop%zu", i + 1), arena_printf(work->scratch, words_spoken(work, "合作率COOP%zu"), i + 1), rates.coop[i]);
    for (size_t i = 0; i < COUNT_OF(rates.ref); i++)
        rate_row(work, block, arena_printf(work->scratch, "ref%zu", i + 1), arena_printf(work->scratch, words_spoken(work, "拒访率REF%zu"), i + 1), rates.ref[i]);
    for (size_t i = 0; i < COUNT_OF(rates.con); i++)
        rate_row(work, block, arena_printf(work->scratch, "con%zu", i + 1), arena_printf(work->scratch, words_spoken(work, "接触率CON%zu"), i + 1), rates.con[i]);
    block->base = given->complete + given->partial + given->refusal + given->non_contact + given->other + given->unknown_household + given->unknown_other;
    block_method(work, block, "AAPOR《标准定义》；未明者中合格的比例e＝%s（%s）；来源：%s", words_number(work, rates.e, 4), isnan(given->eligibility) ? words_spoken(work, "由已知个案估计") : words_spoken(work, "给定"), given->source);
    if (isnan(rates.rr[0]))
        block_sentence(work, block, "没有个案，应答率无法计算。");
    else
        block_sentence(work, block, "应答率从%s%%（RR1，最保守）到%s%%（RR6）；应答率低不一定有偏，高也不保证无偏。", words_number(work, 100 * rates.rr[0], 1),
                       words_number(work, 100 * rates.rr[5], 1));
}
