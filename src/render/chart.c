/* SPDX-License-Identifier: GPL-3.0-or-later
 * Charts: data of the document become a scene.
 *
 * A chart is made of lines and words only, at sizes that print; its height follows from its data, so that names are never squeezed. What all
 * kinds hold to: a missing value is drawn as "—", never as zero; bars begin at zero, and where an axis is cut there are no bars and the chart
 * says so; labels stand at what they name, keys only where that cannot be; everything can be told apart on a photocopy.
 */
#include "chart_priv.h"

#include <assert.h>
#include <math.h>

#include "ceping/base_num.h"
#include "ceping/doc.h"

typedef void chart_draw_function(struct plot *plot);

static chart_draw_function *const draw[] = {
    [CHART_BARS] = chart_draw_bars,         [CHART_PROFILE] = chart_draw_profile,     [CHART_STACKED] = chart_draw_stacked,
    [CHART_HEAT] = chart_draw_heat,         [CHART_LINE] = chart_draw_line,           [CHART_SLOPE] = chart_draw_slope,
    [CHART_RADAR] = chart_draw_radar,       [CHART_FOREST] = chart_draw_forest,       [CHART_QUADRANT] = chart_draw_quadrant,
    [CHART_FUNNEL] = chart_draw_funnel,     [CHART_HISTOGRAM] = chart_draw_histogram, [CHART_BOX] = chart_draw_box,
    [CHART_DIVERGING] = chart_draw_diverging,
};
static_assert(COUNT_OF(draw) == CHART_KINDS, "each kind of chart needs its function");

/* Values ------------------------------------------------------------------------------------------------ */

/* Scores, shares and counts of people stay far below; one step beyond, digits would not fit into a label. */
#define MOST_VALUE 1e10

static double usable(const double *values, size_t category)
{
    return values && fabs(values[category]) <= MOST_VALUE ? values[category] : NAN;
}

double chart_value(const struct doc_chart *chart, size_t series, size_t category)
{
    if (series >= chart->series.count || category >= chart->categories.count)
        return NAN;
    return usable(chart->series.at[series].values, category);
}

double chart_lower(const struct doc_chart *chart, size_t series, size_t category)
{
    return usable(chart->series.at[series].lower, category);
}

double chart_upper(const struct doc_chart *chart, size_t series, size_t category)
{
    return usable(chart->series.at[series].upper, category);
}

const char *chart_series_name(const struct doc_chart *chart, size_t series)
{
    const char *name = chart->series.at[series].name;
    return name ? name : "";
}

struct range range_with(struct range range, double value)
{
    if (isnan(value))
        return range;
    if (range.low > range.high)
        return (struct range){value, value};
    return (struct range){fmin(range.low, value), fmax(range.high, value)};
}

struct range chart_range(const struct doc_chart *chart, size_t first_series, size_t count, bool intervals)
{
    struct range range = RANGE_EMPTY;
    for (size_t s = first_series; s < first_series + count && s < chart->series.count; s++)
        for (size_t c = 0; c < chart->categories.count; c++) {
            range = range_with(range, chart_value(chart, s, c));
            if (intervals && !isnan(chart_value(chart, s, c))) {
                range = range_with(range, chart_lower(chart, s, c));
                range = range_with(range, chart_upper(chart, s, c));
            }
        }
    return range;
}

bool chart_percent(const struct doc_chart *chart)
{
    return chart->unit && (strcmp(chart->unit, "%") == 0 || strcmp(chart->unit, "％") == 0);
}

const char *plot_fixed(const struct plot *plot, double value, int decimals)
{
    auto_strbuf struct strbuf text;
    strbuf_init(&text);
    num_format(&text, value, decimals < 0 ? 0 : decimals > 9 ? 9 : decimals);
    return arena_strdup(plot->arena, text.at);
}

const char *plot_number(const struct plot *plot, double value)
{
    const char *text = plot_fixed(plot, value, plot->chart->decimals);
    return chart_percent(plot->chart) && !isnan(value) ? arena_printf(plot->arena, "%s%%", text) : text;
}

/* The whole --------------------------------------------------------------------------------------------- */

static bool has_data(const struct doc_chart *chart)
{
    struct range range = chart_range(chart, 0, chart->series.count, false);
    return range.low <= range.high;
}

const char *plot_word(const struct plot *plot, const char *chinese, const char *english)
{
    return plot->chart->english ? english : chinese;
}

static void draw_nothing(struct plot *plot)
{
    struct scene_item *frame = scene_rect(plot->scene, 0.25, 0.25, plot->width - 0.5, 39.5, SCENE_NONE);
    frame->stroke = RULE;
    frame->stroke_width = 0.5;
    plot_text(plot, plot->width / 2, 20, SCENE_MIDDLE, TEXT_SIZE, plot_word(plot, "无数据", "no data"))->fill = INK_SOFT;
    plot->y = 40;
}

/* Below this nothing but the labels would fit. */
#define LEAST_WIDTH 280.0

struct scene *chart_scene(const struct doc_chart *chart, double width, const struct scene_metrics *metrics, struct arena *arena)
{
    struct scene *scene = ARENA_NEW(arena, struct scene);
    scene->arena = arena;
    scene->width = width > LEAST_WIDTH ? width : LEAST_WIDTH;
    struct plot plot = {.chart = chart, .metrics = metrics ? metrics : &scene_default_metrics, .scene = scene, .arena = arena,
                        .width = scene->width, .y = 1};
    if (has_data(chart) && chart->kind >= 0 && chart->kind < CHART_KINDS)
        draw[chart->kind](&plot);
    else
        draw_nothing(&plot);
    scene->height = ceil(plot.y + 1);
    return scene;
}
