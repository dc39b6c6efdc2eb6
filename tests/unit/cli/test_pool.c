/* SPDX-License-Identifier: GPL-3.0-or-later
 * Jobs on threads end as on one: all done or the first failure, problems in the order of the jobs.
 */
#include <sched.h>
#include <stdlib.h>

#include "../../../src/cli/pool.h"
#include "check.h"

struct task {
    size_t fails_at; /* SIZE_MAX: never */
    int runs[64];
};

static bool run(void *data, size_t index, struct diags *diags)
{
    struct task *task = data;
    for (size_t i = 0; i < (index * 7919) % 23; i++) /* some take longer than others */
        sched_yield();
    __atomic_fetch_add(&task->runs[index], 1, __ATOMIC_SEQ_CST);
    diags_add_source(diags, "t.md", "text\n", 5);
    diags_warning(diags, (struct pos){"t.md", (int)index + 1, 1, 0}, "job %zu", index);
    diags_hint(diags, "hint %zu", index);
    if (index < task->fails_at)
        return true;
    diags_error(diags, POS_NONE, "failed %zu", index);
    return false;
}

static void all_jobs_run_once_and_report_in_order(void **state)
{
    (void)state;
    for (size_t threads = 0; threads <= 9; threads++)
        for (size_t count = 0; count <= 40; count += 8) {
            struct task task = {.fails_at = SIZE_MAX};
            struct diags diags;
            diags_init(&diags);
            assert_true(pool_run(count, threads, run, &task, &diags));
            assert_int_equal(diags.count, count);
            for (size_t i = 0; i < count; i++) {
                assert_int_equal(task.runs[i], 1);
                assert_int_equal(diags.at[i].pos.line, i + 1);
                assert_int_equal(strtoul(diags.at[i].hint + 5, NULL, 10), i);
            }
            diags_release(&diags);
        }
}

static void the_first_failure_ends_it(void **state)
{
    (void)state;
    for (size_t threads = 1; threads <= 8; threads++) {
        struct task task = {.fails_at = 13};
        struct diags diags;
        diags_init(&diags);
        assert_false(pool_run(40, threads, run, &task, &diags));
        assert_int_equal(diags.errors, 1);
        assert_int_equal(diags.warnings, 14); /* of what came before it, and its own */
        assert_string_equal(diags.at[14].text, "failed 13");
        for (size_t i = 0; i <= 13; i++)
            assert_int_equal(task.runs[i], 1);
        if (threads == 1)
            assert_int_equal(task.runs[14], 0);
        struct strbuf out;
        strbuf_init(&out);
        diags_format_all(&diags, false, &out);
        assert_non_null(strstr(out.at, "t.md:14:1"));
        strbuf_release(&out);
        diags_release(&diags);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(all_jobs_run_once_and_report_in_order),
        cmocka_unit_test(the_first_failure_ends_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
