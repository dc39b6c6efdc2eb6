/* SPDX-License-Identifier: GPL-3.0-or-later
 * Intraclass correlations and Kendall's W: do raters see the same differences between ratees? Absolute agreement (A) counts leniency as disagreement,
 * consistency (C) does not; the mean forms (k) are the reliability of the panel's mean, which is what a score is made of. W asks for the order alone.
 * Against psych::ICC, irr::kendall and the vector of the method, 0.7778.
 */
#include "ceping/stats_compare.h"
#include "ceping/stats_raters.h"
#include "tails_priv.h"

#include "ceping/base_num.h"

#include <math.h>

static double frequency(const double *w, size_t i)
{
    return w ? w[i] : 1;
}

static bool frequencies_usable(const double *w, size_t n)
{
    for (size_t i = 0; w && i < n; i++)
        if (!(w[i] >= 0 && w[i] < INFINITY))
            return false;
    return true;
}

/* Indices of ratees without gaps and with a frequency; their number. */
static size_t complete(const double *x, const double *w, size_t ratees, size_t raters, size_t *ret, double *ret_n)
{
    size_t count = 0;
    struct sum n = {0};
    for (size_t i = 0; i < ratees; i++) {
        bool whole = frequency(w, i) > 0;
        for (size_t j = 0; j < raters; j++)
            whole = whole && !isnan(x[i * raters + j]);
        if (!whole)
            continue;
        ret[count++] = i;
        sum_add(&n, frequency(w, i));
    }
    *ret_n = sum_value(&n);
    return count;
}

struct mean_squares {
    double n, k;
    double ratees, raters, within, error; /* MSR, MSC, MSW, MSE */
};

static struct mean_squares mean_squares(const double *x, const double *w, const size_t *at, size_t n, size_t k, double rows)
{
    auto_free double *row = xcalloc(n + 1, sizeof *row), *column = xcalloc(k + 1, sizeof *column), *all = xcalloc(n * k + 1, sizeof *all),
                     *often = xcalloc(n * k + 1, sizeof *often);
    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j < k; j++) {
            all[i * k + j] = x[at[i] * k + j];
            often[i * k + j] = frequency(w, at[i]);
        }
    double grand = stats_mean(all, often, n * k), columns = (double)k;
    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j < k; j++) {
            double deviation = all[i * k + j] - grand;
            row[i] += deviation / columns;
            column[j] += often[i * k] * deviation / rows;
        }
    struct sum ratees = {0}, raters = {0}, within = {0}, error = {0};
    for (size_t i = 0; i < n; i++) {
        double times = often[i * k];
        sum_add(&ratees, times * columns * row[i] * row[i]);
        for (size_t j = 0; j < k; j++) {
            double deviation = all[i * k + j] - grand - row[i];
            sum_add(&within, times * deviation * deviation);
            sum_add(&error, times * (deviation - column[j]) * (deviation - column[j]));
        }
    }
    for (size_t j = 0; j < k; j++)
        sum_add(&raters, rows * column[j] * column[j]);
    /* Full agreement leaves but rounding. */
    double least = 1e-28 * (sum_value(&ratees) + sum_value(&raters));
    double own = sum_value(&within) > least ? sum_value(&within) : 0, rest = sum_value(&error) > least ? sum_value(&error) : 0;
    return (struct mean_squares){rows, columns, sum_value(&ratees) / (rows - 1), own > 0 ? sum_value(&raters) / (columns - 1) : 0,
                                 own / (rows * (columns - 1)), rest / ((rows - 1) * (columns - 1))};
}

static void set_form(struct stats_icc *ret, enum stats_icc_form form, double icc, double f, double df1, double df2, double low, double high)
{
    ret->form[form].icc = icc;
    ret->form[form].f = f;
    ret->form[form].df1 = df1;
    ret->form[form].df2 = df2;
    ret->form[form].p = tail_f(f, df1, df2);
    ret->form[form].low = low;
    ret->form[form].high = high;
}

