/* SPDX-License-Identifier: GPL-3.0-or-later
 * Axes with round steps.
 *
 * A step is 1, 2 or 5 times a power of ten, so that a reader can count on. Where the chart fixes an end it stays; where data lie outside, the
 * axis grows instead of hiding them.
 */
#include <math.h>

#include "ceping/base_text.h"
#include "ceping/doc.h"
#include "chart_priv.h"

static double round_step(double wanted, int *ret_decimals)
{
    double power = floor(log10(wanted) + 1e-9), unit = pow(10, power), ratio = wanted / unit;
    double factor = ratio <= 1 + 1e-9 ? 1 : ratio <= 2 + 1e-9 ? 2 : ratio <= 5 + 1e-9 ? 5 : 10;
    if (factor == 10)
        power += 1;
    *ret_decimals = power < 0 ? (int)fmin(-power, 9) : 0;
    return factor * unit;
}

struct axis axis_make(const struct doc_chart *chart, struct range range, bool from_zero, int steps)
{
    const struct range data = range;
    bool fixed_low = fabs(chart->axis_min) <= 1e10 && chart->axis_min <= range.low;
    bool fixed_high = fabs(chart->axis_max) <= 1e10 && chart->axis_max >= range.high;
    if (from_zero && !fixed_low)
        range.low = fmin(range.low, 0);
    if (from_zero && !fixed_high)
        range.high = fmax(range.high, 0);
    if (fixed_low)
        range.low = chart->axis_min;
    if (fixed_high)
        range.high = chart->axis_max;
    /* All equal, or too close for the digits of a double: room on both sides, in proportion. */
    double span = range.high - range.low, size = fmax(fabs(range.low), fabs(range.high));
    if (span <= size * 1e-9) {
        double room = size > 0 ? size * 0.05 : 1;
        if (!(from_zero && range.low >= 0 && range.low < room))
            range.low -= room;
        range.high += room;
        fixed_low = fixed_high = false;
    }
    struct axis axis = {.low = range.low, .high = range.high};
    axis.step = round_step((range.high - range.low) / steps, &axis.decimals);
    if (!fixed_low)
        axis.low = floor(range.low / axis.step + 1e-9) * axis.step;
    if (!fixed_high)
        axis.high = ceil(range.high / axis.step - 1e-9) * axis.step;
    axis_within(chart, &axis, data);
    return axis;
}

void axis_within(const struct doc_chart *chart, struct axis *axis, struct range data)
{
    if (data.low >= 0)
        axis->low = fmax(axis->low, 0);
    if (data.high <= 0)
        axis->high = fmin(axis->high, data.low < 0 ? 0 : axis->high);
    if (chart_percent(chart) && data.high <= 100 && data.low < 100)
        axis->high = fmin(axis->high, 100);
}

double axis_at(const struct axis *axis, double value)
{
    return axis->from + (value - axis->low) / (axis->high - axis->low) * (axis->to - axis->from);
}

static double first_tick(const struct axis *axis)
{
    return ceil(axis->low / axis->step - 1e-6);
}

size_t axis_ticks(const struct axis *axis)
{
    double count = floor(axis->high / axis->step + 1e-6) - first_tick(axis) + 1;
    return count < 0 ? 0 : (size_t)fmin(count, 60);
}

double axis_tick(const struct axis *axis, size_t i)
{
    return (first_tick(axis) + (double)i) * axis->step;
}

const char *axis_tick_text(const struct plot *plot, const struct axis *axis, size_t i)
{
    const char *text = plot_fixed(plot, axis_tick(axis, i), axis->decimals);
    return chart_percent(plot->chart) ? arena_printf(plot->arena, "%s%%", text) : text;
}

double axis_text_width(const struct plot *plot, const struct axis *axis)
{
    double width = 0;
    for (size_t i = 0; i < axis_ticks(axis); i++)
        width = fmax(width, plot_measure(plot, FACE_SONG, SMALL_SIZE, axis_tick_text(plot, axis, i)));
    return width;
}

static void coarser(struct axis *axis)
{
    axis->step = round_step(axis->step * 1.5, &axis->decimals);
}

void axis_draw_across(struct plot *plot, struct axis *axis, double top, double bottom)
{
    while (axis_ticks(axis) > 2 &&
           axis_at(axis, axis->low + axis->step) - axis->from < axis_text_width(plot, axis) + 6)
        coarser(axis);
    for (size_t i = 0; i < axis_ticks(axis); i++) {
        double x = axis_at(axis, axis_tick(axis, i));
        scene_line(plot->scene, x, top, x, bottom + 2, 0.4, RULE);
    }
    scene_line(plot->scene, axis->from, bottom, axis->to, bottom, 0.6, RULE_DARK);
    double free_from = -INFINITY;
    for (size_t i = 0; i < axis_ticks(axis); i++) {
        /* Two numbers may still touch where a plot is hardly wider than they are. */
        const char *text = axis_tick_text(plot, axis, i);
        double half = plot_measure(plot, FACE_SONG, SMALL_SIZE, text) / 2, x = axis_at(axis, axis_tick(axis, i));
        if (x - half < free_from)
            continue;
        plot_text(plot, x, bottom + 8, SCENE_MIDDLE, SMALL_SIZE, text)->fill = INK_SOFT;
        free_from = x + half + 2;
    }
    plot->y = bottom + 14;
}

