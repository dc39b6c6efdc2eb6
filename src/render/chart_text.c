/* SPDX-License-Identifier: GPL-3.0-or-later
 * Text in charts: placed by its middle, measured before it is placed, kept off other text.
 */
#include <math.h>

#include "ceping/doc.h"
#include "chart_priv.h"

/* Half of the height of a Han character above the baseline minus what lies below: 0.86 − 0.14 over two. */
#define MIDDLE 0.36

double plot_measure(const struct plot *plot, enum face_role face, double size, const char *text)
{
    return plot->metrics->measure(plot->metrics->data, face, size, text);
}

bool plot_highlighted(const struct plot *plot, size_t category)
{
    return plot->chart->highlight >= 0 && (size_t)plot->chart->highlight == category;
}

enum face_role plot_face(const struct plot *plot, size_t category)
{
    return plot_highlighted(plot, category) ? FACE_HEI : FACE_SONG;
}

struct scene_item *plot_text(struct plot *plot, double x, double centre, enum scene_anchor anchor, double size, const char *text)
{
    struct scene_item *item = scene_text(plot->scene, x, centre + MIDDLE * size, anchor, size, text);
    item->fill = INK;
    return item;
}

double plot_lines_height(const struct scene_lines *lines, double size)
{
    return size * (1 + LINE_HEIGHT * (double)(lines->count - 1));
}

void plot_lines(struct plot *plot, double x, double centre, enum scene_anchor anchor, enum face_role face, double size,
                const struct scene_lines *lines, int category)
{
    double first = centre - size * LINE_HEIGHT * (double)(lines->count - 1) / 2;
    for (size_t i = 0; i < lines->count; i++) {
        if (!*lines->at[i])
            continue;
        struct scene_item *item = plot_text(plot, x, first + size * LINE_HEIGHT * (double)i, anchor, size, lines->at[i]);
        item->face = face;
        item->category = category;
    }
}

struct box plot_text_box(const struct plot *plot, double x, double centre, enum scene_anchor anchor, enum face_role face, double size,
                         const char *text)
{
    struct scene_item item = {.kind = SCENE_TEXT, .x = x, .y = centre + MIDDLE * size, .anchor = anchor, .face = face, .size = size, .text = text};
    struct box box;
    scene_text_box(plot->metrics, &item, &box.left, &box.top, &box.right, &box.bottom);
    return box;
}

void plot_plate(struct plot *plot, double x, double centre, enum scene_anchor anchor, enum face_role face, double size, const char *text)
{
    struct box box = plot_text_box(plot, x, centre, anchor, face, size, text);
    scene_rect(plot->scene, box.left - 1.5, box.top + 0.3, box.right - box.left + 3, box.bottom - box.top - 0.6, PAPER);
}

void plot_remark(struct plot *plot, const char *text)
{
    struct scene_lines lines = scene_wrap(plot->metrics, plot->arena, FACE_SONG, LEAST_SIZE, text, plot->width, 3);
    double height = plot_lines_height(&lines, LEAST_SIZE);
    size_t first = plot->scene->items.count;
    plot_lines(plot, plot->width, plot->y + 3 + height / 2, SCENE_END, FACE_SONG, LEAST_SIZE, &lines, -1);
    for (size_t i = first; i < plot->scene->items.count; i++)
        plot->scene->items.at[i].fill = INK_SOFT;
    plot->y += height + 4;
}

/* Places ------------------------------------------------------------------------------------------------ */

bool boxes_free(const struct boxes *boxes, struct box box)
{
    for (size_t i = 0; i < boxes->all.count; i++) {
        const struct box *other = &boxes->all.at[i];
        if (box.left < other->right && other->left < box.right && box.top < other->bottom && other->top < box.bottom)
            return false;
    }
    return true;
}

void boxes_take(struct plot *plot, struct boxes *boxes, struct box box)
{
    struct box *taken = LIST_ADD(plot->arena, &boxes->all);
    *taken = box;
}

/* Labels that press on each other become one block at the mean of their wishes; blocks that then touch are joined (pool adjacent violators).
 * The sum of squared displacements is least so. */
void spread_labels(double *centres, size_t count, double height, double low, double high)
{
    if (count == 0)
        return;
    auto_free double *mean = xcalloc(count, sizeof *mean);
    auto_free size_t *size = xcalloc(count, sizeof *size);
    size_t blocks = 0;
    for (size_t i = 0; i < count; i++) {
        mean[blocks] = centres[i] - (double)i * height; /* in these terms labels may not decrease */
        size[blocks++] = 1;
        while (blocks > 1 && mean[blocks - 2] > mean[blocks - 1]) {
            double total = (double)(size[blocks - 2] + size[blocks - 1]);
            mean[blocks - 2] = (mean[blocks - 2] * (double)size[blocks - 2] + mean[blocks - 1] * (double)size[blocks - 1]) / total;
            size[blocks - 2] += size[blocks - 1];
            blocks--;
        }
    }
    double least = low + height / 2, most = high - height / 2 - (double)(count - 1) * height;
    size_t i = 0;
    for (size_t b = 0; b < blocks; b++)
        for (size_t k = 0; k < size[b]; k++, i++)
            centres[i] = fmax(least, fmin(mean[b], fmax(least, most))) + (double)i * height;
}
