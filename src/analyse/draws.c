/* SPDX-License-Identifier: GPL-3.0-or-later
 * Replicates of figures. A replicate is a number a cluster (how often it was drawn); sums of a figure are sums over clusters times that number, so nothing is
 * copied and answers of one person rise and fall together. Large strata draw the sums themselves.
 */
#include <math.h>

#include "ceping/stats.h"
#include "ceping/stats_random.h"
#include "draws_priv.h"

struct draw_room {
    uint32_t *times; /* by cluster: how often it was drawn */
    double *sums;    /* numerator and base by leaf */
    double *normal;  /* standard normal numbers */
    double *x, *w;   /* of a median */
    size_t sheet_room;
};

struct draw_room *draw_room_new(const struct analyse_draws *draws, struct arena *arena)
{
    struct draw_room *room = ARENA_NEW(arena, struct draw_room);
    for (size_t s = 0; s < draws->sets.count; s++)
        for (size_t l = 0; l < draws->sets.at[s].leaves.count; l++)
            if (draws->sets.at[s].leaves.at[l].sheets > room->sheet_room)
                room->sheet_room = draws->sets.at[s].leaves.at[l].sheets;
    room->times = ARENA_ARRAY(arena, uint32_t, draws->most_clusters + 1);
    room->sums = ARENA_ARRAY(arena, double, 2 * draws->most_leaves + 1);
    room->normal = ARENA_ARRAY(arena, double, draws->most_sums + 1);
    room->x = ARENA_ARRAY(arena, double, room->sheet_room + 1);
    room->w = ARENA_ARRAY(arena, double, room->sheet_room + 1);
    return room;
}

bool figure_gathers(const struct figure *figure)
{
    switch (figure->statistic) {
    case STAT_TRIMMED_MEAN:
    case STAT_MEDIAN:
    case STAT_MIN:
    case STAT_MAX:
    case STAT_RANGE:
        return true;
    default:
        return false;
    }
}

/* Statistics --------------------------------------------------------------------------------------------------- */

/* Sheets stand in ascending order, so those dropped are the first and the last ones drawn. */
static double trimmed_mean(const struct figure *figure, const struct draw_sheet *sheets, size_t count, const uint32_t *times)
{
    size_t drawn = 0, trim = figure->trim > 0 ? (size_t)figure->trim : 0;
    for (size_t i = 0; i < count; i++)
        drawn += times[sheets[i].cluster];
    if (drawn <= 2 * trim || (figure->trim_from > 0 && drawn < (size_t)figure->trim_from))
        trim = 0;
    struct sum sum = {0};
    size_t at = 0;
    for (size_t i = 0; i < count; i++) {
        size_t first = at, end = at + times[sheets[i].cluster];
        at = end;
        first = first > trim ? first : trim;
        end = end < drawn - trim ? end : drawn - trim;
        if (end > first)
            sum_add(&sum, (double)(end - first) * sheets[i].x);
    }
    return drawn > 0 ? sum_value(&sum) / (double)(drawn - 2 * trim) : NAN;
}

static double extreme(const struct figure *figure, const struct draw_sheet *sheets, size_t count, const uint32_t *times)
{
    double low = NAN, high = NAN;
    for (size_t i = 0; i < count; i++)
        if (times[sheets[i].cluster] > 0) {
            low = isnan(low) ? sheets[i].x : low;
            high = sheets[i].x;
        }
    return figure->statistic == STAT_MIN ? low : figure->statistic == STAT_MAX ? high : high - low;
}

static double median(const struct draw_sheet *sheets, size_t count, struct draw_room *room)
{
    for (size_t i = 0; i < count; i++) {
        room->x[i] = sheets[i].x;
        room->w[i] = sheets[i].w * room->times[sheets[i].cluster];
    }
    return stats_median(room->x, room->w, count);
}

static double gathered_value(const struct draw_leaf *leaf, const struct draw_sheet *sheets, struct draw_room *room)
{
    sheets += leaf->first_sheet;
    switch (leaf->figure->statistic) {
    case STAT_TRIMMED_MEAN:
        return trimmed_mean(leaf->figure, sheets, leaf->sheets, room->times);
    case STAT_MEDIAN:
        return median(sheets, leaf->sheets, room);
    default:
        return extreme(leaf->figure, sheets, leaf->sheets, room->times);
    }
}

static double summed_value(const struct figure *figure, double numerator, double base)
{
    switch (figure->statistic) {
    case STAT_COUNT:
        return base;
    case STAT_SUM:
        return base > 0 ? numerator : (double)NAN;
    case STAT_MEAN:
    case STAT_SCORE:
        return base > 0 ? numerator / base : (double)NAN;
    case STAT_RATIO:
        return base > 0 ? (figure->percent ? 100 : 1) * numerator / base : (double)NAN;
    default:
        return base > 0 ? 100 * numerator / base : (double)NAN;
    }
}

/* Sums --------------------------------------------------------------------------------------------------------- */

