/* SPDX-License-Identifier: GPL-3.0-or-later
 * No memory, at the first allocation, at the second, and so on until a file is read: the handler is called or the reader says so; nothing crashes, and no file
 * counts as read that was not. Allocations of the libraries behind the readers fail as well.
 *
 * malloc and its kin are the program's own here, in front of those of the C library. A sanitizer has its own already; with it the test has nothing to do.
 */
#include "form.h"

#include <malloc.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>

#if defined(__SANITIZE_ADDRESS__)
enum { CAN_FAIL = 0 };
static long fail_at;
#else
enum { CAN_FAIL = 1 };

void *__libc_malloc(size_t size);
void *__libc_calloc(size_t count, size_t size);
void *__libc_realloc(void *old, size_t size);
void *malloc(size_t size);
void *calloc(size_t count, size_t size);
void *realloc(void *old, size_t size);

static long fail_at, allocations; /* 0: none fails; else that one and all later ones */

static bool fails(void)
{
    return fail_at && ++allocations >= fail_at;
}

void *malloc(size_t size)
{
    return fails() ? NULL : __libc_malloc(size);
}

void *calloc(size_t count, size_t size)
{
    return fails() ? NULL : __libc_calloc(count, size);
}

void *realloc(void *old, size_t size)
{
    return fails() ? NULL : __libc_realloc(old, size);
}
#endif

enum { READ, REFUSED, HANDLED = 3, SILENT, WRONG };

static void on_out_of_memory(size_t wanted)
{
    (void)wanted;
    _exit(HANDLED);
}

static size_t responses_seen, in_readstat;

static bool count_response(void *data, const struct response *response)
{
    (void)data;
    (void)response;
    responses_seen++;
    return true;
}

/* Reads the file in a child whose n-th allocation fails. With n = 0 none does, and the number of responses is the exit status. */
static int read_with(const struct evaluation *evaluation, const char *path, long n, size_t wanted)
{
    fflush(NULL);
    pid_t child = fork();
    if (child == 0) {
        static const int signals[] = {SIGSEGV, SIGABRT, SIGBUS, SIGFPE, SIGILL};
        for (size_t i = 0; i < COUNT_OF(signals); i++)
            signal(signals[i], SIG_DFL); /* cmocka would make a failed test of them, and an exit status */
        struct ingest_report report;
        struct diags diags;
        struct ingest_sink sink = {.response = count_response};
        struct ingest_options options = {.instrument = evaluation->instruments.at[0]};
        diags_init(&diags);
        base_on_out_of_memory(on_out_of_memory);
        fail_at = n;
        bool done = ingest_file(evaluation, path, &options, &sink, &report, &diags);
        fail_at = 0;
        if (n == 0)
            _exit((int)responses_seen);
        _exit(done ? responses_seen == wanted ? READ : WRONG : diags.errors ? REFUSED : SILENT);
    }
    int status;
    waitpid(child, &status, 0);
    if (WIFEXITED(status))
        return WEXITSTATUS(status);
    /* ReadStat does not check all of its own allocations; sav.c makes sure of a reserve before, which this test cannot see */
    if (!strstr(path, "/sav/"))
        fail_msg("%s, allocation %ld: ended by signal %d", path, n, WTERMSIG(status));
    in_readstat++;
    return HANDLED;
}

static long read_until_done(const struct evaluation *evaluation, const char *path)
{
    size_t wanted = (size_t)read_with(evaluation, path, 0, 0);
    /* each of the first, where readers open and plan; then every 29th, which still meets every kind */
    for (long n = 1;; n += n < 300 ? 1 : 29) {
        int outcome = read_with(evaluation, path, n, wanted);
        if (outcome == SILENT || outcome == WRONG)
            fail_msg("%s, allocation %ld: %s", path, n, outcome == SILENT ? "failed without a word" : "read, with rows lost");
        if (outcome == READ)
            return n;
    }
}

