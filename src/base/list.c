/* SPDX-License-Identifier: GPL-3.0-or-later
 * Lists without a field for their room: it follows from their count, as the next power of two. A list of 2ⁿ elements is
 * therefore always full and moves to an array of twice its size; one in between has room by construction.
 */
#include "base_priv.h"

void *list_grow(struct arena *arena, void *list, size_t size)
{
    /* Copied in and out, as the pointer in the caller's struct has another type than void *. */
    struct list_any any;
    memcpy(&any, list, sizeof any);

    bool full = (any.count & (any.count - 1)) == 0; /* 0, 1, 2, 4, … */
    if (full) {
        size_t room = any.count ? base_multiply(any.count, 2) : 1;
        void *bigger = arena_alloc_array(arena, room, size);
        if (any.count)
            memcpy(bigger, any.at, any.count * size);
        any.at = bigger;
    }
    char *element = (char *)any.at + any.count * size;
    memset(element, 0, size); /* a caller may have lowered `count` and left something here */
    any.count++;
    memcpy(list, &any, sizeof any);
    return element;
}
