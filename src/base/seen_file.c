/* SPDX-License-Identifier: GPL-3.0-or-later
 * Keys that were seen, more of them than memory should hold: runs of slots, each sorted by hash, in a file without a name.
 *
 * A table in memory for each key of 10⁷ rows takes hundreds of megabytes; a table in a file is read and written at random, twice a row. Here the owner's table is written
 * as one run whenever it is full. Nearly all questions are about keys that are not there: a Bloom filter of blocks (Putze, Sanders, Singler 2009), one line of the
 * cache and five bits a key, answers all but a few of a thousand of them. For the others one block of each run is read; the first hash of each block is in memory.
 *
 * The filter has its size from the beginning, so that memory is the same for 10⁶ rows and for 10⁷. With many times that it lets more and more through: slower, never wrong.
 *
 * The file has no name: nothing is left behind whatever happens. It holds hashes and rows, never a key.
 */
#include "base_priv.h"

#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

enum {
    BLOCK = 256,    /* slots that are read at once */
    LINE = 8,       /* words of the filter that hold the bits of a key … */
    LINE_BITS = 18, /* … and of the hash that choose them: 16 MiB in all */
    BITS = 5,       /* of a key; each is chosen by nine bits of the hash */
};

struct seen_file_run {
    uint64_t begin;   /* of its first slot, counted from that of the file */
    size_t count;     /* slots */
    uint64_t *firsts; /* the hash of the first slot of each block */
};

struct seen_file {
    int file;
    uint64_t slots;
    struct seen_file_run *runs;
    size_t count;
    uint64_t *filter;
};

/* The file ------------------------------------------------------------------------------------------------- */

struct seen_file *seen_file_new(void)
{
    int file = file_unnamed();
    if (file < 0)
        return NULL;
    struct seen_file *seen = xcalloc(1, sizeof *seen);
    seen->file = file;
    seen->filter = xcalloc((size_t)LINE << LINE_BITS, sizeof *seen->filter);
    return seen;
}

void seen_file_release(struct seen_file *seen)
{
    if (!seen)
        return;
    for (size_t i = 0; i < seen->count; i++)
        free(seen->runs[i].firsts);
    free(seen->runs);
    free(seen->filter);
    close(seen->file);
    free(seen);
}

static bool read_at(int file, struct seen_slot *slots, size_t count, uint64_t begin)
{
    char *bytes = (char *)slots;
    for (size_t done = 0, len = count * sizeof *slots; done < len;) {
        ssize_t more = pread(file, bytes + done, len - done, (off_t)(begin * sizeof *slots + done));
        if (more <= 0 && !(more < 0 && errno == EINTR))
            return false;
        done += more > 0 ? (size_t)more : 0;
    }
    return true;
}

/* The filter ----------------------------------------------------------------------------------------------- */

static uint64_t *line_of(const struct seen_file *seen, uint64_t hash)
{
    return seen->filter + (hash >> (64 - LINE_BITS)) * LINE;
}

static void filter_add(struct seen_file *seen, uint64_t hash)
{
    uint64_t *line = line_of(seen, hash);
    for (int i = 0; i < BITS; i++, hash >>= 9)
        line[hash >> 6 & 7] |= (uint64_t)1 << (hash & 63);
}

static bool filter_has(const struct seen_file *seen, uint64_t hash)
{
    const uint64_t *line = line_of(seen, hash);
    for (int i = 0; i < BITS; i++, hash >>= 9)
        if (!(line[hash >> 6 & 7] & (uint64_t)1 << (hash & 63)))
            return false;
    return true;
}

/* Runs ----------------------------------------------------------------------------------------------------- */

int seen_slot_compare(const struct seen_slot *a, const struct seen_slot *b)
{
    if (a->hash != b->hash)
        return a->hash < b->hash ? -1 : 1;
    return (a->more > b->more) - (a->more < b->more);
}

bool seen_file_add(struct seen_file *seen, const struct seen_slot *slots, size_t count)
{
    if (!file_put(seen->file, slots, count * sizeof *slots))
        return false;
    seen->runs = xrealloc(seen->runs, (seen->count + 1) * sizeof *seen->runs);
    struct seen_file_run *run = &seen->runs[seen->count++];
    *run = (struct seen_file_run){seen->slots, count, xmalloc((count + BLOCK - 1) / BLOCK * sizeof *run->firsts)};
    for (size_t i = 0; i < count; i += BLOCK)
        run->firsts[i / BLOCK] = slots[i].hash;
    for (size_t i = 0; i < count; i++)
        filter_add(seen, slots[i].hash);
    seen->slots += count;
    return true;
}

/* The last block that begins below the hash, or the first: where a slot of it may be, or else in the blocks behind that begin with it. */
static size_t block_of(const struct seen_file_run *run, uint64_t hash)
{
    size_t low = 0, high = (run->count + BLOCK - 1) / BLOCK;
    while (high - low > 1) {
        size_t middle = low + (high - low) / 2;
        if (run->firsts[middle] < hash)
            low = middle;
        else
            high = middle;
    }
    return low;
}

static const struct seen_slot *search(const struct seen_slot *slots, size_t count, const struct seen_slot *wanted)
{
    size_t low = 0, high = count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = seen_slot_compare(&slots[middle], wanted);
        if (order == 0)
            return &slots[middle];
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return NULL;
}

static bool find_in_run(const struct seen_file *seen, const struct seen_file_run *run, const struct seen_slot *wanted, uint32_t *ret_row)
{
    struct seen_slot slots[BLOCK];
    for (size_t i = block_of(run, wanted->hash); i * BLOCK < run->count && run->firsts[i] <= wanted->hash; i++) {
        size_t left = run->count - i * BLOCK, count = left < BLOCK ? left : BLOCK;
        if (!read_at(seen->file, slots, count, run->begin + i * BLOCK))
            return false;
        const struct seen_slot *found = search(slots, count, wanted);
        if (found) {
            *ret_row = found->row;
            return true;
        }
    }
    return true;
}

bool seen_file_find(const struct seen_file *seen, const struct seen_slot *wanted, uint32_t *ret_row)
{
    *ret_row = 0;
    if (!filter_has(seen, wanted->hash))
        return true;
    for (size_t i = 0; i < seen->count && *ret_row == 0; i++)
        if (!find_in_run(seen, &seen->runs[i], wanted, ret_row))
            return false;
    return true;
}
