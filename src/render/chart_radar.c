/* SPDX-License-Identifier: GPL-3.0-or-later
 * Radar of dimensions. The report asks for it by habit; the profile tells the same with less guessing, and stands in for it where there are
 * fewer than three dimensions, more than twelve, labels that would run into each other, or a value missing, which no polygon can show.
 */
#include <math.h>

#include "ceping/doc.h"
#include "chart_priv.h"

#define LABEL_DISTANCE 9.0

/* At the width of a page 88 pt: five labels with their numbers fit around. */
static double web_radius(const struct plot *plot)
{
    return fmin(88, plot->width * 0.2);
}

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
        struct scene_point end = at(plot, x, y, c, axis->to);
        scene_line(plot->scene, x, y, end.x, end.y, 0.5, 0xC8C8C8);
    }
}

/* Numbers of the rings, to the left of the upright spoke; over the web, on white, and below the data. */
static void draw_ring_numbers(struct plot *plot, const struct axis *axis, double x, double y)
{
    double before = -INFINITY;
    for (size_t t = 0; t < axis_ticks(axis); t++) {
        double radius = axis_at(axis, axis_tick(axis, t));
        if (radius - before < LEAST_SIZE + 3 || axis->to - radius < 1)
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

/* The name and the values of a spoke, around its end. */
struct spoke_label {
    struct scene_lines name;
    const char *values; /* NULL: none */
    enum scene_anchor anchor;
    double x, top, name_height;
    struct box box;
};

static struct spoke_label spoke_label(struct plot *plot, size_t category, double x, double y)
{
    double radius = web_radius(plot);
    struct scene_point end = at(plot, x, y, category, radius + LABEL_DISTANCE);
    double side = end.x - x, up = (end.y - y) / (radius + LABEL_DISTANCE); /* −1 top … 1 bottom: the block grows away from the web */
    struct spoke_label label = {.x = end.x, .anchor = fabs(side) < 8 ? SCENE_MIDDLE : side > 0 ? SCENE_START : SCENE_END};
    double room = label.anchor == SCENE_MIDDLE ? plot->width * 0.5 : plot->width / 2 - fabs(side) - 1;
    enum face_role face = plot_face(plot, category);
    label.name = scene_wrap(plot->metrics, plot->arena, face, TEXT_SIZE, plot->chart->categories.at[category], room, 2);
    label.name_height = plot_lines_height(&label.name, TEXT_SIZE);
    double height = label.name_height, width = label.name.width;
    /* More numbers than three beside a name are a table, and belong into one. */
    if (plot->chart->series.count <= 3) {
        struct scene_lines values = scene_wrap(plot->metrics, plot->arena, face, SMALL_SIZE, spoke_values(plot, category), room, 1);
        label.values = values.at[0];
        width = fmax(width, values.width);
        height += SMALL_SIZE * 1.3;
    }
    label.top = end.y - height / 2 + up * height / 2;
    double left = label.anchor == SCENE_START ? end.x : label.anchor == SCENE_END ? end.x - width : end.x - width / 2;
    label.box = (struct box){left - 1, label.top - 1, left + width + 1, label.top + height + 1};
    return label;
}

static void draw_spoke_label(struct plot *plot, size_t category, const struct spoke_label *label)
{
    enum face_role face = plot_face(plot, category);
    plot_lines(plot, label->x, label->top + label->name_height / 2, label->anchor, face, TEXT_SIZE, &label->name, (int)category);
    if (!label->values)
        return;
    struct scene_item *item = plot_text(plot, label->x, label->top + label->name_height + SMALL_SIZE * 0.8, label->anchor, SMALL_SIZE,
                                        label->values);
    item->part = SCENE_VALUE;
    item->category = (int)category;
    item->face = face;
    item->fill = INK_SOFT;
}

/* All labels about a web in the middle of nowhere; false when they run into each other. Tells how far they reach up and down. */
static bool labels_fit(struct plot *plot, double *ret_above, double *ret_below)
{
    struct boxes taken = {0};
    double above = web_radius(plot), below = web_radius(plot);
    for (size_t c = 0; c < plot->chart->categories.count; c++) {
        struct box box = spoke_label(plot, c, plot->width / 2, 0).box;
        if (!boxes_free(&taken, box))
            return false;
        boxes_take(plot, &taken, box);
        above = fmax(above, -box.top);
        below = fmax(below, box.bottom);
    }
    *ret_above = above;
    *ret_below = below;
    return true;
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
    double above, below;
    if (!fits(chart) || !labels_fit(plot, &above, &below)) {
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
    axis.to = web_radius(plot);
    double x = plot->width / 2, y = plot->y + 2 + above;
    draw_web(plot, &axis, x, y);
    draw_ring_numbers(plot, &axis, x, y);
    for (size_t s = chart->series.count; s-- > 0;)
        draw_series(plot, &axis, s, x, y);
    for (size_t c = 0; c < chart->categories.count; c++) {
        struct spoke_label label = spoke_label(plot, c, x, y);
        draw_spoke_label(plot, c, &label);
    }
    plot->y = y + below + 2;
    axis_remark(plot, &axis, plot_word(plot, "半径"));
}
