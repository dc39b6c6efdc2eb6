/* SPDX-License-Identifier: GPL-3.0-or-later
 * Ranking bars, and the funnel of a selection.
 *
 * The length of a bar is what the eye compares, so a bar begins at zero (Cleveland and McGill 1984). Scores of districts lie between 85 and 98
 * and look alike then; whoever wants the differences enlarged sets axis_min, and gets dots on stems with a break at their foot and a sentence
 * below: the eye compares places on an axis then, not lengths.
 */
#include <math.h>

#include "ceping/doc.h"
#include "chart_priv.h"

#define BAR_HEIGHT 9.0
#define ROW_HEIGHT 15.5
#define REFERENCE_CLEAR 2.5 /* points between a number and the line of the mean */

static bool cut_axis(const struct axis *axis)
{
    return axis->low > 0 || axis->high < 0;
}

/* Where the drawing of a category ends on its outer side: its value, or the end of its whisker. */
static double outer_end(const struct plot *plot, size_t category)
{
    double value = chart_value(plot->chart, 0, category);
    double whisker = value < 0 ? chart_lower(plot->chart, 0, category) : chart_upper(plot->chart, 0, category);
    if (isnan(whisker))
        return value;
    return value < 0 ? fmin(value, whisker) : fmax(value, whisker);
}

static void draw_whisker(struct plot *plot, const struct axis *axis, size_t category, double y)
{
    if (isnan(chart_value(plot->chart, 0, category)))
        return;
    double low = chart_lower(plot->chart, 0, category), high = chart_upper(plot->chart, 0, category);
    if (isnan(low) || isnan(high))
        return;
    low = axis_at(axis, low);
    high = axis_at(axis, high);
    /* White below black, so that it shows on dark bars too. */
    for (int pass = cut_axis(axis) ? 1 : 0; pass < 2; pass++) {
        uint32_t stroke = pass == 0 ? PAPER : 0x000000;
        double width = pass == 0 ? 2.6 : 0.9;
        scene_line(plot->scene, low, y, high, y, width, stroke);
        scene_line(plot->scene, low, y - 2.5, low, y + 2.5, width, stroke);
        scene_line(plot->scene, high, y - 2.5, high, y + 2.5, width, stroke);
    }
}

/* A stem to a dot, broken where the axis is. */
static void draw_stem(struct plot *plot, const struct axis *axis, size_t category, double y, double x)
{
    bool strong = plot_highlighted(plot, category);
    double foot = axis->low > 0 ? axis->from : axis->to, way = axis->low > 0 ? 1 : -1;
    struct scene_item *stem = scene_line(plot->scene, foot, y, x, y, strong ? 1.6 : 1, strong ? BAR_STRONG : RULE_DARK);
    stem->dash = 1.5;
    stem->gap = 1.5;
    if (fabs(x - foot) > 14)
        for (int i = 0; i < 2; i++)
            scene_line(plot->scene, foot + way * (4 + 2.5 * i), y + 3, foot + way * (6 + 2.5 * i), y - 3, 0.8, RULE_DARK);
}

static void draw_dot(struct plot *plot, size_t category, double y, double x)
{
    bool strong = plot_highlighted(plot, category);
    struct scene_item *dot = scene_circle(plot->scene, x, y, strong ? 4 : 3.4, strong ? BAR_STRONG : BAR);
    dot->part = SCENE_DATA;
    dot->category = (int)category;
    dot->series = 0;
    dot->stroke = strong ? BAR_STRONG : 0x5F7A96;
    dot->stroke_width = 0.8;
}

static void draw_bar(struct plot *plot, const struct axis *axis, size_t category, double y, double x)
{
    double zero = axis_at(axis, 0);
    struct scene_item *bar = scene_rect(plot->scene, fmin(zero, x), y - BAR_HEIGHT / 2, fabs(x - zero), BAR_HEIGHT,
                                        plot_highlighted(plot, category) ? BAR_STRONG : BAR);
    bar->part = SCENE_DATA;
    bar->category = (int)category;
    bar->series = 0;
}

