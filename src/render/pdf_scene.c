/* SPDX-License-Identifier: GPL-3.0-or-later
 * Charts on the page: a scene's items, one for one.
 */
#include "pdf_priv.h"

#include "scene.h"

#include <math.h>

/* Control points of a quarter circle lie so far from its ends, in radii. */
#define QUARTER 0.5522847498

static void put_point(struct pdf_canvas *canvas, double x, double y, const char *verb)
{
    pdf_put_number(canvas, x);
    pdf_put_number(canvas, canvas->height - y);
    strbuf_adds(canvas->out, verb);
}

static void put_dash(struct pdf_canvas *canvas, const struct scene_item *item)
{
    strbuf_addc(canvas->out, '[');
    pdf_put_number(canvas, item->dash);
    pdf_put_number(canvas, item->gap);
    strbuf_adds(canvas->out, "]0 d\n");
}

static void put_curve(struct pdf_canvas *canvas, double x1, double y1, double x2, double y2, double x3, double y3)
{
    put_point(canvas, x1, y1, "");
    put_point(canvas, x2, y2, "");
    put_point(canvas, x3, y3, "c\n");
}

static void put_circle(struct pdf_canvas *canvas, double x, double y, double r)
{
    double k = QUARTER * r;
    put_point(canvas, x + r, y, "m\n");
    put_curve(canvas, x + r, y + k, x + k, y + r, x, y + r);
    put_curve(canvas, x - k, y + r, x - r, y + k, x - r, y);
    put_curve(canvas, x - r, y - k, x - k, y - r, x, y - r);
    put_curve(canvas, x + k, y - r, x + r, y - k, x + r, y);
}

static void put_path(struct pdf_canvas *canvas, const struct scene_item *item)
{
    switch (item->kind) {
    case SCENE_LINE:
        put_point(canvas, item->x, item->y, "m ");
        put_point(canvas, item->x2, item->y2, "l\n");
        break;
    case SCENE_RECT:
        pdf_put_number(canvas, item->x);
        pdf_put_number(canvas, canvas->height - item->y - item->height);
        pdf_put_number(canvas, item->width);
        pdf_put_number(canvas, item->height);
        strbuf_adds(canvas->out, "re\n");
        break;
    case SCENE_CIRCLE:
        put_circle(canvas, item->x, item->y, item->radius);
        break;
    default:
        for (size_t i = 0; i < item->point_count; i++)
            put_point(canvas, item->points[i].x, item->points[i].y, i == 0 ? "m " : "l\n");
        break;
    }
}

static void put_shape(struct pdf_canvas *canvas, const struct scene_item *item)
{
    bool open = item->kind == SCENE_LINE || item->kind == SCENE_POLYLINE;
    bool fill = !open && item->fill != SCENE_NONE, stroke = item->stroke != SCENE_NONE && item->stroke_width > 0;
    bool points = item->kind == SCENE_POLYGON || item->kind == SCENE_POLYLINE;
    if ((!fill && !stroke) || (points && item->point_count < 2))
        return;
    if (fill)
        pdf_put_fill(canvas, item->fill);
    if (stroke)
        pdf_put_stroke(canvas, item->stroke, item->stroke_width);
    if (stroke && item->dash > 0)
        put_dash(canvas, item);
    put_path(canvas, item);
    strbuf_adds(canvas->out, fill && stroke ? "b\n" : fill ? "f\n" : open ? "S\n" : "s\n");
    if (stroke && item->dash > 0)
        strbuf_adds(canvas->out, "[]0 d\n");
}

static void put_text(struct pdf_canvas *canvas, const struct scene_item *item, const struct text_line *line)
{
    double before = item->anchor == SCENE_MIDDLE ? line->width / 2 : item->anchor == SCENE_END ? line->width : 0;
    double angle = item->rotation * acos(-1) / 180;
    pdf_put_fill(canvas, item->fill == SCENE_NONE ? 0 : item->fill);
    pdf_put_line(canvas, line, item->x - before * cos(angle), item->y - before * sin(angle), item->rotation);
}

void pdf_put_scene(struct pdf_canvas *canvas, const struct placed *placed)
{
    const struct scene *scene = placed->scene;
    double scale = scene->width > 0 ? placed->width / scene->width : 1, height = canvas->height;
    struct pdf_canvas inner = *canvas;
    strbuf_adds(canvas->out, "q ");
    pdf_put_number(canvas, scale);
    strbuf_adds(canvas->out, "0 0 ");
    pdf_put_number(canvas, scale);
    pdf_put_number(canvas, placed->x);
    pdf_put_number(canvas, height - placed->y - scene->height * scale);
    strbuf_adds(canvas->out, "cm\n");
    inner.height = scene->height;
    for (size_t i = 0; i < scene->items.count; i++) {
        const struct scene_item *item = &scene->items.at[i];
        if (item->kind == SCENE_TEXT)
            put_text(&inner, item, &placed->texts[i]);
        else
            put_shape(&inner, item);
    }
    strbuf_adds(canvas->out, "Q\n");
}
