/* SPDX-License-Identifier: GPL-3.0-or-later
 * A panel as a whole: its groups side by side, scores with leniency taken off in three ways, sheets that are still owed.
 *
 * Standardising is shown, never used: it is right only where raters see (nearly) the same units or are assigned by lot. So the block says how many cells are
 * empty, and puts the places beside the scores, for a place that stays is worth more than a score that moves.
 */
#include "analysis_priv.h"
#include "analysis_raters.h"

#include "ceping/stats_raters.h"
#include "ceping/stats_ranks.h"

/* Groups --------------------------------------------------------------------------------------------------------------- */

static const char *group_of(const struct analysis_work *work, const struct rating *rating, size_t r)
{
    const struct panel *panel = work->instrument->panel;
    return panel ? panel->raters.at[rating->rater[r]].group : NULL;
}

static size_t find_groups(const struct analysis_work *work, const struct rating *rating, const char **groups)
{
    size_t count = 0;
    for (size_t r = 0; r < rating->raters; r++) {
        const char *group = group_of(work, rating, r);
        size_t g = 0;
        while (g < count && group && strcmp(groups[g], group) != 0)
            g++;
        if (group && g == count)
            groups[count++] = group;
    }
    return count;
}

void raters_groups(struct analysis_work *work, const struct analysis_item *items, size_t count)
{
    struct rating rating;
    if (!rating_make(work, items, count, &rating))
        return;
    const char **groups = ARENA_ARRAY(work->scratch, const char *, rating.raters + 1);
    size_t group_count = find_groups(work, &rating, groups);
    if (group_count < 2)
        return;
    struct stats_rater *raters = ARENA_ARRAY(work->scratch, struct stats_rater, rating.raters);
    struct stats_facets facets;
    stats_raters(rating_by_ratee(work, &rating), rating.ratees, rating.raters, rating.question->max, raters, NULL, &facets);
    struct analysis_block *block = rating_block(work, &rating, "leniency_groups", "各组评分宽严", "groups");
    block_column(work, block, "raters", "评分人", ANALYSIS_COUNT, 0);
    block_column(work, block, "mean", "均值", ANALYSIS_NUMBER, 2);
    block_column(work, block, "effect", "宽严效应", ANALYSIS_NUMBER, 2);
    block_column(work, block, "full", "满分占比(%)", ANALYSIS_PERCENT, 1);
    double low = INFINITY, high = -INFINITY;
    for (size_t g = 0; g < group_count; g++) {
        double *mean = ARENA_ARRAY(work->scratch, double, rating.raters), *effect = ARENA_ARRAY(work->scratch, double, rating.raters);
        double *full = ARENA_ARRAY(work->scratch, double, rating.raters);
        size_t n = 0;
        for (size_t r = 0; r < rating.raters; r++)
            if (group_of(work, &rating, r) && strcmp(group_of(work, &rating, r), groups[g]) == 0) {
                mean[n] = raters[r].mean;
                effect[n] = raters[r].effect;
                full[n++] = 100 * raters[r].full;
            }
        struct analysis_row *row = block_row(work, block, groups[g], groups[g]);
        double effects = facets.components > 1 ? NAN : stats_mean(effect, NULL, n);
        const double fields[] = {(double)n, stats_mean(mean, NULL, n), effects, stats_mean(full, NULL, n)};
        memcpy(row->values, fields, sizeof fields);
        low = fmin(low, effects);
        high = fmax(high, effects);
    }
    block_method(work, block, "各组评分人均值、宽严效应和满分占比的平均，每名评分人计一次");
    if (!isfinite(high - low))
        block_sentence(work, block, "各组所评对象不相连，宽严不能比较，均值的高低不说明宽严。");
    else if (high - low < 0.005)
        block_sentence(work, block, "在同样的对象上，各组平均相差不到0.01分。");
    else
        block_sentence(work, block, "在同样的对象上，最宽的一组平均比最严的一组高%s分；人数少，只作描述，未作检验。", words_number(work, high - low, 2));
}

/* Standardising ----------------------------------------------------------------------------------------------------------- */

enum { RAW, RATIO, SHIFT, SCORE, WAYS };

/* Means of the ratees over those who rated them. */
static void ratee_means(const double *x, const struct rating *rating, double *ret)
{
    for (size_t c = 0; c < rating->ratees; c++) {
        double sum = 0, n = 0;
        for (size_t r = 0; r < rating->raters; r++)
            if (!isnan(x[c * rating->raters + r])) {
                sum += x[c * rating->raters + r];
                n++;
            }
        ret[c] = n > 0 ? sum / n : NAN;
    }
}

/* 1-2-2-4 on two decimals, as printed. */
/* Places by what is printed: 1 and how many are greater. */
static double *places_of(const double *values, size_t count, struct arena *arena)
{
    double *printed = ARENA_ARRAY(arena, double, count + 1), *sorted = ARENA_ARRAY(arena, double, count + 1), *places = ARENA_ARRAY(arena, double, count + 1);
    size_t n = 0;
    for (size_t i = 0; i < count; i++) {
        printed[i] = num_round(values[i], 2);
        if (!isnan(printed[i]))
            sorted[n++] = printed[i];
    }
    stats_sort(sorted, n);
    for (size_t i = 0; i < count; i++) {
        size_t low = 0, high = n; /* the first that is greater lies between them */
        while (low < high) {
            size_t middle = low + (high - low) / 2;
            if (sorted[middle] > printed[i])
                high = middle;
            else
                low = middle + 1;
        }
        places[i] = isnan(printed[i]) ? NAN : (double)(n - low) + 1;
    }
    return places;
}

