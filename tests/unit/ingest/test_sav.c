/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPSS files, written here by ReadStat's own writer: labels of values and variables, dates, missing values; and damage.
 */
#include "build.h"

#include <readstat.h>

static struct evaluation *survey(void)
{
    struct evaluation *evaluation = evaluation_new(".");
    build_kind(evaluation, "district", "区县", "zd=张店区|zc=淄川区");
    struct instrument *form = build_instrument(evaluation, "form");
    build_question(evaluation, form, "sat", 1, QUESTION_SCALE, "总体满意程度", NULL, "非常满意|满意|不满意|~不了解");
    build_question(evaluation, form, "age", 2, QUESTION_NUMBER, "年龄", NULL, NULL);
    build_question(evaluation, form, "day", 3, QUESTION_DATE, "日期", NULL, NULL);
    build_question(evaluation, form, "note", 4, QUESTION_TEXT, "意见", NULL, NULL);
    form->key = "number";
    instrument_make_variables(evaluation->arena, form);
    return evaluation;
}

static ssize_t keep_bytes(const void *bytes, size_t len, void *data)
{
    strbuf_add(data, bytes, len);
    return (ssize_t)len;
}

/* Two people; `labelled` gives variables the titles of the questionnaire, else their names must do. */
static void write_file(struct strbuf *out, bool labelled)
{
    readstat_writer_t *writer = readstat_writer_init();
    readstat_set_data_writer(writer, keep_bytes);
    readstat_label_set_t *set = readstat_add_label_set(writer, READSTAT_TYPE_DOUBLE, "satisfaction");
    static const char *const labels[] = {"非常满意", "满意", "不满意", "不了解"};
    for (size_t i = 0; i < COUNT_OF(labels); i++)
        readstat_label_double_value(set, i < 3 ? (double)(i + 1) : 99, labels[i]);
    readstat_variable_t *number = readstat_add_variable(writer, "number", READSTAT_TYPE_DOUBLE, 0);
    readstat_variable_t *sat = readstat_add_variable(writer, "SAT", READSTAT_TYPE_DOUBLE, 0);
    readstat_variable_set_label_set(sat, set);
    readstat_variable_add_missing_double_value(sat, 99);
    readstat_variable_t *age = readstat_add_variable(writer, "age", READSTAT_TYPE_DOUBLE, 0);
    readstat_variable_add_missing_double_value(age, -1);
    readstat_variable_t *day = readstat_add_variable(writer, "day", READSTAT_TYPE_DOUBLE, 0);
    readstat_variable_set_format(day, "SDATE10");
    readstat_variable_t *note = readstat_add_variable(writer, "note", READSTAT_TYPE_STRING, 60);
    if (labelled) {
        readstat_variable_set_label(sat, "1、总体满意程度");
        readstat_variable_set_label(age, "年龄");
        readstat_variable_set_label(day, "日期");
        readstat_variable_set_label(note, "意见");
    }
    assert_int_equal(readstat_begin_writing_sav(writer, out, 3), READSTAT_OK);
    const struct {
        double number, sat, age, day;
        const char *note;
    } people[] = {{7, 2, 41.5, 13744684800.0 /* 2018-05-03 */, "很好，谢谢"}, {8, 99, -1, 13744684800.0 + 86400, ""}, {9, 1, 60, NAN, "意见"}};
    for (size_t i = 0; i < COUNT_OF(people); i++) {
        readstat_begin_row(writer);
        readstat_insert_double_value(writer, number, people[i].number);
        readstat_insert_double_value(writer, sat, people[i].sat);
        readstat_insert_double_value(writer, age, people[i].age);
        if (isnan(people[i].day))
            readstat_insert_missing_value(writer, day);
        else
            readstat_insert_double_value(writer, day, people[i].day);
        readstat_insert_string_value(writer, note, people[i].note);
        readstat_end_row(writer);
    }
    assert_int_equal(readstat_end_writing(writer), READSTAT_OK);
    readstat_writer_free(writer);
}

static void reads(void **state)
{
    (void)state;
    for (int labelled = 0; labelled < 2; labelled++) {
        struct evaluation *evaluation = survey();
        auto_strbuf struct strbuf file;
        strbuf_init(&file);
        write_file(&file, labelled);
        struct kept kept = keep(evaluation, NULL, evaluation->instruments.at[0], build_file(file.at, file.len));
        if (!kept.done || kept.responses.count != 3)
            show(&kept);
        assert_true(kept.done);
        assert_string_equal(kept.report.format, "SAV");
        assert_int_equal(kept.responses.count, 3);
        assert_int_equal(kept.report.unknown.count, 0);
        assert_string_equal(kept.responses.at[0].key, "7");
        assert_said(&kept, 0, "sat", "2");
        assert_said(&kept, 1, "sat", "<dont_know>"); /* declared missing, but its label says why */
        assert_said(&kept, 2, "sat", "1");
        assert_said(&kept, 0, "age", "41.5");
        assert_said(&kept, 1, "age", "<blank>");
        assert_said(&kept, 0, "day", "'2018-05-03'");
        assert_said(&kept, 1, "day", "'2018-05-04'");
        assert_said(&kept, 2, "day", "<blank>");
        assert_said(&kept, 0, "note", "'很好，谢谢'");
        assert_said(&kept, 1, "note", "<blank>");
        kept_release(&kept);
        unlink(build_path_text);
        evaluation_free(evaluation);
    }
}

/* Cut off anywhere and with bytes changed, the file is refused or read, never more. */
static void damage(void **state)
{
    (void)state;
    struct evaluation *evaluation = survey();
    auto_strbuf struct strbuf file;
    strbuf_init(&file);
    write_file(&file, true);
    unsigned seed = 5;
    for (int round = 0; round < 120; round++) {
        auto_strbuf struct strbuf bad;
        strbuf_init(&bad);
        seed = seed * 1103515245u + 12345u;
        strbuf_add(&bad, file.at, round % 2 ? file.len : (seed >> 8) % file.len);
        for (int k = 0; round % 2 && k < 3; k++) {
            seed = seed * 1103515245u + 12345u;
            bad.at[4 + (seed >> 8) % (bad.len - 4)] = (char)(seed >> 24);
        }
        struct kept kept = keep(evaluation, evaluation->instruments.at[0], NULL, build_file(bad.at, bad.len));
        assert_true(kept.done || kept.diags.errors > 0);
        kept_release(&kept);
        unlink(build_path_text);
    }
    evaluation_free(evaluation);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(reads), cmocka_unit_test(damage)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
