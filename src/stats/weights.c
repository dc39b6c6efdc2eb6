/* SPDX-License-Identifier: GPL-3.0-or-later
 * Weights by cells and margins, trimming, and Kish's cost of weighting.
 *
 * Nothing is repaired in silence. An empty cell loses its population and is reported (spreading it over other cells is a decision about who resembles
 * whom, which a program must not take); margins that contradict each other are scaled to the first and the contradiction is a number in the report;
 * raking that does not converge says by how much and where.
 */
#include "ceping/base_num.h"
#include "ceping/stats_weights.h"
#include "measures_priv.h"

#include <math.h>

static double base_at(const double *base, size_t i)
{
    return base ? base[i] : 1;
}

static bool all_usable(const double *values, size_t n)
{
    for (size_t i = 0; values && i < n; i++)
        if (!(values[i] >= 0 && values[i] < INFINITY))
            return false;
    return true;
}

static void fill_nan(double *values, size_t n)
{
    for (size_t i = 0; i < n; i++)
        values[i] = NAN;
}

struct stats_kish stats_kish(const double *w, size_t n)
{
    struct stats_kish kish = {0, NAN, NAN, NAN, NAN, NAN, NAN};
    double smallest = INFINITY, largest = 0;
    struct sum squares = {0};
    for (size_t i = 0; i < n; i++)
        kish.n += base_at(w, i) > 0;
    double total = stats_total(w, n);
    if (!(total > 0))
        return kish;
    for (size_t i = 0; i < n; i++) {
        double weight = base_at(w, i);
        sum_add(&squares, weight * weight);
        smallest = weight > 0 ? fmin(smallest, weight) : smallest;
        largest = fmax(largest, weight);
    }
    kish.total = total;
    kish.effective_n = fmin(kish.n, total * total / sum_value(&squares));
    kish.deff = kish.n / kish.effective_n;
    kish.cv = sqrt(kish.deff - 1);
    kish.smallest = smallest;
    kish.largest = largest;
    return kish;
}

bool stats_scale_weights(double *w, size_t n, double total)
{
    double sum = stats_total(w, n);
    if (!(sum > 0) || !(total > 0 && total < INFINITY))
        return false;
    for (size_t i = 0; i < n; i++)
        w[i] *= total / sum;
    return true;
}

/* Cells ------------------------------------------------------------------------------------------------------ */

void stats_cell_weights(const double *sample, const double *population, size_t cells, double *ret_weight)
{
    for (size_t c = 0; c < cells; c++) {
        bool usable = sample[c] > 0 && sample[c] < INFINITY && population[c] >= 0 && population[c] < INFINITY;
        ret_weight[c] = usable ? population[c] / sample[c] : NAN;
    }
}

bool stats_poststratify(const double *base, const int *cell, size_t n, const double *population, size_t cells, double *ret_w,
                        struct stats_cells *ret)
{
    *ret = (struct stats_cells){0};
    fill_nan(ret_w, n);
    ret->total = NAN;
    if (n == 0 || !all_usable(base, n) || !all_usable(population, cells))
        return false;
    auto_free struct sum *sums = xcalloc(cells + 1, sizeof *sums);
    for (size_t i = 0; i < n; i++)
        if (cell[i] >= 0 && (size_t)cell[i] < cells)
            sum_add(&sums[cell[i]], base_at(base, i));
        else
            ret->outside++;
    struct sum total = {0}, lost = {0};
    for (size_t c = 0; c < cells; c++) {
        bool sampled = sum_value(&sums[c]) > 0;
        if (population[c] > 0 && !sampled) {
            ret->first_empty = ret->empty++ ? ret->first_empty : c;
            sum_add(&lost, population[c]);
        }
        ret->unwanted += population[c] == 0 && sampled;
    }
    for (size_t i = 0; i < n; i++) {
        if (cell[i] < 0 || (size_t)cell[i] >= cells)
            continue;
        double sum = sum_value(&sums[cell[i]]), weight = base_at(base, i);
        ret_w[i] = weight > 0 ? weight * (population[cell[i]] / sum) : 0;
        sum_add(&total, ret_w[i]);
    }
    ret->empty_population = sum_value(&lost);
    ret->total = sum_value(&total);
    return ret->outside == 0 && ret->empty == 0;
}

