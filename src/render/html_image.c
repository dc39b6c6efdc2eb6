/* SPDX-License-Identifier: GPL-3.0-or-later
 * Pictures on a page of the web: inside the page itself, so that it can be sent and kept as one file.
 */
#include "html_priv.h"

static void put_base64(struct strbuf *out, const unsigned char *bytes, size_t len)
{
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    for (size_t i = 0; i < len; i += 3) {
        uint32_t group = (uint32_t)bytes[i] << 16 | (i + 1 < len ? (uint32_t)bytes[i + 1] << 8 : 0) | (i + 2 < len ? bytes[i + 2] : 0);
        strbuf_addc(out, digits[group >> 18]);
        strbuf_addc(out, digits[group >> 12 & 63]);
        strbuf_addc(out, i + 1 < len ? digits[group >> 6 & 63] : '=');
        strbuf_addc(out, i + 2 < len ? digits[group & 63] : '=');
    }
}

void html_put_image(struct html *h, const struct doc_block *block)
{
    const struct doc_image *image = block->image;
    if (!image)
        return;
    strbuf_adds(h->out, "<figure><img alt=\"");
    render_html_escape(h->out, image->alt ? image->alt : image->caption ? image->caption : "");
    strbuf_addf(h->out, "\" width=\"%.0f\" height=\"%.0f\" src=\"data:image/png;base64,", image->width, image->height);
    put_base64(h->out, (const unsigned char *)image->bytes, image->len);
    strbuf_adds(h->out, "\">");
    if (image->caption) {
        strbuf_adds(h->out, "<figcaption>");
        render_html_escape(h->out, image->caption);
        strbuf_adds(h->out, "</figcaption>");
    }
    strbuf_adds(h->out, "</figure>\n");
}
