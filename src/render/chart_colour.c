/* SPDX-License-Identifier: GPL-3.0-or-later
 * Colours, marks, hatches and keys.
 *
 * Reports are printed in black and white, copied, and read by people of whom one man in twelve does not tell red from green. So lightness
 * carries the difference and hue only helps: series differ in lightness, shape and dash; levels of an answer go from dark to light, and those
 * at the light end are hatched. The hues are those of Okabe and Ito (2008), darkened where they were too close.
 */
#include <math.h>

#include "ceping/doc.h"
#include "chart_priv.h"

/* L* 22, 50, 70, 33, 64, 11, 78, 52: neighbours differ by 18 and more, the first four by more than 10 from each other. */
static const uint32_t series_colours[SERIES_STYLES] = {0x14365C, 0xC94F00, 0x56B4E9, 0x005A42, 0xE07BB0, 0x3A0A2A, 0xE0C02E, 0x7D7D7D};
static const double series_dashes[SERIES_STYLES] = {0, 5, 2, 8, 3, 6, 1.5, 4};

uint32_t chart_series_colour(size_t series)
{
    return series_colours[series % SERIES_STYLES];
}

double chart_series_dash(size_t series)
{
    return series_dashes[series % SERIES_STYLES];
}

static double linear(uint32_t colour, int shift)
{
    double c = (double)((colour >> shift) & 0xFF) / 255;
    return c <= 0.04045 ? c / 12.92 : pow((c + 0.055) / 1.055, 2.4);
}

double chart_luminance(uint32_t colour)
{
    return 0.2126 * linear(colour, 16) + 0.7152 * linear(colour, 8) + 0.0722 * linear(colour, 0);
}

double chart_lightness(uint32_t colour)
{
    double y = chart_luminance(colour);
    return y > 216.0 / 24389 ? 116 * cbrt(y) - 16 : y * 24389 / 27;
}

double chart_contrast(uint32_t one, uint32_t other)
{
    double a = chart_luminance(one) + 0.05, b = chart_luminance(other) + 0.05;
    return a > b ? a / b : b / a;
}

uint32_t chart_ink_on(uint32_t fill)
{
    return chart_contrast(PAPER, fill) > chart_contrast(0x000000, fill) ? PAPER : 0x000000;
}

static uint32_t mix(uint32_t from, uint32_t to, double t)
{
    uint32_t result = 0;
    for (int shift = 16; shift >= 0; shift -= 8) {
        double a = (double)((from >> shift) & 0xFF), b = (double)((to >> shift) & 0xFF);
        result |= (uint32_t)lround(a + (b - a) * t) << shift;
    }
    return result;
}

uint32_t chart_shade(double t)
{
    /* Ends in the middle: black thin type is read on every step (contrast above 6), and the page takes less toner. */
    return mix(0xF6F8FA, 0x6A90BA, fmax(0, fmin(1, t)));
}

/* Marks ------------------------------------------------------------------------------------------------- */

static void mark_polygon(struct plot *plot, double x, double y, double radius, int corners, double turn, uint32_t fill, uint32_t stroke,
                         struct scene_item **ret_item)
{
    struct scene_point *points = ARENA_ARRAY(plot->arena, struct scene_point, (size_t)corners);
    for (int i = 0; i < corners; i++) {
        double angle = turn + 2 * acos(-1) * i / corners;
        points[i] = (struct scene_point){x + radius * sin(angle), y - radius * cos(angle)};
    }
    struct scene_item *item = scene_polygon(plot->scene, points, (size_t)corners, fill);
    item->stroke = stroke;
    item->stroke_width = 1.1;
    *ret_item = item;
}

