/* SPDX-License-Identifier: GPL-3.0-or-later
 * Correlation of two variables: Pearson, Spearman, Kendall; measures of ordered pairs.
 *
 * Pairs are not visited one by one (10⁶ rows have 5·10¹¹ of them). Rows are sorted by x; a Fenwick tree (Software: Practice and Experience 24, 1994) over the
 * ranks of y gives, for each row, the weight of rows below and above it in y among those with smaller x, and in a second run, backwards, among
 * those with greater x: n log n in all. That yields for each row its concordant and discordant partners, which the standard errors of
 * Goodman & Kruskal need, and works with frequencies as with rows.
 */
#include "ceping/base_num.h"
#include "ceping/stats_association.h"
#include "ceping/stats_compare.h"
#include "linear_priv.h"
#include "measures_priv.h"
#include "tails_priv.h"

#include <math.h>
#include <stdlib.h>

static bool level_usable(double level)
{
    return level > 0 && level < 1;
}

/* t and interval of a correlation; `spread` is the variance of Fisher's z times (n − 3). */
static void judge(struct stats_correlation *result, double level, double spread)
{
    double r = result->value, n = result->n;
    result->df = n - 2;
    if (n > 2) {
        result->statistic = fabs(r) < 1 ? r * sqrt((n - 2) / ((1 - r) * (1 + r))) : copysign(INFINITY, r);
        result->p = fabs(r) < 1 ? tail_f(result->statistic * result->statistic, 1, n - 2) : 0;
    }
    if (n > 3 && level_usable(level)) {
        double half = quantile_normal((1 - level) / 2) * sqrt(spread / (n - 3)), z = atanh(r);
        result->interval = fabs(r) < 1 ? (struct interval){tanh(z - half), tanh(z + half)} : (struct interval){r, r};
    }
}

static struct stats_correlation no_correlation(double n)
{
    return (struct stats_correlation){n, NAN, NAN, NAN, NAN, {NAN, NAN}};
}

/* r from the two columns in one array; NaN where one does not vary. */
static double product_moment(const double *pair, const double *w, size_t n)
{
    double mean[2], covariance[4];
    stats_covariances(pair, w, n, 2, mean, covariance);
    if (!(covariance[0] > 0 && covariance[3] > 0))
        return NAN;
    double r = covariance[1] / sqrt(covariance[0]) / sqrt(covariance[3]);
    return fmax(-1, fmin(1, fabs(r) > 1 - 1e-15 ? copysign(1, r) : r));
}

struct stats_correlation stats_pearson(const double *x, const double *y, const double *w, size_t n, double level)
{
    struct stats_correlation result = no_correlation(stats_total(w, n));
    if (n == 0)
        return result;
    auto_free double *pair = xcalloc(2 * n, sizeof *pair);
    memcpy(pair, x, n * sizeof *x);
    memcpy(pair + n, y, n * sizeof *y);
    result.value = product_moment(pair, w, n);
    if (!isnan(result.value))
        judge(&result, level, 1);
    return result;
}

/* Ranks ---------------------------------------------------------------------------------------------------- */

struct place {
    double value;
    size_t at;
};

/* NaN, which only rows of frequency 0 may have, comes last. */
static int compare_places(const void *a, const void *b)
{
    const struct place *one = a, *other = b;
    if (isnan(one->value) != isnan(other->value))
        return isnan(one->value) ? 1 : -1;
    return one->value < other->value ? -1 : one->value > other->value ? 1 : one->at < other->at ? -1 : one->at > other->at;
}

/* Rows in order of x, equal ones in order of rows. */
static struct place *sorted(struct arena *arena, const double *x, size_t n)
{
    struct place *places = ARENA_ARRAY(arena, struct place, n + 1);
    for (size_t i = 0; i < n; i++)
        places[i] = (struct place){x[i], i};
    qsort(places, n, sizeof *places, compare_places);
    return places;
}

static size_t ties_end(const struct place *places, size_t n, size_t from)
{
    size_t end = from + 1;
    while (end < n && places[end].value == places[from].value)
        end++;
    return end;
}

static bool column_usable(const double *x, const double *w, size_t n)
{
    return n > 0 && rows_usable(x, w, n, 1);
}

