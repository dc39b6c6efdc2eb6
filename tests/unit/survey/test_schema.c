/* SPDX-License-Identifier: GPL-3.0-or-later
 * The pages in docs/ come from the tables: they are compared here. To write them anew: CEPING_ACCEPT=1 make unit T='survey/test_schema'.
 */
#include "check.h"

#include "ceping/base_text.h"
#include "ceping/survey.h"

#include <stdlib.h>
#include <unistd.h>

static void pages_agree_with_the_tables(void **state)
{
    (void)state;
    for (size_t i = 0; survey_formats[i]; i++) {
        auto_strbuf struct strbuf page, written, path;
        strbuf_init(&page);
        strbuf_init(&written);
        strbuf_init(&path);
        assert_true(survey_schema(survey_formats[i], true, &page));
        strbuf_addf(&path, "docs/format-%s.md", survey_formats[i]);
        if (getenv("CEPING_ACCEPT"))
            assert_true(file_write(path.at, page.at, page.len, 0644));
        assert_true(file_read(path.at, 1 << 20, &written));
        if (strcmp(page.at, written.at) != 0) {
            print_error("%s is stale: CEPING_ACCEPT=1 make unit T='survey/test_schema' writes it anew\n", path.at);
            fail();
        }
    }
}

static void every_key_is_described(void **state)
{
    (void)state;
    static const char *const keys[] = {"| `drop_own` |", "| `fixed_places` |", "| `asked_if` |", "| `steps` |", "| `many` |", "| `ranked_publicly` |"};
    auto_strbuf struct strbuf all;
    strbuf_init(&all);
    for (size_t i = 0; survey_formats[i]; i++)
        survey_schema(survey_formats[i], true, &all);
    for (size_t i = 0; i < COUNT_OF(keys); i++)
        assert_non_null(strstr(all.at, keys[i]));
    assert_null(strstr(all.at, "(null)"));
    /* A node has nodes below it and is described once. */
    const char *node = strstr(all.at, "\n## node\n");
    assert_non_null(node);
    assert_null(strstr(node + 1, "\n## node\n"));
}

static void terminals_get_the_same_keys(void **state)
{
    (void)state;
    auto_strbuf struct strbuf text;
    strbuf_init(&text);
    assert_true(survey_schema("rubric", false, &text));
    assert_non_null(strstr(text.at, "  coverage         number 0…1 (default 0.6666666666666666)\n"));
    assert_non_null(strstr(text.at, "  weight           number 0…1000000 (required)\n"));
    assert_null(strstr(text.at, "|"));
}

static void other_formats_are_unknown(void **state)
{
    (void)state;
    auto_strbuf struct strbuf text;
    strbuf_init(&text);
    assert_false(survey_schema("questionnaire", true, &text));
    assert_int_equal(text.len, 0);
}

/* The block of YAML in a page. */
static void take_example(const char *format, struct strbuf *out)
{
    auto_strbuf struct strbuf page;
    strbuf_init(&page);
    assert_true(survey_schema(format, true, &page));
    const char *start = strstr(page.at, "```yaml\n");
    assert_non_null(start);
    start += strlen("```yaml\n");
    const char *end = strstr(start, "```\n");
    assert_non_null(end);
    strbuf_add(out, start, (size_t)(end - start));
}

static void examples_load(void **state)
{
    (void)state;
    char folder[CHECK_PATH];
    check_folder(folder);
    static const char *const files[] = {"evaluation.yaml", "instruments/residents.yaml", "rubric.yaml", "english.yaml", "ledger.yaml"};
    auto_strbuf struct strbuf path, text;
    strbuf_init(&path);
    strbuf_init(&text);
    strbuf_addf(&path, "%s/instruments", folder);
    assert_true(file_make_folders(path.at));
    for (size_t i = 0; i < COUNT_OF(files); i++) {
        strbuf_clear(&path);
        strbuf_clear(&text);
        strbuf_addf(&path, "%s/%s", folder, files[i]);
        take_example(survey_formats[i], &text);
        assert_true(file_write(path.at, text.at, text.len, 0644));
    }
    struct diags diags;
    diags_init(&diags);
    struct evaluation *evaluation = survey_load(folder, &(struct survey_options){.thorough = true}, &diags);
    strbuf_clear(&text);
    diags_format_all(&diags, false, &text);
    assert_string_equal(text.at, "");
    assert_non_null(evaluation);
    const struct unit *zd = evaluation_unit(evaluation, NULL, "zd"), *zc = evaluation_unit(evaluation, NULL, "zc");
    evaluation_speak(evaluation, LANGUAGE_ENGLISH);
    assert_string_equal(zd->name, "Zhangdian District");
    assert_string_equal(zd->short_name, "Zhangdian");
    assert_string_equal(zc->name, "淄川区"); /* no translation: it stays */
    evaluation_speak(evaluation, LANGUAGE_CHINESE);
    assert_string_equal(zd->name, "张店区");
    assert_string_equal(zd->short_name, "张店");
    evaluation_free(evaluation);
    diags_release(&diags);
    for (size_t i = 0; i < COUNT_OF(files); i++) {
        strbuf_clear(&path);
        strbuf_addf(&path, "%s/%s", folder, files[i]);
        unlink(path.at);
    }
    strbuf_clear(&path);
    strbuf_addf(&path, "%s/instruments", folder);
    rmdir(path.at);
    assert_int_equal(rmdir(folder), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pages_agree_with_the_tables),
        cmocka_unit_test(every_key_is_described),
        cmocka_unit_test(terminals_get_the_same_keys),
        cmocka_unit_test(other_formats_are_unknown),
        cmocka_unit_test(examples_load),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
