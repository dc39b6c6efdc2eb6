/* SPDX-License-Identifier: GPL-3.0-or-later
 * Inside charts: what the kinds of chart share: values, text, labels of rows, axes, colours, keys.
 *
 * Each kind is one function that draws downwards from plot->y and leaves there the bottom of what it drew.
 */
#ifndef CEPING_RENDER_CHART_PRIV_H
#define CEPING_RENDER_CHART_PRIV_H

#include "scene.h"

/* Sizes in points. House rule: type of 9 to 10.5, never below 7.5. */
#define TEXT_SIZE 9.0
#define SMALL_SIZE 8.0
#define LEAST_SIZE 7.5
#define LINE_HEIGHT 1.17 /* of the size, between lines of one label */
#define LABEL_GAP 5.0    /* between a label and what it names */

/* Colours: told apart by lightness first, so that a photocopy keeps them, by hue second (after Okabe and Ito 2008). */
#define INK 0x1A1A1Au
#define INK_SOFT 0x555555u
#define PAPER 0xFFFFFFu
#define RULE 0xDCDCDCu      /* grid */
#define RULE_DARK 0x8C8C8Cu /* axis */
#define BAR 0x9DB4CCu
#define BAR_STRONG 0x14365Cu
#define ACCENT 0xB84300u /* lines of reference */

struct plot {
    const struct doc_chart *chart;
    const struct scene_metrics *metrics;
    struct scene *scene;
    struct arena *arena;
    double width;
    double y;
};

/* Values (chart.c) --------------------------------------------------------------------------------------- */

/* NaN where there is nothing that can be drawn: missing, infinite, or so large that its digits would not fit on a page. */
double chart_value(const struct doc_chart *chart, size_t series, size_t category);
double chart_lower(const struct doc_chart *chart, size_t series, size_t category);
double chart_upper(const struct doc_chart *chart, size_t series, size_t category);
const char *chart_series_name(const struct doc_chart *chart, size_t series); /* "" when it has none */

struct range {
    double low, high; /* low > high: empty */
};
#define RANGE_EMPTY ((struct range){1, 0})
struct range range_with(struct range range, double value); /* NaN changes nothing */
struct range chart_range(const struct doc_chart *chart, size_t first_series, size_t count, bool intervals);

bool chart_percent(const struct doc_chart *chart);
/* What a chart says by itself, in the language of its texts. */
const char *plot_word(const struct plot *plot, const char *chinese, const char *english);
/* As printed: with the decimals of the chart, and % when that is the unit; "—" when missing. */
const char *plot_number(const struct plot *plot, double value);
const char *plot_fixed(const struct plot *plot, double value, int decimals);

/* Text (chart_text.c) ------------------------------------------------------------------------------------- */

double plot_measure(const struct plot *plot, enum face_role face, double size, const char *text);
enum face_role plot_face(const struct plot *plot, size_t category); /* 黑体 for the category that the report is about */
bool plot_highlighted(const struct plot *plot, size_t category);
/* One line whose middle stands at `centre`. */
struct scene_item *plot_text(struct plot *plot, double x, double centre, enum scene_anchor anchor, double size, const char *text);
/* Several lines around `centre`. */
void plot_lines(struct plot *plot, double x, double centre, enum scene_anchor anchor, enum face_role face, double size,
                const struct scene_lines *lines, int category);
double plot_lines_height(const struct scene_lines *lines, double size);
/* White behind a text that a line crosses. */
void plot_plate(struct plot *plot, double x, double centre, enum scene_anchor anchor, enum face_role face, double size, const char *text);
/* A small line of explanation below the plot, wrapped. */
void plot_remark(struct plot *plot, const char *text);

/* Places already taken, so that labels find free ones. */
struct box {
    double left, top, right, bottom;
};
struct boxes {
    LIST_OF(struct box) all;
};
bool boxes_free(const struct boxes *boxes, struct box box);
void boxes_take(struct plot *plot, struct boxes *boxes, struct box box);
struct box plot_text_box(const struct plot *plot, double x, double centre, enum scene_anchor anchor, enum face_role face, double size,
                         const char *text);
/* Moves the centres of labels of `height`, sorted by wish, apart and into low…high as far as there is room. */
void spread_labels(double *centres, size_t count, double height, double low, double high);

/* Rows with a label at the left (chart_rows.c) ------------------------------------------------------------- */

struct rows {
    size_t count;
    struct scene_lines *labels;
    double *centre;
    double *height;
    double label_right; /* labels end here, set right */
    double top, bottom;
};

