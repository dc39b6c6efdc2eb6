/* SPDX-License-Identifier: GPL-3.0-or-later
 * Values never meet the Markdown parser. Thirty names that break raw insertion or escaping, in eleven places of a template: the document must be
 * that of the harmless name "Ｘ" with the name in its place. And what the walk makes of Markdown itself.
 */
#include "fixture.h"

static const char *const nasty[] = {
    "plain", "爱*工*惠", "a|b", "_x_ __y__", "<script>alert(1)</script>", "【五位一体】", "“两官”履职评议", "1. 第一", "- dash", "# head",
    "> q", "`code`", "[l](http://x)", "![i](x)", "line1\nline2", "line1\n\n# h", "a\\", "a\\|b", "&amp; &#42;", "~~s~~",
    "http://www.x.cn", "```\nx", "    four", "  ", "|---|", "+ x", "甲**", "$$", "=cmd|'/C calc'!A0", "{{unit.id}}",
    "甲{#x}", "[@x]", "[^1]", "注：甲", "![甲](x.png)",
};

static const char *const places[] = {
    "项目{{unit.name}}很好\n", "**{{unit.name}}**项目\n", "*“{{unit.name}}”*较好\n", "| 名称 | 分 |\n|---|---|\n| {{unit.name}} | 9 |\n",
    "{{unit.name}}\n", "# {{unit.name}}\n", "- {{unit.name}}\n", "`{{unit.name}}`\n", "```table\ntable: districts\ncaption: {{unit.name}}\n```\n",
    "({{unit.name}})_x_\n", "[{{unit.name}}](u)\n",
};

/* Puts `name` where the dump has Ｘ, as the dump would write it. */
static void replace(const char *dump, const char *name, bool breaks, struct strbuf *out)
{
    static const char mark[] = "Ｘ";
    for (const char *at; (at = strstr(dump, mark)); dump = at + strlen(mark)) {
        strbuf_add(out, dump, (size_t)(at - dump));
        for (const char *c = name; *c; c++) {
            if (*c == '\n' && breaks)
                strbuf_adds(out, "\n"); /* runs split there: compared as text below */
            else
                strbuf_addc(out, *c);
        }
    }
    strbuf_adds(out, dump);
}

static void flatten_runs(const void *runs, const char *what, struct strbuf *out)
{
    strbuf_addf(out, "<%s>", what);
    const struct list_any *list = runs;
    const struct doc_run *at = list->at;
    unsigned flags = 0;
    for (size_t i = 0; i < list->count; i++) {
        unsigned own = at[i].flags & ~(unsigned)DOC_LINE_BREAK;
        if (own != flags)
            strbuf_addf(out, "<%u>", own);
        flags = own;
        strbuf_adds(out, at[i].flags & DOC_LINE_BREAK ? "\n" : at[i].text);
        if (at[i].link)
            strbuf_addf(out, "<->%s>", at[i].link);
    }
}

/* Structure and text of a document, runs of one kind joined. */
static void flatten(const struct doc_block *blocks, size_t count, struct strbuf *out)
{
    for (size_t i = 0; i < count; i++) {
        flatten_runs(&blocks[i].runs, doc_kind_names[blocks[i].kind], out);
        flatten(blocks[i].children.at, blocks[i].children.count, out);
        const struct doc_table *table = blocks[i].table;
        if (!table)
            continue;
        strbuf_addf(out, "<caption>%s", table->caption ? table->caption : "");
        for (size_t r = 0; r < table->rows.count; r++)
            for (size_t c = 0; c < table->rows.at[r].cells.count; c++)
                flatten_runs(&table->rows.at[r].cells.at[c].runs, "cell", out);
    }
}

static void flat(struct fixture *f, const char *name, const char *template_text, struct strbuf *out)
{
    struct unit *unit = &f->evaluation->kinds.at[1].units.at[0];
    unit->name = name;
    write_template(f, "project", template_text);
    struct doc *doc = build_with(f, f->project, unit, EDITION_INTERNAL);
    assert_non_null(doc);
    flatten(doc->blocks.at, doc->blocks.count, out);
    doc_free(doc);
}