static void draw_times(const struct draw_stratum *stratum, struct stats_random *random, uint32_t *times)
{
    for (size_t i = 0; i < stratum->count; i++)
        times[stratum->first + i] = stratum->count == 1;
    for (size_t i = 1; i < stratum->count; i++)
        times[stratum->first + stats_random_below(random, stratum->count)]++;
}

static void add_clusters(const struct draw_set *set, const struct draw_stratum *stratum, double scale, struct draw_room *room)
{
    for (size_t c = stratum->first; c < stratum->first + stratum->count; c++) {
        if (room->times[c] == 0)
            continue;
        double times = scale * room->times[c];
        for (size_t e = set->first_entry[c]; e < set->first_entry[c + 1]; e++) {
            const struct draw_entry *entry = &set->entries[e];
            room->sums[2 * entry->leaf] += times * entry->numerator;
            room->sums[2 * entry->leaf + 1] += times * entry->base;
        }
    }
}

/* As observed, or (with random numbers) observed + factor · normal. */
static void add_sums(const struct draw_stratum *stratum, struct stats_random *random, struct draw_room *room)
{
    for (size_t i = 0; random && i < stratum->sum_count; i++)
        room->normal[i] = stats_random_normal(random);
    const double *factor = stratum->factor;
    for (size_t i = 0; i < stratum->sum_count; i++) {
        double sum = stratum->sums[i];
        for (size_t k = 0; random && k <= i; k++)
            sum += factor[k] * room->normal[k];
        factor += i + 1;
        room->sums[2 * stratum->slots[i / 2] + i % 2] += sum;
    }
}

static double leaf_value(const struct draw_set *set, const struct draw_leaf *leaf, size_t at, struct draw_room *room)
{
    if (figure_gathers(leaf->figure))
        return gathered_value(leaf, set->sheets, room);
    return summed_value(leaf->figure, room->sums[2 * at], room->sums[2 * at + 1]);
}

static void make_set(const struct analyse_draws *draws, const struct draw_set *set, struct draw_room *room, uint64_t replicate, double *values)
{
    memset(room->sums, 0, 2 * set->leaves.count * sizeof *room->sums);
    for (size_t s = 0; s < set->strata.count; s++) {
        const struct draw_stratum *stratum = &set->strata.at[s];
        struct stats_random random;
        stats_random_begin(&random, draws->seed, stats_mix(set->stream) + s, replicate);
        if (stratum->normal) {
            add_sums(stratum, &random, room);
            continue;
        }
        draw_times(stratum, &random, room->times);
        add_clusters(set, stratum, stratum->scale, room);
    }
    for (size_t l = 0; l < set->leaves.count; l++)
        if (set->leaves.at[l].judges > 1 && set->leaves.at[l].varies)
            values[set->leaves.at[l].value] = leaf_value(set, &set->leaves.at[l], l, room);
}

void analyse_draws_make(const struct analyse_draws *draws, struct draw_room *room, uint64_t replicate, double *values)
{
    for (size_t s = 0; s < draws->sets.count; s++)
        make_set(draws, &draws->sets.at[s], room, replicate, values);
}

/* Without a rater ---------------------------------------------------------------------------------------------------- */

static void set_without(const struct draw_set *set, struct draw_room *room, int rater, double *values)
{
    bool there = false;
    memset(room->sums, 0, 2 * set->leaves.count * sizeof *room->sums);
    for (size_t c = 0; c < set->cluster_count; c++) {
        room->times[c] = set->rater_of[c] != rater;
        there = there || set->rater_of[c] == rater;
    }
    if (!there)
        return;
    for (size_t s = 0; s < set->strata.count; s++) {
        if (set->strata.at[s].normal)
            add_sums(&set->strata.at[s], NULL, room);
        else
            add_clusters(set, &set->strata.at[s], 1, room);
    }
    for (size_t l = 0; l < set->leaves.count; l++)
        values[set->leaves.at[l].value] = leaf_value(set, &set->leaves.at[l], l, room);
}

void analyse_draws_without(const struct analyse_draws *draws, struct draw_room *room, const void *who, double *values)
{
    for (size_t r = 0; r < draws->raters.count; r++)
        if (draws->raters.at[r].who == who)
            for (size_t s = 0; s < draws->sets.count; s++)
                set_without(&draws->sets.at[s], room, (int)r, values);
}

size_t analyse_draws_raters(const struct analyse_draws *draws, const struct draw_rater **ret_raters)
{
    *ret_raters = draws->raters.at;
    return draws->raters.count;
}

void analyse_draws_origins(const struct analyse_draws *draws, uint8_t *origins)
{
    for (size_t i = 0; i < draws->fixed.count; i++)
        origins[draws->fixed.at[i]] = VALUE_FIXED;
    for (size_t s = 0; s < draws->sets.count; s++)
        for (size_t l = 0; l < draws->sets.at[s].leaves.count; l++) {
            const struct draw_leaf *leaf = &draws->sets.at[s].leaves.at[l];
            origins[leaf->value] = leaf->judges > 1 && leaf->varies ? VALUE_DRAWN : VALUE_ONE_JUDGE;
        }
}

bool analyse_draws_normal(const struct analyse_draws *draws)
{
    return draws->normal_strata > 0;
}
