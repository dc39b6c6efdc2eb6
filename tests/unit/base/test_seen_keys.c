/* SPDX-License-Identifier: GPL-3.0-or-later
 * The hash against its authors' test vectors, and the keys that were seen.
 */
#include <stdio.h>

#include "check.h"

#include "ceping/base.h"

/* SipHash-2-4-128 of the bytes 0, 1, …, n − 1 under the key 0 … 15: vectors_sip128 in the reference implementation
 * (github.com/veorq/SipHash, vectors.h), read as little-endian words. */
static void reference_vectors(void **state)
{
    (void)state;
    static const unsigned char want[][16] = {
        {0xa3, 0x81, 0x7f, 0x04, 0xba, 0x25, 0xa8, 0xe6, 0x6d, 0xf6, 0x72, 0x14, 0xc7, 0x55, 0x02, 0x93},
        {0xda, 0x87, 0xc1, 0xd8, 0x6b, 0x99, 0xaf, 0x44, 0x34, 0x76, 0x59, 0x11, 0x9b, 0x22, 0xfc, 0x45},
    };
    unsigned char bytes[64];
    for (unsigned char i = 0; i < 64; i++)
        bytes[i] = i;
    for (size_t n = 0; n < COUNT_OF(want); n++) {
        uint64_t hash[2];
        hash_bytes(bytes, n, hash);
        for (int i = 0; i < 16; i++)
            assert_int_equal(hash[i / 8] >> 8 * (i % 8) & 0xff, want[n][i]);
    }
    /* each length gives another hash, whatever the alignment */
    for (size_t n = 0; n < 63; n++) {
        uint64_t one[2], two[2];
        hash_bytes(bytes, n, one);
        hash_bytes(bytes, n + 1, two);
        assert_true(one[0] != two[0] && one[1] != two[1]);
        unsigned char moved[65];
        memcpy(moved + 1, bytes, n);
        hash_bytes(moved + 1, n, two);
        assert_true(one[0] == two[0] && one[1] == two[1]);
    }
}

static void tells_where_a_key_stood_first(void **state)
{
    (void)state;
    struct seen_keys seen;
    seen_keys_init(&seen);
    enum { KEYS = 50000 };
    for (int turn = 0; turn < 2; turn++)
        for (int i = 1; i <= KEYS; i++) {
            char key[32];
            int len = snprintf(key, sizeof key, "%d/%d", i % 7, i);
            assert_int_equal(seen_keys_add(&seen, key, (size_t)len, (uint32_t)(turn ? i + KEYS : i)), turn ? i : 0);
        }
    assert_int_equal(seen.count, KEYS);
    assert_true(seen.room * 16 < (size_t)KEYS * 16 * 2); /* what is free is never more than what is used */
    assert_int_equal(seen_keys_add(&seen, "", 0, 7), 0);
    assert_int_equal(seen_keys_add(&seen, "", 0, 8), 7);
    seen_keys_release(&seen);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reference_vectors),
        cmocka_unit_test(tells_where_a_key_stood_first),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
