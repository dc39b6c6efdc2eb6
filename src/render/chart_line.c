/* SPDX-License-Identifier: GPL-3.0-or-later
 * Lines over ordered categories, slopes between years, histograms.
 *
 * Series are named at their right ends; names that would touch are spread and joined to their ends by a thin line.
 * `highlight` counts series here, because the categories are times.
 */
#include <math.h>
#include <stdlib.h>

#include "ceping/doc.h"
#include "chart_priv.h"

/* Where the label of a series stands at one side, sorted by its wish. */
struct end_label {
    size_t series;
    double point; /* y of the end of the line */
    double x;
    const char *text;
};

static int by_point(const void *a, const void *b)
{
    const struct end_label *one = a, *other = b;
    if (one->point != other->point)
        return one->point < other->point ? -1 : 1;
    return one->series < other->series ? -1 : one->series > other->series;
}

static void draw_end_labels(struct plot *plot, struct end_label *labels, size_t count, double x, enum scene_anchor anchor, double low,
                            double high)
{
    double size = SMALL_SIZE, *centres = ARENA_ARRAY(plot->arena, double, count + 1);
    qsort(labels, count, sizeof *labels, by_point);
    for (size_t i = 0; i < count; i++)
        centres[i] = labels[i].point;
    spread_labels(centres, count, size * LINE_HEIGHT, low, high);
    for (size_t i = 0; i < count; i++) {
        double gap = anchor == SCENE_START ? -2 : 2;
        if (fabs(centres[i] - labels[i].point) > 2 || fabs(labels[i].x - x) > 14)
            scene_line(plot->scene, labels[i].x - gap * 2, labels[i].point, x + gap, centres[i], 0.4, RULE_DARK);
        struct scene_item *item = plot_text(plot, x, centres[i], anchor, size, labels[i].text);
        item->face = plot_face(plot, labels[i].series);
        item->series = (int)labels[i].series;
    }
}

/* The line of one series: parts between missing values stay apart. */
static void draw_series(struct plot *plot, const struct axis *axis, size_t series, const double *x, double width, uint32_t stroke,
                        double dash)
{
    size_t count = plot->chart->categories.count;
    struct scene_point *points = ARENA_ARRAY(plot->arena, struct scene_point, count);
    size_t from = 0, used = 0;
    for (size_t i = 0; i <= count; i++) {
        double value = i < count ? chart_value(plot->chart, series, i) : NAN;
        if (!isnan(value)) {
            points[used++] = (struct scene_point){x[i], axis_at(axis, value)};
            continue;
        }
        if (used - from >= 2) {
            struct scene_item *line = scene_polyline(plot->scene, points + from, used - from, width, stroke);
            line->dash = dash;
            line->gap = 2;
            line->series = (int)series;
            line->part = SCENE_DATA;
        }
        from = used;
    }
}

/* Line -------------------------------------------------------------------------------------------------- */

static bool segment_crosses(struct box box, struct scene_point a, struct scene_point b)
{
    /* Sampled: labels are larger than a sixteenth of the way between two points. */
    for (int i = 0; i <= 32; i++) {
        double t = i / 32.0, x = a.x + (b.x - a.x) * t, y = a.y + (b.y - a.y) * t;
        if (x > box.left && x < box.right && y > box.top && y < box.bottom)
            return true;
    }
    return false;
}

static bool crosses_series(const struct plot *plot, const struct axis *axis, const double *x, struct box box)
{
    for (size_t s = 0; s < plot->chart->series.count; s++)
        for (size_t i = 0; i + 1 < plot->chart->categories.count; i++) {
            double a = chart_value(plot->chart, s, i), b = chart_value(plot->chart, s, i + 1);
            if (!isnan(a) && !isnan(b) &&
                segment_crosses(box, (struct scene_point){x[i], axis_at(axis, a)}, (struct scene_point){x[i + 1], axis_at(axis, b)}))
                return true;
        }
    return false;
}

static bool crosses_lines(const struct plot *plot, const struct axis *axis, const double *x, struct box box)
{
    double y = axis_has_reference(plot) ? axis_at(axis, plot->chart->reference) : (double)NAN;
    return (y > box.top && y < box.bottom) || crosses_series(plot, axis, x, box);
}

