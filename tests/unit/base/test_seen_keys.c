/* SPDX-License-Identifier: GPL-3.0-or-later
 * The hash against its authors' test vectors, and the keys that were seen.
 */
#include <signal.h>
#include <stdio.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

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

static uint32_t add(struct seen_keys *seen, long long number, uint32_t row)
{
    char key[32];
    int len = snprintf(key, sizeof key, "%lld", number);
    return seen_keys_add(seen, key, (size_t)len, row);
}

/* Numbers in the order of the file need no memory of their own, and are told from those that look alike. */
static void numbers_that_count_take_one_run(void **state)
{
    (void)state;
    enum { KEYS = 50000 };
    for (int down = 0; down < 2; down++) {
        struct seen_keys seen;
        seen_keys_init(&seen);
        for (uint32_t i = 1; i <= KEYS; i++)
            assert_int_equal(add(&seen, down ? KEYS + 1 - (long long)i : (long long)i, i + 1), 0);
        assert_int_equal(seen.count, 0);
        assert_true(seen.up.count + seen.down.count <= 2);
        for (uint32_t i = 1; i <= KEYS; i++)
            assert_int_equal(add(&seen, down ? KEYS + 1 - (long long)i : (long long)i, i + 2 * KEYS), i + 1);
        assert_int_equal(seen_keys_add(&seen, "07", 2, 9), 0);
        assert_int_equal(seen_keys_add(&seen, "7.0", 3, 10), 0);
        assert_int_equal(seen_keys_add(&seen, "07", 2, 11), 9);
        assert_int_equal(seen_keys_add(&seen, "0", 1, 12), 0);
        assert_int_equal(seen_keys_add(&seen, "0", 1, 13), 12);
        seen_keys_release(&seen);
    }
}

/* Numbers that leave gaps begin a run each; of runs there are no more than slots, and what comes after goes to the file. */
static void numbers_with_gaps_are_bounded(void **state)
{
    (void)state;
    enum { KEYS = 30000, MOST = 1024 };
    for (int down = 0; down < 2; down++) {
        struct seen_keys seen;
        seen_keys_init(&seen);
        seen.most = MOST;
        for (uint32_t turn = 0; turn < 2; turn++)
            for (uint32_t i = 1; i <= KEYS; i++)
                assert_int_equal(add(&seen, 10 * (down ? KEYS + 1 - (long long)i : (long long)i), turn * KEYS + i), turn ? i : 0);
        assert_true(seen.up.count <= MOST && seen.down.count <= MOST);
        assert_int_equal(seen.room, MOST);
        assert_non_null(seen.file);
        for (uint32_t i = 1; i <= KEYS; i++)
            assert_int_equal(add(&seen, 10 * (long long)i + 5, 3 * KEYS + i), 0);
        assert_int_equal(add(&seen, 15, 4 * KEYS + 1), 3 * KEYS + 1);
        seen_keys_release(&seen);
    }
}

/* Numbers in any order, with gaps in numbers and rows, against a plain table. */
static void numbers_in_any_order(void **state)
{
    (void)state;
    enum { NUMBERS = 3000, TURNS = 20000 };
    static uint32_t first[NUMBERS + 1];
    for (uint32_t step = 1; step < 60; step += 7) {
        struct seen_keys seen;
        seen_keys_init(&seen);
        seen.most = step % 2 ? 1024 : seen.most; /* runs and slots beyond it go to the file */
        memset(first, 0, sizeof first);
        uint64_t x = 88172645463325252u + step;
        long long number = NUMBERS / 2;
        for (uint32_t row = 1; row <= TURNS; row += 1 + (row % 11 == 0)) {
            x ^= x << 13, x ^= x >> 7, x ^= x << 17;
            number = x % 64 < step ? (long long)(x >> 8) % NUMBERS + 1 : number % NUMBERS + 1; /* mostly the next one, mostly a jump, and between */
            assert_int_equal(add(&seen, number, row), first[number]);
            if (!first[number])
                first[number] = row;
        }
        seen_keys_release(&seen);
    }
}

