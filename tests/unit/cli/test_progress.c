/* SPDX-License-Identifier: GPL-3.0-or-later
 * The line that tells how far reading has come.
 */
#include <math.h>

#include "../../../src/cli/cli.h"
#include "check.h"

static void tells_what_is_known(void **state)
{
    (void)state;
    static const struct {
        size_t rows;
        double share, seconds;
        const char *want;
    } cases[] = {
        {256, NAN, 0.3, "f.csv: 256 rows"},
        {256, 0.004, 0.3, "f.csv: 256 rows, 0 %"},
        {52000, 0.13, 1, "f.csv: 52,000 rows, 13 %, 52,000 a second, 7 s left"},
        {1234567, 0.5, 10, "f.csv: 1,234,567 rows, 50 %, 120,000 a second, 10 s left"},
        {1234567, NAN, 10, "f.csv: 1,234,567 rows, 120,000 a second"},
        {1000, 1, 4, "f.csv: 1,000 rows, 100 %, 250 a second, 0 s left"},
        {10, 0.001, 2, "f.csv: 10 rows, 0 %, 5 a second, 1998 s left"},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct strbuf text;
        strbuf_init(&text);
        progress_text(&text, "f.csv", cases[i].rows, cases[i].share, cases[i].seconds);
        assert_string_equal(text.at, cases[i].want);
        strbuf_release(&text);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(tells_what_is_known)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
