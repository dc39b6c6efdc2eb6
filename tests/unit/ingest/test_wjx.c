/* SPDX-License-Identifier: GPL-3.0-or-later
 * Exports of 问卷星: made here from the documented layout, and the real pair of ../shared/data/wjx-800, whose README gives the counts.
 */
#include "build.h"

static const char meta[] = "序号,提交答卷时间,所用时间,来源,来源详情,来自IP,";

static struct evaluation *survey(void)
{
    struct evaluation *evaluation = evaluation_new(".");
    build_kind(evaluation, "district", "区县", "zd=张店区=张店|gx=高新区=高新=高新技术产业开发区");
    build_kind(evaluation, "project", "项目", "p1=“爱工惠”服务=爱工惠|p2=河长制");
    struct instrument *public = build_instrument(evaluation, "public");
    build_question(evaluation, public, "district", 1, QUESTION_UNIT, "您所在的区县", NULL, NULL);
    build_question(evaluation, public, "children", 2, QUESTION_SINGLE, "几个孩子", NULL, "0|1|2|3个以上");
    build_question(evaluation, public, "hobby", 3, QUESTION_MULTIPLE, "爱好(可多选)", NULL, "运动|书籍┋报纸|书籍|ACG文化(动漫、游戏等)|*其他【请注明】");
    build_question(evaluation, public, "work", 4, QUESTION_MATRIX, "请评价", "tj=工作推进|zr=责任落实", "非常满意|满意|不满意|~不了解");
    build_question(evaluation, public, "sat", 5, QUESTION_SCALE, "对下列项目", NULL, "好|差");
    build_question(evaluation, public, "order", 6, QUESTION_RANK, "排序", NULL, "甲|乙|丙");
    build_question(evaluation, public, "score", 7, QUESTION_NUMBER, "打分", NULL, NULL);
    build_question(evaluation, public, "note", 8, QUESTION_TEXT, "意见", NULL, NULL);
    public->questions.at[0].kind = &evaluation->kinds.at[0];
    public->questions.at[4].over = &evaluation->kinds.at[1];
    public->questions.at[6].min = 0;
    public->questions.at[6].max = 100;
    struct about *about = LIST_ADD(evaluation->arena, &public->about);
    about->kind = &evaluation->kinds.at[0];
    about->question = &public->questions.at[0];
    instrument_make_variables(evaluation->arena, public);
    return evaluation;
}

static const char text_header[] = "1、您所在的区县,2、几个孩子 ,3、爱好（可多选）,4、请评价—工作推进,4、责任落实,5、对下列项目—爱工惠,5、河长制,6、排序,7、打分,8、意见\r\n";

