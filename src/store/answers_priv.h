/* SPDX-License-Identifier: GPL-3.0-or-later
 * A response as bytes, for its hash in `_hash`: made when it is loaded, and again from the stored row when the history is checked. The same bytes on every machine, for the hash
 * stays in the file. By variable the letter of `_why`, then the answer or what could not be read; then what the response is about, rater and group.
 */
#ifndef CEPING_STORE_ANSWERS_PRIV_H
#define CEPING_STORE_ANSWERS_PRIV_H

#include <endian.h>
#include <math.h>

#include "ceping/base_sha256.h"
#include "store_priv.h"

/* A buffer of its own, because it takes some hundred single bytes a row. */
struct image {
    char *at;
    size_t len, room;
};

/* Room for `len` bytes more, and where they begin. */
static inline char *image_room(struct image *image, size_t len)
{
    if (image->room - image->len < len) {
        image->room = 2 * image->room + len + 256;
        image->at = xrealloc(image->at, image->room);
    }
    return image->at + image->len;
}

static inline void image_text(struct image *image, const char *text)
{
    size_t len = text ? strlen(text) + 1 : 0;
    char *to = image_room(image, 1 + len);
    *to = text ? '=' : '-';
    if (text)
        memcpy(to + 1, text, len);
    image->len += 1 + len;
}

static inline void image_number(struct image *image, double number)
{
    double value = number + 0.0; /* −0 and 0 are the same answer */
    uint64_t bits;
    memcpy(&bits, &value, sizeof bits);
    bits = htole64(bits);
    memcpy(image_room(image, sizeof bits), &bits, sizeof bits);
    image->len += sizeof bits;
}

static inline uint64_t image_hash(const struct image *image)
{
    uint64_t hash[2];
    hash_bytes(image->at, image->len, hash);
    return hash[0];
}

/* The seal of a batch: SHA-256 over its rows in order, what each says (by its hash) and when it was sent. The history keeps it, so that the hash of the last entry, which somebody
 * may have written down, stands for every answer. */
#define SEAL_FIELD "answers" /* in an entry about a batch */

static inline void seal_add(struct sha256 *seal, const char *key, size_t key_len, uint64_t hash, const char *submitted, size_t submitted_len, double seconds)
{
    struct {
        uint64_t key_len, hash, submitted_len, seconds;
    } numbers = {htole64(key_len), htole64(hash), htole64(submitted_len), UINT64_MAX};
    if (!isnan(seconds)) {
        seconds += 0.0; /* −0 comes back as 0 */
        memcpy(&numbers.seconds, &seconds, sizeof seconds);
        numbers.seconds = htole64(numbers.seconds);
    }
    sha256_add(seal, &numbers, sizeof numbers);
    sha256_add(seal, key, key_len);
    sha256_add(seal, submitted, submitted_len);
}

/* The seal as the rows give it now; and rows whose answers do not give the hash that is stored with them. */
struct seal {
    char hex[SHA256_HEX];
    size_t changed;
    const char *key; /* of the first of these, in the arena; its line in the file */
    int64_t line;
};

/* False: said in the store's error. */
bool seal_batch(struct store *store, struct arena *arena, int64_t batch, struct seal *ret_seal);

#endif
