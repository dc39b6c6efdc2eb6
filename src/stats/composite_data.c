/* SPDX-License-Identifier: GPL-3.0-or-later
 * Weights from the data: a criterion counts for more the more it tells objects apart (entropy, CRITIC), whatever it is worth. Such weights reward noise as readily as
 * differences of quality; they are proposals. TOPSIS ranks by the distances to an ideal best and worst object.
 */
#include "ceping/stats_composite.h"

#include "ceping/base_num.h"

#include <math.h>

static bool usable(const double *x, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (!isfinite(x[i]))
            return false;
    return true;
}

/* Column c scaled to 0…1, 1 the best; false where all are equal. */
static bool scaled(const double *x, const double *direction, size_t objects, size_t criteria, size_t c, double *ret)
{
    for (size_t i = 0; i < objects; i++)
        ret[i] = x[i * criteria + c];
    double least = stats_min(ret, objects), most = stats_max(ret, objects);
    bool turned = direction && direction[c] < 0;
    for (size_t i = 0; i < objects; i++)
        ret[i] = most > least ? (turned ? most - ret[i] : ret[i] - least) / (most - least) : 0;
    return most > least;
}

/* Makes weights add up to 1; all NaN where there are none. */
static void normalise(double *weights, size_t count, bool defined)
{
    double total = stats_sum(weights, NULL, count);
    for (size_t c = 0; c < count; c++)
        weights[c] = defined && total > 0 ? weights[c] / total : NAN;
}

void stats_entropy_weights(const double *x, const double *direction, size_t objects, size_t criteria, double *ret_weights, double *ret_entropy)
{
    auto_free double *r = xcalloc(objects + 1, sizeof *r);
    bool defined = objects > 1 && usable(x, objects * criteria);
    for (size_t c = 0; c < criteria; c++) {
        double entropy = defined ? 1 : NAN;
        if (defined && scaled(x, direction, objects, criteria, c, r)) {
            double total = stats_sum(r, NULL, objects);
            struct sum sum = {0};
            for (size_t i = 0; i < objects; i++)
                if (r[i] > 0)
                    sum_add(&sum, -r[i] / total * log(r[i] / total));
            entropy = sum_value(&sum) / log((double)objects);
        }
        ret_weights[c] = 1 - entropy;
        if (ret_entropy)
            ret_entropy[c] = entropy;
    }
    normalise(ret_weights, criteria, defined);
}

/* Pearson's correlation of two columns with sums of squares above 0. */
static double correlation(const double *a, const double *b, size_t n)
{
    double mean_a = stats_mean(a, NULL, n), mean_b = stats_mean(b, NULL, n);
    struct sum ab = {0}, aa = {0}, bb = {0};
    for (size_t i = 0; i < n; i++) {
        sum_add(&ab, (a[i] - mean_a) * (b[i] - mean_b));
        sum_add(&aa, (a[i] - mean_a) * (a[i] - mean_a));
        sum_add(&bb, (b[i] - mean_b) * (b[i] - mean_b));
    }
    return sum_value(&ab) / sqrt(sum_value(&aa) * sum_value(&bb));
}

void stats_critic_weights(const double *x, const double *direction, size_t objects, size_t criteria, double *ret_weights)
{
    auto_free double *r = xcalloc(objects * criteria + 1, sizeof *r);
    auto_free bool *differs = xcalloc(criteria + 1, sizeof *differs);
    bool defined = objects > 1 && usable(x, objects * criteria);
    for (size_t c = 0; c < criteria && defined; c++)
        differs[c] = scaled(x, direction, objects, criteria, c, r + c * objects);
    for (size_t c = 0; c < criteria; c++) {
        struct sum conflict = {0};
        for (size_t d = 0; d < criteria; d++)
            if (c != d && differs[c] && differs[d])
                sum_add(&conflict, 1 - correlation(r + c * objects, r + d * objects, objects));
        ret_weights[c] = differs[c] ? stats_sd(r + c * objects, NULL, objects) * sum_value(&conflict) : 0;
    }
    normalise(ret_weights, criteria, defined);
}

void stats_topsis(const double *x, const double *direction, const double *weights, size_t objects, size_t criteria, double *ret_closeness)
{
    bool defined = usable(x, objects * criteria) && usable(weights, criteria);
    auto_free double *to_best = xcalloc(objects + 1, sizeof *to_best), *to_worst = xcalloc(objects + 1, sizeof *to_worst), *column = xcalloc(objects + 1, sizeof *column);
    for (size_t c = 0; c < criteria && defined; c++) {
        struct sum squares = {0};
        for (size_t i = 0; i < objects; i++)
            sum_add(&squares, x[i * criteria + c] * x[i * criteria + c]);
        double length = sqrt(sum_value(&squares));
        for (size_t i = 0; i < objects; i++)
            column[i] = length > 0 ? weights[c] * x[i * criteria + c] / length : 0;
        double best = stats_max(column, objects), worst = stats_min(column, objects);
        if (direction && direction[c] < 0) {
            double other = best;
            best = worst;
            worst = other;
        }
        for (size_t i = 0; i < objects; i++) {
            to_best[i] += (column[i] - best) * (column[i] - best);
            to_worst[i] += (column[i] - worst) * (column[i] - worst);
        }
    }
    for (size_t i = 0; i < objects; i++) {
        double best = sqrt(to_best[i]), worst = sqrt(to_worst[i]);
        ret_closeness[i] = defined && best + worst > 0 ? worst / (best + worst) : NAN;
    }
}
