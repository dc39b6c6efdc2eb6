/* SPDX-License-Identifier: GPL-3.0-or-later
 * What must hold of every measure that takes data, whatever its numbers are:
 *
 *     the order of rows does not matter;
 *     counts grouped elsewhere are rows: a row of frequency 3 is three equal rows;
 *     frequencies of 2 are the rows twice;
 *     a + b·x (b > 0) moves each number as its kind says: a place moves along, a spread is stretched, what is free of units stays.
 *
 * One row a function, in the order of the tables of measures; the last test asks that no function of those tables is left out, but for those that take no
 * rows, each named with the reason.
 */
#include "check.h"

#include "ceping/stats_association.h"
#include "ceping/stats_compare.h"
#include "ceping/stats_composite.h"
#include "ceping/stats_design.h"
#include "ceping/stats_intervals.h"
#include "ceping/stats_measures.h"
#include "ceping/stats_raters.h"
#include "ceping/stats_regression.h"
#include "ceping/stats_reliability.h"
#include "ceping/stats_resample.h"
#include "ceping/stats_structure.h"
#include "ceping/stats_tables.h"
#include "ceping/stats_weights.h"

enum { BASE = 18, ITEMS = 3, MOST = 120, OUT = 16 };

/* How a number goes with a + b·x. */
enum kind {
    FREE,   /* stays */
    PLACE,  /* a + b·v */
    SPREAD, /* b·v */
    SQUARE, /* b²·v */
    OVER,   /* v/b: a coefficient of x */
    NOT,    /* depends on where 0 is: not compared */
};

struct rows {
    size_t n;
    double item[ITEMS][MOST]; /* the first is x, the second y */
    double *w;                /* NULL: each once */
    double counts[MOST];
    int group[MOST];
};

struct out {
    size_t count;
    double value[OUT];
    enum kind kind[OUT];
};

static void add(struct out *out, double value, enum kind kind)
{
    assert_true(out->count < OUT);
    out->value[out->count] = value;
    out->kind[out->count++] = kind;
}

/* Data: three items that go together with noise, values of steps (ties), three groups, all counts above 0. */
static void base_rows(struct rows *rows)
{
    static const double x[BASE] = {1, 2, 4, 3, 5, 5, 2, 1, 3, 4, 2, 5, 3, 3, 4, 1, 2, 5}, y[BASE] = {2, 1, 5, 3, 4, 5, 2, 2, 1, 4, 3, 5, 2, 4, 3, 1, 3, 4};
    static const double z[BASE] = {1, 3, 4, 2, 5, 4, 3, 1, 2, 5, 1, 4, 3, 2, 5, 2, 2, 3}, w[BASE] = {1, 3, 2, 4, 1, 2, 1, 3, 1, 2, 2, 1, 4, 1, 3, 2, 1, 2};
    memset(rows, 0, sizeof *rows);
    rows->n = BASE;
    for (int i = 0; i < BASE; i++) {
        rows->item[0][i] = x[i];
        rows->item[1][i] = y[i];
        rows->item[2][i] = z[i];
        rows->counts[i] = w[i];
        rows->group[i] = i % 3;
    }
    rows->w = rows->counts;
}

static void copy_row(const struct rows *from, size_t i, struct rows *to)
{
    assert_true(to->n < MOST);
    for (int j = 0; j < ITEMS; j++)
        to->item[j][to->n] = from->item[j][i];
    to->group[to->n] = from->group[i];
    to->counts[to->n++] = from->counts[i];
}

static void permuted(const struct rows *from, struct rows *to)
{
    memset(to, 0, sizeof *to);
    for (size_t i = 0; i < from->n; i++)
        copy_row(from, (i * 7 + 5) % from->n, to); /* 7 and 18 have no common divisor */
    to->w = from->w ? to->counts : NULL;
}

static void expanded(const struct rows *from, int times, struct rows *to)
{
    memset(to, 0, sizeof *to);
    for (size_t i = 0; i < from->n; i++)
        for (int k = 0; k < times * (int)from->counts[i]; k++)
            copy_row(from, i, to);
    to->w = NULL;
}

/* Functions of the table ------------------------------------------------------------------------------------------------- */

static void do_mean(const struct rows *r, struct out *out)
{
    add(out, stats_mean(r->item[0], r->w, r->n), PLACE);
}
static void do_variance(const struct rows *r, struct out *out)
{
    add(out, stats_variance(r->item[0], r->w, r->n), SQUARE);
    add(out, stats_sd(r->item[0], r->w, r->n), SPREAD);
}
static void do_quantile(const struct rows *r, struct out *out)
{
    add(out, stats_quantile(r->item[0], r->w, r->n, 0.25), PLACE);
    add(out, stats_quantile(r->item[0], r->w, r->n, 0.61), PLACE);
    add(out, stats_median(r->item[0], r->w, r->n), PLACE);
}
static void do_trimmed(const struct rows *r, struct out *out)
{
    add(out, stats_trimmed_mean(r->item[0], r->n, 2, 5, NULL, NULL), PLACE);
}
static void do_shape(const struct rows *r, struct out *out)
{
    struct stats_shape s = stats_shape(r->item[0], r->w, r->n);
    add(out, s.G1, FREE), add(out, s.G2, FREE), add(out, s.g1, FREE), add(out, s.b2, FREE);
}
static void do_weighted_description(const struct rows *r, struct out *out) /* weights of sampling are not frequencies: a row of weight 2 is one person */
{
    struct stats_weighted_description d = stats_weighted_description(r->item[0], r->counts, r->n, 0.95);
    add(out, d.mean, PLACE), add(out, d.low, PLACE), add(out, d.se, SPREAD), add(out, d.variance, SQUARE), add(out, d.effective_n, FREE);
}
static void do_multiple(const struct rows *r, struct out *out)
{
    double marks[2 * MOST];
    for (size_t i = 0; i < r->n; i++) {
        marks[i] = r->item[0][i] >= stats_median(r->item[0], r->w, r->n);
        marks[r->n + i] = r->item[1][i] >= 3;
    }
    struct stats_option options[2];
    struct stats_multiple m = stats_multiple_response(marks, r->w, r->n, 2, false, 0.95, options);
    add(out, m.cases, FREE), add(out, m.answers_per_case, FREE), add(out, options[0].of_cases, FREE), add(out, options[1].of_answers, FREE),
        add(out, options[0].interval.high, FREE);
}

