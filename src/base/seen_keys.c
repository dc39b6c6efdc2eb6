/* SPDX-License-Identifier: GPL-3.0-or-later
 * A hash that may stay in a file, and the keys that were seen with the row where each stood first.
 *
 * Keys are not kept, only 96 bits of their SipHash: among 10⁷ keys two share them with a chance of 10⁻¹⁵, which is below what the memory gets wrong by
 * itself. SipHash-2-4 (Aumasson, Bernstein 2012) has no known way to make collisions without its key; the key is fixed, since hashes stay in databases.
 *
 * The table grows by half instead of doubling (slot = high word of hash × room), so that it is never half empty: 16 bytes a key and what is free. At eight mebibytes it
 * does not grow any more but goes into a file (seen_file.c) and begins anew.
 *
 * Most exports number their rows, up or down. A number above or below all before it was not seen, without a look into a table that no cache holds; and numbers in a row
 * are kept as one run. So such files need the same memory whatever their length. A number in between, not found among the runs, goes the way of any key; so does one that
 * would begin a run where there are as many as slots in the table, as in a file that numbers by tens.
 */
#include "base_priv.h"

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

void hash_bytes(const void *bytes, size_t len, uint64_t ret_hash[2])
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

/* Numbers that count up or down ------------------------------------------------------------------------------ */

/* Numbers first, first + 1, … in the rows row, row + 1, …; of those that count down the negatives. */
struct seen_run {
    int64_t first;
    uint32_t count, row;
};

/* A key that is written as numbers are, without anything before or behind: else "7" and "07" would be one. */
static bool is_number(const char *key, size_t len, int64_t *ret_number)
{
    enum { DIGITS = 18 }; /* fit 63 bits */
    if (len == 0 || len > DIGITS || key[0] == '0')
        return false;
    int64_t number = 0;
    for (size_t i = 0; i < len; i++) {
        if (key[i] < '0' || key[i] > '9')
            return false;
        number = 10 * number + (key[i] - '0');
    }
    *ret_number = number;
    return true;
}

/* False: it begins a run, and there are enough of them. */
static bool runs_add(struct seen_runs *runs, int64_t number, uint32_t row, size_t most)
{
    struct seen_run *last = runs->count ? &runs->at[runs->count - 1] : NULL;
    if (last && number == last->first + last->count && row == (uint64_t)last->row + last->count) {
        last->count++;
        return true;
    }
    if (runs->count >= most)
        return false;
    if (runs->count == runs->room) {
        runs->room = runs->room ? runs->room + runs->room / 2 : 16;
        runs->at = xrealloc(runs->at, runs->room * sizeof *runs->at);
    }
    runs->at[runs->count++] = (struct seen_run){number, 1, row};
    return true;
}

/* The row of the number; 0 where no run holds it. */
static uint32_t runs_find(const struct seen_runs *runs, int64_t number)
{
    size_t low = 0, high = runs->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (runs->at[middle].first <= number)
            low = middle + 1;
        else
            high = middle;
    }
    const struct seen_run *run = low ? &runs->at[low - 1] : NULL;
    return run && number - run->first < run->count ? run->row + (uint32_t)(number - run->first) : 0;
}

/* True: the number is new and kept in a run, or is found in one (`ret_row` not 0). False: it may be in the table, or belongs there. */
static bool add_number(struct seen_keys *seen, int64_t number, uint32_t row, uint32_t *ret_row)
{
    bool above = seen->up.count == 0 || number > seen->high;
    *ret_row = 0;
    if (!above && number >= seen->low) {
        *ret_row = runs_find(&seen->up, number);
        *ret_row = *ret_row ? *ret_row : runs_find(&seen->down, -number);
        return *ret_row > 0;
    }
    if (seen->up.count == 0)
        seen->low = number;
    if (above)
        seen->high = number;
    else
        seen->low = number;
    return above ? runs_add(&seen->up, number, row, seen->most) : runs_add(&seen->down, -number, row, seen->most);
}

/* Keys that were seen --------------------------------------------------------------------------------------- */

static_assert(sizeof(struct seen_slot) == 16 && sizeof(struct seen_run) == 16, "no padding");

void seen_keys_init(struct seen_keys *seen)
{
    enum { MOST = 1 << 19 };
    *seen = (struct seen_keys){.most = MOST};
}

void seen_keys_release(struct seen_keys *seen)
{
    seen_file_release(seen->file);
    free(seen->slots);
    free(seen->up.at);
    free(seen->down.at);
    seen_keys_init(seen);
}

/* The slot that holds the key, or the free one where it belongs. There is always a free one. */
static struct seen_slot *slot_of(struct seen_slot *slots, size_t room, uint64_t hash, uint32_t more)
{
    __extension__ typedef unsigned __int128 wide;
    for (size_t i = (size_t)((wide)hash * room >> 64);; i = i + 1 < room ? i + 1 : 0) {
        struct seen_slot *slot = &slots[i];
        if (slot->row == 0 || (slot->hash == hash && slot->more == more))
            return slot;
    }
}

static void grow(struct seen_keys *seen)
{
    size_t room = seen->room ? seen->room + seen->room / 2 : 1024;
    if (seen->room < seen->most && room > seen->most)
        room = seen->most;
    struct seen_slot *slots = xcalloc(room, sizeof *slots);
    for (size_t i = 0; i < seen->room; i++) {
        const struct seen_slot *old = &seen->slots[i];
        if (old->row)
            *slot_of(slots, room, old->hash, old->more) = *old;
    }
    free(seen->slots);
    seen->slots = slots;
    seen->room = room;
}

/* The taken slots to the front, sorted. They are all but sorted already: a key stands where its hash belongs or a few slots behind, a few at the end go on at the beginning. */
static size_t sort_slots(struct seen_slot *slots, size_t room)
{
    size_t count = 0;
    for (size_t i = 0; i < room; i++) {
        struct seen_slot slot = slots[i];
        if (slot.row == 0)
            continue;
        slots[i].row = 0;
        size_t to = count++;
        for (; to > 0 && seen_slot_compare(&slots[to - 1], &slot) > 0; to--)
            slots[to] = slots[to - 1];
        slots[to] = slot;
    }
    return count;
}

/* Makes room for a key: from where it can be had. Without a file for them all keys stay in memory. */
static void make_room(struct seen_keys *seen)
{
    if (seen->room >= seen->most) {
        size_t count = sort_slots(seen->slots, seen->room);
        if (!seen->file)
            seen->file = seen_file_new();
        if (seen->file && seen_file_add(seen->file, seen->slots, count)) {
            memset(seen->slots, 0, count * sizeof *seen->slots);
            seen->count = 0;
            return;
        }
        seen->most = SIZE_MAX;
    }
    grow(seen);
}

uint32_t seen_keys_add(struct seen_keys *seen, const char *key, size_t len, uint32_t row)
{
    assert(row > 0 && "rows count from 1");
    int64_t number;
    uint32_t before;
    if (is_number(key, len, &number) && add_number(seen, number, row, &before))
        return before;
    if (seen->count + 1 > seen->room / 8 * 7)
        make_room(seen);
    uint64_t hash[2];
    hash_bytes(key, len, hash);
    const struct seen_slot own = {hash[0], (uint32_t)hash[1], row};
    struct seen_slot *slot = slot_of(seen->slots, seen->room, own.hash, own.more);
    if (slot->row)
        return slot->row;
    if (seen->file && !seen_file_find(seen->file, &own, &before))
        seen->failed = true;
    else if (seen->file && before)
        return before;
    *slot = own;
    seen->count++;
    return 0;
}