static void reads_text_mode(void **state)
{
    (void)state;
    struct evaluation *evaluation = survey();
    struct strbuf file;
    strbuf_init(&file);
    strbuf_addf(&file, "\xEF\xBB\xBF%s%s", meta, text_header);
    strbuf_adds(&file, "3,2018/5/3 14:02:11,121秒,微信,N/A,58.246.155.124(上海-上海),张 店区,2,书籍┋报纸┋书籍┋其他【请注明】〖下棋┋钓鱼〗,满意,不了解,好,(跳过),乙→甲→丙,９５,很好\r\n");
    strbuf_adds(&file, "4,2018-05-03 14:02,2分3秒,链接,N/A,1.2.3.4(山东-淄博),高新技术产业开发区,3个以上,(空),(空),非常满意,(跳过),(跳过),(空),101,(空)\r\n");
    strbuf_adds(&file, "5,,00:02:01,,,,火星,5,运动┋睡觉,好极了,满意┋不满意,,,甲→甲,-2,-3");
    struct kept kept = keep(evaluation, NULL, evaluation->instruments.at[0], build_file(file.at, file.len));
    strbuf_release(&file);
    if (!kept.done)
        show(&kept);
    assert_true(kept.done);
    assert_string_equal(kept.report.platform, "问卷星 (text)");
    assert_string_equal(kept.report.encoding, "UTF-8 with BOM");
    assert_string_equal(kept.report.format, "CSV");
    assert_int_equal(kept.report.rows_in, 3);
    assert_int_equal(kept.report.responses, 3);
    assert_int_equal(kept.report.rejected, 0);

    assert_string_equal(kept.responses.at[0].key, "3");
    assert_string_equal(kept.responses.at[0].submitted, "2018-05-03 14:02:11");
    check_close(kept.responses.at[0].seconds, 121, 0);
    check_close(kept.responses.at[1].seconds, 123, 0);
    check_close(kept.responses.at[2].seconds, 121, 0);
    assert_string_equal(kept.responses.at[1].submitted, "2018-05-03 14:02:00");
    assert_null(kept.responses.at[2].submitted);
    assert_int_equal(kept.responses.at[0].about[0], 0);
    assert_int_equal(kept.responses.at[1].about[0], 1);
    assert_int_equal(kept.responses.at[2].about[0], NO_UNIT);

    assert_said(&kept, 0, "children", "3"); /* the label "2" is option 3 */
    assert_said(&kept, 1, "children", "4");
    assert_said(&kept, 2, "children", "<unreadable>");
    assert_said(&kept, 0, "hobby__1", "0");
    assert_said(&kept, 0, "hobby__2", "1"); /* 书籍┋报纸 is one option */
    assert_said(&kept, 0, "hobby__3", "1");
    assert_said(&kept, 0, "hobby__5", "1");
    assert_said(&kept, 0, "hobby__5_text", "'下棋┋钓鱼'");
    assert_said(&kept, 1, "hobby__1", "<blank>");
    assert_said(&kept, 2, "hobby__1", "<unreadable>");
    assert_said(&kept, 0, "tj", "2");
    assert_said(&kept, 0, "zr", "<dont_know>");
    assert_said(&kept, 1, "tj", "<blank>");
    assert_said(&kept, 2, "zr", "<unreadable>"); /* two marks */
    assert_said(&kept, 0, "sat__p1", "1");
    assert_said(&kept, 0, "sat__p2", "<skipped>");
    assert_said(&kept, 2, "sat__p2", "<blank>");
    assert_said(&kept, 0, "order__1", "2");
    assert_said(&kept, 0, "order__2", "1");
    assert_said(&kept, 2, "order__1", "<unreadable>");
    assert_said(&kept, 0, "score", "95");
    assert_said(&kept, 1, "score", "<unreadable>");
    assert_said(&kept, 2, "score", "<blank>");
    assert_said(&kept, 0, "note", "'很好'");
    assert_said(&kept, 2, "note", "<skipped>");

    /* 火星, 5, 运动┋睡觉, 好极了, 满意┋不满意, 甲→甲, 101 */
    assert_int_equal(kept.report.unknown.count, 7);
    assert_int_equal(kept.report.unknown.at[0].first_line, 3);
    assert_int_equal(kept.report.absent.count, 0);
    assert_int_equal(kept.report.columns.at[5].state, COLUMN_DROPPED);
    assert_int_equal(kept.report.columns.at[8].state, COLUMN_MAPPED);
    assert_string_equal(kept.report.columns.at[8].target, "hobby");
    kept_release(&kept);
    unlink(build_path_text);
    evaluation_free(evaluation);
}

