/* SPDX-License-Identifier: GPL-3.0-or-later
 * Agreement beyond chance: Cohen's and weighted kappa for two, Fleiss' kappa for many, Krippendorff's alpha for many with gaps and any level of measurement.
 * irr::kripp.alpha 0.84.1 divides by 1 instead of m − 1 for complete data with more than two raters; here as in Krippendorff 2011.
 */
#include "ceping/stats_compare.h"
#include "ceping/stats_raters.h"
#include "tables_priv.h"
#include "tails_priv.h"

#include "ceping/base_num.h"

#include <math.h>

/* Credit for a disagreement: 1 none, 0 the widest apart. */
static double credit(size_t i, size_t j, size_t size, enum stats_kappa_weights weights)
{
    if (weights == STATS_KAPPA_NOMINAL || size < 2)
        return i == j;
    double distance = ((double)i - (double)j) / (double)(size - 1);
    return weights == STATS_KAPPA_LINEAR ? 1 - fabs(distance) : 1 - distance * distance;
}

void stats_kappa(const double *counts, size_t size, enum stats_kappa_weights weights, double level, struct stats_kappa *ret)
{
    *ret = (struct stats_kappa){NAN, NAN, NAN, NAN, NAN, NAN, NAN, NAN};
    auto_margins struct table_margins margins;
    if (!table_margins(counts, size, size, &margins))
        return;
    double n = ret->n = margins.n;
    if (!(n > 0))
        return;
    /* Mean credit of each row and column by chance. */
    auto_free double *row = xcalloc(size, sizeof *row), *column = xcalloc(size, sizeof *column);
    struct sum observed = {0}, chance = {0};
    for (size_t i = 0; i < size; i++)
        for (size_t j = 0; j < size; j++) {
            double w = credit(i, j, size, weights), p = margins.row[i] / n, q = margins.column[j] / n;
            sum_add(&observed, w * counts[i * size + j] / n);
            sum_add(&chance, w * p * q);
            row[i] += w * q;
            column[j] += w * p;
        }
    double po = ret->agreement = sum_value(&observed), pe = sum_value(&chance);
    if (!(1 - pe > 1e-14))
        return;
    double kappa = ret->kappa = (po - pe) / (1 - pe);
    struct sum null = {0}, around = {0};
    for (size_t i = 0; i < size; i++)
        for (size_t j = 0; j < size; j++) {
            double w = credit(i, j, size, weights), by_chance = row[i] + column[j];
            double distance = w - by_chance, shrunk = w - by_chance * (1 - kappa);
            sum_add(&null, margins.row[i] / n * margins.column[j] / n * distance * distance);
            sum_add(&around, counts[i * size + j] / n * shrunk * shrunk);
        }
    double scale = n * (1 - pe) * (1 - pe), off = kappa - pe * (1 - kappa);
    double null_error = sqrt(fmax(0, sum_value(&null) - pe * pe) / scale);
    ret->z = null_error > 0 ? kappa / null_error : NAN;
    ret->p = tail_normal_two(ret->z);
    ret->error = sqrt(fmax(0, sum_value(&around) - off * off) / scale);
    double half = quantile_normal((1 - level) / 2) * ret->error;
    ret->low = kappa - half;
    ret->high = fmin(1, kappa + half);
}

void stats_fleiss(const double *counts, const double *w, size_t ratees, size_t categories, struct stats_fleiss *ret)
{
    *ret = (struct stats_fleiss){NAN, NAN, NAN, NAN, NAN, NAN};
    if (isnan(stats_total(w, ratees)))
        return;
    auto_free double *share = xcalloc(categories + 1, sizeof *share);
    struct sum used = {0}, ratings = {0}, agreement = {0}, unanimous = {0};
    double raters = 0;
    bool equal = true;
    for (size_t i = 0; i < ratees; i++) {
        const double *row = counts + i * categories;
        double weight = w ? w[i] : 1, m = 0, pairs = 0;
        bool all = false;
        for (size_t j = 0; j < categories; j++) {
            if (!(row[j] >= 0 && row[j] < INFINITY))
                return;
            m += row[j];
            pairs += row[j] * (row[j] - 1);
        }
        if (m < 2 || weight <= 0)
            continue;
        equal = equal && (raters == 0 || raters == m);
        raters = m;
        for (size_t j = 0; j < categories; j++) {
            share[j] += weight * row[j];
            all = all || row[j] == m;
        }
        sum_add(&used, weight);
        sum_add(&ratings, weight * m);
        sum_add(&agreement, weight * pairs / (m * (m - 1)));
        sum_add(&unanimous, all ? weight : 0);
    }
    double n = ret->ratees = sum_value(&used), chance = 0, pq = 0, skew = 0;
    if (!(n > 0))
        return;
    for (size_t j = 0; j < categories; j++) {
        double p = share[j] / sum_value(&ratings);
        chance += p * p;
        pq += p * (1 - p);
        skew += p * (1 - p) * (1 - 2 * p);
    }
    ret->agreement = sum_value(&agreement) / n;
    ret->all_agree = sum_value(&unanimous) / n;
    if (!(pq > 1e-14))
        return;
    ret->kappa = (ret->agreement - chance) / (1 - chance);
    if (!equal)
        return;
    ret->z = ret->kappa / sqrt(2 / (n * raters * (raters - 1) * pq * pq) * (pq * pq - skew));
    ret->p = tail_normal_two(ret->z);
}