/* A number that the line of the mean would strike through stands behind that line. */
static double beside_reference(const struct plot *plot, const struct axis *axis, double x, bool leftward, double width)
{
    if (!axis_has_reference(plot))
        return x;
    double line = axis_at(axis, plot->chart->reference), left = leftward ? x - width : x;
    if (line < left - REFERENCE_CLEAR || line > left + width + REFERENCE_CLEAR)
        return x;
    return leftward ? line - LABEL_GAP : line + LABEL_GAP;
}

/* Numbers stand behind the ends of bars; what lines cross is covered. */
static void draw_value(struct plot *plot, const struct axis *axis, size_t category, double y)
{
    if (doc_is_gap(plot->chart, category))
        return;
    double value = chart_value(plot->chart, 0, category);
    const char *text = plot_number(plot, value);
    enum face_role face = plot_face(plot, category);
    double x = isnan(value) ? (cut_axis(axis) ? axis->from : axis_at(axis, 0)) : axis_at(axis, outer_end(plot, category));
    enum scene_anchor anchor = value < 0 ? SCENE_END : SCENE_START;
    x += value < 0 ? -LABEL_GAP : LABEL_GAP;
    x = beside_reference(plot, axis, x, value < 0, plot_measure(plot, face, TEXT_SIZE, text));
    plot_plate(plot, x, y, anchor, face, TEXT_SIZE, text);
    struct scene_item *item = plot_text(plot, x, y, anchor, TEXT_SIZE, text);
    item->face = face;
    item->part = SCENE_VALUE;
    item->category = (int)category;
    item->series = 0;
    item->fill = isnan(value) ? INK_SOFT : INK;
}

static double widest_value(struct plot *plot, bool negative)
{
    double width = 0;
    for (size_t i = 0; i < plot->chart->categories.count; i++) {
        double value = chart_value(plot->chart, 0, i);
        if ((value < 0) == negative)
            width = fmax(width, plot_measure(plot, plot_face(plot, i), TEXT_SIZE, plot_number(plot, value)));
    }
    return width > 0 ? width + LABEL_GAP + 2 : 0;
}

void chart_draw_bars(struct plot *plot)
{
    const struct doc_chart *chart = plot->chart;
    struct range range = chart_range(chart, 0, 1, true);
    if (axis_has_reference(plot))
        range = range_with(range, chart->reference);
    if (range.low > range.high)
        range = (struct range){0, 0};
    bool cut_wanted = chart->axis_min > 0 && range.low > 0;
    struct axis axis = axis_make(chart, range, !cut_wanted, 5);

    struct rows rows = rows_measure(plot, 0.4, TEXT_SIZE);
    double tick = axis_text_width(plot, &axis) / 2;
    axis.from = fmax(rows.label_right + LABEL_GAP + widest_value(plot, true), tick);
    axis.to = plot->width - fmax(widest_value(plot, false), tick) - 1;

    if (axis_has_reference(plot))
        plot->y += REFERENCE_ROOM;
    rows_place(plot, &rows, TEXT_SIZE, ROW_HEIGHT);
    axis_draw_across(plot, &axis, rows.top, rows.bottom);
    for (size_t i = 0; i < rows.count; i++) {
        double value = chart_value(chart, 0, i);
        if (!isnan(value) && !cut_axis(&axis))
            draw_bar(plot, &axis, i, rows.centre[i], axis_at(&axis, value));
    }
    if (!cut_axis(&axis))
        scene_line(plot->scene, axis_at(&axis, 0), rows.top, axis_at(&axis, 0), rows.bottom, 0.8, INK_SOFT);
    axis_reference_across(plot, &axis, rows.top, rows.bottom);
    for (size_t i = 0; i < rows.count; i++) {
        double value = chart_value(chart, 0, i);
        bool dots = cut_axis(&axis) && !isnan(value);
        if (dots)
            draw_stem(plot, &axis, i, rows.centre[i], axis_at(&axis, value));
        draw_whisker(plot, &axis, i, rows.centre[i]);
        if (dots)
            draw_dot(plot, i, rows.centre[i], axis_at(&axis, value));
        draw_value(plot, &axis, i, rows.centre[i]);
    }
    rows_label(plot, &rows, TEXT_SIZE);
    axis_remark(plot, &axis, plot_word(plot, "横轴"));
}

