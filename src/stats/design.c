/* SPDX-License-Identifier: GPL-3.0-or-later
 * The design and its variance. Every estimator of this folder is a smooth function of totals; its variance is that of the total of its linearised values
 * z (Woodruff, JASA 66, 1971; Binder, Int. Stat. Review 51, 1983), and this file knows how totals vary.
 *
 * Rows are sorted once into strata, clusters and second-stage units. The variance comes from totals of clusters about the mean of their stratum; with a
 * second stage each cluster adds the variance of its units' totals, weighted by the first-stage sampling fraction, since with small fractions the clusters
 * carry it already. Replication methods (jackknife, BRR) agree for smooth estimators, cost more, and do not know finite populations at two stages.
 */
#include "ceping/base_num.h"
#include "ceping/stats_weights.h"
#include "design_priv.h"

#include <math.h>
#include <stdlib.h>

/* Sampled fractions this close to 1 are a census. */
#define WHOLE 1e-9

/* Building --------------------------------------------------------------------------------------------------- */

static int stratum_at(const struct stats_design *design, size_t i)
{
    return design->stratum ? design->stratum[i] : 0;
}

static int compare_int(int a, int b)
{
    return a < b ? -1 : a > b;
}

static int compare_rows(const void *a, const void *b, void *data)
{
    const struct stats_design *design = data;
    size_t i = *(const size_t *)a, j = *(const size_t *)b;
    int result = compare_int(stratum_at(design, i), stratum_at(design, j));
    if (result == 0 && design->cluster)
        result = compare_int(design->cluster[i], design->cluster[j]);
    if (result == 0 && design->cluster && design->unit)
        result = compare_int(design->unit[i], design->unit[j]);
    return result ? result : i < j ? -1 : i > j;
}

static void set_status(struct stats_plan *plan, enum stats_design_status status, size_t row)
{
    if (plan->info.status == STATS_DESIGN_GOOD) {
        plan->info.status = status;
        plan->info.row = row;
    }
}

static void check_values(struct stats_plan *plan)
{
    const struct stats_design *design = &plan->design;
    bool any = false;
    for (size_t i = 0; i < design->n; i++) {
        double weight = design_weight(plan, i), base = design->base_weight ? design->base_weight[i] : 1;
        any = any || weight > 0;
        if (!(weight >= 0 && weight < INFINITY) || !(base >= 0 && base < INFINITY))
            set_status(plan, STATS_DESIGN_WEIGHT, i);
        if (design->population && !(design->population[i] > 0))
            set_status(plan, STATS_DESIGN_POPULATION, i);
        if (design->unit_population && !(design->unit_population[i] > 0))
            set_status(plan, STATS_DESIGN_POPULATION, i);
        for (size_t j = 0; j < design->auxiliaries; j++)
            if (!isfinite(design->auxiliary[j * design->n + i]))
                set_status(plan, STATS_DESIGN_AUXILIARY, i);
    }
    if (!any)
        set_status(plan, STATS_DESIGN_EMPTY, 0);
}

/* Cuts the sorted rows where stratum, cluster or unit change. */
static void cut(struct stats_plan *plan)
{
    const struct stats_design *design = &plan->design;
    size_t strata = 0, clusters = 0, units = 0;
    for (size_t k = 0; k < design->n; k++) {
        size_t i = plan->order[k], before = k > 0 ? plan->order[k - 1] : 0;
        bool stratum = k == 0 || stratum_at(design, i) != stratum_at(design, before);
        bool cluster = stratum || !design->cluster || design->cluster[i] != design->cluster[before];
        bool unit = cluster || (design->unit && design->unit[i] != design->unit[before]);
        if (stratum)
            plan->stratum_from[strata++] = clusters;
        if (cluster)
            plan->cluster_from[clusters++] = units;
        if (unit)
            plan->unit_from[units++] = k;
    }
    plan->stratum_from[strata] = clusters;
    plan->cluster_from[clusters] = units;
    plan->unit_from[units] = design->n;
    plan->info.strata = strata;
    plan->info.clusters = clusters;
    plan->info.units = units;
}

static size_t first_row(const struct stats_plan *plan, size_t cluster)
{
    return plan->unit_from[plan->cluster_from[cluster]];
}

/* The one value that rows from…to − 1 of the order share. */
static double shared(struct stats_plan *plan, const double *values, size_t from, size_t to)
{
    double value = values ? values[plan->order[from]] : INFINITY;
    for (size_t k = from; values && k < to; k++)
        if (values[plan->order[k]] != value)
            set_status(plan, STATS_DESIGN_POPULATION, plan->order[k]);
    return value;
}

