/* SPDX-License-Identifier: GPL-3.0-or-later
 * Pictures (PNG) on the page. Each is embedded once a document, however often it stands there: a logo on every page costs its bytes once.
 */
#include "pdf_priv.h"

#include <hpdf_pages.h>

static HPDF_Image find_image(struct pdf *pdf, const struct render_image *image)
{
    for (size_t i = 0; i < pdf->images.count; i++)
        if (pdf->images.at[i].bytes == image->bytes)
            return pdf->images.at[i].image;
    struct pdf_image *embedded = LIST_ADD(pdf->arena, &pdf->images);
    embedded->bytes = image->bytes;
    embedded->image = HPDF_LoadPngImageFromMem(pdf->out, (const HPDF_BYTE *)image->bytes, (HPDF_UINT)image->len);
    return embedded->image;
}

void pdf_put_image(struct pdf_canvas *canvas, const struct placed *placed)
{
    if (!canvas->page) /* the first pass asks for characters, and a picture has none */
        return;
    HPDF_Image image = find_image(canvas->pdf, placed->image);
    const char *name = image ? HPDF_Page_GetXObjectName(canvas->page, image) : NULL;
    if (!name)
        return; /* libharu has told what is wrong with it: the document fails with that */
    strbuf_adds(canvas->out, "q ");
    pdf_put_number(canvas, placed->width);
    strbuf_adds(canvas->out, "0 0 ");
    pdf_put_number(canvas, placed->height);
    pdf_put_number(canvas, placed->x);
    pdf_put_number(canvas, canvas->height - placed->y - placed->height);
    strbuf_addf(canvas->out, "cm /%s Do Q\n", name);
}
