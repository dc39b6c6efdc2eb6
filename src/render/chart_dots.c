/* SPDX-License-Identifier: GPL-3.0-or-later
 * Values as places on a common scale, a row each: dimension profile, forest of intervals, boxes.
 *
 * Dots need no zero, so the axis covers what there is and says where it begins.
 */
#include <math.h>
#include <stdlib.h>

#include "ceping/doc.h"
#include "chart_priv.h"

#define ROW_HEIGHT 19.0

/* Thin lines below the dots, so that the eye finds the way from a label to its row. */
static void row_lines(struct plot *plot, const struct rows *rows, const struct axis *axis)
{
    for (size_t i = 0; i < rows->count; i++)
        scene_line(plot->scene, axis->from, rows->centre[i], axis->to, rows->centre[i], 0.4, RULE);
}

static struct axis dots_axis(struct plot *plot, struct range range)
{
    if (axis_has_reference(plot))
        range = range_with(range, plot->chart->reference);
    return axis_make(plot->chart, range, false, 5);
}

static void interval(struct plot *plot, const struct axis *axis, size_t series, size_t category, double y, double cap)
{
    double low = chart_lower(plot->chart, series, category), high = chart_upper(plot->chart, series, category);
    if (isnan(low) || isnan(high))
        return;
    uint32_t colour = chart_series_colour(series);
    scene_line(plot->scene, axis_at(axis, low), y, axis_at(axis, high), y, 1.1, colour);
    scene_line(plot->scene, axis_at(axis, low), y - cap, axis_at(axis, low), y + cap, 1.1, colour);
    scene_line(plot->scene, axis_at(axis, high), y - cap, axis_at(axis, high), y + cap, 1.1, colour);
}

static struct scene_item *value_text(struct plot *plot, double x, double y, enum scene_anchor anchor, const char *text, size_t category,
                                     size_t series, enum face_role face)
{
    struct scene_item *item = plot_text(plot, x, y, anchor, SMALL_SIZE, text);
    item->part = SCENE_VALUE;
    item->category = (int)category;
    item->series = (int)series;
    item->face = face;
    return item;
}

/* Profile ----------------------------------------------------------------------------------------------- */

/* With one or two series numbers stand beside their dots, the lower at the left; more would run into each other and go into columns. */
static bool in_columns(const struct plot *plot)
{
    return plot->chart->series.count > 2;
}

static double number_width(struct plot *plot, size_t series)
{
    double width = 0;
    for (size_t i = 0; i < plot->chart->categories.count; i++)
        width = fmax(width, plot_measure(plot, FACE_HEI, SMALL_SIZE, plot_number(plot, chart_value(plot->chart, series, i))));
    return width;
}

static void profile_numbers(struct plot *plot, const struct axis *axis, size_t category, double y)
{
    double first = chart_value(plot->chart, 0, category), second = chart_value(plot->chart, 1, category);
    bool first_left = first < second;
    for (size_t s = 0; s < plot->chart->series.count; s++) {
        double value = s == 0 ? first : second, end = value;
        const char *text = plot_number(plot, value);
        enum face_role face = s == 0 ? FACE_HEI : FACE_SONG;
        bool left = s == 0 ? first_left : !first_left && !isnan(first);
        if (isnan(value)) {
            /* Nothing to stand beside: at the end of the row that stays free. */
            value_text(plot, s == 0 ? axis->from - LABEL_GAP : axis->to + LABEL_GAP, y, s == 0 ? SCENE_END : SCENE_START, text, category, s,
                       face)->fill = INK_SOFT;
            continue;
        }
        double bound = left ? chart_lower(plot->chart, s, category) : chart_upper(plot->chart, s, category);
        if (!isnan(bound))
            end = left ? fmin(end, bound) : fmax(end, bound);
        /* The other interval must not lie below the number either. */
        double other = left ? chart_lower(plot->chart, 1 - s < plot->chart->series.count ? 1 - s : s, category)
                            : chart_upper(plot->chart, 1 - s < plot->chart->series.count ? 1 - s : s, category);
        if (!isnan(other))
            end = left ? fmin(end, other) : fmax(end, other);
        double gap = fabs(first - second) < 1e-12 || fabs(axis_at(axis, first) - axis_at(axis, second)) < 2 ? 9 : 6.5;
        double x = axis_at(axis, end) + (left ? -gap : gap);
        plot_plate(plot, x, y, left ? SCENE_END : SCENE_START, face, SMALL_SIZE, text);
        value_text(plot, x, y, left ? SCENE_END : SCENE_START, text, category, s, face);
    }
}