/* Raking ------------------------------------------------------------------------------------------------------ */

static bool inside(const struct stats_margin *margins, size_t count, size_t i)
{
    for (size_t m = 0; m < count; m++)
        if (margins[m].category[i] < 0 || (size_t)margins[m].category[i] >= margins[m].categories)
            return false;
    return true;
}

/* Weighted totals of the categories of one margin. */
static void margin_totals(const struct stats_margin *margin, const double *w, size_t n, struct sum *sums)
{
    memset(sums, 0, margin->categories * sizeof *sums);
    for (size_t i = 0; i < n; i++)
        if (w[i] > 0)
            sum_add(&sums[margin->category[i]], w[i]);
}

/* What each category shall come to: scaled to the total, empty ones left out. `sums` holds the totals of the base weights. */
static bool margin_targets(const struct stats_margin *margin, size_t index, const struct sum *sums, struct stats_raking *report, double *ret_target)
{
    double whole = stats_total(margin->population, margin->categories);
    struct sum reachable = {0};
    if (!(whole > 0))
        return false;
    if (index == 0)
        report->total = whole;
    report->total_difference = fmax(report->total_difference, fabs(whole / report->total - 1));
    for (size_t c = 0; c < margin->categories; c++) {
        bool sampled = sum_value(&sums[c]) > 0;
        if (sampled)
            sum_add(&reachable, margin->population[c]);
        report->unwanted += sampled && margin->population[c] == 0;
        if (!sampled && margin->population[c] > 0 && report->empty++ == 0) {
            report->empty_margin = index;
            report->empty_category = c;
        }
    }
    for (size_t c = 0; c < margin->categories; c++)
        ret_target[c] = sum_value(&sums[c]) > 0 ? margin->population[c] * (report->total / sum_value(&reachable)) : 0;
    return sum_value(&reachable) > 0;
}

/* Carries weights to the targets of one margin. */
static void meet(const struct stats_margin *margin, const double *target, struct sum *sums, double *w, size_t n)
{
    margin_totals(margin, w, n, sums);
    for (size_t i = 0; i < n; i++)
        if (w[i] > 0)
            w[i] *= target[margin->category[i]] / sum_value(&sums[margin->category[i]]);
}

static void measure(const struct stats_margin *margin, size_t index, const double *target, struct sum *sums, const double *w, size_t n,
                    struct stats_raking *report)
{
    margin_totals(margin, w, n, sums);
    for (size_t c = 0; c < margin->categories; c++) {
        if (!(target[c] > 0))
            continue;
        double difference = fabs(sum_value(&sums[c]) / target[c] - 1);
        if (difference > report->largest_difference || isnan(difference)) {
            report->largest_difference = difference;
            report->margin = index;
            report->category = c;
        }
    }
}

static bool prepare(const double *base, size_t n, const struct stats_margin *margins, size_t count, double *w, struct stats_raking *report)
{
    fill_nan(w, n);
    if (n == 0 || count == 0 || !all_usable(base, n))
        return false;
    for (size_t m = 0; m < count; m++)
        if (!all_usable(margins[m].population, margins[m].categories))
            return false;
    for (size_t i = 0; i < n; i++)
        if (inside(margins, count, i))
            w[i] = base_at(base, i);
        else
            report->outside++;
    return true;
}

bool stats_rake(const double *base, size_t n, const struct stats_margin *margins, size_t count, size_t rounds, double tolerance, double *ret_w,
                struct stats_raking *ret)
{
    *ret = (struct stats_raking){.largest_difference = NAN, .total = NAN};
    if (!prepare(base, n, margins, count, ret_w, ret))
        return false;
    struct arena *arena = arena_new();
    struct sum **sums = ARENA_ARRAY(arena, struct sum *, count);
    double **targets = ARENA_ARRAY(arena, double *, count);
    bool possible = true;
    for (size_t m = 0; m < count && possible; m++) {
        sums[m] = ARENA_ARRAY(arena, struct sum, margins[m].categories + 1);
        targets[m] = ARENA_ARRAY(arena, double, margins[m].categories + 1);
        margin_totals(&margins[m], ret_w, n, sums[m]);
        possible = margin_targets(&margins[m], m, sums[m], ret, targets[m]);
    }
    if (!possible)
        fill_nan(ret_w, n);
    while (possible) {
        ret->largest_difference = 0;
        for (size_t m = 0; m < count; m++)
            measure(&margins[m], m, targets[m], sums[m], ret_w, n, ret);
        ret->converged = ret->largest_difference <= tolerance;
        if (ret->converged || ret->iterations >= rounds)
            break;
        ret->iterations++;
        for (size_t m = 0; m < count; m++)
            meet(&margins[m], targets[m], sums[m], ret_w, n);
    }
    arena_free(arena);
    return ret->converged && ret->outside == 0 && ret->empty == 0;
}