/* One-way and consistency: F of ratees over what is left, with limits F / q and F · q. */
static void ratio_forms(struct stats_icc *ret, enum stats_icc_form single, enum stats_icc_form mean, const struct mean_squares *ms, double rest, double df2, double tail)
{
    double k = ms->k, df1 = ms->n - 1, f = ms->ratees / rest;
    double low = f / quantile_f(tail, df1, df2), high = f * quantile_f(tail, df2, df1);
    bool bounded = f < INFINITY;
    set_form(ret, single, (ms->ratees - rest) / (ms->ratees + (k - 1) * rest), f, df1, df2, bounded ? (low - 1) / (low + k - 1) : NAN,
             bounded ? (high - 1) / (high + k - 1) : NAN);
    set_form(ret, mean, (ms->ratees - rest) / ms->ratees, f, df1, df2, bounded ? 1 - 1 / low : NAN, bounded ? 1 - 1 / high : NAN);
}

/* Absolute agreement: Satterthwaite's degrees of freedom for a sum of two mean squares. */
static void agreement_forms(struct stats_icc *ret, const struct mean_squares *ms, double tail)
{
    double n = ms->n, k = ms->k, df1 = n - 1, df2 = df1 * (k - 1);
    double icc = (ms->ratees - ms->error) / (ms->ratees + (k - 1) * ms->error + k / n * (ms->raters - ms->error));
    double mean = (ms->ratees - ms->error) / (ms->ratees + (ms->raters - ms->error) / n), f = ms->ratees / ms->error;
    double low = NAN, high = NAN;
    if (f < INFINITY && icc < 1) {
        double a = k * icc / (n * (1 - icc)), b = 1 + k * icc * (n - 1) / (n * (1 - icc)), ac = a * ms->raters, be = b * ms->error;
        double v = (ac + be) * (ac + be) / (ac * ac / (k - 1) + be * be / df2), other = k * ms->raters + (k * n - k - n) * ms->error;
        double f_low = quantile_f(tail, df1, v), f_high = quantile_f(tail, v, df1);
        low = n * (ms->ratees - f_low * ms->error) / (f_low * other + n * ms->ratees);
        high = n * (f_high * ms->ratees - ms->error) / (other + n * f_high * ms->ratees);
    }
    set_form(ret, STATS_ICC_A1, icc, f, df1, df2, low, high);
    set_form(ret, STATS_ICC_AK, mean, f, df1, df2, k * low / (1 + (k - 1) * low), k * high / (1 + (k - 1) * high));
}

void stats_icc(const double *x, const double *w, size_t ratees, size_t raters, double level, struct stats_icc *ret)
{
    auto_free size_t *at = xcalloc(ratees + 1, sizeof *at);
    double rows;
    size_t n = complete(x, w, ratees, raters, at, &rows);
    *ret = (struct stats_icc){.ratees = rows, .dropped = stats_total(w, ratees) - rows};
    for (int i = 0; i < STATS_ICC_FORMS; i++)
        set_form(ret, (enum stats_icc_form)i, NAN, NAN, NAN, NAN, NAN, NAN);
    if (rows < 2 || raters < 2 || !frequencies_usable(w, ratees))
        return;
    struct mean_squares ms = mean_squares(x, w, at, n, raters, rows);
    if (!(ms.ratees > 0 || ms.within > 0))
        return;
    double tail = level > 0 && level < 1 ? (1 - level) / 2 : NAN, df1 = ms.n - 1;
    ratio_forms(ret, STATS_ICC_1, STATS_ICC_K, &ms, ms.within, ms.n * (ms.k - 1), tail);
    ratio_forms(ret, STATS_ICC_C1, STATS_ICC_CK, &ms, ms.error, df1 * (ms.k - 1), tail);
    agreement_forms(ret, &ms, tail);
}

