/* SPDX-License-Identifier: GPL-3.0-or-later
 * A document as PDF: lay out, note which characters each face must have, cut the faces, write the pages.
 *
 * Nothing in the file depends on when or where it was made: no date but the document's own, faces cut in order of appearance, so the same document
 * gives the same bytes. libharu reports its first error to us and then does nothing more; what it could not do is said once, at the end.
 */
#include "pdf_priv.h"

#include <hpdf_doc.h>
#include <hpdf_pages.h>
#include <hpdf_streams.h>
#include <uniname.h>

static void remember_error(HPDF_STATUS error, HPDF_STATUS detail, void *data)
{
    struct pdf *pdf = data;
    if (pdf->error != HPDF_OK)
        return;
    pdf->error = error;
    pdf->detail = detail;
}

/* A first pass over all pages without drawing: which characters are used, at which widths. */
static void collect_codes(struct pdf *pdf)
{
    struct strbuf scratch;
    strbuf_init(&scratch);
    for (size_t i = 0; i < pdf->layout->pages.count; i++) {
        strbuf_clear(&scratch);
        pdf_page_content(pdf, i, NULL, &scratch);
    }
    strbuf_release(&scratch);
}

static void write_pages(struct pdf *pdf)
{
    struct strbuf content;
    strbuf_init(&content);
    pdf->pages = ARENA_ARRAY(pdf->arena, HPDF_Page, pdf->layout->pages.count);
    for (size_t i = 0; i < pdf->layout->pages.count && pdf->error == HPDF_OK; i++) {
        const struct layout_page *layout = &pdf->layout->pages.at[i];
        HPDF_Page page = pdf->pages[i] = HPDF_AddPage(pdf->out);
        if (!page)
            break;
        HPDF_Page_SetWidth(page, (HPDF_REAL)layout->width);
        HPDF_Page_SetHeight(page, (HPDF_REAL)layout->height);
        if (layout->turned)
            HPDF_Page_SetRotate(page, 90);
        strbuf_clear(&content);
        pdf_page_content(pdf, i, page, &content);
        pdf_fill_stream(pdf, ((HPDF_PageAttr)page->attr)->contents, content.at, content.len, PDF_TEXT);
    }
    strbuf_release(&content);
}

static void write_bytes(struct pdf *pdf, struct strbuf *out)
{
    if (HPDF_SaveToStream(pdf->out) != HPDF_OK)
        return;
    HPDF_ResetStream(pdf->out);
    size_t before = out->len;
    for (;;) {
        HPDF_BYTE buffer[16384];
        HPDF_UINT32 len = sizeof buffer;
        HPDF_STATUS status = HPDF_ReadFromStream(pdf->out, buffer, &len);
        strbuf_add(out, (const char *)buffer, len);
        if (len == 0 || status == HPDF_STREAM_EOF)
            break;
        if (status != HPDF_OK) {
            remember_error(status, 0, pdf);
            break;
        }
    }
    if (pdf->error != HPDF_OK)
        strbuf_truncate(out, before);
}

static void report_missing(const struct typesetter *setter, struct diags *diags)
{
    for (size_t i = 0; i < setter->missing.count; i++) {
        uint32_t code = setter->missing.at[i];
        char name[UNINAME_MAX];
        if (!unicode_character_name(code, name))
            strcpy(name, "?");
        struct strbuf sign;
        strbuf_init(&sign);
        strbuf_add_codepoint(&sign, code);
        diags_warning(diags, POS_NONE, _("no face has the character '%s' (U+%04X %s): '〓' is printed in its place"), sign.at, code, name);
        strbuf_release(&sign);
    }
}

static bool draw(struct pdf *pdf, struct strbuf *out)
{
    pdf->cut = ARENA_ARRAY(pdf->arena, struct pdf_face, faces_count(pdf->faces));
    collect_codes(pdf);
    pdf->out = HPDF_New(remember_error, pdf);
    if (!pdf->out)
        return false;
    pdf_begin_streams(pdf);
    HPDF_SetCompressionMode(pdf->out, HPDF_COMP_ALL);
    bool pictures = pdf_load_images(pdf);
    if (pictures && pdf_embed_faces(pdf)) {
        write_pages(pdf);
        if (pdf->error == HPDF_OK) {
            pdf_add_metadata(pdf);
            pdf_add_bookmarks(pdf);
            pdf_add_links(pdf);
            write_bytes(pdf, out);
        }
    } else if (pdf->error == HPDF_OK) {
        pdf->error = HPDF_TTF_INVALID_FOMAT;
    }
    HPDF_Free(pdf->out);
    pdf_end_streams(pdf);
    return pdf->error == HPDF_OK && pictures;
}

bool render_pdf(const struct doc *doc, const struct render_theme *theme, struct render_faces *faces, struct strbuf *out, struct diags *diags)
{
    struct arena *arena = arena_new();
    struct typesetter setter = {.arena = arena, .faces = faces};
    struct pdf pdf = {.doc = doc, .theme = theme, .faces = faces, .setter = &setter, .diags = diags, .arena = arena};
    pdf.layout = layout_document(doc, theme, &setter, diags);
    bool good = pdf.layout != NULL;
    if (good) {
        report_missing(&setter, diags);
        size_t errors = diags->errors;
        good = draw(&pdf, out);
        if (!good && diags->errors == errors)
            diags_error(diags, POS_NONE, _("the PDF of '%s' cannot be made: libharu error 0x%04lX (%lu)"), doc->title ? doc->title : "", (unsigned long)pdf.error,
                        (unsigned long)pdf.detail);
    }
    arena_free(arena);
    return good;
}
