/* SPDX-License-Identifier: GPL-3.0-or-later
 * Reliability: five scales against R (psych::alpha, factanal, lavaan), the rest by hand.
 */
#include "reference_table.h"

#include "ceping/stats_reliability.h"

#define ITEMS_MAX 6

struct scale_row {
    const char *id, *file;
    size_t k;
    const char *items[ITEMS_MAX];
    int turned[ITEMS_MAX]; /* 7 − x: these scales run from 1 to 6 */
    double n, alpha, standardised, mean_r, low, high, low90, high90;
    double without[ITEMS_MAX], rest[ITEMS_MAX], total[ITEMS_MAX], mean[ITEMS_MAX], sd[ITEMS_MAX];
    double scale_mean, scale_variance, lambda2, lambda6, half;
    double omega, omega_scale, explained, loadings[ITEMS_MAX];
};

/* psych 2.2.9, factanal, lavaan + semTools::compRelSEM under R 4.2.2; data: psychTools::bfi (GPL), seminr::mobi (GPL-3). */
/* clang-format off */
static const struct scale_row scales[] = {
    {
        .id = "bfi.agree", .file = "bfi.csv", .k = 5, .items = {"A1", "A2", "A3", "A4", "A5"}, .turned = {1, 0, 0, 0, 0},
        .n = 2709, .alpha = 0.7037558943748362, .standardised = 0.7135015526346429, .mean_r = 0.3324807164580414, .low = 0.6857446350496608, .high = 0.7210359627957389, .low90 = 0.6887072826912524, .high90 = 0.7183219031938617,
        .without = {0.7179720565650483, 0.6184812117727612, 0.6007538144220015, 0.6869447415397786, 0.6446223042215947},
        .rest = {0.31140130058016213, 0.5630154754920228, 0.5887730786773534, 0.3947936801112728, 0.4872408676290005},
        .total = {0.5790964735175457, 0.7281838972626833, 0.7616922691316598, 0.6548646562839338, 0.6861010195971634},
        .mean = {4.5876707272056105, 4.79734219269103, 4.599114064230343, 4.682170542635659, 4.551125876707272},
        .sd = {1.404575268451181, 1.1764147119597232, 1.3045537041340138, 1.4864415337436905, 1.26160331891483},
        .scale_mean = 23.217423403469915, .scale_variance = 20.274349193263006, .lambda2 = 0.7090997737415052, .lambda6 = 0.6831703164294407, .half = 0.7046271710140669,
        .omega = 0.7240213279419552, .omega_scale = 0.7141359410618926, .explained = 0.356242774114633,
        .loadings = {0.3762240668575986, 0.6581501807104582, 0.7617132879281724, 0.4826803902406068, 0.6271535957487059},
    },
    {
        .id = "bfi.consc", .file = "bfi.csv", .k = 5, .items = {"C1", "C2", "C3", "C4", "C5"}, .turned = {0, 0, 0, 1, 1},
        .n = 2707, .alpha = 0.729277203170442, .standardised = 0.7327243333267724, .mean_r = 0.35412661977663057, .low = 0.712811398858658, .high = 0.7450743144387244, .low90 = 0.7155198593190132, .high90 = 0.7425931942024919,
        .without = {0.6960351272426974, 0.6767099501343452, 0.6913564536036796, 0.6562027019083115, 0.6935845322525824},
        .rest = {0.45530244866366903, 0.5066639825057881, 0.4675334094709188, 0.5570934988945773, 0.4780298020564723},
        .total = {0.6487782650346874, 0.6978967438753437, 0.6651352023370072, 0.7396005601955764, 0.7193064861944719},
        .mean = {4.5094200221647585, 4.363871444403399, 4.2988548208348725, 4.445511636497968, 3.6915404506834135},
        .sd = {1.2384738046909554, 1.3213504351158616, 1.2888782385472495, 1.3742851351920564, 1.6277159095365528},
        .scale_mean = 21.309198374584412, .scale_variance = 22.754693629147393, .lambda2 = 0.7330349005910676, .lambda6 = 0.6966552648462339, .half = 0.7619936215207235,
        .omega = 0.7337561288258461, .omega_scale = 0.7336720310484861, .explained = 0.35666618743918505,
        .loadings = {0.551226163682565, 0.6119208166491419, 0.5534198296215729, 0.6745300898906513, 0.5863176595497501},
    },
    {
        .id = "bfi.neuro", .file = "bfi.csv", .k = 5, .items = {"N1", "N2", "N3", "N4", "N5"}, .turned = {0, 0, 0, 0, 0},
        .n = 2694, .alpha = 0.8133031431614388, .standardised = 0.8140720656510478, .mean_r = 0.46686160802406734, .low = 0.801919990507684, .high = 0.8242229228097185, .low90 = 0.8037925075701773, .high90 = 0.8225079419595869,
        .without = {0.7573075145152999, 0.7626780980257688, 0.7548653524427286, 0.7945587221079241, 0.8116136343827887},
        .rest = {0.6662858062316857, 0.6509020557548276, 0.6729470882586127, 0.5421489979518953, 0.4867294372975258},
        .total = {0.7997284954000309, 0.7857724660585348, 0.8061659868087953, 0.714620404390242, 0.6800001225005314},
        .mean = {2.931328878990349, 3.508537490720119, 3.2167780252412768, 3.1896807720861173, 2.9732739420935412},
        .sd = {1.573109512962998, 1.5262651138691878, 1.6003854011855776, 1.5730832265104109, 1.6218975610113855},
        .scale_mean = 15.819599109131403, .scale_variance = 35.69562761494165, .lambda2 = 0.8169967227960143, .lambda6 = 0.7981914673114812, .half = 0.8434660374661251,
        .omega = 0.8149667975911876, .omega_scale = 0.8001392874278742, .explained = 0.47716954386628746,
        .loadings = {0.8179393739204421, 0.8027023305303636, 0.716780647345268, 0.5541375579766913, 0.5016477571420525},
    },
    {
        .id = "mobi.sat", .file = "mobi.csv", .k = 3, .items = {"CUSA1", "CUSA2", "CUSA3"}, .turned = {0, 0, 0},
        .n = 250, .alpha = 0.7701131082822747, .standardised = 0.7791950219185969, .mean_r = 0.5405033577824427, .low = 0.7159359882847465, .high = 0.815410896100859, .low90 = 0.7254158282473578, .high90 = 0.8087461199261609,
        .without = {0.74397517945665, 0.6317463673406627, 0.6722877659464395},
        .rest = {0.5768338121058504, 0.6574779000539882, 0.6242793359281001},
        .total = {0.76505764796359, 0.8716753043674637, 0.8545321140539468},
        .mean = {7.988, 7.128, 7.316},
        .sd = {1.2336708536317138, 1.7652422840180155, 1.7470985701026198},
        .scale_mean = 22.432, .scale_variance = 15.80459437751004, .lambda2 = 0.7780539251441989, .lambda6 = 0.7052555516287173, .half = 0.7933474105839631,
        .omega = 0.7815380799073549, .omega_scale = 0.788839694884178, .explained = 0.5453792981985387,
        .loadings = {0.6678216922794424, 0.8074025348501078, 0.7336573853640199},
    },
    {
        .id = "mobi.perq", .file = "mobi.csv", .k = 6, .items = {"PERQ1", "PERQ2", "PERQ3", "PERQ4", "PERQ5", "PERQ6"}, .turned = {0, 0, 0, 0, 0, 0},
        .n = 250, .alpha = 0.8530478777589133, .standardised = 0.8589005921033519, .mean_r = 0.5036072020175394, .low = 0.8229188958859119, .high = 0.8795704574489193, .low90 = 0.8281204664059318, .high90 = 0.8756225680871536,
        .without = {0.8216348110387286, 0.8511463900433494, 0.8332784622463064, 0.8175495988197883, 0.8287886116826313, 0.8199309085299322},
        .rest = {0.6919586248724606, 0.5403172167416417, 0.6206113373605381, 0.6971033237336508, 0.6451246433372531, 0.6854010753672104},
        .total = {0.7838454778843182, 0.7058681439273925, 0.7580235804366212, 0.8011210558543223, 0.7506870137881502, 0.7915409647354258},
        .mean = {7.944, 7.192, 7.7, 7.916, 7.872, 7.776},
        .sd = {1.421600433020706, 1.8914136996258988, 1.8218883358849782, 1.6516220577622314, 1.4532942775047704, 1.6298618957435587},
        .scale_mean = 46.4, .scale_variance = 56.7710843373494, .lambda2 = 0.8542170247885291, .lambda6 = 0.842922614696811, .half = 0.8244730454795499,
        .omega = 0.8602555698093524, .omega_scale = 0.8563611433032399, .explained = 0.5080813578017229,
        .loadings = {0.7465224777096271, 0.5959109605503586, 0.6904906663842969, 0.7669699971400659, 0.7049669460515177, 0.757682502805516},
    },
};
/* clang-format on */