/* Counts of the rows: in groups, and with x above the middle. */
static double count_of(const struct rows *r, int group, int above)
{
    double sum = 0, middle = stats_median(r->item[0], r->w, r->n);
    for (size_t i = 0; i < r->n; i++)
        if ((group < 0 || r->group[i] == group) && (above < 0 || (r->item[0][i] > middle) == above))
            sum += r->w ? r->w[i] : 1;
    return sum;
}
static void do_wilson(const struct rows *r, struct out *out)
{
    struct interval interval = stats_wilson(count_of(r, -1, 1), count_of(r, -1, -1), 0.95);
    add(out, interval.low, FREE), add(out, interval.high, FREE);
}
static void do_wilson_corrected(const struct rows *r, struct out *out)
{
    struct interval interval = stats_wilson_corrected(count_of(r, -1, 1), count_of(r, -1, -1), 0.95);
    add(out, interval.low, FREE), add(out, interval.high, FREE);
}
static void do_clopper(const struct rows *r, struct out *out)
{
    struct interval interval = stats_clopper_pearson(count_of(r, -1, 1), count_of(r, -1, -1), 0.95);
    add(out, interval.low, FREE), add(out, interval.high, FREE);
}
static void do_share_difference(const struct rows *r, struct out *out)
{
    struct interval interval = stats_share_difference(count_of(r, 0, 1), count_of(r, 0, -1), count_of(r, 1, 1), count_of(r, 1, -1), 0.95);
    add(out, interval.low, FREE), add(out, interval.high, FREE);
}
static void do_weighted_share(const struct rows *r, struct out *out)
{
    double hit[MOST];
    for (size_t i = 0; i < r->n; i++)
        hit[i] = r->item[1][i] > 2;
    struct stats_weighted_share share = stats_weighted_share(hit, r->counts, r->n, 0.95);
    add(out, share.share, FREE), add(out, share.interval.low, FREE);
}
static void options_of(const struct rows *r, int item, double counts[5])
{
    memset(counts, 0, 5 * sizeof *counts);
    double low = stats_min(r->item[item], r->n), step = (stats_max(r->item[item], r->n) - low) / 4;
    for (size_t i = 0; i < r->n; i++)
        counts[lround((r->item[item][i] - low) / step)] += r->w ? r->w[i] : 1;
}
static void do_top(const struct rows *r, struct out *out)
{
    double counts[5];
    options_of(r, 0, counts);
    add(out, stats_top_box(counts, 5, 2, 0.95).share, FREE), add(out, stats_bottom_box(counts, 5, 2, 0.95).interval.high, FREE);
}
static void do_nps(const struct rows *r, struct out *out)
{
    double counts[5];
    options_of(r, 0, counts);
    struct stats_nps nps = stats_nps(counts[4], counts[3], counts[0] + counts[1] + counts[2], 0.95);
    add(out, nps.points, FREE), add(out, nps.adjusted.low, FREE);
}
static void do_mean_interval(const struct rows *r, struct out *out)
{
    struct stats_mean_interval m = stats_mean_interval(r->item[0], r->w, r->n, 0.95);
    add(out, m.low, PLACE), add(out, m.se, SPREAD);
}
static size_t side(const struct rows *r, int item, int group, double *x, double *w)
{
    size_t n = 0;
    for (size_t i = 0; i < r->n; i++)
        if (r->group[i] == group) {
            x[n] = r->item[item][i];
            w[n++] = r->w ? r->w[i] : 1;
        }
    return n;
}
static void do_mean_difference(const struct rows *r, struct out *out)
{
    double x[2][MOST], w[2][MOST];
    size_t n[2] = {side(r, 0, 0, x[0], w[0]), side(r, 0, 1, x[1], w[1])};
    struct stats_mean_difference d =
        stats_mean_difference(stats_total(w[0], n[0]), stats_mean(x[0], w[0], n[0]), stats_sd(x[0], w[0], n[0]), stats_total(w[1], n[1]),
                              stats_mean(x[1], w[1], n[1]), stats_sd(x[1], w[1], n[1]), 0.95);
    add(out, d.difference, SPREAD), add(out, d.low, SPREAD), add(out, d.df, FREE);
}
static double mean_of(const double *frequency, size_t n, const void *data)
{
    return stats_mean(data, frequency, n);
}
static void do_jackknife(const struct rows *r, struct out *out)
{
    struct stats_jackknife j = stats_jackknife(mean_of, r->item[0], r->w, r->n, 0.95);
    add(out, j.value, PLACE), add(out, j.low, PLACE), add(out, j.se, SPREAD), add(out, j.acceleration, FREE);
}
static void do_bootstrap(const struct rows *r, struct out *out)
{
    struct stats_bootstrap b = stats_bootstrap(mean_of, r->item[0], r->w, r->n, 200, 1, 0.95);
    add(out, b.value, PLACE), add(out, b.percentile.low, PLACE), add(out, b.se, SPREAD), add(out, b.acceleration, FREE);
}

/* Weights --------------------------------------------------------------------------------------------------------------- */

static void do_kish(const struct rows *r, struct out *out)
{
    struct stats_kish kish = stats_kish(r->counts, r->n);
    add(out, kish.deff, FREE), add(out, kish.effective_n, FREE), add(out, kish.cv, FREE);
}
/* Σ of the new weights times y: no row is looked at by its number. */
static void add_weighted(const struct rows *r, const double *w, struct out *out)
{
    double sum = 0, squares = 0;
    for (size_t i = 0; i < r->n; i++) {
        sum += w[i] * r->item[1][i];
        squares += w[i] * w[i];
    }
    add(out, sum, FREE), add(out, squares, FREE);
}
static void do_poststratify(const struct rows *r, struct out *out)
{
    static const double population[3] = {500, 300, 200};
    double w[MOST];
    struct stats_cells cells;
    assert_true(stats_poststratify(r->counts, r->group, r->n, population, 3, w, &cells));
    add_weighted(r, w, out);
}
static void do_rake(const struct rows *r, struct out *out)
{
    static const double one[3] = {500, 300, 200}, other[2] = {450, 550};
    int half[MOST];
    for (size_t i = 0; i < r->n; i++)
        half[i] = r->item[2][i] > 2;
    struct stats_margin margins[2] = {{r->group, one, 3}, {half, other, 2}};
    double w[MOST];
    struct stats_raking raking;
    assert_true(stats_rake(r->counts, r->n, margins, 2, 500, 1e-13, w, &raking));
    add_weighted(r, w, out);
}
static void do_trim(const struct rows *r, struct out *out)
{
    double w[MOST];
    struct stats_trimming trimming;
    assert_true(stats_trim_weights(r->counts, r->n, 1.2, 3, w, &trimming));
    add_weighted(r, w, out);
}
static void do_calibrate(const struct rows *r, struct out *out)
{
    double x[2 * MOST], w[MOST], total = 40, middle = stats_mean(r->item[0], r->counts, r->n), sum = 0;
    for (size_t i = 0; i < r->n; i++) {
        x[i] = 1;
        x[r->n + i] = r->item[0][i];
        sum += r->item[0][i];
    }
    const double totals[2] = {total, total * (0.7 * middle + 0.3 * sum / (double)r->n)};
    struct stats_calibration calibration;
    assert_true(stats_calibrate(r->counts, x, r->n, 2, totals, w, &calibration));
    add_weighted(r, w, out);
}

