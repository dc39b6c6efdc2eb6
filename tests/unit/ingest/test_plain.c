/* SPDX-License-Identifier: GPL-3.0-or-later
 * Plain sheets: grids, sheets spread over lines, raters, what a row is about, own column maps, and finding the instrument.
 */
#include "build.h"

static struct evaluation *ratings(void)
{
    struct evaluation *evaluation = evaluation_new(".");
    build_kind(evaluation, "district", "区县", "zd=张店区=张店|zc=淄川区=淄川|gx=高新区=高新=淄博高新区");
    build_kind(evaluation, "project", "项目", "p1=“爱工惠”服务=爱工惠|p2=河长制");
    struct panel *panel = LIST_ADD(evaluation->arena, &evaluation->panels);
    panel->id = "experts";
    struct rater *rater = LIST_ADD(evaluation->arena, &panel->raters);
    *rater = (struct rater){.id = "e01", .name = "专家01", .group = "教授"};
    rater = LIST_ADD(evaluation->arena, &panel->raters);
    *rater = (struct rater){.id = "e02", .name = "专家02", .own = &evaluation->kinds.at[0].units.at[2]};

    struct instrument *grid = build_instrument(evaluation, "grid");
    grid->panel = panel;
    grid->rater_column = "专家编号";
    struct question *score = build_question(evaluation, grid, "score", 0, QUESTION_NUMBER, "得分", "tj=工作推进|zr=责任落实", NULL);
    score->over = &evaluation->kinds.at[0];
    score->min = 0;
    score->max = 100;
    score->step = 0.5;
    build_question(evaluation, grid, "note", 0, QUESTION_TEXT, "说明", NULL, NULL);
    struct about *about = LIST_ADD(evaluation->arena, &grid->about);
    about->kind = &evaluation->kinds.at[1];
    about->column = "项目";
    instrument_make_variables(evaluation->arena, grid);
    return evaluation;
}

static void reads_a_grid_from_one_row(void **state)
{
    (void)state;
    struct evaluation *evaluation = ratings();
    struct instrument *grid = evaluation->instruments.at[0];
    struct kept kept = keep(evaluation, grid, NULL,
                            build_text("2017年评分表,,,,,,,,\n"
                                       "专家编号,项目,张店区·工作推进,张店 责任落实,工作推进（淄川区）,淄川区-责任落实,高新区工作推进,zr__gx,说明\n"
                                       "E01,爱工惠,95,94.5,90分,９１,,“—”,好\n"
                                       "专家02,\"\"\"爱工惠\"\"服务\",95.3,101,-1,0,100,1e1,\n"
                                       "专家03,河长制,1,1,1,1,1,1,\n"
                                       "e02,河长治,1,1,1,1,1,1,\n"
                                       "e02,,1,1,1,1,1,1,\n"
                                       ",,,,,,,,\n"
                                       "e02,河长制,1,1,1,1,1,1,a,b\n"));
    if (!kept.done || kept.responses.count != 2)
        show(&kept);
    assert_true(kept.done);
    assert_string_equal(kept.report.platform, "plain");
    assert_int_equal(kept.responses.count, 2);
    assert_string_equal(kept.responses.at[0].rater, "e01");
    assert_string_equal(kept.responses.at[0].group, "教授");
    assert_int_equal(kept.responses.at[0].about[0], 0);
    assert_int_equal(kept.responses.at[1].about[0], 0);
    assert_int_equal(kept.responses.at[0].line, 3);
    assert_int_equal(strlen(kept.responses.at[0].key), 64);
    assert_said(&kept, 0, "tj__zd", "95");
    assert_said(&kept, 0, "zr__zd", "94.5");
    assert_said(&kept, 0, "tj__zc", "90");
    assert_said(&kept, 0, "zr__zc", "91");
    assert_said(&kept, 0, "tj__gx", "<blank>");
    assert_said(&kept, 0, "zr__gx", "<blank>"); /* a dash typed for nothing */
    assert_said(&kept, 1, "tj__zd", "<unreadable>");
    assert_said(&kept, 1, "zr__zd", "<unreadable>");
    assert_said(&kept, 1, "tj__zc", "<unreadable>");
    assert_said(&kept, 1, "zr__zc", "0");
    assert_said(&kept, 1, "zr__gx", "10");
    assert_int_equal(kept.report.rows_in, 6);
    assert_int_equal(kept.report.rejected, 4);
    assert_string_equal(kept.reasons.at[0], "'专家03' in column '专家编号' is no rater of 'experts'; known: 专家01, 专家02");
    assert_string_equal(kept.reasons.at[1], "'河长治' in column '项目' is no 项目; known: 河长制");
    assert_string_equal(kept.reasons.at[2], "column '项目' is empty");
    assert_string_equal(kept.reasons.at[3], "row has more cells than the header: 10 instead of 9");
    assert_int_equal(kept.lines.at[3], 9);
    kept_release(&kept);
    unlink(build_path_text);
    evaluation_free(evaluation);
}

