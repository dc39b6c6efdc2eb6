/* SPDX-License-Identifier: GPL-3.0-or-later
 * A square code as a scene: black modules on white, four modules of quiet around it as the standard (ISO/IEC 18004) wants. Level M
 * restores 15 % of it, enough for a sheet that was folded.
 */
#include "qr.h"

#include "scene.h"

#include <qrencode.h>

#define QUIET 4

/* Neighbours in a row are one rectangle; a hair of overlap keeps viewers from drawing white between rows. */
static void add_row(struct scene *scene, const QRcode *code, int y)
{
    for (int x = 0; x < code->width;) {
        int end = x;
        while (end < code->width && code->data[y * code->width + end] & 1)
            end++;
        if (end > x)
            scene_rect(scene, QUIET + x, QUIET + y, end - x, 1.02, 0x000000)->part = SCENE_DATA;
        x = end > x ? end : x + 1;
    }
}

struct scene *qr_scene(const char *text, struct arena *arena)
{
    QRcode *code = QRcode_encodeString(text, 0, QR_ECLEVEL_M, QR_MODE_8, 1);
    if (!code)
        return NULL;
    struct scene *scene = ARENA_NEW(arena, struct scene);
    scene->arena = arena;
    scene->width = scene->height = code->width + 2 * QUIET;
    for (int y = 0; y < code->width; y++)
        add_row(scene, code, y);
    QRcode_free(code);
    return scene;
}
