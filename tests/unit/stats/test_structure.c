/* SPDX-License-Identifier: GPL-3.0-or-later
 * Structure: two sets of items against R (psych::KMO, eigen, varimax, factanal), models that must come back, edges.
 */
#include "reference_table.h"
#include "structure_rows.h"

#include "ceping/stats_structure.h"

static double *correlations_of(const struct structure_row *row, double *ret_n)
{
    size_t n;
    double *x = reference_complete(row->file, row->items, row->k, &n), *r = calloc(row->k * row->k, sizeof *r);
    stats_correlation_matrix(x, NULL, n, row->k, STATS_PEARSON, true, r, NULL);
    *ret_n = (double)n;
    free(x);
    return r;
}

static void components_as_r(void **state)
{
    (void)state;
    for (size_t s = 0; s < COUNT_OF(structure_rows); s++) {
        const struct structure_row *row = &structure_rows[s];
        double n, kmo[ITEMS_MAX], *r = correlations_of(row, &n);
        check_relative(n, row->n, 0);
        check_relative(stats_kmo(r, row->k, kmo), row->kmo, 1e-9);
        struct stats_bartlett bartlett = stats_bartlett(r, row->k, n);
        check_relative(bartlett.chisq, row->bartlett, 1e-9);
        check_relative(bartlett.df, row->bartlett_df, 0);
        check_relative(bartlett.determinant, row->determinant, 1e-9);
        assert_true(bartlett.p < 1e-250);
        struct arena *arena = arena_new();
        struct stats_factors *plain = stats_principal_components(arena, r, row->k, row->m), *rotated = stats_varimax(arena, plain);
        assert_true(rotated->converged);
        for (size_t i = 0; i < row->k; i++) {
            check_relative(kmo[i], row->kmo_items[i], 1e-9);
            check_relative(plain->eigenvalues[i], row->eigenvalues[i], 1e-9);
            check_relative(rotated->communality[i], row->communality[i], 1e-9);
        }
        for (size_t f = 0; f < row->m; f++) {
            check_relative(rotated->squares[f], row->squares[f], 1e-6);
            check_relative(plain->explained[f], row->eigenvalues[f] / (double)row->k, 1e-9);
        }
        for (size_t i = 0; i < row->k * row->m; i++) {
            /* Signs of R's unrotated loadings are those of LAPACK. */
            check_close(fabs(plain->loadings[i]), fabs(row->plain[i]), 1e-9);
            check_close(rotated->loadings[i], row->rotated[i], 1e-6);
        }
        arena_free(arena);
        free(r);
    }
}

static void likelihood_as_factanal(void **state)
{
    (void)state;
    for (size_t s = 0; s < COUNT_OF(structure_rows); s++) {
        const struct structure_row *row = &structure_rows[s];
        double n, *r = correlations_of(row, &n);
        struct arena *arena = arena_new();
        struct stats_factors *factors = stats_maximum_likelihood(arena, r, row->k, row->m, n), *rotated = stats_varimax(arena, factors);
        assert_true(factors->converged && !factors->heywood);
        /* The objective is flat at the minimum: its value is good to 1e-8 where factanal's loadings are to 1e-4. */
        check_relative(factors->chisq, row->chisq, 1e-7);
        check_relative(factors->df, row->df, 0);
        if (row->p > 1e-12)
            check_relative(factors->p, row->p, 1e-6);
        for (size_t i = 0; i < row->k; i++)
            check_close(1 - factors->communality[i], row->own[i], 2e-4);
        for (size_t i = 0; i < row->k * row->m; i++)
            check_close(rotated->loadings[i], row->likelihood[i], 1e-3);
        arena_free(arena);
        free(r);
    }
}

/* Six items, two factors that do not overlap: correlations are those of the model. */
static const double model_loadings[12] = {0.9, 0, 0.8, 0, 0.7, 0, 0, 0.8, 0, 0.6, 0, 0.5};

