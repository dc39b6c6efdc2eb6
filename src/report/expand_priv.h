/* SPDX-License-Identifier: GPL-3.0-or-later
 * Between expand.c, which expands a template, and expand_unseen.c, which looks at those parts that it passes over.
 */
#ifndef CEPING_EXPAND_PRIV_H
#define CEPING_EXPAND_PRIV_H

#include "report_priv.h"

struct frame {
    struct value value;
    size_t number, count; /* in a loop; 0: not one */
    const struct frame *outer;
    enum { FRAME_SEEN, FRAME_UNSEEN, FRAME_UNKNOWN } kind; /* unseen: an item that an empty list would have; unknown: has every name */
    const struct value_class *item; /* of an unseen one; NULL: a text */
};

/* Templates that are being expanded, the innermost first: one that comes again loops. */
struct open_template {
    const char *name;
    const struct open_template *outer;
};

struct expander {
    struct builder *b;
    const struct open_template *open;
    int depth;
    size_t steps;
    bool anonymous; /* in a text that names nobody */
    bool stopped; /* a limit was reached; said once */
};

struct loaded_template {
    parts parts;
};

/* Looks up a dotted path: its first part in the frames from the inside out, the rest strictly. False, with a problem, where nothing has that name. */
bool expand_look_up(struct expander *x, const struct frame *frame, const struct part *part, struct value *ret_value);
/* Ends the expansion with a problem that is said once. */
void expand_stop(struct expander *x, struct pos pos, const char *why);
/* NULL, with a problem, where there is no such template. */
const struct loaded_template *expand_load(struct builder *b, struct pos pos, const char *name);
/* True, with a problem, where the template of that part is open already. */
bool expand_loops(struct expander *x, const struct part *part);
const char *expand_name(struct arena *arena, const char *file);

/* Walks through the template that the part includes, unless it cannot be read or is open already: then the part has failed, with a problem. */
typedef void expand_walk(struct expander *x, const parts *list, const struct frame *frame);
void expand_enter(struct expander *x, struct part *part, const struct frame *frame, expand_walk *walk);

/* Looks up the names in a section that is passed over, for `template check`; writes nothing. `value`: of the section's name. */
void expand_unseen(struct expander *x, struct part *section, const struct value *value, const struct frame *frame);

enum { EXPAND_DEPTH_MAX = 24 }; /* partials and texts within each other; a partial that includes itself ends here */

#endif
