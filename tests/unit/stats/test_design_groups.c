/* SPDX-License-Identifier: GPL-3.0-or-later
 * Domains compared under a design, against R's survey 4.1-1: svyglm with regTermTest for means, svyranktest for ranks. svyranktest averages tied ranks without
 * their weights, which depends on the order of rows; so its numbers are those of values without ties, and the tied ones come from the ranks as
 * stats_design_ranks defines them, put through svyglm.
 */
#include "table.h"

#include "ceping/stats_design.h"

struct schools {
    struct arena *arena;
    size_t n;
    double pw[TABLE_ROWS], api00[TABLE_ROWS], growth[TABLE_ROWS], fpc[TABLE_ROWS], apart[TABLE_ROWS];
    int stype[TABLE_ROWS], awards[TABLE_ROWS], dnum[TABLE_ROWS];
};

static struct schools *schools_read(const char *file)
{
    struct schools *s = calloc(1, sizeof *s);
    s->arena = arena_new();
    s->n = table_numbers(file, "pw", s->pw);
    table_numbers(file, "api00", s->api00);
    table_numbers(file, "growth", s->growth);
    table_numbers(file, "fpc", s->fpc);
    table_codes(file, "stype", s->stype);
    table_codes(file, "awards", s->awards);
    table_codes(file, "dnum", s->dnum);
    for (size_t i = 0; i < s->n; i++) {
        s->apart[i] = s->api00[i] + (double)(i + 1) * 1e-4; /* no ties */
        s->stype[i] = s->stype[i] == 'E' ? 0 : s->stype[i] == 'H' ? 1 : 2;
        s->awards[i] = s->awards[i] == 'Y';
    }
    return s;
}

static void schools_free(struct schools *s)
{
    arena_free(s->arena);
    free(s);
}

static const struct stats_plan *plan_of(struct schools *s, struct stats_design design)
{
    design.n = s->n;
    design.weight = design.weight ? design.weight : s->pw;
    return stats_plan_new(s->arena, &design);
}

static void check_test(struct stats_f_test got, double f, double df1, double df2, double p)
{
    check_close(got.f, f, 1e-10);
    check_close(got.df1, df1, 0);
    check_close(got.df2, df2, 0);
    check_close(got.p, p, 1e-10);
}

static void means_as_regtermtest(void **state)
{
    (void)state;
    struct schools *s = schools_read("apistrat.csv");
    const struct stats_plan *strata = plan_of(s, (struct stats_design){.stratum = s->stype, .population = s->fpc}), *plain = plan_of(s, (struct stats_design){0});
    check_test(stats_design_means(strata, s->api00, s->awards, 2), 5.306606683934274, 1, 196, 0.022293523815061247);
    check_test(stats_design_means(plain, s->api00, s->stype, 3), 3.4829836828540657, 2, 197, 0.032620370681819701);
    check_test(stats_design_means(plain, s->growth, s->stype, 3), 23.800152935455007, 2, 197, 5.5196201614589486e-10);
    /* Two domains: the square of the t of a difference. */
    struct stats_design_test t = stats_design_difference(strata, s->api00, s->awards, 0.95);
    check_close(stats_design_means(strata, s->api00, s->awards, 2).f, t.t * t.t, 1e-12);
    check_close(stats_design_means(strata, s->api00, s->awards, 2).p, t.p, 1e-12);
    schools_free(s);
    s = schools_read("apiclus1.csv");
    check_test(stats_design_means(plan_of(s, (struct stats_design){.cluster = s->dnum, .population = s->fpc}), s->api00, s->stype, 3), 1.2782007425177757, 2, 12,
               0.31387976824321773);
    schools_free(s);
}

/* svydesign, then postStratify(~stype). */
static void calibrated_as_r(void **state)
{
    (void)state;
    struct schools *s = schools_read("apiclus1.csv");
    const double population[] = {4421, 755, 1018};
    double sum[3] = {0}, w[TABLE_ROWS], *x = calloc(3 * s->n, sizeof *x);
    for (size_t i = 0; i < s->n; i++)
        sum[s->stype[i]] += s->pw[i];
    for (size_t i = 0; i < s->n; i++) {
        w[i] = s->pw[i] * population[s->stype[i]] / sum[s->stype[i]];
        x[(size_t)s->stype[i] * s->n + i] = 1;
    }
    const struct stats_plan *plan =
        plan_of(s, (struct stats_design){.weight = w, .cluster = s->dnum, .auxiliary = x, .auxiliaries = 3, .base_weight = s->pw});
    check_test(stats_design_means(plan, s->api00, s->awards, 2), 1.9906780856624655, 1, 13, 0.18175045464535636);
    check_test(stats_design_rank_test(plan, s->api00, s->awards, 2), 1.7835405612506487, 1, 13, 0.20462808188537393);
    check_test(stats_design_rank_test(plan, s->apart, s->awards, 2), 1.7646767249820576, 1, 13, 0.20689171320525623);
    free(x);
    schools_free(s);
}