/* The same sheet, a line for each district; no key: put together by rater and project. */
static void gathers_lines_of_a_sheet(void **state)
{
    (void)state;
    struct evaluation *evaluation = ratings();
    struct instrument *grid = evaluation->instruments.at[0];
    grid->rows = &evaluation->kinds.at[0];
    grid->rows_column = "区县";
    struct kept kept = keep(evaluation, NULL, grid,
                            build_text("专家编号;项目;区县;工作推进;责任落实;说明\n"
                                       "e01;河长制;张店;95;94;\n"
                                       "e02;河长制;高新区;70;71;x\n"
                                       "e01;河长制;淄博高新区;80;81;y\n"
                                       "e01;河长制;张店区;96;94;\n"
                                       "e01;河长制;张店区;95;;\n"
                                       "e01;爱工惠;桓台;1;1;\n"
                                       "e01;河长制;淄川区;1;2;z\n"));
    if (!kept.done || kept.responses.count != 2)
        show(&kept);
    assert_true(kept.done);
    assert_int_equal(kept.report.delimiter, ';');
    assert_int_equal(kept.responses.count, 2);
    assert_string_equal(kept.responses.at[0].key, "p2/e01");
    assert_int_equal(kept.responses.at[0].line, 2);
    assert_int_equal(kept.responses.at[0].about[0], 1);
    assert_said(&kept, 0, "tj__zd", "95");
    assert_said(&kept, 0, "zr__zd", "94");
    assert_said(&kept, 0, "zr__gx", "81");
    assert_said(&kept, 0, "tj__zc", "<blank>"); /* its line contradicts the note of another */
    assert_said(&kept, 0, "note", "'y'");
    assert_said(&kept, 1, "tj__gx", "70");
    assert_said(&kept, 1, "tj__zd", "<blank>");
    assert_int_equal(kept.report.rejected, 3);
    assert_string_equal(kept.reasons.at[0], "'tj__zd' of sheet 'p2/e01' has another value in an earlier row");
    assert_string_equal(kept.reasons.at[1], "'桓台' in column '区县' is no 区县; known: 张店区, 淄川区, 高新区");
    assert_string_equal(kept.reasons.at[2], "'note' of sheet 'p2/e01' has another value in an earlier row");
    assert_int_equal(kept.report.absent.count, 0);
    kept_release(&kept);
    unlink(build_path_text);
    evaluation_free(evaluation);
}

static struct evaluation *survey(void)
{
    struct evaluation *evaluation = evaluation_new(".");
    build_kind(evaluation, "project", "项目", "p1=“爱工惠”服务=爱工惠|p2=河长制");
    struct instrument *public = build_instrument(evaluation, "public");
    build_question(evaluation, public, "sex", 1, QUESTION_SINGLE, "性别", NULL, "男|女");
    build_question(evaluation, public, "know", 2, QUESTION_SCALE, "是否知道", NULL, "知道|不知道");
    build_question(evaluation, public, "sat", 3, QUESTION_SCALE, "是否满意", NULL, "满意=很满意|不满意");
    build_question(evaluation, public, "born", 4, QUESTION_DATE, "出生日期", NULL, NULL);
    build_question(evaluation, public, "media", 5, QUESTION_MULTIPLE, "渠道", NULL, "书籍、报纸|书籍|网络|*其他");
    public->questions.at[1].over = public->questions.at[2].over = &evaluation->kinds.at[0];
    instrument_make_variables(evaluation->arena, public);
    struct instrument *other = build_instrument(evaluation, "staff");
    build_question(evaluation, other, "sex", 1, QUESTION_SINGLE, "性别", NULL, "男|女");
    build_question(evaluation, other, "years", 2, QUESTION_NUMBER, "工龄", NULL, NULL);
    instrument_make_variables(evaluation->arena, other);
    return evaluation;
}

