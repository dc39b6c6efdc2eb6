/* SPDX-License-Identifier: GPL-3.0-or-later
 * Radar of dimensions. The report asks for it by habit; the profile tells the same with less guessing, and stands in for it where there are
 * fewer than three dimensions, more than twelve, or a value missing, which no polygon can show.
 */
#include <math.h>

#include "ceping/doc.h"
#include "chart_priv.h"

#define RADIUS 88.0
#define LABEL_DISTANCE 9.0

static bool fits(const struct doc_chart *chart)
{
    if (chart->categories.count < 3 || chart->categories.count > 12)
        return false;
    for (size_t s = 0; s < chart->series.count; s++)
        for (size_t c = 0; c < chart->categories.count; c++)
            if (isnan(chart_value(chart, s, c)))
                return false;
    return true;
}

static struct scene_point at(const struct plot *plot, double middle_x, double middle_y, size_t category, double radius)
{
    double angle = 2 * acos(-1) * (double)category / (double)plot->chart->categories.count;
    return (struct scene_point){middle_x + radius * sin(angle), middle_y - radius * cos(angle)};
}

static void draw_web(struct plot *plot, const struct axis *axis, double x, double y)
{
    size_t count = plot->chart->categories.count;
    for (size_t t = 0; t < axis_ticks(axis); t++) {
        double radius = axis_at(axis, axis_tick(axis, t));
        struct scene_point *points = ARENA_ARRAY(plot->arena, struct scene_point, count);
        for (size_t c = 0; c < count; c++)
            points[c] = at(plot, x, y, c, radius);
        struct scene_item *ring = scene_polygon(plot->scene, points, count, SCENE_NONE);
        ring->stroke = t + 1 == axis_ticks(axis) ? RULE_DARK : 0xC8C8C8;
        ring->stroke_width = 0.5;
    }
    for (size_t c = 0; c < count; c++) {
        struct scene_point end = at(plot, x, y, c, RADIUS);
        scene_line(plot->scene, x, y, end.x, end.y, 0.5, 0xC8C8C8);
    }
}

/* Numbers of the rings, to the left of the upright spoke; over the lines, on white. */
static void draw_ring_numbers(struct plot *plot, const struct axis *axis, double x, double y)
{
    double before = -INFINITY;
    for (size_t t = 0; t < axis_ticks(axis); t++) {
        double radius = axis_at(axis, axis_tick(axis, t));
        if (radius - before < LEAST_SIZE + 3 || RADIUS - radius < 1)
            continue;
        before = radius;
        const char *text = axis_tick_text(plot, axis, t);
        plot_plate(plot, x - 4, y - radius, SCENE_END, FACE_SONG, LEAST_SIZE, text);
        plot_text(plot, x - 4, y - radius, SCENE_END, LEAST_SIZE, text)->fill = INK_SOFT;
    }
}

static const char *spoke_values(struct plot *plot, size_t category)
{
    auto_strbuf struct strbuf text;
    strbuf_init(&text);
    for (size_t s = 0; s < plot->chart->series.count; s++)
        strbuf_addf(&text, "%s%s", s > 0 ? " / " : "", plot_number(plot, chart_value(plot->chart, s, category)));
    return arena_strdup(plot->arena, text.at);
}

/* Name and values of a spoke around its end. */
static void draw_spoke_label(struct plot *plot, size_t category, double x, double y, bool values)
{
    struct scene_point end = at(plot, x, y, category, RADIUS + LABEL_DISTANCE);
    double side = end.x - x;
    enum scene_anchor anchor = fabs(side) < 8 ? SCENE_MIDDLE : side > 0 ? SCENE_START : SCENE_END;
    double room = anchor == SCENE_MIDDLE ? plot->width * 0.5 : plot->width / 2 - fabs(side) - 1;
    enum face_role face = plot_face(plot, category);
    struct scene_lines name = scene_wrap(plot->metrics, plot->arena, face, TEXT_SIZE, plot->chart->categories.at[category], room, 2);
    double name_height = plot_lines_height(&name, TEXT_SIZE), height = name_height + (values ? SMALL_SIZE * 1.3 : 0);
    double up = (end.y - y) / RADIUS; /* −1 top … 1 bottom: the block grows away from the web */
    double top = end.y - height / 2 + up * height / 2;
    plot_lines(plot, end.x, top + name_height / 2, anchor, face, TEXT_SIZE, &name, (int)category);
    if (!values)
        return;
    struct scene_lines numbers = scene_wrap(plot->metrics, plot->arena, face, SMALL_SIZE, spoke_values(plot, category), room, 1);
    struct scene_item *item = plot_text(plot, end.x, top + name_height + SMALL_SIZE * 0.8, anchor, SMALL_SIZE, numbers.at[0]);
    item->part = SCENE_VALUE;
    item->category = (int)category;
    item->face = face;
    item->fill = INK_SOFT;
}

static void draw_series(struct plot *plot, const struct axis *axis, size_t series, double x, double y)
{
    size_t count = plot->chart->categories.count;
    struct scene_point *points = ARENA_ARRAY(plot->arena, struct scene_point, count);
    for (size_t c = 0; c < count; c++)
        points[c] = at(plot, x, y, c, axis_at(axis, chart_value(plot->chart, series, c)));
    struct scene_item *shape = scene_polygon(plot->scene, points, count, SCENE_NONE);
    shape->stroke = chart_series_colour(series);
    shape->stroke_width = series == 0 ? 1.8 : 1.2;
    shape->dash = chart_series_dash(series);
    shape->gap = 2;
    shape->part = SCENE_DATA;
    shape->series = (int)series;
    for (size_t c = 0; c < count; c++)
        plot_mark(plot, series, points[c].x, points[c].y, 2.6, (int)c, SCENE_DATA);
}

void chart_draw_radar(struct plot *plot)
{
    const struct doc_chart *chart = plot->chart;
    if (!fits(chart)) {
        chart_draw_profile(plot);
        return;
    }
    if (chart->series.count > 1)
        plot_series_key(plot);
    struct axis axis = axis_make(chart, chart_range(chart, 0, chart->series.count, false), false, 4);
    /* At the very centre all directions meet: the least value keeps off it. */
    if (isnan(chart->axis_min) && axis.low != 0)
        axis.low -= axis.step;
    axis.from = 0;
    axis.to = RADIUS;
    double x = plot->width / 2, y = plot->y + 36 + RADIUS + LABEL_DISTANCE;
    draw_web(plot, &axis, x, y);
    for (size_t s = chart->series.count; s-- > 0;)
        draw_series(plot, &axis, s, x, y);
    draw_ring_numbers(plot, &axis, x, y);
    /* More numbers than three beside a name are a table, and belong into one. */
    for (size_t c = 0; c < chart->categories.count; c++)
        draw_spoke_label(plot, c, x, y, chart->series.count <= 3);
    plot->y = y + RADIUS + LABEL_DISTANCE + 36;
    axis_remark(plot, &axis, "半径");
}
