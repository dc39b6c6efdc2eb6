/* SPDX-License-Identifier: GPL-3.0-or-later
 * Agreement on codes and in scores, asked for by name: kappas, Krippendorff's alpha at four levels, all six forms of ICC, standardised scores.
 *
 * Who are the raters? On a rating sheet those who filled it in, and what is rated are the units. On a questionnaire two or more items of one scale are the raters
 * (the codings of two people side by side, say), and what is rated are the responses. The block says which.
 */
#include "analysis_asked.h"

#include "analysis_raters.h"

#include "ceping/stats_raters.h"

struct judged {
    size_t ratees, raters;
    double *x; /* [ratee · raters + rater]; NaN: no rating */
    const char **names;
    const char *words;
    double missing;
};

static bool judged_by_items(struct analysis_work *work, const struct request *request, enum analysis_value kind, struct judged *ret)
{
    struct cases cases;
    for (size_t i = 1; i < request->count; i++)
        if (kind == VALUE_OPTION && request->items[i].codes.scale != request->items[0].codes.scale)
            return false;
    if (request->count < 2 || !cases_make(work, request->items, request->count, kind, &cases))
        return false;
    *ret = (struct judged){.ratees = cases.n, .raters = request->count, .words = words_spoken(work, "以各题项为评定者、各份答卷为对象")};
    ret->x = ARENA_ARRAY(work->scratch, double, cases.n * request->count + 1);
    ret->names = ARENA_ARRAY(work->scratch, const char *, request->count);
    for (size_t k = 0; k < request->count; k++) {
        ret->names[k] = request->items[k].label;
        for (size_t i = 0; i < cases.n; i++) {
            ret->x[i * request->count + k] = cases.x[k * cases.n + i];
            ret->missing += isnan(cases.x[k * cases.n + i]);
        }
    }
    return true;
}

/* Options are no numbers to be averaged: a rater who rated a unit twice by different options is no rating of either. */
static bool judged_by_raters(struct analysis_work *work, const struct request *request, enum analysis_value kind, struct judged *ret)
{
    struct rating rating;
    if (!rating_make_of(work, request->items, kind == VALUE_OPTION ? 1 : request->count, kind, &rating))
        return false;
    *ret = (struct judged){.ratees = rating.ratees, .raters = rating.raters, .words = words_spoken(work, "以评分人为评定者、评估对象为对象"), .missing = (double)rating.missing};
    ret->x = rating_by_ratee(work, &rating);
    ret->names = ARENA_ARRAY(work->scratch, const char *, rating.raters);
    for (size_t r = 0; r < rating.raters; r++)
        ret->names[r] = rating_rater(work, &rating, r);
    for (size_t i = 0; i < rating.ratees * rating.raters && kind == VALUE_OPTION; i++)
        if (!isnan(ret->x[i]) && ret->x[i] != floor(ret->x[i]))
            ret->x[i] = NAN;
    return true;
}

static bool judged_make(struct analysis_work *work, const struct request *request, enum analysis_value kind, struct judged *ret)
{
    bool sheet = work->instrument->kind == INSTRUMENT_RATING;
    if (sheet && kind == VALUE_OPTION && request->count > 1) {
        diags_error(work->diags, request->asked->items.at[0].pos, _("measure '%s' takes one item of a rating sheet"), request->measure);
        return false;
    }
    bool good = sheet ? judged_by_raters(work, request, kind, ret) : judged_by_items(work, request, kind, ret);
    if (!good && work->row_count > 0) {
        diags_error(work->diags, request->asked->items.at[0].pos, _("measure '%s': these items do not make ratings of one thing by several"), request->measure);
        diags_hint(work->diags, _("one item of a rating sheet over units, or two or more items of one scale"));
    }
    return good;
}

/* Kappa --------------------------------------------------------------------------------------------------------------------------- */

/* Landis & Koch (Biometrics 33, 1977). */
static const char *words_kappa(double kappa)
{
    if (isnan(kappa))
        return "无法计算";
    return kappa > 0.8 ? "几乎完全一致" : kappa > 0.6 ? "高度一致" : kappa > 0.4 ? "中等一致" : kappa > 0.2 ? "一致程度一般" : "一致程度很低";
}

