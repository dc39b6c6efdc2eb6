/* SPDX-License-Identifier: GPL-3.0-or-later
 * What the files of the HTML renderer share.
 */
#ifndef CEPING_RENDER_HTML_PRIV_H
#define CEPING_RENDER_HTML_PRIV_H

#include "ceping/base_text.h"
#include "ceping/render.h"

struct html {
    const struct doc *doc;
    const struct render_html_options *options;
    struct strbuf *out;
    bool chinese;
    bool numbered; /* tables and figures have numbers, because the text refers to them */
    size_t headings, tables, charts, notes; /* written so far: their numbers make ids */
    size_t named;                           /* tables with a caption: they are counted */
    LIST_OF(const char *) footnotes;        /* in order, written at the end */
    struct arena *arena;
};

/* ` id="…"` of a block: its own id, else one made of `letter` and `number`. */
void html_put_id(struct html *h, const char *own, char letter, size_t number);
/* Text between tags. In a document that is not Chinese, what is Chinese in it says so: a screen reader changes its voice. */
void html_put_text(struct html *h, const char *text);
void html_put_runs(struct html *h, const void *runs);
/* Numbered only where the text refers to numbers. */
void html_put_caption(struct html *h, const char *element, const char *word, size_t number, const char *caption);
void html_put_note(struct html *h, const char *note);
void html_put_table(struct html *h, const struct doc_block *block);
void html_put_chart(struct html *h, const struct doc_block *block);
void html_put_image(struct html *h, const struct doc_block *block); /* html_image.c */

#endif