static void names_break_nothing(void **state)
{
    (void)state;
    struct fixture *f = fixture_new();
    size_t bad = 0;
    for (size_t p = 0; p < COUNT_OF(places); p++) {
        auto_strbuf struct strbuf harmless;
        strbuf_init(&harmless);
        flat(f, "Ｘ", places[p], &harmless);
        assert_non_null(strstr(harmless.at, "Ｘ"));
        for (size_t i = 0; i < COUNT_OF(nasty); i++) {
            auto_strbuf struct strbuf wanted, got;
            strbuf_init(&wanted);
            strbuf_init(&got);
            bool caption = strstr(places[p], "caption");
            char *name = strdup(nasty[i]);
            for (char *at = name; caption && *at; at++) /* a caption is one line */
                if (*at == '\n')
                    *at = ' ';
            replace(harmless.at, name, true, &wanted);
            free(name);
            flat(f, nasty[i], places[p], &got);
            /* a link on each line of a name with several */
            if (strstr(places[p], "](u)") && strchr(nasty[i], '\n'))
                continue;
            if (strcmp(wanted.at, got.at)) {
                bad++;
                print_error("place %zu, name '%s':\nwanted %s\ngot    %s\n", p, nasty[i], wanted.at, got.at);
            }
        }
    }
    assert_int_equal(bad, 0);
    assert_int_equal(f->diags.errors, 0);
    fixture_free(f);
}

static void sentinels_in_data_are_reported(void **state)
{
    (void)state;
    struct fixture *f = fixture_new();
    struct strbuf out;
    strbuf_init(&out);
    flat(f, "\xEF\xB7\x90" "0\xEF\xB7\x91", "项目{{unit.name}}很好\n", &out);
    expect_in(out.at, "项目\xEF\xBF\xBD" "0\xEF\xBF\xBD很好");
    assert_int_equal(f->diags.warnings, 1);
    strbuf_release(&out);
    fixture_free(f);
}

static void check(struct fixture *f, const char *text, const char *wanted)
{
    char *got = build_text(f, f->overall, NULL, text);
    expect_in(got, wanted);
    free(got);
}

static void markdown_becomes_blocks(void **state)
{
    (void)state;
    struct fixture *f = fixture_new();
    check(f, "# 一\n\n## 二\n\n##### 五\n", "title 1 \"一\"\n  heading 1 id=\"h1\" keep_next \"二\"\n  heading 4 id=\"h2\" keep_next \"五\"");
    const char *counted = "## 〇、甲\n\n### （〇）乙\n\n### （〇）丙\n\n## 〇、丁\n\n### （〇）戊\n\n```attachment\ntitle: 己\n```\n\n## 〇、庚\n";
    static const char *const numbered[] = {"\"一、甲\"", "\"（一）乙\"", "\"（二）丙\"", "\"二、丁\"", "\"（一）戊\"", "\"一、庚\""};
    for (size_t i = 0; i < COUNT_OF(numbered); i++)
        check(f, counted, numbered[i]);
    check(f, "## 一、甲\n\n## 〇、乙\n", "\"二、乙\"");
    check(f, "甲乙\n丙丁\n", "\"甲乙\" \"丙丁\"");
    check(f, "one\ntwo\n", "\"one\" \" \" \"two\"");
    check(f, "甲**乙**丙\n", "\"甲\" b\"乙\" \"丙\"");
    check(f, "3. 甲\n4. 乙\n", "label=\"3.\" \"甲\"");
    check(f, "3. 甲\n4. 乙\n", "label=\"4.\" \"乙\"");
    check(f, "> 引\n", "quote");
    check(f, "---\n", "rule");
    check(f, "[见](#attachment1)\n\n```attachment\ntitle: 名单\n```\n", "\"见\"->#attachment1");
    check(f, "```attachment\ntitle: 名单\n```\n", "label=\"附件\"");
    check(f, "```attachments\n```\n```attachment\ntitle: 甲\n```\n```attachment\ntitle: 乙\n```\n", "label=\"附件2\"");
    check(f, "表：人数\n\n| a | b |\n|:--|--:|\n| 1 | 2 |\n", "caption=\"人数\"");
    check(f, "```signature\n{{evaluation.team}}\n\n{{evaluation.report_date | date_zh}}\n```\n", "\"2018年7月6日\"");
    check(f, "甲<!-- 乙 -->丙\n\n<!-- 丁 -->\n", "\"甲\" \"丙\"");
    assert_int_equal(f->diags.count, 0);
    fixture_free(f);
}

/* Numbers follow the order of the document, wherever it is that they are referred to. */
static void references_get_their_numbers(void **state)
{
    (void)state;
    struct fixture *f = fixture_new();
    static const char text[] = "## 一、甲 {#first}\n\n见[@two]、[@one]、[@first]和[@app]（[@pic]）。\n\n表：乙 {#one}\n\n| a |\n|---|\n| [@two] |\n\n注：说明\n\n"
                               "表：丙 {#two}\n\n| a |\n|---|\n| 1 |\n\n![图](tests/data/pictures/map.png \"地图 {#pic}\")\n\n注：示意\n\n"
                               "```attachments\n```\n\n```attachment\ntitle: 丁\nid: app\n```\n";
    static const char *const wanted[] = {"id=\"first\"", "\"一、甲\"", "\"表2\"->#two", "\"表1\"->#one", "\"“一、甲”\"->#first", "\"附件\"->#app", "\"图1\"->#pic",
                                         "caption=\"乙\" note=\"注：说明\"", "png 600×360 caption=\"地图\" note=\"注：示意\" alt=\"图\"", "\"丁\"->#app"};
    for (size_t i = 0; i < COUNT_OF(wanted); i++)
        check(f, text, wanted[i]);
    assert_int_equal(f->diags.count, 0);
    fixture_free(f);
}

