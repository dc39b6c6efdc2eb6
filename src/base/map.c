/* SPDX-License-Identifier: GPL-3.0-or-later
 * Hash table from text to pointer: open addressing with linear probing, FNV-1a.
 *
 * The hash has no random seed: two runs on the same input must do the same. A hostile file could therefore make keys
 * collide; what is stored here is bounded by the limits on the files (items, labels, column names), so the worst case
 * is slow, not endless.
 */
#include "base_priv.h"

#include <stdlib.h>

struct map_slot {
    const char *key; /* NULL: free */
    size_t len;
    uint64_t hash;
    void *value;
};

static uint64_t hash_of(const char *key, size_t len)
{
    uint64_t hash = 0xcbf29ce484222325u;
    for (size_t i = 0; i < len; i++)
        hash = (hash ^ (unsigned char)key[i]) * 0x100000001b3u;
    return hash ^ hash >> 32; /* the low bits choose the slot */
}

void map_init(struct map *map)
{
    *map = (struct map){0};
}

void map_release(struct map *map)
{
    if (!map)
        return;
    free(map->slots);
    map_init(map);
}

/* The slot that holds the key, or the free one where it belongs. A quarter of the table is always free. */
static struct map_slot *slot_of(const struct map *map, const char *key, size_t len, uint64_t hash)
{
    size_t mask = map->room - 1;
    for (size_t i = (size_t)hash & mask;; i = (i + 1) & mask) {
        struct map_slot *slot = &map->slots[i];
        if (!slot->key || (slot->hash == hash && slot->len == len && memcmp(slot->key, key, len) == 0))
            return slot;
    }
}

static void grow(struct map *map)
{
    struct map bigger = {.room = map->room ? base_multiply(map->room, 2) : 16, .count = map->count};
    bigger.slots = xcalloc(bigger.room, sizeof *bigger.slots);
    for (size_t i = 0; i < map->room; i++) {
        const struct map_slot *old = &map->slots[i];
        if (old->key)
            *slot_of(&bigger, old->key, old->len, old->hash) = *old;
    }
    free(map->slots);
    *map = bigger;
}

void *map_get_n(const struct map *map, const char *key, size_t len)
{
    if (map->count == 0)
        return NULL;
    return slot_of(map, key, len, hash_of(key, len))->value;
}

void *map_get(const struct map *map, const char *key)
{
    return map_get_n(map, key, strlen(key));
}

void *map_put(struct map *map, const char *key, void *value)
{
    if (map->count + 1 > map->room / 4 * 3)
        grow(map);
    size_t len = strlen(key);
    uint64_t hash = hash_of(key, len);
    struct map_slot *slot = slot_of(map, key, len, hash);
    if (!slot->key) {
        *slot = (struct map_slot){key, len, hash, value};
        map->count++;
    }
    return slot->value;
}
