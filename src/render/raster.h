/* SPDX-License-Identifier: GPL-3.0-or-later
 * Outlines to pixels: what a picture for a chat or a newspaper needs.
 *
 *     struct raster *raster = raster_new(1200, 630, 0xFFFFFF);
 *     raster_line(raster, 0, 0, 0, 10); raster_line(raster, 0, 10, 10, 10); …   closed outlines, any number of them
 *     raster_fill(raster, 0x8C1C13);
 *     raster_free(raster);
 */
#ifndef CEPING_RENDER_RASTER_H
#define CEPING_RENDER_RASTER_H

#include <stdint.h>

struct raster {
    int width, height;
    unsigned char *pixels; /* RGB, row by row */
    float *cover;          /* of the outlines drawn since the last fill, as differences along a row */
    int top, bottom;       /* rows that they touch */
};

struct raster *raster_new(int width, int height, uint32_t paper);
void raster_free(struct raster *raster); /* accepts NULL */
/* A piece of an outline. What lies outside the picture is cut off. */
void raster_line(struct raster *raster, double x0, double y0, double x1, double y1);
/* Fills what the outlines enclose, and begins anew. Holes run the other way round, as in TrueType. */
void raster_fill(struct raster *raster, uint32_t colour);

#endif