static void every_allocation(void **state)
{
    (void)state;
    if (!CAN_FAIL) {
        skip();
        return;
    }
    static const char *const files[] = {"csv/wjx", "csv/gb18030", "xlsx/a", "xls/a", "sav/a", "json/lines", "json/list"};
    struct evaluation *evaluation = form_survey();
    for (size_t i = 0; i < COUNT_OF(files); i++) {
        char path[64];
        snprintf(path, sizeof path, "tests/fuzz/seeds/%s", files[i]);
        assert_int_equal(access(path, R_OK), 0);
        long n = read_until_done(evaluation, path);
        print_message("# %s: %ld allocations\n", files[i], n);
        if (n < 10)
            fail_msg("%s: %ld allocations: the test tests nothing", path, n);
    }
    assert_in_range(in_readstat, 0, 60); /* it is read twice: for the encoding, and then */
    evaluation_free(evaluation);
}

/* Memory as it runs out in life: a limit on all of it. Here the reserve that sav.c makes sure of holds, and no crash inside ReadStat is borne. */
static int read_within(const struct evaluation *evaluation, const char *path, size_t more)
{
    fflush(NULL);
    pid_t child = fork();
    if (child == 0) {
        static const int signals[] = {SIGSEGV, SIGABRT, SIGBUS, SIGFPE, SIGILL};
        for (size_t i = 0; i < COUNT_OF(signals); i++)
            signal(signals[i], SIG_DFL);
        unsigned long pages = 0;
        FILE *self = fopen("/proc/self/statm", "r");
        if (!self || fscanf(self, "%lu", &pages) != 1)
            _exit(WRONG);
        fclose(self);
        struct ingest_report report;
        struct diags diags;
        struct ingest_sink sink = {.response = count_response};
        struct ingest_options options = {.instrument = evaluation->instruments.at[0]};
        diags_init(&diags);
        base_on_out_of_memory(on_out_of_memory);
        mallopt(M_TOP_PAD, 0); /* the heap grows by pages, so that the limit is met at any allocation */
        mallopt(M_TRIM_THRESHOLD, 0);
        rlim_t limit = pages * (unsigned long)sysconf(_SC_PAGESIZE) + more;
        if (setrlimit(RLIMIT_AS, &(struct rlimit){limit, limit}) != 0)
            _exit(WRONG);
        bool done = ingest_file(evaluation, path, &options, &sink, &report, &diags);
        _exit(done ? READ : diags.errors ? REFUSED : SILENT);
    }
    int status;
    waitpid(child, &status, 0);
    if (!WIFEXITED(status))
        fail_msg("%s, %zu bytes more: ended by signal %d", path, more, WTERMSIG(status));
    return WEXITSTATUS(status);
}

static void little_memory(void **state)
{
    (void)state;
    if (!CAN_FAIL) {
        skip();
        return;
    }
    enum { PAGE = 4096, FINE = 1024 * 1024, COARSE = 64 * 1024, MOST = 24 * 1024 * 1024 };
    static const char *const files[] = {"sav/a", "sav/gbk", "csv/wjx", "xlsx/a", "xls/a", "json/list"};
    struct evaluation *evaluation = form_survey();
    for (size_t i = 0; i < COUNT_OF(files); i++) {
        char path[64];
        snprintf(path, sizeof path, "tests/fuzz/seeds/%s", files[i]);
        size_t without = 0, done = 0;
        for (size_t more = 0; more <= MOST && done < 3; more += more < FINE ? PAGE : COARSE) {
            int outcome = read_within(evaluation, path, more);
            if (outcome == SILENT || outcome == WRONG)
                fail_msg("%s, %zu bytes more: %s", path, more, outcome == SILENT ? "failed without a word" : "no limit");
            bool enough = more >= 8 * 1024 * 1024; /* what is refused for another reason is refused with all memory too */
            done += outcome == READ || (enough && outcome == REFUSED);
            without += outcome == HANDLED;
        }
        print_message("# %s: out of memory at %zu limits\n", files[i], without);
        if (without == 0 || done == 0)
            fail_msg("%s: out of memory %zu times, read %zu times: the test tests nothing", path, without, done);
    }
    evaluation_free(evaluation);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(every_allocation), cmocka_unit_test(little_memory)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
