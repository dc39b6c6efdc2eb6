/* SPDX-License-Identifier: GPL-3.0-or-later
 * Analysis of variance: NIST StRD certified values (SiRstv, SmLs01–09, AtmWtAg; public domain), R 4.2.2 (aov, oneway.test, car::leveneTest, bartlett.test,
 * kruskal.test), and tiny cases by hand.
 */
#include "check.h"
#include "reference_rows.h"

#include "ceping/stats_compare.h"

/* Digits that got and want share. */
static double digits(double got, double want)
{
    return got == want ? 16 : -log10(fabs(got - want) / fabs(want));
}

/* SmLs: 9 groups; the first value of each is `centre`, then centre − 0.1 and centre + 0.1 by turns. */
static void simon_lesage(void **state)
{
    (void)state;
    static const struct {
        const char *base;
        size_t repeats;
        double digits;
    } rows[] = {{"", 21, 12}, {"", 201, 12}, {"", 2001, 12}, {"100000", 21, 9}, {"100000", 201, 9}, {"100000", 2001, 9},
                {"100000000000", 21, 3.9}, {"100000000000", 201, 3.9}, {"100000000000", 2001, 3.9}};
    static const int centres[9] = {4, 3, 5, 3, 5, 3, 5, 3, 5};
    for (size_t k = 0; k < sizeof rows / sizeof *rows; k++) {
        size_t n = 9 * rows[k].repeats;
        double *x = calloc(n, sizeof *x);
        int *group = calloc(n, sizeof *group);
        for (size_t i = 0; i < n; i++) {
            size_t j = i % rows[k].repeats;
            char text[40];
            group[i] = (int)(i / rows[k].repeats);
            snprintf(text, sizeof text, "%s%s.%d", *rows[k].base ? rows[k].base : "", *rows[k].base ? "0" : "1",
                     centres[group[i]] + (j == 0 ? 0 : j % 2 ? -1 : 1));
            x[i] = strtod(text, NULL);
        }
        struct stats_group groups[9];
        struct stats_oneway out;
        stats_oneway(x, NULL, group, n, 9, groups, &out);
        double reached = digits(out.anova.f, (double)rows[k].repeats);
        if (reached < rows[k].digits)
            print_error("SmLs %s, %zu: %.2f digits\n", rows[k].base, rows[k].repeats, reached);
        assert_true(reached >= rows[k].digits);
        assert_true(digits(out.ms_within, 0.01) >= rows[k].digits);
        assert_true(digits(out.ss_between, (double)rows[k].repeats * 0.08) >= rows[k].digits);
        free(x);
        free(group);
    }
}

static void silver_and_silicon(void **state)
{
    (void)state;
    static const double silver[48] = {
        107.8681568, 107.8681465, 107.8681572, 107.8681785, 107.8681446, 107.8681903, 107.8681526, 107.8681494, 107.8681616, 107.8681587,
        107.8681519, 107.8681486, 107.8681419, 107.8681569, 107.8681508, 107.8681672, 107.8681385, 107.8681518, 107.8681662, 107.8681424,
        107.8681360, 107.8681333, 107.8681610, 107.8681477, 107.8681079, 107.8681344, 107.8681513, 107.8681197, 107.8681604, 107.8681385,
        107.8681642, 107.8681365, 107.8681151, 107.8681082, 107.8681517, 107.8681448, 107.8681198, 107.8681482, 107.8681334, 107.8681609,
        107.8681101, 107.8681512, 107.8681469, 107.8681360, 107.8681254, 107.8681261, 107.8681450, 107.8681368};
    static const double silicon[25] = {196.3052, 196.1240, 196.1890, 196.2569, 196.3403, 196.3042, 196.3825, 196.1669, 196.3257,
                                       196.0422, 196.1303, 196.2005, 196.2889, 196.0343, 196.1811, 196.2795, 196.1748, 196.1494,
                                       196.1485, 195.9885, 196.2119, 196.1051, 196.1850, 196.0052, 196.2090};
    int group[48];
    struct stats_group groups[5];
    struct stats_oneway out;
    for (int i = 0; i < 48; i++)
        group[i] = i / 24;
    stats_oneway(silver, NULL, group, 48, 2, groups, &out);
    assert_true(digits(out.anova.f, 15.9467335677930) > 10);
    assert_true(digits(out.ss_between, 3.63834187500000e-09) > 10);
    assert_true(digits(out.ss_within, 1.04951729166667e-08) > 10);
    for (int i = 0; i < 25; i++)
        group[i] = i / 5;
    stats_oneway(silicon, NULL, group, 25, 5, groups, &out);
    assert_true(digits(out.anova.f, 1.18046237440255) > 12.5);
    assert_true(digits(out.ss_between, 5.11462616000000e-02) > 12.5);
    assert_true(digits(out.ss_within, 2.16636560000000e-01) > 12.5);
    assert_true(digits(out.eta2, 1.90999039051129e-01) > 12.5);
}

