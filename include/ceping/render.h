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
extern const char *const face_role_ids[FACE_ROLES];   /* in theme files: song_title, fangsong, hei, kai, song, latin */

struct render_faces; /* opened once for a batch of documents; documents of several threads may share it for reading */

/* Finds a face for each role. `folder` holds converted faces (`make fonts`), or NULL. With `fixed` only the chain that tests and the demo use
 * serves (the folder, then Debian's packages), so that bytes do not differ by machine; else the faces of the machine come first.
 * A role without any face is an error that names what to install. NULL then. */
struct render_faces *render_faces_open(const char *folder, bool fixed, struct diags *diags);
void render_faces_free(struct render_faces *faces); /* accepts NULL */
/* Which file (and index in a collection) serves `role`, for `ceping doctor`. */
const char *render_faces_file(const struct render_faces *faces, enum face_role role);
/* Its family's name, as the face itself gives it; "" when it gives none. At the end of `out`. */
void render_faces_family(const struct render_faces *faces, enum face_role role, struct strbuf *out);
/* What to do for a better face of `role`, in the reader's language, when a stand-in serves; NULL when the face is the right one. */
const char *render_faces_better(const struct render_faces *faces, enum face_role role);
/* How many faces help with characters that those of the roles lack, and whether characters beyond U+FFFF (𠮷) are among what they have. */
size_t render_faces_count(const struct render_faces *faces);
bool render_faces_rare(const struct render_faces *faces);

/* Theme: sizes in points ----------------------------------------------------------------------------------- */

enum table_lines {
    TABLE_LINES_OPEN, /* strong rules above and below, a finer one under the header, hairlines between rows */
    TABLE_LINES_GRID, /* hairlines between columns too, and at both sides */
    TABLE_LINES_BARE, /* no hairlines */
    TABLE_LINES
};

enum number_place { NUMBER_OUTSIDE, NUMBER_CENTRE, NUMBER_RIGHT, NUMBER_NONE, NUMBER_PLACES };

#define RENDER_HEADINGS 4 /* levels */

/* How a document looks. Plain data: what a theme file says (themes/NAME.yaml), in points and colours 0xRRGGBB, black is 0. */
struct render_theme {
    const char *name;
    double page_width, page_height;
    double top, left, width, height; /* type area; `left` at the binding side */
    bool both_sides;                 /* even pages are the mirror of odd ones, and a cover has a blank back */
    int columns;                     /* of the type area, below the title; 1 */
    double column_gap;
    double pitch;                    /* of a character of the body: 156 mm / 28 */
    double leading;                  /* of lines: 29.619 pt */
    double body_size, title_size, subtitle_size, heading_size[RENDER_HEADINGS], table_size, caption_size, note_size, footnote_size, page_number_size, mark_size;
    double english_size;                 /* of the body in documents in English, where Western letters of the Chinese size look too large; 0: the same */
    double first_indent, heading_indent; /* characters, in Chinese documents */
    double heading_space;                /* lines above a heading */
    enum face_role title_face, subtitle_face, body_face, heading_face[RENDER_HEADINGS], table_face, table_header_face, caption_face, note_face, quote_face, label_face, number_face;
    uint32_t text_colour, title_colour, heading_colour, rule_colour, table_header_colour, table_header_fill, caption_colour; /* fill 0: none */
    bool title_left;     /* title at the left; else centred */
    bool title_rule;     /* a coloured rule under it */
    enum table_lines table_lines;
    enum number_place number_place;
    bool number_dashes;  /* — 1 — */
    double number_below; /* from the type area to the number's middle */
    bool cover;          /* title, team and date on a page of their own */
    const char *draft;   /* across each page; NULL */
    struct doc_image logo; /* a PNG; bytes NULL: none */
    double logo_height;
    bool logo_on_cover;  /* and nowhere else; else at the head of each page */
};

extern const struct render_theme render_theme_official; /* GB/T 9704-2012 as measured in method §16 */

/* Themes from files (theme_file.c). `name` is that of a file NAME.yaml in one of `folders`, searched in order, NULL at the end; or a path that ends in
 * .yaml. False, with all problems in `diags`, when there is none or it is wrong. Texts live in `arena`. `pos` is where the name was read. */
bool render_theme_load(struct arena *arena, const char *name, const char *const *folders, struct pos pos, struct render_theme *ret_theme, struct diags *diags);
/* The keys of a theme file, as `ceping schema theme` shows them. */
void render_theme_schema(bool markdown, struct strbuf *out);

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
