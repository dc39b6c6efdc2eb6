/* SPDX-License-Identifier: GPL-3.0-or-later
 * Pictures on a page of the web: inside the page itself, so that it can be sent and kept as one file.
 */
#include "html_priv.h"

static void put_base64(struct strbuf *out, const char *bytes, size_t len)
{
    static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    for (size_t i = 0; i < len; i += 3) {
        unsigned long group = 0;
        for (size_t k = 0; k < 3; k++)
            group = group << 8 | (i + k < len ? (unsigned char)bytes[i + k] : 0u);
        for (size_t k = 0; k < 4; k++)
            strbuf_addc(out, k <= len - i ? letters[group >> (18 - 6 * k) & 63] : '=');
    }
}

void html_put_image(struct html *h, const struct doc_block *block)
{
    const struct doc_image *image = block->image;
    if (!image)
        return;
    h->charts += doc_image_numbered(block);
    strbuf_adds(h->out, "<figure class=\"picture\"");
    if (doc_image_numbered(block))
        html_put_id(h, block->id, 'c', h->charts);
    strbuf_addf(h->out, ">\n<img width=\"%u\" height=\"%u\" alt=\"", image->width, image->height);
    render_html_escape(h->out, image->alt && *image->alt ? image->alt : image->caption ? image->caption : "");
    strbuf_addf(h->out, "\" src=\"data:image/%s;base64,", image->format == DOC_IMAGE_PNG ? "png" : "jpeg");
    put_base64(h->out, image->bytes, image->len);
    strbuf_adds(h->out, "\">\n");
    html_put_caption(h, "figcaption", h->chinese ? "图" : "Figure ", h->charts, image->caption);
    html_put_note(h, image->note);
    strbuf_adds(h->out, "</figure>\n");
}
