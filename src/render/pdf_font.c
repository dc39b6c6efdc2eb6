/* SPDX-License-Identifier: GPL-3.0-or-later
 * Faces into the PDF.
 *
 * libharu can embed TrueType faces, but takes them whole, asks each for all 65,536 codes, drops parts of composite glyphs when it cuts, knows nothing
 * above U+FFFF and writes a map back to Unicode that readers complain about. So a face is cut here by HarfBuzz to the characters of this
 * document, and given a new character map of one run: the document's first character of it is U+4E00, the next U+4E01 and so on. libharu
 * reads that in no time; the content streams say these codes; and a ToUnicode map written here tells the truth.
 *
 * One outline may stand under several codes, each with its own width. Readers that copy text guess spaces and word order from the widths: a
 * quarter em between Chinese and Western would come out as a space, a comma closed up to a bracket as an overlap. Where a line sets a glyph
 * clearly wider or narrower than its face does, the code says so, and the guess comes out right.
 */
#include "pdf_priv.h"

#include <hb-subset.h>
#include <hpdf_doc.h>
#include <hpdf_font.h>
#include <hpdf_fontdef.h>
#include <hpdf_objects.h>
#include <hpdf_streams.h>
#include <hpdf_utils.h>
#include <math.h>
#include <stdlib.h>

#define OWN_WIDTH 80    /* 1/1000 em that a glyph may be set off before it gets a code of its own */
#define WIDTH_STEP 50   /* such widths are rounded, so that codes stay few */
#define MOST_CODES 20000u
#define HYPHEN_KEY 0xFFFEu /* no character: where a minus is found that is copied as a hyphen */

/* Codes ------------------------------------------------------------------------------------------------ */

static uint16_t *index_slot(struct pdf *pdf, struct pdf_face *cut, uint32_t code)
{
    uint16_t **page = &cut->index[code >> 8];
    if (!*page)
        *page = ARENA_ARRAY(pdf->arena, uint16_t, 256);
    return &(*page)[code & 0xFF];
}

static bool is_minus(const struct glyph *glyph)
{
    return glyph->source == '-' && glyph->code != '-';
}

static unsigned add_code(struct pdf *pdf, struct pdf_face *cut, const struct glyph *glyph, int width)
{
    if (cut->codes.count >= MOST_CODES)
        return 0;
    struct pdf_code *added = LIST_ADD(pdf->arena, &cut->codes);
    added->code = glyph->code;
    added->copied = is_minus(glyph) ? glyph->source : glyph->code;
    added->width = width;
    return (unsigned)cut->codes.count;
}

unsigned pdf_code(struct pdf *pdf, unsigned face, const struct glyph *glyph, double width, int *ret_width)
{
    struct pdf_face *cut = &pdf->cut[face];
    uint32_t key = is_minus(glyph) ? HYPHEN_KEY : glyph->code;
    uint16_t *slot = index_slot(pdf, cut, key);
    if (*slot == 0)
        *slot = (uint16_t)add_code(pdf, cut, glyph, (int)(faces_advance(pdf->faces, face, glyph->code) * 1000));
    if (*slot == 0) {
        *ret_width = 0;
        return PDF_FIRST_CODE;
    }
    unsigned place = *slot;
    int own = cut->codes.at[place - 1].width;
    if (fabs(width - own) > OWN_WIDTH && width >= 0 && width < 4000) {
        int wanted = (int)(floor(width / WIDTH_STEP + 0.5) * WIDTH_STEP);
        while (cut->codes.at[place - 1].width != wanted && cut->codes.at[place - 1].next)
            place = cut->codes.at[place - 1].next;
        if (cut->codes.at[place - 1].width != wanted) {
            unsigned added = add_code(pdf, cut, glyph, wanted);
            if (added) {
                cut->codes.at[place - 1].next = added;
                cut->codes.at[added - 1].further = true;
            }
            place = added ? added : *slot;
        }
    }
    *ret_width = cut->codes.at[place - 1].width;
    return PDF_FIRST_CODE + place - 1;
}

/* Cutting ---------------------------------------------------------------------------------------------- */

static void put16(unsigned char *at, unsigned value)
{
    at[0] = (unsigned char)(value >> 8);
    at[1] = (unsigned char)value;
}

