/* SPDX-License-Identifier: GPL-3.0-or-later
 * Outlines to pixels, by exact coverage.
 *
 * Each piece of an outline adds to the pixels that it crosses the area to the right of it, signed by its direction, as differences along the row. A
 * running sum along the row then gives how much of each pixel is covered, without sampling: edges are as smooth as eight bits allow. Outlines of one
 * direction that overlap add up to more than one and are cut to one, which is the nonzero rule of TrueType; a hole runs the other way and takes
 * away. (The method of accumulation buffers: R. Levien, font-rs, 2016.)
 *
 * A library would do it too (cairo, FreeType); both bring more than they save here: the outlines come from HarfBuzz, which is at hand, and what
 * remains is this page.
 */
#include <math.h>

#include "ceping/base.h"
#include "raster.h"

#include <stdlib.h>

struct raster *raster_new(int width, int height, uint32_t paper)
{
    struct raster *raster = xcalloc(1, sizeof *raster);
    raster->width = width;
    raster->height = height;
    raster->pixels = xmalloc((size_t)width * (size_t)height * 3);
    for (size_t i = 0; i < (size_t)width * (size_t)height; i++)
        for (size_t c = 0; c < 3; c++)
            raster->pixels[3 * i + c] = (unsigned char)(paper >> (16 - 8 * c));
    raster->cover = xcalloc((size_t)width * (size_t)height + 2, sizeof *raster->cover);
    raster->top = height;
    return raster;
}

void raster_free(struct raster *raster)
{
    if (!raster)
        return;
    free(raster->pixels);
    free(raster->cover);
    free(raster);
}

/* The part of a line within one row: from x to x2, `down` high (signed). */
static void add_row(struct raster *raster, int row, double x, double x2, double down)
{
    float *at = raster->cover + (size_t)row * (size_t)raster->width;
    double left = fmin(fmax(fmin(x, x2), 0), raster->width), right = fmin(fmax(fmax(x, x2), 0), raster->width);
    int first = (int)floor(left), last = (int)ceil(right);
    if (first >= raster->width)
        return;
    if (last <= first + 1) { /* within one pixel: its middle tells the area */
        double middle = (left + right) / 2 - first;
        at[first] += (float)(down * (1 - middle));
        if (first + 1 < raster->width)
            at[first + 1] += (float)(down * middle);
        return;
    }
    /* Pixel by pixel: the coverage of pixel i is what the line leaves to its right there; differences are stored. */
    double slope = down / (right - left), before = 0;
    for (int i = first; i <= last && i < raster->width; i++) {
        double from = fmax(left, i), to = fmin(right, i + 1), covered = 0;
        if (to > from)
            covered = slope * (to - from) * (i + 1 - (from + to) / 2);
        covered += slope * fmax(0, fmin(from, right) - left); /* what came down further left covers the whole pixel */
        if (i >= right)
            covered = down;
        at[i] += (float)(covered - before);
        before = covered;
    }
}

void raster_line(struct raster *raster, double x0, double y0, double x1, double y1)
{
    if (y0 == y1 || !isfinite(x0 + y0 + x1 + y1))
        return;
    double sign = y0 < y1 ? 1 : -1, top = fmin(y0, y1), bottom = fmax(y0, y1);
    double x = y0 < y1 ? x0 : x1, step = (x1 - x0) / (y1 - y0);
    if (bottom <= 0 || top >= raster->height)
        return;
    double from = fmax(top, 0), to = fmin(bottom, raster->height);
    int first = (int)floor(from), last = (int)ceil(to);
    for (int row = first; row < last; row++) {
        double a = fmax(from, row), b = fmin(to, row + 1);
        if (b > a)
            add_row(raster, row, x + step * (a - top), x + step * (b - top), sign * (b - a));
    }
    raster->top = first < raster->top ? first : raster->top;
    raster->bottom = last > raster->bottom ? last : raster->bottom;
}

void raster_fill(struct raster *raster, uint32_t colour)
{
    for (int row = raster->top; row < raster->bottom; row++) {
        float *cover = raster->cover + (size_t)row * (size_t)raster->width;
        unsigned char *pixel = raster->pixels + 3 * (size_t)row * (size_t)raster->width;
        double sum = 0;
        for (int x = 0; x < raster->width; x++, pixel += 3) {
            sum += cover[x];
            cover[x] = 0;
            double share = fmin(fabs(sum), 1);
            if (share < 1e-4)
                continue;
            for (int c = 0; c < 3; c++) {
                double ink = (colour >> (16 - 8 * c)) & 0xFF;
                pixel[c] = (unsigned char)(pixel[c] + share * (ink - pixel[c]) + 0.5);
            }
        }
    }
    raster->top = raster->height;
    raster->bottom = 0;
}
