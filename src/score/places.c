/* SPDX-License-Identifier: GPL-3.0-or-later
 * Places. Scores are sorted once; runs of equal score and equal tie-breakers are ties. A list of *slots* holds the places to give out: 1, 2, 3 …,
 * less those that are fixed for somebody. A tie that covers slots i…j gets, by rule,
 *
 *     competition 1-2-2-4   the first of them        dense 1-2-2-3        the next slot not yet given
 *     modified    1-3-3-4   the last of them         ordinal 1-2-3-4      a slot each, in official order
 *     fractional  1-2½-2½-4 their mean
 *
 * so fixed places and tie rules need not know of each other. Vectors: method §9 (rosettacode, Ranking methods).
 */
#include "score_priv.h"

#include <math.h>
#include <stdlib.h>

double score_exact(double value)
{
    return score_round(value, 9);
}

double score_round(double value, int decimals)
{
    static const double power[] = {1, 10, 100, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9};
    if (!isfinite(value) || decimals < 0 || decimals > 9)
        return num_round(value, decimals);
    double scaled = fabs(value) * power[decimals];
    double whole = floor(scaled), rest = scaled - whole;
    if (fabs(rest - 0.5) < 1e-3 || scaled > 1e11)
        return num_round(value, decimals); /* near enough to a tie to need the decimal digits */
    return copysign((rest > 0.5 ? whole + 1 : whole) / power[decimals], value) + 0.0;
}

static bool same_place(const struct place_entry *a, const struct place_entry *b)
{
    if (a->score != b->score)
        return false;
    for (size_t k = 0; k < a->key_count; k++)
        if (a->keys[k] != b->keys[k] && !(isnan(a->keys[k]) && isnan(b->keys[k])))
            return false;
    return true;
}

/* Best first; a tie-breaker without value comes after any value; then official order. */
static int compare_entries(const void *left, const void *right)
{
    const struct place_entry *a = left, *b = right;
    if (a->score != b->score)
        return a->score > b->score ? -1 : 1;
    for (size_t k = 0; k < a->key_count; k++) {
        double x = a->keys[k], y = b->keys[k];
        if (isnan(x) != isnan(y))
            return isnan(y) ? -1 : 1;
        if (!isnan(x) && x != y)
            return x > y ? -1 : 1;
    }
    return a->index < b->index ? -1 : a->index > b->index;
}

static bool is_taken(const int *fixed, size_t count, int place)
{
    for (size_t i = 0; fixed && i < count; i++)
        if (fixed[i] == place)
            return true;
    return false;
}

/* The next free place after `place`. */
static int next_slot(const int *fixed, size_t count, int place)
{
    do
        place++;
    while (is_taken(fixed, count, place));
    return place;
}

static void give_places(const struct place_entry *entries, size_t from, size_t to, enum tie_rule rule, const int *slots_of_run, double *ret_places)
{
    double first = slots_of_run[0], last = slots_of_run[1], sum = slots_of_run[2];
    for (size_t i = from; i < to; i++)
        ret_places[entries[i].index] = rule == TIES_MODIFIED ? last : rule == TIES_FRACTIONAL ? sum / (double)(to - from) : first;
}

void places_compute(const double *scores, size_t count, enum tie_rule rule, const double *keys, size_t key_count, const int *fixed,
                    struct place_entry *entries, double *ret_places)
{
    size_t ranked = 0;
    for (size_t i = 0; i < count; i++) {
        ret_places[i] = fixed && fixed[i] > 0 ? (double)fixed[i] : (double)NAN;
        if (!isnan(scores[i]) && !(fixed && fixed[i] > 0))
            entries[ranked++] = (struct place_entry){(int)i, scores[i], keys ? keys + i * key_count : NULL, keys ? key_count : 0};
    }
    if (ranked > 0)
        qsort(entries, ranked, sizeof *entries, compare_entries);

    int slot = 0;
    for (size_t from = 0, to; from < ranked; from = to) {
        for (to = from + 1; to < ranked && rule != TIES_ORDINAL && same_place(&entries[from], &entries[to]); to++)
            ;
        int run[3] = {next_slot(fixed, count, slot)};
        slot = run[1] = run[2] = run[0];
        for (size_t i = from + 1; i < to && rule != TIES_DENSE; i++) {
            slot = run[1] = next_slot(fixed, count, slot);
            run[2] += slot;
        }
        give_places(entries, from, to, rule, run, ret_places);
    }
}

void score_fixed_places(const double *scores, size_t count, enum tie_rule rule, const double *keys, size_t key_count, const int *fixed, double *ret_places)
{
    auto_free struct place_entry *entries = xcalloc(count, sizeof *entries);
    places_compute(scores, count, rule, keys, key_count, fixed, entries, ret_places);
}

void score_places(const double *scores, size_t count, enum tie_rule rule, const double *keys, size_t key_count, double *ret_places)
{
    score_fixed_places(scores, count, rule, keys, key_count, NULL, ret_places);
}