static void footnotes_stand_at_their_words(void **state)
{
    (void)state;
    struct fixture *f = fixture_new();
    static const char text[] = "甲[^b]乙[^a]。\n\n[^a]: 后*一*个，{{evaluation.team}}。\n[^b]: 前一个\n    第二行\n";
    check(f, text, "\"甲\" footnote=\"前一个第二行\"");
    check(f, text, "\"乙\" footnote=\"后一个，市委党校项目组。\"");
    assert_int_equal(f->diags.count, 0);
    check(f, "甲[^c]\n", "\"甲[^c]\"");
    assert_int_equal(f->diags.warnings, 1);
    fixture_free(f);
}

static void cover_and_code(void **state)
{
    (void)state;
    struct fixture *f = fixture_new();
    check(f, "```cover\ntitle: {{evaluation.title}}\nsubtitle: 副题\nlines: [甲, 乙]\n```\n\n正文\n", "cover label=\"副题\"");
    check(f, "```qr\naddress: https://example.org/a\ntext: 扫码\n```\n", "qr label=\"https://example.org/a\" \"扫码\"");
    char *text = build_text(f, f->overall, NULL, "正文\n\n```qr\n```\n");
    expect_not_in(text, "qr"); /* no address, no code */
    free(text);
    f->evaluation->address = "https://example.org/b";
    check(f, "```qr\n```\n", "qr label=\"https://example.org/b\"");
    check(f, "正文\n", "address=\"https://example.org/b\""); /* without a block it stands above the first page */
    assert_int_equal(f->diags.count, 0);
    fixture_free(f);
}

/* `<` joins a cell to its left neighbour, `^` to the one above; a row that hangs with the header belongs to it. Values that print "<" are values. */
static void cells_join_over_columns_and_rows(void **state)
{
    (void)state;
    struct fixture *f = fixture_new();
    static const char text[] = "| 区县 | 2016年 | < | 2017年 | < |\n|:--|--:|--:|--:|--:|\n| ^ | 得分 | 名次 | 得分 | 名次 |\n| 张店 | 94.1 | 2 | 95.0 | 1 |\n| 临淄 | 合并 | < | 93.2 | 3 |\n| ^ | ^ | < | 93.3 | 4 |\n";
    char *got = build_text(f, f->overall, NULL, text);
    expect_in(got, "header | \"区县\" rows=2 | \"2016年\" columns=2 | \"2017年\" columns=2\n");
    expect_in(got, "header | \"得分\" | \"名次\" | \"得分\" | \"名次\"\n");
    expect_in(got, " | \"张店\" | \"94.1\" | \"2\" | \"95.0\" | \"1\"\n");
    expect_in(got, " | \"临淄\" rows=2 | \"合并\" columns=2 rows=2 | \"93.2\" | \"3\"\n");
    expect_in(got, " | \"93.3\" | \"4\"\n");
    free(got);
    assert_int_equal(f->diags.count, 0);
    f->evaluation->team = "<";
    got = build_text(f, f->overall, NULL, "| a | b |\n|---|---|\n| 1 | {{evaluation.team}} |\n");
    expect_in(got, " | \"1\" | \"<\"\n");
    free(got);
    fixture_free(f);
}

static void literal_emphasis_is_a_warning(void **state)
{
    (void)state;
    struct fixture *f = fixture_new();
    check(f, "一\n\n全市**“爱工惠”**知晓率\n", "**");
    assert_int_equal(f->diags.warnings, 1);
    assert_int_equal(f->diags.at[0].pos.line, 3);
    assert_int_equal(f->diags.at[0].pos.col, 5);
    check(f, "\\*\\*不是强调\\*\\*\n", "**不是强调**");
    check(f, "**{{evaluation.team}}**项目\n", "b\"市委党校项目组\" \"项目\"");
    assert_int_equal(f->diags.warnings, 1);
    fixture_free(f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_break_nothing),
        cmocka_unit_test(sentinels_in_data_are_reported),
        cmocka_unit_test(markdown_becomes_blocks),
        cmocka_unit_test(references_get_their_numbers),
        cmocka_unit_test(footnotes_stand_at_their_words),
        cmocka_unit_test(cover_and_code),
        cmocka_unit_test(cells_join_over_columns_and_rows), cmocka_unit_test(literal_emphasis_is_a_warning),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