/* Options that are answers, in the order of the scale. */
static size_t answer_places(struct analysis_work *work, const struct scale *scale, size_t **ret_place)
{
    size_t *place = *ret_place = ARENA_ARRAY(work->scratch, size_t, scale->options.count + 1), count = 0;
    for (size_t o = 0; o < scale->options.count; o++)
        place[o] = scale->options.at[o].missing == MISSING_NONE ? count++ : SIZE_MAX;
    return count;
}

static void kappa_pair(struct analysis_work *work, struct analysis_block *block, const struct judged *judged, size_t a, size_t b, size_t size, const size_t *place,
                       enum stats_kappa_weights weights)
{
    double *counts = ARENA_ARRAY(work->scratch, double, size * size + 1);
    for (size_t i = 0; i < judged->ratees; i++) {
        double x = judged->x[i * judged->raters + a], y = judged->x[i * judged->raters + b];
        if (!isnan(x) && !isnan(y))
            counts[place[(size_t)x] * size + place[(size_t)y]]++;
    }
    struct stats_kappa kappa;
    stats_kappa(counts, size, weights, ANALYSIS_LEVEL, &kappa);
    struct analysis_row *row =
        block_row(work, block, arena_printf(work->scratch, "%zu:%zu", a + 1, b + 1), arena_printf(work->scratch, words_spoken(work, "%s－%s"), judged->names[a], judged->names[b]));
    double values[] = {kappa.n, 100 * kappa.agreement, kappa.kappa, kappa.error, kappa.low, kappa.high, kappa.p};
    memcpy(row->values, values, sizeof values);
    if (kappa.n < ANALYSIS_SMALL)
        row->note = words_spoken(work, SMALL_SAMPLE);
}

void run_kappa(struct analysis_work *work, const struct request *request)
{
    bool weighted = strcmp(request->measure, "weighted_kappa") == 0;
    bool linear = weighted && request_method(request) == 1;
    struct judged judged;
    if (!judged_make(work, request, VALUE_OPTION, &judged))
        return;
    size_t *place, size = answer_places(work, request->items[0].codes.scale, &place);
    struct analysis_block *block = block_new(work, request->measure, arena_printf(work->scratch, "%s：κ系数", request->items[0].label), "%s_%s", request->items[0].id, request->measure);
    block_column(work, block, "n", "共同评定", ANALYSIS_COUNT, 0);
    block_column(work, block, "agreement", weighted ? "加权一致(%)" : "一致(%)", ANALYSIS_PERCENT, 1);
    block_column(work, block, "kappa", "κ", ANALYSIS_NUMBER, 3);
    block_column(work, block, "se", "标准误", ANALYSIS_NUMBER, 4);
    block_column(work, block, "low", "95%下限", ANALYSIS_NUMBER, 3);
    block_column(work, block, "high", "95%上限", ANALYSIS_NUMBER, 3);
    block_column(work, block, "p", "P值", ANALYSIS_P, 3);
    block->base = (double)judged.ratees;
    block->missing = judged.missing;
    double least = NAN, most = NAN;
    for (size_t a = 0; a < judged.raters; a++)
        for (size_t b = a + 1; b < judged.raters; b++) {
            kappa_pair(work, block, &judged, a, b, size, place, !weighted ? STATS_KAPPA_NOMINAL : linear ? STATS_KAPPA_LINEAR : STATS_KAPPA_QUADRATIC);
            double kappa = block->rows.at[block->rows.count - 1].values[2];
            least = fmin(least, kappa);
            most = fmax(most, kappa);
        }
    block_method(work, block, "%s；每对评定者一行；%s", judged.words, !weighted ? words_spoken(work, "科恩κ，各类别不分次序") : linear ? words_spoken(work, "线性权数") : words_spoken(work, "平方权数"));
    if (isnan(least))
        block_sentence(work, block, "共同评定太少或没有差别，κ无法计算。");
    else if (block->rows.count == 1)
        block_sentence(work, block, "两者%s（κ＝%s）%s。", words_spoken(work, words_kappa(least)), words_number(work, least, 2), words_small(work, (double)judged.ratees));
    else
        block_sentence(work, block, "各对评定者的κ从%s到%s，最低的一对%s%s。", words_number(work, least, 2), words_number(work, most, 2), words_spoken(work, words_kappa(least)),
                       words_small_rows(work, block));
}

