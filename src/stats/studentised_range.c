/* SPDX-License-Identifier: GPL-3.0-or-later
 * The distribution of the studentised range: of (greatest − smallest of k normal means) / (standard error estimated with df degrees of freedom).
 * GSL has none. R's ptukey (Copenhaver & Holland 1988) sums fixed Gauss–Legendre panels and loses digits for few degrees of freedom and in the
 * tail; its qtukey stops at 10⁻⁴. Here both integrals are computed by the trapezoidal rule, which for analytic functions that vanish at both ends
 * converges exponentially (Trefethen & Weideman, SIAM Review 56, 2014), and every term is positive, so that the upper tail keeps its relative precision:
 *
 *     P(R > w) = k ∫ φ(z) [Φ(z)^(k−1) − (Φ(z) − Φ(z − w))^(k−1)] dz        z the greatest of k, at least one other more than w below
 *     P(Q > q) = ∫ g(u) P(R > q·eᵘ) du        eᵘ = √(χ²/df);  g(u) ∝ exp(df·(u − (e²ᵘ − 1)/2))
 *
 * The constant of g comes from the same sum without P. Steps: 0.7/√k inside (error e^(−2π²/(h²k)) = 10⁻¹⁷), outside the smaller of 0.07 (the
 * integrand is analytic for |Im u| < π/4, and grows there with k) and 0.4/√df (g is then close to a normal density of width 1/√(2 df)). A quarter of
 * both steps changes nothing above 10⁻¹² up to k = 100.
 */
#include "ceping/stats_compare.h"
#include "tails_priv.h"

#include <math.h>

/* e^(−z²/2) below z = −9 adds less than 10⁻¹⁷ of anything. */
#define Z_RANGE 9.0

static double range_upper(double w, double k)
{
    if (w <= 0)
        return 1;
    double step = fmin(0.25, 0.7 / sqrt(k));
    double end = Z_RANGE + fmax(w / 2, 1), sum = 0;
    for (double z = -Z_RANGE; z <= end; z += step) {
        double below = 0.5 * erfc(-z * M_SQRT1_2), far_below = 0.5 * erfc((w - z) * M_SQRT1_2);
        if (below <= 0)
            continue;
        double share = fmin(far_below / below, 1);
        sum += exp(-z * z / 2 + (k - 1) * log(below)) * -expm1((k - 1) * log1p(-share));
    }
    return fmin(1, k * step * sum / sqrt(2 * M_PI));
}

struct outer {
    double q, k, df;
};

/* g(u), or g(u)·P(R > q·eᵘ); g is 1 at its peak, u = 0. */
static double outer_term(const struct outer *outer, double u, bool with_range)
{
    double density = exp(outer->df * (u - expm1(2 * u) / 2));
    return with_range && density > 0 ? density * range_upper(outer->q * exp(u), outer->k) : density;
}

/* Σ over the grid u = j·step, outwards from `peak` until terms no longer count. */
static double outer_sum(const struct outer *outer, double peak, double step, bool with_range)
{
    double start = floor(peak / step), sum = 0;
    for (int side = 0; side < 2; side++)
        for (double j = side ? start - 1 : start;; j += side ? -1 : 1) {
            double term = outer_term(outer, j * step, with_range);
            sum += term;
            if (term <= 1e-18 * sum)
                break;
        }
    return sum;
}

double stats_studentised_range_upper(double q, double groups, double df)
{
    if (isnan(q) || !(groups >= 2 && groups < INFINITY && df > 0))
        return NAN;
    if (q <= 0)
        return 1;
    if (q == INFINITY)
        return 0;
    if (df > 1e10)
        return range_upper(q, groups);
    struct outer outer = {q, groups, df};
    double step = fmin(0.07, 0.4 / sqrt(df));
    /* Where g(u)·exp(−q²e²ᵘ/4), the integrand for great q, is greatest. */
    double peak = 0.5 * log(df / (df + q * q / 2));
    double p = outer_sum(&outer, peak, step, true) / outer_sum(&outer, 0, step, false);
    return fmin(p, 1);
}

struct wanted {
    double log_p, groups, df;
};

static double off_by(double q, const void *data)
{
    const struct wanted *wanted = data;
    return log(stats_studentised_range_upper(q, wanted->groups, wanted->df)) - wanted->log_p;
}

double stats_studentised_range_quantile(double p, double groups, double df)
{
    if (!(p > 0 && p < 1 && groups >= 2 && groups < INFINITY && df > 0))
        return NAN;
    struct wanted wanted = {log(p), groups, df};
    /* A single pair is exceeded less often than the greatest of all, and that less often than all pairs together (Bonferroni). */
    double low_pair = M_SQRT2 * quantile_t(p / 2, df) * (1 - 1e-9), all_pairs = M_SQRT2 * quantile_t(p / (groups * (groups - 1)), df) * (1 + 1e-9);
    double between = find_root(off_by, &wanted, low_pair, all_pairs);
    if (!isnan(between))
        return between;
    double high = 4;
    while (high < 1e12 && off_by(high, &wanted) > 0)
        high *= 2;
    double low = high;
    while (low > 1e-12 && off_by(low, &wanted) < 0)
        low /= 2;
    return low == high ? low : find_root(off_by, &wanted, low, high);
}
