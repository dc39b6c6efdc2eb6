/* SPDX-License-Identifier: GPL-3.0-or-later
 * Charts for the web: the same scene as in the PDF, written as SVG.
 */
#include "scene.h"

void render_chart_svg(const struct doc_chart *chart, double width_pt, const char *id_prefix, struct strbuf *out)
{
    struct arena *arena = arena_new();
    const struct scene *scene = chart_scene(chart, width_pt, &scene_default_metrics, arena);
    /* role="img" without a name is silent on a screen reader: something must be said. */
    const char *title = chart->caption && *chart->caption ? chart->caption : chart->alt && *chart->alt ? chart->alt : chart->english ? "Chart" : "图";
    const char *description = chart->alt && *chart->alt ? chart->alt : NULL;
    scene_svg(scene, title, description, id_prefix, out);
    arena_free(arena);
}
