/* SPDX-License-Identifier: GPL-3.0-or-later
 * Raters and what they rate: who is lenient, do they agree, what trimming changes.
 *
 * A table of raters × ratees holds the mean of a sheet's items for one ratee: the unit that the question runs over, else the one that the response
 * is about. A cell rated twice holds the mean of both; a sheet with an item missing has no value, because a sum of four items is no sum of five. Raters are
 * those of the panel; without a panel, the units of the only kind that responses are about (nine districts that rate twenty projects).
 *
 * A rater who saw only weak projects is not strict. So beside the plain mean stands the effect of a two-way fit, rater + ratee, by least squares over
 * the cells there are: what is left of leniency when everybody is compared on the same ratees.
 */
#include "analysis_priv.h"

#include "analysis_raters.h"

#include "ceping/stats_raters.h"

/* The table --------------------------------------------------------------------------------------------------------- */

static const struct unit_kind *rater_kind(const struct instrument *instrument)
{
    return !instrument->panel && instrument->about.count == 1 ? instrument->about.at[0].kind : NULL;
}

static int rater_index(const struct analysis_work *work, size_t row)
{
    const struct instrument *instrument = work->instrument;
    const struct unit_kind *kind = rater_kind(instrument);
    if (kind)
        return work->dataset->about[0][row];
    for (size_t i = 0; instrument->panel && i < instrument->panel->raters.count; i++)
        if (work->dataset->raters[row] && strcmp(instrument->panel->raters.at[i].id, work->dataset->raters[row]) == 0)
            return (int)i;
    return -1;
}

/* What is rated: units of `over`, or of the only kind that responses are about, or all pairs of two kinds. */
static int ratee_index(const struct analysis_work *work, const struct rating *rating, size_t row, const struct variable *variable)
{
    if (rating->over)
        return variable->unit ? variable->unit->index : -1;
    int index = 0;
    for (size_t k = 0; k < rating->kinds; k++) {
        int unit = dataset_unit(work->dataset, row, variable, rating->kind[k]);
        if (unit < 0)
            return -1;
        index = index * (int)rating->kind[k]->units.count + unit;
    }
    return index;
}

static bool find_sides(const struct analysis_work *work, const struct question *question, struct rating *rating)
{
    const struct instrument *instrument = work->instrument;
    const struct unit_kind *raters = rater_kind(instrument);
    if (!raters && !instrument->panel)
        return false;
    rating->raters = raters ? raters->units.count : instrument->panel->raters.count;
    rating->over = question->over;
    rating->ratees = 1;
    if (question->over) {
        rating->ratees = question->over->units.count;
        rating->kind[rating->kinds++] = question->over;
        return true;
    }
    for (size_t i = 0; i < instrument->about.count && !raters; i++) {
        if (!instrument->about.at[i].kind || rating->kinds == 2)
            return false;
        rating->kind[rating->kinds++] = instrument->about.at[i].kind;
        rating->ratees *= instrument->about.at[i].kind->units.count;
    }
    return rating->kinds > 0;
}

/* What a rater says of his own unit is left out of figures, so it says nothing of how he rates either. */
static bool is_own(const struct analysis_work *work, const struct rating *rating, size_t rater, size_t ratee)
{
    const struct unit *own = rater_kind(work->instrument) ? NULL : work->instrument->panel->raters.at[rater].own;
    return own && rating->kinds == 1 && rating->kind[0] == own->kind && (size_t)own->index == ratee;
}