void axis_draw_up(struct plot *plot, const struct axis *axis, double left, double right)
{
    for (size_t i = 0; i < axis_ticks(axis); i++) {
        double y = axis_at(axis, axis_tick(axis, i));
        scene_line(plot->scene, left, y, right, y, 0.4, RULE);
        plot_text(plot, left - LABEL_GAP, y, SCENE_END, SMALL_SIZE, axis_tick_text(plot, axis, i))->fill = INK_SOFT;
    }
}

void axis_remark(struct plot *plot, const struct axis *axis, const char *which)
{
    auto_strbuf struct strbuf text;
    strbuf_init(&text);
    if (plot->chart->unit && *plot->chart->unit && !chart_percent(plot->chart))
        strbuf_addf(&text, plot_word(plot, "单位：%s"), plot->chart->unit);
    if (axis && !plot->chart->lower_is_better && (axis->low > 0 || axis->high < 0)) { /* there is no place 0 */
        double end = axis->low > 0 ? axis->low : axis->high;
        int decimals = axis->decimals > plot->chart->decimals ? axis->decimals : plot->chart->decimals;
        const char *number = fabs(end - round(end)) < 1e-9 ? plot_fixed(plot, end, 0) : plot_fixed(plot, end, decimals);
        if (text.len > 0)
            strbuf_adds(&text, plot_word(plot, "；"));
        strbuf_addf(&text, plot_word(plot, "%s%s %s%s，不从 0 开始"), which, plot_word(plot, axis->low > 0 ? "自" : "至"), number,
                    chart_percent(plot->chart) ? "%" : "");
    }
    if (text.len > 0)
        plot_remark(plot, arena_strdup(plot->arena, text.at));
}

/* Reference --------------------------------------------------------------------------------------------- */

bool axis_has_reference(const struct plot *plot)
{
    return fabs(plot->chart->reference) <= 1e10;
}

const char *plot_reference_text(const struct plot *plot)
{
    const char *label = plot->chart->reference_label, *number = plot_number(plot, plot->chart->reference);
    if (!label || !*label)
        return number;
    return strstr(label, number) ? label : arena_printf(plot->arena, "%s %s", label, number);
}

void axis_reference_across(struct plot *plot, const struct axis *axis, double top, double bottom)
{
    if (!axis_has_reference(plot))
        return;
    double x = axis_at(axis, plot->chart->reference);
    struct scene_item *line = scene_line(plot->scene, x, top, x, bottom, 1, ACCENT);
    line->dash = 4;
    line->gap = 2.5;
    line->part = SCENE_KEY;
    struct scene_lines lines = scene_wrap(plot->metrics, plot->arena, FACE_SONG, SMALL_SIZE, plot_reference_text(plot), plot->width, 1);
    double centre = fmax(lines.width / 2, fmin(x, plot->width - lines.width / 2));
    struct scene_item *label = plot_text(plot, centre, top - 6, SCENE_MIDDLE, SMALL_SIZE, lines.at[0]);
    label->fill = ACCENT;
    label->part = SCENE_KEY;
}

/* Categories below a plot --------------------------------------------------------------------------------- */

static void label_turned(struct plot *plot, double left, double slot)
{
    double longest = 0;
    /* Where even turned ones would touch, every second or third is named. */
    size_t stride = (size_t)ceil((LEAST_SIZE + 0.5) / slot);
    for (size_t i = 0; i < plot->chart->categories.count; i += stride) {
        struct scene_lines lines = scene_wrap(plot->metrics, plot->arena, plot_face(plot, i), LEAST_SIZE, plot->chart->categories.at[i], 90, 1);
        struct scene_item *item = scene_text(plot->scene, left + slot * ((double)i + 0.5) + 0.36 * LEAST_SIZE, plot->y, SCENE_END, LEAST_SIZE,
                                             lines.at[0]);
        item->rotation = -90;
        item->face = plot_face(plot, i);
        item->category = (int)i;
        item->fill = INK;
        longest = fmax(longest, lines.width);
    }
    plot->y += longest + 2;
}

void axis_label_slots(struct plot *plot, double left, double right)
{
    size_t count = plot->chart->categories.count;
    double slot = (right - left) / (double)count;
    struct scene_lines *lines = ARENA_ARRAY(plot->arena, struct scene_lines, count);
    double height = 0;
    bool cut = false;
    for (size_t i = 0; i < count; i++) {
        const char *name = plot->chart->categories.at[i] ? plot->chart->categories.at[i] : "";
        lines[i] = scene_wrap(plot->metrics, plot->arena, plot_face(plot, i), SMALL_SIZE, name, slot - 3, 3);
        height = fmax(height, plot_lines_height(&lines[i], SMALL_SIZE));
        /* A year broken into 20 and 26 is worse than one turned. */
        bool word = lines[i].count > 1 && !strchr(name, ' ') && text_width(name) == utf8_length(name, strlen(name));
        cut = cut || word || lines[i].width > slot - 2 || (strstr(lines[i].at[lines[i].count - 1], "…") && !strstr(name, "…"));
    }
    plot->y += 3;
    if (cut && slot < 60) {
        label_turned(plot, left, slot);
        return;
    }
    for (size_t i = 0; i < count; i++)
        plot_lines(plot, left + slot * ((double)i + 0.5), plot->y + plot_lines_height(&lines[i], SMALL_SIZE) / 2, SCENE_MIDDLE,
                   plot_face(plot, i), SMALL_SIZE, &lines[i], (int)i);
    plot->y += height + 2;
}
