/* SPDX-License-Identifier: GPL-3.0-or-later
 * A panel of raters: leniency, the additive model, standardisation; by hand and against one-way analyses.
 */
#include "check.h"

#include "ceping/stats_raters.h"

static void leniency(void **state)
{
    (void)state;
    /* Rater 1 is 2 above, rater 2 at, rater 3 2 below: but rater 3 saw only the best two. */
    const double x[12] = {10, 8, NAN, 9, 7, NAN, 8, 6, 4, 12, 10, 8};
    struct stats_rater raters[3];
    double fair[4];
    struct stats_facets facets;
    stats_raters(x, 4, 3, 10, raters, fair, &facets);
    check_close(raters[0].n, 4, 0);
    check_close(raters[0].mean, 9.75, 0);
    check_close(raters[0].sd, sqrt(8.75 / 3), 1e-15);
    check_close(raters[0].full, 0.5, 0);
    check_close(raters[2].full, 0, 0);
    check_close(raters[2].mean, 6, 0);
    check_close(raters[2].compared, 2, 0);
    check_close(raters[2].difference, -3, 1e-15);
    check_close(raters[0].difference, (2 + 2 + 3 + 3) / 4., 1e-15);
    check_close(raters[0].effect, 2, 1e-12);
    check_close(raters[1].effect, 0, 1e-12);
    check_close(raters[2].effect, -2, 1e-12);
    check_close(fair[0], 8, 1e-12);
    check_close(fair[3], 10, 1e-12);
    check_close(facets.ratings, 10, 0);
    check_close(facets.df, 4, 0);
    check_close(facets.components, 1, 0);
    check_close(raters[0].fit, NAN, 0); /* nothing left over */
}

static void complete_panel(void **state)
{
    (void)state;
    /* Without gaps the test of raters is that of the two-way layout, here from the mean squares behind Shrout & Fleiss 1979: MSC 32.4861, MSE 1.0194. */
    const double judges[24] = {9, 2, 5, 8, 6, 1, 3, 2, 8, 4, 6, 8, 7, 1, 2, 6, 10, 5, 6, 9, 6, 2, 4, 7};
    struct stats_rater raters[4];
    struct stats_facets facets;
    stats_raters(judges, 6, 4, NAN, raters, NULL, &facets);
    check_close(facets.f, 32.486111111111 / 1.0194444444444, 1e-10);
    check_close(facets.df1, 3, 0);
    check_close(facets.df, 15, 0);
    check_close(facets.residual_sd * facets.residual_sd, 1.0194444444444, 1e-10);
    check_close(raters[0].full, NAN, 0);
    double sum = 0, fit = 0;
    for (int i = 0; i < 4; i++) {
        sum += raters[i].effect;
        fit += raters[i].fit / 4;
        check_close(raters[i].difference, raters[i].effect * 4 / 3, 1e-12);
    }
    check_close(sum, 0, 1e-12);
    check_close(fit, 1, 1e-12);
}

static void standardised(void **state)
{
    (void)state;
    const double x[6] = {80, 60, 90, NAN, 100, 70};
    double got[6];
    stats_standardise(x, 3, 2, STATS_STANDARDISE_RATIO, 0, 0, got); /* grand mean 80, raters 90 and 65 */
    check_close(got[0], 80 * 80 / 90., 1e-14);
    check_close(got[1], 60 * 80 / 65., 1e-14);
    check_close(got[3], NAN, 0);
    stats_standardise(x, 3, 2, STATS_STANDARDISE_SHIFT, 0, 0, got);
    check_close(got[4], 90, 0);
    check_close(got[5], 85, 0);
    stats_standardise(x, 3, 2, STATS_STANDARDISE_SCORE, 75, 10, got);
    check_close(got[0], 65, 1e-14);
    check_close(got[4], 85, 1e-14);
    check_close(got[1], 75 - 10 / sqrt(2), 1e-14);
    double same[6] = {5, 1, 5, 2, 5, 3};
    stats_standardise(same, 3, 2, STATS_STANDARDISE_SCORE, 75, 10, same); /* in place; no variance, no score */
    check_close(same[0], NAN, 0);
    check_close(same[3], 75, 0);
    stats_standardise(x, 0, 0, STATS_STANDARDISE_SHIFT, 0, 0, got);
}

static void edges(void **state)
{
    (void)state;
    struct stats_rater raters[2];
    struct stats_facets facets;
    double fair[2];
    const double gaps[4] = {NAN, NAN, NAN, NAN}, apart[4] = {5, NAN, NAN, 7};
    stats_raters(gaps, 2, 2, 10, raters, fair, &facets);
    check_close(facets.ratings, 0, 0);
    check_close(raters[0].mean, NAN, 0);
    check_close(raters[0].full, NAN, 0);
    check_close(raters[0].effect, NAN, 0);
    check_close(fair[0], NAN, 0);
    check_close(facets.p, NAN, 0);
    stats_raters(apart, 2, 2, 10, raters, fair, &facets); /* nobody in common */
    check_close(facets.components, 2, 0);
    check_close(raters[0].difference, NAN, 0);
    check_close(facets.f, NAN, 0);
    stats_raters(apart, 0, 0, 10, raters, fair, &facets);
    check_close(facets.ratings, 0, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(leniency),
        cmocka_unit_test(complete_panel),
        cmocka_unit_test(standardised),
        cmocka_unit_test(edges),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