static void draw_point_value(struct plot *plot, const struct axis *axis, const double *x, struct boxes *taken, double left, double right,
                             size_t series, size_t i)
{
    static const struct scene_point ways[] = {{0, -9}, {0, 9}, {-13, -7}, {13, -7}, {-13, 7}, {13, 7}, {0, -9}, {0, 9}, {0, -17}, {0, 17}};
    enum { FREE_OF_LINES = 6 };
    double value = chart_value(plot->chart, series, i);
    const char *text = plot_number(plot, value);
    enum face_role face = plot_face(plot, series);
    for (size_t k = 0; k < COUNT_OF(ways); k++) {
        double tx = x[i] + ways[k].x, y = axis_at(axis, value) + ways[k].y;
        struct box box = plot_text_box(plot, tx, y, SCENE_MIDDLE, face, LEAST_SIZE, text);
        bool inside = box.left >= left && box.right <= right && box.top >= axis->to - 12 && box.bottom <= axis->from - 1;
        if (!inside || !boxes_free(taken, box) || (k < FREE_OF_LINES && crosses_lines(plot, axis, x, box)))
            continue;
        boxes_take(plot, taken, box);
        if (k >= FREE_OF_LINES)
            plot_plate(plot, tx, y, SCENE_MIDDLE, face, LEAST_SIZE, text);
        struct scene_item *item = plot_text(plot, tx, y, SCENE_MIDDLE, LEAST_SIZE, text);
        item->face = face;
        item->part = SCENE_VALUE;
        item->category = (int)i;
        item->series = (int)series;
        return;
    }
}

/* Numbers at their points, where there is room; first where no line is crossed, then on white where at least no text is. Of more than two
 * series only the first, or the one that the report is about, has them: else nobody could tell whose they are. */
static void draw_point_values(struct plot *plot, const struct axis *axis, const double *x, struct boxes *taken, double left, double right)
{
    size_t series = plot->chart->series.count;
    size_t chosen = plot->chart->highlight >= 0 && (size_t)plot->chart->highlight < series ? (size_t)plot->chart->highlight : 0;
    for (size_t s = 0; s < series; s++)
        for (size_t i = 0; i < plot->chart->categories.count; i++)
            if (!isnan(chart_value(plot->chart, s, i)) && (series <= 2 || s == chosen))
                draw_point_value(plot, axis, x, taken, left, right, s, i);
}

/* The label of the reference stands at either end, above the line or below it: where no series runs through it, else above at the left. */
static void label_reference(struct plot *plot, const struct axis *axis, const double *x, double left, double right, struct boxes *taken)
{
    double y = axis_at(axis, plot->chart->reference);
    const struct {
        double x, y;
        enum scene_anchor anchor;
    } places[] = {{left + 2, y - 5.5, SCENE_START}, {left + 2, y + 5.5, SCENE_START}, {right - 2, y - 5.5, SCENE_END}, {right - 2, y + 5.5, SCENE_END}};
    struct scene_lines text = scene_wrap(plot->metrics, plot->arena, FACE_SONG, LEAST_SIZE, plot_reference_text(plot), right - left, 1);
    size_t chosen = 0;
    for (size_t k = 0; k < COUNT_OF(places); k++) {
        struct box box = plot_text_box(plot, places[k].x, places[k].y, places[k].anchor, FACE_SONG, LEAST_SIZE, text.at[0]);
        if (box.bottom > axis->from - 1 || !boxes_free(taken, box) || crosses_series(plot, axis, x, box))
            continue;
        chosen = k;
        break;
    }
    struct scene_item *label = plot_text(plot, places[chosen].x, places[chosen].y, places[chosen].anchor, LEAST_SIZE, text.at[0]);
    label->fill = ACCENT;
    label->part = SCENE_KEY;
    boxes_take(plot, taken, plot_text_box(plot, places[chosen].x, places[chosen].y, places[chosen].anchor, FACE_SONG, LEAST_SIZE, text.at[0]));
}

static void line_reference(struct plot *plot, const struct axis *axis, double left, double right)
{
    if (!axis_has_reference(plot))
        return;
    double y = axis_at(axis, plot->chart->reference);
    struct scene_item *line = scene_line(plot->scene, left, y, right, y, 1, ACCENT);
    line->dash = 4;
    line->gap = 2.5;
}