static void reads_code_mode(void **state)
{
    (void)state;
    struct evaluation *evaluation = survey();
    struct strbuf file;
    strbuf_init(&file);
    strbuf_adds(&file, meta);
    strbuf_adds(&file, "\"1、您所在的区县\",2、几个孩子,第3题(运动),第3题(书籍┋报纸),第3题(书籍),第3题(ACG文化(动漫、游戏等)),第3题(其他【请注明】),第4题(工作推进),第4题(责任落实),"
                       "5、对下列项目—爱工惠,5、河长制,第6题(甲),第6题(乙),第6题(丙),7、打分,8、意见\n");
    strbuf_adds(&file, "1,,,,,,1,2.0,0,1,1,0,1,２,4,1,-3,2,1,3,95,x\n");
    strbuf_adds(&file, "2,,,,,,2,4,0,0,0,0,0,-2,1,2,2,-3,-3,-3,-2,\n");
    strbuf_adds(&file, "4,,,,,,3,9,-3,-3,-3,-3,-3,1,1,1,1,4,,,（空）,\n");
    struct kept kept = keep(evaluation, NULL, evaluation->instruments.at[0], build_text(file.at));
    strbuf_release(&file);
    if (!kept.done)
        show(&kept);
    assert_true(kept.done);
    assert_string_equal(kept.report.platform, "问卷星 (code)");
    assert_said(&kept, 0, "district", "0");
    assert_said(&kept, 1, "district", "1");
    assert_said(&kept, 2, "district", "<unreadable>"); /* there are two */
    assert_said(&kept, 0, "children", "2");            /* code 2, not the label "2" */
    assert_said(&kept, 2, "children", "<unreadable>");
    assert_said(&kept, 0, "hobby__1", "0");
    assert_said(&kept, 0, "hobby__2", "1");
    assert_said(&kept, 0, "hobby__4", "0");
    assert_said(&kept, 0, "hobby__5", "1");
    assert_said(&kept, 0, "hobby__5_text", "<not_asked>");
    assert_said(&kept, 1, "hobby__2", "<blank>"); /* all zero: nobody answered */
    assert_said(&kept, 2, "hobby__2", "<skipped>");
    assert_said(&kept, 0, "tj", "2");
    assert_said(&kept, 0, "zr", "<dont_know>");
    assert_said(&kept, 1, "tj", "<blank>");
    assert_said(&kept, 0, "sat__p2", "<skipped>");
    assert_said(&kept, 0, "order__1", "2");
    assert_said(&kept, 1, "order__3", "<skipped>");
    assert_said(&kept, 2, "order__1", "<unreadable>");
    assert_said(&kept, 1, "score", "<blank>");
    assert_said(&kept, 2, "score", "<blank>");
    assert_int_equal(kept.report.absent.count, 1); /* the text of "other", which this mode loses */
    assert_string_equal(kept.report.absent.at[0]->id, "hobby__5_text");
    assert_int_equal(kept.diags.warnings, 2); /* numbers taken as order of districts; three cells unreadable */
    kept_release(&kept);
    unlink(build_path_text);
    evaluation_free(evaluation);
}

static void refuses_the_same_key_twice(void **state)
{
    (void)state;
    struct evaluation *evaluation = survey();
    struct strbuf file;
    strbuf_init(&file);
    strbuf_addf(&file, "%s7、打分\n1,,1秒,,,,5\n\n2,,1秒,,,9.9.9.9,5\n1,,1秒,,,8.8.8.8(山东-淄博),6\n,,2秒,,,,7\n", meta);
    struct kept kept = keep(evaluation, evaluation->instruments.at[0], NULL, build_text(file.at));
    strbuf_release(&file);
    assert_true(kept.done);
    assert_int_equal(kept.report.rows_in, 4);
    assert_int_equal(kept.report.responses, 2);
    assert_int_equal(kept.report.rejected, 2);
    assert_int_equal(kept.lines.at[0], 5);
    assert_string_equal(kept.reasons.at[0], "key '1' stands in row 2 already");
    assert_null(strstr(kept.raws.at[0], "8.8.8.8"));
    assert_string_equal(kept.reasons.at[1], "column '序号', which identifies the row, is empty");
    kept_release(&kept);
    unlink(build_path_text);
    evaluation_free(evaluation);
}

/* Exports by score ------------------------------------------------------------------------------------------- */

/* A scale whose scores are its codes the other way round: 5 is 非常满意 as a score, and 非常不满意 as a number. */
static struct evaluation *scored(void)
{
    struct evaluation *evaluation = evaluation_new(".");
    struct instrument *form = build_instrument(evaluation, "form");
    build_question(evaluation, form, "sex", 1, QUESTION_SINGLE, "性别", NULL, "男|女");
    build_question(evaluation, form, "a", 2, QUESTION_SCALE, "甲", NULL, "非常满意|满意|一般|不满意|非常不满意");
    build_question(evaluation, form, "b", 3, QUESTION_SCALE, "乙", NULL, "非常满意|满意|一般|不满意|非常不满意");
    for (size_t q = 1; q < 3; q++)
        for (size_t i = 0; i < 5; i++)
            LIST_ADD(evaluation->arena, &form->questions.at[q].scale->options.at[i].scores)->value = 5 - (double)i;
    instrument_make_variables(evaluation->arena, form);
    return evaluation;
}