struct oneway_row {
    const char *file, *item, *group;
    double want[27];
};

static const struct oneway_row oneway_rows[] = {
    {"beps.csv", "Europe", "vote",
     {1525, 2496.4133414728567, 14075.195838855007, 2, 1522, 1248.2066707364284, 9.247829066264787, 134.97293924795488, 1.0897081910612416e-54, 0.15064399083441735, 0.14944448781727185, 0.14952788569753747, 0.4211443943013511, 158.5566430908716, 2, 854.5640603847127, 2.724383755136033e-59, 226.29779840746158, 2, 7.245317846562586e-50, 0.14848936903376744, 18.530700735253063, 1.1185113062906227e-08, 21.48016079143225, 6.31707102737401e-10, 31.16928689136951, 1.7048075070543918e-07}},
    {"chile.csv", "statusquo", "region",
     {2683, 64.7571997395204, 2618.2432583397776, 4, 2678, 16.1892999348801, 0.9776860561388266, 16.558791887465865, 2.0648292490164517e-13, 0.024136112069797662, 0.02267024999734674, 0.022678511042269353, 0.15726751817852966, 16.82803860933327, 4, 571.0253556605342, 4.736755883674634e-13, 68.13858927057221, 4, 5.608159649675898e-14, 0.025405887125492993, 2.2905915059790343, 0.057454275792076286, 2.7161692146010377, 0.028341482126538028, 2.3087845211685254, 0.6791701522155567}},
    {"mass_survey.csv", "Pulse", "Exer",
     {192, 900.4682049793631, 25188.151586687334, 2, 189, 450.23410248968156, 133.270643315806, 3.378344182092527, 0.03617603006130454, 0.03451574717904369, 0.024175484979604374, 0.024298982598927748, 0.1890758416207026, 3.3167056509460098, 2, 42.83160861510316, 0.045791863185591836, 8.287008203435644, 2, 0.015867153855307587, 0.04338747750489866, 1.4062620104807697, 0.24760975984870331, 1.3622393226619844, 0.25858930411963077, 2.0548553230079882, 0.3579264854747823}},
    {"bfi.csv", "A2", "education",
     {2552, 16.670960866053317, 3355.4916566888, 4, 2547, 4.167740216513329, 1.3174289975221045, 3.1635406722884136, 0.013245243440124661, 0.004943700158250787, 0.0033796686859365677, 0.0033809890473882045, 0.07048589755882803, 3.0495559245846917, 4, 773.3951397174568, 0.016490456969925075, 13.99322716712149, 4, 0.007316703210403062, 0.0054853889326230846, 5.484576399294762, 0.00021439168285754845, 2.872388657254647, 0.02177652842868669, 10.504983810593208, 0.032728408519747225}},
    {"apistrat.csv", "api00", "stype",
     {200, 96303.63000000056, 2815879.8900000025, 2, 197, 48151.81500000028, 14293.806548223363, 3.36871881101436, 0.036428858027844624, 0.0330692174234955, 0.02313908817582562, 0.023252661255206114, 0.18493293642497832, 3.4280938837488955, 2, 108.75576952242955, 0.03599505096016684, 5.9485736465855075, 2, 0.0510838528300364, 0.029892329882339235, 1.059288532441132, 0.34866868198705947, 1.1034984710263458, 0.33375002673459214, 1.2027119245945121, 0.5480679725110215}},
};

static void oneway_as_r(void **state)
{
    (void)state;
    for (size_t k = 0; k < sizeof oneway_rows / sizeof *oneway_rows; k++) {
        const struct oneway_row *row = &oneway_rows[k];
        struct reference_rows *data = reference_rows(row->file, row->item, row->group);
        struct stats_group groups[REFERENCE_LEVELS];
        struct stats_oneway o;
        struct stats_kruskal h;
        stats_oneway(data->x, NULL, data->b, data->count, data->groups_b, groups, &o);
        stats_kruskal(data->x, NULL, data->b, data->count, data->groups_b, &h);
        const double got[27] = {o.n, o.ss_between, o.ss_within, o.anova.df1, o.anova.df2, o.ms_between, o.ms_within, o.anova.f, o.anova.p,
                                o.eta2, o.omega2, o.epsilon2, o.cohen_f, o.welch.f, o.welch.df1, o.welch.df2, o.welch.p,
                                h.h, h.df, h.p, h.epsilon2, o.levene.f, o.levene.p, o.brown_forsythe.f, o.brown_forsythe.p, o.bartlett, o.bartlett_p};
        for (size_t i = 0; i < 27; i++)
            check_close(got[i], row->want[i], 1e-10);
        free(data);
    }
}

