/* SPDX-License-Identifier: GPL-3.0-or-later
 * Square codes (QR): the only door to libqrencode.
 */
#ifndef CEPING_RENDER_QR_H
#define CEPING_RENDER_QR_H

struct arena;
struct scene;

/* `text` as a scene of one unit a module, in `arena`. NULL when it is empty or longer than the largest code holds (about 2,300 bytes). */
struct scene *qr_scene(const char *text, struct arena *arena);

#endif
