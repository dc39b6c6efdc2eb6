/* SPDX-License-Identifier: GPL-3.0-or-later
 * Two proportions, paired answers, trend over ordered groups. For the difference of two proportions the interval to print is Newcombe's: unlike p ± z·se it stays
 * within −1…1 and covers what it says for small groups. Against R's prop.test, mcnemar.test, binom.test, prop.trend.test.
 */
#include "ceping/stats_tables.h"
#include "tails_priv.h"

#include "ceping/base_num.h"

#include <gsl/gsl_cdf.h>
#include <math.h>

void stats_two_proportions(double count1, double n1, double count2, double n2, double level, struct stats_two_proportions *ret)
{
    *ret = (struct stats_two_proportions){NAN, NAN, NAN, NAN, NAN, NAN, NAN, NAN, NAN, NAN, NAN, NAN, NAN, NAN, NAN};
    double p1 = stats_share(count1, n1), p2 = stats_share(count2, n2);
    if (!(p1 >= 0 && p1 <= 1 && p2 >= 0 && p2 <= 1))
        return;
    double difference = p1 - p2, z = quantile_normal((1 - level) / 2);
    ret->p1 = p1;
    ret->p2 = p2;
    ret->difference = difference;

    double pooled = (count1 + count2) / (n1 + n2), pooled_se = sqrt(pooled * (1 - pooled) * (1 / n1 + 1 / n2));
    if (pooled_se > 0) {
        double correction = fmin(0.5, fabs(difference) / (1 / n1 + 1 / n2));
        ret->z = difference / pooled_se;
        ret->p = tail_normal_two(ret->z);
        ret->corrected_p = tail_normal_two((fabs(difference) - correction * (1 / n1 + 1 / n2)) / pooled_se);
    }
    double half = z * sqrt(p1 * (1 - p1) / n1 + p2 * (1 - p2) / n2);
    ret->wald_low = difference - half;
    ret->wald_high = difference + half;
    struct interval one = stats_wilson(count1, n1, level), two = stats_wilson(count2, n2, level);
    ret->newcombe_low = difference - hypot(p1 - one.low, two.high - p2);
    ret->newcombe_high = difference + hypot(one.high - p1, p2 - two.low);
    ret->cohen_h = 2 * asin(sqrt(p1)) - 2 * asin(sqrt(p2));
    ret->risk_ratio = p2 > 0 || p1 > 0 ? p1 / p2 : NAN;
    if (p1 > 0 && p2 > 0) {
        double error = z * sqrt((1 - p1) / count1 + (1 - p2) / count2);
        ret->risk_low = ret->risk_ratio * exp(-error);
        ret->risk_high = ret->risk_ratio * exp(error);
    }
    ret->odds_ratio = p1 * (1 - p2) / ((1 - p1) * p2);
}

void stats_mcnemar(double b, double c, struct stats_mcnemar *ret)
{
    *ret = (struct stats_mcnemar){NAN, NAN, NAN, NAN, NAN};
    double n = b + c;
    if (!(b >= 0 && c >= 0 && n > 0 && n < INFINITY))
        return;
    ret->chisq = (b - c) * (b - c) / n;
    ret->p = tail_chisq(ret->chisq, 1);
    double corrected = fmax(0, fabs(b - c) - 1);
    ret->corrected = corrected * corrected / n;
    ret->corrected_p = tail_chisq(ret->corrected, 1);
    if (b == floor(b) && c == floor(c)) {
        /* P(X ≤ k) of the binomial with ½ is a tail of the beta distribution. */
        stats_gsl_quiet();
        double k = fmin(b, c);
        ret->exact_p = b == c ? 1 : fmin(1, 2 * gsl_cdf_beta_Q(0.5, k + 1, n - k));
    }
}

struct stats_chisq_test stats_bowker(const double *counts, size_t size)
{
    struct sum chisq = {0};
    double df = 0;
    for (size_t i = 0; i < size; i++)
        for (size_t j = 0; j <= i; j++) {
            double one = counts[i * size + j], other = counts[j * size + i];
            if (!(one >= 0 && other >= 0 && one + other < INFINITY))
                return (struct stats_chisq_test){NAN, NAN, NAN};
            if (i == j || one + other == 0)
                continue;
            sum_add(&chisq, (one - other) * (one - other) / (one + other));
            df++;
        }
    return df > 0 ? (struct stats_chisq_test){sum_value(&chisq), df, tail_chisq(sum_value(&chisq), df)} : (struct stats_chisq_test){NAN, 0, NAN};
}

void stats_trend(const double *counts, const double *bases, const double *scores, size_t groups, struct stats_trend *ret)
{
    *ret = (struct stats_trend){NAN, NAN, NAN};
    struct sum n = {0}, hits = {0}, weighted = {0}, covariance = {0}, spread = {0};
    for (size_t i = 0; i < groups; i++) {
        if (!(bases[i] >= 0 && bases[i] < INFINITY && counts[i] >= 0 && counts[i] <= bases[i]))
            return;
        sum_add(&n, bases[i]);
        sum_add(&hits, counts[i]);
        sum_add(&weighted, bases[i] * (scores ? scores[i] : (double)i + 1));
    }
    double total = sum_value(&n), share = sum_value(&hits) / total, mean = sum_value(&weighted) / total;
    if (!(total > 0))
        return;
    for (size_t i = 0; i < groups; i++) {
        double distance = (scores ? scores[i] : (double)i + 1) - mean;
        sum_add(&covariance, (counts[i] - bases[i] * share) * distance);
        sum_add(&spread, bases[i] * distance * distance);
    }
    double variance = share * (1 - share) * sum_value(&spread);
    if (sum_value(&spread) > 0)
        ret->slope = sum_value(&covariance) / sum_value(&spread);
    if (variance > 0) {
        ret->z = sum_value(&covariance) / sqrt(variance);
        ret->p = tail_normal_two(ret->z);
    }
}
