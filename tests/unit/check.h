/* SPDX-License-Identifier: GPL-3.0-or-later
 * cmocka with what it lacks: doubles compared as doubles, and case tables whose rows become named tests.
 *
 *     int main(void)
 *     {
 *         const struct CMUnitTest tests[] = {cmocka_unit_test(rounds_half_up), …};
 *         return cmocka_run_group_tests(tests, NULL, NULL);
 *     }
 */
#ifndef CEPING_TESTS_CHECK_H
#define CEPING_TESTS_CHECK_H

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

/* |got − want| ≤ tolerance · max(1, |want|); NaN equals NaN. */
#define check_close(got, want, tolerance) check_close_at((got), (want), (tolerance), #got, __FILE__, __LINE__)

static inline void check_close_at(double got, double want, double tolerance, const char *what, const char *file, int line)
{
    if (isnan(got) && isnan(want))
        return;
    if (got == want || fabs(got - want) <= tolerance * fmax(1, fabs(want)))
        return;
    print_error("%s: expected %.17g, got %.17g\n", what, want, got);
    _fail(file, line);
}

/* A new empty folder, or file, in $TMPDIR (tests/run gives each test one of its own and removes it afterwards); its path to `ret_path`. */
#define CHECK_PATH 512

static inline void check_path(char ret_path[CHECK_PATH])
{
    const char *folder = getenv("TMPDIR");
    int len = snprintf(ret_path, CHECK_PATH, "%s/ceping-test-XXXXXX", folder ? folder : "/tmp");
    assert_true(len > 0 && len < CHECK_PATH);
}

static inline void check_folder(char ret_path[CHECK_PATH])
{
    check_path(ret_path);
    assert_non_null(mkdtemp(ret_path));
}

static inline void check_file(char ret_path[CHECK_PATH])
{
    check_path(ret_path);
    int file = mkstemp(ret_path);
    assert_true(file >= 0);
    close(file);
}

#endif
