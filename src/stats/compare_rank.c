/* SPDX-License-Identifier: GPL-3.0-or-later
 * Tests on ranks: for answers on a scale whose steps need not be equal. Ties are the rule in questionnaires, so every variance is corrected for them; exact
 * distributions (no ties, fewer than 50) are counted by adding subsets, all terms positive, in doubles whose relative error stays below
 * 10⁻¹⁴. As R's wilcox.test and kruskal.test; Jonckheere after Hollander & Wolfe (1999).
 */
#include "ceping/stats_compare.h"
#include "tails_priv.h"

#include "ceping/base_num.h"

#include <math.h>
#include <stdlib.h>

#define EXACT_BELOW 50

static double frequency(const double *w, size_t i)
{
    return w ? w[i] : 1;
}

static int ascending(const void *a, const void *b, void *values)
{
    const double *x = values;
    size_t i = *(const size_t *)a, j = *(const size_t *)b;
    if (x[i] != x[j])
        return x[i] < x[j] ? -1 : 1;
    return i < j ? -1 : i > j;
}

/* Order of the values of frequency above 0; false where a value or frequency is unusable. The caller frees *ret_order. */
static bool usable_order(const double *x, const double *w, size_t n, size_t **ret_order, size_t *ret_count)
{
    size_t *order = xcalloc(n + 1, sizeof *order), count = 0;
    bool usable = true;
    for (size_t i = 0; i < n; i++) {
        usable = usable && frequency(w, i) >= 0 && frequency(w, i) < INFINITY && !(frequency(w, i) > 0 && isnan(x[i]));
        if (frequency(w, i) > 0)
            order[count++] = i;
    }
    if (usable && count > 1)
        qsort_r(order, count, sizeof *order, ascending, (void *)(uintptr_t)x);
    *ret_order = order;
    *ret_count = count;
    return usable;
}

void stats_ranks(const double *x, const double *w, size_t n, double *ret_ranks, double *ret_ties)
{
    auto_free size_t *order = NULL;
    size_t count;
    bool usable = usable_order(x, w, n, &order, &count);
    for (size_t i = 0; i < n; i++)
        ret_ranks[i] = NAN;
    struct sum below = {0}, ties = {0};
    for (size_t i = 0, next; usable && i < count; i = next) {
        struct sum block = {0};
        for (next = i; next < count && x[order[next]] == x[order[i]]; next++)
            sum_add(&block, frequency(w, order[next]));
        double t = sum_value(&block);
        for (size_t j = i; j < next; j++)
            ret_ranks[order[j]] = sum_value(&below) + (t + 1) / 2;
        sum_add(&below, t);
        sum_add(&ties, t * (t * t - 1));
    }
    if (ret_ties)
        *ret_ties = usable ? sum_value(&ties) : NAN;
}

static bool whole(const double *w, size_t n)
{
    for (size_t i = 0; w && i < n; i++)
        if (w[i] != floor(w[i]))
            return false;
    return true;
}

/* Tails of an integer statistic from the number of ways to reach each value 0 … top; twice the smaller one, as R. */
static double exact_two_sided(const double *ways, size_t top, double value)
{
    struct sum all = {0}, lower = {0}, upper = {0};
    for (size_t s = 0; s <= top; s++) {
        sum_add(&all, ways[s]);
        if ((double)s <= value)
            sum_add(&lower, ways[s]);
        if ((double)s >= value)
            sum_add(&upper, ways[s]);
    }
    return fmin(1, 2 * fmin(sum_value(&lower), sum_value(&upper)) / sum_value(&all));
}

/* In how many ways do n1 of the ranks 0 … n1 + n2 − 1, less the least possible, add up to each u? */
static double exact_mann_whitney(size_t n1, size_t n2, double u)
{
    size_t top = n1 * n2, width = top + 1;
    auto_free double *ways = xcalloc((n1 + 1) * width, sizeof *ways);
    ways[0] = 1;
    /* Taking the (k+1)-th member at position r puts r − k of the other group below it. */
    for (size_t r = 0; r < n1 + n2; r++)
        for (size_t k = (r < n1 ? r + 1 : n1); k-- > 0;) {
            size_t others = r - k;
            if (others > n2)
                continue;
            for (size_t s = 0; s + others <= top; s++)
                ways[(k + 1) * width + s + others] += ways[k * width + s];
        }
    return exact_two_sided(ways + n1 * width, top, u);
}

