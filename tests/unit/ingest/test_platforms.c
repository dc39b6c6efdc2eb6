/* SPDX-License-Identifier: GPL-3.0-or-later
 * Exports of platforms other than 问卷星, made here after their documented layouts. One survey, and how each platform writes its answers.
 */
#include "build.h"

/* Ids and aliases as a form of LimeSurvey or an XLSForm has them. */
static struct evaluation *survey(void)
{
    struct evaluation *evaluation = evaluation_new(".");
    build_kind(evaluation, "district", "区县", "zd=张店区|gx=高新区");
    struct instrument *form = build_instrument(evaluation, "form");
    build_question(evaluation, form, "gender", 1, QUESTION_SINGLE, "您的性别", NULL, "男=A1=male|女=A2=female");
    build_question(evaluation, form, "channel", 2, QUESTION_MULTIPLE, "从何处得知", NULL, "电视, 广播=SQ001=tv|网络=SQ002=net|*其他=SQ003");
    build_question(evaluation, form, "work", 3, QUESTION_MATRIX, "请评价", "tj=工作推进|zr=责任落实", "满意=A1=good|一般=A2=fair|不满意=A3=bad");
    build_question(evaluation, form, "age", 4, QUESTION_NUMBER, "您的年龄", NULL, NULL);
    build_question(evaluation, form, "why", 5, QUESTION_SINGLE, "主要原因", NULL, "没时间=A1|*其他=other");
    build_question(evaluation, form, "note", 6, QUESTION_TEXT, "意见", NULL, NULL);
    form->questions.at[3].min = 0;
    form->questions.at[3].max = 120;
    instrument_make_variables(evaluation->arena, form);
    return evaluation;
}

/* What all of these files say: two people, of whom the second left the multiple question and the note. */
static void check_people(const struct kept *kept, const char *platform)
{
    if (!kept->done || kept->report.unknown.count || kept->responses.count != 2)
        show(kept);
    assert_true(kept->done);
    assert_string_equal(kept->report.platform, platform);
    assert_int_equal(kept->responses.count, 2);
    assert_int_equal(kept->report.unknown.count, 0);
    assert_said(kept, 0, "gender", "2");
    assert_said(kept, 1, "gender", "1");
    assert_said(kept, 0, "channel__1", "1");
    assert_said(kept, 0, "channel__2", "0");
    assert_said(kept, 0, "channel__3", "1");
    assert_said(kept, 0, "channel__3_text", "'邻居'");
    assert_said(kept, 1, "channel__1", "<blank>");
    assert_said(kept, 1, "channel__3", "<blank>");
    assert_said(kept, 0, "tj", "1");
    assert_said(kept, 0, "zr", "3");
    assert_said(kept, 1, "zr", "2");
    assert_said(kept, 0, "age", "41");
    assert_said(kept, 0, "why", "2");
    assert_said(kept, 0, "why__2_text", "'太远'");
    assert_said(kept, 1, "why", "1");
    assert_said(kept, 1, "why__2_text", "<not_asked>");
    assert_said(kept, 0, "note", "'很好，谢谢'");
    assert_said(kept, 1, "note", "<blank>");
}

/* Every heading found its place, and nothing that tells a person was kept. */
static void check_columns(const struct kept *kept, size_t dropped)
{
    size_t unknown = 0, personal = 0;
    for (size_t i = 0; i < kept->report.columns.count; i++) {
        unknown += kept->report.columns.at[i].state == COLUMN_UNKNOWN;
        personal += kept->report.columns.at[i].state == COLUMN_DROPPED;
    }
    if (unknown || personal != dropped)
        show(kept);
    assert_int_equal(unknown, 0);
    assert_int_equal(personal, dropped);
}

static void finish(struct evaluation *evaluation, struct kept *kept)
{
    kept_release(kept);
    unlink(build_path_text);
    evaluation_free(evaluation);
}

