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
    size_t headings, tables, charts, notes; /* written so far: their numbers make ids */
    LIST_OF(const char *) footnotes;        /* in order, written at the end */
    struct arena *arena;
};

/* ` id="…"` of a block: its own id, else one made of `letter` and `number`. */
void html_put_id(struct html *h, const char *own, char letter, size_t number);
void html_put_runs(struct html *h, const void *runs);
void html_put_table(struct html *h, const struct doc_block *block);
void html_put_chart(struct html *h, const struct doc_block *block);

#endif