static void fill_table(struct analysis_work *work, const struct cases *cases, struct rating *rating)
{
    double *counts = ARENA_ARRAY(work->scratch, double, rating->raters * rating->ratees);
    rating->x = ARENA_ARRAY(work->scratch, double, rating->raters * rating->ratees);
    for (size_t i = 0; i < cases->n; i++) {
        int rater = rater_index(work, cases->row[i]), ratee = ratee_index(work, rating, cases->row[i], cases->variable[i]);
        if (rater < 0 || ratee < 0 || is_own(work, rating, (size_t)rater, (size_t)ratee))
            continue;
        double total = 0;
        for (size_t j = 0; j < cases->items; j++)
            total += cases->x[j * cases->n + i];
        size_t cell = (size_t)rater * rating->ratees + (size_t)ratee;
        rating->x[cell] += total / (double)cases->items;
        counts[cell]++;
    }
    for (size_t cell = 0; cell < rating->raters * rating->ratees; cell++)
        rating->x[cell] = counts[cell] > 0 ? rating->x[cell] / counts[cell] : NAN;
}

/* Raters and ratees without any cell leave the table; pairs of kinds are mostly empty. */
static void drop_empty(struct analysis_work *work, struct rating *rating)
{
    rating->rater = ARENA_ARRAY(work->scratch, size_t, rating->raters + 1);
    rating->ratee = ARENA_ARRAY(work->scratch, size_t, rating->ratees + 1);
    bool *row = ARENA_ARRAY(work->scratch, bool, rating->raters + 1), *column = ARENA_ARRAY(work->scratch, bool, rating->ratees + 1);
    for (size_t r = 0; r < rating->raters; r++)
        for (size_t c = 0; c < rating->ratees; c++)
            if (!isnan(rating->x[r * rating->ratees + c]))
                row[r] = column[c] = true, rating->cells++;
    size_t raters = 0, ratees = 0;
    for (size_t r = 0; r < rating->raters; r++)
        if (row[r])
            rating->rater[raters++] = r;
    for (size_t c = 0; c < rating->ratees; c++)
        if (column[c])
            rating->ratee[ratees++] = c;
    double *x = ARENA_ARRAY(work->scratch, double, raters * ratees + 1);
    for (size_t r = 0; r < raters; r++)
        for (size_t c = 0; c < ratees; c++)
            x[r * ratees + c] = rating->x[rating->rater[r] * rating->ratees + rating->ratee[c]];
    rating->x = x;
    rating->raters = raters;
    rating->ratees = ratees;
}

static bool row_before(const double *a, const double *b, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (isnan(a[i]) != isnan(b[i]))
            return isnan(a[i]);
        if (!isnan(a[i]) && a[i] != b[i])
            return a[i] < b[i];
    }
    return false;
}

/* Confidential raters go by numbers. In the order of the panel, which is no secret, a number would be a name: they are put into the order of what they said. */
static void hide_order(struct analysis_work *work, struct rating *rating)
{
    if (work->instrument->confidential != CONFIDENTIAL_RATERS)
        return;
    double *kept = ARENA_ARRAY(work->scratch, double, rating->ratees + 1);
    for (size_t r = 1; r < rating->raters; r++) {
        size_t rater = rating->rater[r], to = r;
        memcpy(kept, rating->x + r * rating->ratees, rating->ratees * sizeof *kept);
        for (; to > 0 && row_before(kept, rating->x + (to - 1) * rating->ratees, rating->ratees); to--) {
            memcpy(rating->x + to * rating->ratees, rating->x + (to - 1) * rating->ratees, rating->ratees * sizeof *kept);
            rating->rater[to] = rating->rater[to - 1];
        }
        memcpy(rating->x + to * rating->ratees, kept, rating->ratees * sizeof *kept);
        rating->rater[to] = rater;
    }
}

bool rating_make(struct analysis_work *work, const struct analysis_item *items, size_t count, struct rating *ret_rating)
{
    return rating_make_of(work, items, count, VALUE_NUMBER, ret_rating);
}

bool rating_make_of(struct analysis_work *work, const struct analysis_item *items, size_t count, enum analysis_value kind, struct rating *ret_rating)
{
    struct rating rating = {.question = items[0].question};
    struct cases cases;
    if (work->instrument->kind != INSTRUMENT_RATING || !find_sides(work, rating.question, &rating) ||
        !cases_make(work, items, count, kind, &cases))
        return false;
    rating.missing = cases_complete(work, &cases);
    fill_table(work, &cases, &rating);
    drop_empty(work, &rating);
    hide_order(work, &rating);
    *ret_rating = rating;
    return rating.raters > 1 && rating.ratees > 0;
}

