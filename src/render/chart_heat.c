/* SPDX-License-Identifier: GPL-3.0-or-later
 * Heat map: projects × districts, every value printed, the shade only helps to find.
 *
 * Cells are as wide as the page allows; a map of so few columns that it does not fill the page stands in its middle. When a number would not fit, the columns are split into panels below each other, each with all row
 * labels: a chart that drops its numbers is of no use to the district that looks for its own.
 */
#include <math.h>

#include "ceping/base_text.h"
#include "ceping/doc.h"
#include "chart_priv.h"

#define ROW_HEIGHT 15.0
#define HEAD_LINES 4
#define CELL_WANTED 64.0 /* of few columns, what is left beyond that goes to the names first: they stand on one line then */
#define CELL_MOST 130.0  /* wider cells tear numbers apart: what is still left stands at both sides */
#define LABELS 0.36      /* of the width, at most, beside many columns */
#define LABELS_MOST 0.6

struct heat {
    struct rows rows;
    struct range range;
    double cell;  /* width */
    double indent; /* of the names: blank at either side of a map of few columns */
    double left;  /* of the cells */
    double size;  /* of the numbers */
    size_t columns; /* in a panel */
    struct scene_lines *heads;
    bool turned;
    bool missing;
};

static double widest_number(struct plot *plot, double size)
{
    double width = plot_measure(plot, FACE_SONG, size, "—");
    for (size_t s = 0; s < plot->chart->series.count; s++)
        for (size_t c = 0; c < plot->chart->categories.count; c++)
            width = fmax(width, plot_measure(plot, plot_face(plot, c), size,
                                             plot_fixed(plot, chart_value(plot->chart, s, c), plot->chart->decimals)));
    return width;
}

static struct heat measure_heat(struct plot *plot)
{
    size_t series = plot->chart->series.count;
    double labels = fmin(fmax(LABELS, 1 - (double)series * CELL_WANTED / plot->width), LABELS_MOST);
    struct heat heat = {.rows = rows_measure(plot, labels, SMALL_SIZE), .range = chart_range(plot->chart, 0, series, false),
                        .size = SMALL_SIZE, .columns = series};
    heat.left = heat.rows.label_right + LABEL_GAP;
    double room = plot->width - heat.left - 1, number = widest_number(plot, SMALL_SIZE) + 3;
    if (number * (double)series > room) {
        heat.size = LEAST_SIZE;
        number = widest_number(plot, LEAST_SIZE) + 2;
    }
    if (number * (double)series > room) {
        size_t most = (size_t)fmax(1, floor(room / number));
        size_t panels = (series + most - 1) / most;
        heat.columns = (series + panels - 1) / panels;
    }
    heat.cell = fmin(room / (double)heat.columns, fmax(CELL_MOST, number));
    heat.indent = (room - heat.cell * (double)heat.columns) / 2;
    heat.left += heat.indent;
    heat.rows.label_right += heat.indent;
    return heat;
}

/* Names of columns stand as lines when all fit into the width of a cell, else turned. */
static void measure_heads(struct plot *plot, struct heat *heat)
{
    size_t series = plot->chart->series.count;
    heat->heads = ARENA_ARRAY(plot->arena, struct scene_lines, series);
    heat->turned = heat->cell < 2.2 * SMALL_SIZE;
    for (size_t i = 0; i < series; i++) {
        const char *name = chart_series_name(plot->chart, i);
        heat->heads[i] = scene_wrap(plot->metrics, plot->arena, FACE_SONG, SMALL_SIZE, name, heat->cell - 3, HEAD_LINES);
        const struct scene_lines *head = &heat->heads[i];
        bool word = head->count > 1 && !strchr(name, ' ') && text_width(name) == utf8_length(name, strlen(name));
        bool cut = strstr(head->at[head->count - 1], "…") && !strstr(name, "…");
        heat->turned = heat->turned || word || (cut && heat->cell < 40) || head->width > heat->cell;
    }
    for (size_t i = 0; heat->turned && i < series; i++)
        heat->heads[i] = scene_wrap(plot->metrics, plot->arena, FACE_SONG, SMALL_SIZE, chart_series_name(plot->chart, i), 90,
                                    heat->cell >= 2.2 * SMALL_SIZE ? 2 : 1);
}

static void draw_turned_head(struct plot *plot, const struct scene_lines *head, double middle, double bottom)
{
    for (size_t k = 0; k < head->count; k++) {
        double offset = ((double)k - (double)(head->count - 1) / 2) * SMALL_SIZE * LINE_HEIGHT;
        struct scene_item *item = scene_text(plot->scene, middle + offset + 0.36 * SMALL_SIZE, bottom, SCENE_START, SMALL_SIZE, head->at[k]);
        item->rotation = -90;
        item->fill = INK;
    }
}

static void draw_heads(struct plot *plot, const struct heat *heat, size_t first, size_t count)
{
    double height = 0;
    for (size_t i = first; i < first + count; i++)
        height = fmax(height, heat->turned ? heat->heads[i].width : plot_lines_height(&heat->heads[i], SMALL_SIZE));
    double bottom = plot->y + height;
    for (size_t i = 0; i < count; i++) {
        const struct scene_lines *head = &heat->heads[first + i];
        double middle = heat->left + heat->cell * ((double)i + 0.5);
        if (heat->turned)
            draw_turned_head(plot, head, middle, bottom);
        else
            plot_lines(plot, middle, bottom - plot_lines_height(head, SMALL_SIZE) / 2, SCENE_MIDDLE, FACE_SONG, SMALL_SIZE, head, -1);
    }
    plot->y = bottom + 3;
}

