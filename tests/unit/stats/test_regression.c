/* SPDX-License-Identifier: GPL-3.0-or-later
 * Least squares: NIST's certified values to the digits asked for, four models against R, edges.
 */
#include "reference_table.h"

#include "ceping/stats_regression.h"
#include "nist_linear.h"

/* Digits that agree: −log10 of the relative error, 15 at most. */
static double digits(double got, double want)
{
    double error = want == 0 ? fabs(got) : fabs(got - want) / fabs(want);
    return error < 1e-15 ? 15 : -log10(error);
}

static void need_digits(const char *name, const char *what, size_t term, double got, double want, int need)
{
    if (digits(got, want) >= need)
        return;
    print_error("%s: %s %zu: certified %.15g, got %.15g: %.1f digits of %d\n", name, what, term, want, got, digits(got, want), need);
    fail();
}

/* Columns of the design: powers of the one x where it is a polynomial. */
static size_t design(const struct nist_set *set, double *ret_x)
{
    size_t n = (size_t)set->n, columns = set->columns > 1 ? (size_t)set->columns : (size_t)set->powers;
    for (size_t j = 0; j < columns; j++)
        for (size_t i = 0; i < n; i++) {
            double value = set->columns > 1 ? set->x[j][i] : set->x[0][i];
            for (size_t p = 0; p < j && set->columns == 1; p++)
                value *= set->x[0][i];
            ret_x[j * n + i] = value;
        }
    return columns;
}

static void nist_certified(void **state)
{
    (void)state;
    for (size_t s = 0; s < COUNT_OF(nist_sets); s++) {
        const struct nist_set *set = &nist_sets[s];
        double x[10 * 82];
        struct arena *arena = arena_new();
        struct stats_regression_data data = {.y = set->y, .x = x, .n = (size_t)set->n, .intercept = set->intercept, .level = 0.95};
        data.columns = design(set, x);
        struct stats_regression *fit = stats_regression(arena, &data);
        assert_int_equal(fit->status, STATS_FIT_GOOD);
        double least = 15;
        for (size_t j = 0; j < fit->terms; j++) {
            need_digits(set->name, "coefficient", j, fit->term[j].coef, set->coef[j], set->digits);
            need_digits(set->name, "standard error", j, fit->term[j].se, set->se[j], set->digits);
            least = fmin(least, digits(fit->term[j].coef, set->coef[j]));
        }
        need_digits(set->name, "sigma", 0, fit->sigma, set->sigma, set->digits);
        need_digits(set->name, "R squared", 0, fit->r2, set->r2, set->digits);
        print_message("# %s: %.1f digits\n", set->name, least);
        arena_free(arena);
    }
}

struct model_row {
    const char *file;
    size_t columns;
    const char *names[6]; /* y, predictors, weight */
    bool weighted;
    double n, coef[5], se[5], t[5], p[5], low[5], high[5], hc[4][5], vif[4], beta[4];
    double r2, adjusted, sigma, f, f_p, durbin_watson, aic, log_likelihood;
};

