/* SPDX-License-Identifier: GPL-3.0-or-later
 * Rows of decisions.csv: what they are about, and answers as people write them.
 */
#include "ceping/model_data.h"
#include "check.h"

static struct evaluation *evaluation;
static struct instrument *instrument;

static struct question *add_question(const char *id, enum question_type type)
{
    struct question *question = LIST_ADD(evaluation->arena, &instrument->questions);
    question->id = question->title = id;
    question->type = type;
    question->min = question->max = NAN;
    return question;
}

static int set_up(void **state)
{
    (void)state;
    evaluation = evaluation_new(".");
    struct arena *arena = evaluation->arena;
    struct unit_kind *kind = LIST_ADD(arena, &evaluation->kinds);
    kind->id = kind->name = "district";
    static const char *const names[] = {"张店区", "淄川区"};
    for (int i = 0; i < 2; i++) {
        struct unit *unit = LIST_ADD(arena, &kind->units);
        *unit = (struct unit){.id = i ? "zc" : "zd", .name = names[i], .short_name = names[i], .index = i};
    }
    for (size_t i = 0; i < 2; i++)
        kind->units.at[i].kind = kind;
    instrument = ARENA_NEW(arena, struct instrument);
    instrument->id = "public";
    *LIST_ADD(arena, &evaluation->instruments) = instrument;
    struct scale *scale = ARENA_NEW(arena, struct scale);
    static const char *const labels[] = {"满意", "一般", "不了解"};
    for (int i = 0; i < 3; i++) {
        struct option *option = LIST_ADD(arena, &scale->options);
        option->code = i + 1;
        option->label = labels[i];
        option->missing = i == 2 ? MISSING_DONT_KNOW : MISSING_NONE;
    }
    *LIST_ADD(arena, &scale->options.at[1].aliases) = "尚可";
    add_question("sat", QUESTION_SINGLE)->scale = scale;
    struct question *age = add_question("age", QUESTION_NUMBER);
    age->min = 16;
    age->max = 99;
    add_question("note", QUESTION_TEXT);
    add_question("home", QUESTION_UNIT)->kind = kind;
    add_question("way", QUESTION_MULTIPLE)->scale = scale;
    add_question("prio", QUESTION_RANK)->scale = scale;
    add_question("day", QUESTION_DATE);
    struct question *hours = add_question("hours", QUESTION_NUMBER);
    hours->min = 0;
    hours->max = 24;
    hours->step = 0.5;
    instrument_make_variables(arena, instrument);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    evaluation_free(evaluation);
    return 0;
}

static void meanings(void **state)
{
    (void)state;
    static const struct {
        const char *object, *decision;
        enum decision_kind kind;
        const char *key, *variable, *value;
    } cases[] = {
        {"public/17", "void", DECISION_STATUS, "17", NULL, NULL},
        {"public/17", "有效", DECISION_STATUS, "17", NULL, NULL},
        {"public/17", "withdraw", DECISION_WITHDRAW, "17", NULL, NULL},
        {"public/p1/e01", "撤回", DECISION_WITHDRAW, "p1/e01", NULL, NULL},
        {"public/17/sat", "correct=2", DECISION_CORRECT, "17", "sat", "2"},
        {"public/p1/e01/sat", "correct = 一般", DECISION_CORRECT, "p1/e01", "sat", "一般"},
        {"public/17/note", "更正＝甲=乙", DECISION_CORRECT, "17", "note", "甲=乙"},
        {"public/17/sat", "correct=", DECISION_CORRECT, "17", "sat", ""},
        {"public/17/nix", "correct=2", DECISION_CORRECT, "17", NULL, "2"},
        {"public/17", "correct=2", DECISION_CORRECT, "17", NULL, "2"},
        {"public/17", "ＶＯＩＤ", DECISION_STATUS, "17", NULL, NULL},
        {"public/17", "Withdraw ", DECISION_WITHDRAW, "17", NULL, NULL},
        {"public/17/sat", "Ｃorrect ＝ 2", DECISION_CORRECT, "17", "sat", "2"},
        {"public/17/note", "correct=a＝b", DECISION_CORRECT, "17", "note", "a＝b"},
        {"public/17", "voids", DECISION_UNKNOWN, "17", NULL, NULL},
        {"public/17", "correct", DECISION_UNKNOWN, "17", NULL, NULL},
        {"publi/17", "void", DECISION_OTHER, NULL, NULL, NULL},
        {"public/", "void", DECISION_OTHER, NULL, NULL, NULL},
        {"public", "void", DECISION_OTHER, NULL, NULL, NULL},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        const struct decision decision = {.object = cases[i].object, .decision = cases[i].decision};
        struct decision_reading reading;
        assert_int_equal(decision_read(evaluation, &decision, &reading), cases[i].kind);
        if (cases[i].kind == DECISION_OTHER)
            continue;
        assert_int_equal(reading.key_len, strlen(cases[i].key));
        assert_memory_equal(reading.key, cases[i].key, reading.key_len);
        assert_true(!reading.variable == !cases[i].variable);
        if (cases[i].variable)
            assert_string_equal(reading.variable->id, cases[i].variable);
        if (cases[i].value)
            assert_string_equal(reading.value, cases[i].value);
    }
}