static void profile_columns(struct plot *plot, const struct rows *rows, double left, double column)
{
    for (size_t s = 0; s < plot->chart->series.count; s++) {
        double right = left + column * (double)(s + 1);
        plot_mark(plot, s, right - column / 2 + 3, rows->top - 7 - (axis_has_reference(plot) ? REFERENCE_ROOM : 0), 3, -1,
                  SCENE_KEY);
        for (size_t i = 0; i < rows->count; i++)
            value_text(plot, right, rows->centre[i], SCENE_END, plot_number(plot, chart_value(plot->chart, s, i)), i, s,
                       s == 0 ? FACE_HEI : FACE_SONG);
    }
}

static void profile_dots(struct plot *plot, const struct axis *axis, size_t category, double y)
{
    struct range range = RANGE_EMPTY;
    for (size_t s = 0; s < plot->chart->series.count; s++)
        range = range_with(range, chart_value(plot->chart, s, category));
    if (range.low < range.high)
        scene_line(plot->scene, axis_at(axis, range.low), y, axis_at(axis, range.high), y, 1.6, RULE_DARK);
    /* The first series, the unit, is drawn last and lies on top; a hollow mark around it still shows. */
    for (size_t s = plot->chart->series.count; s-- > 0;) {
        double value = chart_value(plot->chart, s, category);
        if (isnan(value))
            continue;
        interval(plot, axis, s, category, y, 2.5);
        bool same = s > 0 && fabs(axis_at(axis, value) - axis_at(axis, chart_value(plot->chart, 0, category))) < 2;
        plot_mark(plot, s, axis_at(axis, value), y, same ? 5 : 3.2, (int)category, SCENE_DATA);
    }
}

void chart_draw_profile(struct plot *plot)
{
    const struct doc_chart *chart = plot->chart;
    struct axis axis = dots_axis(plot, chart_range(chart, 0, chart->series.count, true));
    bool columns = in_columns(plot);
    double column = 0;
    for (size_t s = 0; s < chart->series.count; s++)
        column = fmax(column, number_width(plot, s) + (columns ? 8 : 10));
    /* Many series leave no room for both a plot and columns: then the dots alone. */
    bool numbers = !columns || column * (double)chart->series.count <= plot->width * 0.4;
    if (chart->series.count > 1)
        plot_series_key(plot);
    struct rows rows = rows_measure(plot, 0.3, TEXT_SIZE);
    double tick = axis_text_width(plot, &axis) / 2;
    axis.from = rows.label_right + LABEL_GAP + (columns ? 4 : column + 4);
    axis.to = plot->width - (columns ? (numbers ? column * (double)chart->series.count : 0) + tick + 4 : fmax(column + 4, tick + 1));
    axis.from = fmax(axis.from, tick);
    if (axis_has_reference(plot))
        plot->y += REFERENCE_ROOM;
    if (columns && numbers)
        plot->y += REFERENCE_ROOM;
    rows_place(plot, &rows, TEXT_SIZE, ROW_HEIGHT);
    axis_draw_across(plot, &axis, rows.top, rows.bottom);
    row_lines(plot, &rows, &axis);
    axis_reference_across(plot, &axis, rows.top, rows.bottom);
    for (size_t i = 0; i < rows.count; i++) {
        if (!columns)
            profile_numbers(plot, &axis, i, rows.centre[i]);
        profile_dots(plot, &axis, i, rows.centre[i]);
    }
    if (columns && numbers)
        profile_columns(plot, &rows, plot->width - column * (double)chart->series.count, column);
    rows_label(plot, &rows, TEXT_SIZE);
    axis_remark(plot, &axis, "横轴");
}