static double *scale_data(const struct scale_row *row, size_t *ret_n)
{
    double *x = reference_complete(row->file, row->items, row->k, ret_n);
    for (size_t j = 0; j < row->k; j++)
        for (size_t i = 0; i < *ret_n && row->turned[j]; i++)
            x[j * *ret_n + i] = 7 - x[j * *ret_n + i];
    return x;
}

static void alpha_as_psych(void **state)
{
    (void)state;
    for (size_t s = 0; s < COUNT_OF(scales); s++) {
        const struct scale_row *row = &scales[s];
        size_t n;
        double *x = scale_data(row, &n);
        struct stats_reliability_item items[ITEMS_MAX];
        struct stats_reliability got = stats_reliability(x, NULL, n, row->k, 0.95, items);
        check_relative(got.n, row->n, 0);
        check_relative(got.alpha, row->alpha, 1e-9);
        check_relative(stats_cronbach_alpha(x, NULL, n, row->k), row->alpha, 1e-9);
        check_relative(got.alpha_standardised, row->standardised, 1e-9);
        check_relative(got.mean_correlation, row->mean_r, 1e-9);
        check_relative(got.alpha_interval.low, row->low, 1e-9);
        check_relative(got.alpha_interval.high, row->high, 1e-9);
        struct interval narrow = stats_alpha_interval(got.alpha, got.n, row->k, 0.9);
        check_relative(narrow.low, row->low90, 1e-9);
        check_relative(narrow.high, row->high90, 1e-9);
        check_relative(got.scale_mean, row->scale_mean, 1e-9);
        check_relative(got.scale_variance, row->scale_variance, 1e-9);
        check_relative(got.lambda2, row->lambda2, 1e-9);
        check_relative(got.lambda6, row->lambda6, 1e-9);
        check_relative(got.spearman_brown, row->half, 1e-9);
        for (size_t i = 0; i < row->k; i++) {
            check_relative(items[i].mean, row->mean[i], 1e-9);
            check_relative(items[i].sd, row->sd[i], 1e-9);
            check_relative(items[i].alpha_without, row->without[i], 1e-9);
            check_relative(items[i].rest_correlation, row->rest[i], 1e-9);
            check_relative(items[i].total_correlation, row->total[i], 1e-9);
        }
        free(x);
    }
}