static void values(void **state)
{
    (void)state;
    static const struct {
        const char *variable, *text;
        bool good;
        enum missing missing;
        double value;
    } cases[] = {
        {"sat", "满意", true, MISSING_NONE, 1},      {"sat", "尚 可", true, MISSING_NONE, 2},         {"sat", "２", true, MISSING_NONE, 2},
        {"sat", "不了解", true, MISSING_DONT_KNOW, 3}, {"sat", "", true, MISSING_BLANK, 0},             {"sat", "(skipped)", true, MISSING_SKIPPED, 0},
        {"sat", "4", false, 0, 0},                   {"sat", "1.5", false, 0, 0},                     {"sat", "很好", false, 0, 0},
        {"age", "41.5", true, MISSING_NONE, 41.5},   {"age", "15", false, 0, 0},                      {"age", "100", false, 0, 0},
        {"age", "四十", false, 0, 0},                {"home", "淄川区", true, MISSING_NONE, 1},       {"home", "桓台县", false, 0, 0},
        {"way__1", "是", true, MISSING_NONE, 1},     {"way__1", "0", true, MISSING_NONE, 0},          {"way__1", "2", false, 0, 0},
        {"prio__1", "2", true, MISSING_NONE, 2},     {"prio__1", "9", false, 0, 0},                   {"prio__1", "1.5", false, 0, 0},
        {"hours", "7.5", true, MISSING_NONE, 7.5},   {"hours", "7.3", false, 0, 0},                   {"hours", "24.5", false, 0, 0},
        {"day", "2020-02-29", true, MISSING_NONE, 0}, {"day", "2020-13-40", false, 0, 0},             {"day", "2020-02-29 14:03", true, MISSING_NONE, 0},
        {"day", "2020-02-29 14:63", false, 0, 0},    {"day", "昨天", false, 0, 0},                    {"day", "2021-02-29 08:00:00", false, 0, 0},
        {"note", "(blank)", true, MISSING_BLANK, 0}, {"note", "(nothing)", true, MISSING_NONE, 0},
        {"sat", "（ｂlank）", true, MISSING_BLANK, 0}, {"sat", "（空）", true, MISSING_BLANK, 0},       {"sat", "（无法辨认）", true, MISSING_UNREADABLE, 0},
        {"age", "(跳过)", true, MISSING_SKIPPED, 0}, {"way__1", "１", true, MISSING_NONE, 1},          {"note", "无法辨认", true, MISSING_NONE, 0},
        {"note", "“（空）”", true, MISSING_NONE, 0},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        const struct variable *variable = instrument_variable(instrument, cases[i].variable);
        struct answer answer = {.missing = MISSING_KINDS};
        assert_non_null(variable);
        if (variable_read(variable, cases[i].text, &answer) != cases[i].good)
            fail_msg("%s: '%s'", cases[i].variable, cases[i].text);
        if (!cases[i].good)
            continue;
        assert_int_equal(answer.missing, cases[i].missing);
        if (variable->type != VARIABLE_TEXT && answer.missing == MISSING_NONE)
            check_close(variable->type == VARIABLE_NUMBER ? answer.number : answer.code, cases[i].value, 0);
    }
}

