/* SPDX-License-Identifier: GPL-3.0-or-later
 * A picture as a list of lines, areas and texts: what charts are before they are PDF or SVG.
 *
 * All lengths are points, the origin is the top left corner, y grows downwards. Items are drawn in order, later ones above earlier ones.
 * Colours are 0xRRGGBB or SCENE_NONE. Everything lives in the arena that the scene was made in.
 *
 *     struct scene *scene = chart_scene(chart, 442, &metrics, arena);
 *     for (size_t i = 0; i < scene->items.count; i++)
 *         switch (scene->items.at[i].kind) …
 *
 * The decisions (where a label goes, which grey, how the axis is cut) are all taken before: whoever draws a scene only draws, so that a chart
 * is the same on paper and on the web.
 */
#ifndef CEPING_RENDER_SCENE_H
#define CEPING_RENDER_SCENE_H

#include <stdint.h>

#include "ceping/base.h"
#include "ceping/base_words.h"
#include "ceping/render.h"

struct doc_chart;

#define SCENE_NONE 0xFFFFFFFFu /* no fill, no stroke */

enum scene_kind {
    SCENE_LINE,     /* x y – x2 y2; stroke */
    SCENE_RECT,     /* x y top left, width, height; fill, stroke */
    SCENE_POLYGON,  /* points, closed; fill, stroke */
    SCENE_POLYLINE, /* points, open; stroke only */
    SCENE_CIRCLE,   /* x y centre, radius; fill, stroke */
    SCENE_TEXT,     /* x y on the baseline at the anchor; text, face, size, fill; rotation */
    SCENE_KINDS
};

enum scene_anchor { SCENE_START, SCENE_MIDDLE, SCENE_END };

/* What an item stands for: for classes in SVG and for tests; drawing does not depend on it. */
enum scene_part { SCENE_FRAME, SCENE_DATA, SCENE_VALUE, SCENE_LABEL, SCENE_KEY };

struct scene_point {
    double x, y;
};

struct scene_item {
    enum scene_kind kind;
    enum scene_part part;
    int category; /* of the chart, −1 none */
    int series;   /* of the chart, −1 none */
    double x, y;
    double x2, y2;
    double width, height;
    double radius;
    const struct scene_point *points;
    size_t point_count;
    uint32_t fill;   /* of areas and text */
    uint32_t stroke; /* of lines and outlines */
    double stroke_width;
    double dash, gap; /* dash 0: solid */
    const char *text; /* UTF-8, one line */
    enum face_role face;
    double size;
    enum scene_anchor anchor;
    double rotation; /* of text, degrees about (x, y), positive clockwise: −90 reads upwards */
};

struct scene {
    double width, height;
    LIST_OF(struct scene_item) items;
    struct arena *arena; /* borrowed */
};

/* Width of a text in points, one line, without rotation. */
struct scene_metrics {
    double (*measure)(void *data, enum face_role role, double size, const char *text);
    void *data;
};

/* Serves where no face is at hand: Han characters one em wide, Latin by a table of usual widths. */
extern const struct scene_metrics scene_default_metrics;

/* The picture of a chart `width` points wide; its height follows from what is in it. Never NULL; a chart without data says 无数据. Caption and
 * note are not part of it. Below 280 pt it stays 280 pt wide and is to be scaled. Texts of `chart` are borrowed. NULL metrics means scene_default_metrics. */
struct scene *chart_scene(const struct doc_chart *chart, double width, const struct scene_metrics *metrics, struct arena *arena);

/* Building ---------------------------------------------------------------------------------------------- */

/* Each adds an item and returns it, to be changed at will until the next one is added. Texts are borrowed. */
struct scene_item *scene_line(struct scene *scene, double x, double y, double x2, double y2, double width, uint32_t stroke);
struct scene_item *scene_rect(struct scene *scene, double x, double y, double width, double height, uint32_t fill);
struct scene_item *scene_circle(struct scene *scene, double x, double y, double radius, uint32_t fill);
struct scene_item *scene_text(struct scene *scene, double x, double y, enum scene_anchor anchor, double size, const char *text);
/* `points` are borrowed and must live in the scene's arena. Closed polygons take `fill`, open ones only a stroke. */
struct scene_item *scene_polygon(struct scene *scene, const struct scene_point *points, size_t count, uint32_t fill);
struct scene_item *scene_polyline(struct scene *scene, const struct scene_point *points, size_t count, double width, uint32_t stroke);

/* Text as lines ------------------------------------------------------------------------------------------ */

struct scene_lines {
    const char **at;
    size_t count;
    double width; /* of the widest */
};

/* Breaks a label into at most `most` lines of at most `width` points; what is left over becomes "…". Breaks stand between Han characters and at
 * spaces, not before closing punctuation. Control characters become spaces. At least one line. */
struct scene_lines scene_wrap(const struct scene_metrics *metrics, struct arena *arena, enum face_role face, double size, const char *text,
                              double width, size_t most);

/* The box around a text item, also a rotated one. */
void scene_text_box(const struct scene_metrics *metrics, const struct scene_item *item, double *ret_left, double *ret_top,
                    double *ret_right, double *ret_bottom);

/* Writing ------------------------------------------------------------------------------------------------ */

/* As an SVG element. `title` and `description` may be NULL; `id_prefix` begins its ids. */
void scene_svg(const struct scene *scene, const char *title, const char *description, const char *id_prefix, struct strbuf *out);
/* As PNG, `scale` pixels a point. False when it cannot be written. A character that no face has is left out. */
bool scene_png(const struct scene *scene, double scale, struct render_faces *faces, struct strbuf *out);

#endif
