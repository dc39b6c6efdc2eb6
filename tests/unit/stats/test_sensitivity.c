/* SPDX-License-Identifier: GPL-3.0-or-later
 * Sensitivity indices against the Ishigami function, whose indices are known in closed form, and an additive model, whose first order adds up to 1.
 */
#include <stdlib.h>

#include "check.h"

#include "ceping/stats_random.h"
#include "ceping/stats_sensitivity.h"

enum { INPUTS = 3, N = 1 << 15 };

static const double pi = 3.14159265358979323846;

typedef double model(const double *x);

/* sin x₁ + 7 sin² x₂ + 0.1 x₃⁴ sin x₁ on [−π, π]³ */
static double ishigami(const double *u)
{
    double x[INPUTS];
    for (int i = 0; i < INPUTS; i++)
        x[i] = pi * (2 * u[i] - 1);
    return sin(x[0]) + 7 * sin(x[1]) * sin(x[1]) + 0.1 * x[2] * x[2] * x[2] * x[2] * sin(x[0]);
}

static double additive(const double *u)
{
    return 3 * u[0] + 2 * u[1] + u[2];
}

static void estimate(model *f, double *first, double *total)
{
    double *a = xcalloc(N, sizeof *a), *b = xcalloc(N, sizeof *b), *ab = xcalloc((size_t)N * INPUTS, sizeof *ab);
    for (size_t r = 0; r < N; r++) {
        struct stats_random random;
        double x[INPUTS], y[INPUTS], mixed[INPUTS];
        stats_random_begin(&random, 1, 0, r);
        for (int i = 0; i < INPUTS; i++)
            x[i] = stats_random_uniform(&random), y[i] = stats_random_uniform(&random);
        a[r] = f(x);
        b[r] = f(y);
        for (size_t i = 0; i < INPUTS; i++) {
            memcpy(mixed, x, sizeof mixed);
            mixed[i] = y[i];
            ab[i * N + r] = f(mixed);
        }
    }
    stats_sensitivity(a, b, ab, N, INPUTS, first, total);
    free(a);
    free(b);
    free(ab);
}

/* V₁ = (1 + bπ⁴/5)²/2, V₂ = a²/8, V₁₃ = b²π⁸(1/18 − 1/50), a = 7, b = 0.1 (Ishigami & Homma 1990; Saltelli et al. 2008) */
static void agrees_with_ishigami(void **state)
{
    (void)state;
    double p4 = pi * pi * pi * pi, v1 = (1 + 0.1 * p4 / 5) * (1 + 0.1 * p4 / 5) / 2, v2 = 49.0 / 8, v13 = 0.01 * p4 * p4 * (1.0 / 18 - 1.0 / 50);
    double v = v1 + v2 + v13, first[INPUTS], total[INPUTS];
    double want_first[] = {v1 / v, v2 / v, 0}, want_total[] = {(v1 + v13) / v, v2 / v, v13 / v};
    estimate(ishigami, first, total);
    for (int i = 0; i < INPUTS; i++) {
        check_close(first[i], want_first[i], 0.03);
        check_close(total[i], want_total[i], 0.02);
    }
}

static void an_additive_model_has_no_interactions(void **state)
{
    (void)state;
    static const double want[] = {9.0 / 14, 4.0 / 14, 1.0 / 14};
    double first[INPUTS], total[INPUTS];
    estimate(additive, first, total);
    for (int i = 0; i < INPUTS; i++) {
        check_close(first[i], want[i], 0.02);
        check_close(total[i], want[i], 0.02);
    }
}

static void nothing_varies(void **state)
{
    (void)state;
    static const double same[] = {2, 2, 2, 2};
    double first[1], total[1];
    stats_sensitivity(same, same, same, 4, 1, first, total);
    assert_true(isnan(first[0]) && isnan(total[0]));
    stats_sensitivity(same, same, same, 1, 1, first, total);
    assert_true(isnan(first[0]) && isnan(total[0]));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(agrees_with_ishigami),
        cmocka_unit_test(an_additive_model_has_no_interactions),
        cmocka_unit_test(nothing_varies),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