/* Designs: weights of sampling. */
static void design(const struct rows *r, int what, struct out *out)
{
    struct arena *arena = arena_new();
    int half[MOST], option[MOST];
    double hit[MOST];
    for (size_t i = 0; i < r->n; i++) {
        half[i] = r->item[2][i] > 2;
        hit[i] = r->item[1][i] > 2;
        option[i] = r->item[1][i] > 3;
    }
    struct stats_plan *plan = stats_plan_new(arena, &(struct stats_design){.n = r->n, .weight = r->counts, .stratum = half});
    struct stats_estimate e = {0};
    if (what == 0) {
        e = stats_design_mean(plan, r->item[0], NULL, 0.95);
        add(out, e.value, PLACE), add(out, e.low, PLACE), add(out, e.se, SPREAD), add(out, e.deff, FREE);
    } else if (what == 1) {
        e = stats_design_total(plan, r->item[0], NULL, 0.95);
        add(out, e.value, NOT), add(out, e.se, NOT);
    } else if (what == 2) {
        e = stats_design_ratio(plan, r->item[0], r->item[1], NULL, 0.95);
        add(out, e.value, NOT), add(out, e.se, NOT);
    } else if (what == 3) {
        struct stats_design_share share = stats_design_share(plan, hit, NULL, 0.95);
        add(out, share.estimate.value, FREE), add(out, share.logit.low, FREE), add(out, share.beta.high, FREE);
    } else if (what == 4) {
        struct stats_design_test t = stats_design_difference(plan, r->item[0], r->group, 0.95);
        add(out, t.difference, SPREAD), add(out, t.se, SPREAD), add(out, t.p, FREE);
    } else if (what == 5) {
        struct stats_f_test f = stats_design_means(plan, r->item[0], r->group, 3), rank = stats_design_rank_test(plan, r->item[0], r->group, 3);
        add(out, f.f, FREE), add(out, f.p, FREE), add(out, rank.f, FREE);
    } else {
        struct stats_design_crosstab test = stats_design_crosstab(plan, r->group, 3, option, 2, NULL);
        add(out, test.f, FREE), add(out, test.p, FREE), add(out, test.cramer_v, FREE);
    }
    arena_free(arena);
}
static void do_design_mean(const struct rows *r, struct out *out)
{
    design(r, 0, out);
}
static void do_design_total(const struct rows *r, struct out *out)
{
    design(r, 1, out);
}
static void do_design_ratio(const struct rows *r, struct out *out)
{
    design(r, 2, out);
}
static void do_design_share(const struct rows *r, struct out *out)
{
    design(r, 3, out);
}
static void do_design_difference(const struct rows *r, struct out *out)
{
    design(r, 4, out);
}
static void do_design_means(const struct rows *r, struct out *out)
{
    design(r, 5, out);
}
static void do_design_crosstab(const struct rows *r, struct out *out)
{
    design(r, 6, out);
}

/* Items together ----------------------------------------------------------------------------------------------------------- */

/* Item after item, or row after row for raters. */
static void matrix(const struct rows *r, bool by_row, double *x)
{
    for (size_t i = 0; i < r->n; i++)
        for (size_t j = 0; j < ITEMS; j++)
            x[by_row ? i * ITEMS + j : j * r->n + i] = r->item[j][i];
}
static void do_reliability(const struct rows *r, struct out *out)
{
    double x[ITEMS * MOST];
    struct stats_reliability_item items[ITEMS];
    matrix(r, false, x);
    struct stats_reliability s = stats_reliability(x, r->w, r->n, ITEMS, 0.95, items);
    add(out, s.alpha, FREE), add(out, s.alpha_interval.low, FREE), add(out, s.alpha_standardised, FREE), add(out, s.lambda2, FREE), add(out, s.lambda6, FREE),
        add(out, s.spearman_brown, FREE), add(out, s.guttman_half, FREE), add(out, items[1].rest_correlation, FREE), add(out, items[2].alpha_without, FREE);
}
static void do_omega(const struct rows *r, struct out *out)
{
    double x[ITEMS * MOST];
    matrix(r, false, x);
    add(out, stats_omega(x, r->w, r->n, ITEMS, NULL).omega, FREE);
}
static void correlations(const struct rows *r, double matrix_r[ITEMS * ITEMS])
{
    double x[ITEMS * MOST];
    matrix(r, false, x);
    stats_correlation_matrix(x, r->w, r->n, ITEMS, STATS_PEARSON, true, matrix_r, NULL);
}
static void do_kmo(const struct rows *r, struct out *out)
{
    double c[ITEMS * ITEMS];
    correlations(r, c);
    add(out, stats_kmo(c, ITEMS, NULL), FREE);
}
static void do_bartlett(const struct rows *r, struct out *out)
{
    double c[ITEMS * ITEMS];
    correlations(r, c);
    add(out, stats_bartlett(c, ITEMS, stats_total(r->w, r->n)).chisq, FREE);
}
static void factors(const struct rows *r, int what, struct out *out)
{
    double c[ITEMS * ITEMS];
    correlations(r, c);
    struct arena *arena = arena_new();
    struct stats_factors *two = stats_principal_components(arena, c, ITEMS, 2);
    struct stats_factors *found = what == 0   ? two
                                  : what == 1 ? stats_principal_axis(arena, c, ITEMS, 1)
                                  : what == 2 ? stats_maximum_likelihood(arena, c, ITEMS, 1, stats_total(r->w, r->n))
                                  : what == 3 ? stats_varimax(arena, two)
                                              : stats_promax(arena, two, 4);
    add(out, found->loadings[0], FREE), add(out, found->loadings[found->factors], FREE), add(out, found->squares[0], FREE), add(out, found->communality[2], FREE);
    arena_free(arena);
}
static void do_components(const struct rows *r, struct out *out)
{
    factors(r, 0, out);
}
static void do_axis(const struct rows *r, struct out *out)
{
    factors(r, 1, out);
}
static void do_likelihood(const struct rows *r, struct out *out)
{
    factors(r, 2, out);
}
static void do_varimax(const struct rows *r, struct out *out)
{
    factors(r, 3, out);
}
static void do_promax(const struct rows *r, struct out *out)
{
    factors(r, 4, out);
}

