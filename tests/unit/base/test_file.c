/* SPDX-License-Identifier: GPL-3.0-or-later
 * Encodings and whole files. Expected bytes are those of Python's codecs.
 */
#include "check.h"

#include "ceping/base_text.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

/* Encodings --------------------------------------------------------------------------------------------- */

#define BYTES(text) (text), sizeof(text) - 1

/* "序号,区县\n1,张店区\n2,㐀𠮷\n" in each. */
static const char gb18030[] = "\xd0\xf2\xba\xc5\x2c\xc7\xf8\xcf\xd8\x0a\x31\x2c\xd5\xc5\xb5\xea\xc7\xf8\x0a\x32\x2c\x81"
                              "\x39\xee\x39\x95\x34\xb2\x35\x0a";
static const char utf16le[] = "\x8f\x5e\xf7\x53\x2c\x00\x3a\x53\xbf\x53\x0a\x00\x31\x00\x2c\x00\x20\x5f\x97\x5e\x3a\x53"
                              "\x0a\x00\x32\x00\x2c\x00\x00\x34\x42\xd8\xb7\xdf\x0a\x00";
static const char utf16be[] = "\x5e\x8f\x53\xf7\x00\x2c\x53\x3a\x53\xbf\x00\x0a\x00\x31\x00\x2c\x5f\x20\x5e\x97\x53\x3a"
                              "\x00\x0a\x00\x32\x00\x2c\x34\x00\xd8\x42\xdf\xb7\x00\x0a";
static const char utf8[] = "序号,区县\n1,张店区\n2,㐀𠮷\n";

static const struct {
    const char *name, *bytes;
    size_t len;
    bool more;
    enum encoding want;
} detect_cases[] = {
    {"empty", BYTES(""), false, ENCODING_UTF8},
    {"ASCII", BYTES("id,q1\n1,5\n"), false, ENCODING_UTF8},
    {"UTF-8", BYTES(utf8), false, ENCODING_UTF8},
    {"UTF-8 with BOM", BYTES("\xEF\xBB\xBFid"), false, ENCODING_UTF8_BOM},
    {"BOM alone", BYTES("\xEF\xBB\xBF"), false, ENCODING_UTF8_BOM},
    {"UTF-8 cut off in the middle", BYTES("区\xE5\x8E"), true, ENCODING_UTF8},
    {"UTF-8 cut off after one byte of four", BYTES("区\xF0"), true, ENCODING_UTF8},
    {"GB18030", BYTES(gb18030), false, ENCODING_GB18030},
    {"GB18030 cut off after one of two bytes", gb18030, 3, true, ENCODING_GB18030},
    {"GB18030 cut off after three of four bytes", gb18030, 24, true, ENCODING_GB18030},
    {"GB18030 that ends in the middle", gb18030, 3, false, ENCODING_UNKNOWN},
    {"GB18030 with its BOM", BYTES("\x84\x31\x95\x33\xd0\xf2"), false, ENCODING_GB18030},
    {"UTF-16LE by BOM", BYTES("\xFF\xFE\x8f\x5e"), false, ENCODING_UTF16LE},
    {"UTF-16BE by BOM", BYTES("\xFE\xFF\x5e\x8f"), false, ENCODING_UTF16BE},
    {"UTF-16LE", BYTES(utf16le), false, ENCODING_UTF16LE},
    {"UTF-16BE", BYTES(utf16be), false, ENCODING_UTF16BE},
    {"UTF-16LE cut off in a unit", utf16le, 13, true, ENCODING_UTF16LE},
    {"UTF-16BE cut off in a pair", utf16be, 32, true, ENCODING_UTF16BE},
    {"UTF-16LE of ASCII", BYTES("i\0d\0,\0q\0\n\0"), false, ENCODING_UTF16LE},
    {"UTF-16BE of ASCII", BYTES("\0i\0d\0,\0q\0\n"), false, ENCODING_UTF16BE},
    {"UTF-16LE full of 一", BYTES("\x00\x4E\x2A\x4E\x00\x4E\x00\x4E\x8f\x5e"), false, ENCODING_UTF16LE},
    {"UTF-32", BYTES("\xFF\xFE\0\0a\0\0\0"), false, ENCODING_UNKNOWN},
    {"Latin-1", BYTES("caf\xE9, M\xFCller\n"), false, ENCODING_UNKNOWN},
    {"Latin-1 that is valid GB18030", BYTES("M\xFCller;J\xE4ger;\xC9l\xE8ve\n"), false, ENCODING_UNKNOWN},
    {"bytes of no encoding", BYTES("abc\xFF\xFF\x80"), false, ENCODING_UNKNOWN},
    {"a zip file", BYTES("PK\x03\x04\x14\x00\x00\x00\x08\x00\x00\x00\x21\x00\xc7\xf8"), true, ENCODING_UNKNOWN},
    {"text with a NUL", BYTES("1,5\0,3\n"), false, ENCODING_UNKNOWN},
};