/* Rows with numbers in columns at the right: forest and box ------------------------------------------------------ */

struct columns {
    size_t count;
    const char *const *heads; /* NULL: none */
    const char *(*cell)(struct plot *plot, size_t category, size_t column);
};

struct text_rows {
    struct rows rows;
    struct axis axis;
};

static double columns_width(struct plot *plot, const struct columns *columns)
{
    double width = 0;
    for (size_t k = 0; k < columns->count; k++) {
        if (columns->heads)
            width = fmax(width, plot_measure(plot, FACE_SONG, SMALL_SIZE, columns->heads[k]));
        for (size_t i = 0; i < plot->chart->categories.count; i++)
            width = fmax(width, plot_measure(plot, plot_face(plot, i), SMALL_SIZE, columns->cell(plot, i, k)));
    }
    return width + 6;
}

static void draw_columns(struct plot *plot, const struct columns *columns, const struct rows *rows, double width)
{
    double above = axis_has_reference(plot) ? REFERENCE_ROOM : 0; /* the label of the reference lies between */
    for (size_t k = 0; k < columns->count; k++) {
        double right = plot->width - width * (double)(columns->count - 1 - k);
        if (columns->heads)
            plot_text(plot, right, rows->top - 6 - above, SCENE_END, SMALL_SIZE, columns->heads[k])->fill = INK_SOFT;
        for (size_t i = 0; i < rows->count; i++)
            value_text(plot, right, rows->centre[i], SCENE_END, columns->cell(plot, i, k), i, k, plot_face(plot, i));
    }
}

/* `narrow` serves where the columns would take more than their part of the page. */
static struct text_rows text_rows(struct plot *plot, size_t series, bool intervals, const struct columns *columns,
                                  const struct columns *narrow)
{
    if (columns_width(plot, columns) * (double)columns->count > plot->width * 0.42)
        columns = narrow;
    struct text_rows t = {.rows = rows_measure(plot, 0.34, TEXT_SIZE), .axis = dots_axis(plot, chart_range(plot->chart, 0, series, intervals))};
    double column = columns_width(plot, columns), tick = axis_text_width(plot, &t.axis) / 2;
    t.axis.from = fmax(t.rows.label_right + 2 * LABEL_GAP, tick);
    t.axis.to = plot->width - fmax(column * (double)columns->count + LABEL_GAP, tick + 1);
    if (columns->heads)
        plot->y += REFERENCE_ROOM;
    if (axis_has_reference(plot))
        plot->y += REFERENCE_ROOM;
    rows_place(plot, &t.rows, TEXT_SIZE, 16);
    axis_draw_across(plot, &t.axis, t.rows.top, t.rows.bottom);
    row_lines(plot, &t.rows, &t.axis);
    axis_reference_across(plot, &t.axis, t.rows.top, t.rows.bottom);
    draw_columns(plot, columns, &t.rows, column);
    rows_label(plot, &t.rows, TEXT_SIZE);
    return t;
}

static const char *forest_text(struct plot *plot, size_t category, size_t column)
{
    (void)column;
    double value = chart_value(plot->chart, 0, category), low = chart_lower(plot->chart, 0, category),
           high = chart_upper(plot->chart, 0, category);
    if (isnan(value) || isnan(low) || isnan(high))
        return plot_number(plot, value);
    return arena_printf(plot->arena, "%s [%s, %s]", plot_number(plot, value), plot_fixed(plot, low, plot->chart->decimals),
                        plot_fixed(plot, high, plot->chart->decimals));
}

static const char *value_alone(struct plot *plot, size_t category, size_t column)
{
    return plot_number(plot, chart_value(plot->chart, column, category));
}