static void reads_two_header_rows(void **state)
{
    (void)state;
    struct evaluation *evaluation = survey();
    struct kept kept = keep(evaluation, NULL, evaluation->instruments.at[0],
                            build_text("关于改革的问卷\n\n"
                                       "性别\t是否知道\t\t是否满意\t\t出生日期\t渠道\t姓名\t所用时间\n"
                                       "\t爱工惠\t河长制\t爱工惠\t河长制\t\t\t\t\n"
                                       "男\t知道\t不知道\t很满意\t2\t1980年5月3日\t书籍、报纸、网络、其他：广播\t张三\t\n"
                                       "女\t\t\t\t\t昨天\t电视\t李四\t很久\n"));
    if (!kept.done || kept.responses.count != 2)
        show(&kept);
    assert_true(kept.done);
    assert_string_equal(kept.report.instrument->id, "public");
    assert_int_equal(kept.report.delimiter, '\t');
    assert_int_equal(kept.responses.count, 2);
    assert_int_equal(kept.responses.at[0].line, 5);
    assert_said(&kept, 0, "sex", "1");
    assert_said(&kept, 0, "know__p1", "1");
    assert_said(&kept, 0, "know__p2", "2");
    assert_said(&kept, 0, "sat__p1", "1");
    assert_said(&kept, 0, "sat__p2", "2");
    assert_said(&kept, 0, "born", "'1980-05-03'");
    assert_said(&kept, 0, "media__1", "1");
    assert_said(&kept, 0, "media__2", "0");
    assert_said(&kept, 0, "media__3", "1");
    assert_said(&kept, 0, "media__4_text", "'广播'");
    assert_said(&kept, 1, "born", "<unreadable>");
    assert_said(&kept, 1, "media__1", "<unreadable>");
    assert_true(isnan(kept.responses.at[1].seconds));
    assert_int_equal(kept.report.unknown.count, 3);
    assert_int_equal(kept.report.columns.at[7].state, COLUMN_DROPPED);
    kept_release(&kept);
    unlink(build_path_text);
    evaluation_free(evaluation);
}

/* A bare unit stands for two questions: it names neither. */
static void ambiguous_headers_name_nothing(void **state)
{
    (void)state;
    struct evaluation *evaluation = survey();
    struct kept kept = keep(evaluation, evaluation->instruments.at[0], NULL, build_text("性别,爱工惠,是否满意（爱工惠）,性别\n男,1,2,女\n"));
    assert_true(kept.done);
    assert_int_equal(kept.report.columns.at[1].state, COLUMN_UNKNOWN);
    assert_int_equal(kept.report.columns.at[3].state, COLUMN_UNKNOWN); /* a second column for the same answers */
    assert_said(&kept, 0, "sex", "1");
    assert_said(&kept, 0, "sat__p1", "2");
    assert_said(&kept, 0, "know__p1", "<not_asked>");
    assert_int_equal(kept.diags.warnings, 2);
    assert_string_equal(kept.diags.at[0].text, "column '性别' stands twice; only the first is read");
    assert_non_null(strstr(kept.diags.at[0].hint, "row 2: '男' in the first, '女' in the other"));
    assert_non_null(strstr(kept.diags.at[1].hint, "爱工惠; questions without a column: know “"));
    kept_release(&kept);
    unlink(build_path_text);
    evaluation_free(evaluation);
}

