/* SPDX-License-Identifier: GPL-3.0-or-later
 * For tests that set pages: faces that are opened once, and a document set by the official theme.
 */
#ifndef CEPING_TESTS_LAYOUT_HELP_H
#define CEPING_TESTS_LAYOUT_HELP_H

#include "render_help.h"

static struct render_faces *faces;

/* For cmocka_run_group_tests(). */
static inline int open_faces(void **state)
{
    (void)state;
    faces = help_faces();
    return 0;
}

static inline int close_faces(void **state)
{
    (void)state;
    render_faces_free(faces);
    return 0;
}

/* One layout and all it lives in. */
struct laid {
    struct arena *arena;
    struct typesetter setter;
    struct diags diags;
    struct layout *layout; /* NULL: refused, for the reasons in `diags` */
};

static inline struct laid lay(const struct doc *doc)
{
    struct laid laid = {.arena = arena_new()};
    laid.setter = (struct typesetter){.arena = laid.arena, .faces = faces};
    diags_init(&laid.diags);
    laid.layout = layout_document(doc, &render_theme_official, &laid.setter, &laid.diags);
    return laid;
}

static inline void release(struct laid *laid, struct doc *doc)
{
    diags_release(&laid->diags);
    arena_free(laid->arena);
    doc_free(doc);
}

#endif
