/* SPDX-License-Identifier: GPL-3.0-or-later
 * A folder that changes at once, and never one that is somebody else's. And: what the public may see.
 */
#include "check.h"

#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "../../../src/publish/site_priv.h"

struct fixture {
    struct arena *arena;
    struct diags diags;
    char *root;   /* a new folder */
    char *target; /* root/site */
};

static int setup(void **state)
{
    struct fixture *f = calloc(1, sizeof *f);
    f->arena = arena_new();
    diags_init(&f->diags);
    char root[CHECK_PATH];
    check_folder(root);
    f->root = arena_strdup(f->arena, root);
    f->target = arena_printf(f->arena, "%s/site", f->root);
    *state = f;
    return 0;
}

static int teardown(void **state)
{
    struct fixture *f = *state;
    publish_folder_remove(f->root);
    assert_int_not_equal(access(f->root, F_OK), 0);
    diags_release(&f->diags);
    arena_free(f->arena);
    free(f);
    return 0;
}

static const char *at(struct fixture *f, const char *path)
{
    return arena_printf(f->arena, "%s/%s", f->root, path);
}

static void make(struct fixture *f, const char *path, const char *text)
{
    char *full = arena_printf(f->arena, "%s/%s", f->root, path);
    char *slash = strrchr(full, '/');
    *slash = '\0';
    assert_true(file_make_folders(full));
    *slash = '/';
    assert_true(file_write(full, text, strlen(text), 0644));
}

static void holds(struct fixture *f, const char *path, const char *text)
{
    auto_strbuf struct strbuf bytes;
    strbuf_init(&bytes);
    if (!file_read(at(f, path), 1 << 20, &bytes)) {
        print_error("there is no %s\n", path);
        fail();
    }
    assert_string_equal(bytes.at, text);
}

static bool there(struct fixture *f, const char *path)
{
    struct stat state;
    return lstat(at(f, path), &state) == 0;
}

static char *begin(struct fixture *f)
{
    char *fresh = site_folder_begin(f->arena, f->target, &f->diags);
    assert_non_null(fresh);
    assert_string_equal(fresh, at(f, "site.ceping-new"));
    return fresh;
}

static void an_absent_folder_is_made(void **state)
{
    struct fixture *f = *state;
    char *fresh = begin(f);
    make(f, "site.ceping-new/2017/index.html", "new");
    assert_false(there(f, "site"));
    assert_true(site_folder_switch(f->target, fresh, &f->diags));
    holds(f, "site/2017/index.html", "new");
    assert_false(there(f, "site.ceping-new"));
}

static void a_second_run_replaces_its_year_and_keeps_the_rest(void **state)
{
    struct fixture *f = *state;
    assert_true(site_folder_switch(f->target, begin(f), &f->diags));
    make(f, "site/2017/index.html", "old");
    make(f, "site/2017/gone.html", "old");
    make(f, "site/2016/district/zd.html", "2016");
    make(f, "site/robots.txt", "by hand");
    assert_int_equal(symlink("2016", at(f, "site/latest")), 0);
    char *fresh = begin(f);
    make(f, "site.ceping-new/2017/index.html", "new");
    holds(f, "site/2017/index.html", "old");
    assert_true(site_folder_switch(f->target, fresh, &f->diags));
    holds(f, "site/2017/index.html", "new");
    assert_false(there(f, "site/2017/gone.html"));
    holds(f, "site/2016/district/zd.html", "2016");
    holds(f, "site/robots.txt", "by hand");
    holds(f, "site/latest/district/zd.html", "2016");
    assert_false(there(f, "site.ceping-new"));
    assert_false(there(f, "site.ceping-old"));
}

static void what_an_interrupted_run_left_is_cleared(void **state)
{
    struct fixture *f = *state;
    begin(f);
    make(f, "site.ceping-new/2017/half.html", "half");
    char *fresh = begin(f);
    assert_false(there(f, "site.ceping-new/2017"));
    assert_true(site_folder_switch(f->target, fresh, &f->diags));
    assert_false(there(f, "site/2017"));
}

static void an_empty_folder_will_do(void **state)
{
    struct fixture *f = *state;
    assert_true(file_make_folders(f->target));
    assert_true(site_folder_switch(f->target, begin(f), &f->diags));
}

static void a_foreign_folder_is_refused(void **state)
{
    struct fixture *f = *state;
    make(f, "site/letter.txt", "dear");
    assert_null(site_folder_begin(f->arena, f->target, &f->diags));
    assert_int_equal(f->diags.errors, 1);
    assert_false(there(f, "site.ceping-new"));
    holds(f, "site/letter.txt", "dear");
}

