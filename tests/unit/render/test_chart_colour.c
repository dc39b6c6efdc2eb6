/* SPDX-License-Identifier: GPL-3.0-or-later
 * Colours hold in black and white: lightness tells apart, axes have round steps, labels are spread.
 */
#include <math.h>

#include "check.h"

#include "../../../src/render/chart_priv.h"
#include "ceping/doc.h"

/* Values of WCAG 2 and CIELAB, from their definitions: white 1 and 100, black 0 and 0, mid grey #777777 4.48 against white. */
static void measures_agree_with_their_standards(void **state)
{
    (void)state;
    check_close(chart_luminance(0xFFFFFF), 1, 1e-12);
    check_close(chart_luminance(0x000000), 0, 1e-12);
    check_close(chart_contrast(0xFFFFFF, 0x000000), 21, 1e-12);
    check_close(chart_contrast(0x777777, 0xFFFFFF), 4.48, 0.01);
    check_close(chart_lightness(0xFFFFFF), 100, 1e-9);
    check_close(chart_lightness(0x777777), 50.0, 0.01);
    check_close(chart_luminance(0xFF0000), 0.2126, 1e-9);
}

static void series_differ_in_grey(void **state)
{
    (void)state;
    for (size_t i = 0; i < 4; i++)
        for (size_t j = i + 1; j < 4; j++)
            assert_true(fabs(chart_lightness(chart_series_colour(i)) - chart_lightness(chart_series_colour(j))) >= 10);
    for (size_t i = 0; i + 1 < SERIES_STYLES; i++)
        assert_true(fabs(chart_lightness(chart_series_colour(i)) - chart_lightness(chart_series_colour(i + 1))) >= 18);
}

/* As people see them who lack one kind of cone: the matrices of Viénot, Brettel and Mollon (1999, "Digital video colourmaps for checking the
 * legibility of displays by dichromats", Color Research and Application 24, eq. 5–8) on linear RGB. Series one after the other stay 20 apart in
 * CIELAB, which is many times what can just be told. */
static double linear(uint32_t byte)
{
    double v = byte / 255.0;
    return v <= 0.04045 ? v / 12.92 : pow((v + 0.055) / 1.055, 2.4);
}

static void seen_by(const double lms_map[3][3], uint32_t colour, double lab[3])
{
    static const double to_lms[3][3] = {{17.8824, 43.5161, 4.11935}, {3.45565, 27.1554, 3.86714}, {0.0299566, 0.184309, 1.46709}};
    static const double to_rgb[3][3] = {{0.080944, -0.130504, 0.116721}, {-0.0102485, 0.0540194, -0.113615}, {-0.000365294, -0.00412163, 0.693513}};
    const double rgb[3] = {linear(colour >> 16 & 255), linear(colour >> 8 & 255), linear(colour & 255)};
    double lms[3] = {0}, mapped[3] = {0}, out[3] = {0};
    for (int i = 0; i < 3; i++)
        for (int k = 0; k < 3; k++)
            lms[i] += to_lms[i][k] * rgb[k];
    for (int i = 0; i < 3; i++)
        for (int k = 0; k < 3; k++)
            mapped[i] += lms_map[i][k] * lms[k];
    for (int i = 0; i < 3; i++)
        for (int k = 0; k < 3; k++)
            out[i] += to_rgb[i][k] * mapped[k];
    static const double to_xyz[3][3] = {{0.4124, 0.3576, 0.1805}, {0.2126, 0.7152, 0.0722}, {0.0193, 0.1192, 0.9505}}, white[3] = {0.9505, 1, 1.089};
    double f[3];
    for (int i = 0; i < 3; i++) {
        double v = 0;
        for (int k = 0; k < 3; k++)
            v += to_xyz[i][k] * fmax(0, fmin(1, out[k]));
        v /= white[i];
        f[i] = v > 0.008856 ? cbrt(v) : 7.787 * v + 16.0 / 116;
    }
    lab[0] = 116 * f[1] - 16;
    lab[1] = 500 * (f[0] - f[1]);
    lab[2] = 200 * (f[1] - f[2]);
}

