/* SPDX-License-Identifier: GPL-3.0-or-later
 * Personal data known by their cells, and what becomes of columns that hold them.
 */
#include "build.h"

#include "../../../src/ingest/ingest_priv.h"

/* A list of cells ended by NULL. The numbers are made up; the check digits of the identity cards are right where they should be. */
struct cells {
    const char *name;
    enum content content;
    const char *cells[12];
};

static const struct cells cases[] = {
    {"mobiles", CONTENT_MOBILE, {"13812345678", "15900001111", "18612349999"}},
    {"mobiles written in other ways", CONTENT_MOBILE, {"+86 138-1234-5678", "１３８１２３４５６７８", "138 1234 5678", "008613812345678"}},
    {"mobiles with a blank remark", CONTENT_MOBILE, {"13812345678", "15900001111", "18612349999", "17712345678", "无"}},
    {"half of them", CONTENT_NONE, {"13812345678", "15900001111", "无", "没有"}},
    {"two are too few", CONTENT_NONE, {"13812345678", "15900001111"}},
    {"serial numbers of 11 digits", CONTENT_NONE, {"20180503001", "20180503002", "20180503003"}},
    {"land lines", CONTENT_NONE, {"0533-3181234", "0533-3181235", "0533-3181236"}},
    {"identity cards", CONTENT_IDENTITY, {"11010519491231002X", "440524188001010014", "11010519491231002x"}}, /* the examples of GB 11643 */
    {"wrong check digits", CONTENT_NONE, {"110105194912310021", "440524188001010015", "110105194912310022"}},
    {"addresses", CONTENT_ADDRESS, {"218.56.1.2", "10.0.0.1(山东-淄博)", "1.2.3.4"}},
    {"versions", CONTENT_NONE, {"1.2.3", "1.2.4", "300.1.1.1"}},
    {"mail", CONTENT_MAIL, {"a@b.cn", "wang.li@zibo.gov.cn", "x@y.com"}},
    {"names", CONTENT_NAME, {"王伟", "李小芳", "张敏", "刘洋", "陈静", "杨勇", "黄磊", "赵军"}},
    {"answers that begin with a family name", CONTENT_NONE, {"高", "高", "高", "方便", "方便", "方便", "马上办", "马上办"}},
    {"the same few names", CONTENT_NONE, {"王伟", "王伟", "王伟", "王伟", "李芳", "李芳", "李芳", "李芳"}},
    {"opinions", CONTENT_NONE, {"很好", "办事效率高", "希望改进", "无", "挺好的", "不清楚", "再接再厉", "多宣传"}},
    {"nothing", CONTENT_NONE, {NULL}},
};

static void contents(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        char *keys[12];
        size_t count = 0;
        for (; cases[i].cells[count]; count++)
            keys[count] = text_key(cases[i].cells[count]);
        enum content content = content_of(keys, count);
        for (size_t k = 0; k < count; k++)
            free(keys[k]);
        if (content != cases[i].content)
            fail_msg("%s: %d instead of %d", cases[i].name, (int)content, (int)cases[i].content);
    }
}

static struct evaluation *survey(bool asks)
{
    struct evaluation *evaluation = evaluation_new(".");
    build_kind(evaluation, "district", "区县", "zd=张店区");
    struct instrument *instrument = build_instrument(evaluation, "survey");
    build_question(evaluation, instrument, "sat", 1, QUESTION_SINGLE, "满意度", NULL, "满意|一般");
    build_question(evaluation, instrument, "note", 2, QUESTION_TEXT, asks ? "附注" : "意见", NULL, NULL);
    struct column_map *map = LIST_ADD(evaluation->arena, &instrument->columns);
    map->column = "来自";
    map->to.text = "source";
    instrument_make_variables(evaluation->arena, instrument);
    return evaluation;
}

static const char file[] = "满意度,附注,来自\n满意,13812345678,10.0.0.1\n一般,15900001111,10.0.0.1(山东)\n满意,18612349999,10.0.0.2\n";

/* Nobody asked for the numbers: dropped, with a warning. */
static void dropped(void **state)
{
    (void)state;
    struct evaluation *evaluation = survey(false);
    struct kept kept = keep(evaluation, evaluation->instruments.at[0], NULL, build_text(file));
    assert_true(kept.done);
    assert_int_equal(kept.diags.warnings, 1);
    assert_non_null(strstr(kept.diags.at[0].text, "column '附注' seems to hold numbers of mobile phones: dropped"));
    assert_int_equal(kept.report.columns.at[1].state, COLUMN_DROPPED);
    assert_string_equal(said(&kept, 0, "note"), "<not_asked>");
    assert_null(kept.responses.at[0].source); /* without a key no hash */
    unlink(build_path_text);
    kept_release(&kept);
    evaluation_free(evaluation);
}

/* The instrument asks for them: stored, with a warning. */
static void asked_for(void **state)
{
    (void)state;
    struct evaluation *evaluation = survey(true);
    struct kept kept = keep(evaluation, evaluation->instruments.at[0], NULL, build_text(file));
    assert_true(kept.done);
    assert_int_equal(kept.diags.warnings, 1);
    assert_non_null(strstr(kept.diags.at[0].text, "the instrument asks for it: stored as it stands"));
    assert_string_equal(said(&kept, 0, "note"), "'13812345678'");
    unlink(build_path_text);
    kept_release(&kept);
    evaluation_free(evaluation);
}

struct sources {
    char at[3][33];
    size_t count;
};

static bool keep_source(void *data, const struct response *response)
{
    struct sources *sources = data;
    assert_non_null(response->source);
    snprintf(sources->at[sources->count++], sizeof sources->at[0], "%s", response->source);
    return true;
}

/* One address gives one hash, whatever place stands behind it; another key gives another. */
static void sources(void **state)
{
    (void)state;
    struct evaluation *evaluation = survey(true);
    struct sources seen[2] = {0};
    static const char *const secrets[] = {"one", "two"};
    for (size_t i = 0; i < 2; i++) {
        struct ingest_options options = {.instrument = evaluation->instruments.at[0], .source_key = secrets[i]};
        struct ingest_sink sink = {.data = &seen[i], .response = keep_source};
        struct ingest_report report;
        struct diags diags;
        diags_init(&diags);
        assert_true(ingest_file(evaluation, build_text(file), &options, &sink, &report, &diags));
        assert_int_equal(seen[i].count, 3);
        assert_string_equal(seen[i].at[0], seen[i].at[1]);
        assert_string_not_equal(seen[i].at[0], seen[i].at[2]);
        unlink(build_path_text);
        ingest_report_release(&report);
        diags_release(&diags);
    }
    assert_string_not_equal(seen[0].at[0], seen[1].at[0]);
    char hex[SHA256_HEX];
    hmac_sha256("one", 3, "10.0.0.1", 8, hex);
    hex[32] = '\0';
    assert_string_equal(seen[0].at[0], hex);
    evaluation_free(evaluation);
}

static void hmac(void **state)
{
    (void)state;
    char hex[SHA256_HEX];
    /* RFC 4231, test case 2 */
    hmac_sha256("Jefe", 4, "what do ya want for nothing?", 28, hex);
    assert_string_equal(hex, "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(contents), cmocka_unit_test(dropped), cmocka_unit_test(asked_for), cmocka_unit_test(sources), cmocka_unit_test(hmac)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