static void tells_encodings(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(detect_cases); i++) {
        enum encoding got = encoding_detect(detect_cases[i].bytes, detect_cases[i].len, detect_cases[i].more);
        if (got != detect_cases[i].want)
            fail_msg("%s: expected %s, got %s", detect_cases[i].name, encoding_name(detect_cases[i].want),
                     encoding_name(got));
    }
}

/* Wherever a file is cut, its beginning is told like the whole (as soon as anything Chinese is in it). */
static void tells_encodings_of_beginnings(void **state)
{
    (void)state;
    for (size_t len = 2; len < sizeof gb18030; len++)
        assert_int_equal(encoding_detect(gb18030, len, true), ENCODING_GB18030);
    for (size_t len = 1; len < sizeof utf8; len++)
        assert_int_equal(encoding_detect(utf8, len, true), ENCODING_UTF8);
    for (size_t len = 6; len < sizeof utf16le; len++)
        assert_int_equal(encoding_detect(utf16le, len, true), ENCODING_UTF16LE);
}

static void check_converts(enum encoding encoding, const char *bytes, size_t len, const char *want)
{
    auto_strbuf struct strbuf out;
    strbuf_init(&out);
    strbuf_adds(&out, "before:");
    size_t bad = 99;
    assert_true(encoding_to_utf8(encoding, bytes, len, &out, &bad));
    assert_string_equal(out.at + 7, want);
    assert_int_equal(out.len, 7 + strlen(want));
    assert_int_equal(bad, 99);
}

static void check_refuses(enum encoding encoding, const char *bytes, size_t len, size_t want)
{
    auto_strbuf struct strbuf out;
    strbuf_init(&out);
    strbuf_adds(&out, "before:");
    size_t bad = 99;
    assert_false(encoding_to_utf8(encoding, bytes, len, &out, &bad));
    assert_int_equal(bad, want);
    assert_string_equal(out.at, "before:");
}

static void converts(void **state)
{
    (void)state;
    check_converts(ENCODING_GB18030, BYTES(gb18030), utf8);
    check_converts(ENCODING_UTF16LE, BYTES(utf16le), utf8);
    check_converts(ENCODING_UTF16BE, BYTES(utf16be), utf8);
    check_converts(ENCODING_UTF8, BYTES(utf8), utf8);
    check_converts(ENCODING_UTF8_BOM, BYTES("\xEF\xBB\xBFid"), "id");
    check_converts(ENCODING_UTF16LE, BYTES("\xFF\xFE\x8f\x5e"), "序");
    check_converts(ENCODING_UTF16BE, BYTES("\xFE\xFF\x5e\x8f"), "序");
    check_converts(ENCODING_GB18030, BYTES("\x84\x31\x95\x33\xd0\xf2"), "序");
    check_converts(ENCODING_GB18030, BYTES(""), "");
    check_converts(ENCODING_UTF8, BYTES(""), "");

    /* Longer than iconv's buffer. */
    auto_strbuf struct strbuf in, want;
    strbuf_init(&in);
    strbuf_init(&want);
    for (int i = 0; i < 3000; i++) {
        strbuf_add(&in, gb18030, sizeof gb18030 - 1);
        strbuf_adds(&want, utf8);
    }
    check_converts(ENCODING_GB18030, in.at, in.len, want.at);
}

static void refuses_with_the_place(void **state)
{
    (void)state;
    check_refuses(ENCODING_UTF8, BYTES("ab\xFF"), 2);
    check_refuses(ENCODING_UTF8, BYTES("ab\0c"), 2);
    check_refuses(ENCODING_GB18030, BYTES("\xd0\xf2\xFF,"), 2);
    check_refuses(ENCODING_GB18030, BYTES("\xd0\xf2\xd0"), 2);
    check_refuses(ENCODING_GB18030, BYTES("\xd0\xf2\0x"), 2);
    check_refuses(ENCODING_UTF16LE,
                  BYTES("a\0\x42\xd8"
                        "b\0"),
                  2);
    check_refuses(ENCODING_UTF16LE, BYTES("a\0\0\0"), 2);
    check_refuses(ENCODING_UTF16BE, BYTES("\0a\0"), 2);
    check_refuses(ENCODING_UNKNOWN, BYTES("a"), 0);

    auto_strbuf struct strbuf small;
    strbuf_init(&small);
    small.limit = 4;
    assert_false(encoding_to_utf8(ENCODING_GB18030, gb18030, 4, &small, NULL));
    assert_true(small.overflow);
}

static void names_encodings(void **state)
{
    (void)state;
    assert_string_equal(encoding_name(ENCODING_UTF8_BOM), "UTF-8 with BOM");
    assert_string_equal(encoding_name(ENCODING_GB18030), "GB18030");
}

/* Files ------------------------------------------------------------------------------------------------- */

