/* SPDX-License-Identifier: GPL-3.0-or-later
 * HMAC-SHA-256 (RFC 2104), by nettle.
 */
#include "ceping/base_sha256.h"

#include <nettle/hmac.h>
#include <stdio.h>

void hmac_sha256(const void *key, size_t key_len, const void *bytes, size_t len, char out[SHA256_HEX])
{
    struct hmac_sha256_ctx context;
    uint8_t digest[SHA256_DIGEST_SIZE];
    hmac_sha256_set_key(&context, key_len, key);
    hmac_sha256_update(&context, len, bytes);
    hmac_sha256_digest(&context, sizeof digest, digest);
    for (size_t i = 0; i < sizeof digest; i++)
        snprintf(out + 2 * i, 3, "%02x", digest[i]);
}
