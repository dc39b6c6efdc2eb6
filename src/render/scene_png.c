/* SPDX-License-Identifier: GPL-3.0-or-later
 * A scene as PNG: each item becomes outlines, filled one after the other (raster.c). Glyphs come from the faces that the PDFs use.
 */
#include <math.h>
#include <png.h>
#include <stdlib.h>

#include "ceping/base_text.h"
#include "faces_priv.h"
#include "raster.h"
#include "scene.h"

struct canvas {
    struct raster *raster;
    struct render_faces *faces;
    double scale; /* pixels a point */
};

/* Shapes --------------------------------------------------------------------------------------------------- */

static void edge(struct canvas *canvas, double x0, double y0, double x1, double y1)
{
    raster_line(canvas->raster, x0 * canvas->scale, y0 * canvas->scale, x1 * canvas->scale, y1 * canvas->scale);
}

static void outline(struct canvas *canvas, const struct scene_point *points, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const struct scene_point *next = &points[(i + 1) % count];
        edge(canvas, points[i].x, points[i].y, next->x, next->y);
    }
}

static void fill(struct canvas *canvas, uint32_t colour)
{
    raster_fill(canvas->raster, colour);
}

/* A line is a thin rectangle; thinner than a pixel it would fade away. */
static void draw_stroke(struct canvas *canvas, double x0, double y0, double x1, double y1, double width, uint32_t colour)
{
    double dx = x1 - x0, dy = y1 - y0, len = hypot(dx, dy), half = fmax(width, 1 / canvas->scale) / 2;
    if (len == 0)
        return;
    double nx = -dy / len * half, ny = dx / len * half;
    const struct scene_point box[] = {{x0 + nx, y0 + ny}, {x0 - nx, y0 - ny}, {x1 - nx, y1 - ny}, {x1 + nx, y1 + ny}};
    outline(canvas, box, COUNT_OF(box));
    fill(canvas, colour);
}

static void draw_line(struct canvas *canvas, const struct scene_item *item, double x0, double y0, double x1, double y1)
{
    double len = hypot(x1 - x0, y1 - y0), gap = item->gap > 0 ? item->gap : item->dash, period = item->dash + gap;
    if (item->stroke == SCENE_NONE || len == 0)
        return;
    if (item->dash <= 0 || period <= 0) {
        draw_stroke(canvas, x0, y0, x1, y1, item->stroke_width, item->stroke);
        return;
    }
    for (double at = 0; at < len; at += period) {
        double a = at / len, b = fmin(at + item->dash, len) / len;
        draw_stroke(canvas, x0 + (x1 - x0) * a, y0 + (y1 - y0) * a, x0 + (x1 - x0) * b, y0 + (y1 - y0) * b, item->stroke_width, item->stroke);
    }
}

static void draw_points(struct canvas *canvas, const struct scene_item *item, const struct scene_point *points, size_t count, bool closed)
{
    if (closed && item->fill != SCENE_NONE) {
        outline(canvas, points, count);
        fill(canvas, item->fill);
    }
    for (size_t i = 0; i + 1 < count + closed; i++)
        draw_line(canvas, item, points[i].x, points[i].y, points[(i + 1) % count].x, points[(i + 1) % count].y);
}

static void draw_circle(struct canvas *canvas, const struct scene_item *item)
{
    enum { CORNERS = 64 };
    struct scene_point points[CORNERS];
    for (int i = 0; i < CORNERS; i++) {
        double angle = 2 * acos(-1) * i / CORNERS;
        points[i] = (struct scene_point){item->x + item->radius * cos(angle), item->y + item->radius * sin(angle)};
    }
    draw_points(canvas, item, points, CORNERS, true);
}

/* Text --------------------------------------------------------------------------------------------------------- */

struct pen {
    struct canvas *canvas;
    double x, y, size;           /* where the glyph stands, points; points of one unit of its face */
    double cosine, sine;
    double start_x, start_y, at_x, at_y; /* in units of the face */
};

static void pen_line(struct pen *pen, double x, double y)
{
    double ax = pen->at_x * pen->size, ay = -pen->at_y * pen->size, bx = x * pen->size, by = -y * pen->size;
    edge(pen->canvas, pen->x + ax * pen->cosine - ay * pen->sine, pen->y + ax * pen->sine + ay * pen->cosine, pen->x + bx * pen->cosine - by * pen->sine,
         pen->y + bx * pen->sine + by * pen->cosine);
    pen->at_x = x;
    pen->at_y = y;
}

static void move_to(hb_draw_funcs_t *funcs, void *data, hb_draw_state_t *state, float x, float y, void *user)
{
    (void)funcs, (void)state, (void)user;
    struct pen *pen = data;
    pen->start_x = pen->at_x = (double)x;
    pen->start_y = pen->at_y = (double)y;
}

static void line_to(hb_draw_funcs_t *funcs, void *data, hb_draw_state_t *state, float x, float y, void *user)
{
    (void)funcs, (void)state, (void)user;
    pen_line(data, (double)x, (double)y);
}

/* Eight pieces a curve: a glyph of a hundred pixels shows no corner. */
enum { PIECES = 8 };

