/* SPDX-License-Identifier: GPL-3.0-or-later
 * One-way analysis of variance and its relatives. NIST's SmLs07–09 have thirteen equal leading digits: a grand mean held as a double is then off by
 * more than the effects, and so all values are first shifted by it (an exact subtraction); means of groups and the second pass work on what is
 * left. Certified values of SiRstv, SmLs01–09 and AtmWtAg; R's aov, oneway.test, car::leveneTest, bartlett.test.
 */
#include "compare_priv.h"
#include "tails_priv.h"

#include "ceping/base_num.h"

#include <math.h>

static const struct stats_f_test no_test = {NAN, NAN, NAN, NAN};

/* Moves the values of each group together: ret_x, ret_w in order of group, ret_start[g] … ret_start[g + 1]. False where a frequency is unusable. */
static bool part(const double *x, const double *w, const int *group, size_t n, size_t groups, double *ret_x, double *ret_w, size_t *ret_start)
{
    memset(ret_start, 0, (groups + 2) * sizeof *ret_start);
    for (size_t i = 0; i < n; i++) {
        if (w && !(w[i] >= 0 && w[i] < INFINITY))
            return false;
        if (group[i] >= 0 && (size_t)group[i] < groups)
            ret_start[group[i] + 2]++;
    }
    for (size_t g = 0; g < groups; g++)
        ret_start[g + 2] += ret_start[g + 1];
    for (size_t i = 0; i < n; i++)
        if (group[i] >= 0 && (size_t)group[i] < groups) {
            size_t at = ret_start[group[i] + 1]++;
            ret_x[at] = x[i];
            ret_w[at] = w ? w[i] : 1;
        }
    return true;
}

struct between {
    double n, groups, ss_between, ss_within;
};

static struct between sums_of_squares(const struct cell *cells, size_t groups)
{
    struct sum n = {0}, total = {0}, within = {0}, between = {0}, rest = {0};
    struct between out = {0};
    for (size_t g = 0; g < groups; g++) {
        if (cells[g].n == 0)
            continue;
        out.groups++;
        sum_add(&n, cells[g].n);
        sum_add(&total, cells[g].n * cells[g].mean);
        sum_add(&within, cells[g].squares);
    }
    out.n = sum_value(&n);
    double mean = sum_value(&total) / out.n;
    for (size_t g = 0; g < groups; g++) {
        if (cells[g].n == 0)
            continue;
        double deviation = cells[g].mean - mean;
        sum_add(&between, cells[g].n * deviation * deviation);
        sum_add(&rest, cells[g].n * deviation);
    }
    out.ss_within = sum_value(&within);
    out.ss_between = sum_value(&between) - sum_value(&rest) * sum_value(&rest) / out.n;
    return out;
}

static struct stats_f_test f_test_of(struct between sums)
{
    double df1 = sums.groups - 1, df2 = sums.n - sums.groups;
    if (!(df1 > 0 && df2 > 0))
        return no_test;
    double f = sums.ss_between / df1 / (sums.ss_within / df2);
    return (struct stats_f_test){f, df1, df2, tail_f(f, df1, df2)};
}

struct stats_f_test stats_welch_anova(const struct stats_group *groups, size_t count)
{
    struct sum weights = {0}, weighted = {0}, squares = {0}, tail = {0};
    double k = 0, shift = NAN;
    for (size_t g = 0; g < count; g++) {
        if (groups[g].n == 0)
            continue;
        if (!(groups[g].n > 1 && groups[g].sd > 0))
            return no_test;
        shift = isnan(shift) ? groups[g].mean : shift;
        double weight = groups[g].n / (groups[g].sd * groups[g].sd);
        sum_add(&weights, weight);
        sum_add(&weighted, weight * (groups[g].mean - shift));
        k++;
    }
    if (k < 2)
        return no_test;
    double total = sum_value(&weights), mean = sum_value(&weighted) / total;
    for (size_t g = 0; g < count; g++) {
        if (groups[g].n == 0)
            continue;
        double weight = groups[g].n / (groups[g].sd * groups[g].sd), deviation = groups[g].mean - shift - mean;
        sum_add(&squares, weight * deviation * deviation);
        sum_add(&tail, (1 - weight / total) * (1 - weight / total) / (groups[g].n - 1));
    }
    double lambda = sum_value(&tail) / (k * k - 1);
    double f = sum_value(&squares) / (k - 1) / (1 + 2 * (k - 2) * lambda), df2 = 1 / (3 * lambda);
    return (struct stats_f_test){f, k - 1, df2, tail_f(f, k - 1, df2)};
}