void run_fleiss(struct analysis_work *work, const struct request *request)
{
    struct judged judged;
    if (!judged_make(work, request, VALUE_OPTION, &judged))
        return;
    size_t *place, size = answer_places(work, request->items[0].codes.scale, &place), few = 0;
    double *counts = ARENA_ARRAY(work->scratch, double, judged.ratees * size + 1);
    for (size_t i = 0; i < judged.ratees; i++) {
        size_t given = 0;
        for (size_t r = 0; r < judged.raters; r++) {
            double x = judged.x[i * judged.raters + r];
            if (isnan(x))
                continue;
            counts[i * size + place[(size_t)x]]++;
            given++;
        }
        few += given < 2;
    }
    struct stats_fleiss fleiss;
    stats_fleiss(counts, NULL, judged.ratees, size, &fleiss);
    struct analysis_block *block = block_new(work, request->measure, arena_printf(work->scratch, "%s：弗莱斯κ", request->items[0].label), "%s_fleiss", request->items[0].id);
    block_column(work, block, "ratees", "对象", ANALYSIS_COUNT, 0);
    block_column(work, block, "agreement", "平均一致(%)", ANALYSIS_PERCENT, 1);
    block_column(work, block, "all_agree", "全体一致(%)", ANALYSIS_PERCENT, 1);
    block_column(work, block, "kappa", "κ", ANALYSIS_NUMBER, 3);
    block_column(work, block, "z", "z", ANALYSIS_NUMBER, 2);
    block_column(work, block, "p", "P值", ANALYSIS_P, 3);
    double values[] = {fleiss.ratees, 100 * fleiss.agreement, 100 * fleiss.all_agree, fleiss.kappa, fleiss.z, fleiss.p};
    memcpy(block_row(work, block, "fleiss_kappa", "弗莱斯κ")->values, values, sizeof values);
    block->base = fleiss.ratees;
    block->missing = judged.missing;
    block_method(work, block, "%s，%zu名评定者；各类别不分次序", judged.words, judged.raters);
    if (few > 0)
        block_warning(work, block, "%zu个对象的评定不足两次，不在其内", few);
    if (isnan(fleiss.p))
        block_check(work, block, "各对象的评定次数不等，或各次评定完全相同，未作检验");
    if (isnan(fleiss.kappa))
        block_sentence(work, block, "共同评定太少或没有差别，κ无法计算。");
    else
        block_sentence(work, block, "%s（κ＝%s）%s。", words_spoken(work, words_kappa(fleiss.kappa)), words_number(work, fleiss.kappa, 2), words_small(work, fleiss.ratees));
}

/* Krippendorff's alpha --------------------------------------------------------------------------------------------------------------- */

void run_krippendorff(struct analysis_work *work, const struct request *request)
{
    static const struct {
        const char *key, *label;
    } levels[STATS_LEVELS] = {{"nominal", "名义"}, {"ordinal", "次序"}, {"interval", "等距"}, {"ratio", "比率"}};
    struct judged judged;
    if (!judged_make(work, request, VALUE_NUMBER, &judged))
        return;
    bool all = !request->asked->method.text;
    size_t wanted = request_method(request), pairable = 0;
    for (size_t i = 0; i < judged.ratees; i++) {
        size_t given = 0;
        for (size_t r = 0; r < judged.raters; r++)
            given += !isnan(judged.x[i * judged.raters + r]);
        pairable += given >= 2;
    }
    struct analysis_block *block = block_new(work, request->measure, arena_printf(work->scratch, "%s：克里彭多夫α", request->items[0].label), "%s_krippendorff", request->items[0].id);
    block_column(work, block, "alpha", "α", ANALYSIS_NUMBER, 3);
    double said = NAN;
    for (size_t l = 0; l < STATS_LEVELS; l++) {
        if (!all && l != wanted)
            continue;
        double alpha = stats_krippendorff(judged.x, NULL, judged.ratees, judged.raters, (enum stats_level)l);
        block_row(work, block, levels[l].key, arena_printf(work->scratch, words_spoken(work, "α（%s）"), words_spoken(work, levels[l].label)))->values[0] = alpha;
        if (!all || l == STATS_INTERVAL)
            said = alpha;
    }
    block->base = (double)pairable;
    block->missing = judged.missing;
    block_method(work, block, "%s，%zu名评定者；容许缺评，只评一次的对象不计", judged.words, judged.raters);
    block_check(work, block, "克里彭多夫建议：0.8以上可靠，0.667以上可作暂时结论");
    if (isnan(said))
        block_sentence(work, block, "共同评定太少或没有差别，α无法计算。");
    else
        block_sentence(work, block, "α＝%s，%s%s。", words_number(work, said, 2),
                       words_spoken(work, said >= 0.8 ? "评定可靠" : said >= 0.667 ? "可作暂时结论" : "一致性不足以下结论"), words_small(work, (double)pairable));
}