static void a_file_or_a_link_in_the_place_is_refused(void **state)
{
    struct fixture *f = *state;
    make(f, "site", "a file");
    assert_null(site_folder_begin(f->arena, f->target, &f->diags));
    unlink(f->target);
    make(f, "elsewhere/letter.txt", "dear");
    assert_int_equal(symlink("elsewhere", f->target), 0);
    assert_null(site_folder_begin(f->arena, f->target, &f->diags));
    assert_int_equal(f->diags.errors, 2);
    holds(f, "elsewhere/letter.txt", "dear");
}

static void folders_without_a_name_are_refused(void **state)
{
    struct fixture *f = *state;
    static const char *const bad[] = {"/", ".", "..", "", "x/..", "x/."};
    for (size_t i = 0; i < COUNT_OF(bad); i++)
        assert_null(site_folder_begin(f->arena, bad[i], &f->diags));
    assert_int_equal(f->diags.errors, COUNT_OF(bad));
}

static void removing_does_not_follow_links(void **state)
{
    struct fixture *f = *state;
    make(f, "kept/letter.txt", "dear");
    make(f, "site/x", "x");
    assert_int_equal(symlink(at(f, "kept"), at(f, "site/link")), 0);
    publish_folder_remove(f->target);
    assert_false(there(f, "site"));
    holds(f, "kept/letter.txt", "dear");
}

/* What the public may see ----------------------------------------------------------------------------------------- */

static void kinds_are_ranked_as_the_evaluation_says(void **state)
{
    (void)state;
    struct evaluation *evaluation = evaluation_new("nowhere");
    struct unit_kind district = {.id = "district"}, project = {.id = "project"};
    struct table districts = {.by_count = 1, .by = {&district}}, projects = {.by_count = 1, .by = {&project}}, pairs = {.by_count = 2, .by = {&project, &district}};
    evaluation->disclosure.top = 5;
    LIST_ADD(evaluation->arena, &evaluation->disclosure.ranked_publicly)->text = "district";
    assert_true(site_kind_ranked(evaluation, &district));
    assert_false(site_kind_ranked(evaluation, &project));
    assert_true(site_place_shown(evaluation, &districts, 8));
    assert_true(site_place_shown(evaluation, &projects, 4));
    assert_false(site_place_shown(evaluation, &projects, 5));
    assert_false(site_place_shown(evaluation, &pairs, 0));
    evaluation->disclosure.top = 0; /* nothing said: all */
    assert_true(site_kind_ranked(evaluation, &project));
    assert_true(site_place_shown(evaluation, &projects, 19));
    assert_false(site_place_shown(evaluation, &pairs, 0));
    evaluation_free(evaluation);
}

static void figures_of_pairs_stay_inside(void **state)
{
    (void)state;
    struct evaluation *evaluation = evaluation_new("nowhere");
    evaluation->disclosure.top = 5;
    LIST_ADD(evaluation->arena, &evaluation->disclosure.ranked_publicly)->text = "district";
    struct unit_kind district = {.id = "district"}, project = {.id = "project"};
    struct instrument survey = {.kind = INSTRUMENT_QUESTIONNAIRE}, sheet = {.kind = INSTRUMENT_RATING};
    assert_true(site_figure_shown(evaluation, &(struct figure){.instrument = &survey, .by_count = 1, .by = {&project}}));
    assert_false(site_figure_shown(evaluation, &(struct figure){.instrument = &sheet, .by_count = 1, .by = {&project}}));
    assert_true(site_figure_shown(evaluation, &(struct figure){.instrument = &sheet, .by_count = 1, .by = {&district}}));
    assert_false(site_figure_shown(evaluation, &(struct figure){.instrument = &survey, .by_count = 2, .by = {&project, &district}}));
    assert_true(site_figure_shown(evaluation, &(struct figure){.instrument = &sheet}));
    evaluation_free(evaluation);
}

int main(void)
{
#define FOLDER(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
    const struct CMUnitTest tests[] = {
        FOLDER(an_absent_folder_is_made), FOLDER(a_second_run_replaces_its_year_and_keeps_the_rest), FOLDER(what_an_interrupted_run_left_is_cleared),
        FOLDER(an_empty_folder_will_do), FOLDER(a_foreign_folder_is_refused), FOLDER(a_file_or_a_link_in_the_place_is_refused),
        FOLDER(folders_without_a_name_are_refused), FOLDER(removing_does_not_follow_links),
        cmocka_unit_test(kinds_are_ranked_as_the_evaluation_says), cmocka_unit_test(figures_of_pairs_stay_inside),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
