/* SPDX-License-Identifier: GPL-3.0-or-later
 * Two means: Welch and Student, paired. Welch is the one to report: it costs next to nothing when variances are equal and holds its level when they are not
 * (Ruxton, Behavioral Ecology 17, 2006); testing the variances first and choosing then does not. Against R's t.test.
 */
#include "compare_priv.h"
#include "tails_priv.h"

#include "ceping/base_num.h"

#include <math.h>

static double frequency(const double *w, size_t i)
{
    return w ? w[i] : 1;
}

struct cell cell_of(const double *x, const double *w, size_t n, double shift)
{
    double total = stats_total(w, n);
    if (!(total > 0))
        return (struct cell){isnan(total) ? NAN : 0, NAN, NAN};
    struct sum sum = {0}, squares = {0}, rest = {0};
    for (size_t i = 0; i < n; i++)
        if (frequency(w, i) > 0)
            sum_add(&sum, frequency(w, i) * (x[i] - shift));
    double mean = sum_value(&sum) / total;
    for (size_t i = 0; i < n; i++) {
        if (frequency(w, i) <= 0)
            continue;
        double deviation = (x[i] - shift) - mean;
        sum_add(&squares, frequency(w, i) * deviation * deviation);
        sum_add(&rest, frequency(w, i) * deviation);
    }
    double correction = sum_value(&rest);
    double value = sum_value(&squares) - correction * correction / total;
    return (struct cell){total, mean, isnan(value) ? NAN : fmax(value, 0)};
}

double cell_variance(struct cell cell)
{
    return cell.n > 1 ? cell.squares / (cell.n - 1) : NAN;
}

struct stats_t_test t_test_of(double estimate, double se, double df, double level)
{
    if (!(se > 0 && se < INFINITY && df > 0))
        return (struct stats_t_test){NAN, NAN, NAN, NAN, NAN};
    double half = level > 0 && level < 1 ? quantile_t((1 - level) / 2, df) * se : NAN;
    double t = estimate / se;
    return (struct stats_t_test){t, df, tail_t_two(t, df), estimate - half, estimate + half};
}

/* J of Hedges (1981): takes the bias off Cohen's d. */
static double small_sample_factor(double df)
{
    return df > 1 ? exp(lgamma(df / 2) - lgamma((df - 1) / 2) - 0.5 * log(df / 2)) : NAN;
}

/* Two-sided p of a ratio of variances: twice the smaller tail. */
static double variance_ratio_p(double ratio, double df1, double df2)
{
    if (!(ratio > 0 && ratio < INFINITY))
        return NAN;
    double upper = tail_f(ratio, df1, df2), lower = tail_f(1 / ratio, df2, df1);
    return fmin(1, 2 * fmin(upper, lower));
}

void stats_two_sample(const double *x, const double *wx, size_t nx, const double *y, const double *wy, size_t ny, double level,
                      struct stats_two_sample *ret)
{
    double mean_x = stats_mean(x, wx, nx), shift = isfinite(mean_x) ? mean_x : 0;
    struct cell a = cell_of(x, wx, nx, shift), b = cell_of(y, wy, ny, shift);
    double va = cell_variance(a), vb = cell_variance(b);
    *ret = (struct stats_two_sample){
        .n1 = a.n, .n2 = b.n, .mean1 = shift + a.mean, .mean2 = shift + b.mean, .sd1 = sqrt(va), .sd2 = sqrt(vb), .difference = a.mean - b.mean};

    double ea = va / a.n, eb = vb / b.n;
    double welch_df = (ea + eb) * (ea + eb) / (ea * ea / (a.n - 1) + eb * eb / (b.n - 1));
    ret->welch = t_test_of(ret->difference, sqrt(ea + eb), welch_df, level);

    /* One value in one of the groups still leaves a pooled variance. */
    double df = a.n + b.n - 2, pooled = a.n > 0 && b.n > 0 && df > 0 ? (a.squares + b.squares) / df : NAN;
    ret->student = t_test_of(ret->difference, sqrt(pooled * (1 / a.n + 1 / b.n)), df, level);
    ret->cohen_d = pooled > 0 ? ret->difference / sqrt(pooled) : NAN;
    ret->hedges_g = ret->cohen_d * small_sample_factor(df);
    ret->variance_ratio = vb > 0 ? va / vb : NAN;
    ret->variance_ratio_p = variance_ratio_p(ret->variance_ratio, a.n - 1, b.n - 1);
}

void stats_paired(const double *x, const double *y, const double *w, size_t n, double level, struct stats_paired *ret)
{
    auto_free double *difference = xcalloc(n + 1, sizeof *difference);
    for (size_t i = 0; i < n; i++)
        difference[i] = x[i] - y[i];
    struct cell cell = cell_of(difference, w, n, 0);
    double sd = sqrt(cell_variance(cell));
    *ret = (struct stats_paired){.n = cell.n, .difference = cell.mean, .sd = sd, .dz = sd > 0 ? cell.mean / sd : NAN};
    ret->test = t_test_of(cell.mean, sd / sqrt(cell.n), cell.n - 1, level);
}