/* A cmap (3, 1) of format 4 with one segment from PDF_FIRST_CODE on, and the closing one. */
static hb_blob_t *make_cmap(const unsigned *glyphs, size_t count)
{
    enum { HEAD = 12, FIXED = 16, SEGMENTS = 2 };
    unsigned len = FIXED + SEGMENTS * 8 + 2 * (unsigned)count;
    unsigned char *bytes = xcalloc(1, HEAD + len), *sub = bytes + HEAD;
    put16(bytes + 2, 1); /* tables */
    put16(bytes + 4, 3);
    put16(bytes + 6, 1);
    put16(bytes + 10, HEAD);
    const unsigned head[] = {4, len, 0, SEGMENTS * 2, 4, 1, 0};
    for (size_t i = 0; i < COUNT_OF(head); i++)
        put16(sub + 2 * i, head[i]);
    unsigned char *end = sub + 14, *start = end + 6, *delta = start + 4, *offset = delta + 4;
    put16(end, PDF_FIRST_CODE + (unsigned)count - 1);
    put16(end + 2, 0xFFFF);
    put16(start, PDF_FIRST_CODE);
    put16(start + 2, 0xFFFF);
    put16(delta + 2, 1);
    put16(offset, 4);
    for (size_t i = 0; i < count; i++)
        put16(offset + 4 + 2 * i, glyphs[i]);
    return hb_blob_create((const char *)bytes, HEAD + len, HB_MEMORY_MODE_WRITABLE, bytes, free);
}

static hb_face_t *cut_outlines(hb_face_t *whole, const struct pdf_face *cut)
{
    static const char tables[][5] = {"GSUB", "GPOS", "GDEF", "BASE", "vhea", "vmtx", "VORG", "STAT", "DSIG", "gasp",
                                     "kern", "EBDT", "EBLC", "EBSC", "FFTM", "mort", "morx", "VDMX", "hdmx", "LTSH"};
    hb_subset_input_t *input = hb_subset_input_create_or_fail();
    if (!input)
        return NULL;
    hb_set_t *codes = hb_subset_input_unicode_set(input);
    for (size_t i = 0; i < cut->codes.count; i++)
        hb_set_add(codes, cut->codes.at[i].code);
    hb_subset_input_set_flags(input, HB_SUBSET_FLAGS_NO_HINTING);
    hb_set_t *drop = hb_subset_input_set(input, HB_SUBSET_SETS_DROP_TABLE_TAG);
    for (size_t i = 0; i < COUNT_OF(tables); i++)
        hb_set_add(drop, HB_TAG(tables[i][0], tables[i][1], tables[i][2], tables[i][3]));
    hb_set_clear(hb_subset_input_set(input, HB_SUBSET_SETS_LAYOUT_FEATURE_TAG));
    hb_face_t *part = hb_subset_or_fail(whole, input);
    hb_subset_input_destroy(input);
    if (!part)
        return NULL;
    hb_blob_t *blob = hb_face_reference_blob(part); /* what was built is not read back until it is bytes */
    hb_face_destroy(part);
    part = hb_face_create(blob, 0);
    hb_blob_destroy(blob);
    return part;
}

/* The tables that pdf_add_width_glyphs writes. */
static bool outline_table(hb_tag_t tag)
{
    static const char tables[][5] = {"head", "hhea", "hmtx", "maxp", "loca", "glyf"};
    for (size_t i = 0; i < COUNT_OF(tables); i++)
        if (tag == HB_TAG(tables[i][0], tables[i][1], tables[i][2], tables[i][3]))
            return true;
    return false;
}

/* The bytes of the face, cut and mapped anew. */
static hb_blob_t *cut_face(hb_face_t *whole, const struct pdf_face *cut)
{
    hb_face_t *part = cut_outlines(whole, cut);
    if (!part)
        return NULL;
    hb_font_t *font = hb_font_create(part);
    unsigned *glyphs = xcalloc(cut->codes.count, sizeof *glyphs);
    for (size_t i = 0; i < cut->codes.count; i++)
        hb_font_get_nominal_glyph(font, cut->codes.at[i].code, &glyphs[i]);
    hb_font_destroy(font);

    hb_face_t *builder = hb_face_builder_create();
    hb_tag_t tags[64];
    unsigned count = COUNT_OF(tags);
    hb_face_get_table_tags(part, 0, &count, tags);
    bool more = pdf_add_width_glyphs(part, builder, cut, glyphs);
    for (unsigned i = 0; i < count; i++) {
        if (more && outline_table(tags[i]))
            continue;
        hb_blob_t *table = tags[i] == HB_TAG('c', 'm', 'a', 'p') ? make_cmap(glyphs, cut->codes.count) : hb_face_reference_table(part, tags[i]);
        hb_face_builder_add_table(builder, tags[i], table);
        hb_blob_destroy(table);
    }
    hb_blob_t *bytes = hb_face_reference_blob(builder);
    hb_face_destroy(builder);
    hb_face_destroy(part);
    free(glyphs);
    return bytes;
}

