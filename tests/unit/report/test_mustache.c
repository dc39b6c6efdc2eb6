/* SPDX-License-Identifier: GPL-3.0-or-later
 * Mustache: tags, sections, standalone lines, partials; and formats. Each row is a template and the text of its document, blocks joined by "/".
 */
#include "fixture.h"

struct row {
    const char *name;
    const char *template_text;
    const char *wanted;
};

static const struct row rows[] = {
    {"value", "{{evaluation.team}}", "市委党校项目组"},
    {"spaces in a tag", "{{ evaluation.team  }}", "市委党校项目组"},
    {"text around", "由{{evaluation.team}}作", "由市委党校项目组作"},
    {"comment", "甲{{! 不见 }}乙", "甲乙"},
    {"comment over lines", "甲{{!\n不见\n}}乙", "甲乙"},
    {"list section", "{{#principles}}[{{.}}]{{/principles}}", "[实效][问题][公正]"},
    {"loop", "{{#principles}}{{loop.number}}/{{loop.count}}{{.}}{{^loop.last}}；{{/loop.last}}{{/principles}}", "1/3实效；2/3问题；3/3公正"},
    {"loop.first", "{{#principles}}{{#loop.first}}首{{/loop.first}}{{.}}{{/principles}}", "首实效问题公正"},
    {"object section", "{{#evaluation}}{{team}}{{/evaluation}}", "市委党校项目组"},
    {"outer names from within", "{{#principles}}{{evaluation.year}}{{/principles}}", "201720172017"},
    {"true", "{{#simulated}}是{{/simulated}}{{^simulated}}否{{/simulated}}", "是"},
    {"false", "{{#public}}是{{/public}}{{^public}}否{{/public}}", "否"},
    {"a bool keeps the frame", "{{#evaluation}}{{#simulated}}{{team}}{{/simulated}}{{/evaluation}}", "市委党校项目组"},
    {"empty list", "{{#decisions}}有{{/decisions}}{{^decisions}}无{{/decisions}}", "无"},
    {"any and count", "{{#principles.any}}{{principles.count}}{{/principles.any}}{{#decisions.any}}x{{/decisions.any}}", "3"},
    {"none is not true", "{{#evaluation.duration}}x{{/evaluation.duration}}{{^evaluation.duration}}无{{/evaluation.duration}}", "无"},
    {"none prints a dash", "历时{{evaluation.duration}}", "历时—"},
    {"parts of none", "{{tables.districts.zd.fixed.reason}}", "—"},
    {"zero is a number", "{{#tables.districts.zd.bonus}}{{.}}{{/tables.districts.zd.bonus}}", "0.00"},
    {"NaN is not true", "{{#tables.projects.p2.score}}x{{/tables.projects.p2.score}}{{^tables.projects.p2.score}}无{{/tables.projects.p2.score}}", "无"},
    {"NaN prints a dash", "{{tables.projects.p2.score}}分", "—分"},
    {"optional, absent", "甲{{#figures.absent?}}x{{/figures.absent?}}{{^figures.absent?}}无{{/figures.absent}}", "甲无"},
    {"optional, present", "{{#figures.visits?}}{{value}}{{/figures.visits}}", "183"},
    {"nested sections", "{{#principles}}{{#loop.last}}{{#evaluation}}{{year}}{{/evaluation}}{{/loop.last}}{{/principles}}", "2017"},
    {"standalone", "甲\n{{#simulated}}\n乙\n{{/simulated}}\n丙", "甲乙丙"},
    {"standalone, indented", "甲\n  {{#simulated}}  \n乙\n  {{/simulated}}\n\n丙", "甲乙/丙"},
    {"standalone in a table", "| a |\n|---|\n{{#principles}}\n| {{.}} |\n{{/principles}}", "a实效问题公正"},
    {"a value alone keeps its line", "甲\n\n{{evaluation.year}}\n\n乙", "甲/2017/乙"},
    {"partial", "{{> inner}}", "内市委党校项目组"},
    {"partial in a section", "{{#principles}}{{> inner}}{{/principles}}", "内市委党校项目组内市委党校项目组内市委党校项目组"},
    {"markdown value with tags", "{{#findings.practice}}{{& text}}{{/findings.practice}}", "共考察183次，成效明显。"},
    {"plain value of the same", "{{#findings.practice}}{{title}}{{/findings.practice}}", "制度*先行*"},
    {"section over formats", "{{#principles | head:2}}{{.}}{{/principles}}", "实效问题"},
    {"crlf", "甲\r\n{{#simulated}}\r\n乙\r\n{{/simulated}}\r\n", "甲乙"},
    {"bom", "\xEF\xBB\xBF甲", "甲"},
    {"empty template", "", ""},
    /* formats */
    {"fixed", "{{tables.districts.mean | fixed:3}}", "90.003"},
    {"fixed, default", "{{tables.districts.zc.score | fixed}}", "96.00"},
    {"percent", "{{figures.satisfaction.value | percent:2}}", "91.48%"},
    {"percent of nothing", "{{figures.satisfaction.gx.value | percent:1}}", "—"},
    {"percent of a figure", "{{figures.satisfaction | percent:0}}", "91%"},
    {"figure as it is", "{{figures.satisfaction}}（{{figures.satisfaction.numerator}}/{{figures.satisfaction.base}}）", "91.5%（805/880）"},
    {"points", "{{figures.satisfaction.gap | points:1}}", "1.0个百分点"},
    {"signed", "{{tables.districts.zc.difference | signed:2}} {{tables.districts.gx.difference | signed:1}}", "+6.00 -6.0"},
    {"abs", "{{tables.districts.gx.difference | abs | fixed:1}}", "6.0"},
    {"zh", "{{tables.districts.number | zh}}", "三"},
    {"zh_count", "{{kinds.department.number | zh_count}}{{kinds.district.number | zh_count}}", "两三"},
    {"quoted", "{{principles | join:”“ | quoted}}", "“实效’‘问题’‘公正”"},
    {"place", "{{tables.districts.zc.place | place}}", "第1名"},
    {"place of none", "{{tables.projects.p2.place | place}}", "—"},
    {"unit", "{{figures.visits.value | unit}}", "183次"},
    {"given as it is", "{{given.symposia}}", "30余场"},
    {"approx", "{{given.symposia.value | approx}}", "30余场"},
    {"approx, near", "{{figures.visits.value | approx:near}}", "近183次"},
    {"approx, about", "{{figures.satisfaction.worst.value | fixed:0 | approx:about}}", "90%左右"},
    {"date", "{{evaluation.report_date | date_zh}}", "2018年7月6日"},
    {"join", "{{principles | join:、}}", "实效、问题、公正"},
    {"join with quotes", "{{principles | join:\" | \"}}", "实效 | 问题 | 公正"},
    {"zh_list", "{{principles | zh_list}}", "实效、问题和公正"},
    {"zh_list of one", "{{principles | head:1 | zh_list}}", "实效"},
    {"join of nothing", "{{decisions | join:、}}", "—"},
    {"tail", "{{principles | tail:2 | join:、}}", "问题、公正"},
    {"reverse", "{{principles | reverse | join:、}}", "公正、问题、实效"},
    {"short of units", "{{kinds.district.units | short | join:、}}", "张店、淄川、高新"},
    {"short of rows", "{{tables.districts.by_place | head:2 | short | zh_list}}", "淄川和张店"},
    {"or", "{{evaluation.duration | or:不详}}{{evaluation.year | or:不详}}", "不详2017"},
    /* names */
    {"attribute", "{{tables.projects.p3.unit.lead.name}}", "乙局"},
    {"units that refer here", "{{#kinds.department.units}}{{short}}{{lead_of | short | join:、}}。{{/kinds.department.units}}", "甲一、二。乙三。"},
    {"document", "{{basis}}", "《实施意见》（淄改办发〔2017〕2号）"},
    {"facet of a row", "{{#tables.districts.zc.facets.method.values}}{{name}}{{score}}{{/tables.districts.zc.facets.method.values}}",
     "部门评估98.00问卷评估93.00"},
    {"weights", "{{#tables.districts.facets.method.values}}{{weight}}{{/tables.districts.facets.method.values}}", "6040"},
    {"widest slice", "{{#tables.cells.widest}}{{unit.short}}{{range}}{{first.district.short}}{{last.district.short}}{{/tables.cells.widest}}", "二8.00高新张店"},
    {"best and worst", "{{figures.satisfaction.best.unit.short}}{{figures.satisfaction.worst.unit.short}}", "淄川张店"},
    {"earlier, other definition", "{{earlier.satisfaction.2016.sentence}}",
     "2016年按“非常满意／有效问卷”计算，本次按“回答满意者占有效回答的比例”计算，两者口径不同，不作增减比较"},
    {"earlier, same definition", "{{earlier.satisfaction.2015.sentence}}", "与2015年口径相同，比2015年提高3.0个百分点"},
    {"earlier change", "{{earlier.satisfaction.2016.change}}{{earlier.satisfaction.2015.change | signed:1}}", "—+3.0"},
    {"collection", "{{collections.public.void}}{{collections.public.valid_return_rate | percent:2}}", "1597.25%"},
    {"rules", "{{#collections.public.rules}}{{name}}{{decided}}{{/collections.public.rules}}", "漏答超过三分之一15"},
    {"options", "{{#frequencies.public.overall.options}}{{label}}{{share | fixed:1}} {{/frequencies.public.overall.options}}", "满意91.5 一般6.8 不满意1.7 不了解—"},
    {"policy that moves", "{{#tables.districts.policies}}{{^is_default}}{{#moved}}{{unit.short}}{{usual_place}}→{{place}} {{/moved}}{{/is_default}}{{/tables.districts.policies}}",
     "张店2→1 淄川1→3 高新3→2"},
    {"not applicable", "{{#not_applicable}}{{project.short}}{{district.short}}{{reason}}{{/not_applicable}}", "三高新高新区不设人大"},
    {"status", "{{#statuses}}{{unit.short}}{{label}}{{/statuses}}", "三未持续推广"},
};