const char *rating_rater(struct analysis_work *work, const struct rating *rating, size_t r)
{
    const struct unit_kind *kind = rater_kind(work->instrument);
    size_t index = rating->rater[r];
    if (work->instrument->confidential == CONFIDENTIAL_RATERS)
        return arena_printf(work->scratch, words_spoken(work, "评分人%02zu"), r + 1);
    if (kind)
        return kind->units.at[index].short_name;
    const struct rater *rater = &work->instrument->panel->raters.at[index];
    return rater->name ? rater->name : rater->id;
}

static const char *rater_key(struct analysis_work *work, const struct rating *rating, size_t r)
{
    const struct unit_kind *kind = rater_kind(work->instrument);
    if (work->instrument->confidential == CONFIDENTIAL_RATERS)
        return arena_printf(work->scratch, "r%02zu", r + 1);
    return kind ? kind->units.at[rating->rater[r]].id : work->instrument->panel->raters.at[rating->rater[r]].id;
}

const char *rating_ratee(struct analysis_work *work, const struct rating *rating, size_t c)
{
    size_t index = rating->ratee[c];
    if (rating->kinds == 1)
        return rating->kind[0]->units.at[index].short_name;
    size_t second = rating->kind[1]->units.count;
    return arena_printf(work->scratch, "%s×%s", rating->kind[0]->units.at[index / second].short_name, rating->kind[1]->units.at[index % second].short_name);
}

static const char *rating_title(struct analysis_work *work, const struct rating *rating, const char *ending)
{
    const struct instrument *instrument = work->instrument;
    (void)rating;
    return arena_printf(work->scratch, "%s：%s", instrument->short_title ? instrument->short_title : instrument->title, ending);
}

struct analysis_block *rating_block(struct analysis_work *work, const struct rating *rating, const char *measure, const char *ending, const char *stem)
{
    struct analysis_block *block = block_new(work, measure, rating_title(work, rating, ending), "%s_%s", rating->question->id, stem);
    block->base = (double)rating->cells;
    block->missing = (double)rating->missing;
    return block;
}

/* Leniency ---------------------------------------------------------------------------------------------------------- */

/* As src/stats wants it: ratee after ratee. */
double *rating_by_ratee(struct analysis_work *work, const struct rating *rating)
{
    double *x = ARENA_ARRAY(work->scratch, double, rating->raters * rating->ratees);
    for (size_t r = 0; r < rating->raters; r++)
        for (size_t c = 0; c < rating->ratees; c++)
            x[c * rating->raters + r] = rating->x[r * rating->ratees + c];
    return x;
}

static void explain_leniency(struct analysis_work *work, struct analysis_block *block, const struct rating *rating, const struct stats_rater *raters,
                             const struct stats_facets *facets)
{
    if (facets->components > 1) {
        block_warning(work, block, "有的评分人与其他人没有共同或相连的对象，宽严无法全部比较");
        block_sentence(work, block, "各评分人所评对象不相连，宽严不能全部比较，各人均值的高低不说明宽严。");
        return;
    }
    size_t lenient = 0, strict = 0;
    for (size_t r = 1; r < rating->raters; r++) {
        lenient = raters[r].effect > raters[lenient].effect ? r : lenient;
        strict = raters[r].effect < raters[strict].effect ? r : strict;
    }
    if (isnan(facets->p)) {
        block_sentence(work, block, "数据不足，未能检验各评分人宽严是否不同。");
        return;
    }
    block_check(work, block, "各评分人宽严相同的检验：F＝%s，自由度%s和%s，%s", words_number(work, facets->f, 2), words_number(work, facets->df1, 0),
                words_number(work, facets->df, 0), words_p(work, facets->p));
    if (facets->p >= ANALYSIS_ALPHA)
        block_sentence(work, block, "各评分人的宽严差异不显著（%s）。", words_p(work, facets->p));
    else
        block_sentence(work, block, "各评分人宽严不一（%s）：在同样的对象上，%s平均比%s高%s分；这只说明尺度不同，不说明谁更准确。", words_p(work, facets->p),
                       rating_rater(work, rating, lenient), rating_rater(work, rating, strict),
                       words_number(work, raters[lenient].effect - raters[strict].effect, 2));
}