/* factanal and lavaan stop at about 1e-6; ours goes on. */
static void omega_as_factanal(void **state)
{
    (void)state;
    for (size_t s = 0; s < COUNT_OF(scales); s++) {
        const struct scale_row *row = &scales[s];
        size_t n;
        double *x = scale_data(row, &n), loadings[ITEMS_MAX];
        struct stats_omega got = stats_omega(x, NULL, n, row->k, loadings);
        assert_true(got.converged && !got.heywood);
        check_relative(got.omega, row->omega, 1e-5);
        check_relative(got.omega_scale, row->omega_scale, 1e-5);
        check_relative(got.mean_explained, row->explained, 1e-5);
        for (size_t i = 0; i < row->k; i++)
            check_relative(loadings[i], row->loadings[i], 1e-5);
        free(x);
    }
}

/* Two items 1 2 3, 1 3 2: variances 1, 1, covariance 1/2; alpha = 2(1 − 2/3) = 2/3. */
static void alpha_by_hand(void **state)
{
    (void)state;
    double x[6] = {1, 2, 3, 1, 3, 2};
    struct stats_reliability_item items[2];
    struct stats_reliability got = stats_reliability(x, NULL, 3, 2, 0.95, items);
    check_close(got.alpha, 2.0 / 3, 1e-15);
    check_close(got.alpha_standardised, 2.0 / 3, 1e-15);
    check_close(got.spearman_brown, 2.0 / 3, 1e-15);
    check_close(got.guttman_half, 2.0 / 3, 1e-15);
    check_close(got.lambda2, 2.0 / 3, 1e-15);
    check_close(items[0].rest_correlation, 0.5, 1e-15);
    check_close(items[0].total_correlation, sqrt(0.75), 1e-15);
    check_close(items[0].alpha_without, NAN, 0);
}