static void add_text(const struct doc_block *blocks, size_t count, bool *first, struct strbuf *out)
{
    for (size_t i = 0; i < count; i++) {
        if (blocks[i].kind == DOC_PARAGRAPH || blocks[i].table) {
            if (!*first)
                strbuf_addc(out, '/');
            *first = false;
        }
        doc_runs_text(&blocks[i].runs, out);
        const struct doc_table *table = blocks[i].table;
        for (size_t r = 0; table && r < table->header.count + table->rows.count; r++) {
            const struct doc_row *row = r < table->header.count ? &table->header.at[r] : &table->rows.at[r - table->header.count];
            for (size_t c = 0; c < row->cells.count; c++)
                doc_runs_text(&row->cells.at[c].runs, out);
        }
        add_text(blocks[i].children.at, blocks[i].children.count, first, out);
    }
}

static void run_row(void **state)
{
    const struct row *row = *state;
    struct fixture *f = fixture_new();
    write_template(f, "inner", "内{{evaluation.team}}");
    write_template(f, "overall", row->template_text);
    struct doc *doc = build_with(f, f->overall, NULL, EDITION_INTERNAL);
    struct strbuf out;
    strbuf_init(&out);
    if (!doc || f->diags.count) {
        diags_format_all(&f->diags, false, &out);
        print_error("%s", out.at);
        fail();
    }
    bool first = true;
    add_text(doc->blocks.at, doc->blocks.count, &first, &out);
    while (out.len && out.at[out.len - 1] == ' ')
        strbuf_truncate(&out, out.len - 1);
    assert_string_equal(out.at, row->wanted);
    strbuf_release(&out);
    doc_free(doc);
    fixture_free(f);
}

int main(void)
{
    struct CMUnitTest tests[COUNT_OF(rows)];
    for (size_t i = 0; i < COUNT_OF(rows); i++)
        tests[i] = (struct CMUnitTest){rows[i].name, run_row, NULL, NULL, (void *)&rows[i]};
    return _cmocka_run_group_tests("mustache", tests, COUNT_OF(rows), NULL, NULL);
}