/* Full circle, hollow diamond, full triangle, hollow square, full diamond, hollow circle, full square, hollow triangle. */
void plot_mark(struct plot *plot, size_t series, double x, double y, double radius, int category, enum scene_part part)
{
    static const struct {
        int corners;
        bool hollow;
    } shapes[SERIES_STYLES] = {{0, false}, {4, true}, {3, false}, {-4, true}, {4, false}, {0, true}, {-4, false}, {3, true}};
    size_t style = series % SERIES_STYLES;
    uint32_t colour = chart_series_colour(series), fill = shapes[style].hollow ? PAPER : colour;
    struct scene_item *item;
    if (shapes[style].corners == 0) {
        item = scene_circle(plot->scene, x, y, radius, fill);
        item->stroke = colour;
        item->stroke_width = 1.1;
    } else {
        int corners = shapes[style].corners;
        mark_polygon(plot, x, y, radius * 1.2, corners < 0 ? -corners : corners, corners < 0 ? acos(-1) / 4 : 0, fill, colour, &item);
    }
    item->part = part;
    item->category = category;
    item->series = (int)series;
}

/* Levels ------------------------------------------------------------------------------------------------ */

/* Five levels serve most scales, and a sixth those with "do not know"; fewer take levels far apart, more are spread evenly. */
static const struct level six_levels[] = {
    {0x17375E, 0, 0}, {0x6D96C4, 0, 0}, {0xCDDCEC, 0, 0}, {0xFFFFFF, 1, 4.2}, {0xFFFFFF, 2, 3.2}, {0xC4C4C4, -1, 2.6},
};

struct level chart_level(size_t i, size_t count)
{
    static const size_t chosen[7][6] = {{0}, {0}, {0, 2}, {0, 2, 3}, {0, 1, 2, 3}, {0, 1, 2, 3, 4}, {0, 1, 2, 3, 4, 5}};
    if (count < COUNT_OF(chosen))
        return six_levels[chosen[count][i]];
    double t = (double)i / (double)(count - 1);
    return (struct level){mix(0x17375E, 0xF5F5F5, t), i % 2 == 0 || t < 0.6 ? 0 : 1, 4.2};
}

struct level chart_side_level(size_t i, size_t count, double centre)
{
    double from = (double)i, to = from + 1; /* on a line where the middle is at `centre` */
    if (from < centre && to > centre)
        return (struct level){0xEFEFEF, 0, 0};
    bool first = to <= centre;
    double steps = first ? floor(centre) : (double)count - ceil(centre), place = first ? floor(centre) - from : to - ceil(centre);
    double t = steps > 1 ? (place - 1) / (steps - 1) : 1; /* 0 beside the middle, 1 at the end */
    if (first)
        return (struct level){mix(0x8FB0D6, 0x17375E, t), 0, 0};
    return (struct level){mix(0xFBE3CB, 0xEDA566, t), t > 0.7 ? 2 : 1, t > 0.7 ? 3.2 : t > 0.4 ? 2.6 : 4.2};
}

/* One line that goes to and fro at 45° over the box: fewer items than a line each. `mirror` makes it fall instead of rise. */
static void hatch(struct plot *plot, struct box box, bool mirror, double gap)
{
    double step = gap * sqrt(2), width = box.right - box.left, height = box.bottom - box.top;
    size_t room = (size_t)((width + height) / step) + 2, count = 0;
    struct scene_point *points = ARENA_ARRAY(plot->arena, struct scene_point, room * 3);
    /* Diagonals x + y = c from the top left corner on; each runs from the left or lower edge to the upper or right one. */
    bool up = true;
    double before = 0;
    for (double c = step / 2; c < width + height && count + 3 <= room * 3; c += step, up = !up) {
        struct scene_point low = c <= height ? (struct scene_point){0, c} : (struct scene_point){c - height, height};
        struct scene_point high = c <= width ? (struct scene_point){c, 0} : (struct scene_point){width, c - width};
        /* From one diagonal to the next along the edge, around the corner where one lies between. */
        if (count > 0 && up && before <= height && c > height)
            points[count++] = (struct scene_point){0, height};
        if (count > 0 && !up && before <= width && c > width)
            points[count++] = (struct scene_point){width, 0};
        points[count++] = up ? low : high;
        points[count++] = up ? high : low;
        before = c;
    }
    for (size_t i = 0; i < count; i++)
        points[i] = (struct scene_point){mirror ? box.right - points[i].x : box.left + points[i].x, box.top + points[i].y};
    if (count >= 2)
        scene_polyline(plot->scene, points, count, 0.5, 0x5A5A5A);
}

