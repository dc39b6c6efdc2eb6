/* SPDX-License-Identifier: GPL-3.0-or-later
 * Intraclass correlations and Kendall's W: psych::ICC, irr::kendall, Shrout & Fleiss 1979, the method's vector.
 */
#include "check.h"
#include "reference.h"

#include "ceping/stats_raters.h"


/* irr::anxiety, 20 subjects by 3 raters; the caller frees. */
static double *anxiety(void)
{
    double *x = calloc(60, sizeof *x);
    for (int j = 0; j < 3; j++) {
        char name[32];
        size_t n;
        snprintf(name, sizeof name, "rater%d", j + 1);
        double *column = reference_column("anxiety.csv", name, &n);
        assert_int_equal(n, 20);
        for (int i = 0; i < 20; i++)
            x[3 * i + j] = column[i];
        free(column);
    }
    return x;
}

static const double anxiety_icc[6][7] = {
    {0.1750223813786928, 1.6364622897449805, 19, 40, 0.0939307271289242, -0.07744657486545471, 0.4843360938188201},
    {0.19799825935596163, 1.8267716535433063, 19, 38, 0.056201273547497814, -0.03891062609316028, 0.4935739459721225},
    {0.21604938271604926, 1.8267716535433063, 19, 38, 0.056201273547497814, -0.04625788532363322, 0.5222590783956439},
    {0.38892572944297066, 1.6364622897449805, 19, 40, 0.0939307271289242, -0.27492348987868787, 0.7380651235795817},
    {0.4254987531172068, 1.8267716535433063, 19, 38, 0.056201273547497814, -0.12658270270945973, 0.7451492885452098},
    {0.4525862068965515, 1.8267716535433063, 19, 38, 0.056201273547497814, -0.15292128665407279, 0.7663308002340594},
};

static void check_form(const struct stats_icc *icc, int form, const double want[7], double tolerance)
{
    const double got[7] = {icc->form[form].icc, icc->form[form].f, icc->form[form].df1, icc->form[form].df2, icc->form[form].p, icc->form[form].low, icc->form[form].high};
    for (int i = 0; i < 7; i++)
        check_close(got[i], want[i], tolerance);
}

static void icc_as_psych(void **state)
{
    (void)state;
    double *x = anxiety();
    struct stats_icc icc;
    stats_icc(x, NULL, 20, 3, 0.95, &icc);
    for (int i = 0; i < STATS_ICC_FORMS; i++)
        check_form(&icc, i, anxiety_icc[i], 1e-10);
    /* A ratee with a gap is left out and counted. */
    double more[63];
    memcpy(more, x, 60 * sizeof *x);
    more[60] = 3, more[61] = NAN, more[62] = 2;
    stats_icc(more, NULL, 21, 3, 0.95, &icc);
    check_close(icc.ratees, 20, 0);
    check_close(icc.dropped, 1, 0);
    check_form(&icc, STATS_ICC_A1, anxiety_icc[1], 1e-10);
    free(x);
}

/* Six targets, four judges: Shrout & Fleiss 1979, table 2; their table 4 gives .17 .29 .71 .44 .62 .91. */
static const double judges[24] = {9, 2, 5, 8, 6, 1, 3, 2, 8, 4, 6, 8, 7, 1, 2, 6, 10, 5, 6, 9, 6, 2, 4, 7};

static void shrout_fleiss(void **state)
{
    (void)state;
    static const double want[6] = {0.17, 0.29, 0.71, 0.44, 0.62, 0.91};
    struct stats_icc icc, moved;
    double far[24], lenient[24];
    stats_icc(judges, NULL, 6, 4, 0.95, &icc);
    for (int i = 0; i < 6; i++) {
        check_close(icc.form[i].icc, want[i], 5e-3);
        assert_true(icc.form[i].low < icc.form[i].icc && icc.form[i].icc < icc.form[i].high);
    }
    check_close(icc.form[STATS_ICC_1].icc, 0.165742, 1e-6);
    check_close(icc.form[STATS_ICC_1].f, 1.794678, 1e-6);
    for (int i = 0; i < 24; i++) {
        far[i] = 1e8 + 16 * judges[i];
        lenient[i] = judges[i] + 3 * (i % 4);
    }
    stats_icc(far, NULL, 6, 4, 0.95, &moved);
    for (int i = 0; i < 6; i++) {
        check_close(moved.form[i].icc, icc.form[i].icc, 1e-12);
        check_close(moved.form[i].high, icc.form[i].high, 1e-11);
    }
    stats_icc(lenient, NULL, 6, 4, 0.95, &moved); /* consistency does not mind leniency */
    check_close(moved.form[STATS_ICC_C1].icc, icc.form[STATS_ICC_C1].icc, 1e-13);
    assert_true(moved.form[STATS_ICC_A1].icc != icc.form[STATS_ICC_A1].icc);
}