/* Association ----------------------------------------------------------------------------------------------------------------- */

static void add_correlation(struct stats_correlation c, struct out *out)
{
    add(out, c.value, FREE), add(out, c.statistic, FREE), add(out, c.p, FREE), add(out, c.interval.low, FREE), add(out, c.interval.high, FREE);
}
static void do_pearson(const struct rows *r, struct out *out)
{
    add_correlation(stats_pearson(r->item[0], r->item[1], r->w, r->n, 0.95), out);
}
static void do_spearman(const struct rows *r, struct out *out)
{
    add_correlation(stats_spearman(r->item[0], r->item[1], r->w, r->n, 0.95), out);
}
static void do_kendall(const struct rows *r, struct out *out)
{
    add_correlation(stats_kendall(r->item[0], r->item[1], r->w, r->n, 0.95), out);
}
static void do_exact(const struct rows *r, struct out *out) /* at most nine rows: the first seven by x, then y, then z */
{
    size_t picked[7];
    bool used[MOST] = {false};
    double x[7], y[7];
    for (int k = 0; k < 7; k++) {
        picked[k] = SIZE_MAX;
        for (size_t i = 0; i < r->n; i++) {
            size_t p = picked[k];
            if (used[i] || (p != SIZE_MAX && (r->item[0][i] > r->item[0][p] || (r->item[0][i] == r->item[0][p] && r->item[1][i] >= r->item[1][p]))))
                continue;
            picked[k] = i;
        }
        used[picked[k]] = true;
        x[k] = r->item[0][picked[k]];
        y[k] = r->item[1][picked[k]];
    }
    add(out, stats_spearman_exact_p(x, y, 7), FREE), add(out, stats_kendall_exact_p(x, y, 7), FREE);
}
static void do_ordered(const struct rows *r, struct out *out)
{
    struct stats_ordered_pairs pairs = stats_ordered_pairs(r->item[0], r->item[1], r->w, r->n);
    add(out, pairs.gamma, FREE), add(out, pairs.gamma_se, FREE), add(out, pairs.somers_yx, FREE), add(out, pairs.somers_xy_se, FREE), add(out, pairs.z, FREE);
}
static void do_partial(const struct rows *r, struct out *out)
{
    double c[ITEMS * ITEMS], partial[ITEMS * ITEMS];
    correlations(r, c);
    stats_partial_correlations(c, ITEMS, partial);
    add(out, partial[1], FREE), add(out, partial[5], FREE);
}
/* Table of two items of five options. */
static void table_of(const struct rows *r, double table[25])
{
    memset(table, 0, 25 * sizeof *table);
    double low[2], step[2];
    for (int j = 0; j < 2; j++) {
        low[j] = stats_min(r->item[j], r->n);
        step[j] = (stats_max(r->item[j], r->n) - low[j]) / 4;
    }
    for (size_t i = 0; i < r->n; i++)
        table[lround((r->item[0][i] - low[0]) / step[0]) * 5 + lround((r->item[1][i] - low[1]) / step[1])] += r->w ? r->w[i] : 1;
}
static void do_polychoric(const struct rows *r, struct out *out)
{
    double table[25];
    table_of(r, table);
    add(out, stats_polychoric(table, 5, 5).rho, FREE);
}

/* y on x and z. */
static void do_regression(const struct rows *r, struct out *out)
{
    struct arena *arena = arena_new();
    double x[2 * MOST];
    memcpy(x, r->item[0], r->n * sizeof *x);
    memcpy(x + r->n, r->item[2], r->n * sizeof *x);
    struct stats_regression_data data = {.y = r->item[1], .x = x, .frequency = r->w, .n = r->n, .columns = 2, .intercept = true, .level = 0.95};
    struct stats_regression *fit = stats_regression(arena, &data);
    add(out, fit->term[1].coef, OVER), add(out, fit->term[1].robust_se[STATS_HC3], OVER), add(out, fit->term[1].robust_p, FREE), add(out, fit->term[2].coef, FREE),
        add(out, fit->term[1].vif, FREE), add(out, fit->r2, FREE), add(out, fit->f, FREE);
    arena_free(arena);
}
static void do_logistic(const struct rows *r, struct out *out)
{
    struct arena *arena = arena_new();
    double y[MOST];
    for (size_t i = 0; i < r->n; i++)
        y[i] = r->item[1][i] > 2;
    struct stats_regression_data data = {.y = y, .x = r->item[0], .frequency = r->w, .n = r->n, .columns = 1, .intercept = true, .level = 0.95};
    struct stats_logistic *fit = stats_logistic(arena, &data);
    add(out, fit->term[1].coef, OVER), add(out, fit->term[1].se, OVER), add(out, fit->term[1].p, FREE), add(out, fit->mcfadden_r2, FREE);
    arena_free(arena);
}
static void do_ordinal(const struct rows *r, struct out *out)
{
    struct arena *arena = arena_new();
    struct stats_regression_data data = {.y = r->item[1], .x = r->item[0], .frequency = r->w, .n = r->n, .columns = 1, .level = 0.95};
    struct stats_logistic *fit = stats_ordinal_logistic(arena, &data);
    add(out, fit->term[fit->thresholds].coef, OVER), add(out, fit->term[fit->thresholds].p, FREE), add(out, fit->log_likelihood, FREE);
    arena_free(arena);
}
static void do_importance(const struct rows *r, struct out *out)
{
    double x[2 * MOST];
    struct stats_importance shares[2];
    memcpy(x, r->item[0], r->n * sizeof *x);
    memcpy(x + r->n, r->item[2], r->n * sizeof *x);
    add(out, stats_relative_importance(r->item[1], x, r->w, r->n, 2, shares), FREE);
    add(out, shares[0].lmg, FREE), add(out, shares[1].last, FREE), add(out, shares[0].johnson, FREE), add(out, shares[1].pratt, FREE);
}

/* Groups ----------------------------------------------------------------------------------------------------------------------- */