struct stats_correlation stats_spearman(const double *x, const double *y, const double *w, size_t n, double level)
{
    struct stats_correlation result = no_correlation(stats_total(w, n));
    if (!column_usable(x, w, n) || !column_usable(y, w, n))
        return result;
    auto_free double *pair = xcalloc(2 * n, sizeof *pair);
    stats_ranks(x, w, n, pair, NULL);
    stats_ranks(y, w, n, pair + n, NULL);
    result.value = product_moment(pair, w, n);
    if (!isnan(result.value))
        judge(&result, level, 1 + result.value * result.value / 2);
    return result;
}

/* Ordered pairs -------------------------------------------------------------------------------------------- */

/* Per row: weight of partners that agree and that disagree, and of rows with the same x, the same y. */
struct partners {
    double *agree, *differ, *same_x, *same_y;
    size_t *rank; /* of y, from 1, equal values the same */
    size_t ranks;
    double *tree;
};

static void tree_add(struct partners *partners, size_t at, double weight)
{
    for (; at <= partners->ranks; at += at & (~at + 1))
        partners->tree[at] += weight;
}

static double tree_below(const struct partners *partners, size_t at)
{
    double sum = 0;
    for (; at > 0; at -= at & (~at + 1))
        sum += partners->tree[at];
    return sum;
}

/* Rows of one x after another, forwards or backwards: first all of them ask, then all of them join. */
static void sweep(struct partners *partners, const struct place *places, const double *w, size_t n, bool backwards)
{
    memset(partners->tree, 0, (partners->ranks + 1) * sizeof *partners->tree);
    double joined = 0;
    for (size_t done = 0; done < n;) {
        size_t from = backwards ? n - 1 - done : done, end = from + 1;
        if (!backwards)
            end = ties_end(places, n, from);
        else
            while (from > 0 && places[from - 1].value == places[from].value)
                from--;
        for (size_t i = from; i < end; i++) {
            size_t at = places[i].at, rank = partners->rank[at];
            double below = tree_below(partners, rank - 1), above = joined - tree_below(partners, rank);
            partners->agree[at] += backwards ? above : below;
            partners->differ[at] += backwards ? below : above;
        }
        for (size_t i = from; i < end; i++) {
            tree_add(partners, partners->rank[places[i].at], frequency_at(w, places[i].at));
            joined += frequency_at(w, places[i].at);
        }
        done += end - from;
    }
}

/* Weight of the rows equal to each, and Σ over groups of t(t − 1), t(t − 1)(t − 2), t(t − 1)(2t + 5). */
struct ties {
    double two, three, variance;
};

static struct ties count_ties(const struct place *places, const double *w, size_t n, double *ret_same, size_t *ret_rank, size_t *ret_ranks)
{
    struct sum two = {0}, three = {0}, variance = {0};
    size_t rank = 0;
    for (size_t from = 0; from < n;) {
        size_t end = ties_end(places, n, from);
        double t = 0;
        for (size_t i = from; i < end; i++)
            t += frequency_at(w, places[i].at);
        rank++;
        for (size_t i = from; i < end; i++) {
            ret_same[places[i].at] = t;
            if (ret_rank)
                ret_rank[places[i].at] = rank;
        }
        sum_add(&two, t * (t - 1));
        sum_add(&three, t * (t - 1) * (t - 2));
        sum_add(&variance, t * (t - 1) * (2 * t + 5));
        from = end;
    }
    if (ret_ranks)
        *ret_ranks = rank;
    return (struct ties){sum_value(&two), sum_value(&three), sum_value(&variance)};
}

/* Σ w (weight of rows equal in both − 1)/2. */
static double ties_in_both(const double *w, size_t n, const struct partners *partners, double total)
{
    struct sum pairs = {0};
    for (size_t i = 0; i < n; i++) {
        /* Of all rows but this one: those that agree, differ, share x or share y; who shares both is counted twice among the last. */
        double rest = total - partners->agree[i] - partners->differ[i];
        double both = partners->same_x[i] + partners->same_y[i] - rest;
        sum_add(&pairs, frequency_at(w, i) * (both - 1));
    }
    return sum_value(&pairs) / 2;
}

