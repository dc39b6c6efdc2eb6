/* SPDX-License-Identifier: GPL-3.0-or-later
 * Faces into the PDF.
 *
 * libharu can embed TrueType faces, but takes them whole, asks each for all 65,536 codes and writes a map of as many, drops parts of composite glyphs when it cuts, knows nothing
 * above U+FFFF and writes a map back to Unicode that readers complain about. So only its objects are used: a face is cut here by HarfBuzz to the characters of this
 * document; the content streams say glyphs (Identity-H, ISO 32000-1 9.7.5.2); and a ToUnicode map tells which characters they are.
 *
 * One outline may stand under several glyphs, each with its own width. Readers that copy text guess spaces and word order from the widths: a
 * quarter em between Chinese and Western would come out as a space, a comma closed up to a bracket as an overlap. Where a line sets a glyph
 * clearly wider or narrower than its face does, a glyph of that width says so, and the guess comes out right.
 */
#include "pdf_priv.h"

#include <hb-ot.h>
#include <hb-subset.h>
#include <hpdf_doc.h>
#include <hpdf_objects.h>
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
        return 0;
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
    return cut->codes.at[place - 1].glyph;
}

/* Cutting ---------------------------------------------------------------------------------------------- */

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

/* Two characters with one outline (a minus that is copied as a hyphen, a space and one that does not break) need two glyphs, or a reader could not tell them apart. */
static void find_glyphs(hb_face_t *part, struct pdf_face *cut)
{
    unsigned glyphs = hb_face_get_glyph_count(part);
    auto_free bool *taken = xcalloc(glyphs + 1, sizeof *taken);
    hb_font_t *font = hb_font_create(part);
    for (size_t i = 0; i < cut->codes.count; i++) {
        struct pdf_code *code = &cut->codes.at[i];
        if (!hb_font_get_nominal_glyph(font, code->code, &code->glyph) || code->glyph >= glyphs)
            code->glyph = 0;
        code->further = code->further || taken[code->glyph];
        taken[code->glyph] = true;
    }
    hb_font_destroy(font);
}

/* The bytes of the face, cut; its codes are numbered. */
static hb_blob_t *cut_face(hb_face_t *whole, struct pdf_face *cut)
{
    hb_face_t *part = cut_outlines(whole, cut);
    if (!part)
        return NULL;
    find_glyphs(part, cut);
    hb_face_t *builder = hb_face_builder_create();
    hb_blob_t *bytes = pdf_write_outlines(part, builder, cut) ? hb_face_reference_blob(builder) : NULL;
    hb_face_destroy(builder);
    hb_face_destroy(part);
    return bytes;
}

/* Into the PDF ----------------------------------------------------------------------------------------- */

static int by_glyph(const void *left, const void *right)
{
    const struct pdf_code *a = *(const struct pdf_code *const *)left, *b = *(const struct pdf_code *const *)right;
    return (a->glyph > b->glyph) - (a->glyph < b->glyph);
}

/* The codes that have a glyph, by its number. */
static size_t sort_codes(const struct pdf_face *cut, struct arena *arena, const struct pdf_code ***ret_codes)
{
    const struct pdf_code **codes = ARENA_ARRAY(arena, const struct pdf_code *, cut->codes.count + 1);
    size_t count = 0;
    for (size_t i = 0; i < cut->codes.count; i++)
        if (cut->codes.at[i].glyph != 0)
            codes[count++] = &cut->codes.at[i];
    if (count > 1)
        qsort(codes, count, sizeof *codes, by_glyph);
    *ret_codes = codes;
    return count;
}

static void put_utf16(struct strbuf *out, uint32_t code)
{
    if (code < 0x10000)
        strbuf_addf(out, "%04X", code);
    else
        strbuf_addf(out, "%04X%04X", 0xD800 + ((code - 0x10000) >> 10), 0xDC00 + ((code - 0x10000) & 0x3FF));
}