static void finds_the_instrument_or_says_why_not(void **state)
{
    (void)state;
    struct evaluation *evaluation = survey();
    struct kept kept = keep(evaluation, NULL, evaluation->instruments.at[1], build_text("性别,工龄\n男,3\n"));
    assert_true(kept.done);
    assert_string_equal(kept.report.instrument->id, "staff");
    kept_release(&kept);
    unlink(build_path_text);

    kept = keep(evaluation, NULL, evaluation->instruments.at[1], build_text("性别,血型,身高,体重\n男,A,1,2\n"));
    assert_false(kept.done);
    assert_int_equal(kept.diags.errors, 1);
    assert_non_null(strstr(kept.diags.at[0].text, "no instrument fits the header"));
    assert_string_equal(kept.diags.at[0].hint, "public: 1 of 4 columns; staff: 1 of 4 columns; row 1 reads 性别 | 血型 | 身高 | 体重, and 'public' asks 性别 | 是否知道 | 是否满意 | 出生日期");
    kept_release(&kept);
    unlink(build_path_text);

    kept = keep(evaluation, NULL, evaluation->instruments.at[1], build_text("性别\n男\n"));
    assert_false(kept.done);
    assert_non_null(strstr(kept.diags.at[0].text, "more than one instrument fits"));
    kept_release(&kept);
    unlink(build_path_text);

    kept = keep(evaluation, evaluation->instruments.at[1], NULL, build_text("血型\nA\n"));
    assert_false(kept.done);
    assert_non_null(strstr(kept.diags.at[0].text, "no column of"));
    kept_release(&kept);
    unlink(build_path_text);
    evaluation_free(evaluation);
}

static void own_column_maps_come_first(void **state)
{
    (void)state;
    struct evaluation *evaluation = survey();
    struct instrument *staff = evaluation->instruments.at[1];
    static const char *const maps[][2] = {{"工龄", "ignore"}, {"参加工作几年", "years"}, {"工 号", "key"}, {"时间", "submitted"}, {"用时", "seconds"}, {"公司", "personal"}};
    for (size_t i = 0; i < COUNT_OF(maps); i++) {
        struct column_map *map = LIST_ADD(evaluation->arena, &staff->columns);
        map->column = maps[i][0];
        map->to.text = maps[i][1];
    }
    struct kept kept = keep(evaluation, staff, NULL, build_text("性别,工龄,参加工作几年,工号,时间,用时,公司\n1,3,4,001,2018/5/3 2:03:04 下午,90,某某\n2,3,5,001,,,\n"));
    if (!kept.done)
        show(&kept);
    assert_true(kept.done);
    assert_said(&kept, 0, "years", "4");
    assert_string_equal(kept.responses.at[0].key, "001");
    assert_string_equal(kept.responses.at[0].submitted, "2018-05-03 14:03:04");
    check_close(kept.responses.at[0].seconds, 90, 0);
    assert_int_equal(kept.report.columns.at[1].state, COLUMN_IGNORED);
    assert_int_equal(kept.report.columns.at[6].state, COLUMN_DROPPED);
    assert_int_equal(kept.report.rejected, 1);
    kept_release(&kept);
    unlink(build_path_text);

    staff->key = "编号";
    kept = keep(evaluation, staff, NULL, build_text("性别,参加工作几年\n1,3\n"));
    assert_false(kept.done);
    assert_string_equal(kept.diags.at[0].text, "column '编号', the key of instrument 'staff', is not in the file");
    kept_release(&kept);
    unlink(build_path_text);
    evaluation_free(evaluation);
}

/* Without a key the cells are the key: the same file and a longer one give the same keys, a row twice is told. */
static void hashes_rows_without_key(void **state)
{
    (void)state;
    struct evaluation *evaluation = survey();
    struct instrument *staff = evaluation->instruments.at[1];
    struct kept first = keep(evaluation, staff, NULL, build_text("性别,工龄\n男,3\n女,3\n男,3\n"));
    unlink(build_path_text);
    struct kept second = keep(evaluation, staff, NULL, build_text("性别,工龄,\r\n男,3,\r\n女,4,\r\n"));
    unlink(build_path_text);
    assert_int_equal(first.responses.count, 2);
    assert_int_equal(first.report.rejected, 1);
    assert_string_equal(first.reasons.at[0], "the same in all cells as row 2, and no column tells them apart");
    assert_string_equal(first.responses.at[0].key, second.responses.at[0].key);
    assert_string_not_equal(first.responses.at[1].key, second.responses.at[1].key);
    kept_release(&first);
    kept_release(&second);
    evaluation_free(evaluation);
}