/* Standard error of (P − Q)/denominator where P, Q count each pair twice: 2/D² √Σw(D·(agree − differ) − (P − Q)·part)². */
static double ordered_se(const struct partners *partners, const double *w, size_t n, double surplus, double denominator, const double *same, double total)
{
    struct sum squares = {0};
    for (size_t i = 0; i < n; i++) {
        double term = denominator * (partners->agree[i] - partners->differ[i]) - surplus * (total - same[i]);
        sum_add(&squares, frequency_at(w, i) * term * term);
    }
    return 2 / (denominator * denominator) * sqrt(sum_value(&squares));
}

/* Brown & Benedetti: gamma and tau-b at the observed table. wr, wc are n² less the squares of the margins. */
static void gamma_and_tau_se(struct stats_ordered_pairs *result, const struct partners *partners, const double *w, size_t n, double wr, double wc)
{
    double p = 2 * result->concordant, q = 2 * result->discordant, product = sqrt(wr) * sqrt(wc);
    struct sum gamma = {0}, tau = {0};
    for (size_t i = 0; i < n; i++) {
        double weight = frequency_at(w, i), d = partners->agree[i] - partners->differ[i];
        double g = q * partners->agree[i] - p * partners->differ[i];
        double v = partners->same_x[i] * wc + partners->same_y[i] * wr;
        double t = 2 * product * d + result->tau_b * v;
        sum_add(&gamma, weight * g * g);
        sum_add(&tau, weight * t * t);
    }
    result->gamma_se = 4 / ((p + q) * (p + q)) * sqrt(sum_value(&gamma));
    double total = result->n, less = sum_value(&tau) - total * total * total * result->tau_b * result->tau_b * (wr + wc) * (wr + wc);
    result->tau_b_se = sqrt(fmax(less, 0)) / (wr * wc);
}

static double kendall_variance(double n, const struct ties *x, const struct ties *y)
{
    double variance = (n * (n - 1) * (2 * n + 5) - x->variance - y->variance) / 18 + x->two * y->two / (2 * n * (n - 1));
    return n > 2 ? variance + x->three * y->three / (9 * n * (n - 1) * (n - 2)) : variance;
}

static void measure_pairs(struct stats_ordered_pairs *result, const struct partners *partners, const double *w, size_t n, const struct ties *x,
                          const struct ties *y)
{
    struct sum agree = {0}, differ = {0}, wr = {0}, wc = {0};
    double total = result->n, pairs = total * (total - 1) / 2;
    for (size_t i = 0; i < n; i++) {
        double weight = frequency_at(w, i);
        sum_add(&agree, weight * partners->agree[i]);
        sum_add(&differ, weight * partners->differ[i]);
        sum_add(&wr, weight * (total - partners->same_x[i]));
        sum_add(&wc, weight * (total - partners->same_y[i]));
    }
    double c = result->concordant = sum_value(&agree) / 2, d = result->discordant = sum_value(&differ) / 2;
    result->ties_x = x->two / 2;
    result->ties_y = y->two / 2;
    result->ties_xy = ties_in_both(w, n, partners, total);
    double untied_x = pairs - result->ties_x, untied_y = pairs - result->ties_y;
    if (!(untied_x > 0 && untied_y > 0))
        return; /* one of them does not vary */
    result->tau_b = fmax(-1, fmin(1, (c - d) / sqrt(untied_x) / sqrt(untied_y)));
    result->somers_yx = (c - d) / untied_x;
    result->somers_xy = (c - d) / untied_y;
    result->somers_yx_se = ordered_se(partners, w, n, 2 * (c - d), sum_value(&wr), partners->same_x, total);
    result->somers_xy_se = ordered_se(partners, w, n, 2 * (c - d), sum_value(&wc), partners->same_y, total);
    result->gamma = c + d > 0 ? (c - d) / (c + d) : NAN;
    gamma_and_tau_se(result, partners, w, n, sum_value(&wr), sum_value(&wc));
    double variance = kendall_variance(total, x, y);
    if (variance > 0) {
        result->z = (c - d) / sqrt(variance);
        result->p = tail_normal_two(result->z);
    }
}

