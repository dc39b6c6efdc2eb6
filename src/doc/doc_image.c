/* SPDX-License-Identifier: GPL-3.0-or-later
 * What kind of picture some bytes are and how large: from the head of the file alone, since nobody here draws it.
 */
#include "ceping/doc.h"

/* A picture on A4 at 600 dots an inch is 4,960 × 7,016; what claims more than this is no picture for a report. */
#define MOST_PIXELS 20000u

static unsigned big16(const unsigned char *at)
{
    return (unsigned)at[0] << 8 | at[1];
}

static bool png_size(const unsigned char *at, size_t len, unsigned *ret_width, unsigned *ret_height)
{
    static const unsigned char head[] = {0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};
    if (len < 33 || memcmp(at, head, sizeof head) != 0 || memcmp(at + 12, "IHDR", 4) != 0)
        return false;
    *ret_width = big16(at + 16) << 16 | big16(at + 18);
    *ret_height = big16(at + 20) << 16 | big16(at + 22);
    return true;
}

/* Segments of a JPEG up to the frame (SOF0 … SOF15 but tables and arithmetic), which has the size. */
static bool jpeg_size(const unsigned char *at, size_t len, unsigned *ret_width, unsigned *ret_height)
{
    if (len < 4 || at[0] != 0xFF || at[1] != 0xD8)
        return false;
    for (size_t i = 2; i + 9 < len && at[i] == 0xFF;) {
        unsigned marker = at[i + 1];
        if (marker == 0xFF) { /* padding */
            i++;
            continue;
        }
        if (marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC) {
            *ret_height = big16(at + i + 5);
            *ret_width = big16(at + i + 7);
            return true;
        }
        i += 2 + big16(at + i + 2);
    }
    return false;
}

struct doc_image *doc_new_image(struct doc *doc, const char *bytes, size_t len)
{
    const unsigned char *at = (const unsigned char *)bytes;
    unsigned width = 0, height = 0;
    bool png = png_size(at, len, &width, &height);
    if (!png && !jpeg_size(at, len, &width, &height))
        return NULL;
    if (width == 0 || height == 0 || width > MOST_PIXELS || height > MOST_PIXELS)
        return NULL;
    struct doc_image *image = ARENA_NEW(doc->arena, struct doc_image);
    image->format = png ? DOC_IMAGE_PNG : DOC_IMAGE_JPEG;
    image->bytes = memcpy(arena_alloc(doc->arena, len), bytes, len);
    image->len = len;
    image->width = width;
    image->height = height;
    return image;
}