/* Counts what is lonely, and refuses more sampled than there are. */
static void check_size(struct stats_plan *plan, size_t sampled, double population, size_t row, size_t *lonely)
{
    if ((double)sampled > population * (1 + WHOLE))
        set_status(plan, STATS_DESIGN_SMALL, row);
    if (sampled > 1 || !(1 - (double)sampled / population > WHOLE))
        return;
    ++*lonely;
    if (plan->design.lonely == STATS_LONELY_FAIL)
        set_status(plan, STATS_DESIGN_LONELY, row);
}

static bool carries_weight(const struct stats_plan *plan, size_t from, size_t to)
{
    for (size_t k = from; k < to; k++)
        if (design_weight(plan, plan->order[k]) > 0)
            return true;
    return false;
}

static void measure_strata(struct stats_plan *plan)
{
    double clusters = 0, strata = 0;
    for (size_t h = 0; h < plan->info.strata; h++) {
        size_t from = plan->stratum_from[h], to = plan->stratum_from[h + 1], live = 0;
        plan->population[h] = shared(plan, plan->design.population, first_row(plan, from), first_row(plan, to));
        check_size(plan, to - from, plan->population[h], plan->order[first_row(plan, from)], &plan->info.lonely);
        for (size_t c = from; c < to; c++)
            live += carries_weight(plan, first_row(plan, c), first_row(plan, c + 1));
        clusters += (double)live;
        strata += live > 0;
    }
    plan->info.df = clusters - strata;
}

static void measure_clusters(struct stats_plan *plan)
{
    for (size_t c = 0; c < plan->info.clusters; c++) {
        size_t from = first_row(plan, c), to = first_row(plan, c + 1), units = plan->cluster_from[c + 1] - plan->cluster_from[c];
        plan->unit_population[c] = shared(plan, plan->design.unit_population, from, to);
        if (plan->design.unit_population)
            check_size(plan, units, plan->unit_population[c], plan->order[from], &plan->info.lonely_units);
    }
}

struct stats_plan *stats_plan_new(struct arena *arena, const struct stats_design *design)
{
    struct stats_plan *plan = ARENA_NEW(arena, struct stats_plan);
    size_t room = design->n + 1;
    plan->design = *design;
    if (!design->cluster || !design->unit || !design->population)
        plan->design.unit_population = NULL; /* without a first-stage fraction the second stage adds nothing */
    plan->order = ARENA_ARRAY(arena, size_t, room);
    plan->unit_from = ARENA_ARRAY(arena, size_t, room);
    plan->cluster_from = ARENA_ARRAY(arena, size_t, room);
    plan->stratum_from = ARENA_ARRAY(arena, size_t, room);
    plan->population = ARENA_ARRAY(arena, double, room);
    plan->unit_population = ARENA_ARRAY(arena, double, room);
    check_values(plan);
    for (size_t i = 0; i < design->n; i++)
        plan->order[i] = i;
    qsort_r(plan->order, design->n, sizeof *plan->order, compare_rows, &plan->design);
    cut(plan);
    if (plan->info.status == STATS_DESIGN_GOOD) {
        measure_strata(plan);
        measure_clusters(plan);
    }
    return plan;
}

struct stats_design_info stats_plan_info(const struct stats_plan *plan)
{
    return plan->info;
}

bool design_linearise(const struct stats_plan *plan, const double *u, double *ret_z)
{
    const struct stats_design *design = &plan->design;
    const double *residual = u;
    double *room = NULL;
    if (design->auxiliaries > 0) {
        room = xcalloc(design->n, sizeof *room);
        if (!stats_calibration_residuals(design->base_weight, design->auxiliary, design->n, design->auxiliaries, u, room)) {
            free(room);
            return false;
        }
        residual = room;
    }
    for (size_t i = 0; i < design->n; i++)
        ret_z[i] = design_weight(plan, i) > 0 ? design_weight(plan, i) * residual[i] : 0;
    free(room);
    return true;
}

/* Variance --------------------------------------------------------------------------------------------------- */

/* One stage: `count` totals of `columns` numbers each, out of `population`. */
struct stage {
    size_t columns;
    enum stats_lonely rule;
    const double *grand; /* mean of all totals of this stage */
    struct sum *sums;    /* columns² */
    double skipped, used; /* AVERAGE: lonely ones, and the others that vary */
    double *mean;        /* room for columns */
};

static void add_squares(struct stage *stage, const double *total, const double *centre, double scale)
{
    for (size_t j = 0; j < stage->columns; j++)
        for (size_t k = 0; k <= j; k++)
            sum_add(&stage->sums[j * stage->columns + k], scale * (total[j] - centre[j]) * (total[k] - centre[k]));
}