/* Normal approximation; the correction moves the statistic half a step towards its expectation. */
static double corrected_z(double statistic, double expected, double sd)
{
    double distance = statistic - expected;
    double step = distance > 0 ? 0.5 : distance < 0 ? -0.5 : 0;
    return sd > 0 ? (distance - step) / sd : NAN;
}

void stats_mann_whitney(const double *x, const double *wx, size_t nx, const double *y, const double *wy, size_t ny, struct stats_mann_whitney *ret)
{
    size_t n = nx + ny;
    auto_free double *values = xcalloc(n + 1, sizeof *values), *w = xcalloc(n + 1, sizeof *w), *ranks = xcalloc(n + 1, sizeof *ranks);
    for (size_t i = 0; i < n; i++) {
        values[i] = i < nx ? x[i] : y[i - nx];
        w[i] = i < nx ? frequency(wx, i) : frequency(wy, i - nx);
    }
    double ties, n1 = stats_total(w, nx), n2 = stats_total(w + nx, ny);
    stats_ranks(values, w, n, ranks, &ties);
    *ret = (struct stats_mann_whitney){n1, n2, NAN, NAN, NAN, NAN, NAN, NAN, false};
    if (!(n1 > 0 && n2 > 0) || isnan(ties))
        return;
    struct sum u = {0};
    for (size_t i = 0; i < nx; i++)
        if (w[i] > 0)
            sum_add(&u, w[i] * ranks[i]);
    sum_add(&u, -n1 * (n1 + 1) / 2);
    ret->u = sum_value(&u);
    ret->auc = ret->u / (n1 * n2);
    double all = n1 + n2, expected = n1 * n2 / 2;
    double sd = sqrt(fmax(0, n1 * n2 / 12 * (all + 1 - ties / (all * (all - 1)))));
    ret->z = corrected_z(ret->u, expected, sd);
    ret->p = ret->p_normal = tail_normal_two(ret->z);
    ret->p_uncorrected = tail_normal_two(sd > 0 ? (ret->u - expected) / sd : NAN);
    ret->exact = ties == 0 && whole(w, n) && n1 < EXACT_BELOW && n2 < EXACT_BELOW;
    if (ret->exact)
        ret->p = exact_mann_whitney((size_t)n1, (size_t)n2, ret->u);
}

static double exact_wilcoxon(size_t n, double v)
{
    size_t top = n * (n + 1) / 2;
    auto_free double *ways = xcalloc(top + 1, sizeof *ways);
    ways[0] = 1;
    for (size_t rank = 1; rank <= n; rank++)
        for (size_t s = top + 1; s-- > rank;)
            ways[s] += ways[s - rank];
    return exact_two_sided(ways, top, v);
}

void stats_wilcoxon(const double *x, const double *y, const double *w, size_t n, struct stats_wilcoxon *ret)
{
    auto_free double *size = xcalloc(n + 1, sizeof *size), *weight = xcalloc(n + 1, sizeof *weight), *ranks = xcalloc(n + 1, sizeof *ranks);
    double total = stats_total(w, n), ties;
    for (size_t i = 0; i < n; i++) {
        size[i] = fabs(x[i] - y[i]);
        weight[i] = size[i] == 0 ? 0 : frequency(w, i);
    }
    double used = stats_total(weight, n);
    stats_ranks(size, weight, n, ranks, &ties);
    *ret = (struct stats_wilcoxon){used, total - used, NAN, NAN, NAN, NAN, NAN, false};
    if (!(used > 0) || isnan(ties))
        return;
    struct sum positive = {0};
    for (size_t i = 0; i < n; i++)
        if (weight[i] > 0 && x[i] > y[i])
            sum_add(&positive, weight[i] * ranks[i]);
    ret->v = sum_value(&positive);
    double all = used * (used + 1) / 2, sd = sqrt(fmax(0, used * (used + 1) * (2 * used + 1) / 24 - ties / 48));
    ret->z = corrected_z(ret->v, all / 2, sd);
    ret->p = ret->p_normal = tail_normal_two(ret->z);
    ret->effect = (2 * ret->v - all) / all;
    ret->exact = ties == 0 && ret->zeros == 0 && whole(w, n) && used < EXACT_BELOW;
    if (ret->exact)
        ret->p = exact_wilcoxon((size_t)used, ret->v);
}

