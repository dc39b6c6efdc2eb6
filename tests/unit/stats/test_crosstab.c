/* SPDX-License-Identifier: GPL-3.0-or-later
 * Tables of two items: R 4.2.2 chisq.test and friends on the reference data, tiny cases by hand.
 */
#include "check.h"

#include "ceping/stats_tables.h"

struct crosstab_row {
    const char *name;
    size_t rows, columns;
    double counts[20], expected[20], residuals[20];
    double want[13];
};

static const struct crosstab_row crosstab_rows[] = {
    {"mass_survey.chisq.Smoke.Exer", 4, 3,
     {7, 1, 3, 87, 18, 84, 12, 3, 4, 9, 1, 7},
     {5.360169491525424, 1.0720338983050848, 4.567796610169491, 92.09745762711864, 18.41949152542373, 78.48305084745763, 9.258474576271187, 1.8516949152542372, 7.889830508474576, 8.283898305084746, 1.6567796610169492, 7.059322033898305},
     {1.0130660454929008, -0.07500040377814932, -0.9824660296422416, -1.6622647389405631, -0.23054602852749886, 1.8248811013786144, 1.3122361854001932, 0.9263282423374414, -1.8885976034042409, 0.36070701012551437, -0.5575546752141621, -0.030309930323156473},
     {236, 5.488545890584233, 6, 0.48284216946545616, 5.801466745347744, 0.4457935354971465, 0.10783448053343489, 0, 0.15250098486184113, 0.15075800497283962, 1.0720338983050848, 4, 0}},
    {"mass_survey.chisq.Sex.W_Hnd", 2, 2,
     {7, 110, 10, 108},
     {8.463829787234042, 108.53617021276595, 8.536170212765958, 109.46382978723405},
     {-0.7372346378443102, 0.737234637844313, 0.7372346378443102, -0.737234637844313},
     {235, 0.5435149112374316, 1, 0.46097967271123186, 0.5462879370470533, 0.4598384203760113, 0.04809188506932313, 0, 0.04809188506932313, 0.04803636719024742, 8.463829787234042, 0, 0}},
    {"chile.chisq.education.vote", 3, 4,
     {52, 266, 296, 422, 32, 224, 52, 130, 103, 397, 237, 311},
     {76.81681205392546, 364.3663758921491, 240.30927835051546, 354.50753370341, 32.47660586835845, 154.0467882632831, 101.5979381443299, 149.87866772402856, 77.70658207771609, 368.5868358445678, 243.09278350515464, 358.61379857256145},
     {-3.8336290459864646, -8.33785471752841, 5.340334285365404, 5.757779755763289, -0.09561518078147314, 7.700495674879737, -6.17664427264594, -2.2023705668122866, 3.900600880553395, 2.4042916730168966, -0.5832587241064721, -4.055015137240193},
     {2522, 135.84848240722852, 6, 7.528045919387154e-27, 139.00216218336843, 1.6274697334681343e-27, 0.16411181803828506, 0.16050895198105228, 0.23208915881544828, 0.2260800736482225, 32.47660586835845, 0, 0.09541284403669725}},
    {"chile.chisq.region.vote", 5, 4,
     {44, 210, 141, 174, 2, 18, 23, 38, 30, 102, 46, 135, 42, 214, 148, 275, 69, 345, 230, 246},
     {42.02330173775671, 199.77922590837284, 132.13744075829385, 195.06003159557662, 5.982227488151659, 28.43957345971564, 18.81042654028436, 27.767772511848342, 23.116508688783572, 109.89612954186414, 72.68720379146919, 107.3001579778831, 50.147314375987364, 238.40086887835702, 157.6824644549763, 232.7693522906793, 65.73064770932069, 312.4842022116904, 206.6824644549763, 305.1026856240126},
     {0.3598549016728707, 1.0195144745708595, 0.999313206558418, -2.1125245461129816, -1.7195516531239872, -2.4699859300583524, 1.1205065596940578, 2.434529550561987, 1.589136759984401, -0.9988248404333523, -3.8160232391014293, 3.5235910708207028, -1.39747871845685, -2.2932879243041966, -1.0286605230589951, 3.99129818023911, 0.5203355113693287, 2.8355592350861807, 2.2985810736930308, -5.183041239785592},
     {2532, 63.94006559556783, 12, 4.2779998566015914e-09, 66.20105410297275, 1.6337989294906926e-09, 0.09174746230746031, 0.08273637407816682, 0.15891126618203177, 0.15694200913870265, 5.982227488151659, 0, 0.06938527084601338}},
    {"wine.chisq.temp.rating", 2, 5,
     {5, 16, 13, 2, 0, 0, 6, 13, 10, 7},
     {2.5, 11, 13, 6, 3.5, 2.5, 11, 13, 6, 3.5},
     {2.3180022278587673, 2.5584085962673253, 0, -2.5298221281347035, -2.7845728853535423, -2.3180022278587673, -2.5584085962673253, 0, 2.5298221281347035, 2.7845728853535423},
     {72, 21.87878787878788, 4, 0.00021186726421781052, 27.17415639336742, 1.8330538565841862e-05, 0.5512459105263765, 0.501069083131484, 0.5512459105263765, 0.482756235544137, 2.5, 4, 0.06521739130434782}},
    {"apistrat.chisq.sch_wide.awards", 2, 2,
     {48, 0, 39, 113},
     {20.88, 27.12, 66.12, 85.88},
     {9.057188740254231, -9.057188740254231, -9.057188740254233, 9.057188740254233},
     {200, 82.03266787658804, 1, 1.3385585845304744e-19, 100.75706403416152, 1.0398617125020365e-23, 0.6404399576720211, 0.6381099954941316, 0.6404399576720211, 0.5393165034210347, 20.88, 0, 0.5517241379310345}},
};