/* ICC --------------------------------------------------------------------------------------------------------------------------------- */

void run_icc(struct analysis_work *work, const struct request *request)
{
    static const struct {
        enum stats_icc_form form;
        const char *key, *label;
    } forms[] = {{STATS_ICC_1, "icc_1_1", "ICC(1,1) 单向，单人"},       {STATS_ICC_A1, "icc_2_1", "ICC(2,1) 双向绝对一致，单人"}, {STATS_ICC_C1, "icc_3_1", "ICC(3,1) 双向相对一致，单人"},
                 {STATS_ICC_K, "icc_1_k", "ICC(1,k) 单向，平均"},       {STATS_ICC_AK, "icc_2_k", "ICC(2,k) 双向绝对一致，平均"}, {STATS_ICC_CK, "icc_3_k", "ICC(3,k) 双向相对一致，平均"}};
    struct judged judged;
    if (!judged_make(work, request, VALUE_NUMBER, &judged))
        return;
    struct stats_icc icc;
    stats_icc(judged.x, NULL, judged.ratees, judged.raters, ANALYSIS_LEVEL, &icc);
    struct analysis_block *block = block_new(work, request->measure, arena_printf(work->scratch, "%s：组内相关系数", request->items[0].label), "%s_icc", request->items[0].id);
    block_column(work, block, "value", "ICC", ANALYSIS_NUMBER, 3);
    block_column(work, block, "low", "95%下限", ANALYSIS_NUMBER, 3);
    block_column(work, block, "high", "95%上限", ANALYSIS_NUMBER, 3);
    block_column(work, block, "f", "F", ANALYSIS_NUMBER, 2);
    block_column(work, block, "df1", "自由度1", ANALYSIS_NUMBER, 0);
    block_column(work, block, "df2", "自由度2", ANALYSIS_NUMBER, 1);
    block_column(work, block, "p", "P值", ANALYSIS_P, 3);
    for (size_t i = 0; i < COUNT_OF(forms); i++) {
        __typeof__(icc.form[0]) *form = &icc.form[forms[i].form];
        double values[] = {form->icc, form->low, form->high, form->f, form->df1, form->df2, form->p};
        memcpy(block_row(work, block, forms[i].key, forms[i].label)->values, values, sizeof values);
    }
    block->base = icc.ratees;
    block->missing = icc.dropped;
    block_method(work, block, "%s，%zu名评定者；只用全体都评过的对象", judged.words, judged.raters);
    if (icc.dropped > 0)
        block_warning(work, block, "%s个对象没有全体评分，不在其内", words_number(work, icc.dropped, 0));
    double single = icc.form[STATS_ICC_A1].icc;
    if (isnan(single))
        block_sentence(work, block, "没有足够的对象由全体评过，ICC无法计算。");
    else
        block_sentence(work, block, "单人评定的绝对一致ICC＝%s（95%%区间%s至%s），%zu人平均后为%s%s。", words_number(work, single, 2), words_number(work, icc.form[STATS_ICC_A1].low, 2),
                       words_number(work, icc.form[STATS_ICC_A1].high, 2), judged.raters, words_number(work, icc.form[STATS_ICC_AK].icc, 2),
                       words_small(work, icc.ratees));
}