static void model_matrix(const double *loadings, const double *phi, size_t k, size_t m, double *ret_r)
{
    for (size_t i = 0; i < k; i++)
        for (size_t j = 0; j < k; j++) {
            ret_r[i * k + j] = i == j;
            for (size_t f = 0; f < m && i != j; f++)
                for (size_t g = 0; g < m; g++)
                    ret_r[i * k + j] += loadings[i * m + f] * (phi ? phi[f * m + g] : f == g) * loadings[j * m + g];
        }
}

static void axis_recovers_the_model(void **state)
{
    (void)state;
    double r[36];
    model_matrix(model_loadings, NULL, 6, 2, r);
    struct arena *arena = arena_new();
    struct stats_factors *axis = stats_principal_axis(arena, r, 6, 2), *rotated = stats_varimax(arena, axis);
    struct stats_factors *likelihood = stats_varimax(arena, stats_maximum_likelihood(arena, r, 6, 2, 100));
    assert_true(axis->converged && !axis->heywood);
    for (size_t i = 0; i < 12; i++) {
        check_close(rotated->loadings[i], model_loadings[i], 1e-7);
        check_close(likelihood->loadings[i], model_loadings[i], 1e-7);
    }
    check_close(rotated->communality[0], 0.81, 1e-8);
    check_close(likelihood->chisq, 0, 1e-8);
    check_close(likelihood->df, 4, 0);
    check_close(likelihood->p, 1, 1e-8);
    arena_free(arena);
}

/* bfi A1–A5 and C1–C5, complete rows. R 4.2.2: psych 2.2.9 fa(fm = "pa", SMC, min.err 1e-14), varimax(eps = 1e-15), promax(m = 4) of stats. */
static void axis_and_promax_as_psych(void **state)
{
    (void)state;
    static const char *const items[] = {"A1", "A2", "A3", "A4", "A5", "C1", "C2", "C3", "C4", "C5"};
    static const double communality[10] = {0.150098097456473, 0.464778733696389, 0.568773564279423, 0.260330373804750, 0.374544923737722,
                                           0.314322637018949, 0.409668065625977, 0.316267518955586, 0.436480679433458, 0.343532914692008};
    static const double varimax[20] = {0.0111796445271078, -0.3872636221034975, 0.1202226806821693, 0.6710627696020564,  0.0951264107739390,
                                       0.7481473987475271, 0.2182666946104876,  0.4611832865884912, 0.1285640976682483,  0.5983445466689501,
                                       0.5593296093251158, 0.0383800097858503,  0.6344043171786710, 0.0848482643961639,  0.5511957462381663,
                                       0.1115830107343290, -0.6524321144226729, -0.1039856504687920, -0.5683389244075592, -0.1432612358430098};
    static const double promax[20] = {0.0862437674334318, -0.4089614157070405, -0.0029510240984725, 0.6827698921986023,  -0.0441192190866402,
                                      0.7684154654549235, 0.1403209453394808,  0.4440701678912357,  0.0197940521814033,  0.6048196073925645,
                                      0.5795912233754837, -0.0634171813122713, 0.6494359332052484,  -0.0285187248418923, 0.5569706859923061,
                                      0.0150039509959132, -0.6646726619753378, 0.0117552874262894,  -0.5688661484564567, -0.0451077987179245};
    size_t n;
    double *x = reference_complete("bfi.csv", items, 10, &n), r[100];
    assert_int_equal(n, 2632);
    stats_correlation_matrix(x, NULL, n, 10, STATS_PEARSON, true, r, NULL);
    struct arena *arena = arena_new();
    struct stats_factors *axis = stats_principal_axis(arena, r, 10, 2), *rotated = stats_varimax(arena, axis), *oblique = stats_promax(arena, axis, 4);
    /* R's first factor is the one of C; ours come in order of their squares, with sums of loadings that are not negative. */
    bool swapped = fabs(rotated->loadings[0]) > 0.3;
    for (size_t f = 0; f < 2; f++) {
        size_t own = swapped ? 1 - f : f;
        double sum[2] = {0};
        for (size_t i = 0; i < 10; i++)
            sum[0] += rotated->loadings[i * 2 + own], sum[1] += varimax[i * 2 + f];
        double sign = sum[0] * sum[1] < 0 ? -1 : 1;
        for (size_t i = 0; i < 10; i++) {
            check_close(axis->communality[i], communality[i], 1e-8);
            check_close(sign * rotated->loadings[i * 2 + own], varimax[i * 2 + f], 1e-6);
            check_close(sign * oblique->loadings[i * 2 + own], promax[i * 2 + f], 1e-6);
        }
    }
    check_close(fabs(oblique->correlations[1]), 0.348583347056536, 1e-6);
    double kmo[10];
    check_close(stats_kmo(r, 10, kmo), 0.781974491302901, 1e-12); /* psych::KMO */
    check_close(kmo[0], 0.728694619885478, 1e-12);
    arena_free(arena);
    free(x);
}

