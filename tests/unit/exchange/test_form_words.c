/* SPDX-License-Identifier: GPL-3.0-or-later
 * Conditions for asking as words on the paper form: those that have words, and those that must not get wrong ones.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>

#include <cmocka.h>

#include "../../../src/exchange/form_words.h"

static struct option options[] = {{.code = 1, .label = "知道"}, {.code = 2, .label = "听说过"}, {.code = 3, .label = "不知道"}};
static struct scale scale;
static struct instrument instrument;

static void add_question(struct arena *arena, const char *id, int number, enum question_type type)
{
    struct question *question = LIST_ADD(arena, &instrument.questions);
    *question = (struct question){.id = id, .number = number, .type = type, .title = id};
    if (type == QUESTION_SINGLE || type == QUESTION_MULTIPLE)
        question->scale = &scale;
}

static int set_up(void **state)
{
    struct arena *arena = arena_new();
    *state = arena;
    scale.options.at = (void *)options;
    scale.options.count = 3;
    instrument.id = "public";
    add_question(arena, "know", 3, QUESTION_SINGLE);
    add_question(arena, "way", 4, QUESTION_MULTIPLE);
    add_question(arena, "age", 5, QUESTION_NUMBER);
    add_question(arena, "hidden", 0, QUESTION_SINGLE);
    instrument_make_variables(arena, &instrument);
    return 0;
}

static int tear_down(void **state)
{
    arena_free(*state);
    return 0;
}

static void words(void **state)
{
    static const struct {
        const char *condition, *words;
    } cases[] = {
        {"know = 1", "第3题选“知道”的填写"},
        {"know in (1, 2)", "第3题选“知道”或“听说过”的填写"},
        {"this.know in (1,2)", "第3题同一行选“知道”或“听说过”的填写"},
        {" KNOW = 1", NULL}, /* ids are small letters */
        {"know <> 3", "第3题选其他答案而不是“不知道”的填写"},
        {"know not in (2, 3)", "第3题选其他答案而不是“听说过”或“不知道”的填写"},
        {"know is not null", "第3题已填的填写"},
        {"way__2 = 1", "第4题选“听说过”的填写"},
        {"way__2 = 0 and know = 1", "第4题未选“听说过”，并且第3题选“知道”的填写"},
        {"way__2 = 2", NULL},
        {"know = 1 or know = 2", NULL}, /* half of it in words would be wrong */
        {"know = 9", NULL},
        {"know in (1, 2", NULL},
        {"know > 1", NULL},
        {"age > 17", NULL},
        {"hidden = 1", NULL}, /* has no number that a reader could look for */
        {"nothing = 1", NULL},
        {"not know = 1", NULL},
        {"know = 1 and", NULL},
        {"", NULL},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct question question = {.asked_if = {.text = cases[i].condition}};
        const char *got = form_condition_words(&instrument, &question, *state);
        if ((got == NULL) != (cases[i].words == NULL) || (got && strcmp(got, cases[i].words) != 0))
            fail_msg("'%s': '%s' instead of '%s'", cases[i].condition, got ? got : "(none)", cases[i].words ? cases[i].words : "(none)");
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(words)};
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