static void tencent(void **state)
{
    (void)state;
    struct evaluation *evaluation = survey();
    struct kept kept = keep(evaluation, NULL, evaluation->instruments.at[0],
                            build_text("编号,开始答题时间,结束答题时间,答题时长,1.您的性别,\"2.从何处得知:A.电视, 广播\",2.从何处得知:B.网络,2.从何处得知:C.其他,3.请评价:工作推进,"
                                       "3.请评价:责任落实,4.您的年龄,5.主要原因,6.意见,语言,清洗数据结果,智能清洗数据无效概率,地理位置国家和地区,地理位置省,地理位置市,"
                                       "用户类型,用户标识,昵称,自定义字段,IP,UA,Referrer,中奖时间,中奖金额,审核状态,\n"
                                       "1,03-May-2018 14:00:00,03-May-2018 14:02:11,131,B.女,\"A.电视, 广播\",,邻居,A.满意,C.不满意,41,B.其他：太远,\"很好，谢谢\","
                                       "简体中文,有效,0.1,中国,山东,淄博,微信用户,x,某人,,1.2.3.4,Mozilla,https://x,,,,\n"
                                       "2,2018-05-03 15:00:00,2018-05-03 15:01:00,60,A.男,,,,B.一般,B.一般,\"\t52\",A.没时间,,简体中文,有效,0.2,中国,山东,淄博,微信用户,y,别人,,1.2.3.5,,,,,,\n"));
    check_people(&kept, "腾讯问卷");
    check_columns(&kept, 8);
    assert_string_equal(kept.responses.at[0].key, "1");
    assert_string_equal(kept.responses.at[0].submitted, "2018-05-03 14:02:11");
    check_close(kept.responses.at[0].seconds, 131, 0);
    finish(evaluation, &kept);
}

static const char lime_people[] = "\"1\",\"2018-05-03 14:02:11\",\"3\",\"zh-Hans\",\"77\",\"1.2.3.4\",\"%s\",\"Y\",\"\",\"邻居\",\"%s\",\"%s\",\"41\",\"-oth-\",\"太远\",\"很好，谢谢\",\"131.2\",\"60\",\"12\"\r\n"
                                  "\"2\",\"1980-01-01 00:00:00\",\"3\",\"zh-Hans\",\"78\",\"1.2.3.5\",\"%s\",\"\",\"\",\"\",\"%s\",\"%s\",\"52\",\"%s\",\"\",\"\",\"61\",\"60\",\"1\"\r\n\r\n";

static void limesurvey(void **state)
{
    (void)state;
    static const struct {
        const char *header, *words[8];
        char separator;
    } files[] = {
        {"\"id\";\"submitdate\";\"lastpage\";\"startlanguage\";\"seed\";\"ipaddr\";\"gender\";\"channel[SQ001]\";\"channel[SQ002]\";\"channel[other]\";\"work[tj]\";\"work[zr]\";"
         "\"age\";\"why\";\"why[other]\";\"note\";\"interviewtime\";\"groupTime12\";\"genderTime\"\r\n",
         {"A2", "A1", "A3", "A1", "A2", "A2", "A1"}, ';'},
        {"\"Response ID\",\"Date submitted\",\"Last page\",\"Start language\",\"Seed\",\"IP address\",\"您的性别\",\"从何处得知 [电视, 广播]\",\"从何处得知 [网络]\",\"从何处得知 [其他]\","
         "\"请评价 [工作推进]\",\"请评价 [责任落实]\",\"您的年龄\",\"主要原因\",\"主要原因 [other]\",\"意见\",\"Total time\",\"Group time: 甲\",\"Question time: gender\"\r\n",
         {"女", "满意", "不满意", "男", "一般", "一般", "没时间"}, ','},
    };
    for (size_t f = 0; f < COUNT_OF(files); f++) {
        struct evaluation *evaluation = survey();
        if (f == 1) /* in headings by text the text of "other" bears the word of the language */
            evaluation->instruments.at[0]->platform = "limesurvey";
        auto_strbuf struct strbuf file;
        strbuf_init(&file);
        strbuf_addf(&file, "\xEF\xBB\xBF%s", files[f].header);
        size_t body = file.len;
        const char *const *w = files[f].words;
        strbuf_addf(&file, lime_people, w[0], w[1], w[2], w[3], w[4], w[5], w[6]);
        for (size_t i = body; i + 2 < file.len && files[f].separator == ';'; i++)
            if (memcmp(file.at + i, "\",\"", 3) == 0)
                file.at[i + 1] = ';';
        struct kept kept = keep(evaluation, NULL, evaluation->instruments.at[0], build_file(file.at, file.len));
        check_people(&kept, "LimeSurvey");
        check_columns(&kept, 1);
        assert_int_equal(kept.report.delimiter, files[f].separator);
        assert_string_equal(kept.responses.at[0].key, "1");
        assert_null(kept.responses.at[1].submitted); /* no time was kept */
        finish(evaluation, &kept);
    }
}

