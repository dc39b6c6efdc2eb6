/* SPDX-License-Identifier: GPL-3.0-or-later
 * The content stream of a page. It is written here and not through libharu's drawing calls, which know no TJ (glyphs and the distances
 * between them in one array), so that each line of text stays one operator, in reading order, and small.
 */
#include "pdf_priv.h"

#include <hpdf_pages.h>
#include <math.h>
#include <stdlib.h>

#define UNSEEN 2 /* 1/1000 em off its place that nobody sees; they do not add up */
#define UNSET 0xFFFFFFFEu

/* Numbers and colours ---------------------------------------------------------------------------------- */

/* Two decimals, of a point: finer than any press. Never in the words of a locale. */
void pdf_put_number(struct pdf_canvas *canvas, double value)
{
    long hundredths = lround(value * 100);
    if (hundredths < 0)
        strbuf_addc(canvas->out, '-');
    hundredths = labs(hundredths);
    strbuf_addf(canvas->out, "%ld", hundredths / 100);
    if (hundredths % 100 != 0)
        strbuf_addf(canvas->out, hundredths % 10 ? ".%02ld" : ".%01ld", hundredths % 10 ? hundredths % 100 : hundredths % 100 / 10);
    strbuf_addc(canvas->out, ' ');
}

static void put_colour(struct pdf_canvas *canvas, uint32_t colour, const char *grey, const char *rgb)
{
    double r = (double)(colour >> 16 & 0xFF) / 255, g = (double)(colour >> 8 & 0xFF) / 255, b = (double)(colour & 0xFF) / 255;
    pdf_put_number(canvas, r);
    if (r == g && g == b) {
        strbuf_adds(canvas->out, grey);
        return;
    }
    pdf_put_number(canvas, g);
    pdf_put_number(canvas, b);
    strbuf_adds(canvas->out, rgb);
}

void pdf_put_fill(struct pdf_canvas *canvas, uint32_t colour)
{
    if (canvas->fill != colour)
        put_colour(canvas, colour, "g\n", "rg\n");
    canvas->fill = colour;
}

void pdf_put_stroke(struct pdf_canvas *canvas, uint32_t colour, double width)
{
    if (canvas->stroke != colour)
        put_colour(canvas, colour, "G\n", "RG\n");
    if (canvas->stroke_width != width) {
        pdf_put_number(canvas, width);
        strbuf_adds(canvas->out, "w\n");
    }
    canvas->stroke = colour;
    canvas->stroke_width = width;
}

static uint32_t grey_colour(double grey)
{
    uint32_t level = (uint32_t)lround(grey * 255);
    return level << 16 | level << 8 | level;
}

/* Text ------------------------------------------------------------------------------------------------- */

static bool same_font(const struct glyph *a, const struct glyph *b)
{
    return a->face == b->face && a->size == b->size && a->rise == b->rise;
}

static double advance_of(const struct pdf_canvas *canvas, const struct text_line *line, size_t i)
{
    const struct glyph *glyph = &line->glyphs.at[i];
    if (i + 1 < line->glyphs.count)
        return (line->glyphs.at[i + 1].x - glyph->x) / glyph->size * 1000;
    return faces_advance(canvas->pdf->faces, glyph->face, glyph->code) * 1000;
}

/* Glyphs of one font: codes, and between them by how many 1/1000 em the next stands nearer than the code says. */
static void put_glyphs(struct pdf_canvas *canvas, const struct text_line *line, size_t begin, size_t end)
{
    const struct glyph *first = &line->glyphs.at[begin];
    long pen = 0;
    strbuf_adds(canvas->out, "[<");
    for (size_t i = begin; i < end; i++) {
        const struct glyph *glyph = &line->glyphs.at[i];
        long wanted = lround((glyph->x - first->x) / first->size * 1000);
        if (labs(wanted - pen) > UNSEEN)
            strbuf_addf(canvas->out, ">%ld<", pen - wanted);
        else
            wanted = pen;
        int width = 0;
        unsigned code = pdf_code(canvas->pdf, glyph->face, glyph, advance_of(canvas, line, i), &width);
        strbuf_addf(canvas->out, "%04X", code);
        pen = wanted + width;
    }
    strbuf_adds(canvas->out, ">]TJ\n");
}