/* Where points have no numbers, the last one stands at the name. */
static const char *line_end_text(struct plot *plot, size_t series, const char *name, double value)
{
    size_t count = plot->chart->series.count;
    bool numbered = plot->chart->highlight >= 0 && (size_t)plot->chart->highlight < count ? plot_highlighted(plot, series) : series == 0;
    return count <= 2 || numbered ? name : arena_printf(plot->arena, "%s %s", name, plot_number(plot, value));
}

static size_t line_end_labels(struct plot *plot, const struct axis *axis, const double *x, double room, struct end_label *labels)
{
    size_t used = 0;
    for (size_t s = 0; s < plot->chart->series.count; s++)
        for (size_t i = plot->chart->categories.count; i-- > 0;) {
            double value = chart_value(plot->chart, s, i);
            if (isnan(value))
                continue;
            struct scene_lines name = scene_wrap(plot->metrics, plot->arena, plot_face(plot, s), SMALL_SIZE,
                                                 chart_series_name(plot->chart, s), room, 1);
            labels[used++] = (struct end_label){s, axis_at(axis, value), x[i], line_end_text(plot, s, name.at[0], value)};
            break;
        }
    return used;
}

void chart_draw_line(struct plot *plot)
{
    const struct doc_chart *chart = plot->chart;
    size_t series = chart->series.count, count = chart->categories.count;
    struct range range = chart_range(chart, 0, series, false);
    if (axis_has_reference(plot))
        range = range_with(range, chart->reference);
    struct axis axis = axis_make(chart, range, false, 5);
    struct end_label *labels = ARENA_ARRAY(plot->arena, struct end_label, series);
    double *x = ARENA_ARRAY(plot->arena, double, count), names = 0;
    size_t named = series > 1 ? line_end_labels(plot, &axis, x, plot->width * 0.25, labels) : 0;
    for (size_t s = 0; s < named; s++)
        names = fmax(names, plot_measure(plot, plot_face(plot, labels[s].series), SMALL_SIZE, labels[s].text));
    double left = axis_text_width(plot, &axis) + LABEL_GAP + 1, right = plot->width - (names > 0 ? names + 10 : 1);
    double height = fmax(150, (double)series * SMALL_SIZE * LINE_HEIGHT + 10);
    plot->y += 14;
    axis.to = plot->y;
    axis.from = plot->y + height;
    axis_draw_up(plot, &axis, left, right);
    for (size_t i = 0; i < count; i++)
        x[i] = left + (right - left) * ((double)i + 0.5) / (double)count;
    struct boxes taken = {0};
    line_reference(plot, &axis, left, right);
    for (size_t s = series; s-- > 0;)
        draw_series(plot, &axis, s, x, plot_highlighted(plot, s) || series == 1 ? 2 : 1.3, chart_series_colour(s), chart_series_dash(s));
    for (size_t s = series; s-- > 0;)
        for (size_t i = 0; i < count; i++)
            if (!isnan(chart_value(chart, s, i))) {
                double y = axis_at(&axis, chart_value(chart, s, i));
                plot_mark(plot, s, x[i], y, 2.6, (int)i, SCENE_DATA);
                boxes_take(plot, &taken, (struct box){x[i] - 3, y - 3, x[i] + 3, y + 3});
            }
    if (axis_has_reference(plot))
        label_reference(plot, &axis, x, left, right, &taken);
    draw_point_values(plot, &axis, x, &taken, left, right);
    if (series > 1) {
        named = line_end_labels(plot, &axis, x, plot->width * 0.25, labels);
        draw_end_labels(plot, labels, named, right + 8, SCENE_START, axis.to - 6, axis.from + 6);
    }
    plot->y = axis.from + 2;
    axis_label_slots(plot, left, right);
    axis_remark(plot, &axis, plot_word(plot, "纵轴"));
}

/* Slope ------------------------------------------------------------------------------------------------- */

static const char *slope_text(struct plot *plot, size_t series, size_t category, double room, bool number_first)
{
    double value = chart_value(plot->chart, series, category);
    const char *number = plot_number(plot, value);
    enum face_role face = plot_face(plot, series);
    double left = room - plot_measure(plot, face, SMALL_SIZE, number) - plot_measure(plot, face, SMALL_SIZE, "  ");
    struct scene_lines name = scene_wrap(plot->metrics, plot->arena, face, SMALL_SIZE, chart_series_name(plot->chart, series), left, 1);
    return number_first ? arena_printf(plot->arena, "%s  %s", number, name.at[0]) : arena_printf(plot->arena, "%s  %s", name.at[0], number);
}