static void add_group(struct stage *stage, const double *totals, size_t count, double population, double weight)
{
    double fraction = 1 - (double)count / population, n = (double)count;
    if (!(fraction > WHOLE))
        return;
    if (count == 1) {
        stage->skipped += stage->rule == STATS_LONELY_AVERAGE;
        if (stage->rule == STATS_LONELY_ADJUST)
            add_squares(stage, totals, stage->grand, weight * fraction);
        return;
    }
    stage->used++;
    for (size_t j = 0; j < stage->columns; j++) {
        struct sum sum = {0};
        for (size_t i = 0; i < count; i++)
            sum_add(&sum, totals[i * stage->columns + j]);
        stage->mean[j] = sum_value(&sum) / n;
    }
    for (size_t i = 0; i < count; i++)
        add_squares(stage, totals + i * stage->columns, stage->mean, weight * fraction * n / (n - 1));
}

static struct stage stage_begin(struct arena *arena, const struct stats_plan *plan, const double *totals, size_t count, size_t columns)
{
    double *grand = ARENA_ARRAY(arena, double, columns);
    for (size_t j = 0; j < columns; j++) {
        struct sum sum = {0};
        for (size_t i = 0; i < count; i++)
            sum_add(&sum, totals[i * columns + j]);
        grand[j] = sum_value(&sum) / (double)count;
    }
    return (struct stage){columns, plan->design.lonely, grand, ARENA_ARRAY(arena, struct sum, columns * columns), 0, 0,
                          ARENA_ARRAY(arena, double, columns)};
}

/* The lonely ones add what the others do on average; where there are no others nothing is known. */
static void stage_end(const struct stage *stage, double *covariance)
{
    double factor = stage->skipped == 0 ? 1 : stage->used > 0 ? (stage->used + stage->skipped) / stage->used : NAN;
    for (size_t j = 0; j < stage->columns; j++)
        for (size_t k = 0; k <= j; k++)
            covariance[j * stage->columns + k] += factor * sum_value(&stage->sums[j * stage->columns + k]);
}

/* Totals of units in the order of the plan, then of clusters: [index · columns + column]. */
static void add_up(const struct stats_plan *plan, const double *z, size_t columns, double *ret_units, double *ret_clusters)
{
    for (size_t j = 0; j < columns; j++) {
        for (size_t u = 0; u < plan->info.units; u++) {
            struct sum sum = {0};
            for (size_t k = plan->unit_from[u]; k < plan->unit_from[u + 1]; k++)
                sum_add(&sum, z[j * plan->design.n + plan->order[k]]);
            ret_units[u * columns + j] = sum_value(&sum);
        }
        for (size_t c = 0; c < plan->info.clusters; c++) {
            struct sum sum = {0};
            for (size_t u = plan->cluster_from[c]; u < plan->cluster_from[c + 1]; u++)
                sum_add(&sum, ret_units[u * columns + j]);
            ret_clusters[c * columns + j] = sum_value(&sum);
        }
    }
}

static void second_stage(const struct stats_plan *plan, struct stage *stage, const double *units)
{
    for (size_t h = 0; h < plan->info.strata; h++) {
        double fraction = (double)(plan->stratum_from[h + 1] - plan->stratum_from[h]) / plan->population[h];
        for (size_t c = plan->stratum_from[h]; fraction > 0 && c < plan->stratum_from[h + 1]; c++) {
            size_t from = plan->cluster_from[c], count = plan->cluster_from[c + 1] - from;
            add_group(stage, units + from * stage->columns, count, plan->unit_population[c], fraction);
        }
    }
}

void stats_design_covariance(const struct stats_plan *plan, const double *z, size_t columns, double *ret_covariance)
{
    bool good = plan->info.status == STATS_DESIGN_GOOD;
    for (size_t i = 0; i < columns * columns; i++)
        ret_covariance[i] = good ? 0 : NAN;
    if (!good)
        return;
    struct arena *arena = arena_new();
    double *units = ARENA_ARRAY(arena, double, plan->info.units * columns), *clusters = ARENA_ARRAY(arena, double, plan->info.clusters * columns);
    add_up(plan, z, columns, units, clusters);
    struct stage first = stage_begin(arena, plan, clusters, plan->info.clusters, columns);
    for (size_t h = 0; h < plan->info.strata; h++) {
        size_t from = plan->stratum_from[h];
        add_group(&first, clusters + from * columns, plan->stratum_from[h + 1] - from, plan->population[h], 1);
    }
    stage_end(&first, ret_covariance);
    if (plan->design.unit_population) {
        struct stage second = stage_begin(arena, plan, units, plan->info.units, columns);
        second_stage(plan, &second, units);
        stage_end(&second, ret_covariance);
    }
    for (size_t j = 0; j < columns; j++)
        for (size_t k = 0; k < j; k++)
            ret_covariance[k * columns + j] = ret_covariance[j * columns + k];
    arena_free(arena);
}