/* Funnel: how many came through each stage, bars about a middle line, and the share of the stage before. ---------- */

static const char *share_of_stage(struct plot *plot, size_t category)
{
    double value = chart_value(plot->chart, 0, category), before = category > 0 ? chart_value(plot->chart, 0, category - 1) : NAN;
    if (isnan(value) || isnan(before) || before <= 0 || value < 0)
        return "";
    return arena_printf(plot->arena, plot_word(plot, "占上一步 %s%%"), plot_fixed(plot, value / before * 100, 1));
}

void chart_draw_funnel(struct plot *plot)
{
    const struct doc_chart *chart = plot->chart;
    struct rows rows = rows_measure(plot, 0.34, TEXT_SIZE);
    double most = fmax(chart_range(chart, 0, 1, false).high, 0), note = 0, number = 0;
    for (size_t i = 0; i < rows.count; i++) {
        note = fmax(note, plot_measure(plot, FACE_SONG, SMALL_SIZE, share_of_stage(plot, i)));
        number = fmax(number, plot_measure(plot, FACE_HEI, TEXT_SIZE, plot_number(plot, chart_value(chart, 0, i))));
    }
    double left = rows.label_right + 2 * LABEL_GAP, right = plot->width - note - number - 3 * LABEL_GAP;
    double middle = (left + right) / 2;
    rows_place(plot, &rows, TEXT_SIZE, 24);
    double bottom_half = NAN, bottom = 0;
    for (size_t i = 0; i < rows.count; i++) {
        double value = chart_value(chart, 0, i), half = most > 0 && value > 0 ? value / most * (right - left) / 2 : 0;
        const char *text = plot_number(plot, value);
        if (!isnan(bottom_half) && !isnan(value)) {
            /* The slope between two stages, pale: the eye follows it down. */
            struct scene_point *points = ARENA_ARRAY(plot->arena, struct scene_point, 4);
            points[0] = (struct scene_point){middle - bottom_half, bottom};
            points[1] = (struct scene_point){middle + bottom_half, bottom};
            points[2] = (struct scene_point){middle + half, rows.centre[i] - 8};
            points[3] = (struct scene_point){middle - half, rows.centre[i] - 8};
            scene_polygon(plot->scene, points, 4, 0xE9EEF3);
        }
        uint32_t fill = plot_highlighted(plot, i) ? BAR_STRONG : BAR;
        if (!isnan(value)) {
            struct scene_item *bar = scene_rect(plot->scene, middle - half, rows.centre[i] - 8, 2 * half, 16, fill);
            bar->part = SCENE_DATA;
            bar->category = (int)i;
            bar->series = 0;
        }
        double width = plot_measure(plot, FACE_HEI, TEXT_SIZE, text);
        bool inside = width + 6 <= 2 * half;
        struct scene_item *item = plot_text(plot, inside ? middle : middle + half + LABEL_GAP, rows.centre[i],
                                            inside ? SCENE_MIDDLE : SCENE_START, TEXT_SIZE, text);
        item->fill = inside ? chart_ink_on(fill) : INK;
        item->face = FACE_HEI;
        item->part = SCENE_VALUE;
        item->category = (int)i;
        plot_text(plot, plot->width, rows.centre[i], SCENE_END, SMALL_SIZE, share_of_stage(plot, i))->fill = INK_SOFT;
        bottom_half = isnan(value) ? NAN : half;
        bottom = rows.centre[i] + 8;
    }
    rows_label(plot, &rows, TEXT_SIZE);
    axis_remark(plot, NULL, "");
}
