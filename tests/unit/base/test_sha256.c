/* SPDX-License-Identifier: GPL-3.0-or-later
 * SHA-256 against the vectors that NIST publishes with FIPS 180-4.
 */
#include "check.h"

#include "ceping/base_sha256.h"

#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

static const char abc[] = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
static const char million[] = "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0";

static void check_hash(const char *text, const char *want)
{
    struct sha256 sha;
    char hex[SHA256_HEX];
    sha256_init(&sha);
    sha256_add(&sha, text, strlen(text));
    sha256_hex(&sha, hex);
    assert_string_equal(hex, want);
}

static void published_vectors(void **state)
{
    (void)state;
    check_hash("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    check_hash("abc", abc);
    check_hash("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
               "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
    check_hash("abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmnhijklmnoijklmnopjklmnopqklmnopqrlmnopqrsmnopqrs"
               "tnopqrstu",
               "cf5b16a778af8380036ce59e7b0492370b249b11e8f07a51afac45037afee9d1");
}

/* A million times 'a', added in parts of every size around the block of 64. */
static void parts_make_no_difference(void **state)
{
    (void)state;
    char part[130];
    memset(part, 'a', sizeof part);
    struct sha256 sha;
    sha256_init(&sha);
    for (size_t left = 1000000, size = 0; left > 0; size = (size + 1) % sizeof part) {
        size_t now = size < left ? size : left;
        sha256_add(&sha, part, now);
        left -= now;
    }
    char hex[SHA256_HEX];
    sha256_hex(&sha, hex);
    assert_string_equal(hex, million);
}

static void files(void **state)
{
    (void)state;
    char path[CHECK_PATH], hex[SHA256_HEX];
    check_path(path);
    int fd = mkstemp(path);
    assert_true(fd >= 0);
    assert_int_equal(write(fd, "abc", 3), 3);
    close(fd);
    assert_true(sha256_file(path, hex));
    assert_string_equal(hex, abc);
    unlink(path);
    errno = 0;
    assert_false(sha256_file(path, hex));
    assert_int_equal(errno, ENOENT);
    assert_false(sha256_file("/", hex));
    assert_int_equal(errno, EISDIR);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(published_vectors),
        cmocka_unit_test(parts_make_no_difference),
        cmocka_unit_test(files),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