static double shade_of(const struct plot *plot, const struct range *range, double value)
{
    double span = range->high - range->low;
    double t = span > 0 ? (value - range->low) / span : 0.35;
    return plot->chart->lower_is_better && span > 0 ? 1 - t : t;
}

static void draw_cell(struct plot *plot, struct heat *heat, size_t series, size_t category, double x)
{
    double value = chart_value(plot->chart, series, category), y = heat->rows.centre[category], height = heat->rows.height[category];
    bool missing = isnan(value);
    heat->missing = heat->missing || missing;
    uint32_t fill = missing ? PAPER : chart_shade(shade_of(plot, &heat->range, value));
    struct scene_item *cell = scene_rect(plot->scene, x, y - height / 2, heat->cell, height, fill);
    cell->stroke = missing ? RULE : PAPER;
    cell->stroke_width = 0.7;
    cell->part = SCENE_DATA;
    cell->category = (int)category;
    cell->series = (int)series;
    struct scene_item *text = plot_text(plot, x + heat->cell / 2, y, SCENE_MIDDLE, heat->size,
                                        plot_fixed(plot, value, plot->chart->decimals));
    text->fill = missing ? INK_SOFT : chart_ink_on(fill);
    text->face = plot_face(plot, category);
    text->part = SCENE_VALUE;
    text->category = (int)category;
    text->series = (int)series;
}

static void draw_panel(struct plot *plot, struct heat *heat, size_t first, size_t count)
{
    draw_heads(plot, heat, first, count);
    rows_place(plot, &heat->rows, SMALL_SIZE, ROW_HEIGHT);
    for (size_t c = 0; c < heat->rows.count; c++)
        for (size_t s = 0; s < count; s++)
            draw_cell(plot, heat, first + s, c, heat->left + heat->cell * (double)s);
    double width = heat->cell * (double)count;
    struct scene_item *frame = scene_rect(plot->scene, heat->left, heat->rows.top, width, heat->rows.bottom - heat->rows.top, SCENE_NONE);
    frame->stroke = RULE_DARK;
    frame->stroke_width = 0.5;
    int marked = plot->chart->highlight;
    if (marked >= 0 && (size_t)marked < heat->rows.count) {
        struct scene_item *mark = scene_rect(plot->scene, heat->left, heat->rows.centre[marked] - heat->rows.height[marked] / 2, width,
                                             heat->rows.height[marked], SCENE_NONE);
        mark->stroke = 0x000000;
        mark->stroke_width = 1.3;
    }
    rows_label(plot, &heat->rows, SMALL_SIZE);
    plot->y += 3;
}

/* From the least to the greatest value, in five steps, below the map. */
static void draw_shade_key(struct plot *plot, const struct heat *heat)
{
    enum { STEPS = 6 };
    double x = heat->left, y = plot->y + 7, range[2] = {heat->range.low, heat->range.high};
    const char *low = plot_number(plot, range[0]), *high = plot_number(plot, range[1]);
    bool told = plot->chart->note && strstr(plot->chart->note, "—"); /* below the caption, and which of the two it is */
    const char *note = heat->missing && !told ? plot_word(plot, "— 不适用或无数据") : "";
    const char *unit = plot->chart->unit && *plot->chart->unit ? arena_printf(plot->arena, plot_word(plot, "单位：%s"), plot->chart->unit) : "";
    const char *tail = arena_printf(plot->arena, "%s%s%s", note, *note && *unit ? plot_word(plot, "；") : "", unit);
    if (range[0] < range[1]) {
        double width = plot_measure(plot, FACE_SONG, LEAST_SIZE, low);
        plot_text(plot, heat->indent, y, SCENE_START, LEAST_SIZE, low)->fill = INK_SOFT;
        x = heat->indent + width + 4;
        for (int i = 0; i < STEPS; i++) {
            double t = (double)i / (STEPS - 1);
            struct scene_item *step = scene_rect(plot->scene, x + 9 * i, y - 4, 9, 8, chart_shade(plot->chart->lower_is_better ? 1 - t : t));
            step->part = SCENE_KEY;
            step->stroke = RULE_DARK;
            step->stroke_width = 0.3;
        }
        plot_text(plot, x + 9 * STEPS + 4, y, SCENE_START, LEAST_SIZE, high)->fill = INK_SOFT;
        double used = x + 9 * STEPS + 4 + plot_measure(plot, FACE_SONG, LEAST_SIZE, high);
        if (used + 10 + plot_measure(plot, FACE_SONG, LEAST_SIZE, tail) > plot->width)
            plot->y += 12;
    }
    if (*tail)
        plot_remark(plot, tail);
    else
        plot->y += 12;
}

void chart_draw_heat(struct plot *plot)
{
    struct heat heat = measure_heat(plot);
    measure_heads(plot, &heat);
    size_t series = plot->chart->series.count;
    for (size_t first = 0; first < series; first += heat.columns) {
        if (first > 0)
            plot->y += 8;
        draw_panel(plot, &heat, first, series - first < heat.columns ? series - first : heat.columns);
    }
    draw_shade_key(plot, &heat);
}