void stats_kendall_w(const double *x, const double *w, size_t ratees, size_t raters, struct stats_kendall_w *ret)
{
    auto_free size_t *at = xcalloc(ratees + 1, sizeof *at);
    double rows, m = (double)raters;
    size_t n = complete(x, w, ratees, raters, at, &rows);
    *ret = (struct stats_kendall_w){m, rows, NAN, NAN, NAN, NAN, NAN, NAN};
    if (rows < 2 || raters < 2 || !frequencies_usable(w, ratees))
        return;
    auto_free double *often = xcalloc(n, sizeof *often), *given = xcalloc(n, sizeof *given), *ranks = xcalloc(n, sizeof *ranks), *total = xcalloc(n, sizeof *total);
    struct sum ties = {0}, squares = {0};
    for (size_t i = 0; i < n; i++)
        often[i] = frequency(w, at[i]);
    for (size_t j = 0; j < raters; j++) {
        double tied;
        for (size_t i = 0; i < n; i++)
            given[i] = x[at[i] * raters + j];
        stats_ranks(given, often, n, ranks, &tied);
        sum_add(&ties, tied);
        for (size_t i = 0; i < n; i++)
            total[i] += ranks[i] - (rows + 1) / 2;
    }
    for (size_t i = 0; i < n; i++)
        sum_add(&squares, often[i] * total[i] * total[i]);
    double cubes = rows * (rows * rows - 1), most = m * m * cubes, possible = most - m * sum_value(&ties);
    if (!(possible > 0.5)) /* whole numbers: none of the raters told any apart */
        return;
    ret->w = 12 * sum_value(&squares) / possible;
    ret->w_without_ties = 12 * sum_value(&squares) / most;
    ret->df = rows - 1;
    ret->chisq = m * ret->df * ret->w;
    ret->p = tail_chisq(ret->chisq, ret->df);
    ret->mean_spearman = (m * ret->w - 1) / (m - 1);
}

/* Spearman's ρ: the correlation of mid-ranks over the ratees that both rated. */
static double spearman(const double *x, size_t ratees, size_t raters, size_t one, size_t other, double *scratch)
{
    double *a = scratch, *b = scratch + ratees, *ra = scratch + 2 * ratees, *rb = scratch + 3 * ratees;
    size_t n = 0;
    for (size_t i = 0; i < ratees; i++)
        if (!isnan(x[i * raters + one]) && !isnan(x[i * raters + other])) {
            a[n] = x[i * raters + one];
            b[n++] = x[i * raters + other];
        }
    stats_ranks(a, NULL, n, ra, NULL);
    stats_ranks(b, NULL, n, rb, NULL);
    struct sum ab = {0}, aa = {0}, bb = {0};
    double middle = ((double)n + 1) / 2;
    for (size_t i = 0; i < n; i++) {
        sum_add(&ab, (ra[i] - middle) * (rb[i] - middle));
        sum_add(&aa, (ra[i] - middle) * (ra[i] - middle));
        sum_add(&bb, (rb[i] - middle) * (rb[i] - middle));
    }
    return sum_value(&aa) > 0 && sum_value(&bb) > 0 ? sum_value(&ab) / sqrt(sum_value(&aa) * sum_value(&bb)) : NAN;
}

double stats_kendall_w_gaps(const double *x, size_t ratees, size_t raters, size_t *ret_pairs)
{
    auto_free double *scratch = xcalloc(4 * ratees + 1, sizeof *scratch);
    struct sum sum = {0};
    size_t pairs = 0;
    for (size_t i = 0; i < raters; i++)
        for (size_t j = i + 1; j < raters; j++) {
            double rho = spearman(x, ratees, raters, i, j, scratch);
            if (isnan(rho))
                continue;
            sum_add(&sum, rho);
            pairs++;
        }
    if (ret_pairs)
        *ret_pairs = pairs;
    double m = (double)raters;
    return pairs > 0 ? (1 + sum_value(&sum) / (double)pairs * (m - 1)) / m : NAN;
}