static void kobo(void **state)
{
    (void)state;
    struct evaluation *evaluation = survey();
    struct kept kept = keep(evaluation, NULL, evaluation->instruments.at[0],
                            build_text("\"start\";\"end\";\"g1/gender\";\"g1/channel\";\"g1/channel/tv\";\"g1/channel/net\";\"g1/channel/other\";\"g1/channel_other\";\"g1/sg/tj\";\"g1/sg/zr\";\"g2/age\";\"g2/why\";"
                                       "\"g2/why_other\";\"g2/note\";\"_home_latitude\";\"_home_longitude\";\"_id\";\"_uuid\";\"_submission_time\";\"_validation_status\";\"_notes\";\"_status\";"
                                       "\"_submitted_by\";\"__version__\";\"_tags\";\"_index\"\n"
                                       "\"#date\";\"\";\"\";\"#sex\";\"\";\"\";\"\";\"\";\"\";\"\";\"\";\"\";\"\";\"\";\"\";\"\";\"\";\"\";\"\";\"\";\"\";\"\";\"\";\"\";\"\";\"\"\n"
                                       "\"2018-05-03T14:00:00\";\"2018-05-03T14:02:11\";\"female\";\"tv other\";\"1\";\"0\";\"1\";\"邻居\";\"good\";\"bad\";\"41\";\"other\";\"太远\";\"很好，谢谢\";\"36.8\";\"118.0\";"
                                       "\"901\";\"u\";\"2018-05-03T06:02:12\";\"\";\"\";\"submitted_via_web\";\"\";\"v1\";\"\";\"1\"\n"
                                       "\"2018-05-03T15:00:00\";\"2018-05-03T15:02:11\";\"male\";\"\";\"\";\"\";\"\";\"\";\"fair\";\"fair\";\"52\";\"A1\";\"\";\"\";\"\";\"\";"
                                       "\"902\";\"v\";\"2018-05-03T07:02:12\";\"\";\"\";\"submitted_via_web\";\"\";\"v1\";\"\";\"2\"\n"));
    check_people(&kept, "KoboToolbox");
    check_columns(&kept, 3);
    assert_int_equal(kept.report.rows_in, 2); /* the tags are none */
    assert_string_equal(kept.responses.at[1].key, "902");
    finish(evaluation, &kept);
}

static void odk(void **state)
{
    (void)state;
    struct evaluation *evaluation = survey();
    struct kept kept = keep(evaluation, NULL, evaluation->instruments.at[0],
                            build_text("SubmissionDate,g1-gender,g1-channel/tv,g1-channel/net,g1-channel/other,g1-channel_other,g1-sg-tj,g1-sg-zr,g2-age,g2-why,g2-why_other,g2-note,meta-instanceID,KEY,SubmitterID,"
                                       "SubmitterName,AttachmentsPresent,AttachmentsExpected,Status,ReviewState,DeviceID,Edits,FormVersion\n"
                                       "2018-05-03T06:02:12.345Z,female,1,0,1,邻居,good,bad,41,other,太远,\"很好，谢谢\",uuid:1,uuid:1,5,某人,0,0,,approved,d1,0,1\n"
                                       "2018-05-03T07:02:12.345Z,male,,,,,fair,fair,52,A1,,,uuid:2,uuid:2,5,某人,0,0,,,d1,0,1\n"));
    check_people(&kept, "ODK Central");
    check_columns(&kept, 3);
    assert_string_equal(kept.responses.at[0].key, "uuid:1");
    assert_string_equal(kept.responses.at[0].submitted, "2018-05-03 06:02:12");
    finish(evaluation, &kept);
}