static void do_two_sample(const struct rows *r, struct out *out)
{
    double x[2][MOST], w[2][MOST];
    size_t n[2] = {side(r, 0, 0, x[0], w[0]), side(r, 0, 1, x[1], w[1])};
    struct stats_two_sample t;
    stats_two_sample(x[0], w[0], n[0], x[1], w[1], n[1], 0.95, &t);
    add(out, t.difference, SPREAD), add(out, t.welch.low, SPREAD), add(out, t.welch.t, FREE), add(out, t.welch.p, FREE), add(out, t.student.p, FREE),
        add(out, t.hedges_g, FREE), add(out, t.variance_ratio_p, FREE);
}
static void do_paired(const struct rows *r, struct out *out)
{
    struct stats_paired t;
    stats_paired(r->item[0], r->item[1], r->w, r->n, 0.95, &t);
    add(out, t.difference, NOT), add(out, t.test.p, NOT); /* y stays where it is */
}
static void do_oneway(const struct rows *r, struct out *out)
{
    struct stats_group groups[3];
    struct stats_oneway o;
    stats_oneway(r->item[0], r->w, r->group, r->n, 3, groups, &o);
    add(out, o.anova.f, FREE), add(out, o.anova.p, FREE), add(out, o.welch.f, FREE), add(out, o.levene.f, FREE), add(out, o.brown_forsythe.f, FREE),
        add(out, o.bartlett, FREE), add(out, o.eta2, FREE), add(out, o.omega2, FREE), add(out, groups[1].mean, PLACE), add(out, o.ms_within, SQUARE);
}
static void do_pairs(const struct rows *r, struct out *out)
{
    struct stats_group groups[3];
    struct stats_oneway o;
    struct stats_pair pairs[3];
    stats_oneway(r->item[0], r->w, r->group, r->n, 3, groups, &o);
    for (int method = 0; method < STATS_PAIRS_METHODS; method++) {
        stats_pairs(groups, 3, (enum stats_pairs)method, STATS_ADJUST_HOLM, 0.95, pairs);
        add(out, pairs[2].low, SPREAD), add(out, pairs[2].adjusted, FREE);
    }
}
static void do_mann_whitney(const struct rows *r, struct out *out)
{
    double x[2][MOST], w[2][MOST];
    size_t n[2] = {side(r, 0, 0, x[0], w[0]), side(r, 0, 1, x[1], w[1])};
    struct stats_mann_whitney u;
    stats_mann_whitney(x[0], w[0], n[0], x[1], w[1], n[1], &u);
    add(out, u.u, FREE), add(out, u.auc, FREE), add(out, u.p, FREE);
}
static void do_wilcoxon(const struct rows *r, struct out *out)
{
    struct stats_wilcoxon v;
    stats_wilcoxon(r->item[0], r->item[1], r->w, r->n, &v);
    add(out, v.v, NOT), add(out, v.p, NOT), add(out, v.effect, NOT);
}
static void do_kruskal(const struct rows *r, struct out *out)
{
    struct stats_kruskal k;
    stats_kruskal(r->item[0], r->w, r->group, r->n, 3, &k);
    add(out, k.h, FREE), add(out, k.p, FREE);
}
static void do_jonckheere(const struct rows *r, struct out *out)
{
    struct stats_jonckheere j;
    stats_jonckheere(r->item[0], r->w, r->group, r->n, 3, &j);
    add(out, j.j, FREE), add(out, j.z, FREE), add(out, j.p, FREE);
}

/* Tables -------------------------------------------------------------------------------------------------------------------------- */

static void do_crosstab(const struct rows *r, struct out *out)
{
    double table[25], residuals[25];
    struct stats_crosstab c;
    table_of(r, table);
    stats_crosstab(table, 5, 5, NULL, residuals, &c);
    add(out, c.chisq, FREE), add(out, c.g2, FREE), add(out, c.cramers_v, FREE), add(out, c.cramers_v_corrected, FREE), add(out, c.lambda, FREE), add(out, residuals[7], FREE);
}
static void groups_of(const struct rows *r, double table[6])
{
    for (int g = 0; g < 3; g++) {
        table[2 * g] = count_of(r, g, 1);
        table[2 * g + 1] = count_of(r, g, 0);
    }
}
static void do_fisher(const struct rows *r, struct out *out)
{
    double table[6];
    struct stats_fisher f;
    groups_of(r, table);
    stats_fisher(table, 3, 2, 1e6, 100, 1, &f);
    assert_true(f.exact);
    add(out, f.p, FREE);
}
static void do_fisher_two(const struct rows *r, struct out *out)
{
    double table[6];
    struct stats_fisher_two f;
    groups_of(r, table);
    stats_fisher_two(table, 0.95, &f);
    add(out, f.p, FREE), add(out, f.odds_ratio, FREE), add(out, f.low, FREE);
}
static void do_two_proportions(const struct rows *r, struct out *out)
{
    double table[6];
    struct stats_two_proportions p;
    groups_of(r, table);
    stats_two_proportions(table[0], table[0] + table[1], table[2], table[2] + table[3], 0.95, &p);
    add(out, p.p, FREE), add(out, p.newcombe_low, FREE);
}
static void do_mcnemar(const struct rows *r, struct out *out)
{
    double table[25], b = 0, c = 0;
    struct stats_mcnemar m;
    table_of(r, table);
    for (int i = 0; i < 25; i++) {
        b += (i / 5 > 2) && (i % 5 <= 2) ? table[i] : 0;
        c += (i / 5 <= 2) && (i % 5 > 2) ? table[i] : 0;
    }
    stats_mcnemar(b, c, &m);
    add(out, m.chisq, FREE), add(out, m.exact_p, FREE);
}
static void do_bowker(const struct rows *r, struct out *out)
{
    double table[25];
    table_of(r, table);
    add(out, stats_bowker(table, 5).chisq, FREE);
}
static void do_trend(const struct rows *r, struct out *out)
{
    double table[6];
    struct stats_trend t;
    groups_of(r, table);
    const double counts[3] = {table[0], table[2], table[4]}, bases[3] = {table[0] + table[1], table[2] + table[3], table[4] + table[5]};
    stats_trend(counts, bases, NULL, 3, &t);
    add(out, t.z, FREE), add(out, t.slope, FREE);
}
/* x from the middle on by group, in strata of z. */
static void strata_of(const struct rows *r, double table[8])
{
    double middle = stats_median(r->item[0], r->w, r->n);
    memset(table, 0, 8 * sizeof *table);
    for (size_t i = 0; i < r->n; i++)
        table[(r->item[2][i] > 2) * 4 + (r->item[0][i] >= middle) * 2 + (r->group[i] > 0)] += r->w ? r->w[i] : 1;
}
static void do_mantel(const struct rows *r, struct out *out)
{
    double table[8];
    struct stats_mantel_haenszel m;
    strata_of(r, table);
    stats_mantel_haenszel(table, 2, 0.95, &m);
    add(out, m.chisq, FREE), add(out, m.odds_ratio, FREE), add(out, m.low, FREE), add(out, m.homogeneity.chisq, FREE);
}
static void do_cmh(const struct rows *r, struct out *out)
{
    double table[8];
    strata_of(r, table);
    add(out, stats_cmh(table, 2, 2, 2).chisq, FREE);
}