static void counts_are_rows(void **state)
{
    (void)state;
    /* The same twelve answers as rows and as counts, with a left-out group, an empty one and an order of its own. */
    const double x[] = {1, 2, 2, 3, 2, 3, 3, 5, 5, 4, 4, 1, 99}, grouped[] = {5, 1, 2, 3, 2, 3, 4, 1, 5};
    const int group[] = {0, 0, 0, 0, 1, 1, 1, 1, 3, 3, 3, 3, -1}, grouped_group[] = {3, 0, 0, 0, 1, 1, 3, 3, 1};
    const double w[] = {1, 1, 2, 1, 1, 2, 2, 1, 1};
    struct stats_group a[4], b[4];
    struct stats_oneway rows, counts;
    struct stats_kruskal rows_h, counts_h;
    stats_oneway(x, NULL, group, 13, 4, a, &rows);
    stats_oneway(grouped, w, grouped_group, 9, 4, b, &counts);
    check_close(rows.n, 12, 0);
    check_close(rows.groups, 3, 0);
    check_close(a[2].n, 0, 0);
    check_close(a[2].mean, NAN, 0);
    const double *first = (const double *)&rows, *second = (const double *)&counts;
    for (size_t i = 0; i < sizeof rows / sizeof(double); i++)
        check_close(first[i], second[i], 1e-13);
    stats_kruskal(x, NULL, group, 13, 4, &rows_h);
    stats_kruskal(grouped, w, grouped_group, 9, 4, &counts_h);
    check_close(rows_h.h, counts_h.h, 1e-13);
    /* By hand: means 2, 3.25, 3.5 about 35/12. */
    check_close(rows.ss_between, 4 * (121. / 144 + 1. / 9 + 49. / 144), 1e-14);
    check_close(rows.ss_within, 2 + 4.75 + 9, 1e-14);
    /* Shift and scale change neither F nor H. */
    double far[13];
    for (int i = 0; i < 13; i++)
        far[i] = 4e6 + 8 * x[i];
    stats_oneway(far, NULL, group, 13, 4, a, &counts);
    check_close(counts.anova.f, rows.anova.f, 1e-13);
    check_close(counts.welch.f, rows.welch.f, 1e-9);
    check_close(counts.bartlett, rows.bartlett, 1e-12);
}

static void edges(void **state)
{
    (void)state;
    const double x[] = {1, 1, 2, 2, NAN}, w[] = {1, 1, 1, -1};
    const int group[] = {0, 0, 1, 1, 1};
    struct stats_group groups[2];
    struct stats_oneway out;
    stats_oneway(x, NULL, group, 0, 2, groups, &out);
    check_close(out.n, 0, 0);
    check_close(out.anova.p, NAN, 0);
    stats_oneway(x, NULL, group, 2, 2, groups, &out); /* one group */
    check_close(out.anova.f, NAN, 0);
    check_close(out.eta2, NAN, 0);
    stats_oneway(x, NULL, group, 4, 2, groups, &out); /* no variance within */
    assert_true(out.anova.f == INFINITY);
    check_close(out.anova.p, 0, 0);
    check_close(out.eta2, 1, 0);
    check_close(out.welch.p, NAN, 0);
    check_close(out.bartlett, NAN, 0);
    stats_oneway(x, NULL, group, 5, 2, groups, &out);
    check_close(out.anova.p, NAN, 0);
    stats_oneway(x, w, group, 4, 2, groups, &out);
    check_close(out.anova.p, NAN, 0);
    const double same[] = {3, 3, 3, 3};
    stats_oneway(same, NULL, group, 4, 2, groups, &out);
    check_close(out.anova.f, NAN, 0);
    check_close(out.omega2, NAN, 0);
    struct stats_kruskal h;
    stats_kruskal(same, NULL, group, 4, 2, &h);
    check_close(h.p, NAN, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(simon_lesage),
        cmocka_unit_test(silver_and_silicon),
        cmocka_unit_test(oneway_as_r),
        cmocka_unit_test(counts_are_rows),
        cmocka_unit_test(edges),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
