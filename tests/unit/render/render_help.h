/* SPDX-License-Identifier: GPL-3.0-or-later
 * Faces and small documents for the tests of render.
 */
#ifndef CEPING_TESTS_RENDER_HELP_H
#define CEPING_TESTS_RENDER_HELP_H

#include <stdlib.h>

#include "../../../src/render/render_priv.h"
#include "ceping/render.h"
#include "check.h"

static inline struct render_faces *help_faces(void)
{
    const char *folder = getenv("CEPING_FONTS");
    struct diags diags;
    diags_init(&diags);
    struct render_faces *faces = render_faces_open(folder ? folder : "build/fonts", true, &diags);
    for (size_t i = 0; i < diags.count; i++)
        print_error("%s\n", diags.at[i].text);
    diags_release(&diags);
    assert_non_null(faces);
    return faces;
}

static inline struct doc_block *help_block(struct doc *doc, enum doc_kind kind, const char *text)
{
    struct doc_block *block = doc_add(doc, &doc->blocks, kind);
    if (text)
        doc_add_run(doc, &block->runs, 0, text);
    return block;
}

/* A paragraph of exactly `lines` lines of the official grid: two characters of indent, 26 in the first line, 28 in the others. */
static inline void help_lines(struct doc *doc, int lines)
{
    struct doc_block *block = doc_add(doc, &doc->blocks, DOC_PARAGRAPH);
    for (int i = 0; i < lines * 28 - 2; i++)
        doc_add_run(doc, &block->runs, 0, "评");
}

#endif
