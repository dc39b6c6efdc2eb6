/* SPDX-License-Identifier: GPL-3.0-or-later
 * Tails and quantiles by GSL behind guards, and a root finder.
 *
 * Tails are asked for as such, never as 1 − P, so that a probability of 10⁻²⁰ keeps its digits. GSL's quantile of F does not converge for degrees
 * of freedom in the millions (NaN); there it is taken to its limit, χ²/df. Tails that GSL gives up are taken to their limits in the same way.
 */
#include "tails_priv.h"

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_errno.h>
#include <float.h>
#include <math.h>
#include <pthread.h>

static void take_off(void)
{
    gsl_set_error_handler_off();
}

void stats_gsl_quiet(void)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, take_off);
}

double tail_normal(double z)
{
    return isnan(z) ? NAN : 0.5 * erfc(z * M_SQRT1_2);
}

double tail_normal_two(double z)
{
    return isnan(z) ? NAN : erfc(fabs(z) * M_SQRT1_2);
}

double tail_t_two(double t, double df)
{
    if (isnan(t) || !(df > 0))
        return NAN;
    stats_gsl_quiet();
    double p = df < INFINITY ? 2 * gsl_cdf_tdist_Q(fabs(t), df) : NAN;
    return isnan(p) ? tail_normal_two(t) : fmin(p, 1);
}

double tail_chisq(double x, double df)
{
    if (isnan(x) || !(df > 0 && df < INFINITY))
        return NAN;
    stats_gsl_quiet();
    return x <= 0 ? 1 : x == INFINITY ? 0 : gsl_cdf_chisq_Q(x, df);
}

double tail_f(double f, double df1, double df2)
{
    if (isnan(f) || !(df1 > 0 && df1 < INFINITY && df2 > 0))
        return NAN;
    stats_gsl_quiet();
    if (f <= 0)
        return 1;
    if (f == INFINITY)
        return 0;
    double p = df2 < INFINITY ? gsl_cdf_fdist_Q(f, df1, df2) : NAN;
    return isnan(p) ? gsl_cdf_chisq_Q(f * df1, df1) : p;
}

double quantile_normal(double p)
{
    return p > 0 && p < 1 ? gsl_cdf_ugaussian_Qinv(p) : NAN;
}

double quantile_t(double p, double df)
{
    if (!(p > 0 && p < 1 && df > 0))
        return NAN;
    stats_gsl_quiet();
    return df < INFINITY ? gsl_cdf_tdist_Qinv(p, df) : quantile_normal(p);
}

double quantile_f(double p, double df1, double df2)
{
    if (!(p > 0 && p < 1 && df1 > 0 && df1 < INFINITY && df2 > 0))
        return NAN;
    stats_gsl_quiet();
    double f = df2 < INFINITY ? gsl_cdf_fdist_Qinv(p, df1, df2) : NAN;
    return isnan(f) ? gsl_cdf_chisq_Qinv(p, df1) / df1 : f;
}

/* The next point between a and b: inverse interpolation through what is known, or the middle where that would go too far. */
static double interpolate(double a, double fa, double b, double fb, double c, double fc, double step_before, bool *ret_middle)
{
    double p, q, s = fb / fa;
    if (a == c) {
        p = (c - b) * s;
        q = 1 - s;
    } else {
        double r = fb / fc, t = fa / fc;
        p = s * ((c - b) * t * (t - r) - (b - a) * (r - 1));
        q = (t - 1) * (r - 1) * (s - 1);
    }
    q = p > 0 ? -q : q;
    p = fabs(p);
    double middle = (c - b) / 2;
    *ret_middle = !(2 * p < 3 * middle * q && 2 * p < fabs(step_before * q));
    return *ret_middle ? middle : p / q;
}

double find_root(root_function *f, const void *data, double low, double high)
{
    double a = low, b = high, fa = f(a, data), fb = f(b, data);
    if (isnan(fa) || isnan(fb) || (fa > 0 && fb > 0) || (fa < 0 && fb < 0))
        return NAN;
    double c = a, fc = fa, step = b - a, step_before = step;
    for (int i = 0; i < 500; i++) {
        /* The root lies between b and c; b is the better one. */
        if ((fb > 0) == (fc > 0)) {
            c = a, fc = fa;
            step = step_before = b - a;
        }
        if (fabs(fc) < fabs(fb)) {
            a = b, b = c, c = a;
            fa = fb, fb = fc, fc = fa;
        }
        double middle = (c - b) / 2, least = 2 * DBL_EPSILON * fabs(b) + DBL_MIN;
        if (fb == 0 || isnan(fb) || fabs(middle) <= least)
            break;
        bool halve = fabs(step_before) < least || fabs(fa) <= fabs(fb);
        double next = halve ? middle : interpolate(a, fa, b, fb, c, fc, step_before, &halve);
        step_before = halve ? middle : step;
        step = next;
        a = b, fa = fb;
        b += fabs(step) > least ? step : copysign(least, middle);
        fb = f(b, data);
    }
    return isnan(fb) ? NAN : b;
}