static void kendall(void **state)
{
    (void)state;
    const double method[12] = {1, 1, 2, 2, 3, 1, 3, 2, 3, 4, 4, 4};
    struct stats_kendall_w w;
    size_t pairs;
    stats_kendall_w(method, NULL, 4, 3, &w);
    check_close(w.w, 0.7778, 5e-5);
    check_close(w.w, 7. / 9, 1e-14);
    check_close(w.chisq, 7, 1e-13);
    check_close(stats_kendall_w_gaps(method, 4, 3, &pairs), 7. / 9, 1e-14);
    assert_int_equal(pairs, 3);
    check_close(w.mean_spearman, 2. / 3, 1e-14);
    double *x = anxiety();
    stats_kendall_w(x, NULL, 20, 3, &w);
    check_close(w.w, 0.5396568759543698, 1e-13);
    check_close(w.w_without_ties, 0.501921470342523, 1e-13);
    check_close(w.chisq, 30.760441929399082, 1e-13);
    check_close(w.p, 0.04288347312694789, 1e-11);
    free(x);
    const double gaps[12] = {1, NAN, 2, 2, 3, NAN, 3, 2, 3, 4, 4, 4}; /* ρ of raters 1 and 2: 0.5 (three ratees); 1 and 3: 1; 2 and 3: 1 (two ratees) */
    double got = stats_kendall_w_gaps(gaps, 4, 3, &pairs);
    assert_int_equal(pairs, 3);
    check_close(got, (1 + 2 * (0.5 + 1 + 1) / 3) / 3, 1e-14);
}

/* Frequencies count equal ratees. R on the rows written out: agreement.R beside this file. */
static void frequencies_are_ratees(void **state)
{
    (void)state;
    double *x = anxiety(), often[20], none[20] = {0}, bad[20] = {1, -1};
    struct stats_icc icc;
    struct stats_kendall_w w;
    for (size_t i = 0; i < 20; i++)
        often[i] = (double[]){1, 2, 1, 3}[i % 4];
    stats_icc(x, often, 20, 3, 0.95, &icc);
    check_close(icc.ratees, 35, 0);
    check_close(icc.form[STATS_ICC_A1].icc, 0.19994966654083313, 1e-13);
    check_close(icc.form[STATS_ICC_A1].df1, 34, 0);
    stats_kendall_w(x, often, 20, 3, &w);
    check_close(w.w, 0.56752392842280486, 1e-13);
    check_close(w.chisq, 57.887440699126088, 1e-13);
    /* A ratee of frequency 0 is absent, whatever stands there. */
    double more[63];
    memcpy(more, x, 60 * sizeof *x);
    more[60] = INFINITY, more[61] = 1, more[62] = 2;
    double with[21] = {0};
    for (size_t i = 0; i < 20; i++)
        with[i] = 1;
    stats_icc(more, with, 21, 3, 0.95, &icc);
    check_form(&icc, STATS_ICC_A1, anxiety_icc[1], 1e-10);
    stats_icc(x, none, 20, 3, 0.95, &icc);
    check_close(icc.form[STATS_ICC_A1].icc, NAN, 0);
    stats_icc(x, bad, 20, 3, 0.95, &icc);
    check_close(icc.form[STATS_ICC_C1].icc, NAN, 0);
    stats_kendall_w(x, bad, 20, 3, &w);
    check_close(w.w, NAN, 0);
    /* Four gaps: the mean of Spearman's correlations of the pairs. */
    x[0] = x[4 * 3 + 1] = x[4 * 3 + 2] = x[16 * 3] = NAN;
    check_close(stats_kendall_w_gaps(x, 20, 3, NULL), 0.58389662411976018, 1e-13);
    free(x);
}

static void edges(void **state)
{
    (void)state;
    const double same[6] = {3, 3, 3, 3, 3, 3}, agree[6] = {1, 1, 2, 2, 5, 5};
    struct stats_icc icc;
    struct stats_kendall_w w;
    stats_icc(same, NULL, 3, 2, 0.95, &icc);
    check_close(icc.form[0].icc, NAN, 0);
    stats_icc(agree, NULL, 3, 2, 0.95, &icc);
    for (int i = 0; i < 6; i++) {
        check_close(icc.form[i].icc, 1, 0);
        assert_true(icc.form[i].f == INFINITY);
        check_close(icc.form[i].p, 0, 0);
        check_close(icc.form[i].low, NAN, 0);
    }
    stats_icc(agree, NULL, 1, 2, 0.95, &icc);
    check_close(icc.form[0].icc, NAN, 0);
    stats_icc(agree, NULL, 0, 0, 0.95, &icc);
    check_close(icc.ratees, 0, 0);
    stats_kendall_w(same, NULL, 3, 2, &w);
    check_close(w.w, NAN, 0);
    stats_kendall_w(agree, NULL, 3, 2, &w);
    check_close(w.w, 1, 1e-15);
    stats_kendall_w(agree, NULL, 0, 0, &w);
    check_close(w.p, NAN, 0);
    check_close(stats_kendall_w_gaps(same, 3, 2, NULL), NAN, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(icc_as_psych),
        cmocka_unit_test(shrout_fleiss),
        cmocka_unit_test(kendall),
        cmocka_unit_test(frequencies_are_ratees), cmocka_unit_test(edges),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
