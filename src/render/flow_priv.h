/* SPDX-License-Identifier: GPL-3.0-or-later
 * Boxes one below the other: what flow.c and table.c make and layout.c puts on pages.
 */
#ifndef CEPING_FLOW_PRIV_H
#define CEPING_FLOW_PRIV_H

#include "render_priv.h"

typedef LIST_OF(struct box) box_list;

/* A strip of the type area that no page break divides. Its items are placed relative to its top left. */
struct box {
    double height; /* to where the next one begins */
    double depth;  /* of what must fit on the page: less than the height where that ends in blank */
    double before; /* blank above it, dropped at the top of a page */
    bool grid;     /* begins on a line of the page's grid */
    bool keep;     /* no page break behind it */
    bool page_before;
    bool turned;   /* stands on a page turned to the left */
    bool row;      /* of a table's body */
    bool group;    /* with the next row: parted only where all else is worse */
    bool lead;     /* its last line leads to the table or chart below it, which may stand on the next page */
    bool barrier;  /* tables and charts above it are not moved past it */
    int part;      /* of one table or chart, caption and note included, the same number; 0 text */
    LIST_OF(struct placed) items;
    LIST_OF(const char *) footnotes;
    double notes; /* height of those */
    int first_footnote;
    const box_list *repeat; /* set again above it when it begins a page: header rows */
    const char *bookmark;   /* NULL; its title */
    int bookmark_level;
    const char *id;
    int entry; /* of the contents, beginning at 1: this box wants the page number of that bookmark; 0 */
};

struct flow {
    const struct doc *doc;
    const struct render_theme *theme;
    struct typesetter *setter;
    struct diags *diags;
    struct arena *arena;
    box_list boxes;
    bool chinese;
    bool failed;
    int tables, charts, parts;
};

/* The whole document as boxes. */
void flow_document(struct flow *flow);

struct box *flow_box(struct flow *flow, double height);
struct placed *box_item(struct flow *flow, struct box *box, enum placed_kind kind);
void box_add_line(struct flow *flow, struct box *box, const struct text_line *line, double x, double baseline);
/* All boxes from `first` on belong to one table or chart. */
void flow_join(struct flow *flow, size_t first);
/* Sets text as lines that are not on the grid, one box each, `leading` apart. */
void flow_small_text(struct flow *flow, const doc_runs *runs, const struct type_style *style, double leading, double before, bool keep);
struct type_style flow_style(const struct flow *flow, enum face_role face, double size);
/* "表1　caption", centred. */
void flow_caption(struct flow *flow, const char *word, int number, const char *caption, double before, bool keep);
void flow_note(struct flow *flow, const char *note);

/* table.c */
void flow_table(struct flow *flow, const struct doc_table *table, const char *id);

#endif
