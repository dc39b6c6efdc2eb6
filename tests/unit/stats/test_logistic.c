/* SPDX-License-Identifier: GPL-3.0-or-later
 * Logistic regressions: against R (glm, ordinal::clm), odds ratios by hand, data that have no answer.
 */
#include "reference_table.h"

#include "ceping/stats_regression.h"

/* R 4.2.2 glm(family = binomial, epsilon = 1e-14); data: carData::BEPS (GPL). */
/* clang-format off */
static const double two_coef[] = {-0.29102584268577775, -0.011179725221662775, 0.7402159449461055, -0.43342729474156394, -0.08595215705067893};
static const double two_se[] = {0.3330078130776878, 0.0037922621706422115, 0.05765131604027821, 0.05094271790935792, 0.01895705599296323};
static const double two_z[] = {-0.8739309747602948, -2.948035952843817, 12.839532482293242, -8.508130553865591, -4.534045638868396};
static const double two_odds[] = {0.74749636045492, 0.9888825356704658, 2.0963881700486633, 0.6482834245161551, 0.9176381326846319};

struct ordered_row {
    const char *file, *names[3];
    double n, coef[6], se[6], log_likelihood;
};

/* ordinal::clm(gradTol = 1e-10); data: ordinal::wine, carData::BEPS (GPL). */
static const struct ordered_row ordered[] = {
    {
        .file = "wine.csv", .names = {"rating", "contact=yes", "temp=warm"}, .n = 72,
        .coef = {-1.3443834112647153, 1.2508087984165377, 3.46688692647397, 5.006404204269959, 1.5277976580950585, 2.503102007898927},
        .se = {0.5171020453242732, 0.43788020296160013, 0.5977604246084083, 0.7309063436669735, 0.47662262964829766, 0.5286801008248454},
        .log_likelihood = -86.49192336564909,
    },
    {
        .file = "beps.csv", .names = {"economic_cond_national", "age", "Blair"}, .n = 1525,
        .coef = {-2.025175200002214, 0.3223364173930346, 2.279825545677877, 4.8934078461354655, 0.0011032717349085644, 0.5419885438032035},
        .se = {0.26096621594453134, 0.21624263880901115, 0.224507963230066, 0.25473808703413203, 0.003057907273047362, 0.04294453687737674},
        .log_likelihood = -1871.0432900158219,
    },
};
/* clang-format on */

static void two_outcomes_as_glm(void **state)
{
    (void)state;
    const char *names[] = {"vote=Labour", "age", "Blair", "Hague", "Europe"};
    size_t n;
    double *table = reference_complete("beps.csv", names, 5, &n);
    struct arena *arena = arena_new();
    struct stats_regression_data data = {.y = table, .x = table + n, .n = n, .columns = 4, .intercept = true, .level = 0.95};
    struct stats_logistic *fit = stats_logistic(arena, &data);
    assert_int_equal(fit->status, STATS_FIT_GOOD);
    check_relative(fit->n, 1525, 0);
    for (size_t j = 0; j < 5; j++) {
        check_relative(fit->term[j].coef, two_coef[j], 1e-7);
        check_relative(fit->term[j].se, two_se[j], 1e-7);
        check_relative(fit->term[j].z, two_z[j], 1e-7);
        check_relative(fit->term[j].odds_ratio, two_odds[j], 1e-7);
    }
    check_relative(fit->term[1].p, 0.003197998694473045, 1e-7);
    check_relative(fit->deviance, 1686.8833452124018, 1e-9);
    check_relative(fit->null_deviance, 2109.358739638179, 1e-9);
    check_relative(fit->mcfadden_r2, 0.20028617536069038, 1e-9);
    check_relative(fit->aic, 1696.8833452124018, 1e-9);
    arena_free(arena);
    free(table);
}

static void ordered_as_clm(void **state)
{
    (void)state;
    for (size_t s = 0; s < COUNT_OF(ordered); s++) {
        const struct ordered_row *row = &ordered[s];
        size_t n;
        double *table = reference_complete(row->file, row->names, 3, &n);
        struct arena *arena = arena_new();
        struct stats_regression_data data = {.y = table, .x = table + n, .n = n, .columns = 2, .level = 0.95};
        struct stats_logistic *fit = stats_ordinal_logistic(arena, &data);
        assert_int_equal(fit->status, STATS_FIT_GOOD);
        check_relative(fit->n, row->n, 0);
        assert_int_equal(fit->thresholds, 4);
        check_relative(fit->log_likelihood, row->log_likelihood, 1e-9);
        for (size_t j = 0; j < 6; j++) {
            check_relative(fit->term[j].coef, row->coef[j], 1e-6);
            check_relative(fit->term[j].se, row->se[j], 1e-6);
        }
        arena_free(arena);
        free(table);
    }
}

