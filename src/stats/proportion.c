/* SPDX-License-Identifier: GPL-3.0-or-later
 * Proportions and their intervals. Wilson's is the default: near 0 and 1 and for small n the textbook interval p ± z·se leaves 0…1 and covers far
 * less than it says (Brown, Cai & DasGupta, Statistical Science 16, 2001). Test vectors: method §4 and R's prop.test, binom.test.
 */
#include "tails_priv.h"

#include <gsl/gsl_cdf.h>
#include <math.h>

static bool proportion_usable(double count, double base, double level)
{
    return base > 0 && base < INFINITY && count >= 0 && count <= base && level > 0 && level < 1;
}

double stats_share(double count, double base)
{
    return base > 0 && base < INFINITY ? count / base : NAN;
}

double stats_double_entry(double differ)
{
    return differ >= 0 && differ <= 0.5 ? (1 - sqrt(1 - 2 * differ)) / 2 : NAN;
}

struct interval stats_wilson(double count, double base, double level)
{
    if (!proportion_usable(count, base, level))
        return (struct interval){NAN, NAN};
    double z = gsl_cdf_ugaussian_Qinv((1 - level) / 2);
    double p = count / base, zz = z * z / base;
    double centre = (p + zz / 2) / (1 + zz);
    double half = z * sqrt(p * (1 - p) / base + zz / (4 * base)) / (1 + zz);
    /* At the ends the formula gives 0 and 1 but for rounding. */
    return (struct interval){count == 0 ? 0 : fmax(0, centre - half), count == base ? 1 : fmin(1, centre + half)};
}

struct beta_tail {
    double a, b, p;
    bool upper;
};

static double beta_beyond(double x, const void *data)
{
    const struct beta_tail *tail = data;
    return (tail->upper ? gsl_cdf_beta_Q(x, tail->a, tail->b) : gsl_cdf_beta_P(x, tail->a, tail->b)) - tail->p;
}

/* GSL's inverse does not converge at some quite ordinary places (882 of 885): the root of the tail itself then. */
static double beta_quantile(struct beta_tail tail)
{
    stats_gsl_quiet();
    double x = tail.upper ? gsl_cdf_beta_Qinv(tail.p, tail.a, tail.b) : gsl_cdf_beta_Pinv(tail.p, tail.a, tail.b);
    return isnan(x) ? find_root(beta_beyond, &tail, 0, 1) : x;
}

struct interval stats_clopper_pearson(double count, double base, double level)
{
    if (!proportion_usable(count, base, level))
        return (struct interval){NAN, NAN};
    double tail = (1 - level) / 2;
    return (struct interval){
        count == 0 ? 0 : beta_quantile((struct beta_tail){count, base - count + 1, tail, false}),
        count == base ? 1 : beta_quantile((struct beta_tail){count + 1, base - count, tail, true}),
    };
}
