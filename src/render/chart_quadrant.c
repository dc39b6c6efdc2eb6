/* SPDX-License-Identifier: GPL-3.0-or-later
 * Points on two measures, parted at the means: awareness and satisfaction, importance and satisfaction (GB/T 19038 Annex D).
 *
 * Each point is named beside it where there is a free place in one of twelve around it. Points that crowd get a number instead, and the
 * numbers are explained below: an overlap or a name left out would hide a unit. Both coordinates stand in that list or beside the name.
 */
#include <math.h>

#include "ceping/base_num.h"
#include "ceping/doc.h"
#include "chart_priv.h"

#define POINT_RADIUS 2.8
#define NAME_WIDTH 84.0

struct quadrant {
    struct axis x, y;
    double mean_x, mean_y;
    struct boxes taken;
    size_t *number; /* of a point that is explained below, 0 none */
    size_t numbers;
};

static double mean_of(const struct doc_chart *chart, size_t series)
{
    struct sum sum = {0};
    size_t count = 0;
    for (size_t i = 0; i < chart->categories.count; i++)
        if (!isnan(chart_value(chart, 0, i)) && !isnan(chart_value(chart, 1, i))) {
            sum_add(&sum, chart_value(chart, series, i));
            count++;
        }
    return count > 0 ? sum_value(&sum) / (double)count : NAN;
}

static bool has_point(const struct plot *plot, size_t i)
{
    return !isnan(chart_value(plot->chart, 0, i)) && !isnan(chart_value(plot->chart, 1, i));
}

static const char *coordinates(struct plot *plot, size_t i)
{
    return arena_printf(plot->arena, "%s，%s", plot_number(plot, chart_value(plot->chart, 0, i)),
                        plot_number(plot, chart_value(plot->chart, 1, i)));
}

/* Tries to set `lines` at one side of the point; takes the place when it is free. */
static bool try_place(struct plot *plot, struct quadrant *q, const struct scene_lines *lines, size_t i, double dx, double dy, double size,
                      bool over_lines)
{
    double x = axis_at(&q->x, chart_value(plot->chart, 0, i)), y = axis_at(&q->y, chart_value(plot->chart, 1, i));
    double height = plot_lines_height(lines, size), gap = POINT_RADIUS + 2.5;
    enum scene_anchor anchor = dx > 0.1 ? SCENE_START : dx < -0.1 ? SCENE_END : SCENE_MIDDLE;
    double tx = x + dx * gap, ty = y + dy * (gap + height / 2 - 1);
    double left = anchor == SCENE_START ? tx : anchor == SCENE_END ? tx - lines->width : tx - lines->width / 2;
    struct box box = {left - 0.5, ty - height / 2 - 0.5, left + lines->width + 0.5, ty + height / 2 + 0.5};
    if (box.left < q->x.from + 1 || box.right > q->x.to - 1 || box.top < q->y.to + 1 || box.bottom > q->y.from - 1)
        return false;
    if (!boxes_free(&q->taken, box))
        return false;
    double mean_x = axis_at(&q->x, q->mean_x), mean_y = axis_at(&q->y, q->mean_y);
    bool crossed = (box.left < mean_x && mean_x < box.right) || (box.top < mean_y && mean_y < box.bottom);
    if (crossed && !over_lines)
        return false;
    if (crossed)
        scene_rect(plot->scene, box.left, box.top + 0.5, box.right - box.left, box.bottom - box.top - 1, PAPER);
    boxes_take(plot, &q->taken, box);
    plot_lines(plot, tx, ty, anchor, plot_face(plot, i), size, lines, (int)i);
    return true;
}

static bool place_around(struct plot *plot, struct quadrant *q, const struct scene_lines *lines, size_t i, double size)
{
    static const double way[][2] = {{1, 0},       {-1, 0},    {0, -1},    {0, 1},     {0.8, -0.8}, {-0.8, -0.8},
                                    {0.8, 0.8},   {-0.8, 0.8}, {1, -0.45}, {1, 0.45},  {-1, -0.45}, {-1, 0.45}};
    for (int over_lines = 0; over_lines < 2; over_lines++)
        for (size_t k = 0; k < COUNT_OF(way); k++)
            if (try_place(plot, q, lines, i, way[k][0], way[k][1], size, over_lines))
                return true;
    return false;
}