static void google(void **state)
{
    (void)state;
    struct evaluation *evaluation = survey();
    struct kept kept = keep(evaluation, NULL, evaluation->instruments.at[0],
                            build_text("Timestamp,Email Address,您的性别,从何处得知,请评价 [工作推进],请评价 [责任落实],您的年龄,主要原因,意见\n"
                                       "10/14/16 10:05,a@b.cn,女,\"电视, 广播, 其他: 邻居\",满意,不满意,41,其他：太远,\"很好，谢谢\"\n"
                                       "5/3/2018 15:02:11,c@d.cn,男,,一般,一般,52,没时间,\n"));
    check_people(&kept, "Google Forms");
    check_columns(&kept, 1);
    assert_string_equal(kept.responses.at[0].submitted, "2016-10-14 10:05:00");
    assert_string_equal(kept.responses.at[1].submitted, "2018-05-03 15:02:11");
    finish(evaluation, &kept);
}

static void surveymonkey(void **state)
{
    (void)state;
    struct evaluation *evaluation = survey();
    struct kept kept = keep(evaluation, NULL, evaluation->instruments.at[0],
                            build_text("Respondent ID,Collector ID,Start Date,End Date,IP Address,Email Address,First Name,Last Name,Custom Data 1,您的性别,从何处得知,,,请评价,,您的年龄,主要原因,,意见\n"
                                       ",,,,,,,,,Response,\"电视, 广播\",网络,Other (please specify),工作推进,责任落实,Open-Ended Response,Response,Other (please specify),Open-Ended Response\n"
                                       "11,5,05/03/2018 02:00:00 PM,05/03/2018 02:02:11 PM,1.2.3.4,,,,,女,\"电视, 广播\",,邻居,满意,不满意,41,其他,太远,\"很好，谢谢\"\n"
                                       "12,5,05/03/2018 03:00:00 PM,05/03/2018 03:02:11 PM,1.2.3.5,,,,,男,,,,一般,一般,52,没时间,,\n"));
    check_people(&kept, "SurveyMonkey");
    check_columns(&kept, 5);
    assert_string_equal(kept.responses.at[0].key, "11");
    assert_string_equal(kept.responses.at[0].submitted, "2018-05-03 14:02:11");
    finish(evaluation, &kept);
}

