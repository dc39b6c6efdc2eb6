/* SPDX-License-Identifier: GPL-3.0-or-later
 * JSON: lines and lists of objects, keys that come late, inner objects and lists, and what is no such file.
 */
#include "build.h"

static struct evaluation *survey(void)
{
    struct evaluation *evaluation = evaluation_new(".");
    struct instrument *form = build_instrument(evaluation, "form");
    build_question(evaluation, form, "sat", 1, QUESTION_SCALE, "满意", NULL, "好|差");
    build_question(evaluation, form, "hobby", 2, QUESTION_MULTIPLE, "爱好", NULL, "运动|书籍、报纸|音乐");
    build_question(evaluation, form, "work", 3, QUESTION_MATRIX, "评价", "tj=工作推进|zr=责任落实", "好|差");
    build_question(evaluation, form, "score", 4, QUESTION_NUMBER, "得分", NULL, NULL);
    build_question(evaluation, form, "note", 5, QUESTION_TEXT, "意见", NULL, NULL);
    form->key = "id";
    instrument_make_variables(evaluation->arena, form);
    return evaluation;
}

static void reads(void **state)
{
    (void)state;
    static const char *const files[] = {
        "\xEF\xBB\xBF{\"id\": 1, \"sat\": \"好\", \"hobby\": [\"书籍、报纸\", \"音乐\"], \"score\": 92.5}\r\n\r\n"
        "{\"id\": 2, \"work\": {\"tj\": 1, \"zr\": 2}, \"note\": \"第一行\\n“第二行”\", \"sat\": null, \"hobby\": [], \"score\": null}",
        " [ {\"id\": 1, \"sat\": \"好\", \"hobby\": [\"书籍、报纸\", \"音乐\"], \"score\": 92.5},\n"
        "{\"id\": 2, \"work\": {\"tj\": 1, \"zr\": 2}, \"note\": \"第一行\\n“第二行”\"} ]\n",
    };
    for (size_t f = 0; f < COUNT_OF(files); f++) {
        struct evaluation *evaluation = survey();
        struct kept kept = keep(evaluation, NULL, evaluation->instruments.at[0], build_text(files[f]));
        if (!kept.done || kept.responses.count != 2)
            show(&kept);
        assert_true(kept.done);
        assert_string_equal(kept.report.format, "JSON");
        assert_int_equal(kept.responses.count, 2);
        assert_int_equal(kept.report.unknown.count, 0);
        assert_string_equal(kept.responses.at[1].key, "2");
        assert_said(&kept, 0, "sat", "1");
        assert_said(&kept, 1, "sat", "<blank>");
        assert_said(&kept, 0, "hobby__1", "0");
        assert_said(&kept, 0, "hobby__2", "1");
        assert_said(&kept, 0, "hobby__3", "1");
        assert_said(&kept, 1, "hobby__1", "<blank>");
        assert_said(&kept, 0, "tj", "<blank>");
        assert_said(&kept, 1, "tj", "1");
        assert_said(&kept, 1, "zr", "2");
        assert_said(&kept, 0, "score", "92.5");
        assert_said(&kept, 1, "note", "'第一行\n“第二行”'");
        kept_release(&kept);
        unlink(build_path_text);
        evaluation_free(evaluation);
    }
}

static void refuses(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        int line;
        const char *part;
    } files[] = {
        {"{\"id\": 1}\n{\"id\": 2\n", 2, "not valid JSON"},
        {"{\"id\": 1, \"id\": 2}\n", 1, "duplicate"},
        {"{\"id\": 1}\n[3]\n", 2, "no object"},
        {"[{\"id\": 1}, 5]", 2, "entry 2 of the list is no object"},
        {"[{\"id\": 1}\n, {\"id\": 2}", 2, "the file ends within the list"},
        {"[{\"id\": 1},\n\n{\"id\": \"]}", 3, "the file ends within the list"},
        {"[{\"id\": 1}\n{\"id\": 2}]", 2, "a comma is missing"},
        {"[{\"id\": 1}]\n{\"id\": 2}", 2, "something stands behind the list"},
        {"[{\"id\": 1},\n{\"id\": [}]", 2, "not valid JSON"},
        {"{\"id\": 1}\n{\"id\": 2} x\n", 2, "not valid JSON"},
        {"[{\"id\": 1},\n {\"id\": }]", 2, "not valid JSON"},
    };
    for (size_t f = 0; f < COUNT_OF(files); f++) {
        struct evaluation *evaluation = survey();
        struct kept kept = keep(evaluation, evaluation->instruments.at[0], NULL, build_text(files[f].text));
        assert_false(kept.done);
        assert_int_equal(kept.diags.errors, 1);
        if (!strstr(kept.diags.at[0].text, files[f].part) || kept.diags.at[0].pos.line != files[f].line)
            show(&kept);
        assert_non_null(strstr(kept.diags.at[0].text, files[f].part));
        assert_int_equal(kept.diags.at[0].pos.line, files[f].line);
        kept_release(&kept);
        unlink(build_path_text);
        evaluation_free(evaluation);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(reads), cmocka_unit_test(refuses)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