/* R 4.2.2: type 7 quantiles of eigen(cor(matrix(rnorm(n·k), n))) in 20,000 draws of whole rows, set.seed(1). */
static void parallel_as_drawn_rows(void **state)
{
    (void)state;
    static const struct {
        double n, level, tolerance;
        size_t k;
        double want[5];
    } rows[] = {{732, 0.95, 0.004, 5, {1.152849, 1.078097, 1.025098, 0.983014, 0.938417}},
                {30, 0.95, 0.015, 4, {1.682115, 1.252455, 0.993417, 0.783532}},
                {30, 0.5, 0.01, 4, {1.413351, 1.093314, 0.870511, 0.612234}}};
    for (size_t s = 0; s < COUNT_OF(rows); s++) {
        double got[5], again[5];
        stats_parallel_analysis(rows[s].n, rows[s].k, 10000, rows[s].level, 7, got);
        stats_parallel_analysis(rows[s].n, rows[s].k, 10000, rows[s].level, 7, again);
        for (size_t i = 0; i < rows[s].k; i++) {
            assert_true(fabs(got[i] - rows[s].want[i]) < rows[s].tolerance);
            check_close(got[i], again[i], 0);
        }
    }
    /* Many rows: nothing is left to chance. */
    double got[3];
    stats_parallel_analysis(1e12, 3, 200, 0.95, 7, got);
    for (size_t i = 0; i < 3; i++)
        assert_true(fabs(got[i] - 1) < 1e-5);
    static const double bad[][3] = {{3, 10, 0.95}, {NAN, 10, 0.95}, {INFINITY, 10, 0.95}, {100, 0, 0.95}, {100, 10, 1}, {100, 10, NAN}, {-5, 10, 0.95}};
    for (size_t i = 0; i < COUNT_OF(bad); i++) {
        stats_parallel_analysis(bad[i][0], 3, (size_t)bad[i][1], bad[i][2], 7, got);
        for (size_t k = 0; k < 3; k++)
            assert_true(isnan(got[k]));
    }
}

/* By its definition: the pattern reproduces what the orthogonal loadings do, ΛΦΛᵀ, the factors have variance 1, and for a
 * model of correlated factors its zeros come near 0. */
static void promax_by_its_definition(void **state)
{
    (void)state;
    double r[36], phi[4] = {1, 0.4, 0.4, 1}, zero = 0;
    model_matrix(model_loadings, phi, 6, 2, r);
    struct arena *arena = arena_new();
    struct stats_factors *axis = stats_principal_axis(arena, r, 6, 2), *oblique = stats_promax(arena, axis, 4);
    assert_non_null(oblique->correlations);
    check_close(oblique->correlations[0], 1, 1e-12);
    check_close(oblique->correlations[1], 0.4, 0.05);
    for (size_t i = 0; i < 6; i++) {
        check_close(oblique->communality[i], axis->communality[i], 1e-10);
        zero = fmax(zero, fabs(oblique->loadings[i * 2 + (i < 3)]));
    }
    assert_true(zero < 0.05);
    double again[36];
    model_matrix(oblique->loadings, oblique->correlations, 6, 2, again);
    for (size_t i = 0; i < 36; i++)
        check_close(again[i], r[i], 1e-8);
    /* Orthogonal structure stays orthogonal. */
    model_matrix(model_loadings, NULL, 6, 2, r);
    oblique = stats_promax(arena, stats_principal_axis(arena, r, 6, 2), 4);
    check_close(oblique->correlations[1], 0, 1e-8);
    arena_free(arena);
}

