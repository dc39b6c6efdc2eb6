/* SPDX-License-Identifier: GPL-3.0-or-later
 * SHA-256 (FIPS 180-4), for the hashes of files, questionnaires and results. By nettle, which uses what the processor has for it.
 */
#ifndef CEPING_BASE_SHA256_H
#define CEPING_BASE_SHA256_H

#include "ceping/base.h"

/* May be copied as it stands: two computations then go on from the same beginning. */
struct sha256 {
    uint64_t context[16]; /* nettle's struct sha256_ctx */
};

#define SHA256_BYTES 32
#define SHA256_HEX 65 /* 64 digits and the end */

void sha256_init(struct sha256 *sha);
void sha256_add(struct sha256 *sha, const void *bytes, size_t len);
void sha256_end(struct sha256 *sha, unsigned char out[SHA256_BYTES]); /* ends the computation */
void sha256_hex(struct sha256 *sha, char out[SHA256_HEX]);            /* the same in digits */
/* HMAC-SHA-256 (RFC 2104) of `bytes` under `key`. */
void hmac_sha256(const void *key, size_t key_len, const void *bytes, size_t len, char out[SHA256_HEX]);
bool sha256_file(const char *path, char out[SHA256_HEX]);  /* false with errno set */

#endif