void raters_leniency(struct analysis_work *work, const struct analysis_item *items, size_t count)
{
    struct rating rating;
    if (!rating_make(work, items, count, &rating))
        return;
    struct stats_rater *raters = ARENA_ARRAY(work->scratch, struct stats_rater, rating.raters);
    struct stats_facets facets;
    stats_raters(rating_by_ratee(work, &rating), rating.ratees, rating.raters, rating.question->max, raters, NULL, &facets);

    struct analysis_block *block = rating_block(work, &rating, "leniency", "评分宽严", "leniency");
    block_column(work, block, "n", "所评对象", ANALYSIS_COUNT, 0);
    block_column(work, block, "mean", "均值", ANALYSIS_NUMBER, 2);
    block_column(work, block, "sd", "标准差", ANALYSIS_NUMBER, 2);
    block_column(work, block, "full", "满分占比(%)", ANALYSIS_PERCENT, 1);
    block_column(work, block, "difference", "与他人之差", ANALYSIS_NUMBER, 2);
    block_column(work, block, "effect", "宽严效应", ANALYSIS_NUMBER, 2);
    block_column(work, block, "fit", "残差比", ANALYSIS_NUMBER, 2);
    for (size_t r = 0; r < rating.raters; r++) {
        struct analysis_row *row = block_row(work, block, rater_key(work, &rating, r), rating_rater(work, &rating, r));
        const struct stats_rater *rater = &raters[r];
        double fields[] = {rater->n, rater->mean, rater->sd, 100 * rater->full, rater->difference, facets.components > 1 ? NAN : rater->effect, rater->fit};
        memcpy(row->values, fields, sizeof fields);
        if (rater->n > 1 && rater->sd == 0)
            row->note = words_spoken(work, "各对象同分，没有区分");
    }
    block_method(work, block, "每格为一名评分人对一个对象的各题平均；与他人之差只比共同评过的对象；宽严效应由“评分人＋对象”加性模型的最小二乘求得，已扣除所评对象的高低；残差比远大于1表示前后不一");
    explain_leniency(work, block, &rating, raters, &facets);
}

/* Agreement --------------------------------------------------------------------------------------------------------- */

static void agreement_row(struct analysis_work *work, struct analysis_block *block, const char *key, const char *label, const double values[4])
{
    struct analysis_row *row = block_row(work, block, key, label);
    memcpy(row->values, values, 4 * sizeof *values);
}

/* Cicchetti (Psychological Assessment 6, 1994) for single ratings. */
static const char *words_icc(double icc)
{
    if (isnan(icc))
        return "无法计算";
    return icc >= 0.75 ? "一致性很好" : icc >= 0.6 ? "一致性较好" : icc >= 0.4 ? "一致性中等" : "一致性较低";
}

