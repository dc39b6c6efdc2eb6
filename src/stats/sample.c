/* SPDX-License-Identifier: GPL-3.0-or-later
 * Sample size, margins, response rates.
 *
 * Order of the corrections: the finite population first, the design effect after it (deff multiplies the variance of a simple sample of the same
 * population), and at most everybody. Dividing by a response rate buys answers, not representativeness: those who do not answer differ, and no formula
 * here mends that. Rates are plain fractions; the three Chinese ones and AAPOR's each stand with their own denominator, since "有效回收率 97 %" and
 * "response rate 12 %" answer different questions.
 */
#include "ceping/stats_sample.h"
#include "measures_priv.h"
#include "tails_priv.h"

#include <math.h>

/* Rounded up, unless only rounding put it above a whole number. */
static double round_up(double value)
{
    return fabs(value - round(value)) <= 1e-9 * fabs(value) ? round(value) : ceil(value);
}

static double or_one(double value)
{
    return value == 0 ? 1 : value;
}

/* 0 stands for infinite; NaN where it is none. */
static double population_of(double population)
{
    return population == 0 ? INFINITY : population > 0 ? population : NAN;
}

struct stats_sample_size stats_sample_size(const struct stats_sample_plan *plan)
{
    const double nan = NAN;
    struct stats_sample_size size = {nan, nan, nan, nan, nan};
    double p = plan->share, e = plan->margin, population = population_of(plan->population), deff = or_one(plan->deff);
    double rate = or_one(plan->response_rate);
    bool usable = p > 0 && p < 1 && e > 0 && e < 1 && plan->level > 0 && plan->level < 1 && !isnan(population);
    if (!usable || !(deff > 0 && deff < INFINITY) || !(rate > 0 && rate <= 1))
        return size;
    double z = quantile_normal((1 - plan->level) / 2);
    size.simple = z * z * p * (1 - p) / (e * e);
    size.finite = population < INFINITY ? size.simple / (1 + (size.simple - 1) / population) : size.simple;
    size.finite = fmin(size.finite, population);
    size.effective = fmin(size.finite * deff, population);
    size.completes = fmin(round_up(size.effective), population);
    size.asked = round_up(size.effective / rate);
    return size;
}

double stats_margin_achieved(double n, double share, double level, double population, double deff)
{
    double whole = population_of(population), effect = or_one(deff);
    if (!(n > 0 && n < INFINITY && n <= whole && share >= 0 && share <= 1 && level > 0 && level < 1 && effect > 0 && effect < INFINITY))
        return NAN;
    double correction = whole == INFINITY ? 1 : whole > 1 ? (whole - n) / (whole - 1) : 0;
    return quantile_normal((1 - level) / 2) * sqrt(effect * share * (1 - share) / n * correction);
}

struct stats_return_rates stats_return_rates(double issued, double returned, double valid)
{
    if (!(issued < INFINITY && issued >= returned && returned >= valid && valid >= 0))
        return (struct stats_return_rates){NAN, NAN, NAN, NAN};
    return (struct stats_return_rates){stats_share(returned, issued), stats_share(valid, returned), stats_share(valid, issued),
                                       stats_share(returned - valid, returned)};
}

static bool counts_usable(const struct stats_dispositions *d)
{
    const double counts[] = {d->complete, d->partial, d->refusal, d->non_contact, d->other, d->unknown_household, d->unknown_other, d->not_eligible};
    for (size_t i = 0; i < COUNT_OF(counts); i++)
        if (!(counts[i] >= 0 && counts[i] < INFINITY))
            return false;
    return true;
}

struct stats_response_rates stats_response_rates(const struct stats_dispositions *d, double eligibility)
{
    const double nan = NAN;
    struct stats_response_rates rates = {nan, {nan, nan, nan, nan, nan, nan}, {nan, nan, nan, nan}, {nan, nan, nan}, {nan, nan, nan}};
    if (!counts_usable(d) || eligibility < 0 || eligibility > 1)
        return rates;
    double interviews = d->complete + d->partial, known = interviews + d->refusal + d->non_contact + d->other;
    double unknown = d->unknown_household + d->unknown_other, contacted = interviews + d->refusal + d->other;
    rates.e = isnan(eligibility) ? stats_share(known, known + d->not_eligible) : eligibility;
    const double below[] = {known + unknown, known + (unknown > 0 ? rates.e * unknown : 0), known};
    for (size_t k = 0; k < 3; k++) {
        rates.rr[2 * k] = stats_share(d->complete, below[k]);
        rates.rr[2 * k + 1] = stats_share(interviews, below[k]);
        rates.ref[k] = stats_share(d->refusal, below[k]);
        rates.con[k] = stats_share(contacted, below[k]);
    }
    rates.coop[0] = stats_share(d->complete, contacted);
    rates.coop[1] = stats_share(interviews, contacted);
    rates.coop[2] = stats_share(d->complete, interviews + d->refusal);
    rates.coop[3] = stats_share(interviews, interviews + d->refusal);
    return rates;
}

const struct stats_measure stats_sample_measures[] = {
    {"sample_size", "样本量", N_("sample"), N_("expected share, margin, level; population, design effect, response rate"), 1, "stats_sample_size",
     "n₀ = z²p(1 − p)/e²; n = n₀N/(n₀ + N − 1); × deff; ÷ response rate", "Cochran, Sampling Techniques (1977) 4.4",
     "tests/unit/stats/test_sample.c: sizes"},
    {"margin", "抽样误差（允许误差）", N_("sample"), N_("number of answers, share"), 1, "stats_margin_achieved", "z·√(deff·p(1 − p)/n·(N − n)/(N − 1))",
     "Cochran, Sampling Techniques (1977) 3.2", "tests/unit/stats/test_sample.c: margins"},
    {"return_rates", "回收率、有效率、有效回收率", N_("sample"), N_("issued, returned, valid"), 1, "stats_return_rates",
     "returned/issued; valid/returned; valid/issued", "method §2", "tests/unit/stats/test_sample.c: three_rates"},
    {"response_rates", "应答率（AAPOR RR1–RR6、COOP、REF、CON）", N_("sample"), N_("dispositions I, P, R, NC, O, UH, UO, NE"), 1, "stats_response_rates",
     "RR1 = I/((I + P) + (R + NC + O) + (UH + UO)); …", "AAPOR, Standard Definitions, 10th ed. (2023)",
     "tests/unit/stats/test_sample.c: aapor_rates"},
    {0},
};
