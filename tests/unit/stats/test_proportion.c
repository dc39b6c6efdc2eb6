/* SPDX-License-Identifier: GPL-3.0-or-later
 * Intervals for proportions: method §4 and R (prop.test without correction, binom.test).
 */
#include "check.h"

#include "ceping/stats.h"

struct wilson_row {
    double count, base, low, high, tolerance;
};

static void wilson_vectors(void **state)
{
    (void)state;
    static const struct wilson_row rows[] = {
        /* method §4, six decimals */
        {1917, 2086, 0.906490, 0.929937, 5e-7},
        {885, 910, 0.959759, 0.981323, 5e-7},
        {651, 885, 0.705564, 0.763586, 5e-7},
        {0, 10, 0, 0.277533, 5e-7},
        {10, 10, 0.722467, 1, 5e-7},
        {7, 20, 0.181192, 0.567146, 5e-7},
        /* R */
        {1896, 2773, 0.6661841401829218, 0.7007795540399246, 1e-12},
        {67, 250, 0.21691132145905745, 0.3261105295068288, 1e-12},
        {624, 1525, 0.3847611714588956, 0.43405588219840774, 1e-12},
        {19, 72, 0.17593776659767213, 0.3757586204617663, 1e-12},
        {1, 10, 0.017876213095072892, 0.40415002679523837, 1e-12},
        {0, 1, 0, 0.7934506856227626, 1e-12},
        {5, 10, 0.23659309051256402, 0.763406909487436, 1e-12},
        {3, 2000, 0.0005102635836384822, 0.0044010325557706925, 1e-12},
        {999, 1000, 0.9943574414020421, 0.9998234536293739, 1e-12},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct interval interval = stats_wilson(rows[i].count, rows[i].base, 0.95);
        check_close(interval.low, rows[i].low, rows[i].tolerance);
        check_close(interval.high, rows[i].high, rows[i].tolerance);
    }
}

static void clopper_pearson_vectors(void **state)
{
    (void)state;
    static const struct wilson_row rows[] = {
        {1896, 2773, 0.6660607002413371, 0.7010227336054825, 1e-10},
        {67, 250, 0.21414219966591042, 0.3274508875780755, 1e-10},
        {624, 1525, 0.3843701959179087, 0.4343408966114578, 1e-10},
        {19, 72, 0.16695395603342364, 0.3810279267716761, 1e-10},
        {0, 10, 0, 0.30849710781876083, 1e-10},
        {1, 10, 0.0025285785444617865, 0.44501611702819543, 1e-10},
        {10, 10, 0.6915028921812392, 1, 1e-10},
        {0, 1, 0, 0.975, 1e-10},
        {5, 10, 0.18708602844739858, 0.8129139715526015, 1e-10},
        {3, 2000, 0.0003094429493123333, 0.004377320104529614, 1e-10},
        {999, 1000, 0.9944410757201734, 0.9999746825125088, 1e-10},
        {7, 30, 0.09933786495801979, 0.4228365229782195, 1e-10},
        {81, 263, 0.2527367455852712, 0.3676219226013514, 1e-10},
        /* GSL's inverse of the beta distribution does not converge here */
        {882, 885, 0.9901257097740349, 0.9993003891545291, 1e-10},
        {16, 500, 0.0183991853236399, 0.05144676829164563, 1e-10},
        {484, 500, 0.9485532317083544, 0.9816008146763601, 1e-10},
        {26, 2000, 0.008509130391574374, 0.018990349338224188, 1e-10},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct interval interval = stats_clopper_pearson(rows[i].count, rows[i].base, 0.95);
        check_close(interval.low, rows[i].low, rows[i].tolerance);
        check_close(interval.high, rows[i].high, rows[i].tolerance);
    }
}

static void not_defined(void **state)
{
    (void)state;
    static const struct wilson_row rows[] = {{0, 0, 0, 0, 0}, {-1, 10, 0, 0, 0}, {11, 10, 0, 0, 0}, {NAN, 10, 0, 0, 0}, {5, NAN, 0, 0, 0}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        check_close(stats_wilson(rows[i].count, rows[i].base, 0.95).low, NAN, 0);
        check_close(stats_clopper_pearson(rows[i].count, rows[i].base, 0.95).high, NAN, 0);
    }
    check_close(stats_wilson(5, 10, 1).low, NAN, 0);
    check_close(stats_share(0, 0), NAN, 0);
    check_close(stats_share(NAN, 3), NAN, 0);
    check_close(stats_share(0, 3), 0, 0);
    check_close(100 * stats_share(885, 910), 97.25274725274726, 1e-15);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(wilson_vectors), cmocka_unit_test(clopper_pearson_vectors), cmocka_unit_test(not_defined)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
