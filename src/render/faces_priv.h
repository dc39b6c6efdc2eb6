/* SPDX-License-Identifier: GPL-3.0-or-later
 * What a set of faces is made of, for faces.c and the tests that look into it.
 */
#ifndef CEPING_FACES_PRIV_H
#define CEPING_FACES_PRIV_H

#include "render_priv.h"

#include <hb.h>
#include <stdatomic.h>

/* What a face says of 256 characters. Asking HarfBuzz for each character of each line was a tenth of what a document takes. */
struct face_page {
    float advance[256]; /* in units of the face; −1: it has no such character */
};

enum { FACE_PAGES = 0x1100 };

struct face {
    const char *file;
    unsigned index; /* in a collection */
    hb_face_t *outlines;
    hb_font_t *font; /* at its own units */
    unsigned units;  /* of an em */
    struct face_page *_Atomic *pages; /* by code / 256: made when first asked for, by whichever thread; all make the same */
};

struct render_faces {
    struct arena *arena;
    LIST_OF(struct face) list;
    unsigned role[FACE_ROLES]; /* which of the list serves */
    bool stand_in[FACE_ROLES]; /* it is not of the first choice */
};

#endif