/* 2 × 2 as frequencies: the odds ratio is ad/bc, its standard error √(1/a + 1/b + 1/c + 1/d). y up to down: the same by thresholds. */
static void odds_by_hand(void **state)
{
    (void)state;
    double y[4] = {1, 0, 1, 0}, x[4] = {1, 1, 0, 0}, w[4] = {30, 10, 15, 45};
    struct arena *arena = arena_new();
    struct stats_regression_data data = {.y = y, .x = x, .n = 4, .columns = 1, .intercept = true, .level = 0.95, .frequency = w};
    struct stats_logistic *fit = stats_logistic(arena, &data), *ordinal = stats_ordinal_logistic(arena, &data);
    check_close(fit->term[1].coef, log(9), 1e-13);
    check_close(fit->term[0].coef, log(1.0 / 3), 1e-13);
    check_close(fit->term[1].se, sqrt(1.0 / 30 + 0.1 + 1.0 / 15 + 1.0 / 45), 1e-10);
    check_close(fit->n, 100, 0);
    check_close(fit->null_log_likelihood, 45 * log(0.45) + 55 * log(0.55), 1e-13);
    check_close(ordinal->term[1].coef, log(9), 1e-12);
    check_close(ordinal->term[0].coef, log(3), 1e-12); /* P(y ≤ 0) */
    check_close(ordinal->term[1].se, fit->term[1].se, 1e-10);
    check_close(ordinal->chisq, fit->chisq, 1e-12);
    check_close(ordinal->outcome[1], 1, 0);
    arena_free(arena);
}

static const double some_x[] = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 3, 1, 4, 1, 5, 9, 2, 6, 5, 3}, some_y[] = {1, 2, 1, 1, 3, 2, 2, 3, 1, 3};

static void frequencies_scale_and_order(void **state)
{
    (void)state;
    double y[20], x[40], w[10], moved[20], turned[10];
    for (size_t i = 0; i < 10; i++) {
        w[i] = 2;
        turned[i] = -7 * some_y[i];
        moved[i] = 1e5 + 3 * some_x[i];
        moved[10 + i] = some_x[10 + i];
        y[i] = y[19 - i] = some_y[i];
        x[i] = x[19 - i] = some_x[i];
        x[20 + i] = x[39 - i] = some_x[10 + i];
    }
    struct arena *arena = arena_new();
    struct stats_regression_data rows = {.y = y, .x = x, .n = 20, .columns = 2, .intercept = true, .level = 0.95};
    struct stats_regression_data counted = {.y = some_y, .x = some_x, .n = 10, .columns = 2, .intercept = true, .level = 0.95, .frequency = w};
    struct stats_logistic *one = stats_ordinal_logistic(arena, &rows), *other = stats_ordinal_logistic(arena, &counted);
    assert_int_equal(one->status, STATS_FIT_GOOD);
    for (size_t j = 0; j < 4; j++) {
        check_close(other->term[j].coef, one->term[j].coef, 1e-11);
        check_close(other->term[j].se, one->term[j].se, 1e-11);
    }
    /* Turned round and moved: coefficients change sign and scale, p does not. */
    struct stats_regression_data back = counted;
    back.y = turned, back.x = moved;
    struct stats_logistic *reversed = stats_ordinal_logistic(arena, &back);
    check_close(reversed->term[2].coef, -other->term[2].coef / 3, 1e-10);
    check_close(reversed->term[3].coef, -other->term[3].coef, 1e-10);
    check_close(reversed->term[2].p, other->term[2].p, 1e-9);
    check_close(reversed->log_likelihood, other->log_likelihood, 1e-12);
    double high[20], low_y[10];
    for (size_t i = 0; i < 20; i++)
        high[i] = y[i] > 1;
    for (size_t i = 0; i < 10; i++)
        low_y[i] = some_y[i] > 1;
    rows.y = high, counted.y = low_y;
    one = stats_logistic(arena, &rows), other = stats_logistic(arena, &counted);
    check_close(other->term[2].coef, one->term[2].coef, 1e-12);
    check_close(other->term[1].p, one->term[1].p, 1e-11);
    arena_free(arena);
}