static void as_r(void **state)
{
    (void)state;
    for (size_t k = 0; k < sizeof crosstab_rows / sizeof *crosstab_rows; k++) {
        const struct crosstab_row *row = &crosstab_rows[k];
        double expected[20], residuals[20];
        struct stats_crosstab t;
        stats_crosstab(row->counts, row->rows, row->columns, expected, residuals, &t);
        const double got[13] = {t.n, t.chisq, t.df, t.p, t.g2, t.g2_p, t.cramers_v, t.cramers_v_corrected, t.phi, t.contingency,
                                t.least_expected, t.expected_below_five, t.lambda};
        for (size_t i = 0; i < 13; i++)
            check_close(got[i], row->want[i], 1e-11);
        assert_true(fabs(t.p / row->want[3] - 1) < 1e-9);
        for (size_t i = 0; i < row->rows * row->columns; i++) {
            check_close(expected[i], row->expected[i], 1e-12);
            check_close(residuals[i], row->residuals[i], 1e-11);
        }
    }
}

static void corrected(void **state)
{
    (void)state;
    static const struct {
        double counts[4], chisq, p;
    } rows[] = {{{7, 110, 10, 108}, 0.2356302211924564, 0.6273801686638777}, {{48, 0, 39, 113}, 79.03574800086373, 6.099617388487701e-19},
                {{5, 5, 5, 5}, 0, 1}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct stats_crosstab t;
        stats_crosstab(rows[i].counts, 2, 2, NULL, NULL, &t);
        check_close(t.yates, rows[i].chisq, 1e-12);
        check_close(t.yates_p, rows[i].p, 1e-12);
    }
}

static void properties(void **state)
{
    (void)state;
    const double counts[] = {3, 0, 7, 2, 5, 4}, turned[] = {3, 2, 0, 5, 7, 4}, padded[] = {3, 0, 0, 7, 0, 0, 0, 0, 2, 0, 5, 4}, doubled[] = {6, 0, 14, 4, 10, 8};
    struct stats_crosstab t, other;
    stats_crosstab(counts, 2, 3, NULL, NULL, &t);
    check_close(t.yates, NAN, 0);
    stats_crosstab(turned, 3, 2, NULL, NULL, &other);
    check_close(other.chisq, t.chisq, 1e-14);
    check_close(other.g2, t.g2, 1e-14);
    check_close(other.cramers_v, t.cramers_v, 1e-14);
    double expected[12], residuals[12];
    stats_crosstab(padded, 3, 4, expected, residuals, &other); /* an empty row and an empty column change nothing */
    check_close(other.chisq, t.chisq, 1e-14);
    check_close(other.df, 2, 0);
    check_close(other.p, t.p, 1e-14);
    check_close(expected[1], NAN, 0);
    check_close(residuals[5], NAN, 0);
    stats_crosstab(doubled, 2, 3, NULL, NULL, &other);
    check_close(other.chisq, 2 * t.chisq, 1e-14);
    check_close(other.cramers_v, t.cramers_v, 1e-14);
    /* By hand: a perfect association. */
    const double perfect[] = {5, 0, 0, 5};
    stats_crosstab(perfect, 2, 2, NULL, NULL, &t);
    check_close(t.chisq, 10, 1e-15);
    check_close(t.cramers_v, 1, 1e-15);
    check_close(t.lambda, 1, 0);
    check_close(t.g2, 20 * log(2), 1e-14);
}

static void edges(void **state)
{
    (void)state;
    const double empty[4] = {0, 0, 0, 0}, one_row[] = {3, 4, 0, 0}, bad[] = {1, -1, 2, 2}, hole[] = {1, NAN, 2, 2}, fractions[] = {1.5, 2.5, 0.5, 3.5};
    struct stats_crosstab t;
    stats_crosstab(empty, 2, 2, NULL, NULL, &t);
    check_close(t.n, 0, 0);
    check_close(t.p, NAN, 0);
    stats_crosstab(one_row, 2, 2, NULL, NULL, &t);
    check_close(t.rows, 1, 0);
    check_close(t.chisq, NAN, 0);
    stats_crosstab(bad, 2, 2, NULL, NULL, &t);
    check_close(t.n, NAN, 0);
    stats_crosstab(hole, 2, 2, NULL, NULL, &t);
    check_close(t.p, NAN, 0);
    stats_crosstab(empty, 0, 0, NULL, NULL, &t);
    check_close(t.p, NAN, 0);
    stats_crosstab(fractions, 2, 2, NULL, NULL, &t);
    check_close(t.chisq, 8 * pow(1.5 * 3.5 - 2.5 * 0.5, 2) / (4 * 4 * 2 * 6), 1e-14);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(as_r),
        cmocka_unit_test(corrected),
        cmocka_unit_test(properties),
        cmocka_unit_test(edges),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