static void explain_standardised(struct analysis_work *work, struct analysis_block *block, const struct rating *rating, double *const *places)
{
    double most = 0;
    size_t moved = 0;
    for (size_t c = 0; c < rating->ratees; c++) {
        double way_most = 0;
        for (size_t w = RATIO; w < WAYS; w++)
            way_most = isnan(places[w][c]) ? way_most : fmax(way_most, fabs(places[w][c] - places[RAW][c]));
        moved += way_most > 0;
        most = fmax(most, way_most);
    }
    size_t empty = rating->raters * rating->ratees - rating->cells;
    if (empty > 0)
        block_warning(work, block, "有%zu格未评，评分人所评对象不同，标准化结果会把对象的高低当作评分人的宽严", empty);
    if (moved == 0)
        block_sentence(work, block, "三种标准化方法下各对象名次都与原始结果相同。");
    else
        block_sentence(work, block, "标准化后有%zu个对象的名次改变，最多变动%s位；正式得分仍用原始评分。", moved, words_number(work, most, 0));
}

void raters_standardised(struct analysis_work *work, const struct analysis_item *items, size_t count)
{
    static const char *const keys[WAYS][2] = {{"raw", "raw_place"}, {"ratio", "ratio_place"}, {"shift", "shift_place"}, {"score", "score_place"}};
    static const char *const titles[WAYS][2] = {{"原始", "名次"}, {"系数法", "名次"}, {"均值平移", "名次"}, {"标准分", "名次"}};
    struct rating rating;
    if (!rating_make(work, items, count, &rating) || rating.ratees < 2)
        return;
    size_t cells = rating.raters * rating.ratees;
    double *x = rating_by_ratee(work, &rating), *adjusted = ARENA_ARRAY(work->scratch, double, cells), *means[WAYS], *places[WAYS];
    double *given = ARENA_ARRAY(work->scratch, double, cells);
    size_t n = 0;
    for (size_t i = 0; i < cells; i++)
        if (!isnan(x[i]))
            given[n++] = x[i];
    for (size_t w = 0; w < WAYS; w++) {
        means[w] = ARENA_ARRAY(work->scratch, double, rating.ratees);
        if (w == RAW)
            ratee_means(x, &rating, means[w]);
        else {
            stats_standardise(x, rating.ratees, rating.raters, (enum stats_standardise)(w - RATIO), stats_mean(given, NULL, n), stats_sd(given, NULL, n), adjusted);
            ratee_means(adjusted, &rating, means[w]);
        }
        places[w] = places_of(means[w], rating.ratees, work->scratch);
    }
    struct analysis_block *block = rating_block(work, &rating, "standardised_scores", "评分标准化前后", "standardised");
    for (size_t w = 0; w < WAYS; w++) {
        block_column(work, block, keys[w][0], titles[w][0], ANALYSIS_NUMBER, 2);
        block_column(work, block, keys[w][1], titles[w][1], ANALYSIS_COUNT, 0);
    }
    for (size_t c = 0; c < rating.ratees; c++) {
        const struct unit *unit = rating.kinds == 1 ? &rating.kind[0]->units.at[rating.ratee[c]] : NULL;
        const char *label = rating_ratee(work, &rating, c);
        struct analysis_row *row = block_row(work, block, unit ? unit->id : label, label);
        row->unit = unit;
        for (size_t w = 0; w < WAYS; w++) {
            row->values[2 * w] = means[w][c];
            row->values[2 * w + 1] = places[w][c];
        }
    }
    block_method(work, block, "系数法：评分×总均值÷评分人均值；均值平移：评分－评分人均值＋总均值；标准分：以总均值和总标准差为准换算评分人的标准分；没有区分的评分人在标准分中无值");
    explain_standardised(work, block, &rating, places);
}

/* Duties -------------------------------------------------------------------------------------------------------------------- */

void raters_missing_sheets(struct analysis_work *work)
{
    const struct instrument *instrument = work->instrument;
    if (!instrument->duty || !instrument->panel)
        return;
    const char *title = arena_printf(work->scratch, "%s：缺交的评分表", instrument->short_title ? instrument->short_title : instrument->title);
    struct analysis_block *block = block_new(work, "missing_sheets", title, "%s", "missing_sheets");
    block_column(work, block, "count", "缺评对象", ANALYSIS_COUNT, 0);
    double in_all = 0;
    for (size_t r = 0; r < instrument->panel->raters.count; r++) {
        const struct rater *rater = &instrument->panel->raters.at[r];
        const char *units = "";
        double count = 0;
        for (size_t i = 0; i < work->results->missing_sheets.count; i++) {
            const struct missing_sheet *sheet = &work->results->missing_sheets.at[i];
            if (sheet->instrument != instrument || sheet->rater != rater)
                continue;
            units = arena_printf(work->arena, "%s%s%s", units, *units ? words_spoken(work, "、") : "", sheet->unit->short_name);
            count++;
        }
        if (count == 0)
            continue;
        struct analysis_row *row = block_row(work, block, rater->id, rater->name ? rater->name : rater->id);
        row->values[0] = count;
        row->note = units;
        in_all += count;
    }
    block->base = (double)instrument->panel->raters.count;
    block_method(work, block, "应评：评分组每名成员对每个%s（另有列明的从其列明，本人所在单位除外）", instrument->duty->name);
    if (in_all == 0)
        block_sentence(work, block, "应交的评分表都已交齐。");
    else
        block_sentence(work, block, "共缺%s份评分。", words_number(work, in_all, 0));
}