static double slope_side(struct plot *plot, const struct axis *axis, size_t category, double room, bool right, struct end_label *labels,
                         size_t *ret_count)
{
    double width = 0;
    *ret_count = 0;
    for (size_t s = 0; s < plot->chart->series.count; s++) {
        double value = chart_value(plot->chart, s, category);
        if (isnan(value))
            continue;
        const char *text = slope_text(plot, s, category, room, right);
        width = fmax(width, plot_measure(plot, plot_face(plot, s), SMALL_SIZE, text));
        labels[(*ret_count)++] = (struct end_label){s, axis_at(axis, value), 0, text};
    }
    return width;
}

#define SLOPE_GAP 12.0 /* between a line and the label of its end: room for the line that joins them when labels are spread */
#define SLOPE_SIDE 24.0 /* least room beside the first and last category, so that half of their names fits there */

/* Room for the name of a category. Where it is little only the ends are named. */
static double slope_slot(const struct plot *plot, double left, double right, size_t category)
{
    size_t count = plot->chart->categories.count;
    double slot = count == 1 ? 2 * SLOPE_SIDE : (right - left) / (double)(count - 1) - 4;
    if (category > 0 && category + 1 < count)
        return slot < 2 * SLOPE_SIDE ? 0 : slot;
    double most = count == 1 ? slot : fmin(fmax(slot, 2 * SLOPE_SIDE), right - left - 4);
    return fmin(most, 2 * fmin(left, plot->width - right));
}

static double slope_head_height(struct plot *plot, double left, double right)
{
    double height = 0;
    for (size_t i = 0; i < plot->chart->categories.count; i++) {
        struct scene_lines name = scene_wrap(plot->metrics, plot->arena, FACE_SONG, SMALL_SIZE, plot->chart->categories.at[i],
                                             fmax(slope_slot(plot, left, right, i), 20), 2);
        height = fmax(height, plot_lines_height(&name, SMALL_SIZE));
    }
    return height;
}

/* One line with its dots; of the unit that the report is about also the numbers between the ends. */
static void slope_series(struct plot *plot, const struct axis *axis, size_t series, const double *x)
{
    const struct doc_chart *chart = plot->chart;
    size_t count = chart->categories.count;
    bool strong = plot_highlighted(plot, series), marked = chart->highlight >= 0 && (size_t)chart->highlight < chart->series.count;
    uint32_t stroke = strong ? BAR_STRONG : marked ? 0xA8A8A8 : 0x5F7A96;
    draw_series(plot, axis, series, x, strong ? 2.2 : 1, stroke, 0);
    for (size_t i = 0; i < count; i++) {
        double value = chart_value(chart, series, i);
        if (isnan(value))
            continue;
        double y = axis_at(axis, value);
        struct scene_item *dot = scene_circle(plot->scene, x[i], y, strong ? 3 : 2.2, stroke);
        dot->part = SCENE_DATA;
        dot->category = (int)i;
        dot->series = (int)series;
        const char *text = plot_number(plot, value);
        if (!strong || i == 0 || i + 1 == count || plot_measure(plot, FACE_HEI, SMALL_SIZE, text) > x[i] - x[i - 1] - 4)
            continue;
        plot_plate(plot, x[i], y - 8.5, SCENE_MIDDLE, FACE_HEI, SMALL_SIZE, text);
        struct scene_item *item = plot_text(plot, x[i], y - 8.5, SCENE_MIDDLE, SMALL_SIZE, text);
        item->face = FACE_HEI;
        item->part = SCENE_VALUE;
        item->category = (int)i;
        item->series = (int)series;
    }
}