/* Several blanks of one question: a column each, called in every way that is known, or one cell with all of them. */
static void blanks_to_fill_in(void **state)
{
    (void)state;
    static const struct {
        const char *name, *text;
    } files[] = {
        {"腾讯问卷, numbered", "编号,开始答题时间,结束答题时间,答题时长,清洗数据结果,3.请填写:_填空1,3.请填写:_填空2\n1,2018-05-03 14:00:00,2018-05-03 14:02:11,131,有效,东街,路灯\n"
                           "2,2018-05-03 14:00:00,2018-05-03 14:02:11,131,有效,,积水\n"},
        {"腾讯问卷, labelled", "编号,开始答题时间,结束答题时间,答题时长,清洗数据结果,3.请填写:____{fillblank-1a2b}[地点],3.请填写:____{fillblank-9f}[问题]\n"
                           "1,2018-05-03 14:00:00,2018-05-03 14:02:11,131,有效,东街,路灯\n2,2018-05-03 14:00:00,2018-05-03 14:02:11,131,有效,,积水\n"},
        {"问卷星, a column each", "序号,提交答卷时间,所用时间,来源,来源详情,来自IP,3、请填写—地点：,3、问题：\n1,2018/5/3 14:02:11,131秒,微信,N/A,1.1.1.1,东街,路灯\n"
                                 "2,2018/5/3 14:02:11,131秒,微信,N/A,1.1.1.1,(空),积水\n"},
        {"问卷星, one cell", "序号,提交答卷时间,所用时间,来源,来源详情,来自IP,3、请填写\n1,2018/5/3 14:02:11,131秒,微信,N/A,1.1.1.1,东街┋路灯\n"
                            "2,2018/5/3 14:02:11,131秒,微信,N/A,1.1.1.1,(空)┋积水\n"},
    };
    struct evaluation *evaluation = evaluation_new(".");
    struct instrument *form = build_instrument(evaluation, "form");
    build_question(evaluation, form, "where", 3, QUESTION_TEXT, "请填写", "place=地点|what=问题", NULL);
    instrument_make_variables(evaluation->arena, form);
    for (size_t i = 0; i < COUNT_OF(files); i++) {
        struct kept kept = keep(evaluation, form, NULL, build_text(files[i].text));
        if (!kept.done || kept.diags.count || kept.responses.count != 2)
            print_message("%s\n", files[i].name), show(&kept);
        assert_true(kept.done);
        assert_int_equal(kept.diags.count, 0);
        assert_said(&kept, 0, "place", "'东街'");
        assert_said(&kept, 0, "what", "'路灯'");
        assert_said(&kept, 1, "place", "<blank>");
        assert_said(&kept, 1, "what", "'积水'");
        kept_release(&kept);
        unlink(build_path_text);
    }
    struct kept kept = keep(evaluation, form, NULL, build_text("序号,提交答卷时间,所用时间,来源,来源详情,来自IP,3、请填写\n1,2018/5/3 14:02:11,131秒,微信,N/A,1.1.1.1,东街┋西街┋路灯\n"));
    assert_said(&kept, 0, "place", "<unreadable>"); /* which of the three belongs where, nobody knows */
    assert_said(&kept, 0, "what", "<unreadable>");
    assert_int_equal(kept.report.unknown.count, 1);
    kept_release(&kept);
    unlink(build_path_text);
    evaluation_free(evaluation);
}

/* A place that was given twice, and an option in two places: nothing is made up. */
static void places_of_a_ranking(void **state)
{
    (void)state;
    struct evaluation *evaluation = evaluation_new(".");
    struct instrument *form = build_instrument(evaluation, "form");
    build_question(evaluation, form, "best", 1, QUESTION_RANK, "请排序", NULL, "住房=R1|养老=R2|环境=R3");
    instrument_make_variables(evaluation->arena, form);
    struct kept kept = keep(evaluation, form, NULL,
                            build_text("id,submitdate,lastpage,startlanguage,seed,best[1],best[2],best[3]\n1,2018-05-03 14:02:11,1,zh,1,R2,R1,R3\n2,2018-05-03 14:02:11,1,zh,1,R3,,\n"
                                       "3,2018-05-03 14:02:11,1,zh,1,R1,R1,R2\n4,2018-05-03 14:02:11,1,zh,1,R9,R1,\n5,2018-05-03 14:02:11,1,zh,1,,,\n"));
    if (!kept.done)
        show(&kept);
    assert_true(kept.done);
    static const char *const wanted[][3] = {{"2", "1", "3"}, {"<blank>", "<blank>", "1"}, {"<unreadable>", "3", "<blank>"}, {"2", "<unreadable>", "<unreadable>"}, {"<blank>", "<blank>", "<blank>"}};
    for (size_t row = 0; row < COUNT_OF(wanted); row++) {
        assert_said(&kept, row, "best__1", wanted[row][0]);
        assert_said(&kept, row, "best__2", wanted[row][1]);
        assert_said(&kept, row, "best__3", wanted[row][2]);
    }
    assert_int_equal(kept.report.unknown.count, 1);
    kept_release(&kept);
    unlink(build_path_text);
    evaluation_free(evaluation);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tencent), cmocka_unit_test(limesurvey), cmocka_unit_test(kobo), cmocka_unit_test(odk), cmocka_unit_test(google), cmocka_unit_test(surveymonkey),
        cmocka_unit_test(blanks_to_fill_in), cmocka_unit_test(places_of_a_ranking),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
