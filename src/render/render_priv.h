/* SPDX-License-Identifier: GPL-3.0-or-later
 * Inside render: from text to a list of placed things.
 *
 *     faces.c      which face draws a character, how wide it is, where its ink lies         (HarfBuzz, fontconfig)
 *     linebreak.c  where a line may end                                                     (rules only, no measures)
 *     typeset.c    runs of text → justified lines                                           (no pages)
 *     table.c      a table → measured rows                                                  (no pages)
 *     flow*.c      a document → boxes one below the other                                   (no pages)
 *     pages.c      where pages break, and which tables and charts let text pass      (boxes only)
 *     layout.c     boxes → pages of placed lines, rules, areas and scenes: the display list (no PDF)
 *     pdf*.c       draws the display list                                                   (libharu)
 *
 * Everything up to the display list is plain geometry in points, origin at the top left of the page, y downwards, so that tests look at
 * numbers and not at pictures.
 */
#ifndef CEPING_RENDER_PRIV_H
#define CEPING_RENDER_PRIV_H

#include "ceping/render.h"

/* Faces (faces.c): all measures in em --------------------------------------------------------------------- */

/* Width in points of `text` (UTF-8, one line) set in `role` at `size` points, without justification: the advances of the
 * faces that will draw it, fallbacks included. */
double render_measure(struct render_faces *faces, enum face_role role, double size, const char *text);

struct face_ink {
    double left, right; /* of the outline, from the origin */
    double bottom, top;
};

/* The face that draws `code` for `role`: the role's own, else the first that has it. False when none has; the role's own then. */
bool faces_find(const struct render_faces *faces, enum face_role role, uint32_t code, unsigned *ret_face);
/* The first face, the role's own before the others, that draws `code` narrower than a Chinese sign: quotes of Western text. */
bool faces_find_narrow(const struct render_faces *faces, enum face_role role, uint32_t code, unsigned *ret_face);
double faces_advance(const struct render_faces *faces, unsigned face, uint32_t code);
struct face_ink faces_ink(const struct render_faces *faces, unsigned face, uint32_t code);
unsigned faces_count(const struct render_faces *faces);
struct hb_face_t *faces_outlines(const struct render_faces *faces, unsigned face); /* borrowed */

/* What "-" before a number is drawn as, by the first of them that the face of the number has; copied and searched for, it stays "-". */
#define MINUS_SIGN 0x2212u
#define EN_DASH 0x2013u

/* A character that no face has is drawn as this sign (geta mark, the printers' own for a missing sort). */
#define MISSING_SIGN 0x3013u

/* Line breaking (linebreak.c) ------------------------------------------------------------------------------ */

enum text_class {
    CLASS_HAN,     /* ideographs, kana, other full-width signs: a line may end before and after */
    CLASS_OPEN,    /* （《“: never at line end */
    CLASS_CLOSE,   /* ）》”: never at line start */
    CLASS_COMMA,   /* 、， */
    CLASS_STOP,    /* 。；：！？ */
    CLASS_MIDDLE,  /* · ～ －／ between what they join */
    CLASS_DASH,    /* — : two are one sign */
    CLASS_ELLIPSIS,
    CLASS_LETTER,  /* of Western words */
    CLASS_DIGIT,
    CLASS_SIGN,    /* Western marks and signs */
    CLASS_PREFIX,  /* ￥ № − before a number */
    CLASS_POSTFIX, /* ％ ℃ ‰ behind it */
    CLASS_SPACE,
    CLASS_GLUE,    /* no-break space, word joiner */
    CLASS_COMBINING,
    CLASS_BREAK,   /* U+200B */
};

/* `wide` tells that signs common to both scripts (“ ” ‘ ’ … — ·) stand in Chinese text. */
enum text_class text_class_of(uint32_t code, bool wide);
bool text_class_wide(enum text_class kind, uint32_t code); /* takes part in Chinese spacing, not in a Western word */

/* allowed[i] is whether a line may begin with character i. allowed[0] is true. */
void linebreak_mark(const uint32_t *codes, const enum text_class *kinds, size_t count, bool *allowed);

/* How much a title suffers from a line that begins with character i: nothing at a unit of sense, most within a word. */
double linebreak_sense(const uint32_t *codes, const enum text_class *kinds, size_t count, size_t i);

/* The sign that stands at both ends of Chinese text is wide in a Chinese document, except an apostrophe within a Western word. */
bool linebreak_wide(const uint32_t *codes, size_t count, size_t i, bool chinese);