static void ranks_as_svyranktest(void **state)
{
    (void)state;
    struct schools *s = schools_read("apistrat.csv");
    const struct stats_plan *strata = plan_of(s, (struct stats_design){.stratum = s->stype, .population = s->fpc}), *plain = plan_of(s, (struct stats_design){0});
    check_test(stats_design_rank_test(strata, s->apart, s->awards, 2), 4.5057648748860855, 1, 196, 0.035035863628733351);
    check_test(stats_design_rank_test(plain, s->apart, s->stype, 3), 3.2752083154485581, 2, 197, 0.039877847344050497);
    check_test(stats_design_rank_test(strata, s->api00, s->awards, 2), 4.496649463320229, 1, 196, 0.035218744309745344);
    check_test(stats_design_rank_test(plain, s->api00, s->stype, 3), 3.249164846180177, 2, 197, 0.040895889639876018);
    schools_free(s);
    s = schools_read("apiclus1.csv");
    const struct stats_plan *clusters = plan_of(s, (struct stats_design){.cluster = s->dnum, .population = s->fpc});
    check_test(stats_design_rank_test(clusters, s->apart, s->stype, 3), 1.099261028087779, 2, 12, 0.36444217827453279);
    check_test(stats_design_rank_test(clusters, s->api00, s->stype, 3), 1.1119874106877647, 2, 12, 0.36054678485732594);
    schools_free(s);
}

/* The rank of tied values takes their weights, in any order of the rows. */
static void ranks_by_hand(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    const double y[] = {2, 1, 2, NAN, 5, 9}, w[] = {3, 2, 1, 1, 4, 0};
    const int group[] = {0, 1, 1, 0, 0, 1};
    double rank[6];
    const struct stats_plan *plan = stats_plan_new(arena, &(struct stats_design){.n = 6, .weight = w});
    stats_design_ranks(plan, y, group, 2, rank);
    check_close(rank[1], 0.1, 1e-15);
    check_close(rank[0], 0.4, 1e-15);
    check_close(rank[2], 0.4, 1e-15);
    check_close(rank[4], 0.8, 1e-15);
    assert_true(isnan(rank[3]) && isnan(rank[5]));
    arena_free(arena);
}

/* Scale and shift of values, scale of weights, names of groups, any monotonic change for ranks. */
static void invariances(void **state)
{
    (void)state;
    struct schools *s = schools_read("apistrat.csv");
    double y[TABLE_ROWS], w[TABLE_ROWS], curved[TABLE_ROWS];
    int turned[TABLE_ROWS];
    for (size_t i = 0; i < s->n; i++) {
        y[i] = 1000 - 7 * s->api00[i];
        w[i] = s->pw[i] / 300;
        curved[i] = exp(s->api00[i] / 100);
        turned[i] = 2 - s->stype[i];
    }
    const struct stats_plan *plan = plan_of(s, (struct stats_design){0}), *scaled = plan_of(s, (struct stats_design){.weight = w});
    struct stats_f_test means = stats_design_means(plan, s->api00, s->stype, 3), ranks = stats_design_rank_test(plan, s->api00, s->stype, 3);
    check_close(stats_design_means(scaled, y, turned, 3).f, means.f, 1e-11);
    check_close(stats_design_rank_test(scaled, curved, turned, 3).f, ranks.f, 1e-11);
    schools_free(s);
}

static void undefined_is_nan(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    const double y[] = {1, 2, 3, 4, 5, 7}, flat[] = {3, 3, 3, 3, 3, 3}, gone[] = {NAN, NAN, NAN, NAN, NAN, NAN}, inf[] = {1, INFINITY, 3, 4, 5, 7};
    const int group[] = {0, 0, 0, 1, 1, 1}, one[] = {0, 0, 0, 0, 0, 0}, none[] = {-1, -1, -1, 7, 7, 7}, each[] = {0, 1, 2, 3, 4, 5};
    const struct stats_plan *plan = stats_plan_new(arena, &(struct stats_design){.n = 6});
    assert_true(stats_design_means(plan, y, group, 2).p > 0);
    assert_true(isnan(stats_design_means(plan, y, one, 2).p));
    assert_true(isnan(stats_design_means(plan, y, one, 1).p));
    assert_true(isnan(stats_design_means(plan, y, none, 2).p));
    assert_true(isnan(stats_design_means(plan, y, each, 6).p));
    assert_true(isnan(stats_design_means(plan, flat, group, 2).p));
    assert_true(isnan(stats_design_means(plan, gone, group, 2).p));
    assert_true(isnan(stats_design_means(plan, inf, group, 2).p));
    assert_true(isnan(stats_design_rank_test(plan, flat, group, 2).p));
    assert_true(isnan(stats_design_rank_test(plan, gone, group, 2).p));
    assert_true(stats_design_rank_test(plan, inf, group, 2).p > 0); /* the greatest is the greatest */
    plan = stats_plan_new(arena, &(struct stats_design){.n = 0});
    assert_true(isnan(stats_design_means(plan, y, group, 2).p));
    plan = stats_plan_new(arena, &(struct stats_design){.n = 1, .lonely = STATS_LONELY_CERTAINTY});
    assert_true(isnan(stats_design_means(plan, y, group, 2).p));
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(means_as_regtermtest), cmocka_unit_test(calibrated_as_r), cmocka_unit_test(ranks_as_svyranktest),
        cmocka_unit_test(ranks_by_hand),        cmocka_unit_test(invariances),     cmocka_unit_test(undefined_is_nan),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
