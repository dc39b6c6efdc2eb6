/* SPDX-License-Identifier: GPL-3.0-or-later
 * How exact the rates are that were reached: half of the 95 % interval, by unit, at 50 % (the worst case, as planned with) and at the rate found.
 *
 * Where the evaluation states a population the finite population correction narrows the worst case; the interval of the rate itself is Wilson's without
 * it. All of this holds for random samples. Questionnaires handed out at meetings or passed on by WeChat are none, which each block says: the error
 * that comes from who was reached is not in any interval.
 */
#include "analysis_priv.h"

#define NO_PROBABILITY_SAMPLE "非概率样本，区间仅供参考"

/* What is stated of a unit; NaN where nothing is. */
static double population_of(const struct evaluation *evaluation, const struct unit *unit)
{
    struct margin_side side = {.kind = unit->kind};
    size_t category = (size_t)unit->index;
    return evaluation_population(evaluation, COUNTS_PEOPLE, &side, &category, 1);
}

static double half_width(double hits, double n, double population)
{
    struct interval interval = stats_wilson(hits, n, ANALYSIS_LEVEL);
    double correction = population > 1 && population >= n ? sqrt((population - n) / (population - 1)) : 1;
    return 100 * (interval.high - interval.low) / 2 * correction;
}

struct reached {
    double n, hits, issued, returned;
};

static void precision_row(struct analysis_work *work, struct analysis_block *block, const char *key, const char *label, const struct unit *unit,
                          const struct reached *reached)
{
    struct analysis_row *row = block_row(work, block, key, label);
    double population = unit ? population_of(work->evaluation, unit) : NAN;
    row->unit = unit;
    row->values[0] = reached->issued;
    row->values[1] = reached->n;
    row->values[2] = population;
    row->values[3] = half_width(reached->n / 2, reached->n, population);
    row->values[4] = 100 * stats_share(reached->hits, reached->n);
    row->values[5] = half_width(reached->hits, reached->n, NAN);
    if (reached->n < ANALYSIS_SMALL)
        row->note = words_spoken(work, SMALL_SAMPLE);
}

static double issued_to(const struct analysis_work *work, const struct unit *unit)
{
    const struct collection *collection = results_collection(work->results, work->instrument, unit);
    return collection ? collection->issued : NAN;
}

void precision_of(struct analysis_work *work, const struct analysis_item *item, const struct grouping *by)
{
    struct cases cases;
    if (!cases_make(work, item, 1, VALUE_SATISFIED, &cases))
        return;
    double missing = (double)cases_complete(work, &cases);
    struct reached *reached = ARENA_ARRAY(work->scratch, struct reached, by->count + 1), *all = &reached[by->count];
    for (size_t i = 0; i < cases.n; i++) {
        int group = grouping_at(work, by, cases.row[i], cases.variable[i]);
        struct reached *to[] = {all, group >= 0 ? &reached[group] : NULL};
        for (size_t k = 0; k < 2 && to[k]; k++)
            to[k]->n++, to[k]->hits += cases.x[i];
    }
    struct analysis_block *block =
        block_new(work, "precision", arena_printf(work->scratch, "%s：已达到的精度", item->label), "%s_precision_%s", item->id, by->id);
    block_column(work, block, "issued", "发放", ANALYSIS_COUNT, 0);
    block_column(work, block, "n", "有效回答", ANALYSIS_COUNT, 0);
    block_column(work, block, "population", "总体人数", ANALYSIS_COUNT, 0);
    block_column(work, block, "margin_worst", "最大误差(±百分点)", ANALYSIS_NUMBER, 1);
    block_column(work, block, "rate", "满意率(%)", ANALYSIS_PERCENT, 1);
    block_column(work, block, "margin", "该满意率的误差(±百分点)", ANALYSIS_NUMBER, 1);
    block->base = all->n;
    block->missing = missing;
    double worst = 0;
    for (size_t g = 0; g < by->count; g++) {
        const struct unit *unit = grouping_unit(by, g);
        reached[g].issued = unit ? issued_to(work, unit) : NAN;
        if (reached[g].n <= 0 && !(reached[g].issued > 0))
            continue;
        precision_row(work, block, grouping_key(by, g), grouping_label(by, g), unit, &reached[g]);
        worst = fmax(worst, block->rows.at[block->rows.count - 1].values[3]);
    }
    all->issued = issued_to(work, NULL);
    precision_row(work, block, "all", "全体", NULL, all);
    block_method(work, block, "误差为威尔逊95%%区间宽度的一半；最大误差按比例50%%计，说明了总体人数的作有限总体校正");
    block_warning(work, block, "非概率样本，区间仅供参考：误差只反映抽取数量，不反映由谁答到问卷造成的偏差");
    if (!(all->n > 0))
        block_sentence(work, block, "没有回答，误差无法计算。");
    else
        block_sentence(work, block, "全体最大误差±%s个百分点，分%s最大±%s个百分点；%s。", words_number(work, block->rows.at[block->rows.count - 1].values[3], 1),
                   by->title, words_number(work, worst, 1), words_spoken(work, NO_PROBABILITY_SAMPLE));
}

void analysis_precision(struct analysis_work *work)
{
    const struct question *overall = overall_question(work->instrument);
    if (!overall)
        return;
    analysis_items items = {0};
    analysis_items_add(work, overall, &items);
    struct grouping *groupings;
    size_t count = default_groupings(work, &groupings);
    for (size_t g = 0; g < count; g++)
        if (groupings[g].kind)
            precision_of(work, &items.at[0], &groupings[g]);
}
