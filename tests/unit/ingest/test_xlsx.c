/* SPDX-License-Identifier: GPL-3.0-or-later
 * Workbooks, zipped here part by part, so that each oddity that programs write is there; and bombs.
 */
#include "build.h"

#include <zip.h>

static struct evaluation *survey(void)
{
    struct evaluation *evaluation = evaluation_new(".");
    build_kind(evaluation, "district", "区县", "zd=张店区=张店|zc=淄川区=淄川");
    struct instrument *instrument = build_instrument(evaluation, "survey");
    build_question(evaluation, instrument, "sex", 0, QUESTION_SINGLE, "性别", NULL, "男|女");
    build_question(evaluation, instrument, "note", 0, QUESTION_TEXT, "意见", NULL, NULL);
    build_question(evaluation, instrument, "score", 0, QUESTION_NUMBER, "得分", NULL, NULL);
    build_question(evaluation, instrument, "day", 0, QUESTION_DATE, "日期", NULL, NULL);
    instrument->key = "编号";
    instrument_make_variables(evaluation->arena, instrument);
    return evaluation;
}

struct part {
    const char *name;
    const char *text;
    size_t len; /* 0: strlen */
};

static const char *workbook(const struct part *parts, size_t count)
{
    build_text("");
    zip_t *zip = zip_open(build_path_text, ZIP_CREATE | ZIP_TRUNCATE, NULL);
    assert_non_null(zip);
    for (size_t i = 0; i < count; i++) {
        zip_source_t *source = zip_source_buffer(zip, parts[i].text, parts[i].len ? parts[i].len : strlen(parts[i].text), 0);
        assert_true(zip_file_add(zip, parts[i].name, source, ZIP_FL_ENC_UTF_8) >= 0);
    }
    assert_int_equal(zip_close(zip), 0);
    return build_path_text;
}

#define ONE_SHEET \
    {"xl/workbook.xml", "<workbook xmlns:r='x'><workbookPr/><sheets><sheet name='表1' sheetId='1' r:id='rId1'/></sheets></workbook>", 0}, \
    {"xl/_rels/workbook.xml.rels", "<Relationships><Relationship Id='rId1' Target='worksheets/sheet1.xml'/></Relationships>", 0}