/* Equal correlations r: eigenvalues 1 + (k − 1)r and 1 − r; determinant their product; partials r/(1 + (k − 2)r). */
static void equal_correlations_by_hand(void **state)
{
    (void)state;
    double r[16], items[4], partial = 0.5 / 2;
    for (size_t i = 0; i < 16; i++)
        r[i] = i % 5 == 0 ? 1 : 0.5;
    check_close(stats_kmo(r, 4, items), 0.25 / (0.25 + partial * partial), 1e-14);
    check_close(items[3], 0.8, 1e-14);
    struct stats_bartlett bartlett = stats_bartlett(r, 4, 50);
    check_close(bartlett.determinant, 2.5 * 0.125, 1e-14);
    check_close(bartlett.chisq, -(49 - 13.0 / 6) * log(0.3125), 1e-13);
    struct arena *arena = arena_new();
    struct stats_factors *factors = stats_principal_components(arena, r, 4, 1);
    check_close(factors->eigenvalues[0], 2.5, 1e-14);
    check_close(factors->eigenvalues[3], 0.5, 1e-14);
    check_close(factors->loadings[2], sqrt(2.5) / 2, 1e-14);
    check_close(factors->explained[0], 0.625, 1e-14);
    struct stats_factors *one = stats_maximum_likelihood(arena, r, 4, 1, 50);
    check_close(one->loadings[1], sqrt(0.5), 1e-8);
    arena_free(arena);
}

static void not_defined(void **state)
{
    (void)state;
    double singular[9] = {1, 1, 0.5, 1, 1, 0.5, 0.5, 0.5, 1}, none[4] = {1, NAN, NAN, 1}, apart[9] = {1, 0, 0, 0, 1, 0, 0, 0, 1}, items[3];
    struct arena *arena = arena_new();
    check_close(stats_kmo(singular, 3, items), NAN, 0);
    check_close(items[2], NAN, 0);
    check_close(stats_kmo(apart, 3, NULL), NAN, 0);
    check_close(stats_bartlett(singular, 3, 100).chisq, NAN, 0);
    check_close(stats_bartlett(apart, 3, 100).chisq, 0, 0);
    check_close(stats_bartlett(apart, 3, 1).p, NAN, 0);
    check_close(stats_kmo(none, 2, NULL), NAN, 0);
    assert_null(stats_principal_components(arena, none, 2, 1));
    assert_null(stats_principal_components(arena, apart, 3, 4));
    assert_null(stats_principal_components(arena, apart, 3, 0));
    assert_null(stats_maximum_likelihood(arena, singular, 3, 1, 100));
    assert_null(stats_maximum_likelihood(arena, apart, 3, 2, 100)); /* more parameters than correlations */
    assert_non_null(stats_principal_components(arena, singular, 3, 3));
    assert_non_null(stats_principal_axis(arena, singular, 3, 1));
    /* r12·r13/r23 > 1: no proper one-factor model. */
    double improper[9] = {1, 0.8, 0.8, 0.8, 1, 0.4, 0.8, 0.4, 1};
    assert_true(stats_maximum_likelihood(arena, improper, 3, 1, 100)->heywood);
    assert_true(stats_principal_axis(arena, improper, 3, 1)->heywood);
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(components_as_r),
        cmocka_unit_test(likelihood_as_factanal),
        cmocka_unit_test(axis_recovers_the_model),
        cmocka_unit_test(axis_and_promax_as_psych),
        cmocka_unit_test(parallel_as_drawn_rows),
        cmocka_unit_test(promax_by_its_definition),
        cmocka_unit_test(equal_correlations_by_hand),
        cmocka_unit_test(not_defined),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
