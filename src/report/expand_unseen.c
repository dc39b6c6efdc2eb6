/* SPDX-License-Identifier: GPL-3.0-or-later
 * Names in those sections that a template passes over: over a list that is empty today, under a truth that is not.
 *
 * A wrong name there shows only when the first decision is taken or the first place is fixed, which is the day before printing. `template check` therefore
 * walks through them as well. An item that a list would have is known by its class alone: the class tells which names there are, and what they
 * have in turn is taken as right. What a question mark guards (`{{#name?}}`) may name what this evaluation does not have, and is left out.
 */
#include "expand_priv.h"

static void walk(struct expander *x, const parts *list, const struct frame *frame);

/* What the children of a section see: an item of a list, a group of names, or what was seen before. */
static struct frame inner_frame(struct expander *x, const struct value *value, const struct frame *frame)
{
    struct frame inner = {.value = value_none(), .outer = frame};
    if (value->kind == VALUE_NONE) {
        inner.kind = FRAME_UNKNOWN;
        inner.number = inner.count = 1; /* it may be a list */
    } else if (value_is_list(value)) {
        inner.number = inner.count = 1;
        if (value_is_true(&x->b->names, value)) {
            inner.value = value_at(&x->b->names, value, 0);
        } else {
            inner.kind = FRAME_UNSEEN;
            inner.item = value_item_class(value);
        }
    } else if (value->kind == VALUE_BOOL) {
        return *frame;
    } else {
        inner.value = *value;
    }
    return inner;
}

static void walk_section(struct expander *x, struct part *part, const struct value *value, const struct frame *frame)
{
    if (part->optional)
        return;
    struct frame inner = inner_frame(x, value, frame);
    walk(x, &part->children, part->kind == PART_INVERTED || value->kind == VALUE_BOOL ? frame : &inner);
}

static void enter(struct expander *x, struct part *part, const struct frame *frame)
{
    if (x->depth >= EXPAND_DEPTH_MAX)
        part->failed = true;
    else
        expand_enter(x, part, frame, walk);
}

static void walk(struct expander *x, const parts *list, const struct frame *frame)
{
    for (size_t i = 0; i < list->count; i++) {
        struct part *part = &list->at[i];
        struct value value;
        if (part->kind == PART_TEXT || part->failed)
            continue;
        if (part->kind == PART_PARTIAL)
            enter(x, part, frame);
        else if (!expand_look_up(x, frame, part, &value))
            part->failed = true;
        else if (part->kind != PART_VALUE)
            walk_section(x, part, &value, frame);
    }
}

void expand_unseen(struct expander *x, struct part *section, const struct value *value, const struct frame *frame)
{
    if (!section->unseen)
        walk_section(x, section, value, frame);
    section->unseen = true;
}
