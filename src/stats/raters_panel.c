/* SPDX-License-Identifier: GPL-3.0-or-later
 * A panel of raters: who is lenient, who erratic, and what ratees would have got from a rater of mean leniency. A rater's mean alone mixes his leniency with the quality of
 * those he happened to rate; the difference from others on the same ratees, and better the additive model over all ratings, do not.
 */
#include "ceping/stats_raters.h"
#include "tails_priv.h"

#include "ceping/base_num.h"

#include <math.h>

/* Ratings of one rater, without gaps; how many. */
static size_t ratings_of(const double *x, size_t ratees, size_t raters, size_t rater, double *ret)
{
    size_t n = 0;
    for (size_t i = 0; i < ratees; i++)
        if (!isnan(x[i * raters + rater]))
            ret[n++] = x[i * raters + rater];
    return n;
}

static void describe(const double *x, size_t ratees, size_t raters, size_t rater, double full_mark, double *scratch, struct stats_rater *ret)
{
    size_t n = ratings_of(x, ratees, raters, rater, scratch), full = 0;
    for (size_t i = 0; i < n; i++)
        full += scratch[i] >= full_mark;
    *ret = (struct stats_rater){.n = (double)n, .mean = stats_mean(scratch, NULL, n), .sd = stats_sd(scratch, NULL, n), .effect = NAN, .fit = NAN};
    ret->full = isnan(full_mark) ? NAN : stats_share((double)full, (double)n);
    struct sum difference = {0};
    for (size_t i = 0; i < ratees; i++) {
        struct sum others = {0};
        double count = 0, own = x[i * raters + rater];
        for (size_t j = 0; j < raters; j++)
            if (j != rater && !isnan(x[i * raters + j]))
                sum_add(&others, x[i * raters + j]), count++;
        if (isnan(own) || count == 0)
            continue;
        sum_add(&difference, own - sum_value(&others) / count);
        ret->compared++;
    }
    ret->difference = ret->compared > 0 ? sum_value(&difference) / ret->compared : NAN;
}

/* Sum of squares about the means of ratees, and how many of them have ratings. */
static double within_ratees(const double *x, size_t ratees, size_t raters, double *scratch, double *ret_used)
{
    struct sum squares = {0};
    *ret_used = 0;
    for (size_t i = 0; i < ratees; i++) {
        size_t n = 0;
        for (size_t j = 0; j < raters; j++)
            if (!isnan(x[i * raters + j]))
                scratch[n++] = x[i * raters + j];
        *ret_used += n > 0;
        if (n > 1)
            sum_add(&squares, stats_variance(scratch, NULL, n) * (double)(n - 1));
    }
    return sum_value(&squares);
}

void stats_raters(const double *x, size_t ratees, size_t raters, double full_mark, struct stats_rater *ret_raters, double *ret_fair, struct stats_facets *ret)
{
    auto_free double *scratch = xcalloc(ratees + raters + 1, sizeof *scratch), *row = xcalloc(ratees + 1, sizeof *row), *column = xcalloc(raters + 1, sizeof *column);
    auto_free int *component = xcalloc(ratees + raters + 1, sizeof *component);
    stats_two_way(x, ratees, raters, row, column, component);
    double used_ratees, only_ratees = within_ratees(x, ratees, raters, scratch, &used_ratees), used_raters = 0;
    int components = 0;
    struct sum all = {0};
    double ratings = 0;
    for (size_t j = 0; j < raters; j++) {
        describe(x, ratees, raters, j, full_mark, scratch, &ret_raters[j]);
        ret_raters[j].effect = column[j];
        used_raters += ret_raters[j].n > 0;
        struct sum own = {0};
        for (size_t i = 0; i < ratees; i++)
            if (!isnan(x[i * raters + j])) {
                double residual = x[i * raters + j] - row[i] - column[j];
                sum_add(&own, residual * residual);
                components = component[i] + 1 > components ? component[i] + 1 : components;
            }
        ret_raters[j].fit = sum_value(&own);
        sum_add(&all, sum_value(&own));
        ratings += ret_raters[j].n;
    }
    double rest = sum_value(&all), df = ratings - used_ratees - used_raters + components, df1 = used_raters - components;
    /* What rounding leaves of an exact fit is nothing. */
    bool exact = !(rest > 1e-24 * only_ratees) || !(df > 0);
    for (size_t j = 0; j < raters; j++)
        ret_raters[j].fit = ret_raters[j].n > 0 && !exact ? ret_raters[j].fit / ret_raters[j].n / (rest / ratings) : NAN;
    for (size_t i = 0; i < ratees && ret_fair; i++)
        ret_fair[i] = row[i];
    *ret = (struct stats_facets){.ratings = ratings, .components = components, .df = df, .residual_sd = df > 0 ? sqrt(rest / df) : NAN, .f = NAN, .df1 = df1, .p = NAN};
    if (df > 0 && df1 > 0 && only_ratees > 0) {
        ret->f = exact ? INFINITY : fmax(0, only_ratees - rest) / df1 / (rest / df);
        ret->p = tail_f(ret->f, df1, df);
    }
}

void stats_standardise(const double *x, size_t ratees, size_t raters, enum stats_standardise method, double centre, double spread, double *ret)
{
    auto_free double *scratch = xcalloc(ratees * raters + 1, sizeof *scratch);
    size_t n = 0;
    for (size_t i = 0; i < ratees * raters; i++)
        if (!isnan(x[i]))
            scratch[n++] = x[i];
    double grand = stats_mean(scratch, NULL, n);
    for (size_t j = 0; j < raters; j++) {
        size_t count = ratings_of(x, ratees, raters, j, scratch);
        double mean = stats_mean(scratch, NULL, count), sd = stats_sd(scratch, NULL, count);
        for (size_t i = 0; i < ratees; i++) {
            double value = x[i * raters + j];
            switch (method) {
            case STATS_STANDARDISE_RATIO:
                ret[i * raters + j] = mean != 0 ? value * grand / mean : NAN;
                break;
            case STATS_STANDARDISE_SHIFT:
                ret[i * raters + j] = value - mean + grand;
                break;
            case STATS_STANDARDISE_SCORE:
                ret[i * raters + j] = sd > 0 ? centre + spread * (value - mean) / sd : NAN;
                break;
            case STATS_STANDARDISES:
                break;
            }
        }
    }
}
