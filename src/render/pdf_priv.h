/* SPDX-License-Identifier: GPL-3.0-or-later
 * The PDF writer's own parts: one document under construction.
 */
#ifndef CEPING_PDF_PRIV_H
#define CEPING_PDF_PRIV_H

#include "render_priv.h"

#include <hpdf.h>

/* A character as one width of it is used: the same outline may stand under several codes. */
struct pdf_code {
    uint32_t code;
    uint32_t copied; /* as which character */
    int width;     /* 1/1000 em, as the PDF states it */
    unsigned glyph; /* of the cut face: what the content streams say; known once the face is cut */
    unsigned next; /* another width of the same character, place + 1; 0 none */
    bool further;  /* needs a glyph of its own: another width than the face's, or an outline that draws another character too */
};

/* A face as it is cut for this document. */
struct pdf_face {
    LIST_OF(struct pdf_code) codes; /* in order of appearance */
    HPDF_Font font;                 /* NULL until embedded */
    uint16_t *index[0x1100];        /* character → place of its first width + 1: pages of 256, made when first used */
};

/* A picture that was taken into the file. */
struct pdf_image {
    const struct doc_image *image;
    HPDF_Image object;
};

struct pdf {
    const struct doc *doc;
    const struct render_theme *theme;
    struct render_faces *faces;
    struct typesetter *setter;
    struct diags *diags;
    struct arena *arena;
    struct layout *layout;
    struct pdf_face *cut; /* one a face */
    HPDF_Doc out;
    HPDF_Page *pages;
    LIST_OF(struct pdf_image) images;
    struct libdeflate_compressor *quick, *small;
    HPDF_STATUS error, detail; /* the first that libharu reported; later calls do nothing */
};

/* pdf_stream.c: streams of the document, deflated for what they hold */
enum pdf_content { PDF_OUTLINES, PDF_TEXT };
void pdf_begin_streams(struct pdf *pdf);
void pdf_end_streams(struct pdf *pdf);
void pdf_fill_stream(struct pdf *pdf, HPDF_Dict dict, const void *bytes, size_t len, enum pdf_content content);

/* pdf_font.c */
/* The glyph that draws `code` in `face`, advancing `width` 1/1000 em where that differs enough from the face's own advance (see pdf_font.c). New
 * ones are added until faces are embedded, and numbered then. `ret_width` is what it advances. */
unsigned pdf_code(struct pdf *pdf, unsigned face, const struct glyph *glyph, double width, int *ret_width);
bool pdf_embed_faces(struct pdf *pdf);

/* pdf_glyphs.c: writes the tables of a face that a PDF needs to `builder`, with a glyph of its own for each further width; numbers the codes of `cut`, whose glyphs
 * in `part` are known for the face's own widths. False when the tables of `part` are not as they should be. */
bool pdf_write_outlines(struct hb_face_t *part, struct hb_face_t *builder, struct pdf_face *cut);

/* pdf_page.c: a page's content under construction */
struct pdf_canvas {
    struct pdf *pdf;
    HPDF_Page page; /* NULL in the first pass, which only asks which characters are used */
    struct strbuf *out;
    double height;                 /* of the page: y is turned over */
    uint32_t fill, stroke;         /* as set */
    double stroke_width;
};

/* All that stands on page `index` as a content stream, at the end of `out`. Without `page` it only notes which characters are used. */
void pdf_page_content(struct pdf *pdf, size_t index, HPDF_Page page, struct strbuf *out);
void pdf_put_number(struct pdf_canvas *canvas, double value);
/* Glyphs of a line with its left end at x and its baseline at y, both from the top left; `turn` degrees clockwise around that point. */
void pdf_put_line(struct pdf_canvas *canvas, const struct text_line *line, double x, double y, double turn);
void pdf_put_fill(struct pdf_canvas *canvas, uint32_t colour);
void pdf_put_stroke(struct pdf_canvas *canvas, uint32_t colour, double width);

/* pdf_scene.c */
void pdf_put_scene(struct pdf_canvas *canvas, const struct placed *placed);

/* pdf_image.c */
/* Takes all pictures of the layout into the file. False, with a problem that names the picture, where one cannot be read. */
bool pdf_load_images(struct pdf *pdf);
void pdf_put_image(struct pdf_canvas *canvas, const struct placed *placed);

/* pdf_outline.c: bookmarks, links, page labels, metadata */
void pdf_add_metadata(struct pdf *pdf);
void pdf_add_bookmarks(struct pdf *pdf);
void pdf_add_links(struct pdf *pdf);

#endif