static HPDF_Dict to_unicode(struct pdf *pdf, const struct pdf_code *const *codes, size_t count)
{
    auto_strbuf struct strbuf map;
    strbuf_init(&map);
    strbuf_adds(&map, "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n"
                      "/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n");
    for (size_t i = 0; i < count; i += 100) {
        size_t end = i + 100 < count ? i + 100 : count;
        strbuf_addf(&map, "%zu beginbfchar\n", end - i);
        for (size_t k = i; k < end; k++) {
            strbuf_addf(&map, "<%04X> <", codes[k]->glyph);
            put_utf16(&map, codes[k]->copied);
            strbuf_adds(&map, ">\n");
        }
        strbuf_adds(&map, "endbfchar\n");
    }
    strbuf_adds(&map, "endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n");
    HPDF_Dict stream = HPDF_DictStream_New(pdf->out->mmgr, pdf->out->xref);
    pdf_fill_stream(pdf, stream, map.at, map.len, PDF_TEXT);
    return stream;
}

/* Most advance a whole em: that is said once, and the others in runs. */
static void write_widths(struct pdf *pdf, HPDF_Dict font, const struct pdf_code *const *codes, size_t count)
{
    enum { WHOLE = 1000 };
    HPDF_Array all = HPDF_Array_New(pdf->out->mmgr), run = NULL;
    for (size_t i = 0; i < count; i++) {
        if (codes[i]->width == WHOLE) {
            run = NULL;
            continue;
        }
        if (!run || codes[i]->glyph != codes[i - 1]->glyph + 1) {
            run = HPDF_Array_New(pdf->out->mmgr);
            HPDF_Array_AddNumber(all, (HPDF_INT32)codes[i]->glyph);
            HPDF_Array_Add(all, run);
        }
        HPDF_Array_AddNumber(run, codes[i]->width);
    }
    HPDF_Dict_AddNumber(font, "DW", WHOLE);
    HPDF_Dict_Add(font, "W", all);
}

/* Its name as PostScript knows it, of signs that a name in a PDF may have, behind six capitals that tell of a cut face. */
static const char *name_face(hb_face_t *whole, unsigned face, struct arena *arena)
{
    char name[64];
    unsigned room = sizeof name, len = 0;
    hb_ot_name_get_utf8(whole, HB_OT_NAME_ID_POSTSCRIPT_NAME, HB_LANGUAGE_INVALID, &room, name);
    for (const char *at = name; *at; at++)
        if ((*at >= 'a' && *at <= 'z') || (*at >= 'A' && *at <= 'Z') || (*at >= '0' && *at <= '9') || *at == '-')
            name[len++] = *at;
    name[len] = '\0';
    return arena_printf(arena, "CPAA%c%c+%s", 'A' + face / 26 % 26, 'A' + face % 26, len > 0 ? name : "Face");
}

static HPDF_Dict new_object(struct pdf *pdf, const char *type)
{
    HPDF_Dict dict = HPDF_Dict_New(pdf->out->mmgr);
    HPDF_Xref_Add(pdf->out->xref, dict);
    HPDF_Dict_AddName(dict, "Type", type);
    return dict;
}

static int thousandth(const hb_font_t *font, hb_ot_metrics_tag_t tag, unsigned units)
{
    hb_position_t value = 0;
    hb_ot_metrics_get_position_with_fallback((hb_font_t *)font, tag, &value);
    return (int)lround(1000.0 * value / units);
}