static char folder[CHECK_PATH];

static int make_place(void **state)
{
    (void)state;
    check_folder(folder);
    return 0;
}

static int remove_place(void **state)
{
    (void)state;
    struct strbuf command;
    strbuf_init(&command);
    strbuf_addf(&command, "rm -r %s", folder);
    int result = system(command.at);
    strbuf_release(&command);
    return result;
}

static const char *in_folder(const char *name)
{
    static char path[CHECK_PATH + 64];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    return path;
}

static int files_in_folder(void)
{
    DIR *dir = opendir(folder);
    int count = 0;
    while (readdir(dir))
        count++;
    closedir(dir);
    return count - 2;
}

static void check_content(const char *path, const char *want)
{
    auto_strbuf struct strbuf got;
    strbuf_init(&got);
    assert_true(file_read(path, 1000000, &got));
    assert_string_equal(got.at, want);
}

static void writes_and_reads(void **state)
{
    (void)state;
    const char *path = in_folder("报告.txt");
    assert_true(file_write(path, "first", 5, 0600));
    check_content(path, "first");
    assert_true(file_write(path, "2nd", 3, 0644));
    check_content(path, "2nd");
    struct stat status;
    assert_int_equal(stat(path, &status), 0);
    assert_int_equal(status.st_mode & 07777, 0644);
    assert_true(file_write(path, NULL, 0, 0600));
    check_content(path, "");
    assert_int_equal(files_in_folder(), 1);
}

static void keeps_the_old_file_on_failure(void **state)
{
    (void)state;
    errno = 0;
    assert_false(file_write(in_folder("no/such/folder"), "x", 1, 0600));
    assert_int_equal(errno, ENOENT);
    assert_false(file_write(folder, "x", 1, 0600));
    assert_int_equal(errno, EISDIR);
    assert_int_equal(files_in_folder(), 0);
}

static void follows_links_and_leaves_devices(void **state)
{
    (void)state;
    assert_true(file_write(in_folder("target"), "old", 3, 0600));
    assert_int_equal(symlink("target", in_folder("link")), 0);
    assert_true(file_write(in_folder("link"), "new", 3, 0600));
    struct stat status;
    assert_int_equal(lstat(in_folder("link"), &status), 0);
    assert_true(S_ISLNK(status.st_mode));
    check_content(in_folder("target"), "new");
    assert_true(file_write("/dev/null", "x", 1, 0600));
    assert_int_equal(lstat("/dev/null", &status), 0);
    assert_true(S_ISCHR(status.st_mode));
}

static void reads_within_limits(void **state)
{
    (void)state;
    const char *path = in_folder("ten");
    assert_true(file_write(path, "0123456789", 10, 0600));
    auto_strbuf struct strbuf got;
    strbuf_init(&got);
    strbuf_adds(&got, "kept:");
    assert_true(file_read(path, 10, &got));
    assert_string_equal(got.at, "kept:0123456789");
    assert_false(file_read(path, 9, &got));
    assert_int_equal(errno, EFBIG);
    assert_false(file_read("/dev/zero", 100000, &got)); /* has no size, and no end */
    assert_int_equal(errno, EFBIG);
    assert_false(file_read(folder, 10, &got));
    assert_int_equal(errno, EISDIR);
    assert_false(file_read(in_folder("none"), 10, &got));
    assert_int_equal(errno, ENOENT);
    assert_string_equal(got.at, "kept:0123456789");
}

static void makes_folders(void **state)
{
    (void)state;
    assert_true(file_make_folders(in_folder("a/b//c/")));
    assert_true(file_make_folders(in_folder("a/b/c")));
    struct stat status;
    assert_int_equal(stat(in_folder("a/b/c"), &status), 0);
    assert_true(S_ISDIR(status.st_mode));
    assert_true(file_write(in_folder("a/file"), "x", 1, 0600));
    assert_false(file_make_folders(in_folder("a/file")));
    assert_int_equal(errno, ENOTDIR);
    assert_false(file_make_folders(in_folder("a/file/deeper")));
    assert_int_equal(errno, ENOTDIR);
    assert_false(file_make_folders(""));
    assert_int_equal(errno, ENOENT);
    assert_true(file_make_folders("/"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tells_encodings),
        cmocka_unit_test(tells_encodings_of_beginnings),
        cmocka_unit_test(converts),
        cmocka_unit_test(refuses_with_the_place),
        cmocka_unit_test(names_encodings),
        cmocka_unit_test_setup_teardown(writes_and_reads, make_place, remove_place),
        cmocka_unit_test_setup_teardown(keeps_the_old_file_on_failure, make_place, remove_place),
        cmocka_unit_test_setup_teardown(follows_links_and_leaves_devices, make_place, remove_place),
        cmocka_unit_test_setup_teardown(reads_within_limits, make_place, remove_place),
        cmocka_unit_test_setup_teardown(makes_folders, make_place, remove_place),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
