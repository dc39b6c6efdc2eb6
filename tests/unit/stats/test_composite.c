/* SPDX-License-Identifier: GPL-3.0-or-later
 * Weights of composite scores: R's eigen, the vectors of the method §6, entropy, CRITIC and TOPSIS computed in R, cases by hand.
 */
#include "check.h"

#include "ceping/stats_composite.h"

static void ahp_vectors(void **state)
{
    (void)state;
    const double four[16] = {1, 3, 5, 0.5, 1. / 3, 1, 3, 0.25, 0.2, 1. / 3, 1, 1. / 6, 2, 4, 6, 1};
    const double eigen[4] = {0.3102422322574396, 0.13359419472215836, 0.06140096307436683, 0.49476260994603516};
    const double geometric[4] = {0.31113710335965367, 0.1329448414733421, 0.06104159329640242, 0.49487646187060186};
    const double five[25] = {1, 0.5, 4, 3, 3, 2, 1, 7, 5, 5, 0.25, 1. / 7, 1, 0.5, 1. / 3, 1. / 3, 0.2, 2, 1, 1, 1. / 3, 0.2, 3, 1, 1};
    const double method[5] = {0.2636, 0.4758, 0.0538, 0.0981, 0.1087};
    double weights[5], rows[5];
    struct stats_ahp ahp;
    stats_ahp(four, 4, weights, rows, &ahp);
    for (int i = 0; i < 4; i++) {
        check_close(weights[i], eigen[i], 1e-14);
        check_close(rows[i], geometric[i], 1e-14);
    }
    check_close(ahp.lambda_max, 4.078783625173012, 1e-14);
    check_close(ahp.ci, 0.026261208391003876, 1e-13);
    check_close(ahp.cr, 0.02917912043444875, 1e-13);
    assert_true(ahp.reciprocal_error < 1e-15);
    stats_ahp(five, 5, weights, NULL, &ahp);
    for (int i = 0; i < 5; i++)
        check_close(weights[i], method[i], 5e-5);
    check_close(ahp.lambda_max, 5.0721, 1e-5);
    check_close(ahp.ci, 0.0180, 5e-5);
    check_close(ahp.cr, 0.0161, 5e-5);
}

static void ahp_by_hand(void **state)
{
    (void)state;
    /* Consistent: 1/2, 1/3, 1/6. */
    const double consistent[9] = {1, 1.5, 3, 2. / 3, 1, 2, 1. / 3, 0.5, 1};
    /* a = b, b = c, yet a = 8c. For n = 3 the row means ∛8, 1, ∛⅛ are the eigenvector: 2, 1, ½; λ = 1 + ∛8 + ∛⅛ = 3.5. */
    const double crooked[9] = {1, 1, 8, 1, 1, 1, 0.125, 1, 1};
    double weights[9];
    struct stats_ahp ahp;
    stats_ahp(consistent, 3, weights, NULL, &ahp);
    check_close(weights[0], 0.5, 1e-15);
    check_close(weights[2], 1. / 6, 1e-15);
    check_close(ahp.lambda_max, 3, 1e-15);
    check_close(ahp.cr, 0, 1e-14);
    check_close(ahp.worst_ratio, 1, 1e-14);
    stats_ahp(crooked, 3, weights, NULL, &ahp);
    check_close(weights[0], 2 / 3.5, 1e-14);
    check_close(weights[2], 0.5 / 3.5, 1e-14);
    check_close(ahp.lambda_max, 3.5, 1e-14);
    check_close(ahp.cr, 0.25 / 0.58, 1e-13);
    check_close(fabs(log(ahp.worst_ratio)), log(2), 1e-13);
    /* Two: always consistent. One: everything. */
    const double two[4] = {1, 4, 0.25, 1}, one[1] = {1};
    stats_ahp(two, 2, weights, NULL, &ahp);
    check_close(weights[0], 0.8, 1e-15);
    check_close(ahp.cr, 0, 0);
    stats_ahp(one, 1, weights, NULL, &ahp);
    check_close(weights[0], 1, 0);
    check_close(ahp.ci, 0, 0);
    const double bad[4] = {1, 0, 3, 1}, hole[4] = {1, NAN, 3, 1}, skew[4] = {1, 4, 0.5, 1};
    stats_ahp(bad, 2, weights, NULL, &ahp);
    check_close(weights[0], NAN, 0);
    check_close(ahp.cr, NAN, 0);
    stats_ahp(hole, 2, weights, NULL, &ahp);
    check_close(weights[1], NAN, 0);
    stats_ahp(hole, 0, weights, NULL, &ahp);
    check_close(ahp.lambda_max, NAN, 0);
    stats_ahp(skew, 2, weights, NULL, &ahp);
    check_close(ahp.reciprocal_error, 1, 0);
}