/* Raters: three of them, a row a ratee -------------------------------------------------------------------------------------------------- */

static void do_icc(const struct rows *r, struct out *out)
{
    double x[ITEMS * MOST];
    struct stats_icc icc;
    matrix(r, true, x);
    stats_icc(x, r->w, r->n, ITEMS, 0.95, &icc);
    for (int form = 0; form < STATS_ICC_FORMS; form++)
        add(out, icc.form[form].icc, NOT), add(out, icc.form[form].low, NOT);
}
static void do_kendall_w(const struct rows *r, struct out *out)
{
    double x[ITEMS * MOST];
    struct stats_kendall_w w;
    matrix(r, true, x);
    stats_kendall_w(x, r->w, r->n, ITEMS, &w);
    add(out, w.w, FREE), add(out, w.p, FREE), add(out, w.mean_spearman, FREE);
}
static void do_kappa(const struct rows *r, struct out *out)
{
    double table[25];
    table_of(r, table);
    for (int weights = 0; weights < STATS_KAPPA_WEIGHTS; weights++) {
        struct stats_kappa k;
        stats_kappa(table, 5, (enum stats_kappa_weights)weights, 0.95, &k);
        add(out, k.kappa, FREE), add(out, k.error, FREE), add(out, k.low, FREE);
    }
}
static void do_fleiss(const struct rows *r, struct out *out)
{
    double counts[5 * MOST] = {0};
    for (size_t i = 0; i < r->n; i++)
        for (size_t j = 1; j < ITEMS; j++)
            counts[i * 5 + (size_t)r->item[j][i] - 1]++;
    struct stats_fleiss f;
    stats_fleiss(counts, r->w, r->n, 5, &f);
    add(out, f.kappa, FREE), add(out, f.z, FREE), add(out, f.all_agree, FREE);
}
static void do_krippendorff(const struct rows *r, struct out *out)
{
    double x[2 * MOST];
    for (size_t i = 0; i < r->n; i++) { /* two raters on one changed scale */
        x[2 * i] = r->item[0][i];
        x[2 * i + 1] = r->item[0][i] + (r->item[1][i] - r->item[2][i]) * (stats_max(r->item[0], r->n) - stats_min(r->item[0], r->n)) / 4;
    }
    add(out, stats_krippendorff(x, r->w, r->n, 2, STATS_NOMINAL), FREE), add(out, stats_krippendorff(x, r->w, r->n, 2, STATS_ORDINAL), FREE),
        add(out, stats_krippendorff(x, r->w, r->n, 2, STATS_INTERVAL), FREE), add(out, stats_krippendorff(x, r->w, r->n, 2, STATS_RATIO), NOT);
}
static void do_raters(const struct rows *r, struct out *out)
{
    double x[ITEMS * MOST];
    struct stats_rater raters[ITEMS];
    struct stats_facets facets;
    matrix(r, true, x);
    stats_raters(x, r->n, ITEMS, 5, raters, NULL, &facets);
    add(out, raters[0].mean, PLACE), add(out, raters[1].effect, NOT), add(out, raters[2].difference, NOT), add(out, facets.f, NOT), add(out, facets.residual_sd, NOT);
}
static void do_standardise(const struct rows *r, struct out *out)
{
    double x[ITEMS * MOST], sum = 0, squares = 0;
    matrix(r, true, x);
    stats_standardise(x, r->n, ITEMS, STATS_STANDARDISE_SCORE, 80, 10, x);
    for (size_t i = 0; i < ITEMS * r->n; i++) {
        sum += x[i];
        squares += x[i] * x[i];
    }
    add(out, sum, FREE), add(out, squares, FREE);
}

/* Composites: a row an object or an expert ------------------------------------------------------------------------------------------------- */

static void do_delphi(const struct rows *r, struct out *out)
{
    struct stats_delphi d;
    stats_delphi(r->item[0], r->w, r->n, 5, &d);
    add(out, d.mean, PLACE), add(out, d.sd, SPREAD), add(out, d.low, PLACE), add(out, d.cv, NOT), add(out, d.full, NOT);
}
static void composite(const struct rows *r, int what, struct out *out)
{
    static const double weights[ITEMS] = {0.5, 0.3, 0.2};
    double x[ITEMS * MOST], result[MOST], closeness = 0;
    matrix(r, true, x);
    if (what == 0)
        stats_entropy_weights(x, NULL, r->n, ITEMS, result, NULL);
    else if (what == 1)
        stats_critic_weights(x, NULL, r->n, ITEMS, result);
    else
        stats_topsis(x, NULL, weights, r->n, ITEMS, result);
    for (size_t i = 0; what == 2 && i < r->n; i++)
        closeness += result[i] * r->item[1][i];
    if (what == 2)
        add(out, closeness, NOT); /* lengths of columns move with 0 */
    else
        add(out, result[0], FREE), add(out, result[1], FREE), add(out, result[2], FREE);
}
static void do_entropy(const struct rows *r, struct out *out)
{
    composite(r, 0, out);
}
static void do_critic(const struct rows *r, struct out *out)
{
    composite(r, 1, out);
}
static void do_topsis(const struct rows *r, struct out *out)
{
    composite(r, 2, out);
}

/* The table ------------------------------------------------------------------------------------------------------------------------------------ */

enum {
    COUNTED = 1,   /* takes frequencies: grouped counts are rows, 2 is twice */
    ITERATIVE = 2, /* to 1e-7 */
    ORDERED = 4,   /* draws depend on the order of rows by design (same seed, same bits) */
};

