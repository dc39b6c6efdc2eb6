/* SPDX-License-Identifier: GPL-3.0-or-later
 * Keys that are known, in memory while a batch is open.
 *
 * A later export of a survey contains the earlier rows, so each row asks: is this key known, and with the same answers? An index in the
 * database would answer too, but keys come in no order and every insert would touch a random page. The keys of 10⁶ rows take 37 MB here.
 *
 * Keys themselves are not kept, only 96 bits of their hash (src/base/seen_keys.c says why that is enough).
 *
 * The table grows by half instead of doubling (slot = high word of hash × room), so that it is never half empty. Where the rows are counted before (keys_expect) it has its
 * size at once: while it grows, the old one lies beside the new.
 */
#include "store_priv.h"

#include <assert.h>
#include <stdlib.h>

/* The table ------------------------------------------------------------------------------------------------ */

static_assert(sizeof(struct known) == 32, "a slot has no padding");

void keys_init(struct keys *keys)
{
    *keys = (struct keys){0};
}

void keys_release(struct keys *keys)
{
    free(keys->slots);
    keys_init(keys);
}

/* The slot that holds the key, or the free one where it belongs. There is always a free one. */
static struct known *slot_of(struct known *slots, size_t room, uint64_t hash, uint32_t more)
{
    __extension__ typedef unsigned __int128 wide;
    for (size_t i = (size_t)((wide)hash * room >> 64);; i = i + 1 < room ? i + 1 : 0) {
        struct known *slot = &slots[i];
        if (slot->newest == 0 || (slot->hash == hash && slot->more == more))
            return slot;
    }
}

static void make_room(struct keys *keys, size_t room)
{
    struct known *slots = xcalloc(room, sizeof *slots);
    for (size_t i = 0; i < keys->room; i++) {
        const struct known *old = &keys->slots[i];
        if (old->newest)
            *slot_of(slots, room, old->hash, old->more) = *old;
    }
    free(keys->slots);
    keys->slots = slots;
    keys->room = room;
}

void keys_expect(struct keys *keys, size_t count)
{
    size_t room = count + count / 6 + 1024; /* an eighth stays free */
    if (room > keys->room)
        make_room(keys, room);
}

struct known *keys_entry(struct keys *keys, const char *key, size_t len)
{
    if (keys->count + 1 > keys->room / 8 * 7)
        make_room(keys, keys->room ? keys->room + keys->room / 2 : 1024);
    uint64_t hash[2];
    hash_bytes(key, len, hash);
    struct known *slot = slot_of(keys->slots, keys->room, hash[0], (uint32_t)hash[1]);
    if (slot->newest == 0) {
        *slot = (struct known){.hash = hash[0], .more = (uint32_t)hash[1]};
        keys->count++;
    }
    return slot;
}

struct known *keys_find(const struct keys *keys, const char *key, size_t len)
{
    if (keys->count == 0)
        return NULL;
    uint64_t hash[2];
    hash_bytes(key, len, hash);
    struct known *slot = slot_of(keys->slots, keys->room, hash[0], (uint32_t)hash[1]);
    return slot->newest ? slot : NULL;
}
