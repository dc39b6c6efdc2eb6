/* SPDX-License-Identifier: GPL-3.0-or-later
 * The hash of rows against its authors' test vectors, and the table of keys.
 */
#include "check.h"

#include "../../../src/store/store_priv.h"

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
        row_hash(bytes, n, hash);
        for (int i = 0; i < 16; i++)
            assert_int_equal(hash[i / 8] >> 8 * (i % 8) & 0xff, want[n][i]);
    }
    /* each length gives another hash, whatever the alignment */
    for (size_t n = 0; n < 63; n++) {
        uint64_t one[2], two[2];
        row_hash(bytes, n, one);
        row_hash(bytes, n + 1, two);
        assert_true(one[0] != two[0] && one[1] != two[1]);
        unsigned char moved[65];
        memcpy(moved + 1, bytes, n);
        row_hash(moved + 1, n, two);
        assert_true(one[0] == two[0] && one[1] == two[1]);
    }
}

static void finds_what_was_put(void **state)
{
    (void)state;
    enum { MANY = 100000 };
    struct keys keys;
    keys_init(&keys);
    assert_null(keys_find(&keys, "1", 1));
    char key[16];
    for (int i = 0; i < MANY; i++) {
        size_t len = (size_t)snprintf(key, sizeof key, "%d", i);
        struct known *known = keys_entry(&keys, key, len);
        assert_int_equal(known->newest, 0);
        known->newest = 1;
        known->row = i;
    }
    assert_int_equal(keys.count, MANY);
    for (int i = 0; i < MANY; i++) {
        size_t len = (size_t)snprintf(key, sizeof key, "%d", i);
        assert_int_equal(keys_entry(&keys, key, len)->row, i);
        assert_int_equal(keys_find(&keys, key, len)->row, i);
    }
    assert_int_equal(keys.count, MANY);
    assert_null(keys_find(&keys, "x", 1));
    assert_null(keys_find(&keys, "", 0));
    keys_release(&keys);
}

static void spans_are_searched(void **state)
{
    (void)state;
    struct span at[] = {{.first = 1, .last = 3}, {.first = 5, .last = 5}, {.first = 9, .last = 20}};
    span_list spans = {at, 3}, none = {NULL, 0};
    const char *want = ".111.1...111111111111.";
    for (int row = 1; row < 22; row++)
        assert_int_equal(living_has(&spans, row), want[row] == '1');
    assert_false(living_has(&none, 1));
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(reference_vectors), cmocka_unit_test(finds_what_was_put), cmocka_unit_test(spans_are_searched)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