static const struct property {
    const char *function;
    void (*run)(const struct rows *rows, struct out *out);
    unsigned is;
} properties[] = {
    {"stats_mean", do_mean, COUNTED},
    {"stats_variance", do_variance, COUNTED},
    {"stats_quantile", do_quantile, COUNTED},
    {"stats_trimmed_mean", do_trimmed, 0}, /* raters by name */
    {"stats_shape", do_shape, COUNTED},
    {"stats_weighted_description", do_weighted_description, 0},
    {"stats_multiple_response", do_multiple, COUNTED},
    {"stats_wilson", do_wilson, COUNTED},
    {"stats_clopper_pearson", do_clopper, COUNTED},
    {"stats_wilson_corrected", do_wilson_corrected, COUNTED},
    {"stats_weighted_share", do_weighted_share, 0},
    {"stats_share_difference", do_share_difference, COUNTED},
    {"stats_top_box", do_top, COUNTED},
    {"stats_nps", do_nps, COUNTED},
    {"stats_mean_interval", do_mean_interval, COUNTED},
    {"stats_mean_difference", do_mean_difference, COUNTED},
    {"stats_bootstrap", do_bootstrap, COUNTED | ORDERED},
    {"stats_jackknife", do_jackknife, COUNTED},
    {"stats_kish", do_kish, 0},
    {"stats_poststratify", do_poststratify, 0},
    {"stats_rake", do_rake, 0},
    {"stats_trim_weights", do_trim, 0},
    {"stats_calibrate", do_calibrate, 0},
    {"stats_design_total", do_design_total, 0},
    {"stats_design_mean", do_design_mean, 0},
    {"stats_design_ratio", do_design_ratio, 0},
    {"stats_design_share", do_design_share, 0},
    {"stats_design_difference", do_design_difference, 0},
    {"stats_design_means", do_design_means, 0},
    {"stats_design_rank_test", do_design_means, 0},
    {"stats_design_crosstab", do_design_crosstab, 0},
    {"stats_reliability", do_reliability, COUNTED},
    {"stats_omega", do_omega, COUNTED | ITERATIVE},
    {"stats_kmo", do_kmo, COUNTED},
    {"stats_bartlett", do_bartlett, COUNTED},
    {"stats_principal_components", do_components, COUNTED},
    {"stats_principal_axis", do_axis, COUNTED | ITERATIVE},
    {"stats_maximum_likelihood", do_likelihood, COUNTED | ITERATIVE},
    {"stats_varimax", do_varimax, COUNTED | ITERATIVE},
    {"stats_promax", do_promax, COUNTED | ITERATIVE},
    {"stats_pearson", do_pearson, COUNTED},
    {"stats_spearman", do_spearman, COUNTED},
    {"stats_spearman_exact_p", do_exact, 0}, /* at most nine rows, written out */
    {"stats_kendall", do_kendall, COUNTED},
    {"stats_ordered_pairs", do_ordered, COUNTED},
    {"stats_partial_correlations", do_partial, COUNTED},
    {"stats_polychoric", do_polychoric, COUNTED | ITERATIVE},
    {"stats_regression", do_regression, COUNTED},
    {"stats_logistic", do_logistic, COUNTED | ITERATIVE},
    {"stats_ordinal_logistic", do_ordinal, COUNTED | ITERATIVE},
    {"stats_relative_importance", do_importance, COUNTED},
    {"stats_two_sample", do_two_sample, COUNTED},
    {"stats_paired", do_paired, COUNTED},
    {"stats_oneway", do_oneway, COUNTED},
    {"stats_pairs", do_pairs, COUNTED | ITERATIVE},
    {"stats_mann_whitney", do_mann_whitney, COUNTED},
    {"stats_wilcoxon", do_wilcoxon, COUNTED},
    {"stats_kruskal", do_kruskal, COUNTED},
    {"stats_jonckheere", do_jonckheere, COUNTED},
    {"stats_crosstab", do_crosstab, COUNTED},
    {"stats_fisher", do_fisher, COUNTED},
    {"stats_fisher_two", do_fisher_two, COUNTED},
    {"stats_two_proportions", do_two_proportions, COUNTED},
    {"stats_mcnemar", do_mcnemar, COUNTED},
    {"stats_bowker", do_bowker, COUNTED},
    {"stats_trend", do_trend, COUNTED},
    {"stats_mantel_haenszel", do_mantel, COUNTED},
    {"stats_cmh", do_cmh, COUNTED},
    {"stats_icc", do_icc, COUNTED},
    {"stats_kendall_w", do_kendall_w, COUNTED},
    {"stats_kappa", do_kappa, COUNTED},
    {"stats_fleiss", do_fleiss, COUNTED},
    {"stats_krippendorff", do_krippendorff, COUNTED},
    {"stats_raters", do_raters, 0}, /* ratees and raters by name */
    {"stats_standardise", do_standardise, 0},
    {"stats_delphi", do_delphi, COUNTED},
    {"stats_entropy_weights", do_entropy, 0}, /* objects by name */
    {"stats_critic_weights", do_critic, 0},
    {"stats_topsis", do_topsis, 0},
};

static const struct {
    const char *function, *why;
} without_rows[] = {
    {"stats_rank_set", "takes scores of replicates: tests/unit/stats/test_ranks.c"},
    {"stats_sensitivity", "takes runs of a model"},
    {"stats_parallel_analysis", "takes n and the number of items"},
    {"stats_sample_size", "takes a plan"},
    {"stats_margin_achieved", "takes n and a share"},
    {"stats_return_rates", "takes three numbers"},
    {"stats_response_rates", "takes eight numbers"},
    {"stats_quadrant", "takes two numbers and two lines"},
    {"stats_adjust", "takes p values: in stats_pairs"},
    {"stats_ahp", "takes a matrix of judgements"},
    {"stats_ahp_group", "takes matrices of judgements"},
};

static double tolerance(const struct property *property)
{
    return property->is & ITERATIVE ? 1e-7 : 1e-11;
}

static bool same(double got, double want, double within)
{
    return (isnan(got) && isnan(want)) || fabs(got - want) <= within * fmax(1, fabs(want)) || got == want;
}

static size_t compare(const struct property *property, const char *name, const struct out *got, const struct out *want)
{
    size_t wrong = got->count != want->count;
    for (size_t i = 0; i < want->count && i < got->count; i++)
        if (!same(got->value[i], want->value[i], tolerance(property))) {
            print_error("%s: %s: number %zu is %.15g, expected %.15g\n", property->function, name, i, got->value[i], want->value[i]);
            wrong++;
        }
    return wrong;
}

static void numbers_are_numbers(void **state)
{
    (void)state;
    struct rows base;
    base_rows(&base);
    size_t wrong = 0;
    for (size_t p = 0; p < COUNT_OF(properties); p++) {
        struct out out = {0};
        properties[p].run(&base, &out);
        assert_true(out.count > 0);
        for (size_t i = 0; i < out.count; i++)
            if (!isfinite(out.value[i])) {
                print_error("%s: number %zu is %g\n", properties[p].function, i, out.value[i]);
                wrong++;
            }
    }
    assert_int_equal(wrong, 0);
}

