/* SPDX-License-Identifier: GPL-3.0-or-later
 * Inside render: measuring, line breaking, layout, and the list of placed things that the PDF writer draws.
 */
#ifndef CEPING_RENDER_PRIV_H
#define CEPING_RENDER_PRIV_H

#include "ceping/render.h"

/* Measuring (faces.c) ------------------------------------------------------------------------------------ */

/* Width in points of `text` (UTF-8, one line) set in `role` at `size` points, without justification: the advances of the
 * faces that will draw it, fallbacks included. */
double render_measure(struct render_faces *faces, enum face_role role, double size, const char *text);

#endif