static uint32_t add_text(struct seen_keys *seen, uint32_t i, uint32_t row)
{
    char key[32];
    int len = snprintf(key, sizeof key, "uuid-%u", i * 2654435761u);
    return seen_keys_add(seen, key, (size_t)len, row);
}

/* In runs of a file, beyond what memory is to hold: each key is found, in whichever run it is or in memory still, and none that is not there. */
static void more_keys_than_memory_holds(void **state)
{
    (void)state;
    enum { KEYS = 30000 };
    for (size_t most = 1024; most <= 16384; most *= 4) {
        struct seen_keys seen;
        seen_keys_init(&seen);
        seen.most = most;
        for (uint32_t turn = 0; turn < 3; turn++)
            for (uint32_t i = 1; i <= KEYS; i++)
                assert_int_equal(add_text(&seen, turn == 1 ? KEYS + 1 - i : i, turn * KEYS + i), turn == 1 ? KEYS + 1 - i : turn ? i : 0);
        assert_non_null(seen.file);
        assert_int_equal(seen.room, most);
        assert_false(seen.failed);
        for (uint32_t i = KEYS + 1; i <= 2 * KEYS; i++)
            assert_int_equal(add_text(&seen, i, i), 0);
        seen_keys_release(&seen);
    }
}

/* Where the file cannot be written they stay in memory. */
static void no_room_for_the_file(void **state)
{
    (void)state;
    enum { KEYS = 20000 };
    struct rlimit limit, none;
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &limit), 0);
    signal(SIGXFSZ, SIG_IGN);
    struct seen_keys seen;
    seen_keys_init(&seen);
    seen.most = 2048;
    for (uint32_t i = 1; i <= KEYS / 2; i++)
        assert_int_equal(add_text(&seen, i, i), 0);
    assert_int_equal(seen.room, 2048);
    none = (struct rlimit){0, limit.rlim_max};
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &none), 0);
    uint32_t wrong = 0;
    for (uint32_t i = 1; i <= KEYS; i++)
        wrong += add_text(&seen, i, KEYS + i) != (i <= KEYS / 2 ? i : 0);
    for (uint32_t i = 1; i <= KEYS; i++)
        wrong += add_text(&seen, i, 2 * KEYS + i) != (i <= KEYS / 2 ? i : KEYS + i);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &limit), 0);
    assert_int_equal(wrong, 0);
    assert_true(seen.room > KEYS / 2);
    assert_false(seen.failed);
    seen_keys_release(&seen);
}

/* A file that cannot be read any more is told, not taken for one in which nothing is. */
static void the_file_is_gone(void **state)
{
    (void)state;
    struct seen_keys seen;
    seen_keys_init(&seen);
    seen.most = 1024;
    for (uint32_t i = 1; i <= 5000; i++)
        assert_int_equal(add_text(&seen, i, i), 0);
    int cut = 0;
    for (int file = 3; file < 256; file++) {
        struct stat is;
        if (fstat(file, &is) == 0 && S_ISREG(is.st_mode) && is.st_nlink == 0 && ftruncate(file, 0) == 0)
            cut++;
    }
    assert_true(cut > 0);
    assert_false(seen.failed);
    add_text(&seen, 1, 6000);
    assert_true(seen.failed);
    seen_keys_release(&seen);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reference_vectors),
        cmocka_unit_test(tells_where_a_key_stood_first),
        cmocka_unit_test(numbers_that_count_take_one_run),
        cmocka_unit_test(numbers_with_gaps_are_bounded),
        cmocka_unit_test(numbers_in_any_order),
        cmocka_unit_test(more_keys_than_memory_holds),
        cmocka_unit_test(no_room_for_the_file),
        cmocka_unit_test(the_file_is_gone),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
