/* SPDX-License-Identifier: GPL-3.0-or-later
 * Shares of answers as bars of 100 %: how satisfied, by district or item.
 *
 * The values are counts, so the base of each bar is printed at its end: 100 % of eight people is no news. Where the unit is already % they
 * are shares, and no base is known.
 */
#include <math.h>

#include "ceping/base_num.h"
#include "ceping/doc.h"
#include "chart_priv.h"

#define BAR_HEIGHT 13.0
#define ROW_HEIGHT 18.0

static double count_at(const struct plot *plot, size_t series, size_t category)
{
    double value = chart_value(plot->chart, series, category);
    return value > 0 ? value : 0; /* NaN and what cannot be a count */
}

static double row_total(const struct plot *plot, size_t category)
{
    struct sum sum = {0};
    for (size_t s = 0; s < plot->chart->series.count; s++)
        sum_add(&sum, count_at(plot, s, category));
    return sum_value(&sum);
}

/* Counts of people are whole; weighted ones are not. */
static const char *base_text(struct plot *plot, size_t category)
{
    double total = row_total(plot, category);
    if (!(total > 0))
        return "—";
    return arena_printf(plot->arena, "n=%s", plot_fixed(plot, total, fabs(total - round(total)) < 1e-6 ? 0 : 1));
}

static void draw_share(struct plot *plot, struct box box, struct level level, double share, size_t category, size_t series)
{
    plot_hatched(plot, box, level, (int)category, (int)series);
    enum face_role face = plot_face(plot, category);
    const char *text = arena_printf(plot->arena, "%s%%", plot_fixed(plot, share * 100, plot->chart->decimals));
    /* Enough of a hatch must stay beside its number to be told from another. */
    double room = box.right - box.left - (level.hatch != 0 ? 10 : 4);
    double size = plot_measure(plot, face, SMALL_SIZE, text) <= room ? SMALL_SIZE : LEAST_SIZE;
    if (plot_measure(plot, face, size, text) > room)
        return;
    double x = (box.left + box.right) / 2, y = (box.top + box.bottom) / 2;
    if (level.hatch != 0)
        plot_plate(plot, x, y, SCENE_MIDDLE, face, size, text);
    struct scene_item *item = plot_text(plot, x, y, SCENE_MIDDLE, size, text);
    item->fill = chart_ink_on(level.fill);
    item->face = face;
    item->part = SCENE_VALUE;
    item->category = (int)category;
    item->series = (int)series;
}

static void draw_row(struct plot *plot, const struct axis *axis, size_t category, double y)
{
    double total = row_total(plot, category), before = 0;
    if (!(total > 0)) {
        plot_text(plot, axis->from + LABEL_GAP, y, SCENE_START, TEXT_SIZE, "—")->fill = INK_SOFT;
        return;
    }
    for (size_t s = 0; s < plot->chart->series.count; s++) {
        double share = count_at(plot, s, category) / total;
        if (share <= 0)
            continue;
        struct box box = {axis_at(axis, before), y - BAR_HEIGHT / 2, axis_at(axis, fmin(before + share * 100, 100)), y + BAR_HEIGHT / 2};
        draw_share(plot, box, chart_level(s, plot->chart->series.count), share, category, s);
        before += share * 100;
    }
}

static void percent_axis(struct plot *plot, const struct axis *axis, double top, double bottom)
{
    for (int tick = 0; tick <= 100; tick += 25) {
        double x = axis_at(axis, tick);
        scene_line(plot->scene, x, top, x, bottom + 2, 0.4, RULE);
        plot_text(plot, x, bottom + 8, SCENE_MIDDLE, SMALL_SIZE, arena_printf(plot->arena, "%d%%", tick))->fill = INK_SOFT;
    }
    plot->y = bottom + 14;
}

void chart_draw_stacked(struct plot *plot)
{
    bool counts = !chart_percent(plot->chart);
    plot_level_key(plot);
    struct rows rows = rows_measure(plot, 0.36, TEXT_SIZE);
    double base = 0, tick = plot_measure(plot, FACE_SONG, SMALL_SIZE, "100%") / 2;
    for (size_t i = 0; counts && i < rows.count; i++)
        base = fmax(base, plot_measure(plot, plot_face(plot, i), SMALL_SIZE, base_text(plot, i)));
    struct axis axis = {.low = 0, .high = 100, .step = 25};
    axis.from = fmax(rows.label_right + LABEL_GAP, tick);
    axis.to = plot->width - fmax(base > 0 ? base + LABEL_GAP : 0, tick) - 1;
    rows_place(plot, &rows, TEXT_SIZE, ROW_HEIGHT);
    percent_axis(plot, &axis, rows.top, rows.bottom);
    for (size_t i = 0; i < rows.count; i++) {
        draw_row(plot, &axis, i, rows.centre[i]);
        if (!counts)
            continue;
        struct scene_item *item = plot_text(plot, plot->width, rows.centre[i], SCENE_END, SMALL_SIZE, base_text(plot, i));
        item->fill = INK_SOFT;
        item->face = plot_face(plot, i);
        item->category = (int)i;
    }
    rows_label(plot, &rows, TEXT_SIZE);
}
