/* SPDX-License-Identifier: GPL-3.0-or-later
 * A chart of many units shows who lies first and last and, in a report about one of them, who lies near it. A picture of a thousand bars is not read by anybody, and a
 * picture of all on the page of each would make what is written grow as the square of their number.
 */
#include "report_priv.h"

/* So few are shown whole: leaving out a few rows would tell less and save nothing. */
#define WHOLE(near) (6 * (near))

static bool is_near(size_t i, size_t count, size_t own, size_t near)
{
    if (i < near || i + near >= count)
        return true;
    return own != SIZE_MAX && i + near >= own && i <= own + near;
}

size_t block_near(struct block *block, size_t count, size_t own, const size_t **ret_rows)
{
    size_t near = (size_t)block_whole(block, "near", 0, 1, 1000000), shown = 0;
    bool whole = near == 0 || count <= WHOLE(near);
    size_t *rows = ARENA_ARRAY(block->b->arena, size_t, count + 1);
    for (size_t i = 0; i < count; i++) {
        if (whole || is_near(i, count, own, near))
            rows[shown++] = i;
        else if (rows[shown - 1] != BLOCK_GAP) /* the first is always shown */
            rows[shown++] = BLOCK_GAP;
    }
    *ret_rows = rows;
    return shown;
}

void notes_add_near(struct block *block, struct notes *notes, const size_t *rows, size_t shown, size_t count)
{
    bool cut = false;
    for (size_t i = 0; i < shown && !cut; i++)
        cut = rows[i] == BLOCK_GAP;
    if (!cut)
        return;
    size_t near = (size_t)block_whole(block, "near", 0, 1, 1000000);
    const struct unit *own = block->b->names.unit;
    if (own)
        notes_add(notes, "图中只列首尾各%zu个和%s前后各%zu个，共%zu个。", near, own->short_name ? own->short_name : own->name, near, count);
    else
        notes_add(notes, "图中只列首尾各%zu个，共%zu个。", near, count);
}