static void reads_what_programs_write(void **state)
{
    (void)state;
    static const struct part parts[] = {
        {"xl/workbook.xml",
         "<?xml version='1.0' encoding='UTF-8'?><x:workbook xmlns:x='m' xmlns:r='x'><x:sheets><x:sheet name='说明' sheetId='1' r:id='rId1'/>"
         "<x:sheet name='隐藏' state='hidden' r:id='rId3'/><x:sheet name='数据' sheetId='2' r:id='rId2'/></x:sheets></x:workbook>", 0},
        {"xl/_rels/workbook.xml.rels",
         "<Relationships><Relationship Id='rId1' Target='worksheets/sheet1.xml'/><Relationship Id='rId2' Target='/xl/worksheets/sheet2.xml'/>"
         "<Relationship Id='rId3' Target='worksheets/sheet3.xml'/></Relationships>", 0},
        {"xl/styles.xml",
         "<styleSheet><numFmts><numFmt numFmtId='164' formatCode='yyyy\"年\"m\"月\"d\"日\"'/><numFmt numFmtId='165' formatCode='0.0\"days\"'/></numFmts>"
         "<cellStyleXfs><xf numFmtId='14'/></cellStyleXfs><cellXfs><xf numFmtId='0'/><xf numFmtId='22'/><xf numFmtId='164'/><xf numFmtId='165'/></cellXfs></styleSheet>", 0},
        {"xl/sharedStrings.xml",
         "<sst><si><t>编号</t></si><si><r><t>性</t></r><r><t>别</t></r><rPh><t>xingbie</t></rPh></si><si><t xml:space='preserve'> 意见 </t></si><si><t>得分</t></si>"
         "<si><t>男</t></si><si><t>a_x000D_\nb &amp; _x005F_c</t></si></sst>", 0},
        {"xl/worksheets/sheet1.xml", "<worksheet><sheetData><row r='1'><c r='A1' s='1'/></row></sheetData></worksheet>", 0},
        {"xl/worksheets/sheet3.xml", "<worksheet><sheetData><row><c t='inlineStr'><is><t>x</t></is></c></row></sheetData></worksheet>", 0},
        {"xl/worksheets/sheet2.xml",
         "<worksheet><sheetData>"
         "<row r='1'><c r='A1' t='inlineStr'><is><t>2017年问卷</t></is></c></row>"
         "<row r='3'><c r='A3' t='s'><v>0</v></c><c r='B3' t='s'><v>1</v></c><c r='C3' t='s'><v>2</v></c><c r='D3' t='s'><v>3</v></c><c r='F3' t='inlineStr'><is><t>日期</t></is></c></row>"
         "<row r='5'><c r='A5'><v>1</v></c><c r='B5' t='s'><v>4</v></c><c r='C5' t='s'><v>5</v></c><c r='D5' s='3'><v>93.499999999999986</v></c><c r='F5' s='1'><v>43223.584849537037</v></c></row>"
         "<row><c><v>2.0</v></c><c t='str'><f>1+1</f><v>女</v></c><c t='b'><v>1</v></c><c t='n'><v>1.5E1</v></c><c/><c s='2'><v>43223</v></c></row>"
         "<row r='7'/><row r='9'><c r='A9'><v>3</v></c><c r='B9' t='e'><v>#N/A</v></c><c r='F9' t='d'><v>2018-05-03T00:00:00</v></c></row>"
         "</sheetData></worksheet>", 0},
    };
    struct evaluation *evaluation = survey();
    struct kept kept = keep(evaluation, evaluation->instruments.at[0], NULL, workbook(parts, COUNT_OF(parts)));
    if (!kept.done || kept.responses.count != 3)
        show(&kept);
    assert_true(kept.done);
    assert_string_equal(kept.report.format, "XLSX");
    assert_string_equal(kept.report.sheet, "数据");
    assert_null(kept.report.encoding);
    assert_int_equal(kept.responses.count, 3);
    assert_string_equal(kept.responses.at[0].key, "1");
    assert_string_equal(kept.responses.at[1].key, "2");
    assert_int_equal(kept.responses.at[0].line, 5);
    assert_int_equal(kept.responses.at[1].line, 6);
    assert_int_equal(kept.responses.at[2].line, 9);
    assert_said(&kept, 0, "sex", "1");
    assert_said(&kept, 1, "sex", "2");
    assert_said(&kept, 2, "sex", "<unreadable>");
    assert_said(&kept, 0, "note", "'a\r\nb & _c'");
    assert_said(&kept, 1, "note", "'1'");
    assert_said(&kept, 0, "score", "93.5");
    assert_said(&kept, 1, "score", "15");
    assert_said(&kept, 2, "score", "<blank>");
    assert_said(&kept, 0, "day", "'2018-05-03 14:02:11'");
    assert_said(&kept, 1, "day", "'2018-05-03'");
    assert_said(&kept, 2, "day", "'2018-05-03'"); /* written as midnight */
    kept_release(&kept);

    struct diags diags;
    diags_init(&diags);
    struct ingest_report report;
    struct ingest_options options = {.instrument = evaluation->instruments.at[0], .sheet = "别的"};
    assert_false(ingest_file(evaluation, build_path_text, &options, NULL, &report, &diags));
    assert_string_equal(diags.at[0].hint, "known: 说明, 隐藏, 数据");
    ingest_report_release(&report);
    diags_release(&diags);
    unlink(build_path_text);
    evaluation_free(evaluation);
}

