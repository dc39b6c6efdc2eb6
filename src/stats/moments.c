/* SPDX-License-Identifier: GPL-3.0-or-later
 * Moments. A textbook sum loses digits when values lie far from zero (NIST NumAcc3: 1,001 values around 10⁶, sd 0.1), so sums are compensated
 * and the variance takes two passes: deviations from the mean, with their own sum (zero but for rounding) taken off again.
 * Chan, Golub & LeVeque, "Algorithms for computing the sample variance", American Statistician 37 (1983). Checked against NIST StRD.
 */
#include "ceping/base_num.h"
#include "ceping/stats.h"

#include <math.h>

static double weight_at(const double *w, size_t i)
{
    return w ? w[i] : 1;
}

static bool weights_usable(const double *w, size_t n)
{
    for (size_t i = 0; w && i < n; i++)
        if (!(w[i] >= 0 && w[i] < INFINITY))
            return false;
    return true;
}

double stats_total(const double *w, size_t n)
{
    if (!w)
        return (double)n;
    if (!weights_usable(w, n))
        return NAN;
    struct sum sum = {0};
    for (size_t i = 0; i < n; i++)
        sum_add(&sum, w[i]);
    return sum_value(&sum);
}

double stats_sum(const double *x, const double *w, size_t n)
{
    if (n == 0 || !weights_usable(w, n))
        return NAN;
    /* sum_add() in registers and without its comparison: Knuth's sum has the same exact error, so the bits are the same, in a third of the time. */
    double total = 0, compensation = 0;
    for (size_t i = 0; i < n; i++) {
        if (!(weight_at(w, i) > 0))
            continue;
        double value = weight_at(w, i) * x[i], next = total + value, part = next - total;
        compensation += (total - (next - part)) + (value - part);
        total = next;
    }
    return sum_value(&(struct sum){total, compensation});
}

double stats_mean(const double *x, const double *w, size_t n)
{
    double total = stats_total(w, n);
    return total > 0 ? stats_sum(x, w, n) / total : NAN;
}

double stats_variance(const double *x, const double *w, size_t n)
{
    double total = stats_total(w, n);
    if (!(total > 1))
        return NAN;
    double mean = stats_mean(x, w, n);
    struct sum squares = {0}, rest = {0};
    for (size_t i = 0; i < n; i++) {
        double weight = weight_at(w, i), deviation = x[i] - mean;
        if (weight <= 0)
            continue;
        sum_add(&squares, weight * deviation * deviation);
        sum_add(&rest, weight * deviation);
    }
    double correction = sum_value(&rest);
    double sum = sum_value(&squares) - correction * correction / total;
    return isnan(sum) ? NAN : fmax(sum, 0) / (total - 1);
}

double stats_sd(const double *x, const double *w, size_t n)
{
    return sqrt(stats_variance(x, w, n));
}

void moments_add(struct moments *moments, double x, double w)
{
    if (w <= 0)
        return;
    moments->weight += w;
    double deviation = x - moments->mean;
    moments->mean += deviation * w / moments->weight;
    moments->squares += w * deviation * (x - moments->mean);
}

double moments_mean(const struct moments *moments)
{
    return moments->weight > 0 ? moments->mean : NAN;
}

double moments_sd(const struct moments *moments)
{
    return moments->weight > 1 ? sqrt(fmax(moments->squares, 0) / (moments->weight - 1)) : NAN;
}
