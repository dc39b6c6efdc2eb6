/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "check.h"

#include "ceping/model.h"

static struct evaluation *sample(void)
{
    struct evaluation *evaluation = evaluation_new(".");
    *LIST_ADD(evaluation->arena, &evaluation->english) = (struct translation){.chinese = "干部群众", .english = "officials and people"};
    *LIST_ADD(evaluation->arena, &evaluation->english) = (struct translation){.chinese = "区县", .english = "county"};
    *LIST_ADD(evaluation->arena, &evaluation->english) = (struct translation){.chinese = "座谈", .english = "symposium"};
    struct population *population = LIST_ADD(evaluation->arena, &evaluation->populations);
    *population = (struct population){.group = "干部群众", .source = "统计局"};
    *LIST_ADD(evaluation->arena, &evaluation->kinds) = (struct unit_kind){.id = "district", .name = "区县", .name_en = "district"};
    struct facet *facet = LIST_ADD(evaluation->arena, &evaluation->rubric.facets);
    *facet = (struct facet){.id = "method", .name = "方式"};
    *LIST_ADD(evaluation->arena, &facet->values) = "座谈";
    *LIST_ADD(evaluation->arena, &facet->values) = "现场";
    return evaluation;
}

static void texts_change_places_and_back(void **state)
{
    (void)state;
    struct evaluation *evaluation = sample();
    evaluation_speak(evaluation, LANGUAGE_ENGLISH);
    assert_string_equal(evaluation->populations.at[0].group, "officials and people");
    assert_string_equal(evaluation->populations.at[0].source, "统计局"); /* no English: it stays */
    assert_string_equal(evaluation->kinds.at[0].name, "district"); /* its own goes before the list's */
    evaluation_speak(evaluation, LANGUAGE_CHINESE);
    assert_string_equal(evaluation->populations.at[0].group, "干部群众");
    assert_string_equal(evaluation->kinds.at[0].name, "区县");
    evaluation_free(evaluation);
}

static void an_entry_that_never_serves_is_told_apart(void **state)
{
    (void)state;
    struct evaluation *evaluation = sample();
    evaluation_speak(evaluation, LANGUAGE_ENGLISH);
    assert_true(evaluation->english.at[0].known && evaluation->english.at[0].used);
    assert_true(evaluation->english.at[1].known && !evaluation->english.at[1].used);
    evaluation_free(evaluation);
}

/* Numbers of English pages are found in the open data by it. */
static void keys_of_facets_do_not_follow_the_language(void **state)
{
    (void)state;
    struct evaluation *evaluation = sample();
    const struct facet *facet = &evaluation->rubric.facets.at[0];
    assert_string_equal(facet_key(evaluation, facet, 0), "座谈");
    evaluation_speak(evaluation, LANGUAGE_ENGLISH);
    assert_string_equal(facet->values.at[0], "symposium");
    assert_string_equal(facet_key(evaluation, facet, 0), "座谈");
    assert_string_equal(facet_key(evaluation, facet, 1), "现场");
    evaluation_free(evaluation);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(texts_change_places_and_back),
        cmocka_unit_test(an_entry_that_never_serves_is_told_apart),
        cmocka_unit_test(keys_of_facets_do_not_follow_the_language),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