/* Values that Excel shows otherwise than it stores them, and those that nobody computed. */
static void reads_percentages_and_formulas(void **state)
{
    (void)state;
    static const struct part parts[] = {
        ONE_SHEET,
        {"xl/styles.xml",
         "<styleSheet><numFmts><numFmt numFmtId='164' formatCode='0.0\"%\"'/><numFmt numFmtId='165' formatCode='0.0%'/></numFmts>"
         "<cellXfs><xf numFmtId='0'/><xf numFmtId='9'/><xf numFmtId='164'/><xf numFmtId='165'/></cellXfs></styleSheet>", 0},
        {"xl/worksheets/sheet1.xml",
         "<worksheet><sheetData>"
         "<row><c t='str'><v>编号</v></c><c t='str'><v>得分</v></c><c t='str'><v>意见</v></c></row>"
         "<row><c><v>1</v></c><c s='1'><v>0.07</v></c><c s='3'><v>0.955</v></c></row>"
         "<row><c><v>2</v></c><c s='2'><v>35</v></c><c t='str'><f>IF(A1,1,\"\")</f><v></v></c></row>"
         "<row><c><v>3</v></c><c><f>B2+1</f><v></v></c><c><f>1+1</f><v>2</v></c></row>"
         "<row><c><v>4</v></c><c><f t='shared' si='0'/></c><c/></row>"
         "</sheetData></worksheet>", 0},
    };
    struct evaluation *evaluation = survey();
    struct kept kept = keep(evaluation, evaluation->instruments.at[0], NULL, workbook(parts, COUNT_OF(parts)));
    assert_true(kept.done);
    assert_said(&kept, 0, "score", "7"); /* 7 %, as the same sheet saved as CSV has it */
    assert_said(&kept, 0, "note", "'95.5%'");
    assert_said(&kept, 1, "score", "35"); /* a percent sign that only stands there */
    assert_said(&kept, 1, "note", "<blank>");
    assert_said(&kept, 2, "score", "<unreadable>");
    assert_said(&kept, 2, "note", "'2'");
    assert_said(&kept, 3, "score", "<unreadable>");
    assert_said(&kept, 3, "note", "<blank>");
    assert_string_equal(kept.diags.at[0].text, "cells hold formulas that were never computed, the first is '=B2+1'");
    assert_int_equal(kept.diags.at[0].pos.line, 4);
    kept_release(&kept);
    unlink(build_path_text);
    evaluation_free(evaluation);
}

/* Excel of a Mac counts days from 1904-01-01: read by the other system, all of them would lie four years back. */
static void reads_dates_since_1904(void **state)
{
    (void)state;
    static const char *const said_by[][2] = {{"1", "'2022-05-04'"}, {"true", "'2022-05-04'"}, {"0", "'2018-05-03'"}, {"false", "'2018-05-03'"}}; /* python3, date(1904, 1, 1) + timedelta(43223) */
    struct evaluation *evaluation = survey();
    for (size_t i = 0; i < COUNT_OF(said_by); i++) {
        char book[200];
        snprintf(book, sizeof book, "<workbook xmlns:r='x'><workbookPr date1904='%s'/><sheets><sheet name='表1' sheetId='1' r:id='rId1'/></sheets></workbook>", said_by[i][0]);
        const struct part parts[] = {
            {"xl/workbook.xml", book, 0},
            {"xl/_rels/workbook.xml.rels", "<Relationships><Relationship Id='rId1' Target='worksheets/sheet1.xml'/></Relationships>", 0},
            {"xl/styles.xml", "<styleSheet><cellXfs><xf numFmtId='0'/><xf numFmtId='14'/></cellXfs></styleSheet>", 0},
            {"xl/worksheets/sheet1.xml",
             "<worksheet><sheetData><row><c t='str'><v>编号</v></c><c t='str'><v>日期</v></c></row><row><c><v>1</v></c><c s='1'><v>43223</v></c></row></sheetData></worksheet>", 0},
        };
        struct kept kept = keep(evaluation, evaluation->instruments.at[0], NULL, workbook(parts, COUNT_OF(parts)));
        assert_said(&kept, 0, "day", said_by[i][1]);
        kept_release(&kept);
        unlink(build_path_text);
    }
    evaluation_free(evaluation);
}