void chart_draw_slope(struct plot *plot)
{
    const struct doc_chart *chart = plot->chart;
    size_t series = chart->series.count, count = chart->categories.count, used = 0;
    struct range range = chart_range(chart, 0, series, false);
    if (range.high - range.low < 1e-9)
        range = (struct range){range.low - 1, range.high + 1};
    double height = fmax(120, (double)series * 13.5), room = plot->width * 0.36;
    struct axis axis = {.low = range.low, .high = range.high};
    struct end_label *labels = ARENA_ARRAY(plot->arena, struct end_label, series);
    double left = fmax(slope_side(plot, &axis, 0, room, false, labels, &used) + SLOPE_GAP, SLOPE_SIDE);
    double right = plot->width - fmax(slope_side(plot, &axis, count - 1, room, true, labels, &used) + SLOPE_GAP, SLOPE_SIDE);
    double head = plot->y, top = plot->y + slope_head_height(plot, left, right) + 14, bottom = top + height;
    axis.from = chart->lower_is_better ? top : bottom;
    axis.to = chart->lower_is_better ? bottom : top;
    double *x = ARENA_ARRAY(plot->arena, double, count);
    for (size_t i = 0; i < count; i++) {
        x[i] = count == 1 ? right : left + (right - left) * (double)i / (double)(count - 1);
        scene_line(plot->scene, x[i], top - 4, x[i], bottom + 4, 0.5, RULE_DARK);
        double slot = slope_slot(plot, left, right, i);
        if (slot <= 0)
            continue;
        struct scene_lines name = scene_wrap(plot->metrics, plot->arena, FACE_SONG, SMALL_SIZE, chart->categories.at[i], slot, 2);
        plot_lines(plot, x[i], head + plot_lines_height(&name, SMALL_SIZE) / 2, SCENE_MIDDLE, FACE_SONG, SMALL_SIZE, &name, (int)i);
    }
    for (int pass = 0; pass < 2; pass++)
        for (size_t i = 0; i < series; i++)
            if (plot_highlighted(plot, i) == (pass == 1))
                slope_series(plot, &axis, i, x);
    for (int side = 0; side < 2; side++) {
        if (side == 0 && count == 1)
            continue;
        size_t category = side == 0 ? 0 : count - 1;
        slope_side(plot, &axis, category, room, side == 1, labels, &used);
        for (size_t i = 0; i < used; i++)
            labels[i].x = x[category];
        draw_end_labels(plot, labels, used, x[category] + (side == 0 ? -SLOPE_GAP : SLOPE_GAP), side == 0 ? SCENE_END : SCENE_START, top - 6, bottom + 6);
    }
    plot->y = bottom + 8;
    axis_remark(plot, NULL, "");
}

/* Histogram: bins side by side, counts above them. ------------------------------------------------------------ */

void chart_draw_histogram(struct plot *plot)
{
    const struct doc_chart *chart = plot->chart;
    size_t count = chart->categories.count;
    struct axis axis = axis_make(chart, chart_range(chart, 0, 1, false), true, 4);
    double left = axis_text_width(plot, &axis) + LABEL_GAP + 1, right = plot->width - 1, slot = (right - left) / (double)count;
    plot->y += 12;
    axis.to = plot->y;
    axis.from = plot->y + 130;
    axis_draw_up(plot, &axis, left, right);
    /* A cut axis would belie the heights: histograms always stand on zero. */
    double zero = axis_at(&axis, fmax(axis.low, fmin(0, axis.high)));
    double widest = 0;
    for (size_t i = 0; i < count; i++)
        widest = fmax(widest, plot_measure(plot, plot_face(plot, i), SMALL_SIZE, plot_number(plot, chart_value(chart, 0, i))));
    bool turned = widest > slot - 1;
    for (size_t i = 0; i < count; i++) {
        double value = chart_value(chart, 0, i), x = left + slot * (double)i, y = isnan(value) ? zero : axis_at(&axis, value);
        if (!isnan(value)) {
            struct scene_item *bar = scene_rect(plot->scene, x, fmin(y, zero), slot, fabs(zero - y), plot_highlighted(plot, i) ? BAR_STRONG : BAR);
            bar->stroke = PAPER;
            bar->stroke_width = 0.8;
            bar->part = SCENE_DATA;
            bar->category = (int)i;
            bar->series = 0;
        }
        /* Where numbers do not fit side by side, the axis must do. */
        if (turned && slot < widest)
            continue;
        struct scene_item *text = plot_text(plot, x + slot / 2, value < 0 ? y + 6 : y - 6, SCENE_MIDDLE, turned ? LEAST_SIZE : SMALL_SIZE,
                                            plot_number(plot, value));
        text->face = plot_face(plot, i);
        text->part = SCENE_VALUE;
        text->category = (int)i;
        text->series = 0;
    }
    scene_line(plot->scene, left, zero, right, zero, 0.8, INK_SOFT);
    plot->y = axis.from + (axis.low < 0 ? 10 : 3);
    axis_label_slots(plot, left, right);
    axis_remark(plot, NULL, "");
}