/* Nobody who reads a report should meet "correct=" in it; in English neither the Chinese that stands in the file. */
static void words_for_readers(void **state)
{
    (void)state;
    static const struct {
        const char *object, *decision, *chinese, *english;
    } cases[] = {
        {"public/17", "void", "作废", "Void"},
        {"public/17", "废卷", "作废", "Void"},
        {"public/17", "valid", "有效", "Valid"},
        {"public/17", "not_eligible", "不属调查对象", NULL},
        {"public/17", "withdraw", "撤回", "response withdrawn"},
        {"public/17/sat", "correct=1", "更正为“满意”", "corrected to “satisfied”"},
        {"public/17/sat", "更正＝满 意", "更正为“满意”", "corrected to “satisfied”"},
        {"public/17/sat", "correct=不了解", "更正为“不了解”", NULL},
        {"public/17/sat", "correct=(blank)", "更正为无作答（漏答）", "corrected to no answer (blank)"},
        {"public/17/sat", "correct=", "更正为无作答（漏答）", "corrected to no answer (blank)"},
        {"public/17/age", "correct=４１.50", "更正为“41.5”", "corrected to “41.5”"},
        {"public/17/home", "correct=zc", "更正为“淄川区”", "corrected to “Zichuan”"},
        {"public/17/home", "correct=淄川区", "更正为“淄川区”", "corrected to “Zichuan”"},
        {"public/17/way__1", "correct=1", "更正为“选中”", "corrected to “chosen”"},
        {"public/17/way__1", "correct=0", "更正为“未选”", "corrected to “not chosen”"},
        {"public/17/note", "correct=好", "更正为“好”", "corrected to “好”"},
        {"entry:public", "比对3960格，不一致15格", "比对3960格，不一致15格", "3960 cells compared, 15 differ"},
        {"rubric:weights", "采用", "采用", "采用"},
    };
    struct arena *arena = evaluation->arena;
    instrument->questions.at[0].scale->options.at[0].label_en = "satisfied";
    evaluation->kinds.at[0].units.at[1].name_en = "Zichuan";
    for (int english = 0; english < 2; english++) {
        struct option *option = &instrument->questions.at[0].scale->options.at[0];
        struct unit *unit = &evaluation->kinds.at[0].units.at[1];
        for (size_t i = 0; i < COUNT_OF(cases); i++) {
            const struct decision decision = {.object = cases[i].object, .decision = cases[i].decision};
            const char *wanted = english ? cases[i].english : cases[i].chinese;
            if (wanted)
                assert_string_equal(decision_words(evaluation, &decision, english ? "en" : "zh-CN", arena), wanted);
        }
        /* as evaluation_speak() does */
        option->label = english ? "满意" : "satisfied";
        option->label_en = english ? NULL : "满意";
        unit->name = unit->short_name = english ? "淄川区" : "Zichuan";
        unit->name_en = english ? NULL : "淄川区";
    }
}

static void hints(void **state)
{
    (void)state;
    static const char *const wanted[][2] = {{"sat", "1 满意, 2 一般, 3 不了解, (blank)"}, {"age", "a number 16 … 99, (blank)"}, {"home", "张店区, 淄川区, (blank)"},
                                            {"way__1", "0, 1, (blank)"},                  {"note", "(blank)"},
                                            {"prio__1", "a number 1 … 3, (blank)"},       {"hours", "a number 0 … 24, a multiple of 0.5, (blank)"}, {"day", "a day such as 2018-07-06, (blank)"}};
    for (size_t i = 0; i < COUNT_OF(wanted); i++) {
        struct strbuf text;
        strbuf_init(&text);
        variable_accepts(instrument_variable(instrument, wanted[i][0]), &text);
        assert_string_equal(text.at, wanted[i][1]);
        strbuf_release(&text);
    }
}

/* Rows 1 and 3 of four go; all columns go with them. */
static void dropping_rows(void **state)
{
    (void)state;
    enum { ROWS = 4 };
    struct dataset dataset = {.arena = evaluation->arena, .instrument = instrument, .rows = ROWS};
    dataset.columns = ARENA_ARRAY(dataset.arena, struct column, instrument->variables.count);
    for (size_t i = 0; i < instrument->variables.count; i++) {
        dataset.columns[i].variable = &instrument->variables.at[i];
        dataset.columns[i].missing = ARENA_ARRAY(dataset.arena, uint8_t, ROWS);
    }
    struct column *sat = &dataset.columns[0], *age = &dataset.columns[1];
    sat->codes = ARENA_ARRAY(dataset.arena, int16_t, ROWS);
    age->numbers = ARENA_ARRAY(dataset.arena, double, ROWS);
    dataset.keys = ARENA_ARRAY(dataset.arena, const char *, ROWS);
    dataset.status = ARENA_ARRAY(dataset.arena, uint8_t, ROWS);
    static const char *const keys[] = {"a", "b", "c", "d"};
    for (int row = 0; row < ROWS; row++) {
        dataset.keys[row] = keys[row];
        sat->codes[row] = (int16_t)row;
        sat->missing[row] = (uint8_t)row;
        age->numbers[row] = row + 0.5;
        dataset.status[row] = (uint8_t)(10 + row);
    }
    dataset_drop(&dataset, (const bool[]){true, false, true, false});
    assert_int_equal(dataset.rows, 2);
    for (size_t row = 0; row < 2; row++) {
        size_t was = 2 * row + 1;
        assert_string_equal(dataset.keys[row], keys[was]);
        assert_int_equal(sat->codes[row], was);
        assert_int_equal(sat->missing[row], was);
        check_close(age->numbers[row], (double)was + 0.5, 0);
        assert_int_equal(dataset.status[row], 10 + was);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(meanings), cmocka_unit_test(values), cmocka_unit_test(words_for_readers), cmocka_unit_test(hints), cmocka_unit_test(dropping_rows)};
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
