/* SPDX-License-Identifier: GPL-3.0-or-later
 * Charts as boxes.
 *
 * A chart that is a little higher than a page shrinks. One with a row for each of many units would shrink until nobody can read it: it is cut
 * between rows into as many charts as it needs, each with the axis of the whole, so that a bar on the last page means what one on the first does.
 */
#include "flow_priv.h"

#include "scene.h"

#include <math.h>

#define FLOAT_SPACE 10.0
#define LEAST_SCALE 0.8 /* labels of 9 points are then 7.2 */

/* Scenes -------------------------------------------------------------------------------------------------- */

/* Charts stand beside tables on paper: their plain texts are in the face of cells, which is embedded already; what is stressed stays as it is. */
static enum face_role face_of(const struct flow *flow, enum face_role role)
{
    return role == FACE_SONG ? flow->theme->table_face : role;
}

static double measure_text(void *data, enum face_role role, double size, const char *text)
{
    const struct flow *flow = data;
    return render_measure(flow->setter->faces, face_of(flow, role), size, text);
}

/* The texts of a scene are set here, so that the writer knows all characters of a page before it draws the first. */
const struct text_line *flow_scene_texts(struct flow *flow, const struct scene *scene)
{
    struct text_line *lines = ARENA_ARRAY(flow->arena, struct text_line, scene->items.count + 1);
    for (size_t i = 0; i < scene->items.count; i++) {
        const struct scene_item *item = &scene->items.at[i];
        if (item->kind != SCENE_TEXT || !item->text)
            continue;
        struct type_style style = {.face = face_of(flow, item->face), .size = item->size, .em = item->size, .chinese = flow->chinese};
        struct doc_run run = {.text = item->text};
        typeset_line(flow->setter, &(doc_runs){&run, 1}, &style, &lines[i]);
    }
    return lines;
}

static struct scene *draw(struct flow *flow, const struct doc_chart *chart)
{
    const struct scene_metrics metrics = {measure_text, flow};
    return chart_scene(chart, flow->theme->width, &metrics, flow->arena);
}

/* Parts --------------------------------------------------------------------------------------------------- */

static bool rows_from_top(enum chart_kind kind)
{
    switch (kind) {
    case CHART_BARS: case CHART_PROFILE: case CHART_STACKED: case CHART_HEAT: case CHART_FOREST: case CHART_BOX:
        return true;
    default:
        return false;
    }
}

static struct doc_chart *part_of(struct flow *flow, const struct doc_chart *chart, size_t begin, size_t count)
{
    struct doc_chart *part = ARENA_NEW(flow->arena, struct doc_chart);
    *part = *chart;
    part->whole = chart;
    part->categories.at = chart->categories.at + begin;
    part->categories.count = count;
    part->highlight = chart->highlight >= (int)begin && chart->highlight < (int)(begin + count) ? chart->highlight - (int)begin : -1;
    part->series.at = ARENA_ARRAY(flow->arena, struct chart_series, chart->series.count);
    for (size_t s = 0; s < chart->series.count; s++) {
        const struct chart_series *from = &chart->series.at[s];
        part->series.at[s] = (struct chart_series){from->name, from->values ? from->values + begin : NULL, from->lower ? from->lower + begin : NULL,
                                                   from->upper ? from->upper + begin : NULL};
    }
    return part;
}

/* Boxes --------------------------------------------------------------------------------------------------- */

static void place_scene(struct flow *flow, const struct scene *scene, double scale, const char *id, const char *caption, const char *note)
{
    size_t first = flow->boxes.count;
    struct box *box = flow_box(flow, scene->height * scale + 2);
    box->before = FLOAT_SPACE;
    box->keep = true;
    box->id = id;
    box->shrinks = scene->height * scale * (1 - LEAST_SCALE / fmax(scale, LEAST_SCALE));
    struct placed *item = box_item(flow, box, PLACED_SCENE);
    item->x = (flow->theme->width - scene->width * scale) / 2;
    item->width = scene->width * scale;
    item->height = scene->height * scale;
    item->scene = scene;
    item->texts = flow_scene_texts(flow, scene);
    flow_caption(flow, flow->chinese ? "图" : "Figure", flow->charts, caption, 2, false);
    flow_note(flow, note);
    flow->boxes.at[flow->boxes.count - 1].height += FLOAT_SPACE;
    flow_join(flow, first);
}

/* As many rows a part as fit a page, guessed from the height of the whole and made fewer where names are long. */
static void place_parts(struct flow *flow, const struct doc_block *block, double height, double most)
{
    const struct doc_chart *chart = block->chart;
    size_t count = chart->categories.count, a_part = (size_t)fmax(floor((double)count * most / height), 1);
    size_t parts = (count + a_part - 1) / a_part;
    a_part = (count + parts - 1) / parts; /* the last one is not left with a few */
    LIST_OF(struct scene *) scenes = {0};
    for (size_t begin = 0; begin < count;) {
        size_t rows = a_part < count - begin ? a_part : count - begin;
        struct scene *scene = draw(flow, part_of(flow, chart, begin, rows));
        while (scene->height > most && rows > 1) {
            size_t fewer = (size_t)((double)rows * most / scene->height);
            rows = fewer < rows && fewer > 0 ? fewer : rows - 1;
            scene = draw(flow, part_of(flow, chart, begin, rows));
        }
        *LIST_ADD(flow->arena, &scenes) = scene;
        begin += rows;
    }
    for (size_t i = 0; i < scenes.count; i++) {
        const char *caption = arena_printf(flow->arena, flow->chinese ? "%s（%zu/%zu）" : "%s (%zu/%zu)", chart->caption ? chart->caption : "", i + 1, scenes.count);
        bool last = i + 1 == scenes.count;
        place_scene(flow, scenes.at[i], fmin(1, most / scenes.at[i]->height), i == 0 ? block->id : NULL, caption, last ? chart->note : NULL);
    }
}

void flow_chart(struct flow *flow, const struct doc_block *block)
{
    if (!block->chart)
        return;
    flow->charts++;
    struct scene *scene = draw(flow, block->chart);
    double most = flow->theme->height - 4 * flow->theme->leading; /* caption and note find room on its page */
    double scale = fmin(1, most / scene->height);
    if (scale < LEAST_SCALE && rows_from_top(block->chart->kind) && block->chart->categories.count > 1)
        place_parts(flow, block, scene->height, most);
    else
        place_scene(flow, scene, scale, block->id, block->chart->caption, block->chart->note);
}