static void tells_scores_from_numbers(void **state)
{
    (void)state;
    static const struct {
        const char *name, *header, *rows[3], *file;
        enum cell_content stated, in_instrument;
        const char *platform, *first;
        size_t warnings;
    } cases[] = {
        {"the total is that of scores", ",总分", {"9,2,5,4", "3,1,1,2", "7,1,3,4"}, "", CELLS_DETECTED, CELLS_DETECTED, "问卷星 (score)", "1", 0},
        {"the total is that of the options numbered so", ",总分", {"3,2,5,4", "9,1,1,2", "5,1,3,4"}, "", CELLS_DETECTED, CELLS_DETECTED, "问卷星 (code)", "5", 0},
        {"the total proves neither", ",总分", {"0,2,5,4", "0,1,1,2", "0,1,3,4"}, "", CELLS_DETECTED, CELLS_DETECTED, "问卷星 (code)", "5", 1},
        {"no total", "", {",2,5,4", ",1,1,2", ",1,3,4"}, "", CELLS_DETECTED, CELLS_DETECTED, "问卷星 (code)", "5", 1},
        {"the name says scores", "", {",2,5,4", ",1,1,2", ",1,3,4"}, "123_按分数_群众问卷_3_3.csv", CELLS_DETECTED, CELLS_DETECTED, "问卷星 (score)", "1", 0},
        {"the name says numbers", "", {",2,5,4", ",1,1,2", ",1,3,4"}, "123_按序号_群众问卷_3_3.csv", CELLS_DETECTED, CELLS_DETECTED, "问卷星 (code)", "5", 0},
        {"the user says scores", "", {",2,5,4", ",1,1,2", ",1,3,4"}, "", CELLS_SCORE, CELLS_DETECTED, "问卷星 (score)", "1", 0},
        {"the instrument says scores", "", {",2,5,4", ",1,1,2", ",1,3,4"}, "", CELLS_DETECTED, CELLS_SCORE, "问卷星 (score)", "1", 0},
        {"the user goes before the instrument", "", {",2,5,4", ",1,1,2", ",1,3,4"}, "", CELLS_CODE, CELLS_SCORE, "问卷星 (code)", "5", 0},
        {"the user says numbers", ",总分", {"9,2,5,4", "3,1,1,2", "7,1,3,4"}, "", CELLS_CODE, CELLS_DETECTED, "问卷星 (code)", "5", 0},
    };
    struct evaluation *evaluation = scored();
    for (size_t c = 0; c < COUNT_OF(cases); c++) {
        char text[1024], folder[CHECK_PATH], path[CHECK_PATH + 64];
        int len = snprintf(text, sizeof text, "序号,提交答卷时间,所用时间,来源,来源详情,来自IP%s,1、性别,2、甲,3、乙\n", cases[c].header);
        for (size_t i = 0; i < 3; i++)
            len += snprintf(text + len, sizeof text - (size_t)len, "%zu,2024/1/1 8:00:00,99秒,微信,N/A,1.1.1.1(上海-上海),%s\n", i + 1,
                            cases[c].rows[i] + (*cases[c].header ? 0 : 1));
        check_folder(folder);
        snprintf(path, sizeof path, "%s/%s", folder, *cases[c].file ? cases[c].file : "a.csv");
        assert_true(file_write(path, text, (size_t)len, 0600));
        struct kept kept = {.arena = arena_new(), .instrument = evaluation->instruments.at[0]};
        evaluation->instruments.at[0]->cells = cases[c].in_instrument;
        struct ingest_options options = {.instrument = kept.instrument, .cells = cases[c].stated};
        struct ingest_sink sink = {.data = &kept, .response = keep_response, .reject = keep_reject};
        diags_init(&kept.diags);
        kept.done = ingest_file(evaluation, path, &options, &sink, &kept.report, &kept.diags);
        if (!kept.done || strcmp(kept.report.platform, cases[c].platform) != 0 || kept.diags.count != cases[c].warnings || strcmp(said(&kept, 0, "a"), cases[c].first) != 0) {
            print_message("%s: %s\n", cases[c].name, kept.report.platform);
            show(&kept);
        }
        assert_true(kept.done);
        assert_string_equal(kept.report.platform, cases[c].platform);
        assert_said(&kept, 0, "a", cases[c].first);
        assert_said(&kept, 0, "sex", "2"); /* no scores: a number is that of the option */
        assert_int_equal(kept.diags.count, cases[c].warnings);
        assert_int_equal(kept.report.unknown.count, 0);
        kept_release(&kept);
        unlink(path);
        rmdir(folder);
    }
    evaluation_free(evaluation);
}