/* Loadings .8 .7 .6 reproduce these correlations exactly: three items have a closed solution λ1² = r12·r13/r23. */
static void omega_of_three_by_hand(void **state)
{
    (void)state;
    double x[12] = {1, 1, -1, -1, 1, -1, 1, -1, 1, -1, -1, 1}, y[12], loadings[3];
    /* Columns of x are orthogonal: mixtures of them and of their constant neighbours have known correlations. */
    for (size_t i = 0; i < 4; i++) {
        y[i] = x[i];
        y[4 + i] = x[i] + x[4 + i];
        y[8 + i] = x[i] + x[4 + i] / 2 + x[8 + i];
    }
    double r12 = 1 / sqrt(2), r13 = 1 / 1.5, r23 = 1.5 / (sqrt(2) * 1.5);
    struct stats_omega got = stats_omega(y, NULL, 4, 3, loadings);
    double a = r12 * r13 / r23, b = r12 * r23 / r13, c = r13 * r23 / r12;
    check_close(loadings[0], sqrt(a), 1e-8);
    check_close(loadings[1], sqrt(b), 1e-8);
    check_close(loadings[2], sqrt(c), 1e-8);
    double sum = sqrt(a) + sqrt(b) + sqrt(c);
    check_close(got.omega, sum * sum / (sum * sum + 3 - a - b - c), 1e-8);
}

static const double answers[] = {4, 5, 3, 4, 2, 5, 1, 3, 4, 4, 3, 5, 3, 5, 2, 4, 1, 2, 5, 4, 2, 4, 3, 3, 2, 5, 2, 3, 3, 4};

static void same(const struct stats_reliability *a, const struct stats_reliability *b, double n_factor)
{
    check_close(a->n * n_factor, b->n, 0);
    check_close(a->alpha, b->alpha, 1e-13);
    check_close(a->alpha_standardised, b->alpha_standardised, 1e-13);
    check_close(a->lambda6, b->lambda6, 1e-12);
    check_close(a->guttman_half, b->guttman_half, 1e-13);
}

