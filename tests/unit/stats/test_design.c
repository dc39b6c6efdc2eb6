/* SPDX-License-Identifier: GPL-3.0-or-later
 * Design-based estimates against R's survey, and small populations worked by hand.
 */
#include "table.h"

#include "ceping/stats_design.h"
#include "ceping/stats_weights.h"

struct schools {
    struct arena *arena;
    size_t n;
    double pw[TABLE_ROWS], api00[TABLE_ROWS], api99[TABLE_ROWS], enroll[TABLE_ROWS], api_stu[TABLE_ROWS], avg_ed[TABLE_ROWS], wide[TABLE_ROWS],
        comp[TABLE_ROWS], fpc[TABLE_ROWS], fpc2[TABLE_ROWS];
    int stype[TABLE_ROWS], dnum[TABLE_ROWS], snum[TABLE_ROWS], wide_code[TABLE_ROWS], comp_code[TABLE_ROWS], awards[TABLE_ROWS];
    bool domain[TABLE_ROWS];
};

static void take_yes(size_t row, const char *cell, void *data)
{
    ((double *)data)[row] = *cell ? *cell == 'Y' : NAN;
}

static struct schools *schools_read(const char *file)
{
    struct schools *s = calloc(1, sizeof *s);
    s->arena = arena_new();
    s->n = table_numbers(file, "pw", s->pw);
    table_numbers(file, "api00", s->api00);
    table_numbers(file, "api99", s->api99);
    table_numbers(file, "enroll", s->enroll);
    table_numbers(file, "api_stu", s->api_stu);
    table_numbers(file, "avg_ed", s->avg_ed);
    table_each(file, "sch_wide", take_yes, s->wide);
    table_each(file, "comp_imp", take_yes, s->comp);
    table_codes(file, "stype", s->stype);
    table_codes(file, "dnum", s->dnum);
    table_codes(file, "snum", s->snum);
    table_codes(file, "sch_wide", s->wide_code);
    table_codes(file, "comp_imp", s->comp_code);
    table_codes(file, "awards", s->awards);
    if (strcmp(file, "apiclus2.csv")) {
        table_numbers(file, "fpc", s->fpc);
    } else {
        table_numbers(file, "fpc1", s->fpc);
        table_numbers(file, "fpc2", s->fpc2);
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
    design.weight = s->pw;
    return stats_plan_new(s->arena, &design);
}

static const bool *where(struct schools *s, const int *codes, int code)
{
    for (size_t i = 0; i < s->n; i++)
        s->domain[i] = codes[i] == code;
    return s->domain;
}

struct want {
    double value, se, deff, deff_finite, low, high;
};

static void check_estimate(struct stats_estimate got, struct want want)
{
    check_close(got.value, want.value, 1e-12);
    check_close(got.se, want.se, 1e-11);
    if (want.deff)
        check_close(got.deff, want.deff, 1e-11);
    if (want.deff_finite)
        check_close(got.deff_finite, want.deff_finite, 1e-11);
    if (want.low) {
        check_close(got.low, want.low, 1e-11);
        check_close(got.high, want.high, 1e-11);
    }
}

static void stratified_agrees_with_r(void **state)
{
    (void)state;
    struct schools *s = schools_read("apistrat.csv");
    const struct stats_plan *plan = plan_of(s, (struct stats_design){.stratum = s->stype, .population = s->fpc});
    assert_int_equal(stats_plan_info(plan).status, STATS_DESIGN_GOOD);
    check_close(stats_plan_info(plan).df, 197, 0);
    check_estimate(stats_design_mean(plan, s->api00, NULL, 0.95),
                   (struct want){662.2873631593208, 9.408940802784583, 1.1655661714535266, 1.2044572685377175, 643.7321882720862, 680.8425380465553});
    check_estimate(stats_design_mean(plan, s->enroll, NULL, 0.95), (struct want){595.2821371355037, 18.508510958577375, 0.35032880609553424,
                                                                                  0.36201812236340375, 558.7818907276337, 631.7823835433737});
    check_estimate(stats_design_total(plan, s->enroll, NULL, 0.95), (struct want){.value = 3687177.53243828, .se = 114641.71610078031});
    check_estimate(stats_design_mean(plan, s->api00, where(s, s->stype, 'H'), 0.95), (struct want){.value = 625.82, .se = 14.93712918539308});
    check_estimate(stats_design_mean(plan, s->enroll, where(s, s->wide_code, 'N'), 0.95),
                   (struct want){.value = 950.6211090823853, .se = 94.57048158085448});
    check_estimate(stats_design_ratio(plan, s->api_stu, s->enroll, NULL, 0.95), (struct want){.value = 0.8369568869405217, .se = 0.007757103166637879});
    /* Without finite populations; avg_ed has gaps. */
    plan = plan_of(s, (struct stats_design){.stratum = s->stype});
    check_estimate(stats_design_mean(plan, s->api00, NULL, 0.95),
                   (struct want){662.2873631593208, 9.536132296925162, 1.1972917694193272, 1.237241445021633, 643.4813565932167, 681.0933697254249});
    check_estimate(stats_design_mean(plan, s->avg_ed, NULL, 0.95), (struct want){2.787381242435576, 0.05497214603222804, 1.2251010873292838, 0,
                                                                                  2.678971825803609, 2.895790659067543});
    check_estimate(stats_design_mean(plan, s->avg_ed, where(s, s->awards, 'Y'), 0.95),
                   (struct want){.value = 2.791715674601942, .se = 0.07379299502547614});
    check_estimate(stats_design_total(plan, s->avg_ed, NULL, 0.95), (struct want){.value = 17265.0392986828, .se = 340.4974702168978});
    schools_free(s);
}

static void clusters_agree_with_r(void **state)
{
    (void)state;
    struct schools *s = schools_read("apiclus1.csv");
    const struct stats_plan *plan = plan_of(s, (struct stats_design){.cluster = s->dnum, .population = s->fpc});
    check_close(stats_plan_info(plan).df, 14, 0);
    check_estimate(stats_design_mean(plan, s->api00, NULL, 0.95),
                   (struct want){644.1693989071039, 23.54224069378104, 9.069748362453062, 9.345869450590952, 593.6763144633255, 694.6624833508822});
    check_estimate(stats_design_total(plan, s->api00, NULL, 0.95), (struct want){.value = 3989985.465702063, .se = 898363.6444402734});
    check_estimate(stats_design_mean(plan, s->enroll, where(s, s->stype, 'H'), 0.95),
                   (struct want){.value = 1130.2857142857142, .se = 357.1219675578866});
    check_estimate(stats_design_ratio(plan, s->api_stu, s->enroll, NULL, 0.95), (struct want){.value = 0.8497087417244875, .se = 0.00838629716939109});
    plan = plan_of(s, (struct stats_design){.cluster = s->dnum});
    check_estimate(stats_design_mean(plan, s->api00, NULL, 0.95),
                   (struct want){644.1693989071039, 23.779010720886877, 9.253099070588906, 9.534802121424999, 593.1684932610909, 695.1703045531168});
    schools_free(s);
}

static void two_stages_agree_with_r(void **state)
{
    (void)state;
    struct schools *s = schools_read("apiclus2.csv");
    const struct stats_plan *plan =
        plan_of(s, (struct stats_design){.cluster = s->dnum, .population = s->fpc, .unit = s->snum, .unit_population = s->fpc2});
    assert_int_equal(stats_plan_info(plan).status, STATS_DESIGN_GOOD);
    check_close(stats_plan_info(plan).df, 39, 0);
    check_estimate(stats_design_mean(plan, s->api00, NULL, 0.95),
                   (struct want){670.8118081180812, 30.099027376836602, 6.096952702766198, 6.250513755712579, 609.930778741016, 731.6928374951465});
    check_estimate(stats_design_total(plan, s->api00, NULL, 0.95), (struct want){.value = 3440375.7500000005, .se = 926665.5860902703});
    check_estimate(stats_design_mean(plan, s->api00, where(s, s->stype, 'E'), 0.95), (struct want){.value = 692.8104008667389, .se = 29.926604237402966});
    check_estimate(stats_design_mean(plan, s->api00, where(s, s->stype, 'M'), 0.95), (struct want){.value = 642.352, .se = 45.09131630033113});
    schools_free(s);
}

static void shares_agree_with_r(void **state)
{
    (void)state;
    struct schools *s = schools_read("apistrat.csv");
    const struct stats_plan *plan = plan_of(s, (struct stats_design){.stratum = s->stype, .population = s->fpc});
    struct stats_design_share share = stats_design_share(plan, s->wide, NULL, 0.95);
    check_estimate(share.estimate, (struct want){0.8279480114158236, 0.024344780113074782, 0.8279460241500358, 0, 0.779938180972881, 0.8759578418587662});
    check_close(share.logit.low, 0.7745396547467683, 1e-11);
    check_close(share.logit.high, 0.8708148549435989, 1e-11);
    check_close(share.beta.low, 0.7741713285973127, 1e-10);
    check_close(share.beta.high, 0.8734315926207354, 1e-10);
    share = stats_design_share(plan, s->comp, NULL, 0.95);
    check_close(share.logit.low, 0.5864671343203115, 1e-11);
    check_close(share.beta.high, 0.7214935058540037, 1e-10);
    share = stats_design_share(plan, s->api00, NULL, 0.95);
    assert_true(isnan(share.estimate.value));
    schools_free(s);
    s = schools_read("apiclus1.csv");
    plan = plan_of(s, (struct stats_design){.cluster = s->dnum, .population = s->fpc});
    share = stats_design_share(plan, s->wide, NULL, 0.95);
    check_close(share.logit.low, 0.8237988923830017, 1e-11);
    check_close(share.beta.low, 0.8237022108475011, 1e-10);
    check_close(share.beta.high, 0.9147044921268653, 1e-10);
    schools_free(s);
}

static void differences_agree_with_r(void **state)
{
    (void)state;
    struct schools *s = schools_read("apistrat.csv");
    int group[TABLE_ROWS];
    for (size_t i = 0; i < s->n; i++)
        group[i] = s->comp_code[i] == 'N';
    const struct stats_plan *plan = plan_of(s, (struct stats_design){.stratum = s->stype, .population = s->fpc});
    struct stats_design_test test = stats_design_difference(plan, s->api00, group, 0.95);
    check_close(test.difference, 40.98993003517637, 1e-11);
    check_close(test.se, 19.666576413291413, 1e-11);
    check_close(test.t, 2.08424329551705, 1e-11);
    check_close(test.df, 196, 0);
    check_close(test.p, 0.03843418795120731, 1e-11);
    schools_free(s);
    s = schools_read("apiclus1.csv");
    for (size_t i = 0; i < s->n; i++)
        group[i] = s->wide_code[i] == 'N';
    plan = plan_of(s, (struct stats_design){.cluster = s->dnum, .population = s->fpc});
    test = stats_design_difference(plan, s->api00, group, 0.95);
    check_close(test.t, 2.108989847792919, 1e-11);
    check_close(test.df, 13, 0);
    check_close(test.p, 0.05490881708904665, 1e-11);
    schools_free(s);
}

static void crosstab_codes(struct schools *s, int *row, int *column)
{
    for (size_t i = 0; i < s->n; i++) {
        row[i] = s->wide_code[i] == 'Y';
        column[i] = s->stype[i] == 'E' ? 0 : s->stype[i] == 'H' ? 1 : 3; /* column 2 stays empty and drops out */
    }
}

static void crosstabs_agree_with_r(void **state)
{
    (void)state;
    int row[TABLE_ROWS], column[TABLE_ROWS];
    double table[8];
    struct schools *s = schools_read("apistrat.csv");
    crosstab_codes(s, row, column);
    const struct stats_plan *plan = plan_of(s, (struct stats_design){.stratum = s->stype, .population = s->fpc});
    struct stats_design_crosstab test = stats_design_crosstab(plan, row, 2, column, 4, table);
    check_close(table[0], 397.8899917602543, 1e-12);
    check_close(table[2], 0, 0);
    check_close(table[7], 712.600021362306, 1e-12);
    check_close(test.f, 17.247443963888795, 1e-10);
    check_close(test.df1, 1.8286715041635835, 1e-10);
    check_close(test.df2, 360.24828632022593, 1e-10);
    check_close(test.p / 2.0350463594651633e-07, 1, 1e-9);
    check_close(test.pearson, 26.75353403589074, 1e-11);
    check_close(test.p_chisq / 3.2324384162886496e-08, 1, 1e-8);
    schools_free(s);
    s = schools_read("apiclus1.csv");
    crosstab_codes(s, row, column);
    plan = plan_of(s, (struct stats_design){.cluster = s->dnum, .population = s->fpc});
    test = stats_design_crosstab(plan, row, 2, column, 4, NULL);
    check_close(test.f, 5.193369541474877, 1e-10);
    check_close(test.df1, 1.4946397777074554, 1e-10);
    check_close(test.df2, 20.924956887904376, 1e-10);
    check_close(test.p, 0.021747462370796916, 1e-10);
    check_close(test.pearson, 11.940892080745346, 1e-11);
    check_close(test.p_chisq, 0.005553263303113219, 1e-10);
    /* Rows that are missing stay in the design but not in the table. */
    row[0] = -1;
    test = stats_design_crosstab(plan, row, 2, column, 4, NULL);
    check_close(test.n, 182, 0);
    for (size_t i = 0; i < s->n; i++)
        row[i] = 0;
    test = stats_design_crosstab(plan, row, 2, column, 4, NULL);
    assert_true(isnan(test.f) && isnan(test.pearson));
    schools_free(s);
}

/* Standard errors after calibration: apiclus1 with post-strata, raking, GREG. */
static void calibrated_agrees_with_r(void **state)
{
    (void)state;
    struct schools *s = schools_read("apiclus1.csv");
    size_t n = s->n;
    double *x = calloc(5 * n, sizeof *x), w[TABLE_ROWS];
    for (size_t i = 0; i < n; i++) {
        x[i] = 1;
        x[n + i] = s->stype[i] == 'H';
        x[2 * n + i] = s->stype[i] == 'M';
        x[3 * n + i] = s->api99[i];
        x[4 * n + i] = s->wide[i];
    }
    struct stats_design design = {.n = n, .weight = w, .cluster = s->dnum, .population = s->fpc, .auxiliary = x, .base_weight = s->pw};
    struct stats_calibration report;
    const double totals[] = {6194, 755, 1018, 3914069};
    assert_true(stats_calibrate(s->pw, x, n, 4, totals, w, &report));
    design.auxiliaries = 4;
    const struct stats_plan *plan = stats_plan_new(s->arena, &design);
    check_estimate(stats_design_mean(plan, s->api00, NULL, 0.95), (struct want){.value = 665.3090711657799, .se = 3.441753116404747});
    check_estimate(stats_design_total(plan, s->enroll, NULL, 0.95), (struct want){.value = 3638487.204131879, .se = 385524.42735247925});
    assert_true(stats_calibrate(s->pw, x, n, 3, totals, w, &report));
    design.auxiliaries = 3;
    plan = stats_plan_new(s->arena, &design);
    check_estimate(stats_design_mean(plan, s->api00, NULL, 0.95), (struct want){.value = 642.3107882115821, .se = 23.920486445090386});
    check_estimate(stats_design_total(plan, s->enroll, NULL, 0.95), (struct want){.value = 3680892.9451190475, .se = 406292.63629480277});
    /* Raking: the same residuals, on the dummies of the margins. */
    int stype[TABLE_ROWS], wide[TABLE_ROWS];
    for (size_t i = 0; i < n; i++) {
        stype[i] = s->stype[i] == 'E' ? 0 : s->stype[i] == 'H' ? 1 : 2;
        wide[i] = s->wide_code[i] == 'Y';
        x[3 * n + i] = s->wide[i];
    }
    const double stype_population[] = {4421, 755, 1018}, wide_population[] = {1072, 5122};
    const struct stats_margin margins[] = {{stype, stype_population, 3}, {wide, wide_population, 2}};
    struct stats_raking raking;
    assert_true(stats_rake(s->pw, n, margins, 2, 1000, 1e-13, w, &raking));
    design.auxiliaries = 4;
    plan = stats_plan_new(s->arena, &design);
    struct stats_estimate mean = stats_design_mean(plan, s->api00, NULL, 0.95), total = stats_design_total(plan, s->enroll, NULL, 0.95);
    check_close(mean.value, 641.23032092682, 1e-11);
    check_close(mean.se, 23.703616887922493, 1e-8); /* survey projects on the margins in turn, ten times */
    check_close(total.se, 400603.25686196965, 1e-8);
    free(x);
    schools_free(s);
}

/* Two strata: {1 3 | 5 9 13}, populations 10 and 6. */
static void stratified_by_hand(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    const double y[] = {1, 5, 3, 9, 13}, w[] = {5, 2, 5, 2, 2}, population[] = {10, 6, 10, 6, 6};
    const int stratum[] = {7, -3, 7, -3, -3};
    struct stats_design design = {.n = 5, .weight = w, .stratum = stratum, .population = population};
    const struct stats_plan *plan = stats_plan_new(arena, &design);
    struct stats_estimate total = stats_design_total(plan, y, NULL, 0.95);
    check_close(total.value, 5 * 4 + 2 * 27, 1e-15);
    /* N²(1 − n/N)s²/n: 100·0.8·2/2 + 36·0.5·16/3 */
    check_close(total.se * total.se, 80 + 96, 1e-13);
    check_close(total.df, 3, 0);
    struct stats_estimate mean = stats_design_mean(plan, y, NULL, 0.95);
    check_close(mean.value, 74. / 16, 1e-15);
    check_close(mean.se, total.se / 16, 1e-14);
    /* Weights of a census: nothing is left to chance. */
    const double all[] = {2, 3, 2, 3, 3};
    design.population = all;
    design.weight = NULL;
    plan = stats_plan_new(arena, &design);
    check_close(stats_design_total(plan, y, NULL, 0.95).se, 0, 0);
    check_close(stats_design_mean(plan, y, NULL, 0.95).high, 31. / 5, 1e-15);
    /* Simple random sampling: deff 1 by definition. */
    plan = stats_plan_new(arena, &(struct stats_design){.n = 5});
    mean = stats_design_mean(plan, y, NULL, 0.95);
    check_close(mean.deff, 1, 1e-14);
    check_close(mean.se, stats_sd(y, NULL, 5) / sqrt(5), 1e-14);
    check_close(stats_design_total(plan, y, NULL, 0.95).deff, 1, 1e-14);
    check_close(stats_design_ratio(plan, y, (const double[]){1, 1, 1, 1, 1}, NULL, 0.95).se, mean.se, 1e-14);
    assert_true(isnan(mean.deff_finite));
    /* A cluster of weight 0 was drawn all the same; a row that is missing stays in. */
    const double gap[] = {1, 5, NAN, 9, 13};
    mean = stats_design_mean(plan, gap, NULL, 0.95);
    check_close(mean.n, 4, 0);
    check_close(mean.se * mean.se, 80. / 16 * 5 / 4, 1e-13); /* deviations −6 −2 2 6 of n = 5, not 4 */
    arena_free(arena);
}

static void lonely_strata_follow_the_rule(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    const double y[] = {1, 3, 10};
    const int stratum[] = {1, 1, 2};
    struct stats_design design = {.n = 3, .stratum = stratum};
    struct stats_plan *plan = stats_plan_new(arena, &design);
    assert_int_equal(stats_plan_info(plan).status, STATS_DESIGN_LONELY);
    assert_int_equal(stats_plan_info(plan).row, 2);
    assert_int_equal(stats_plan_info(plan).lonely, 1);
    assert_true(isnan(stats_design_mean(plan, y, NULL, 0.95).value));
    design.lonely = STATS_LONELY_CERTAINTY;
    double certain = stats_design_total(stats_plan_new(arena, &design), y, NULL, 0.95).se;
    check_close(certain * certain, 2 * 2, 1e-14); /* n·s² = 2·2 */
    design.lonely = STATS_LONELY_AVERAGE;
    double average = stats_design_total(stats_plan_new(arena, &design), y, NULL, 0.95).se;
    check_close(average * average, 8, 1e-14);
    design.lonely = STATS_LONELY_ADJUST;
    double adjusted = stats_design_total(stats_plan_new(arena, &design), y, NULL, 0.95).se, away = 10 - 14. / 3;
    check_close(adjusted * adjusted, 4 + away * away, 1e-14);
    /* Taken whole: not lonely. */
    const double population[] = {20, 20, 1};
    design.lonely = STATS_LONELY_FAIL;
    design.population = population;
    plan = stats_plan_new(arena, &design);
    assert_int_equal(stats_plan_info(plan).status, STATS_DESIGN_GOOD);
    assert_int_equal(stats_plan_info(plan).lonely, 0);
    check_close(stats_design_total(plan, y, NULL, 0.95).se, sqrt(0.9 * 4), 1e-14);
    /* All lonely: an average of nothing. */
    const int each[] = {1, 2, 3};
    design = (struct stats_design){.n = 3, .stratum = each, .lonely = STATS_LONELY_AVERAGE};
    assert_true(isnan(stats_design_total(stats_plan_new(arena, &design), y, NULL, 0.95).se));
    design.lonely = STATS_LONELY_CERTAINTY;
    assert_true(isnan(stats_design_total(stats_plan_new(arena, &design), y, NULL, 0.95).se)); /* df 0 */
    arena_free(arena);
}

static void two_stages_by_hand(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    /* Two of four clusters, two of three units in each: {1 3} {5 11}; weight 2·1.5. */
    const double y[] = {1, 3, 5, 11}, w[] = {3, 3, 3, 3}, clusters[] = {4, 4, 4, 4}, units[] = {3, 3, 3, 3};
    const int cluster[] = {1, 1, 2, 2}, unit[] = {1, 2, 1, 2};
    struct stats_design design = {.n = 4, .weight = w, .cluster = cluster, .population = clusters, .unit = unit, .unit_population = units};
    struct stats_estimate total = stats_design_total(stats_plan_new(arena, &design), y, NULL, 0.95);
    /* first ½·2·((12 − 30)² + (48 − 30)²), second ½·⅓·2·(18 + 162) */
    check_close(total.se * total.se, 648 + 60, 1e-13);
    const double wrong[] = {1, 1, 3, 3}, varies[] = {3, 4, 3, 3};
    design.unit_population = wrong;
    assert_int_equal(stats_plan_info(stats_plan_new(arena, &design)).status, STATS_DESIGN_SMALL);
    design.unit_population = varies;
    assert_int_equal(stats_plan_info(stats_plan_new(arena, &design)).status, STATS_DESIGN_POPULATION);
    arena_free(arena);
}

static void statuses(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    const double y[] = {1, 2, 3}, bad[] = {1, NAN, 1}, none[] = {0, 0, 0}, inf[] = {1, INFINITY, 3}, small[] = {2, 2, 2}, endless[] = {INFINITY, INFINITY, INFINITY};
    assert_int_equal(stats_plan_info(stats_plan_new(arena, &(struct stats_design){.n = 0})).status, STATS_DESIGN_EMPTY);
    struct stats_design design = {.n = 3, .weight = bad};
    struct stats_plan *plan = stats_plan_new(arena, &design);
    assert_int_equal(stats_plan_info(plan).status, STATS_DESIGN_WEIGHT);
    assert_int_equal(stats_plan_info(plan).row, 1);
    design.weight = none;
    assert_int_equal(stats_plan_info(stats_plan_new(arena, &design)).status, STATS_DESIGN_EMPTY);
    design = (struct stats_design){.n = 3, .population = small};
    assert_int_equal(stats_plan_info(stats_plan_new(arena, &design)).status, STATS_DESIGN_SMALL);
    design.population = endless;
    plan = stats_plan_new(arena, &design);
    check_close(stats_design_mean(plan, y, NULL, 0.95).se, 1 / sqrt(3), 1e-15);
    assert_true(!isfinite(stats_design_mean(plan, inf, NULL, 0.95).value));
    assert_true(isnan(stats_design_mean(plan, inf, NULL, 0.95).se));
    const bool nobody[] = {false, false, false};
    assert_true(isnan(stats_design_mean(plan, y, nobody, 0.95).value));
    assert_true(isnan(stats_design_ratio(plan, y, none, NULL, 0.95).value));
    const double zeros[] = {0, 0, 0};
    struct stats_design_share share = stats_design_share(plan, zeros, NULL, 0.95);
    check_close(share.beta.low, 0, 0);
    check_close(share.beta.high, stats_clopper_pearson(0, 3, 0.95).high, 1e-14);
    assert_true(isnan(share.logit.low));
    /* One row: a mean, and nothing about its error. */
    plan = stats_plan_new(arena, &(struct stats_design){.n = 1, .lonely = STATS_LONELY_CERTAINTY});
    check_close(stats_design_mean(plan, y, NULL, 0.95).value, 1, 0);
    assert_true(isnan(stats_design_mean(plan, y, NULL, 0.95).se));
    arena_free(arena);
}

/* Order of rows, names of strata and clusters, and the scale of weights do not matter. */
static void invariances(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    const double y[] = {4, 1, 7, 3, 9, 2}, w[] = {1, 2, 1, 3, 2, 2};
    const int stratum[] = {1, 1, 1, 2, 2, 2}, cluster[] = {1, 1, 2, 1, 2, 3};
    const double y2[] = {2, 9, 3, 7, 1, 4}, w2[] = {20, 20, 30, 10, 20, 10};
    const int stratum2[] = {5, 5, 5, 9, 9, 9}, cluster2[] = {30, 20, 10, 2, 8, 8};
    const struct stats_plan *one = stats_plan_new(arena, &(struct stats_design){.n = 6, .weight = w, .stratum = stratum, .cluster = cluster});
    const struct stats_plan *two = stats_plan_new(arena, &(struct stats_design){.n = 6, .weight = w2, .stratum = stratum2, .cluster = cluster2});
    struct stats_estimate a = stats_design_mean(one, y, NULL, 0.9), b = stats_design_mean(two, y2, NULL, 0.9);
    check_close(b.value, a.value, 1e-15);
    check_close(b.se, a.se, 1e-14);
    check_close(b.deff, a.deff, 1e-13);
    check_close(stats_design_total(two, y2, NULL, 0.9).se, 10 * stats_design_total(one, y, NULL, 0.9).se, 1e-13);
    /* The difference of two domains' means is that of the ratio estimator: checked against the covariance matrix. */
    const int group[] = {0, 0, 1, 1, 0, 1};
    double z[12] = {0}, covariance[4];
    struct stats_design_test test = stats_design_difference(one, y, group, 0.9);
    for (size_t i = 0; i < 6; i++)
        z[(group[i] ? 6 : 0) + i] = w[i] * (y[i] - test.mean[group[i]]) / (group[i] ? 6 : 5);
    stats_design_covariance(one, z, 2, covariance);
    check_close(test.se * test.se, covariance[0] + covariance[3] - 2 * covariance[1], 1e-14);
    check_close(covariance[1], covariance[2], 0);
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(stratified_agrees_with_r), cmocka_unit_test(clusters_agree_with_r), cmocka_unit_test(two_stages_agree_with_r),
        cmocka_unit_test(shares_agree_with_r), cmocka_unit_test(differences_agree_with_r), cmocka_unit_test(crosstabs_agree_with_r),
        cmocka_unit_test(calibrated_agrees_with_r), cmocka_unit_test(stratified_by_hand), cmocka_unit_test(lonely_strata_follow_the_rule),
        cmocka_unit_test(two_stages_by_hand), cmocka_unit_test(statuses), cmocka_unit_test(invariances),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