/* The real pair ---------------------------------------------------------------------------------------------- */

static struct evaluation *phone(void)
{
    struct evaluation *evaluation = evaluation_new(".");
    struct instrument *phone = build_instrument(evaluation, "phone");
    phone->key = "序号";
    build_question(evaluation, phone, "phones", 1, QUESTION_SINGLE, "手机部数", NULL, "1部|2部|3部|4部及以上");
    build_question(evaluation, phone, "price", 2, QUESTION_SINGLE, "手机价格", NULL,
                   "0-799元|800-999元|1000-1499元|1500-1999元|2000-2499元|2500-2999元|3000-3499元|3500元及以上|免费赠送的|*其他【请注明】");
    build_question(evaluation, phone, "sex", 3, QUESTION_SINGLE, "性别", NULL, "男|女");
    build_question(evaluation, phone, "age", 4, QUESTION_SINGLE, "年龄", NULL, "15岁以下|16~19岁|20~24岁|25~29岁|30~34岁|35~39岁|40~49岁|50~59岁|60岁以上");
    build_question(evaluation, phone, "income", 5, QUESTION_SINGLE, "月收入", NULL,
                   "3000元以下|3001-5000元|5001-8000元|8001-10000元|10001-15000元|15000元以上|无收入|~不知道/拒绝回答");
    build_question(evaluation, phone, "hobby", 6, QUESTION_MULTIPLE, "兴趣爱好", NULL,
                   "运动|阅读|影视|美食|旅游|IT数码|艺术|音乐|游戏动漫|手工艺|摄影|购物|健康|*其他【请注明】");
    build_question(evaluation, phone, "spending", 7, QUESTION_SINGLE, "爱好投入占收入比重", NULL, "没有投入|10%左右|20%左右|30%左右|40%左右|50%左右|超过50%");
    build_question(evaluation, phone, "news", 8, QUESTION_MULTIPLE, "关注资讯", NULL,
                   "不关注|娱乐八卦|财经|汽车类|时尚|电子科技类|体育类|政治/军事|ACG文化(动漫、游戏等)|*其他【请注明】");
    instrument_make_variables(evaluation->arena, phone);
    return evaluation;
}

static size_t count_of(const struct kept *kept, const char *variable, int code)
{
    size_t count = 0;
    int index = instrument_variable(kept->instrument, variable)->index;
    for (size_t i = 0; i < kept->responses.count; i++)
        count += kept->responses.at[i].answers[index].missing == MISSING_NONE && kept->responses.at[i].answers[index].code == code;
    return count;
}

static void check_counts(const struct kept *kept, const char *variable, const size_t *wanted, size_t count)
{
    for (size_t i = 0; i < count; i++)
        assert_int_equal(count_of(kept, variable, (int)i + 1), wanted[i]);
}

