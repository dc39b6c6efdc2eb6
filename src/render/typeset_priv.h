/* SPDX-License-Identifier: GPL-3.0-or-later
 * Between cells.c, which measures characters, and typeset.c, which breaks and justifies them.
 */
#ifndef CEPING_TYPESET_PRIV_H
#define CEPING_TYPESET_PRIV_H

#include "render_priv.h"

/* A character and the room it stands in. */
struct cell {
    uint32_t code;
    uint32_t source; /* differs from code where no face has it, and of a minus */
    unsigned face;
    unsigned run; /* which it came from */
    double size;
    double rise;
    enum text_class kind;
    bool wide;    /* Chinese spacing */
    bool drawn;   /* false: it only says where lines may break */
    bool forced;  /* a line must begin here */
    bool allowed; /* a line may begin here */
    bool stretch; /* the gap behind it takes part in justifying */
    double width;
    double shift;       /* of the glyph within the width */
    double lead, trail; /* blank halves, dropped at the begin and the end of a line */
    double squeeze;     /* how much of them may go within a line */
    double gap;         /* behind it, where Chinese meets Western */
    double gap_squeeze;
    double sense;       /* what a break before it costs a title */
    const char *footnote;
};

typedef LIST_OF(struct cell) cell_list;

void cells_of_runs(struct typesetter *setter, const doc_runs *runs, const struct type_style *style, struct arena *scratch, cell_list *ret_cells);

#endif
