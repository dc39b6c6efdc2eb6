/* SPDX-License-Identifier: GPL-3.0-or-later
 * The tables of a cut face, and in them the same outline at another width as a glyph of its own.
 *
 * A code with its own width is enough for readers that ask the PDF (poppler, pdf.js, Chromium). MuPDF asks by glyph, where the last width
 * stated for it wins. So each further width gets a glyph: a composite of one part, sixteen bytes that say "draw that one", with its own advance.
 */
#include "pdf_priv.h"

#include <hb.h>
#include <stdlib.h>

enum { COMPOSITE = 16, MAXP_LEN = 32, HHEA_LEN = 36, HEAD_LEN = 54 };

struct table {
    hb_blob_t *blob;
    const unsigned char *at;
    unsigned len;
};

static struct table take(hb_face_t *face, const char *tag)
{
    struct table table = {.blob = hb_face_reference_table(face, HB_TAG(tag[0], tag[1], tag[2], tag[3]))};
    table.at = (const unsigned char *)hb_blob_get_data(table.blob, &table.len);
    return table;
}

static unsigned get16(const unsigned char *at)
{
    return (unsigned)at[0] << 8 | at[1];
}

static unsigned get32(const unsigned char *at)
{
    return get16(at) << 16 | get16(at + 2);
}

static void put16(unsigned char *at, unsigned value)
{
    at[0] = (unsigned char)(value >> 8);
    at[1] = (unsigned char)value;
}

static void add16(struct strbuf *out, unsigned value)
{
    strbuf_addc(out, (char)(value >> 8 & 0xFF));
    strbuf_addc(out, (char)(value & 0xFF));
}

static void add32(struct strbuf *out, unsigned value)
{
    add16(out, value >> 16);
    add16(out, value & 0xFFFF);
}

static unsigned glyph_offset(const struct table *loca, bool wide, unsigned glyph)
{
    return wide ? get32(loca->at + 4 * glyph) : 2 * get16(loca->at + 2 * glyph);
}

static void add_table(hb_face_t *builder, const char *tag, const char *bytes, size_t len)
{
    hb_blob_t *blob = hb_blob_create(bytes, (unsigned)len, HB_MEMORY_MODE_DUPLICATE, NULL, NULL);
    hb_face_builder_add_table(builder, HB_TAG(tag[0], tag[1], tag[2], tag[3]), blob);
    hb_blob_destroy(blob);
}

struct outlines {
    struct table head, hhea, hmtx, maxp, loca, glyf;
    unsigned glyphs, metrics;
    bool wide; /* offsets of four bytes */
};

static bool take_outlines(hb_face_t *face, struct outlines *o)
{
    o->head = take(face, "head"), o->hhea = take(face, "hhea"), o->hmtx = take(face, "hmtx");
    o->maxp = take(face, "maxp"), o->loca = take(face, "loca"), o->glyf = take(face, "glyf");
    if (o->head.len < HEAD_LEN || o->hhea.len < HHEA_LEN || o->maxp.len < MAXP_LEN)
        return false;
    o->glyphs = get16(o->maxp.at + 4);
    o->metrics = get16(o->hhea.at + 34);
    o->wide = get16(o->head.at + 50) != 0;
    return o->metrics > 0 && o->metrics <= o->glyphs && o->hmtx.len >= 4 * o->metrics + 2 * (o->glyphs - o->metrics) &&
           o->loca.len >= (o->glyphs + 1) * (o->wide ? 4u : 2u) && glyph_offset(&o->loca, o->wide, o->glyphs) <= o->glyf.len;
}

static void drop_outlines(struct outlines *o)
{
    struct table *all[] = {&o->head, &o->hhea, &o->hmtx, &o->maxp, &o->loca, &o->glyf};
    for (size_t i = 0; i < COUNT_OF(all); i++)
        hb_blob_destroy(all[i]->blob);
}

static unsigned advance(const struct outlines *o, unsigned glyph)
{
    return get16(o->hmtx.at + 4 * (glyph < o->metrics ? glyph : o->metrics - 1));
}

