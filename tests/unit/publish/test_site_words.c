/* SPDX-License-Identifier: GPL-3.0-or-later
 * Words in English: which phrase serves, what becomes of numbers and names, what stays Chinese.
 */
#include "check.h"

#include "../../../src/publish/site_priv.h"

static const char phrases[] = "# a remark\n"
                              "\n"
                              "名次 = Place\n"
                              "得分 = Score\n"
                              "注：{} = Note: {}\n"
                              "平均得分{#}分 = the mean is {}\n"
                              "公开版只列前{#}名 = the public edition lists the first {} only\n"
                              "{}各{}得分 = {1}: scores by {2}\n"
                              "{#}分之{#} = {2} of {1}\n"
                              "{}有{#}项不适用 = {}: {} do not apply\n"
                              "有{#}项不适用 = {} do not apply\n"
                              "方式 = method\n"
                              "优 = excellent\n"
                              "有效率＝有效÷回收 = valid rate\n"
                              "有效 = Valid\n"
                              "{}÷{} = {} ÷ {}\n"
                              "{}（{}） = {} ({})\n";

static void phrases_serve(void **state)
{
    (void)state;
    static const struct {
        const char *chinese, *english;
    } rows[] = {
        {"名次", "Place"},
        {"95.04", "95.04"},
        {"", ""},
        {"注：平均得分92.56分。公开版只列前5名。", "Note: The mean is 92.56. The public edition lists the first 5 only."},
        {"注：平均得分-3.1分；公开版只列前5名。", "Note: The mean is -3.1; the public edition lists the first 5 only."},
        {"张店各方式得分", "Zhangdian: scores by method"},
        {"高新区各未知得分", "High-tech Zone: scores by 未知"},
        {"20分之3", "3 of 20"},
        {"注：名次。有2项不适用。", "Note: Place. 2 do not apply."}, /* a place in the middle ends with its sentence */
        {"平均得分多分", "平均得分多分"},                                  /* no number */
        {"名次、得分", "Place, Score"},
        {"名次、未知", "名次、未知"},                                      /* clauses only where all are known */
        {"有效率＝有效÷回收。名次", "Valid rate. Place"},                  /* shapes of signs come last */
        {"得分（名次）", "Score (Place)"},
        {"（%）", "(%)"},
        {"Score of 张店区: 优.", "Score of Zhangdian District: excellent."},
        {"Score of 张店区的项目", "Score of 张店区的项目"},                /* a name within Chinese is part of it */
        {"Lead: 高新区, 张店区 (优)", "Lead: High-tech Zone, Zhangdian District (excellent)"},
        {"请选择“优”", "请选择“优”"},                                      /* a Chinese text may quote a word */
        {"<script>名次", "<script>Place"},                                  /* letters end a Chinese text; escaping is the page's */
    };
    struct arena *arena = arena_new();
    struct diags diags;
    diags_init(&diags);
    struct words *words = words_new(arena);
    words_name(words, "张店区", "Zhangdian District");
    words_name(words, "张店", "Zhangdian");
    words_name(words, "高新区", "High-tech Zone");
    words_name(words, "没有英文", NULL);
    assert_true(words_read(words, phrases, "words.txt", &diags));
    for (size_t i = 0; i < COUNT_OF(rows); i++)
        for (int again = 0; again < 2; again++) /* the second answer is remembered */
            if (strcmp(words_say(words, rows[i].chinese), rows[i].english) != 0)
                fail_msg("'%s': expected '%s', got '%s'", rows[i].chinese, rows[i].english, words_say(words, rows[i].chinese));
    assert_string_equal(words_say(NULL, "名次"), "名次");
    assert_null(words_say(words, NULL));
    words_free(words);
    diags_release(&diags);
    arena_free(arena);
}

static void the_first_phrase_serves(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    struct diags diags;
    diags_init(&diags);
    struct words *words = words_new(arena);
    assert_true(words_read(words, "得分 = Points\n{}得分 = points of {}\n", "own.txt", &diags));
    assert_true(words_read(words, "得分 = Score\n{}得分 = score of {}\n", "common.txt", &diags));
    assert_string_equal(words_say(words, "得分"), "Points");
    assert_string_equal(words_say(words, "名次得分"), "points of 名次");
    words_free(words);
    diags_release(&diags);
    arena_free(arena);
}

static void a_line_that_is_no_phrase_is_told_with_its_place(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    struct diags diags;
    diags_init(&diags);
    struct words *words = words_new(arena);
    assert_false(words_read(words, "名次 = Place\n没有等号\n{}有 = {2} has\n{}{}{}{}{}{}{}{}{}{}{}{}{} = {}\n得分 = Score", "words.txt", &diags));
    assert_int_equal(diags.errors, 3);
    assert_int_equal(diags.at[0].pos.line, 2);
    assert_int_equal(diags.at[1].pos.line, 3);
    assert_int_equal(diags.at[2].pos.line, 4);
    assert_string_equal(diags.at[0].pos.file, "words.txt");
    assert_string_equal(words_say(words, "得分"), "Score"); /* the others serve */
    words_free(words);
    diags_release(&diags);
    arena_free(arena);
}

/* A text of the same sign over and over must not take for ever, whatever phrases there are. */
static void long_texts_end(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    struct diags diags;
    diags_init(&diags);
    struct words *words = words_new(arena);
    assert_true(words_read(words, "{}甲{}甲{}乙 = {} {} {}\n{}：{} = {}: {}\n", "words.txt", &diags));
    auto_strbuf struct strbuf text;
    strbuf_init(&text);
    for (int i = 0; i < 300; i++)
        strbuf_adds(&text, "甲：，。");
    assert_non_null(words_say(words, text.at));
    words_free(words);
    diags_release(&diags);
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(phrases_serve),
        cmocka_unit_test(the_first_phrase_serves),
        cmocka_unit_test(a_line_that_is_no_phrase_is_told_with_its_place),
        cmocka_unit_test(long_texts_end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