/* Trimming ---------------------------------------------------------------------------------------------------- */

/* Equal shares shrink geometrically as more weights reach a bound; this many rounds would need a sample with nearly all of them there. */
#define TRIM_ROUNDS 10000

static bool outside_bounds(double w, double lower, double upper)
{
    return w > 0 && (w < lower || w > upper);
}

bool stats_trim_weights(const double *w, size_t n, double lower, double upper, double *ret_w, struct stats_trimming *ret)
{
    *ret = (struct stats_trimming){.moved = NAN};
    double total = stats_total(w, n);
    if (!(lower <= upper) || !(total > 0) || upper <= 0) {
        fill_nan(ret_w, n);
        return false;
    }
    auto_free double *before = xcalloc(n, sizeof *before);
    double count = 0;
    for (size_t i = 0; i < n; i++) {
        ret_w[i] = before[i] = base_at(w, i);
        count += before[i] > 0;
    }
    /* Where even all weights at a bound cannot carry the total, giving on would go round for ever. */
    ret->total_kept = total >= count * lower * (1 - 1e-12) && total <= count * upper * (1 + 1e-12);
    for (; ret->rounds < TRIM_ROUNDS; ret->rounds++) {
        struct sum taken = {0};
        double within = 0, bounded = 0;
        for (size_t i = 0; i < n; i++)
            if (outside_bounds(ret_w[i], lower, upper)) {
                sum_add(&taken, ret_w[i] - fmin(upper, fmax(lower, ret_w[i])));
                bounded++;
                ret->low += ret->rounds == 0 && ret_w[i] < lower;
                ret->high += ret->rounds == 0 && ret_w[i] > upper;
            } else {
                within += ret_w[i] > 0;
            }
        if (bounded == 0)
            break;
        double share = ret->total_kept && within > 0 ? sum_value(&taken) / within : 0;
        for (size_t i = 0; i < n; i++)
            if (outside_bounds(ret_w[i], lower, upper))
                ret_w[i] = fmin(upper, fmax(lower, ret_w[i]));
            else if (ret_w[i] > 0)
                ret_w[i] += share;
    }
    struct sum moved = {0};
    for (size_t i = 0; i < n; i++)
        sum_add(&moved, fabs(ret_w[i] - before[i]));
    ret->moved = sum_value(&moved) / total;
    return ret->total_kept && ret->rounds < TRIM_ROUNDS;
}

const struct stats_measure stats_weights_measures[] = {
    {"kish", "权重的设计效应与有效样本量", N_("weights"), N_("weights"), 1, "stats_kish", "n_eff = (Σw)²/Σw²; deff = n/n_eff = 1 + cv²",
     "Kish, Survey Sampling (1965) 11.7", "tests/unit/stats/test_weights.c: kish_by_hand"},
    {"poststratification", "事后分层权重", N_("weights"), N_("cells with population figures"), 1, "stats_poststratify", "w = base·N_c / Σ base in c",
     "Holt, Smith, JRSS A 142 (1979)", "tests/unit/stats/test_weights.c: poststrata_agree_with_r"},
    {"raking", "迭代比例权重（raking）", N_("weights"), N_("margins with population figures"), 1, "stats_rake", "w ← w·N_c / Σw in c, margin after margin",
     "Deming, Stephan, Ann. Math. Stat. 11 (1940)", "tests/unit/stats/test_weights.c: raking_agrees_with_r"},
    {"trimming", "权重截断", N_("weights"), N_("weights"), 1, "stats_trim_weights", "cut to lower…upper, the rest in equal parts to the others",
     "Potter, Proc. Survey Research Methods, ASA (1990)", "tests/unit/stats/test_weights.c: trimming_agrees_with_r"},
    {0},
};