/* Measures the labels of the categories: at most `share` of the width and two lines each. */
struct rows rows_measure(struct plot *plot, double share, double size);
/* Sets the rows below each other from plot->y on, each at least `least` points high, and moves plot->y below them. */
void rows_place(struct plot *plot, struct rows *rows, double size, double least);
void rows_label(struct plot *plot, const struct rows *rows, double size);

/* Axes (chart_axis.c) -------------------------------------------------------------------------------------- */

struct axis {
    double low, high; /* of data, at the ends */
    double step;
    int decimals; /* of the step */
    double from, to; /* in points */
};

/* A range with round ends and about `steps` round steps. Ends that the chart fixes stay, unless data lie outside. */
struct axis axis_make(const struct doc_chart *chart, struct range range, bool from_zero, int steps);
/* Takes back what round ends added beyond nature: no axis below zero for counts, none above 100 % for shares. */
void axis_within(const struct doc_chart *chart, struct axis *axis, struct range data);
double axis_at(const struct axis *axis, double value);
size_t axis_ticks(const struct axis *axis);
double axis_tick(const struct axis *axis, size_t i);
const char *axis_tick_text(const struct plot *plot, const struct axis *axis, size_t i);
/* The widest number at the axis. */
double axis_text_width(const struct plot *plot, const struct axis *axis);
/* Grid from `top` to `bottom`, numbers below; moves plot->y below them. Takes coarser steps until the numbers stand apart. */
void axis_draw_across(struct plot *plot, struct axis *axis, double top, double bottom);
/* Grid from `left` to `right`, numbers to the left of it. */
void axis_draw_up(struct plot *plot, const struct axis *axis, double left, double right);
/* Unit, and where the axis begins when that is not at zero: nobody shall take a cut axis for a whole one. */
void axis_remark(struct plot *plot, const struct axis *axis, const char *which);
/* The line of reference from `top` to `bottom`, its label above: `room` for it is above `top`. */
#define REFERENCE_ROOM 13.0
void axis_reference_across(struct plot *plot, const struct axis *axis, double top, double bottom);
bool axis_has_reference(const struct plot *plot);
const char *plot_reference_text(const struct plot *plot);
/* Labels of categories below a plot, in slots of equal width between left and right: wrapped, or turned when too narrow. */
void axis_label_slots(struct plot *plot, double left, double right);

/* Colours and marks (chart_colour.c) ------------------------------------------------------------------------ */

#define SERIES_STYLES 8
uint32_t chart_series_colour(size_t series);
double chart_series_dash(size_t series);
double chart_luminance(uint32_t colour);               /* relative luminance of WCAG 2, 0…1 */
double chart_lightness(uint32_t colour);               /* L* of CIELAB, 0…100: even steps look even */
double chart_contrast(uint32_t one, uint32_t other);   /* WCAG 2, 1…21 */
uint32_t chart_ink_on(uint32_t fill);                  /* black or white, whichever is easier to read */
uint32_t chart_shade(double t);                        /* 0 light … 1 dark, for heat maps */
void plot_mark(struct plot *plot, size_t series, double x, double y, double radius, int category, enum scene_part part);

struct level {
    uint32_t fill;
    int hatch; /* 0 none, 1 rising, −1 falling, 2 both */
    double gap;
};
struct level chart_level(size_t i, size_t count); /* of an ordered set of answers */
/* Of answers on two sides of a middle, of which `centre` lie on the first side: the farther from the middle the darker, the second side hatched. */
struct level chart_side_level(size_t i, size_t count, double centre);
void plot_hatched(struct plot *plot, struct box box, struct level level, int category, int series);

/* Keys: marks or levels with names, in lines across the width; moves plot->y below. */
void plot_series_key(struct plot *plot);
void plot_level_key(struct plot *plot);
void plot_side_key(struct plot *plot, size_t count, double centre); /* as they stand from left to right: the last first */

/* Kinds ------------------------------------------------------------------------------------------------- */

void chart_draw_bars(struct plot *plot);
void chart_draw_funnel(struct plot *plot);
void chart_draw_profile(struct plot *plot);
void chart_draw_forest(struct plot *plot);
void chart_draw_box(struct plot *plot);
void chart_draw_stacked(struct plot *plot);
void chart_draw_diverging(struct plot *plot);
void chart_draw_heat(struct plot *plot);
void chart_draw_line(struct plot *plot);
void chart_draw_slope(struct plot *plot);
void chart_draw_quadrant(struct plot *plot);
void chart_draw_radar(struct plot *plot);
void chart_draw_histogram(struct plot *plot);

#endif