static void colour_blind_readers_tell_series_apart(void **state)
{
    (void)state;
    static const double protanope[3][3] = {{0, 2.02344, -2.52581}, {0, 1, 0}, {0, 0, 1}}, deuteranope[3][3] = {{1, 0, 0}, {0.494207, 0, 1.24827}, {0, 0, 1}};
    const double(*const kinds[])[3] = {protanope, deuteranope};
    double red[3], green[3];
    seen_by(deuteranope, 0xFF0000, red); /* the map itself: red and green of one lightness run together */
    seen_by(deuteranope, 0x00A000, green);
    assert_true(fabs(red[1] - green[1]) < 25 && fabs(red[1] - 80) > 40);
    for (size_t k = 0; k < COUNT_OF(kinds); k++)
        for (size_t i = 0; i + 1 < SERIES_STYLES; i++) {
            double a[3], b[3];
            seen_by(kinds[k], chart_series_colour(i), a);
            seen_by(kinds[k], chart_series_colour(i + 1), b);
            assert_true(sqrt(pow(a[0] - b[0], 2) + pow(a[1] - b[1], 2) + pow(a[2] - b[2], 2)) >= 20);
        }
}

static void levels_differ_in_grey_or_hatch(void **state)
{
    (void)state;
    for (size_t count = 1; count <= 9; count++)
        for (size_t i = 0; i + 1 < count; i++) {
            struct level one = chart_level(i, count), other = chart_level(i + 1, count);
            double step = count <= 6 ? 15 : 8;
            assert_true(one.hatch != other.hatch || chart_lightness(other.fill) - chart_lightness(one.fill) >= step);
        }
}

static void shades_grow_darker_and_stay_readable(void **state)
{
    (void)state;
    for (int i = 0; i <= 20; i++) {
        uint32_t fill = chart_shade(i / 20.0);
        if (i > 0)
            assert_true(chart_lightness(fill) < chart_lightness(chart_shade((i - 1) / 20.0)));
        assert_true(chart_contrast(chart_ink_on(fill), fill) >= 6);
    }
}

static void accents_are_read_on_white(void **state)
{
    (void)state;
    static const uint32_t inks[] = {INK, INK_SOFT, ACCENT, BAR_STRONG};
    for (size_t i = 0; i < COUNT_OF(inks); i++)
        assert_true(chart_contrast(inks[i], PAPER) >= 4.5);
    assert_true(chart_lightness(BAR) - chart_lightness(BAR_STRONG) >= 40);
}

static void axes_have_round_steps(void **state)
{
    (void)state;
    static const struct {
        double low, high;
        bool from_zero;
        double want_low, want_high, want_step;
    } rows[] = {
        {86.4, 96.2, false, 86, 98, 2},  {86.4, 96.2, true, 0, 100, 20},      {-4.2, 3, true, -6, 4, 2},   {0, 0, true, 0, 1, 0.2},
        {0, 230, true, 0, 250, 50},      {0.011, 0.047, false, 0.01, 0.05, 0.01}, {-5, -2, true, -5, 0, 1}, {90, 90, false, 84, 96, 2},
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct doc_chart chart = {.axis_min = NAN, .axis_max = NAN};
        struct axis axis = axis_make(&chart, (struct range){rows[i].low, rows[i].high}, rows[i].from_zero, 5);
        check_close(axis.low, rows[i].want_low, 1e-9);
        check_close(axis.high, rows[i].want_high, 1e-9);
        check_close(axis.step, rows[i].want_step, 1e-9);
    }
}

static void shares_do_not_pass_a_hundred(void **state)
{
    (void)state;
    struct doc_chart chart = {.axis_min = NAN, .axis_max = NAN, .unit = "%"};
    struct axis axis = axis_make(&chart, (struct range){71, 100}, false, 5);
    check_close(axis.high, 100, 1e-12);
    axis = axis_make(&chart, (struct range){100, 100}, false, 5);
    assert_true(axis.low < 100 && axis.high >= 100);
}

static void labels_are_spread_in_order(void **state)
{
    (void)state;
    double centres[] = {50, 50, 50, 52, 90};
    spread_labels(centres, 5, 10, 0, 100);
    for (size_t i = 0; i + 1 < 5; i++)
        assert_true(centres[i + 1] - centres[i] >= 10 - 1e-9);
    check_close(centres[4], 90, 1e-9);
    check_close((centres[0] + centres[1] + centres[2] + centres[3]) / 4, 50.5, 1e-9);
    double edge[] = {99, 99, 100};
    spread_labels(edge, 3, 10, 0, 100);
    check_close(edge[2], 95, 1e-9);
    check_close(edge[0], 75, 1e-9);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(measures_agree_with_their_standards), cmocka_unit_test(series_differ_in_grey), cmocka_unit_test(colour_blind_readers_tell_series_apart),
        cmocka_unit_test(levels_differ_in_grey_or_hatch),      cmocka_unit_test(shades_grow_darker_and_stay_readable),
        cmocka_unit_test(accents_are_read_on_white),           cmocka_unit_test(axes_have_round_steps),
        cmocka_unit_test(shares_do_not_pass_a_hundred),        cmocka_unit_test(labels_are_spread_in_order),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
