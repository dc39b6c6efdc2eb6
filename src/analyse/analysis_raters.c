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

static void fill_table(struct analysis_work *work, const struct cases *cases, struct rating *rating)
{
    double *counts = ARENA_ARRAY(work->scratch, double, rating->raters * rating->ratees);
    rating->x = ARENA_ARRAY(work->scratch, double, rating->raters * rating->ratees);
    for (size_t i = 0; i < cases->n; i++) {
        int rater = rater_index(work, cases->row[i]), ratee = ratee_index(work, rating, cases->row[i], cases->variable[i]);
        if (rater < 0 || ratee < 0)
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

bool rating_make(struct analysis_work *work, const struct analysis_item *items, size_t count, struct rating *ret_rating)
{
    struct rating rating = {.question = items[0].question};
    struct cases cases;
    if (work->instrument->kind != INSTRUMENT_RATING || !find_sides(work, rating.question, &rating) ||
        !cases_make(work, items, count, VALUE_NUMBER, &cases))
        return false;
    rating.missing = cases_complete(work, &cases);
    fill_table(work, &cases, &rating);
    drop_empty(work, &rating);
    *ret_rating = rating;
    return rating.raters > 1 && rating.ratees > 0;
}

const char *rating_rater(struct analysis_work *work, const struct rating *rating, size_t r)
{
    const struct unit_kind *kind = rater_kind(work->instrument);
    size_t index = rating->rater[r];
    if (work->instrument->confidential == CONFIDENTIAL_RATERS)
        return arena_printf(work->scratch, "评分人%02zu", r + 1);
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

/* Share of a rater's cells at the maximum of the question; NaN where it has none. */
static double at_maximum(const struct rating *rating, size_t r)
{
    double n = 0, full = 0;
    for (size_t c = 0; c < rating->ratees; c++) {
        double x = rating->x[r * rating->ratees + c];
        n += !isnan(x);
        full += x >= rating->question->max;
    }
    return isnan(rating->question->max) ? NAN : stats_share(full, n);
}

static size_t values_of(const struct rating *rating, size_t r, double *ret_values)
{
    size_t n = 0;
    for (size_t c = 0; c < rating->ratees; c++)
        if (!isnan(rating->x[r * rating->ratees + c]))
            ret_values[n++] = rating->x[r * rating->ratees + c];
    return n;
}

void raters_leniency(struct analysis_work *work, const struct analysis_item *items, size_t count)
{
    struct rating rating;
    if (!rating_make(work, items, count, &rating))
        return;
    double *of_rater = ARENA_ARRAY(work->scratch, double, rating.raters), *of_ratee = ARENA_ARRAY(work->scratch, double, rating.ratees);
    int *component = ARENA_ARRAY(work->scratch, int, rating.raters + rating.ratees);
    stats_two_way(rating.x, rating.raters, rating.ratees, of_rater, of_ratee, component);
    bool connected = true;
    for (size_t r = 1; r < rating.raters; r++)
        connected = connected && component[r] == component[0];
    double level = stats_mean(of_rater, NULL, rating.raters);

    struct analysis_block *block = rating_block(work, &rating, "rater_leniency", "评分宽严", "leniency");
    block_column(work, block, "n", "所评对象", ANALYSIS_COUNT, 0);
    block_column(work, block, "mean", "均值", ANALYSIS_NUMBER, 2);
    block_column(work, block, "sd", "标准差", ANALYSIS_NUMBER, 2);
    block_column(work, block, "full", "满分占比(%)", ANALYSIS_PERCENT, 1);
    block_column(work, block, "leniency", "宽严差", ANALYSIS_NUMBER, 2);
    double *values = ARENA_ARRAY(work->scratch, double, rating.ratees + 1);
    int lenient = -1, strict = -1;
    for (size_t r = 0; r < rating.raters; r++) {
        struct analysis_row *row = block_row(work, block, rater_key(work, &rating, r), rating_rater(work, &rating, r));
        size_t n = values_of(&rating, r, values);
        double fields[] = {(double)n, stats_mean(values, NULL, n), stats_sd(values, NULL, n), 100 * at_maximum(&rating, r),
                           connected ? of_rater[r] - level : NAN};
        memcpy(row->values, fields, sizeof fields);
        if (n > 1 && stats_sd(values, NULL, n) == 0)
            row->note = "各对象同分，没有区分";
        if (lenient < 0 || of_rater[r] > of_rater[lenient])
            lenient = (int)r;
        if (strict < 0 || of_rater[r] < of_rater[strict])
            strict = (int)r;
    }
    block_method(work, block, "每格为一名评分人对一个对象的各题平均；宽严差为最小二乘双因素模型（评分人＋对象）中评分人的效应减其平均，已扣除所评对象的高低");
    if (!connected)
        block_warning(work, block, "有的评分人与其他人没有共同或相连的对象，宽严无法比较");
    else
        block_sentence(work, block, "在同样的对象上，%s平均比%s高%s分；这只说明尺度不同，不说明谁更准确。", rating_rater(work, &rating, (size_t)lenient),
                       rating_rater(work, &rating, (size_t)strict), words_number(work, of_rater[lenient] - of_rater[strict], 2));
}

/* Trimming ---------------------------------------------------------------------------------------------------------- */

#define TRIM_FROM 5 /* method §7: one highest and one lowest dropped from five raters on */

void raters_trimmed(struct analysis_work *work, const struct analysis_item *items, size_t count)
{
    struct rating rating;
    if (!rating_make(work, items, count, &rating) || rating.raters < TRIM_FROM)
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
            row->note = arena_printf(work->arena, "去掉%s（低）、%s（高）", rating_rater(work, &rating, who[dropped[0]]),
                                     rating_rater(work, &rating, who[dropped[1]]));
            greatest = fmax(greatest, fabs(trimmed - mean));
            cut++;
        }
    }
    block_method(work, block, "不少于%d名评分人的对象去掉一个最高分和一个最低分；同分时先出现的算低", TRIM_FROM);
    if (cut == 0)
        block_sentence(work, block, "没有一个对象有%d名以上评分人，未去极值。", TRIM_FROM);
    else
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
        raters_leniency(work, items.at, items.count);
        raters_trimmed(work, items.at, items.count);
    }
}