/* A number further off, joined to its point by a line. Rings grow until a place is free; the plot has room for hundreds. */
static void place_number(struct plot *plot, struct quadrant *q, size_t i)
{
    const char *text = arena_printf(plot->arena, "%zu", q->number[i]);
    struct scene_lines lines = scene_wrap(plot->metrics, plot->arena, plot_face(plot, i), LEAST_SIZE, text, 40, 1);
    if (place_around(plot, q, &lines, i, LEAST_SIZE))
        return;
    double x = axis_at(&q->x, chart_value(plot->chart, 0, i)), y = axis_at(&q->y, chart_value(plot->chart, 1, i));
    for (double radius = 14; radius < 260; radius += 7)
        for (int turn = 0; turn < 16; turn++) {
            double angle = turn * acos(-1) / 8, tx = x + radius * cos(angle), ty = y + radius * sin(angle);
            struct box box = {tx - lines.width / 2 - 1, ty - 4.5, tx + lines.width / 2 + 1, ty + 4.5};
            bool inside = box.left > q->x.from + 1 && box.right < q->x.to - 1 && box.top > q->y.to + 1 && box.bottom < q->y.from - 1;
            if (!inside || !boxes_free(&q->taken, box))
                continue;
            boxes_take(plot, &q->taken, box);
            double near = 1 - (lines.width / 2 + 3) / radius;
            scene_line(plot->scene, x, y, x + (tx - x) * near, y + (ty - y) * near, 0.4, RULE_DARK);
            plot_lines(plot, tx, ty, SCENE_MIDDLE, plot_face(plot, i), LEAST_SIZE, &lines, (int)i);
            return;
        }
}

static void draw_mean_lines(struct plot *plot, struct quadrant *q)
{
    double x = axis_at(&q->x, q->mean_x), y = axis_at(&q->y, q->mean_y);
    struct scene_item *lines[2];
    lines[0] = scene_line(plot->scene, x, q->y.to, x, q->y.from, 0.9, ACCENT);
    lines[0]->dash = 4;
    lines[0]->gap = 2.5;
    lines[1] = scene_line(plot->scene, q->x.from, y, q->x.to, y, 0.9, ACCENT);
    lines[1]->dash = 4;
    lines[1]->gap = 2.5;
    const char *text = arena_printf(plot->arena, "%s %s", plot_word(plot, "平均", "Mean"), plot_number(plot, q->mean_x));
    double half = plot_measure(plot, FACE_SONG, LEAST_SIZE, text) / 2;
    double centre = fmax(half, fmin(x, plot->width - half));
    plot_text(plot, centre, q->y.to - 9, SCENE_MIDDLE, LEAST_SIZE, text)->fill = ACCENT;
    text = arena_printf(plot->arena, "%s %s", plot_word(plot, "平均", "Mean"), plot_number(plot, q->mean_y));
    y += y - 11 < q->y.to ? 6 : -6;
    plot_text(plot, q->x.to - 2, y, SCENE_END, LEAST_SIZE, text)->fill = ACCENT;
    boxes_take(plot, &q->taken, plot_text_box(plot, q->x.to - 2, y, SCENE_END, FACE_SONG, LEAST_SIZE, text));
}

static void draw_points(struct plot *plot, struct quadrant *q)
{
    for (size_t i = 0; i < plot->chart->categories.count; i++) {
        if (!has_point(plot, i))
            continue;
        double x = axis_at(&q->x, chart_value(plot->chart, 0, i)), y = axis_at(&q->y, chart_value(plot->chart, 1, i));
        bool strong = plot_highlighted(plot, i);
        double radius = strong ? POINT_RADIUS + 0.8 : POINT_RADIUS;
        struct scene_item *dot = scene_circle(plot->scene, x, y, radius, strong ? BAR_STRONG : BAR);
        dot->stroke = BAR_STRONG;
        dot->stroke_width = 0.8;
        dot->part = SCENE_DATA;
        dot->category = (int)i;
        boxes_take(plot, &q->taken, (struct box){x - radius, y - radius, x + radius, y + radius});
    }
}

static void name_points(struct plot *plot, struct quadrant *q)
{
    /* The unit that the report is about has the first choice. */
    for (int pass = 0; pass < 2; pass++)
        for (size_t i = 0; i < plot->chart->categories.count; i++) {
            if (!has_point(plot, i) || plot_highlighted(plot, i) != (pass == 0))
                continue;
            struct scene_lines name = scene_wrap(plot->metrics, plot->arena, plot_face(plot, i), SMALL_SIZE, plot->chart->categories.at[i],
                                                 NAME_WIDTH, 2);
            /* A name cut short must be given in full below. */
            const char *last = name.at[name.count - 1];
            bool cut = strlen(last) >= strlen("…") && strcmp(last + strlen(last) - strlen("…"), "…") == 0;
            if (cut || !place_around(plot, q, &name, i, SMALL_SIZE))
                q->number[i] = 1;
        }
    for (size_t i = 0; i < plot->chart->categories.count; i++)
        if (q->number[i]) {
            q->number[i] = ++q->numbers;
            place_number(plot, q, i);
        }
}