static void put_position(struct pdf_canvas *canvas, const struct glyph *glyph, double x, double y, double turn, bool first)
{
    double angle = -turn * acos(-1) / 180, c = cos(angle), s = sin(angle);
    double dx = glyph->x, dy = glyph->rise;
    if (turn == 0 && first) { /* what Td moves from is still the page's corner */
        pdf_put_number(canvas, x + dx);
        pdf_put_number(canvas, canvas->height - y + dy);
        strbuf_adds(canvas->out, "Td");
        return;
    }
    pdf_put_number(canvas, c);
    pdf_put_number(canvas, s);
    pdf_put_number(canvas, -s);
    pdf_put_number(canvas, c);
    pdf_put_number(canvas, x + dx * c - dy * s);
    pdf_put_number(canvas, canvas->height - y + dx * s + dy * c);
    strbuf_adds(canvas->out, "Tm");
}

void pdf_put_line(struct pdf_canvas *canvas, const struct text_line *line, double x, double y, double turn)
{
    if (line->glyphs.count == 0)
        return;
    strbuf_adds(canvas->out, "BT\n");
    for (size_t begin = 0; begin < line->glyphs.count;) {
        const struct glyph *glyph = &line->glyphs.at[begin];
        size_t end = begin + 1;
        while (end < line->glyphs.count && same_font(glyph, &line->glyphs.at[end]))
            end++;
        if (canvas->page) {
            strbuf_addf(canvas->out, "/%s ", HPDF_Page_GetLocalFontName(canvas->page, canvas->pdf->cut[glyph->face].font));
            pdf_put_number(canvas, glyph->size);
            strbuf_adds(canvas->out, "Tf ");
        }
        put_position(canvas, glyph, x, y, turn, begin == 0);
        put_glyphs(canvas, line, begin, end);
        begin = end;
    }
    strbuf_adds(canvas->out, "ET\n");
}

/* Items ------------------------------------------------------------------------------------------------ */

static void put_rule(struct pdf_canvas *canvas, const struct placed *rule)
{
    pdf_put_stroke(canvas, grey_colour(rule->grey), rule->thickness);
    pdf_put_number(canvas, rule->x);
    pdf_put_number(canvas, canvas->height - rule->y);
    strbuf_adds(canvas->out, "m ");
    pdf_put_number(canvas, rule->x + rule->width);
    pdf_put_number(canvas, canvas->height - rule->y - rule->height);
    strbuf_adds(canvas->out, "l S\n");
}

static void put_area(struct pdf_canvas *canvas, const struct placed *area)
{
    pdf_put_fill(canvas, grey_colour(area->grey));
    pdf_put_number(canvas, area->x);
    pdf_put_number(canvas, canvas->height - area->y - area->height);
    pdf_put_number(canvas, area->width);
    pdf_put_number(canvas, area->height);
    strbuf_adds(canvas->out, "re f\n");
}

static void put_items(struct pdf_canvas *canvas, const struct placed *items, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        switch (items[i].kind) {
        case PLACED_TEXT:
            pdf_put_fill(canvas, grey_colour(items[i].grey));
            pdf_put_line(canvas, items[i].line, items[i].x, items[i].y, 0);
            break;
        case PLACED_RULE:
            put_rule(canvas, &items[i]);
            break;
        case PLACED_AREA:
            put_area(canvas, &items[i]);
            break;
        case PLACED_SCENE:
            pdf_put_scene(canvas, &items[i]);
            break;
        case PLACED_LINK:
            break;
        }
    }
}

void pdf_page_content(struct pdf *pdf, size_t index, HPDF_Page page, struct strbuf *out)
{
    const struct layout_page *layout = &pdf->layout->pages.at[index];
    struct pdf_canvas canvas = {.pdf = pdf, .page = page, .out = out, .height = layout->height, .fill = UNSET, .stroke = UNSET, .stroke_width = -1};
    if (layout->turned) { /* a quarter turn to the left: what was the top left is the foot of the page, at its left */
        strbuf_adds(out, "q 0 1 -1 0 ");
        canvas.height = layout->width;
        pdf_put_number(&canvas, layout->width);
        strbuf_adds(out, "0 cm\n");
    }
    put_items(&canvas, layout->items.at, layout->items.count);
    if (layout->turned) {
        strbuf_adds(out, "Q\n");
        canvas.height = layout->height;
        canvas.fill = canvas.stroke = UNSET;
        canvas.stroke_width = -1;
    }
    put_items(&canvas, layout->margins.at, layout->margins.count);
}
