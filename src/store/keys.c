/* SPDX-License-Identifier: GPL-3.0-or-later
 * Keys that are known, in memory while a batch is open.
 *
 * A later export of a survey contains the earlier rows, so each row asks: is this key known, and with the same answers? An index in the
 * database would answer too, but keys come in no order and every insert would touch a random page. The keys of 10⁶ rows take about 50 MB here.
 *
 * Keys themselves are not kept, only 96 bits of their SipHash: among 10⁷ keys two share them with a chance of 10⁻¹⁵, which is below what the memory
 * gets wrong by itself. SipHash-2-4 (Aumasson, Bernstein 2012) has no known way to make collisions without its key; the key is fixed here, since hashes of
 * answers stay in the database.
 *
 * The table grows by half instead of doubling (slot = high word of hash × room), so that it is never half empty.
 */
#include "store_priv.h"

#include <assert.h>
#include <endian.h>
#include <stdlib.h>

/* SipHash -------------------------------------------------------------------------------------------------- */

static inline uint64_t rotate(uint64_t x, int by)
{
    return x << by | x >> (64 - by);
}

static inline void sip_round(uint64_t v[4])
{
    v[0] += v[1], v[1] = rotate(v[1], 13), v[1] ^= v[0], v[0] = rotate(v[0], 32);
    v[2] += v[3], v[3] = rotate(v[3], 16), v[3] ^= v[2];
    v[0] += v[3], v[3] = rotate(v[3], 21), v[3] ^= v[0];
    v[2] += v[1], v[1] = rotate(v[1], 17), v[1] ^= v[2], v[2] = rotate(v[2], 32);
}

/* Bytes in little-endian order whatever the machine: databases travel. */
static uint64_t last_bytes(const unsigned char *bytes, size_t len)
{
    uint64_t word = 0;
    for (size_t i = 0; i < len; i++)
        word |= (uint64_t)bytes[i] << 8 * i;
    return word;
}

void row_hash(const void *bytes, size_t len, uint64_t ret_hash[2])
{
    /* the key of the reference test vectors: bytes 0 … 15 */
    const uint64_t k0 = 0x0706050403020100u, k1 = 0x0f0e0d0c0b0a0908u;
    uint64_t v[4] = {0x736f6d6570736575u ^ k0, 0x646f72616e646f6du ^ k1 ^ 0xee, 0x6c7967656e657261u ^ k0, 0x7465646279746573u ^ k1};
    const unsigned char *at = bytes;
    size_t left = len;
    for (; left >= 8; at += 8, left -= 8) {
        uint64_t word;
        memcpy(&word, at, 8);
        word = le64toh(word);
        v[3] ^= word;
        sip_round(v), sip_round(v);
        v[0] ^= word;
    }
    uint64_t last = (uint64_t)len << 56 | last_bytes(at, left);
    v[3] ^= last;
    sip_round(v), sip_round(v);
    v[0] ^= last;
    v[2] ^= 0xee;
    for (int i = 0; i < 4; i++)
        sip_round(v);
    ret_hash[0] = v[0] ^ v[1] ^ v[2] ^ v[3];
    v[1] ^= 0xdd;
    for (int i = 0; i < 4; i++)
        sip_round(v);
    ret_hash[1] = v[0] ^ v[1] ^ v[2] ^ v[3];
}

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

static void grow(struct keys *keys)
{
    size_t room = keys->room ? keys->room + keys->room / 2 : 1024;
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

struct known *keys_entry(struct keys *keys, const char *key, size_t len)
{
    if (keys->count + 1 > keys->room / 8 * 7)
        grow(keys);
    uint64_t hash[2];
    row_hash(key, len, hash);
    struct known *slot = slot_of(keys->slots, keys->room, hash[0], (uint32_t)hash[1]);
    if (slot->newest == 0) {
        *slot = (struct known){.hash = hash[0], .more = (uint32_t)hash[1]};
        keys->count++;
    }
    return slot;
}

const struct known *keys_find(const struct keys *keys, const char *key, size_t len)
{
    if (keys->count == 0)
        return NULL;
    uint64_t hash[2];
    row_hash(key, len, hash);
    const struct known *slot = slot_of(keys->slots, keys->room, hash[0], (uint32_t)hash[1]);
    return slot->newest ? slot : NULL;
}