void stats_kruskal(const double *x, const double *w, const int *group, size_t n, size_t groups, struct stats_kruskal *ret)
{
    auto_free double *weight = xcalloc(n + 1, sizeof *weight), *ranks = xcalloc(n + 1, sizeof *ranks);
    auto_free struct sum *sums = xcalloc(2 * groups + 1, sizeof *sums);
    for (size_t i = 0; i < n; i++)
        weight[i] = group[i] >= 0 && (size_t)group[i] < groups ? frequency(w, i) : 0;
    double ties, all = stats_total(weight, n);
    stats_ranks(x, weight, n, ranks, &ties);
    *ret = (struct stats_kruskal){all, NAN, NAN, NAN, NAN};
    for (size_t i = 0; i < n && !isnan(ties); i++)
        if (weight[i] > 0) {
            sum_add(&sums[2 * group[i]], weight[i]);
            sum_add(&sums[2 * group[i] + 1], weight[i] * (ranks[i] - (all + 1) / 2));
        }
    double k = 0;
    struct sum h = {0};
    for (size_t g = 0; g < groups; g++) {
        double size = sum_value(&sums[2 * g]), deviation = sum_value(&sums[2 * g + 1]);
        if (!(size > 0))
            continue;
        k++;
        sum_add(&h, deviation * deviation / size);
    }
    double scale = (all * all * all - all - ties) / 12;
    if (k < 2 || !(scale > 0))
        return;
    ret->h = sum_value(&h) * (all - 1) / scale;
    ret->df = k - 1;
    ret->p = tail_chisq(ret->h, ret->df);
    ret->epsilon2 = ret->h / (all - 1);
}

/* Variance of J without a trend, with ties (Hollander & Wolfe 1999, 6.19); u are the sizes of groups, t of blocks of equal values. */
struct tie_sums {
    struct sum two, three, five; /* Σ t(t−1), Σ t(t−1)(t−2), Σ t(t−1)(2t+5) */
};

static void add_block(struct tie_sums *sums, double t)
{
    sum_add(&sums->two, t * (t - 1));
    sum_add(&sums->three, t * (t - 1) * (t - 2));
    sum_add(&sums->five, t * (t - 1) * (2 * t + 5));
}

static double jonckheere_variance(const struct tie_sums *u, const struct tie_sums *t, double n)
{
    if (!(n > 2))
        return n == 2 ? (2 * 9 - sum_value(&u->five) - sum_value(&t->five)) / 72 + sum_value(&u->two) * sum_value(&t->two) / 16 : NAN;
    return (n * (n - 1) * (2 * n + 5) - sum_value(&u->five) - sum_value(&t->five)) / 72 +
           sum_value(&u->three) * sum_value(&t->three) / (36 * n * (n - 1) * (n - 2)) +
           sum_value(&u->two) * sum_value(&t->two) / (8 * n * (n - 1));
}

void stats_jonckheere(const double *x, const double *w, const int *group, size_t n, size_t groups, struct stats_jonckheere *ret)
{
    auto_free double *weight = xcalloc(n + 1, sizeof *weight), *before = xcalloc(groups + 1, sizeof *before), *block = xcalloc(groups + 1, sizeof *block);
    for (size_t i = 0; i < n; i++)
        weight[i] = group[i] >= 0 && (size_t)group[i] < groups ? frequency(w, i) : 0;
    auto_free size_t *order = NULL;
    size_t count;
    *ret = (struct stats_jonckheere){NAN, NAN, NAN, NAN, NAN, NAN, NAN};
    if (!usable_order(x, weight, n, &order, &count))
        return;
    struct sum j = {0};
    struct tie_sums ties = {0}, sizes = {0};
    for (size_t i = 0, next; i < count; i = next) {
        memset(block, 0, groups * sizeof *block);
        for (next = i; next < count && x[order[next]] == x[order[i]]; next++)
            block[group[order[next]]] += weight[order[next]];
        double lower = 0, size = 0;
        for (size_t g = 0; g < groups; g++) {
            sum_add(&j, block[g] * lower);
            lower += before[g] + block[g] / 2;
            before[g] += block[g];
            size += block[g];
        }
        add_block(&ties, size);
    }
    double all = 0, squares = 0, used = 0;
    for (size_t g = 0; g < groups; g++) {
        add_block(&sizes, before[g]);
        all += before[g];
        squares += before[g] * before[g];
        used += before[g] > 0;
    }
    if (used < 2)
        return;
    ret->j = sum_value(&j);
    ret->expected = (all * all - squares) / 4;
    ret->sd = sqrt(fmax(0, jonckheere_variance(&sizes, &ties, all)));
    ret->z = ret->sd > 0 ? (ret->j - ret->expected) / ret->sd : NAN;
    ret->p = tail_normal_two(ret->z);
    ret->p_rising = tail_normal(ret->z);
    ret->p_falling = tail_normal(-ret->z);
}