static unsigned bearing(const struct outlines *o, unsigned glyph)
{
    return get16(glyph < o->metrics ? o->hmtx.at + 4 * glyph + 2 : o->hmtx.at + 4 * o->metrics + 2 * (glyph - o->metrics));
}

static void add_composite(const struct outlines *o, unsigned base, struct strbuf *glyf)
{
    unsigned begin = glyph_offset(&o->loca, o->wide, base), end = glyph_offset(&o->loca, o->wide, base + 1);
    if (end < begin + 10 || end > o->glyf.len)
        return; /* nothing is drawn, at any width */
    add16(glyf, 0xFFFF);
    strbuf_add(glyf, (const char *)o->glyf.at + begin + 2, 8); /* its box */
    add16(glyf, 0x0002); /* two bytes of offset, both zero */
    add16(glyf, base);
    add16(glyf, 0);
}

/* The six tables that a PDF needs, with one more glyph for each of the `count` (base, width) pairs. */
static void write_tables(const struct outlines *o, hb_face_t *builder, const unsigned *bases, const int *widths, size_t count)
{
    auto_strbuf struct strbuf glyf, loca, hmtx;
    strbuf_init(&glyf);
    strbuf_init(&loca);
    strbuf_init(&hmtx);
    unsigned units = get16(o->head.at + 18);
    strbuf_add(&glyf, (const char *)o->glyf.at, o->glyf.len);
    strbuf_pad(&glyf, '\0', (4 - glyf.len % 4) % 4);
    for (unsigned g = 0; g < o->glyphs; g++) {
        add32(&loca, glyph_offset(&o->loca, o->wide, g));
        add16(&hmtx, advance(o, g));
        add16(&hmtx, bearing(o, g));
    }
    for (size_t i = 0; i < count; i++) {
        add32(&loca, (unsigned)glyf.len);
        add_composite(o, bases[i], &glyf);
        add16(&hmtx, (unsigned)widths[i] * units / 1000);
        add16(&hmtx, bearing(o, bases[i]));
    }
    add32(&loca, (unsigned)glyf.len);

    unsigned char head[HEAD_LEN], hhea[HHEA_LEN], maxp[MAXP_LEN];
    memcpy(head, o->head.at, HEAD_LEN);
    memcpy(hhea, o->hhea.at, HHEA_LEN);
    memcpy(maxp, o->maxp.at, MAXP_LEN);
    put16(head + 50, 1);
    put16(hhea + 34, o->glyphs + (unsigned)count);
    put16(maxp + 4, o->glyphs + (unsigned)count);
    for (int at = 10; at <= 12 && count > 0; at += 2) /* points and contours of composites */
        if (get16(maxp + at) < get16(maxp + at - 4))
            put16(maxp + at, get16(maxp + at - 4));
    if (count > 0 && get16(maxp + 28) < 1)
        put16(maxp + 28, 1);
    put16(maxp + 30, get16(maxp + 30) + (count > 0));
    add_table(builder, "glyf", glyf.at, glyf.len);
    add_table(builder, "loca", loca.at, loca.len);
    add_table(builder, "hmtx", hmtx.at, hmtx.len);
    add_table(builder, "head", (char *)head, HEAD_LEN);
    add_table(builder, "hhea", (char *)hhea, HHEA_LEN);
    add_table(builder, "maxp", (char *)maxp, MAXP_LEN);
}

bool pdf_write_outlines(hb_face_t *part, hb_face_t *builder, struct pdf_face *cut)
{
    auto_free unsigned *bases = xcalloc(cut->codes.count + 1, sizeof *bases);
    auto_free int *widths = xcalloc(cut->codes.count + 1, sizeof *widths);
    size_t count = 0;
    struct outlines outlines;
    bool good = take_outlines(part, &outlines);
    for (size_t i = 0; i < cut->codes.count && good; i++) {
        if (!cut->codes.at[i].further)
            continue;
        bases[count] = cut->codes.at[i].glyph;
        widths[count++] = cut->codes.at[i].width;
        cut->codes.at[i].glyph = outlines.glyphs + (unsigned)count - 1;
    }
    good = good && outlines.glyphs + count < 0xFFFF;
    if (good)
        write_tables(&outlines, builder, bases, widths, count);
    drop_outlines(&outlines);
    return good;
}