/* R 4.2.2: lm, sandwich::vcovHC, car::vif, car::durbinWatsonTest. Data: seminr, survey, psychTools (GPL). */
/* clang-format off */
static const struct model_row models[] = {
    {
        .file = "mobi.csv", .columns = 4, .names = {"CUSA1", "PERQ1", "PERV1", "IMAG1", "CUEX1"}, .weighted = false,
        .n = 250, .coef = {2.992834948231943, 0.3936330062662423, 0.04710206836779314, 0.13354081507751603, 0.07360584299797795},
        .se = {0.3990323646894079, 0.050951810632783257, 0.0304515749677113, 0.041340400117587564, 0.04033075013140746},
        .t = {7.500231091684644, 7.725594073647545, 1.5467859517196352, 3.230273889407843, 1.825055144229951},
        .p = {1.1684902404475538e-12, 2.8515983131322567e-13, 0.12320558180607112, 0.0014060718970865258, 0.06921031008562016},
        .low = {2.2068633254031016, 0.29327353462216316, -0.012878213717083802, 0.05211288029306614, -0.005833390346816111},
        .high = {3.7788065710607843, 0.49399247791032147, 0.10708235045267009, 0.2149687498619659, 0.15304507634277204},
        .hc = {{0.3561773400031339, 0.05038598451785079, 0.0348858089919847, 0.05204101432353217, 0.03972373015874666},
               {0.35979344631600024, 0.05089753047047424, 0.03523998872201567, 0.052569363039993156, 0.04012702709896355},
               {0.36305727102663116, 0.051959621374372995, 0.03572777669944854, 0.05427218167446728, 0.04061896335038988},
               {0.37023352843047175, 0.0536523719251561, 0.03661796910714407, 0.05668077388947593, 0.04157059610411824}},
        .vif = {1.4461916793531655, 1.2184050120214904, 1.3614217346595132, 1.1792333786830926}, .beta = {0.4535965573896793, 0.08335871145570099, 0.18401813383210897, 0.0967611025508384},
        .r2 = 0.4159958208635294, .adjusted = 0.4064610587551788, .sigma = 0.950438265700218, .f = 43.6293864635805, .f_p = 1.2636282983959348e-27, .durbin_watson = 1.990765414908333, .aic = 691.0025555466727, .log_likelihood = -339.50127777333637,
    },
    {
        .file = "apistrat.csv", .columns = 3, .names = {"api00", "ell", "meals", "mobility"}, .weighted = false,
        .n = 200, .coef = {794.9844316422833, -0.6420162141574717, -2.8662084745466965, 0.015100504602079613},
        .se = {11.74135451638398, 0.4222485338559464, 0.29442480670240867, 0.47286492121859003},
        .t = {67.70806813923859, -1.5204699665730534, -9.734942196782118, 0.03193407657130722},
        .p = {6.576742472373917e-138, 0.13000445408565225, 1.6130221434193607e-18, 0.9745571186170747},
        .low = {771.8288224023747, -1.4747499535611432, -3.446855772524395, -0.917455898811075},
        .high = {818.1400408821919, 0.1907175252461999, -2.285561176568998, 0.9476569080152342},
        .hc = {{11.639682921926553, 0.4403338386155922, 0.31173595284537586, 0.4808894187642564},
               {11.757855321365026, 0.4448043475299849, 0.3149008659951656, 0.4857716700129472},
               {11.893109927170126, 0.4483017651649472, 0.3184001939652097, 0.5232527692143366},
               {12.1913416620165, 0.45664533723336936, 0.32573725727614, 0.5736941361684637}},
        .vif = {2.2701851003054987, 2.370308937233002, 1.0695696504214875}, .beta = {-0.1049340325288577, -0.6865050501139377, 0.0015127486710048328},
        .r2 = 0.5887822658270732, .adjusted = 0.5824881168346303, .sigma = 78.16588550046713, .f = 93.54438011143539, .f_p = 1.3039637606044056e-37, .durbin_watson = 1.7941841488116275, .aic = 2317.0681940467066, .log_likelihood = -1153.5340970233533,
    },
    {
        .file = "bfi.csv", .columns = 3, .names = {"age", "A1", "C5", "N3"}, .weighted = false,
        .n = 2759, .coef = {34.69034669429121, -1.1812969736386607, -0.40523761238751765, -0.5603154631130915},
        .se = {0.6463413537014197, 0.14856050941366683, 0.1314836286235994, 0.1341724973922167},
        .t = {53.671866260187606, -7.951621721687414, -3.0820385520968454, -4.176082833691036},
        .p = {0.0, 2.6613067411032473e-15, 0.0020762173598864236, 3.057801051326146e-05},
        .low = {33.42298412824932, -1.4725981991362513, -0.6630540556811692, -0.8234043086796741},
        .high = {35.9577092603331, -0.8899957481410701, -0.14742116909386616, -0.29722661754650903},
        .hc = {{0.682541818229561, 0.14409390598072822, 0.12730995972137646, 0.13407610989453958},
               {0.6830371316606728, 0.14419847341537717, 0.12740234722244864, 0.1341734075197503},
               {0.6830691569779769, 0.14424111225527897, 0.12742528651249832, 0.13419513610052528},
               {0.6835970299420675, 0.14438853794760353, 0.12754075585877753, 0.13431430887657564}},
        .vif = {1.0113762021007433, 1.0655630064904187, 1.0742005870875064}, .beta = {-0.1494182689272633, -0.05944553748390991, -0.0808729753239454},
        .r2 = 0.03815553264106103, .adjusted = 0.037108152095842506, .sigma = 10.891735974886087, .f = 36.429483834935255, .f_p = 4.402995831507113e-23, .durbin_watson = 1.8753398832924897, .aic = 21012.707840148196, .log_likelihood = -10501.353920074098,
    },
    {
        .file = "apistrat.csv", .columns = 3, .names = {"api00", "ell", "meals", "mobility", "pw"}, .weighted = true,
        .n = 200, .coef = {820.88731590562, -0.48058661217196474, -3.1415353099845515, 0.225713210229639},
        .se = {11.61781784870779, 0.3668953837653039, 0.2693868727913304, 0.46185267441038724},
        .t = {70.65761630932477, -1.309873695438444, -11.661798058059103, 0.48871257596979417},
        .p = {2.1406256819274227e-141, 0.19177174230298427, 3.279689349113136e-24, 0.6255915710719506},
        .low = {797.9753384204223, -1.2041561225330344, -3.672804266390963, -0.6851254873099427},
        .high = {843.7992933908176, 0.2429828981891049, -2.6102663535781403, 1.1365519077692208},
        .hc = {{10.943447444516508, 0.3961813435249547, 0.2910030038045041, 0.40024541517001055},
               {11.054551282251756, 0.4002035922658463, 0.29395742476545633, 0.40430892457934237},
               {11.151696089897355, 0.40476194497773954, 0.29698516927925045, 0.42724023285974694},
               {11.411773692884408, 0.4136296779579037, 0.3033013705471519, 0.46274345132216815}},
        .vif = {2.3071983220020567, 2.393769160726921, 1.061727219228857}, .beta = {NAN, NAN, NAN, NAN},
        .r2 = 0.659528215882909, .adjusted = 0.6543169130647902, .sigma = 403.2709458017898, .f = 126.55726195565737, .f_p = 1.2718015257903254e-45, .durbin_watson = NAN, .aic = 2308.069886819505, .log_likelihood = -1149.0349434097525,
    },
};
/* clang-format on */

