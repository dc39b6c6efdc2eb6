/* SPDX-License-Identifier: GPL-3.0-or-later
 * Pictures into the PDF: each once, however often it is shown. JPEG goes in as it came. PNG is unpacked by libpng's own simple reader, which
 * knows every kind of PNG and returns an error for a damaged one; libharu's reader ends the program instead.
 */
#include "ceping/base_text.h"
#include "pdf_priv.h"

#include <hpdf_pages.h>
#include <png.h>
#include <stdlib.h>

/* What is transparent becomes paper. */
static HPDF_Image load_png(struct pdf *pdf, const struct doc_image *image)
{
    png_image png = {.version = PNG_IMAGE_VERSION};
    if (!png_image_begin_read_from_memory(&png, image->bytes, image->len))
        return NULL;
    bool colour = png.format & PNG_FORMAT_FLAG_COLOR;
    png.format = colour ? PNG_FORMAT_RGB : PNG_FORMAT_GRAY;
    const png_color paper = {255, 255, 255};
    auto_free unsigned char *pixels = xcalloc(PNG_IMAGE_SIZE(png), 1);
    if (!png_image_finish_read(&png, &paper, pixels, 0, NULL))
        return NULL; /* which has freed what it held */
    return HPDF_LoadRawImageFromMem(pdf->out, pixels, png.width, png.height, colour ? HPDF_CS_DEVICE_RGB : HPDF_CS_DEVICE_GRAY, 8);
}

static HPDF_Image load(struct pdf *pdf, const struct doc_image *image)
{
    if (image->format == DOC_IMAGE_PNG)
        return load_png(pdf, image);
    return HPDF_LoadJpegImageFromMem(pdf->out, (const HPDF_BYTE *)image->bytes, (HPDF_UINT)image->len);
}

static const struct pdf_image *find(const struct pdf *pdf, const struct doc_image *image)
{
    for (size_t i = 0; i < pdf->images.count; i++)
        if (pdf->images.at[i].image == image)
            return &pdf->images.at[i];
    return NULL;
}

static bool take(struct pdf *pdf, const struct doc_image *image)
{
    if (find(pdf, image))
        return true;
    HPDF_Image object = load(pdf, image);
    if (!object || pdf->error != HPDF_OK) {
        diags_error(pdf->diags, POS_NONE, _("the picture '%s' is damaged or of a kind that cannot be printed"),
                    image->caption ? image->caption : image->alt ? image->alt : "");
        diags_hint(pdf->diags, _("save it again as PNG or JPEG"));
        return false;
    }
    *LIST_ADD(pdf->arena, &pdf->images) = (struct pdf_image){image, object};
    return true;
}

bool pdf_load_images(struct pdf *pdf)
{
    for (size_t p = 0; p < pdf->layout->pages.count; p++)
        for (size_t i = 0; i < pdf->layout->pages.at[p].items.count; i++) {
            const struct placed *item = &pdf->layout->pages.at[p].items.at[i];
            if (item->kind == PLACED_IMAGE && !take(pdf, item->image))
                return false;
        }
    return true;
}

void pdf_put_image(struct pdf_canvas *canvas, const struct placed *placed)
{
    const struct pdf_image *image = canvas->page ? find(canvas->pdf, placed->image) : NULL;
    if (!image)
        return;
    strbuf_adds(canvas->out, "q ");
    pdf_put_number(canvas, placed->width);
    strbuf_adds(canvas->out, "0 0 ");
    pdf_put_number(canvas, placed->height);
    pdf_put_number(canvas, placed->x);
    pdf_put_number(canvas, canvas->height - placed->y - placed->height);
    strbuf_addf(canvas->out, "cm /%s Do Q\n", HPDF_Page_GetXObjectName(canvas->page, image->object));
}