static void sentence_of_agreement(struct analysis_work *work, struct analysis_block *block, const struct rating *rating, const struct stats_icc *icc,
                                  const struct stats_kendall_w *w)
{
    double single = icc->form[STATS_ICC_A1].icc, mean = icc->form[STATS_ICC_AK].icc;
    if (isnan(single)) {
        bool alpha = block->rows.count > 0 && !isnan(block->rows.at[block->rows.count - 1].values[0]);
        block_sentence(work, block, alpha ? "没有足够的对象由全体评分人评过，一致性只能由克里彭多夫α看出。"
                                          : "没有同一对象由两人以上评过而又能比较，评分人之间是否一致无从判断。");
        return;
    }
    const char *said = words_icc(single), *at_least = words_icc(icc->form[STATS_ICC_A1].low), *at_most = words_icc(icc->form[STATS_ICC_A1].high);
    bool known = !isnan(icc->form[STATS_ICC_A1].low), lower = known && said != at_least, higher = known && said != at_most;
    block_sentence(work, block, "单个评分人之间的%s%s（ICC＝%s，95%%区间%s至%s），%zu人平均后为%s；排序%s（W＝%s）。", words_spoken(work, said),
                   words_doubt(work, lower, higher), words_number(work, single, 2), words_number(work, icc->form[STATS_ICC_A1].low, 2),
                   words_number(work, icc->form[STATS_ICC_A1].high, 2), rating->raters, words_number(work, mean, 2),
                   words_spoken(work, isnan(w->p)              ? "是否一致未能检验"
                                      : w->p >= ANALYSIS_ALPHA ? "的一致未达显著"
                                                               : "有一致的倾向"),
                   words_number(work, w->w, 2));
}

void raters_agreement(struct analysis_work *work, const struct analysis_item *items, size_t count)
{
    static const struct {
        enum stats_icc_form form;
        const char *key, *label;
    } forms[] = {{STATS_ICC_A1, "icc_2_1", "ICC(2,1) 单人，绝对一致"},
                 {STATS_ICC_AK, "icc_2_k", "ICC(2,k) 平均，绝对一致"},
                 {STATS_ICC_C1, "icc_3_1", "ICC(3,1) 单人，相对一致"},
                 {STATS_ICC_CK, "icc_3_k", "ICC(3,k) 平均，相对一致"}};
    struct rating rating;
    if (!rating_make(work, items, count, &rating))
        return;
    const double *x = rating_by_ratee(work, &rating);
    struct stats_icc icc;
    struct stats_kendall_w w;
    stats_icc(x, NULL, rating.ratees, rating.raters, ANALYSIS_LEVEL, &icc);
    stats_kendall_w(x, NULL, rating.ratees, rating.raters, &w);
    struct analysis_block *block = rating_block(work, &rating, "rater_agreement", "评分人一致性", "agreement");
    block_column(work, block, "value", "值", ANALYSIS_NUMBER, 3);
    block_column(work, block, "low", "95%下限", ANALYSIS_NUMBER, 3);
    block_column(work, block, "high", "95%上限", ANALYSIS_NUMBER, 3);
    block_column(work, block, "p", "P值", ANALYSIS_P, 3);
    double gaps = stats_kendall_w_gaps(x, rating.ratees, rating.raters, NULL);
    if (!isnan(w.w)) /* a table of dashes tells nobody anything: the sentence says why */
        agreement_row(work, block, "kendall_w", "肯德尔W", (const double[]){w.w, NAN, NAN, w.p});
    if (!isnan(gaps))
        agreement_row(work, block, "kendall_w_gaps", "肯德尔W（容许缺评）", (const double[]){gaps, NAN, NAN, NAN});
    for (size_t i = 0; i < COUNT_OF(forms) && !isnan(icc.form[STATS_ICC_A1].icc); i++) {
        __typeof__(icc.form[0]) *form = &icc.form[forms[i].form];
        agreement_row(work, block, forms[i].key, forms[i].label, (const double[]){form->icc, form->low, form->high, form->p});
    }
    agreement_row(work, block, "krippendorff_alpha", "克里彭多夫α（等距）",
                  (const double[]){stats_krippendorff(x, NULL, rating.ratees, rating.raters, STATS_INTERVAL), NAN, NAN, NAN});
    block_method(work, block, "%zu名评分人×%zu个对象；W和ICC只用全体都评过的对象（%s个），α容许缺评", rating.raters, rating.ratees,
                 words_number(work, icc.ratees, 0));
    if (icc.dropped > 0)
        block_warning(work, block, "%s个对象没有全体评分，不在W和ICC之内", words_number(work, icc.dropped, 0));
    if (!isnan(w.p) && w.ratees < 7)
        block_warning(work, block, "对象不足7个，W的P值只是近似");
    sentence_of_agreement(work, block, &rating, &icc, &w);
}