static HPDF_Dict describe_face(struct pdf *pdf, hb_face_t *whole, const char *name, HPDF_Dict file)
{
    enum { SYMBOLIC = 4, STEM = 80 }; /* the stem is a guess that no reader needs where the face is embedded */
    HPDF_Dict descriptor = new_object(pdf, "FontDescriptor");
    unsigned units = hb_face_get_upem(whole);
    hb_font_t *font = hb_font_create(whole);
    hb_blob_t *head = hb_face_reference_table(whole, HB_TAG('h', 'e', 'a', 'd'));
    unsigned len = 0;
    const unsigned char *at = (const unsigned char *)hb_blob_get_data(head, &len);
    HPDF_Array box = HPDF_Array_New(pdf->out->mmgr);
    for (size_t i = 36; i < 44; i += 2) { /* xMin yMin xMax yMax */
        int value = len >= 54 ? (int16_t)(at[i] << 8 | at[i + 1]) : 0;
        HPDF_Array_AddNumber(box, (HPDF_INT32)lround(1000.0 * value / units));
    }
    hb_blob_destroy(head);
    HPDF_Dict_AddName(descriptor, "FontName", name);
    HPDF_Dict_AddNumber(descriptor, "Flags", SYMBOLIC);
    HPDF_Dict_Add(descriptor, "FontBBox", box);
    HPDF_Dict_AddNumber(descriptor, "ItalicAngle", 0);
    HPDF_Dict_AddNumber(descriptor, "Ascent", thousandth(font, HB_OT_METRICS_TAG_HORIZONTAL_ASCENDER, units));
    HPDF_Dict_AddNumber(descriptor, "Descent", thousandth(font, HB_OT_METRICS_TAG_HORIZONTAL_DESCENDER, units));
    HPDF_Dict_AddNumber(descriptor, "CapHeight", thousandth(font, HB_OT_METRICS_TAG_CAP_HEIGHT, units));
    HPDF_Dict_AddNumber(descriptor, "StemV", STEM);
    HPDF_Dict_Add(descriptor, "FontFile2", file);
    hb_font_destroy(font);
    return descriptor;
}

static HPDF_Dict descendant(struct pdf *pdf, const char *name, HPDF_Dict descriptor, const struct pdf_code *const *codes, size_t count)
{
    HPDF_Dict font = new_object(pdf, "Font"), system = HPDF_Dict_New(pdf->out->mmgr);
    HPDF_Dict_Add(system, "Registry", HPDF_String_New(pdf->out->mmgr, "Adobe", NULL));
    HPDF_Dict_Add(system, "Ordering", HPDF_String_New(pdf->out->mmgr, "Identity", NULL));
    HPDF_Dict_AddNumber(system, "Supplement", 0);
    HPDF_Dict_AddName(font, "Subtype", "CIDFontType2");
    HPDF_Dict_AddName(font, "BaseFont", name);
    HPDF_Dict_Add(font, "CIDSystemInfo", system);
    HPDF_Dict_AddName(font, "CIDToGIDMap", "Identity");
    HPDF_Dict_Add(font, "FontDescriptor", descriptor);
    write_widths(pdf, font, codes, count);
    return font;
}

static bool embed_face(struct pdf *pdf, unsigned face)
{
    struct pdf_face *cut = &pdf->cut[face];
    hb_face_t *whole = faces_outlines(pdf->faces, face);
    hb_blob_t *bytes = cut_face(whole, cut);
    if (!bytes)
        return false;
    unsigned len = 0;
    const char *at = hb_blob_get_data(bytes, &len);
    HPDF_Dict file = HPDF_DictStream_New(pdf->out->mmgr, pdf->out->xref);
    HPDF_Dict_AddNumber(file, "Length1", (HPDF_INT32)len);
    pdf_fill_stream(pdf, file, at, len, PDF_OUTLINES);
    hb_blob_destroy(bytes);

    const char *name = name_face(whole, face, pdf->arena);
    const struct pdf_code **codes;
    size_t count = sort_codes(cut, pdf->arena, &codes);
    HPDF_Array descendants = HPDF_Array_New(pdf->out->mmgr);
    HPDF_Array_Add(descendants, descendant(pdf, name, describe_face(pdf, whole, name, file), codes, count));
    cut->font = new_object(pdf, "Font");
    HPDF_Dict_AddName(cut->font, "Subtype", "Type0");
    HPDF_Dict_AddName(cut->font, "BaseFont", name);
    HPDF_Dict_AddName(cut->font, "Encoding", "Identity-H");
    HPDF_Dict_Add(cut->font, "ToUnicode", to_unicode(pdf, codes, count));
    HPDF_Dict_Add(cut->font, "DescendantFonts", descendants);
    return pdf->error == HPDF_OK;
}

bool pdf_embed_faces(struct pdf *pdf)
{
    for (unsigned face = 0; face < faces_count(pdf->faces); face++)
        if (pdf->cut[face].codes.count > 0 && !embed_face(pdf, face))
            return false;
    return true;
}
