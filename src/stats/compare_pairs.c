/* SPDX-License-Identifier: GPL-3.0-or-later
 * Pairs of groups after an analysis of variance, and p-values corrected for being many. Among ten districts there are 45 pairs; without correction two of
 * them differ "significantly" by chance alone. Tukey–Kramer assumes one variance, Games & Howell (J. Educ. Stat. 1, 1976) does not.
 * Against R's TukeyHSD, pairwise.t.test and p.adjust.
 */
#include "compare_priv.h"
#include "tails_priv.h"

#include <math.h>
#include <stdlib.h>

static int ascending_p(const void *a, const void *b, void *values)
{
    const double *p = values;
    size_t i = *(const size_t *)a, j = *(const size_t *)b;
    if (p[i] != p[j])
        return p[i] < p[j] ? -1 : 1;
    return i < j ? -1 : i > j;
}

void stats_adjust(const double *p, size_t n, enum stats_adjust method, double *ret)
{
    auto_free size_t *order = xcalloc(n + 1, sizeof *order);
    auto_free double *given = xcalloc(n + 1, sizeof *given);
    size_t count = 0;
    for (size_t i = 0; i < n; i++) {
        given[i] = ret[i] = p[i];
        if (!isnan(p[i]))
            order[count++] = i;
    }
    if (count > 1)
        qsort_r(order, count, sizeof *order, ascending_p, given);
    double tests = (double)count, bound;
    switch (method) {
    case STATS_ADJUST_BONFERRONI:
        for (size_t i = 0; i < count; i++)
            ret[order[i]] = fmin(1, tests * given[order[i]]);
        break;
    case STATS_ADJUST_HOLM:
        bound = 0;
        for (size_t i = 0; i < count; i++)
            ret[order[i]] = bound = fmax(bound, fmin(1, (tests - (double)i) * given[order[i]]));
        break;
    case STATS_ADJUST_BH:
        bound = 1;
        for (size_t i = count; i-- > 0;)
            ret[order[i]] = bound = fmin(bound, tests / (double)(i + 1) * given[order[i]]);
        break;
    case STATS_ADJUST_NONE:
    case STATS_ADJUSTS:
        break;
    }
}

struct pooled {
    double groups, variance, df;
};

static struct pooled pooled_of(const struct stats_group *groups, size_t count)
{
    struct pooled pooled = {0};
    double squares = 0;
    for (size_t g = 0; g < count; g++) {
        if (groups[g].n == 0)
            continue;
        pooled.groups++;
        pooled.df += groups[g].n - 1;
        squares += groups[g].n > 1 ? (groups[g].n - 1) * groups[g].sd * groups[g].sd : 0;
    }
    pooled.variance = pooled.df > 0 ? squares / pooled.df : NAN;
    return pooled;
}

/* Standard error and degrees of freedom of one difference. */
static double pair_error(const struct stats_group *a, const struct stats_group *b, bool one_variance, const struct pooled *pooled, double *ret_df)
{
    if (one_variance) {
        *ret_df = pooled->df;
        return sqrt(pooled->variance * (1 / a->n + 1 / b->n));
    }
    double ea = a->sd * a->sd / a->n, eb = b->sd * b->sd / b->n;
    *ret_df = (ea + eb) * (ea + eb) / (ea * ea / (a->n - 1) + eb * eb / (b->n - 1));
    return sqrt(ea + eb);
}

static void compare_pair(struct stats_pair *pair, const struct stats_group *a, const struct stats_group *b, enum stats_pairs method,
                         const struct pooled *pooled, double level, double *quantile)
{
    bool one_variance = method == STATS_PAIRS_TUKEY || method == STATS_PAIRS_POOLED;
    bool range = method == STATS_PAIRS_TUKEY || method == STATS_PAIRS_GAMES_HOWELL;
    pair->df = pair->statistic = pair->p = pair->adjusted = pair->low = pair->high = NAN;
    pair->difference = a->n > 0 && b->n > 0 ? b->mean - a->mean : NAN;
    double df, error = a->n > 0 && b->n > 0 ? pair_error(a, b, one_variance, pooled, &df) : NAN;
    if (!(error > 0 && df > 0))
        return;
    struct stats_t_test test = t_test_of(pair->difference, error, df, level);
    pair->df = df;
    if (!range) {
        pair->statistic = test.t;
        pair->p = pair->adjusted = test.p;
        pair->low = test.low;
        pair->high = test.high;
        return;
    }
    pair->statistic = M_SQRT2 * fabs(test.t);
    pair->p = pair->adjusted = stats_studentised_range_upper(pair->statistic, pooled->groups, df);
    /* One variance means one quantile for all pairs. */
    if (!one_variance || isnan(*quantile))
        *quantile = stats_studentised_range_quantile(1 - level, pooled->groups, df);
    pair->low = pair->difference - *quantile * error / M_SQRT2;
    pair->high = pair->difference + *quantile * error / M_SQRT2;
}

size_t stats_pairs(const struct stats_group *groups, size_t count, enum stats_pairs method, enum stats_adjust adjust, double level,
                   struct stats_pair *ret_pairs)
{
    struct pooled pooled = pooled_of(groups, count);
    double quantile = NAN;
    size_t pairs = 0;
    for (size_t i = 0; i < count; i++)
        for (size_t j = i + 1; j < count; j++) {
            ret_pairs[pairs] = (struct stats_pair){.first = i, .second = j};
            compare_pair(&ret_pairs[pairs++], &groups[i], &groups[j], method, &pooled, level, &quantile);
        }
    if (method == STATS_PAIRS_TUKEY || method == STATS_PAIRS_GAMES_HOWELL)
        return pairs;
    auto_free double *p = xcalloc(pairs + 1, sizeof *p);
    for (size_t i = 0; i < pairs; i++)
        p[i] = ret_pairs[i].p;
    stats_adjust(p, pairs, adjust, p);
    for (size_t i = 0; i < pairs; i++)
        ret_pairs[i].adjusted = p[i];
    return pairs;
}
