/* SPDX-License-Identifier: GPL-3.0-or-later
 * What the files of Markdown share.
 */
#ifndef CEPING_REPORT_MARKDOWN_PRIV_H
#define CEPING_REPORT_MARKDOWN_PRIV_H

#include "report_priv.h"

#include <cmark-gfm.h>

struct pending { /* a reference that was read */
    const char *id;
    struct pos pos;
};

struct walk {
    struct builder *b;
    LIST_OF(struct pending) references;
    LIST_OF(const char *) footnotes; /* texts of the definitions, in the order in which they are first referred to */
    size_t headings, attachments;
    int numbers[5]; /* of headings that count themselves, by level */
    size_t note_of_attachments; /* index of its block + 1 */
    LIST_OF(const char *) titles, attachment_ids; /* of attachments */
    bool only_attachment;
    int counted; /* level of the last heading, which counted itself; 0 */
};

/* Where it stands in the expanded text, and in the template. */
size_t markdown_offset(const struct builder *b, int line, int col);
struct pos markdown_pos(const struct builder *b, cmark_node *node);
/* Adds what stands in `parent`. `flags` are those of its runs, `link` their target or NULL. */
void markdown_inlines(struct walk *w, cmark_node *parent, doc_runs *runs, unsigned flags, const char *link);
/* A paragraph before it that begins with one of the marks (NULL at the end) is taken as its caption. */
extern const char *const markdown_caption_marks[];
void markdown_table(struct walk *w, cmark_node *node, doc_blocks *into);
/* Code, or one of the program's blocks. */
void markdown_fence(struct walk *w, cmark_node *node, doc_blocks *into, int depth);
size_t markdown_count_attachments(cmark_node *root);
/* Once all are known. */
void markdown_fill_attachments(struct walk *w);

#endif