static void frequencies_rows_scale_and_order(void **state)
{
    (void)state;
    double doubled[60], weights[10], permuted[30], moved[30];
    for (size_t j = 0; j < 3; j++)
        for (size_t i = 0; i < 10; i++) {
            doubled[j * 20 + i] = doubled[j * 20 + 10 + i] = answers[j * 10 + i];
            permuted[j * 10 + (i * 7 + 3) % 10] = answers[j * 10 + i];
            moved[j * 10 + i] = 1e6 + 20 * answers[j * 10 + i];
            weights[i] = 2;
        }
    struct stats_reliability_item items[3], others[3];
    struct stats_reliability plain = stats_reliability(answers, NULL, 10, 3, 0.95, items);
    struct stats_reliability twice = stats_reliability(doubled, NULL, 20, 3, 0.95, others);
    struct stats_reliability weighted = stats_reliability(answers, weights, 10, 3, 0.95, others);
    same(&twice, &weighted, 1);
    check_close(twice.alpha_interval.low, weighted.alpha_interval.low, 1e-13);
    struct stats_reliability order = stats_reliability(permuted, NULL, 10, 3, 0.95, NULL);
    same(&plain, &order, 1);
    struct stats_reliability scaled = stats_reliability(moved, NULL, 10, 3, 0.95, others);
    check_close(plain.alpha, scaled.alpha, 1e-10);
    check_close(items[1].rest_correlation, others[1].rest_correlation, 1e-10);
    /* A row of frequency 0 may hold anything. */
    double hole[33], some[11];
    for (size_t j = 0; j < 3; j++)
        for (size_t i = 0; i < 11; i++) {
            hole[j * 11 + i] = i < 10 ? answers[j * 10 + i] : NAN;
            some[i] = i < 10;
        }
    struct stats_reliability passed = stats_reliability(hole, some, 11, 3, 0.95, NULL);
    same(&plain, &passed, 1);
}

static void not_defined(void **state)
{
    (void)state;
    double x[6] = {1, 2, 3, 3, 2, 1}, bad[6] = {1, 2, NAN, 3, 2, 1}, infinite[6] = {1, 2, INFINITY, 3, 2, 1}, w[3] = {1, -1, 1}, none[3] = {0};
    struct stats_reliability_item items[2];
    check_close(stats_reliability(x, NULL, 0, 2, 0.95, items).alpha, NAN, 0);
    check_close(items[1].mean, NAN, 0);
    check_close(stats_reliability(x, NULL, 1, 2, 0.95, items).alpha, NAN, 0);
    check_close(stats_cronbach_alpha(x, NULL, 3, 1), NAN, 0);
    check_close(stats_cronbach_alpha(x, NULL, 3, 2), NAN, 0); /* the sum is always 4 */
    check_close(stats_cronbach_alpha(bad, NULL, 3, 2), NAN, 0);
    check_close(stats_cronbach_alpha(infinite, NULL, 3, 2), NAN, 0);
    check_close(stats_cronbach_alpha(x, w, 3, 2), NAN, 0);
    check_close(stats_cronbach_alpha(x, none, 3, 2), NAN, 0);
    check_close(stats_alpha_interval(0.8, 100, 5, 1).low, NAN, 0);
    /* One item without variance: alpha holds, its correlations do not. */
    double constant[9] = {1, 2, 3, 1, 3, 2, 0.1, 0.1, 0.1};
    struct stats_reliability_item three[3];
    struct stats_reliability got = stats_reliability(constant, NULL, 3, 3, 0.95, three);
    check_close(got.alpha, 0.5, 1e-14); /* 3/2 (1 − 2/3) */
    check_close(got.alpha_standardised, NAN, 0);
    check_close(got.lambda6, NAN, 0);
    check_close(three[2].rest_correlation, NAN, 0);
    check_close(three[2].alpha_without, 2.0 / 3, 1e-14);
    assert_true(isnan(stats_omega(constant, NULL, 3, 3, NULL).omega));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(alpha_as_psych),
        cmocka_unit_test(omega_as_factanal),
        cmocka_unit_test(alpha_by_hand),
        cmocka_unit_test(omega_of_three_by_hand),
        cmocka_unit_test(frequencies_rows_scale_and_order),
        cmocka_unit_test(not_defined),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