static void quadratic_to(hb_draw_funcs_t *funcs, void *data, hb_draw_state_t *state, float cx, float cy, float x, float y, void *user)
{
    (void)funcs, (void)state, (void)user;
    struct pen *pen = data;
    double x0 = pen->at_x, y0 = pen->at_y;
    for (int i = 1; i <= PIECES; i++) {
        double t = (double)i / PIECES, u = 1 - t;
        pen_line(pen, u * u * x0 + 2 * u * t * (double)cx + t * t * (double)x, u * u * y0 + 2 * u * t * (double)cy + t * t * (double)y);
    }
}

static void close_path(hb_draw_funcs_t *funcs, void *data, hb_draw_state_t *state, void *user)
{
    (void)funcs, (void)state, (void)user;
    struct pen *pen = data;
    pen_line(pen, pen->start_x, pen->start_y);
}

/* Faces are TrueType: no cubic curves. */
static hb_draw_funcs_t *new_funcs(void)
{
    hb_draw_funcs_t *funcs = hb_draw_funcs_create();
    hb_draw_funcs_set_move_to_func(funcs, move_to, NULL, NULL);
    hb_draw_funcs_set_line_to_func(funcs, line_to, NULL, NULL);
    hb_draw_funcs_set_quadratic_to_func(funcs, quadratic_to, NULL, NULL);
    hb_draw_funcs_set_close_path_func(funcs, close_path, NULL, NULL);
    return funcs;
}

static double measure(void *data, enum face_role role, double size, const char *text)
{
    const struct render_faces *faces = data;
    double width = 0;
    for (const char *end = text + strlen(text); text < end;) {
        uint32_t code = utf8_next(&text, end);
        unsigned face;
        if (faces_find(faces, role, code, &face))
            width += faces_advance(faces, face, code);
    }
    return width * size;
}

static void draw_text(struct canvas *canvas, const struct scene_item *item, hb_draw_funcs_t *funcs)
{
    double angle = item->rotation * acos(-1) / 180, width = measure(canvas->faces, item->face, item->size, item->text);
    double along = item->anchor == SCENE_START ? 0 : item->anchor == SCENE_MIDDLE ? -width / 2 : -width;
    const char *end = item->text + strlen(item->text);
    for (const char *text = item->text; text < end;) {
        uint32_t code = utf8_next(&text, end);
        unsigned number;
        if (!faces_find(canvas->faces, item->face, code, &number))
            continue;
        const struct face *face = &canvas->faces->list.at[number];
        struct pen pen = {.canvas = canvas, .size = item->size / (double)face->units, .cosine = cos(angle), .sine = sin(angle)};
        pen.x = item->x + along * pen.cosine;
        pen.y = item->y + along * pen.sine;
        hb_codepoint_t glyph = 0;
        hb_font_get_nominal_glyph(face->font, code, &glyph);
        hb_font_get_glyph_shape(face->font, glyph, funcs, &pen);
        fill(canvas, item->fill);
        along += faces_advance(canvas->faces, number, code) * item->size;
    }
}

/* The whole ----------------------------------------------------------------------------------------------------- */

static void draw(struct canvas *canvas, const struct scene_item *item, hb_draw_funcs_t *funcs)
{
    const struct scene_point box[] = {{item->x, item->y}, {item->x + item->width, item->y}, {item->x + item->width, item->y + item->height}, {item->x, item->y + item->height}};
    switch (item->kind) {
    case SCENE_LINE: draw_line(canvas, item, item->x, item->y, item->x2, item->y2); break;
    case SCENE_RECT: draw_points(canvas, item, box, COUNT_OF(box), true); break;
    case SCENE_POLYGON: draw_points(canvas, item, item->points, item->point_count, true); break;
    case SCENE_POLYLINE: draw_points(canvas, item, item->points, item->point_count, false); break;
    case SCENE_CIRCLE: draw_circle(canvas, item); break;
    case SCENE_TEXT: draw_text(canvas, item, funcs); break;
    case SCENE_KINDS: break;
    }
}

static bool write_png(const struct raster *raster, struct strbuf *out)
{
    png_image image = {.version = PNG_IMAGE_VERSION, .width = (png_uint_32)raster->width, .height = (png_uint_32)raster->height, .format = PNG_FORMAT_RGB};
    png_alloc_size_t size = 0;
    if (!png_image_write_get_memory_size(image, size, 0, raster->pixels, 0, NULL))
        return false;
    auto_free void *bytes = xmalloc(size);
    if (!png_image_write_to_memory(&image, bytes, &size, 0, raster->pixels, 0, NULL))
        return false;
    strbuf_add(out, bytes, size);
    return true;
}

bool scene_png(const struct scene *scene, double scale, struct render_faces *faces, struct strbuf *out)
{
    struct canvas canvas = {raster_new((int)ceil(scene->width * scale), (int)ceil(scene->height * scale), 0xFFFFFF), faces, scale};
    hb_draw_funcs_t *funcs = new_funcs();
    for (size_t i = 0; i < scene->items.count; i++)
        draw(&canvas, &scene->items.at[i], funcs);
    hb_draw_funcs_destroy(funcs);
    bool good = write_png(canvas.raster, out);
    raster_free(canvas.raster);
    return good;
}