static void experts(void **state)
{
    (void)state;
    const double matrices[12] = {1, 2, 0.5, 1, 1, 8, 0.125, 1, 1, NAN, NAN, 1}, weighted[3] = {2, 1, 7};
    double group[4];
    stats_ahp_group(matrices, NULL, 3, 2, group);
    check_close(group[1], 4, 1e-15);
    check_close(group[1] * group[2], 1, 1e-15);
    stats_ahp_group(matrices, weighted, 3, 2, group);
    check_close(group[1], cbrt(32), 1e-14);
    stats_ahp_group(matrices + 8, NULL, 1, 2, group);
    check_close(group[1], NAN, 0);
    const double weights[4] = {0.5, 0.5, 0.2, 0.8};
    double mean[2];
    stats_ahp_priorities(weights, NULL, 2, 2, mean);
    check_close(mean[0], 1. / 3, 1e-15);
    check_close(mean[1], 2. / 3, 1e-15);
}

static void delphi(void **state)
{
    (void)state;
    const double x[] = {5, 4, 5, 3, 5}, values[] = {3, 4, 5}, w[] = {1, 1, 3};
    struct stats_delphi d, counted;
    stats_delphi(x, NULL, 5, 5, &d);
    check_close(d.mean, 4.4, 1e-15);
    check_close(d.sd, sqrt(0.8), 1e-15);
    check_close(d.cv, sqrt(0.8) / 4.4, 1e-15);
    check_close(d.full, 0.6, 1e-15);
    check_close(d.low, 4.4 - sqrt(0.8), 1e-15);
    stats_delphi(values, w, 3, 5, &counted);
    check_close(counted.cv, d.cv, 1e-14);
    check_close(counted.full, d.full, 1e-15);
    stats_delphi(x, NULL, 1, 5, &d);
    check_close(d.cv, NAN, 0);
    check_close(d.full, 1, 0);
    stats_delphi(x, NULL, 0, 5, &d);
    check_close(d.full, NAN, 0);
    check_close(stats_delphi_authority(0.944, 0.775), 0.860, 5.1e-4);
    check_close(stats_delphi_authority(0.963, 0.825), 0.894, 1e-15);
    check_close(stats_delphi_authority(1.2, 0.8), NAN, 0);
    check_close(stats_delphi_authority(NAN, 0.8), NAN, 0);
}

struct data_row {
    size_t objects, criteria;
    double x[20], direction[4], entropy[4], by_entropy[4], by_critic[4], closeness[5];
};