/* Standardised scores -------------------------------------------------------------------------------------------------------------------- */

#define SCORE_CENTRE 80 /* 标准分: a mean that reads like a mark out of 100 … */
#define SCORE_SPREAD 10 /* … and a spread that rarely leaves it */

void run_standardise(struct analysis_work *work, const struct request *request)
{
    static const char *const words[] = {"系数法：评分×总平均÷本人平均", "均值平移：评分－本人平均＋总平均", "标准分：80＋10×（评分－本人平均）÷本人标准差"};
    struct rating rating;
    if (!rating_make(work, request->items, request->count, &rating)) {
        if (work->row_count > 0)
            diags_error(work->diags, request->asked->items.at[0].pos, _("measure '%s' takes number items of a rating sheet"), request->measure);
        return;
    }
    size_t method = request_method(request);
    double *x = rating_by_ratee(work, &rating), *y = ARENA_ARRAY(work->scratch, double, rating.ratees * rating.raters + 1);
    stats_standardise(x, rating.ratees, rating.raters, (enum stats_standardise)method, SCORE_CENTRE, SCORE_SPREAD, y);
    struct analysis_block *block = rating_block(work, &rating, request->measure, "评分标准化", "standardised");
    block_column(work, block, "n", "评分人", ANALYSIS_COUNT, 0);
    block_column(work, block, "mean", "原均值", ANALYSIS_NUMBER, 2);
    block_column(work, block, "standardised", "标准化后均值", ANALYSIS_NUMBER, 2);
    block_column(work, block, "place", "原名次", ANALYSIS_NUMBER, 0);
    block_column(work, block, "place_standardised", "标准化后名次", ANALYSIS_NUMBER, 0);
    double *before = ARENA_ARRAY(work->scratch, double, rating.ratees + 1), *after = ARENA_ARRAY(work->scratch, double, rating.ratees + 1);
    size_t moved = 0, gaps = 0;
    for (size_t c = 0; c < rating.ratees; c++) {
        struct sum sums[2] = {0};
        double n = 0, standardised = 0;
        for (size_t r = 0; r < rating.raters; r++) {
            size_t at = c * rating.raters + r;
            if (!isnan(x[at]))
                sum_add(&sums[0], x[at]), n++;
            if (!isnan(y[at]))
                sum_add(&sums[1], y[at]), standardised++;
        }
        gaps += n < (double)rating.raters;
        before[c] = n > 0 ? sum_value(&sums[0]) / n : (double)NAN;
        after[c] = standardised > 0 ? sum_value(&sums[1]) / standardised : (double)NAN;
        const char *label = rating_ratee(work, &rating, c);
        struct analysis_row *row = block_row(work, block, rating.kinds == 1 ? rating.kind[0]->units.at[rating.ratee[c]].id : label, label);
        row->unit = rating.kinds == 1 ? &rating.kind[0]->units.at[rating.ratee[c]] : NULL;
        double values[] = {n, before[c], after[c]};
        memcpy(row->values, values, sizeof values);
    }
    for (size_t c = 0; c < rating.ratees; c++) {
        double places[2] = {1, 1};
        for (size_t k = 0; k < rating.ratees; k++) {
            places[0] += before[k] > before[c];
            places[1] += after[k] > after[c];
        }
        block->rows.at[c].values[3] = isnan(before[c]) ? (double)NAN : places[0];
        block->rows.at[c].values[4] = isnan(after[c]) ? (double)NAN : places[1];
        moved += places[0] != places[1];
    }
    block_method(work, block, "%s；只是提议，得分表不据此改动", words_spoken(work, words[method]));
    if (gaps > 0)
        block_warning(work, block, "%zu个对象不是全体评分人都评过：评分人所评对象不同，标准化会把对象的高低当作宽严扣掉", gaps);
    if (moved > 0)
        block_sentence(work, block, "标准化后%zu个对象中有%zu个名次变动。", rating.ratees, moved);
    else
        block_sentence(work, block, "标准化后各对象的名次都没有变动。");
}