static void check_p(double got, double want)
{
    if (want < 1e-12)
        assert_true(got < 1e-10);
    else
        check_relative(got, want, 1e-9);
}

static void least_squares_as_r(void **state)
{
    (void)state;
    for (size_t s = 0; s < COUNT_OF(models); s++) {
        const struct model_row *row = &models[s];
        size_t n;
        double *table = reference_complete(row->file, row->names, row->columns + 1 + row->weighted, &n);
        struct arena *arena = arena_new();
        struct stats_regression_data data = {.y = table, .x = table + n, .n = n, .columns = row->columns, .intercept = true, .level = 0.95,
                                             .weight = row->weighted ? table + (row->columns + 1) * n : NULL};
        struct stats_regression *fit = stats_regression(arena, &data);
        assert_int_equal(fit->status, STATS_FIT_GOOD);
        check_relative(fit->n, row->n, 0);
        check_relative(fit->r2, row->r2, 1e-9);
        check_relative(fit->adjusted_r2, row->adjusted, 1e-9);
        check_relative(fit->sigma, row->sigma, 1e-9);
        check_relative(fit->f, row->f, 1e-9);
        check_p(fit->f_p, row->f_p);
        check_relative(fit->durbin_watson, row->durbin_watson, 1e-9);
        check_relative(fit->aic, row->aic, 1e-9);
        check_relative(fit->log_likelihood, row->log_likelihood, 1e-9);
        for (size_t j = 0; j < fit->terms; j++) {
            const struct stats_term *term = &fit->term[j];
            check_relative(term->coef, row->coef[j], 1e-9);
            check_relative(term->se, row->se[j], 1e-9);
            check_relative(term->t, row->t[j], 1e-9);
            check_p(term->p, row->p[j]);
            check_relative(term->interval.low, row->low[j], 1e-9);
            check_relative(term->interval.high, row->high[j], 1e-9);
            for (size_t h = 0; h < STATS_HC_KINDS; h++)
                check_relative(term->robust_se[h], row->hc[h][j], 1e-9);
            check_relative(term->vif, j > 0 ? row->vif[j - 1] : NAN, 1e-9);
            check_relative(term->beta, j > 0 ? row->beta[j - 1] : NAN, 1e-9);
        }
        arena_free(arena);
        free(table);
    }
}

static const double some_y[] = {3, 5, 4, 8, 7, 9, 12, 11}, some_x[] = {1, 2, 3, 4, 5, 6, 7, 8, 2, 0, 1, 5, 3, 2, 7, 1};