/* A dry run has no sink and reports the same. */
static void reports_without_sink(void **state)
{
    (void)state;
    struct evaluation *evaluation = survey();
    struct diags diags;
    diags_init(&diags);
    struct ingest_report report;
    assert_true(ingest_file(evaluation, build_text("性别,工龄,爱好\n男,3,\n,,\n女,很久,\n女,很久,x\n"), NULL, NULL, &report, &diags));
    assert_int_equal(report.rows_in, 3);
    assert_int_equal(report.responses, 3);
    assert_int_equal(report.unknown.count, 1);
    assert_int_equal(report.unknown.at[0].count, 2);
    assert_int_equal(report.unknown.at[0].first_line, 4);
    assert_string_equal(report.unknown.at[0].text, "很久");
    assert_int_equal(report.columns.at[2].state, COLUMN_UNKNOWN);
    assert_int_equal(strlen(report.hash), 64);
    ingest_report_release(&report);
    unlink(build_path_text);

    assert_false(ingest_file(evaluation, "/nonexistent/a.csv", NULL, NULL, &report, &diags));
    ingest_report_release(&report);
    diags_release(&diags);
    evaluation_free(evaluation);
}

/* What people leave below the rows. A person called 平 is no mean, and an answer is an answer. */
static void rows_of_sums_are_no_responses(void **state)
{
    (void)state;
    static const struct {
        const char *name, *row;
        bool rejected;
    } rows[] = {
        {"sum", "合计,,3,12", true},
        {"mean", "平均分,,,4.5", true},
        {"with a count", "合计（3份）,,,", true},
        {"in a later column", ",总计：3,,", true},
        {"spread", "平 均 值,,2,", true},
        {"remark", "注：以上为抽样,,,", true},
        {"who made it", "制表人：王某 2024年5月,,,", true},
        {"remark, and answers", "备注：补录,男,1,3", false},
        {"a name", "平安里12号,男,1,3", false},
        {"a number", "12,男,1,3", false},
        {"a word that begins so", "合计划,男,1,3", false},
        {"its own option", ",,,,平均", false},
    };
    struct evaluation *evaluation = evaluation_new(".");
    struct instrument *form = build_instrument(evaluation, "form");
    build_question(evaluation, form, "sex", 0, QUESTION_SINGLE, "性别", NULL, "男|女");
    build_question(evaluation, form, "much", 0, QUESTION_NUMBER, "几个", NULL, NULL);
    build_question(evaluation, form, "years", 0, QUESTION_NUMBER, "年数", NULL, NULL);
    build_question(evaluation, form, "level", 0, QUESTION_SINGLE, "水平", NULL, "平均|偏高");
    instrument_make_variables(evaluation->arena, form);
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        char text[256];
        snprintf(text, sizeof text, "编号,性别,几个,年数,水平\n1,女,1,1,\n%s\n", rows[i].row);
        struct kept kept = keep(evaluation, form, NULL, build_text(text));
        if (!kept.done || kept.report.rejected != rows[i].rejected)
            print_message("%s\n", rows[i].name), show(&kept);
        assert_true(kept.done);
        assert_int_equal(kept.report.rejected, rows[i].rejected);
        assert_int_equal(kept.report.rows_in, 2);
        kept_release(&kept);
        unlink(build_path_text);
    }
    evaluation_free(evaluation);
}