static void separation_is_said(void **state)
{
    (void)state;
    double x[16] = {1, 2, 3, 4, 5, 6, 7, 8, 2, 1, 2, 2, 1, 1, 2, 1}, whole[8] = {0, 0, 0, 0, 1, 1, 1, 1};
    double touching[16] = {1, 2, 3, 4, 4, 6, 7, 8, 2, 1, 2, 2, 1, 1, 2, 1}, level[8] = {1, 1, 1, 2, 2, 3, 3, 3};
    struct arena *arena = arena_new();
    struct stats_regression_data data = {.y = whole, .x = x, .n = 8, .columns = 2, .intercept = true, .level = 0.95};
    struct stats_logistic *fit = stats_logistic(arena, &data);
    assert_int_equal(fit->status, STATS_FIT_SEPARATED);
    assert_int_equal(fit->culprit, 1);
    check_close(fit->term[1].coef, NAN, 0);
    check_close(fit->deviance, NAN, 0);
    data.x = touching; /* quasi-complete: 4 stands on both sides */
    assert_int_equal(stats_logistic(arena, &data)->status, STATS_FIT_SEPARATED);
    data.x = x;
    data.y = level;
    assert_int_equal(stats_ordinal_logistic(arena, &data)->status, STATS_FIT_SEPARATED);
    /* A category of a dummy without any failure. */
    double dummy[10] = {1, 1, 1, 0, 0, 0, 0, 0, 0, 0}, mixed[10] = {1, 1, 1, 0, 1, 0, 1, 1, 0, 0};
    struct stats_regression_data one = {.y = mixed, .x = dummy, .n = 10, .columns = 1, .intercept = true, .level = 0.95};
    assert_int_equal(stats_logistic(arena, &one)->status, STATS_FIT_SEPARATED);
    assert_int_equal(stats_ordinal_logistic(arena, &one)->status, STATS_FIT_SEPARATED);
    /* Strong but not separated: an odds ratio of 10⁶ is an answer. */
    double y[4] = {1, 0, 1, 0}, z[4] = {1, 1, 0, 0}, w[4] = {1000, 1, 1, 1000};
    struct stats_regression_data strong = {.y = y, .x = z, .n = 4, .columns = 1, .intercept = true, .level = 0.95, .frequency = w};
    fit = stats_logistic(arena, &strong);
    assert_int_equal(fit->status, STATS_FIT_GOOD);
    check_close(fit->term[1].odds_ratio, 1e6, 1e-9);
    check_close(stats_ordinal_logistic(arena, &strong)->term[1].odds_ratio, 1e6, 1e-9);
    arena_free(arena);
}

static void not_defined(void **state)
{
    (void)state;
    double x[8] = {1, 2, 3, 4, 2, 4, 6, 8}, y[4] = {0, 1, 0, 1}, two[4] = {0, 2, 0, 1}, ones[4] = {1, 1, 1, 1}, bad[4] = {0, NAN, 0, 1}, flat[4] = {5, 5, 5, 5};
    struct arena *arena = arena_new();
    struct stats_regression_data data = {.y = y, .x = x, .n = 4, .columns = 2, .intercept = true, .level = 0.95};
    assert_int_equal(stats_logistic(arena, &data)->status, STATS_FIT_COLLINEAR);
    assert_int_equal(stats_ordinal_logistic(arena, &data)->status, STATS_FIT_COLLINEAR);
    assert_int_equal(stats_ordinal_logistic(arena, &data)->culprit, 2);
    data.columns = 1;
    assert_int_equal(stats_logistic(arena, &data)->status, STATS_FIT_GOOD);
    data.y = two;
    assert_int_equal(stats_logistic(arena, &data)->status, STATS_FIT_UNUSABLE);
    data.y = bad;
    assert_int_equal(stats_logistic(arena, &data)->status, STATS_FIT_UNUSABLE);
    assert_int_equal(stats_ordinal_logistic(arena, &data)->status, STATS_FIT_UNUSABLE);
    data.y = ones;
    assert_int_equal(stats_logistic(arena, &data)->status, STATS_FIT_ONE_OUTCOME);
    assert_int_equal(stats_ordinal_logistic(arena, &data)->status, STATS_FIT_ONE_OUTCOME);
    data.y = y;
    data.x = flat;
    assert_int_equal(stats_ordinal_logistic(arena, &data)->status, STATS_FIT_COLLINEAR);
    assert_int_equal(stats_logistic(arena, &data)->status, STATS_FIT_COLLINEAR);
    data.n = 0;
    assert_int_equal(stats_logistic(arena, &data)->status, STATS_FIT_TOO_FEW);
    assert_int_equal(stats_ordinal_logistic(arena, &data)->status, STATS_FIT_TOO_FEW);
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(two_outcomes_as_glm),
        cmocka_unit_test(ordered_as_clm),
        cmocka_unit_test(odds_by_hand),
        cmocka_unit_test(frequencies_scale_and_order),
        cmocka_unit_test(separation_is_said),
        cmocka_unit_test(not_defined),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