/* 1 2 3 → 1 3 2: slope 1/2, intercept 1, residuals −½ 1 −½, leverages 5/6 1/3 5/6. */
static void line_by_hand(void **state)
{
    (void)state;
    double x[3] = {1, 2, 3}, y[3] = {1, 3, 2};
    struct arena *arena = arena_new();
    struct stats_regression_data data = {.y = y, .x = x, .n = 3, .columns = 1, .intercept = true, .level = 0.95};
    struct stats_regression *fit = stats_regression(arena, &data);
    check_close(fit->term[1].coef, 0.5, 1e-15);
    check_close(fit->term[0].coef, 1, 1e-15);
    check_close(fit->ss_residual, 1.5, 1e-15);
    check_close(fit->r2, 0.25, 1e-15);
    check_close(fit->term[1].se, sqrt(0.75), 1e-15);
    check_close(fit->term[1].robust_se[STATS_HC3], sqrt(2 * 0.25 * 0.25 / pow(1.0 / 6, 2)), 1e-14);
    check_close(fit->durbin_watson, 4.5 / 1.5, 1e-14);
    arena_free(arena);
}

static void frequencies_are_rows(void **state)
{
    (void)state;
    double y[16], x[32], w[8] = {1, 3, 2, 1, 2, 4, 1, 2}, both[9] = {1, 3, 2, 1, 2, 4, 1, 2, 0}, hole_y[9], hole_x[18];
    size_t n = 0;
    for (size_t i = 0; i < 8; i++)
        for (int c = 0; c < (int)w[i]; c++, n++)
            y[n] = some_y[i], x[n] = some_x[i];
    n = 0;
    for (size_t i = 0; i < 8; i++)
        for (int c = 0; c < (int)w[i]; c++, n++)
            x[16 + n] = some_x[8 + i];
    assert_int_equal(n, 16);
    for (size_t i = 0; i < 9; i++) {
        hole_y[i] = i < 8 ? some_y[i] : NAN;
        hole_x[i] = i < 8 ? some_x[i] : INFINITY;
        hole_x[9 + i] = i < 8 ? some_x[8 + i] : NAN;
    }
    struct arena *arena = arena_new();
    struct stats_regression_data rows = {.y = y, .x = x, .n = 16, .columns = 2, .intercept = true, .level = 0.95};
    struct stats_regression_data counted = {.y = hole_y, .x = hole_x, .n = 9, .columns = 2, .intercept = true, .level = 0.95, .frequency = both};
    struct stats_regression *one = stats_regression(arena, &rows), *other = stats_regression(arena, &counted);
    check_close(other->n, 16, 0);
    check_close(other->log_likelihood, one->log_likelihood, 1e-13);
    check_close(other->adjusted_r2, one->adjusted_r2, 1e-13);
    for (size_t j = 0; j < 3; j++) {
        check_close(other->term[j].coef, one->term[j].coef, 1e-13);
        check_close(other->term[j].p, one->term[j].p, 1e-12);
        check_close(other->term[j].robust_p, one->term[j].robust_p, 1e-12);
        check_close(other->term[j].vif, one->term[j].vif, 1e-12);
        check_close(other->term[j].beta, one->term[j].beta, 1e-12);
    }
    /* A greater unit of weight changes nothing but sigma; shift and scale go where they belong. */
    double weight[8], moved[16], turned[8];
    for (size_t i = 0; i < 8; i++) {
        weight[i] = 7 * w[i];
        turned[i] = 100 - 10 * some_y[i];
        moved[i] = 1000 + some_x[i];
        moved[8 + i] = 5 * some_x[8 + i];
    }
    struct stats_regression_data plain = {.y = some_y, .x = some_x, .n = 8, .columns = 2, .intercept = true, .level = 0.95, .weight = w};
    struct stats_regression_data heavy = plain;
    heavy.weight = weight;
    one = stats_regression(arena, &plain), other = stats_regression(arena, &heavy);
    check_close(other->term[1].se, one->term[1].se, 1e-13);
    check_close(other->term[2].robust_se[3], one->term[2].robust_se[3], 1e-13);
    plain.weight = heavy.weight = NULL;
    heavy.y = turned, heavy.x = moved;
    one = stats_regression(arena, &plain), other = stats_regression(arena, &heavy);
    check_close(other->term[1].coef, -10 * one->term[1].coef, 1e-11);
    check_close(other->term[2].coef, -2 * one->term[2].coef, 1e-12);
    check_close(other->r2, one->r2, 1e-12);
    check_close(other->term[2].robust_p, one->term[2].robust_p, 1e-11);
    arena_free(arena);
}