/* Σ over ordered pairs of δ²(a, b)·wa·wb, ÷ (the number of values − 1) by the caller. For nominal values: pairs of different ones; for interval ones 2·W·Σw(x − mean)². */
static double disagreement(const double *x, const double *w, size_t n, enum stats_level level)
{
    double total = stats_total(w, n);
    struct sum sum = {0};
    if (level == STATS_INTERVAL || level == STATS_ORDINAL) {
        double mean = stats_mean(x, w, n);
        for (size_t i = 0; i < n; i++)
            sum_add(&sum, 2 * total * (w ? w[i] : 1) * (x[i] - mean) * (x[i] - mean));
        return sum_value(&sum);
    }
    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j < i; j++) {
            double distance = level == STATS_NOMINAL ? x[i] != x[j] : x[i] + x[j] == 0 ? 0 : (x[i] - x[j]) / (x[i] + x[j]);
            sum_add(&sum, 2 * (w ? w[i] * w[j] : 1) * distance * distance);
        }
    return sum_value(&sum);
}

struct valued {
    double x, w;
};

static int by_value(const void *a, const void *b)
{
    const struct valued *one = a, *other = b;
    return (one->x > other->x) - (one->x < other->x);
}

/* Joins equal values; how many are left. */
static size_t join(struct valued *at, size_t n)
{
    size_t count = 0;
    qsort(at, n, sizeof *at, by_value);
    for (size_t i = 0; i < n; i++)
        if (count > 0 && at[count - 1].x == at[i].x)
            at[count - 1].w += at[i].w;
        else
            at[count++] = at[i];
    return count;
}

double stats_krippendorff(const double *x, const double *w, size_t units, size_t raters, enum stats_level level)
{
    if (isnan(stats_total(w, units)))
        return NAN;
    size_t room = units * raters + 1, count = 0;
    auto_free double *paired = xcalloc(room, sizeof *paired), *weight = xcalloc(room, sizeof *weight), *shown = xcalloc(room, sizeof *shown);
    auto_free size_t *unit_size = xcalloc(units + 1, sizeof *unit_size);
    /* Ratings of units that have two at least, unit after unit. */
    for (size_t u = 0; u < units; u++) {
        size_t before = count;
        for (size_t r = 0; r < raters && (!w || w[u] > 0); r++) {
            double value = x[u * raters + r];
            if (isnan(value))
                continue;
            if (isinf(value) || (level == STATS_RATIO && value < 0))
                return NAN;
            weight[count] = w ? w[u] : 1;
            paired[count++] = value;
        }
        unit_size[u] = count - before;
        if (unit_size[u] < 2)
            count = before, unit_size[u] = 0;
    }
    if (count == 0)
        return NAN;
    /* Ordinal distances are interval distances of mid-ranks: Σ n_g between two values, their own half each. */
    if (level == STATS_ORDINAL)
        stats_ranks(paired, weight, count, shown, NULL);
    else
        memcpy(shown, paired, count * sizeof *shown);
    struct sum within = {0};
    size_t from = 0;
    for (size_t u = 0; u < units; u++) {
        if (unit_size[u] > 0)
            sum_add(&within, weight[from] * disagreement(shown + from, NULL, unit_size[u], level) / (double)(unit_size[u] - 1));
        from += unit_size[u];
    }
    auto_free struct valued *values = xcalloc(count, sizeof *values);
    for (size_t i = 0; i < count; i++)
        values[i] = (struct valued){shown[i], weight[i]};
    double total = stats_total(weight, count);
    size_t distinct = join(values, count);
    for (size_t i = 0; i < distinct; i++) {
        shown[i] = values[i].x;
        weight[i] = values[i].w;
    }
    double expected = disagreement(shown, weight, distinct, level);
    return distinct > 1 && expected > 0 ? 1 - (total - 1) * sum_value(&within) / expected : NAN;
}