/* Answers on two sheets: that one of them was not read is said, and it can be loaded as a batch of its own, known again by itself. */
static void tells_of_other_sheets(void **state)
{
    (void)state;
#define SHEET(NUMBER, KEY) \
    {"xl/worksheets/sheet" NUMBER ".xml", \
     "<worksheet><sheetData><row><c t='str'><v>编号</v></c><c t='str'><v>得分</v></c></row><row><c><v>" KEY "</v></c><c><v>5</v></c></row></sheetData></worksheet>", 0}
    static const struct part parts[] = {
        {"xl/workbook.xml",
         "<workbook xmlns:r='x'><sheets><sheet name='空' r:id='rId3'/><sheet name='上午' r:id='rId1'/><sheet name='下午' r:id='rId2'/><sheet name='藏' state='hidden' r:id='rId4'/></sheets></workbook>", 0},
        {"xl/_rels/workbook.xml.rels",
         "<Relationships><Relationship Id='rId1' Target='worksheets/sheet1.xml'/><Relationship Id='rId2' Target='worksheets/sheet2.xml'/>"
         "<Relationship Id='rId3' Target='worksheets/sheet3.xml'/><Relationship Id='rId4' Target='worksheets/sheet4.xml'/></Relationships>", 0},
        SHEET("1", "1"),
        SHEET("2", "2"),
        {"xl/worksheets/sheet3.xml", "<worksheet><sheetData><row><c s='1'/></row></sheetData></worksheet>", 0},
        SHEET("4", "4"),
    };
#undef SHEET
    struct evaluation *evaluation = survey();
    struct kept kept = keep(evaluation, evaluation->instruments.at[0], NULL, workbook(parts, COUNT_OF(parts)));
    assert_true(kept.done);
    assert_string_equal(kept.report.sheet, "上午");
    assert_string_equal(kept.diags.at[0].text, "sheet '上午' was read, and not: 下午");
    char hash[SHA256_HEX];
    assert_true(sha256_file(build_path_text, hash));
    assert_string_equal(kept.report.hash, hash);
    kept_release(&kept);
    static const struct {
        const char *sheet;
        bool whole; /* known by the hash of the file */
    } asked[] = {{"上午", true}, {"下午", false}, {"藏", false}};
    for (size_t i = 0; i < COUNT_OF(asked); i++) {
        struct ingest_options options = {.instrument = evaluation->instruments.at[0], .sheet = asked[i].sheet};
        struct ingest_report report;
        struct diags diags;
        diags_init(&diags);
        assert_true(ingest_file(evaluation, build_path_text, &options, NULL, &report, &diags));
        assert_int_equal(diags.warnings, 0);
        assert_int_equal(strcmp(report.hash, hash) == 0, asked[i].whole);
        ingest_report_release(&report);
        diags_release(&diags);
    }
    unlink(build_path_text);
    evaluation_free(evaluation);
}

/* A district written once beside its lines, a question above its columns. */
static void fills_merged_cells(void **state)
{
    (void)state;
    static const struct part parts[] = {
        ONE_SHEET,
        {"xl/worksheets/sheet1.xml",
         "<worksheet><sheetData>"
         "<row r='1'><c r='A1' t='str'><v>评分</v></c></row>"
         "<row r='2'><c r='A2' t='str'><v>区县</v></c><c r='B2' t='str'><v>编号</v></c><c r='C2' t='str'><v>得分</v></c></row>"
         "<row r='3'><c r='A3' t='str'><v>张店区</v></c><c r='B3'><v>1</v></c><c r='C3'><v>5</v></c></row>"
         "<row r='4'><c r='B4'><v>2</v></c><c r='C4'><v>6</v></c></row>"
         "<row r='5'><c r='A5' t='str'><v>淄川</v></c><c r='B5'><v>3</v></c><c r='C5'><v>7</v></c></row>"
         "</sheetData><mergeCells count='2'><mergeCell ref='A3:A4'/><mergeCell ref='A1:C1'/><mergeCell ref='broken'/></mergeCells></worksheet>", 0},
    };
    struct evaluation *evaluation = survey();
    struct about *about = LIST_ADD(evaluation->arena, &evaluation->instruments.at[0]->about);
    about->kind = &evaluation->kinds.at[0];
    about->column = "区县";
    struct kept kept = keep(evaluation, evaluation->instruments.at[0], NULL, workbook(parts, COUNT_OF(parts)));
    if (!kept.done || kept.responses.count != 3)
        show(&kept);
    assert_int_equal(kept.responses.count, 3);
    assert_int_equal(kept.responses.at[0].about[0], 0);
    assert_int_equal(kept.responses.at[1].about[0], 0);
    assert_int_equal(kept.responses.at[2].about[0], 1);
    kept_release(&kept);
    unlink(build_path_text);
    evaluation_free(evaluation);
}

static void refused(const char *path, const char *reason)
{
    struct evaluation *evaluation = survey();
    struct kept kept = keep(evaluation, evaluation->instruments.at[0], NULL, path);
    if (kept.done || kept.diags.errors != 1 || !strstr(kept.diags.at[0].text, reason))
        show(&kept);
    assert_false(kept.done);
    assert_int_equal(kept.diags.errors, 1);
    assert_non_null(strstr(kept.diags.at[0].text, reason));
    kept_release(&kept);
    unlink(path);
    evaluation_free(evaluation);
}