/* Into libharu ----------------------------------------------------------------------------------------- */

static void put_utf16(struct strbuf *out, uint32_t code)
{
    if (code < 0x10000)
        strbuf_addf(out, "%04X", code);
    else
        strbuf_addf(out, "%04X%04X", 0xD800 + ((code - 0x10000) >> 10), 0xDC00 + ((code - 0x10000) & 0x3FF));
}

static void write_to_unicode(HPDF_Font font, const struct pdf_face *cut)
{
    auto_strbuf struct strbuf map;
    strbuf_init(&map);
    strbuf_adds(&map, "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n"
                      "/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n");
    for (size_t i = 0; i < cut->codes.count; i += 100) {
        size_t end = i + 100 < cut->codes.count ? i + 100 : cut->codes.count;
        strbuf_addf(&map, "%zu beginbfchar\n", end - i);
        for (size_t k = i; k < end; k++) {
            strbuf_addf(&map, "<%04X> <", PDF_FIRST_CODE + (unsigned)k);
            put_utf16(&map, cut->codes.at[k].copied);
            strbuf_adds(&map, ">\n");
        }
        strbuf_adds(&map, "endbfchar\n");
    }
    strbuf_adds(&map, "endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n");
    HPDF_Dict stream = ((HPDF_FontAttr)font->attr)->cmap_stream;
    HPDF_MemStream_FreeData(stream->stream);
    HPDF_Stream_Write(stream->stream, (const HPDF_BYTE *)map.at, (HPDF_UINT)map.len);
    stream->filter = HPDF_STREAM_FILTER_FLATE_DECODE;
}

/* Most advance a whole em: that is said once, and the others in runs. */
static void write_widths(struct pdf *pdf, HPDF_Font font, const struct pdf_face *cut)
{
    enum { WHOLE = 1000 };
    HPDF_Array all = HPDF_Array_New(pdf->out->mmgr), run = NULL;
    for (size_t i = 0; i < cut->codes.count; i++) {
        if (cut->codes.at[i].width == WHOLE) {
            run = NULL;
            continue;
        }
        if (!run) {
            run = HPDF_Array_New(pdf->out->mmgr);
            HPDF_Array_AddNumber(all, (HPDF_INT32)(PDF_FIRST_CODE + i));
            HPDF_Array_Add(all, run);
        }
        HPDF_Array_AddNumber(run, cut->codes.at[i].width);
    }
    HPDF_Dict descendant = ((HPDF_FontAttr)font->attr)->descendant_font;
    HPDF_Dict_AddNumber(descendant, "DW", WHOLE);
    HPDF_Dict_Add(descendant, "W", all);
}

static bool embed_face(struct pdf *pdf, unsigned face)
{
    struct pdf_face *cut = &pdf->cut[face];
    hb_blob_t *bytes = cut_face(faces_outlines(pdf->faces, face), cut);
    if (!bytes)
        return false;
    unsigned len = 0;
    const char *at = hb_blob_get_data(bytes, &len);
    HPDF_Stream stream = HPDF_MemStream_New(pdf->out->mmgr, len + 1); /* libharu cannot go to the end of a full buffer, where an empty last table lies */
    HPDF_Stream_Write(stream, (const HPDF_BYTE *)at, len);
    hb_blob_destroy(bytes);

    HPDF_FontDef def = HPDF_TTFontDef_Load(pdf->out->mmgr, stream, HPDF_TRUE); /* owns the stream */
    if (!def)
        return false;
    char tag[] = "CPAAAA"; /* of a cut face: six capitals */
    tag[4] = (char)('A' + face / 26 % 26);
    tag[5] = (char)('A' + face % 26);
    HPDF_TTFontDef_SetTagName(def, tag);
    HPDF_List_Add(pdf->out->fontdef_list, def);
    cut->font = HPDF_GetFont(pdf->out, def->base_font, "UTF-8");
    if (!cut->font)
        return false;
    HPDF_TTFontDefAttr attr = (HPDF_TTFontDefAttr)def->attr;
    memset(attr->glyph_tbl.flgs, 1, attr->num_glyphs); /* it shall not cut again */
    write_to_unicode(cut->font, cut);
    write_widths(pdf, cut->font, cut);
    return true;
}

bool pdf_embed_faces(struct pdf *pdf)
{
    for (unsigned face = 0; face < faces_count(pdf->faces); face++)
        if (pdf->cut[face].codes.count > 0 && !embed_face(pdf, face))
            return false;
    return true;
}