struct stats_ordered_pairs stats_ordered_pairs(const double *x, const double *y, const double *w, size_t n)
{
    struct stats_ordered_pairs result = {stats_total(w, n), NAN, NAN, NAN, NAN, NAN, NAN, NAN, NAN, NAN, NAN, NAN, NAN, NAN, NAN, NAN};
    if (!(result.n > 1) || !column_usable(x, w, n) || !column_usable(y, w, n))
        return result;
    struct arena *arena = arena_new();
    struct partners partners = {
        .agree = ARENA_ARRAY(arena, double, n),
        .differ = ARENA_ARRAY(arena, double, n),
        .same_x = ARENA_ARRAY(arena, double, n),
        .same_y = ARENA_ARRAY(arena, double, n),
        .rank = ARENA_ARRAY(arena, size_t, n),
    };
    const struct place *by_x = sorted(arena, x, n), *by_y = sorted(arena, y, n);
    struct ties in_x = count_ties(by_x, w, n, partners.same_x, NULL, NULL);
    struct ties in_y = count_ties(by_y, w, n, partners.same_y, partners.rank, &partners.ranks);
    partners.tree = ARENA_ARRAY(arena, double, partners.ranks + 1);
    sweep(&partners, by_x, w, n, false);
    sweep(&partners, by_x, w, n, true);
    measure_pairs(&result, &partners, w, n, &in_x, &in_y);
    arena_free(arena);
    return result;
}

struct stats_correlation stats_kendall(const double *x, const double *y, const double *w, size_t n, double level)
{
    struct stats_ordered_pairs pairs = stats_ordered_pairs(x, y, w, n);
    struct stats_correlation result = no_correlation(pairs.n);
    result.value = pairs.tau_b;
    result.statistic = pairs.z;
    result.p = pairs.p;
    if (!isnan(pairs.tau_b_se) && level_usable(level)) {
        double half = quantile_normal((1 - level) / 2) * pairs.tau_b_se;
        result.interval = (struct interval){fmax(-1, pairs.tau_b - half), fmin(1, pairs.tau_b + half)};
    }
    return result;
}

const struct stats_measure stats_correlation_measures[] = {
    {"pearson", "皮尔逊相关系数", N_("association"), N_("two number items"), 3, "stats_pearson", "cov(x, y)/(s_x s_y); t, n − 2; Fisher's z",
     "Fisher, Metron 1 (1921)", "tests/unit/stats/test_association.c: correlations_as_r"},
    {"spearman", "斯皮尔曼等级相关系数", N_("association"), N_("two ordered items"), 3, "stats_spearman", "Pearson's r of mean ranks",
     "Spearman, Am. J. Psychol. 15 (1904); Bonett, Wright, Psychometrika 65 (2000)", "tests/unit/stats/test_association.c: correlations_as_r"},
    {"rank_correlation_exact", "等级相关的精确检验", N_("association"), N_("two ordered items, at most nine cases"), 2, "stats_spearman_exact_p",
     "share of all n! pairings at least as far from 0", "Kendall, Rank Correlation Methods (1970)",
     "tests/unit/stats/test_association.c: exact_p_of_few"},
    {"kendall_tau_b", "肯德尔 τ-b", N_("association"), N_("two ordered items"), 3, "stats_kendall", "(C − D)/√((pairs − ties_x)(pairs − ties_y))",
     "Kendall, Rank Correlation Methods (1970)", "tests/unit/stats/test_association.c: correlations_as_r"},
    {"gamma", "古德曼–克鲁斯卡尔 γ", N_("association"), N_("two ordered items"), 3, "stats_ordered_pairs", "(C − D)/(C + D)",
     "Goodman, Kruskal, JASA 49 (1954)", "tests/unit/stats/test_association.c: correlations_as_r"},
    {"somers_d", "萨默斯 D", N_("association"), N_("two ordered items"), 3, "stats_ordered_pairs", "(C − D)/(pairs not tied in the other)",
     "Somers, Am. Sociol. Rev. 27 (1962); Brown, Benedetti, JASA 72 (1977)", "tests/unit/stats/test_association.c: ordered_table_as_r"},
    {"partial_correlation", "偏相关系数", N_("association"), N_("three or more number items"), 4, "stats_partial_correlations", "−inverse of R, scaled to 1",
     "Kendall, Stuart, The Advanced Theory of Statistics 2 (1973) 27", "tests/unit/stats/test_association.c: matrices_as_r"},
    {0},
};