/* Of responses with these keys one is rejected, for this reason, and the others have those. */
static void keys_become(const char *rows, const char *reason, const char *const *keys, size_t count)
{
    struct evaluation *evaluation = survey();
    struct instrument *public = evaluation->instruments.at[0];
    public->key = "编号";
    struct kept kept = keep(evaluation, public, NULL, build_text(rows));
    assert_true(kept.done);
    assert_int_equal(kept.report.rejected, 1);
    assert_non_null(strstr(kept.reasons.at[0], reason));
    assert_int_equal(kept.responses.count, count);
    for (size_t i = 0; i < count; i++)
        assert_string_equal(kept.responses.at[i].key, keys[i]);
    kept_release(&kept);
    unlink(build_path_text);
    evaluation_free(evaluation);
}

/* Numbers that Excel has shown as 1.2E+17 name nobody any more; 7.0 is 7. */
static void keys_that_a_spreadsheet_changed(void **state)
{
    (void)state;
    static const char *const keys[] = {"7", "007", "3.50", "2e5"};
    keys_become("编号,性别\n1.2E+17,男\n7.0,女\n007,男\n3.50,女\n2e5,男\n", "cut short", keys, COUNT_OF(keys));
}

/* A keyboard left in full width: the same copy, and twice in a file it is rejected as that. A name with a character of that width is a name. */
static void keys_in_full_width(void **state)
{
    (void)state;
    static const char *const keys[] = {"0012", "P-3", "张三（局）１"};
    keys_become("编号,性别\n００１２,男\nＰ－３,女\n张三（局）１,男\nP-3,女\n", "stands in row 3 already", keys, COUNT_OF(keys));
}

/* Files of other kinds are called by their name, whatever they are called themselves. */
static void files_that_are_no_tables(void **state)
{
    (void)state;
    static const struct {
        const char *bytes, *what;
        size_t len;
    } files[] = {
#define FILE_(bytes_, what_) {bytes_, what_, sizeof(bytes_) - 1}
        FILE_("<html><table><tr><td>性别</td></tr></table></html>", "web page"),
        FILE_("\xEF\xBB\xBF\r\n <!DOCTYPE HTML><html>", "web page"),
        FILE_("<?xml version=\"1.0\"?><?mso-application progid=\"Excel.Sheet\"?>", "Excel 2003"),
        FILE_("%PDF-1.4\n", "PDF"),
        FILE_("Rar!\x1A\x07", "RAR"),
        FILE_("7z\xBC\xAF\x27\x1C", "7z"),
        FILE_("\x1F\x8B\x08", "gzip"),
        FILE_("\x89PNG\r\n\x1A\n", "picture"),
        FILE_("SQLite format 3\0", "database"),
        FILE_("PK\3\4\24\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\10\0\0\0mimetypeapplication/vnd.oasis.opendocument.spreadsheet", "LibreOffice"),
#undef FILE_
    };
    struct evaluation *evaluation = survey();
    for (size_t i = 0; i < COUNT_OF(files); i++) {
        struct kept kept = keep(evaluation, evaluation->instruments.at[0], NULL, build_file(files[i].bytes, files[i].len));
        if (kept.done || kept.diags.errors != 1 || !strstr(kept.diags.at[0].text, files[i].what))
            print_message("%s\n", files[i].what), show(&kept);
        assert_false(kept.done);
        assert_int_equal(kept.diags.errors, 1);
        assert_non_null(strstr(kept.diags.at[0].text, files[i].what));
        assert_non_null(kept.diags.at[0].hint);
        kept_release(&kept);
        unlink(build_path_text);
    }
    evaluation_free(evaluation);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_a_grid_from_one_row),
        cmocka_unit_test(gathers_lines_of_a_sheet),
        cmocka_unit_test(reads_two_header_rows),
        cmocka_unit_test(ambiguous_headers_name_nothing),
        cmocka_unit_test(finds_the_instrument_or_says_why_not),
        cmocka_unit_test(own_column_maps_come_first),
        cmocka_unit_test(hashes_rows_without_key),
        cmocka_unit_test(reports_without_sink),
        cmocka_unit_test(rows_of_sums_are_no_responses),
        cmocka_unit_test(keys_that_a_spreadsheet_changed),
        cmocka_unit_test(keys_in_full_width),
        cmocka_unit_test(files_that_are_no_tables),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