static const struct data_row data_rows[] = {
    {3, 4, {2.844155844155844, 2.5735930735930737, 8.655844155844155, 1.7207792207792207, 3.536111111111111, 3.8583333333333334, 5.766666666666667, 1.3666666666666667, 3.1778425655976674, 3.259475218658892, 6.151603498542274, 1.6705539358600583}, {1, 1, -1, 1},
     {0.5742083639618945, 0.588226974828605, 0.6286094457267988, 0.6282755066739948},
     {0.26937249441824435, 0.26050377117938167, 0.2349562357279217, 0.23516749867445227},
     {0.16832511694398503, 0.16458392989194784, 0.1676582190370441, 0.4994327341270231},
     {0.2549391143015945, 0.7450608856984055, 0.6605344830006294}},
    {5, 3, {38.430795847750865, 31349.48096885813, -0.0452187197231834, 37.10752688172043, 26505.37634408602, 0.3162776344086021, 38.83757961783439, 30764.33121019108, 0.13912207006369426, 37.56521739130435, 26971.014492753624, 0.16666915942028984, 39.56065573770492, 42475.40983606558, -0.20169426229508197}, {-1, 1, 1},
     {0.8002766828103761, 0.6092946208049237, 0.8150448312278952},
     {0.2575799241698614, 0.5038863932460916, 0.238533682584047},
     {0.2588794877054244, 0.48917645917481845, 0.25194405311975715},
     {0.3023655079919793, 0.7169282977158674, 0.5976922792874528, 0.5971248655528717, 0.2830717022841326}},
};

static void from_data(void **state)
{
    (void)state;
    for (size_t k = 0; k < sizeof data_rows / sizeof *data_rows; k++) {
        const struct data_row *row = &data_rows[k];
        double entropy[4], weights[4], closeness[5], moved[20];
        stats_critic_weights(row->x, row->direction, row->objects, row->criteria, weights);
        for (size_t c = 0; c < row->criteria; c++)
            check_close(weights[c], row->by_critic[c], 1e-11);
        stats_entropy_weights(row->x, row->direction, row->objects, row->criteria, weights, entropy);
        for (size_t c = 0; c < row->criteria; c++) {
            check_close(entropy[c], row->entropy[c], 1e-11);
            check_close(weights[c], row->by_entropy[c], 1e-11);
        }
        stats_topsis(row->x, row->direction, weights, row->objects, row->criteria, closeness);
        for (size_t i = 0; i < row->objects; i++)
            check_close(closeness[i], row->closeness[i], 1e-11);
        /* Units and zero points of the criteria do not matter to the weights. */
        for (size_t i = 0; i < row->objects * row->criteria; i++)
            moved[i] = 100 + 8 * row->x[i];
        double again[4];
        stats_entropy_weights(moved, row->direction, row->objects, row->criteria, again, NULL);
        for (size_t c = 0; c < row->criteria; c++)
            check_close(again[c], weights[c], 1e-9);
    }
}

static void edges(void **state)
{
    (void)state;
    const double x[6] = {1, 7, 2, 7, 4, 7}, same[4] = {3, 5, 3, 5}, hole[4] = {1, NAN, 2, 3}, ones[2] = {1, 1};
    double weights[2], closeness[3];
    stats_entropy_weights(x, NULL, 3, 2, weights, NULL); /* the second criterion tells nothing */
    check_close(weights[0], 1, 0);
    check_close(weights[1], 0, 0);
    stats_critic_weights(x, NULL, 3, 2, weights); /* nothing to conflict with */
    check_close(weights[0], NAN, 0);
    stats_entropy_weights(same, NULL, 2, 2, weights, NULL);
    check_close(weights[0], NAN, 0);
    stats_entropy_weights(hole, NULL, 2, 2, weights, NULL);
    check_close(weights[0], NAN, 0);
    stats_critic_weights(hole, NULL, 2, 2, weights);
    check_close(weights[1], NAN, 0);
    stats_entropy_weights(x, NULL, 1, 2, weights, NULL);
    check_close(weights[0], NAN, 0);
    stats_topsis(x, NULL, ones, 3, 2, closeness);
    check_close(closeness[0], 0, 0);
    check_close(closeness[1], 1. / 3, 1e-15);
    check_close(closeness[2], 1, 0);
    stats_topsis(same, NULL, ones, 2, 2, closeness);
    check_close(closeness[0], NAN, 0);
    stats_topsis(hole, NULL, ones, 2, 2, closeness);
    check_close(closeness[1], NAN, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ahp_vectors), cmocka_unit_test(ahp_by_hand), cmocka_unit_test(experts),
        cmocka_unit_test(delphi),      cmocka_unit_test(from_data),   cmocka_unit_test(edges),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