/* Typesetting (typeset.c): points --------------------------------------------------------------------------- */

struct glyph {
    uint32_t code;
    unsigned face;
    double size;
    double rise;     /* above the baseline */
    double x;        /* of its origin, from the line's left end */
    uint32_t source; /* the character it stands for, when `code` is MISSING_SIGN, or a minus; else the same */
};

struct line_link {
    double x, width;
    const char *target;
};

struct text_line {
    LIST_OF(struct glyph) glyphs;
    LIST_OF(struct line_link) links;
    LIST_OF(const char *) footnotes;
    double x;     /* of its left end within the measure: indents and alignment */
    double width; /* of what is set */
    uint32_t colour; /* 0xRRGGBB */
};

typedef LIST_OF(struct text_line) text_lines;

struct type_style {
    enum face_role face;
    double size;
    double em;    /* advance of a full-width character: a little under `size` on the official grid */
    double width; /* the measure */
    double indent_first, indent_rest, indent_right;
    enum doc_align align; /* DEFAULT: justified, the last line left */
    bool chinese;
    bool balanced; /* lines of like length: titles, cells */
    bool strong;
    bool whole_brackets; /* a short text in brackets stays on one line: a unit in a header */
    uint32_t colour;
};

/* What one document needs of typesetting: where it lives and what it lacked. */
struct typesetter {
    struct arena *arena;
    struct render_faces *faces;
    LIST_OF(uint32_t) missing; /* each code once, in order of appearance */
    int footnotes;             /* marked so far */
};

/* Sets runs into lines. At least one line, also for no text. */
void typeset(struct typesetter *setter, const doc_runs *runs, const struct type_style *style, text_lines *out);
void typeset_text(struct typesetter *setter, const char *text, const struct type_style *style, text_lines *out);
/* One line that is never broken, however wide. */
void typeset_line(struct typesetter *setter, const doc_runs *runs, const struct type_style *style, struct text_line *ret_line);
/* Points that the text takes where no line need be broken (forced breaks begin new ones), and the widest part of it which no line break divides. Nothing is kept, of
 * missing characters neither. */
double typeset_extent(struct typesetter *setter, const doc_runs *runs, const struct type_style *style, double *ret_unit);

/* The display list (layout.c) ------------------------------------------------------------------------------- */

enum placed_kind { PLACED_TEXT, PLACED_RULE, PLACED_AREA, PLACED_SCENE, PLACED_LINK, PLACED_IMAGE };

struct placed {
    enum placed_kind kind;
    double x, y;          /* text: left end and baseline; others: top left */
    double width, height; /* rule: to its other end */
    double grey;          /* 0 black … 1 white; where the colour is 0 */
    uint32_t colour;      /* of rules and areas, 0xRRGGBB */
    double turn;          /* of text, degrees clockwise around its left end */
    double thickness;
    const struct text_line *line;
    const struct doc_image *image;
    const struct scene *scene;
    const struct text_line *texts; /* of a scene, one an item: only those of text items are set */
    const char *target;
};

struct layout_page {
    double width, height;
    bool turned; /* its content stands a quarter turn to the left, head at the binding side */
    bool odd;    /* lies at the right of an open book: bound at its left */
    int number;  /* printed; 0 on a cover and its back */
    LIST_OF(struct placed) items;
    LIST_OF(struct placed) beneath; /* draft mark: drawn before the others, upright */
    LIST_OF(struct placed) margins; /* page number, mark: upright also where the content is turned */
};

struct layout_bookmark {
    const char *title;
    int level;
    size_t page;
    double y;
};

struct layout_target {
    const char *id;
    size_t page;
    double y;
};

struct layout {
    LIST_OF(struct layout_page) pages;
    LIST_OF(struct layout_bookmark) bookmarks;
    LIST_OF(struct layout_target) targets;
};

/* All of it in `setter->arena`. NULL, with the problem in `diags`, where a table is wider than any page. */
/* The same theme for a document in English. */
struct render_theme theme_in_english(const struct render_theme *theme);
struct layout *layout_document(const struct doc *doc, const struct render_theme *theme, struct typesetter *setter, struct diags *diags);

/* For tests: a line a placed thing, "text X Y WIDTH “…”", under "page N". */
void layout_dump(const struct layout *layout, struct strbuf *out);
void text_line_text(const struct text_line *line, struct strbuf *out);

#endif
