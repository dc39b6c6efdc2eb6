/* SPDX-License-Identifier: GPL-3.0-or-later
 * Rows with a label at the left: the frame of bars, profiles, forests, boxes, stacks and heat maps.
 */
#include <math.h>

#include "ceping/doc.h"
#include "chart_priv.h"

#define ROW_LINES 2 /* a name of a project of up to 36 characters fits at 442 pt */

struct rows rows_measure(struct plot *plot, double share, double size)
{
    size_t count = plot->chart->categories.count;
    struct rows rows = {.count = count, .labels = ARENA_ARRAY(plot->arena, struct scene_lines, count),
                        .centre = ARENA_ARRAY(plot->arena, double, count), .height = ARENA_ARRAY(plot->arena, double, count)};
    for (size_t i = 0; i < count; i++) {
        rows.labels[i] = scene_wrap(plot->metrics, plot->arena, plot_face(plot, i), size, plot->chart->categories.at[i],
                                    plot->width * share, ROW_LINES);
        rows.label_right = fmax(rows.label_right, rows.labels[i].width);
    }
    rows.label_right = ceil(rows.label_right);
    return rows;
}

void rows_place(struct plot *plot, struct rows *rows, double size, double least)
{
    rows->top = plot->y;
    for (size_t i = 0; i < rows->count; i++) {
        rows->height[i] = fmax(least, plot_lines_height(&rows->labels[i], size) + 4);
        rows->centre[i] = plot->y + rows->height[i] / 2;
        plot->y += rows->height[i];
    }
    rows->bottom = plot->y;
}

void rows_label(struct plot *plot, const struct rows *rows, double size)
{
    for (size_t i = 0; i < rows->count; i++)
        plot_lines(plot, rows->label_right, rows->centre[i], SCENE_END, plot_face(plot, i), size, &rows->labels[i], (int)i);
}