static void order_of_rows_does_not_matter(void **state)
{
    (void)state;
    struct rows base, turned;
    base_rows(&base);
    permuted(&base, &turned);
    size_t wrong = 0;
    for (size_t p = 0; p < COUNT_OF(properties); p++) {
        struct out want = {0}, got = {0};
        if (properties[p].is & ORDERED)
            continue;
        properties[p].run(&base, &want);
        properties[p].run(&turned, &got);
        wrong += compare(&properties[p], "rows in another order", &got, &want);
    }
    assert_int_equal(wrong, 0);
}

static void grouped_counts_are_rows(void **state)
{
    (void)state;
    struct rows base, rows;
    base_rows(&base);
    expanded(&base, 1, &rows);
    size_t wrong = 0;
    for (size_t p = 0; p < COUNT_OF(properties); p++) {
        struct out want = {0}, got = {0};
        if (!(properties[p].is & COUNTED))
            continue;
        properties[p].run(&rows, &want);
        properties[p].run(&base, &got);
        wrong += compare(&properties[p], "counts for rows", &got, &want);
    }
    assert_int_equal(wrong, 0);
}

static void a_frequency_of_two_is_the_row_twice(void **state)
{
    (void)state;
    struct rows base, doubled, twice;
    base_rows(&base);
    doubled = base;
    doubled.w = doubled.counts;
    for (size_t i = 0; i < base.n; i++)
        doubled.counts[i] = 2;
    expanded(&doubled, 1, &twice);
    size_t wrong = 0;
    for (size_t p = 0; p < COUNT_OF(properties); p++) {
        struct out want = {0}, got = {0};
        if (!(properties[p].is & COUNTED))
            continue;
        properties[p].run(&twice, &want);
        properties[p].run(&doubled, &got);
        wrong += compare(&properties[p], "frequencies of 2", &got, &want);
    }
    assert_int_equal(wrong, 0);
}

static double moved(double value, enum kind kind, double a, double b)
{
    switch (kind) {
    case PLACE:
        return a + b * value;
    case SPREAD:
        return b * value;
    case SQUARE:
        return b * b * value;
    case OVER:
        return value / b;
    case FREE:
    case NOT:
    default:
        return value;
    }
}

static void shift_and_scale(void **state)
{
    (void)state;
    const double shifts[] = {0, -3, 1000}, scales[] = {0.25, 8, 1};
    struct rows base, changed;
    base_rows(&base);
    size_t wrong = 0;
    for (size_t k = 0; k < COUNT_OF(shifts); k++) {
        changed = base;
        changed.w = changed.counts;
        for (size_t i = 0; i < base.n; i++)
            changed.item[0][i] = shifts[k] + scales[k] * base.item[0][i];
        for (size_t p = 0; p < COUNT_OF(properties); p++) {
            struct out want = {0}, got = {0};
            if (properties[p].run == do_reliability && k != 2)
                continue; /* alpha is of the sum: an item stretched alone is another scale */
            properties[p].run(&base, &want);
            properties[p].run(&changed, &got);
            for (size_t i = 0; i < want.count; i++) {
                got.value[i] = want.kind[i] == NOT ? want.value[i] : got.value[i];
                want.value[i] = moved(want.value[i], want.kind[i], shifts[k], scales[k]);
            }
            struct property loose = properties[p];
            loose.is |= shifts[k] == 1000 ? ITERATIVE : 0;
            wrong += compare(&loose, "shift and scale", &got, &want);
        }
    }
    assert_int_equal(wrong, 0);
}

/* Measures that compare items: all of them move together. */
static void shift_and_scale_of_all_items(void **state)
{
    (void)state;
    static const struct {
        const char *function;
        enum kind kind[OUT];
    } together[] = {
        {"stats_paired", {SPREAD, FREE}},
        {"stats_wilcoxon", {FREE, FREE, FREE}},
        {"stats_reliability", {FREE}},
        {"stats_icc", {FREE}},
        {"stats_kendall_w", {FREE}},
        {"stats_raters", {PLACE, SPREAD, SPREAD, FREE, SPREAD}},
        {"stats_standardise", {FREE, FREE}},
        {"stats_entropy_weights", {FREE}},
        {"stats_critic_weights", {FREE}},
        {"stats_regression", {FREE, FREE, FREE, FREE, FREE, FREE, FREE}},
    };
    const double a = -3, b = 8;
    struct rows base, changed;
    base_rows(&base);
    changed = base;
    changed.w = changed.counts;
    for (size_t j = 0; j < ITEMS; j++)
        for (size_t i = 0; i < base.n; i++)
            changed.item[j][i] = a + b * base.item[j][i];
    size_t wrong = 0, done = 0;
    for (size_t t = 0; t < COUNT_OF(together); t++)
        for (size_t p = 0; p < COUNT_OF(properties); p++) {
            struct out want = {0}, got = {0};
            if (strcmp(properties[p].function, together[t].function) != 0)
                continue;
            properties[p].run(&base, &want);
            properties[p].run(&changed, &got);
            for (size_t i = 0; i < want.count; i++) {
                got.value[i] = together[t].kind[i] == NOT ? want.value[i] : got.value[i];
                want.value[i] = moved(want.value[i], together[t].kind[i], a, b);
            }
            wrong += compare(&properties[p], "all items changed", &got, &want);
            done++;
        }
    assert_int_equal(done, COUNT_OF(together));
    assert_int_equal(wrong, 0);
}

static void no_function_is_left_out(void **state)
{
    (void)state;
    const struct stats_measure *list[200];
    size_t count = stats_measures(list, COUNT_OF(list)), missing = 0;
    assert_true(count < COUNT_OF(list));
    for (size_t i = 0; i < count; i++) {
        bool found = false;
        for (size_t p = 0; p < COUNT_OF(properties); p++)
            found = found || strcmp(properties[p].function, list[i]->function) == 0;
        for (size_t k = 0; k < COUNT_OF(without_rows); k++)
            found = found || strcmp(without_rows[k].function, list[i]->function) == 0;
        if (!found) {
            print_error("%s (%s) has no row\n", list[i]->function, list[i]->name);
            missing++;
        }
    }
    assert_int_equal(missing, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers_are_numbers),     cmocka_unit_test(order_of_rows_does_not_matter),
        cmocka_unit_test(grouped_counts_are_rows), cmocka_unit_test(a_frequency_of_two_is_the_row_twice),
        cmocka_unit_test(shift_and_scale),         cmocka_unit_test(shift_and_scale_of_all_items),
        cmocka_unit_test(no_function_is_left_out),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