/* Variances of means of zero: F would be infinite or 0/0. */
static void bartlett(const struct cell *cells, size_t groups, struct stats_oneway *ret)
{
    struct sum logs = {0}, inverse = {0};
    double df = ret->n - ret->groups;
    ret->bartlett = ret->bartlett_df = ret->bartlett_p = NAN;
    for (size_t g = 0; g < groups; g++) {
        if (cells[g].n == 0)
            continue;
        if (!(cells[g].n > 1 && cells[g].squares > 0))
            return;
        sum_add(&logs, (cells[g].n - 1) * log(cell_variance(cells[g])));
        sum_add(&inverse, 1 / (cells[g].n - 1));
    }
    if (ret->groups < 2)
        return;
    double scale = 1 + (sum_value(&inverse) - 1 / df) / (3 * (ret->groups - 1));
    ret->bartlett = (df * log(ret->ms_within) - sum_value(&logs)) / scale;
    ret->bartlett_df = ret->groups - 1;
    ret->bartlett_p = tail_chisq(ret->bartlett, ret->bartlett_df);
}

/* anova of the distances from the centres of the groups. */
static struct stats_f_test spread_test(const double *x, const double *w, const size_t *start, size_t groups, double shift, const struct cell *cells,
                                       bool median)
{
    auto_free double *distance = xcalloc(start[groups] + 1, sizeof *distance);
    auto_free struct cell *spread = xcalloc(groups + 1, sizeof *spread);
    for (size_t g = 0; g < groups; g++) {
        size_t from = start[g], count = start[g + 1] - start[g];
        double centre = median ? stats_median(x + from, w + from, count) - shift : cells[g].mean;
        for (size_t i = from; i < from + count; i++)
            distance[i] = fabs(x[i] - shift - centre);
        spread[g] = cell_of(distance + from, w + from, count, 0);
    }
    return f_test_of(sums_of_squares(spread, groups));
}

static void effect_sizes(struct stats_oneway *ret)
{
    double total = ret->ss_between + ret->ss_within, excess = ret->ss_between - ret->anova.df1 * ret->ms_within;
    bool defined = total > 0 && ret->groups >= 2;
    ret->eta2 = defined ? ret->ss_between / total : NAN;
    ret->omega2 = defined ? excess / (total + ret->ms_within) : NAN;
    ret->epsilon2 = defined ? excess / total : NAN;
    ret->cohen_f = defined ? sqrt(ret->ss_between / ret->ss_within) : NAN;
}

void stats_oneway(const double *x, const double *w, const int *group, size_t n, size_t groups, struct stats_group *ret_groups, struct stats_oneway *ret)
{
    auto_free double *values = xcalloc(n + 1, sizeof *values), *frequencies = xcalloc(n + 1, sizeof *frequencies);
    auto_free size_t *start = xcalloc(groups + 2, sizeof *start);
    auto_free struct cell *cells = xcalloc(groups + 1, sizeof *cells);
    bool usable = part(x, w, group, n, groups, values, frequencies, start);
    double mean = usable ? stats_mean(values, frequencies, start[groups]) : NAN;
    double shift = isfinite(mean) ? mean : 0;
    for (size_t g = 0; g < groups; g++) {
        cells[g] = usable ? cell_of(values + start[g], frequencies + start[g], start[g + 1] - start[g], shift) : (struct cell){NAN, NAN, NAN};
        ret_groups[g] = (struct stats_group){cells[g].n, shift + cells[g].mean, sqrt(cell_variance(cells[g]))};
    }
    struct between sums = sums_of_squares(cells, groups);
    *ret = (struct stats_oneway){.n = sums.n, .groups = sums.groups, .ss_between = sums.ss_between, .ss_within = sums.ss_within};
    ret->anova = f_test_of(sums);
    ret->ms_between = sums.ss_between / ret->anova.df1;
    ret->ms_within = sums.ss_within / ret->anova.df2;
    ret->levene = ret->brown_forsythe = ret->welch = no_test;
    if (usable) {
        ret->levene = spread_test(values, frequencies, start, groups, shift, cells, false);
        ret->brown_forsythe = spread_test(values, frequencies, start, groups, shift, cells, true);
        ret->welch = stats_welch_anova(ret_groups, groups);
    }
    effect_sizes(ret);
    bartlett(cells, groups, ret);
}
