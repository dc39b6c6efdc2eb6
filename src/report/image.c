/* SPDX-License-Identifier: GPL-3.0-or-later
 * Pictures in documents: ![what it shows](file.png "caption"), in a paragraph of its own.
 */
#include "report_priv.h"

enum { IMAGE_MAX = 16 * 1024 * 1024 };

void add_image(struct builder *b, struct pos pos, const char *name, const char *alt, const char *caption, void *into)
{
    size_t len;
    const char *bytes = find_beside(b, name, IMAGE_MAX, &len);
    uint32_t width, height;
    if (!bytes) {
        diags_error(b->diags, pos, _("there is no picture '%s'"), name);
        diags_hint(b->diags, b->folder ? _("a PNG, named as seen from the folder of the document") : _("a PNG in the folder 'templates' or 'texts' of the evaluation"));
        return;
    }
    if (!png_size(bytes, len, &width, &height)) {
        diags_error(b->diags, pos, _("'%s' is no PNG"), name);
        diags_hint(b->diags, _("save the picture as PNG"));
        return;
    }
    struct doc_block *block = doc_add(b->doc, into, DOC_IMAGE);
    char *copy = arena_alloc(b->doc->arena, len);
    memcpy(copy, bytes, len);
    struct doc_image *image = ARENA_NEW(b->doc->arena, struct doc_image);
    *image = (struct doc_image){copy, len, width, height, NULL, NULL};
    image->caption = caption && *caption ? doc_text(b->doc, caption) : NULL;
    image->alt = alt && *alt ? doc_text(b->doc, alt) : NULL;
    block->image = image;
}
