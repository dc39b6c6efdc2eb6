/* SPDX-License-Identifier: GPL-3.0-or-later
 * Where values stood, by the address of the member that they filled: open addressing, never iterated.
 */
#include "yaml_priv.h"

#include <stdlib.h>

struct yaml_place {
    const void *member;
    struct pos pos;
    bool given, wrong;
};

void yaml_places_init(struct yaml_places *places)
{
    *places = (struct yaml_places){0};
}

void yaml_places_release(struct yaml_places *places)
{
    if (!places)
        return;
    free(places->slots);
    yaml_places_init(places);
}

static struct yaml_place *slot_of(const struct yaml_places *places, const void *member)
{
    uint64_t hash = (uint64_t)(uintptr_t)member * UINT64_C(0x9E3779B97F4A7C15);
    size_t at = (size_t)(hash >> 32) & (places->room - 1);
    while (places->slots[at].member && places->slots[at].member != member)
        at = (at + 1) & (places->room - 1);
    return &places->slots[at];
}

static void grow(struct yaml_places *places)
{
    struct yaml_places larger = {.room = places->room ? places->room * 2 : 256, .count = places->count};
    larger.slots = xcalloc(larger.room, sizeof *larger.slots);
    for (size_t i = 0; i < places->room; i++) {
        if (places->slots[i].member)
            *slot_of(&larger, places->slots[i].member) = places->slots[i];
    }
    free(places->slots);
    *places = larger;
}

const struct pos *yaml_place(const struct yaml_places *places, const void *member)
{
    if (!places || places->room == 0)
        return NULL;
    const struct yaml_place *slot = slot_of(places, member);
    return slot->member && slot->given ? &slot->pos : NULL;
}

bool yaml_is_wrong(const struct yaml_places *places, const void *member)
{
    return places && places->room > 0 && slot_of(places, member)->wrong;
}

/* The slot of `member`, made where there is none. */
static struct yaml_place *add(struct yaml_places *places, const void *member)
{
    if (places->count + 1 > places->room / 4 * 3)
        grow(places);
    struct yaml_place *slot = slot_of(places, member);
    if (!slot->member) {
        places->count++;
        slot->member = member;
    }
    return slot;
}

void yaml_mark_wrong(struct yaml_places *places, const void *member)
{
    if (places)
        add(places, member)->wrong = true;
}

void yaml_note_place(struct yaml_reader *reader, const void *member, struct pos pos)
{
    if (!reader->places)
        return;
    struct yaml_place *slot = add(reader->places, member);
    slot->pos = pos;
    slot->given = true;
}