/* The numbers with their names, in two columns where names are short. */
static void list_numbers(struct plot *plot, const struct quadrant *q)
{
    if (q->numbers == 0)
        return;
    double tail_width = 0;
    for (size_t i = 0; i < plot->chart->categories.count; i++)
        if (q->number[i])
            tail_width = fmax(tail_width, plot_measure(plot, plot_face(plot, i), LEAST_SIZE, coordinates(plot, i)) + 2 * LEAST_SIZE);
    bool two_columns = plot->width / 2 - 8 - tail_width >= 70;
    double column = two_columns ? plot->width / 2 : plot->width, bottom = plot->y;
    size_t half = two_columns ? (q->numbers + 1) / 2 : q->numbers, seen = 0;
    const double height = LEAST_SIZE * 1.35;
    plot->y += 4;
    for (size_t i = 0; i < plot->chart->categories.count; i++) {
        if (!q->number[i])
            continue;
        const char *tail = arena_printf(plot->arena, "（%s）", coordinates(plot, i));
        enum face_role face = plot_face(plot, i);
        double room = column - 8 - plot_measure(plot, face, LEAST_SIZE, tail);
        const char *name = arena_printf(plot->arena, "%zu %s", q->number[i], plot->chart->categories.at[i] ? plot->chart->categories.at[i] : "");
        struct scene_lines lines = scene_wrap(plot->metrics, plot->arena, face, LEAST_SIZE, name, room, 1);
        double y = plot->y + height * ((double)(seen % half) + 0.5);
        struct scene_item *item = plot_text(plot, seen < half ? 0 : column, y, SCENE_START, LEAST_SIZE,
                                            arena_printf(plot->arena, "%s%s", lines.at[0], tail));
        item->face = face;
        item->category = (int)i;
        bottom = fmax(bottom, y + height / 2);
        seen++;
    }
    plot->y = bottom + 2;
}

static void list_missing(struct plot *plot)
{
    auto_strbuf struct strbuf text;
    strbuf_init(&text);
    for (size_t i = 0; i < plot->chart->categories.count; i++)
        if (!has_point(plot, i))
            strbuf_addf(&text, "%s%s", text.len > 0 ? plot_word(plot, "、", ", ") : plot_word(plot, "未标出（缺数据）：", "Not drawn (data missing): "), plot->chart->categories.at[i] ? plot->chart->categories.at[i] : "");
    if (text.len > 0)
        plot_remark(plot, arena_strdup(plot->arena, text.at));
}

static void draw_axis_names(struct plot *plot, const struct quadrant *q)
{
    struct scene_lines name = scene_wrap(plot->metrics, plot->arena, FACE_SONG, SMALL_SIZE, chart_series_name(plot->chart, 0), plot->width, 1);
    plot_lines(plot, (q->x.from + q->x.to) / 2 - name.width / 2 < 0 ? name.width / 2 : fmin((q->x.from + q->x.to) / 2, plot->width - name.width / 2),
               plot->y + 5, SCENE_MIDDLE, FACE_SONG, SMALL_SIZE, &name, -1);
    plot->y += 11;
    name = scene_wrap(plot->metrics, plot->arena, FACE_SONG, SMALL_SIZE, chart_series_name(plot->chart, 1), q->y.from - q->y.to, 1);
    struct scene_item *item = scene_text(plot->scene, 0.86 * SMALL_SIZE, (q->y.from + q->y.to) / 2, SCENE_MIDDLE, SMALL_SIZE, name.at[0]);
    item->rotation = -90;
    item->fill = INK;
}

static struct axis quadrant_axis(struct plot *plot, struct range range)
{
    /* A little air, so that no point lies on the frame. */
    double room = (range.high - range.low) * 0.06;
    struct axis axis = axis_make(plot->chart, (struct range){range.low - room, range.high + room}, false, 5);
    axis_within(plot->chart, &axis, range);
    return axis;
}

void chart_draw_quadrant(struct plot *plot)
{
    const struct doc_chart *chart = plot->chart;
    struct quadrant q = {.mean_x = mean_of(chart, 0), .mean_y = mean_of(chart, 1),
                         .number = ARENA_ARRAY(plot->arena, size_t, chart->categories.count)};
    if (isnan(q.mean_x)) {
        plot_text(plot, plot->width / 2, 20, SCENE_MIDDLE, TEXT_SIZE, plot_word(plot, "无数据", "no data"))->fill = INK_SOFT;
        plot->y = 40;
        list_missing(plot);
        return;
    }
    struct range range[2] = {RANGE_EMPTY, RANGE_EMPTY};
    for (size_t i = 0; i < chart->categories.count; i++)
        for (size_t s = 0; has_point(plot, i) && s < 2; s++)
            range[s] = range_with(range[s], chart_value(chart, s, i));
    q.x = quadrant_axis(plot, range[0]);
    q.y = quadrant_axis(plot, range[1]);
    q.x.from = axis_text_width(plot, &q.y) + LABEL_GAP + SMALL_SIZE + 4;
    q.x.to = plot->width - fmax(axis_text_width(plot, &q.x) / 2, 1);
    plot->y += 16;
    q.y.to = plot->y;
    q.y.from = plot->y + fmin(260, (q.x.to - q.x.from) * 0.68);
    axis_draw_up(plot, &q.y, q.x.from, q.x.to);
    axis_draw_across(plot, &q.x, q.y.to, q.y.from);
    struct scene_item *frame = scene_rect(plot->scene, q.x.from, q.y.to, q.x.to - q.x.from, q.y.from - q.y.to, SCENE_NONE);
    frame->stroke = RULE_DARK;
    frame->stroke_width = 0.6;
    draw_mean_lines(plot, &q);
    draw_points(plot, &q);
    name_points(plot, &q);
    draw_axis_names(plot, &q);
    list_numbers(plot, &q);
    list_missing(plot);
    axis_remark(plot, NULL, "");
}
