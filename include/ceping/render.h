/* SPDX-License-Identifier: GPL-3.0-or-later
 * Drawing a document: as PDF by libharu, as text for tests and terminals, charts also as SVG.
 *
 *     struct render_faces *faces = render_faces_open("build/fonts", true, &diags);
 *     render_pdf(doc, &render_theme_official, faces, &bytes, &diags);
 *     render_faces_free(faces);
 */
#ifndef CEPING_RENDER_H
#define CEPING_RENDER_H

#include "ceping/base.h"
#include "ceping/base_diag.h"
#include "ceping/doc.h"

/* Faces ------------------------------------------------------------------------------------------------- */

enum face_role { FACE_SONG_TITLE, FACE_FANGSONG, FACE_HEI, FACE_KAI, FACE_SONG, FACE_LATIN, FACE_ROLES };

extern const char *const face_role_names[FACE_ROLES]; /* 小标宋 仿宋 黑体 楷体 宋体 … */

struct render_faces; /* opened once for a batch of documents; documents of several threads may share it for reading */

/* Finds a face for each role. `folder` holds converted faces (`make fonts`), or NULL. With `fixed` only the chain that tests and the demo use
 * serves (the folder, then Debian's packages), so that bytes do not differ by machine; else the faces of the machine come first.
 * A role without any face is an error that names what to install. NULL then. */
struct render_faces *render_faces_open(const char *folder, bool fixed, struct diags *diags);
void render_faces_free(struct render_faces *faces); /* accepts NULL */
/* Which file (and index in a collection) serves `role`, for `ceping doctor`. */
const char *render_faces_file(const struct render_faces *faces, enum face_role role);

/* Theme: sizes in points ----------------------------------------------------------------------------------- */

struct render_theme {
    const char *name;
    double page_width, page_height;
    double top, left, width, height; /* type area; `left` at the binding side */
    double pitch;                    /* of a character of the body: 156 mm / 28 */
    double leading;                  /* of lines: 29.619 pt */
    double body_size, title_size, table_size, note_size, page_number_size;
    enum face_role title_face, body_face, heading_face[4], table_face, table_header_face, note_face;
};

extern const struct render_theme render_theme_official; /* GB/T 9704-2012 as measured in method §16 */

/* Drawing ------------------------------------------------------------------------------------------------ */

/* Puts the PDF at the end of `out`. False, with the problem in `diags`, when it cannot be made; `out` is then as before. A character that no
 * face has is reported by name and code once. The same document gives the same bytes. */
bool render_pdf(const struct doc *doc, const struct render_theme *theme, struct render_faces *faces, struct strbuf *out,
                struct diags *diags);

/* As plain text, `width` columns wide (Chinese counts two), tables drawn with spaces, charts as tables of their data. */
void render_text(const struct doc *doc, size_t width, struct strbuf *out);

/* One chart as an SVG fragment with `id_prefix` for its inner ids. */
void render_chart_svg(const struct doc_chart *chart, double width_pt, const char *id_prefix, struct strbuf *out);

/* Cards --------------------------------------------------------------------------------------------------- */

enum render_card { RENDER_CARD_SHARE, RENDER_CARD_PRESS };

/* A document of a few lines as one picture: what a shared link shows (600 × 315 points; all text stands in the square in its middle), or a card for
 * a newspaper (560 points wide, as high as it needs). Read of the document: title, subtitle, paragraphs, notes, mark, the first items of its list
 * (strong text is the figure) and its chart. PNG has two pixels a point. False, with the reason in `diags`, where the PNG cannot be written. */
void render_card_svg(const struct doc *doc, enum render_card kind, struct strbuf *out);
bool render_card_png(const struct doc *doc, enum render_card kind, struct render_faces *faces, struct strbuf *out, struct diags *diags);

/* HTML --------------------------------------------------------------------------------------------------- */

struct render_html_options {
    const char *id_prefix; /* begins all ids; NULL: none */
    double chart_width;    /* points of a chart's own coordinates; 0: 280, good on a phone */
};

/* The document as the inside of a page's <main>: no style attribute, no script, every text escaped. `options` may be NULL. The document's mark
 * comes first. Ids: s1, s2, … of headings, t1 … of tables, c1 … of charts, unless the block has its own. */
void render_html(const struct doc *doc, const struct render_html_options *options, struct strbuf *out);

/* Text for any place in HTML: between tags, and in attributes within quotes. */
void render_html_escape(struct strbuf *out, const char *text);

#endif