void plot_hatched(struct plot *plot, struct box box, struct level level, int category, int series)
{
    struct scene_item *rect = scene_rect(plot->scene, box.left, box.top, box.right - box.left, box.bottom - box.top, level.fill);
    rect->part = category >= 0 ? SCENE_DATA : SCENE_KEY;
    rect->category = category;
    rect->series = series;
    if (level.hatch == 1 || level.hatch == 2)
        hatch(plot, box, false, level.gap);
    if (level.hatch == -1 || level.hatch == 2)
        hatch(plot, box, true, level.gap);
    struct scene_item *edge = scene_rect(plot->scene, box.left, box.top, box.right - box.left, box.bottom - box.top, SCENE_NONE);
    edge->stroke = 0x4A4A4A;
    edge->stroke_width = 0.5;
}

/* Keys -------------------------------------------------------------------------------------------------- */

#define KEY_HEIGHT 13.0

struct key_drawing {
    double swatch;
    size_t count;
    bool backwards;
    double centre;
    void (*draw)(struct plot *plot, const struct key_drawing *key, size_t series, double x, double y);
};

static void draw_key(struct plot *plot, const struct key_drawing *key)
{
    double x = 0, swatch = key->swatch;
    plot->y += KEY_HEIGHT / 2;
    for (size_t i = 0; i < key->count; i++) {
        size_t s = key->backwards ? key->count - 1 - i : i;
        struct scene_lines name = scene_wrap(plot->metrics, plot->arena, FACE_SONG, SMALL_SIZE, chart_series_name(plot->chart, s),
                                             plot->width - swatch - 4, 1);
        double width = swatch + 4 + name.width;
        if (x > 0 && x + width > plot->width) {
            x = 0;
            plot->y += KEY_HEIGHT;
        }
        key->draw(plot, key, s, x, plot->y);
        struct scene_item *text = plot_text(plot, x + swatch + 4, plot->y, SCENE_START, SMALL_SIZE, name.at[0]);
        text->part = SCENE_KEY;
        text->series = (int)s;
        x += width + 14;
    }
    plot->y += KEY_HEIGHT / 2 + 3;
}

static void series_swatch(struct plot *plot, const struct key_drawing *key, size_t series, double x, double y)
{
    (void)key;
    if (plot->chart->kind == CHART_LINE || plot->chart->kind == CHART_RADAR) {
        struct scene_item *line = scene_line(plot->scene, x, y, x + 20, y, 1.4, chart_series_colour(series));
        line->dash = chart_series_dash(series);
        line->gap = 2;
    }
    plot_mark(plot, series, plot->chart->kind == CHART_LINE || plot->chart->kind == CHART_RADAR ? x + 10 : x + 5, y, 3, -1, SCENE_KEY);
}

static void level_swatch(struct plot *plot, const struct key_drawing *key, size_t series, double x, double y)
{
    struct level level = isnan(key->centre) ? chart_level(series, key->count) : chart_side_level(series, key->count, key->centre);
    plot_hatched(plot, (struct box){x + 0.5, y - 4, x + 17.5, y + 4}, level, -1, (int)series);
}

void plot_series_key(struct plot *plot)
{
    double swatch = plot->chart->kind == CHART_LINE || plot->chart->kind == CHART_RADAR ? 20 : 10;
    draw_key(plot, &(struct key_drawing){.swatch = swatch, .count = plot->chart->series.count, .draw = series_swatch});
}

void plot_level_key(struct plot *plot)
{
    draw_key(plot, &(struct key_drawing){.swatch = 18, .count = plot->chart->series.count, .centre = NAN, .draw = level_swatch});
}

void plot_side_key(struct plot *plot, size_t count, double centre)
{
    draw_key(plot, &(struct key_drawing){.swatch = 18, .count = count, .backwards = true, .centre = centre, .draw = level_swatch});
}
