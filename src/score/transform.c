/* SPDX-License-Identifier: GPL-3.0-or-later
 * Transforms: from a raw value to a score of 0…100.
 *
 *     linear             `from` gives `low`, `to` gives `high`, straight in between, level beyond
 *     steps              the score of the highest step that the value reaches; below all of them `low`
 *     deduct             start − each · value, not below `low`
 *     share_of_greatest  low + (high − low) · value / greatest; all zero: low
 *     min_max            least gives `low`, greatest `high`; all equal: the middle. `from` and `to` stand in for least and greatest where given
 *     z                  50 + 10 z, sd with n − 1, kept within 0…100; no variance: 50
 *     place              first gives `high`, last `low`, evenly in between; ties share the mean of their places; one unit alone: high
 *
 * The last four look at all units of the table that have a value (OECD/JRC Handbook 2008, step 5).
 */
#include "ceping/stats.h"
#include "ceping/stats_ranks.h"
#include "score_priv.h"

#include <math.h>

static double clamp(double value, double a, double b)
{
    return fmax(fmin(a, b), fmin(fmax(a, b), value));
}

struct group { /* of all units with a value */
    size_t count;
    double min, max, mean, sd;
    const double *sorted; /* ascending; of places only */
};

static double from_steps(const struct transform *transform, double value)
{
    for (size_t i = 0; i < transform->steps.count; i++)
        if (value >= transform->steps.at[i].from)
            return transform->steps.at[i].score;
    return transform->low;
}

/* How many are less than `value`, or (with `equal`) not greater. */
static size_t count_below(const double *sorted, size_t count, double value, bool equal)
{
    size_t low = 0, high = count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (sorted[middle] < value || (equal && sorted[middle] == value))
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* Mean place among the values, 1 for the greatest. */
static double place_among(const struct group *group, double value)
{
    size_t above = count_below(group->sorted, group->count, value, true), below = count_below(group->sorted, group->count, value, false);
    return (double)(group->count - above) + ((double)(above - below) + 1) / 2;
}

static double min_max(const struct transform *transform, const struct group *group, double low, double high, double value)
{
    bool anchored = transform->from != transform->to; /* also where one is NaN: not given */
    double from = anchored && !isnan(transform->from) ? transform->from : group->min;
    double to = anchored && !isnan(transform->to) ? transform->to : group->max;
    return from == to ? (low + high) / 2 : clamp(low + (high - low) * (value - from) / (to - from), low, high);
}

static double transform_value(const struct transform *transform, const struct group *group, double value)
{
    double low = transform->low, high = transform->high;
    if (low == 0 && high == 0)
        high = 100;
    switch (transform->kind) {
    case TRANSFORM_LINEAR:
        if (transform->to == transform->from)
            return value >= transform->to ? high : low;
        return clamp(low + (high - low) * (value - transform->from) / (transform->to - transform->from), low, high);
    case TRANSFORM_STEPS:
        return from_steps(transform, value);
    case TRANSFORM_DEDUCT:
        return fmax(transform->start - transform->each * value, low);
    case TRANSFORM_SHARE_OF_GREATEST:
        return group->max > 0 ? clamp(low + (high - low) * value / group->max, low, high) : low;
    case TRANSFORM_MIN_MAX:
        return min_max(transform, group, low, high, value);
    case TRANSFORM_Z:
        return group->sd > 0 ? clamp(50 + 10 * (value - group->mean) / group->sd, 0, 100) : 50;
    case TRANSFORM_PLACE:
        return group->count > 1 ? low + (high - low) * ((double)group->count - place_among(group, value)) / ((double)group->count - 1) : high;
    case TRANSFORM_NONE:
    case TRANSFORMS:
    default:
        return value;
    }
}

/* In place of a leaf's own: over all units of the table, 0 for the least and 100 for the greatest. */
static const struct transform *transform_of(const struct plan_table *table, const struct plan_leaf *leaf, const struct score_variant *variant)
{
    static const struct transform min_max_of_all = {.kind = TRANSFORM_MIN_MAX, .from = NAN, .to = NAN, .high = 100};
    static const struct transform z_of_all = {.kind = TRANSFORM_Z, .high = 100}, place_of_all = {.kind = TRANSFORM_PLACE, .high = 100};
    if (table->table->by_count != 1)
        return &leaf->node->transform;
    switch (variant->normalise) {
    case TRANSFORM_MIN_MAX:
        return &min_max_of_all;
    case TRANSFORM_Z:
        return &z_of_all;
    case TRANSFORM_PLACE:
        return &place_of_all;
    default:
        return &leaf->node->transform;
    }
}

/* Less is better: the transform falls. Then a normalisation that rises must be turned round. */
static bool falls(const struct transform *transform)
{
    switch (transform->kind) {
    case TRANSFORM_DEDUCT:
        return transform->each > 0;
    case TRANSFORM_LINEAR:
    case TRANSFORM_MIN_MAX: {
        double low = transform->low, high = transform->high == 0 && low == 0 ? 100 : transform->high;
        return (transform->to < transform->from) != (high < low);
    }
    case TRANSFORM_PLACE:
    case TRANSFORM_SHARE_OF_GREATEST:
        return transform->high < transform->low;
    case TRANSFORM_STEPS:
        return transform->steps.count > 1 && transform->steps.at[0].score < transform->steps.at[transform->steps.count - 1].score;
    default:
        return false;
    }
}

void leaf_transform(const struct plan_table *table, const struct plan_leaf *leaf, const struct score_variant *variant, const bool *active,
                    struct leaf_state *state, struct score_state *work)
{
    const struct transform *transform = transform_of(table, leaf, variant);
    bool turned = transform != &leaf->node->transform && falls(&leaf->node->transform);
    struct group group = {.sorted = work->sums};
    if (transform->kind >= TRANSFORM_SHARE_OF_GREATEST) {
        for (size_t row = 0; row < table->row_count; row++)
            if (active[row] && !isnan(state->raw[row]))
                work->sums[group.count++] = state->raw[row];
        group.min = stats_min(work->sums, group.count);
        group.max = stats_max(work->sums, group.count);
        group.mean = stats_mean(work->sums, NULL, group.count);
        group.sd = stats_sd(work->sums, NULL, group.count);
        if (transform->kind == TRANSFORM_PLACE)
            stats_sort(work->sums, group.count);
    }
    for (size_t row = 0; row < table->row_count; row++) {
        double score = isnan(state->raw[row]) ? (double)NAN : transform_value(transform, &group, state->raw[row]);
        state->score[row] = turned ? 100 - score : score;
    }
}