static void real_pair_is_read_alike(void **state)
{
    (void)state;
    const char *folder = getenv("TEST_DATA");
    char text_path[512], code_path[512];
    snprintf(text_path, sizeof text_path, "%s/data/wjx-800/text.xls", folder ? folder : "../shared");
    snprintf(code_path, sizeof code_path, "%s/data/wjx-800/code.xls", folder ? folder : "../shared");
    if (access(text_path, R_OK) != 0) {
        print_message("skipped: no %s (set TEST_DATA)\n", text_path);
        skip();
    }
    struct evaluation *evaluation = phone();
    struct kept text = keep(evaluation, NULL, evaluation->instruments.at[0], text_path);
    struct kept code = keep(evaluation, NULL, evaluation->instruments.at[0], code_path);
    if (!text.done || !code.done || text.responses.count != 800 || code.responses.count != 800) {
        show(&text);
        show(&code);
    }
    assert_true(text.done && code.done);
    assert_string_equal(text.report.format, "XLS");
    assert_string_equal(text.report.platform, "问卷星 (text)");
    assert_string_equal(code.report.platform, "问卷星 (code)");
    assert_int_equal(text.responses.count, 800);
    assert_int_equal(code.responses.count, 800);
    assert_int_equal(text.report.unknown.count + code.report.unknown.count, 0);
    assert_int_equal(text.diags.count + code.diags.count, 0);
    const struct instrument *instrument = evaluation->instruments.at[0];
    for (size_t i = 0; i < 800; i++) {
        assert_string_equal(text.responses.at[i].key, code.responses.at[i].key);
        for (size_t v = 0; v < instrument->variables.count; v++) {
            const struct answer *a = &text.responses.at[i].answers[v], *b = &code.responses.at[i].answers[v];
            if (instrument->variables.at[v].type == VARIABLE_TEXT)
                continue; /* the text of "other" survives in text mode only */
            assert_int_equal(a->missing, b->missing);
            assert_int_equal(a->code, b->code);
        }
    }
    static const size_t phones[] = {521, 261, 12, 6}, spending[] = {15, 247, 293, 183, 41, 14, 7};
    check_counts(&text, "phones", phones, COUNT_OF(phones));
    check_counts(&code, "spending", spending, COUNT_OF(spending));
    assert_int_equal(count_of(&text, "news__9", 1), 131); /* the option that holds parentheses */
    assert_int_equal(count_of(&code, "hobby__14", 1), 2);
    size_t texts = 0;
    int other = instrument_variable(instrument, "price__10_text")->index;
    for (size_t i = 0; i < 800; i++)
        texts += text.responses.at[i].answers[other].text != NULL && strstr("亲友赠送的 我妈买的。", text.responses.at[i].answers[other].text) != NULL;
    assert_int_equal(texts, 2);
    kept_release(&text);
    kept_release(&code);
    evaluation_free(evaluation);
}

/* A workbook that was cut off is refused, wherever it was cut: never read in part. */
static void cut_off_workbooks_are_refused(void **state)
{
    (void)state;
    const char *folder = getenv("TEST_DATA");
    char path[512];
    snprintf(path, sizeof path, "%s/data/wjx-800/code.xls", folder ? folder : "../shared");
    struct strbuf whole;
    strbuf_init(&whole);
    if (!file_read(path, 10 * 1024 * 1024, &whole)) {
        print_message("skipped: no %s (set TEST_DATA)\n", path);
        strbuf_release(&whole);
        skip();
    }
    struct evaluation *evaluation = phone();
    for (size_t len = 8; len < whole.len; len += whole.len / 31) {
        struct kept kept = keep(evaluation, evaluation->instruments.at[0], NULL, build_file(whole.at, len));
        if (kept.done)
            print_message("cut at %zu of %zu: %zu rows\n", len, whole.len, kept.responses.count);
        assert_false(kept.done);
        assert_int_equal(kept.diags.errors, 1);
        kept_release(&kept);
        unlink(build_path_text);
    }
    strbuf_release(&whole);
    evaluation_free(evaluation);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_text_mode),
        cmocka_unit_test(reads_code_mode),
        cmocka_unit_test(refuses_the_same_key_twice),
        cmocka_unit_test(tells_scores_from_numbers),
        cmocka_unit_test(real_pair_is_read_alike),
        cmocka_unit_test(cut_off_workbooks_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
