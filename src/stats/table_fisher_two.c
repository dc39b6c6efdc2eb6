/* SPDX-License-Identifier: GPL-3.0-or-later
 * Fisher's exact test of a 2 × 2 table: given both margins, cell a follows a hypergeometric distribution, tilted by the odds ratio ω: P(a) ∝ w(a)·ωᵃ.
 * Logarithms of the weights are built outwards from the mode by ratios of neighbours, so neither factorials nor tails lose digits (R's fisher.test
 * stops its odds ratio and interval at 10⁻⁴; here they are solved to the last digits).
 */
#include "ceping/stats_tables.h"
#include "tails_priv.h"

#include "ceping/base_num.h"

#include <math.h>

struct tilted {
    double low, observed; /* least possible a, and the one seen */
    size_t count;         /* of possible values */
    double *log_weight;   /* greatest 0 */
    double target;        /* of the root sought */
};

static double *log_weights(double low, double high, double row, double column, double n)
{
    size_t count = (size_t)(high - low) + 1;
    double *logs = xcalloc(count, sizeof *logs);
    double mode = fmin(high, fmax(low, floor((row + 1) * (column + 1) / (n + 2))));
    size_t start = (size_t)(mode - low);
    struct sum up = {0}, down = {0};
    for (size_t i = start + 1; i < count; i++) {
        double x = low + (double)i;
        sum_add(&up, log((row - x + 1) * (column - x + 1)) - log(x * (n - row - column + x)));
        logs[i] = sum_value(&up);
    }
    for (size_t i = start; i-- > 0;) {
        double x = low + (double)i + 1;
        sum_add(&down, log(x * (n - row - column + x)) - log((row - x + 1) * (column - x + 1)));
        logs[i] = sum_value(&down);
    }
    return logs;
}

enum part { MEAN, AT_LEAST, AT_MOST };

/* Mean of a, or the share of probability at and beyond the observed a, for the odds ratio e^log_odds. */
static double tilted_value(const struct tilted *t, double log_odds, enum part part)
{
    double greatest = -INFINITY;
    for (size_t i = 0; i < t->count; i++)
        greatest = fmax(greatest, t->log_weight[i] + (double)i * log_odds);
    struct sum all = {0}, some = {0};
    for (size_t i = 0; i < t->count; i++) {
        double x = t->low + (double)i, weight = exp(t->log_weight[i] + (double)i * log_odds - greatest);
        bool in = part == MEAN || (part == AT_LEAST ? x >= t->observed : x <= t->observed);
        sum_add(&all, weight);
        if (in)
            sum_add(&some, part == MEAN ? weight * (double)i : weight);
    }
    return sum_value(&some) / sum_value(&all) + (part == MEAN ? t->low : 0);
}

static double mean_off(double log_odds, const void *data)
{
    const struct tilted *t = data;
    return tilted_value(t, log_odds, MEAN) - t->observed;
}

static double upper_off(double log_odds, const void *data)
{
    const struct tilted *t = data;
    return tilted_value(t, log_odds, AT_LEAST) - t->target;
}

static double lower_off(double log_odds, const void *data)
{
    const struct tilted *t = data;
    return tilted_value(t, log_odds, AT_MOST) - t->target;
}

static double solve(root_function *f, const struct tilted *t)
{
    double reach = 4;
    while (reach < 700 && (f(-reach, t) > 0) == (f(reach, t) > 0))
        reach *= 2;
    return exp(find_root(f, t, -reach, reach));
}

static void odds_ratio(struct tilted *t, double level, struct stats_fisher_two *ret)
{
    double high = t->low + (double)t->count - 1;
    bool least = t->observed == t->low, most = t->observed == high;
    ret->odds_ratio = least && most ? NAN : least ? 0 : most ? INFINITY : solve(mean_off, t);
    if (!(level > 0 && level < 1) || (least && most))
        return;
    t->target = (1 - level) / 2;
    ret->low = least ? 0 : solve(upper_off, t);
    ret->high = most ? INFINITY : solve(lower_off, t);
}

void stats_fisher_two(const double counts[4], double level, struct stats_fisher_two *ret)
{
    *ret = (struct stats_fisher_two){NAN, NAN, NAN, NAN, NAN, NAN, NAN, NAN, NAN};
    for (int i = 0; i < 4; i++)
        if (!(counts[i] >= 0 && counts[i] <= 1e9 && counts[i] == floor(counts[i])))
            return;
    double a = counts[0], b = counts[1], c = counts[2], d = counts[3], row = a + b, column = a + c, n = a + b + c + d;
    if (!(n > 0))
        return;
    double low = fmax(0, row + column - n), high = fmin(row, column);
    auto_free double *logs = log_weights(low, high, row, column, n);
    struct tilted t = {low, a, (size_t)(high - low) + 1, logs, NAN};
    struct sum all = {0}, as_rare = {0};
    /* 10⁻⁷ as in R: tables of the same probability must not part by rounding. */
    double bound = logs[(size_t)(a - low)] + 1e-7;
    for (size_t i = 0; i < t.count; i++) {
        sum_add(&all, exp(logs[i]));
        if (logs[i] <= bound)
            sum_add(&as_rare, exp(logs[i]));
    }
    ret->p = fmin(1, sum_value(&as_rare) / sum_value(&all));
    ret->p_less = fmin(1, tilted_value(&t, 0, AT_MOST));
    ret->p_greater = fmin(1, tilted_value(&t, 0, AT_LEAST));
    odds_ratio(&t, level, ret);
    ret->sample_odds_ratio = a * d / (b * c);
    double z = quantile_normal((1 - level) / 2), error = sqrt(1 / a + 1 / b + 1 / c + 1 / d);
    if (isfinite(error)) {
        ret->woolf_low = ret->sample_odds_ratio * exp(-z * error);
        ret->woolf_high = ret->sample_odds_ratio * exp(z * error);
    }
}