/* More rows than a block of the QR, in another order. */
static void many_rows(void **state)
{
    (void)state;
    enum { N = 1000 };
    static double y[N], x[2 * N], back_y[N], back_x[2 * N];
    for (size_t i = 0; i < N; i++) {
        x[i] = (double)(i * 37 % 101);
        x[N + i] = (double)(i * i % 89);
        y[i] = 2 + 0.5 * x[i] - 0.25 * x[N + i] + (double)(i * 7919 % 13) - 6;
        back_y[N - 1 - i] = y[i];
        back_x[N - 1 - i] = x[i];
        back_x[2 * N - 1 - i] = x[N + i];
    }
    struct arena *arena = arena_new();
    struct stats_regression_data data = {.y = y, .x = x, .n = N, .columns = 2, .intercept = true, .level = 0.95}, back = data;
    back.y = back_y, back.x = back_x;
    struct stats_regression *one = stats_regression(arena, &data), *other = stats_regression(arena, &back);
    check_close(one->term[1].coef, 0.5, 0.02);
    for (size_t j = 0; j < 3; j++) {
        check_close(other->term[j].coef, one->term[j].coef, 1e-14);
        check_close(other->term[j].robust_se[3], one->term[j].robust_se[3], 1e-14);
    }
    arena_free(arena);
}

static void not_defined(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    double same[16], bad[16], negative[8] = {1, 1, 1, -1, 1, 1, 1, 1};
    for (size_t i = 0; i < 8; i++) {
        same[i] = some_x[i];
        same[8 + i] = 3 - 0.1 * some_x[i];
        bad[i] = bad[8 + i] = i == 3 ? NAN : some_x[i];
    }
    struct stats_regression_data data = {.y = some_y, .x = same, .n = 8, .columns = 2, .intercept = true, .level = 0.95};
    struct stats_regression *fit = stats_regression(arena, &data);
    assert_int_equal(fit->status, STATS_FIT_COLLINEAR);
    assert_int_equal(fit->culprit, 2);
    check_close(fit->term[1].coef, NAN, 0);
    check_close(fit->r2, NAN, 0);
    data.x = bad;
    assert_int_equal(stats_regression(arena, &data)->status, STATS_FIT_UNUSABLE);
    data.x = some_x;
    data.frequency = negative;
    assert_int_equal(stats_regression(arena, &data)->status, STATS_FIT_UNUSABLE);
    data.frequency = NULL;
    data.weight = negative;
    assert_int_equal(stats_regression(arena, &data)->status, STATS_FIT_UNUSABLE);
    data.weight = NULL;
    data.n = 0;
    assert_int_equal(stats_regression(arena, &data)->status, STATS_FIT_TOO_FEW);
    struct stats_regression_data three = {.y = some_y, .x = some_x, .n = 2, .columns = 1, .intercept = true, .level = 0.95};
    assert_int_equal(stats_regression(arena, &three)->status, STATS_FIT_TOO_FEW);
    /* y that does not vary: slopes of 0, no R². */
    double flat[8] = {4, 4, 4, 4, 4, 4, 4, 4};
    struct stats_regression_data level = {.y = flat, .x = some_x, .n = 8, .columns = 2, .intercept = true, .level = 0.95};
    fit = stats_regression(arena, &level);
    assert_int_equal(fit->status, STATS_FIT_GOOD);
    check_close(fit->term[1].coef, 0, 1e-15);
    check_close(fit->r2, NAN, 0);
    /* A row that only its own predictor explains: HC3 has no value. */
    double alone[8] = {0, 0, 0, 0, 0, 0, 0, 1};
    struct stats_regression_data dummy = {.y = some_y, .x = alone, .n = 8, .columns = 1, .intercept = true, .level = 0.95};
    fit = stats_regression(arena, &dummy);
    check_close(fit->term[1].robust_se[STATS_HC3], NAN, 0);
    assert_true(fit->term[1].se > 0);
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nist_certified),
        cmocka_unit_test(least_squares_as_r),
        cmocka_unit_test(line_by_hand),
        cmocka_unit_test(frequencies_are_rows),
        cmocka_unit_test(many_rows),
        cmocka_unit_test(not_defined),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
