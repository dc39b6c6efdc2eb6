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
#include <string.h>

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

#endif
