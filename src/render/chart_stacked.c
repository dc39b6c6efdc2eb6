/* SPDX-License-Identifier: GPL-3.0-or-later
 * Shares of answers as bars of 100 %: how satisfied, by district or item. Stacked from one end, or diverging: the answers of one side of the scale to
 * the right of a line, those of the other to the left, the middle one across it, so that sides can be compared by eye. Who does not know is no part of a
 * scale and stands beside it, as a share of all who said anything.
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

static size_t scale_series(const struct plot *plot)
{
    const struct doc_chart *chart = plot->chart;
    bool apart = chart->kind == CHART_DIVERGING && chart->apart < chart->series.count;
    return apart ? chart->series.count - chart->apart : chart->series.count;
}

static double row_total(const struct plot *plot, size_t category)
{
    struct sum sum = {0};
    for (size_t s = 0; s < scale_series(plot); s++)
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

/* False where there was no room for the number. */
static bool draw_share(struct plot *plot, struct box box, struct level level, double share, size_t category, size_t series)
{
    plot_hatched(plot, box, level, (int)category, (int)series);
    enum face_role face = plot_face(plot, category);
    const char *text = arena_printf(plot->arena, "%s%%", plot_fixed(plot, share * 100, plot->chart->decimals));
    /* Enough of a hatch must stay beside its number to be told from another. */
    double room = box.right - box.left - (level.hatch != 0 ? 10 : 4);
    double size = plot_measure(plot, face, SMALL_SIZE, text) <= room ? SMALL_SIZE : LEAST_SIZE;
    if (plot_measure(plot, face, size, text) > room)
        return false;
    double x = (box.left + box.right) / 2, y = (box.top + box.bottom) / 2;
    if (level.hatch != 0)
        plot_plate(plot, x, y, SCENE_MIDDLE, face, size, text);
    struct scene_item *item = plot_text(plot, x, y, SCENE_MIDDLE, size, text);
    item->fill = chart_ink_on(level.fill);
    item->face = face;
    item->part = SCENE_VALUE;
    item->category = (int)category;
    item->series = (int)series;
    return true;
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

/* Diverging ----------------------------------------------------------------------------------------------- */

struct diverging {
    size_t series; /* of the scale */
    double centre;
    struct axis axis;       /* per cent, below 0 to the left */
    struct axis apart;      /* per cent of who does not know; from = to: none */
    double end_room;        /* for the sums at the ends of bars */
};

static double centre_of(const struct plot *plot, size_t series)
{
    double centre = plot->chart->centre;
    return isnan(centre) ? (double)series / 2 : fmax(0, fmin(centre, (double)series));
}

/* Per cent of series a … b (not b) of a row. */
static double share_between(const struct plot *plot, size_t category, size_t a, size_t b)
{
    struct sum sum = {0};
    for (size_t s = a; s < b; s++)
        sum_add(&sum, count_at(plot, s, category));
    return 100 * sum_value(&sum) / row_total(plot, category);
}

/* From zero to the right end and to the left end. The middle answer counts half on each side. */
static double right_of_zero(const struct plot *plot, const struct diverging *d, size_t category)
{
    size_t whole = (size_t)floor(d->centre);
    double half = d->centre > (double)whole ? share_between(plot, category, whole, whole + 1) * (d->centre - (double)whole) : 0;
    return share_between(plot, category, 0, whole) + half;
}

static double apart_share(const struct plot *plot, const struct diverging *d, size_t category)
{
    double apart = 0;
    for (size_t s = d->series; s < plot->chart->series.count; s++)
        apart += count_at(plot, s, category);
    double all = apart + row_total(plot, category);
    return all > 0 ? 100 * apart / all : NAN;
}

static const char *percent_text(const struct plot *plot, double percent)
{
    return arena_printf(plot->arena, "%s%%", plot_fixed(plot, percent, plot->chart->decimals));
}

static struct scene_item *row_text(struct plot *plot, double x, double y, enum scene_anchor anchor, size_t category, const char *text)
{
    struct scene_item *item = plot_text(plot, x, y, anchor, SMALL_SIZE, text);
    item->face = plot_face(plot, category);
    item->category = (int)category;
    item->fill = INK_SOFT;
    return item;
}

static void diverging_row(struct plot *plot, const struct diverging *d, size_t category, double y)
{
    double top = y - BAR_HEIGHT / 2, bottom = y + BAR_HEIGHT / 2;
    if (row_total(plot, category) > 0) {
        double right = right_of_zero(plot, d, category), at = right;
        size_t first = (size_t)floor(d->centre), last = (size_t)ceil(d->centre);
        bool sum_first = first > 0, sum_last = last < d->series; /* not where it would say again what stands inside */
        for (size_t s = 0; s < d->series; s++) {
            double share = share_between(plot, category, s, s + 1);
            if (share <= 0)
                continue;
            struct box box = {axis_at(&d->axis, at - share), top, axis_at(&d->axis, at), bottom};
            bool printed = draw_share(plot, box, chart_side_level(s, d->series, d->centre), share / 100, category, s);
            sum_first = sum_first && !(printed && first == 1 && s == 0);
            sum_last = sum_last && !(printed && last + 1 == d->series && s == last);
            at -= share;
        }
        if (sum_first)
            row_text(plot, axis_at(&d->axis, right) + 3, y, SCENE_START, category, percent_text(plot, share_between(plot, category, 0, first)));
        if (sum_last)
            row_text(plot, axis_at(&d->axis, right - 100) - 3, y, SCENE_END, category, percent_text(plot, share_between(plot, category, last, d->series)));
    } else {
        row_text(plot, axis_at(&d->axis, 0) + LABEL_GAP, y, SCENE_START, category, "—");
    }
    double apart = apart_share(plot, d, category);
    if (d->apart.to <= d->apart.from)
        return;
    if (apart > 0)
        plot_hatched(plot, (struct box){d->apart.from, top + 1.5, axis_at(&d->apart, apart), bottom - 1.5}, (struct level){0xC4C4C4, -1, 2.6}, (int)category,
                     (int)d->series);
    double end = isnan(apart) ? d->apart.from : axis_at(&d->apart, apart);
    row_text(plot, end + 3, y, SCENE_START, category, isnan(apart) ? "—" : percent_text(plot, apart));
}

/* Both ends round. */
static struct axis diverging_axis(const struct plot *plot, const struct diverging *d)
{
    double left = 0, right = 0;
    for (size_t i = 0; i < plot->chart->categories.count; i++)
        if (row_total(plot, i) > 0) {
            right = fmax(right, right_of_zero(plot, d, i));
            left = fmax(left, 100 - right_of_zero(plot, d, i));
        }
    if (left + right <= 0)
        left = right = 50; /* no row has answers */
    return (struct axis){.low = -ceil(left / 5 - 1e-9) * 5, .high = ceil(right / 5 - 1e-9) * 5, .step = 25};
}

static void diverging_ticks(struct plot *plot, const struct diverging *d, double top, double bottom)
{
    double step = 25, width = plot_measure(plot, FACE_SONG, SMALL_SIZE, "100%") + 4;
    while (step < 100 && axis_at(&d->axis, step) - axis_at(&d->axis, 0) < width)
        step *= 2;
    for (double tick = -100; tick <= 100; tick += step) {
        if (tick < d->axis.low || tick > d->axis.high)
            continue;
        double x = axis_at(&d->axis, tick);
        scene_line(plot->scene, x, top, x, bottom + 2, 0.4, RULE);
        plot_text(plot, x, bottom + 8, SCENE_MIDDLE, SMALL_SIZE, arena_printf(plot->arena, "%.0f%%", fabs(tick)))->fill = INK_SOFT;
    }
    if (d->apart.to > d->apart.from)
        scene_line(plot->scene, d->apart.from, top, d->apart.from, bottom + 2, 0.5, RULE_DARK);
    plot->y = bottom + 14;
}

/* Widths: the scale gets what labels, who does not know, and bases leave. */
static void diverging_across(struct plot *plot, struct diverging *d, const struct rows *rows, bool counts)
{
    size_t count = plot->chart->categories.count;
    double base = 0, most = 0, text = plot_measure(plot, FACE_HEI, SMALL_SIZE, percent_text(plot, 100)) + 4;
    for (size_t i = 0; counts && i < count; i++)
        base = fmax(base, plot_measure(plot, plot_face(plot, i), SMALL_SIZE, base_text(plot, i)));
    for (size_t i = 0; i < count; i++)
        most = fmax(most, apart_share(plot, d, i));
    d->end_room = text;
    double right = plot->width - (base > 0 ? base + LABEL_GAP : 0);
    d->apart = (struct axis){.low = 0, .high = fmax(most, 1)};
    if (d->series < plot->chart->series.count) {
        double bar = plot->width * 0.1;
        d->apart.to = right - text;
        d->apart.from = d->apart.to - bar;
        right = d->apart.from - LABEL_GAP;
    }
    d->axis.from = rows->label_right + LABEL_GAP + text;
    d->axis.to = right - text;
}

static void diverging_head(struct plot *plot, const struct diverging *d)
{
    if (d->apart.to <= d->apart.from)
        return;
    struct scene_lines name = scene_wrap(plot->metrics, plot->arena, FACE_SONG, SMALL_SIZE, chart_series_name(plot->chart, d->series),
                                         d->apart.to + d->end_room - d->apart.from, 1);
    plot_lines(plot, d->apart.from, plot->y + 5, SCENE_START, FACE_SONG, SMALL_SIZE, &name, -1);
    plot->y += 12;
}

void chart_draw_diverging(struct plot *plot)
{
    bool counts = !chart_percent(plot->chart);
    struct diverging d = {.series = scale_series(plot)};
    d.centre = centre_of(plot, d.series);
    plot_side_key(plot, d.series, d.centre);
    struct rows rows = rows_measure(plot, 0.28, TEXT_SIZE);
    d.axis = diverging_axis(plot, &d);
    diverging_across(plot, &d, &rows, counts);
    diverging_head(plot, &d);
    rows_place(plot, &rows, TEXT_SIZE, ROW_HEIGHT);
    diverging_ticks(plot, &d, rows.top, rows.bottom);
    double zero = axis_at(&d.axis, 0); /* under the bars: it would strike out the number of the middle answer */
    scene_line(plot->scene, zero, rows.top, zero, rows.bottom, 0.8, INK);
    for (size_t i = 0; i < rows.count; i++) {
        diverging_row(plot, &d, i, rows.centre[i]);
        if (counts)
            row_text(plot, plot->width, rows.centre[i], SCENE_END, i, base_text(plot, i));
    }
    rows_label(plot, &rows, TEXT_SIZE);
    if (d.series > 3)
        plot_remark(plot, plot_word(plot, d.centre > floor(d.centre) ? "两端的数为左右两侧各自的合计，不含骑在零线上的中间项" : "两端的数为左右两侧各自的合计"));
}
