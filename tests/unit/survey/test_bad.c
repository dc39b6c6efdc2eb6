/* SPDX-License-Identifier: GPL-3.0-or-later
 * Each folder of tests/bad is an evaluation with a kind of mistake, and `expected` all that is said about it. The name of the folder is the
 * behaviour. To accept a new wording: CEPING_ACCEPT=1 make unit T='survey/test_bad', then read the difference like code.
 */
#include "check.h"

#include "ceping/base_text.h"
#include "ceping/survey.h"

#include <dirent.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static const char root[] = "tests/bad";

static int wanted(const struct dirent *entry)
{
    return entry->d_name[0] != '.';
}

static int by_bytes(const struct dirent **a, const struct dirent **b)
{
    return strcmp((*a)->d_name, (*b)->d_name);
}

/* What is said about the evaluation in the present folder. */
static void report(struct strbuf *out, bool *ret_loaded, bool *ret_errors)
{
    struct diags diags;
    diags_init(&diags);
    struct evaluation *evaluation = survey_load(".", NULL, &diags);
    diags_format_all(&diags, false, out);
    *ret_loaded = evaluation != NULL;
    *ret_errors = diags.errors > 0;
    evaluation_free(evaluation);
    diags_release(&diags);
}

static void is_reported_as_expected(void **state)
{
    const char *name = *state;
    char *before = getcwd(NULL, 0);
    assert_non_null(before);
    assert_int_equal(chdir(root), 0);
    assert_int_equal(chdir(name), 0);

    auto_strbuf struct strbuf got, expected;
    strbuf_init(&got);
    strbuf_init(&expected);
    bool loaded, errors;
    report(&got, &loaded, &errors);
    if (getenv("CEPING_ACCEPT"))
        assert_true(file_write("expected", got.at, got.len, 0644));
    bool read = file_read("expected", 1 << 20, &expected);
    assert_int_equal(chdir(before), 0);
    free(before);

    assert_true(read);
    assert_true(got.len > 0);
    assert_true(loaded == !errors); /* refused exactly when there was an error */
    if (strcmp(got.at, expected.at) != 0) {
        print_error("%s/%s: expected\n%s\ngot\n%s\n", root, name, expected.at, got.at);
        fail();
    }
}

int main(void)
{
    struct dirent **entries;
    int count = scandir(root, &entries, wanted, by_bytes);
    if (count < 40) {
        fprintf(stderr, "%s has too few cases; run from the root of the source tree\n", root);
        return 1;
    }
    struct CMUnitTest *tests = calloc((size_t)count, sizeof *tests);
    for (int i = 0; i < count; i++)
        tests[i] = (struct CMUnitTest){.name = entries[i]->d_name, .test_func = is_reported_as_expected, .initial_state = entries[i]->d_name};
    int failed = _cmocka_run_group_tests("bad", tests, (size_t)count, NULL, NULL);
    for (int i = 0; i < count; i++)
        free(entries[i]);
    free(entries);
    free(tests);
    return failed;
}