void chart_draw_forest(struct plot *plot)
{
    static const struct columns columns = {1, NULL, forest_text}, narrow = {1, NULL, value_alone};
    struct text_rows t = text_rows(plot, 1, true, &columns, &narrow);
    for (size_t i = 0; i < t.rows.count; i++) {
        double value = chart_value(plot->chart, 0, i), y = t.rows.centre[i];
        if (isnan(value))
            continue;
        interval(plot, &t.axis, 0, i, y, 2.5);
        bool strong = plot_highlighted(plot, i);
        struct scene_item *mark = scene_rect(plot->scene, axis_at(&t.axis, value) - (strong ? 3.6 : 2.8), y - (strong ? 3.6 : 2.8),
                                             strong ? 7.2 : 5.6, strong ? 7.2 : 5.6, strong ? BAR_STRONG : 0x7C97B3);
        mark->stroke = BAR_STRONG;
        mark->stroke_width = 0.8;
        mark->part = SCENE_DATA;
        mark->category = (int)i;
        mark->series = 0;
    }
    axis_remark(plot, &t.axis, "横轴");
}

/* Box --------------------------------------------------------------------------------------------------- */

enum { BOX_MIN, BOX_Q1, BOX_MEDIAN, BOX_Q3, BOX_MAX, BOX_SERIES };

static const char *box_text(struct plot *plot, size_t category, size_t column)
{
    return plot_fixed(plot, chart_value(plot->chart, column, category), plot->chart->decimals);
}

static const char *median_alone(struct plot *plot, size_t category, size_t column)
{
    return box_text(plot, category, BOX_MEDIAN + column);
}

static void draw_box(struct plot *plot, const struct axis *axis, size_t category, double y)
{
    double at[BOX_SERIES];
    for (size_t s = 0; s < BOX_SERIES; s++)
        at[s] = axis_at(axis, chart_value(plot->chart, s, category));
    bool strong = plot_highlighted(plot, category);
    if (!isnan(at[BOX_MIN]) && !isnan(at[BOX_MAX]))
        scene_line(plot->scene, at[BOX_MIN], y, at[BOX_MAX], y, 1, BAR_STRONG);
    for (int s = BOX_MIN; s <= BOX_MAX; s += BOX_MAX)
        if (!isnan(at[s]))
            scene_line(plot->scene, at[s], y - 3, at[s], y + 3, 1, BAR_STRONG);
    if (!isnan(at[BOX_Q1]) && !isnan(at[BOX_Q3])) {
        struct scene_item *box = scene_rect(plot->scene, fmin(at[BOX_Q1], at[BOX_Q3]), y - 4.5, fabs(at[BOX_Q3] - at[BOX_Q1]), 9,
                                            strong ? 0x5C86B4 : 0xC9D8E8);
        box->stroke = BAR_STRONG;
        box->stroke_width = 0.8;
        box->part = SCENE_DATA;
        box->category = (int)category;
    }
    if (!isnan(at[BOX_MEDIAN])) {
        struct scene_item *median = scene_line(plot->scene, at[BOX_MEDIAN], y - 4.5, at[BOX_MEDIAN], y + 4.5, 2, 0x000000);
        median->part = SCENE_DATA;
        median->category = (int)category;
        median->series = BOX_MEDIAN;
    }
}

void chart_draw_box(struct plot *plot)
{
    const char *const heads[BOX_SERIES] = {plot_word(plot, "最小", "Min"), "Q1", plot_word(plot, "中位", "Median"), "Q3", plot_word(plot, "最大", "Max")};
    const struct columns columns = {BOX_SERIES, heads, box_text}, narrow = {1, &heads[BOX_MEDIAN], median_alone};
    struct text_rows t = text_rows(plot, BOX_SERIES, false, &columns, &narrow);
    for (size_t i = 0; i < t.rows.count; i++)
        draw_box(plot, &t.axis, i, t.rows.centre[i]);
    plot_remark(plot, plot_word(plot, "Q1、Q3：下、上四分位数", "Q1, Q3: lower and upper quartile"));
    axis_remark(plot, &t.axis, "横轴");
}
