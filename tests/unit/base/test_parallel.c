/* SPDX-License-Identifier: GPL-3.0-or-later
 * Each job runs once, however many there are.
 */
#include <stdatomic.h>
#include <stdlib.h>

#include "check.h"

#include "ceping/base.h"
#include "ceping/base_parallel.h"

enum { JOBS = 5000 };

static void count_job(void *data, size_t index)
{
    atomic_int *runs = data;
    if (index >= JOBS)
        abort();
    atomic_fetch_add(&runs[index], 1);
}

static void each_once(void **state)
{
    (void)state;
    static const size_t counts[] = {0, 1, 2, 3, 100, JOBS};
    for (size_t c = 0; c < COUNT_OF(counts); c++) {
        atomic_int *runs = xcalloc(JOBS, sizeof *runs);
        parallel_run(counts[c], count_job, runs);
        for (size_t i = 0; i < JOBS; i++)
            assert_int_equal(runs[i], i < counts[c]);
        free(runs);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(each_once)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
