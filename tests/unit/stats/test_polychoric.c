/* SPDX-License-Identifier: GPL-3.0-or-later
 * Polychoric correlation: normal probabilities against numerical integration, tables whose answer is known.
 */
#include "check.h"

#include "ceping/stats_association.h"

/* h, k, ρ, P(X ≤ h, Y ≤ k): Simpson's rule with 40,000 steps over φ(x)Φ((k − ρx)/√(1 − ρ²)). */
static const double integrals[][4] = {
    {0.3, -0.7, 0.5, 0.2065237797857391},      {1.2, 0.8, -0.6, 0.6747532088787659},      {-1.5, -2.0, 0.3, 0.004678716322641057},
    {0.5, 0.4, 0.95, 0.6255747438268485},      {0.5, -0.4, -0.95, 0.06588771744716468},   {-1, -1.2, 0.99, 0.11397527739808637},
    {2, -1.5, -0.99, 0.044057685606370856},    {-2.5, 1.0, 0.93, 0.006209665325776131},   {0.1, 0.1001, 0.999, 0.5327649919977423},
};

static void bivariate_normal(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(integrals); i++)
        check_close(stats_bivariate_normal(integrals[i][0], integrals[i][1], integrals[i][2]), integrals[i][3], 1e-13);
    for (double rho = -1; rho <= 1; rho += 0.0625) { /* Sheppard: 1/4 + asin ρ/2π at the centre */
        check_close(stats_bivariate_normal(0, 0, rho), 0.25 + asin(rho) / (2 * M_PI), 1e-14);
        check_close(stats_bivariate_normal(0.7, INFINITY, rho), 0.5 * erfc(-0.7 / sqrt(2)), 1e-15);
        check_close(stats_bivariate_normal(0.7, -INFINITY, rho), 0, 0);
        /* P(X ≤ h, Y ≤ k) + P(X ≤ h, Y > k) = P(X ≤ h) */
        double part = stats_bivariate_normal(0.4, -1.1, rho) + stats_bivariate_normal(0.4, 1.1, -rho);
        check_close(part, 0.5 * erfc(-0.4 / sqrt(2)), 1e-14);
    }
    check_close(stats_bivariate_normal(1, 1, 1.5), NAN, 0);
    check_close(stats_bivariate_normal(NAN, 1, 0.5), NAN, 0);
}

/* Margins of one half: ρ = sin(2π(p − 1/4)). */
static void tetrachoric_in_closed_form(void **state)
{
    (void)state;
    double table[4] = {40, 10, 10, 40}, turned[4] = {10, 40, 40, 10}, even[4] = {25, 25, 25, 25};
    check_close(stats_polychoric(table, 2, 2).rho, sin(2 * M_PI * 0.15), 1e-10);
    check_close(stats_polychoric(turned, 2, 2).rho, -sin(2 * M_PI * 0.15), 1e-10);
    check_close(stats_polychoric(even, 2, 2).rho, 0, 1e-12);
    /* At ρ = 0 with halves: information n · 4 · (1/2π)²/(1/4). */
    check_close(stats_polychoric(even, 2, 2).rho_se, 1 / sqrt(100 * 16 / (4 * M_PI * M_PI)), 1e-9);
    check_close(stats_polychoric(even, 2, 2).p, NAN, 0);
}

/* Cell probabilities of ρ = 0.45, thresholds −1.1 −0.2 0.9 and −0.8 0.4 1.3 (the same integration), times 1000. */
static const double surface[16] = {
    63.13903313471188, 57.680337028024596, 13.057069167029562, 1.7896216166166379, 79.61980325488962, 140.66704065546327, 53.31118107504512, 11.476204629116332,
    58.72646914723756, 183.23250128086949, 113.66503464647582, 39.575579017760596, 10.370093046557644, 61.986464062570164, 67.74448891551499, 43.959079322116736,
};

static void surface_comes_back(void **state)
{
    (void)state;
    struct stats_polychoric got = stats_polychoric(surface, 4, 4);
    check_close(got.rho, 0.45, 1e-9);
    check_close(got.n, 1000, 1e-9);
    check_close(got.chisq, 0, 1e-9);
    check_close(got.df, 8, 0);
    assert_true(got.rho_se > 0.02 && got.rho_se < 0.04);
    /* Twice the counts: the same ρ, its error less by √2. Empty rows and columns change nothing. */
    double doubled[16], wide[30] = {0};
    for (size_t i = 0; i < 16; i++) {
        doubled[i] = 2 * surface[i];
        wide[(i / 4 + i / 8) * 6 + i % 4 + 1] = surface[i];
    }
    struct stats_polychoric twice = stats_polychoric(doubled, 4, 4), sparse = stats_polychoric(wide, 5, 6);
    check_close(twice.rho, got.rho, 1e-12);
    check_close(twice.rho_se * sqrt(2), got.rho_se, 1e-10);
    check_close(sparse.rho, got.rho, 1e-12);
    check_close(sparse.df, 8, 0);
}

/* bfi A2 × A3. R 4.2.2, polycor 0.8.1, polychor(ML = FALSE): 0.555555651, s.e. 0.014142, χ² 123.2311, df 24. Its optimize() stops at about 1e-6; here is its
 * likelihood with mvtnorm's pmvnorm(TVPACK) solved to 1e-12. Its standard error is of the observed, ours of the expected information (nΣ(∂P)²/P, in R too). */
static void items_as_polycor(void **state)
{
    (void)state;
    static const double table[36] = {16, 7,  5,  5,  6,  8,   21, 31, 17, 21,  28,  8,   14, 22, 24, 52, 28,  10,
                                     15, 49, 77, 200, 157, 51, 16, 54, 58, 200, 489, 197, 7,  9,  25, 82, 270, 472};
    struct stats_polychoric got = stats_polychoric(table, 6, 6);
    check_close(got.rho, 0.555556276604607, 1e-8);
    check_close(got.rho_se, 0.014269249896, 1e-8);
    check_close(got.chisq, 123.231062642742, 1e-8);
    check_close(got.df, 24, 0);
}

static void edges(void **state)
{
    (void)state;
    double diagonal[9] = {10, 0, 0, 0, 20, 0, 0, 0, 5}, against[4] = {0, 8, 9, 0}, one[3] = {1, 2, 3}, bad[4] = {1, -1, 2, 3}, none[4] = {0};
    assert_true(stats_polychoric(diagonal, 3, 3).edge);
    check_close(stats_polychoric(diagonal, 3, 3).rho, 1, 0);
    check_close(stats_polychoric(diagonal, 3, 3).rho_se, NAN, 0);
    check_close(stats_polychoric(against, 2, 2).rho, -1, 0);
    check_close(stats_polychoric(one, 1, 3).rho, NAN, 0);
    check_close(stats_polychoric(bad, 2, 2).rho, NAN, 0);
    check_close(stats_polychoric(none, 2, 2).rho, NAN, 0);
    check_close(stats_polychoric(none, 0, 0).rho, NAN, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(bivariate_normal),
        cmocka_unit_test(tetrachoric_in_closed_form),
        cmocka_unit_test(surface_comes_back),
        cmocka_unit_test(items_as_polycor),
        cmocka_unit_test(edges),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