static void refuses_bombs(void **state)
{
    (void)state;
    /* A billion laughs. */
    struct strbuf text;
    strbuf_init(&text);
    strbuf_adds(&text, "<!DOCTYPE w [<!ENTITY a0 'ha'>");
    for (int i = 1; i < 30; i++)
        strbuf_addf(&text, "<!ENTITY a%d '&a%d;&a%d;'>", i, i - 1, i - 1);
    strbuf_adds(&text, "]><worksheet><sheetData><row><c t='str'><v>&a29;</v></c></row></sheetData></worksheet>");
    struct part parts[] = {ONE_SHEET, {"xl/worksheets/sheet1.xml", text.at, text.len}};
    refused(workbook(parts, COUNT_OF(parts)), "document type");

    /* 200 MB of spaces in 200 KB. */
    strbuf_clear(&text);
    strbuf_adds(&text, "<worksheet><sheetData>");
    strbuf_pad(&text, ' ', 200 * 1024 * 1024);
    strbuf_adds(&text, "</sheetData></worksheet>");
    parts[2] = (struct part){"xl/worksheets/sheet1.xml", text.at, text.len};
    refused(workbook(parts, COUNT_OF(parts)), "unfolds");

    /* One tag that never ends. */
    strbuf_truncate(&text, strlen("<worksheet><sheetData>"));
    strbuf_adds(&text, "<row a='");
    for (int i = 0; i < 3000000; i++)
        strbuf_addf(&text, "%d", rand() % 1000000);
    parts[2] = (struct part){"xl/worksheets/sheet1.xml", text.at, text.len};
    refused(workbook(parts, COUNT_OF(parts)), "tag of more than");

    strbuf_clear(&text);
    for (int i = 0; i < 100000; i++)
        strbuf_adds(&text, "<a>");
    parts[2] = (struct part){"xl/worksheets/sheet1.xml", text.at, text.len};
    refused(workbook(parts, COUNT_OF(parts)), "nested too deeply");

    strbuf_clear(&text);
    strbuf_adds(&text, "<worksheet><sheetData><row><c t='str'><v>");
    strbuf_pad(&text, 'x', 10 * 1024 * 1024);
    strbuf_adds(&text, "</v></c></row></sheetData></worksheet>");
    parts[2] = (struct part){"xl/worksheets/sheet1.xml", text.at, text.len};
    refused(workbook(parts, COUNT_OF(parts)), "longer than");
    strbuf_release(&text);

    static const char *const cells[][2] = {{"<c r='AAAA1'><v>1</v></c>", "no reference"},
                                           {"<c r='ZZZ1'><v>1</v></c>", "more than"},
                                           {"<c t='s'><v>7</v></c>", "which the workbook has not"},
                                           {"<c t='s'><v>-1</v></c>", "which the workbook has not"},
                                           {"<c><v>1</v>", "damaged"}};
    for (size_t i = 0; i < COUNT_OF(cells); i++) {
        char sheet[200];
        snprintf(sheet, sizeof sheet, "<worksheet><sheetData><row>%s</row></sheetData></worksheet>", cells[i][0]);
        parts[2] = (struct part){"xl/worksheets/sheet1.xml", sheet, 0};
        refused(workbook(parts, COUNT_OF(parts)), cells[i][1]);
    }
}

static void refuses_what_is_no_workbook(void **state)
{
    (void)state;
    static const struct part other[] = {{"a.csv", "x,y\n1,2\n", 0}};
    refused(workbook(other, 1), "holds no workbook");
    static const struct part empty[] = {ONE_SHEET, {"xl/worksheets/sheet1.xml", "<worksheet><sheetData/></worksheet>", 0}};
    refused(workbook(empty, COUNT_OF(empty)), "empty");
    refused(build_text("PK\3\4 and no more"), "cannot be read as a workbook (XLSX)");
    refused(build_text("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1 and no more"), "cannot be read as a workbook (XLS)");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_what_programs_write),
        cmocka_unit_test(reads_percentages_and_formulas),
        cmocka_unit_test(reads_dates_since_1904),
        cmocka_unit_test(tells_of_other_sheets),
        cmocka_unit_test(fills_merged_cells),
        cmocka_unit_test(refuses_bombs),
        cmocka_unit_test(refuses_what_is_no_workbook),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