/* Trimming ---------------------------------------------------------------------------------------------------------- */

#define TRIM_FROM 5 /* method §7: one highest and one lowest dropped from five raters on */

/* Has any ratee enough raters to drop two of them? */
static bool may_trim(const struct rating *rating)
{
    for (size_t c = 0; c < rating->ratees; c++) {
        size_t n = 0;
        for (size_t r = 0; r < rating->raters; r++)
            n += !isnan(rating->x[r * rating->ratees + c]);
        if (n >= TRIM_FROM)
            return true;
    }
    return false;
}

void raters_trimmed(struct analysis_work *work, const struct analysis_item *items, size_t count)
{
    struct rating rating;
    if (!rating_make(work, items, count, &rating) || !may_trim(&rating))
        return;
    struct analysis_block *block = rating_block(work, &rating, "trimmed_scores", "去极值前后", "trimmed");
    block_column(work, block, "n", "评分人", ANALYSIS_COUNT, 0);
    block_column(work, block, "mean", "均值", ANALYSIS_NUMBER, 2);
    block_column(work, block, "trimmed", "去极值均值", ANALYSIS_NUMBER, 2);
    block_column(work, block, "difference", "差", ANALYSIS_NUMBER, 2);
    double *values = ARENA_ARRAY(work->scratch, double, rating.raters), greatest = 0;
    size_t *who = ARENA_ARRAY(work->scratch, size_t, rating.raters), cut = 0;
    for (size_t c = 0; c < rating.ratees; c++) {
        size_t n = 0, dropped[2], count_dropped = 0;
        for (size_t r = 0; r < rating.raters; r++)
            if (!isnan(rating.x[r * rating.ratees + c]))
                values[n] = rating.x[r * rating.ratees + c], who[n++] = r;
        const char *label = rating_ratee(work, &rating, c);
        struct analysis_row *row = block_row(work, block, rating.kinds == 1 ? rating.kind[0]->units.at[rating.ratee[c]].id : label, label);
        if (rating.kinds == 1)
            row->unit = &rating.kind[0]->units.at[rating.ratee[c]];
        double mean = stats_mean(values, NULL, n), trimmed = stats_trimmed_mean(values, n, 1, TRIM_FROM, dropped, &count_dropped);
        double fields[] = {(double)n, mean, trimmed, trimmed - mean};
        memcpy(row->values, fields, sizeof fields);
        if (count_dropped == 2) {
            row->note = arena_printf(work->arena, words_spoken(work, "去掉%s（低）、%s（高）"), rating_rater(work, &rating, who[dropped[0]]),
                                     rating_rater(work, &rating, who[dropped[1]]));
            greatest = fmax(greatest, fabs(trimmed - mean));
            cut++;
        }
    }
    block_method(work, block, "不少于%d名评分人的对象去掉一个最高分和一个最低分；同分时先出现的算低", TRIM_FROM);
    block_sentence(work, block, "%zu个对象去掉了最高分和最低分，均值最多变动%s分。", cut, words_number(work, greatest, 2));
}

/* The default set ------------------------------------------------------------------------------------------------------ */

void analysis_raters(struct analysis_work *work)
{
    for (size_t i = 0; i < work->instrument->questions.count; i++) {
        const struct question *question = &work->instrument->questions.at[i];
        if (question->type != QUESTION_NUMBER)
            continue;
        analysis_items items = {0};
        analysis_items_add(work, question, &items);
        raters_agreement(work, items.at, items.count);
        raters_leniency(work, items.at, items.count);
        raters_groups(work, items.at, items.count);
        raters_standardised(work, items.at, items.count);
        raters_trimmed(work, items.at, items.count);
    }
}
